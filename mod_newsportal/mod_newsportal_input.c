/* mod_newsportal_input.c - reads a request_rec into an np_request_t: the only things that a page may
 * know about a request. Called by mod_newsportal.c in translate_name.
 *
 * Must not: decide what a page shows, send anything.
 */
#include "mod_newsportal.h"

#include <string.h>
#include <apr_strings.h>
#include "np_text.h"

#define MAX_POSITION_LENGTH 40

int np_input_is_local(const request_rec *r)
{
    const char *ip = r->useragent_ip;

    return ip && (strncmp(ip, "127.", 4) == 0 || strcmp(ip, "::1") == 0 ||
                  strncmp(ip, "::ffff:127.", 11) == 0);
}

/* 1 when a name, or a pattern with `*` and `?`, of the list fits. */
static int is_listed(const apr_array_header_t *names, const char *host)
{
    int i;

    for (i = 0; names && i < names->nelts; i++) {
        const char *name = APR_ARRAY_IDX(names, i, const char *);

        if (name && ap_strcasecmp_match(host, name) == 0)
            return 1;
    }
    return 0;
}

/* A Host that is neither the portal's nor one of the virtual host's names is somebody else's address
 * that leads here by mistake or on purpose (RFC 9110 15.5.20). Loopback names are for the machine's own
 * people. HTTP/1.0 without Host is let through: no page depends on the name. */
static int is_own_host(request_rec *r, const np_site_t *site)
{
    const char *host = r->hostname;

    if (host == NULL || strcasecmp(host, site->host) == 0 || strcmp(host, "localhost") == 0 ||
        strncmp(host, "127.", 4) == 0 || strcmp(host, "[::1]") == 0 || strcmp(host, "::1") == 0)
        return 1;
    if (site->mobile_host && strcasecmp(host, site->mobile_host) == 0)
        return 1;
    return strcasecmp(host, r->server->server_hostname) == 0 ||
           is_listed(r->server->names, host) || is_listed(r->server->wild_names, host);
}

/* The path as the client wrote it, decoded once. httpd's r->uri has slashes merged and dot segments
 * resolved, which would give one page many addresses; but when a rewrite changed r->uri, the
 * administrator's word counts. NULL when the path is no valid text. */
static const char *decoded_path(request_rec *r)
{
    const char *raw = r->prev ? r->uri : r->parsed_uri.path;
    char *as_httpd;
    const char *path;

    if (r->prev || raw == NULL)
        return np_text_valid(r->uri, strlen(r->uri)) ? r->uri : NULL;
    path = np_text_unescape(r->pool, raw, strlen(raw), 0);
    if (path == NULL)
        return NULL;
    as_httpd = apr_pstrdup(r->pool, path);
    ap_no2slash(as_httpd);
    ap_getparents(as_httpd);
    if (strcmp(as_httpd, r->uri) == 0)
        return path;
    return np_text_valid(r->uri, strlen(r->uri)) ? r->uri : NULL;
}

/* The path behind the prefix of the mobile variant, or NULL. "/m" itself gives "". */
static const char *without_prefix(const char *path, const char *prefix)
{
    apr_size_t length = strlen(prefix);

    if (strncmp(path, prefix, length) != 0 || (path[length] != '/' && path[length] != '\0'))
        return NULL;
    return path + length;
}

static const char *read_variant(np_request_t *request, const request_rec *r, const char *path)
{
    const np_site_t *site = request->site;
    const char *rest;

    if (site->mobile == NP_MOBILE_HOST && r->hostname &&
        strcasecmp(r->hostname, site->mobile_host) == 0)
        request->variant = NP_VARIANT_MOBILE;
    if (site->mobile == NP_MOBILE_PATH) {
        rest = without_prefix(path, site->mobile_prefix);
        if (rest) {
            request->variant = NP_VARIANT_MOBILE;
            return rest;
        }
    }
    return path;
}

/* A position from ?before= or ?after=; both, or one twice, or a malformed one is refused. */
static void read_position(np_request_t *request, np_from_e from, const char *value,
                          apr_size_t length)
{
    np_position_t *position = &request->params.position;
    char text[MAX_POSITION_LENGTH + 1];

    if (position->from != NP_FROM_NEWEST || length > MAX_POSITION_LENGTH) {
        request->refusal = HTTP_BAD_REQUEST;
        return;
    }
    memcpy(text, value, length);
    text[length] = '\0';
    if (!np_position_parse(position, from, text))
        request->refusal = HTTP_BAD_REQUEST;
}

static void read_parameter(np_request_t *request, const request_rec *r, const char *name,
                           apr_size_t length)
{
    static const char before[] = "before=", after[] = "after=", model[] = "view=model";

    if (request->route->flags & NP_ROUTE_PAGED) {
        if (length >= 7 && memcmp(name, before, 7) == 0)
            read_position(request, NP_FROM_BEFORE, name + 7, length - 7);
        else if (length >= 6 && memcmp(name, after, 6) == 0)
            read_position(request, NP_FROM_AFTER, name + 6, length - 6);
    }
    if (length == sizeof(model) - 1 && memcmp(name, model, length) == 0 &&
        request->site->model_view == NP_MODEL_VIEW_LOCAL && np_input_is_local(r))
        request->want_model = 1;
}

/* Unknown parameters change nothing and are not looked at. */
static void read_query(np_request_t *request, const request_rec *r)
{
    const char *text = r->args ? r->args : "";

    while (*text) {
        apr_size_t length = strcspn(text, "&");

        read_parameter(request, r, text, length);
        text += length;
        text += *text == '&';
    }
}

/* ErrorDocument leads here by an internal redirect; asked for directly the address is unknown. */
static void read_internal(np_request_t *request, const request_rec *r)
{
    int status = (int)request->params.id;

    if (r->prev && r->prev->status == status && ap_is_HTTP_ERROR(status))
        request->refusal = status;
    else
        request->refusal = HTTP_NOT_FOUND;
}

np_request_t *np_input_read(request_rec *r, const np_site_t *site)
{
    np_request_t *request;
    const char *path;

    if (r->uri == NULL || r->uri[0] != '/')
        return NULL;
    request = apr_pcalloc(r->pool, sizeof(*request));
    request->pool = r->pool;
    request->site = site;
    request->instant = r->request_time;
    request->now = np_zone_civil(site->zone, r->request_time);
    if (!is_own_host(r, site)) {
        request->refusal = HTTP_MISDIRECTED_REQUEST;
        request->path = "";
        return request;
    }
    path = decoded_path(r);
    if (path == NULL) {
        request->path = np_text_clean(r->pool, r->uri, strlen(r->uri), NULL);
        return request;
    }
    request->path = read_variant(request, r, path);
    path = read_variant(request, r, r->uri);
    request->route = np_route_match(&request->params, path, r->pool);
    if (request->route == NULL)
        return request;
    if (request->route->flags & NP_ROUTE_INTERNAL)
        read_internal(request, r);
    else
        read_query(request, r);
    return request;
}
