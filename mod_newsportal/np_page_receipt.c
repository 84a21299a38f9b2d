/* np_page_receipt.c - what somebody sees who has sent something: its number and the code to follow it with.
 *
 * Led to after a form (np_desk_settle); the code comes from a cookie that lives some minutes. Whoever comes without one
 * is told what to do. One page for all desks: a route each. Called through the table in np_page.c. */
#include "np_desk.h"

/* Where the code is asked for. */
static np_route_e follow_of(np_route_e route)
{
    switch (route) {
    case NP_ROUTE_PLAZA_RECEIPT:
        return NP_ROUTE_PLAZA_FOLLOW;
    case NP_ROUTE_COPYRIGHT_RECEIPT:
        return NP_ROUTE_COPYRIGHT_FOLLOW;
    default:
        return NP_ROUTE_HOTLINE;
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
    apr_int64_t number;
    const char *code;

    if (page->channels) {
        np_page_add_navigation(page, root);
        np_page_add_breadcrumb(page, root, NULL);
    }
    content = np_model_add(root, "receipt");
    np_model_set(content, "name", np_routes[route].name);
    np_model_set(content, "follow", np_page_href(page, np_routes[follow_of(route)].pattern));
    if (!np_desk_receipt(&number, &code, page))
        return;
    np_model_set_int(content, "number", number);
    if (*code)
        np_model_add_text(content, "code", np_receipt_show(page->pool, code));
}
