/* np_store_file.c - one page of the store as bytes, and back.
 *
 *     magic, version      so that a later format is told from damage by whoever reads the code
 *     numbers             fixed width, little-endian
 *     texts               length (with NUL; 0 for none), bytes, NUL
 *     keys, ranges
 *     body                deflated, unless that makes it no smaller
 *     seal                SipHash of everything above with the server's secret (np_key_hash)
 *
 * The seal is looked at first and finds every damage; and because it needs the secret, nobody who
 * can only place files in the folder can make a page. The lengths are checked one by one all the
 * same: a file of another build with the same secret has a good seal.
 *
 * Deflated because a page shrinks to a third or less, so three times as many pages fit into the
 * limit, for half a millisecond of the writer's thread; level 1, because the next levels take twice
 * the time for a tenth.
 *
 * Must not: know the journal, decide whether a page may be shown. Called by np_store.c.
 */
#include "np_store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define MAGIC "npstore\n"
#define MAGIC_SIZE 8
#define VERSION 3 /* raised with every change of the form or of the numbers of np_route_e */
#define SEAL_SIZE 8
#define RANGE_SIZE 24
#define LEVEL 1

apr_uint64_t np_store_page_hash(const char *site, const char *key, size_t length)
{
    apr_uint64_t parts[2];

    parts[0] = np_key_hash(site, strlen(site));
    parts[1] = np_key_hash(key, length);
    return np_key_hash(parts, sizeof(parts));
}

/* 64 bits: two pages with one name cost one of them, once in 2^32 pages; the file says whose it is.
 */
void np_store_page_name(char name[NP_STORE_PAGE_SIZE], apr_uint64_t hash)
{
    char digits[17];

    snprintf(digits, sizeof(digits), "%016llx", (unsigned long long)hash);
    snprintf(name, NP_STORE_PAGE_SIZE, "%.2s/%.14s" NP_STORE_PAGE_SUFFIX, digits, digits + 2);
}

/* ---- Writing ------------------------------------------------------------------------------------
 */

static void add_number(np_buffer_t *buffer, apr_uint64_t number)
{
    char bytes[8];
    int i;

    for (i = 0; i < 8; i++)
        bytes[i] = (char)(unsigned char)(number >> (8 * i));
    np_buffer_add(buffer, bytes, sizeof(bytes));
}

static void add_signed(np_buffer_t *buffer, apr_int64_t number)
{
    add_number(buffer, (apr_uint64_t)number);
}

static void add_text(np_buffer_t *buffer, const char *text)
{
    size_t size = text ? strlen(text) + 1 : 0;

    add_number(buffer, size);
    if (size)
        np_buffer_add(buffer, text, size);
}

static void add_sources(np_buffer_t *buffer, const np_entry_t *entry)
{
    int i;

    add_signed(buffer, entry->key_count);
    for (i = 0; i < entry->key_count; i++)
        add_number(buffer, entry->keys[i]);
    add_signed(buffer, entry->range_count);
    for (i = 0; i < entry->range_count; i++) {
        add_number(buffer, entry->ranges[i].list);
        add_signed(buffer, entry->ranges[i].from);
        add_signed(buffer, entry->ranges[i].to);
    }
}

/* Length in the page, length here, bytes. Equal lengths: as it is. */
static int add_body(np_buffer_t *buffer, const char *body, size_t length)
{
    uLongf room = compressBound(length);
    Bytef *small = malloc(room);
    int deflated;

    if (small == NULL)
        return ENOMEM;
    deflated = compress2(small, &room, (const Bytef *)body, length, LEVEL) == Z_OK && room < length;
    add_number(buffer, length);
    add_number(buffer, deflated ? room : length);
    np_buffer_add(buffer, deflated ? (const char *)small : body, deflated ? room : length);
    free(small);
    return 0;
}

int np_store_page_encode(np_buffer_t *buffer, const char *site, const np_entry_t *entry,
                         np_store_note_t note)
{
    int error;

    np_buffer_add(buffer, MAGIC, MAGIC_SIZE);
    add_number(buffer, VERSION);
    add_number(buffer, note.generation);
    add_number(buffer, note.position);
    add_signed(buffer, entry->status);
    add_signed(buffer, entry->kind);
    add_signed(buffer, entry->retry_after);
    add_signed(buffer, entry->dated);
    add_signed(buffer, entry->valid_until);
    add_signed(buffer, entry->over_at);
    add_text(buffer, site);
    add_text(buffer, entry->key);
    add_text(buffer, entry->path);
    add_text(buffer, entry->content_type);
    add_text(buffer, entry->language);
    add_text(buffer, entry->location);
    add_text(buffer, entry->link);
    add_sources(buffer, entry);
    error = add_body(buffer, entry->identity.bytes, entry->identity.length);
    if (!error && !buffer->failed)
        add_number(buffer, np_key_hash(buffer->data, buffer->length));
    return buffer->failed ? ENOMEM : error;
}

/* ---- Reading ------------------------------------------------------------------------------------
 */

/* Once something does not fit, nothing more is read and everything is 0 or NULL. */
typedef struct reader_t {
    const char *at;
    size_t left;
    int bad;
} reader_t;

static const char *take(reader_t *reader, apr_uint64_t length)
{
    const char *bytes = reader->at;

    if (reader->bad || length > reader->left) {
        reader->bad = 1;
        return NULL;
    }
    reader->at += length;
    reader->left -= (size_t)length;
    return bytes;
}

static apr_uint64_t take_number(reader_t *reader)
{
    const char *bytes = take(reader, 8);
    apr_uint64_t number = 0;
    int i;

    for (i = 7; bytes && i >= 0; i--)
        number = number << 8 | (unsigned char)bytes[i];
    return number;
}

static apr_int64_t take_signed(reader_t *reader)
{
    return (apr_int64_t)take_number(reader);
}

static int take_int(reader_t *reader)
{
    apr_int64_t number = take_signed(reader);

    if (number < 0 || number > INT_MAX) {
        reader->bad = 1;
        return 0;
    }
    return (int)number;
}

static const char *take_text(reader_t *reader)
{
    apr_uint64_t size = take_number(reader);
    const char *text = take(reader, size);

    if (text == NULL || size == 0)
        return NULL;
    if (memchr(text, '\0', (size_t)size) != text + size - 1) {
        reader->bad = 1;
        return NULL;
    }
    return text;
}

/* A number of things of `size` bytes each, of which there is at least that much left. */
static int take_count(reader_t *reader, size_t size)
{
    int count = take_int(reader);

    if ((size_t)count > reader->left / size) {
        reader->bad = 1;
        return 0;
    }
    return count;
}

/* Into arrays of their own, which the caller frees whatever comes. */
static int take_sources(reader_t *reader, np_keys_t *keys)
{
    int i;

    keys->key_count = take_count(reader, sizeof(np_key_t));
    keys->keys = malloc(((size_t)keys->key_count + 1) * sizeof(*keys->keys));
    for (i = 0; keys->keys && i < keys->key_count; i++)
        keys->keys[i] = take_number(reader);
    keys->range_count = take_count(reader, RANGE_SIZE);
    keys->ranges = malloc(((size_t)keys->range_count + 1) * sizeof(*keys->ranges));
    for (i = 0; keys->ranges && i < keys->range_count; i++) {
        keys->ranges[i].list = take_number(reader);
        keys->ranges[i].from = take_signed(reader);
        keys->ranges[i].to = take_signed(reader);
    }
    return keys->keys && keys->ranges ? 0 : ENOMEM;
}

static int take_body(reader_t *reader, np_entry_parts_t *parts)
{
    apr_uint64_t length = take_number(reader), stored = take_number(reader);
    const char *bytes = take(reader, stored);
    uLongf got = (uLongf)length;

    if (bytes == NULL || reader->left || length > NP_STORE_BODY_MOST || stored > length)
        return EBADMSG;
    parts->body = malloc((size_t)length + 1);
    if (parts->body == NULL)
        return ENOMEM;
    parts->length = (apr_size_t)length;
    parts->body[length] = '\0';
    if (stored == length)
        memcpy(parts->body, bytes, (size_t)length);
    else if (uncompress((Bytef *)parts->body, &got, (const Bytef *)bytes, (uLong)stored) != Z_OK ||
             got != length)
        return EBADMSG;
    return 0;
}

/* Texts stay in the reader's bytes; body and the arrays of `keys` are malloc'ed, also on failure.
 */
static int parts_read(np_entry_parts_t *parts, np_keys_t *keys, const char **site,
                      np_store_note_t *note, reader_t *reader)
{
    int error;

    note->generation = take_number(reader);
    note->position = take_number(reader);
    parts->status = take_int(reader);
    parts->kind = take_int(reader);
    parts->retry_after = take_int(reader);
    parts->dated = take_signed(reader);
    keys->valid_until = take_signed(reader);
    keys->over_at = take_signed(reader);
    *site = take_text(reader);
    parts->key = take_text(reader);
    parts->path = take_text(reader);
    parts->content_type = take_text(reader);
    parts->language = take_text(reader);
    parts->location = take_text(reader);
    parts->link = take_text(reader);
    error = take_sources(reader, keys);
    if (error)
        return error;
    if (reader->bad || *site == NULL || parts->key == NULL)
        return EBADMSG;
    return take_body(reader, parts);
}

static int is_sealed(const char *bytes, size_t length)
{
    reader_t seal;

    if (length < MAGIC_SIZE + 8 + SEAL_SIZE)
        return 0;
    seal.at = bytes + length - SEAL_SIZE;
    seal.left = SEAL_SIZE;
    seal.bad = 0;
    return take_number(&seal) == np_key_hash(bytes, length - SEAL_SIZE);
}

int np_store_page_decode(np_entry_t **entry, np_store_note_t *note, const char *bytes,
                         size_t length, const char *site, const char *key, size_t key_length)
{
    np_keys_t keys = {.valid_until = NP_CIVIL_LAST};
    np_entry_parts_t parts = {.keys = &keys};
    const char *its_site;
    reader_t reader;
    int error;

    *entry = NULL;
    if (!is_sealed(bytes, length) || memcmp(bytes, MAGIC, MAGIC_SIZE) != 0)
        return EBADMSG;
    reader.at = bytes + MAGIC_SIZE;
    reader.left = length - MAGIC_SIZE - SEAL_SIZE;
    reader.bad = 0;
    if (take_number(&reader) != VERSION)
        reader.bad = 1;
    error = parts_read(&parts, &keys, &its_site, note, &reader);
    if (!error && (strcmp(its_site, site) != 0 || strlen(parts.key) != key_length ||
                   memcmp(parts.key, key, key_length) != 0))
        error = ENOENT;
    if (error)
        free(parts.body);
    else {
        *entry = np_entry_make(&parts);
        error = *entry ? 0 : ENOMEM;
    }
    free(keys.keys);
    free(keys.ranges);
    return error;
}

int np_store_page_read(char **bytes, size_t *length, int folder, const char *name)
{
    struct stat info;
    int error = 0, file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    *bytes = NULL;
    if (file < 0)
        return errno;
    if (fstat(file, &info) != 0)
        error = errno;
    else if (!S_ISREG(info.st_mode))
        error = EBADMSG;
    else if (info.st_size > NP_STORE_FILE_MOST)
        error = EFBIG;
    if (!error) {
        *length = (size_t)info.st_size;
        *bytes = malloc(*length + 1);
        if (*bytes == NULL)
            error = ENOMEM;
        else if (np_store_read_all(file, *bytes, *length) != (apr_ssize_t)*length)
            error = EIO;
    }
    close(file);
    if (error) {
        free(*bytes);
        *bytes = NULL;
    }
    return error;
}
