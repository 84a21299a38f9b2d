/* np_claim_address.h - what an address that a claim names is: an article or a picture of ours, or
 * why not.
 *
 * Addresses are typed or pasted, one a line: whole ones, or paths. What the database does not know
 * is told apart by its looks: another host, a list of ours, nothing. Must not: decide anything; a
 * claim may name what nobody knows. Called by np_page_copyright_claim.c, _counter.c and np_claim.c.
 */
#ifndef NP_CLAIM_ADDRESS_H
#define NP_CLAIM_ADDRESS_H

#include "np_page.h"

#define NP_CLAIM_ADDRESSES 50 /* the database keeps no more */
#define NP_CLAIM_COUNTERED 10 /* in one counter-statement; nor of these */

typedef enum {
    NP_CLAIM_ARTICLE,
    NP_CLAIM_PICTURE,
    NP_CLAIM_LIST,  /* a page of ours that shows many articles: which one is meant? */
    NP_CLAIM_OTHER, /* another site's */
    NP_CLAIM_UNKNOWN
} np_claim_kind_e;

extern const char *const np_claim_kind_names[]; /* page.rng, claim-item/@kind */

typedef struct np_claim_address_t {
    const char *text; /* as it was typed, without white space at its ends */
    np_claim_kind_e kind;
    apr_int64_t id;    /* of an article or picture */
    const char *title; /* "" when readers cannot see it any more, or it has none */
} np_claim_address_t;

/* The lines that are not empty, without a look into the database: an array of np_claim_address_t.
 * Kinds are OTHER, LIST and UNKNOWN by their looks. */
apr_array_header_t *np_claim_addresses(const np_page_t *page, const char *text);

/* Looks them up; two short statements each. */
np_error_t *np_claim_addresses_resolve(apr_array_header_t *addresses, np_page_t *page);

/* Looks up which of them are out of sight because of a claim: ARTICLE and PICTURE are only those,
 * without titles. One short statement each. */
np_error_t *np_claim_addresses_removed(apr_array_header_t *addresses, np_page_t *page);

/* As the database is to get them, one a line: another site's address must not be read as a path of
 * ours, so that "other: " stands before it. */
const char *np_claim_addresses_text(const apr_array_header_t *addresses, apr_pool_t *pool);

#endif
