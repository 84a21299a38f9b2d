/* np_cache.c - the table of finished responses: found, stored, dropped. See np_cache.h.
 *
 * Whether an entry may still be shown is judged outside the lock, by the two clocks of the caller.
 * Called by np_serve.c and by the child's start.
 *
 * Must not: allocate, free or wait while the lock is held (tables that grow are the exception).
 */
#include "np_cache_internal.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_ROOM_FIRST 64

/* ---- The lock ----------------------------------------------------------------------------- */

void np_cache_lock(np_cache_t *cache)
{
    pthread_rwlock_wrlock(&cache->lock);
}

static void show_gauges(np_cache_t *cache)
{
    apr_size_t errors = cache->queues[NP_QUEUE_ERRORS].count;

    np_count_set(&cache->counters->cache_bytes, cache->bytes);
    np_count_set(&cache->counters->cache_entries, cache->count - errors);
    np_count_set(&cache->counters->cache_error_entries, errors);
}

void np_cache_unlock(np_cache_t *cache)
{
    np_entry_t *entry = cache->doomed, *next;

    cache->doomed = NULL;
    show_gauges(cache);
    pthread_rwlock_unlock(&cache->lock);
    for (; entry; entry = next) {
        next = entry->links.queue_next;
        free(entry->links.dependencies);
        entry->links.dependencies = NULL;
        np_entry_release(entry);
    }
}

/* ---- Table -------------------------------------------------------------------------------- */

/* Where an entry hangs, or would hang. */
static np_entry_t **place_of(const np_cache_t *cache, apr_uint64_t hash, const char *key,
                             apr_size_t length)
{
    np_entry_t **place = &cache->table[hash & (cache->room - 1)];

    while (*place && !((*place)->hash == hash && (*place)->key_length == length &&
                       memcmp((*place)->key, key, length) == 0))
        place = &(*place)->links.hash_next;
    return place;
}

static np_entry_t **place_of_entry(const np_cache_t *cache, const np_entry_t *entry)
{
    return place_of(cache, entry->hash, entry->key, entry->key_length);
}

/* Without memory for a larger table it goes on with longer chains. */
static void table_grow(np_cache_t *cache)
{
    apr_size_t room = cache->room * 2, i;
    np_entry_t **table, *entry, *next;

    if (cache->count < cache->room)
        return;
    table = calloc(room, sizeof(np_entry_t *));
    if (table == NULL)
        return;
    for (i = 0; i < cache->room; i++)
        for (entry = cache->table[i]; entry; entry = next) {
            np_entry_t **bucket = &table[entry->hash & (room - 1)];

            next = entry->links.hash_next;
            entry->links.hash_next = *bucket;
            *bucket = entry;
        }
    cache->bytes -= np_entry_block(cache->table);
    cache->bytes += np_entry_block(table);
    free(cache->table);
    cache->table = table;
    cache->room = room;
}

void np_cache_forget(np_cache_t *cache, np_entry_t *entry)
{
    *place_of_entry(cache, entry) = entry->links.hash_next;
    cache->count--;
    np_cache_dependencies_remove(cache, entry);
    entry->links.queue_next = cache->doomed;
    cache->doomed = entry;
}

void np_cache_drop(np_cache_t *cache, np_entry_t *entry)
{
    np_cache_queue_out(cache, entry);
    np_cache_forget(cache, entry);
}

/* ---- Life --------------------------------------------------------------------------------- */

static void free_tables(np_cache_t *cache)
{
    free(cache->table);
    free(cache->keys.buckets);
    free(cache->lists.buckets);
    free(cache->ghosts);
    free(cache);
}

static apr_status_t destroy(void *data)
{
    np_cache_t *cache = data;
    int queue;

    np_cache_lock(cache);
    for (queue = NP_QUEUE_SMALL; queue < NP_QUEUE_COUNT; queue++)
        while (cache->queues[queue].oldest)
            np_cache_drop(cache, cache->queues[queue].oldest);
    np_cache_unlock(cache);
    pthread_condattr_destroy(&cache->monotonic);
    pthread_mutex_destroy(&cache->flight_lock);
    pthread_rwlock_destroy(&cache->lock);
    free_tables(cache);
    return APR_SUCCESS;
}

/* Readers come without a pause on a busy site: with glibc's default they would keep the watcher
 * waiting. */
static void init_locks(np_cache_t *cache)
{
    pthread_rwlockattr_t attributes;

    pthread_rwlockattr_init(&attributes);
#ifdef __GLIBC__
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
#endif
    pthread_rwlock_init(&cache->lock, &attributes);
    pthread_rwlockattr_destroy(&attributes);
    pthread_mutex_init(&cache->flight_lock, NULL);
    pthread_condattr_init(&cache->monotonic);
    pthread_condattr_setclock(&cache->monotonic, CLOCK_MONOTONIC);
}

np_cache_t *np_cache_create(const np_cache_config_t *config, np_counters_t *counters,
                            apr_pool_t *pool)
{
    np_cache_t *cache;
    void *block;

    if (posix_memalign(&block, NP_CACHE_LINE, sizeof(*cache)) != 0)
        return NULL;
    cache = memset(block, 0, sizeof(*cache));
    cache->config = *config;
    cache->counters = counters;
    cache->room = TABLE_ROOM_FIRST;
    cache->table = calloc(cache->room, sizeof(np_entry_t *));
    if (!cache->table || !np_cache_index_init(&cache->keys) ||
        !np_cache_index_init(&cache->lists) || !np_cache_ghosts_init(cache)) {
        free_tables(cache);
        return NULL;
    }
    cache->bytes = np_entry_block(cache) + np_entry_block(cache->table) +
                   np_entry_block(cache->keys.buckets) + np_entry_block(cache->lists.buckets) +
                   np_entry_block(cache->ghosts);
    init_locks(cache);
    np_count_set(&counters->cache_limit, config->limit);
    show_gauges(cache);
    apr_pool_cleanup_register(pool, cache, destroy, apr_pool_cleanup_null);
    return cache;
}

/* ---- Finding ------------------------------------------------------------------------------ */

/* Everybody may write at once and an increment may be lost: uses are an estimate. */
static void count_use(np_entry_t *entry)
{
    unsigned char uses = atomic_load_explicit(&entry->links.uses, memory_order_relaxed);

    if (uses < NP_CACHE_USES_MOST)
        atomic_store_explicit(&entry->links.uses, (unsigned char)(uses + 1), memory_order_relaxed);
}

/* What is wrong in more than one way has been wrong since the first of them. */
static np_cache_found_e judge(const np_cache_config_t *config, np_entry_t *entry, np_civil_t now,
                              np_tick_t tick)
{
    np_tick_t outdated = atomic_load(&entry->outdated), age = tick - entry->made;
    int passed = entry->valid_until <= now, aged = age >= config->lifetime;

    if (atomic_load(&entry->removed) || entry->over_at <= now)
        return NP_CACHE_NONE;
    if (!outdated && !passed && !aged)
        return NP_CACHE_FRESH;
    if (outdated && tick - outdated > config->stale_max)
        return NP_CACHE_NONE;
    if (passed && entry->valid_until < now - config->stale_max / APR_USEC_PER_SEC)
        return NP_CACHE_NONE;
    if (aged && age - config->lifetime > config->stale_max)
        return NP_CACHE_NONE;
    return NP_CACHE_STALE;
}

np_cache_found_e np_cache_find(np_entry_t **found, np_cache_t *cache, const char *key,
                               apr_size_t length, np_civil_t now, np_tick_t tick)
{
    apr_uint64_t hash = np_key_hash(key, length);
    np_cache_found_e state;
    np_entry_t *entry;

    pthread_rwlock_rdlock(&cache->lock);
    entry = *place_of(cache, hash, key, length);
    if (entry) {
        np_entry_retain(entry);
        count_use(entry);
    }
    pthread_rwlock_unlock(&cache->lock);
    *found = NULL;
    if (entry == NULL)
        return NP_CACHE_NONE;
    state = judge(&cache->config, entry, now, tick);
    if (state == NP_CACHE_NONE)
        np_entry_release(entry);
    else
        *found = entry;
    return state;
}

/* ---- Storing ------------------------------------------------------------------------------ */

/* Puts an entry in the place of the one under its key, if there is one; that one's rank is handed
 * on. 1 when it went in. */
static int insert(np_cache_t *cache, np_entry_t *entry, np_dependency_t *block)
{
    apr_size_t bytes = atomic_load(&entry->bytes) + np_entry_block(block);
    int error = entry->status != 200;
    np_queue_e queue = np_cache_queue_for(cache, entry);
    np_entry_t *old = *place_of_entry(cache, entry);

    if (entry->links.queue != NP_QUEUE_NONE || np_cache_too_big(cache, bytes, error))
        return 0;
    if (old) {
        if ((old->status != 200) == error) {
            queue = (np_queue_e)old->links.queue;
            atomic_store(&entry->links.uses, atomic_load(&old->links.uses));
        }
        np_cache_drop(cache, old);
    }
    if (!np_cache_fit(cache, bytes, error))
        return 0;
    table_grow(cache);
    np_cache_index_grow(cache, entry);
    if (!np_cache_fit(cache, bytes, error)) /* the tables have grown */
        return 0;
    np_entry_retain(entry);
    entry->links.counted = bytes;
    entry->links.dependencies = block;
    entry->links.hash_next = NULL;
    *place_of_entry(cache, entry) = entry;
    cache->count++;
    np_cache_queue_in(cache, entry, queue);
    np_cache_dependencies_add(cache, entry);
    return 1;
}

/* What has come in up to now is looked at with the readers let in; with them shut out, only what
 * came in between. */
int np_cache_put(np_cache_t *cache, np_entry_t *entry, apr_uint64_t *since, int store)
{
    np_verdict_e verdict = np_cache_check(cache, entry, since);
    np_dependency_t *block = NULL;
    int stored = 0;

    if (verdict == NP_STILL_TRUE && store && np_cache_dependencies_make(&block, entry)) {
        np_cache_lock(cache);
        verdict = np_cache_overtaken(cache, entry, since);
        stored = verdict == NP_STILL_TRUE && insert(cache, entry, block);
        np_cache_unlock(cache);
        if (!stored)
            free(block);
    }
    if (stored)
        np_count(&cache->counters->stored, 1);
    else if (store && verdict != NP_STILL_TRUE)
        np_count(&cache->counters->overtaken, 1);
    return stored;
}

void np_cache_keep(np_cache_t *cache, np_entry_t *entry)
{
    np_dependency_t *block = NULL;
    int stored = 0;

    if (!np_cache_dependencies_make(&block, entry))
        return;
    np_cache_mark_outdated(entry, np_clock());
    np_cache_lock(cache);
    if (np_cache_was_removed(cache, entry))
        atomic_store(&entry->removed, 1);
    else if (!atomic_load(&entry->removed) && *place_of_entry(cache, entry) == NULL)
        stored = insert(cache, entry, block);
    np_cache_unlock(cache);
    if (!stored)
        free(block);
}

void np_cache_grown(np_cache_t *cache, np_entry_t *entry, apr_size_t bytes)
{
    unsigned char queue;

    if (bytes == 0)
        return;
    np_cache_lock(cache);
    queue = entry->links.queue;
    /* Counted anew, not added: it may have been stored since it grew. */
    if (queue != NP_QUEUE_NONE && queue != NP_QUEUE_GONE)
        np_cache_queue_resize(
            cache, entry, atomic_load(&entry->bytes) + np_entry_block(entry->links.dependencies));
    np_cache_fit(cache, 0, 0);
    np_cache_unlock(cache);
}
