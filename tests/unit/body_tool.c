/* body_tool.c - reads an article's source on standard input, writes the body made from it. For
 * tests in other languages: test_body_html5.py compares its output with an HTML5 parser's tree.
 *
 *   body_tool [-t] [auto|text|markdown|html]
 *
 * With -t the tree is written instead of HTML, one node a line, in html5lib's test format ("| "
 * and two spaces a level), so that it can be compared line by line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_general.h>
#include <apr_pools.h>
#include <libxml/parser.h>

#include "np_body.h"
#include "np_html.h"

static void indent(int depth)
{
    fputs("| ", stdout);
    while (depth-- > 0)
        fputs("  ", stdout);
}

static int by_name(const void *a, const void *b)
{
    return strcmp((const char *)(*(xmlAttr *const *)a)->name,
                  (const char *)(*(xmlAttr *const *)b)->name);
}

static void print_attributes(const xmlNode *node, int depth)
{
    xmlAttr *sorted[64], *attribute;
    size_t count = 0, i;

    for (attribute = node->properties; attribute != NULL && count < 64; attribute = attribute->next)
        sorted[count++] = attribute;
    qsort(sorted, count, sizeof(sorted[0]), by_name);
    for (i = 0; i < count; i++) {
        const char *name = (const char *)sorted[i]->name;
        const char *value =
            sorted[i]->children != NULL ? (const char *)sorted[i]->children->content : "";

        indent(depth);
        /* Boolean attributes are written without a value. */
        printf("%s=\"%s\"\n", name, strcmp(name, "reversed") == 0 ? "" : value);
    }
}

static void print_tree(const xmlNode *node, int depth)
{
    for (; node != NULL; node = node->next) {
        indent(depth);
        if (node->type == XML_ELEMENT_NODE) {
            printf("<%s>\n", (const char *)node->name);
            print_attributes(node, depth + 1);
            print_tree(node->children, depth + 1); /* depth is bounded by np_body */
        } else {
            printf("\"%s\"\n", (const char *)node->content);
        }
    }
}

static char *read_all(size_t *length)
{
    size_t room = 1 << 16, got;
    char *bytes = malloc(room);

    *length = 0;
    while (bytes != NULL && (got = fread(bytes + *length, 1, room - *length - 1, stdin)) > 0) {
        *length += got;
        if (*length + 1 == room) {
            char *more = realloc(bytes, room *= 2);

            if (more == NULL)
                free(bytes);
            bytes = more;
        }
    }
    if (bytes != NULL)
        bytes[*length] = '\0';
    return bytes;
}

int main(int argc, char **argv)
{
    int as_tree = argc > 1 && strcmp(argv[1], "-t") == 0;
    xmlDocPtr document = xmlNewDoc((const xmlChar *)"1.0");
    np_body_report_t report;
    apr_pool_t *pool;
    size_t length;
    char *source = read_all(&length);

    apr_initialize();
    apr_pool_create(&pool, NULL);
    if (source == NULL || document == NULL)
        return 1;
    xmlDocSetRootElement(document, xmlNewDocNode(document, NULL, (const xmlChar *)"body", NULL));
    np_body_add(xmlDocGetRootElement(document), source, length,
                np_body_format(argc > 1 + as_tree ? argv[1 + as_tree] : "auto"), &report, pool);
    if (as_tree) {
        print_tree(xmlDocGetRootElement(document)->children, 0);
    } else {
        np_buffer_t out;

        np_buffer_init(&out);
        np_html_write_children(&out, xmlDocGetRootElement(document));
        fwrite(out.length ? out.data : "", 1, out.length, stdout);
        np_buffer_free(&out);
    }
    fprintf(stderr, "format %d, too large %d, truncated %d, dropped %d\n", (int)report.format,
            report.too_large, report.truncated, report.dropped);
    xmlFreeDoc(document);
    free(source);
    apr_pool_destroy(pool);
    apr_terminate();
    return 0;
}
