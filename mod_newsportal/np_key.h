/* np_key.h - what a finished page was made from, in a form that changes can be compared with.
 *
 *     key     kind and item of the change log ("article", "123") as 64 bits
 *     range   a part of a list: from the oldest to the newest publishing time that the page looked at,
 *             open upwards on first pages, open downwards where a list ends
 *     change  what a row of the change log says: a key, or a list and where in it something happened
 *
 * While a page loads its rows it notes keys, ranges and the next moment at which time alone changes
 * it (np_keys_t). The watcher turns rows of the log into changes (np_changes.h). The cache brings the
 * two together (np_cache.h). A page that shows article 7 is touched by the change article/7; a new
 * article in a list touches the pages whose range holds its publishing time, and no other.
 *
 * Keys are made with SipHash and a secret (np_key_secret): two keys that are equal by accident renew
 * a page too much, and nobody can make them equal on purpose.
 *
 * Items are compared as bytes. Names of tags, whose equality only the database's collation knows, are
 * items in their folded form: HEX(WEIGHT_STRING(name)), as the queries and web_change_log give it.
 *
 * Must not: know the database, httpd, the cache.
 */
#ifndef NP_KEY_H
#define NP_KEY_H

#include <apr_pools.h>
#include "np_time.h"

typedef apr_uint64_t np_key_t;

#define NP_KEY_SECRET_SIZE 16 /* bytes */

/* Once per process, before the first key is made; all children of a server may share it. */
void np_key_secret(const unsigned char secret[NP_KEY_SECRET_SIZE]);

/* "*" as item stands for every item of a kind. Never 0. Thread-safe. */
np_key_t np_key(const char *kind, const char *item);
np_key_t np_key_number(const char *kind, apr_int64_t id);

/* The same function over any bytes, for tables that an attacker must not be able to unbalance. */
apr_uint64_t np_key_hash(const void *bytes, apr_size_t length);

/* Ends of a range that is open. */
#define NP_CIVIL_FIRST APR_INT64_MIN
#define NP_CIVIL_LAST APR_INT64_MAX

typedef struct np_range_t {
    np_key_t list; /* np_key("list", name) */
    np_civil_t from, to; /* publishing times, both inclusive */
} np_range_t;

/* One page's notes, in the pool of its request. */
typedef struct np_keys_t {
    apr_pool_t *pool;
    np_key_t *keys;
    int key_count, key_room;
    np_range_t *ranges;
    int range_count, range_room;
    int *places; /* hash of `keys`: a sitemap notes thousands; internal */
    int place_room;
    np_civil_t valid_until; /* first moment at which time alone changes the page; NP_CIVIL_LAST */
    np_civil_t over_at;     /* from then on not even a copy may be shown (the article's own end) */
} np_keys_t;

void np_keys_init(np_keys_t *keys, apr_pool_t *pool);
/* Noting something twice is the same as once. */
void np_keys_add(np_keys_t *keys, np_key_t key);
void np_keys_add_range(np_keys_t *keys, np_key_t list, np_civil_t from, np_civil_t to);
/* The page changes at `moment`, if that comes before what was noted so far. */
void np_keys_until(np_keys_t *keys, np_civil_t moment);

/* What a row of the change log means for pages. */
typedef struct np_change_t {
    np_key_t key;    /* of kind and item; for a list np_key("list", item) */
    np_key_t common; /* of kind and "*" (tag lists: np_key("list", "tag:*")): pages made from all of a kind */
    int is_list;     /* compare with ranges: those of `key` that hold `at` */
    int is_whole;    /* the whole list, whatever the range */
    np_civil_t at;
    int removes; /* nothing made from `key` may be shown any more, not even as an older copy */
} np_change_t;

/* A place in the change log: a row of it, which is recognized when it is seen again, in whichever process
 * that has the same secret. A log that holds the row is the one that was read up to there. */
typedef struct np_mark_t {
    apr_int64_t id;   /* 0 for none */
    apr_uint64_t row; /* hash of what the row says, and when */
} np_mark_t;

/* 1 when a page with these notes is touched. np_keys_t's arrays, or copies of them. A list's key that
 * is noted as a plain key stands for the whole list. */
int np_change_touches(const np_change_t *change, const np_key_t *keys, int key_count,
                      const np_range_t *ranges, int range_count);
/* 1 when it is touched through `key` itself, not only through `common`: what `removes` is about. */
int np_change_hits_key(const np_change_t *change, const np_key_t *keys, int key_count,
                       const np_range_t *ranges, int range_count);

#endif
