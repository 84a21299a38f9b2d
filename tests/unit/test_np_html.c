/* test_np_html.c - the serialiser: a table of XML trees and the HTML they must become, then what
 * XML cannot say (CDATA next to text, escaping switched off, depth), and where the document goes
 * wrong.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include "np_html.h"

#define X(s) ((const xmlChar *)(s))

static char *written(xmlDocPtr document, int whole)
{
    np_buffer_t out;
    size_t length;
    char *html;

    np_buffer_init(&out);
    if (whole)
        np_html_write_document(&out, document);
    else
        np_html_write_children(&out, xmlDocGetRootElement(document));
    assert_false(out.failed);
    np_buffer_add(&out, "", 0);
    html = np_buffer_take(&out, &length);
    assert_int_equal(strlen(html), length);
    return html;
}

static void check(xmlDocPtr document, const char *expected)
{
    char *html = written(document, 0);

    assert_string_equal(html, expected);
    free(html);
    xmlFreeDoc(document);
}

static const struct {
    const char *xml;
    const char *html;
} trees[] = {
    {"", ""},
    {"a", "a"},
    {"<p/>", "<p></p>"},
    {"<p>a<b>b</b>c</p><p>d</p>e", "<p>a<b>b</b>c</p><p>d</p>e"},
    {"<div><div><div/></div></div>x", "<div><div><div></div></div></div>x"},
    /* text */
    {"a &amp; b &lt; c &gt; d \" e '", "a &amp; b &lt; c &gt; d \" e '"},
    {"&amp;amp;&amp;lt;", "&amp;amp;&amp;lt;"},
    {"a\xC2\xA0"
     "b",
     "a&nbsp;b"},
    {"\xC2\xA9 \xC2\xA0\xC2\xA0\xC3\x82", "\xC2\xA9 &nbsp;&nbsp;\xC3\x82"},
    {"延边 연변 𠮷", "延边 연변 𠮷"},
    {"&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"},
    {"&lt;!-- --&gt; ]]&gt; &lt;?php", "&lt;!-- --&gt; ]]&gt; &lt;?php"},
    /* never written */
    {"a<!-- c -->b<?pi x?>c", "abc"},
    {"<?xml-stylesheet href='x'?><p><!-- x --></p>", "<p></p>"},
    {"<![CDATA[<b>&amp;</b>]]>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"},
    {"a<![CDATA[]]>b", "ab"},
    /* attributes */
    {"<a href='/x?a=b&amp;c=d'/>", "<a href=\"/x?a=b&amp;c=d\"></a>"},
    {"<a title='&quot; onclick=&quot;x'/>", "<a title=\"&quot; onclick=&quot;x\"></a>"},
    {"<a title='&lt;img src=x>'/>", "<a title=\"&lt;img src=x&gt;\"></a>"},
    {"<a title=\"it's `\"/>", "<a title=\"it's `\"></a>"},
    {"<a title='a&#10;b&#9;c'/>", "<a title=\"a\nb\tc\"></a>"},
    {"<a title='\xC2\xA0'/>", "<a title=\"&nbsp;\"></a>"},
    {"<img alt='' src='a'/>", "<img alt=\"\" src=\"a\">"},
    {"<a href='/新闻'/>", "<a href=\"/新闻\"></a>"},
    {"<div class='' id=''/>", "<div class=\"\" id=\"\"></div>"},
    /* void elements, also when they hold something */
    {"<br/><hr/><wbr/>", "<br><hr><wbr>"},
    {"<img/><input/><link/><meta/><source/><track/>", "<img><input><link><meta><source><track>"},
    {"<area/><base/><col/><embed/><param/>", "<area><base><col><embed><param>"},
    {"<br>x</br><p>y</p>", "<br><p>y</p>"},
    {"<picture><source srcset='a'/><img src='b'/></picture>",
     "<picture><source srcset=\"a\"><img src=\"b\"></picture>"},
    {"<video><track src='a'/></video>", "<video><track src=\"a\"></video>"},
    {"<brx/><bra/><im/>", "<brx></brx><bra></bra><im></im>"},
    {"<iframe/><textarea/><title/><script/><style/>",
     "<iframe></iframe><textarea></textarea><title></title><script></script><style></style>"},
    /* boolean attributes */
    {"<input checked='checked' disabled='' required='REQUIRED'/>",
     "<input checked disabled required>"},
    {"<ol reversed='reversed'/>", "<ol reversed></ol>"},
    {"<div hidden='until-found'/>", "<div hidden=\"until-found\"></div>"},
    {"<script src='a' defer='defer' async=''/>", "<script src=\"a\" defer async></script>"},
    {"<a title='title' checkedx=''/>", "<a title=\"title\" checkedx=\"\"></a>"},
    {"<option selected='yes'/>", "<option selected=\"yes\"></option>"},
    {"<video autoplay='' controls='' loop='' muted='' playsinline=''/>",
     "<video autoplay controls loop muted playsinline></video>"},
    {"<details open=''/><dialog inert='inert'/>",
     "<details open></details><dialog inert></dialog>"},
    /* raw text */
    {"<style>a > b { content: \"&lt;&amp;\" }</style>", "<style>a > b { content: \"<&\" }</style>"},
    {"<script>if (a &lt; b &amp;&amp; c > d) x()</script>",
     "<script>if (a < b && c > d) x()</script>"},
    {"<script>a='&lt;/script>'</script>", "<script></script>"},
    {"<script>a='&lt;/SCRIPT x'</script>", "<script></script>"},
    {"<script>a='&lt;!-- '</script>", "<script></script>"},
    {"<script>a='&lt;/style>'</script>", "<script></script>"},
    {"<style>a{}&lt;/style><b>x</b></style>", "<style></style>"},
    {"<style>&lt;/StYlE</style>", "<style></style>"},
    {"<style>a{} &lt;/scrip </style>", "<style>a{} </scrip </style>"},
    {"<script>&lt;/scr<![CDATA[ipt>]]></script>", "<script></script>"},
    {"<script>a<!-- c -->b</script>", "<script>ab</script>"},
    {"<script type='module'>a&lt;b</script>", "<script type=\"module\">a<b</script>"},
    {"<svg xmlns='http://www.w3.org/2000/svg'><style>a&lt;b</style><script>c&lt;d</script></svg>",
     "<svg><style>a&lt;b</style><script>c&lt;d</script></svg>"},
    /* JSON in scripts */
    {"<script type='application/ld+json'>{\"a\":\"&lt;/script>&lt;!--\"}</script>",
     "<script type=\"application/ld+json\">{\"a\":\"\\u003c/script>\\u003c!--\"}</script>"},
    {"<script type='application/json'>&lt;&lt;</script>",
     "<script type=\"application/json\">\\u003c\\u003c</script>"},
    {"<script type='text/JSON ; charset=utf-8'>&lt;</script>",
     "<script type=\"text/JSON ; charset=utf-8\">\\u003c</script>"},
    {"<script type='text/jsonp'>&lt;/script</script>", "<script type=\"text/jsonp\"></script>"},
    {"<script type='json5'>&lt;!--</script>", "<script type=\"json5\"></script>"},
    {"<style type='application/json'>a&lt;/style</style>",
     "<style type=\"application/json\"></style>"},
    /* escaped like everything else */
    {"<title>a &lt;/title> b</title>", "<title>a &lt;/title&gt; b</title>"},
    {"<textarea>&lt;/textarea>&lt;b></textarea>",
     "<textarea>&lt;/textarea&gt;&lt;b&gt;</textarea>"},
    {"<noscript><p title='&lt;/noscript>'/></noscript>",
     "<noscript><p title=\"&lt;/noscript&gt;\"></p></noscript>"},
    {"<iframe>&lt;/iframe></iframe><xmp>&lt;/xmp></xmp>",
     "<iframe>&lt;/iframe&gt;</iframe><xmp>&lt;/xmp&gt;</xmp>"},
    /* the newline that a reader would drop */
    {"<pre>\nx</pre><pre>x\n</pre>", "<pre>\n\nx</pre><pre>x\n</pre>"},
    {"<textarea>\n\n</textarea><pre><b>\nx</b></pre><p>\nx</p>",
     "<textarea>\n\n\n</textarea><pre><b>\nx</b></pre><p>\nx</p>"},
    /* namespaces */
    {"<p xmlns='http://www.w3.org/1999/xhtml'>a<br/></p>", "<p>a<br></p>"},
    {"<h:p xmlns:h='http://www.w3.org/1999/xhtml' h:title='x'>a</h:p>", "<p title=\"x\">a</p>"},
    {"<p xml:lang='ko' lang='ko'/>", "<p xml:lang=\"ko\" lang=\"ko\"></p>"},
    {"<svg xmlns='http://www.w3.org/2000/svg' xmlns:l='http://www.w3.org/1999/xlink' "
     "viewBox='0 0 1 1'><use l:href='#a'/><link/></svg>",
     "<svg viewBox=\"0 0 1 1\"><use xlink:href=\"#a\"></use><link></link></svg>"},
    {"<np:x xmlns:np='urn:x' np:y='z'/>", "<x y=\"z\"></x>"},
};

static void test_trees(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(trees) / sizeof(trees[0]); i++) {
        char xml[1024];
        int length = snprintf(xml, sizeof(xml), "<r>%s</r>", trees[i].xml);

        check(xmlReadMemory(xml, length, NULL, NULL, XML_PARSE_NONET), trees[i].html);
    }
}

static void test_document(void **state)
{
    static const struct {
        const char *xml;
        const char *html;
    } documents[] = {
        {"<html lang='ko'><head><meta charset='utf-8'/></head><body/></html>",
         "<!DOCTYPE html>\n<html lang=\"ko\"><head><meta "
         "charset=\"utf-8\"></head><body></body></html>"},
        {"<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html PUBLIC 'x' 'y'><!-- c --><html/>"
         "<!-- d --><?p?>",
         "<!DOCTYPE html>\n<html></html>"},
        {"<br/>", "<!DOCTYPE html>\n<br>"},
        {"<script>a&lt;b</script>", "<!DOCTYPE html>\n<script>a<b</script>"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(documents) / sizeof(documents[0]); i++) {
        xmlDocPtr document = xmlReadMemory(documents[i].xml, (int)strlen(documents[i].xml), NULL,
                                           NULL, XML_PARSE_NONET);
        char *html = written(document, 1);

        assert_string_equal(html, documents[i].html);
        free(html);
        xmlFreeDoc(document);
    }
}

static void test_document_without_root(void **state)
{
    xmlDocPtr document = xmlNewDoc(X("1.0"));
    char *html = written(document, 1);

    (void)state;
    assert_string_equal(html, "<!DOCTYPE html>\n");
    free(html);
    xmlFreeDoc(document);
}

static xmlDocPtr new_document(void)
{
    xmlDocPtr document = xmlNewDoc(X("1.0"));

    xmlDocSetRootElement(document, xmlNewDocNode(document, NULL, X("r"), NULL));
    return document;
}

/* XSLT marks text that it was asked not to escape by this name; it is escaped all the same. */
static void test_escaping_cannot_be_switched_off(void **state)
{
    xmlDocPtr document = new_document();
    xmlNodePtr text = xmlNewDocText(document, X("<b>&"));

    (void)state;
    text->name = xmlStringTextNoenc;
    xmlAddChild(xmlDocGetRootElement(document), text);
    check(document, "&lt;b&gt;&amp;");
}

/* The forbidden word in pieces, over several nodes. */
static void test_raw_text_is_judged_whole(void **state)
{
    xmlDocPtr document = new_document();
    xmlNodePtr script = xmlNewChild(xmlDocGetRootElement(document), NULL, X("script"), NULL);

    (void)state;
    xmlAddChild(script, xmlNewDocText(document, X("x<")));
    xmlAddChild(script, xmlNewCDataBlock(document, X("/scr"), 4));
    xmlAddChild(script, xmlNewDocText(document, X("ipt>")));
    check(document, "<script></script>");
}

static void test_attribute_in_pieces(void **state)
{
    xmlDocPtr document = new_document();
    xmlNodePtr p = xmlNewChild(xmlDocGetRootElement(document), NULL, X("p"), NULL);
    xmlAttrPtr title = xmlNewProp(p, X("title"), X("a<"));

    (void)state;
    xmlAddNextSibling(title->children, xmlNewCDataBlock(document, X("b\""), 2));
    title->last = title->children->next;
    check(document, "<p title=\"a&lt;b&quot;\"></p>");
}

static void test_empty_text(void **state)
{
    xmlDocPtr document = new_document();
    xmlNodePtr p = xmlNewChild(xmlDocGetRootElement(document), NULL, X("p"), NULL);

    (void)state;
    xmlAddChild(p, xmlNewDocText(document, NULL));
    xmlNewProp(p, X("hidden"), NULL);
    xmlNewProp(p, X("title"), NULL);
    check(document, "<p hidden title=\"\"></p>");
}

/* 200,000 levels: a writer that calls itself would need more stack than there is. */
static void test_depth(void **state)
{
    enum { LEVELS = 200000 };
    xmlDocPtr document = new_document();
    xmlNodePtr node = xmlDocGetRootElement(document);
    char *html;
    int i;

    (void)state;
    for (i = 0; i < LEVELS; i++) {
        xmlNodePtr child = xmlNewDocNode(document, NULL, X("i"), NULL);

        child->parent = node; /* as xmlAddChild, which is not needed for a first child */
        node->children = node->last = child;
        node = child;
    }
    html = written(document, 0);
    assert_int_equal(strlen(html), 7 * LEVELS);
    assert_true(strncmp(html, "<i><i>", 6) == 0);
    assert_string_equal(html + 7 * LEVELS - 8, "</i></i>");
    free(html);
    xmlFreeDoc(document);
}

/* Only the children: neither the parent's tags nor its siblings. */
static void test_children_only(void **state)
{
    static const char xml[] = "<r>a<p>b<i>c</i></p>d</r>";
    xmlDocPtr document = xmlReadMemory(xml, sizeof(xml) - 1, NULL, NULL, 0);
    xmlNodePtr p = xmlDocGetRootElement(document)->children->next;
    np_buffer_t out;

    (void)state;
    np_buffer_init(&out);
    np_buffer_add_text(&out, "[");
    np_html_write_children(&out, p);
    np_html_write_children(&out, p->children); /* a text has none */
    np_buffer_add_text(&out, "]");
    assert_string_equal(out.data, "[b<i>c</i>]");
    np_buffer_free(&out);
    xmlFreeDoc(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trees),
        cmocka_unit_test(test_document),
        cmocka_unit_test(test_document_without_root),
        cmocka_unit_test(test_escaping_cannot_be_switched_off),
        cmocka_unit_test(test_raw_text_is_judged_whole),
        cmocka_unit_test(test_attribute_in_pieces),
        cmocka_unit_test(test_empty_text),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_children_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
