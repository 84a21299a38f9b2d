/* test_np_device.c - which User-Agents are phones (the table in data/devices/agents.txt), and what readers
 * have chosen. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "pool_bed.h"

#include "np_device.h"

/* ---- The table ----------------------------------------------------------------------------------- */

static np_device_e expected_of(const char *what)
{
    static const char *const others[] = {"tablet", "desktop", "tv", "other", NULL};
    int i;

    if (strcmp(what, "phone") == 0)
        return NP_DEVICE_PHONE;
    if (strcmp(what, "crawler") == 0)
        return NP_DEVICE_CRAWLER;
    for (i = 0; others[i] && strcmp(what, others[i]) != 0; i++) {
    }
    assert_non_null(others[i]);
    return NP_DEVICE_OTHER;
}

typedef struct line_t {
    char what[16], name[200], agent[2100];
} line_t;

/* The next two lines of the table that are none of comment or empty. 0 at the end. */
static int next_line(line_t *line, FILE *file)
{
    char text[2100];

    while (fgets(text, sizeof(text), file)) {
        text[strcspn(text, "\n")] = '\0';
        if (text[0] == '#' || text[0] == '\0')
            continue;
        if (text[0] == ' ') {
            assert_int_equal(strncmp(text, "    ", 4), 0);
            snprintf(line->agent, sizeof(line->agent), "%s", text + 4);
            return 1;
        }
        assert_int_equal(sscanf(text, "%15s %199[^\n]", line->what, line->name), 2);
    }
    return 0;
}

static void every_agent_of_the_table(void **state)
{
    FILE *file = fopen(TEST_DATA "/devices/agents.txt", "r");
    int count = 0, phones = 0, wrong = 0;
    line_t line;

    (void)state;
    assert_non_null(file);
    while (next_line(&line, file)) {
        np_device_e expected = expected_of(line.what);

        count++;
        phones += expected == NP_DEVICE_PHONE;
        if (np_device_read(line.agent) == expected)
            continue;
        print_error("%s, %s: read as %d\n    %s\n", line.what, line.name, np_device_read(line.agent), line.agent);
        wrong++;
    }
    fclose(file);
    assert_int_equal(wrong, 0);
    assert_true(count >= 60 && phones >= 30 && count - phones >= 30);
}

/* ---- What no browser sends ------------------------------------------------------------------------- */

static void nothing_says_nothing(void **state)
{
    (void)state;
    assert_int_equal(np_device_read(NULL), NP_DEVICE_OTHER);
    assert_int_equal(np_device_read(""), NP_DEVICE_OTHER);
    assert_int_equal(np_device_read(" "), NP_DEVICE_OTHER);
    assert_int_equal(np_device_read("b"), NP_DEVICE_OTHER);
    assert_int_equal(np_device_read("bo"), NP_DEVICE_OTHER);
    assert_int_equal(np_device_read("bot"), NP_DEVICE_CRAWLER);
    assert_int_equal(np_device_read("ubot"), NP_DEVICE_CRAWLER);
    assert_int_equal(np_device_read("cubot"), NP_DEVICE_OTHER);
    assert_int_equal(np_device_read("mobile"), NP_DEVICE_PHONE);
    assert_int_equal(np_device_read("automobile"), NP_DEVICE_OTHER);
    assert_int_equal(np_device_read(":/"), NP_DEVICE_OTHER);
    assert_int_equal(np_device_read("://"), NP_DEVICE_CRAWLER);
    assert_int_equal(np_device_read("Mobile; NewCrawler/1.0"), NP_DEVICE_CRAWLER);
    assert_int_equal(np_device_read("Mobile; Bottom/1.0"), NP_DEVICE_PHONE);
    assert_int_equal(np_device_read("Mobile; MTV; TVs"), NP_DEVICE_PHONE);
    assert_int_equal(np_device_read("Mobi 1"), NP_DEVICE_PHONE);
    assert_int_equal(np_device_read("amobi mobis"), NP_DEVICE_OTHER);
    assert_int_equal(np_device_read("UP.Browser/3.04-TS14 UP.Link/3.4.4"), NP_DEVICE_PHONE);
    assert_int_equal(np_device_read("\xff\xfe\x01 iPhone \xe4\xba\x91 %s%n"), NP_DEVICE_PHONE);
    assert_int_equal(np_device_read("' OR 1=1 -- <script>"), NP_DEVICE_OTHER);
}

/* Text of `length` bytes: `filler` again and again, and `last` at its end. */
static char *long_agent(size_t length, const char *filler, const char *last)
{
    char *agent = malloc(length + 1);
    size_t i, size = strlen(filler);

    assert_non_null(agent);
    for (i = 0; i < length; i++)
        agent[i] = filler[i % size];
    memcpy(agent + length - strlen(last), last, strlen(last));
    agent[length] = '\0';
    return agent;
}

static void only_the_beginning_is_looked_at(void **state)
{
    char *agent = long_agent(NP_DEVICE_LOOKS_AT, "x ", " iPhone");

    (void)state;
    assert_int_equal(np_device_read(agent), NP_DEVICE_PHONE);
    free(agent);
    agent = long_agent(NP_DEVICE_LOOKS_AT + 1, "x ", " iPhone");
    assert_int_equal(np_device_read(agent), NP_DEVICE_OTHER);
    free(agent);
}

static double milliseconds_of(const char *agent)
{
    struct timespec began, ended;
    int i, found = 0;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &began);
    for (i = 0; i < 200; i++)
        found += (int)np_device_read(agent);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ended);
    assert_true(found >= 0);
    return (double)(ended.tv_sec - began.tv_sec) * 1e3 + (double)(ended.tv_nsec - began.tv_nsec) / 1e6;
}

/* A megabyte of the beginnings of words costs no more than a kilobyte of them. */
static void a_huge_agent_costs_no_more(void **state)
{
    static const char *const fillers[] = {"mobil", "windows phon", "facebookexternalhi", ":", "b", "opera min", NULL};
    int i;

    (void)state;
    for (i = 0; fillers[i]; i++) {
        char *small = long_agent(NP_DEVICE_LOOKS_AT, fillers[i], "");
        char *huge = long_agent((size_t)1 << 20, fillers[i], "");

        assert_true(milliseconds_of(huge) < 10 * milliseconds_of(small) + 5);
        free(small);
        free(huge);
    }
}

/* ---- The hint ---------------------------------------------------------------------------------------- */

#define DESKTOP "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36"
#define PHONE "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Mobile Safari/537.36"
#define ROBOT PHONE " (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

static void the_hint_goes_before_the_agent(void **state)
{
    (void)state;
    assert_true(np_device_is_phone(NULL, PHONE));
    assert_false(np_device_is_phone(NULL, DESKTOP));
    assert_true(np_device_is_phone("?1", DESKTOP));
    assert_true(np_device_is_phone("?1", NULL));
    assert_false(np_device_is_phone("?0", PHONE));
    assert_false(np_device_is_phone(NULL, NULL));
    assert_false(np_device_is_phone("?1", ROBOT));
    assert_false(np_device_is_phone(NULL, ROBOT));
}

static void a_malformed_hint_is_none(void **state)
{
    static const char *const hints[] = {"", "1", "?2", "?10", "?1 ", " ?1", "true", "?1, ?0", "?", NULL};
    int i;

    (void)state;
    for (i = 0; hints[i]; i++) {
        assert_true(np_device_is_phone(hints[i], PHONE));
        assert_false(np_device_is_phone(hints[i], DESKTOP));
    }
}

/* ---- The choice ------------------------------------------------------------------------------------- */

static void words_are_exact(void **state)
{
    (void)state;
    assert_int_equal(np_view_parse("desktop"), NP_VIEW_DESKTOP);
    assert_int_equal(np_view_parse("mobile"), NP_VIEW_MOBILE);
    assert_int_equal(np_view_parse("Mobile"), NP_VIEW_UNSAID);
    assert_int_equal(np_view_parse("mobile "), NP_VIEW_UNSAID);
    assert_int_equal(np_view_parse("model"), NP_VIEW_UNSAID);
    assert_int_equal(np_view_parse(""), NP_VIEW_UNSAID);
    assert_int_equal(np_view_parse(NULL), NP_VIEW_UNSAID);
}

static void cookies_are_searched_for_the_choice(void **state)
{
    (void)state;
    assert_int_equal(np_view_of_cookies(NULL), NP_VIEW_UNSAID);
    assert_int_equal(np_view_of_cookies(""), NP_VIEW_UNSAID);
    assert_int_equal(np_view_of_cookies(";;; ;"), NP_VIEW_UNSAID);
    assert_int_equal(np_view_of_cookies("view=mobile"), NP_VIEW_MOBILE);
    assert_int_equal(np_view_of_cookies("a=1; view=desktop; b=2"), NP_VIEW_DESKTOP);
    assert_int_equal(np_view_of_cookies("a=1;view=desktop;"), NP_VIEW_DESKTOP);
    assert_int_equal(np_view_of_cookies("view=desktop ; b"), NP_VIEW_DESKTOP);
    assert_int_equal(np_view_of_cookies("review=mobile; view_=mobile; x=view=mobile"), NP_VIEW_UNSAID);
    assert_int_equal(np_view_of_cookies("view=mobil; view=mobile"), NP_VIEW_MOBILE);
    assert_int_equal(np_view_of_cookies("view=desktop; view=mobile"), NP_VIEW_DESKTOP);
    assert_int_equal(np_view_of_cookies("view"), NP_VIEW_UNSAID);
    assert_int_equal(np_view_of_cookies("view="), NP_VIEW_UNSAID);
    assert_int_equal(np_view_of_cookies("View=mobile"), NP_VIEW_UNSAID);
    assert_int_equal(np_view_of_cookies("view=mobile\r\nX: y"), NP_VIEW_UNSAID);
}

static void an_address_gets_the_choice(void **state)
{
    (void)state;
    assert_string_equal(np_view_address(pool, "/m/", NP_VIEW_MOBILE), "/m/?view=mobile");
    assert_string_equal(np_view_address(pool, "/latest/?before=1", NP_VIEW_DESKTOP), "/latest/?before=1&view=desktop");
}

static void a_cookie_is_functional_and_nothing_else(void **state)
{
    (void)state;
    assert_string_equal(np_view_cookie(NP_VIEW_MOBILE, 0), "view=mobile; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
    assert_string_equal(np_view_cookie(NP_VIEW_DESKTOP, 1),
                        "view=desktop; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_agent_of_the_table),
        cmocka_unit_test(nothing_says_nothing),
        cmocka_unit_test(only_the_beginning_is_looked_at),
        cmocka_unit_test(a_huge_agent_costs_no_more),
        cmocka_unit_test(the_hint_goes_before_the_agent),
        cmocka_unit_test(a_malformed_hint_is_none),
        cmocka_unit_test(words_are_exact),
        cmocka_unit_test(cookies_are_searched_for_the_choice),
        cmocka_unit_test(an_address_gets_the_choice),
        cmocka_unit_test(a_cookie_is_functional_and_nothing_else),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
