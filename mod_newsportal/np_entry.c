/* np_entry.c - see np_entry.h. Called by np_serve.c (make), np_cache.c and np_store.c (references)
 * and mod_newsportal_output.c (bodies). */
#include "np_entry.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <apr_base64.h>
#include <apr_sha1.h>
#include "np_coding.h"

/* What malloc keeps beside each block. */
#define BLOCK_HEADER sizeof(size_t)

#define TAG_BYTES 15 /* of the hash: 20 characters, 120 bits, no padding */
#define TAG_LENGTH 20
#define LENGTH_TEXT 21 /* a size_t in decimal */

static const char *const suffixes[NP_CODING_COUNT] = {"", "-gzip", "-br"};
#define ETAG_SIZE (TAG_LENGTH + 5 + 3) /* with the longest suffix, quotes and NUL */

/* A body and its length as a header has it, in one block. */
typedef struct coded_block_t {
    np_coded_t body;
    char length_text[LENGTH_TEXT];
} coded_block_t;

/* The entry and everything that does not come by itself, in one block. */
typedef struct entry_block_t {
    np_entry_t entry;
    coded_block_t identity;
    char etags[NP_CODING_COUNT][ETAG_SIZE];
    _Alignas(np_range_t) char data[]; /* arrays, then texts */
} entry_block_t;

apr_size_t np_entry_block(void *block)
{
    return block ? malloc_usable_size(block) + BLOCK_HEADER : 0;
}

/* ---- Headers of a body ------------------------------------------------------------------------
 */

static void set_body(coded_block_t *block, np_entry_t *entry, np_coding_e coding)
{
    snprintf(block->length_text, sizeof(block->length_text), "%zu", (size_t)block->body.length);
    block->body.length_text = block->length_text;
    block->body.etag = entry->etags[coding];
    block->body.entry = entry;
}

/* Made from the bytes, so equal in every process and after a restart; one for each coding (RFC 9110
 * 8.8.3: strong). */
static void make_etags(entry_block_t *block, const char *bytes, apr_size_t length)
{
    unsigned char digest[APR_SHA1_DIGESTSIZE];
    char tag[TAG_LENGTH + 1];
    apr_sha1_ctx_t context;
    int coding;

    apr_sha1_init(&context);
    apr_sha1_update(&context, bytes, (unsigned)length);
    apr_sha1_final(digest, &context);
    apr_base64_encode_binary(tag, digest, TAG_BYTES);
    tag[TAG_LENGTH] = '\0';
    for (coding = 0; coding < NP_CODING_COUNT; coding++) {
        snprintf(block->etags[coding], ETAG_SIZE, "\"%s%s\"", tag, suffixes[coding]);
        block->entry.etags[coding] = block->etags[coding];
    }
}

/* ---- Making ------------------------------------------------------------------------------------
 */

static apr_size_t text_size(const char *text)
{
    return text ? strlen(text) + 1 : 0;
}

static const char *put_text(char **place, const char *text)
{
    char *copy = *place;
    apr_size_t size = text_size(text);

    if (size == 0)
        return NULL;
    memcpy(copy, text, size);
    *place += size;
    return copy;
}

static apr_size_t array_size(const np_keys_t *keys)
{
    return keys ? (apr_size_t)keys->key_count * sizeof(np_key_t) +
                      (apr_size_t)keys->range_count * sizeof(np_range_t)
                : 0;
}

/* All of these are 8 bytes wide or made of such: alignment holds by itself. */
static char *put_arrays(np_entry_t *entry, char *place, const np_keys_t *keys)
{
    apr_size_t size;

    entry->valid_until = entry->over_at = NP_CIVIL_LAST;
    if (keys == NULL)
        return place;
    entry->valid_until = keys->valid_until;
    entry->over_at = keys->over_at;
    entry->key_count = keys->key_count;
    entry->range_count = keys->range_count;
    size = (apr_size_t)keys->range_count * sizeof(np_range_t);
    if (size)
        memcpy(place, keys->ranges, size);
    entry->ranges = (const np_range_t *)(const void *)place;
    place += size;
    size = (apr_size_t)keys->key_count * sizeof(np_key_t);
    if (size)
        memcpy(place, keys->keys, size);
    entry->keys = (const np_key_t *)(const void *)place;
    return place + size;
}

/* A finished page has grown by doubling: what it does not need goes back. */
static char *shrink(char *body, apr_size_t length)
{
    char *smaller = body ? realloc(body, length + 1) : NULL;

    if (smaller == NULL)
        return body;
    return smaller;
}

static void put_identity(entry_block_t *block, char *body, apr_size_t length)
{
    np_entry_t *entry = &block->entry;

    body = shrink(body, length);
    make_etags(block, body ? body : "", length);
    block->identity.body.bytes = body;
    block->identity.body.length = length;
    set_body(&block->identity, entry, NP_CODING_IDENTITY);
    entry->identity = block->identity.body;
    atomic_store_explicit(&entry->coded[NP_CODING_IDENTITY], &entry->identity,
                          memory_order_relaxed);
    atomic_store_explicit(&entry->bytes, np_entry_block(block) + np_entry_block(body),
                          memory_order_relaxed);
}

np_entry_t *np_entry_make(const np_entry_parts_t *parts)
{
    entry_block_t *block = calloc(
        1, sizeof(*block) + array_size(parts->keys) + text_size(parts->key) +
               text_size(parts->path) + text_size(parts->content_type) +
               text_size(parts->language) + text_size(parts->location) + text_size(parts->link));
    np_entry_t *entry;
    char *place;

    if (block == NULL) {
        free(parts->body);
        return NULL;
    }
    entry = &block->entry;
    atomic_store_explicit(&entry->references, 1, memory_order_relaxed);
    place = put_arrays(entry, block->data, parts->keys);
    entry->key = put_text(&place, parts->key);
    entry->key_length = strlen(entry->key);
    entry->hash = np_key_hash(entry->key, entry->key_length);
    entry->path = put_text(&place, parts->path);
    entry->content_type = put_text(&place, parts->content_type);
    entry->language = put_text(&place, parts->language);
    entry->location = put_text(&place, parts->location);
    entry->link = put_text(&place, parts->link);
    entry->status = parts->status;
    entry->kind = parts->kind;
    entry->retry_after = parts->retry_after;
    entry->made = np_clock();
    entry->dated = parts->dated;
    put_identity(block, parts->body, parts->length);
    return entry;
}

/* ---- References --------------------------------------------------------------------------------
 */

void np_entry_retain(np_entry_t *entry)
{
    atomic_fetch_add_explicit(&entry->references, 1, memory_order_relaxed);
}

/* The bytes of a body are constant for everybody but the entry, which has them from malloc. */
static char *own_bytes(const char *bytes)
{
    union {
        const char *constant;
        char *own;
    } both = {bytes};

    return both.own;
}

void np_entry_release(np_entry_t *entry)
{
    int coding;

    if (entry == NULL ||
        atomic_fetch_sub_explicit(&entry->references, 1, memory_order_acq_rel) != 1)
        return;
    for (coding = NP_CODING_IDENTITY + 1; coding < NP_CODING_COUNT; coding++) {
        np_coded_t *coded = atomic_load_explicit(&entry->coded[coding], memory_order_acquire);

        if (coded) {
            free(own_bytes(coded->bytes));
            free(coded);
        }
    }
    free(own_bytes(entry->identity.bytes));
    free(entry); /* the first member of its block */
}

/* ---- Codings -----------------------------------------------------------------------------------
 */

/* NULL also when the coded form is no smaller: then nobody is served by it. */
static coded_block_t *encode(np_entry_t *entry, np_coding_e coding)
{
    coded_block_t *block = calloc(1, sizeof(*block));
    char *bytes;

    if (block == NULL)
        return NULL;
    bytes = np_coding_encode(coding, entry->identity.bytes, entry->identity.length,
                             &block->body.length);
    if (bytes == NULL) {
        free(block);
        return NULL;
    }
    block->body.bytes = bytes;
    set_body(block, entry, coding);
    return block;
}

/* The flag is never cleared: a coding that failed once is not tried at each request again. */
np_coded_t *np_entry_body(np_entry_t *entry, np_coding_e coding, apr_size_t *grown)
{
    np_coded_t *coded = atomic_load_explicit(&entry->coded[coding], memory_order_acquire);
    coded_block_t *block;
    apr_size_t size;

    if (grown)
        *grown = 0;
    if (coded || coding == NP_CODING_IDENTITY)
        return coded;
    if (entry->identity.bytes == NULL || atomic_flag_test_and_set(&entry->coding[coding]))
        return NULL;
    block = encode(entry, coding);
    if (block == NULL)
        return NULL;
    size = np_entry_block(block) + np_entry_block(own_bytes(block->body.bytes));
    atomic_fetch_add_explicit(&entry->bytes, size, memory_order_relaxed);
    atomic_store_explicit(&entry->coded[coding], &block->body, memory_order_release);
    if (grown)
        *grown = size;
    return &block->body;
}
