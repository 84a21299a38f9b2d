/* np_page_copyright.c - the front page of the copyright desk: the policy, whom to call, what
 * happens when, the newest claims. The policy is the page row `copyright`, if the desk has written
 * one; else the theme words it. Called through the table in np_page.c. */
#include "np_claim.h"

#define NEWEST 5 /* claims */

typedef struct desk_page_t {
    const np_rows_t *policy, *hours;
    np_ledger_t ledger;
} desk_page_t;

np_error_t *np_page_copyright_load(np_page_t *page)
{
    desk_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_rows_t *rows = NULL;
    np_error_t *error =
        np_page_query(&rows, page, NP_QUERY_PAGE_BY_CODE, np_value_text(NP_COPYRIGHT_CODE));

    page->data = data;
    page->canonical = np_routes[NP_ROUTE_COPYRIGHT].pattern;
    np_page_depend(page, "page", NP_COPYRIGHT_CODE);
    if (error)
        return error;
    data->policy = rows;
    error = np_page_query(&rows, page, NP_QUERY_CLAIM_HOURS);
    if (error)
        return error;
    data->hours = rows;
    return np_claim_load_ledger(&data->ledger, page, NEWEST);
}

static void add_policy(np_page_t *page, xmlNodePtr content, const np_rows_t *rows)
{
    xmlNodePtr policy;

    if (rows->count == 0)
        return;
    policy = np_model_add(content, "policy");
    np_model_set(policy, "lang",
                 np_page_language(page, np_rows_text(rows, 0, PAGE_BY_CODE_LANGUAGE), NULL));
    np_model_add_text(policy, "title", np_rows_text(rows, 0, PAGE_BY_CODE_TITLE));
    np_model_add_date(policy, "updated", page->request->site->zone,
                      np_page_civil(page, np_rows_int(rows, 0, PAGE_BY_CODE_UPDATED_AT)),
                      page->pool);
    np_page_add_body(page, policy, rows, PAGE_BY_CODE_BODY);
}

void np_page_copyright_build(np_page_t *page, xmlNodePtr root)
{
    const desk_page_t *data = page->data;
    xmlNodePtr content;

    np_page_add_navigation(page, root);
    np_page_add_breadcrumb(page, root, NULL);
    content = np_model_add(root, "copyright-page");
    np_claim_set_links(page, content);
    if (data->hours->count)
        np_model_set_int(content, "hours", np_rows_int(data->hours, 0, CLAIM_HOURS_HOURS));
    add_policy(page, content, data->policy);
    np_claim_add_list(page, content, &data->ledger);
}
