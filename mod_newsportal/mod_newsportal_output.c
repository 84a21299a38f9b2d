/* mod_newsportal_output.c - puts an np_response_t on the wire: status, headers, conditional requests,
 * body. Called by mod_newsportal.c.
 *
 * Must not: change the body, know what page it is.
 */
#include "mod_newsportal.h"

#include <stdlib.h>
#include <string.h>
#include <apr_buckets.h>
#include <apr_sha1.h>
#include <apr_base64.h>
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

/* Readers' caches keep a copy but ask each time: what an editor commits is true at once. */
#define CACHE_PAGE "public, max-age=0, must-revalidate"
#define CACHE_NEVER "no-store"

#define PAGE_METHODS "GET, HEAD, OPTIONS"

void np_output_set_security_headers(request_rec *r)
{
    /* err_headers_out: they stay when httpd replaces a response by an error. */
    apr_table_setn(r->err_headers_out, "Content-Security-Policy", SECURITY_POLICY);
    apr_table_setn(r->err_headers_out, "X-Content-Type-Options", "nosniff");
    apr_table_setn(r->err_headers_out, "Referrer-Policy", "strict-origin-when-cross-origin");
}

/* Strong (RFC 9110 8.8.3): made from the bytes, so equal in every process and after a restart. */
static const char *entity_tag(request_rec *r, const np_response_t *response)
{
    unsigned char digest[APR_SHA1_DIGESTSIZE];
    char text[APR_SHA1_DIGESTSIZE * 2];
    apr_sha1_ctx_t context;

    apr_sha1_init(&context);
    apr_sha1_update(&context, response->body, (unsigned)response->length);
    apr_sha1_final(digest, &context);
    apr_base64_encode_binary(text, digest, 15); /* 20 characters, 120 bits, no padding */
    return apr_psprintf(r->pool, "\"%s\"", text);
}

/* mod_deflate and mod_brotli add their suffix inside the tag; our tag must be found again. What is no list
 * of tags is as if it were not there. */
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

static void set_headers(request_rec *r, const np_request_t *request, const np_response_t *response)
{
    apr_table_t *headers = r->headers_out;

    ap_set_content_type(r, response->content_type);
    apr_table_setn(headers, "Content-Language", response->language);
    apr_table_setn(headers, "Cache-Control",
                   response->status == HTTP_OK || response->status == HTTP_MOVED_PERMANENTLY
                       ? CACHE_PAGE
                       : CACHE_NEVER);
    /* httpd's filters may compress the body. */
    apr_table_mergen(headers, "Vary", "Accept-Encoding");
    if (response->location)
        apr_table_setn(headers, "Location", response->location);
    if (response->link)
        apr_table_setn(headers, "Link", response->link);
    if (response->retry_after)
        apr_table_setn(headers, "Retry-After", apr_itoa(r->pool, response->retry_after));
    if (response->status == HTTP_METHOD_NOT_ALLOWED)
        apr_table_setn(headers, "Allow", PAGE_METHODS);
    if (request->site->model_view == NP_MODEL_VIEW_LOCAL && np_input_is_local(r))
        set_timing(r, &response->timing);
}

/* APR's ring macro casts a volatile away, which clang reports at the place of use. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-qual"
static void append(apr_bucket_brigade *brigade, apr_bucket *bucket)
{
    APR_BRIGADE_INSERT_TAIL(brigade, bucket);
}
#pragma GCC diagnostic pop

/* The body's memory goes to the bucket, which frees it when its last byte was sent or dropped: the
 * handler has returned long before, and under HTTP/2 another thread reads it. */
static int send_body(request_rec *r, np_response_t *response)
{
    conn_rec *c = r->connection;
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, c->bucket_alloc);

    ap_set_content_length(r, (apr_off_t)response->length);
    if (response->body) {
        append(brigade, apr_bucket_heap_create(response->body, response->length, free,
                                               c->bucket_alloc));
        response->body = NULL;
    }
    append(brigade, apr_bucket_eos_create(c->bucket_alloc));
    ap_pass_brigade(r->output_filters, brigade);
    /* A client that went away is no fault of the page. */
    return OK;
}

void np_output_send_options(request_rec *r)
{
    apr_table_setn(r->headers_out, "Allow", PAGE_METHODS);
    ap_set_content_length(r, 0);
}

int np_output_send(request_rec *r, const np_request_t *request, np_response_t *response)
{
    set_headers(r, request, response);
    r->status = response->status;
    if (response->status == HTTP_OK && response->body) {
        int condition;

        apr_table_setn(r->headers_out, "ETag", entity_tag(r, response));
        condition = meets_conditions(r);
        if (condition != OK) {
            free(response->body);
            response->body = NULL;
            return condition;
        }
    }
    return send_body(r, response);
}
