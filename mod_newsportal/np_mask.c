/* np_mask.c - see np_mask.h. A text is read once as characters; where digits, a plate or an @
 * begin, the kinds of number are tried, the longest first. */
#include "np_mask.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>
#include "np_mask_number.h"
#include "np_text.h"

#define KEEP_DIGITS 3
#define COVER "****"
#define UNSEEN                                                                                     \
    0x200bu   /* what takes no room on the screen: joiners, marks of direction, soft hyphens */
#define GAP 3 /* characters between two groups of one number: " - " */

/* One character: its folded code point (full-width forms as ASCII, all dashes as '-') and where it
 * stands. */
typedef struct {
    unsigned folded;
    apr_size_t at;
} np_mark_t;

typedef struct {
    const char *text;
    np_mark_t *marks; /* one more than `count`: the end of the text */
    apr_size_t count;
    char *out;
    apr_size_t written;
    int found;
} np_masking_t;

static unsigned code_point(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    int length = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    unsigned value = length == 1 ? at[0] : at[0] & (0x7fu >> length);
    int i;

    for (i = 1; i < length; i++)
        value = value << 6 | (at[i] & 0x3fu);
    *text += length;
    return value;
}

static unsigned fold(unsigned c)
{
    if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xfee0;
    if (c == 0x3000 || c == 0xa0)
        return ' ';
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30fb || c == 0x30fc)
        return '-';
    if ((c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff || c == 0xad)
        return UNSEEN;
    return c < 0x80 ? (unsigned)apr_toupper(c) : c;
}

static void read_marks(np_masking_t *m, apr_pool_t *pool)
{
    const char *at = m->text;

    m->marks = apr_palloc(pool, (np_text_length(at) + 1) * sizeof(*m->marks));
    for (m->count = 0; *at != '\0'; m->count++) {
        m->marks[m->count].at = (apr_size_t)(at - m->text);
        m->marks[m->count].folded = fold(code_point(&at));
    }
    m->marks[m->count].at = (apr_size_t)(at - m->text);
    m->marks[m->count].folded = 0;
}

static unsigned mark(const np_masking_t *m, apr_size_t i)
{
    return m->marks[i < m->count ? i : m->count].folded;
}

static int is_digit(unsigned c)
{
    return c >= '0' && c <= '9';
}

static int is_upper(unsigned c)
{
    return c >= 'A' && c <= 'Z';
}

static int is_word(unsigned c)
{
    return is_digit(c) || is_upper(c);
}

static int is_gap(unsigned c)
{
    return c == '-' || c == ' ' || c == '.' || c == ')' || c == '_' || c == 0xb7 || c == UNSEEN;
}

/* The index of the digit that goes on after what may stand between two groups; 0 if none does. */
static apr_size_t next_group(const np_masking_t *m, apr_size_t from)
{
    apr_size_t i = from;

    while (i < from + GAP && is_gap(mark(m, i)))
        i++;
    return i > from && is_digit(mark(m, i)) ? i : 0;
}

/* The digits from `from` on as one number in groups, with up to GAP separators between two. `ends`
 * gets for each digit the index after it, `groups` the length of each group. */
static void read_number(const np_masking_t *m, apr_size_t from, np_number_t *number,
                        apr_size_t *ends)
{
    apr_size_t i = from;

    memset(number, 0, sizeof(*number));
    while (number->length < NP_NUMBER_MAX && number->groups < NP_NUMBER_GROUPS) {
        int size = 0;

        for (; is_digit(mark(m, i)) && number->length < NP_NUMBER_MAX; size++) {
            ends[number->length] = i + 1;
            number->digits[number->length++] = (char)mark(m, i++);
            while (mark(m, i) == UNSEEN && is_digit(mark(m, i + 1)))
                i++;
        }
        number->sizes[number->groups++] = size;
        if (mark(m, i) == 'X' && !is_word(mark(m, i + 1)) && number->length == 17) {
            ends[number->length] = i + 1;
            number->digits[number->length++] = 'X';
            number->sizes[number->groups - 1]++;
            return;
        }
        i = next_group(m, i);
        if (i == 0)
            return;
    }
}

static void copy_until(np_masking_t *m, apr_size_t from, apr_size_t until)
{
    apr_size_t length = m->marks[until].at - m->marks[from].at;

    memcpy(m->out + m->written, m->text + m->marks[from].at, length);
    m->written += length;
}

/* Characters [from, keep) stay, [keep, until) are covered. */
static apr_size_t cover(np_masking_t *m, apr_size_t from, apr_size_t keep, apr_size_t until)
{
    copy_until(m, from, keep);
    memcpy(m->out + m->written, COVER, sizeof(COVER) - 1);
    m->written += sizeof(COVER) - 1;
    m->found++;
    return until;
}

/* A number that is somebody's begins at `from`: covered, and the index after it; else `from`. What
 * is no number as a whole may hold one in its first groups ("13812345678 2024"). */
static apr_size_t mask_number(np_masking_t *m, apr_size_t from)
{
    np_number_t number;
    apr_size_t ends[NP_NUMBER_MAX] = {0};

    read_number(m, from, &number, ends);
    while (number.length > 0) {
        apr_size_t end = ends[number.length - 1];

        /* A run of digits that goes on is a longer number, not this one. */
        if (!is_digit(mark(m, end)) && np_number_personal(&number)) {
            int keep = number.sizes[0] > 1 && number.sizes[0] < KEEP_DIGITS ? number.sizes[0]
                                                                            : KEEP_DIGITS;

            return cover(m, from, ends[keep - 1], end);
        }
        number.groups--;
        number.length -= number.sizes[number.groups];
    }
    return from;
}

/* The plate of a Chinese vehicle (GA 36): province, letter, 5 or 6 characters of which 2 at least
 * are digits, the last maybe a word for its use. */
static apr_size_t mask_chinese_plate(np_masking_t *m, apr_size_t from)
{
    apr_size_t i = from + 2;
    int length = 0, digits = 0;

    if (!np_plate_province(mark(m, from)) || !is_upper(mark(m, from + 1)))
        return from;
    if (mark(m, i) == 0xb7 || mark(m, i) == 0x2022 || mark(m, i) == ' ' || mark(m, i) == '-')
        i++;
    for (; is_word(mark(m, i)) && mark(m, i) != 'I' && mark(m, i) != 'O'; i++, length++)
        digits += is_digit(mark(m, i));
    if (np_plate_suffix(mark(m, i))) {
        length++;
        i++;
    }
    if (length < 5 || length > 6 || digits < 2 || is_word(mark(m, i)))
        return from;
    return cover(m, from, from + 2, i);
}

/* A Korean plate: two or three digits, a syllable of use, four digits. */
static apr_size_t mask_korean_plate(np_masking_t *m, apr_size_t from)
{
    apr_size_t i = from, first;
    int digits = 0;

    while (is_digit(mark(m, i)))
        i++;
    first = i;
    if (first - from < 2 || first - from > 3 || !np_plate_syllable(mark(m, i)))
        return from;
    i++;
    if (mark(m, i) == ' ')
        i++;
    for (; is_digit(mark(m, i)); i++)
        digits++;
    return digits == 4 ? cover(m, from, first, i) : from;
}

static int is_mail(unsigned c)
{
    return is_word(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
}

/* An address begins at `from` (RFC 5322 dot-atom, as people have them): the first character and the
 * @ stay. */
static apr_size_t mask_mail(np_masking_t *m, apr_size_t from)
{
    apr_size_t at = from, end, dot = 0;

    while (at - from < 64 && is_mail(mark(m, at)))
        at++;
    if (mark(m, at) != '@' || at == from)
        return from;
    for (end = at + 1; is_word(mark(m, end)) || mark(m, end) == '-' || mark(m, end) == '.'; end++)
        if (mark(m, end) == '.' && is_word(mark(m, end + 1)))
            dot = end;
    while (end > at + 1 && !is_word(mark(m, end - 1)))
        end--;
    if (dot < at + 2)
        return from;
    return cover(m, from, from + 1, end);
}

/* What begins at `from`, if anything: the index after it, or `from`. */
static apr_size_t mask_at(np_masking_t *m, apr_size_t from)
{
    unsigned before = from ? mark(m, from - 1) : 0, c = mark(m, from);
    apr_size_t after = from;

    if (is_mail(c) && !is_mail(before))
        after = mask_mail(m, from);
    if (after == from && is_digit(c) && !is_word(before)) {
        after = mask_korean_plate(m, from);
        if (after == from)
            after = mask_number(m, from);
    }
    if (after == from && c > 0x7f)
        after = mask_chinese_plate(m, from);
    return after;
}

const char *np_mask_text(apr_pool_t *pool, const char *text, int *found)
{
    np_masking_t m = {.text = text};
    apr_size_t i, after;

    read_marks(&m, pool);
    /* What is covered has at least 5 bytes more than it keeps, "****" has 4: never longer than the
     * text. */
    m.out = apr_palloc(pool, m.marks[m.count].at + sizeof(COVER));
    for (i = 0; i < m.count; i = after) {
        after = mask_at(&m, i);
        if (after == i) {
            copy_until(&m, i, i + 1);
            after = i + 1;
        }
    }
    m.out[m.written] = '\0';
    if (found != NULL)
        *found = m.found;
    return m.found ? m.out : text;
}
