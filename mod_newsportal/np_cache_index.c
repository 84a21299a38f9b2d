/* np_cache_index.c - from a key, or a list, to the entries that were made from it.
 *
 * A hash of keys whose nodes lie in one malloc'ed block per entry, so that an entry comes and goes
 * without further allocations. Finding what a change touches costs as much as there is to touch;
 * for lists, as much as there are ranges of that list. Called by np_cache.c.
 *
 * Must not: decide what happens to an entry.
 */
#include "np_cache_internal.h"

#include <stdlib.h>

#define INDEX_ROOM_FIRST 64

int np_cache_index_init(np_index_t *index)
{
    index->room = INDEX_ROOM_FIRST;
    index->keys = 0;
    index->buckets = calloc(index->room, sizeof(np_dependency_t *));
    return index->buckets != NULL;
}

/* Where the first node of a key hangs, or would hang. Keys are hashes already. */
static np_dependency_t **place_of(const np_index_t *index, np_key_t key)
{
    np_dependency_t **place = &index->buckets[key & (index->room - 1)];

    while (*place && (*place)->key != key)
        place = &(*place)->other;
    return place;
}

np_dependency_t *np_cache_index_first(const np_index_t *index, np_key_t key)
{
    return *place_of(index, key);
}

/* ---- Growth ------------------------------------------------------------------------------- */

static void rehash(np_index_t *index, np_dependency_t **buckets, apr_size_t room)
{
    np_dependency_t *first, *other;
    apr_size_t i;

    for (i = 0; i < index->room; i++)
        for (first = index->buckets[i]; first; first = other) {
            np_dependency_t **bucket = &buckets[first->key & (room - 1)];

            other = first->other;
            first->other = *bucket;
            *bucket = first;
        }
    free(index->buckets);
    index->buckets = buckets;
    index->room = room;
}

/* Without memory for more buckets it goes on with longer chains. */
static void grow(np_cache_t *cache, np_index_t *index, apr_size_t more)
{
    apr_size_t room = index->room;
    np_dependency_t **buckets;

    while (room < index->keys + more)
        room *= 2;
    if (room == index->room)
        return;
    buckets = calloc(room, sizeof(*buckets));
    if (buckets == NULL)
        return;
    cache->bytes -= np_entry_block(index->buckets);
    cache->bytes += np_entry_block(buckets);
    rehash(index, buckets, room);
}

void np_cache_index_grow(np_cache_t *cache, const np_entry_t *entry)
{
    grow(cache, &cache->keys, (apr_size_t)entry->key_count);
    grow(cache, &cache->lists, (apr_size_t)entry->range_count);
}

/* ---- Nodes -------------------------------------------------------------------------------- */

static void node_in(np_index_t *index, np_dependency_t *node)
{
    np_dependency_t **place = place_of(index, node->key), *first = *place;

    if (first == NULL) {
        node->next = node->before = node->other = NULL;
        *place = node;
        index->keys++;
        return;
    }
    node->other = NULL;
    node->before = first;
    node->next = first->next;
    if (node->next)
        node->next->before = node;
    first->next = node;
}

static void node_out(np_index_t *index, np_dependency_t *node)
{
    np_dependency_t **place;

    if (node->next)
        node->next->before = node->before;
    if (node->before) {
        node->before->next = node->next;
        return;
    }
    place = place_of(index, node->key);
    if (node->next) {
        node->next->other = node->other;
        *place = node->next;
    } else {
        *place = node->other;
        index->keys--;
    }
}

/* ---- Blocks: first an entry's ranges, then its keys --------------------------------------- */

static np_dependency_range_t *range_nodes(np_dependency_t *block)
{
    return (np_dependency_range_t *)(void *)block;
}

static np_dependency_t *key_nodes(np_dependency_t *block, const np_entry_t *entry)
{
    return (np_dependency_t *)(void *)(range_nodes(block) + entry->range_count);
}

int np_cache_dependencies_make(np_dependency_t **block, const np_entry_t *entry)
{
    apr_size_t keys = (apr_size_t)entry->key_count, ranges = (apr_size_t)entry->range_count;

    *block = NULL;
    if (keys + ranges == 0)
        return 1;
    *block = malloc(ranges * sizeof(np_dependency_range_t) + keys * sizeof(np_dependency_t));
    return *block != NULL;
}

void np_cache_dependencies_add(np_cache_t *cache, np_entry_t *entry)
{
    np_dependency_range_t *ranges;
    np_dependency_t *keys;
    int i;

    if (entry->links.dependencies == NULL)
        return;
    ranges = range_nodes(entry->links.dependencies);
    keys = key_nodes(entry->links.dependencies, entry);
    for (i = 0; i < entry->range_count; i++) {
        ranges[i].base.key = entry->ranges[i].list;
        ranges[i].base.entry = entry;
        ranges[i].from = entry->ranges[i].from;
        ranges[i].to = entry->ranges[i].to;
        node_in(&cache->lists, &ranges[i].base);
    }
    for (i = 0; i < entry->key_count; i++) {
        keys[i].key = entry->keys[i];
        keys[i].entry = entry;
        node_in(&cache->keys, &keys[i]);
    }
}

void np_cache_dependencies_remove(np_cache_t *cache, np_entry_t *entry)
{
    np_dependency_range_t *ranges;
    np_dependency_t *keys;
    int i;

    if (entry->links.dependencies == NULL)
        return;
    ranges = range_nodes(entry->links.dependencies);
    keys = key_nodes(entry->links.dependencies, entry);
    for (i = 0; i < entry->range_count; i++)
        node_out(&cache->lists, &ranges[i].base);
    for (i = 0; i < entry->key_count; i++)
        node_out(&cache->keys, &keys[i]);
}
