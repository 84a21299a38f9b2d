/* np_changes.h - the watcher: reads the change log of the database and says what became outdated.
 *
 * One per portal and child, in a thread of its own with a connection of its own (a np_db_t with one
 * connection), so that neither readers nor a slow page can hold it up. Each poll reads the rows
 * above the highest number seen, and looks into the gaps below it: numbers are given out when a row
 * is written and rows appear when their transaction commits, so a row may appear late, below others
 * that are known. A gap is looked into until the longest allowed transaction must have ended;
 * numbers of transactions that were rolled back, and steps of a cluster, are gaps that are given up
 * then.
 *
 * What makes the watcher trust nothing and say "flush": its own start, a log that is not the one it
 * has read (a restored dump, TRUNCATE, another server: the row seen last is looked at again in each
 * poll), more rows at once than NP_CHANGES_FLOOD, more gaps than it can follow. After each good
 * poll it says so (verified): until the first one nothing may be stored, and when none comes for a
 * while, pages are marked as unverified.
 *
 * Whoever keeps pages for longer than a watcher lives (the page store) hears of every removal all the
 * same. While it works a watcher says up to which row of the log all removals are told (reached), and
 * one that begins asks for that row (recall). What was taken away behind it is told before anything is
 * said to be verified. Where that cannot be done, because nobody knows the row, the log is another one,
 * or rows behind it may have been pruned, and wherever else a removal may stay untold, it says so
 * (forget).
 *
 * Old rows are pruned once in a while, by one child at a time.
 *
 * Counters: last_change is the highest number seen, gaps how many ranges are missing below it;
 * changes counts rows since the start, late_changes those of them that were found in gaps.
 *
 * Must not: know the cache, httpd. Called by mod_newsportal_child.c.
 */
#ifndef NP_CHANGES_H
#define NP_CHANGES_H

#include "np_clock.h"
#include "np_counters.h"
#include "np_db.h"
#include "np_key.h"

#define NP_CHANGES_FLOOD 200000 /* rows in one poll; beyond, everything counts as changed */

typedef struct np_changes_t np_changes_t;

typedef struct np_changes_config_t {
    apr_interval_time_t interval; /* between two polls */
    apr_interval_time_t window;   /* the longest that a transaction of an editor may stay open */
} np_changes_config_t;

/* Who wants to know. Called by the watcher's thread only. A row is told at least once; a removal is
 * told even when a flush stands for everything else. The last three are NULL, all of them, when nothing
 * outlives the watcher. */
typedef struct np_changes_sink_t {
    void (*apply)(void *baton, const np_change_t *changes, int count);
    void (*flush)(void *baton);
    /* All commits before `tick` are told; it never goes back, but may stand still for a second
     * while many gaps are looked into. */
    void (*verified)(void *baton, np_tick_t tick);
    void *baton;
    /* What `reached` was told latest, by this watcher or another of the same log and site: 1, or 0 for
     * nothing that can be relied on. */
    int (*recall)(void *baton, np_mark_t *mark);
    /* All removals up to this row are told, and forget stands for those that are not. */
    void (*reached)(void *baton, np_mark_t mark);
    /* Whatever was made before now may show what is removed, and nobody is going to say it. */
    void (*forget)(void *baton);
} np_changes_sink_t;

/* `config`, `sink` and `counters` must live as long as the watcher. `db` is the watcher's alone;
 * its np_db_tick is the caller's business. NULL when memory is out. Ends by a cleanup of `pool`:
 * not before np_changes_run has returned. */
np_changes_t *np_changes_create(const np_changes_config_t *config, const np_changes_sink_t *sink,
                                np_db_t *db, np_counters_t *counters, np_log_fn *log, void *baton,
                                apr_pool_t *pool);

/* Polls until np_changes_stop: the body of the watcher's thread. */
void np_changes_run(np_changes_t *changes);
/* One poll; 1 when it was good. For np_changes_run and for tests. */
int np_changes_poll(np_changes_t *changes);
/* From any thread, any number of times; np_changes_run returns soon, np_db_stop makes it at once.
 */
void np_changes_stop(np_changes_t *changes);

#endif
