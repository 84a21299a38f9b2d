/* np_key.c - see np_key.h. Called by the pages while they load, by the watcher and by the cache. */
#include "np_key.h"

#include <stdio.h>
#include <string.h>
#include <apr_siphash.h>

static unsigned char secret_key[NP_KEY_SECRET_SIZE];

_Static_assert(NP_KEY_SECRET_SIZE == APR_SIPHASH_KSIZE, "the secret is a key of SipHash");

void np_key_secret(const unsigned char secret[NP_KEY_SECRET_SIZE])
{
    memcpy(secret_key, secret, sizeof(secret_key));
}

apr_uint64_t np_key_hash(const void *bytes, apr_size_t length)
{
    return apr_siphash24(bytes, length, secret_key);
}

/* Both parts are hashed by themselves first: no separator that an item could contain, and no buffer
 * that a long one could overflow. */
static np_key_t key_of(const char *kind, const char *item, apr_size_t item_length)
{
    apr_uint64_t parts[2];
    np_key_t key;

    parts[0] = np_key_hash(kind, strlen(kind));
    parts[1] = np_key_hash(item, item_length);
    key = np_key_hash(parts, sizeof(parts));
    return key ? key : 1;
}

np_key_t np_key(const char *kind, const char *item)
{
    return key_of(kind, item, strlen(item));
}

np_key_t np_key_number(const char *kind, apr_int64_t id)
{
    char item[24];
    int length = snprintf(item, sizeof(item), "%lld", (long long)id);

    return key_of(kind, item, (apr_size_t)length);
}

/* ---- Notes -------------------------------------------------------------------------------- */

void np_keys_init(np_keys_t *keys, apr_pool_t *pool)
{
    memset(keys, 0, sizeof(*keys));
    keys->pool = pool;
    keys->valid_until = NP_CIVIL_LAST;
    keys->over_at = NP_CIVIL_LAST;
}

/* The place of a key, or the free one where it belongs. Rooms are powers of two; keys are hashes
 * already. A place holds an index into `keys` plus one. */
static int *place_of(const np_keys_t *keys, np_key_t key)
{
    int mask = keys->place_room - 1;
    int i = (int)(key & (np_key_t)mask);

    while (keys->places[i] && keys->keys[keys->places[i] - 1] != key)
        i = (i + 1) & mask;
    return &keys->places[i];
}

static void keys_grow(np_keys_t *keys)
{
    int room = keys->key_room ? keys->key_room * 2 : 32, i;
    np_key_t *grown = apr_palloc(keys->pool, (apr_size_t)room * sizeof(*grown));

    if (keys->key_count)
        memcpy(grown, keys->keys, (apr_size_t)keys->key_count * sizeof(*grown));
    keys->keys = grown;
    keys->key_room = room;
    keys->place_room = room * 2;
    keys->places = apr_pcalloc(keys->pool, (apr_size_t)keys->place_room * sizeof(*keys->places));
    for (i = 0; i < keys->key_count; i++)
        *place_of(keys, keys->keys[i]) = i + 1;
}

void np_keys_add(np_keys_t *keys, np_key_t key)
{
    int *place;

    if (keys->key_count == keys->key_room)
        keys_grow(keys);
    place = place_of(keys, key);
    if (*place)
        return;
    keys->keys[keys->key_count++] = key;
    *place = keys->key_count;
}

void np_keys_add_range(np_keys_t *keys, np_key_t list, np_civil_t from, np_civil_t to)
{
    np_range_t *range;
    int i;

    for (i = 0; i < keys->range_count; i++) {
        range = &keys->ranges[i];
        if (range->list == list && range->from == from && range->to == to)
            return;
    }
    if (keys->range_count == keys->range_room) {
        int room = keys->range_room ? keys->range_room * 2 : 8;
        np_range_t *grown = apr_palloc(keys->pool, (apr_size_t)room * sizeof(*grown));

        if (keys->range_count)
            memcpy(grown, keys->ranges, (apr_size_t)keys->range_count * sizeof(*grown));
        keys->ranges = grown;
        keys->range_room = room;
    }
    range = &keys->ranges[keys->range_count++];
    range->list = list;
    range->from = from;
    range->to = to;
}

void np_keys_until(np_keys_t *keys, np_civil_t moment)
{
    if (moment < keys->valid_until)
        keys->valid_until = moment;
}

/* ---- Changes ------------------------------------------------------------------------------ */

static int has_key(const np_key_t *keys, int count, np_key_t key)
{
    int i;

    for (i = 0; i < count; i++)
        if (keys[i] == key)
            return 1;
    return 0;
}

int np_change_hits_key(const np_change_t *change, const np_key_t *keys, int key_count,
                       const np_range_t *ranges, int range_count)
{
    int i;

    if (has_key(keys, key_count, change->key))
        return 1;
    for (i = 0; change->is_list && i < range_count; i++)
        if (ranges[i].list == change->key &&
            (change->is_whole || (ranges[i].from <= change->at && change->at <= ranges[i].to)))
            return 1;
    return 0;
}

int np_change_touches(const np_change_t *change, const np_key_t *keys, int key_count,
                      const np_range_t *ranges, int range_count)
{
    return np_change_hits_key(change, keys, key_count, ranges, range_count) ||
           has_key(keys, key_count, change->common);
}
