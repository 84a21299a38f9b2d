/* np_ticket.c - see np_ticket.h. */
#include "np_ticket.h"

#include <apr_siphash.h>
#include <apr_strings.h>
#include <string.h>

#define DIGITS 16

const char *np_ticket_make(apr_pool_t *pool, const unsigned char key[NP_TICKET_KEY], const char *form, apr_time_t now)
{
    const char *text = apr_psprintf(pool, "%016" APR_UINT64_T_HEX_FMT "%s", (apr_uint64_t)now, form);

    return apr_psprintf(pool, "%.16s%016" APR_UINT64_T_HEX_FMT, text, apr_siphash24(text, strlen(text), key));
}

/* 1 and the number when exactly 16 lower-case hexadecimal digits stand there. */
static int read_hexadecimal(apr_uint64_t *number, const char *text)
{
    static const char digits[] = "0123456789abcdef";
    int i;

    for (*number = 0, i = 0; i < DIGITS; i++) {
        const char *digit = text[i] ? strchr(digits, text[i]) : NULL;

        if (digit == NULL)
            return 0;
        *number = *number << 4 | (apr_uint64_t)(digit - digits);
    }
    return 1;
}

np_ticket_e np_ticket_check(const char *ticket, const unsigned char key[NP_TICKET_KEY], const char *form,
                            apr_time_t now, apr_pool_t *pool)
{
    apr_uint64_t made, given, ours;

    if (ticket == NULL || strlen(ticket) != 2 * DIGITS || !read_hexadecimal(&made, ticket) ||
        !read_hexadecimal(&given, ticket + DIGITS))
        return NP_TICKET_FOREIGN;
    read_hexadecimal(&ours, np_ticket_make(pool, key, form, (apr_time_t)made) + DIGITS);
    /* Compared as one number: no byte by byte that a clock could tell. */
    if (given != ours)
        return NP_TICKET_FOREIGN;
    if ((apr_time_t)made > now || now - (apr_time_t)made > NP_TICKET_ENDS)
        return NP_TICKET_LATE;
    return now - (apr_time_t)made < NP_TICKET_OPENS ? NP_TICKET_EARLY : NP_TICKET_GOOD;
}
