/* np_body.c - see np_body.h. The room's door: checks size and text, decides the format, lets a
 * reader (np_body_html, np_body_markdown, np_body_text) fill the new tree; and the excerpt.
 */
#include "np_body_parts.h"

#include <string.h>

#include "np_text.h"

np_body_format_e np_body_format(const char *name)
{
    if (name == NULL)
        return NP_BODY_AUTO;
    if (strcmp(name, "text") == 0)
        return NP_BODY_TEXT;
    if (strcmp(name, "markdown") == 0)
        return NP_BODY_MARKDOWN;
    return strcmp(name, "html") == 0 ? NP_BODY_HTML : NP_BODY_AUTO;
}

/* CR LF and CR become LF, as every HTML parser would do. The source is not changed. */
static const char *plain_line_ends(const char *source, apr_size_t *length, apr_pool_t *pool)
{
    const char *end = source + *length;
    char *copy, *out;

    if (memchr(source, '\r', *length) == NULL)
        return source;
    copy = out = apr_palloc(pool, *length + 1);
    for (; source < end; source++) {
        if (*source != '\r')
            *out++ = *source;
        else if (source[1] != '\n')
            *out++ = '\n';
    }
    *out = '\0';
    *length = (apr_size_t)(out - copy);
    return copy;
}

static void read_source(np_body_tree_t *tree, const char *source, np_body_format_e format,
                        apr_pool_t *pool)
{
    np_body_lines_e line_ends = NP_LINES_JOIN;
    apr_size_t length;

    if (strncmp(source, "\xEF\xBB\xBF", 3) == 0) /* a byte order mark is no text */
        source += 3;
    length = strlen(source);
    source = plain_line_ends(source, &length, pool);
    if (format == NP_BODY_AUTO)
        format = np_body_detect(source, length, &line_ends);
    tree->report->format = format;
    if (format == NP_BODY_HTML)
        np_body_read_html(tree, source, length);
    else if (format == NP_BODY_MARKDOWN)
        np_body_read_markdown(tree, source, length, line_ends);
    else
        np_body_read_text(tree, source, length);
}

void np_body_add(xmlNodePtr parent, const char *source, apr_size_t length, np_body_format_e format,
                 np_body_report_t *report, apr_pool_t *pool)
{
    np_body_report_t ignored;
    np_body_tree_t *tree;
    apr_pool_t *scratch;

    if (report == NULL)
        report = &ignored;
    memset(report, 0, sizeof(*report));
    report->format = format == NP_BODY_AUTO ? NP_BODY_TEXT : format;
    if (length > NP_BODY_MAX_BYTES) {
        report->too_large = 1;
        return;
    }
    if (length == 0 || apr_pool_create(&scratch, pool) != APR_SUCCESS)
        return;
    tree = np_body_tree_make(parent, report, scratch);
    read_source(tree, np_text_clean(scratch, source, length, NULL), format, scratch);
    np_body_tree_finish(tree);
    apr_pool_destroy(scratch);
}

/* ---------------------------------------------------------------- excerpt */

/* Elements whose beginning and end separate words, and those whose text is no part of the story. */
static int is_separator(const xmlNode *node)
{
    np_body_role_e role = np_body_tag((const char *)node->name)->role;

    return role >= NP_TAG_PARA && role <= NP_TAG_BR;
}

static int is_reading_aid(const xmlNode *node)
{
    return np_body_tag((const char *)node->name)->role == NP_TAG_RT;
}

typedef struct gather_t {
    np_buffer_t text;
    apr_size_t visible; /* characters that are no ASCII blanks, to know when it is enough */
} gather_t;

static void gather_text(gather_t *gather, const char *text)
{
    const char *p;

    np_buffer_add_text(&gather->text, text);
    for (p = text; *p; p++)
        gather->visible += (unsigned char)*p > ' ' && (*p & 0xC0) != 0x80;
}

static void gather(gather_t *gathered, const xmlNode *parent, apr_size_t characters)
{
    const xmlNode *node = parent->children;

    while (node != NULL && gathered->visible <= 2 * characters + 64) {
        if (node->type == XML_ELEMENT_NODE) {
            if (is_separator(node))
                np_buffer_add_char(&gathered->text, ' ');
            if (node->children != NULL && !is_reading_aid(node)) {
                node = node->children;
                continue;
            }
        } else if (node->content != NULL) {
            gather_text(gathered, (const char *)node->content);
        }
        while (node->next == NULL) {
            node = node->parent;
            if (node == NULL || node == parent)
                return;
            if (is_separator(node))
                np_buffer_add_char(&gathered->text, ' ');
        }
        node = node->next;
    }
}

const char *np_body_excerpt(xmlNodePtr parent, apr_size_t characters, apr_pool_t *pool)
{
    gather_t gathered;
    const char *excerpt;

    memset(&gathered, 0, sizeof(gathered));
    np_buffer_init(&gathered.text);
    gather(&gathered, parent, characters);
    excerpt = gathered.text.length ? np_text_excerpt(pool, gathered.text.data, characters) : "";
    np_buffer_free(&gathered.text);
    return excerpt;
}
