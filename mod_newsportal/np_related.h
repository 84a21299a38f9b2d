/* np_related.h - stories that share tags with an article.
 *
 * Of each of its first eight tags the newest articles are looked at, as ranges of the tags' lists:
 * the cost does not know the size of the archive. Among these, those in the article's language come
 * first, then those with more tags in common, then the newer ones. What was looked at is noted: an
 * article that comes with one of the tags touches the page, any other does not.
 *
 * Must not: know which page asks. Called by np_page_article.c.
 */
#ifndef NP_RELATED_H
#define NP_RELATED_H

#include "np_page.h"

#define NP_RELATED_MAX 6

typedef struct np_related_t {
    const np_rows_t *rows; /* of teaser_by_id; NULL when there are none */
    int shown[NP_RELATED_MAX];
    int count;
} np_related_t;

/* `tags` are rows of article_tags, `id` is the article and `language` its own. */
np_error_t *np_related_load(np_related_t *related, np_page_t *page, const np_rows_t *tags,
                            apr_int64_t id, const char *language);

/* <related>, unless there is nothing to show. */
void np_related_build(const np_related_t *related, const np_page_t *page, xmlNodePtr parent);

#endif
