/* np_db_internal.h - what the files of the database room share.
 *
 *   np_db.c             pool, states, keeper: who may use which connection, and when
 *   np_db_connection.c  one connection: dial, session set-up, deadline, close
 *   np_db_statement.c   one statement: prepare, run, check, read; snapshots; the retry
 *
 * A connection lives in a slot. A slot belongs to nobody (empty or idle), to the thread that leased
 * it or to the keeper; only its owner touches `mysql` and the fields below it. What other threads
 * may touch stands under `lock`: the deadline, and `socket`, a duplicate of the connection's
 * socket. Through the duplicate any thread may shut the connection down, without ever meeting a
 * file descriptor that the client library has closed and somebody else has opened again.
 *
 * Locks: np_db_t.lock before np_db_conn_t.lock; neither is held while anything may block.
 * Must not be included outside these files: it brings in the MySQL client API.
 */
#ifndef NP_DB_INTERNAL_H
#define NP_DB_INTERNAL_H

#include <pthread.h>
#include <mysql.h>
#include <errmsg.h>
#include <mysqld_error.h>
#include "np_clock.h"
#include "np_db.h"

/* libmariadb names its flag type my_bool, libmysqlclient uses bool; both are one byte. */
#ifdef MARIADB_BASE_VERSION
typedef my_bool np_flag_t;
#else
#include <stdbool.h>
typedef bool np_flag_t;
#endif

#define NP_DB_PROBE_PERIOD 500000     /* between two probes while down */
#define NP_DB_STALL 1000000           /* an operation older than this speaks for a hung server */
#define NP_DB_SUMMARY_PERIOD 10000000 /* between two log lines while down */
#define NP_DB_SCHEMA_PERIOD 5000000   /* between two looks at the schema version */
#define NP_DB_SCHEMA_RETRY 1000000    /* the same while it does not fit */
#define NP_DB_IDLE_KEEP 60000000      /* an idle connection is closed after this */
#define NP_DB_BUSY_FIRST 100000       /* first pause after "too many connections" ... */
#define NP_DB_BUSY_MOST 2000000       /* ... doubling up to this */
#define NP_DB_HOST_PENALTY 10000000   /* a host that failed is tried last for this long */
#define NP_DB_HOSTS_MOST 16
#define NP_DB_PACKET_MOST (16UL << 20)
#define NP_DB_RESULT_MOST (64UL << 20) /* bytes of one result; a page that needs more is wrong */
#define NP_DB_BAD_TEXT_PERIOD 60000000 /* NP0115 once per query and this */

typedef enum { SLOT_EMPTY, SLOT_IDLE, SLOT_OWNED } np_slot_e;

/* Where one parameter or one cell passes between the library and us. */
typedef struct np_cell_t {
    MYSQL_TIME time;
    long long number;
    unsigned long length;
    np_flag_t is_null, error;
    char nothing; /* texts are asked for with no room at first, see np_db_statement.c */
} np_cell_t;

struct np_db_conn_t {
    np_db_t *db;

    /* Under np_db_t.lock. */
    np_slot_e state;
    np_tick_t idle_since;

    pthread_mutex_t lock;
    int socket;           /* duplicate of the connection's, -1 for none */
    int stopped;          /* shut down: by its deadline or by np_db_stop; ends with a new dial */
    np_tick_t deadline;   /* of the lease, 0 for none */
    np_tick_t op_started; /* the blocking call under way, 0 for none */

    /* The owner's alone. */
    MYSQL *mysql;            /* NULL when not connected */
    MYSQL_STMT **statements; /* by query id, NULL until first used */
    MYSQL_BIND *binds;       /* as many as the widest query has columns or parameters */
    np_cell_t *cells;
    unsigned generation; /* np_db_t.generation when it was dialled */
    np_tick_t opened;
    int fresh;  /* dialled in this lease, so that its loss speaks against the server */
    int broken; /* saw a client-side error: is shut down, never used again */
    int timed_out; /* the library's own time limit ended the last call */
    int in_snapshot;
    np_tick_t answered; /* when the page last got rows in this lease, 0 for not yet */
    unsigned error;     /* MySQL number of the last failure, with its text */
    char message[256];
};

/* A thread in np_db_acquire. It gets its slot handed over, so that nobody can overtake it. */
typedef struct np_waiter_t {
    struct np_waiter_t *next;
    pthread_cond_t cond;
    np_db_conn_t *slot;
} np_waiter_t;

struct np_db_t {
    const np_db_config_t *config;
    np_log_fn *log;
    void *baton;
    const np_query_t *schema_query;

    pthread_mutex_t lock;
    np_waiter_t *first_waiter, *last_waiter; /* first come, first served */
    np_db_conn_t **idle;                     /* a stack: the warmest connection is used first */
    int idle_count;
    np_db_status_t status;
    int stopped;
    unsigned generation; /* grows when the server is given up: older connections are not reused */
    np_tick_t suspect_since, down_since, next_probe, next_summary;
    apr_uint64_t refused; /* since the last summary */
    np_tick_t busy_until, busy_pause, busy_noted;
    unsigned busy_errno; /* the server refuses more connections; 0 when it does not */
    int schema_fits;
    apr_int64_t schema_version;
    np_tick_t schema_due;
    np_tick_t *bad_text_due; /* by query id */
    np_tick_t *host_failed;  /* by host */

    int slot_count; /* pool_size, and one more for the keeper's probe */
    np_db_conn_t slots[];
};

/* ---- np_db.c ---- */

void np_db_log(np_db_t *db, int level, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Dials, reads the schema version, and tells the state machine how it went. 1 for success. */
int np_db_open(np_db_conn_t *conn);
/* Tells the state machine of a failure; the connection says with which error. */
void np_db_failed(np_db_conn_t *conn);
/* 0 while the server is down or refuses connections, or the child stops. */
int np_db_may_dial(np_db_t *db);
/* The schema is to be looked at by whoever comes next. */
void np_db_schema_suspect(np_db_t *db);
void np_db_bad_text(np_db_t *db, const np_query_t *query, int replaced);
/* Hosts that failed lately are tried last; they come as a bit each. */
void np_db_host_note(np_db_t *db, int host, int failed);
apr_uint64_t np_db_hosts_failed(np_db_t *db);

/* ---- np_db_connection.c ---- */

void np_db_library_init(void);
/* Connects to the first host that answers and sets the session up. 1 for success; 0 leaves the slot
 * without a connection and with `error` and `message`. */
int np_db_dial(np_db_conn_t *conn);
/* Never blocks: what is broken is shut down first. */
void np_db_close(np_db_conn_t *conn);
/* Shuts the connection down; the thread in it returns. From any thread. */
void np_db_interrupt(np_db_conn_t *conn);
/* The same if its lease is over by `now`. Looks and acts under one hold of the lock: else the lease
 * could end in between, and the next one would lose a healthy connection. */
void np_db_interrupt_late(np_db_conn_t *conn, np_tick_t now);
/* 1 when the lease's deadline has passed or the connection was interrupted. */
int np_db_is_over(np_db_conn_t *conn);
/* 1 when time was the cause: the lease's deadline has passed, or the last call met a time limit. */
int np_db_is_late(np_db_conn_t *conn);
/* 1 when bytes or an end of file wait on an idle connection: the server has closed it, or it is out
 * of step. */
int np_db_is_stale(np_db_conn_t *conn);
/* Brackets around every call of the library that may block. */
void np_db_op_begin(np_db_conn_t *conn);
void np_db_op_end(np_db_conn_t *conn);
void np_db_note_error(np_db_conn_t *conn, unsigned number, const char *message);
/* Runs a statement without rows; 0 for failure, with `error` and `message`. */
int np_db_command(np_db_conn_t *conn, const char *sql);
int np_db_error_is_client(unsigned number); /* made by the library, not sent by the server */
int np_db_error_is_loss(unsigned number);   /* the connection is gone or going */
int np_db_error_is_busy(unsigned number);   /* the server has connections enough */
int np_db_error_is_late(unsigned number); /* the server gave the statement up, its time was over */

/* ---- np_db_statement.c ---- */

/* 1 and the version; 0 when the connection was lost. A server that has no such view has version -1.
 */
int np_db_schema_read(np_db_conn_t *conn, const np_query_t *query, apr_int64_t *version);

#endif
