/* np_error.h - how a failure travels from a room to the reader.
 *
 * Errors are values: a function that can fail returns `np_error_t *`, NULL for success. The handler
 * (mod_newsportal.c) is the only place that logs one and turns it into a response. "No such article"
 * is a result with a status, not a server fault, and is not logged above debug.
 *
 * Must not: know httpd, format HTML.
 */
#ifndef NP_ERROR_H
#define NP_ERROR_H

#include <apr_pools.h>

typedef struct np_error_t {
    int status;         /* HTTP status for the reader: 400 404 410 451 500 503 ... */
    const char *code;   /* stable log code, "NP0101"; NULL for ordinary results such as 404 */
    const char *detail; /* one line for the log, English; never shown to a reader */
} np_error_t;

/* Makes an error in `pool`. `code` must be a string constant or NULL; `format` as printf. */
np_error_t *np_error_make(apr_pool_t *pool, int status, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Rooms that have no request at hand (database, theme) report through this; the baton is the
 * caller's. `level` follows syslog: 3 error, 4 warning, 5 notice, 6 info, 7 debug. */
typedef void np_log_fn(void *baton, int level, const char *code, const char *message);

#endif
