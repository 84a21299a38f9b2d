/* np_atom.c - see np_atom.h. */
#include "np_atom.h"

#include <apr_strings.h>
#include "np_model.h"

#define NAMESPACE "http://www.w3.org/2005/Atom"

static void add_link(xmlNodePtr parent, const char *relation, const char *type, const char *href)
{
    xmlNodePtr link = np_model_add(parent, "link");

    np_model_set(link, "rel", relation);
    np_model_set(link, "type", type);
    np_model_set(link, "href", href);
}

static void set_language(xmlNodePtr element, const char *language)
{
    xmlNodeSetLang(element, (const xmlChar *)language);
}

xmlDocPtr np_atom_create(const np_atom_feed_t *feed, np_civil_t updated, apr_pool_t *pool)
{
    xmlDocPtr doc = np_model_create("feed", pool);
    xmlNodePtr root = xmlDocGetRootElement(doc);

    np_model_set(root, "xmlns", NAMESPACE);
    set_language(root, feed->language);
    np_model_add_text(root, "id", feed->self);
    np_model_add_text(root, "title", feed->title);
    np_model_add_text(root, "updated", np_time_rfc3339(pool, feed->zone, updated));
    np_model_add_text(np_model_add(root, "author"), "name", feed->author);
    add_link(root, "self", "application/atom+xml", feed->self);
    add_link(root, "alternate", "text/html", feed->page);
    return doc;
}

void np_atom_add(xmlDocPtr doc, const np_atom_feed_t *feed, const np_atom_entry_t *entry,
                 apr_pool_t *pool)
{
    xmlNodePtr element = np_model_add(xmlDocGetRootElement(doc), "entry");
    const char *published = np_time_rfc3339(pool, feed->zone, entry->published);

    set_language(element, entry->language);
    np_model_add_text(element, "id", entry->id);
    np_model_add_text(element, "title", entry->title);
    np_model_add_text(element, "published", published);
    np_model_add_text(element, "updated", published);
    add_link(element, "alternate", "text/html", entry->address);
    if (entry->category) {
        xmlNodePtr category = np_model_add(element, "category");

        np_model_set(category, "term", entry->category);
        np_model_set(category, "label", entry->category_name);
    }
    np_model_add_text(element, "content", entry->text);
}

const char *np_atom_text(xmlDocPtr doc, apr_pool_t *pool)
{
    xmlChar *bytes = NULL;
    const char *text;
    int length = 0;

    xmlDocDumpMemoryEnc(doc, &bytes, &length, "UTF-8");
    if (bytes == NULL)
        return NULL;
    text = apr_pstrmemdup(pool, (const char *)bytes, (apr_size_t)length);
    xmlFree(bytes);
    return text;
}
