/* db_bed.h - what the database tests share: a server of their own, queries, a pool with its keeper.
 *
 * Included once by each test program. The queries are a table written by hand (the shipped one
 * stays out of the program, because these symbols are found first); the server comes from
 * with_mariadb.sh. A program that defines DB_BED_PORTAL gets the shipped queries and the shipped
 * schema instead.
 */
#ifndef DB_BED_H
#define DB_BED_H

/* What a slow machine may add to a time limit, in milliseconds. */
#define SLACK 400

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <unistd.h>
#include <pthread.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "np_db_internal.h"
#include "np_time.h"

/* ---- Queries
 * --------------------------------------------------------------------------------------- */

#ifdef DB_BED_PORTAL
#define BED_USER "newsportal_web"
#define BED_PASSWORD ""
#else
#define BED_USER "web"
#define BED_PASSWORD "secret"

enum {
    Q_SCHEMA_VERSION,
    Q_ECHO,
    Q_TYPES,
    Q_COUNT,
    Q_LONG,
    Q_MANY,
    Q_ID,
    Q_SLEEP,
    Q_MISSING,
    Q_TEXT_AS_INT,
    Q_INT_AS_TEXT,
    Q_CIVIL_AS_TEXT,
    Q_BINARY_AS_TEXT,
    Q_DECIMAL_AS_INT,
    Q_TOO_FEW,
    Q_TOO_MANY,
    Q_PARAMS,
    Q_UNSIGNED,
    Q_REPEAT,
    Q_NAME_SEEN,
    Q_SESSION,
    Q_BAD_TEXT,
    Q_PAIR,
    Q_STAR,
    Q_CALL,
    Q_INSERT,
    Q_TOTAL
};

#define INT(name)                                                                                  \
    {                                                                                              \
        name, NP_TYPE_INT                                                                          \
    }
#define TEXT(name)                                                                                 \
    {                                                                                              \
        name, NP_TYPE_TEXT                                                                         \
    }
#define BYTES(name)                                                                                \
    {                                                                                              \
        name, NP_TYPE_BYTES                                                                        \
    }
#define CIVIL(name)                                                                                \
    {                                                                                              \
        name, NP_TYPE_CIVIL                                                                        \
    }

static const np_field_t one_int[] = {INT("n")}, one_text[] = {TEXT("t")};
static const np_field_t two_ints[] = {INT("a"), INT("b")};
static const np_field_t all_types[] = {INT("n"), TEXT("t"), BYTES("b"), CIVIL("c")};
static const np_field_t table_types[] = {
    INT("tiny"),   INT("small"),  INT("medium"), INT("plain"),  INT("big"),  TEXT("code"),
    TEXT("title"), TEXT("state"), BYTES("raw"),  BYTES("hash"), CIVIL("at"), CIVIL("stamp")};
static const np_field_t session_types[] = {TEXT("isolation"), TEXT("zone"),  TEXT("mode"),
                                           TEXT("limit"),     TEXT("lock"),  TEXT("collation"),
                                           TEXT("client"),    TEXT("commit")};
static const np_field_t int_text[] = {INT("n"), TEXT("t")};

#define QUERY(id, sql, params, param_count, columns, column_count)                                 \
    {                                                                                              \
        id, #id, "/* newsportal " #id " */ " sql, param_count, column_count, params, columns       \
    }

const np_query_t np_queries[] = {
    {Q_SCHEMA_VERSION, "schema_version",
     "/* newsportal schema_version */ SELECT version FROM web_schema_version", 0, 1, NULL, one_int},
    QUERY(Q_ECHO,
          "SELECT CAST(? AS SIGNED), CAST(? AS CHAR CHARACTER SET utf8mb4), CAST(? AS BINARY), "
          "CAST(? AS DATETIME)",
          all_types, 4, all_types, 4),
    QUERY(Q_TYPES,
          "SELECT tiny, small, medium, plain, big, code, title, state, raw, hash, at, stamp "
          "FROM types WHERE plain = ?",
          one_int, 1, table_types, 12),
    QUERY(Q_COUNT, "SELECT COUNT(*) FROM counted", NULL, 0, one_int, 1),
    QUERY(Q_LONG, "SELECT body FROM long_text WHERE id = ?", one_int, 1, one_text, 1),
    QUERY(Q_MANY, "SELECT l.body FROM long_text l JOIN numbers n ON n.n < ? WHERE l.id = 1",
          one_int, 1, one_text, 1),
    QUERY(Q_ID, "SELECT CONNECTION_ID()", NULL, 0, one_int, 1),
    QUERY(Q_SLEEP, "SELECT SLEEP(? / 1000)", one_int, 1, one_int, 1),
    QUERY(Q_MISSING, "SELECT n FROM there_is_no_such_table", NULL, 0, one_int, 1),
    QUERY(Q_TEXT_AS_INT, "SELECT 'abc'", NULL, 0, one_int, 1),
    QUERY(Q_INT_AS_TEXT, "SELECT 1", NULL, 0, one_text, 1),
    QUERY(Q_CIVIL_AS_TEXT, "SELECT at FROM types", NULL, 0, one_text, 1),
    QUERY(Q_BINARY_AS_TEXT, "SELECT raw FROM types", NULL, 0, one_text, 1),
    QUERY(Q_DECIMAL_AS_INT, "SELECT SUM(plain) FROM types", NULL, 0, one_int, 1),
    QUERY(Q_TOO_FEW, "SELECT 1", NULL, 0, two_ints, 2),
    QUERY(Q_TOO_MANY, "SELECT 1, 2", NULL, 0, one_int, 1),
    QUERY(Q_PARAMS, "SELECT ?, 1", NULL, 0, two_ints, 2),
    QUERY(Q_UNSIGNED, "SELECT CAST(? AS UNSIGNED)", one_int, 1, one_int, 1),
    QUERY(Q_REPEAT, "SELECT REPEAT('x', ?)", one_int, 1, one_text, 1),
    QUERY(Q_NAME_SEEN,
          "SELECT CONVERT(info USING utf8mb4) FROM information_schema.processlist "
          "WHERE id = CONNECTION_ID()",
          NULL, 0, one_text, 1),
    QUERY(Q_SESSION,
          "SELECT @@tx_isolation, @@time_zone, @@sql_mode, CAST(@@max_statement_time AS CHAR), "
          "CAST(@@lock_wait_timeout AS CHAR), @@collation_connection, @@character_set_client, "
          "CAST(@@autocommit AS CHAR)",
          NULL, 0, session_types, 8),
    QUERY(Q_BAD_TEXT, "SELECT title FROM bad_text", NULL, 0, one_text, 1),
    QUERY(Q_PAIR, "SELECT a, b FROM pair WHERE a > 0", NULL, 0, int_text, 2),
    QUERY(Q_STAR, "SELECT * FROM star", NULL, 0, int_text, 2),
    QUERY(Q_CALL, "CALL twice(?)", one_int, 1, one_int, 1),
    QUERY(Q_INSERT, "INSERT INTO counted VALUES (?)", one_int, 1, NULL, 0),
};
const int np_query_count = Q_TOTAL;
#endif

/* ---- The server
 * -------------------------------------------------------------------------------------- */

static inline const char *bed_path(const char *name)
{
    static _Thread_local char paths[4][256];
    static _Thread_local int turn;
    char *path = paths[turn = (turn + 1) % 4];

    snprintf(path, sizeof(paths[0]), "%s/%s", getenv("NEWSPORTAL_TEST_DIR"), name);
    return path;
}

/* Becomes with_mariadb.sh, which runs this program again with a server. */
static inline void server_needed(char **arguments)
{
    char self[512];
    ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);

    (void)arguments;
    if (getenv("NEWSPORTAL_TEST_SOCKET"))
        return;
    if (length > 0) {
        self[length] = '\0';
        execl(TEST_ROOT "/tests/unit/with_mariadb.sh", "with_mariadb.sh", self, (char *)NULL);
    }
    perror("with_mariadb.sh");
    exit(99);
}

static inline pid_t server_pid(void)
{
    FILE *file = fopen(bed_path("db.pid"), "r");
    long pid = 0;

    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld", &pid), 1);
    fclose(file);
    assert_true(pid > 1);
    return (pid_t)pid;
}

static inline void server_start(void)
{
    assert_int_equal(system(TEST_ROOT "/tests/unit/with_mariadb.sh --start"), 0);
}

static inline MYSQL *admin_open(void)
{
    MYSQL *mysql = mysql_init(NULL);

    assert_non_null(mysql);
    mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (!mysql_real_connect(mysql, NULL, "root", NULL, NULL, 0, getenv("NEWSPORTAL_TEST_SOCKET"),
                            CLIENT_MULTI_STATEMENTS))
        fail_msg("admin: %s", mysql_error(mysql));
    return mysql;
}

static inline long admin_run(MYSQL *mysql, const char *sql)
{
    long number = 0;

    if (mysql_real_query(mysql, sql, (unsigned long)strlen(sql)))
        fail_msg("%s: %s", sql, mysql_error(mysql));
    do {
        MYSQL_RES *result = mysql_store_result(mysql);
        MYSQL_ROW row;

        if (result == NULL)
            continue;
        row = mysql_fetch_row(result);
        if (row && row[0])
            number = strtol(row[0], NULL, 10);
        mysql_free_result(result);
    } while (mysql_next_result(mysql) == 0);
    if (mysql_errno(mysql))
        fail_msg("%s: %s", sql, mysql_error(mysql));
    return number;
}

/* One-off; the first number of the last result. */
static inline long admin(const char *sql)
{
    MYSQL *mysql = admin_open();
    long number;

    mysql_real_query(mysql, "USE portal", 10);
    number = admin_run(mysql, sql);
    mysql_close(mysql);
    return number;
}

/* Ends all connections of the account under test; their number. */
static inline int kill_all(void)
{
    MYSQL *mysql = admin_open();
    MYSQL_RES *result;
    MYSQL_ROW row;
    int count = 0;

    assert_int_equal(
        mysql_query(mysql,
                    "SELECT id FROM information_schema.processlist WHERE user = '" BED_USER "'"),
        0);
    result = mysql_store_result(mysql);
    assert_non_null(result);
    while ((row = mysql_fetch_row(result)) != NULL) {
        char sql[64];

        snprintf(sql, sizeof(sql), "KILL %s", row[0]);
        count += mysql_query(mysql, sql) == 0;
    }
    mysql_free_result(result);
    mysql_close(mysql);
    return count;
}

#ifdef DB_BED_PORTAL
static inline void server_fill(void)
{
    assert_int_equal(system(TEST_ROOT
                            "/sql/install.sh --socket=$NEWSPORTAL_TEST_SOCKET --user=root "
                            "--web-auth=none portal >$NEWSPORTAL_TEST_DIR/fill.log"),
                     0);
}
#else
static inline void server_fill(void)
{
    admin(
        "CREATE DATABASE IF NOT EXISTS portal CHARACTER SET utf8mb4; USE portal;"
        "CREATE TABLE schema_version (version INT NOT NULL);"
        "INSERT INTO schema_version VALUES (" APR_STRINGIFY(NP_SCHEMA_VERSION) ");"
        "CREATE VIEW web_schema_version AS SELECT version FROM schema_version;"
        "CREATE TABLE types (tiny TINYINT, small SMALLINT, medium MEDIUMINT,"
        " plain INT UNSIGNED PRIMARY KEY, big BIGINT, code VARCHAR(20) CHARACTER SET ascii"
        " COLLATE ascii_bin, title VARCHAR(200), state ENUM('draft','live'), raw MEDIUMBLOB,"
        " hash VARBINARY(32), at DATETIME, stamp TIMESTAMP NULL);"
        "SET sql_mode = '';"
        "INSERT INTO types VALUES"
        " (-128, -32768, -8388608, 4294967295, -9223372036854775808, 'code-1',"
        " '龘😀한국 \\'\"\\\\', 'live', x'00FF00', x'DEADBEEF', '2021-11-18 06:22:00',"
        " '2021-11-18 06:22:00'), (NULL, NULL, NULL, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
        " NULL), (0, 0, 0, 3, 0, '', '', 'draft', '', '', '0000-00-00 00:00:00', NULL),"
        " (0, 0, 0, 4, 0, '', '', '', '', '', '2021-00-10 00:00:00', NULL),"
        " (0, 0, 0, 5, 9223372036854775807, '', '', 'draft', '', '', '9999-12-31 23:59:59', NULL);"
        "CREATE TABLE counted (n BIGINT); INSERT INTO counted VALUES (1), (2), (3);"
        "CREATE TABLE numbers (n INT PRIMARY KEY);"
        "INSERT INTO numbers WITH RECURSIVE up (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM up"
        " WHERE n < 99) SELECT n FROM up;"
        "CREATE TABLE long_text (id INT PRIMARY KEY, body LONGTEXT);"
        "INSERT INTO long_text VALUES (1, REPEAT('永', 349525)), (2, REPEAT('x', 1048575)), (3, "
        "'');"
        "CREATE TABLE bad_text (title VARCHAR(20)); INSERT INTO bad_text VALUES"
        " (CONCAT('a', CHAR(1), 'b')), ('fine');"
        "CREATE TABLE pair (a INT, b VARCHAR(20)); INSERT INTO pair VALUES (1, 'one'), (2, 'two');"
        "CREATE TABLE star (a INT, b VARCHAR(20)); INSERT INTO star VALUES (1, 'one');"
        "CREATE PROCEDURE twice(IN n BIGINT) SELECT n * 2;"
        "CREATE USER web@localhost IDENTIFIED BY 'secret';"
        "CREATE USER narrow@localhost IDENTIFIED BY 'secret' WITH MAX_USER_CONNECTIONS 2;"
        "GRANT SELECT, INSERT, EXECUTE ON portal.* TO web@localhost, narrow@localhost");
}
#endif

/* ---- The pool under test
 * ----------------------------------------------------------------------------- */

typedef struct bed_t {
    np_db_t *db;
    np_db_config_t config;
    np_db_host_t hosts[2];
    apr_pool_t *pool;
    pthread_t keeper;
    int keeping, stop; /* stop is read and written atomically */
    pthread_mutex_t lock;
    char log[64][600];
    int lines;
} bed_t;

static inline void bed_log(void *baton, int level, const char *code, const char *message)
{
    bed_t *bed = baton;

    pthread_mutex_lock(&bed->lock);
    if (bed->lines < 64)
        snprintf(bed->log[bed->lines++], sizeof(bed->log[0]), "%d %s %s", level, code, message);
    pthread_mutex_unlock(&bed->lock);
}

/* Log lines that hold a text. */
static inline int logged(bed_t *bed, const char *text)
{
    int i, count = 0;

    pthread_mutex_lock(&bed->lock);
    for (i = 0; i < bed->lines; i++)
        count += strstr(bed->log[i], text) != NULL;
    pthread_mutex_unlock(&bed->lock);
    return count;
}

/* The child's keeper calls four times a second; so does this. */
static inline void *bed_keep(void *data)
{
    bed_t *bed = data;

    while (!__atomic_load_n(&bed->stop, __ATOMIC_ACQUIRE)) {
        np_db_tick(bed->db);
        usleep(250000);
    }
    return NULL;
}

/* Default limits; a test changes bed->config and then calls bed_open. */
static inline void bed_init(bed_t *bed)
{
    memset(bed, 0, sizeof(*bed));
    bed->hosts[0].socket = getenv("NEWSPORTAL_TEST_SOCKET");
    bed->config = (np_db_config_t){.hosts = bed->hosts,
                                   .host_count = 1,
                                   .database = "portal",
                                   .user = BED_USER,
                                   .password = BED_PASSWORD,
                                   .tls = NP_TLS_OFF,
                                   .pool_size = 4,
                                   .connect_timeout = apr_time_from_sec(2),
                                   .read_timeout = apr_time_from_sec(3),
                                   .write_timeout = apr_time_from_sec(3),
                                   .statement_timeout = apr_time_from_sec(2),
                                   .acquire_timeout = 250000,
                                   .lease_timeout = apr_time_from_sec(5),
                                   .max_age = apr_time_from_sec(300),
                                   .utc_offset = 8 * 3600};
    pthread_mutex_init(&bed->lock, NULL);
    apr_pool_create(&bed->pool, NULL);
}

static inline void bed_open(bed_t *bed, int with_keeper)
{
    assert_int_equal(np_db_create(&bed->db, &bed->config, bed_log, bed, bed->pool), APR_SUCCESS);
    bed->keeping = with_keeper && pthread_create(&bed->keeper, NULL, bed_keep, bed) == 0;
}

static inline void bed_close(bed_t *bed)
{
    __atomic_store_n(&bed->stop, 1, __ATOMIC_RELEASE);
    np_db_stop(bed->db);
    if (bed->keeping)
        pthread_join(bed->keeper, NULL);
    apr_pool_destroy(bed->pool);
}

static inline np_db_state_e bed_state(bed_t *bed)
{
    np_db_status_t status;

    np_db_status(bed->db, &status);
    return status.state;
}

/* Waits until a state is reached; milliseconds it took, -1 when it was not in 10 s. */
static inline long bed_await(bed_t *bed, np_db_state_e state)
{
    np_tick_t start = np_clock();

    while (np_clock() - start < 10000000) {
        if (bed_state(bed) == state)
            return (long)((np_clock() - start) / 1000);
        usleep(5000);
    }
    return -1;
}

static inline long millis_since(np_tick_t start)
{
    return (long)((np_clock() - start) / 1000);
}

static inline void no_error(const np_error_t *error)
{
    if (error)
        fail_msg("%d %s %s", error->status, error->code, error->detail);
}

static inline void has_error(const np_error_t *error, int status, const char *code,
                             const char *detail)
{
    if (error == NULL)
        fail_msg("no error, expected %s", code);
    if (error->status != status || strcmp(error->code, code) != 0 ||
        strstr(error->detail, detail) == NULL)
        fail_msg("%d %s %s; expected %d %s with \"%s\"", error->status, error->code, error->detail,
                 status, code, detail);
}

static inline np_db_conn_t *lease(bed_t *bed)
{
    np_db_conn_t *conn = NULL;

    no_error(np_db_acquire(&conn, bed->db, bed->pool));
    assert_non_null(conn);
    return conn;
}

static inline np_error_t *ask(np_rows_t **rows, np_db_conn_t *conn, int query, apr_int64_t number,
                              apr_pool_t *pool)
{
    np_value_t params[4];

    params[0] = np_value_int(number);
    return np_db_query(rows, conn, &np_queries[query], params, pool);
}

/* The first number of a query's result on a leased connection; the query must succeed. */
static inline apr_int64_t number_of(bed_t *bed, np_db_conn_t *conn, int query, apr_int64_t number)
{
    np_rows_t *rows;

    no_error(ask(&rows, conn, query, number, bed->pool));
    assert_int_equal(rows->count, 1);
    return np_rows_int(rows, 0, 0);
}

#ifndef DB_BED_PORTAL
/* The server's number of the connection that the pool gives next. */
static inline apr_int64_t connection_id(bed_t *bed)
{
    np_db_conn_t *conn = lease(bed);
    apr_int64_t id = number_of(bed, conn, Q_ID, 0);

    np_db_release(conn);
    return id;
}
#endif

static inline int bed_main(char **arguments, int (*run)(void))
{
    int failed;

    server_needed(arguments);
    apr_initialize();
    np_db_library_init();
    server_fill();
    failed = run();
    mysql_library_end(); /* so that leak checkers see an empty library */
    apr_terminate();
    return failed;
}

#endif
