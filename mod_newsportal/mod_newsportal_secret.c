/* mod_newsportal_secret.c - a secret (the database password, the key of forms), from a file or from a program.
 *
 * Runs in the parent, as the user who starts httpd (usually root), before there are children: the
 * file need not be readable for the accounts that serve pages.
 *
 * Must not: repeat the password or any part of it in a sentence, accept a file that every user of
 * the machine can read, or wait for a program longer than SECRET_TIME. Called by
 * mod_newsportal_config.c.
 */
#include "mod_newsportal_config_internal.h"

#include <signal.h>
#include <string.h>

#include <apr_file_io.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>

#define SECRET_MOST 1024                  /* bytes; longer than any account's password */
#define SECRET_TIME apr_time_from_sec(10) /* for the program, all in all */

/* The first line of `text`; NULL when it is empty, or has bytes that the client library, which
 * takes a C string, would cut off. */
static const char *first_line(apr_pool_t *pool, const char *text, apr_size_t length)
{
    apr_size_t end = 0;
    while (end < length && text[end] != '\n' && text[end] != '\0') {
        end++;
    }
    if (end < length && text[end] == '\0') {
        return NULL;
    }
    if (end > 0 && text[end - 1] == '\r') {
        end--;
    }
    return end ? apr_pstrmemdup(pool, text, end) : NULL;
}

/* What was read lies on the stack of a process that others will inherit. */
static void forget(char *text, apr_size_t size)
{
    volatile char *byte = text;
    while (size-- > 0) {
        *byte++ = 0;
    }
}

static const char *read_secret_file(const char **secret, const np_secret_t *source, apr_pool_t *pool,
                                    apr_pool_t *scratch)
{
    const char *path = source->words[0] + sizeof("file:") - 1;
    const char *name = source->directive;
    apr_file_t *file;
    apr_finfo_t info;
    char text[SECRET_MOST + 2];
    apr_size_t length = 0;
    /* Asked before opening, because opening a named pipe would wait for its writer. */
    apr_status_t status = apr_stat(&info, path, APR_FINFO_TYPE, scratch);
    if (status == APR_SUCCESS && info.filetype != APR_REG) {
        return apr_psprintf(scratch,
                            "%s: %s is not a file; give a plain file with the %s in its first line",
                            name, path, source->noun);
    }
    if (status == APR_SUCCESS) {
        status = apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_NOCLEANUP, 0, scratch);
    }
    if (status != APR_SUCCESS) {
        return apr_psprintf(scratch,
                            "%s: %s cannot be read (%s); give a file that the "
                                        "user who starts httpd can read",
                            name, path, np_value_apr_text(scratch, status));
    }
    status = apr_file_info_get(&info, APR_FINFO_PROT, file);
    if (status == APR_SUCCESS) {
        status = apr_file_read_full(file, text, sizeof text, &length);
    }
    apr_file_close(file);
    if (status != APR_SUCCESS && status != APR_EOF) {
        return apr_psprintf(scratch, "%s: %s cannot be read (%s)", name, path,
                            np_value_apr_text(scratch, status));
    }
    if (info.protection & (APR_FPROT_WREAD | APR_FPROT_WWRITE)) {
        return apr_psprintf(scratch,
                            "%s: every user of this machine can read or write "
                                        "%s; run: chmod o= %s",
                            name, path, path);
    }
    *secret = length <= SECRET_MOST ? first_line(pool, text, length) : NULL;
    const char *newline = memchr(text, '\n', length);
    int is_more = newline && newline + 1 != text + length;
    forget(text, sizeof text);
    if (!*secret || is_more) {
        return apr_psprintf(scratch,
                            "%s: %s does not hold a %s; give a file with one line of 1 to %d bytes", name, path,
                            source->noun, SECRET_MOST);
    }
    return NULL;
}

/* Starts the program with our environment, nothing to read, and a pipe for its output. What it says
 * on its standard error reaches the administrator. */
static apr_status_t start_program(apr_proc_t *process, const char *const *words, apr_pool_t *pool)
{
    apr_procattr_t *attributes;
    apr_file_t *nothing;
    apr_status_t status = apr_procattr_create(&attributes, pool);
    if (status == APR_SUCCESS) {
        status = apr_procattr_cmdtype_set(attributes, APR_PROGRAM_ENV);
    }
    if (status == APR_SUCCESS) {
        status = apr_procattr_io_set(attributes, APR_NO_PIPE, APR_CHILD_BLOCK, APR_NO_PIPE);
    }
    if (status == APR_SUCCESS) {
        status = apr_procattr_error_check_set(attributes, 1);
    }
    if (status == APR_SUCCESS) {
        status = apr_file_open(&nothing, "/dev/null", APR_FOPEN_READ, 0, pool);
    }
    if (status == APR_SUCCESS) {
        status = apr_procattr_child_in_set(attributes, nothing, NULL);
    }
    return status == APR_SUCCESS ? apr_proc_create(process, words[0], words, NULL, attributes, pool)
                                 : status;
}

/* Reads until the program closes its output, the buffer is full, or the time is over. */
static apr_status_t read_until(apr_file_t *pipe, char *text, apr_size_t size, apr_size_t *length,
                               apr_time_t end)
{
    *length = 0;
    while (*length < size) {
        apr_interval_time_t left = end - apr_time_now();
        apr_size_t part = size - *length;
        if (left <= 0) {
            return APR_TIMEUP;
        }
        apr_file_pipe_timeout_set(pipe, left);
        apr_status_t status = apr_file_read(pipe, text + *length, &part);
        if (status != APR_SUCCESS) {
            return status;
        }
        *length += part;
    }
    return APR_EOF;
}

/* Waits for the program's end and kills it when the time is over (APR_TIMEUP). APR_SUCCESS when it
 * ended by itself with status 0, APR_EGENERAL otherwise. */
static apr_status_t wait_for_end(apr_proc_t *process, apr_time_t end)
{
    int code = 0;
    apr_exit_why_e why = APR_PROC_EXIT;
    apr_status_t status;
    while ((status = apr_proc_wait(process, &code, &why, APR_NOWAIT)) == APR_CHILD_NOTDONE) {
        if (apr_time_now() >= end) {
            apr_proc_kill(process, SIGKILL);
            apr_proc_wait(process, &code, &why, APR_WAIT);
            return APR_TIMEUP;
        }
        apr_sleep(apr_time_from_msec(5));
    }
    return status == APR_CHILD_DONE && APR_PROC_CHECK_EXIT(why) && code == 0 ? APR_SUCCESS
                                                                             : APR_EGENERAL;
}

static const char *read_secret_program(const char **secret, const np_secret_t *source, const char *const *words,
                                       apr_pool_t *pool, apr_pool_t *scratch)
{
    apr_proc_t process;
    char text[SECRET_MOST + 2];
    apr_size_t length;
    apr_time_t end = apr_time_now() + SECRET_TIME;
    apr_status_t status = start_program(&process, words, scratch);
    if (status != APR_SUCCESS) {
        return apr_psprintf(scratch,
                            "%s: %s cannot be run (%s); give the absolute path "
                                        "of a program",
                            source->directive, words[0], np_value_apr_text(scratch, status));
    }
    status = read_until(process.out, text, sizeof text, &length, end);
    apr_file_close(process.out);
    status = wait_for_end(&process, APR_STATUS_IS_TIMEUP(status) ? 0 : end);
    if (APR_STATUS_IS_TIMEUP(status)) {
        return apr_psprintf(scratch,
                            "%s: %s did not end within %d s and was stopped; "
                                        "give a program that answers at once",
                            source->directive, words[0], (int)apr_time_sec(SECRET_TIME));
    }
    *secret =
        status == APR_SUCCESS && length <= SECRET_MOST ? first_line(pool, text, length) : NULL;
    forget(text, sizeof text);
    if (!*secret) {
        return apr_psprintf(scratch,
                            "%s: %s gave no %s; give a program that prints one line of 1 to %d bytes and ends "
                            "with status 0",
                            source->directive, words[0], source->noun, SECRET_MOST);
    }
    return NULL;
}

const char *np_secret_read(const char **secret, const np_secret_t *source, apr_pool_t *pool,
                           apr_pool_t *scratch)
{
    const char *first = source->words[0];
    *secret = "";
    if (strncmp(first, "file:", 5) == 0) {
        return read_secret_file(secret, source, pool, scratch);
    }
    if (strncmp(first, "exec:", 5) == 0) {
        int count = 0;
        while (source->words[count]) {
            count++;
        }
        const char **words =
            apr_pmemdup(scratch, source->words, ((apr_size_t)count + 1) * sizeof *words);
        words[0] = first + 5;
        return read_secret_program(secret, source, words, pool, scratch);
    }
    return NULL;
}
