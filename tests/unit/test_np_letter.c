/* test_np_letter.c - letters of an index and the order of names. */
#include <pthread.h>
#include <stdlib.h>
#include "pool_bed.h"

#include "np_letter.h"

typedef struct case_t {
    const char *name, *letter;
} case_t;

static const case_t cases[] = {
    /* Latin: case, accents, strokes, ligatures, full width. */
    {"Apple", "A"}, {"zoo", "Z"}, {"école", "E"}, {"Ünal", "U"}, {"e\xCC\x81t", "E"}, {"Øre", "O"},
    {"Łódź", "L"}, {"Đà", "D"}, {"ßx", "S"}, {"Æther", "A"}, {"ＡＢＣ", "A"}, {"ｚ", "Z"},
    {"ﬁn", "F"}, {"þing", "#"}, {"ʒ", "#"}, {"ž", "Z"}, {"G331国道", "G"},
    /* Chinese: every initial, from the first characters of CLDR's dictionary on. */
    {"阿里", "A"}, {"八", "B"}, {"白山", "B"}, {"嚓", "C"}, {"大学", "D"}, {"妸", "E"}, {"发", "F"},
    {"防汛", "F"}, {"旮", "G"}, {"哈尔滨", "H"}, {"吉林", "J"}, {"咔", "K"}, {"垃", "L"},
    {"妈", "M"}, {"嗯", "N"}, {"喔", "O"}, {"妑", "P"}, {"七", "Q"}, {"人参", "R"}, {"仨", "S"},
    {"天池", "T"}, {"屲", "W"}, {"夕", "X"}, {"丫", "Y"}, {"延边", "Y"}, {"帀", "Z"}, {"做", "Z"},
    /* Second readings. */
    {"长白山", "C"}, {"长春", "C"}, {"长者食堂", "Z"}, {"厦门", "X"}, {"大厦", "D"}, {"重庆", "C"},
    {"重点工程", "Z"}, {"重阳节", "C"}, {"朝鲜族", "C"}, {"藏族", "Z"}, {"调查", "D"}, {"调解", "T"},
    /* Rare: without a reading, beyond the BMP, compatibility forms, radicals, marks. */
    {"龘", "D"}, {"鿿", "#"}, {"㐀", "#"}, {"\xF0\xA0\xAE\xB7野家", "#"}, {"\xF0\xB0\xBB\x9D", "#"},
    {"\xEF\xA4\x80", "Q"}, {"\xF0\xAF\xA0\x82", "Y"}, {"⼀", "Y"}, {"⺀", "#"}, {"々", "#"},
    /* Korean. */
    {"가을", "ㄱ"}, {"까치", "ㄱ"}, {"나", "ㄴ"}, {"두만강", "ㄷ"}, {"떡", "ㄷ"}, {"라", "ㄹ"},
    {"문화", "ㅁ"}, {"백두산", "ㅂ"}, {"빵", "ㅂ"}, {"사과", "ㅅ"}, {"쌀", "ㅅ"}, {"연변", "ㅇ"},
    {"장", "ㅈ"}, {"짜장면", "ㅈ"}, {"축제", "ㅊ"}, {"콩", "ㅋ"}, {"태권도", "ㅌ"}, {"평화", "ㅍ"},
    {"힣", "ㅎ"}, {"ㄲ", "ㄱ"}, {"ㅏ", "#"}, {"ㄳ", "#"}, {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "ㅎ"},
    {"ﾡ", "ㄱ"},
    /* The rest. */
    {"", "#"}, {"2024", "#"}, {"①", "#"}, {"《红楼梦》", "#"}, {"カ", "#"}, {"Москва", "#"},
    {"Ωmega", "#"}, {"😀", "#"}, {"\xF0\x9D\x90\x80", "A"}, {" a", "#"}, {"ㄅ", "#"},
};

static void each_name_has_its_letter(void **state)
{
    apr_size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        np_letter_t place = np_letter_of(cases[i].name, pool);

        if (strcmp(place.letter, cases[i].letter) != 0)
            fail_msg("%s: letter %s, not %s", cases[i].name, place.letter, cases[i].letter);
    }
}

/* In the order of a dictionary: by letter, then by pinyin, other scripts after Chinese. */
static void names_have_an_order(void **state)
{
    static const char *const ordered[] = {
        "安全",     "安图", "Äpfel", "apple", "长白山", "常识", "车站", "重庆", "春耕", "china",
        "Zürich", "가을", "강",  "까치",    "나무",   "한글", "2023", "2024",  "Москва",
    };
    apr_size_t i;

    (void)state;
    for (i = 1; i < sizeof(ordered) / sizeof(ordered[0]); i++) {
        np_letter_t one = np_letter_of(ordered[i - 1], pool), other = np_letter_of(ordered[i], pool);

        if (np_letter_compare(&one, &other) >= 0 || np_letter_compare(&other, &one) <= 0)
            fail_msg("%s does not stand before %s", ordered[i - 1], ordered[i]);
        assert_int_equal(np_letter_compare(&one, &one), 0);
    }
}

static void long_names_are_cut(void **state)
{
    char name[4001];
    int i;

    (void)state;
    for (i = 0; i < 4000; i += 4)
        memcpy(name + i, "\xF0\xA0\xAE\xB7", 4);
    name[4000] = '\0';
    assert_string_equal(np_letter_of(name, pool).letter, "#");
    memset(name, 'q', 4000);
    assert_string_equal(np_letter_of(name, pool).letter, "Q");
    for (i = 0; i + 3 <= 4000; i += 3)
        memcpy(name + i, "\xEF\xB7\xBA", 3); /* NFKC makes 18 characters of one */
    name[3999] = '\0';
    assert_string_equal(np_letter_of(name, pool).letter, "#");
}

/* All threads ask at once, and the first of them opens the dictionary. */
static void *ask(void *baton)
{
    apr_pool_t *own;
    apr_size_t i;
    int round, *wrong = baton;

    apr_pool_create(&own, NULL);
    for (round = 0; round < 50; round++) {
        for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
            *wrong += strcmp(np_letter_of(cases[i].name, own).letter, cases[i].letter) != 0;
        apr_pool_clear(own);
    }
    apr_pool_destroy(own);
    return NULL;
}

static void threads_share_the_dictionary(void **state)
{
    pthread_t threads[8];
    int wrong[8] = {0}, i;

    (void)state;
    for (i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask, &wrong[i]), 0);
    for (i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(wrong[i], 0);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(threads_share_the_dictionary, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_name_has_its_letter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_have_an_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_names_are_cut, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
