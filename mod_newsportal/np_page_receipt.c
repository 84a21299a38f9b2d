/* np_page_receipt.c - what somebody sees who has sent something: its number and the code to follow it with.
 *
 * Led to after a form (np_desk_settle); the code comes from a cookie that lives some minutes. Whoever comes without one
 * is told what to do. One page for all desks: a route each. Called through the table in np_page.c. */
#include "np_desk.h"

/* Where the code is asked for; who joined a case has none, and is led to the case; who objected to a claim, to
 * the ledger. */
static const char *follow_of(const np_page_t *page, apr_int64_t number)
{
    np_params_t params = {0};

    params.id = number;
    switch (page->request->route->id) {
    case NP_ROUTE_PLAZA_RECEIPT:
        return np_routes[NP_ROUTE_PLAZA_FOLLOW].pattern;
    case NP_ROUTE_COPYRIGHT_RECEIPT:
        return np_routes[NP_ROUTE_COPYRIGHT_FOLLOW].pattern;
    case NP_ROUTE_COPYRIGHT_COUNTERED:
        return np_routes[NP_ROUTE_COPYRIGHT_LEDGER].pattern;
    case NP_ROUTE_HOTLINE_JOINED:
        return np_route_path(number ? NP_ROUTE_HOTLINE_CASE : NP_ROUTE_HOTLINE_LIST, &params, page->pool);
    default:
        return np_routes[NP_ROUTE_HOTLINE_FOLLOW].pattern;
    }
}

np_error_t *np_page_receipt_load(np_page_t *page)
{
    page->twin = np_routes[page->request->route->id].pattern;
    page->noindex = 1;
    return NULL;
}

/* Also without the frame: a code must not be lost because the database goes in this very second. */
void np_page_receipt_build(np_page_t *page, xmlNodePtr root)
{
    np_route_e route = page->request->route->id;
    xmlNodePtr content;
    apr_int64_t number = 0;
    const char *code;
    int is_there = np_desk_receipt(&number, &code, page);

    if (page->channels) {
        np_page_add_navigation(page, root);
        np_page_add_breadcrumb(page, root, NULL);
    }
    content = np_model_add(root, "receipt");
    np_model_set(content, "name", np_routes[route].name);
    np_model_set(content, "follow", np_page_href(page, follow_of(page, is_there ? number : 0)));
    if (!is_there)
        return;
    np_model_set_int(content, "number", number);
    if (*code)
        np_model_add_text(content, "code", np_receipt_show(page->pool, code));
}
