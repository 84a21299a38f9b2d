/* test_np_receipt.c - receipt codes: made well, read leniently, and no wrong one taken for right. */
#include "pool_bed.h"

#include "np_receipt.h"

static const char symbols[] = "2346789ABCDEFGHJKMNPQRSTVWXYZ";
static void made(void **state)
{
    int seen[128] = {0}, round, i;
    const char *previous = "";

    (void)state;
    for (round = 0; round < 3000; round++) {
        const char *code = np_receipt_make(pool);

        assert_non_null(code);
        assert_int_equal(strlen(code), NP_RECEIPT_LENGTH);
        assert_int_equal(strspn(code, symbols), NP_RECEIPT_LENGTH);
        assert_string_equal(np_receipt_read(pool, code), code);
        assert_string_not_equal(code, previous);
        for (i = 0; i < NP_RECEIPT_LENGTH - 1; i++)
            seen[(int)code[i]]++;
        previous = code;
    }
    /* 45,000 characters over 29 symbols: 1552 each, deviation 39; six of those. */
    for (i = 0; symbols[i] != '\0'; i++)
        assert_in_range(seen[(int)symbols[i]], 1318, 1786);
}

static void typed_by_people(void **state)
{
    const char *code = np_receipt_make(pool), *shown = np_receipt_show(pool, code);
    char *small = apr_pstrdup(pool, shown), *at;

    (void)state;
    assert_int_equal(strlen(shown), NP_RECEIPT_LENGTH + 3);
    assert_string_equal(np_receipt_read(pool, shown), code);
    for (at = small; *at != '\0'; at++)
        *at = (char)(*at >= 'A' && *at <= 'Z' ? *at + 32 : *at == 'S' ? '5' : *at);
    assert_string_equal(np_receipt_read(pool, small), code);
    assert_string_equal(np_receipt_read(pool, apr_pstrcat(pool, "  ", code, " ", NULL)), code);
    /* Full-width letters and digits, as a Chinese keyboard gives them. */
    {
        char wide[NP_RECEIPT_LENGTH * 3 + 1];
        int i;

        for (i = 0; i < NP_RECEIPT_LENGTH; i++) {
            unsigned c = (unsigned char)code[i] + 0xfee0u;

            wide[i * 3] = (char)(0xe0 | c >> 12);
            wide[i * 3 + 1] = (char)(0x80 | (c >> 6 & 0x3f));
            wide[i * 3 + 2] = (char)(0x80 | (c & 0x3f));
        }
        wide[NP_RECEIPT_LENGTH * 3] = '\0';
        assert_string_equal(np_receipt_read(pool, wide), code);
    }
}

static void slips(void **state)
{
    int round, i, other;

    (void)state;
    for (round = 0; round < 50; round++) {
        const char *code = np_receipt_make(pool);
        char wrong[NP_RECEIPT_LENGTH + 1];

        for (i = 0; i < NP_RECEIPT_LENGTH; i++)
            for (other = 0; symbols[other] != '\0'; other++) {
                strcpy(wrong, code);
                wrong[i] = symbols[other];
                if (strcmp(wrong, code) != 0)
                    assert_null(np_receipt_read(pool, wrong));
            }
        for (i = 0; i + 1 < NP_RECEIPT_LENGTH - 1; i++) {
            strcpy(wrong, code);
            wrong[i] = code[i + 1];
            wrong[i + 1] = code[i];
            if (strcmp(wrong, code) != 0)
                assert_null(np_receipt_read(pool, wrong));
        }
    }
}

static void no_codes(void **state)
{
    static const char *const wrong[] = {"", " ", "-", "2222-2222-2222-222", "2222222222222222X", "2222-2222-2222-222O",
                                        "2222-2222-2222-222_", "\xe7\xa0\x81", "2222/2222/2222/2222", "' OR '1'='1"};
    char longest[4096];
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        assert_null(np_receipt_read(pool, wrong[i]));
    memset(longest, ' ', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    assert_null(np_receipt_read(pool, longest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made),
        cmocka_unit_test(typed_by_people),
        cmocka_unit_test(slips),
        cmocka_unit_test(no_codes),
    };

    return cmocka_run_group_tests_name("np_receipt", tests, set_up, tear_down);
}
