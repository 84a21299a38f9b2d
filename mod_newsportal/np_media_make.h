/* np_media_make.h - a smaller picture, made by a program of its own (vipsthumbnail).
 *
 * Decoders of pictures are the largest piece of code that reads what strangers wrote; nothing of
 * that kind runs in the server. The program gets one file and makes one, in the folder of pictures;
 * it is started without a shell, with an environment of five names, as niced process group that may
 * use so much memory, processor, disk and time and is killed otherwise.
 *
 * At most two at a time run on the whole server, by locks on two files; which one is told by the
 * picture, so that nobody makes the same one twice at once. Who finds the lock taken is told so and
 * does not wait.
 *
 * Must not: log. Called by np_media.c.
 */
#ifndef NP_MEDIA_MAKE_H
#define NP_MEDIA_MAKE_H

#include "np_media_type.h"

typedef enum {
    NP_MADE,
    NP_MADE_BUSY,   /* others are being made */
    NP_MADE_REFUSED /* of these bytes there is none to be had; `why` says what happened */
} np_made_e;

#define NP_MEDIA_PIXELS_MOST 100000000u /* larger pictures are not tried: 100 megapixels */

/* `folder` is the folder of pictures, `key` what the picture is called there. `*made` is malloc'ed.
 * `why` holds 120 bytes. Takes as long as the program, 15 seconds at most. */
np_made_e np_media_make(char **made, apr_size_t *made_length, char why[120], int folder,
                        const char *program, const char *key, np_media_type_e type, int width,
                        const char *bytes, apr_size_t length);

#endif
