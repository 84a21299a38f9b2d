/* np_page_channel.c - a channel of any depth: its slots on the first page, its list on all.
 * Called through the table in np_page.c. */
#include "np_list.h"

#include <apr_strings.h>

typedef struct channel_page_t {
    np_list_t *list;
    np_slots_t slots; /* slots.slots is NULL on pages other than the first */
} channel_page_t;

np_error_t *np_page_channel_load(np_page_t *page)
{
    const np_request_t *request = page->request;
    channel_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    const np_channel_t *channel = np_channels_by_path(page->channels, request->params.path);
    np_error_t *error;

    page->data = data;
    if (channel == NULL)
        return np_page_unknown(page);
    page->channel = channel;
    page->canonical = np_route_path(NP_ROUTE_CHANNEL, &request->params, page->pool);
    page->language = np_page_language(page, channel->language, NULL);
    np_page_depend_number(page, "channel", channel->id);
    error = np_list_load(&data->list, page, np_list_name(channel->list), request->site->list_size);
    if (error || request->params.position.from != NP_FROM_NEWEST)
        return error;
    data->slots.newest = data->list->rows;
    return np_slots_load(&data->slots, page, channel->code);
}

static void build_children(np_page_t *page, xmlNodePtr content)
{
    xmlNodePtr children = NULL;
    int i;

    for (i = 0; i < page->channels->count; i++) {
        const np_channel_t *channel = &page->channels->items[i];

        if (channel->parent != page->channel)
            continue;
        if (children == NULL)
            children = np_model_add(content, "children");
        np_page_add_channel(page, children, channel);
    }
}

void np_page_channel_build(np_page_t *page, xmlNodePtr root)
{
    channel_page_t *data = page->data;
    xmlNodePtr content;

    np_model_add_text(root, "title", page->channel->name);
    np_model_add_text(root, "description", page->channel->description);
    np_page_add_navigation(page, root);
    np_page_add_breadcrumb(page, root, page->channel->parent);
    content = np_model_add(root, "channel-page");
    np_page_add_channel(page, content, page->channel);
    np_model_add_text(content, "description", page->channel->description);
    build_children(page, content);
    if (data->slots.slots)
        np_slots_build(&data->slots, page, content);
    np_list_build(data->list, page, content, NP_ROUTE_CHANNEL, &page->request->params);
}
