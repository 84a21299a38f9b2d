/* np_hotline.h - what the pages of the citizens' hotline share: names behind codes, cases in lists.
 *
 * A case is known by its number, an agency, a region, a kind by a code that stands in addresses.
 * What readers may see is decided by the views of the database (29_desk_views.sql): no page here
 * sees a case that nobody approved, or the text of one whose text is hidden.
 *
 * Freshness: the change log says case/ID, cases/'' (any list), league/'' (any figure), agency/''
 * (names). Overdue begins at a moment that is known: pages end there.
 *
 * Must not: write. Called by the np_page_hotline*.c files.
 */
#ifndef NP_HOTLINE_H
#define NP_HOTLINE_H

#include "np_page.h"

/* What hotline_names calls them. */
#define NP_HOTLINE_AGENCY "agency"
#define NP_HOTLINE_REGION "region"
#define NP_HOTLINE_KIND "kind"
#define NP_HOTLINE_PHASE "phase" /* states that are listed together: no name, the theme has it */

/* Rows of hotline_names, noted. */
np_error_t *np_hotline_load_names(const np_rows_t **names, np_page_t *page);
/* The name behind a code, NULL when there is none. */
const char *np_hotline_name(const np_rows_t *names, const char *what, const char *code);

/* The columns of a case in a list, in the order in which all queries have them. */
enum {
    NP_CASE_ID,
    NP_CASE_TITLE,
    NP_CASE_KIND,
    NP_CASE_AGENCY,
    NP_CASE_REGION,
    NP_CASE_STATE,
    NP_CASE_APPROVED_AT,
    NP_CASE_RECEIVED_AT,
    NP_CASE_ANSWERED_AT,
    NP_CASE_OVERDUE_FROM,
    NP_CASE_JOINS,
    NP_CASE__COLUMNS
};

/* In load: the lists change when the next case's hour comes. */
np_error_t *np_hotline_load_next(np_page_t *page);
/* In load: notes each case that is shown, and when it becomes overdue. */
void np_hotline_depend_case(np_page_t *page, const np_rows_t *rows, int row);

/* The attributes and elements of `case` in page.rng, for the row of a query with the columns
 * above. */
void np_hotline_add_head(const np_page_t *page, xmlNodePtr element, const np_rows_t *rows, int row,
                         const np_rows_t *names);

/* 1 when others can say that a case is theirs, too. */
int np_hotline_can_join(const char *state);

/* <hotline-case> from the rows of hotline_case and hotline_thread, or of hotline_opened and
 * hotline_opened_thread, which have the same columns; its node. */
xmlNodePtr np_hotline_add_case(const np_page_t *page, xmlNodePtr parent, const np_rows_t *rows,
                               const np_rows_t *thread, const np_rows_t *names);

/* <ways>: the lists of all kinds, regions and agencies in use. `code` is the one whose list this
 * is, of `what`; NULL for none. */
void np_hotline_add_ways(const np_page_t *page, xmlNodePtr parent, const np_rows_t *names,
                         const char *what, const char *code);

/* What lists of states are called in addresses: "open", "overdue", "answered", "rejected"; NULL
 * ends. */
extern const char *const np_hotline_phases[];

/* Open cases like a text: what was written is cut (np_gram.h), the title first, and cases that have
 * much of it come, the most alike first; none when nothing can be cut. Columns as of a list. Works
 * in and outside a snapshot. */
np_error_t *np_hotline_similar(const np_rows_t **rows, np_page_t *page, const char *title,
                               const char *text, int most);

/* <breadcrumb> that leads over the hotline's front page. */
void np_hotline_add_breadcrumb(const np_page_t *page, xmlNodePtr root);

/* Figures are those of a year of receipt that ends today; days change what is overdue, so pages
 * with figures end at midnight. */
void np_hotline_year(np_page_t *page, np_civil_t *first, np_civil_t *last);

/* The ways every page of the hotline offers: @list, @league, @new, @follow, @search. */
void np_hotline_set_links(const np_page_t *page, xmlNodePtr element);

#endif
