/* np_redirect.c - see np_redirect.h. Called by np_respond.c. */
#include "np_redirect.h"

#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "np_text.h"

#define MAX_HOPS 5

/* What of an address is a path of this portal, or NULL when it leads elsewhere. */
static const char *own_part(const np_site_t *site, const char *target)
{
    const char *const bases[] = {site->base_url, site->mobile_url};
    int i;

    if (*target == '/')
        return target;
    for (i = 0; i < 2; i++) {
        apr_size_t length = bases[i] ? strlen(bases[i]) : 0;

        if (length && strncmp(target, bases[i], length) == 0 && target[length] == '/')
            return target + length;
    }
    return NULL;
}

/* The path that a reader who follows `target` would ask for, decoded as path_from is; NULL when the
 * target is not ours. */
static const char *next_path(const np_page_t *page, const char *target)
{
    const char *part = own_part(page->request->site, target);

    return part ? np_text_unescape(page->pool, part, strcspn(part, "?#"), 0) : NULL;
}

/* The row of a path, or of the same with a slash at its end: readers leave it out, and as long as
 * the page was there they were led to it. */
static np_error_t *row_of(np_rows_t **rows, np_page_t *page, const char *path)
{
    apr_size_t length = strlen(path);
    const char *slashed = path;

    if (length == 0 || path[length - 1] != '/')
        slashed = apr_pstrcat(page->pool, path, "/", NULL);
    np_page_depend(page, "redirect", path);
    if (slashed != path)
        np_page_depend(page, "redirect", slashed);
    return np_page_query(rows, page, NP_QUERY_REDIRECT_BY_PATH, np_value_text(path),
                         np_value_text(slashed));
}

np_error_t *np_redirect_find(np_redirect_t *redirect, np_page_t *page)
{
    const char *path = page->request->path;
    int hops;

    memset(redirect, 0, sizeof(*redirect));
    for (hops = 0; path && hops <= MAX_HOPS; hops++) {
        np_rows_t *rows;
        np_error_t *error = row_of(&rows, page, path);

        if (error || rows->count == 0)
            return error;
        redirect->target = np_rows_text(rows, 0, REDIRECT_BY_PATH_PATH_TO);
        redirect->status = np_rows_int(rows, 0, REDIRECT_BY_PATH_STATUS) == 302 ? 302 : 301;
        if (!np_page_is_link(redirect->target))
            break;
        path = next_path(page, redirect->target);
        if (path == NULL)
            return NULL;
        if (strcmp(path, page->request->path) == 0)
            break;
    }
    redirect->target = NULL;
    return NULL;
}

static int is_escape(const char *text)
{
    return text[0] == '%' && apr_isxdigit(text[1]) && apr_isxdigit(text[2]);
}

const char *np_redirect_address(const np_page_t *page, const char *target)
{
    static const char hex[] = "0123456789ABCDEF";
    char *address = apr_palloc(page->pool, 3 * strlen(target) + 1);
    char *out = address;

    for (; *target; target++) {
        unsigned char c = (unsigned char)*target;

        if (c > 0x20 && c < 0x7f && strchr("\"<>\\^`{|}", c) == NULL &&
            (c != '%' || is_escape(target))) {
            *out++ = *target;
        } else {
            *out++ = '%';
            *out++ = hex[c >> 4];
            *out++ = hex[c & 15];
        }
    }
    *out = '\0';
    return *address == '/' ? np_page_absolute(page, page->request->variant, address) : address;
}
