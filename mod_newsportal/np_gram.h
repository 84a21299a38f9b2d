/* np_gram.h - what words are looked for by: pairs of neighbouring characters of Chinese, Korean and
 * Japanese, whole words of the rest.
 *
 * Written languages without spaces have no words that a program could cut, so texts and what is
 * looked for in them are cut alike: the database does it with the words of cases (portal_index_case
 * in sql/schema/26_hotline_words.sql), this room with what somebody typed. A text that holds all
 * grams of a query holds the query, nearly always; a query of two characters is the shortest that
 * is found.
 *
 * Must not: know the database, httpd.
 */
#ifndef NP_GRAM_H
#define NP_GRAM_H

#include <apr_tables.h>

#define NP_GRAM_LONGEST 24 /* characters of a word, as in hotline_gram */

/* The first `most` different grams of valid UTF-8 text, folded (np_text_fold), in order: an array
 * of const char *. */
apr_array_header_t *np_gram_cut(apr_pool_t *pool, const char *text, int most);

/* What somebody looks for, as it stands in addresses and keys: folded, white space as single
 * spaces, at most `most` characters. */
const char *np_gram_query(apr_pool_t *pool, const char *text, int most);

#endif
