/* np_time.h - civil time of the portal and instants of the world.
 *
 * Editors type civil time (a DATETIME without zone); readers and HTTP need instants. A civil time is
 * an `np_civil_t`: seconds since 1970-01-01 00:00:00 as shown by the clock on the newsroom's wall,
 * so comparing and ordering need no zone. An instant is an apr_time_t (microseconds, UTC).
 * A zone is read once (ICU's tz data) into an immutable table; look-ups need no lock and no memory.
 *
 * Must not: read the system clock (callers pass "now"), use TZ or localtime().
 */
#ifndef NP_TIME_H
#define NP_TIME_H

#include <apr_pools.h>
#include <apr_time.h>

typedef apr_int64_t np_civil_t;

typedef struct np_zone_t np_zone_t;

/* The parts of a civil time. month 1-12, weekday 1 (Monday) to 7 (Sunday), ISO 8601. */
typedef struct np_date_t {
    int year, month, day, hour, minute, second, weekday;
} np_date_t;

/* Reads a zone by IANA name ("Asia/Shanghai") or fixed offset ("+08:00", "-03:30", "UTC").
 * Returns NULL and sets `*zone`, or a sentence saying what is accepted. Lives in `pool`. */
const char *np_zone_make(const np_zone_t **zone, const char *name, apr_pool_t *pool);
const char *np_zone_name(const np_zone_t *zone);

/* Instant to civil time and back. A civil time that occurs twice (clocks set back) means the first;
 * one that never occurs (clocks set forward) means the same distance after the change. */
np_civil_t np_zone_civil(const np_zone_t *zone, apr_time_t instant);
apr_time_t np_zone_instant(const np_zone_t *zone, np_civil_t civil);

/* What the portal's clock shows at an instant: as np_zone_civil, but it never runs backwards. When
 * clocks are set back, it stays at the civil time at which they were, until they have shown the
 * repeated hour once more. So what was published stays published, and what expired stays expired.
 */
np_civil_t np_zone_now(const np_zone_t *zone, apr_time_t instant);

/* Seconds east of UTC in force at that civil time. */
int np_zone_offset(const np_zone_t *zone, np_civil_t civil);

/* Proleptic Gregorian calendar. np_civil_join returns 0 when the parts are no real date
 * (30 February, hour 25), 1 otherwise. weekday is ignored when joining. */
void np_civil_split(np_civil_t civil, np_date_t *date);
int np_civil_join(const np_date_t *date, np_civil_t *civil);

/* The first and the last second of a month of that calendar. 0 when there is no such month (13, or
 * outside the years of np_civil_join); then neither is to be used. */
int np_civil_month(int year, int month, np_civil_t *first, np_civil_t *last);

/* "2021-11-18T06:22:00+08:00" (RFC 3339). */
const char *np_time_rfc3339(apr_pool_t *pool, const np_zone_t *zone, np_civil_t civil);

#endif
