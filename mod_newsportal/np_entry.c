/* np_entry.c - see np_entry.h. Called by whoever makes, stores or sends a response. */
#include "np_entry.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

apr_size_t np_entry_block(void *block)
{
    return block ? malloc_usable_size(block) + sizeof(size_t) : 0;
}

/* Texts that may be absent, in the order in which they are copied. */
enum { TEXT_KEY, TEXT_PATH, TEXT_TYPE, TEXT_LANGUAGE, TEXT_LOCATION, TEXT_LINK, TEXT_COUNT };

/* Copies into `*rest` and moves it on. */
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

static void put_texts(np_entry_t *entry, const char *const texts[TEXT_COUNT], char *rest)
{
    entry->key = copied(&rest, texts[TEXT_KEY]);
    entry->path = copied(&rest, texts[TEXT_PATH]);
    entry->content_type = copied(&rest, texts[TEXT_TYPE]);
    entry->language = copied(&rest, texts[TEXT_LANGUAGE]);
    entry->location = copied(&rest, texts[TEXT_LOCATION]);
    entry->link = copied(&rest, texts[TEXT_LINK]);
}

static void put_body(np_entry_t *entry, char *body, apr_size_t length, char *length_text,
                     char *etag)
{
    snprintf(length_text, 24, "%zu", length);
    snprintf(etag, 24, "\"%016llx\"", (unsigned long long)np_key_hash(body, length));
    entry->identity.bytes = body;
    entry->identity.length = length;
    entry->identity.length_text = length_text;
    entry->identity.etag = etag;
    atomic_store(&entry->coded[NP_CODING_IDENTITY], &entry->identity);
}

/* One block: struct, keys, ranges, the body's two texts, texts. */
np_entry_t *np_entry_make(const np_entry_parts_t *parts)
{
    const char *const texts[TEXT_COUNT] = {parts->key,      parts->path,     parts->content_type,
                                           parts->language, parts->location, parts->link};
    static const np_keys_t nothing = {.valid_until = NP_CIVIL_LAST, .over_at = NP_CIVIL_LAST};
    const np_keys_t *keys = parts->keys ? parts->keys : &nothing;
    size_t key_size = (size_t)keys->key_count * sizeof(np_key_t);
    size_t range_size = (size_t)keys->range_count * sizeof(np_range_t);
    size_t size = sizeof(np_entry_t) + key_size + range_size + 48;
    np_entry_t *entry;
    char *rest;
    int i;

    for (i = 0; i < TEXT_COUNT; i++)
        size += texts[i] ? strlen(texts[i]) + 1 : 0;
    entry = calloc(1, size);
    if (entry == NULL) {
        free(parts->body);
        return NULL;
    }
    atomic_store(&entry->references, 1);
    rest = (char *)(entry + 1);
    if (key_size)
        entry->keys = memcpy(rest, keys->keys, key_size);
    rest += key_size;
    if (range_size)
        entry->ranges = memcpy(rest, keys->ranges, range_size);
    rest += range_size;
    put_texts(entry, texts, rest + 48);
    put_body(entry, parts->body, parts->length, rest, rest + 24);
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
