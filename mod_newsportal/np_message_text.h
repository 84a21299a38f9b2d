/* np_message_text.h - what messages say: mail/<language>.txt of a theme and its parents.
 *
 *     # A comment, only before the first message
 *     [case-new]
 *     Subject: 新诉求 {number}
 *
 *     正文……
 *     {base}/hotline/case/{number}/
 *
 * A message is a line with its kind, the subject's line, an empty line, and the text up to the next
 * kind. {site} is the portal's name, {base} its address, {number} the number of the case, claim or
 * notice; there is nothing else, because the outbox holds nothing else.
 *
 * Order for one kind: the language in the theme, in its parents, then the language without its last
 * part (zh-Hans-CN, zh-Hans, zh), then English. The caller reads the files and adds them in that
 * order; what is there already stays.
 *
 * Must not: read files, know who gets a message. Called by mod_newsportal_notify.c (to check and to
 * hand over) and np_message.c (to fill in).
 */
#ifndef NP_MESSAGE_TEXT_H
#define NP_MESSAGE_TEXT_H

#include <apr_pools.h>
#include <apr_tables.h>
#include "np_buffer.h"

#define NP_TEXTS_FILE_MOST 65536 /* bytes of one file */

typedef struct np_text_t {
    const char *kind, *subject, *body; /* body: lines ending in LF, not empty */
} np_text_t;

typedef struct np_texts_t {
    apr_array_header_t *list; /* of np_text_t */
} np_texts_t;

/* Without texts, in `pool`, where all of its texts live too. */
np_texts_t *np_texts_create(apr_pool_t *pool);

/* Adds a file's messages that are not there yet. NULL, or a sentence: file, line, what is wrong. */
const char *np_texts_add(np_texts_t *texts, const char *bytes, apr_size_t length, const char *file);

/* NULL when there is none. */
const np_text_t *np_texts_get(const np_texts_t *texts, const char *kind);

/* The first kind that the database sends and that has no text; NULL when all have one. */
const char *np_texts_missing(const np_texts_t *texts);

/* What stands for the names in braces. */
typedef struct np_text_values_t {
    const char *site, *base, *number;
} np_text_values_t;

/* Appends the text with its names filled in. A name that is none stays as it is: np_texts_add has
 * refused it. */
void np_texts_fill(np_buffer_t *out, const char *text, const np_text_values_t *values);

#endif
