/* np_store_queue.c - the entries that wait to be written, at most one for each page.
 *
 * An array without order: a thousand places are looked through in less time than one page takes to
 * render, and nothing is allocated.
 *
 * Must not: lock, write. Called by np_store.c and np_store_writer.c under the store's lock.
 */
#include "np_store_internal.h"

#include <string.h>

static int find(const np_store_queue_t *queue, const np_entry_t *entry)
{
    int i;

    for (i = 0; i < queue->count; i++) {
        const np_entry_t *other = queue->items[i].entry;

        if (queue->items[i].hash == entry->hash && other->key_length == entry->key_length &&
            memcmp(other->key, entry->key, entry->key_length) == 0)
            return i;
    }
    return -1;
}

int np_store_queue_has(const np_store_queue_t *queue, const np_entry_t *entry)
{
    return find(queue, entry) >= 0;
}

static void take_out(np_store_queue_t *queue, int i)
{
    queue->items[i] = queue->items[--queue->count];
}

/* Of a full queue, a page that waits only because it is on disk already makes way for one that may
 * not be. -1 when there is none. */
static int find_delayed(const np_store_queue_t *queue, np_tick_t now)
{
    int i;

    for (i = 0; i < queue->count; i++)
        if (queue->items[i].due > now)
            return i;
    return -1;
}

np_entry_t *np_store_queue_add(np_store_queue_t *queue, const np_store_item_t *item)
{
    int i = find(queue, item->entry);
    np_entry_t *old = NULL;

    if (i >= 0) {
        old = queue->items[i].entry;
        if (old->made > item->entry->made)
            return item->entry;
        queue->items[i].entry = item->entry;
        queue->items[i].note = item->note;
        return old;
    }
    if (queue->count == NP_STORE_QUEUE_MOST) {
        i = find_delayed(queue, np_clock());
        if (i < 0)
            return item->entry;
        old = queue->items[i].entry;
        take_out(queue, i);
    }
    queue->items[queue->count++] = *item;
    return old;
}

int np_store_queue_take(np_store_queue_t *queue, np_store_item_t *item, np_tick_t now)
{
    int i, first = -1;

    for (i = 0; i < queue->count; i++)
        if (queue->items[i].due <= now &&
            (first < 0 || queue->items[i].due < queue->items[first].due))
            first = i;
    if (first < 0)
        return 0;
    *item = queue->items[first];
    take_out(queue, first);
    return 1;
}

static int has_key(const np_entry_t *entry, const np_key_t *keys, int count)
{
    int i, j;

    for (i = 0; i < entry->key_count; i++)
        for (j = 0; j < count; j++)
            if (entry->keys[i] == keys[j])
                return 1;
    return 0;
}

void np_store_queue_drop(np_store_queue_t *queue, const np_key_t *keys, int count)
{
    int i;

    for (i = queue->count - 1; i >= 0; i--) {
        np_entry_t *entry = queue->items[i].entry;

        if (keys && !has_key(entry, keys, count))
            continue;
        take_out(queue, i);
        np_entry_release(entry);
    }
}
