/* np_page_plaza.c - the front page of the information plaza: what categories there are and how many
 * notices each has, the newest of all. Called through the table in np_page.c. */
#include "np_plaza.h"

#define NEWEST 20

typedef struct plaza_page_t {
    const np_rows_t *names, *newest, *counts;
    np_plaza_facts_t facts;
} plaza_page_t;

static np_error_t *load_newest(plaza_page_t *data, np_page_t *page)
{
    np_value_t now = np_value_civil(page->request->now);
    np_rows_t *rows = NULL;
    np_error_t *error =
        np_page_query(&rows, page, NP_QUERY_PLAZA_NEWEST, now, now, np_value_int(NEWEST));
    int row;

    data->newest = rows;
    for (row = 0; error == NULL && row < rows->count; row++)
        np_plaza_depend_notice(page, rows, row);
    return error ? error : np_plaza_load_facts(&data->facts, page, rows);
}

/* A count changes when any notice ends, shown or not. */
static np_error_t *load_counts(plaza_page_t *data, np_page_t *page)
{
    np_value_t now = np_value_civil(page->request->now);
    np_rows_t *rows = NULL;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_PLAZA_COUNTS, now, now);
    int row;

    data->counts = rows;
    for (row = 0; error == NULL && row < rows->count; row++)
        np_page_until_cell(page, rows, row, PLAZA_COUNTS_NEXT_END);
    return error;
}

np_error_t *np_page_plaza_load(np_page_t *page)
{
    plaza_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_error_t *error = np_plaza_load_names(&data->names, page);

    page->data = data;
    page->canonical = np_routes[NP_ROUTE_PLAZA].pattern;
    np_page_depend(page, "notices", "");
    if (error == NULL)
        error = load_newest(data, page);
    if (error == NULL)
        error = load_counts(data, page);
    return error ? error : np_plaza_load_next(page);
}

void np_page_plaza_build(np_page_t *page, xmlNodePtr root)
{
    const plaza_page_t *data = page->data;
    xmlNodePtr content, notices;
    int row;

    np_page_add_navigation(page, root);
    np_page_add_breadcrumb(page, root, NULL);
    content = np_model_add(root, "plaza-page");
    np_plaza_set_links(page, content);
    np_plaza_add_categories(page, content, data->names, data->counts, NP_ROUTE_PLAZA_LIST);
    notices = np_model_add(content, "notices");
    for (row = 0; row < data->newest->count; row++)
        np_plaza_add_notice(page, np_model_add(notices, "notice"), data->newest, row, data->names,
                            &data->facts);
}
