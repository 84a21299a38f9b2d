/* np_route.h - one table of addresses, read both ways: path to page, and page to link.
 *
 *     /                                 front        /tag/{name}/       tag
 *     /{year}/{month}/{day}/{id}.html   article      /tags/             tags
 *     /{path}/                          channel      /page/{code}/      static
 *     /latest/                          latest       /error/{id}.html   error (internal only)
 *     /{year}/{month}/{day}/            day          /archive/          archive
 *     /{year}/{month}/                  month        /preview/{key}/    preview
 *     /media/{id}/{name}                media
 *
 *     /hotline/                  hotline          /hotline/list/            hotline-list
 *     /hotline/case/{id}/        hotline-case     /hotline/agency/{code}/   hotline-agency
 *     /hotline/league/           hotline-league   /hotline/region/{code}/   hotline-region
 *                                                 /hotline/kind/{code}/     hotline-kind
 *     /plaza/                    plaza            /plaza/{code}/            plaza-list
 *     /plaza/feed.xml            plaza-feed       /plaza/notice/{id}/       plaza-notice
 *     /hotline/new/              hotline-new      /hotline/kind/{code}/     hotline-kind
 *     /hotline/receipt/          hotline-receipt  /hotline/follow/          hotline-follow
 *     /hotline/join/             hotline-join     /hotline/joined/          hotline-joined
 *     /hotline/search/           hotline-search   /hotline/state/{code}/    hotline-state
 *     /hotline/league.csv        hotline-csv      /hotline/league.json      hotline-json
 *     /hotline/league/{year}-{month}.html (.csv, .json)   hotline-month (-csv, -json)
 *
 *     /copyright/                copyright        /copyright/ledger/        copyright-ledger
 *     /copyright/claim/          copyright-claim  /copyright/ledger.csv     copyright-csv
 *     /copyright/receipt/        (its receipt)    /copyright/ledger.json    copyright-json
 *     /copyright/follow/         copyright-follow /copyright/counter/       copyright-counter
 *     /copyright/countered/      (its receipt: copyright-countered)
 *
 * Matching is lenient, linking is exact: "/News", "/2021/1/2/7.html" with a wrong date, a tag in
 * another spelling match their page; the page says what its canonical address is, and the request
 * that differs from it is answered 301 (np_respond.c). So every page has one address.
 * A path that ends in no row is not ours and is left to httpd.
 *
 * Must not: know httpd, the database, whether the thing named exists.
 */
#ifndef NP_ROUTE_H
#define NP_ROUTE_H

#include <apr_pools.h>
#include "np_filter.h"
#include "np_time.h"

typedef enum {
    NP_ROUTE_FRONT,
    NP_ROUTE_LATEST,
    NP_ROUTE_TAGS,
    NP_ROUTE_TAG,
    NP_ROUTE_STATIC,
    NP_ROUTE_ERROR,
    NP_ROUTE_ARTICLE,
    NP_ROUTE_ARCHIVE,
    NP_ROUTE_MONTH, /* no channel's code is only digits */
    NP_ROUTE_DAY,
    NP_ROUTE_PREVIEW,
    NP_ROUTE_MEDIA, /* no page: the bytes of a picture */
    NP_ROUTE_HOTLINE,
    NP_ROUTE_HOTLINE_LIST,
    NP_ROUTE_HOTLINE_AGENCY,
    NP_ROUTE_HOTLINE_REGION,
    NP_ROUTE_HOTLINE_KIND,
    NP_ROUTE_HOTLINE_STATE,
    NP_ROUTE_HOTLINE_SEARCH,
    NP_ROUTE_HOTLINE_CASE,
    NP_ROUTE_HOTLINE_LEAGUE,
    NP_ROUTE_HOTLINE_LEAGUE_CSV, /* no pages: the same as tables to take away */
    NP_ROUTE_HOTLINE_LEAGUE_JSON,
    NP_ROUTE_HOTLINE_MONTH, /* the league of one month, and its tables */
    NP_ROUTE_HOTLINE_MONTH_CSV,
    NP_ROUTE_HOTLINE_MONTH_JSON,
    NP_ROUTE_HOTLINE_NEW,
    NP_ROUTE_HOTLINE_RECEIPT,
    NP_ROUTE_PLAZA,
    NP_ROUTE_PLAZA_FEED,
    NP_ROUTE_PLAZA_NOTICE,
    NP_ROUTE_PLAZA_CHOOSE,
    NP_ROUTE_PLAZA_NEW,
    NP_ROUTE_PLAZA_RECEIPT,
    NP_ROUTE_PLAZA_FOLLOW,
    NP_ROUTE_PLAZA_CONTACT,
    NP_ROUTE_PLAZA_REPORT,
    NP_ROUTE_PLAZA_LIST, /* after those whose second word is no category */
    NP_ROUTE_COPYRIGHT,
    NP_ROUTE_COPYRIGHT_LEDGER,
    NP_ROUTE_COPYRIGHT_CSV,
    NP_ROUTE_COPYRIGHT_JSON,
    NP_ROUTE_COPYRIGHT_CLAIM,
    NP_ROUTE_COPYRIGHT_RECEIPT,
    NP_ROUTE_COPYRIGHT_FOLLOW,
    NP_ROUTE_COPYRIGHT_COUNTER,
    NP_ROUTE_COPYRIGHT_COUNTERED,
    NP_ROUTE_HOTLINE_FOLLOW,
    NP_ROUTE_HOTLINE_JOIN,
    NP_ROUTE_HOTLINE_JOINED,
    NP_ROUTE_CHANNEL, /* last: it matches almost everything */
    NP_ROUTE_COUNT
} np_route_e;

/* Where a list page begins: just older (BEFORE) or just newer (AFTER) than one article. */
typedef enum { NP_FROM_NEWEST, NP_FROM_BEFORE, NP_FROM_AFTER } np_from_e;
typedef struct np_position_t {
    np_from_e from;
    np_civil_t published;
    apr_int64_t id;
} np_position_t;

/* The variable parts of an address, decoded. Unused ones are zero. */
typedef struct np_params_t {
    apr_int64_t id;       /* {id}; for the error route the HTTP status */
    int year, month, day; /* as written, not checked against the calendar */
    const char *name;     /* {name}: tag, any characters but `/` */
    const char *code;     /* {code}: lower-cased */
    const char *key;      /* {key}: of a preview, as written; a secret, for no log */
    const char *path;     /* {path}: channel codes joined by `/`, lower-cased, no outer slashes */
    const char *query;    /* ?q=, as np_gram_query gives it; NULL and "" for none */
    np_position_t position;
    np_filters_t *filters; /* NULL: none */
} np_params_t;

/* What a row is besides its pattern. */
#define NP_ROUTE_PAGED 1u    /* understands ?before= and ?after= */
#define NP_ROUTE_INTERNAL 2u /* reached by httpd's ErrorDocument only */
#define NP_ROUTE_PRIVATE 4u  /* for whoever has the address; kept nowhere, told to nobody */
#define NP_ROUTE_FILE 8u     /* no page: its Cache-Control is its own */
#define NP_ROUTE_FORM 16u    /* takes a form by POST */
#define NP_ROUTE_RECEIPT 32u /* reads the cookie of a receipt; private, too */
#define NP_ROUTE_FILTERED 64u /* understands the parameters of np_filter.h */
#define NP_ROUTE_FEED 128u    /* for programs: nobody is led to its mobile twin */
#define NP_ROUTE_SEARCH 256u  /* understands ?q= */

typedef struct np_route_t {
    np_route_e id;
    const char *name;
    const char *pattern;
    unsigned flags;
} np_route_t;

/* All NP_ROUTE_COUNT rows, indexed by np_route_e. */
extern const np_route_t np_routes[];

/* The row that a decoded path (valid UTF-8, without variant prefix) belongs to, or NULL. A missing
 * final slash is accepted. Strings in `params` live in `pool`. */
const np_route_t *np_route_match(np_params_t *params, const char *path, apr_pool_t *pool);

int np_route_is_private(const np_route_t *route); /* 0 for NULL */

/* The canonical path of a page, percent-encoded, with its filters and `?before=...` when they
 * are set. */
/* The canonical path of a page, percent-encoded, with `?q=...` and `?before=...` when there is a query, and
 * when a position is set. */
const char *np_route_path(np_route_e route, const np_params_t *params, apr_pool_t *pool);

/* "20211118062200-123" both ways; parse returns 0 when the text is not exactly of that form. */
const char *np_position_text(const np_position_t *position, apr_pool_t *pool);
int np_position_parse(np_position_t *position, np_from_e from, const char *text);

#endif
