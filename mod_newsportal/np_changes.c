/* np_changes.c - the watcher as a whole: see np_changes.h. How it reads: np_changes_read.c.
 *
 * Must not: know the cache, httpd.
 */
#include "np_changes_internal.h"

#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "np_query_table.h"

#define PRUNE_AGE 86400     /* seconds; rows are kept at least so long */
#define PRUNE_ROWS 1000     /* at once */
#define PRUNE_FIRST 2000000 /* pruning begins within this */
#define PRUNE_PERIOD 60000000
#define PRUNE_AGAIN 1000000 /* there is more to prune */
#define LOG_PERIOD 60000000 /* of lines that would come again and again */
#define PRUNE_LOG_PERIOD 3600000000

/* ---- Small things ------------------------------------------------------------------------ */

int np_changes_is_stopping(np_changes_t *changes)
{
    int stopping;

    pthread_mutex_lock(&changes->lock);
    stopping = changes->stopping;
    pthread_mutex_unlock(&changes->lock);
    return stopping;
}

int np_changes_is_due(np_tick_t *at, np_tick_t period)
{
    np_tick_t now = np_clock();

    if (now < *at)
        return 0;
    *at = now + period;
    return 1;
}

apr_int64_t np_changes_window(const np_changes_t *changes)
{
    return (changes->config->window + APR_USEC_PER_SEC - 1) / APR_USEC_PER_SEC;
}

apr_int64_t np_changes_prune_age(const np_changes_t *changes)
{
    apr_int64_t age = 2 * np_changes_window(changes);

    return age > PRUNE_AGE ? age : PRUNE_AGE;
}

np_rows_t *np_changes_ask(np_poll_t *poll, int query, const np_value_t *params)
{
    np_rows_t *rows = NULL;

    apr_pool_clear(poll->batch);
    if (np_changes_is_stopping(poll->changes))
        poll->error = np_error_make(poll->pool, 503, "NP0101", "the watcher is stopping");
    else
        poll->error = np_db_query(&rows, poll->conn, &np_queries[query], params, poll->batch);
    poll->answered = np_clock();
    return poll->error ? NULL : rows;
}

/* ---- Pruning ----------------------------------------------------------------------------- */

/* `least` from now or up to `spread` later, so that not all children of a server come at once. */
static np_tick_t some_time(np_tick_t least, np_tick_t spread)
{
    apr_uint32_t number = 0;

    apr_generate_random_bytes((unsigned char *)&number, sizeof(number));
    return np_clock() + least + (np_tick_t)(number % (apr_uint64_t)spread);
}

/* Whether it succeeds is no matter of the poll: readers do not notice. */
static void prune(np_poll_t *poll)
{
    np_changes_t *changes = poll->changes;
    np_value_t params[] = {np_value_int(np_changes_prune_age(changes)), np_value_int(PRUNE_ROWS)};
    np_rows_t *rows;
    apr_int64_t pruned;

    if (np_clock() < changes->prune_at)
        return;
    changes->prune_at = some_time(PRUNE_PERIOD * 3 / 4, PRUNE_PERIOD / 2);
    rows = np_changes_ask(poll, NP_QUERY_PRUNE, params);
    if (rows == NULL) {
        if (!np_changes_is_stopping(changes) &&
            np_changes_is_due(&changes->prune_log_at, PRUNE_LOG_PERIOD))
            changes->log(changes->baton, 4, "NP0132",
                         apr_psprintf(poll->pool, "the change log cannot be pruned: %s %s",
                                      poll->error->code, poll->error->detail));
        poll->error = NULL;
        return;
    }
    pruned = rows->count ? np_rows_int(rows, 0, PRUNE_PRUNED) : 0;
    if (pruned > 0)
        np_count(&changes->counters->pruned, (unsigned long long)pruned);
    if (pruned >= PRUNE_ROWS)
        changes->prune_at = np_clock() + PRUNE_AGAIN;
}

/* ---- One poll ---------------------------------------------------------------------------- */

/* The poll was good. */
static void conclude(np_poll_t *poll)
{
    np_changes_t *changes = poll->changes;

    np_changes_settle(poll);
    np_count_set(&changes->counters->last_poll_us, (unsigned long long)poll->begun);
    if (changes->failure_logged)
        changes->log(changes->baton, 5, "NP0133", "the change log can be read again");
    changes->failures = changes->failure_logged = 0;
    changes->sink->verified(changes->sink->baton, changes->told);
    if (changes->sink->reached && changes->reached.id != changes->reported) {
        changes->sink->reached(changes->sink->baton, changes->reached);
        changes->reported = changes->reached.id;
    }
}

/* np_db has told already when the database is down or its schema does not fit. A single failure is
 * nothing: the next poll comes at once. */
static int is_worth_telling(const np_changes_t *changes, const np_error_t *error)
{
    return changes->failures >= 2 && strcmp(error->code, "NP0101") != 0 &&
           strcmp(error->code, "NP0110") != 0;
}

static void fail(np_poll_t *poll)
{
    np_changes_t *changes = poll->changes;

    changes->round_over = 1; /* some that had their turn were not looked into */
    np_gaps_round(&changes->gaps);
    if (np_changes_is_stopping(changes))
        return;
    np_count(&changes->counters->poll_failures, 1);
    changes->failures++;
    if (!is_worth_telling(changes, poll->error) ||
        !np_changes_is_due(&changes->failure_log_at, LOG_PERIOD))
        return;
    changes->failure_logged = 1;
    changes->log(changes->baton, 3, "NP0133",
                 apr_psprintf(poll->pool,
                              "the change log cannot be read, pages may be outdated: %s %s",
                              poll->error->code, poll->error->detail));
}

static void poll_database(np_poll_t *poll)
{
    poll->error = np_db_acquire(&poll->conn, poll->changes->db, poll->pool);
    if (poll->error == NULL && np_changes_read(poll)) {
        conclude(poll);
        prune(poll);
    }
    np_db_release(poll->conn);
}

int np_changes_poll(np_changes_t *changes)
{
    np_poll_t poll = {.changes = changes, .begun = np_clock()};
    int good;

    np_count(&changes->counters->polls, 1);
    if (apr_pool_create_unmanaged(&poll.pool) != APR_SUCCESS)
        return 0;
    if (apr_pool_create(&poll.batch, poll.pool) != APR_SUCCESS)
        poll.error = np_error_make(poll.pool, 503, "NP0105", "no memory");
    else
        poll_database(&poll);
    good = poll.error == NULL;
    if (!good)
        fail(&poll);
    np_count(&changes->counters->changes, (unsigned long long)poll.told);
    np_count_set(&changes->counters->last_change, (unsigned long long)changes->highest);
    np_count_set(&changes->counters->gaps, (unsigned long long)changes->gaps.count);
    apr_pool_destroy(poll.pool);
    return good;
}

/* ---- The thread -------------------------------------------------------------------------- */

/* 0 when it is to stop. */
static int wait_until(np_changes_t *changes, np_tick_t until)
{
    struct timespec end = {(time_t)(until / 1000000), (long)(until % 1000000) * 1000};
    int stopping, late = 0;

    pthread_mutex_lock(&changes->lock);
    while (!changes->stopping && !late)
        late = pthread_cond_timedwait(&changes->wake, &changes->lock, &end) != 0;
    stopping = changes->stopping;
    pthread_mutex_unlock(&changes->lock);
    return !stopping;
}

/* Polls begin at an even pace. After one that took longer than that, the others are not made up
 * for, and the database gets a pause. */
void np_changes_run(np_changes_t *changes)
{
    apr_interval_time_t interval = changes->config->interval;
    np_tick_t next = np_clock();

    while (wait_until(changes, next)) {
        np_tick_t now;

        np_changes_poll(changes);
        now = np_clock();
        next += interval;
        if (next < now + interval / 4)
            next = now + interval / 4;
    }
}

void np_changes_stop(np_changes_t *changes)
{
    pthread_mutex_lock(&changes->lock);
    changes->stopping = 1;
    pthread_cond_signal(&changes->wake);
    pthread_mutex_unlock(&changes->lock);
}

/* ---- Beginning and end ------------------------------------------------------------------- */

static apr_status_t cleanup(void *data)
{
    np_changes_t *changes = data;

    np_gaps_free(&changes->gaps);
    pthread_cond_destroy(&changes->wake);
    pthread_mutex_destroy(&changes->lock);
    return APR_SUCCESS;
}

static void lock_init(np_changes_t *changes)
{
    pthread_condattr_t attributes;

    pthread_mutex_init(&changes->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&changes->wake, &attributes);
    pthread_condattr_destroy(&attributes);
}

np_changes_t *np_changes_create(const np_changes_config_t *config, const np_changes_sink_t *sink,
                                np_db_t *db, np_counters_t *counters, np_log_fn *log, void *baton,
                                apr_pool_t *pool)
{
    np_changes_t *changes = apr_pcalloc(pool, sizeof(*changes));

    if (!np_gaps_init(&changes->gaps, NP_GAPS_MOST))
        return NULL;
    changes->config = config;
    changes->sink = sink;
    changes->db = db;
    changes->counters = counters;
    changes->log = log;
    changes->baton = baton;
    changes->mode = SEEKING;
    changes->seek = APR_INT64_MAX;
    changes->round_over = 1;
    changes->prune_at = some_time(0, PRUNE_FIRST);
    lock_init(changes);
    apr_pool_cleanup_register(pool, changes, cleanup, apr_pool_cleanup_null);
    return changes;
}
