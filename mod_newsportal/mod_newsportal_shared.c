/* mod_newsportal_shared.c - the memory in which all child processes count.
 *
 * The parent makes the memory when it has read a configuration (post_config); its children inherit
 * it. So a graceful restart begins anew, and children of the older generation go on counting in
 * theirs, unseen.
 *
 *     seat of a process    free ──np_status_claim (compare and swap)──▶ taken
 *       ▲                                                                 │
 *       └── counters moved to the sum of ended children ◀── child_status: the process has ended
 *
 * The parent and not the next process clears a seat: it knows for certain that a process has ended,
 * where a process id by itself may meanwhile be somebody else's. Readers see a seat either before
 * or after that (a sequence lock; the parent is the only writer).
 *
 * Must not: know what the numbers mean, nor how they are shown (np_status.h). Called by httpd's
 * hooks, by mod_newsportal_child.c when a process begins, by mod_newsportal_status.c for readers.
 */
#include "mod_newsportal.h"

#include <stdatomic.h>
#include <string.h>
#include <unistd.h>
#include <ap_mpm.h>
#include <apr_shm.h>
#include <apr_strings.h>
#include <http_main.h>
#include "np_clock.h"
#include "np_status.h"

APLOG_USE_MODULE(newsportal);

#define SEATS_MOST 4096 /* a prefork server of 2000 processes, twice over */
#define LINE 64         /* bytes; two processes must not write to one cache line */
#define READ_TRIES 100

/* One for each child process. Free when pid is 0; not yet filled in when started is 0. */
typedef struct seat_t {
    atomic_llong pid;
    atomic_ullong started, generation;
} seat_t;

/* The beginning of the memory; behind it for each portal the ended children's counters, then for
 * each seat and portal a child's. */
typedef struct area_t {
    atomic_uint moving; /* sequence lock: odd while the parent moves numbers */
    np_counter_t finished;
    seat_t seats[];
} area_t;

/* Made by the parent, inherited by its children. NULL when the memory could not be had. */
static struct {
    area_t *area;
    char *counters;
    int seats, portals;
} shared;

/* This process's seat; -1 before np_status_claim, and when none was free. */
static int own_seat = -1;
static int seat_sought;

/* ---- Parent: memory ------------------------------------------------------------------------- */

static apr_size_t round_up(apr_size_t size)
{
    return (size + LINE - 1) / LINE * LINE;
}

/* seat -1: of the children that have ended. */
static np_counters_t *counters_of(int seat, int portal)
{
    apr_size_t index = (apr_size_t)(seat + 1) * (apr_size_t)shared.portals + (apr_size_t)portal;

    return (np_counters_t *)(void *)(shared.counters + index * round_up(sizeof(np_counters_t)));
}

static apr_status_t forget_area(void *unused)
{
    (void)unused;
    shared.area = NULL;
    return APR_SUCCESS;
}

/* Processes that end slowly stand beside those that replace them: twice as many as may run. */
static int seats_wanted(void)
{
    int limit = 0;

    if (ap_mpm_query(AP_MPMQ_HARD_LIMIT_DAEMONS, &limit) != APR_SUCCESS || limit < 1)
        limit = 1;
    return limit > SEATS_MOST / 2 ? SEATS_MOST : limit * 2;
}

static int make_area(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *server)
{
    apr_size_t head, all;
    apr_status_t status;
    apr_shm_t *memory;
    char *base;

    (void)plog;
    (void)ptemp;
    own_seat = -1;
    seat_sought = 0;
    memset(&shared, 0, sizeof(shared));
    while (np_child_site(shared.portals))
        shared.portals++;
    shared.seats = seats_wanted();
    head = round_up(sizeof(area_t) + (apr_size_t)shared.seats * sizeof(seat_t));
    all = head + (apr_size_t)(shared.seats + 1) * (apr_size_t)shared.portals *
                     round_up(sizeof(np_counters_t));
    /* Anonymous, so the system has zeroed it and gives real memory to the seats in use only. */
    status = apr_shm_create(&memory, all + LINE, NULL, pconf);
    if (status != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, status, server,
                     "NP0003: no shared memory for the status pages (%" APR_SIZE_T_FMT " bytes)",
                     all);
        return OK;
    }
    base = apr_shm_baseaddr_get(memory);
    base += round_up((apr_size_t)base) - (apr_size_t)base;
    shared.area = (area_t *)(void *)base;
    shared.counters = base + head;
    apr_pool_cleanup_register(pconf, NULL, forget_area, apr_pool_cleanup_null);
    return OK;
}

/* ---- Seats ---------------------------------------------------------------------------------- */

static int take_seat(void)
{
    int seat;

    for (seat = 0; seat < shared.seats; seat++) {
        seat_t *place = &shared.area->seats[seat];
        long long nobody = 0;
        int generation = 0;

        if (!atomic_compare_exchange_strong(&place->pid, &nobody, (long long)getpid()))
            continue;
        if (ap_mpm_query(AP_MPMQ_GENERATION, &generation) != APR_SUCCESS)
            generation = 0;
        atomic_store(&place->generation, (unsigned long long)generation);
        atomic_store(&place->started, (unsigned long long)np_clock());
        return seat;
    }
    return -1;
}

np_counters_t *np_status_claim(int portal, apr_pool_t *pchild)
{
    if (!seat_sought) {
        seat_sought = 1;
        own_seat = shared.area ? take_seat() : -1;
        if (shared.area && own_seat < 0)
            ap_log_error(APLOG_MARK, APLOG_WARNING, 0, ap_server_conf,
                         "NP0003: all %d places of the status pages are taken: what this process "
                         "does is not counted",
                         shared.seats);
    }
    if (own_seat < 0 || portal < 0 || portal >= shared.portals)
        return apr_pcalloc(pchild, sizeof(np_counters_t));
    return counters_of(own_seat, portal);
}

static void clear_seat(int seat)
{
    seat_t *place = &shared.area->seats[seat];
    int portal;

    atomic_fetch_add(&shared.area->moving, 1);
    atomic_thread_fence(memory_order_seq_cst);
    for (portal = 0; portal < shared.portals; portal++)
        np_status_move(counters_of(-1, portal), counters_of(seat, portal));
    np_count(&shared.area->finished, 1);
    atomic_store(&place->started, 0);
    atomic_store(&place->pid, 0);
    atomic_fetch_add(&shared.area->moving, 1);
}

static void child_status(server_rec *server, pid_t pid, ap_generation_t generation, int slot,
                         mpm_child_status state)
{
    int seat;

    (void)server;
    (void)generation;
    (void)slot;
    if (state != MPM_CHILD_EXITED || shared.area == NULL)
        return;
    for (seat = 0; seat < shared.seats; seat++)
        if (atomic_load(&shared.area->seats[seat].pid) == (long long)pid)
            clear_seat(seat);
}

/* ---- Reading -------------------------------------------------------------------------------- */

/* Seats of living children, in `seats`; returns how many. */
static int list_seats(int *seats)
{
    int seat, count = 0;

    for (seat = 0; seat < shared.seats; seat++)
        if (atomic_load(&shared.area->seats[seat].started) != 0)
            seats[count++] = seat;
    return count;
}

static void read_child(np_status_child_t *child, int seat, int portal)
{
    seat_t *place = &shared.area->seats[seat];

    child->pid = (long)atomic_load(&place->pid);
    child->generation = (unsigned long)atomic_load(&place->generation);
    child->started = (np_tick_t)atomic_load(&place->started);
    np_numbers_read(&child->numbers, counters_of(seat, portal));
}

static void read_portals(np_status_portal_t *portals, const int *seats, int count, apr_pool_t *pool)
{
    int portal, i;

    for (portal = 0; portal < shared.portals; portal++) {
        np_status_child_t *children =
            apr_pcalloc(pool, (apr_size_t)count * sizeof(np_status_child_t));

        for (i = 0; i < count; i++)
            read_child(&children[i], seats[i], portal);
        portals[portal].name = np_child_site(portal)->name;
        portals[portal].base_url = np_child_site(portal)->base_url;
        portals[portal].children = children;
        portals[portal].child_count = count;
        np_numbers_read(&portals[portal].finished, counters_of(-1, portal));
        np_notify_add_numbers(portal, &portals[portal].finished);
    }
}

/* Tried again when the parent has moved numbers meanwhile: one that is missing, or counted twice,
 * would look like a counter that falls. */
static void read_all(np_status_t *status, apr_pool_t *pool)
{
    np_status_portal_t *portals =
        apr_pcalloc(pool, (apr_size_t)shared.portals * sizeof(np_status_portal_t));
    int *seats = apr_palloc(pool, (apr_size_t)shared.seats * sizeof(int));
    unsigned before;
    int tries;

    status->portals = portals;
    status->portal_count = shared.portals;
    for (tries = 0; tries < READ_TRIES; tries++) {
        before = atomic_load(&shared.area->moving);
        read_portals(portals, seats, list_seats(seats), pool);
        status->finished = np_count_get(&shared.area->finished);
        atomic_thread_fence(memory_order_seq_cst);
        if (before % 2 == 0 && atomic_load(&shared.area->moving) == before)
            break;
        apr_sleep(100);
    }
    status->now = np_clock();
}

int np_status_read(np_status_t *status, apr_pool_t *pool)
{
    memset(status, 0, sizeof(*status));
    if (shared.area == NULL)
        return 0;
    read_all(status, pool);
    return 1;
}

void np_shared_register_hooks(void)
{
    ap_hook_post_config(make_area, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_status(child_status, NULL, NULL, APR_HOOK_MIDDLE);
}
