/* test_np_cache.c - the rules of the cache, one by one, in both directions. See
 * test_np_cache_model.c for many of them at once, test_np_cache_memory.c for what it takes and
 * keeps, and test_np_cache_threads.c for many threads. */
#include <pthread.h>
#include "cache_bed.h"

/* ---- Finding -------------------------------------------------------------------------------- */

static void found_is_shared(void **state)
{
    np_entry_t *stored, *found, *again;
    np_flight_t *flight;
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    assert_int_equal(look(&bed, "a"), NP_CACHE_NONE);
    stored = page_make("a", 200, 1000, notes_of(&bed, "article", "7"));
    flight = lead(&bed, "a");
    assert_int_equal(np_cache_finish(flight, bed.cache, stored, 1), 1);
    assert_int_equal(atomic_load(&stored->references), 2);
    assert_int_equal(np_cache_find(&found, bed.cache, "a", 1, NOW, np_clock()), NP_CACHE_FRESH);
    assert_int_equal(np_cache_find(&again, bed.cache, "a", 1, NOW, np_clock()), NP_CACHE_FRESH);
    assert_ptr_equal(found, stored);
    assert_ptr_equal(again, stored);
    assert_int_equal(atomic_load(&stored->references), 4);
    np_entry_release(stored);
    np_entry_release(again);
    apply_removal(&bed, "article", "7");
    assert_int_equal(look(&bed, "a"), NP_CACHE_NONE);
    /* Who has it, has it. */
    assert_int_equal(atomic_load(&found->references), 1);
    assert_int_equal(found->identity.bytes[999], 'x');
    np_entry_release(found);
    bed_close(&bed);
}

static void keys_are_compared_whole(void **state)
{
    char key[16];
    bed_t bed;
    int i;

    (void)state;
    bed_open(&bed, MIB);
    for (i = 0; i < 300; i++) {
        sprintf(key, "k%d", i);
        assert_int_equal(put(&bed, key, 200, 10, NULL), 1);
    }
    assert_int_equal(look(&bed, "k1"), NP_CACHE_FRESH);
    assert_int_equal(look(&bed, "k"), NP_CACHE_NONE);
    assert_int_equal(look(&bed, ""), NP_CACHE_NONE);
    assert_int_equal(look(&bed, "k1 "), NP_CACHE_NONE);
    assert_int_equal(look(&bed, "K1"), NP_CACHE_NONE);
    for (i = 0; i < 300; i++) {
        sprintf(key, "k%d", i);
        assert_int_equal(look(&bed, key), NP_CACHE_FRESH);
    }
    assert_int_equal(np_count_get(&bed.counters.cache_entries), 300);
    assert_int_equal(np_count_get(&bed.counters.stored), 300);
    bed_close(&bed);
}

/* Stores a page "t" and gives the moment at which it was made. */
static np_tick_t put_timed(bed_t *bed, np_civil_t valid_until, np_civil_t over_at)
{
    np_keys_t *keys = notes_of(bed, "article", "7");
    np_flight_t *flight = lead(bed, "t");
    np_entry_t *entry;
    np_tick_t made;

    np_keys_until(keys, valid_until);
    keys->over_at = over_at;
    entry = page_make("t", 200, 10, keys);
    made = entry->made;
    assert_int_equal(np_cache_finish(flight, bed->cache, entry, 1), 1);
    np_entry_release(entry);
    return made;
}

static void time_boundaries(void **state)
{
    bed_t bed;
    np_tick_t made;

    (void)state;
    bed_open(&bed, MIB);
    made = put_timed(&bed, 5000, NP_CIVIL_LAST);
    assert_int_equal(look_at(&bed, "t", 4999, made), NP_CACHE_FRESH);
    assert_int_equal(look_at(&bed, "t", 5000, made), NP_CACHE_STALE);
    assert_int_equal(look_at(&bed, "t", 5100, made), NP_CACHE_STALE);
    assert_int_equal(look_at(&bed, "t", 5101, made), NP_CACHE_NONE);
    /* Its own end. */
    made = put_timed(&bed, 5000, 5050);
    assert_int_equal(look_at(&bed, "t", 5049, made), NP_CACHE_STALE);
    assert_int_equal(look_at(&bed, "t", 5050, made), NP_CACHE_NONE);
    made = put_timed(&bed, 5000, 5000);
    assert_int_equal(look_at(&bed, "t", 4999, made), NP_CACHE_FRESH);
    assert_int_equal(look_at(&bed, "t", 5000, made), NP_CACHE_NONE);
    /* The farthest ends of the calendar. */
    made = put_timed(&bed, NP_CIVIL_FIRST, NP_CIVIL_LAST);
    assert_int_equal(look_at(&bed, "t", NOW, made), NP_CACHE_NONE);
    made = put_timed(&bed, NP_CIVIL_LAST, NP_CIVIL_LAST);
    assert_int_equal(look_at(&bed, "t", NOW, made), NP_CACHE_FRESH);
    bed_close(&bed);
}

static void lifetime(void **state)
{
    bed_t bed;
    np_tick_t made;

    (void)state;
    bed_open(&bed, MIB);
    made = put_timed(&bed, NP_CIVIL_LAST, NP_CIVIL_LAST);
    assert_int_equal(look_at(&bed, "t", NOW, made - 5), NP_CACHE_FRESH);
    assert_int_equal(look_at(&bed, "t", NOW, made + LIFETIME - 1), NP_CACHE_FRESH);
    assert_int_equal(look_at(&bed, "t", NOW, made + LIFETIME), NP_CACHE_STALE);
    assert_int_equal(look_at(&bed, "t", NOW, made + LIFETIME + STALE_MAX), NP_CACHE_STALE);
    assert_int_equal(look_at(&bed, "t", NOW, made + LIFETIME + STALE_MAX + 1), NP_CACHE_NONE);
    bed_close(&bed);
}

/* Wrong in two ways: what was first counts. */
static void stale_since_the_first_fault(void **state)
{
    bed_t bed;
    np_entry_t *entry;
    np_tick_t made, outdated;

    (void)state;
    bed_open(&bed, MIB);
    made = put_timed(&bed, 5000, NP_CIVIL_LAST);
    apply(&bed, change_of("article", "7"));
    assert_int_equal(np_cache_find(&entry, bed.cache, "t", 1, 4000, made), NP_CACHE_STALE);
    outdated = atomic_load(&entry->outdated);
    np_entry_release(entry);
    assert_true(outdated >= made);
    assert_int_equal(look_at(&bed, "t", 4000, outdated + STALE_MAX), NP_CACHE_STALE);
    assert_int_equal(look_at(&bed, "t", 4000, outdated + STALE_MAX + 1), NP_CACHE_NONE);
    assert_int_equal(look_at(&bed, "t", 5100, outdated + STALE_MAX), NP_CACHE_STALE);
    assert_int_equal(look_at(&bed, "t", 5101, outdated + STALE_MAX), NP_CACHE_NONE);
    assert_int_equal(look_at(&bed, "t", 5100, outdated + STALE_MAX + 1), NP_CACHE_NONE);
    /* The second change does not make it younger. */
    apply(&bed, change_of("article", "7"));
    np_cache_flush(bed.cache);
    assert_int_equal(np_cache_find(&entry, bed.cache, "t", 1, 4000, made), NP_CACHE_STALE);
    assert_true(atomic_load(&entry->outdated) == outdated);
    np_entry_release(entry);
    assert_int_equal(np_count_get(&bed.counters.outdated), 1);
    bed_close(&bed);
}

/* ---- Changes -------------------------------------------------------------------------------- */

/* A page with two keys and two ranges: 'f' fresh, 's' stale, '-' gone after the change. */
static char after(np_change_t change)
{
    np_cache_found_e found;
    np_keys_t *keys;
    bed_t bed;

    bed_open(&bed, MIB);
    assert_int_equal(put(&bed, "other", 200, 10, notes_of(&bed, "article", "unrelated")), 1);
    keys = notes_of(&bed, "article", "7");
    np_keys_add(keys, np_key("channel", "*"));
    np_keys_add_range(keys, np_key("list", "site"), 100, 200);
    np_keys_add_range(keys, np_key("list", "site"), 400, 500);
    np_keys_add_range(keys, np_key("list", "sport"), NP_CIVIL_FIRST, 50);
    assert_int_equal(put(&bed, "page", 200, 10, keys), 1);
    apply(&bed, change);
    assert_int_equal(look(&bed, "other"), NP_CACHE_FRESH);
    found = look(&bed, "page");
    assert_int_equal(np_count_get(&bed.counters.outdated), found == NP_CACHE_STALE);
    assert_int_equal(np_count_get(&bed.counters.removed), found == NP_CACHE_NONE);
    assert_int_equal(np_count_get(&bed.counters.cache_entries), found == NP_CACHE_NONE ? 1 : 2);
    bed_close(&bed);
    return found == NP_CACHE_FRESH ? 'f' : found == NP_CACHE_STALE ? 's' : '-';
}

static char after_removal(np_change_t change)
{
    change.removes = 1;
    return after(change);
}

static np_change_t whole(np_change_t change)
{
    change.is_whole = 1;
    return change;
}

static void changes_touch(void **state)
{
    (void)state;
    assert_int_equal(after(change_of("article", "7")), 's');
    assert_int_equal(after(change_of("article", "8")), 'f');
    assert_int_equal(after(change_of("page", "7")), 'f');
    assert_int_equal(after(change_of("channel", "sport")), 's');
    assert_int_equal(after(change_of("list", "site")), 'f');
    assert_int_equal(after(list_change("site", 99)), 'f');
    assert_int_equal(after(list_change("site", 100)), 's');
    assert_int_equal(after(list_change("site", 200)), 's');
    assert_int_equal(after(list_change("site", 300)), 'f');
    assert_int_equal(after(list_change("site", 500)), 's');
    assert_int_equal(after(list_change("site", 501)), 'f');
    assert_int_equal(after(whole(list_change("site", 300))), 's');
    assert_int_equal(after(whole(list_change("other", 150))), 'f');
    assert_int_equal(after(list_change("sport", NP_CIVIL_FIRST)), 's');
    assert_int_equal(after(list_change("sport", 51)), 'f');
    assert_int_equal(after(list_change("sport", NP_CIVIL_LAST)), 'f');
}

static void removals_remove(void **state)
{
    (void)state;
    assert_int_equal(after_removal(change_of("article", "7")), '-');
    assert_int_equal(after_removal(change_of("article", "8")), 'f');
    assert_int_equal(after_removal(change_of("channel", "sport")), 's'); /* by "*" only */
    assert_int_equal(after_removal(list_change("site", 150)), '-');
    assert_int_equal(after_removal(list_change("site", 300)), 'f');
    assert_int_equal(after_removal(whole(list_change("site", 300))), '-'); /* by two ranges */
}

static void list_change_touches_common(void **state)
{
    np_change_t change = list_change("tag:river", 5);
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    change.common = np_key("list", "tag:*");
    assert_int_equal(put(&bed, "index", 200, 10, notes_of(&bed, "list", "tag:*")), 1);
    assert_int_equal(put(&bed, "channels", 200, 10, notes_of(&bed, "list", "channel:*")), 1);
    apply(&bed, change);
    assert_int_equal(look(&bed, "index"), NP_CACHE_STALE);
    assert_int_equal(look(&bed, "channels"), NP_CACHE_FRESH);
    bed_close(&bed);
}

/* What is outdated may still be removed. */
static void stale_can_be_removed(void **state)
{
    np_entry_t *entry;
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    assert_int_equal(put(&bed, "a", 200, 10, notes_of(&bed, "article", "7")), 1);
    apply(&bed, change_of("article", "7"));
    assert_int_equal(np_cache_find(&entry, bed.cache, "a", 1, NOW, np_clock()), NP_CACHE_STALE);
    assert_int_equal(atomic_load(&entry->removed), 0);
    apply_removal(&bed, "article", "7");
    assert_int_equal(atomic_load(&entry->removed), 1);
    np_entry_release(entry);
    assert_int_equal(look(&bed, "a"), NP_CACHE_NONE);
    bed_close(&bed);
}

/* Removing half of those that share a key, a list and an index page leaves the chains in order. */
static void shared_chains(void **state)
{
    enum { PAGES = 400 };
    apr_size_t empty, full;
    char name[16];
    bed_t bed;
    int i;

    (void)state;
    bed_open(&bed, 4 * MIB);
    empty = bed_bytes(&bed);
    for (i = 0; i < PAGES; i++) {
        np_keys_t *keys = notes_of(&bed, "channel", "all");

        sprintf(name, "%d", i);
        np_keys_add(keys, np_key("own", name));
        np_keys_add(keys, np_key("half", i % 2 ? "odd" : "even"));
        np_keys_add_range(keys, np_key("list", "site"), i, i);
        assert_int_equal(put(&bed, name, 200, 10, keys), 1);
    }
    full = bed_bytes(&bed);
    apply_removal(&bed, "half", "odd");
    assert_int_equal(np_count_get(&bed.counters.removed), PAGES / 2);
    assert_int_equal(np_count_get(&bed.counters.cache_entries), PAGES / 2);
    assert_true(bed_bytes(&bed) > empty && bed_bytes(&bed) < full);
    for (i = 0; i < PAGES; i++) {
        sprintf(name, "%d", i);
        assert_int_equal(look(&bed, name), i % 2 ? NP_CACHE_NONE : NP_CACHE_FRESH);
        if (i % 3 == 0)
            apply(&bed, change_of("own", name));
        else if (i % 3 == 1)
            apply(&bed, list_change("site", i));
        assert_int_equal(look(&bed, name), i % 2        ? NP_CACHE_NONE
                                           : i % 3 == 2 ? NP_CACHE_FRESH
                                                        : NP_CACHE_STALE);
    }
    apply(&bed, change_of("channel", "all"));
    for (i = 0; i < PAGES; i += 2) {
        sprintf(name, "%d", i);
        assert_int_equal(look(&bed, name), NP_CACHE_STALE);
    }
    apply_removal(&bed, "channel", "all");
    assert_int_equal(np_count_get(&bed.counters.cache_entries), 0);
    bed_close(&bed);
}

static void flush_outdates_all(void **state)
{
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    assert_int_equal(put(&bed, "a", 200, 10, NULL), 1);
    assert_int_equal(put(&bed, "b", 404, 10, NULL), 1);
    np_cache_flush(bed.cache);
    assert_int_equal(look(&bed, "a"), NP_CACHE_STALE);
    assert_int_equal(look(&bed, "b"), NP_CACHE_STALE);
    assert_int_equal(np_count_get(&bed.counters.flushes), 1);
    assert_int_equal(put(&bed, "a", 200, 10, NULL), 1);
    assert_int_equal(look(&bed, "a"), NP_CACHE_FRESH);
    bed_close(&bed);
}

/* ---- Storing -------------------------------------------------------------------------------- */

static void new_one_replaces(void **state)
{
    np_entry_t *old, *found;
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    assert_int_equal(put(&bed, "a", 200, 10, notes_of(&bed, "article", "7")), 1);
    apply(&bed, change_of("article", "7"));
    assert_int_equal(np_cache_find(&old, bed.cache, "a", 1, NOW, np_clock()), NP_CACHE_STALE);
    assert_int_equal(put(&bed, "a", 200, 10, notes_of(&bed, "article", "8")), 1);
    assert_int_equal(np_cache_find(&found, bed.cache, "a", 1, NOW, np_clock()), NP_CACHE_FRESH);
    assert_ptr_not_equal(found, old);
    assert_int_equal(atomic_load(&old->references), 1);
    np_entry_release(old);
    np_entry_release(found);
    assert_int_equal(np_count_get(&bed.counters.cache_entries), 1);
    /* Only the new one's notes count. */
    apply(&bed, change_of("article", "7"));
    assert_int_equal(look(&bed, "a"), NP_CACHE_FRESH);
    /* A page may become an error, and come back. */
    assert_int_equal(put(&bed, "a", 404, 10, notes_of(&bed, "article", "9")), 1);
    assert_int_equal(np_count_get(&bed.counters.cache_entries), 0);
    assert_int_equal(np_count_get(&bed.counters.cache_error_entries), 1);
    apply(&bed, change_of("article", "8"));
    assert_int_equal(look(&bed, "a"), NP_CACHE_FRESH);
    assert_int_equal(put(&bed, "a", 200, 10, NULL), 1);
    assert_int_equal(np_count_get(&bed.counters.cache_entries), 1);
    assert_int_equal(np_count_get(&bed.counters.cache_error_entries), 0);
    bed_close(&bed);
}

/* Ends a flight for a page made from article 7 in which `count` changes came; 1 when it was stored.
 * Then `*given` is what a follower got: 'n' nothing, 'g' a good page, 'o' an outdated one. */
static int finish_after(bed_t *bed, const np_change_t *changes, int count, int store, char *given)
{
    np_flight_t *flight = lead(bed, "a"), *follower = follow(bed, "a");
    np_entry_t *entry, *got;
    int stored, i;

    for (i = 0; i < count; i++)
        np_cache_apply(bed->cache, &changes[i], 1);
    entry = page_make("a", 200, 10, notes_of(bed, "article", "7"));
    stored = np_cache_finish(flight, bed->cache, entry, store);
    got = np_cache_wait(follower, bed->cache, apr_time_from_sec(60));
    *given = got == NULL ? 'n' : atomic_load(&got->outdated) ? 'o' : 'g';
    assert_true(got == NULL || got == entry);
    assert_int_equal(atomic_load(&entry->removed), got == NULL);
    np_entry_release(got);
    assert_int_equal(atomic_load(&entry->references), stored ? 2 : 1);
    np_entry_release(entry);
    return stored;
}

static void overtaken_is_not_stored(void **state)
{
    np_change_t other = change_of("article", "8"), same = change_of("article", "7");
    np_change_t removal = same, star = change_of("x", "y"), three[3];
    char given;
    bed_t bed;

    (void)state;
    removal.removes = 1;
    star.common = np_key("article", "7");
    star.removes = 1;
    bed_open(&bed, MIB);
    /* Before the flight: of no concern. */
    apply(&bed, removal);
    np_cache_flush(bed.cache);
    assert_int_equal(finish_after(&bed, NULL, 0, 1, &given), 1);
    assert_int_equal(given, 'g');
    assert_int_equal(finish_after(&bed, &other, 1, 1, &given), 1);
    assert_int_equal(given, 'g');
    assert_int_equal(np_count_get(&bed.counters.overtaken), 0);
    assert_int_equal(finish_after(&bed, &same, 1, 1, &given), 0);
    assert_int_equal(given, 'o');
    assert_int_equal(np_count_get(&bed.counters.overtaken), 1);
    /* What it had stored before is the older copy. */
    assert_int_equal(look(&bed, "a"), NP_CACHE_STALE);
    assert_int_equal(finish_after(&bed, &star, 1, 1, &given), 0);
    assert_int_equal(given, 'o');
    assert_int_equal(finish_after(&bed, &removal, 1, 1, &given), 0);
    assert_int_equal(given, 'n');
    assert_int_equal(look(&bed, "a"), NP_CACHE_NONE);
    three[0] = other;
    three[1] = removal;
    three[2] = same;
    assert_int_equal(finish_after(&bed, three, 3, 1, &given), 0);
    assert_int_equal(given, 'n');
    three[1] = same;
    three[2] = removal;
    assert_int_equal(finish_after(&bed, three, 3, 1, &given), 0);
    assert_int_equal(given, 'n');
    /* The next one is all right. */
    assert_int_equal(finish_after(&bed, NULL, 0, 1, &given), 1);
    assert_int_equal(look(&bed, "a"), NP_CACHE_FRESH);
    bed_close(&bed);
}

static void not_to_be_stored(void **state)
{
    np_change_t same = change_of("article", "7"), removal = same;
    char given;
    bed_t bed;

    (void)state;
    removal.removes = 1;
    bed_open(&bed, MIB);
    assert_int_equal(finish_after(&bed, NULL, 0, 0, &given), 0);
    assert_int_equal(given, 'g');
    assert_int_equal(finish_after(&bed, &same, 1, 0, &given), 0);
    assert_int_equal(given, 'o');
    assert_int_equal(finish_after(&bed, &removal, 1, 0, &given), 0);
    assert_int_equal(given, 'n');
    assert_int_equal(look(&bed, "a"), NP_CACHE_NONE);
    assert_int_equal(np_count_get(&bed.counters.stored), 0);
    assert_int_equal(np_count_get(&bed.counters.overtaken), 0);
    bed_close(&bed);
}

/* A thousand changes are remembered, a hundred thousand are not. */
static void more_changes_than_remembered(void **state)
{
    enum { MANY = 100000 };
    np_change_t *changes = calloc(MANY, sizeof(*changes));
    char given;
    bed_t bed;
    int i;

    (void)state;
    assert_non_null(changes);
    for (i = 0; i < MANY; i++) {
        changes[i].key = np_key_number("unrelated", i);
        changes[i].common = np_key("unrelated", "*");
    }
    bed_open(&bed, MIB);
    assert_int_equal(finish_after(&bed, changes, 1000, 1, &given), 1);
    assert_int_equal(given, 'g');
    assert_int_equal(finish_after(&bed, changes, MANY, 1, &given), 0);
    assert_int_equal(given, 'o');
    assert_int_equal(look(&bed, "a"), NP_CACHE_FRESH); /* what is in the table was not touched */
    assert_int_equal(finish_after(&bed, changes, 1000, 1, &given), 1);
    /* Among what is forgotten was a removal, of what is not known any more. */
    changes[10].removes = 1;
    assert_int_equal(finish_after(&bed, changes, MANY, 1, &given), 0);
    assert_int_equal(given, 'n');
    /* The first and the last of those that are remembered. */
    changes[10].removes = 0;
    changes[0].key = np_key("article", "7");
    assert_int_equal(finish_after(&bed, changes, 1000, 1, &given), 0);
    assert_int_equal(finish_after(&bed, changes + 1, 1000, 1, &given), 1);
    changes[1000].key = np_key("article", "7");
    assert_int_equal(finish_after(&bed, changes + 1, 1000, 1, &given), 0);
    bed_close(&bed);
    free(changes);
}

static void flush_overtakes_all(void **state)
{
    np_flight_t *flight, *follower;
    np_entry_t *entry, *got;
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    flight = lead(&bed, "a");
    follower = follow(&bed, "a");
    np_cache_flush(bed.cache);
    entry = page_make("a", 200, 10, NULL);
    assert_int_equal(np_cache_finish(flight, bed.cache, entry, 1), 0);
    assert_int_equal(np_count_get(&bed.counters.overtaken), 1);
    got = np_cache_wait(follower, bed.cache, 0);
    assert_ptr_equal(got, entry);
    np_entry_release(got);
    np_entry_release(entry);
    assert_int_equal(look(&bed, "a"), NP_CACHE_NONE);
    bed_close(&bed);
}

static void nothing_is_stored_unverified(void **state)
{
    np_flight_t *flight;
    np_entry_t *entry;
    bed_t bed;

    (void)state;
    bed_open_unverified(&bed, MIB);
    assert_int_equal(put(&bed, "a", 200, 10, NULL), 0);
    assert_int_equal(look(&bed, "a"), NP_CACHE_NONE);
    /* Begun before the watcher was: what was committed in between is told by nobody. */
    flight = lead(&bed, "a");
    np_cache_verified(bed.cache, np_clock());
    entry = page_make("a", 200, 10, NULL);
    assert_int_equal(np_cache_finish(flight, bed.cache, entry, 1), 0);
    np_entry_release(entry);
    assert_int_equal(put(&bed, "a", 200, 10, NULL), 1);
    assert_int_equal(np_count_get(&bed.counters.overtaken), 0);
    bed_close(&bed);
}

static void failed_leader_leaves_the_older_copy(void **state)
{
    np_flight_t *flight;
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    assert_int_equal(put(&bed, "a", 200, 10, notes_of(&bed, "article", "7")), 1);
    apply(&bed, change_of("article", "7"));
    flight = lead(&bed, "a");
    assert_int_equal(np_cache_finish(flight, bed.cache, NULL, 1), 0);
    assert_int_equal(look(&bed, "a"), NP_CACHE_STALE);
    bed_close(&bed);
}

/* What was found by the second look is handed on like a page just made. */
static void leader_may_hand_on_what_it_found(void **state)
{
    np_flight_t *flight, *follower;
    np_entry_t *entry, *got;
    bed_t bed;
    int store;

    (void)state;
    bed_open(&bed, MIB);
    assert_int_equal(put(&bed, "a", 200, 10, NULL), 1);
    for (store = 0; store < 2; store++) {
        flight = lead(&bed, "a");
        follower = follow(&bed, "a");
        assert_int_equal(np_cache_find(&entry, bed.cache, "a", 1, NOW, np_clock()), NP_CACHE_FRESH);
        assert_int_equal(np_cache_finish(flight, bed.cache, entry, store), 0);
        got = np_cache_wait(follower, bed.cache, 0);
        assert_ptr_equal(got, entry);
        assert_int_equal(atomic_load(&entry->outdated), 0);
        np_entry_release(got);
        np_entry_release(entry);
    }
    assert_int_equal(look(&bed, "a"), NP_CACHE_FRESH);
    assert_int_equal(np_count_get(&bed.counters.cache_entries), 1);
    bed_close(&bed);
}

/* ---- From the page store ----------------------------------------------------------------------
 */

static void kept_is_an_older_copy(void **state)
{
    np_entry_t *first, *second;
    bed_t bed;

    (void)state;
    bed_open_unverified(&bed, MIB);
    first = page_make("a", 200, 10, notes_of(&bed, "article", "7"));
    np_cache_keep(bed.cache, first);
    assert_int_equal(atomic_load(&first->references), 2);
    assert_int_equal(look(&bed, "a"), NP_CACHE_STALE);
    assert_int_equal(look_at(&bed, "a", NOW, np_clock() + STALE_MAX + 1), NP_CACHE_NONE);
    /* There is one: it stays. */
    second = page_make("a", 200, 10, notes_of(&bed, "article", "7"));
    np_cache_keep(bed.cache, second);
    assert_int_equal(atomic_load(&second->references), 1);
    np_entry_release(second);
    np_cache_verified(bed.cache, np_clock());
    assert_int_equal(put(&bed, "a", 200, 10, notes_of(&bed, "article", "7")), 1);
    assert_int_equal(look(&bed, "a"), NP_CACHE_FRESH);
    np_cache_keep(bed.cache, first);
    assert_int_equal(look(&bed, "a"), NP_CACHE_FRESH);
    assert_int_equal(atomic_load(&first->references), 1);
    np_entry_release(first);
    bed_close(&bed);
}

static void kept_keeps_its_age(void **state)
{
    np_entry_t *entry;
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    entry = page_make("a", 200, 10, NULL);
    atomic_store(&entry->outdated, np_clock() - STALE_MAX / 2);
    np_cache_keep(bed.cache, entry);
    assert_int_equal(look(&bed, "a"), NP_CACHE_STALE);
    assert_int_equal(look_at(&bed, "a", NOW, np_clock() + STALE_MAX / 2 + 1), NP_CACHE_NONE);
    np_entry_release(entry);
    bed_close(&bed);
}

/* Read from the disk before a removal, put in after it. */
static void removed_is_not_kept(void **state)
{
    np_entry_t *entry;
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    apply_removal(&bed, "article", "7");
    apply(&bed, change_of("article", "8"));
    entry = page_make("a", 200, 10, notes_of(&bed, "article", "7"));
    np_cache_keep(bed.cache, entry);
    assert_int_equal(atomic_load(&entry->removed), 1);
    np_entry_release(entry);
    assert_int_equal(look(&bed, "a"), NP_CACHE_NONE);
    entry = page_make("b", 200, 10, notes_of(&bed, "article", "8"));
    np_cache_keep(bed.cache, entry);
    np_entry_release(entry);
    assert_int_equal(look(&bed, "b"), NP_CACHE_STALE);
    bed_close(&bed);
}

/* ---- Flights ----------------------------------------------------------------------------------
 */

static void one_leads(void **state)
{
    np_flight_t *first, *other, *follower, *second;
    np_entry_t *entry, *got;
    bed_t bed;
    int i;

    (void)state;
    bed_open(&bed, MIB);
    first = lead(&bed, "a");
    other = lead(&bed, "b");
    entry = page_make("a", 200, 10, NULL);
    for (i = 0; i < 5; i++) { /* in vain: time is over */
        follower = follow(&bed, "a");
        assert_null(np_cache_wait(follower, bed.cache, i == 0 ? -5 : i * 1000));
    }
    follower = follow(&bed, "a");
    assert_int_equal(np_cache_finish(first, bed.cache, entry, 0), 0);
    /* The next one leads, while the last flight's follower has not even begun to wait. */
    second = lead(&bed, "a");
    got = np_cache_wait(follower, bed.cache, APR_INT64_MAX);
    assert_ptr_equal(got, entry);
    np_entry_release(got);
    assert_int_equal(np_cache_finish(other, bed.cache, NULL, 1), 0);
    assert_int_equal(np_cache_finish(second, bed.cache, entry, 1), 1);
    np_entry_release(entry);
    bed_close(&bed);
}

static void many_flights(void **state)
{
    enum { MANY = 2000 };
    np_flight_t *flights[MANY];
    char key[16];
    bed_t bed;
    int i;

    (void)state;
    bed_open(&bed, MIB);
    for (i = 0; i < MANY; i++) {
        sprintf(key, "k%d", i);
        flights[i] = lead(&bed, key);
    }
    for (i = 0; i < MANY; i += 2)
        np_cache_finish(flights[i], bed.cache, NULL, 1);
    for (i = 0; i < MANY; i++) {
        sprintf(key, "k%d", i);
        if (i % 2) {
            assert_null(np_cache_wait(follow(&bed, key), bed.cache, 0));
            np_cache_finish(flights[i], bed.cache, NULL, 1);
        } else
            np_cache_finish(lead(&bed, key), bed.cache, NULL, 1);
    }
    bed_close(&bed);
}

typedef struct waiter_t {
    pthread_t thread;
    bed_t *bed;
    np_flight_t *flight;
    apr_interval_time_t longest, waited;
    np_entry_t *got;
} waiter_t;

static void *waiter_run(void *data)
{
    waiter_t *waiter = data;
    np_tick_t begin = np_clock();

    waiter->got = np_cache_wait(waiter->flight, waiter->bed->cache, waiter->longest);
    waiter->waited = np_clock() - begin;
    return NULL;
}

static void waiters_start(bed_t *bed, waiter_t *waiters, int count, apr_interval_time_t longest)
{
    int i;

    for (i = 0; i < count; i++) {
        waiters[i].bed = bed;
        waiters[i].longest = longest;
        waiters[i].flight = follow(bed, "a");
        assert_int_equal(pthread_create(&waiters[i].thread, NULL, waiter_run, &waiters[i]), 0);
    }
}

/* All of them end well before the day that they would wait for. */
static void waiters_end(waiter_t *waiters, int count, np_entry_t *expected)
{
    int i;

    for (i = 0; i < count; i++) {
        pthread_join(waiters[i].thread, NULL);
        assert_ptr_equal(waiters[i].got, expected);
        np_entry_release(waiters[i].got);
        assert_true(waiters[i].waited < apr_time_from_sec(3600));
    }
}

static void followers_are_woken(void **state)
{
    enum { COUNT = 8, DAY = 86400 };
    waiter_t waiters[COUNT];
    np_flight_t *flight;
    np_entry_t *entry;
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    flight = lead(&bed, "a");
    waiters_start(&bed, waiters, COUNT, apr_time_from_sec(DAY));
    entry = page_make("a", 200, 10, NULL);
    apr_sleep(20000);
    assert_int_equal(np_cache_finish(flight, bed.cache, entry, 1), 1);
    waiters_end(waiters, COUNT, entry);
    assert_int_equal(atomic_load(&entry->references), 2);
    np_entry_release(entry);
    /* A leader that failed. */
    flight = lead(&bed, "a");
    waiters_start(&bed, waiters, COUNT, apr_time_from_sec(DAY));
    apr_sleep(20000);
    assert_int_equal(np_cache_finish(flight, bed.cache, NULL, 1), 0);
    waiters_end(waiters, COUNT, NULL);
    bed_close(&bed);
}

static void wait_is_bounded(void **state)
{
    waiter_t waiter;
    np_flight_t *flight;
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    flight = lead(&bed, "a");
    waiters_start(&bed, &waiter, 1, 1100000);
    waiters_end(&waiter, 1, NULL);
    assert_true(waiter.waited >= 1100000);
    np_cache_finish(flight, bed.cache, NULL, 1);
    bed_close(&bed);
}

static void stop_wakes_all(void **state)
{
    waiter_t waiters[4];
    np_flight_t *flight, *follower;
    np_entry_t *entry, *got;
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    flight = lead(&bed, "a");
    waiters_start(&bed, waiters, 4, apr_time_from_sec(86400));
    apr_sleep(20000);
    np_cache_stop(bed.cache);
    waiters_end(waiters, 4, NULL);
    follower = follow(&bed, "a");
    assert_null(np_cache_wait(follower, bed.cache, apr_time_from_sec(86400)));
    /* The leader's page is not stored, but who is there gets it. */
    follower = follow(&bed, "a");
    entry = page_make("a", 200, 10, NULL);
    assert_int_equal(np_cache_finish(flight, bed.cache, entry, 1), 0);
    got = np_cache_wait(follower, bed.cache, 0);
    assert_ptr_equal(got, entry);
    np_entry_release(got);
    np_entry_release(entry);
    assert_int_equal(look(&bed, "a"), NP_CACHE_NONE);
    np_cache_stop(bed.cache);
    bed_close(&bed);
}

/* Removed between the leader's end and the follower's awakening. */
static void removed_is_not_handed_on(void **state)
{
    np_flight_t *flight, *follower;
    np_entry_t *entry;
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    flight = lead(&bed, "a");
    follower = follow(&bed, "a");
    entry = page_make("a", 200, 10, notes_of(&bed, "article", "7"));
    assert_int_equal(np_cache_finish(flight, bed.cache, entry, 1), 1);
    apply_removal(&bed, "article", "7");
    assert_null(np_cache_wait(follower, bed.cache, 0));
    np_entry_release(entry);
    bed_close(&bed);
}

static void no_flight_is_allowed(void **state)
{
    np_entry_t *entry = page_make("a", 200, 10, NULL);
    bed_t bed;

    (void)state;
    bed_open(&bed, MIB);
    assert_int_equal(np_cache_finish(NULL, bed.cache, entry, 1), 0);
    assert_null(np_cache_wait(NULL, bed.cache, 5));
    assert_int_equal(atomic_load(&entry->references), 1);
    np_entry_release(entry);
    bed_close(&bed);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(found_is_shared),
        cmocka_unit_test(keys_are_compared_whole),
        cmocka_unit_test(time_boundaries),
        cmocka_unit_test(lifetime),
        cmocka_unit_test(stale_since_the_first_fault),
        cmocka_unit_test(changes_touch),
        cmocka_unit_test(removals_remove),
        cmocka_unit_test(list_change_touches_common),
        cmocka_unit_test(stale_can_be_removed),
        cmocka_unit_test(shared_chains),
        cmocka_unit_test(flush_outdates_all),
        cmocka_unit_test(new_one_replaces),
        cmocka_unit_test(overtaken_is_not_stored),
        cmocka_unit_test(not_to_be_stored),
        cmocka_unit_test(more_changes_than_remembered),
        cmocka_unit_test(flush_overtakes_all),
        cmocka_unit_test(nothing_is_stored_unverified),
        cmocka_unit_test(failed_leader_leaves_the_older_copy),
        cmocka_unit_test(leader_may_hand_on_what_it_found),
        cmocka_unit_test(kept_is_an_older_copy),
        cmocka_unit_test(kept_keeps_its_age),
        cmocka_unit_test(removed_is_not_kept),
        cmocka_unit_test(one_leads),
        cmocka_unit_test(many_flights),
        cmocka_unit_test(followers_are_woken),
        cmocka_unit_test(wait_is_bounded),
        cmocka_unit_test(stop_wakes_all),
        cmocka_unit_test(removed_is_not_handed_on),
        cmocka_unit_test(no_flight_is_allowed),
    };
    int failed;

    apr_initialize();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    apr_terminate();
    return failed;
}
