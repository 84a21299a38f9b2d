/* np_desk.c - see np_desk.h. */
#include "np_desk.h"

#include <string.h>
#include <apr_strings.h>
#include <apr_uuid.h>
#include "np_submission.h"
#include "np_text.h"

/* Pages that are kept carry the stamp of the hour and live no longer than that: a page that one child
 * made before the hour turned would have other bytes than another child's, and another validator. */
#define STAMP_SECONDS 3600

/* ---- What is shown --------------------------------------------------------------------------- */

void np_desk_depend_ticket(np_page_t *page)
{
    np_civil_t passed = apr_time_sec(apr_time_now()) % STAMP_SECONDS;

    np_keys_until(&page->keys, page->request->now + STAMP_SECONDS - passed);
}

void np_desk_fill(np_page_t *page, np_controls_t *controls)
{
    page->reply.controls = controls;
    if (page->request->submission == NULL)
        np_desk_depend_ticket(page);
    else if (controls->problems)
        page->reply.status = 422;
}

void np_desk_notice(np_page_t *page, int status, const char *reason)
{
    page->reply.status = status;
    page->reply.notice = reason;
}

static void later(np_page_t *page, const char *reason, apr_int64_t seconds)
{
    np_desk_notice(page, 429, reason);
    page->reply.seconds = seconds;
    page->reply.retry_after = (int)seconds;
}

void np_desk_busy(np_page_t *page, apr_int64_t seconds)
{
    later(page, "busy", seconds);
}

void np_desk_tries(np_page_t *page, apr_int64_t seconds)
{
    later(page, "tries", seconds);
}

void np_desk_see_other(np_page_t *page, const char *path)
{
    page->reply.see_other = path;
}

static const char *sent(const np_page_t *page, const char *name)
{
    const char *value = np_form_value(page->request->submission->form, name);

    return value ? value : "";
}

static int is_sent(const np_page_t *page)
{
    return strcmp(sent(page, NP_FORM_STEP), "send") == 0;
}

static void confirm(np_page_t *page, np_controls_t *controls, const char *client_id)
{
    page->reply.controls = controls;
    page->reply.is_confirm = 1;
    page->reply.client_id = *client_id ? client_id : np_desk_uuid(page->pool);
}

/* ---- Checking -------------------------------------------------------------------------------- */

/* Nothing is lost by it: the form comes back as it was sent, ready to be sent again. */
static int is_stale(np_page_t *page, np_controls_t *controls)
{
    np_ticket_e ticket = page->request->submission->ticket;

    if (ticket != NP_TICKET_LATE && ticket != NP_TICKET_FOREIGN)
        return 0;
    page->reply.controls = controls;
    page->reply.is_stale = 1;
    np_desk_notice(page, 422, "stale");
    return 1;
}

int np_desk_is_valid(np_page_t *page, np_controls_t *controls)
{
    np_controls_read(controls, page->request->submission->form);
    if (is_stale(page, controls))
        return 0;
    if (np_controls_check(controls) == 0)
        return 1;
    np_desk_fill(page, controls);
    return 0;
}

int np_desk_is_trapped(np_page_t *page, np_controls_t *controls)
{
    if (!np_submission_is_suspect(page->request->submission))
        return 0;
    page->reply.controls = controls;
    np_desk_notice(page, 422, "refused");
    return 1;
}

int np_desk_is_ready(np_page_t *page, np_controls_t *controls)
{
    const char *client_id = sent(page, NP_FORM_CLIENT);

    if (!np_desk_is_valid(page, controls))
        return 0;
    if (*sent(page, NP_FORM_CHANGE)) {
        np_desk_fill(page, controls);
        return 0;
    }
    if (!is_sent(page) || *client_id == '\0') {
        confirm(page, controls, client_id);
        return 0;
    }
    if (page->request->submission->ticket == NP_TICKET_EARLY) {
        confirm(page, controls, client_id);
        np_desk_notice(page, 422, "early");
        return 0;
    }
    page->reply.client_id = client_id;
    return 1;
}

/* ---- The database ---------------------------------------------------------------------------- */

np_error_t *np_desk_call(const char **answer, np_page_t *page, int query, const np_value_t *values)
{
    np_rows_t *rows;
    np_error_t *error = np_page_query_values(&rows, page, query, values);

    *answer = "";
    if (error && error->status == 422) {
        *answer = "refused";
        return NULL;
    }
    if (error == NULL && rows->count)
        *answer = np_rows_text(rows, 0, 0);
    return error;
}

int np_desk_is(const char *answer, const char *word)
{
    apr_size_t length = strlen(word);

    return strncmp(answer, word, length) == 0 && (answer[length] == '\0' || answer[length] == ':');
}

apr_int64_t np_desk_number(const char *answer)
{
    const char *colon = strchr(answer, ':');

    return colon ? apr_atoi64(colon + 1) : 0;
}

/* Number and code, held together by a stamp of the page that shows them: nobody else can make one.
 */
static const char *seal(const np_page_t *page, np_route_e route, apr_int64_t number,
                        const char *code)
{
    const char *what =
        apr_psprintf(page->pool, "%s.%" APR_INT64_T_FMT ".%s", np_routes[route].name, number, code);
    const char *ticket =
        np_ticket_make(page->pool, page->request->site->form_keys.ticket, what, apr_time_now());

    return apr_psprintf(page->pool, "%" APR_INT64_T_FMT ".%s.%s", number, code, ticket);
}

static void hand_out(np_page_t *page, np_route_e route, apr_int64_t number, const char *code)
{
    page->reply.receipt = seal(page, route, number, code ? code : "");
    np_desk_see_other(page, np_routes[route].pattern);
}

void np_desk_settle(np_page_t *page, np_controls_t *controls, const char *answer,
                    np_route_e receipt, const char *code)
{
    const char *client_id = sent(page, NP_FORM_CLIENT);

    if (np_desk_is(answer, "new") || np_desk_is(answer, "again")) {
        hand_out(page, receipt, np_desk_number(answer), code);
    } else if (np_desk_is(answer, "busy")) {
        confirm(page, controls, client_id);
        np_desk_busy(page, np_desk_number(answer));
    } else if (np_desk_is(answer, "taken")) {
        confirm(page, controls, "");
        np_desk_notice(page, 422, "taken");
    } else if (np_desk_is(answer, "none")) {
        page->reply.controls = controls;
        np_desk_notice(page, 404, "none");
    } else {
        page->reply.controls = controls;
        np_desk_notice(page, 422, "refused");
    }
}

np_value_t np_desk_client(const np_page_t *page)
{
    return np_value_text(sent(page, NP_FORM_CLIENT));
}

np_value_t np_desk_address(const np_page_t *page)
{
    return np_value_text(page->request->submission->address);
}

np_value_t np_desk_now(const np_page_t *page)
{
    return np_value_civil(page->request->now);
}

np_value_t np_desk_hash(const np_page_t *page, const char *code)
{
    return np_value_text(np_digest_text(page->pool, code));
}

np_value_t np_desk_hash_typed(const np_page_t *page, const char *typed)
{
    const char *code = np_receipt_read(page->pool, typed);

    /* Small letters are in no code: the hash of what was typed is never that of one. */
    return np_desk_hash(page, code ? code : apr_pstrcat(page->pool, "wrong ", typed, NULL));
}

/* ---- Receipts -------------------------------------------------------------------------------- */

int np_desk_receipt(apr_int64_t *number, const char **code, const np_page_t *page)
{
    const np_request_t *request = page->request;
    char *text = apr_pstrdup(page->pool, request->receipt ? request->receipt : "");
    char *code_at = strchr(text, '.');
    char *ticket = code_at ? strchr(code_at + 1, '.') : NULL;
    np_ticket_e found;
    const char *what;

    if (ticket == NULL)
        return 0;
    *ticket++ = '\0';
    what = apr_pstrcat(page->pool, request->route->name, ".", text, NULL);
    found =
        np_ticket_check(ticket, request->site->form_keys.ticket, what, apr_time_now(), page->pool);
    if (found != NP_TICKET_GOOD && found != NP_TICKET_EARLY)
        return 0;
    *number = apr_atoi64(text);
    *code = code_at + 1;
    return 1;
}

/* ---- The model ------------------------------------------------------------------------------- */

/* A form that is shown again keeps its stamp; a confirmation has one of its own, since it is what
 * takes a person some seconds. Pages that are kept have that of the hour (np_desk_depend_ticket), open
 * from its first second: how long a reader took can't be told from it, nor held against him. */
static const char *ticket_of(const np_page_t *page, np_route_e route)
{
    const np_submission_t *submission = page->request->submission;
    int is_again = submission && (is_sent(page) || !page->reply.is_confirm);
    apr_time_t now = apr_time_now();

    if (is_again && !page->reply.is_stale && page->request->route->id == route)
        return sent(page, NP_FORM_TICKET);
    if (submission == NULL)
        now -= now % apr_time_from_sec(STAMP_SECONDS) + NP_TICKET_OPENS;
    return np_ticket_make(page->pool, page->request->site->form_keys.ticket, np_routes[route].name,
                          now);
}

/* Below the route of a code ("/plaza/new/jobs/") the form goes back to the same address. */
static const char *action_of(const np_page_t *page, np_route_e route)
{
    const np_params_t none = {0};
    const np_request_t *request = page->request;
    int is_own = request->route->id == route;

    return np_page_href(page, np_route_path(route, is_own ? &request->params : &none, page->pool));
}

xmlNodePtr np_desk_add_form(np_page_t *page, xmlNodePtr parent, const np_controls_t *controls,
                            np_route_e route, const char *step, const char *client_id)
{
    np_form_place_t place = {action_of(page, route), ticket_of(page, route), step, client_id, 0};

    return np_controls_add(controls, parent, &place);
}

/* What gives a program away goes along. */
static void carry_trap(const np_page_t *page, xmlNodePtr form)
{
    xmlNodePtr control;

    if (!np_submission_is_suspect(page->request->submission))
        return;
    control = np_model_add(form, "control");
    np_model_set(control, "name", NP_FORM_TRAP);
    np_model_set(control, "type", "hidden");
    np_model_add_text(control, "value", "1");
}

static void add_reply_form(np_page_t *page, xmlNodePtr parent)
{
    const np_reply_t *reply = &page->reply;
    np_route_e route = page->request->route->id;
    np_form_place_t place = {action_of(page, route), ticket_of(page, route),
                             reply->is_confirm ? "send" : NULL, reply->client_id,
                             reply->is_confirm};
    xmlNodePtr form;

    form = np_controls_add(reply->controls, parent, &place);
    if (reply->is_confirm)
        carry_trap(page, form);
}

xmlNodePtr np_desk_add_form_page(np_page_t *page, xmlNodePtr root)
{
    const np_reply_t *reply = &page->reply;
    xmlNodePtr content;

    if (page->channels) {
        np_page_add_navigation(page, root);
        np_page_add_breadcrumb(page, root, NULL);
    }
    content = np_model_add(root, "form-page");
    np_model_set(content, "name", page->request->route->name);
    if (reply->notice) {
        xmlNodePtr notice = np_model_add(content, "notice");

        np_model_set(notice, "reason", reply->notice);
        if (reply->seconds)
            np_model_set_int(notice, "seconds", reply->seconds);
    }
    if (reply->controls)
        add_reply_form(page, content);
    return content;
}

void np_desk_keep(np_page_t *page, np_controls_t *controls)
{
    const char *client_id = sent(page, NP_FORM_CLIENT);

    np_controls_read(controls, page->request->submission->form);
    memset(&page->reply, 0, sizeof(page->reply));
    if (*client_id)
        confirm(page, controls, client_id);
    else
        page->reply.controls = controls;
    np_desk_notice(page, 503, "down");
}

const char *np_desk_uuid(apr_pool_t *pool)
{
    apr_uuid_t uuid;
    char *text = apr_palloc(pool, APR_UUID_FORMATTED_LENGTH + 1);

    apr_uuid_get(&uuid);
    apr_uuid_format(text, &uuid);
    return text;
}
