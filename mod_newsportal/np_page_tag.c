/* np_page_tag.c - the articles that carry a tag. Called through the table in np_page.c.
 *
 * The database's collation decides which spellings are the same tag; of these one is canonical: that
 * of the desk's row in `tag`, else the spelling in the oldest article. Any other is a 301. */
#include "np_list.h"

#include <apr_strings.h>

typedef struct tag_page_t {
    const char *name, *description;
    np_list_t *list;
} tag_page_t;

/* Finds the canonical spelling; data->name stays NULL when the tag is unknown. */
static np_error_t *load_name(tag_page_t *data, np_page_t *page)
{
    np_value_t name = np_value_text(page->request->params.name);
    np_rows_t *rows;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_TAG_BY_NAME, name);

    if (error)
        return error;
    if (rows->count && !np_rows_is_null(rows, 0, TAG_BY_NAME_NAME)) {
        const char *alias_of = np_rows_text(rows, 0, TAG_BY_NAME_ALIAS_OF);

        data->name = *alias_of ? alias_of : np_rows_text(rows, 0, TAG_BY_NAME_NAME);
        data->description = np_rows_text(rows, 0, TAG_BY_NAME_DESCRIPTION);
        return NULL;
    }
    error = np_page_query(&rows, page, NP_QUERY_TAG_SPELLING, name);
    if (error == NULL && rows->count)
        data->name = np_rows_text(rows, 0, TAG_SPELLING_NAME);
    return error;
}

np_error_t *np_page_tag_load(np_page_t *page)
{
    tag_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_params_t params = page->request->params;
    np_error_t *error = load_name(data, page);

    page->data = data;
    if (error)
        return error;
    if (data->name == NULL)
        return np_page_unknown(page);
    params.name = data->name;
    page->canonical = np_route_path(NP_ROUTE_TAG, &params, page->pool);
    error = np_list_load(&data->list, page, apr_pstrcat(page->pool, "tag:", data->name, NULL),
                         page->request->site->list_size);
    /* A tag whose articles are all gone is no page, unless the desk described it. */
    if (error == NULL && data->list->count == 0 &&
        (data->description == NULL || *data->description == '\0'))
        return np_page_unknown(page);
    /* One or two articles are no page for a search engine. */
    page->noindex = error == NULL && data->list->count < 3 &&
                    params.position.from == NP_FROM_NEWEST;
    return error;
}

void np_page_tag_build(np_page_t *page, xmlNodePtr root)
{
    tag_page_t *data = page->data;
    np_params_t params = page->request->params;
    xmlNodePtr content;

    params.name = data->name;
    np_model_add_text(root, "title", data->name);
    np_model_add_text(root, "description", data->description);
    np_page_add_navigation(page, root);
    np_page_add_breadcrumb(page, root, NULL);
    content = np_model_add(root, "tag-page");
    np_model_set(content, "name", data->name);
    np_model_add_text(content, "description", data->description);
    np_list_build(data->list, page, content, NP_ROUTE_TAG, &params);
}
