/* np_theme_messages.c - texts per language: messages/<lang>.xml of a theme and its parents, merged
 * once at load into one complete <messages> element per language and copied into each page's model.
 *
 * Order for one key: the language in the theme, in its parents, then English in the theme, in its
 * parents. So a child's text wins over its parent's, but a parent's Korean over a child's English.
 *
 * Must not: know what the keys mean. Called by np_theme.c and mod_newsportal.c.
 */
#include "np_theme_internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <apr_hash.h>
#include <apr_strings.h>

#define FALLBACK "en"

/* One file while loading. */
typedef struct {
    const char *language;
    xmlDocPtr doc;
} text_file_t;

typedef struct {
    np_theme_load_t *load;
    apr_array_header_t *files; /* text_file_t, child's before parents' */
} reading_t;

static int is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns == NULL &&
           xmlStrcmp(node->name, (const xmlChar *)name) == 0;
}

static const char *attribute(xmlNodePtr node, const char *name, apr_pool_t *pool)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    const char *kept = apr_pstrdup(pool, value != NULL ? (const char *)value : "");

    xmlFree(value);
    return kept;
}

/* BCP 47 as far as file names need it: two or three letters, then parts of letters and digits. */
static int is_language(const char *tag)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t length = strspn(tag, letters);

    if (length < 2 || length > 3)
        return 0;
    for (tag += length; *tag == '-'; tag += length + 1) {
        length = strspn(tag + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        if (length < 2 || length > 8)
            return 0;
    }
    return *tag == '\0';
}

static const char *check_message(xmlNodePtr message, const char *file, apr_hash_t *keys,
                                 apr_pool_t *pool)
{
    const char *key;
    xmlNodePtr child;

    if (message->type == XML_COMMENT_NODE || xmlIsBlankNode(message))
        return NULL;
    if (!is_element(message, "message"))
        return apr_psprintf(
            pool, "%s, line %ld: only <message key=\"...\">text</message> is accepted here", file,
            xmlGetLineNo(message));
    key = attribute(message, "key", pool);
    if (*key == '\0')
        return apr_psprintf(pool, "%s, line %ld: a message needs a key", file,
                            xmlGetLineNo(message));
    for (child = message->children; child != NULL; child = child->next) {
        if (child->type != XML_TEXT_NODE && child->type != XML_COMMENT_NODE)
            return apr_psprintf(pool,
                                "%s, line %ld: message \"%s\" holds an element; messages are text",
                                file, xmlGetLineNo(message), key);
    }
    if (apr_hash_get(keys, key, APR_HASH_KEY_STRING) != NULL)
        return apr_psprintf(pool, "%s, line %ld: message \"%s\" is there twice", file,
                            xmlGetLineNo(message), key);
    apr_hash_set(keys, key, APR_HASH_KEY_STRING, message);
    return NULL;
}

static const char *check_file(xmlDocPtr doc, const char *file, const char *language,
                              apr_pool_t *pool)
{
    xmlNodePtr root = xmlDocGetRootElement(doc);
    apr_hash_t *keys = apr_hash_make(pool);
    const char *error = NULL;
    xmlNodePtr child;

    if (!is_element(root, "messages"))
        return apr_psprintf(pool,
                            "%s, line %ld: the root element must be "
                            "<messages lang=\"%s\">",
                            file, xmlGetLineNo(root), language);
    if (strcasecmp(attribute(root, "lang", pool), language) != 0)
        return apr_psprintf(pool,
                            "%s, line %ld: lang=\"%s\", but the file is named for \"%s\"; both "
                            "must be the same",
                            file, xmlGetLineNo(root), attribute(root, "lang", pool), language);
    for (child = root->children; child != NULL && error == NULL; child = child->next)
        error = check_message(child, file, keys, pool);
    return error;
}

/* Other files (a README, a spreadsheet that the texts came from) may lie beside. */
static const char *read_file(void *baton, const char *full, const char *path)
{
    reading_t *reading = baton;
    np_theme_load_t *load = reading->load;
    size_t length = strlen(path);
    text_file_t *file;
    char *real;
    const char *error;
    int level;

    if (length < 5 || strcmp(path + length - 4, ".xml") != 0)
        return NULL;
    real = realpath(full, NULL);
    level = real != NULL ? np_theme_level_of(load->theme, real) : 0;
    free(real);
    if (level < 0)
        return apr_psprintf(load->pool, "%s: leads outside the folders of the theme", full);
    file = apr_array_push(reading->files);
    file->doc = NULL;
    file->language = apr_pstrmemdup(load->pool, path, length - 4);
    if (!is_language(file->language))
        return apr_psprintf(load->pool,
                            "%s: \"%s\" is no language; accepted are names like en.xml, "
                            "ko.xml, zh-Hans.xml",
                            full, file->language);
    error = np_theme_parse(load, full, full, NULL, &file->doc);
    return error != NULL ? error : check_file(file->doc, full, file->language, load->pool);
}

static void copy_missing(xmlNodePtr to, const apr_array_header_t *files, const char *language,
                         apr_hash_t *keys, apr_pool_t *pool)
{
    int i;

    for (i = 0; i < files->nelts; i++) {
        const text_file_t *file = &APR_ARRAY_IDX(files, i, text_file_t);
        xmlNodePtr message;

        if (strcasecmp(file->language, language) != 0)
            continue;
        for (message = xmlDocGetRootElement(file->doc)->children; message != NULL;
             message = message->next) {
            const char *key;
            xmlChar *text;

            if (message->type != XML_ELEMENT_NODE)
                continue;
            key = attribute(message, "key", pool);
            if (apr_hash_get(keys, key, APR_HASH_KEY_STRING) != NULL)
                continue;
            apr_hash_set(keys, key, APR_HASH_KEY_STRING, message);
            text = xmlNodeGetContent(message);
            xmlNewProp(xmlNewTextChild(to, NULL, (const xmlChar *)"message", text),
                       (const xmlChar *)"key", (const xmlChar *)key);
            xmlFree(text);
        }
    }
}

static const np_theme_language_t *find_exactly(const np_theme_t *theme, const char *tag,
                                               size_t length)
{
    int i;

    for (i = 0; i < theme->language_count; i++) {
        const char *ours = theme->languages[i].tag;

        if (strncasecmp(ours, tag, length) == 0 && ours[length] == '\0')
            return &theme->languages[i];
    }
    return NULL;
}

static void add_language(np_theme_load_t *load, const apr_array_header_t *files, const char *tag)
{
    np_theme_t *theme = load->theme;
    apr_hash_t *keys = apr_hash_make(load->pool);
    size_t size = sizeof(*theme->languages) * (size_t)(theme->language_count + 1);
    np_theme_language_t *language;

    theme->languages = np_theme_alloc(theme->languages, size);
    language = &theme->languages[theme->language_count++];
    language->tag = np_theme_copy(tag);
    language->element =
        xmlNewChild(xmlDocGetRootElement(theme->texts), NULL, (const xmlChar *)"messages", NULL);
    xmlNewProp(language->element, (const xmlChar *)"lang", (const xmlChar *)tag);
    copy_missing(language->element, files, tag, keys, load->pool);
    copy_missing(language->element, files, FALLBACK, keys, load->pool);
}

/* The merged tree has no dictionary: copying from it into models then touches nothing shared. */
static void merge(np_theme_load_t *load, const apr_array_header_t *files)
{
    xmlDocPtr texts = xmlNewDoc((const xmlChar *)"1.0");
    int i;

    xmlDocSetRootElement(texts, xmlNewDocNode(texts, NULL, (const xmlChar *)"texts", NULL));
    load->theme->texts = texts;
    for (i = 0; i < files->nelts; i++) {
        const char *tag = APR_ARRAY_IDX(files, i, text_file_t).language;

        if (find_exactly(load->theme, tag, strlen(tag)) == NULL)
            add_language(load, files, tag);
    }
}

const char *np_theme_load_messages(np_theme_load_t *load)
{
    reading_t reading = {load, apr_array_make(load->pool, 8, sizeof(text_file_t))};
    const char *error = NULL;
    int i;

    for (i = 0; i < load->theme->level_count && error == NULL; i++)
        error =
            np_theme_walk(apr_pstrcat(load->pool, load->theme->levels[i].folder, "/messages", NULL),
                          read_file, &reading, load->pool);
    if (error == NULL)
        merge(load, reading.files);
    for (i = 0; i < reading.files->nelts; i++)
        xmlFreeDoc(APR_ARRAY_IDX(reading.files, i, text_file_t).doc);
    return error;
}

/* "zh-Hans-CN" finds zh-Hans.xml (RFC 4647, lookup). */
static const np_theme_language_t *find_language(const np_theme_t *theme, const char *tag)
{
    size_t length = strlen(tag);

    while (length > 0) {
        const np_theme_language_t *language = find_exactly(theme, tag, length);

        if (language != NULL)
            return language;
        while (length > 0 && tag[--length] != '-')
            ;
    }
    return NULL;
}

const char *np_theme_check_language(const np_theme_t *theme, const char *language, apr_pool_t *pool)
{
    if (find_language(theme, language) != NULL)
        return NULL;
    return apr_psprintf(pool,
                        "%s: there is no messages/%s.xml in the theme \"%s\" or its parents; add "
                        "one or choose another language",
                        theme->levels[0].folder, language, np_theme_name(theme));
}

const char *np_theme_message(const np_theme_t *theme, const char *language, const char *key)
{
    const np_theme_language_t *found = find_language(theme, language);
    xmlNodePtr message;

    if (found == NULL)
        found = find_exactly(theme, FALLBACK, strlen(FALLBACK));
    for (message = found ? found->element->children : NULL; message; message = message->next) {
        xmlAttrPtr name = message->type == XML_ELEMENT_NODE ? message->properties : NULL;

        if (name && name->children && message->children && message->children->content &&
            xmlStrcmp(name->children->content, (const xmlChar *)key) == 0)
            return (const char *)message->children->content;
    }
    return "";
}

/* A language without a file gets the English texts, and says so in @lang. */
void np_theme_add_messages(const np_theme_t *theme, const char *language, xmlDocPtr model)
{
    const np_theme_language_t *found = find_language(theme, language);
    xmlNodePtr root = xmlDocGetRootElement(model);
    xmlNodePtr element;

    if (root == NULL)
        return;
    if (root->last != NULL && is_element(root->last, "messages")) {
        /* A model used a second time, perhaps in another language. */
        xmlNodePtr old = root->last;

        xmlUnlinkNode(old);
        xmlFreeNode(old);
    }
    if (found == NULL)
        found = find_exactly(theme, FALLBACK, strlen(FALLBACK));
    if (found != NULL) {
        element = xmlDocCopyNode(found->element, model, 1);
    } else {
        element = xmlNewDocNode(model, NULL, (const xmlChar *)"messages", NULL);
        xmlNewProp(element, (const xmlChar *)"lang", (const xmlChar *)language);
    }
    if (element == NULL)
        abort();
    xmlAddChild(root, element);
}
