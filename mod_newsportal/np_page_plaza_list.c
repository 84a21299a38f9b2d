/* np_page_plaza_list.c - the notices of a category, the newest first, narrowed by region and by the
 * category's own fields (np_filter.h). Called through the table in np_page.c.
 *
 * A page is a range of an index and pages by position, as lists of articles do (np_list.h). Filters
 * that mean nothing here (a field that was taken away, a choice that nobody has) lead to the list
 * without them, so that a page has one address and strangers cannot make new ones. */
#include "np_plaza.h"

#include <string.h>
#include <apr_strings.h>

#define NOINDEX_FROM 3 /* filters: so narrow a list is nothing for search engines */

/* The values of plaza_list before those of the fields, of each field, and behind them. */
#define FIRST_VALUES 8
#define FIELD_VALUES 5
#define VALUES (FIRST_VALUES + FIELD_VALUES * NP_FILTERS_MOST + 1)

typedef struct list_page_t {
    const np_rows_t *names, *rows;
    const char *category;
    int first, step, count; /* row of the i-th notice: first + step * i */
    int has_newer, has_older;
    np_plaza_facts_t facts;
} list_page_t;

/* ---- Filters ----------------------------------------------------------------------------------
 */

/* One of "a|b|c". */
static int is_choice(const char *choices, const char *value)
{
    apr_size_t length = strlen(value);

    for (;;) {
        apr_size_t next = strcspn(choices, "|");

        if (next == length && strncmp(choices, value, length) == 0)
            return 1;
        if (choices[next] == '\0')
            return 0;
        choices += next + 1;
    }
}

static int makes_sense(const np_filter_t *filter, const np_rows_t *names, const char *category)
{
    int row = np_plaza_find_field(names, category, filter->field);
    const char *type = row < 0 ? "" : np_rows_text(names, row, PLAZA_NAMES_TYPE);

    if (strcmp(type, "choice") == 0)
        return filter->value &&
               is_choice(np_rows_text(names, row, PLAZA_NAMES_CHOICES), filter->value);
    if (strcmp(type, "date") == 0)
        return filter->value == NULL && filter->is_date;
    return (strcmp(type, "number") == 0 || strcmp(type, "price") == 0) && filter->value == NULL &&
           !filter->is_date;
}

/* The address without filters that mean nothing; NULL when all do. */
static const char *address_of_sense(const np_page_t *page, const np_rows_t *names)
{
    np_params_t params = page->request->params;
    const np_filters_t *asked = params.filters;
    np_filters_t kept;
    int i;

    if (asked == NULL)
        return NULL;
    kept = *asked;
    if (kept.region && np_plaza_find(names, NP_PLAZA_REGION, kept.region) < 0)
        kept.region = NULL;
    for (i = 0; i < asked->count; i++) {
        if (!makes_sense(&asked->items[i], names, params.code))
            np_filters_drop(&kept, asked->items[i].field);
    }
    if (np_filters_count(&kept) == np_filters_count(asked))
        return NULL;
    params.filters = &kept;
    params.position.from = NP_FROM_NEWEST;
    return np_route_path(NP_ROUTE_PLAZA_LIST, &params, page->pool);
}

/* ---- Loading ----------------------------------------------------------------------------------
 */

static void add_field_values(np_value_t *values, const np_filter_t *filter)
{
    values[0] = values[1] = np_value_text(filter ? filter->field : "");
    values[2] = np_value_text(filter && filter->value ? filter->value : "");
    /* Of a choice no number is wanted: an empty range. */
    values[3] = np_value_int(filter && filter->has_from ? filter->from : NP_FILTER_LEAST);
    values[4] = np_value_int(filter && filter->value    ? NP_FILTER_LEAST - 1
                             : filter && filter->has_to ? filter->to
                                                        : NP_FILTER_LARGEST);
}

static np_error_t *load_rows(np_rows_t **rows, np_page_t *page)
{
    const np_params_t *params = &page->request->params;
    const np_position_t *position = &params->position;
    const np_filters_t *filters = params->filters;
    const char *region = filters && filters->region ? filters->region : "";
    np_value_t now = np_value_civil(page->request->now);
    np_value_t at = now, id = np_value_int(APR_INT64_MAX), values[VALUES];
    int is_after = position->from == NP_FROM_AFTER;
    int i, place = 0;

    /* A position in the future would show what is not approved yet. */
    if (is_after || (position->from == NP_FROM_BEFORE && position->published <= now.number)) {
        at = np_value_civil(position->published);
        id = np_value_int(position->id);
    }
    values[place++] = np_value_text(params->code);
    values[place++] = at;
    values[place++] = at;
    values[place++] = id;
    values[place++] = now;
    if (is_after)
        values[place++] = now;
    values[place++] = np_value_text(region);
    values[place++] = np_value_text(region);
    for (i = 0; i < NP_FILTERS_MOST; i++, place += FIELD_VALUES)
        add_field_values(values + place, filters && i < filters->count ? &filters->items[i] : NULL);
    values[place] = np_value_int(page->request->site->list_size + 1);
    return np_page_query_values(rows, page,
                                is_after ? NP_QUERY_PLAZA_LIST_AFTER : NP_QUERY_PLAZA_LIST, values);
}

/* One row more than the page shows tells whether there is a further page. */
static void take_rows(list_page_t *data, const np_page_t *page, const np_rows_t *rows)
{
    np_from_e from = page->request->params.position.from;
    int more = rows->count > page->request->site->list_size;

    data->rows = rows;
    data->count = more ? page->request->site->list_size : rows->count;
    data->step = from == NP_FROM_AFTER ? -1 : 1;
    data->first = from == NP_FROM_AFTER ? data->count - 1 : 0;
    data->has_older = from == NP_FROM_AFTER || more;
    data->has_newer = from == NP_FROM_AFTER ? more : from == NP_FROM_BEFORE;
}

np_error_t *np_page_plaza_list_load(np_page_t *page)
{
    list_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    const np_params_t *params = &page->request->params;
    np_rows_t *rows = NULL;
    int row;
    np_error_t *error = np_plaza_load_names(&data->names, page);

    page->data = data;
    if (error)
        return error;
    data->category = np_plaza_name(data->names, NP_PLAZA_CATEGORY, params->code);
    if (data->category == NULL)
        return np_page_unknown(page);
    page->canonical = np_route_path(NP_ROUTE_PLAZA_LIST, params, page->pool);
    page->moved = address_of_sense(page, data->names);
    if (page->moved)
        return NULL;
    page->noindex = np_filters_count(params->filters) >= NOINDEX_FROM;
    np_page_depend(page, "notices", params->code);
    error = load_rows(&rows, page);
    if (error == NULL)
        error = np_plaza_load_next(page);
    if (error)
        return error;
    /* The row more as well: when it ends there is no further page. */
    for (row = 0; row < rows->count; row++)
        np_plaza_depend_notice(page, rows, row);
    if (rows->count == 0 && params->position.from != NP_FROM_NEWEST)
        return np_page_unknown(page);
    take_rows(data, page, rows);
    return np_plaza_load_facts(&data->facts, page, rows);
}

/* ---- Building ---------------------------------------------------------------------------------
 */

static void add_option(xmlNodePtr filter, const char *value, const char *name, const char *chosen)
{
    xmlNodePtr option = np_model_add_text(filter, "option", name);

    if (option == NULL)
        return;
    np_model_set(option, "value", value);
    if (chosen && strcmp(chosen, value) == 0)
        np_model_set(option, "selected", "yes");
}

static void add_region_filter(const np_page_t *page, xmlNodePtr filters, const np_rows_t *names)
{
    const np_filters_t *asked = page->request->params.filters;
    xmlNodePtr filter = np_model_add(filters, "filter");
    int row;

    np_model_set(filter, "name", "region");
    np_model_set(filter, "type", "region");
    for (row = 0; row < names->count; row++) {
        if (strcmp(np_rows_text(names, row, PLAZA_NAMES_WHAT), NP_PLAZA_REGION) == 0)
            add_option(filter, np_rows_text(names, row, PLAZA_NAMES_CODE),
                       np_rows_text(names, row, PLAZA_NAMES_NAME), asked ? asked->region : NULL);
    }
}

static void add_choices(xmlNodePtr filter, const char *choices, const char *chosen,
                        apr_pool_t *pool)
{
    while (*choices) {
        apr_size_t length = strcspn(choices, "|");
        const char *choice = apr_pstrmemdup(pool, choices, length);

        add_option(filter, choice, choice, chosen);
        choices += length + (choices[length] == '|');
    }
}

static void set_bounds(xmlNodePtr element, const np_filter_t *filter, apr_pool_t *pool)
{
    if (filter && filter->has_from)
        np_model_set(element, "from", np_filter_bound(filter, filter->from, pool));
    if (filter && filter->has_to)
        np_model_set(element, "to", np_filter_bound(filter, filter->to, pool));
}

/* Free text cannot be filtered by. */
static void add_field_filter(const np_page_t *page, xmlNodePtr filters, const np_rows_t *names,
                             int row)
{
    const char *type = np_rows_text(names, row, PLAZA_NAMES_TYPE);
    const char *code = np_rows_text(names, row, PLAZA_NAMES_CODE);
    const np_filter_t *asked = np_filters_find(page->request->params.filters, code);
    xmlNodePtr filter;

    if (strcmp(type, "text") == 0)
        return;
    filter = np_model_add(filters, "filter");
    np_model_set(filter, "name", apr_pstrcat(page->pool, "f-", code, NULL));
    np_model_set(filter, "type", type);
    np_model_set(filter, "label", np_rows_text(names, row, PLAZA_NAMES_NAME));
    set_bounds(filter, asked, page->pool);
    add_choices(filter, np_rows_text(names, row, PLAZA_NAMES_CHOICES), asked ? asked->value : NULL,
                page->pool);
}

static void add_filters(const np_page_t *page, xmlNodePtr content, const np_rows_t *names)
{
    const char *category = page->request->params.code;
    xmlNodePtr filters = np_model_add(content, "filters");
    int row, count = np_filters_count(page->request->params.filters);

    np_model_set(filters, "action", np_plaza_category_href(page, category));
    if (count)
        np_model_set_int(filters, "active", count);
    add_region_filter(page, filters, names);
    for (row = 0; row < names->count; row++) {
        if (np_plaza_is_field(names, row, category))
            add_field_filter(page, filters, names, row);
    }
}

static void add_pager_link(const np_page_t *page, xmlNodePtr pager, const char *name,
                           np_from_e from, const np_rows_t *rows, int row)
{
    np_params_t link = page->request->params;

    link.position.from = from;
    if (from != NP_FROM_NEWEST) {
        link.position.id = np_rows_int(rows, row, NP_NOTICE_ID);
        link.position.published = np_rows_int(rows, row, NP_NOTICE_APPROVED_AT);
    }
    np_model_set(np_model_add(pager, name), "href",
                 np_page_href(page, np_route_path(NP_ROUTE_PLAZA_LIST, &link, page->pool)));
}

static void add_pager(const np_page_t *page, xmlNodePtr parent, const list_page_t *data)
{
    xmlNodePtr pager = np_model_add(parent, "pager");
    int last = data->first + data->step * (data->count - 1);

    if (page->request->params.position.from != NP_FROM_NEWEST)
        add_pager_link(page, pager, "newest", NP_FROM_NEWEST, data->rows, 0);
    if (data->has_newer)
        add_pager_link(page, pager, "newer", NP_FROM_AFTER, data->rows, data->first);
    if (data->has_older)
        add_pager_link(page, pager, "older", NP_FROM_BEFORE, data->rows, last);
}

void np_page_plaza_list_build(np_page_t *page, xmlNodePtr root)
{
    const list_page_t *data = page->data;
    const char *code = page->request->params.code;
    int i, row = np_plaza_find(data->names, NP_PLAZA_CATEGORY, code);
    const char *description = np_rows_text(data->names, row, PLAZA_NAMES_DESCRIPTION);
    xmlNodePtr content, notices;

    np_model_add_text(root, "title", data->category);
    np_model_add_text(root, "description", description);
    np_page_add_navigation(page, root);
    np_plaza_add_breadcrumb(page, root, data->names, NULL);
    content = np_model_add(root, "plaza-list");
    np_plaza_set_links(page, content);
    np_model_set(content, "code", code);
    np_model_add_text(content, "description", description);
    add_filters(page, content, data->names);
    notices = np_model_add(content, "notices");
    for (i = 0; i < data->count; i++)
        np_plaza_add_notice(page, np_model_add(notices, "notice"), data->rows,
                            data->first + data->step * i, data->names, &data->facts);
    add_pager(page, notices, data);
}
