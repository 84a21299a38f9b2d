/* test_np_submission.c - digests, marks of senders, keys, and budgets: the parts of a form's way before any page. */
#include "pool_bed.h"

#include "np_budget.h"
#include "np_submission.h"

/* FIPS 180-4's and RFC 4231's examples. */
static void digests(void **state)
{
    unsigned char key[NP_DIGEST_SIZE] = {0};

    (void)state;
    assert_string_equal(np_digest_text(pool, ""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(np_digest_text(pool, "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    memcpy(key, "Jefe", 4); /* keys shorter than a block are the same as with zeros behind */
    assert_string_equal(np_digest_keyed(pool, key, "what do ya want for nothing?"),
                        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void ranges(void **state)
{
    (void)state;
    assert_string_equal(np_address_range(pool, "203.0.113.77"), "203.0.113.0/24");
    assert_string_equal(np_address_range(pool, "::ffff:203.0.113.77"), "203.0.113.0/24");
    assert_string_equal(np_address_range(pool, "2001:db8:1:22ff::1"), np_address_range(pool, "2001:db8:1:2200:9::2"));
    assert_string_not_equal(np_address_range(pool, "2001:db8:1:2200::1"), np_address_range(pool, "2001:db8:1:2300::1"));
    assert_string_equal(np_address_range(pool, "local"), "local");
    assert_string_equal(np_address_range(pool, ""), "");
}

static void keys(void **state)
{
    np_form_keys_t one, same, other;

    (void)state;
    np_form_keys_make(&one, "secret", 6);
    np_form_keys_make(&same, "secret", 6);
    np_form_keys_make(&other, "Secret", 6);
    assert_memory_equal(&one, &same, sizeof(one));
    assert_memory_not_equal(one.ticket, other.ticket, sizeof(one.ticket));
    assert_memory_not_equal(one.address, other.address, sizeof(one.address));
    assert_memory_not_equal(one.ticket, one.address, sizeof(one.ticket));
}

static void steps(void **state)
{
    np_submission_t submission = {NULL, "", NP_TICKET_GOOD};
    np_form_t *form;

    (void)state;
    assert_null(np_form_parse(&form, pool, "website=&step=note", 18));
    submission.form = form;
    assert_false(np_submission_is_suspect(&submission));
    assert_string_equal(np_submission_step(&submission), "note");
    assert_null(np_form_parse(&form, pool, "website=x", 9));
    submission.form = form;
    assert_true(np_submission_is_suspect(&submission));
    assert_string_equal(np_submission_step(&submission), "");
}

#define SECOND apr_time_from_sec(1)

static void budgets(void **state)
{
    np_budget_t *budget;
    apr_time_t now = apr_time_from_sec(1000000);
    int i;

    (void)state;
    assert_int_equal(np_budget_create(&budget, 6, 1000, pool), APR_SUCCESS);
    for (i = 0; i < 6; i++)
        assert_int_equal(np_budget_take(budget, "here", now), 0);
    assert_int_equal(np_budget_take(budget, "here", now), 10);
    assert_int_equal(np_budget_take(budget, "there", now), 0);
    assert_int_equal(np_budget_take(budget, "here", now + 9 * SECOND), 1);
    assert_int_equal(np_budget_take(budget, "here", now + 10 * SECOND), 0);
    assert_int_equal(np_budget_take(budget, "here", now + 10 * SECOND), 10);
    /* After a rest a minute's worth, and no more. */
    for (i = 0; i < 6; i++)
        assert_int_equal(np_budget_take(budget, "here", now + 900 * SECOND), 0);
    assert_true(np_budget_take(budget, "here", now + 900 * SECOND) > 0);
}

static void total_budget(void **state)
{
    np_budget_t *budget;
    apr_time_t now = apr_time_from_sec(1000000);
    int i;

    (void)state;
    assert_int_equal(np_budget_create(&budget, 6000, 60, pool), APR_SUCCESS);
    for (i = 0; i < 60; i++)
        assert_int_equal(np_budget_take(budget, apr_itoa(pool, i), now), 0);
    assert_int_equal(np_budget_take(budget, "one more", now), 1);
    assert_int_equal(np_budget_take(budget, "one more", now + SECOND), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests), cmocka_unit_test(ranges),  cmocka_unit_test(keys),
        cmocka_unit_test(steps),   cmocka_unit_test(budgets), cmocka_unit_test(total_budget),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
