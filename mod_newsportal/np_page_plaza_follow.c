/* np_page_plaza_follow.c - one's own notice, by the code of its receipt: how it is, a new end,
 * taking it back. Called through the tables in np_page.c.
 *
 * The code opens the notice in the connection of this request only, and is closed before that goes
 * back. Wrong and unknown codes look alike. */
#include "np_desk.h"
#include "np_plaza.h"

#include <string.h>
#include <apr_strings.h>

static const np_control_t controls_of_code[] = {
    {.name = "code", .type = NP_CONTROL_CODE, .most = 40, .required = 1},
};
static const np_control_t controls_of_renew[] = {
    {.name = "code", .type = NP_CONTROL_HIDDEN, .most = 40, .required = 1},
    {.name = "days", .type = NP_CONTROL_CHOICE, .required = 1},
};
static const np_control_t controls_of_withdraw[] = {
    {.name = "code", .type = NP_CONTROL_HIDDEN, .most = 40, .required = 1},
    {.name = "sure", .type = NP_CONTROL_CHECK, .required = 1},
};

/* What was opened, and its forms. */
typedef struct follow_page_t {
    const np_rows_t *names, *rows;
    np_controls_t *renew, *withdraw;
} follow_page_t;

np_controls_t *np_page_plaza_follow_controls(np_page_t *page)
{
    return np_controls_make(page->pool, "plaza-follow", controls_of_code, 1);
}

/* ---- Opening -----------------------------------------------------------------------------------
 */

static np_error_t *call_code_ok(const char **answer, np_page_t *page, np_value_t hash)
{
    np_value_t values[3];

    values[0] = np_value_text("plaza");
    values[1] = hash;
    values[2] = np_desk_address(page);
    return np_desk_call(answer, page, NP_QUERY_WEB_CODE_OK, values);
}

static np_error_t *read_opened(follow_page_t *data, np_page_t *page)
{
    np_rows_t *rows = NULL;
    np_error_t *error = np_plaza_load_names(&data->names, page);

    if (error == NULL)
        error = np_page_query(&rows, page, NP_QUERY_PLAZA_OPENED);
    data->rows = rows;
    return error;
}

/* Whatever was found, the connection forgets the code. */
static np_error_t *open_notice(const char **answer, follow_page_t *data, np_page_t *page,
                               const char *code)
{
    np_error_t *error = call_code_ok(answer, page, np_desk_hash_typed(page, code));
    np_error_t *closing;
    const char *closed;

    if (error || !np_desk_is(*answer, "open"))
        return error;
    error = read_opened(data, page);
    closing = call_code_ok(&closed, page, np_value_text(""));
    if (error == NULL)
        error = closing;
    if (error == NULL && data->rows->count == 0)
        *answer = "none";
    return error;
}

static const char *category_of(const follow_page_t *data)
{
    return np_rows_text(data->rows, 0, PLAZA_OPENED_CATEGORY);
}

static void make_forms(follow_page_t *data, np_page_t *page)
{
    data->renew = np_controls_make(page->pool, "plaza-renew", controls_of_renew, 2);
    data->withdraw = np_controls_make(page->pool, "plaza-withdraw", controls_of_withdraw, 2);
    np_plaza_add_days(data->renew, data->names, category_of(data));
}

/* ---- Acting ------------------------------------------------------------------------------------
 */

static np_error_t *renew(const char **answer, np_page_t *page, const np_controls_t *controls)
{
    np_value_t values[4];

    values[0] = np_desk_hash_typed(page, np_controls_value(controls, "code"));
    values[1] = np_desk_address(page);
    values[2] = np_desk_now(page);
    values[3] = np_value_civil(np_plaza_days_end(page, np_controls_value(controls, "days")));
    return np_desk_call(answer, page, NP_QUERY_WEB_PLAZA_RENEW, values);
}

static np_error_t *withdraw(const char **answer, np_page_t *page, const np_controls_t *controls)
{
    np_value_t values[2];

    values[0] = np_desk_hash_typed(page, np_controls_value(controls, "code"));
    values[1] = np_desk_address(page);
    return np_desk_call(answer, page, NP_QUERY_WEB_PLAZA_WITHDRAW, values);
}

static void tell(np_page_t *page, const char *answer, const char *done)
{
    if (np_desk_is(answer, "ok"))
        np_desk_notice(page, 200, done);
    else if (np_desk_is(answer, "busy"))
        np_desk_busy(page, np_desk_number(answer));
    else if (np_desk_is(answer, "gone"))
        np_desk_notice(page, 422, "over");
    else
        np_desk_notice(page, 422, "refused");
}

/* One of the forms of an opened notice; 1 when something was done and the notice is to be read
 * again. */
static np_error_t *act_on_notice(int *is_done, follow_page_t *data, np_page_t *page)
{
    const char *step = np_submission_step(page->request->submission);
    int is_renew = strcmp(step, "renew") == 0;
    np_controls_t *controls = is_renew ? data->renew : data->withdraw;
    const char *answer;
    np_error_t *error;

    *is_done = 0;
    if (!is_renew && strcmp(step, "withdraw") != 0)
        return NULL;
    if (!np_desk_is_valid(page, controls)) {
        page->reply.controls = NULL;
        return NULL;
    }
    error = is_renew ? renew(&answer, page, controls) : withdraw(&answer, page, controls);
    if (error)
        return error;
    *is_done = 1;
    tell(page, answer, is_renew ? "renewed" : "withdrawn");
    return NULL;
}

/* As it is now. What was done is said in any case; without a notice to show there are no forms of
 * one. */
static np_error_t *look_again(follow_page_t *data, np_page_t *page, np_controls_t *controls)
{
    const char *code = np_controls_value(controls, "code");
    const char *answer;
    np_error_t *error = open_notice(&answer, data, page, code);

    if (error)
        return error;
    if (np_desk_is(answer, "open")) {
        make_forms(data, page);
    } else {
        page->data = NULL;
        page->reply.controls = controls;
    }
    return NULL;
}

static void not_opened(np_page_t *page, np_controls_t *controls, const char *answer)
{
    page->reply.controls = controls;
    if (np_desk_is(answer, "busy"))
        np_desk_tries(page, np_desk_number(answer));
    else
        np_desk_notice(page, 404, "none");
}

np_error_t *np_page_plaza_follow_act(np_page_t *page)
{
    follow_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_controls_t *controls = np_page_plaza_follow_controls(page);
    const char *answer, *code;
    np_error_t *error;
    int is_done;

    if (!np_desk_is_valid(page, controls))
        return NULL;
    code = np_controls_value(controls, "code");
    error = open_notice(&answer, data, page, code);
    if (error == NULL && !np_desk_is(answer, "open")) {
        not_opened(page, controls, answer);
        return NULL;
    }
    if (error)
        return error;
    page->data = data;
    make_forms(data, page);
    error = act_on_notice(&is_done, data, page);
    if (error == NULL && is_done)
        error = look_again(data, page, controls);
    np_controls_find(data->renew, "code")->value = code;
    np_controls_find(data->withdraw, "code")->value = code;
    return error;
}

/* ---- The page ----------------------------------------------------------------------------------
 */

np_error_t *np_page_plaza_follow_load(np_page_t *page)
{
    page->canonical = np_routes[NP_ROUTE_PLAZA_FOLLOW].pattern;
    page->noindex = 1;
    if (page->request->submission == NULL)
        np_desk_fill(page, np_page_plaza_follow_controls(page));
    return NULL;
}

/* "live" is over when its time is, and away while reports are looked into. */
static const char *state_of(const np_page_t *page, const np_rows_t *rows)
{
    const char *state = np_rows_text(rows, 0, PLAZA_OPENED_STATE);

    if (strcmp(state, "live") != 0)
        return state;
    if (np_rows_int(rows, 0, PLAZA_OPENED_ENDS_AT) <= page->request->now)
        return "over";
    return np_rows_int(rows, 0, PLAZA_OPENED_IS_HIDDEN) ? "reported" : state;
}

static void add_opened(const np_page_t *page, xmlNodePtr content, const follow_page_t *data)
{
    const np_rows_t *rows = data->rows;
    const np_zone_t *zone = page->request->site->zone;
    apr_int64_t id = np_rows_int(rows, 0, PLAZA_OPENED_ID);
    const char *state = state_of(page, rows);
    xmlNodePtr own = np_model_add(content, "own-notice");

    np_model_set_int(own, "id", id);
    np_model_set(own, "state", state);
    if (strcmp(state, "live") == 0)
        np_model_set(own, "href", np_page_href(page, np_plaza_notice_path(page, id)));
    np_model_set_int(own, "shown", np_rows_int(rows, 0, PLAZA_OPENED_CONTACT_SHOWN));
    np_model_add_text(own, "title", np_rows_text(rows, 0, PLAZA_OPENED_TITLE));
    np_model_add_date(own, "received", zone, np_rows_int(rows, 0, PLAZA_OPENED_RECEIVED_AT),
                      page->pool);
    np_model_add_date(own, "ends", zone, np_rows_int(rows, 0, PLAZA_OPENED_ENDS_AT), page->pool);
    np_model_add_text(own, "reason", np_rows_text(rows, 0, PLAZA_OPENED_STATE_REASON));
    np_model_add_text(own, "text", np_rows_text(rows, 0, PLAZA_OPENED_TEXT));
}

void np_page_plaza_follow_build(np_page_t *page, xmlNodePtr root)
{
    const follow_page_t *data = page->data;
    xmlNodePtr content = np_desk_add_form_page(page, root);
    const char *state;

    if (data == NULL || data->rows == NULL || data->rows->count == 0)
        return;
    add_opened(page, content, data);
    state = np_rows_text(data->rows, 0, PLAZA_OPENED_STATE);
    if (strcmp(state, "live") != 0 && strcmp(state, "new") != 0)
        return;
    np_desk_add_form(page, content, data->renew, NP_ROUTE_PLAZA_FOLLOW, "renew", NULL);
    np_desk_add_form(page, content, data->withdraw, NP_ROUTE_PLAZA_FOLLOW, "withdraw", NULL);
}
