/* np_page_plaza_feed.c - the newest notices for feed readers (np_atom.h). Facts stand in front of
 * the text; contacts are in no query. Called through the table in np_page.c. */
#include "np_plaza.h"

#include <apr_strings.h>
#include "np_atom.h"

#define ENTRIES 50

static np_error_t *load_newest(np_rows_t **rows, np_page_t *page)
{
    np_value_t now = np_value_civil(page->request->now);
    np_error_t *error =
        np_page_query(rows, page, NP_QUERY_PLAZA_NEWEST, now, now, np_value_int(ENTRIES));
    int row;

    np_page_depend(page, "notices", "");
    for (row = 0; error == NULL && row < (*rows)->count; row++)
        np_plaza_depend_notice(page, *rows, row);
    return error ? error : np_plaza_load_next(page);
}

/* "Monthly pay: 3800", a line each, in the order of the category's fields. */
static const char *facts_text(const np_rows_t *names, const char *category,
                              const np_plaza_facts_t *facts, apr_int64_t notice, apr_pool_t *pool)
{
    const char *text = "";
    int row;

    for (row = 0; row < names->count; row++) {
        const char *value;

        if (!np_plaza_is_field(names, row, category))
            continue;
        value = np_plaza_fact(facts, notice, np_rows_text(names, row, PLAZA_NAMES_CODE));
        if (value)
            text = apr_pstrcat(pool, text, np_rows_text(names, row, PLAZA_NAMES_NAME), ": ", value,
                               "\n", NULL);
    }
    return text;
}

static void add_entry(xmlDocPtr doc, const np_atom_feed_t *feed, const np_page_t *page,
                      const np_rows_t *rows, int row, const np_rows_t *names,
                      const np_plaza_facts_t *facts)
{
    const char *category = np_rows_text(rows, row, PLAZA_NEWEST_CATEGORY);
    apr_int64_t id = np_rows_int(rows, row, PLAZA_NEWEST_ID);
    const char *path = np_plaza_notice_path(page, id);
    const char *text = facts_text(names, category, facts, id, page->pool);
    np_atom_entry_t entry = {
        .title = np_rows_text(rows, row, PLAZA_NEWEST_TITLE),
        .language = np_page_language(page, np_rows_text(rows, row, PLAZA_NEWEST_LANGUAGE), NULL),
        .id = np_page_absolute(page, NP_VARIANT_DESKTOP, path),
        .address = np_page_absolute(page, page->request->variant, path),
        .text = apr_pstrcat(page->pool, text, np_rows_text(rows, row, PLAZA_NEWEST_TEXT), NULL),
        .category = category,
        .category_name = np_plaza_name(names, NP_PLAZA_CATEGORY, category),
        .published = np_rows_int(rows, row, PLAZA_NEWEST_APPROVED_AT),
    };

    np_atom_add(doc, feed, &entry, page->pool);
}

/* An empty feed is as old as the day. */
static np_civil_t updated_at(const np_page_t *page, const np_rows_t *rows)
{
    np_civil_t now = page->request->now;

    return rows->count ? np_rows_int(rows, 0, PLAZA_NEWEST_APPROVED_AT) : now - now % 86400;
}

np_error_t *np_page_plaza_feed_load(np_page_t *page)
{
    const np_site_t *site = page->request->site;
    const char *plaza = np_routes[NP_ROUTE_PLAZA].pattern;
    const char *word = np_theme_message(page->theme, site->language, "plaza");
    np_plaza_facts_t facts;
    const np_rows_t *names;
    np_rows_t *rows = NULL;
    np_error_t *error = np_plaza_load_names(&names, page);
    np_atom_feed_t feed = {.language = site->language, .author = site->name, .zone = site->zone};
    xmlDocPtr doc;
    int row;

    page->canonical = np_routes[NP_ROUTE_PLAZA_FEED].pattern;
    if (error == NULL)
        error = load_newest(&rows, page);
    if (error == NULL)
        error = np_plaza_load_facts(&facts, page, rows);
    if (error)
        return error;
    feed.title = apr_pstrcat(page->pool, site->name, " · ", word, NULL);
    feed.self = np_page_absolute(page, page->request->variant, page->canonical);
    feed.page = np_page_absolute(page, page->request->variant, plaza);
    doc = np_atom_create(&feed, updated_at(page, rows), page->pool);
    for (row = 0; row < rows->count; row++)
        add_entry(doc, &feed, page, rows, row, names, &facts);
    page->ticket = np_atom_text(doc, page->pool);
    page->ticket_type = NP_ATOM_TYPE;
    if (page->ticket == NULL)
        return np_error_make(page->pool, 500, "NP0122", "out of memory for a feed");
    return NULL;
}

void np_page_plaza_feed_build(np_page_t *page, xmlNodePtr root)
{
    (void)page;
    (void)root;
}
