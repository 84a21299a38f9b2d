/* np_db_connection.c - one connection: dialling, session set-up, its deadline, closing.
 *
 * Whatever the library does, a call returns by the lease's deadline: with libmariadb because every
 * wait for the socket passes through wait_for_socket() below (the library's own time limits start
 * again with every byte and with every signal), with libmysqlclient because the keeper shuts the
 * socket down. Must not: know the pool. Called by np_db.c and np_db_statement.c.
 */
#include "np_db_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* While dialling nobody else can shut the socket down; so its waits look up this often. */
#define DIAL_SLICE 100000

#define SQL_MODE                                                                                   \
    "STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_"     \
    "ZERO,NO_ENGINE_SUBSTITUTION"
#define COLLATION "utf8mb4_unicode_520_ci"

/* ---- Errors ------------------------------------------------------------------------------------
 */

/* Numbers the header of only one of the two libraries has. */
#define SERVER_IDLE_DISCONNECT 4031 /* MySQL's farewell to an idle connection */
#define SERVER_CONNECTION_KILLED 1927
#define SERVER_STATEMENT_TIMEOUT_MARIADB 1969
#define SERVER_STATEMENT_TIMEOUT_MYSQL 3024

void np_db_note_error(np_db_conn_t *conn, unsigned number, const char *message)
{
    conn->error = number ? number : CR_UNKNOWN_ERROR;
    snprintf(conn->message, sizeof(conn->message), "%s", message);
}

int np_db_error_is_client(unsigned number)
{
    return (number >= 2000 && number < 3000) || (number >= 5000 && number < 5100);
}

int np_db_error_is_loss(unsigned number)
{
    switch (number) {
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case CR_SERVER_LOST_EXTENDED:
    case CR_SERVER_HANDSHAKE_ERR:
    case CR_CONNECTION_ERROR:
    case CR_CONN_HOST_ERROR:
    case ER_SERVER_SHUTDOWN:
    case ER_QUERY_INTERRUPTED: /* KILL, which goes on to end the connection */
    case ER_NEW_ABORTING_CONNECTION:
    case SERVER_CONNECTION_KILLED:
    case SERVER_IDLE_DISCONNECT:
        return 1;
    default:
        return 0;
    }
}

int np_db_error_is_busy(unsigned number)
{
    return number == ER_CON_COUNT_ERROR || number == ER_TOO_MANY_USER_CONNECTIONS ||
           number == ER_USER_LIMIT_REACHED;
}

int np_db_error_is_late(unsigned number)
{
    return number == SERVER_STATEMENT_TIMEOUT_MARIADB || number == SERVER_STATEMENT_TIMEOUT_MYSQL ||
           number == ER_LOCK_WAIT_TIMEOUT;
}

/* ---- The library -------------------------------------------------------------------------------
 */

static void library_init(void)
{
    mysql_library_init(0, NULL, NULL);
}

void np_db_library_init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, library_init);
}

#ifndef MARIADB_BASE_VERSION
/* libmysqlclient keeps memory per thread and wants to be told when a thread ends. */
static pthread_key_t thread_key;

static void thread_end(void *unused)
{
    (void)unused;
    mysql_thread_end();
}

static void thread_key_make(void)
{
    pthread_key_create(&thread_key, thread_end);
}

static void thread_begin(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, thread_key_make);
    if (pthread_getspecific(thread_key) == NULL && mysql_thread_init() == 0)
        pthread_setspecific(thread_key, &thread_key);
}
#endif

/* The library counts in whole seconds, and 0 means "for ever" to it. */
static unsigned seconds_up(apr_interval_time_t duration)
{
    return duration <= APR_USEC_PER_SEC
               ? 1
               : (unsigned)((duration + APR_USEC_PER_SEC - 1) / APR_USEC_PER_SEC);
}

/* ---- Operations and their deadline --------------------------------------------------------------
 */

#ifdef MARIADB_BASE_VERSION
/* The connection this thread works with: the library's callback has no argument for it. */
static _Thread_local np_db_conn_t *current;

/* Milliseconds this thread may wait now; 0 when it is over. */
static int wait_allowed(np_db_conn_t *conn, np_tick_t started, int timeout)
{
    np_tick_t now = np_clock();
    np_tick_t end = timeout > 0 ? started + (np_tick_t)timeout * 1000 : INT64_MAX;
    int stopped, dialling;

    pthread_mutex_lock(&conn->lock);
    if (conn->deadline && conn->deadline < end)
        end = conn->deadline;
    stopped = conn->stopped;
    dialling = conn->socket < 0;
    pthread_mutex_unlock(&conn->lock);
    if (stopped)
        return 0;
    if (end <= now) {
        conn->timed_out = 1;
        return 0;
    }
    end -= now;
    if (dialling && end > DIAL_SLICE)
        end = DIAL_SLICE;
    return (int)((end > 3600000000 ? 3600000000 : end) / 1000) + 1;
}

/* Does the library's waiting, see MARIADB_OPT_IO_WAIT: as poll(), 0 for too late. */
static int wait_for_socket(my_socket handle, my_bool is_read, int timeout)
{
    struct pollfd one = {handle, is_read ? POLLIN : POLLOUT, 0};
    np_tick_t started = np_clock();

    for (;;) {
        int allowed = current ? wait_allowed(current, started, timeout) : timeout;
        int ready;

        if (allowed == 0) {
            errno = ETIMEDOUT;
            return 0;
        }
        ready = poll(&one, 1, allowed);
        if (ready > 0 || (ready < 0 && errno != EINTR) || (ready == 0 && current == NULL))
            return ready;
    }
}
#endif

void np_db_op_begin(np_db_conn_t *conn)
{
#ifdef MARIADB_BASE_VERSION
    current = conn;
#else
    thread_begin();
#endif
    conn->timed_out = 0;
    pthread_mutex_lock(&conn->lock);
    conn->op_started = np_clock();
    pthread_mutex_unlock(&conn->lock);
}

void np_db_op_end(np_db_conn_t *conn)
{
#ifdef MARIADB_BASE_VERSION
    current = NULL;
#else
    /* This library keeps its time-outs to itself; a call that lasted as long has met one, or is as
     * late as if it had. Only the owner writes op_started. */
    conn->timed_out = np_clock() - conn->op_started >=
                      (np_tick_t)seconds_up(conn->db->config->read_timeout) * APR_USEC_PER_SEC;
#endif
    pthread_mutex_lock(&conn->lock);
    conn->op_started = 0;
    pthread_mutex_unlock(&conn->lock);
}

int np_db_command(np_db_conn_t *conn, const char *sql)
{
    int failed;

    np_db_op_begin(conn);
    failed = mysql_real_query(conn->mysql, sql, (unsigned long)strlen(sql));
    np_db_op_end(conn);
    if (failed)
        np_db_note_error(conn, mysql_errno(conn->mysql), mysql_error(conn->mysql));
    return !failed;
}

/* ---- Options ------------------------------------------------------------------------------------
 */

/* The option is off already; a server that asks for a file all the same meets these. */
static int infile_refuse(void **baton, const char *name, void *userdata)
{
    (void)name;
    (void)userdata;
    *baton = NULL;
    return 1;
}

static int infile_read(void *baton, char *buffer, unsigned length)
{
    (void)baton;
    (void)buffer;
    (void)length;
    return -1;
}

static void infile_end(void *baton)
{
    (void)baton;
}

static int infile_error(void *baton, char *message, unsigned length)
{
    (void)baton;
    if (length)
        snprintf(message, length, "LOCAL INFILE is refused");
    return CR_UNKNOWN_ERROR;
}

static void options_tls(MYSQL *mysql, const np_db_config_t *config)
{
#ifdef MARIADB_BASE_VERSION
    np_flag_t enforce = (np_flag_t)(config->tls != NP_TLS_OFF);
    np_flag_t verify = (np_flag_t)(config->tls == NP_TLS_VERIFY);

    mysql_options(mysql, MYSQL_OPT_SSL_ENFORCE, &enforce);
    mysql_options(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
#else
    unsigned mode = config->tls == NP_TLS_OFF       ? SSL_MODE_DISABLED
                    : config->tls == NP_TLS_REQUIRE ? SSL_MODE_REQUIRED
                                                    : SSL_MODE_VERIFY_IDENTITY;
    np_flag_t yes = 1;

    mysql_options(mysql, MYSQL_OPT_SSL_MODE, &mode);
    if (config->tls == NP_TLS_OFF) /* caching_sha2_password over plain TCP needs the server's key */
        mysql_options(mysql, MYSQL_OPT_GET_SERVER_PUBLIC_KEY, &yes);
#endif
    if (config->tls == NP_TLS_VERIFY && config->tls_ca)
        mysql_options(mysql, MYSQL_OPT_SSL_CA, config->tls_ca);
}

static void options_set(MYSQL *mysql, const np_db_config_t *config, const np_db_host_t *host)
{
    unsigned connect = seconds_up(config->connect_timeout);
    unsigned read = seconds_up(config->read_timeout);
    unsigned write = seconds_up(config->write_timeout);
    unsigned protocol = host->socket ? MYSQL_PROTOCOL_SOCKET : MYSQL_PROTOCOL_TCP;
    unsigned infile = 0;
    unsigned long packet = NP_DB_PACKET_MOST;
#ifdef MARIADB_BASE_VERSION
    int (*wait)(my_socket, my_bool, int) = wait_for_socket;
    const void *wait_option;
    np_flag_t no = 0;

    mysql_options(mysql, MYSQL_OPT_RECONNECT, &no);
    memcpy(&wait_option, &wait, sizeof(wait_option)); /* C has no cast from function to object */
    mysql_options(mysql, MARIADB_OPT_IO_WAIT, wait_option);
#endif
    mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect);
    mysql_options(mysql, MYSQL_OPT_READ_TIMEOUT, &read);
    mysql_options(mysql, MYSQL_OPT_WRITE_TIMEOUT, &write);
    mysql_options(mysql, MYSQL_OPT_PROTOCOL, &protocol);
    mysql_options(mysql, MYSQL_OPT_LOCAL_INFILE, &infile);
    mysql_options(mysql, MYSQL_OPT_MAX_ALLOWED_PACKET, &packet);
    mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    options_tls(mysql, config);
    mysql_set_local_infile_handler(mysql, infile_refuse, infile_read, infile_end, infile_error,
                                   NULL);
}

/* ---- Session ------------------------------------------------------------------------------------
 */

typedef struct session_t {
    char zone[8], lock_wait[12], limit[24];
    const char *limit_name; /* differs between the servers */
} session_t;

static void session_plan(session_t *session, np_db_conn_t *conn)
{
    const np_db_config_t *config = conn->db->config;
    int minutes = config->utc_offset / 60;
    int distance = minutes < 0 ? -minutes : minutes;
    apr_interval_time_t limit = config->statement_timeout;

    /* cppcheck-suppress ctuuninitvar ; this function is what fills it */
    snprintf(session->zone, sizeof(session->zone), "%c%02d:%02d", minutes < 0 ? '-' : '+',
             distance / 60 % 100, distance % 60);
    snprintf(session->lock_wait, sizeof(session->lock_wait), "%u", seconds_up(limit));
    if (strstr(mysql_get_server_info(conn->mysql), "MariaDB")) {
        session->limit_name = "max_statement_time";
        snprintf(session->limit, sizeof(session->limit), "%d.%06d", (int)(limit / APR_USEC_PER_SEC),
                 (int)(limit % APR_USEC_PER_SEC));
    } else {
        session->limit_name = "max_execution_time";
        snprintf(session->limit, sizeof(session->limit), "%ld", (long)((limit + 999) / 1000));
    }
}

/* 1 when every word of the comma-separated `wanted` is among `found`. */
static int has_words(const char *found, const char *wanted)
{
    while (*wanted) {
        size_t length = strcspn(wanted, ",");
        const char *at = found;

        while (strncmp(at, wanted, length) != 0 || (at[length] != ',' && at[length] != '\0')) {
            at = strchr(at, ',');
            if (at++ == NULL)
                return 0;
        }
        wanted += length + (wanted[length] == ',');
    }
    return 1;
}

static int session_compare(np_db_conn_t *conn, const session_t *session, MYSQL_ROW row)
{
    const char *wanted[] = {"utf8mb4",          "utf8mb4",          COLLATION,      session->zone,
                            session->lock_wait, session->lock_wait, session->limit, "1"};
    static const char *const names[] = {
        "character_set_client", "character_set_results",    "collation_connection", "time_zone",
        "lock_wait_timeout",    "innodb_lock_wait_timeout", "statement limit",      "autocommit"};
    char text[200];
    int i;

    for (i = 0; i < 8; i++) {
        if (row[i] != NULL && strcmp(row[i], wanted[i]) == 0)
            continue;
        snprintf(text, sizeof(text), "the session's %s is %.40s instead of %.40s", names[i],
                 row[i] ? row[i] : "NULL", wanted[i]);
        np_db_note_error(conn, CR_UNKNOWN_ERROR, text);
        return 0;
    }
    if (row[8] == NULL || !has_words(row[8], SQL_MODE)) {
        np_db_note_error(conn, CR_UNKNOWN_ERROR, "the session's sql_mode is not ours");
        return 0;
    }
    return 1;
}

/* Something between us and the server may swallow settings; so they are read back. */
static int session_verify(np_db_conn_t *conn, const session_t *session)
{
    char sql[512];
    MYSQL_RES *result;
    MYSQL_ROW row;
    int fits = 0;

    snprintf(sql, sizeof(sql),
             "SELECT @@character_set_client, @@character_set_results, @@collation_connection, "
             "@@time_zone, @@lock_wait_timeout, @@innodb_lock_wait_timeout, @@%s, @@autocommit, "
             "@@sql_mode",
             session->limit_name);
    if (!np_db_command(conn, sql))
        return 0;
    np_db_op_begin(conn);
    result = mysql_store_result(conn->mysql);
    np_db_op_end(conn);
    if (result && mysql_num_fields(result) == 9 && (row = mysql_fetch_row(result)) != NULL)
        fits = session_compare(conn, session, row);
    else
        np_db_note_error(conn, mysql_errno(conn->mysql), "the session's settings cannot be read");
    if (result)
        mysql_free_result(result);
    return fits;
}

/* REPEATABLE READ because a consistent snapshot exists on that level only. */
static int session_set(np_db_conn_t *conn)
{
    session_t session;
    char sql[768];

    session_plan(&session, conn);
    snprintf(sql, sizeof(sql),
             "SET NAMES utf8mb4 COLLATE " COLLATION ", SESSION sql_mode='" SQL_MODE "', SESSION "
             "time_zone='%s', SESSION lock_wait_timeout=%s, SESSION innodb_lock_wait_timeout=%s, "
             "SESSION %s=%s, SESSION autocommit=1",
             session.zone, session.lock_wait, session.lock_wait, session.limit_name, session.limit);
    return np_db_command(conn, sql) &&
           np_db_command(conn, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ") &&
           session_verify(conn, &session);
}

/* ---- Dialling -----------------------------------------------------------------------------------
 */

/* From here on other threads can end the connection. */
static int socket_share(np_db_conn_t *conn)
{
#ifdef MARIADB_BASE_VERSION
    int handle = mysql_get_socket(conn->mysql);
#else
    int handle = conn->mysql->net.fd;
#endif
    int copy = fcntl(handle, F_DUPFD_CLOEXEC, 0);
    int stopped;

    pthread_mutex_lock(&conn->lock);
    conn->socket = copy;
    stopped = conn->stopped;
    pthread_mutex_unlock(&conn->lock);
    if (copy < 0 || stopped)
        np_db_note_error(conn, CR_UNKNOWN_ERROR, copy < 0 ? strerror(errno) : "stopped");
    return copy >= 0 && !stopped;
}

static int tls_is_there(np_db_conn_t *conn)
{
    if (conn->db->config->tls == NP_TLS_OFF || mysql_get_ssl_cipher(conn->mysql) != NULL)
        return 1;
    np_db_note_error(conn, CR_SSL_CONNECTION_ERROR, "the server offers no TLS");
    return 0;
}

static int dial_host(np_db_conn_t *conn, const np_db_host_t *host)
{
    const np_db_config_t *config = conn->db->config;
    MYSQL *connected;

    conn->mysql = mysql_init(NULL);
    if (conn->mysql == NULL) {
        np_db_note_error(conn, CR_OUT_OF_MEMORY, "no memory");
        return 0;
    }
    options_set(conn->mysql, config, host);
    np_db_op_begin(conn);
    connected = mysql_real_connect(conn->mysql, host->socket ? NULL : host->name, config->user,
                                   config->password, config->database,
                                   (unsigned)(host->port ? host->port : 3306), host->socket, 0);
    np_db_op_end(conn);
    if (connected == NULL)
        np_db_note_error(conn, mysql_errno(conn->mysql), mysql_error(conn->mysql));
    if (connected && socket_share(conn) && tls_is_there(conn) && session_set(conn))
        return 1;
    conn->broken = 1;
    np_db_close(conn);
    return 0;
}

int np_db_is_over(np_db_conn_t *conn)
{
    int passed;

    pthread_mutex_lock(&conn->lock);
    passed = conn->stopped || (conn->deadline && conn->deadline <= np_clock());
    pthread_mutex_unlock(&conn->lock);
    return passed;
}

int np_db_is_late(np_db_conn_t *conn)
{
    int passed;

    pthread_mutex_lock(&conn->lock);
    passed = conn->deadline && conn->deadline <= np_clock();
    pthread_mutex_unlock(&conn->lock);
    return passed || conn->timed_out;
}

/* Two rounds: hosts in their order, then those that failed lately, which may cost a whole time-out.
 * A server that has connections enough has answered: the next one is no substitute for it. */
int np_db_dial(np_db_conn_t *conn)
{
    const np_db_config_t *config = conn->db->config;
    apr_uint64_t late = np_db_hosts_failed(conn->db);
    int turn;

    np_db_note_error(conn, CR_CONNECTION_ERROR, "no host answered in time");
    for (turn = 0; turn < config->host_count * 2; turn++) {
        int host = turn % config->host_count;

        if ((late >> host & 1) != (turn >= config->host_count))
            continue;
        if (np_db_is_over(conn))
            return 0;
        if (dial_host(conn, &config->hosts[host])) {
            np_db_host_note(conn->db, host, 0);
            return 1;
        }
        if (np_db_error_is_busy(conn->error))
            return 0;
        np_db_host_note(conn->db, host, 1);
    }
    return 0;
}

/* ---- Ending -------------------------------------------------------------------------------------
 */

int np_db_is_stale(np_db_conn_t *conn)
{
    struct pollfd one = {conn->socket, POLLIN, 0};

    return poll(&one, 1, 0) != 0;
}

/* Under the connection's lock. */
static void interrupt_locked(np_db_conn_t *conn)
{
    conn->stopped = 1;
    if (conn->socket >= 0)
        shutdown(conn->socket, SHUT_RDWR);
}

void np_db_interrupt(np_db_conn_t *conn)
{
    pthread_mutex_lock(&conn->lock);
    interrupt_locked(conn);
    pthread_mutex_unlock(&conn->lock);
}

void np_db_interrupt_late(np_db_conn_t *conn, np_tick_t now)
{
    pthread_mutex_lock(&conn->lock);
    if (conn->deadline && conn->deadline <= now && !conn->stopped)
        interrupt_locked(conn);
    pthread_mutex_unlock(&conn->lock);
}

/* The connection goes before its statements: closing a statement of a live connection would read
 * its rows to the end, which a hung server never sends. */
void np_db_close(np_db_conn_t *conn)
{
    int handle, i;

    pthread_mutex_lock(&conn->lock);
    handle = conn->socket;
    conn->socket = -1;
    if (handle >= 0 && (conn->broken || conn->stopped))
        shutdown(handle, SHUT_RDWR);
    pthread_mutex_unlock(&conn->lock);
    if (conn->mysql)
        mysql_close(conn->mysql);
    conn->mysql = NULL;
    for (i = 0; i < np_query_count; i++) {
        if (conn->statements[i])
            mysql_stmt_close(conn->statements[i]);
        conn->statements[i] = NULL;
    }
    if (handle >= 0)
        close(handle);
    conn->broken = conn->in_snapshot = 0;
}
