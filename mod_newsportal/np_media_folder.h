/* np_media_folder.h - a bounded folder of pictures ready to be sent: uploaded files without what is
 * none of the picture, and their smaller sizes.
 *
 * One folder for all children and portals of a server (NewsPortalMediaCache). A file is written
 * whole or not at all (a new file, synced, renamed) by the request that made it. Its name is a hash
 * of what it is of, its head says that in full: a file that was cut short or belongs to something
 * else is as if it were not there. What it holds is never asked of it: whether a picture may be
 * seen is decided before it is opened.
 *
 *     folder/ab/cdef....page   256 bytes of head, then the picture; the file time is its last use,
 * to the hour folder/make.0, .1        locked while a smaller picture is made; in.*, out.*: what
 * that works on folder/gone....          np_media_gone.c folder/new....           being written
 *
 * Names and cleaning are the page store's (np_store_internal.h), whose folder this must not be.
 * When it has become too large what was not used for longest goes (np_media_folder_tick).
 *
 * Log code, at most once in ten minutes: NP0170 the folder cannot be used.
 *
 * Must not: fail a request. Called by np_media.c; np_media_folder_prepare by the parent.
 */
#ifndef NP_MEDIA_FOLDER_H
#define NP_MEDIA_FOLDER_H

#include "np_clock.h"
#include "np_counters.h"
#include "np_error.h"

typedef struct np_media_folder_t np_media_folder_t;

/* Makes the folder if its parent exists, mode 0700, and gives it to `uid`/`gid` when they are not
 * -1. The system's error, or EPERM when it belongs to somebody else than us, root or `uid`, or
 * others may write. */
apr_status_t np_media_folder_prepare(const char *path, int uid, int gid);

/* NULL when memory is out. `path` lives as long as the pool. */
np_media_folder_t *np_media_folder_create(const char *path, apr_off_t limit,
                                          np_counters_t *counters, np_log_fn *log, void *baton,
                                          apr_pool_t *pool);

/* The folder itself, for files beside the pictures: a descriptor, or -1 and errno. */
int np_media_folder_open(const np_media_folder_t *folder);

/* A descriptor of the file kept as `key`, and where in it the picture lies; -1 when there is none.
 */
int np_media_folder_find(np_media_folder_t *folder, const char *key, apr_off_t *offset,
                         apr_off_t *length);

/* Keeps bytes as `key`, if that can be done. */
void np_media_folder_put(np_media_folder_t *folder, const char *key, const char *bytes,
                         apr_size_t length);

/* errno. A file beside the pictures, replaced whole. */
int np_media_folder_write(int folder, const char *name, const char *bytes, apr_size_t length);

/* A keeper's work: looks at the files when enough was written, in small steps. */
void np_media_folder_tick(np_media_folder_t *folder);

#endif
