/* np_gaps.c - see np_gaps.h. A sorted array: gaps are added at its end and most are gone again
 * soon, so that it is short, except after a burst on a cluster that counts in steps. */
#include "np_gaps.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64

int np_gaps_init(np_gaps_t *gaps, int most)
{
    memset(gaps, 0, sizeof(*gaps));
    gaps->most = most;
    gaps->room = most < FIRST_ROOM ? most : FIRST_ROOM;
    gaps->ranges = malloc(sizeof(*gaps->ranges) * (size_t)gaps->room);
    np_gaps_round(gaps);
    return gaps->ranges != NULL;
}

void np_gaps_free(np_gaps_t *gaps)
{
    free(gaps->ranges);
    gaps->ranges = NULL;
    gaps->count = gaps->room = 0;
}

void np_gaps_clear(np_gaps_t *gaps)
{
    gaps->count = 0;
    np_gaps_round(gaps);
}

/* ---- Joining neighbours ------------------------------------------------------------------ */

static apr_int64_t distance(const np_gap_t *range)
{
    return range[1].from - range[0].to;
}

/* Ranges that are left when all neighbours not farther apart than `near` are joined. */
static int joined_count(const np_gap_t *ranges, int count, apr_int64_t near)
{
    int i, left = 1;

    for (i = 0; i + 1 < count; i++)
        left += distance(&ranges[i]) > near;
    return left;
}

/* The shortest distance, not below `near`, that has to be joined over. */
static apr_int64_t nearest(const np_gap_t *ranges, int count, apr_int64_t near, int most)
{
    apr_int64_t low = near, high = ranges[count - 1].from - ranges[0].to;

    while (low < high) {
        apr_int64_t middle = low + (high - low) / 2;

        if (joined_count(ranges, count, middle) <= most)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

int np_gaps_join(np_gap_t *ranges, int count, apr_int64_t near, int most)
{
    apr_int64_t asked = near;
    int i, last = 0, others = 0;

    if (count == 0)
        return 0;
    near = nearest(ranges, count, near, most);
    if (near > asked) /* of those that are just so far apart, only as many as have to be */
        others = most - joined_count(ranges, count, near);
    for (i = 1; i < count; i++) {
        apr_int64_t apart = ranges[i].from - ranges[last].to;

        if (apart > near || (apart == near && others > 0)) {
            others -= apart == near;
            ranges[++last] = ranges[i];
        } else {
            ranges[last].to = ranges[i].to;
            if (ranges[last].missed < ranges[i].missed)
                ranges[last].missed = ranges[i].missed;
        }
    }
    return last + 1;
}

/* Room for one more range: more memory, or, at the limit or without memory, fewer ranges. A quarter
 * of them at once, so that this is not asked for again soon. */
static void make_room(np_gaps_t *gaps)
{
    int room = gaps->room < gaps->most / 2 ? gaps->room * 2 : gaps->most;
    np_gap_t *ranges = NULL;

    if (gaps->count < gaps->room)
        return;
    if (room > gaps->room)
        ranges = realloc(gaps->ranges, sizeof(*ranges) * (size_t)room);
    if (ranges) {
        gaps->ranges = ranges;
        gaps->room = room;
    } else
        gaps->count = np_gaps_join(gaps->ranges, gaps->count, 0, gaps->room - (gaps->room + 3) / 4);
}

/* ---- Adding and taking ------------------------------------------------------------------- */

void np_gaps_add(np_gaps_t *gaps, apr_int64_t from, apr_int64_t to, np_tick_t missed)
{
    if (from > to)
        return;
    make_room(gaps);
    gaps->ranges[gaps->count++] = (np_gap_t){from, to, missed};
}

/* The first range that does not end before `number`; gaps->count for none. */
static int find(const np_gaps_t *gaps, apr_int64_t number)
{
    int low = 0, high = gaps->count;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (gaps->ranges[middle].to < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void remove_range(np_gaps_t *gaps, int place)
{
    gaps->count--;
    memmove(&gaps->ranges[place], &gaps->ranges[place + 1],
            sizeof(*gaps->ranges) * (size_t)(gaps->count - place));
}

/* The range becomes two, without `number` in between. */
static void split(np_gaps_t *gaps, apr_int64_t number)
{
    np_gap_t *range;
    int place;

    make_room(gaps);
    place = find(gaps, number); /* joining has moved it */
    range = &gaps->ranges[place];
    memmove(range + 1, range, sizeof(*range) * (size_t)(gaps->count - place));
    gaps->count++;
    range[0].to = number - 1;
    range[1].from = number + 1;
}

int np_gaps_take(np_gaps_t *gaps, apr_int64_t number)
{
    int place = find(gaps, number);
    np_gap_t *range = &gaps->ranges[place];

    if (place == gaps->count || range->from > number)
        return 0;
    if (range->from == range->to)
        remove_range(gaps, place);
    else if (range->from == number)
        range->from++;
    else if (range->to == number)
        range->to--;
    else
        split(gaps, number);
    return 1;
}

/* Ranges that were missed at or before `ended`: they stand first. */
static int ended_count(const np_gaps_t *gaps, np_tick_t ended)
{
    int count = 0;

    while (count < gaps->count && gaps->ranges[count].missed <= ended)
        count++;
    return count;
}

void np_gaps_expire(np_gaps_t *gaps, np_tick_t ended)
{
    int gone = ended_count(gaps, ended);

    gaps->count -= gone;
    memmove(gaps->ranges, gaps->ranges + gone, sizeof(*gaps->ranges) * (size_t)gaps->count);
}

/* ---- Whose turn it is -------------------------------------------------------------------- */

void np_gaps_round(np_gaps_t *gaps)
{
    gaps->turn = APR_INT64_MIN;
    gaps->turns = 0;
}

/* Where the round goes on, within [first, last]. */
static int turn_place(const np_gaps_t *gaps, int first, int last)
{
    int place = find(gaps, gaps->turn);

    if (place < gaps->count && gaps->ranges[place].to == gaps->turn)
        place++;
    if (place < first)
        return first;
    return place < last ? place : last;
}

static int copy(np_gap_t *due, const np_gaps_t *gaps, int from, int to)
{
    memcpy(due, gaps->ranges + from, sizeof(*due) * (size_t)(to - from));
    return to - from;
}

/* Where this turn ends: a part of what is left of the round, all of it at the last turn. */
static int turn_end(const np_gaps_t *gaps, int from, int last, int few)
{
    int turns = gaps->turns < NP_GAPS_TURNS ? NP_GAPS_TURNS - gaps->turns : 1;
    int part = (last - from + turns - 1) / turns;

    if (part < few)
        part = few;
    return part < last - from ? from + part : last;
}

int np_gaps_due(np_gaps_t *gaps, np_tick_t ended, np_tick_t young, int few, np_gap_t *due,
                int *round)
{
    int first = ended_count(gaps, ended), last = gaps->count, from, to, count;

    while (last > first && gaps->ranges[last - 1].missed >= young)
        last--;
    from = turn_place(gaps, first, last);
    to = turn_end(gaps, from, last, few);
    *round = to == last;
    count = copy(due, gaps, 0, first);
    count += copy(due + count, gaps, from, to);
    count += copy(due + count, gaps, last, gaps->count);
    if (*round)
        np_gaps_round(gaps);
    else {
        gaps->turn = gaps->ranges[to - 1].to;
        gaps->turns++;
    }
    return count;
}
