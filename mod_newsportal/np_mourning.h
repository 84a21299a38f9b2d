/* np_mourning.h - the days on which the portal mourns: its pages are shown without colour.
 *
 * A period goes from the first second of a day to the first second after another day, on the
 * portal's clock. Nothing runs when one begins or ends: a page says until when it is true
 * (np_keys_until), and the next request makes it anew.
 *
 * Must not: know httpd, read a clock, look at what a page shows.
 */
#ifndef NP_MOURNING_H
#define NP_MOURNING_H

#include "np_time.h"

typedef struct np_period_t {
    np_civil_t begins; /* first second of it */
    np_civil_t ends;   /* first second after it */
} np_period_t;

/* In any order, may overlap. */
typedef struct np_mourning_t {
    const np_period_t *periods;
    int count;
} np_mourning_t;

int np_mourning_is(const np_mourning_t *mourning, np_civil_t now);

/* The next moment after `now` at which a period begins or ends; APR_INT64_MAX when there is none.
 */
np_civil_t np_mourning_next(const np_mourning_t *mourning, np_civil_t now);

/* A day as administrators write it, "2026-09-18" (ISO 8601, the extended form): its first second. 0
 * when it is no day of the calendar. */
int np_mourning_day(np_civil_t *day, const char *text);

#define NP_MOURNING_DAY 86400 /* seconds from the first of a day to that of the next */

#endif
