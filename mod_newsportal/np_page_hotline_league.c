/* np_page_hotline_league.c - how agencies answer: the hotline's figures of a year, by agency.
 * What each figure means is defined once, at view v_hotline_league (29_desk_views.sql); the theme
 * prints the same definitions below the table. Called through the table in np_page.c. */
#include "np_hotline.h"

#include <apr_strings.h>

typedef struct league_page_t {
    const np_rows_t *names, *rows;
    np_civil_t first, last;
} league_page_t;

np_error_t *np_page_hotline_league_load(np_page_t *page)
{
    league_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_rows_t *rows = NULL;
    np_error_t *error = np_hotline_load_names(&data->names, page);

    page->data = data;
    page->canonical = np_routes[NP_ROUTE_HOTLINE_LEAGUE].pattern;
    np_hotline_year(page, &data->first, &data->last);
    if (error == NULL)
        error =
            np_page_query(&rows, page, NP_QUERY_HOTLINE_LEAGUE, np_value_civil(page->request->now),
                          np_value_civil(data->first), np_value_civil(data->last));
    data->rows = rows;
    return error;
}

static void add_row(const np_page_t *page, xmlNodePtr content, const league_page_t *data, int row)
{
    static const struct {
        const char *name;
        int column;
    } figures[] = {{"received", HOTLINE_LEAGUE_RECEIVED}, {"accepted", HOTLINE_LEAGUE_ACCEPTED},
                   {"answered", HOTLINE_LEAGUE_ANSWERED}, {"in-time", HOTLINE_LEAGUE_IN_TIME},
                   {"overdue", HOTLINE_LEAGUE_OVERDUE},   {"reopened", HOTLINE_LEAGUE_REOPENED},
                   {"rated", HOTLINE_LEAGUE_RATED},       {"solved", HOTLINE_LEAGUE_SOLVED}};
    const char *code = np_rows_text(data->rows, row, HOTLINE_LEAGUE_AGENCY);
    const char *name = np_hotline_name(data->names, NP_HOTLINE_AGENCY, code);
    np_params_t params = {0};
    xmlNodePtr element;
    apr_size_t i;

    element = np_model_add(content, "row");
    params.code = code;
    np_model_set(element, "name", name ? name : code);
    np_model_set(element, "href",
                 np_page_href(page, np_route_path(NP_ROUTE_HOTLINE_AGENCY, &params, page->pool)));
    for (i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
        np_model_set_int(element, figures[i].name, np_rows_int(data->rows, row, figures[i].column));
    if (!np_rows_is_null(data->rows, row, HOTLINE_LEAGUE_MEDIAN_TENTHS)) {
        apr_int64_t tenths = np_rows_int(data->rows, row, HOTLINE_LEAGUE_MEDIAN_TENTHS);

        np_model_set(element, "median-days",
                     apr_psprintf(page->pool, "%" APR_INT64_T_FMT "%s", tenths / 10,
                                  tenths % 10 ? ".5" : ""));
    }
}

void np_page_hotline_league_build(np_page_t *page, xmlNodePtr root)
{
    const league_page_t *data = page->data;
    xmlNodePtr content;
    int row;

    np_page_add_navigation(page, root);
    np_hotline_add_breadcrumb(page, root);
    content = np_model_add(root, "hotline-league");
    np_hotline_set_links(page, content);
    np_model_add_date(content, "from", page->request->site->zone, data->first, page->pool);
    np_model_add_date(content, "to", page->request->site->zone, data->last, page->pool);
    for (row = 0; row < data->rows->count; row++)
        add_row(page, content, data, row);
}
