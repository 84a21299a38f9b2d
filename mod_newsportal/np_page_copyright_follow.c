/* np_page_copyright_follow.c - a claimant's own claim, opened with the code of the receipt: its
 * state, every address, the decision, the dates.
 *
 * The code is sent in a form, never in an address; a wrong one and one that nobody has are answered
 * alike. What is opened is for this reader only, and the connection is closed again before anything
 * is rendered. Called through the tables in np_page.c. */
#include "np_claim.h"
#include "np_desk.h"

#include <string.h>

static const np_control_t controls_of_follow[] = {
    {.name = "code", .type = NP_CONTROL_CODE, .most = 60, .required = 1},
};

typedef struct follow_page_t {
    const np_rows_t *claim, *items;
} follow_page_t;

np_controls_t *np_page_copyright_follow_controls(np_page_t *page)
{
    return np_controls_make(page->pool, "copyright-follow", controls_of_follow, 1);
}

static np_error_t *call_code(const char **answer, np_page_t *page, np_value_t hash)
{
    const np_value_t values[] = {np_value_text("claim"), hash, np_desk_address(page)};

    return np_desk_call(answer, page, NP_QUERY_WEB_CODE_OK, values);
}

/* Closed again in any case: what somebody opened must not stand open for the next one who gets this
 * connection. */
static np_error_t *load_opened(np_page_t *page)
{
    follow_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_rows_t *claim = NULL, *items = NULL;
    const char *answer;
    np_error_t *closing;
    np_error_t *error = np_page_query(&claim, page, NP_QUERY_CLAIM_OPENED);

    if (error == NULL)
        error = np_page_query(&items, page, NP_QUERY_CLAIM_OPENED_ITEMS);
    closing = call_code(&answer, page, np_value_text(""));
    if (error || closing)
        return error ? error : closing;
    if (claim->count) {
        data->claim = claim;
        data->items = items;
        page->data = data;
    }
    return NULL;
}

/* Wrong and unknown: the empty form again, the same in every byte. */
static void refuse_code(np_page_t *page, np_controls_t *controls, const char *answer)
{
    page->reply.controls = controls;
    if (np_desk_is(answer, "busy"))
        np_desk_tries(page, np_desk_number(answer));
    else
        np_desk_notice(page, 404, "none");
}

np_error_t *np_page_copyright_follow_act(np_page_t *page)
{
    np_controls_t *controls = np_page_copyright_follow_controls(page);
    const char *answer;
    np_error_t *error;

    if (!np_desk_is_valid(page, controls))
        return NULL;
    error = call_code(&answer, page, np_desk_hash_typed(page, np_controls_value(controls, "code")));
    if (error)
        return error;
    if (np_desk_is(answer, "open"))
        error = load_opened(page);
    else
        refuse_code(page, controls, answer);
    return error;
}

np_error_t *np_page_copyright_follow_load(np_page_t *page)
{
    page->canonical = np_routes[NP_ROUTE_COPYRIGHT_FOLLOW].pattern;
    if (page->request->submission == NULL)
        np_desk_fill(page, np_page_copyright_follow_controls(page));
    return NULL;
}

static void add_date(const np_page_t *page, xmlNodePtr parent, const char *name,
                     const np_rows_t *rows, int column)
{
    if (!np_rows_is_null(rows, 0, column))
        np_model_add_date(parent, name, page->request->site->zone, np_rows_int(rows, 0, column),
                          page->pool);
}

static void add_items(xmlNodePtr parent, const np_rows_t *rows)
{
    int row;

    for (row = 0; row < rows->count; row++) {
        const char *kind = np_rows_text(rows, row, CLAIM_OPENED_ITEMS_ITEM_KIND);
        xmlNodePtr item = np_model_add(parent, "claim-item");

        np_model_set(item, "kind", strcmp(kind, "media") == 0 ? "picture" : kind);
        if (np_rows_int(rows, row, CLAIM_OPENED_ITEMS_IS_GONE))
            np_model_set(item, "gone", "yes");
        np_model_add_text(item, "address", np_rows_text(rows, row, CLAIM_OPENED_ITEMS_ADDRESS));
    }
}

void np_page_copyright_follow_build(np_page_t *page, xmlNodePtr root)
{
    xmlNodePtr content = np_desk_add_form_page(page, root);
    const follow_page_t *data = page->data;
    const np_rows_t *rows;
    xmlNodePtr file;

    if (data == NULL)
        return;
    rows = data->claim;
    file = np_model_add(content, "claim-file");
    np_model_set_int(file, "number", np_rows_int(rows, 0, CLAIM_OPENED_ID));
    np_model_set(file, "kind", np_rows_text(rows, 0, CLAIM_OPENED_RIGHT_KIND));
    np_model_set(file, "outcome", np_rows_text(rows, 0, CLAIM_OPENED_STATE));
    np_model_add_text(file, "work", np_rows_text(rows, 0, CLAIM_OPENED_WORK));
    add_date(page, file, "received", rows, CLAIM_OPENED_RECEIVED_AT);
    add_date(page, file, "due", rows, CLAIM_OPENED_DUE_AT);
    add_date(page, file, "decided", rows, CLAIM_OPENED_DECIDED_AT);
    add_date(page, file, "restored", rows, CLAIM_OPENED_RESTORED_AT);
    add_date(page, file, "countered", rows, CLAIM_OPENED_COUNTER_AT);
    np_model_add_text(file, "cause", np_rows_text(rows, 0, CLAIM_OPENED_CAUSE));
    add_items(file, data->items);
}
