/* np_page_hotline_case.c - one case: what was asked, and everything that offices said and did about
 * it. Called through the table in np_page.c.
 *
 * A citizen's words are text and stay text. Cases that are answered with the code only are 403,
 * hidden ones 410, both with the public reason; one that nobody approved does not exist for
 * readers. */
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
    error = np_hotline_load_names(&data->names, page);
    if (error)
        return error;
    error = np_page_query(&rows, page, NP_QUERY_HOTLINE_THREAD, id, id, id);
    data->thread = rows;
    return error;
}

static void add_date(const np_page_t *page, xmlNodePtr parent, const char *name,
                     const np_rows_t *rows, int row, int column)
{
    if (!np_rows_is_null(rows, row, column))
        np_model_add_date(parent, name, page->request->site->zone, np_rows_int(rows, row, column),
                          page->pool);
}

static void add_agency(xmlNodePtr entry, const char *name, const np_rows_t *names, const char *code)
{
    const char *known = np_hotline_name(names, NP_HOTLINE_AGENCY, code);

    np_model_add_text(entry, name, known ? known : code);
}

/* <reply>, <transfer> or <extension>. */
static void add_entry(const np_page_t *page, xmlNodePtr thread, const case_page_t *data, int row)
{
    const np_rows_t *rows = data->thread;
    const char *kind = np_rows_text(rows, row, HOTLINE_THREAD_KIND);
    xmlNodePtr entry = np_model_add(thread, np_rows_text(rows, row, HOTLINE_THREAD_WHAT));

    if (*kind)
        np_model_set(entry, "kind", kind);
    if (np_rows_int(rows, row, HOTLINE_THREAD_IS_TEMPLATE))
        np_model_set(entry, "template", "yes");
    add_date(page, entry, "at", rows, row, HOTLINE_THREAD_AT);
    np_model_add_text(entry, "office", np_rows_text(rows, row, HOTLINE_THREAD_OFFICE));
    np_model_add_text(entry, "role", np_rows_text(rows, row, HOTLINE_THREAD_ROLE));
    add_agency(entry, "from", data->names, np_rows_text(rows, row, HOTLINE_THREAD_FROM_AGENCY));
    add_agency(entry, "to", data->names, np_rows_text(rows, row, HOTLINE_THREAD_TO_AGENCY));
    add_date(page, entry, "due-before", rows, row, HOTLINE_THREAD_DUE_BEFORE);
    add_date(page, entry, "due", rows, row, HOTLINE_THREAD_DUE_AFTER);
    np_model_add_text(entry, "text", np_rows_text(rows, row, HOTLINE_THREAD_TEXT));
    add_date(page, entry, "revised", rows, row, HOTLINE_THREAD_REVISED_AT);
}

static void add_rating(xmlNodePtr content, const np_rows_t *rows)
{
    xmlNodePtr rating;

    if (np_rows_is_null(rows, 0, HOTLINE_CASE_SCORE))
        return;
    rating = np_model_add(content, "rating");
    np_model_set_int(rating, "score", np_rows_int(rows, 0, HOTLINE_CASE_SCORE));
    np_model_set(rating, "solved", np_rows_int(rows, 0, HOTLINE_CASE_SOLVED) ? "yes" : "no");
}

void np_page_hotline_case_build(np_page_t *page, xmlNodePtr root)
{
    const case_page_t *data = page->data;
    xmlNodePtr content, thread;
    int row;

    np_model_add_text(root, "title", np_rows_text(data->rows, 0, HOTLINE_CASE_TITLE));
    np_page_add_navigation(page, root);
    np_hotline_add_breadcrumb(page, root);
    content = np_model_add(root, "hotline-case");
    if (strcmp(np_rows_text(data->rows, 0, HOTLINE_CASE_PROMINENCE), "public") != 0)
        np_model_set(content, "hidden", "text");
    np_hotline_add_head(page, np_model_add(content, "case"), data->rows, 0, data->names);
    add_date(page, content, "accepted", data->rows, 0, HOTLINE_CASE_ACCEPTED_AT);
    add_date(page, content, "due", data->rows, 0, HOTLINE_CASE_ANSWER_DUE);
    np_model_add_text(content, "text", np_rows_text(data->rows, 0, HOTLINE_CASE_PUBLIC_TEXT));
    np_model_add_text(content, "reason", np_rows_text(data->rows, 0, HOTLINE_CASE_PUBLIC_REASON));
    add_rating(content, data->rows);
    thread = np_model_add(content, "thread");
    for (row = 0; row < data->thread->count; row++)
        add_entry(page, thread, data, row);
}
