/* mod_newsportal_config_internal.h - what the four rooms of the configuration share.
 *
 *   mod_newsportal_config.c      what a configuration holds, its defaults, merging, cross checks
 *   mod_newsportal_directives.c  the table of directives and their setters
 *   mod_newsportal_values.c      reads numbers, times, lines, addresses; the sentence of refusal
 *   mod_newsportal_secret.c      passwords, from a file or a program
 *
 * Calls point one way: directives to config and values, config to values and secret, secret to
 * values.
 *
 * Must not be included outside these files: for the rest of the module a configuration is an
 * np_site_t.
 */
#ifndef MOD_NEWSPORTAL_CONFIG_INTERNAL_H
#define MOD_NEWSPORTAL_CONFIG_INTERNAL_H

#include "mod_newsportal_config.h"

#include "np_site.h"

/*** mod_newsportal_config.c: what a server's configuration holds ***/

/* Values that belong together are one pointer, so that a virtual host which sets one of them never
 * gets the other from the main server. All of them are constant once made. */
typedef struct np_hosts_t {
    const np_db_host_t *list;
    int count;
} np_hosts_t;

typedef struct np_tls_t {
    np_tls_e mode;
    const char *ca; /* absolute path, NULL for the system's certificates */
} np_tls_t;

typedef struct np_mobile_t {
    np_mobile_e mode;
    const char *host; /* lower case, only for NP_MOBILE_HOST */
} np_mobile_t;

typedef struct np_address_t {
    const char *scheme; /* "http" or "https" */
    const char *host;   /* lower case, IPv6 in brackets */
    int port;           /* 0 for the scheme's own */
} np_address_t;

/* One member a line, as with the sizes of pages, so that a virtual host may have the app under
 * another name. What `none` takes back is gone before the lines after it. */
typedef struct np_app_lines_t {
    int alone; /* 1: `none` was said here, nothing is inherited */
    np_app_t lines;
} np_app_lines_t;

/* One member a kind of page, because each line of the configuration names one or all. */
typedef struct np_max_ages_t {
    np_max_age_t of[NP_ROUTE_COUNT]; /* UNSET members */
} np_max_ages_t;

typedef struct np_store_place_t {
    const char *folder; /* absolute path; NULL: no page store */
    apr_off_t limit;    /* bytes */
} np_store_place_t;

typedef struct np_media_place_t {
    const char *folder;  /* absolute path; NULL: no folder of pictures */
    apr_off_t limit;     /* bytes */
    const char *program; /* absolute path; NULL: the one that is found; "": none */
} np_media_place_t;

/* Where the password comes from, as written: "none", "file:/path", or "exec:/path" and its
 * arguments; for the key of forms also "auto". */
typedef struct np_secret_t {
    const char *directive, *noun; /* for sentences: "NewsPortalDBPassword", "password" */
    const char *const *words; /* NULL at the end */
} np_secret_t;

/* Forms a minute that one child takes. */
typedef struct np_form_limit_t {
    int here, all;
} np_form_limit_t;
/* NewsPortalNotify as written; what belongs to the other way is NULL. */
typedef struct np_notify_way_t {
    np_notify_way_e mode;
    const char *const *words; /* a program's, NULL at the end */
    const char *url, *ca;
    int is_local; /* the server's host is this machine */
} np_notify_way_t;

typedef struct np_account_t {
    const char *user; /* NULL for none */
    const np_secret_t *password;
} np_account_t;

typedef struct np_config_t {
    int engine;
    const np_hosts_t *db_hosts;
    const char *db_name;
    const char *db_user;
    const np_secret_t *db_password;
    const np_secret_t *form_key;
    const np_form_limit_t *form_limit;
    const np_tls_t *db_tls;
    int db_pool;
    apr_interval_time_t db_connect_timeout;
    apr_interval_time_t db_read_timeout;
    apr_interval_time_t db_statement_timeout;
    apr_interval_time_t db_pool_wait;
    apr_interval_time_t db_max_age;
    apr_interval_time_t page_timeout;
    const char *site_name;
    const np_address_t *base_url;
    const char *language;
    const char *time_zone;
    const char *theme;
    const char *theme_url;
    const np_mobile_t *mobile;
    int mobile_redirect;
    const char *notice;
    const char *phone;
    const char *hotline_phone;
    const char *operator_url;
    int list_size;
    int front_size;
    int block_size;
    np_app_lines_t app;
    apr_array_header_t *mourning; /* of np_period_t; only the section's own lines add to it */
    int model_view;
    apr_off_t cache_limit; /* 0: off */
    apr_interval_time_t cache_wait;
    apr_interval_time_t cache_lifetime;
    apr_interval_time_t cache_stale;
    apr_interval_time_t changes_interval;
    apr_interval_time_t changes_window;
    np_max_ages_t max_ages;
    apr_interval_time_t stale_while_revalidate;
    apr_interval_time_t stale_if_error;
    const np_store_place_t *store;
    const np_media_place_t *media;
    const np_notify_way_t *notify;
    const char *notify_from;
    const np_account_t *notify_account;
    const np_account_t *notify_database;
    const np_site_t *site; /* made by np_config_check, never merged */
} np_config_t;

/* The configuration that httpd keeps for this server. While httpd still reads its files: only what
 * stands in the server's own section, without defaults. */
np_config_t *np_config_own(const server_rec *server);

/*** mod_newsportal_values.c: reading what was written ***/

/* The sentence: name of the directive, value, what is accepted. */
const char *np_value_refuse(const cmd_parms *cmd, const char *value);

/* Keywords in any case, as everywhere in httpd. */
int np_value_is_word(const char *value, const char *word);

/* These four store the value in `*member`, or return the sentence and leave `*member` alone. A
 * number is decimal digits only; a time is a number with its unit (ms, s, min, h), a
 * size one with K, M or G; a line is valid
 * UTF-8 of `least` to `most` characters without tabs, and not only blanks. */
const char *np_value_number(const cmd_parms *cmd, const char *value, int least, int most,
                            int *member);
const char *np_value_time(const cmd_parms *cmd, const char *value, apr_interval_time_t least,
                          apr_interval_time_t most, apr_interval_time_t *member);
const char *np_value_size(const cmd_parms *cmd, const char *value, apr_off_t least, apr_off_t most,
                          apr_off_t *member);
const char *np_value_line(const cmd_parms *cmd, const char *value, apr_size_t least,
                          apr_size_t most, const char **member);

/* "host", "host:port", "[v6]", "[v6]:port". The host comes back in lower case, an IPv6 address with
 * its brackets. `*port` is left alone when there is none. Returns 0 for anything else. */
int np_value_authority(apr_pool_t *pool, const char *text, const char **host, int *port);

/* Scheme and authority of an http or https address. Returns what follows the authority, or NULL. */
const char *np_value_address(apr_pool_t *pool, const char *text, np_address_t *address);

/* Whether np_value_line takes it. */
int np_value_is_line(const char *text, apr_size_t least, apr_size_t most);

/* A token of HTTP (RFC 9110 5.6.2). */
int np_value_is_token(const char *text);

/* A path of this host, with or without a query: at most `most` bytes, one slash at its beginning
 * (two would begin another host), only of what RFC 3986 allows. */
int np_value_is_path(const char *text, apr_size_t most);

/* An absolute http or https address of at most `most` bytes, only of what RFC 3986 allows. */
int np_value_is_url(apr_pool_t *pool, const char *text, apr_size_t most);

/* The path of a URL, "/themes" or "/a/b", without slashes at its end; NULL when it is none, or when
 * a part of it begins with a dot. */
const char *np_value_url_path(apr_pool_t *pool, const char *text);

/* A BCP 47 tag without extensions and private use, in canonical case; NULL when it is none. */
const char *np_value_language(apr_pool_t *pool, const char *text);

/* Takes the slashes off the end of a path, in place; "/" stays. */
char *np_value_trim_slashes(char *path);

/* The address with `host` in place of its own. */
const char *np_value_format_address(apr_pool_t *pool, const np_address_t *address,
                                    const char *host);

/* What APR says about a status. */
const char *np_value_apr_text(apr_pool_t *pool, apr_status_t status);

/*** mod_newsportal_secret.c: passwords, and the key of forms ***/

/* Reads the secret into `pool`; "" when there is none. Returns NULL or a sentence in `scratch`
 * that begins with the directive and never repeats what was read. */
const char *np_secret_read(const char **secret, const np_secret_t *source, apr_pool_t *pool,
                           apr_pool_t *scratch);

#endif
