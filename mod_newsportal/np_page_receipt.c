/* np_page_receipt.c - what somebody sees who has sent something: its number and the code to follow it with.
 *
 * Led to after a form (np_desk_settle); the code comes from a cookie that lives some minutes. Whoever comes without one
 * is told what to do. One page for all desks: a route each. Called through the table in np_page.c. */
#include "np_desk.h"

typedef struct receipt_page_t {
    int is_known;
    apr_int64_t number;
    const char *code;
} receipt_page_t;

/* Where the code is asked for. */
static np_route_e follow_of(np_route_e route)
{
    switch (route) {
    default:
        return NP_ROUTE_HOTLINE;
    }
}

np_error_t *np_page_receipt_load(np_page_t *page)
{
    receipt_page_t *data = apr_pcalloc(page->pool, sizeof(*data));

    page->data = data;
    page->twin = np_routes[page->request->route->id].pattern;
    page->noindex = 1;
    data->is_known = np_desk_receipt(&data->number, &data->code, page);
    return NULL;
}

void np_page_receipt_build(np_page_t *page, xmlNodePtr root)
{
    const receipt_page_t *data = page->data;
    xmlNodePtr content;

    np_page_add_navigation(page, root);
    np_page_add_breadcrumb(page, root, NULL);
    content = np_model_add(root, "receipt");
    np_model_set(content, "name", page->request->route->name);
    np_model_set(content, "follow", np_page_href(page, np_routes[follow_of(page->request->route->id)].pattern));
    if (!data->is_known)
        return;
    np_model_set_int(content, "number", data->number);
    if (*data->code)
        np_model_add_text(content, "code", np_receipt_show(page->pool, data->code));
}
