/* newsportal_notify.h - the sender of messages, a program of its own: what its files share.
 *
 *   newsportal_notify.c          takes messages from the outbox, one after the other, and reports
 *   newsportal_notify_program.c  hands one to a program, such as sendmail
 *   newsportal_notify_smtp.c     hands one to a mail server; the only file that sees libcurl
 *
 * A process of its own, because a name that nobody resolves, a mail server that hangs or a library
 * that crashes must not touch who serves readers; libcurl is never loaded into httpd.
 */
#ifndef NEWSPORTAL_NOTIFY_H
#define NEWSPORTAL_NOTIFY_H

#include "np_notify.h"

/* Seconds that one message may take, at most; far below the ten minutes for which it is ours. */
#define NOTIFY_PROGRAM_TIME 30
#define NOTIFY_CONNECT_TIME 10
#define NOTIFY_SMTP_TIME 60

typedef enum {
    NOTIFY_SENT,
    NOTIFY_LATER,  /* failed, may go well another time */
    NOTIFY_BROKEN, /* the same, and the next message would fare no better now */
    NOTIFY_NEVER   /* the recipient does not exist */
} notify_outcome_e;

/* `bytes` is the whole message. `*error` is set unless it was sent: one that np_message_error has
 * cleaned. Block for the times above at most. */
notify_outcome_e notify_by_program(const char **error, const np_notify_t *notify,
                                   const char *recipient, const np_buffer_t *bytes,
                                   apr_pool_t *pool);
notify_outcome_e notify_by_smtp(const char **error, const np_notify_t *notify,
                                const char *recipient, const np_buffer_t *bytes, apr_pool_t *pool);

#endif
