/* np_channel.h - the channel tree of one page, put together from the rows of channel_list.
 *
 * A few dozen rows, read with every page's snapshot, so that navigation, breadcrumbs, links and
 * languages of one page always belong together. Channels whose parent is missing or that lie in a
 * cycle (the database refuses both) are treated as top channels: reading never fails.
 *
 * Must not: run queries, know the model.
 */
#ifndef NP_CHANNEL_H
#define NP_CHANNEL_H

#include "np_query.h"

typedef struct np_channel_t {
    apr_int64_t id;
    const char *name, *code;
    const char *language;    /* own or inherited from the nearest ancestor; "" for the site's */
    const char *description;
    const char *notice;      /* own or inherited; "" for the site's */
    const char *path;        /* codes from the top joined by `/` */
    const char *list;        /* name of its list in `listing`: "channel:12" */
    struct np_channel_t *parent; /* NULL for a top channel */
    int depth;                   /* 1 for a top channel */
} np_channel_t;

typedef struct np_channels_t {
    np_channel_t *items; /* in the editors' order */
    int count;
} np_channels_t;

/* Makes the tree from rows of channel_list; everything lives in `pool`. */
const np_channels_t *np_channels_make(const np_rows_t *rows, apr_pool_t *pool);

/* NULL when there is none. */
const np_channel_t *np_channels_by_path(const np_channels_t *channels, const char *path);
const np_channel_t *np_channels_by_code(const np_channels_t *channels, const char *code);

/* 1 when `ancestor` is above `channel`. */
int np_channel_is_below(const np_channel_t *channel, const np_channel_t *ancestor);

#endif
