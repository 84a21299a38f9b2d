/* np_body_html.c - reads HTML: np_body_tokens puts its tags in order, libxml2's parser nests them,
 * and the parser's events go to np_body_tree. Called by np_body.c and, for what Markdown was turned
 * into, by np_body_markdown.c.
 *
 * The parser's own tree is never built: we take its events (SAX), so there is no second copy of the
 * document and nothing of it can be forgotten in the output. Handlers are set on this parser only;
 * other modules of the process share the library's globals.
 */
#include "np_body_parts.h"

#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

/* The whole source stands in an element of ours. Text outside of any element would get a <p> from
 * the parser, each piece its own: "<b>a</b> b" would be two paragraphs. No source can hold this
 * name. */
#define WRAPPER "np-body"

typedef struct reader_t {
    np_body_tree_t *tree;
    htmlParserCtxtPtr parser;
} reader_t;

static void on_start(void *data, const xmlChar *name, const xmlChar **attributes)
{
    reader_t *reader = data;

    if (strcmp((const char *)name, WRAPPER) == 0)
        return;
    np_body_tree_open(reader->tree, (const char *)name, (const char **)attributes);
    if (reader->tree->too_deep)
        xmlStopParser(reader->parser);
}

static void on_end(void *data, const xmlChar *name)
{
    reader_t *reader = data;

    if (strcmp((const char *)name, WRAPPER) != 0)
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

static int is_stopped(htmlParserCtxtPtr parser)
{
    return parser->disableSAX != 0; /* also out of memory, and limits of newer versions */
}

static void parse(np_body_tree_t *tree, const np_buffer_t *html)
{
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    reader_t reader;

    if (parser == NULL) {
        tree->report->truncated = 1;
        return;
    }
    reader.tree = tree;
    reader.parser = parser;
    set_handlers(parser, &reader);
    htmlCtxtReadMemory(parser, html->data, (int)html->length, NULL, "UTF-8",
                       HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED |
                           HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOERROR |
                           HTML_PARSE_NOWARNING);
    tree->report->truncated |= tree->too_deep || is_stopped(parser);
    htmlFreeParserCtxt(parser);
}

void np_body_read_html(np_body_tree_t *tree, const char *source, apr_size_t length)
{
    np_buffer_t html;

    np_buffer_init(&html);
    np_buffer_add_text(&html, "<" WRAPPER ">");
    np_body_tokens(&html, source, length, &tree->report->dropped);
    if (html.failed)
        tree->report->truncated = 1;
    else
        parse(tree, &html);
    np_buffer_free(&html);
}
