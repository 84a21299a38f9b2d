/* np_ticket.c - see np_ticket.h. */
#include "np_ticket.h"

#include <apr_siphash.h>
#include <apr_strings.h>
#include <string.h>
#include "np_text.h"

#define DIGITS ((size_t)16) /* of the moment, and of the seal */

const char *np_ticket_make(apr_pool_t *pool, const unsigned char key[NP_TICKET_KEY],
                           const char *form, apr_time_t now)
{
    const char *text =
        apr_psprintf(pool, "%016" APR_UINT64_T_HEX_FMT "%s", (apr_uint64_t)now, form);

    return apr_psprintf(pool, "%.16s%016" APR_UINT64_T_HEX_FMT, text,
                        apr_siphash24(text, strlen(text), key));
}

np_ticket_e np_ticket_check(const char *ticket, const unsigned char key[NP_TICKET_KEY],
                            const char *form, apr_time_t now, apr_pool_t *pool)
{
    apr_uint64_t made, given, ours;

    if (ticket == NULL || strlen(ticket) != 2 * DIGITS || !np_text_hexadecimal(&made, ticket) ||
        !np_text_hexadecimal(&given, ticket + DIGITS))
        return NP_TICKET_FOREIGN;
    np_text_hexadecimal(&ours, np_ticket_make(pool, key, form, (apr_time_t)made) + DIGITS);
    /* Compared as one number: no byte by byte that a clock could tell. */
    if (given != ours)
        return NP_TICKET_FOREIGN;
    if ((apr_time_t)made > now || now - (apr_time_t)made > NP_TICKET_ENDS)
        return NP_TICKET_LATE;
    return now - (apr_time_t)made < NP_TICKET_OPENS ? NP_TICKET_EARLY : NP_TICKET_GOOD;
}
