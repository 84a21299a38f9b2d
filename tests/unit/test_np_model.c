/* test_np_model.c - the verbs that build a page model: text stays text, nothing empty is added. */
#include "pool_bed.h"

#include "np_model.h"

static void assert_model(xmlDocPtr model, const char *expected)
{
    xmlBufferPtr buffer = xmlBufferCreate();

    xmlNodeDump(buffer, model, xmlDocGetRootElement(model), 0, 0);
    assert_string_equal((const char *)xmlBufferContent(buffer), expected);
    xmlBufferFree(buffer);
}

static void text_is_never_markup(void **state)
{
    xmlDocPtr model = np_model_create("page", pool);
    xmlNodePtr root = xmlDocGetRootElement(model);

    (void)state;
    np_model_set(np_model_add_text(root, "title", "<b>&amp; 新闻"), "lang", "a\"&<");
    assert_model(model, "<page><title lang=\"a&quot;&amp;&lt;\">&lt;b&gt;&amp;amp; 新闻</title></page>");
}

static void nothing_to_say_adds_nothing(void **state)
{
    xmlDocPtr model = np_model_create("page", pool);
    xmlNodePtr root = xmlDocGetRootElement(model);

    (void)state;
    assert_null(np_model_add_text(root, "title", ""));
    assert_null(np_model_add_text(root, "title", NULL));
    np_model_set(root, "kind", NULL);
    np_model_append_text(root, "x", 0);
    assert_model(model, "<page/>");
}

static void numbers_and_pieces(void **state)
{
    xmlDocPtr model = np_model_create("page", pool);
    xmlNodePtr root = xmlDocGetRootElement(model);

    (void)state;
    np_model_set_int(root, "id", APR_INT64_MAX);
    np_model_append_text(root, "abc", 2);
    np_model_append_text(root, "cd", 2);
    assert_model(model, "<page id=\"9223372036854775807\">abcd</page>");
}

static void dates_carry_their_parts(void **state)
{
    xmlDocPtr model = np_model_create("page", pool);
    const np_date_t date = {2021, 11, 18, 6, 22, 0, 0};
    const np_zone_t *zone;
    np_civil_t civil;

    (void)state;
    assert_null(np_zone_make(&zone, "Asia/Shanghai", pool));
    assert_true(np_civil_join(&date, &civil));
    np_model_add_date(xmlDocGetRootElement(model), "published", zone, civil, pool);
    assert_model(model, "<page><published datetime=\"2021-11-18T06:22:00+08:00\" year=\"2021\" "
                        "month=\"11\" day=\"18\" hour=\"6\" minute=\"22\" weekday=\"4\"/></page>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_is_never_markup, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_to_say_adds_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_and_pieces, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates_carry_their_parts, set_up, tear_down),
    };

    return cmocka_run_group_tests_name("np_model", tests, NULL, NULL);
}
