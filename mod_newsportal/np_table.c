/* np_table.c - see np_table.h. */
#include "np_table.h"

#include <string.h>
#include <apr_strings.h>
#include "np_json.h"
#include "np_model.h"

#define MARK "\xef\xbb\xbf" /* U+FEFF: this is UTF-8 */

/* ---- Cells ----------------------------------------------------------------------------------- */

static int is_text(const np_column_t *column)
{
    return column->type == NP_COLUMN_WORD || column->type == NP_COLUMN_TEXT;
}

static const char *tenths(apr_int64_t value, apr_pool_t *pool)
{
    if (value % 10 == 0)
        return apr_off_t_toa(pool, value / 10);
    return apr_psprintf(pool, "%" APR_INT64_T_FMT ".%d", value / 10, (int)(value % 10));
}

/* As it is written everywhere; NULL when there is none. */
static const char *cell(const np_table_t *table, int row, const np_column_t *column,
                        apr_pool_t *pool)
{
    const np_rows_t *rows = table->rows;

    if (np_rows_is_null(rows, row, column->place))
        return NULL;
    switch (column->type) {
    case NP_COLUMN_NUMBER:
        return apr_off_t_toa(pool, np_rows_int(rows, row, column->place));
    case NP_COLUMN_TENTHS:
        return tenths(np_rows_int(rows, row, column->place), pool);
    case NP_COLUMN_MOMENT:
        return np_time_rfc3339(pool, table->zone, np_rows_int(rows, row, column->place));
    default:
        break;
    }
    if (column->word)
        return column->word(table->baton, np_rows_text(rows, row, column->place));
    return np_rows_text(rows, row, column->place);
}

/* ---- CSV ------------------------------------------------------------------------------------- */

static void csv_text(np_buffer_t *out, const char *text)
{
    np_buffer_add_char(out, '"');
    /* Spreadsheets calculate what begins like this; full-width signs, too. */
    if (*text &&
        (strchr("=+-@\t\r\n", *text) || strncmp(text, "＝", 3) == 0 ||
         strncmp(text, "＋", 3) == 0 || strncmp(text, "－", 3) == 0 || strncmp(text, "＠", 3) == 0))
        np_buffer_add_char(out, '\'');
    for (; *text; text++) {
        if (*text == '"')
            np_buffer_add_char(out, '"');
        np_buffer_add_char(out, *text);
    }
    np_buffer_add_char(out, '"');
}

static void csv_row(np_buffer_t *out, const np_table_t *table, int row, apr_pool_t *pool)
{
    int i;

    for (i = 0; i < table->column_count; i++) {
        const np_column_t *column = &table->columns[i];
        const char *text = cell(table, row, column, pool);

        if (i)
            np_buffer_add_char(out, ',');
        if (text && *text && is_text(column))
            csv_text(out, text);
        else if (text)
            np_buffer_add_text(out, text);
    }
    np_buffer_add_text(out, "\r\n");
}

void np_table_csv(np_buffer_t *out, const np_table_t *table, apr_pool_t *pool)
{
    int i;

    np_buffer_add_text(out, MARK);
    for (i = 0; i < table->column_count; i++) {
        if (i)
            np_buffer_add_char(out, ',');
        np_buffer_add_text(out, table->columns[i].name);
    }
    np_buffer_add_text(out, "\r\n");
    for (i = 0; i < table->row_count; i++)
        csv_row(out, table, i, pool);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void json_row(np_json_t *json, const np_table_t *table, int row, apr_pool_t *pool)
{
    int i;

    np_json_element(json);
    np_json_begin(json, '{');
    for (i = 0; i < table->column_count; i++) {
        const np_column_t *column = &table->columns[i];
        const char *text = cell(table, row, column, pool);
        int is_number = column->type == NP_COLUMN_NUMBER || column->type == NP_COLUMN_TENTHS;

        np_json_key(json, column->name);
        if (text == NULL || *text == '\0')
            np_json_literal(json, "null");
        else if (is_number)
            np_json_literal(json, text);
        else
            np_json_text(json, text);
    }
    np_json_end(json, '}');
}

void np_table_json(np_buffer_t *out, const np_table_t *table, const np_table_member_t *members,
                   int member_count, apr_pool_t *pool)
{
    np_json_t json = {out, 0};
    int i;

    np_json_begin(&json, '{');
    np_json_key(&json, "name");
    np_json_text(&json, table->name);
    for (i = 0; i < member_count; i++) {
        np_json_key(&json, members[i].name);
        if (members[i].value)
            np_json_text(&json, members[i].value);
        else
            np_json_literal(&json, "null");
    }
    np_json_key(&json, "rows");
    np_json_begin(&json, '[');
    for (i = 0; i < table->row_count; i++)
        json_row(&json, table, i, pool);
    np_json_end(&json, ']');
    np_json_end(&json, '}');
    np_buffer_add_char(out, '\n');
}

/* ---- Model ----------------------------------------------------------------------------------- */

static const char *model_name(const char *name, apr_pool_t *pool)
{
    char *copy = apr_pstrdup(pool, name), *c;

    for (c = copy; (c = strchr(c, '_')) != NULL;)
        *c = '-';
    return copy;
}

void np_table_set(xmlNodePtr element, const np_table_t *table, int row, apr_pool_t *pool)
{
    int i;

    for (i = 0; i < table->column_count; i++) {
        const np_column_t *column = &table->columns[i];
        const char *text = cell(table, row, column, pool);
        const char *name = model_name(column->name, pool);

        if (text == NULL || *text == '\0')
            continue;
        if (column->type == NP_COLUMN_MOMENT)
            np_model_add_date(element, name, table->zone,
                              np_rows_int(table->rows, row, column->place), pool);
        else if (column->type == NP_COLUMN_TEXT)
            np_model_add_text(element, name, text);
        else
            np_model_set(element, name, text);
    }
}
