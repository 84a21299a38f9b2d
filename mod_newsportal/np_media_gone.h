/* np_media_gone.h - files below the document root that must not be served any more, because the
 * picture that they are was removed or its licence has ended.
 *
 * httpd sends files by itself, without asking the database, and so it stays: what has to be refused
 * is a small sorted list in memory, looked into for each file that is about to be sent (a hundred
 * nanoseconds). It is read anew when the watcher has seen a change of any picture, by the keeper's
 * thread; and kept in the folder of pictures, if there is one, for a start without the database.
 * While the database is down the list stays as it was.
 *
 * Log code, at most once in ten minutes: NP0172 the list could not be read.
 *
 * Must not: know httpd. Called by mod_newsportal.c (find) and mod_newsportal_child.c.
 */
#ifndef NP_MEDIA_GONE_H
#define NP_MEDIA_GONE_H

#include "np_db.h"
#include "np_key.h"
#include "np_media_folder.h"

typedef struct np_media_gone_t np_media_gone_t;

/* `folder` may be NULL. NULL when memory is out. `site` as np_media_create. */
np_media_gone_t *np_media_gone_create(np_db_t *db, const np_media_folder_t *folder,
                                      const char *site, np_log_fn *log, void *baton,
                                      apr_pool_t *pool);

/* Pictures may have changed. From any thread. */
void np_media_gone_touch(np_media_gone_t *gone);
/* 1 when this change is about a picture. */
int np_media_gone_concerns(const np_change_t *change);

/* Reads the list when it was touched, or never read. Called by the keeper. May block as
 * np_db_query. */
void np_media_gone_refresh(np_media_gone_t *gone, apr_pool_t *pool);

/* 451, 410, or 0 for a path below the document root, without slash in front, at `now`; `*id` is the
 * picture's. The first call of a child reads the list if nobody has yet. */
int np_media_gone_find(apr_int64_t *id, np_media_gone_t *gone, const char *path, np_civil_t now,
                       apr_pool_t *pool);

#endif
