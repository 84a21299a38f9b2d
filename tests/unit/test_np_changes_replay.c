/* test_np_changes_replay.c - removals across watchers, on a real server: what was removed between
 * the end of one and the beginning of the next is told before anything is verified, once, or it is
 * said that it cannot be. The page store is played by a mark in memory.
 *
 * Rows get their times from the test. What is older than two windows lies below the row at which a
 * watcher begins to read, so that only a replay finds it.
 */
#define DB_BED_PORTAL
#include "db_bed.h"
#include "np_changes.h"

#define ITEMS 100
#define FORMER "2021-11-18 06:22:00" /* a mark's row is one of a log, not just a number */

typedef struct watch_t {
    bed_t bed;
    np_changes_t *changes;
    np_changes_config_t config;
    np_changes_sink_t sink;
    np_counters_t counters;
    int told[ITEMS]; /* removals of article/0 to article/99 */
    int applied, flushes, forgets, verified, reached;
    int told_late; /* removals after the first verified */
} watch_t;

/* What is kept between watchers. */
static np_mark_t kept,
    kept_soon; /* `kept_soon`: what another watcher will have kept after the first look */
static int recalls;

static void on_apply(void *baton, const np_change_t *changes, int count)
{
    watch_t *watch = baton;
    int i, item;

    for (i = 0; i < count; i++) {
        watch->applied++;
        watch->told_late += watch->verified > 0;
        for (item = 0; item < ITEMS; item++)
            if (changes[i].removes && changes[i].key == np_key_number("article", item))
                watch->told[item]++;
    }
}

static void on_flush(void *baton)
{
    ((watch_t *)baton)->flushes++;
}

static void on_forget(void *baton)
{
    watch_t *watch = baton;

    watch->forgets++;
    watch->told_late += watch->verified > 0;
}

static void on_verified(void *baton, np_tick_t tick)
{
    (void)tick;
    ((watch_t *)baton)->verified++;
}

static int on_recall(void *baton, np_mark_t *mark)
{
    (void)baton;
    *mark = kept;
    if (recalls++ == 0 && kept_soon.id)
        kept = kept_soon;
    return mark->id != 0;
}

static void on_reached(void *baton, np_mark_t mark)
{
    ((watch_t *)baton)->reached++;
    assert_true(mark.id > 0);
    kept = mark;
}

static void watch_open(watch_t *watch, double window)
{
    memset(watch, 0, sizeof(*watch));
    bed_init(&watch->bed);
    watch->bed.config.pool_size = 1;
    watch->bed.config.utc_offset = 0;
    watch->config.interval = 20000;
    watch->config.window = (apr_interval_time_t)(window * 1000000);
    watch->sink = (np_changes_sink_t){.apply = on_apply,
                                      .flush = on_flush,
                                      .verified = on_verified,
                                      .baton = watch,
                                      .recall = on_recall,
                                      .reached = on_reached,
                                      .forget = on_forget};
    bed_open(&watch->bed, 0);
    recalls = 0;
    watch->changes = np_changes_create(&watch->config, &watch->sink, watch->bed.db,
                                       &watch->counters, bed_log, &watch->bed, watch->bed.pool);
    assert_non_null(watch->changes);
}

static void watch_close(watch_t *watch)
{
    np_changes_stop(watch->changes);
    bed_close(&watch->bed);
}

static void poll_once(watch_t *watch)
{
    if (!np_changes_poll(watch->changes))
        fail_msg("the poll failed");
}

static void watch_begin(watch_t *watch, double window)
{
    watch_open(watch, window);
    poll_once(watch);
}

__attribute__((format(printf, 1, 2))) static long sql(const char *format, ...)
{
    char text[2000];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return admin(text);
}

static void row(const char *kind, const char *item, int minutes)
{
    sql("INSERT INTO change_log (kind, item, at) VALUES ('%s', '%s', NOW() - INTERVAL %d MINUTE)",
        kind, item, minutes);
}

/* An empty log with some old rows, which a watcher has read; its mark is the newest of them. */
static void begin_log(int minutes)
{
    static watch_t watch;

    kept = kept_soon = (np_mark_t){0, 0};
    admin("TRUNCATE change_log");
    row("article", "1", minutes + 1);
    row("removal", "article:1", minutes + 1);
    row("article", "2", minutes);
    watch_begin(&watch, 60);
    assert_int_equal(watch.forgets, 1); /* there was no mark */
    assert_int_equal(watch.told_late, 0);
    assert_int_equal(kept.id, 3);
    watch_close(&watch);
}

/* What a watcher that begins now has to say. */
static void begins(int forgets, int applied)
{
    static watch_t watch;
    np_mark_t before = kept;

    watch_begin(&watch, 60);
    assert_int_equal(watch.verified, 1);
    assert_int_equal(watch.forgets, forgets);
    assert_int_equal(watch.applied, applied);
    assert_int_equal(watch.flushes, 1);
    poll_once(&watch);
    assert_int_equal(watch.told_late, 0);
    assert_true(forgets || kept.id >= before.id);
    watch_close(&watch);
}

/* ---- Removed meanwhile ------------------------------------------------------------------- */

static void removed_meanwhile(void **state)
{
    static watch_t watch;

    (void)state;
    begin_log(60);
    row("removal", "article:5", 50);
    row("removal", "article:6", 50);
    row("article", "7", 50);
    row("list", "site", 40); /* here the next watcher begins to read */
    watch_begin(&watch, 60);
    assert_int_equal(watch.told[5], 1);
    assert_int_equal(watch.told[6], 1);
    assert_int_equal(watch.applied, 2);
    assert_int_equal(watch.forgets, 0);
    assert_int_equal(watch.told_late, 0);
    assert_int_equal(watch.reached, 1);
    assert_int_equal(kept.id, 7);
    assert_int_equal(np_count_get(&watch.counters.changes), 0);
    watch_close(&watch);
    begins(0, 0); /* it is told once */
}

/* Young rows are read anyway, and told if the mark is before them. */
static void removed_just_now(void **state)
{
    static watch_t watch;

    (void)state;
    begin_log(60);
    row("removal", "article:5", 0);
    watch_begin(&watch, 60);
    assert_int_equal(watch.told[5], 1);
    assert_int_equal(watch.applied, 1);
    assert_int_equal(watch.forgets, 0);
    assert_int_equal(kept.id, 4);
    row("removal", "article:6", 0);
    poll_once(&watch);
    assert_int_equal(watch.told[6], 1);
    assert_int_equal(kept.id, 5);
    watch_close(&watch);
    begins(0, 0);
}

static void many_removed(void **state)
{
    (void)state;
    begin_log(60);
    sql("INSERT INTO change_log (kind, item, at) SELECT 'removal', CONCAT('article:', seq), NOW() "
        "- "
        "INTERVAL 50 MINUTE FROM seq_1_to_2500");
    row("list", "site", 40);
    begins(0, 2500);
    begins(0, 0);
    sql("INSERT INTO change_log (kind, item, at) SELECT 'removal', CONCAT('article:', seq), NOW() "
        "- "
        "INTERVAL 30 MINUTE FROM seq_1_to_16000");
    row("list", "site", 20);
    begins(1, 16000); /* that may not be all of them: no more is read at the start */
    begins(0, 0);
}

/* A rebuilt list may hide removals that have no rows. */
static void rebuilt_meanwhile(void **state)
{
    (void)state;
    begin_log(60);
    row("all", "", 50);
    row("removal", "article:5", 50);
    row("list", "site", 40);
    begins(1, 1);
    begins(0, 0);
    row("all", "", 0);
    begins(1, 0);
    begins(0, 0);
}

/* ---- Not yet committed ------------------------------------------------------------------- */

/* A number that was given out and not yet seen holds the mark below it, until it is given up. */
static void committed_after_the_end(void **state)
{
    static watch_t watch;
    MYSQL *open = admin_open();
    np_tick_t start;

    (void)state;
    kept = kept_soon = (np_mark_t){0, 0};
    admin("TRUNCATE change_log");
    row("article", "1", 60);
    admin_run(open, "USE portal");
    admin_run(open, "BEGIN; INSERT INTO change_log (kind, item) VALUES ('removal', 'article:5')");
    row("article", "2", 0);
    watch_begin(&watch, 1);
    assert_int_equal(kept.id, 1);
    watch_close(&watch);
    admin_run(open, "COMMIT");
    usleep(4200000); /* two windows, and one second each for the rounding */
    watch_begin(&watch, 1);
    assert_int_equal(watch.told[5], 1);
    assert_int_equal(watch.forgets, 0);
    assert_int_equal(watch.told_late, 0);
    assert_int_equal(kept.id, 3);
    /* Rolled back: the mark goes on when nobody waits for it any more. */
    admin_run(open, "BEGIN; INSERT INTO change_log (kind, item) VALUES ('removal', 'article:6');"
                    " ROLLBACK");
    row("article", "3", 0);
    start = np_clock();
    do {
        poll_once(&watch);
        assert_true(kept.id == 5 || kept.id == 3);
        assert_true(kept.id == 3 || np_clock() - start >= 1000000);
        usleep(20000);
    } while (kept.id != 5 && millis_since(start) < 30000);
    assert_int_equal(kept.id, 5);
    assert_int_equal(watch.forgets, 0);
    watch_close(&watch);
    mysql_close(open);
}

/* ---- Marks that say nothing -------------------------------------------------------------- */

static void another_log(void **state)
{
    static watch_t watch;
    np_mark_t mark;

    (void)state;
    /* It ends below the mark. */
    begin_log(60);
    admin("TRUNCATE change_log");
    row("article", "1", 60);
    begins(1, 0);
    assert_int_equal(kept.id, 1);
    begins(0, 0);
    /* It has grown beyond it. */
    begin_log(60);
    mark = kept;
    admin("TRUNCATE change_log");
    row("article", "1", 60);
    row("removal", "article:1", 60);
    row("article", "3", 60);
    row("article", "4", 50);
    begins(1, 0);
    assert_int_equal(kept.id, 4);
    begins(0, 0);
    /* The same row, of another time. */
    begin_log(60);
    assert_int_equal(kept.id, mark.id);
    sql("UPDATE change_log SET at = '" FORMER "' WHERE id = 3");
    begins(1, 0);
    /* Nothing is in it. */
    begin_log(60);
    admin("TRUNCATE change_log");
    begins(1, 0);
    /* It is replaced while the watcher works; what it reaches is of the new one. */
    begin_log(60);
    watch_begin(&watch, 60);
    assert_int_equal(watch.forgets, 0);
    admin("TRUNCATE change_log");
    row("article", "1", 60);
    poll_once(&watch);
    assert_int_equal(watch.forgets, 1);
    assert_int_equal(kept.id, 1);
    poll_once(&watch);
    assert_int_equal(watch.forgets, 1);
    watch_close(&watch);
    begins(0, 0);
}

static void pruned_meanwhile(void **state)
{
    (void)state;
    begin_log(60);
    row("article", "3", 50);
    admin("DELETE FROM change_log WHERE id <= 3");
    begins(1, 0);
    /* The row is there; what came after it may have been older, by its time, and be gone. */
    begin_log(60);
    row("article", "3", 50);
    sql("UPDATE change_log SET at = NOW() - INTERVAL 1439 MINUTE WHERE id = 4");
    begins(0, 0);
    assert_int_equal(kept.id, 4);
    row("article", "5", 50);
    begins(1, 0);
    /* The newest row is never pruned, however old: nothing came after it. */
    begin_log(3000);
    begins(0, 0);
    row("removal", "article:5", 0);
    begins(1, 1);
    begins(0, 0);
}

/* ---- Several watchers, faults ------------------------------------------------------------ */

static void another_was_quicker(void **state)
{
    np_mark_t before;

    (void)state;
    begin_log(60);
    before = kept;
    row("removal", "article:5", 50);
    row("list", "site", 40);
    begins(0, 1);
    kept_soon = kept;
    kept = before; /* at the first look */
    begins(0, 0);
}

/* A log that can only be read in part: the watcher tries, and then works all the same. */
static void cannot_be_replayed(void **state)
{
    static watch_t watch;
    int tries;

    (void)state;
    for (tries = 2; tries <= 4; tries += 2) {
        int i, good = 0;

        begin_log(60);
        row("removal", "article:5", 50);
        row("list", "site", 40);
        admin("REVOKE SELECT ON portal.web_change_log FROM newsportal_web@localhost");
        admin("GRANT SELECT (id, at) ON portal.web_change_log TO newsportal_web@localhost");
        watch_open(&watch, 60);
        for (i = 0; i < tries; i++)
            good += np_changes_poll(watch.changes);
        assert_int_equal(good + watch.verified + watch.applied + watch.forgets, 0);
        admin("GRANT SELECT ON portal.web_change_log TO newsportal_web@localhost");
        poll_once(&watch);
        assert_int_equal(watch.forgets, tries == 4);
        assert_int_equal(watch.told[5], tries == 2);
        assert_int_equal(watch.told_late, 0);
        assert_int_equal(kept.id, 5);
        watch_close(&watch);
    }
}

/* Too much to be told row by row; removals are all the same, and nothing is forgotten. */
static void flood_forgets_nothing(void **state)
{
    static watch_t watch;
    unsigned long long top;

    (void)state;
    begin_log(60);
    watch_begin(&watch, 60);
    watch.verified = 0;
    sql("INSERT INTO change_log (kind, item) SELECT 'x', seq FROM seq_1_to_%d",
        NP_CHANGES_FLOOD + 1000);
    row("removal", "article:5", 0);
    top = (unsigned long long)admin("SELECT MAX(id) FROM change_log");
    while (np_count_get(&watch.counters.last_change) < top)
        poll_once(&watch);
    assert_true(watch.flushes > 1);
    assert_int_equal(watch.told[5], 1);
    assert_int_equal(watch.forgets, 0);
    row("all", "", 0);
    poll_once(&watch);
    assert_int_equal(watch.forgets, 1);
    watch_close(&watch);
}

static int run(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(removed_meanwhile),
        cmocka_unit_test(removed_just_now),
        cmocka_unit_test(many_removed),
        cmocka_unit_test(rebuilt_meanwhile),
        cmocka_unit_test(committed_after_the_end),
        cmocka_unit_test(another_log),
        cmocka_unit_test(pruned_meanwhile),
        cmocka_unit_test(another_was_quicker),
        cmocka_unit_test(cannot_be_replayed),
        cmocka_unit_test(flood_forgets_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(int count, char **arguments)
{
    (void)count;
    return bed_main(arguments, run);
}
