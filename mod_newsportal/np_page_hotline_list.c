/* np_page_hotline_list.c - cases that are listed, the newest first: all, or those of one agency,
 * region, kind or of some states. Called through the table in np_page.c.
 *
 * Each is one range of an index and pages by position, both ways, as lists of articles do
 * (np_list.h). Lists of states are put together from several ranges and page downwards only: the
 * way up is the newest page. */
#include "np_hotline.h"

#include <string.h>
#include <apr_strings.h>

typedef struct list_page_t {
    const np_rows_t *names, *rows;
    const char *what, *code, *name; /* NULL for all cases */
    int count, first, step;         /* rows that are shown, from the newest on */
    int has_older, has_newer;
} list_page_t;

/* The query downwards, and that upwards. */
static void choose(list_page_t *data, int *query, int *after, const np_request_t *request)
{
    *query = NP_QUERY_HOTLINE_LIST;
    *after = NP_QUERY_HOTLINE_AFTER;
    switch (request->route->id) {
    case NP_ROUTE_HOTLINE_AGENCY:
        *query = NP_QUERY_HOTLINE_LIST_AGENCY;
        *after = NP_QUERY_HOTLINE_AFTER_AGENCY;
        data->what = NP_HOTLINE_AGENCY;
        break;
    case NP_ROUTE_HOTLINE_REGION:
        *query = NP_QUERY_HOTLINE_LIST_REGION;
        *after = NP_QUERY_HOTLINE_AFTER_REGION;
        data->what = NP_HOTLINE_REGION;
        break;
    case NP_ROUTE_HOTLINE_KIND:
        *query = NP_QUERY_HOTLINE_LIST_KIND;
        *after = NP_QUERY_HOTLINE_AFTER_KIND;
        data->what = NP_HOTLINE_KIND;
        break;
    case NP_ROUTE_HOTLINE_STATE:
        *query = strcmp(request->params.code, "overdue") == 0 ? NP_QUERY_HOTLINE_LIST_OVERDUE
                                                              : NP_QUERY_HOTLINE_LIST_STATE;
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
static np_error_t *load_phase(np_rows_t **rows, np_page_t *page, int query, const char *phase,
                              np_civil_t at, apr_int64_t id)
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

/* Not newer than a place, newest first. */
static np_error_t *load_before(np_rows_t **rows, np_page_t *page, int query, const char *code,
                               np_civil_t at, apr_int64_t id, int limit)
{
    np_value_t values[5];
    int i = 0;

    if (page->request->route->id == NP_ROUTE_HOTLINE_STATE)
        return load_phase(rows, page, query, code, at, id);
    if (code)
        values[i++] = np_value_text(code);
    values[i++] = np_value_civil(at);
    values[i++] = np_value_civil(at);
    values[i++] = np_value_int(id);
    values[i] = np_value_int(limit);
    return np_page_query_values(rows, page, query, values);
}

/* Newer than a place, the nearest first. */
static np_error_t *load_after(np_rows_t **rows, np_page_t *page, int query, const char *code,
                              np_civil_t at, apr_int64_t id, int limit)
{
    np_value_t values[6];
    int i = 0;

    if (code)
        values[i++] = np_value_text(code);
    values[i++] = np_value_civil(at);
    values[i++] = np_value_civil(at);
    values[i++] = np_value_int(id);
    values[i++] = np_value_civil(page->request->now);
    values[i] = np_value_int(limit);
    return np_page_query_values(rows, page, query, values);
}

/* A position in the future would show what is not approved yet. */
static np_error_t *load_down(list_page_t *data, np_page_t *page, int query)
{
    const np_position_t *position = &page->request->params.position;
    int size = page->request->site->list_size;
    int is_there = position->from == NP_FROM_BEFORE && position->published <= page->request->now;
    np_rows_t *rows = NULL;
    np_error_t *error = load_before(&rows, page, query, data->code,
                                    is_there ? position->published : page->request->now,
                                    is_there ? position->id : APR_INT64_MAX, size + 1);

    if (error)
        return error;
    data->rows = rows;
    data->has_older = rows->count > size;
    data->count = data->has_older ? size : rows->count;
    data->step = 1;
    return NULL;
}

/* What is below is asked for: a position typed by hand may stand below everything. */
static np_error_t *load_up(list_page_t *data, np_page_t *page, int query, int after)
{
    const np_position_t *position = &page->request->params.position;
    int size = page->request->site->list_size;
    np_rows_t *rows = NULL, *below = NULL;
    np_error_t *error =
        load_after(&rows, page, after, data->code, position->published, position->id, size + 1);

    if (error || rows->count == 0)
        return error ? error : np_page_unknown(page);
    data->rows = rows;
    data->count = rows->count > size ? size : rows->count;
    data->first = data->count - 1;
    data->step = -1;
    error = load_before(&below, page, query, data->code, np_rows_int(rows, 0, NP_CASE_APPROVED_AT),
                        np_rows_int(rows, 0, NP_CASE_ID), 1);
    data->has_older = error == NULL && below->count > 0;
    return error;
}

static int row_at(const list_page_t *data, int index)
{
    return data->first + data->step * index;
}

/* The first page has one address only: where not more than a page is above, the way there is the
 * newest. */
static np_error_t *look_up(list_page_t *data, np_page_t *page, int after)
{
    int size = page->request->site->list_size, top = row_at(data, 0);
    np_rows_t *rows = NULL;
    np_error_t *error;

    if (page->request->params.position.from == NP_FROM_NEWEST || data->count == 0 ||
        page->request->route->id == NP_ROUTE_HOTLINE_STATE)
        return NULL;
    error = load_after(&rows, page, after, data->code,
                       np_rows_int(data->rows, top, NP_CASE_APPROVED_AT),
                       np_rows_int(data->rows, top, NP_CASE_ID), size + 1);
    data->has_newer = error == NULL && rows->count > size;
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
    int query, after, row;
    np_error_t *error = np_hotline_load_names(&data->names, page);

    page->data = data;
    if (error)
        return error;
    choose(data, &query, &after, page->request);
    if (data->what && !is_phase(data))
        data->name = np_hotline_name(data->names, data->what, data->code);
    if ((data->what && data->name == NULL && !is_known_phase(data)) ||
        (is_phase(data) && params->position.from == NP_FROM_AFTER))
        return np_page_unknown(page);
    page->canonical = np_route_path(page->request->route->id, params, page->pool);
    np_page_depend(page, "cases", "");
    if (query == NP_QUERY_HOTLINE_LIST_OVERDUE)
        depend_on_midnight(page);
    error = params->position.from == NP_FROM_AFTER ? load_up(data, page, query, after)
                                                   : load_down(data, page, query);
    if (error == NULL)
        error = look_up(data, page, after);
    if (error == NULL)
        error = np_hotline_load_next(page);
    if (error)
        return error;
    if (data->count == 0 && params->position.from != NP_FROM_NEWEST)
        return np_page_unknown(page);
    for (row = 0; row < data->count; row++)
        np_hotline_depend_case(page, data->rows, row_at(data, row));
    return NULL;
}

static void add_link(np_page_t *page, xmlNodePtr pager, const char *name, np_from_e from,
                     const np_rows_t *rows, int row)
{
    np_params_t link = page->request->params;

    link.position.from = from;
    if (from != NP_FROM_NEWEST) {
        link.position.id = np_rows_int(rows, row, NP_CASE_ID);
        link.position.published = np_rows_int(rows, row, NP_CASE_APPROVED_AT);
    }
    np_model_set(np_model_add(pager, name), "href",
                 np_page_href(page, np_route_path(page->request->route->id, &link, page->pool)));
}

static void add_pager(np_page_t *page, xmlNodePtr parent, const list_page_t *data)
{
    xmlNodePtr pager = np_model_add(parent, "pager");

    if (page->request->params.position.from != NP_FROM_NEWEST)
        add_link(page, pager, "newest", NP_FROM_NEWEST, NULL, 0);
    if (data->has_newer)
        add_link(page, pager, "newer", NP_FROM_AFTER, data->rows, row_at(data, 0));
    if (data->has_older)
        add_link(page, pager, "older", NP_FROM_BEFORE, data->rows, row_at(data, data->count - 1));
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
        np_hotline_add_head(page, np_model_add(cases, "case"), data->rows, row_at(data, row),
                            data->names);
    add_pager(page, cases, data);
}
