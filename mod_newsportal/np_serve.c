/* np_serve.c - see np_serve.h. Called by mod_newsportal.c. */
#include "np_serve.h"

#include <string.h>
#include <apr_strings.h>

/* Entries are taken for true this long after the watcher last looked; then they say how old they
 * are. */
#define VERIFIED_FOR apr_time_from_sec(5)
/* A leader may fail, or a removal overtake it: so often is it tried again within the time to wait.
 */
#define TRIES 3

/* Separates the parts of a key; no path and no parameter holds it (np_text_valid). */
#define SEPARATOR "\x1f"

/* One request's way to its response. */
typedef struct errand_t {
    np_served_t *served;
    const np_portal_t *portal;
    const np_request_t *request;
    const char *key;      /* of the page */
    const char *path_key; /* of what stands at the path if there is no such page */
    np_entry_t *older;    /* a reference, or NULL */
    np_tick_t started;
    int failure; /* status, when nothing could be made */
} errand_t;

/* ---- Keys --------------------------------------------------------------------------------------
 */

static const char *position_part(const np_position_t *position, apr_pool_t *pool)
{
    if (position->from == NP_FROM_NEWEST)
        return "";
    return apr_pstrcat(pool, position->from == NP_FROM_BEFORE ? "before " : "after ",
                       np_position_text(position, pool), NULL);
}

static const char *params_part(const np_request_t *request)
{
    const np_params_t *params = &request->params;

    switch (request->route->id) {
    case NP_ROUTE_MONTH:
    case NP_ROUTE_HOTLINE_MONTH:
    case NP_ROUTE_HOTLINE_MONTH_CSV:
    case NP_ROUTE_HOTLINE_MONTH_JSON:
        return apr_psprintf(request->pool, "%d-%d", params->year, params->month);
    case NP_ROUTE_DAY:
        return apr_psprintf(request->pool, "%d-%d-%d", params->year, params->month, params->day);
    case NP_ROUTE_ARTICLE:
    case NP_ROUTE_HOTLINE_CASE:
    case NP_ROUTE_PLAZA_NOTICE:
        return apr_off_t_toa(request->pool, params->id);
    case NP_ROUTE_MEDIA:
        return apr_psprintf(request->pool, "%" APR_INT64_T_FMT "/%s", params->id,
                            params->name ? params->name : "");
    case NP_ROUTE_TAG:
        return params->name;
    case NP_ROUTE_STATIC:
    case NP_ROUTE_PLAZA_NEW:
    case NP_ROUTE_HOTLINE_AGENCY:
    case NP_ROUTE_HOTLINE_REGION:
    case NP_ROUTE_HOTLINE_KIND:
    case NP_ROUTE_HOTLINE_STATE:
        return params->code;
    case NP_ROUTE_PLAZA_LIST:
        return apr_pstrcat(request->pool, params->code, SEPARATOR,
                           np_filters_text(params->filters, request->pool), NULL);
    case NP_ROUTE_HOTLINE_SEARCH:
        return params->query ? params->query : "";
    case NP_ROUTE_CHANNEL:
        return params->path;
    default:
        return "";
    }
}

static void make_keys(errand_t *errand)
{
    const np_request_t *request = errand->request;
    apr_pool_t *pool = request->pool;
    const char *variant = request->variant == NP_VARIANT_MOBILE ? "m" : "d";

    if (request->refusal) {
        /* The same for every path: only the status is told. */
        errand->key =
            apr_psprintf(pool, "%s" SEPARATOR "refused" SEPARATOR "%d%s", variant, request->refusal,
                         request->refusal_reason ? request->refusal_reason : "");
        errand->path_key = errand->key;
        return;
    }
    if (request->route)
        errand->key = apr_pstrcat(pool, variant, SEPARATOR, request->route->name, SEPARATOR,
                                  params_part(request), SEPARATOR,
                                  position_part(&request->params.position, pool), NULL);
    else
        errand->key = NULL;
}

/* Made only when the page is not found by its own key. */
static void make_path_key(errand_t *errand)
{
    const np_request_t *request = errand->request;

    if (errand->path_key) /* a refusal has one for both */
        return;
    errand->path_key = apr_pstrcat(request->pool,
                                   errand->key        ? errand->key
                                   : request->variant ? "m"
                                                      : "d",
                                   SEPARATOR, request->path, NULL);
}

/* ---- Results -----------------------------------------------------------------------------------
 */

static int seconds(apr_interval_time_t duration)
{
    return duration > 0 ? (int)(duration / APR_USEC_PER_SEC) : 0;
}

static int is_db_down(const np_portal_t *portal)
{
    np_db_status_t status;

    np_db_status(portal->db, &status);
    if (status.state != NP_DB_DOWN && portal->watch_db)
        np_db_status(portal->watch_db, &status);
    return status.state == NP_DB_DOWN;
}

static void serve(errand_t *errand, np_entry_t *entry, np_served_e how)
{
    np_served_t *served = errand->served;

    served->entry = entry;
    served->how = how;
    served->is_elsewhere = entry && entry->status == 200 && entry->path &&
                           strcmp(entry->path, errand->request->path) != 0;
}

/* Since when the copy is not known to be true: the earliest of what may be wrong with it. */
static apr_interval_time_t age_of(const errand_t *errand, const np_entry_t *entry, np_tick_t tick)
{
    np_tick_t verified = np_cache_verified_at(errand->portal->cache);
    np_tick_t outdated = atomic_load_explicit(&entry->outdated, memory_order_relaxed);
    apr_interval_time_t age = verified ? tick - verified : 0;

    if (outdated && tick - outdated > age)
        age = tick - outdated;
    if (errand->request->now > entry->valid_until &&
        apr_time_from_sec(errand->request->now - entry->valid_until) > age)
        age = apr_time_from_sec(errand->request->now - entry->valid_until);
    return age;
}

static void serve_hit(errand_t *errand, np_entry_t *entry, apr_interval_time_t age)
{
    serve(errand, entry, NP_SERVED_HIT);
    errand->served->age = seconds(age);
    if (age > VERIFIED_FOR)
        errand->served->detail = is_db_down(errand->portal) ? "db-down" : "unverified";
}

/* 0 also when a removal has come since the copy was found: making the page may have taken seconds.
 */
static int has_older(errand_t *errand)
{
    if (errand->older && atomic_load(&errand->older->removed)) {
        np_entry_release(errand->older);
        errand->older = NULL;
    }
    return errand->older != NULL;
}

/* The older copy, with the reference that the errand holds. */
static void serve_older(errand_t *errand, const char *detail)
{
    np_entry_t *entry = errand->older;

    errand->older = NULL;
    serve(errand, entry, NP_SERVED_OLDER);
    errand->served->age = seconds(age_of(errand, entry, np_clock()));
    errand->served->detail = detail;
}

/* ---- Making ------------------------------------------------------------------------------------
 */

static void count_render(const np_portal_t *portal, int kind, const np_timing_t *timing)
{
    np_counters_t *counters = portal->counters;

    np_count(&counters->renders[kind], 1);
    np_count(&counters->queries_us[kind], (unsigned long long)timing->queries);
    np_count(&counters->model_us[kind], (unsigned long long)timing->model);
    np_count(&counters->theme_us[kind], (unsigned long long)timing->theme);
    np_count(&counters->html_us[kind], (unsigned long long)timing->html);
}

/* NULL when memory is out. */
static np_entry_t *entry_of(const errand_t *errand, const np_response_t *response)
{
    const np_request_t *request = errand->request;
    int is_page = response->status == 200 && response->path;
    np_entry_parts_t parts = {
        .key = is_page ? errand->key : errand->path_key,
        .path = response->path,
        .status = response->status,
        .kind = request->route && request->refusal == 0 ? (int)request->route->id : NP_ROUTE_COUNT,
        .content_type = response->content_type,
        .language = response->language,
        .location = response->location ? response->location : response->canonical,
        .link = response->link,
        .retry_after = response->retry_after,
        .body = response->body,
        .length = response->length,
        .keys = response->keys,
        .dated = apr_time_now(),
    };

    return np_entry_make(&parts);
}

/* The page, made now. NULL when the database kept it from being made, or when memory is out: then
 * errand->failure says with which status. */
static np_entry_t *make(errand_t *errand)
{
    np_response_t response;
    np_entry_t *entry;

    np_respond(&response, errand->portal, errand->request);
    errand->served->timing = response.timing;
    errand->served->receipt = response.receipt;
    if (response.error)
        errand->served->error = response.error;
    errand->failure = response.status >= 500 ? response.status : 503;
    if (response.body == NULL)
        return NULL;
    entry = entry_of(errand, &response);
    if (entry)
        count_render(errand->portal, entry->kind, &response.timing);
    return entry;
}

/* What may be kept: pages, and error pages that depend on nothing but their status; no fault of
 * ours. */
static int is_storable(const errand_t *errand, const np_entry_t *entry)
{
    return entry->status < 500 || (entry->status == errand->request->refusal);
}

/* A copy from before the last restart. Read only here, where nothing better is to be had. */
static np_entry_t *fetch_stored(errand_t *errand)
{
    const np_portal_t *portal = errand->portal;
    np_entry_t *entry = NULL;

    if (portal->store && errand->key && errand->request->refusal == 0)
        entry = np_store_get(portal->store, errand->key, strlen(errand->key), apr_time_now(),
                             portal->site->cache.stale_max);
    if (entry && entry->over_at <= errand->request->now) {
        np_entry_release(entry);
        return NULL;
    }
    if (entry)
        np_cache_keep(portal->cache, entry);
    return entry;
}

static void answer(np_served_t *served, const np_portal_t *portal, const np_request_t *request);

/* The error page of a status: made once, whoever asks for what. */
static void refuse(errand_t *errand, int status)
{
    const np_error_t *error = errand->served->error;
    np_request_t refusal = *errand->request;

    refusal.refusal = status;
    refusal.refusal_reason = NULL;
    answer(errand->served, errand->portal, &refusal);
    if (errand->served->how != NP_SERVED_BYPASS)
        errand->served->how = NP_SERVED_MISS;
    errand->served->stored = 0;
    errand->served->detail = NULL;
    errand->served->error = error;
}

/* The database or the theme failed: an older copy is better than an error page. */
static void serve_failure(errand_t *errand, np_entry_t *plain)
{
    const char *detail = "db-down";

    if (!has_older(errand) && plain == NULL && errand->failure == 503) {
        errand->older = fetch_stored(errand);
        detail = "store";
    }
    if (has_older(errand)) {
        np_entry_release(plain);
        serve_older(errand, detail);
    } else if (plain || errand->request->refusal)
        serve(errand, plain, NP_SERVED_MISS);
    else
        refuse(errand, errand->failure);
}

/* ---- Finding and waiting -----------------------------------------------------------------------
 */

/* The older copy that was made later: a page that was withdrawn must not come back instead of its
 * 410. */
static void note_older(errand_t *errand, np_entry_t *entry)
{
    if (errand->older && errand->older->made >= entry->made) {
        np_entry_release(entry);
        return;
    }
    np_entry_release(errand->older);
    errand->older = entry;
}

/* 1 when there is a fresh one, which is served then. */
static int find(errand_t *errand, const char *key)
{
    const np_request_t *request = errand->request;
    np_tick_t tick = np_clock();
    apr_interval_time_t age;
    np_cache_found_e found;
    np_entry_t *entry;

    if (key == NULL)
        return 0;
    found = np_cache_find(&entry, errand->portal->cache, key, strlen(key), request->now, tick);
    if (found == NP_CACHE_NONE)
        return 0;
    age = age_of(errand, entry, tick);
    /* Nobody has been able to say for too long whether it is true. */
    if (age > errand->portal->site->cache.stale_max) {
        np_entry_release(entry);
        return 0;
    }
    if (found == NP_CACHE_FRESH)
        serve_hit(errand, entry, age);
    else
        note_older(errand, entry);
    return found == NP_CACHE_FRESH;
}

/* 1 when another leader had finished before this one began. */
static int lead_in_vain(errand_t *errand, np_flight_t *flight)
{
    if (!find(errand, errand->key) && !find(errand, errand->path_key))
        return 0;
    np_cache_finish(flight, errand->portal->cache, errand->served->entry, 0);
    return 1;
}

/* 0 when what was made has been removed meanwhile, and must be made again. */
static int lead(errand_t *errand, np_flight_t *flight)
{
    const np_portal_t *portal = errand->portal;
    np_served_e how = errand->older ? NP_SERVED_RENEWED : NP_SERVED_MISS;
    np_tick_t began = np_clock();
    np_entry_t *entry = make(errand);
    int good = entry && is_storable(errand, entry);
    int stored = np_cache_finish(flight, portal->cache, good ? entry : NULL, good);

    if (!good) {
        serve_failure(errand, entry);
        return 1;
    }
    if (atomic_load(&entry->removed)) {
        np_entry_release(entry);
        return 0;
    }
    if (stored && portal->store && entry->status == 200)
        np_store_put(portal->store, entry, began);
    errand->served->stored = stored;
    serve(errand, entry, how);
    return 1;
}

/* What another request made is of use unless it is about another path. */
static int is_mine(const errand_t *errand, const np_entry_t *entry)
{
    return (entry->status == 200 && entry->path) || errand->request->refusal ||
           strcmp(entry->key, errand->path_key) == 0;
}

/* 1 when a leader's entry was served. */
static int follow(errand_t *errand, np_flight_t *flight)
{
    const np_portal_t *portal = errand->portal;
    apr_interval_time_t longest =
        portal->site->cache.wait - (apr_interval_time_t)(np_clock() - errand->started);
    np_entry_t *entry = np_cache_wait(flight, portal->cache, longest > 0 ? longest : 0);

    np_count(&portal->counters->waits, 1);
    if (entry == NULL)
        return 0;
    if (!is_mine(errand, entry)) {
        np_entry_release(entry);
        return 0;
    }
    serve(errand, entry, NP_SERVED_COLLAPSED);
    return 1;
}

/* The leader takes too long, or failed more than once. */
static void give_up(errand_t *errand)
{
    np_count(&errand->portal->counters->timeouts, 1);
    if (has_older(errand))
        serve_older(errand, "busy");
    else
        refuse(errand, 503);
}

static int is_time_left(const errand_t *errand)
{
    return np_clock() - errand->started < errand->portal->site->cache.wait;
}

static void make_or_wait(errand_t *errand)
{
    np_cache_t *cache = errand->portal->cache;
    const char *key;
    int try;

    key = errand->key ? errand->key : errand->path_key;
    for (try = 0; try < TRIES && (try == 0 || is_time_left(errand)); try++) {
        np_flight_t *flight;

        if (np_cache_join(&flight, cache, key, strlen(key))) {
            if (lead_in_vain(errand, flight) || lead(errand, flight))
                return;
            continue;
        }
        if (follow(errand, flight))
            return;
    }
    give_up(errand);
}

static void serve_uncached(errand_t *errand)
{
    np_entry_t *entry;

    errand->key = errand->path_key = "";
    entry = make(errand);
    if (entry == NULL && errand->request->refusal == 0)
        refuse(errand, errand->failure);
    else
        serve(errand, entry, NP_SERVED_BYPASS);
}

static void answer(np_served_t *served, const np_portal_t *portal, const np_request_t *request)
{
    errand_t errand = {served, portal, request, NULL, NULL, NULL, 0, 0};

    if (portal->cache == NULL || request->want_model || np_request_is_private(request)) {
        serve_uncached(&errand);
        return;
    }
    make_keys(&errand);
    if (find(&errand, errand.key))
        return;
    make_path_key(&errand);
    if (!find(&errand, errand.path_key)) {
        errand.started = np_clock();
        make_or_wait(&errand);
    }
    np_entry_release(errand.older);
}

static void count_answer(np_counters_t *counters, const np_served_t *served)
{
    if (served->how == NP_SERVED_OLDER || served->detail)
        np_count(&counters->stale, 1);
    else if (served->entry == NULL || served->entry->status >= 500)
        np_count(&counters->refused, 1);
    else if (served->how == NP_SERVED_HIT)
        np_count(&counters->hits, 1);
    else
        np_count(&counters->misses, 1);
}

void np_serve(np_served_t *served, const np_portal_t *portal, const np_request_t *request)
{
    memset(served, 0, sizeof(*served));
    answer(served, portal, request);
    count_answer(portal->counters, served);
}

/* ---- Cache-Status ------------------------------------------------------------------------------
 */

const char *np_served_status(const np_served_t *served, apr_pool_t *pool)
{
    switch (served->how) {
    case NP_SERVED_HIT:
    case NP_SERVED_OLDER:
        if (served->detail == NULL)
            return "newsportal; hit";
        return apr_psprintf(pool, "newsportal; hit; ttl=-%d; detail=%s", served->age,
                            served->detail);
    case NP_SERVED_RENEWED:
        return served->stored ? "newsportal; fwd=stale; stored" : "newsportal; fwd=stale";
    case NP_SERVED_COLLAPSED:
        return "newsportal; fwd=miss; collapsed";
    case NP_SERVED_BYPASS:
        return "newsportal; fwd=bypass";
    default:
        return served->stored ? "newsportal; fwd=miss; stored" : "newsportal; fwd=miss";
    }
}
