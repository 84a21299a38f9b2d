/* np_budget.h - how many forms a child takes from one range of addresses and from all: token
 * buckets.
 *
 * The first of two limits, and the cheap one: it keeps a flood away from the database, whose own
 * count is the hard one (portal_budget in sql/schema/25_desk.sql). Each child counts for itself.
 * Ranges share buckets when there are more of them than places: then a neighbour may have to wait,
 * which under such a flood is the lesser evil. Must not: know addresses (the caller gives the keyed
 * hash), ask the clock.
 */
#ifndef NP_BUDGET_H
#define NP_BUDGET_H

#include <apr_pools.h>
#include <apr_time.h>

typedef struct np_budget_t np_budget_t;

/* `here` and `all` are forms a minute; as many may come at once after a rest. In `pool`, with a
 * lock of its own. */
apr_status_t np_budget_create(np_budget_t **budget, int here, int all, apr_pool_t *pool);

/* Takes one: 0, or after how many seconds to come again (at least 1). `now` on any clock that never
 * goes back. Any thread. */
int np_budget_take(np_budget_t *budget, const char *address, apr_time_t now);

#endif
