/* np_media.c - see np_media.h. Called by mod_newsportal_media.c, np_page_media.c and np_page.c. */
#include "np_media.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <apr_sha1.h>
#include <apr_strings.h>
#include "np_media_clean.h"
#include "np_media_make.h"
#include "np_query_table.h"
#include "np_store_internal.h"

#define PART 2097152 /* bytes asked of the database at once: far below any max_allowed_packet */
#define FAILED_MOST 256
#define FAILED_FOR apr_time_from_sec(600)
#define CLEANED_AS                                                                                 \
    1 /* raised when np_media_clean.c takes out more: what was kept before is then not used */

/* Pictures of which no smaller one can be made: not tried again for a while. */
typedef struct failed_t {
    apr_uint64_t hash;
    np_tick_t at;
} failed_t;

struct np_media_t {
    const np_media_settings_t *settings;
    const char *site;
    np_media_folder_t *folder; /* NULL: none */
    np_counters_t *counters;
    np_log_fn *log;
    void *baton;
    pthread_mutex_t lock; /* of `failed` */
    failed_t failed[FAILED_MOST];
    int next_failed;
};

np_media_t *np_media_create(const np_media_settings_t *settings, const char *site,
                            np_counters_t *counters, np_log_fn *log, void *baton, apr_pool_t *pool)
{
    np_media_t *media = apr_pcalloc(pool, sizeof(*media));

    media->settings = settings;
    media->site = site;
    media->counters = counters;
    media->log = log;
    media->baton = baton;
    if (pthread_mutex_init(&media->lock, NULL) != 0)
        return NULL;
    if (settings->folder)
        media->folder =
            np_media_folder_create(settings->folder, settings->limit, counters, log, baton, pool);
    return media;
}

void np_media_tick(np_media_t *media)
{
    if (media->folder)
        np_media_folder_tick(media->folder);
}

const np_media_folder_t *np_media_folder(const np_media_t *media)
{
    return media->folder;
}

/* ---- Files --------------------------------------------------------------------------------------
 */

/* What begins with a dot is the administrator's (.htaccess, .git), whatever is in it. */
static int is_hidden(const char *path)
{
    const char *at;

    for (at = path; *at; at++) {
        if (*at == '.' && (at == path || at[-1] == '/'))
            return 1;
    }
    return *path == '\0';
}

/* Links may lead about below the root, and nowhere else. */
static int is_below(const char *root, const char *full)
{
    char real_root[PATH_MAX], real[PATH_MAX];
    apr_size_t length;

    if (realpath(root, real_root) == NULL || realpath(full, real) == NULL)
        return 0;
    length = strlen(real_root);
    return strncmp(real, real_root, length) == 0 && real[length] == '/';
}

static void file_hash(char hash[NP_MEDIA_HASH + 1], const char *path, const struct stat *info)
{
    unsigned char digest[APR_SHA1_DIGESTSIZE];
    apr_int64_t numbers[3];
    apr_sha1_ctx_t context;
    int i;

    numbers[0] = info->st_size;
    numbers[1] = info->st_mtim.tv_sec;
    numbers[2] = info->st_mtim.tv_nsec;
    apr_sha1_init(&context);
    apr_sha1_update_binary(&context, (const unsigned char *)path, (unsigned)strlen(path));
    apr_sha1_update_binary(&context, (const unsigned char *)numbers, sizeof(numbers));
    apr_sha1_final(digest, &context);
    for (i = 0; i < NP_MEDIA_HASH / 2; i++)
        snprintf(hash + 2 * (apr_size_t)i, 3, "%02x", digest[i]);
}

int np_media_file_look(np_media_file_t *file, int *open_file, const char *root, const char *path,
                       apr_pool_t *pool)
{
    const char *full = apr_pstrcat(pool, root, "/", path, NULL);
    char head[NP_MEDIA_HEAD];
    struct stat info;
    ssize_t got = -1;
    int fd;

    memset(file, 0, sizeof(*file));
    if (is_hidden(path) || !is_below(root, full))
        return 0;
    fd = open(full, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return 0;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
        got = pread(fd, head, sizeof(head), 0);
    if (got < 0) {
        close(fd);
        return 0;
    }
    file->type = np_media_sniff(head, (apr_size_t)got, 1);
    file->size = info.st_size;
    file_hash(file->hash, path, &info);
    if (open_file)
        *open_file = fd;
    else
        close(fd);
    return 1;
}

/* ---- The original -------------------------------------------------------------------------------
 */

static const char *key_of(const np_media_t *media, const np_media_ask_t *ask, int width,
                          apr_pool_t *pool)
{
    np_media_name_t name = ask->name;

    name.width = width;
    return apr_psprintf(pool, "%d %" APR_INT64_T_FMT "/%s %s", CLEANED_AS, ask->id,
                        np_media_name_text(&name, pool), media->site);
}

static np_error_t *gone(const np_media_ask_t *ask, apr_pool_t *pool)
{
    return np_error_make(pool, 404, NULL, "picture %" APR_INT64_T_FMT " is not there any more",
                         ask->id);
}

static np_error_t *no_memory(apr_pool_t *pool)
{
    return np_error_make(pool, 503, "NP0122", "out of memory for a picture");
}

/* Appends one part. `*got` is 0 when the file has ended, or is another by now. */
static np_error_t *read_part(np_media_given_t *given, apr_size_t *got, np_db_conn_t *conn,
                             const np_media_ask_t *ask, apr_pool_t *pool)
{
    np_value_t values[4];
    const np_value_t *cell;
    np_error_t *error;
    np_rows_t *rows;
    char *grown;

    values[0] = np_value_int(given->length + 1);
    values[1] = np_value_int(PART);
    values[2] = np_value_int(ask->id);
    values[3] = np_value_text(ask->name.hash);
    *got = 0;
    error = np_db_query(&rows, conn, &np_queries[NP_QUERY_MEDIA_CONTENT], values, pool);
    if (error)
        return error;
    if (rows->count == 0 || np_rows_is_null(rows, 0, MEDIA_CONTENT_CONTENT))
        return given->length ? NULL : gone(ask, pool);
    cell = np_rows_cell(rows, 0, MEDIA_CONTENT_CONTENT);
    if (cell->length == 0)
        return NULL;
    grown = realloc(given->bytes, (size_t)given->length + cell->length);
    if (grown == NULL)
        return no_memory(pool);
    memcpy(grown + given->length, cell->text, cell->length);
    given->bytes = grown;
    given->length += (apr_off_t)cell->length;
    *got = cell->length;
    return NULL;
}

static np_error_t *read_parts(np_media_given_t *given, np_db_conn_t *conn,
                              const np_media_ask_t *ask, apr_pool_t *pool)
{
    np_error_t *error = NULL;
    apr_size_t got;

    do {
        apr_pool_t *scratch;

        apr_pool_create(&scratch, pool);
        error = read_part(given, &got, conn, ask, scratch);
        if (error)
            return error; /* which lives in `scratch`, as long as the request */
        apr_pool_destroy(scratch);
    } while (got == PART && given->length <= NP_MEDIA_MOST);
    return NULL;
}

static np_error_t *read_database(np_media_given_t *given, np_db_t *db, const np_media_ask_t *ask,
                                 apr_pool_t *pool)
{
    np_db_conn_t *conn;
    np_error_t *error = np_db_acquire(&conn, db, pool);

    if (error)
        return error;
    error = np_db_snapshot_begin(conn, pool); /* all parts are of one moment */
    if (error == NULL)
        error = read_parts(given, conn, ask, pool);
    np_db_release(conn);
    if (error == NULL && given->length > NP_MEDIA_MOST)
        return gone(ask, pool);
    return error;
}

/* The file as it is when nothing has to be taken out of it. */
static np_error_t *read_file(np_media_given_t *given, int file, apr_off_t size,
                             const np_media_ask_t *ask, apr_pool_t *pool)
{
    if (ask->name.type == NP_MEDIA_SVG || ask->name.type == NP_MEDIA_PDF ||
        ask->name.type == NP_MEDIA_AVIF) {
        given->file = file;
        given->length = size;
        return NULL;
    }
    given->bytes = size > 0 && size <= NP_MEDIA_MOST ? malloc((size_t)size) : NULL;
    if (given->bytes && np_store_read_all(file, given->bytes, (size_t)size) == (apr_ssize_t)size)
        given->length = size;
    close(file);
    return given->length ? NULL : gone(ask, pool);
}

static void note_other(np_media_given_t *given, const np_media_ask_t *ask,
                       const np_media_file_t *file)
{
    given->is_other = 1;
    given->now = ask->name;
    memcpy(given->now.hash, file->hash, sizeof(file->hash));
    if (file->type != ask->name.type)
        given->now.width = 0;
    given->now.type = file->type;
}

/* Cleans what was read and keeps it. */
static void keep_clean(np_media_given_t *given, np_media_t *media, const np_media_ask_t *ask,
                       const char *key)
{
    given->length =
        (apr_off_t)np_media_clean(ask->name.type, given->bytes, (apr_size_t)given->length);
    if (media->folder)
        np_media_folder_put(media->folder, key, given->bytes, (apr_size_t)given->length);
}

/* `file` is open when it is one below the root, and taken over. */
static np_error_t *get_original(np_media_given_t *given, np_media_t *media, np_db_t *db,
                                const np_media_ask_t *ask, int file, apr_off_t size,
                                apr_pool_t *pool)
{
    const char *key = key_of(media, ask, 0, pool);
    np_error_t *error;

    if (media->folder)
        given->file = np_media_folder_find(media->folder, key, &given->offset, &given->length);
    if (given->file >= 0) {
        np_count(&media->counters->media_hits, 1);
        if (file >= 0)
            close(file);
        return NULL;
    }
    np_count(&media->counters->media_reads, 1);
    error =
        file >= 0 ? read_file(given, file, size, ask, pool) : read_database(given, db, ask, pool);
    if (error) {
        free(given->bytes);
        given->bytes = NULL;
    } else if (given->bytes)
        keep_clean(given, media, ask, key);
    return error;
}

/* ---- Smaller ones -------------------------------------------------------------------------------
 */

static apr_uint64_t failed_hash(const char *key)
{
    return np_key_hash(key, strlen(key));
}

static int has_failed(np_media_t *media, const char *key)
{
    apr_uint64_t hash = failed_hash(key);
    np_tick_t now = np_clock();
    int i, found = 0;

    pthread_mutex_lock(&media->lock);
    for (i = 0; i < FAILED_MOST; i++)
        found |= media->failed[i].hash == hash && media->failed[i].at &&
                 now - media->failed[i].at < FAILED_FOR;
    pthread_mutex_unlock(&media->lock);
    return found;
}

static void note_failed(np_media_t *media, const np_media_ask_t *ask, const char *key,
                        const char *why)
{
    char message[240];

    pthread_mutex_lock(&media->lock);
    media->failed[media->next_failed].hash = failed_hash(key);
    media->failed[media->next_failed].at = np_clock();
    media->next_failed = (media->next_failed + 1) % FAILED_MOST;
    pthread_mutex_unlock(&media->lock);
    np_count(&media->counters->media_make_failures, 1);
    snprintf(message, sizeof(message),
             "no smaller size of picture %lld: %s; the picture itself is served",
             (long long)ask->id, why);
    media->log(media->baton, 4, "NP0171", message);
}

/* The program reads a file of its own, so the picture comes into memory. */
static int load(np_media_given_t *given)
{
    if (given->bytes == NULL && given->length > 0 && given->length <= NP_MEDIA_MOST) {
        given->bytes = malloc((size_t)given->length);
        if (given->bytes && pread(given->file, given->bytes, (size_t)given->length,
                                  given->offset) != (ssize_t)given->length) {
            free(given->bytes);
            given->bytes = NULL;
        }
        if (given->bytes) {
            close(given->file);
            given->file = -1;
            given->offset = 0;
        }
    }
    return given->bytes != NULL;
}

/* Puts the smaller picture in the place of the original, if it can be had now. */
static void make_smaller(np_media_given_t *given, np_media_t *media, const np_media_ask_t *ask,
                         const char *key)
{
    char why[120] = "", *made = NULL;
    int folder = np_media_folder_open(media->folder);
    apr_size_t length = 0;
    np_made_e result = NP_MADE_BUSY;

    if (folder < 0)
        return;
    if (load(given))
        result =
            np_media_make(&made, &length, why, folder, media->settings->program, key,
                          ask->name.type, ask->name.width, given->bytes, (apr_size_t)given->length);
    close(folder);
    if (result == NP_MADE_BUSY)
        np_count(&media->counters->media_busy, 1);
    if (result == NP_MADE_REFUSED)
        note_failed(media, ask, key, why);
    if (result != NP_MADE)
        return;
    np_count(&media->counters->media_made, 1);
    np_media_folder_put(media->folder, key, made, length);
    free(given->bytes);
    given->bytes = made;
    given->length = (apr_off_t)length;
    given->width = ask->name.width;
}

static np_error_t *get_smaller(np_media_given_t *given, np_media_t *media, np_db_t *db,
                               const np_media_ask_t *ask, int file, apr_off_t size,
                               apr_pool_t *pool)
{
    const char *key = key_of(media, ask, ask->name.width, pool);
    np_error_t *error;

    given->file = np_media_folder_find(media->folder, key, &given->offset, &given->length);
    if (given->file >= 0) {
        np_count(&media->counters->media_hits, 1);
        given->width = ask->name.width;
        if (file >= 0)
            close(file);
        return NULL;
    }
    error = get_original(given, media, db, ask, file, size, pool);
    if (error == NULL && media->settings->program && np_media_is_sized(ask->name.type) &&
        !has_failed(media, key))
        make_smaller(given, media, ask, key);
    return error;
}

np_error_t *np_media_get(np_media_given_t *given, np_media_t *media, np_db_t *db,
                         const np_media_ask_t *ask, apr_pool_t *pool)
{
    np_media_file_t seen = {.size = 0};
    int file = -1;

    memset(given, 0, sizeof(*given));
    given->file = -1;
    if (ask->path && !np_media_file_look(&seen, &file, media->settings->root, ask->path, pool))
        return gone(ask, pool);
    if (ask->path && (strcmp(seen.hash, ask->name.hash) != 0 || seen.type != ask->name.type)) {
        close(file);
        if (seen.type == NP_MEDIA_NONE)
            return gone(ask, pool);
        note_other(given, ask, &seen);
        return NULL;
    }
    if (ask->name.width && media->folder)
        return get_smaller(given, media, db, ask, file, seen.size, pool);
    return get_original(given, media, db, ask, file, seen.size, pool);
}
