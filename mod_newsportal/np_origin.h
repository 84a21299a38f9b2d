/* np_origin.h - did a form come from our own page? By what browsers say and pages can't forge.
 *
 * Sec-Fetch-Site (W3C Fetch Metadata) where there is one, else Origin (RFC 6454), else Referer. Browsers that send none
 * of the three are older than any that are still in use; a client that is no browser has no reader's trust to abuse,
 * but is refused as well, since it can send one of them if it means well.
 * Must not: look at cookies, addresses, Host (the portal's own address is what counts).
 */
#ifndef NP_ORIGIN_H
#define NP_ORIGIN_H

/* 1 when a form that changes something may be taken. Header values as sent, NULL for absent. `base` is an origin of
 * the portal, "https://www.example.org"; `other` a second one (its mobile host) or NULL. */
int np_origin_ours(const char *fetch_site, const char *origin, const char *referer, const char *base, const char *other);

#endif
