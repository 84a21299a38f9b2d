/* test_np_cache_threads.c - many threads at one cache: no update is lost, what was removed is not
 * shown, a page is made once. To be run under ThreadSanitizer too; see the end of this file for
 * how. */
#include <pthread.h>
#include <sched.h>
#include "cache_bed.h"

enum { THREADS = 8 };

typedef struct crew_t {
    bed_t bed;
    atomic_int turn; /* hands out numbers, and seeds with them */
    pthread_barrier_t start;
    void (*work)(struct crew_t *, apr_uint64_t *);
    int rounds;
} crew_t;

static void *crew_member(void *data)
{
    crew_t *crew = data;
    apr_uint64_t seed = (apr_uint64_t)atomic_fetch_add(&crew->turn, 1) * 7919 + 1;
    int i;

    pthread_barrier_wait(&crew->start);
    for (i = 0; i < crew->rounds; i++)
        crew->work(crew, &seed);
    return NULL;
}

static void crew_work(crew_t *crew, void (*work)(crew_t *, apr_uint64_t *), int rounds)
{
    pthread_t threads[THREADS];
    int i;

    crew->work = work;
    crew->rounds = rounds;
    pthread_barrier_init(&crew->start, NULL, THREADS);
    for (i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, crew_member, crew), 0);
    for (i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&crew->start);
}

/* cmocka's assertions end the test by a jump, which only the main thread may do. */
static void must(int truth, const char *what)
{
    if (!truth) {
        fprintf(stderr, "%s\n", what);
        abort();
    }
}

/* ---- Everything at once ------------------------------------------------------------------------
 */

enum { KEYS = 300 };

static np_entry_t *page_of_keys(const char *key, int first, apr_size_t length, int status)
{
    np_key_t made_from[3];
    np_range_t range = {np_key("list", "site"), first, first + 5};
    np_keys_t keys;
    int i;

    np_keys_init(&keys, NULL);
    for (i = 0; i < 3; i++)
        made_from[i] = np_key_number("article", first + i);
    keys.keys = made_from;
    keys.key_count = 3;
    keys.ranges = &range;
    keys.range_count = 1;
    return page_make(key, status, length, &keys);
}

static void make_or_wait(crew_t *crew, apr_uint64_t *seed, const char *key, int number)
{
    np_flight_t *flight;
    np_entry_t *entry;

    if (np_cache_join(&flight, crew->bed.cache, key, strlen(key))) {
        entry = dice(seed, 10)
                    ? page_of_keys(key, number, dice(seed, 5000), dice(seed, 5) ? 200 : 404)
                    : NULL;
        np_cache_finish(flight, crew->bed.cache, entry, dice(seed, 10) != 0);
    } else
        entry = np_cache_wait(flight, crew->bed.cache, dice(seed, 2000));
    np_entry_release(entry);
}

static void change_something(crew_t *crew, apr_uint64_t *seed)
{
    np_change_t changes[3] = {{0}};
    int i;

    for (i = 0; i < 3; i++) {
        changes[i].key = np_key_number("article", dice(seed, KEYS));
        changes[i].common = np_key("article", "*");
        changes[i].removes = dice(seed, 5) == 0;
    }
    changes[2].key = np_key("list", "site");
    changes[2].is_list = 1;
    changes[2].at = dice(seed, KEYS);
    np_cache_apply(crew->bed.cache, changes, 3);
}

static void anything(crew_t *crew, apr_uint64_t *seed)
{
    int number = (int)dice(seed, KEYS);
    np_entry_t *entry;
    char key[16];

    sprintf(key, "k%d", number);
    if (np_cache_find(&entry, crew->bed.cache, key, strlen(key), NOW, np_clock()) !=
        NP_CACHE_NONE) {
        must(strcmp(entry->key, key) == 0, "another page was found");
        if (dice(seed, 20) == 0) {
            atomic_fetch_add(&entry->bytes, 50);
            np_cache_grown(crew->bed.cache, entry, 50);
        }
        np_entry_release(entry);
    }
    if (dice(seed, 3) == 0)
        make_or_wait(crew, seed, key, number);
    if (dice(seed, 10) == 0)
        change_something(crew, seed);
    if (dice(seed, 50) == 0) {
        entry = page_of_keys(key, number, 100, 200);
        np_cache_keep(crew->bed.cache, entry);
        np_entry_release(entry);
    }
    if (dice(seed, 300) == 0)
        np_cache_flush(crew->bed.cache);
    if (dice(seed, 100) == 0)
        np_cache_verified(crew->bed.cache, np_clock());
    must(np_count_get(&crew->bed.counters.cache_bytes) <= crew->bed.limit, "above the limit");
}

static void everything_at_once(void **state)
{
    static crew_t crew;

    (void)state;
    bed_open(&crew.bed, MIB);
    crew_work(&crew, anything, 10000);
    assert_true(np_count_get(&crew.bed.counters.stored) > 100);
    assert_true(np_count_get(&crew.bed.counters.evicted) > 100);
    bed_close(&crew.bed);
}

/* ---- No update is lost -------------------------------------------------------------------------
 */

enum { VALUES = 20 };

/* A database of numbers that only grow. A change is committed first and applied some time later. */
static struct {
    pthread_mutex_t lock; /* one watcher at a time, as in life */
    atomic_int committed[VALUES];
    atomic_int applied[VALUES]; /* the cache has been told of this and all before */
    atomic_int removed[VALUES]; /* of them, the latest that was a removal */
} numbers = {.lock = PTHREAD_MUTEX_INITIALIZER};

static int number_on(const np_entry_t *entry)
{
    return atoi(entry->content_type);
}

static void commit_and_apply(crew_t *crew, apr_uint64_t *seed, int which)
{
    np_change_t change = {.key = np_key_number("number", which), .common = np_key("number", "*")};
    int committed;

    atomic_fetch_add(&numbers.committed[which], 1);
    if (dice(seed, 2))
        sched_yield();
    change.removes = dice(seed, 4) == 0;
    pthread_mutex_lock(&numbers.lock);
    committed = atomic_load(&numbers.committed[which]);
    np_cache_apply(crew->bed.cache, &change, 1);
    atomic_store(&numbers.applied[which], committed);
    if (change.removes)
        atomic_store(&numbers.removed[which], committed);
    pthread_mutex_unlock(&numbers.lock);
}

static np_entry_t *number_page(const char *key, int which, apr_uint64_t *seed)
{
    np_entry_parts_t parts = {.key = key, .status = 200};
    np_key_t made_from = np_key_number("number", which);
    np_entry_t *entry;
    np_keys_t keys;
    char number[16];

    sprintf(number, "%d", atomic_load(&numbers.committed[which]));
    if (dice(seed, 2))
        sched_yield(); /* a slow page */
    np_keys_init(&keys, NULL);
    keys.keys = &made_from;
    keys.key_count = 1;
    parts.keys = &keys;
    parts.content_type = number;
    parts.body = calloc(1, 10);
    parts.length = 10;
    entry = np_entry_make(&parts);
    must(entry != NULL, "no memory");
    return entry;
}

/* As a request does it: what is shown is at least as new as what had been applied before it came.
 */
static void ask(crew_t *crew, apr_uint64_t *seed, int which)
{
    int applied = atomic_load(&numbers.applied[which]);
    int removed = atomic_load(&numbers.removed[which]);
    np_cache_found_e found;
    np_flight_t *flight;
    np_entry_t *entry;
    char key[16];

    sprintf(key, "n%d", which);
    found = np_cache_find(&entry, crew->bed.cache, key, strlen(key), NOW, np_clock());
    if (found != NP_CACHE_NONE) {
        must(number_on(entry) >= removed, "a page was shown that had been removed");
        must(found == NP_CACHE_STALE || number_on(entry) >= applied, "an update was lost");
        np_entry_release(entry);
    }
    if (found == NP_CACHE_FRESH && dice(seed, 20))
        return;
    if (np_cache_join(&flight, crew->bed.cache, key, strlen(key))) {
        entry = number_page(key, which, seed);
        np_cache_finish(flight, crew->bed.cache, entry, dice(seed, 10) != 0);
    } else {
        entry = np_cache_wait(flight, crew->bed.cache, apr_time_from_sec(60));
        must(!entry || number_on(entry) >= removed, "who waited was shown what had been removed");
    }
    np_entry_release(entry);
}

static void commit_or_ask(crew_t *crew, apr_uint64_t *seed)
{
    int which = (int)dice(seed, VALUES);

    if (dice(seed, 4) == 0)
        commit_and_apply(crew, seed, which);
    else
        ask(crew, seed, which);
    if (dice(seed, 5000) == 0)
        np_cache_flush(crew->bed.cache);
}

static void no_update_is_lost(void **state)
{
    static crew_t crew;
    int i, fresh = 0;

    (void)state;
    bed_open(&crew.bed, 8 * MIB);
    crew_work(&crew, commit_or_ask, 30000);
    for (i = 0; i < VALUES; i++) {
        np_entry_t *entry;
        char key[16];

        sprintf(key, "n%d", i);
        if (np_cache_find(&entry, crew.bed.cache, key, strlen(key), NOW, np_clock()) ==
            NP_CACHE_FRESH) {
            assert_int_equal(number_on(entry), atomic_load(&numbers.committed[i]));
            fresh++;
        }
        np_entry_release(entry);
    }
    assert_true(np_count_get(&crew.bed.counters.overtaken) > 10);
    assert_true(np_count_get(&crew.bed.counters.stored) > 1000);
    print_message(
        "%llu pages stored, %llu overtaken, %llu outdated, %llu removed, %d fresh at the "
        "end\n",
        np_count_get(&crew.bed.counters.stored), np_count_get(&crew.bed.counters.overtaken),
        np_count_get(&crew.bed.counters.outdated), np_count_get(&crew.bed.counters.removed), fresh);
    bed_close(&crew.bed);
}

/* ---- A page is made once ------------------------------------------------------------------------
 */

static atomic_int round_number[THREADS * 1000], renderings;

/* All threads ask for the same cold page at about the same time; each round is another page. */
static void ask_for_cold_page(crew_t *crew, apr_uint64_t *seed)
{
    static _Thread_local int round;
    np_cache_found_e found;
    np_flight_t *flight;
    np_entry_t *entry;
    char key[16];

    sprintf(key, "cold%d", round);
    atomic_fetch_add(&round_number[round++], 1);
    found = np_cache_find(&entry, crew->bed.cache, key, strlen(key), NOW, np_clock());
    if (found == NP_CACHE_NONE) {
        if (dice(seed, 3) == 0)
            sched_yield();
        if (np_cache_join(&flight, crew->bed.cache, key, strlen(key))) {
            /* The second look that np_cache_join asks for. */
            if (np_cache_find(&entry, crew->bed.cache, key, strlen(key), NOW, np_clock()) ==
                NP_CACHE_FRESH)
                np_cache_finish(flight, crew->bed.cache, entry, 0);
            else {
                atomic_fetch_add(&renderings, 1);
                entry = page_of_keys(key, 1, 100, 200);
                if (dice(seed, 2))
                    sched_yield();
                must(np_cache_finish(flight, crew->bed.cache, entry, 1), "it was not stored");
            }
        } else
            entry = np_cache_wait(flight, crew->bed.cache, apr_time_from_sec(600));
    }
    must(entry != NULL && strcmp(entry->key, key) == 0, "no page, or another one");
    np_entry_release(entry);
    pthread_barrier_wait(&crew->start);
}

static void made_once(void **state)
{
    enum { ROUNDS = 3000 };
    static crew_t crew;

    (void)state;
    bed_open(&crew.bed, 64 * MIB);
    crew_work(&crew, ask_for_cold_page, ROUNDS);
    assert_int_equal(atomic_load(&round_number[ROUNDS - 1]), THREADS);
    assert_int_equal(atomic_load(&renderings), ROUNDS);
    assert_int_equal(np_count_get(&crew.bed.counters.cache_entries), ROUNDS);
    bed_close(&crew.bed);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_at_once),
        cmocka_unit_test(no_update_is_lost),
        cmocka_unit_test(made_once),
    };
    int failed;

    apr_initialize();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    apr_terminate();
    return failed;
}

/* ThreadSanitizer, which the makefile has no switch for, in a folder of its own:
 *     make -f apxs.mk BUILD=/tmp/build-tsan OPTIMIZE='-O1 -g -fsanitize=thread' \
 *         LINK_SANITIZE=-fsanitize=thread /tmp/build-tsan/unit/test_np_cache_threads
 *     /tmp/build-tsan/unit/test_np_cache_threads
 */
