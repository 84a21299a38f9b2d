/* np_entry.h - one finished response: status, headers, and its bytes as they are sent.
 *
 * An entry is complete before anybody else sees it and never changes afterwards, with one exception:
 * its compressed forms are made when they are first asked for, each by one thread, and from then on
 * stay. Entries are shared by reference count: the cache holds one reference, and so does each
 * response being sent, until its last byte has gone. All memory is malloc's, because entries outlive
 * requests and are freed one by one.
 *
 * Must not: know httpd, the database, which page it is.
 */
#ifndef NP_ENTRY_H
#define NP_ENTRY_H

#include <stdatomic.h>
#include "np_clock.h"
#include "np_coding.h"
#include "np_key.h"

typedef struct np_entry_t np_entry_t;

/* The body in one coding. Belongs to the entry. */
typedef struct np_coded_t {
    const char *bytes;
    apr_size_t length;
    const char *length_text; /* Content-Length */
    const char *etag;        /* with quotes: "\"base\"", "\"base-gzip\"", "\"base-br\"" */
    np_entry_t *entry;       /* whose it is */
} np_coded_t;

/* What belongs to the cache: nobody else reads or writes it (np_cache.c says under which lock). */
typedef struct np_entry_links_t {
    np_entry_t *hash_next;
    np_entry_t *queue_next, *queue_before;
    struct np_dependency_t *dependencies; /* one block, freed with the place in the table */
    apr_size_t counted;                   /* bytes that the cache counts for it */
    atomic_uchar uses;                    /* hits since it was last looked at, 0 to 3 */
    unsigned char queue;                  /* which one it stands in, 0 for none */
} np_entry_links_t;

struct np_entry_t {
    atomic_uint references;
    np_entry_links_t links;

    /* Address. */
    const char *key; /* as np_serve.c writes it; printable */
    apr_size_t key_length;
    apr_uint64_t hash; /* np_key_hash of key */
    const char *path;  /* of a page with status 200: its own path, decoded; else NULL */

    /* Response. Strings may be NULL for headers that it does not have. */
    int status;
    int kind; /* np_route_e; NP_ROUTE_COUNT for what is no page */
    const char *content_type, *language, *location, *link;
    int retry_after;

    /* What it was made from; see np_key.h. Arrays belong to the entry. */
    const np_key_t *keys;
    const np_range_t *ranges;
    int key_count, range_count;
    np_civil_t valid_until, over_at;

    np_tick_t made;   /* monotonic */
    apr_time_t dated; /* wall clock, for the page store */

    /* 0 while nothing is known against it; else since when it is known to be no longer true. Set
     * once by the cache; read by everyone. */
    _Atomic np_tick_t outdated;
    /* Nothing may be shown of it any more (removal). Set once by the cache; read by everyone. */
    atomic_int removed;

    const char *etags[NP_CODING_COUNT]; /* of the body in each coding, made or not */
    np_coded_t identity;
    _Atomic(np_coded_t *) coded[NP_CODING_COUNT]; /* NULL until made; [IDENTITY] is &identity */
    atomic_flag coding[NP_CODING_COUNT];         /* set by the thread that makes it */
    atomic_size_t bytes; /* malloc'ed in all: this struct, texts, arrays, bodies, with overhead */
};

/* Everything an entry is made of. Texts and arrays are copied; `body` (malloc) is taken over, also
 * when NULL is returned. */
typedef struct np_entry_parts_t {
    const char *key, *path;
    int status, kind;
    const char *content_type, *language, *location, *link;
    int retry_after;
    char *body;
    apr_size_t length;
    const np_keys_t *keys; /* NULL for nothing */
    apr_time_t dated;
} np_entry_parts_t;

/* One reference for the caller. NULL when memory is out. */
np_entry_t *np_entry_make(const np_entry_parts_t *parts);

void np_entry_retain(np_entry_t *entry);
void np_entry_release(np_entry_t *entry); /* the last one frees it; NULL is allowed */

/* The body in a coding, made now if nobody has yet. NULL when it is not to be had: coding does not
 * make it smaller, another thread is at it, memory is out. `*grown`, when not NULL, is set to the
 * bytes that the entry has grown by (np_cache_grown). */
np_coded_t *np_entry_body(np_entry_t *entry, np_coding_e coding, apr_size_t *grown);

/* Bytes that malloc uses for a block, its header included. */
apr_size_t np_entry_block(void *block);

#endif
