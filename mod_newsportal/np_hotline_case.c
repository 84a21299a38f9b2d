/* np_hotline_case.c - one case with its thread, as its page shows it to everybody and the code to
 * its citizen. See np_hotline.h. A citizen's words are text and stay text. */
#include "np_hotline.h"

#include <string.h>
#include <apr_strings.h>

#define SAME_COLUMN(name)                                                                          \
    _Static_assert((int)HOTLINE_OPENED_##name == (int)HOTLINE_CASE_##name, "columns of a case")
SAME_COLUMN(ID);
SAME_COLUMN(PUBLIC_TEXT);
SAME_COLUMN(SOLVED);
_Static_assert((int)HOTLINE_OPENED_THREAD_DUE_AFTER == (int)HOTLINE_THREAD_DUE_AFTER,
               "columns of a thread");

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
static void add_entry(const np_page_t *page, xmlNodePtr thread, const np_rows_t *rows, int row,
                      const np_rows_t *names)
{
    const char *kind = np_rows_text(rows, row, HOTLINE_THREAD_KIND);
    xmlNodePtr entry = np_model_add(thread, np_rows_text(rows, row, HOTLINE_THREAD_WHAT));

    if (*kind)
        np_model_set(entry, "kind", kind);
    if (np_rows_int(rows, row, HOTLINE_THREAD_IS_TEMPLATE))
        np_model_set(entry, "template", "yes");
    add_date(page, entry, "at", rows, row, HOTLINE_THREAD_AT);
    np_model_add_text(entry, "office", np_rows_text(rows, row, HOTLINE_THREAD_OFFICE));
    np_model_add_text(entry, "role", np_rows_text(rows, row, HOTLINE_THREAD_ROLE));
    add_agency(entry, "from", names, np_rows_text(rows, row, HOTLINE_THREAD_FROM_AGENCY));
    add_agency(entry, "to", names, np_rows_text(rows, row, HOTLINE_THREAD_TO_AGENCY));
    add_date(page, entry, "due-before", rows, row, HOTLINE_THREAD_DUE_BEFORE);
    add_date(page, entry, "due", rows, row, HOTLINE_THREAD_DUE_AFTER);
    np_page_add_words(page, entry, "text", np_rows_text(rows, row, HOTLINE_THREAD_TEXT));
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

xmlNodePtr np_hotline_add_case(const np_page_t *page, xmlNodePtr parent, const np_rows_t *rows,
                               const np_rows_t *thread, const np_rows_t *names)
{
    xmlNodePtr content = np_model_add(parent, "hotline-case");
    xmlNodePtr list;
    int row;

    if (*np_rows_text(rows, 0, HOTLINE_CASE_PUBLIC_TEXT) == '\0')
        np_model_set(content, "hidden", "text");
    np_hotline_add_head(page, np_model_add(content, "case"), rows, 0, names);
    add_date(page, content, "accepted", rows, 0, HOTLINE_CASE_ACCEPTED_AT);
    add_date(page, content, "due", rows, 0, HOTLINE_CASE_ANSWER_DUE);
    np_page_add_words(page, content, "text", np_rows_text(rows, 0, HOTLINE_CASE_PUBLIC_TEXT));
    np_model_add_text(content, "reason", np_rows_text(rows, 0, HOTLINE_CASE_PUBLIC_REASON));
    add_rating(content, rows);
    list = np_model_add(content, "thread");
    for (row = 0; row < thread->count; row++)
        add_entry(page, list, thread, row, names);
    return content;
}
