/* np_coding.c - see np_coding.h. Called by np_entry.c and mod_newsportal_output.c. */
/* zlib reads its input without changing it. */
#define ZLIB_CONST
#include "np_coding.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <apr_lib.h>
#include <brotli/encode.h>
#include <zlib.h>

/* Measured on pages of the demo (9 to 17 KB): gzip 6 takes 0.06 to 0.17 ms and is within 1 % of
 * gzip 9; br 5 takes 0.12 to 0.19 ms and is 7 to 15 % smaller. br 9 takes 5 ms for 3 to 9 % more,
 * br 11 up to 17 ms for 10 to 16 % more. Beside 2 ms of rendering that is too little to be put off
 * to another thread. */
#define GZIP_LEVEL 6
#define BR_LEVEL 5

const char *np_coding_name(np_coding_e coding)
{
    static const char *const names[NP_CODING_COUNT] = {NULL, "gzip", "br"};

    return names[coding];
}

/* ---- Accept-Encoding ---------------------------------------------------------------------------
 */

#define WEIGHT_UNSET (-1)
#define WEIGHT_FULL 1000 /* thousandths: three digits behind the point (RFC 9110 12.4.2) */

typedef struct weights_t {
    int coding[NP_CODING_COUNT], any;
} weights_t;

static const char *skip_space(const char *text)
{
    return text + strspn(text, " \t");
}

/* "0", "1", "0.123", "1.000"; what is malformed counts as refused. */
static int read_weight(const char *text, apr_size_t length)
{
    int weight, unit;
    apr_size_t i;

    if (length == 0 || (text[0] != '0' && text[0] != '1') || length > 5 ||
        (length > 1 && text[1] != '.'))
        return 0;
    weight = (text[0] - '0') * WEIGHT_FULL;
    for (i = 2, unit = WEIGHT_FULL / 10; i < length; i++, unit /= 10) {
        if (!apr_isdigit(text[i]))
            return 0;
        weight += (text[i] - '0') * unit;
    }
    return weight <= WEIGHT_FULL ? weight : 0;
}

/* The weight among the parameters of one element; `text` stands behind its name. */
static int element_weight(const char *text, const char *end)
{
    while (text < end) {
        text = skip_space(text + 1); /* the semicolon */
        if (end - text >= 2 && (text[0] == 'q' || text[0] == 'Q') && text[1] == '=')
            return read_weight(text + 2, strcspn(text + 2, ";, \t"));
        text += strcspn(text, ";,");
    }
    return WEIGHT_FULL;
}

static int is_name(const char *text, apr_size_t length, const char *name)
{
    return strlen(name) == length && strncasecmp(text, name, length) == 0;
}

static void note_element(weights_t *weights, const char *text, const char *end)
{
    apr_size_t length = strcspn(text, ";, \t");
    int weight = element_weight(skip_space(text + length), end);

    if (is_name(text, length, "br"))
        weights->coding[NP_CODING_BR] = weight;
    else if (is_name(text, length, "gzip") || is_name(text, length, "x-gzip"))
        weights->coding[NP_CODING_GZIP] = weight;
    else if (is_name(text, length, "identity"))
        weights->coding[NP_CODING_IDENTITY] = weight;
    else if (is_name(text, length, "*"))
        weights->any = weight;
}

np_coding_e np_coding_choose(const char *accept)
{
    weights_t weights = {{WEIGHT_UNSET, WEIGHT_UNSET, WEIGHT_UNSET}, WEIGHT_UNSET};
    np_coding_e best = NP_CODING_IDENTITY;
    int coding;

    if (accept == NULL)
        return NP_CODING_IDENTITY;
    while (*(accept = accept + strspn(accept, " \t,"))) {
        const char *end = accept + strcspn(accept, ",");

        note_element(&weights, accept, end);
        accept = end;
    }
    /* Not named: what `*` says; without one, identity is acceptable, though the least wanted of all
     * that are named with any weight, and others are not. */
    for (coding = 0; coding < NP_CODING_COUNT; coding++) {
        if (weights.coding[coding] == WEIGHT_UNSET && weights.any != WEIGHT_UNSET)
            weights.coding[coding] = weights.any;
    }
    if (weights.coding[NP_CODING_IDENTITY] == WEIGHT_UNSET)
        weights.coding[NP_CODING_IDENTITY] = 0;
    for (coding = NP_CODING_IDENTITY + 1; coding < NP_CODING_COUNT; coding++) {
        if (weights.coding[coding] > 0 && weights.coding[coding] >= weights.coding[best])
            best = (np_coding_e)coding;
    }
    return best;
}

/* ---- Compressing -------------------------------------------------------------------------------
 */

static int deflate_gzip(char *to, apr_size_t room, const char *bytes, apr_size_t length,
                        apr_size_t *coded_length)
{
    z_stream stream;
    int status;

    memset(&stream, 0, sizeof(stream));
    /* 31: the largest window, with a gzip header. No time and no name in it: equal pages are equal.
     */
    if (deflateInit2(&stream, GZIP_LEVEL, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    stream.next_in = (const Bytef *)bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = (Bytef *)to;
    stream.avail_out = (uInt)room;
    status = deflate(&stream, Z_FINISH);
    *coded_length = stream.total_out;
    deflateEnd(&stream);
    return status == Z_STREAM_END;
}

static int encode_br(char *to, apr_size_t room, const char *bytes, apr_size_t length,
                     apr_size_t *coded_length)
{
    size_t size = room;
    BROTLI_BOOL done = BrotliEncoderCompress(BR_LEVEL, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
                                             length, (const uint8_t *)bytes, &size, (uint8_t *)to);

    *coded_length = size;
    return done == BROTLI_TRUE;
}

char *np_coding_encode(np_coding_e coding, const char *bytes, apr_size_t length,
                       apr_size_t *coded_length)
{
    char *coded, *fitted;
    int done;

    /* Room for one byte less than there is: what does not fit is not worth it. */
    if (length < 2 || length > 0x7fffffff)
        return NULL;
    coded = malloc(length);
    if (coded == NULL)
        return NULL;
    done = coding == NP_CODING_GZIP ? deflate_gzip(coded, length - 1, bytes, length, coded_length)
                                    : encode_br(coded, length - 1, bytes, length, coded_length);
    if (!done) {
        free(coded);
        return NULL;
    }
    fitted = realloc(coded, *coded_length);
    if (fitted == NULL)
        return coded;
    return fitted;
}
