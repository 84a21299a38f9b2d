/* bench_np_cache.c - what np_cache_find costs, on one thread and on more. Not a test: build it with
 *     make -f apxs.mk BUILD=... .../unit/bench_np_cache
 * and run it as `bench_np_cache [pages [finds per thread]]`. "spread" asks for every page in turn,
 * "one page" for the same one all the time; "changes" has a watcher that applies 2,000 changes a
 * second beside it. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <apr_general.h>
#include "np_cache.h"

#define THREADS_MOST 4

typedef struct bench_t {
    np_cache_t *cache;
    int pages;
    long finds;
    int one_page;
    atomic_int stop, started;
    np_counter_t nanoseconds;
} bench_t;

static int key_of(char *key, int page)
{
    return sprintf(key, "v1|portal|desktop|zh-Hans|article|%d", page);
}

static void fill(bench_t *bench, apr_pool_t *pool)
{
    char key[64];
    int i, j;

    np_cache_verified(bench->cache, np_clock());
    for (i = 0; i < bench->pages; i++) {
        np_entry_parts_t parts = {.key = key, .status = 200, .body = calloc(1, 20000)};
        np_flight_t *flight;
        np_entry_t *entry;
        np_keys_t keys;

        parts.length = 20000;
        np_keys_init(&keys, pool);
        for (j = 0; j < 60; j++)
            np_keys_add(&keys, np_key_number("article", i + j));
        np_keys_add_range(&keys, np_key("list", "site"), i, i + 20);
        parts.keys = &keys;
        key_of(key, i);
        np_cache_join(&flight, bench->cache, key, strlen(key));
        entry = np_entry_make(&parts);
        if (!np_cache_finish(flight, bench->cache, entry, 1))
            fprintf(stderr, "page %d was not stored\n", i);
        np_entry_release(entry);
        apr_pool_clear(pool);
    }
}

/* Of this thread: others on the machine do not count. */
static double cpu_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void *find_all(void *data)
{
    bench_t *bench = data;
    double begin = cpu_seconds();
    np_tick_t tick = np_clock();
    np_entry_t *entry;
    char key[64];
    long first = (long)atomic_fetch_add(&bench->started, 1) * 1237, i;

    for (i = 0; i < bench->finds; i++) {
        int length = key_of(key, bench->one_page ? 1 : (int)((first + i) % bench->pages));

        if (np_cache_find(&entry, bench->cache, key, (apr_size_t)length, 0, tick) != NP_CACHE_NONE)
            np_entry_release(entry);
    }
    np_count(&bench->nanoseconds, (unsigned long long)((cpu_seconds() - begin) * 1e9));
    return NULL;
}

static void *change_all(void *data)
{
    bench_t *bench = data;
    np_change_t changes[2] = {{0}};
    int i = 0;

    while (!atomic_load(&bench->stop)) {
        changes[0].key = np_key_number("article", i++);
        changes[1].key = np_key("list", "site");
        changes[1].is_list = 1;
        changes[1].at = i;
        np_cache_apply(bench->cache, changes, 2);
        usleep(1000);
    }
    return NULL;
}

/* What writing the keys costs, which is not the cache's. */
static double key_time(const bench_t *bench)
{
    double begin = cpu_seconds();
    char key[64];
    long i, length = 0;

    for (i = 0; i < bench->finds; i++)
        length += key_of(key, bench->one_page ? 1 : (int)(i % bench->pages));
    if (length == 0)
        puts("");
    return cpu_seconds() - begin;
}

static void run(bench_t *bench, int count, int one_page, int changing)
{
    pthread_t threads[THREADS_MOST], watcher;
    double keys;
    int i;

    bench->one_page = one_page;
    atomic_store(&bench->stop, 0);
    keys = key_time(bench);
    if (changing)
        pthread_create(&watcher, NULL, change_all, bench);
    np_count_set(&bench->nanoseconds, 0);
    for (i = 0; i < count; i++)
        pthread_create(&threads[i], NULL, find_all, bench);
    for (i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    atomic_store(&bench->stop, 1);
    if (changing)
        pthread_join(watcher, NULL);
    printf("%d thread%s %-8s %-7s: find + release %6.1f ns of CPU per call\n", count,
           count == 1 ? " " : "s", one_page ? "one page" : "spread", changing ? "changes" : "",
           ((double)np_count_get(&bench->nanoseconds) / count - keys * 1e9) / (double)bench->finds);
}

int main(int argc, char **argv)
{
    static np_counters_t counters;
    np_cache_config_t config = {(apr_size_t)1 << 30, apr_time_from_sec(600), apr_time_from_sec(60)};
    bench_t bench = {0};
    apr_pool_t *pool, *scratch;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    apr_pool_create(&scratch, pool);
    bench.pages = argc > 1 ? atoi(argv[1]) : 5000;
    bench.finds = argc > 2 ? atol(argv[2]) : 5000000;
    bench.cache = np_cache_create(&config, &counters, pool);
    fill(&bench, scratch);
    printf("%d pages, %llu bytes\n", bench.pages, np_count_get(&counters.cache_bytes));
    run(&bench, 1, 0, 0);
    run(&bench, 1, 1, 0);
    run(&bench, 2, 0, 0);
    run(&bench, 2, 1, 0);
    run(&bench, 2, 0, 1);
    run(&bench, 4, 0, 0);
    apr_pool_destroy(pool);
    apr_terminate();
    return 0;
}
