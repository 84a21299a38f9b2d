/* test_np_form.c - posted forms: what browsers send is read, what they never send is refused. */
#include <stdlib.h>
#include "pool_bed.h"

#include "np_form.h"

static int refused(const char *body, apr_size_t length)
{
    np_form_t *form;
    np_error_t *error = np_form_parse(&form, pool, body, length);

    return error == NULL ? 0 : error->status;
}

static np_form_t *parsed(const char *body)
{
    np_form_t *form;

    assert_null(np_form_parse(&form, pool, body, strlen(body)));
    return form;
}

static void types(void **state)
{
    static const char *const right[] = {
        "application/x-www-form-urlencoded",
        "Application/X-WWW-Form-URLencoded",
        "application/x-www-form-urlencoded; charset=UTF-8",
        "application/x-www-form-urlencoded;charset=\"utf-8\"",
        "application/x-www-form-urlencoded ; charset=utf-8 ",
    };
    static const char *const wrong[] = {
        "", "text/plain", "multipart/form-data; boundary=x", "application/json", "application/x-www-form-urlencodedx",
        "application/x-www-form-urlencoded; charset=gbk", "application/x-www-form-urlencoded; charset=utf-8; a=b",
        "application/x-www-form-urlencoded; charset=\"utf-8", "application/x-www-form-urlencoded, text/plain",
        "application/x-www-form-urlencoded;", " application/x-www-form-urlencoded",
    };
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof(right) / sizeof(*right); i++)
        assert_true(np_form_type(right[i]));
    for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        assert_false(np_form_type(wrong[i]));
    assert_false(np_form_type(NULL));
}

static void what_browsers_send(void **state)
{
    np_form_t *form = parsed("title=%E8%B7%AF%E7%81%AF&body=a%0D%0Ab%0Dc%0Ad+e%2B&empty=&bare&n9_x=%26%3D%25");

    (void)state;
    assert_int_equal(np_form_count(form), 5);
    assert_string_equal(np_form_value(form, "title"), "路灯");
    assert_string_equal(np_form_value(form, "body"), "a\nb\nc\nd e+");
    assert_string_equal(np_form_value(form, "empty"), "");
    assert_string_equal(np_form_value(form, "bare"), "");
    assert_string_equal(np_form_value(form, "n9_x"), "&=%");
    assert_string_equal(np_form_name(form, 4), "n9_x");
    assert_null(np_form_value(form, "Title"));
    assert_int_equal(np_form_count(parsed("")), 0);
}

static void trimming(void **state)
{
    np_form_t *form = parsed("a=%20%E3%80%80x+y%0A%E3%80%80&b=+%0D%0A+&c=plain");

    (void)state;
    assert_string_equal(np_form_text(form, "a", pool), "x y");
    assert_string_equal(np_form_text(form, "b", pool), "");
    assert_string_equal(np_form_text(form, "c", pool), "plain");
    assert_string_equal(np_form_text(form, "d", pool), "");
}

static void refusals(void **state)
{
    static const char *const wrong[] = {
        "a=%00", "a=%", "a=%4", "a=%zz", "a=%FF", "a=%C0%80", "a=%ED%A0%80", "a=%01", "a=\x01", "a=\xff",
        "a=1&a=2", "a&a", "=1", "A=1", "9=1", "a-b=1", "%61=1", "a=1&", "&a=1", "a=1&&b=2", "a;b=1",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=1",
    };
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        if (refused(wrong[i], strlen(wrong[i])) != 400)
            fail_msg("taken: %s", wrong[i]);
    assert_int_equal(refused("a=x\0y", 5), 400);
}

static void limits(void **state)
{
    char *body = malloc(NP_FORM_BYTES_MAX + 2);
    char *many = apr_pstrdup(pool, "");
    int i;

    (void)state;
    memset(body, 'x', NP_FORM_BYTES_MAX + 1);
    memcpy(body, "a=", 2);
    assert_int_equal(refused(body, NP_FORM_BYTES_MAX), 0);
    assert_int_equal(refused(body, NP_FORM_BYTES_MAX + 1), 413);
    for (i = 0; i < NP_FORM_FIELDS_MAX; i++)
        many = apr_psprintf(pool, "%s%sf%d=1", many, i ? "&" : "", i);
    assert_int_equal(refused(many, strlen(many)), 0);
    many = apr_psprintf(pool, "%s&g=1", many);
    assert_int_equal(refused(many, strlen(many)), 400);
    free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types),    cmocka_unit_test(what_browsers_send), cmocka_unit_test(trimming),
        cmocka_unit_test(refusals), cmocka_unit_test(limits),
    };

    return cmocka_run_group_tests_name("np_form", tests, set_up, tear_down);
}
