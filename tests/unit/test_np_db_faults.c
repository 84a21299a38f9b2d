/* test_np_db_faults.c - the database killed, hung, full, cut off, dripping or hostile.
 *
 * Every figure asserted is a limit of the configuration plus what a busy machine of two cores may
 * add.
 */
#include "db_bed.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

/* ---- The fault proxy
 * ------------------------------------------------------------------------------- */

typedef struct proxy_t {
    pid_t pid;
    int control;
    char path[256];
} proxy_t;

static void proxy_say(proxy_t *proxy, const char *line, char *answer, size_t room)
{
    ssize_t length;

    assert_int_equal(write(proxy->control, line, strlen(line)), strlen(line));
    assert_int_equal(write(proxy->control, "\n", 1), 1);
    length = read(proxy->control, answer, room - 1);
    assert_true(length > 0);
    answer[length] = '\0';
}

static void proxy_set(proxy_t *proxy, const char *fault)
{
    char answer[128];

    proxy_say(proxy, fault, answer, sizeof(answer));
    assert_string_equal(answer, "ok\n");
}

static long proxy_accepted(proxy_t *proxy)
{
    char answer[128];

    proxy_say(proxy, "count", answer, sizeof(answer));
    return strtol(answer, NULL, 10);
}

static void proxy_start(proxy_t *proxy, const char *record)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int tries;

    snprintf(proxy->path, sizeof(proxy->path), "%s", bed_path("proxy.sock"));
    snprintf(address.sun_path, sizeof(address.sun_path), "%s", bed_path("control.sock"));
    unlink(address.sun_path);
    proxy->pid = fork();
    if (proxy->pid == 0) {
        int quiet = open("/dev/null", O_RDWR);

        dup2(quiet, 0);
        dup2(quiet, 1);
        execl("/usr/bin/python3", "python3", TEST_ROOT "/tests/lib/fault_proxy.py", proxy->path,
              getenv("NEWSPORTAL_TEST_SOCKET"), "--control", address.sun_path, "--record", record,
              (char *)NULL);
        _exit(127);
    }
    proxy->control = socket(AF_UNIX, SOCK_STREAM, 0);
    for (tries = 0;
         connect(proxy->control, (struct sockaddr *)&address, sizeof(address)) != 0 && tries < 500;
         tries++)
        usleep(10000);
    assert_true(tries < 500);
}

static void proxy_stop(proxy_t *proxy)
{
    close(proxy->control);
    kill(proxy->pid, SIGKILL);
    waitpid(proxy->pid, NULL, 0);
}

static void bed_through(bed_t *bed, proxy_t *proxy)
{
    bed_init(bed);
    bed->hosts[0].socket = proxy->path;
}

/* ---- Idle and killed connections
 * --------------------------------------------------------------------- */

/* Closed while idle: seen before the lease, nobody notices. */
static void idle_connections_killed(void **state)
{
    bed_t bed;
    int i, killed = 0;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 1);
    for (i = 0; i < 100; i++) {
        connection_id(&bed);
        killed += kill_all();
    }
    connection_id(&bed);
    print_message("%d idle connections killed, no error\n", killed);
    assert_in_range(killed, 90, 110);
    assert_int_equal(bed_state(&bed), NP_DB_UP);
    assert_int_equal(logged(&bed, "NP010"), 0);
    bed_close(&bed);
}

static void idle_time_out_of_the_server(void **state)
{
    bed_t bed;
    apr_int64_t id;

    (void)state;
    admin("SET GLOBAL wait_timeout = 1");
    bed_init(&bed);
    bed_open(&bed, 0);
    id = connection_id(&bed);
    usleep(1600000);
    assert_true(connection_id(&bed) != id);
    assert_int_equal(bed_state(&bed), NP_DB_UP);
    bed_close(&bed);
    admin("SET GLOBAL wait_timeout = 28800");
}

/* Killed between lease and first statement: one retry, in a snapshot too. */
static void killed_before_the_first_answer(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    int i;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    connection_id(&bed);
    for (i = 0; i < 20; i++) {
        conn = lease(&bed);
        if (i % 2)
            no_error(np_db_snapshot_begin(conn, bed.pool));
        assert_int_equal(kill_all(), 1);
        usleep(2000);
        if (i % 4 == 2)
            no_error(np_db_snapshot_begin(conn, bed.pool));
        assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
        if (i % 2) { /* the retry is inside a snapshot again */
            admin("INSERT INTO counted VALUES (9)");
            assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
            admin("DELETE FROM counted WHERE n = 9");
        }
        np_db_release(conn);
    }
    assert_int_equal(bed_state(&bed), NP_DB_UP);
    bed_close(&bed);
}

/* What the page has read and what it would read now need not fit together: no retry. */
static void killed_after_an_answer(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    connection_id(&bed);
    conn = lease(&bed);
    no_error(np_db_snapshot_begin(conn, bed.pool));
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
    kill_all();
    usleep(2000);
    has_error(ask(&rows, conn, Q_COUNT, 0, bed.pool), 503, "NP0103", "");
    np_db_release(conn);
    connection_id(&bed);
    assert_int_equal(bed_state(&bed), NP_DB_UP);
    bed_close(&bed);
}

/* ---- Lost, or too late
 * -------------------------------------------------------------------------------- */

static void *kill_soon(void *data)
{
    (void)data;
    usleep(300000);
    kill_all();
    return NULL;
}

/* A page may begin anew after a loss, never after a time-out: they have codes of their own. */
static void killed_in_a_statement(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;
    pthread_t killer;
    np_tick_t start;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    conn = lease(&bed);
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
    pthread_create(&killer, NULL, kill_soon, NULL);
    start = np_clock();
    has_error(ask(&rows, conn, Q_SLEEP, 1500, bed.pool), 503, "NP0103", "");
    assert_in_range(millis_since(start), 250, 300 + SLACK);
    has_error(ask(&rows, conn, Q_COUNT, 0, bed.pool), 503, "NP0103", "lost before");
    pthread_join(killer, NULL);
    np_db_release(conn);
    bed_close(&bed);
}

static void read_time_out(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;
    np_tick_t start;

    (void)state;
    bed_init(&bed);
    bed.config.read_timeout = apr_time_from_sec(1);
    bed.config.statement_timeout = bed.config.lease_timeout = apr_time_from_sec(20);
    bed_open(&bed, 0);
    conn = lease(&bed);
    start = np_clock();
    has_error(ask(&rows, conn, Q_SLEEP, 10000, bed.pool), 503, "NP0106", "20");
    assert_in_range(millis_since(start), 1000, 1000 + SLACK);
    has_error(ask(&rows, conn, Q_COUNT, 0, bed.pool), 503, "NP0106", "over before");
    has_error(np_db_snapshot_begin(conn, bed.pool), 503, "NP0106", "over before");
    np_db_release(conn);
    /* The next lease knows nothing of it. */
    conn = lease(&bed);
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
    kill_all();
    usleep(2000);
    has_error(ask(&rows, conn, Q_COUNT, 0, bed.pool), 503, "NP0103", "");
    np_db_release(conn);
    bed_close(&bed);
}

/* Stopping the child is no time-out. */
static void stopped_before_a_statement(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    conn = lease(&bed);
    np_db_stop(bed.db);
    has_error(ask(&rows, conn, Q_COUNT, 0, bed.pool), 503, "NP0103", "20");
    np_db_release(conn);
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "stopping");
    bed_close(&bed);
}

/* ---- Too many connections
 * ------------------------------------------------------------------------------ */

typedef struct crowd_t {
    bed_t *bed;
    int stop, asked, failed, wrong;
    np_tick_t slowest; /* of one request, under the bed's lock */
} crowd_t;

static void *crowd_member(void *data)
{
    crowd_t *crowd = data;

    while (!__atomic_load_n(&crowd->stop, __ATOMIC_ACQUIRE)) {
        np_tick_t start = np_clock(), took;
        apr_pool_t *pool;
        np_db_conn_t *conn;
        np_rows_t *rows = NULL;
        np_error_t *error;

        apr_pool_create_unmanaged(&pool);
        error = np_db_acquire(&conn, crowd->bed->db, pool);
        if (error == NULL)
            error = np_db_snapshot_begin(conn, pool);
        if (error == NULL)
            error = ask(&rows, conn, Q_COUNT, 0, pool);
        if (error == NULL && (rows->count != 1 || np_rows_int(rows, 0, 0) != 3))
            __atomic_add_fetch(&crowd->wrong, 1, __ATOMIC_RELAXED);
        if (error && error->status != 503)
            __atomic_add_fetch(&crowd->wrong, 1, __ATOMIC_RELAXED);
        np_db_release(conn);
        took = np_clock() - start;
        __atomic_add_fetch(error ? &crowd->failed : &crowd->asked, 1, __ATOMIC_RELAXED);
        pthread_mutex_lock(&crowd->bed->lock);
        if (took > crowd->slowest)
            crowd->slowest = took;
        pthread_mutex_unlock(&crowd->bed->lock);
        apr_pool_destroy(pool);
        usleep(error ? 2000 : 200);
    }
    return NULL;
}

static void crowd_start(crowd_t *crowd, bed_t *bed, pthread_t *threads, int count)
{
    int i;

    memset(crowd, 0, sizeof(*crowd));
    crowd->bed = bed;
    for (i = 0; i < count; i++)
        pthread_create(&threads[i], NULL, crowd_member, crowd);
}

static void crowd_stop(crowd_t *crowd, pthread_t *threads, int count)
{
    int i;

    __atomic_store_n(&crowd->stop, 1, __ATOMIC_RELEASE);
    for (i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(crowd->wrong, 0);
}

/* The server forgets a closed connection a moment later. */
static void nobody_connected(void)
{
    while (admin("SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'narrow'") > 0)
        usleep(10000);
}

/* An account that may have two connections serves eight threads over two; it is not "down". */
static void connection_limit(void **state)
{
    bed_t bed;
    crowd_t crowd;
    pthread_t threads[8];
    np_db_status_t status;

    (void)state;
    bed_init(&bed);
    bed.config.user = "narrow";
    bed.config.pool_size = 8;
    bed.config.acquire_timeout = apr_time_from_sec(1);
    bed_open(&bed, 1);
    crowd_start(&crowd, &bed, threads, 8);
    usleep(1500000);
    crowd_stop(&crowd, threads, 8);
    np_db_status(bed.db, &status);
    print_message("limit of two: %d served, %d refused, %lu dials\n", crowd.asked, crowd.failed,
                  (unsigned long)status.connects);
    assert_int_equal(crowd.failed, 0);
    assert_true(crowd.asked > 100);
    assert_int_equal(status.state, NP_DB_UP);
    assert_in_range(status.connects, 3, 8 + 6); /* all at once, then one in each pause */
    assert_int_equal(logged(&bed, "errno=1226"), 1);
    assert_int_equal(logged(&bed, "DOWN"), 0);
    bed_close(&bed);
}

/* None left at all: refused at once, with pauses between the dials, and back within two seconds. */
static void no_connection_at_all(void **state)
{
    bed_t bed, other;
    np_db_conn_t *conn, *taken[2];
    np_tick_t start;
    np_db_status_t status;
    int i, refused = 0;

    (void)state;
    nobody_connected();
    bed_init(&other);
    other.config.user = "narrow";
    bed_open(&other, 0);
    taken[0] = lease(&other);
    taken[1] = lease(&other);
    bed_init(&bed);
    bed.config.user = "narrow";
    bed_open(&bed, 1);
    start = np_clock();
    for (i = 0; millis_since(start) < 1200; i++) {
        np_tick_t asked = np_clock();

        has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "1226");
        assert_in_range(millis_since(asked), 0, 250 + SLACK);
        refused++;
        usleep(2000);
    }
    np_db_status(bed.db, &status);
    print_message("%d refused, %lu dials\n", refused, (unsigned long)status.connects);
    assert_in_range(status.connects, 2, 8);
    assert_int_equal(status.state, NP_DB_UP);
    np_db_release(taken[0]);
    np_db_release(taken[1]);
    bed_close(&other);
    start = np_clock();
    while (np_db_acquire(&conn, bed.db, bed.pool) != NULL && millis_since(start) < 5000)
        usleep(5000);
    assert_non_null(conn);
    assert_in_range(millis_since(start), 0, 2000 + SLACK);
    np_db_release(conn);
    assert_int_equal(logged(&bed, "takes connections again"), 1);
    bed_close(&bed);
}

/* ---- Down and up
 * ---------------------------------------------------------------------------------------- */

static void down_at_start(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_tick_t start;
    np_db_status_t status;
    int i;
    long took;

    (void)state;
    bed_init(&bed);
    bed.hosts[0].socket = apr_pstrdup(bed.pool, bed_path("later.sock"));
    bed_open(&bed, 1);
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "2002");
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "2002");
    assert_int_equal(bed_state(&bed), NP_DB_DOWN);
    start = np_clock();
    for (i = 0; i < 1000; i++)
        has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "2002");
    assert_in_range(millis_since(start), 0, 500);
    np_db_status(bed.db, &status);
    assert_in_range(status.connects, 2, 6);
    assert_int_equal(logged(&bed, "NP0101 database DOWN errno=2002"), 1);
    assert_int_equal(symlink(getenv("NEWSPORTAL_TEST_SOCKET"), bed.hosts[0].socket), 0);
    took = bed_await(&bed, NP_DB_UP);
    print_message("up %ld ms after the socket was there\n", took);
    assert_in_range(took, 0, 1000);
    assert_int_equal(logged(&bed, "NP0100 database UP again"), 1);
    /* The probe's connection serves the next request. */
    np_db_status(bed.db, &status);
    i = (int)status.connects;
    connection_id(&bed);
    np_db_status(bed.db, &status);
    assert_int_equal(status.connects, i);
    bed_close(&bed);
    unlink(bed_path("later.sock"));
}

static void killed_under_load(void **state)
{
    bed_t bed;
    crowd_t crowd;
    pthread_t threads[8];
    int round;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 1);
    crowd_start(&crowd, &bed, threads, 8);
    for (round = 0; round < 3; round++) {
        np_tick_t start;
        long down, up;

        usleep(200000);
        kill(server_pid(), SIGKILL);
        down = bed_await(&bed, NP_DB_DOWN);
        assert_in_range(down, 0, 500);
        usleep(100000);
        start = np_clock();
        server_start();
        up = bed_await(&bed, NP_DB_UP);
        print_message("down after %ld ms; up %ld ms after the server answered (%ld to start)\n",
                      down, up, millis_since(start) - up);
        assert_in_range(up, 0, 1000);
    }
    usleep(200000);
    crowd_stop(&crowd, threads, 8);
    print_message("%d served, %d refused, slowest %ld ms\n", crowd.asked, crowd.failed,
                  (long)(crowd.slowest / 1000));
    assert_true(crowd.asked > 100);
    assert_true(crowd.failed > 100);
    assert_int_equal(logged(&bed, "NP0101 database DOWN"), 3);
    assert_int_equal(logged(&bed, "NP0100 database UP again"), 3);
    bed_close(&bed);
}

/* SIGSTOP: the server accepts connections and never says a word. */
static void hung(void **state)
{
    bed_t bed;
    crowd_t crowd;
    pthread_t threads[8];
    np_db_conn_t *conn;
    np_tick_t start;
    pid_t pid = server_pid();
    apr_int64_t id;
    long down, up;
    int i;

    (void)state;
    bed_init(&bed);
    bed.config.read_timeout = apr_time_from_sec(1);
    bed.config.connect_timeout = apr_time_from_sec(1);
    bed_open(&bed, 1);
    id = connection_id(&bed);
    crowd_start(&crowd, &bed, threads, 8);
    usleep(300000);
    kill(pid, SIGSTOP);
    down = bed_await(&bed, NP_DB_DOWN);
    usleep(300000);
    start = np_clock();
    for (i = 0; i < 100; i++)
        has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "");
    assert_in_range(millis_since(start), 0, SLACK); /* a hundred waits would be 25 seconds */
    usleep(2000000); /* longer than a probe lasts */
    kill(pid, SIGCONT);
    up = bed_await(&bed, NP_DB_UP);
    print_message("down after %ld ms, up %ld ms after SIGCONT, slowest request %ld ms\n", down, up,
                  (long)(crowd.slowest / 1000));
    usleep(300000);
    crowd_stop(&crowd, threads, 8);
    assert_in_range(down, 0, 1000 + 250 + SLACK);
    assert_in_range(up, 0, 1000);
    assert_in_range(crowd.slowest / 1000, 0, 1000 + 250 + SLACK);
    assert_true(connection_id(&bed) > id);
    assert_int_equal(logged(&bed, "NP0101 database DOWN"), 1);
    bed_close(&bed);
}

static void *sleep_in_server(void *data)
{
    bed_t *bed = data;
    np_db_conn_t *conn;
    np_rows_t *rows;
    apr_pool_t *pool;

    apr_pool_create_unmanaged(&pool);
    if (np_db_acquire(&conn, bed->db, pool) == NULL) {
        if (ask(&rows, conn, Q_SLEEP, 10000, pool) == NULL)
            abort();
        np_db_release(conn);
    }
    apr_pool_destroy(pool);
    return NULL;
}

/* Connections from before an outage are not asked again: their answers may be those of old
 * questions. */
static void no_connection_survives_an_outage(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    apr_int64_t idle, leased;

    (void)state;
    bed_init(&bed);
    bed_open(&bed, 0);
    conn = lease(&bed);
    leased = number_of(&bed, conn, Q_ID, 0);
    idle = connection_id(&bed);
    np_db_note_error(conn, CR_SERVER_LOST, "said by the test");
    np_db_failed(conn);
    assert_int_equal(bed_state(&bed), NP_DB_SUSPECT);
    np_db_failed(conn);
    assert_int_equal(bed_state(&bed), NP_DB_DOWN);
    np_db_tick(bed.db);
    assert_int_equal(bed_state(&bed), NP_DB_UP);
    np_db_release(conn);
    conn = lease(&bed);
    assert_true(number_of(&bed, conn, Q_ID, 0) > idle);
    assert_true(number_of(&bed, conn, Q_ID, 0) > leased);
    assert_true(connection_id(&bed) > idle);
    np_db_release(conn);
    bed_close(&bed);
}

/* One failure, and what is in flight does not come back: the keeper does not wait for a second. */
static void suspect_and_stalled_is_down(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    pthread_t thread;
    np_db_status_t status;

    (void)state;
    bed_init(&bed);
    bed.config.read_timeout = bed.config.lease_timeout = apr_time_from_sec(20);
    bed.config.statement_timeout = apr_time_from_sec(20);
    bed_open(&bed, 0);
    conn = lease(&bed);
    pthread_create(&thread, NULL, sleep_in_server, &bed);
    do {
        usleep(10000);
        np_db_status(bed.db, &status);
    } while (status.busy < 2);
    usleep(400000);
    np_db_note_error(conn, CR_SERVER_LOST, "said by the test");
    np_db_failed(conn);
    np_db_tick(bed.db);
    assert_int_equal(bed_state(&bed), NP_DB_SUSPECT);
    usleep(800000);
    np_db_tick(bed.db);
    assert_int_equal(logged(&bed, "inflight=1: none of them answers"), 1);
    assert_int_equal(bed_state(&bed), NP_DB_UP); /* the same tick has probed */
    np_db_release(conn);
    np_db_stop(bed.db);
    pthread_join(thread, NULL);
    bed_close(&bed);
}

/* Stopping the child while threads are inside the server. */
static void stop_interrupts(void **state)
{
    bed_t bed;
    pthread_t threads[3];
    np_tick_t start;
    np_db_status_t status;
    int i;

    (void)state;
    bed_init(&bed);
    bed.config.read_timeout = bed.config.lease_timeout = apr_time_from_sec(20);
    bed.config.statement_timeout = apr_time_from_sec(20);
    bed_open(&bed, 1);
    for (i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, sleep_in_server, &bed);
    do {
        usleep(20000);
        np_db_status(bed.db, &status);
    } while (status.busy < 3);
    usleep(100000);
    start = np_clock();
    np_db_stop(bed.db);
    for (i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    print_message("three threads out of the server in %ld ms\n", millis_since(start));
    assert_in_range(millis_since(start), 0, SLACK);
    assert_int_equal(logged(&bed, "NP0101"), 0);
    bed_close(&bed);
}

/* The keeper alone ends a lease that is over, whatever its thread does. */
static void keeper_ends_leases(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;

    (void)state;
    bed_init(&bed);
    bed.config.lease_timeout = 300000;
    bed_open(&bed, 0);
    conn = lease(&bed);
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
    np_db_tick(bed.db);
    assert_int_equal(np_db_is_stale(conn), 0);
    usleep(350000);
    np_db_tick(bed.db);
    assert_int_equal(np_db_is_stale(conn), 1);
    has_error(ask(&rows, conn, Q_COUNT, 0, bed.pool), 503, "NP0106", "");
    np_db_release(conn);
    assert_int_equal(bed_state(&bed), NP_DB_UP); /* the server did nothing wrong */
    connection_id(&bed);
    bed_close(&bed);
}

/* What another thread does in the moment in which a lock is let go. */
static struct {
    pthread_mutex_t *lock;
    np_db_conn_t *release;
} moment;

/* Stands before the C library's for everything linked into this program. */
int pthread_mutex_unlock(pthread_mutex_t *lock)
{
    static int (*unlock)(pthread_mutex_t *);
    int result;

    if (unlock == NULL) {
        void *found = dlsym(RTLD_NEXT, "pthread_mutex_unlock");

        memcpy(&unlock, &found, sizeof(unlock)); /* C has no cast from object to function */
    }
    result = unlock(lock);
    if (lock == moment.lock) {
        moment.lock = NULL;
        np_db_release(moment.release);
    }
    return result;
}

/* The lease ends just when the keeper has found it late: the keeper's interrupt must meet this
 * lease or none, but never the connection that has become free, nor the next one in its slot. */
static void lease_ends_under_the_sweep(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    int i;

    (void)state;
    bed_init(&bed);
    bed.config.lease_timeout = 200000;
    bed_open(&bed, 0);
    for (i = 0; i < 3; i++) {
        conn = lease(&bed);
        assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
        usleep(220000);
        moment.release = conn;
        moment.lock = &conn->lock;
        np_db_tick(bed.db);
        assert_null(moment.lock); /* it came to pass */
        assert_int_equal(conn->stopped && conn->state == SLOT_IDLE, 0);
        assert_true(connection_id(&bed) > 0);
        assert_int_equal(bed_state(&bed), NP_DB_UP);
        assert_true(np_db_hosts_failed(bed.db) == 0);
    }
    assert_int_equal(logged(&bed, "NP0101"), 0);
    bed_close(&bed);
}

/* Whatever shut a slot down, its next connection is not affected, unless the child stops. */
static void interrupted_slots_recover(void **state)
{
    bed_t bed;
    np_db_conn_t *conn;
    apr_int64_t id;

    (void)state;
    bed_init(&bed);
    bed.config.pool_size = 1;
    bed_open(&bed, 0);
    conn = lease(&bed);
    id = number_of(&bed, conn, Q_ID, 0);
    np_db_release(conn);
    np_db_interrupt(conn); /* while idle */
    assert_true(connection_id(&bed) > id);
    conn = lease(&bed);
    conn->broken = 1;
    np_db_release(conn);
    assert_int_equal(conn->state, SLOT_EMPTY);
    np_db_interrupt(conn); /* while empty */
    assert_true(connection_id(&bed) > id);
    assert_int_equal(bed_state(&bed), NP_DB_UP);
    assert_true(np_db_hosts_failed(bed.db) == 0);
    assert_int_equal(logged(&bed, "NP0101"), 0);
    conn = lease(&bed);
    np_db_stop(bed.db);
    assert_int_equal(np_db_open(conn), 0);
    np_db_release(conn);
    bed_close(&bed);
}

/* ---- Spoiled bytes
 * ------------------------------------------------------------------------------------------ */

static void dripping_answers(void **state)
{
    proxy_t *proxy = *state;
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;
    np_tick_t start;

    bed_through(&bed, proxy);
    bed.config.lease_timeout = 1500000;
    bed.config.read_timeout = apr_time_from_sec(30); /* each byte would start it again anyhow */
    bed_open(&bed, 0);
    proxy_set(proxy, "none");
    conn = lease(&bed);
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
    proxy_set(proxy, "drip 1");
    start = np_clock();
    has_error(ask(&rows, conn, Q_COUNT, 0, bed.pool), 503, "NP0106", "");
    print_message("a byte a second: given up after %ld ms\n", millis_since(start));
    assert_in_range(millis_since(start), 1200, 1500 + SLACK);
    start = np_clock();
    np_db_release(conn);
    assert_in_range(millis_since(start), 0, SLACK); /* no second deadline */
    /* The same while the server says hello. */
    start = np_clock();
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "");
    assert_in_range(millis_since(start), 1200, 1500 + SLACK);
    proxy_set(proxy, "none");
    bed_close(&bed);
}

static void never_greeting(void **state)
{
    proxy_t *proxy = *state;
    bed_t bed;
    np_db_conn_t *conn;
    np_tick_t start;

    bed_through(&bed, proxy);
    bed.config.connect_timeout = 300000; /* whole seconds: one */
    bed_open(&bed, 0);
    proxy_set(proxy, "silent");
    start = np_clock();
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "20");
    assert_in_range(millis_since(start), 900, 1000 + SLACK);
    proxy_set(proxy, "refuse");
    start = np_clock();
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "20");
    assert_in_range(millis_since(start), 0, SLACK);
    assert_int_equal(bed_state(&bed), NP_DB_DOWN);
    proxy_set(proxy, "none");
    bed_close(&bed);
}

/* One page's reading, checked: an error, or all of it. 1 when it was right. */
static int page_is_right(bed_t *bed)
{
    apr_pool_t *pool;
    np_db_conn_t *conn;
    np_rows_t *rows = NULL;
    np_error_t *error;
    int right = 0;

    apr_pool_create(&pool, bed->pool);
    error = np_db_acquire(&conn, bed->db, pool);
    if (error == NULL)
        error = np_db_snapshot_begin(conn, pool);
    if (error == NULL)
        error = ask(&rows, conn, Q_PAIR, 0, pool);
    if (error == NULL) {
        assert_int_equal(rows->count, 2);
        assert_int_equal(np_rows_int(rows, 1, 0), 2);
        assert_string_equal(np_rows_text(rows, 0, 1), "one");
        assert_string_equal(np_rows_text(rows, 1, 1), "two");
        right = 1;
    } else
        assert_int_equal(error->status, 503);
    np_db_release(conn);
    apr_pool_destroy(pool);
    return right;
}

static void cut_anywhere(void **state)
{
    proxy_t *proxy = *state;
    int at, right = 0, wrong = 0;

    for (at = 0; at < 1400; at += 23) {
        char fault[32];
        bed_t bed;

        bed_through(&bed, proxy);
        bed_open(&bed, 0);
        snprintf(fault, sizeof(fault), "cut %d", at);
        proxy_set(proxy, fault);
        if (page_is_right(&bed))
            right++;
        else
            wrong++;
        proxy_set(proxy, "none");
        assert_int_equal(page_is_right(&bed) || bed_state(&bed) == NP_DB_DOWN, 1);
        if (bed_state(&bed) == NP_DB_DOWN) {
            usleep(1000);
            np_db_tick(bed.db);
            assert_int_equal(page_is_right(&bed), 1);
        }
        bed_close(&bed);
    }
    print_message("cut at every 23rd byte: %d pages whole, %d refused\n", right, wrong);
    assert_true(right > 0);
    assert_true(wrong > 0);
}

/* Cut in the middle of a long result on a connection that worked: never half a page. */
static void cut_in_rows(void **state)
{
    proxy_t *proxy = *state;
    bed_t bed;
    int at, i;

    bed_through(&bed, proxy);
    bed_open(&bed, 0);
    for (at = 100; at < 3000000; at += 290000) {
        char fault[32];
        np_db_conn_t *conn;
        np_rows_t *rows;
        np_error_t *error;
        apr_pool_t *pool;

        apr_pool_create(&pool, bed.pool);
        proxy_set(proxy, "none");
        np_db_tick(bed.db);
        conn = lease(&bed);
        assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
        snprintf(fault, sizeof(fault), "cut %d", at);
        proxy_set(proxy, fault);
        error = ask(&rows, conn, Q_MANY, 3, pool);
        has_error(error, 503, "NP0103", "20");
        assert_null(rows);
        np_db_release(conn);
        apr_pool_destroy(pool);
    }
    proxy_set(proxy, "none");
    for (i = 0; i < 2; i++)
        np_db_tick(bed.db);
    assert_int_equal(page_is_right(&bed), 1);
    bed_close(&bed);
}

/* The protocol has no checksum, so a turned byte may change a text; but nothing else may happen,
 * and what comes out is text. */
static void flipped_bytes(void **state)
{
    proxy_t *proxy = *state;
    int at, taken = 0;

    for (at = 0; at < 1500; at += 31) {
        char fault[32];
        bed_t bed;
        np_db_conn_t *conn;
        np_rows_t *rows;
        np_error_t *error;
        np_tick_t start = np_clock();
        int i;

        bed_through(&bed, proxy);
        bed.config.read_timeout = bed.config.connect_timeout = apr_time_from_sec(1);
        bed.config.lease_timeout = 500000;
        bed_open(&bed, 0);
        snprintf(fault, sizeof(fault), "flip %d", at);
        proxy_set(proxy, fault);
        error = np_db_acquire(&conn, bed.db, bed.pool);
        if (error == NULL)
            error = ask(&rows, conn, Q_PAIR, 0, bed.pool);
        if (error == NULL) {
            for (i = 0; i < rows->count; i++)
                assert_int_equal(np_rows_cell(rows, i, 1)->length,
                                 strlen(np_rows_text(rows, i, 1)));
            taken++;
        }
        np_db_release(conn);
        assert_in_range(millis_since(start), 0, 500 + SLACK);
        proxy_set(proxy, "none");
        bed_close(&bed);
    }
    print_message("one byte turned in 49 places: %d answers taken\n", taken);
}

static void injected_errors(void **state)
{
    static const struct {
        const char *fault;
        const char *code; /* NULL: healed by one retry */
        np_db_state_e state;
    } cases[] = {{"err 1205 Lock wait timeout exceeded", "NP0106", NP_DB_UP},
                 {"err 1213 Deadlock found", "NP0105", NP_DB_UP},
                 {"err 1969 Query execution was interrupted", "NP0106", NP_DB_UP},
                 {"err 3024 maximum statement execution time exceeded", "NP0106", NP_DB_UP},
                 {"err 1153 Got a packet bigger than", "NP0105", NP_DB_UP},
                 {"err 1243 Unknown prepared statement handler", NULL, NP_DB_UP},
                 {"err 1615 Prepared statement needs to be re-prepared", NULL, NP_DB_UP},
                 {"err 1317 Query execution was interrupted", NULL, NP_DB_UP},
                 {"err 1053 Server shutdown in progress", NULL, NP_DB_UP},
                 {"err 1927 Connection was killed", NULL, NP_DB_UP},
                 {"err 4031 The client was disconnected", NULL, NP_DB_UP}};
    proxy_t *proxy = *state;
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        bed_t bed;
        np_db_conn_t *conn;
        np_rows_t *rows;

        bed_through(&bed, proxy);
        bed_open(&bed, 0);
        conn = lease(&bed);
        no_error(ask(&rows, conn, Q_PAIR, 0, bed.pool));
        np_db_release(conn);
        conn = lease(&bed);
        proxy_set(proxy, cases[i].fault);
        if (cases[i].code)
            has_error(ask(&rows, conn, Q_PAIR, 0, bed.pool), 503, cases[i].code, "");
        else {
            no_error(ask(&rows, conn, Q_PAIR, 0, bed.pool));
            assert_string_equal(np_rows_text(rows, 1, 1), "two");
        }
        np_db_release(conn);
        assert_int_equal(bed_state(&bed), cases[i].state);
        proxy_set(proxy, "none");
        assert_int_equal(page_is_right(&bed), 1);
        bed_close(&bed);
    }
}

static void too_many_connections_in_the_greeting(void **state)
{
    proxy_t *proxy = *state;
    bed_t bed;
    np_db_conn_t *conn;
    long before = proxy_accepted(proxy);

    bed_through(&bed, proxy);
    bed_open(&bed, 0);
    proxy_set(proxy, "err 1040 Too many connections");
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "1040");
    assert_int_equal(bed_state(&bed), NP_DB_UP);
    has_error(np_db_acquire(&conn, bed.db, bed.pool), 503, "NP0101", "1040");
    assert_int_equal(proxy_accepted(proxy), before + 1); /* no second dial in the pause */
    usleep(110000);
    assert_int_equal(page_is_right(&bed), 1);
    bed_close(&bed);
}

/* A hostile server asks for a file in answer to a statement. */
static void file_wanted(void **state)
{
    proxy_t *proxy = *state;
    bed_t bed;
    np_db_conn_t *conn;
    np_rows_t *rows;
    char *sent = malloc(4 << 20);
    size_t length, i;
    FILE *file;

    bed_through(&bed, proxy);
    bed_open(&bed, 0);
    conn = lease(&bed);
    assert_int_equal(number_of(&bed, conn, Q_COUNT, 0), 3);
    proxy_set(proxy, "packet fb2f6574632f706173737764"); /* /etc/passwd */
    assert_non_null(ask(&rows, conn, Q_COUNT, 0, bed.pool));
    np_db_release(conn);
    proxy_set(proxy, "none");
    conn = lease(&bed);
    proxy_set(proxy, "packet fb2f6574632f706173737764");
    assert_non_null(np_db_snapshot_begin(conn, bed.pool));
    np_db_release(conn);
    proxy_set(proxy, "none");
    np_db_tick(bed.db);
    assert_int_equal(page_is_right(&bed), 1);
    bed_close(&bed);
    file = fopen(bed_path("record"), "r");
    assert_non_null(file);
    assert_non_null(sent);
    length = fread(sent, 1, 4 << 20, file);
    fclose(file);
    assert_true(length > 1000);
    for (i = 0; i + 7 < length; i++)
        if (memcmp(sent + i, "root:x:", 7) == 0)
            fail_msg("the file was sent");
    free(sent);
}

static int with_proxy(void **state)
{
    static proxy_t proxy;

    proxy_start(&proxy, bed_path("record"));
    *state = &proxy;
    return 0;
}

static int without_proxy(void **state)
{
    proxy_stop(*state);
    return 0;
}

static int run(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(idle_connections_killed),
        cmocka_unit_test(idle_time_out_of_the_server),
        cmocka_unit_test(killed_before_the_first_answer),
        cmocka_unit_test(killed_after_an_answer),
        cmocka_unit_test(killed_in_a_statement),
        cmocka_unit_test(read_time_out),
        cmocka_unit_test(stopped_before_a_statement),
        cmocka_unit_test(connection_limit),
        cmocka_unit_test(no_connection_at_all),
        cmocka_unit_test(down_at_start),
        cmocka_unit_test(killed_under_load),
        cmocka_unit_test(hung),
        cmocka_unit_test(no_connection_survives_an_outage),
        cmocka_unit_test(suspect_and_stalled_is_down),
        cmocka_unit_test(stop_interrupts),
        cmocka_unit_test(keeper_ends_leases),
        cmocka_unit_test(lease_ends_under_the_sweep),
        cmocka_unit_test(interrupted_slots_recover),
        cmocka_unit_test(dripping_answers),
        cmocka_unit_test(never_greeting),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(cut_in_rows),
        cmocka_unit_test(flipped_bytes),
        cmocka_unit_test(injected_errors),
        cmocka_unit_test(too_many_connections_in_the_greeting),
        cmocka_unit_test(file_wanted),
    };

    return cmocka_run_group_tests(tests, with_proxy, without_proxy);
}

int main(int count, char **arguments)
{
    (void)count;
    return bed_main(arguments, run);
}
