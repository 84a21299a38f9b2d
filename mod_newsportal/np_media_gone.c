/* np_media_gone.c - see np_media_gone.h. */
#include "np_media_gone.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <apr_strings.h>
#include "np_buffer.h"
#include "np_clock.h"
#include "np_query_table.h"
#include "np_store_internal.h"

#define LOG_EVERY apr_time_from_sec(600)
#define LOCK_WAIT apr_time_from_msec(300)
#define FILE_MOST 67108864 /* bytes of the list kept in the folder */
#define MAGIC "npgone1\n"

typedef struct item_t {
    const char *path; /* in the list's own memory */
    apr_int64_t id;
    np_civil_t from; /* it is gone from then on; NP_CIVIL_FIRST: removed */
} item_t;

/* One block: items, then their texts. Replaced whole. */
typedef struct list_t {
    int count;
    item_t items[];
} list_t;

struct np_media_gone_t {
    np_db_t *db;
    const np_media_folder_t *folder;
    char file[32]; /* name in the folder */
    np_log_fn *log;
    void *baton;
    pthread_rwlock_t lock; /* of `list` */
    list_t *list;          /* NULL: nobody has read it */
    pthread_mutex_t reading;
    atomic_int touched, tried, known; /* known: there is a list */
    np_tick_t logged_at;              /* under `reading` */
};

static apr_status_t destroy(void *data)
{
    np_media_gone_t *gone = data;

    free(gone->list);
    pthread_rwlock_destroy(&gone->lock);
    pthread_mutex_destroy(&gone->reading);
    return APR_SUCCESS;
}

np_media_gone_t *np_media_gone_create(np_db_t *db, const np_media_folder_t *folder,
                                      const char *site, np_log_fn *log, void *baton,
                                      apr_pool_t *pool)
{
    np_media_gone_t *gone = apr_pcalloc(pool, sizeof(*gone));
    unsigned sum = 0;

    for (; *site; site++)
        sum = sum * 31 + (unsigned char)*site;
    snprintf(gone->file, sizeof(gone->file), "gone.%08x", sum);
    gone->db = db;
    gone->folder = folder;
    gone->log = log;
    gone->baton = baton;
    if (pthread_rwlock_init(&gone->lock, NULL) != 0 ||
        pthread_mutex_init(&gone->reading, NULL) != 0)
        return NULL;
    apr_pool_cleanup_register(pool, gone, destroy, apr_pool_cleanup_null);
    return gone;
}

void np_media_gone_touch(np_media_gone_t *gone)
{
    atomic_store(&gone->touched, 1);
}

int np_media_gone_concerns(const np_change_t *change)
{
    return change->common == np_key("media", "*");
}

/* ---- The list -----------------------------------------------------------------------------------
 */

static int by_path(const void *left, const void *right)
{
    const item_t *a = left, *b = right;
    int order = strcmp(a->path, b->path);

    /* Of two pictures with one file the one that is gone first decides. */
    return order ? order : (a->from > b->from) - (a->from < b->from);
}

/* Room for `count` items and `bytes` of text. */
static list_t *list_make(int count, size_t bytes)
{
    list_t *list = malloc(sizeof(*list) + (size_t)count * sizeof(item_t) + bytes + 1);

    if (list)
        list->count = 0;
    return list;
}

/* As httpd writes it: no doubled slashes, no ".". Returns what follows the text. */
static char *path_copy(char *text, const char *path)
{
    char *begin = text;

    while (*path) {
        size_t length = strcspn(path, "/");

        if (length && !(length == 1 && *path == '.')) {
            if (text > begin)
                *text++ = '/';
            memcpy(text, path, length);
            text += length;
        }
        path += length;
        path += *path == '/';
    }
    *text = '\0';
    return text + 1;
}

static list_t *list_of_rows(const np_rows_t *rows)
{
    size_t bytes = 0;
    list_t *list;
    char *text;
    int row;

    for (row = 0; row < rows->count; row++)
        bytes += strlen(np_rows_text(rows, row, MEDIA_PATHS_PATH)) + 1;
    list = list_make(rows->count, bytes);
    text = list ? (char *)(list->items + rows->count) : NULL;
    for (row = 0; list && row < rows->count; row++) {
        item_t *item = &list->items[list->count++];
        int is_removed = np_rows_int(rows, row, MEDIA_PATHS_IS_REMOVED) != 0;

        item->path = text;
        item->id = np_rows_int(rows, row, MEDIA_PATHS_ID);
        item->from = is_removed ? NP_CIVIL_FIRST : np_rows_int(rows, row, MEDIA_PATHS_LICENCE_END);
        text = path_copy(text, np_rows_text(rows, row, MEDIA_PATHS_PATH));
    }
    if (list)
        qsort(list->items, (size_t)list->count, sizeof(item_t), by_path);
    return list;
}

static void list_set(np_media_gone_t *gone, list_t *list)
{
    list_t *before;

    pthread_rwlock_wrlock(&gone->lock);
    before = gone->list;
    gone->list = list;
    pthread_rwlock_unlock(&gone->lock);
    atomic_store(&gone->known, 1);
    free(before);
}

/* ---- In the folder: one line a path -------------------------------------------------------------
 */

static void file_write(const np_media_gone_t *gone, const list_t *list)
{
    int i, folder = gone->folder ? np_media_folder_open(gone->folder) : -1;
    np_buffer_t text;

    if (folder < 0)
        return;
    np_buffer_init(&text);
    np_buffer_add(&text, MAGIC, strlen(MAGIC));
    for (i = 0; i < list->count; i++) {
        char numbers[64];
        int length = snprintf(numbers, sizeof(numbers), "%lld %lld ", (long long)list->items[i].id,
                              (long long)list->items[i].from);

        np_buffer_add(&text, numbers, (size_t)length);
        np_buffer_add(&text, list->items[i].path, strlen(list->items[i].path));
        np_buffer_add(&text, "\n", 1);
    }
    if (!text.failed)
        (void)np_media_folder_write(folder, gone->file, text.data, text.length);
    np_buffer_free(&text);
    close(folder);
}

/* The whole file, with NUL; malloc'ed. */
static char *file_read(const np_media_gone_t *gone, size_t *length)
{
    int file, folder = gone->folder ? np_media_folder_open(gone->folder) : -1;
    char *text = NULL;
    struct stat info;

    if (folder < 0)
        return NULL;
    file = openat(folder, gone->file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    close(folder);
    if (file < 0)
        return NULL;
    if (fstat(file, &info) == 0 && S_ISREG(info.st_mode) && info.st_size <= FILE_MOST)
        text = malloc((size_t)info.st_size + 1);
    if (text) {
        apr_ssize_t got = np_store_read_all(file, text, (size_t)info.st_size);

        *length = got > 0 ? (size_t)got : 0;
        text[*length] = '\0';
    }
    close(file);
    return text;
}

/* NULL for a file that is not ours. */
static list_t *list_of_text(const char *text, size_t length)
{
    int count = 0;
    const char *at;
    list_t *list;
    char *path;

    if (strncmp(text, MAGIC, strlen(MAGIC)) != 0)
        return NULL;
    text += strlen(MAGIC);
    for (at = text; (at = strchr(at, '\n')) != NULL; at++)
        count++;
    list = list_make(count, length);
    path = list ? (char *)(list->items + count) : NULL;
    while (list && list->count < count) {
        item_t *item = &list->items[list->count++];
        size_t size;
        char *end;

        item->id = strtoll(text, &end, 10);
        item->from = strtoll(end, &end, 10);
        text = end + (*end == ' ');
        size = strcspn(text, "\n");
        item->path = memcpy(path, text, size);
        path[size] = '\0';
        path += size + 1;
        text += size + 1;
    }
    if (list)
        qsort(list->items, (size_t)list->count, sizeof(item_t), by_path);
    return list;
}

static list_t *list_of_file(const np_media_gone_t *gone)
{
    size_t length = 0;
    char *text = file_read(gone, &length);
    list_t *list = text ? list_of_text(text, length) : NULL;

    free(text);
    return list;
}

/* ---- Reading ------------------------------------------------------------------------------------
 */

static np_error_t *ask(np_rows_t **rows, np_media_gone_t *gone, apr_pool_t *pool)
{
    np_db_conn_t *conn;
    np_error_t *error = np_db_acquire(&conn, gone->db, pool);

    if (error)
        return error;
    error = np_db_query(rows, conn, &np_queries[NP_QUERY_MEDIA_PATHS], NULL, pool);
    np_db_release(conn);
    return error;
}

/* The database's own trouble was told by those who met it first. */
static void note_failure(np_media_gone_t *gone, const np_error_t *error)
{
    np_tick_t now = np_clock();
    char message[300];

    if (strcmp(error->code ? error->code : "", "NP0101") == 0 ||
        (gone->logged_at && now - gone->logged_at < LOG_EVERY))
        return;
    gone->logged_at = now;
    snprintf(message, sizeof(message), "the list of removed files cannot be read: %.230s",
             error->detail);
    gone->log(gone->baton, 4, "NP0172", message);
}

/* Held from before the database is asked until the file is written, so that no child puts an older
 * list in the place of a newer one. -1: not to be had in time, or there is no folder; then the file
 * stays as it is. */
static int file_lock(const np_media_gone_t *gone)
{
    int folder = gone->folder ? np_media_folder_open(gone->folder) : -1, lock;
    np_tick_t end = np_clock() + LOCK_WAIT;

    if (folder < 0)
        return -1;
    lock = openat(folder, "lock.gone", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    close(folder);
    while (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0) {
        if (np_clock() >= end || (errno != EWOULDBLOCK && errno != EINTR)) {
            close(lock);
            return -1;
        }
        usleep(5000);
    }
    return lock;
}

/* NULL when there is none to be had: the one there is stays. */
static list_t *list_now(np_media_gone_t *gone, int may_write, apr_pool_t *pool)
{
    np_rows_t *rows = NULL;
    np_error_t *error = ask(&rows, gone, pool);
    list_t *list = error ? NULL : list_of_rows(rows);

    if (list && may_write)
        file_write(gone, list);
    if (error) {
        note_failure(gone, error);
        if (!atomic_load(&gone->known))
            list = list_of_file(gone);
    }
    if (error || list == NULL)
        atomic_store(&gone->touched, 1);
    return list;
}

static void read_list(np_media_gone_t *gone, apr_pool_t *pool)
{
    int lock = file_lock(gone);
    list_t *list;

    /* Before the list is read: what changes meanwhile makes it to be read again. */
    atomic_store(&gone->touched, 0);
    list = list_now(gone, lock >= 0, pool);
    if (lock >= 0)
        close(lock);
    if (list)
        list_set(gone, list);
}

void np_media_gone_refresh(np_media_gone_t *gone, apr_pool_t *pool)
{
    if (atomic_load(&gone->known) && !atomic_load(&gone->touched))
        return;
    pthread_mutex_lock(&gone->reading);
    read_list(gone, pool);
    pthread_mutex_unlock(&gone->reading);
}

/* ---- Looking ------------------------------------------------------------------------------------
 */

/* Once per child: afterwards the keeper does it. */
static void read_first(np_media_gone_t *gone, apr_pool_t *pool)
{
    if (atomic_load(&gone->tried))
        return;
    pthread_mutex_lock(&gone->reading);
    if (!atomic_load(&gone->tried) && !atomic_load(&gone->known))
        read_list(gone, pool);
    atomic_store(&gone->tried, 1);
    pthread_mutex_unlock(&gone->reading);
}

/* The first item with this path, or NULL. */
static const item_t *find(const list_t *list, const char *path)
{
    int low = 0, high = list->count;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (strcmp(list->items[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < list->count && strcmp(list->items[low].path, path) == 0 ? &list->items[low] : NULL;
}

int np_media_gone_find(apr_int64_t *id, np_media_gone_t *gone, const char *path, np_civil_t now,
                       apr_pool_t *pool)
{
    const item_t *item;
    int status = 0;

    read_first(gone, pool);
    pthread_rwlock_rdlock(&gone->lock);
    item = gone->list && gone->list->count ? find(gone->list, path) : NULL;
    if (item && item->from <= now) {
        *id = item->id;
        status = item->from == NP_CIVIL_FIRST ? 451 : 410;
    }
    pthread_rwlock_unlock(&gone->lock);
    return status;
}
