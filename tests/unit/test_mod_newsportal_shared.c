/* test_mod_newsportal_shared.c - the memory of the counters with real processes; the test plays httpd. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <ap_mpm.h>
#include <apr_general.h>

#include "mod_newsportal.h"

/* No sender of messages runs here: it has nothing to add. */
void np_notify_add_numbers(int portal, np_numbers_t *numbers)
{
    (void)portal;
    (void)numbers;
}

#define PORTALS 2

/* ---- httpd, as far as that file sees it ----------------------------------------------------- */

module AP_MODULE_DECLARE_DATA newsportal_module;
server_rec *ap_server_conf;
static int daemons = 4, logged;
static ap_HOOK_post_config_t *post_config;
static ap_HOOK_child_status_t *child_status;

void ap_hook_post_config(ap_HOOK_post_config_t *hook, const char *const *before,
                         const char *const *after, int order)
{
    (void)before;
    (void)after;
    (void)order;
    post_config = hook;
}

void ap_hook_child_status(ap_HOOK_child_status_t *hook, const char *const *before,
                          const char *const *after, int order)
{
    (void)before;
    (void)after;
    (void)order;
    child_status = hook;
}

apr_status_t ap_mpm_query(int code, int *result)
{
    *result = code == AP_MPMQ_HARD_LIMIT_DAEMONS ? daemons : 7;
    return APR_SUCCESS;
}

void ap_log_error_(const char *file, int line, int index, int level, apr_status_t status,
                   const server_rec *server, const char *format, ...)
{
    (void)file;
    (void)line;
    (void)index;
    (void)level;
    (void)status;
    (void)server;
    logged += strncmp(format, "NP0003: ", 8) == 0;
}

const np_site_t *np_child_site(int index)
{
    static const np_site_t sites[PORTALS] = {
        {.name = "First", .base_url = "http://first.test"},
        {.name = "Second", .base_url = "http://second.test"},
    };

    return index < PORTALS ? &sites[index] : NULL;
}

/* ---- Processes ------------------------------------------------------------------------------ */

static apr_pool_t *pconf;
static int go[2]; /* a child ends when it reads from it */

static int set_up(void **state)
{
    (void)state;
    logged = 0;
    apr_pool_create(&pconf, NULL);
    np_shared_register_hooks();
    if (pipe(go) != 0)
        return 1;
    return post_config(pconf, pconf, pconf, NULL) != OK;
}

static int tear_down(void **state)
{
    (void)state;
    close(go[0]);
    close(go[1]);
    apr_pool_destroy(pconf);
    return 0;
}

/* Counts `hits` for the first portal and ten times as many for the second. Its exit code is the number of
 * log lines. */
static pid_t start(unsigned hits, int waits)
{
    int ready[2];
    pid_t pid;
    char c;

    assert_int_equal(pipe(ready), 0);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        np_counters_t *first = np_status_claim(0, pconf), *second = np_status_claim(1, pconf);

        close(go[1]); /* so that it ends when a test has failed, too */
        np_count(&first->hits, hits);
        np_count(&second->hits, 10ULL * hits);
        np_count_set(&first->cache_bytes, 5);
        if (write(ready[1], "x", 1) != 1 || (waits && read(go[0], &c, 1) != 1))
            _exit(99); /* the test is gone */
        _exit(logged);
    }
    assert_int_equal(read(ready[0], &c, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return pid;
}

/* What httpd's parent does; returns the exit code. */
static int finish(pid_t pid)
{
    int status;

    assert_int_equal(waitpid(pid, &status, 0), pid);
    child_status(NULL, pid, 7, 0, MPM_CHILD_EXITED);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static unsigned long long total(const np_status_t *status, int portal, size_t place)
{
    np_numbers_t sum;

    np_status_sum(&sum, &status->portals[portal]);
    return sum.at[place];
}

static np_status_t now(void)
{
    np_status_t status;

    assert_int_equal(np_status_read(&status, pconf), 1);
    assert_int_equal(status.portal_count, PORTALS);
    return status;
}

/* ---- Tests ---------------------------------------------------------------------------------- */

static void nobody_yet(void **state)
{
    np_status_t status = now();

    (void)state;
    assert_int_equal(status.finished, 0);
    assert_int_equal(status.portals[0].child_count, 0);
    assert_string_equal(status.portals[1].base_url, "http://second.test");
}

static void each_process_has_its_place(void **state)
{
    pid_t pids[9];
    np_status_t status;
    int i;

    (void)state;
    for (i = 0; i < 8; i++) /* twice the limit of httpd */
        pids[i] = start(1U << i, 1);
    status = now();
    for (i = 0; i < 8; i++) {
        const np_status_child_t *child = &status.portals[0].children[i];

        assert_int_equal(child->pid, pids[i]);
        assert_int_equal(child->generation, 7);
        assert_true(child->started > 0 && child->started <= status.now);
        assert_int_equal(child->numbers.at[NP_NUMBER(hits)], 1U << i);
        assert_int_equal(status.portals[1].children[i].numbers.at[NP_NUMBER(hits)], 10 * (1U << i));
    }
    assert_int_equal(status.portals[0].child_count, 8);
    assert_int_equal(total(&status, 0, NP_NUMBER(hits)), 255);
    assert_int_equal(total(&status, 0, NP_NUMBER(cache_bytes)), 40);

    /* One too many works, unseen, and says so once. */
    pids[8] = start(1000, 1);
    status = now();
    assert_int_equal(status.portals[0].child_count, 8);
    assert_int_equal(total(&status, 0, NP_NUMBER(hits)), 255);
    assert_int_equal(write(go[1], "123456789", 9), 9);
    for (i = 0; i < 9; i++)
        assert_int_equal(finish(pids[i]), i == 8);
    status = now();
    assert_int_equal(status.finished, 8);
    assert_int_equal(status.portals[0].child_count, 0);
    assert_int_equal(total(&status, 0, NP_NUMBER(hits)), 255);
    assert_int_equal(total(&status, 1, NP_NUMBER(hits)), 2550);
    assert_int_equal(total(&status, 0, NP_NUMBER(cache_bytes)), 0);
}

static void only_the_end_of_a_process_frees_its_place(void **state)
{
    pid_t pid = start(3, 1);
    np_status_t status;

    (void)state;
    child_status(NULL, pid, 7, 0, MPM_CHILD_STARTED);
    child_status(NULL, pid, 7, 0, MPM_CHILD_LOST_SLOT); /* of httpd's own; it still runs */
    child_status(NULL, pid + 1, 7, 0, MPM_CHILD_EXITED);
    status = now();
    assert_int_equal(status.portals[0].child_count, 1);
    assert_int_equal(status.finished, 0);
    kill(pid, SIGKILL);
    assert_int_equal(finish(pid), -1);
    status = now();
    assert_int_equal(status.portals[0].child_count, 0);
    assert_int_equal(status.portals[0].finished.at[NP_NUMBER(hits)], 3);
}

static void without_memory(void **state)
{
    np_status_t status;
    np_counters_t *counters;

    (void)state;
    apr_pool_clear(pconf); /* a restart has begun */
    assert_int_equal(np_status_read(&status, pconf), 0);
    child_status(NULL, 1, 7, 0, MPM_CHILD_EXITED);
    counters = np_status_claim(0, pconf);
    assert_int_equal(np_count_get(&counters->hits), 0);
    np_count(&counters->hits, 1);
    assert_ptr_not_equal(counters, np_status_claim(1, pconf));
}

/* A sum must not fall while processes end, however a reader and the parent meet. */
static atomic_int enough;

static void *read_on(void *data)
{
    unsigned long long last = 0;
    long *falls = data;
    apr_pool_t *pool;

    apr_pool_create(&pool, NULL);
    while (!atomic_load(&enough)) {
        np_status_t status;
        unsigned long long hits;

        np_status_read(&status, pool);
        hits = total(&status, 1, NP_NUMBER(hits));
        *falls += hits < last;
        last = hits;
        apr_pool_clear(pool);
    }
    apr_pool_destroy(pool);
    return NULL;
}

static void sums_never_fall(void **state)
{
    pthread_t threads[2];
    long falls[2] = {0, 0};
    np_status_t status;
    int i;

    (void)state;
    atomic_store(&enough, 0);
    for (i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_on, &falls[i]), 0);
    for (i = 0; i < 1000; i++)
        assert_int_equal(finish(start(1, 0)), 0);
    atomic_store(&enough, 1);
    for (i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(falls[i], 0);
    }
    status = now();
    assert_int_equal(status.finished, 1000);
    assert_int_equal(total(&status, 1, NP_NUMBER(hits)), 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nobody_yet, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_process_has_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_the_end_of_a_process_frees_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sums_never_fall, set_up, tear_down),
    };

    apr_initialize();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
