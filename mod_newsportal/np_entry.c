/* np_entry.c - see np_entry.h: made, shared and released, without codings. To be replaced by the
 * whole one when branches are merged. */
#include "np_entry.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

apr_size_t np_entry_block(void *block)
{
    return block ? malloc_usable_size(block) + sizeof(size_t) : 0;
}

static const char *copied(char **rest, const char *text)
{
    char *start = *rest;
    size_t size;

    if (text == NULL)
        return NULL;
    size = strlen(text) + 1;
    memcpy(start, text, size);
    *rest += size;
    return start;
}

static size_t size_of(const char *text)
{
    return text ? strlen(text) + 1 : 0;
}

np_entry_t *np_entry_make(const np_entry_parts_t *parts)
{
    static const np_keys_t nothing = {.valid_until = NP_CIVIL_LAST, .over_at = NP_CIVIL_LAST};
    const np_keys_t *keys = parts->keys ? parts->keys : &nothing;
    size_t key_size = (size_t)keys->key_count * sizeof(np_key_t);
    size_t range_size = (size_t)keys->range_count * sizeof(np_range_t);
    size_t size = sizeof(np_entry_t) + key_size + range_size + size_of(parts->key) +
                  size_of(parts->path) + size_of(parts->content_type) + size_of(parts->language) +
                  size_of(parts->location) + size_of(parts->link);
    np_entry_t *entry = calloc(1, size);
    char *rest;

    if (entry == NULL) {
        free(parts->body);
        return NULL;
    }
    rest = (char *)(entry + 1);
    if (key_size)
        entry->keys = memcpy(rest, keys->keys, key_size);
    rest += key_size;
    if (range_size)
        entry->ranges = memcpy(rest, keys->ranges, range_size);
    rest += range_size;
    entry->key = copied(&rest, parts->key);
    entry->path = copied(&rest, parts->path);
    entry->content_type = copied(&rest, parts->content_type);
    entry->language = copied(&rest, parts->language);
    entry->location = copied(&rest, parts->location);
    entry->link = copied(&rest, parts->link);
    entry->key_length = strlen(parts->key);
    entry->hash = np_key_hash(parts->key, entry->key_length);
    entry->status = parts->status;
    entry->kind = parts->kind;
    entry->retry_after = parts->retry_after;
    entry->key_count = keys->key_count;
    entry->range_count = keys->range_count;
    entry->valid_until = keys->valid_until;
    entry->over_at = keys->over_at;
    entry->made = np_clock();
    entry->dated = parts->dated;
    entry->identity.bytes = parts->body;
    entry->identity.length = parts->length;
    atomic_store(&entry->references, 1);
    atomic_store(&entry->coded[NP_CODING_IDENTITY], &entry->identity);
    atomic_store(&entry->bytes, np_entry_block(entry) + np_entry_block(parts->body));
    return entry;
}

void np_entry_retain(np_entry_t *entry)
{
    atomic_fetch_add_explicit(&entry->references, 1, memory_order_relaxed);
}

void np_entry_release(np_entry_t *entry)
{
    union {
        const char *constant;
        void *block;
    } body;

    if (entry == NULL ||
        atomic_fetch_sub_explicit(&entry->references, 1, memory_order_acq_rel) != 1)
        return;
    body.constant = entry->identity.bytes;
    free(body.block);
    free(entry);
}

const np_coded_t *np_entry_body(np_entry_t *entry, np_coding_e coding, apr_size_t *grown)
{
    if (grown)
        *grown = 0;
    return atomic_load(&entry->coded[coding]);
}
