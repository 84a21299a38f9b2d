/* np_request.h - what a page may know about a request, and what it answers: the two values between
 * httpd and the portal.
 *
 * A response is made only from an np_request_t and the portal's settings and data. Nothing of the
 * request that is not in this struct can reach a page, so the fields here are the whole key of
 * a cached page, and no header or cookie of one reader can leak into what others get.
 *
 * Must not: hold a request_rec, a header, a client address.
 */
#ifndef NP_REQUEST_H
#define NP_REQUEST_H

#include "np_error.h"
#include "np_key.h"
#include "np_route.h"
#include "np_site.h"
#include "np_submission.h"
#include "np_theme.h"

typedef struct np_request_t {
    apr_pool_t *pool; /* lives as long as the request */
    const np_site_t *site;
    np_variant_e variant;
    const np_route_t *route; /* NULL: a path that is no page (redirect table, then 404) */
    np_params_t params;
    const char *path; /* decoded, without variant prefix, valid UTF-8 */
    np_civil_t now;   /* when it arrived, on the portal's clock: the :now of every query */
    int gone;           /* 451 or 410: the path is a file that must not be sent, of picture params.id */
    int want_model;     /* ?view=model was asked for and is allowed: answer the model as XML */
    int refusal;        /* 0, or the status to answer without a look at the database: what input
                           refused (400, 404, 405, 421), or httpd itself (ErrorDocument) */
    const char *refusal_reason; /* page.rng, error/@reason: a constant; NULL: by the status */
    const np_submission_t *submission; /* of a POST; NULL: nothing was sent */
    const char *receipt;               /* NP_ROUTE_RECEIPT: value of the cookie; NULL: none */
} np_request_t;

/* What is answered is for this one reader: made for each request, kept nowhere. A refusal is the same for all. */
int np_request_is_private(const np_request_t *request);

/* Microseconds spent in each stage; 0 for a stage that did not run. */
typedef struct np_timing_t {
    apr_interval_time_t queries, model, theme, html;
} np_timing_t;

/* A complete answer. Strings live in the request's pool; the body is malloc memory that the
 * receiver frees with free(3), because its bytes may outlive the request. */
typedef struct np_response_t {
    int status;
    const char *content_type;
    const char *language; /* Content-Language, BCP 47 */
    const char *location; /* for 301, 302 and 303: absolute address; else NULL */
    const char *link;     /* value of a Link header; else NULL */
    const char *receipt;  /* value of the cookie for the page at `location`; NULL: none */
    int retry_after;      /* seconds; 0 for none */
    char *body;           /* malloc; NULL for an empty body */
    apr_size_t length;
    const np_error_t *error; /* what to log; NULL when all is well */
    np_timing_t timing;

    /* For the page cache. */
    const char *path;      /* of a page with status 200: its own, decoded; else NULL */
    const char *canonical; /* of the same: its absolute address */
    const np_keys_t *keys; /* what it was made from, and until when it is true */
} np_response_t;

#endif
