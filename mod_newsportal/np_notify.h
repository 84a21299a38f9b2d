/* np_notify.h - what the sender of messages (newsportal-notify) is told: from httpd's configuration
 * to another program.
 *
 * The module writes the settings into memory that only the two of them have (memfd_create): they
 * hold passwords, which may stand neither in arguments nor in the environment nor in a file.
 *
 * Must not: know httpd or send anything. Called by mod_newsportal_notify.c and newsportal_notify.c.
 */
#ifndef NP_NOTIFY_H
#define NP_NOTIFY_H

#include "np_db.h"
#include "np_message.h"

typedef enum { NP_NOTIFY_OFF, NP_NOTIFY_PROGRAM, NP_NOTIFY_SMTP } np_notify_way_e;

/* Descriptors that the sender finds open. */
#define NP_NOTIFY_SETTINGS_FD 0
#define NP_NOTIFY_COUNTERS_FD 3 /* an np_counters_t to be mapped */

/* Part of np_site_t, complete and checked. Passwords are wiped when they were handed over. */
typedef struct np_notify_settings_t {
    np_notify_way_e way;
    const char *const *words; /* PROGRAM: absolute path and arguments, NULL at the end */
    const char *url;          /* SMTP: "smtp://host:25", "smtps://host:465", no slash */
    const char *ca;           /* absolute path of certificates, NULL for the system's */
    int is_local;             /* SMTP to this machine itself: in the clear */
    const char *from;         /* address */
    const char *user;         /* SMTP AUTH, NULL for none */
    const char *password;
    const char *db_user, *db_password;
} np_notify_settings_t;

typedef struct np_notify_t {
    np_notify_settings_t settings;
    np_message_from_t from;
    np_texts_t *texts;
    np_db_config_t db;
    int log_level; /* as np_log_fn's */
    int parent;    /* process id of httpd: without it there is nobody to send for */
} np_notify_t;

/* Appends all of it, for np_notify_read. */
void np_notify_write(np_buffer_t *out, const np_notify_t *notify);

/* 1, or 0 when the bytes are not what np_notify_write made. Everything lives in `pool`. */
int np_notify_read(np_notify_t *notify, const char *bytes, apr_size_t length, apr_pool_t *pool);

#endif
