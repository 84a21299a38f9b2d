/* np_db_statement.c - one named statement on one leased connection: prepare, run, check, read.
 *
 * Rows are read to their end before a call returns, straight from the library's packet into the
 * caller's pool: texts are bound with no room, which makes the library tell their length, and then
 * fetched one by one into memory of just that size. So no text can be cut short.
 *
 * Whatever the library itself finds wrong (a lost connection, a packet it cannot read, a result
 * that is not ours) breaks the connection: it is never drained and never used again. Errors that
 * the server reports leave it usable. Must not: know the pool. Called by the pages through np_db.h.
 */
#include "np_db_internal.h"
#include "np_text.h"
#include "np_time.h"

#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>

#define BINARY_CHARSET 63

typedef enum {
    RUN_DONE,
    RUN_ANEW,  /* the statement has to be prepared again */
    RUN_ERROR, /* reported by the server; the connection is fine */
    RUN_WRONG, /* the result is not what the query file says */
    RUN_BROKEN /* the connection is not usable any more */
} np_run_e;

typedef struct run_t {
    np_db_conn_t *conn;
    const np_query_t *query;
    const np_value_t *params;
    apr_pool_t *pool;
    MYSQL_STMT *stmt;
    np_rows_t *rows;
    int room;        /* rows that fit into rows->cells */
    apr_size_t size; /* bytes of the texts so far */
    int replaced;    /* ill-formed sequences in them */
} run_t;

/* ---- What went wrong
 * ----------------------------------------------------------------------------- */

static np_run_e failure(np_db_conn_t *conn, unsigned number, const char *message)
{
    np_db_note_error(conn, number, message);
    if (number == ER_UNKNOWN_STMT_HANDLER || number == ER_NEED_REPREPARE ||
        number == CR_NO_PREPARE_STMT || number == CR_NEW_STMT_METADATA)
        return RUN_ANEW;
    if (!np_db_error_is_client(number) && !np_db_error_is_loss(number))
        return RUN_ERROR;
    conn->broken = 1;
    return RUN_BROKEN;
}

/* libmariadb leaves an error that arrives between rows with the connection only. */
static np_run_e statement_failure(run_t *run)
{
    MYSQL *mysql = run->conn->mysql;

    if (mysql_stmt_errno(run->stmt) == 0)
        return failure(run->conn, mysql_errno(mysql), mysql_error(mysql));
    return failure(run->conn, mysql_stmt_errno(run->stmt), mysql_stmt_error(run->stmt));
}

static np_run_e wrong(run_t *run, const char *text)
{
    np_db_note_error(run->conn, CR_UNKNOWN_ERROR, text);
    run->conn->broken = 1; /* its rows are unread */
    return RUN_WRONG;
}

static np_error_t *error_of(np_db_conn_t *conn, np_run_e outcome, const char *what,
                            apr_pool_t *pool)
{
    if (outcome == RUN_WRONG)
        return np_error_make(pool, 500, "NP0104", "%s: %s", what, conn->message);
    /* A rule of ours, said by a trigger or a function. */
    if (conn->error == ER_SIGNAL_EXCEPTION)
        return np_error_make(pool, 422, NULL, "%s: %s", what, conn->message);
    if (np_db_error_is_late(conn->error) || (outcome == RUN_BROKEN && np_db_is_late(conn)))
        return np_error_make(pool, 503, "NP0106", "%s: took too long, error %u: %s", what,
                             conn->error, conn->message);
    if (np_db_error_is_loss(conn->error))
        return np_error_make(pool, 503, "NP0103", "%s: error %u: %s", what, conn->error,
                             conn->message);
    return np_error_make(pool, 503, "NP0105", "%s: error %u: %s", what, conn->error, conn->message);
}

/* ---- Preparing
 * ----------------------------------------------------------------------------------- */

static void statement_drop(np_db_conn_t *conn, const np_query_t *query)
{
    if (conn->statements[query->id] == NULL)
        return;
    np_db_op_begin(conn);
    mysql_stmt_close(conn->statements[query->id]);
    np_db_op_end(conn);
    conn->statements[query->id] = NULL;
}

static np_run_e statement_prepare(run_t *run)
{
    np_db_conn_t *conn = run->conn;
    int failed;

    run->stmt = conn->statements[run->query->id];
    if (run->stmt)
        return RUN_DONE;
    run->stmt = mysql_stmt_init(conn->mysql);
    if (run->stmt == NULL)
        return failure(conn, CR_OUT_OF_MEMORY, "no memory");
    conn->statements[run->query->id] = run->stmt;
    np_db_op_begin(conn);
    failed = mysql_stmt_prepare(run->stmt, run->query->sql, (unsigned long)strlen(run->query->sql));
    np_db_op_end(conn);
    if (failed) {
        np_run_e outcome = statement_failure(run);

        if (outcome != RUN_BROKEN)
            statement_drop(conn, run->query);
        return outcome;
    }
    if (mysql_stmt_param_count(run->stmt) != (unsigned long)run->query->param_count)
        return wrong(run, "the server counts other parameters than the query file");
    return RUN_DONE;
}

/* ---- Parameters
 * ---------------------------------------------------------------------------------- */

static void time_of(MYSQL_TIME *time, np_civil_t civil)
{
    np_date_t date;

    np_civil_split(civil, &date);
    memset(time, 0, sizeof(*time));
    time->year = (unsigned)date.year;
    time->month = (unsigned)date.month;
    time->day = (unsigned)date.day;
    time->hour = (unsigned)date.hour;
    time->minute = (unsigned)date.minute;
    time->second = (unsigned)date.second;
    time->time_type = MYSQL_TIMESTAMP_DATETIME;
}

static void param_bind(MYSQL_BIND *bind, np_cell_t *cell, const np_value_t *value)
{
    memset(bind, 0, sizeof(*bind));
    if (value->is_null) {
        bind->buffer_type = MYSQL_TYPE_NULL;
        return;
    }
    switch (value->type) {
    case NP_TYPE_INT:
        cell->number = value->number;
        bind->buffer_type = MYSQL_TYPE_LONGLONG;
        bind->buffer = &cell->number;
        break;
    case NP_TYPE_CIVIL:
        time_of(&cell->time, value->number);
        bind->buffer_type = MYSQL_TYPE_DATETIME;
        bind->buffer = &cell->time;
        bind->buffer_length = sizeof(cell->time);
        break;
    case NP_TYPE_TEXT:
    case NP_TYPE_BYTES:
    default:
        cell->length = (unsigned long)value->length;
        bind->buffer_type = value->type == NP_TYPE_TEXT ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
        memcpy(&bind->buffer, &value->text, sizeof(bind->buffer)); /* the API knows no const */
        bind->buffer_length = cell->length;
        bind->length = &cell->length;
        break;
    }
}

static np_run_e params_bind(run_t *run)
{
    const np_query_t *query = run->query;
    int i;

    for (i = 0; i < query->param_count; i++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): no params only where param_count is 0 */
        if (!run->params[i].is_null && run->params[i].type != query->params[i].type) {
            np_db_note_error(
                run->conn, CR_UNKNOWN_ERROR,
                apr_psprintf(run->pool, "parameter %s has the wrong type", query->params[i].name));
            return RUN_WRONG;
        }
        param_bind(&run->conn->binds[i], &run->conn->cells[i], &run->params[i]);
    }
    if (query->param_count && mysql_stmt_bind_param(run->stmt, run->conn->binds))
        return statement_failure(run);
    return RUN_DONE;
}

/* ---- Columns
 * ------------------------------------------------------------------------------------- */

static int type_fits(np_type_e type, const MYSQL_FIELD *field)
{
    switch (field->type) {
    case MYSQL_TYPE_NULL:
        return 1;
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
        return type == NP_TYPE_INT;
    case MYSQL_TYPE_DATETIME:
    case MYSQL_TYPE_TIMESTAMP:
        return type == NP_TYPE_CIVIL;
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_VAR_STRING:
    case MYSQL_TYPE_STRING:
    case MYSQL_TYPE_TINY_BLOB:
    case MYSQL_TYPE_BLOB:
    case MYSQL_TYPE_MEDIUM_BLOB:
    case MYSQL_TYPE_LONG_BLOB:
        return type == NP_TYPE_BYTES ||
               (type == NP_TYPE_TEXT && field->charsetnr != BINARY_CHARSET);
    default:
        return 0;
    }
}

/* After every execute: an ALTER may have come between, and the library would convert what it finds.
 */
static np_run_e columns_check(run_t *run)
{
    const np_query_t *query = run->query;
    MYSQL_RES *result;
    const MYSQL_FIELD *fields;
    int i;

    if (mysql_stmt_field_count(run->stmt) != (unsigned)query->column_count)
        return wrong(run, apr_psprintf(run->pool, "%u columns instead of %d",
                                       mysql_stmt_field_count(run->stmt), query->column_count));
    if (query->column_count == 0)
        return RUN_DONE;
    result = mysql_stmt_result_metadata(run->stmt);
    if (result == NULL)
        return statement_failure(run);
    fields = mysql_fetch_fields(result);
    for (i = 0; i < query->column_count && type_fits(query->columns[i].type, &fields[i]); i++)
        ;
    if (i < query->column_count) {
        const char *text = apr_psprintf(run->pool, "column %s has the server's type %d",
                                        query->columns[i].name, (int)fields[i].type);

        mysql_free_result(result);
        return wrong(run, text);
    }
    mysql_free_result(result);
    return RUN_DONE;
}

static np_run_e columns_bind(run_t *run)
{
    int i;

    for (i = 0; i < run->query->column_count; i++) {
        MYSQL_BIND *bind = &run->conn->binds[i];
        np_cell_t *cell = &run->conn->cells[i];

        memset(bind, 0, sizeof(*bind));
        /* The cells serve all statements of a connection, and the library leaves `error` alone for
         * some types: a cut text of the statement before must not speak for a date of this one. */
        memset(cell, 0, sizeof(*cell));
        bind->is_null = &cell->is_null;
        bind->error = &cell->error;
        bind->length = &cell->length;
        switch (run->query->columns[i].type) {
        case NP_TYPE_INT:
            bind->buffer_type = MYSQL_TYPE_LONGLONG;
            bind->buffer = &cell->number;
            break;
        case NP_TYPE_CIVIL:
            bind->buffer_type = MYSQL_TYPE_DATETIME;
            bind->buffer = &cell->time;
            bind->buffer_length = sizeof(cell->time);
            break;
        case NP_TYPE_TEXT:
        case NP_TYPE_BYTES:
        default:
            bind->buffer_type =
                run->query->columns[i].type == NP_TYPE_TEXT ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
            bind->buffer = &cell->nothing;
            bind->buffer_length = 0;
            break;
        }
    }
    return mysql_stmt_bind_result(run->stmt, run->conn->binds) ? statement_failure(run) : RUN_DONE;
}

/* ---- Rows
 * ---------------------------------------------------------------------------------------- */

static np_run_e text_read(run_t *run, int column, np_value_t *value)
{
    MYSQL_BIND bind = run->conn->binds[column];
    unsigned long length = run->conn->cells[column].length;
    np_flag_t cut = 0;
    char *bytes;

    value->text = "";
    value->length = length;
    if (length == 0)
        return RUN_DONE;
    run->size += length;
    bytes = apr_palloc(run->pool, length + 1);
    bind.buffer = bytes;
    bind.buffer_length = length;
    bind.length = &bind.length_value;
    bind.error = &cut;
    if (mysql_stmt_fetch_column(run->stmt, &bind, (unsigned)column, 0))
        return statement_failure(run);
    if (cut)
        return wrong(run, "a text was cut short");
    bytes[length] = '\0';
    value->text = bytes;
    if (value->type == NP_TYPE_TEXT) {
        int replaced = 0;

        value->text = np_text_clean(run->pool, bytes, length, &replaced);
        if (replaced)
            value->length = strlen(value->text);
        run->replaced += replaced;
    }
    return RUN_DONE;
}

/* Dates that do not exist (0000-00-00, which old sql_modes let in) are no dates. */
static void civil_read(const MYSQL_TIME *time, np_value_t *value)
{
    np_date_t date = {(int)time->year,
                      (int)time->month,
                      (int)time->day,
                      (int)time->hour,
                      (int)time->minute,
                      (int)time->second,
                      0};
    np_civil_t civil = 0;

    value->is_null = !np_civil_join(&date, &civil);
    value->number = civil;
}

static np_run_e row_read(run_t *run, np_value_t *values)
{
    int i;

    for (i = 0; i < run->query->column_count; i++) {
        np_cell_t *cell = &run->conn->cells[i];
        np_type_e type = run->query->columns[i].type;
        np_run_e outcome = RUN_DONE;

        values[i] = np_value_null(type);
        if (cell->is_null)
            continue;
        values[i].is_null = 0;
        if (type == NP_TYPE_TEXT || type == NP_TYPE_BYTES)
            outcome = text_read(run, i, &values[i]);
        else if (cell->error)
            outcome = wrong(run, apr_psprintf(run->pool, "column %s does not fit its type",
                                              run->query->columns[i].name));
        else if (type == NP_TYPE_CIVIL)
            civil_read(&cell->time, &values[i]);
        else
            values[i].number = cell->number;
        if (outcome != RUN_DONE)
            return outcome;
    }
    return RUN_DONE;
}

static np_value_t *row_add(run_t *run)
{
    apr_size_t columns = (apr_size_t)run->query->column_count;
    np_rows_t *rows = run->rows;

    if (rows->count == run->room) {
        np_value_t *cells;

        run->room = run->room ? run->room * 4 : 8;
        cells = apr_palloc(run->pool, sizeof(*cells) * columns * (apr_size_t)run->room);
        if (rows->count)
            memcpy(cells, rows->cells, sizeof(*cells) * columns * (apr_size_t)rows->count);
        rows->cells = cells;
    }
    run->size += sizeof(np_value_t) * columns;
    return rows->cells + columns * (apr_size_t)rows->count++;
}

static np_run_e rows_read(run_t *run)
{
    np_run_e outcome = columns_bind(run);

    while (outcome == RUN_DONE) {
        int status = mysql_stmt_fetch(run->stmt);

        if (status == MYSQL_NO_DATA)
            return RUN_DONE;
        if (status != 0 && status != MYSQL_DATA_TRUNCATED)
            return statement_failure(run);
        outcome = row_read(run, row_add(run));
        if (outcome == RUN_DONE && run->size > NP_DB_RESULT_MOST)
            outcome = wrong(run, "the result is too large");
    }
    return outcome;
}

/* ---- Running
 * ------------------------------------------------------------------------------------- */

/* A procedure's result is followed by one more, which only says that it has ended. */
static np_run_e end_read(run_t *run)
{
    int more; /* 0 another result, -1 none, 1 an error */

    while ((more = mysql_stmt_next_result(run->stmt)) == 0)
        if (mysql_stmt_field_count(run->stmt) > 0)
            return wrong(run, "more than one result");
    return more > 0 ? statement_failure(run) : RUN_DONE;
}

static np_run_e run_prepared(run_t *run)
{
    np_run_e outcome = params_bind(run);
    int failed;

    if (outcome != RUN_DONE)
        return outcome;
    np_db_op_begin(run->conn);
    failed = mysql_stmt_execute(run->stmt);
    outcome = failed ? statement_failure(run) : columns_check(run);
    if (outcome == RUN_DONE && run->query->column_count)
        outcome = rows_read(run);
    if (outcome == RUN_DONE)
        outcome = end_read(run);
    np_db_op_end(run->conn);
    return outcome;
}

/* Prepares once more when the server has dropped or changed the statement. */
static np_run_e run_once(run_t *run)
{
    np_run_e outcome = RUN_ANEW;
    int attempt;

    for (attempt = 0; attempt < 2 && outcome == RUN_ANEW; attempt++) {
        run->room = run->replaced = 0;
        run->size = 0;
        run->rows->count = 0;
        run->rows->query = run->query;
        outcome = statement_prepare(run);
        if (outcome == RUN_DONE)
            outcome = run_prepared(run);
        if (outcome == RUN_ANEW)
            statement_drop(run->conn, run->query);
    }
    if (outcome == RUN_ANEW) {
        run->conn->broken = 1;
        return RUN_BROKEN;
    }
    return outcome;
}

/* ---- The retry
 * ----------------------------------------------------------------------------------- */

#define SNAPSHOT "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"

/* The server warns when it ignores the snapshot, because something changed the isolation level. */
static np_run_e snapshot_run(np_db_conn_t *conn)
{
    if (!np_db_command(conn, SNAPSHOT))
        return failure(conn, conn->error, conn->message);
    if (mysql_warning_count(conn->mysql) != 0) {
        np_db_note_error(conn, CR_UNKNOWN_ERROR, "the server does not give a consistent snapshot");
        conn->broken = 1;
        return RUN_BROKEN;
    }
    conn->in_snapshot = 1;
    return RUN_DONE;
}

/* Counts a lost connection against the server when it took long, or when the connection was just
 * made; an idle one that the server closed is nobody's fault. 1 when it was a loss that came at
 * once. */
static int lost_at_once(np_db_conn_t *conn, np_tick_t started)
{
    int slow = np_clock() - started >= NP_DB_STALL;

    if (!np_db_error_is_loss(conn->error))
        return 0;
    if (slow || (conn->fresh && !np_db_is_over(conn)))
        np_db_failed(conn);
    return !slow;
}

/* After a lost connection: 1 when there is a fresh one and the statement may run again. That is so
 * when the page has read nothing yet, so that nothing can come from two moments. */
static int recovered(np_db_conn_t *conn, np_tick_t started, int *retried)
{
    int in_snapshot = conn->in_snapshot;

    if (!lost_at_once(conn, started) || conn->answered || *retried || np_db_is_over(conn) ||
        !np_db_may_dial(conn->db))
        return 0;
    *retried = 1;
    np_db_close(conn);
    if (!np_db_open(conn))
        return 0;
    return !in_snapshot || snapshot_run(conn) == RUN_DONE;
}

static int usable(np_db_conn_t *conn)
{
    return conn->mysql != NULL && !conn->broken;
}

static np_error_t *unusable(np_db_conn_t *conn, const char *what, apr_pool_t *pool)
{
    if (np_db_is_late(conn))
        return np_error_make(pool, 503, "NP0106", "%s: the connection's time was over before",
                             what);
    return np_error_make(pool, 503, "NP0103", "%s: the connection was lost before", what);
}

np_error_t *np_db_query(np_rows_t **rows, np_db_conn_t *conn, const np_query_t *query,
                        const np_value_t *params, apr_pool_t *pool)
{
    run_t run = {conn, query, params, pool, NULL, NULL, 0, 0, 0};
    int retried = 0;

    *rows = NULL;
    run.rows = apr_pcalloc(pool, sizeof(*run.rows));
    for (;;) {
        np_tick_t started = np_clock();
        np_run_e outcome;

        if (!usable(conn))
            return unusable(conn, query->name, pool);
        outcome = run_once(&run);
        if (outcome == RUN_DONE)
            break;
        if (outcome == RUN_BROKEN && recovered(conn, started, &retried))
            continue;
        if (conn->error == ER_BAD_FIELD_ERROR || conn->error == ER_NO_SUCH_TABLE ||
            conn->error == ER_VIEW_INVALID)
            np_db_schema_suspect(conn->db);
        return error_of(conn, outcome, query->name, pool);
    }
    conn->answered = np_clock();
    if (run.replaced)
        np_db_bad_text(conn->db, query, run.replaced);
    *rows = run.rows;
    return NULL;
}

np_error_t *np_db_snapshot_begin(np_db_conn_t *conn, apr_pool_t *pool)
{
    int retried = 0;

    for (;;) {
        np_tick_t started = np_clock();
        np_run_e outcome;

        if (!usable(conn))
            return unusable(conn, "snapshot", pool);
        outcome = snapshot_run(conn);
        if (outcome == RUN_DONE)
            return NULL;
        if (outcome != RUN_BROKEN || !recovered(conn, started, &retried))
            return error_of(conn, outcome, "snapshot", pool);
    }
}

/* At once, so that no lock on the tables' shape outlives the page's reading. */
void np_db_snapshot_end(np_db_conn_t *conn)
{
    np_tick_t started = np_clock();

    if (!conn->in_snapshot)
        return;
    conn->in_snapshot = 0;
    if (usable(conn) && !np_db_command(conn, "COMMIT")) {
        conn->broken = 1;
        lost_at_once(conn, started);
    }
}

int np_db_schema_read(np_db_conn_t *conn, const np_query_t *query, apr_int64_t *version)
{
    apr_pool_t *pool;
    np_run_e outcome;
    run_t run = {conn, query, NULL, NULL, NULL, NULL, 0, 0, 0};

    *version = -1;
    if (apr_pool_create_unmanaged(&pool) != APR_SUCCESS)
        return 0;
    run.pool = pool;
    run.rows = apr_pcalloc(pool, sizeof(*run.rows));
    outcome = run_once(&run);
    if (outcome == RUN_DONE && run.rows->count == 1 && !np_rows_is_null(run.rows, 0, 0))
        *version = np_rows_int(run.rows, 0, 0);
    apr_pool_destroy(pool);
    return outcome != RUN_BROKEN;
}
