/* np_body_html.c - reads HTML with libxml2's parser and hands its events to np_body_tree. Called by
 * np_body.c and, for what Markdown was turned into, by np_body_markdown.c.
 *
 * The parser's own tree is never built: we take its events (SAX), so there is no second copy of the
 * document and nothing of it can be forgotten in the output. Handlers are set on this parser only;
 * other modules of the process share the library's globals.
 */
#include "np_body_parts.h"

#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/dict.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

typedef struct reader_t {
    np_body_tree_t *tree;
    htmlParserCtxtPtr parser;
} reader_t;

static void on_start(void *data, const xmlChar *name, const xmlChar **attributes)
{
    reader_t *reader = data;

    np_body_tree_open(reader->tree, (const char *)name, (const char **)attributes);
    if (reader->tree->too_deep)
        xmlStopParser(reader->parser);
}

static void on_end(void *data, const xmlChar *name)
{
    reader_t *reader = data;

    (void)name;
    np_body_tree_close(reader->tree);
}

static void on_text(void *data, const xmlChar *text, int length)
{
    reader_t *reader = data;

    if (length > 0)
        np_body_tree_text(reader->tree, (const char *)text, (apr_size_t)length);
}

/* Bad HTML is what this parser is for; it must not reach the process-wide handler, which belongs to
 * somebody else. */
#if LIBXML_VERSION >= 21200
static void on_error(void *data, const xmlError *error)
#else
static void on_error(void *data, xmlErrorPtr error)
#endif
{
    (void)data;
    (void)error;
}

static void set_handlers(htmlParserCtxtPtr parser, reader_t *reader)
{
    memset(parser->sax, 0, sizeof(*parser->sax));
    parser->sax->startElement = on_start;
    parser->sax->endElement = on_end;
    parser->sax->characters = on_text;
    parser->sax->ignorableWhitespace = on_text;
    parser->sax->serror = on_error;
    parser->sax->initialized = XML_SAX2_MAGIC; /* or serror is not looked at */
    parser->userData = reader;
}

/* The parser compares each attribute of a tag with all others: a tag with a million of them would
 * take minutes. Names live in its dictionary, so a small dictionary bounds them; names that do not
 * fit are skipped. The names that mean something to us are put in first. (The limit counts
 * blocks of 1000 and 4000 bytes.) */
#define DICTIONARY_LIMIT 4000

static void limit_names(htmlParserCtxtPtr parser)
{
    const char *name;
    apr_size_t i;

    for (i = 0; (name = np_body_tag_name(i)) != NULL; i++)
        xmlDictLookup(parser->dict, (const xmlChar *)name, -1);
    for (i = 0; (name = np_body_attribute_name(i)) != NULL; i++)
        xmlDictLookup(parser->dict, (const xmlChar *)name, -1);
    xmlDictSetLimit(parser->dict, DICTIONARY_LIMIT);
}

/* Word and WPS leave `<![if !supportLists]>` and `<![endif]>` in what they paste; browsers take
 * them for comments, the parser for text. `<![endif]-->` ends a comment and has to stay. */
static const char *without_conditions(const char *source, apr_size_t *length, apr_pool_t *pool)
{
    const char *found = strstr(source, "<![");
    char *copy, *out;

    if (found == NULL)
        return source;
    copy = out = apr_palloc(pool, *length + 1);
    while (found != NULL) {
        size_t inside = strcspn(found + 3, "<>");
        const char *end = found + 3 + inside;

        memcpy(out, source, (size_t)(found - source));
        out += found - source;
        if (*end == '>' && end[-1] == ']')
            source = end + 1;
        else {
            *out++ = *found;
            source = found + 1;
        }
        found = strstr(source, "<![");
    }
    memcpy(out, source, strlen(source) + 1);
    *length = (apr_size_t)(out - copy) + strlen(source);
    return copy;
}

void np_body_read_html(np_body_tree_t *tree, const char *source, apr_size_t length)
{
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    reader_t reader;

    if (parser == NULL) {
        tree->report->truncated = 1;
        return;
    }
    reader.tree = tree;
    reader.parser = parser;
    source = without_conditions(source, &length, tree->pool);
    set_handlers(parser, &reader);
    limit_names(parser);
    htmlCtxtReadMemory(parser, source, (int)length, NULL, "UTF-8",
                       HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED |
                           HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOERROR |
                           HTML_PARSE_NOWARNING);
    tree->report->truncated |= tree->too_deep || parser->disableSAX != 0;
    htmlFreeParserCtxt(parser);
}
