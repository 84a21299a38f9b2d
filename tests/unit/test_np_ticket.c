/* test_np_ticket.c - stamps of forms: when they open, when they end, and that nobody else makes one. */
#include "pool_bed.h"

#include "np_origin.h"
#include "np_ticket.h"

static const unsigned char key[NP_TICKET_KEY] = "0123456789abcde";
static const unsigned char other_key[NP_TICKET_KEY] = "0123456789abcdE";
#define NOW (apr_time_from_sec(1795000000) + 123456)

static void times(void **state)
{
    const char *ticket = np_ticket_make(pool, key, "hotline", NOW);

    (void)state;
    assert_int_equal(strlen(ticket), 32);
    assert_int_equal(np_ticket_check(ticket, key, "hotline", NOW, pool), NP_TICKET_EARLY);
    assert_int_equal(np_ticket_check(ticket, key, "hotline", NOW + NP_TICKET_OPENS - 1, pool), NP_TICKET_EARLY);
    assert_int_equal(np_ticket_check(ticket, key, "hotline", NOW + NP_TICKET_OPENS, pool), NP_TICKET_GOOD);
    assert_int_equal(np_ticket_check(ticket, key, "hotline", NOW + NP_TICKET_ENDS, pool), NP_TICKET_GOOD);
    assert_int_equal(np_ticket_check(ticket, key, "hotline", NOW + NP_TICKET_ENDS + 1, pool), NP_TICKET_LATE);
    assert_int_equal(np_ticket_check(ticket, key, "hotline", NOW - 1, pool), NP_TICKET_LATE);
}

static void foreign(void **state)
{
    const char *ticket = np_ticket_make(pool, key, "hotline", NOW);
    apr_time_t later = NOW + 2 * NP_TICKET_OPENS;
    int i;

    (void)state;
    assert_int_equal(np_ticket_check(NULL, key, "hotline", later, pool), NP_TICKET_FOREIGN);
    assert_int_equal(np_ticket_check("", key, "hotline", later, pool), NP_TICKET_FOREIGN);
    assert_int_equal(np_ticket_check(ticket, key, "claim", later, pool), NP_TICKET_FOREIGN);
    assert_int_equal(np_ticket_check(ticket, other_key, "hotline", later, pool), NP_TICKET_FOREIGN);
    assert_int_equal(np_ticket_check(ticket + 1, key, "hotline", later, pool), NP_TICKET_FOREIGN);
    assert_int_equal(np_ticket_check(apr_pstrcat(pool, ticket, "0", NULL), key, "hotline", later, pool), NP_TICKET_FOREIGN);
    for (i = 0; i < 32; i++) {
        char *wrong = apr_pstrdup(pool, ticket);

        wrong[i] = wrong[i] == '7' ? '8' : '7';
        assert_int_equal(np_ticket_check(wrong, key, "hotline", later, pool), NP_TICKET_FOREIGN);
        wrong[i] = 'A';
        assert_int_equal(np_ticket_check(wrong, key, "hotline", later, pool), NP_TICKET_FOREIGN);
    }
}

/* Sec-Fetch-Site, Origin, Referer: every mixture that matters, with one host and with two. */
static void origins(void **state)
{
    static const char base[] = "https://www.example.org", mobile[] = "https://m.example.org";
    static const struct {
        const char *site, *origin, *referer, *other;
        int ours;
    } cases[] = {
        {"same-origin", NULL, NULL, NULL, 1},
        {"same-origin", "https://www.example.org", NULL, NULL, 1},
        {"same-site", NULL, NULL, NULL, 0},
        {"same-site", "https://www.example.org", NULL, NULL, 0},
        {"cross-site", "https://www.example.org", NULL, NULL, 0},
        {"cross-site", "https://evil.example", "https://www.example.org/", NULL, 0},
        {"none", NULL, NULL, NULL, 0},
        {"", NULL, NULL, NULL, 0},
        {"Same-Origin", NULL, NULL, NULL, 0},
        {"same-site", "https://m.example.org", NULL, mobile, 1},
        {"same-site", "https://x.example.org", NULL, mobile, 0},
        {"cross-site", "https://m.example.org", NULL, mobile, 1},
        {"cross-site", NULL, "https://m.example.org/", mobile, 0},
        {NULL, "https://www.example.org", NULL, NULL, 1},
        {NULL, "HTTPS://WWW.EXAMPLE.ORG", NULL, NULL, 1},
        {NULL, "https://www.example.org/", NULL, NULL, 0},
        {NULL, "https://www.example.org:8443", NULL, NULL, 0},
        {NULL, "http://www.example.org", NULL, NULL, 0},
        {NULL, "https://www.example.org.evil.example", NULL, NULL, 0},
        {NULL, "null", NULL, NULL, 0},
        {NULL, "null", "https://www.example.org/", NULL, 0},
        {NULL, "", "https://www.example.org/", NULL, 0},
        {NULL, "https://evil.example", "https://www.example.org/", NULL, 0},
        {NULL, "https://m.example.org", NULL, NULL, 0},
        {NULL, "https://m.example.org", NULL, mobile, 1},
        {NULL, NULL, "https://www.example.org/hotline/", NULL, 1},
        {NULL, NULL, "https://www.example.org", NULL, 1},
        {NULL, NULL, "https://www.example.org?x", NULL, 1},
        {NULL, NULL, "https://m.example.org/hotline/", mobile, 1},
        {NULL, NULL, "https://www.example.org.evil.example/", NULL, 0},
        {NULL, NULL, "https://www.example.org@evil.example/", NULL, 0},
        {NULL, NULL, "https://www.example.org:1/", NULL, 0},
        {NULL, NULL, "https://evil.example/?https://www.example.org/", NULL, 0},
        {NULL, NULL, "", NULL, 0},
        {NULL, NULL, NULL, NULL, 0},
        {NULL, NULL, NULL, mobile, 0},
    };
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        if (np_origin_ours(cases[i].site, cases[i].origin, cases[i].referer, base, cases[i].other) != cases[i].ours)
            fail_msg("case %u", i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times),
        cmocka_unit_test(foreign),
        cmocka_unit_test(origins),
    };

    return cmocka_run_group_tests_name("np_ticket", tests, set_up, tear_down);
}
