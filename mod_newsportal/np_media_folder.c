/* np_media_folder.c - see np_media_folder.h. */
#include "np_media_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <apr_sha1.h>
#include <apr_strings.h>
#include "np_store_internal.h"

#define MAGIC "npmedia1"
#define HEAD 256 /* magic, length, key */
#define KEY_AT 24
#define USED_EVERY 3600 /* seconds between two notes of a file's use */
#define LOG_EVERY apr_time_from_sec(600)
#define RETRY_AFTER                                                                                \
    apr_time_from_sec(5) /* a folder that cannot be written is left alone so long                  \
                          */
#define SCAN_EVERY apr_time_from_sec(1800)
#define SCAN_SHARE 32 /* or once this part of the limit was written */

struct np_media_folder_t {
    const char *path;
    apr_off_t limit;
    np_counters_t *counters;
    np_log_fn *log;
    void *baton;
    _Atomic np_tick_t failed_at, logged_at; /* 0: never */
    atomic_ullong written;                  /* bytes since the last look */
    np_store_scan_t scan;                   /* the keeper's */
    np_tick_t scanned_at;
};

apr_status_t np_media_folder_prepare(const char *path, int uid, int gid)
{
    int folder, error = 0;

    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return APR_FROM_OS_ERROR(errno);
    folder = np_store_folder_open(path, uid);
    if (folder < 0)
        return APR_FROM_OS_ERROR(errno);
    if ((uid != -1 || gid != -1) && fchown(folder, (uid_t)uid, (gid_t)gid) != 0)
        error = errno;
    close(folder);
    return error ? APR_FROM_OS_ERROR(error) : APR_SUCCESS;
}

np_media_folder_t *np_media_folder_create(const char *path, apr_off_t limit,
                                          np_counters_t *counters, np_log_fn *log, void *baton,
                                          apr_pool_t *pool)
{
    np_media_folder_t *folder = apr_pcalloc(pool, sizeof(*folder));

    folder->path = path;
    folder->limit = limit;
    folder->counters = counters;
    folder->log = log;
    folder->baton = baton;
    np_count_set(&counters->media_limit, (unsigned long long)limit);
    return folder;
}

int np_media_folder_open(const np_media_folder_t *folder)
{
    return np_store_folder_open(folder->path, -1);
}

static void note_failure(np_media_folder_t *folder, int error)
{
    np_tick_t now = np_clock(), logged = atomic_load(&folder->logged_at);
    char message[300];

    np_count(&folder->counters->media_failures, 1);
    atomic_store(&folder->failed_at, now);
    if ((logged && now - logged < LOG_EVERY) ||
        !atomic_compare_exchange_strong(&folder->logged_at, &logged, now))
        return;
    snprintf(message, sizeof(message),
             "%.200s cannot be used (%d, %.40s); pictures are served without it", folder->path,
             error, strerrordesc_np(error) ? strerrordesc_np(error) : "?");
    folder->log(folder->baton, 3, "NP0170", message);
}

static void name_of(char name[NP_STORE_PAGE_SIZE], const char *key)
{
    unsigned char digest[APR_SHA1_DIGESTSIZE];
    apr_sha1_ctx_t context;
    apr_uint64_t hash = 0;
    int i;

    apr_sha1_init(&context);
    apr_sha1_update(&context, key, (unsigned)strlen(key));
    apr_sha1_final(digest, &context);
    for (i = 0; i < 8; i++)
        hash = hash << 8 | digest[i];
    np_store_page_name(name, hash);
}

static void make_head(char head[HEAD], const char *key, apr_size_t length)
{
    memset(head, 0, HEAD);
    snprintf(head, HEAD, MAGIC "%016llx", (unsigned long long)length);
    apr_cpystrn(head + KEY_AT, key, HEAD - KEY_AT);
}

/* ---- Reading ------------------------------------------------------------------------------------
 */

/* 1 when the file is whole and of this key. */
static int is_good(int file, const struct stat *info, const char *key)
{
    char head[HEAD], wanted[HEAD];

    if (!S_ISREG(info->st_mode) || info->st_size <= HEAD ||
        pread(file, head, HEAD, 0) != (ssize_t)HEAD)
        return 0;
    make_head(wanted, key, (apr_size_t)info->st_size - HEAD);
    return memcmp(head, wanted, HEAD) == 0;
}

/* The least recently used go first: its time says when it was used, to the hour, so that a picture
 * that is asked for a thousand times a second is written once. */
static void note_use(int file, const struct stat *info)
{
    if (time(NULL) - info->st_mtim.tv_sec > USED_EVERY)
        (void)futimens(file, NULL);
}

int np_media_folder_find(np_media_folder_t *folder, const char *key, apr_off_t *offset,
                         apr_off_t *length)
{
    int parent = np_media_folder_open(folder), file;
    char name[NP_STORE_PAGE_SIZE];
    struct stat info;

    if (parent < 0)
        return -1;
    name_of(name, key);
    file = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    close(parent);
    if (file < 0)
        return -1;
    if (fstat(file, &info) != 0 || !is_good(file, &info, key)) {
        close(file);
        return -1;
    }
    note_use(file, &info);
    *offset = HEAD;
    *length = info.st_size - HEAD;
    return file;
}

/* ---- Writing ------------------------------------------------------------------------------------
 */

/* errno. */
static int replace(int folder, const char *name, const char *head, apr_size_t head_length,
                   const char *bytes, apr_size_t length)
{
    char fresh[NP_STORE_NEW_SIZE];
    int error, file = np_store_new_open(fresh, folder);

    if (file < 0)
        return errno;
    error = np_store_write_all(file, head, head_length);
    if (!error)
        error = np_store_write_all(file, bytes, length);
    error = np_store_new_sync(fresh, folder, file, error);
    return error ? error : np_store_new_place(fresh, folder, name);
}

int np_media_folder_write(int folder, const char *name, const char *bytes, apr_size_t length)
{
    return replace(folder, name, "", 0, bytes, length);
}

static int put(const np_media_folder_t *folder, const char *key, const char *bytes,
               apr_size_t length)
{
    char name[NP_STORE_PAGE_SIZE], head[HEAD];
    int error, parent = np_media_folder_open(folder);

    if (parent < 0)
        return errno;
    make_head(head, key, length);
    name_of(name, key);
    error = replace(parent, name, head, HEAD, bytes, length);
    close(parent);
    return error;
}

void np_media_folder_put(np_media_folder_t *folder, const char *key, const char *bytes,
                         apr_size_t length)
{
    np_tick_t failed = atomic_load(&folder->failed_at);
    int error;

    /* One picture that fills an eighth of the folder would throw out everything else. */
    if (length == 0 || (apr_off_t)length > folder->limit / 8)
        return;
    if (failed && np_clock() - failed < RETRY_AFTER)
        return;
    error = put(folder, key, bytes, length);
    if (error) {
        note_failure(folder, error);
        return;
    }
    np_count(&folder->counters->media_written, 1);
    atomic_fetch_add(&folder->written, length);
}

/* ---- Cleaning -----------------------------------------------------------------------------------
 */

static int is_scan_due(np_media_folder_t *folder, np_tick_t now)
{
    return folder->scanned_at == 0 || now - folder->scanned_at > SCAN_EVERY ||
           atomic_load(&folder->written) > (unsigned long long)folder->limit / SCAN_SHARE;
}

void np_media_folder_tick(np_media_folder_t *folder)
{
    np_tick_t now = np_clock();
    int parent;

    if (folder->scan.phase == NP_SCAN_IDLE && !is_scan_due(folder, now))
        return;
    parent = np_media_folder_open(folder);
    if (parent < 0) {
        folder->scanned_at = now;
        return;
    }
    if (folder->scan.phase == NP_SCAN_IDLE) {
        folder->scanned_at = now;
        atomic_store(&folder->written, 0);
        np_store_scan_begin(&folder->scan, parent);
    }
    if (np_store_scan_step(&folder->scan, parent, (apr_uint64_t)folder->limit)) {
        np_count_set(&folder->counters->media_bytes, folder->scan.bytes);
        np_count_set(&folder->counters->media_files, folder->scan.pages);
        np_store_scan_end(&folder->scan);
    }
    close(parent);
}
