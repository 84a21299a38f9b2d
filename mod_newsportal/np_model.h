/* np_model.h - small verbs to build a page model (htdocs/themes/page.rng), a libxml2 tree.
 *
 * Text goes in as text: nothing given here is ever read as markup, escaping happens when the page is
 * written (np_html.c). Nodes belong to the document. Running out of memory while building is
 * treated as httpd treats it everywhere: abort() through the pool's abort function.
 *
 * Must not: know the database or a page; names and order of elements are the pages' business.
 */
#ifndef NP_MODEL_H
#define NP_MODEL_H

#include <apr_pools.h>
#include <libxml/tree.h>
#include "np_time.h"

/* An empty document with the root element `name`; freed by a cleanup of `pool`. */
xmlDocPtr np_model_create(const char *name, apr_pool_t *pool);

/* Appends an element and returns it. add_text also gives it the text; with NULL or "" it adds
 * nothing and returns NULL, because the model has no empty elements for "nothing to say". */
xmlNodePtr np_model_add(xmlNodePtr parent, const char *name);
xmlNodePtr np_model_add_text(xmlNodePtr parent, const char *name, const char *text);

/* Sets an attribute; NULL text sets nothing. */
void np_model_set(xmlNodePtr element, const char *name, const char *text);
void np_model_set_int(xmlNodePtr element, const char *name, apr_int64_t number);

/* Appends text (`length` bytes) to an element. */
void np_model_append_text(xmlNodePtr element, const char *text, apr_size_t length);

/* Appends an element with the attributes of `date-time` in page.rng. */
xmlNodePtr np_model_add_date(xmlNodePtr parent, const char *name, const np_zone_t *zone,
                             np_civil_t civil, apr_pool_t *pool);

#endif
