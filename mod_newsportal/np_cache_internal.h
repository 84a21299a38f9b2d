/* np_cache_internal.h - what the files of the cache share.
 *
 *   np_cache.c         the table: find, store, drop; which entry may still be shown
 *   np_cache_changes.c what changes do to entries, and to pages still being made
 *   np_cache_index.c   from a key or a place in a list to the entries made from it
 *   np_cache_queue.c   which entry has to go when memory is used up; the count of it
 *   np_cache_flight.c  who makes a page, and who waits for it
 *
 * Two locks. `lock` protects the table, the index, the queues, the ring and every entry's links;
 * the one thing that its readers write is an entry's `uses`. `flight_lock` protects the flights.
 * Neither is taken while the other is held, and nothing that may block or take long happens under
 * them: what was dropped is freed after the lock is given back.
 *
 * Must not be included outside these files.
 */
#ifndef NP_CACHE_INTERNAL_H
#define NP_CACHE_INTERNAL_H

#include <pthread.h>
#include "np_cache.h"

#define NP_CACHE_RING 4096       /* changes that are remembered for the leaders under way */
#define NP_CACHE_BATCH 32        /* changes applied under one hold of the lock */
#define NP_CACHE_FLIGHT_ROOM 256 /* of the flights' table: about as many as there are threads */
#define NP_CACHE_GHOST_WAYS 4
#define NP_CACHE_USES_MOST 3
#define NP_CACHE_CHANCES 1000 /* entries passed over for one eviction */
#define NP_CACHE_LINE 64      /* bytes that processors pass between them */

/* np_entry_links_t.queue. What is gone does not come back: its links may still be in use. */
typedef enum {
    NP_QUEUE_NONE,
    NP_QUEUE_SMALL,
    NP_QUEUE_MAIN,
    NP_QUEUE_ERRORS,
    NP_QUEUE_COUNT,
    NP_QUEUE_GONE = NP_QUEUE_COUNT
} np_queue_e;

typedef struct np_queue_t {
    np_entry_t *newest, *oldest;
    apr_size_t bytes, count;
} np_queue_t;

/* One key of one entry. Those with equal keys form a list; its first stands in
 * the bucket for all of them, so that a key that thousands share does not slow its neighbours down.
 */
typedef struct np_dependency_t np_dependency_t;
struct np_dependency_t {
    np_key_t key;
    np_entry_t *entry;
    np_dependency_t *next, *before; /* of the same key; `before` is NULL for the first */
    np_dependency_t *other;         /* of the first: the next key in this bucket */
};

/* One range of one entry, in the index of lists. */
typedef struct np_dependency_range_t {
    np_dependency_t base;
    np_civil_t from, to;
} np_dependency_range_t;

typedef struct np_index_t {
    np_dependency_t **buckets;
    apr_size_t room; /* a power of two */
    apr_size_t keys; /* different ones */
} np_index_t;

/* An entry that left the small queue unused. */
typedef struct np_ghost_t {
    apr_uint32_t print;  /* upper half of its hash */
    apr_uint32_t number; /* how many had left before it */
} np_ghost_t;

struct np_cache_t {
    np_cache_config_t config;
    np_counters_t *counters;

    _Alignas(NP_CACHE_LINE) pthread_rwlock_t lock;
    np_entry_t **table;
    apr_size_t room, count; /* room: a power of two */
    np_index_t keys, lists;
    np_queue_t queues[NP_QUEUE_COUNT];
    np_ghost_t *ghosts;
    apr_size_t ghost_sets; /* a power of two; of NP_CACHE_GHOST_WAYS each, newest first */
    apr_uint32_t ghost_number;
    apr_size_t bytes;   /* all of it: tables, this struct, entries */
    np_entry_t *doomed; /* out of everything, to be released once the lock is given back */

    /* Change number i, counted from 0, is ring[i % NP_CACHE_RING]. */
    np_change_t ring[NP_CACHE_RING];
    _Atomic apr_uint64_t changes;   /* written under `lock`; np_cache_join reads it without */
    apr_uint64_t flushed, removals; /* `changes` after the latest flush, the latest removal */
    _Atomic np_tick_t verified;

    _Alignas(NP_CACHE_LINE) pthread_mutex_t flight_lock;
    pthread_condattr_t monotonic;
    np_flight_t *flights[NP_CACHE_FLIGHT_ROOM];
    atomic_int stopped; /* written under `flight_lock` */
};

/* What became of a page while it was made. */
typedef enum { NP_STILL_TRUE, NP_OVERTAKEN, NP_REMOVED } np_verdict_e;

/* ---- np_cache.c ---- */

/* For writing. Giving it back releases what was dropped under it, and shows the gauges. */
void np_cache_lock(np_cache_t *cache);
void np_cache_unlock(np_cache_t *cache);
/* Takes an entry out of table, index and queue. */
void np_cache_drop(np_cache_t *cache, np_entry_t *entry);
/* The same for an entry that has left its queue already. */
void np_cache_forget(np_cache_t *cache, np_entry_t *entry);
/* Stores a leader's entry if `store` is set and none of the changes from number `*since` on touches
 * it; 1 if so. `*since` and the entry's marks are as np_cache_check leaves them. Takes the lock. */
int np_cache_put(np_cache_t *cache, np_entry_t *entry, apr_uint64_t *since, int store);

/* ---- np_cache_changes.c ---- */

/* What the changes from number `*since` on say about an entry that was not in the table when they
 * were applied. Marks it as outdated or removed if so, and moves `*since` to the first change that
 * was not looked at. Under the lock, for reading at least. */
np_verdict_e np_cache_overtaken(np_cache_t *cache, np_entry_t *entry, apr_uint64_t *since);
/* The same; takes the lock, for reading. */
np_verdict_e np_cache_check(np_cache_t *cache, np_entry_t *entry, apr_uint64_t *since);
/* 1 when one of the removals that are remembered is about it. Under the lock. */
int np_cache_was_removed(const np_cache_t *cache, const np_entry_t *entry);
/* An entry that is outdated keeps the moment since when it is. 1 if it was not. */
int np_cache_mark_outdated(np_entry_t *entry, np_tick_t tick);

/* ---- np_cache_index.c: all but the first two under the lock ---- */

/* 0 when memory is out. */
int np_cache_index_init(np_index_t *index);
/* The block that an entry needs to stand in the index; NULL when it needs none. 0 when memory is
 * out. */
int np_cache_dependencies_make(np_dependency_t **block, const np_entry_t *entry);
/* Puts the entry's block (links.dependencies) into the index, and takes it out. */
void np_cache_dependencies_add(np_cache_t *cache, np_entry_t *entry);
void np_cache_dependencies_remove(np_cache_t *cache, np_entry_t *entry);
/* Makes room for one more entry of this kind in the index. Grows `bytes`. */
void np_cache_index_grow(np_cache_t *cache, const np_entry_t *entry);
/* First entry made from a key; the others follow by `next`. NULL for none. */
np_dependency_t *np_cache_index_first(const np_index_t *index, np_key_t key);

/* ---- np_cache_queue.c: all but the first under the lock ---- */

/* 0 when memory is out. */
int np_cache_ghosts_init(np_cache_t *cache);
/* Where a new entry belongs. */
np_queue_e np_cache_queue_for(np_cache_t *cache, const np_entry_t *entry);
void np_cache_queue_in(np_cache_t *cache, np_entry_t *entry, np_queue_e queue);
void np_cache_queue_out(np_cache_t *cache, np_entry_t *entry);
/* An entry in a queue now takes `bytes`. */
void np_cache_queue_resize(np_cache_t *cache, np_entry_t *entry, apr_size_t bytes);
/* Evicts until `more` bytes fit within the limit; those of errors, if `error`, within theirs too. 0
 * when there is nothing left to evict. */
int np_cache_fit(np_cache_t *cache, apr_size_t more, int error);
/* 1 when an entry of this size is not worth the others that it would push out. */
int np_cache_too_big(const np_cache_t *cache, apr_size_t bytes, int error);

#endif
