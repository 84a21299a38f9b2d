/* np_changes.c - the watcher: see np_changes.h. What a row means stands in np_changes_row.c, which
 * numbers were skipped in np_gaps.c.
 *
 *   SEEKING ──▶ BEGINNING ──▶ PRECISE ◀──▶ FLOOD
 *      ▲  a number below which      │ each row is told      rows are too many to be told one by one
 *      │  nothing can come          ▼
 *      └──── the log is not the one that was read
 *
 * In every mode but PRECISE rows are only read, and the poll ends with a flush, which is true of
 * whatever was committed before it; removals are told all the same, because a flush lets older
 * copies stay.
 *
 * Why nothing is missed: every number up to `highest` was told, is covered by a flush, or stands in
 * the gaps. A row that is committed before a poll's first statement is therefore above `highest`,
 * where each statement looks with a view of its own until one comes back not full; or it is a gap,
 * which is looked into afterwards. One snapshot for the whole poll would be wrong: what is
 * committed while the poll reads, below rows that it has read, would be no gap in it and no row. A
 * gap's transaction had its number before a higher one was seen (`missed`); it is over when
 * `window` has passed since, so a look that is sent after that is the last one needed.
 *
 * Must not: know the cache, httpd.
 */
#include "np_changes.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "np_changes_row.h"
#include "np_gaps.h"
#include "np_query_table.h"

#define ROWS 1000           /* in one statement */
#define SLICE 1000000       /* rows read in one poll */
#define SEEK_ROWS 10000     /* read backwards in one statement */
#define RANGES 16           /* in one change_between */
#define NEAR 8              /* as many known rows are read sooner than one more range */
#define STATEMENTS 256       /* looking into gaps in one poll */
#define GAP_YOUNG 2000000   /* a gap is looked into at every poll for this long */
#define GAPS_EACH_POLL 256  /* older ones that are looked into at a poll at the least */
#define PRUNE_AGE 86400     /* seconds */
#define PRUNE_ROWS 1000     /* at once */
#define PRUNE_FIRST 2000000 /* pruning begins within this */
#define PRUNE_PERIOD 60000000
#define PRUNE_AGAIN 1000000 /* there is more to prune */
#define LOG_PERIOD 60000000 /* of lines that would come again and again */
#define PRUNE_LOG_PERIOD 3600000000

typedef enum { SEEKING, BEGINNING, PRECISE, FLOOD } mode_e;

/* The row with the highest number that was seen. While it is there the log is the one we know. */
typedef struct seen_t {
    apr_int64_t id; /* 0 for none */
    np_key_t text;
    np_civil_t at, position;
} seen_t;

struct np_changes_t {
    const np_changes_config_t *config;
    const np_changes_sink_t *sink;
    np_db_t *db;
    np_counters_t *counters;
    np_log_fn *log;
    void *baton;

    mode_e mode;
    apr_int64_t seek;    /* SEEKING: rows from this number on are too young to begin with */
    apr_int64_t highest; /* numbers above are unread */
    seen_t seen;
    np_gaps_t gaps;
    int round_over;        /* the next look into gaps begins a round */
    np_tick_t round_begun; /* everything in the gaps is looked into since */
    np_tick_t told;        /* what was committed before is told */

    np_tick_t prune_at, prune_log_at, flood_log_at, failure_log_at;
    int failures; /* polls since the last good one */
    int failure_logged;

    pthread_mutex_t lock;
    pthread_cond_t wake;
    int stopping; /* under lock */
};

/* What one poll needs to know. */
typedef struct poll_t {
    np_changes_t *changes;
    np_db_conn_t *conn;
    apr_pool_t *pool, *batch; /* batch: one statement's rows */
    np_error_t *error;
    np_tick_t begun, answered; /* before the first statement, after the latest */
    long read, told;           /* rows */
    int caught_up;             /* nothing more above */
} poll_t;

/* ---- Small things ------------------------------------------------------------------------------
 */

static int is_stopping(np_changes_t *changes)
{
    int stopping;

    pthread_mutex_lock(&changes->lock);
    stopping = changes->stopping;
    pthread_mutex_unlock(&changes->lock);
    return stopping;
}

/* 1 once in a period. */
static int is_due(np_tick_t *at, np_tick_t period)
{
    np_tick_t now = np_clock();

    if (now < *at)
        return 0;
    *at = now + period;
    return 1;
}

/* Seconds that a transaction may stay open, rounded up. */
static apr_int64_t window_seconds(const np_changes_t *changes)
{
    return (changes->config->window + APR_USEC_PER_SEC - 1) / APR_USEC_PER_SEC;
}

static apr_int64_t prune_age(const np_changes_t *changes)
{
    apr_int64_t age = 2 * window_seconds(changes);

    return age > PRUNE_AGE ? age : PRUNE_AGE;
}

/* Runs a statement; 0 when it failed (poll->error). Its rows live until the next one. */
static int ask(poll_t *poll, np_rows_t **rows, int query, const np_value_t *params)
{
    apr_pool_clear(poll->batch);
    if (is_stopping(poll->changes))
        poll->error = np_error_make(poll->pool, 503, "NP0101", "the watcher is stopping");
    else
        poll->error = np_db_query(rows, poll->conn, &np_queries[query], params, poll->batch);
    poll->answered = np_clock();
    return poll->error == NULL;
}

/* ---- Telling -----------------------------------------------------------------------------------
 */

/* Too much to be told row by row: from now on the poll only reads, and ends with a flush. */
static void begin_flood(np_changes_t *changes, const char *what)
{
    if (changes->mode == PRECISE && is_due(&changes->flood_log_at, LOG_PERIOD))
        changes->log(changes->baton, 5, "NP0134", what);
    if (changes->mode == PRECISE)
        changes->mode = FLOOD;
}

/* Some rows of a result, about to be told. */
typedef struct batch_t {
    poll_t *poll;
    np_change_t *list;
    int count, everything;
} batch_t;

static void batch_begin(batch_t *batch, poll_t *poll, const np_rows_t *rows)
{
    batch->poll = poll;
    batch->list = apr_palloc(poll->batch, sizeof(*batch->list) * ((apr_size_t)rows->count + 1));
    batch->count = batch->everything = 0;
}

static void batch_add(batch_t *batch, const np_rows_t *rows, int row)
{
    np_change_t *change = &batch->list[batch->count];
    mode_e mode = batch->poll->changes->mode;

    if (mode != BEGINNING)
        batch->poll->told++;
    if (!np_changes_row(change, rows, row, batch->poll->batch))
        batch->everything = 1;
    else if (mode == PRECISE || change->removes)
        batch->count++;
}

static void batch_tell(batch_t *batch)
{
    np_changes_t *changes = batch->poll->changes;

    if (batch->count)
        changes->sink->apply(changes->sink->baton, batch->list, batch->count);
    if (batch->everything && changes->mode == PRECISE)
        changes->sink->flush(changes->sink->baton);
    if (batch->poll->told > NP_CHANGES_FLOOD)
        begin_flood(changes, "more changes at once than can be looked at: every page is renewed");
}

/* ---- Upwards -----------------------------------------------------------------------------------
 */

static seen_t seen_in(const np_rows_t *rows, int row)
{
    seen_t seen;

    seen.id = np_rows_int(rows, row, NP_CHANGES_ROW_ID);
    seen.text = np_key(np_rows_text(rows, row, NP_CHANGES_ROW_KIND),
                       np_rows_text(rows, row, NP_CHANGES_ROW_ITEM));
    seen.at = np_rows_int(rows, row, NP_CHANGES_ROW_AT);
    seen.position = np_rows_int(rows, row, NP_CHANGES_ROW_POSITION);
    return seen;
}

/* 1 when the first row is the one that was the last. */
static int is_known(const seen_t *seen, const np_rows_t *rows)
{
    seen_t first;

    if (rows->count == 0)
        return 0;
    first = seen_in(rows, 0);
    return first.id == seen->id && first.text == seen->text && first.at == seen->at &&
           first.position == seen->position;
}

/* The log is not the one that was read: a dump was restored, it was emptied, the server lost what
 * it had not written. Only pruning takes rows out of it otherwise, and never a young one. */
static void begin_anew(np_changes_t *changes, const np_rows_t *rows)
{
    char text[160];
    np_civil_t last = rows->count ? np_rows_int(rows, rows->count - 1, NP_CHANGES_ROW_AT) : 0;

    snprintf(text, sizeof(text),
             "row %" APR_INT64_T_FMT
             " of the change log is gone (restored, emptied, or another server?): "
             "every page is renewed",
             changes->seen.id);
    if (rows->count == 0 || np_rows_int(rows, 0, NP_CHANGES_ROW_ID) == changes->seen.id ||
        last - changes->seen.at < prune_age(changes))
        changes->log(changes->baton, 5, "NP0131", text);
    changes->mode = SEEKING;
    changes->seek = APR_INT64_MAX;
    changes->highest = 0;
    changes->seen.id = 0;
    np_gaps_clear(&changes->gaps);
}

static void take_up(poll_t *poll, const np_rows_t *rows, int first)
{
    np_changes_t *changes = poll->changes;
    batch_t batch;
    int row;

    batch_begin(&batch, poll, rows);
    for (row = first; row < rows->count; row++) {
        apr_int64_t id = np_rows_int(rows, row, NP_CHANGES_ROW_ID);

        if (id <= changes->highest) /* no server that is in order says this */
            continue;
        np_gaps_add(&changes->gaps, changes->highest + 1, id - 1, poll->answered);
        changes->highest = id;
        batch_add(&batch, rows, row);
    }
    if (rows->count > first)
        changes->seen = seen_in(rows, rows->count - 1);
    poll->read += rows->count - first;
    batch_tell(&batch);
}

/* The first statement begins one row lower, with the last one seen. */
static int read_up(poll_t *poll)
{
    np_changes_t *changes = poll->changes;
    int again = changes->seen.id != 0, full;

    do {
        np_value_t params[] = {np_value_int(changes->highest - again), np_value_int(ROWS + again)};
        np_rows_t *rows;

        if (!ask(poll, &rows, NP_QUERY_CHANGE_AFTER, params))
            return 0;
        if (again && !is_known(&changes->seen, rows)) {
            begin_anew(changes, rows);
            return 1;
        }
        full = rows->count >= ROWS + again;
        take_up(poll, rows, again);
        again = 0;
    } while (full && poll->read < SLICE);
    poll->caught_up = !full;
    return 1;
}

/* ---- Where to begin ----------------------------------------------------------------------------
 */

/* Looks for a row so old that no transaction can commit below it. Not at the newest rows alone:
 * what is open now may have a number far below them. A row may be as much younger than its `at` as
 * its statement took, and a number below may belong to a transaction as long again: two windows. */
static int seek_in(np_changes_t *changes, const np_rows_t *rows)
{
    apr_int64_t age = 2 * window_seconds(changes) + 1;
    int row;

    for (row = 0; row < rows->count; row++) {
        changes->seek = np_rows_int(rows, row, CHANGE_LATEST_ID);
        if (np_rows_int(rows, row, CHANGE_LATEST_NOW) - np_rows_int(rows, row, CHANGE_LATEST_AT) >
            age) {
            changes->highest = changes->seek - 1; /* so that it becomes the row seen last */
            return 1;
        }
    }
    changes->highest = 0;
    return rows->count < SEEK_ROWS;
}

static int seek(poll_t *poll)
{
    np_changes_t *changes = poll->changes;
    long rounds;

    for (rounds = 0; rounds < SLICE / SEEK_ROWS; rounds++) {
        np_value_t params[] = {np_value_int(changes->seek), np_value_int(SEEK_ROWS)};
        np_rows_t *rows;

        if (!ask(poll, &rows, NP_QUERY_CHANGE_LATEST, params))
            return 0;
        if (seek_in(changes, rows)) {
            changes->mode = BEGINNING;
            return 1;
        }
    }
    return 1;
}

/* ---- Gaps --------------------------------------------------------------------------------------
 */

/* Rows between joined gaps come too: they are known, and no number of a gap. */
static void take_late(poll_t *poll, const np_rows_t *rows)
{
    np_changes_t *changes = poll->changes;
    batch_t batch;
    int row, late = 0;

    batch_begin(&batch, poll, rows);
    for (row = 0; row < rows->count; row++) {
        if (!np_gaps_take(&changes->gaps, np_rows_int(rows, row, NP_CHANGES_ROW_ID)))
            continue;
        late++;
        batch_add(&batch, rows, row);
    }
    poll->read += rows->count;
    np_count(&changes->counters->late_changes, (unsigned long long)late);
    batch_tell(&batch);
}

static int look_into(poll_t *poll, np_rows_t **rows, const np_gap_t *ranges, int count)
{
    np_value_t params[2 * RANGES + 1];
    int i;

    for (i = 0; i < RANGES; i++) { /* what is not needed is from 1 to 0: nothing */
        params[2 * i] = np_value_int(i < count ? ranges[i].from : 1);
        params[2 * i + 1] = np_value_int(i < count ? ranges[i].to : 0);
    }
    params[2 * RANGES] = np_value_int(ROWS);
    return ask(poll, rows, NP_QUERY_CHANGE_BETWEEN, params);
}

/* Ranges that are left after a result that ended with the row `last`; the first may begin later
 * now. */
static int ranges_after(np_gap_t *ranges, int count, apr_int64_t last)
{
    int done = 0;

    while (done < count && ranges[done].to <= last)
        done++;
    if (done < count && ranges[done].from <= last)
        ranges[done].from = last + 1;
    return done;
}

static int read_ranges(poll_t *poll, np_gap_t *ranges, int count)
{
    while (count > 0) {
        int some = count < RANGES ? count : RANGES;
        np_rows_t *rows;

        if (poll->read >= SLICE) {
            begin_flood(poll->changes, "more gaps in the change log than can be followed: every "
                                       "page is renewed");
            return 1;
        }
        if (!look_into(poll, &rows, ranges, some))
            return 0;
        if (rows->count >= ROWS)
            some =
                ranges_after(ranges, some, np_rows_int(rows, rows->count - 1, NP_CHANGES_ROW_ID));
        take_late(poll, rows);
        ranges += some;
        count -= some;
    }
    return 1;
}

static int read_gaps(poll_t *poll)
{
    np_changes_t *changes = poll->changes;
    np_gap_t *due = apr_palloc(poll->pool, sizeof(*due) * ((apr_size_t)changes->gaps.count + 1));
    int count, round;

    if (changes->round_over)
        changes->round_begun = poll->begun;
    count = np_gaps_due(&changes->gaps, poll->begun - changes->config->window,
                        poll->begun - GAP_YOUNG, GAPS_EACH_POLL, due, &round);
    changes->round_over = round;
    count = np_gaps_join(due, count, NEAR, STATEMENTS * RANGES);
    if (!read_ranges(poll, due, count))
        return 0;
    if (round)
        changes->told = changes->round_begun;
    return 1;
}

/* ---- Pruning -----------------------------------------------------------------------------------
 */

/* A time within `spread` after `least`, so that the children of a server do not all come at once.
 */
static np_tick_t some_time(np_tick_t least, np_tick_t spread)
{
    apr_uint32_t number = 0;

    apr_generate_random_bytes((unsigned char *)&number, sizeof(number));
    return np_clock() + least + (np_tick_t)(number % (apr_uint64_t)spread);
}

/* Whether it succeeds is no matter of the poll: readers do not notice. */
static void prune(poll_t *poll)
{
    np_changes_t *changes = poll->changes;
    np_value_t params[] = {np_value_int(prune_age(changes)), np_value_int(PRUNE_ROWS)};
    np_rows_t *rows;
    apr_int64_t pruned;

    if (np_clock() < changes->prune_at)
        return;
    changes->prune_at = some_time(PRUNE_PERIOD * 3 / 4, PRUNE_PERIOD / 2);
    if (!ask(poll, &rows, NP_QUERY_PRUNE, params)) {
        if (!is_stopping(changes) && is_due(&changes->prune_log_at, PRUNE_LOG_PERIOD))
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

/* ---- One poll ----------------------------------------------------------------------------------
 */

static int look(poll_t *poll)
{
    np_changes_t *changes = poll->changes;

    if (changes->mode != SEEKING && !read_up(poll))
        return 0;
    if (changes->mode == SEEKING) { /* from the beginning, or read_up has found out just now */
        if (!seek(poll))
            return 0;
        if (changes->mode == BEGINNING && !read_up(poll))
            return 0;
    }
    return changes->mode == SEEKING || !poll->caught_up || read_gaps(poll);
}

/* The poll was good. */
static void conclude(poll_t *poll)
{
    np_changes_t *changes = poll->changes;

    if (changes->mode != PRECISE) {
        changes->sink->flush(changes->sink->baton);
        changes->told = poll->begun;
        if (changes->mode != SEEKING && poll->caught_up)
            changes->mode = PRECISE;
    }
    np_gaps_expire(&changes->gaps, poll->begun - changes->config->window);
    np_count_set(&changes->counters->last_poll_us, (unsigned long long)poll->begun);
    if (changes->failure_logged)
        changes->log(changes->baton, 5, "NP0133", "the change log can be read again");
    changes->failures = changes->failure_logged = 0;
    changes->sink->verified(changes->sink->baton, changes->told);
}

/* np_db has told already when the database is down or its schema does not fit. A single failure is
 * nothing: the next poll comes at once. */
static int is_worth_telling(const np_changes_t *changes, const np_error_t *error)
{
    return changes->failures >= 2 && strcmp(error->code, "NP0101") != 0 &&
           strcmp(error->code, "NP0110") != 0;
}

static void fail(poll_t *poll)
{
    np_changes_t *changes = poll->changes;

    np_count(&changes->counters->poll_failures, 1);
    changes->failures++;
    changes->round_over = 1; /* some that had their turn were not looked into */
    np_gaps_round(&changes->gaps);
    if (is_stopping(changes) || !is_worth_telling(changes, poll->error) ||
        !is_due(&changes->failure_log_at, LOG_PERIOD))
        return;
    changes->failure_logged = 1;
    changes->log(changes->baton, 3, "NP0133",
                 apr_psprintf(poll->pool,
                              "the change log cannot be read, pages may be outdated: "
                              "%s %s",
                              poll->error->code, poll->error->detail));
}

static void poll_database(poll_t *poll)
{
    poll->error = np_db_acquire(&poll->conn, poll->changes->db, poll->pool);
    if (poll->error == NULL && look(poll)) {
        conclude(poll);
        prune(poll);
    }
    np_db_release(poll->conn);
}

int np_changes_poll(np_changes_t *changes)
{
    poll_t poll = {.changes = changes, .begun = np_clock()};
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

/* ---- The thread --------------------------------------------------------------------------------
 */

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

/* ---- Beginning and end -------------------------------------------------------------------------
 */

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
