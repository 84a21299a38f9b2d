/* np_db.c - the pool: which thread may use which connection, and whether the server is alive.
 *
 * The lock protects the slots' states, the queue of waiting threads and the state machine. Nothing
 * that can block happens under it: a thread that has to dial or close owns its slot first and does
 * it outside. Log lines are written outside too. Called by the pages, and by the child's keeper.
 *
 * Must not: touch a connection whose slot it does not own (np_db_interrupt* are the exceptions).
 */
#include "np_db_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <apr_strings.h>

/* ---- Small things
 * -------------------------------------------------------------------------------- */

void np_db_log(np_db_t *db, int level, const char *code, const char *format, ...)
{
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    db->log(db->baton, level, code, text);
}

void np_db_host_note(np_db_t *db, int host, int failed)
{
    pthread_mutex_lock(&db->lock);
    db->host_failed[host] = failed ? np_clock() : 0;
    pthread_mutex_unlock(&db->lock);
}

apr_uint64_t np_db_hosts_failed(np_db_t *db)
{
    np_tick_t since = np_clock() - NP_DB_HOST_PENALTY;
    apr_uint64_t bits = 0;
    int i;

    pthread_mutex_lock(&db->lock);
    for (i = 0; i < db->config->host_count; i++)
        if (db->host_failed[i] && db->host_failed[i] > since)
            bits |= 1ULL << i;
    pthread_mutex_unlock(&db->lock);
    return bits;
}

void np_db_bad_text(np_db_t *db, const np_query_t *query, int replaced)
{
    np_tick_t now = np_clock();
    int due;

    pthread_mutex_lock(&db->lock);
    due = db->bad_text_due[query->id] <= now;
    if (due)
        db->bad_text_due[query->id] = now + NP_DB_BAD_TEXT_PERIOD;
    pthread_mutex_unlock(&db->lock);
    if (due)
        np_db_log(db, 4, "NP0115",
                  "%s: %d ill-formed or forbidden characters in the database were replaced",
                  query->name, replaced);
}

void np_db_schema_suspect(np_db_t *db)
{
    pthread_mutex_lock(&db->lock);
    db->schema_due = 0;
    pthread_mutex_unlock(&db->lock);
}

int np_db_may_dial(np_db_t *db)
{
    int may;

    pthread_mutex_lock(&db->lock);
    may = !db->stopped && db->status.state != NP_DB_DOWN && np_clock() >= db->busy_until;
    pthread_mutex_unlock(&db->lock);
    return may;
}

/* ---- Queue of waiting threads (all under the lock)
 * ------------------------------------------------- */

static void waiter_add(np_db_t *db, np_waiter_t *waiter)
{
    waiter->next = NULL;
    if (db->last_waiter)
        db->last_waiter->next = waiter;
    else
        db->first_waiter = waiter;
    db->last_waiter = waiter;
    db->status.waiting++;
}

static void waiter_remove(np_db_t *db, np_waiter_t *waiter)
{
    np_waiter_t **link = &db->first_waiter, *before = NULL;

    while (*link && *link != waiter) {
        before = *link;
        link = &(*link)->next;
    }
    if (*link == NULL)
        return;
    *link = waiter->next;
    if (db->last_waiter == waiter)
        db->last_waiter = before;
    db->status.waiting--;
}

static void waiters_wake(np_db_t *db)
{
    np_waiter_t *waiter;

    for (waiter = db->first_waiter; waiter; waiter = waiter->next)
        pthread_cond_signal(&waiter->cond);
}

static np_db_conn_t *slot_own(np_db_t *db, np_db_conn_t *conn)
{
    if (conn->state == SLOT_EMPTY)
        db->status.open++;
    conn->state = SLOT_OWNED;
    db->status.busy++;
    return conn;
}

static np_db_conn_t *slot_empty(np_db_t *db)
{
    int i;

    for (i = 0; i < db->slot_count; i++)
        if (db->slots[i].state == SLOT_EMPTY)
            return &db->slots[i];
    return NULL;
}

/* A connection, or an empty slot to dial from when the pool may still grow. While the server
 * refuses connections, one slot in each pause is for trying again, and the pauses grow. */
static np_db_conn_t *slot_take(np_db_t *db, np_tick_t now)
{
    if (db->idle_count)
        return slot_own(db, db->idle[--db->idle_count]);
    if (db->status.open >= db->config->pool_size || now < db->busy_until)
        return NULL;
    if (db->busy_errno) {
        db->busy_pause *= 2;
        if (db->busy_pause > NP_DB_BUSY_MOST)
            db->busy_pause = NP_DB_BUSY_MOST;
        db->busy_until = now + db->busy_pause;
    }
    return slot_own(db, slot_empty(db));
}

/* Hands what is free to those who wait, in their order. */
static void offer(np_db_t *db, np_tick_t now)
{
    np_waiter_t *waiter;

    while ((waiter = db->first_waiter) != NULL && (waiter->slot = slot_take(db, now)) != NULL) {
        waiter_remove(db, waiter);
        pthread_cond_signal(&waiter->cond);
    }
}

static void slot_free(np_db_t *db, np_db_conn_t *conn, np_slot_e state, np_tick_t now)
{
    db->status.busy--;
    conn->state = state;
    if (state == SLOT_IDLE) {
        conn->idle_since = now;
        db->idle[db->idle_count++] = conn;
    } else
        db->status.open--;
    offer(db, now);
}

/* ---- State machine (all under the lock)
 * ------------------------------------------------------------ */

/* Threads inside the server, and whether it has kept each of them for a second or more. */
static int in_flight(np_db_t *db, np_tick_t now, int *stalled)
{
    int i, count = 0;

    *stalled = 1;
    for (i = 0; i < db->slot_count; i++) {
        np_db_conn_t *conn = &db->slots[i];

        pthread_mutex_lock(&conn->lock);
        if (conn->op_started) {
            count++;
            if (now - conn->op_started < NP_DB_STALL)
                *stalled = 0;
        }
        pthread_mutex_unlock(&conn->lock);
    }
    *stalled = *stalled && count > 0;
    return count;
}

/* Idle connections keep their old generation and are closed by the keeper, or by whoever takes
 * them: a server that was given up may still answer questions asked long ago. */
static void go_down(np_db_t *db, np_tick_t now)
{
    db->status.state = NP_DB_DOWN;
    db->generation++;
    db->down_since = now;
    db->next_probe = now;
    db->next_summary = now + NP_DB_SUMMARY_PERIOD;
    db->refused = 0;
    waiters_wake(db);
}

/* The first refusal begins the pauses; slot_take() goes on with them. */
static int go_busy(np_db_t *db, np_tick_t now, unsigned number)
{
    int first = db->busy_errno == 0;

    if (first) {
        db->busy_pause = NP_DB_BUSY_FIRST;
        db->busy_until = now + NP_DB_BUSY_FIRST;
    }
    db->busy_errno = number;
    db->busy_noted = now;
    return first;
}

void np_db_failed(np_db_conn_t *conn)
{
    np_db_t *db = conn->db;
    np_tick_t now = np_clock();
    int flying, stalled, down = 0, busy = 0;

    pthread_mutex_lock(&db->lock);
    db->status.failed++;
    db->status.last_errno = conn->error;
    flying = in_flight(db, now, &stalled);
    if (db->stopped)
        ; /* our own doing */
    else if (np_db_error_is_busy(conn->error))
        busy = go_busy(db, now, conn->error);
    else if (db->status.state == NP_DB_UP && !stalled) {
        db->status.state = NP_DB_SUSPECT;
        db->suspect_since = now;
    } else if (db->status.state != NP_DB_DOWN) {
        go_down(db, now);
        down = 1;
    }
    pthread_mutex_unlock(&db->lock);
    if (down)
        np_db_log(db, 3, "NP0101", "database DOWN errno=%u inflight=%d: %s", conn->error, flying,
                  conn->message);
    if (busy)
        np_db_log(db, 4, "NP0101", "database refuses more connections errno=%u: %s", conn->error,
                  conn->message);
}

static void answered(np_db_t *db, np_tick_t down_for, unsigned busy)
{
    if (down_for)
        np_db_log(db, 5, "NP0100", "database UP again after %.1f s", (double)down_for / 1e6);
    if (busy)
        np_db_log(db, 5, "NP0100", "database takes connections again");
}

/* ---- Schema version
 * -------------------------------------------------------------------------------- */

/* 0 when the connection was lost over it. */
static int schema_check(np_db_conn_t *conn)
{
    np_db_t *db = conn->db;
    apr_int64_t version;
    int fits, first, told;

    if (!np_db_schema_read(conn, db->schema_query, &version))
        return 0;
    fits = version == NP_SCHEMA_VERSION;
    pthread_mutex_lock(&db->lock);
    first = db->schema_version == 0;
    told = db->schema_fits == fits && db->schema_version == version;
    db->schema_fits = fits;
    db->schema_version = version;
    db->schema_due = np_clock() + (fits ? NP_DB_SCHEMA_PERIOD : NP_DB_SCHEMA_RETRY);
    pthread_mutex_unlock(&db->lock);
    if (!told && !fits)
        np_db_log(db, 3, "NP0110", "the database has schema version %ld, needed is %d",
                  (long)version, NP_SCHEMA_VERSION);
    else if (!told && !first)
        np_db_log(db, 5, "NP0110", "the database has schema version %ld now, which fits",
                  (long)version);
    return 1;
}

/* 1 for one caller in a period. */
static int schema_is_due(np_db_t *db, np_tick_t now)
{
    int due;

    pthread_mutex_lock(&db->lock);
    due = db->schema_due <= now;
    if (due)
        db->schema_due = now + NP_DB_SCHEMA_RETRY;
    pthread_mutex_unlock(&db->lock);
    return due;
}

/* ---- Opening and returning a slot
 * --------------------------------------------------------------------- */

int np_db_open(np_db_conn_t *conn)
{
    np_db_t *db = conn->db;
    np_tick_t down_for = 0, started = np_clock(), now;
    unsigned busy = 0, generation;

    pthread_mutex_lock(&db->lock);
    db->status.connects++;
    generation = db->generation;
    if (!db->stopped) { /* what was shut down is gone; the deadline still stands */
        pthread_mutex_lock(&conn->lock);
        conn->stopped = 0;
        pthread_mutex_unlock(&conn->lock);
    }
    pthread_mutex_unlock(&db->lock);
    conn->fresh = 1;
    if (!np_db_dial(conn) || !schema_check(conn)) {
        conn->broken = 1;
        np_db_close(conn);
        np_db_failed(conn);
        return 0;
    }
    now = conn->opened = np_clock();
    pthread_mutex_lock(&db->lock);
    if (started > db->busy_noted) { /* not one of a crowd of which others were refused */
        busy = db->busy_errno;
        db->busy_errno = 0;
        db->busy_pause = db->busy_until = 0;
    }
    if (db->status.state == NP_DB_DOWN) {
        down_for = now - db->down_since;
        generation = db->generation;
    }
    db->status.state = NP_DB_UP;
    pthread_mutex_unlock(&db->lock);
    conn->generation = generation;
    answered(db, down_for, busy);
    return 1;
}

static void lease_limit(np_db_conn_t *conn, np_tick_t deadline)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): TAKE_DONE always comes with one */
    pthread_mutex_lock(&conn->lock);
    conn->deadline = deadline;
    pthread_mutex_unlock(&conn->lock);
}

/* Ends the lease's deadline; 1 when it, or np_db_stop, has ended the connection. */
static int lease_limit_end(np_db_conn_t *conn)
{
    int stopped;

    pthread_mutex_lock(&conn->lock);
    stopped = conn->stopped;
    conn->deadline = 0;
    pthread_mutex_unlock(&conn->lock);
    return stopped;
}

static int worth_keeping(np_db_conn_t *conn, np_tick_t now)
{
    np_db_t *db = conn->db;

    return conn->mysql && !conn->broken && !db->stopped && conn->generation == db->generation &&
           db->status.state != NP_DB_DOWN && now - conn->opened < db->config->max_age &&
           db->status.open <= db->config->pool_size;
}

static void slot_return(np_db_conn_t *conn)
{
    np_db_t *db = conn->db;
    np_tick_t now = np_clock();

    if (lease_limit_end(conn))
        conn->broken = 1;
    pthread_mutex_lock(&db->lock);
    if (worth_keeping(conn, now)) {
        if (db->status.state == NP_DB_SUSPECT && conn->answered > db->suspect_since)
            db->status.state = NP_DB_UP;
        slot_free(db, conn, SLOT_IDLE, now);
        pthread_mutex_unlock(&db->lock);
        return;
    }
    pthread_mutex_unlock(&db->lock);
    np_db_close(conn);
    pthread_mutex_lock(&db->lock);
    slot_free(db, conn, SLOT_EMPTY, now);
    pthread_mutex_unlock(&db->lock);
}

/* ---- Acquire
 * ------------------------------------------------------------------------------------------ */

typedef enum {
    TAKE_DONE,
    TAKE_STOPPED,
    TAKE_DOWN,
    TAKE_BUSY,
    TAKE_SCHEMA,
    TAKE_LATE,
    TAKE_FAILED,
    TAKE_AGAIN /* this slot cannot have a connection now; another one may be free soon */
} np_take_e;

/* Why nobody gets a connection now; TAKE_DONE for no reason. */
static np_take_e refusal(np_db_t *db, np_tick_t now)
{
    if (db->stopped)
        return TAKE_STOPPED;
    if (db->status.state == NP_DB_DOWN)
        return TAKE_DOWN;
    if (!db->schema_fits && db->schema_version && now < db->schema_due)
        return TAKE_SCHEMA;
    if (db->status.open == 0 && now < db->busy_until)
        return TAKE_BUSY;
    return TAKE_DONE;
}

static np_take_e wait_for_slot(np_db_t *db, np_db_conn_t **conn, np_tick_t until)
{
    np_waiter_t waiter = {.slot = NULL};
    struct timespec end = {(time_t)(until / 1000000), (long)(until % 1000000) * 1000};
    pthread_condattr_t attributes;
    np_take_e why = TAKE_DONE;
    int late = 0;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&waiter.cond, &attributes);
    pthread_condattr_destroy(&attributes);
    waiter_add(db, &waiter);
    while (waiter.slot == NULL && why == TAKE_DONE) {
        if (late)
            why = TAKE_LATE;
        else {
            late = pthread_cond_timedwait(&waiter.cond, &db->lock, &end) != 0;
            if (waiter.slot == NULL)
                why = refusal(db, np_clock());
        }
    }
    waiter_remove(db, &waiter);
    pthread_cond_destroy(&waiter.cond);
    *conn = waiter.slot;
    return waiter.slot ? TAKE_DONE : why;
}

static np_take_e take(np_db_t *db, np_db_conn_t **conn, np_tick_t until)
{
    np_tick_t now = np_clock();
    np_take_e why;

    pthread_mutex_lock(&db->lock);
    why = refusal(db, now);
    *conn = NULL;
    if (why == TAKE_DONE && db->first_waiter == NULL)
        *conn = slot_take(db, now);
    if (why == TAKE_DONE && *conn == NULL)
        why = now < until ? wait_for_slot(db, conn, until) : TAKE_LATE;
    if (why != TAKE_DONE)
        db->refused++;
    pthread_mutex_unlock(&db->lock);
    return why;
}

/* Makes the slot's connection fit for use. */
static np_take_e make_ready(np_db_conn_t *conn)
{
    np_db_t *db = conn->db;
    np_tick_t now = np_clock();
    int empty = conn->mysql == NULL; /* taken for dialling: slot_take() has allowed it */
    int old;

    conn->answered = 0;
    conn->fresh = 0;
    pthread_mutex_lock(&db->lock);
    old = conn->generation != db->generation || now - conn->opened >= db->config->max_age;
    pthread_mutex_unlock(&db->lock);
    if (conn->mysql && (old || np_db_is_stale(conn))) {
        conn->broken = 1;
        np_db_close(conn);
    }
    if (conn->mysql && schema_is_due(db, now) && !schema_check(conn))
        np_db_close(conn);
    if (conn->mysql)
        return TAKE_DONE;
    if (!empty && !np_db_may_dial(db))
        return TAKE_AGAIN;
    if (np_db_open(conn))
        return TAKE_DONE;
    return np_db_error_is_busy(conn->error) ? TAKE_AGAIN : TAKE_FAILED;
}

static np_error_t *acquire_error(np_db_t *db, np_take_e why, apr_pool_t *pool)
{
    unsigned number;
    apr_int64_t version;

    pthread_mutex_lock(&db->lock);
    number = why == TAKE_BUSY ? db->busy_errno : db->status.last_errno;
    version = db->schema_version;
    pthread_mutex_unlock(&db->lock);
    switch (why) {
    case TAKE_SCHEMA:
        return np_error_make(pool, 503, "NP0110",
                             "the database has schema version %ld, needed is %d", (long)version,
                             NP_SCHEMA_VERSION);
    case TAKE_LATE:
        return np_error_make(pool, 503, "NP0102", "no database connection was free in time");
    case TAKE_BUSY:
        return np_error_make(pool, 503, "NP0101", "the database refuses connections, error %u",
                             number);
    case TAKE_STOPPED:
        return np_error_make(pool, 503, "NP0101", "this process is stopping");
    default:
        return np_error_make(pool, 503, "NP0101", "the database is down, error %u", number);
    }
}

static np_take_e schema_verdict(np_db_t *db)
{
    np_take_e why;

    pthread_mutex_lock(&db->lock);
    why = db->schema_fits ? TAKE_DONE : TAKE_SCHEMA;
    if (why == TAKE_DONE)
        db->status.acquired++;
    pthread_mutex_unlock(&db->lock);
    return why;
}

np_error_t *np_db_acquire(np_db_conn_t **conn, np_db_t *db, apr_pool_t *pool)
{
    np_tick_t now = np_clock();
    np_take_e why;

    do {
        why = take(db, conn, now + db->config->acquire_timeout);
        if (why != TAKE_DONE)
            break;
        lease_limit(*conn, now + db->config->lease_timeout);
        why = make_ready(*conn);
        if (why == TAKE_DONE)
            why = schema_verdict(db);
        if (why != TAKE_DONE)
            slot_return(*conn);
    } while (why == TAKE_AGAIN);
    if (why == TAKE_DONE)
        return NULL;
    *conn = NULL;
    return acquire_error(db, why, pool);
}

void np_db_release(np_db_conn_t *conn)
{
    if (conn == NULL)
        return;
    np_db_snapshot_end(conn);
    slot_return(conn);
}

void np_db_status(np_db_t *db, np_db_status_t *status)
{
    pthread_mutex_lock(&db->lock);
    *status = db->status;
    if (db->schema_version)
        status->schema = db->schema_fits ? NP_DB_SCHEMA_FITS : NP_DB_SCHEMA_DIFFERS;
    pthread_mutex_unlock(&db->lock);
}

/* ---- Keeper
 * ------------------------------------------------------------------------------------------- */

static void expire(np_db_t *db, np_tick_t now)
{
    int i;

    for (i = 0; i < db->slot_count; i++)
        np_db_interrupt_late(&db->slots[i], now);
}

/* Takes one idle connection that has had its time, deepest in the stack first. */
static np_db_conn_t *take_old(np_db_t *db, np_tick_t now)
{
    np_db_conn_t *conn = NULL;
    int i;

    pthread_mutex_lock(&db->lock);
    for (i = 0; i < db->idle_count && conn == NULL; i++) {
        np_db_conn_t *one = db->idle[i];

        if (one->generation != db->generation || now - one->opened >= db->config->max_age ||
            now - one->idle_since >= NP_DB_IDLE_KEEP) {
            conn = slot_own(db, one);
            db->idle_count--;
            memmove(db->idle + i, db->idle + i + 1,
                    (size_t)(db->idle_count - i) * sizeof(db->idle[0]));
        }
    }
    pthread_mutex_unlock(&db->lock);
    return conn;
}

static void reap(np_db_t *db, np_tick_t now)
{
    np_db_conn_t *conn;

    while ((conn = take_old(db, now)) != NULL) {
        pthread_mutex_lock(&db->lock);
        conn->broken = conn->generation != db->generation;
        pthread_mutex_unlock(&db->lock);
        np_db_close(conn);
        slot_return(conn);
    }
}

/* There is always an empty slot for it: the pool has one more than it lends. */
static void probe(np_db_t *db, np_tick_t now)
{
    np_db_conn_t *conn;

    pthread_mutex_lock(&db->lock);
    conn = slot_empty(db);
    if (conn)
        slot_own(db, conn);
    pthread_mutex_unlock(&db->lock);
    if (conn == NULL)
        return;
    conn->answered = 0;
    lease_limit(conn, now + db->config->connect_timeout + db->config->read_timeout);
    np_db_open(conn);
    slot_return(conn);
    pthread_mutex_lock(&db->lock);
    db->next_probe = now + NP_DB_PROBE_PERIOD;
    pthread_mutex_unlock(&db->lock);
}

/* A wrong version is looked at again although requests are refused, so that an upgrade of the
 * schema needs no reload. */
static void schema_look(np_db_t *db, np_tick_t now)
{
    np_db_conn_t *conn = NULL;

    pthread_mutex_lock(&db->lock);
    if (db->status.state != NP_DB_DOWN && !db->schema_fits && db->schema_version &&
        db->schema_due <= now && !db->stopped)
        conn = slot_take(db, now);
    pthread_mutex_unlock(&db->lock);
    if (conn == NULL)
        return;
    lease_limit(conn, now + db->config->lease_timeout);
    make_ready(conn);
    slot_return(conn);
}

/* A failure counts as any other: the second one is the outage, and np_db_tick's affair from then on. */
void np_db_greet(np_db_t *db)
{
    np_tick_t now = np_clock();
    np_db_conn_t *conn = NULL;

    pthread_mutex_lock(&db->lock);
    if (db->schema_version == 0 && db->status.state != NP_DB_DOWN && !db->stopped)
        conn = slot_take(db, now);
    pthread_mutex_unlock(&db->lock);
    if (conn == NULL)
        return;
    lease_limit(conn, now + db->config->connect_timeout + db->config->read_timeout);
    make_ready(conn);
    slot_return(conn);
}

typedef struct duty_t {
    int went_down, flying, probe, summary;
    unsigned number;
    apr_uint64_t refused;
    np_tick_t down_for;
} duty_t;

/* What the clock says is to be done. */
static void duty(np_db_t *db, np_tick_t now, duty_t *what)
{
    int stalled;

    memset(what, 0, sizeof(*what));
    pthread_mutex_lock(&db->lock);
    what->flying = in_flight(db, now, &stalled);
    if (db->status.state == NP_DB_SUSPECT && stalled && !db->stopped) {
        go_down(db, now);
        what->went_down = 1;
    }
    if (db->status.state == NP_DB_DOWN && !db->stopped) {
        what->probe = now >= db->next_probe;
        what->summary = now >= db->next_summary;
        what->down_for = now - db->down_since;
        what->refused = db->refused;
        if (what->summary) {
            db->next_summary = now + NP_DB_SUMMARY_PERIOD;
            db->refused = 0;
        }
    }
    what->number = db->status.last_errno;
    if (db->status.state != NP_DB_DOWN)
        offer(db, now);
    pthread_mutex_unlock(&db->lock);
}

void np_db_tick(np_db_t *db)
{
    np_tick_t now = np_clock();
    duty_t what;

    expire(db, now);
    duty(db, now, &what);
    if (what.went_down)
        np_db_log(db, 3, "NP0101", "database DOWN errno=%u inflight=%d: none of them answers",
                  what.number, what.flying);
    if (what.summary)
        np_db_log(db, 3, "NP0101", "database DOWN for %.0f s errno=%u refused=%lu",
                  (double)what.down_for / 1e6, what.number, (unsigned long)what.refused);
    reap(db, now);
    if (what.probe)
        probe(db, now);
    else
        schema_look(db, now);
}

/* ---- Beginning and end
 * ----------------------------------------------------------------------------------- */

void np_db_stop(np_db_t *db)
{
    int i;

    pthread_mutex_lock(&db->lock);
    db->stopped = 1;
    waiters_wake(db);
    pthread_mutex_unlock(&db->lock);
    for (i = 0; i < db->slot_count; i++)
        np_db_interrupt(&db->slots[i]);
}

/* A slot that a thread still owns is left alone: its thread may be inside the library. */
static apr_status_t cleanup(void *data)
{
    np_db_t *db = data;
    int i;

    np_db_stop(db);
    for (i = 0; i < db->slot_count; i++) {
        int owned;

        pthread_mutex_lock(&db->lock);
        owned = db->slots[i].state == SLOT_OWNED;
        pthread_mutex_unlock(&db->lock);
        if (!owned)
            np_db_close(&db->slots[i]);
    }
    return APR_SUCCESS;
}

static void slots_init(np_db_t *db, apr_pool_t *pool)
{
    apr_size_t widest = 1;
    int i;

    for (i = 0; i < np_query_count; i++) {
        if ((apr_size_t)np_queries[i].param_count > widest)
            widest = (apr_size_t)np_queries[i].param_count;
        if ((apr_size_t)np_queries[i].column_count > widest)
            widest = (apr_size_t)np_queries[i].column_count;
    }
    for (i = 0; i < db->slot_count; i++) {
        np_db_conn_t *conn = &db->slots[i];

        conn->db = db;
        conn->socket = -1;
        pthread_mutex_init(&conn->lock, NULL);
        conn->statements = apr_pcalloc(pool, (apr_size_t)np_query_count * sizeof(MYSQL_STMT *));
        conn->binds = apr_pcalloc(pool, widest * sizeof(MYSQL_BIND));
        conn->cells = apr_pcalloc(pool, widest * sizeof(np_cell_t));
    }
}

apr_status_t np_db_create(np_db_t **made, const np_db_config_t *config, np_log_fn *log, void *baton,
                          apr_pool_t *pool)
{
    np_db_t *db;
    int i;

    if (config->pool_size < 1 || config->host_count < 1 || config->host_count > NP_DB_HOSTS_MOST)
        return APR_EINVAL;
    db =
        apr_pcalloc(pool, sizeof(*db) + (apr_size_t)(config->pool_size + 1) * sizeof(db->slots[0]));
    for (i = 0; i < np_query_count; i++)
        if (strcmp(np_queries[i].name, "schema_version") == 0)
            db->schema_query = &np_queries[i];
    if (db->schema_query == NULL || db->schema_query->column_count != 1 ||
        db->schema_query->param_count != 0)
        return APR_EINVAL;
    np_db_library_init();
    db->config = config;
    db->log = log;
    db->baton = baton;
    db->slot_count = config->pool_size + 1;
    db->idle = apr_pcalloc(pool, (apr_size_t)db->slot_count * sizeof(db->idle[0]));
    db->bad_text_due = apr_pcalloc(pool, (apr_size_t)np_query_count * sizeof(np_tick_t));
    db->host_failed = apr_pcalloc(pool, (apr_size_t)config->host_count * sizeof(np_tick_t));
    pthread_mutex_init(&db->lock, NULL);
    slots_init(db, pool);
    apr_pool_cleanup_register(pool, db, cleanup, apr_pool_cleanup_null);
    *made = db;
    return APR_SUCCESS;
}
