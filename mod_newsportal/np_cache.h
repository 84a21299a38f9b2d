/* np_cache.h - finished responses in the memory of one child process: found by key, dropped by what
 * they were made from, made once however many ask.
 *
 *     find ── fresh ──────────────────────────────▶ send
 *       └──── none, or outdated ─▶ join ─ leader ──▶ render ─▶ finish ─▶ send
 *                                    └── follower ─▶ wait ─▶ the leader's, or the older copy, or nothing
 *
 * Finding takes one read lock for the length of a hash look-up and allocates nothing. What a change
 * touches is not thrown away: it is marked outdated and stays as the older copy until a new one takes
 * its place, except when the change is a removal.
 *
 * A leader's page is stored only if no change that touches it arrived since np_cache_join: the
 * leader reads the database after that call, so a change it cannot have seen is always noticed. The
 * cache remembers the last few thousand changes for that; if more came, the page is not stored.
 *
 * Memory is counted to the byte, tables and overhead included, and never passes the limit. Eviction is
 * S3-FIFO (Yang et al., "FIFO queues are all you need for cache eviction", SOSP 2023): what is asked
 * for once passes through a small queue and leaves; what is asked for again stays in the main one. So a
 * crawler cannot push out what readers want. Responses with another status than 200 have a queue and a
 * limit of their own, a sixteenth of the whole.
 *
 * Must not: know httpd, the database, what a page is. Threads: every function may be called by any.
 */
#ifndef NP_CACHE_H
#define NP_CACHE_H

#include "np_counters.h"
#include "np_entry.h"

typedef struct np_cache_t np_cache_t;
typedef struct np_flight_t np_flight_t;

typedef struct np_cache_config_t {
    apr_size_t limit; /* bytes; below half a MiB the cache's own tables leave little for pages */
    apr_interval_time_t lifetime;  /* an entry this old is outdated, come what may (self-healing) */
    apr_interval_time_t stale_max; /* an outdated one is no longer shown after this */
} np_cache_config_t;

/* NULL when memory is out. `counters` is updated by the cache and must live as long. Ends by a cleanup
 * of `pool`. */
np_cache_t *np_cache_create(const np_cache_config_t *config, np_counters_t *counters,
                            apr_pool_t *pool);

typedef enum {
    NP_CACHE_NONE,
    NP_CACHE_FRESH,
    NP_CACHE_STALE /* an older copy: outdated, past its time or its lifetime, yet within stale_max */
} np_cache_found_e;

/* Gives a reference unless NONE. `now` is the portal's clock (np_keys_t.valid_until is compared with
 * it), `tick` np_clock(). An entry that is removed, or over (over_at <= now), is never given. */
np_cache_found_e np_cache_find(np_entry_t **entry, np_cache_t *cache, const char *key,
                               apr_size_t length, np_civil_t now, np_tick_t tick);

/* Says what is to be made. 1: the caller leads and must call np_cache_finish, whatever happens. 0:
 * somebody leads already, call np_cache_wait. NULL flight (memory is out; 1 is returned): make it
 * alone, store nothing. Who leads looks with np_cache_find once more before it begins: another leader
 * may have finished since it looked first. What it finds is a result like any other (with `store` 0). */
int np_cache_join(np_flight_t **flight, np_cache_t *cache, const char *key, apr_size_t length);

/* The leader's result for those who wait: `entry` may be NULL (it failed). Stored when `store` is set
 * and no change came in between; returns 1 if so. An entry that is too big (an eighth of the limit) is
 * not stored either. If a change came in between that touches it, its `outdated` is set, and `removed`
 * if that was a removal: then nobody gets it, and the leader must not show it. The caller keeps its
 * own reference. Frees flight. */
int np_cache_finish(np_flight_t *flight, np_cache_t *cache, np_entry_t *entry, int store);

/* Waits for the leader, at most `longest`. Gives a reference, or NULL: the leader failed, what it made
 * was removed meanwhile, or time is over. What it gives may be outdated already (made before a change
 * that came while it was made). Frees flight. */
np_entry_t *np_cache_wait(np_flight_t *flight, np_cache_t *cache, apr_interval_time_t longest);

/* Puts an entry in as an older copy if there is none under its key (from the page store). It becomes
 * outdated now if it was not yet. One that a remembered removal is about is marked as removed instead. */
void np_cache_keep(np_cache_t *cache, np_entry_t *entry);

/* What the watcher saw, in the order of arrival. */
void np_cache_apply(np_cache_t *cache, const np_change_t *changes, int count);

/* Everything is outdated; no leader under way stores. */
void np_cache_flush(np_cache_t *cache);

/* An entry has grown by a coded body (np_entry_body). */
void np_cache_grown(np_cache_t *cache, np_entry_t *entry, apr_size_t bytes);

/* The watcher has seen all changes up to now. */
void np_cache_verified(np_cache_t *cache, np_tick_t tick);
/* When it last had; 0 for never. What a leader began (np_cache_join) before the first time is not
 * stored: the watcher tells of no change that was committed before it began to look. */
np_tick_t np_cache_verified_at(np_cache_t *cache);

/* No flight waits or stores any more: the child stops. */
void np_cache_stop(np_cache_t *cache);

#endif
