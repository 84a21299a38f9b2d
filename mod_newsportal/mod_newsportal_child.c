/* mod_newsportal_child.c - what lives longer than a request: themes, database pools, caches,
 * threads.
 *
 * The parent checks settings and compiles themes (check_config, so that `apachectl configtest`
 * names a broken sheet too). Each child gets, per portal, its own database pool, theme slot and
 * page cache, and up to three threads: a keeper that probes and tidies the pools four times a
 * second and looks for changed theme files once a second; a watcher that reads the change log and
 * tells the cache; a writer for the page store. Nothing is shared between processes but what they
 * count (mod_newsportal_shared.c).
 *
 * Must not: serve requests. Called by httpd's hooks and, for np_child_portal, by mod_newsportal.c.
 */
#include "mod_newsportal.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>
#include <apr_general.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>
#include <apr_thread_proc.h>

#include <http_core.h>
#include <unixd.h>
#include "np_budget.h"
#include "np_changes.h"
#include "np_media_gone.h"

APLOG_USE_MODULE(newsportal);

#define KEEPER_INTERVAL apr_time_from_msec(250)
#define FORM_CONNECTIONS 2
#define THEME_CHECK_EVERY 4 /* keeper intervals */
#define GONE_CHECK_EVERY 2  /* keeper intervals */

typedef struct keeper_t {
    np_portal_t portal;
    int index;         /* of np_child_site */
    np_theme_t *theme; /* compiled by the parent */
    server_rec *server;
    apr_thread_t *thread;
    apr_thread_mutex_t *lock;
    apr_thread_cond_t *wake;
    int stopping; /* under lock */

    /* The watcher: NULL without a cache. Its database pool of one connection is its own. */
    np_changes_t *changes;
    np_changes_config_t changes_config;
    np_changes_sink_t sink;
    np_db_config_t watch_config, form_config;
    apr_thread_t *watcher;
    np_cache_config_t cache_config;
    np_store_config_t store_config;
    apr_thread_t *writer; /* of the page store; NULL without one */
} keeper_t;

/* server_rec * to keeper_t *. Made anew at every configuration, in its pool; read-only while
 * children run. */
static apr_hash_t *keepers;
/* const np_site_t *, the same portals, each once. */
static apr_array_header_t *sites;

/* Of all keys; made once per configuration, before the children start. */
static unsigned char secret[NP_KEY_SECRET_SIZE];

const np_portal_t *np_child_portal(const server_rec *server)
{
    keeper_t *keeper = keepers ? apr_hash_get(keepers, &server, sizeof(server)) : NULL;

    /* The parent reads requests never, but httpd's error hooks can run before child_init. */
    return keeper && keeper->portal.db ? &keeper->portal : NULL;
}

const np_site_t *np_child_site(int index)
{
    return sites && index < sites->nelts ? APR_ARRAY_IDX(sites, index, const np_site_t *) : NULL;
}

/* ---- Parent: settings and themes ---------------------------------------------------------------
 */

static apr_status_t forget_keepers(void *unused)
{
    (void)unused;
    keepers = NULL;
    sites = NULL;
    return APR_SUCCESS;
}

static apr_status_t release_theme(void *theme)
{
    np_theme_release(theme);
    return APR_SUCCESS;
}

static const char *theme_fault(const server_rec *server, const char *directive, const char *fault,
                               apr_pool_t *pool)
{
    return apr_psprintf(pool, "%s: %s: %s", np_config_server_title(pool, server), directive, fault);
}

/* Virtual hosts that set nothing of their own share the settings, and then everything else too: a
 * :80 and :443 pair is one portal. */
static keeper_t *keeper_of(apr_pool_t *pool, const np_site_t *site)
{
    apr_hash_index_t *index;

    for (index = apr_hash_first(pool, keepers); index; index = apr_hash_next(index)) {
        keeper_t *keeper = apr_hash_this_val(index);

        if (keeper->portal.site == site)
            return keeper;
    }
    return NULL;
}

static const char *load_theme(keeper_t *keeper, server_rec *server, const np_site_t *site,
                              apr_pool_t *pconf)
{
    const char *failure = np_theme_load(&keeper->theme, site->theme, pconf);

    if (failure)
        return theme_fault(server, "NewsPortalTheme", failure, pconf);
    apr_pool_cleanup_register(pconf, keeper->theme, release_theme, apr_pool_cleanup_null);
    failure = np_theme_check_language(keeper->theme, site->language, pconf);
    return failure ? theme_fault(server, "NewsPortalLanguage", failure, pconf) : NULL;
}

static const char *check_notify(const keeper_t *keeper, const server_rec *server,
                                const np_site_t *site, apr_pool_t *pconf)
{
    const char *failure = np_notify_check(site, keeper->theme, pconf);

    return failure ? theme_fault(server, "NewsPortalNotify", failure, pconf) : NULL;
}

static const char *prepare_portal(server_rec *server, const np_site_t *site, apr_pool_t *pconf)
{
    const server_rec **key = apr_palloc(pconf, sizeof(server));
    keeper_t *keeper = keeper_of(pconf, site);
    const char *failure = NULL;

    if (keeper == NULL) {
        keeper = apr_pcalloc(pconf, sizeof(*keeper));
        keeper->portal.site = site;
        keeper->server = server;
        keeper->index = sites->nelts;
        APR_ARRAY_PUSH(sites, const np_site_t *) = site;
        failure = load_theme(keeper, server, site, pconf);
        if (failure == NULL)
            failure = check_notify(keeper, server, site, pconf);
    }
    *key = server;
    apr_hash_set(keepers, key, sizeof(server), keeper);
    return failure;
}

/* Each portal once, when it is known which servers share it. */
static void say_doubts(server_rec *servers, apr_pool_t *ptemp)
{
    apr_hash_index_t *index;

    for (index = apr_hash_first(ptemp, keepers); index; index = apr_hash_next(index)) {
        keeper_t *keeper = apr_hash_this_val(index);
        const void *key;
        const char *doubt;

        apr_hash_this(index, &key, NULL, NULL);
        if (*(server_rec *const *)key != keeper->server)
            continue;
        doubt = np_config_doubt(ptemp, servers, keeper->server);
        if (doubt)
            ap_log_error(APLOG_MARK, APLOG_WARNING | APLOG_STARTUP, 0, keeper->server, "NP0005: %s",
                         doubt);
    }
}

int np_child_check_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp,
                          server_rec *server)
{
    server_rec *servers = server;

    (void)plog;
    np_theme_init();
    keepers = apr_hash_make(pconf);
    sites = apr_array_make(pconf, 4, sizeof(const np_site_t *));
    apr_pool_cleanup_register(pconf, NULL, forget_keepers, apr_pool_cleanup_null);
    for (; server; server = server->next) {
        const char *failure = np_config_check(pconf, ptemp, server);
        const np_site_t *site = failure ? NULL : np_config_get(server);

        if (site)
            failure = prepare_portal(server, site, pconf);
        if (failure) {
            ap_log_error(APLOG_MARK, APLOG_EMERG | APLOG_STARTUP, 0, server, "NP0001: %s", failure);
            return HTTP_INTERNAL_SERVER_ERROR;
        }
    }
    say_doubts(servers, ptemp);
    return OK;
}

/* Stores that cannot be used are no reason not to start: the portal does without them. */
static const char *prepare_store(const keeper_t *keeper, apr_pool_t *ptemp)
{
    const char *folder = keeper->portal.site->cache.store;
    int is_root = geteuid() == 0;
    apr_status_t status =
        np_store_prepare(folder, secret, is_root ? (int)ap_unixd_config.user_id : -1,
                         is_root ? (int)ap_unixd_config.group_id : -1, ptemp);

    if (status != APR_SUCCESS)
        ap_log_error(APLOG_MARK, APLOG_ERR, status, keeper->server,
                     "NP0004: NewsPortalStore: %s cannot be used; pages are kept in memory only",
                     folder);
    return status == APR_SUCCESS ? folder : NULL;
}

/* What cannot be used is tried again at each picture; the children say so. */
static void prepare_media(const keeper_t *keeper)
{
    const np_media_settings_t *media = &keeper->portal.site->media;
    int is_root = geteuid() == 0;
    apr_status_t status;

    if (media->folder == NULL)
        return;
    status = np_media_folder_prepare(media->folder, is_root ? (int)ap_unixd_config.user_id : -1,
                                     is_root ? (int)ap_unixd_config.group_id : -1);
    if (status != APR_SUCCESS)
        ap_log_error(
            APLOG_MARK, APLOG_ERR, status, keeper->server,
            "NP0170: NewsPortalMediaCache: %s cannot be used; pictures are served without it",
            media->folder);
    if (media->program == NULL)
        ap_log_error(APLOG_MARK, APLOG_NOTICE, 0, keeper->server,
                     "NP0171: NewsPortalMediaCache: no vipsthumbnail; pictures are served in their "
                     "own size");
}

/* One folder for all portals, or the secret of the first that can be used for all. */
int np_child_post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *server)
{
    apr_hash_index_t *index;
    const char *first = NULL;

    (void)plog;
    (void)server;
    if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG || keepers == NULL)
        return OK;
    for (index = apr_hash_first(ptemp, keepers); index; index = apr_hash_next(index)) {
        keeper_t *keeper = apr_hash_this_val(index);

        prepare_media(keeper);
        if (keeper->portal.site->cache.store == NULL || keeper->store_config.folder)
            continue;
        if (first == NULL || strcmp(first, keeper->portal.site->cache.store) == 0)
            first = keeper->store_config.folder = prepare_store(keeper, ptemp);
        else
            ap_log_error(APLOG_MARK, APLOG_WARNING, 0, keeper->server,
                         "NP0004: NewsPortalStore: all portals of a server use the same folder; "
                         "%s is not used",
                         keeper->portal.site->cache.store);
    }
    if (first == NULL && apr_generate_random_bytes(secret, sizeof(secret)) != APR_SUCCESS)
        return HTTP_INTERNAL_SERVER_ERROR;
    np_key_secret(secret);
    (void)pconf;
    return OK;
}

/* ---- Child -------------------------------------------------------------------------------------
 */

static void log_line(void *baton, int level, const char *code, const char *message)
{
    server_rec *server = baton;

    ap_log_error(APLOG_MARK, level, 0, server, "%s: %s", code, message);
}

/* The watcher's connection meets the same troubles as the others, which have told the
 * administrator. */
static void log_watcher(void *baton, int level, const char *code, const char *message)
{
    log_line(baton, level < APLOG_INFO ? APLOG_DEBUG : level, code, message);
}

/* Waits one interval; 0 when the child is stopping. */
static int keeper_sleep(keeper_t *keeper)
{
    int stopping;

    apr_thread_mutex_lock(keeper->lock);
    if (!keeper->stopping)
        apr_thread_cond_timedwait(keeper->wake, keeper->lock, KEEPER_INTERVAL);
    stopping = keeper->stopping;
    apr_thread_mutex_unlock(keeper->lock);
    return !stopping;
}

static void note_database(const np_portal_t *portal)
{
    np_counters_t *counters = portal->counters;
    np_db_status_t status;

    np_db_status(portal->db, &status);
    np_count_set(&counters->db_state, status.state);
    np_count_set(&counters->db_schema, status.schema);
    np_count_set(&counters->db_open, (unsigned)status.open);
    np_count_set(&counters->db_busy, (unsigned)status.busy);
    np_count_set(&counters->db_waiting, (unsigned)status.waiting);
    np_count_set(&counters->db_errno, status.last_errno);
    np_count_set(&counters->db_acquired, status.acquired);
    np_count_set(&counters->db_failed, status.failed);
    np_count_set(&counters->db_connects, status.connects);
}

/* Without a watcher nobody says when pictures change. */
static void look_after_media(keeper_t *keeper, unsigned turn, apr_pool_t *scratch)
{
    if (keeper->changes == NULL && turn % GONE_CHECK_EVERY == 0)
        np_media_gone_touch(keeper->portal.gone);
    np_media_gone_refresh(keeper->portal.gone, scratch);
    np_media_tick(keeper->portal.media);
    apr_pool_clear(scratch);
}

static void *APR_THREAD_FUNC keeper_main(apr_thread_t *thread, void *data)
{
    keeper_t *keeper = data;
    apr_pool_t *scratch;
    unsigned turn;

    (void)thread;
    if (apr_pool_create_unmanaged(&scratch) != APR_SUCCESS)
        return NULL;
    for (turn = 0; keeper_sleep(keeper); turn++) {
        np_db_greet(keeper->portal.db);
        np_db_tick(keeper->portal.db);
        note_database(&keeper->portal);
        look_after_media(keeper, turn, scratch);
        np_db_tick(keeper->portal.form_db);
        if (keeper->portal.watch_db)
            np_db_tick(keeper->portal.watch_db);
        if (turn % THEME_CHECK_EVERY == 0 && np_theme_slot_refresh(keeper->portal.themes) &&
            keeper->portal.cache)
            np_cache_flush(keeper->portal.cache);
    }
    note_database(&keeper->portal); /* what is counted now outlives this process */
    apr_pool_destroy(scratch);
    return NULL;
}

static void *APR_THREAD_FUNC watcher_main(apr_thread_t *thread, void *data)
{
    (void)thread;
    np_changes_run(((keeper_t *)data)->changes);
    return NULL;
}

static void *APR_THREAD_FUNC writer_main(apr_thread_t *thread, void *data)
{
    (void)thread;
    np_store_run(((keeper_t *)data)->portal.store);
    return NULL;
}

/* ---- What the watcher tells --------------------------------------------------------------------
 */

#define REMOVED_AT_ONCE 64

/* A page that is gone from memory only would come back with the next restart. */
static void tell_store(np_store_t *store, const np_change_t *changes, int count)
{
    np_key_t keys[REMOVED_AT_ONCE];
    int i, removed = 0;

    for (i = 0; i < count; i++) {
        if (changes[i].removes)
            keys[removed++] = changes[i].key;
        if (removed == REMOVED_AT_ONCE || (removed && i == count - 1)) {
            np_store_removed(store, keys, removed);
            removed = 0;
        }
    }
}

/* The keeper reads the list; it is waked, because a removal has a second for everything. */
static void touch_gone(keeper_t *keeper)
{
    np_media_gone_touch(keeper->portal.gone);
    apr_thread_mutex_lock(keeper->lock);
    apr_thread_cond_signal(keeper->wake);
    apr_thread_mutex_unlock(keeper->lock);
}

static void tell_gone(keeper_t *keeper, const np_change_t *changes, int count)
{
    int i;

    for (i = 0; i < count; i++) {
        if (np_media_gone_concerns(&changes[i])) {
            touch_gone(keeper);
            return;
        }
    }
}

/* Memory first: the store waits for the disk. */
static void apply_changes(void *baton, const np_change_t *changes, int count)
{
    const np_portal_t *portal = &((keeper_t *)baton)->portal;

    tell_gone((keeper_t *)baton, changes, count);
    np_cache_apply(portal->cache, changes, count);
    if (portal->store)
        tell_store(portal->store, changes, count);
}

/* The store keeps its pages: they are older copies anyway, and removals are told. */
static void flush_cache(void *baton)
{
    touch_gone(baton);
    np_cache_flush(((keeper_t *)baton)->portal.cache);
}

static void note_verified(void *baton, np_tick_t tick)
{
    np_cache_verified(((keeper_t *)baton)->portal.cache, tick);
}

static int recall_mark(void *baton, np_mark_t *mark)
{
    return np_store_recall(((keeper_t *)baton)->portal.store, mark);
}

static void note_reached(void *baton, np_mark_t mark)
{
    np_store_reached(((keeper_t *)baton)->portal.store, mark);
}

static void forget_stored(void *baton)
{
    np_store_forget(((keeper_t *)baton)->portal.store);
}

static np_changes_sink_t sink_of(keeper_t *keeper)
{
    np_changes_sink_t sink = {
        .apply = apply_changes, .flush = flush_cache, .verified = note_verified, .baton = keeper};

    if (keeper->portal.store) {
        sink.recall = recall_mark;
        sink.reached = note_reached;
        sink.forget = forget_stored;
    }
    return sink;
}

/* ---- Start and stop -----------------------------------------------------------------------------
 */

/* Runs before the pools below pchild die: the thread must not outlive what it uses, and must not be
 * waited for while it is stuck in a dead connection. */
static apr_status_t stop_keeper(void *data)
{
    keeper_t *keeper = data;
    apr_status_t status;

    apr_thread_mutex_lock(keeper->lock);
    keeper->stopping = 1;
    apr_thread_cond_signal(keeper->wake);
    apr_thread_mutex_unlock(keeper->lock);
    np_db_stop(keeper->portal.db);
    np_db_stop(keeper->portal.form_db);
    if (keeper->portal.cache)
        np_cache_stop(keeper->portal.cache);
    if (keeper->changes)
        np_changes_stop(keeper->changes);
    if (keeper->portal.watch_db)
        np_db_stop(keeper->portal.watch_db);
    if (keeper->portal.store)
        np_store_stop(keeper->portal.store);
    apr_thread_join(&status, keeper->thread);
    if (keeper->watcher)
        apr_thread_join(&status, keeper->watcher);
    if (keeper->writer)
        apr_thread_join(&status, keeper->writer);
    return APR_SUCCESS;
}

/* httpd's signals are for its own threads: with the default mask a SIGTERM that lands on one of
 * these would end the process at once. */
static apr_status_t start_thread(apr_thread_t **made, apr_thread_start_t run, keeper_t *keeper,
                                 apr_pool_t *pchild)
{
    sigset_t all, before;
    apr_status_t status;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    status = apr_thread_create(made, NULL, run, keeper, pchild);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return status;
}

/* Of one connection, for those who wait for nobody: the watcher, and the list of removed files. */
static apr_status_t create_watch_db(keeper_t *keeper, apr_pool_t *pchild)
{
    keeper->watch_config = keeper->portal.site->db;
    keeper->watch_config.pool_size = 1;
    return np_db_create(&keeper->portal.watch_db, &keeper->watch_config, log_watcher,
                        keeper->server, pchild);
}

/* Few, because the database takes forms one after the other anyway: a flood of them must not keep readers from
 * the pages. */
static apr_status_t create_forms(keeper_t *keeper, apr_pool_t *pchild)
{
    const np_site_t *site = keeper->portal.site;
    apr_status_t status;

    keeper->form_config = site->db;
    keeper->form_config.pool_size = FORM_CONNECTIONS;
    status = np_db_create(&keeper->portal.form_db, &keeper->form_config, log_watcher,
                          keeper->server, pchild);
    return status == APR_SUCCESS
               ? np_budget_create(&keeper->portal.budget, site->form_here, site->form_all, pchild)
               : status;
}

static apr_status_t create_watcher(keeper_t *keeper, apr_pool_t *pchild)
{
    const np_site_t *site = keeper->portal.site;
    apr_status_t status;

    status = create_watch_db(keeper, pchild);
    if (status != APR_SUCCESS)
        return status;
    keeper->sink = sink_of(keeper);
    keeper->changes_config = (np_changes_config_t){site->cache.poll_interval, site->cache.window};
    keeper->changes =
        np_changes_create(&keeper->changes_config, &keeper->sink, keeper->portal.watch_db,
                          keeper->portal.counters, log_line, keeper->server, pchild);
    return keeper->changes ? APR_SUCCESS : APR_ENOMEM;
}

/* Cache, watcher and store; nothing of all that when the cache is off. */
static apr_status_t create_cache(keeper_t *keeper, apr_pool_t *pchild)
{
    const np_cache_settings_t *settings = &keeper->portal.site->cache;

    if (settings->limit == 0)
        return APR_SUCCESS;
    keeper->cache_config =
        (np_cache_config_t){settings->limit, settings->lifetime, settings->stale_max};
    keeper->portal.cache = np_cache_create(&keeper->cache_config, keeper->portal.counters, pchild);
    if (keeper->portal.cache == NULL)
        return APR_ENOMEM;
    if (keeper->store_config.folder) {
        keeper->store_config.limit = settings->store_limit;
        keeper->store_config.site = keeper->portal.site->base_url;
        keeper->portal.store = np_store_create(&keeper->store_config, keeper->portal.counters,
                                               log_line, keeper->server, pchild);
    }
    return create_watcher(keeper, pchild);
}

static apr_status_t start_threads(keeper_t *keeper, apr_pool_t *pchild)
{
    apr_status_t status = start_thread(&keeper->thread, keeper_main, keeper, pchild);

    if (status != APR_SUCCESS)
        return status;
    apr_pool_pre_cleanup_register(pchild, keeper, stop_keeper);
    if (keeper->changes)
        status = start_thread(&keeper->watcher, watcher_main, keeper, pchild);
    if (status == APR_SUCCESS && keeper->portal.store)
        status = start_thread(&keeper->writer, writer_main, keeper, pchild);
    return status;
}

static apr_status_t create_media(keeper_t *keeper, apr_pool_t *pchild)
{
    np_portal_t *portal = &keeper->portal;
    const np_site_t *site = portal->site;

    portal->media = np_media_create(&site->media, site->base_url, portal->counters, log_line,
                                    keeper->server, pchild);
    if (portal->media == NULL)
        return APR_ENOMEM;
    if (portal->watch_db == NULL && create_watch_db(keeper, pchild) != APR_SUCCESS)
        return APR_ENOMEM;
    portal->gone = np_media_gone_create(portal->watch_db, np_media_folder(portal->media),
                                        site->base_url, log_line, keeper->server, pchild);
    return portal->gone ? APR_SUCCESS : APR_ENOMEM;
}

static apr_status_t start_portal(keeper_t *keeper, apr_pool_t *pchild)
{
    const np_site_t *site = keeper->portal.site;
    apr_status_t status =
        np_db_create(&keeper->portal.db, &site->db, log_line, keeper->server, pchild);

    if (status != APR_SUCCESS)
        return status;
    keeper->portal.counters = np_status_claim(keeper->index, pchild);
    np_theme_retain(keeper->theme);
    keeper->portal.themes =
        np_theme_slot_create(keeper->theme, site->theme, log_line, keeper->server, pchild);
    if (keeper->portal.themes == NULL)
        return APR_ENOMEM;
    status = create_forms(keeper, pchild);
    if (status == APR_SUCCESS)
        status = create_cache(keeper, pchild);
    if (status == APR_SUCCESS)
        status = create_media(keeper, pchild);
    if (status == APR_SUCCESS)
        status = apr_thread_mutex_create(&keeper->lock, APR_THREAD_MUTEX_DEFAULT, pchild);
    if (status == APR_SUCCESS)
        status = apr_thread_cond_create(&keeper->wake, pchild);
    return status == APR_SUCCESS ? start_threads(keeper, pchild) : status;
}

void np_child_init(apr_pool_t *pchild, server_rec *server)
{
    apr_hash_index_t *index;

    if (keepers == NULL)
        return;
    for (index = apr_hash_first(pchild, keepers); index; index = apr_hash_next(index)) {
        keeper_t *keeper = apr_hash_this_val(index);
        apr_status_t status;

        if (keeper->portal.db)
            continue; /* shared by several virtual hosts, and started */
        status = start_portal(keeper, pchild);
        if (status != APR_SUCCESS) {
            keeper->portal.db = NULL;
            ap_log_error(APLOG_MARK, APLOG_CRIT, status, server,
                         "NP0002: this child process cannot serve the portal");
        }
    }
}
