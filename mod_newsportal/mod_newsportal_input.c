/* mod_newsportal_input.c - reads a request_rec into an np_request_t: the only things that a page may
 * know about a request. Called by mod_newsportal.c in translate_name.
 *
 * Must not: decide what a page shows, send anything.
 */
#include "mod_newsportal.h"

#include <string.h>
#include <apr_strings.h>
#include <util_cookies.h>
#include "np_gram.h"
#include "np_text.h"

/* Longer than any page's address; httpd's own limit of the request line is 8190. */
#define MAX_PATH_LENGTH 2000
#define MAX_QUERY_CHARACTERS 60

int np_input_is_local(const request_rec *r)
{
    const char *ip = r->useragent_ip;

    return ip && (strncmp(ip, "127.", 4) == 0 || strcmp(ip, "::1") == 0 ||
                  strncmp(ip, "::ffff:127.", 11) == 0);
}

/* ---- Host -------------------------------------------------------------------------------------- */

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
 * that leads here by mistake or on purpose (RFC 9110 15.5.20). HTTP/1.0 without Host is let through:
 * no page depends on the name. */
static int is_own_host(const request_rec *r, const np_site_t *site)
{
    const char *host = r->hostname;

    return host == NULL || strcasecmp(host, site->host) == 0 ||
           (site->mobile_host && strcasecmp(host, site->mobile_host) == 0) ||
           strcasecmp(host, r->server->server_hostname) == 0 ||
           is_listed(r->server->names, host) || is_listed(r->server->wild_names, host);
}

/* ---- Path ------------------------------------------------------------------------------------- */

/* The path of the request line (RFC 9112 3.2: origin or absolute form), not decoded. httpd's own
 * copies have slashes merged and dot segments resolved by now. */
static const char *raw_path(request_rec *r)
{
    const char *target = ap_strchr_c(r->the_request, ' ');
    const char *authority;

    if (target == NULL)
        return NULL;
    target++;
    if (*target != '/') {
        authority = ap_strstr_c(target, "://");
        target = authority ? ap_strchr_c(authority + 3, '/') : NULL;
    }
    return target ? apr_pstrmemdup(r->pool, target, strcspn(target, " ?#")) : NULL;
}

/* The path as the client wrote it, decoded once, so that a page asked for by another spelling is sent
 * to its own. But when a rewrite changed r->uri, the administrator's word counts. NULL when the path
 * is no valid text. */
static const char *decoded_path(request_rec *r)
{
    const char *httpd_path = np_text_valid(r->uri, strlen(r->uri)) ? r->uri : NULL;
    const char *raw = r->prev ? NULL : raw_path(r);
    const char *path;
    char *normal;

    if (raw == NULL || httpd_path == NULL)
        return httpd_path;
    path = np_text_unescape(r->pool, raw, strlen(raw), 0);
    if (path == NULL)
        return NULL;
    normal = apr_pstrdup(r->pool, path);
    ap_no2slash(normal);
    ap_getparents(normal);
    return strcmp(normal, httpd_path) == 0 ? path : httpd_path;
}

/* ---- Variant ----------------------------------------------------------------------------------- */

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

/* ---- Query ------------------------------------------------------------------------------------- */

/* Both positions, or one twice, or a malformed one is refused. */
static void read_position(np_request_t *request, np_from_e from, const char *value)
{
    np_position_t *position = &request->params.position;

    if (position->from != NP_FROM_NEWEST || value == NULL ||
        !np_position_parse(position, from, value))
        request->refusal = HTTP_BAD_REQUEST;
}

static void read_filter(np_request_t *request, const char *name, const char *value)
{
    np_params_t *params = &request->params;

    if (params->filters == NULL)
        params->filters = apr_pcalloc(request->pool, sizeof(*params->filters));
    if (!np_filters_read(params->filters, name, value, request->pool))
        request->refusal = HTTP_BAD_REQUEST;
}

/* Twice, or what is no text, is refused. */
static void read_words(np_request_t *request, const char *value)
{
    if (value == NULL || request->params.query)
        request->refusal = HTTP_BAD_REQUEST;
    else
        request->params.query = np_gram_query(request->pool, value, MAX_QUERY_CHARACTERS);
}

static void read_parameter(np_request_t *request, const request_rec *r, const char *name,
                           const char *value)
{
    if (request->route && (request->route->flags & NP_ROUTE_PAGED)) {
        if (strcmp(name, "before") == 0)
            read_position(request, NP_FROM_BEFORE, value);
        else if (strcmp(name, "after") == 0)
            read_position(request, NP_FROM_AFTER, value);
    }
    if (request->route && (request->route->flags & NP_ROUTE_FILTERED))
        read_filter(request, name, value);
    if (request->route && (request->route->flags & NP_ROUTE_SEARCH) && strcmp(name, "q") == 0)
        read_words(request, value);
    if (strcmp(name, "view") == 0 && value && strcmp(value, "model") == 0 &&
        request->site->model_view == NP_MODEL_VIEW_LOCAL && np_input_is_local(r))
        request->want_model = 1;
}

/* Takes one parameter off the text; returns the rest. The name is NULL when it is no text, the value
 * when there is no `=` or it is no text. */
static const char *take_parameter(const char **name, const char **value, const char *text,
                                  apr_pool_t *pool)
{
    apr_size_t length = strcspn(text, "&");
    apr_size_t name_length = strcspn(text, "&=");

    *name = np_text_unescape(pool, text, name_length, 1);
    *value = NULL;
    if (name_length < length)
        *value = np_text_unescape(pool, text + name_length + 1, length - name_length - 1, 1);
    text += length;
    return text + (*text == '&');
}

/* Unknown parameters change nothing, whatever they hold. */
static void read_query(np_request_t *request, const request_rec *r)
{
    const char *text = r->args ? r->args : "";
    const char *name, *value;

    while (*text) {
        text = take_parameter(&name, &value, text, r->pool);
        if (name)
            read_parameter(request, r, name, value);
    }
}

const char *np_input_parameter(const request_rec *r, const char *wanted)
{
    const char *text = r->args ? r->args : "";
    const char *name, *value;

    while (*text) {
        text = take_parameter(&name, &value, text, r->pool);
        if (name && value && strcmp(name, wanted) == 0)
            return value;
    }
    return NULL;
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

static np_request_t *make_request(const request_rec *r, const np_site_t *site)
{
    np_request_t *request = apr_pcalloc(r->pool, sizeof(*request));

    request->pool = r->pool;
    request->site = site;
    request->now = np_zone_now(site->zone, r->request_time);
    request->path = "";
    return request;
}

np_request_t *np_input_read(request_rec *r, const np_site_t *site)
{
    np_request_t *request;
    const char *path;

    if (r->uri == NULL || r->uri[0] != '/')
        return NULL;
    request = make_request(r, site);
    path = strlen(r->uri) > MAX_PATH_LENGTH ? NULL : decoded_path(r);
    if (path == NULL) {
        request->refusal = HTTP_NOT_FOUND;
        return request;
    }
    request->path = read_variant(request, r, path);
    request->route = np_route_match(&request->params, read_variant(request, r, r->uri), r->pool);
    if (request->route && (request->route->flags & NP_ROUTE_INTERNAL))
        read_internal(request, r);
    else
        read_query(request, r);
    if (request->route && (request->route->flags & NP_ROUTE_RECEIPT))
        ap_cookie_read(r, NP_RECEIPT_COOKIE, &request->receipt, 0);
    if (!is_own_host(r, site))
        request->refusal = HTTP_MISDIRECTED_REQUEST;
    return request;
}
