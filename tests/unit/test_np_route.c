/* test_np_route.c - the table of addresses, both ways. */
#include <stdlib.h>
#include "pool_bed.h"

#include "np_route.h"

/* Path, expected route name or NULL, canonical path or NULL when it is the path itself. */
typedef struct case_t {
    const char *path, *route, *canonical;
} case_t;

static const case_t cases[] = {
    {"/", "front", NULL},
    {"", "front", "/"},
    {"/latest/", "latest", NULL},
    {"/latest", "latest", "/latest/"},
    {"/tags/", "tags", NULL},
    {"/tag/开发区/", "tag", "/tag/%E5%BC%80%E5%8F%91%E5%8C%BA/"},
    {"/tag/개발 구역/", "tag", "/tag/%EA%B0%9C%EB%B0%9C%20%EA%B5%AC%EC%97%AD/"},
    {"/tag/100%/", "tag", "/tag/100%25/"},
    {"/tag/x", "tag", "/tag/x/"},
    {"/tag//", NULL, NULL},
    {"/tag/a/b/", NULL, NULL},
    {"/tag/", NULL, NULL},
    {"/page/about/", "static", NULL},
    {"/hotline", "hotline", "/hotline/"},
    {"/hotline/list/", "hotline-list", NULL},
    {"/hotline/agency/Roads", "hotline-agency", "/hotline/agency/roads/"},
    {"/hotline/region/north/", "hotline-region", NULL},
    {"/hotline/kind/ask/", "hotline-kind", NULL},
    {"/hotline/case/012/", "hotline-case", "/hotline/case/12/"},
    {"/hotline/case/x/", NULL, NULL},
    {"/hotline/league/", "hotline-league", NULL},
    {"/hotline/league/2026-10.html", "hotline-month", NULL},
    {"/hotline/league/2026-10.csv", "hotline-month-csv", NULL},
    {"/hotline/league/2026-10.json", "hotline-month-json", NULL},
    {"/hotline/league.csv", "hotline-csv", NULL},
    {"/hotline/league.json", "hotline-json", NULL},
    {"/hotline/league.xml", NULL, NULL},
    {"/hotline/other/", NULL, NULL},
    {"/plaza", "plaza", "/plaza/"},
    {"/plaza/feed.xml", "plaza-feed", NULL},
    {"/plaza/Jobs", "plaza-list", "/plaza/jobs/"},
    {"/plaza/notice/012/", "plaza-notice", "/plaza/notice/12/"},
    {"/plaza/notice/x/", NULL, NULL},
    {"/plaza/new/", "plaza-choose", NULL},
    {"/plaza/new/Jobs", "plaza-new", "/plaza/new/jobs/"},
    {"/plaza/receipt/", "plaza-receipt", NULL},
    {"/plaza/follow/", "plaza-follow", NULL},
    {"/plaza/contact/", "plaza-contact", NULL},
    {"/plaza/report/", "plaza-report", NULL},
    {"/plaza/jobs/other/", NULL, NULL},
    {"/copyright", "copyright", "/copyright/"},
    {"/copyright/ledger/", "copyright-ledger", NULL},
    {"/copyright/ledger", "copyright-ledger", "/copyright/ledger/"},
    {"/copyright/ledger.csv", "copyright-csv", NULL},
    {"/copyright/ledger.csv/", NULL, NULL},
    {"/copyright/ledger.json", "copyright-json", NULL},
    {"/copyright/claim/", "copyright-claim", NULL},
    {"/copyright/follow/", "copyright-follow", NULL},
    {"/copyright/counter", "copyright-counter", "/copyright/counter/"},
    {"/copyright/countered/", "copyright-countered", NULL},
    {"/copyright/other/", NULL, NULL},
    {"/page/About", "static", "/page/about/"},
    {"/page/a_b/", NULL, NULL},
    {"/page/", NULL, NULL},
    {"/2021/11/18/7.html", "article", NULL},
    {"/2021/1/2/7.html", "article", "/2021/01/02/7.html"},
    {"/2021/11/18/007.html", "article", "/2021/11/18/7.html"},
    {"/2021/11/18/999999999999999999.html", "article", NULL},
    {"/2021/11/18/9999999999999999999.html", NULL, NULL},
    {"/2021/11/18/7.htm", NULL, NULL},
    {"/2021/11/18/7.html/x.css", NULL, NULL},
    {"/2021/11/18/7.html/", NULL, NULL},
    {"/2021/11/18/x.html", NULL, NULL},
    {"/2021/11/18/-7.html", NULL, NULL},
    {"/2021/11/18/7.html;x", NULL, NULL},
    {"/archive/", "archive", NULL},
    {"/archive", "archive", "/archive/"},
    {"/archive/x/", NULL, NULL},
    {"/2021/11/", "month", NULL},
    {"/2021/1", "month", "/2021/01/"},
    {"/2021/13/", "month", NULL},
    {"/2021/011/", "channel", NULL},
    {"/20211/11/", "channel", NULL},
    {"/2021/", "channel", NULL},
    {"/2021/11/18/", "day", NULL},
    {"/2021/1/5", "day", "/2021/01/05/"},
    {"/2021/11/99/", "day", NULL},
    {"/2021/11/x/", "channel", NULL},
    {"/2021/11/18/7/", "channel", NULL},
    {"/2021/11/18//", NULL, NULL},
    {"/preview/7-0123456789abcdef0123456789abcdef01234567/", "preview", NULL},
    {"/preview/7-0123", "preview", "/preview/7-0123/"},
    {"/preview/预 览/", "preview", "/preview/%E9%A2%84%20%E8%A7%88/"},
    {"/preview/x/y/", NULL, NULL},
    {"/preview/", NULL, NULL},
    {"/error/404.html", "error", NULL},
    {"/news/", "channel", NULL},
    {"/news", "channel", "/news/"},
    {"/News/Politics/", "channel", "/news/politics/"},
    {"/a/b/c/d/e/", "channel", NULL},
    {"/a/b/c/d/e/f/", NULL, NULL},
    {"/a-b/", "channel", NULL},
    {"/-a/", NULL, NULL},
    {"/a-/", NULL, NULL},
    {"/news//", NULL, NULL},
    {"//news/", NULL, NULL},
    {"/news/;x", NULL, NULL},
    {"/news./", NULL, NULL},
    {"/news/.", NULL, NULL},
    {"/news/x.css", NULL, NULL},
    {"/themes/default/", NULL, NULL},
    {"/THEMES/", NULL, NULL},
    {"/m/", NULL, NULL},
    {"/search", NULL, NULL},
    {"/news/search/", "channel", NULL},
    {"/favicon.ico", NULL, NULL},
    {"/新闻/", NULL, NULL},
    {"/a234567890123456789012345678901234567890/", NULL, NULL},
};

static void matches_and_links_back(void **state)
{
    apr_size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const case_t *c = &cases[i];
        np_params_t params;
        const np_route_t *route = np_route_match(&params, c->path, pool);

        if ((route == NULL) != (c->route == NULL) ||
            (route && strcmp(route->name, c->route) != 0))
            fail_msg("%s: route %s, not %s", c->path, route ? route->name : "none",
                     c->route ? c->route : "none");
        if (route)
            assert_string_equal(np_route_path(route->id, &params, pool),
                                c->canonical ? c->canonical : c->path);
    }
}

static void rows_stand_at_their_number(void **state)
{
    int i;

    (void)state;
    for (i = 0; i < NP_ROUTE_COUNT; i++)
        assert_int_equal(np_routes[i].id, i);
}

static void positions_read_and_print(void **state)
{
    static const char *const wrong[] = {
        "", "20211118062200", "20211118062200-", "20211118062200-0", "20211118062200-01",
        "20211118062200-x", "20211118062200-1 ", "20211318062200-1", "20210230000000-1",
        "20211118246000-1", "2021111806220-1", "20211118062200-9999999999999999999",
        "20211118062200-1&x", "-20211118062200-1", "２０211118062200-1",
    };
    np_position_t position;
    apr_size_t i;

    (void)state;
    assert_true(np_position_parse(&position, NP_FROM_BEFORE, "20211118062205-123"));
    assert_int_equal(position.from, NP_FROM_BEFORE);
    assert_int_equal(position.id, 123);
    assert_string_equal(np_position_text(&position, pool), "20211118062205-123");
    for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (np_position_parse(&position, NP_FROM_AFTER, wrong[i]))
            fail_msg("accepted \"%s\"", wrong[i]);
    }
}

static void position_is_part_of_the_address(void **state)
{
    np_params_t params = {0};

    (void)state;
    params.path = "news";
    assert_true(np_position_parse(&params.position, NP_FROM_AFTER, "20211118062205-123"));
    assert_string_equal(np_route_path(NP_ROUTE_CHANNEL, &params, pool),
                        "/news/?after=20211118062205-123");
    params.position.from = NP_FROM_BEFORE;
    assert_string_equal(np_route_path(NP_ROUTE_CHANNEL, &params, pool),
                        "/news/?before=20211118062205-123");
}

/* Random bytes: nothing but a clean answer, and whatever matches links to itself when matched again. */
static void random_paths_are_stable(void **state)
{
    static const char alphabet[] = "/ab2-.0tagnewsm;%\xe6\x96\xb0 {}";
    int round;

    (void)state;
    srand(7);
    for (round = 0; round < 200000; round++) {
        char path[40] = "/";
        int length = 1 + rand() % 30;
        np_params_t params;
        const np_route_t *route;
        int i;

        for (i = 1; i < length; i++)
            path[i] = alphabet[(size_t)rand() % (sizeof(alphabet) - 1)];
        path[length] = '\0';
        route = np_route_match(&params, path, pool);
        if (route && route->id != NP_ROUTE_TAG) {
            np_params_t again;
            const char *link = np_route_path(route->id, &params, pool);

            assert_ptr_equal(np_route_match(&again, link, pool), route);
            assert_string_equal(np_route_path(route->id, &again, pool), link);
        }
        if (round % 1000 == 0)
            apr_pool_clear(pool);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(matches_and_links_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_stand_at_their_number, set_up, tear_down),
        cmocka_unit_test_setup_teardown(positions_read_and_print, set_up, tear_down),
        cmocka_unit_test_setup_teardown(position_is_part_of_the_address, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_paths_are_stable, set_up, tear_down),
    };

    return cmocka_run_group_tests_name("np_route", tests, NULL, NULL);
}
