/* np_media_clean.h - takes out of a picture what is none of it: where it was taken, by which
 * camera, when, thumbnails of what was cut away, comments, and whatever hangs behind its end.
 *
 * A phone writes the place into each photograph. Nobody who uploads one in an admin tool sees that,
 * and every reader could read it. So no picture leaves through /media/ with it, whether or not
 * smaller sizes are made. Nothing is decoded: the parts of the file are gone through one by one,
 * those on a list are kept as they are (the pixels are the same to the bit), the others are left
 * out. The way a JPEG has to be turned is kept. Files that do not follow their format are cut where
 * they stop doing so.
 *
 * JPEG, PNG, WebP, GIF. AVIF keeps its metadata among its pixels, and PDF is a document: both stay
 * as they are (the handbook says so).
 *
 * Must not: make a file longer, decode anything. Called by np_media.c.
 */
#ifndef NP_MEDIA_CLEAN_H
#define NP_MEDIA_CLEAN_H

#include "np_media_type.h"

/* In place; returns the new length, at most `length`. */
apr_size_t np_media_clean(np_media_type_e type, char *bytes, apr_size_t length);

#endif
