/* np_gone_picture.h - pictures of an article that were removed: what stands in their place.
 *
 * A removed picture's bytes are refused wherever they are asked for (np_page_media.c,
 * np_media_gone.c); this is for the article that stays. The cover is known by its number; pictures
 * in the text by their addresses, /media/12/... or a file of ours. A page depends on each of them,
 * also on those that are still there: media/ID and file/PATH of the change log.
 *
 * Must not: change the text otherwise. Called by np_page_article.c.
 */
#ifndef NP_GONE_PICTURE_H
#define NP_GONE_PICTURE_H

#include "np_page.h"

typedef struct np_gone_pictures_t {
    apr_array_header_t *ids;   /* of apr_int64_t: asked for */
    apr_array_header_t *paths; /* of const char *: files below the document root, asked for */
    apr_array_header_t *found; /* of np_rows_t *, media_gone: what was removed */
} np_gone_pictures_t;

void np_gone_pictures_init(np_gone_pictures_t *gone, apr_pool_t *pool);

/* In load: asks for one picture; for those that a text may show (whatever looks like an address).
 */
void np_gone_pictures_add(np_gone_pictures_t *gone, apr_int64_t id);
void np_gone_pictures_scan(np_gone_pictures_t *gone, const np_page_t *page, const char *text);
/* Looks up what was asked for, and notes it. No statement when nothing was. */
np_error_t *np_gone_pictures_load(np_gone_pictures_t *gone, np_page_t *page);

/* In build: <picture-gone> if that picture was removed. */
void np_gone_pictures_place(const np_gone_pictures_t *gone, const np_page_t *page,
                            xmlNodePtr parent, apr_int64_t id);
/* <picture-gone> in the place of each <img> of a body whose picture was removed. */
void np_gone_pictures_replace(const np_gone_pictures_t *gone, const np_page_t *page,
                              xmlNodePtr body);

#endif
