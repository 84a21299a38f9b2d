/* test_np_query.c - the query table as it is made from files, and the values and rows helpers. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <unistd.h>
#include <sys/stat.h>
#include <apr_general.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include "np_query.h"

#define GENERATOR TEST_ROOT "/mod_newsportal/queries.awk"
#define GOOD TEST_DATA "/queries/good"
#define BAD TEST_DATA "/queries/bad"

static apr_pool_t *pool;
static char folder[] = "/tmp/newsportal-query.XXXXXX";

static const char *file_text(const char *path)
{
    static char text[65536];
    FILE *file = fopen(path, "r");
    size_t length;

    if (file == NULL)
        return NULL;
    length = fread(text, 1, sizeof(text) - 1, file);
    fclose(file);
    text[length] = '\0';
    return text;
}

/* Runs the generator over files; its exit status, what it said is in `said`. */
static int generate(const char *files, const char **said)
{
    const char *log = apr_psprintf(pool, "%s/log", folder);
    int status;

    status = system(apr_psprintf(
        pool, "rm -f %s/np_query_table.*; ${AWK:-awk} -v out=%s -f " GENERATOR " %s >%s 2>&1",
        folder, folder, files, log));
    *said = apr_pstrdup(pool, file_text(log));
    return WEXITSTATUS(status);
}

static int has_output(void)
{
    return access(apr_psprintf(pool, "%s/np_query_table.c", folder), F_OK) == 0 ||
           access(apr_psprintf(pool, "%s/np_query_table.h", folder), F_OK) == 0;
}

static void contains(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("no \"%s\" in:\n%s", part, text);
}

static void good_files(void **state)
{
    const char *said, *header, *source;

    (void)state;
    assert_int_equal(generate(GOOD "/*.sql", &said), 0);
    assert_string_equal(said, "");
    header = apr_pstrdup(pool, file_text(apr_psprintf(pool, "%s/np_query_table.h", folder)));
    contains(header, "    NP_QUERY_ONE_ROW,\n    NP_QUERY_PLAIN,\n    NP_QUERY_SILENT,\n"
                     "    NP_QUERY_COUNT\n");
    contains(header, "    ONE_ROW_ID,\n    ONE_ROW_TITLE,\n    ONE_ROW_PICTURE,\n"
                     "    ONE_ROW_AT,\n");
    contains(header, "over a second line; and names a place: here");
    source = file_text(apr_psprintf(pool, "%s/np_query_table.c", folder));
    contains(source, "{\"now\", NP_TYPE_CIVIL}");
    contains(source, "{\"picture\", NP_TYPE_BYTES}");
    contains(source, "     4, 4, one_row_params, one_row_columns},");
    contains(source, "     1, 0, silent_params, NULL},");
    contains(source, "/* newsportal plain */ SELECT version FROM web_schema_version\",");
    assert_null(strstr(source, "filesort"));
}

/* What C makes of the text is the statement as it stands in the file, without head and semicolon.
 */
static void text_survives(void **state)
{
    const char *said, *expected;
    const char *program = apr_psprintf(pool, "%s/show.c", folder);
    FILE *file = fopen(program, "w");

    (void)state;
    assert_int_equal(generate(GOOD "/*.sql", &said), 0);
    assert_non_null(file);
    fprintf(file, "#include <stdio.h>\n#include \"np_query_table.c\"\n"
                  "int main(void){return fputs(np_queries[0].sql, stdout) < 0;}\n");
    fclose(file);
    assert_int_equal(
        system(apr_psprintf(pool,
                            "cd %s && ${CC:-cc} -Werror -Wall -Wtrigraphs -I" TEST_ROOT
                            "/mod_newsportal $(apr-1-config --cppflags --includes) -o show show.c "
                            "&& ./show >shown",
                            folder)),
        0);
    expected = "/* newsportal one_row */ SELECT id, title, -- is this \"it\"?\n"
               "       picture, at\t/* ; ? */\n"
               "FROM article # why?\n"
               "WHERE id = ? AND at <= ? AND note <> 'it''s \\'so\\'; or ?'\n"
               "  AND word = ? AND `odd?``name` = ? AND title <> \"a\\\\?\"\"b\"\n"
               "  AND 2 * 3 = 6 AND COUNT(*) > 0";
    assert_string_equal(file_text(apr_psprintf(pool, "%s/shown", folder)), expected);
}

static void bad_files(void **state)
{
    static const struct {
        const char *file, *problem;
    } cases[] = {
        {"no_purpose.sql", ":1: the first line must be \"-- no_purpose: purpose\""},
        {"other_name.sql", ":1: the first line must be \"-- other_name: purpose\""},
        {"no_head.sql", ":1: the first line must be \"-- no_head: purpose\""},
        {"unknown_type.sql", ":3: \"date\" is no type: int, text, bytes or civil"},
        {"no_type.sql", ":2: column needs a name and a type"},
        {"bad_name.sql", ":2: \"userName\" is no name"},
        {"twice.sql", ":3: column constant TWICE_A is taken already"},
        {"too_few.sql", ":4: 2 `?` in the statement, but 1 param lines"},
        {"too_many.sql", ":5: 1 `?` in the statement, but 2 param lines"},
        {"star.sql", ":3: SELECT * is not allowed"},
        {"star_of_table.sql", ":3: SELECT * is not allowed"},
        {"star_distinct.sql", ":3: SELECT * is not allowed"},
        {"two_statements.sql", ":3: more than one statement"},
        {"no_statement.sql", ":2: no statement"},
        {"unknown_key.sql", ":3: unknown line in the head"},
        {"late_prose.sql", ":3: unknown line in the head"},
        {"open_quote.sql", ":3: a quote ' is not closed"},
        {"executable.sql", ":3: executable comments (/*! */) are not supported"},
        {"bad_index.sql", ":3: index needs a table and an index"},
        {"Upper_case.sql", ":1: the name must be lower case"},
        {"empty.sql", ":1: empty or not readable"},
        {"not_there.sql", ":1: empty or not readable"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *said;
        const char *path = apr_psprintf(pool, BAD "/%s", cases[i].file);
        int status = generate(apr_psprintf(pool, GOOD "/plain.sql %s", path), &said);

        if (status != 1 || has_output())
            fail_msg("%s was taken (status %d): %s", cases[i].file, status, said);
        contains(said, apr_psprintf(pool, "%s%s", path, cases[i].problem));
    }
}

static void misuse(void **state)
{
    const char *said;

    (void)state;
    assert_int_equal(generate("</dev/null", &said), 1);
    contains(said, "no query files");
    assert_int_equal(system("${AWK:-awk} -f " GENERATOR " " GOOD "/plain.sql >/dev/null 2>&1") == 0,
                     0);
    /* The same name from two folders. */
    assert_int_equal(generate(GOOD "/plain.sql " GOOD "/../good/plain.sql", &said), 1);
    contains(said, "the name is taken by");
}

/* The table that ships is the folder that ships. */
static void shipped_table(void **state)
{
    int i, files = 0;
    apr_dir_t *dir;
    apr_finfo_t info;

    (void)state;
    assert_int_equal(apr_dir_open(&dir, TEST_ROOT "/sql/queries", pool), APR_SUCCESS);
    while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS)
        if (strlen(info.name) > 4 && strcmp(info.name + strlen(info.name) - 4, ".sql") == 0)
            files++;
    apr_dir_close(dir);
    assert_int_equal(np_query_count, files);
    for (i = 0; i < np_query_count; i++) {
        const np_query_t *query = &np_queries[i];

        assert_int_equal(query->id, i);
        assert_ptr_equal(
            strstr(query->sql, apr_psprintf(pool, "/* newsportal %s */ ", query->name)),
            query->sql);
        assert_int_equal(
            access(apr_psprintf(pool, TEST_ROOT "/sql/queries/%s.sql", query->name), R_OK), 0);
        assert_true((query->param_count == 0) == (query->params == NULL));
        assert_true((query->column_count == 0) == (query->columns == NULL));
    }
}

/* The page of an article is built from rows of either (np_page_article_show). */
static void same_columns(const char *one, const char *other)
{
    const np_query_t *a = NULL, *b = NULL;
    int i;

    for (i = 0; i < np_query_count; i++) {
        a = strcmp(np_queries[i].name, one) == 0 ? &np_queries[i] : a;
        b = strcmp(np_queries[i].name, other) == 0 ? &np_queries[i] : b;
    }
    assert_non_null(a);
    assert_non_null(b);
    assert_int_equal(a->column_count, b->column_count);
    for (i = 0; i < a->column_count; i++) {
        assert_string_equal(a->columns[i].name, b->columns[i].name);
        assert_int_equal(a->columns[i].type, b->columns[i].type);
    }
}

static void previews_read_as_articles(void **state)
{
    (void)state;
    same_columns("preview_article", "article_by_id");
    same_columns("preview_tags", "article_tags");
}

static void values(void **state)
{
    np_value_t value = np_value_int(INT64_MIN);

    (void)state;
    assert_int_equal(value.type, NP_TYPE_INT);
    assert_int_equal(value.is_null, 0);
    assert_true(value.number == INT64_MIN);
    value = np_value_civil(-1);
    assert_int_equal(value.type, NP_TYPE_CIVIL);
    assert_int_equal(value.number, -1);
    value = np_value_text("한국");
    assert_int_equal(value.type, NP_TYPE_TEXT);
    assert_int_equal(value.length, 6);
    assert_int_equal(np_value_text("").is_null, 0);
    value = np_value_text(NULL);
    assert_int_equal(value.is_null, 1);
    assert_string_equal(value.text, "");
    value = np_value_null(NP_TYPE_BYTES);
    assert_int_equal(value.type, NP_TYPE_BYTES);
    assert_int_equal(value.is_null, 1);
}

static void rows(void **state)
{
    static const np_field_t columns[] = {{"id", NP_TYPE_INT}, {"title", NP_TYPE_TEXT}};
    static const np_query_t query = {0, "q", "", 0, 2, NULL, columns};
    np_value_t cells[4];
    np_rows_t result = {&query, 2, cells};
    static const int outside[][2] = {{-1, 0}, {2, 0}, {0, -1}, {0, 2}, {INT32_MAX, INT32_MAX}};
    size_t i;

    (void)state;
    cells[0] = np_value_int(7);
    cells[1] = np_value_text("a");
    cells[2] = np_value_null(NP_TYPE_INT);
    cells[3] = np_value_text("b");
    assert_int_equal(np_rows_int(&result, 0, 0), 7);
    assert_string_equal(np_rows_text(&result, 1, 1), "b");
    assert_int_equal(np_rows_is_null(&result, 1, 0), 1);
    assert_int_equal(np_rows_int(&result, 1, 0), 0);
    assert_string_equal(np_rows_text(&result, 1, 0), "");
    assert_ptr_equal(np_rows_cell(&result, 1, 1), &cells[3]);
    for (i = 0; i < sizeof(outside) / sizeof(outside[0]); i++) {
        assert_int_equal(np_rows_is_null(&result, outside[i][0], outside[i][1]), 1);
        assert_int_equal(np_rows_int(&result, outside[i][0], outside[i][1]), 0);
        assert_string_equal(np_rows_text(&result, outside[i][0], outside[i][1]), "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_files),    cmocka_unit_test(text_survives),
        cmocka_unit_test(bad_files),     cmocka_unit_test(misuse),
        cmocka_unit_test(shipped_table), cmocka_unit_test(values),
        cmocka_unit_test(rows),          cmocka_unit_test(previews_read_as_articles),
    };
    int failed;

    apr_initialize();
    apr_pool_create(&pool, NULL);
    if (mkdtemp(folder) == NULL)
        return 99;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (system(apr_psprintf(pool, "rm -rf %s", folder)) != 0)
        failed++;
    apr_pool_destroy(pool);
    apr_terminate();
    return failed;
}
