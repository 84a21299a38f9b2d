/* np_submission.h - what somebody sent with a form, as far as a page may know it: the fields, a
 * mark of the sender that nobody can turn back, and what the stamp said.
 *
 * mod_newsportal_form.c makes it from a POST that passed type, size, origin and limits; the page's
 * `act` (np_page.h) reads it. Whatever answers it is for this sender only: never kept, never
 * shared. Must not: hold an address, a header, a cookie.
 */
#ifndef NP_SUBMISSION_H
#define NP_SUBMISSION_H

#include "np_digest.h"
#include "np_form.h"
#include "np_ticket.h"

/* Fields that every form has besides its own (np_controls_add writes them). */
#define NP_FORM_TICKET "ticket" /* np_ticket.h */
#define NP_FORM_TRAP "website"  /* nobody sees it; who fills it in is a program */
#define NP_FORM_STEP "step"     /* "" check what was filled in; "send", or an action of the page */
#define NP_FORM_CLIENT "client_id" /* UUID: the same form sent again is known by it */
#define NP_FORM_CHANGE "change"    /* "1": back from the confirmation to the form */

/* Keys of forms, one secret's: the stamps' and the senders' marks'. */
typedef struct np_form_keys_t {
    unsigned char ticket[NP_TICKET_KEY];
    unsigned char address[NP_DIGEST_SIZE];
} np_form_keys_t;

typedef struct np_submission_t {
    const np_form_t *form;
    const char *address; /* keyed hash of the sender's range of addresses: 64 hexadecimal digits */
    np_ticket_e ticket;
} np_submission_t;

/* Two keys from one secret of any length: neither tells the other. */
void np_form_keys_make(np_form_keys_t *keys, const void *secret, apr_size_t length);

/* The range that an address belongs to, as one household or one office has it: the first 24 bits of
 * IPv4 (mapped ones, too), 56 of IPv6. `ip` as httpd writes it; what is no address is its own
 * range. */
const char *np_address_range(apr_pool_t *pool, const char *ip);

/* A program filled it in, as the trap shows: stored all the same, and marked. */
int np_submission_is_suspect(const np_submission_t *submission);

/* The step that was sent, "" for none. */
const char *np_submission_step(const np_submission_t *submission);

#endif
