/* mod_newsportal.c - the module record, its hooks, and the story of a request on one page.
 *
 *     translate_name   input: is this path one of ours? Then it is claimed, and no file is looked for
 *     map_to_storage   nothing to map: access control runs, the file system is left alone
 *     handler          a phone is led to its page (device); from the cache or made now, output
 *
 * A path that looks like no page goes on to httpd's own files (theme assets, pictures); what is not in
 * the document root either is claimed in map_to_storage and ends in the redirect table or the themed
 * 404. A path that looks like a channel ("/about/") is the portal's whether the channel exists or not:
 * folders of such names are reached by Alias or <Location>, which win.
 *
 * Must not: know the cache, the database, the model, the theme (np_serve.c and np_respond.c do). Called by httpd.
 */
#include "mod_newsportal.h"

#include <http_core.h>
#include <http_protocol.h>
#include <http_request.h>
#include <string.h>
#include <apr_strings.h>

static np_request_t *request_of(const request_rec *r)
{
    return ap_get_module_config(r->request_config, &newsportal_module);
}

static int post_read_request(request_rec *r)
{
    if (np_child_portal(r->server))
        np_output_set_security_headers(r);
    return DECLINED;
}

/* httpd answers some requests before post_read_request (malformed ones): they come past here. */
static void insert_error_filter(request_rec *r)
{
    if (np_child_portal(r->server))
        np_output_set_security_headers(r);
}

/* A claimed request has no file: its name says so, to us and in server-status. */
static void claim(request_rec *r, const char *what)
{
    r->filename = apr_pstrcat(r->pool, NP_HANDLER ":", what, NULL);
    r->canonical_filename = r->filename;
}

static int is_claimed(const request_rec *r)
{
    return r->filename && strncmp(r->filename, NP_HANDLER ":", sizeof(NP_HANDLER)) == 0;
}

static int translate_name(request_rec *r)
{
    const np_portal_t *portal = np_child_portal(r->server);
    np_request_t *request;

    if (portal == NULL || r->proxyreq)
        return DECLINED;
    request = np_input_read(r, portal->site);
    if (request == NULL)
        return DECLINED;
    ap_set_module_config(r->request_config, &newsportal_module, request);
    /* A file is the same under any name: a page that refuses a foreign Host keeps its style sheet.
     */
    if (request->route == NULL &&
        (request->refusal == 0 || request->refusal == HTTP_MISDIRECTED_REQUEST))
        return DECLINED;
    claim(r, request->route ? request->route->name : "refused");
    return OK;
}

/* 1 when nothing of the first name of the path lies in the document root. Asked before httpd walks
 * the directories: it would log a name that is too long, and answer 403 where the root itself is
 * closed. Inside a directory that exists, its own rules decide what is told about files that do
 * not. */
static int is_missing(request_rec *r)
{
    const char *root = ap_document_root(r);
    apr_size_t length = strlen(root);
    const char *rest;
    apr_finfo_t info;
    apr_status_t status;

    if (r->proxyreq || r->filename == NULL || strncmp(r->filename, root, length) != 0)
        return 0;
    rest = r->filename + length;
    while (*rest == '/')
        rest++;
    length = (apr_size_t)(rest - r->filename) + strcspn(rest, "/");
    status = apr_stat(&info, apr_pstrmemdup(r->pool, r->filename, length), APR_FINFO_TYPE, r->pool);
    return APR_STATUS_IS_ENOENT(status) || APR_STATUS_IS_ENOTDIR(status) ||
           APR_STATUS_IS_ENAMETOOLONG(status);
}

static int map_to_storage(request_rec *r)
{
    if (request_of(r) == NULL)
        return DECLINED;
    if (!is_claimed(r) && is_missing(r))
        claim(r, "missing");
    return is_claimed(r) ? OK : DECLINED;
}

/* Also keeps mod_mime from guessing a type from the claimed name. <Location> with SetHandler comes
 * later (fixups) and still wins. */
static int type_checker(request_rec *r)
{
    if (request_of(r) == NULL || !is_claimed(r))
        return DECLINED;
    r->handler = NP_HANDLER;
    return OK;
}

/* The last look at a file that is about to be sent, by whatever name or way it was found. */
static int fixups(request_rec *r)
{
    const np_portal_t *portal = np_child_portal(r->server);
    np_request_t *request = request_of(r);

    if (portal == NULL || r->proxyreq || is_claimed(r))
        return DECLINED;
    if (request == NULL) {
        /* A subrequest, or what an earlier hook has mapped. */
        request = np_input_read(r, portal->site);
        if (request == NULL)
            return DECLINED;
    }
    if (!np_media_is_gone(r, portal, request))
        return DECLINED;
    ap_set_module_config(r->request_config, &newsportal_module, request);
    claim(r, "gone");
    r->handler = NP_HANDLER;
    r->content_encoding = NULL;
    r->content_languages = NULL;
    return DECLINED;
}

static void log_error(request_rec *r, const np_error_t *error)
{
    int level = APLOG_ERR;

    /* Ordinary results, a page shown with something to say about it, and a database that is down,
     * which was logged once when it went. */
    if (error->code == NULL)
        level = APLOG_DEBUG;
    else if (error->status < 400)
        level = APLOG_WARNING;
    else if (strcmp(error->code, "NP0101") == 0 || strcmp(error->code, "NP0102") == 0)
        level = APLOG_INFO;
    ap_log_rerror(APLOG_MARK, level, 0, r, "%s%s%s", error->code ? error->code : "",
                  error->code ? ": " : "", error->detail);
}

/* RFC 9112 6: without either header there is none. Looking for it all the same would ask all of
 * httpd's input filters, at each hit. */
static int has_body(const request_rec *r)
{
    return apr_table_get(r->headers_in, "Content-Length") ||
           apr_table_get(r->headers_in, "Transfer-Encoding");
}

/* What was found is where a picture lies, and not a page. */
static int is_file(const np_request_t *request, const np_served_t *served)
{
    return request->route && (request->route->flags & NP_ROUTE_FILE) && request->refusal == 0 &&
           served->entry && served->entry->status == HTTP_OK && !served->is_elsewhere;
}

static int is_form(const request_rec *r, const np_request_t *request)
{
    return r->method_number == M_POST && request->refusal == 0 && request->route &&
           (request->route->flags & NP_ROUTE_FORM);
}

static int handler(request_rec *r)
{
    np_request_t *request = request_of(r);
    const np_portal_t *portal = np_child_portal(r->server);
    np_served_t served;
    int status;

    if (request == NULL || portal == NULL)
        return DECLINED;
    if (!is_claimed(r) || strcmp(r->handler ? r->handler : "", NP_HANDLER) != 0)
        return DECLINED;
    if (is_form(r, request))
        status = np_form_receive(r, portal, request);
    else
        status = has_body(r) ? ap_discard_request_body(r) : OK;
    if (status != OK)
        return status;
    if (r->method_number == M_OPTIONS && request->route && request->refusal == 0) {
        np_output_send_options(r, request);
        return OK;
    }
    if (r->method_number == M_CONNECT ||
        (r->method_number != M_GET && request->route && request->refusal == 0 && !request->submission))
        request->refusal = HTTP_METHOD_NOT_ALLOWED;
    if (request->gone && request->refusal == 0)
        return np_media_refuse(r, portal, request);
    if (!request->submission &&
        !(request->route && (request->route->flags & (NP_ROUTE_FILE | NP_ROUTE_FEED))) &&
        np_device_lead(r, request))
        return OK;
    np_serve(&served, portal, request);
    if (served.error)
        log_error(r, served.error);
    if (is_file(request, &served))
        return np_media_send(r, portal, request, &served);
    return np_output_send(r, portal, request, &served);
}

static void register_hooks(apr_pool_t *pool)
{
    /* What an administrator maps explicitly wins over the portal's addresses. */
    static const char *const before_us[] = {"mod_alias.c", "mod_rewrite.c", "mod_proxy.c",
                                            "mod_userdir.c", NULL};

    (void)pool;
    ap_hook_check_config(np_child_check_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(np_child_post_config, NULL, NULL, APR_HOOK_MIDDLE);
    /* First, so that our teardown comes after that of mod_http2's workers, which call us. */
    ap_hook_child_init(np_child_init, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_post_read_request(post_read_request, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_insert_error_filter(insert_error_filter, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_translate_name(translate_name, before_us, NULL, APR_HOOK_MIDDLE);
    ap_hook_map_to_storage(map_to_storage, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_type_checker(type_checker, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_fixups(fixups, NULL, NULL, APR_HOOK_REALLY_LAST);
    /* Last but for httpd's own file handler: handlers set by configuration come first. */
    ap_hook_handler(handler, NULL, NULL, APR_HOOK_LAST);
    np_shared_register_hooks();
    np_status_register_hooks();
    np_notify_register_hooks();
}

AP_DECLARE_MODULE(newsportal) = {
    STANDARD20_MODULE_STUFF,
    NULL, /* per-directory settings: none */
    NULL,
    np_config_create_server,
    np_config_merge_server,
    np_config_commands,
    register_hooks,
    0,
};
