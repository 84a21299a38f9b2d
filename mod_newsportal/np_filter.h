/* np_filter.h - what a list is narrowed to by its address: ?region=CODE and, for the typed fields
 * of a category, ?f-FIELD=TEXT, ?f-FIELD-from=N and ?f-FIELD-to=N.
 *
 * N is a number or a date (2026-11-25). Whoever sends a form with empty controls asks for what they
 * would get without them; the order of parameters says nothing: two addresses that mean the same
 * have the same text (np_filters_text), which is part of the page's key in the cache and of its
 * canonical address. What a category's fields are is not known here: the page leads readers away
 * from filters that mean nothing there.
 *
 * Must not: know the database, httpd. Called by mod_newsportal_input.c, np_route.c, np_serve.c and
 * the pages of lists with filters.
 */
#ifndef NP_FILTER_H
#define NP_FILTER_H

#include <apr_pools.h>

#define NP_FILTERS_MOST 4 /* fields; the queries have room for so many */
#define NP_FILTER_LEAST 0
#define NP_FILTER_LARGEST 999999999

typedef struct np_filter_t {
    const char *field; /* its code */
    const char *value; /* of a choice; NULL: none */
    int has_from, has_to, is_date;
    apr_int64_t from, to; /* both inclusive; of a date yyyymmdd */
} np_filter_t;

typedef struct np_filters_t {
    const char *region; /* its code; NULL: none */
    np_filter_t items[NP_FILTERS_MOST];
    int count; /* items, in the order of their codes */
} np_filters_t;

/* Takes one parameter of an address into account; `value` is NULL when it is no text. Returns 0 for
 * one that is refused: malformed, given twice, one too many. Parameters of other names, and empty
 * ones, change nothing. Strings are kept. */
int np_filters_read(np_filters_t *filters, const char *name, const char *value, apr_pool_t *pool);

/* The filter of a field, NULL when there is none. */
const np_filter_t *np_filters_find(const np_filters_t *filters, const char *field);

/* Takes one out. */
void np_filters_drop(np_filters_t *filters, const char *field);

/* How many things the list is narrowed by: region and fields. NULL has none. */
int np_filters_count(const np_filters_t *filters);

/* "region=huawan&f-pay-from=2000", escaped, "" when nothing is narrowed. */
const char *np_filters_text(const np_filters_t *filters, apr_pool_t *pool);

/* A bound as people write it: "2000", "2026-11-25". */
const char *np_filter_bound(const np_filter_t *filter, apr_int64_t bound, apr_pool_t *pool);

#endif
