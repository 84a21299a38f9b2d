/* np_store.h - the last good copy of each page on disk, for the one case that memory cannot cover: Apache
 * starts anew while the database is down.
 *
 * One folder for all children of a server (NewsPortalStore). Pages are written by a thread of each
 * child, off the request path, whole or not at all (a new file, renamed). A page is read only when it is
 * in no memory and the database cannot be asked, and is then shown as an older copy. A file that is
 * damaged, of another version, or not ours is as if it were not there, with one line in the log.
 *
 * Removals are written to a journal of the folder before anything else is done about them: a page that
 * was made before a removal of something it was made from is never shown. "Before" is the order in the
 * journal (np_store_journal.c), not what clocks say. Where a removal cannot be noted, everything that is
 * stored is given up.
 *
 * What is removed while no child is there to hear of it is in the change log only. So the folder keeps, for
 * each portal, the row of the log up to which all removals are in the journal; the next watcher asks for it
 * and tells what came after (np_changes.h). Without a row that can be relied on, its pages are given up.
 *
 * Pages are not synced: what a power failure cuts short is found damaged and is as if it were not there.
 * The journal is synced.
 *
 * The folder keeps the secret of all keys (np_key_secret), so that keys mean the same after a restart.
 *
 *     folder/secret          NP_KEY_SECRET_SIZE bytes
 *     folder/removed         journal: one line per removed key
 *     folder/position.0123.. one portal's place in the change log, named by the hash of its site
 *     folder/ab/cdef....page one page, named by the hash of site and key; its file time is when it was made
 *     folder/new....         being written
 *
 * A page that is rendered every second is written once a minute. A folder that cannot be used (full,
 * read-only, deleted, somebody else's) is tried again every few seconds.
 *
 * Log codes, each at most once in ten minutes: NP0140 the folder cannot be used, or can be again; NP0141
 * a removal could not be noted; NP0142 a file is damaged or not ours.
 *
 * Must not: fail a request: what cannot be written or read is counted and logged once in ten minutes.
 */
#ifndef NP_STORE_H
#define NP_STORE_H

#include "np_counters.h"
#include "np_entry.h"
#include "np_error.h"

typedef struct np_store_t np_store_t;

typedef struct np_store_config_t {
    const char *folder; /* absolute; made if its parent exists; mode 0700 */
    apr_off_t limit;    /* bytes of all pages in it */
    const char *site;   /* which portal: its base URL; portals may share a folder */
} np_store_config_t;

/* Reads the secret of a folder, making folder and secret if they are not there. An APR error when that
 * cannot be done (then use a random secret and no store): the system's, or EPERM when folder or secret
 * belong to somebody else than us, root or `uid`, or others may write to them (the secret: or read it),
 * ENOTDIR for a link in the folder's place, EBADMSG for a secret of another length. Called by the parent
 * process before the children start, so the folder is given to `uid`/`gid` when they are not -1. */
apr_status_t np_store_prepare(const char *folder, unsigned char secret[NP_KEY_SECRET_SIZE], int uid,
                              int gid, apr_pool_t *scratch);

/* NULL when memory is out. Ends by a cleanup of `pool`, when np_store_run has returned. After
 * np_key_secret, and before the first page is made that is to be stored. */
np_store_t *np_store_create(const np_store_config_t *config, np_counters_t *counters, np_log_fn *log,
                            void *baton, apr_pool_t *pool);

/* Queues an entry with status 200 for writing (a reference is taken); a newer one under the same key
 * replaces it. Returns at once. When the queue is full the entry is left out. `began`: np_clock()
 * before the page's database snapshot began; removals that came later count against the page. */
void np_store_put(np_store_t *store, np_entry_t *entry, np_tick_t began);

/* Something was removed: written to the journal before this returns, and queued pages made from it
 * are dropped. Called by the watcher's thread. */
void np_store_removed(np_store_t *store, const np_key_t *keys, int count);

/* Something may have been removed and nobody knows what: nothing is shown of what this portal has stored
 * until now. Called by the watcher's thread. */
void np_store_forget(np_store_t *store);

/* All removals up to this row of the change log were told; those that were not, np_store_forget stands
 * for. Returns at once; the writer's thread brings it into the folder, every ten seconds at most and at
 * its end, but not while a removal could not be noted, nor in the place of a later row, unless that is
 * from before np_store_forget. Called by the watcher's thread. */
void np_store_reached(np_store_t *store, np_mark_t mark);

/* The row that stands in the folder: 1; 0 when there is none, or it is damaged or of another secret. */
int np_store_recall(np_store_t *store, np_mark_t *mark);

/* The stored copy, as an entry that is outdated since it was made; NULL when there is none, or none
 * that may be shown at `now` (wall clock, for `dated`; older than `stale_max` is none; so is one from
 * more than an hour in the future, whose age nobody knows). Its over_at is for the caller to look at. */
np_entry_t *np_store_get(np_store_t *store, const char *key, apr_size_t length, apr_time_t now,
                         apr_interval_time_t stale_max);

/* The body of the writer's thread: writes what is queued, keeps the folder within its limit. */
void np_store_run(np_store_t *store);
/* From any thread, any number of times: np_store_run writes for a second at most what is queued still,
 * and returns. */
void np_store_stop(np_store_t *store);

#endif
