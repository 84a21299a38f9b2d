/* np_page_tags.c - the index of tags in use lately, weighted by frequency.
 * Called through the table in np_page.c. */
#include <math.h>
#include <stdlib.h>

#include "np_letter.h"
#include "np_list.h"

/* The index changes with every tagged article of the newest, and with every merge. */
static np_error_t *load_range(np_page_t *page, np_value_t now)
{
    np_key_t site = np_key("list", "site");
    np_rows_t *rows;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_TAG_INDEX_RANGE, now, now);

    if (error)
        return error;
    np_page_depend(page, "tag", "*");
    np_page_depend(page, "list", "tag:*");
    np_keys_add_range(&page->keys, site,
                      np_rows_is_null(rows, 0, TAG_INDEX_RANGE_FIRST)
                          ? NP_CIVIL_FIRST
                          : np_rows_int(rows, 0, TAG_INDEX_RANGE_FIRST),
                      NP_CIVIL_LAST);
    np_page_until_cell(page, rows, 0, TAG_INDEX_RANGE_NEXT_END);
    return np_list_load_next(page, np_list_name("site"));
}

np_error_t *np_page_tags_load(np_page_t *page)
{
    np_value_t now = np_value_civil(page->request->now);
    np_rows_t *rows = NULL;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_TAG_INDEX, now, now);

    page->data = rows;
    page->canonical = np_route_path(NP_ROUTE_TAGS, NULL, page->pool);
    return error ? error : load_range(page, now);
}

/* 1 to 5 between the rarest and the most frequent, on a logarithmic scale: one runaway tag must not
 * flatten all others. Rows come most frequent first. */
static int weight(const np_rows_t *rows, int row)
{
    double most = log((double)np_rows_int(rows, 0, TAG_INDEX_ARTICLES));
    double least = log((double)np_rows_int(rows, rows->count - 1, TAG_INDEX_ARTICLES));
    double count = log((double)np_rows_int(rows, row, TAG_INDEX_ARTICLES));

    return most > least ? 1 + (int)lround(4.0 * (count - least) / (most - least)) : 3;
}

/* A tag and its place in the dictionary. */
typedef struct entry_t {
    np_letter_t place;
    int row;
} entry_t;

static int compare_entries(const void *one, const void *other)
{
    const entry_t *a = one, *b = other;
    int order = np_letter_compare(&a->place, &b->place);

    return order ? order : a->row - b->row;
}

static entry_t *sort_entries(const np_rows_t *rows, apr_pool_t *pool)
{
    entry_t *entries = apr_palloc(pool, sizeof(*entries) * (apr_size_t)(rows->count + 1));
    int row;

    for (row = 0; row < rows->count; row++) {
        entries[row].place = np_letter_of(np_rows_text(rows, row, TAG_INDEX_NAME), pool);
        entries[row].row = row;
    }
    qsort(entries, (size_t)rows->count, sizeof(*entries), compare_entries);
    return entries;
}

static void add_tag(const np_page_t *page, const np_rows_t *rows, const entry_t *entry,
                    xmlNodePtr content)
{
    np_params_t params = {0};
    xmlNodePtr tag;

    params.name = np_rows_text(rows, entry->row, TAG_INDEX_NAME);
    tag = np_model_add_text(content, "tag", params.name);
    if (tag == NULL)
        return;
    np_model_set(tag, "href", np_page_href(page, np_route_path(NP_ROUTE_TAG, &params, page->pool)));
    np_model_set_int(tag, "weight", weight(rows, entry->row));
    np_model_set_int(tag, "count", np_rows_int(rows, entry->row, TAG_INDEX_ARTICLES));
    np_model_set(tag, "letter", entry->place.letter);
}

void np_page_tags_build(np_page_t *page, xmlNodePtr root)
{
    const np_rows_t *rows = page->data;
    const entry_t *entries = sort_entries(rows, page->pool);
    xmlNodePtr content;
    int i;

    np_page_add_navigation(page, root);
    np_page_add_breadcrumb(page, root, NULL);
    content = np_model_add(root, "tag-index");
    for (i = 0; i < rows->count; i++)
        add_tag(page, rows, &entries[i], content);
}
