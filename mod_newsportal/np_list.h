/* np_list.h - lists of articles: teasers, pages of a list by position, slots.
 *
 * A list page is one index range of `listing` (design: the same cost at any size). It begins at a
 * position, never at a number, so new articles do not shift what a link leads to.
 *
 * Must not: know which page asks. Called by the np_page_* files that show lists.
 */
#ifndef NP_LIST_H
#define NP_LIST_H

#include "np_page.h"

/* A list, or a part of it: its name in `listing`, and what the change log calls it. For the list of a tag
 * the key is made from the folded name (np_key.h). */
typedef struct np_list_name_t {
    const char *name;
    np_key_t key;
    np_civil_t first, last; /* publishing times, both inclusive; of a whole list NP_CIVIL_FIRST, _LAST */
} np_list_name_t;
np_list_name_t np_list_name(const char *name);
np_list_name_t np_list_of_tag(const char *tag, const char *folded, apr_pool_t *pool);
/* What a list holds between two publishing times, as a list of its own. */
np_list_name_t np_list_part(np_list_name_t list, np_civil_t first, np_civil_t last);

/* One page of a list. rows are in the order shown; the query may have returned one more. */
typedef struct np_list_t {
    const np_rows_t *rows;
    int first, step, count; /* row of the i-th article: first + step * i */
    int has_newer, has_older;
    int newer_is_newest; /* the next newer page is the first, which has an address of its own */
} np_list_t;

/* Loads the page of `list` at the request's position; 404 when a position leads nowhere. */
np_error_t *np_list_load(np_list_t **list, np_page_t *page, np_list_name_t name, int size);

/* The newest `limit` of a list, whatever the request's position. When the list's next article comes is
 * noted only by np_list_load_next. */
np_error_t *np_list_load_newest(np_rows_t **rows, np_page_t *page, np_list_name_t name, int limit);

/* The same for several lists at once, each a row set of its own (of listing_blocks, whose teasers begin
 * at LISTING_BLOCKS_ID). `blocks` has room for `count`. */
np_error_t *np_list_load_blocks(const np_rows_t **blocks, np_page_t *page,
                                const np_list_name_t *lists, int count, int limit);

/* The articles just above and just below one article of a list: rows of listing_around, and the row of
 * each, which is rows->count where there is none. */
typedef struct np_neighbours_t {
    const np_rows_t *rows;
    int newer, older;
} np_neighbours_t;
np_error_t *np_list_load_neighbours(np_neighbours_t *neighbours, np_page_t *page,
                                    np_list_name_t name, np_civil_t published, apr_int64_t id);

/* Notes when the next scheduled article of a list is to be published: whoever shows the upper end of a
 * list asks once, of that list or of one that holds it. */
np_error_t *np_list_load_next(np_page_t *page, np_list_name_t name);

/* <list> with teasers and pager; `route` and `params` are the list's own address. */
void np_list_build(const np_list_t *list, np_page_t *page, xmlNodePtr parent, np_route_e route,
                   const np_params_t *params);

/* One <teaser> from the 16 teaser columns that begin at `column`; `title` replaces the article's
 * when it is not "". */
void np_list_add_teaser(const np_page_t *page, xmlNodePtr parent, const np_rows_t *rows, int row,
                        int column, const char *title);

/* The slots of the front page (channel "") or of a channel. Holes are filled with the newest of
 * `newest` (rows of listing_before) that stand in no slot yet. */
typedef struct np_slots_t {
    const np_rows_t *slots, *placements, *newest;
} np_slots_t;
np_error_t *np_slots_load(np_slots_t *slots, np_page_t *page, const char *channel);
void np_slots_build(const np_slots_t *slots, const np_page_t *page, xmlNodePtr parent);

#endif
