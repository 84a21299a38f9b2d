/* np_plaza.h - what the pages of the information plaza share: names behind codes, notices in lists.
 *
 * A notice is known by its number, a category and a region by a code that stands in addresses. What
 * readers may see is decided by the views of the database (29_desk_views.sql) and by time: a notice
 * ends at a moment that is known, and no page that shows it is good for longer. Contacts are in no
 * query of these pages.
 *
 * Freshness: the change log says notice/ID, notices/CATEGORY and notices/'' (any list), category/''
 * (names of categories and fields), agency/'' (names of regions).
 *
 * Must not: write. Called by the np_page_plaza*.c files.
 */
#ifndef NP_PLAZA_H
#define NP_PLAZA_H

#include "np_page.h"

/* What plaza_names calls them. */
#define NP_PLAZA_CATEGORY "category"
#define NP_PLAZA_FIELD "field"
#define NP_PLAZA_REGION "region"

/* Rows of plaza_names, noted. */
np_error_t *np_plaza_load_names(const np_rows_t **names, np_page_t *page);
/* The row of a category or region, -1 when there is none. */
int np_plaza_find(const np_rows_t *names, const char *what, const char *code);
/* The row of a category's field. */
int np_plaza_find_field(const np_rows_t *names, const char *category, const char *code);
/* 1 for a row that is a field of the category. */
int np_plaza_is_field(const np_rows_t *names, int row, const char *category);
const char *np_plaza_name(const np_rows_t *names, const char *what, const char *code); /* or NULL */

/* The columns of a notice in a list, in the order in which all queries have them. */
enum {
    NP_NOTICE_ID,
    NP_NOTICE_TITLE,
    NP_NOTICE_SUMMARY,
    NP_NOTICE_CATEGORY,
    NP_NOTICE_REGION,
    NP_NOTICE_LANGUAGE,
    NP_NOTICE_APPROVED_AT,
    NP_NOTICE_ENDS_AT,
    NP_NOTICE_PICTURE,
    NP_NOTICE_COVER = NP_NOTICE_PICTURE + NP_PICTURE__COLUMNS,
    NP_NOTICE__COLUMNS
};

/* In load: notes a notice that is shown, when it ends, its picture. */
void np_plaza_depend_notice(np_page_t *page, const np_rows_t *rows, int row);
/* What the fields of notices say: rows of plaza_values, so many at a time. */
#define NP_PLAZA_FACTS 3
typedef struct np_plaza_facts_t {
    const np_rows_t *sets[NP_PLAZA_FACTS];
    int count;
} np_plaza_facts_t;

/* In load: of all notices in `rows`, which are not more than 60. */
np_error_t *np_plaza_load_facts(np_plaza_facts_t *facts, np_page_t *page, const np_rows_t *rows);
/* What a field of a notice says; NULL when it says nothing. */
const char *np_plaza_fact(const np_plaza_facts_t *facts, apr_int64_t notice, const char *field);

/* In load: the lists change when the next notice's hour comes. */
np_error_t *np_plaza_load_next(np_page_t *page);

const char *np_plaza_notice_path(const np_page_t *page, apr_int64_t id);
const char *np_plaza_category_href(const np_page_t *page, const char *code);

/* The attributes and elements of `notice` in page.rng, for the row of a query with the columns
 * above. */
void np_plaza_add_notice(const np_page_t *page, xmlNodePtr element, const np_rows_t *rows, int row,
                         const np_rows_t *names, const np_plaza_facts_t *facts);

/* <category> or <region> with its name; leads to its list. */
void np_plaza_add_name(const np_page_t *page, xmlNodePtr parent, const np_rows_t *names,
                       const char *what, const char *code, const char *category);

/* <categories>, which lead to `route` with their code; with how many notices each has, unless
 * `counts` (rows of plaza_counts) is NULL. */
void np_plaza_add_categories(const np_page_t *page, xmlNodePtr parent, const np_rows_t *names,
                             const np_rows_t *counts, np_route_e route);

/* Forms of the plaza. How many days a notice may be up: choices of the control `days`, up to the
 * most of its category. */
void np_plaza_add_days(np_controls_t *controls, const np_rows_t *names, const char *category);
/* The beginning of the day that comes so many days after today. */
np_civil_t np_plaza_days_end(const np_page_t *page, const char *days);

/* The forms of one press on the page of a notice, which their pages have too. */
np_controls_t *np_plaza_contact_controls(np_page_t *page, apr_int64_t notice);
np_controls_t *np_plaza_report_controls(np_page_t *page, apr_int64_t notice);

/* <breadcrumb> that leads over the plaza's front page and, unless it is NULL, over a category. */
void np_plaza_add_breadcrumb(const np_page_t *page, xmlNodePtr root, const np_rows_t *names,
                             const char *category);

/* The ways every page of the plaza offers: @feed, @new and @follow. */
void np_plaza_set_links(const np_page_t *page, xmlNodePtr element);

#endif
