/* np_query.h - the statements of sql/queries/ as a table, their parameters and their rows.
 *
 * Each file sql/queries/<name>.sql holds one statement and a head of comment lines:
 *
 *     -- article_by_id: one live article with everything its page shows
 *     -- param: id int
 *     -- param: now civil
 *     -- column: id int
 *     -- column: title text
 *     -- index: web_article PRIMARY
 *     SELECT ...
 *
 * `param` lines stand in the order of the `?` marks, `column` lines in the order of the result.
 * Types: int (64 bit signed), text (UTF-8), bytes, civil (DATETIME as np_civil_t, np_time.h).
 * `index` lines (table as EXPLAIN prints it, index) are what tests/sql/test_explain.py holds true.
 * queries.awk turns the folder into build/np_query_table.{h,c} at build time: an enum value
 * NP_QUERY_ARTICLE_BY_ID per file, and an enum of column numbers ARTICLE_BY_ID_TITLE per column.
 * The statement's text sent to the server begins with a comment naming it, so that the slow log and the
 * process list speak the same names.
 *
 * Must not: run anything (np_db.c does).
 */
#ifndef NP_QUERY_H
#define NP_QUERY_H

#include <apr_pools.h>

/* Version of the schema these queries were written for; np_db compares it with the row the
 * installer wrote (query schema_version). */
#define NP_SCHEMA_VERSION 4

typedef enum { NP_TYPE_INT, NP_TYPE_TEXT, NP_TYPE_BYTES, NP_TYPE_CIVIL } np_type_e;

typedef struct np_field_t {
    const char *name;
    np_type_e type;
} np_field_t;

typedef struct np_query_t {
    int id; /* its place in np_queries[] */
    const char *name;
    const char *sql;
    int param_count, column_count;
    const np_field_t *params, *columns;
} np_query_t;

extern const np_query_t np_queries[]; /* build/np_query_table.c; NP_QUERY_COUNT entries */
extern const int np_query_count;

/* One parameter or cell. text and bytes live in the pool of the call that made them. */
typedef struct np_value_t {
    np_type_e type;
    int is_null;
    apr_int64_t number; /* INT and CIVIL */
    const char *text;   /* TEXT and BYTES; NUL-terminated */
    apr_size_t length;  /* bytes, without the NUL */
} np_value_t;

np_value_t np_value_int(apr_int64_t number);
np_value_t np_value_civil(apr_int64_t civil);
np_value_t np_value_text(const char *text); /* NULL makes a null value */
np_value_t np_value_null(np_type_e type);

/* All rows of a result, in order. */
typedef struct np_rows_t {
    const np_query_t *query;
    int count;
    np_value_t *cells; /* count * query->column_count */
} np_rows_t;

/* Cells by row and column number (the generated enum). A null cell reads as 0 or "". */
const np_value_t *np_rows_cell(const np_rows_t *rows, int row, int column);
apr_int64_t np_rows_int(const np_rows_t *rows, int row, int column);
const char *np_rows_text(const np_rows_t *rows, int row, int column);
int np_rows_is_null(const np_rows_t *rows, int row, int column);

#endif
