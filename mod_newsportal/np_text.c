/* np_text.c - see np_text.h. Foreign bytes become valid text here; nothing in this file may know
 * HTML, HTTP or SQL. Called by np_body, np_html's callers, np_query, the routes and the input room.
 */
#include "np_text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */
#define ELLIPSIS "\xE2\x80\xA6"    /* U+2026 */

#define ONES UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

typedef unsigned char byte;

/* ------------------------------------------------------------------ UTF-8 */

static int is_tail(const byte *p, const byte *end)
{
    return p < end && (*p & 0xC0) == 0x80;
}

/* Eight bytes that are all printable ASCII (or DEL): the common case of Latin text and markup. A
 * borrow can only make the test fail for a good word, never pass for a bad one. */
static int is_plain_word(const byte *p)
{
    uint64_t word;

    memcpy(&word, p, sizeof(word));
    return (((word - ONES * 0x20) | word) & HIGHS) == 0;
}

/* U+1000 to U+CFFF: three bytes without any exception, and nearly all of Chinese and Korean. */
static int is_plain_triple(const byte *p, const byte *end)
{
    return end - p >= 3 && p[0] >= 0xE1 && p[0] <= 0xEC && (p[1] & 0xC0) == 0x80 &&
           (p[2] & 0xC0) == 0x80;
}

/* One character that is not ASCII. Returns its length when it is well-formed and allowed in XML;
 * else 0, with *skip set to what one U+FFFD stands for: a whole forbidden character or the maximal
 * subpart of an ill-formed one (Unicode 3.9, table 3-7). */
static size_t multibyte(const byte *p, const byte *end, size_t *skip)
{
    byte low = 0x80, high = 0xBF;

    *skip = 1;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    if (p[0] < 0xE0)
        return is_tail(p + 1, end) ? 2 : 0;
    if (p[0] == 0xE0 || p[0] == 0xF0)
        low = p[0] == 0xE0 ? 0xA0 : 0x90; /* shorter forms exist */
    if (p[0] == 0xED || p[0] == 0xF4)
        high = p[0] == 0xED ? 0x9F : 0x8F; /* surrogates; above U+10FFFF */
    if (p + 1 >= end || p[1] < low || p[1] > high)
        return 0;
    *skip = 2;
    if (!is_tail(p + 2, end))
        return 0;
    *skip = 3;
    if (p[0] < 0xF0) /* U+FFFE and U+FFFF are well-formed but no XML characters */
        return p[0] == 0xEF && p[1] == 0xBF && p[2] >= 0xBE ? 0 : 3;
    return is_tail(p + 3, end) ? 4 : 0;
}

/* End of the valid text that starts at p; *skip as above when that is before the end. */
static const byte *valid_run(const byte *p, const byte *end, size_t *skip)
{
    while (p < end) {
        size_t length;

        if (end - p >= 8 && is_plain_word(p)) {
            p += 8;
        } else if (*p < 0x80) {
            if (*p < 0x20 && *p != '\t' && *p != '\n' && *p != '\r') {
                *skip = 1;
                return p;
            }
            p++;
        } else if (is_plain_triple(p, end)) {
            p += 3;
        } else {
            if ((length = multibyte(p, end, skip)) == 0)
                return p;
            p += length;
        }
    }
    return end;
}

int np_text_valid(const char *bytes, apr_size_t length)
{
    const byte *end = (const byte *)bytes + length;
    size_t skip;

    return length == 0 || valid_run((const byte *)bytes, end, &skip) == end;
}

/* First pass of cleaning: how many replacements, and how long the result will be. */
static int count_bad(const byte *p, const byte *end, size_t *clean_length)
{
    int bad = 0;
    size_t skip;

    *clean_length = 0;
    for (;;) {
        const byte *stop = valid_run(p, end, &skip);

        *clean_length += (size_t)(stop - p);
        if (stop == end)
            return bad;
        *clean_length += sizeof(REPLACEMENT) - 1;
        bad++;
        p = stop + skip;
    }
}

const char *np_text_clean(apr_pool_t *pool, const char *bytes, apr_size_t length, int *replaced)
{
    const byte *p = (const byte *)bytes, *end = p + length;
    size_t clean_length, skip;
    int bad = count_bad(p, end, &clean_length);
    char *clean, *out;

    if (replaced != NULL)
        *replaced = bad;
    if (bad == 0 && *end == '\0')
        return bytes;
    clean = out = apr_palloc(pool, clean_length + 1);
    for (;;) {
        const byte *stop = valid_run(p, end, &skip);

        memcpy(out, p, (size_t)(stop - p));
        out += stop - p;
        if (stop == end)
            break;
        memcpy(out, REPLACEMENT, sizeof(REPLACEMENT) - 1);
        out += sizeof(REPLACEMENT) - 1;
        p = stop + skip;
    }
    *out = '\0';
    return clean;
}

apr_size_t np_text_length(const char *text)
{
    apr_size_t count = 0;

    for (; *text; text++)
        count += ((byte)*text & 0xC0) != 0x80;
    return count;
}

/* ---------------------------------------------------------------- cutting */

/* Length in bytes of the white space character at p (Unicode White_Space), 0 when there is none. */
static size_t space_length(const char *text)
{
    const byte *p = (const byte *)text;

    if (*p <= 0x20)
        return *p == ' ' || (*p >= '\t' && *p <= '\r');
    if (*p == 0xC2)
        return p[1] == 0x85 || p[1] == 0xA0 ? 2 : 0;
    if (*p == 0xE1)
        return p[1] == 0x9A && p[2] == 0x80 ? 3 : 0; /* U+1680 */
    if (*p == 0xE2 && p[1] == 0x80)                  /* U+2000..200A 2028 2029 202F */
        return (p[2] >= 0x80 && p[2] <= 0x8A) || p[2] == 0xA8 || p[2] == 0xA9 || p[2] == 0xAF ? 3
                                                                                              : 0;
    if (*p == 0xE2)
        return p[1] == 0x81 && p[2] == 0x9F ? 3 : 0; /* U+205F */
    if (*p == 0xE3)
        return p[1] == 0x80 && p[2] == 0x80 ? 3 : 0; /* U+3000, the indent of Chinese text */
    return 0;
}

static size_t character_length(const char *text)
{
    byte lead = (byte)*text;

    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

static const char *skip_spaces(const char *text)
{
    size_t length;

    while (*text && (length = space_length(text)) > 0)
        text += length;
    return text;
}

const char *np_text_excerpt(apr_pool_t *pool, const char *text, apr_size_t characters)
{
    size_t bytes = strlen(text), room = characters < bytes ? characters * 4 : bytes;
    char *excerpt = apr_palloc(pool, (room < bytes ? room : bytes) + sizeof(ELLIPSIS));
    char *out = excerpt;

    text = skip_spaces(text);
    while (*text && characters > 0) {
        size_t length = character_length(text);

        if (space_length(text) > 0) {
            text = skip_spaces(text);
            if (*text) {
                *out++ = ' ';
                characters--;
            }
            continue;
        }
        memcpy(out, text, length);
        out += length;
        text += length;
        characters--;
    }
    if (*skip_spaces(text)) {
        if (out > excerpt && out[-1] == ' ')
            out--;
        memcpy(out, ELLIPSIS, sizeof(ELLIPSIS) - 1);
        out += sizeof(ELLIPSIS) - 1;
    }
    *out = '\0';
    return excerpt;
}

/* ---------------------------------------------------------------- folding */

/* ASCII needs no ICU: NFKC leaves it alone and case folding is lower case. */
static const char *fold_ascii(apr_pool_t *pool, const char *text, size_t length)
{
    char *folded = apr_palloc(pool, length + 1);
    size_t i;

    for (i = 0; i <= length; i++)
        folded[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + ('a' - 'A') : text[i]);
    return folded;
}

static int is_ascii(const char *text)
{
    for (; *text; text++)
        if ((byte)*text >= 0x80)
            return 0;
    return 1;
}

/* One step of folding: as in ICU, the length needed comes back also when the room was too small. */
typedef int32_t step_fn(UChar *to, int32_t room, const UChar *from, int32_t length,
                        UErrorCode *error);

static int32_t step_normalise(UChar *to, int32_t room, const UChar *from, int32_t length,
                              UErrorCode *error)
{
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(error);

    return unorm2_normalize(nfkc, from, length, to, room, error);
}

static int32_t step_case(UChar *to, int32_t room, const UChar *from, int32_t length,
                         UErrorCode *error)
{
    return u_strFoldCase(to, room, from, length, U_FOLD_CASE_DEFAULT, error);
}

/* Runs a step; a text rarely grows, so the first try has room for a little more than it is now. */
static int32_t run_step(step_fn *step, UChar **units, int32_t length, apr_pool_t *pool)
{
    int32_t room = length + 32;
    int attempt;

    for (attempt = 0; attempt < 2; attempt++) {
        UErrorCode error = U_ZERO_ERROR;
        UChar *to = apr_palloc(pool, sizeof(UChar) * (size_t)room);
        int32_t made = step(to, room, *units, length, &error);

        if (error != U_BUFFER_OVERFLOW_ERROR) {
            *units = to;
            return U_SUCCESS(error) ? made : 0;
        }
        room = made + 1;
    }
    return 0;
}

/* The order NFKC, fold, NFKC, fold, NFKC is what definition D146 of the Unicode Standard asks for,
 * so that folding what was folded changes nothing. */
static int32_t fold_units(UChar **units, int32_t length, apr_pool_t *pool)
{
    static step_fn *const steps[] = {step_normalise, step_case, step_normalise, step_case,
                                     step_normalise};
    size_t i;

    for (i = 0; i < sizeof(steps) / sizeof(steps[0]) && length > 0; i++)
        length = run_step(steps[i], units, length, pool);
    return length;
}

/* Texts to fold are names and search words. A longer one is only lower-cased in its ASCII part, so
 * that nobody can make us spend memory and time on a megabyte of ligatures. */
#define FOLD_MAX 65536

const char *np_text_fold(apr_pool_t *pool, const char *text)
{
    size_t length = strlen(text), room;
    UErrorCode error = U_ZERO_ERROR;
    int32_t made = 0;
    UChar *units;
    char *folded;

    if (length == 0 || length > FOLD_MAX || is_ascii(text))
        return fold_ascii(pool, text, length);
    units = apr_palloc(pool, sizeof(UChar) * length);
    u_strFromUTF8(units, (int32_t)length, &made, text, (int32_t)length, &error);
    if (U_FAILURE(error) || (made = fold_units(&units, made, pool)) == 0)
        return fold_ascii(pool, text, length); /* only for invalid text or lost ICU data */
    room = (size_t)made * 3 + 1;
    folded = apr_palloc(pool, room);
    u_strToUTF8(folded, (int32_t)room, NULL, units, made, &error);
    return U_SUCCESS(error) ? folded : fold_ascii(pool, text, length);
}

/* --------------------------------------------------------------- language */

const char *np_text_language(const char *text)
{
    apr_size_t at = 0, hangul = 0, han = 0;

    while (text[at]) {
        UErrorCode error = U_ZERO_ERROR;
        UScriptCode script;
        UChar32 c;

        U8_NEXT_UNSAFE(text, at, c);
        script = uscript_getScript(c, &error);
        hangul += script == USCRIPT_HANGUL;
        han += script == USCRIPT_HAN;
    }
    if (hangul + han == 0)
        return NULL;
    return hangul > han ? "ko" : "zh";
}

/* ------------------------------------------------------------ URL escapes */

static int is_unreserved(byte c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

const char *np_text_escape(apr_pool_t *pool, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t special = 0;
    const byte *p;
    char *escaped, *out;

    for (p = (const byte *)text; *p; p++)
        special += !is_unreserved(*p);
    escaped = out = apr_palloc(pool, (size_t)(p - (const byte *)text) + 2 * special + 1);
    for (p = (const byte *)text; *p; p++) {
        if (is_unreserved(*p)) {
            *out++ = (char)*p;
        } else {
            *out++ = '%';
            *out++ = digits[*p >> 4];
            *out++ = digits[*p & 15];
        }
    }
    *out = '\0';
    return escaped;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

const char *np_text_unescape(apr_pool_t *pool, const char *text, apr_size_t length,
                             int plus_is_space)
{
    char *plain = apr_palloc(pool, length + 1), *out = plain;
    const char *end = text + length;

    while (text < end) {
        char c = *text++;

        if (c == '%') {
            int high = end - text >= 2 ? hex_value(text[0]) : -1;
            int low = high >= 0 ? hex_value(text[1]) : -1;

            if (low < 0)
                return NULL;
            c = (char)(high << 4 | low);
            text += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        *out++ = c;
    }
    *out = '\0'; /* a NUL from %00 is inside the length and therefore not valid text */
    return np_text_valid(plain, (apr_size_t)(out - plain)) ? plain : NULL;
}

/* -------------------------------------------------------------- telephone */

/* Digit value of the ASCII or full-width digit at p, or -1; *length is the bytes it takes. */
static int digit_at(const char *p, size_t *length)
{
    const byte *b = (const byte *)p;

    *length = 1;
    if (*b >= '0' && *b <= '9')
        return *b - '0';
    if (b[0] == 0xEF && b[1] == 0xBC && b[2] >= 0x90 && b[2] <= 0x99) {
        *length = 3;
        return b[2] - 0x90;
    }
    return -1;
}

/* Length of what people write between the digits of one number, 0 when the number ends here: a
 * comma, a slash, "ext" or a word begins something else, and its digits must not be dialled. */
static size_t separator_at(const char *p)
{
    static const char *const wide[] = {
        "\xEF\xBC\x88", "\xEF\xBC\x89", "\xEF\xBC\x8D", "\xE2\x88\x92", "\xE2\x80\x90",
        "\xE2\x80\x91", "\xE2\x80\x92", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x95",
        "\xE3\x83\xBC", "\xE3\x83\xBB", "\xC2\xB7"}; /* （ ） － − ‐ ‑ ‒ – — ― ー ・ · */
    size_t i;

    if (*p == '\0')
        return 0;
    if (strchr("-.()", *p) != NULL)
        return 1;
    for (i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
        if (strncmp(p, wide[i], strlen(wide[i])) == 0)
            return strlen(wide[i]);
    return space_length(p);
}

/* Copies the digits of the number that begins at *phone and moves on behind it. */
static size_t take_number(const char **phone, char *out)
{
    size_t count = 0, length;
    int digit;

    for (;;) {
        if ((digit = digit_at(*phone, &length)) >= 0)
            out[count++] = (char)('0' + digit);
        else if ((length = separator_at(*phone)) == 0)
            return count;
        *phone += length;
    }
}

const char *np_text_tel(apr_pool_t *pool, const char *phone)
{
    char *tel = apr_palloc(pool, strlen(phone) + sizeof("tel:+")), *out;
    int plus = 0;

    memcpy(tel, "tel:", sizeof("tel:"));
    while (*phone) {
        size_t length, wide_plus = strncmp(phone, "\xEF\xBC\x8B", 3) == 0 ? 3 : 0;

        if (*phone == '+' || wide_plus) {
            plus = 1;
            phone += wide_plus ? wide_plus : 1;
        } else if (digit_at(phone, &length) >= 0) {
            size_t count;

            out = tel + 4;
            if (plus)
                *out++ = '+';
            count = take_number(&phone, out);
            out[count] = '\0';
            if (count >= 3)
                return tel;
            plus = 0;
        } else {
            phone += character_length(phone);
            plus = 0;
        }
    }
    return NULL;
}

int np_text_hexadecimal(apr_uint64_t *number, const char *text)
{
    static const char digits[] = "0123456789abcdef";
    int i;

    *number = 0;
    for (i = 0; i < 16; i++) {
        const char *digit = text[i] ? strchr(digits, text[i]) : NULL;

        if (digit == NULL)
            return 0;
        *number = *number << 4 | (apr_uint64_t)(digit - digits);
    }
    return 1;
}
