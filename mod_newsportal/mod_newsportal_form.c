/* mod_newsportal_form.c - takes a POST: what may be read at all, from whom, how much, how often.
 *
 * In the order of what it costs: the type, where it comes from, the budget, then its bytes.
 * Whatever is refused here has touched neither the database nor a page; the refusal is the same for
 * all and comes from the cache.
 *
 * Must not: know what a form means, log anything that was sent. Called by mod_newsportal.c.
 */
#include "mod_newsportal.h"

#include <http_protocol.h>
#include <string.h>
#include <apr_strings.h>
#include "np_budget.h"
#include "np_origin.h"

/* The rest of what comes is not worth reading: httpd closes the connection after the answer. */
static int refuse(request_rec *r, np_request_t *request, int status, const char *reason,
                  const char *why)
{
    ap_log_rerror(APLOG_MARK, APLOG_INFO, 0, r, "a form was refused: %s", why);
    r->connection->keepalive = AP_CONN_CLOSE;
    request->refusal = status;
    request->refusal_reason = reason;
    return OK;
}

static const char *header(const request_rec *r, const char *name)
{
    return apr_table_get(r->headers_in, name);
}

static int is_ours(const request_rec *r, const np_site_t *site)
{
    return np_origin_ours(header(r, "Sec-Fetch-Site"), header(r, "Origin"), header(r, "Referer"),
                          site->base_url, site->mobile == NP_MOBILE_HOST ? site->mobile_url : NULL);
}

static const char *sender_of(const request_rec *r, const np_site_t *site)
{
    const char *range = np_address_range(r->pool, r->useragent_ip ? r->useragent_ip : "");

    return np_digest_keyed(r->pool, site->form_keys.address, range);
}

/* APR's ring macro casts a volatile away, which clang reports at the place of use. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-qual"
static int ends(const apr_bucket_brigade *brigade)
{
    return !APR_BRIGADE_EMPTY(brigade) && APR_BUCKET_IS_EOS(APR_BRIGADE_LAST(brigade));
}
#pragma GCC diagnostic pop

/* At most one byte more than a form may have, so that the caller sees that it is too much. */
static apr_status_t read_body(request_rec *r, char *body, apr_size_t *length)
{
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, r->connection->bucket_alloc);
    apr_status_t status = APR_SUCCESS;
    int is_end = 0;

    *length = 0;
    while (status == APR_SUCCESS && !is_end && *length <= NP_FORM_BYTES_MAX) {
        apr_size_t part = NP_FORM_BYTES_MAX + 1 - *length;

        status = ap_get_brigade(r->input_filters, brigade, AP_MODE_READBYTES, APR_BLOCK_READ,
                                (apr_off_t)part);
        if (status == APR_SUCCESS) {
            is_end = ends(brigade);
            status = apr_brigade_flatten(brigade, body + *length, &part);
            *length += part;
        }
        apr_brigade_cleanup(brigade);
    }
    return status;
}

static int parse(request_rec *r, np_request_t *request, const char *sender, const char *body,
                 apr_size_t length)
{
    np_submission_t *submission = apr_pcalloc(r->pool, sizeof(*submission));
    np_form_t *form;
    np_error_t *error = np_form_parse(&form, r->pool, body, length);

    if (error)
        return refuse(r, request, error->status,
                      error->status == HTTP_REQUEST_ENTITY_TOO_LARGE ? "large" : "form",
                      error->detail);
    submission->form = form;
    submission->address = sender;
    submission->ticket =
        np_ticket_check(np_form_value(form, NP_FORM_TICKET), request->site->form_keys.ticket,
                        request->route->name, apr_time_now(), r->pool);
    request->submission = submission;
    return OK;
}

int np_form_receive(request_rec *r, const np_portal_t *portal, np_request_t *request)
{
    const char *sender;
    apr_size_t length;
    apr_status_t status;
    char *body;
    int wait;

    if (!np_form_type(header(r, "Content-Type")))
        return refuse(r, request, HTTP_UNSUPPORTED_MEDIA_TYPE, "form", "not a form in UTF-8");
    if (!is_ours(r, portal->site))
        return refuse(r, request, HTTP_FORBIDDEN, "origin", "not sent from a page of ours");
    sender = sender_of(r, portal->site);
    wait = np_budget_take(portal->budget, sender, apr_time_now());
    if (wait) {
        apr_table_setn(r->err_headers_out, "Retry-After", apr_itoa(r->pool, wait));
        return refuse(r, request, HTTP_TOO_MANY_REQUESTS, "busy",
                      "too many from one range of addresses, or in all");
    }
    body = apr_palloc(r->pool, NP_FORM_BYTES_MAX + 1);
    status = read_body(r, body, &length);
    if (status != APR_SUCCESS)
        return ap_map_http_request_error(status, HTTP_BAD_REQUEST);
    return parse(r, request, sender, body, length);
}
