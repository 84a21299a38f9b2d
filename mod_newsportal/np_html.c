/* np_html.c - see np_html.h. Walks a finished tree and writes it; it may not repair or filter
 * elements and knows nothing of the page model. Called by np_theme for pages and by whoever shows a
 * body outside of a page (feeds, tests).
 *
 * The walk climbs by parent pointers, so a tree of any depth needs no stack.
 */
#include "np_html.h"

#include <string.h>
#include <strings.h>

#include <libxml/xmlmemory.h>

typedef struct word_t {
    const char *text;
    size_t length;
} word_t;

#define WORD(s)                                                                                    \
    {                                                                                              \
        s, sizeof(s) - 1                                                                           \
    }

/* A page is written in thousands of small pieces: those that fit are copied here, without a call.
 * terminate() restores what np_buffer.h promises. */
static inline void put(np_buffer_t *out, const char *bytes, size_t length)
{
    if (length < out->capacity - out->length) {
        memcpy(out->data + out->length, bytes, length);
        out->length += length;
    } else {
        np_buffer_add(out, bytes, length);
    }
}

static inline void put_text(np_buffer_t *out, const char *text)
{
    put(out, text, strlen(text));
}

static void terminate(np_buffer_t *out)
{
    if (out->data != NULL)
        out->data[out->length] = '\0';
}

static int is_one_of(const char *name, const word_t *words, size_t count)
{
    size_t length = strlen(name), i;

    for (i = 0; i < count; i++)
        if (words[i].length == length && memcmp(words[i].text, name, length) == 0)
            return 1;
    return 0;
}

static int is_void(const char *name)
{
    static const word_t words[] = {WORD("br"),    WORD("img"),   WORD("hr"),   WORD("link"),
                                   WORD("meta"),  WORD("input"), WORD("wbr"),  WORD("source"),
                                   WORD("col"),   WORD("area"),  WORD("base"), WORD("embed"),
                                   WORD("track"), WORD("param")};

    return strlen(name) <= 6 && is_one_of(name, words, sizeof(words) / sizeof(words[0]));
}

static int is_boolean(const char *name)
{
    static const word_t words[] = {
        WORD("allowfullscreen"), WORD("async"),          WORD("autofocus"),  WORD("autoplay"),
        WORD("checked"),         WORD("controls"),       WORD("default"),    WORD("defer"),
        WORD("disabled"),        WORD("formnovalidate"), WORD("hidden"),     WORD("inert"),
        WORD("ismap"),           WORD("itemscope"),      WORD("loop"),       WORD("multiple"),
        WORD("muted"),           WORD("nomodule"),       WORD("novalidate"), WORD("open"),
        WORD("playsinline"),     WORD("readonly"),       WORD("required"),   WORD("reversed"),
        WORD("selected")};

    return is_one_of(name, words, sizeof(words) / sizeof(words[0]));
}

/* ----------------------------------------------------------------- escape */

/* 1 for bytes that may need an escape. < and > are escaped in attributes too, as the standard says
 * since 2025: markup inside a quoted value has been the way into many readers. 0xC2 begins U+00A0.
 */
static const unsigned char special[256] = {['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, [0xC2] = 1};

static void write_escape(np_buffer_t *out, const char *p, int quotes)
{
    switch (*p) {
    case '&':
        put(out, "&amp;", 5);
        break;
    case '<':
        put(out, "&lt;", 4);
        break;
    case '>':
        put(out, "&gt;", 4);
        break;
    case '"':
        if (quotes)
            put(out, "&quot;", 6);
        else
            put(out, "\"", 1);
        break;
    default:
        if (p[1] == '\xA0')
            put(out, "&nbsp;", 6);
        else
            put(out, p, 1);
        break;
    }
}

static void write_escaped(np_buffer_t *out, const char *text, int quotes)
{
    for (;;) {
        const char *p = text;

        while (*p != '\0' && !special[(unsigned char)*p])
            p++;
        if (p > text)
            put(out, text, (size_t)(p - text));
        if (*p == '\0')
            return;
        write_escape(out, p, quotes);
        text = p + (p[0] == '\xC2' && p[1] == '\xA0' ? 2 : 1);
    }
}

/* ------------------------------------------------------------- attributes */

/* Attributes of the XML namespace and of XLink keep their usual prefix (WHATWG 13.3); any other
 * prefix means nothing in HTML. */
static void write_attribute_name(np_buffer_t *out, const xmlAttr *attribute)
{
    const char *uri = attribute->ns != NULL ? (const char *)attribute->ns->href : NULL;

    put(out, " ", 1);
    if (uri != NULL && strcmp(uri, "http://www.w3.org/XML/1998/namespace") == 0)
        put(out, "xml:", 4);
    else if (uri != NULL && strcmp(uri, "http://www.w3.org/1999/xlink") == 0)
        put(out, "xlink:", 6);
    put_text(out, (const char *)attribute->name);
}

static int is_blank_value(const xmlAttr *attribute)
{
    const xmlNode *part = attribute->children;

    if (part == NULL || part->content == NULL || *part->content == '\0')
        return part == NULL || part->next == NULL;
    return part->next == NULL &&
           strcasecmp((const char *)part->content, (const char *)attribute->name) == 0;
}

static void write_attribute(np_buffer_t *out, const xmlAttr *attribute)
{
    const xmlNode *part;

    write_attribute_name(out, attribute);
    if (is_blank_value(attribute) && is_boolean((const char *)attribute->name))
        return;
    put(out, "=\"", 2);
    for (part = attribute->children; part != NULL; part = part->next)
        if ((part->type == XML_TEXT_NODE || part->type == XML_CDATA_SECTION_NODE) &&
            part->content != NULL)
            write_escaped(out, (const char *)part->content, 1);
    put(out, "\"", 1);
}

/* --------------------------------------------------------- script and style */

static int is_text(const xmlNode *node)
{
    return (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
           node->content != NULL;
}

static int is_html(const xmlNode *node)
{
    return node->ns == NULL || node->ns->href == NULL ||
           strcmp((const char *)node->ns->href, "http://www.w3.org/1999/xhtml") == 0;
}

/* Elements whose text a browser takes as it is. In svg and math they are ordinary elements. */
static int is_raw(const xmlNode *node)
{
    const char *name = (const char *)node->name;

    return (strcmp(name, "script") == 0 || strcmp(name, "style") == 0) && is_html(node);
}

/* application/json, application/ld+json and the like; parameters after ";" do not count. */
static int is_json(const xmlNode *script)
{
    const xmlAttr *attribute;

    for (attribute = script->properties; attribute != NULL; attribute = attribute->next)
        if (attribute->ns == NULL && strcmp((const char *)attribute->name, "type") == 0 &&
            attribute->children != NULL && is_text(attribute->children)) {
            const char *type = (const char *)attribute->children->content;
            size_t length = strcspn(type, ";");

            while (length > 0 && (type[length - 1] == ' ' || type[length - 1] == '\t'))
                length--;
            return length >= 4 && strncasecmp(type + length - 4, "json", 4) == 0;
        }
    return 0;
}

static void write_json(np_buffer_t *out, const char *text)
{
    for (;;) {
        size_t length = strcspn(text, "<");

        put(out, text, length);
        if (text[length] == '\0')
            return;
        put(out, "\\u003c", 6);
        text += length + 1;
    }
}

static int leaves_raw_text(const char *text)
{
    for (text = strchr(text, '<'); text != NULL; text = strchr(text + 1, '<'))
        if (strncasecmp(text, "</script", 8) == 0 || strncasecmp(text, "</style", 7) == 0 ||
            strncmp(text, "<!--", 4) == 0)
            return 1;
    return 0;
}

/* The whole text is looked at in one piece: "</scr" and "ipt>" may stand in two nodes. */
static void write_raw(np_buffer_t *out, const xmlNode *element)
{
    xmlChar *text = xmlNodeGetContent(element);

    if (text == NULL)
        return;
    if (strcmp((const char *)element->name, "script") == 0 && is_json(element))
        write_json(out, (const char *)text);
    else if (!leaves_raw_text((const char *)text))
        put_text(out, (const char *)text);
    xmlFree(text);
}

/* --------------------------------------------------------------- elements */

static void write_end(np_buffer_t *out, const xmlNode *element)
{
    put(out, "</", 2);
    put_text(out, (const char *)element->name);
    put(out, ">", 1);
}

/* A browser drops the first newline in these, so one that belongs to the text is written twice. */
static void keep_first_newline(np_buffer_t *out, const xmlNode *element)
{
    const char *name = (const char *)element->name;
    const xmlNode *first = element->children;

    if (first != NULL && is_text(first) && first->content[0] == '\n' &&
        (strcmp(name, "pre") == 0 || strcmp(name, "textarea") == 0 || strcmp(name, "listing") == 0))
        put(out, "\n", 1);
}

/* Writes the start tag. Returns 1 when the children are still to be written (and then the end
 * tag), 0 when the element is complete. */
static int write_start(np_buffer_t *out, const xmlNode *element)
{
    const xmlAttr *attribute;

    put(out, "<", 1);
    put_text(out, (const char *)element->name);
    for (attribute = element->properties; attribute != NULL; attribute = attribute->next)
        write_attribute(out, attribute);
    put(out, ">", 1);
    if (is_html(element) && is_void((const char *)element->name))
        return 0;
    if (is_raw(element))
        write_raw(out, element);
    else if (element->children != NULL) {
        keep_first_newline(out, element);
        return 1;
    }
    write_end(out, element);
    return 0;
}

static void write_nodes(np_buffer_t *out, const xmlNode *first, const xmlNode *stop)
{
    const xmlNode *node = first;

    while (node != NULL) {
        if (node->type == XML_ELEMENT_NODE) {
            if (write_start(out, node)) {
                node = node->children;
                continue;
            }
        } else if (is_text(node)) {
            write_escaped(out, (const char *)node->content, 0);
        }
        while (node->next == NULL) {
            node = node->parent;
            if (node == NULL || node == stop)
                return;
            write_end(out, node);
        }
        node = node->next;
    }
}

void np_html_write_children(np_buffer_t *out, xmlNodePtr parent)
{
    write_nodes(out, parent->children, parent);
    terminate(out);
}

void np_html_write_document(np_buffer_t *out, xmlDocPtr document)
{
    const xmlNode *root = xmlDocGetRootElement(document);

    put_text(out, "<!DOCTYPE html>\n");
    if (root != NULL && write_start(out, root)) {
        write_nodes(out, root->children, root);
        write_end(out, root);
    }
    terminate(out);
}
