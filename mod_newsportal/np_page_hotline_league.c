/* np_page_hotline_league.c - how agencies answer: the hotline's figures of a year, by agency and by
 * month, as a page, as CSV and as JSON. What each figure means is defined once, at view
 * v_hotline_league (29_desk_views.sql); the theme prints the same definitions below the table.
 * Called through the table in np_page.c. */
#include "np_hotline.h"

#include <string.h>
#include <apr_strings.h>

typedef struct league_page_t {
    const np_rows_t *names, *rows, *months;
    np_civil_t first, last;
} league_page_t;

/* ---- Columns --------------------------------------------------------------------------------- */

static const char *agency_name(const void *baton, const char *code)
{
    const league_page_t *data = baton;
    const char *name = np_hotline_name(data->names, NP_HOTLINE_AGENCY, code);

    return name ? name : code;
}

#define FIGURES(query)                                                                             \
    {"received", NP_COLUMN_NUMBER, query##_RECEIVED, NULL},                                        \
        {"accepted", NP_COLUMN_NUMBER, query##_ACCEPTED, NULL},                                    \
        {"answered", NP_COLUMN_NUMBER, query##_ANSWERED, NULL},                                    \
        {"in_time", NP_COLUMN_NUMBER, query##_IN_TIME, NULL},                                      \
        {"overdue", NP_COLUMN_NUMBER, query##_OVERDUE, NULL},                                      \
        {"reopened", NP_COLUMN_NUMBER, query##_REOPENED, NULL},                                    \
        {"rated", NP_COLUMN_NUMBER, query##_RATED, NULL},                                          \
        {"solved", NP_COLUMN_NUMBER, query##_SOLVED, NULL},                                        \
    {                                                                                              \
        "median_days", NP_COLUMN_TENTHS, query##_MEDIAN_TENTHS, NULL                               \
    }

static const np_column_t year_columns[] = {
    {"name", NP_COLUMN_WORD, HOTLINE_LEAGUE_AGENCY, agency_name}, FIGURES(HOTLINE_LEAGUE)};
static const np_column_t month_columns[] = {
    {"agency", NP_COLUMN_WORD, HOTLINE_MONTHS_AGENCY, NULL},
    {"name", NP_COLUMN_WORD, HOTLINE_MONTHS_AGENCY, agency_name},
    {"month", NP_COLUMN_WORD, HOTLINE_MONTHS_MONTH, NULL},
    FIGURES(HOTLINE_MONTHS)};

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

static np_table_t table_of(const np_page_t *page, const league_page_t *data,
                           const np_column_t *columns, int column_count, const np_rows_t *rows)
{
    np_table_t table = {
        "hotline", columns, column_count, rows, rows->count, page->request->site->zone, data};

    return table;
}

/* ---- Load ------------------------------------------------------------------------------------ */

static np_error_t *load_figures(np_rows_t **rows, np_page_t *page, int query,
                                const league_page_t *data)
{
    return np_page_query(rows, page, query, np_value_civil(page->request->now),
                         np_value_civil(data->first), np_value_civil(data->last));
}

static np_error_t *load_months(league_page_t *data, np_page_t *page)
{
    np_rows_t *rows = NULL;
    np_error_t *error = np_hotline_load_names(&data->names, page);

    np_hotline_year(page, &data->first, &data->last);
    if (error == NULL)
        error = load_figures(&rows, page, NP_QUERY_HOTLINE_MONTHS, data);
    data->months = rows;
    return error;
}

np_error_t *np_page_hotline_league_load(np_page_t *page)
{
    league_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_rows_t *rows = NULL;
    np_error_t *error = load_months(data, page);

    page->data = data;
    page->canonical = np_routes[NP_ROUTE_HOTLINE_LEAGUE].pattern;
    if (error == NULL)
        error = load_figures(&rows, page, NP_QUERY_HOTLINE_LEAGUE, data);
    data->rows = rows;
    return error;
}

np_error_t *np_page_hotline_csv_load(np_page_t *page)
{
    league_page_t data = {0};
    np_table_t table;
    np_error_t *error = load_months(&data, page);

    page->canonical = np_routes[NP_ROUTE_HOTLINE_LEAGUE_CSV].pattern;
    if (error)
        return error;
    table = table_of(page, &data, month_columns, COUNT(month_columns), data.months);
    return np_page_csv(page, &table);
}

np_error_t *np_page_hotline_json_load(np_page_t *page)
{
    const np_zone_t *zone = page->request->site->zone;
    league_page_t data = {0};
    np_table_t table;
    np_error_t *error = load_months(&data, page);

    page->canonical = np_routes[NP_ROUTE_HOTLINE_LEAGUE_JSON].pattern;
    if (error)
        return error;
    table = table_of(page, &data, month_columns, COUNT(month_columns), data.months);
    {
        const np_table_member_t span[] = {{"from", np_time_rfc3339(page->pool, zone, data.first)},
                                          {"to", np_time_rfc3339(page->pool, zone, data.last)}};

        return np_page_json(page, &table, span, COUNT(span));
    }
}

/* ---- Build ----------------------------------------------------------------------------------- */

/* Both are in the order of the agencies. */
static void add_months(xmlNodePtr element, const np_table_t *table, const char *agency,
                       apr_pool_t *pool)
{
    int row;

    for (row = 0; row < table->row_count; row++) {
        if (strcmp(np_rows_text(table->rows, row, HOTLINE_MONTHS_AGENCY), agency) == 0)
            np_table_set(np_model_add(element, "month"), table, row, pool);
    }
}

static void add_row(const np_page_t *page, xmlNodePtr content, const np_table_t *year,
                    const np_table_t *months, int row)
{
    np_params_t params = {0};
    xmlNodePtr element = np_model_add(content, "row");

    params.code = np_rows_text(year->rows, row, HOTLINE_LEAGUE_AGENCY);
    np_model_set(element, "href",
                 np_page_href(page, np_route_path(NP_ROUTE_HOTLINE_AGENCY, &params, page->pool)));
    np_table_set(element, year, row, page->pool);
    add_months(element, months, params.code, page->pool);
}

void np_page_hotline_league_build(np_page_t *page, xmlNodePtr root)
{
    const league_page_t *data = page->data;
    np_table_t year = table_of(page, data, year_columns, COUNT(year_columns), data->rows);
    np_table_t months = table_of(page, data, month_columns, COUNT(month_columns), data->months);
    xmlNodePtr content;
    int row;

    np_page_add_navigation(page, root);
    np_hotline_add_breadcrumb(page, root);
    content = np_model_add(root, "hotline-league");
    np_hotline_set_links(page, content);
    np_model_set(content, "csv",
                 np_page_href(page, np_routes[NP_ROUTE_HOTLINE_LEAGUE_CSV].pattern));
    np_model_set(content, "json",
                 np_page_href(page, np_routes[NP_ROUTE_HOTLINE_LEAGUE_JSON].pattern));
    np_model_add_date(content, "from", page->request->site->zone, data->first, page->pool);
    np_model_add_date(content, "to", page->request->site->zone, data->last, page->pool);
    for (row = 0; row < data->rows->count; row++)
        add_row(page, content, &year, &months, row);
}
