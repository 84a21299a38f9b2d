/* np_status_html.c - the numbers as a page for people. See np_status.h.
 *
 * Plain tables and sentences: the content security policy of the portal allows nothing inline, and
 * a style sheet would need a theme. The browser's own colours follow light and dark.
 *
 * Must not: use a theme, link to anything.
 */
#include "np_status.h"

#include "np_route.h"

#define MIB 1048576.0

/* ---- Cells ---------------------------------------------------------------------------------- */

static void cell(np_buffer_t *out, const np_status_row_t *row, const np_numbers_t *numbers,
                 np_tick_t now)
{
    apr_uint64_t value = numbers->at[row->place];
    np_tick_t lag = np_status_lag(numbers, now);

    if (row->unit == NP_STATUS_BYTES)
        np_status_print(out, "<td>%.1f MiB</td>", (double)value / MIB);
    else if (row->unit == NP_STATUS_SINCE && lag < 0)
        np_buffer_add_text(out, "<td>never</td>");
    else if (row->unit == NP_STATUS_SINCE)
        np_status_print(out, "<td>%.0f ms</td>", (double)lag / 1000.0);
    else if (row->unit == NP_STATUS_DB_STATE)
        np_status_print(out, "<td>%s</td>", np_status_db_state_name(value));
    else if (row->unit == NP_STATUS_DB_SCHEMA)
        np_status_print(out, "<td>%s</td>", np_status_db_schema_name(value));
    else
        np_status_print(out, "<td>%" APR_UINT64_T_FMT "</td>", value);
}

static void mean_cell(np_buffer_t *out, double ms)
{
    if (ms < 0)
        np_buffer_add_text(out, "<td>-</td>");
    else
        np_status_print(out, "<td>%.3f ms</td>", ms);
}

static void hit_rate_cell(np_buffer_t *out, const np_numbers_t *numbers)
{
    double rate = np_status_hit_rate(numbers);

    if (rate < 0)
        np_buffer_add_text(out, "<td>-</td>");
    else
        np_status_print(out, "<td>%.1f %%</td>", rate * 100.0);
}

static void column_head(np_buffer_t *out, const char *name, const char *help)
{
    np_status_print(out, "<th scope=\"col\"><abbr title=\"%s\">%s</abbr></th>", help, name);
}

/* ---- A table for each group: one row for each child ----------------------------------------- */

static void group_head(np_buffer_t *out, np_status_group_e group)
{
    size_t row;

    np_status_print(out, "<table>\n<caption>%s</caption>\n<thead><tr><th scope=\"col\">Child</th>",
                    np_status_group_names[group]);
    if (group == NP_STATUS_REQUESTS)
        column_head(out, "hit_rate", "Hits, of all requests answered with a page");
    for (row = 0; row < np_status_row_count; row++) {
        if (np_status_rows[row].group == group)
            column_head(out,
                        np_status_rows[row].unit == NP_STATUS_SINCE ? "lag_ms"
                                                                    : np_status_rows[row].name,
                        np_status_rows[row].help);
    }
    np_buffer_add_text(out, "</tr></thead>\n");
}

static void group_cells(np_buffer_t *out, np_status_group_e group, const np_numbers_t *numbers,
                        np_tick_t now, int gauges)
{
    size_t row;

    if (group == NP_STATUS_REQUESTS)
        hit_rate_cell(out, numbers);
    for (row = 0; row < np_status_row_count; row++) {
        if (np_status_rows[row].group != group)
            continue;
        if (np_status_rows[row].type == NP_STATUS_COUNTER || gauges)
            cell(out, &np_status_rows[row], numbers, now);
        else
            np_buffer_add_text(out, "<td>-</td>");
    }
    np_buffer_add_text(out, "</tr>\n");
}

static void group_table(np_buffer_t *out, np_status_group_e group, const np_status_portal_t *portal,
                        np_tick_t now)
{
    np_numbers_t sum;
    int i;

    group_head(out, group);
    np_buffer_add_text(out, "<tbody>\n");
    for (i = 0; i < portal->child_count; i++) {
        np_status_print(out, "<tr><th scope=\"row\">%ld</th>", portal->children[i].pid);
        group_cells(out, group, &portal->children[i].numbers, now, 1);
    }
    np_buffer_add_text(out, "<tr><th scope=\"row\">ended</th>");
    group_cells(out, group, &portal->finished, now, 0);
    np_buffer_add_text(out, "</tbody>\n<tfoot>\n<tr><th scope=\"row\">all</th>");
    np_status_sum(&sum, portal);
    group_cells(out, group, &sum, now, 1);
    np_buffer_add_text(out, "</tfoot>\n</table>\n");
}

/* ---- Rendering: one row for each kind of page, then for each child -------------------------- */

static const struct stage_t {
    const char *name;
    size_t place;
} stages[] = {
    {"queries_ms", NP_NUMBER(queries_us)},
    {"model_ms", NP_NUMBER(model_us)},
    {"theme_ms", NP_NUMBER(theme_us)},
    {"html_ms", NP_NUMBER(html_us)},
};

#define STAGES (sizeof(stages) / sizeof(stages[0]))

static void rendering_head(np_buffer_t *out, const char *caption, const char *first)
{
    size_t i;

    np_status_print(out, "<table>\n<caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th>",
                    caption, first);
    column_head(out, "renders", "Pages made");
    for (i = 0; i < STAGES; i++)
        column_head(out, stages[i].name, "Mean time of a page in this stage");
    np_buffer_add_text(out, "</tr></thead>\n");
}

static void rendering_cells(np_buffer_t *out, const np_numbers_t *numbers, int kind)
{
    apr_uint64_t renders = 0;
    size_t i;

    for (i = 0; i < NP_COUNTERS_KINDS; i++)
        if (kind < 0 || i == (size_t)kind)
            renders += numbers->at[NP_NUMBER(renders) + i];
    np_status_print(out, "<td>%" APR_UINT64_T_FMT "</td>", renders);
    for (i = 0; i < STAGES; i++)
        mean_cell(out, np_status_mean_ms(numbers, stages[i].place, kind));
    np_buffer_add_text(out, "</tr>\n");
}

static void rendering_tables(np_buffer_t *out, const np_status_portal_t *portal)
{
    np_numbers_t sum;
    int i;

    np_status_sum(&sum, portal);
    rendering_head(out, "Rendering, by kind of page", "Kind");
    np_buffer_add_text(out, "<tbody>\n");
    for (i = 0; i <= NP_ROUTE_COUNT; i++) {
        np_status_print(out, "<tr><th scope=\"row\">%s</th>", np_status_kind_name(i));
        rendering_cells(out, &sum, i);
    }
    np_buffer_add_text(out, "</tbody>\n</table>\n");
    rendering_head(out, "Rendering, by child", "Child");
    np_buffer_add_text(out, "<tbody>\n");
    for (i = 0; i < portal->child_count; i++) {
        np_status_print(out, "<tr><th scope=\"row\">%ld</th>", portal->children[i].pid);
        rendering_cells(out, &portal->children[i].numbers, -1);
    }
    np_buffer_add_text(out, "<tr><th scope=\"row\">ended</th>");
    rendering_cells(out, &portal->finished, -1);
    np_buffer_add_text(out, "</tbody>\n<tfoot>\n<tr><th scope=\"row\">all</th>");
    rendering_cells(out, &sum, -1);
    np_buffer_add_text(out, "</tfoot>\n</table>\n");
}

/* ---- The page ------------------------------------------------------------------------------- */

static void children_table(np_buffer_t *out, const np_status_portal_t *portal, np_tick_t now)
{
    int i;

    if (portal->child_count == 0)
        return;
    np_buffer_add_text(out, "<table>\n<caption>Child processes</caption>\n<thead><tr>"
                            "<th scope=\"col\">Child</th><th scope=\"col\">Generation</th>"
                            "<th scope=\"col\">Age</th></tr></thead>\n<tbody>\n");
    for (i = 0; i < portal->child_count; i++) {
        const np_status_child_t *child = &portal->children[i];

        np_status_print(out, "<tr><th scope=\"row\">%ld</th><td>%lu</td><td>%.1f s</td></tr>\n",
                        child->pid, child->generation,
                        now > child->started ? (double)(now - child->started) / 1e6 : 0.0);
    }
    np_buffer_add_text(out, "</tbody>\n</table>\n");
}

static void one_portal(np_buffer_t *out, const np_status_portal_t *portal, np_tick_t now)
{
    int group;

    np_buffer_add_text(out, "<section>\n<h2>");
    np_status_print_escaped(out, portal->name);
    np_buffer_add_text(out, "</h2>\n<p><code>");
    np_status_print_escaped(out, portal->base_url);
    np_buffer_add_text(out, "</code></p>\n");
    children_table(out, portal, now);
    for (group = 0; group < NP_STATUS_GROUPS; group++) {
        if (group == NP_STATUS_RENDERING)
            rendering_tables(out, portal);
        else
            group_table(out, (np_status_group_e)group, portal, now);
    }
    np_buffer_add_text(out, "</section>\n");
}

void np_status_html(np_buffer_t *out, const np_status_t *status)
{
    int i;

    np_buffer_add_text(out,
                       "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<title>Status of mod_newsportal</title>\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"color-scheme\" content=\"light dark\">\n"
                       "<meta name=\"robots\" content=\"noindex\">\n</head>\n<body>\n<main>\n"
                       "<h1>Status of mod_newsportal</h1>\n");
    if (status->portal_count == 0)
        np_buffer_add_text(out, "<p>This server has no portal.</p>\n");
    for (i = 0; i < status->portal_count; i++) {
        np_buffer_add_text(out, "<p>");
        np_status_print_summary(out, status->portals[i].name, &status->portals[i], status->now);
        np_buffer_add_text(out, "</p>\n");
    }
    np_status_print(out,
                    "<p>Counters began when httpd read its configuration; %" APR_UINT64_T_FMT
                    " child processes have "
                    "ended since. The manual explains every number.</p>\n",
                    status->finished);
    for (i = 0; i < status->portal_count; i++)
        one_portal(out, &status->portals[i], status->now);
    np_buffer_add_text(out, "</main>\n</body>\n</html>\n");
}
