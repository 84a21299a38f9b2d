/* np_page_plaza_notice.c - one notice: what its writer says, and how to get at the contact, which
 * is never here. Called through the table in np_page.c.
 *
 * A notice ends at a second. For thirty days its page says so, then it is gone (410), as one that
 * its writer took back is at once. One that readers' reports have hidden is away until somebody has
 * looked at it (404). All these lead on to the category. */
#include "np_desk.h"
#include "np_plaza.h"

#include <string.h>
#include <apr_strings.h>

#define DAY 86400
#define SHOWN_AFTER ((np_civil_t)30 * DAY) /* seconds that an ended one is still explained */

typedef struct notice_page_t {
    const np_rows_t *names, *rows;
    np_plaza_facts_t facts;
    int has_ended;
} notice_page_t;

/* Why there is no such notice for readers. */
static np_error_t *no_notice(np_page_t *page, const np_rows_t *names)
{
    np_rows_t *rows;
    np_error_t *error =
        np_page_query(&rows, page, NP_QUERY_PLAZA_FATE, np_value_int(page->request->params.id));
    const char *category;
    int is_hidden;

    if (error)
        return error;
    if (rows->count == 0 || np_rows_int(rows, 0, PLAZA_FATE_APPROVED_AT) > page->request->now)
        return np_page_unknown(page);
    category = np_rows_text(rows, 0, PLAZA_FATE_CATEGORY);
    is_hidden = np_rows_int(rows, 0, PLAZA_FATE_IS_HIDDEN) &&
                strcmp(np_rows_text(rows, 0, PLAZA_FATE_STATE), "live") == 0;
    page->failure.way = np_plaza_category_href(page, category);
    page->failure.way_name = np_plaza_name(names, NP_PLAZA_CATEGORY, category);
    page->failure.reason = is_hidden ? "reported" : "withdrawn";
    if (!is_hidden && strcmp(np_rows_text(rows, 0, PLAZA_FATE_STATE), "live") == 0)
        page->failure.reason = "over";
    return np_error_make(page->pool, is_hidden ? 404 : 410, NULL, "the notice is away: %s",
                         page->request->path);
}

np_error_t *np_page_plaza_notice_load(np_page_t *page)
{
    notice_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_civil_t now = page->request->now;
    np_value_t id = np_value_int(page->request->params.id);
    np_rows_t *rows = NULL;
    np_error_t *error = np_plaza_load_names(&data->names, page);

    page->data = data;
    np_page_depend_number(page, "notice", page->request->params.id);
    if (error == NULL)
        error = np_page_query(&rows, page, NP_QUERY_PLAZA_NOTICE, id, np_value_civil(now),
                              np_value_civil(now - SHOWN_AFTER));
    if (error)
        return error;
    if (rows->count == 0)
        return no_notice(page, data->names);
    data->rows = rows;
    data->has_ended = np_rows_int(rows, 0, PLAZA_NOTICE_ENDS_AT) <= now;
    page->noindex = data->has_ended;
    page->canonical = np_route_path(NP_ROUTE_PLAZA_NOTICE, &page->request->params, page->pool);
    np_plaza_depend_notice(page, rows, 0);
    np_keys_until(&page->keys,
                  np_rows_int(rows, 0, PLAZA_NOTICE_ENDS_AT) + (data->has_ended ? SHOWN_AFTER : 0));
    if (!data->has_ended)
        np_desk_depend_ticket(page);
    return np_plaza_load_facts(&data->facts, page, rows);
}

void np_page_plaza_notice_build(np_page_t *page, xmlNodePtr root)
{
    const notice_page_t *data = page->data;
    xmlNodePtr content;

    np_model_add_text(root, "title", np_rows_text(data->rows, 0, PLAZA_NOTICE_TITLE));
    np_model_add_text(root, "description", np_rows_text(data->rows, 0, PLAZA_NOTICE_SUMMARY));
    np_page_add_navigation(page, root);
    np_plaza_add_breadcrumb(page, root, data->names,
                            np_rows_text(data->rows, 0, PLAZA_NOTICE_CATEGORY));
    content = np_model_add(root, "plaza-notice");
    np_plaza_set_links(page, content);
    if (data->has_ended)
        np_model_set(content, "ended", "yes");
    np_plaza_add_notice(page, np_model_add(content, "notice"), data->rows, 0, data->names,
                        &data->facts);
    np_model_add_text(content, "text", np_rows_text(data->rows, 0, PLAZA_NOTICE_TEXT));
    if (data->has_ended)
        return;
    np_desk_add_form(page, content, np_plaza_contact_controls(page, page->request->params.id),
                     NP_ROUTE_PLAZA_CONTACT, NULL, NULL);
    np_desk_add_form(page, content, np_plaza_report_controls(page, page->request->params.id),
                     NP_ROUTE_PLAZA_REPORT, NULL, NULL);
}
