/* np_changes_row.h - what one row of the change log means for pages, and how it is recognized. Called by
 * np_changes_read.c and np_changes_replay.c. */
#ifndef NP_CHANGES_ROW_H
#define NP_CHANGES_ROW_H

#include "np_key.h"
#include "np_query.h"

/* Columns of change_after, change_between and change_removals, which are the same (np_changes_row.c holds
 * them to it). */
enum {
    NP_CHANGES_ROW_ID,
    NP_CHANGES_ROW_KIND,
    NP_CHANGES_ROW_ITEM,
    NP_CHANGES_ROW_FOLDED,
    NP_CHANGES_ROW_POSITION,
    NP_CHANGES_ROW_AT,
    NP_CHANGES_ROW__COLUMNS
};

/* Fills `change` and returns 1; 0 when the row says that everything changed. `pool` is for the
 * moment. Kinds that this module does not know (a newer schema's) become keys that no page has. */
int np_changes_row(np_change_t *change, const np_rows_t *rows, int row, apr_pool_t *pool);

/* Rows of other numbers, texts, times or places in a list have other marks. */
np_mark_t np_changes_row_mark(const np_rows_t *rows, int row);

#endif
