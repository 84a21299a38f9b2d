/* test_np_status.c - the table of numbers, their sums, what is derived from them, and every way they are
 * written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "np_db.h"
#include "np_route.h"
#include "np_status.h"

#define NOW 100000000 /* np_clock() of the moment that is shown */

static np_status_child_t children[2];
static np_status_portal_t portals[2];
static np_status_t status;

/* Two children of one portal, some numbers in each, and one child that has ended. */
static int set_up(void **state)
{
    (void)state;
    memset(children, 0, sizeof(children));
    memset(portals, 0, sizeof(portals));
    memset(&status, 0, sizeof(status));
    children[0].pid = 41;
    children[1].pid = 42;
    children[0].started = NOW - 2500000;
    children[1].started = NOW - 1000000;
    children[1].generation = 7;
    portals[0].name = "Portal";
    portals[0].base_url = "http://a.test";
    portals[0].children = children;
    portals[0].child_count = 2;
    status.now = NOW;
    status.portals = portals;
    status.portal_count = 1;
    status.finished = 1;
    return 0;
}

static apr_uint64_t *number(int child, size_t place)
{
    return &children[child].numbers.at[place];
}

static char *written(void (*write)(np_buffer_t *, const np_status_t *))
{
    np_buffer_t out;
    size_t length;

    np_buffer_init(&out);
    write(&out, &status);
    assert_false(out.failed);
    return np_buffer_take(&out, &length);
}

static void assert_has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("no '%s' in:\n%s", part, text);
}

static void assert_has_not(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("'%s' in:\n%s", part, text);
}

/* ---- The table ------------------------------------------------------------------------------ */

static void every_number_is_in_one_row(void **state)
{
    int found[NP_COUNTERS_NUMBERS] = {0};
    size_t row, other, i;

    (void)state;
    for (row = 0; row < np_status_row_count; row++)
        for (i = 0; i < np_status_rows[row].width; i++)
            found[np_status_rows[row].place + i]++;
    for (i = 0; i < NP_COUNTERS_NUMBERS; i++)
        if (found[i] != 1)
            fail_msg("number %zu of np_counters_t is in %d rows", i, found[i]);
    for (row = 0; row < np_status_row_count; row++)
        for (other = 0; other < row; other++) {
            assert_string_not_equal(np_status_rows[row].name, np_status_rows[other].name);
            assert_string_not_equal(np_status_rows[row].metric, np_status_rows[other].metric);
        }
}

static void metrics_are_named_by_the_rules(void **state)
{
    size_t row;

    (void)state;
    for (row = 0; row < np_status_row_count; row++) {
        const np_status_row_t *what = &np_status_rows[row];
        size_t length = strlen(what->metric);
        int total = length > 6 && strcmp(what->metric + length - 6, "_total") == 0;

        assert_int_equal(total, what->type == NP_STATUS_COUNTER);
        if (what->unit == NP_STATUS_MICROSECONDS)
            assert_non_null(strstr(what->metric, "_seconds"));
        assert_int_equal(what->unit == NP_STATUS_MICROSECONDS, strstr(what->name, "_us") != NULL &&
                                                                   what->unit != NP_STATUS_SINCE);
        assert_int_not_equal(what->help[strlen(what->help) - 1], '.');
        assert_null(strpbrk(what->help, "\\\n\"<&"));
    }
}

/* ---- Sums ----------------------------------------------------------------------------------- */

static void sums_are_as_the_table_says(void **state)
{
    np_numbers_t sum;

    (void)state;
    *number(0, NP_NUMBER(hits)) = 3;
    *number(1, NP_NUMBER(hits)) = 4;
    portals[0].finished.at[NP_NUMBER(hits)] = 100;
    *number(0, NP_NUMBER(cache_bytes)) = 10;
    *number(1, NP_NUMBER(cache_bytes)) = 20;
    *number(0, NP_NUMBER(db_state)) = NP_DB_DOWN;
    *number(0, NP_NUMBER(store_pages)) = 5;
    *number(1, NP_NUMBER(store_pages)) = 6;
    *number(0, NP_NUMBER(last_poll_us)) = NOW - 200;
    *number(1, NP_NUMBER(last_poll_us)) = NOW - 900;
    *number(1, NP_NUMBER(renders) + NP_ROUTE_COUNT) = 9;
    np_status_sum(&sum, &portals[0]);
    assert_int_equal(sum.at[NP_NUMBER(hits)], 107);
    assert_int_equal(sum.at[NP_NUMBER(cache_bytes)], 30);
    assert_int_equal(sum.at[NP_NUMBER(db_state)], NP_DB_DOWN);
    assert_int_equal(sum.at[NP_NUMBER(store_pages)], 6);
    assert_int_equal(sum.at[NP_NUMBER(last_poll_us)], NOW - 900);
    assert_int_equal(sum.at[NP_NUMBER(renders) + NP_ROUTE_COUNT], 9);
    *number(1, NP_NUMBER(last_poll_us)) = 0;
    np_status_sum(&sum, &portals[0]);
    assert_int_equal(sum.at[NP_NUMBER(last_poll_us)], NOW - 200);
}

static void ended_children_leave_their_counters(void **state)
{
    static np_counters_t finished, child; /* zeroed */
    np_numbers_t numbers, nothing = {{0}};

    (void)state;
    np_count_set(&finished.hits, 10);
    np_count_set(&child.hits, 5);
    np_count_set(&child.renders[NP_ROUTE_ARTICLE], 2);
    np_count_set(&child.db_open, 8);
    np_count_set(&child.last_poll_us, NOW);
    np_status_move(&finished, &child);
    np_numbers_read(&numbers, &child);
    assert_memory_equal(&numbers, &nothing, sizeof(numbers));
    np_numbers_read(&numbers, &finished);
    assert_int_equal(numbers.at[NP_NUMBER(hits)], 15);
    assert_int_equal(numbers.at[NP_NUMBER(renders) + NP_ROUTE_ARTICLE], 2);
    assert_int_equal(numbers.at[NP_NUMBER(db_open)], 0);
    assert_int_equal(numbers.at[NP_NUMBER(last_poll_us)], 0);
}

/* ---- Derived values ------------------------------------------------------------------------- */

static void nothing_is_divided_by_zero(void **state)
{
    np_numbers_t none = {{0}};
    char *text;

    (void)state;
    assert_true(np_status_hit_rate(&none) < 0);
    assert_true(np_status_lag(&none, NOW) < 0);
    assert_true(np_status_mean_ms(&none, NP_NUMBER(theme_us), NP_ROUTE_FRONT) < 0);
    assert_true(np_status_mean_ms(&none, NP_NUMBER(theme_us), -1) < 0);
    text = written(np_status_json);
    assert_has(text, "\"hit_rate\":null");
    assert_has(text, "\"lag_ms\":null");
    assert_has(text, "\"theme_ms\":null");
    assert_has_not(text, "nan");
    assert_has_not(text, "inf");
    free(text);
    text = written(np_status_prometheus);
    assert_has(text, "# TYPE newsportal_watcher_lag_seconds gauge\n# HELP");
    free(text);
}

static void derived_values(void **state)
{
    np_numbers_t *numbers = &children[0].numbers;

    (void)state;
    *number(0, NP_NUMBER(hits)) = 6;
    *number(0, NP_NUMBER(misses)) = 3;
    *number(0, NP_NUMBER(stale)) = 1;
    assert_float_equal(np_status_hit_rate(numbers), 0.6, 1e-9);
    *number(0, NP_NUMBER(last_poll_us)) = NOW - 250;
    assert_int_equal(np_status_lag(numbers, NOW), 250);
    assert_int_equal(np_status_lag(numbers, NOW - 1000), 0); /* polled after the moment was taken */
    *number(0, NP_NUMBER(renders) + NP_ROUTE_FRONT) = 4;
    *number(0, NP_NUMBER(theme_us) + NP_ROUTE_FRONT) = 10000;
    *number(0, NP_NUMBER(renders) + NP_ROUTE_TAG) = 1;
    assert_float_equal(np_status_mean_ms(numbers, NP_NUMBER(theme_us), NP_ROUTE_FRONT), 2.5, 1e-9);
    assert_float_equal(np_status_mean_ms(numbers, NP_NUMBER(theme_us), NP_ROUTE_TAG), 0, 1e-9);
    assert_float_equal(np_status_mean_ms(numbers, NP_NUMBER(theme_us), -1), 2, 1e-9);
}

static void ready_when_readers_can_come(void **state)
{
    (void)state;
    assert_false(np_status_ready(&status)); /* nobody has asked the database */
    *number(0, NP_NUMBER(db_schema)) = NP_DB_SCHEMA_FITS;
    assert_true(np_status_ready(&status)); /* the other child has just started */
    *number(1, NP_NUMBER(db_schema)) = NP_DB_SCHEMA_DIFFERS;
    assert_false(np_status_ready(&status));
    *number(1, NP_NUMBER(db_schema)) = NP_DB_SCHEMA_FITS;
    *number(1, NP_NUMBER(db_state)) = NP_DB_SUSPECT;
    assert_true(np_status_ready(&status));
    *number(1, NP_NUMBER(db_state)) = NP_DB_DOWN;
    assert_false(np_status_ready(&status));
    *number(1, NP_NUMBER(db_state)) = NP_DB_UP;
    portals[1] = portals[0];
    portals[1].child_count = 0;
    status.portal_count = 2;
    assert_false(np_status_ready(&status)); /* the second portal */
    status.portal_count = 0;
    assert_false(np_status_ready(&status)); /* no portal at all */
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void json_by_child_and_summed(void **state)
{
    char *text;

    (void)state;
    *number(0, NP_NUMBER(hits)) = 18446744073709551614ULL;
    *number(1, NP_NUMBER(hits)) = 1;
    *number(0, NP_NUMBER(db_state)) = NP_DB_SUSPECT;
    *number(0, NP_NUMBER(db_schema)) = NP_DB_SCHEMA_FITS;
    *number(0, NP_NUMBER(last_poll_us)) = NOW - 1500;
    *number(0, NP_NUMBER(renders) + NP_ROUTE_ARTICLE) = 3;
    *number(0, NP_NUMBER(html_us) + NP_ROUTE_ARTICLE) = 900;
    text = written(np_status_json);
    assert_has(text, "{\"ready\":true,\"finished_children\":1,\"portals\":[{\"name\":\"Portal\","
                     "\"base_url\":\"http://a.test\",\"ready\":true,\"sum\":{");
    assert_has(text, "\"hits\":18446744073709551615,");
    assert_has(text, "{\"pid\":41,\"generation\":0,\"age_s\":2.5000,\"hit_rate\":1.0000,"
                     "\"hits\":18446744073709551614,");
    assert_has(text, "},{\"pid\":42,\"generation\":7,\"age_s\":1.0000,");
    assert_has(text, "\"db_state\":\"suspect\",\"db_schema\":\"fits\",");
    assert_has(text, "\"lag_ms\":1.5000,");
    assert_has(text, "\"article\":{\"renders\":3,\"queries_us\":0,\"model_us\":0,\"theme_us\":0,"
                     "\"html_us\":900,\"queries_ms\":0.0000,\"model_ms\":0.0000,\"theme_ms\":0.0000,"
                     "\"html_ms\":0.3000}");
    assert_has(text, "\"other\":{\"renders\":0,");
    free(text);
}

static void names_are_escaped(void **state)
{
    char *text;

    (void)state;
    portals[0].name = "a\"b\\c\n\x01</script>&云";
    portals[0].base_url = "x\"y\\z\n";
    text = written(np_status_json);
    assert_has(text, "\"name\":\"a\\\"b\\\\c\\u000a\\u0001</script>&云\",");
    assert_has(text, "\"base_url\":\"x\\\"y\\\\z\\u000a\",");
    free(text);
    text = written(np_status_prometheus);
    assert_has(text, "newsportal_ready{portal=\"x\\\"y\\\\z\\n\"} 0\n");
    free(text);
    text = written(np_status_html);
    assert_has(text, "<h2>a&quot;b\\c\n\x01&lt;/script&gt;&amp;云</h2>");
    assert_has_not(text, "</script>");
    free(text);
    text = written(np_status_section);
    assert_has(text, "<p>x&quot;y\\z\n is not ready.");
    free(text);
}

static void no_portal_no_child(void **state)
{
    char *text;

    (void)state;
    portals[0].child_count = 0;
    text = written(np_status_json);
    assert_has(text, "\"children\":[]}");
    free(text);
    status.portal_count = 0;
    text = written(np_status_json);
    assert_string_equal(text, "{\"ready\":false,\"finished_children\":1,\"portals\":[]}\n");
    free(text);
    text = written(np_status_html);
    assert_has(text, "<p>This server has no portal.</p>");
    free(text);
}

/* ---- Prometheus ----------------------------------------------------------------------------- */

static void prometheus_sums_counters_and_lists_gauges(void **state)
{
    char *text;

    (void)state;
    *number(0, NP_NUMBER(hits)) = 3;
    *number(1, NP_NUMBER(hits)) = 4;
    portals[0].finished.at[NP_NUMBER(hits)] = 100;
    *number(1, NP_NUMBER(cache_bytes)) = 20;
    *number(0, NP_NUMBER(last_poll_us)) = NOW - 1500;
    *number(0, NP_NUMBER(queries_us) + NP_ROUTE_ARTICLE) = 12000003;
    text = written(np_status_prometheus);
    assert_has(text, "# HELP newsportal_hits_total Requests answered from the cache.\n"
                     "# TYPE newsportal_hits_total counter\n"
                     "newsportal_hits_total{portal=\"http://a.test\"} 107\n# HELP");
    assert_has(text, "newsportal_cache_bytes{portal=\"http://a.test\",child=\"41\"} 0\n"
                     "newsportal_cache_bytes{portal=\"http://a.test\",child=\"42\"} 20\n");
    assert_has(text, "newsportal_queries_seconds_total{portal=\"http://a.test\",kind=\"article\"} "
                     "12.000003\n");
    assert_has(text, "newsportal_watcher_lag_seconds{portal=\"http://a.test\",child=\"41\"} "
                     "0.001500\n# HELP");
    assert_has(text, "newsportal_child_age_seconds{portal=\"http://a.test\",child=\"41\"} 2.500000\n");
    assert_has(text, "\nnewsportal_finished_children_total 1\n");
    free(text);
}

/* ---- The page and server-status ------------------------------------------------------------- */

static void page_begins_with_a_summary(void **state)
{
    char *text;

    (void)state;
    *number(0, NP_NUMBER(db_schema)) = NP_DB_SCHEMA_FITS;
    *number(0, NP_NUMBER(hits)) = 3;
    *number(1, NP_NUMBER(misses)) = 1;
    *number(0, NP_NUMBER(last_poll_us)) = NOW - 120000;
    *number(0, NP_NUMBER(cache_bytes)) = 3 << 20;
    *number(1, NP_NUMBER(cache_limit)) = 64 << 20;
    text = written(np_status_html);
    assert_has(text, "<p>Portal is ready. The database is up. The change log was read 120 ms ago. "
                     "75.0 % of 4 requests were answered from the cache. The cache uses 3.0 MiB of "
                     "64.0 MiB.</p>");
    assert_has_not(text, "style=");
    assert_has_not(text, "<script");
    free(text);
    *number(1, NP_NUMBER(db_state)) = NP_DB_DOWN;
    *number(1, NP_NUMBER(db_schema)) = NP_DB_SCHEMA_DIFFERS;
    text = written(np_status_html);
    assert_has(text, "Portal is not ready. The database is down for 1, suspect for 0 of 2 child "
                     "processes and its schema has another version than this module needs. ");
    free(text);
}

static void server_status_lines(void **state)
{
    char *text, *line;

    (void)state;
    portals[1] = portals[0];
    status.portal_count = 2; /* the same children once more: everything twice */
    *number(0, NP_NUMBER(hits)) = 3;
    *number(1, NP_NUMBER(renders) + NP_ROUTE_TAG) = 2;
    *number(1, NP_NUMBER(renders) + NP_ROUTE_FRONT) = 1;
    *number(1, NP_NUMBER(db_state)) = NP_DB_DOWN;
    *number(1, NP_NUMBER(last_poll_us)) = NOW - 7900;
    text = written(np_status_auto);
    assert_has(text, "NewsPortalReady: 0\nNewsPortalPortals: 2\nNewsPortalHits: 6\n");
    assert_has(text, "NewsPortalRenders: 6\n");
    assert_has(text, "NewsPortalDbState: 2\n");
    assert_has(text, "NewsPortalLagMs: 7\n");
    for (line = text; *line; line = strchr(line, '\n') + 1) {
        char name[64];
        unsigned long long value;
        int length = 0;

        assert_int_equal(sscanf(line, "%63[A-Za-z]: %llu%n", name, &value, &length), 2);
        assert_int_equal(line[length], '\n');
        assert_int_equal(strncmp(name, "NewsPortal", 10), 0);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_number_is_in_one_row, set_up),
        cmocka_unit_test_setup(metrics_are_named_by_the_rules, set_up),
        cmocka_unit_test_setup(sums_are_as_the_table_says, set_up),
        cmocka_unit_test_setup(ended_children_leave_their_counters, set_up),
        cmocka_unit_test_setup(nothing_is_divided_by_zero, set_up),
        cmocka_unit_test_setup(derived_values, set_up),
        cmocka_unit_test_setup(ready_when_readers_can_come, set_up),
        cmocka_unit_test_setup(json_by_child_and_summed, set_up),
        cmocka_unit_test_setup(names_are_escaped, set_up),
        cmocka_unit_test_setup(no_portal_no_child, set_up),
        cmocka_unit_test_setup(prometheus_sums_counters_and_lists_gauges, set_up),
        cmocka_unit_test_setup(page_begins_with_a_summary, set_up),
        cmocka_unit_test_setup(server_status_lines, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
