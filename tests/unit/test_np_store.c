/* test_np_store.c - the page store, through its public functions and the files it makes.
 *
 * "Children" are several stores on one folder, each with its own writer. What the format says of
 * itself is used in two places only: where a file is damaged behind its own seal, and where a test
 * needs to know which file is a page.
 *
 * Under ThreadSanitizer, by hand:
 *
 *     make -f apxs.mk BUILD=/tmp/build-tsan CFLAGS=-fsanitize=thread LDFLAGS=-fsanitize=thread \
 *         /tmp/build-tsan/unit/test_np_store && /tmp/build-tsan/unit/test_np_store
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "np_store.h"

#define SITE "https://www.example.org"
#define LIMIT (64 * 1024 * 1024)
#define DAY apr_time_from_sec(86400)
#define GUARD apr_time_from_sec(120) /* against hanging for ever; no test waits that long */
#define NOBODY 65534

static apr_pool_t *pool; /* of one test */
static char top[64];     /* its folder */
static const char *folder;
static unsigned char secret[NP_KEY_SECRET_SIZE];

/* For children of the test, where cmocka's own assertions cannot be used. */
#define CHECK(what)                                                                                \
    do {                                                                                           \
        if (!(what)) {                                                                             \
            fprintf(stderr, "line %d: not true: %s\n", __LINE__, #what);                           \
            _exit(1);                                                                              \
        }                                                                                          \
    } while (0)

/* ---- Memory that runs out: the k-th allocation of this thread -----------------------------------
 */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAN_FAIL_MALLOC 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CAN_FAIL_MALLOC 0
#endif
#endif
#if !defined(CAN_FAIL_MALLOC) && defined(__GLIBC__)
#define CAN_FAIL_MALLOC 1
#endif

#if CAN_FAIL_MALLOC
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);

static __thread long fail_at; /* 0: never */

static int fails(void)
{
    if (fail_at == 0 || --fail_at != 0)
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    return fails() ? NULL : __libc_realloc(block, size);
}
#endif

/* ---- Log ----------------------------------------------------------------------------------------
 */

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static int logged[3]; /* NP0140, NP0141, NP0142 */
static int logged_good;

static void take_log(void *baton, int level, const char *code, const char *message)
{
    (void)baton;
    if (strncmp(code, "NP014", 5) != 0 || code[5] < '0' || code[5] > '2')
        abort();
    pthread_mutex_lock(&log_lock);
    if (strstr(message, top) == NULL)
        ; /* a child that a failed test left behind */
    else if (level > 4)
        logged_good++;
    else
        logged[code[5] - '0']++;
    pthread_mutex_unlock(&log_lock);
}

static int logged_of(int which)
{
    int count;

    pthread_mutex_lock(&log_lock);
    count = which < 0 ? logged_good : logged[which];
    pthread_mutex_unlock(&log_lock);
    return count;
}

/* ---- Folder -------------------------------------------------------------------------------------
 */

static int set_up(void **state)
{
    (void)state;
    strcpy(top, "/tmp/newsportal-store.XXXXXX");
    memset(logged, 0, sizeof(logged));
    logged_good = 0;
    if (apr_pool_create(&pool, NULL) != APR_SUCCESS || mkdtemp(top) == NULL ||
        chmod(top, 0755) != 0)
        return 1;
    folder = apr_pstrcat(pool, top, "/store", NULL);
    return 0;
}

static int tear_down(void **state)
{
    int status = system(apr_psprintf(pool, "rm -rf %s", top));

    (void)state;
    apr_pool_destroy(pool);
    return status;
}

static void prepare(void)
{
    assert_int_equal(np_store_prepare(folder, secret, -1, -1, pool), APR_SUCCESS);
    np_key_secret(secret);
}

static const char *inside(const char *name)
{
    return apr_pstrcat(pool, folder, "/", name, NULL);
}

static void write_file(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = apr_palloc(pool, 1 << 20);

    assert_non_null(file);
    *length = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return bytes;
}

/* Calls `each` with the path of every page. */
static int each_page(void (*each)(const char *path, void *baton), void *baton)
{
    DIR *list = opendir(folder), *sub;
    struct dirent *item, *page;
    int count = 0;

    while (list && (item = readdir(list)) != NULL) {
        const char *name = inside(item->d_name);

        if (strlen(item->d_name) != 2 || item->d_name[0] == '.' || (sub = opendir(name)) == NULL)
            continue;
        while ((page = readdir(sub)) != NULL) {
            if (strstr(page->d_name, ".page") == NULL)
                continue;
            count++;
            if (each)
                each(apr_pstrcat(pool, name, "/", page->d_name, NULL), baton);
        }
        closedir(sub);
    }
    if (list)
        closedir(list);
    return count;
}

static void copy_path(const char *path, void *baton)
{
    *(const char **)baton = path;
}

static const char *only_page(void)
{
    const char *path = NULL;

    assert_int_equal(each_page(copy_path, &path), 1);
    return path;
}

/* ---- Children -----------------------------------------------------------------------------------
 */

typedef struct child_t {
    apr_pool_t *pool;
    np_counters_t counters;
    np_store_t *store;
    pthread_t thread;
    int has_thread;
} child_t;

static void *run(void *store)
{
    np_store_run(store);
    return NULL;
}

static void child_make(child_t *child, const char *site, apr_off_t limit)
{
    np_store_config_t config = {folder, limit, site};

    memset(child, 0, sizeof(*child));
    apr_pool_create(&child->pool, NULL);
    child->store = np_store_create(&config, &child->counters, take_log, NULL, child->pool);
}

static void child_run(child_t *child)
{
    child->has_thread = pthread_create(&child->thread, NULL, run, child->store) == 0;
}

static void child_begin(child_t *child)
{
    child_make(child, SITE, LIMIT);
    child_run(child);
}

static void child_end(child_t *child)
{
    np_store_stop(child->store);
    if (child->has_thread)
        pthread_join(child->thread, NULL);
    else
        np_store_run(child->store);
    apr_pool_destroy(child->pool);
}

static int reaches(np_counter_t *counter, unsigned long long value)
{
    np_tick_t end = np_clock() + GUARD;

    while (np_count_get(counter) < value && np_clock() < end)
        usleep(2000);
    return np_count_get(counter) >= value;
}

static void wait_for(np_counter_t *counter, unsigned long long value)
{
    if (!reaches(counter, value))
        fail_msg("%llu, and not %llu", np_count_get(counter), value);
}

/* ---- Pages --------------------------------------------------------------------------------------
 */

static np_entry_t *page_make(const char *key, const char *text, size_t length, const np_key_t *keys,
                             int count, apr_time_t dated)
{
    np_key_t copy[8];
    np_keys_t notes = {.keys = copy, .key_count = count, .valid_until = 1000, .over_at = 2000};
    np_entry_parts_t parts = {.key = key,
                              .path = key,
                              .status = 200,
                              .kind = 3,
                              .content_type = "text/html; charset=utf-8",
                              .body = malloc(length + 1),
                              .length = length,
                              .keys = &notes,
                              .dated = dated};

    if (count)
        memcpy(copy, keys, (size_t)count * sizeof(*keys));
    memcpy(parts.body, text, length);
    parts.body[length] = '\0';
    return np_entry_make(&parts);
}

/* A page made now from article/7 and channel/3. */
static np_entry_t *page(const char *key, const char *text)
{
    np_key_t keys[2] = {np_key_number("article", 7), np_key_number("channel", 3)};

    return page_make(key, text, strlen(text), keys, 2, apr_time_now());
}

static void put(child_t *child, np_entry_t *entry)
{
    np_store_put(child->store, entry, np_clock());
    np_entry_release(entry);
}

/* Waits until it is on disk. */
static void put_written(child_t *child, np_entry_t *entry)
{
    unsigned long long before = np_count_get(&child->counters.store_written);

    put(child, entry);
    wait_for(&child->counters.store_written, before + 1);
}

static np_entry_t *get(child_t *child, const char *key)
{
    return np_store_get(child->store, key, strlen(key), apr_time_now(), DAY);
}

static void is_stored(child_t *child, const char *key, const char *text)
{
    np_entry_t *entry = get(child, key);

    assert_non_null(entry);
    assert_int_equal(entry->identity.length, strlen(text));
    assert_memory_equal(entry->identity.bytes, text, strlen(text));
    np_entry_release(entry);
}

static int has(child_t *child, const char *key)
{
    np_entry_t *entry = get(child, key);

    np_entry_release(entry);
    return entry != NULL;
}

static void is_missing(child_t *child, const char *key)
{
    if (has(child, key))
        fail_msg("%s is there", key);
}

static void removed(child_t *child, const char *kind, apr_int64_t id)
{
    np_key_t key = np_key_number(kind, id);

    np_store_removed(child->store, &key, 1);
}

/* ---- Secret -------------------------------------------------------------------------------------
 */

static void secret_stays(void **state)
{
    unsigned char again[NP_KEY_SECRET_SIZE], none[NP_KEY_SECRET_SIZE] = {0};
    struct stat info;

    (void)state;
    assert_int_equal(np_store_prepare(folder, secret, -1, -1, pool), APR_SUCCESS);
    assert_memory_not_equal(secret, none, sizeof(none));
    assert_int_equal(stat(folder, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0700);
    assert_int_equal(stat(inside("secret"), &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(info.st_size, NP_KEY_SECRET_SIZE);
    assert_int_equal(np_store_prepare(folder, again, -1, -1, pool), APR_SUCCESS);
    assert_memory_equal(secret, again, sizeof(again));
}

static void secret_refused(void **state)
{
    unsigned char other[NP_KEY_SECRET_SIZE];
    const char *path = inside("secret"), *kept = apr_pstrcat(pool, top, "/kept", NULL);

    (void)state;
    prepare();
    chmod(folder, 0770);
    assert_int_equal(np_store_prepare(folder, other, -1, -1, pool), EPERM);
    chmod(folder, 0702);
    assert_int_equal(np_store_prepare(folder, other, -1, -1, pool), EPERM);
    chmod(folder, 0700);
    chmod(path, 0620);
    assert_int_equal(np_store_prepare(folder, other, -1, -1, pool), EPERM);
    chmod(path, 0604);
    assert_int_equal(np_store_prepare(folder, other, -1, -1, pool), EPERM);
    chmod(path, 0600);
    assert_int_equal(link(path, kept), 0);
    assert_int_equal(np_store_prepare(folder, other, -1, -1, pool), EPERM);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink(kept, path), 0);
    assert_int_equal(np_store_prepare(folder, other, -1, -1, pool), EPERM);
    assert_int_equal(rename(kept, path), 0);
    assert_int_equal(np_store_prepare(folder, other, -1, -1, pool), APR_SUCCESS);
    assert_memory_equal(other, secret, sizeof(other));
    assert_int_equal(truncate(path, 15), 0);
    assert_int_equal(np_store_prepare(folder, other, -1, -1, pool), EBADMSG);
}

static void folder_refused(void **state)
{
    unsigned char other[NP_KEY_SECRET_SIZE];
    const char *elsewhere = apr_pstrcat(pool, top, "/elsewhere", NULL);

    (void)state;
    assert_int_equal(mkdir(elsewhere, 0700), 0);
    assert_int_equal(symlink(elsewhere, folder), 0);
    assert_int_equal(np_store_prepare(folder, other, -1, -1, pool), ENOTDIR);
    assert_int_equal(unlink(folder), 0);
    write_file(folder, "", 0);
    assert_int_equal(np_store_prepare(folder, other, -1, -1, pool), ENOTDIR);
    assert_int_equal(np_store_prepare(inside("deeper/still"), other, -1, -1, pool), ENOTDIR);
    assert_int_equal(rmdir(elsewhere), 0); /* nothing was made in it */
}

/* Those who start at once, each in a process of its own, tell their secrets through a pipe. */
static void one_secret_for_all(void **state)
{
    enum { SERVERS = 8, ROUNDS = 10 };
    int round, i, ends[2], status;

    (void)state;
    for (round = 0; round < ROUNDS; round++) {
        unsigned char first[NP_KEY_SECRET_SIZE], next[NP_KEY_SECRET_SIZE];

        folder = apr_psprintf(pool, "%s/at-once-%d", top, round);
        assert_int_equal(pipe(ends), 0);
        for (i = 0; i < SERVERS; i++)
            if (fork() == 0) {
                CHECK(np_store_prepare(folder, next, -1, -1, pool) == APR_SUCCESS);
                CHECK(write(ends[1], next, sizeof(next)) == sizeof(next));
                _exit(0);
            }
        for (i = 0; i < SERVERS; i++) {
            assert_true(wait(&status) > 0);
            assert_int_equal(status, 0);
            assert_int_equal(read(ends[0], i ? next : first, sizeof(next)), sizeof(next));
            if (i)
                assert_memory_equal(next, first, sizeof(next));
        }
        close(ends[0]);
        close(ends[1]);
    }
}

static void folder_is_given(void **state)
{
    unsigned char again[NP_KEY_SECRET_SIZE];
    struct stat info;

    (void)state;
    if (geteuid() != 0)
        skip();
    assert_int_equal(np_store_prepare(folder, secret, NOBODY, NOBODY, pool), APR_SUCCESS);
    assert_int_equal(stat(folder, &info), 0);
    assert_int_equal(info.st_uid, NOBODY);
    assert_int_equal(stat(inside("secret"), &info), 0);
    assert_int_equal(info.st_uid, NOBODY);
    assert_int_equal(info.st_gid, NOBODY);
    assert_int_equal(stat(inside("removed"), &info), 0);
    assert_int_equal(info.st_uid, NOBODY);
    assert_int_equal(np_store_prepare(folder, again, NOBODY, NOBODY, pool), APR_SUCCESS);
    assert_memory_equal(again, secret, sizeof(again));
    /* Somebody else's: neither the folder nor its files may be a third party's. */
    assert_int_equal(np_store_prepare(folder, again, -1, -1, pool), EPERM);
    assert_int_equal(chown(inside("secret"), 1, 1), 0);
    assert_int_equal(np_store_prepare(folder, again, NOBODY, NOBODY, pool), EPERM);
}

/* ---- Pages there and back -----------------------------------------------------------------------
 */

static np_entry_t *full_page(char *body, size_t length, apr_time_t dated)
{
    np_key_t keys[3] = {1, 0x8000000000000000, 0xffffffffffffffff};
    np_range_t ranges[2] = {{5, NP_CIVIL_FIRST, -7}, {6, 7, NP_CIVIL_LAST}};
    np_keys_t notes = {.keys = keys,
                       .key_count = 3,
                       .ranges = ranges,
                       .range_count = 2,
                       .valid_until = 1637822400,
                       .over_at = NP_CIVIL_LAST};
    np_entry_parts_t parts = {.key = "desktop article 7",
                              .path = "/2021/11/25/7.html",
                              .status = 200,
                              .kind = 2,
                              .content_type = "text/html; charset=utf-8",
                              .language = "zh-Hans",
                              .link = "</m/>; rel=\"alternate\"",
                              .retry_after = 5,
                              .body = body,
                              .length = length,
                              .keys = &notes,
                              .dated = dated};

    return np_entry_make(&parts);
}

static void compare(const np_entry_t *a, const np_entry_t *b)
{
    int i;

    assert_string_equal(a->key, b->key);
    assert_string_equal(a->path, b->path);
    assert_int_equal(a->hash, b->hash);
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->kind, b->kind);
    assert_string_equal(a->content_type, b->content_type);
    assert_string_equal(a->language, b->language);
    assert_null(a->location);
    assert_string_equal(a->link, b->link);
    assert_int_equal(a->retry_after, b->retry_after);
    assert_int_equal(a->key_count, b->key_count);
    assert_memory_equal(a->keys, b->keys, (size_t)a->key_count * sizeof(*a->keys));
    assert_int_equal(a->range_count, b->range_count);
    for (i = 0; i < a->range_count; i++) {
        assert_int_equal(a->ranges[i].list, b->ranges[i].list);
        assert_int_equal(a->ranges[i].from, b->ranges[i].from);
        assert_int_equal(a->ranges[i].to, b->ranges[i].to);
    }
    assert_int_equal(a->valid_until, b->valid_until);
    assert_int_equal(a->over_at, b->over_at);
    assert_int_equal(a->dated, b->dated);
    assert_int_equal(a->identity.length, b->identity.length);
    assert_memory_equal(a->identity.bytes, b->identity.bytes, b->identity.length);
}

/* Text, nothing at all, and bytes that cannot be made smaller; after a restart. */
static void page_returns(void **state)
{
    static const size_t lengths[] = {100000, 0, 1, 70000};
    apr_time_t dated = apr_time_now() - apr_time_from_sec(3600);
    size_t i, j;

    (void)state;
    prepare();
    for (i = 0; i < 4; i++) {
        char *body = malloc(lengths[i] + 1);
        np_entry_t *entry, *found;
        struct stat info;
        child_t child;

        for (j = 0; j < lengths[i]; j++)
            body[j] =
                i == 0 ? "News of the day. "[j % 17] : (char)(np_key_hash(&j, sizeof(j)) & 255);
        entry = full_page(body, lengths[i], dated + (apr_time_t)i);
        child_make(&child, SITE, LIMIT);
        np_store_put(child.store, entry, np_clock());
        child_end(&child);
        assert_int_equal(stat(only_page(), &info), 0);
        assert_int_equal(info.st_mode & 07777, 0600);
        assert_true(i != 0 || info.st_size < 10000); /* text is stored smaller */
        child_make(&child, SITE, LIMIT);
        found = get(&child, entry->key);
        assert_non_null(found);
        compare(found, entry);
        np_entry_release(found);
        np_entry_release(entry);
        child_end(&child);
    }
}

static void age_is_told(void **state)
{
    apr_time_t now = apr_time_now();
    np_entry_t *entry;
    np_tick_t age, before;
    child_t child;

    (void)state;
    prepare();
    child_begin(&child);
    put_written(&child, page_make("a", "text", 4, NULL, 0, now - apr_time_from_sec(2)));
    before = np_clock();
    entry = np_store_get(child.store, "a", 1, now, DAY);
    assert_non_null(entry);
    age = before - entry->made;
    assert_true(age <= 2000000 && age >= 2000000 - (np_clock() - before));
    assert_int_equal(atomic_load(&entry->outdated), entry->made);
    np_entry_release(entry);
    /* Older than this machine has been running: at least 1, which is "long ago" and not "never". */
    entry = np_store_get(child.store, "a", 1, now + 100000 * DAY, 200000 * DAY);
    assert_non_null(entry);
    assert_int_equal(atomic_load(&entry->outdated), 1);
    np_entry_release(entry);
    assert_null(np_store_get(child.store, "a", 1, now, apr_time_from_sec(1)));
    /* The clock was set back a little, or to nonsense. */
    entry = np_store_get(child.store, "a", 1, now - apr_time_from_sec(60), DAY);
    assert_non_null(entry);
    np_entry_release(entry);
    assert_null(np_store_get(child.store, "a", 1, now - DAY, DAY));
    assert_int_equal(np_count_get(&child.counters.store_read), 3);
    assert_int_equal(np_count_get(&child.counters.store_refused), 2);
    assert_null(np_store_get(child.store, "b", 1, now, DAY));
    assert_int_equal(np_count_get(&child.counters.store_refused), 2);
    child_end(&child);
}

static void portals_are_apart(void **state)
{
    child_t one, two;

    (void)state;
    prepare();
    child_make(&one, "https://one.example", LIMIT);
    child_make(&two, "https://two.example", LIMIT);
    child_run(&one);
    child_run(&two);
    put_written(&one, page("a", "one"));
    is_missing(&two, "a");
    put_written(&two, page("a", "two"));
    is_stored(&one, "a", "one");
    is_stored(&two, "a", "two");
    removed(&two, "article", 7);
    is_stored(&one, "a", "one");
    is_missing(&two, "a");
    child_end(&one);
    child_end(&two);
}

/* ---- Files that are not to be believed ----------------------------------------------------------
 */

static void damage_is_found(void **state)
{
    static const int masks[] = {0x01, 0x80, 0xff};
    const char *path;
    size_t length, i, j;
    char *good, *bad;
    child_t child;

    (void)state;
    prepare();
    child_begin(&child);
    put_written(&child, page("a", "text of the page, text of the page, text of the page"));
    path = only_page();
    good = read_file(path, &length);
    bad = apr_palloc(pool, length + 1);
    for (i = 0; i < length; i++) {
        write_file(path, good, i);
        is_missing(&child, "a");
        for (j = 0; j < 3; j++) {
            memcpy(bad, good, length);
            bad[i] = (char)(bad[i] ^ masks[j]);
            write_file(path, bad, length);
            is_missing(&child, "a");
        }
    }
    memcpy(bad, good, length);
    bad[length] = '\0';
    write_file(path, bad, length + 1);
    is_missing(&child, "a");
    assert_int_equal(np_count_get(&child.counters.store_refused), 4 * length + 1);
    assert_int_equal(logged_of(2), 1); /* once, however many */
    write_file(path, good, length);
    is_stored(&child, "a", "text of the page, text of the page, text of the page");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    is_missing(&child, "a");
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    is_missing(&child, "a");
    assert_int_equal(mkfifo(inside("pipe"), 0600), 0);
    assert_int_equal(rename(inside("pipe"), path), 0);
    is_missing(&child, "a"); /* and nobody waits for a writer */
    child_end(&child);
}

static void seal(char *bytes, size_t length)
{
    apr_uint64_t hash = np_key_hash(bytes, length - 8);
    int i;

    for (i = 0; i < 8; i++)
        bytes[length - 8 + (size_t)i] = (char)(unsigned char)(hash >> (8 * i));
}

/* Damage under a good seal: what is read is checked, whatever it says. The sanitizers are the
 * judges; that a page is given is no fault, because a changed letter is a good page. */
static void lengths_are_checked(void **state)
{
    static const unsigned char values[] = {0x00, 0x01, 0x07, 0x7f, 0x80, 0xff};
    const char *path;
    size_t length, i, j;
    char *good, *bad;
    child_t child;
    int given = 0;

    (void)state;
    prepare();
    child_begin(&child);
    put_written(&child, full_page(strdup("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), 50,
                                  apr_time_now()));
    path = only_page();
    good = read_file(path, &length);
    bad = apr_palloc(pool, length);
    for (i = 0; i < length - 8; i++)
        for (j = 0; j < sizeof(values); j++) {
            memcpy(bad, good, length);
            bad[i] = (char)values[j];
            seal(bad, length);
            write_file(path, bad, length);
            given += has(&child, "desktop article 7");
        }
    for (i = 8; i < length - 1; i++) {
        memcpy(bad, good, i);
        seal(bad, i);
        write_file(path, bad, i);
        is_missing(&child, "desktop article 7");
    }
    assert_true(given > 0); /* the seal itself was right */
    memcpy(bad, good, length);
    bad[8]++; /* another version */
    seal(bad, length);
    write_file(path, bad, length);
    is_missing(&child, "desktop article 7");
    child_end(&child);
}

static void foreign_files_are_refused(void **state)
{
    unsigned char other[NP_KEY_SECRET_SIZE] = "another secret.";
    const char *from, *to = NULL;
    char *bytes;
    size_t length;
    child_t child;

    (void)state;
    prepare();
    child_begin(&child);
    put_written(&child, page("a", "text"));
    from = only_page();
    bytes = read_file(from, &length);
    assert_int_equal(unlink(from), 0);
    put_written(&child, page("b", "text"));
    to = only_page();
    write_file(to, bytes, length); /* one page in the place of another */
    is_missing(&child, "b");
    child_end(&child);
    write_file(from, bytes, length);
    np_key_secret(
        other); /* a server with another secret: file and name must both be strange to it */
    child_begin(&child);
    is_missing(&child, "a");
    put_written(&child, page("a", "ours"));
    is_stored(&child, "a", "ours");
    unlink(to);
    unlink(from);
    to = only_page();
    write_file(to, bytes, length);
    is_missing(&child, "a");
    child_end(&child);
}

/* ---- Removals -----------------------------------------------------------------------------------
 */

static void removal_after_the_page(void **state)
{
    child_t one, two;

    (void)state;
    prepare();
    child_begin(&one);
    child_begin(&two);
    put_written(&one, page("a", "text"));
    removed(&two, "article", 8);
    removed(&two, "channel", 7);
    is_stored(&one, "a", "text");
    is_stored(&two, "a", "text");
    removed(&two, "channel", 3);
    is_missing(&two, "a");
    is_missing(&one, "a");
    child_end(&one);
    child_end(&two);
    child_begin(&one); /* and after a restart */
    is_missing(&one, "a");
    child_end(&one);
}

/* Wherever the clocks stand: the page says that it was made tomorrow. */
static void clocks_bring_nothing_back(void **state)
{
    np_key_t key;
    child_t child;

    (void)state;
    prepare();
    key = np_key_number("article", 7);
    child_begin(&child);
    put_written(&child,
                page_make("a", "text", 4, &key, 1, apr_time_now() + apr_time_from_sec(1800)));
    assert_true(has(&child, "a"));
    removed(&child, "article", 7);
    is_missing(&child, "a");
    child_end(&child);
}

/* A page that began after the removal shows the item as it was restored; one that began before may
 * have seen it, even when it is finished later. */
static void removal_before_the_page(void **state)
{
    np_tick_t before = np_clock(), began;
    np_entry_t *entry;
    child_t one, two, later;

    (void)state;
    prepare();
    child_begin(&one);
    child_begin(&two);
    began = np_clock();
    removed(&two, "article", 7);
    entry = page("a", "seen before");
    np_store_put(one.store, entry, began);
    put_written(&one, page_make("other", "text", 4, NULL, 0, apr_time_now())); /* after it */
    is_missing(&one, "a");
    is_missing(&two, "a");
    np_store_put(one.store, entry, before); /* before there was a store: nothing is known */
    np_entry_release(entry);
    child_begin(&later);
    entry =
        page_make("b", "restored", 8, (np_key_t[]){np_key_number("article", 7)}, 1, apr_time_now());
    put_written(&later, entry);
    is_stored(&later, "b", "restored");
    is_stored(&one, "b", "restored");
    child_end(&one);
    child_end(&two);
    child_end(&later);
    assert_int_equal(each_page(NULL, NULL), 2);
}

/* The writer notices by itself that the journal has gone on, whoever wrote it; from then on what
 * began before still counts as before. */
static void journal_is_followed(void **state)
{
    np_tick_t end = np_clock() + GUARD, began;
    np_entry_t *entry;
    child_t one, two;

    (void)state;
    prepare();
    child_begin(&one);
    child_begin(&two);
    began = np_clock();
    removed(&two, "article", 7);
    put(&one, page("a", "old"));
    while (!has(&one, "a") && np_clock() < end) {
        put(&one, page("a", "new"));
        usleep(20000);
    }
    is_stored(&two, "a", "new");
    entry = page("b", "seen before");
    np_store_put(one.store, entry, began);
    np_entry_release(entry);
    put_written(&one, page("c", "text"));
    assert_int_equal(each_page(NULL, NULL), 2);
    is_missing(&one, "b");
    is_stored(&one, "c", "text");
    child_end(&one);
    child_end(&two);
}

static void queued_pages_are_dropped(void **state)
{
    child_t child;
    np_entry_t *gone = page("a", "text"), *kept;

    (void)state;
    prepare();
    np_entry_release(gone);
    gone = page("a", "text");
    kept = page_make("b", "text", 4, NULL, 0, apr_time_now());
    child_make(&child, SITE, LIMIT);
    np_store_put(child.store, gone, np_clock());
    np_store_put(child.store, kept, np_clock());
    assert_int_equal(atomic_load(&gone->references), 2);
    removed(&child, "article", 7);
    assert_int_equal(atomic_load(&gone->references), 1);
    assert_int_equal(atomic_load(&kept->references), 2);
    child_end(&child);
    assert_int_equal(atomic_load(&kept->references), 1);
    np_entry_release(gone);
    np_entry_release(kept);
    assert_int_equal(each_page(NULL, NULL), 1);
}

static void append_to_journal(const char *text)
{
    FILE *file = fopen(inside("removed"), "ab");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* A line that cannot be read may have meant any page. */
static void damaged_journal(void **state)
{
    child_t child;
    char *bytes;
    size_t length;

    (void)state;
    prepare();
    child_begin(&child);
    removed(&child, "article", 1);
    child_end(&child);
    child_begin(&child);
    put_written(&child, page("a", "text"));
    is_stored(&child, "a", "text");
    bytes = read_file(inside("removed"), &length);
    append_to_journal("0123456789abc"); /* cut short */
    is_missing(&child, "a");
    append_to_journal("def 001637822400\n"); /* and now complete: another key */
    is_stored(&child, "a", "text");
    append_to_journal("0123456789abcdefg 01637822400\n");
    is_missing(&child, "a");
    write_file(inside("removed"), bytes, length - 30); /* lines are missing */
    is_missing(&child, "a");
    write_file(inside("removed"), bytes, length);
    is_stored(&child, "a", "text");
    bytes[25] ^= 1; /* another journal */
    write_file(inside("removed"), bytes, length);
    is_missing(&child, "a");
    bytes[0] ^= 1; /* none at all */
    write_file(inside("removed"), bytes, length);
    is_missing(&child, "a");
    bytes[0] ^= 1;
    bytes[25] ^= 1;
    write_file(inside("removed"), bytes, length);
    is_stored(&child, "a", "text");
    assert_int_equal(unlink(inside("removed")), 0);
    is_missing(&child, "a");
    child_end(&child);
}

static void forgetting(void **state)
{
    child_t one, two, other;

    (void)state;
    prepare();
    child_begin(&one);
    child_begin(&two);
    child_make(&other, "https://two.example", LIMIT);
    child_run(&other);
    put_written(&other, page("a", "another portal's"));
    put_written(&one, page_make("a", "text", 4, NULL, 0, apr_time_now()));
    assert_true(has(&two, "a"));
    np_store_forget(two.store);
    is_missing(&one, "a");
    is_missing(&two, "a");
    is_stored(&other, "a", "another portal's");
    put_written(&two, page_make("b", "text", 4, NULL, 0, apr_time_now())); /* at once */
    assert_true(has(&one, "b"));
    child_end(&one);
    child_end(&two);
    child_end(&other);
}

/* Children that begin at once may forget one after the other. Whoever has not noticed yet writes no
 * page from before: it would be refused, and be in the way of a good one. */
static void pages_from_before(void **state)
{
    apr_time_t now = apr_time_now();
    child_t one, two;

    (void)state;
    prepare();
    child_make(&one, SITE, LIMIT);
    child_make(&two, SITE, LIMIT);
    np_store_forget(two.store);
    put(&one, page_make("a", "old", 3, NULL, 0, now));
    put(&two, page_make("a", "good", 4, NULL, 0, now - apr_time_from_sec(1)));
    child_end(&one);
    assert_int_equal(each_page(NULL, NULL), 0);
    child_end(&two);
    child_begin(&one);
    is_stored(&one, "a", "good");
    child_end(&one);
}

/* ---- The place in the change log ----------------------------------------------------------------
 */

static np_mark_t mark_of(apr_int64_t id)
{
    np_mark_t mark = {id, np_key_number("row", id)};

    return mark;
}

/* The number of the row that the next child would be told; 0 for none. */
static apr_int64_t kept_for(const char *site)
{
    np_mark_t mark = {0, 0};
    child_t child;
    int found;

    child_make(&child, site, LIMIT);
    found = np_store_recall(child.store, &mark);
    apr_pool_destroy(child.pool);
    if (found)
        assert_true(mark.row == mark_of(mark.id).row);
    return found ? mark.id : 0;
}

static apr_int64_t kept(void)
{
    return kept_for(SITE);
}

/* A child that comes to a row and ends; after `forgets` times that it had to forget. */
static void reaches_row(const char *site, int forgets, apr_int64_t id)
{
    child_t child;

    child_make(&child, site, LIMIT);
    while (forgets-- > 0)
        np_store_forget(child.store);
    np_store_reached(child.store, mark_of(id));
    child_end(&child);
}

static const char *position_of(const char *site)
{
    return inside(
        apr_psprintf(pool, "position.%016" APR_UINT64_T_HEX_FMT, np_key_hash(site, strlen(site))));
}

static void position_stays(void **state)
{
    struct stat info;

    (void)state;
    prepare();
    assert_int_equal(kept(), 0);
    reaches_row(SITE, 0, 1234);
    assert_int_equal(kept(), 1234);
    assert_int_equal(stat(position_of(SITE), &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(kept_for("https://two.example"), 0);
    reaches_row("https://two.example", 0, APR_INT64_MAX);
    assert_true(kept_for("https://two.example") == APR_INT64_MAX);
    assert_int_equal(kept(), 1234);
    prepare(); /* the next server */
    assert_int_equal(kept(), 1234);
}

static void position_goes_on(void **state)
{
    child_t child;

    (void)state;
    prepare();
    reaches_row(SITE, 0, 9);
    reaches_row(SITE, 0, 7); /* another child, which is behind */
    assert_int_equal(kept(), 9);
    reaches_row(SITE, 0, 12);
    assert_int_equal(kept(), 12);
    reaches_row(SITE, 1, 3); /* of a log that was begun anew */
    assert_int_equal(kept(), 3);
    reaches_row(SITE, 0, 2);
    assert_int_equal(kept(), 3);
    /* What was reached before is nothing afterwards. */
    child_make(&child, SITE, LIMIT);
    np_store_reached(child.store, mark_of(20));
    np_store_forget(child.store);
    child_end(&child);
    assert_int_equal(kept(), 3);
}

/* While the child works: at once, and then not for ten seconds. */
static void position_now_and_then(void **state)
{
    np_tick_t began, end = np_clock() + GUARD;
    child_t child;

    (void)state;
    prepare();
    child_begin(&child);
    began = np_clock();
    np_store_reached(child.store, mark_of(5));
    while (kept() != 5 && np_clock() < end)
        usleep(10000);
    assert_int_equal(kept(), 5);
    np_store_reached(child.store, mark_of(6));
    do {
        apr_int64_t now = kept();

        if (np_clock() - began < 9000000)
            assert_int_equal(now, 5);
        usleep(50000);
    } while (np_clock() - began < 3000000);
    child_end(&child);
    assert_int_equal(kept(), 6);
}

static void position_damaged(void **state)
{
    static const int masks[] = {0x01, 0x20, 0x80};
    const char *path;
    char *good, *bad, *other;
    size_t length, i, j;

    (void)state;
    prepare();
    path = position_of(SITE);
    reaches_row("https://two.example", 0, 1234);
    reaches_row(SITE, 0, 1234);
    good = read_file(path, &length);
    bad = apr_palloc(pool, length + 1);
    for (i = 0; i < length; i++) {
        write_file(path, good, i);
        assert_int_equal(kept(), 0);
        for (j = 0; j < 3; j++) {
            memcpy(bad, good, length);
            bad[i] = (char)(bad[i] ^ masks[j]);
            write_file(path, bad, length);
            assert_int_equal(kept(), 0);
        }
    }
    memcpy(bad, good, length);
    bad[length] = '\n';
    write_file(path, bad, length + 1);
    assert_int_equal(kept(), 0);
    other = read_file(position_of("https://two.example"), &i);
    assert_int_equal(i, length);
    write_file(path, other, length); /* another portal's */
    assert_int_equal(kept(), 0);
    write_file(path, good, length);
    assert_int_equal(kept(), 1234);
    np_key_secret((const unsigned char *)"another secret.");
    assert_int_equal(rename(path, position_of(SITE)), 0);
    assert_int_equal(kept(), 0);
    np_key_secret(secret);
    /* Something else under its name; what is damaged is written anew, however far it was. */
    assert_int_equal(symlink(position_of("https://two.example"), path), 0);
    assert_int_equal(kept(), 0);
    reaches_row(SITE, 0, 5);
    assert_int_equal(kept(), 5);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(kept(), 0);
    reaches_row(SITE, 0, 6);
    assert_int_equal(kept(), 6);
}

/* It never says more than the journal holds. */
static void position_waits_for_the_journal(void **state)
{
    np_tick_t end = np_clock() + GUARD;
    child_t child;

    (void)state;
    prepare();
    reaches_row(SITE, 0, 4);
    child_make(&child, SITE, LIMIT);
    assert_int_equal(unlink(inside("removed")), 0);
    assert_int_equal(mkdir(inside("removed"), 0700), 0);
    removed(&child, "article", 7); /* neither can this be written, nor a new journal begun */
    np_store_reached(child.store, mark_of(5));
    child_end(&child);
    assert_int_equal(kept(), 4);
    child_begin(&child);
    removed(&child, "article", 7);
    np_store_reached(child.store, mark_of(6));
    wait_for(&child.counters.store_failures, 3);
    assert_int_equal(kept(), 4);
    assert_int_equal(rmdir(inside("removed")), 0);
    while (kept() != 6 && np_clock() < end)
        usleep(10000);
    assert_int_equal(kept(), 6);
    child_end(&child);
}

/* A folder that takes no new files: pages go on as far as they can, and it is written later. */
static void position_cannot_be_written(void **state)
{
    const char *path;
    child_t child;

    (void)state;
    prepare();
    path = position_of(SITE);
    child_make(&child, SITE, LIMIT);
    put(&child, page("a", "text"));
    assert_int_equal(mkdir(path, 0700), 0);
    np_store_reached(child.store, mark_of(5));
    child_end(&child);
    assert_int_equal(logged_of(0), 1);
    assert_int_equal(kept(), 0);
    child_make(&child, SITE, LIMIT);
    is_stored(&child, "a", "text");
    assert_int_equal(rmdir(path), 0);
    np_store_reached(child.store, mark_of(5));
    child_end(&child);
    assert_int_equal(kept(), 5);
    assert_int_not_equal(system(apr_psprintf(pool, "ls %s | grep -q new", folder)), 0);
}

/* ---- The journal's size -------------------------------------------------------------------------
 */

/* Many removals: the journal stays bounded, and nothing that was removed is shown on the way. */
static void journal_is_bounded(void **state)
{
    enum { BATCH = 1000 };
    np_key_t *keys = apr_palloc(pool, BATCH * sizeof(*keys));
    struct stat info;
    apr_off_t largest = 0;
    child_t one, two;
    int i, j, renewed = 0;

    (void)state;
    prepare();
    child_begin(&one);
    child_begin(&two);
    put_written(&one, page("a", "text"));
    for (i = 0; i < 60; i++) {
        apr_off_t before;

        assert_int_equal(stat(inside("removed"), &info), 0);
        before = info.st_size;
        for (j = 0; j < BATCH; j++)
            keys[j] = np_key_number("article", 1000 + i * BATCH + j);
        np_store_removed(i % 2 ? two.store : one.store, keys, BATCH);
        assert_int_equal(stat(inside("removed"), &info), 0);
        renewed += info.st_size < before;
        if (info.st_size > largest)
            largest = info.st_size;
        if (i == 5)
            removed(&two, "article", 7);
        if (i >= 5)
            is_missing(&one, "a");
        else
            is_stored(&one, "a", "text");
    }
    assert_true(renewed >= 1);
    assert_true(largest <= 1100 * 1024);
    child_end(&one);
    child_end(&two);
}

/* ---- What is written, and when ------------------------------------------------------------------
 */

static void only_good_pages(void **state)
{
    np_entry_t *entries[4];
    child_t child;
    int i;

    (void)state;
    prepare();
    child_make(&child, SITE, LIMIT);
    for (i = 0; i < 4; i++)
        entries[i] = page(apr_psprintf(pool, "page %d", i), "text");
    entries[0]->status = 404;
    atomic_store(&entries[1]->outdated, 5);
    for (i = 0; i < 4; i++)
        np_store_put(child.store, entries[i], np_clock());
    atomic_store(&entries[2]->removed, 1); /* while it waits */
    child_end(&child);
    child_make(&child, SITE, LIMIT);
    is_stored(&child, "page 3", "text");
    child_end(&child);
    assert_int_equal(each_page(NULL, NULL), 1);
    for (i = 0; i < 4; i++) {
        assert_int_equal(atomic_load(&entries[i]->references), 1);
        np_entry_release(entries[i]);
    }
}

static void newest_is_written(void **state)
{
    np_entry_t *old = page("a", "old");
    child_t child;
    int i;

    (void)state;
    prepare();
    child_make(&child, SITE, LIMIT);
    np_entry_release(old);
    old = page("a", "old");
    for (i = 0; i < 100; i++)
        put(&child, page("a", "first"));
    put(&child, page("a", "newest"));
    old->made = 5;
    np_store_put(child.store, old, np_clock()); /* finished earlier, put later */
    assert_int_equal(atomic_load(&old->references), 1);
    np_entry_release(old);
    child_run(&child);
    wait_for(&child.counters.store_written, 1);
    is_stored(&child, "a", "newest");
    np_store_stop(child.store);
    pthread_join(child.thread, NULL);
    assert_int_equal(np_count_get(&child.counters.store_written), 1);
    apr_pool_destroy(child.pool);
}

/* The second version waits for its minute; the end of the child does not. */
static void once_a_minute(void **state)
{
    apr_time_t now = apr_time_now();
    child_t one, two;

    (void)state;
    prepare();
    child_begin(&one);
    child_begin(&two);
    put_written(&one, page_make("a", "1", 1, NULL, 0, now - apr_time_from_sec(61)));
    put_written(&one, page_make("a", "2", 1, NULL, 0, now - apr_time_from_sec(30)));
    put(&one, page_make("a", "3", 1, NULL, 0, now - apr_time_from_sec(2)));
    put(&one, page_make("a", "4", 1, NULL, 0, now - apr_time_from_sec(1)));
    put(&two,
        page_make("a", "5", 1, NULL, 0, now - apr_time_from_sec(40))); /* older than on disk */
    put_written(&one, page("b", "in between")); /* all before it have been looked at */
    put_written(&two, page("c", "in between"));
    is_stored(&one, "a", "2");
    child_end(&two);
    child_end(&one);
    child_begin(&one);
    is_stored(&one, "a", "4");
    child_end(&one);
}

/* What a restart would not show is no reason to wait: another child gave the folder up (its watcher began
 * without a place in the change log) just after the first version was written. */
static void refused_file_does_not_hold_up(void **state)
{
    np_tick_t end = np_clock() + apr_time_from_sec(30); /* half of the minute */
    child_t one, two;

    (void)state;
    prepare();
    child_begin(&one);
    child_begin(&two);
    put_written(&one, page("a", "1"));
    np_store_forget(two.store);
    is_missing(&one, "a");
    while (!has(&one, "a") && np_clock() < end) {
        put(&one, page("a", "2")); /* refused itself until this child has seen the journal again */
        usleep(20000);
    }
    is_stored(&one, "a", "2");
    child_end(&two);
    child_end(&one);
}

/* A file from the future (the clock was set back) does not keep newer pages out. */
static void file_from_the_future(void **state)
{
    struct timespec times[2] = {{.tv_sec = time(NULL) + 5000}, {.tv_sec = time(NULL) + 5000}};
    child_t child;

    (void)state;
    prepare();
    child_begin(&child);
    put_written(&child, page("a", "old"));
    assert_int_equal(utimensat(AT_FDCWD, only_page(), times, 0), 0);
    put_written(&child, page("a", "new"));
    is_stored(&child, "a", "new");
    child_end(&child);
}

static void queue_is_bounded(void **state)
{
    enum { PAGES = 1010, ROOM = 1000 };
    np_entry_t **entries = apr_palloc(pool, PAGES * sizeof(*entries)), *latest;
    np_tick_t end = np_clock() + GUARD;
    child_t child;
    int i, taken = 0;

    (void)state;
    prepare();
    child_make(&child, SITE, LIMIT);
    for (i = 0; i < PAGES; i++) {
        entries[i] = page(apr_psprintf(pool, "page %d", i), "text");
        np_store_put(child.store, entries[i], np_clock());
        taken += atomic_load(&entries[i]->references) == 2;
    }
    assert_int_equal(taken, ROOM);
    child_run(&child);
    wait_for(&child.counters.store_written, ROOM);
    /* Pages that only wait for their minute make way for new ones. */
    for (i = 0; i < ROOM; i++)
        put(&child, page(apr_psprintf(pool, "page %d", i), "text 2"));
    latest = page("page new", "text");
    while (atomic_load(&latest->references) == 1 && np_clock() < end) {
        np_store_put(child.store, latest, np_clock());
        usleep(1000); /* until the writer has looked at one of them */
    }
    wait_for(&child.counters.store_written, ROOM + 1);
    is_stored(&child, "page new", "text");
    child_end(&child);
    np_entry_release(latest);
    for (i = 0; i < PAGES; i++) {
        assert_int_equal(atomic_load(&entries[i]->references), 1);
        np_entry_release(entries[i]);
    }
}

/* ---- Limit --------------------------------------------------------------------------------------
 */

static void add_size(const char *path, void *baton)
{
    struct stat info;

    if (stat(path, &info) == 0)
        *(apr_off_t *)baton += info.st_size;
}

static apr_off_t size_of_pages(void)
{
    apr_off_t size = 0;

    each_page(add_size, &size);
    return size;
}

static np_entry_t *block(int number, apr_time_t dated)
{
    apr_uint64_t text[512], seed = (apr_uint64_t)number << 32;
    int i;

    for (i = 0; i < 512; i++, seed++)
        text[i] = np_key_hash(&seed, sizeof(seed));
    return page_make(apr_psprintf(pool, "page %d", number), (const char *)text, sizeof(text), NULL,
                     0, dated);
}

/* Two children write twice the limit; each page is a little younger than the one before. */
static void limit_is_kept(void **state)
{
    enum { SIZE = 256 * 1024, PAGES = 128 };
    apr_time_t start = apr_time_now() - apr_time_from_sec(3600);
    np_tick_t end = np_clock() + GUARD;
    child_t children[2];
    int i;

    (void)state;
    prepare();
    for (i = 0; i < 2; i++) {
        child_make(&children[i], SITE, SIZE);
        child_run(&children[i]);
    }
    for (i = 0; i < PAGES; i++) {
        put_written(&children[i % 2], block(i, start + apr_time_from_sec(i)));
        assert_true(size_of_pages() <= 2 * SIZE); /* each child alone never passes it */
    }
    while (size_of_pages() > SIZE && np_clock() < end)
        usleep(10000);
    assert_true(size_of_pages() <= SIZE);
    assert_true(size_of_pages() > SIZE / 2);
    assert_true(has(&children[0], apr_psprintf(pool, "page %d", PAGES - 1)));
    for (i = 0; i < PAGES / 2; i++)
        is_missing(&children[0], apr_psprintf(pool, "page %d", i));
    for (i = 0; i < 2; i++)
        child_end(&children[i]);
}

/* What is there at the start is counted, and too much of it deleted: the oldest. */
static void limit_at_start(void **state)
{
    enum { PAGES = 100, KEPT = 20 };
    apr_time_t start = apr_time_now() - apr_time_from_sec(3600);
    np_tick_t end = np_clock() + GUARD;
    child_t child;
    int i;

    (void)state;
    prepare();
    child_begin(&child);
    for (i = 0; i < PAGES; i++)
        put(&child, block(i, start + apr_time_from_sec((i * 37) % PAGES)));
    wait_for(&child.counters.store_written, PAGES);
    child_end(&child);
    write_file(inside("new.0123456789abcdef"), "x", 1);
    write_file(inside("new.fedcba9876543210"), "x", 1);
    write_file(inside("notes"), "x", 1);
    assert_int_equal(utimensat(AT_FDCWD, inside("new.0123456789abcdef"),
                               (struct timespec[]){{.tv_sec = 5}, {.tv_sec = 5}}, 0),
                     0);
    assert_int_equal(
        utimensat(AT_FDCWD, inside("notes"), (struct timespec[]){{.tv_sec = 5}, {.tv_sec = 5}}, 0),
        0);
    child_make(&child, SITE, size_of_pages() * KEPT / PAGES);
    child_run(&child);
    while ((np_count_get(&child.counters.store_pages) == 0 || each_page(NULL, NULL) > KEPT) &&
           np_clock() < end)
        usleep(10000);
    assert_in_range(each_page(NULL, NULL), KEPT * 9 / 10 - 1, KEPT);
    for (i = 0; i < PAGES; i++) {
        int age = (i * 37) % PAGES;

        if (age < PAGES - KEPT)
            is_missing(&child, apr_psprintf(pool, "page %d", i));
        else if (age >= PAGES - KEPT * 9 / 10 + 1)
            assert_true(has(&child, apr_psprintf(pool, "page %d", i)));
    }
    child_end(&child);
    assert_int_equal(np_count_get(&child.counters.store_pages), each_page(NULL, NULL));
    assert_int_equal(np_count_get(&child.counters.store_bytes), size_of_pages());
    assert_int_equal(access(inside("new.0123456789abcdef"), F_OK), -1);
    assert_int_equal(access(inside("new.fedcba9876543210"), F_OK), 0);
    assert_int_equal(access(inside("notes"), F_OK), 0);
}

/* ---- Folders that go wrong ----------------------------------------------------------------------
 */

static void folder_vanishes(void **state)
{
    unsigned char again[NP_KEY_SECRET_SIZE];
    const char *away = apr_pstrcat(pool, top, "/away", NULL);
    np_tick_t end = np_clock() + GUARD;
    child_t child;

    (void)state;
    prepare();
    child_begin(&child);
    put_written(&child, page("a", "text"));
    assert_int_equal(rename(folder, away), 0);
    write_file(folder, "", 0); /* a file in its place */
    is_missing(&child, "a");
    put(&child, page("b", "text"));
    wait_for(&child.counters.store_failures, 4);
    assert_int_equal(logged_of(0), 1);
    assert_int_equal(unlink(folder), 0); /* nothing in its place: it is made again */
    while (!has(&child, "c") && np_clock() < end) {
        put(&child, page("c", "text")); /* "b" belonged to the journal that is gone */
        usleep(20000);
    }
    is_stored(&child, "c", "text");
    is_missing(&child, "b");
    assert_int_equal(logged_of(0), 1);
    assert_int_equal(logged_of(-1), 1); /* that it is good again */
    child_end(&child);
    assert_int_equal(np_store_prepare(folder, again, -1, -1, pool), APR_SUCCESS);
    assert_memory_equal(again, secret, sizeof(again));
    child_begin(&child);
    is_stored(&child, "c", "text");
    child_end(&child);
}

/* A removal that cannot be noted, because the folder is away: the pages in it must not come back
 * with it. The child knows; whoever starts meanwhile is beyond it. */
static void removal_without_folder(void **state)
{
    const char *away = apr_pstrcat(pool, top, "/away", NULL);
    np_tick_t end = np_clock() + GUARD;
    child_t child, next;

    (void)state;
    prepare();
    child_begin(&child);
    put_written(&child, page("a", "text"));
    write_file(apr_pstrcat(pool, top, "/file", NULL), "", 0);
    assert_int_equal(rename(folder, away), 0);
    assert_int_equal(rename(apr_pstrcat(pool, top, "/file", NULL), folder), 0);
    removed(&child, "article", 7);
    assert_int_equal(logged_of(1), 1);
    assert_int_equal(unlink(folder), 0);
    if (rename(away, folder) != 0) { /* the child was quicker and made a new one */
        assert_int_equal(system(apr_psprintf(pool, "rm -rf %s", folder)), 0);
        rename(away, folder);
    }
    is_missing(&child, "a");
    while (!has(&child, "b") && np_clock() < end) {
        put(&child, page_make("b", "text", 4, NULL, 0, apr_time_now()));
        usleep(20000);
    }
    is_stored(&child, "b", "text");
    is_missing(&child, "a");
    child_begin(&next);
    is_missing(&next, "a");
    is_stored(&next, "b", "text");
    child_end(&next);
    child_end(&child);
}

/* In a process of its own, so that what is mounted or limited ends with it. */
static void in_a_process(void (*body)(void))
{
    int status;
    pid_t process;

    fflush(NULL);
    process = fork();
    if (process == 0) {
        body();
        _exit(0);
    }
    assert_int_equal(waitpid(process, &status, 0), process);
    assert_int_equal(status, 0);
}

static void big_pages(child_t *child, int count)
{
    int i;

    for (i = 0; i < count; i++)
        put(child, block(i, apr_time_now()));
}

/* Pages of one key each, so that the removal of one is not the removal of all. */
static np_entry_t *page_of(const char *key, apr_int64_t article)
{
    np_key_t own = np_key_number("article", article);

    return page_make(key, "text", 4, &own, 1, apr_time_now());
}

static void fill(const char *path)
{
    static char zeros[4096];
    int file = open(path, O_WRONLY | O_CREAT, 0600);

    CHECK(file >= 0);
    while (write(file, zeros, sizeof(zeros)) > 0)
        ;
    close(file);
}

/* A file system of 256 KiB, where one can be had; then it is filled by others, pages fail, removals
 * are respected all the same, and when there is room again pages are stored again. */
static void full_disk_body(void)
{
    np_tick_t end = np_clock() + GUARD;
    child_t child;

    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", top, "tmpfs", 0, "size=256k") != 0)
        _exit(77);
    CHECK(np_store_prepare(folder, secret, -1, -1, pool) == APR_SUCCESS);
    np_key_secret(secret);
    child_begin(&child);
    put(&child, page_of("a", 7));
    CHECK(reaches(&child.counters.store_written, 1));
    put(&child, page_of("b", 8));
    CHECK(reaches(&child.counters.store_written, 2));
    fill(apr_pstrcat(pool, top, "/others", NULL));
    big_pages(&child, 10);
    CHECK(reaches(&child.counters.store_failures, 3));
    CHECK(logged_of(0) == 1);
    CHECK(has(&child, "a"));
    removed(&child, "article", 7);
    CHECK(!has(&child, "a"));
    CHECK(unlink(apr_pstrcat(pool, top, "/others", NULL)) == 0);
    while (!has(&child, "c") && np_clock() < end) {
        put(&child, page_of("c", 9));
        usleep(20000);
    }
    CHECK(has(&child, "c"));
    CHECK(!has(&child, "a"));
    CHECK(logged_of(-1) == 1);
    child_end(&child);
    child_begin(&child);
    CHECK(has(&child, "c"));
    CHECK(!has(&child, "a"));
    child_end(&child);
}

static void full_disk(void **state)
{
    int status;
    pid_t process;

    (void)state;
    fflush(NULL);
    process = fork();
    if (process == 0) {
        full_disk_body();
        _exit(0);
    }
    assert_int_equal(waitpid(process, &status, 0), process);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        skip(); /* nobody may mount here; short_writes is left */
    assert_int_equal(status, 0);
}

static void set_file_limit(rlim_t bytes)
{
    struct rlimit limit;

    CHECK(getrlimit(RLIMIT_FSIZE, &limit) == 0);
    limit.rlim_cur = bytes;
    CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
}

/* Writes that end in the middle, of pages and of the journal. */
static void short_writes_body(void)
{
    np_tick_t end = np_clock() + GUARD;
    child_t child, next;

    signal(SIGXFSZ, SIG_IGN);
    CHECK(np_store_prepare(folder, secret, -1, -1, pool) == APR_SUCCESS);
    np_key_secret(secret);
    child_begin(&child);
    put(&child, page_of("a", 7));
    CHECK(reaches(&child.counters.store_written, 1));
    set_file_limit(50); /* the journal's head and half a line */
    big_pages(&child, 2);
    CHECK(reaches(&child.counters.store_failures, 2));
    removed(&child, "article", 7);
    CHECK(logged_of(1) == 1);
    CHECK(!has(&child, "a"));
    set_file_limit(RLIM_INFINITY);
    while (!has(&child, "d") && np_clock() < end) {
        put(&child, page_of("d", 10));
        usleep(20000);
    }
    CHECK(has(&child, "d"));
    set_file_limit(10); /* not even a new journal can be begun: the old one must go */
    removed(&child, "article", 10);
    CHECK(!has(&child, "d"));
    child_make(&next, SITE, LIMIT);
    CHECK(!has(&next, "d"));
    child_end(&next);
    set_file_limit(RLIM_INFINITY);
    CHECK(!has(&child, "d"));
    CHECK(!has(&child, "a"));
    while (!has(&child, "c") && np_clock() < end) {
        put(&child, page_of("c", 9));
        usleep(20000);
    }
    CHECK(has(&child, "c"));
    child_end(&child);
    CHECK(each_page(NULL, NULL) >= 2);
}

static void short_writes(void **state)
{
    (void)state;
    in_a_process(short_writes_body);
}

/* Somebody takes away the right to write, or the right to look into it, and gives it back. */
static void rights_are_lost_body(void)
{
    np_tick_t end = np_clock() + GUARD;
    child_t child;

    if (geteuid() == 0) {
        CHECK(chown(top, NOBODY, NOBODY) == 0);
        CHECK(setgid(NOBODY) == 0 && setuid(NOBODY) == 0);
    }
    CHECK(np_store_prepare(folder, secret, -1, -1, pool) == APR_SUCCESS);
    np_key_secret(secret);
    child_begin(&child);
    put(&child, page_of("a", 7));
    CHECK(reaches(&child.counters.store_written, 1));
    CHECK(chmod(folder, 0500) == 0);
    CHECK(has(&child, "a")); /* reading is enough for that */
    put(&child, page_of("b", 8));
    CHECK(reaches(&child.counters.store_failures, 1));
    removed(&child, "article", 6); /* an existing journal can be written */
    CHECK(has(&child, "a"));
    CHECK(chmod(inside("removed"), 0400) == 0);
    removed(&child, "article", 7);
    CHECK(logged_of(1) == 1);
    CHECK(!has(&child, "a"));
    CHECK(chmod(folder, 0) == 0);
    CHECK(!has(&child, "a"));
    CHECK(chmod(folder, 0770) == 0); /* others may write: not trusted */
    CHECK(!has(&child, "a"));
    CHECK(chmod(folder, 0700) == 0);
    while (!has(&child, "c") && np_clock() < end) {
        put(&child, page_of("c", 9));
        usleep(20000);
    }
    CHECK(has(&child, "c"));
    CHECK(!has(&child, "a"));
    CHECK(logged_of(0) == 1);
    CHECK(logged_of(-1) == 1);
    child_end(&child);
}

static void rights_are_lost(void **state)
{
    (void)state;
    in_a_process(rights_are_lost_body);
}

/* ---- Threads, memory, the end -------------------------------------------------------------------
 */

typedef struct load_t {
    child_t *child;
    int number;
    atomic_int *stop;
} load_t;

static void *load_run(void *baton)
{
    load_t *load = baton;
    char key[32];
    int i;

    for (i = 0; !atomic_load(load->stop); i++) {
        np_key_t gone = np_key_number("article", i % 50);

        snprintf(key, sizeof(key), "page %d", i % 50);
        if (load->number == 0) {
            np_store_removed(load->child->store, &gone, 1);
            usleep(1000);
        } else if (load->number == 1)
            np_entry_release(
                np_store_get(load->child->store, key, strlen(key), apr_time_now(), DAY));
        else {
            np_entry_t *entry = page_of(key, i % 50);

            np_store_put(load->child->store, entry, np_clock());
            if (i % 7 == 0)
                atomic_store(&entry->outdated, np_clock());
            if (i % 11 == 0)
                atomic_store(&entry->removed, 1);
            np_entry_release(entry);
        }
    }
    return NULL;
}

/* All functions at once, from many threads of two children; what is left must be good pages. */
static void threads(void **state)
{
    enum { EACH = 4 };
    pthread_t ids[2 * EACH];
    load_t loads[2 * EACH];
    child_t children[2];
    atomic_int stop;
    int i, found = 0;

    (void)state;
    prepare();
    atomic_init(&stop, 0);
    for (i = 0; i < 2; i++)
        child_begin(&children[i]);
    for (i = 0; i < 2 * EACH; i++) {
        loads[i] = (load_t){&children[i % 2], i / 2, &stop};
        assert_int_equal(pthread_create(&ids[i], NULL, load_run, &loads[i]), 0);
    }
    wait_for(&children[0].counters.store_written, 10);
    wait_for(&children[1].counters.store_written, 1);
    usleep(500000);
    atomic_store(&stop, 1);
    for (i = 0; i < 2 * EACH; i++)
        pthread_join(ids[i], NULL);
    for (i = 0; i < 2; i++) {
        assert_int_equal(np_count_get(&children[i].counters.store_failures), 0);
        child_end(&children[i]);
    }
    assert_int_equal(logged_of(0) + logged_of(1) + logged_of(2), 0);
    child_begin(&children[0]);
    for (i = 0; i < 50; i++) {
        char *key = apr_psprintf(pool, "page %d", i);

        removed(&children[0], "article", i);
        is_missing(&children[0], key);
        found += np_count_get(&children[0].counters.store_refused) > 0;
    }
    assert_true(found > 0);
    child_end(&children[0]);
}

#if CAN_FAIL_MALLOC
/* One allocation after the other fails, in each thing that is done: nothing crashes, what is given
 * is right, and what was removed stays removed. */
static void memory_fails(void **state)
{
    long k, reached = 1;
    int given = 0;

    (void)state;
    prepare();
    for (k = 1; reached; k++) {
        const char *key = apr_psprintf(pool, "page %ld", k);
        np_entry_t *entry = page_of(key, 7), *found;
        child_t child;

        child_make(&child, SITE, LIMIT);
        fail_at = k;
        np_store_put(child.store, entry, np_clock());
        np_store_stop(child.store);
        np_store_run(child.store);
        reached = fail_at == 0;
        fail_at = 0;
        assert_int_equal(atomic_load(&entry->references), 1);
        np_entry_release(entry);
        apr_pool_destroy(child.pool);

        child_make(&child, SITE, LIMIT);
        put(&child, page_of("there", 8));
        np_store_stop(child.store);
        np_store_run(child.store);
        fail_at = k;
        found = get(&child, "there");
        reached |= fail_at == 0;
        fail_at = 0;
        given += found != NULL;
        np_entry_release(found);
        fail_at = k;
        removed(&child, "article", 8);
        reached |= fail_at == 0;
        fail_at = 0;
        is_missing(&child, "there");
        apr_pool_destroy(child.pool);
    }
    assert_true(k > 5);
    assert_true(given > 0);
}

static void create_without_memory(void **state)
{
    long k, reached = 1;

    (void)state;
    prepare();
    for (k = 1; reached; k++) {
        np_store_config_t config = {folder, LIMIT, SITE};
        np_counters_t counters = {.store_pages = 0};
        apr_pool_t *own;
        np_store_t *store;

        apr_pool_create(&own, NULL);
        apr_palloc(own, 1); /* the pool's own memory is not what fails here */
        fail_at = k;
        store = np_store_create(&config, &counters, take_log, NULL, own);
        reached = fail_at == 0;
        fail_at = 0;
        assert_true(store != NULL || reached);
        apr_pool_destroy(own);
    }
    assert_true(k >= 2);
}
#endif

/* A child that stops while nothing can be written does not try for long. */
static void stops_soon(void **state)
{
    child_t child;
    int i;

    (void)state;
    prepare();
    child_begin(&child);
    put_written(&child, page("a", "text"));
    assert_int_equal(system(apr_psprintf(pool, "rm -rf %s", folder)), 0);
    write_file(folder, "", 0);
    for (i = 0; i < 500; i++)
        put(&child, page(apr_psprintf(pool, "page %d", i), "text"));
    wait_for(&child.counters.store_failures, 3);
    i = (int)np_count_get(&child.counters.store_failures);
    child_end(&child);
    assert_true((int)np_count_get(&child.counters.store_failures) <= i + 5);
    assert_int_equal(unlink(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(secret_stays),
        TEST(secret_refused),
        TEST(folder_refused),
        TEST(one_secret_for_all),
        TEST(folder_is_given),
        TEST(page_returns),
        TEST(age_is_told),
        TEST(portals_are_apart),
        TEST(damage_is_found),
        TEST(lengths_are_checked),
        TEST(foreign_files_are_refused),
        TEST(removal_after_the_page),
        TEST(clocks_bring_nothing_back),
        TEST(removal_before_the_page),
        TEST(journal_is_followed),
        TEST(queued_pages_are_dropped),
        TEST(damaged_journal),
        TEST(forgetting),
        TEST(pages_from_before),
        TEST(position_stays),
        TEST(position_goes_on),
        TEST(position_now_and_then),
        TEST(position_damaged),
        TEST(position_waits_for_the_journal),
        TEST(position_cannot_be_written),
        TEST(journal_is_bounded),
        TEST(only_good_pages),
        TEST(newest_is_written),
        TEST(once_a_minute),
        TEST(refused_file_does_not_hold_up),
        TEST(file_from_the_future),
        TEST(queue_is_bounded),
        TEST(limit_is_kept),
        TEST(limit_at_start),
        TEST(folder_vanishes),
        TEST(removal_without_folder),
        TEST(full_disk),
        TEST(short_writes),
        TEST(rights_are_lost),
        TEST(threads),
#if CAN_FAIL_MALLOC
        TEST(memory_fails),
        TEST(create_without_memory),
#endif
        TEST(stops_soon),
    };
    int failed;

    apr_initialize();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    apr_terminate();
    return failed;
}
