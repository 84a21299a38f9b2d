/* np_theme_slot.c - the current version of a theme in one child process.
 *
 * Requests take a reference under a short lock; refresh, called by one thread, compiles outside the
 * lock and only swaps the pointer inside. A page that began with the old version ends with it.
 *
 * Editors save in several steps and deployments replace many files: in between a theme may not
 * compile. That is said once per state of the files, and the last good version stays.
 *
 * Must not: compile in a request's thread. Called by mod_newsportal_child.c and np_respond.c.
 */
#include "np_theme_internal.h"

#include <string.h>
#include <time.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>

/* File systems stamp changes with the kernel's tick (4 ms or so), network ones with whole seconds.
 * A file changed twice within one tick looks the same the second time; so a state this young is
 * looked at once more. */
#define SETTLING INT64_C(1500000000)

struct np_theme_slot_t {
    apr_thread_mutex_t *mutex; /* for `current` alone */
    np_theme_t *current;
    const char *folder;
    np_log_fn *log;
    void *baton;
    np_theme_print_t seen; /* files of the last attempt, good or not */
    int settled;           /* `seen` was old enough to be trusted */
    int broken;            /* the last attempt failed */
};

/* A time far in the future (a clock set back) would never become old: it counts as settled. */
static int is_settled(const np_theme_print_t *print)
{
    struct timespec now;
    int64_t age;

    clock_gettime(CLOCK_REALTIME, &now);
    age = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec - print->newest;
    return age > SETTLING || age < -SETTLING;
}

static apr_status_t drop_current(void *baton)
{
    np_theme_slot_t *slot = baton;

    np_theme_release(slot->current);
    slot->current = NULL;
    return APR_SUCCESS;
}

static void adopt(np_theme_slot_t *slot, np_theme_t *theme)
{
    theme->log = slot->log;
    theme->log_baton = slot->baton;
}

np_theme_slot_t *np_theme_slot_create(np_theme_t *theme, const char *folder, np_log_fn *log,
                                      void *baton, apr_pool_t *pool)
{
    np_theme_slot_t *slot = apr_pcalloc(pool, sizeof(*slot));

    if (apr_thread_mutex_create(&slot->mutex, APR_THREAD_MUTEX_DEFAULT, pool) != APR_SUCCESS)
        return NULL;
    slot->folder = apr_pstrdup(pool, folder);
    slot->log = log;
    slot->baton = baton;
    adopt(slot, theme);
    slot->current = theme;
    slot->seen = theme->print;
    slot->settled = is_settled(&slot->seen);
    apr_pool_cleanup_register(pool, slot, drop_current, apr_pool_cleanup_null);
    return slot;
}

np_theme_t *np_theme_slot_get(np_theme_slot_t *slot)
{
    np_theme_t *theme;

    apr_thread_mutex_lock(slot->mutex);
    theme = slot->current;
    np_theme_retain(theme);
    apr_thread_mutex_unlock(slot->mutex);
    return theme;
}

static void swap(np_theme_slot_t *slot, np_theme_t *fresh)
{
    np_theme_t *old;

    adopt(slot, fresh);
    apr_thread_mutex_lock(slot->mutex);
    old = slot->current;
    slot->current = fresh;
    apr_thread_mutex_unlock(slot->mutex);
    np_theme_release(old);
}

/* 1 when a new version is in use. */
static int reload(np_theme_slot_t *slot, int looked_before, apr_pool_t *pool)
{
    int was_broken = slot->broken;
    np_theme_t *fresh;
    const char *error = np_theme_load(&fresh, slot->folder, pool);

    slot->broken = error != NULL;
    if (error != NULL) {
        if (!looked_before || !was_broken)
            slot->log(
                slot->baton, 3, "NP0120",
                apr_psprintf(pool, "%s; the last good version of the theme stays in use", error));
        return 0;
    }
    if (fresh->digest == slot->current->digest && !was_broken) {
        np_theme_release(fresh); /* touched, copied or looked at again, but the same bytes */
        return 0;
    }
    swap(slot, fresh);
    slot->log(slot->baton, 5, "NP0120",
              apr_psprintf(pool, "theme %s: files changed, the new version is in use",
                           np_theme_name(fresh)));
    return 1;
}

/* The slot's own pool belongs to the whole process, and pools are not for several threads. */
int np_theme_slot_refresh(np_theme_slot_t *slot)
{
    np_theme_print_t print = np_theme_fingerprint(slot->folder);
    int same = print.value == slot->seen.value, swapped;
    apr_pool_t *pool;

    if (same && slot->settled)
        return 0;
    slot->seen = print;
    slot->settled = is_settled(&print);
    apr_pool_create_unmanaged_ex(&pool, NULL, NULL);
    swapped = reload(slot, same, pool);
    apr_pool_destroy(pool);
    return swapped;
}
