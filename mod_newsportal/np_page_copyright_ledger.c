/* np_page_copyright_ledger.c - the public ledger of claims, as a page, as CSV and as JSON: newest
 * first, by position as other lists. Called through the table in np_page.c. */
#include "np_claim.h"

#include <apr_strings.h>

#define TABLE_ROWS 2000 /* in one file */

np_error_t *np_page_copyright_ledger_load(np_page_t *page)
{
    np_ledger_t *ledger = apr_pcalloc(page->pool, sizeof(*ledger));

    page->data = ledger;
    page->canonical = np_route_path(NP_ROUTE_COPYRIGHT_LEDGER, &page->request->params, page->pool);
    return np_claim_load_ledger(ledger, page, page->request->site->list_size);
}

static void add_pager(np_page_t *page, xmlNodePtr parent, const np_ledger_t *ledger)
{
    const char *older = np_claim_older(page, NP_ROUTE_COPYRIGHT_LEDGER, ledger);
    xmlNodePtr pager = np_model_add(parent, "pager");

    if (page->request->params.position.from != NP_FROM_NEWEST)
        np_model_set(np_model_add(pager, "newest"), "href",
                     np_page_href(page, np_routes[NP_ROUTE_COPYRIGHT_LEDGER].pattern));
    if (older)
        np_model_set(np_model_add(pager, "older"), "href", np_page_href(page, older));
}

void np_page_copyright_ledger_build(np_page_t *page, xmlNodePtr root)
{
    xmlNodePtr content;

    np_page_add_navigation(page, root);
    np_claim_add_breadcrumb(page, root);
    content = np_model_add(root, "copyright-ledger");
    np_claim_set_links(page, content);
    np_model_set(content, "csv", np_page_href(page, np_routes[NP_ROUTE_COPYRIGHT_CSV].pattern));
    np_model_set(content, "json", np_page_href(page, np_routes[NP_ROUTE_COPYRIGHT_JSON].pattern));
    add_pager(page, np_claim_add_list(page, content, page->data), page->data);
}

/* ---- To take away ---------------------------------------------------------------------------- */

np_error_t *np_page_copyright_csv_load(np_page_t *page)
{
    np_ledger_t ledger = {0};
    np_table_t table;
    np_error_t *error = np_claim_load_ledger(&ledger, page, TABLE_ROWS);
    const char *older;

    if (error)
        return error;
    page->canonical = np_route_path(NP_ROUTE_COPYRIGHT_CSV, &page->request->params, page->pool);
    np_claim_table(&table, page, &ledger);
    older = np_claim_older(page, NP_ROUTE_COPYRIGHT_CSV, &ledger);
    if (older)
        page->link = apr_psprintf(page->pool, "<%s>; rel=\"next\"", np_page_href(page, older));
    return np_page_csv(page, &table);
}

np_error_t *np_page_copyright_json_load(np_page_t *page)
{
    np_ledger_t ledger = {0};
    np_table_member_t next = {"next", NULL};
    np_table_t table;
    np_error_t *error = np_claim_load_ledger(&ledger, page, TABLE_ROWS);
    const char *older;

    if (error)
        return error;
    page->canonical = np_route_path(NP_ROUTE_COPYRIGHT_JSON, &page->request->params, page->pool);
    np_claim_table(&table, page, &ledger);
    older = np_claim_older(page, NP_ROUTE_COPYRIGHT_JSON, &ledger);
    if (older)
        next.value = np_page_absolute(page, page->request->variant, older);
    return np_page_json(page, &table, &next, 1);
}
