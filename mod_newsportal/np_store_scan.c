/* np_store_scan.c - how much the folder holds, and the oldest pages of it deleted.
 *
 * Several children write into one folder and none of them counts for all, so each looks at the
 * files themselves now and then: in steps of a few hundred files, between which the writer goes on
 * with its work. What is remembered for deleting is bounded. The file time of a page is when the
 * page was made.
 *
 * When two children delete at the same time they delete the same files, because both go by age.
 *
 * Must not: open pages. Called by np_store.c, writer's thread.
 */
#include "np_store_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <apr_general.h>

#define SUBFOLDERS 256
#define STEP_FILES 256 /* looked at in one step, and then the subfolder is finished */
#define STEP_DELETED 500
#define SEEN_MOST 131072 /* 3 MiB; of more pages, a part of them that chance picks */
#define LEFTOVER_AGE apr_time_from_sec(600)

/* ---- Looking ------------------------------------------------------------------------------------
 */

static DIR *list_open(int folder, const char *name)
{
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);

    if (fd >= 0 && list == NULL)
        close(fd);
    return list;
}

static apr_time_t changed_at(const struct stat *info)
{
    return apr_time_from_sec((apr_time_t)info->st_mtim.tv_sec) + info->st_mtim.tv_nsec / 1000;
}

/* New files are gone or renamed within milliseconds, unless their writer was killed. */
static void leftovers_delete(int folder)
{
    apr_time_t now = apr_time_now();
    DIR *list = list_open(folder, ".");
    struct dirent *item;
    struct stat info;

    /* cppcheck-suppress readdirCalled; each stream is one thread's, and readdir_r is deprecated */
    while (list && (item = readdir(list)) != NULL) {
        if (strncmp(item->d_name, NP_STORE_NEW_PREFIX, strlen(NP_STORE_NEW_PREFIX)) != 0)
            continue;
        if (fstatat(folder, item->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(info.st_mode) && changed_at(&info) < now - LEFTOVER_AGE)
            unlinkat(folder, item->d_name, 0);
    }
    if (list)
        closedir(list);
}

/* 1 for the name of a page: 14 digits and the ending. */
static int page_hash(apr_uint64_t *hash, int subfolder, const char *name)
{
    apr_uint64_t number = (apr_uint64_t)subfolder;
    int i;

    for (i = 0; i < 14; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = name[i] ? strchr(digits, name[i]) : NULL;

        if (digit == NULL)
            return 0;
        number = number << 4 | (apr_uint64_t)(digit - digits);
    }
    *hash = number;
    return strcmp(name + 14, NP_STORE_PAGE_SUFFIX) == 0;
}

/* When memory is out, what is remembered so far has to do. */
static void remember(np_store_scan_t *scan, apr_uint64_t hash, const struct stat *info)
{
    np_store_seen_t *seen;

    if (scan->count == scan->room) {
        size_t room = scan->room ? scan->room * 2 : 1024;
        np_store_seen_t *grown =
            room > SEEN_MOST ? NULL : realloc(scan->seen, room * sizeof(*grown));

        if (grown == NULL)
            return;
        scan->seen = grown;
        scan->room = room;
    }
    seen = &scan->seen[scan->count++];
    seen->dated = changed_at(info);
    seen->hash = hash;
    seen->bytes = (apr_uint64_t)info->st_size;
}

/* Files looked at. */
static int look(np_store_scan_t *scan, int folder, int subfolder)
{
    struct dirent *item;
    struct stat info;
    apr_uint64_t hash;
    char name[3];
    DIR *list;
    int files = 0;

    snprintf(name, sizeof(name), "%02x", (unsigned)subfolder & 0xff);
    list = list_open(folder, name);
    /* cppcheck-suppress readdirCalled; each stream is one thread's, and readdir_r is deprecated */
    while (list && (item = readdir(list)) != NULL) {
        if (!page_hash(&hash, subfolder, item->d_name) ||
            fstatat(dirfd(list), item->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0 ||
            !S_ISREG(info.st_mode))
            continue;
        files++;
        scan->pages++;
        scan->bytes += (apr_uint64_t)info.st_size;
        remember(scan, hash, &info);
    }
    if (list)
        closedir(list);
    return files;
}

void np_store_scan_begin(np_store_scan_t *scan, int folder)
{
    unsigned char chance = 0;

    np_store_scan_end(scan);
    leftovers_delete(folder);
    apr_generate_random_bytes(&chance, 1);
    scan->phase = NP_SCAN_LOOK;
    scan->first = chance;
    scan->done = 0;
    scan->bytes = scan->pages = 0;
}

void np_store_scan_end(np_store_scan_t *scan)
{
    free(scan->seen);
    scan->seen = NULL;
    scan->count = scan->room = scan->next = 0;
    scan->phase = NP_SCAN_IDLE;
}

/* ---- Deleting -----------------------------------------------------------------------------------
 */

static int older_first(const void *left, const void *right)
{
    const np_store_seen_t *a = left, *b = right;

    return a->dated < b->dated ? -1 : a->dated > b->dated;
}

/* One that was written anew since it was seen is young now, and stays. */
static void page_delete(np_store_scan_t *scan, int folder, const np_store_seen_t *seen)
{
    char name[NP_STORE_PAGE_SIZE];
    struct stat info;

    np_store_page_name(name, seen->hash);
    if (fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0) {
        if (changed_at(&info) != seen->dated || unlinkat(folder, name, 0) != 0)
            return;
    } else if (errno != ENOENT)
        return;
    scan->bytes -= seen->bytes;
    scan->pages--;
}

/* A tenth below the limit, so that not every page that is written makes another look necessary. */
static int trim(np_store_scan_t *scan, int folder, apr_uint64_t limit)
{
    int deleted = 0;

    while (scan->next < scan->count && scan->bytes > limit - limit / 10) {
        if (deleted++ == STEP_DELETED)
            return 0;
        page_delete(scan, folder, &scan->seen[scan->next++]);
    }
    return 1;
}

int np_store_scan_step(np_store_scan_t *scan, int folder, apr_uint64_t limit)
{
    int files = 0, over;

    if (scan->phase == NP_SCAN_LOOK) {
        while (scan->done < SUBFOLDERS && files < STEP_FILES)
            files += look(scan, folder, (scan->first + scan->done++) % SUBFOLDERS);
        if (scan->done < SUBFOLDERS)
            return 0;
        scan->phase = NP_SCAN_TRIM;
        if (scan->bytes <= limit) {
            np_store_scan_end(scan);
            return 1;
        }
        qsort(scan->seen, scan->count, sizeof(*scan->seen), older_first);
        return 0;
    }
    over = trim(scan, folder, limit);
    if (over)
        np_store_scan_end(scan);
    return over;
}
