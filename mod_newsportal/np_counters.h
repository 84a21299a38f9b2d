/* np_counters.h - what one child process counts for one portal, for the status pages.
 *
 * One struct per child and portal, in memory that all processes see (mod_newsportal_shared.c) or, in
 * tests and tools, in any zeroed memory. Written by the rooms that do the work, with relaxed atomics;
 * read by whoever asks, at any time: numbers of one moment need not add up to the unit. Names are
 * those of the status pages and of the manual.
 *
 * Must not: decide anything.
 */
#ifndef NP_COUNTERS_H
#define NP_COUNTERS_H

#include <stdatomic.h>
#include <apr.h>

typedef atomic_ullong np_counter_t;

#define NP_COUNTERS_KINDS 64 /* np_route_e, and NP_ROUTE_COUNT for everything else */

typedef struct np_counters_t {
    /* Requests by how they were answered: np_serve.c. */
    np_counter_t hits, misses;  /* from the cache and true; made anew or waited for */
    np_counter_t stale;         /* an older copy was shown */
    np_counter_t waits, timeouts; /* waited for another request's rendering; in vain */
    np_counter_t refused;       /* 503 */
    np_counter_t not_modified;  /* 304: mod_newsportal_output.c */

    /* Rendering by kind of page, microseconds: np_serve.c. */
    np_counter_t renders[NP_COUNTERS_KINDS];
    np_counter_t queries_us[NP_COUNTERS_KINDS], model_us[NP_COUNTERS_KINDS];
    np_counter_t theme_us[NP_COUNTERS_KINDS], html_us[NP_COUNTERS_KINDS];

    /* Cache: np_cache.c. Gauges first. */
    np_counter_t cache_bytes, cache_limit, cache_entries, cache_error_entries;
    np_counter_t stored, overtaken; /* not stored because a change came while it was made */
    np_counter_t evicted, outdated, removed, flushes;
    np_counter_t coded_gzip, coded_br; /* compressions: np_entry.c's callers */

    /* Database: copied from np_db_status by the keeper. db_state: np_db_state_e, db_schema:
     * np_db_schema_e. */
    np_counter_t db_state, db_schema, db_open, db_busy, db_waiting, db_errno, db_acquired, db_failed, db_connects;

    /* Watcher: np_changes.c. Gauges first; last_poll_us is np_clock() of the last good one. */
    np_counter_t last_poll_us, last_change, gaps;
    np_counter_t polls, poll_failures, changes, late_changes, pruned;

    /* Page store: np_store.c. Gauges first. */
    np_counter_t store_pages, store_bytes, store_limit;
    np_counter_t store_written, store_failures, store_read, store_refused;

    /* Pictures: np_media.c and np_media_folder.c. Gauges first. */
    np_counter_t media_files, media_bytes, media_limit;
    np_counter_t media_hits, media_reads; /* from the folder; from database or file */
    np_counter_t media_written, media_failures;
    np_counter_t media_made, media_busy, media_make_failures; /* smaller sizes */
    np_counter_t media_gone; /* files that were refused: mod_newsportal_media.c */

    /* Messages: the sender, which is a process of its own (newsportal_notify.c). notify_trouble: failures
     * since one was last sent. */
    np_counter_t notify_sent, notify_failed, notify_given_up, notify_trouble;
} np_counters_t;

/* All members are counters: the struct may be walked as an array of so many. */
#define NP_COUNTERS_NUMBERS (sizeof(np_counters_t) / sizeof(np_counter_t))

static inline void np_count(np_counter_t *counter, unsigned long long more)
{
    atomic_fetch_add_explicit(counter, more, memory_order_relaxed);
}

static inline void np_count_less(np_counter_t *counter, unsigned long long less)
{
    atomic_fetch_sub_explicit(counter, less, memory_order_relaxed);
}

static inline void np_count_set(np_counter_t *gauge, unsigned long long value)
{
    atomic_store_explicit(gauge, value, memory_order_relaxed);
}

static inline unsigned long long np_count_get(np_counter_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

#endif
