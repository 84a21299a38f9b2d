/* np_page_hotline_league.c - how agencies answer: the hotline's figures of a year or of one month,
 * by agency, as a page, as CSV and as JSON. What each figure means is defined once, at view
 * v_hotline_league (29_desk_views.sql); the theme prints the same definitions below the table.
 * Called through the table in np_page.c. */
#include "np_hotline.h"

#include <string.h>
#include <apr_strings.h>

typedef struct league_page_t {
    const np_rows_t *names, *rows, *months;
    np_civil_t first, last;
} league_page_t;

static int is_month(const np_page_t *page)
{
    np_route_e route = page->request->route->id;

    return route == NP_ROUTE_HOTLINE_MONTH || route == NP_ROUTE_HOTLINE_MONTH_CSV ||
           route == NP_ROUTE_HOTLINE_MONTH_JSON;
}

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

static np_error_t *load_figures(const np_rows_t **rows, np_page_t *page, int query,
                                const league_page_t *data)
{
    np_rows_t *found = NULL;
    np_error_t *error = np_page_query(&found, page, query, np_value_civil(page->request->now),
                                      np_value_civil(data->first), np_value_civil(data->last));

    *rows = found;
    return error;
}

/* The names, and the span of the last year. */
static np_error_t *begin(league_page_t *data, np_page_t *page)
{
    page->canonical =
        np_route_path(page->request->route->id, &page->request->params, page->pool);
    np_hotline_year(page, &data->first, &data->last);
    return np_hotline_load_names(&data->names, page);
}

/* Narrows the span to the month of the address; 0 when there is no such month, or not yet. */
static int set_month(league_page_t *data, const np_page_t *page)
{
    const np_params_t *params = &page->request->params;

    return np_civil_month(params->year, params->month, &data->first, &data->last) &&
           data->first <= page->request->now;
}

/* The figures of the address: of the year, or of its month. A month without any is unknown. */
static np_error_t *load_own(const np_rows_t **rows, np_page_t *page, int query,
                            league_page_t *data)
{
    np_error_t *error;

    if (is_month(page) && !set_month(data, page))
        return np_page_unknown(page);
    error = load_figures(rows, page, query, data);
    if (error == NULL && is_month(page) && (*rows)->count == 0)
        error = np_page_unknown(page);
    return error;
}

np_error_t *np_page_hotline_league_load(np_page_t *page)
{
    league_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_error_t *error = begin(data, page);

    page->data = data;
    if (error == NULL) /* to choose from: those of the year */
        error = load_figures(&data->months, page, NP_QUERY_HOTLINE_MONTHS, data);
    if (error == NULL)
        error = load_own(&data->rows, page, NP_QUERY_HOTLINE_LEAGUE, data);
    return error;
}

/* The rows of a table to take away. */
static np_error_t *load_table(league_page_t *data, np_page_t *page)
{
    np_error_t *error = begin(data, page);

    return error ? error : load_own(&data->months, page, NP_QUERY_HOTLINE_MONTHS, data);
}

np_error_t *np_page_hotline_csv_load(np_page_t *page)
{
    league_page_t data = {0};
    np_error_t *error = load_table(&data, page);
    np_table_t table;

    if (error)
        return error;
    table = table_of(page, &data, month_columns, COUNT(month_columns), data.months);
    return np_page_csv(page, &table);
}

np_error_t *np_page_hotline_json_load(np_page_t *page)
{
    const np_zone_t *zone = page->request->site->zone;
    league_page_t data = {0};
    np_error_t *error = load_table(&data, page);
    np_table_t table;

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

static void add_month(const np_page_t *page, xmlNodePtr content, const char *month)
{
    np_params_t params = {0};
    xmlNodePtr element = np_model_add(content, "month");
    const char *path;

    params.year = (int)apr_atoi64(month);
    params.month = (int)apr_atoi64(month + 5);
    path = np_route_path(NP_ROUTE_HOTLINE_MONTH, &params, page->pool);
    np_model_set(element, "month", month);
    np_model_set(element, "href", np_page_href(page, path));
    if (is_month(page) && strcmp(path, page->canonical) == 0)
        np_model_set(element, "current", "page");
}

/* The newest month of `rows` before `before`, written yyyy-mm; NULL when there is none. */
static const char *month_before(const np_rows_t *rows, const char *before)
{
    const char *newest = NULL;
    int row;

    for (row = 0; row < rows->count; row++) {
        const char *month = np_rows_text(rows, row, HOTLINE_MONTHS_MONTH);

        if (strcmp(month, before) < 0 && (newest == NULL || strcmp(month, newest) > 0))
            newest = month;
    }
    return newest;
}

/* The months to choose from, the newest first: those of the last year, and the one that is shown.
 */
static void add_months(const np_page_t *page, xmlNodePtr content, const np_rows_t *rows)
{
    const np_params_t *shown = &page->request->params;
    const char *own = apr_psprintf(page->pool, "%04d-%02d", shown->year, shown->month);
    const char *month = "9999-99";
    int seen = !is_month(page);

    while ((month = month_before(rows, month)) != NULL) {
        seen = seen || strcmp(month, own) == 0;
        add_month(page, content, month);
    }
    if (!seen)
        add_month(page, content, own);
}

static void add_row(const np_page_t *page, xmlNodePtr content, const np_table_t *table, int row)
{
    np_params_t params = {0};
    xmlNodePtr element = np_model_add(content, "row");

    params.code = np_rows_text(table->rows, row, HOTLINE_LEAGUE_AGENCY);
    np_model_set(element, "href",
                 np_page_href(page, np_route_path(NP_ROUTE_HOTLINE_AGENCY, &params, page->pool)));
    np_table_set(element, table, row, page->pool);
}

/* Leads to the same figures as a table to take away. */
static void set_table(const np_page_t *page, xmlNodePtr content, const char *name, np_route_e year,
                      np_route_e month)
{
    np_model_set(content, name,
                 np_page_href(page, np_route_path(is_month(page) ? month : year,
                                                  &page->request->params, page->pool)));
}

void np_page_hotline_league_build(np_page_t *page, xmlNodePtr root)
{
    const league_page_t *data = page->data;
    np_table_t table = table_of(page, data, year_columns, COUNT(year_columns), data->rows);
    xmlNodePtr content;
    int row;

    np_page_add_navigation(page, root);
    np_hotline_add_breadcrumb(page, root);
    content = np_model_add(root, "hotline-league");
    np_hotline_set_links(page, content);
    set_table(page, content, "csv", NP_ROUTE_HOTLINE_LEAGUE_CSV, NP_ROUTE_HOTLINE_MONTH_CSV);
    set_table(page, content, "json", NP_ROUTE_HOTLINE_LEAGUE_JSON, NP_ROUTE_HOTLINE_MONTH_JSON);
    np_model_add_date(content, "from", page->request->site->zone, data->first, page->pool);
    np_model_add_date(content, "to", page->request->site->zone, data->last, page->pool);
    add_months(page, content, data->months);
    for (row = 0; row < data->rows->count; row++)
        add_row(page, content, &table, row);
}
