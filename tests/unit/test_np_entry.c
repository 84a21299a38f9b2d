/* test_np_entry.c - a finished response: copied once, counted to the byte, coded once, freed last. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <apr_general.h>
#include <apr_pools.h>

#include "np_entry.h"

static apr_pool_t *pool;

static int set_up(void **state)
{
    static const unsigned char secret[NP_KEY_SECRET_SIZE] = "0123456789abcde";

    (void)state;
    apr_initialize();
    np_key_secret(secret);
    return apr_pool_create(&pool, NULL);
}

static int tear_down(void **state)
{
    (void)state;
    apr_pool_destroy(pool);
    apr_terminate();
    return 0;
}

static char *page(apr_size_t length)
{
    char *body = malloc(length * 2);

    memset(body, 'a', length);
    return body;
}

static np_entry_parts_t parts_of(char *body, apr_size_t length)
{
    np_entry_parts_t parts = {
        .key = "d\x1f" "article\x1f" "7",
        .path = "/2024/05/18/7.html",
        .status = 200,
        .kind = 6,
        .content_type = "text/html; charset=utf-8",
        .language = "ko",
        .body = body,
        .length = length,
        .dated = 12345,
    };

    return parts;
}

static void test_texts_are_copied(void **state)
{
    char key[] = "d\x1f" "front", link[] = "<https://a.example/>; rel=\"blocked-by\"";
    np_entry_parts_t parts = parts_of(page(100), 100);
    np_entry_t *entry;

    (void)state;
    parts.key = key;
    parts.link = link;
    entry = np_entry_make(&parts);
    memset(key, 'x', sizeof(key) - 1);
    memset(link, 'x', sizeof(link) - 1);
    assert_string_equal(entry->key, "d\x1f" "front");
    assert_int_equal(entry->key_length, strlen(entry->key));
    assert_int_equal(entry->hash, np_key_hash(entry->key, entry->key_length));
    assert_string_equal(entry->link, "<https://a.example/>; rel=\"blocked-by\"");
    assert_string_equal(entry->language, "ko");
    assert_null(entry->location);
    assert_int_equal(entry->valid_until, NP_CIVIL_LAST);
    assert_string_equal(entry->identity.length_text, "100");
    np_entry_release(entry);
}

static void test_arrays_are_copied(void **state)
{
    np_entry_parts_t parts = parts_of(page(10), 10);
    np_keys_t keys;
    np_entry_t *entry;

    (void)state;
    np_keys_init(&keys, pool);
    np_keys_add(&keys, np_key("article", "7"));
    np_keys_add(&keys, np_key("link", ""));
    np_keys_add_range(&keys, np_key("list", "site"), 10, NP_CIVIL_LAST);
    np_keys_until(&keys, 1000);
    keys.over_at = 2000;
    parts.keys = &keys;
    entry = np_entry_make(&parts);
    assert_int_equal(entry->key_count, 2);
    assert_int_equal(entry->range_count, 1);
    assert_int_equal(entry->keys[0], np_key("article", "7"));
    assert_int_equal(entry->ranges[0].from, 10);
    assert_int_equal(entry->valid_until, 1000);
    assert_int_equal(entry->over_at, 2000);
    np_entry_release(entry);
}

static void test_tags(void **state)
{
    np_entry_parts_t parts = parts_of(page(3000), 3000);
    np_entry_t *one = np_entry_make(&parts), *other;
    np_coded_t *gzip = np_entry_body(one, NP_CODING_GZIP, NULL);
    np_coded_t *br = np_entry_body(one, NP_CODING_BR, NULL);
    char expected[64];

    (void)state;
    assert_int_equal(strlen(one->identity.etag), 22);
    snprintf(expected, sizeof(expected), "\"%.20s-gzip\"", one->identity.etag + 1);
    assert_string_equal(gzip->etag, expected);
    snprintf(expected, sizeof(expected), "\"%.20s-br\"", one->identity.etag + 1);
    assert_string_equal(br->etag, expected);
    parts.body = page(3000);
    parts.key = "another";
    other = np_entry_make(&parts);
    assert_string_equal(other->identity.etag, one->identity.etag); /* equal bytes, equal tags */
    np_entry_release(other);
    parts.body = page(3000);
    parts.body[0] = 'b';
    other = np_entry_make(&parts);
    assert_string_not_equal(other->identity.etag, one->identity.etag);
    np_entry_release(other);
    np_entry_release(one);
}

static void test_coded_once(void **state)
{
    np_entry_parts_t parts = parts_of(page(3000), 3000);
    np_entry_t *entry = np_entry_make(&parts);
    apr_size_t grown, again, before = atomic_load(&entry->bytes);
    np_coded_t *gzip = np_entry_body(entry, NP_CODING_GZIP, &grown);

    (void)state;
    assert_non_null(gzip);
    assert_true(grown > gzip->length);
    assert_int_equal(atomic_load(&entry->bytes), before + grown);
    assert_ptr_equal(np_entry_body(entry, NP_CODING_GZIP, &again), gzip);
    assert_int_equal(again, 0);
    assert_ptr_equal(gzip->entry, entry);
    assert_ptr_equal(np_entry_body(entry, NP_CODING_IDENTITY, &again), &entry->identity);
    np_entry_release(entry);
}

static void test_what_cannot_shrink_is_not_tried_again(void **state)
{
    np_entry_parts_t parts = parts_of(page(1), 1);
    np_entry_t *entry = np_entry_make(&parts);

    (void)state;
    assert_null(np_entry_body(entry, NP_CODING_GZIP, NULL));
    assert_null(np_entry_body(entry, NP_CODING_GZIP, NULL));
    np_entry_release(entry);
    parts = parts_of(NULL, 0);
    entry = np_entry_make(&parts);
    assert_null(np_entry_body(entry, NP_CODING_BR, NULL));
    assert_int_equal(entry->identity.length, 0);
    np_entry_release(entry);
}

/* What the entry says it takes is what the heap gives, within the arena's own bookkeeping. */
static void test_bytes_are_the_heaps(void **state)
{
    enum { COUNT = 2000 };
    static np_entry_t *entries[COUNT];
    size_t before = mallinfo2().uordblks + mallinfo2().hblkhd, after;
    apr_size_t told = 0;
    int i;

    (void)state;
    for (i = 0; i < COUNT; i++) {
        np_entry_parts_t parts = parts_of(page(3000 + (apr_size_t)i), 3000 + (apr_size_t)i);

        entries[i] = np_entry_make(&parts);
        np_entry_body(entries[i], NP_CODING_GZIP, NULL);
        told += atomic_load(&entries[i]->bytes);
    }
    after = mallinfo2().uordblks + mallinfo2().hblkhd;
#if defined(__SANITIZE_ADDRESS__)
    (void)before, (void)after; /* that malloc tells nothing of itself */
    assert_true(told > COUNT * 4000);
#else
    assert_in_range(after - before, told - told / 100, told + told / 100);
#endif
    for (i = 0; i < COUNT; i++)
        np_entry_release(entries[i]);
}

static void *use(void *data)
{
    np_entry_t *entry = data;
    int i;

    for (i = 0; i < 2000; i++) {
        np_coded_t *body = np_entry_body(entry, i % 2 ? NP_CODING_BR : NP_CODING_GZIP, NULL);

        if (body && (body->entry != entry || body->length >= entry->identity.length))
            return data;
        np_entry_retain(entry);
        np_entry_release(entry);
    }
    np_entry_release(entry);
    return NULL;
}

static void test_threads(void **state)
{
    np_entry_parts_t parts = parts_of(page(9000), 9000);
    np_entry_t *entry = np_entry_make(&parts);
    pthread_t threads[8];
    void *failed;
    int i;

    (void)state;
    for (i = 0; i < 8; i++) {
        np_entry_retain(entry);
        assert_int_equal(pthread_create(&threads[i], NULL, use, entry), 0);
    }
    for (i = 0; i < 8; i++) {
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    assert_int_equal(atomic_load(&entry->references), 1);
    np_entry_release(entry);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts_are_copied),
        cmocka_unit_test(test_arrays_are_copied),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_coded_once),
        cmocka_unit_test(test_what_cannot_shrink_is_not_tried_again),
        cmocka_unit_test(test_bytes_are_the_heaps),
        cmocka_unit_test(test_threads),
    };

    return cmocka_run_group_tests_name("np_entry", tests, set_up, tear_down);
}
