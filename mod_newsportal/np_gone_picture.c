/* np_gone_picture.c - see np_gone_picture.h. */
#include "np_gone_picture.h"

#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "np_text.h"

#define AT_ONCE 8 /* of each kind, in one statement */
#define MOST 64   /* of each kind; a text with more keeps broken pictures, not their bytes */
#define MEDIA "/media/"
#define ID_DIGITS 18

void np_gone_pictures_init(np_gone_pictures_t *gone, apr_pool_t *pool)
{
    gone->ids = apr_array_make(pool, 2, sizeof(apr_int64_t));
    gone->paths = apr_array_make(pool, 2, sizeof(const char *));
    gone->found = apr_array_make(pool, 2, sizeof(np_rows_t *));
}

/* ---- What may be shown ----------------------------------------------------------------------- */

void np_gone_pictures_add(np_gone_pictures_t *gone, apr_int64_t id)
{
    int i;

    for (i = 0; i < gone->ids->nelts; i++) {
        if (APR_ARRAY_IDX(gone->ids, i, apr_int64_t) == id)
            return;
    }
    if (gone->ids->nelts < MOST)
        APR_ARRAY_PUSH(gone->ids, apr_int64_t) = id;
}

static void add_path(np_gone_pictures_t *gone, const char *path)
{
    int i;

    for (i = 0; i < gone->paths->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(gone->paths, i, const char *), path) == 0)
            return;
    }
    if (gone->paths->nelts < MOST)
        APR_ARRAY_PUSH(gone->paths, const char *) = path;
}

/* 0 when `address` (a path of ours) is no picture of the portal's own. */
static apr_int64_t id_of(const char *address)
{
    const char *digits = address + sizeof(MEDIA) - 1;
    apr_size_t length;

    if (strncmp(address, MEDIA, sizeof(MEDIA) - 1) != 0)
        return 0;
    length = strspn(digits, "0123456789");
    if (length == 0 || length > ID_DIGITS || (digits[length] && !strchr("/-.", digits[length])))
        return 0;
    return apr_atoi64(digits);
}

/* The file that an address of `length` bytes names, as column media.path has it; NULL for none. */
static const char *path_of(const char *address, apr_size_t length, apr_pool_t *pool)
{
    const char *path, *dot;

    length = strcspn(address, "?#") < length ? strcspn(address, "?#") : length;
    path = np_text_unescape(pool, address, length, 0);
    if (path == NULL)
        return NULL;
    while (*path == '/')
        path++;
    dot = strrchr(path, '.');
    return dot && dot[1] && strlen(dot) <= 6 && strlen(path) <= 255 ? path : NULL;
}

/* Of an address as it stands in a text: what follows our own host; itself if it has none. */
static const char *own_part(const np_page_t *page, const char *address)
{
    const char *base = page->request->site->base_url;
    apr_size_t length = strlen(base);

    if (strncasecmp(address, base, length) == 0 && address[length] == '/')
        return address + length;
    return *address == '/' && address[1] != '/' ? address : NULL;
}

/* A place where an address may begin: not in the middle of a word or of another address. */
static int begins(const char *text, const char *at)
{
    unsigned char before = at > text ? (unsigned char)at[-1] : ' ';

    return !apr_isalnum(before) && before != '/' && before != ':' && before != '.' &&
           before != '-' && before != '_' && before != '%' && before != '<' && before < 0x80;
}

static void scan_address(np_gone_pictures_t *gone, const np_page_t *page, const char *address)
{
    const char *own = own_part(page, address), *path;
    apr_int64_t id;

    if (own == NULL)
        return;
    id = id_of(own);
    if (id) {
        np_gone_pictures_add(gone, id);
        return;
    }
    path = path_of(own, strcspn(own, " \t\r\n\"'<>()"), page->pool);
    if (path)
        add_path(gone, path);
}

void np_gone_pictures_scan(np_gone_pictures_t *gone, const np_page_t *page, const char *text)
{
    const char *base = page->request->site->base_url;
    apr_size_t length = strlen(base);
    const char *at;

    for (at = text; (at = strchr(at, '/')) != NULL; at++) {
        if (begins(text, at))
            scan_address(gone, page, at);
    }
    for (at = text; (at = strstr(at, base)) != NULL; at += length)
        scan_address(gone, page, at);
}

/* ---- Load ------------------------------------------------------------------------------------ */

static void depend(const np_gone_pictures_t *gone, np_page_t *page)
{
    int i;

    for (i = 0; i < gone->ids->nelts; i++)
        np_page_depend_number(page, "media", APR_ARRAY_IDX(gone->ids, i, apr_int64_t));
    for (i = 0; i < gone->paths->nelts; i++)
        np_page_depend(page, "file", APR_ARRAY_IDX(gone->paths, i, const char *));
}

static np_error_t *load_some(np_gone_pictures_t *gone, np_page_t *page, int from)
{
    np_value_t values[2 * AT_ONCE];
    np_rows_t *rows;
    np_error_t *error;
    int i;

    for (i = 0; i < AT_ONCE; i++) {
        int place = from + i;

        values[i] = np_value_int(
            place < gone->ids->nelts ? APR_ARRAY_IDX(gone->ids, place, apr_int64_t) : 0);
        values[AT_ONCE + i] = np_value_text(
            place < gone->paths->nelts ? APR_ARRAY_IDX(gone->paths, place, const char *) : "");
    }
    error = np_page_query_values(&rows, page, NP_QUERY_MEDIA_GONE, values);
    if (error == NULL && rows->count)
        APR_ARRAY_PUSH(gone->found, np_rows_t *) = rows;
    return error;
}

np_error_t *np_gone_pictures_load(np_gone_pictures_t *gone, np_page_t *page)
{
    int most = gone->ids->nelts > gone->paths->nelts ? gone->ids->nelts : gone->paths->nelts;
    np_error_t *error = NULL;
    int from;

    depend(gone, page);
    for (from = 0; error == NULL && from < most; from += AT_ONCE)
        error = load_some(gone, page, from);
    return error;
}

/* ---- Build ----------------------------------------------------------------------------------- */

/* By file, or where `path` is NULL by number. NULL: it was not removed. */
static const np_rows_t *find(const np_gone_pictures_t *gone, apr_int64_t id, const char *path,
                             int *row)
{
    int i;

    for (i = 0; i < gone->found->nelts; i++) {
        const np_rows_t *rows = APR_ARRAY_IDX(gone->found, i, np_rows_t *);

        for (*row = 0; *row < rows->count; ++*row) {
            if (path ? strcmp(np_rows_text(rows, *row, MEDIA_GONE_PATH), path) == 0
                     : np_rows_int(rows, *row, MEDIA_GONE_ID) == id)
                return rows;
        }
    }
    return NULL;
}

static xmlNodePtr add_gone(const np_page_t *page, xmlNodePtr parent, const np_rows_t *rows, int row)
{
    xmlNodePtr element = np_model_add(parent, "picture-gone");

    np_model_set(element, "ledger",
                 np_page_href(page, np_routes[NP_ROUTE_COPYRIGHT_LEDGER].pattern));
    np_model_add_date(element, "removed", page->request->site->zone,
                      np_page_civil(page, np_rows_int(rows, row, MEDIA_GONE_REMOVED_AT)),
                      page->pool);
    np_model_add_text(element, "cause", np_rows_text(rows, row, MEDIA_GONE_CAUSE));
    np_model_add_text(element, "claimant", np_rows_text(rows, row, MEDIA_GONE_CLAIMANT));
    return element;
}

void np_gone_pictures_place(const np_gone_pictures_t *gone, const np_page_t *page,
                            xmlNodePtr parent, apr_int64_t id)
{
    int row;
    const np_rows_t *rows = id ? find(gone, id, NULL, &row) : NULL;

    if (rows)
        add_gone(page, parent, rows, row);
}

static void replace(const np_gone_pictures_t *gone, const np_page_t *page, xmlNodePtr image)
{
    xmlChar *source = xmlGetNoNsProp(image, (const xmlChar *)"src");
    const char *own = source ? own_part(page, (const char *)source) : NULL;
    const np_rows_t *rows = NULL;
    xmlNodePtr placeholder;
    int row = 0;

    if (own) {
        apr_int64_t id = id_of(own);
        const char *path = id ? NULL : path_of(own, strlen(own), page->pool);

        rows = id || path ? find(gone, id, path, &row) : NULL;
    }
    xmlFree(source);
    if (rows == NULL)
        return;
    placeholder = add_gone(page, image->parent, rows, row);
    xmlUnlinkNode(placeholder);
    xmlReplaceNode(image, placeholder);
    xmlFreeNode(image);
}

/* In the order of the document, without recursion: bodies may be deep. */
static xmlNodePtr next_of(xmlNodePtr node, xmlNodePtr body)
{
    if (node->children && node->type == XML_ELEMENT_NODE)
        return node->children;
    while (node != body && node->next == NULL)
        node = node->parent;
    return node == body ? NULL : node->next;
}

void np_gone_pictures_replace(const np_gone_pictures_t *gone, const np_page_t *page,
                              xmlNodePtr body)
{
    xmlNodePtr node = body->children;

    if (gone->found->nelts == 0)
        return;
    while (node) {
        xmlNodePtr next = next_of(node, body);

        if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, "img") == 0)
            replace(gone, page, node);
        node = next;
    }
}
