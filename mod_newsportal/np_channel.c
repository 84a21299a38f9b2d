/* np_channel.c - see np_channel.h. Called by np_page.c. */
#include "np_channel.h"

#include <string.h>
#include <apr_strings.h>
#include "np_query_table.h"

#define MAX_DEPTH 8 /* the database allows 5; a chain longer than this is a cycle */

const np_channel_t *np_channels_by_code(const np_channels_t *channels, const char *code)
{
    int i;

    for (i = 0; i < channels->count; i++) {
        if (strcmp(channels->items[i].code, code) == 0)
            return &channels->items[i];
    }
    return NULL;
}

const np_channel_t *np_channels_by_path(const np_channels_t *channels, const char *path)
{
    int i;

    for (i = 0; i < channels->count; i++) {
        if (strcmp(channels->items[i].path, path) == 0)
            return &channels->items[i];
    }
    return NULL;
}

int np_channel_is_below(const np_channel_t *channel, const np_channel_t *ancestor)
{
    for (channel = channel->parent; channel; channel = channel->parent) {
        if (channel == ancestor)
            return 1;
    }
    return 0;
}

static void read_row(np_channel_t *channel, const np_rows_t *rows, int row, apr_pool_t *pool)
{
    channel->id = np_rows_int(rows, row, CHANNEL_LIST_ID);
    channel->name = np_rows_text(rows, row, CHANNEL_LIST_NAME);
    channel->code = np_rows_text(rows, row, CHANNEL_LIST_CODE);
    channel->language = np_rows_text(rows, row, CHANNEL_LIST_LANGUAGE);
    channel->description = np_rows_text(rows, row, CHANNEL_LIST_DESCRIPTION);
    channel->notice = np_rows_text(rows, row, CHANNEL_LIST_NOTICE);
    channel->list = apr_psprintf(pool, "channel:%" APR_INT64_T_FMT, channel->id);
}

static void link_parents(np_channels_t *channels, const np_rows_t *rows)
{
    int i;

    for (i = 0; i < channels->count; i++) {
        const char *parent = np_rows_text(rows, i, CHANNEL_LIST_PARENT);
        int p;

        for (p = 0; p < channels->count && *parent; p++) {
            if (p != i && strcmp(channels->items[p].code, parent) == 0)
                channels->items[i].parent = &channels->items[p];
        }
    }
}

static void cut_cycles(np_channels_t *channels)
{
    int i;

    for (i = 0; i < channels->count; i++) {
        np_channel_t *channel;
        int depth = 1;

        for (channel = &channels->items[i]; channel->parent && depth < MAX_DEPTH; depth++)
            channel = channel->parent;
        if (channel->parent)
            channels->items[i].parent = NULL;
    }
}

/* Path, depth and what a channel takes over from those above it. */
static void inherit(np_channel_t *channel, apr_pool_t *pool)
{
    np_channel_t *above;

    channel->path = channel->code;
    channel->depth = 1;
    for (above = channel->parent; above; above = above->parent) {
        channel->path = apr_pstrcat(pool, above->code, "/", channel->path, NULL);
        channel->depth++;
        if (*channel->language == '\0')
            channel->language = above->language;
        if (*channel->notice == '\0')
            channel->notice = above->notice;
    }
}

const np_channels_t *np_channels_make(const np_rows_t *rows, apr_pool_t *pool)
{
    np_channels_t *channels = apr_pcalloc(pool, sizeof(*channels));
    int i;

    channels->count = rows->count;
    channels->items = apr_pcalloc(pool, sizeof(*channels->items) * (apr_size_t)(rows->count + 1));
    for (i = 0; i < rows->count; i++)
        read_row(&channels->items[i], rows, i, pool);
    link_parents(channels, rows);
    cut_cycles(channels);
    for (i = 0; i < channels->count; i++)
        inherit(&channels->items[i], pool);
    return channels;
}
