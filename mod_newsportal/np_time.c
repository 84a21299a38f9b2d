/* np_time.c - see np_time.h: zones as tables of clock changes, and the Gregorian calendar.
 *
 * Two columns are kept for each change: the instant at which it happens, and the first civil second
 * that is read with the new offset. That second is the change's instant plus the larger of the two
 * offsets, which is exactly the rule of the header: a second shown twice still belongs to the old
 * offset (the first), and one that is skipped is counted on with the old offset (the same distance
 * after the change). Called by everything that shows or compares times. Must not: read any clock.
 */
#include "np_time.h"

#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#define DAY 86400

/* Changes are read for these years. Rules that go on for ever are cut off there: later instants
 * have the offset of the last change. */
#define FIRST_YEAR 1900
#define LAST_YEAR 2100
/* No zone changes more often than four times a year over the whole range. */
#define MOST_CHANGES ((LAST_YEAR - FIRST_YEAR + 1) * 4)

#define CIVIL_FIRST (-62135596800LL) /* 0001-01-01 00:00:00 */
#define CIVIL_LAST 253402300799LL    /* 9999-12-31 23:59:59 */

#define ACCEPTED                                                                                   \
    "accepted are UTC, an offset from -12:59 to +14:00 such as \"+08:00\", and names of the IANA " \
    "time zone database such as \"Asia/Shanghai\" or \"Asia/Seoul\""

typedef struct change_t {
    apr_int64_t instant; /* seconds since 1970, UTC */
    apr_int64_t civil;   /* first civil second read with `offset` */
    int offset;          /* seconds east of UTC from here on */
} change_t;

/* changes[0] stands for "since ever". */
struct np_zone_t {
    const char *name;
    int count;
    change_t changes[1];
};

static np_zone_t *zone_of(const char *name, int count, apr_pool_t *pool)
{
    np_zone_t *zone =
        apr_pcalloc(pool, sizeof(*zone) + (apr_size_t)(count - 1) * sizeof(zone->changes[0]));

    zone->name = apr_pstrdup(pool, name);
    zone->count = count;
    zone->changes[0].instant = INT64_MIN;
    zone->changes[0].civil = INT64_MIN;
    return zone;
}

/* ---- Fixed offsets -----------------------------------------------------------------------------
 */

static int two_digits(const char *text)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return -1;
    return (text[0] - '0') * 10 + (text[1] - '0');
}

/* "+08:00" as seconds; 1 when it is one, and not farther than clocks on earth go. */
static int offset_parse(const char *name, int *offset)
{
    int hours, minutes;

    if (strlen(name) != 6 || (name[0] != '+' && name[0] != '-') || name[3] != ':')
        return 0;
    hours = two_digits(name + 1);
    minutes = two_digits(name + 4);
    if (hours < 0 || minutes < 0 || minutes > 59)
        return 0;
    *offset = hours * 3600 + minutes * 60;
    if (name[0] == '-')
        *offset = -*offset;
    return *offset > -13 * 3600 && *offset <= 14 * 3600;
}

/* ---- Zones of the tz database, through ICU ------------------------------------------------------
 */

/* ICU takes any word for a zone (an unknown one becomes GMT) and knows words of its own, so the
 * name is held against its list: it must be a system zone and be spelled as there. */
static int name_known(const char *name, UChar *wide, int32_t room)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar canonical[128];
    UBool is_system = 0;
    int32_t length;

    if (strchr(name, '/') == NULL || strlen(name) >= (size_t)room ||
        strcmp(name, "Etc/Unknown") == 0)
        return 0;
    u_strFromUTF8(wide, room, &length, name, -1, &status);
    if (U_FAILURE(status))
        return 0;
    ucal_getCanonicalTimeZoneID(wide, length, canonical, 128, &is_system, &status);
    return U_SUCCESS(status) && is_system;
}

static int offset_at(UCalendar *calendar, UDate instant, UErrorCode *status)
{
    ucal_setMillis(calendar, instant, status);
    return (ucal_get(calendar, UCAL_ZONE_OFFSET, status) +
            ucal_get(calendar, UCAL_DST_OFFSET, status)) /
           1000;
}

static UDate millis_of_year(int year)
{
    np_date_t date = {year, 1, 1, 0, 0, 0, 0};
    np_civil_t civil = 0;

    np_civil_join(&date, &civil);
    return (UDate)civil * 1000.0;
}

/* Walks from change to change. Changes of name or rule that leave the offset alone are left out. */
static int changes_read(UCalendar *calendar, change_t *changes, UErrorCode *status)
{
    UDate at = millis_of_year(FIRST_YEAR), end = millis_of_year(LAST_YEAR + 1);
    int count = 1;

    changes[0].offset = offset_at(calendar, at, status);
    ucal_setMillis(calendar, at, status);
    while (U_SUCCESS(*status) && count < MOST_CHANGES &&
           ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &at, status) &&
           at < end) {
        change_t *change = &changes[count];
        int before = changes[count - 1].offset;

        change->offset = offset_at(calendar, at, status);
        if (change->offset == before)
            continue;
        change->instant = (apr_int64_t)(at / 1000.0);
        change->civil = change->instant + (before > change->offset ? before : change->offset);
        count++;
    }
    return count;
}

static const char *zone_read(const np_zone_t **zone, const char *name, const UChar *wide,
                             apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(wide, -1, NULL, UCAL_GREGORIAN, &status);
    change_t *changes;
    np_zone_t *made;
    int count;

    if (U_FAILURE(status))
        return apr_psprintf(pool, "cannot read time zone \"%s\": %s", name, u_errorName(status));
    changes = calloc((size_t)MOST_CHANGES, sizeof(*changes));
    if (changes == NULL) {
        ucal_close(calendar);
        return "no memory";
    }
    count = changes_read(calendar, changes, &status);
    ucal_close(calendar);
    made = zone_of(name, count, pool);
    memcpy(made->changes + 1, changes + 1, (size_t)(count - 1) * sizeof(*changes));
    made->changes[0].offset = changes[0].offset;
    free(changes);
    if (U_FAILURE(status))
        return apr_psprintf(pool, "cannot read time zone \"%s\": %s", name, u_errorName(status));
    *zone = made;
    return NULL;
}

const char *np_zone_make(const np_zone_t **zone, const char *name, apr_pool_t *pool)
{
    UChar wide[64];
    int offset = 0;

    if (strcmp(name, "UTC") == 0 || offset_parse(name, &offset)) {
        np_zone_t *made = zone_of(name, 1, pool);

        made->changes[0].offset = offset;
        *zone = made;
        return NULL;
    }
    if (!name_known(name, wide, 64))
        return apr_psprintf(pool, "\"%s\" is no time zone; " ACCEPTED, name);
    return zone_read(zone, name, wide, pool);
}

const char *np_zone_name(const np_zone_t *zone)
{
    return zone->name;
}

/* ---- Look-ups ----------------------------------------------------------------------------------
 */

static const change_t *change_by_instant(const np_zone_t *zone, apr_int64_t seconds)
{
    int low = 0, high = zone->count; /* changes[low] is at or before, changes[high] is after */

    while (high - low > 1) {
        int middle = low + (high - low) / 2;

        if (zone->changes[middle].instant <= seconds)
            low = middle;
        else
            high = middle;
    }
    return &zone->changes[low];
}

int np_zone_offset(const np_zone_t *zone, np_civil_t civil)
{
    int low = 0, high = zone->count;

    while (high - low > 1) {
        int middle = low + (high - low) / 2;

        if (zone->changes[middle].civil <= civil)
            low = middle;
        else
            high = middle;
    }
    return zone->changes[low].offset;
}

static apr_int64_t floor_div(apr_int64_t number, apr_int64_t by)
{
    return number / by - (number % by < 0);
}

np_civil_t np_zone_civil(const np_zone_t *zone, apr_time_t instant)
{
    apr_int64_t seconds = floor_div(instant, APR_USEC_PER_SEC);

    return seconds + change_by_instant(zone, seconds)->offset;
}

/* A change's civil second is the time at which clocks were set back, or the one to which they were
 * set forward: the clock is never before it. */
np_civil_t np_zone_now(const np_zone_t *zone, apr_time_t instant)
{
    apr_int64_t seconds = floor_div(instant, APR_USEC_PER_SEC);
    const change_t *change = change_by_instant(zone, seconds);
    np_civil_t civil = seconds + change->offset;

    return civil < change->civil ? change->civil : civil;
}

apr_time_t np_zone_instant(const np_zone_t *zone, np_civil_t civil)
{
    return (civil - np_zone_offset(zone, civil)) * APR_USEC_PER_SEC;
}

/* ---- Calendar ----------------------------------------------------------------------------------
 */

/* Days since 1970-01-01. Years are counted from March, so that the leap day is a year's last, and
 * in groups of 400, after which the calendar repeats (146,097 days). */
static apr_int64_t days_of(int year, int month, int day)
{
    apr_int64_t y = month <= 2 ? year - 1 : year;
    apr_int64_t era = floor_div(y, 400);
    apr_int64_t year_of_era = y - era * 400;
    apr_int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    apr_int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

/* Times beyond the years 1 to 9999, which no DATETIME holds, read as that range's nearest end. */
void np_civil_split(np_civil_t civil, np_date_t *date)
{
    apr_int64_t days, seconds, era, day_of_era, year_of_era, day_of_year, month;

    if (civil < CIVIL_FIRST)
        civil = CIVIL_FIRST;
    if (civil > CIVIL_LAST)
        civil = CIVIL_LAST;
    days = floor_div(civil, DAY);
    seconds = civil - days * DAY;
    date->weekday = (int)((days + 3 + 7 * (np_civil_t)200000) % 7) + 1; /* 1970-01-01 was a Thursday */
    days += 719468;
    era = floor_div(days, 146097);
    day_of_era = days - era * 146097;
    year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    month = (5 * day_of_year + 2) / 153;
    date->day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    date->month = (int)(month < 10 ? month + 3 : month - 9);
    date->year = (int)(year_of_era + era * 400 + (date->month <= 2));
    date->hour = (int)(seconds / 3600);
    date->minute = (int)(seconds / 60 % 60);
    date->second = (int)(seconds % 60);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

int np_civil_join(const np_date_t *date, np_civil_t *civil)
{
    if (date->year < 1 || date->year > 9999 || date->month < 1 || date->month > 12 ||
        date->day < 1 || date->day > days_in_month(date->year, date->month))
        return 0;
    if (date->hour < 0 || date->hour > 23 || date->minute < 0 || date->minute > 59 ||
        date->second < 0 || date->second > 59)
        return 0;
    *civil = days_of(date->year, date->month, date->day) * DAY + (np_civil_t)date->hour * 3600 +
             (np_civil_t)date->minute * 60 + date->second;
    return 1;
}

int np_civil_month(int year, int month, np_civil_t *first, np_civil_t *last)
{
    const np_date_t date = {year, month, 1, 0, 0, 0, 0};

    if (!np_civil_join(&date, first))
        return 0;
    *last = *first + (np_civil_t)days_in_month(year, month) * DAY - 1;
    return 1;
}

/* Old local times had offsets with seconds, RFC 3339 has not: the clock time moves along, so that
 * the instant written stays the true one. */
const char *np_time_rfc3339(apr_pool_t *pool, const np_zone_t *zone, np_civil_t civil)
{
    int offset = np_zone_offset(zone, civil);
    int minutes = offset / 60;
    int distance = minutes < 0 ? -minutes : minutes;
    np_date_t date;

    np_civil_split(civil - offset % 60, &date);
    return apr_psprintf(pool, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", date.year, date.month,
                        date.day, date.hour, date.minute, date.second, offset < 0 ? '-' : '+',
                        distance / 60, distance % 60);
}
