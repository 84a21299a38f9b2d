/* np_claim_address.c - see np_claim_address.h. */
#include "np_claim_address.h"

#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "np_desk.h"
#include "np_text.h"

#define OTHER "other: "

const char *const np_claim_kind_names[] = {"article", "picture", "list", "other", "unknown"};

/* ---- Looks ----------------------------------------------------------------------------------- */

static int is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* What follows "http://" or "https://"; NULL for a path. */
static const char *host_of(const char *text)
{
    if (strncasecmp(text, "https://", 8) == 0)
        return text + 8;
    return strncasecmp(text, "http://", 7) == 0 ? text + 7 : NULL;
}

static int is_host(const char *text, apr_size_t length, const char *host)
{
    return host && strlen(host) == length && strncasecmp(text, host, length) == 0;
}

static int is_ours(const np_site_t *site, const char *host)
{
    apr_size_t length =
        *host == '[' ? strcspn(host, "]") + (strchr(host, ']') != NULL) : strcspn(host, ":/?#");

    /* What stands before an @ is a name to log in with, whatever it looks like. */
    if (memchr(host, '@', strcspn(host, "/?#")))
        return 0;
    return is_host(host, length, site->host) || is_host(host, length, site->mobile_host);
}

/* The page that a path of ours is; NULL for none. */
static const np_route_t *route_of(const np_page_t *page, const char *path)
{
    apr_size_t length = strcspn(path, "?#");
    np_params_t params;

    if (strncmp(path, NP_MOBILE_PREFIX "/", sizeof(NP_MOBILE_PREFIX)) == 0) {
        path += sizeof(NP_MOBILE_PREFIX) - 1;
        length -= sizeof(NP_MOBILE_PREFIX) - 1;
    }
    path = np_text_unescape(page->pool, path, length, 0);
    return path ? np_route_match(&params, path, page->pool) : NULL;
}

static np_claim_kind_e kind_of(const np_page_t *page, const char *text)
{
    const char *host = host_of(text);
    const char *path = host ? host + strcspn(host, "/?#") : text;
    const np_route_t *route;

    if (host && !is_ours(page->request->site, host))
        return NP_CLAIM_OTHER;
    route = route_of(page, *path ? path : "/");
    if (route == NULL || route->id == NP_ROUTE_ARTICLE || (route->flags & NP_ROUTE_FILE))
        return NP_CLAIM_UNKNOWN;
    return NP_CLAIM_LIST;
}

/* As the database and the desk know it: a browser's address bar gives names in other letters as
 * %XX. Without what follows the path. What would not stay one line of one path stays as it was
 * typed. */
static const char *readable(apr_pool_t *pool, const char *text)
{
    const char *plain;

    if (strchr(text, '%') == NULL)
        return text;
    plain = np_text_unescape(pool, text, strcspn(text, "?#"), 0);
    return plain && strpbrk(plain, "\n\r\t?#") == NULL ? plain : text;
}

apr_array_header_t *np_claim_addresses(const np_page_t *page, const char *text)
{
    apr_array_header_t *addresses = apr_array_make(page->pool, 4, sizeof(np_claim_address_t));

    while (*text) {
        apr_size_t length = strcspn(text, "\n");
        const char *from = text, *to = text + length;
        np_claim_address_t *address;

        text = *to ? to + 1 : to;
        while (from < to && is_space(*from))
            from++;
        while (to > from && is_space(to[-1]))
            to--;
        if (from == to)
            continue;
        address = apr_array_push(addresses);
        memset(address, 0, sizeof(*address));
        address->text = apr_pstrmemdup(page->pool, from, (apr_size_t)(to - from));
        address->title = "";
        address->kind = kind_of(page, address->text);
        if (address->kind == NP_CLAIM_UNKNOWN)
            address->text = readable(page->pool, address->text);
    }
    return addresses;
}

/* ---- The database ---------------------------------------------------------------------------- */

static np_error_t *load_title(np_claim_address_t *address, np_page_t *page)
{
    np_value_t now = np_value_civil(page->request->now);
    np_rows_t *rows;
    np_error_t *error;

    if (address->kind == NP_CLAIM_ARTICLE)
        error =
            np_page_query(&rows, page, NP_QUERY_CLAIM_ARTICLE, np_value_int(address->id), now, now);
    else
        error = np_page_query(&rows, page, NP_QUERY_CLAIM_MEDIA, np_value_int(address->id));
    if (error == NULL && rows->count)
        address->title = np_rows_text(rows, 0, 0); /* CLAIM_ARTICLE_TITLE, CLAIM_MEDIA_ALT */
    return error;
}

/* Asks one of the functions that answer "article:12", "media:3" or "". */
static np_error_t *ask(np_claim_address_t *address, np_page_t *page, int query)
{
    np_value_t value = np_value_text(address->text);
    const char *answer;
    np_error_t *error = np_desk_call(&answer, page, query, &value);

    if (error)
        return error;
    if (np_desk_is(answer, "article"))
        address->kind = NP_CLAIM_ARTICLE;
    else if (np_desk_is(answer, "media"))
        address->kind = NP_CLAIM_PICTURE;
    address->id = np_desk_number(answer);
    return NULL;
}

np_error_t *np_claim_addresses_resolve(apr_array_header_t *addresses, np_page_t *page)
{
    np_error_t *error = NULL;
    int i;

    for (i = 0; error == NULL && i < addresses->nelts; i++) {
        np_claim_address_t *address = &APR_ARRAY_IDX(addresses, i, np_claim_address_t);

        if (address->kind != NP_CLAIM_OTHER)
            error = ask(address, page, NP_QUERY_WEB_CLAIM_RESOLVE);
        if (error == NULL && address->kind <= NP_CLAIM_PICTURE)
            error = load_title(address, page);
    }
    return error;
}

np_error_t *np_claim_addresses_removed(apr_array_header_t *addresses, np_page_t *page)
{
    np_error_t *error = NULL;
    int i;

    for (i = 0; error == NULL && i < addresses->nelts; i++) {
        np_claim_address_t *address = &APR_ARRAY_IDX(addresses, i, np_claim_address_t);

        if (address->kind != NP_CLAIM_OTHER)
            error = ask(address, page, NP_QUERY_WEB_CLAIM_REMOVED);
    }
    return error;
}

const char *np_claim_addresses_text(const apr_array_header_t *addresses, apr_pool_t *pool)
{
    apr_array_header_t *lines = apr_array_make(pool, addresses->nelts, sizeof(const char *));
    int i;

    for (i = 0; i < addresses->nelts; i++) {
        const np_claim_address_t *address = &APR_ARRAY_IDX(addresses, i, np_claim_address_t);

        APR_ARRAY_PUSH(lines, const char *) = address->kind == NP_CLAIM_OTHER
                                                  ? apr_pstrcat(pool, OTHER, address->text, NULL)
                                                  : address->text;
    }
    return apr_array_pstrcat(pool, lines, '\n');
}
