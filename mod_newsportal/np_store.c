/* np_store.c - the page store as everybody else sees it: put, get, removed; what was noted about
 * the journal and the change log; and what is told the administrator.
 *
 * Two locks, never held together: store->lock (queue, samples, what was told) and the journal's.
 * Under the first nobody waits for the disk; the journal is read under its own.
 *
 * Must not: write pages (np_store_writer.c), know httpd or the cache. Called by np_serve.c (put,
 * get), by the watcher (removed, forget) and by mod_newsportal_child.c.
 */
#include "np_store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <apr_general.h>
#include <apr_strings.h>

#define SAY_EVERY INT64_C(600000000) /* microseconds */
#define TIDY_EVERY INT64_C(1000000)
#define POSITION_EVERY INT64_C(10000000)
#define FUTURE_MOST apr_time_from_sec(3600)

/* ---- Log ---- */

static void say(np_store_t *store, int level, const char *code, const char *what)
{
    char message[1024];

    snprintf(message, sizeof(message), "page store %.400s: %s", store->folder, what);
    if (store->log)
        store->log(store->baton, level, code, message);
}

static void warn(np_store_t *store, int subject, int level, const char *code, const char *format,
                 ...) __attribute__((format(printf, 5, 6)));

static void warn(np_store_t *store, int subject, int level, const char *code, const char *format,
                 ...)
{
    np_tick_t now = np_clock();
    char what[512];
    va_list values;
    int due;

    pthread_mutex_lock(&store->lock);
    due = store->told[subject] == 0 || now - store->told[subject] >= SAY_EVERY;
    if (due)
        store->told[subject] = now;
    if (due && subject == NP_SAY_FOLDER)
        store->failing = 1;
    pthread_mutex_unlock(&store->lock);
    if (!due)
        return;
    va_start(values, format);
    vsnprintf(what, sizeof(what), format, values);
    va_end(values);
    say(store, level, code, what);
}

void np_store_failed(np_store_t *store, const char *what, int error)
{
    char text[128];

    np_count(&store->counters->store_failures, 1);
    warn(store, NP_SAY_FOLDER, 4, "NP0140", "%s: %s", what,
         apr_strerror(APR_FROM_OS_ERROR(error), text, sizeof(text)));
}

void np_store_good(np_store_t *store)
{
    int was_failing;

    pthread_mutex_lock(&store->lock);
    was_failing = store->failing;
    store->failing = 0;
    pthread_mutex_unlock(&store->lock);
    if (was_failing)
        say(store, 5, "NP0140", "pages are written again");
}

/* ---- Where the journal stood ---- */

/* Read before the clock: a page that begins after the sample's tick begins after the note. */
static int sample_take(np_store_t *store, int folder)
{
    np_store_note_t note = {0, 0};
    np_store_sample_t *last;
    int error;

    pthread_mutex_lock(&store->lock);
    if (store->sample_count)
        note = store->samples[store->sample_count - 1].note;
    pthread_mutex_unlock(&store->lock);
    error = np_store_journal_note(&note, folder);
    if (error)
        return error;
    pthread_mutex_lock(&store->lock);
    last = store->sample_count ? &store->samples[store->sample_count - 1] : NULL;
    if (last == NULL || last->note.generation != note.generation ||
        last->note.position != note.position) {
        if (store->sample_count == NP_STORE_SAMPLES)
            memmove(store->samples, store->samples + 1,
                    (size_t)--store->sample_count * sizeof(np_store_sample_t));
        store->samples[store->sample_count].note = note;
        store->samples[store->sample_count++].tick = np_clock();
    }
    pthread_mutex_unlock(&store->lock);
    return 0;
}

/* Under the lock. Generation 0 when nothing is known of that time. */
static np_store_note_t note_at(const np_store_t *store, np_tick_t began)
{
    static const np_store_note_t none = {0, 0};
    int i = store->sample_count;

    while (i > 0 && store->samples[i - 1].tick > began)
        i--;
    return i > 0 ? store->samples[i - 1].note : none;
}

/* errno. A new journal makes good every removal that could not be noted before it, and none after.
 */
static int journal_renew(np_store_t *store, int folder)
{
    int lost = atomic_load(&store->lost);
    int error = np_store_journal_renew(folder);

    if (!error)
        error = sample_take(store, folder);
    if (!error && lost)
        atomic_compare_exchange_strong(&store->lost, &lost, 0);
    return error;
}

/* A folder that was deleted is made again where we may, and gets its secret back, so that what is
 * stored from now on can be read after a restart. */
static int folder_restore(np_store_t *store)
{
    struct stat info;
    int folder = np_store_folder_open(store->folder, -1);

    if (folder < 0 && errno == ENOENT && mkdir(store->folder, 0700) == 0)
        folder = np_store_folder_open(store->folder, -1);
    if (folder >= 0 && store->has_secret &&
        fstatat(folder, "secret", &info, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)
        np_store_secret_write(folder, store->secret);
    return folder;
}

/* Notes how far the journal has come; begins a new one where there is none, or when a removal could
 * not be written into the old one. */
static int journal_tend(np_store_t *store, int folder)
{
    int error = atomic_load(&store->lost) ? ENOENT : sample_take(store, folder);

    return error == ENOENT || error == EBADMSG ? journal_renew(store, folder) : error;
}

void np_store_tidy(np_store_t *store)
{
    int error, folder = folder_restore(store);

    store->tidy_at = np_clock() + TIDY_EVERY;
    if (folder < 0) {
        np_store_failed(store, "the folder cannot be used", errno);
        return;
    }
    error = journal_tend(store, folder);
    if (!error && np_clock() >= store->position_at)
        np_store_position_keep(store, folder);
    close(folder);
    if (error)
        np_store_failed(store, "the list of removals cannot be used", error);
}

/* What is written late costs the next watcher some work. Whatever could not be noted before the
 * watcher came to this row counts in `lost`, until a new journal has made it good. */
void np_store_position_keep(np_store_t *store, int folder)
{
    np_mark_t mark;
    int forgets, anew, error;

    pthread_mutex_lock(&store->lock);
    mark = store->reached;
    forgets = store->forgets;
    pthread_mutex_unlock(&store->lock);
    anew = forgets != store->kept_forgets;
    if (mark.id == 0 || (mark.id == store->kept.id && !anew) || atomic_load(&store->lost))
        return;
    store->position_at = np_clock() + POSITION_EVERY;
    error = np_store_position_write(folder, store->site_hash, mark, anew);
    if (error) {
        np_store_failed(store, "the place in the change log cannot be written", error);
        return;
    }
    store->kept = mark;
    store->kept_forgets = forgets;
}

/* ---- Called by requests and by the watcher ---- */

int np_store_is_usable(np_entry_t *entry)
{
    return entry->status == 200 && !atomic_load(&entry->removed) && !atomic_load(&entry->outdated);
}

void np_store_put(np_store_t *store, np_entry_t *entry, np_tick_t began)
{
    np_entry_t *left = NULL;
    np_store_item_t item;

    if (!np_store_is_usable(entry) || entry->identity.length > NP_STORE_BODY_MOST)
        return;
    item.entry = entry;
    item.hash = entry->hash;
    item.due = np_clock();
    pthread_mutex_lock(&store->lock);
    item.note = note_at(store, began);
    if (item.note.generation && !store->stopping) {
        np_entry_retain(entry);
        left = np_store_queue_add(&store->queue, &item);
        pthread_cond_signal(&store->wake);
    }
    pthread_mutex_unlock(&store->lock);
    np_entry_release(left);
}

/* Everything that is stored is worth nothing from now on. When no new journal can be begun and the
 * old one not be deleted, this child keeps quiet until it can (journal_tend); what other children
 * show, or the next server, is then beyond us. */
static void give_up_stored(np_store_t *store, int folder)
{
    atomic_fetch_add(&store->lost, 1);
    if (folder >= 0)
        journal_renew(store, folder);
}

static void drop_queued(np_store_t *store, const np_key_t *keys, int count)
{
    pthread_mutex_lock(&store->lock);
    np_store_queue_drop(&store->queue, keys, count);
    pthread_mutex_unlock(&store->lock);
}

/* On disk when it returns, one way or the other, if the disk can be written at all. */
static void note_removals(np_store_t *store, int folder, const np_key_t *keys, int count)
{
    int error = folder < 0 ? errno : np_store_journal_append(folder, store->site_hash, keys, count);
    char text[128];

    if (error) {
        np_count(&store->counters->store_failures, 1);
        give_up_stored(store, folder);
        warn(store, NP_SAY_REMOVAL, 3, "NP0141", "a removal cannot be noted (%s): %s",
             apr_strerror(APR_FROM_OS_ERROR(error), text, sizeof(text)),
             atomic_load(&store->lost) ? "nothing is stored or shown until it can be"
                                       : "nothing is shown that was stored until now");
    }
}

void np_store_removed(np_store_t *store, const np_key_t *keys, int count)
{
    int folder;

    if (count <= 0)
        return;
    folder = np_store_folder_open(store->folder, -1);
    note_removals(store, folder, keys, count);
    if (folder >= 0)
        close(folder);
    drop_queued(store, keys, count);
}

void np_store_forget(np_store_t *store)
{
    static const np_key_t everything = NP_STORE_EVERYTHING;
    int folder = np_store_folder_open(store->folder, -1);

    note_removals(store, folder, &everything, 1);
    if (folder >= 0) {
        sample_take(store, folder); /* pages that begin now are good */
        close(folder);
    }
    drop_queued(store, NULL, 0);
    pthread_mutex_lock(&store->lock);
    store->reached.id = 0;
    store->forgets++;
    pthread_mutex_unlock(&store->lock);
}

void np_store_reached(np_store_t *store, np_mark_t mark)
{
    pthread_mutex_lock(&store->lock);
    store->reached = mark;
    pthread_mutex_unlock(&store->lock);
}

int np_store_recall(np_store_t *store, np_mark_t *mark)
{
    int error, folder = np_store_folder_open(store->folder, -1);

    if (folder < 0)
        return 0;
    error = np_store_position_read(mark, folder, store->site_hash);
    close(folder);
    return error == 0;
}

/* How long ago a page was made; -1 when the clock makes no sense of it. */
static apr_interval_time_t age_of(apr_time_t dated, apr_time_t now)
{
    if (dated < 0)
        return -1;
    if (dated > now)
        return dated - now > FUTURE_MOST ? -1 : 0;
    return now - dated;
}

int np_store_page_load(np_entry_t **entry, np_store_t *store, int folder, const char *name,
                       const char *key, apr_size_t length)
{
    np_store_note_t note;
    char *bytes;
    size_t size;
    int error = np_store_page_read(&bytes, &size, folder, name);

    *entry = NULL;
    if (error)
        return error;
    error = np_store_page_decode(entry, &note, bytes, size, store->site, key, length);
    free(bytes);
    if (!error && !np_store_journal_allows(&store->journal, folder, note, store->site_hash,
                                           (*entry)->keys, (*entry)->key_count)) {
        np_entry_release(*entry);
        *entry = NULL;
        return ESTALE;
    }
    return error;
}

static void say_unread(np_store_t *store, const char *name, int error)
{
    if (error == ENOENT)
        return;
    if (error == ESTALE) {
        np_count(&store->counters->store_refused, 1);
        return;
    }
    if (error == EBADMSG || error == EFBIG || error == ELOOP) {
        np_count(&store->counters->store_refused, 1);
        warn(store, NP_SAY_FILE, 4, "NP0142", "%s is damaged or was not written by this server",
             name);
        return;
    }
    np_store_failed(store, "a page cannot be read", error);
}

np_entry_t *np_store_get(np_store_t *store, const char *key, apr_size_t length, apr_time_t now,
                         apr_interval_time_t stale_max)
{
    char name[NP_STORE_PAGE_SIZE];
    apr_interval_time_t age;
    np_entry_t *entry;
    int error, folder;

    if (atomic_load(&store->lost))
        return NULL;
    folder = np_store_folder_open(store->folder, -1);
    if (folder < 0) {
        np_store_failed(store, "the folder cannot be read", errno);
        return NULL;
    }
    np_store_page_name(name, np_store_page_hash(store->site, key, length));
    error = np_store_page_load(&entry, store, folder, name, key, length);
    close(folder);
    if (entry == NULL) {
        say_unread(store, name, error);
        return NULL;
    }
    age = age_of(entry->dated, now);
    if (age < 0 || age > stale_max) {
        np_count(&store->counters->store_refused, 1);
        np_entry_release(entry);
        return NULL;
    }
    /* A page may be older than this machine's monotonic clock: its age is told from `dated`. */
    entry->made = np_clock() - age > 1 ? np_clock() - age : 1;
    atomic_store(&entry->outdated, entry->made);
    np_count(&store->counters->store_read, 1);
    return entry;
}

void np_store_stop(np_store_t *store)
{
    pthread_mutex_lock(&store->lock);
    if (!store->stopping)
        store->stopped_at = np_clock();
    store->stopping = 1;
    pthread_cond_broadcast(&store->wake);
    pthread_mutex_unlock(&store->lock);
}

/* ---- Beginning and end ---- */

static apr_status_t store_end(void *baton)
{
    np_store_t *store = baton;

    drop_queued(store, NULL, 0);
    np_store_scan_end(&store->scan);
    np_store_journal_free(&store->journal);
    pthread_cond_destroy(&store->wake);
    pthread_mutex_destroy(&store->lock);
    free(store);
    return APR_SUCCESS;
}

static int locks_init(np_store_t *store)
{
    pthread_condattr_t attributes;
    int error;

    if (pthread_mutex_init(&store->lock, NULL) != 0)
        return 0;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    error = pthread_cond_init(&store->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (!error && np_store_journal_init(&store->journal) == 0)
        return 1;
    if (!error)
        pthread_cond_destroy(&store->wake);
    pthread_mutex_destroy(&store->lock);
    return 0;
}

np_store_t *np_store_create(const np_store_config_t *config, np_counters_t *counters,
                            np_log_fn *log, void *baton, apr_pool_t *pool)
{
    np_store_t *store = calloc(1, sizeof(*store));
    int folder;

    if (store == NULL)
        return NULL;
    if (!locks_init(store)) {
        free(store);
        return NULL;
    }
    apr_pool_cleanup_register(pool, store, store_end, apr_pool_cleanup_null);
    store->folder = apr_pstrdup(pool, config->folder);
    store->site = apr_pstrdup(pool, config->site);
    store->site_hash = np_key_hash(config->site, strlen(config->site));
    store->limit = config->limit > 0 ? (apr_uint64_t)config->limit : 0;
    store->counters = counters;
    store->log = log;
    store->baton = baton;
    np_count_set(&counters->store_limit, store->limit);
    /* Before any page is made: what is noted here counts for the first ones. */
    folder = np_store_folder_open(store->folder, -1);
    if (folder >= 0) {
        store->has_secret = np_store_secret_read(store->secret, folder, -1) == 0;
        close(folder);
    }
    np_store_tidy(store);
    return store;
}
