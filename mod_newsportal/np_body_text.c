/* np_body_text.c - reads plain text: every line that is not blank is a paragraph, as newsrooms send
 * and paste it (indented with two U+3000, one line end or two between paragraphs). Bare http and
 * https addresses become links. Called by np_body.c.
 */
#include "np_body_parts.h"

#include <string.h>

#include <apr_strings.h>

static void add_link(np_body_tree_t *tree, const char *url, apr_size_t length)
{
    const char *attributes[] = {"href", apr_pstrmemdup(tree->pool, url, length), NULL};

    np_body_tree_open(tree, "a", attributes);
    np_body_tree_text(tree, url, length);
    np_body_tree_close(tree);
}

static void add_line(np_body_tree_t *tree, const char *line, const char *end)
{
    const char *p = line;

    np_body_tree_open(tree, "p", NULL);
    while ((p = memchr(p, ':', (size_t)(end - p))) != NULL) {
        const char *url = p - line >= 5 && (p[-1] | 32) == 's' ? p - 5 : p - 4;
        apr_size_t length = p - line >= 4 ? np_body_bare_url(url, end) : 0;

        p++;
        if (length == 0)
            continue;
        np_body_tree_text(tree, line, (apr_size_t)(url - line));
        add_link(tree, url, length);
        line = p = url + length;
    }
    np_body_tree_text(tree, line, (apr_size_t)(end - line));
    np_body_tree_close(tree);
}

/* A line ends at LF (CR is gone already), U+2028 or U+2029. */
static const char *line_end(const char *p, const char *end)
{
    for (; p < end; p++)
        if (*p == '\n' ||
            (*p == '\xE2' && end - p > 2 && p[1] == '\x80' && (p[2] == '\xA8' || p[2] == '\xA9')))
            break;
    return p;
}

void np_body_read_text(np_body_tree_t *tree, const char *source, apr_size_t length)
{
    const char *end = source + length;

    while (source < end) {
        const char *stop = line_end(source, end);

        add_line(tree, source, stop);
        if (stop == end)
            break;
        source = stop + (*stop == '\n' ? 1 : 3);
    }
}
