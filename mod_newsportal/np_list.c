/* np_list.c - see np_list.h. */
#include "np_list.h"

#include <string.h>
#include <apr_strings.h>

/* The teaser columns, in the order in which all queries that list articles have them. */
enum {
    TEASER_ID,
    TEASER_TITLE,
    TEASER_TITLE_SHORT,
    TEASER_SUMMARY,
    TEASER_CHANNEL,
    TEASER_LANGUAGE,
    TEASER_SOURCE,
    TEASER_PUBLISHED_AT,
    TEASER_PICTURE,
    TEASER_COVER = TEASER_PICTURE + NP_PICTURE__COLUMNS,
    TEASER_EXPIRES_AT
};
_Static_assert(LISTING_BEFORE_EXPIRES_AT == LISTING_BEFORE_ID + TEASER_EXPIRES_AT,
               "teaser columns");
_Static_assert(LISTING_AFTER_EXPIRES_AT == LISTING_AFTER_ID + TEASER_EXPIRES_AT, "teaser columns");
_Static_assert(LISTING_BLOCKS_EXPIRES_AT == LISTING_BLOCKS_ID + TEASER_EXPIRES_AT &&
                   (int)LISTING_BLOCKS_ID == (int)LISTING_BEFORE_ID,
               "teaser columns");
_Static_assert(TEASER_BY_ID_EXPIRES_AT == TEASER_BY_ID_ID + TEASER_EXPIRES_AT, "teaser columns");
_Static_assert(PLACEMENT_LIST_EXPIRES_AT == PLACEMENT_LIST_ID + TEASER_EXPIRES_AT,
               "teaser columns");

/* ---- Loading ------------------------------------------------------------------------------ */

np_list_name_t np_list_name(const char *name)
{
    np_list_name_t list = {name, np_key("list", name), NP_CIVIL_FIRST, NP_CIVIL_LAST};

    return list;
}

np_list_name_t np_list_of_tag(const char *tag, const char *folded, apr_pool_t *pool)
{
    np_list_name_t list = {apr_pstrcat(pool, "tag:", tag, NULL),
                           np_key("list", apr_pstrcat(pool, "tag:", folded, NULL)), NP_CIVIL_FIRST,
                           NP_CIVIL_LAST};

    return list;
}

np_list_name_t np_list_part(np_list_name_t list, np_civil_t first, np_civil_t last)
{
    list.first = first;
    list.last = last;
    return list;
}

/* Teasers show articles and their pictures, and go when their time is over. */
static void depend_on_teasers(np_page_t *page, const np_rows_t *rows, int column)
{
    int row;

    for (row = 0; row < rows->count; row++) {
        np_page_depend_cell(page, "article", rows, row, column + TEASER_ID);
        np_page_depend_cell(page, "media", rows, row, column + TEASER_COVER);
        np_page_depend_picture(page, rows, row, column + TEASER_PICTURE);
        np_page_until_cell(page, rows, row, column + TEASER_EXPIRES_AT);
    }
}

/* Whatever comes or goes between the position and the last row changes what was read; beyond the
 * last row only when there were fewer than were asked for. */
static void depend_on_range(np_page_t *page, np_list_name_t name, np_from_e from,
                            np_civil_t position, const np_rows_t *rows, int limit)
{
    int full = rows->count >= limit && limit > 0;
    np_civil_t last = full ? np_rows_int(rows, rows->count - 1, LISTING_BEFORE_PUBLISHED_AT) : 0;

    if (from == NP_FROM_AFTER)
        np_keys_add_range(&page->keys, name.key, position, full ? last : name.last);
    else
        np_keys_add_range(&page->keys, name.key, full ? last : name.first, position);
}

/* The newest publishing time that may be shown. */
static np_civil_t newest_of(const np_page_t *page, np_list_name_t name)
{
    return name.last < page->request->now ? name.last : page->request->now;
}

static np_error_t *load_before(np_rows_t **rows, np_page_t *page, np_list_name_t name,
                               np_civil_t published, apr_int64_t id, int limit)
{
    np_civil_t now = page->request->now, newest = newest_of(page, name), upper = published;
    np_error_t *error;

    /* A position in the future would show what is not published yet. */
    if (published > newest) {
        published = newest;
        id = APR_INT64_MAX;
        upper = name.last;
    }
    error = np_page_query(rows, page, NP_QUERY_LISTING_BEFORE, np_value_text(name.name),
                          np_value_civil(name.first), np_value_civil(published),
                          np_value_civil(published), np_value_int(id), np_value_civil(now),
                          np_value_int(limit));
    if (error == NULL)
        depend_on_range(page, name, NP_FROM_BEFORE, upper, *rows, limit);
    return error;
}

static np_error_t *load_after(np_rows_t **rows, np_page_t *page, np_list_name_t name,
                              np_civil_t published, apr_int64_t id, int limit)
{
    np_civil_t from = published > name.first ? published : name.first;
    np_error_t *error = np_page_query(rows, page, NP_QUERY_LISTING_AFTER, np_value_text(name.name),
                                      np_value_civil(from), np_value_civil(published),
                                      np_value_int(id), np_value_civil(newest_of(page, name)),
                                      np_value_civil(page->request->now), np_value_int(limit));

    if (error == NULL)
        depend_on_range(page, name, NP_FROM_AFTER, published, *rows, limit);
    return error;
}

static np_error_t *load_newest(np_rows_t **rows, np_page_t *page, np_list_name_t name, int limit)
{
    return load_before(rows, page, name, NP_CIVIL_LAST, APR_INT64_MAX, limit);
}

np_error_t *np_list_load_newest(np_rows_t **rows, np_page_t *page, np_list_name_t name, int limit)
{
    np_error_t *error = load_newest(rows, page, name, limit);

    if (error == NULL)
        depend_on_teasers(page, *rows, LISTING_BEFORE_ID);
    return error;
}

#define BLOCKS 8 /* lists of listing_blocks */

/* The rows of one block, in their order; a UNION promises none between its parts. */
static const np_rows_t *rows_of_block(const np_rows_t *rows, int block, apr_pool_t *pool)
{
    apr_size_t columns = (apr_size_t)rows->query->column_count;
    np_rows_t *own = apr_pcalloc(pool, sizeof(*own));
    int row;

    own->query = rows->query;
    own->cells = apr_palloc(pool, sizeof(*own->cells) * columns * (apr_size_t)(rows->count + 1));
    for (row = 0; row < rows->count; row++) {
        if (np_rows_int(rows, row, LISTING_BLOCKS_BLOCK) == block)
            memcpy(own->cells + columns * (apr_size_t)own->count++,
                   rows->cells + columns * (apr_size_t)row, columns * sizeof(*own->cells));
    }
    return own;
}

static np_error_t *load_blocks(const np_rows_t **blocks, np_page_t *page,
                               const np_list_name_t *lists, int count, int limit)
{
    np_value_t now = np_value_civil(page->request->now), values[BLOCKS][4];
    np_rows_t *rows;
    np_error_t *error;
    int i;

    for (i = 0; i < BLOCKS; i++) {
        values[i][0] = np_value_text(i < count ? lists[i].name : NULL);
        values[i][1] = values[i][2] = now;
        values[i][3] = np_value_int(limit);
    }
    error = np_page_query_values(&rows, page, NP_QUERY_LISTING_BLOCKS, values[0]);
    if (error)
        return error;
    depend_on_teasers(page, rows, LISTING_BLOCKS_ID);
    for (i = 0; i < count; i++) {
        blocks[i] = rows_of_block(rows, i, page->pool);
        depend_on_range(page, lists[i], NP_FROM_BEFORE, lists[i].last, blocks[i], limit);
    }
    return NULL;
}

np_error_t *np_list_load_blocks(const np_rows_t **blocks, np_page_t *page,
                                const np_list_name_t *lists, int count, int limit)
{
    np_error_t *error = NULL;
    int first;

    for (first = 0; first < count && error == NULL; first += BLOCKS)
        error = load_blocks(blocks + first, page, lists + first,
                            count - first < BLOCKS ? count - first : BLOCKS, limit);
    return error;
}

/* The one article above or below is one range, as far as it stands away. */
static void depend_on_neighbour(np_page_t *page, np_list_name_t name, np_from_e from,
                                np_civil_t published, const np_rows_t *rows, int row)
{
    int is_found = row < rows->count;
    np_civil_t at = np_rows_int(rows, row, LISTING_AROUND_PUBLISHED_AT);

    if (from == NP_FROM_AFTER)
        np_keys_add_range(&page->keys, name.key, published, is_found ? at : name.last);
    else
        np_keys_add_range(&page->keys, name.key, is_found ? at : name.first, published);
    np_page_depend_cell(page, "article", rows, row, LISTING_AROUND_ID);
    np_page_until_cell(page, rows, row, LISTING_AROUND_EXPIRES_AT);
}

np_error_t *np_list_load_neighbours(np_neighbours_t *neighbours, np_page_t *page,
                                    np_list_name_t name, np_civil_t published, apr_int64_t id)
{
    np_value_t at = np_value_civil(published), number = np_value_int(id),
               now = np_value_civil(page->request->now), list = np_value_text(name.name);
    const np_value_t values[] = {list, at, at, number, now, now, list, at, at, number, now};
    np_rows_t *rows;
    np_error_t *error = np_page_query_values(&rows, page, NP_QUERY_LISTING_AROUND, values);
    int row;

    if (error)
        return error;
    neighbours->rows = rows;
    neighbours->newer = neighbours->older = rows->count;
    for (row = 0; row < rows->count; row++)
        *(np_rows_int(rows, row, LISTING_AROUND_IS_NEWER) ? &neighbours->newer
                                                          : &neighbours->older) = row;
    depend_on_neighbour(page, name, NP_FROM_AFTER, published, rows, neighbours->newer);
    depend_on_neighbour(page, name, NP_FROM_BEFORE, published, rows, neighbours->older);
    /* The newest article gets a neighbour when the next one's hour comes. */
    return neighbours->newer < rows->count ? NULL : np_list_load_next(page, name);
}

np_error_t *np_list_load_next(np_page_t *page, np_list_name_t name)
{
    np_civil_t now = page->request->now;
    np_rows_t *rows;
    np_error_t *error;

    if (name.last <= now)
        return NULL;
    error = np_page_query(&rows, page, NP_QUERY_LISTING_NEXT, np_value_text(name.name),
                          np_value_civil(name.first > now ? name.first - 1 : now));
    if (error == NULL && rows->count && np_rows_int(rows, 0, LISTING_NEXT_AT) <= name.last)
        np_page_until_cell(page, rows, 0, LISTING_NEXT_AT);
    return error;
}

static int row_at(const np_list_t *list, int index)
{
    return list->first + list->step * index;
}

/* A position above nothing, typed by hand, has no older page to lead to. */
static np_error_t *look_back(np_list_t *list, np_page_t *page, np_list_name_t name)
{
    int last = row_at(list, list->count - 1);
    np_rows_t *rows;
    np_error_t *error;

    if (page->request->params.position.from != NP_FROM_AFTER)
        return NULL;
    error =
        load_before(&rows, page, name, np_rows_int(list->rows, last, LISTING_BEFORE_PUBLISHED_AT),
                    np_rows_int(list->rows, last, LISTING_BEFORE_ID), 1);
    if (error)
        return error;
    list->has_older = rows->count > 0;
    np_page_depend_cell(page, "article", rows, 0, LISTING_BEFORE_ID);
    np_page_until_cell(page, rows, 0, LISTING_BEFORE_EXPIRES_AT);
    return NULL;
}

/* The first page has one address only: the way to newer articles must know when it gets there, that
 * is when not more than one page of them is left. */
static np_error_t *look_ahead(np_list_t *list, np_page_t *page, np_list_name_t name, int size)
{
    np_civil_t now = page->request->now, published;
    apr_int64_t id;
    np_rows_t *rows;
    np_error_t *error;

    if (!list->has_newer)
        return NULL;
    published = np_rows_int(list->rows, row_at(list, 0), LISTING_BEFORE_PUBLISHED_AT);
    id = np_rows_int(list->rows, row_at(list, 0), LISTING_BEFORE_ID);
    error = np_page_query(&rows, page, NP_QUERY_LISTING_BEYOND, np_value_text(name.name),
                          np_value_civil(published), np_value_civil(published), np_value_int(id),
                          np_value_civil(newest_of(page, name)), np_value_civil(now),
                          np_value_int(size));
    if (error)
        return error;
    list->newer_is_newest = rows->count == 0;
    np_keys_add_range(&page->keys, name.key, published,
                      rows->count ? np_rows_int(rows, 0, LISTING_BEYOND_PUBLISHED_AT) : name.last);
    return NULL;
}

/* The upper end of a list moves when the next article's hour comes. */
static np_error_t *look_up(const np_list_t *list, np_page_t *page, np_list_name_t name)
{
    return list->has_newer && !list->newer_is_newest ? NULL : np_list_load_next(page, name);
}

static np_error_t *load_position(np_rows_t **rows, np_page_t *page, np_list_name_t name, int limit)
{
    const np_position_t *position = &page->request->params.position;

    if (position->from == NP_FROM_AFTER)
        return load_after(rows, page, name, position->published, position->id, limit);
    if (position->from == NP_FROM_BEFORE)
        return load_before(rows, page, name, position->published, position->id, limit);
    return load_newest(rows, page, name, limit);
}

/* One row more than the page shows tells whether there is a further page. */
np_error_t *np_list_load(np_list_t **list, np_page_t *page, np_list_name_t name, int size)
{
    const np_position_t *position = &page->request->params.position;
    np_rows_t *rows;
    np_error_t *error = load_position(&rows, page, name, size + 1);
    int more;

    if (error)
        return error;
    if (rows->count == 0 && position->from != NP_FROM_NEWEST) {
        error = np_list_load_next(page, name);
        return error ? error : np_page_unknown(page);
    }
    depend_on_teasers(page, rows, LISTING_BEFORE_ID);
    more = rows->count > size;
    *list = apr_pcalloc(page->pool, sizeof(**list));
    (*list)->rows = rows;
    (*list)->count = more ? size : rows->count;
    (*list)->step = position->from == NP_FROM_AFTER ? -1 : 1;
    (*list)->first = position->from == NP_FROM_AFTER ? (*list)->count - 1 : 0;
    (*list)->has_older = position->from == NP_FROM_AFTER || more;
    (*list)->has_newer = position->from == NP_FROM_AFTER ? more : position->from == NP_FROM_BEFORE;
    error = look_ahead(*list, page, name, size);
    if (error == NULL)
        error = look_back(*list, page, name);
    return error ? error : look_up(*list, page, name);
}

/* ---- Building ----------------------------------------------------------------------------- */

void np_list_add_teaser(const np_page_t *page, xmlNodePtr parent, const np_rows_t *rows, int row,
                        int column, const char *title)
{
    apr_int64_t id = np_rows_int(rows, row, column + TEASER_ID);
    np_civil_t published = np_rows_int(rows, row, column + TEASER_PUBLISHED_AT);
    const np_channel_t *channel =
        np_channels_by_code(page->channels, np_rows_text(rows, row, column + TEASER_CHANNEL));
    xmlNodePtr teaser = np_model_add(parent, "teaser");

    if (*title == '\0')
        title = np_rows_text(rows, row, column + TEASER_TITLE_SHORT);
    if (*title == '\0')
        title = np_rows_text(rows, row, column + TEASER_TITLE);
    np_model_set_int(teaser, "id", id);
    np_model_set(
        teaser, "lang",
        np_page_language(page, np_rows_text(rows, row, column + TEASER_LANGUAGE), channel));
    np_model_set(teaser, "href", np_page_href(page, np_page_article_path(page, id, published)));
    np_model_add_text(teaser, "title", *title ? title : "…");
    np_model_add_text(teaser, "summary", np_rows_text(rows, row, column + TEASER_SUMMARY));
    np_model_add_date(teaser, "published", page->request->site->zone, published, page->pool);
    if (channel)
        np_page_add_channel(page, teaser, channel);
    np_model_add_text(teaser, "source", np_rows_text(rows, row, column + TEASER_SOURCE));
    np_page_add_picture(page, teaser, rows, row, column + TEASER_PICTURE);
}

static void add_pager_link(np_page_t *page, xmlNodePtr pager, const char *name, np_route_e route,
                           const np_params_t *params)
{
    np_model_set(np_model_add(pager, name), "href",
                 np_page_href(page, np_route_path(route, params, page->pool)));
}

static void set_position(np_params_t *params, np_from_e from, const np_list_t *list, int index)
{
    int row = row_at(list, index);

    params->position.from = from;
    params->position.id = np_rows_int(list->rows, row, LISTING_BEFORE_ID);
    params->position.published = np_rows_int(list->rows, row, LISTING_BEFORE_PUBLISHED_AT);
}

void np_list_build(const np_list_t *list, np_page_t *page, xmlNodePtr parent, np_route_e route,
                   const np_params_t *params)
{
    xmlNodePtr element = np_model_add(parent, "list");
    xmlNodePtr pager;
    np_params_t link = *params;
    int i;

    for (i = 0; i < list->count; i++)
        np_list_add_teaser(page, element, list->rows, row_at(list, i), LISTING_BEFORE_ID, "");
    pager = np_model_add(element, "pager");
    if (params->position.from != NP_FROM_NEWEST) {
        link.position.from = NP_FROM_NEWEST;
        add_pager_link(page, pager, "newest", route, &link);
    }
    if (list->has_newer) {
        set_position(&link, list->newer_is_newest ? NP_FROM_NEWEST : NP_FROM_AFTER, list, 0);
        add_pager_link(page, pager, "newer", route, &link);
    }
    if (list->has_older) {
        set_position(&link, NP_FROM_BEFORE, list, list->count - 1);
        add_pager_link(page, pager, "older", route, &link);
    }
}

/* ---- Slots -------------------------------------------------------------------------------- */

/* Slots, and their articles, even those that are not to be seen now: a draft may go live. */
static np_error_t *depend_on_slots(const np_slots_t *slots, np_page_t *page, const char *channel)
{
    np_value_t now = np_value_civil(page->request->now), name = np_value_text(channel);
    np_rows_t *rows;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_PLACEMENT_ARTICLES, name, now);
    int row;

    if (error)
        return error;
    np_page_depend(page, "slots", channel);
    for (row = 0; row < slots->slots->count; row++)
        np_page_depend(page, "slot", np_rows_text(slots->slots, row, SLOT_LIST_CODE));
    for (row = 0; row < rows->count; row++)
        np_page_depend_cell(page, "article", rows, row, PLACEMENT_ARTICLES_ID);
    depend_on_teasers(page, slots->placements, PLACEMENT_LIST_ID);
    error = np_page_query(&rows, page, NP_QUERY_PLACEMENT_NEXT, name, now, now, now, now);
    if (error == NULL)
        np_page_until_cell(page, rows, 0, PLACEMENT_NEXT_AT);
    return error;
}

np_error_t *np_slots_load(np_slots_t *slots, np_page_t *page, const char *channel)
{
    np_value_t now = np_value_civil(page->request->now), name = np_value_text(channel);
    np_rows_t *rows;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_SLOT_LIST, name);

    if (error)
        return error;
    slots->slots = rows;
    error = np_page_query(&rows, page, NP_QUERY_PLACEMENT_LIST, name, now, now, now, now);
    if (error)
        return error;
    slots->placements = rows;
    return depend_on_slots(slots, page, channel);
}

/* An article stands in one slot only: ids already shown, across all slots of the page. */
typedef struct shown_t {
    apr_int64_t *ids;
    int count;
} shown_t;

static int is_shown(const shown_t *shown, apr_int64_t id)
{
    int i;

    for (i = 0; i < shown->count; i++) {
        if (shown->ids[i] == id)
            return 1;
    }
    return 0;
}

static int add_placed(const np_slots_t *slots, int slot, const np_page_t *page, xmlNodePtr element,
                      shown_t *shown, int room)
{
    const np_rows_t *rows = slots->placements;
    const char *code = np_rows_text(slots->slots, slot, SLOT_LIST_CODE);
    int row;

    for (row = 0; row < rows->count && room > 0; row++) {
        apr_int64_t id = np_rows_int(rows, row, PLACEMENT_LIST_ID);

        if (strcmp(np_rows_text(rows, row, PLACEMENT_LIST_SLOT), code) != 0 || is_shown(shown, id))
            continue;
        np_list_add_teaser(page, element, rows, row, PLACEMENT_LIST_ID,
                           np_rows_text(rows, row, PLACEMENT_LIST_PLACED_TITLE));
        shown->ids[shown->count++] = id;
        room--;
    }
    return room;
}

/* An article that an editor placed anywhere on the page is no filler for another slot. */
static int is_placed(const np_slots_t *slots, apr_int64_t id)
{
    int row;

    for (row = 0; row < slots->placements->count; row++) {
        if (np_rows_int(slots->placements, row, PLACEMENT_LIST_ID) == id)
            return 1;
    }
    return 0;
}

static void fill_holes(const np_slots_t *slots, int slot, const np_page_t *page, xmlNodePtr element,
                       shown_t *shown, int room)
{
    /* A picture slot with a story without picture looks like a fault. */
    int needs_picture =
        strncmp(np_rows_text(slots->slots, slot, SLOT_LIST_CODE), "picture", 7) == 0;
    const np_rows_t *rows = slots->newest;
    int row;

    for (row = 0; row < rows->count && room > 0; row++) {
        apr_int64_t id = np_rows_int(rows, row, LISTING_BEFORE_ID);

        if (is_shown(shown, id) || is_placed(slots, id))
            continue;
        if (needs_picture && !np_page_has_picture(page, rows, row, LISTING_BEFORE_PICTURE))
            continue;
        np_list_add_teaser(page, element, rows, row, LISTING_BEFORE_ID, "");
        shown->ids[shown->count++] = id;
        room--;
    }
}

void np_slots_build(const np_slots_t *slots, const np_page_t *page, xmlNodePtr parent)
{
    int most = slots->placements->count + slots->newest->count;
    shown_t shown = {apr_palloc(page->pool, sizeof(apr_int64_t) * (apr_size_t)(most + 1)), 0};
    int slot;

    for (slot = 0; slot < slots->slots->count; slot++) {
        xmlNodePtr element = np_model_add(parent, "slot");
        int room = (int)np_rows_int(slots->slots, slot, SLOT_LIST_CAPACITY);

        np_model_set(element, "code", np_rows_text(slots->slots, slot, SLOT_LIST_CODE));
        np_model_set(element, "name", np_rows_text(slots->slots, slot, SLOT_LIST_NAME));
        room = add_placed(slots, slot, page, element, &shown, room);
        fill_holes(slots, slot, page, element, &shown, room);
    }
}
