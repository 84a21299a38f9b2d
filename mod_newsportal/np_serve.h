/* np_serve.h - how a request gets its response: from memory, from whoever makes it already, made now, or
 * an older copy when it cannot be had.
 *
 * A page is found by what it is, never by how it was asked for: portal, route, typed parameters,
 * variant. Its entry knows its own path; a request that spells it otherwise is answered with the way
 * there. What is no page (404, 410, 451, redirects) is found by the path as well, because the table of
 * redirects is.
 *
 * Must not: know httpd, log (errors are returned).
 */
#ifndef NP_SERVE_H
#define NP_SERVE_H

#include "np_cache.h"
#include "np_respond.h"
#include "np_store.h"

/* How a response came about; np_served_status writes it as Cache-Status (RFC 9211). */
typedef enum {
    NP_SERVED_HIT,
    NP_SERVED_OLDER,     /* an older copy; `detail` says why */
    NP_SERVED_MISS,      /* made; there was none */
    NP_SERVED_RENEWED,   /* made; the one there was is outdated */
    NP_SERVED_COLLAPSED, /* made by another request, which this one waited for */
    NP_SERVED_BYPASS     /* made without the cache */
} np_served_e;

typedef struct np_served_t {
    np_entry_t *entry; /* a reference for the caller; NULL only when memory is out */
    np_served_e how;
    int stored;         /* MISS, RENEWED */
    int is_elsewhere;   /* entry is the page that was meant; its address is entry->location */
    int age;            /* seconds since it was last known to be true */
    const char *detail; /* of OLDER, and of a HIT that is not verified; else NULL */
    const char *receipt; /* value of the cookie that goes with a 303; NULL: none */
    const np_error_t *error; /* what to log; NULL when all is well */
    np_timing_t timing;      /* of MISS, RENEWED, BYPASS */
} np_served_t;

void np_serve(np_served_t *served, const np_portal_t *portal, const np_request_t *request);

/* "newsportal; hit; ttl=-37; detail=db-down". A constant where possible, else in `pool`. */
const char *np_served_status(const np_served_t *served, apr_pool_t *pool);

#endif
