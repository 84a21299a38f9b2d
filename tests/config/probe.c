/* probe.c - the module's configuration without the rest of the module.
 *
 * A small httpd module around mod_newsportal_config.c and the rooms behind it: at the end of
 * `apache2 -t` it prints, for each server, one line of JSON with the np_site_t that was made, so
 * that the tests see defaults and merging as the pages would. conftest.py builds and loads it.
 * Prints the password: never use it elsewhere.
 */
#include <stdio.h>

#include "mod_newsportal_config.h"
#include "np_site.h"

#include <apr_escape.h>
#include <http_core.h>
#include <http_log.h>

static void print_text(const char *name, const char *text)
{
    printf("\"%s\": ", name);
    if (!text) {
        printf("null, ");
        return;
    }
    putchar('"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') {
            putchar('\\');
        }
        putchar(*text);
    }
    printf("\", ");
}

static void print_number(const char *name, apr_int64_t number)
{
    printf("\"%s\": %" APR_INT64_T_FMT ", ", name, number);
}

static void print_database(const np_db_config_t *db)
{
    printf("\"hosts\": [");
    for (int i = 0; i < db->host_count; i++) {
        const np_db_host_t *host = &db->hosts[i];
        printf("%s[\"%s\", %d]", i ? ", " : "", host->socket ? host->socket : host->name,
               host->socket ? 0 : host->port);
    }
    printf("], ");
    print_text("database", db->database);
    print_text("user", db->user);
    print_text("password", db->password);
    print_number("tls", db->tls);
    print_text("tls_ca", db->tls_ca);
    print_number("pool_size", db->pool_size);
    print_number("connect_timeout", db->connect_timeout);
    print_number("read_timeout", db->read_timeout);
    print_number("write_timeout", db->write_timeout);
    print_number("statement_timeout", db->statement_timeout);
    print_number("acquire_timeout", db->acquire_timeout);
    print_number("lease_timeout", db->lease_timeout);
    print_number("max_age", db->max_age);
    print_number("utc_offset", db->utc_offset);
}

static void print_cache(const np_cache_settings_t *cache)
{
    print_number("cache_limit", (apr_int64_t)cache->limit);
    print_number("cache_wait", cache->wait);
    print_number("cache_lifetime", cache->lifetime);
    print_number("cache_stale", cache->stale_max);
    print_number("poll_interval", cache->poll_interval);
    print_number("window", cache->window);
    printf("\"max_ages\": {");
    for (int kind = 0; kind < NP_ROUTE_COUNT; kind++) {
        printf("%s\"%s\": [%d, %d]", kind ? ", " : "", np_routes[kind].name,
               cache->max_age[kind].browser, cache->max_age[kind].shared);
    }
    printf("}, ");
    print_text("control", cache->control[NP_ROUTE_FRONT]);
    print_number("while_revalidate", cache->while_revalidate);
    print_number("if_error", cache->if_error);
    print_text("store", cache->store);
    print_number("store_limit", cache->store_limit);
}

static void print_app(const np_app_t *app)
{
    printf("\"app\": ");
    if (!app) {
        printf("null, ");
        return;
    }
    printf("{");
    for (int line = 0; line < NP_APP_COUNT; line++) {
        if (app->of[line]) {
            print_text(np_app_words[line], app->of[line]);
        }
    }
    printf("\"lines\": %d}, ", NP_APP_COUNT);
}

static void print_mourning(const np_mourning_t *mourning)
{
    printf("\"mourning\": [");
    for (int i = 0; i < mourning->count; i++) {
        printf("%s[%" APR_INT64_T_FMT ", %" APR_INT64_T_FMT "]", i ? ", " : "", mourning->periods[i].begins,
               mourning->periods[i].ends);
    }
    printf("], ");
}

static void print_site(const np_site_t *site)
{
    char key[2 * NP_TICKET_KEY + 1];

    print_text("name", site->name);
    print_text("base_url", site->base_url);
    print_text("host", site->host);
    print_text("language", site->language);
    print_text("zone", np_zone_name(site->zone));
    print_text("theme", site->theme);
    print_text("theme_url", site->theme_url);
    print_number("mobile", site->mobile);
    print_text("mobile_prefix", site->mobile_prefix);
    print_text("mobile_url", site->mobile_url);
    print_text("mobile_host", site->mobile_host);
    print_number("mobile_redirect", site->mobile_redirect);
    print_text("notice", site->notice);
    print_text("notice_phone", site->notice_phone);
    print_text("hotline_phone", site->hotline_phone);
    print_text("operator_url", site->operator_url);
    print_number("list_size", site->list_size);
    print_number("front_size", site->front_size);
    print_number("block_size", site->block_size);
    print_app(site->app);
    print_mourning(&site->mourning);
    print_number("model_view", site->model_view);
    print_database(&site->db);
    print_cache(&site->cache);
    print_text("media", site->media.folder);
    print_number("media_limit", site->media.limit);
    print_number("form_here", site->form_here);
    print_number("form_all", site->form_all);
    apr_escape_hex(key, site->form_keys.ticket, sizeof(site->form_keys.ticket), 0, NULL);
    print_text("form_key", key);
    print_text("media_program", site->media.program);
    print_number("notify", site->notify.way);
    print_text("notify_program", site->notify.words ? site->notify.words[0] : NULL);
    print_text("notify_url", site->notify.url);
    print_text("notify_ca", site->notify.ca);
    print_number("notify_local", site->notify.is_local);
    print_text("notify_from", site->notify.from);
    print_text("notify_user", site->notify.user);
    print_text("notify_password", site->notify.password);
    print_text("notify_db_user", site->notify.db_user);
    print_text("notify_db_password", site->notify.db_password);
}

static int check(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *server)
{
    (void)plog;
    for (; server; server = server->next) {
        const char *fault = np_config_check(pconf, ptemp, server);
        if (fault) {
            fprintf(stderr, "%s\n", fault);
            return HTTP_INTERNAL_SERVER_ERROR;
        }
        printf("{");
        if (np_config_get(server)) {
            print_site(np_config_get(server));
        }
        printf("\"server\": \"%s\"}\n", server->server_hostname ? server->server_hostname : "");
    }
    return OK;
}

static void hooks(apr_pool_t *pool)
{
    (void)pool;
    ap_hook_check_config(check, NULL, NULL, APR_HOOK_MIDDLE);
}

AP_DECLARE_MODULE(newsportal) = {
    STANDARD20_MODULE_STUFF, NULL,  NULL, np_config_create_server, np_config_merge_server,
    np_config_commands,      hooks,
#if defined(AP_MODULE_FLAG_NONE)
    AP_MODULE_FLAG_NONE,
#endif
};
