/* test_np_db.c - statements, snapshots and the pool, on a healthy server. See test_np_db_faults.c
 * for the other kind. */
#include "db_bed.h"

/* ---- Values and results
 * ------------------------------------------------------------------------------ */

static np_civil_t civil_of(int year, int month, int day, int hour, int minute, int second)
{
    np_date_t date = {year, month, day, hour, minute, second, 0};
    np_civil_t civil = 0;

    assert_int_equal(np_civil_join(&date, &civil), 1);
    return civil;
}

static void echo(bed_t *bed, np_db_conn_t *conn, const np_value_t *sent)
{
    np_rows_t *rows;
    int i;

    no_error(np_db_query(&rows, conn, &np_queries[Q_ECHO], sent, bed->pool));
    assert_int_equal(rows->count, 1);
    for (i = 0; i < 4; i++) {
        const np_value_t *got = np_rows_cell(rows, 0, i);

        assert_int_equal(got->type, sent[i].type);
        assert_int_equal(got->is_null, sent[i].is_null);
        assert_true(got->is_null || got->number == sent[i].number);
        assert_int_equal(got->length, sent[i].length);
        assert_memory_equal(got->text, sent[i].text, sent[i].length);
        assert_int_equal(got->text[got->length], '\0');
    }
}

static void values_round_trip(void **state)
{
    static const char raw[] = "\0\xff'\"\\\0?";
    bed_t bed;
    np_db_conn_t *conn;
    np_value_t values[4];

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    conn = lease(&bed);
    values[0] = np_value_int(INT64_MAX);
    values[1] = np_value_text("龘\xf0\x9f\x98\x80한국 '; DROP TABLE article; -- \"\\%_");
    values[2] = np_value_null(NP_TYPE_BYTES);
    values[2].is_null = 0;
    values[2].text = raw;
    values[2].length = sizeof(raw) - 1;
    values[3] = np_value_civil(civil_of(9999, 12, 31, 23, 59, 59));
    echo(&bed, conn, values);
    values[0] = np_value_int(INT64_MIN);
    values[1] = np_value_text("");
    values[2].length = 0;
    values[3] = np_value_civil(civil_of(1000, 1, 1, 0, 0, 0));
    echo(&bed, conn, values);
    values[0] = np_value_null(NP_TYPE_INT);
    values[1] = np_value_text(NULL);
    values[2] = np_value_null(NP_TYPE_BYTES);
    values[3] = np_value_null(NP_TYPE_CIVIL);
    echo(&bed, conn, values);
    np_db_release(conn);
    bed_close(&bed);
}

static void column_types(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;
    int i;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    conn = lease(&bed);
    no_error(ask(&rows, conn, Q_TYPES, 4294967295, bed.pool));
    assert_int_equal(rows->count, 1);
    assert_int_equal(np_rows_int(rows, 0, 0), -128);
    assert_int_equal(np_rows_int(rows, 0, 1), -32768);
    assert_int_equal(np_rows_int(rows, 0, 2), -8388608);
    assert_int_equal(np_rows_int(rows, 0, 3), 4294967295);
    assert_true(np_rows_int(rows, 0, 4) == INT64_MIN);
    assert_string_equal(np_rows_text(rows, 0, 5), "code-1");
    assert_string_equal(np_rows_text(rows, 0, 6), "龘\xf0\x9f\x98\x80한국 '\"\\");
    assert_string_equal(np_rows_text(rows, 0, 7), "live");
    assert_int_equal(np_rows_cell(rows, 0, 8)->length, 3);
    assert_memory_equal(np_rows_text(rows, 0, 8), "\0\xff\0", 4);
    assert_memory_equal(np_rows_text(rows, 0, 9), "\xde\xad\xbe\xef", 5);
    assert_int_equal(np_rows_int(rows, 0, 10), civil_of(2021, 11, 18, 6, 22, 0));
    no_error(ask(&rows, conn, Q_TYPES, 2, bed.pool));
    for (i = 0; i < 12; i++)
        assert_int_equal(np_rows_is_null(rows, 0, i), i != 3);
    /* Dates that are none are null; the last one there is, is not. */
    no_error(ask(&rows, conn, Q_TYPES, 3, bed.pool));
    assert_int_equal(np_rows_is_null(rows, 0, 10), 1);
    assert_int_equal(np_rows_is_null(rows, 0, 6), 0);
    no_error(ask(&rows, conn, Q_TYPES, 4, bed.pool));
    assert_int_equal(np_rows_is_null(rows, 0, 10), 1);
    no_error(ask(&rows, conn, Q_TYPES, 5, bed.pool));
    assert_int_equal(np_rows_int(rows, 0, 10), civil_of(9999, 12, 31, 23, 59, 59));
    assert_true(np_rows_int(rows, 0, 4) == INT64_MAX);
    no_error(ask(&rows, conn, Q_TYPES, 99, bed.pool));
    assert_int_equal(rows->count, 0);
    np_db_release(conn);
    bed_close(&bed);
}

static void long_texts(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;
    const char *text;
    int i;

    (void)state;
    bed_init(&bed);
    bed.config.statement_timeout = bed.config.lease_timeout = apr_time_from_sec(30);
    bed_open(&bed, 0);
    conn = lease(&bed);
    no_error(ask(&rows, conn, Q_LONG, 1, bed.pool));
    text = np_rows_text(rows, 0, 0);
    assert_int_equal(strlen(text), 1048575);
    for (i = 0; i < 349525; i++)
        assert_memory_equal(text + i * 3, "永", 3);
    no_error(ask(&rows, conn, Q_LONG, 2, bed.pool));
    assert_int_equal(strlen(np_rows_text(rows, 0, 0)), 1048575);
    no_error(ask(&rows, conn, Q_LONG, 3, bed.pool));
    assert_int_equal(np_rows_is_null(rows, 0, 0), 0);
    no_error(ask(&rows, conn, Q_MANY, 30, bed.pool));
    assert_int_equal(rows->count, 30);
    for (i = 0; i < 30; i++)
        assert_string_equal(np_rows_text(rows, i, 0), np_rows_text(rows, 0, 0));
    np_db_release(conn);
    bed_close(&bed);
}

/* A packet or a result beyond our limits ends that connection, not the pool. */
static void too_large(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;
    np_error_t *error;

    (void)state;
    bed_init(&bed);
    bed.config.statement_timeout = bed.config.lease_timeout = apr_time_from_sec(30);
    bed_open(&bed, 0);
    conn = lease(&bed);
    error = ask(&rows, conn, Q_REPEAT, 20 << 20, bed.pool);
    assert_non_null(error);
    assert_null(rows);
    assert_int_equal(error->status, 503);
    np_db_release(conn);
    conn = lease(&bed);
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
    has_error(ask(&rows, conn, Q_MANY, 100, bed.pool), 500, "NP0104", "too large");
    np_db_release(conn);
    conn = lease(&bed);
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
    np_db_release(conn);
    assert_int_equal(bed_state(&bed), NP_DB_UP);
    bed_close(&bed);
}

static void wrong_results(void **state)
{
    static const struct {
        int query;
        const char *detail;
    } cases[] = {{Q_TEXT_AS_INT, "column n"},
                 {Q_INT_AS_TEXT, "column t"},
                 {Q_CIVIL_AS_TEXT, "column t"},
                 {Q_BINARY_AS_TEXT, "column t"},
                 {Q_DECIMAL_AS_INT, "column n"},
                 {Q_TOO_FEW, "1 columns instead of 2"},
                 {Q_TOO_MANY, "2 columns instead of 1"},
                 {Q_PARAMS, "other parameters"}};
    bed_t bed;
    np_rows_t *rows;
    np_db_conn_t *conn;
    np_value_t text = np_value_text("1");
    size_t i;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        conn = lease(&bed);
        has_error(ask(&rows, conn, cases[i].query, 1, bed.pool), 500, "NP0104", cases[i].detail);
        assert_null(rows);
        /* Its rows are unread: nothing more is asked on it. */
        has_error(ask(&rows, conn, Q_COUNT, 0, bed.pool), 503, "NP0103", "lost before");
        np_db_release(conn);
        conn = lease(&bed);
        assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
        np_db_release(conn);
    }
    conn = lease(&bed);
    assert_int_equal(number_of(&bed, conn, Q_UNSIGNED, 7), 7);
    has_error(ask(&rows, conn, Q_UNSIGNED, -1, bed.pool), 500, "NP0104", "does not fit");
    np_db_release(conn);
    /* A page that gives the wrong type is told so, and the connection is as good as before. */
    conn = lease(&bed);
    has_error(np_db_query(&rows, conn, &np_queries[Q_LONG], &text, bed.pool), 500, "NP0104",
              "parameter n");
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
    np_db_release(conn);
    bed_close(&bed);
}

static void procedures_and_inserts(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    conn = lease(&bed);
    assert_int_equal(number_of(&bed, conn, Q_CALL, 21), 42);
    assert_int_equal(number_of(&bed, conn, Q_CALL, 4), 8);
    no_error(ask(&rows, conn, Q_INSERT, 4, bed.pool));
    assert_int_equal(rows->count, 0);
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 4);
    np_db_release(conn);
    admin("DELETE FROM counted WHERE n = 4");
    bed_close(&bed);
}

static void bad_text(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;
    int i;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    conn = lease(&bed);
    for (i = 0; i < 3; i++) {
        no_error(ask(&rows, conn, Q_BAD_TEXT, 0, bed.pool));
        assert_int_equal(rows->count, 2);
        assert_string_equal(np_rows_text(rows, 0, 0), "a\xef\xbf\xbd"
                                                      "b");
        assert_int_equal(np_rows_cell(rows, 0, 0)->length, 5);
        assert_string_equal(np_rows_text(rows, 1, 0), "fine");
    }
    np_db_release(conn);
    assert_int_equal(logged(&bed, "NP0115 Q_BAD_TEXT: 1 "), 1);
    bed_close(&bed);
}

/* ---- Session
 * ----------------------------------------------------------------------------------------- */

static void session_settings(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;
    const char *mode;

    (void)state;
    bed_init(&bed);
    bed.config.utc_offset = -(3 * 3600 + 1800);
    bed.config.statement_timeout = 1500000;
    bed_open(&bed, 0);
    conn = lease(&bed);
    no_error(ask(&rows, conn, Q_SESSION, 0, bed.pool));
    assert_string_equal(np_rows_text(rows, 0, 0), "REPEATABLE-READ");
    assert_string_equal(np_rows_text(rows, 0, 1), "-03:30");
    mode = np_rows_text(rows, 0, 2);
    assert_non_null(strstr(mode, "STRICT_ALL_TABLES"));
    assert_non_null(strstr(mode, "ONLY_FULL_GROUP_BY"));
    assert_string_equal(np_rows_text(rows, 0, 3), "1.500000");
    assert_string_equal(np_rows_text(rows, 0, 4), "2");
    assert_string_equal(np_rows_text(rows, 0, 5), "utf8mb4_unicode_520_ci");
    assert_string_equal(np_rows_text(rows, 0, 6), "utf8mb4");
    assert_string_equal(np_rows_text(rows, 0, 7), "ON");
    /* The statement's name is what an administrator sees. */
    no_error(ask(&rows, conn, Q_NAME_SEEN, 0, bed.pool));
    assert_ptr_equal(strstr(np_rows_text(rows, 0, 0), "/* newsportal Q_NAME_SEEN */"),
                     np_rows_text(rows, 0, 0));
    np_db_release(conn);
    bed_close(&bed);
}

/* The server and the account allow it; we do not. */
static void no_local_infile(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    conn = lease(&bed);
    assert_int_equal(
        np_db_command(conn, "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE portal.counted"), 0);
    conn->broken = 1;
    np_db_release(conn);
    assert_int_equal(admin("SELECT COUNT(*) FROM counted"), 3);
    bed_close(&bed);
}

static void no_tls_no_connection(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;

    (void)state;
    bed_init(&bed);
    bed.config.tls = NP_TLS_REQUIRE; /* this server has no certificate */
    bed_open(&bed, 0);
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "2026");
    assert_null(conn);
    bed_close(&bed);
}

static void wrong_password(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;

    (void)state;
    bed_init(&bed);
    bed.config.password = "wrong";
    bed_open(&bed, 0);
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "1045");
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "1045");
    assert_int_equal(bed_state(&bed), NP_DB_DOWN);
    assert_int_equal(logged(&bed, "NP0101"), 1);
    assert_int_equal(logged(&bed, "secret") + logged(&bed, "wrong"), 0);
    bed_close(&bed);
}

/* ---- Snapshots
 * --------------------------------------------------------------------------------------- */

static void snapshot(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    conn = lease(&bed);
    no_error(np_db_snapshot_begin(conn, bed.pool));
    admin("INSERT INTO counted VALUES (9)");
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
    admin("DELETE FROM counted WHERE n = 1");
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
    np_db_snapshot_end(conn);
    admin("INSERT INTO counted VALUES (8)");
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 4);
    /* It cannot write, and release ends it. */
    no_error(np_db_snapshot_begin(conn, bed.pool));
    {
        np_rows_t *rows;

        has_error(ask(&rows, conn, Q_INSERT, 5, bed.pool), 503, "NP0105", "1792");
    }
    np_db_release(conn);
    assert_int_equal(admin("SELECT COUNT(*) FROM information_schema.innodb_trx"), 0);
    /* With nobody's lock left on the table's shape, this does not wait. */
    admin("SET SESSION lock_wait_timeout = 1; ALTER TABLE counted COMMENT 'changed'");
    admin("DELETE FROM counted WHERE n > 3; INSERT INTO counted VALUES (1)");
    bed_close(&bed);
}

/* ---- Errors of the server
 * ------------------------------------------------------------------------------ */

static void errors_of_the_server(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;
    np_tick_t start;
    apr_int64_t id;

    (void)state;
    bed_init(&bed);
    bed.config.statement_timeout = 300000;
    bed_open(&bed, 0);
    conn = lease(&bed);
    id = number_of(&bed, conn, Q_ID, 0);
    has_error(ask(&rows, conn, Q_MISSING, 0, bed.pool), 503, "NP0105", "1146");
    assert_null(rows);
    start = np_clock();
    has_error(ask(&rows, conn, Q_SLEEP, 5000, bed.pool), 503, "NP0106", "1969");
    assert_in_range(millis_since(start), 250, 300 + SLACK);
    /* Neither did harm to the connection. */
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
    np_db_release(conn);
    assert_int_equal(connection_id(&bed), id);
    assert_int_equal(bed_state(&bed), NP_DB_UP);
    bed_close(&bed);
}

/* ---- Changes of the schema
 * ------------------------------------------------------------------------------ */

static void schema_version(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_tick_t start;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 1);
    connection_id(&bed);
    admin("UPDATE schema_version SET version = 100");
    np_db_schema_suspect(bed.db); /* what the next five seconds, or an error 1146, bring about */
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0110",
              "schema version 100, needed is " APR_STRINGIFY(NP_SCHEMA_VERSION));
    start = np_clock();
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0110", "version 100");
    assert_in_range(millis_since(start), 0, 200); /* nobody waited for a connection: 250 */
    /* It heals by itself. */
    admin("UPDATE schema_version SET version = " APR_STRINGIFY(NP_SCHEMA_VERSION));
    start = np_clock();
    while (np_db_acquire(&conn, bed.db, bed.pool) != NULL && millis_since(start) < 5000)
        usleep(10000);
    assert_non_null(conn);
    assert_in_range(millis_since(start), 0, 1500);
    np_db_release(conn);
    assert_int_equal(logged(&bed, "3 NP0110"), 1);
    assert_int_equal(logged(&bed, "5 NP0110"), 1);
    assert_int_equal(bed_state(&bed), NP_DB_UP);
    bed_close(&bed);
    /* A database without the view is found out by the first connection. */
    admin("RENAME TABLE schema_version TO put_away");
    bed_init(&bed);
    bed_open(&bed, 0);
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0110", "version -1");
    bed_close(&bed);
    admin("RENAME TABLE put_away TO schema_version");
}

static void altered_tables(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    conn = lease(&bed);
    no_error(ask(&rows, conn, Q_PAIR, 0, bed.pool));
    no_error(ask(&rows, conn, Q_STAR, 0, bed.pool));
    /* New columns before ours shift nothing. */
    admin("ALTER TABLE pair ADD COLUMN z INT DEFAULT 77 FIRST");
    no_error(ask(&rows, conn, Q_PAIR, 0, bed.pool));
    assert_int_equal(np_rows_int(rows, 1, 0), 2);
    assert_string_equal(np_rows_text(rows, 1, 1), "two");
    /* A text where a number was is not converted behind our back. */
    admin("ALTER TABLE pair DROP COLUMN z, MODIFY a VARCHAR(300)");
    has_error(ask(&rows, conn, Q_PAIR, 0, bed.pool), 500, "NP0104", "column n");
    np_db_release(conn);
    admin("ALTER TABLE pair MODIFY a INT, MODIFY b LONGTEXT");
    conn = lease(&bed);
    no_error(ask(&rows, conn, Q_PAIR, 0, bed.pool));
    assert_string_equal(np_rows_text(rows, 0, 1), "one");
    admin("ALTER TABLE pair MODIFY b VARCHAR(20)");
    /* Another number of columns: the library says 2057, and the statement is prepared again. */
    no_error(ask(&rows, conn, Q_STAR, 0, bed.pool));
    admin("ALTER TABLE star ADD COLUMN c INT");
    has_error(ask(&rows, conn, Q_STAR, 0, bed.pool), 500, "NP0104", "3 columns instead of 2");
    np_db_release(conn);
    admin("ALTER TABLE star DROP COLUMN c, ADD COLUMN d INT FIRST");
    conn = lease(&bed);
    has_error(ask(&rows, conn, Q_STAR, 0, bed.pool), 500, "NP0104", "3 columns instead of 2");
    np_db_release(conn);
    admin("ALTER TABLE star DROP COLUMN d");
    conn = lease(&bed);
    no_error(ask(&rows, conn, Q_STAR, 0, bed.pool));
    assert_string_equal(np_rows_text(rows, 0, 1), "one");
    np_db_release(conn);
    bed_close(&bed);
}

/* A view of three columns where two were prepared, and back, on one connection: healed by the
 * second preparation alone. */
static void prepared_again(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;
    apr_int64_t id;

    (void)state;
    admin("ALTER TABLE star ADD COLUMN c INT");
    bed_init(&bed);
    bed_open(&bed, 0);
    conn = lease(&bed);
    id = number_of(&bed, conn, Q_ID, 0);
    /* Prepared with three columns by hand, as if it had been prepared before the ALTER. */
    conn->statements[Q_STAR] = mysql_stmt_init(conn->mysql);
    assert_int_equal(mysql_stmt_prepare(conn->statements[Q_STAR], np_queries[Q_STAR].sql,
                                        (unsigned long)strlen(np_queries[Q_STAR].sql)),
                     0);
    admin("ALTER TABLE star DROP COLUMN c");
    no_error(ask(&rows, conn, Q_STAR, 0, bed.pool));
    assert_string_equal(np_rows_text(rows, 0, 1), "one");
    assert_int_equal(number_of(&bed, conn, Q_ID, 0), id);
    np_db_release(conn);
    bed_close(&bed);
}

typedef struct alter_t {
    bed_t *bed;
    int stop, asked, refused;
} alter_t;

static void *ask_pairs(void *data)
{
    alter_t *alter = data;

    while (!__atomic_load_n(&alter->stop, __ATOMIC_ACQUIRE)) {
        apr_pool_t *pool;
        np_db_conn_t *conn;
        np_rows_t *rows;
        np_error_t *error;

        apr_pool_create_unmanaged(&pool);
        error = np_db_acquire(&conn, alter->bed->db, pool);
        if (error == NULL)
            error = ask(&rows, conn, Q_PAIR, 0, pool);
        if (error)
            __atomic_add_fetch(&alter->refused, 1, __ATOMIC_RELAXED);
        else if (rows->count != 2 || np_rows_int(rows, 0, 0) != 1 ||
                 strcmp(np_rows_text(rows, 1, 1), "two") != 0)
            abort(); /* a shifted column */
        np_db_release(conn);
        __atomic_add_fetch(&alter->asked, 1, __ATOMIC_RELAXED);
        apr_pool_destroy(pool);
    }
    return NULL;
}

static void altered_under_load(void **state)
{
    bed_t bed;
    alter_t alter = {&bed, 0, 0, 0};
    pthread_t threads[3];
    MYSQL *mysql = admin_open();
    int i;

    (void)state;
    bed_init(&bed);
    bed.config.acquire_timeout = apr_time_from_sec(2);
    bed_open(&bed, 0);
    for (i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, ask_pairs, &alter);
    admin_run(mysql, "USE portal");
    for (i = 0; i < 15; i++) {
        admin_run(mysql, "ALTER TABLE pair ADD COLUMN z INT DEFAULT 77 FIRST");
        admin_run(mysql, "ALTER TABLE pair DROP COLUMN z, MODIFY b TEXT");
        admin_run(mysql, "ALTER TABLE pair MODIFY b VARCHAR(20)");
    }
    __atomic_store_n(&alter.stop, 1, __ATOMIC_RELEASE);
    for (i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    mysql_close(mysql);
    print_message("45 ALTERs under %d reads\n", alter.asked);
    assert_true(alter.asked > 45);
    assert_int_equal(alter.refused, 0);
    bed_close(&bed);
}

/* ---- The pool
 * ------------------------------------------------------------------------------------------ */

static void nothing_is_dialled_before_need(void **state)
{
    bed_t bed;
    np_db_status_t status;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    np_db_status(bed.db, &status);
    assert_int_equal(status.open, 0);
    assert_int_equal(status.connects, 0);
    connection_id(&bed);
    connection_id(&bed);
    np_db_status(bed.db, &status);
    assert_int_equal(status.open, 1);
    assert_int_equal(status.busy, 0);
    assert_int_equal(status.connects, 1);
    assert_int_equal(status.acquired, 2);
    bed.config.pool_size = 0;
    assert_int_equal(np_db_create(&bed.db, &bed.config, bed_log, &bed, bed.pool), APR_EINVAL);
    apr_pool_destroy(bed.pool);
}

/* What the keeper does first: state and schema are known although no page was asked for. */
static void greeting(void **state)
{
    static const np_db_host_t nowhere = {.socket = "/nonexistent/db.sock"};
    bed_t bed;
    np_db_status_t status;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    np_db_status(bed.db, &status);
    assert_int_equal(status.schema, NP_DB_SCHEMA_UNKNOWN);
    np_db_greet(bed.db);
    np_db_greet(bed.db);
    np_db_status(bed.db, &status);
    assert_int_equal(status.schema, NP_DB_SCHEMA_FITS);
    assert_int_equal(status.connects, 1);
    assert_int_equal(status.open, 1);
    assert_int_equal(status.busy, 0);
    assert_int_equal(status.acquired, 0);
    bed_close(&bed);

    admin("UPDATE schema_version SET version = 100");
    bed_init(&bed);
    bed_open(&bed, 0);
    np_db_greet(bed.db);
    np_db_greet(bed.db);
    admin("UPDATE schema_version SET version = " APR_STRINGIFY(NP_SCHEMA_VERSION));
    np_db_status(bed.db, &status);
    assert_int_equal(status.schema, NP_DB_SCHEMA_DIFFERS);
    assert_int_equal(status.state, NP_DB_UP);
    assert_int_equal(status.connects, 1);
    bed_close(&bed);

    /* Two failures are an outage, and np_db_tick's affair. */
    bed_init(&bed);
    bed.config.hosts = &nowhere;
    bed.config.host_count = 1;
    bed_open(&bed, 0);
    np_db_greet(bed.db);
    assert_int_equal(bed_state(&bed), NP_DB_SUSPECT);
    np_db_greet(bed.db);
    assert_int_equal(bed_state(&bed), NP_DB_DOWN);
    np_db_greet(bed.db);
    np_db_status(bed.db, &status);
    assert_int_equal(status.connects, 2);
    assert_int_equal(status.schema, NP_DB_SCHEMA_UNKNOWN);
    bed_close(&bed);
}

static void last_in_first_out(void **state)
{
    bed_t bed;
    np_db_conn_t *a, *b;
    apr_int64_t id;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    a = lease(&bed);
    b = lease(&bed);
    id = number_of(&bed, b, Q_ID, 0);
    np_db_release(a);
    np_db_release(b);
    assert_int_equal(connection_id(&bed), id);
    assert_int_equal(connection_id(&bed), id);
    bed_close(&bed);
}

static void old_connections_are_replaced(void **state)
{
    bed_t bed;
    apr_int64_t id;
    np_db_status_t status;

    (void)state;
    bed_init(&bed);
    bed.config.max_age = 200000;
    bed_open(&bed, 0);
    id = connection_id(&bed);
    assert_int_equal(connection_id(&bed), id);
    usleep(250000);
    assert_true(connection_id(&bed) != id);
    usleep(250000);
    np_db_tick(bed.db); /* nobody asked, and it is closed all the same */
    np_db_status(bed.db, &status);
    assert_int_equal(status.open, 0);
    bed_close(&bed);
}

typedef struct waiter_test_t {
    bed_t *bed;
    long millis;
    int order, failed;
} waiter_test_t;

static int order;

static void *wait_and_release(void *data)
{
    waiter_test_t *test = data;
    np_tick_t start = np_clock();
    np_db_conn_t *conn;
    apr_pool_t *pool;

    apr_pool_create_unmanaged(&pool);
    test->failed = np_db_acquire(&conn, test->bed->db, pool) != NULL;
    test->millis = millis_since(start);
    if (!test->failed)
        test->order = __atomic_add_fetch(&order, 1, __ATOMIC_SEQ_CST);
    np_db_release(conn);
    apr_pool_destroy(pool);
    return NULL;
}

static void exhausted(void **state)
{
    bed_t bed;
    np_db_conn_t *a, *b, *c;
    np_tick_t start;
    pthread_t threads[3];
    waiter_test_t tests[3];
    np_db_status_t status;
    int i;

    (void)state;
    bed_init(&bed);
    bed.config.pool_size = 2;
    bed_open(&bed, 0);
    a = lease(&bed);
    b = lease(&bed);
    start = np_clock();
    has_error(np_db_acquire(&c, bed.db, bed.pool), 503, "NP0102", "free in time");
    assert_null(c);
    assert_in_range(millis_since(start), 245, 250 + SLACK);
    /* Who came first is served first. */
    order = 0;
    bed.config.acquire_timeout = apr_time_from_sec(2);
    for (i = 0; i < 3; i++) {
        tests[i] = (waiter_test_t){&bed, 0, 0, 0};
        pthread_create(&threads[i], NULL, wait_and_release, &tests[i]);
        do {
            usleep(2000);
            np_db_status(bed.db, &status);
        } while (status.waiting != i + 1);
    }
    np_db_release(a);
    for (i = 0; i < 3; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(tests[i].failed, 0);
        assert_int_equal(tests[i].order, i + 1);
    }
    np_db_release(b);
    np_db_release(NULL);
    np_db_status(bed.db, &status);
    assert_int_equal(status.busy, 0);
    assert_int_equal(status.open, 2);
    bed_close(&bed);
}

static void hosts_in_order(void **state)
{
    bed_t bed;

    (void)state;
    bed_init(&bed);
    bed.hosts[1] = bed.hosts[0];
    bed.hosts[0].socket = "/nonexistent/db.sock";
    bed.config.host_count = 2;
    bed_open(&bed, 0);
    connection_id(&bed);
    assert_int_equal(bed_state(&bed), NP_DB_UP);
    assert_int_equal(np_db_hosts_failed(bed.db), 1);
    bed_close(&bed);
}

static void stopped(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    connection_id(&bed);
    np_db_stop(bed.db);
    np_db_stop(bed.db);
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "stopping");
    np_db_tick(bed.db);
    bed_close(&bed);
}

/* ---- Many threads
 * --------------------------------------------------------------------------------------- */

#define THREADS 16
#define ROUNDS 2000

typedef struct worker_t {
    bed_t *bed;
    int number, wrong, failed;
    np_tick_t slowest;
} worker_t;

static void *work(void *data)
{
    worker_t *worker = data;
    int i;

    for (i = 0; i < ROUNDS; i++) {
        np_tick_t start = np_clock(), took;
        apr_int64_t number = (apr_int64_t)worker->number * 1000000 + i;
        np_value_t values[4];
        apr_pool_t *pool;
        np_db_conn_t *conn;
        np_rows_t *rows;
        np_error_t *error;
        char text[64];

        apr_pool_create_unmanaged(&pool);
        snprintf(text, sizeof(text), "thread %d round %d 한국", worker->number, i);
        values[0] = np_value_int(number);
        values[1] = np_value_text(text);
        values[2] = np_value_null(NP_TYPE_BYTES);
        values[3] = np_value_civil(number);
        error = np_db_acquire(&conn, worker->bed->db, pool);
        if (error == NULL && i % 4 == 0)
            error = np_db_snapshot_begin(conn, pool);
        if (error == NULL)
            error = np_db_query(&rows, conn, &np_queries[Q_ECHO], values, pool);
        if (error)
            worker->failed++;
        else if (rows->count != 1 || np_rows_int(rows, 0, 0) != number ||
                 strcmp(np_rows_text(rows, 0, 1), text) != 0 || !np_rows_is_null(rows, 0, 2) ||
                 np_rows_int(rows, 0, 3) != number)
            worker->wrong++;
        np_db_release(conn);
        took = np_clock() - start;
        if (took > worker->slowest)
            worker->slowest = took;
        apr_pool_destroy(pool);
    }
    return NULL;
}

static void many_threads(void **state)
{
    static worker_t workers[THREADS];
    bed_t bed;
    pthread_t threads[THREADS];
    np_tick_t start, slowest = 0;
    int i, wrong = 0, failed = 0;
    np_db_status_t status;

    (void)state;
    bed_init(&bed);
    bed.config.pool_size = 8;
    bed.config.acquire_timeout = apr_time_from_sec(2);
    bed_open(&bed, 1);
    start = np_clock();
    for (i = 0; i < THREADS; i++) {
        workers[i].bed = &bed;
        workers[i].number = i;
        pthread_create(&threads[i], NULL, work, &workers[i]);
    }
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        wrong += workers[i].wrong;
        failed += workers[i].failed;
        if (workers[i].slowest > slowest)
            slowest = workers[i].slowest;
    }
    print_message("%d queries on %d threads, pool of 8: %ld a second, slowest %ld ms\n",
                  THREADS * ROUNDS, THREADS,
                  (long)(THREADS * ROUNDS * 1000L / (millis_since(start) + 1)),
                  (long)(slowest / 1000));
    assert_int_equal(wrong, 0);
    assert_int_equal(failed, 0);
    np_db_status(bed.db, &status);
    assert_int_equal(status.busy, 0);
    assert_in_range(status.open, 1, 8);
    assert_in_range(status.connects, 1, 8);
    bed_close(&bed);
}

static void one_thread_cost(void **state)
{
    bed_t bed;
    np_tick_t start;
    int i;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    connection_id(&bed);
    start = np_clock();
    for (i = 0; i < 2000; i++) {
        apr_pool_t *pool;
        np_db_conn_t *conn;
        np_rows_t *rows;

        apr_pool_create(&pool, bed.pool);
        no_error(np_db_acquire(&conn, bed.db, pool));
        no_error(np_db_snapshot_begin(conn, pool));
        no_error(ask(&rows, conn, Q_TYPES, 3, pool));
        np_db_release(conn);
        apr_pool_destroy(pool);
    }
    print_message("lease, snapshot, one query, release: %ld us\n",
                  (long)((np_clock() - start) / 2000));
    bed_close(&bed);
}

static int run(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_round_trip),
        cmocka_unit_test(column_types),
        cmocka_unit_test(long_texts),
        cmocka_unit_test(too_large),
        cmocka_unit_test(wrong_results),
        cmocka_unit_test(procedures_and_inserts),
        cmocka_unit_test(bad_text),
        cmocka_unit_test(session_settings),
        cmocka_unit_test(no_local_infile),
        cmocka_unit_test(no_tls_no_connection),
        cmocka_unit_test(wrong_password),
        cmocka_unit_test(snapshot),
        cmocka_unit_test(errors_of_the_server),
        cmocka_unit_test(schema_version),
        cmocka_unit_test(altered_tables),
        cmocka_unit_test(prepared_again),
        cmocka_unit_test(altered_under_load),
        cmocka_unit_test(nothing_is_dialled_before_need),
        cmocka_unit_test(greeting),
        cmocka_unit_test(last_in_first_out),
        cmocka_unit_test(old_connections_are_replaced),
        cmocka_unit_test(exhausted),
        cmocka_unit_test(hosts_in_order),
        cmocka_unit_test(stopped),
        cmocka_unit_test(many_threads),
        cmocka_unit_test(one_thread_cost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(int count, char **arguments)
{
    (void)count;
    return bed_main(arguments, run);
}
