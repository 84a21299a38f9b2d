/* mod_newsportal_output.c - puts an entry on the wire: status, headers, content coding, conditional
 * requests, body. Called by mod_newsportal.c.
 *
 * Must not: change the body, know what page it is.
 */
#include "mod_newsportal.h"

#include <string.h>
#include <apr_buckets.h>
#include <apr_strings.h>
#include <http_protocol.h>
#include <util_filter.h>

/* Themes bring style sheets, scripts and fonts from the portal itself and nothing inline; articles
 * may show pictures of other https sites. */
#define SECURITY_POLICY                                                                            \
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; "                   \
    "img-src 'self' data: https:; media-src 'self' https:; connect-src 'self'; "                   \
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "           \
    "object-src 'none'"

#define CACHE_NEVER "no-store"
#define CACHE_NEVER_PRIVATE "private, no-store"

#define PAGE_METHODS "GET, HEAD, OPTIONS"
#define FORM_METHODS "GET, HEAD, POST, OPTIONS"

/* Long enough to write a code down, also after a reload; the browser forgets it by itself. */
#define RECEIPT_SECONDS 600

void np_output_set_security_headers(request_rec *r)
{
    /* err_headers_out: they stay when httpd replaces a response by an error. */
    apr_table_setn(r->err_headers_out, "Content-Security-Policy", SECURITY_POLICY);
    apr_table_setn(r->err_headers_out, "X-Content-Type-Options", "nosniff");
    apr_table_setn(r->err_headers_out, "Referrer-Policy", "strict-origin-when-cross-origin");
}

/* mod_deflate and mod_brotli add their suffix inside the tag; our tag must be found again. What is
 * no list of tags is as if it were not there. */
static void normalise_tags(request_rec *r, const char *header)
{
    static const char *const suffixes[] = {"-gzip\"", "-br\"", NULL};
    const char *const *suffix;
    char *value = apr_pstrdup(r->pool, apr_table_get(r->headers_in, header));

    if (value == NULL)
        return;
    /* httpd takes everything that begins with a star for a star. */
    if (value[0] == '*' && value[1] != '\0') {
        apr_table_unset(r->headers_in, header);
        return;
    }
    for (suffix = suffixes; *suffix; suffix++) {
        apr_size_t length = strlen(*suffix) - 1;
        char *found;

        while ((found = strstr(value, *suffix)) != NULL)
            memmove(found, found + length, strlen(found + length) + 1);
    }
    apr_table_setn(r->headers_in, header, value);
}

/* OK, 304 or 412 (RFC 9110 13.2.2). Pages have no modification date: the headers that compare one
 * are to be ignored (13.1.3, 13.1.4). */
static int meets_conditions(request_rec *r)
{
    apr_table_unset(r->headers_in, "If-Modified-Since");
    apr_table_unset(r->headers_in, "If-Unmodified-Since");
    normalise_tags(r, "If-None-Match");
    normalise_tags(r, "If-Match");
    return ap_meets_conditions(r);
}

static void set_timing(request_rec *r, const np_timing_t *timing)
{
    apr_table_setn(r->headers_out, "Server-Timing",
                   apr_psprintf(r->pool,
                                "queries;dur=%.3f, model;dur=%.3f, theme;dur=%.3f, html;dur=%.3f",
                                (double)timing->queries / 1000.0, (double)timing->model / 1000.0,
                                (double)timing->theme / 1000.0, (double)timing->html / 1000.0));
}

/* Never beyond the moment at which time changes the page. */
static int at_most(int seconds, np_civil_t left)
{
    return seconds < left ? seconds : (int)(left > 0 ? left : 0);
}

static const char *cache_control(request_rec *r, const np_request_t *request,
                                 const np_entry_t *entry)
{
    const np_cache_settings_t *cache = &request->site->cache;
    np_max_age_t age;
    np_civil_t left;

    if ((entry->status != HTTP_OK && entry->status != HTTP_MOVED_PERMANENTLY) ||
        entry->kind == NP_ROUTE_COUNT || request->want_model)
        return CACHE_NEVER;
    if (entry->valid_until == NP_CIVIL_LAST)
        return cache->control[entry->kind];
    left = entry->valid_until - request->now;
    age.browser = at_most(cache->max_age[entry->kind].browser, left);
    age.shared = at_most(cache->max_age[entry->kind].shared, left);
    return np_config_cache_control(r->pool, cache, &age, entry->over_at == NP_CIVIL_LAST);
}

/* The address is a secret: no copy of the page, no search engine, no word of it to pages that it
 * links to. */
static void set_private_headers(request_rec *r)
{
    apr_table_setn(r->headers_out, "Cache-Control", CACHE_NEVER_PRIVATE);
    apr_table_setn(r->headers_out, "X-Robots-Tag", "noindex");
    apr_table_setn(r->err_headers_out, "Referrer-Policy", "no-referrer");
}

static const char *methods_of(const np_request_t *request)
{
    return request->route && (request->route->flags & NP_ROUTE_FORM) ? FORM_METHODS : PAGE_METHODS;
}

/* For the page that it leads to and no other; no script and no other site sees it (RFC 6265). */
static void set_receipt(request_rec *r, const np_request_t *request, const np_served_t *served)
{
    const np_site_t *site = request->site;
    const char *base = request->variant == NP_VARIANT_MOBILE ? site->mobile_url : site->base_url;
    const char *path = ap_strchr_c(ap_strstr_c(served->entry->location, "://") + 3, '/');

    apr_table_setn(r->headers_out, "Set-Cookie",
                   apr_psprintf(r->pool, "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Strict%s", NP_RECEIPT_COOKIE,
                                served->receipt, path, RECEIPT_SECONDS,
                                strncmp(base, "https:", 6) == 0 ? "; Secure" : ""));
}

static void set_headers(request_rec *r, const np_request_t *request, const np_served_t *served)
{
    const np_entry_t *entry = served->entry;
    apr_table_t *headers = r->headers_out;

    ap_set_content_type(r, entry->content_type);
    apr_table_setn(headers, "Content-Language", entry->language);
    apr_table_setn(headers, "Cache-Control", cache_control(r, request, entry));
    if (np_route_is_private(request->route) || np_request_is_private(request))
        set_private_headers(r);
    if (served->receipt && entry->location)
        set_receipt(r, request, served);
    apr_table_setn(headers, "Cache-Status", np_served_status(served, r->pool));
    if (served->how != NP_SERVED_BYPASS)
        apr_table_setn(headers, "Age", served->age ? apr_itoa(r->pool, served->age) : "0");
    apr_table_mergen(headers, "Vary", "Accept-Encoding");
    if (entry->location && (entry->status != HTTP_OK || served->is_elsewhere))
        apr_table_setn(headers, "Location", entry->location);
    if (entry->link)
        apr_table_setn(headers, "Link", entry->link);
    if (entry->retry_after)
        apr_table_setn(headers, "Retry-After", apr_itoa(r->pool, entry->retry_after));
    if (entry->status == HTTP_METHOD_NOT_ALLOWED)
        apr_table_setn(headers, "Allow", methods_of(request));
    if (request->site->model_view == NP_MODEL_VIEW_LOCAL && served->timing.theme &&
        np_input_is_local(r))
        set_timing(r, &served->timing);
    /* Our bytes are coded already, or were not asked to be; and a 304 must keep the tag it has. */
    apr_table_setn(r->subprocess_env, "no-gzip", "1");
    apr_table_setn(r->subprocess_env, "no-brotli", "1");
}

/* APR's ring macro casts a volatile away, which clang reports at the place of use. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-qual"
void np_output_append(apr_bucket_brigade *brigade, apr_bucket *bucket)
{
    APR_BRIGADE_INSERT_TAIL(brigade, bucket);
}
#pragma GCC diagnostic pop

/* A client that went away is no fault of the page. */
int np_output_pass(request_rec *r, apr_bucket_brigade *brigade)
{
    np_output_append(brigade, apr_bucket_eos_create(r->connection->bucket_alloc));
    ap_pass_brigade(r->output_filters, brigade);
    return OK;
}

void np_output_send_options(request_rec *r, const np_request_t *request)
{
    apr_table_setn(r->headers_out, "Allow", methods_of(request));
    ap_set_content_length(r, 0);
}

/* Whatever stands in the page's place, even when memory is out. */
static int send_nothing(request_rec *r)
{
    static const char text[] = "503\n";
    apr_bucket_alloc_t *list = r->connection->bucket_alloc;
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, list);

    r->status = HTTP_SERVICE_UNAVAILABLE;
    ap_set_content_type(r, "text/plain; charset=utf-8");
    apr_table_setn(r->headers_out, "Cache-Control", CACHE_NEVER);
    ap_set_content_length(r, sizeof(text) - 1);
    np_output_append(brigade, apr_bucket_immortal_create(text, sizeof(text) - 1, list));
    return np_output_pass(r, brigade);
}

/* The page is there, under the address that it calls its own. */
static int send_moved(request_rec *r, const np_entry_t *entry)
{
    apr_bucket_alloc_t *list = r->connection->bucket_alloc;
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, list);
    const char *text = np_respond_moved_text(r->pool, entry->language, entry->location);

    r->status = HTTP_MOVED_PERMANENTLY;
    ap_set_content_length(r, (apr_off_t)strlen(text));
    np_output_append(brigade, apr_bucket_pool_create(text, strlen(text), r->pool, list));
    return np_output_pass(r, brigade);
}

void np_output_send_found(request_rec *r, const np_request_t *request, const char *address)
{
    apr_bucket_alloc_t *list = r->connection->bucket_alloc;
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, list);
    const char *language = request->site->language;
    const char *text = np_respond_moved_text(r->pool, language, address);

    r->status = HTTP_MOVED_TEMPORARILY;
    ap_set_content_type(r, "text/html; charset=utf-8");
    apr_table_setn(r->headers_out, "Content-Language", language);
    apr_table_setn(r->headers_out, "Cache-Control", CACHE_NEVER_PRIVATE);
    if (np_route_is_private(request->route))
        set_private_headers(r);
    apr_table_setn(r->headers_out, "Location", address);
    apr_table_setn(r->subprocess_env, "no-gzip", "1");
    apr_table_setn(r->subprocess_env, "no-brotli", "1");
    ap_set_content_length(r, (apr_off_t)strlen(text));
    np_output_append(brigade, apr_bucket_pool_create(text, strlen(text), r->pool, list));
    np_output_pass(r, brigade);
}

/* ---- Coding and conditions ----------------------------------------------------------------------
 */

/* The body to send; the one that reader would get most gladly may not be there yet or not be worth
 * it. */
static np_coded_t *choose_body(const request_rec *r, const np_portal_t *portal, np_entry_t *entry,
                               const char **coding_name)
{
    np_coding_e coding = np_coding_choose(apr_table_get(r->headers_in, "Accept-Encoding"));
    apr_size_t grown;
    np_coded_t *body = np_entry_body(entry, coding, &grown);

    if (grown) {
        np_count(coding == NP_CODING_BR ? &portal->counters->coded_br
                                        : &portal->counters->coded_gzip,
                 1);
        if (portal->cache)
            np_cache_grown(portal->cache, entry, grown);
    }
    *coding_name = body ? np_coding_name(coding) : NULL;
    return body ? body : &entry->identity;
}

/* The tag that the reader has, if it is one of this page's in whatever coding; else that of `body`.
 */
static const char *known_tag(const request_rec *r, const np_entry_t *entry, const np_coded_t *body)
{
    const char *tags = apr_table_get(r->headers_in, "If-None-Match");
    int coding;

    if (tags == NULL || ap_strstr_c(tags, body->etag))
        return body->etag;
    for (coding = 0; coding < NP_CODING_COUNT; coding++) {
        if (ap_strstr_c(tags, entry->etags[coding]))
            return entry->etags[coding];
    }
    return body->etag;
}

static int has_conditions(const request_rec *r)
{
    return apr_table_get(r->headers_in, "If-None-Match") ||
           apr_table_get(r->headers_in, "If-Match") ||
           apr_table_get(r->headers_in, "If-Modified-Since") ||
           apr_table_get(r->headers_in, "If-Unmodified-Since");
}

/* What ap_meets_conditions says of the page, whichever coding a tag names. */
static int check_conditions(request_rec *r, const np_portal_t *portal, const np_entry_t *entry,
                            const np_coded_t *body)
{
    const char *known = known_tag(r, entry, body);
    int condition;

    apr_table_setn(r->headers_out, "ETag", entry->etags[NP_CODING_IDENTITY]);
    condition = meets_conditions(r);
    apr_table_setn(r->headers_out, "ETag", condition == HTTP_NOT_MODIFIED ? known : body->etag);
    if (condition == HTTP_NOT_MODIFIED)
        np_count(&portal->counters->not_modified, 1);
    return condition;
}

static int send_body(request_rec *r, np_coded_t *body, const char *coding)
{
    apr_bucket_alloc_t *list = r->connection->bucket_alloc;
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, list);

    if (coding)
        apr_table_setn(r->headers_out, "Content-Encoding", coding);
    apr_table_setn(r->headers_out, "Content-Length", body->length_text);
    r->clength = (apr_off_t)body->length;
    if (body->length)
        np_output_append(brigade, np_bucket_create(body, list));
    return np_output_pass(r, brigade);
}

static apr_status_t release_entry(void *entry)
{
    np_entry_release(entry);
    return APR_SUCCESS;
}

void np_output_hold(request_rec *r, np_entry_t *entry)
{
    apr_pool_cleanup_register(r->pool, entry, release_entry, apr_pool_cleanup_null);
}

int np_output_send(request_rec *r, const np_portal_t *portal, const np_request_t *request,
                   const np_served_t *served)
{
    np_entry_t *entry = served->entry;
    const char *coding;
    np_coded_t *body;

    if (entry == NULL)
        return send_nothing(r);
    /* Header values are the entry's too, and httpd logs them at the very end. */
    np_output_hold(r, entry);
    set_headers(r, request, served);
    if (served->is_elsewhere)
        return send_moved(r, entry);
    r->status = entry->status;
    body = choose_body(r, portal, entry, &coding);
    if (entry->status == HTTP_OK && request->submission == NULL) {
        int condition;

        apr_table_setn(r->headers_out, "ETag", body->etag);
        condition = has_conditions(r) ? check_conditions(r, portal, entry, body) : OK;
        if (condition != OK)
            return condition;
    }
    return send_body(r, body, coding);
}
