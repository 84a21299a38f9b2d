/* np_page_hotline_join.c - "this is my case, too": from the button on a case's page to the word of
 * thanks.
 *
 * The button stands on a page that is the same for everybody; the page that it leads to has the
 * form's own number, so that pressing twice counts once, and asks for an e-mail address, which may
 * be left out. Called through the tables in np_page.c. */
#include "np_desk.h"

#include <string.h>
#include <apr_strings.h>
#include "np_hotline.h"

static const np_control_t controls_of_join[] = {
    {.name = "case", .type = NP_CONTROL_HIDDEN, .most = 15, .required = 1},
    {.name = "email", .type = NP_CONTROL_EMAIL, .most = 120, .autocomplete = "email"},
};

typedef struct join_page_t {
    const np_rows_t *names, *rows; /* of the case; rows NULL: there is none that can be joined */
    np_controls_t *controls;
} join_page_t;

np_controls_t *np_page_hotline_join_controls(np_page_t *page)
{
    return np_controls_make(page->pool, "hotline-join", controls_of_join,
                            (int)(sizeof(controls_of_join) / sizeof(controls_of_join[0])));
}

static np_error_t *submit(const char **answer, np_page_t *page, const np_controls_t *controls,
                          apr_int64_t id)
{
    const np_value_t values[] = {np_desk_client(page), np_desk_address(page), np_desk_now(page),
                                 np_value_int(id),
                                 np_value_text(np_controls_value(controls, "email"))};

    return np_desk_call(answer, page, NP_QUERY_WEB_HOTLINE_JOIN, values);
}

/* A case that is not listed, or has ended, takes nobody in. */
static np_error_t *load_case(join_page_t *data, np_page_t *page, apr_int64_t id)
{
    np_rows_t *rows;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_HOTLINE_CASE, np_value_int(id),
                                      np_value_civil(page->request->now));

    if (error)
        return error;
    if (rows->count && np_hotline_can_join(np_rows_text(rows, 0, HOTLINE_CASE_STATE)) &&
        strcmp(np_rows_text(rows, 0, HOTLINE_CASE_PROMINENCE), "public") == 0)
        data->rows = rows;
    else
        np_desk_notice(page, 404, "ended");
    return NULL;
}

np_error_t *np_page_hotline_join_act(np_page_t *page)
{
    join_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_controls_t *controls = np_page_hotline_join_controls(page);
    const char *answer;
    apr_int64_t id;
    np_error_t *error;
    int is_valid = np_desk_is_valid(page, controls) && !np_desk_is_trapped(page, controls);

    page->data = data;
    data->controls = controls;
    page->reply.controls = NULL;
    id = apr_atoi64(np_controls_value(controls, "case"));
    error = load_case(data, page, id);
    if (error || data->rows == NULL || !is_valid ||
        *np_submission_step(page->request->submission) == '\0')
        return error;
    error = submit(&answer, page, controls, id);
    if (error)
        return error;
    if (np_desk_is(answer, "none")) {
        data->rows = NULL;
        np_desk_notice(page, 404, "ended");
        return NULL;
    }
    /* What the page after it speaks of is the case, not the row. */
    if (np_desk_is(answer, "new") || np_desk_is(answer, "again"))
        answer = apr_psprintf(page->pool, "new:%" APR_INT64_T_FMT, id);
    np_desk_settle(page, controls, answer, NP_ROUTE_HOTLINE_JOINED, NULL);
    /* Shown as it was, not to be confirmed. */
    page->reply.controls = NULL;
    page->reply.is_confirm = 0;
    return NULL;
}

/* Without a case there is nothing to join: the way to all of them. */
np_error_t *np_page_hotline_join_load(np_page_t *page)
{
    join_page_t *data = page->data;

    page->canonical = np_routes[NP_ROUTE_HOTLINE_JOIN].pattern;
    if (page->request->submission == NULL)
        page->moved = np_routes[NP_ROUTE_HOTLINE_LIST].pattern;
    return data && data->rows ? np_hotline_load_names(&data->names, page) : NULL;
}

/* The form's number stays the same while it is the same form, whatever was wrong with it. */
static const char *client_of(const np_page_t *page)
{
    const char *sent = np_form_value(page->request->submission->form, NP_FORM_CLIENT);
    const char *used = page->reply.client_id;

    if (used && *used)
        return used;
    return sent && *sent ? sent : np_desk_uuid(page->pool);
}

void np_page_hotline_join_build(np_page_t *page, xmlNodePtr root)
{
    const join_page_t *data = page->data;
    xmlNodePtr content = np_desk_add_form_page(page, root);

    if (data == NULL || data->rows == NULL)
        return;
    np_hotline_add_head(page, np_model_add(content, "case"), data->rows, 0, data->names);
    np_desk_add_form(page, content, data->controls, NP_ROUTE_HOTLINE_JOIN, "send", client_of(page));
}
