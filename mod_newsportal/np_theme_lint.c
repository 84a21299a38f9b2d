/* np_theme_lint.c - the profile of np_theme.h: what a sheet may contain.
 *
 * A theme may do everything that turns a page model into HTML and nothing else: no reading of
 * files or addresses, no extension that runs other code, nothing that our serialiser would drop
 * silently, nothing that libxslt does not do safely with one sheet in many threads, nothing that
 * makes two copies of one page differ. Lists say what is accepted; all else is refused, with the
 * line and what to write instead.
 *
 * Must not: read files. Called by np_theme_sheet.c for every sheet before libxslt sees it.
 */
#include "np_theme_internal.h"

#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <libxslt/extensions.h>
#include <libxslt/xslt.h>
#include <libexslt/exslt.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef struct {
    const char *shown;
    apr_pool_t *pool;
} lint_t;

static const char *complain(const lint_t *lint, const xmlNode *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static const char *complain(const lint_t *lint, const xmlNode *node, const char *format, ...)
{
    va_list arguments;
    const char *text;

    va_start(arguments, format);
    text = apr_pvsprintf(lint->pool, format, arguments);
    va_end(arguments);
    return apr_psprintf(lint->pool, "%s, line %ld: %s", lint->shown, xmlGetLineNo(node), text);
}

int np_theme_is_xslt(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
           xmlStrcmp(node->ns->href, XSLT_NAMESPACE) == 0 &&
           (name == NULL || xmlStrcmp(node->name, (const xmlChar *)name) == 0);
}

static int is_one_of(const char *text, size_t length, const char *const *list, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (strlen(list[i]) == length && memcmp(list[i], text, length) == 0)
            return 1;
    }
    return 0;
}

/* ---- functions in expressions ---- */

static const char *const plain_functions[] = {"last",
                                              "position",
                                              "count",
                                              "id",
                                              "local-name",
                                              "namespace-uri",
                                              "name",
                                              "string",
                                              "concat",
                                              "starts-with",
                                              "contains",
                                              "substring-before",
                                              "substring-after",
                                              "substring",
                                              "string-length",
                                              "normalize-space",
                                              "translate",
                                              "boolean",
                                              "not",
                                              "true",
                                              "false",
                                              "lang",
                                              "number",
                                              "sum",
                                              "floor",
                                              "ceiling",
                                              "round",
                                              "key",
                                              "format-number",
                                              "current",
                                              "unparsed-entity-uri",
                                              "generate-id",
                                              "system-property",
                                              "element-available",
                                              "function-available",
                                              "node",
                                              "text",
                                              "comment",
                                              "processing-instruction"};

static const char *const exslt[] = {
    (const char *)EXSLT_COMMON_NAMESPACE, (const char *)EXSLT_STRINGS_NAMESPACE,
    (const char *)EXSLT_DATE_NAMESPACE, (const char *)EXSLT_MATH_NAMESPACE,
    (const char *)EXSLT_SETS_NAMESPACE};

static const char exslt_names[] = "EXSLT common, strings, dates-and-times, math and sets";

static const char *check_plain_function(const lint_t *lint, xmlNodePtr node, const char *name)
{
    if (strcmp(name, "document") == 0)
        return complain(lint, node,
                        "document() is not available in a theme; data comes only from "
                        "the page model");
    if (!is_one_of(name, strlen(name), plain_functions, COUNT(plain_functions)))
        return complain(lint, node,
                        "there is no function %s(); available are those of XSLT 1.0 and "
                        "of %s",
                        name, exslt_names);
    return NULL;
}

/* Functions whose answer depends on when or where the page is made: a page is cached and must be
 * the same for everybody. `no_arguments`: the date functions then read the clock. */
static const char *check_steadiness(const lint_t *lint, xmlNodePtr node, const char *uri,
                                    const char *name, const char *full, int no_arguments)
{
    if (strcmp(uri, (const char *)EXSLT_MATH_NAMESPACE) == 0 && strcmp(name, "random") == 0)
        return complain(lint, node,
                        "%s() is not available in a theme; a page must be the same each "
                        "time it is made",
                        full);
    if (strcmp(uri, (const char *)EXSLT_DATE_NAMESPACE) == 0 && no_arguments)
        return complain(lint, node,
                        "%s() without an argument reads the clock, but pages are kept "
                        "and served later; take times from the page model",
                        full);
    return NULL;
}

static const char *check_prefixed_function(const lint_t *lint, xmlNodePtr node, const char *full,
                                           int no_arguments)
{
    const char *colon = strchr(full, ':');
    const char *prefix = apr_pstrmemdup(lint->pool, full, (apr_size_t)(colon - full));
    xmlNsPtr ns = xmlSearchNs(node->doc, node, (const xmlChar *)prefix);
    const char *uri;

    if (ns == NULL)
        return complain(lint, node, "the prefix of %s() is not declared; add xmlns:%s", full,
                        prefix);
    uri = (const char *)ns->href;
    if (!is_one_of(uri, strlen(uri), exslt, COUNT(exslt)))
        return complain(lint, node, "%s() of %s is not available in a theme; available are %s",
                        full, uri, exslt_names);
    if (xsltExtModuleFunctionLookup((const xmlChar *)colon + 1, ns->href) == NULL)
        return complain(lint, node, "%s has no function %s()", uri, full);
    return check_steadiness(lint, node, uri, colon + 1, full, no_arguments);
}

static int is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static int starts_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static const char *skip_name(const char *at)
{
    while (starts_name(*at) || (*at >= '0' && *at <= '9') || *at == '-' || *at == '.')
        at++;
    return at;
}

/* A qualified name; in "child::p" the first part ends before the double colon. */
static const char *skip_qualified_name(const char *at)
{
    at = skip_name(at);
    if (at[0] == ':' && starts_name(at[1]))
        at = skip_name(at + 1);
    return at;
}

static const char *skip_space(const char *at)
{
    while (is_space(*at))
        at++;
    return at;
}

static const char *check_function(const lint_t *lint, xmlNodePtr node, const char *name,
                                  const char *open)
{
    int no_arguments = *skip_space(open + 1) == ')';

    return strchr(name, ':') != NULL ? check_prefixed_function(lint, node, name, no_arguments)
                                     : check_plain_function(lint, node, name);
}

/* XPath 1.0, 3.7: a name after something that is complete is an operator ("a and (b)"), a name
 * before a parenthesis otherwise a function. Whether the rest is sound the compiler says. */
static const char *check_expression(const lint_t *lint, xmlNodePtr node, const char *at)
{
    int complete = 0; /* what came before can end an operand */
    const char *error = NULL;

    while (error == NULL && *(at = skip_space(at)) != '\0') {
        if (*at == '"' || *at == '\'') {
            const char *end = strchr(at + 1, *at);

            at = end != NULL ? end + 1 : at + strlen(at);
            complete = 1;
        } else if (*at == '$') {
            at = skip_qualified_name(skip_space(at + 1));
            complete = 1;
        } else if (starts_name(*at)) {
            const char *end = skip_qualified_name(at);
            const char *next = skip_space(end);

            if (!complete && *next == '(')
                error = check_function(
                    lint, node, apr_pstrmemdup(lint->pool, at, (apr_size_t)(end - at)), next);
            complete = !complete && *next != '(' && !(next[0] == ':' && next[1] == ':');
            at = end;
        } else if (*at == '*') {
            complete = !complete; /* all elements, or times */
            at++;
        } else {
            complete = *at == ')' || *at == ']' || *at == '.' || (*at >= '0' && *at <= '9');
            at++;
        }
    }
    return error;
}

/* ---- attributes ---- */

/* The expressions between braces in an attribute value template. */
static const char *check_template(const lint_t *lint, xmlNodePtr node, const char *at)
{
    const char *error = NULL;

    while (error == NULL && (at = strchr(at, '{')) != NULL) {
        const char *start = ++at;
        char quote = '\0';

        if (*at == '{') {
            at++;
            continue;
        }
        for (; *at != '\0' && (quote != '\0' || *at != '}'); at++) {
            if (quote == *at)
                quote = '\0';
            else if (quote == '\0' && (*at == '"' || *at == '\''))
                quote = *at;
        }
        error = check_expression(lint, node,
                                 apr_pstrmemdup(lint->pool, start, (apr_size_t)(at - start)));
    }
    return error;
}

static const char *check_extension_prefixes(const lint_t *lint, xmlNodePtr node, const char *list)
{
    for (list = skip_space(list); *list != '\0'; list = skip_space(list)) {
        size_t length = strcspn(list, " \t\r\n");
        const char *prefix = apr_pstrmemdup(lint->pool, list, length);
        xmlNsPtr ns = xmlSearchNs(node->doc, node, (const xmlChar *)prefix);
        const char *uri = ns != NULL ? (const char *)ns->href : "";

        if (!is_one_of(uri, strlen(uri), exslt, COUNT(exslt)))
            return complain(lint, node,
                            "extension-element-prefixes names \"%s\"; accepted are "
                            "prefixes of %s",
                            prefix, exslt_names);
        list += length;
    }
    return NULL;
}

static const char *const expressions[] = {"select", "test", "match", "count",
                                          "from",   "use",  "value"};

/* Attributes that mean the same wherever they stand. `*done` says that the value needs no more. */
static const char *check_common_attribute(const lint_t *lint, xmlNodePtr node, xmlAttrPtr attribute,
                                          const char *value, int *done)
{
    const char *name = (const char *)attribute->name;
    const char *uri = attribute->ns != NULL ? (const char *)attribute->ns->href : "";
    int of_xslt = strcmp(uri, (const char *)XSLT_NAMESPACE) == 0 ||
                  (*uri == '\0' && np_theme_is_xslt(node, NULL));

    *done = 1;
    if (strcmp(uri, (const char *)XML_XML_NAMESPACE) == 0 && strcmp(name, "base") == 0)
        return complain(lint, node,
                        "xml:base is not available in a theme; imports are relative to "
                        "their own file");
    if (of_xslt && strcmp(name, "disable-output-escaping") == 0)
        return complain(lint, node,
                        "disable-output-escaping is not available in a theme; copy "
                        "elements with xsl:copy-of");
    if (of_xslt && strcmp(name, "extension-element-prefixes") == 0)
        return check_extension_prefixes(lint, node, value);
    *done = 0;
    return NULL;
}

static const char *check_attribute(const lint_t *lint, xmlNodePtr node, xmlAttrPtr attribute)
{
    const char *name = (const char *)attribute->name;
    xmlChar *content = xmlNodeGetContent((xmlNodePtr)attribute);
    const char *value = apr_pstrdup(lint->pool, content != NULL ? (const char *)content : "");
    const char *error;
    int done;

    xmlFree(content);
    error = check_common_attribute(lint, node, attribute, value, &done);
    if (error != NULL || done)
        return error;
    if (np_theme_is_xslt(node, NULL) && attribute->ns == NULL) {
        if (is_one_of(name, strlen(name), expressions, COUNT(expressions)))
            return check_expression(lint, node, value);
        /* libxslt before 1.1.38 keeps the computed value in the sheet, which all threads share. */
        if (np_theme_is_xslt(node, "sort") && strchr(value, '{') != NULL)
            return complain(lint, node,
                            "xsl:sort with a computed %s is not available in a theme; "
                            "write the value itself, or use xsl:choose",
                            name);
    }
    return check_template(lint, node, value);
}

/* ---- elements ---- */

enum { TOP = 1, INSIDE = 2 };

static const struct {
    const char *name;
    int where;
} accepted[] = {{"import", TOP},
                {"include", TOP},
                {"strip-space", TOP},
                {"preserve-space", TOP},
                {"output", TOP},
                {"key", TOP},
                {"decimal-format", TOP},
                {"attribute-set", TOP},
                {"template", TOP},
                {"variable", TOP | INSIDE},
                {"param", TOP | INSIDE},
                {"with-param", INSIDE},
                {"apply-templates", INSIDE},
                {"apply-imports", INSIDE},
                {"call-template", INSIDE},
                {"value-of", INSIDE},
                {"copy", INSIDE},
                {"copy-of", INSIDE},
                {"number", INSIDE},
                {"choose", INSIDE},
                {"when", INSIDE},
                {"otherwise", INSIDE},
                {"if", INSIDE},
                {"for-each", INSIDE},
                {"sort", INSIDE},
                {"text", INSIDE},
                {"element", INSIDE},
                {"attribute", INSIDE},
                {"message", INSIDE},
                {"fallback", INSIDE}};

static const struct {
    const char *name;
    const char *why;
} refused[] = {{"processing-instruction", "HTML has no processing instructions"},
               {"comment", "comments are not written into pages"},
               {"document", "a theme writes one page and no files"},
               {"script", "a theme runs no other language"},
               {"namespace-alias", "a theme writes HTML and no sheets"},
               {"result-document", "a theme writes one page and no files"},
               {"function", "only XSLT 1.0 is available; use a named template"},
               {"for-each-group", "only XSLT 1.0 is available; use xsl:key"}};

static const char *check_xslt_element(const lint_t *lint, xmlNodePtr node, int place)
{
    const char *name = (const char *)node->name;
    size_t i;

    for (i = 0; i < COUNT(accepted); i++) {
        if (strcmp(accepted[i].name, name) != 0)
            continue;
        if (accepted[i].where & place)
            return NULL;
        return complain(lint, node,
                        place == TOP ? "xsl:%s stands only inside xsl:template"
                                     : "xsl:%s stands only directly below xsl:stylesheet",
                        name);
    }
    for (i = 0; i < COUNT(refused); i++) {
        if (strcmp(refused[i].name, name) == 0)
            return complain(lint, node, "xsl:%s is not available in a theme: %s", name,
                            refused[i].why);
    }
    return complain(lint, node, "xsl:%s is no element of XSLT 1.0", name);
}

/* Pages are written by our own serialiser as HTML in UTF-8, whatever the sheet wishes; a sheet that
 * wishes otherwise would look different in xsltproc, so it is told. */
static const char *check_output(const lint_t *lint, xmlNodePtr node)
{
    xmlChar *method = xmlGetNoNsProp(node, (const xmlChar *)"method");
    xmlChar *encoding = xmlGetNoNsProp(node, (const xmlChar *)"encoding");
    const char *error = NULL;

    if (method != NULL && xmlStrcmp(method, (const xmlChar *)"html") != 0)
        error =
            complain(lint, node, "xsl:output method=\"%s\" is not available; a theme writes html",
                     (const char *)method);
    else if (encoding != NULL && xmlStrcasecmp(encoding, (const xmlChar *)"UTF-8") != 0)
        error = complain(lint, node, "xsl:output encoding=\"%s\" is not available; pages are UTF-8",
                         (const char *)encoding);
    xmlFree(method);
    xmlFree(encoding);
    return error;
}

static const char *check_literal_element(const lint_t *lint, xmlNodePtr node, int place)
{
    static const char *const html[] = {"http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg",
                                       "http://www.w3.org/1998/Math/MathML"};
    const char *uri = node->ns != NULL ? (const char *)node->ns->href : "";

    if (place == TOP)
        return complain(lint, node,
                        "%s cannot stand directly below xsl:stylesheet; HTML belongs "
                        "into xsl:template, and functions or data of other languages "
                        "are not available in a theme",
                        (const char *)node->name);
    if (*uri != '\0' && !is_one_of(uri, strlen(uri), html, COUNT(html)))
        return complain(lint, node,
                        "%s of %s is not available in a theme; accepted are elements of "
                        "HTML, SVG and MathML",
                        (const char *)node->name, uri);
    return NULL;
}

static const char *check_element(const lint_t *lint, xmlNodePtr node, int place)
{
    const char *error;
    xmlAttrPtr attribute;

    error = np_theme_is_xslt(node, NULL) ? check_xslt_element(lint, node, place)
                                         : check_literal_element(lint, node, place);
    if (error == NULL && np_theme_is_xslt(node, "output"))
        error = check_output(lint, node);
    for (attribute = node->properties; attribute != NULL && error == NULL;
         attribute = attribute->next)
        error = check_attribute(lint, node, attribute);
    return error;
}

/* Recursive: the parser has refused more than 256 levels. */
static const char *check_children(const lint_t *lint, xmlNodePtr parent, int place)
{
    const char *error = NULL;
    xmlNodePtr node;

    for (node = parent->children; node != NULL && error == NULL; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        error = check_element(lint, node, place);
        if (error == NULL)
            error = check_children(lint, node, INSIDE);
    }
    return error;
}

/* libxslt reports a late import, but goes on without it. */
static const char *check_import_order(const lint_t *lint, xmlNodePtr root)
{
    int other = 0;
    xmlNodePtr node;

    for (node = root->children; node != NULL; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        if (!np_theme_is_xslt(node, "import"))
            other = 1;
        else if (other)
            return complain(lint, node, "xsl:import must come before everything else in a sheet");
    }
    return NULL;
}

static const char *check_root(const lint_t *lint, xmlNodePtr root)
{
    const char *error = NULL;
    xmlAttrPtr attribute;
    xmlChar *version;

    if (!np_theme_is_xslt(root, "stylesheet") && !np_theme_is_xslt(root, "transform"))
        return complain(lint, root,
                        "the root element is %s; a sheet begins with <xsl:stylesheet "
                        "version=\"1.0\" xmlns:xsl=\"%s\">",
                        (const char *)root->name, (const char *)XSLT_NAMESPACE);
    version = xmlGetNoNsProp(root, (const xmlChar *)"version");
    if (version == NULL || xmlStrcmp(version, (const xmlChar *)"1.0") != 0)
        error = complain(lint, root,
                         "version=\"%s\" of xsl:stylesheet is not available; accepted is "
                         "1.0",
                         version != NULL ? (const char *)version : "");
    xmlFree(version);
    for (attribute = root->properties; attribute != NULL && error == NULL;
         attribute = attribute->next)
        error = check_attribute(lint, root, attribute);
    return error != NULL ? error : check_import_order(lint, root);
}

const char *np_theme_lint(xmlDocPtr doc, const char *shown, apr_pool_t *pool)
{
    lint_t lint = {shown, pool};
    xmlNodePtr root = xmlDocGetRootElement(doc);
    const char *error = check_root(&lint, root);

    return error != NULL ? error : check_children(&lint, root, TOP);
}
