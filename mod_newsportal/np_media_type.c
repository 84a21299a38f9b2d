/* np_media_type.c - see np_media_type.h. */
#include "np_media_type.h"

#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>

const int np_media_widths[] = {320, 640, 960, 1280, 0};

static const struct {
    const char *ext, *mime;
    int sized;
} types[] = {
    [NP_MEDIA_NONE] = {"", NULL, 0},
    [NP_MEDIA_PNG] = {"png", "image/png", 1},
    [NP_MEDIA_JPEG] = {"jpg", "image/jpeg", 1},
    [NP_MEDIA_WEBP] = {"webp", "image/webp", 1},
    [NP_MEDIA_AVIF] = {"avif", "image/avif", 0},
    [NP_MEDIA_GIF] = {"gif", "image/gif", 0},
    [NP_MEDIA_PDF] = {"pdf", "application/pdf", 0},
    [NP_MEDIA_SVG] = {"svg", "image/svg+xml", 0},
};
#define TYPES (int)(sizeof(types) / sizeof(types[0]))

const char *np_media_ext(np_media_type_e type)
{
    return types[type].ext;
}

const char *np_media_mime(np_media_type_e type)
{
    return types[type].mime;
}

int np_media_is_sized(np_media_type_e type)
{
    return types[type].sized;
}

np_media_type_e np_media_of_mime(const char *mime)
{
    int type;

    for (type = 1; type < TYPES; type++) {
        if (strcmp(types[type].mime, mime) == 0)
            return (np_media_type_e)type;
    }
    return NP_MEDIA_NONE;
}

/* ---- What the bytes say ------------------------------------------------------------------------
 */

static int has(const char *bytes, apr_size_t length, apr_size_t at, const char *wanted,
               apr_size_t wanted_length)
{
    return length >= at + wanted_length && memcmp(bytes + at, wanted, wanted_length) == 0;
}

/* Behind a mark, blanks, declarations and comments stands the element; a page that only has an svg
 * somewhere is none. */
static int is_svg(const char *bytes, apr_size_t length)
{
    const char *end = bytes + length;

    if (has(bytes, length, 0, "\xEF\xBB\xBF", 3))
        bytes += 3;
    while (bytes < end) {
        apr_size_t left = (apr_size_t)(end - bytes);
        const char *close = NULL;

        if (strchr(" \t\r\n", *bytes) && *bytes) {
            bytes++;
            continue;
        }
        if (has(bytes, left, 0, "<svg", 4))
            return left > 4 && *bytes && strchr(" \t\r\n>/", bytes[4]) != NULL;
        if (has(bytes, left, 0, "<!--", 4))
            close = memmem(bytes, left, "-->", 3);
        else if (has(bytes, left, 0, "<?xml", 5) || has(bytes, left, 0, "<!DOCTYPE svg", 13))
            close = memchr(bytes, '>', left);
        if (close == NULL)
            return 0;
        bytes = close + (*close == '-' ? 3 : 1);
    }
    return 0;
}

np_media_type_e np_media_sniff(const char *bytes, apr_size_t length, int is_file)
{
    if (has(bytes, length, 0, "\x89PNG\r\n\x1a\n", 8))
        return NP_MEDIA_PNG;
    if (has(bytes, length, 0, "\xff\xd8\xff", 3))
        return NP_MEDIA_JPEG;
    if (has(bytes, length, 0, "GIF87a", 6) || has(bytes, length, 0, "GIF89a", 6))
        return NP_MEDIA_GIF;
    if (has(bytes, length, 0, "RIFF", 4) && has(bytes, length, 8, "WEBP", 4))
        return NP_MEDIA_WEBP;
    if (has(bytes, length, 4, "ftypavif", 8) || has(bytes, length, 4, "ftypavis", 8))
        return NP_MEDIA_AVIF;
    if (has(bytes, length, 0, "%PDF-", 5))
        return NP_MEDIA_PDF;
    return is_file && is_svg(bytes, length) ? NP_MEDIA_SVG : NP_MEDIA_NONE;
}

/* ---- Measures ----------------------------------------------------------------------------------
 */

static apr_uint64_t number(const char *bytes, int count)
{
    apr_uint64_t sum = 0;
    int i;

    for (i = 0; i < count; i++)
        sum = sum << 8 | (unsigned char)bytes[i];
    return sum;
}

static apr_uint64_t number_little(const char *bytes, int count)
{
    apr_uint64_t sum = 0;

    while (count-- > 0)
        sum = sum << 8 | (unsigned char)bytes[count];
    return sum;
}

/* C0 to CF are frame headers, but for three that are tables (ITU T.81 B.1.1.3). */
static int is_frame(int marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static int jpeg_measures(apr_uint64_t *width, apr_uint64_t *height, const char *bytes,
                         apr_size_t length)
{
    apr_size_t at = 2;

    while (at + 9 <= length && (unsigned char)bytes[at] == 0xFF) {
        int marker = (unsigned char)bytes[at + 1];

        if (marker == 0xFF) {
            at++;
            continue;
        }
        if (is_frame(marker)) {
            *height = number(bytes + at + 5, 2);
            *width = number(bytes + at + 7, 2);
            return 1;
        }
        at += 2 + (apr_size_t)number(bytes + at + 2, 2);
    }
    return 0;
}

static int webp_measures(apr_uint64_t *width, apr_uint64_t *height, const char *bytes,
                         apr_size_t length)
{
    if (has(bytes, length, 12, "VP8X", 4) && length >= 30) {
        *width = number_little(bytes + 24, 3) + 1;
        *height = number_little(bytes + 27, 3) + 1;
    } else if (has(bytes, length, 12, "VP8 ", 4) && length >= 30) {
        *width = number_little(bytes + 26, 2) & 0x3FFF;
        *height = number_little(bytes + 28, 2) & 0x3FFF;
    } else if (has(bytes, length, 12, "VP8L", 4) && length >= 25) {
        apr_uint64_t bits = number_little(bytes + 21, 4);

        *width = (bits & 0x3FFF) + 1;
        *height = (bits >> 14 & 0x3FFF) + 1;
    } else
        return 0;
    return 1;
}

int np_media_measures(apr_uint64_t *width, apr_uint64_t *height, np_media_type_e type,
                      const char *bytes, apr_size_t length)
{
    *width = *height = 0;
    if (type == NP_MEDIA_PNG && length >= 24) {
        *width = number(bytes + 16, 4);
        *height = number(bytes + 20, 4);
        return 1;
    }
    if (type == NP_MEDIA_JPEG)
        return jpeg_measures(width, height, bytes, length);
    return type == NP_MEDIA_WEBP && webp_measures(width, height, bytes, length);
}

/* ---- Names -------------------------------------------------------------------------------------
 */

static int is_width(int width)
{
    const int *known;

    for (known = np_media_widths; *known; known++) {
        if (*known == width)
            return 1;
    }
    return 0;
}

int np_media_name_parse(np_media_name_t *name, const char *text)
{
    apr_size_t digits = strspn(text, "0123456789abcdef");
    int type;

    memset(name, 0, sizeof(*name));
    if (digits != NP_MEDIA_HASH)
        return 0;
    memcpy(name->hash, text, NP_MEDIA_HASH);
    text += digits;
    if (*text == '-') {
        apr_size_t width = strspn(++text, "0123456789");

        if (width == 0 || width > 4 || *text == '0')
            return 0;
        name->width = (int)strtol(text, NULL, 10);
        if (!is_width(name->width))
            return 0;
        text += width;
    }
    for (type = 1; *text == '.' && type < TYPES; type++) {
        if (strcmp(text + 1, types[type].ext) == 0)
            name->type = (np_media_type_e)type;
    }
    return name->type != NP_MEDIA_NONE;
}

const char *np_media_name_text(const np_media_name_t *name, apr_pool_t *pool)
{
    if (name->width)
        return apr_psprintf(pool, "%s-%d.%s", name->hash, name->width, types[name->type].ext);
    return apr_psprintf(pool, "%s.%s", name->hash, types[name->type].ext);
}

const char *np_media_path(apr_int64_t id, const np_media_name_t *name, apr_pool_t *pool)
{
    return apr_psprintf(pool, "/media/%" APR_INT64_T_FMT "/%s", id, np_media_name_text(name, pool));
}
