/* np_media_clean.c - see np_media_clean.h. */
#include "np_media_clean.h"

#include <string.h>

/* Reads at `from`, writes at `to` <= `from`, so that nothing is read after it was written over. */
typedef struct cleaner_t {
    char *bytes;
    apr_size_t length, from, to;
} cleaner_t;

static apr_size_t left(const cleaner_t *cleaner)
{
    return cleaner->length - cleaner->from;
}

static unsigned byte(const cleaner_t *cleaner, apr_size_t at)
{
    return (unsigned char)cleaner->bytes[cleaner->from + at];
}

static int starts(const cleaner_t *cleaner, apr_size_t at, const char *text, apr_size_t length)
{
    return left(cleaner) >= at + length &&
           memcmp(cleaner->bytes + cleaner->from + at, text, length) == 0;
}

static void keep(cleaner_t *cleaner, apr_size_t count)
{
    memmove(cleaner->bytes + cleaner->to, cleaner->bytes + cleaner->from, count);
    cleaner->to += count;
    cleaner->from += count;
}

static void drop(cleaner_t *cleaner, apr_size_t count)
{
    cleaner->from += count;
}

/* ---- JPEG (ITU T.81 B) --------------------------------------------------------------------------
 */

static unsigned tiff_number(const unsigned char *at, int count, int big)
{
    unsigned sum = 0;
    int i;

    for (i = 0; i < count; i++)
        sum = sum << 8 | at[big ? i : count - 1 - i];
    return sum;
}

/* 1 to 8 (Exif 2.3, 4.6.4 A: tag 0112); 1 when it is not told. */
static unsigned orientation(const unsigned char *tiff, apr_size_t length)
{
    int big = length >= 2 && tiff[0] == 'M';
    apr_size_t at;
    unsigned i, count;

    if (length < 14)
        return 1;
    at = tiff_number(tiff + 4, 4, big);
    if (at > length - 2)
        return 1;
    count = tiff_number(tiff + at, 2, big);
    for (i = 0, at += 2; i < count && at + 12 <= length; i++, at += 12) {
        if (tiff_number(tiff + at, 2, big) == 0x0112) {
            unsigned value = tiff_number(tiff + at + 8, 2, big);

            return value >= 1 && value <= 8 ? value : 1;
        }
    }
    return 1;
}

/* The segment with everything but the turn left out. It is never longer than one that told it. */
static void keep_turn(cleaner_t *cleaner, apr_size_t size)
{
    static const char form[36] = "\xff\xe1\0\x22"
                                 "Exif\0\0MM\0*\0\0\0\x08\0\x01"
                                 "\x01\x12\0\x03\0\0\0\x01";
    unsigned turn =
        orientation((const unsigned char *)cleaner->bytes + cleaner->from + 10, size - 10);

    drop(cleaner, size);
    if (turn == 1 || size < sizeof(form))
        return;
    memcpy(cleaner->bytes + cleaner->to, form, sizeof(form));
    cleaner->bytes[cleaner->to + 29] = (char)turn;
    cleaner->to += sizeof(form);
}

/* Pixels up to the next marker: FF, and what is neither a stuffed FF nor a restart. */
static void keep_scan(cleaner_t *cleaner)
{
    apr_size_t count = 0;

    while (count + 1 < left(cleaner)) {
        unsigned next = byte(cleaner, count + 1);

        if (byte(cleaner, count) == 0xFF && next != 0 && next != 0xFF &&
            (next < 0xD0 || next > 0xD7))
            break;
        count++;
    }
    keep(cleaner, count + 1 < left(cleaner) ? count : left(cleaner));
}

/* Application data that decoders need: JFIF, colour profile, Adobe's colours. */
static int is_needed(const cleaner_t *cleaner, unsigned marker)
{
    if (marker == 0xE0)
        return starts(cleaner, 4, "JFIF", 5);
    if (marker == 0xE2)
        return starts(cleaner, 4, "ICC_PROFILE", 12);
    if (marker == 0xEE)
        return starts(cleaner, 4, "Adobe", 5);
    return marker != 0xFE && (marker < 0xE0 || marker > 0xEF);
}

/* One segment; 0 at the end of the picture. Behind it phones hang second pictures and films. */
static int jpeg_step(cleaner_t *cleaner)
{
    unsigned marker;
    apr_size_t size;

    if (left(cleaner) < 2 || byte(cleaner, 0) != 0xFF)
        return 0;
    marker = byte(cleaner, 1);
    if (marker == 0xFF) {
        drop(cleaner, 1);
        return 1;
    }
    if (marker == 0xD9 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
        keep(cleaner, 2);
        return marker != 0xD9;
    }
    size = left(cleaner) < 4 ? 0 : 2 + (byte(cleaner, 2) << 8 | byte(cleaner, 3));
    if (size < 4 || size > left(cleaner))
        return 0;
    if (marker == 0xE1 && size > 10 && starts(cleaner, 4, "Exif\0", 6))
        keep_turn(cleaner, size);
    else if (is_needed(cleaner, marker))
        keep(cleaner, size);
    else
        drop(cleaner, size);
    if (marker == 0xDA)
        keep_scan(cleaner);
    return 1;
}

/* ---- PNG (W3C PNG 11) ---------------------------------------------------------------------------
 */

static int is_png_kept(const cleaner_t *cleaner)
{
    static const char kept[][5] = {"tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs",
                                   "hIST", "sPLT", "acTL", "fcTL", "fdAT", "cICP", "mDCV", "cLLI"};
    apr_size_t i;

    if (!(byte(cleaner, 4) & 0x20)) /* a critical one */
        return 1;
    for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        if (starts(cleaner, 4, kept[i], 4))
            return 1;
    }
    return 0;
}

static int png_step(cleaner_t *cleaner)
{
    apr_size_t size;
    int is_last;

    if (left(cleaner) < 12)
        return 0;
    size = 12 + ((apr_size_t)byte(cleaner, 0) << 24 | byte(cleaner, 1) << 16 |
                 byte(cleaner, 2) << 8 | byte(cleaner, 3));
    is_last = starts(cleaner, 4, "IEND", 4);
    if (size > left(cleaner))
        size = left(cleaner);
    if (is_png_kept(cleaner))
        keep(cleaner, size);
    else
        drop(cleaner, size);
    return !is_last;
}

/* ---- WebP (RFC 9649) ----------------------------------------------------------------------------
 */

static int webp_step(cleaner_t *cleaner)
{
    apr_size_t size;

    if (left(cleaner) < 8)
        return 0;
    size = byte(cleaner, 4) | byte(cleaner, 5) << 8 | byte(cleaner, 6) << 16 |
           (apr_size_t)byte(cleaner, 7) << 24;
    size = 8 + size + (size & 1);
    if (size > left(cleaner))
        size = left(cleaner);
    if (starts(cleaner, 0, "VP8X", 4) && size >= 18)
        cleaner->bytes[cleaner->from + 8] &= (char)~0x0C; /* says that there is EXIF and XMP */
    if (starts(cleaner, 0, "VP8", 3) || starts(cleaner, 0, "ALPH", 4) ||
        starts(cleaner, 0, "ANIM", 4) || starts(cleaner, 0, "ANMF", 4) ||
        starts(cleaner, 0, "ICCP", 4))
        keep(cleaner, size);
    else
        drop(cleaner, size);
    return 1;
}

static void webp_finish(const cleaner_t *cleaner)
{
    apr_size_t size = cleaner->to - 8;
    int i;

    for (i = 0; i < 4; i++)
        cleaner->bytes[4 + i] = (char)(unsigned char)(size >> (8 * i));
}

/* ---- GIF89a -------------------------------------------------------------------------------------
 */

/* From `at` on, blocks up to the empty one; what is cut short ends at the file's end. */
static apr_size_t gif_blocks(const cleaner_t *cleaner, apr_size_t at)
{
    while (at < left(cleaner) && byte(cleaner, at) != 0)
        at += 1 + byte(cleaner, at);
    return at + 1 < left(cleaner) ? at + 1 : left(cleaner);
}

static apr_size_t gif_table(unsigned flags)
{
    return flags & 0x80 ? (apr_size_t)3 << ((flags & 7) + 1) : 0;
}

static int gif_step(cleaner_t *cleaner)
{
    apr_size_t size;

    if (left(cleaner) < 2 || byte(cleaner, 0) == 0x3B) {
        keep(cleaner, left(cleaner) ? 1 : 0);
        return 0;
    }
    if (byte(cleaner, 0) == 0x2C && left(cleaner) > 10) {
        size = 10 + gif_table(byte(cleaner, 9)) + 1;
        keep(cleaner, size < left(cleaner) ? gif_blocks(cleaner, size) : left(cleaner));
        return 1;
    }
    if (byte(cleaner, 0) != 0x21)
        return 0;
    size = gif_blocks(cleaner, 2);
    if (byte(cleaner, 1) == 0xFE ||
        (byte(cleaner, 1) == 0xFF && !starts(cleaner, 3, "NETSCAPE2.0", 11) &&
         !starts(cleaner, 3, "ANIMEXTS1.0", 11)))
        drop(cleaner, size);
    else
        keep(cleaner, size);
    return 1;
}

static void gif_begin(cleaner_t *cleaner)
{
    apr_size_t head = left(cleaner) > 13 ? 13 + gif_table(byte(cleaner, 10)) : left(cleaner);

    keep(cleaner, head < left(cleaner) ? head : left(cleaner));
}

/* ---- All of them --------------------------------------------------------------------------------
 */

apr_size_t np_media_clean(np_media_type_e type, char *bytes, apr_size_t length)
{
    cleaner_t cleaner = {bytes, length, 0, 0};
    int (*step)(cleaner_t *) = NULL;

    if (type == NP_MEDIA_JPEG && length >= 2) {
        step = jpeg_step;
        keep(&cleaner, 2);
    } else if (type == NP_MEDIA_PNG && length >= 8) {
        step = png_step;
        keep(&cleaner, 8);
    } else if (type == NP_MEDIA_WEBP && length >= 12) {
        step = webp_step;
        keep(&cleaner, 12);
    } else if (type == NP_MEDIA_GIF) {
        step = gif_step;
        gif_begin(&cleaner);
    }
    if (step == NULL)
        return length;
    while (step(&cleaner))
        ;
    if (type == NP_MEDIA_WEBP)
        webp_finish(&cleaner);
    return cleaner.to;
}
