/* np_page_latest.c - everything, newest first. Called through the table in np_page.c. */
#include "np_list.h"

np_error_t *np_page_latest_load(np_page_t *page)
{
    const np_request_t *request = page->request;
    np_list_t *list = NULL;
    np_error_t *error = np_list_load(&list, page, np_list_name("site"), request->site->list_size);

    page->data = list;
    page->canonical = np_route_path(NP_ROUTE_LATEST, &request->params, page->pool);
    return error;
}

void np_page_latest_build(np_page_t *page, xmlNodePtr root)
{
    np_page_add_navigation(page, root);
    np_page_add_breadcrumb(page, root, NULL);
    np_list_build(page->data, page, np_model_add(root, "latest-page"), NP_ROUTE_LATEST,
                  &page->request->params);
}
