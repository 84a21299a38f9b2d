/* cache_bed.h - what the tests of the cache share: a cache, pages for it, and looks into it. */
#ifndef CACHE_BED_H
#define CACHE_BED_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <apr_general.h>
#include "np_cache.h"

#define MIB ((apr_size_t)1 << 20)
#define LIFETIME apr_time_from_sec(600)
#define STALE_MAX apr_time_from_sec(100)
#define NOW 1000000 /* what the portal's clock shows unless a test says otherwise */

typedef struct bed_t {
    apr_pool_t *pool, *scratch;
    np_counters_t counters;
    np_cache_t *cache;
    apr_size_t limit;
} bed_t;

static inline void bed_open_unverified(bed_t *bed, apr_size_t limit)
{
    np_cache_config_t config = {limit, LIFETIME, STALE_MAX};

    memset(bed, 0, sizeof(*bed));
    apr_pool_create(&bed->pool, NULL);
    apr_pool_create(&bed->scratch, bed->pool);
    bed->limit = limit;
    bed->cache = np_cache_create(&config, &bed->counters, bed->pool);
    assert_non_null(bed->cache);
    assert_true(np_count_get(&bed->counters.cache_limit) == limit);
}

static inline void bed_open(bed_t *bed, apr_size_t limit)
{
    bed_open_unverified(bed, limit);
    assert_true(np_cache_verified_at(bed->cache) == 0);
    np_cache_verified(bed->cache, 77);
    assert_true(np_cache_verified_at(bed->cache) == 77);
}

static inline void bed_close(bed_t *bed)
{
    apr_pool_destroy(bed->pool);
}

static inline apr_size_t bed_bytes(bed_t *bed)
{
    return (apr_size_t)np_count_get(&bed->counters.cache_bytes);
}

static inline void bed_within_limit(bed_t *bed)
{
    assert_true(bed_bytes(bed) <= bed->limit);
}

/* Empty notes. They live until the next call, or until page_make. */
static inline np_keys_t *notes(bed_t *bed)
{
    np_keys_t *keys;

    apr_pool_clear(bed->scratch);
    keys = apr_palloc(bed->scratch, sizeof(*keys));
    np_keys_init(keys, bed->scratch);
    return keys;
}

/* Notes with one key. */
static inline np_keys_t *notes_of(bed_t *bed, const char *kind, const char *item)
{
    np_keys_t *keys = notes(bed);

    np_keys_add(keys, np_key(kind, item));
    return keys;
}

static inline np_entry_t *page_make(const char *key, int status, apr_size_t length,
                                    const np_keys_t *keys)
{
    np_entry_parts_t parts = {.key = key, .status = status, .length = length, .keys = keys};
    np_entry_t *entry;

    parts.path = status == 200 ? "/a/path" : NULL;
    parts.body = malloc(length + 1);
    assert_non_null(parts.body);
    memset(parts.body, 'x', length);
    entry = np_entry_make(&parts);
    assert_non_null(entry);
    return entry;
}

static inline np_flight_t *lead(bed_t *bed, const char *key)
{
    np_flight_t *flight;

    assert_int_equal(np_cache_join(&flight, bed->cache, key, strlen(key)), 1);
    assert_non_null(flight);
    return flight;
}

static inline np_flight_t *follow(bed_t *bed, const char *key)
{
    np_flight_t *flight;

    assert_int_equal(np_cache_join(&flight, bed->cache, key, strlen(key)), 0);
    assert_non_null(flight);
    return flight;
}

/* Makes and stores a page; gives what np_cache_finish said. */
static inline int put(bed_t *bed, const char *key, int status, apr_size_t length,
                      const np_keys_t *keys)
{
    np_flight_t *flight = lead(bed, key);
    np_entry_t *entry = page_make(key, status, length, keys);
    int stored = np_cache_finish(flight, bed->cache, entry, 1);

    np_entry_release(entry);
    bed_within_limit(bed);
    return stored;
}

static inline np_cache_found_e look_at(bed_t *bed, const char *key, np_civil_t now, np_tick_t tick)
{
    np_entry_t *entry = NULL;
    np_cache_found_e found = np_cache_find(&entry, bed->cache, key, strlen(key), now, tick);

    assert_int_equal(found == NP_CACHE_NONE, entry == NULL);
    if (entry) {
        assert_string_equal(entry->key, key);
        np_entry_release(entry);
    }
    return found;
}

static inline np_cache_found_e look(bed_t *bed, const char *key)
{
    return look_at(bed, key, NOW, np_clock());
}

static inline np_change_t change_of(const char *kind, const char *item)
{
    np_change_t change = {.key = np_key(kind, item), .common = np_key(kind, "*")};

    return change;
}

static inline np_change_t list_change(const char *name, np_civil_t at)
{
    np_change_t change = change_of("list", name);

    change.is_list = 1;
    change.at = at;
    return change;
}

static inline void apply(bed_t *bed, np_change_t change)
{
    np_cache_apply(bed->cache, &change, 1);
    bed_within_limit(bed);
}

static inline void apply_removal(bed_t *bed, const char *kind, const char *item)
{
    np_change_t change = change_of(kind, item);

    change.removes = 1;
    apply(bed, change);
}

/* A small generator with a seed: tests repeat what they do. */
static inline unsigned dice(apr_uint64_t *seed, unsigned sides)
{
    *seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)((*seed >> 33) % sides);
}

#endif
