/* np_page_archive.c - what was published when: the index of years and months, a month as a
 * calendar, a day as a list. Called through the table in np_page.c.
 *
 * Everything is read from the list of the site, in ranges of its index. The index page never counts
 * articles: it looks for one in each month, so that its cost grows with months only. Every article
 * stands in the archive under the time at which it was published, in the portal's civil time.
 *
 * The theme words dates: no page here has a title, and the way up is in site/@archive and
 * calendar/@href. */
#include "np_list.h"

#include <apr_tables.h>

/* A month of the calendar. */
typedef struct month_t {
    int year, month, days;
    np_civil_t first, last; /* its first and last second */
} month_t;

/* On the civil clock every day has so many seconds. */
#define DAY 86400

/* 0 when there is no such day. */
static int set_day(np_civil_t *first, int year, int month, int day)
{
    np_date_t date = {year, month, day, 0, 0, 0, 0};

    return np_civil_join(&date, first);
}

/* 0 when there is no such month. */
static int set_month(month_t *month, int year, int number)
{
    month->year = year;
    month->month = number;
    if (!np_civil_month(year, number, &month->first, &month->last))
        return 0;
    month->days = (int)((month->last + 1 - month->first) / DAY);
    return 1;
}

static void month_at(month_t *month, np_civil_t at)
{
    np_date_t date;

    np_civil_split(at, &date);
    set_month(month, date.year, date.month);
}

static np_list_name_t site_between(np_civil_t first, np_civil_t last)
{
    return np_list_part(np_list_name("site"), first, last);
}

/* ---- Index: load --------------------------------------------------------------------------------
 */

#define SPANS 24 /* of archive_months */

typedef struct index_t {
    apr_array_header_t *months; /* of month_t, newest first */
} index_t;

static void depend_between(np_page_t *page, np_civil_t first, np_civil_t last)
{
    if (first <= last)
        np_keys_add_range(&page->keys, np_key("list", "site"), first, last);
}

/* A month that has articles is sure of it by its newest one; nothing else in it matters. What lies
 * between it and the month above it is empty and may not stay so. */
static void add_month(index_t *index, np_page_t *page, const np_rows_t *rows, int row)
{
    np_civil_t at = np_rows_int(rows, row, ARCHIVE_MONTHS_PUBLISHED_AT);
    const month_t *above = index->months->nelts
                               ? &APR_ARRAY_IDX(index->months, index->months->nelts - 1, month_t)
                               : NULL;
    month_t month;

    month_at(&month, at);
    depend_between(page, at, at);
    depend_between(page, month.last + 1, above ? above->first - 1 : NP_CIVIL_LAST);
    np_page_until_cell(page, rows, row, ARCHIVE_MONTHS_EXPIRES_AT);
    APR_ARRAY_PUSH(index->months, month_t) = month;
}

/* A UNION promises no order. */
static void add_span(index_t *index, np_page_t *page, const np_rows_t *rows, int span)
{
    int row;

    for (row = 0; row < rows->count; row++) {
        if (np_rows_int(rows, row, ARCHIVE_MONTHS_SPAN) == span)
            add_month(index, page, rows, row);
    }
}

/* Looks at SPANS months from the one of `from` back; `from` becomes the last second before them.
 * Months before `oldest` are left out. */
static np_error_t *load_months(index_t *index, np_page_t *page, np_civil_t *from, np_civil_t oldest)
{
    np_civil_t now = page->request->now;
    np_value_t values[SPANS][3];
    np_rows_t *rows;
    np_error_t *error;
    int i;

    for (i = 0; i < SPANS; i++) {
        month_t month;

        month_at(&month, *from);
        values[i][0] = np_value_civil(month.first);
        values[i][1] = np_value_civil(*from < oldest     ? month.first - 1
                                      : month.last < now ? month.last
                                                         : now);
        values[i][2] = np_value_civil(now);
        if (*from >= oldest)
            *from = month.first - 1;
    }
    error = np_page_query_values(&rows, page, NP_QUERY_ARCHIVE_MONTHS, values[0]);
    if (error)
        return error;
    for (i = 0; i < SPANS; i++)
        add_span(index, page, rows, i);
    return NULL;
}

/* The newest article before one time and the oldest from another on, with the row of each; -1 where
 * there is none. */
typedef struct edges_t {
    const np_rows_t *rows;
    int older, newer;
} edges_t;

static np_error_t *load_edges(edges_t *edges, np_page_t *page, np_civil_t before,
                              np_civil_t at_or_after)
{
    np_value_t now = np_value_civil(page->request->now);
    np_rows_t *rows;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_ARCHIVE_EDGE, np_value_civil(before),
                                      now, np_value_civil(at_or_after), now, now);
    int row;

    edges->older = edges->newer = -1;
    if (error)
        return error;
    edges->rows = rows;
    for (row = 0; row < rows->count; row++)
        *(np_rows_int(rows, row, ARCHIVE_EDGE_IS_NEWER) ? &edges->newer : &edges->older) = row;
    return NULL;
}

static np_civil_t edge_at(const edges_t *edges, int row)
{
    return np_rows_int(edges->rows, row, ARCHIVE_EDGE_PUBLISHED_AT);
}

/* From the newest article to the oldest; over a gap of many months in one leap. */
static np_error_t *load_all_months(index_t *index, np_page_t *page, np_civil_t newest,
                                   np_civil_t oldest)
{
    np_civil_t from = newest;

    while (from >= oldest) {
        int before = index->months->nelts;
        np_error_t *error = load_months(index, page, &from, oldest);
        edges_t edges;

        if (error)
            return error;
        if (index->months->nelts > before || from < oldest)
            continue;
        error = load_edges(&edges, page, from + 1, NP_CIVIL_LAST);
        if (error)
            return error;
        from = edges.older >= 0 ? edge_at(&edges, edges.older) : oldest - 1;
    }
    return NULL;
}

np_error_t *np_page_archive_load(np_page_t *page)
{
    index_t *index = apr_pcalloc(page->pool, sizeof(*index));
    np_civil_t begins = NP_CIVIL_FIRST; /* where the time begins that has no month yet */
    edges_t edges;
    np_error_t *error = load_edges(&edges, page, page->request->now + 1, NP_CIVIL_FIRST);

    page->data = index;
    page->canonical = np_route_path(NP_ROUTE_ARCHIVE, NULL, page->pool);
    index->months = apr_array_make(page->pool, SPANS, sizeof(month_t));
    if (error)
        return error;
    if (edges.older >= 0 && edges.newer >= 0)
        error = load_all_months(index, page, edge_at(&edges, edges.older),
                                edge_at(&edges, edges.newer));
    if (error)
        return error;
    if (index->months->nelts) {
        begins = APR_ARRAY_IDX(index->months, 0, month_t).last + 1;
        depend_between(page, NP_CIVIL_FIRST,
                       APR_ARRAY_IDX(index->months, index->months->nelts - 1, month_t).first - 1);
    } else
        depend_between(page, NP_CIVIL_FIRST, NP_CIVIL_LAST);
    return np_list_load_next(page, site_between(begins, NP_CIVIL_LAST));
}

/* ---- Month and day: load ------------------------------------------------------------------------
 */

typedef struct calendar_t {
    month_t month;
    int day;                 /* the one shown; 0 for the month */
    const np_rows_t *counts; /* archive_day_counts */
    np_list_t *list;         /* of the day */
    np_date_t newer, older;  /* year 0 for none; of a month, its day is of no meaning */
} calendar_t;

/* The month is read whole, whatever the page shows of it. */
static np_error_t *load_counts(calendar_t *calendar, np_page_t *page)
{
    const month_t *month = &calendar->month;
    np_civil_t now = page->request->now;
    np_rows_t *rows;
    np_error_t *error =
        np_page_query(&rows, page, NP_QUERY_ARCHIVE_DAY_COUNTS, np_value_civil(month->first),
                      np_value_civil(month->last < now ? month->last : now), np_value_civil(now));
    int row;

    if (error)
        return error;
    calendar->counts = rows;
    depend_between(page, month->first, month->last);
    for (row = 0; row < rows->count; row++)
        np_page_until_cell(page, rows, row, ARCHIVE_DAY_COUNTS_NEXT_END);
    return np_list_load_next(page, site_between(month->first, month->last));
}

/* Notes one of the nearest articles outside the month, and when; `at` stays as it is when there is
 * none. */
static void set_outside(np_date_t *date, np_civil_t *at, np_page_t *page, const edges_t *edges,
                        int row)
{
    if (row < 0)
        return;
    *at = edge_at(edges, row);
    np_civil_split(*at, date);
    np_page_until_cell(page, edges->rows, row, ARCHIVE_EDGE_EXPIRES_AT);
}

/* Above the newest article of all, the next one's hour may come. */
static np_error_t *load_outside(calendar_t *calendar, np_page_t *page)
{
    const month_t *month = &calendar->month;
    np_civil_t oldest = NP_CIVIL_FIRST, newest = NP_CIVIL_LAST;
    edges_t edges;
    np_error_t *error = load_edges(&edges, page, month->first, month->last + 1);

    if (error)
        return error;
    set_outside(&calendar->older, &oldest, page, &edges, edges.older);
    set_outside(&calendar->newer, &newest, page, &edges, edges.newer);
    depend_between(page, oldest, newest);
    return edges.newer >= 0 ? NULL
                            : np_list_load_next(page, site_between(month->last + 1, NP_CIVIL_LAST));
}

np_error_t *np_page_month_load(np_page_t *page)
{
    const np_params_t *params = &page->request->params;
    calendar_t *calendar = apr_pcalloc(page->pool, sizeof(*calendar));
    np_error_t *error;

    page->data = calendar;
    if (!set_month(&calendar->month, params->year, params->month))
        return np_page_unknown(page);
    page->canonical = np_route_path(NP_ROUTE_MONTH, params, page->pool);
    error = load_counts(calendar, page);
    if (error)
        return error;
    return calendar->counts->count ? load_outside(calendar, page) : np_page_unknown(page);
}

/* The row of a day in the counts; -1 for none. Sets the nearest days of the month that have one. */
static int find_day(calendar_t *calendar)
{
    const np_rows_t *counts = calendar->counts;
    int found = -1, row;

    for (row = 0; row < counts->count; row++) {
        int day = (int)np_rows_int(counts, row, ARCHIVE_DAY_COUNTS_DAY);
        np_date_t date = {calendar->month.year, calendar->month.month, day, 0, 0, 0, 0};

        if (day == calendar->day)
            found = row;
        else if (day < calendar->day)
            calendar->older = date;
        else if (calendar->newer.year == 0)
            calendar->newer = date;
    }
    return found;
}

static np_error_t *load_around_day(calendar_t *calendar, np_page_t *page)
{
    np_date_t newer = calendar->newer, older = calendar->older;
    np_error_t *error;

    if (newer.year && older.year)
        return NULL;
    error = load_outside(calendar, page);
    if (newer.year)
        calendar->newer = newer;
    if (older.year)
        calendar->older = older;
    return error;
}

np_error_t *np_page_day_load(np_page_t *page)
{
    const np_params_t *params = &page->request->params;
    calendar_t *calendar = apr_pcalloc(page->pool, sizeof(*calendar));
    np_civil_t first;
    np_error_t *error;

    page->data = calendar;
    calendar->day = params->day;
    if (!set_month(&calendar->month, params->year, params->month) ||
        !set_day(&first, params->year, params->month, params->day))
        return np_page_unknown(page);
    page->canonical = np_route_path(NP_ROUTE_DAY, params, page->pool);
    error = load_counts(calendar, page);
    if (error)
        return error;
    if (find_day(calendar) < 0)
        return np_page_unknown(page);
    error = np_list_load(&calendar->list, page, site_between(first, first + DAY - 1),
                         page->request->site->list_size);
    return error ? error : load_around_day(calendar, page);
}

/* ---- Build -------------------------------------------------------------------------------------
 */

static const char *href_of(np_page_t *page, np_route_e route, int year, int month, int day)
{
    np_params_t params = {0};

    params.year = year;
    params.month = month;
    params.day = day;
    return np_page_href(page, np_route_path(route, &params, page->pool));
}

static xmlNodePtr begin(np_page_t *page, xmlNodePtr root)
{
    np_page_add_navigation(page, root);
    np_page_add_breadcrumb(page, root, NULL);
    return np_model_add(root, "archive-page");
}

void np_page_archive_build(np_page_t *page, xmlNodePtr root)
{
    const index_t *index = page->data;
    xmlNodePtr content = begin(page, root), year = NULL;
    int i, last = 0;

    for (i = 0; i < index->months->nelts; i++) {
        const month_t *month = &APR_ARRAY_IDX(index->months, i, month_t);
        xmlNodePtr element;

        if (year == NULL || month->year != last) {
            year = np_model_add(content, "year");
            np_model_set_int(year, "number", month->year);
            last = month->year;
        }
        element = np_model_add(year, "month");
        np_model_set_int(element, "number", month->month);
        np_model_set(element, "href", href_of(page, NP_ROUTE_MONTH, month->year, month->month, 0));
    }
}

static void add_day(np_page_t *page, const calendar_t *calendar, int day, int row,
                    xmlNodePtr parent)
{
    const month_t *month = &calendar->month;
    xmlNodePtr element = np_model_add(parent, "day");
    np_date_t date;

    np_civil_split(month->first + (np_civil_t)(day - 1) * DAY, &date);
    np_model_set_int(element, "number", day);
    np_model_set_int(element, "weekday", date.weekday);
    if (np_rows_int(calendar->counts, row, ARCHIVE_DAY_COUNTS_DAY) == day) {
        np_model_set(element, "href", href_of(page, NP_ROUTE_DAY, month->year, month->month, day));
        np_model_set_int(element, "count",
                         np_rows_int(calendar->counts, row, ARCHIVE_DAY_COUNTS_ARTICLES));
    }
    if (day == calendar->day)
        np_model_set(element, "current", "page");
}

static void add_calendar(np_page_t *page, const calendar_t *calendar, xmlNodePtr content)
{
    const month_t *month = &calendar->month;
    xmlNodePtr element = np_model_add(content, "calendar");
    int day, row = 0;

    np_model_set_int(element, "year", month->year);
    np_model_set_int(element, "month", month->month);
    np_model_set(element, "href", href_of(page, NP_ROUTE_MONTH, month->year, month->month, 0));
    for (day = 1; day <= month->days; day++) {
        while (row < calendar->counts->count &&
               np_rows_int(calendar->counts, row, ARCHIVE_DAY_COUNTS_DAY) < day)
            row++;
        add_day(page, calendar, day, row, element);
    }
}

/* The nearest month or day that has articles. */
static void add_period(np_page_t *page, const char *name, const np_date_t *date, int has_day,
                       xmlNodePtr content)
{
    np_route_e route = has_day ? NP_ROUTE_DAY : NP_ROUTE_MONTH;
    xmlNodePtr element;

    if (date->year == 0)
        return;
    element = np_model_add(content, name);
    np_model_set(element, "href", href_of(page, route, date->year, date->month, date->day));
    np_model_set_int(element, "year", date->year);
    np_model_set_int(element, "month", date->month);
    if (has_day)
        np_model_set_int(element, "day", date->day);
}

void np_page_month_build(np_page_t *page, xmlNodePtr root)
{
    const calendar_t *calendar = page->data;
    xmlNodePtr content = begin(page, root);

    add_calendar(page, calendar, content);
    add_period(page, "newer", &calendar->newer, 0, content);
    add_period(page, "older", &calendar->older, 0, content);
}

void np_page_day_build(np_page_t *page, xmlNodePtr root)
{
    const calendar_t *calendar = page->data;
    xmlNodePtr content = begin(page, root);

    add_calendar(page, calendar, content);
    np_list_build(calendar->list, page, content, NP_ROUTE_DAY, &page->request->params);
    add_period(page, "newer", &calendar->newer, 1, content);
    add_period(page, "older", &calendar->older, 1, content);
}
