/* test_np_time.c - zones and the calendar, held against ICU and against dates known from records.
 */
#include <stdlib.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>
#include "pool_bed.h"

#include "np_time.h"

static const np_zone_t *zone_of(const char *name)
{
    const np_zone_t *zone = NULL;
    const char *problem = np_zone_make(&zone, name, pool);

    if (problem)
        fail_msg("%s", problem);
    assert_string_equal(np_zone_name(zone), name);
    return zone;
}

static np_civil_t civil_of(int year, int month, int day, int hour, int minute, int second)
{
    np_date_t date = {year, month, day, hour, minute, second, 0};
    np_civil_t civil = -1;

    assert_int_equal(np_civil_join(&date, &civil), 1);
    return civil;
}

/* The civil time as RFC 3339 in UTC, which is the instant for a reader of this file. */
static const char *instant_of(const np_zone_t *zone, np_civil_t civil)
{
    const np_zone_t *utc = zone_of("UTC");

    return np_time_rfc3339(pool, utc, np_zone_civil(utc, np_zone_instant(zone, civil)));
}

static void fixed_offsets(void **state)
{
    static const struct {
        const char *name;
        int offset;
        const char *written;
    } cases[] = {{"UTC", 0, "2021-11-18T06:22:00+00:00"},
                 {"+00:00", 0, "2021-11-18T06:22:00+00:00"},
                 {"+08:00", 28800, "2021-11-18T06:22:00+08:00"},
                 {"-03:30", -12600, "2021-11-18T06:22:00-03:30"},
                 {"-00:30", -1800, "2021-11-18T06:22:00-00:30"},
                 {"+14:00", 50400, "2021-11-18T06:22:00+14:00"},
                 {"-12:59", -46740, "2021-11-18T06:22:00-12:59"}};
    np_civil_t civil = civil_of(2021, 11, 18, 6, 22, 0);
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const np_zone_t *zone = zone_of(cases[i].name);

        assert_int_equal(np_zone_offset(zone, civil), cases[i].offset);
        assert_string_equal(np_time_rfc3339(pool, zone, civil), cases[i].written);
        assert_int_equal(np_zone_instant(zone, civil),
                         (civil - cases[i].offset) * APR_USEC_PER_SEC);
        assert_int_equal(np_zone_civil(zone, np_zone_instant(zone, civil)), civil);
    }
}

static void names_refused(void **state)
{
    static const char *const names[] = {
        "",
        "Mars/Olympus",
        "+8:00",
        "+08:60",
        "+24:00",
        "-13:00",
        "+14:01",
        "0800",
        "asia/shanghai",
        "Etc/Unknown",
        "GMT+8",
        "PST",
        "Asia/Shanghai ",
        "Asia//Shanghai",
        "Europe",
        "+08:00x",
        "utc",
        "Asia/Shanghai/Asia/Shanghai/Asia/Shanghai/Asia/Shanghai/Asia/Shanghai/Asia/Shanghai"};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const np_zone_t *zone = NULL;
        const char *problem = np_zone_make(&zone, names[i], pool);

        if (problem == NULL)
            fail_msg("\"%s\" was taken", names[i]);
        assert_null(zone);
        assert_non_null(strstr(problem, apr_psprintf(pool, "\"%s\" is no time zone", names[i])));
        assert_non_null(strstr(problem, "+08:00"));
        assert_non_null(strstr(problem, "Asia/Shanghai"));
    }
}

/* China had summer time from 1986 to 1991: from 4 May 1986 2:00 to 14 September 1986 2:00, and so
 * on. */
static void shanghai(void **state)
{
    const np_zone_t *zone = zone_of("Asia/Shanghai");

    (void)state;
    assert_string_equal(np_time_rfc3339(pool, zone, civil_of(2021, 11, 18, 6, 22, 0)),
                        "2021-11-18T06:22:00+08:00");
    assert_int_equal(np_zone_offset(zone, civil_of(1986, 5, 4, 1, 59, 59)), 28800);
    assert_int_equal(np_zone_offset(zone, civil_of(1986, 5, 4, 3, 0, 0)), 32400);
    assert_int_equal(np_zone_offset(zone, civil_of(1988, 7, 1, 12, 0, 0)), 32400);
    assert_int_equal(np_zone_offset(zone, civil_of(1991, 9, 14, 12, 0, 0)), 32400);
    assert_int_equal(np_zone_offset(zone, civil_of(1991, 9, 15, 2, 0, 0)), 28800);
    assert_int_equal(np_zone_offset(zone, civil_of(1992, 7, 1, 12, 0, 0)), 28800);
}

/* Korea had summer time in 1987 and 1988. */
static void seoul(void **state)
{
    const np_zone_t *zone = zone_of("Asia/Seoul");

    (void)state;
    assert_int_equal(np_zone_offset(zone, civil_of(2026, 1, 1, 0, 0, 0)), 32400);
    assert_int_equal(np_zone_offset(zone, civil_of(1988, 8, 1, 0, 0, 0)), 36000);
    assert_int_equal(np_zone_offset(zone, civil_of(1989, 8, 1, 0, 0, 0)), 32400);
}

static void berlin_gap_and_overlap(void **state)
{
    const np_zone_t *zone = zone_of("Europe/Berlin");

    (void)state;
    /* 2024-03-31: 2:00 becomes 3:00. */
    assert_string_equal(instant_of(zone, civil_of(2024, 3, 31, 1, 59, 59)),
                        "2024-03-31T00:59:59+00:00");
    assert_string_equal(instant_of(zone, civil_of(2024, 3, 31, 2, 30, 0)),
                        "2024-03-31T01:30:00+00:00");
    assert_int_equal(np_zone_civil(zone, np_zone_instant(zone, civil_of(2024, 3, 31, 2, 30, 0))),
                     civil_of(2024, 3, 31, 3, 30, 0));
    assert_string_equal(instant_of(zone, civil_of(2024, 3, 31, 3, 0, 0)),
                        "2024-03-31T01:00:00+00:00");
    /* 2024-10-27: 3:00 becomes 2:00; what occurs twice means the first. */
    assert_string_equal(instant_of(zone, civil_of(2024, 10, 27, 2, 0, 0)),
                        "2024-10-27T00:00:00+00:00");
    assert_string_equal(instant_of(zone, civil_of(2024, 10, 27, 2, 59, 59)),
                        "2024-10-27T00:59:59+00:00");
    assert_string_equal(instant_of(zone, civil_of(2024, 10, 27, 3, 0, 0)),
                        "2024-10-27T02:00:00+00:00");
    assert_string_equal(np_time_rfc3339(pool, zone, civil_of(2024, 7, 1, 0, 0, 0)),
                        "2024-07-01T00:00:00+02:00");
}

/* Local mean time had seconds; what is written is the right instant nevertheless. */
static void seconds_in_an_offset(void **state)
{
    const np_zone_t *zone = zone_of("Asia/Shanghai");
    np_civil_t civil = civil_of(1900, 6, 1, 12, 0, 43);

    (void)state;
    assert_int_equal(np_zone_offset(zone, civil), 8 * 3600 + 5 * 60 + 43);
    assert_string_equal(np_time_rfc3339(pool, zone, civil), "1900-06-01T12:00:00+08:05");
}

/* Small, fixed and good enough: the same instants in every run. */
static apr_uint64_t random_next(apr_uint64_t *seed)
{
    *seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return *seed >> 11;
}

static int icu_offset(UCalendar *calendar, apr_int64_t seconds)
{
    UErrorCode status = U_ZERO_ERROR;
    int offset;

    ucal_setMillis(calendar, (UDate)seconds * 1000.0, &status);
    offset = (ucal_get(calendar, UCAL_ZONE_OFFSET, &status) +
              ucal_get(calendar, UCAL_DST_OFFSET, &status)) /
             1000;
    assert_true(U_SUCCESS(status));
    return offset;
}

static void compare_with_icu(const char *name, int count)
{
    const np_zone_t *zone = zone_of(name);
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[64];
    UCalendar *calendar;
    np_civil_t first = civil_of(1900, 1, 1, 0, 0, 0), last = civil_of(2100, 12, 30, 0, 0, 0);
    apr_uint64_t seed = 20260101;
    int i;

    u_uastrcpy(wide, name);
    calendar = ucal_open(wide, -1, NULL, UCAL_GREGORIAN, &status);
    assert_true(U_SUCCESS(status));
    for (i = 0; i < count; i++) {
        apr_int64_t seconds =
            first + (apr_int64_t)(random_next(&seed) % (apr_uint64_t)(last - first));
        np_civil_t civil = np_zone_civil(zone, seconds * APR_USEC_PER_SEC + i % 1000000);
        apr_int64_t back = np_zone_instant(zone, civil) / APR_USEC_PER_SEC;

        if (civil - seconds != icu_offset(calendar, seconds))
            fail_msg("%s: offset %ld at %ld", name, (long)(civil - seconds), (long)seconds);
        /* Back again, unless this is the second showing of that civil time. */
        if (back != seconds && (back > seconds || back + icu_offset(calendar, back) != civil))
            fail_msg("%s: %ld came back as %ld", name, (long)seconds, (long)back);
    }
    ucal_close(calendar);
}

static void random_instants(void **state)
{
    (void)state;
    compare_with_icu("Asia/Shanghai", 20000);
    compare_with_icu("Asia/Seoul", 20000);
    compare_with_icu("Europe/Berlin", 20000);
    compare_with_icu("America/New_York", 20000);
    compare_with_icu("Australia/Lord_Howe", 10000);
    compare_with_icu("Africa/Casablanca", 10000);
}

static void every_second_around_a_change(void **state)
{
    const np_zone_t *zone = zone_of("Europe/Berlin");
    np_civil_t start = civil_of(2024, 10, 26, 22, 0, 0);
    apr_time_t before = np_zone_instant(zone, start - 1);
    np_civil_t civil;

    (void)state;
    /* Where clocks are set back, later civil time is always a later instant. */
    for (civil = start; civil < start + 8 * 3600; civil++) {
        apr_time_t instant = np_zone_instant(zone, civil);

        assert_true(instant > before);
        before = instant;
    }
}

/* Each second of a night in which clocks are set back: never backwards, never behind the clock on
 * the wall, and ahead of it just while that one shows the hour again. */
static void now_through_a_night(const char *name, np_civil_t evening, np_civil_t set_back, int by)
{
    const np_zone_t *zone = zone_of(name);
    apr_time_t start = np_zone_instant(zone, evening);
    np_civil_t before = evening - 1;
    int i, ahead = 0, still = 0;

    for (i = 0; i < 12 * 3600; i++) {
        apr_time_t instant = start + (apr_time_t)i * APR_USEC_PER_SEC + i % 1000000;
        np_civil_t now = np_zone_now(zone, instant), wall = np_zone_civil(zone, instant);

        if (now < before || now > before + 1)
            fail_msg("%s: from %ld to %ld", name, (long)before, (long)now);
        if (now != wall) {
            assert_int_equal(now, set_back);
            assert_in_range(now - wall, 1, by);
            ahead++;
        }
        still += now == before;
        before = now;
    }
    assert_int_equal(ahead, by);
    assert_int_equal(still, by);
    assert_int_equal(before, evening + 12 * 3600 - 1 - by);
}

static void now_never_runs_backwards(void **state)
{
    const np_zone_t *berlin = zone_of("Europe/Berlin");
    static const char *const fixed[] = {"+08:00", "-03:30", "UTC"};
    np_civil_t civil;
    size_t i;

    (void)state;
    now_through_a_night("Europe/Berlin", civil_of(2024, 10, 26, 20, 0, 0),
                        civil_of(2024, 10, 27, 3, 0, 0), 3600);
    now_through_a_night("America/New_York", civil_of(2026, 10, 31, 20, 0, 0),
                        civil_of(2026, 11, 1, 2, 0, 0), 3600);
    now_through_a_night("Australia/Lord_Howe", civil_of(2026, 4, 4, 20, 0, 0),
                        civil_of(2026, 4, 5, 2, 0, 0), 1800);
    now_through_a_night("Asia/Shanghai", civil_of(1991, 9, 14, 20, 0, 0),
                        civil_of(1991, 9, 15, 2, 0, 0), 3600);
    /* Where clocks are set forward, it goes with them. */
    assert_int_equal(np_zone_now(berlin, np_zone_instant(berlin, civil_of(2024, 3, 31, 1, 59, 59))),
                     civil_of(2024, 3, 31, 1, 59, 59));
    assert_int_equal(np_zone_now(berlin, np_zone_instant(berlin, civil_of(2024, 3, 31, 3, 0, 0))),
                     civil_of(2024, 3, 31, 3, 0, 0));
    /* Where they never change, it is the clock on the wall. */
    for (i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
        for (civil = civil_of(1, 1, 1, 0, 0, 0); civil < civil_of(2200, 1, 1, 0, 0, 0);
             civil += 86400 * 97 + 61)
            assert_int_equal(np_zone_now(zone_of(fixed[i]), civil * APR_USEC_PER_SEC),
                             np_zone_civil(zone_of(fixed[i]), civil * APR_USEC_PER_SEC));
    assert_int_equal(np_zone_now(zone_of("UTC"), -1), -1);
}

/* A coarse look at all zones there are, also at those that have shown a whole day twice. */
static void now_in_every_zone(void **state)
{
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *names = ucal_openTimeZones(&status);
    const char *name;
    int count = 0;

    (void)state;
    while ((name = uenum_next(names, NULL, &status)) != NULL) {
        const np_zone_t *zone = NULL;
        np_civil_t before = INT64_MIN, last = civil_of(2027, 1, 1, 0, 0, 0), at;

        if (np_zone_make(&zone, name, pool) != NULL)
            continue;
        for (at = civil_of(1900, 1, 1, 0, 0, 0); at < last; at += 6 * 3600) {
            np_civil_t now = np_zone_now(zone, at * APR_USEC_PER_SEC);

            if (now < before)
                fail_msg("%s: from %ld to %ld", name, (long)before, (long)now);
            before = now;
        }
        count++;
    }
    uenum_close(names);
    assert_true(count > 300);
}

static void calendar(void **state)
{
    static const struct {
        int year, month, day, weekday;
    } days[] = {{1970, 1, 1, 4},   {2000, 2, 29, 2}, {2024, 2, 29, 4},  {1900, 3, 1, 4},
                {2021, 11, 18, 4}, {1, 1, 1, 1},     {9999, 12, 31, 5}, {2026, 11, 23, 1}};
    np_date_t date;
    np_civil_t civil;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        civil = civil_of(days[i].year, days[i].month, days[i].day, 23, 59, 58);
        np_civil_split(civil, &date);
        assert_int_equal(date.year, days[i].year);
        assert_int_equal(date.month, days[i].month);
        assert_int_equal(date.day, days[i].day);
        assert_int_equal(date.weekday, days[i].weekday);
        assert_int_equal(date.hour * 10000 + date.minute * 100 + date.second, 235958);
    }
    assert_int_equal(civil_of(1970, 1, 1, 0, 0, 0), 0);
    assert_int_equal(civil_of(1969, 12, 31, 23, 59, 59), -1);
    assert_int_equal(civil_of(2000, 3, 1, 0, 0, 0), 951868800);
    assert_string_equal(
        np_time_rfc3339(pool, zone_of("+08:00"), civil_of(9999, 12, 31, 23, 59, 59)),
        "9999-12-31T23:59:59+08:00");
}

/* Each day from 1 to 9999 follows the one before, and splits into the parts it was joined from. */
static void every_day(void **state)
{
    np_civil_t civil = civil_of(1, 1, 1, 0, 0, 0), last = civil_of(9999, 12, 31, 0, 0, 0);
    int weekday = 1, count = 0;

    (void)state;
    for (; civil <= last; civil += 86400) {
        np_date_t date;
        np_civil_t joined = -1;

        np_civil_split(civil, &date);
        if (date.weekday != weekday || !np_civil_join(&date, &joined) || joined != civil)
            fail_msg("%04d-%02d-%02d", date.year, date.month, date.day);
        weekday = weekday % 7 + 1;
        count++;
    }
    assert_int_equal(count, 3652059);
}

static void no_real_dates(void **state)
{
    static const np_date_t dates[] = {
        {2023, 2, 29, 0, 0, 0, 0},     {2023, 2, 30, 0, 0, 0, 0},       {1900, 2, 29, 0, 0, 0, 0},
        {2023, 4, 31, 0, 0, 0, 0},     {2023, 0, 1, 0, 0, 0, 0},        {2023, 13, 1, 0, 0, 0, 0},
        {2023, 1, 0, 0, 0, 0, 0},      {2023, 1, 32, 0, 0, 0, 0},       {2023, 1, 1, 24, 0, 0, 0},
        {2023, 1, 1, 25, 0, 0, 0},     {2023, 1, 1, 0, 60, 0, 0},       {2023, 1, 1, 0, 0, 60, 0},
        {2023, 1, 1, -1, 0, 0, 0},     {0, 1, 1, 0, 0, 0, 0},           {10000, 1, 1, 0, 0, 0, 0},
        {INT32_MAX, 1, 1, 0, 0, 0, 0}, {2023, INT32_MIN, 1, 0, 0, 0, 0}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
        np_civil_t civil = 4711;

        assert_int_equal(np_civil_join(&dates[i], &civil), 0);
        assert_int_equal(civil, 4711);
    }
}

/* Each begins a second after the one before it ended, and ends in its own last day's last second. */
static void every_month(void **state)
{
    np_civil_t first, last, before = 0;
    np_date_t from, to;
    int year, month;

    (void)state;
    for (year = 1; year <= 9999; year++)
        for (month = 1; month <= 12; month++) {
            assert_int_equal(np_civil_month(year, month, &first, &last), 1);
            np_civil_split(first, &from);
            np_civil_split(last, &to);
            if (from.year != year || from.month != month || from.day != 1 || to.year != year ||
                to.month != month || to.hour != 23 || to.minute != 59 || to.second != 59 ||
                (before && first != before + 1))
                fail_msg("%04d-%02d", year, month);
            before = last;
        }
    for (month = 0; month <= 13; month += 13)
        assert_int_equal(np_civil_month(2026, month, &first, &last), 0);
    assert_int_equal(np_civil_month(0, 1, &first, &last), 0);
    assert_int_equal(np_civil_month(10000, 1, &first, &last), 0);
}

static void far_outside(void **state)
{
    np_date_t date;

    (void)state;
    np_civil_split(INT64_MAX, &date);
    assert_int_equal(date.year, 9999);
    np_civil_split(INT64_MIN, &date);
    assert_int_equal(date.year, 1);
    assert_int_equal(np_zone_offset(zone_of("Asia/Seoul"), INT64_MAX), 32400);
    assert_int_equal(np_zone_offset(zone_of("Asia/Seoul"), INT64_MIN), 8 * 3600 + 27 * 60 + 52);
    /* An instant before 1970 that is no whole second belongs to the second it is in. */
    assert_int_equal(np_zone_civil(zone_of("UTC"), -1), -1);
    assert_int_equal(np_zone_civil(zone_of("UTC"), -1000000), -1);
    assert_int_equal(np_zone_civil(zone_of("UTC"), -1000001), -2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_offsets),
        cmocka_unit_test(names_refused),
        cmocka_unit_test(shanghai),
        cmocka_unit_test(seoul),
        cmocka_unit_test(berlin_gap_and_overlap),
        cmocka_unit_test(seconds_in_an_offset),
        cmocka_unit_test(random_instants),
        cmocka_unit_test(every_second_around_a_change),
        cmocka_unit_test(now_never_runs_backwards),
        cmocka_unit_test(now_in_every_zone),
        cmocka_unit_test(calendar),
        cmocka_unit_test(every_day),
        cmocka_unit_test(no_real_dates),
        cmocka_unit_test(every_month),
        cmocka_unit_test(far_outside),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
