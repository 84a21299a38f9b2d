/* test_np_cache_model.c - random work against a model of the cache that is too simple to be wrong:
 * an array of pages, a list of all changes since the beginning, and loops over both. */
#include "cache_bed.h"

enum { PAGES = 40, KINDS = 2, ITEMS = 8, LISTS = 3, PLACES = 20, RANGES = 3 };
enum { OPS = 4000, FLIGHTS = 6, LOG_MOST = OPS * 3 };

/* What a page was made from, in words. */
typedef struct made_from_t {
    int items[KINDS][ITEMS], all[KINDS], all_lists;
    int range_count;
    struct {
        int list, from, to;
    } ranges[RANGES];
    np_civil_t valid_until, over_at;
} made_from_t;

typedef enum { EVENT_ITEM, EVENT_LIST, EVENT_FLUSH } event_kind_e;

typedef struct event_t {
    event_kind_e what;
    int kind, item, list, at, whole, removes;
} event_t;

typedef struct model_page_t {
    int exists, status;
    made_from_t from;
    np_tick_t outdated; /* 0 for not */
    np_entry_t *entry;  /* to compare with; no reference */
} model_page_t;

typedef struct model_flight_t {
    np_flight_t *flight, *follower;
    int page, since; /* events before it */
    made_from_t from;
} model_flight_t;

typedef struct model_t {
    bed_t bed;
    apr_uint64_t seed;
    int evicts; /* then a page may be missing at any time */
    np_tick_t begin;
    model_page_t pages[PAGES];
    model_flight_t flights[FLIGHTS];
    event_t log[LOG_MOST];
    int events;
    int found[NP_CACHE_STALE + 1], stored, overtaken, removed; /* how often */
} model_t;

/* ---- The model's view ------------------------------------------------------------------------ */

typedef enum { MISSES, TOUCHES, REMOVES } effect_e;

static effect_e effect(const event_t *event, const made_from_t *from)
{
    int i, hit = 0, common = 0;

    if (event->what == EVENT_FLUSH)
        return TOUCHES;
    if (event->what == EVENT_ITEM) {
        hit = from->items[event->kind][event->item];
        common = from->all[event->kind];
    } else {
        common = from->all_lists;
        for (i = 0; i < from->range_count; i++)
            if (from->ranges[i].list == event->list &&
                (event->whole ||
                 (from->ranges[i].from <= event->at && event->at <= from->ranges[i].to)))
                hit = 1;
    }
    return hit && event->removes ? REMOVES : hit || common ? TOUCHES : MISSES;
}

static effect_e effect_since(const model_t *model, int since, const made_from_t *from)
{
    effect_e worst = MISSES;

    for (; since < model->events; since++) {
        effect_e one = effect(&model->log[since], from);

        if (one > worst)
            worst = one;
    }
    return worst;
}

static void model_apply(model_t *model, const event_t *event)
{
    np_tick_t now = np_clock();
    int i;

    assert_true(model->events < LOG_MOST);
    model->log[model->events++] = *event;
    for (i = 0; i < PAGES; i++) {
        model_page_t *page = &model->pages[i];
        effect_e done = effect(event, &page->from);

        if (page->exists && done != MISSES && !page->outdated)
            page->outdated = now;
        if (done == REMOVES)
            page->exists = 0;
    }
}

static np_cache_found_e model_find(const model_page_t *page, np_civil_t now, np_tick_t age)
{
    np_tick_t wrong = -1; /* for how long */
    np_tick_t passed = (now - page->from.valid_until) * APR_USEC_PER_SEC;

    if (!page->exists || now >= page->from.over_at)
        return NP_CACHE_NONE;
    if (page->outdated && age > wrong)
        wrong = age; /* all changes come within moments of the beginning */
    if (passed > wrong)
        wrong = passed;
    if (age - LIFETIME > wrong)
        wrong = age - LIFETIME;
    return wrong < 0 ? NP_CACHE_FRESH : wrong <= STALE_MAX ? NP_CACHE_STALE : NP_CACHE_NONE;
}

/* ---- The same for the cache -------------------------------------------------------------------
 */

static const char *page_key(int page)
{
    static char key[16];

    sprintf(key, "page-%d", page);
    return key;
}

static np_key_t item_key(int kind, int item)
{
    static const char *const kinds[KINDS] = {"article", "media"};

    return item < 0 ? np_key(kinds[kind], "*") : np_key_number(kinds[kind], item);
}

static np_key_t list_key(int list)
{
    return list < 0 ? np_key("list", "*") : np_key_number("list", list);
}

static np_keys_t *written_down(model_t *model, const made_from_t *from)
{
    np_keys_t *keys = notes(&model->bed);
    int kind, i;

    for (kind = 0; kind < KINDS; kind++) {
        for (i = 0; i < ITEMS; i++)
            if (from->items[kind][i])
                np_keys_add(keys, item_key(kind, i));
        if (from->all[kind])
            np_keys_add(keys, item_key(kind, -1));
    }
    if (from->all_lists)
        np_keys_add(keys, list_key(-1));
    for (i = 0; i < from->range_count; i++)
        np_keys_add_range(keys, list_key(from->ranges[i].list), from->ranges[i].from,
                          from->ranges[i].to);
    np_keys_until(keys, from->valid_until);
    keys->over_at = from->over_at;
    return keys;
}

static np_change_t told(const event_t *event)
{
    np_change_t change = {0};

    change.removes = event->removes;
    if (event->what == EVENT_ITEM) {
        change.key = item_key(event->kind, event->item);
        change.common = item_key(event->kind, -1);
    } else {
        change.key = list_key(event->list);
        change.common = list_key(-1);
        change.is_list = 1;
        change.is_whole = event->whole;
        change.at = event->at;
    }
    return change;
}

static np_entry_t *entry_of(model_t *model, int page, const made_from_t *from)
{
    int status = dice(&model->seed, 4) ? 200 : 404;

    return page_make(page_key(page), status, dice(&model->seed, 8000), written_down(model, from));
}

/* ---- Dice ------------------------------------------------------------------------------------ */

static made_from_t any_notes(model_t *model)
{
    apr_uint64_t *seed = &model->seed;
    made_from_t from = {0};
    int kind, i;

    for (kind = 0; kind < KINDS; kind++) {
        for (i = 0; i < ITEMS; i++)
            from.items[kind][i] = dice(seed, 12) == 0;
        from.all[kind] = dice(seed, 20) == 0;
    }
    from.all_lists = dice(seed, 20) == 0;
    from.range_count = dice(seed, 2) ? (int)dice(seed, RANGES + 1) : 0;
    for (i = 0; i < from.range_count; i++) {
        from.ranges[i].list = (int)dice(seed, LISTS);
        from.ranges[i].from = (int)dice(seed, PLACES);
        from.ranges[i].to = from.ranges[i].from + (int)dice(seed, PLACES / 2);
    }
    from.valid_until = dice(seed, 2) ? NOW + dice(seed, 400) : 1000 * (np_civil_t)NOW;
    from.over_at = dice(seed, 2) ? NOW + dice(seed, 600) : 1000 * (np_civil_t)NOW;
    return from;
}

static event_t any_event(model_t *model)
{
    apr_uint64_t *seed = &model->seed;
    event_t event = {0};

    event.what = dice(seed, 2) ? EVENT_ITEM : EVENT_LIST;
    event.kind = (int)dice(seed, KINDS);
    event.item = (int)dice(seed, ITEMS);
    event.list = (int)dice(seed, LISTS);
    event.at = (int)dice(seed, PLACES + PLACES / 2);
    event.whole = dice(seed, 20) == 0;
    event.removes = dice(seed, 12) == 0;
    return event;
}

/* ---- One step of each kind ---------------------------------------------------------------------
 */

static void step_find(model_t *model)
{
    /* Far from the edges, whatever the test itself takes. */
    static const int ages[] = {0, 0, 0, 50, 150, 550, 650, 750};
    int number = (int)dice(&model->seed, PAGES);
    model_page_t *page = &model->pages[number];
    np_tick_t age = apr_time_from_sec(ages[dice(&model->seed, 8)]);
    np_civil_t now = dice(&model->seed, 2) ? NOW : NOW + dice(&model->seed, 600);
    np_cache_found_e expected = model_find(page, now, age), found;
    const char *key = page_key(number);
    np_entry_t *entry;

    /* An age of 0 is a bit more than what the test has taken so far. */
    found = np_cache_find(&entry, model->bed.cache, key, strlen(key), now, np_clock() + age);
    if (model->evicts && found == NP_CACHE_NONE && expected != NP_CACHE_NONE)
        page->exists = 0;
    else
        assert_int_equal(found, expected);
    model->found[found]++;
    if (found != NP_CACHE_NONE) {
        assert_ptr_equal(entry, page->entry);
        assert_int_equal(atomic_load(&entry->outdated) != 0, page->outdated != 0);
    }
    np_entry_release(entry);
}

static void step_join(model_t *model)
{
    model_flight_t *flight = &model->flights[dice(&model->seed, FLIGHTS)];
    int page = (int)dice(&model->seed, PAGES), i;

    if (flight->flight)
        return;
    for (i = 0; i < FLIGHTS; i++)
        if (model->flights[i].flight && model->flights[i].page == page) {
            np_flight_t *follower = follow(&model->bed, page_key(page));

            assert_null(np_cache_wait(follower, model->bed.cache, 0));
            return;
        }
    flight->page = page;
    flight->from = any_notes(model);
    flight->since = model->events;
    flight->flight = lead(&model->bed, page_key(page));
    if (dice(&model->seed, 2))
        flight->follower = follow(&model->bed, page_key(page));
}

static void check_follower(model_t *model, model_flight_t *flight, np_entry_t *entry,
                           effect_e verdict)
{
    np_entry_t *got;

    if (flight->follower == NULL)
        return;
    got = np_cache_wait(flight->follower, model->bed.cache, apr_time_from_sec(1000));
    assert_ptr_equal(got, verdict == REMOVES ? NULL : entry);
    np_entry_release(got);
}

static void step_finish(model_t *model)
{
    model_flight_t *flight = &model->flights[dice(&model->seed, FLIGHTS)];
    int store = dice(&model->seed, 10) != 0, stored;
    model_page_t *page = &model->pages[flight->page];
    effect_e verdict;
    np_entry_t *entry;

    if (flight->flight == NULL)
        return;
    if (dice(&model->seed, 10) == 0) {
        assert_int_equal(np_cache_finish(flight->flight, model->bed.cache, NULL, store), 0);
        check_follower(model, flight, NULL, MISSES);
        memset(flight, 0, sizeof(*flight));
        return;
    }
    verdict = effect_since(model, flight->since, &flight->from);
    entry = entry_of(model, flight->page, &flight->from);
    stored = np_cache_finish(flight->flight, model->bed.cache, entry, store);
    assert_int_equal(stored, store && verdict == MISSES);
    assert_int_equal(atomic_load(&entry->outdated) != 0, verdict != MISSES);
    assert_int_equal(atomic_load(&entry->removed), verdict == REMOVES);
    check_follower(model, flight, entry, verdict);
    model->stored += stored;
    model->overtaken += verdict == TOUCHES;
    model->removed += verdict == REMOVES;
    if (stored) {
        page->exists = 1;
        page->status = entry->status;
        page->from = flight->from;
        page->outdated = 0;
        page->entry = entry;
    }
    np_entry_release(entry);
    memset(flight, 0, sizeof(*flight));
}

/* Several at once, as the watcher brings them. */
static void step_apply(model_t *model)
{
    np_change_t changes[40];
    int count = dice(&model->seed, 20) ? 1 + (int)dice(&model->seed, 3) : 40, i;

    if (model->events + count > LOG_MOST)
        return;
    for (i = 0; i < count; i++) {
        event_t event = any_event(model);

        if (count == 40) /* many, and most of them about nothing */
            event.what = EVENT_LIST, event.at = 1000, event.whole = event.removes = 0;
        changes[i] = told(&event);
        model_apply(model, &event);
    }
    np_cache_apply(model->bed.cache, changes, count);
}

static void step_flush(model_t *model)
{
    event_t event = {.what = EVENT_FLUSH};

    if (dice(&model->seed, 20) || model->events == LOG_MOST)
        return;
    model_apply(model, &event);
    np_cache_flush(model->bed.cache);
}

static void step_keep(model_t *model)
{
    int number = (int)dice(&model->seed, PAGES);
    model_page_t *page = &model->pages[number];
    made_from_t from = any_notes(model);
    int removed = effect_since(model, 0, &from) == REMOVES;
    np_entry_t *entry;

    if (model->evicts) /* whether there is one is not known */
        return;
    entry = entry_of(model, number, &from);
    np_cache_keep(model->bed.cache, entry);
    assert_int_equal(atomic_load(&entry->removed), removed);
    if (!removed && !page->exists) {
        page->exists = 1;
        page->status = entry->status;
        page->from = from;
        page->outdated = np_clock();
        page->entry = entry;
    }
    np_entry_release(entry);
}

static void step_grown(model_t *model)
{
    int number = (int)dice(&model->seed, PAGES);
    const char *key = page_key(number);
    np_entry_t *entry;

    if (np_cache_find(&entry, model->bed.cache, key, strlen(key), 0, np_clock()) == NP_CACHE_NONE)
        return;
    atomic_fetch_add(&entry->bytes, 100);
    np_cache_grown(model->bed.cache, entry, 100);
    np_entry_release(entry);
}

static void check_counts(model_t *model)
{
    unsigned long long pages = 0, errors = 0;
    int i;

    bed_within_limit(&model->bed);
    for (i = 0; i < PAGES; i++) {
        pages += model->pages[i].exists && model->pages[i].status == 200;
        errors += model->pages[i].exists && model->pages[i].status != 200;
    }
    if (model->evicts)
        return;
    assert_int_equal(np_count_get(&model->bed.counters.cache_entries), pages);
    assert_int_equal(np_count_get(&model->bed.counters.cache_error_entries), errors);
    assert_int_equal(np_count_get(&model->bed.counters.evicted), 0);
}

static void run(apr_uint64_t seed, apr_size_t limit, int evicts)
{
    static void (*const steps[])(model_t *) = {
        step_find,  step_find, step_find,   step_find,   step_find,   step_find,  step_join,
        step_join,  step_join, step_finish, step_finish, step_finish, step_apply, step_flush,
        step_grown, step_keep, step_find,   step_join,   step_finish};
    static model_t model;
    int i;

    memset(&model, 0, sizeof(model));
    model.seed = seed;
    model.evicts = evicts;
    bed_open(&model.bed, limit);
    for (i = 0; i < OPS; i++) {
        steps[dice(&model.seed, sizeof(steps) / sizeof(steps[0]))](&model);
        check_counts(&model);
    }
    for (i = 0; i < FLIGHTS; i++)
        if (model.flights[i].flight) {
            np_cache_finish(model.flights[i].flight, model.bed.cache, NULL, 0);
            check_follower(&model, &model.flights[i], NULL, MISSES);
        }
    for (i = NP_CACHE_NONE; i <= NP_CACHE_STALE; i++) /* nothing is left out by chance */
        assert_true(model.found[i] > 50);
    assert_true(model.stored > 50 && model.overtaken > 20 && model.removed > 0);
    if (evicts)
        assert_true(np_count_get(&model.bed.counters.evicted) > 0);
    bed_close(&model.bed);
}

static void as_the_model_says(void **state)
{
    apr_uint64_t seed;

    (void)state;
    for (seed = 1; seed <= 40; seed++)
        run(seed, 64 * MIB, 0);
}

static void as_the_model_says_or_evicted(void **state)
{
    apr_uint64_t seed;

    (void)state;
    for (seed = 1; seed <= 40; seed++)
        run(seed, 300000, 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_the_model_says),
        cmocka_unit_test(as_the_model_says_or_evicted),
    };
    int failed;

    apr_initialize();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    apr_terminate();
    return failed;
}
