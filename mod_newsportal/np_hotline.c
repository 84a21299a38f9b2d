/* np_hotline.c - see np_hotline.h. */
#include "np_hotline.h"

#include <string.h>
#include <apr_strings.h>
#include "np_gram.h"

#define SAME_PLACES(query)                                                                         \
    _Static_assert((int)query##_ID == (int)NP_CASE_ID && (int)query##_JOINS == (int)NP_CASE_JOINS, \
                   "columns of a case")
SAME_PLACES(HOTLINE_LIST);
SAME_PLACES(HOTLINE_LIST_AGENCY);
SAME_PLACES(HOTLINE_LIST_REGION);
SAME_PLACES(HOTLINE_LIST_KIND);
SAME_PLACES(HOTLINE_ANSWERS);
SAME_PLACES(HOTLINE_CASE);
SAME_PLACES(HOTLINE_AFTER);
SAME_PLACES(HOTLINE_AFTER_AGENCY);
SAME_PLACES(HOTLINE_AFTER_REGION);
SAME_PLACES(HOTLINE_AFTER_KIND);
SAME_PLACES(HOTLINE_LIST_STATE);
SAME_PLACES(HOTLINE_LIST_OVERDUE);
SAME_PLACES(HOTLINE_SEARCH);
SAME_PLACES(HOTLINE_SIMILAR);

#define DAY 86400 /* every day of the civil clock has so many seconds */
#define YEAR ((np_civil_t)365 * DAY)

np_error_t *np_hotline_load_names(const np_rows_t **names, np_page_t *page)
{
    np_rows_t *rows = NULL;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_HOTLINE_NAMES);

    *names = rows;
    np_page_depend(page, "agency", "");
    return error;
}

static int find_name(const np_rows_t *names, const char *what, const char *code)
{
    int row;

    for (row = 0; row < names->count; row++) {
        if (strcmp(np_rows_text(names, row, HOTLINE_NAMES_CODE), code) == 0 &&
            strcmp(np_rows_text(names, row, HOTLINE_NAMES_WHAT), what) == 0)
            return row;
    }
    return -1;
}

const char *np_hotline_name(const np_rows_t *names, const char *what, const char *code)
{
    int row = find_name(names, what, code);

    return row < 0 ? NULL : np_rows_text(names, row, HOTLINE_NAMES_NAME);
}

np_error_t *np_hotline_load_next(np_page_t *page)
{
    np_rows_t *rows;
    np_error_t *error =
        np_page_query(&rows, page, NP_QUERY_HOTLINE_NEXT, np_value_civil(page->request->now));

    if (error == NULL && rows->count)
        np_page_until_cell(page, rows, 0, HOTLINE_NEXT_APPROVED_AT);
    return error;
}

void np_hotline_depend_case(np_page_t *page, const np_rows_t *rows, int row)
{
    np_page_depend_cell(page, "case", rows, row, NP_CASE_ID);
    if (np_rows_int(rows, row, NP_CASE_OVERDUE_FROM) > page->request->now)
        np_page_until_cell(page, rows, row, NP_CASE_OVERDUE_FROM);
}

static np_route_e route_of(const char *what)
{
    if (strcmp(what, NP_HOTLINE_AGENCY) == 0)
        return NP_ROUTE_HOTLINE_AGENCY;
    return strcmp(what, NP_HOTLINE_REGION) == 0 ? NP_ROUTE_HOTLINE_REGION : NP_ROUTE_HOTLINE_KIND;
}

static xmlNodePtr add_name(const np_page_t *page, xmlNodePtr parent, const char *what,
                           const char *code, const char *name)
{
    np_params_t params = {0};
    xmlNodePtr element;

    if (name == NULL || (element = np_model_add_text(parent, what, name)) == NULL)
        return NULL;
    params.code = code;
    np_model_set(element, "code", code);
    np_model_set(element, "href",
                 np_page_href(page, np_route_path(route_of(what), &params, page->pool)));
    return element;
}

static void add_moment(const np_page_t *page, xmlNodePtr element, const char *name,
                       const np_rows_t *rows, int row, int column)
{
    if (!np_rows_is_null(rows, row, column))
        np_model_add_date(element, name, page->request->site->zone, np_rows_int(rows, row, column),
                          page->pool);
}

void np_hotline_add_head(const np_page_t *page, xmlNodePtr element, const np_rows_t *rows, int row,
                         const np_rows_t *names)
{
    static const struct {
        const char *what;
        int column;
    } parts[] = {{NP_HOTLINE_KIND, NP_CASE_KIND},
                 {NP_HOTLINE_AGENCY, NP_CASE_AGENCY},
                 {NP_HOTLINE_REGION, NP_CASE_REGION}};
    np_params_t params = {0};
    const char *title = np_rows_text(rows, row, NP_CASE_TITLE);
    apr_size_t i;

    params.id = np_rows_int(rows, row, NP_CASE_ID);
    np_model_set_int(element, "id", params.id);
    /* Opened with its code, it may be one that is not listed. */
    if (!np_rows_is_null(rows, row, NP_CASE_APPROVED_AT))
        np_model_set(element, "href",
                     np_page_href(page, np_route_path(NP_ROUTE_HOTLINE_CASE, &params, page->pool)));
    np_model_set(element, "state", np_rows_text(rows, row, NP_CASE_STATE));
    if (!np_rows_is_null(rows, row, NP_CASE_OVERDUE_FROM) &&
        np_rows_int(rows, row, NP_CASE_OVERDUE_FROM) <= page->request->now)
        np_model_set(element, "overdue", "yes");
    np_model_set_int(element, "joins", np_rows_int(rows, row, NP_CASE_JOINS));
    np_page_add_words(page, element, "title", *title ? title : "…");
    for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const char *code = np_rows_text(rows, row, parts[i].column);

        add_name(page, element, parts[i].what, code, np_hotline_name(names, parts[i].what, code));
    }
    add_moment(page, element, "received", rows, row, NP_CASE_RECEIVED_AT);
    add_moment(page, element, "answered", rows, row, NP_CASE_ANSWERED_AT);
}

int np_hotline_can_join(const char *state)
{
    return strcmp(state, "new") == 0 || strcmp(state, "accepted") == 0 ||
           strcmp(state, "reopened") == 0 || strcmp(state, "supervised") == 0;
}

const char *const np_hotline_phases[] = {"open", "overdue", "answered", "rejected", NULL};

static void add_phases(const np_page_t *page, xmlNodePtr ways, const char *what, const char *code)
{
    const char *const *phase;

    for (phase = np_hotline_phases; *phase; phase++) {
        np_params_t params = {0};
        xmlNodePtr element = np_model_add(ways, NP_HOTLINE_PHASE);

        params.code = *phase;
        np_model_set(element, "code", *phase);
        np_model_set(
            element, "href",
            np_page_href(page, np_route_path(NP_ROUTE_HOTLINE_STATE, &params, page->pool)));
        if (code && strcmp(what, NP_HOTLINE_PHASE) == 0 && strcmp(code, *phase) == 0)
            np_model_set(element, "current", "page");
    }
}

void np_hotline_add_ways(const np_page_t *page, xmlNodePtr parent, const np_rows_t *names,
                         const char *what, const char *code)
{
    xmlNodePtr ways = np_model_add(parent, "ways");
    int row;

    add_phases(page, ways, what, code);

    for (row = 0; row < names->count; row++) {
        const char *of = np_rows_text(names, row, HOTLINE_NAMES_WHAT);
        const char *own = np_rows_text(names, row, HOTLINE_NAMES_CODE);
        int is_current = code && strcmp(of, what) == 0 && strcmp(own, code) == 0;
        xmlNodePtr element;

        /* One that is no longer in use has a list still, to which its cases lead. */
        if (!np_rows_int(names, row, HOTLINE_NAMES_ACTIVE) && !is_current)
            continue;
        element = add_name(page, ways, of, own, np_rows_text(names, row, HOTLINE_NAMES_NAME));
        if (element && is_current)
            np_model_set(element, "current", "page");
    }
}

#define SIMILAR_GRAMS 12    /* as many as hotline_similar takes */
#define SIMILAR_NEWEST 5000 /* cases that are looked at */

/* The number above which cases are looked at. Outside a snapshot a case more or less does no harm.
 */
static np_error_t *load_similar_from(apr_int64_t *from, np_page_t *page)
{
    np_rows_t *rows = NULL;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_HOTLINE_NEWEST);
    apr_int64_t newest = error == NULL && rows->count ? np_rows_int(rows, 0, HOTLINE_NEWEST_ID) : 0;

    *from = newest > SIMILAR_NEWEST ? newest - SIMILAR_NEWEST : 0;
    return error;
}

np_error_t *np_hotline_similar(const np_rows_t **rows, np_page_t *page, const char *title,
                               const char *text, int most)
{
    apr_array_header_t *grams =
        np_gram_cut(page->pool, apr_pstrcat(page->pool, title, "\n", text, NULL), SIMILAR_GRAMS);
    np_value_t values[SIMILAR_GRAMS + 4];
    np_rows_t *found = NULL;
    apr_int64_t from;
    np_error_t *error;
    int i;

    *rows = NULL;
    if (grams->nelts < 2)
        return NULL;
    error = load_similar_from(&from, page);
    if (error)
        return error;
    for (i = 0; i < SIMILAR_GRAMS; i++)
        values[i] = np_value_text(
            APR_ARRAY_IDX(grams, i < grams->nelts ? i : grams->nelts - 1, const char *));
    values[i++] = np_value_int(from);
    /* Two, and a third of what was cut: less is chance. */
    values[i++] = np_value_int(grams->nelts < 6 ? 2 : (grams->nelts + 2) / 3);
    values[i++] = np_value_civil(page->request->now);
    values[i] = np_value_int(most);
    error = np_page_query_values(&found, page, NP_QUERY_HOTLINE_SIMILAR, values);
    *rows = found;
    return error;
}

void np_hotline_add_breadcrumb(const np_page_t *page, xmlNodePtr root)
{
    xmlNodePtr breadcrumb = np_model_add(root, "breadcrumb");

    /* Its name is a message of the theme's. */
    np_model_set(np_model_add(breadcrumb, "hotline"), "href",
                 np_page_href(page, np_routes[NP_ROUTE_HOTLINE].pattern));
}

void np_hotline_year(np_page_t *page, np_civil_t *first, np_civil_t *last)
{
    np_civil_t now = page->request->now;
    np_date_t date;
    np_civil_t midnight = now;

    np_civil_split(now, &date);
    date.hour = date.minute = date.second = 0;
    np_civil_join(&date, &midnight);
    *last = midnight + DAY - 1;
    *first = *last + 1 - YEAR;
    np_page_depend(page, "league", "");
    np_keys_until(&page->keys, midnight + DAY);
}

void np_hotline_set_links(const np_page_t *page, xmlNodePtr element)
{
    np_model_set(element, "list", np_page_href(page, np_routes[NP_ROUTE_HOTLINE_LIST].pattern));
    np_model_set(element, "league", np_page_href(page, np_routes[NP_ROUTE_HOTLINE_LEAGUE].pattern));
    np_model_set(element, "new", np_page_href(page, np_routes[NP_ROUTE_HOTLINE_NEW].pattern));
    np_model_set(element, "follow", np_page_href(page, np_routes[NP_ROUTE_HOTLINE_FOLLOW].pattern));
    np_model_set(element, "search", np_page_href(page, np_routes[NP_ROUTE_HOTLINE_SEARCH].pattern));
}
