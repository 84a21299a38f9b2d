/* np_page_hotline_search.c - cases in which something stands: ?q=, the newest number first. Called
 * through the table in np_page.c.
 *
 * A case is found when it has all pairs of characters and all words of what is looked for
 * (np_gram.h). The rarest of them is read in order and the others are looked up, so that the cost
 * is that of the rarest. Kept like any list, and indexed by nobody. */
#include "np_gram.h"
#include "np_hotline.h"

#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>

#define CUT 30       /* of what was written, at most */
#define GRAMS 6      /* as many as hotline_search takes; more would find nearly the same */
#define COUNTED 2000 /* what is more frequent is frequent */

typedef struct search_page_t {
    const np_rows_t *names, *rows; /* rows NULL: nothing was looked for */
    int is_short;                  /* nothing that could be looked for was written */
    int count, has_older;
} search_page_t;

typedef struct counted_t {
    const char *gram;
    apr_int64_t cases;
} counted_t;

static int by_cases(const void *one, const void *other)
{
    apr_int64_t a = ((const counted_t *)one)->cases, b = ((const counted_t *)other)->cases;

    return a < b ? -1 : a > b;
}

/* Of more than are asked for, some that stand all over what was written; of fewer, the last one
 * again. */
static const char *gram_at(const apr_array_header_t *grams, int index)
{
    int most = grams->nelts - 1;

    if (most >= GRAMS)
        index = index * most / (GRAMS - 1);
    return APR_ARRAY_IDX(grams, index < most ? index : most, const char *);
}

/* The rarest first. */
static np_error_t *count_grams(counted_t *counted, np_page_t *page, const apr_array_header_t *grams)
{
    np_value_t values[2 * GRAMS];
    np_rows_t *rows;
    np_error_t *error;
    int i, filled = 0;

    for (i = 0; i < GRAMS; i++) {
        counted[i].gram = gram_at(grams, i);
        values[filled++] = np_value_text(counted[i].gram);
        values[filled++] = np_value_int(COUNTED);
    }
    error = np_page_query_values(&rows, page, NP_QUERY_HOTLINE_SEARCH_COUNTS, values);
    if (error)
        return error;
    for (i = 0; i < rows->count; i++)
        counted[np_rows_int(rows, i, HOTLINE_SEARCH_COUNTS_PLACE) - 1].cases =
            np_rows_int(rows, i, HOTLINE_SEARCH_COUNTS_CASES);
    qsort(counted, GRAMS, sizeof(*counted), by_cases);
    return NULL;
}

static np_error_t *load_rows(search_page_t *data, np_page_t *page, const apr_array_header_t *grams)
{
    const np_position_t *position = &page->request->params.position;
    int size = page->request->site->list_size, i;
    counted_t counted[GRAMS];
    np_value_t values[GRAMS + 3];
    np_rows_t *rows;
    np_error_t *error = count_grams(counted, page, grams);

    if (error)
        return error;
    for (i = 0; i < GRAMS; i++)
        values[i] = np_value_text(counted[i].gram);
    values[i++] = np_value_int(position->from == NP_FROM_BEFORE ? position->id : APR_INT64_MAX);
    values[i++] = np_value_civil(page->request->now);
    values[i] = np_value_int(size + 1);
    error = np_page_query_values(&rows, page, NP_QUERY_HOTLINE_SEARCH, values);
    if (error)
        return error;
    data->rows = rows;
    data->has_older = rows->count > size;
    data->count = data->has_older ? size : rows->count;
    for (i = 0; i < data->count; i++)
        np_hotline_depend_case(page, rows, i);
    return NULL;
}

np_error_t *np_page_hotline_search_load(np_page_t *page)
{
    search_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    const np_params_t *params = &page->request->params;
    const char *query = params->query ? params->query : "";
    apr_array_header_t *grams = np_gram_cut(page->pool, query, CUT);
    np_error_t *error = np_hotline_load_names(&data->names, page);

    page->data = data;
    page->noindex = 1;
    page->canonical = np_route_path(NP_ROUTE_HOTLINE_SEARCH, params, page->pool);
    if (params->position.from == NP_FROM_AFTER)
        return np_page_unknown(page);
    data->is_short = grams->nelts == 0;
    if (error || data->is_short)
        return error;
    np_page_depend(page, "cases", "");
    error = load_rows(data, page, grams);
    return error ? error : np_hotline_load_next(page);
}

static void add_link(np_page_t *page, xmlNodePtr pager, const char *name, const np_params_t *params)
{
    np_model_set(np_model_add(pager, name), "href",
                 np_page_href(page, np_route_path(NP_ROUTE_HOTLINE_SEARCH, params, page->pool)));
}

static void add_pager(np_page_t *page, xmlNodePtr cases, const search_page_t *data)
{
    xmlNodePtr pager = np_model_add(cases, "pager");
    np_params_t link = page->request->params;

    if (link.position.from != NP_FROM_NEWEST) {
        link.position.from = NP_FROM_NEWEST;
        add_link(page, pager, "newest", &link);
    }
    if (data->has_older) {
        link.position.from = NP_FROM_BEFORE;
        link.position.id = np_rows_int(data->rows, data->count - 1, NP_CASE_ID);
        link.position.published = np_rows_int(data->rows, data->count - 1, NP_CASE_APPROVED_AT);
        add_link(page, pager, "older", &link);
    }
}

void np_page_hotline_search_build(np_page_t *page, xmlNodePtr root)
{
    const search_page_t *data = page->data;
    xmlNodePtr content, cases;
    int row;

    np_page_add_navigation(page, root);
    np_hotline_add_breadcrumb(page, root);
    content = np_model_add(root, "hotline-list");
    np_hotline_set_links(page, content);
    if (data->is_short)
        np_model_set(content, "short", "yes");
    np_model_add_text(content, "query", page->request->params.query);
    np_hotline_add_ways(page, content, data->names, NULL, NULL);
    cases = np_model_add(content, "cases");
    for (row = 0; row < data->count; row++)
        np_hotline_add_head(page, np_model_add(cases, "case"), data->rows, row, data->names);
    add_pager(page, cases, data);
}
