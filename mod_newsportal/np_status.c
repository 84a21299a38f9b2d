/* np_status.c - the table of numbers, and what is computed from them. See np_status.h.
 *
 * Must not: write any format but the summary that two of them share. */
#include "np_status.h"

#include <stdarg.h>
#include <apr_strings.h>
#include "np_db.h"
#include "np_route.h"

_Static_assert(NP_ROUTE_COUNT < NP_COUNTERS_KINDS,
               "every kind of page has its numbers, and `other`");
_Static_assert(sizeof(np_counters_t) % sizeof(np_counter_t) == 0, "nothing but counters");

#define ONE(field, group, type, unit, metric, help)                                                \
    {                                                                                              \
#field, NP_NUMBER(field), 1, NP_STATUS_##group, NP_STATUS_##type, NP_STATUS_##unit,        \
            metric, help                                                                           \
    }
#define KINDS(field, unit, metric, help)                                                           \
    {                                                                                              \
#field, NP_NUMBER(field), NP_COUNTERS_KINDS, NP_STATUS_RENDERING, NP_STATUS_COUNTER,       \
            NP_STATUS_##unit, metric, help                                                         \
    }

/* In the order of the pages. Prometheus' names follow its own rules: counters end in _total, times
 * are in seconds. */
/* clang-format off */
const np_status_row_t np_status_rows[] = {
    ONE(hits, REQUESTS, COUNTER, PLAIN, "hits_total", "Requests answered from the cache"),
    ONE(misses, REQUESTS, COUNTER, PLAIN, "misses_total", "Requests whose page was made anew or waited for"),
    ONE(stale, REQUESTS, COUNTER, PLAIN, "stale_total", "Requests answered with an older copy"),
    ONE(waits, REQUESTS, COUNTER, PLAIN, "waits_total", "Requests that waited for another request's page"),
    ONE(timeouts, REQUESTS, COUNTER, PLAIN, "timeouts_total", "Requests that waited in vain"),
    ONE(refused, REQUESTS, COUNTER, PLAIN, "refused_total", "Requests answered with status 503"),
    ONE(not_modified, REQUESTS, COUNTER, PLAIN, "not_modified_total", "Requests answered with status 304"),

    KINDS(renders, PLAIN, "renders_total", "Pages made"),
    KINDS(queries_us, MICROSECONDS, "queries_seconds_total", "Time spent asking the database for pages"),
    KINDS(model_us, MICROSECONDS, "model_seconds_total", "Time spent building page models"),
    KINDS(theme_us, MICROSECONDS, "theme_seconds_total", "Time spent applying the theme"),
    KINDS(html_us, MICROSECONDS, "html_seconds_total", "Time spent writing HTML"),

    ONE(cache_bytes, CACHE, GAUGE, BYTES, "cache_bytes", "Memory that the cache uses"),
    ONE(cache_limit, CACHE, GAUGE, BYTES, "cache_limit_bytes", "Memory that the cache may use"),
    ONE(cache_entries, CACHE, GAUGE, PLAIN, "cache_entries", "Responses in the cache"),
    ONE(cache_error_entries, CACHE, GAUGE, PLAIN, "cache_error_entries",
        "Those of them with a status other than 200"),
    ONE(stored, CACHE, COUNTER, PLAIN, "cache_stored_total", "Responses put into the cache"),
    ONE(overtaken, CACHE, COUNTER, PLAIN, "cache_overtaken_total",
        "Responses not put there because a change came while they were made"),
    ONE(evicted, CACHE, COUNTER, PLAIN, "cache_evicted_total", "Responses that left to make room"),
    ONE(outdated, CACHE, COUNTER, PLAIN, "cache_outdated_total", "Responses outdated by a change"),
    ONE(removed, CACHE, COUNTER, PLAIN, "cache_removed_total", "Responses taken away by a removal"),
    ONE(flushes, CACHE, COUNTER, PLAIN, "cache_flushes_total", "Times that everything was outdated at once"),
    ONE(coded_gzip, CACHE, COUNTER, PLAIN, "coded_gzip_total", "Responses compressed with gzip"),
    ONE(coded_br, CACHE, COUNTER, PLAIN, "coded_br_total", "Responses compressed with brotli"),

    ONE(db_state, DATABASE, GAUGE_MOST, DB_STATE, "database_state", "The database: 0 up, 1 suspect, 2 down"),
    ONE(db_schema, DATABASE, GAUGE_MOST, DB_SCHEMA, "database_schema",
        "Version of the schema: 0 unknown, 1 fits, 2 differs"),
    ONE(db_open, DATABASE, GAUGE, PLAIN, "database_open", "Connections open or being made"),
    ONE(db_busy, DATABASE, GAUGE, PLAIN, "database_busy", "Connections in use"),
    ONE(db_waiting, DATABASE, GAUGE, PLAIN, "database_waiting", "Requests waiting for a connection"),
    ONE(db_errno, DATABASE, GAUGE_MOST, PLAIN, "database_errno",
        "Error number of the database's last failure, 0 for none"),
    ONE(db_acquired, DATABASE, COUNTER, PLAIN, "database_acquired_total", "Times that a page got a connection"),
    ONE(db_failed, DATABASE, COUNTER, PLAIN, "database_failed_total", "Failures of the database"),
    ONE(db_connects, DATABASE, COUNTER, PLAIN, "database_connects_total", "Connections tried or made"),

    ONE(last_poll_us, WATCHER, GAUGE_OLDEST, SINCE, "watcher_lag_seconds",
        "Time since the watcher last read the change log"),
    ONE(last_change, WATCHER, GAUGE_MOST, PLAIN, "watcher_last_change", "Highest number read in the change log"),
    ONE(gaps, WATCHER, GAUGE_MOST, PLAIN, "watcher_gaps", "Numbers below it that may still appear"),
    ONE(polls, WATCHER, COUNTER, PLAIN, "watcher_polls_total", "Times that the change log was read"),
    ONE(poll_failures, WATCHER, COUNTER, PLAIN, "watcher_poll_failures_total",
        "Times that it could not be read"),
    ONE(changes, WATCHER, COUNTER, PLAIN, "watcher_changes_total", "Changes read"),
    ONE(late_changes, WATCHER, COUNTER, PLAIN, "watcher_late_changes_total",
        "Those of them that appeared below the highest number"),
    ONE(pruned, WATCHER, COUNTER, PLAIN, "watcher_pruned_total", "Gaps that were given up"),

    ONE(store_pages, STORE, GAUGE_MOST, PLAIN, "store_pages", "Pages in the store"),
    ONE(store_bytes, STORE, GAUGE_MOST, BYTES, "store_bytes", "Disk space that they use"),
    ONE(store_limit, STORE, GAUGE_MOST, BYTES, "store_limit_bytes", "Disk space that they may use"),
    ONE(store_written, STORE, COUNTER, PLAIN, "store_written_total", "Pages written to the store"),
    ONE(store_failures, STORE, COUNTER, PLAIN, "store_failures_total", "Files that could not be written or read"),
    ONE(store_read, STORE, COUNTER, PLAIN, "store_read_total", "Pages shown from the store"),
    ONE(store_refused, STORE, COUNTER, PLAIN, "store_refused_total",
        "Stored pages not shown: damaged, too old, or removed since"),

    ONE(media_files, MEDIA, GAUGE_MOST, PLAIN, "media_files", "Pictures in the folder, when it was last looked through"),
    ONE(media_bytes, MEDIA, GAUGE_MOST, BYTES, "media_bytes", "Disk space that they use"),
    ONE(media_limit, MEDIA, GAUGE_MOST, BYTES, "media_limit_bytes", "Disk space that they may use"),
    ONE(media_hits, MEDIA, COUNTER, PLAIN, "media_hits_total", "Pictures sent from the folder"),
    ONE(media_reads, MEDIA, COUNTER, PLAIN, "media_reads_total", "Pictures read from the database or a file"),
    ONE(media_written, MEDIA, COUNTER, PLAIN, "media_written_total", "Pictures written to the folder"),
    ONE(media_failures, MEDIA, COUNTER, PLAIN, "media_failures_total", "Pictures that could not be written there"),
    ONE(media_made, MEDIA, COUNTER, PLAIN, "media_made_total", "Smaller sizes made"),
    ONE(media_busy, MEDIA, COUNTER, PLAIN, "media_busy_total",
        "Pictures sent in their own size because others were being made"),
    ONE(media_make_failures, MEDIA, COUNTER, PLAIN, "media_make_failures_total", "Smaller sizes that could not be made"),
    ONE(media_gone, MEDIA, COUNTER, PLAIN, "media_gone_total",
        "Requests for files that were refused: removed, or their licence has ended"),

    ONE(notify_sent, NOTIFY, COUNTER, PLAIN, "notify_sent_total", "Messages sent"),
    ONE(notify_failed, NOTIFY, COUNTER, PLAIN, "notify_failed_total", "Times that one could not be sent and was put off"),
    ONE(notify_given_up, NOTIFY, COUNTER, PLAIN, "notify_given_up_total", "Messages given up"),
    ONE(notify_trouble, NOTIFY, GAUGE, PLAIN, "notify_trouble", "Failures since a message was last sent"),
};
/* clang-format on */

const size_t np_status_row_count = sizeof(np_status_rows) / sizeof(np_status_rows[0]);

const char *const np_status_group_names[NP_STATUS_GROUPS] = {
    "Requests", "Rendering", "Cache", "Database", "Watcher", "Page store", "Pictures", "Messages",
};

const char *np_status_kind_name(int kind)
{
    if (kind == NP_ROUTE_COUNT)
        return "other";
    return kind < NP_ROUTE_COUNT ? np_routes[kind].name : NULL;
}

const char *np_status_db_state_name(apr_uint64_t state)
{
    static const char *const names[] = {"up", "suspect", "down"};

    return state <= NP_DB_DOWN ? names[state] : "unknown";
}

const char *np_status_db_schema_name(apr_uint64_t schema)
{
    static const char *const names[] = {"unknown", "fits", "differs"};

    return schema <= NP_DB_SCHEMA_DIFFERS ? names[schema] : "unknown";
}

/* ---- Copying and adding --------------------------------------------------------------------- */

void np_numbers_read(np_numbers_t *numbers, np_counters_t *counters)
{
    np_counter_t *all = (np_counter_t *)counters;
    size_t i;

    for (i = 0; i < NP_COUNTERS_NUMBERS; i++)
        numbers->at[i] = np_count_get(&all[i]);
}

void np_status_move(np_counters_t *finished, np_counters_t *from)
{
    np_counter_t *to = (np_counter_t *)finished, *all = (np_counter_t *)from;
    size_t row, i;

    for (row = 0; row < np_status_row_count; row++) {
        const np_status_row_t *what = &np_status_rows[row];

        for (i = what->place; i < what->place + what->width; i++) {
            apr_uint64_t number = atomic_exchange_explicit(&all[i], 0, memory_order_relaxed);

            if (what->type == NP_STATUS_COUNTER)
                np_count(&to[i], number);
        }
    }
}

static apr_uint64_t join(np_status_type_e type, apr_uint64_t one, apr_uint64_t other)
{
    switch (type) {
    case NP_STATUS_GAUGE_MOST:
        return one > other ? one : other;
    case NP_STATUS_GAUGE_OLDEST:
        if (one == 0 || other == 0)
            return one + other;
        return one < other ? one : other;
    default:
        return one + other;
    }
}

static void add(np_numbers_t *sum, const np_numbers_t *more)
{
    size_t row, i;

    for (row = 0; row < np_status_row_count; row++) {
        const np_status_row_t *what = &np_status_rows[row];

        for (i = what->place; i < what->place + what->width; i++)
            sum->at[i] = join(what->type, sum->at[i], more->at[i]);
    }
}

void np_status_sum(np_numbers_t *sum, const np_status_portal_t *portal)
{
    int i;

    *sum = portal->finished;
    for (i = 0; i < portal->child_count; i++)
        add(sum, &portal->children[i].numbers);
}

/* ---- Derived values ------------------------------------------------------------------------- */

double np_status_hit_rate(const np_numbers_t *numbers)
{
    apr_uint64_t hits = numbers->at[NP_NUMBER(hits)];
    apr_uint64_t all = hits + numbers->at[NP_NUMBER(misses)] + numbers->at[NP_NUMBER(stale)];

    return all ? (double)hits / (double)all : -1;
}

np_tick_t np_status_lag(const np_numbers_t *numbers, np_tick_t now)
{
    np_tick_t last = (np_tick_t)numbers->at[NP_NUMBER(last_poll_us)];

    if (last == 0)
        return -1;
    return now > last ? now - last : 0;
}

double np_status_mean_ms(const np_numbers_t *numbers, size_t stage, int kind)
{
    size_t first = kind < 0 ? 0 : (size_t)kind, end = kind < 0 ? NP_COUNTERS_KINDS : first + 1, i;
    apr_uint64_t count = 0, time = 0;

    for (i = first; i < end; i++) {
        count += numbers->at[NP_NUMBER(renders) + i];
        time += numbers->at[stage + i];
    }
    return count ? (double)time / (double)count / 1000.0 : -1;
}

int np_status_portal_ready(const np_status_portal_t *portal)
{
    np_numbers_t sum;

    np_status_sum(&sum, portal);
    return sum.at[NP_NUMBER(db_schema)] == NP_DB_SCHEMA_FITS &&
           sum.at[NP_NUMBER(db_state)] != NP_DB_DOWN;
}

int np_status_ready(const np_status_t *status)
{
    int i;

    for (i = 0; i < status->portal_count; i++)
        if (!np_status_portal_ready(&status->portals[i]))
            return 0;
    return status->portal_count > 0;
}

/* ---- Writing -------------------------------------------------------------------------------- */

void np_status_print(np_buffer_t *out, const char *format, ...)
{
    char text[512]; /* fixed words and numbers; names of portals are added by themselves */
    va_list arguments;

    va_start(arguments, format);
    apr_vsnprintf(text, sizeof(text), format, arguments); /* a comma is no point in any locale */
    va_end(arguments);
    np_buffer_add_text(out, text);
}

void np_status_print_escaped(np_buffer_t *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            np_buffer_add_text(out, "&amp;");
            break;
        case '<':
            np_buffer_add_text(out, "&lt;");
            break;
        case '>':
            np_buffer_add_text(out, "&gt;");
            break;
        case '"':
            np_buffer_add_text(out, "&quot;");
            break;
        default:
            np_buffer_add_char(out, *text);
        }
    }
}

static void print_database(np_buffer_t *out, const np_status_portal_t *portal,
                           const np_numbers_t *sum)
{
    apr_uint64_t schema = sum->at[NP_NUMBER(db_schema)];
    int by_state[NP_DB_DOWN + 1] = {0};
    int i;

    for (i = 0; i < portal->child_count; i++) {
        apr_uint64_t state = portal->children[i].numbers.at[NP_NUMBER(db_state)];

        by_state[state <= NP_DB_DOWN ? state : NP_DB_DOWN]++;
    }
    if (schema == NP_DB_SCHEMA_UNKNOWN && by_state[NP_DB_UP] == portal->child_count)
        np_buffer_add_text(out, "The database was not asked yet");
    else if (by_state[NP_DB_UP] == portal->child_count)
        np_buffer_add_text(out, "The database is up");
    else
        np_status_print(out, "The database is down for %d, suspect for %d of %d child processes",
                        by_state[NP_DB_DOWN], by_state[NP_DB_SUSPECT], portal->child_count);
    if (schema == NP_DB_SCHEMA_DIFFERS)
        np_buffer_add_text(out, " and its schema has another version than this module needs");
    np_buffer_add_text(out, ". ");
}

static void print_rest(np_buffer_t *out, const np_numbers_t *sum, np_tick_t now)
{
    np_tick_t lag = np_status_lag(sum, now);
    double rate = np_status_hit_rate(sum);

    if (lag < 0)
        np_buffer_add_text(out, "The change log was not read yet. ");
    else
        np_status_print(out, "The change log was read %.0f ms ago. ", (double)lag / 1000.0);
    if (rate < 0)
        np_buffer_add_text(out, "No request was answered yet. ");
    else
        np_status_print(
            out, "%.1f %% of %" APR_UINT64_T_FMT " requests were answered from the cache. ",
            rate * 100.0,
            sum->at[NP_NUMBER(hits)] + sum->at[NP_NUMBER(misses)] + sum->at[NP_NUMBER(stale)]);
    np_status_print(out, "The cache uses %.1f MiB of %.1f MiB.",
                    (double)sum->at[NP_NUMBER(cache_bytes)] / 1048576.0,
                    (double)sum->at[NP_NUMBER(cache_limit)] / 1048576.0);
}

void np_status_print_summary(np_buffer_t *out, const char *name, const np_status_portal_t *portal,
                             np_tick_t now)
{
    np_numbers_t sum;

    np_status_sum(&sum, portal);
    np_status_print_escaped(out, name);
    np_buffer_add_text(out, np_status_portal_ready(portal) ? " is ready. " : " is not ready. ");
    print_database(out, portal, &sum);
    print_rest(out, &sum, now);
}
