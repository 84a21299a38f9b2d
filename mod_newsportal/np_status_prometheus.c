/* np_status_prometheus.c - the numbers in Prometheus' text exposition format 0.0.4. See
 * np_status.h.
 *
 * Counters are one series for each portal (and kind of page), summed over its child processes: a
 * series for each process would end with it. Gauges are of one process and say which (child="pid").
 *
 * Must not: give derived values that a query can compute.
 */
#include "np_status.h"

#include "np_route.h"

/* Of all samples of one portal: its base URL is unique in the server, its name need not be. */
static void label(np_buffer_t *out, const char *name, const char *value)
{
    np_status_print(out, "%s=\"", name);
    for (; *value; value++) {
        if (*value == '\n') {
            np_buffer_add_text(out, "\\n");
            continue;
        }
        if (*value == '\\' || *value == '"')
            np_buffer_add_char(out, '\\');
        np_buffer_add_char(out, *value);
    }
    np_buffer_add_char(out, '"');
}

static void head(np_buffer_t *out, const char *metric, const char *type, const char *help)
{
    np_status_print(out, "# HELP newsportal_%s %s.\n# TYPE newsportal_%s %s\n", metric, help,
                    metric, type);
}

/* The name and the labels that all have; more labels and `}` follow. */
static void sample(np_buffer_t *out, const char *metric, const np_status_portal_t *portal)
{
    np_status_print(out, "newsportal_%s{", metric);
    label(out, "portal", portal->base_url);
}

static void value(np_buffer_t *out, np_status_unit_e unit, apr_uint64_t number)
{
    if (unit == NP_STATUS_MICROSECONDS)
        np_status_print(out, "} %" APR_UINT64_T_FMT ".%06" APR_UINT64_T_FMT "\n", number / 1000000,
                        number % 1000000);
    else
        np_status_print(out, "} %" APR_UINT64_T_FMT "\n", number);
}

static void counter(np_buffer_t *out, const np_status_row_t *row, const np_status_portal_t *portal,
                    const np_numbers_t *sum)
{
    int kind;

    if (row->width == 1) {
        sample(out, row->metric, portal);
        value(out, row->unit, sum->at[row->place]);
        return;
    }
    for (kind = 0; kind <= NP_ROUTE_COUNT; kind++) {
        sample(out, row->metric, portal);
        np_buffer_add_char(out, ',');
        label(out, "kind", np_status_kind_name(kind));
        value(out, row->unit, sum->at[row->place + (size_t)kind]);
    }
}

static void child_sample(np_buffer_t *out, const char *metric, const np_status_portal_t *portal,
                         const np_status_child_t *child)
{
    sample(out, metric, portal);
    np_status_print(out, ",child=\"%ld\"", child->pid);
}

static void gauges(np_buffer_t *out, const np_status_row_t *row, const np_status_portal_t *portal,
                   np_tick_t now)
{
    int i;

    for (i = 0; i < portal->child_count; i++) {
        const np_status_child_t *child = &portal->children[i];
        np_tick_t lag = np_status_lag(&child->numbers, now);

        if (row->unit != NP_STATUS_SINCE) {
            child_sample(out, row->metric, portal, child);
            value(out, row->unit, child->numbers.at[row->place]);
        } else if (lag >= 0) {
            child_sample(out, row->metric, portal, child);
            value(out, NP_STATUS_MICROSECONDS, (apr_uint64_t)lag);
        }
    }
}

static void row_metric(np_buffer_t *out, const np_status_row_t *row, const np_status_t *status)
{
    int counts = row->type == NP_STATUS_COUNTER, i;

    head(out, row->metric, counts ? "counter" : "gauge", row->help);
    for (i = 0; i < status->portal_count; i++) {
        const np_status_portal_t *portal = &status->portals[i];
        np_numbers_t sum;

        if (counts) {
            np_status_sum(&sum, portal);
            counter(out, row, portal, &sum);
        } else
            gauges(out, row, portal, status->now);
    }
}

static void portal_metrics(np_buffer_t *out, const np_status_t *status)
{
    int i, child;

    head(out, "ready", "gauge", "1 when readers can be sent here");
    for (i = 0; i < status->portal_count; i++) {
        sample(out, "ready", &status->portals[i]);
        value(out, NP_STATUS_PLAIN, (apr_uint64_t)np_status_portal_ready(&status->portals[i]));
    }
    head(out, "child_age_seconds", "gauge", "Time since the child process started");
    for (i = 0; i < status->portal_count; i++) {
        for (child = 0; child < status->portals[i].child_count; child++) {
            np_tick_t age = status->now - status->portals[i].children[child].started;

            child_sample(out, "child_age_seconds", &status->portals[i],
                         &status->portals[i].children[child]);
            value(out, NP_STATUS_MICROSECONDS, age > 0 ? (apr_uint64_t)age : 0);
        }
    }
}

void np_status_prometheus(np_buffer_t *out, const np_status_t *status)
{
    size_t row;

    portal_metrics(out, status);
    head(out, "finished_children_total", "counter", "Child processes that have ended");
    np_status_print(out, "newsportal_finished_children_total %" APR_UINT64_T_FMT "\n",
                    status->finished);
    for (row = 0; row < np_status_row_count; row++)
        row_metric(out, &np_status_rows[row], status);
}
