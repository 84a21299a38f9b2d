/* np_status.h - the numbers of np_counters.h as people and programs read them.
 *
 * One table says of every number what it is called, what it means and how several children's make
 * one (np_status_rows); sums, JSON, Prometheus text and the page for people are all made from it,
 * so they cannot differ. A number of np_counters_t that is in no row fails a unit test, one that
 * the manual does not explain another.
 *
 * Counters count since the configuration was read and are summed over the children, those that have
 * ended included: they never fall. Gauges are of a moment and of living children only.
 *
 * Must not: know httpd, processes, shared memory (mod_newsportal_shared.c does), or where the
 * numbers come from. Asks neither database nor theme: the pages work when nothing else does.
 */
#ifndef NP_STATUS_H
#define NP_STATUS_H

#include <stddef.h>
#include "np_buffer.h"
#include "np_clock.h"
#include "np_counters.h"

/* A copy of np_counters_t, plain numbers. */
typedef struct np_numbers_t {
    apr_uint64_t at[NP_COUNTERS_NUMBERS];
} np_numbers_t;

/* The place of a field of np_counters_t in np_numbers_t. */
#define NP_NUMBER(field) (offsetof(np_counters_t, field) / sizeof(np_counter_t))

typedef struct np_status_child_t {
    long pid;
    unsigned long generation; /* httpd's count of restarts */
    np_tick_t started;
    np_numbers_t numbers;
} np_status_child_t;

typedef struct np_status_portal_t {
    const char *name, *base_url;       /* valid UTF-8; any characters */
    const np_status_child_t *children; /* living */
    int child_count;
    np_numbers_t finished; /* counters of children that have ended; gauges are 0 */
} np_status_portal_t;

typedef struct np_status_t {
    np_tick_t now;
    const np_status_portal_t *portals;
    int portal_count;
    apr_uint64_t finished; /* children that have ended */
} np_status_t;

/* ---- Copying and adding ---- */

void np_numbers_read(np_numbers_t *numbers, np_counters_t *counters);

/* Moves the counters of a child that has ended to the sum of such children and clears its gauges.
 * Each number is moved at once; `from` is all zero afterwards and may be another child's. */
void np_status_move(np_counters_t *finished, np_counters_t *from);

/* All children of a portal, living and ended: counters added; gauges added, or the one that an
 * administrator has to know (the worst, the oldest), as the table says. */
void np_status_sum(np_numbers_t *sum, const np_status_portal_t *portal);

/* ---- Derived values: -1 when there is nothing to derive them from ---- */

/* 0 to 1: answered from the cache, of all that were answered with a page. */
double np_status_hit_rate(const np_numbers_t *numbers);
/* Microseconds since the watcher's last good poll. */
np_tick_t np_status_lag(const np_numbers_t *numbers, np_tick_t now);
/* Milliseconds a page of this kind (np_route_e; NP_ROUTE_COUNT: other; -1: all kinds) spent in a
 * stage on average. `stage` is NP_NUMBER of queries_us, model_us, theme_us or html_us. */
double np_status_mean_ms(const np_numbers_t *numbers, size_t stage, int kind);

/* 1 when readers can be sent here: the schema fits and the database is not down in any child that
 * has asked it, and at least one has. (A suspected database is still asked, and only asking clears
 * it.) */
int np_status_portal_ready(const np_status_portal_t *portal);
/* The same for all portals, of which there is at least one. */
int np_status_ready(const np_status_t *status);

/* ---- Writing: check out->failed afterwards ---- */

void np_status_json(np_buffer_t *out, const np_status_t *status);
/* Text exposition format 0.0.4. */
void np_status_prometheus(np_buffer_t *out, const np_status_t *status);
/* A page of its own, HTML5, no style and no script. */
void np_status_html(np_buffer_t *out, const np_status_t *status);

/* For mod_status: sentences for its page (ASCII only: it has no UTF-8), and "NewsPortalHits: 1"
 * lines for ?auto, summed over all portals. */
void np_status_section(np_buffer_t *out, const np_status_t *status);
void np_status_auto(np_buffer_t *out, const np_status_t *status);

/* ---- The table ---- */

typedef enum {
    NP_STATUS_REQUESTS,
    NP_STATUS_RENDERING,
    NP_STATUS_CACHE,
    NP_STATUS_DATABASE,
    NP_STATUS_WATCHER,
    NP_STATUS_STORE,
    NP_STATUS_MEDIA,
    NP_STATUS_NOTIFY,
    NP_STATUS_GROUPS
} np_status_group_e;

/* How the numbers of several children become one. */
typedef enum {
    NP_STATUS_COUNTER,     /* added, ended children too */
    NP_STATUS_GAUGE,       /* added */
    NP_STATUS_GAUGE_MOST,  /* all children see the same thing, or the worst is what counts */
    NP_STATUS_GAUGE_OLDEST /* of those that are not 0 */
} np_status_type_e;

typedef enum {
    NP_STATUS_PLAIN,
    NP_STATUS_BYTES,
    NP_STATUS_MICROSECONDS, /* of work, by kind of page */
    NP_STATUS_SINCE,        /* np_clock() of a moment: shown as the time since then */
    NP_STATUS_DB_STATE,     /* np_db_state_e */
    NP_STATUS_DB_SCHEMA     /* np_db_schema_e */
} np_status_unit_e;

typedef struct np_status_row_t {
    const char *name;    /* of the field in np_counters_t */
    size_t place, width; /* in np_numbers_t; width is 1, or NP_COUNTERS_KINDS */
    np_status_group_e group;
    np_status_type_e type;
    np_status_unit_e unit;
    const char *metric; /* in Prometheus text, without "newsportal_" */
    const char *help;   /* a sentence without its stop */
} np_status_row_t;

extern const np_status_row_t np_status_rows[];
extern const size_t np_status_row_count;

/* ---- For np_status_*.c ---- */

extern const char *const np_status_group_names[NP_STATUS_GROUPS];
/* "front", ..., "other"; NULL for indices of np_counters_t that stand for nothing. */
const char *np_status_kind_name(int kind);
const char *np_status_db_state_name(apr_uint64_t state);
const char *np_status_db_schema_name(apr_uint64_t schema);

void np_status_print(np_buffer_t *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "&", "<", ">", quotes as entities. */
void np_status_print_escaped(np_buffer_t *out, const char *text);
/* Some sentences on how a portal is; `name` is printed escaped. */
void np_status_print_summary(np_buffer_t *out, const char *name, const np_status_portal_t *portal,
                             np_tick_t now);

#endif
