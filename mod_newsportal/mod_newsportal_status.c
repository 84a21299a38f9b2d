/* mod_newsportal_status.c - the memory in which all child processes count, and the pages that show
 * it.
 *
 * The parent makes the memory when it has read a configuration (post_config); its children inherit
 * it. So a graceful restart begins anew, and children of the older generation go on counting in
 * theirs, unseen.
 *
 *     seat of a process    free ──np_status_claim (compare and swap)──▶ pid
 *       ▲                                                               │
 *       └── counters moved to the sum of ended children ◀── parent saw the process end
 * (child_status)
 *
 * The parent and not the next process clears a seat: it knows for certain that a process has ended,
 * where a process id by itself may meanwhile be somebody else's. Readers see a seat either before
 * or after that (a sequence lock; the parent is the only writer).
 *
 * Must not: ask the database or a theme; the pages work when nothing else does. Called by httpd's
 * hooks, by mod_status, and by mod_newsportal_child.c.
 */
#include "mod_newsportal.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <ap_mpm.h>
#include <apr_optional_hooks.h>
#include <apr_shm.h>
#include <apr_strings.h>
#include <http_core.h>
#include <http_main.h>
#include <http_protocol.h>
#include <mod_status.h>
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
    }
}

/* Tried again when the parent has moved numbers meanwhile: one that is missing, or counted twice,
 * would look like a counter that falls. */
static void read_status(np_status_t *status, apr_pool_t *pool)
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

/* 0 when there is no memory to read from. */
static int get_status(np_status_t *status, apr_pool_t *pool)
{
    memset(status, 0, sizeof(*status));
    if (shared.area == NULL)
        return 0;
    read_status(status, pool);
    return 1;
}

/* ---- The handler ---------------------------------------------------------------------------- */

typedef struct format_t {
    const char *parameter, *content_type;
    void (*write)(np_buffer_t *out, const np_status_t *status);
} format_t;

static const format_t formats[] = {
    {"html", "text/html; charset=utf-8", np_status_html},
    {"json", "application/json", np_status_json},
    {"prometheus", "text/plain; version=0.0.4; charset=utf-8", np_status_prometheus},
};

enum { HTML, JSON, PROMETHEUS, FORMATS };

/* By a parameter of the query string, NULL when there is none. */
static const format_t *format_asked(const request_rec *r)
{
    char *rest, *query = apr_pstrdup(r->pool, r->args ? r->args : "");
    char *word;
    int i;

    for (word = apr_strtok(query, "&", &rest); word; word = apr_strtok(NULL, "&", &rest)) {
        word[strcspn(word, "=")] = '\0';
        for (i = 0; i < FORMATS; i++)
            if (strcmp(word, formats[i].parameter) == 0)
                return &formats[i];
    }
    return NULL;
}

/* Which format one element of Accept names, its parameters cut off and its weight in `weight`; -1
 * for none of ours. Monitoring asks for plain text of a version; a browser's text/plain is not
 * that. */
static int format_named(char *element, double *weight)
{
    char *rest, *type = apr_strtok(element, ";", &rest), *parameter;
    int versioned = 0;

    *weight = 1;
    if (type == NULL)
        return -1;
    while ((parameter = apr_strtok(NULL, ";", &rest)) != NULL) {
        if (strncasecmp(parameter, "q=", 2) == 0)
            *weight = atof(parameter + 2);
        versioned |= strcasecmp(parameter, "version=0.0.4") == 0;
    }
    if (strcasecmp(type, "text/html") == 0)
        return HTML;
    if (strcasecmp(type, "application/json") == 0)
        return JSON;
    if (strcasecmp(type, "application/openmetrics-text") == 0 ||
        (strcasecmp(type, "text/plain") == 0 && versioned))
        return PROMETHEUS;
    return -1;
}

/* The heaviest of those named, the first among equals; a page for people when none is. */
static const format_t *format_accepted(const request_rec *r)
{
    char *accept = apr_pstrdup(r->pool, apr_table_get(r->headers_in, "Accept"));
    double heaviest = 0, weight;
    const format_t *best = &formats[HTML];
    char *rest, *element;
    int format;

    if (accept == NULL)
        return best;
    apr_collapse_spaces(accept, accept);
    for (element = apr_strtok(accept, ",", &rest); element;
         element = apr_strtok(NULL, ",", &rest)) {
        format = format_named(element, &weight);
        if (format >= 0 && weight > heaviest) {
            heaviest = weight;
            best = &formats[format];
        }
    }
    return best;
}

static int send_text(request_rec *r, int status, const char *type, const char *text,
                     apr_size_t length)
{
    r->status = status;
    ap_set_content_type(r, type);
    np_output_set_security_headers(r);
    apr_table_setn(r->headers_out, "Cache-Control", "no-store");
    ap_set_content_length(r, (apr_off_t)length);
    ap_rwrite(text, (int)length, r);
    return OK;
}

/* Answered here and not by a status that httpd turns into an error page: the page's own Allow would
 * name OPTIONS. */
static int refuse_method(request_rec *r)
{
    static const char text[] = "The status can be read with GET and HEAD only.\n";

    apr_table_setn(r->headers_out, "Allow", "GET, HEAD");
    return send_text(r, HTTP_METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", text,
                     sizeof(text) - 1);
}

static int handler(request_rec *r)
{
    const format_t *format;
    np_status_t status;
    np_buffer_t out;
    int result;

    if (r->handler == NULL || strcmp(r->handler, NP_STATUS_HANDLER) != 0)
        return DECLINED;
    result = ap_discard_request_body(r);
    if (result != OK)
        return result;
    if (r->method_number != M_GET) /* HEAD is a GET to httpd */
        return refuse_method(r);
    format = format_asked(r);
    if (format == NULL)
        format = format_accepted(r);
    apr_table_setn(r->headers_out, "Vary", "Accept");
    if (!get_status(&status, r->pool))
        return HTTP_SERVICE_UNAVAILABLE;
    np_buffer_init(&out);
    format->write(&out, &status);
    if (out.failed)
        result = HTTP_INTERNAL_SERVER_ERROR;
    else
        result = send_text(r, HTTP_OK, format->content_type, out.data, out.length);
    np_buffer_free(&out);
    return result;
}

/* ---- mod_status ----------------------------------------------------------------------------- */

static int server_status(request_rec *r, int flags)
{
    np_status_t status;
    np_buffer_t out;

    if (!(flags & AP_STATUS_EXTENDED) || !get_status(&status, r->pool) || status.portal_count == 0)
        return DECLINED;
    np_buffer_init(&out);
    if (flags & AP_STATUS_SHORT)
        np_status_auto(&out, &status);
    else
        np_status_section(&out, &status);
    if (!out.failed)
        ap_rwrite(out.data, (int)out.length, r);
    np_buffer_free(&out);
    return OK;
}

void np_status_register_hooks(void)
{
    ap_hook_post_config(make_area, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_status(child_status, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_handler(handler, NULL, NULL, APR_HOOK_MIDDLE);
    APR_OPTIONAL_HOOK(ap, status_hook, server_status, NULL, NULL, APR_HOOK_MIDDLE);
}
