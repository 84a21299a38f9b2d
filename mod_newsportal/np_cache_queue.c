/* np_cache_queue.c - S3-FIFO: which entry has to go when memory is used up.
 *
 *     new ──▶ small ── asked for since ──▶ main ── not asked for since it last came by ──▶ out
 *               └───── not ──▶ out, its hash remembered ── comes again ──▶ main
 *
 * Sizes are bytes, not entries: `counted` of each, so that memory is what is shared out. The hashes
 * stand in sets of four, newest first; one counts for as long as it would in a queue as long as the
 * cache has entries. Errors have a queue for themselves. Called by np_cache.c, under the lock.
 *
 * Must not: read what an entry is, apart from its status.
 */
#include "np_cache_internal.h"

#include <stdlib.h>

#define GHOST_BYTES_EACH 4096 /* one remembered hash for so much of the limit */
#define GHOST_SETS_LEAST 16
#define GHOST_SETS_MOST (1U << 20)

/* ---- Ghosts ------------------------------------------------------------------------------- */

int np_cache_ghosts_init(np_cache_t *cache)
{
    apr_size_t wanted = cache->config.limit / GHOST_BYTES_EACH / NP_CACHE_GHOST_WAYS;

    cache->ghost_sets = GHOST_SETS_LEAST;
    while (cache->ghost_sets < wanted && cache->ghost_sets < GHOST_SETS_MOST)
        cache->ghost_sets *= 2;
    cache->ghosts = calloc(cache->ghost_sets * NP_CACHE_GHOST_WAYS, sizeof(np_ghost_t));
    return cache->ghosts != NULL;
}

static np_ghost_t *ghost_set(np_cache_t *cache, apr_uint64_t hash)
{
    return cache->ghosts + (hash & (cache->ghost_sets - 1)) * NP_CACHE_GHOST_WAYS;
}

static void ghost_add(np_cache_t *cache, apr_uint64_t hash)
{
    np_ghost_t *set = ghost_set(cache, hash);
    int i;

    for (i = NP_CACHE_GHOST_WAYS - 1; i > 0; i--)
        set[i] = set[i - 1];
    set[0].print = (apr_uint32_t)(hash >> 32);
    set[0].number = cache->ghost_number++;
}

static int ghost_has(np_cache_t *cache, apr_uint64_t hash)
{
    np_ghost_t *set = ghost_set(cache, hash);
    int i;

    for (i = 0; i < NP_CACHE_GHOST_WAYS; i++)
        if (set[i].print == (apr_uint32_t)(hash >> 32) &&
            cache->ghost_number - set[i].number <= cache->count)
            return 1;
    return 0;
}

/* ---- Queues ------------------------------------------------------------------------------- */

np_queue_e np_cache_queue_for(np_cache_t *cache, const np_entry_t *entry)
{
    if (entry->status != 200)
        return NP_QUEUE_ERRORS;
    return ghost_has(cache, entry->hash) ? NP_QUEUE_MAIN : NP_QUEUE_SMALL;
}

void np_cache_queue_in(np_cache_t *cache, np_entry_t *entry, np_queue_e number)
{
    np_queue_t *queue = &cache->queues[number];
    np_entry_links_t *links = &entry->links;

    links->queue = (unsigned char)number;
    links->queue_before = NULL;
    links->queue_next = queue->newest;
    if (queue->newest)
        queue->newest->links.queue_before = entry;
    else
        queue->oldest = entry;
    queue->newest = entry;
    queue->count++;
    queue->bytes += links->counted;
    cache->bytes += links->counted;
}

void np_cache_queue_out(np_cache_t *cache, np_entry_t *entry)
{
    np_entry_links_t *links = &entry->links;
    np_queue_t *queue = &cache->queues[links->queue];

    if (links->queue_before)
        links->queue_before->links.queue_next = links->queue_next;
    else
        queue->newest = links->queue_next;
    if (links->queue_next)
        links->queue_next->links.queue_before = links->queue_before;
    else
        queue->oldest = links->queue_before;
    queue->count--;
    queue->bytes -= links->counted;
    cache->bytes -= links->counted;
    links->queue = NP_QUEUE_GONE;
}

void np_cache_queue_resize(np_cache_t *cache, np_entry_t *entry, apr_size_t bytes)
{
    np_queue_t *queue = &cache->queues[entry->links.queue];

    queue->bytes += bytes - entry->links.counted;
    cache->bytes += bytes - entry->links.counted;
    entry->links.counted = bytes;
}

static void move(np_cache_t *cache, np_entry_t *entry, np_queue_e queue, unsigned char uses)
{
    np_cache_queue_out(cache, entry);
    atomic_store_explicit(&entry->links.uses, uses, memory_order_relaxed);
    np_cache_queue_in(cache, entry, queue);
}

/* ---- Eviction ----------------------------------------------------------------------------- */

/* What was asked for moves on; the first that was not goes. The queue may become empty. */
static void evict_small(np_cache_t *cache)
{
    np_entry_t *entry;

    while ((entry = cache->queues[NP_QUEUE_SMALL].oldest) != NULL) {
        if (atomic_load_explicit(&entry->links.uses, memory_order_relaxed) == 0) {
            ghost_add(cache, entry->hash);
            np_cache_drop(cache, entry);
            np_count(&cache->counters->evicted, 1);
            return;
        }
        move(cache, entry, NP_QUEUE_MAIN, 0);
    }
}

/* Each use is another round through the queue. */
static void evict_used(np_cache_t *cache, np_queue_e queue)
{
    np_entry_t *entry;
    int chances;

    for (chances = NP_CACHE_CHANCES; (entry = cache->queues[queue].oldest) != NULL; chances--) {
        unsigned char uses = atomic_load_explicit(&entry->links.uses, memory_order_relaxed);

        if (uses == 0 || chances <= 0) {
            np_cache_drop(cache, entry);
            np_count(&cache->counters->evicted, 1);
            return;
        }
        move(cache, entry, queue, (unsigned char)(uses - 1));
    }
}

static apr_size_t error_limit(const np_cache_t *cache)
{
    return cache->config.limit / 16;
}

int np_cache_fit(np_cache_t *cache, apr_size_t more, int error)
{
    const np_queue_t *queues = cache->queues;
    apr_size_t limit = cache->config.limit;

    while (queues[NP_QUEUE_ERRORS].count &&
           queues[NP_QUEUE_ERRORS].bytes + (error ? more : 0) > error_limit(cache))
        evict_used(cache, NP_QUEUE_ERRORS);
    while (cache->bytes + more > limit) {
        if (queues[NP_QUEUE_SMALL].count &&
            (queues[NP_QUEUE_SMALL].bytes > limit / 10 || queues[NP_QUEUE_MAIN].count == 0))
            evict_small(cache);
        else if (queues[NP_QUEUE_MAIN].count)
            evict_used(cache, NP_QUEUE_MAIN);
        else if (queues[NP_QUEUE_ERRORS].count)
            evict_used(cache, NP_QUEUE_ERRORS);
        else
            return 0;
    }
    return 1;
}

int np_cache_too_big(const np_cache_t *cache, apr_size_t bytes, int error)
{
    return bytes > (error ? error_limit(cache) : cache->config.limit / 8);
}
