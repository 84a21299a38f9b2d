/* np_store_writer.c - the thread that writes pages and keeps the folder within its limit.
 *
 *     queue ─▶ wanted? ─▶ on disk, younger than a minute? later ─▶ new file ─▶ still wanted? ─▶
 * rename
 *
 * The folder is opened anew for each page, so that whatever happened to it is noticed. After a
 * failure the writer pauses, longer with each further one; the queue keeps the newest version of
 * each page meanwhile.
 *
 * Must not: run in a request; hold the lock while it works. Called by the child, in a thread of its
 * own.
 */
#include "np_store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <apr_strings.h>

#define SECOND INT64_C(1000000)
/* A page on disk that is younger is not written anew. */
#define REWRITE_AFTER apr_time_from_sec(60)
#define STOP_TIME SECOND /* for what is queued when the child stops */
#define PAUSE_FIRST SECOND
#define PAUSE_MOST (8 * SECOND)
#define SCAN_EVERY (600 * SECOND)
#define SCAN_PAUSE SECOND /* between two scans that the limit asks for */
#define SCAN_STEP_PAUSE (SECOND / 250)
#define SCAN_AFTER_SHARE 64 /* once we have written this part of the limit */
#define LARGEST_SHARE 16    /* a page may take this part of it: a scan makes more room than that */
#define WAIT_FOR_ROOM (SECOND / 20)

/* ---- Writing one page ---- */

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

/* Under the lock: 0 when the journal was begun anew since, so that the page would be refused. */
static int is_current(const np_store_t *store, np_store_note_t note)
{
    return store->sample_count > 0 &&
           store->samples[store->sample_count - 1].note.generation == note.generation;
}

/* 1 while nothing has happened that makes writing this one wrong or useless. */
static int is_wanted(np_store_t *store, const np_store_item_t *item)
{
    int wanted;

    pthread_mutex_lock(&store->lock);
    wanted = np_store_is_usable(item->entry) && !atomic_load(&store->lost) &&
             is_current(store, item->note) && !np_store_queue_has(&store->queue, item->entry);
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
static outcome_e compare(np_store_item_t *item, const struct stat *there, int last)
{
    apr_time_t now = apr_time_now(), dated = changed_at(there);
    apr_interval_time_t left = dated + REWRITE_AFTER - now;

    if (dated > now)
        return NEEDED;
    if (dated >= item->entry->dated) /* another child's, and newer */
        return DONE;
    if (left <= 0 || last)
        return NEEDED;
    item->due = np_clock() + left;
    return LATER;
}

/* A file that a restart would not show protects nobody: it does not keep a good page waiting. */
static int is_shown(np_store_t *store, const np_store_item_t *item, int folder, const char *name)
{
    np_entry_t *there;

    if (np_store_page_load(&there, store, folder, name, item->entry->key, item->entry->key_length))
        return 0;
    np_entry_release(there);
    return 1;
}

/* The file's time is the page's: for compare(), and for deleting the oldest. */
static int date_file(int file, apr_time_t dated)
{
    struct timespec times[2];

    times[0].tv_sec = times[1].tv_sec = (time_t)apr_time_sec(dated);
    times[0].tv_nsec = times[1].tv_nsec = (long)apr_time_usec(dated) * 1000;
    return futimens(file, times) != 0 ? errno : 0;
}

/* errno. The name of a complete file that has no place yet. Not synced: after a power failure a
 * page's seal is wrong, and it is made anew. */
static int file_write(char name[NP_STORE_NEW_SIZE], int folder, const np_buffer_t *bytes,
                      apr_time_t dated)
{
    int error, file = np_store_new_open(name, folder);

    if (file < 0)
        return errno;
    error = np_store_write_all(file, bytes->data, bytes->length);
    if (!error)
        error = date_file(file, dated);
    return np_store_new_close(name, folder, file, error);
}

/* errno; ECANCELED when it was no longer wanted. */
static int replace_page(np_store_t *store, const np_store_item_t *item, int folder,
                        const char *name, const np_buffer_t *bytes)
{
    char fresh[NP_STORE_NEW_SIZE];
    int error = file_write(fresh, folder, bytes, item->entry->dated);

    if (error)
        return error;
    if (is_wanted(store, item))
        return np_store_new_place(fresh, folder, name);
    unlinkat(folder, fresh, 0);
    return ECANCELED;
}

static outcome_e page_failed(np_store_t *store, int error)
{
    if (error == ECANCELED)
        return DONE;
    np_store_failed(store, "a page cannot be written", error);
    return FAILED;
}

static outcome_e store_bytes(np_store_t *store, np_store_item_t *item, int folder, const char *name,
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
    store->pause = 0;
    np_store_good(store);
    return DONE;
}

/* Another child may have written to the journal since we looked last. A page that would be refused
 * must not take or keep the place of one that child has made. */
static int is_allowed(np_store_t *store, const np_store_item_t *item, int folder)
{
    return np_store_journal_allows(&store->journal, folder, item->note, store->site_hash,
                                   item->entry->keys, item->entry->key_count);
}

/* `last`: the child stops, there is no later. */
static outcome_e page_write(np_store_t *store, np_store_item_t *item, int last)
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
    if (outcome != NEEDED && !is_shown(store, item, folder, name))
        outcome = NEEDED;
    if (outcome == NEEDED && !is_allowed(store, item, folder))
        outcome = DONE;
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
static void put_back(np_store_t *store, np_store_item_t *item)
{
    np_entry_t *left;

    pthread_mutex_lock(&store->lock);
    left = np_store_queue_has(&store->queue, item->entry) ? item->entry
                                                          : np_store_queue_add(&store->queue, item);
    pthread_mutex_unlock(&store->lock);
    np_entry_release(left);
}

static void work_off(np_store_t *store, np_store_item_t *item)
{
    outcome_e outcome = page_write(store, item, 0);

    if (outcome == DONE)
        np_entry_release(item->entry);
    else
        put_back(store, item);
    if (outcome != FAILED)
        return;
    store->pause = store->pause ? store->pause * 2 : PAUSE_FIRST;
    if (store->pause > PAUSE_MOST)
        store->pause = PAUSE_MOST;
    store->paused_until = np_clock() + store->pause;
}

/* ---- The writer's other work ---- */

/* What we wrote meanwhile may have been seen or not: it is counted, and the next look corrects
 * that. */
static void scan_over(np_store_t *store)
{
    estimate_set(store, store->scan.bytes + store->written, store->scan.pages);
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
    if (store->scan.phase == NP_SCAN_IDLE) {
        np_store_scan_begin(&store->scan, folder);
        store->written = 0;
    }
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

    for (i = 0; i < store->queue.count; i++) {
        np_tick_t due = store->queue.items[i].due;

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
    np_store_item_t item;
    int more = 1, failed = 0;

    while (more && !failed) {
        pthread_mutex_lock(&store->lock);
        more = np_store_queue_take(&store->queue, &item, APR_INT64_MAX);
        pthread_mutex_unlock(&store->lock);
        if (!more)
            break;
        failed = page_write(store, &item, 1) == FAILED;
        np_entry_release(item.entry);
        more = np_clock() < store->stopped_at + STOP_TIME;
    }
}

static void position_rest(np_store_t *store)
{
    int folder = np_store_folder_open(store->folder, -1);

    if (folder < 0)
        return;
    np_store_position_keep(store, folder);
    close(folder);
}

void np_store_run(np_store_t *store)
{
    np_store_item_t item;

    pthread_mutex_lock(&store->lock);
    while (!store->stopping) {
        np_tick_t now = np_clock();
        int work = now >= store->paused_until && np_store_queue_take(&store->queue, &item, now);
        int is_tidy_due = now >= store->tidy_at, is_scan_due = now >= store->scan_at;

        if (!work && !is_tidy_due && !is_scan_due) {
            sleep_until(store, next_work(store));
            continue;
        }
        pthread_mutex_unlock(&store->lock);
        if (is_tidy_due)
            np_store_tidy(store);
        if (work)
            work_off(store, &item);
        if (is_scan_due)
            scan_some(store);
        scan_if_grown(store);
        pthread_mutex_lock(&store->lock);
    }
    pthread_mutex_unlock(&store->lock);
    write_rest(store);
    position_rest(store);
    np_store_scan_end(&store->scan);
}
