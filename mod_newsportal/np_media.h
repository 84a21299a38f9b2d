/* np_media.h - the bytes of a picture: from the folder of pictures, a file below the document root,
 * or the database; smaller ones made when they are first asked for.
 *
 * Whether a picture may be seen, and under which address, is a page's business (np_page_media.c);
 * its answer is kept like any page and says where the bytes are (np_media_source_t as text, the
 * "ticket"). Only then is anything asked for here.
 *
 * Every picture is cleaned (np_media_clean.h). With a folder (NewsPortalMediaCache) that is done
 * once; without one, each time, and there are no smaller sizes.
 *
 * Log codes: NP0171 a smaller size could not be made; for that picture it is not tried again for
 * ten minutes. NP0170: np_media_folder.h.
 *
 * Must not: know httpd, decide who may see what.
 */
#ifndef NP_MEDIA_H
#define NP_MEDIA_H

#include "np_db.h"
#include "np_media_folder.h"
#include "np_media_type.h"

#define NP_MEDIA_MOST                                                                              \
    16777216 /* bytes: larger files are sent by httpd itself, under their own path */

/* Settings of a portal's pictures; part of np_site_t. */
typedef struct np_media_settings_t {
    const char *root;    /* document root, absolute, no slash at the end */
    const char *folder;  /* absolute; NULL: no cache */
    apr_off_t limit;     /* bytes */
    const char *program; /* absolute path of vipsthumbnail; NULL: no smaller sizes */
} np_media_settings_t;

typedef struct np_media_t np_media_t;

/* `site` is the portal's base URL: portals may share a folder. NULL when memory is out. */
np_media_t *np_media_create(const np_media_settings_t *settings, const char *site,
                            np_counters_t *counters, np_log_fn *log, void *baton, apr_pool_t *pool);

/* A keeper's work: keeps the folder within its limit. */
void np_media_tick(np_media_t *media);

/* The folder, NULL for none: np_media_gone.c keeps its list there too. */
const np_media_folder_t *np_media_folder(const np_media_t *media);

/* ---- Where a picture is -------------------------------------------------------------------------
 */

typedef struct np_media_file_t {
    np_media_type_e type; /* NONE: nothing that is served */
    char hash[NP_MEDIA_HASH + 1];
    apr_off_t size;
} np_media_file_t;

/* Looks at a file below the document root (`path` as the editor typed it). Its hash is that of
 * path, size and time of the file: it changes when another file takes its place. 0 when there is
 * none, when it is no plain file, lies outside the root behind a link, or a part of its path begins
 * with a dot. `*open_file`, when not NULL, gets a descriptor. */
int np_media_file_look(np_media_file_t *file, int *open_file, const char *root, const char *path,
                       apr_pool_t *pool);

/* What is asked for. */
typedef struct np_media_ask_t {
    apr_int64_t id;
    np_media_name_t name;
    const char *path; /* of a file below the document root; NULL: in the database */
} np_media_ask_t;

/* What there is: a descriptor, or bytes (malloc), for the caller to close or free. */
typedef struct np_media_given_t {
    int file; /* -1: bytes */
    apr_off_t offset, length;
    char *bytes;
    int width; /* of the name that it answers to: 0 instead of the one that was asked for when that
                  is not to be had now */
    int is_other; /* nothing: another file took its place since; `now` is its name */
    np_media_name_t now;
} np_media_given_t;

/* Errors: 404 the file is gone; 503 as np_db_query. */
np_error_t *np_media_get(np_media_given_t *given, np_media_t *media, np_db_t *db,
                         const np_media_ask_t *ask, apr_pool_t *pool);

#endif
