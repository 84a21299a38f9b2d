/* np_redirect.h - where a path that is no page any more has gone (table redirect).
 *
 * path_from is a decoded desktop path; path_to an address ready for a header: a path of this
 * portal, or http(s) elsewhere. A chain is followed to its end, so that the reader makes one hop; a
 * loop, a chain that is too long and anything that is no address lead nowhere. A slash that is
 * missing at the end of what was asked for is no difference.
 *
 * Must not: answer a request (np_respond.c does).
 */
#ifndef NP_REDIRECT_H
#define NP_REDIRECT_H

#include "np_page.h"

typedef struct np_redirect_t {
    const char *target; /* as the editor wrote it; NULL: there is none */
    int status;         /* 301 or 302 */
} np_redirect_t;

/* Looks the request's path up, inside the page's snapshot. */
np_error_t *np_redirect_find(np_redirect_t *redirect, np_page_t *page);

/* The target as an absolute address of the page's variant, with every byte that may not stand in a
 * header or an address escaped (RFC 3986 2.1). */
const char *np_redirect_address(const np_page_t *page, const char *target);

#endif
