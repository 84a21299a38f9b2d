/* mod_newsportal_device.c - NewsPortalMobileRedirect: who is led to the other twin of a page.
 *
 *     ?view=desktop, ?view=mobile   to the twin that is asked for, and the choice is remembered
 *     a desktop page, a phone       to its mobile twin, unless the reader chose otherwise
 *
 * Both are answered before the cache is asked, with 302 and no-store: what depends on a reader is
 * never a page. Where a redirect leads is written anew from the portal's own addresses; nothing of
 * the request but the path and the position that it asks for is in it.
 *
 * With a host for mobile pages only the desktop host decides, so it alone keeps the cookie: no
 * cookie of a whole domain, which every other host below it would be sent.
 *
 * Must not: change or keep a page. Called by mod_newsportal.c.
 */
#include "mod_newsportal.h"

#include <string.h>
#include <apr_strings.h>
#include "np_device.h"
#include "np_text.h"

/* What the answer to the same address depends on; told to whoever keeps answers all the same. */
#define DEPENDS_ON_READER "Sec-CH-UA-Mobile, User-Agent, Cookie"

/* Each segment escaped, as in every address of the portal. */
static const char *escaped_path(apr_pool_t *pool, const char *path)
{
    const char *escaped = "";

    while (*path) {
        apr_size_t length = strcspn(path, "/");

        escaped =
            apr_pstrcat(pool, escaped, np_text_escape(pool, apr_pstrmemdup(pool, path, length)),
                        path[length] ? "/" : "", NULL);
        path += length;
        path += *path == '/';
    }
    return escaped;
}

/* The address of the page's twin: absolute, never with the Host of the request. The path is the one
 * that was asked for, because the table of redirects knows paths as they are written; of the query
 * only what the route understands is left. */
static const char *twin(const np_request_t *request, np_variant_e variant)
{
    const np_site_t *site = request->site;
    const char *canonical = np_route_path(request->route->id, &request->params, request->pool);
    const char *query = strchr(canonical, '?');

    return apr_pstrcat(request->pool,
                       variant == NP_VARIANT_MOBILE ? site->mobile_url : site->base_url,
                       escaped_path(request->pool, request->path), query, NULL);
}

/* The choice is kept where it is asked for: by the host of the desktop pages. */
static void lead_to_choice(request_rec *r, const np_request_t *request, np_view_e view)
{
    const np_site_t *site = request->site;

    if (site->mobile == NP_MOBILE_HOST && request->variant == NP_VARIANT_MOBILE) {
        np_output_send_found(r, request,
                             np_view_address(r->pool, twin(request, NP_VARIANT_DESKTOP), view));
        return;
    }
    apr_table_setn(r->headers_out, "Set-Cookie",
                   np_view_cookie(view, strncmp(site->base_url, "https:", 6) == 0));
    np_output_send_found(
        r, request, twin(request, view == NP_VIEW_MOBILE ? NP_VARIANT_MOBILE : NP_VARIANT_DESKTOP));
}

static int wants_mobile(const request_rec *r)
{
    np_view_e chosen = np_view_of_cookies(apr_table_get(r->headers_in, "Cookie"));

    if (chosen != NP_VIEW_UNSAID)
        return chosen == NP_VIEW_MOBILE;
    return np_device_is_phone(apr_table_get(r->headers_in, "Sec-CH-UA-Mobile"),
                              apr_table_get(r->headers_in, "User-Agent"));
}

int np_device_lead(request_rec *r, const np_request_t *request)
{
    np_view_e view;

    if (!request->site->mobile_redirect || request->route == NULL || request->refusal ||
        request->want_model || r->method_number != M_GET || r->prev)
        return 0;
    view = np_view_parse(np_input_parameter(r, "view"));
    if (view != NP_VIEW_UNSAID) {
        lead_to_choice(r, request, view);
        return 1;
    }
    if (request->variant == NP_VARIANT_MOBILE || !wants_mobile(r))
        return 0;
    apr_table_mergen(r->headers_out, "Vary", DEPENDS_ON_READER);
    np_output_send_found(r, request, twin(request, NP_VARIANT_MOBILE));
    return 1;
}
