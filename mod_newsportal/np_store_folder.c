/* np_store_folder.c - the store's folder: whom it may belong to, its secret, and new files in it.
 *
 * The parent prepares the folder as the user who starts httpd, usually root, inside a place that
 * belongs to the account of the children. So nothing here follows a link, and nothing is given away
 * that was not seen to be a plain file with a single name.
 *
 * Must not: know pages. Called by np_store.c and the other files of the store.
 */
#include "np_store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <apr_general.h>

#define SECRET_NAME "secret"
#define LOCK_WAIT apr_time_from_sec(5) /* for another server that starts at the same moment */

static int is_trusted_owner(uid_t owner, int uid)
{
    return owner == geteuid() || owner == 0 || (uid != -1 && owner == (uid_t)uid);
}

/* Closes without losing the reason of a failure. */
static int close_failed(int file, int error)
{
    close(file);
    errno = error;
    return -1;
}

int np_store_folder_open(const char *path, int uid)
{
    struct stat info;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (folder < 0)
        return -1;
    if (fstat(folder, &info) != 0)
        return close_failed(folder, errno);
    if (!is_trusted_owner(info.st_uid, uid) || (info.st_mode & (S_IWGRP | S_IWOTH)))
        return close_failed(folder, EPERM);
    return folder;
}

/* ---- Files --------------------------------------------------------------------------------------
 */

int np_store_write_all(int file, const void *bytes, size_t length)
{
    const char *rest = bytes;

    while (length) {
        ssize_t written = write(file, rest, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return written < 0 ? errno : ENOSPC;
        rest += written;
        length -= (size_t)written;
    }
    return 0;
}

apr_ssize_t np_store_read_all(int file, void *bytes, size_t length)
{
    char *rest = bytes;
    size_t got = 0;

    while (got < length) {
        ssize_t part = read(file, rest + got, length - got);

        if (part < 0 && errno == EINTR)
            continue;
        if (part < 0)
            return -1;
        if (part == 0)
            break;
        got += (size_t)part;
    }
    return (apr_ssize_t)got;
}

/* The name is random and not a count: servers in different containers have equal process numbers.
 */
int np_store_new_open(char name[NP_STORE_NEW_SIZE], int folder)
{
    unsigned long long number;
    int file;

    if (apr_generate_random_bytes((unsigned char *)&number, sizeof(number)) != APR_SUCCESS) {
        errno = EIO;
        return -1;
    }
    snprintf(name, NP_STORE_NEW_SIZE, NP_STORE_NEW_PREFIX "%016llx", number);
    file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0)
        return -1;
    if (fchmod(file, 0600) != 0) { /* whatever the umask says */
        int error = errno;

        unlinkat(folder, name, 0);
        return close_failed(file, error);
    }
    return file;
}

/* Network file systems tell a full disk when a file is closed. */
int np_store_new_close(const char *name, int folder, int file, int error)
{
    if (close(file) != 0 && !error)
        error = errno;
    if (error)
        unlinkat(folder, name, 0);
    return error;
}

int np_store_new_sync(const char *name, int folder, int file, int error)
{
    if (!error && fdatasync(file) != 0)
        error = errno;
    return np_store_new_close(name, folder, file, error);
}

int np_store_new_place(const char *name, int folder, const char *place)
{
    char subfolder[] = {place[0], place[1], '\0'};
    int error;

    if (renameat(folder, name, folder, place) == 0)
        return 0;
    error = errno;
    if (error == ENOENT && strchr(place, '/')) {
        if (mkdirat(folder, subfolder, 0700) != 0 && errno != EEXIST)
            error = errno;
        else if (renameat(folder, name, folder, place) == 0)
            return 0;
        else
            error = errno;
    }
    unlinkat(folder, name, 0);
    return error;
}

/* A plain file that has no second name elsewhere. A descriptor, or -1 and errno. */
static int plain_open(int folder, const char *name, int uid, struct stat *info)
{
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (file < 0) {
        if (errno == ELOOP)
            errno = EPERM;
        return -1;
    }
    if (fstat(file, info) != 0)
        return close_failed(file, errno);
    if (!S_ISREG(info->st_mode) || info->st_nlink != 1 || !is_trusted_owner(info->st_uid, uid))
        return close_failed(file, EPERM);
    return file;
}

/* ---- Secret -------------------------------------------------------------------------------------
 */

/* A secret that others can read is none: it is refused, too. */
int np_store_secret_read(unsigned char secret[NP_KEY_SECRET_SIZE], int folder, int uid)
{
    struct stat info;
    int error = 0, file = plain_open(folder, SECRET_NAME, uid, &info);

    if (file < 0)
        return errno;
    if (info.st_mode & (S_IRWXG | S_IRWXO))
        error = EPERM;
    else if (info.st_size != NP_KEY_SECRET_SIZE)
        error = EBADMSG;
    else if (np_store_read_all(file, secret, NP_KEY_SECRET_SIZE) != NP_KEY_SECRET_SIZE)
        error = EIO;
    close(file);
    return error;
}

int np_store_secret_write(int folder, const unsigned char secret[NP_KEY_SECRET_SIZE])
{
    char name[NP_STORE_NEW_SIZE];
    int error, file = np_store_new_open(name, folder);

    if (file < 0)
        return errno;
    error = np_store_write_all(file, secret, NP_KEY_SECRET_SIZE);
    error = np_store_new_sync(name, folder, file, error);
    return error ? error : np_store_new_place(name, folder, SECRET_NAME);
}

/* ---- Preparing: by the parent
 * -------------------------------------------------------------------- */

/* One server at a time, so that two that start at once end with one secret. Not waited for without
 * end: whoever owns the folder could hold the lock and keep the server from starting. */
static int lock_folder(int folder)
{
    np_tick_t end = np_clock() + LOCK_WAIT;

    while (flock(folder, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EINTR && (errno != EWOULDBLOCK || np_clock() >= end))
            return errno;
        usleep(10000);
    }
    return 0;
}

static int secret_make(int folder, unsigned char secret[NP_KEY_SECRET_SIZE])
{
    if (apr_generate_random_bytes(secret, NP_KEY_SECRET_SIZE) != APR_SUCCESS)
        return EIO;
    return np_store_secret_write(folder, secret);
}

static int journal_make(int folder)
{
    struct stat info;

    if (fstatat(folder, NP_STORE_JOURNAL, &info, AT_SYMLINK_NOFOLLOW) == 0)
        return 0;
    return errno == ENOENT ? np_store_journal_renew(folder) : errno;
}

/* Gives a file of the folder to the children's account. */
static int give(int folder, const char *name, int uid, int gid)
{
    struct stat info;
    int error = 0, file = plain_open(folder, name, uid, &info);

    if (file < 0)
        return errno;
    if (fchown(file, (uid_t)uid, (gid_t)gid) != 0)
        error = errno;
    close(file);
    return error;
}

static int give_all(int folder, int uid, int gid)
{
    int error;

    if (uid == -1 && gid == -1)
        return 0;
    error = give(folder, SECRET_NAME, uid, gid);
    if (!error)
        error = give(folder, NP_STORE_JOURNAL, uid, gid);
    if (!error && fchown(folder, (uid_t)uid, (gid_t)gid) != 0)
        error = errno;
    return error;
}

static int fill_folder(int folder, unsigned char secret[NP_KEY_SECRET_SIZE], int uid, int gid)
{
    int error = lock_folder(folder);

    if (!error)
        error = np_store_secret_read(secret, folder, uid);
    if (error == ENOENT)
        error = secret_make(folder, secret);
    if (!error)
        error = journal_make(folder);
    if (!error)
        error = give_all(folder, uid, gid);
    return error;
}

apr_status_t np_store_prepare(const char *folder, unsigned char secret[NP_KEY_SECRET_SIZE], int uid,
                              int gid, apr_pool_t *scratch)
{
    int fd, error;

    (void)scratch;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return APR_FROM_OS_ERROR(errno);
    fd = np_store_folder_open(folder, uid);
    if (fd < 0)
        return APR_FROM_OS_ERROR(errno);
    error = fill_folder(fd, secret, uid, gid);
    close(fd); /* and its lock */
    return error ? APR_FROM_OS_ERROR(error) : APR_SUCCESS;
}
