/* np_site.h - the settings of one portal, as every room sees them.
 *
 * One np_site_t per virtual host with the engine on. mod_newsportal_config.c makes it from the
 * directives when httpd starts, with every default filled in and every value checked: no reader of
 * this struct meets an unset value or has to check again. It never changes afterwards, so all
 * threads read it without a lock. It lives until the next restart.
 *
 * Must not: know httpd; hold anything that differs between two requests.
 */
#ifndef NP_SITE_H
#define NP_SITE_H

#include "np_app.h"
#include "np_db.h"
#include "np_media.h"
#include "np_mourning.h"
#include "np_notify.h"
#include "np_route.h"
#include "np_submission.h"
#include "np_time.h"

/* Where the mobile twin of a page lives. */
typedef enum {
    NP_MOBILE_OFF,  /* nowhere: one variant only */
    NP_MOBILE_PATH, /* same host, below NP_MOBILE_PREFIX */
    NP_MOBILE_HOST  /* a host of its own, same paths */
} np_mobile_e;

#define NP_MOBILE_PREFIX "/m"

/* Who may see ?view=model. */
typedef enum { NP_MODEL_VIEW_OFF, NP_MODEL_VIEW_LOCAL } np_model_view_e;

/* How long others may keep a page without asking again, in seconds. */
typedef struct np_max_age_t {
    int browser, shared; /* max-age, s-maxage (RFC 9111 5.2.2) */
} np_max_age_t;

typedef struct np_cache_settings_t {
    apr_size_t limit;                  /* bytes for each child; 0: no cache */
    apr_interval_time_t wait;          /* for another request that makes the same page */
    apr_interval_time_t lifetime;      /* a page this old is made anew, come what may */
    apr_interval_time_t stale_max;     /* an older copy is shown at most this long */
    apr_interval_time_t poll_interval; /* between two looks into the change log */
    apr_interval_time_t window;        /* longest transaction of an editor */
    np_max_age_t max_age[NP_ROUTE_COUNT]; /* by np_route_e */
    int while_revalidate, if_error;    /* seconds (RFC 5861) */
    const char *control[NP_ROUTE_COUNT]; /* Cache-Control made of the three, by np_route_e */
    const char *store;                 /* folder of the page store, NULL for none */
    apr_off_t store_limit;             /* bytes */
} np_cache_settings_t;

/* Strings are UTF-8, checked with np_text_valid; never NULL unless said. */
typedef struct np_site_t {
    const char *name;     /* for people, 1 to 100 characters, one line */
    const char *base_url; /* "https://www.example.org" or with ":8443": lower case, no slash at the
                             end, no default port. Absolute addresses start with it, never with the
                             Host header of a request. */
    const char *host;     /* the host of base_url, "www.example.org" or "[::1]", without the port */
    const char *language; /* BCP 47 in canonical case: "zh-Hans", "ko", "en-GB" */
    const np_zone_t *zone; /* civil time of the newsroom */

    const char *theme;     /* absolute path of the theme's folder, no slash at the end */
    const char *theme_url; /* path the themes' parent folder is served under: "/themes" (an asset is
                              theme_url "/" theme name "/assets/" path) */

    np_mobile_e mobile;
    const char *mobile_prefix; /* before each path of the mobile variant: NP_MOBILE_PREFIX or "" */
    const char *mobile_url;    /* base_url of the mobile variant with the prefix
                                  ("https://www.example.org/m", "https://m.example.org"); NULL for
                                  NP_MOBILE_OFF */
    const char *mobile_host;   /* its host, lower case, no port; NULL unless NP_MOBILE_HOST */

    int mobile_redirect;       /* phones are sent from desktop pages to their mobile twins, and
                                  readers may choose; never with NP_MOBILE_OFF */

    const char *notice;        /* copyright notice of articles whose channel has none; "" for none.
                                  "{phone}" in it, or in an editor's notice, stands for notice_phone,
                                  "{form}" for a link to the page for rights holders */
    const char *notice_phone;  /* as people write it, np_text_tel makes its address; "" for none
                                  (then `notice` has no "{phone}"; an editor's may have) */
    const char *hotline_phone; /* the same for the citizens' hotline; "" for none */
    const char *operator_url;  /* absolute http(s) address of who runs the portal, for
                                  Link: <...>; rel="blocked-by" of status 451 */

    int list_size;  /* articles on a page of a channel, tag or latest list; 1 to 100 */
    int front_size; /* articles in the latest list of the front page; 1 to 100 */
    int block_size; /* articles in a channel's block on a front; 1 to 100 */

    const np_app_t *app;    /* complete; NULL for none */
    np_mourning_t mourning; /* of no period for never */

    np_model_view_e model_view;

    /* Complete, ready for np_db_create. lease_timeout is NewsPortalPageTimeout: no page waits
     * longer for its data. The session is in UTC. */
    np_db_config_t db;

    np_cache_settings_t cache;

    np_media_settings_t media;

    np_form_keys_t form_keys;
    int form_here, form_all; /* forms a minute that a child takes, from one range of addresses and from all */
    np_notify_settings_t notify;
} np_site_t;

#endif
