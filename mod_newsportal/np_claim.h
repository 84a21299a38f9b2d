/* np_claim.h - what the pages of the copyright desk share: the ledger's rows and columns, the ways,
 * what both its forms ask for.
 *
 * The ledger says of every claim when it came, of which kind of right, how many items of ours, what
 * became of it; who claims only where that person and the desk agree (view web_claim_ledger). Forms
 * that a program filled in are not in it. Nothing in it depends on the time of day.
 *
 * Freshness: the change log says claims/'' for every claim. Must not: write. Called by the
 * np_page_copyright*.c files.
 */
#ifndef NP_CLAIM_H
#define NP_CLAIM_H

#include "np_claim_address.h"
#include "np_controls.h"
#include "np_table.h"

typedef struct np_ledger_t {
    const np_rows_t *rows;
    int count;     /* of the rows that are shown */
    int has_older; /* there is one more */
} np_ledger_t;

/* The `most` claims from the request's position on, noted. */
np_error_t *np_claim_load_ledger(np_ledger_t *ledger, np_page_t *page, int most);

/* The one definition of what the ledger says; page.rng's element claim has the same. */
void np_claim_table(np_table_t *table, const np_page_t *page, const np_ledger_t *ledger);

/* <claims> with one <claim> each. */
xmlNodePtr np_claim_add_list(const np_page_t *page, xmlNodePtr parent, const np_ledger_t *ledger);

/* The address of the part that follows, for any route of the ledger; NULL when there is none. */
const char *np_claim_older(const np_page_t *page, np_route_e route, const np_ledger_t *ledger);

/* The ways every page of the desk offers: @policy, @claim, @follow, @counter, @ledger. */
void np_claim_set_links(const np_page_t *page, xmlNodePtr element);

/* What no table of controls says of a form with `addresses`, `phone` and `email`: nobody can be
 * asked who left neither number nor address, and there are at most so many addresses. 0: the form
 * is shown again, with all that is wrong. */
int np_claim_is_complete(np_page_t *page, np_controls_t *controls,
                         const apr_array_header_t *addresses, int most);
/* How the act of such a form begins: its addresses are read, and what is wrong is told. 0: the form is
 * shown again. 1: it goes on, and `*is_ready` says whether it was confirmed and is to be sent. */
int np_claim_begin(apr_array_header_t **addresses, int *is_ready, np_page_t *page,
                   np_controls_t *controls, int most);
/* <claim-item> for each address. */
void np_claim_add_items(xmlNodePtr parent, const apr_array_header_t *addresses);

/* <breadcrumb> that leads over the desk's front page. */
void np_claim_add_breadcrumb(const np_page_t *page, xmlNodePtr root);

#endif
