/* mod_newsportal_notify.c - starts the sender of messages (newsportal-notify) and looks after it.
 *
 * One process for each portal with NewsPortalNotify, a child of httpd's parent and of nobody else:
 *
 *     post_config ─▶ fork ─▶ wait (after a failure) ─▶ drop rights ─▶ exec
 *       ended by itself: started anew, at once if it had lived a while, else after 1, 2, 4 ... 60 s
 *       httpd stops, or reads its configuration anew: SIGTERM; it ends after the message under way
 *
 * After a graceful restart the next sender starts when that of the older configuration has ended:
 * there is never more than one. For that the older one's process id outlives the configuration
 * (ap_retained_data_create): its end is noticed by the new one's callback, the old is unloaded.
 *
 * Must not: send anything, wait for the sender, leave a password where it need not be. Called by
 * httpd's hooks, and by mod_newsportal_shared.c for the numbers.
 */
#include "mod_newsportal.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ap_mpm.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>
#include <http_core.h>
#include <http_main.h>
#include <mpm_common.h>
#include "np_clock.h"

APLOG_USE_MODULE(newsportal);

#define PROGRAM "newsportal-notify" /* lies beside the module */
#define DELAY_MOST 60               /* seconds */
#define LIVED apr_time_from_sec(60) /* who lived as long did not fail at its start */
#define LEAVING_MOST 64
#define SETTINGS_ROOM (1 << 20) /* bytes */

typedef struct supervised_t {
    const np_site_t *site;
    server_rec *server;
    int settings, counters_fd; /* memory without a name; -1 when closed */
    np_counters_t *counters;
    apr_proc_t process; /* pid 0: none */
    int is_watched;     /* registered: APR crashes when asked to forget what it does not know */
    np_tick_t started;
    unsigned delay; /* seconds before the next start */
} supervised_t;

/* Senders of older configurations that have not ended yet. */
typedef struct leaving_t {
    apr_proc_t list[LEAVING_MOST];
    int count;
} leaving_t;

static apr_array_header_t *senders; /* of supervised_t *; in pconf */
static leaving_t *leaving;
static const char *program;

static const char *find_program(apr_pool_t *pool);

static void start(supervised_t *sender);

/* ---- What both sides need before there is a process ---------------------------------------------
 */

/* const np_site_t * to np_texts_t *, of this configuration. */
static apr_hash_t *checked;

static apr_status_t forget_checked(void *unused)
{
    (void)unused;
    checked = NULL;
    return APR_SUCCESS;
}

/* One file of the theme or of a parent; what is not there is looked for further on. */
static const char *add_file(np_texts_t *texts, const char *folder, const char *language,
                            apr_pool_t *pool)
{
    const char *path = apr_pstrcat(pool, folder, "/mail/", language, ".txt", NULL);
    char *bytes = apr_palloc(pool, NP_TEXTS_FILE_MOST + 1);
    apr_size_t length = 0;
    apr_file_t *file;
    apr_finfo_t info;
    apr_status_t status = apr_stat(&info, path, APR_FINFO_TYPE, pool);

    if (APR_STATUS_IS_ENOENT(status) || APR_STATUS_IS_ENOTDIR(status))
        return NULL;
    if (status == APR_SUCCESS && info.filetype != APR_REG)
        return apr_psprintf(pool, "%s is not a file", path);
    if (status == APR_SUCCESS)
        status = apr_file_open(&file, path, APR_FOPEN_READ, 0, pool);
    if (status == APR_SUCCESS) {
        status = apr_file_read_full(file, bytes, NP_TEXTS_FILE_MOST + 1, &length);
        apr_file_close(file);
    }
    if (status != APR_SUCCESS && status != APR_EOF)
        return apr_psprintf(pool, "%s cannot be read (%s)", path,
                            strerror(APR_TO_OS_ERROR(status)));
    return np_texts_add(texts, bytes, length, path);
}

const char *np_notify_check(const np_site_t *site, const np_theme_t *theme, apr_pool_t *pconf)
{
    np_texts_t *texts = np_texts_create(pconf);
    char *language = apr_pstrdup(pconf, site->language);
    const char *failure = NULL;
    int level, is_english = 0;

    if (site->notify.way == NP_NOTIFY_OFF)
        return NULL;
    program = find_program(pconf);
    if (access(program, X_OK) != 0)
        return apr_psprintf(pconf, "%s cannot be run; it is installed beside mod_newsportal.so",
                            program);
    while (failure == NULL && *language) {
        char *last = strrchr(language, '-');

        for (level = 0; failure == NULL && np_theme_folder(theme, level); level++)
            failure = add_file(texts, np_theme_folder(theme, level), language, pconf);
        is_english |= strcmp(language, "en") == 0;
        if (last)
            *last = '\0';
        else
            language = apr_pstrdup(pconf, is_english ? "" : "en");
    }
    if (failure == NULL && np_texts_missing(texts))
        failure = apr_psprintf(pconf,
                               "the theme has no text for messages of kind %s; it belongs into "
                               "%s/mail/%s.txt",
                               np_texts_missing(texts), np_theme_folder(theme, 0), site->language);
    if (checked == NULL) {
        checked = apr_hash_make(pconf);
        apr_pool_cleanup_register(pconf, NULL, forget_checked, apr_pool_cleanup_null);
    }
    apr_hash_set(checked, apr_pmemdup(pconf, &site, sizeof(site)), sizeof(site), texts);
    return failure;
}

static const char *find_program(apr_pool_t *pool)
{
    Dl_info info;
    const char *slash;

    if (dladdr((const void *)&newsportal_module, &info) == 0 || info.dli_fname == NULL)
        return PROGRAM;
    slash = strrchr(info.dli_fname, '/');
    return slash == NULL ? PROGRAM
                         : apr_pstrcat(pool,
                                       apr_pstrmemdup(pool, info.dli_fname,
                                                      (apr_size_t)(slash - info.dli_fname)),
                                       "/" PROGRAM, NULL);
}

void np_notify_add_numbers(int portal, np_numbers_t *numbers)
{
    const np_site_t *site = np_child_site(portal);
    int i;

    for (i = 0; senders && i < senders->nelts; i++) {
        supervised_t *sender = APR_ARRAY_IDX(senders, i, supervised_t *);
        np_numbers_t own;
        size_t number;

        if (sender->site != site || sender->counters == NULL)
            continue;
        np_numbers_read(&own, sender->counters);
        for (number = NP_NUMBER(notify_sent); number <= NP_NUMBER(notify_trouble); number++)
            numbers->at[number] += own.at[number];
    }
}

static int make_memory(const char *name, const void *bytes, size_t length)
{
    int file = memfd_create(name, MFD_CLOEXEC);

    if (file >= 0 && (bytes ? write(file, bytes, length) != (ssize_t)length
                            : ftruncate(file, (off_t)length) != 0)) {
        close(file);
        return -1;
    }
    return file;
}

/* Children inherit the parent's memory, and have nothing to do with these. The compiler must not
 * find out that nobody reads it any more. */
static void wipe(const char *secret)
{
    union {
        const char *read;
        volatile char *write;
    } byte = {secret};

    while (secret && *byte.write)
        *byte.write++ = 0;
}

static void wipe_all(void)
{
    int i;

    for (i = 0; np_child_site(i); i++) {
        wipe(np_child_site(i)->notify.password);
        wipe(np_child_site(i)->notify.db_password);
    }
}

static int make_settings(const supervised_t *sender, np_texts_t *texts)
{
    np_notify_t notify = {.settings = sender->site->notify,
                          .from = {sender->site->notify.from, sender->site->name,
                                   sender->site->base_url, sender->site->host},
                          .texts = texts,
                          .db = sender->site->db,
                          .log_level =
                              ap_get_server_module_loglevel(sender->server, APLOG_MODULE_INDEX),
                          .parent = (int)getpid()};
    np_buffer_t bytes;
    int file = -1;

    np_buffer_init(&bytes);
    /* Room enough at once: each time it grew it would leave a copy of the passwords behind. */
    bytes.data = malloc(SETTINGS_ROOM);
    bytes.capacity = bytes.data ? SETTINGS_ROOM : 0;
    np_notify_write(&bytes, &notify);
    if (!bytes.failed)
        file = make_memory("newsportal-notify", bytes.data, bytes.length);
    if (bytes.data)
        memset(bytes.data, 0, bytes.capacity);
    np_buffer_free(&bytes);
    return file;
}

/* ---- The process -------------------------------------------------------------------------------
 */

/* In the process that becomes the sender. Its standard error stays httpd's error log. */
static void become_sender(const supervised_t *sender, apr_pool_t *pool)
{
    static const int ends[] = {SIGTERM, SIGHUP, SIGUSR1, SIGWINCH, SIGINT, SIGCHLD};
    int null = open("/dev/null", O_RDWR);
    sigset_t none;
    size_t i;

    for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        signal(ends[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setsid();
    sleep(sender->delay);
    if (geteuid() == 0 && ap_run_drop_privileges(pool, ap_server_conf) != OK)
        _exit(1);
    /* Above the places where they go, so that none overwrites another. */
    {
        int settings = fcntl(sender->settings, F_DUPFD, 10);
        int counters = fcntl(sender->counters_fd, F_DUPFD, 10);

        dup2(settings, NP_NOTIFY_SETTINGS_FD);
        dup2(null, 1);
        dup2(counters, NP_NOTIFY_COUNTERS_FD);
    }
    syscall(SYS_close_range, (unsigned)NP_NOTIFY_COUNTERS_FD + 1, ~0u, 0u);
    execl(program, PROGRAM, sender->site->base_url, (char *)NULL);
    _exit(127);
}

static void log_end(const supervised_t *sender, int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, sender->server,
                     "NP0180: %s cannot be run; messages wait; tried again in %u s", program,
                     sender->delay);
    else
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, sender->server,
                     "NP0180: the sender of messages ended (%s %d); started again in %u s",
                     WIFSIGNALED(status) ? "signal" : "status",
                     WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), sender->delay);
}

static int is_stopping(void)
{
    int state = AP_MPMQ_RUNNING;

    return ap_mpm_query(AP_MPMQ_MPM_STATE, &state) == APR_SUCCESS && state == AP_MPMQ_STOPPING;
}

static void unwatch(supervised_t *sender)
{
    if (sender->is_watched)
        apr_proc_other_child_unregister(sender); /* says APR_OC_REASON_UNREGISTER */
}

/* httpd calls it when the process has ended, and when it ends all that it has started. */
static void maintain(int reason, void *data, int status)
{
    supervised_t *sender = data;

    switch (reason) {
    case APR_OC_REASON_DEATH:
    case APR_OC_REASON_LOST:
        unwatch(sender);
        sender->process.pid = 0;
        if (is_stopping())
            return;
        if (np_clock() - sender->started > LIVED + apr_time_from_sec(sender->delay))
            sender->delay = 0;
        else
            sender->delay = sender->delay ? sender->delay * 2 : 1;
        if (sender->delay > DELAY_MOST)
            sender->delay = DELAY_MOST;
        log_end(sender, status);
        start(sender);
        break;
    case APR_OC_REASON_RESTART:
        unwatch(sender);
        if (sender->process.pid > 0)
            kill(sender->process.pid, SIGTERM);
        break;
    case APR_OC_REASON_UNREGISTER:
        sender->is_watched = 0;
        break;
    default:
        break;
    }
}

static void start(supervised_t *sender)
{
    apr_pool_t *pool = senders->pool;

    sender->started = np_clock();
    sender->process.pid = fork();
    if (sender->process.pid == 0)
        become_sender(sender, pool);
    if (sender->process.pid < 0) {
        ap_log_error(APLOG_MARK, APLOG_ERR, errno, sender->server,
                     "NP0180: the sender of messages cannot be started; messages wait until the "
                     "next restart");
        sender->process.pid = 0;
        return;
    }
    apr_proc_other_child_register(&sender->process, maintain, sender, NULL, pool);
    sender->is_watched = 1;
}

/* ---- From one configuration to the next ---------------------------------------------------------
 */

static void start_all(void)
{
    int i;

    for (i = 0; i < senders->nelts; i++)
        start(APR_ARRAY_IDX(senders, i, supervised_t *));
}

/* The end of an older configuration's sender. */
static void see_off(int reason, void *data, int status)
{
    apr_proc_t *process = data;

    (void)status;
    if (reason != APR_OC_REASON_DEATH && reason != APR_OC_REASON_LOST)
        return;
    apr_proc_other_child_unregister(process);
    *process = leaving->list[--leaving->count];
    /* The last one's place has moved: whoever was registered with it is registered anew. */
    if (process != &leaving->list[leaving->count]) {
        apr_proc_other_child_unregister(&leaving->list[leaving->count]);
        apr_proc_other_child_register(process, see_off, process, NULL, senders->pool);
    }
    if (leaving->count == 0 && !is_stopping())
        start_all();
}

/* Those that have ended meanwhile are forgotten; the others are watched. */
static void watch_leaving(apr_pool_t *pconf)
{
    int i = 0, status;

    while (i < leaving->count) {
        if (waitpid(leaving->list[i].pid, &status, WNOHANG) == 0)
            i++;
        else
            leaving->list[i] = leaving->list[--leaving->count];
    }
    for (i = 0; i < leaving->count; i++)
        apr_proc_other_child_register(&leaving->list[i], see_off, &leaving->list[i], NULL, pconf);
}

static void close_memory(supervised_t *sender)
{
    if (sender->settings >= 0)
        close(sender->settings);
    if (sender->counters_fd >= 0)
        close(sender->counters_fd);
    sender->settings = sender->counters_fd = -1;
}

/* In the parent; children keep away from it (child_init). */
static apr_status_t leave_all(void *unused)
{
    int i;

    (void)unused;
    for (i = 0; senders && i < senders->nelts; i++) {
        supervised_t *sender = APR_ARRAY_IDX(senders, i, supervised_t *);

        if (sender->process.pid > 0) {
            unwatch(sender);
            kill(sender->process.pid, SIGTERM);
            if (leaving->count < LEAVING_MOST)
                leaving->list[leaving->count++] = sender->process;
        }
        close_memory(sender);
        if (sender->counters)
            munmap(sender->counters, sizeof(np_counters_t));
    }
    senders = NULL;
    return APR_SUCCESS;
}

static void prepare(const np_site_t *site, server_rec *server, apr_pool_t *pconf)
{
    supervised_t *sender = apr_pcalloc(pconf, sizeof(*sender));
    void *map = MAP_FAILED;

    sender->site = site;
    sender->server = server;
    sender->settings = make_settings(sender, apr_hash_get(checked, &site, sizeof(site)));
    sender->counters_fd = make_memory("newsportal-notify-counters", NULL, sizeof(np_counters_t));
    if (sender->counters_fd >= 0)
        map = mmap(NULL, sizeof(np_counters_t), PROT_READ | PROT_WRITE, MAP_SHARED,
                   sender->counters_fd, 0);
    if (map != MAP_FAILED)
        sender->counters = map;
    APR_ARRAY_PUSH(senders, supervised_t *) = sender;
}

static int post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *server)
{
    int i;

    (void)plog;
    (void)ptemp;
    if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG) {
        wipe_all();
        return OK;
    }
    leaving = ap_retained_data_get("newsportal-notify");
    if (leaving == NULL)
        leaving = ap_retained_data_create("newsportal-notify", sizeof(*leaving));
    senders = apr_array_make(pconf, 2, sizeof(supervised_t *));
    program = find_program(pconf);
    for (i = 0; np_child_site(i); i++)
        if (np_child_site(i)->notify.way != NP_NOTIFY_OFF)
            prepare(np_child_site(i), server, pconf);
    wipe_all();
    apr_pool_cleanup_register(pconf, NULL, leave_all, apr_pool_cleanup_null);
    watch_leaving(pconf);
    if (leaving->count == 0)
        start_all();
    return OK;
}

/* A child that serves readers has nothing to do with passwords, nor with the senders' processes. */
static void child_init(apr_pool_t *pchild, server_rec *server)
{
    int i;

    (void)pchild;
    (void)server;
    for (i = 0; senders && i < senders->nelts; i++) {
        close_memory(APR_ARRAY_IDX(senders, i, supervised_t *));
        APR_ARRAY_IDX(senders, i, supervised_t *)->process.pid = 0;
    }
}

void np_notify_register_hooks(void)
{
    ap_hook_post_config(post_config, NULL, NULL, APR_HOOK_LAST);
    ap_hook_child_init(child_init, NULL, NULL, APR_HOOK_REALLY_FIRST);
}
