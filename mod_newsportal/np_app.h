/* np_app.h - the portal's own app, as pages tell readers of it (NewsPortalApp).
 *
 * Must not: know httpd, the model.
 */
#ifndef NP_APP_H
#define NP_APP_H

/* What can be said of it; the words of the directive and, for addresses, of the model (page.rng,
 * store/@kind). */
typedef enum {
    NP_APP_NAME,
    NP_APP_ICON,  /* path or https address */
    NP_APP_TOKEN, /* a word that only the app's own browser has in its User-Agent */
    NP_APP_IOS,   /* from here on: where it is to be had */
    NP_APP_ANDROID,
    NP_APP_HARMONY,
    NP_APP_PAGE, /* of any kind; may be a path of the portal */
    NP_APP_COUNT
} np_app_e;

#define NP_APP_STORES NP_APP_IOS

extern const char *const np_app_words[NP_APP_COUNT];

/* NULL for what is not said; a portal's app has a name and at least one address. */
typedef struct np_app_t {
    const char *of[NP_APP_COUNT];
} np_app_t;

/* 1 when it can be had somewhere. */
int np_app_has_address(const np_app_t *app);

#endif
