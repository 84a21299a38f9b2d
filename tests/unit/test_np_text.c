/* test_np_text.c - UTF-8 (every class of ill-formed sequences), cutting, folding, URL escapes,
 * telephone numbers.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "np_text.h"

#define R "\xEF\xBF\xBD"

static apr_pool_t *pool;

/* ------------------------------------------------------------------ UTF-8 */

#define BYTES(s) s, sizeof(s) - 1

static const struct {
    const char *bytes;
    size_t length;
    const char *clean; /* NULL: valid as it is */
    int replaced;
} sequences[] = {
    {BYTES(""), NULL, 0},
    {BYTES("a"), NULL, 0},
    {BYTES("abcdefgh"), NULL, 0},
    {BYTES("abcdefghi\tj\nk\r"), NULL, 0},
    {BYTES("\x7F"), NULL, 0},
    {BYTES("\xC2\x80"), NULL, 0},         /* U+0080: a control, but an XML character */
    {BYTES("\xDF\xBF"), NULL, 0},         /* U+07FF */
    {BYTES("\xE0\xA0\x80"), NULL, 0},     /* U+0800 */
    {BYTES("\xED\x9F\xBF"), NULL, 0},     /* U+D7FF */
    {BYTES("\xEE\x80\x80"), NULL, 0},     /* U+E000 */
    {BYTES("\xEF\xBF\xBD"), NULL, 0},     /* U+FFFD */
    {BYTES("\xEF\xB7\x90"), NULL, 0},     /* U+FDD0: no character, but XML allows it */
    {BYTES("\xF0\x90\x80\x80"), NULL, 0}, /* U+10000 */
    {BYTES("\xF4\x8F\xBF\xBF"), NULL, 0}, /* U+10FFFF */
    {BYTES("延边新闻"), NULL, 0},
    {BYTES("연변 뉴스"), NULL, 0},
    {BYTES("𠮷野家 👩‍👩‍👧"), NULL, 0},
    {BYTES("abcdefg延"), NULL, 0},
    {BYTES("\xEF\xBB\xBFx"), NULL, 0},
    /* C0, and NUL wherever it stands */
    {BYTES("\0"), R, 1},
    {BYTES("a\0b"), "a" R "b", 1},
    {BYTES("abcdefg\0"), "abcdefg" R, 1},
    {BYTES("abc\0efgh"), "abc" R "efgh", 1},
    {BYTES("\x01\x08\x0B\x0C\x0E\x1F"), R R R R R R, 6},
    {BYTES("a\x1B[0m"), "a" R "[0m", 1},
    {BYTES("        \x1F"), "        " R, 1},
    {BYTES("!!!!\x01!!!!!!!"), "!!!!" R "!!!!!!!", 1},
    /* tails without lead */
    {BYTES("\x80"), R, 1},
    {BYTES("\xBF"), R, 1},
    {BYTES("\x80\xBF\x80"), R R R, 3},
    {BYTES("a\x80z"), "a" R "z", 1},
    /* leads without tail, at the end and in front of something */
    {BYTES("\xC2"), R, 1},
    {BYTES("\xDF"
           "a"),
     R "a", 1},
    {BYTES("\xE4"), R, 1},
    {BYTES("\xE4\xBB"), R, 1},
    {BYTES("\xE4\xBB"
           "a"),
     R "a", 1},
    {BYTES("\xE4"
           "a"),
     R "a", 1},
    {BYTES("\xF0\x9F\x98"), R, 1},
    {BYTES("\xF0\x9F\x98z"), R "z", 1},
    {BYTES("\xF0\x9F"), R, 1},
    {BYTES("\xF0"), R, 1},
    {BYTES("\xC2\xC2\x80"), R "\xC2\x80", 1},
    {BYTES("\xE4\xBB\xE4\xBB\xAC"), R "\xE4\xBB\xAC", 1},
    {BYTES("\xF0\x9F\xF0\x9F\x98\x80"), R "\xF0\x9F\x98\x80", 1},
    /* overlong forms: no byte of them begins anything */
    {BYTES("\xC0\x80"), R R, 2},
    {BYTES("\xC1\xBF"), R R, 2},
    {BYTES("\xC0\xBC"), R R, 2},
    {BYTES("\xE0\x80\x80"), R R R, 3},
    {BYTES("\xE0\x9F\xBF"), R R R, 3},
    {BYTES("\xF0\x80\x80\x80"), R R R R, 4},
    {BYTES("\xF0\x8F\xBF\xBF"), R R R R, 4},
    {BYTES("\xF8\x88\x80\x80\x80"), R R R R R, 5},
    {BYTES("\xFC\x84\x80\x80\x80\x80"), R R R R R R, 6},
    /* surrogates, alone and in pairs (CESU-8) */
    {BYTES("\xED\xA0\x80"), R R R, 3},
    {BYTES("\xED\xAF\xBF"), R R R, 3},
    {BYTES("\xED\xB0\x80"), R R R, 3},
    {BYTES("\xED\xBF\xBF"), R R R, 3},
    {BYTES("\xED\xA0\xBD\xED\xB8\x80"), R R R R R R, 6},
    /* above U+10FFFF, and bytes that are in no UTF-8 */
    {BYTES("\xF4\x90\x80\x80"), R R R R, 4},
    {BYTES("\xF5\x80\x80\x80"), R R R R, 4},
    {BYTES("\xF7\xBF\xBF\xBF"), R R R R, 4},
    {BYTES("\xFE\xFF"), R R, 2},
    {BYTES("\xFF"), R, 1},
    /* well-formed, but no XML characters: one replacement each */
    {BYTES("\xEF\xBF\xBE"), R, 1},
    {BYTES("\xEF\xBF\xBF"), R, 1},
    {BYTES("a\xEF\xBF\xBE\xEF\xBF\xBF"
           "b"),
     "a" R R "b", 2},
    /* the example of Unicode's table 3-8 */
    {BYTES("\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64"), "a" R R R "b" R "c" R R "d", 6},
    {BYTES("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), R R R R "A", 4},
    {BYTES("\xD1\xD3\xB1\xDF\xD0\xC2\xCE\xC5"), R "\xD3\xB1" R R R R R, 6}, /* GBK */
};

/* Each sequence alone, and behind 0 to 8 letters: the fast path looks at eight bytes at once. */
static void test_utf8(void **state)
{
    static const char letters[] = "abcdefgh";
    size_t i, before;

    (void)state;
    for (i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++)
        for (before = 0; before <= 8; before++) {
            size_t length = before + sequences[i].length;
            char *bytes = malloc(length + 1);
            const char *expected = sequences[i].clean, *clean;
            int replaced = -1;

            memcpy(bytes, letters, before);
            memcpy(bytes + before, sequences[i].bytes, sequences[i].length + 1);
            assert_int_equal(np_text_valid(bytes, length), expected == NULL);
            clean = np_text_clean(pool, bytes, length, &replaced);
            assert_int_equal(replaced, sequences[i].replaced);
            if (expected == NULL) {
                assert_ptr_equal(clean, bytes);
            } else {
                assert_string_equal(
                    clean, apr_pstrcat(pool, apr_pstrndup(pool, letters, before), expected, NULL));
                assert_true(np_text_valid(clean, strlen(clean)));
            }
            free(bytes);
        }
}

/* Every code point, encoded by the rule, is judged by the definition. */
static void test_every_code_point(void **state)
{
    uint32_t c;

    (void)state;
    for (c = 0; c < 0x110000; c++) {
        char u[5] = {0};
        size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4, i;
        static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
        int xml = c == 9 || c == 10 || c == 13 || (c >= 0x20 && c <= 0xD7FF) ||
                  (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;

        for (i = length; i-- > 1;)
            u[i] = (char)(0x80 | ((c >> (6 * (length - 1 - i))) & 0x3F));
        u[0] = (char)(leads[length] | (c >> (6 * (length - 1))));
        if (np_text_valid(u, length) != xml)
            fail_msg("U+%04X", c);
        if (xml && np_text_length(u) != 1)
            fail_msg("length of U+%04X", c);
    }
}

static void test_clean_needs_the_nul(void **state)
{
    const char *clean = np_text_clean(pool, "abcdef", 3, NULL);

    (void)state;
    assert_string_equal(clean, "abc");
    assert_string_equal(np_text_clean(pool, "ab\xE4\xBB\xAC", 4, NULL), "ab" R);
}

static void test_length(void **state)
{
    (void)state;
    assert_int_equal(np_text_length(""), 0);
    assert_int_equal(np_text_length("abc"), 3);
    assert_int_equal(np_text_length("延边 연변"), 5);
    assert_int_equal(np_text_length("𠮷"), 1);
}

/* ---------------------------------------------------------------- cutting */

static void test_excerpt(void **state)
{
    static const struct {
        const char *text;
        size_t characters;
        const char *expected;
    } excerpts[] = {
        {"", 5, ""},
        {"abc", 5, "abc"},
        {"abcde", 5, "abcde"},
        {"abcdef", 5, "abcde…"},
        {"abcde   ", 5, "abcde"},
        {"  a \t\n b  ", 9, "a b"},
        {"ab cd ef", 3, "ab…"},
        {"ab cd ef", 4, "ab c…"},
        {"延边新闻", 2, "延边…"},
        {"연변 뉴스", 3, "연변…"},
        {"　　延边　新闻　", 9, "延边 新闻"},
        {"a\xC2\xA0\xE2\x80\x83"
         "b",
         9, "a b"},
        {"𠮷野家", 1, "𠮷…"},
        {"abc", 0, "…"},
        {"   ", 0, ""},
        {"   ", 3, ""},
        {"a\xE2\x80\xA8\xE2\x80\xA9"
         "b",
         2, "a…"},
        {"abc", SIZE_MAX, "abc"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(excerpts) / sizeof(excerpts[0]); i++)
        assert_string_equal(np_text_excerpt(pool, excerpts[i].text, excerpts[i].characters),
                            excerpts[i].expected);
}

/* ---------------------------------------------------------------- folding */

static void test_fold(void **state)
{
    static const struct {
        const char *text;
        const char *folded;
    } words[] = {
        {"", ""},
        {"Yanji", "yanji"},
        {"ＹＡＮＪＩ　２０２６", "yanji 2026"},
        {"延边", "延边"},
        {"연변", "연변"},
        {"\u1102\u1162", "\uB0B4"}, /* Hangul letters become a syllable */
        {"\uFFA1\uFFC2", "\uAC00"}, /* half-width ones too */
        {"Straße", "strasse"},
        {"STRASSE", "strasse"},
        {"É", "é"},
        {"E\u0301", "é"},
        {"ﬃ", "ffi"},
        {"㈱", "(株)"},
        {"①②", "12"},
        {"Σίσυφος", "σίσυφοσ"},
        {"İ", "i̇"},
        {"\u2126", "ω"},  /* ohm sign */
        {"\uF900", "豈"}, /* compatibility ideograph */
        {"カﾞ", "ガ"},
        {"ﷺ", "صلى الله عليه وسلم"}, /* one character becomes 18 */
        {"\u0345\u03B1", "\u03B9\u03B1"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        assert_string_equal(np_text_fold(pool, words[i].text), words[i].folded);
        assert_string_equal(np_text_fold(pool, words[i].folded), words[i].folded);
    }
}

/* Many characters that grow: the room of the first try does not do. */
static void test_fold_grows(void **state)
{
    char *text = apr_pcalloc(pool, 3 * 1000 + 1);
    const char *folded;
    int i;

    (void)state;
    for (i = 0; i < 1000; i++)
        memcpy(text + 3 * i, "ﷺ", 3);
    folded = np_text_fold(pool, text);
    assert_int_equal(np_text_length(folded), 18 * 1000);
    assert_string_equal(np_text_fold(pool, folded), folded);
}

static void test_fold_of_long_text(void **state)
{
    char *text = malloc(200001);

    (void)state;
    memset(text, 'A', 200000);
    text[200000] = '\0';
    memcpy(text, "É", 2);
    assert_int_equal(strlen(np_text_fold(pool, text)), 200000);
    assert_true(strncmp(np_text_fold(pool, text), "Éaaa", 5) == 0);
    free(text);
}

/* ------------------------------------------------------------ URL escapes */

static void test_escape(void **state)
{
    (void)state;
    assert_string_equal(np_text_escape(pool, ""), "");
    assert_string_equal(np_text_escape(pool, "azAZ09-._~"), "azAZ09-._~");
    assert_string_equal(np_text_escape(pool, "a b/c?d#e%f+g&h=i"),
                        "a%20b%2Fc%3Fd%23e%25f%2Bg%26h%3Di");
    assert_string_equal(np_text_escape(pool, "延边"), "%E5%BB%B6%E8%BE%B9");
    assert_string_equal(np_text_escape(pool, "\x7F\"'<>!*()"), "%7F%22%27%3C%3E%21%2A%28%29");
}

static void test_unescape(void **state)
{
    static const struct {
        const char *text;
        int plus;
        const char *plain;
    } texts[] = {
        {"", 0, ""},
        {"abc", 0, "abc"},
        {"a+b", 0, "a+b"},
        {"a+b", 1, "a b"},
        {"a%2Bb", 1, "a+b"},
        {"%E5%BB%B6%e8%be%b9", 0, "延边"},
        {"延边", 0, "延边"},
        {"%25%32%35", 0, "%25"},
        {"%", 0, NULL},
        {"%4", 0, NULL},
        {"a%4", 0, NULL},
        {"%zz", 0, NULL},
        {"%4z", 0, NULL},
        {"%-1", 0, NULL},
        {"% 41", 0, NULL},
        {"%u5EF6", 0, NULL},
        {"%00", 0, NULL},
        {"a%00b", 0, NULL},
        {"%0A%09", 0, "\n\t"},
        {"%0B", 0, NULL},
        {"%FF", 0, NULL},
        {"%C0%AF", 0, NULL},
        {"%ED%A0%80", 0, NULL},
        {"%E5%BB", 0, NULL},
        {"%E5\xBB\xB6", 0, "延"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        const char *plain =
            np_text_unescape(pool, texts[i].text, strlen(texts[i].text), texts[i].plus);

        if (texts[i].plain == NULL)
            assert_null(plain);
        else
            assert_string_equal(plain, texts[i].plain);
    }
    assert_string_equal(np_text_unescape(pool, "ab%41", 2, 0), "ab");
    assert_null(np_text_unescape(pool, "ab%41", 4, 0));
    assert_null(np_text_unescape(pool, "a\0b", 3, 0));
}

/* -------------------------------------------------------------- telephone */

static void test_tel(void **state)
{
    static const struct {
        const char *phone;
        const char *tel;
    } phones[] = {
        {"0433—8157607", "tel:04338157607"},
        {"0433-8157607", "tel:04338157607"},
        {"（0433）815 7607", "tel:04338157607"},
        {"+86 433 815-7607", "tel:+864338157607"},
        {"(+86)433 8157607", "tel:+864338157607"},
        {"＋８６　４３３－８１５７６０７", "tel:+864338157607"},
        {"电话：0433·815·7607", "tel:04338157607"},
        {"12345", "tel:12345"},
        {"110", "tel:110"},
        {"12", NULL},
        {"", NULL},
        {"电话", NULL},
        {"+", NULL},
        {"0433-8157607转8001", "tel:04338157607"},
        {"0433-8157607 ext 8001", "tel:04338157607"},
        {"0433-8157607/8157608", "tel:04338157607"},
        {"0433-8157607、8157608", "tel:04338157607"},
        {"1号线：0433-8157607", "tel:04338157607"},
        {"1+0433", "tel:+0433"},
        {"033 123 4567", "tel:0331234567"},
        {"a+b 0433", "tel:0433"},
        {"1\"><script>234", "tel:234"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(phones) / sizeof(phones[0]); i++) {
        const char *tel = np_text_tel(pool, phones[i].phone);

        if (phones[i].tel == NULL)
            assert_null(tel);
        else
            assert_string_equal(tel, phones[i].tel);
    }
}

static int setup(void **state)
{
    (void)state;
    apr_initialize();
    return apr_pool_create(&pool, NULL) != APR_SUCCESS;
}

static int teardown(void **state)
{
    (void)state;
    apr_pool_destroy(pool);
    apr_terminate();
    return 0;
}

/* ---------------------------------------------------------------- language */

static void test_language(void **state)
{
    static const struct {
        const char *text, *language;
    } texts[] = {
        {"", NULL},
        {"WiFi 5G, 2026!", NULL},
        {"路灯不亮", "zh"},
        {"路灯3盏 not 亮", "zh"},
        {"가로등이 켜지지 않아요", "ko"},
        {"연길(延吉) 가로등", "ko"},
        {"延吉의 燈", "zh"},
        {"ㅎㅎ", "ko"},
        {"\u1112\u1161\u11ab", "ko"}, /* letters that are not put together */
        {"\U00020000", "zh"},
        {"привет", NULL},
        {"カタカナ", NULL},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        const char *found = np_text_language(texts[i].text);

        if (texts[i].language)
            assert_string_equal(found, texts[i].language);
        else
            assert_null(found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_every_code_point),
        cmocka_unit_test(test_clean_needs_the_nul),
        cmocka_unit_test(test_length),
        cmocka_unit_test(test_excerpt),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_fold_grows),
        cmocka_unit_test(test_fold_of_long_text),
        cmocka_unit_test(test_escape),
        cmocka_unit_test(test_unescape),
        cmocka_unit_test(test_tel),
        cmocka_unit_test(test_language),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
