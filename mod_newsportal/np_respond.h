/* np_respond.h - from request to response: the story of a page, without httpd.
 *
 *     page ─ queries ─ model ─ theme ─ html
 *     (np_page)  (np_db)  (XML)  (XSLT)  (HTML5)
 *
 * The connection is held for the queries only. Whatever fails, a response comes out: a themed error
 * page, and if the theme itself fails, a built-in plain one. The page cache stands in front
 * (np_serve.h): same input, same output.
 *
 * Must not: know httpd, log (errors are returned in the response).
 */
#ifndef NP_RESPOND_H
#define NP_RESPOND_H

#include "np_counters.h"
#include "np_db.h"
#include "np_request.h"

/* What one portal has in one child process. */
typedef struct np_portal_t {
    const np_site_t *site;
    np_db_t *db;
    np_db_t *form_db;  /* of two connections: whoever sends a form leaves the others to readers */
    np_db_t *watch_db; /* of one connection: the watcher's, and for the list of removed files */
    np_theme_slot_t *themes;
    np_counters_t *counters; /* never NULL */
    struct np_cache_t *cache; /* NULL: switched off */
    struct np_store_t *store; /* NULL: none */
    struct np_media_t *media; /* bytes of pictures */
    struct np_media_gone_t *gone; /* files that must not be served */
    struct np_budget_t *budget;   /* of forms */
} np_portal_t;

/* The body of a redirect: for the few readers whose client does not follow by itself. */
const char *np_respond_moved_text(apr_pool_t *pool, const char *language, const char *address);

/* Always succeeds; the caller frees response->body. What the database or the schema kept from being made
 * (status 5xx) comes without body: the caller may have an older copy. Its error page is the answer to
 * the same request with `refusal` set to that status. */
void np_respond(np_response_t *response, const np_portal_t *portal, const np_request_t *request);

#endif
