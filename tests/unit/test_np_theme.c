/* test_np_theme.c - themes: loading, the profile, fallbacks, limits, live changes, threads.
 *
 * Sheets that must be refused lie in data/themes/forbidden and data/themes/broken, one offence per
 * file, mostly on line 4; each becomes xsl/desktop.xsl of a theme made for the test in a folder
 * that is removed afterwards. Whole themes are data/themes/good and its child.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <ftw.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxslt/documents.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>
#include "np_theme.h"

#define THEMES TEST_DATA "/themes"
#define PLAIN_MOBILE                                                                               \
    "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"              \
    "<xsl:template match='/'><html/></xsl:template></xsl:stylesheet>"

static apr_pool_t *pool; /* of one test */
static char folder[64];  /* of one test, removed after it */

/* ---- files ---- */

static char *in(const char *path)
{
    return apr_pstrcat(pool, folder, "/", path, NULL);
}

static void make_folders(const char *path)
{
    char *copy = apr_pstrdup(pool, path);
    char *slash;

    for (slash = strchr(copy + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0755);
        *slash = '/';
    }
}

static void write_file(const char *name, const char *text)
{
    const char *path = in(name);
    FILE *file;

    make_folders(path);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = apr_pcalloc(pool, 65536);

    assert_non_null(file);
    text[fread(text, 1, 65535, file)] = '\0';
    fclose(file);
    return text;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

static void remove_tree(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static const char *sheet(const char *body)
{
    return apr_pstrcat(pool,
                       "<xsl:stylesheet version='1.0' "
                       "xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>",
                       body, "</xsl:stylesheet>", NULL);
}

static const char *page_sheet(const char *inside)
{
    return sheet(apr_pstrcat(pool, "<xsl:template match='/'><html>", inside,
                             "</html></xsl:template>", NULL));
}

/* A theme of this name below the test's folder; sheets NULL are left out. */
static const char *make_theme(const char *name, const char *parent, const char *desktop,
                              const char *mobile)
{
    write_file(apr_pstrcat(pool, name, "/theme.xml", NULL),
               apr_psprintf(pool, "<theme name='%s' parent='%s'/>", name, parent));
    if (desktop != NULL)
        write_file(apr_pstrcat(pool, name, "/xsl/desktop.xsl", NULL), desktop);
    if (mobile != NULL)
        write_file(apr_pstrcat(pool, name, "/xsl/mobile.xsl", NULL), mobile);
    return in(name);
}

static int set_up(void **state)
{
    const char *base = getenv("TMPDIR");

    (void)state;
    apr_pool_create(&pool, NULL);
    snprintf(folder, sizeof(folder), "%.40s/np_theme.XXXXXX", base != NULL ? base : "/tmp");
    return mkdtemp(folder) == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    remove_tree(folder);
    apr_pool_destroy(pool);
    return 0;
}

/* ---- loading and applying ---- */

static np_theme_t *load_good(const char *path)
{
    np_theme_t *theme;
    const char *error = np_theme_load(&theme, path, pool);

    if (error != NULL)
        fail_msg("%s", error);
    assert_non_null(theme);
    return theme;
}

static void assert_holds(const char *text, const char *part)
{
    if (text == NULL || strstr(text, part) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", part, text != NULL ? text : "(nothing)");
}

static const char *load_bad(const char *path)
{
    np_theme_t *theme = (np_theme_t *)&pool;
    const char *error = np_theme_load(&theme, path, pool);

    assert_null(theme);
    assert_non_null(error);
    assert_null(strchr(error, '\n'));
    assert_null(strstr(error, "np-theme:")); /* our inner names are not for people */
    return error;
}

static xmlDocPtr parse(const char *text)
{
    xmlDocPtr doc = xmlReadMemory(text, (int)strlen(text), NULL, NULL, 0);

    assert_non_null(doc);
    return doc;
}

#define MODEL                                                                                      \
    "<page lang='ko'>\n  <item id='1'>one</item>\n  <item id='2' big='yes'>two</item>\n</page>"

static const char *apply(np_theme_t *theme, np_variant_e variant, const char *language,
                         const char *model, np_error_t **error)
{
    xmlDocPtr doc = parse(model);
    np_buffer_t out;
    const char *html;

    np_buffer_init(&out);
    *error = np_theme_apply(theme, variant, language, doc, &out, NULL, NULL, pool);
    html = apr_pstrmemdup(pool, out.data != NULL ? out.data : "", out.length);
    np_buffer_free(&out);
    xmlFreeDoc(doc);
    return html;
}

static const char *apply_good(np_theme_t *theme, np_variant_e variant, const char *language)
{
    np_error_t *error;
    const char *html = apply(theme, variant, language, MODEL, &error);

    if (error != NULL)
        fail_msg("%s", error->detail);
    return html;
}

static void test_good_theme(void **state)
{
    np_theme_t *theme = load_good(THEMES "/good");

    (void)state;
    assert_string_equal(np_theme_name(theme), "good");
    assert_string_equal(apply_good(theme, NP_VARIANT_DESKTOP, "ko"),
                        "<!DOCTYPE html>\n<html lang=\"ko\"><head><title>홈</title></head><body>"
                        "<ul lang=\"ko\"><li class=\"green\">one</li><li class=\"green\">two</li>"
                        "</ul><footer>2</footer></body></html>");
    assert_string_equal(apply_good(theme, NP_VARIANT_MOBILE, "ko"),
                        "<!DOCTYPE html>\n<html><body><li class=\"green\">one</li>"
                        "<li class=\"green\">two</li></body></html>");
    np_theme_release(theme);
    np_theme_release(NULL);
}

/* The child's sheet overrides a variable and a template, the rest and the whole mobile variant is
 * its parent's. */
static void test_child_theme(void **state)
{
    np_theme_t *theme = load_good(THEMES "/child/");

    (void)state;
    assert_string_equal(np_theme_name(theme), "child");
    assert_string_equal(
        apply_good(theme, NP_VARIANT_DESKTOP, "ko"),
        "<!DOCTYPE html>\n<html lang=\"ko\"><head><title>우리 홈</title></head>"
        "<body><ul lang=\"ko\"><li class=\"red\">one</li>"
        "<li class=\"red\">two</li><li>!</li></ul><footer>2</footer></body></html>");
    assert_holds(apply_good(theme, NP_VARIANT_MOBILE, "ko"), "<li class=\"green\">one</li>");
    np_theme_release(theme);
}

static void test_accepted(void **state)
{
    np_theme_t *theme;
    np_error_t *error;
    const char *html;

    (void)state;
    theme = load_good(make_theme("case", "", read_file(THEMES "/accepted.xsl"), PLAIN_MOBILE));
    html = apply(theme, NP_VARIANT_DESKTOP, "en", MODEL, &error);
    assert_null(error);
    assert_string_equal(
        html, "<!DOCTYPE html>\n"
              "<html data-set=\"yes\" data-brace=\"{document('x')}\" data-text=\"}document('x')\">"
              "<p>operators</p><p>document(1)001</p><p>true</p><p>1.234.567</p><p>cba</p>"
              "<p>220262number"
              "</p><p>two</p><svg><path d=\"M0 0\"></path></svg><em title=\"t\">text</em>"
              "<p>12</p></html>");
    np_theme_release(theme);
}

/* ---- sheets that are refused: one test each ---- */

typedef struct {
    const char *file;
    int line;
    const char *says;
} refusal_t;

static const refusal_t refusals[] = {
    {"forbidden/document", 4,
     "document() is not available in a theme; data comes only from the page "
     "model"},
    {"forbidden/document-in-attribute", 4, "document() is not available"},
    {"forbidden/document-after-name", 4, "document() is not available"},
    {"forbidden/document-in-match", 4, "document() is not available"},
    {"forbidden/document-in-key", 4, "document() is not available"},
    {"forbidden/escaping", 4, "disable-output-escaping is not available"},
    {"forbidden/function", 4, "function cannot stand directly below xsl:stylesheet"},
    {"forbidden/script", 4, "script cannot stand directly below xsl:stylesheet"},
    {"forbidden/exsl-document", 4, "document of http://exslt.org/common is not available"},
    {"forbidden/xsl-document", 4, "xsl:document is not available"},
    {"forbidden/evaluate", 4, "dyn:evaluate() of http://exslt.org/dynamic is not available"},
    {"forbidden/saxon", 4, "saxon:line-number()"},
    {"forbidden/crypto", 4, "crypto:md5()"},
    {"forbidden/libxslt-test", 4, "x:node-set()"},
    {"forbidden/sort", 4, "xsl:sort with a computed order"},
    {"forbidden/instruction", 4, "xsl:processing-instruction is not available"},
    {"forbidden/comment", 4, "xsl:comment is not available"},
    {"forbidden/base", 4, "xml:base is not available"},
    {"forbidden/output-method", 4, "method=\"text\" is not available; a theme writes html"},
    {"forbidden/output-encoding", 4, "encoding=\"EUC-KR\" is not available; pages are UTF-8"},
    {"forbidden/extension-prefix", 4, "extension-element-prefixes names \"x\""},
    {"forbidden/random", 4, "math:random() is not available"},
    {"forbidden/clock", 4, "date:year() without an argument reads the clock"},
    {"forbidden/unknown-function", 4, "there is no function upper-case()"},
    {"forbidden/unknown-extension", 4, "has no function str:upper()"},
    {"forbidden/undeclared-prefix", 4, "the prefix of str:concat() is not declared; add xmlns:str"},
    {"forbidden/unknown-element", 4, "xsl:analyze-string is no element of XSLT 1.0"},
    {"forbidden/group", 4, "only XSLT 1.0 is available; use xsl:key"},
    {"forbidden/foreign-element", 4, "p of urn:x is not available"},
    {"forbidden/html-at-top", 4, "HTML belongs into xsl:template"},
    {"forbidden/text-instruction-at-top", 4, "xsl:value-of stands only inside xsl:template"},
    {"forbidden/import-inside", 4, "xsl:import stands only directly below xsl:stylesheet"},
    {"forbidden/import-late", 4, "xsl:import must come before everything else"},
    {"forbidden/import-absolute", 4, "import of \"/etc/passwd\": href must be a relative path"},
    {"forbidden/import-address", 4, "href must be a relative path"},
    {"forbidden/import-escaped", 4, "href must be a relative path"},
    {"forbidden/import-missing", 4, "import of \"nowhere.xsl\": this file cannot be found"},
    {"forbidden/import-empty", 4, "href must be a relative path"},
    {"forbidden/import-itself", 4, "a sheet cannot import itself"},
    {"forbidden/missing-template", 4, "there is no template named \"nowhere\""},
    {"forbidden/version", 4, "version=\"2.0\" of xsl:stylesheet is not available; accepted is 1.0"},
    {"forbidden/simplified", 4, "the root element is html"},
    {"forbidden/doctype", 4, "DOCTYPE is not available in a theme"},
    {"broken/half", 3, "mandates value"},
    {"broken/empty", 1, "the file is empty"},
    {"broken/text", 1, "Start tag expected"},
    {"broken/expression", 4, "page ="},
    {"broken/attribute", 4, "page["},
    {"broken/quote", 4, "concat('a, 'b')"},
    {"broken/bracket", 4, "this is no XPath expression: `string(page`"},
    {"broken/no-select", 4, "select"},
    {"broken/variable", 4, "name"},
    {"broken/pattern", 4, "a["},
    {"broken/twice", 4, "'a'"},
    {"broken/prefix", 4, "q"},
};

static void test_refusal(void **state)
{
    const refusal_t *refusal = *state;
    const char *path = apr_psprintf(pool, THEMES "/%s.xsl", refusal->file);
    const char *theme = make_theme("case", "", read_file(path), PLAIN_MOBILE);
    const char *error = load_bad(theme);
    const char *place = apr_psprintf(pool, "%s/xsl/desktop.xsl, line %d: ", theme, refusal->line);

    assert_holds(error, place);
    assert_ptr_equal(strstr(error, place), error);
    assert_holds(error + strlen(place), refusal->says);
}

/* ---- files, folders, links ---- */

static void test_import_loop(void **state)
{
    const char *theme = make_theme("case", "", sheet("<xsl:import href='a.xsl'/>"), PLAIN_MOBILE);

    (void)state;
    write_file("case/xsl/a.xsl", sheet("<xsl:include href='b.xsl'/>"));
    write_file("case/xsl/b.xsl", sheet("\n<xsl:import href='./a.xsl'/>"));
    assert_holds(load_bad(theme),
                 "case/xsl/b.xsl, line 2: import of \"./a.xsl\": this file imports, "
                 "directly or through others");
}

static void test_import_borders(void **state)
{
    const char *theme =
        make_theme("case", "", sheet("<xsl:import href='../../out.xsl'/>"), PLAIN_MOBILE);

    (void)state;
    write_file("out.xsl", PLAIN_MOBILE);
    write_file("case-2/xsl/near.xsl", PLAIN_MOBILE);
    assert_holds(load_bad(theme),
                 "desktop.xsl, line 1: import of \"../../out.xsl\": this file lies "
                 "outside the folders");
    /* A folder whose name only begins like the theme's. */
    write_file("case/xsl/desktop.xsl", sheet("<xsl:import href='../../case-2/xsl/near.xsl'/>"));
    assert_holds(load_bad(theme), "outside the folders");
    /* A link inside the theme that leads out, as import and as entry sheet. */
    write_file("case/xsl/desktop.xsl", sheet("<xsl:import href='link.xsl'/>"));
    assert_int_equal(symlink("../../out.xsl", in("case/xsl/link.xsl")), 0);
    assert_holds(load_bad(theme), "import of \"link.xsl\": this file lies outside");
    unlink(in("case/xsl/desktop.xsl"));
    assert_int_equal(symlink("../../out.xsl", in("case/xsl/desktop.xsl")), 0);
    assert_holds(load_bad(theme), "xsl/desktop.xsl: leads outside the folders");
    /* A link that stays inside, and a theme folder that is itself a link. */
    unlink(in("case/xsl/desktop.xsl"));
    assert_int_equal(symlink("mobile.xsl", in("case/xsl/desktop.xsl")), 0);
    np_theme_release(load_good(theme));
    assert_int_equal(rename(in("case"), in("release-1")), 0);
    assert_int_equal(symlink("release-1", in("case")), 0);
    np_theme_release(load_good(theme));
}

static void test_parent_cannot_import_child(void **state)
{
    const char *theme;

    (void)state;
    make_theme("base", "", sheet("<xsl:import href='../../kid/xsl/x.xsl'/>"), PLAIN_MOBILE);
    theme = make_theme("kid", "base", NULL, NULL);
    write_file("kid/xsl/x.xsl", PLAIN_MOBILE);
    assert_holds(load_bad(theme),
                 "base/xsl/desktop.xsl, line 1: import of \"../../kid/xsl/x.xsl\": a "
                 "parent theme cannot import from its child");
}

/* Each sheet imports the next one twice: 2^20 sheets if nobody counts. */
static void test_import_limits(void **state)
{
    const char *theme = make_theme("case", "", sheet("<xsl:import href='0.xsl'/>"), PLAIN_MOBILE);
    int i;

    (void)state;
    for (i = 0; i < 20; i++)
        write_file(apr_psprintf(pool, "case/xsl/%d.xsl", i),
                   sheet(apr_psprintf(pool, "<xsl:import href='%d.xsl'/>", i + 1)));
    assert_holds(load_bad(theme), "imports are nested more than 16 deep");
    write_file("case/xsl/10.xsl", PLAIN_MOBILE);
    np_theme_release(load_good(theme));
    for (i = 0; i < 10; i++)
        write_file(
            apr_psprintf(pool, "case/xsl/%d.xsl", i),
            sheet(apr_psprintf(pool, "<xsl:import href='%d.xsl'/><xsl:import href='%d.xsl'/>",
                               i + 1, i + 1)));
    assert_holds(load_bad(theme), "more than 256 sheets are imported");
}

static void test_strange_files(void **state)
{
    const char *theme = make_theme("case", "", sheet("<xsl:import href='x.xsl'/>"), PLAIN_MOBILE);
    char *large = apr_palloc(pool, (1 << 20) + 2);

    (void)state;
    assert_int_equal(mkfifo(in("case/xsl/x.xsl"), 0644), 0);
    assert_holds(load_bad(theme), "case/xsl/x.xsl: is not an ordinary file");
    unlink(in("case/xsl/x.xsl"));
    memset(large, ' ', (1 << 20) + 1);
    large[(1 << 20) + 1] = '\0';
    write_file("case/xsl/x.xsl", large);
    assert_holds(load_bad(theme), "x.xsl: has 1048577 bytes; at most 1048576 are read");
    unlink(in("case/xsl/x.xsl"));
    assert_int_equal(mkdir(in("case/xsl/x.xsl"), 0755), 0);
    assert_holds(load_bad(theme), "x.xsl: is not an ordinary file");
    write_file("case/xsl/desktop.xsl", PLAIN_MOBILE);
    if (geteuid() != 0) {
        chmod(in("case/xsl/mobile.xsl"), 0);
        assert_holds(load_bad(theme), "xsl/mobile.xsl: cannot be opened (Permission denied)");
        chmod(in("case/xsl/mobile.xsl"), 0644);
    }
    assert_int_equal(symlink(".", in("case/loop")), 0);
    np_theme_release(load_good(theme)); /* a loop that no part of the theme enters */
    assert_int_equal(mkdir(in("case/assets"), 0755), 0);
    assert_int_equal(symlink(".", in("case/assets/loop")), 0);
    assert_holds(load_bad(theme), "folders are nested more than 16 deep");
}

static void test_missing_entry(void **state)
{
    const char *theme = make_theme("case", "", NULL, PLAIN_MOBILE);

    (void)state;
    assert_holds(load_bad(theme),
                 "there is no xsl/desktop.xsl in the theme \"case\" or its parents");
    assert_int_equal(symlink("nowhere.xsl", in("case/xsl/desktop.xsl")), 0);
    assert_holds(load_bad(theme), "xsl/desktop.xsl: cannot be opened (No such file or directory)");
    assert_holds(load_bad(in("none")), "none: the theme's folder cannot be opened (No such file");
}

static void assert_theme_xml(const char *text, const char *says)
{
    write_file("case/theme.xml", text);
    assert_holds(load_bad(in("case")), "case/theme.xml");
    assert_holds(load_bad(in("case")), says);
}

static void test_theme_xml(void **state)
{
    (void)state;
    make_theme("case", "", PLAIN_MOBILE, PLAIN_MOBILE);
    assert_theme_xml("<theme name='other'/>",
                     "line 1: name=\"other\", but the folder is called \"case\"");
    assert_theme_xml("\n<theme name='Case!'/>", "line 2: name=\"Case!\" is no theme name");
    assert_theme_xml("<theme/>", "name=\"\" is no theme name");
    assert_theme_xml("<theme name='case' parnet='x'/>", "unknown attribute parnet");
    assert_theme_xml("<theme name='case' parent='../x'/>", "parent=\"../x\" is no theme name");
    assert_theme_xml("<thema name='case'/>", "the root element is thema");
    assert_theme_xml("<theme name='case'>", "line 1: ");
    assert_theme_xml("<!DOCTYPE theme [<!ENTITY a 'case'>]><theme name='&a;'/>",
                     "DOCTYPE is not available");
    unlink(in("case/theme.xml"));
    assert_holds(load_bad(in("case")), "case/theme.xml: cannot be opened (No such file");
    write_file("case/theme.xml", "<theme name='case'/>");
    np_theme_release(load_good(in("case")));
}

static void test_parents(void **state)
{
    const char *theme = make_theme("a", "b", NULL, NULL);
    int i;

    (void)state;
    assert_holds(load_bad(theme), "/b: the theme's folder cannot be opened");
    make_theme("b", "a", NULL, NULL);
    assert_holds(load_bad(theme), "b/theme.xml: parent=\"a\" leads back to a theme");
    make_theme("b", "b", NULL, NULL);
    assert_holds(load_bad(theme), "b/theme.xml: parent=\"b\" leads back to a theme");
    for (i = 1; i < 9; i++)
        make_theme(apr_psprintf(pool, "t%d", i), i < 8 ? apr_psprintf(pool, "t%d", i + 1) : "",
                   NULL, NULL);
    make_theme("t8", "", PLAIN_MOBILE, PLAIN_MOBILE);
    np_theme_release(load_good(in("t1")));
    make_theme("t0", "t1", NULL, NULL);
    assert_holds(load_bad(in("t0")), "a theme has at most 7 levels of parents");
}

/* ---- messages ---- */

static const char *message(const np_theme_t *theme, const char *language, const char *key)
{
    xmlDocPtr model = parse("<page/>");
    const char *found = "(none)";
    xmlNodePtr node;
    int times = 0;

    np_theme_add_messages(theme, language, model);
    assert_string_equal((const char *)xmlDocGetRootElement(model)->last->name, "messages");
    for (node = xmlDocGetRootElement(model)->last->children; node != NULL; node = node->next) {
        xmlChar *name = xmlGetProp(node, (const xmlChar *)"key");

        if (xmlStrcmp(name, (const xmlChar *)key) == 0) {
            xmlChar *text = xmlNodeGetContent(node);

            found = apr_pstrdup(pool, (const char *)text);
            xmlFree(text);
            times++;
        }
        xmlFree(name);
    }
    assert_in_range(times, 0, 1);
    xmlFreeDoc(model);
    return found;
}

static void test_message_fallback(void **state)
{
    np_theme_t *theme = load_good(THEMES "/child");

    (void)state;
    assert_string_equal(message(theme, "ko", "home"), "우리 홈");
    assert_string_equal(message(theme, "ko", "latest"), "최신"); /* not the child's "Newest" */
    assert_string_equal(message(theme, "zh-Hans", "home"), "首页");
    assert_string_equal(message(theme, "ko", "only"), "Only in English & nowhere else");
    assert_string_equal(message(theme, "en", "home"), "Our home");
    assert_string_equal(message(theme, "zh-hans-CN", "home"), "首页");
    assert_string_equal(message(theme, "fr", "home"), "Our home");
    assert_string_equal(message(theme, "ko", "nothing"), "(none)");
    np_theme_release(theme);
}

static void test_check_language(void **state)
{
    np_theme_t *theme = load_good(THEMES "/child");

    (void)state;
    assert_null(np_theme_check_language(theme, "ko", pool));
    assert_null(np_theme_check_language(theme, "zh-Hans", pool));
    assert_null(np_theme_check_language(theme, "ko-KR", pool));
    assert_holds(np_theme_check_language(theme, "fr", pool),
                 "there is no messages/fr.xml in the theme \"child\" or its parents");
    assert_non_null(np_theme_check_language(theme, "k", pool));
    assert_non_null(np_theme_check_language(theme, "", pool));
    np_theme_release(theme);
}

static void test_no_messages(void **state)
{
    np_theme_t *theme = load_good(make_theme("case", "", PLAIN_MOBILE, PLAIN_MOBILE));
    xmlDocPtr model = parse("<page/>");
    xmlChar *language;

    (void)state;
    assert_non_null(np_theme_check_language(theme, "en", pool));
    np_theme_add_messages(theme, "ko", model);
    np_theme_add_messages(theme, "ko", model); /* replaces, does not add a second */
    assert_int_equal(xmlChildElementCount(xmlDocGetRootElement(model)), 1);
    language = xmlGetProp(xmlDocGetRootElement(model)->last, (const xmlChar *)"lang");
    assert_string_equal((const char *)language, "ko");
    xmlFree(language);
    xmlFreeDoc(model);
    np_theme_release(theme);
}

static void assert_messages(const char *file, const char *text, const char *says)
{
    write_file(apr_pstrcat(pool, "case/messages/", file, NULL), text);
    assert_holds(load_bad(in("case")), apr_pstrcat(pool, "case/messages/", file, NULL));
    assert_holds(load_bad(in("case")), says);
    unlink(in(apr_pstrcat(pool, "case/messages/", file, NULL)));
}

static void test_broken_messages(void **state)
{
    (void)state;
    make_theme("case", "", PLAIN_MOBILE, PLAIN_MOBILE);
    assert_messages("en.xml", "<messages lang='ko'/>",
                    "lang=\"ko\", but the file is named for \"en\"");
    assert_messages("en.xml", "<messages/>", "lang=\"\"");
    assert_messages("en.xml", "<texts lang='en'/>", "the root element must be");
    assert_messages("en.xml",
                    "<messages lang='en'>\n<message key='a'/>\n<message key='a'/></messages>",
                    "line 3: message \"a\" is there twice");
    assert_messages("en.xml", "<messages lang='en'>\n<message>x</message></messages>",
                    "line 2: a message needs a key");
    assert_messages("en.xml", "<messages lang='en'><message key='a'><b/></message></messages>",
                    "message \"a\" holds an element");
    assert_messages("en.xml", "<messages lang='en'>text</messages>", "line 1: only <message");
    assert_messages("en.xml", "<messages lang='en'><message key='a'>", "line 1: ");
    assert_messages("english.xml", "<messages lang='english'/>", "\"english\" is no language");
    assert_messages("en.xml", "<!DOCTYPE messages><messages lang='en'/>", "DOCTYPE");
    np_theme_release(load_good(in("case")));
}

/* ---- assets ---- */

static void list_asset(void *baton, const char *path, const char *theme_name, const char *hash)
{
    char **list = baton;

    assert_int_equal(strlen(hash), 8);
    assert_int_equal(strspn(hash, "0123456789abcdef"), 8);
    *list = apr_pstrcat(pool, *list, path, "@", theme_name, " ", NULL);
}

static void test_assets(void **state)
{
    np_theme_t *theme = load_good(THEMES "/child");
    char *list = apr_pstrdup(pool, "");

    (void)state;
    np_theme_assets(theme, list_asset, &list);
    assert_string_equal(list, "css/child.css@child css/portal.css@child img/dot.svg@good ");
    np_theme_release(theme);
}

static void take_hash(void *baton, const char *path, const char *theme_name, const char *hash)
{
    (void)theme_name;
    if (strcmp(path, "a.css") == 0)
        apr_cpystrn(baton, hash, 9);
}

static void test_asset_hash(void **state)
{
    const char *path = make_theme("case", "", PLAIN_MOBILE, PLAIN_MOBILE);
    char hash[4][9] = {"", "", "", ""};
    static const char *const texts[4] = {"a{}", "b{}", "a{}", ""};
    int i;

    (void)state;
    for (i = 0; i < 4; i++) {
        np_theme_t *theme;

        write_file("case/assets/a.css", texts[i]);
        write_file("case/assets/.a.css.swp", "an editor's");
        write_file("case/assets/a.css~", "an editor's");
        theme = load_good(path);
        np_theme_assets(theme, take_hash, hash[i]);
        np_theme_release(theme);
    }
    assert_string_equal(hash[0], hash[2]);
    assert_string_not_equal(hash[0], hash[1]);
    assert_string_not_equal(hash[0], hash[3]);
    assert_int_equal(symlink("/etc/hostname", in("case/assets/out.txt")), 0);
    assert_holds(load_bad(path), "assets/out.txt: leads outside the folders of the theme");
}

/* ---- while a page is made ---- */

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A model with some hundred elements, so that loops over all of them have something to do. */
static const char *large_model(void)
{
    char *text = apr_palloc(pool, 500 * 16 + 32);
    char *end = text;
    int i;

    end = apr_cpystrn(end, "<page>", 16);
    for (i = 0; i < 500; i++)
        end = apr_cpystrn(end, "<item>x</item>", 16);
    apr_cpystrn(end, "</page>", 16);
    return text;
}

typedef struct {
    const char *file;
    const char *says;
} failure_t;

static const failure_t failures[] = {
    {"recursion", "templates call each other too deeply"},
    {"recursion-in-variables", "templates call each other too deeply"},
    {"exponential", "the sheet takes too many steps"},
    {"loops", "the sheet takes too many steps"},
    {"empty-loops", "too many steps"},
    {"expression", "an XPath expression takes too many steps"},
    {"terminate", "The page has no title."},
    {"late-attribute", "running/xsl/desktop.xsl, line 4: "},
    {"wrong-type", "running/xsl/desktop.xsl, line 4: "},
    {"no-variable", "desktop.xsl, line 4: "},
    {"no-variable", "nowhere"},
    {"arguments", "a function has too many or too few arguments"},
    {"prefix", "a prefix is not declared"},
    {"nothing", "the sheet wrote no element"},
};

/* Twenty seconds are for sanitizers on a busy machine; without, each ends in about one. */
static void test_failure(void **state)
{
    const failure_t *failure = *state;
    const char *path = apr_psprintf(pool, THEMES "/running/%s.xsl", failure->file);
    np_theme_t *theme = load_good(make_theme("running", "", read_file(path), PLAIN_MOBILE));
    np_error_t *error;
    double begun = seconds();
    const char *html;

    fflush(stderr);
    html = apply(theme, NP_VARIANT_DESKTOP, "en", large_model(), &error);
    assert_true(seconds() - begun < 20);
    assert_non_null(error);
    assert_int_equal(error->status, 500);
    assert_string_equal(error->code, "NP0121");
    assert_ptr_equal(strstr(error->detail, "theme running, desktop: "), error->detail);
    assert_holds(error->detail, failure->says);
    assert_null(strchr(error->detail, '\n'));
    assert_string_equal(html, "");
    /* The theme is as good as before. */
    html = apply(theme, NP_VARIANT_MOBILE, "en", MODEL, &error);
    assert_null(error);
    assert_string_equal(html, "<!DOCTYPE html>\n<html></html>");
    np_theme_release(theme);
}

static void test_times_and_buffer(void **state)
{
    np_theme_t *theme = load_good(THEMES "/good");
    xmlDocPtr model = parse(MODEL);
    apr_interval_time_t transform_time = -1;
    apr_interval_time_t html_time = -1;
    np_buffer_t out;

    (void)state;
    np_buffer_init(&out);
    np_buffer_add_text(&out, "before ");
    assert_null(np_theme_apply(theme, NP_VARIANT_MOBILE, "en", model, &out, &transform_time,
                               &html_time, pool));
    assert_ptr_equal(strstr(out.data, "before <!DOCTYPE html>\n"), out.data);
    assert_true(transform_time > 0 && transform_time < 10000000);
    assert_true(html_time >= 0 && html_time < 10000000);
    assert_string_equal((const char *)xmlDocGetRootElement(model)->last->name, "messages");
    np_buffer_free(&out);
    xmlFreeDoc(model);
    np_theme_release(theme);
}

/* ---- the slot ---- */

typedef struct {
    int warnings;
    int notices;
    char last[1024];
} log_t;

static void note(void *baton, int level, const char *code, const char *text)
{
    log_t *log = baton;

    if (level == 3) {
        assert_string_equal(code, "NP0120");
        log->warnings++;
    } else {
        assert_int_equal(level, 5);
        assert_string_equal(code, strstr(text, " says: ") != NULL ? "NP0121" : "NP0120");
        log->notices++;
    }
    apr_cpystrn(log->last, text, sizeof(log->last));
}

static const char *current_html(np_theme_slot_t *slot)
{
    np_theme_t *theme = np_theme_slot_get(slot);
    const char *html = apply_good(theme, NP_VARIANT_DESKTOP, "en");

    np_theme_release(theme);
    return html;
}

static void test_xsl_message(void **state)
{
    const char *path =
        make_theme("running", "", read_file(THEMES "/running/says.xsl"), PLAIN_MOBILE);
    np_theme_t *theme = load_good(path);
    log_t log = {0, 0, ""};
    np_theme_slot_t *slot;
    int i;

    (void)state;
    assert_string_equal(apply_good(theme, NP_VARIANT_DESKTOP, "en"),
                        "<!DOCTYPE html>\n<html></html>");
    slot = np_theme_slot_create(theme, path, note, &log, pool);
    current_html(slot);
    assert_string_equal(log.last, "theme running, desktop, says: A note for the log.");
    for (i = 0; i < 100; i++)
        current_html(slot);
    assert_int_equal(log.notices, 20);
    assert_holds(log.last, "no more of its messages are logged");
}

static void test_slot_follows_changes(void **state)
{
    const char *path = make_theme("case", "", page_sheet("1"), PLAIN_MOBILE);
    log_t log = {0, 0, ""};
    np_theme_slot_t *slot = np_theme_slot_create(load_good(path), path, note, &log, pool);
    np_theme_t *held = np_theme_slot_get(slot);

    (void)state;
    np_theme_slot_refresh(slot);
    assert_string_equal(current_html(slot), "<!DOCTYPE html>\n<html>1</html>");
    assert_int_equal(log.notices, 0);
    write_file("case/xsl/desktop.xsl", page_sheet("22"));
    np_theme_slot_refresh(slot);
    assert_string_equal(current_html(slot), "<!DOCTYPE html>\n<html>22</html>");
    assert_int_equal(log.notices, 1);
    assert_string_equal(log.last, "theme case: files changed, the new version is in use");
    /* The page that began before ends with what it began with. */
    assert_string_equal(apply_good(held, NP_VARIANT_DESKTOP, "en"),
                        "<!DOCTYPE html>\n<html>1</html>");
    np_theme_release(held);
    np_theme_slot_refresh(slot);
    assert_int_equal(log.notices, 1);
    assert_int_equal(log.warnings, 0);
}

/* The same size within one tick of the file system's clock. */
static void test_slot_sees_quick_changes(void **state)
{
    const char *path = make_theme("case", "", page_sheet("0"), PLAIN_MOBILE);
    log_t log = {0, 0, ""};
    np_theme_slot_t *slot = np_theme_slot_create(load_good(path), path, note, &log, pool);
    int i;

    (void)state;
    for (i = 1; i < 10; i++) {
        write_file("case/xsl/desktop.xsl", page_sheet(apr_itoa(pool, i)));
        np_theme_slot_refresh(slot);
        assert_string_equal(current_html(slot),
                            apr_psprintf(pool, "<!DOCTYPE html>\n<html>%d</html>", i));
    }
    assert_int_equal(log.notices, 9);
}

static void test_slot_keeps_last_good(void **state)
{
    const char *path = make_theme("case", "", page_sheet("good"), PLAIN_MOBILE);
    log_t log = {0, 0, ""};
    np_theme_slot_t *slot = np_theme_slot_create(load_good(path), path, note, &log, pool);

    (void)state;
    write_file("case/xsl/desktop.xsl", ""); /* an editor's first step */
    np_theme_slot_refresh(slot);
    np_theme_slot_refresh(slot);
    assert_int_equal(log.warnings, 1);
    assert_holds(log.last,
                 "case/xsl/desktop.xsl, line 1: the file is empty; the last good version of "
                 "the theme stays in use");
    assert_string_equal(current_html(slot), "<!DOCTYPE html>\n<html>good</html>");
    write_file("case/xsl/desktop.xsl", "<xsl:stylesheet"); /* half written: another state */
    np_theme_slot_refresh(slot);
    np_theme_slot_refresh(slot);
    assert_int_equal(log.warnings, 2);
    write_file("case/xsl/desktop.xsl", page_sheet("better"));
    np_theme_slot_refresh(slot);
    assert_int_equal(log.notices, 1);
    assert_string_equal(current_html(slot), "<!DOCTYPE html>\n<html>better</html>");
    /* Broken and then exactly as before: that is worth a line too. */
    write_file("case/xsl/desktop.xsl", "x");
    np_theme_slot_refresh(slot);
    write_file("case/xsl/desktop.xsl", page_sheet("better"));
    np_theme_slot_refresh(slot);
    assert_int_equal(log.warnings, 3);
    assert_int_equal(log.notices, 2);
}

static void test_slot_survives_lost_folder(void **state)
{
    const char *path = make_theme("case", "", page_sheet("good"), PLAIN_MOBILE);
    log_t log = {0, 0, ""};
    np_theme_slot_t *slot = np_theme_slot_create(load_good(path), path, note, &log, pool);

    (void)state;
    assert_int_equal(rename(in("case"), in("away")), 0);
    np_theme_slot_refresh(slot);
    np_theme_slot_refresh(slot);
    assert_int_equal(log.warnings, 1);
    assert_holds(log.last, "case: the theme's folder cannot be opened");
    assert_string_equal(current_html(slot), "<!DOCTYPE html>\n<html>good</html>");
    assert_int_equal(rename(in("away"), in("case")), 0);
    np_theme_slot_refresh(slot);
    assert_int_equal(log.notices, 1);
    assert_string_equal(current_html(slot), "<!DOCTYPE html>\n<html>good</html>");
}

/* What repairs a theme may be something that was not there: a parent, the child's own sheet. */
static void test_slot_sees_new_files(void **state)
{
    const char *path = make_theme("kid", "base", NULL, NULL);
    log_t log = {0, 0, ""};
    np_theme_slot_t *slot;

    (void)state;
    make_theme("base", "", page_sheet("base"), PLAIN_MOBILE);
    slot = np_theme_slot_create(load_good(path), path, note, &log, pool);
    write_file("kid/xsl/desktop.xsl", page_sheet("kid"));
    np_theme_slot_refresh(slot);
    assert_string_equal(current_html(slot), "<!DOCTYPE html>\n<html>kid</html>");
    make_theme("kid", "later", page_sheet("kid"), NULL);
    np_theme_slot_refresh(slot);
    assert_int_equal(log.warnings, 1);
    make_theme("later", "", NULL, page_sheet("later"));
    np_theme_slot_refresh(slot);
    assert_int_equal(log.warnings, 1);
    assert_int_equal(log.notices, 2);
    write_file("later/messages/en.xml",
               "<messages lang='en'><message key='k'>t</message></messages>");
    np_theme_slot_refresh(slot);
    assert_int_equal(log.notices, 3);
    write_file("kid/assets/a.css", "a{}");
    np_theme_slot_refresh(slot);
    assert_int_equal(log.notices, 4);
}

/* ---- threads, and what other modules of the server see ---- */

enum { THREADS = 8, ROUNDS = 500, MODELS = 5 };

typedef struct {
    np_theme_slot_t *slot;
    char *models[MODELS];
    char *expected[MODELS];
    atomic_int wrong;
    atomic_int running;
} crowd_t;

static void *make_pages(void *baton)
{
    crowd_t *crowd = baton;
    apr_pool_t *own;
    int i;

    apr_pool_create_unmanaged_ex(&own, NULL, NULL);
    for (i = 0; i < ROUNDS; i++) {
        int which = i % MODELS;
        const char *text = crowd->models[which];
        xmlDocPtr model = xmlReadMemory(text, (int)strlen(text), NULL, NULL, 0);
        np_theme_t *theme = np_theme_slot_get(crowd->slot);
        np_buffer_t out;

        np_buffer_init(&out);
        if (np_theme_apply(theme, NP_VARIANT_DESKTOP, "ko", model, &out, NULL, NULL, own) != NULL ||
            strcmp(out.data, crowd->expected[which]) != 0)
            atomic_fetch_add(&crowd->wrong, 1);
        np_buffer_free(&out);
        np_theme_release(theme);
        xmlFreeDoc(model);
        apr_pool_clear(own);
    }
    apr_pool_destroy(own);
    atomic_fetch_sub(&crowd->running, 1);
    return NULL;
}

static const char *const crowd_sheet =
    "<xsl:key name='m' match='messages/message' use='@key'/>"
    "<xsl:key name='i' match='item' use='@id'/>"
    "<xsl:attribute-set name='s'><xsl:attribute name='class'>c</xsl:attribute></xsl:attribute-set>"
    "<xsl:variable name='total' select='count(//item)'/>"
    "<xsl:template match='/'><html xsl:use-attribute-sets='s' title='{$total}'>"
    "<xsl:apply-templates select='page/item'><xsl:sort select='@id' data-type='number' "
    "order='descending'/></xsl:apply-templates><xsl:value-of select=\"key('m','home')\"/>"
    "<xsl:for-each select=\"str:tokenize('c b a')\" xmlns:str='http://exslt.org/strings'>"
    "<xsl:value-of select=\"concat(., str:padding(2, '-'))\"/></xsl:for-each></html></xsl:template>"
    "<xsl:template match='item[position() mod 2 = 1]'><b><xsl:call-template "
    "name='t'/></b></xsl:template>"
    "<xsl:template match='item'><i><xsl:call-template name='t'/></i></xsl:template>"
    "<xsl:template name='t'><xsl:number format='A'/><xsl:copy-of select=\"key('i', @id)/*\"/>"
    "<xsl:value-of select='generate-id(.) = generate-id(..)'/></xsl:template>";

static char *crowd_model(int which)
{
    char *text = apr_pstrdup(pool, "<page>");
    int i;

    for (i = 0; i < 5 + which * 7; i++)
        text = apr_psprintf(pool, "%s<item id='%d'><em>%d of %d</em></item>", text, i * which, i,
                            which);
    return apr_pstrcat(pool, text, "</page>", NULL);
}

static void test_threads(void **state)
{
    const char *path = make_theme("case", "", sheet(crowd_sheet), PLAIN_MOBILE);
    log_t log = {0, 0, ""};
    static crowd_t crowd;
    pthread_t threads[THREADS];
    np_error_t *error;
    int i;

    (void)state;
    write_file("case/messages/ko.xml",
               "<messages lang='ko'><message key='home'>홈</message></messages>");
    crowd.slot = np_theme_slot_create(load_good(path), path, note, &log, pool);
    for (i = 0; i < MODELS; i++) {
        np_theme_t *theme = np_theme_slot_get(crowd.slot);

        crowd.models[i] = crowd_model(i);
        crowd.expected[i] =
            apr_pstrdup(pool, apply(theme, NP_VARIANT_DESKTOP, "ko", crowd.models[i], &error));
        assert_null(error);
        assert_holds(crowd.expected[i], "홈c--b--a--");
        np_theme_release(theme);
    }
    atomic_store(&crowd.wrong, 0);
    atomic_store(&crowd.running, THREADS);
    for (i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, make_pages, &crowd), 0);
    for (i = 0; atomic_load(&crowd.running) > 0 || i < 10; i++) {
        /* Another version each time, the same pages; each seventh one is broken. */
        write_file("case/xsl/desktop.xsl", sheet(apr_psprintf(pool, "<!-- %d -->%s%s", i,
                                                              crowd_sheet, i % 7 == 3 ? "<" : "")));
        np_theme_slot_refresh(crowd.slot);
        usleep(2000);
    }
    for (i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&crowd.wrong), 0);
    assert_true(log.notices >= 8);
    assert_true(log.warnings >= 1);
}

static atomic_int foreign_errors;
static atomic_int foreign_loads;
static atomic_int foreign_stop;

static void foreign_error(void *context, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void foreign_error(void *context, const char *format, ...)
{
    char text[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (context == &foreign_errors && strcmp(text, "another module's error") == 0)
        atomic_fetch_add(&foreign_errors, 1);
    else
        atomic_fetch_add(&foreign_errors, 1000000);
}

static xmlDocPtr foreign_loader(const xmlChar *url, xmlDictPtr dict, int options, void *context,
                                xsltLoadType type)
{
    (void)dict;
    (void)options;
    (void)context;
    (void)type;
    if (strcmp((const char *)url, "other.xsl") == 0)
        atomic_fetch_add(&foreign_loads, 1);
    return NULL;
}

/* Another module of the same server, at work in its own thread while we compile. */
static void *be_another_module(void *baton)
{
    int *count = baton;

    while (!atomic_load(&foreign_stop)) {
        xsltGenericError(xsltGenericErrorContext, "%s", "another module's error");
        xsltDocDefaultLoader((const xmlChar *)"other.xsl", NULL, 0, NULL, XSLT_LOAD_DOCUMENT);
        (*count)++;
        sched_yield();
    }
    return NULL;
}

static void test_other_modules(void **state)
{
    const char *bad =
        make_theme("bad", "", read_file(THEMES "/broken/expression.xsl"), PLAIN_MOBILE);
    pthread_t other;
    int count = 0;
    int i;

    (void)state;
    xsltSetGenericErrorFunc(&foreign_errors, foreign_error);
    xsltSetLoaderFunc(foreign_loader);
    assert_int_equal(pthread_create(&other, NULL, be_another_module, &count), 0);
    for (i = 0; i < 50; i++) {
        const char *error;

        np_theme_release(load_good(THEMES "/child"));
        error = load_bad(bad);
        assert_null(strstr(error, "another module"));
    }
    atomic_store(&foreign_stop, 1);
    pthread_join(other, NULL);
    assert_true(count > 0);
    assert_int_equal(atomic_load(&foreign_errors), count);
    assert_int_equal(atomic_load(&foreign_loads), count);
    assert_ptr_equal((void *)(uintptr_t)xsltGenericError, (void *)(uintptr_t)foreign_error);
    assert_ptr_equal(xsltGenericErrorContext, &foreign_errors);
    assert_ptr_equal((void *)(uintptr_t)xsltDocDefaultLoader, (void *)(uintptr_t)foreign_loader);
    xsltSetGenericErrorFunc(NULL, NULL);
    xsltSetLoaderFunc(NULL);
}

/* The theme that is delivered compiles, and so do the messages of the portal's languages. */
static void test_delivered_theme(void **state)
{
    np_theme_t *theme = load_good(TEST_ROOT "/htdocs/themes/default");

    (void)state;
    assert_string_equal(np_theme_name(theme), "default");
    assert_null(np_theme_check_language(theme, "zh-Hans", pool));
    assert_null(np_theme_check_language(theme, "ko", pool));
    assert_null(np_theme_check_language(theme, "en", pool));
    np_theme_release(theme);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

static const struct CMUnitTest plain_tests[] = {
    TEST(test_good_theme),
    TEST(test_child_theme),
    TEST(test_accepted),
    TEST(test_import_loop),
    TEST(test_import_borders),
    TEST(test_parent_cannot_import_child),
    TEST(test_import_limits),
    TEST(test_strange_files),
    TEST(test_missing_entry),
    TEST(test_theme_xml),
    TEST(test_parents),
    TEST(test_message_fallback),
    TEST(test_check_language),
    TEST(test_no_messages),
    TEST(test_broken_messages),
    TEST(test_assets),
    TEST(test_asset_hash),
    TEST(test_times_and_buffer),
    TEST(test_xsl_message),
    TEST(test_slot_follows_changes),
    TEST(test_slot_sees_quick_changes),
    TEST(test_slot_keeps_last_good),
    TEST(test_slot_survives_lost_folder),
    TEST(test_slot_sees_new_files),
    TEST(test_threads),
    TEST(test_other_modules),
    TEST(test_delivered_theme),
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct CMUnitTest all[COUNT(plain_tests) + COUNT(refusals) + COUNT(failures)];

static void add_test(size_t at, const char *name, CMUnitTestFunction function, const void *fact)
{
    all[at].name = name;
    all[at].test_func = function;
    all[at].setup_func = set_up;
    all[at].teardown_func = tear_down;
    all[at].initial_state = (void *)(uintptr_t)fact;
}

int main(void)
{
    size_t i;
    int failed;

    apr_initialize();
    np_theme_init();
    np_theme_init(); /* httpd runs post_config twice */
    memcpy(all, plain_tests, sizeof(plain_tests));
    for (i = 0; i < COUNT(refusals); i++)
        add_test(COUNT(plain_tests) + i, refusals[i].file, test_refusal, &refusals[i]);
    for (i = 0; i < COUNT(failures); i++)
        add_test(COUNT(plain_tests) + COUNT(refusals) + i, failures[i].file, test_failure,
                 &failures[i]);
    failed = cmocka_run_group_tests_name("np_theme", all, NULL, NULL);
    apr_terminate();
    return failed;
}
