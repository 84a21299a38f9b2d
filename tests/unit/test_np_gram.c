/* test_np_gram.c - np_gram.c: how words that are looked for are cut, and how they stand in addresses. That the database cuts the same
 * way is tested in tests/sql/test_hotline.py, with these texts. */
#include "pool_bed.h"

#include "np_gram.h"

static const char *cut(const char *text, int most)
{
    return apr_array_pstrcat(pool, np_gram_cut(pool, text, most), ',');
}

static void pairs_and_words(void **state)
{
    (void)state;
    assert_string_equal(cut("路灯不亮", 9), "路灯,灯不,不亮");
    assert_string_equal(cut("三号路灯 Bus12 不亮", 9), "三号,号路,路灯,bus12,不亮");
    assert_string_equal(cut("한글로 씁니다", 9), "한글,글로,씁니,니다");
    assert_string_equal(cut("Café ＡＢＣ 2024年 a", 9), "café,abc,2024");
    assert_string_equal(cut("江，边。公园", 9), "公园");
    assert_string_equal(cut("人人人人", 9), "人人");
    assert_string_equal(cut("𠀀𠀁路", 9), "𠀀𠀁,𠀁路");
    assert_string_equal(cut("abcdefghijklmnopqrstuvwxyz0123 x", 9), "abcdefghijklmnopqrstuvwx");
}

static void nothing_to_look_for(void **state)
{
    (void)state;
    assert_string_equal(cut("", 9), "");
    assert_string_equal(cut("灯", 9), "");
    assert_string_equal(cut("a b 1 !?%_*", 9), "");
}

static void no_more_than_asked_for(void **state)
{
    (void)state;
    assert_string_equal(cut("一二三四五六七", 3), "一二,二三,三四");
}

static void queries_in_one_spelling(void **state)
{
    (void)state;
    assert_string_equal(np_gram_query(pool, "  ＢＵＳ　12 \t路灯 ", 60), "bus 12 路灯");
    assert_string_equal(np_gram_query(pool, " \n ", 60), "");
    assert_string_equal(np_gram_query(pool, "一二三四", 2), "一二");
    assert_string_equal(np_gram_query(pool, "a   b", 3), "a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pairs_and_words), cmocka_unit_test(nothing_to_look_for),
                                       cmocka_unit_test(no_more_than_asked_for), cmocka_unit_test(queries_in_one_spelling)};

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
