/* np_table.h - rows of a query as a table that people and programs take away: CSV, JSON, and the
 * elements of a model, all from one definition of columns, so that they cannot say different
 * things.
 *
 *     CSV    RFC 4180, UTF-8 with its mark in front (spreadsheets take it for something else
 *            otherwise), names in the first line. A text that a spreadsheet would take for a
 *            formula begins with an apostrophe.
 *     JSON   RFC 8259: {"name": ..., members, "rows": [{column: value, ...}, ...]}; what is not
 * known is null. model  numbers and words become attributes, moments and texts child elements, with
 * "-" where the name has "_"; what is not known or empty is left out.
 *
 * Must not: know which page it is, query. Called by np_page_claims.c and
 * np_page_hotline_league.c.
 */
#ifndef NP_TABLE_H
#define NP_TABLE_H

#include <libxml/tree.h>
#include "np_buffer.h"
#include "np_db.h"
#include "np_time.h"

typedef enum {
    NP_COLUMN_NUMBER,
    NP_COLUMN_TENTHS, /* a whole number of tenths: 25 is 2.5 */
    NP_COLUMN_WORD,   /* a code, a name */
    NP_COLUMN_MOMENT, /* civil time of the portal; RFC 3339 with its offset */
    NP_COLUMN_TEXT
} np_column_e;

typedef struct np_column_t {
    const char *name; /* a-z and "_" */
    np_column_e type;
    int place; /* column of the query */
    /* Instead of the cell, for WORD and TEXT: what stands for it; NULL: the cell itself. */
    const char *(*word)(const void *baton, const char *cell);
} np_column_t;

typedef struct np_table_t {
    const char *name;
    const np_column_t *columns;
    int column_count;
    const np_rows_t *rows;
    int row_count; /* of the rows, that are shown */
    const np_zone_t *zone;
    const void *baton; /* for `word` */
} np_table_t;

/* What JSON says besides rows. */
typedef struct np_table_member_t {
    const char *name, *value; /* NULL: null */
} np_table_member_t;

/* Malloc'ed; check out->failed afterwards. */
void np_table_csv(np_buffer_t *out, const np_table_t *table, apr_pool_t *pool);
void np_table_json(np_buffer_t *out, const np_table_t *table, const np_table_member_t *members,
                   int member_count, apr_pool_t *pool);

/* One row into an element. */
void np_table_set(xmlNodePtr element, const np_table_t *table, int row, apr_pool_t *pool);

#define NP_TABLE_CSV_TYPE "text/csv; charset=utf-8; header=present"
#define NP_TABLE_JSON_TYPE "application/json"

#endif
