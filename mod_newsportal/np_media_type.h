/* np_media_type.h - what a file is, told by its bytes; and the last part of a picture's address.
 *
 *     /media/{id}/{hash}.{ext}              the picture as it is
 *     /media/{id}/{hash}-{width}.{ext}      not wider than one of the widths below
 *
 * The type comes from the first bytes and from nothing else: not from a name, not from what an
 * editor typed. A file that is two things at once (a GIF that a PDF reader takes for a PDF) is what
 * its first bytes say, and is sent as that with `nosniff`. An SVG may hold scripts: only files are
 * ever one, where an administrator put them.
 *
 * Must not: decode a picture, open a file. Called by np_media*.c, np_page_media.c, np_page.c.
 */
#ifndef NP_MEDIA_TYPE_H
#define NP_MEDIA_TYPE_H

#include <apr_pools.h>

typedef enum {
    NP_MEDIA_NONE, /* nothing that is served */
    NP_MEDIA_PNG,
    NP_MEDIA_JPEG,
    NP_MEDIA_WEBP,
    NP_MEDIA_AVIF,
    NP_MEDIA_GIF,
    NP_MEDIA_PDF,
    NP_MEDIA_SVG
} np_media_type_e;

#define NP_MEDIA_HEAD 512 /* bytes that np_media_sniff wants to see, if there are so many */

/* `is_file`: from the file system, where SVG is allowed. */
np_media_type_e np_media_sniff(const char *bytes, apr_size_t length, int is_file);

const char *np_media_ext(np_media_type_e type);     /* "jpg"; "" for NONE */
const char *np_media_mime(np_media_type_e type);    /* "image/jpeg"; NULL for NONE */
np_media_type_e np_media_of_mime(const char *mime); /* NONE for anything else */

/* 1 when smaller ones can be made of it. Not of GIF, which may move; of AVIF, which takes seconds;
 * of SVG and PDF, which need none. */
int np_media_is_sized(np_media_type_e type);

/* The widths of smaller pictures, ascending, 0 at the end. */
extern const int np_media_widths[];

/* Width and height as the file's head says; 0 when it does not. Both are at most 2^32 - 1. */
int np_media_measures(apr_uint64_t *width, apr_uint64_t *height, np_media_type_e type,
                      const char *bytes, apr_size_t length);

#define NP_MEDIA_HASH 16 /* hexadecimal digits */

typedef struct np_media_name_t {
    char hash[NP_MEDIA_HASH + 1];
    int width; /* 0: as it is */
    np_media_type_e type;
} np_media_name_t;

/* "0123456789abcdef-640.jpg" both ways; parse returns 0 when the text is not exactly of that form.
 */
int np_media_name_parse(np_media_name_t *name, const char *text);
const char *np_media_name_text(const np_media_name_t *name, apr_pool_t *pool);

/* "/media/7/0123456789abcdef-640.jpg" */
const char *np_media_path(apr_int64_t id, const np_media_name_t *name, apr_pool_t *pool);

#endif
