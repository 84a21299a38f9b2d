/* test_np_changes.c - the watcher on a real server: late commits, rollbacks, logs that are not the
 * same any more, floods, a server that stops answering. Nothing committed may ever be missed.
 *
 * NEWSPORTAL_TEST_ROWS=300000 makes the last test that long; it has 20,000 rows otherwise.
 */
#define DB_BED_PORTAL
#include "db_bed.h"
#include "np_changes.h"
#include "np_query_table.h"

#define SECOND 1000000
#define ITEMS 400000 /* rows ('t', '0') to ('t', '399999'), told apart */
#define LAST 64

/* ---- What the watcher says
 * --------------------------------------------------------------------- */

typedef struct watch_t {
    bed_t bed;
    np_changes_t *changes;
    np_changes_config_t config;
    np_changes_sink_t sink;
    np_counters_t counters;
    _Atomic np_tick_t verified;
    int flushes, applied, verifications;
    np_change_t last[LAST]; /* the first ones since forget() */
} watch_t;

static atomic_int told[ITEMS];             /* how often */
static _Atomic np_tick_t told_at[ITEMS];   /* first */
static _Atomic np_tick_t committed[ITEMS]; /* 0 for not (yet) */
static np_key_t *slots;                    /* hash table of the items' keys */
static int *slot_item;

#define SLOTS (1 << 20)

static void items_init(void)
{
    int item;

    slots = calloc(SLOTS, sizeof(*slots));
    slot_item = calloc(SLOTS, sizeof(*slot_item));
    assert_true(slots != NULL && slot_item != NULL);
    for (item = 0; item < ITEMS; item++) {
        np_key_t key = np_key_number("t", item);
        size_t slot = key % SLOTS;

        while (slots[slot])
            slot = (slot + 1) % SLOTS;
        slots[slot] = key;
        slot_item[slot] = item;
    }
}

static int item_of(np_key_t key)
{
    size_t slot = key % SLOTS;

    while (slots[slot] && slots[slot] != key)
        slot = (slot + 1) % SLOTS;
    return slots[slot] ? slot_item[slot] : -1;
}

static void on_apply(void *baton, const np_change_t *changes, int count)
{
    watch_t *watch = baton;
    np_tick_t now = np_clock();
    int i;

    assert_true(count > 0);
    for (i = 0; i < count; i++) {
        int item = item_of(changes[i].key);

        if (watch->applied < LAST)
            watch->last[watch->applied] = changes[i];
        watch->applied++;
        if (item >= 0 && atomic_fetch_add(&told[item], 1) == 0)
            atomic_store(&told_at[item], now);
    }
}

static void on_flush(void *baton)
{
    watch_t *watch = baton;

    watch->flushes++;
}

/* The promise: all that was committed before `tick` is told. */
static void on_verified(void *baton, np_tick_t tick)
{
    watch_t *watch = baton;
    int i;

    assert_true(tick >= watch->verified);
    assert_true(tick < np_clock());
    watch->verified = tick;
    watch->verifications++;
    for (i = 0; i < ITEMS; i++) {
        np_tick_t moment = atomic_load_explicit(&committed[i], memory_order_relaxed);

        if (moment && moment < tick && atomic_load(&told[i]) == 0)
            fail_msg("item %d was committed %ld us before the verified tick and not told", i,
                     (long)(tick - moment));
    }
}

/* For measuring: the check above takes longer than a poll. */
static void verified_unchecked(void *baton, np_tick_t tick)
{
    watch_t *watch = baton;

    watch->verified = tick;
}

static void forget(watch_t *watch)
{
    int i;

    for (i = 0; i < ITEMS; i++) {
        atomic_store_explicit(&told[i], 0, memory_order_relaxed);
        atomic_store_explicit(&told_at[i], 0, memory_order_relaxed);
        atomic_store_explicit(&committed[i], 0, memory_order_relaxed);
    }
    watch->applied = watch->flushes = 0;
}

/* An empty log and a watcher that has not polled yet. */
static void watch_init(watch_t *watch, double window)
{
    memset(watch, 0, sizeof(*watch));
    forget(watch);
    bed_init(&watch->bed);
    watch->bed.config.pool_size = 1;
    watch->bed.config.utc_offset = 0;
    watch->config.interval = 20000;
    watch->config.window = (apr_interval_time_t)(window * SECOND);
    watch->sink = (np_changes_sink_t){
        .apply = on_apply, .flush = on_flush, .verified = on_verified, .baton = watch};
}

static void watch_open(watch_t *watch, int with_keeper)
{
    bed_open(&watch->bed, with_keeper);
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

/* Until the newest row is read; how many polls that took: what they read is limited in time. */
static int poll_to_the_top(watch_t *watch)
{
    unsigned long long top = (unsigned long long)admin("SELECT MAX(id) FROM change_log");
    int polls = 0;

    do
        poll_once(watch);
    while (++polls < 1000 && np_count_get(&watch->counters.last_change) < top);
    assert_int_equal(np_count_get(&watch->counters.last_change), top);
    return polls;
}

/* A watcher that has begun, with `rows` in the log. */
static void watch_begin(watch_t *watch, double window)
{
    watch_init(watch, window);
    watch_open(watch, 0);
    poll_once(watch);
    assert_int_equal(watch->flushes, 1);
    watch->flushes = 0;
}

static unsigned long long counted(np_counter_t *counter)
{
    return np_count_get(counter);
}

/* ---- The editors
 * ------------------------------------------------------------------------------- */

static MYSQL *editor(void)
{
    MYSQL *mysql = admin_open();

    admin_run(mysql, "USE portal");
    return mysql;
}

__attribute__((format(printf, 2, 3))) static long sql(MYSQL *mysql, const char *format, ...)
{
    char text[2000];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return admin_run(mysql, text);
}

static void write_item(MYSQL *mysql, int item)
{
    sql(mysql, "INSERT INTO change_log (kind, item) VALUES ('t', '%d')", item);
}

static void empty_log(void)
{
    admin("TRUNCATE change_log");
}

static void is_told(int from, int to, int times)
{
    int i;

    for (i = from; i <= to; i++)
        if (told[i] != times)
            fail_msg("item %d was told %d times instead of %d", i, told[i], times);
}

/* ---- Kinds
 * ------------------------------------------------------------------------------------- */

static void has_keys(const np_change_t *change, const char *kind, const char *item)
{
    assert_true(change->key == np_key(kind, item));
    assert_true(change->common == np_key(kind, "*"));
    assert_int_equal(change->is_list, 0);
    assert_int_equal(change->is_whole, 0);
    assert_int_equal(change->removes, 0);
}

static np_civil_t civil_of(int year, int month, int day, int hour)
{
    np_date_t date = {year, month, day, hour, 0, 0, 0};
    np_civil_t civil = 0;

    assert_int_equal(np_civil_join(&date, &civil), 1);
    return civil;
}

/* What WEIGHT_STRING gives for a name, as the pages get it from their queries. */
static void folded_of(char *to, size_t size, const char *name)
{
    MYSQL *mysql = editor();
    MYSQL_RES *result;
    MYSQL_ROW row;
    char text[300];

    snprintf(text, sizeof(text),
             "SELECT HEX(WEIGHT_STRING(CAST('%s' AS CHAR CHARACTER SET utf8mb4) COLLATE "
             "utf8mb4_unicode_520_ci))",
             name);
    assert_int_equal(mysql_query(mysql, text), 0);
    result = mysql_store_result(mysql);
    assert_non_null(result);
    row = mysql_fetch_row(result);
    assert_true(row && row[0] && row[0][0]);
    snprintf(to, size, "%s", row[0]);
    mysql_free_result(result);
    mysql_close(mysql);
}

static void kinds(void **state)
{
    static watch_t watch;
    char folded[200], list[220];
    int i;

    (void)state;
    empty_log();
    watch_begin(&watch, 60);
    folded_of(folded, sizeof(folded), "abc 大桥");
    snprintf(list, sizeof(list), "tag:%s", folded);
    admin("INSERT INTO change_log (kind, item, position) VALUES ('article', '7', NULL),"
          " ('slots', '', NULL), ('unheard-of', 'x:y', NULL), ('removal', 'article:7', NULL),"
          " ('removal', 'page:a:b', NULL), ('removal', 'nothing', NULL), ('tag', 'ABC 大桥', "
          "NULL),"
          " ('list', 'site', '2021-11-18 06:00:00'), ('list', 'channel:3', NULL),"
          " ('list', 'tag:ABC 大桥', '1999-01-01 00:00:00'), ('list', 'tag:ABC 大桥', NULL)");
    poll_once(&watch);
    assert_int_equal(watch.applied, 11);
    has_keys(&watch.last[0], "article", "7");
    has_keys(&watch.last[1], "slots", "");
    has_keys(&watch.last[2], "unheard-of", "x:y");
    assert_int_equal(watch.last[3].removes, 1);
    assert_int_equal(watch.last[4].removes, 1);
    watch.last[3].removes = watch.last[4].removes = 0;
    has_keys(&watch.last[3], "article", "7");
    has_keys(&watch.last[4], "page", "a:b");
    has_keys(&watch.last[5], "removal", "nothing");
    has_keys(&watch.last[6], "tag", folded);
    for (i = 7; i < 11; i++) {
        assert_int_equal(watch.last[i].is_list, 1);
        assert_int_equal(watch.last[i].removes, 0);
        assert_int_equal(watch.last[i].is_whole, i == 8 || i == 10);
        assert_true(watch.last[i].common == np_key("list", i < 9 ? "*" : "tag:*"));
    }
    assert_true(watch.last[7].key == np_key("list", "site"));
    assert_true(watch.last[8].key == np_key("list", "channel:3"));
    assert_true(watch.last[9].key == np_key("list", list));
    assert_true(watch.last[10].key == np_key("list", list));
    assert_true(watch.last[7].at == civil_of(2021, 11, 18, 6));
    assert_true(watch.last[9].at == civil_of(1999, 1, 1, 0));
    assert_int_equal(watch.flushes, 0);
    /* Everything: a flush, and the removal beside it is told. */
    forget(&watch);
    admin("INSERT INTO change_log (kind, item) VALUES ('all', ''), ('removal', 'article:8')");
    poll_once(&watch);
    assert_int_equal(watch.flushes, 1);
    assert_int_equal(watch.applied, 1);
    assert_true(watch.last[0].key == np_key("article", "8"));
    assert_int_equal(counted(&watch.counters.changes), 13);
    watch_close(&watch);
}

/* ---- The order of arrival
 * ---------------------------------------------------------------------- */

static void nothing_is_told_at_the_start(void **state)
{
    static watch_t watch;
    MYSQL *a = editor();
    np_tick_t before;
    int i;

    (void)state;
    empty_log();
    watch_init(&watch, 60);
    for (i = 0; i < 10; i++)
        write_item(a, i);
    watch_open(&watch, 0);
    assert_int_equal(watch.verifications, 0);
    before = np_clock();
    poll_once(&watch);
    assert_int_equal(watch.applied, 0);
    assert_int_equal(watch.flushes, 1); /* what was under way when it began is not stored */
    assert_int_equal(watch.verifications, 1);
    assert_true(watch.verified >= before);
    assert_int_equal(counted(&watch.counters.changes), 0);
    assert_int_equal(counted(&watch.counters.last_change), 10);
    poll_once(&watch);
    assert_int_equal(watch.applied, 0);
    assert_int_equal(watch.flushes, 1);
    for (i = 10; i < 20; i++)
        write_item(a, i);
    poll_once(&watch);
    assert_int_equal(watch.applied, 10);
    for (i = 0; i < 10; i++)
        assert_true(watch.last[i].key == np_key_number("t", 10 + i));
    poll_once(&watch);
    is_told(0, 9, 0);
    is_told(10, 19, 1);
    assert_int_equal(counted(&watch.counters.changes), 10);
    assert_int_equal(counted(&watch.counters.polls), 4);
    assert_int_equal(counted(&watch.counters.poll_failures), 0);
    assert_int_equal(watch.bed.lines, 0);
    mysql_close(a);
    watch_close(&watch);
}

static void late_commits(void **state)
{
    static watch_t watch;
    MYSQL *a = editor(), *b = editor(), *c = editor();

    (void)state;
    empty_log();
    watch_begin(&watch, 60);
    sql(a, "BEGIN");
    write_item(a, 0);
    sql(b, "BEGIN");
    write_item(b, 1);
    write_item(c, 2);
    write_item(a, 3);
    poll_once(&watch);
    is_told(0, 1, 0);
    is_told(2, 2, 1);
    assert_int_equal(counted(&watch.counters.gaps), 1);
    write_item(c, 4);
    poll_once(&watch);
    is_told(4, 4, 1);
    assert_int_equal(counted(&watch.counters.gaps), 2);
    sql(b, "COMMIT");
    poll_once(&watch);
    is_told(1, 1, 1);
    is_told(0, 0, 0);
    sql(a, "COMMIT");
    poll_once(&watch);
    is_told(0, 4, 1);
    /* By arrival, not by number. */
    assert_true(watch.last[0].key == np_key_number("t", 2));
    assert_true(watch.last[1].key == np_key_number("t", 4));
    assert_true(watch.last[2].key == np_key_number("t", 1));
    assert_true(watch.last[3].key == np_key_number("t", 0));
    assert_int_equal(counted(&watch.counters.late_changes), 3);
    assert_int_equal(counted(&watch.counters.changes), 5);
    assert_int_equal(counted(&watch.counters.gaps), 0);
    poll_once(&watch);
    is_told(0, 4, 1);
    mysql_close(a);
    mysql_close(b);
    mysql_close(c);
    watch_close(&watch);
}

static void open_before_the_start(void **state)
{
    static watch_t watch;
    MYSQL *a = editor(), *b = editor();

    (void)state;
    empty_log();
    watch_init(&watch, 60);
    write_item(b, 0);
    sql(a, "BEGIN");
    write_item(a, 1);
    write_item(b, 2);
    write_item(a, 3); /* above all that can be seen */
    watch_open(&watch, 0);
    poll_once(&watch);
    assert_int_equal(watch.applied, 0);
    sql(a, "COMMIT");
    poll_once(&watch);
    is_told(1, 1, 1);
    is_told(3, 3, 1);
    is_told(2, 2, 0);
    watch_close(&watch);
    /* Below 25,000 others, the first of all numbers, and one in the middle. */
    empty_log();
    watch_init(&watch, 60);
    sql(a, "BEGIN");
    write_item(a, 0);
    sql(b, "INSERT INTO change_log (kind, item) SELECT 'x', seq FROM seq_1_to_12000");
    write_item(a, 1);
    sql(b, "INSERT INTO change_log (kind, item) SELECT 'x', seq FROM seq_1_to_13000");
    watch_open(&watch, 0);
    poll_once(&watch);
    sql(a, "COMMIT");
    poll_once(&watch);
    is_told(0, 1, 1);
    assert_int_equal(watch.applied, 2);
    watch_close(&watch);
    mysql_close(a);
    mysql_close(b);
}

/* Whether a late row is told or not depends on how long transactions may last. */
static int told_below_old_rows(double window)
{
    static watch_t watch;
    MYSQL *a = editor(), *b = editor();
    int result;

    empty_log();
    watch_init(&watch, window);
    sql(a, "BEGIN");
    write_item(a, 0);
    sql(b, "INSERT INTO change_log (kind, item, at) SELECT 'x', seq, NOW() - INTERVAL 1 HOUR "
           "FROM seq_1_to_1500");
    watch_open(&watch, 0);
    poll_once(&watch);
    sql(a, "COMMIT");
    write_item(b, 1);
    poll_once(&watch);
    is_told(1, 1, 1);
    result = told[0];
    mysql_close(a);
    mysql_close(b);
    watch_close(&watch);
    return result;
}

static void an_hour_old(void **state)
{
    (void)state;
    assert_int_equal(told_below_old_rows(2 * 3600), 1);
    assert_int_equal(told_below_old_rows(1790), 0);
    assert_int_equal(told_below_old_rows(1810), 1); /* two windows: see seek_in */
}

static void rollbacks_end(void **state)
{
    static watch_t watch;
    MYSQL *a = editor();
    np_tick_t missed;
    int i;

    (void)state;
    empty_log();
    watch_begin(&watch, 0.5);
    missed = np_clock();
    for (i = 0; i < 20; i++) {
        sql(a, "BEGIN");
        write_item(a, i);
        sql(a, i % 2 ? "COMMIT" : "ROLLBACK");
    }
    poll_once(&watch);
    if (np_clock() - missed < SECOND / 2)
        assert_int_equal(counted(&watch.counters.gaps), 10);
    do {
        usleep(20000);
        poll_once(&watch);
    } while (counted(&watch.counters.gaps) > 0 && np_clock() - missed < 20 * SECOND);
    assert_int_equal(counted(&watch.counters.gaps), 0);
    assert_true(np_clock() - missed > SECOND / 2);
    for (i = 0; i < 20; i++)
        is_told(i, i, i % 2);
    mysql_close(a);
    watch_close(&watch);
}

static void steps_of_a_cluster(void **state)
{
    static watch_t watch;
    MYSQL *a = editor(), *b = editor(), *c = editor();
    int i;

    (void)state;
    empty_log();
    watch_begin(&watch, 60);
    sql(a, "SET auto_increment_increment = 3, auto_increment_offset = 1");
    sql(b, "SET auto_increment_increment = 3, auto_increment_offset = 2");
    sql(c, "SET auto_increment_increment = 3, auto_increment_offset = 3");
    sql(c, "BEGIN");
    for (i = 0; i < 300; i += 3) {
        write_item(a, i);
        write_item(b, i + 1);
        write_item(c, i + 2);
        if (i % 30 == 0)
            poll_once(&watch);
    }
    poll_once(&watch);
    for (i = 0; i < 300; i++)
        is_told(i, i, i % 3 != 2);
    assert_true(counted(&watch.counters.gaps) >= 99);
    sql(c, "COMMIT");
    poll_once(&watch);
    is_told(0, 299, 1);
    mysql_close(a);
    mysql_close(b);
    mysql_close(c);
    watch_close(&watch);
}

/* A transaction of many rows, committed when higher numbers were known. */
static void large_and_late(void **state)
{
    static watch_t watch;
    MYSQL *a = editor(), *b = editor();
    np_tick_t start;

    (void)state;
    empty_log();
    watch_begin(&watch, 60);
    sql(a, "BEGIN");
    sql(a, "INSERT INTO change_log (kind, item) SELECT 't', seq FROM seq_0_to_49999");
    write_item(b, 50000);
    poll_once(&watch);
    is_told(50000, 50000, 1);
    sql(a, "COMMIT");
    start = np_clock();
    poll_once(&watch);
    print_message("a late transaction of 50,000 rows: %ld ms\n", millis_since(start));
    is_told(0, 50000, 1);
    assert_int_equal(watch.flushes, 0);
    assert_int_equal(counted(&watch.counters.late_changes), 50000);
    mysql_close(a);
    mysql_close(b);
    watch_close(&watch);
}

/* ---- Logs that are not the same
 * ---------------------------------------------------------------- */

static int once_anew(watch_t *watch, int logged_before)
{
    poll_once(watch);
    assert_int_equal(watch->flushes, 1);
    watch->flushes = 0;
    assert_int_equal(logged(&watch->bed, "5 NP0131"), logged_before + 1);
    poll_once(watch);
    assert_int_equal(watch->flushes, 0);
    return logged_before + 1;
}

static void log_made_anew(void **state)
{
    static watch_t watch;
    MYSQL *a = editor(), *open = editor();
    int i, lines = 0;

    (void)state;
    empty_log();
    watch_begin(&watch, 60);
    for (i = 0; i < 20; i++)
        write_item(a, i);
    poll_once(&watch);
    assert_int_equal(watch.flushes, 0);
    /* Emptied, and nothing since. */
    sql(a, "TRUNCATE change_log");
    lines = once_anew(&watch, lines);
    write_item(a, 20);
    poll_once(&watch);
    is_told(20, 20, 1);
    /* Emptied, with some rows since, fewer than before. */
    for (i = 21; i < 40; i++)
        write_item(a, i);
    poll_once(&watch);
    sql(a, "TRUNCATE change_log");
    write_item(a, 40);
    lines = once_anew(&watch, lines);
    write_item(a, 41);
    poll_once(&watch);
    is_told(41, 41, 1);
    /* Emptied, and filled beyond the old number; one of the new rows is still to be committed.
     */
    sql(a, "TRUNCATE change_log");
    sql(open, "BEGIN");
    write_item(open, 42);
    for (i = 43; i < 60; i++)
        write_item(a, i);
    lines = once_anew(&watch, lines);
    sql(open, "COMMIT");
    poll_once(&watch);
    is_told(42, 42, 1);
    /* A dump restored: the older rows are the same, the row seen last is another one. */
    sql(a, "CREATE TABLE saved_log LIKE change_log");
    sql(a, "INSERT INTO saved_log SELECT * FROM change_log");
    write_item(a, 60);
    write_item(a, 61);
    poll_once(&watch);
    sql(a, "DROP TABLE change_log; RENAME TABLE saved_log TO change_log");
    write_item(a, 62);
    write_item(a, 63);
    write_item(a, 64);
    lines = once_anew(&watch, lines);
    write_item(a, 65);
    poll_once(&watch);
    is_told(65, 65, 1);
    /* The same row under the same number, of another time. */
    sql(a, "TRUNCATE change_log");
    sql(a, "INSERT INTO change_log (kind, item, at) VALUES ('t', 'x', '2021-11-18 06:22:00')");
    lines = once_anew(&watch, lines);
    sql(a, "TRUNCATE change_log");
    sql(a, "INSERT INTO change_log (kind, item, at) VALUES ('t', 'x', '2021-11-18 06:22:01')");
    lines = once_anew(&watch, lines);
    /* And of another place in the list. */
    sql(a, "TRUNCATE change_log");
    sql(a, "INSERT INTO change_log (kind, item, at, position) VALUES ('t', 'x', "
           "'2021-11-18 06:22:01', '2021-11-18 06:22:01')");
    lines = once_anew(&watch, lines);
    /* Pruned: all but the newest row, and nobody minds. */
    for (i = 66; i < 80; i++)
        write_item(a, i);
    poll_once(&watch);
    sql(a, "DELETE FROM change_log WHERE item <> '79'");
    poll_once(&watch);
    write_item(a, 80);
    poll_once(&watch);
    assert_int_equal(watch.flushes, 0);
    is_told(66, 80, 1);
    assert_int_equal(logged(&watch.bed, "NP0131"), lines);
    mysql_close(a);
    mysql_close(open);
    watch_close(&watch);
}

/* The row seen last was pruned, which only happens to old ones: renewed, but without a word. */
static void pruned_beyond_the_last(void **state)
{
    static watch_t watch;
    MYSQL *a = editor();

    (void)state;
    empty_log();
    watch_init(&watch, 60);
    sql(a, "INSERT INTO change_log (kind, item, at) VALUES ('t', '0', NOW() - INTERVAL 2 DAY)");
    watch_open(&watch, 0);
    poll_once(&watch);
    watch.flushes = 0;
    write_item(a, 1);
    sql(a, "DELETE FROM change_log WHERE item = '0'");
    poll_once(&watch);
    assert_int_equal(watch.flushes, 1);
    assert_int_equal(watch.bed.lines, 0);
    write_item(a, 2);
    poll_once(&watch);
    is_told(2, 2, 1);
    mysql_close(a);
    watch_close(&watch);
}

/* ---- Floods
 * ------------------------------------------------------------------------------------ */

static void many_at_once(void **state)
{
    static watch_t watch;
    np_tick_t start;

    (void)state;
    empty_log();
    watch_begin(&watch, 60);
    admin("INSERT INTO change_log (kind, item) SELECT 't', seq FROM seq_0_to_49999");
    start = np_clock();
    poll_once(&watch);
    print_message("50,000 rows at once: %ld ms\n", millis_since(start));
    is_told(0, 49999, 1);
    assert_int_equal(watch.applied, 50000);
    assert_int_equal(watch.flushes, 0);
    watch_close(&watch);
}

static void flood(void **state)
{
    static watch_t watch;
    MYSQL *a = editor(), *open = editor();
    np_tick_t start;
    int i;

    (void)state;
    empty_log();
    watch_begin(&watch, 60);
    sql(open, "BEGIN");
    write_item(open, 390000);
    sql(a, "INSERT INTO change_log (kind, item) SELECT 't', seq FROM seq_0_to_%d",
        NP_CHANGES_FLOOD);
    write_item(open, 390001);
    sql(a, "INSERT INTO change_log (kind, item) SELECT 'x', seq FROM seq_1_to_50000");
    sql(a, "INSERT INTO change_log (kind, item) VALUES ('removal', 'article:5')");
    start = np_clock();
    i = poll_to_the_top(&watch);
    print_message("%d rows at once: %ld ms in %d polls, %d of them told\n",
                  NP_CHANGES_FLOOD + 50002, millis_since(start), i, watch.applied);
    assert_int_equal(watch.flushes, i);
    assert_true(watch.applied < NP_CHANGES_FLOOD + 2000);
    assert_int_equal(logged(&watch.bed, "5 NP0134"), 1);
    assert_true(watch.verified >= start);
    /* Afterwards as precise as before, below and above. */
    forget(&watch);
    write_item(a, 390002);
    poll_once(&watch);
    sql(open, "COMMIT");
    poll_once(&watch);
    is_told(390000, 390002, 1);
    assert_int_equal(watch.applied, 3);
    assert_int_equal(watch.flushes, 0);
    /* More than one poll can read: each of them flushes, and then it is over. */
    forget(&watch);
    for (i = 0; i < 6; i++)
        sql(a, "INSERT INTO change_log (kind, item) SELECT 'x', seq FROM seq_1_to_200000");
    i = poll_to_the_top(&watch);
    assert_true(i > 1);
    assert_int_equal(watch.flushes, i);
    watch.flushes = 0;
    write_item(a, 390003);
    poll_once(&watch);
    is_told(390003, 390003, 1);
    assert_int_equal(watch.flushes, 0);
    mysql_close(a);
    mysql_close(open);
    watch_close(&watch);
}

/* The removal is told although the flood is not. */
static void removal_in_a_flood(void **state)
{
    static watch_t watch;
    MYSQL *a = editor();
    int i;

    (void)state;
    empty_log();
    watch_begin(&watch, 60);
    for (i = 0; i < 3; i++)
        sql(a, "INSERT INTO change_log (kind, item) SELECT 'x', seq FROM seq_1_to_100000");
    sql(a, "INSERT INTO change_log (kind, item) VALUES ('removal', 't:77')");
    i = poll_to_the_top(&watch);
    assert_int_equal(watch.flushes, i);
    is_told(77, 77, 1);
    mysql_close(a);
    watch_close(&watch);
}

/* ---- Many gaps
 * --------------------------------------------------------------------------------- */

/* One number in `step` is missing; later some of them come. */
static void many_gaps(watch_t *watch, MYSQL *a, int count, int step)
{
    np_tick_t start, verified;
    int i, polls = 0, left;

    empty_log();
    watch_init(watch, 3600);
    sql(a,
        "INSERT INTO change_log (id, kind, item) SELECT seq, 'x', seq FROM seq_1_to_%d "
        "WHERE seq %% %d <> 0",
        step * count + 1, step);
    watch_open(watch, 0);
    poll_to_the_top(watch);
    watch->flushes = 0;
    assert_int_equal(counted(&watch->counters.gaps), count);
    watch->sink.verified = verified_unchecked;
    start = np_clock();
    for (i = 0; i < 5; i++)
        poll_once(watch);
    print_message("%d gaps, one number in %d, young: %ld us a poll\n", count, step,
                  (long)((np_clock() - start) / 5));
    do /* until they are old, and only some have their turn at each poll */
        usleep(10000);
    while (np_clock() - start < 2100000);
    start = np_clock();
    for (i = 0; i < 12; i++)
        poll_once(watch);
    print_message("%d gaps, one number in %d, old: %ld us a poll\n", count, step,
                  (long)((np_clock() - start) / 12));
    watch->applied = 0;
    sql(a,
        "INSERT INTO change_log (id, kind, item) SELECT %d * seq, 't', seq FROM seq_1_to_%d "
        "WHERE seq %% 7 = 0",
        step, count);
    for (i = 7; i <= count; i += 7) /* from here on on_verified knows of them */
        committed[i] = np_clock();
    watch->sink.verified = on_verified;
    for (left = count / 7; left > 0 && polls < 4; polls++) {
        poll_once(watch);
        left = count / 7 - watch->applied;
    }
    verified = watch->verified;
    for (i = 0; i < 6 && watch->verified == verified; i++)
        poll_once(watch);
    assert_true(watch->verified > verified); /* it does not stand still for ever */
    print_message("%d late rows found in %d polls\n", watch->applied, polls);
    assert_int_equal(left, 0);
    for (i = 1; i <= count; i++)
        is_told(i, i, i % 7 == 0);
    assert_int_equal(watch->flushes, 0);
    watch_close(watch);
}

static void gaps_in_turn(void **state)
{
    static watch_t watch;
    MYSQL *a = editor();

    (void)state;
    many_gaps(&watch, a, 200, 50);
    many_gaps(&watch, a, 1000, 2);
    many_gaps(&watch, a, 1000, 50);
    many_gaps(&watch, a, 4000, 2);
    many_gaps(&watch, a, 4000, 50);
    many_gaps(&watch, a, 30000, 3);
    mysql_close(a);
}

/* ---- A server that stops
 * ----------------------------------------------------------------------- */

/* The letter of its state; 'X' when nothing of it is left, not even a thread that still closes its
 * connections. */
static char server_state(pid_t server)
{
    char path[64], text[512] = "", state = 'X';
    const char *mark = NULL;
    int threads = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%ld/stat", (long)server);
    file = fopen(path, "r");
    if (file == NULL)
        return 'X';
    if (fgets(text, sizeof(text), file))
        mark = strrchr(text, ')');
    fclose(file);
    if (mark)
        sscanf(mark + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %d",
               &state, &threads);
    return state == 'Z' && threads <= 1 ? 'X' : state;
}

/* Returns when it does nothing any more. */
static void server_freeze(pid_t server)
{
    kill(server, SIGSTOP);
    do {
        usleep(50000);
        assert_true(server_state(server) != 'X');
    } while (server_state(server) != 'T');
}

/* Returns when its connections are closed, which takes a moment. */
static void server_kill(pid_t server)
{
    kill(server, SIGKILL);
    while (server_state(server) != 'X')
        usleep(10000);
}

static void server_hangs(void **state)
{
    static watch_t watch;
    MYSQL *a = editor(), *open = editor();
    np_tick_t start;
    pid_t server = server_pid();
    int good = 0;
    long took;

    (void)state;
    empty_log();
    watch_init(&watch, 60);
    watch_open(&watch, 1);
    poll_once(&watch);
    write_item(a, 0);
    sql(open, "BEGIN");
    write_item(open, 1);
    write_item(a, 2);
    poll_once(&watch);
    write_item(a, 3);
    watch.flushes = 0;
    server_freeze(server);
    start = np_clock();
    good = np_changes_poll(watch.changes);
    print_message("a poll of a hung server ends after %ld ms\n", millis_since(start));
    took = millis_since(start);
    good += np_changes_poll(watch.changes);
    kill(server, SIGCONT);
    assert_int_equal(good, 0);
    assert_in_range(took, 0, 20000);
    is_told(3, 3, 0);
    sql(open, "COMMIT");
    write_item(a, 4);
    for (start = np_clock(); !good && millis_since(start) < 30000; usleep(20000))
        good = np_changes_poll(watch.changes);
    assert_int_equal(good, 1);
    is_told(0, 4, 1);
    assert_int_equal(watch.flushes, 0);
    assert_true(counted(&watch.counters.poll_failures) >= 2);
    mysql_close(a);
    mysql_close(open);
    watch_close(&watch);
}

static void server_dies(void **state)
{
    static watch_t watch;
    MYSQL *a = editor();
    np_tick_t start;
    int good = 0, i;

    (void)state;
    empty_log();
    watch_init(&watch, 60);
    watch_open(&watch, 1);
    poll_once(&watch);
    watch.flushes = 0;
    for (i = 0; i < 100; i++)
        write_item(a, i);
    poll_once(&watch);
    for (i = 100; i < 110; i++)
        write_item(a, i);
    sql(a, "SET GLOBAL innodb_flush_log_at_trx_commit = 1");
    write_item(a, 110);
    mysql_close(a);
    server_kill(server_pid());
    assert_int_equal(np_changes_poll(watch.changes), 0);
    server_start();
    a = editor();
    write_item(a, 111);
    for (start = np_clock(); !good && millis_since(start) < 30000; usleep(20000))
        good = np_changes_poll(watch.changes);
    assert_int_equal(good, 1);
    is_told(0, 111, 1);
    assert_int_equal(watch.flushes, 0);
    assert_int_equal(logged(&watch.bed, "NP0131"), 0);
    /* Connections that are killed under it. */
    for (i = 112; i < 120; i++) {
        write_item(a, i);
        kill_all();
        for (good = 0, start = np_clock(); !good && millis_since(start) < 30000; usleep(20000))
            good = np_changes_poll(watch.changes);
        is_told(i, i, 1);
    }
    mysql_close(a);
    watch_close(&watch);
}

/* A right that is missing: told once, and when it is back. */
static void log_not_readable(void **state)
{
    static watch_t watch;
    MYSQL *a = editor();
    int i;

    (void)state;
    empty_log();
    watch_begin(&watch, 60);
    sql(a, "REVOKE SELECT ON portal.web_change_log FROM newsportal_web@localhost");
    write_item(a, 0);
    for (i = 0; i < 5; i++)
        assert_int_equal(np_changes_poll(watch.changes), 0);
    assert_int_equal(logged(&watch.bed, "3 NP0133"), 1);
    assert_int_equal(counted(&watch.counters.poll_failures), 5);
    sql(a, "GRANT SELECT ON portal.web_change_log TO newsportal_web@localhost");
    poll_once(&watch);
    poll_once(&watch);
    assert_int_equal(logged(&watch.bed, "5 NP0133"), 1);
    is_told(0, 0, 1);
    mysql_close(a);
    watch_close(&watch);
}

/* ---- Pruning
 * ----------------------------------------------------------------------------------- */

static void pruning(void **state)
{
    static watch_t watch;
    MYSQL *a = editor();
    np_tick_t start;
    long left = 0;

    (void)state;
    empty_log();
    sql(a, "INSERT INTO change_log (kind, item, at) SELECT 'x', seq, NOW() - INTERVAL 25 HOUR "
           "FROM seq_1_to_1500");
    sql(a, "INSERT INTO change_log (kind, item, at) SELECT 'x', seq, NOW() - INTERVAL 23 HOUR "
           "FROM seq_1_to_10");
    watch_begin(&watch, 60);
    for (start = np_clock(); millis_since(start) < 30000; usleep(50000)) {
        poll_once(&watch);
        left = sql(a, "SELECT COUNT(*) FROM change_log");
        if (left == 10)
            break;
    }
    assert_int_equal(left, 10);
    assert_int_equal(counted(&watch.counters.pruned), 1500);
    assert_int_equal(watch.flushes, 0);
    assert_int_equal(watch.bed.lines, 0);
    watch_close(&watch);
    /* With a window of 13 hours, a row of 25 hours is young. */
    empty_log();
    sql(a, "INSERT INTO change_log (kind, item, at) SELECT 'x', seq, NOW() - INTERVAL 25 HOUR "
           "FROM seq_1_to_10");
    sql(a, "REVOKE EXECUTE ON FUNCTION portal.portal_prune FROM newsportal_web@localhost");
    watch_begin(&watch, 13 * 3600);
    for (start = np_clock(); millis_since(start) < 4500; usleep(50000))
        poll_once(&watch);
    assert_int_equal(logged(&watch.bed, "4 NP0132"), 1);
    assert_int_equal(counted(&watch.counters.poll_failures), 0);
    watch_close(&watch);
    sql(a, "GRANT EXECUTE ON FUNCTION portal.portal_prune TO newsportal_web@localhost");
    watch_begin(&watch, 13 * 3600);
    for (start = np_clock(); millis_since(start) < 2500; usleep(50000))
        poll_once(&watch);
    assert_int_equal(sql(a, "SELECT COUNT(*) FROM change_log"), 10);
    assert_int_equal(watch.bed.lines, 0);
    mysql_close(a);
    watch_close(&watch);
}

/* ---- The thread
 * -------------------------------------------------------------------------------- */

static void *run_thread(void *data)
{
    watch_t *watch = data;

    np_changes_run(watch->changes);
    return NULL;
}

static void thread_runs_and_stops(void **state)
{
    static watch_t watch;
    pthread_t thread;
    np_tick_t start;
    MYSQL *a = editor();

    (void)state;
    empty_log();
    /* The first poll comes at once, the second would be long in coming. */
    watch_init(&watch, 60);
    watch.config.interval = 600LL * SECOND;
    watch_open(&watch, 0);
    pthread_create(&thread, NULL, run_thread, &watch);
    for (start = np_clock();
         counted(&watch.counters.last_poll_us) == 0 && millis_since(start) < 30000;)
        usleep(1000);
    assert_true(counted(&watch.counters.last_poll_us) != 0);
    usleep(50000);
    assert_int_equal(counted(&watch.counters.polls), 1);
    start = np_clock();
    np_changes_stop(watch.changes);
    np_changes_stop(watch.changes);
    pthread_join(thread, NULL);
    print_message("stopped while waiting: %ld us\n", (long)(np_clock() - start));
    assert_in_range(millis_since(start), 0, 10000);
    watch_close(&watch);
    /* In a poll that hangs; np_db_stop makes it return. */
    watch_init(&watch, 60);
    watch.bed.config.read_timeout = watch.bed.config.lease_timeout = 300LL * SECOND;
    watch_open(&watch, 0);
    pthread_create(&thread, NULL, run_thread, &watch);
    for (start = np_clock(); counted(&watch.counters.polls) < 5 && millis_since(start) < 30000;)
        usleep(1000);
    server_freeze(server_pid());
    start = np_clock();
    np_changes_stop(watch.changes);
    np_db_stop(watch.bed.db);
    pthread_join(thread, NULL);
    kill(server_pid(), SIGCONT);
    print_message("stopped while hanging: %ld us\n", (long)(np_clock() - start));
    assert_in_range(millis_since(start), 0, 60000);
    /* Stopped before it ran, it does nothing. */
    np_changes_run(watch.changes);
    mysql_close(a);
    watch_close(&watch);
}

static void slow_log(void *baton, np_tick_t tick)
{
    watch_t *watch = baton;

    on_verified(baton, tick);
    if (watch->verifications == 1)
        usleep(500000);
}

/* After a poll that took 25 intervals the missed ones are not made up for. */
static void no_pile_up(void **state)
{
    static watch_t watch;
    pthread_t thread;
    unsigned long long polls;
    np_tick_t start = np_clock();

    (void)state;
    watch_init(&watch, 60);
    watch.config.interval = 100000;
    watch.sink.verified = slow_log;
    watch_open(&watch, 0);
    pthread_create(&thread, NULL, run_thread, &watch);
    usleep(900000);
    np_changes_stop(watch.changes);
    pthread_join(thread, NULL);
    polls = counted(&watch.counters.polls);
    /* One that lasts 500 ms, the next 25 ms later, then ten a second. */
    assert_in_range(polls, 2, 2 + (unsigned long long)(np_clock() - start - 525000) / 100000);
    watch_close(&watch);
}

static void idle_cost(void **state)
{
    static watch_t watch;
    np_tick_t start;
    int i;

    (void)state;
    empty_log();
    watch_init(&watch, 60);
    admin("INSERT INTO change_log (kind, item) SELECT 'x', seq FROM seq_1_to_1000");
    watch_open(&watch, 0);
    watch.sink.verified = verified_unchecked;
    poll_once(&watch);
    start = np_clock();
    for (i = 0; i < 500; i++)
        poll_once(&watch);
    print_message("an idle poll: %ld us\n", (long)((np_clock() - start) / 500));
    watch_close(&watch);
}

/* ---- Many writers
 * ------------------------------------------------------------------------------ */

#define WRITERS 8

static int rows_wanted;
static atomic_int next_item;

typedef struct writer_t {
    unsigned seed;
    int committed, rolled_back;
} writer_t;

static unsigned draw(writer_t *writer, unsigned limit)
{
    return (unsigned)rand_r(&writer->seed) % limit;
}

/* One transaction of up to 20 rows, some of it slow, one in four rolled back. */
static void write_some(writer_t *writer, MYSQL *mysql)
{
    int first, count = 1 + (int)draw(writer, draw(writer, 4) ? 4 : 20), i;
    int rolls_back = draw(writer, 4) == 0, alone = count == 1 && !rolls_back;
    np_tick_t now;

    first = atomic_fetch_add(&next_item, count);
    if (first + count > rows_wanted)
        return;
    if (!alone)
        sql(mysql, "BEGIN");
    for (i = 0; i < count; i++) {
        write_item(mysql, first + i);
        if (draw(writer, 200) == 0)
            usleep(draw(writer, 400000));
    }
    if (draw(writer, 300) == 0)
        usleep(1000000 + draw(writer, 2000000)); /* so that gaps grow old */
    if (!alone)
        sql(mysql, rolls_back ? "ROLLBACK" : "COMMIT");
    now = np_clock();
    for (i = 0; i < count && !rolls_back; i++)
        atomic_store(&committed[first + i], now);
    *(rolls_back ? &writer->rolled_back : &writer->committed) += count;
}

static void *write_thread(void *data)
{
    writer_t *writer = data;
    MYSQL *mysql = editor();

    if (draw(writer, 2))
        sql(mysql, "SET auto_increment_increment = 3");
    while (atomic_load(&next_item) < rows_wanted)
        write_some(writer, mysql);
    mysql_close(mysql);
    return NULL;
}

static int by_time(const void *a, const void *b)
{
    np_tick_t x = *(const np_tick_t *)a, y = *(const np_tick_t *)b;

    return x < y ? -1 : x > y;
}

static void print_delays(void)
{
    np_tick_t *delays = malloc(sizeof(*delays) * ITEMS);
    int i, count = 0;

    assert_non_null(delays);
    for (i = 0; i < rows_wanted; i++)
        if (committed[i])
            delays[count++] = told_at[i] > committed[i] ? told_at[i] - committed[i] : 0;
    qsort(delays, (size_t)count, sizeof(*delays), by_time);
    print_message("told after commit: half within %ld ms, 99 %% within %ld ms, all within %ld ms\n",
                  (long)(delays[count / 2] / 1000), (long)(delays[count / 100 * 99] / 1000),
                  (long)(delays[count - 1] / 1000));
    free(delays);
}

static void nothing_is_lost(void **state)
{
    static watch_t watch;
    static writer_t writers[WRITERS];
    pthread_t threads[WRITERS], thread;
    const char *wanted = getenv("NEWSPORTAL_TEST_ROWS");
    np_tick_t start = np_clock();
    int i, lost = 0, twice = 0, invented = 0, rows = 0;

    (void)state;
    rows_wanted = wanted ? atoi(wanted) : 20000;
    assert_in_range(rows_wanted, 1, ITEMS);
    empty_log();
    watch_init(&watch, 10);
    watch.config.interval = 50000;
    watch_open(&watch, 1);
    poll_once(&watch);
    pthread_create(&thread, NULL, run_thread, &watch);
    for (i = 0; i < WRITERS; i++) {
        writers[i].seed = (unsigned)i + 1;
        pthread_create(&threads[i], NULL, write_thread, &writers[i]);
    }
    for (i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        rows += writers[i].committed;
    }
    print_message("%d writers, %d rows committed in %ld ms\n", WRITERS, rows, millis_since(start));
    for (start = np_clock(); watch.verified <= start && millis_since(start) < 60000;)
        usleep(10000);
    np_changes_stop(watch.changes);
    pthread_join(thread, NULL);
    assert_true(watch.verified > start);
    for (i = 0; i < rows_wanted; i++) {
        lost += committed[i] && told[i] == 0;
        twice += told[i] > 1;
        invented += !committed[i] && told[i];
    }
    print_message("%llu polls, %llu rows late, %d lost, %d told twice\n",
                  counted(&watch.counters.polls), counted(&watch.counters.late_changes), lost,
                  twice);
    print_delays();
    assert_int_equal(lost, 0);
    assert_int_equal(invented, 0);
    assert_int_equal(twice, 0);
    assert_int_equal(watch.flushes, 1); /* the start's */
    assert_true(counted(&watch.counters.late_changes) > 0);
    assert_int_equal(counted(&watch.counters.poll_failures), 0);
    watch_close(&watch);
}

static int run(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds),
        cmocka_unit_test(nothing_is_told_at_the_start),
        cmocka_unit_test(late_commits),
        cmocka_unit_test(open_before_the_start),
        cmocka_unit_test(an_hour_old),
        cmocka_unit_test(rollbacks_end),
        cmocka_unit_test(steps_of_a_cluster),
        cmocka_unit_test(large_and_late),
        cmocka_unit_test(log_made_anew),
        cmocka_unit_test(pruned_beyond_the_last),
        cmocka_unit_test(many_at_once),
        cmocka_unit_test(flood),
        cmocka_unit_test(removal_in_a_flood),
        cmocka_unit_test(gaps_in_turn),
        cmocka_unit_test(server_hangs),
        cmocka_unit_test(server_dies),
        cmocka_unit_test(log_not_readable),
        cmocka_unit_test(pruning),
        cmocka_unit_test(thread_runs_and_stops),
        cmocka_unit_test(no_pile_up),
        cmocka_unit_test(idle_cost),
        cmocka_unit_test(nothing_is_lost),
    };

    items_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(int count, char **arguments)
{
    (void)count;
    return bed_main(arguments, run);
}
