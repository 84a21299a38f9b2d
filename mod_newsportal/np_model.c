/* np_model.c - see np_model.h. Called by np_page*.c and np_respond.c. */
#include "np_model.h"

#include <string.h>
#include <apr_strings.h>

/* libxml2 wants its own char type; the bytes are the same UTF-8. */
#define XML(text) ((const xmlChar *)(text))

static apr_status_t free_document(void *document)
{
    xmlFreeDoc(document);
    return APR_SUCCESS;
}

xmlDocPtr np_model_create(const char *name, apr_pool_t *pool)
{
    xmlDocPtr document = xmlNewDoc(XML("1.0"));

    apr_pool_cleanup_register(pool, document, free_document, apr_pool_cleanup_null);
    xmlDocSetRootElement(document, xmlNewDocNode(document, NULL, XML(name), NULL));
    return document;
}

xmlNodePtr np_model_add(xmlNodePtr parent, const char *name)
{
    return xmlAddChild(parent, xmlNewDocNode(parent->doc, NULL, XML(name), NULL));
}

xmlNodePtr np_model_add_text(xmlNodePtr parent, const char *name, const char *text)
{
    xmlNodePtr element;

    if (text == NULL || *text == '\0')
        return NULL;
    element = np_model_add(parent, name);
    np_model_append_text(element, text, strlen(text));
    return element;
}

void np_model_set(xmlNodePtr element, const char *name, const char *text)
{
    if (text)
        xmlNewProp(element, XML(name), XML(text));
}

void np_model_set_int(xmlNodePtr element, const char *name, apr_int64_t number)
{
    char text[24];

    apr_snprintf(text, sizeof(text), "%" APR_INT64_T_FMT, number);
    np_model_set(element, name, text);
}

void np_model_append_text(xmlNodePtr element, const char *text, apr_size_t length)
{
    if (length)
        xmlAddChild(element, xmlNewDocTextLen(element->doc, XML(text), (int)length));
}

xmlNodePtr np_model_add_date(xmlNodePtr parent, const char *name, const np_zone_t *zone,
                             np_civil_t civil, apr_pool_t *pool)
{
    xmlNodePtr element = np_model_add(parent, name);
    np_date_t date;

    np_civil_split(civil, &date);
    np_model_set(element, "datetime", np_time_rfc3339(pool, zone, civil));
    np_model_set_int(element, "year", date.year);
    np_model_set_int(element, "month", date.month);
    np_model_set_int(element, "day", date.day);
    np_model_set_int(element, "hour", date.hour);
    np_model_set_int(element, "minute", date.minute);
    np_model_set_int(element, "weekday", date.weekday);
    return element;
}
