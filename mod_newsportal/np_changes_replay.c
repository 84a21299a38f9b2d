/* np_changes_replay.c - removals, for whoever keeps pages for longer than a watcher lives.
 *
 *     rows      up to `recalled`   up to `highest`          above, from BEGINNING on
 *     removals  told before        asked for and told now   told as they are read
 *
 * `highest` is at that moment a number below which nothing can commit any more, so one look up to
 * it is enough; while there is none yet (SEEKING, a poll's time was over) everything is asked for.
 *
 * A row that is said to be reached is one that stands in the log, with no gap at or below it. The
 * number alone would not do: the log may be replaced by another one that grows beyond it. And while
 * the row is there, every row above it is there, because the oldest are pruned first. That order is
 * true of numbers and not quite of times: a statement dates its rows when it begins. So a row that
 * is old enough to be pruned itself, but for one window, is only relied on while it is the newest,
 * which is never pruned.
 *
 * A read that fails is tried again by the next poll, but not for ever: a log that takes too long to
 * be searched must not keep pages from being verified. Forgetting is always true.
 *
 * Must not: know who keeps pages. Called by np_changes_read.c.
 */
#include "np_changes_internal.h"

#include "np_changes_row.h"
#include "np_query_table.h"

#define ROWS 1000
#define STATEMENTS 16 /* more removals than so many rows are not told one by one */
#define TRIES 3
#define MARGIN 600 /* seconds; a replay takes less */

/* ---- Where an earlier watcher ended ------------------------------------------------------ */

/* Its row is there; is all there that came after it? 0 when that failed (poll->error). */
static int judge_age(np_poll_t *poll, int *is_good)
{
    np_changes_t *changes = poll->changes;
    np_value_t params[] = {np_value_int(changes->recalled.id + 1), np_value_int(1)};
    np_rows_t *rows = np_changes_ask(poll, NP_QUERY_CHANGE_LATEST, params);

    if (rows == NULL)
        return 0;
    *is_good = rows->count == 1 &&
               np_rows_int(rows, 0, CHANGE_LATEST_NOW) - np_rows_int(rows, 0, CHANGE_LATEST_AT) <
                   np_changes_prune_age(changes) - np_changes_window(changes) - MARGIN;
    return 1;
}

static int judge(np_poll_t *poll, int *is_good)
{
    np_mark_t mark = poll->changes->recalled;
    np_value_t params[] = {np_value_int(mark.id - 1), np_value_int(2)};
    np_rows_t *rows = np_changes_ask(poll, NP_QUERY_CHANGE_AFTER, params);

    if (rows == NULL)
        return 0;
    *is_good = np_changes_begins_with(rows, mark);
    return !*is_good || rows->count == 1 || judge_age(poll, is_good);
}

/* ---- Telling ----------------------------------------------------------------------------- */

/* 1 when another watcher, which began at the same time, has told these rows meanwhile. */
static int is_told(const np_changes_t *changes, const np_rows_t *rows)
{
    np_mark_t now;

    return rows->count && changes->sink->recall(changes->sink->baton, &now) &&
           now.id >= np_rows_int(rows, rows->count - 1, NP_CHANGES_ROW_ID);
}

static void tell(np_poll_t *poll, const np_rows_t *rows)
{
    np_batch_t batch;
    int row;

    if (is_told(poll->changes, rows))
        return;
    np_changes_batch(&batch, poll, rows);
    for (row = 0; row < rows->count; row++)
        np_changes_batch_add(&batch, rows, row);
    np_changes_batch_tell(&batch);
}

static int tell_all(np_poll_t *poll)
{
    np_changes_t *changes = poll->changes;
    apr_int64_t from = changes->recalled.id;
    apr_int64_t to = changes->mode == SEEKING ? APR_INT64_MAX : changes->highest;
    int statements = 0, full = from < to;

    while (full && statements++ < STATEMENTS) {
        np_value_t params[] = {np_value_int(from), np_value_int(to), np_value_int(ROWS)};
        np_rows_t *rows = np_changes_ask(poll, NP_QUERY_CHANGE_REMOVALS, params);

        if (rows == NULL)
            return 0;
        tell(poll, rows);
        full = rows->count >= ROWS;
        if (full)
            from = np_rows_int(rows, rows->count - 1, NP_CHANGES_ROW_ID);
    }
    changes->lost |= full;
    return 1;
}

static int replay(np_poll_t *poll)
{
    np_changes_t *changes = poll->changes;
    int is_good = 0;

    if (changes->replay_failures < TRIES &&
        changes->sink->recall(changes->sink->baton, &changes->recalled) &&
        changes->recalled.id > 0 && !judge(poll, &is_good))
        return 0;
    if (is_good)
        return tell_all(poll);
    changes->recalled.id = 0;
    changes->lost = 1;
    return 1;
}

int np_changes_replay(np_poll_t *poll)
{
    np_changes_t *changes = poll->changes;

    if (changes->replayed)
        return 1;
    changes->replayed = changes->sink->recall == NULL || replay(poll);
    if (!changes->replayed && !np_changes_is_stopping(changes))
        changes->replay_failures++;
    return changes->replayed;
}

/* ---- How far removals are told ----------------------------------------------------------- */

/* The highest number below which nothing is missing. */
static apr_int64_t complete(const np_changes_t *changes)
{
    return changes->gaps.count ? changes->gaps.ranges[0].from - 1 : changes->highest;
}

/* The first one should not be long in coming: until then, others that begin have to forget. */
void np_changes_reach(np_changes_t *changes, const np_rows_t *rows, int first)
{
    apr_int64_t most = complete(changes);
    int row = rows->count - 1;

    if (changes->reached.id != 0)
        return;
    while (row >= first && np_rows_int(rows, row, NP_CHANGES_ROW_ID) > most)
        row--;
    if (row >= first)
        changes->reached = np_changes_row_mark(rows, row);
}

/* Later ones may lag behind: with numbers that nobody fills, by as long as these are waited for. */
void np_changes_reach_settled(np_changes_t *changes)
{
    apr_int64_t most = complete(changes);

    if (changes->candidate.id == 0 || changes->seen.mark.id <= most)
        changes->candidate = changes->seen.mark;
    if (changes->candidate.id != 0 && changes->candidate.id <= most) {
        changes->reached = changes->candidate;
        changes->candidate.id = 0;
    }
}

/* What the old log had told says nothing about this one. */
void np_changes_reach_anew(np_changes_t *changes)
{
    changes->recalled.id = changes->reached.id = changes->candidate.id = changes->reported = 0;
    changes->lost = 1;
}
