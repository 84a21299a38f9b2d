/* np_cache_flight.c - one request makes a page, the others that want it wait for that one.
 *
 * A flight lasts from the first np_cache_join under a key to its leader's np_cache_finish; the
 * memory, until the last follower has gone. Called by np_serve.c.
 *
 * Must not: hold its lock while the cache's is held, or the other way round.
 */
#include "np_cache_internal.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LONGEST_WAIT apr_time_from_sec(24 * 3600L) /* a bound for the arithmetic */

struct np_flight_t {
    np_flight_t *next; /* in its bucket, while it is under way */
    pthread_cond_t done_cond;
    apr_uint64_t hash;
    apr_uint64_t joined; /* changes before this number had come in when the leader began */
    int trusted;         /* the watcher was at work by then */
    int references, done;
    np_entry_t *result;
    apr_size_t length;
    char key[];
};

static np_flight_t **place_of(np_cache_t *cache, apr_uint64_t hash, const char *key,
                              apr_size_t length)
{
    np_flight_t **place = &cache->flights[hash % NP_CACHE_FLIGHT_ROOM];

    while (*place && !((*place)->hash == hash && (*place)->length == length &&
                       memcmp((*place)->key, key, length) == 0))
        place = &(*place)->next;
    return place;
}

static np_flight_t *make(np_cache_t *cache, apr_uint64_t hash, const char *key, apr_size_t length)
{
    np_flight_t *flight = calloc(1, sizeof(*flight) + length);

    if (flight == NULL)
        return NULL;
    if (pthread_cond_init(&flight->done_cond, &cache->monotonic) != 0) {
        free(flight);
        return NULL;
    }
    flight->hash = hash;
    flight->references = 1;
    flight->length = length;
    memcpy(flight->key, key, length);
    return flight;
}

/* A change that commits before the watcher's first look is in no later one: a page that was begun
 * before that look may lack it for ever. So `trusted` is settled here and not when it is stored. */
int np_cache_join(np_flight_t **flight, np_cache_t *cache, const char *key, apr_size_t length)
{
    apr_uint64_t hash = np_key_hash(key, length);
    np_flight_t **place;
    int leads = 0;

    pthread_mutex_lock(&cache->flight_lock);
    place = place_of(cache, hash, key, length);
    if (*place)
        (*place)->references++;
    else {
        leads = 1;
        *place = make(cache, hash, key, length);
        if (*place) {
            (*place)->trusted = atomic_load(&cache->verified) != 0;
            (*place)->joined = atomic_load(&cache->changes);
        }
    }
    *flight = *place;
    pthread_mutex_unlock(&cache->flight_lock);
    return leads;
}

/* Under the lock; 1 when the caller was the last one and has to free it. */
static int leave(np_flight_t *flight)
{
    return --flight->references == 0;
}

static void flight_free(np_flight_t *flight)
{
    pthread_cond_destroy(&flight->done_cond);
    np_entry_release(flight->result);
    free(flight);
}

/* Nobody joins it from now on; 1 when somebody has. */
static int close_door(np_cache_t *cache, np_flight_t *flight)
{
    int followed;

    pthread_mutex_lock(&cache->flight_lock);
    *place_of(cache, flight->hash, flight->key, flight->length) = flight->next;
    followed = flight->references > 1;
    pthread_mutex_unlock(&cache->flight_lock);
    return followed;
}

static void land(np_cache_t *cache, np_flight_t *flight, np_entry_t *result)
{
    int last;

    if (result)
        np_entry_retain(result);
    pthread_mutex_lock(&cache->flight_lock);
    flight->result = result;
    flight->done = 1;
    pthread_cond_broadcast(&flight->done_cond);
    last = leave(flight);
    pthread_mutex_unlock(&cache->flight_lock);
    if (last)
        flight_free(flight);
}

/* Stored before the door is closed: who comes between the two finds one or the other. Looked at
 * once more after that: who joined after a removal had been applied must not get what it removed.
 */
int np_cache_finish(np_flight_t *flight, np_cache_t *cache, np_entry_t *entry, int store)
{
    int stored = 0;

    if (flight == NULL)
        return 0;
    if (entry)
        stored = np_cache_put(cache, entry, &flight->joined,
                              store && flight->trusted && !atomic_load(&cache->stopped));
    if (!close_door(cache, flight))
        entry = NULL;
    if (entry)
        np_cache_check(cache, entry, &flight->joined);
    land(cache, flight, entry && !atomic_load(&entry->removed) ? entry : NULL);
    return stored;
}

static struct timespec moment_after(apr_interval_time_t wait)
{
    struct timespec moment;

    if (wait < 0)
        wait = 0;
    if (wait > LONGEST_WAIT)
        wait = LONGEST_WAIT;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    moment.tv_sec += (time_t)(wait / APR_USEC_PER_SEC);
    moment.tv_nsec += (long)(wait % APR_USEC_PER_SEC) * 1000;
    if (moment.tv_nsec >= 1000000000L) {
        moment.tv_nsec -= 1000000000L;
        moment.tv_sec++;
    }
    return moment;
}

/* A page that was removed after it had been made is not given any more. */
np_entry_t *np_cache_wait(np_flight_t *flight, np_cache_t *cache, apr_interval_time_t longest)
{
    struct timespec until = moment_after(longest);
    np_entry_t *entry;
    int problem = 0, last;

    if (flight == NULL)
        return NULL;
    pthread_mutex_lock(&cache->flight_lock);
    while (!flight->done && !atomic_load(&cache->stopped) && problem == 0)
        problem = pthread_cond_timedwait(&flight->done_cond, &cache->flight_lock, &until);
    entry = flight->result;
    if (entry && atomic_load(&entry->removed))
        entry = NULL;
    if (entry)
        np_entry_retain(entry);
    last = leave(flight);
    pthread_mutex_unlock(&cache->flight_lock);
    if (last)
        flight_free(flight);
    return entry;
}

void np_cache_stop(np_cache_t *cache)
{
    np_flight_t *flight;
    int i;

    pthread_mutex_lock(&cache->flight_lock);
    atomic_store(&cache->stopped, 1);
    for (i = 0; i < NP_CACHE_FLIGHT_ROOM; i++)
        for (flight = cache->flights[i]; flight; flight = flight->next)
            pthread_cond_broadcast(&flight->done_cond);
    pthread_mutex_unlock(&cache->flight_lock);
}
