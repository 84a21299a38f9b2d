/* test_np_mourning.c - days of mourning: how they are written, when they begin and end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "np_mourning.h"

static np_civil_t civil(int year, int month, int day, int hour, int minute, int second)
{
    np_date_t date = {year, month, day, hour, minute, second, 0};
    np_civil_t moment = 0;

    assert_true(np_civil_join(&date, &moment));
    return moment;
}

static void a_day_is_its_first_second(void **state)
{
    np_civil_t day = 0;

    (void)state;
    assert_true(np_mourning_day(&day, "2026-09-18"));
    assert_int_equal(day, civil(2026, 9, 18, 0, 0, 0));
    assert_true(np_mourning_day(&day, "2024-02-29"));
    assert_true(np_mourning_day(&day, "9999-12-31"));
}

static void what_is_no_day_is_refused(void **state)
{
    static const char *const wrong[] = {"",           "2026",       "2026-9-18",  "2026-09-18 ", " 2026-09-18", "2026-09-31",
                                        "2023-02-29", "2026-13-01", "2026-00-01", "2026-01-00",  "0000-01-01",  "2026/09/18",
                                        "18-09-2026", "20260918",   "2026-09-1x", "+026-09-18",  "２０２６-09-18",
                                        "2026-09-18T00:00", "today", "-", NULL};
    np_civil_t day = 7;
    int i;

    (void)state;
    for (i = 0; wrong[i]; i++)
        assert_false(np_mourning_day(&day, wrong[i]));
}

static void periods_include_their_first_and_last_second(void **state)
{
    const np_period_t periods[] = {
        {civil(2026, 12, 13, 0, 0, 0), civil(2026, 12, 14, 0, 0, 0)},
        {civil(2026, 4, 4, 0, 0, 0), civil(2026, 4, 7, 0, 0, 0)},
    };
    const np_mourning_t mourning = {periods, 2};

    (void)state;
    assert_false(np_mourning_is(&mourning, civil(2026, 4, 3, 23, 59, 59)));
    assert_true(np_mourning_is(&mourning, civil(2026, 4, 4, 0, 0, 0)));
    assert_true(np_mourning_is(&mourning, civil(2026, 4, 6, 23, 59, 59)));
    assert_false(np_mourning_is(&mourning, civil(2026, 4, 7, 0, 0, 0)));
    assert_true(np_mourning_is(&mourning, civil(2026, 12, 13, 12, 0, 0)));
    assert_false(np_mourning_is(&mourning, civil(2027, 12, 13, 12, 0, 0)));
}

static void the_next_moment_is_the_nearest_boundary(void **state)
{
    const np_period_t periods[] = {
        {civil(2026, 12, 13, 0, 0, 0), civil(2026, 12, 14, 0, 0, 0)},
        {civil(2026, 4, 4, 0, 0, 0), civil(2026, 4, 7, 0, 0, 0)},
        {civil(2026, 4, 5, 0, 0, 0), civil(2026, 4, 6, 0, 0, 0)},
    };
    const np_mourning_t mourning = {periods, 3};

    (void)state;
    assert_int_equal(np_mourning_next(&mourning, civil(2026, 1, 1, 0, 0, 0)), periods[1].begins);
    assert_int_equal(np_mourning_next(&mourning, periods[1].begins - 1), periods[1].begins);
    assert_int_equal(np_mourning_next(&mourning, periods[1].begins), periods[2].begins);
    assert_int_equal(np_mourning_next(&mourning, periods[2].begins), periods[2].ends);
    assert_int_equal(np_mourning_next(&mourning, periods[2].ends), periods[1].ends);
    assert_int_equal(np_mourning_next(&mourning, periods[1].ends), periods[0].begins);
    assert_int_equal(np_mourning_next(&mourning, periods[0].ends), APR_INT64_MAX);
}

static void without_periods_there_is_none(void **state)
{
    const np_mourning_t mourning = {NULL, 0};

    (void)state;
    assert_false(np_mourning_is(&mourning, 0));
    assert_int_equal(np_mourning_next(&mourning, 0), APR_INT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_its_first_second),
        cmocka_unit_test(what_is_no_day_is_refused),
        cmocka_unit_test(periods_include_their_first_and_last_second),
        cmocka_unit_test(the_next_moment_is_the_nearest_boundary),
        cmocka_unit_test(without_periods_there_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
