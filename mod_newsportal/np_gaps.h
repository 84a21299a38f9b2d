/* np_gaps.h - numbers of the change log that were skipped: ranges of them, and when they were
 * missed.
 *
 * Whoever reads the log upwards adds what lies between two rows; whoever finds a row of such a
 * number later takes it out. The set is exact up to NP_GAPS_MOST ranges. Beyond that the nearest
 * neighbours are joined: numbers between them, whose rows are known, count as missed again. So
 * nothing missed is ever forgotten; at worst a row is found twice.
 *
 * Ranges stand in the order of their numbers, and that is also the order in which they were missed,
 * because the log is read upwards: the oldest come first.
 *
 * Must not: read a clock, know the database. One thread only. Called by np_changes.c.
 */
#ifndef NP_GAPS_H
#define NP_GAPS_H

#include <apr.h>
#include "np_clock.h"

#define NP_GAPS_MOST 65536 /* ranges; 24 bytes each */
#define NP_GAPS_TURNS 3    /* in a round, see np_gaps_due */

typedef struct np_gap_t {
    apr_int64_t from, to; /* both inclusive */
    np_tick_t missed;     /* when a higher number was seen first */
} np_gap_t;

typedef struct np_gaps_t {
    np_gap_t *ranges; /* malloc's */
    int count, room, most;
    apr_int64_t turn; /* up to this number, gaps had their turn in the round under way */
    int turns;        /* of this round */
} np_gaps_t;

/* An empty set of at most `most` ranges (2 or more). 0 when memory is out. */
int np_gaps_init(np_gaps_t *gaps, int most);
void np_gaps_free(np_gaps_t *gaps);
void np_gaps_clear(np_gaps_t *gaps);

/* Numbers above all others of the set; `missed` not before that of any other. When there is no
 * memory for more ranges, neighbours are joined earlier. */
void np_gaps_add(np_gaps_t *gaps, apr_int64_t from, apr_int64_t to, np_tick_t missed);

/* Takes one number out; 1 when it was in. */
int np_gaps_take(np_gaps_t *gaps, apr_int64_t number);

/* Forgets what was missed at or before `ended`. */
void np_gaps_expire(np_gaps_t *gaps, np_tick_t ended);

/* Which gaps are to be looked into now: all missed at or before `ended`, because they are forgotten
 * after this look; all missed at or after `young`; and of those between, at least `few` (1 or more)
 * in turn, so many that all have had it after NP_GAPS_TURNS calls. `due` has room for gaps->count
 * ranges and is filled in ascending order; returns how many. `*round` is set to 1 when with these
 * every gap has been due since the round began: a round begins with the first call, after each call
 * that set it to 1, and with np_gaps_round. */
int np_gaps_due(np_gaps_t *gaps, np_tick_t ended, np_tick_t young, int few, np_gap_t *due,
                int *round);

/* The looks of the round under way count for nothing: the next call begins a new one. */
void np_gaps_round(np_gaps_t *gaps);

/* Joins neighbours among ascending ranges: all that are not farther apart than `near`, and if more
 * than `most` (1 or more) are left, also those farther apart, the nearest first. Returns how many
 * are left. A joined range was missed when its later part was. */
int np_gaps_join(np_gap_t *ranges, int count, apr_int64_t near, int most);

#endif
