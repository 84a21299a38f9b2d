/* mod_newsportal_directives.c - the NewsPortal... directives: one setter each, and their table.
 *
 * A setter checks its own value, as far as that is possible without the others, and stores it in
 * the configuration of the server it stands in. It returns NULL or the sentence of np_value_refuse.
 * The table at the end is compared by tests/config with conf/newsportal.conf and the manual.
 *
 * Must not: put a default into a configuration, or look at another directive: np_config_check does,
 * when all are read. Called by httpd while it reads its configuration.
 */
#include "mod_newsportal_config_internal.h"

#include <string.h>

#include <apr_strings.h>

#include "np_text.h"

/* ---- Setters: database ----------------------------------------------------------------------- */

static const char *set_switch(const cmd_parms *cmd, const char *value, int *member)
{
    int on = np_value_is_word(value, "On");
    if (!on && !np_value_is_word(value, "Off")) {
        return np_value_refuse(cmd, value);
    }
    *member = on;
    return NULL;
}

static const char *set_engine(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_switch(cmd, value, &np_config_own(cmd->server)->engine);
}

static int read_db_host(apr_pool_t *pool, const char *text, np_db_host_t *host)
{
    host->port = 3306;
    if (strncmp(text, "unix:", 5) == 0) {
        host->socket = apr_pstrdup(pool, text + 5);
        return host->socket[0] == '/' && strlen(host->socket) < 108; /* sun_path, unix(7) */
    }
    if (!np_value_authority(pool, text, &host->name, &host->port)) {
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
    np_hosts_t *hosts = apr_palloc(cmd->pool, sizeof *hosts);
    if (argc == 0 || argc > HOSTS_MOST) {
        return np_value_refuse(cmd, argc ? argv[HOSTS_MOST] : "");
    }
    for (int i = 0; i < argc; i++) {
        if (!read_db_host(cmd->pool, argv[i], &list[i])) {
            return np_value_refuse(cmd, argv[i]);
        }
    }
    hosts->list = list;
    hosts->count = argc;
    np_config_own(cmd->server)->db_hosts = hosts;
    return NULL;
}

static const char *set_db_name(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return strpbrk(value, "/\\.`")
               ? np_value_refuse(cmd, value)
               : np_value_line(cmd, value, 1, 64, &np_config_own(cmd->server)->db_name);
}

static const char *set_db_user(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_line(cmd, value, 1, 80, &np_config_own(cmd->server)->db_user);
}

/* They end with NULL. */
static const char *const *copy_words(apr_pool_t *pool, int count, char *const words[])
{
    const char **copies = apr_pcalloc(pool, ((apr_size_t)count + 1) * sizeof *copies);
    for (int i = 0; i < count; i++) {
        copies[i] = apr_pstrdup(pool, words[i]);
    }
    return copies;
}

/* The words of a secret; `word` is what may stand instead. NULL when they are none. */
static const np_secret_t *read_secret(const cmd_parms *cmd, int argc, char *const argv[],
                                      const char *word, const char *noun)
{
    int file = argc == 1 && strncmp(argv[0], "file:/", 6) == 0;
    int program = argc >= 1 && strncmp(argv[0], "exec:/", 6) == 0;
    int none = argc == 1 && np_value_is_word(argv[0], word);
    if (!file && !program && !none) {
        return NULL;
    }
    np_secret_t *secret = apr_palloc(cmd->pool, sizeof *secret);
    secret->directive = cmd->cmd->name;
    secret->noun = noun;
    secret->words = copy_words(cmd->pool, argc, argv);
    return secret;
}

/* Never repeats what was given: it may be the secret itself. */
static const char *refuse_secret(const cmd_parms *cmd, const char *noun)
{
    return apr_psprintf(cmd->pool,
                        "%s: this value is not accepted (a %s never stands in the "
                        "configuration, where mod_info shows it); give %s",
                        cmd->cmd->name, noun, cmd->cmd->errmsg);
}

/* A directive that is one secret. */
static const char *set_secret(const cmd_parms *cmd, int argc, char *const argv[], const char *word,
                              const char *noun, const np_secret_t **place)
{
    const np_secret_t *secret = read_secret(cmd, argc, argv, word, noun);
    if (!secret) {
        return refuse_secret(cmd, noun);
    }
    *place = secret;
    return NULL;
}

static const char *set_db_password(cmd_parms *cmd, void *unused, int argc, char *const argv[])
{
    (void)unused;
    return set_secret(cmd, argc, argv, "none", "password",
                      &np_config_own(cmd->server)->db_password);
}

static const char *set_db_tls(cmd_parms *cmd, void *unused, const char *mode, const char *ca)
{
    (void)unused;
    np_tls_t *tls = apr_pcalloc(cmd->pool, sizeof *tls);
    if (np_value_is_word(mode, "verify")) {
        tls->mode = NP_TLS_VERIFY;
    } else if (np_value_is_word(mode, "require")) {
        tls->mode = NP_TLS_REQUIRE;
    } else if (!np_value_is_word(mode, "off")) {
        return np_value_refuse(cmd, mode);
    }
    if (ca) {
        tls->ca = tls->mode == NP_TLS_VERIFY && *ca ? ap_server_root_relative(cmd->pool, ca) : NULL;
        if (!tls->ca) {
            return np_value_refuse(cmd, apr_pstrcat(cmd->pool, mode, " ", ca, NULL));
        }
    }
    np_config_own(cmd->server)->db_tls = tls;
    return NULL;
}

static const char *set_db_pool(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_number(cmd, value, 1, 256, &np_config_own(cmd->server)->db_pool);
}

static const char *set_db_connect_timeout(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_time(cmd, value, apr_time_from_msec(100), apr_time_from_sec(30),
                         &np_config_own(cmd->server)->db_connect_timeout);
}

static const char *set_db_read_timeout(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_time(cmd, value, apr_time_from_msec(100), apr_time_from_sec(60),
                         &np_config_own(cmd->server)->db_read_timeout);
}

static const char *set_db_statement_timeout(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_time(cmd, value, apr_time_from_msec(10), apr_time_from_sec(60),
                         &np_config_own(cmd->server)->db_statement_timeout);
}

static const char *set_db_pool_wait(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_time(cmd, value, apr_time_from_msec(1), apr_time_from_sec(10),
                         &np_config_own(cmd->server)->db_pool_wait);
}

static const char *set_db_max_age(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_time(cmd, value, apr_time_from_sec(1), apr_time_from_sec(24 * 3600),
                         &np_config_own(cmd->server)->db_max_age);
}

static const char *set_page_timeout(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_time(cmd, value, apr_time_from_msec(100), apr_time_from_sec(60),
                         &np_config_own(cmd->server)->page_timeout);
}

/* ---- Setters: site --------------------------------------------------------------------------- */

static const char *set_site_name(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_line(cmd, value, 1, 100, &np_config_own(cmd->server)->site_name);
}

static const char *set_base_url(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    np_address_t *address = apr_palloc(cmd->pool, sizeof *address);
    const char *rest = np_value_address(cmd->pool, value, address);
    if (!rest || (*rest && strcmp(rest, "/") != 0)) {
        return np_value_refuse(cmd, value);
    }
    np_config_own(cmd->server)->base_url = address;
    return NULL;
}

static const char *set_language(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    const char *language = np_value_language(cmd->pool, value);
    if (!language) {
        return np_value_refuse(cmd, value);
    }
    np_config_own(cmd->server)->language = language;
    return NULL;
}

static const char *set_time_zone(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    const np_zone_t *zone;
    if (np_zone_make(&zone, value, cmd->temp_pool)) {
        return np_value_refuse(cmd, value);
    }
    return np_value_line(cmd, value, 1, 64, &np_config_own(cmd->server)->time_zone);
}

static const char *set_theme(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    char *folder = *value ? ap_server_root_relative(cmd->pool, value) : NULL;
    if (!folder) {
        return np_value_refuse(cmd, value);
    }
    np_config_own(cmd->server)->theme = np_value_trim_slashes(folder);
    return NULL;
}

static const char *set_theme_url(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    const char *path = np_value_url_path(cmd->pool, value);
    if (!path) {
        return np_value_refuse(cmd, value);
    }
    np_config_own(cmd->server)->theme_url = path;
    return NULL;
}

static const char *set_mobile(cmd_parms *cmd, void *unused, const char *mode, const char *host)
{
    (void)unused;
    np_mobile_t *mobile = apr_pcalloc(cmd->pool, sizeof *mobile);
    int has_host = np_value_is_word(mode, "host");
    int port = 0;
    mobile->mode = has_host                         ? NP_MOBILE_HOST
                   : np_value_is_word(mode, "path") ? NP_MOBILE_PATH
                                                    : NP_MOBILE_OFF;
    if ((mobile->mode == NP_MOBILE_OFF && !np_value_is_word(mode, "off")) ||
        (has_host != (host != NULL)) ||
        (host && (!np_value_authority(cmd->pool, host, &mobile->host, &port) || port))) {
        return np_value_refuse(cmd, host ? apr_pstrcat(cmd->pool, mode, " ", host, NULL) : mode);
    }
    np_config_own(cmd->server)->mobile = mobile;
    return NULL;
}

static const char *set_mobile_redirect(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_switch(cmd, value, &np_config_own(cmd->server)->mobile_redirect);
}

/* Length of what may stand in braces; 0 for anything else. */
static size_t placeholder_length(const char *text)
{
    static const char *const known[] = {"{phone}", "{form}"};

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (strncmp(text, known[i], strlen(known[i])) == 0) {
            return strlen(known[i]);
        }
    }
    return 0;
}

/* A misspelt placeholder would be shown to readers as it stands. */
static const char *set_notice(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    if (np_value_is_word(value, "none")) {
        value = "";
    }
    for (const char *brace = value; (brace = strpbrk(brace, "{}")); brace += placeholder_length(brace)) {
        if (placeholder_length(brace) == 0) {
            return np_value_refuse(cmd, value);
        }
    }
    return np_value_line(cmd, value, 0, 1000, &np_config_own(cmd->server)->notice);
}

static const char *set_telephone(const cmd_parms *cmd, const char *value, const char **member)
{
    if (np_value_is_word(value, "none")) {
        *member = "";
        return NULL;
    }
    return np_text_tel(cmd->temp_pool, value) ? np_value_line(cmd, value, 3, 40, member)
                                              : np_value_refuse(cmd, value);
}

static const char *set_phone(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_telephone(cmd, value, &np_config_own(cmd->server)->phone);
}

static const char *set_hotline_phone(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return set_telephone(cmd, value, &np_config_own(cmd->server)->hotline_phone);
}

/* The address stands between < and > in a response header. */
static const char *set_operator(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    if (!np_value_is_url(cmd->temp_pool, value, 500)) {
        return np_value_refuse(cmd, value);
    }
    np_config_own(cmd->server)->operator_url = apr_pstrdup(cmd->pool, value);
    return NULL;
}

static const char *set_page_size(cmd_parms *cmd, void *unused, const char *list, const char *value)
{
    (void)unused;
    np_config_t *config = np_config_own(cmd->server);
    int *member = np_value_is_word(list, "list")    ? &config->list_size
                  : np_value_is_word(list, "front") ? &config->front_size
                  : np_value_is_word(list, "block") ? &config->block_size
                                                    : NULL;
    int size = 0;
    const char *both = apr_pstrcat(cmd->temp_pool, list, " ", value, NULL);
    if (!member || np_value_number(cmd, value, 1, 100, &size)) {
        return np_value_refuse(cmd, both);
    }
    *member = size;
    return NULL;
}

/* "ios https://..." of what was written; `value` may be NULL. */
static const char *both_words(const cmd_parms *cmd, const char *first, const char *second)
{
    return second ? apr_pstrcat(cmd->temp_pool, first, " ", second, NULL) : first;
}

/* Pictures and pages may be the portal's own. A picture of another host has to come by https: the
 * security policy that pages are sent with shows no others. */
static int is_app_value(const cmd_parms *cmd, int line, const char *value)
{
    apr_size_t length = strlen(value);
    switch (line) {
    case NP_APP_NAME:
        return length && np_value_is_line(value, 1, 60);
    case NP_APP_TOKEN:
        return length >= 3 && length <= 60 && np_value_is_token(value);
    case NP_APP_ICON:
        return np_value_is_path(value, 500) ||
               (np_value_is_url(cmd->temp_pool, value, 500) &&
                ap_cstr_casecmpn(value, "https", 5) == 0);
    case NP_APP_PAGE:
        return np_value_is_path(value, 500) || np_value_is_url(cmd->temp_pool, value, 500);
    default:
        return np_value_is_url(cmd->temp_pool, value, 500);
    }
}

static const char *set_app(cmd_parms *cmd, void *unused, const char *word, const char *value)
{
    (void)unused;
    np_app_lines_t *app = &np_config_own(cmd->server)->app;
    int line = 0;
    if (!value && np_value_is_word(word, "none")) {
        memset(app, 0, sizeof *app);
        app->alone = 1;
        return NULL;
    }
    while (line < NP_APP_COUNT && !np_value_is_word(word, np_app_words[line])) {
        line++;
    }
    if (line == NP_APP_COUNT || !value || !is_app_value(cmd, line, value)) {
        return np_value_refuse(cmd, both_words(cmd, word, value));
    }
    app->lines.of[line] = apr_pstrdup(cmd->pool, value);
    return NULL;
}

static const char *set_mourning(cmd_parms *cmd, void *unused, const char *from, const char *to)
{
    (void)unused;
    np_config_t *config = np_config_own(cmd->server);
    int none = np_value_is_word(from, "none");
    np_period_t period;
    if (!config->mourning || none) {
        config->mourning = apr_array_make(cmd->pool, 1, sizeof period);
    }
    if (none && !to) {
        return NULL;
    }
    if (!np_mourning_day(&period.begins, from) || !np_mourning_day(&period.ends, to ? to : from) ||
        period.ends < period.begins) {
        return np_value_refuse(cmd, both_words(cmd, from, to));
    }
    period.ends += NP_MOURNING_DAY;
    APR_ARRAY_PUSH(config->mourning, np_period_t) = period;
    return NULL;
}

static const char *set_model_view(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    int local = np_value_is_word(value, "local");
    if (!local && !np_value_is_word(value, "off")) {
        return np_value_refuse(cmd, value);
    }
    np_config_own(cmd->server)->model_view = local ? NP_MODEL_VIEW_LOCAL : NP_MODEL_VIEW_OFF;
    return NULL;
}

/* ---- Setters: cache -------------------------------------------------------------------------- */

#define CACHE_LEAST ((apr_off_t)1 << 20)
#define CACHE_MOST ((apr_off_t)64 << 30)

static const char *set_cache(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    np_config_t *config = np_config_own(cmd->server);
    if (np_value_is_word(value, "off")) {
        config->cache_limit = 0;
        return NULL;
    }
    return np_value_size(cmd, value, CACHE_LEAST, CACHE_MOST, &config->cache_limit);
}

static const char *set_cache_wait(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_time(cmd, value, apr_time_from_msec(1), apr_time_from_sec(10),
                         &np_config_own(cmd->server)->cache_wait);
}

static const char *set_cache_lifetime(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_time(cmd, value, apr_time_from_sec(1), apr_time_from_sec(24 * 3600),
                         &np_config_own(cmd->server)->cache_lifetime);
}

static const char *set_cache_stale(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_time(cmd, value, apr_time_from_sec(1), apr_time_from_sec(720 * 3600),
                         &np_config_own(cmd->server)->cache_stale);
}

static const char *set_changes_interval(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_time(cmd, value, apr_time_from_msec(20), apr_time_from_sec(60),
                         &np_config_own(cmd->server)->changes_interval);
}

static const char *set_changes_window(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_time(cmd, value, apr_time_from_sec(1), apr_time_from_sec(24 * 3600),
                         &np_config_own(cmd->server)->changes_window);
}

#define MAX_AGE_MOST apr_time_from_sec(24 * 3600)

static const char *set_max_age(cmd_parms *cmd, void *unused, const char *kind, const char *browser,
                               const char *shared)
{
    (void)unused;
    np_max_age_t *all = np_config_own(cmd->server)->max_ages.of;
    int is_all = np_value_is_word(kind, "all"), found = 0;
    apr_interval_time_t times[2] = {0, 0};
    const char *value = apr_pstrcat(cmd->temp_pool, kind, " ", browser, shared ? " " : NULL, shared, NULL);
    if (np_value_time(cmd, browser, 0, MAX_AGE_MOST, &times[0]) ||
        np_value_time(cmd, shared ? shared : browser, 0, MAX_AGE_MOST, &times[1])) {
        return np_value_refuse(cmd, value);
    }
    for (int route = 0; route < NP_ROUTE_COUNT; route++) {
        if (!(np_routes[route].flags & (NP_ROUTE_INTERNAL | NP_ROUTE_PRIVATE | NP_ROUTE_FILE)) &&
            (is_all || np_value_is_word(kind, np_routes[route].name))) {
            all[route].browser = (int)apr_time_sec(times[0]);
            all[route].shared = (int)apr_time_sec(times[1]);
            found = 1;
        }
    }
    return found ? NULL : np_value_refuse(cmd, value);
}

static const char *set_stale_while_revalidate(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_time(cmd, value, 0, MAX_AGE_MOST,
                         &np_config_own(cmd->server)->stale_while_revalidate);
}

static const char *set_stale_if_error(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    return np_value_time(cmd, value, 0, MAX_AGE_MOST, &np_config_own(cmd->server)->stale_if_error);
}

static const char *set_store(cmd_parms *cmd, void *unused, const char *folder, const char *size)
{
    (void)unused;
    np_store_place_t *store = apr_pcalloc(cmd->pool, sizeof *store);
    if (size) {
        store->folder = *folder ? ap_server_root_relative(cmd->pool, folder) : NULL;
        if (!store->folder ||
            np_value_size(cmd, size, CACHE_LEAST, (apr_off_t)1 << 40, &store->limit)) {
            return np_value_refuse(cmd, apr_pstrcat(cmd->pool, folder, " ", size, NULL));
        }
    } else if (!np_value_is_word(folder, "off")) {
        return np_value_refuse(cmd, folder);
    }
    np_config_own(cmd->server)->store = store;
    return NULL;
}

static const char *set_media_cache(cmd_parms *cmd, void *unused, const char *folder, const char *size,
                                   const char *program)
{
    (void)unused;
    np_media_place_t *media = apr_pcalloc(cmd->pool, sizeof *media);
    if (size) {
        media->folder = *folder ? ap_server_root_relative(cmd->pool, folder) : NULL;
        if (program && np_value_is_word(program, "none")) {
            media->program = "";
        } else {
            media->program = program;
        }
        if (!media->folder || np_value_size(cmd, size, CACHE_LEAST, (apr_off_t)1 << 40, &media->limit) ||
            (program && *media->program && *media->program != '/')) {
            return np_value_refuse(cmd, apr_pstrcat(cmd->pool, folder, " ", size, program ? " " : NULL, program, NULL));
        }
    } else if (!np_value_is_word(folder, "off")) {
        return np_value_refuse(cmd, folder);
    }
    np_config_own(cmd->server)->media = media;
    return NULL;
}

/* ---- Setters: forms ------------------------------------------------------------------------------ */

static const char *set_form_key(cmd_parms *cmd, void *unused, int argc, char *const argv[])
{
    (void)unused;
    return set_secret(cmd, argc, argv, "auto", "key", &np_config_own(cmd->server)->form_key);
}

static const char *set_form_limit(cmd_parms *cmd, void *unused, const char *here, const char *all)
{
    (void)unused;
    np_form_limit_t *limit = apr_pcalloc(cmd->pool, sizeof *limit);
    if (np_value_number(cmd, here, 1, 6000, &limit->here) || np_value_number(cmd, all, 1, 60000, &limit->all)) {
        return np_value_refuse(cmd, apr_pstrcat(cmd->pool, here, " ", all, NULL));
    }
    np_config_own(cmd->server)->form_limit = limit;
    return NULL;
}

/* ---- Setters: messages ----------------------------------------------------------------------- */

/* Names that mean this machine wherever it stands; others may be asked for on the network. */
static int is_this_machine(const char *host)
{
    return strcmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 ||
           strcmp(host, "[::1]") == 0;
}

static int read_mail_server(apr_pool_t *pool, np_notify_way_t *way, const char *text)
{
    int is_tls = ap_cstr_casecmpn(text, "smtps://", 8) == 0;
    int port = is_tls ? 465 : 25;
    const char *host;
    if (!is_tls && ap_cstr_casecmpn(text, "smtp://", 7) != 0) {
        return 0;
    }
    if (!np_value_authority(pool, text + (is_tls ? 8 : 7), &host, &port)) {
        return 0;
    }
    way->mode = NP_NOTIFY_SMTP;
    way->is_local = !is_tls && is_this_machine(host);
    way->url = apr_psprintf(pool, "%s://%s:%d", is_tls ? "smtps" : "smtp", host, port);
    return 1;
}

static const char *set_notify(cmd_parms *cmd, void *unused, int argc, char *const argv[])
{
    (void)unused;
    np_notify_way_t *way = apr_pcalloc(cmd->pool, sizeof *way);
    int fits = 0;
    if (argc == 1 && np_value_is_word(argv[0], "off")) {
        fits = 1;
    } else if (argc > 1 && np_value_is_word(argv[0], "program")) {
        way->mode = NP_NOTIFY_PROGRAM;
        way->words = copy_words(cmd->pool, argc - 1, argv + 1);
        fits = argv[1][0] == '/';
    } else if (argc == 1 || argc == 2) {
        way->ca = argc == 2 && *argv[1] ? ap_server_root_relative(cmd->pool, argv[1]) : NULL;
        fits = read_mail_server(cmd->pool, way, argv[0]) && (argc == 2) == (way->ca != NULL);
    }
    if (!fits) {
        const char *value = argc ? argv[0] : "";
        for (int i = 1; i < argc; i++) {
            value = apr_pstrcat(cmd->temp_pool, value, " ", argv[i], NULL);
        }
        return np_value_refuse(cmd, value);
    }
    np_config_own(cmd->server)->notify = way;
    return NULL;
}

static const char *set_notify_from(cmd_parms *cmd, void *unused, const char *value)
{
    (void)unused;
    int none = np_value_is_word(value, "none");
    if (!none && !np_message_address(value)) {
        return np_value_refuse(cmd, value);
    }
    np_config_own(cmd->server)->notify_from = none ? "" : apr_pstrdup(cmd->pool, value);
    return NULL;
}

/* A user's name of 1 to 80 characters and where the password comes from; NULL for anything else. */
static np_account_t *read_account(const cmd_parms *cmd, int argc, char *const argv[])
{
    np_account_t *account = apr_pcalloc(cmd->pool, sizeof *account);
    account->password = argc > 1 ? read_secret(cmd, argc - 1, argv + 1, "none", "password") : NULL;
    if (!account->password || np_value_line(cmd, argv[0], 1, 80, &account->user)) {
        return NULL;
    }
    return account;
}

static const char *set_notify_account(cmd_parms *cmd, void *unused, int argc, char *const argv[])
{
    (void)unused;
    static const char *const no_words[] = {"none", NULL};
    static const np_secret_t no_secret = {"NewsPortalNotifyAccount", "password", no_words};
    static const np_account_t no_account = {NULL, &no_secret};
    int none = argc == 1 && np_value_is_word(argv[0], "none");
    np_account_t *account = none ? NULL : read_account(cmd, argc, argv);
    if (!none && (!account || np_value_is_word(account->password->words[0], "none"))) {
        return refuse_secret(cmd, "password");
    }
    np_config_own(cmd->server)->notify_account = none ? &no_account : account;
    return NULL;
}

static const char *set_notify_database(cmd_parms *cmd, void *unused, int argc, char *const argv[])
{
    (void)unused;
    np_account_t *account = read_account(cmd, argc, argv);
    if (!account) {
        return refuse_secret(cmd, "password");
    }
    np_config_own(cmd->server)->notify_database = account;
    return NULL;
}

/* ---- The directives -------------------------------------------------------------------------- */

/* Arguments, name, setter; what is accepted; syntax; default. httpd prints the help text when the
 * number of arguments is wrong, mod_info shows it, and np_value_refuse ends with it. All are
 * allowed in the main server and in virtual hosts, nowhere else. */
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
    DIRECTIVE(TAKE1, "NewsPortalMobileRedirect", set_mobile_redirect,
              "On or Off", "On|Off", "Off"),
    DIRECTIVE(TAKE1, "NewsPortalNotice", set_notice,
              "a text in UTF-8, one line of at most 1000 characters with no braces but {phone} "
              "and {form}, or none",
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
    DIRECTIVE(TAKE12, "NewsPortalApp", set_app,
              "name and what readers know the app by (one line of 1 to 60 characters), icon and a path or "
              "an https address, ios, android or harmony and an http or https address, page and a path or "
              "such an address, token and a word of the app's User-Agent (3 to 60 letters, digits and "
              "!#$%&'*+-.^_`|~), or none",
              "name|icon|ios|android|harmony|page|token value|none", "none"),
    DIRECTIVE(TAKE12, "NewsPortalMourning", set_mourning,
              "a day as 2026-09-18, or the first and the last of several, the first not after the last, "
              "or none",
              "none|from [to]", "none"),
    DIRECTIVE(TAKE1, "NewsPortalModelView", set_model_view,
              "off or local", "off|local", "off"),

    DIRECTIVE(TAKE1, "NewsPortalCache", set_cache,
              "off, or a size with its unit (K, M, G) from 1M to 64G", "off|size", "64M"),
    DIRECTIVE(TAKE1, "NewsPortalCacheWait", set_cache_wait,
              "a time with its unit (ms, s, min, h) from 1ms to 10s", "time", "200ms"),
    DIRECTIVE(TAKE1, "NewsPortalCacheLifetime", set_cache_lifetime,
              "a time with its unit (ms, s, min, h) from 1s to 24h", "time", "10min"),
    DIRECTIVE(TAKE1, "NewsPortalCacheStale", set_cache_stale,
              "a time with its unit (ms, s, min, h) from 1s to 720h", "time", "24h"),
    DIRECTIVE(TAKE1, "NewsPortalChangesInterval", set_changes_interval,
              "a time with its unit (ms, s, min, h) from 20ms to 60s", "time", "250ms"),
    DIRECTIVE(TAKE1, "NewsPortalChangesWindow", set_changes_window,
              "a time with its unit (ms, s, min, h) from 1s to 24h", "time", "2h"),
    DIRECTIVE(TAKE23, "NewsPortalMaxAge", set_max_age,
              "all or a kind of page (front, latest, tags, tag, static, article, archive, month, "
              "day, channel, or one of the desks that the manual lists), and a time with its unit (ms, s, min, h) up to 24h "
              "for browsers, and one for shared caches",
              "all|kind time [time]", "all 0s 1s"),
    DIRECTIVE(TAKE1, "NewsPortalStaleWhileRevalidate", set_stale_while_revalidate,
              "a time with its unit (ms, s, min, h) up to 24h", "time", "1s"),
    DIRECTIVE(TAKE1, "NewsPortalStaleIfError", set_stale_if_error,
              "a time with its unit (ms, s, min, h) up to 24h", "time", "10min"),
    DIRECTIVE(TAKE12, "NewsPortalStore", set_store,
              "off, or a folder, absolute or relative to ServerRoot, and a size with its unit "
              "(K, M, G) from 1M", "off|folder size", "off"),
    DIRECTIVE(TAKE123, "NewsPortalMediaCache", set_media_cache,
              "off, or a folder, absolute or relative to ServerRoot, a size with its unit (K, M, G) from 1M, "
              "and the absolute path of vipsthumbnail or none", "off|folder size [program|none]", "off"),
    DIRECTIVE(TAKE_ARGV, "NewsPortalFormKey", set_form_key,
              "file: with the absolute path of a file, exec: with the absolute path of a program "
              "and its arguments, or auto",
              "file:/path|exec:/path [argument] ...|auto", "auto"),
    DIRECTIVE(TAKE2, "NewsPortalFormLimit", set_form_limit,
              "forms a minute, from one range of addresses (1 to 6000) and from all (1 to 60000)",
              "here all", "30 600"),

    DIRECTIVE(TAKE_ARGV, "NewsPortalNotify", set_notify,
              "off, program with the absolute path of a program and its arguments, or smtp:// or smtps://, a mail "
              "server's name or address, an optional port, and an optional file of CA certificates",
              "off|program /path [argument] ...|smtp[s]://host[:port] [ca-file]", "off"),
    DIRECTIVE(TAKE1, "NewsPortalNotifyFrom", set_notify_from,
              "a mail address in ASCII such as portal@example.org, or none", "address|none", "none"),
    DIRECTIVE(TAKE_ARGV, "NewsPortalNotifyAccount", set_notify_account,
              "the mail server's name for us and file: with the absolute path of a file or exec: with the absolute "
              "path of a program and its arguments, or none",
              "user file:/path|exec:/path [argument] ...|none", "none"),
    DIRECTIVE(TAKE_ARGV, "NewsPortalNotifyDatabase", set_notify_database,
              "the name of a database account and file: with the absolute path of a file, exec: with the absolute "
              "path of a program and its arguments, or none",
              "user file:/path|exec:/path [argument] ...|none", "newsportal_sender none"),
    {NULL, {NULL}, NULL, 0, RAW_ARGS, NULL}
};
/* clang-format on */
