/* np_cache_changes.c - what changes do: to entries in the table, and to pages still being made.
 *
 * Each change is remembered and applied under one hold of the lock. A page that is made meanwhile
 * is compared with what is remembered when it is stored, under the same lock: between the two no
 * change gets lost. Called by the watcher, and by np_cache.c.
 *
 * Must not: know where changes come from.
 */
#include "np_cache_internal.h"

int np_cache_mark_outdated(np_entry_t *entry, np_tick_t tick)
{
    np_tick_t never = 0;

    return atomic_compare_exchange_strong(&entry->outdated, &never, tick);
}

/* Of all changes since then; `*since` is moved past those that the ring still has. */
static np_verdict_e judge(const np_cache_t *cache, const np_entry_t *entry, apr_uint64_t *since)
{
    apr_uint64_t end = atomic_load(&cache->changes);
    np_verdict_e verdict = cache->flushed > *since ? NP_OVERTAKEN : NP_STILL_TRUE;

    if (end - *since > NP_CACHE_RING)
        return cache->removals > *since ? NP_REMOVED : NP_OVERTAKEN;
    for (; *since < end; ++*since) {
        const np_change_t *change = &cache->ring[*since % NP_CACHE_RING];

        if (!np_change_touches(change, entry->keys, entry->key_count, entry->ranges,
                               entry->range_count))
            continue;
        verdict = NP_OVERTAKEN;
        if (change->removes && np_change_hits_key(change, entry->keys, entry->key_count,
                                                  entry->ranges, entry->range_count))
            return NP_REMOVED;
    }
    return verdict;
}

np_verdict_e np_cache_overtaken(np_cache_t *cache, np_entry_t *entry, apr_uint64_t *since)
{
    np_verdict_e verdict = judge(cache, entry, since);

    if (verdict != NP_STILL_TRUE)
        np_cache_mark_outdated(entry, np_clock());
    if (verdict == NP_REMOVED)
        atomic_store(&entry->removed, 1);
    return verdict;
}

np_verdict_e np_cache_check(np_cache_t *cache, np_entry_t *entry, apr_uint64_t *since)
{
    np_verdict_e verdict;

    pthread_rwlock_rdlock(&cache->lock);
    verdict = np_cache_overtaken(cache, entry, since);
    pthread_rwlock_unlock(&cache->lock);
    return verdict;
}

int np_cache_was_removed(const np_cache_t *cache, const np_entry_t *entry)
{
    apr_uint64_t end = atomic_load(&cache->changes);
    apr_uint64_t i = end > NP_CACHE_RING ? end - NP_CACHE_RING : 0;

    for (; i < end; i++) {
        const np_change_t *change = &cache->ring[i % NP_CACHE_RING];

        if (change->removes && np_change_hits_key(change, entry->keys, entry->key_count,
                                                  entry->ranges, entry->range_count))
            return 1;
    }
    return 0;
}

/* ---- Changes ------------------------------------------------------------------------------ */

/* A removed entry leaves its queue at once, which keeps it from being met twice; the rest follows
 * when the chains are no longer walked. */
static void touch(np_cache_t *cache, np_entry_t *entry, np_tick_t tick, np_entry_t **removed)
{
    if (entry->links.queue == NP_QUEUE_GONE)
        return;
    if (np_cache_mark_outdated(entry, tick) && !removed)
        np_count(&cache->counters->outdated, 1);
    if (!removed)
        return;
    atomic_store(&entry->removed, 1);
    np_count(&cache->counters->removed, 1);
    np_cache_queue_out(cache, entry);
    entry->links.queue_next = *removed;
    *removed = entry;
}

static void touch_key(np_cache_t *cache, np_key_t key, np_tick_t tick, np_entry_t **removed)
{
    np_dependency_t *node = np_cache_index_first(&cache->keys, key);

    for (; node; node = node->next)
        touch(cache, node->entry, tick, removed);
}

static void touch_list(np_cache_t *cache, const np_change_t *change, np_tick_t tick,
                       np_entry_t **removed)
{
    np_dependency_t *node = np_cache_index_first(&cache->lists, change->key);

    for (; node; node = node->next) {
        const np_dependency_range_t *range = (const np_dependency_range_t *)(const void *)node;

        if (change->is_whole || (range->from <= change->at && change->at <= range->to))
            touch(cache, node->entry, tick, removed);
    }
}

static void apply(np_cache_t *cache, const np_change_t *change, np_tick_t tick)
{
    np_entry_t *removed = NULL, *next, **gone = change->removes ? &removed : NULL;

    touch_key(cache, change->key, tick, gone);
    if (change->is_list)
        touch_list(cache, change, tick, gone);
    for (; removed; removed = next) {
        next = removed->links.queue_next;
        np_cache_forget(cache, removed);
    }
    touch_key(cache, change->common, tick, NULL);
}

static void remember(np_cache_t *cache, const np_change_t *change)
{
    apr_uint64_t number = atomic_load(&cache->changes);

    cache->ring[number % NP_CACHE_RING] = *change;
    if (change->removes)
        cache->removals = number + 1;
    atomic_store(&cache->changes, number + 1);
}

void np_cache_apply(np_cache_t *cache, const np_change_t *changes, int count)
{
    np_tick_t tick = np_clock();
    int i = 0, end;

    while (i < count) {
        end = count - i > NP_CACHE_BATCH ? i + NP_CACHE_BATCH : count;
        np_cache_lock(cache);
        for (; i < end; i++) {
            remember(cache, &changes[i]);
            apply(cache, &changes[i], tick);
        }
        np_cache_unlock(cache);
    }
}

void np_cache_flush(np_cache_t *cache)
{
    static const np_change_t nothing = {0};
    np_tick_t tick = np_clock();
    np_entry_t *entry;
    int queue;

    np_cache_lock(cache);
    remember(cache, &nothing);
    cache->flushed = atomic_load(&cache->changes);
    for (queue = NP_QUEUE_SMALL; queue < NP_QUEUE_COUNT; queue++)
        for (entry = cache->queues[queue].newest; entry; entry = entry->links.queue_next)
            np_cache_mark_outdated(entry, tick);
    np_cache_unlock(cache);
    np_count(&cache->counters->flushes, 1);
}

void np_cache_verified(np_cache_t *cache, np_tick_t tick)
{
    atomic_store(&cache->verified, tick);
}

np_tick_t np_cache_verified_at(np_cache_t *cache)
{
    return atomic_load(&cache->verified);
}
