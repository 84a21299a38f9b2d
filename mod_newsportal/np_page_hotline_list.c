/* np_page_hotline_list.c - cases that are listed, the newest first: all, or those of one agency,
 * region, kind or of some states. Called through the table in np_page.c.
 *
 * Each is one range of an index and pages by position, as lists of articles do (np_list.h), but
 * only downwards: the way up is the newest page. */
#include "np_hotline.h"

#include <string.h>
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
    case NP_ROUTE_HOTLINE_STATE:
        *query = strcmp(request->params.code, "overdue") == 0 ? NP_QUERY_HOTLINE_LIST_OVERDUE : NP_QUERY_HOTLINE_LIST_STATE;
        data->what = NP_HOTLINE_PHASE;
        break;
    default:
        break;
    }
    data->code = data->what ? request->params.code : NULL;
}

/* The states of a phase; "" is no case's. */
static const char *const *states_of(const char *phase)
{
    static const char *const open[] = {"new", "accepted", "reopened", "supervised"};
    static const char *const answered[] = {"answered", "closed", "", ""};
    static const char *const rejected[] = {"rejected", "", "", ""};

    if (strcmp(phase, "answered") == 0)
        return answered;
    return strcmp(phase, "rejected") == 0 ? rejected : open;
}

/* Each state is a range of its own, and the newest of all four are shown. */
static np_error_t *load_phase(np_rows_t **rows, np_page_t *page, int query, const char *phase, np_civil_t at, apr_int64_t id)
{
    const char *const *states = states_of(phase);
    np_value_t limit = np_value_int(page->request->site->list_size + 1);
    np_value_t values[4 * 6 + 1];
    int i = 0, state;

    for (state = 0; state < 4; state++) {
        values[i++] = np_value_text(states[state]);
        if (query == NP_QUERY_HOTLINE_LIST_OVERDUE)
            values[i++] = np_value_civil(page->request->now);
        values[i++] = np_value_civil(at);
        values[i++] = np_value_civil(at);
        values[i++] = np_value_int(id);
        values[i++] = limit;
    }
    values[i] = limit;
    return np_page_query_values(rows, page, query, values);
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
    if (page->request->route->id == NP_ROUTE_HOTLINE_STATE)
        return load_phase(rows, page, query, code, at, id);
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

static int is_phase(const list_page_t *data)
{
    return data->what && strcmp(data->what, NP_HOTLINE_PHASE) == 0;
}

static int is_known_phase(const list_page_t *data)
{
    const char *const *phase;

    for (phase = np_hotline_phases; is_phase(data) && *phase; phase++) {
        if (strcmp(*phase, data->code) == 0)
            return 1;
    }
    return 0;
}

/* More become late with each day. */
static void depend_on_midnight(np_page_t *page)
{
    np_civil_t first, last;

    np_hotline_year(page, &first, &last);
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
    if (data->what && !is_phase(data))
        data->name = np_hotline_name(data->names, data->what, data->code);
    if ((data->what && data->name == NULL && !is_known_phase(data)) || params->position.from == NP_FROM_AFTER)
        return np_page_unknown(page);
    page->canonical = np_route_path(page->request->route->id, params, page->pool);
    np_page_depend(page, "cases", "");
    if (query == NP_QUERY_HOTLINE_LIST_OVERDUE)
        depend_on_midnight(page);
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
    if (is_phase(data))
        np_model_set(content, "state", data->code);
    np_hotline_add_ways(page, content, data->names, data->what, data->code);
    cases = np_model_add(content, "cases");
    for (row = 0; row < data->count; row++)
        np_hotline_add_head(page, np_model_add(cases, "case"), data->rows, row, data->names);
    add_pager(page, cases, data);
}
