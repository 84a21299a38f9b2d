/* np_query.c - see np_query.h: values going into a statement, cells coming out of it.
 *
 * Must not: run statements (np_db*.c), convert between types: asking a cell for what it is not
 * gives the empty value. Called by np_db*.c and by every page.
 */
#include "np_query.h"

#include <string.h>

static const np_value_t nothing = {NP_TYPE_TEXT, 1, 0, "", 0};

np_value_t np_value_null(np_type_e type)
{
    np_value_t value = nothing;

    value.type = type;
    return value;
}

np_value_t np_value_int(apr_int64_t number)
{
    np_value_t value = nothing;

    value.type = NP_TYPE_INT;
    value.is_null = 0;
    value.number = number;
    return value;
}

np_value_t np_value_civil(apr_int64_t civil)
{
    np_value_t value = np_value_int(civil);

    value.type = NP_TYPE_CIVIL;
    return value;
}

np_value_t np_value_text(const char *text)
{
    np_value_t value = nothing;

    if (text == NULL)
        return value;
    value.is_null = 0;
    value.text = text;
    value.length = strlen(text);
    return value;
}

/* A page that asks beyond the rows has a fault, but a reader must not pay for it with a crash. */
const np_value_t *np_rows_cell(const np_rows_t *rows, int row, int column)
{
    if (row < 0 || row >= rows->count || column < 0 || column >= rows->query->column_count)
        return &nothing;
    return &rows->cells[(apr_size_t)row * (apr_size_t)rows->query->column_count +
                        (apr_size_t)column];
}

apr_int64_t np_rows_int(const np_rows_t *rows, int row, int column)
{
    return np_rows_cell(rows, row, column)->number;
}

const char *np_rows_text(const np_rows_t *rows, int row, int column)
{
    return np_rows_cell(rows, row, column)->text;
}

int np_rows_is_null(const np_rows_t *rows, int row, int column)
{
    return np_rows_cell(rows, row, column)->is_null;
}
