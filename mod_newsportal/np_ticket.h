/* np_ticket.h - the stamp in a form that says when its page was made, and nothing about who reads it.
 *
 * Forms that come back within 3 seconds were not filled in by a person, those after half a day are from a page that
 * nobody knows any more. All readers get the same stamp with the same cached page; a program that fetches the page
 * anew for each form gains nothing, because budgets count as well. SipHash-2-4 with the server's own key makes stamps
 * that others can't write (128-bit key, 64-bit tag: enough for something that is worth one form).
 * Must not: be taken for proof of identity, or of the same site (see np_origin.h).
 */
#ifndef NP_TICKET_H
#define NP_TICKET_H

#include <apr_pools.h>
#include <apr_time.h>

#define NP_TICKET_KEY 16                          /* bytes */
#define NP_TICKET_OPENS apr_time_from_sec(3)      /* after it was made */
#define NP_TICKET_ENDS apr_time_from_sec(12 * 3600)

typedef enum {
    NP_TICKET_GOOD,
    NP_TICKET_EARLY,  /* too fast for a person: to be sent again a moment later */
    NP_TICKET_LATE,   /* the form is from an old page, or the clock went back */
    NP_TICKET_FOREIGN /* absent, or not made with this key for this form */
} np_ticket_e;

/* A stamp for the form of that name: 32 hexadecimal digits. */
const char *np_ticket_make(apr_pool_t *pool, const unsigned char key[NP_TICKET_KEY], const char *form, apr_time_t now);

np_ticket_e np_ticket_check(const char *ticket, const unsigned char key[NP_TICKET_KEY], const char *form,
                            apr_time_t now, apr_pool_t *pool);

#endif
