/* test_np_key.c - keys, what a page notes, and which changes touch it. */
#include <stdio.h>
#include <stdlib.h>
#include "pool_bed.h"

#include "np_key.h"

/* Appendix A of the paper: SipHash-2-4 of the bytes 0, 1, .. 14 under the key 0, 1, .. 15. */
static void hash_is_siphash(void **state)
{
    unsigned char bytes[NP_KEY_SECRET_SIZE], zero[NP_KEY_SECRET_SIZE] = {0};
    apr_uint64_t before;
    int i;

    (void)state;
    for (i = 0; i < NP_KEY_SECRET_SIZE; i++)
        bytes[i] = (unsigned char)i;
    before = np_key("article", "7");
    np_key_secret(bytes);
    assert_true(np_key_hash(bytes, 15) == 0xa129ca6149be45e5ULL);
    assert_true(np_key("article", "7") != before); /* the secret matters */
    np_key_secret(zero);
    assert_true(np_key("article", "7") == before);
}

static void keys_of_kinds_and_items(void **state)
{
    char longest[3000];
    np_key_t key;

    (void)state;
    assert_true(np_key("article", "123") == np_key("article", "123"));
    assert_true(np_key("article", "123") == np_key_number("article", 123));
    assert_true(np_key("article", "-9223372036854775808") == np_key_number("article", INT64_MIN));
    assert_true(np_key("article", "123") != np_key("article", "124"));
    assert_true(np_key("article", "123") != np_key("page", "123"));
    assert_true(np_key("article", "*") != np_key("article", ""));
    /* Where the kind ends and the item begins is part of the key. */
    assert_true(np_key("ab", "c") != np_key("a", "bc"));
    assert_true(np_key("", "abc") != np_key("abc", ""));
    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    key = np_key("tag", longest);
    longest[sizeof(longest) - 2] = 'y';
    assert_true(np_key("tag", longest) != key);
}

static void notes_are_sets(void **state)
{
    enum { MANY = 20000 };
    np_keys_t keys;
    int i, round;

    (void)state;
    np_keys_init(&keys, pool);
    assert_int_equal(keys.key_count, 0);
    assert_true(keys.valid_until == NP_CIVIL_LAST);
    assert_true(keys.over_at == NP_CIVIL_LAST);
    for (round = 0; round < 2; round++)
        for (i = 0; i < MANY; i++)
            np_keys_add(&keys, np_key_number("article", i));
    assert_int_equal(keys.key_count, MANY);
    for (i = 0; i < MANY; i++)
        assert_true(keys.keys[i] == np_key_number("article", i));
    for (round = 0; round < 2; round++)
        for (i = 0; i < 50; i++) {
            np_keys_add_range(&keys, np_key_number("list", i / 5), i % 5, i % 5 + 10);
            np_keys_add_range(&keys, np_key_number("list", i / 5), i % 5, i % 5 + 11);
        }
    assert_int_equal(keys.range_count, 100);
    assert_true(keys.ranges[99].list == np_key_number("list", 9));
    assert_true(keys.ranges[99].from == 4 && keys.ranges[99].to == 15);
}

static void earliest_moment_counts(void **state)
{
    np_keys_t keys;

    (void)state;
    np_keys_init(&keys, pool);
    np_keys_until(&keys, 500);
    assert_true(keys.valid_until == 500);
    np_keys_until(&keys, 700);
    assert_true(keys.valid_until == 500);
    np_keys_until(&keys, -3);
    assert_true(keys.valid_until == -3);
    assert_true(keys.over_at == NP_CIVIL_LAST);
}

/* Writes how a page with two keys and two ranges is met: '.' not, 'c' by common only, 'k' by key.
 */
static char met(np_change_t change)
{
    np_keys_t keys;
    int touches, hits;

    np_keys_init(&keys, pool);
    np_keys_add(&keys, np_key("article", "7"));
    np_keys_add(&keys, np_key("channel", "*"));
    np_keys_add_range(&keys, np_key("list", "site"), 100, 200);
    np_keys_add_range(&keys, np_key("list", "sport"), NP_CIVIL_FIRST, 50);
    touches = np_change_touches(&change, keys.keys, keys.key_count, keys.ranges, keys.range_count);
    hits = np_change_hits_key(&change, keys.keys, keys.key_count, keys.ranges, keys.range_count);
    assert_true(touches || !hits);
    return touches ? (hits ? 'k' : 'c') : '.';
}

static char met_by(const char *kind, const char *item)
{
    np_change_t change = {.key = np_key(kind, item), .common = np_key(kind, "*")};

    return met(change);
}

static char met_by_list(const char *name, np_civil_t at, int is_whole)
{
    np_change_t change = {.key = np_key("list", name),
                          .common = np_key("list", "*"),
                          .is_list = 1,
                          .is_whole = is_whole,
                          .at = at};

    return met(change);
}

static void changes_touch(void **state)
{
    np_change_t change = {0};

    (void)state;
    assert_int_equal(met_by("article", "7"), 'k');
    assert_int_equal(met_by("article", "8"), '.');
    assert_int_equal(met_by("page", "7"), '.');
    assert_int_equal(met_by("channel", "sport"), 'c');
    assert_int_equal(met_by("list", "site"), '.'); /* no list change: ranges are not looked at */
    assert_int_equal(met_by_list("site", 99, 0), '.');
    assert_int_equal(met_by_list("site", 100, 0), 'k');
    assert_int_equal(met_by_list("site", 150, 0), 'k');
    assert_int_equal(met_by_list("site", 200, 0), 'k');
    assert_int_equal(met_by_list("site", 201, 0), '.');
    assert_int_equal(met_by_list("site", 9999, 1), 'k');
    assert_int_equal(met_by_list("sport", NP_CIVIL_FIRST, 0), 'k');
    assert_int_equal(met_by_list("sport", 51, 0), '.');
    assert_int_equal(met_by_list("other", 150, 1), '.');
    change.key = np_key("list", "tag:*");
    change.common = np_key("article", "7");
    change.is_list = 1;
    assert_int_equal(met(change), 'c');
    change.common = 0;
    assert_int_equal(met(change), '.');
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(hash_is_siphash), cmocka_unit_test(keys_of_kinds_and_items),
        cmocka_unit_test(notes_are_sets),  cmocka_unit_test(earliest_moment_counts),
        cmocka_unit_test(changes_touch),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
