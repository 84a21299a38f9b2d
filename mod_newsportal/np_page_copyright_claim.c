/* np_page_copyright_claim.c - the form for rights holders: filled in, every address looked up at
 * once and shown for confirmation, sent. A claim hides nothing: the copyright desk decides
 * (27_claim.sql). Called through the tables in np_page.c. */
#include "np_claim.h"
#include "np_desk.h"
#include "np_submission.h"

static const np_control_t controls_of_claim[] = {
    {.name = "right", .type = NP_CONTROL_CHOICE, .required = 1},
    {.name = "work", .type = NP_CONTROL_LINE, .least = 2, .most = 200, .required = 1},
    {.name = "addresses", .type = NP_CONTROL_TEXT, .most = 8000, .required = 1},
    {.name = "statement", .type = NP_CONTROL_TEXT, .least = 10, .most = 4000, .required = 1},
    {.name = "claimant", .type = NP_CONTROL_LINE, .least = 2, .most = 120, .required = 1},
    {.name = "public", .type = NP_CONTROL_CHECK},
    {.name = "name", .type = NP_CONTROL_LINE, .most = 60, .autocomplete = "name"},
    {.name = "phone", .type = NP_CONTROL_TEL, .most = 40, .autocomplete = "tel"},
    {.name = "email", .type = NP_CONTROL_EMAIL, .most = 120, .autocomplete = "email"},
};

/* The kinds of table claim, and of the messages. */
static const char *const rights[] = {"copyright", "portrait", "privacy", "trademark", "other"};

np_controls_t *np_page_copyright_claim_controls(np_page_t *page)
{
    np_controls_t *controls =
        np_controls_make(page->pool, "copyright-claim", controls_of_claim,
                         (int)(sizeof(controls_of_claim) / sizeof(controls_of_claim[0])));
    apr_size_t i;

    for (i = 0; i < sizeof(rights) / sizeof(rights[0]); i++)
        np_controls_option(controls, "right", rights[i], NULL);
    return controls;
}

static np_error_t *submit(const char **answer, np_page_t *page, const np_controls_t *controls,
                          const apr_array_header_t *addresses, const char *code)
{
    const np_value_t values[] = {
        np_desk_client(page),
        np_desk_hash(page, code),
        np_desk_address(page),
        np_desk_now(page),
        np_value_text(np_controls_value(controls, "right")),
        np_value_int(np_submission_is_suspect(page->request->submission)),
        np_value_text(np_controls_value(controls, "work")),
        np_value_text(np_controls_value(controls, "statement")),
        np_value_text(np_controls_value(controls, "claimant")),
        np_value_int(np_controls_is_set(controls, "public")),
        np_value_text(np_claim_addresses_text(addresses, page->pool)),
        np_value_text(np_controls_value(controls, "name")),
        np_value_text(np_controls_value(controls, "phone")),
        np_value_text(np_controls_value(controls, "email")),
    };

    return np_desk_call(answer, page, NP_QUERY_WEB_CLAIM_SUBMIT, values);
}

static np_error_t *send_claim(np_page_t *page, np_controls_t *controls,
                              const apr_array_header_t *addresses)
{
    const char *code = np_receipt_make(page->pool), *answer;
    np_error_t *error;

    if (code == NULL)
        return np_error_make(page->pool, 503, "NP0190", "the system gives no random numbers");
    error = submit(&answer, page, controls, addresses, code);
    if (error == NULL)
        np_desk_settle(page, controls, answer, NP_ROUTE_COPYRIGHT_RECEIPT, code);
    return error;
}

np_error_t *np_page_copyright_claim_act(np_page_t *page)
{
    np_controls_t *controls = np_page_copyright_claim_controls(page);
    apr_array_header_t *addresses;
    np_error_t *error;
    int is_ready;

    if (!np_claim_begin(&addresses, &is_ready, page, controls, NP_CLAIM_ADDRESSES))
        return NULL;
    if (is_ready) {
        error = send_claim(page, controls, addresses);
        if (error || !page->reply.is_confirm)
            return error;
    }
    page->data = addresses;
    return np_claim_addresses_resolve(addresses, page);
}

np_error_t *np_page_copyright_claim_load(np_page_t *page)
{
    page->canonical = np_routes[NP_ROUTE_COPYRIGHT_CLAIM].pattern;
    if (page->request->submission == NULL)
        np_desk_fill(page, np_page_copyright_claim_controls(page));
    return NULL;
}

/* What was found behind the addresses, and what everybody will know of the claim. */
void np_page_copyright_claim_build(np_page_t *page, xmlNodePtr root)
{
    xmlNodePtr content = np_desk_add_form_page(page, root);
    const apr_array_header_t *addresses = page->data;
    const np_controls_t *controls = page->reply.controls;
    xmlNodePtr check;

    if (!page->reply.is_confirm || addresses == NULL)
        return;
    check = np_model_add(content, "claim-check");
    np_model_set(check, "right", np_controls_value(controls, "right"));
    np_model_set(check, "public", np_controls_is_set(controls, "public") ? "yes" : "no");
    np_model_add_text(check, "work", np_controls_value(controls, "work"));
    np_model_add_text(check, "claimant", np_controls_value(controls, "claimant"));
    np_claim_add_items(check, addresses);
}
