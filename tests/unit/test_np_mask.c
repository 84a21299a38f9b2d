/* test_np_mask.c - personal numbers are covered and nothing else is: the table tests/unit/data/mask.tsv, and shapes. */
#include <stdio.h>
#include <stdlib.h>
#include "pool_bed.h"

#include "np_mask.h"
#include "np_text.h"

static const char *with_line_ends(const char *text)
{
    char *copy = apr_pstrdup(pool, text), *at;

    while ((at = strstr(copy, "\\n")) != NULL) {
        at[0] = '\n';
        memmove(at + 1, at + 2, strlen(at + 2) + 1);
    }
    return copy;
}

static void table(void **state)
{
    FILE *file = fopen(TEST_DATA "/mask.tsv", "r");
    char line[1024];
    int cases = 0, wrong = 0;

    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof(line), file) != NULL) {
        char *tab = strchr(line, '\t');
        const char *given, *wanted, *shown;
        int found;

        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || tab == NULL)
            continue;
        *tab = '\0';
        given = with_line_ends(line);
        wanted = with_line_ends(tab + 1);
        shown = np_mask_text(pool, given, &found);
        cases++;
        if (strcmp(shown, wanted) != 0 || (found == 0) != (strcmp(given, wanted) == 0)) {
            print_error("%s\n  shows  %s\n  wanted %s\n", given, shown, wanted);
            wrong++;
        }
    }
    fclose(file);
    assert_int_equal(wrong, 0);
    assert_true(cases >= 300);
}

/* Whatever stands beside what: valid UTF-8, never longer, and what stays is in the order it had. */
static void odd_neighbours(void **state)
{
    static const char *const parts[] = {"13812345678", " ",  "-",        "0433",       "8157607", "吉H12345", "@",
                                        "mail.example", "12가3456", "身份证", "2224011990", "0101",    "X",        "\xf0\x9f\x91\x8d",
                                        "（",           "）",       "6222",   "0000",       ".",       "a"};
    unsigned seed = 1;
    int round, i;

    (void)state;
    for (round = 0; round < 20000; round++) {
        char text[256] = "";
        const char *shown, *at, *from;

        for (i = 0; i < 12; i++) {
            seed = seed * 1103515245u + 12345u;
            strcat(text, parts[(seed >> 16) % (sizeof(parts) / sizeof(*parts))]);
        }
        shown = np_mask_text(pool, text, NULL);
        assert_true(np_text_valid(shown, strlen(shown)));
        assert_true(strlen(shown) <= strlen(text));
        for (at = shown, from = text; *at != '\0'; at++)
            if (*at != '*') {
                from = strchr(from, *at);
                assert_non_null(from);
                from++;
            }
        if (round % 500 == 0)
            apr_pool_clear(pool);
    }
}

static void long_texts(void **state)
{
    apr_size_t length = 1 << 20;
    char *digits = malloc(length + 1), *words = malloc(length + 1);

    (void)state;
    memset(digits, '1', length);
    memset(words, 'a', length);
    digits[length] = words[length] = '\0';
    assert_ptr_equal(np_mask_text(pool, digits, NULL), digits);
    assert_ptr_equal(np_mask_text(pool, words, NULL), words);
    free(digits);
    free(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table),
        cmocka_unit_test(odd_neighbours),
        cmocka_unit_test(long_texts),
    };

    return cmocka_run_group_tests_name("np_mask", tests, set_up, tear_down);
}
