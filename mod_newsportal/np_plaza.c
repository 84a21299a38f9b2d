/* np_plaza.c - see np_plaza.h. */
#include "np_plaza.h"

#include <string.h>
#include <apr_strings.h>

#define SAME_PLACES(query)                                                                         \
    _Static_assert((int)query##_ID == (int)NP_NOTICE_ID &&                                         \
                       (int)query##_PICTURE == (int)NP_NOTICE_PICTURE &&                           \
                       (int)query##_COVER == (int)NP_NOTICE_COVER,                                 \
                   "columns of a notice")
SAME_PLACES(PLAZA_LIST);
SAME_PLACES(PLAZA_LIST_AFTER);
SAME_PLACES(PLAZA_NEWEST);
SAME_PLACES(PLAZA_NOTICE);

/* ---- Names ------------------------------------------------------------------------------------
 */

np_error_t *np_plaza_load_names(const np_rows_t **names, np_page_t *page)
{
    np_rows_t *rows = NULL;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_PLAZA_NAMES);

    *names = rows;
    np_page_depend(page, "category", "");
    np_page_depend(page, "agency", "");
    return error;
}

static int find(const np_rows_t *names, const char *what, const char *category, const char *code)
{
    int row;

    for (row = 0; row < names->count; row++) {
        if (strcmp(np_rows_text(names, row, PLAZA_NAMES_CODE), code) == 0 &&
            strcmp(np_rows_text(names, row, PLAZA_NAMES_WHAT), what) == 0 &&
            (category == NULL ||
             strcmp(np_rows_text(names, row, PLAZA_NAMES_CATEGORY), category) == 0))
            return row;
    }
    return -1;
}

int np_plaza_find(const np_rows_t *names, const char *what, const char *code)
{
    return find(names, what, NULL, code);
}

int np_plaza_find_field(const np_rows_t *names, const char *category, const char *code)
{
    return find(names, NP_PLAZA_FIELD, category, code);
}

int np_plaza_is_field(const np_rows_t *names, int row, const char *category)
{
    return strcmp(np_rows_text(names, row, PLAZA_NAMES_WHAT), NP_PLAZA_FIELD) == 0 &&
           strcmp(np_rows_text(names, row, PLAZA_NAMES_CATEGORY), category) == 0;
}

const char *np_plaza_name(const np_rows_t *names, const char *what, const char *code)
{
    int row = np_plaza_find(names, what, code);

    return row < 0 ? NULL : np_rows_text(names, row, PLAZA_NAMES_NAME);
}

/* ---- Loading ----------------------------------------------------------------------------------
 */

void np_plaza_depend_notice(np_page_t *page, const np_rows_t *rows, int row)
{
    np_page_depend_cell(page, "notice", rows, row, NP_NOTICE_ID);
    np_page_depend_cell(page, "media", rows, row, NP_NOTICE_COVER);
    np_page_depend_picture(page, rows, row, NP_NOTICE_PICTURE);
    if (np_rows_int(rows, row, NP_NOTICE_ENDS_AT) > page->request->now)
        np_page_until_cell(page, rows, row, NP_NOTICE_ENDS_AT);
}

np_error_t *np_plaza_load_next(np_page_t *page)
{
    np_rows_t *rows;
    np_error_t *error =
        np_page_query(&rows, page, NP_QUERY_PLAZA_NEXT, np_value_civil(page->request->now));

    if (error == NULL && rows->count)
        np_page_until_cell(page, rows, 0, PLAZA_NEXT_APPROVED_AT);
    return error;
}

#define AT_ONCE 20 /* numbers that plaza_values takes */

static np_error_t *load_some(np_rows_t **found, np_page_t *page, const np_rows_t *rows, int first)
{
    np_value_t values[AT_ONCE];
    int i;

    for (i = 0; i < AT_ONCE; i++)
        values[i] =
            np_value_int(first + i < rows->count ? np_rows_int(rows, first + i, NP_NOTICE_ID) : 0);
    return np_page_query_values(found, page, NP_QUERY_PLAZA_VALUES, values);
}

np_error_t *np_plaza_load_facts(np_plaza_facts_t *facts, np_page_t *page, const np_rows_t *rows)
{
    np_error_t *error = NULL;
    int first;

    facts->count = 0;
    for (first = 0; first < rows->count && facts->count < NP_PLAZA_FACTS; first += AT_ONCE) {
        np_rows_t *found;

        error = load_some(&found, page, rows, first);
        if (error)
            return error;
        facts->sets[facts->count++] = found;
    }
    return error;
}

const char *np_plaza_fact(const np_plaza_facts_t *facts, apr_int64_t notice, const char *field)
{
    int set, row;

    for (set = 0; set < facts->count; set++) {
        const np_rows_t *rows = facts->sets[set];

        for (row = 0; row < rows->count; row++) {
            if (np_rows_int(rows, row, PLAZA_VALUES_NOTICE) == notice &&
                strcmp(np_rows_text(rows, row, PLAZA_VALUES_FIELD), field) == 0)
                return np_rows_text(rows, row, PLAZA_VALUES_VALUE);
        }
    }
    return NULL;
}

/* ---- Addresses --------------------------------------------------------------------------------
 */

const char *np_plaza_notice_path(const np_page_t *page, apr_int64_t id)
{
    np_params_t params = {0};

    params.id = id;
    return np_route_path(NP_ROUTE_PLAZA_NOTICE, &params, page->pool);
}

static const char *list_href(const np_page_t *page, const char *category, const char *region)
{
    np_filters_t filters = {0};
    np_params_t params = {0};

    filters.region = region;
    params.code = category;
    params.filters = &filters;
    return np_page_href(page, np_route_path(NP_ROUTE_PLAZA_LIST, &params, page->pool));
}

const char *np_plaza_category_href(const np_page_t *page, const char *code)
{
    return list_href(page, code, NULL);
}

/* ---- Building ---------------------------------------------------------------------------------
 */

void np_plaza_add_name(const np_page_t *page, xmlNodePtr parent, const np_rows_t *names,
                       const char *what, const char *code, const char *category)
{
    const char *name = np_plaza_name(names, what, code);
    int is_region = strcmp(what, NP_PLAZA_REGION) == 0;
    xmlNodePtr element;

    if (name == NULL || (element = np_model_add_text(parent, what, name)) == NULL)
        return;
    np_model_set(element, "code", code);
    np_model_set(element, "href", list_href(page, category, is_region ? code : NULL));
}

static apr_int64_t count_of(const np_rows_t *counts, const char *category)
{
    int row;

    for (row = 0; row < counts->count; row++) {
        if (strcmp(np_rows_text(counts, row, PLAZA_COUNTS_CATEGORY), category) == 0)
            return np_rows_int(counts, row, PLAZA_COUNTS_COUNT);
    }
    return 0;
}

void np_plaza_add_categories(const np_page_t *page, xmlNodePtr parent, const np_rows_t *names,
                             const np_rows_t *counts, np_route_e route)
{
    xmlNodePtr categories = np_model_add(parent, "categories");
    np_params_t params = {0};
    int row;

    for (row = 0; row < names->count; row++) {
        xmlNodePtr category;

        if (strcmp(np_rows_text(names, row, PLAZA_NAMES_WHAT), NP_PLAZA_CATEGORY) != 0)
            continue;
        params.code = np_rows_text(names, row, PLAZA_NAMES_CODE);
        category = np_model_add(categories, "category");
        np_model_set(category, "code", params.code);
        np_model_set(category, "name", np_rows_text(names, row, PLAZA_NAMES_NAME));
        np_model_set(category, "href",
                     np_page_href(page, np_route_path(route, &params, page->pool)));
        if (counts)
            np_model_set_int(category, "count", count_of(counts, params.code));
        np_model_add_text(category, "description",
                          np_rows_text(names, row, PLAZA_NAMES_DESCRIPTION));
    }
}

/* A day that the database has checked: as one of the calendar, else as it was written. */
static int read_day(np_civil_t *day, const char *value)
{
    np_date_t date = {0};

    if (strlen(value) != 10)
        return 0;
    date.year = (int)apr_atoi64(value);
    date.month = (int)apr_atoi64(value + 5);
    date.day = (int)apr_atoi64(value + 8);
    return np_civil_join(&date, day);
}

/* One <fact>, of the field in that row of the names. */
static void add_fact(const np_page_t *page, xmlNodePtr notice, const np_rows_t *names, int row,
                     const char *value)
{
    const char *type = np_rows_text(names, row, PLAZA_NAMES_TYPE);
    np_civil_t day;
    xmlNodePtr fact;

    if (strcmp(type, "date") == 0 && read_day(&day, value))
        fact = np_model_add_date(notice, "fact", page->request->site->zone, day, page->pool);
    else
        fact = np_model_add(notice, "fact");
    np_model_set(fact, "code", np_rows_text(names, row, PLAZA_NAMES_CODE));
    np_model_set(fact, "name", np_rows_text(names, row, PLAZA_NAMES_NAME));
    np_model_set(fact, "type", type);
    np_model_append_text(fact, value, strlen(value));
}

/* In the order of the category's fields. */
static void add_facts(const np_page_t *page, xmlNodePtr element, apr_int64_t notice,
                      const char *category, const np_rows_t *names, const np_plaza_facts_t *facts)
{
    int row;

    for (row = 0; row < names->count; row++) {
        const char *value;

        if (!np_plaza_is_field(names, row, category))
            continue;
        value = np_plaza_fact(facts, notice, np_rows_text(names, row, PLAZA_NAMES_CODE));
        if (value)
            add_fact(page, element, names, row, value);
    }
}

void np_plaza_add_notice(const np_page_t *page, xmlNodePtr element, const np_rows_t *rows, int row,
                         const np_rows_t *names, const np_plaza_facts_t *facts)
{
    const char *category = np_rows_text(rows, row, NP_NOTICE_CATEGORY);
    const char *title = np_rows_text(rows, row, NP_NOTICE_TITLE);
    apr_int64_t id = np_rows_int(rows, row, NP_NOTICE_ID);
    const np_zone_t *zone = page->request->site->zone;

    np_model_set_int(element, "id", id);
    np_model_set(element, "lang",
                 np_page_language_of(page, np_rows_text(rows, row, NP_NOTICE_LANGUAGE), title));
    np_model_set(element, "href", np_page_href(page, np_plaza_notice_path(page, id)));
    np_model_add_text(element, "title", *title ? title : "…");
    np_model_add_text(element, "summary", np_rows_text(rows, row, NP_NOTICE_SUMMARY));
    np_plaza_add_name(page, element, names, NP_PLAZA_CATEGORY, category, category);
    np_plaza_add_name(page, element, names, NP_PLAZA_REGION,
                      np_rows_text(rows, row, NP_NOTICE_REGION), category);
    np_model_add_date(element, "published", zone, np_rows_int(rows, row, NP_NOTICE_APPROVED_AT),
                      page->pool);
    np_model_add_date(element, "ends", zone, np_rows_int(rows, row, NP_NOTICE_ENDS_AT), page->pool);
    np_page_add_picture(page, element, rows, row, NP_NOTICE_PICTURE);
    add_facts(page, element, id, category, names, facts);
}

void np_plaza_add_breadcrumb(const np_page_t *page, xmlNodePtr root, const np_rows_t *names,
                             const char *category)
{
    xmlNodePtr breadcrumb = np_model_add(root, "breadcrumb");
    const char *name = category ? np_plaza_name(names, NP_PLAZA_CATEGORY, category) : NULL;

    /* Its name is a message of the theme's. */
    np_model_set(np_model_add(breadcrumb, "plaza"), "href",
                 np_page_href(page, np_routes[NP_ROUTE_PLAZA].pattern));
    if (name)
        np_model_set(np_model_add_text(breadcrumb, "item", name), "href",
                     np_plaza_category_href(page, category));
}

void np_plaza_set_links(const np_page_t *page, xmlNodePtr element)
{
    np_model_set(element, "feed", np_page_href(page, np_routes[NP_ROUTE_PLAZA_FEED].pattern));
    np_model_set(element, "new", np_page_href(page, np_routes[NP_ROUTE_PLAZA_CHOOSE].pattern));
    np_model_set(element, "follow", np_page_href(page, np_routes[NP_ROUTE_PLAZA_FOLLOW].pattern));
}

/* ---- Forms -------------------------------------------------------------------------------------
 */

#define DAY 86400

void np_plaza_add_days(np_controls_t *controls, const np_rows_t *names, const char *category)
{
    static const char *const usual[] = {"7", "15", "30", "60"};
    int row = np_plaza_find(names, NP_PLAZA_CATEGORY, category);
    apr_int64_t most = row < 0 ? 0 : np_rows_int(names, row, PLAZA_NAMES_MAX_DAYS);
    const char *last = apr_psprintf(controls->pool, "%" APR_INT64_T_FMT, most);
    apr_size_t i;

    for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
        if (apr_atoi64(usual[i]) < most)
            np_controls_option(controls, "days", usual[i], usual[i]);
    }
    if (most)
        np_controls_option(controls, "days", last, last);
}

np_civil_t np_plaza_days_end(const np_page_t *page, const char *days)
{
    np_civil_t now = page->request->now;

    return now - now % DAY + apr_atoi64(days) * DAY;
}

static const np_control_t number_of_notice = {
    .name = "notice", .type = NP_CONTROL_NUMBER, .least = 1, .most = 999999999, .required = 1};

/* Whoever comes from a notice need not know its number. */
static np_controls_t *with_notice(np_page_t *page, const char *form, apr_int64_t notice)
{
    np_controls_t *controls = np_controls_make(page->pool, form, &number_of_notice, 1);
    np_control_t *control = np_controls_find(controls, "notice");

    if (notice) {
        control->type = NP_CONTROL_HIDDEN;
        control->value = apr_psprintf(page->pool, "%" APR_INT64_T_FMT, notice);
    }
    return controls;
}

np_controls_t *np_plaza_contact_controls(np_page_t *page, apr_int64_t notice)
{
    return with_notice(page, "plaza-contact", notice);
}

np_controls_t *np_plaza_report_controls(np_page_t *page, apr_int64_t notice)
{
    np_controls_t *controls = with_notice(page, "plaza-report", notice);
    np_control_t *reason = np_controls_append(controls, "reason", NP_CONTROL_LINE);

    reason->least = 2;
    reason->most = 300;
    reason->required = 1;
    return controls;
}
