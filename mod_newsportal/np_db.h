/* np_db.h - connections to MariaDB or MySQL, and the one way to run a statement.
 *
 * One np_db_t per child process and database. A page acquires a connection, reads everything it
 * needs in one read-only snapshot, releases it, and only then renders: a connection is never held
 * while bytes move to or from a reader. The pool's lock is never held across connect, query or
 * close. Every wait is bounded: by the client library's timeouts, and by a deadline of our own,
 * because the library's read timeout starts again with every byte received.
 *
 *   UP ──failure──▶ SUSPECT ──second failure, or all in-flight older than 1 s──▶ DOWN
 *    ▲                 │ success                                                  │
 *    └─────────────────┴────────────── np_db_tick() could connect and ask ◀───────┘
 *
 * In DOWN no request dials: np_db_acquire fails at once. np_db_tick() is called four times a second
 * by the child's keeper thread: it probes in DOWN, ends connections past their deadline (shutdown of
 * the socket, so that the blocked thread returns), closes idle and old ones.
 *
 * A connection that saw a client-side error or a timeout is shut down and closed, never drained and
 * never reused. np_db*.c are the only files that see the MySQL client API (libmariadb or
 * libmysqlclient).
 *
 * Must not: know httpd, contain SQL other than session set-up and transaction control.
 */
#ifndef NP_DB_H
#define NP_DB_H

#include <apr_pools.h>
#include <apr_time.h>
#include "np_error.h"
#include "np_query.h"

typedef struct np_db_t np_db_t;
typedef struct np_db_conn_t np_db_conn_t;

typedef enum { NP_TLS_OFF, NP_TLS_REQUIRE, NP_TLS_VERIFY } np_tls_e;

typedef struct np_db_host_t {
    const char *socket; /* absolute path of a unix socket, or NULL for TCP */
    const char *name;   /* for TCP: an address, or a name that /etc/hosts knows (a name that has to
                         * be asked for on the network has the system's time limits, not ours) */
    int port;           /* 3306 unless told */
} np_db_host_t;

/* All fields are set by the caller; np_db_create copies nothing, so it must live as long as the
 * np_db_t. Durations are apr_interval_time_t (microseconds). */
typedef struct np_db_config_t {
    const np_db_host_t *hosts; /* tried in order; the first that answers is used; one that failed
                                * is tried last for 10 s */
    int host_count;            /* 1 to 16 */
    const char *database, *user;
    const char *password; /* read from a file or program at start-up; "" for none */
    np_tls_e tls;
    const char *tls_ca; /* PEM file for NP_TLS_VERIFY, NULL for the system's */
    int pool_size;      /* most connections of this child */
    apr_interval_time_t connect_timeout, read_timeout, write_timeout; /* rounded up to seconds */
    apr_interval_time_t statement_timeout; /* the server gives up a SELECT after this */
    apr_interval_time_t acquire_timeout;   /* longest wait for a free connection */
    apr_interval_time_t lease_timeout;     /* own deadline from acquire to release */
    apr_interval_time_t max_age;           /* a connection is replaced after this */
    int utc_offset;                        /* seconds east of UTC for the session's time_zone */
} np_db_config_t;

/* Makes an empty pool: connects nowhere, cannot fail because the database is down. The pool is
 * closed by a cleanup of `pool`, which must be a child process's pool (never the parent's: a
 * connection must not cross fork). `log` is called from any thread and must be thread-safe. */
apr_status_t np_db_create(np_db_t **db, const np_db_config_t *config, np_log_fn *log, void *baton,
                          apr_pool_t *pool);

/* Keeper's work, see above. Called by one thread only. May block for connect + read timeout. */
void np_db_tick(np_db_t *db);

/* Also the keeper's: connects when nobody has yet, so that np_db_status knows state and schema before
 * the first request (a load balancer sends none until they are known). Nothing once they are. May block
 * as np_db_tick. */
void np_db_greet(np_db_t *db);

/* Shuts every socket down and makes each later acquire fail, so that blocked threads return and the
 * child can stop. Safe from any thread, any number of times. */
void np_db_stop(np_db_t *db);

typedef enum { NP_DB_UP, NP_DB_SUSPECT, NP_DB_DOWN } np_db_state_e;
typedef enum { NP_DB_SCHEMA_UNKNOWN, NP_DB_SCHEMA_FITS, NP_DB_SCHEMA_DIFFERS } np_db_schema_e;
typedef struct np_db_status_t {
    np_db_state_e state;
    np_db_schema_e schema; /* as last read; unknown until the first connection */
    int open, busy, waiting; /* connections open or being made, leased; threads waiting */
    unsigned last_errno;     /* MySQL error number of the last failure, 0 for none */
    apr_uint64_t acquired, failed, connects; /* since the child started */
} np_db_status_t;
void np_db_status(np_db_t *db, np_db_status_t *status);

/* Leases a connection and starts its deadline. Errors: 503 NP0101 (database down or refusing),
 * 503 NP0102 (none free in time), 503 NP0110 (schema version does not fit, see np_query.h). */
np_error_t *np_db_acquire(np_db_conn_t **conn, np_db_t *db, apr_pool_t *pool);

/* Gives the connection back; ends an open snapshot first. Closes it if it saw an error. NULL is
 * allowed. */
void np_db_release(np_db_conn_t *conn);

/* One read-only snapshot for all queries up to np_db_snapshot_end or np_db_release. Errors: 503
 * NP0103, NP0106, NP0105 as np_db_query. */
np_error_t *np_db_snapshot_begin(np_db_conn_t *conn, apr_pool_t *pool);
void np_db_snapshot_end(np_db_conn_t *conn);

/* Runs one named statement (prepared once per connection) and reads all rows into `pool`. Text
 * columns are cleaned (np_text_clean), bad bytes reported once per query per minute as NP0115.
 * `params` has exactly `query->param_count` values of the declared types (a null value fits any).
 * Errors: 503 NP0103 (connection lost: the page may begin anew in a new lease), 503 NP0106 (took
 * too long: given up by the server, by a time limit of ours or by the lease's deadline; not to be
 * tried again), 500 NP0104 (result has not the declared columns and types), 422 without a
 * code (1644: a rule of the schema says no, in a sentence for people of the newsroom), 503 NP0105 (any other
 * error of the server, number in the detail). A lost connection (2006, 2013) on the first statement
 * of a lease is retried once on a fresh one. */
np_error_t *np_db_query(np_rows_t **rows, np_db_conn_t *conn, const np_query_t *query,
                        const np_value_t *params, apr_pool_t *pool);

#endif
