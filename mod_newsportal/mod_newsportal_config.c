/* mod_newsportal_config.c - the directives of the module; the story is told in the header.
 *
 * Top to bottom: what a server's configuration holds and its defaults, creating and merging, the
 * small parsers, one setter per directive, the table of directives, the database password, and the
 * checks that turn a configuration into the np_site_t of a portal.
 *
 * A setter returns NULL or the sentence httpd prints with file and line; every such sentence names
 * the directive, repeats the value and says what is accepted. The password is the one value that
 * is never repeated.
 *
 * Must not: compile themes, connect to a database, read a request. Called by httpd while it reads
 * its configuration and by mod_newsportal.c.
 */
#include "mod_newsportal_config.h"

#include <signal.h>
#include <string.h>
#include <arpa/inet.h>

#include <apr_file_io.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>
#include <http_core.h>

#include "np_site.h"
#include "np_text.h"

extern module AP_MODULE_DECLARE_DATA newsportal_module;

/* ---- What a server's configuration holds ----------------------------------------------------- */

/* Values that belong together are one pointer, so that a virtual host which sets one of them never
 * gets the other from the main server. All of them are constant once made. */
typedef struct hosts_t {
    const np_db_host_t *list;
    int count;
} hosts_t;

typedef struct tls_t {
    np_tls_e mode;
    const char *ca; /* absolute path, NULL for the system's certificates */
} tls_t;

typedef struct mobile_t {
    np_mobile_e mode;
    const char *host; /* lower case, only for NP_MOBILE_HOST */
} mobile_t;

typedef struct address_t {
    const char *scheme; /* "http" or "https" */
    const char *host;   /* lower case, IPv6 in brackets */
    int port;           /* 0 for the scheme's own */
} address_t;

/* Where the password comes from, as written: "none", "file:/path", or "exec:/path" and arguments.
 */
typedef struct secret_t {
    const char *const *words; /* NULL at the end */
} secret_t;

typedef struct np_config_t {
    int engine;
    const hosts_t *db_hosts;
    const char *db_name;
    const char *db_user;
    const secret_t *db_password;
    const tls_t *db_tls;
    int db_pool;
    apr_interval_time_t db_connect_timeout;
    apr_interval_time_t db_read_timeout;
    apr_interval_time_t db_statement_timeout;
    apr_interval_time_t db_pool_wait;
    apr_interval_time_t db_max_age;
    apr_interval_time_t page_timeout;
    const char *site_name;
    const address_t *base_url;
    const char *language;
    const char *time_zone;
    const char *theme;
    const char *theme_url;
    const mobile_t *mobile;
    const char *notice;
    const char *phone;
    const char *hotline_phone;
    const char *operator_url;
    int list_size;
    int front_size;
    int block_size;
    int model_view;
    const np_site_t *site; /* made by np_config_check, never merged */
} np_config_t;

/* Not set, in a member that is a number; a pointer that is not set is NULL. The empty text is a
 * value: the word "none" in a virtual host takes back what the main server says. (httpd itself
 * refuses
 * "" as an argument.) */
#define UNSET (-1)

static const np_config_t unset_config = {
    .engine = UNSET,
    .db_pool = UNSET,
    .db_connect_timeout = UNSET,
    .db_read_timeout = UNSET,
    .db_statement_timeout = UNSET,
    .db_pool_wait = UNSET,
    .db_max_age = UNSET,
    .page_timeout = UNSET,
    .list_size = UNSET,
    .front_size = UNSET,
    .block_size = UNSET,
    .model_view = UNSET,
};

static const np_db_host_t default_host = {"/run/mysqld/mysqld.sock", NULL, 3306};
static const hosts_t default_hosts = {&default_host, 1};
static const char *const no_words[] = {"none", NULL};
static const secret_t no_secret = {no_words};
static const tls_t default_tls = {NP_TLS_OFF, NULL};
static const mobile_t default_mobile = {NP_MOBILE_PATH, NULL};

/* Every default there is. The directive's name stands beside it for tests/config, which compares
 * the value with the text in the table below, in conf/newsportal.conf and in the manual. What is
 * missing here has no default that could be right: see make_site. */
static const np_config_t defaults = {
    .engine = 0,                                     /* NewsPortalEngine */
    .db_hosts = &default_hosts,                      /* NewsPortalDBHost */
    .db_name = "newsportal",                         /* NewsPortalDBName */
    .db_user = "newsportal_web",                     /* NewsPortalDBUser */
    .db_password = &no_secret,                       /* NewsPortalDBPassword */
    .db_tls = &default_tls,                          /* NewsPortalDBTLS */
    .db_pool = 8,                                    /* NewsPortalDBPool */
    .db_connect_timeout = apr_time_from_sec(2),      /* NewsPortalDBConnectTimeout */
    .db_read_timeout = apr_time_from_sec(3),         /* NewsPortalDBReadTimeout */
    .db_statement_timeout = apr_time_from_sec(2),    /* NewsPortalDBStatementTimeout */
    .db_pool_wait = apr_time_from_msec(250),         /* NewsPortalDBPoolWait */
    .db_max_age = apr_time_from_sec(5 * 60),         /* NewsPortalDBMaxAge */
    .page_timeout = apr_time_from_sec(5),            /* NewsPortalPageTimeout */
    .language = "zh-Hans",                           /* NewsPortalLanguage */
    .time_zone = "Asia/Shanghai",                    /* NewsPortalTimeZone */
    .theme = "/usr/share/newsportal/themes/default", /* NewsPortalTheme */
    .theme_url = "/themes",                          /* NewsPortalThemeURL */
    .mobile = &default_mobile,                       /* NewsPortalMobile */
    .notice = "",                                    /* NewsPortalNotice */
    .phone = "",                                     /* NewsPortalPhone */
    .hotline_phone = "",                             /* NewsPortalHotlinePhone */
    .list_size = 20,                                 /* NewsPortalPageSize list */
    .front_size = 12,                                /* NewsPortalPageSize front */
    .block_size = 6,                                 /* NewsPortalPageSize block */
    .model_view = NP_MODEL_VIEW_OFF,                 /* NewsPortalModelView */
};

void *np_config_create_server(apr_pool_t *pool, server_rec *server)
{
    (void)server;
    return apr_pmemdup(pool, &unset_config, sizeof unset_config);
}

/* What `over` sets, and `base` for the rest. Also how the defaults get below a configuration. */
static void merge(np_config_t *merged, const np_config_t *base, const np_config_t *over)
{
#define INHERIT(member, unset)                                                                     \
    merged->member = over->member != (unset) ? over->member : base->member
    INHERIT(engine, UNSET);
    INHERIT(db_hosts, NULL);
    INHERIT(db_name, NULL);
    INHERIT(db_user, NULL);
    INHERIT(db_password, NULL);
    INHERIT(db_tls, NULL);
    INHERIT(db_pool, UNSET);
    INHERIT(db_connect_timeout, UNSET);
    INHERIT(db_read_timeout, UNSET);
    INHERIT(db_statement_timeout, UNSET);
    INHERIT(db_pool_wait, UNSET);
    INHERIT(db_max_age, UNSET);
    INHERIT(page_timeout, UNSET);
    INHERIT(site_name, NULL);
    INHERIT(base_url, NULL);
    INHERIT(language, NULL);
    INHERIT(time_zone, NULL);
    INHERIT(theme, NULL);
    INHERIT(theme_url, NULL);
    INHERIT(mobile, NULL);
    INHERIT(notice, NULL);
    INHERIT(phone, NULL);
    INHERIT(hotline_phone, NULL);
    INHERIT(operator_url, NULL);
    INHERIT(list_size, UNSET);
    INHERIT(front_size, UNSET);
    INHERIT(block_size, UNSET);
    INHERIT(model_view, UNSET);
#undef INHERIT
    merged->site = NULL;
}

void *np_config_merge_server(apr_pool_t *pool, void *base, void *over)
{
    np_config_t *merged = apr_palloc(pool, sizeof *merged);
    merge(merged, base, over);
    return merged;
}

static np_config_t *server_config(const server_rec *server)
{
    return ap_get_module_config(server->module_config, &newsportal_module);
}

const np_site_t *np_config_get(const server_rec *server)
{
    return server_config(server)->site;
}

/* ---- Parsers --------------------------------------------------------------------------------- */

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SHOWN_MOST 200 /* bytes of a refused value */
/* RFC 3986 without the brackets (only an IPv6 host has them) and without "%", which is checked. */
#define URL_CHARACTERS LETTERS DIGITS "-._~:/?#@!$&'()*+,;="

/* The help text of each directive is what it accepts, followed by syntax and default. httpd cuts
 * its messages, so a long value is shown by its beginning (whole characters of UTF-8). */
static const char *refuse(const cmd_parms *cmd, const char *value)
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

/* Keywords in any case, as everywhere in httpd. */
static int is_word(const char *value, const char *word)
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

static const char *set_number(const cmd_parms *cmd, const char *value, int least, int most,
                              int *member)
{
    int number;
    size_t length = read_number(value, &number);
    if (length == 0 || value[length] || number < least || number > most) {
        return refuse(cmd, value);
    }
    *member = number;
    return NULL;
}

/* Our own, and not ap_timeout_parameter_parse, because that one takes "2mississippi" for two
 * minutes and a number without a unit for whatever the caller thinks. */
static const char *set_time(const cmd_parms *cmd, const char *value, apr_interval_time_t least,
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
    return refuse(cmd, value);
}

/* One line of 0 or 1 to `most` characters that are not only blanks. */
static int is_line(const char *text, apr_size_t least, apr_size_t most)
{
    return np_text_valid(text, strlen(text)) && np_text_length(text) >= least &&
           np_text_length(text) <= most && !strpbrk(text, "\t\r\n") &&
           (!*text || text[strspn(text, " ")]);
}

static const char *set_line(const cmd_parms *cmd, const char *value, apr_size_t least,
                            apr_size_t most, const char **member)
{
    if (!is_line(value, least, most)) {
        return refuse(cmd, value);
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

/* "host", "host:port", "[v6]", "[v6]:port". The host comes back in lower case, an IPv6 address with
 * its brackets. `*port` is left alone when there is none. Returns 0 for anything else. */
static int read_authority(apr_pool_t *pool, const char *text, const char **host, int *port)
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

/* Scheme and authority of an http or https address. Returns what follows the authority, or NULL. */
static const char *read_address(apr_pool_t *pool, const char *text, address_t *address)
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
    if (!read_authority(pool, apr_pstrndup(pool, authority, length), &address->host,
                        &address->port)) {
        return NULL;
    }
    if (address->port == (strcmp(address->scheme, "https") == 0 ? 443 : 80)) {
        address->port = 0;
    }
    return authority + length;
}

static const char *format_address(apr_pool_t *pool, const address_t *address, const char *host)
{
    return address->port ? apr_psprintf(pool, "%s://%s:%d", address->scheme, host, address->port)
                         : apr_psprintf(pool, "%s://%s", address->scheme, host);
}

/* ---- Setters: database ----------------------------------------------------------------------- */

static const char *set_engine(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    int on = is_word(value, "On");
    if (!on && !is_word(value, "Off")) {
        return refuse(cmd, value);
    }
    server_config(cmd->server)->engine = on;
    return NULL;
}

static int read_db_host(apr_pool_t *pool, const char *text, np_db_host_t *host)
{
    host->port = 3306;
    if (strncmp(text, "unix:", 5) == 0) {
        host->socket = apr_pstrdup(pool, text + 5);
        return host->socket[0] == '/' && strlen(host->socket) < 108; /* sun_path, unix(7) */
    }
    if (!read_authority(pool, text, &host->name, &host->port)) {
        return 0;
    }
    if (host->name[0] == '[') { /* the client library wants the bare address */
        host->name = apr_pstrndup(pool, host->name + 1, strlen(host->name) - 2);
    }
    return 1;
}

#define HOSTS_MOST 8

static const char *set_db_host(cmd_parms *cmd, void *unused, int argc, char *const argv[])
{
    (void)unused;
    np_db_host_t *list = apr_pcalloc(cmd->pool, HOSTS_MOST * sizeof *list);
    hosts_t *hosts = apr_palloc(cmd->pool, sizeof *hosts);
    if (argc == 0 || argc > HOSTS_MOST) {
        return refuse(cmd, argc ? argv[HOSTS_MOST] : "");
    }
    for (int i = 0; i < argc; i++) {
        if (!read_db_host(cmd->pool, argv[i], &list[i])) {
            return refuse(cmd, argv[i]);
        }
    }
    hosts->list = list;
    hosts->count = argc;
    server_config(cmd->server)->db_hosts = hosts;
    return NULL;
}

static const char *set_db_name(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return strpbrk(value, "/\\.`")
               ? refuse(cmd, value)
               : set_line(cmd, value, 1, 64, &server_config(cmd->server)->db_name);
}

static const char *set_db_user(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_line(cmd, value, 1, 80, &server_config(cmd->server)->db_user);
}

/* Never repeats what was given: it may be the password itself. */
static const char *set_db_password(cmd_parms *cmd, void *unused, int argc, char *const argv[])
{
    (void)unused;
    int file = argc == 1 && strncmp(argv[0], "file:/", 6) == 0;
    int program = argc >= 1 && strncmp(argv[0], "exec:/", 6) == 0;
    int none = argc == 1 && is_word(argv[0], "none");
    if (!file && !program && !none) {
        return apr_psprintf(cmd->pool,
                            "%s: this value is not accepted (a password never stands in the "
                            "configuration, where mod_info shows it); give %s",
                            cmd->cmd->name, cmd->cmd->errmsg);
    }
    const char **words = apr_pcalloc(cmd->pool, ((apr_size_t)argc + 1) * sizeof *words);
    for (int i = 0; i < argc; i++) {
        words[i] = apr_pstrdup(cmd->pool, argv[i]);
    }
    secret_t *secret = apr_palloc(cmd->pool, sizeof *secret);
    secret->words = words;
    server_config(cmd->server)->db_password = secret;
    return NULL;
}

static const char *set_db_tls(cmd_parms *cmd, void *unused, const char *mode, const char *ca)
{
    (void)unused;
    tls_t *tls = apr_pcalloc(cmd->pool, sizeof *tls);
    if (is_word(mode, "verify")) {
        tls->mode = NP_TLS_VERIFY;
    } else if (is_word(mode, "require")) {
        tls->mode = NP_TLS_REQUIRE;
    } else if (!is_word(mode, "off")) {
        return refuse(cmd, mode);
    }
    if (ca) {
        tls->ca = tls->mode == NP_TLS_VERIFY && *ca ? ap_server_root_relative(cmd->pool, ca) : NULL;
        if (!tls->ca) {
            return refuse(cmd, apr_pstrcat(cmd->pool, mode, " ", ca, NULL));
        }
    }
    server_config(cmd->server)->db_tls = tls;
    return NULL;
}

static const char *set_db_pool(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_number(cmd, value, 1, 256, &server_config(cmd->server)->db_pool);
}

static const char *set_db_connect_timeout(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_time(cmd, value, apr_time_from_msec(100), apr_time_from_sec(30),
                    &server_config(cmd->server)->db_connect_timeout);
}

static const char *set_db_read_timeout(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_time(cmd, value, apr_time_from_msec(100), apr_time_from_sec(60),
                    &server_config(cmd->server)->db_read_timeout);
}

static const char *set_db_statement_timeout(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_time(cmd, value, apr_time_from_msec(10), apr_time_from_sec(60),
                    &server_config(cmd->server)->db_statement_timeout);
}

static const char *set_db_pool_wait(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_time(cmd, value, apr_time_from_msec(1), apr_time_from_sec(10),
                    &server_config(cmd->server)->db_pool_wait);
}

static const char *set_db_max_age(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_time(cmd, value, apr_time_from_sec(1), apr_time_from_sec(24 * 3600),
                    &server_config(cmd->server)->db_max_age);
}

static const char *set_page_timeout(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_time(cmd, value, apr_time_from_msec(100), apr_time_from_sec(60),
                    &server_config(cmd->server)->page_timeout);
}

/* ---- Setters: site --------------------------------------------------------------------------- */

static const char *set_site_name(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_line(cmd, value, 1, 100, &server_config(cmd->server)->site_name);
}

static const char *set_base_url(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    address_t *address = apr_palloc(cmd->pool, sizeof *address);
    const char *rest = read_address(cmd->pool, value, address);
    if (!rest || (*rest && strcmp(rest, "/") != 0)) {
        return refuse(cmd, value);
    }
    server_config(cmd->server)->base_url = address;
    return NULL;
}

static void capitalise(char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        text[i] = (char)(text[i] - 'a' + 'A');
    }
}

/* BCP 47 without extensions and private use, in the form of page.rng; case as RFC 5646, 2.1.1
 * recommends, because messages/zh-Hans.xml is found by its name. */
static const char *set_language(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    char *language = apr_pstrdup(cmd->pool, value);
    ap_str_tolower(language);
    for (char *tag = language;;) {
        size_t length = strspn(tag, tag == language ? LETTERS : LETTERS DIGITS);
        if (length < 2 || length > (tag == language ? 3u : 8u) || strlen(value) > 35) {
            return refuse(cmd, value);
        }
        if (tag != language && strspn(tag, LETTERS) == length) {
            capitalise(tag, length == 2 ? 2 : length == 4 ? 1 : 0);
        }
        tag += length;
        if (!*tag) {
            break;
        }
        if (*tag++ != '-') {
            return refuse(cmd, value);
        }
    }
    server_config(cmd->server)->language = language;
    return NULL;
}

static const char *set_time_zone(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    const np_zone_t *zone;
    if (np_zone_make(&zone, value, cmd->temp_pool)) {
        return refuse(cmd, value);
    }
    return set_line(cmd, value, 1, 64, &server_config(cmd->server)->time_zone);
}

/* A path without slashes at its end. */
static char *trim_slashes(char *path)
{
    for (size_t length = strlen(path); length > 1 && path[length - 1] == '/'; length--) {
        path[length - 1] = 0;
    }
    return path;
}

static const char *set_theme(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    char *folder = *value ? ap_server_root_relative(cmd->pool, value) : NULL;
    if (!folder) {
        return refuse(cmd, value);
    }
    server_config(cmd->server)->theme = trim_slashes(folder);
    return NULL;
}

static const char *set_theme_url(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    char *path = trim_slashes(apr_pstrdup(cmd->pool, value));
    if (path[0] != '/' || !path[1] || path[strspn(path, LETTERS DIGITS "-._~/")] ||
        strstr(path, "//") || strstr(path, "/.") || strlen(path) > 200) {
        return refuse(cmd, value);
    }
    server_config(cmd->server)->theme_url = path;
    return NULL;
}

static const char *set_mobile(cmd_parms *cmd, void *unused, const char *mode, const char *host)
{
    (void)unused;
    mobile_t *mobile = apr_pcalloc(cmd->pool, sizeof *mobile);
    int has_host = is_word(mode, "host");
    int port = 0;
    mobile->mode = has_host                ? NP_MOBILE_HOST
                   : is_word(mode, "path") ? NP_MOBILE_PATH
                                           : NP_MOBILE_OFF;
    if ((mobile->mode == NP_MOBILE_OFF && !is_word(mode, "off")) || (has_host != (host != NULL)) ||
        (host && (!read_authority(cmd->pool, host, &mobile->host, &port) || port))) {
        return refuse(cmd, host ? apr_pstrcat(cmd->pool, mode, " ", host, NULL) : mode);
    }
    server_config(cmd->server)->mobile = mobile;
    return NULL;
}

/* The only thing in braces is {phone}: a misspelt one would be shown to readers as it stands. */
static const char *set_notice(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    if (is_word(value, "none")) {
        value = "";
    }
    for (const char *brace = value; (brace = strpbrk(brace, "{}")); brace += strlen("{phone}")) {
        if (strncmp(brace, "{phone}", strlen("{phone}")) != 0) {
            return refuse(cmd, value);
        }
    }
    return set_line(cmd, value, 0, 1000, &server_config(cmd->server)->notice);
}

static const char *set_telephone(const cmd_parms *cmd, const char *value, const char **member)
{
    if (is_word(value, "none")) {
        *member = "";
        return NULL;
    }
    return np_text_tel(cmd->temp_pool, value) ? set_line(cmd, value, 3, 40, member)
                                              : refuse(cmd, value);
}

static const char *set_phone(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_telephone(cmd, value, &server_config(cmd->server)->phone);
}

static const char *set_hotline_phone(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_telephone(cmd, value, &server_config(cmd->server)->hotline_phone);
}

/* The address stands between < and > in a response header: nothing that RFC 3986 does not allow. */
static const char *set_operator(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    address_t address;
    const char *rest = read_address(cmd->temp_pool, value, &address);
    if (!rest || strlen(value) > 500) {
        return refuse(cmd, value);
    }
    while (*(rest += strspn(rest, URL_CHARACTERS))) {
        if (*rest++ != '%' || strspn(rest, DIGITS "abcdefABCDEF") < 2) {
            return refuse(cmd, value);
        }
    }
    server_config(cmd->server)->operator_url = apr_pstrdup(cmd->pool, value);
    return NULL;
}

static const char *set_page_size(cmd_parms *cmd, void *unused, const char *list, const char *value)
{
    (void)unused;
    np_config_t *config = server_config(cmd->server);
    int *member = is_word(list, "list")    ? &config->list_size
                  : is_word(list, "front") ? &config->front_size
                  : is_word(list, "block") ? &config->block_size
                                           : NULL;
    int size = 0;
    const char *both = apr_pstrcat(cmd->temp_pool, list, " ", value, NULL);
    if (!member || set_number(cmd, value, 1, 100, &size)) {
        return refuse(cmd, both);
    }
    *member = size;
    return NULL;
}

static const char *set_model_view(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    int local = is_word(value, "local");
    if (!local && !is_word(value, "off")) {
        return refuse(cmd, value);
    }
    server_config(cmd->server)->model_view = local ? NP_MODEL_VIEW_LOCAL : NP_MODEL_VIEW_OFF;
    return NULL;
}

/* ---- The directives -------------------------------------------------------------------------- */

/* Arguments, name, setter; what is accepted; syntax; default. httpd prints the help text when the
 * number of arguments is wrong, mod_info shows it, and refuse() ends with it. All are allowed in
 * the main server and in virtual hosts, nowhere else. */
#define DIRECTIVE(arguments, name, set, accepted, syntax, standard)                                \
    AP_INIT_##arguments(name, set, NULL, RSRC_CONF,                                                \
                        accepted " (" name " " syntax "; default: " standard ")")

/* clang-format off */
const command_rec np_config_commands[] = {
    DIRECTIVE(TAKE1, "NewsPortalEngine", set_engine,
              "On or Off", "On|Off", "Off"),

    DIRECTIVE(TAKE_ARGV, "NewsPortalDBHost", set_db_host,
              "1 to 8 database servers, each a host name or address with an optional port, "
              "or unix: and the absolute path of a socket",
              "host[:port]|unix:/path ...", "unix:/run/mysqld/mysqld.sock"),
    DIRECTIVE(TAKE1, "NewsPortalDBName", set_db_name,
              "the name of a database, 1 to 64 characters without slash, backslash, dot and backquote",
              "name", "newsportal"),
    DIRECTIVE(TAKE1, "NewsPortalDBUser", set_db_user,
              "the name of a database account, 1 to 80 characters",
              "name", "newsportal_web"),
    DIRECTIVE(TAKE_ARGV, "NewsPortalDBPassword", set_db_password,
              "file: with the absolute path of a file, exec: with the absolute path of a program "
              "and its arguments, or none",
              "file:/path|exec:/path [argument] ...|none", "none"),
    DIRECTIVE(TAKE12, "NewsPortalDBTLS", set_db_tls,
              "off, require, or verify with an optional file of CA certificates",
              "off|require|verify [ca-file]", "off"),
    DIRECTIVE(TAKE1, "NewsPortalDBPool", set_db_pool,
              "a whole number from 1 to 256", "number", "8"),
    DIRECTIVE(TAKE1, "NewsPortalDBConnectTimeout", set_db_connect_timeout,
              "a time with its unit (ms, s, min, h) from 100ms to 30s", "time", "2s"),
    DIRECTIVE(TAKE1, "NewsPortalDBReadTimeout", set_db_read_timeout,
              "a time with its unit (ms, s, min, h) from 100ms to 60s", "time", "3s"),
    DIRECTIVE(TAKE1, "NewsPortalDBStatementTimeout", set_db_statement_timeout,
              "a time with its unit (ms, s, min, h) from 10ms to 60s", "time", "2s"),
    DIRECTIVE(TAKE1, "NewsPortalDBPoolWait", set_db_pool_wait,
              "a time with its unit (ms, s, min, h) from 1ms to 10s", "time", "250ms"),
    DIRECTIVE(TAKE1, "NewsPortalDBMaxAge", set_db_max_age,
              "a time with its unit (ms, s, min, h) from 1s to 24h", "time", "5min"),
    DIRECTIVE(TAKE1, "NewsPortalPageTimeout", set_page_timeout,
              "a time with its unit (ms, s, min, h) from 100ms to 60s", "time", "5s"),

    DIRECTIVE(TAKE1, "NewsPortalSiteName", set_site_name,
              "the portal's name in UTF-8, one line of 1 to 100 characters",
              "name", "the host of NewsPortalBaseURL"),
    DIRECTIVE(TAKE1, "NewsPortalBaseURL", set_base_url,
              "http:// or https://, a host (international names as xn--...) and an optional port, "
              "without user, path, query and fragment",
              "http[s]://host[:port]", "none, required when the engine is on"),
    DIRECTIVE(TAKE1, "NewsPortalLanguage", set_language,
              "a BCP 47 language tag such as zh-Hans, ko or en-GB", "tag", "zh-Hans"),
    DIRECTIVE(TAKE1, "NewsPortalTimeZone", set_time_zone,
              "the IANA name of a time zone such as Asia/Seoul, or an offset such as +08:00",
              "zone", "Asia/Shanghai"),
    DIRECTIVE(TAKE1, "NewsPortalTheme", set_theme,
              "the folder of a theme, absolute or relative to ServerRoot",
              "folder", "/usr/share/newsportal/themes/default"),
    DIRECTIVE(TAKE1, "NewsPortalThemeURL", set_theme_url,
              "a path of a URL such as /themes: letters, digits, - . _ ~ and single slashes, "
              "no part that begins with a dot",
              "path", "/themes"),
    DIRECTIVE(TAKE12, "NewsPortalMobile", set_mobile,
              "off, path, or host with a host name (scheme and port are those of NewsPortalBaseURL)",
              "off|path|host name", "path"),
    DIRECTIVE(TAKE1, "NewsPortalNotice", set_notice,
              "a text in UTF-8, one line of at most 1000 characters with no braces but {phone}, "
              "or none",
              "text|none", "none"),
    DIRECTIVE(TAKE1, "NewsPortalPhone", set_phone,
              "a telephone number with at least 3 digits, at most 40 characters, or none",
              "number|none", "none"),
    DIRECTIVE(TAKE1, "NewsPortalHotlinePhone", set_hotline_phone,
              "a telephone number with at least 3 digits, at most 40 characters, or none",
              "number|none", "none"),
    DIRECTIVE(TAKE1, "NewsPortalOperator", set_operator,
              "an absolute http or https address, at most 500 characters",
              "url", "the front page, NewsPortalBaseURL/"),
    DIRECTIVE(TAKE2, "NewsPortalPageSize", set_page_size,
              "list, front or block, and a whole number from 1 to 100",
              "list|front|block number", "list 20, front 12, block 6"),
    DIRECTIVE(TAKE1, "NewsPortalModelView", set_model_view,
              "off or local", "off|local", "off"),
    {NULL, {NULL}, NULL, 0, RAW_ARGS, NULL}
};
/* clang-format on */

/* ---- The database password ------------------------------------------------------------------- */

#define SECRET_MOST 1024                  /* bytes; longer than any account's password */
#define SECRET_TIME apr_time_from_sec(10) /* for the program, all in all */
#define SECRET_NAME "NewsPortalDBPassword"

static const char *apr_text(apr_pool_t *pool, apr_status_t status)
{
    char text[120];
    return apr_pstrdup(pool, apr_strerror(status, text, sizeof text));
}

/* The first line of `text`; NULL when it is empty, or has bytes that the client library, which
 * takes a C string, would cut off. */
static const char *first_line(apr_pool_t *pool, const char *text, apr_size_t length)
{
    apr_size_t end = 0;
    while (end < length && text[end] != '\n' && text[end] != '\0') {
        end++;
    }
    if (end < length && text[end] == '\0') {
        return NULL;
    }
    if (end > 0 && text[end - 1] == '\r') {
        end--;
    }
    return end ? apr_pstrmemdup(pool, text, end) : NULL;
}

static const char *read_secret_file(const char **secret, const char *path, apr_pool_t *pool,
                                    apr_pool_t *scratch)
{
    apr_file_t *file;
    apr_finfo_t info;
    char text[SECRET_MOST + 2];
    apr_size_t length = 0;
    /* Asked before opening, because opening a named pipe would wait for its writer. */
    apr_status_t status = apr_stat(&info, path, APR_FINFO_TYPE, scratch);
    if (status == APR_SUCCESS && info.filetype != APR_REG) {
        return apr_psprintf(scratch,
                            SECRET_NAME ": %s is not a file; give a plain file with the "
                                        "password in its first line",
                            path);
    }
    if (status == APR_SUCCESS) {
        status = apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_NOCLEANUP, 0, scratch);
    }
    if (status != APR_SUCCESS) {
        return apr_psprintf(scratch,
                            SECRET_NAME ": %s cannot be read (%s); give a file that the "
                                        "user who starts httpd can read",
                            path, apr_text(scratch, status));
    }
    status = apr_file_info_get(&info, APR_FINFO_PROT, file);
    if (status == APR_SUCCESS) {
        status = apr_file_read_full(file, text, sizeof text, &length);
    }
    apr_file_close(file);
    if (status != APR_SUCCESS && status != APR_EOF) {
        return apr_psprintf(scratch, SECRET_NAME ": %s cannot be read (%s)", path,
                            apr_text(scratch, status));
    }
    if (info.protection & (APR_FPROT_WREAD | APR_FPROT_WWRITE)) {
        return apr_psprintf(scratch,
                            SECRET_NAME ": every user of this machine can read or write "
                                        "%s; run: chmod o= %s",
                            path, path);
    }
    *secret = length <= SECRET_MOST ? first_line(pool, text, length) : NULL;
    const char *newline = memchr(text, '\n', length);
    if (!*secret || (newline && newline + 1 != text + length)) {
        return apr_psprintf(scratch,
                            SECRET_NAME ": %s does not hold a password; give a file with "
                                        "one line of 1 to %d bytes",
                            path, SECRET_MOST);
    }
    return NULL;
}

/* Starts the program with our environment, nothing to read, and a pipe for its output. What it says
 * on its standard error reaches the administrator. */
static apr_status_t start_program(apr_proc_t *process, const char *const *words, apr_pool_t *pool)
{
    apr_procattr_t *attributes;
    apr_file_t *nothing;
    apr_status_t status = apr_procattr_create(&attributes, pool);
    if (status == APR_SUCCESS) {
        status = apr_procattr_cmdtype_set(attributes, APR_PROGRAM_ENV);
    }
    if (status == APR_SUCCESS) {
        status = apr_procattr_io_set(attributes, APR_NO_PIPE, APR_CHILD_BLOCK, APR_NO_PIPE);
    }
    if (status == APR_SUCCESS) {
        status = apr_procattr_error_check_set(attributes, 1);
    }
    if (status == APR_SUCCESS) {
        status = apr_file_open(&nothing, "/dev/null", APR_FOPEN_READ, 0, pool);
    }
    if (status == APR_SUCCESS) {
        status = apr_procattr_child_in_set(attributes, nothing, NULL);
    }
    return status == APR_SUCCESS ? apr_proc_create(process, words[0], words, NULL, attributes, pool)
                                 : status;
}

/* Reads until the program closes its output, the buffer is full, or the time is over. */
static apr_status_t read_until(apr_file_t *pipe, char *text, apr_size_t size, apr_size_t *length,
                               apr_time_t end)
{
    *length = 0;
    while (*length < size) {
        apr_interval_time_t left = end - apr_time_now();
        apr_size_t part = size - *length;
        if (left <= 0) {
            return APR_TIMEUP;
        }
        apr_file_pipe_timeout_set(pipe, left);
        apr_status_t status = apr_file_read(pipe, text + *length, &part);
        if (status != APR_SUCCESS) {
            return status;
        }
        *length += part;
    }
    return APR_EOF;
}

/* Waits for the program's end and kills it when the time is over (APR_TIMEUP). APR_SUCCESS when it
 * ended by itself with status 0, APR_EGENERAL otherwise. */
static apr_status_t wait_for_end(apr_proc_t *process, apr_time_t end)
{
    int code = 0;
    apr_exit_why_e why = APR_PROC_EXIT;
    apr_status_t status;
    while ((status = apr_proc_wait(process, &code, &why, APR_NOWAIT)) == APR_CHILD_NOTDONE) {
        if (apr_time_now() >= end) {
            apr_proc_kill(process, SIGKILL);
            apr_proc_wait(process, &code, &why, APR_WAIT);
            return APR_TIMEUP;
        }
        apr_sleep(apr_time_from_msec(5));
    }
    return status == APR_CHILD_DONE && APR_PROC_CHECK_EXIT(why) && code == 0 ? APR_SUCCESS
                                                                             : APR_EGENERAL;
}

static const char *read_secret_program(const char **secret, const char *const *words,
                                       apr_pool_t *pool, apr_pool_t *scratch)
{
    apr_proc_t process;
    char text[SECRET_MOST + 2];
    apr_size_t length;
    apr_time_t end = apr_time_now() + SECRET_TIME;
    apr_status_t status = start_program(&process, words, scratch);
    if (status != APR_SUCCESS) {
        return apr_psprintf(scratch,
                            SECRET_NAME ": %s cannot be run (%s); give the absolute path "
                                        "of a program",
                            words[0], apr_text(scratch, status));
    }
    status = read_until(process.out, text, sizeof text, &length, end);
    apr_file_close(process.out);
    status = wait_for_end(&process, APR_STATUS_IS_TIMEUP(status) ? 0 : end);
    if (APR_STATUS_IS_TIMEUP(status)) {
        return apr_psprintf(scratch,
                            SECRET_NAME ": %s did not end within %d s and was stopped; "
                                        "give a program that answers at once",
                            words[0], (int)apr_time_sec(SECRET_TIME));
    }
    *secret =
        status == APR_SUCCESS && length <= SECRET_MOST ? first_line(pool, text, length) : NULL;
    if (!*secret) {
        return apr_psprintf(scratch,
                            SECRET_NAME ": %s gave no password; give a program that "
                                        "prints one line of 1 to %d bytes and ends with "
                                        "status 0",
                            words[0], SECRET_MOST);
    }
    return NULL;
}

static const char *read_secret(const char **secret, const secret_t *source, apr_pool_t *pool,
                               apr_pool_t *scratch)
{
    const char *first = source->words[0];
    *secret = "";
    if (strncmp(first, "file:", 5) == 0) {
        return read_secret_file(secret, first + 5, pool, scratch);
    }
    if (strncmp(first, "exec:", 5) == 0) {
        int count = 0;
        while (source->words[count]) {
            count++;
        }
        const char **words =
            apr_pmemdup(scratch, source->words, ((apr_size_t)count + 1) * sizeof *words);
        words[0] = first + 5;
        return read_secret_program(secret, words, pool, scratch);
    }
    return NULL;
}

/* ---- Checks across directives ---------------------------------------------------------------- */

/* Sentences that need no value. Order: what everybody forgets first. */
static const char *check_site(const np_config_t *config, const np_config_t *full)
{
    if (!full->base_url) {
        return "NewsPortalBaseURL is missing; give the address of the front page, such as "
               "https://www.example.org (every absolute link begins with it)";
    }
    /* The default is the one civil time of China. A Korean or English portal may be anywhere (a
     * Korean one on either side of the border), and a wrong guess shows every date wrong and
     * publishes an hour early or late, so nobody guesses. */
    if (!config->time_zone && strncmp(full->language, "zh", 2) != 0) {
        return "NewsPortalTimeZone is missing; give the editors' time zone, such as Asia/Seoul or "
               "+09:00 (only a portal in Chinese may leave it out and gets Asia/Shanghai)";
    }
    if (strstr(full->notice, "{phone}") && !*full->phone) {
        return "NewsPortalNotice has {phone}, but NewsPortalPhone is missing; give the number, or "
               "a notice without {phone}";
    }
    if (full->mobile->mode == NP_MOBILE_HOST &&
        strcmp(full->mobile->host, full->base_url->host) == 0) {
        return "NewsPortalMobile and NewsPortalBaseURL name the same host; give the mobile pages a "
               "host of their own, or use NewsPortalMobile path";
    }
    return NULL;
}

/* The server has to give up a statement before we give up the server: only then the connection can
 * be used again. And a page that waits for all of it has to be over in time. */
static const char *check_times(const np_config_t *full)
{
    if (full->db_statement_timeout >= full->db_read_timeout) {
        return "NewsPortalDBStatementTimeout must be shorter than NewsPortalDBReadTimeout, so that "
               "the database ends a slow statement itself";
    }
    if (full->db_statement_timeout >= full->page_timeout) {
        return "NewsPortalDBStatementTimeout must be shorter than NewsPortalPageTimeout";
    }
    if (full->db_pool_wait >= full->page_timeout) {
        return "NewsPortalDBPoolWait must be shorter than NewsPortalPageTimeout";
    }
    return NULL;
}

static const char *check_files(const np_config_t *full, apr_pool_t *scratch)
{
    apr_finfo_t info;
    apr_file_t *file;
    const char *theme = apr_pstrcat(scratch, full->theme, "/theme.xml", NULL);
    apr_status_t status = apr_stat(&info, theme, APR_FINFO_TYPE, scratch);
    if (status != APR_SUCCESS || info.filetype != APR_REG) {
        return apr_psprintf(scratch,
                            "NewsPortalTheme: \"%s\" is not accepted; give a folder that "
                            "holds a theme.xml",
                            full->theme);
    }
    if (full->db_tls->ca) {
        status = apr_file_open(&file, full->db_tls->ca, APR_FOPEN_READ, 0, scratch);
        if (status != APR_SUCCESS) {
            return apr_psprintf(scratch,
                                "NewsPortalDBTLS: \"%s\" cannot be read (%s); give a file "
                                "of CA certificates in PEM form",
                                full->db_tls->ca, apr_text(scratch, status));
        }
        apr_file_close(file);
    }
    return NULL;
}

/* ---- From a configuration to a portal -------------------------------------------------------- */

static void make_mobile(np_site_t *site, const np_config_t *full, apr_pool_t *pool)
{
    site->mobile = full->mobile->mode;
    site->mobile_prefix = site->mobile == NP_MOBILE_PATH ? NP_MOBILE_PREFIX : "";
    site->mobile_host = full->mobile->host;
    if (site->mobile == NP_MOBILE_PATH) {
        site->mobile_url = apr_pstrcat(pool, site->base_url, NP_MOBILE_PREFIX, NULL);
    } else if (site->mobile == NP_MOBILE_HOST) {
        site->mobile_url = format_address(pool, full->base_url, site->mobile_host);
    }
}

static void make_database(np_db_config_t *db, const np_config_t *full, const np_zone_t *zone)
{
    db->hosts = full->db_hosts->list;
    db->host_count = full->db_hosts->count;
    db->database = full->db_name;
    db->user = full->db_user;
    db->tls = full->db_tls->mode;
    db->tls_ca = full->db_tls->ca;
    db->pool_size = full->db_pool;
    db->connect_timeout = full->db_connect_timeout;
    db->read_timeout = full->db_read_timeout;
    db->write_timeout = full->db_read_timeout;
    db->statement_timeout = full->db_statement_timeout;
    db->acquire_timeout = full->db_pool_wait;
    db->lease_timeout = full->page_timeout;
    db->max_age = full->db_max_age;
    db->utc_offset = np_zone_offset(zone, np_zone_civil(zone, apr_time_now()));
}

static const char *make_site(np_site_t *site, const np_config_t *full, apr_pool_t *pool,
                             apr_pool_t *scratch)
{
    const char *fault = np_zone_make(&site->zone, full->time_zone, pool);
    if (fault) {
        return apr_pstrcat(scratch, "NewsPortalTimeZone: ", fault, NULL);
    }
    site->host = full->base_url->host;
    site->base_url = format_address(pool, full->base_url, site->host);
    site->name = full->site_name ? full->site_name : site->host;
    site->language = full->language;
    site->theme = full->theme;
    site->theme_url = full->theme_url;
    make_mobile(site, full, pool);
    site->notice = full->notice;
    site->notice_phone = full->phone;
    site->hotline_phone = full->hotline_phone;
    site->operator_url =
        full->operator_url ? full->operator_url : apr_pstrcat(pool, site->base_url, "/", NULL);
    site->list_size = full->list_size;
    site->front_size = full->front_size;
    site->block_size = full->block_size;
    site->model_view =
        full->model_view == NP_MODEL_VIEW_LOCAL ? NP_MODEL_VIEW_LOCAL : NP_MODEL_VIEW_OFF;
    make_database(&site->db, full, site->zone);
    return read_secret(&site->db.password, full->db_password, pool, scratch);
}

static const char *server_title(apr_pool_t *pool, const server_rec *server)
{
    const char *name = server->server_hostname ? server->server_hostname : "without ServerName";
    return server->is_virtual ? apr_psprintf(pool, "virtual host %s (%s:%u)", name,
                                             server->defn_name ? server->defn_name : "unknown file",
                                             server->defn_line_number)
                              : "main server";
}

const char *np_config_check(apr_pool_t *pconf, apr_pool_t *ptemp, server_rec *server)
{
    np_config_t *config = server_config(server);
    np_config_t full;
    merge(&full, &defaults, config);
    /* A virtual host without any directive of ours shares the main server's configuration. */
    if (!full.engine || config->site) {
        return NULL;
    }
    np_site_t *site = apr_pcalloc(pconf, sizeof *site);
    const char *fault = check_site(config, &full);
    if (!fault) {
        fault = check_times(&full);
    }
    if (!fault) {
        fault = check_files(&full, ptemp);
    }
    if (!fault) {
        fault = make_site(site, &full, pconf, ptemp);
    }
    if (fault) {
        return apr_psprintf(pconf, "%s: %s", server_title(ptemp, server), fault);
    }
    config->site = site;
    return NULL;
}
