/* np_device.h - which of a page's twins suits a reader: from what the browser says of itself, and
 * from what the reader has chosen.
 *
 * Only for NewsPortalMobileRedirect, which sends phones from desktop pages to their mobile twins.
 * No page is made from any of this: a page is the same for everyone, and this only decides which
 * address a reader is led to.
 *
 * Must not: know httpd, the cache, what a page holds.
 */
#ifndef NP_DEVICE_H
#define NP_DEVICE_H

#include <apr_pools.h>

/* ---- What browsers say ----------------------------------------------------------------------- */

typedef enum {
    NP_DEVICE_OTHER, /* desktops, tablets, televisions, and whatever nobody knows */
    NP_DEVICE_PHONE,
    NP_DEVICE_CRAWLER /* of search engines and link previews, whatever device they play */
} np_device_e;

/* Bytes of a User-Agent that are looked at: no browser writes more, and nobody can make it costly.
 */
#define NP_DEVICE_LOOKS_AT 1024

/* What a User-Agent (RFC 9110 10.1.5) says. Any bytes; NULL for none. Linear, needs no memory. */
np_device_e np_device_read(const char *agent);

/* 1 for a phone that no crawler plays. `hint` is Sec-CH-UA-Mobile ("?1" or "?0", a boolean of RFC
 * 9651), which goes before what the User-Agent looks like; either may be NULL. */
int np_device_is_phone(const char *hint, const char *agent);

/* ---- What readers choose --------------------------------------------------------------------- */

/* The twin that a reader asked for, as ?view= and the cookie of the same name say it. */
typedef enum { NP_VIEW_UNSAID, NP_VIEW_DESKTOP, NP_VIEW_MOBILE } np_view_e;

/* "desktop" or "mobile", exactly; UNSAID for anything else and for NULL. */
np_view_e np_view_parse(const char *word);

/* The choice in a Cookie header (RFC 6265 5.4); the first cookie of that name that says one. */
np_view_e np_view_of_cookies(const char *cookies);

/* "?view=mobile" or "&view=mobile" behind an address that may have a query already. */
const char *np_view_address(apr_pool_t *pool, const char *address, np_view_e view);

/* Set-Cookie. For a year: who chose the desktop page on a phone means it until the choice is
 * changed. The cookie holds one of two words, and belongs to the host that set it alone. */
const char *np_view_cookie(np_view_e view, int is_secure);

#endif
