/* test_np_gaps.c - the set of skipped numbers against a model that keeps every number by itself. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "np_gaps.h"

#define MANY 100000

static np_gap_t due[MANY];

static int has(const np_gaps_t *gaps, apr_int64_t number, np_tick_t *missed)
{
    int i;

    for (i = 0; i < gaps->count; i++)
        if (gaps->ranges[i].from <= number && number <= gaps->ranges[i].to) {
            *missed = gaps->ranges[i].missed;
            return 1;
        }
    return 0;
}

static void is_range(const np_gap_t *range, apr_int64_t from, apr_int64_t to, np_tick_t missed)
{
    assert_int_equal(range->from, from);
    assert_int_equal(range->to, to);
    assert_int_equal(range->missed, missed);
}

static void in_order(const np_gap_t *ranges, int count)
{
    int i;

    for (i = 0; i < count; i++) {
        assert_true(ranges[i].from <= ranges[i].to);
        assert_true(i == 0 || ranges[i - 1].to < ranges[i].from);
        assert_true(i == 0 || ranges[i - 1].missed <= ranges[i].missed);
    }
}

static void taking(void **state)
{
    np_gaps_t gaps;

    (void)state;
    assert_int_equal(np_gaps_init(&gaps, 100), 1);
    np_gaps_add(&gaps, 8, 7, 1); /* nothing */
    assert_int_equal(gaps.count, 0);
    assert_int_equal(np_gaps_take(&gaps, 7), 0);
    np_gaps_add(&gaps, 1, 9, 1);
    np_gaps_add(&gaps, 11, 11, 2);
    assert_int_equal(np_gaps_take(&gaps, 10), 0);
    assert_int_equal(np_gaps_take(&gaps, 0), 0);
    assert_int_equal(np_gaps_take(&gaps, 12), 0);
    assert_int_equal(np_gaps_take(&gaps, 1), 1);
    assert_int_equal(np_gaps_take(&gaps, 9), 1);
    assert_int_equal(np_gaps_take(&gaps, 5), 1);
    assert_int_equal(np_gaps_take(&gaps, 5), 0);
    assert_int_equal(gaps.count, 3);
    is_range(&gaps.ranges[0], 2, 4, 1);
    is_range(&gaps.ranges[1], 6, 8, 1);
    is_range(&gaps.ranges[2], 11, 11, 2);
    assert_int_equal(np_gaps_take(&gaps, 11), 1);
    assert_int_equal(gaps.count, 2);
    np_gaps_clear(&gaps);
    assert_int_equal(gaps.count, 0);
    np_gaps_free(&gaps);
}

static void expiring(void **state)
{
    np_gaps_t gaps;

    (void)state;
    assert_int_equal(np_gaps_init(&gaps, 100), 1);
    np_gaps_add(&gaps, 1, 1, 10);
    np_gaps_add(&gaps, 3, 3, 20);
    np_gaps_add(&gaps, 5, 5, 20);
    np_gaps_add(&gaps, 7, 7, 30);
    np_gaps_expire(&gaps, 9);
    assert_int_equal(gaps.count, 4);
    np_gaps_expire(&gaps, 20);
    assert_int_equal(gaps.count, 1);
    is_range(&gaps.ranges[0], 7, 7, 30);
    np_gaps_expire(&gaps, 30);
    assert_int_equal(gaps.count, 0);
    np_gaps_free(&gaps);
}

static void joining(void **state)
{
    np_gap_t ranges[] = {{1, 1, 1}, {10, 12, 2}, {14, 14, 3}, {20, 20, 4}, {23, 23, 5}};

    (void)state;
    assert_int_equal(np_gaps_join(ranges, 0, 5, 1), 0);
    assert_int_equal(np_gaps_join(ranges, 5, 1, 5), 5);
    assert_int_equal(np_gaps_join(ranges, 5, 2, 5), 4);
    is_range(&ranges[0], 1, 1, 1);
    is_range(&ranges[1], 10, 14, 3);
    is_range(&ranges[3], 23, 23, 5);
    assert_int_equal(np_gaps_join(ranges, 4, 2, 3), 3);
    is_range(&ranges[2], 20, 23, 5);
    assert_int_equal(np_gaps_join(ranges, 3, 5, 1), 1);
    is_range(&ranges[0], 1, 23, 5);
}

static void full_set(void **state)
{
    np_gaps_t gaps;
    np_tick_t missed;
    int i;

    (void)state;
    assert_int_equal(np_gaps_init(&gaps, 8), 1);
    for (i = 0; i < 1000; i++) {
        np_gaps_add(&gaps, i * 10, i * 10 + 4, i);
        assert_in_range(gaps.count, 1, 8);
    }
    for (i = 0; i < 1000; i++) {
        assert_int_equal(has(&gaps, i * 10, &missed), 1);
        assert_true(missed >= i);
    }
    for (i = 0; i < 1000; i++) /* each splits, and the set stays within its limit */
        assert_int_equal(np_gaps_take(&gaps, i * 10 + 2), 1);
    assert_in_range(gaps.count, 1, 8);
    in_order(gaps.ranges, gaps.count);
    assert_int_equal(has(&gaps, 9994, &missed), 1);
    np_gaps_free(&gaps);
}

/* ---- Turns
 * ------------------------------------------------------------------------------------- */

static int holds(const np_gap_t *ranges, int count, apr_int64_t number)
{
    int i;

    for (i = 0; i < count; i++)
        if (ranges[i].from == number)
            return 1;
    return 0;
}

static void turns(void **state)
{
    np_gaps_t gaps;
    int i, count, round, calls, seen[100] = {0};

    (void)state;
    assert_int_equal(np_gaps_init(&gaps, 1000), 1);
    assert_int_equal(np_gaps_due(&gaps, 10, 90, 4, due, &round), 0);
    assert_int_equal(round, 1);
    for (i = 0; i < 100; i++)
        np_gaps_add(&gaps, i * 2, i * 2, i);
    for (calls = 1;; calls++) {
        count = np_gaps_due(&gaps, 9, 90, 4, due, &round);
        in_order(due, count);
        for (i = 0; i < 100; i++) {
            int is_due = holds(due, count, i * 2);

            seen[i] += is_due;
            assert_true(is_due || (i > 9 && i < 90));
        }
        if (round)
            break;
        assert_in_range(count, 20 + 26, 20 + 27);
    }
    assert_int_equal(calls, 3);
    for (i = 10; i < 90; i++)
        assert_int_equal(seen[i], 1);
    /* At least so many: then it is one round. */
    count = np_gaps_due(&gaps, 9, 90, 80, due, &round);
    assert_int_equal(count, 100);
    assert_int_equal(round, 1);
    /* Three turns also when some are found on the way: every second of the upper half. */
    np_gaps_due(&gaps, 9, 90, 4, due, &round);
    for (i = 40; i < 90; i += 2)
        np_gaps_take(&gaps, i * 2);
    np_gaps_due(&gaps, 9, 90, 4, due, &round);
    assert_int_equal(round, 0);
    for (i = 41; i < 70; i += 2)
        np_gaps_take(&gaps, i * 2);
    np_gaps_due(&gaps, 9, 90, 4, due, &round);
    assert_int_equal(round, 1);
    /* A round that is given up begins with the lowest. */
    np_gaps_due(&gaps, -1, 1000, 4, due, &round);
    assert_int_equal(round, 0);
    np_gaps_round(&gaps);
    count = np_gaps_due(&gaps, -1, 1000, 4, due, &round);
    assert_true(holds(due, count, 0));
    np_gaps_free(&gaps);
}

/* ---- Model
 * ------------------------------------------------------------------------------------- */

#define NUMBERS 3000

typedef struct model_t {
    np_gaps_t gaps;
    np_tick_t missed[NUMBERS], looked[NUMBERS]; /* missed: 0 for not in the set */
    np_tick_t now, round_begun;
    apr_int64_t top;
    int most, exact, round_over;
} model_t;

static int below(int limit)
{
    return (int)((unsigned)random() % (unsigned)limit);
}

static void model_add(model_t *model)
{
    apr_int64_t from = model->top + 1 + 1 + below(3), to = from + below(4), i;

    if (to >= NUMBERS)
        return;
    np_gaps_add(&model->gaps, from, to, model->now);
    for (i = from; i <= to; i++) {
        model->missed[i] = model->now;
        model->looked[i] = model->now;
    }
    model->top = to;
}

static void model_take(model_t *model)
{
    int number = below((int)model->top + 3), was = model->missed[number] != 0;
    int taken = np_gaps_take(&model->gaps, number);

    assert_true(model->exact ? taken == was : taken >= was);
    model->missed[number] = 0;
}

static void model_expire(model_t *model, np_tick_t ended)
{
    int i;

    np_gaps_expire(&model->gaps, ended);
    for (i = 0; i < NUMBERS; i++)
        if (model->missed[i] <= ended)
            model->missed[i] = 0;
}

static void model_due(model_t *model)
{
    np_tick_t ended = model->now - 60, young = model->now - 10;
    int round, count, i;
    apr_int64_t number;

    if (model->round_over)
        model->round_begun = model->now;
    count = np_gaps_due(&model->gaps, ended, young, 1 + below(5), due, &round);
    in_order(due, count);
    for (i = 0; i < count; i++)
        for (number = due[i].from; number <= due[i].to; number++)
            model->looked[number] = model->now;
    for (i = 0; i < NUMBERS; i++)
        if (model->missed[i] && (round || model->missed[i] <= ended || model->missed[i] >= young))
            assert_true(model->looked[i] >= (round ? model->round_begun : model->now) ||
                        (!model->exact && !round));
    model->round_over = round;
    model_expire(model, ended);
}

static void model_compare(model_t *model)
{
    const np_gap_t *range = model->gaps.ranges, *end = range + model->gaps.count;
    int i;

    in_order(range, model->gaps.count);
    assert_in_range(model->gaps.count, 0, model->most);
    for (i = 0; i < NUMBERS; i++) {
        np_tick_t missed;

        while (range < end && range->to < i)
            range++;
        missed = range < end && range->from <= i ? range->missed : 0;
        assert_true(model->exact ? missed == model->missed[i] : missed >= model->missed[i]);
    }
}

static void random_life(unsigned seed, int most, int exact)
{
    static model_t model;
    int step;

    memset(&model, 0, sizeof(model));
    model.most = most;
    model.exact = exact;
    model.round_over = 1;
    model.now = 1000;
    srandom(seed);
    assert_int_equal(np_gaps_init(&model.gaps, most), 1);
    for (step = 0; step < 1500; step++) {
        int what = below(10);

        model.now += below(2);
        if (what < 4)
            model_add(&model);
        else if (what < 9)
            model_take(&model);
        else
            model_due(&model);
        if (step % 50 == 0 || most < 8)
            model_compare(&model);
    }
    np_gaps_free(&model.gaps);
}

static void random_lives(void **state)
{
    unsigned seed;

    (void)state;
    for (seed = 1; seed <= 40; seed++) {
        random_life(seed, NUMBERS, 1);
        random_life(seed, 5, 0);
        random_life(seed, 2, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taking),   cmocka_unit_test(expiring), cmocka_unit_test(joining),
        cmocka_unit_test(full_set), cmocka_unit_test(turns),    cmocka_unit_test(random_lives),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
