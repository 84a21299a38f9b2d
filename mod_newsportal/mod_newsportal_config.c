/* mod_newsportal_config.c - what a server's configuration holds, and the portal that is made of it.
 *
 * Top to bottom: every default, creating and merging, the checks that no directive can do alone,
 * and from a configuration to np_site_t. The whole story is told in mod_newsportal_config.h, the
 * struct is in mod_newsportal_config_internal.h.
 *
 * Must not: read what an administrator wrote (mod_newsportal_directives.c does), compile themes,
 * connect to a database, read a request. Called by httpd while it reads its configuration, by the
 * directives, and by mod_newsportal_child.c.
 */
#include "mod_newsportal_config_internal.h"

#include <string.h>

#include <http_core.h>
#include <unistd.h>

#include <apr_env.h>
#include <apr_file_io.h>
#include <apr_strings.h>

extern module AP_MODULE_DECLARE_DATA newsportal_module;

/* ---- Defaults, creating, merging ------------------------------------------------------------- */

/* Not set, in a member that is a number; a pointer that is not set is NULL. The empty text is a
 * value: the word "none" in a virtual host takes back what the main server says. (httpd itself
 * refuses "" as an argument.) */
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
    .mobile_redirect = UNSET,
    .list_size = UNSET,
    .front_size = UNSET,
    .block_size = UNSET,
    .app = {UNSET, {{NULL}}},
    .model_view = UNSET,
    .cache_limit = UNSET,
    .cache_wait = UNSET,
    .cache_lifetime = UNSET,
    .cache_stale = UNSET,
    .changes_interval = UNSET,
    .changes_window = UNSET,
    .max_ages = {{[0 ... NP_ROUTE_COUNT - 1] = {UNSET, UNSET}}},
    .stale_while_revalidate = UNSET,
    .stale_if_error = UNSET,
};

static const np_db_host_t default_host = {"/run/mysqld/mysqld.sock", NULL, 3306};
static const np_hosts_t default_hosts = {&default_host, 1};
static const char *const no_words[] = {"none", NULL};
static const np_secret_t no_secret = {"NewsPortalDBPassword", "password", no_words};
static const char *const auto_words[] = {"auto", NULL};
static const np_secret_t auto_key = {"NewsPortalFormKey", "key", auto_words};
static const np_form_limit_t default_form_limit = {30, 600};
static const np_tls_t default_tls = {NP_TLS_OFF, NULL};
static const np_mobile_t default_mobile = {NP_MOBILE_PATH, NULL};
static const np_store_place_t no_store = {NULL, 0};
static const np_media_place_t no_media = {NULL, 0, NULL};
static const np_notify_way_t no_notify = {NP_NOTIFY_OFF, NULL, NULL, NULL, 0};
static const np_account_t no_account = {NULL, &no_secret};
static const np_account_t default_sender = {"newsportal_sender", &no_secret};
static apr_array_header_t no_mourning = {.elt_size = sizeof(np_period_t)};

/* Every default there is. The directive's name stands beside it for tests/config, which compares
 * the value with the text in the table of directives, in conf/newsportal.conf and in the manual.
 * What is missing here has no default that could be right: see make_site. */
static const np_config_t defaults = {
    .engine = 0,                                         /* NewsPortalEngine */
    .db_hosts = &default_hosts,                          /* NewsPortalDBHost */
    .db_name = "newsportal",                             /* NewsPortalDBName */
    .db_user = "newsportal_web",                         /* NewsPortalDBUser */
    .db_password = &no_secret,                           /* NewsPortalDBPassword */
    .db_tls = &default_tls,                              /* NewsPortalDBTLS */
    .db_pool = 8,                                        /* NewsPortalDBPool */
    .db_connect_timeout = apr_time_from_sec(2),          /* NewsPortalDBConnectTimeout */
    .db_read_timeout = apr_time_from_sec(3),             /* NewsPortalDBReadTimeout */
    .db_statement_timeout = apr_time_from_sec(2),        /* NewsPortalDBStatementTimeout */
    .db_pool_wait = apr_time_from_msec(250),             /* NewsPortalDBPoolWait */
    .db_max_age = apr_time_from_sec(5 * 60),             /* NewsPortalDBMaxAge */
    .page_timeout = apr_time_from_sec(5),                /* NewsPortalPageTimeout */
    .language = "zh-Hans",                               /* NewsPortalLanguage */
    .time_zone = "Asia/Shanghai",                        /* NewsPortalTimeZone */
    .theme = "/usr/share/newsportal/themes/default",     /* NewsPortalTheme */
    .theme_url = "/themes",                              /* NewsPortalThemeURL */
    .mobile = &default_mobile,                           /* NewsPortalMobile */
    .mobile_redirect = 0,                                /* NewsPortalMobileRedirect */
    .notice = "",                                        /* NewsPortalNotice */
    .phone = "",                                         /* NewsPortalPhone */
    .hotline_phone = "",                                 /* NewsPortalHotlinePhone */
    .list_size = 20,                                     /* NewsPortalPageSize list */
    .front_size = 12,                                    /* NewsPortalPageSize front */
    .block_size = 6,                                     /* NewsPortalPageSize block */
    .app = {0, {{NULL}}},                                /* NewsPortalApp */
    .mourning = &no_mourning,                            /* NewsPortalMourning */
    .model_view = NP_MODEL_VIEW_OFF,                     /* NewsPortalModelView */
    .cache_limit = 64 << 20,                             /* NewsPortalCache */
    .cache_wait = apr_time_from_msec(200),               /* NewsPortalCacheWait */
    .cache_lifetime = apr_time_from_sec(10 * 60),        /* NewsPortalCacheLifetime */
    .cache_stale = apr_time_from_sec(24 * 3600),         /* NewsPortalCacheStale */
    .changes_interval = apr_time_from_msec(250),         /* NewsPortalChangesInterval */
    .changes_window = apr_time_from_sec(2 * 3600),       /* NewsPortalChangesWindow */
    .max_ages = {{[0 ... NP_ROUTE_COUNT - 1] = {0, 1}}}, /* NewsPortalMaxAge */
    .stale_while_revalidate = apr_time_from_sec(1),      /* NewsPortalStaleWhileRevalidate */
    .stale_if_error = apr_time_from_sec(10 * 60),        /* NewsPortalStaleIfError */
    .store = &no_store,                                  /* NewsPortalStore */
    .media = &no_media,                                  /* NewsPortalMediaCache */
    .form_key = &auto_key,                               /* NewsPortalFormKey */
    .form_limit = &default_form_limit,                   /* NewsPortalFormLimit */
    .notify = &no_notify,                                /* NewsPortalNotify */
    .notify_from = "",                                   /* NewsPortalNotifyFrom */
    .notify_account = &no_account,                       /* NewsPortalNotifyAccount */
    .notify_database = &default_sender,                  /* NewsPortalNotifyDatabase */
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
    INHERIT(mobile_redirect, UNSET);
    INHERIT(notice, NULL);
    INHERIT(phone, NULL);
    INHERIT(hotline_phone, NULL);
    INHERIT(operator_url, NULL);
    INHERIT(list_size, UNSET);
    INHERIT(front_size, UNSET);
    INHERIT(block_size, UNSET);
    for (int line = 0; line < NP_APP_COUNT; line++) {
        merged->app.lines.of[line] = over->app.lines.of[line] || over->app.alone == 1
                                         ? over->app.lines.of[line]
                                         : base->app.lines.of[line];
    }
    INHERIT(app.alone, UNSET);
    INHERIT(mourning, NULL);
    INHERIT(model_view, UNSET);
    INHERIT(cache_limit, UNSET);
    INHERIT(cache_wait, UNSET);
    INHERIT(cache_lifetime, UNSET);
    INHERIT(cache_stale, UNSET);
    INHERIT(changes_interval, UNSET);
    INHERIT(changes_window, UNSET);
    for (int kind = 0; kind < NP_ROUTE_COUNT; kind++) {
        INHERIT(max_ages.of[kind].browser, UNSET);
        INHERIT(max_ages.of[kind].shared, UNSET);
    }
    INHERIT(stale_while_revalidate, UNSET);
    INHERIT(stale_if_error, UNSET);
    INHERIT(store, NULL);
    INHERIT(media, NULL);
    INHERIT(form_key, NULL);
    INHERIT(form_limit, NULL);
    INHERIT(notify, NULL);
    INHERIT(notify_from, NULL);
    INHERIT(notify_account, NULL);
    INHERIT(notify_database, NULL);
#undef INHERIT
    merged->site = NULL;
}

void *np_config_merge_server(apr_pool_t *pool, void *base, void *over)
{
    np_config_t *merged = apr_palloc(pool, sizeof *merged);
    merge(merged, base, over);
    return merged;
}

np_config_t *np_config_own(const server_rec *server)
{
    return ap_get_module_config(server->module_config, &newsportal_module);
}

const np_site_t *np_config_get(const server_rec *server)
{
    return np_config_own(server)->site;
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
    if (full->mobile_redirect && full->mobile->mode == NP_MOBILE_OFF) {
        return "NewsPortalMobileRedirect needs mobile pages; give NewsPortalMobile path or host, "
               "or NewsPortalMobileRedirect Off";
    }
    return NULL;
}

/* An app is advertised whole or not at all. */
static const char *check_app(const np_config_t *full)
{
    const np_app_t *app = &full->app.lines;
    int has_address = np_app_has_address(app);
    if (has_address && !app->of[NP_APP_NAME]) {
        return "NewsPortalApp has no name; give NewsPortalApp name and what readers know it by, or "
               "NewsPortalApp none";
    }
    if (!has_address && (app->of[NP_APP_NAME] || app->of[NP_APP_ICON] || app->of[NP_APP_TOKEN])) {
        return "NewsPortalApp has no address; give at least one of NewsPortalApp ios, android, "
               "harmony and page with the address where it is to be had, or NewsPortalApp none";
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

/* The watcher has to look several times before a page is called unverified. */
static const char *check_cache(const np_config_t *full)
{
    if (full->cache_limit && full->cache_wait >= full->page_timeout) {
        return "NewsPortalCacheWait must be shorter than NewsPortalPageTimeout";
    }
    if (full->cache_limit == 0 && full->store->folder) {
        return "NewsPortalStore needs the cache: NewsPortalCache must not be off";
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
                                full->db_tls->ca, np_value_apr_text(scratch, status));
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
        site->mobile_url = np_value_format_address(pool, full->base_url, site->mobile_host);
    }
    site->mobile_redirect = full->mobile_redirect;
}

static void make_app(np_site_t *site, const np_config_t *full, apr_pool_t *pool)
{
    if (np_app_has_address(&full->app.lines)) {
        site->app = apr_pmemdup(pool, &full->app.lines, sizeof full->app.lines);
    }
}

static void make_mourning(np_site_t *site, const np_config_t *full)
{
    site->mourning.periods = (const np_period_t *)(const void *)full->mourning->elts;
    site->mourning.count = full->mourning->nelts;
}

static void make_database(np_db_config_t *db, const np_config_t *full)
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
    /* Moments that the server keeps (TIMESTAMP) come in UTC and are put on the portal's clock by
     * the pages: an offset of today would be wrong for summer's dates in winter. */
    db->utc_offset = 0;
}

const char *np_config_cache_control(apr_pool_t *pool, const np_cache_settings_t *cache,
                                    const np_max_age_t *age, int if_error)
{
    return apr_psprintf(pool,
                        "public, max-age=%d, s-maxage=%d, stale-while-revalidate=%d, "
                        "stale-if-error=%d",
                        age->browser, age->shared, cache->while_revalidate,
                        if_error ? cache->if_error : 0);
}

static void make_cache(np_cache_settings_t *cache, const np_config_t *full, apr_pool_t *pool)
{
    cache->limit = (apr_size_t)full->cache_limit;
    cache->wait = full->cache_wait;
    cache->lifetime = full->cache_lifetime;
    cache->stale_max = full->cache_stale;
    cache->poll_interval = full->changes_interval;
    cache->window = full->changes_window;
    memcpy(cache->max_age, full->max_ages.of, sizeof cache->max_age);
    cache->while_revalidate = (int)apr_time_sec(full->stale_while_revalidate);
    cache->if_error = (int)apr_time_sec(full->stale_if_error);
    cache->store = full->store->folder;
    cache->store_limit = full->store->limit;
    for (int kind = 0; kind < NP_ROUTE_COUNT; kind++) {
        cache->control[kind] = np_config_cache_control(pool, cache, &cache->max_age[kind], 1);
    }
}

/* The program that makes smaller pictures, where a shell would find it. */
static const char *find_program(apr_pool_t *pool)
{
    char *rest = NULL, *found;
    int is_set = apr_env_get(&found, "PATH", pool) == APR_SUCCESS;
    /* A copy: what was found is the environment itself. */
    char *path = apr_pstrdup(pool, is_set ? found : "/usr/local/bin:/usr/bin:/bin");
    for (char *folder = apr_strtok(path, ":", &rest); folder;
         folder = apr_strtok(NULL, ":", &rest)) {
        const char *program = apr_pstrcat(pool, folder, "/vipsthumbnail", NULL);
        if (*folder == '/' && access(program, X_OK) == 0) {
            return program;
        }
    }
    return NULL;
}

static const char *make_media(np_media_settings_t *media, const np_config_t *full,
                              const server_rec *server, apr_pool_t *pool)
{
    const core_server_config *core = ap_get_core_module_config(server->module_config);
    media->root = np_value_trim_slashes(
        apr_pstrdup(pool, core->ap_document_root ? core->ap_document_root : ""));
    media->folder = full->media->folder;
    media->limit = full->media->limit;
    if (full->media->program == NULL) {
        media->program = find_program(pool);
    } else if (*full->media->program) {
        media->program = full->media->program;
        if (access(media->program, X_OK) != 0) {
            return apr_psprintf(pool,
                                "NewsPortalMediaCache: \"%s\" is not accepted; give the path of a "
                                "program that can be run (vipsthumbnail), or none",
                                media->program);
        }
    }
    if (media->folder && full->store->folder && strcmp(media->folder, full->store->folder) == 0) {
        return "NewsPortalMediaCache: the folder is that of NewsPortalStore; give another one";
    }
    return NULL;
}

#define FORM_KEY_BYTES 32
#define FORM_KEY_NAME "newsportal-form-key"

/* One key for all portals, made when httpd starts and kept over its restarts: forms that are open then stay good. NULL when
 * the system gives no random bytes. */
static const unsigned char *retained_form_key(void)
{
    unsigned char random[FORM_KEY_BYTES];
    unsigned char *key = ap_retained_data_get(FORM_KEY_NAME);
    if (key) {
        return key;
    }
    if (apr_generate_random_bytes(random, sizeof random) != APR_SUCCESS) {
        return NULL;
    }
    key = ap_retained_data_create(FORM_KEY_NAME, sizeof random);
    return memcpy(key, random, sizeof random);
}

static const char *make_forms(np_site_t *site, const np_config_t *full, apr_pool_t *pool, apr_pool_t *scratch)
{
    const char *secret;
    const char *fault = np_secret_read(&secret, full->form_key, pool, scratch);
    site->form_here = full->form_limit->here;
    site->form_all = full->form_limit->all;
    if (fault) {
        return fault;
    }
    if (*secret) {
        np_form_keys_make(&site->form_keys, secret, strlen(secret));
        return NULL;
    }
    const unsigned char *key = retained_form_key();
    if (!key) {
        return "NewsPortalFormKey: the system gives no random numbers; give a file with a key";
    }
    np_form_keys_make(&site->form_keys, key, FORM_KEY_BYTES);
    return NULL;
}

/* Passwords are read for a sender that there is, and for no other: a file that is missing must not
 * keep a portal down that sends nothing. */
static const char *make_notify(np_notify_settings_t *notify, const np_config_t *full,
                               apr_pool_t *pool, apr_pool_t *scratch)
{
    const np_notify_way_t *way = full->notify;
    const char *fault;
    notify->way = way->mode;
    if (way->mode == NP_NOTIFY_OFF) {
        return NULL;
    }
    if (!*full->notify_from) {
        return "NewsPortalNotifyFrom is missing; give the mail address that messages come from, or "
               "NewsPortalNotify off";
    }
    if (way->mode == NP_NOTIFY_PROGRAM && access(way->words[0], X_OK) != 0) {
        return apr_psprintf(pool,
                            "NewsPortalNotify: \"%s\" is not accepted; give the path of a program "
                            "that can be run",
                            way->words[0]);
    }
    if (way->ca && access(way->ca, R_OK) != 0) {
        return apr_psprintf(pool,
                            "NewsPortalNotify: \"%s\" cannot be read; give a file of CA "
                            "certificates in PEM form",
                            way->ca);
    }
    notify->words = way->words;
    notify->url = way->url;
    notify->ca = way->ca;
    notify->is_local = way->is_local;
    notify->from = full->notify_from;
    notify->user = full->notify_account->user;
    notify->db_user = full->notify_database->user;
    fault = np_secret_read(&notify->password, full->notify_account->password, pool, scratch);
    return fault ? fault
                 : np_secret_read(&notify->db_password, full->notify_database->password, pool,
                                  scratch);
}

static const char *make_site(np_site_t *site, const np_config_t *full, const server_rec *server,
                             apr_pool_t *pool, apr_pool_t *scratch)
{
    const char *fault = np_zone_make(&site->zone, full->time_zone, pool);
    if (fault) {
        return apr_pstrcat(scratch, "NewsPortalTimeZone: ", fault, NULL);
    }
    site->host = full->base_url->host;
    site->base_url = np_value_format_address(pool, full->base_url, site->host);
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
    make_app(site, full, pool);
    make_mourning(site, full);
    site->model_view =
        full->model_view == NP_MODEL_VIEW_LOCAL ? NP_MODEL_VIEW_LOCAL : NP_MODEL_VIEW_OFF;
    make_database(&site->db, full);
    make_cache(&site->cache, full, pool);
    fault = make_media(&site->media, full, server, pool);
    if (fault) {
        return fault;
    }
    fault = make_forms(site, full, pool, scratch);
    if (fault) {
        return fault;
    }
    fault = make_notify(&site->notify, full, pool, scratch);
    if (fault) {
        return fault;
    }
    return np_secret_read(&site->db.password, full->db_password, pool, scratch);
}

const char *np_config_server_title(apr_pool_t *pool, const server_rec *server)
{
    const char *name = server->server_hostname ? server->server_hostname : "without ServerName";
    return server->is_virtual ? apr_psprintf(pool, "virtual host %s (%s:%u)", name,
                                             server->defn_name ? server->defn_name : "unknown file",
                                             server->defn_line_number)
                              : "main server";
}

/* 1 when httpd gives requests for `host` to this server; wild_names have `*` and `?`. */
static int has_name(const server_rec *server, const char *host)
{
    const apr_array_header_t *const lists[] = {server->names, server->wild_names};
    if (server->server_hostname && ap_cstr_casecmp(server->server_hostname, host) == 0) {
        return 1;
    }
    for (size_t list = 0; list < sizeof lists / sizeof lists[0]; list++) {
        for (int i = 0; lists[list] && i < lists[list]->nelts; i++) {
            const char *name = APR_ARRAY_IDX(lists[list], i, const char *);
            if (name && ap_strcasecmp_match(host, name) == 0) {
                return 1;
            }
        }
    }
    return 0;
}

/* A mobile host that no virtual host of the portal is named after ends up in the first one there
 * is. The main server answers what nobody else does, under any name. */
const char *np_config_doubt(apr_pool_t *pool, const server_rec *servers, const server_rec *server)
{
    const np_site_t *site = np_config_get(server);
    if (site->mobile != NP_MOBILE_HOST) {
        return NULL;
    }
    for (; servers; servers = servers->next) {
        if (np_config_get(servers) == site &&
            (!servers->is_virtual || has_name(servers, site->mobile_host))) {
            return NULL;
        }
    }
    return apr_psprintf(pool,
                        "%s: NewsPortalMobile: no virtual host of this portal has the name %s, so "
                        "another one may answer it; add ServerAlias %s",
                        np_config_server_title(pool, server), site->mobile_host, site->mobile_host);
}

const char *np_config_check(apr_pool_t *pconf, apr_pool_t *ptemp, server_rec *server)
{
    np_config_t *config = np_config_own(server);
    np_config_t full;
    merge(&full, &defaults, config);
    /* A virtual host without any directive of ours shares the main server's configuration. */
    if (!full.engine || config->site) {
        return NULL;
    }
    np_site_t *site = apr_pcalloc(pconf, sizeof *site);
    const char *fault = check_site(config, &full);
    if (!fault) {
        fault = check_app(&full);
    }
    if (!fault) {
        fault = check_times(&full);
    }
    if (!fault) {
        fault = check_cache(&full);
    }
    if (!fault) {
        fault = check_files(&full, ptemp);
    }
    if (!fault) {
        fault = make_site(site, &full, server, pconf, ptemp);
    }
    if (fault) {
        return apr_psprintf(pconf, "%s: %s", np_config_server_title(ptemp, server), fault);
    }
    config->site = site;
    return NULL;
}
