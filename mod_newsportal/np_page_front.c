/* np_page_front.c - the front page: slots, the newest of the portal, a block for each top channel.
 * Called through the table in np_page.c. */
#include "np_list.h"

#include <apr_strings.h>

typedef struct front_t {
    np_slots_t slots;
    int block_count;
    const np_channel_t **tops; /* the top channels in the editors' order, and the rows of each */
    const np_rows_t **blocks;
} front_t;

static int slot_room(const np_rows_t *slots)
{
    int room = 0;
    int i;

    for (i = 0; i < slots->count; i++)
        room += (int)np_rows_int(slots, i, SLOT_LIST_CAPACITY);
    return room < 100 ? room : 100;
}

static np_error_t *load_blocks(front_t *front, np_page_t *page)
{
    apr_size_t room = (apr_size_t)page->channels->count + 1;
    np_list_name_t *lists = apr_palloc(page->pool, sizeof(*lists) * room);
    int i;

    front->tops = apr_palloc(page->pool, sizeof(front->tops[0]) * room);
    front->blocks = apr_palloc(page->pool, sizeof(front->blocks[0]) * room);
    for (i = 0; i < page->channels->count; i++) {
        const np_channel_t *channel = &page->channels->items[i];

        if (channel->parent)
            continue;
        lists[front->block_count] = np_list_name(channel->list);
        front->tops[front->block_count++] = channel;
    }
    return np_list_load_blocks(front->blocks, page, lists, front->block_count,
                               page->request->site->block_size);
}

np_error_t *np_page_front_load(np_page_t *page)
{
    front_t *front = apr_pcalloc(page->pool, sizeof(*front));
    np_rows_t *newest;
    np_error_t *error = np_slots_load(&front->slots, page, "");

    page->data = front;
    page->canonical = np_route_path(NP_ROUTE_FRONT, NULL, page->pool);
    if (error)
        return error;
    /* Enough to fill every hole even if all placed articles are among the newest. */
    error =
        np_list_load_newest(&newest, page, np_list_name("site"),
                            page->request->site->front_size + 2 * slot_room(front->slots.slots));
    if (error)
        return error;
    front->slots.newest = newest;
    error = load_blocks(front, page);
    /* What comes to a channel comes to the portal. */
    return error ? error : np_list_load_next(page, np_list_name("site"));
}

static void build_latest(const front_t *front, np_page_t *page, xmlNodePtr parent)
{
    xmlNodePtr latest = np_model_add(parent, "latest");
    const np_rows_t *rows = front->slots.newest;
    int row;

    np_model_set(latest, "href", np_page_href(page, np_routes[NP_ROUTE_LATEST].pattern));
    for (row = 0; row < rows->count && row < page->request->site->front_size; row++)
        np_list_add_teaser(page, latest, rows, row, LISTING_BEFORE_ID, "");
}

void np_page_front_build(np_page_t *page, xmlNodePtr root)
{
    front_t *front = page->data;
    xmlNodePtr content;
    int i, row;

    np_page_add_navigation(page, root);
    content = np_model_add(root, "front");
    np_slots_build(&front->slots, page, content);
    build_latest(front, page, content);
    for (i = 0; i < front->block_count; i++) {
        const np_rows_t *rows = front->blocks[i];
        xmlNodePtr block = np_model_add(content, "block");

        np_page_add_channel(page, block, front->tops[i]);
        for (row = 0; row < rows->count; row++)
            np_list_add_teaser(page, block, rows, row, LISTING_BLOCKS_ID, "");
    }
}
