/* np_page_preview.c - an article before readers can see it, for whoever has its link.
 * Called through the table in np_page.c.
 *
 * The key goes to the database, which alone knows what it opens (sql/schema/03_preview.sql), and
 * nowhere else: no key of the page cache, no log. A key that is wrong, over, or of an article that
 * was withdrawn gets one answer, found in the same steps.
 *
 * Must not: show an article in another way than np_page_article.c does. */
#include "np_page.h"

#include <string.h>

#define MAX_KEY 59    /* 18 digits, a hyphen, 40 digits: what is longer is none */
#define DRAFT "draft" /* portal_preview's word for an article that only the key opens */

_Static_assert(
    (int)PREVIEW_ARTICLE_SOURCE_FOLDED == (int)ARTICLE_BY_ID_SOURCE_FOLDED &&
        (int)PREVIEW_TAGS_TAG_FOLDED == (int)ARTICLE_TAGS_TAG_FOLDED,
    "np_page_article.c reads rows of both; tests/unit/test_np_query.c compares every column");

static np_error_t *open_with(const np_rows_t **rows, np_page_t *page, const char *key)
{
    np_rows_t *found;
    np_error_t *error = np_page_query(&found, page, NP_QUERY_PREVIEW_OPEN, np_value_text(key),
                                      np_value_civil(page->request->now));

    *rows = found;
    return error;
}

static np_error_t *no_such_preview(np_page_t *page)
{
    page->failure.reason = "unknown";
    return np_error_make(page->pool, 404, NULL, "no such preview");
}

/* The session behind a connection serves others after this: it forgets the key. */
static np_error_t *show_and_close(np_page_t *page)
{
    np_params_t params = page->request->params;
    const np_rows_t *closed;
    np_rows_t *rows;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_PREVIEW_ARTICLE);

    if (error)
        return error;
    /* Its time ended, or an editor withdrew it, a moment ago. */
    if (rows->count == 0)
        return no_such_preview(page);
    page->is_preview = 1;
    page->noindex = 1;
    page->twin = np_route_path(NP_ROUTE_PREVIEW, &params, page->pool);
    error = np_page_article_show(page, rows, NP_QUERY_PREVIEW_TAGS);
    return error ? error : open_with(&closed, page, "");
}

np_error_t *np_page_preview_load(np_page_t *page)
{
    const np_rows_t *rows;
    const char *answer;
    const char *key = page->request->params.key;
    np_error_t *error = open_with(&rows, page, strlen(key) <= MAX_KEY ? key : "");

    if (error)
        return error;
    answer = rows->count ? np_rows_text(rows, 0, PREVIEW_OPEN_ANSWER) : "";
    if (strcmp(answer, DRAFT) == 0)
        return show_and_close(page);
    if (*answer == '\0')
        return no_such_preview(page);
    page->moved = answer;
    return NULL;
}
