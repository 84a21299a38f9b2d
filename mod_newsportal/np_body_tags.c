/* np_body_tags.c - the element allow-list: what each element of the source becomes. Whatever is not
 * named here disappears and leaves its text. Called by np_body_tree and np_body_html.
 *
 * The names that come out are those of `flow` in htdocs/themes/page.rng.
 */
#include "np_body_parts.h"

#include <stdlib.h>
#include <string.h>

#define COMMON NP_BODY_COMMON

/* Sorted by name for bsearch; a unit test looks after that. */
static const np_body_tag_t tags[] = {
    {"a", "a", NP_TAG_A, COMMON | NP_BODY_HREF | NP_BODY_NEEDED},
    {"abbr", "abbr", NP_TAG_INLINE, COMMON | NP_BODY_TITLE},
    {"acronym", "abbr", NP_TAG_INLINE, COMMON | NP_BODY_TITLE},
    {"address", "div", NP_TAG_PARA, COMMON},
    {"applet", NULL, NP_TAG_SKIP, 0},
    {"area", NULL, NP_TAG_SKIP, 0},
    {"article", "div", NP_TAG_PARA, COMMON},
    {"aside", "div", NP_TAG_PARA, COMMON},
    {"audio", NULL, NP_TAG_SKIP, 0},
    {"b", "b", NP_TAG_ONCE, COMMON},
    {"base", NULL, NP_TAG_SKIP, 0},
    {"basefont", NULL, NP_TAG_UNWRAP, 0},
    {"bdi", "span", NP_TAG_INLINE, COMMON | NP_BODY_NEEDED},
    {"bdo", "span", NP_TAG_INLINE, COMMON | NP_BODY_NEEDED},
    {"big", NULL, NP_TAG_UNWRAP, 0},
    {"blockquote", "blockquote", NP_TAG_BLOCK, COMMON | NP_BODY_CITE},
    {"body", NULL, NP_TAG_UNWRAP, 0},
    {"br", "br", NP_TAG_BR, 0},
    {"button", NULL, NP_TAG_SKIP, 0},
    {"canvas", NULL, NP_TAG_SKIP, 0},
    {"caption", "caption", NP_TAG_CAPTION, COMMON},
    {"center", "div", NP_TAG_PARA, COMMON},
    {"cite", "cite", NP_TAG_ONCE, COMMON},
    {"code", "code", NP_TAG_ONCE, COMMON},
    {"col", NULL, NP_TAG_UNWRAP, 0},
    {"colgroup", NULL, NP_TAG_UNWRAP, 0},
    {"datalist", NULL, NP_TAG_SKIP, 0},
    {"dd", "dd", NP_TAG_DD, COMMON},
    {"del", "del", NP_TAG_INLINE, COMMON | NP_BODY_CITE | NP_BODY_DATETIME},
    {"details", "div", NP_TAG_PARA, COMMON},
    {"dfn", "i", NP_TAG_ONCE, COMMON},
    {"dialog", NULL, NP_TAG_SKIP, 0},
    {"dir", "ul", NP_TAG_LIST, COMMON},
    {"div", "div", NP_TAG_PARA, COMMON},
    {"dl", "dl", NP_TAG_DL, COMMON},
    {"dt", "dt", NP_TAG_DT, COMMON},
    {"em", "em", NP_TAG_ONCE, COMMON},
    {"fieldset", "div", NP_TAG_PARA, COMMON},
    {"figcaption", "figcaption", NP_TAG_FIGCAPTION, COMMON},
    {"figure", "figure", NP_TAG_FIGURE, COMMON},
    {"font", NULL, NP_TAG_UNWRAP, 0},
    {"footer", "div", NP_TAG_PARA, COMMON},
    {"form", "div", NP_TAG_PARA, COMMON},
    {"frame", NULL, NP_TAG_SKIP, 0},
    {"frameset", NULL, NP_TAG_SKIP, 0},
    {"h1", "h1", NP_TAG_HEADING, COMMON},
    {"h2", "h2", NP_TAG_HEADING, COMMON},
    {"h3", "h3", NP_TAG_HEADING, COMMON},
    {"h4", "h4", NP_TAG_HEADING, COMMON},
    {"h5", "h5", NP_TAG_HEADING, COMMON},
    {"h6", "h6", NP_TAG_HEADING, COMMON},
    {"head", NULL, NP_TAG_UNWRAP, 0},
    {"header", "div", NP_TAG_PARA, COMMON},
    {"hgroup", "div", NP_TAG_PARA, COMMON},
    {"hr", "hr", NP_TAG_HR, 0},
    {"html", NULL, NP_TAG_UNWRAP, 0},
    {"i", "i", NP_TAG_ONCE, COMMON},
    {"iframe", NULL, NP_TAG_SKIP, 0},
    {"image", "img", NP_TAG_IMG, COMMON | NP_BODY_IMAGE},
    {"img", "img", NP_TAG_IMG, COMMON | NP_BODY_IMAGE},
    {"input", NULL, NP_TAG_SKIP, 0},
    {"ins", "ins", NP_TAG_INLINE, COMMON | NP_BODY_CITE | NP_BODY_DATETIME},
    {"kbd", "kbd", NP_TAG_ONCE, COMMON},
    {"legend", "div", NP_TAG_PARA, COMMON},
    {"li", "li", NP_TAG_LI, COMMON | NP_BODY_VALUE},
    {"link", NULL, NP_TAG_SKIP, 0},
    {"listing", "pre", NP_TAG_PRE, COMMON},
    {"main", "div", NP_TAG_PARA, COMMON},
    {"map", NULL, NP_TAG_SKIP, 0},
    {"mark", "mark", NP_TAG_ONCE, COMMON},
    {"math", NULL, NP_TAG_SKIP, 0},
    {"menu", "ul", NP_TAG_LIST, COMMON},
    {"meta", NULL, NP_TAG_SKIP, 0},
    {"meter", NULL, NP_TAG_SKIP, 0},
    {"nav", "div", NP_TAG_PARA, COMMON},
    {"nobr", NULL, NP_TAG_UNWRAP, 0},
    {"noembed", NULL, NP_TAG_SKIP, 0},
    {"noframes", NULL, NP_TAG_SKIP, 0},
    {"noscript", NULL, NP_TAG_SKIP, 0},
    {"o:p", NULL, NP_TAG_UNWRAP, 0},
    {"object", NULL, NP_TAG_SKIP, 0},
    {"ol", "ol", NP_TAG_LIST, COMMON | NP_BODY_OL},
    {"optgroup", NULL, NP_TAG_SKIP, 0},
    {"option", NULL, NP_TAG_SKIP, 0},
    {"p", "p", NP_TAG_PARA, COMMON},
    {"param", NULL, NP_TAG_SKIP, 0},
    {"picture", NULL, NP_TAG_UNWRAP, 0},
    {"plaintext", NULL, NP_TAG_SKIP, 0},
    {"pre", "pre", NP_TAG_PRE, COMMON},
    {"progress", NULL, NP_TAG_SKIP, 0},
    {"q", "q", NP_TAG_INLINE, COMMON | NP_BODY_CITE},
    {"rb", NULL, NP_TAG_UNWRAP, 0},
    {"rp", "rp", NP_TAG_RT, COMMON},
    {"rt", "rt", NP_TAG_RT, COMMON},
    {"rtc", NULL, NP_TAG_UNWRAP, 0},
    {"ruby", "ruby", NP_TAG_RUBY, COMMON},
    {"s", "s", NP_TAG_ONCE, COMMON},
    {"samp", "samp", NP_TAG_ONCE, COMMON},
    {"script", NULL, NP_TAG_SKIP, 0},
    {"section", "div", NP_TAG_PARA, COMMON},
    {"select", NULL, NP_TAG_SKIP, 0},
    {"small", "small", NP_TAG_ONCE, COMMON},
    {"span", "span", NP_TAG_INLINE, COMMON | NP_BODY_NEEDED},
    {"strike", "s", NP_TAG_ONCE, COMMON},
    {"strong", "strong", NP_TAG_ONCE, COMMON},
    {"style", NULL, NP_TAG_SKIP, 0},
    {"sub", "sub", NP_TAG_INLINE, COMMON},
    {"summary", "div", NP_TAG_PARA, COMMON},
    {"sup", "sup", NP_TAG_INLINE, COMMON},
    {"svg", NULL, NP_TAG_SKIP, 0},
    {"table", "table", NP_TAG_TABLE, COMMON},
    {"tbody", "tbody", NP_TAG_ROWS, COMMON},
    {"td", "td", NP_TAG_CELL, COMMON | NP_BODY_CELL},
    {"template", NULL, NP_TAG_SKIP, 0},
    {"textarea", NULL, NP_TAG_SKIP, 0},
    {"tfoot", "tfoot", NP_TAG_ROWS, COMMON},
    {"th", "th", NP_TAG_CELL, COMMON | NP_BODY_CELL | NP_BODY_SCOPE},
    {"thead", "thead", NP_TAG_ROWS, COMMON},
    {"time", "time", NP_TAG_ONCE, COMMON | NP_BODY_DATETIME | NP_BODY_NEEDED},
    {"title", NULL, NP_TAG_SKIP, 0},
    {"tr", "tr", NP_TAG_ROW, COMMON},
    {"tt", "code", NP_TAG_ONCE, COMMON},
    {"u", "u", NP_TAG_ONCE, COMMON},
    {"ul", "ul", NP_TAG_LIST, COMMON},
    {"var", "i", NP_TAG_ONCE, COMMON},
    {"video", NULL, NP_TAG_SKIP, 0},
    {"wbr", "wbr", NP_TAG_WBR, 0},
    {"xml", NULL, NP_TAG_SKIP, 0}, /* Word's settings */
    {"xmp", NULL, NP_TAG_SKIP, 0},
};

static const np_body_tag_t unknown = {"", NULL, NP_TAG_UNKNOWN, 0};

static int compare(const void *name, const void *tag)
{
    return strcmp(name, ((const np_body_tag_t *)tag)->name);
}

const np_body_tag_t *np_body_tag(const char *name)
{
    const np_body_tag_t *tag =
        bsearch(name, tags, sizeof(tags) / sizeof(tags[0]), sizeof(tags[0]), compare);

    return tag != NULL ? tag : &unknown;
}

const char *np_body_tag_name(apr_size_t index)
{
    return index < sizeof(tags) / sizeof(tags[0]) ? tags[index].name : NULL;
}
