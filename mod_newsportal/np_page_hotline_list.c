/* np_page_hotline_list.c - cases that are listed, the newest first: all, or those of one agency,
 * region or kind. Called through the table in np_page.c.
 *
 * Each is one range of an index and pages by position, as lists of articles do (np_list.h), but
 * only downwards: the way up is the newest page. */
#include "np_hotline.h"

#include <apr_strings.h>

typedef struct list_page_t {
    const np_rows_t *names, *rows;
    const char *what, *code, *name; /* NULL for all cases */
    int count, has_older;
} list_page_t;

static void choose(list_page_t *data, int *query, const np_request_t *request)
{
    *query = NP_QUERY_HOTLINE_LIST;
    switch (request->route->id) {
    case NP_ROUTE_HOTLINE_AGENCY:
        *query = NP_QUERY_HOTLINE_LIST_AGENCY;
        data->what = NP_HOTLINE_AGENCY;
        break;
    case NP_ROUTE_HOTLINE_REGION:
        *query = NP_QUERY_HOTLINE_LIST_REGION;
        data->what = NP_HOTLINE_REGION;
        break;
    case NP_ROUTE_HOTLINE_KIND:
        *query = NP_QUERY_HOTLINE_LIST_KIND;
        data->what = NP_HOTLINE_KIND;
        break;
    default:
        break;
    }
    data->code = data->what ? request->params.code : NULL;
}

static np_error_t *load_rows(np_rows_t **rows, np_page_t *page, int query, const char *code)
{
    const np_position_t *position = &page->request->params.position;
    np_civil_t at = page->request->now;
    apr_int64_t id = APR_INT64_MAX;
    np_value_t values[5];
    int i = 0;

    /* A position in the future would show what is not approved yet. */
    if (position->from == NP_FROM_BEFORE && position->published <= at) {
        at = position->published;
        id = position->id;
    }
    if (code)
        values[i++] = np_value_text(code);
    values[i++] = np_value_civil(at);
    values[i++] = np_value_civil(at);
    values[i++] = np_value_int(id);
    values[i] = np_value_int(page->request->site->list_size + 1);
    return np_page_query_values(rows, page, query, values);
}

static np_error_t *load_next(np_page_t *page)
{
    np_rows_t *rows;
    np_error_t *error =
        np_page_query(&rows, page, NP_QUERY_HOTLINE_NEXT, np_value_civil(page->request->now));

    if (error == NULL && rows->count)
        np_page_until_cell(page, rows, 0, HOTLINE_NEXT_APPROVED_AT);
    return error;
}

np_error_t *np_page_hotline_list_load(np_page_t *page)
{
    list_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    const np_params_t *params = &page->request->params;
    np_rows_t *rows = NULL;
    int query, row;
    np_error_t *error = np_hotline_load_names(&data->names, page);

    page->data = data;
    if (error)
        return error;
    choose(data, &query, page->request);
    if (data->what)
        data->name = np_hotline_name(data->names, data->what, data->code);
    if ((data->what && data->name == NULL) || params->position.from == NP_FROM_AFTER)
        return np_page_unknown(page);
    page->canonical = np_route_path(page->request->route->id, params, page->pool);
    np_page_depend(page, "cases", "");
    error = load_rows(&rows, page, query, data->code);
    if (error == NULL)
        error = load_next(page);
    if (error)
        return error;
    if (rows->count == 0 && params->position.from != NP_FROM_NEWEST)
        return np_page_unknown(page);
    data->rows = rows;
    data->has_older = rows->count > page->request->site->list_size;
    data->count = data->has_older ? page->request->site->list_size : rows->count;
    for (row = 0; row < data->count; row++)
        np_hotline_depend_case(page, rows, row);
    return NULL;
}

static void add_pager(np_page_t *page, xmlNodePtr parent, const list_page_t *data)
{
    xmlNodePtr pager = np_model_add(parent, "pager");
    np_params_t link = page->request->params;
    np_route_e route = page->request->route->id;

    if (link.position.from != NP_FROM_NEWEST) {
        link.position.from = NP_FROM_NEWEST;
        np_model_set(np_model_add(pager, "newest"), "href",
                     np_page_href(page, np_route_path(route, &link, page->pool)));
    }
    if (data->has_older) {
        link.position.from = NP_FROM_BEFORE;
        link.position.id = np_rows_int(data->rows, data->count - 1, NP_CASE_ID);
        link.position.published = np_rows_int(data->rows, data->count - 1, NP_CASE_APPROVED_AT);
        np_model_set(np_model_add(pager, "older"), "href",
                     np_page_href(page, np_route_path(route, &link, page->pool)));
    }
}

void np_page_hotline_list_build(np_page_t *page, xmlNodePtr root)
{
    const list_page_t *data = page->data;
    xmlNodePtr content, cases;
    int row;

    np_model_add_text(root, "title", data->name);
    np_page_add_navigation(page, root);
    np_hotline_add_breadcrumb(page, root);
    content = np_model_add(root, "hotline-list");
    np_hotline_set_links(page, content);
    np_hotline_add_ways(page, content, data->names, data->what, data->code);
    cases = np_model_add(content, "cases");
    for (row = 0; row < data->count; row++)
        np_hotline_add_head(page, np_model_add(cases, "case"), data->rows, row, data->names);
    add_pager(page, cases, data);
}
