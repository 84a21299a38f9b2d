/* np_changes_row.c - see np_changes_row.h. The other half of this vocabulary are the triggers,
 * which write the rows, and the pages, which note keys of the same kinds. */
#include "np_changes_row.h"

#include <string.h>
#include <apr_strings.h>
#include "np_query_table.h"

_Static_assert((int)CHANGE_AFTER_ID == (int)NP_CHANGES_ROW_ID &&
                   (int)CHANGE_AFTER_KIND == (int)NP_CHANGES_ROW_KIND &&
                   (int)CHANGE_AFTER_ITEM == (int)NP_CHANGES_ROW_ITEM &&
                   (int)CHANGE_AFTER_FOLDED == (int)NP_CHANGES_ROW_FOLDED &&
                   (int)CHANGE_AFTER_POSITION == (int)NP_CHANGES_ROW_POSITION &&
                   (int)CHANGE_AFTER_AT == (int)NP_CHANGES_ROW_AT &&
                   (int)CHANGE_AFTER__COLUMNS == (int)NP_CHANGES_ROW__COLUMNS,
               "change_after has the columns of NP_CHANGES_ROW_*");
_Static_assert((int)CHANGE_BETWEEN_ID == (int)NP_CHANGES_ROW_ID &&
                   (int)CHANGE_BETWEEN_KIND == (int)NP_CHANGES_ROW_KIND &&
                   (int)CHANGE_BETWEEN_ITEM == (int)NP_CHANGES_ROW_ITEM &&
                   (int)CHANGE_BETWEEN_FOLDED == (int)NP_CHANGES_ROW_FOLDED &&
                   (int)CHANGE_BETWEEN_POSITION == (int)NP_CHANGES_ROW_POSITION &&
                   (int)CHANGE_BETWEEN_AT == (int)NP_CHANGES_ROW_AT &&
                   (int)CHANGE_BETWEEN__COLUMNS == (int)NP_CHANGES_ROW__COLUMNS,
               "change_between has the columns of NP_CHANGES_ROW_*");
_Static_assert((int)CHANGE_REMOVALS_ID == (int)NP_CHANGES_ROW_ID &&
                   (int)CHANGE_REMOVALS_KIND == (int)NP_CHANGES_ROW_KIND &&
                   (int)CHANGE_REMOVALS_ITEM == (int)NP_CHANGES_ROW_ITEM &&
                   (int)CHANGE_REMOVALS_FOLDED == (int)NP_CHANGES_ROW_FOLDED &&
                   (int)CHANGE_REMOVALS_POSITION == (int)NP_CHANGES_ROW_POSITION &&
                   (int)CHANGE_REMOVALS_AT == (int)NP_CHANGES_ROW_AT &&
                   (int)CHANGE_REMOVALS__COLUMNS == (int)NP_CHANGES_ROW__COLUMNS,
               "change_removals has the columns of NP_CHANGES_ROW_*");

#define TAG_LIST "tag:"

static void set_keys(np_change_t *change, const char *kind, const char *item)
{
    change->key = np_key(kind, item);
    change->common = np_key(kind, "*");
}

/* "article:7": nothing made from article 7 may be shown any more. */
static int set_removal(np_change_t *change, const char *item, apr_pool_t *pool)
{
    const char *colon = strchr(item, ':');

    if (colon == NULL)
        return 0;
    set_keys(change, apr_pstrmemdup(pool, item, (apr_size_t)(colon - item)), colon + 1);
    change->removes = 1;
    return 1;
}

static void set_list(np_change_t *change, const char *item, const char *folded, apr_pool_t *pool)
{
    change->is_list = 1;
    if (strncmp(item, TAG_LIST, strlen(TAG_LIST)) != 0) {
        set_keys(change, "list", item);
        return;
    }
    change->key = np_key("list", apr_pstrcat(pool, TAG_LIST, folded, (char *)NULL));
    change->common = np_key("list", TAG_LIST "*");
}

int np_changes_row(np_change_t *change, const np_rows_t *rows, int row, apr_pool_t *pool)
{
    const char *kind = np_rows_text(rows, row, NP_CHANGES_ROW_KIND);
    const char *item = np_rows_text(rows, row, NP_CHANGES_ROW_ITEM);
    const char *folded = np_rows_text(rows, row, NP_CHANGES_ROW_FOLDED);

    memset(change, 0, sizeof(*change));
    if (strcmp(kind, "all") == 0)
        return 0;
    if (strcmp(kind, "list") == 0) {
        set_list(change, item, folded, pool);
        change->is_whole = np_rows_is_null(rows, row, NP_CHANGES_ROW_POSITION);
        change->at = np_rows_int(rows, row, NP_CHANGES_ROW_POSITION);
    } else if (strcmp(kind, "tag") == 0 || strcmp(kind, "source") == 0)
        set_keys(change, kind, folded);
    else if (strcmp(kind, "removal") != 0 || !set_removal(change, item, pool))
        set_keys(change, kind, item);
    return 1;
}

np_mark_t np_changes_row_mark(const np_rows_t *rows, int row)
{
    np_mark_t mark = {np_rows_int(rows, row, NP_CHANGES_ROW_ID), 0};
    apr_uint64_t parts[4];

    parts[0] = (apr_uint64_t)mark.id;
    parts[1] = np_key(np_rows_text(rows, row, NP_CHANGES_ROW_KIND),
                      np_rows_text(rows, row, NP_CHANGES_ROW_ITEM));
    parts[2] = (apr_uint64_t)np_rows_int(rows, row, NP_CHANGES_ROW_AT);
    parts[3] = (apr_uint64_t)np_rows_int(rows, row, NP_CHANGES_ROW_POSITION);
    mark.row = np_key_hash(parts, sizeof(parts));
    return mark;
}
