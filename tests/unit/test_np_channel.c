/* test_np_channel.c - the channel tree from rows, also from rows that should not exist. */
#include "pool_bed.h"

#include "np_channel.h"
#include "np_query_table.h"

typedef struct row_t {
    int id;
    const char *code, *parent, *language, *notice;
} row_t;

static np_rows_t *rows_of(const row_t *source, int count)
{
    const np_query_t *query = &np_queries[NP_QUERY_CHANNEL_LIST];
    np_rows_t *rows = apr_pcalloc(pool, sizeof(*rows));
    int i, c;

    rows->query = query;
    rows->count = count;
    rows->cells = apr_pcalloc(pool, sizeof(np_value_t) * (size_t)(count * query->column_count + 1));
    for (i = 0; i < count; i++) {
        np_value_t *cells = rows->cells + i * query->column_count;

        for (c = 0; c < query->column_count; c++)
            cells[c] = np_value_text("");
        cells[CHANNEL_LIST_ID] = np_value_int(source[i].id);
        cells[CHANNEL_LIST_NAME] = np_value_text(source[i].code);
        cells[CHANNEL_LIST_CODE] = np_value_text(source[i].code);
        cells[CHANNEL_LIST_PARENT] = np_value_text(source[i].parent);
        cells[CHANNEL_LIST_LANGUAGE] = np_value_text(source[i].language);
        cells[CHANNEL_LIST_NOTICE] = np_value_text(source[i].notice);
    }
    return rows;
}

static void a_tree_inherits(void **state)
{
    static const row_t source[] = {
        {12, "village", "county", "", ""},
        {10, "news", NULL, "", "all rights: {phone}"},
        {11, "county", "news", "ko", ""},
        {13, "culture", NULL, "", ""},
    };
    const np_channels_t *tree = np_channels_make(rows_of(source, 4), pool);
    const np_channel_t *village = np_channels_by_code(tree, "village");

    (void)state;
    assert_string_equal(village->path, "news/county/village");
    assert_ptr_equal(np_channels_by_path(tree, "news/county/village"), village);
    assert_string_equal(village->language, "ko");
    assert_string_equal(village->notice, "all rights: {phone}");
    assert_string_equal(village->list, "channel:12");
    assert_int_equal(village->depth, 3);
    assert_true(np_channel_is_below(village, np_channels_by_code(tree, "news")));
    assert_false(np_channel_is_below(village, np_channels_by_code(tree, "culture")));
    assert_false(np_channel_is_below(village, village));
    assert_null(np_channels_by_path(tree, "village"));
    assert_null(np_channels_by_path(tree, "news/"));
    assert_string_equal(np_channels_by_code(tree, "culture")->language, "");
}

static void cycles_and_orphans_become_top_channels(void **state)
{
    static const row_t source[] = {
        {1, "a", "b", "", ""}, {2, "b", "a", "", ""}, {3, "c", "nowhere", "", ""},
        {4, "d", "d", "", ""}, {5, "e", "a", "", ""},
    };
    const np_channels_t *tree = np_channels_make(rows_of(source, 5), pool);
    int i;

    (void)state;
    for (i = 0; i < tree->count; i++) {
        const np_channel_t *channel = &tree->items[i];
        int steps = 0;

        for (; channel; channel = channel->parent)
            assert_true(++steps < 10);
    }
    assert_null(np_channels_by_code(tree, "c")->parent);
    assert_null(np_channels_by_code(tree, "d")->parent);
}

static void no_channels_at_all(void **state)
{
    const np_channels_t *tree = np_channels_make(rows_of(NULL, 0), pool);

    (void)state;
    assert_int_equal(tree->count, 0);
    assert_null(np_channels_by_path(tree, "news"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_tree_inherits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cycles_and_orphans_become_top_channels, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_channels_at_all, set_up, tear_down),
    };

    return cmocka_run_group_tests_name("np_channel", tests, NULL, NULL);
}
