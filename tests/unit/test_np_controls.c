/* test_np_controls.c - controls of a form: what is accepted, what is a problem, what the model gets. */
#include "pool_bed.h"

#include "np_controls.h"
#include "np_model.h"

static np_controls_t *read_one(np_control_e type, int least, int most, const char *body)
{
    const np_control_t table[] = {{.name = "x", .type = type, .least = least, .most = most}};
    np_controls_t *controls = np_controls_make(pool, "test", table, 1);
    np_form_t *form;

    assert_null(np_form_parse(&form, pool, body, strlen(body)));
    np_controls_read(controls, form);
    return controls;
}

static const char *problem(np_control_e type, int least, int most, const char *body)
{
    np_controls_t *controls = read_one(type, least, most, body);
    int count = np_controls_check(controls);
    const char *found = np_controls_find(controls, "x")->problem;

    assert_int_equal(count, found ? 1 : 0);
    return found ? found : "";
}

static void values(void **state)
{
    static const struct {
        np_control_e type;
        int least, most;
        const char *body, *problem;
    } cases[] = {
        {NP_CONTROL_LINE, 0, 0, "", ""},
        {NP_CONTROL_LINE, 2, 3, "x=", ""},
        {NP_CONTROL_LINE, 2, 3, "x=%E4%B8%80", "short"},
        {NP_CONTROL_LINE, 2, 3, "x=%E4%B8%80%E4%BA%8C%E4%B8%89", ""},
        {NP_CONTROL_LINE, 2, 3, "x=%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80", ""},
        {NP_CONTROL_LINE, 2, 3, "x=abcd", "long"},
        {NP_CONTROL_LINE, 0, 9, "x=a%0D%0Ab", "bad"},
        {NP_CONTROL_LINE, 0, 9, "x=a%09b", "bad"},
        {NP_CONTROL_HIDDEN, 0, 9, "x=a%0Ab", "bad"},
        {NP_CONTROL_TEXT, 0, 9, "x=a%0D%0Ab", ""},
        {NP_CONTROL_TEXT, 0, 3, "x=a%0D%0Ab", ""},
        {NP_CONTROL_CHECK, 0, 0, "x=1", ""},
        {NP_CONTROL_CHECK, 0, 0, "x=on", "bad"},
        {NP_CONTROL_TEL, 0, 40, "x=%2B82+(0)2-123-4567", ""},
        {NP_CONTROL_TEL, 0, 40, "x=110", "bad"},
        {NP_CONTROL_TEL, 0, 40, "x=1234567a", "bad"},
        {NP_CONTROL_TEL, 0, 40, "x=123456789012345678901", "bad"},
        {NP_CONTROL_EMAIL, 0, 120, "x=a.b%2Bc@mail.example.org", ""},
        {NP_CONTROL_EMAIL, 0, 120, "x=a@b", "bad"},
        {NP_CONTROL_EMAIL, 0, 120, "x=@b.example", "bad"},
        {NP_CONTROL_EMAIL, 0, 120, "x=a@b.example.", "bad"},
        {NP_CONTROL_EMAIL, 0, 120, "x=a@.example", "bad"},
        {NP_CONTROL_EMAIL, 0, 120, "x=a%0Ab@c.example", "bad"},
        {NP_CONTROL_EMAIL, 0, 120, "x=a@b@c.example", "bad"},
        {NP_CONTROL_EMAIL, 0, 120, "x=-a@b.example", "bad"},
        {NP_CONTROL_EMAIL, 0, 120, "x=a@b..example", "bad"},
        {NP_CONTROL_DATE, 0, 0, "x=2028-02-29", ""},
        {NP_CONTROL_DATE, 0, 0, "x=2026-02-29", "bad"},
        {NP_CONTROL_DATE, 0, 0, "x=2026-13-01", "bad"},
        {NP_CONTROL_DATE, 0, 0, "x=2026-1-1", "bad"},
        {NP_CONTROL_DATE, 0, 0, "x=2026-01-011", "bad"},
        {NP_CONTROL_DATE, 0, 0, "x=2026-01-0", "bad"},
        {NP_CONTROL_NUMBER, 1, 5, "x=5", ""},
        {NP_CONTROL_NUMBER, 1, 5, "x=6", "bad"},
        {NP_CONTROL_NUMBER, 1, 5, "x=0", "bad"},
        {NP_CONTROL_NUMBER, 1, 5, "x=-1", "bad"},
        {NP_CONTROL_NUMBER, 0, 0, "x=999999999999999", ""},
        {NP_CONTROL_NUMBER, 0, 0, "x=9999999999999999999999", "bad"},
        {NP_CONTROL_NUMBER, 0, 0, "x=1e3", "bad"},
        {NP_CONTROL_PRICE, 0, 13, "x=0", ""},
        {NP_CONTROL_PRICE, 0, 13, "x=3800.5", ""},
        {NP_CONTROL_PRICE, 0, 13, "x=1234567890.50", ""},
        {NP_CONTROL_PRICE, 0, 13, "x=12345678901", "bad"},
        {NP_CONTROL_PRICE, 0, 13, "x=1.234", "bad"},
        {NP_CONTROL_PRICE, 0, 13, "x=1.", "bad"},
        {NP_CONTROL_PRICE, 0, 13, "x=.5", "bad"},
        {NP_CONTROL_PRICE, 0, 13, "x=-1", "bad"},
        {NP_CONTROL_PRICE, 0, 13, "x=1,5", "bad"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *found = problem(cases[i].type, cases[i].least, cases[i].most, cases[i].body);

        if (strcmp(found, cases[i].problem) != 0)
            fail_msg("%s: %s instead of %s", cases[i].body, found, cases[i].problem);
    }
}

static void choices(void **state)
{
    np_controls_t *controls = read_one(NP_CONTROL_CHOICE, 0, 0, "x=b");

    (void)state;
    assert_int_equal(np_controls_check(controls), 0); /* nothing is known of what may be chosen */
    np_controls_option(controls, "x", "a", "A");
    np_controls_option(controls, "nobody", "b", "B");
    assert_int_equal(np_controls_check(controls), 1);
    controls = read_one(NP_CONTROL_CHOICE, 0, 0, "x=b");
    np_controls_option(controls, "x", "a", "A");
    np_controls_option(controls, "x", "b", "B");
    assert_int_equal(np_controls_check(controls), 0);
    assert_string_equal(np_controls_value(controls, "x"), "b");
    assert_true(np_controls_is_set(controls, "x"));
    assert_false(np_controls_is_set(controls, "y"));
}

static void own_problems(void **state)
{
    const np_control_t table[] = {{.name = "x", .type = NP_CONTROL_LINE, .required = 1}};
    np_controls_t *controls = np_controls_make(pool, "test", table, 1);
    np_control_t *more;

    (void)state;
    assert_int_equal(np_controls_check(controls), 1);
    np_controls_refuse(controls, "x", "bad"); /* the first reason stays */
    assert_string_equal(np_controls_find(controls, "x")->problem, "missing");
    more = np_controls_append(controls, "y", NP_CONTROL_NUMBER);
    more->label = "Rooms";
    np_controls_refuse(controls, "y", "bad");
    np_controls_refuse(controls, "z", "bad");
    assert_int_equal(controls->problems, 2);
    assert_int_equal(np_controls_check(controls), 2);
}

static xmlNodePtr child(xmlNodePtr parent, int index)
{
    xmlNodePtr node = parent->children;

    while (index-- && node)
        node = node->next;
    return node;
}

static const char *attribute(xmlNodePtr node, const char *name)
{
    xmlChar *text = xmlGetProp(node, (const xmlChar *)name);
    const char *copy = text ? apr_pstrdup(pool, (const char *)text) : NULL;

    xmlFree(text);
    return copy;
}

static void model(void **state)
{
    const np_control_t table[] = {
        {.name = "x", .type = NP_CONTROL_LINE, .most = 9, .required = 1},
        {.name = "code", .type = NP_CONTROL_CODE},
        {.name = "empty", .type = NP_CONTROL_HIDDEN},
    };
    const np_form_place_t open = {"/a/", "stamp", NULL, NULL, 0};
    const np_form_place_t hidden = {"/a/", "stamp", "send", "uuid", 1};
    np_controls_t *controls = np_controls_make(pool, "test", table, 3);
    xmlNodePtr root = xmlDocGetRootElement(np_model_create("page", pool));
    np_form_t *sent;
    xmlNodePtr form;

    (void)state;
    assert_null(np_form_parse(&sent, pool, "x=%3Cb%3E&code=SECRET", 21));
    np_controls_read(controls, sent);
    form = np_controls_add(controls, root, &open);
    assert_int_equal(xmlChildElementCount(form), 2);
    assert_string_equal(attribute(child(form, 0), "required"), "yes");
    assert_string_equal((const char *)child(form, 0)->children->children->content, "<b>");
    assert_null(child(form, 1)->children); /* a code is typed anew */
    assert_null(attribute(form, "step"));
    form = np_controls_add(controls, root, &hidden);
    assert_string_equal(attribute(form, "step"), "send");
    assert_string_equal(attribute(form, "client-id"), "uuid");
    assert_string_equal(attribute(child(form, 1), "type"), "hidden");
    assert_null(attribute(child(form, 0), "required"));
    assert_non_null(child(form, 1)->children);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values),
        cmocka_unit_test(choices),
        cmocka_unit_test(own_problems),
        cmocka_unit_test(model),
    };
    int failed = cmocka_run_group_tests(tests, set_up, tear_down);

    xmlCleanupParser();
    return failed;
}
