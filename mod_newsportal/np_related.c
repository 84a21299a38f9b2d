/* np_related.c - see np_related.h. */
#include "np_related.h"

#include <stdlib.h>
#include <string.h>
#include "np_list.h"

#define TAGS 8        /* lists of related_window and related_next */
#define WINDOW 16     /* articles looked at in each */
#define CANDIDATES 16 /* numbers of teaser_by_id */

_Static_assert(CANDIDATES >= NP_RELATED_MAX, "there is something to choose from");

typedef struct candidate_t {
    apr_int64_t id;
    np_civil_t published;
    int shared; /* tags in common, as far as their windows reach */
} candidate_t;

/* ---- Candidates ---------------------------------------------------------------------------- */

/* Two tags that the desk has made one have one list. */
static int choose_lists(np_list_name_t lists[TAGS], const np_page_t *page, const np_rows_t *tags)
{
    int count = 0, row, i;

    for (row = 0; row < tags->count && count < TAGS; row++) {
        np_list_name_t list =
            np_list_of_tag(np_rows_text(tags, row, ARTICLE_TAGS_NAME),
                           np_rows_text(tags, row, ARTICLE_TAGS_NAME_FOLDED), page->pool);

        for (i = 0; i < count && lists[i].key != list.key; i++)
            ;
        if (i == count)
            lists[count++] = list;
    }
    return count;
}

/* A window that is not full ends where the list does. */
static void depend_on_windows(np_page_t *page, const np_list_name_t *lists, int count,
                              const np_rows_t *rows)
{
    int seen[TAGS] = {0}, row, i;
    np_civil_t oldest[TAGS];

    for (i = 0; i < TAGS; i++)
        oldest[i] = NP_CIVIL_LAST;
    for (row = 0; row < rows->count; row++) {
        int tag = (int)np_rows_int(rows, row, RELATED_WINDOW_TAG);
        np_civil_t at = np_rows_int(rows, row, RELATED_WINDOW_PUBLISHED_AT);

        seen[tag]++;
        if (at < oldest[tag])
            oldest[tag] = at;
        np_page_until_cell(page, rows, row, RELATED_WINDOW_EXPIRES_AT);
    }
    for (i = 0; i < count; i++)
        np_keys_add_range(&page->keys, lists[i].key, seen[i] < WINDOW ? NP_CIVIL_FIRST : oldest[i],
                          NP_CIVIL_LAST);
}

static np_error_t *load_windows(np_rows_t **rows, np_page_t *page, const np_list_name_t *lists,
                                int count)
{
    np_value_t now = np_value_civil(page->request->now), windows[TAGS][4], next[TAGS + 1];
    np_rows_t *coming;
    np_error_t *error;
    int i;

    for (i = 0; i < TAGS; i++) {
        next[i] = windows[i][0] = np_value_text(i < count ? lists[i].name : NULL);
        windows[i][1] = windows[i][2] = now;
        windows[i][3] = np_value_int(WINDOW);
    }
    next[TAGS] = now;
    error = np_page_query_values(rows, page, NP_QUERY_RELATED_WINDOW, windows[0]);
    if (error)
        return error;
    depend_on_windows(page, lists, count, *rows);
    error = np_page_query_values(&coming, page, NP_QUERY_RELATED_NEXT, next);
    if (error == NULL)
        np_page_until_cell(page, coming, 0, RELATED_NEXT_AT);
    return error;
}

/* More tags in common first, then the newer; numbers settle the rest. */
static int compare_candidates(const void *one, const void *other)
{
    const candidate_t *a = one, *b = other;

    if (a->shared != b->shared)
        return b->shared - a->shared;
    if (a->published != b->published)
        return a->published < b->published ? 1 : -1;
    return (a->id < b->id) - (a->id > b->id);
}

static int count_candidates(candidate_t found[TAGS * WINDOW], const np_rows_t *rows,
                            apr_int64_t self)
{
    int count = 0, row, i;

    for (row = 0; row < rows->count; row++) {
        apr_int64_t id = np_rows_int(rows, row, RELATED_WINDOW_ID);

        if (id == self)
            continue;
        for (i = 0; i < count && found[i].id != id; i++)
            ;
        if (i == count) {
            found[count].id = id;
            found[count].published = np_rows_int(rows, row, RELATED_WINDOW_PUBLISHED_AT);
            found[count++].shared = 0;
        }
        found[i].shared++;
    }
    qsort(found, (size_t)count, sizeof(*found), compare_candidates);
    return count < CANDIDATES ? count : CANDIDATES;
}

/* ---- Choice -------------------------------------------------------------------------------- */

static int row_of(const np_rows_t *rows, apr_int64_t id)
{
    int row;

    for (row = 0; row < rows->count; row++) {
        if (np_rows_int(rows, row, TEASER_BY_ID_ID) == id)
            return row;
    }
    return -1;
}

static int has_language(const np_page_t *page, const np_rows_t *rows, int row, const char *language)
{
    const np_channel_t *channel =
        np_channels_by_code(page->channels, np_rows_text(rows, row, TEASER_BY_ID_CHANNEL));

    return strcmp(np_page_language(page, np_rows_text(rows, row, TEASER_BY_ID_LANGUAGE), channel),
                  language) == 0;
}

/* The best in the article's language; when they are not enough, the best of the others. Whoever is
 * looked at here is part of the page, shown or not: its language may change. */
static void choose(np_related_t *related, np_page_t *page, const candidate_t *found, int count,
                   const char *language)
{
    int others[CANDIDATES], other_count = 0, i;

    for (i = 0; i < count && related->count < NP_RELATED_MAX; i++) {
        int row = row_of(related->rows, found[i].id);

        np_page_depend_number(page, "article", found[i].id);
        if (row < 0)
            continue;
        if (has_language(page, related->rows, row, language))
            related->shown[related->count++] = row;
        else
            others[other_count++] = row;
    }
    for (i = 0; i < other_count && related->count < NP_RELATED_MAX; i++)
        related->shown[related->count++] = others[i];
    for (i = 0; i < related->count; i++) {
        np_page_depend_cell(page, "media", related->rows, related->shown[i], TEASER_BY_ID_COVER);
        np_page_depend_picture(page, related->rows, related->shown[i], TEASER_BY_ID_PICTURE);
    }
}

np_error_t *np_related_load(np_related_t *related, np_page_t *page, const np_rows_t *tags,
                            apr_int64_t id, const char *language)
{
    np_list_name_t lists[TAGS];
    candidate_t found[TAGS * WINDOW];
    np_value_t numbers[CANDIDATES];
    int list_count = choose_lists(lists, page, tags), count, i;
    np_rows_t *rows;
    np_error_t *error;

    memset(related, 0, sizeof(*related));
    if (list_count == 0)
        return NULL;
    error = load_windows(&rows, page, lists, list_count);
    if (error)
        return error;
    count = count_candidates(found, rows, id);
    if (count == 0)
        return NULL;
    for (i = 0; i < CANDIDATES; i++)
        numbers[i] = i < count ? np_value_int(found[i].id) : np_value_null(NP_TYPE_INT);
    error = np_page_query_values(&rows, page, NP_QUERY_TEASER_BY_ID, numbers);
    if (error)
        return error;
    related->rows = rows;
    choose(related, page, found, count, language);
    return NULL;
}

void np_related_build(const np_related_t *related, const np_page_t *page, xmlNodePtr parent)
{
    xmlNodePtr element;
    int i;

    if (related->count == 0)
        return;
    element = np_model_add(parent, "related");
    for (i = 0; i < related->count; i++)
        np_list_add_teaser(page, element, related->rows, related->shown[i], TEASER_BY_ID_ID, "");
}
