/* np_status_server.c - the portals' part of httpd's own server-status (mod_status). See
 * np_status.h.
 *
 * Must not: write anything but ASCII: that page is ISO-8859-1. Portals go by their address. */
#include "np_status.h"

#include <ctype.h>

#include "np_route.h"

void np_status_section(np_buffer_t *out, const np_status_t *status)
{
    int i;

    np_buffer_add_text(out, "<hr />\n<h2>mod_newsportal</h2>\n");
    for (i = 0; i < status->portal_count; i++) {
        np_buffer_add_text(out, "<p>");
        np_status_print_summary(out, status->portals[i].base_url, &status->portals[i], status->now);
        np_buffer_add_text(out, "</p>\n");
    }
}

/* "db_open" is "NewsPortalDbOpen". */
static void line(np_buffer_t *out, const char *name, apr_uint64_t value)
{
    int upper = 1;

    np_buffer_add_text(out, "NewsPortal");
    for (; *name; name++) {
        char c = *name;

        if (upper)
            c = (char)toupper((unsigned char)c);
        if (c != '_')
            np_buffer_add_char(out, c);
        upper = c == '_';
    }
    np_status_print(out, ": %" APR_UINT64_T_FMT "\n", value);
}

/* What all portals have together, as if they were children of one. */
static void all_portals(np_numbers_t *all, const np_status_t *status)
{
    np_status_child_t child = {0};
    np_status_portal_t both = {.children = &child, .child_count = 1};
    int i;

    for (i = 0; i < status->portal_count; i++) {
        np_status_sum(&child.numbers, &status->portals[i]);
        np_status_sum(all, &both);
        both.finished = *all;
    }
}

void np_status_auto(np_buffer_t *out, const np_status_t *status)
{
    np_numbers_t all = {{0}};
    np_tick_t lag;
    size_t row, i;

    all_portals(&all, status);
    line(out, "ready", (apr_uint64_t)np_status_ready(status));
    line(out, "portals", (apr_uint64_t)status->portal_count);
    for (row = 0; row < np_status_row_count; row++) {
        const np_status_row_t *what = &np_status_rows[row];
        apr_uint64_t value = 0;

        for (i = 0; i < what->width; i++)
            value += all.at[what->place + i];
        if (what->unit != NP_STATUS_SINCE)
            line(out, what->name, value);
    }
    lag = np_status_lag(&all, status->now);
    if (lag >= 0)
        line(out, "lag_ms", (apr_uint64_t)lag / 1000);
}
