/* np_theme_sheet.c - reads the two entry sheets of a theme with everything they import or include,
 * checks each file against the profile and compiles them.
 *
 * libxslt resolves imports itself, through one process-wide loader function, with options that read
 * document types and entities. So that only files checked by us are compiled, a sheet never shows
 * it a path: before it sees a file, each import and include in it was resolved by us, and its href
 * replaced by the number of the file found, "np-theme:7". The loader then gives it exactly that.
 *
 * Two process-wide pointers are replaced while a sheet compiles, because libxslt has no other way
 * to load imports or to tell what is wrong (there is no context yet): the loader and the generic
 * error function. Compiling happens at start, in the parent's only thread, and later in one thread
 * of a child while others make pages, perhaps with other modules' sheets. Therefore our two
 * functions look at a variable of the thread: in any other thread they call the function that was
 * there before, with its own context, which is never replaced. A lock lets one thread compile at a
 * time; both pointers are put back as they were.
 *
 * Must not: decide what a sheet may contain (np_theme_lint.c). Called by np_theme.c.
 */
#include "np_theme_internal.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <apr_strings.h>
#include <libxslt/documents.h>
#include <libxslt/imports.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>

#define URL_START "np-theme:"

static const char *const entries[NP_VARIANT_COUNT] = {"xsl/desktop.xsl", "xsl/mobile.xsl"};

/* ---- numbers and names of sheets ---- */

static int number_of(const np_theme_t *theme, const char *url)
{
    char *end;
    long number;

    if (strncmp(url, URL_START, strlen(URL_START)) != 0)
        return -1;
    number = strtol(url + strlen(URL_START), &end, 10);
    return *end == '\0' && number >= 0 && number < theme->file_count ? (int)number : -1;
}

const char *np_theme_sheet_name(const np_theme_t *theme, const char *url)
{
    int number = number_of(theme, url);

    return number >= 0 ? theme->files[number] : url;
}

/* The file's name from its level's folder: an import "../../default/xsl/x.xsl" is shown, and
 * opened, as themes/default/xsl/x.xsl. */
static int add_source(np_theme_load_t *load, const char *real, int level, int from)
{
    np_theme_t *theme = load->theme;
    const np_theme_level_t *home = &theme->levels[level];
    int number = theme->file_count++;
    np_theme_source_t *source = &load->sources[number];

    source->real = apr_pstrdup(load->pool, real);
    source->level = level;
    source->from = from;
    source->depth = from < 0 ? 0 : load->sources[from].depth + 1;
    theme->files[number] =
        np_theme_copy(apr_pstrcat(load->pool, home->folder, real + strlen(home->real), NULL));
    return number;
}

/* ---- finding what an import means ---- */

static const char *check_loop(const np_theme_load_t *load, const char *real, int from)
{
    int number;

    for (number = from; number >= 0; number = load->sources[number].from) {
        if (strcmp(load->sources[number].real, real) == 0)
            return number == from ? "a sheet cannot import itself"
                                  : "this file imports, directly or through others, the sheet that "
                                    "asks for it: a loop without end";
    }
    return NULL;
}

static const char *check_target(const np_theme_load_t *load, const char *real, int from)
{
    const np_theme_source_t *asking = &load->sources[from];
    int level = np_theme_level_of(load->theme, real);

    if (level < 0)
        return "this file lies outside the folders of the theme and its parents; copy it into the "
               "theme";
    if (level < asking->level)
        return "a parent theme cannot import from its child; move the file to the parent";
    if (asking->depth + 1 >= NP_THEME_IMPORT_DEPTH)
        return "imports are nested more than 16 deep";
    if (load->theme->file_count == NP_THEME_SHEETS)
        return "more than 256 sheets are imported, each one counted as often as it is imported";
    return check_loop(load, real, from);
}

/* A plain relative path: no scheme, no host, no %-escapes that would hide one. */
static int is_plain_path(const char *href)
{
    return *href != '\0' && *href != '/' && strpbrk(href, ":%?#\\") == NULL;
}

static const char *resolve(np_theme_load_t *load, const char *href, int from, int *number)
{
    const char *asking = load->theme->files[from];
    const char *slash = strrchr(asking, '/');
    const char *error = NULL;
    char *real;

    if (!is_plain_path(href))
        return "href must be a relative path to a file of the theme or its parents";
    real = realpath(apr_psprintf(load->pool, "%.*s/%s", (int)(slash - asking), asking, href), NULL);
    if (real == NULL)
        return apr_psprintf(load->pool, "this file cannot be found (%s)", strerror(errno));
    error = check_target(load, real, from);
    if (error == NULL)
        *number = add_source(load, real, np_theme_level_of(load->theme, real), from);
    free(real);
    return error;
}

static const char *rewrite_import(np_theme_load_t *load, xmlNodePtr import, int from)
{
    xmlChar *href = xmlGetNoNsProp(import, (const xmlChar *)"href");
    const char *shown = apr_pstrdup(load->pool, href != NULL ? (const char *)href : "");
    const char *error;
    int number = -1;

    xmlFree(href);
    error = resolve(load, shown, from, &number);
    if (error != NULL)
        return apr_psprintf(load->pool, "%s, line %ld: %s of \"%s\": %s", load->theme->files[from],
                            xmlGetLineNo(import), (const char *)import->name, shown, error);
    xmlSetProp(import, (const xmlChar *)"href",
               (const xmlChar *)apr_psprintf(load->pool, URL_START "%d", number));
    return NULL;
}

/* The lint has seen to it that imports stand directly below the root. */
static const char *rewrite_imports(np_theme_load_t *load, xmlDocPtr doc, int from)
{
    const char *error = NULL;
    xmlNodePtr child;

    for (child = xmlDocGetRootElement(doc)->children; child != NULL && error == NULL;
         child = child->next) {
        if (np_theme_is_xslt(child, "import") || np_theme_is_xslt(child, "include"))
            error = rewrite_import(load, child, from);
    }
    return error;
}

static const char *read_sheet(np_theme_load_t *load, int number, xmlDictPtr dict, xmlDocPtr *doc)
{
    const char *shown = load->theme->files[number];
    const char *url = apr_psprintf(load->pool, URL_START "%d", number);
    const char *error = np_theme_parse(load, shown, url, dict, doc);

    if (error == NULL)
        error = np_theme_lint(*doc, shown, load->pool);
    if (error == NULL)
        error = rewrite_imports(load, *doc, number);
    if (error != NULL) {
        xmlFreeDoc(*doc);
        *doc = NULL;
    }
    return error;
}

/* ---- the two process-wide functions ---- */

static pthread_mutex_t compiling = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local np_theme_load_t *current_load; /* NULL in every thread that does not compile */
static _Thread_local np_theme_report_t *current_report;
static _Atomic(xmlGenericErrorFunc) previous_error;
static _Atomic(xsltDocLoaderFunc) previous_loader;

static void on_compile_error(void *context, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void on_compile_error(void *context, const char *format, ...)
{
    char text[1024];
    va_list arguments;

    va_start(arguments, format);
    /* The analyzer loses sight of va_start when it is given several files.
     * NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (current_report != NULL)
        np_theme_report_line(current_report, "%s", text);
    else
        atomic_load (&previous_error)(context, "%s", text);
}

static xmlDocPtr load_numbered(const xmlChar *url, xmlDictPtr dict, int options, void *context,
                               xsltLoadType type)
{
    np_theme_load_t *load = current_load;
    xmlDocPtr doc = NULL;
    const char *error = NULL;
    int number;

    if (load == NULL)
        return atomic_load(&previous_loader)(url, dict, options, context, type);
    number = number_of(load->theme, (const char *)url);
    if (number < 0)
        error = apr_psprintf(load->pool, "libxslt asks for %s, which no sheet imports",
                             (const char *)url);
    else
        error = read_sheet(load, number, dict, &doc);
    if (load->error == NULL)
        load->error = error;
    return doc;
}

static void begin_compiling(np_theme_load_t *load, np_theme_report_t *report)
{
    pthread_mutex_lock(&compiling);
    current_load = load;
    current_report = report;
    atomic_store(&previous_error, xsltGenericError);
    atomic_store(&previous_loader, xsltDocDefaultLoader);
    xsltSetGenericErrorFunc(xsltGenericErrorContext, on_compile_error);
    xsltSetLoaderFunc(load_numbered);
}

static void end_compiling(void)
{
    xsltSetLoaderFunc(atomic_load(&previous_loader));
    xsltSetGenericErrorFunc(xsltGenericErrorContext, atomic_load(&previous_error));
    current_load = NULL;
    current_report = NULL;
    pthread_mutex_unlock(&compiling);
}

/* ---- compiling ---- */

static xsltStylesheetPtr compile(np_theme_load_t *load, xmlDocPtr doc, np_theme_report_t *report)
{
    xsltStylesheetPtr sheet = xsltNewStylesheet();

    if (sheet == NULL)
        abort();
    sheet->xpathCtxt->error = np_theme_report_xpath;
    sheet->xpathCtxt->userData = report;
    begin_compiling(load, report);
    if (xsltParseStylesheetUser(sheet, doc) != 0) {
        xsltFreeStylesheet(sheet);
        xmlFreeDoc(doc);
        sheet = NULL;
    }
    end_compiling();
    return sheet;
}

#ifndef XSLT_REFACTORED
/* libxslt looks a named template up at the first call and writes what it found into the shared
 * sheet, from whatever thread comes first. Done here instead, nothing is written later; and a
 * call of a template that does not exist is found now, not on the one page that calls it. */
static const char *link_calls(const np_theme_t *theme, xsltTransformContextPtr context,
                              xmlNodePtr node, apr_pool_t *pool)
{
    const char *error = NULL;

    for (; node != NULL && error == NULL; node = node->next) {
        xsltStylePreCompPtr call = node->type == XML_ELEMENT_NODE ? node->psvi : NULL;

        if (call != NULL && np_theme_is_xslt(node, "call-template") && call->name != NULL) {
            call->templ = xsltFindTemplate(context, call->name, call->ns);
            if (call->templ == NULL)
                return apr_psprintf(pool, "%s, line %ld: there is no template named \"%s\"",
                                    np_theme_sheet_name(theme, (const char *)node->doc->URL),
                                    xmlGetLineNo(node), (const char *)call->name);
        }
        if (node->type == XML_ELEMENT_NODE)
            error = link_calls(theme, context, node->children, pool);
    }
    return error;
}

static const char *link_all_calls(const np_theme_t *theme, xsltStylesheetPtr sheet,
                                  apr_pool_t *pool)
{
    xmlDocPtr nothing = xmlNewDoc((const xmlChar *)"1.0");
    xsltTransformContextPtr context = xsltNewTransformContext(sheet, nothing);
    xsltStylesheetPtr part;
    const char *error = NULL;

    if (context == NULL)
        abort();
    for (part = sheet; part != NULL && error == NULL; part = xsltNextImport(part)) {
        xsltDocumentPtr included;

        error = link_calls(theme, context, part->doc->children, pool);
        for (included = part->docList; included != NULL && error == NULL; included = included->next)
            error = link_calls(theme, context, included->doc->children, pool);
    }
    xsltFreeTransformContext(context);
    xmlFreeDoc(nothing);
    return error;
}
#endif

static const char *load_sheet(np_theme_load_t *load, int number, xsltStylesheetPtr *sheet)
{
    np_theme_report_t report;
    xmlDocPtr doc;
    const char *error = read_sheet(load, number, NULL, &doc);

    *sheet = NULL;
    if (error != NULL)
        return error;
    np_theme_report_init(&report);
    *sheet = compile(load, doc, &report);
    if (load->error != NULL)
        return load->error;
    /* libxslt goes on after some errors; an XPath expression it could not read is never good. */
    if (*sheet == NULL || report.place[0] != '\0' || report.cause[0] != '\0' ||
        report.messages[0] != '\0' || report.xpath[0] != '\0')
        return np_theme_report_sentence(&report, load->theme, load->pool);
#ifndef XSLT_REFACTORED
    return link_all_calls(load->theme, *sheet, load->pool);
#else
    return NULL;
#endif
}

/* The first level that has the entry sheet. lstat, so that a link to nowhere is an error and not
 * silently the parent's sheet. */
static const char *find_entry(np_theme_load_t *load, const char *entry, int *number)
{
    np_theme_t *theme = load->theme;
    struct stat status;
    int i;

    for (i = 0; i < theme->level_count; i++) {
        const char *path = apr_pstrcat(load->pool, theme->levels[i].folder, "/", entry, NULL);
        char *real;
        int level;

        if (lstat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR))
            continue;
        real = realpath(path, NULL);
        if (real == NULL)
            return apr_psprintf(load->pool, "%s: cannot be opened (%s)", path, strerror(errno));
        level = np_theme_level_of(theme, real);
        if (level < i) {
            free(real);
            return apr_psprintf(load->pool,
                                "%s: leads outside the folders of the theme and its "
                                "parents; copy the file into the theme",
                                path);
        }
        *number = add_source(load, real, level, -1);
        free(real);
        return NULL;
    }
    return apr_psprintf(load->pool, "%s: there is no %s in the theme \"%s\" or its parents",
                        theme->levels[0].folder, entry, theme->levels[0].name);
}

const char *np_theme_load_sheets(np_theme_load_t *load)
{
    const char *error = NULL;
    int variant;
    int number = -1;

    load->sources = apr_pcalloc(load->pool, sizeof(*load->sources) * NP_THEME_SHEETS);
    load->theme->files = np_theme_alloc(NULL, sizeof(*load->theme->files) * NP_THEME_SHEETS);
    for (variant = 0; variant < NP_VARIANT_COUNT && error == NULL; variant++) {
        if (load->theme->file_count == NP_THEME_SHEETS)
            return apr_psprintf(load->pool, "%s: more than %d sheets are imported",
                                load->theme->levels[0].folder, NP_THEME_SHEETS);
        error = find_entry(load, entries[variant], &number);
        if (error == NULL)
            error = load_sheet(load, number, &load->theme->sheets[variant]);
    }
    return error;
}
