/* mod_newsportal_values.c - reads the values that administrators write: numbers, times, lines,
 * addresses, host names; and refuses the others in one sentence.
 *
 * Functions that take `cmd` return NULL, or the sentence httpd prints with file and line. Such a
 * sentence names the directive, repeats the value and says what is accepted.
 *
 * Must not: know a directive or a member of the configuration; guess what was meant. Called by
 * mod_newsportal_directives.c; np_value_format_address and np_value_apr_text also by its
 * neighbours.
 */
#include "mod_newsportal_config_internal.h"

#include <string.h>
#include <arpa/inet.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "np_text.h"

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SHOWN_MOST 200 /* bytes of a refused value */
/* RFC 3986 without the brackets (only an IPv6 host has them) and without "%", which is checked. */
#define URL_CHARACTERS LETTERS DIGITS "-._~:/?#@!$&'()*+,;="

/* The help text of each directive is what it accepts, followed by syntax and default. httpd cuts
 * its messages, so a long value is shown by its beginning (whole characters of UTF-8). */
const char *np_value_refuse(const cmd_parms *cmd, const char *value)
{
    size_t length = strlen(value);
    if (length > SHOWN_MOST) {
        for (length = SHOWN_MOST; length > 0 && (value[length] & 0xC0) == 0x80; length--) {
        }
        value = apr_psprintf(cmd->pool, "%.*s...", (int)length, value);
    }
    return apr_psprintf(cmd->pool, "%s: \"%s\" is not accepted; give %s", cmd->cmd->name, value,
                        cmd->cmd->errmsg);
}

int np_value_is_word(const char *value, const char *word)
{
    return ap_cstr_casecmp(value, word) == 0;
}

/* Decimal digits only: no sign, no space, no 0x. At most nine of them, so that no sum made with
 * the result overflows. Returns the number of characters read, 0 when there is no such number. */
static size_t read_number(const char *text, int *number)
{
    size_t length = strspn(text, DIGITS);
    if (length == 0 || length > 9) {
        return 0;
    }
    *number = 0;
    for (size_t i = 0; i < length; i++) {
        *number = *number * 10 + (text[i] - '0');
    }
    return length;
}

const char *np_value_number(const cmd_parms *cmd, const char *value, int least, int most,
                            int *member)
{
    int number;
    size_t length = read_number(value, &number);
    if (length == 0 || value[length] || number < least || number > most) {
        return np_value_refuse(cmd, value);
    }
    *member = number;
    return NULL;
}

const char *np_value_size(const cmd_parms *cmd, const char *value, apr_off_t least, apr_off_t most,
                          apr_off_t *member)
{
    static const char units[] = "KMG";
    int number;
    size_t length = read_number(value, &number);
    const char *unit = length && value[length] ? strchr(units, apr_toupper(value[length])) : NULL;
    apr_off_t size;
    if (!unit || value[length + 1]) {
        return np_value_refuse(cmd, value);
    }
    size = (apr_off_t)number << (10 * (unit - units + 1));
    if (size < least || size > most) {
        return np_value_refuse(cmd, value);
    }
    *member = size;
    return NULL;
}

/* Our own, and not ap_timeout_parameter_parse, because that one takes "2mississippi" for two
 * minutes and a number without a unit for whatever the caller thinks. */
const char *np_value_time(const cmd_parms *cmd, const char *value, apr_interval_time_t least,
                          apr_interval_time_t most, apr_interval_time_t *member)
{
    static const struct {
        const char *name;
        apr_interval_time_t length;
    } units[] = {{"ms", apr_time_from_msec(1)},
                 {"s", apr_time_from_sec(1)},
                 {"min", apr_time_from_sec(60)},
                 {"h", apr_time_from_sec(3600)}};
    int number;
    size_t length = read_number(value, &number);
    for (size_t i = 0; length && i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(value + length, units[i].name) == 0) {
            apr_interval_time_t time = number * units[i].length;
            if (time < least || time > most) {
                break;
            }
            *member = time;
            return NULL;
        }
    }
    return np_value_refuse(cmd, value);
}

/* One line of 0 or 1 to `most` characters that are not only blanks. */
int np_value_is_line(const char *text, apr_size_t least, apr_size_t most)
{
    return np_text_valid(text, strlen(text)) && np_text_length(text) >= least &&
           np_text_length(text) <= most && !strpbrk(text, "\t\r\n") &&
           (!*text || text[strspn(text, " ")]);
}

const char *np_value_line(const cmd_parms *cmd, const char *value, apr_size_t least,
                          apr_size_t most, const char **member)
{
    if (!np_value_is_line(value, least, most)) {
        return np_value_refuse(cmd, value);
    }
    *member = apr_pstrdup(cmd->pool, value);
    return NULL;
}

/* A host name (RFC 1123, so international names in their xn-- form) or an IPv4 address. */
static int is_host_name(const char *host)
{
    struct in_addr address;
    const char *last = host;
    if (!*host || strlen(host) > 253) {
        return 0;
    }
    for (const char *label = host;;) {
        size_t length = strspn(label, LETTERS DIGITS "-");
        if (length == 0 || length > 63 || label[0] == '-' || label[length - 1] == '-') {
            return 0;
        }
        last = label;
        label += length;
        if (!*label) {
            break;
        }
        if (*label++ != '.') {
            return 0;
        }
    }
    /* A name whose last label is a number is read as an address by every client. */
    return last[strspn(last, DIGITS)] || inet_pton(AF_INET, host, &address) == 1;
}

int np_value_authority(apr_pool_t *pool, const char *text, const char **host, int *port)
{
    size_t length = *text == '[' ? strcspn(text, "]") : strcspn(text, ":");
    if (*text == '[') {
        struct in6_addr address;
        if (!text[length] ||
            inet_pton(AF_INET6, apr_pstrndup(pool, text + 1, length - 1), &address) != 1) {
            return 0;
        }
        length++;
    }
    char *name = apr_pstrndup(pool, text, length);
    ap_str_tolower(name);
    if (*name != '[' && !is_host_name(name)) {
        return 0;
    }
    *host = name;
    if (!text[length]) {
        return 1;
    }
    int number;
    const char *digits = text + length + 1;
    size_t read = text[length] == ':' ? read_number(digits, &number) : 0;
    if (read == 0 || digits[read] || number < 1 || number > 65535) {
        return 0;
    }
    *port = number;
    return 1;
}

const char *np_value_address(apr_pool_t *pool, const char *text, np_address_t *address)
{
    address->scheme = ap_cstr_casecmpn(text, "https://", 8) == 0  ? "https"
                      : ap_cstr_casecmpn(text, "http://", 7) == 0 ? "http"
                                                                  : NULL;
    if (!address->scheme) {
        return NULL;
    }
    const char *authority = text + strlen(address->scheme) + 3;
    size_t length = strcspn(authority, "/?#");
    address->port = 0;
    if (!np_value_authority(pool, apr_pstrndup(pool, authority, length), &address->host,
                            &address->port)) {
        return NULL;
    }
    if (address->port == (strcmp(address->scheme, "https") == 0 ? 443 : 80)) {
        address->port = 0;
    }
    return authority + length;
}

const char *np_value_format_address(apr_pool_t *pool, const np_address_t *address, const char *host)
{
    return address->port ? apr_psprintf(pool, "%s://%s:%d", address->scheme, host, address->port)
                         : apr_psprintf(pool, "%s://%s", address->scheme, host);
}

/* 1 when a text holds nothing but what may stand in an address, and every "%" begins an escape. */
static int is_address_text(const char *text)
{
    while (*(text += strspn(text, URL_CHARACTERS))) {
        if (*text++ != '%' || strspn(text, DIGITS "abcdefABCDEF") < 2) {
            return 0;
        }
    }
    return 1;
}

int np_value_is_token(const char *text)
{
    return *text && !text[strspn(text, LETTERS DIGITS "!#$%&'*+-.^_`|~")];
}

int np_value_is_path(const char *text, apr_size_t most)
{
    return text[0] == '/' && text[1] != '/' && strlen(text) <= most && is_address_text(text);
}

int np_value_is_url(apr_pool_t *pool, const char *text, apr_size_t most)
{
    np_address_t address;
    const char *rest = np_value_address(pool, text, &address);
    if (!rest || strlen(text) > most) {
        return 0;
    }
    return is_address_text(rest);
}

char *np_value_trim_slashes(char *path)
{
    for (size_t length = strlen(path); length > 1 && path[length - 1] == '/'; length--) {
        path[length - 1] = 0;
    }
    return path;
}

const char *np_value_url_path(apr_pool_t *pool, const char *text)
{
    const char *path = np_value_trim_slashes(apr_pstrdup(pool, text));
    if (path[0] != '/' || !path[1] || path[strspn(path, LETTERS DIGITS "-._~/")] ||
        strstr(path, "//") || strstr(path, "/.") || strlen(path) > 200) {
        return NULL;
    }
    return path;
}

static void capitalise(char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        text[i] = (char)(text[i] - 'a' + 'A');
    }
}

/* In the form of page.rng; case as RFC 5646, 2.1.1 recommends, because messages/zh-Hans.xml is
 * found by its name. */
const char *np_value_language(apr_pool_t *pool, const char *text)
{
    char *language = apr_pstrdup(pool, text);
    ap_str_tolower(language);
    for (char *tag = language;;) {
        size_t length = strspn(tag, tag == language ? LETTERS : LETTERS DIGITS);
        if (length < 2 || length > (tag == language ? 3u : 8u) || strlen(text) > 35) {
            return NULL;
        }
        if (tag != language && strspn(tag, LETTERS) == length) {
            capitalise(tag, length == 2 ? 2 : length == 4 ? 1 : 0);
        }
        tag += length;
        if (!*tag) {
            return language;
        }
        if (*tag++ != '-') {
            return NULL;
        }
    }
}

const char *np_value_apr_text(apr_pool_t *pool, apr_status_t status)
{
    char text[120];
    return apr_pstrdup(pool, apr_strerror(status, text, sizeof text));
}
