/* test_np_filter.c - filters of lists: one text for all addresses that mean the same, and what is refused. */
#include "pool_bed.h"

#include "np_filter.h"
#include "np_route.h"

/* Reads "name=value&..." without any escapes; 0 when one was refused. */
static int read_all(np_filters_t *filters, const char *query)
{
    char *text = apr_pstrdup(pool, query), *last, *part;

    memset(filters, 0, sizeof(*filters));
    for (part = apr_strtok(text, "&", &last); part; part = apr_strtok(NULL, "&", &last)) {
        char *value = strchr(part, '=');

        if (value)
            *value++ = '\0';
        if (!np_filters_read(filters, part, value, pool))
            return 0;
    }
    return 1;
}

static void one_text(void **state)
{
    static const struct {
        const char *query, *text;
        int count;
    } cases[] = {
        {"", "", 0},
        {"region=&f-side=&f-pay-from=&f-pay-to=", "", 0},
        {"utm_source=x&before=1&page=2&F-side=x&f=1&fside=1", "", 0},
        {"f-side=a&region=north", "region=north&f-side=a", 2},
        {"f-pay-to=3000&f-area-from=20&f-pay-from=0002000", "f-area-from=20&f-pay-from=2000&f-pay-to=3000", 2},
        {"f-pay-from=0&f-day-to=2026-11-25", "f-day-to=2026-11-25&f-pay-from=0", 2},
        {"f-pay-from=000", "f-pay-from=0", 1},
        {"f-day-from=2024-02-29", "f-day-from=2024-02-29", 1},
        {"f-side=招聘 &<b>", "f-side=%E6%8B%9B%E8%81%98%20", 1},
        {"f-d=1&f-c=1&f-b=1&f-a=1", "f-a=1&f-b=1&f-c=1&f-d=1", 4},
        {"f-under_score=x", "f-under_score=x", 1},
    };
    np_filters_t filters;
    apr_size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(read_all(&filters, cases[i].query));
        assert_string_equal(np_filters_text(&filters, pool), cases[i].text);
        assert_int_equal(np_filters_count(&filters), cases[i].count);
    }
    assert_string_equal(np_filters_text(NULL, pool), "");
    assert_int_equal(np_filters_count(NULL), 0);
}

static void refused(void **state)
{
    static const char *const queries[] = {
        "f-pay-from=x", "f-pay-from=-1", "f-pay-from=1.5", "f-pay-from=1234567890", "f-pay-from= 1", "f-day-from=2026-02-29",
        "f-day-from=2026-2-2", "f-day-from=2026-11-2x", "f-day-from=20261125-", "f-pay-from=1&f-pay-from=1", "f-side=a&f-side=a",
        "f-side=a&f-side-to=1", "f-pay-to=1&f-pay=1", "f-pay-from=1&f-pay-to=2026-11-25", "region=a&region=a", "region=A",
        "region=a_b", "region=a/b", "f-=1", "f-A=1", "f-pay-up=1", "f-pay-from-to=1", "f-pay-=1",
        "f-a=1&f-b=1&f-c=1&f-d=1&f-e=1", "f-abcdefghijklmnopqrstuvwxyzabcdefg=1"};
    char longest[700];
    np_filters_t filters;
    apr_size_t i;

    (void)state;
    for (i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
        if (read_all(&filters, queries[i]))
            fail_msg("taken: %s", queries[i]);
    }
    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    memset(&filters, 0, sizeof(filters));
    assert_false(np_filters_read(&filters, "f-side", longest, pool));
    longest[200] = '\0';
    memset(&filters, 0, sizeof(filters));
    assert_true(np_filters_read(&filters, "f-side", longest, pool));
}

static void parts(void **state)
{
    np_filters_t filters;
    const np_filter_t *filter;

    (void)state;
    assert_true(read_all(&filters, "f-pay-from=20&f-side=a&f-day-to=2026-11-25"));
    filter = np_filters_find(&filters, "pay");
    assert_true(filter && filter->has_from && !filter->has_to && !filter->is_date && filter->from == 20 && !filter->value);
    filter = np_filters_find(&filters, "day");
    assert_true(filter && filter->has_to && filter->is_date && filter->to == 20261125);
    assert_string_equal(np_filter_bound(filter, filter->to, pool), "2026-11-25");
    assert_string_equal(np_filters_find(&filters, "side")->value, "a");
    assert_null(np_filters_find(&filters, "sid"));
    np_filters_drop(&filters, "pay");
    np_filters_drop(&filters, "nothing");
    assert_string_equal(np_filters_text(&filters, pool), "f-day-to=2026-11-25&f-side=a");
}

static void addresses(void **state)
{
    np_params_t params = {.code = "jobs"};
    np_filters_t filters;

    (void)state;
    assert_true(read_all(&filters, "region=north&f-pay-from=1"));
    params.filters = &filters;
    assert_string_equal(np_route_path(NP_ROUTE_PLAZA_LIST, &params, pool), "/plaza/jobs/?region=north&f-pay-from=1");
    params.position.from = NP_FROM_BEFORE;
    params.position.id = 7;
    assert_string_equal(np_route_path(NP_ROUTE_PLAZA_LIST, &params, pool),
                        "/plaza/jobs/?region=north&f-pay-from=1&before=19700101000000-7");
    params.filters = NULL;
    assert_string_equal(np_route_path(NP_ROUTE_PLAZA_LIST, &params, pool), "/plaza/jobs/?before=19700101000000-7");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(one_text), cmocka_unit_test(refused),
                                              cmocka_unit_test(parts), cmocka_unit_test(addresses)};

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
