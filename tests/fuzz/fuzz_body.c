/* fuzz_body.c - libFuzzer entry for np_body and np_html. The first byte chooses the format, the rest
 * is the source. Must hold for every input: no crash; the result holds only what the allow-list has;
 * its HTML is valid text, and read again as HTML (and as auto) it gives the same bytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_general.h>
#include <apr_pools.h>
#include <libxml/parser.h>

#include "np_body.h"
#include "np_html.h"
#include "np_text.h"

static apr_pool_t *root;

static xmlDocPtr make(const char *source, size_t length, np_body_format_e format,
                      np_body_report_t *report, apr_pool_t *pool)
{
    xmlDocPtr document = xmlNewDoc((const xmlChar *)"1.0");

    xmlDocSetRootElement(document, xmlNewDocNode(document, NULL, (const xmlChar *)"body", NULL));
    np_body_add(xmlDocGetRootElement(document), source, length, format, report, pool);
    return document;
}

static void require(int condition, const char *what, const np_buffer_t *html)
{
    if (condition)
        return;
    fprintf(stderr, "%s\n%s\n", what, html != NULL && html->data != NULL ? html->data : "");
    abort();
}

static int is_listed(const char *name, const char *list)
{
    size_t length = strlen(name);
    const char *found = list;

    while ((found = strstr(found, name)) != NULL) {
        if (found > list && found[-1] == ' ' && found[length] == ' ')
            return 1;
        found += length;
    }
    return 0;
}

static const char elements[] =
    " p h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre figure figcaption table caption thead tbody "
    "tfoot tr th td hr br wbr a em strong b i u s sub sup small mark code kbd samp q cite abbr time "
    "ruby rt rp span div del ins img ";
static const char attributes[] =
    " href src alt title lang dir width height colspan rowspan scope start type reversed value "
    "datetime cite rel loading id ";

static void check_address(const char *value)
{
    const char *colon = strpbrk(value, ":/?#");

    require(*value != '\0' && strncmp(value, "//", 2) != 0 && *value != '\\', "address", NULL);
    if (colon == NULL || *colon != ':')
        return;
    require(strncmp(value, "http://", 7) == 0 || strncmp(value, "https://", 8) == 0 ||
                strncmp(value, "mailto:", 7) == 0 || strncmp(value, "tel:", 4) == 0,
            value, NULL);
}

static void check_node(const xmlNode *node)
{
    const xmlAttr *attribute;

    require(node->type == XML_ELEMENT_NODE || node->type == XML_TEXT_NODE, "node type", NULL);
    if (node->type == XML_TEXT_NODE)
        return;
    require(is_listed((const char *)node->name, elements), (const char *)node->name, NULL);
    for (attribute = node->properties; attribute != NULL; attribute = attribute->next) {
        const char *name = (const char *)attribute->name;

        require(is_listed(name, attributes), name, NULL);
        if (strcmp(name, "href") == 0 || strcmp(name, "src") == 0 || strcmp(name, "cite") == 0)
            check_address(attribute->children ? (const char *)attribute->children->content : "");
    }
}

static void check_tree(const xmlNode *parent, int depth)
{
    const xmlNode *node;

    require(depth < 200, "depth", NULL);
    for (node = parent->children; node != NULL; node = node->next) {
        check_node(node);
        check_tree(node, depth + 1);
    }
}

static void write_body(np_buffer_t *html, xmlDocPtr document)
{
    np_buffer_init(html);
    np_html_write_children(html, xmlDocGetRootElement(document));
    np_buffer_add(html, "", 0);
}

static void check_again(const np_buffer_t *html, np_body_format_e format, apr_pool_t *pool)
{
    np_body_report_t report;
    np_buffer_t again;
    xmlDocPtr document = make(html->data, html->length, format, &report, pool);

    write_body(&again, document);
    if (again.length != html->length || memcmp(again.data, html->data, html->length) != 0) {
        fprintf(stderr, "first:  %s\nsecond: %s\n", html->data, again.data);
        abort();
    }
    require(!report.truncated && report.dropped == 0, "dropped from our own output", html);
    np_buffer_free(&again);
    xmlFreeDoc(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    np_body_report_t report;
    np_buffer_t html;
    apr_pool_t *pool;
    xmlDocPtr document;
    char *source;

    if (size == 0)
        return 0;
    if (root == NULL) {
        apr_initialize();
        apr_pool_create(&root, NULL);
    }
    apr_pool_create(&pool, root);
    source = malloc(size); /* of exactly this size, so that reading too far is found */
    memcpy(source, data + 1, size - 1);
    source[size - 1] = '\0';
    document = make(source, size - 1, (np_body_format_e)(data[0] % 4), &report, pool);
    free(source);
    check_tree(xmlDocGetRootElement(document), 0);
    write_body(&html, document);
    require(np_text_valid(html.data, html.length), "invalid text", &html);
    require(np_text_length(np_body_excerpt(xmlDocGetRootElement(document), 20, pool)) <= 21,
            "excerpt", &html);
    if (html.length <= NP_BODY_MAX_BYTES) {
        check_again(&html, NP_BODY_HTML, pool);
        check_again(&html, NP_BODY_AUTO, pool);
    }
    np_buffer_free(&html);
    xmlFreeDoc(document);
    apr_pool_destroy(pool);
    return 0;
}
