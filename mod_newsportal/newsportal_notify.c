/* newsportal_notify.c - the sender of messages: a program that mod_newsportal starts and looks
 * after.
 *
 *     take one from the outbox ─▶ make the message ─▶ program or mail server ─▶ report ─▶ the next
 *           └ none: a second later
 *
 * The report is repeated until the database has it, and nothing else is sent meanwhile: so a
 * message goes out twice only if the sender itself dies between the two, or the database stays away
 * for longer than the ten minutes that the message is ours (np_message.h: both have one
 * Message-ID). Several senders, on several machines, may share an outbox: each row is given to one
 * of them.
 *
 * SIGTERM ends it after the message under way; so does the end of httpd. A turn that takes longer
 * than all its limits together ends it too (SIGALRM): httpd starts it anew.
 *
 * Must not: log a recipient or a payload; serve readers. Started by mod_newsportal_notify.c.
 */
#include "newsportal_notify.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "np_clock.h"
#include "np_counters.h"
#include "np_query_table.h"

#define IDLE 1000        /* milliseconds between two looks into an empty outbox */
#define PAUSE_MOST 60000 /* after failures that have nothing to do with the message */
#define REPORT_PAUSE 500 /* between two tries to report */
#define REPORT_LAST 5000 /* how long it is tried when we are to end */
#define TRIES_MOST 8     /* as outbox_done counts them */
#define TURN_MOST 150    /* seconds */
#define SETTINGS_MOST (4 << 20)

typedef struct sender_t {
    np_notify_t notify;
    np_db_t *db;
    np_counters_t *counters;
    unsigned pause; /* milliseconds, after failures */
} sender_t;

static volatile sig_atomic_t stopping;

static void on_end(int number)
{
    (void)number;
    stopping = 1;
}

/* ---- Log: lines as httpd writes them, to the standard error that is its error log ---------------
 */

static void log_line(void *baton, int level, const char *code, const char *message)
{
    static const char *const names[] = {"emerg", "alert",  "crit", "error",
                                        "warn",  "notice", "info", "debug"};
    const sender_t *sender = baton;
    apr_time_t now = apr_time_now();
    char when[APR_CTIME_LEN];

    if (level > sender->notify.log_level || level < 0 || level > 7)
        return;
    apr_ctime(when, now);
    /* "Wed Nov 25 22:49:13 2026": the year comes after the fraction there. */
    fprintf(stderr, "[%.19s.%06d %s] [newsportal:%s] [pid %d] %s: %s\n", when,
            (int)apr_time_usec(now), when + 20, names[level], (int)getpid(), code, message);
}

/* ---- Waiting -----------------------------------------------------------------------------------
 */

/* 1 while there is somebody to send for. */
static int is_wanted(const sender_t *sender)
{
    return !stopping && getppid() == (pid_t)sender->notify.parent;
}

static void wait_some(const sender_t *sender, unsigned milliseconds)
{
    while (milliseconds > 0 && is_wanted(sender)) {
        unsigned part = milliseconds < 200 ? milliseconds : 200;

        usleep(part * 1000);
        milliseconds -= part;
    }
}

/* ---- Database ----------------------------------------------------------------------------------
 */

/* One statement; NULL rows when it failed: np_db has told the log. */
static np_rows_t *ask(sender_t *sender, int query, const np_value_t *values, apr_pool_t *pool)
{
    np_db_conn_t *conn = NULL;
    np_rows_t *rows = NULL;
    np_error_t *error;

    np_db_tick(sender->db);
    error = np_db_acquire(&conn, sender->db, pool);
    if (error == NULL)
        error = np_db_query(&rows, conn, &np_queries[query], values, pool);
    np_db_release(conn);
    if (error)
        log_line(sender, strcmp(error->code, "NP0105") == 0 ? 3 : 6, error->code, error->detail);
    return error ? NULL : rows;
}

/* Until the database has it, or, when we are to end, some seconds. */
static void report(sender_t *sender, int query, apr_int64_t id, const char *error, apr_pool_t *pool)
{
    const np_value_t values[] = {np_value_int(id), np_value_text(error)};
    unsigned spent = 0, is_noted = 0;
    char line[160];

    while (ask(sender, query, values, pool) == NULL) {
        if (!is_noted)
            snprintf(line, sizeof(line),
                     "what became of message %" APR_INT64_T_FMT " cannot be noted now; tried again",
                     id);
        if (!is_noted++)
            log_line(sender, 4, "NP0183", line);
        if (!is_wanted(sender) && (spent += REPORT_PAUSE) > REPORT_LAST) {
            snprintf(line, sizeof(line),
                     "what became of message %" APR_INT64_T_FMT " could not be noted%s", id,
                     query == NP_QUERY_OUTBOX_DONE && *error == '\0' ? ": it will be sent again"
                                                                     : "");
            log_line(sender, 3, "NP0183", line);
            return;
        }
        usleep(REPORT_PAUSE * 1000);
        alarm(TURN_MOST);
    }
}

/* ---- One message -------------------------------------------------------------------------------
 */

static notify_outcome_e deliver(sender_t *sender, const char **error, const np_message_t *message,
                                apr_pool_t *pool)
{
    const np_notify_t *notify = &sender->notify;
    int by_program = notify->settings.way == NP_NOTIFY_PROGRAM;
    notify_outcome_e outcome;
    np_buffer_t bytes;

    np_buffer_init(&bytes);
    *error = np_message_write(&bytes, message, &notify->from, notify->texts,
                              by_program ? NP_MESSAGE_PIPE : NP_MESSAGE_SMTP, pool);
    if (*error) {
        outcome = NOTIFY_NEVER;
    } else if (bytes.failed) {
        *error = "no memory for the message";
        outcome = NOTIFY_BROKEN;
    } else {
        outcome = by_program ? notify_by_program(error, notify, message->recipient, &bytes, pool)
                             : notify_by_smtp(error, notify, message->recipient, &bytes, pool);
    }
    np_buffer_free(&bytes);
    return outcome;
}

/* Never more of the message than its number and kind. */
static void tell(sender_t *sender, const np_message_t *message, apr_int64_t tries, int is_over,
                 const char *error, apr_pool_t *pool)
{
    log_line(sender, is_over ? 3 : 4, is_over ? "NP0182" : "NP0181",
             apr_psprintf(pool, "message %" APR_INT64_T_FMT " (%s), try %d: %s%s", message->id,
                          message->kind, (int)tries, is_over ? "given up: " : "", error));
}

static void handle(sender_t *sender, const np_message_t *message, apr_int64_t tries,
                   apr_pool_t *pool)
{
    const char *error = "";
    /* Tries that no sender reported count too: this message may be what ends us. */
    notify_outcome_e outcome = NOTIFY_NEVER;

    if (tries > TRIES_MOST)
        error = "the sender ended in the middle of the last try";
    else
        outcome = deliver(sender, &error, message, pool);
    if (outcome == NOTIFY_SENT) {
        np_count(&sender->counters->notify_sent, 1);
        np_count_set(&sender->counters->notify_trouble, 0);
        sender->pause = 0;
        report(sender, NP_QUERY_OUTBOX_DONE, message->id, "", pool);
        return;
    }
    if (outcome == NOTIFY_BROKEN)
        sender->pause = sender->pause ? sender->pause * 2 : IDLE;
    if (sender->pause > PAUSE_MOST)
        sender->pause = PAUSE_MOST;
    if (outcome == NOTIFY_NEVER || tries >= TRIES_MOST) {
        np_count(&sender->counters->notify_given_up, 1);
        tell(sender, message, tries, 1, error, pool);
        report(sender, NP_QUERY_OUTBOX_GIVE_UP, message->id, error, pool);
    } else {
        np_count(&sender->counters->notify_failed, 1);
        np_count(&sender->counters->notify_trouble, 1);
        tell(sender, message, tries, 0, error, pool);
        report(sender, NP_QUERY_OUTBOX_DONE, message->id, error, pool);
    }
}

/* 1 when there was a message. */
static int take_turn(sender_t *sender, apr_pool_t *pool)
{
    const np_value_t one[] = {np_value_int(1)};
    np_rows_t *rows = ask(sender, NP_QUERY_OUTBOX_TAKE, one, pool);
    np_message_t message;

    if (rows == NULL || rows->count == 0)
        return 0;
    message = (np_message_t){.id = np_rows_int(rows, 0, OUTBOX_TAKE_ID),
                             .created = np_rows_int(rows, 0, OUTBOX_TAKE_CREATED),
                             .kind = np_rows_text(rows, 0, OUTBOX_TAKE_KIND),
                             .recipient = np_rows_text(rows, 0, OUTBOX_TAKE_RECIPIENT),
                             .payload = np_rows_text(rows, 0, OUTBOX_TAKE_PAYLOAD)};
    handle(sender, &message, np_rows_int(rows, 0, OUTBOX_TAKE_TRIES), pool);
    return 1;
}

/* ---- Start -------------------------------------------------------------------------------------
 */

static int read_settings(np_notify_t *notify, apr_pool_t *pool)
{
    struct stat info;
    char *bytes;
    size_t done = 0;

    if (fstat(NP_NOTIFY_SETTINGS_FD, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size <= 0 ||
        info.st_size > SETTINGS_MOST)
        return 0;
    bytes = apr_pcalloc(pool, (apr_size_t)info.st_size + 1);
    while (done < (size_t)info.st_size) {
        /* From its beginning, whatever the sender before us has read. */
        ssize_t got =
            pread(NP_NOTIFY_SETTINGS_FD, bytes + done, (size_t)info.st_size - done, (off_t)done);

        if (got <= 0 && errno != EINTR)
            return 0;
        done += got > 0 ? (size_t)got : 0;
    }
    return np_notify_read(notify, bytes, done, pool);
}

/* Zeroed memory of our own when httpd's cannot be had: then nobody sees the numbers. */
static void map_counters(sender_t *sender, apr_pool_t *pool)
{
    sender->counters = mmap(NULL, sizeof(np_counters_t), PROT_READ | PROT_WRITE, MAP_SHARED,
                            NP_NOTIFY_COUNTERS_FD, 0);
    close(NP_NOTIFY_COUNTERS_FD);
    if (sender->counters == MAP_FAILED)
        sender->counters = apr_pcalloc(pool, sizeof(np_counters_t));
}

static void set_signals(void)
{
    static const int ends[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGWINCH};
    struct sigaction action;
    size_t i;

    memset(&action, 0, sizeof(action));
    action.sa_handler = on_end; /* without SA_RESTART: who waits returns */
    for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        sigaction(ends[i], &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void run(sender_t *sender, apr_pool_t *parent)
{
    apr_pool_t *pool;

    apr_pool_create(&pool, parent);
    while (is_wanted(sender)) {
        alarm(TURN_MOST);
        if (take_turn(sender, pool) == 0)
            wait_some(sender, IDLE);
        wait_some(sender, sender->pause);
        apr_pool_clear(pool);
    }
    alarm(0);
}

int main(void)
{
    static sender_t sender;
    apr_pool_t *pool;
    int null;

    if (apr_initialize() != APR_SUCCESS || apr_pool_create(&pool, NULL) != APR_SUCCESS)
        return 1;
    set_signals();
    if (!read_settings(&sender.notify, pool)) {
        fprintf(stderr, "newsportal-notify is started by mod_newsportal (NewsPortalNotify), and by "
                        "nobody else\n");
        return 2;
    }
    null = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(null, NP_NOTIFY_SETTINGS_FD);
    map_counters(&sender, pool);
    if (np_db_create(&sender.db, &sender.notify.db, log_line, &sender, pool) != APR_SUCCESS)
        return 1;
    log_line(&sender, 6, "NP0180", "the sender of messages has started");
    run(&sender, pool);
    log_line(&sender, 6, "NP0180", "the sender of messages ends");
    return 0;
}
