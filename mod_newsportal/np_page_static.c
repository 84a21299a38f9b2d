/* np_page_static.c - a page of the desk that is no news: about us, contact, privacy.
 * Called through the table in np_page.c. */
#include "np_page.h"

#include <string.h>

np_error_t *np_page_static_load(np_page_t *page)
{
    np_rows_t *rows = NULL;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_PAGE_BY_CODE,
                                      np_value_text(page->request->params.code));

    page->data = rows;
    if (error)
        return error;
    np_page_depend(page, "page", page->request->params.code);
    /* The policy has its page at the desk's address. */
    if (strcmp(page->request->params.code, NP_COPYRIGHT_CODE) == 0) {
        page->canonical = np_routes[NP_ROUTE_COPYRIGHT].pattern;
        return NULL;
    }
    if (rows->count == 0)
        return np_page_unknown(page);
    page->canonical = np_route_path(NP_ROUTE_STATIC, &page->request->params, page->pool);
    page->language = np_page_language(page, np_rows_text(rows, 0, PAGE_BY_CODE_LANGUAGE), NULL);
    return NULL;
}

void np_page_static_build(np_page_t *page, xmlNodePtr root)
{
    const np_rows_t *rows = page->data;
    const char *title = np_rows_text(rows, 0, PAGE_BY_CODE_TITLE);
    xmlNodePtr content;

    np_model_add_text(root, "title", title);
    np_page_add_navigation(page, root);
    np_page_add_breadcrumb(page, root, NULL);
    content = np_model_add(root, "static");
    np_model_set(content, "code", page->request->params.code);
    np_model_set(content, "lang", page->language);
    np_model_append_text(np_model_add(content, "title"), title, strlen(title));
    np_model_add_date(content, "updated", page->request->site->zone,
                      np_page_civil(page, np_rows_int(rows, 0, PAGE_BY_CODE_UPDATED_AT)), page->pool);
    np_page_add_body(page, content, rows, PAGE_BY_CODE_BODY);
}
