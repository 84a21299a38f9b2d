/* np_atom.h - writes a feed (RFC 4287, Atom) as XML.
 *
 * Text goes in as text: libxml2 escapes it. Addresses are absolute. An entry's id is the
 * canonical address of its page, which never changes: it is the same entry in whichever variant's
 * feed.
 *
 * Must not: know the database or a page.
 */
#ifndef NP_ATOM_H
#define NP_ATOM_H

#include <apr_pools.h>
#include <libxml/tree.h>
#include "np_time.h"

#define NP_ATOM_TYPE "application/atom+xml; charset=utf-8"

typedef struct np_atom_feed_t {
    const char *title, *language, *author;
    const char *self, *page; /* addresses of the feed, and of what it is the feed of */
    const np_zone_t *zone;
} np_atom_feed_t;

typedef struct np_atom_entry_t {
    const char *title, *language, *id, *address, *text;
    const char *category, *category_name; /* NULL: none */
    np_civil_t published;
} np_atom_entry_t;

/* An empty feed, freed by a cleanup of `pool`. `updated` is when its newest entry was (4.2.15). */
xmlDocPtr np_atom_create(const np_atom_feed_t *feed, np_civil_t updated, apr_pool_t *pool);
void np_atom_add(xmlDocPtr doc, const np_atom_feed_t *feed, const np_atom_entry_t *entry,
                 apr_pool_t *pool);

/* The bytes, in `pool`; NULL when memory is out. */
const char *np_atom_text(xmlDocPtr doc, apr_pool_t *pool);

#endif
