/* test_np_redirect.c - addresses that editors type: which may be links, and how they go into a header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <apr_general.h>

#include "np_redirect.h"

static apr_pool_t *pool;
static np_site_t site;
static np_request_t request;
static np_page_t page;

static int set_up(void **state)
{
    (void)state;
    site.base_url = "https://www.example.org";
    site.mobile_url = "https://www.example.org/m";
    site.mobile_prefix = "/m";
    site.mobile = NP_MOBILE_PATH;
    request.site = &site;
    page.request = &request;
    if (apr_pool_create(&pool, NULL) != APR_SUCCESS)
        return 1;
    page.pool = pool;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    apr_pool_destroy(pool);
    return 0;
}

static void only_addresses_are_links(void **state)
{
    static const char *const right[] = {"/", "/news/", "/a?b=c#d", "https://x.example/", "http://x"};
    static const char *const wrong[] = {
        "", "news/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "data:text/html,x",
        "JAVASCRIPT:x", " /news/", "https:evil", "httpss://x", "ftp://x/", "mailto:a@b.example",
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
        if (!np_page_is_link(right[i]))
            fail_msg("refused: %s", right[i]);
    }
    for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (np_page_is_link(wrong[i]))
            fail_msg("accepted: %s", wrong[i]);
    }
}

static void a_header_gets_nothing_but_an_address(void **state)
{
    (void)state;
    request.variant = NP_VARIANT_DESKTOP;
    assert_string_equal(np_redirect_address(&page, "/news/?before=1#x"),
                        "https://www.example.org/news/?before=1#x");
    assert_string_equal(np_redirect_address(&page, "/tag/大桥/"),
                        "https://www.example.org/tag/%E5%A4%A7%E6%A1%A5/");
    assert_string_equal(np_redirect_address(&page, "/a%20b%zz%"), "https://www.example.org/a%20b%25zz%25");
    assert_string_equal(np_redirect_address(&page, "/a\r\nSet-Cookie: x=\"1\" <b>"),
                        "https://www.example.org/a%0D%0ASet-Cookie:%20x=%221%22%20%3Cb%3E");
    assert_string_equal(np_redirect_address(&page, "https://other.example/"), "https://other.example/");
}

static void a_phone_stays_on_its_pages(void **state)
{
    (void)state;
    request.variant = NP_VARIANT_MOBILE;
    assert_string_equal(np_redirect_address(&page, "/news/"), "https://www.example.org/m/news/");
    assert_string_equal(np_redirect_address(&page, "https://www.example.org/x"),
                        "https://www.example.org/x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_addresses_are_links, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_header_gets_nothing_but_an_address, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_phone_stays_on_its_pages, set_up, tear_down),
    };

    apr_initialize();
    return cmocka_run_group_tests_name("np_redirect", tests, NULL, NULL);
}
