/* np_changes_internal.h - what the files of the watcher share.
 *
 *   np_changes.c        a poll as a whole, its thread, pruning, beginning and end
 *   np_changes_read.c   where to begin, upwards, into the gaps; telling what is found
 *   np_changes_replay.c what was removed while no watcher was there; how far removals are told
 *   np_changes_row.c    what one row means
 *   np_gaps.c           which numbers were skipped
 *
 * Must not be included outside these files.
 */
#ifndef NP_CHANGES_INTERNAL_H
#define NP_CHANGES_INTERNAL_H

#include <pthread.h>
#include "np_changes.h"
#include "np_gaps.h"

/* See np_changes_read.c. */
typedef enum { SEEKING, BEGINNING, PRECISE, FLOOD } np_changes_mode_e;

/* The row with the highest number that was seen. While it is there the log is the one we know. */
typedef struct np_seen_t {
    np_mark_t mark;
    np_civil_t at;
} np_seen_t;

struct np_changes_t {
    const np_changes_config_t *config;
    const np_changes_sink_t *sink;
    np_db_t *db;
    np_counters_t *counters;
    np_log_fn *log;
    void *baton;

    np_changes_mode_e mode;
    apr_int64_t seek;    /* SEEKING: rows from this number on are too young to begin with */
    apr_int64_t highest; /* numbers above are unread */
    np_seen_t seen;
    np_gaps_t gaps;
    int round_over;        /* the next look into gaps begins a round */
    np_tick_t round_begun; /* everything in the gaps is looked into since */
    np_tick_t told;        /* what was committed before is told */

    /* Removals, for what outlives the watcher. */
    int replayed;         /* those behind `recalled` are told, or `lost` */
    int replay_failures;  /* times that they could not be read */
    np_mark_t recalled;   /* told by earlier watchers: rows up to this one */
    np_mark_t reached;    /* told: rows up to this one */
    np_mark_t candidate;  /* will be `reached` when nothing is missing below it any more */
    apr_int64_t reported; /* of `reached`, what the sink knows */
    int lost;             /* some were not told and will not be: the sink is to forget */

    np_tick_t prune_at, prune_log_at, flood_log_at, failure_log_at;
    int failures; /* polls since the last good one */
    int failure_logged;

    pthread_mutex_t lock;
    pthread_cond_t wake;
    int stopping; /* under lock */
};

/* What one poll needs to know. */
typedef struct np_poll_t {
    np_changes_t *changes;
    np_db_conn_t *conn;
    apr_pool_t *pool, *batch; /* batch: one statement's rows */
    np_error_t *error;
    np_tick_t begun, answered; /* before the first statement, after the latest */
    long read, told;           /* rows */
    int caught_up;             /* nothing more above */
} np_poll_t;

int np_changes_is_stopping(np_changes_t *changes);

/* 1 once in a period: for log lines that would come again and again. */
int np_changes_is_due(np_tick_t *at, np_tick_t period);

/* Seconds that a transaction may stay open, rounded up. */
apr_int64_t np_changes_window(const np_changes_t *changes);

/* Seconds after which a row may be pruned. */
apr_int64_t np_changes_prune_age(const np_changes_t *changes);

/* Runs a statement in the poll's lease; NULL when it failed (poll->error). Its rows live until the
 * next one. */
np_rows_t *np_changes_ask(np_poll_t *poll, int query, const np_value_t *params);

/* Reads what is new and tells it, flush apart; 0 when it failed (poll->error). */
int np_changes_read(np_poll_t *poll);

/* Some rows, about to be told. */
typedef struct np_batch_t {
    np_poll_t *poll;
    np_change_t *list;
    int count, everything;
} np_batch_t;

void np_changes_batch(np_batch_t *batch, np_poll_t *poll, const np_rows_t *rows);
void np_changes_batch_add(np_batch_t *batch, const np_rows_t *rows, int row);
void np_changes_batch_tell(np_batch_t *batch);

/* Tells what was removed while no watcher was there, once; 0 when it failed (poll->error). Between
 * finding where to begin and reading from there. */
int np_changes_replay(np_poll_t *poll);

/* 1 when the first row is the one of the mark. */
int np_changes_begins_with(const np_rows_t *rows, np_mark_t mark);

/* `rows` were read upwards and told; `first` is the first new one. */
void np_changes_reach(np_changes_t *changes, const np_rows_t *rows, int first);
/* At the end of a good poll. */
void np_changes_reach_settled(np_changes_t *changes);
/* The log is another one. */
void np_changes_reach_anew(np_changes_t *changes);

/* What a good poll has found out: flushes if rows were not told one by one, ends gaps. Afterwards
 * changes->told holds. */
void np_changes_settle(np_poll_t *poll);

#endif
