/* np_message.h - a message of the outbox as mail: whether its recipient can be one, and its bytes.
 *
 * Kinds and payloads are those of table outbox (sql/schema/20_desk_tables.sql); texts come from the
 * theme (np_message_text.h). Everything is checked once more here, because a recipient comes from a
 * citizen's form: no byte of one may become a header, an option of a program or a second recipient.
 *
 * Must not: send anything, know the database or httpd. Called by newsportal_notify*.c.
 */
#ifndef NP_MESSAGE_H
#define NP_MESSAGE_H

#include <apr_pools.h>
#include "np_buffer.h"
#include "np_message_text.h"

#define NP_MESSAGE_ERROR_MOST 300 /* characters of outbox.last_error */

/* One row that outbox_take gave. */
typedef struct np_message_t {
    apr_int64_t id, created; /* seconds since 1970 */
    const char *kind, *recipient, *payload;
} np_message_t;

/* Who writes. Valid UTF-8, checked when the configuration was read. */
typedef struct np_message_from_t {
    const char *address;  /* passes np_message_address */
    const char *name;     /* of the portal */
    const char *base_url; /* "https://www.example.org" */
    const char *host;     /* its host, for Message-ID */
} np_message_from_t;

/* How its bytes travel. */
typedef enum {
    NP_MESSAGE_SMTP, /* lines end in CR LF, the text is base64 (RFC 2045 6.8): any server takes it
                      */
    NP_MESSAGE_PIPE  /* lines end in LF, as programs expect that read mail; the text is as it is */
} np_message_form_e;

/* 1 when the text is one plain address (RFC 5321 4.1.2 without quotes, address literals and
 * anything beyond ASCII): one @, no control character, no blank, no minus at its beginning. */
int np_message_address(const char *text);

/* Appends the complete message (RFC 5322; subject and name as RFC 2047; RFC 3834) to `out`. Two
 * calls for one row make the same bytes: a mail system knows a message that came twice by its
 * Message-ID. Returns NULL, or why this row can be no message: a sentence in `pool` with nothing of
 * recipient and payload in it. `out->failed` is to be checked afterwards. */
const char *np_message_write(np_buffer_t *out, const np_message_t *message,
                             const np_message_from_t *from, const np_texts_t *texts,
                             np_message_form_e form, apr_pool_t *pool);

/* What a program or server answered, as outbox.last_error and the log may hold it: valid UTF-8, one
 * line, the recipient and whatever looks like an address replaced, at most NP_MESSAGE_ERROR_MOST
 * characters. In `pool`; never empty. */
const char *np_message_error(apr_pool_t *pool, const char *bytes, apr_size_t length,
                             const char *recipient);

#endif
