/* np_theme.c - see np_theme.h. The theme as a whole: the stack of folders, loading, the reference
 * count, and the transform of a page. Called by mod_newsportal.c; the parts are in np_theme_*.c.
 *
 * Must not: set process-wide handlers of libxml2 or libxslt while pages are made, or clean those
 * libraries up (other modules of the server use them).
 */
#include "np_theme_internal.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <apr_strings.h>
#include <libexslt/exslt.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>
#include "np_html.h"

static const char *const variant_names[NP_VARIANT_COUNT] = {"desktop", "mobile"};

/* Registering twice replaces an entry by itself. exsltRegisterAll would add func, dyn, saxon and
 * crypto, which the profile does not have. */
void np_theme_init(void)
{
    xmlInitParser();
    xsltInit();
    exsltCommonRegister();
    exsltStrRegister();
    exsltDateRegister();
    exsltMathRegister();
    exsltSetsRegister();
}

/* Like httpd's pools: a process without memory ends, its parent starts another. */
void *np_theme_alloc(void *old, size_t size)
{
    void *memory = realloc(old, size);

    if (memory == NULL)
        abort();
    return memory;
}

char *np_theme_copy(const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(np_theme_alloc(NULL, size), text, size);
}

/* ---- the stack of folders ---- */

/* Names become parts of addresses and of folder names. */
static int is_theme_name(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_");

    return length > 0 && length <= 32 && name[length] == '\0' && name[0] != '-' && name[0] != '_';
}

static const char *read_attributes(xmlNodePtr root, const char *file, const char **name,
                                   const char **parent, apr_pool_t *pool)
{
    xmlAttrPtr attribute;

    *name = *parent = "";
    for (attribute = root->properties; attribute != NULL; attribute = attribute->next) {
        xmlChar *value = xmlNodeGetContent((xmlNodePtr)attribute);
        const char *kept = apr_pstrdup(pool, value != NULL ? (const char *)value : "");

        xmlFree(value);
        if (xmlStrcmp(attribute->name, (const xmlChar *)"name") == 0)
            *name = kept;
        else if (xmlStrcmp(attribute->name, (const xmlChar *)"parent") == 0)
            *parent = kept;
        else
            return apr_psprintf(pool,
                                "%s, line %ld: unknown attribute %s; accepted are name and parent",
                                file, xmlGetLineNo(root), (const char *)attribute->name);
    }
    return NULL;
}

static const char *check_theme_xml(xmlDocPtr doc, const char *file, const char *folder_name,
                                   const char **parent, apr_pool_t *pool)
{
    xmlNodePtr root = xmlDocGetRootElement(doc);
    const char *name;
    const char *error;

    if (xmlStrcmp(root->name, (const xmlChar *)"theme") != 0)
        return apr_psprintf(pool,
                            "%s, line %ld: the root element is %s; a theme.xml holds "
                            "<theme name=\"...\" parent=\"...\"/>",
                            file, xmlGetLineNo(root), (const char *)root->name);
    error = read_attributes(root, file, &name, parent, pool);
    if (error != NULL)
        return error;
    if (!is_theme_name(name))
        return apr_psprintf(pool,
                            "%s, line %ld: name=\"%s\" is no theme name; accepted are up to 32 "
                            "of a-z 0-9 - _, the first a letter or digit",
                            file, xmlGetLineNo(root), name);
    if (strcmp(name, folder_name) != 0)
        return apr_psprintf(pool,
                            "%s, line %ld: name=\"%s\", but the folder is called \"%s\"; both "
                            "must be the same",
                            file, xmlGetLineNo(root), name, folder_name);
    if (**parent != '\0' && !is_theme_name(*parent))
        return apr_psprintf(pool,
                            "%s, line %ld: parent=\"%s\" is no theme name; accepted is the name "
                            "of a folder beside this one, or nothing",
                            file, xmlGetLineNo(root), *parent);
    return NULL;
}

/* Splits "themes/spring" into "themes" and "spring". */
static void split_folder(const char *folder, const char **above, const char **name,
                         apr_pool_t *pool)
{
    const char *slash = strrchr(folder, '/');

    *name = slash != NULL ? slash + 1 : folder;
    if (slash == NULL)
        *above = ".";
    else
        *above = slash == folder ? "" : apr_pstrmemdup(pool, folder, (apr_size_t)(slash - folder));
}

static const char *check_chain(const np_theme_t *theme, const char *name, const char *folder,
                               apr_pool_t *pool)
{
    int i;

    for (i = 0; i < theme->level_count; i++) {
        if (strcmp(theme->levels[i].name, name) == 0)
            return apr_psprintf(pool,
                                "%s/theme.xml: parent=\"%s\" leads back to a theme that already "
                                "has this one among its parents",
                                theme->levels[theme->level_count - 1].folder, name);
    }
    if (theme->level_count == NP_THEME_LEVELS)
        return apr_psprintf(pool, "%s: a theme has at most %d levels of parents", folder,
                            NP_THEME_LEVELS - 1);
    return NULL;
}

static const char *read_level(np_theme_load_t *load, const char *folder, const char *name,
                              const char **parent)
{
    const char *file = apr_pstrcat(load->pool, folder, "/theme.xml", NULL);
    const char *error = check_chain(load->theme, name, folder, load->pool);
    char *real;
    np_theme_level_t *level;
    xmlDocPtr doc;

    if (error != NULL)
        return error;
    real = realpath(folder, NULL);
    if (real == NULL)
        return apr_psprintf(load->pool, "%s: the theme's folder cannot be opened (%s)", folder,
                            strerror(errno));
    error = np_theme_parse(load, file, file, NULL, &doc);
    if (error == NULL)
        error = check_theme_xml(doc, file, name, parent, load->pool);
    xmlFreeDoc(doc);
    if (error != NULL) {
        free(real);
        return error;
    }
    level = &load->theme->levels[load->theme->level_count++];
    level->name = np_theme_copy(name);
    level->folder = np_theme_copy(folder);
    level->real = real;
    return NULL;
}

const char *np_theme_read_stack(np_theme_load_t *load, const char *folder, const char **failed)
{
    const char *parent = "";
    const char *above;
    const char *name;
    char *clean = apr_pstrdup(load->pool, folder);
    size_t length = strlen(clean);

    while (length > 1 && clean[length - 1] == '/')
        clean[--length] = '\0';
    split_folder(clean, &above, &name, load->pool);
    *failed = clean;
    do {
        const char *error = read_level(load, *failed, name, &parent);

        if (error != NULL)
            return error;
        name = parent;
        *failed = apr_pstrcat(load->pool, above, "/", parent, NULL);
    } while (*parent != '\0');
    *failed = NULL;
    return NULL;
}

/* ---- load, retain, release ---- */

static xsltSecurityPrefsPtr make_security(void)
{
    static const xsltSecurityOption options[] = {
        XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE, XSLT_SECPREF_CREATE_DIRECTORY,
        XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK};
    xsltSecurityPrefsPtr security = xsltNewSecurityPrefs();
    size_t i;

    if (security == NULL)
        abort();
    for (i = 0; i < sizeof(options) / sizeof(options[0]); i++)
        xsltSetSecurityPrefs(security, options[i], xsltSecurityForbid);
    return security;
}

static const char *load_parts(np_theme_load_t *load, const char *folder)
{
    const char *failed;
    const char *error;

    /* Before the files are read: a change in between shows as a difference at the next look. */
    load->theme->print = np_theme_fingerprint(folder);
    error = np_theme_read_stack(load, folder, &failed);
    if (error == NULL)
        error = np_theme_load_sheets(load);
    if (error == NULL)
        error = np_theme_load_messages(load);
    if (error == NULL)
        error = np_theme_load_assets(load);
    return error;
}

const char *np_theme_load(np_theme_t **theme, const char *folder, apr_pool_t *pool)
{
    np_theme_load_t load = {NULL, NULL, NULL, NULL};
    const char *error;

    *theme = NULL;
    apr_pool_create(&load.pool, pool);
    load.theme = np_theme_alloc(NULL, sizeof(*load.theme));
    memset(load.theme, 0, sizeof(*load.theme));
    atomic_init(&load.theme->references, 1);
    atomic_init(&load.theme->messages_left, 20);
    load.theme->security = make_security();
    error = load_parts(&load, folder);
    if (error != NULL) {
        error = apr_pstrdup(pool, error);
        np_theme_free(load.theme);
    } else {
        *theme = load.theme;
    }
    apr_pool_destroy(load.pool);
    return error;
}

void np_theme_retain(np_theme_t *theme)
{
    atomic_fetch_add_explicit(&theme->references, 1, memory_order_relaxed);
}

/* Release orders our use of the theme before the count; acquire orders the freeing after every
 * other thread's use. */
void np_theme_release(np_theme_t *theme)
{
    if (theme == NULL)
        return;
    if (atomic_fetch_sub_explicit(&theme->references, 1, memory_order_acq_rel) == 1)
        np_theme_free(theme);
}

void np_theme_free(np_theme_t *theme)
{
    int i;

    for (i = 0; i < NP_VARIANT_COUNT; i++)
        xsltFreeStylesheet(theme->sheets[i]); /* NULL allowed; frees the documents too */
    xsltFreeSecurityPrefs(theme->security);
    for (i = 0; i < theme->file_count; i++)
        free(theme->files[i]);
    for (i = 0; i < theme->asset_count; i++)
        free(theme->assets[i].path);
    for (i = 0; i < theme->language_count; i++)
        free(theme->languages[i].tag);
    for (i = 0; i < theme->level_count; i++) {
        free(theme->levels[i].name);
        free(theme->levels[i].folder);
        free(theme->levels[i].real);
    }
    xmlFreeDoc(theme->texts);
    free(theme->files);
    free(theme->assets);
    free(theme->languages);
    free(theme);
}

const char *np_theme_folder(const np_theme_t *theme, int level)
{
    return level < theme->level_count ? theme->levels[level].folder : NULL;
}

const char *np_theme_name(const np_theme_t *theme)
{
    return theme->levels[0].name;
}

/* ---- apply ---- */

static apr_interval_time_t monotonic_time(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (apr_interval_time_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Everything that libxslt allows per page is set on the page's own context. */
static xsltTransformContextPtr make_context(const np_theme_t *theme, np_variant_e variant,
                                            xmlDocPtr model, np_theme_report_t *report)
{
    xsltTransformContextPtr context = xsltNewTransformContext(theme->sheets[variant], model);

    if (context == NULL)
        return NULL;
    xsltSetTransformErrorFunc(context, report, np_theme_report_line);
    context->xpathCtxt->error = np_theme_report_xpath;
    context->xpathCtxt->userData = report;
    xsltSetCtxtSecurityPrefs(theme->security, context);
    context->maxTemplateDepth = NP_THEME_DEPTH;
    context->maxTemplateVars = NP_THEME_VARIABLES;
    context->opLimit = NP_THEME_STEPS;
    context->xpathCtxt->opLimit = NP_THEME_XPATH_STEPS;
    return context;
}

/* Any error counts, also those that xsltproc shrugs at: a page that is wrong now and then is found
 * by its error, not by a reader. */
static xmlDocPtr transform(const np_theme_t *theme, np_variant_e variant, xmlDocPtr model,
                           np_theme_report_t *report)
{
    xsltTransformContextPtr context = make_context(theme, variant, model, report);
    xmlDocPtr result;

    if (context == NULL) {
        np_theme_report_line(report, "libxslt could not begin the page (out of memory)\n");
        return NULL;
    }
    result = xsltApplyStylesheetUser(theme->sheets[variant], model, NULL, NULL, NULL, context);
    /* Inside an xsl:for-each libxml2 does not tell our handler. */
    if (context->xpathCtxt->opCount >= context->xpathCtxt->opLimit)
        np_theme_report_xpath_limit(report);
    if (result != NULL && context->state == XSLT_STATE_OK && xmlDocGetRootElement(result) == NULL) {
        np_theme_report_line(report, "the sheet wrote no element\n");
        context->state = XSLT_STATE_ERROR;
    }
    if (context->state != XSLT_STATE_OK) {
        xmlFreeDoc(result);
        result = NULL;
    }
    xsltFreeTransformContext(context);
    return result;
}

/* xsl:message of a page that succeeded. A sheet that says something on every page would fill the
 * log, hence the count per version of the theme. */
static void log_messages(np_theme_t *theme, np_variant_e variant, const np_theme_report_t *report,
                         apr_pool_t *pool)
{
    int left;

    if (report->messages[0] == '\0' || theme->log == NULL)
        return;
    left = atomic_fetch_sub_explicit(&theme->messages_left, 1, memory_order_relaxed);
    if (left <= 0) {
        atomic_fetch_add_explicit(&theme->messages_left, 1, memory_order_relaxed);
        return;
    }
    theme->log(
        theme->log_baton, 5, "NP0121",
        apr_psprintf(pool, "theme %s, %s, says: %s%s", np_theme_name(theme), variant_names[variant],
                     report->messages,
                     left == 1 ? " (no more of its messages are logged until it changes)" : ""));
}

np_error_t *np_theme_apply(np_theme_t *theme, np_variant_e variant, const char *language,
                           xmlDocPtr model, np_buffer_t *out, apr_interval_time_t *transform_time,
                           apr_interval_time_t *html_time, apr_pool_t *pool)
{
    apr_interval_time_t begun = monotonic_time();
    apr_interval_time_t transformed;
    np_theme_report_t report;
    xmlDocPtr result;

    np_theme_report_init(&report);
    np_theme_add_messages(theme, language, model);
    result = transform(theme, variant, model, &report);
    transformed = monotonic_time();
    if (transform_time != NULL)
        *transform_time = transformed - begun;
    if (html_time != NULL)
        *html_time = 0;
    if (result == NULL)
        return np_error_make(pool, 500, "NP0121", "theme %s, %s: %s", np_theme_name(theme),
                             variant_names[variant],
                             np_theme_report_sentence(&report, theme, pool));
    np_html_write_document(out, result);
    xmlFreeDoc(result);
    if (html_time != NULL)
        *html_time = monotonic_time() - transformed;
    if (out->failed)
        return np_error_make(pool, 500, "NP0122", "theme %s, %s: no memory for the page",
                             np_theme_name(theme), variant_names[variant]);
    log_messages(theme, variant, &report, pool);
    return NULL;
}
