/* np_gram.c - see np_gram.h. Letters and numbers are what ICU says, as in the regular expressions
 * of the databases. */
#include "np_gram.h"

#include <string.h>
#include <apr_strings.h>
#include <unicode/uchar.h>
#include "np_text.h"

/* The character at `*at`, which goes on to the next one. Valid UTF-8 only. */
static UChar32 take(const char *text, int32_t *at)
{
    const unsigned char *byte = (const unsigned char *)text + *at;
    int more = *byte >= 0xf0 ? 3 : *byte >= 0xe0 ? 2 : *byte >= 0xc0 ? 1 : 0;
    UChar32 c = more == 3   ? *byte & 0x07
                : more == 2 ? *byte & 0x0f
                : more == 1 ? *byte & 0x1f
                            : *byte;

    for (*at += 1; more > 0; more--, *at += 1)
        c = c << 6 | (*++byte & 0x3f);
    return c;
}

/* How a character goes into grams. */
typedef enum { BETWEEN, OF_PAIRS, OF_WORDS } class_e;

/* Chinese, Korean and Japanese, as portal_index_case says it. */
static const struct {
    UChar32 first, last;
} of_pairs[] = {{0x1100, 0x11ff}, {0x3005, 0x3005}, {0x3007, 0x3007}, {0x3041, 0x3096},
                {0x30a1, 0x30fa}, {0x30fc, 0x30fc}, {0x3131, 0x318e}, {0x3400, 0x4dbf},
                {0x4e00, 0x9fff}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0x20000, 0x323af}};

static class_e class_of(UChar32 c)
{
    apr_size_t i;

    for (i = 0; i < sizeof(of_pairs) / sizeof(of_pairs[0]); i++) {
        if (c >= of_pairs[i].first && c <= of_pairs[i].last)
            return OF_PAIRS;
    }
    return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) ? OF_WORDS : BETWEEN;
}

static void add_gram(apr_array_header_t *grams, const char *text, int32_t length)
{
    const char *gram = apr_pstrmemdup(grams->pool, text, (apr_size_t)length);
    int i;

    for (i = 0; i < grams->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(grams, i, const char *), gram) == 0)
            return;
    }
    APR_ARRAY_PUSH(grams, const char *) = gram;
}

/* The bytes of the word that begins at `start`; one character alone is none. */
static int32_t take_word(const char *text, int32_t start, int32_t length, int *characters)
{
    int32_t end = start;

    for (*characters = 0; *characters < NP_GRAM_LONGEST; (*characters)++) {
        int32_t next = end;

        if (next >= length || class_of(take(text, &next)) != OF_WORDS)
            break;
        end = next;
    }
    return end - start;
}

static void cut(apr_array_header_t *grams, const char *text, int32_t length, int most)
{
    class_e last = BETWEEN;
    int32_t at = 0, last_at = 0;

    while (at < length && grams->nelts < most) {
        int32_t start = at;
        int characters;
        class_e now = class_of(take(text, &at));

        if (now == OF_PAIRS && last == OF_PAIRS) {
            add_gram(grams, text + last_at, at - last_at);
        } else if (now == OF_WORDS && last != OF_WORDS) {
            int32_t bytes = take_word(text, start, length, &characters);

            if (characters >= 2)
                add_gram(grams, text + start, bytes);
        }
        last = now;
        last_at = start;
    }
}

apr_array_header_t *np_gram_cut(apr_pool_t *pool, const char *text, int most)
{
    apr_array_header_t *grams = apr_array_make(pool, most, sizeof(const char *));
    const char *folded = np_text_fold(pool, text);

    cut(grams, folded, (int32_t)strlen(folded), most);
    return grams;
}

const char *np_gram_query(apr_pool_t *pool, const char *text, int most)
{
    char *query = apr_pstrdup(pool, np_text_fold(pool, text));
    char *to = query, *last = query;
    int32_t length = (int32_t)strlen(query), at = 0;
    int characters = 0;

    while (at < length && characters < most) {
        int32_t start = at;
        UChar32 c = take(query, &at);

        if (u_isUWhiteSpace(c) || u_iscntrl(c)) {
            if (to > query && to[-1] != ' ')
                *to++ = ' ';
        } else {
            memmove(to, query + start, (size_t)(at - start));
            to += at - start;
            last = to;
        }
        characters++;
    }
    *last = '\0';
    return query;
}
