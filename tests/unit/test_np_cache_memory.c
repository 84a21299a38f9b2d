/* test_np_cache_memory.c - what the cache keeps and what it lets go when memory is used up, and
 * that what it counts is what it takes. */
#include <malloc.h>
#include "cache_bed.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* ---- Limits --------------------------------------------------------------------------------- */

/* Sizes, notes and statuses of all kinds against a small limit: after every call it is kept. */
static void limit_is_kept(void **state)
{
    apr_uint64_t seed = 1;
    char key[24];
    bed_t bed;
    int i, j;

    (void)state;
    bed_open(&bed, MIB);
    for (i = 0; i < 20000; i++) {
        np_keys_t *keys = notes(&bed);

        for (j = (int)dice(&seed, 300); j > 0; j--)
            np_keys_add(keys, np_key_number("article", dice(&seed, 100000)));
        for (j = (int)dice(&seed, 5); j > 0; j--)
            np_keys_add_range(keys, np_key_number("list", dice(&seed, 500)), i, i + 10);
        sprintf(key, "k%u", dice(&seed, 3000));
        put(&bed, key, dice(&seed, 3) ? 200 : 404, dice(&seed, 40000), keys);
        sprintf(key, "k%u", dice(&seed, 3000));
        look(&bed, key);
    }
    assert_true(bed_bytes(&bed) > MIB / 10 * 8);
    assert_true(np_count_get(&bed.counters.evicted) > 1000);
    bed_close(&bed);
}

/* Tables alone take more: nothing is stored, nothing breaks. */
static void limit_below_the_tables(void **state)
{
    apr_size_t empty;
    bed_t bed;

    (void)state;
    bed_open(&bed, 1000);
    empty = bed_bytes(&bed);
    bed.limit = empty;
    assert_int_equal(put(&bed, "a", 200, 10, notes_of(&bed, "article", "7")), 0);
    assert_int_equal(put(&bed, "a", 404, 10, NULL), 0);
    assert_int_equal(look(&bed, "a"), NP_CACHE_NONE);
    assert_true(bed_bytes(&bed) == empty);
    bed_close(&bed);
}

static void too_big_is_not_stored(void **state)
{
    bed_t bed;

    (void)state;
    bed_open(&bed, 8 * MIB);
    assert_int_equal(put(&bed, "a", 200, MIB, NULL), 0);
    assert_int_equal(put(&bed, "a", 200, MIB - 10000, NULL), 1);
    assert_int_equal(look(&bed, "a"), NP_CACHE_FRESH);
    assert_int_equal(put(&bed, "e", 404, MIB / 2, NULL), 0);
    assert_int_equal(put(&bed, "e", 404, MIB / 2 - 10000, NULL), 1);
    assert_int_equal(look(&bed, "e"), NP_CACHE_FRESH);
    /* What it would have replaced is still there. */
    assert_int_equal(put(&bed, "a", 200, MIB, NULL), 0);
    assert_int_equal(look(&bed, "a"), NP_CACHE_FRESH);
    bed_close(&bed);
}

/* Bytes of one page of this size, as counted. */
static apr_size_t size_of(apr_size_t length, int status)
{
    apr_size_t before;
    bed_t bed;

    bed_open(&bed, 64 * MIB);
    before = bed_bytes(&bed);
    assert_int_equal(put(&bed, "k00000", status, length, NULL), 1);
    before = bed_bytes(&bed) - before;
    bed_close(&bed);
    return before;
}

/* Errors come in masses: they push each other out, not the pages. */
static void errors_have_a_limit_of_their_own(void **state)
{
    apr_size_t each = size_of(1000, 404) - 64, empty; /* blocks vary by some bytes */
    unsigned long long pages;
    char key[16];
    bed_t bed;
    int i;

    (void)state;
    bed_open(&bed, 4 * MIB);
    empty = bed_bytes(&bed);
    for (i = 0; i < 3000; i++) {
        sprintf(key, "p%05d", i);
        put(&bed, key, 200, 1000, NULL);
    }
    pages = np_count_get(&bed.counters.cache_entries);
    assert_true(pages < 3000);
    for (i = 0; i < 20000; i++) {
        sprintf(key, "e%05d", i);
        assert_int_equal(put(&bed, key, 404, 1000, NULL), 1);
        assert_true(np_count_get(&bed.counters.cache_error_entries) * each <= bed.limit / 16);
        assert_int_equal(look(&bed, "e00000"), NP_CACHE_FRESH); /* asked for: it stays */
    }
    assert_true((np_count_get(&bed.counters.cache_error_entries) + 2) * (each + 128) >
                bed.limit / 16);
    sprintf(key, "e%05d", 1);
    assert_int_equal(look(&bed, key), NP_CACHE_NONE);
    assert_true(np_count_get(&bed.counters.cache_entries) + bed.limit / 16 / each + 2 >= pages);
    assert_true(bed_bytes(&bed) > empty);
    bed_close(&bed);
}

/* ---- Growth --------------------------------------------------------------------------------- */

static np_entry_t *grip(bed_t *bed, const char *key)
{
    np_entry_t *entry;

    assert_int_not_equal(np_cache_find(&entry, bed->cache, key, strlen(key), NOW, np_clock()),
                         NP_CACHE_NONE);
    return entry;
}

/* As np_entry_body does when it has made a coded body. */
static void grow(bed_t *bed, np_entry_t *entry, apr_size_t bytes)
{
    atomic_fetch_add(&entry->bytes, bytes);
    np_cache_grown(bed->cache, entry, bytes);
    bed_within_limit(bed);
}

static void growth_is_counted(void **state)
{
    np_entry_t *entry, *other;
    np_flight_t *flight;
    apr_size_t before, empty;
    bed_t bed;

    (void)state;
    bed_open(&bed, 4 * MIB);
    empty = bed_bytes(&bed);
    assert_int_equal(put(&bed, "a", 200, 1000, notes_of(&bed, "article", "7")), 1);
    before = bed_bytes(&bed);
    entry = grip(&bed, "a");
    np_cache_grown(bed.cache, entry, 0);
    assert_true(bed_bytes(&bed) == before);
    grow(&bed, entry, 5000);
    assert_true(bed_bytes(&bed) == before + 5000);
    apply_removal(&bed, "article", "7");
    assert_true(bed_bytes(&bed) == empty);
    grow(&bed, entry, 5000); /* out of the table: no longer the cache's */
    assert_true(bed_bytes(&bed) == empty);
    np_entry_release(entry);
    /* It grew before it was stored, and the cache is told after. */
    flight = lead(&bed, "b");
    other = page_make("b", 200, 1000, NULL);
    np_cache_grown(bed.cache, other, 7);
    assert_true(bed_bytes(&bed) == empty);
    atomic_fetch_add(&other->bytes, 3000);
    assert_int_equal(np_cache_finish(flight, bed.cache, other, 1), 1);
    before = bed_bytes(&bed);
    np_cache_grown(bed.cache, other, 3000);
    assert_true(bed_bytes(&bed) == before);
    np_entry_release(other);
    bed_close(&bed);
}

static void growth_evicts(void **state)
{
    unsigned long long evicted;
    np_entry_t *entry;
    char key[16];
    bed_t bed;
    int i;

    (void)state;
    bed_open(&bed, 4 * MIB);
    for (i = 0; i < 1000; i++) {
        sprintf(key, "p%05d", i);
        assert_int_equal(put(&bed, key, i % 50 ? 200 : 404, 3000, NULL), 1);
    }
    evicted = np_count_get(&bed.counters.evicted);
    assert_int_equal(evicted, 0);
    for (i = 0; i < 1000; i++) {
        sprintf(key, "p%05d", i);
        if (look(&bed, key) == NP_CACHE_NONE)
            continue;
        entry = grip(&bed, key);
        grow(&bed, entry, 2500);
        np_entry_release(entry);
    }
    assert_true(np_count_get(&bed.counters.evicted) > 200);
    assert_true(np_count_get(&bed.counters.cache_error_entries) * 5500 <= bed.limit / 16);
    entry = grip(&bed, "p00999");
    grow(&bed, entry, 5 * MIB); /* more than there is */
    assert_true(bed_bytes(&bed) <= bed.limit);
    np_entry_release(entry);
    bed_close(&bed);
}

/* ---- What is kept --------------------------------------------------------------------------- */

/* Weights of Zipf's law, summed up: entry i is asked for 1/(i+1) as often as the first. */
static int zipf(apr_uint64_t *seed, const double *sums, int count)
{
    double x = (double)dice(seed, 1U << 30) / (double)(1U << 30) * sums[count - 1];
    int low = 0, high = count - 1;

    while (low < high) {
        int middle = (low + high) / 2;

        if (sums[middle] < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int want(bed_t *bed, const char *key, int status)
{
    if (look(bed, key) == NP_CACHE_FRESH)
        return 1;
    assert_int_equal(put(bed, key, status, 1000, NULL), 1);
    return 0;
}

/* For each reader's request, one of a crawler that never asks for the same page twice. */
static void crawl(int status)
{
    enum { HOT = 500, COLD = 1000000 };
    apr_uint64_t seed = 3;
    double sums[HOT], sum = 0;
    long hits = 0;
    char key[16];
    bed_t bed;
    int i;

    for (i = 0; i < HOT; i++)
        sums[i] = sum += 1.0 / (i + 1);
    bed_open(&bed, 4 * MIB);
    for (i = 0; i < COLD; i++) {
        sprintf(key, "hot%d", zipf(&seed, sums, HOT));
        hits += want(&bed, key, 200);
        sprintf(key, "cold%d", i);
        assert_int_equal(want(&bed, key, status), 0);
    }
    print_message("crawler with status %d: %.3f %% of the readers' requests are hits\n", status,
                  (double)hits * 100 / COLD);
    assert_true(hits > COLD / 100L * 99);
    bed_close(&bed);
}

static void crawler_does_not_push_out(void **state)
{
    (void)state;
    crawl(200);
    crawl(404);
}

#define PAGE 5000 /* bytes; some 700 of them fit into 4 MiB */

static void pass(bed_t *bed, int *next, int count)
{
    char key[16];
    int end = *next + count;

    for (; *next < end; ++*next) {
        sprintf(key, "p%d", *next);
        assert_int_equal(put(bed, key, 200, PAGE, NULL), 1);
    }
}

/* What left unused and soon comes again is kept from then on; what comes again much later is new.
 */
static void second_coming_stays(void **state)
{
    int next = 0;
    bed_t bed;

    (void)state;
    bed_open(&bed, 4 * MIB);
    assert_int_equal(put(&bed, "soon", 200, PAGE, NULL), 1);
    assert_int_equal(put(&bed, "late", 200, PAGE, NULL), 1);
    pass(&bed, &next, 1000);
    assert_true(np_count_get(&bed.counters.cache_entries) < 900);
    assert_int_equal(look(&bed, "soon"), NP_CACHE_NONE);
    assert_int_equal(look(&bed, "late"), NP_CACHE_NONE);
    assert_int_equal(put(&bed, "soon", 200, PAGE, NULL), 1);
    assert_int_equal(put(&bed, "once", 200, PAGE, NULL), 1);
    pass(&bed, &next, 5000);
    assert_int_equal(put(&bed, "late", 200, PAGE, NULL), 1);
    pass(&bed, &next, 5000);
    assert_int_equal(look(&bed, "soon"), NP_CACHE_FRESH);
    assert_int_equal(look(&bed, "once"), NP_CACHE_NONE);
    assert_int_equal(look(&bed, "late"), NP_CACHE_NONE);
    bed_close(&bed);
}

/* A page that is made anew keeps its rank. */
static void renewed_keeps_its_rank(void **state)
{
    int next = 0, i;
    bed_t bed;

    (void)state;
    bed_open(&bed, 4 * MIB);
    assert_int_equal(put(&bed, "asked", 200, PAGE, NULL), 1);
    assert_int_equal(put(&bed, "unasked", 200, PAGE, NULL), 1);
    assert_int_equal(look(&bed, "asked"), NP_CACHE_FRESH);
    for (i = 0; i < 10; i++) {
        pass(&bed, &next, 1000); /* into the main queue by its one use, and no further use */
        np_cache_flush(bed.cache);
        assert_int_equal(put(&bed, "asked", 200, PAGE, NULL), 1);
    }
    pass(&bed, &next, 1000);
    assert_int_equal(look(&bed, "asked"), NP_CACHE_FRESH);
    assert_int_equal(look(&bed, "unasked"), NP_CACHE_NONE);
    bed_close(&bed);
}

/* ---- Truth of the count --------------------------------------------------------------------- */

static apr_size_t heap(void)
{
    struct mallinfo2 info = mallinfo2();

    return info.uordblks + info.hblkhd;
}

/* Passes `count` pages through a cache of 64 MiB; what the heap has grown by is what is counted. */
static void count_against_heap(int count, apr_size_t length, int keys_each)
{
    apr_size_t before, counted, real;
    apr_uint64_t seed = 7;
    char key[64];
    bed_t bed;
    int i, j;

    apr_pool_create(&bed.pool, NULL); /* what APR keeps to itself is there from now on */
    apr_pool_destroy(bed.pool);
    before = heap();
    bed_open(&bed, 64 * MIB);
    for (i = 0; i < count; i++) {
        np_keys_t *keys = notes(&bed);

        for (j = 0; j < keys_each; j++)
            np_keys_add(keys, np_key_number("article", dice(&seed, 50000)));
        np_keys_add_range(keys, np_key_number("list", dice(&seed, 100)), i, i + 10);
        sprintf(key, "v1|portal|desktop|zh-Hans|article|%d", i);
        assert_int_equal(put(&bed, key, 200, length + dice(&seed, (unsigned)length), keys), 1);
        if (dice(&seed, 4) == 0)
            look(&bed, key);
        if (dice(&seed, 100) == 0)
            apply_removal(&bed, "article", "17");
    }
    counted = bed_bytes(&bed);
    apr_pool_clear(bed.scratch);
    real = heap() - before;
    print_message("%d pages passed through, %llu in it: %zu bytes counted, %zu bytes taken\n",
                  count, np_count_get(&bed.counters.cache_entries), counted, real);
    assert_true(counted > 62 * MIB);
    /* A sanitizer's malloc tells nothing of itself; the limit holds there too. */
    if (!SANITIZED) {
        assert_true(real < counted + counted / 100);
        assert_true(counted < real + real / 100);
    }
    bed_close(&bed);
    if (!SANITIZED)
        assert_true(heap() < before + MIB / 2);
}

static void count_is_true(void **state)
{
    (void)state;
    count_against_heap(SANITIZED ? 200000 : 1000000, 60, 2);
    count_against_heap(100000, 1000, 10);
    count_against_heap(10000, 20000, 60);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(limit_is_kept),
        cmocka_unit_test(limit_below_the_tables),
        cmocka_unit_test(too_big_is_not_stored),
        cmocka_unit_test(errors_have_a_limit_of_their_own),
        cmocka_unit_test(growth_is_counted),
        cmocka_unit_test(growth_evicts),
        cmocka_unit_test(crawler_does_not_push_out),
        cmocka_unit_test(second_coming_stays),
        cmocka_unit_test(renewed_keeps_its_rank),
        cmocka_unit_test(count_is_true),
    };
    int failed;

    apr_initialize();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    apr_terminate();
    return failed;
}
