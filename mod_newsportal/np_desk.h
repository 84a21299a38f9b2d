/* np_desk.h - what the pages of all three desks do alike: acting on what was sent, codes, receipts,
 * the form's place.
 *
 * The way of a form (np_page.h: the `act` of a route runs before the page's `load`, with a
 * connection outside any snapshot, each statement a transaction of its own):
 *
 *     act: controls = the page's own; options from the database; then
 *          np_desk_is_ready(page, controls)      0: shown again with its problems (422), or for
 * confirmation (200) np_desk_call(...)                     1: a web_ function of the database
 *          np_desk_settle(...)                   303 to the receipt, 429, 422
 *     build: np_desk_add_form_page(page, root), then what the page shows besides
 *
 * An act must be able to run twice: when the connection is lost it is begun anew (the client_id
 * makes that one item). If the database is gone, np_respond.c answers 503 with the form as it was
 * sent, from the `controls` of the route. Called by the np_page_*.c files of the desks and
 * np_respond.c.
 */
#ifndef NP_DESK_H
#define NP_DESK_H

#include "np_controls.h"
#include "np_page.h"
#include "np_receipt.h"

/* Shows the form: in load, on a GET, empty; in act with what was read, its problems, and status 422
 * if it has any. */
void np_desk_fill(np_page_t *page, np_controls_t *controls);

/* Reads and checks what was sent. 1: all is well, it was confirmed (step "send" with a client_id),
 * go on. 0: it is decided what is shown: the form with problems (422), with a new stamp and the
 * notice "stale" (422; its stamp was of an old page), for change (200), its confirmation (200), or
 * that once more with the notice "early" (422; nobody reads so fast). */
int np_desk_is_ready(np_page_t *page, np_controls_t *controls);

/* For forms of one step (the page asks np_submission_step itself): reads and checks; 0: the form is
 * shown again (422). No client_id is asked for. */
int np_desk_is_valid(np_page_t *page, np_controls_t *controls);

/* 1 when the field that no person sees was filled in: the form comes back with the notice "refused".
 * For what is counted at once, where no officer looks at what is marked. */
int np_desk_is_trapped(np_page_t *page, np_controls_t *controls);

/* Runs a query of sql/queries whose one column is the answer of a web_ function. A rule of the
 * database that the page did not know of becomes the answer "refused". */
np_error_t *np_desk_call(const char **answer, np_page_t *page, int query, const np_value_t *values);

/* 1 when the answer is that word, with or without a number behind a colon. */
int np_desk_is(const char *answer, const char *word);
/* The number behind the colon ("new:12", "busy:30"); 0 when there is none. */
apr_int64_t np_desk_number(const char *answer);

/* What the form's answer means when it was to make something: new, again: 303 to `receipt` with
 * number and code; busy: 429; taken, refused, bad: 422 with a notice of that name (and a new
 * client_id where the old one is used up); none: 404. `code` may be NULL: no code goes with it. */
void np_desk_settle(np_page_t *page, np_controls_t *controls, const char *answer,
                    np_route_e receipt, const char *code);

/* A notice of the whole page (a message key "notice-<reason>") and a status. */
void np_desk_notice(np_page_t *page, int status, const char *reason);
void np_desk_busy(np_page_t *page, apr_int64_t seconds); /* 429, notice "busy" */
/* No code is looked up for so many seconds, after wrong ones: 429, notice "tries". */
void np_desk_tries(np_page_t *page, apr_int64_t seconds);

/* 303 to a page of ours. */
void np_desk_see_other(np_page_t *page, const char *path);

/* The parameters that web_ functions share. */
np_value_t np_desk_client(const np_page_t *page);  /* the form's client_id, "" when it has none */
np_value_t np_desk_address(const np_page_t *page); /* address_key */
np_value_t np_desk_now(const np_page_t *page);     /* now_time */
np_value_t np_desk_hash(const np_page_t *page, const char *code); /* code_hash of a bare code */
/* Of a code as it was typed: what can't be one has a hash, too, that no item has. */
np_value_t np_desk_hash_typed(const np_page_t *page, const char *typed);

/* In build: navigation, breadcrumb, and <form-page> with the notice and the form (if there are
 * controls); its node, to which the page adds what else it shows. */
xmlNodePtr np_desk_add_form_page(np_page_t *page, xmlNodePtr root);
/* One more form, in any page, sent to `route` with that step: controls filled in as they are. The
 * page then changes with every hour, because its stamp does: pages that are kept note that with
 * np_desk_depend_ticket in load. */
xmlNodePtr np_desk_add_form(np_page_t *page, xmlNodePtr parent, const np_controls_t *controls,
                            np_route_e route, const char *step, const char *client_id);

/* The page lives until the hour of its stamp ends: within it, it is the same from all children. */
void np_desk_depend_ticket(np_page_t *page);

/* A new UUID (RFC 9562, version 4). */
const char *np_desk_uuid(apr_pool_t *pool);

/* The receipt that the reader's cookie holds: 1 if it is one of ours for this page. `code` is bare,
 * "" for none. */
int np_desk_receipt(apr_int64_t *number, const char **code, const np_page_t *page);

/* For np_respond.c: the page of a form whose database is gone, as it was sent. */
void np_desk_keep(np_page_t *page, np_controls_t *controls);

#endif
