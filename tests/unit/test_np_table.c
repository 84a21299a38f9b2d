/* test_np_table.c - one definition of columns, three ways out: CSV (RFC 4180), JSON (RFC 8259), a model. */
#include "pool_bed.h"

#include "np_model.h"
#include "np_table.h"

static const np_query_t query = {0, "test", "", 0, 5, NULL, NULL};

static const char *twice(const void *baton, const char *cell)
{
    (void)baton;
    return apr_pstrcat(pool, cell, cell, NULL);
}

static const np_column_t columns[] = {
    {"number", NP_COLUMN_NUMBER, 0, NULL}, {"median_days", NP_COLUMN_TENTHS, 1, NULL},
    {"code", NP_COLUMN_WORD, 2, NULL},     {"name", NP_COLUMN_WORD, 2, twice},
    {"came_at", NP_COLUMN_MOMENT, 3, NULL}, {"text", NP_COLUMN_TEXT, 4, NULL},
};

static np_table_t table_of(const np_rows_t *rows)
{
    np_table_t table = {"test", columns, 6, rows, rows->count, NULL, pool};

    assert_null(np_zone_make(&table.zone, "+08:00", pool));
    return table;
}

/* One row; `text` in its last column. */
static const np_rows_t *rows_with(const char *text, int is_null)
{
    np_rows_t *rows = apr_pcalloc(pool, sizeof(*rows));
    np_value_t *cells = apr_pcalloc(pool, 5 * sizeof(np_value_t));

    cells[0] = is_null ? np_value_null(NP_TYPE_INT) : np_value_int(7);
    cells[1] = is_null ? np_value_null(NP_TYPE_INT) : np_value_int(25);
    cells[2] = np_value_text(is_null ? "" : "ab");
    cells[3] = is_null ? np_value_null(NP_TYPE_CIVIL) : np_value_civil(1714953600);
    cells[4] = np_value_text(text);
    rows->query = &query;
    rows->count = 1;
    rows->cells = cells;
    return rows;
}

static const char *csv_of(const np_rows_t *rows)
{
    np_table_t table = table_of(rows);
    np_buffer_t out;
    const char *text;

    np_buffer_init(&out);
    np_table_csv(&out, &table, pool);
    assert_false(out.failed);
    text = apr_pstrmemdup(pool, out.data, out.length);
    np_buffer_free(&out);
    return text;
}

#define HEAD "\xef\xbb\xbf" "number,median_days,code,name,came_at,text\r\n"

static void csv(void **state)
{
    static const struct {
        const char *text, *cell;
    } cases[] = {
        {"plain", "\"plain\""},        {"a \"word\"", "\"a \"\"word\"\"\""}, {"a,b", "\"a,b\""},
        {"two\r\nlines", "\"two\r\nlines\""}, {"=1+1", "\"'=1+1\""},        {"+1", "\"'+1\""},
        {"-1", "\"'-1\""},             {"@x", "\"'@x\""},                  {"\tx", "\"'\tx\""},
        {"＝1", "\"'＝1\""},           {"a=1", "\"a=1\""},                 {"版权，照片", "\"版权，照片\""},
        {"", ""},
    };
    apr_size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_string_equal(csv_of(rows_with(cases[i].text, 0)),
                            apr_pstrcat(pool, HEAD "7,2.5,\"ab\",\"abab\",2024-05-06T00:00:00+08:00,", cases[i].cell,
                                        "\r\n", NULL));
    assert_string_equal(csv_of(rows_with("x", 1)), HEAD ",,,,,\"x\"\r\n");
}

static const char *json_of(const np_rows_t *rows, const np_table_member_t *members, int count)
{
    np_table_t table = table_of(rows);
    np_buffer_t out;
    const char *text;

    np_buffer_init(&out);
    np_table_json(&out, &table, members, count, pool);
    assert_false(out.failed);
    text = apr_pstrmemdup(pool, out.data, out.length);
    np_buffer_free(&out);
    return text;
}

static void json(void **state)
{
    const np_table_member_t members[] = {{"next", NULL}, {"from", "a\"b"}};

    (void)state;
    assert_string_equal(json_of(rows_with("=1\n\"\\\x01", 0), members, 2),
                        "{\"name\":\"test\",\"next\":null,\"from\":\"a\\\"b\",\"rows\":[{\"number\":7,\"median_days\":2.5,"
                        "\"code\":\"ab\",\"name\":\"abab\",\"came_at\":\"2024-05-06T00:00:00+08:00\","
                        "\"text\":\"=1\\u000a\\\"\\\\\\u0001\"}]}\n");
    assert_string_equal(json_of(rows_with("", 1), NULL, 0),
                        "{\"name\":\"test\",\"rows\":[{\"number\":null,\"median_days\":null,\"code\":null,\"name\":null,"
                        "\"came_at\":null,\"text\":null}]}\n");
}

static void no_rows(void **state)
{
    const np_rows_t none = {&query, 0, NULL};

    (void)state;
    assert_string_equal(csv_of(&none), HEAD);
    assert_string_equal(json_of(&none, NULL, 0), "{\"name\":\"test\",\"rows\":[]}\n");
}

static void model(void **state)
{
    xmlDocPtr doc = np_model_create("row", pool);
    xmlNodePtr element = xmlDocGetRootElement(doc);
    np_table_t table = table_of(rows_with("<b>", 0));
    xmlChar *text = NULL;
    int length;

    (void)state;
    np_table_set(element, &table, 0, pool);
    xmlDocDumpMemory(doc, &text, &length);
    assert_non_null(strstr((char *)text, "number=\"7\" median-days=\"2.5\" code=\"ab\" name=\"abab\""));
    assert_non_null(strstr((char *)text, "<came-at datetime=\"2024-05-06T00:00:00+08:00\""));
    assert_non_null(strstr((char *)text, "<text>&lt;b&gt;</text>"));
    xmlFree(text);
    doc = np_model_create("row", pool);
    table = table_of(rows_with("", 1));
    np_table_set(xmlDocGetRootElement(doc), &table, 0, pool);
    assert_null(xmlDocGetRootElement(doc)->children);
    assert_null(xmlDocGetRootElement(doc)->properties);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv),
        cmocka_unit_test(json),
        cmocka_unit_test(no_rows),
        cmocka_unit_test(model),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
