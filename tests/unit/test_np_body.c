/* test_np_body.c - bodies: every case of data/body (source, what must come out), and for each that
 * the result holds only what is allowed, is found again when read again, and is the same in all
 * threads; then sizes, depths, bytes, reports and excerpts.
 *
 * A case is "case: name", the source, a line "=>", the HTML expected; "%%" stands between cases.
 * The ending of a file's name is the format.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <pthread.h>
#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include "np_body.h"
#include "np_body_parts.h"
#include "np_html.h"
#include "np_text.h"

static apr_pool_t *pool;

/* ------------------------------------------------------------------ tools */

static xmlDocPtr make(const char *source, size_t length, np_body_format_e format,
                      np_body_report_t *report, apr_pool_t *p)
{
    xmlDocPtr document = xmlNewDoc((const xmlChar *)"1.0");

    xmlDocSetRootElement(document, xmlNewDocNode(document, NULL, (const xmlChar *)"body", NULL));
    np_body_add(xmlDocGetRootElement(document), source, length, format, report, p);
    return document;
}

static const char *html_of(xmlDocPtr document, apr_pool_t *p)
{
    np_buffer_t out;
    const char *html;

    np_buffer_init(&out);
    np_html_write_children(&out, xmlDocGetRootElement(document));
    html = apr_pstrmemdup(p, out.length ? out.data : "", out.length);
    np_buffer_free(&out);
    return html;
}

static const char *bodied(const char *source, size_t length, np_body_format_e format,
                          np_body_report_t *report, apr_pool_t *p)
{
    xmlDocPtr document = make(source, length, format, report, p);
    const char *html = html_of(document, p);

    xmlFreeDoc(document);
    return html;
}

static const char *body_html(const char *source)
{
    return bodied(source, strlen(source), NP_BODY_HTML, NULL, pool);
}

static const char *repeated(const char *piece, size_t times)
{
    size_t length = strlen(piece);
    char *text = apr_palloc(pool, length * times + 1);
    size_t i;

    for (i = 0; i < times; i++)
        memcpy(text + i * length, piece, length);
    text[length * times] = '\0';
    return text;
}

/* ----------------------------------------------------------------- corpus */

typedef struct source_case_t {
    const char *name;
    const char *source;
    const char *expected;
    np_body_format_e format;
} source_case_t;

static apr_array_header_t *cases;

static void add_cases(const char *file, np_body_format_e format)
{
    const char *path = apr_pstrcat(pool, TEST_DATA "/body/", file, NULL);
    apr_finfo_t info;
    apr_file_t *opened;
    char *text, *next;

    assert_int_equal(apr_file_open(&opened, path, APR_READ, 0, pool), APR_SUCCESS);
    assert_int_equal(apr_file_info_get(&info, APR_FINFO_SIZE, opened), APR_SUCCESS);
    text = apr_pcalloc(pool, (apr_size_t)info.size + 1);
    assert_int_equal(apr_file_read_full(opened, text, (apr_size_t)info.size, NULL), APR_SUCCESS);
    apr_file_close(opened);
    assert_true(info.size > 0 && text[info.size - 1] == '\n');
    text[info.size - 1] = '\0';
    for (; text != NULL; text = next) {
        source_case_t *c = apr_array_push(cases);
        char *source, *arrow;

        if ((next = strstr(text, "\n%%\n")) != NULL) {
            *next = '\0';
            next += 4;
        }
        source = strchr(text, '\n') + 1;
        arrow = strstr(source - 1, "\n=>\n");
        assert_true(strncmp(text, "case: ", 6) == 0 && arrow != NULL);
        *arrow = '\0';
        c->name = apr_psprintf(pool, "%s: %.*s", file, (int)(source - 1 - text - 6), text + 6);
        c->source = source;
        c->expected = arrow + 4;
        c->format = format;
    }
}

static const source_case_t *case_at(int i)
{
    return &APR_ARRAY_IDX(cases, i, source_case_t);
}

static void test_corpus(void **state)
{
    int i, wrong = 0;

    (void)state;
    for (i = 0; i < cases->nelts; i++) {
        const source_case_t *c = case_at(i);
        const char *html = bodied(c->source, strlen(c->source), c->format, NULL, pool);

        if (strcmp(html, c->expected) != 0) {
            print_error("%s\n  expected %s\n  got      %s\n", c->name, c->expected, html);
            wrong++;
        }
    }
    assert_true(cases->nelts > 350);
    assert_int_equal(wrong, 0);
}

static void test_reading_again_changes_nothing(void **state)
{
    int i, wrong = 0;

    (void)state;
    for (i = 0; i < cases->nelts; i++) {
        const char *html = case_at(i)->expected;
        np_body_report_t report;
        const char *again = bodied(html, strlen(html), NP_BODY_HTML, &report, pool);

        if (strcmp(again, html) != 0 || report.dropped || report.truncated ||
            strcmp(bodied(html, strlen(html), NP_BODY_AUTO, NULL, pool), html) != 0) {
            print_error("%s\n  first  %s\n  second %s\n", case_at(i)->name, html, again);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static int is_listed(const char *name, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcmp(name, *list) == 0)
            return 1;
    return 0;
}

static void check_allowed(const xmlNode *parent)
{
    static const char *const elements[] = {
        "p",    "h2",   "h3",         "h4",   "h5",     "h6",         "ul",    "ol",      "li",
        "dl",   "dt",   "dd",         "pre",  "figure", "figcaption", "table", "caption", "thead",
        "tr",   "th",   "td",         "hr",   "tbody",  "tfoot",      "br",    "wbr",     "a",
        "em",   "b",    "i",          "u",    "strong", "s",          "sub",   "sup",     "small",
        "mark", "code", "kbd",        "q",    "samp",   "cite",       "abbr",  "time",    "ruby",
        "rt",   "rp",   "blockquote", "span", "div",    "del",        "ins",   "img",     NULL};
    static const char *const attributes[] = {
        "href",   "src",      "alt",     "title", "lang",    "dir",  "width",
        "height", "colspan",  "rowspan", "scope", "start",   "type", "reversed",
        "value",  "datetime", "cite",    "rel",   "loading", "id",   NULL};
    const xmlNode *node;
    const xmlAttr *attribute;

    for (node = parent->children; node != NULL; node = node->next) {
        if (node->type == XML_TEXT_NODE)
            continue;
        assert_int_equal(node->type, XML_ELEMENT_NODE);
        assert_null(node->ns);
        assert_true(is_listed((const char *)node->name, elements));
        for (attribute = node->properties; attribute != NULL; attribute = attribute->next)
            assert_true(is_listed((const char *)attribute->name, attributes));
        check_allowed(node);
    }
}

/* Also with every source read as every other format: nothing bad may come of a wrong guess. */
static void test_only_allowed_things_come_out(void **state)
{
    static const char *const never[] = {"<script", "javascript:", "<svg",  "<style", "<iframe",
                                        " on",     "vbscript:",   "data:", "<math"};
    size_t word;
    int i, format;

    (void)state;
    for (i = 0; i < cases->nelts; i++)
        for (format = NP_BODY_AUTO; format <= NP_BODY_HTML; format++) {
            const char *source = case_at(i)->source, *tag;
            xmlDocPtr document = make(source, strlen(source), (np_body_format_e)format, NULL, pool);
            const char *html = html_of(document, pool);

            check_allowed(xmlDocGetRootElement(document));
            assert_true(np_text_valid(html, strlen(html)));
            for (tag = html; (tag = strchr(tag, '<')) != NULL; tag++) /* in tags only */
                for (word = 0; word < sizeof(never) / sizeof(never[0]); word++) {
                    const char *found = strstr(tag, never[word]);
                    const char *quote = strpbrk(tag, "\">");

                    assert_false(found != NULL && found < quote);
                }
            xmlFreeDoc(document);
        }
}

static void *run_corpus(void *wrong)
{
    apr_pool_t *own;
    int i;

    apr_pool_create(&own, NULL);
    for (i = 0; i < cases->nelts; i++) {
        const source_case_t *c = case_at(i);

        *(int *)wrong +=
            strcmp(bodied(c->source, strlen(c->source), c->format, NULL, own), c->expected) != 0;
    }
    apr_pool_destroy(own);
    return NULL;
}

static void test_threads(void **state)
{
    pthread_t threads[4];
    int wrong[4] = {0}, i;

    (void)state;
    for (i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_corpus, &wrong[i]), 0);
    for (i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(wrong[i], 0);
    }
}

/* ------------------------------------------------------------------ bytes */

static void test_bytes(void **state)
{
    static const struct {
        const char *source;
        size_t length;
        np_body_format_e format;
        const char *expected;
    } bytes[] = {
#define BYTES(s) s, sizeof(s) - 1
        {BYTES("\xEF\xBB\xBF<p>x"), NP_BODY_HTML, "<p>x</p>"},
        {BYTES("\xEF\xBB\xBF# x"), NP_BODY_AUTO, "<h2>x</h2>"},
        {BYTES("\xEF\xBB\xBF# x\n\n**y**"), NP_BODY_AUTO, "<h2>x</h2><p><strong>y</strong></p>"},
        {BYTES("<p>a\0b</p>"), NP_BODY_HTML,
         "<p>a\xEF\xBF\xBD"
         "b</p>"},
        {BYTES("<scr\0ipt>alert(1)</scr\0ipt><p>b"), NP_BODY_HTML, "<p>alert(1)</p><p>b</p>"},
        {BYTES("<img src=x on\0error=alert(1)>"), NP_BODY_HTML,
         "<p><img src=\"x\" alt=\"\" loading=\"lazy\"></p>"},
        {BYTES("<a href=\"java\0script:alert(1)\">x</a>"), NP_BODY_HTML, "<p>x</p>"},
        {BYTES("<p>\xC0\xBCscript\xC0\xBE</p>"), NP_BODY_HTML,
         "<p>\xEF\xBF\xBD\xEF\xBF\xBDscript\xEF\xBF\xBD\xEF\xBF\xBD</p>"},
        {BYTES("<p title=\"\xE4\">x\"> y</p>"), NP_BODY_HTML, "<p>x\"&gt; y</p>"},
        {BYTES("\xD1\xD3\xB1\xDF"), NP_BODY_TEXT, /* GBK */
         "<p>\xEF\xBF\xBD\xD3\xB1\xEF\xBF\xBD</p>"},
        {BYTES("<p>\xED\xA0\x80\xF4\x90\x80\x80</p>"), NP_BODY_HTML,
         "<p>\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD</"
         "p>"},
        {BYTES("a\r\nb\rc\n\rd"), NP_BODY_TEXT, "<p>a</p><p>b</p><p>c</p><p>d</p>"},
        {BYTES("<pre>a\r\n\rb&#13;c</pre>"), NP_BODY_HTML, "<pre>a\n\nbc</pre>"},
        {BYTES("\x1B[31m<p>x\x0C</p>"), NP_BODY_HTML,
         "<p>\xEF\xBF\xBD[31m</p><p>x\xEF\xBF\xBD</p>"},
        {BYTES("<p>a</np-body>b<p>c"), NP_BODY_HTML, "<p>ab</p><p>c</p>"},
        {BYTES("<np-body><p>a</p></np-body>"), NP_BODY_HTML, "<p>a</p>"},
        {BYTES(""), NP_BODY_AUTO, ""},
        {BYTES("\0"), NP_BODY_HTML, "<p>\xEF\xBF\xBD</p>"},
#undef BYTES
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++) {
        /* In memory of exactly this size (and the NUL), so that reading too far is found. */
        char *source = malloc(bytes[i].length + 1);

        memcpy(source, bytes[i].source, bytes[i].length);
        source[bytes[i].length] = '\0';
        assert_string_equal(bodied(source, bytes[i].length, bytes[i].format, NULL, pool),
                            bytes[i].expected);
        free(source);
    }
}

/* A body that ends inside of a larger buffer: nothing behind it is read. */
static void test_length_counts(void **state)
{
    (void)state;
    assert_string_equal(bodied("<p>abc</p>def", 6, NP_BODY_HTML, NULL, pool), "<p>abc</p>");
    assert_string_equal(bodied("abc\ndef", 4, NP_BODY_TEXT, NULL, pool), "<p>abc</p>");
}

/* ----------------------------------------------------------------- limits */

static void test_size_limit(void **state)
{
    char *source = malloc(NP_BODY_MAX_BYTES + 2);
    np_body_report_t report;

    (void)state;
    memset(source, 'x', NP_BODY_MAX_BYTES + 1);
    source[NP_BODY_MAX_BYTES + 1] = '\0';
    assert_string_equal(bodied(source, NP_BODY_MAX_BYTES + 1, NP_BODY_HTML, &report, pool), "");
    assert_int_equal(report.too_large, 1);
    assert_int_equal(strlen(bodied(source, NP_BODY_MAX_BYTES, NP_BODY_HTML, &report, pool)),
                     NP_BODY_MAX_BYTES + 7);
    assert_int_equal(report.too_large, 0);
    free(source);
}

static void test_depth(void **state)
{
    static const char *const openers[] = {
        "<b>",          "<p>",   "<div>", "<span lang=ko>", "<ul><li>", "<table><tr><td>",
        "<blockquote>", "<svg>", "<x-y>", "<dl><dd>",       "<ruby>",   "<a href=/x><i>"};
    np_body_report_t report;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(openers) / sizeof(openers[0]); i++) {
        const char *bomb =
            apr_pstrcat(pool, "<p>begin</p>", repeated(openers[i], 100000), "deep", NULL);
        const char *html = bodied(bomb, strlen(bomb), NP_BODY_HTML, &report, pool);

        assert_true(strncmp(html, "<p>begin</p>", 12) == 0);
        /* p ends the p before it, and unknown elements count for nothing. */
        assert_int_equal(report.truncated,
                         strcmp(openers[i], "<p>") != 0 && strcmp(openers[i], "<x-y>") != 0);
        assert_string_equal(body_html(html), html);
    }
}

/* Deeper than what we write, but not too deep to read: all text stays. */
static void test_deep_but_readable(void **state)
{
    static const char *const openers[] = {"<blockquote>",  "<i><b><u><q>",    "<ul><li>",
                                          "<div lang=ko>", "<table><tr><td>", "<sub>"};
    np_body_report_t report;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(openers) / sizeof(openers[0]); i++) {
        const char *source = apr_pstrcat(pool, repeated(openers[i], 60), "deep", NULL);
        const char *html = bodied(source, strlen(source), NP_BODY_HTML, &report, pool);

        assert_int_equal(report.truncated, 0);
        assert_non_null(strstr(html, "deep"));
        assert_string_equal(body_html(html), html);
    }
}

/* At the depth limit lists and quotes are paragraphs, without the attributes that those had. */
static void test_attributes_at_the_limit(void **state)
{
    const char *source = apr_pstrcat(pool, repeated("<blockquote>", NP_BODY_BLOCK_DEPTH),
                                     "<li value=2 lang=ko>a</li><ol start=3><li>b</ol>"
                                     "<blockquote cite=/x>c</blockquote><table lang=ko><td>d",
                                     NULL);
    const char *html = body_html(source);

    (void)state;
    assert_non_null(strstr(html, "<p lang=\"ko\">a</p><p>b</p><p>c</p><p lang=\"ko\">d</p>"));
    assert_string_equal(body_html(html), html);
}

static void test_markdown_depth(void **state)
{
    const char *quotes = repeated("> ", 5000);
    np_body_report_t report;

    (void)state;
    bodied(quotes, strlen(quotes), NP_BODY_MARKDOWN, &report, pool);
    assert_int_equal(report.truncated, 1);
}

/* Two bytes of source make a row of 100 cells: the growth ends, what was made before stays. */
static void test_markdown_growth(void **state)
{
    const char *table = apr_pstrcat(pool, "begin\n\n", repeated("|a", 100), "|\n",
                                    repeated("|---", 100), "|\n", repeated("|x\n", 20000), NULL);
    np_body_report_t report;
    const char *html = bodied(table, strlen(table), NP_BODY_MARKDOWN, &report, pool);

    (void)state;
    assert_int_equal(report.truncated, 1);
    assert_true(strncmp(html, "<p>begin</p><table><thead><tr><th>a</th>", 40) == 0);
    assert_true(strlen(html) < 10 * strlen(table) + 100000);
    assert_string_equal(body_html(html), html);
}

/* 10,000 attributes and many names that nobody knows: the known ones still count. */
static void test_many_names(void **state)
{
    np_buffer_t source;
    const char *html;
    int i;

    (void)state;
    np_buffer_init(&source);
    np_buffer_add_text(&source, "<p");
    for (i = 0; i < 10000; i++)
        np_buffer_add_text(&source, apr_psprintf(pool, " attribute%d=%d", i, i));
    np_buffer_add_text(&source, " lang=ko>x</p>");
    for (i = 0; i < 3000; i++)
        np_buffer_add_text(&source, apr_psprintf(pool, "<element%d>y</element%d>", i, i));
    np_buffer_add_text(&source, "<figure><img loading=eager src=/a></figure><blockquote>z");
    html = bodied(source.data, source.length, NP_BODY_HTML, NULL, pool);
    assert_true(strncmp(html, "<p lang=\"ko\">x</p><p>yyyy", 25) == 0);
    assert_non_null(strstr(html, "y</p><figure><img src=\"/a\" alt=\"\" loading=\"lazy\"></figure>"
                                 "<blockquote><p>z</p></blockquote>"));
    assert_null(strstr(html, "element"));
    np_buffer_free(&source);
}

/* ----------------------------------------------------------------- report */

static void test_report(void **state)
{
    static const struct {
        const char *source;
        np_body_format_e given, used;
        int dropped;
    } reports[] = {
        {"x", NP_BODY_AUTO, NP_BODY_TEXT, 0},
        {"<p>x</p>", NP_BODY_AUTO, NP_BODY_HTML, 0},
        {"# x\n", NP_BODY_AUTO, NP_BODY_MARKDOWN, 0},
        {"<p>x</p>", NP_BODY_TEXT, NP_BODY_TEXT, 0},
        {"", NP_BODY_AUTO, NP_BODY_TEXT, 0},
        {"", NP_BODY_HTML, NP_BODY_HTML, 0},
        {"<p>x<script>y<b>z</b></script></p>", NP_BODY_HTML, NP_BODY_HTML, 1},
        {"<x-y>x</x-y>", NP_BODY_HTML, NP_BODY_HTML, 1},
        {"<p onclick=x>x</p>", NP_BODY_HTML, NP_BODY_HTML, 1},
        {"<a href=javascript:x>x</a>", NP_BODY_HTML, NP_BODY_HTML, 1},
        {"<img src=data:x>", NP_BODY_HTML, NP_BODY_HTML, 2}, /* the address and the picture */
        {"<div class=a style=b><font color=c>x</font></div>", NP_BODY_HTML, NP_BODY_HTML, 0},
        {"<b>x</b> <i>y</i>", NP_BODY_AUTO, NP_BODY_HTML, 0},
    };
    np_body_report_t report;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(reports) / sizeof(reports[0]); i++) {
        memset(&report, 0x55, sizeof(report));
        bodied(reports[i].source, strlen(reports[i].source), reports[i].given, &report, pool);
        assert_int_equal(report.format, reports[i].used);
        assert_int_equal(report.dropped, reports[i].dropped);
        assert_int_equal(report.truncated, 0);
        assert_int_equal(report.too_large, 0);
    }
}

static void test_format_names(void **state)
{
    (void)state;
    assert_int_equal(np_body_format("auto"), NP_BODY_AUTO);
    assert_int_equal(np_body_format("text"), NP_BODY_TEXT);
    assert_int_equal(np_body_format("markdown"), NP_BODY_MARKDOWN);
    assert_int_equal(np_body_format("html"), NP_BODY_HTML);
    assert_int_equal(np_body_format("HTML"), NP_BODY_AUTO);
    assert_int_equal(np_body_format(""), NP_BODY_AUTO);
    assert_int_equal(np_body_format(NULL), NP_BODY_AUTO);
}

/* ----------------------------------------------------------- neighbourhood */

static int global_errors;

static void count_error(void *data, xmlErrorPtr error)
{
    (void)data;
    (void)error;
    global_errors++;
}

static void count_generic(void *data, const char *format, ...)
{
    (void)data;
    (void)format;
    global_errors++;
}

/* Other modules of the process have their own handlers: ours must not be theirs, nor replace them.
 */
static void test_global_handlers_stay(void **state)
{
    (void)state;
    global_errors = 0;
    xmlSetStructuredErrorFunc(NULL, count_error);
    xmlSetGenericErrorFunc(NULL, count_generic);
    body_html("<p <b></i>&bad;<table></p>\x01<!DOCTYPE x><svg/><p a a a");
    assert_int_equal(global_errors, 0);
    xmlFreeDoc(xmlReadMemory("<a", 2, NULL, NULL, 0));
    assert_true(global_errors > 0);
    xmlSetStructuredErrorFunc(NULL, NULL);
    xmlSetGenericErrorFunc(NULL, NULL);
}

/* The parent may have children, and a document with a dictionary. */
static void test_appends(void **state)
{
    static const char model[] = "<body>old<p>p</p>text</body>";
    xmlDocPtr document = xmlReadMemory(model, sizeof(model) - 1, NULL, NULL, 0);

    (void)state;
    assert_non_null(document);
    np_body_add(xmlDocGetRootElement(document), "a<h1>b</h1><table><td>c", 23, NP_BODY_HTML, NULL,
                pool);
    assert_string_equal(html_of(document, pool),
                        "old<p>p</p>text<p>a</p><h2>b</h2><table><tbody><tr><td>c</td></tr></tbody>"
                        "</table>");
    xmlFreeDoc(document);
}

static void test_tag_table_is_sorted(void **state)
{
    apr_size_t i;

    (void)state;
    for (i = 1; np_body_tag_name(i) != NULL; i++)
        assert_true(strcmp(np_body_tag_name(i - 1), np_body_tag_name(i)) < 0);
    for (i = 0; np_body_tag_name(i) != NULL; i++)
        assert_string_equal(np_body_tag(np_body_tag_name(i))->name, np_body_tag_name(i));
    assert_int_equal(np_body_tag("x-y")->role, NP_TAG_UNKNOWN);
}

/* ---------------------------------------------------------------- excerpt */

static void test_excerpt(void **state)
{
    static const struct {
        const char *source;
        apr_size_t characters;
        const char *expected;
    } excerpts[] = {
        {"<p>一二三</p><p>四五六</p>", 100, "一二三 四五六"},
        {"<p>一二三</p><p>四五六</p>", 5, "一二三 四…"},
        {"<p>一二三</p><p>四五六</p>", 4, "一二三…"},
        {"<p>一二三</p><p>四五六</p>", 3, "一二三…"},
        {"<p>一二三</p>", 3, "一二三"},
        {"<h2>a</h2><ul><li>b</li><li>c<br>d</li></ul>", 100, "a b c d"},
        {"<table><tr><td>a</td><td>b</td></tr></table><hr><p>c", 100, "a b c"},
        {"<p>a<b>b</b><i>c</i> d</p>", 100, "abc d"},
        {"<p><ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby></p>", 100, "漢字"},
        {"<pre>a\n  b\n\nc</pre>", 100, "a b c"},
        {"<p><img src=/a alt=x></p>", 100, ""},
        {"<p>a&nbsp;&nbsp;b　c</p>", 100, "a b c"},
        {"<p>첫째 문단</p><p>둘째</p>", 6, "첫째 문단…"},
        {"<p>a &lt;b&gt; &amp;</p>", 100, "a <b> &"},
        {"", 100, ""},
        {"<p>abc</p>", 0, "…"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(excerpts) / sizeof(excerpts[0]); i++) {
        xmlDocPtr document =
            make(excerpts[i].source, strlen(excerpts[i].source), NP_BODY_HTML, NULL, pool);

        assert_string_equal(
            np_body_excerpt(xmlDocGetRootElement(document), excerpts[i].characters, pool),
            excerpts[i].expected);
        xmlFreeDoc(document);
    }
}

/* An excerpt of a long body looks only at its beginning, and still knows that more follows. */
static void test_excerpt_of_long_body(void **state)
{
    const char *source = repeated("中文\n", 20000);
    xmlDocPtr document = make(source, strlen(source), NP_BODY_TEXT, NULL, pool);

    (void)state;
    assert_string_equal(np_body_excerpt(xmlDocGetRootElement(document), 8, pool),
                        "中文 中文 中文…");
    xmlFreeDoc(document);
}

static int setup(void **state)
{
    (void)state;
    apr_initialize();
    apr_pool_create(&pool, NULL);
    xmlInitParser();
    cases = apr_array_make(pool, 512, sizeof(source_case_t));
    add_cases("attacks.html", NP_BODY_HTML);
    add_cases("addresses.html", NP_BODY_HTML);
    add_cases("repairs.html", NP_BODY_HTML);
    add_cases("pastes.html", NP_BODY_HTML);
    add_cases("markdown.md", NP_BODY_MARKDOWN);
    add_cases("text.txt", NP_BODY_TEXT);
    add_cases("auto.auto", NP_BODY_AUTO);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    apr_pool_destroy(pool);
    apr_terminate();
    xmlCleanupParser();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corpus),
        cmocka_unit_test(test_reading_again_changes_nothing),
        cmocka_unit_test(test_only_allowed_things_come_out),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_length_counts),
        cmocka_unit_test(test_size_limit),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_deep_but_readable),
        cmocka_unit_test(test_attributes_at_the_limit),
        cmocka_unit_test(test_markdown_depth),
        cmocka_unit_test(test_markdown_growth),
        cmocka_unit_test(test_many_names),
        cmocka_unit_test(test_report),
        cmocka_unit_test(test_format_names),
        cmocka_unit_test(test_global_handlers_stay),
        cmocka_unit_test(test_appends),
        cmocka_unit_test(test_tag_table_is_sorted),
        cmocka_unit_test(test_excerpt),
        cmocka_unit_test(test_excerpt_of_long_body),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
