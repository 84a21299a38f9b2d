/* mod_newsportal_media.c - sends pictures, and sees to it that httpd does not send those that must
 * not be.
 *
 * By the time np_media_send is called a page-like answer has said that the picture may be seen and
 * where it is (np_page_media.c). What is left is the bytes (np_media.c) and their headers. Ranges
 * are httpd's own (its byte range filter), and so are files: the descriptor goes down the filters
 * as it is.
 *
 * Must not: decide whether a picture may be seen, read the database itself. Called by
 * mod_newsportal.c.
 */
#include "mod_newsportal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <apr_portable.h>
#include <apr_strings.h>
#include <http_core.h>
#include <http_protocol.h>

#include "np_media_gone.h"

#define YEAR 31536000
#define FOREVER "public, max-age=31536000, immutable"
/* Whoever looks at such a file by itself gets no scripts, no forms, no plug-ins of this site. */
#define FILE_POLICY "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"

/* ---- Headers ------------------------------------------------------------------------------------
 */

static void set_tag(request_rec *r, const np_media_name_t *name, int width)
{
    apr_table_setn(r->headers_out, "ETag",
                   width ? apr_psprintf(r->pool, "\"%s-%d\"", name->hash, width)
                         : apr_psprintf(r->pool, "\"%s\"", name->hash));
}

/* The address holds the hash, so the picture may be kept for ever; not beyond its licence. */
static const char *cache_control(request_rec *r, const np_request_t *request,
                                 const np_entry_t *entry)
{
    np_civil_t left = entry->over_at - request->now;

    if (entry->over_at == NP_CIVIL_LAST || left >= YEAR)
        return FOREVER;
    return apr_psprintf(r->pool, "public, max-age=%d", (int)(left > 0 ? left : 0));
}

static void set_headers(request_rec *r, const np_media_ask_t *ask, const char *control)
{
    ap_set_content_type(r, np_media_mime(ask->name.type));
    r->content_encoding = NULL;
    apr_table_setn(r->headers_out, "Cache-Control", control);
    apr_table_setn(r->headers_out, "Accept-Ranges", "bytes");
    apr_table_setn(r->headers_out, "Content-Disposition",
                   apr_psprintf(r->pool, "inline; filename=\"%" APR_INT64_T_FMT ".%s\"", ask->id,
                                np_media_ext(ask->name.type)));
    if (ask->name.type == NP_MEDIA_SVG || ask->name.type == NP_MEDIA_PDF)
        apr_table_setn(r->err_headers_out, "Content-Security-Policy", FILE_POLICY);
    apr_table_setn(r->subprocess_env, "no-gzip", "1");
    apr_table_setn(r->subprocess_env, "no-brotli", "1");
}

/* OK, 304 or 412. There is no date to compare (RFC 9110 13.1.3, 13.1.4). */
static int meets_conditions(request_rec *r, const np_portal_t *portal)
{
    int condition;

    apr_table_unset(r->headers_in, "If-Modified-Since");
    apr_table_unset(r->headers_in, "If-Unmodified-Since");
    condition = ap_meets_conditions(r);
    if (condition == HTTP_NOT_MODIFIED)
        np_count(&portal->counters->not_modified, 1);
    return condition;
}

/* ---- Bytes --------------------------------------------------------------------------------------
 */

static apr_status_t close_file(void *file)
{
    close(*(const int *)file);
    return APR_SUCCESS;
}

static apr_status_t free_bytes(void *bytes)
{
    free(bytes);
    return APR_SUCCESS;
}

/* A file of APR's own, which filters may keep longer than the request: one that is made of a
 * descriptor (apr_os_file_put) is never closed once it was set aside. */
static apr_file_t *own_file(const request_rec *r, int descriptor)
{
    char name[32];
    apr_file_t *file;

    apr_snprintf(name, sizeof(name), "/proc/self/fd/%d", descriptor);
    if (apr_file_open(&file, name, APR_READ | APR_BINARY | APR_SENDFILE_ENABLED, APR_OS_DEFAULT,
                      r->pool) == APR_SUCCESS) {
        close(descriptor);
        return file;
    }
    apr_pool_cleanup_register(r->pool, apr_pmemdup(r->pool, &descriptor, sizeof(descriptor)),
                              close_file, apr_pool_cleanup_null);
    if (apr_os_file_put(&file, &descriptor, APR_READ | APR_BINARY, r->pool) != APR_SUCCESS)
        return NULL;
    return file;
}

static int send_bytes(request_rec *r, const np_media_given_t *given)
{
    apr_bucket_alloc_t *list = r->connection->bucket_alloc;
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, list);

    ap_set_content_length(r, given->length);
    if (given->file >= 0) {
        apr_file_t *file = own_file(r, given->file);

        if (file == NULL)
            return HTTP_INTERNAL_SERVER_ERROR;
        apr_brigade_insert_file(brigade, file, given->offset, given->length, r->pool);
    } else {
        apr_pool_cleanup_register(r->pool, given->bytes, free_bytes, apr_pool_cleanup_null);
        np_output_append(brigade, apr_bucket_pool_create(given->bytes, (apr_size_t)given->length,
                                                         r->pool, list));
    }
    return np_output_pass(r, brigade);
}

/* Another file took the place of the one that the address is of. */
static int send_moved(request_rec *r, const np_request_t *request, const np_media_ask_t *ask,
                      const np_media_given_t *given)
{
    apr_bucket_alloc_t *list = r->connection->bucket_alloc;
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, list);
    const char *address = apr_pstrcat(r->pool, request->site->base_url,
                                      np_media_path(ask->id, &given->now, r->pool), NULL);
    const char *text = np_respond_moved_text(r->pool, request->site->language, address);

    r->status = HTTP_MOVED_PERMANENTLY;
    ap_set_content_type(r, "text/html; charset=utf-8");
    apr_table_setn(r->headers_out, "Location", address);
    apr_table_setn(r->headers_out, "Cache-Control", "no-store");
    ap_set_content_length(r, (apr_off_t)strlen(text));
    np_output_append(brigade, apr_bucket_pool_create(text, strlen(text), r->pool, list));
    return np_output_pass(r, brigade);
}

/* The themed page of a status. */
static int send_status(request_rec *r, const np_portal_t *portal, const np_request_t *request,
                       int status)
{
    np_request_t refusal = *request;
    np_served_t served;

    refusal.refusal = status;
    np_serve(&served, portal, &refusal);
    return np_output_send(r, portal, &refusal, &served);
}

static int fail(request_rec *r, const np_portal_t *portal, const np_request_t *request,
                const np_error_t *error)
{
    int level = error->code == NULL ? APLOG_DEBUG
                : strcmp(error->code, "NP0101") == 0 || strcmp(error->code, "NP0102") == 0
                    ? APLOG_INFO
                    : APLOG_ERR;

    ap_log_rerror(APLOG_MARK, level, 0, r, "%s%s%s", error->code ? error->code : "",
                  error->code ? ": " : "", error->detail);
    return send_status(r, portal, request, error->status);
}

static int ask_of(np_media_ask_t *ask, const request_rec *r, const np_request_t *request,
                  const np_entry_t *entry)
{
    ask->id = request->params.id;
    ask->path = entry->identity.length
                    ? apr_pstrmemdup(r->pool, entry->identity.bytes, entry->identity.length)
                    : NULL;
    return request->params.name && np_media_name_parse(&ask->name, request->params.name);
}

int np_media_send(request_rec *r, const np_portal_t *portal, const np_request_t *request,
                  const np_served_t *served)
{
    np_media_given_t given;
    np_media_ask_t ask;
    np_error_t *error;

    np_output_hold(r, served->entry);
    if (!ask_of(&ask, r, request, served->entry))
        return send_status(r, portal, request, HTTP_NOT_FOUND);
    if (apr_table_get(r->headers_in, "If-None-Match")) {
        set_headers(r, &ask, cache_control(r, request, served->entry));
        set_tag(r, &ask.name, ask.name.width);
        if (meets_conditions(r, portal) == HTTP_NOT_MODIFIED)
            return HTTP_NOT_MODIFIED;
        apr_table_clear(r->headers_out);
    }
    error = np_media_get(&given, portal->media, portal->db, &ask, r->pool);
    if (error)
        return fail(r, portal, request, error);
    if (given.is_other)
        return send_moved(r, request, &ask, &given);
    /* What stands in for a smaller picture is not kept: the next one who asks may get the real one.
     */
    set_headers(r, &ask,
                given.width == ask.name.width ? cache_control(r, request, served->entry)
                                              : "no-store");
    set_tag(r, &ask.name, given.width);
    if (meets_conditions(r, portal) == HTTP_PRECONDITION_FAILED) {
        given.file >= 0 ? (void)close(given.file) : free(given.bytes);
        return HTTP_PRECONDITION_FAILED;
    }
    return send_bytes(r, &given);
}

/* ---- Files that must not be sent ----------------------------------------------------------------
 */

int np_media_is_gone(const request_rec *r, const np_portal_t *portal, np_request_t *request)
{
    const char *root = portal->site->media.root;
    apr_size_t length = strlen(root);
    const char *path;

    if (portal->gone == NULL || r->finfo.filetype != APR_REG || r->filename == NULL ||
        strncmp(r->filename, root, length) != 0 || r->filename[length] != '/')
        return 0;
    path = r->filename + length + 1;
    request->gone =
        np_media_gone_find(&request->params.id, portal->gone, path, request->now, r->pool);
    if (request->gone == 0)
        return 0;
    request->route = &np_routes[NP_ROUTE_MEDIA];
    np_count(&portal->counters->media_gone, 1);
    return 1;
}

int np_media_refuse(request_rec *r, const np_portal_t *portal, np_request_t *request)
{
    np_served_t served;

    np_serve(&served, portal, request);
    if (served.entry && served.entry->status == request->gone)
        return np_output_send(r, portal, request, &served);
    np_entry_release(served.entry);
    return send_status(r, portal, request, request->gone);
}
