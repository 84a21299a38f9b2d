/* np_page_hotline.c - the front page of the citizens' hotline: what it has done in a year, the
 * newest answers, the ways to the rest. Phones are the site's. Called through the table in
 * np_page.c. */
#include "np_hotline.h"

#include <apr_strings.h>

#define ANSWERS 10 /* of the newest ones */
#define QUERIED 20 /* rows, since a case that was answered twice comes twice */

typedef struct hotline_page_t {
    const np_rows_t *names, *answers, *totals;
} hotline_page_t;

static np_error_t *load_answers(hotline_page_t *data, np_page_t *page)
{
    np_rows_t *rows = NULL;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_HOTLINE_ANSWERS,
                                      np_value_civil(page->request->now), np_value_int(QUERIED));
    int row;

    data->answers = rows;
    np_page_depend(page, "cases", "");
    for (row = 0; error == NULL && row < rows->count; row++)
        np_hotline_depend_case(page, rows, row);
    return error;
}

np_error_t *np_page_hotline_load(np_page_t *page)
{
    hotline_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_rows_t *rows = NULL;
    np_civil_t first, last;
    np_error_t *error = np_hotline_load_names(&data->names, page);

    page->data = data;
    page->canonical = np_routes[NP_ROUTE_HOTLINE].pattern;
    np_hotline_year(page, &first, &last);
    if (error == NULL)
        error = load_answers(data, page);
    if (error == NULL)
        error = np_hotline_load_next(page);
    if (error)
        return error;
    error = np_page_query(&rows, page, NP_QUERY_HOTLINE_TOTALS, np_value_civil(page->request->now),
                          np_value_civil(first), np_value_civil(last));
    data->totals = rows;
    return error;
}

static int was_before(const np_rows_t *rows, int row)
{
    int other;

    for (other = 0; other < row; other++) {
        if (np_rows_int(rows, other, NP_CASE_ID) == np_rows_int(rows, row, NP_CASE_ID))
            return 1;
    }
    return 0;
}

static void add_answers(const np_page_t *page, xmlNodePtr content, const hotline_page_t *data)
{
    xmlNodePtr answers = np_model_add(content, "answers");
    int row, shown = 0;

    for (row = 0; row < data->answers->count && shown < ANSWERS; row++) {
        if (was_before(data->answers, row))
            continue;
        np_hotline_add_head(page, np_model_add(answers, "case"), data->answers, row, data->names);
        shown++;
    }
}

static void add_totals(xmlNodePtr content, const np_rows_t *rows)
{
    xmlNodePtr totals = np_model_add(content, "totals");

    np_model_set_int(totals, "received", np_rows_int(rows, 0, HOTLINE_TOTALS_RECEIVED));
    np_model_set_int(totals, "answered", np_rows_int(rows, 0, HOTLINE_TOTALS_ANSWERED));
    np_model_set_int(totals, "in-time", np_rows_int(rows, 0, HOTLINE_TOTALS_IN_TIME));
    np_model_set_int(totals, "overdue", np_rows_int(rows, 0, HOTLINE_TOTALS_OVERDUE));
    np_model_set_int(totals, "rated", np_rows_int(rows, 0, HOTLINE_TOTALS_RATED));
    np_model_set_int(totals, "solved", np_rows_int(rows, 0, HOTLINE_TOTALS_SOLVED));
}

void np_page_hotline_build(np_page_t *page, xmlNodePtr root)
{
    const hotline_page_t *data = page->data;
    xmlNodePtr content;

    np_page_add_navigation(page, root);
    np_page_add_breadcrumb(page, root, NULL);
    content = np_model_add(root, "hotline-page");
    np_hotline_set_links(page, content);
    if (data->totals->count)
        add_totals(content, data->totals);
    np_hotline_add_ways(page, content, data->names, NULL, NULL);
    add_answers(page, content, data);
}
