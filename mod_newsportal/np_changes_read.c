/* np_changes_read.c - the watcher's reading of the change log.
 *
 *   SEEKING ──▶ BEGINNING ──▶ PRECISE ◀──▶ FLOOD
 *      ▲  a number below which      │ each row is told      rows are too many to be told one by one
 *      │  nothing can come          ▼
 *      └──── the log is not the one that was read
 *
 * In every mode but PRECISE rows are only read, and the poll ends with a flush, which is true of
 * whatever was committed before it; removals are told all the same, because a flush lets older
 * copies stay. Those that may stay untold make it end with a forget as well.
 *
 * Why nothing is missed: every number up to `highest` was told, is covered by a flush, or stands in
 * the gaps. A row that is committed before a poll's first statement is therefore above `highest`,
 * where each statement looks with a view of its own until one comes back not full; or it is a gap,
 * which is looked into afterwards. One snapshot for the whole poll would be wrong: what is
 * committed while the poll reads, below rows that it has read, would be no gap in it and no row. A
 * gap's transaction had its number before a higher one was seen (`missed`); it is over when
 * `window` has passed since, so a look that is sent after that is the last one needed.
 *
 * Must not: decide when. Called by np_changes.c.
 */
#include "np_changes_internal.h"

#include <stdio.h>
#include <string.h>
#include "np_changes_row.h"
#include "np_query_table.h"

#define ROWS 1000     /* in one statement */
#define SLICE 1000000 /* rows read in one poll */
#define SLICE_TIME                                                                                 \
    1000000             /* for a poll that ends with a flush, which should not be long in coming */
#define SEEK_ROWS 10000 /* read backwards in one statement */
#define RANGES 16       /* in one change_between */
#define NEAR 8          /* as many known rows are read sooner than one more range */
#define STATEMENTS 256  /* looking into gaps in one poll */
#define GAP_YOUNG 2000000   /* a gap is looked into at every poll for this long */
#define GAPS_EACH_POLL 256  /* older ones that are looked into at a poll at the least */
#define LOG_PERIOD 60000000 /* of lines that would come again and again */

/* ---- Telling ----------------------------------------------------------------------------- */

/* Too much to be told row by row: from now on the poll only reads, and ends with a flush. */
static void begin_flood(np_changes_t *changes, const char *what)
{
    if (changes->mode == PRECISE && np_changes_is_due(&changes->flood_log_at, LOG_PERIOD))
        changes->log(changes->baton, 5, "NP0134", what);
    if (changes->mode == PRECISE)
        changes->mode = FLOOD;
}

/* The rest is for the next poll. */
static int is_enough(const np_poll_t *poll)
{
    return poll->read >= SLICE || (poll->changes->mode != PRECISE && poll->answered != 0 &&
                                   poll->answered - poll->begun > SLICE_TIME);
}

void np_changes_batch(np_batch_t *batch, np_poll_t *poll, const np_rows_t *rows)
{
    batch->poll = poll;
    batch->list = apr_palloc(poll->batch, sizeof(*batch->list) * ((apr_size_t)rows->count + 1));
    batch->count = batch->everything = 0;
}

/* At the beginning, what an earlier watcher has told is no news: there is no older copy in memory.
 */
void np_changes_batch_add(np_batch_t *batch, const np_rows_t *rows, int row)
{
    const np_changes_t *changes = batch->poll->changes;
    np_change_t *change = &batch->list[batch->count];
    np_changes_mode_e mode = changes->mode;

    if (mode == PRECISE || mode == FLOOD)
        batch->poll->told++;
    else if (np_rows_int(rows, row, NP_CHANGES_ROW_ID) <= changes->recalled.id)
        return;
    if (!np_changes_row(change, rows, row, batch->poll->batch))
        batch->everything = 1;
    else if (mode == PRECISE || change->removes)
        batch->count++;
}

/* Behind "everything" (portal_rebuild_listing) may be a bulk load or a dump, whose removals have no
 * rows. */
void np_changes_batch_tell(np_batch_t *batch)
{
    np_changes_t *changes = batch->poll->changes;

    if (batch->count)
        changes->sink->apply(changes->sink->baton, batch->list, batch->count);
    if (batch->everything && changes->mode == PRECISE)
        changes->sink->flush(changes->sink->baton);
    changes->lost |= batch->everything;
    if (batch->poll->told > NP_CHANGES_FLOOD)
        begin_flood(changes, "more changes at once than can be looked at: every page is renewed");
}

/* ---- Upwards ----------------------------------------------------------------------------- */

static np_seen_t seen_in(const np_rows_t *rows, int row)
{
    np_seen_t seen;

    seen.mark = np_changes_row_mark(rows, row);
    seen.at = np_rows_int(rows, row, NP_CHANGES_ROW_AT);
    return seen;
}

/* 1 when the first row is the one of the mark. */
int np_changes_begins_with(const np_rows_t *rows, np_mark_t mark)
{
    np_mark_t first;

    if (rows->count == 0)
        return 0;
    first = np_changes_row_mark(rows, 0);
    return first.id == mark.id && first.row == mark.row;
}

/* The log is not the one that was read: a dump was restored, it was emptied, the server lost what
 * it had not written. Only pruning takes rows out of it otherwise, and never a young one. */
static void begin_anew(np_changes_t *changes, const np_rows_t *rows)
{
    char text[160];
    np_civil_t last = rows->count ? np_rows_int(rows, rows->count - 1, NP_CHANGES_ROW_AT) : 0;

    snprintf(text, sizeof(text),
             "row %" APR_INT64_T_FMT
             " of the change log is gone (restored, emptied, or another server?): every page is "
             "renewed",
             changes->seen.mark.id);
    if (rows->count == 0 || np_rows_int(rows, 0, NP_CHANGES_ROW_ID) == changes->seen.mark.id ||
        last - changes->seen.at < np_changes_prune_age(changes))
        changes->log(changes->baton, 5, "NP0131", text);
    changes->mode = SEEKING;
    changes->seek = APR_INT64_MAX;
    changes->highest = 0;
    changes->seen.mark.id = 0;
    np_gaps_clear(&changes->gaps);
    np_changes_reach_anew(changes);
}

static void take_up(np_poll_t *poll, const np_rows_t *rows, int first)
{
    np_changes_t *changes = poll->changes;
    np_batch_t batch;
    int row;

    np_changes_batch(&batch, poll, rows);
    for (row = first; row < rows->count; row++) {
        apr_int64_t id = np_rows_int(rows, row, NP_CHANGES_ROW_ID);

        if (id <= changes->highest) /* no server that is in order says this */
            continue;
        np_gaps_add(&changes->gaps, changes->highest + 1, id - 1, poll->answered);
        changes->highest = id;
        np_changes_batch_add(&batch, rows, row);
    }
    if (rows->count > first)
        changes->seen = seen_in(rows, rows->count - 1);
    poll->read += rows->count - first;
    np_changes_batch_tell(&batch);
    np_changes_reach(changes, rows, first);
}

/* The first statement begins one row lower, with the last one seen. */
static int read_up(np_poll_t *poll)
{
    np_changes_t *changes = poll->changes;
    int again = changes->seen.mark.id != 0, full;

    do {
        np_value_t params[] = {np_value_int(changes->highest - again), np_value_int(ROWS + again)};
        np_rows_t *rows = np_changes_ask(poll, NP_QUERY_CHANGE_AFTER, params);

        if (rows == NULL)
            return 0;
        if (again && !np_changes_begins_with(rows, changes->seen.mark)) {
            begin_anew(changes, rows);
            return 1;
        }
        full = rows->count >= ROWS + again;
        take_up(poll, rows, again);
        again = 0;
    } while (full && !is_enough(poll));
    poll->caught_up = !full;
    return 1;
}

/* ---- Where to begin ---------------------------------------------------------------------- */

/* Looks for a row so old that no transaction can commit below it. Not at the newest rows alone:
 * what is open now may have a number far below them. A row may be as much younger than its `at` as
 * its statement took, and a number below may belong to a transaction as long again: two windows. */
static int seek_in(np_changes_t *changes, const np_rows_t *rows)
{
    apr_int64_t age = 2 * np_changes_window(changes) + 1;
    int row;

    for (row = 0; row < rows->count; row++) {
        changes->seek = np_rows_int(rows, row, CHANGE_LATEST_ID);
        if (np_rows_int(rows, row, CHANGE_LATEST_NOW) - np_rows_int(rows, row, CHANGE_LATEST_AT) >
            age) {
            changes->highest = changes->seek - 1; /* so that it becomes the row seen last */
            return 1;
        }
    }
    changes->highest = 0;
    return rows->count < SEEK_ROWS;
}

static int seek(np_poll_t *poll)
{
    np_changes_t *changes = poll->changes;

    do {
        np_value_t params[] = {np_value_int(changes->seek), np_value_int(SEEK_ROWS)};
        np_rows_t *rows = np_changes_ask(poll, NP_QUERY_CHANGE_LATEST, params);

        if (rows == NULL)
            return 0;
        if (seek_in(changes, rows))
            changes->mode = BEGINNING;
        poll->read += rows->count;
    } while (changes->mode == SEEKING && !is_enough(poll));
    return 1;
}

/* ---- Gaps -------------------------------------------------------------------------------- */

/* Rows between joined gaps come too: they are known, and no number of a gap. */
static void take_late(np_poll_t *poll, const np_rows_t *rows)
{
    np_changes_t *changes = poll->changes;
    np_batch_t batch;
    int row, late = 0;

    np_changes_batch(&batch, poll, rows);
    for (row = 0; row < rows->count; row++) {
        if (!np_gaps_take(&changes->gaps, np_rows_int(rows, row, NP_CHANGES_ROW_ID)))
            continue;
        late++;
        np_changes_batch_add(&batch, rows, row);
    }
    poll->read += rows->count;
    np_count(&changes->counters->late_changes, (unsigned long long)late);
    np_changes_batch_tell(&batch);
}

static np_rows_t *look_into(np_poll_t *poll, const np_gap_t *ranges, int count)
{
    np_value_t params[2 * RANGES + 1], *param = params;
    int i;

    for (i = 0; i < RANGES; i++) { /* what is not needed is from 1 to 0: nothing */
        *param++ = np_value_int(i < count ? ranges[i].from : 1);
        *param++ = np_value_int(i < count ? ranges[i].to : 0);
    }
    *param = np_value_int(ROWS);
    return np_changes_ask(poll, NP_QUERY_CHANGE_BETWEEN, params);
}

/* How many ranges are done after a result that ended with `last`; the next may begin later now. */
static int ranges_after(np_gap_t *ranges, int count, apr_int64_t last)
{
    int done = 0;

    while (done < count && ranges[done].to <= last)
        done++;
    if (done < count && ranges[done].from <= last)
        ranges[done].from = last + 1;
    return done;
}

static int read_ranges(np_poll_t *poll, np_gap_t *ranges, int count)
{
    while (count > 0) {
        int some = count < RANGES ? count : RANGES;
        np_rows_t *rows;

        if (is_enough(poll)) {
            begin_flood(poll->changes, "more gaps in the change log than can be followed: every "
                                       "page is renewed");
            poll->changes->lost = 1; /* ranges that were not looked into may end now */
            return 1;
        }
        rows = look_into(poll, ranges, some);
        if (rows == NULL)
            return 0;
        if (rows->count >= ROWS)
            some =
                ranges_after(ranges, some, np_rows_int(rows, rows->count - 1, NP_CHANGES_ROW_ID));
        take_late(poll, rows);
        ranges += some;
        count -= some;
    }
    return 1;
}

static int read_gaps(np_poll_t *poll)
{
    np_changes_t *changes = poll->changes;
    np_gap_t *due = apr_palloc(poll->pool, sizeof(*due) * ((apr_size_t)changes->gaps.count + 1));
    int count, round;

    if (changes->round_over)
        changes->round_begun = poll->begun;
    count = np_gaps_due(&changes->gaps, poll->begun - changes->config->window,
                        poll->begun - GAP_YOUNG, GAPS_EACH_POLL, due, &round);
    changes->round_over = round;
    count = np_gaps_join(due, count, NEAR, STATEMENTS * RANGES);
    if (!read_ranges(poll, due, count))
        return 0;
    if (round)
        changes->told = changes->round_begun;
    return 1;
}

/* ---- Altogether -------------------------------------------------------------------------- */

int np_changes_read(np_poll_t *poll)
{
    np_changes_t *changes = poll->changes;

    if (changes->mode != SEEKING && !(np_changes_replay(poll) && read_up(poll)))
        return 0;
    if (changes->mode == SEEKING) { /* from the beginning, or read_up has found out just now */
        if (!seek(poll) || !np_changes_replay(poll))
            return 0;
        if (changes->mode == BEGINNING && !read_up(poll))
            return 0;
    }
    return changes->mode == SEEKING || !poll->caught_up || read_gaps(poll);
}

void np_changes_settle(np_poll_t *poll)
{
    np_changes_t *changes = poll->changes;

    if (changes->mode != PRECISE) {
        changes->sink->flush(changes->sink->baton);
        changes->told = poll->begun;
        if (changes->mode != SEEKING && poll->caught_up)
            changes->mode = PRECISE;
    }
    if (changes->lost && changes->sink->forget)
        changes->sink->forget(changes->sink->baton);
    changes->lost = 0;
    if (poll->caught_up) /* or nobody has looked into them */
        np_gaps_expire(&changes->gaps, poll->begun - changes->config->window);
    np_changes_reach_settled(changes);
}
