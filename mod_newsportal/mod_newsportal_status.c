/* mod_newsportal_status.c - the handler newsportal-status, and the module's part of server-status.
 *
 * SetHandler in a <Location> brings requests here, in any virtual host, whether it has a portal or
 * not: the page is about the whole server. Who may see it is the <Location>'s to say (Require).
 *
 * Must not: ask the database or a theme; the pages work when nothing else does. Called by httpd and
 * by mod_status.
 */
#include "mod_newsportal.h"

#include <string.h>
#include <apr_optional_hooks.h>
#include <apr_strings.h>
#include <http_protocol.h>
#include <mod_status.h>

/* ---- The handler ---------------------------------------------------------------------------- */

typedef struct format_t {
    const char *parameter, *content_type;
    void (*write)(np_buffer_t *out, const np_status_t *status);
} format_t;

static const format_t formats[] = {
    {"html", "text/html; charset=utf-8", np_status_html},
    {"json", "application/json", np_status_json},
    {"prometheus", "text/plain; version=0.0.4; charset=utf-8", np_status_prometheus},
};

enum { HTML, JSON, PROMETHEUS, FORMATS };

/* By a parameter of the query string, NULL when there is none. */
static const format_t *format_asked(const request_rec *r)
{
    char *rest, *query = apr_pstrdup(r->pool, r->args ? r->args : "");
    char *word;
    int i;

    for (word = apr_strtok(query, "&", &rest); word; word = apr_strtok(NULL, "&", &rest)) {
        word[strcspn(word, "=")] = '\0';
        for (i = 0; i < FORMATS; i++)
            if (strcmp(word, formats[i].parameter) == 0)
                return &formats[i];
    }
    return NULL;
}

/* In thousandths (RFC 9110 12.4.2); what is no weight is none. */
static int weight_of(const char *text)
{
    int weight = 0, digit;

    if (text[0] == '1')
        return 1000;
    if (text[0] != '0' || text[1] != '.')
        return 0;
    text += 2;
    for (digit = 100; digit && *text >= '0' && *text <= '9'; digit /= 10)
        weight += digit * (*text++ - '0');
    return weight;
}

/* Which format one element of Accept names; -1 for none of ours. Monitoring asks for plain text of
 * a version; a browser's text/plain is not that. */
static int format_named(char *element, int *weight)
{
    char *rest, *type = apr_strtok(element, ";", &rest), *parameter;
    int versioned = 0;

    *weight = 1000;
    if (type == NULL)
        return -1;
    while ((parameter = apr_strtok(NULL, ";", &rest)) != NULL) {
        if (strncasecmp(parameter, "q=", 2) == 0)
            *weight = weight_of(parameter + 2);
        versioned |= strcasecmp(parameter, "version=0.0.4") == 0;
    }
    if (strcasecmp(type, "text/html") == 0)
        return HTML;
    if (strcasecmp(type, "application/json") == 0)
        return JSON;
    if (strcasecmp(type, "application/openmetrics-text") == 0 ||
        (strcasecmp(type, "text/plain") == 0 && versioned))
        return PROMETHEUS;
    return -1;
}

/* The heaviest of those named, the first among equals; a page for people when none is. */
static const format_t *format_accepted(const request_rec *r)
{
    char *accept = apr_pstrdup(r->pool, apr_table_get(r->headers_in, "Accept"));
    int heaviest = 0, weight;
    const format_t *best = &formats[HTML];
    char *rest, *element;
    int format;

    if (accept == NULL)
        return best;
    apr_collapse_spaces(accept, accept);
    for (element = apr_strtok(accept, ",", &rest); element;
         element = apr_strtok(NULL, ",", &rest)) {
        format = format_named(element, &weight);
        if (format >= 0 && weight > heaviest) {
            heaviest = weight;
            best = &formats[format];
        }
    }
    return best;
}

static int send_text(request_rec *r, int status, const char *type, const char *text,
                     apr_size_t length)
{
    r->status = status;
    ap_set_content_type(r, type);
    np_output_set_security_headers(r);
    apr_table_setn(r->headers_out, "Cache-Control", "no-store");
    ap_set_content_length(r, (apr_off_t)length);
    ap_rwrite(text, (int)length, r);
    return OK;
}

/* Answered here and not by a status that httpd turns into an error page: the page's own Allow would
 * name OPTIONS. */
static int refuse_method(request_rec *r)
{
    static const char text[] = "The status can be read with GET and HEAD only.\n";

    apr_table_setn(r->headers_out, "Allow", "GET, HEAD");
    return send_text(r, HTTP_METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", text,
                     sizeof(text) - 1);
}

static int handler(request_rec *r)
{
    const format_t *format;
    np_status_t status;
    np_buffer_t out;
    int result;

    if (r->handler == NULL || strcmp(r->handler, NP_STATUS_HANDLER) != 0)
        return DECLINED;
    result = ap_discard_request_body(r);
    if (result != OK)
        return result;
    if (r->method_number != M_GET) /* HEAD is a GET to httpd */
        return refuse_method(r);
    format = format_asked(r);
    if (format == NULL)
        format = format_accepted(r);
    apr_table_setn(r->headers_out, "Vary", "Accept");
    if (!np_status_read(&status, r->pool))
        return HTTP_SERVICE_UNAVAILABLE;
    np_buffer_init(&out);
    format->write(&out, &status);
    if (out.failed)
        result = HTTP_INTERNAL_SERVER_ERROR;
    else
        result = send_text(r, HTTP_OK, format->content_type, out.data, out.length);
    np_buffer_free(&out);
    return result;
}

/* ---- mod_status ----------------------------------------------------------------------------- */

static int server_status(request_rec *r, int flags)
{
    np_status_t status;
    np_buffer_t out;

    if (!(flags & AP_STATUS_EXTENDED) || !np_status_read(&status, r->pool) ||
        status.portal_count == 0)
        return DECLINED;
    np_buffer_init(&out);
    if (flags & AP_STATUS_SHORT)
        np_status_auto(&out, &status);
    else
        np_status_section(&out, &status);
    if (!out.failed)
        ap_rwrite(out.data, (int)out.length, r);
    np_buffer_free(&out);
    return OK;
}

void np_status_register_hooks(void)
{
    ap_hook_handler(handler, NULL, NULL, APR_HOOK_MIDDLE);
    APR_OPTIONAL_HOOK(ap, status_hook, server_status, NULL, NULL, APR_HOOK_MIDDLE);
}
