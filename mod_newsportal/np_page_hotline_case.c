/* np_page_hotline_case.c - one case: what was asked, and everything that offices said and did about
 * it. Called through the table in np_page.c.
 *
 * A citizen's words are text and stay text. Cases that are answered with the code only are 403,
 * hidden ones 410, both with the public reason; one that nobody approved does not exist for
 * readers. */
#include "np_desk.h"
#include "np_hotline.h"

#include <string.h>
#include <apr_strings.h>

typedef struct case_page_t {
    const np_rows_t *names, *rows, *thread;
} case_page_t;

/* Why there is no such case for this reader. */
static np_error_t *no_case(np_page_t *page)
{
    np_rows_t *rows;
    np_error_t *error =
        np_page_query(&rows, page, NP_QUERY_HOTLINE_FATE, np_value_int(page->request->params.id));
    int is_hidden;

    if (error)
        return error;
    if (rows->count == 0 || np_rows_int(rows, 0, HOTLINE_FATE_APPROVED_AT) > page->request->now)
        return np_page_unknown(page);
    is_hidden = strcmp(np_rows_text(rows, 0, HOTLINE_FATE_PROMINENCE), "hidden") == 0;
    page->failure.reason = is_hidden ? "withdrawn" : "forbidden";
    page->failure.cause = np_rows_text(rows, 0, HOTLINE_FATE_PUBLIC_REASON);
    return np_error_make(page->pool, is_hidden ? 410 : 403, NULL, "the case is %s: %s",
                         is_hidden ? "hidden" : "not public", page->request->path);
}

/* Whose text is hidden cannot be known to be one's own, too (web_hotline_join says the same). */
static int can_join(const np_rows_t *rows)
{
    return np_hotline_can_join(np_rows_text(rows, 0, HOTLINE_CASE_STATE)) &&
           strcmp(np_rows_text(rows, 0, HOTLINE_CASE_PROMINENCE), "public") == 0;
}

/* One press: the number of the case is all that the button sends. */
static void add_join(np_page_t *page, xmlNodePtr content)
{
    static const np_control_t controls_of_button[] = {{.name = "case", .type = NP_CONTROL_HIDDEN}};
    np_controls_t *controls = np_controls_make(page->pool, "hotline-me-too", controls_of_button, 1);

    np_controls_find(controls, "case")->value =
        apr_psprintf(page->pool, "%" APR_INT64_T_FMT, page->request->params.id);
    np_desk_add_form(page, content, controls, NP_ROUTE_HOTLINE_JOIN, NULL, NULL);
}

np_error_t *np_page_hotline_case_load(np_page_t *page)
{
    case_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_value_t id = np_value_int(page->request->params.id);
    np_rows_t *rows = NULL;
    np_error_t *error =
        np_page_query(&rows, page, NP_QUERY_HOTLINE_CASE, id, np_value_civil(page->request->now));

    page->data = data;
    np_page_depend_number(page, "case", page->request->params.id);
    if (error)
        return error;
    if (rows->count == 0)
        return no_case(page);
    data->rows = rows;
    page->canonical = np_route_path(NP_ROUTE_HOTLINE_CASE, &page->request->params, page->pool);
    np_hotline_depend_case(page, rows, 0);
    if (can_join(rows))
        np_desk_depend_ticket(page);
    error = np_hotline_load_names(&data->names, page);
    if (error)
        return error;
    error = np_page_query(&rows, page, NP_QUERY_HOTLINE_THREAD, id, id, id);
    data->thread = rows;
    return error;
}

void np_page_hotline_case_build(np_page_t *page, xmlNodePtr root)
{
    const case_page_t *data = page->data;
    xmlNodePtr content;

    np_model_add_text(root, "title", np_rows_text(data->rows, 0, HOTLINE_CASE_TITLE));
    np_page_add_navigation(page, root);
    np_hotline_add_breadcrumb(page, root);
    content = np_hotline_add_case(page, root, data->rows, data->thread, data->names);
    np_hotline_set_links(page, content);
    if (can_join(data->rows))
        add_join(page, content);
}
