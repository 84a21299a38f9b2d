/* np_body_attributes.c - the attribute allow-list: which attributes an element keeps, and what
 * their values may be. Style, class and event handlers are never kept. Called by np_body_tree.
 */
#include "np_body_parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#define ID_PREFIX "body-" /* the page's own ids never begin so */
#define ID_MAX 100
#define TEXT_MAX 1000

/* Cleans one value; NULL drops the attribute. */
typedef const char *value_fn(const char *value, apr_pool_t *pool);

static const char *id_value(const char *value, apr_pool_t *pool)
{
    const char *p;

    for (p = value; *p; p++)
        if ((unsigned char)*p <= ' ' || strchr("\"'<>&`\x7F", *p) != NULL ||
            (*p == '\xC2' && (unsigned char)p[1] <= 0xA0))
            return NULL;
    if (p == value)
        return NULL;
    if (strncmp(value, ID_PREFIX, sizeof(ID_PREFIX) - 1) != 0)
        value = apr_pstrcat(pool, ID_PREFIX, value, NULL);
    return strlen(value) <= ID_MAX ? value : NULL; /* of the result: it may be read again */
}

/* BCP 47 as page.rng has it: 2 or 3 letters, then parts of 2 to 8 letters and digits. Language
 * names in capitals are Word's: it marks each number in a Chinese text as EN-US. */
static const char *lang_value(const char *value, apr_pool_t *pool)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t length = strspn(value, letters);
    const char *p = value + length;

    (void)pool;
    if (length < 2 || length > 3 || (value[0] <= 'Z' && value[1] <= 'Z'))
        return NULL;
    while (*p == '-') {
        for (length = 0, p++; (*p >= '0' && *p <= '9') || (*p && strchr(letters, *p)); p++)
            length++;
        if (length < 2 || length > 8)
            return NULL;
    }
    return *p == '\0' && p - value <= 35 ? value : NULL;
}

/* The word as the standard spells it, NULL when it is none of these. */
static const char *one_of(const char *value, const char *const *words, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        if (strcasecmp(value, words[i]) == 0)
            return words[i];
    return NULL;
}

static const char *dir_value(const char *value, apr_pool_t *pool)
{
    static const char *const words[] = {"ltr", "rtl", "auto"};

    (void)pool;
    return one_of(value, words, sizeof(words) / sizeof(words[0]));
}

static const char *link_value(const char *value, apr_pool_t *pool)
{
    return np_body_url(value, NP_BODY_LINK, NULL, pool);
}

static const char *picture_value(const char *value, apr_pool_t *pool)
{
    return np_body_url(value, NP_BODY_PICTURE, NULL, pool);
}

/* Text of one line: white space runs become one space, controls go, overlong text is cut. */
static const char *text_value(const char *value, apr_pool_t *pool)
{
    char *text = apr_palloc(pool, strlen(value) + 1), *out = text;

    for (; *value; value++) {
        unsigned char c = (unsigned char)*value;

        if (c == 0x7F ||
            (c == 0xC2 && (unsigned char)value[1] >= 0x80 && (unsigned char)value[1] <= 0x9F)) {
            value += c == 0xC2;
            continue;
        }
        if (c <= ' ') {
            if (out > text && out[-1] != ' ')
                *out++ = ' ';
            continue;
        }
        if (out - text > TEXT_MAX && (c & 0xC0) != 0x80)
            break;
        *out++ = (char)c;
    }
    while (out > text && out[-1] == ' ')
        out--;
    *out = '\0';
    return text;
}

static const char *title_value(const char *value, apr_pool_t *pool)
{
    const char *text = text_value(value, pool);

    return *text ? text : NULL;
}

/* A whole number without sign between low and high; "px" may follow. */
static const char *number(const char *value, long low, long high, apr_pool_t *pool)
{
    size_t length = strspn(value, "0123456789");
    long n;

    if (length == 0 || length > 6 || (value[length] && strcasecmp(value + length, "px") != 0))
        return NULL;
    n = strtol(value, NULL, 10);
    return n >= low && n <= high ? apr_ltoa(pool, n) : NULL;
}

static const char *size_value(const char *value, apr_pool_t *pool)
{
    return number(value, 1, 99999, pool);
}

static const char *span_value(const char *value, apr_pool_t *pool)
{
    return number(value, 2, 1000, pool);
}

static const char *count_value(const char *value, apr_pool_t *pool)
{
    return number(value, 0, 999999, pool);
}

static const char *scope_value(const char *value, apr_pool_t *pool)
{
    static const char *const words[] = {"row", "col", "rowgroup", "colgroup"};

    (void)pool;
    return one_of(value, words, sizeof(words) / sizeof(words[0]));
}

static const char *list_type_value(const char *value, apr_pool_t *pool)
{
    (void)pool;
    return *value && strchr("1aAiI", *value) != NULL && value[1] == '\0' ? value : NULL;
}

static const char *reversed_value(const char *value, apr_pool_t *pool)
{
    (void)value;
    (void)pool;
    return "reversed";
}

static const char *datetime_value(const char *value, apr_pool_t *pool)
{
    size_t length = strlen(value);

    (void)pool;
    if (length < 4 || length > 40 || value[strspn(value, "0123456789-+:.TZW ")] || *value < '0' ||
        *value > '9' || value[length - 1] == ' ')
        return NULL;
    return value;
}

static const struct {
    const char *name;
    unsigned bits; /* elements that may have it */
    value_fn *clean;
} known[] = {
    {"href", NP_BODY_HREF, link_value},
    {"src", NP_BODY_IMAGE, picture_value},
    {"alt", NP_BODY_IMAGE, text_value},
    {"title", NP_BODY_HREF | NP_BODY_IMAGE | NP_BODY_TITLE, title_value},
    {"width", NP_BODY_IMAGE, size_value},
    {"height", NP_BODY_IMAGE, size_value},
    {"cite", NP_BODY_CITE, picture_value},
    {"datetime", NP_BODY_DATETIME, datetime_value},
    {"colspan", NP_BODY_CELL, span_value},
    {"rowspan", NP_BODY_CELL, span_value},
    {"scope", NP_BODY_SCOPE, scope_value},
    {"start", NP_BODY_OL, count_value},
    {"type", NP_BODY_OL, list_type_value},
    {"reversed", NP_BODY_OL, reversed_value},
    {"value", NP_BODY_VALUE, count_value},
    {"lang", NP_BODY_COMMON, lang_value},
    {"dir", NP_BODY_COMMON, dir_value},
    {"id", NP_BODY_COMMON, id_value},
    {"name", 0, id_value}, /* of an a: how anchors were written long ago */
};

enum { HREF = 0, ALT = 2 }; /* places in known[] */

#define KNOWN (sizeof(known) / sizeof(known[0]))

/* Looks, not meaning, or written by us anyway: nobody needs to hear that they are gone. */
int np_body_attribute_is_quiet(const char *name)
{
    static const char *const names[] = {
        "class", "style",  "align",       "valign",  "bgcolor",  "border", "cellpadding",
        "color", "face",   "cellspacing", "nowrap",  "clear",    "hspace", "vspace",
        "size",  "target", "rel",         "loading", "decoding", "width",  "height",
        "lang",  "name",   "xml:lang",    "noshade", "tabindex", "role",   "srcset",
        "sizes", "title",  "colspan",     "rowspan", "span",     "id",     "type"};
    size_t i;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(name, names[i]) == 0)
            return 1;
    return strncmp(name, "data-", 5) == 0 || strncmp(name, "aria-", 5) == 0;
}

struct np_body_ids_t {
    apr_hash_t *used;
    apr_pool_t *pool;
};

np_body_ids_t *np_body_ids_make(apr_pool_t *pool)
{
    np_body_ids_t *ids = apr_palloc(pool, sizeof(*ids));

    ids->used = apr_hash_make(pool);
    ids->pool = pool;
    return ids;
}

static int claim_id(np_body_ids_t *ids, const char *id)
{
    if (apr_hash_get(ids->used, id, APR_HASH_KEY_STRING) != NULL)
        return 0;
    apr_hash_set(ids->used, id, APR_HASH_KEY_STRING, id);
    return 1;
}

/* Cleans what is allowed into values[], in the order of known[]; the first of a name wins. The
 * strings of the source belong to the parser, so everything kept is copied. */
static void collect(const np_body_tag_t *tag, const char **source, const char **values,
                    int *dropped, apr_pool_t *pool)
{
    for (; *source != NULL; source += 2) {
        const char *name = source[0], *value = source[1] != NULL ? source[1] : "", *clean = NULL;
        int i;

        if (tag->role == NP_TAG_A && strcmp(name, "name") == 0)
            name = "id";
        if ((i = np_body_attribute_known(name)) >= 0 && (known[i].bits & tag->attributes) &&
            values[i] == NULL) {
            if ((clean = known[i].clean(value, pool)) != NULL)
                values[i] = clean == value ? apr_pstrdup(pool, value) : clean;
        }
        if (clean == NULL && (i < 0 || *value) && !np_body_attribute_is_quiet(name))
            (*dropped)++;
    }
}

static np_body_attribute_t **append(np_body_attribute_t **end, const char *name, const char *value,
                                    apr_pool_t *pool)
{
    np_body_attribute_t *attribute = apr_palloc(pool, sizeof(*attribute));

    attribute->name = name;
    attribute->value = value;
    attribute->next = NULL;
    *end = attribute;
    return &attribute->next;
}

np_body_attribute_t *np_body_attributes(const np_body_tag_t *tag, const char **source,
                                        np_body_ids_t *ids, int *dropped, apr_pool_t *pool)
{
    const char *values[KNOWN] = {NULL};
    np_body_attribute_t *list = NULL, **end = &list;
    size_t i;

    if (source != NULL)
        collect(tag, source, values, dropped, pool);
    if (tag->role == NP_TAG_IMG && values[ALT] == NULL)
        values[ALT] = "";
    for (i = 0; i < KNOWN; i++) {
        int is_id = strcmp(known[i].name, "id") == 0;

        if (values[i] == NULL || (is_id && !claim_id(ids, values[i])))
            continue;
        end = append(end, known[i].name, values[i], pool);
        if (i == HREF &&
            (strncmp(values[i], "http://", 7) == 0 || strncmp(values[i], "https://", 8) == 0))
            end = append(end, "rel", "noopener", pool);
    }
    if (tag->role == NP_TAG_IMG)
        append(end, "loading", "lazy", pool);
    return list;
}

int np_body_attribute_known(const char *name)
{
    size_t i;

    for (i = 0; i < KNOWN; i++)
        if (strcmp(known[i].name, name) == 0)
            return (int)i;
    return -1;
}

const char *np_body_attribute_name(apr_size_t index)
{
    return index < KNOWN ? known[index].name : NULL;
}

void np_body_attributes_set(xmlNodePtr node, const np_body_attribute_t *list, int with_id)
{
    for (; list != NULL; list = list->next)
        if (with_id || strcmp(list->name, "id") != 0)
            xmlNewProp(node, (const xmlChar *)list->name, (const xmlChar *)list->value);
}
