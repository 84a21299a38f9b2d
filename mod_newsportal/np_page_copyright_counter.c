/* np_page_copyright_counter.c - the form for whoever wrote or photographed what is gone because of
 * a claim: the addresses, why the claim is wrong, who says so, sent to the copyright desk.
 *
 * Must not: bring anything back, publish a word of it (the desk decides, 27_claim.sql), take an
 * address that no claim holds back: that is named beside the field. No code goes with the receipt:
 * there is nothing to follow but the claim, which stands in the ledger. Called through the tables
 * in np_page.c. */
#include "np_claim.h"
#include "np_desk.h"
#include "np_submission.h"

static const np_control_t controls_of_counter[] = {
    {.name = "addresses", .type = NP_CONTROL_TEXT, .most = 2000, .required = 1},
    {.name = "statement", .type = NP_CONTROL_TEXT, .least = 10, .most = 4000, .required = 1},
    {.name = "name",
     .type = NP_CONTROL_LINE,
     .least = 2,
     .most = 120,
     .required = 1,
     .autocomplete = "name"},
    {.name = "phone", .type = NP_CONTROL_TEL, .most = 40, .autocomplete = "tel"},
    {.name = "email", .type = NP_CONTROL_EMAIL, .most = 120, .autocomplete = "email"},
};

np_controls_t *np_page_copyright_counter_controls(np_page_t *page)
{
    return np_controls_make(page->pool, "copyright-counter", controls_of_counter,
                            (int)(sizeof(controls_of_counter) / sizeof(controls_of_counter[0])));
}

/* Those that no claim holds back, as they were typed; NULL for none. */
static const char *shown(const np_page_t *page, const apr_array_header_t *addresses)
{
    apr_array_header_t *names = apr_array_make(page->pool, addresses->nelts, sizeof(const char *));
    int i;

    for (i = 0; i < addresses->nelts; i++) {
        const np_claim_address_t *address = &APR_ARRAY_IDX(addresses, i, np_claim_address_t);

        if (address->kind > NP_CLAIM_PICTURE)
            APR_ARRAY_PUSH(names, const char *) = address->text;
    }
    return names->nelts ? apr_array_pstrcat(page->pool, names, ' ') : NULL;
}

/* Looks the addresses up; what readers can see, or what is gone for another reason, is told. */
static np_error_t *check(np_page_t *page, np_controls_t *controls, apr_array_header_t *addresses)
{
    np_error_t *error = np_claim_addresses_removed(addresses, page);
    const char *names;

    if (error)
        return error;
    page->data = addresses;
    names = shown(page, addresses);
    if (names)
        np_controls_refuse_part(controls, "addresses", "shown", names);
    (void)np_claim_is_complete(page, controls, addresses, NP_CLAIM_COUNTERED);
    return NULL;
}

static np_error_t *send_counter(const char **answer, np_page_t *page, const np_controls_t *controls,
                                const apr_array_header_t *addresses)
{
    const np_value_t values[] = {
        np_desk_client(page),
        np_desk_address(page),
        np_desk_now(page),
        np_value_int(np_submission_is_suspect(page->request->submission)),
        np_value_text(np_controls_value(controls, "statement")),
        np_value_text(np_claim_addresses_text(addresses, page->pool)),
        np_value_text(np_controls_value(controls, "name")),
        np_value_text(np_controls_value(controls, "phone")),
        np_value_text(np_controls_value(controls, "email")),
    };

    return np_desk_call(answer, page, NP_QUERY_WEB_CLAIM_COUNTER, values);
}

np_error_t *np_page_copyright_counter_act(np_page_t *page)
{
    np_controls_t *controls = np_page_copyright_counter_controls(page);
    apr_array_header_t *addresses;
    const char *answer;
    np_error_t *error;
    int is_ready, is_gone;

    if (!np_claim_begin(&addresses, &is_ready, page, controls, NP_CLAIM_COUNTERED))
        return NULL;
    if (is_ready) {
        error = send_counter(&answer, page, controls, addresses);
        if (error)
            return error;
        /* "none": an address came back since it was confirmed, and is named below. */
        is_gone = np_desk_is(answer, "none");
        np_desk_settle(page, controls, is_gone ? "refused" : answer, NP_ROUTE_COPYRIGHT_COUNTERED,
                       NULL);
        if (!is_gone && !page->reply.is_confirm)
            return NULL;
    }
    return check(page, controls, addresses);
}

np_error_t *np_page_copyright_counter_load(np_page_t *page)
{
    page->canonical = np_routes[NP_ROUTE_COPYRIGHT_COUNTER].pattern;
    if (page->request->submission == NULL)
        np_desk_fill(page, np_page_copyright_counter_controls(page));
    return NULL;
}

void np_page_copyright_counter_build(np_page_t *page, xmlNodePtr root)
{
    xmlNodePtr content = np_desk_add_form_page(page, root);

    if (page->reply.is_confirm && page->data)
        np_claim_add_items(np_model_add(content, "counter-check"), page->data);
}
