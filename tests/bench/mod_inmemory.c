/* mod_inmemory.c - the ceiling for the bench: a handler that sends bytes it holds in memory, and
 * nothing else.
 *
 * Reads a page and its compressed form once, when httpd starts:
 *
 *     InMemoryPage /path file file.gz
 *     InMemoryHeader name value
 *
 * Claims its path as mod_newsportal does (translate_name, map_to_storage), so that no file is
 * looked for. Must not: be used for anything but comparison. Built by apxs, called by nobody.
 */
#include <string.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <httpd.h>
#include <http_config.h>
#include <http_core.h>
#include <http_protocol.h>
#include <http_request.h>
#include <util_filter.h>

typedef struct page_t {
    const char *path, *body[2], *etag[2];
    apr_size_t length[2];
    apr_array_header_t *headers; /* name, value, name, value ... */
} page_t;

module AP_MODULE_DECLARE_DATA inmemory_module;

static page_t page; /* one per server, filled before children are made */

static const char *read_file(cmd_parms *cmd, const char *name, int form)
{
    apr_file_t *file;
    apr_finfo_t info;
    char *bytes;

    if (apr_file_open(&file, name, APR_READ | APR_BINARY, 0, cmd->pool) != APR_SUCCESS ||
        apr_file_info_get(&info, APR_FINFO_SIZE, file) != APR_SUCCESS)
        return apr_pstrcat(cmd->pool, "cannot open ", name, NULL);
    bytes = apr_palloc(cmd->pool, (apr_size_t)info.size);
    if (apr_file_read_full(file, bytes, (apr_size_t)info.size, NULL) != APR_SUCCESS)
        return apr_pstrcat(cmd->pool, "cannot read ", name, NULL);
    apr_file_close(file);
    page.body[form] = bytes;
    page.length[form] = (apr_size_t)info.size;
    page.etag[form] = apr_psprintf(cmd->pool, "\"inmemory-%" APR_SIZE_T_FMT "%s\"",
                                   page.length[form], form ? "-gzip" : "");
    return NULL;
}

static const char *set_page(cmd_parms *cmd, void *unused, const char *path, const char *plain,
                            const char *gzip)
{
    const char *error;

    (void)unused;
    page.path = apr_pstrdup(cmd->pool, path);
    error = read_file(cmd, plain, 0);
    return error ? error : read_file(cmd, gzip, 1);
}

static const char *set_header(cmd_parms *cmd, void *unused, const char *name, const char *value)
{
    (void)unused;
    /* httpd reads its configuration twice; the first reading's pool is gone by then. */
    if (page.headers == NULL)
        page.headers = apr_array_make(cmd->pool, 8, sizeof(char *));
    APR_ARRAY_PUSH(page.headers, const char *) = apr_pstrdup(cmd->pool, name);
    APR_ARRAY_PUSH(page.headers, const char *) = apr_pstrdup(cmd->pool, value);
    return NULL;
}

static int pre_config(apr_pool_t *pool, apr_pool_t *log, apr_pool_t *temporary)
{
    (void)pool, (void)log, (void)temporary;
    memset(&page, 0, sizeof(page));
    return OK;
}

static int is_ours(request_rec *r)
{
    return page.path && strcmp(r->uri, page.path) == 0;
}

static int translate_name(request_rec *r)
{
    if (!is_ours(r))
        return DECLINED;
    r->filename = apr_pstrdup(r->pool, "inmemory:");
    return OK;
}

static int map_to_storage(request_rec *r)
{
    return is_ours(r) ? OK : DECLINED;
}

static int type_checker(request_rec *r)
{
    if (!is_ours(r))
        return DECLINED;
    r->handler = "inmemory";
    return OK;
}

static int handler(request_rec *r)
{
    apr_bucket_alloc_t *alloc = r->connection->bucket_alloc;
    const char *accept;
    apr_bucket_brigade *brigade;
    int form, n, status;

    if (r->handler == NULL || strcmp(r->handler, "inmemory") != 0)
        return DECLINED;
    accept = apr_table_get(r->headers_in, "Accept-Encoding");
    form = accept && strstr(accept, "gzip");
    ap_set_content_type(r, "text/html; charset=utf-8");
    for (n = 0; page.headers && n < page.headers->nelts; n += 2)
        apr_table_setn(r->headers_out, APR_ARRAY_IDX(page.headers, n, const char *),
                       APR_ARRAY_IDX(page.headers, n + 1, const char *));
    if (form)
        apr_table_setn(r->headers_out, "Content-Encoding", "gzip");
    apr_table_setn(r->headers_out, "ETag", page.etag[form]);
    status = ap_meets_conditions(r);
    if (status != OK)
        return status;
    ap_set_content_length(r, (apr_off_t)page.length[form]);
    brigade = apr_brigade_create(r->pool, alloc);
    APR_BRIGADE_INSERT_TAIL(brigade,
                            apr_bucket_immortal_create(page.body[form], page.length[form], alloc));
    APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_eos_create(alloc));
    ap_pass_brigade(r->output_filters, brigade);
    return OK;
}

static const command_rec commands[] = {
    AP_INIT_TAKE3("InMemoryPage", set_page, NULL, RSRC_CONF, "path, file, file.gz"),
    AP_INIT_TAKE2("InMemoryHeader", set_header, NULL, RSRC_CONF, "name, value"),
    {NULL},
};

static void register_hooks(apr_pool_t *pool)
{
    (void)pool;
    ap_hook_pre_config(pre_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_translate_name(translate_name, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_map_to_storage(map_to_storage, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_type_checker(type_checker, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_handler(handler, NULL, NULL, APR_HOOK_MIDDLE);
}

AP_DECLARE_MODULE(inmemory) = {STANDARD20_MODULE_STUFF, NULL, NULL, NULL, NULL, commands,
                               register_hooks,          0};
