/* np_body_url.c - which addresses may stand in a body, and how they are written. The parser has
 * already decoded character references. Called by np_body_attributes (addresses of elements) and by
 * np_body_text and np_body_markdown (bare addresses in running text).
 *
 * Allowed: http and https with a host, mailto, tel, addresses relative to the page, and #fragments.
 * Everything a browser could read in two ways (backslashes, "scheme:" that is none, user names in
 * front of the host) is refused. `//host/` is written as https, which is what it means on our
 * pages.
 */
#include "np_body_parts.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#define URL_MAX 2048
#define ID_PREFIX "body-"

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The bytes without TAB, LF, CR anywhere and without C0, space, U+00A0, U+3000 and U+FEFF at either
 * end: what a browser would strip, and a little more. */
static char *strip(const char *raw, apr_pool_t *pool)
{
    char *url, *out;
    int more = 1;

    while (more) {
        more = 0;
        for (; *raw && (unsigned char)*raw <= ' '; raw++)
            more = 1;
        if (strncmp(raw, "\xEF\xBB\xBF", 3) == 0 || strncmp(raw, "\xE3\x80\x80", 3) == 0)
            raw += 3, more = 1;
        else if (strncmp(raw, "\xC2\xA0", 2) == 0)
            raw += 2, more = 1;
    }
    url = out = apr_palloc(pool, strlen(raw) + 1);
    for (; *raw; raw++)
        if (*raw != '\t' && *raw != '\n' && *raw != '\r')
            *out++ = *raw;
    for (more = 1; more;) {
        more = 0;
        for (; out > url && (unsigned char)out[-1] <= ' '; out--)
            more = 1;
        if (out - url >= 3 &&
            (memcmp(out - 3, "\xEF\xBB\xBF", 3) == 0 || memcmp(out - 3, "\xE3\x80\x80", 3) == 0))
            out -= 3, more = 1;
        else if (out - url >= 2 && memcmp(out - 2, "\xC2\xA0", 2) == 0)
            out -= 2, more = 1;
    }
    *out = '\0';
    return url;
}

/* Percent-encodes what RFC 3986 does not allow in an address and a reader could trip over. Letters
 * of all scripts stay as they are: that is how people read them. NULL when it holds a control
 * character or a backslash in front of the query. */
static const char *encode(const char *url, apr_pool_t *pool)
{
    static const char digits[] = "0123456789ABCDEF";
    char *encoded = apr_palloc(pool, strlen(url) * 3 + 1), *out = encoded;
    int query = 0;

    for (; *url; url++) {
        unsigned char c = (unsigned char)*url;

        if (c < ' ' || c == 0x7F || (c == '\\' && !query))
            return NULL;
        if (c == 0xC2 && (unsigned char)url[1] < 0xA0) /* C1 controls */
            return NULL;
        query |= c == '?' || c == '#';
        if (strchr(" \"<>\\^`{|}", c) != NULL) {
            *out++ = '%';
            *out++ = digits[c >> 4];
            *out++ = digits[c & 15];
        } else {
            *out++ = (char)c;
        }
    }
    *out = '\0';
    return encoded;
}

/* "host", "host:port", "[v6]": no user name, no percent escapes, not empty. */
static int is_authority(const char *p)
{
    size_t length = strcspn(p, "/?#");
    const char *end = p + length;
    const char *host_end = p;

    if (length == 0 || length > 255)
        return 0;
    if (*p == '[') {
        host_end = p + strspn(p, "[0123456789abcdefABCDEF:.");
        if (*host_end++ != ']')
            return 0;
    } else {
        while (host_end < end && (is_letter(*host_end) || is_digit(*host_end) || *host_end == '-' ||
                                  *host_end == '.' || *host_end == '_' || (*host_end & 0x80)))
            host_end++;
    }
    if (host_end == p || *p == '.' || *p == ':')
        return 0;
    if (host_end < end && *host_end == ':')
        for (host_end++; host_end < end && is_digit(*host_end);)
            host_end++;
    return host_end == end;
}

/* mailto: and tel: hold one thing each; what looks like anything else is refused. */
static const char *contact(const char *scheme, const char *rest, apr_pool_t *pool)
{
    if (strcmp(scheme, "tel:") == 0) {
        if (*rest == '\0' || rest[strspn(rest, "+0123456789-.();=abcdefghijklmnopqrstuvwxyz")])
            return NULL;
    } else if (strchr(rest, '@') == NULL || *rest == '@' || strpbrk(rest, "<>\"\\/") != NULL) {
        return NULL;
    }
    return apr_pstrcat(pool, scheme, rest, NULL);
}

/* Links inside of the page lead to the ids that np_body_attributes has prefixed. */
static const char *fragment(const char *url, apr_pool_t *pool)
{
    if (url[1] == '\0')
        return NULL;
    if (strncmp(url + 1, ID_PREFIX, sizeof(ID_PREFIX) - 1) == 0)
        return url;
    return apr_pstrcat(pool, "#" ID_PREFIX, url + 1, NULL);
}

static const char *relative(const char *url, np_body_url_e use, apr_pool_t *pool)
{
    size_t first = strcspn(url, "/?#");

    if (memchr(url, ':', first) != NULL) /* not a scheme we know, or none at all */
        return NULL;
    if (*url == '#')
        return use == NP_BODY_LINK ? fragment(url, pool) : NULL;
    return *url ? url : NULL;
}

static const char *judge(const char *url, np_body_url_e use, int *external, apr_pool_t *pool)
{
    const char *scheme = NULL, *rest = NULL;

    if (strncasecmp(url, "https://", 8) == 0) {
        scheme = "https://";
        rest = url + 8;
    } else if (strncasecmp(url, "http://", 7) == 0) {
        scheme = "http://";
        rest = url + 7;
    } else if (strncmp(url, "//", 2) == 0) {
        scheme = "https://";
        rest = url + 2;
    }
    if (scheme != NULL) {
        *external = is_authority(rest);
        return *external ? apr_pstrcat(pool, scheme, rest, NULL) : NULL;
    }
    if (use == NP_BODY_LINK && strncasecmp(url, "mailto:", 7) == 0)
        return contact("mailto:", url + 7, pool);
    if (use == NP_BODY_LINK && strncasecmp(url, "tel:", 4) == 0)
        return contact("tel:", url + 4, pool);
    return relative(url, use, pool);
}

const char *np_body_url(const char *raw, np_body_url_e use, int *external, apr_pool_t *pool)
{
    const char *url = strip(raw, pool);
    int ignored = 0;

    external = external != NULL ? external : &ignored;
    *external = 0;
    if (strlen(url) > URL_MAX || (url = encode(url, pool)) == NULL)
        return NULL;
    url = judge(url, use, external, pool);
    return url != NULL && strlen(url) <= URL_MAX ? url : NULL; /* it may have grown */
}

/* Bare addresses end at the first character that is not ASCII: in Chinese text no space follows.
 * Punctuation at the end belongs to the sentence, and so does a bracket without its partner. */
apr_size_t np_body_bare_url(const char *p, const char *end)
{
    static const char more[] = "-._~:/?#[]@!$&'()*+,;=%";
    apr_size_t room = (apr_size_t)(end - p), skip, length;
    int open = 0, closed = 0;
    const char *c;

    if (room > 8 && strncasecmp(p, "https://", 8) == 0)
        skip = 8;
    else if (room > 7 && strncasecmp(p, "http://", 7) == 0)
        skip = 7;
    else
        return 0;
    room = room > URL_MAX + 1 ? URL_MAX + 1 : room; /* longer ones are none, and cost no time */
    for (length = skip; length < room; length++) {
        char ch = p[length];

        if (ch == '\0' || !(is_letter(ch) || is_digit(ch) || strchr(more, ch) != NULL))
            break;
    }
    for (c = p; c < p + length; c++) {
        open += *c == '(';
        closed += *c == ')';
    }
    while (length > skip) {
        char last = p[length - 1];

        if (last == ')' && closed > open)
            closed--;
        else if (strchr(".,;:!?'*_~(", last) == NULL)
            break;
        length--;
    }
    return length > skip && length <= URL_MAX && (is_letter(p[skip]) || is_digit(p[skip])) ? length
                                                                                           : 0;
}
