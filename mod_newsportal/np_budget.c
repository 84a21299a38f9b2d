/* np_budget.c - see np_budget.h. */
#include "np_budget.h"

#include <string.h>
#include <apr_hash.h>
#include <apr_thread_mutex.h>

#define PLACES 4096

/* Time instead of tokens: the bucket is full when `free_at` has passed, and each form moves it on.
 * One number, nothing to refill. */
typedef struct bucket_t {
    apr_time_t free_at;
} bucket_t;

struct np_budget_t {
    apr_thread_mutex_t *lock;
    apr_interval_time_t here, all; /* each form costs this much time */
    bucket_t total;
    bucket_t places[PLACES];
};

#define MINUTE apr_time_from_sec(60)

apr_status_t np_budget_create(np_budget_t **budget, int here, int all, apr_pool_t *pool)
{
    *budget = apr_pcalloc(pool, sizeof(**budget));
    (*budget)->here = MINUTE / here;
    (*budget)->all = MINUTE / all;
    return apr_thread_mutex_create(&(*budget)->lock, APR_THREAD_MUTEX_DEFAULT, pool);
}

/* How long until the bucket takes one more: a minute's worth may be ahead of the clock. */
static apr_interval_time_t wait_of(const bucket_t *bucket, apr_interval_time_t cost, apr_time_t now)
{
    apr_time_t begins = bucket->free_at > now ? bucket->free_at : now;

    return begins + cost - (now + MINUTE);
}

static void take(bucket_t *bucket, apr_interval_time_t cost, apr_time_t now)
{
    bucket->free_at = (bucket->free_at > now ? bucket->free_at : now) + cost;
}

int np_budget_take(np_budget_t *budget, const char *address, apr_time_t now)
{
    apr_ssize_t length = APR_HASH_KEY_STRING;
    bucket_t *place = &budget->places[apr_hashfunc_default(address, &length) % PLACES];
    apr_interval_time_t wait, total;

    apr_thread_mutex_lock(budget->lock);
    wait = wait_of(place, budget->here, now);
    total = wait_of(&budget->total, budget->all, now);
    if (total > wait)
        wait = total;
    if (wait <= 0) {
        take(place, budget->here, now);
        take(&budget->total, budget->all, now);
    }
    apr_thread_mutex_unlock(budget->lock);
    return wait <= 0 ? 0 : (int)((wait + APR_USEC_PER_SEC - 1) / APR_USEC_PER_SEC);
}
