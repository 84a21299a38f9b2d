/* newsportal_notify_program.c - hands a message to a program: the message on its standard input,
 * the recipient as its last argument after "--", the first line of its standard error for people.
 *
 * Must not: use a shell, wait longer than NOTIFY_PROGRAM_TIME, let the program inherit a descriptor
 * or the sender's environment. Called by newsportal_notify.c, which has one thread.
 */
#include "newsportal_notify.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <apr_strings.h>
#include "np_clock.h"

#define SAID_MOST 4096 /* bytes of standard error that are kept; the rest is read and dropped */
#define LOOK_EVERY 20  /* milliseconds between two looks whether it has ended */

typedef struct run_t {
    pid_t child;
    int in, said; /* ends of pipes; -1 when closed */
    const char *bytes;
    size_t left;
    char text[SAID_MOST];
    size_t length;
} run_t;

/* Between fork and exec. The descriptors are above 2, or one would overwrite the other. */
static void child_run(const char *const *words, int in, int said)
{
    static const char *const environment[] = {
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8",
        NULL};
    int null = open("/dev/null", O_RDWR);
    sigset_t none;

    setpgid(0, 0);
    signal(SIGPIPE, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dup2(in, 0);
    dup2(null, 1);
    dup2(said, 2);
    syscall(SYS_close_range, 3u, ~0u, 0u);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    syscall(SYS_execve, words[0], words, environment);
    _exit(127);
}

/* A pipe whose ends are above 2. */
static int open_pipe(int ends[2])
{
    int low[2], i;

    if (pipe2(low, O_CLOEXEC) != 0)
        return 0;
    for (i = 0; i < 2; i++) {
        ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, 10);
        close(low[i]);
    }
    return ends[0] >= 0 && ends[1] >= 0;
}

static void close_end(int *end)
{
    if (*end >= 0)
        close(*end);
    *end = -1;
}

static int start(run_t *run, const char *const *words)
{
    int in[2] = {-1, -1}, said[2] = {-1, -1}, i;

    run->child = -1;
    if (open_pipe(in) && open_pipe(said)) {
        run->child = fork();
        if (run->child == 0)
            child_run(words, in[0], said[1]);
    }
    close_end(&in[0]);
    close_end(&said[1]);
    run->in = in[1];
    run->said = said[0];
    if (run->child < 0) {
        close_end(&run->in);
        close_end(&run->said);
        return 0;
    }
    for (i = 0; i < 2; i++)
        fcntl(i ? run->said : run->in, F_SETFL, O_NONBLOCK);
    return 1;
}

/* A program may end without having read everything: its status is what counts. */
static void feed(run_t *run)
{
    ssize_t sent = write(run->in, run->bytes, run->left);

    if (sent > 0) {
        run->bytes += sent;
        run->left -= (size_t)sent;
    }
    if (run->left == 0 || (sent < 0 && errno != EAGAIN && errno != EINTR))
        close_end(&run->in);
}

static void listen_to(run_t *run)
{
    char more[1024];
    ssize_t got = read(run->said, more, sizeof(more));
    size_t room = SAID_MOST - run->length;

    if (got > 0) {
        room = room < (size_t)got ? room : (size_t)got;
        memcpy(run->text + run->length, more, room);
        run->length += room;
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        close_end(&run->said);
    }
}

/* Its status as waitpid gives it; -1 when it had to be killed. What it leaves running in the
 * background may keep its standard error open: nobody waits for that. */
static int attend(run_t *run)
{
    np_tick_t end = np_clock() + apr_time_from_sec(NOTIFY_PROGRAM_TIME);
    int status = -1, is_over = 0;

    while (!is_over && np_clock() < end) {
        struct pollfd ends[2] = {{run->in, POLLOUT, 0}, {run->said, POLLIN, 0}};

        poll(ends, 2, LOOK_EVERY);
        if (ends[0].revents)
            feed(run);
        if (ends[1].revents)
            listen_to(run);
        is_over = waitpid(run->child, &status, WNOHANG) == run->child;
    }
    if (run->said >= 0)
        listen_to(run);
    if (!is_over) {
        kill(-run->child, SIGKILL);
        kill(run->child, SIGKILL);
        while (waitpid(run->child, &status, 0) < 0 && errno == EINTR)
            ;
        status = -1;
    }
    return status;
}

static const char *reason(int status, const np_notify_t *notify, apr_pool_t *pool)
{
    if (status == -1)
        return apr_psprintf(pool, "the program took longer than %d seconds", NOTIFY_PROGRAM_TIME);
    if (WIFSIGNALED(status))
        return apr_psprintf(pool, "the program was ended by signal %d", WTERMSIG(status));
    if (WEXITSTATUS(status) == 127)
        return apr_psprintf(pool, "%.200s cannot be run", notify->settings.words[0]);
    return apr_psprintf(pool, "the program gave up with status %d", WEXITSTATUS(status));
}

notify_outcome_e notify_by_program(const char **error, const np_notify_t *notify,
                                   const char *recipient, const np_buffer_t *bytes,
                                   apr_pool_t *pool)
{
    const char **words;
    run_t *run = apr_pcalloc(pool, sizeof(*run));
    int count = 0, status;

    while (notify->settings.words[count])
        count++;
    words = apr_pcalloc(pool, ((apr_size_t)count + 3) * sizeof(*words));
    memcpy(words, notify->settings.words, (apr_size_t)count * sizeof(*words));
    words[count] = "--";
    words[count + 1] = recipient;
    run->bytes = bytes->data;
    run->left = bytes->length;
    if (!start(run, words)) {
        *error = "no process can be started";
        return NOTIFY_BROKEN;
    }
    status = attend(run);
    close_end(&run->in);
    close_end(&run->said);
    if (status == 0)
        return NOTIFY_SENT;
    *error = run->length ? np_message_error(pool, run->text, run->length, recipient)
                         : reason(status, notify, pool);
    if (status == -1 || !WIFEXITED(status) || WEXITSTATUS(status) == 127)
        return NOTIFY_BROKEN;
    return WEXITSTATUS(status) == EX_NOUSER ? NOTIFY_NEVER : NOTIFY_LATER;
}
