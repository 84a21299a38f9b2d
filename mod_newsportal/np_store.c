/* np_store.c - the page store: what waits to be written, the thread that writes it, and the
 * functions that everybody else calls.
 *
 * Two locks, never held together: store->lock (queue, samples, what was logged) and the journal's.
 * Neither is held across a system call that may wait for the disk, except that the journal is read
 * under its own. Fields of the writer are touched by its thread alone.
 *
 * Must not: know httpd, the cache. Called by np_serve.c (put, get), by the watcher (removed,
 * forget) and by mod_newsportal_child.c.
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

#define SECOND NP_TICK(1)
#define NP_TICK(seconds) ((np_tick_t)(seconds)*1000000)

#define QUEUE_MOST 1000  /* entries; also bounds a look through all of them to microseconds */
#define SAMPLES 128      /* at most one a second: longer than any page takes */
#define REWRITE_AFTER 60 /* seconds; a page on disk that is younger is not written anew */
#define SAY_EVERY NP_TICK(600)
#define TIDY_EVERY SECOND
#define STOP_TIME SECOND   /* for what is queued when the child stops */
#define PAUSE_FIRST SECOND /* after a failure to write, doubled with each further one */
#define PAUSE_MOST NP_TICK(8)
#define SCAN_EVERY NP_TICK(600)
#define SCAN_PAUSE SECOND /* between two scans that the limit asks for */
#define SCAN_STEP_PAUSE NP_TICK(1) / 250
#define LARGEST_SHARE                                                                              \
    16 /* a page may take this part of the limit; a scan always makes room for it */
#define WAIT_FOR_ROOM NP_TICK(1) / 20
#define SCAN_AFTER_SHARE 64 /* and when we have written this part of the limit */
#define FUTURE_MOST apr_time_from_sec(3600)

typedef struct item_t {
    np_entry_t *entry; /* one reference */
    np_store_note_t note;
    np_tick_t due;
} item_t;

/* From `tick` on, until the next sample, the journal had come at least this far. */
typedef struct sample_t {
    np_tick_t tick;
    np_store_note_t note;
} sample_t;

/* What is told at most once in ten minutes. */
enum { SAY_FOLDER, SAY_REMOVAL, SAY_FILE, SAY_COUNT };

struct np_store_t {
    const char *folder, *site;
    apr_uint64_t limit;
    apr_uint64_t site_hash; /* keeps the removals of portals in one folder apart */
    np_counters_t *counters;
    np_log_fn *log;
    void *baton;
    unsigned char secret[NP_KEY_SECRET_SIZE];
    int has_secret;
    np_store_journal_t journal;
    /* Counts what could not be noted; while it is not 0 nothing is stored or shown. */
    atomic_int lost;

    pthread_mutex_t lock; /* for what follows */
    pthread_cond_t wake;
    item_t queue[QUEUE_MOST];
    int queued;
    sample_t samples[SAMPLES]; /* oldest first */
    int sample_count;
    np_tick_t told[SAY_COUNT];
    int failing; /* NP0140 was told and not taken back */
    int stopping;
    np_tick_t stopped_at;

    /* The writer's. */
    np_store_scan_t scan;
    np_tick_t tidy_at, scan_at, scanned_at, pause, paused_until;
    apr_uint64_t bytes, pages,
        written; /* estimates since the last scan; bytes written since then */
};

/* ---- Log ----------------------------------------------------------------------------------------
 */

static void say(np_store_t *store, int level, const char *code, const char *format, va_list values)
{
    char message[1024];
    int start = snprintf(message, sizeof(message), "page store %.400s: ", store->folder);

    vsnprintf(message + start, sizeof(message) - (size_t)start, format, values);
    if (store->log)
        store->log(store->baton, level, code, message);
}

static void warn(np_store_t *store, int subject, int level, const char *code, const char *format,
                 ...) __attribute__((format(printf, 5, 6)));

static void warn(np_store_t *store, int subject, int level, const char *code, const char *format,
                 ...)
{
    np_tick_t now = np_clock();
    va_list values;
    int due;

    pthread_mutex_lock(&store->lock);
    due = store->told[subject] == 0 || now - store->told[subject] >= SAY_EVERY;
    if (due)
        store->told[subject] = now;
    if (due && subject == SAY_FOLDER)
        store->failing = 1;
    pthread_mutex_unlock(&store->lock);
    if (!due)
        return;
    va_start(values, format);
    say(store, level, code, format, values);
    va_end(values);
}

static void folder_failed(np_store_t *store, const char *what, int error)
{
    char text[128];

    np_count(&store->counters->store_failures, 1);
    warn(store, SAY_FOLDER, 4, "NP0140", "%s: %s", what,
         apr_strerror(APR_FROM_OS_ERROR(error), text, sizeof(text)));
}

static void note_good(np_store_t *store, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Said once after each failure that was told. */
static void note_good(np_store_t *store, const char *format, ...)
{
    va_list values;
    int was_failing;

    pthread_mutex_lock(&store->lock);
    was_failing = store->failing;
    store->failing = 0;
    pthread_mutex_unlock(&store->lock);
    if (!was_failing)
        return;
    va_start(values, format);
    say(store, 5, "NP0140", format, values);
    va_end(values);
}

/* ---- Where the journal stood --------------------------------------------------------------------
 */

/* Read before the clock: a page that begins after the sample's tick begins after the note. */
static int sample_take(np_store_t *store, int folder)
{
    np_store_note_t note = {0, 0};
    sample_t *last;
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
        if (store->sample_count == SAMPLES)
            memmove(store->samples, store->samples + 1,
                    (size_t)--store->sample_count * sizeof(sample_t));
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

/* Under the lock. */
static int is_current(const np_store_t *store, np_store_note_t note)
{
    return store->sample_count > 0 &&
           store->samples[store->sample_count - 1].note.generation == note.generation;
}

/* ---- Queue (all under the lock) -----------------------------------------------------------------
 */

static int queue_find(const np_store_t *store, const np_entry_t *entry)
{
    int i;

    for (i = 0; i < store->queued; i++) {
        const np_entry_t *other = store->queue[i].entry;

        if (other->hash == entry->hash && other->key_length == entry->key_length &&
            memcmp(other->key, entry->key, entry->key_length) == 0)
            return i;
    }
    return -1;
}

static void queue_drop(np_store_t *store, int i)
{
    store->queue[i] = store->queue[--store->queued];
}

/* Of a full queue, a page that waits only because it is on disk already makes way for one that may
 * not be. -1 when there is none. */
static int queue_spare(const np_store_t *store, np_tick_t now)
{
    int i;

    for (i = 0; i < store->queued; i++)
        if (store->queue[i].due > now)
            return i;
    return -1;
}

/* Takes over the item's reference. What has no place any more is given back for releasing. */
static np_entry_t *queue_add(np_store_t *store, const item_t *item)
{
    int i = queue_find(store, item->entry);
    np_entry_t *old = NULL;

    if (i >= 0) {
        old = store->queue[i].entry;
        if (old->made > item->entry->made)
            return item->entry;
        store->queue[i].entry = item->entry;
        store->queue[i].note = item->note;
        return old;
    }
    if (store->queued == QUEUE_MOST) {
        i = queue_spare(store, np_clock());
        if (i < 0)
            return item->entry;
        old = store->queue[i].entry;
        queue_drop(store, i);
    }
    store->queue[store->queued++] = *item;
    return old;
}

/* 1 and the item that has waited longest, if one is due. */
static int queue_take(np_store_t *store, item_t *item, np_tick_t now)
{
    int i, first = -1;

    for (i = 0; i < store->queued; i++)
        if (store->queue[i].due <= now &&
            (first < 0 || store->queue[i].due < store->queue[first].due))
            first = i;
    if (first < 0)
        return 0;
    *item = store->queue[first];
    queue_drop(store, first);
    return 1;
}

static int entry_has_key(const np_entry_t *entry, const np_key_t *keys, int count)
{
    int i, j;

    for (i = 0; i < entry->key_count; i++)
        for (j = 0; j < count; j++)
            if (entry->keys[i] == keys[j])
                return 1;
    return 0;
}

/* ---- Called by requests and by the watcher ------------------------------------------------------
 */

static int is_usable(np_entry_t *entry)
{
    return entry->status == 200 && !atomic_load(&entry->removed) && !atomic_load(&entry->outdated);
}

void np_store_put(np_store_t *store, np_entry_t *entry, np_tick_t began)
{
    np_entry_t *left = NULL;
    item_t item;

    if (!is_usable(entry) || entry->identity.length > NP_STORE_BODY_MOST)
        return;
    item.entry = entry;
    item.due = np_clock();
    pthread_mutex_lock(&store->lock);
    item.note = note_at(store, began);
    if (item.note.generation && !store->stopping) {
        np_entry_retain(entry);
        left = queue_add(store, &item);
        pthread_cond_signal(&store->wake);
    }
    pthread_mutex_unlock(&store->lock);
    np_entry_release(left);
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
    int i;

    pthread_mutex_lock(&store->lock);
    for (i = store->queued - 1; i >= 0; i--) {
        np_entry_t *entry = store->queue[i].entry;

        if (keys && !entry_has_key(entry, keys, count))
            continue;
        queue_drop(store, i);
        np_entry_release(entry);
    }
    pthread_mutex_unlock(&store->lock);
}

void np_store_removed(np_store_t *store, const np_key_t *keys, int count)
{
    int folder, error;
    char text[128];

    if (count <= 0)
        return;
    folder = np_store_folder_open(store->folder, -1);
    error = folder < 0 ? errno : np_store_journal_append(folder, store->site_hash, keys, count);
    if (error) {
        np_count(&store->counters->store_failures, 1);
        give_up_stored(store, folder);
        warn(store, SAY_REMOVAL, 3, "NP0141", "a removal cannot be noted (%s): %s",
             apr_strerror(APR_FROM_OS_ERROR(error), text, sizeof(text)),
             atomic_load(&store->lost) ? "nothing is stored or shown until it can be"
                                       : "nothing is shown that was stored until now");
    }
    if (folder >= 0)
        close(folder);
    drop_queued(store, keys, count);
}

void np_store_forget(np_store_t *store)
{
    int folder = np_store_folder_open(store->folder, -1);

    give_up_stored(store, folder);
    if (folder >= 0)
        close(folder);
    drop_queued(store, NULL, 0);
}

/* How long ago a page was made; -1 when the clock makes no sense of it. */
static apr_interval_time_t age_of(apr_time_t dated, apr_time_t now)
{
    if (dated > now)
        return dated - now > FUTURE_MOST ? -1 : 0;
    return now - dated;
}

/* The entry, or NULL and errno. ENOENT: there is none, or none that may be shown. */
static int stored_page(np_entry_t **entry, np_store_t *store, int folder, const char *name,
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
        np_count(&store->counters->store_refused, 1);
        return ENOENT;
    }
    return error;
}

static void say_unread(np_store_t *store, const char *name, int error)
{
    char text[128];

    if (error == ENOENT)
        return;
    if (error == EBADMSG || error == EFBIG || error == ELOOP) {
        np_count(&store->counters->store_refused, 1);
        warn(store, SAY_FILE, 4, "NP0142", "%s is damaged or was not written by this server", name);
        return;
    }
    np_count(&store->counters->store_failures, 1);
    warn(store, SAY_FOLDER, 4, "NP0140", "%s cannot be read: %s", name,
         apr_strerror(APR_FROM_OS_ERROR(error), text, sizeof(text)));
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
        folder_failed(store, "the folder cannot be read", errno);
        return NULL;
    }
    np_store_page_name(name, np_store_page_hash(store->site, key, length));
    error = stored_page(&entry, store, folder, name, key, length);
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

/* ---- Writing one page ---------------------------------------------------------------------------
 */

typedef enum { NEEDED, DONE, LATER, FAILED } outcome_e;

static void estimate_set(np_store_t *store, apr_uint64_t bytes, apr_uint64_t pages)
{
    store->bytes = bytes;
    store->pages = pages;
    np_count_set(&store->counters->store_bytes, bytes);
    np_count_set(&store->counters->store_pages, pages);
}

static apr_time_t changed_at(const struct stat *info)
{
    return apr_time_from_sec((apr_time_t)info->st_mtim.tv_sec) + info->st_mtim.tv_nsec / 1000;
}

/* 1 while nothing has happened that makes writing this one wrong or useless. */
static int is_wanted(np_store_t *store, const item_t *item)
{
    int wanted;

    pthread_mutex_lock(&store->lock);
    wanted = is_usable(item->entry) && !atomic_load(&store->lost) &&
             is_current(store, item->note) && queue_find(store, item->entry) < 0;
    pthread_mutex_unlock(&store->lock);
    return wanted;
}

/* The limit asks for a look before the next regular one. */
static void scan_soon(np_store_t *store)
{
    np_tick_t soon = store->scanned_at + SCAN_PAUSE;

    if (store->scan.phase == NP_SCAN_IDLE && store->scan_at > soon)
        store->scan_at = soon;
}

/* The file on disk against the one to be written. A file from the future (the clock was set back)
 * is as if it were not there. */
static outcome_e compare(item_t *item, const struct stat *there, int last)
{
    apr_time_t now = apr_time_now(), dated = changed_at(there);
    apr_interval_time_t left = dated + apr_time_from_sec(REWRITE_AFTER) - now;

    if (dated > now)
        return NEEDED;
    if (dated >= item->entry->dated) /* another child's, and newer */
        return DONE;
    if (left <= 0 || last)
        return NEEDED;
    item->due = np_clock() + left;
    return LATER;
}

/* The file's time is the page's: for compare(), and for deleting the oldest. */
static int date_file(int file, apr_time_t dated)
{
    struct timespec times[2];

    times[0].tv_sec = times[1].tv_sec = (time_t)apr_time_sec(dated);
    times[0].tv_nsec = times[1].tv_nsec = (long)apr_time_usec(dated) * 1000;
    return futimens(file, times) != 0 ? errno : 0;
}

/* errno. The name of a complete file that has no place yet. */
static int file_write(char name[NP_STORE_NEW_SIZE], int folder, const np_buffer_t *bytes,
                      apr_time_t dated)
{
    int error, file = np_store_new_open(name, folder);

    if (file < 0)
        return errno;
    error = np_store_write_all(file, bytes->data, bytes->length);
    if (!error)
        error = date_file(file, dated);
    if (close(file) != 0 && !error) /* network file systems tell a full disk here */
        error = errno;
    if (error)
        unlinkat(folder, name, 0);
    return error;
}

/* errno. Subfolders are made when they are first needed. */
static int file_place(int folder, const char *from, const char *to)
{
    char subfolder[3];

    if (renameat(folder, from, folder, to) == 0)
        return 0;
    if (errno != ENOENT)
        return errno;
    apr_cpystrn(subfolder, to, sizeof(subfolder));
    if (mkdirat(folder, subfolder, 0700) != 0 && errno != EEXIST)
        return errno;
    return renameat(folder, from, folder, to) == 0 ? 0 : errno;
}

/* errno; ECANCELED when it was no longer wanted. */
static int replace_page(np_store_t *store, const item_t *item, int folder, const char *name,
                        const np_buffer_t *bytes)
{
    char fresh[NP_STORE_NEW_SIZE];
    int error = file_write(fresh, folder, bytes, item->entry->dated);

    if (error)
        return error;
    error = is_wanted(store, item) ? file_place(folder, fresh, name) : ECANCELED;
    if (error)
        unlinkat(folder, fresh, 0);
    return error;
}

static outcome_e page_failed(np_store_t *store, int error)
{
    if (error == ECANCELED)
        return DONE;
    folder_failed(store, "a page cannot be written", error);
    return FAILED;
}

static outcome_e store_bytes(np_store_t *store, item_t *item, int folder, const char *name,
                             const np_buffer_t *bytes, apr_uint64_t old)
{
    int error;

    if (bytes->length > store->limit / LARGEST_SHARE)
        return DONE;
    if (store->bytes + bytes->length > store->limit + old) {
        scan_soon(store);
        item->due = np_clock() + WAIT_FOR_ROOM;
        return LATER;
    }
    error = replace_page(store, item, folder, name, bytes);
    if (error)
        return page_failed(store, error);
    store->written += bytes->length;
    estimate_set(store, store->bytes + bytes->length - (old < store->bytes ? old : store->bytes),
                 store->pages + (old == 0));
    np_count(&store->counters->store_written, 1);
    note_good(store, "pages are written again");
    return DONE;
}

/* `last`: the child stops, there is no later. */
static outcome_e page_write(np_store_t *store, item_t *item, int last)
{
    char name[NP_STORE_PAGE_SIZE];
    outcome_e outcome = NEEDED;
    np_buffer_t bytes;
    struct stat there = {.st_size = 0};
    int folder;

    if (!is_wanted(store, item))
        return DONE;
    folder = np_store_folder_open(store->folder, -1);
    if (folder < 0)
        return page_failed(store, errno);
    np_store_page_name(name,
                       np_store_page_hash(store->site, item->entry->key, item->entry->key_length));
    if (fstatat(folder, name, &there, AT_SYMLINK_NOFOLLOW) == 0)
        outcome = compare(item, &there, last);
    if (outcome == NEEDED) {
        np_buffer_init(&bytes);
        if (np_store_page_encode(&bytes, store->site, item->entry, item->note) == 0)
            outcome = store_bytes(store, item, folder, name, &bytes, (apr_uint64_t)there.st_size);
        else
            outcome = page_failed(store, ENOMEM);
        np_buffer_free(&bytes);
    }
    close(folder);
    return outcome;
}

/* Back into the queue, unless a newer one came in the meantime. */
static void put_back(np_store_t *store, item_t *item)
{
    np_entry_t *left;

    pthread_mutex_lock(&store->lock);
    left = queue_find(store, item->entry) >= 0 ? item->entry : queue_add(store, item);
    pthread_mutex_unlock(&store->lock);
    np_entry_release(left);
}

static void work_off(np_store_t *store, item_t *item)
{
    outcome_e outcome = page_write(store, item, 0);

    if (outcome == DONE)
        np_entry_release(item->entry);
    else
        put_back(store, item);
    if (outcome != FAILED) {
        store->pause = 0;
        return;
    }
    store->pause = store->pause ? store->pause * 2 : PAUSE_FIRST;
    if (store->pause > PAUSE_MOST)
        store->pause = PAUSE_MOST;
    store->paused_until = np_clock() + store->pause;
}

/* ---- The writer's other work --------------------------------------------------------------------
 */

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

static void tidy(np_store_t *store)
{
    int error, folder = folder_restore(store);

    store->tidy_at = np_clock() + TIDY_EVERY;
    if (folder < 0) {
        folder_failed(store, "the folder cannot be used", errno);
        return;
    }
    error = journal_tend(store, folder);
    close(folder);
    if (error)
        folder_failed(store, "the list of removals cannot be used", error);
}

static void scan_over(np_store_t *store)
{
    estimate_set(store, store->scan.bytes, store->scan.pages);
    store->written = 0;
    store->scanned_at = np_clock();
    store->scan_at = store->scanned_at + SCAN_EVERY;
}

static void scan_some(np_store_t *store)
{
    int folder = np_store_folder_open(store->folder, -1);

    if (folder < 0) {
        np_store_scan_end(&store->scan);
        store->scan_at = np_clock() + SCAN_PAUSE;
        return;
    }
    if (store->scan.phase == NP_SCAN_IDLE)
        np_store_scan_begin(&store->scan, folder);
    store->scan_at = np_clock() + SCAN_STEP_PAUSE;
    if (np_store_scan_step(&store->scan, folder, store->limit))
        scan_over(store);
    close(folder);
}

/* Our own pages asked for a look; what the other children wrote meanwhile only a look can tell. */
static void scan_if_grown(np_store_t *store)
{
    if (store->bytes > store->limit || store->written > store->limit / SCAN_AFTER_SHARE)
        scan_soon(store);
}

/* Under the lock: when there is something to do next. */
static np_tick_t next_work(const np_store_t *store)
{
    np_tick_t next = store->tidy_at < store->scan_at ? store->tidy_at : store->scan_at;
    int i;

    for (i = 0; i < store->queued; i++) {
        np_tick_t due = store->queue[i].due;

        if (due < store->paused_until)
            due = store->paused_until;
        if (due < next)
            next = due;
    }
    return next;
}

static void sleep_until(np_store_t *store, np_tick_t tick)
{
    struct timespec end;

    end.tv_sec = (time_t)((tick - 1) / 1000000); /* np_clock() counts from 1 */
    end.tv_nsec = (long)((tick - 1) % 1000000) * 1000;
    pthread_cond_timedwait(&store->wake, &store->lock, &end);
}

/* What is queued may be the only copies for the next server. */
static void write_rest(np_store_t *store)
{
    item_t item;
    int more = 1, failed = 0;

    while (more && !failed) {
        pthread_mutex_lock(&store->lock);
        more = queue_take(store, &item, APR_INT64_MAX);
        pthread_mutex_unlock(&store->lock);
        if (!more)
            break;
        failed = page_write(store, &item, 1) == FAILED;
        np_entry_release(item.entry);
        more = np_clock() < store->stopped_at + STOP_TIME;
    }
}

void np_store_run(np_store_t *store)
{
    item_t item;

    pthread_mutex_lock(&store->lock);
    while (!store->stopping) {
        np_tick_t now = np_clock();
        int work = now >= store->paused_until && queue_take(store, &item, now);
        int is_tidy_due = now >= store->tidy_at, is_scan_due = now >= store->scan_at;

        if (!work && !is_tidy_due && !is_scan_due) {
            sleep_until(store, next_work(store));
            continue;
        }
        pthread_mutex_unlock(&store->lock);
        if (is_tidy_due)
            tidy(store);
        if (work)
            work_off(store, &item);
        if (is_scan_due)
            scan_some(store);
        scan_if_grown(store);
        pthread_mutex_lock(&store->lock);
    }
    pthread_mutex_unlock(&store->lock);
    write_rest(store);
    np_store_scan_end(&store->scan);
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

/* ---- Beginning and end --------------------------------------------------------------------------
 */

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
    tidy(store);
    return store;
}
