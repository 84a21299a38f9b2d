/* np_status_json.c - the numbers as JSON (RFC 8259). See np_status.h.
 *
 *     {"ready": true, "finished_children": 1,
 *      "portals": [{"name": "...", "base_url": "...", "ready": true,
 *                   "sum": {...}, "children": [{"pid": 1, "generation": 0, "age_s": 2.5, ...}]}]}
 *
 * "sum" and each child hold every number under its own name, and what is derived from them; a value
 * that cannot be derived is null.
 */
#include "np_status.h"

#include "np_json.h"
#include "np_route.h"

static void number(np_json_t *json, const char *name, apr_uint64_t value)
{
    np_json_key(json, name);
    np_status_print(json->out, "%" APR_UINT64_T_FMT, value);
}

/* A derived value; below 0 there is none. */
static void real(np_json_t *json, const char *name, double value)
{
    np_json_key(json, name);
    if (value < 0)
        np_buffer_add_text(json->out, "null");
    else
        np_status_print(json->out, "%.4f", value);
}

static void yes_no(np_json_t *json, const char *name, int value)
{
    np_json_key(json, name);
    np_buffer_add_text(json->out, value ? "true" : "false");
}

static void scalar(np_json_t *json, const np_status_row_t *row, const np_numbers_t *numbers,
                   np_tick_t now)
{
    apr_uint64_t value = numbers->at[row->place];
    np_tick_t lag;

    switch (row->unit) {
    case NP_STATUS_SINCE:
        lag = np_status_lag(numbers, now);
        real(json, "lag_ms", lag < 0 ? -1 : (double)lag / 1000.0);
        break;
    case NP_STATUS_DB_STATE:
        np_json_key(json, row->name);
        np_json_text(json, np_status_db_state_name(value));
        break;
    case NP_STATUS_DB_SCHEMA:
        np_json_key(json, row->name);
        np_json_text(json, np_status_db_schema_name(value));
        break;
    default:
        number(json, row->name, value);
    }
}

static void one_kind(np_json_t *json, const np_numbers_t *numbers, int kind)
{
    size_t row;

    np_json_key(json, np_status_kind_name(kind));
    np_json_begin(json, '{');
    for (row = 0; row < np_status_row_count; row++) {
        if (np_status_rows[row].width > 1)
            number(json, np_status_rows[row].name,
                   numbers->at[np_status_rows[row].place + (size_t)kind]);
    }
    real(json, "queries_ms", np_status_mean_ms(numbers, NP_NUMBER(queries_us), kind));
    real(json, "model_ms", np_status_mean_ms(numbers, NP_NUMBER(model_us), kind));
    real(json, "theme_ms", np_status_mean_ms(numbers, NP_NUMBER(theme_us), kind));
    real(json, "html_ms", np_status_mean_ms(numbers, NP_NUMBER(html_us), kind));
    np_json_end(json, '}');
}

/* Members of an object that is open. */
static void all_numbers(np_json_t *json, const np_numbers_t *numbers, np_tick_t now)
{
    size_t row;
    int kind;

    real(json, "hit_rate", np_status_hit_rate(numbers));
    for (row = 0; row < np_status_row_count; row++) {
        if (np_status_rows[row].width == 1)
            scalar(json, &np_status_rows[row], numbers, now);
    }
    np_json_key(json, "kinds");
    np_json_begin(json, '{');
    for (kind = 0; kind <= NP_ROUTE_COUNT; kind++)
        one_kind(json, numbers, kind);
    np_json_end(json, '}');
}

static void one_child(np_json_t *json, const np_status_child_t *child, np_tick_t now)
{
    np_json_element(json);
    np_json_begin(json, '{');
    number(json, "pid", (apr_uint64_t)child->pid);
    number(json, "generation", child->generation);
    real(json, "age_s", now > child->started ? (double)(now - child->started) / 1e6 : 0);
    all_numbers(json, &child->numbers, now);
    np_json_end(json, '}');
}

static void one_portal(np_json_t *json, const np_status_portal_t *portal, np_tick_t now)
{
    np_numbers_t sum;
    int i;

    np_status_sum(&sum, portal);
    np_json_element(json);
    np_json_begin(json, '{');
    np_json_key(json, "name");
    np_json_text(json, portal->name);
    np_json_key(json, "base_url");
    np_json_text(json, portal->base_url);
    yes_no(json, "ready", np_status_portal_ready(portal));
    np_json_key(json, "sum");
    np_json_begin(json, '{');
    all_numbers(json, &sum, now);
    np_json_end(json, '}');
    np_json_key(json, "children");
    np_json_begin(json, '[');
    for (i = 0; i < portal->child_count; i++)
        one_child(json, &portal->children[i], now);
    np_json_end(json, ']');
    np_json_end(json, '}');
}

void np_status_json(np_buffer_t *out, const np_status_t *status)
{
    np_json_t json = {out, 0};
    int i;

    np_json_begin(&json, '{');
    yes_no(&json, "ready", np_status_ready(status));
    number(&json, "finished_children", status->finished);
    np_json_key(&json, "portals");
    np_json_begin(&json, '[');
    for (i = 0; i < status->portal_count; i++)
        one_portal(&json, &status->portals[i], status->now);
    np_json_end(&json, ']');
    np_json_end(&json, '}');
    np_buffer_add_char(out, '\n');
}
