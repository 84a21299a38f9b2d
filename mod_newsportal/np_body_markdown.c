/* np_body_markdown.c - reads Markdown: md4c finds the structure, this file writes it down as HTML,
 * and np_body_html reads that like any other HTML. So HTML inside of Markdown works, and there is
 * one allow-list and one way into the tree. Called by np_body.c.
 */
#include "np_body_parts.h"

#include <stdio.h>
#include <string.h>

#include <md4c.h>

/* A table of 128 columns makes 128 cells out of each two-byte row: Markdown can grow without end,
 * so the HTML may be this many times as long as its source (and a little for short ones). What
 * people write grows to less than twice its size. */
#define GROWTH 8
#define GROWTH_FREE 65536

typedef struct writer_t {
    np_buffer_t html;
    size_t limit;
    np_body_lines_e line_ends;
    int in_image; /* depth: an image's text is its alt, without markup */
    int in_link;
} writer_t;

static void add(writer_t *writer, const char *html)
{
    np_buffer_add_text(&writer->html, html);
}

/* Not 0 ends md4c's work. */
static int is_full(const writer_t *writer)
{
    return writer->html.failed || writer->html.length > writer->limit;
}

static void add_escaped(writer_t *writer, const char *text, size_t length)
{
    const char *end = text + length, *start = text;

    for (; text < end; text++) {
        const char *escape = *text == '&'   ? "&amp;"
                             : *text == '<' ? "&lt;"
                             : *text == '>' ? "&gt;"
                             : *text == '"' ? "&quot;"
                                            : NULL;

        if (escape == NULL)
            continue;
        np_buffer_add(&writer->html, start, (size_t)(text - start));
        add(writer, escape);
        start = text + 1;
    }
    np_buffer_add(&writer->html, start, (size_t)(end - start));
}

/* An attribute value of md4c's: plain pieces and character references, which stay as they are. */
static void add_attribute(writer_t *writer, const char *name, const MD_ATTRIBUTE *value)
{
    unsigned i;

    if (value->size == 0)
        return;
    add(writer, " ");
    add(writer, name);
    add(writer, "=\"");
    for (i = 0; value->substr_offsets[i] < value->size; i++) {
        const char *piece = value->text + value->substr_offsets[i];
        size_t length = value->substr_offsets[i + 1] - value->substr_offsets[i];

        if (value->substr_types[i] == MD_TEXT_ENTITY)
            np_buffer_add(&writer->html, piece, length);
        else
            add_escaped(writer, piece, length);
    }
    add(writer, "\"");
}

/* ----------------------------------------------------------------- blocks */

static const char *block_name(MD_BLOCKTYPE type)
{
    switch (type) {
    case MD_BLOCK_QUOTE:
        return "blockquote";
    case MD_BLOCK_UL:
        return "ul";
    case MD_BLOCK_OL:
        return "ol";
    case MD_BLOCK_LI:
        return "li";
    case MD_BLOCK_CODE:
        return "pre";
    case MD_BLOCK_P:
        return "p";
    case MD_BLOCK_TABLE:
        return "table";
    case MD_BLOCK_THEAD:
        return "thead";
    case MD_BLOCK_TBODY:
        return "tbody";
    case MD_BLOCK_TR:
        return "tr";
    case MD_BLOCK_TH:
        return "th";
    case MD_BLOCK_TD:
        return "td";
    default:
        return NULL;
    }
}

static void add_heading(writer_t *writer, const char *open, void *detail)
{
    char digit = (char)('0' + ((MD_BLOCK_H_DETAIL *)detail)->level);

    add(writer, open);
    np_buffer_add_char(&writer->html, digit);
    add(writer, ">");
}

static void add_list_start(writer_t *writer, void *detail)
{
    char tag[32];

    snprintf(tag, sizeof(tag), "<ol start=\"%u\">", ((MD_BLOCK_OL_DETAIL *)detail)->start);
    add(writer, ((MD_BLOCK_OL_DETAIL *)detail)->start == 1 ? "<ol>" : tag);
}

static void add_item(writer_t *writer, void *detail)
{
    const MD_BLOCK_LI_DETAIL *item = detail;

    add(writer, "<li>");
    if (item->is_task)
        add(writer, item->task_mark == ' ' ? "\u2610 " : "\u2611 ");
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    writer_t *writer = data;
    const char *name = block_name(type);

    if (type == MD_BLOCK_H) {
        add_heading(writer, "<h", detail);
    } else if (type == MD_BLOCK_OL) {
        add_list_start(writer, detail);
    } else if (type == MD_BLOCK_LI) {
        add_item(writer, detail);
    } else if (type == MD_BLOCK_HR) {
        add(writer, "<hr>");
    } else if (name != NULL) {
        add(writer, "<");
        add(writer, name);
        add(writer, type == MD_BLOCK_CODE ? "><code>" : ">");
    }
    return is_full(writer);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    writer_t *writer = data;
    const char *name = block_name(type);

    if (type == MD_BLOCK_H) {
        add_heading(writer, "</h", detail);
    } else if (name != NULL) {
        add(writer, type == MD_BLOCK_CODE ? "</code></" : "</");
        add(writer, name);
        add(writer, ">\n");
    }
    return is_full(writer);
}

/* ------------------------------------------------------------------ spans */

static const char *span_name(MD_SPANTYPE type)
{
    switch (type) {
    case MD_SPAN_EM:
        return "em";
    case MD_SPAN_STRONG:
        return "strong";
    case MD_SPAN_A:
        return "a";
    case MD_SPAN_CODE:
        return "code";
    case MD_SPAN_DEL:
        return "del";
    default:
        return NULL;
    }
}

static int enter_span(MD_SPANTYPE type, void *detail, void *data)
{
    writer_t *writer = data;
    const char *name = span_name(type);

    if (type == MD_SPAN_IMG) {
        if (writer->in_image++ == 0) {
            add(writer, "<img");
            add_attribute(writer, "src", &((MD_SPAN_IMG_DETAIL *)detail)->src);
            add(writer, " alt=\"");
        }
        return 0;
    }
    writer->in_link += type == MD_SPAN_A;
    if (writer->in_image || name == NULL)
        return 0;
    add(writer, "<");
    add(writer, name);
    if (type == MD_SPAN_A) {
        add_attribute(writer, "href", &((MD_SPAN_A_DETAIL *)detail)->href);
        add_attribute(writer, "title", &((MD_SPAN_A_DETAIL *)detail)->title);
    }
    add(writer, ">");
    return is_full(writer);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *data)
{
    writer_t *writer = data;
    const char *name = span_name(type);

    if (type == MD_SPAN_IMG) {
        if (--writer->in_image == 0) {
            add(writer, "\"");
            add_attribute(writer, "title", &((MD_SPAN_IMG_DETAIL *)detail)->title);
            add(writer, ">");
        }
        return 0;
    }
    writer->in_link -= type == MD_SPAN_A;
    if (writer->in_image || name == NULL)
        return 0;
    add(writer, "</");
    add(writer, name);
    add(writer, ">");
    return is_full(writer);
}

/* ------------------------------------------------------------------- text */

static void add_line_end(writer_t *writer, int hard)
{
    if (writer->in_image)
        add(writer, " ");
    else if (hard || writer->line_ends == NP_LINES_BREAK)
        add(writer, "<br>\n");
    else if (writer->line_ends == NP_LINES_PARAGRAPH)
        add(writer, "<br><br>\n");
    else
        add(writer, "\n");
}

/* Bare addresses become links here and not in md4c, which would take Chinese text that follows an
 * address for a part of it. */
static void add_text(writer_t *writer, const char *text, size_t length)
{
    const char *end = text + length, *p = text;

    while (!writer->in_link && !writer->in_image &&
           (p = memchr(p, 'h', (size_t)(end - p))) != NULL) {
        apr_size_t url = np_body_bare_url(p, end);

        if (url == 0) {
            p++;
            continue;
        }
        add_escaped(writer, text, (size_t)(p - text));
        add(writer, "<a href=\"");
        add_escaped(writer, p, url);
        add(writer, "\">");
        add_escaped(writer, p, url);
        add(writer, "</a>");
        text = p = p + url;
    }
    add_escaped(writer, text, (size_t)(end - text));
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
    writer_t *writer = data;

    switch (type) {
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
        add_line_end(writer, type == MD_TEXT_BR);
        break;
    case MD_TEXT_HTML:
        if (!writer->in_image)
            np_buffer_add(&writer->html, text, size);
        break;
    case MD_TEXT_ENTITY:
        np_buffer_add(&writer->html, text, size);
        break;
    case MD_TEXT_NULLCHAR:
        add(writer, "\uFFFD");
        break;
    case MD_TEXT_NORMAL:
        add_text(writer, text, size);
        break;
    default:
        add_escaped(writer, text, size);
        break;
    }
    return is_full(writer);
}

void np_body_read_markdown(np_body_tree_t *tree, const char *source, apr_size_t length,
                           np_body_lines_e line_ends)
{
    static const MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH |
                                              MD_FLAG_TASKLISTS | MD_FLAG_NOINDENTEDCODEBLOCKS,
                                     .enter_block = enter_block,
                                     .leave_block = leave_block,
                                     .enter_span = enter_span,
                                     .leave_span = leave_span,
                                     .text = on_text};
    writer_t writer;

    memset(&writer, 0, sizeof(writer));
    np_buffer_init(&writer.html);
    writer.line_ends = line_ends;
    writer.limit = length * GROWTH + GROWTH_FREE;
    if (md_parse(source, (MD_SIZE)length, &parser, &writer) != 0)
        tree->report->truncated = 1;
    if (writer.html.length > 0 && !writer.html.failed)
        np_body_read_html(tree, writer.html.data, writer.html.length);
    np_buffer_free(&writer.html);
}
