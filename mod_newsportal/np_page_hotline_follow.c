/* np_page_hotline_follow.c - a citizen's own case, opened with the code of the receipt: the whole
 * thread, a note to the office, a rating.
 *
 * The code is sent in a form, never in an address; a wrong one and one that nobody has are answered
 * alike. What is opened is for this reader only, and the connection is closed again before anything
 * is rendered. Called through the tables in np_page.c. */
#include "np_desk.h"

#include <string.h>
#include "np_hotline.h"
#include "np_mask.h"

static const np_control_t controls_of_follow[] = {
    {.name = "code", .type = NP_CONTROL_CODE, .most = 60, .required = 1},
};

static const np_control_t controls_of_note[] = {
    {.name = "code", .type = NP_CONTROL_HIDDEN, .most = 60, .required = 1},
    {.name = "text", .type = NP_CONTROL_TEXT, .least = 4, .most = 2000, .required = 1},
};

static const np_control_t controls_of_rate[] = {
    {.name = "code", .type = NP_CONTROL_HIDDEN, .most = 60, .required = 1},
    {.name = "solved", .type = NP_CONTROL_CHOICE, .required = 1},
    {.name = "score", .type = NP_CONTROL_CHOICE, .required = 1},
};

#define MAKE(page, name, table)                                                                    \
    np_controls_make((page)->pool, name, table, (int)(sizeof(table) / sizeof((table)[0])))

typedef struct follow_page_t {
    const np_rows_t *names, *rows, *thread; /* rows NULL: nothing is opened */
    np_controls_t *note, *rate;             /* NULL: cannot be done now */
    const char *client_id;                  /* of the note */
} follow_page_t;

static np_controls_t *make_rate(np_page_t *page)
{
    static const char *const scores[] = {"5", "4", "3", "2", "1"};
    np_controls_t *rate = MAKE(page, "hotline-rate", controls_of_rate);
    apr_size_t i;

    np_controls_option(rate, "solved", "yes", NULL);
    np_controls_option(rate, "solved", "no", NULL);
    for (i = 0; i < sizeof(scores) / sizeof(scores[0]); i++)
        np_controls_option(rate, "score", scores[i], NULL);
    return rate;
}

/* What a form asks for is told by its fields: one that is sent again after a refusal may have lost
 * its step. */
typedef enum { OPEN_CASE, ADD_NOTE, RATE_ANSWER } wish_e;

static wish_e wish_of(const np_page_t *page)
{
    const np_form_t *form = page->request->submission->form;

    if (np_form_value(form, "text"))
        return ADD_NOTE;
    return np_form_value(form, "solved") || np_form_value(form, "score") ? RATE_ANSWER : OPEN_CASE;
}

/* The form that was sent. A code is not shown again: it is typed anew, or goes along hidden. */
np_controls_t *np_page_hotline_follow_controls(np_page_t *page)
{
    switch (wish_of(page)) {
    case ADD_NOTE:
        return MAKE(page, "hotline-note", controls_of_note);
    case RATE_ANSWER:
        return make_rate(page);
    default:
        return MAKE(page, "hotline-follow", controls_of_follow);
    }
}

/* ---- What was sent
 * ------------------------------------------------------------------------------- */

static np_error_t *send_note(const char **answer, np_page_t *page, const char *typed,
                             const np_controls_t *note)
{
    const char *text = np_controls_value(note, "text");
    const np_value_t values[] = {np_desk_client(page),
                                 np_desk_hash_typed(page, typed),
                                 np_desk_address(page),
                                 np_desk_now(page),
                                 np_value_text(np_mask_text(page->pool, text, NULL)),
                                 np_value_text(text)};

    return np_desk_call(answer, page, NP_QUERY_WEB_HOTLINE_NOTE, values);
}

static np_error_t *send_rating(const char **answer, np_page_t *page, const char *typed,
                               const np_controls_t *rate)
{
    const np_value_t values[] = {
        np_desk_hash_typed(page, typed), np_desk_address(page), np_desk_now(page),
        np_value_int(strcmp(np_controls_value(rate, "solved"), "yes") == 0),
        np_value_int(*np_controls_value(rate, "score") - '0')};

    return np_desk_call(answer, page, NP_QUERY_WEB_HOTLINE_RATE, values);
}

/* What the page says about an answer, besides the case as it now is. */
static const struct {
    const char *answer, *notice;
    int status;
} outcomes[] = {
    {"new", "noted", 200},
    {"again", "noted", 200},
    {"full", "full", 422},
    {"ok:answered", "rated", 200},
    {"ok:reopened", "reopened", 200},
    {"ok:supervised", "supervised", 200},
    {"rated", "rated-before", 422},
    {"early", "unanswered", 422},
    {"taken", "taken", 422},
};

/* Anything else, of which a reader can't know, is "refused". 1: it was done, the form begins anew.
 */
static int tell_outcome(np_page_t *page, const char *answer)
{
    apr_size_t i;

    if (np_desk_is(answer, "busy")) {
        np_desk_busy(page, np_desk_number(answer));
        return 0;
    }
    for (i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
        if (strcmp(answer, outcomes[i].answer) == 0 || np_desk_is(answer, outcomes[i].answer)) {
            np_desk_notice(page, outcomes[i].status, outcomes[i].notice);
            return outcomes[i].status == 200;
        }
    }
    np_desk_notice(page, 422, "refused");
    return 0;
}

/* The form of a step, valid or with problems beside the fields; sent if it is. */
static np_error_t *do_step(np_page_t *page, const char *typed, np_controls_t *controls,
                           int *is_done)
{
    const char *answer = "";
    np_error_t *error;

    if (!np_desk_is_valid(page, controls))
        return NULL;
    if (wish_of(page) == ADD_NOTE)
        error = send_note(&answer, page, typed, controls);
    else
        error = send_rating(&answer, page, typed, controls);
    if (error == NULL)
        *is_done = tell_outcome(page, answer);
    return error;
}

/* ---- The case that is opened
 * --------------------------------------------------------------------- */

static np_error_t *call_code(const char **answer, np_page_t *page, np_value_t hash)
{
    const np_value_t values[] = {np_value_text("hotline"), hash, np_desk_address(page)};

    return np_desk_call(answer, page, NP_QUERY_WEB_CODE_OK, values);
}

/* Closed again in any case: what somebody opened must not stand open for the next one who gets this
 * connection. */
static np_error_t *load_opened(follow_page_t *data, np_page_t *page)
{
    np_rows_t *rows = NULL, *thread = NULL;
    const char *answer;
    np_error_t *closing;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_HOTLINE_OPENED);

    if (error == NULL)
        error = np_page_query(&thread, page, NP_QUERY_HOTLINE_OPENED_THREAD);
    closing = call_code(&answer, page, np_value_text(""));
    if (error == NULL && closing == NULL && rows->count) {
        data->rows = rows;
        data->thread = thread;
    }
    return error ? error : closing;
}

/* Which forms stand below the case. One that was sent and has problems keeps what was written. */
static void choose_forms(follow_page_t *data, np_page_t *page, const char *typed,
                         np_controls_t *sent, int is_done)
{
    const char *state = np_rows_text(data->rows, 0, HOTLINE_OPENED_STATE);
    int is_answered = strcmp(state, "answered") == 0 || strcmp(state, "closed") == 0;
    np_control_t *code;

    data->note = sent && !is_done && wish_of(page) == ADD_NOTE
                     ? sent
                     : MAKE(page, "hotline-note", controls_of_note);
    if (is_answered && !np_rows_int(data->rows, 0, HOTLINE_OPENED_IS_RATED))
        data->rate = sent && !is_done && wish_of(page) == RATE_ANSWER ? sent : make_rate(page);
    data->client_id = np_desk_uuid(page->pool);
    code = np_controls_find(data->note, "code");
    code->value = typed;
    code = data->rate ? np_controls_find(data->rate, "code") : NULL;
    if (code)
        code->value = typed;
}

static np_error_t *act_on_step(np_page_t *page, const char *typed, np_controls_t **sent,
                               int *is_done)
{
    *sent = NULL;
    *is_done = 0;
    if (wish_of(page) == OPEN_CASE)
        return NULL;
    *sent = np_page_hotline_follow_controls(page);
    return do_step(page, typed, *sent, is_done);
}

/* Wrong and unknown: the empty form again, the same in every byte. */
static void refuse_code(np_page_t *page, np_controls_t *follow, const char *answer)
{
    page->reply.controls = follow;
    if (np_desk_is(answer, "busy"))
        np_desk_tries(page, np_desk_number(answer));
    else
        np_desk_notice(page, 404, "none");
}

/* Nothing is opened, because the form was old or came without its code: what it said is not lost.
 */
static void keep_words(np_page_t *page)
{
    const char *client_id = np_form_value(page->request->submission->form, NP_FORM_CLIENT);

    if (wish_of(page) == OPEN_CASE)
        return;
    page->reply.controls = np_page_hotline_follow_controls(page);
    page->reply.client_id = client_id;
    np_controls_read(page->reply.controls, page->request->submission->form);
}

np_error_t *np_page_hotline_follow_act(np_page_t *page)
{
    np_controls_t *follow = MAKE(page, "hotline-follow", controls_of_follow);
    follow_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_controls_t *sent;
    const char *answer, *typed;
    np_error_t *error;
    int is_done;

    page->data = data;
    if (!np_desk_is_valid(page, follow)) {
        keep_words(page);
        return NULL;
    }
    typed = np_controls_value(follow, "code");
    /* Looked at first, so that only an open case is acted on, and a wrong code counts once. */
    error = call_code(&answer, page, np_desk_hash_typed(page, typed));
    if (error)
        return error;
    if (!np_desk_is(answer, "open")) {
        refuse_code(page, follow, answer);
        return NULL;
    }
    error = act_on_step(page, typed, &sent, &is_done);
    /* What is not opened by the step's own way of looking at the code is opened again. */
    if (error == NULL && sent)
        error = call_code(&answer, page, np_desk_hash_typed(page, typed));
    if (error == NULL)
        error = load_opened(data, page);
    page->reply.controls = NULL;
    if (error == NULL && data->rows)
        choose_forms(data, page, typed, sent, is_done);
    return error;
}

/* ---- The page
 * ------------------------------------------------------------------------------------ */

np_error_t *np_page_hotline_follow_load(np_page_t *page)
{
    follow_page_t *data = page->data;

    page->canonical = np_routes[NP_ROUTE_HOTLINE_FOLLOW].pattern;
    if (page->request->submission == NULL)
        np_desk_fill(page, MAKE(page, "hotline-follow", controls_of_follow));
    return data && data->rows ? np_hotline_load_names(&data->names, page) : NULL;
}

void np_page_hotline_follow_build(np_page_t *page, xmlNodePtr root)
{
    const follow_page_t *data = page->data;
    xmlNodePtr content = np_desk_add_form_page(page, root);

    if (data == NULL || data->rows == NULL)
        return;
    np_hotline_add_case(page, content, data->rows, data->thread, data->names);
    if (data->rate)
        np_desk_add_form(page, content, data->rate, NP_ROUTE_HOTLINE_FOLLOW, "rate", NULL);
    np_desk_add_form(page, content, data->note, NP_ROUTE_HOTLINE_FOLLOW, "note", data->client_id);
}
