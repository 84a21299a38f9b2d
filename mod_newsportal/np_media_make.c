/* np_media_make.c - see np_media_make.h. */
#include "np_media_make.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "np_clock.h"
#include "np_store_internal.h"

#define SLOTS 2
#define MEMORY_MOST                                                                                \
    ((rlim_t)1 << 30) /* bytes of address space; the program's libraries alone map 300 MB */
#define CPU_MOST 10   /* seconds */
#define TIME_MOST apr_time_from_sec(15)
#define MADE_MOST ((rlim_t)16 << 20) /* bytes */
#define NICE 10
#define LOOK_EVERY 4000 /* microseconds */

typedef struct job_t {
    const char *program;
    int folder;
    char in[20], out[20], save[48], size[16];
} job_t;

/* The lock's descriptor, or -1: taken, or the folder cannot be used (`*error`). */
static int slot_take(int folder, int slot, int *error)
{
    char name[16];
    int file;

    snprintf(name, sizeof(name), "make.%d", slot);
    file = openat(folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    *error = file < 0 ? errno : 0;
    if (file >= 0 && flock(file, LOCK_EX | LOCK_NB) != 0) {
        close(file);
        return -1;
    }
    return file;
}

static int slot_of(const char *key)
{
    unsigned sum = 0;

    while (*key)
        sum = sum * 31 + (unsigned char)*key++;
    return (int)(sum % SLOTS);
}

/* Orientation is applied by the program unasked; colours become sRGB, because the profile goes. */
static void job_fill(job_t *job, int slot, np_media_type_e type, int width)
{
    static const char *const options[] = {
        [NP_MEDIA_PNG] = "compression=6,strip",
        [NP_MEDIA_JPEG] = "Q=82,optimize_coding,strip",
        [NP_MEDIA_WEBP] = "Q=80,strip",
    };

    snprintf(job->in, sizeof(job->in), "in.%d.%s", slot, np_media_ext(type));
    snprintf(job->out, sizeof(job->out), "out.%d.%s", slot, np_media_ext(type));
    snprintf(job->save, sizeof(job->save), "%s[%s]", job->out, options[type]);
    snprintf(job->size, sizeof(job->size), "%dx65500>", width);
}

/* ---- The program --------------------------------------------------------------------------------
 */

/* A macro, because the type of `what` is the C library's own. */
#define LIMIT(what, most) setrlimit(what, &(struct rlimit){most, most})

/* Between fork and exec of a process with threads: system calls only. */
static void child_run(const job_t *job)
{
    static const char *const environment[] = {"PATH=/usr/local/bin:/usr/bin:/bin",
                                              "LC_ALL=C",
                                              "VIPS_CONCURRENCY=1",
                                              "VIPS_BLOCK_UNTRUSTED=1",
                                              "MALLOC_ARENA_MAX=1",
                                              NULL};
    const char *const arguments[] = {
        job->program, job->in, "--size",  job->size, "--export-profile",
        "srgb",       "-o",    job->save, NULL};
    sigset_t none;
    int null = open("/dev/null", O_RDWR);

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0);
    if (fchdir(job->folder) != 0 || null < 0)
        _exit(126);
    dup2(null, 0);
    dup2(null, 1);
    dup2(null, 2);
    syscall(SYS_close_range, 3u, ~0u, 0u);
    setpriority(PRIO_PROCESS, 0, NICE);
    LIMIT(RLIMIT_AS, MEMORY_MOST);
    LIMIT(RLIMIT_CPU, CPU_MOST);
    LIMIT(RLIMIT_FSIZE, MADE_MOST);
    LIMIT(RLIMIT_CORE, 0);
    /* The call itself: a build that counts lines wraps execve() and wants memory for it. */
    syscall(SYS_execve, job->program, arguments, environment);
    _exit(127);
}

/* Its status as waitpid gives it; -1 when it had to be killed. */
static int wait_for(pid_t child)
{
    np_tick_t end = np_clock() + TIME_MOST;
    int status;

    for (;;) {
        pid_t got = waitpid(child, &status, WNOHANG);

        if (got == child)
            return status;
        if (got < 0 && errno != EINTR)
            return -1;
        if (np_clock() >= end)
            break;
        usleep(LOOK_EVERY);
    }
    kill(-child, SIGKILL);
    kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return -1;
}

/* 1 when the program says that it went well. */
static int run(char why[120], const job_t *job)
{
    pid_t child = fork();
    int status;

    if (child == 0)
        child_run(job);
    if (child < 0) {
        snprintf(why, 120, "no process can be started (%d)", errno);
        return 0;
    }
    status = wait_for(child);
    if (status == -1)
        snprintf(why, 120, "it took longer than %d seconds", (int)apr_time_sec(TIME_MOST));
    else if (WIFSIGNALED(status))
        snprintf(why, 120, "the program was ended by signal %d", WTERMSIG(status));
    else if (WEXITSTATUS(status) == 127)
        snprintf(why, 120, "%.80s cannot be run", job->program);
    else if (WEXITSTATUS(status) != 0)
        snprintf(why, 120, "the program gave up with status %d", WEXITSTATUS(status));
    return status == 0;
}

/* ---- Files around it ----------------------------------------------------------------------------
 */

/* errno */
static int in_write(const job_t *job, const char *bytes, apr_size_t length)
{
    int error, file = openat(job->folder, job->in,
                             O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);

    if (file < 0)
        return errno;
    error = np_store_write_all(file, bytes, length);
    close(file);
    return error;
}

/* The picture that was made; NULL when it is none, or of another type. */
static char *out_read(apr_size_t *length, const job_t *job, np_media_type_e type)
{
    int file = openat(job->folder, job->out, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    char *bytes = NULL;
    struct stat info;

    if (file >= 0 && fstat(file, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0 &&
        info.st_size <= (off_t)MADE_MOST)
        bytes = malloc((size_t)info.st_size);
    if (bytes) {
        *length = (apr_size_t)info.st_size;
        if (np_store_read_all(file, bytes, *length) != (apr_ssize_t)*length ||
            np_media_sniff(bytes, *length, 0) != type) {
            free(bytes);
            bytes = NULL;
        }
    }
    if (file >= 0)
        close(file);
    return bytes;
}

static np_made_e make(char **made, apr_size_t *made_length, char why[120], const job_t *job,
                      np_media_type_e type, const char *bytes, apr_size_t length)
{
    int error;

    unlinkat(job->folder, job->out, 0);
    error = in_write(job, bytes, length);
    if (error)
        snprintf(why, 120, "the folder cannot be written to (%d)", error);
    else if (run(why, job)) {
        *made = out_read(made_length, job, type);
        if (*made == NULL)
            snprintf(why, 120, "the program made nothing that could be used");
    }
    unlinkat(job->folder, job->in, 0);
    unlinkat(job->folder, job->out, 0);
    return *made ? NP_MADE : NP_MADE_REFUSED;
}

np_made_e np_media_make(char **made, apr_size_t *made_length, char why[120], int folder,
                        const char *program, const char *key, np_media_type_e type, int width,
                        const char *bytes, apr_size_t length)
{
    job_t job = {.program = program, .folder = folder};
    int slot = slot_of(key), lock, error;
    apr_uint64_t across, down;
    np_made_e result;

    *made = NULL;
    *made_length = 0;
    *why = '\0';
    if (!np_media_measures(&across, &down, type, bytes, length) || across == 0 || down == 0 ||
        across > NP_MEDIA_PIXELS_MOST / down) {
        snprintf(why, 120, "%llu by %llu pixels are not tried", (unsigned long long)across,
                 (unsigned long long)down);
        return NP_MADE_REFUSED;
    }
    lock = slot_take(folder, slot, &error);
    if (lock < 0) {
        snprintf(why, 120, "the folder cannot be written to (%d)", error);
        return error ? NP_MADE_REFUSED : NP_MADE_BUSY;
    }
    job_fill(&job, slot, type, width);
    result = make(made, made_length, why, &job, type, bytes, length);
    close(lock);
    return result;
}
