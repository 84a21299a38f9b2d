/* np_theme_internal.h - what the files of the theme room share; nobody else includes it.
 *
 *     np_theme.c           the theme as a whole: stack of folders, load, release, apply
 *     np_theme_file.c      reads files and XML, walks folders, fingerprints them
 *     np_theme_sheet.c     reads sheets with their imports, compiles them
 *     np_theme_lint.c      the profile: what a sheet may contain
 *     np_theme_report.c    what libxml2 and libxslt complain about, as one sentence
 *     np_theme_messages.c  texts per language
 *     np_theme_assets.c    names and hashes of the files below assets/
 *     np_theme_slot.c      the current version of a theme in one process
 *
 * Functions that can fail return a sentence for the administrator, or NULL.
 */
#ifndef NP_THEME_INTERNAL_H
#define NP_THEME_INTERNAL_H

#include <stdatomic.h>
#include <stdint.h>
#include <apr_pools.h>
#include <apr_tables.h>
#include <libxml/parser.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/security.h>
#include "np_theme.h"

enum {
    NP_THEME_LEVELS = 8,            /* a theme and its parents */
    NP_THEME_FILE_BYTES = 1 << 20,  /* a sheet, a messages file, theme.xml */
    NP_THEME_ASSET_BYTES = 1 << 26, /* a font for Chinese text has some 10 MB */
    NP_THEME_SHEETS = 256,          /* sheets read for one theme, an import counted each time */
    NP_THEME_IMPORT_DEPTH = 16,
    NP_THEME_FILES = 10000, /* files in the folders of one theme */
    NP_THEME_FOLDER_DEPTH = 16
};

/* Bounds of one page. The largest sample page of the default theme takes 1,700 instructions and
 * 19,000 XPath steps; a loop without end reaches these within about a second. Depth counts nested
 * instructions, not only templates. */
enum {
    NP_THEME_DEPTH = 1000,
    NP_THEME_VARIABLES = 10000,
    NP_THEME_STEPS = 1000000,
    NP_THEME_XPATH_STEPS = 10000000
};

typedef struct np_theme_level_t {
    char *name;
    char *folder; /* as the administrator wrote it, for sentences and opening */
    char *real;   /* without symbolic links, for the borders */
} np_theme_level_t;

typedef struct np_theme_asset_t {
    char *path; /* below assets/ */
    int level;
    char hash[9];
} np_theme_asset_t;

typedef struct np_theme_language_t {
    char *tag;          /* "zh-Hans" */
    xmlNodePtr element; /* <messages>, complete with what falls back to others */
} np_theme_language_t;

/* What a theme's files looked like at one moment. */
typedef struct np_theme_print_t {
    uint64_t value;
    int64_t newest; /* latest change of a file, nanoseconds of the system's clock */
} np_theme_print_t;

struct np_theme_t {
    atomic_uint references;
    np_theme_level_t levels[NP_THEME_LEVELS]; /* [0] is the theme itself, then its parents */
    int level_count;
    xsltStylesheetPtr sheets[NP_VARIANT_COUNT];
    xsltSecurityPrefsPtr security;
    char **files; /* sheet number N, which libxslt knows as np-theme:N, is this file */
    int file_count;
    np_theme_asset_t *assets; /* sorted by path */
    int asset_count;
    np_theme_language_t *languages;
    int language_count;
    xmlDocPtr texts; /* holds the elements of `languages` */
    np_theme_print_t print;
    uint64_t digest; /* of all bytes read */
    np_log_fn *log;  /* where xsl:message goes; set by the slot before the theme is shared */
    void *log_baton;
    atomic_int messages_left; /* xsl:message lines that may still be logged */
};

/* Where a sheet came from, while loading. */
typedef struct np_theme_source_t {
    char *real;
    int level;
    int from; /* number of the importing sheet, -1 for an entry sheet */
    int depth;
} np_theme_source_t;

typedef struct np_theme_load_t {
    np_theme_t *theme;
    apr_pool_t *pool;           /* gone when loading ends */
    np_theme_source_t *sources; /* parallel to theme->files */
    const char *error;          /* first sentence of a callback that cannot return one */
} np_theme_load_t;

/* np_theme.c */
void *np_theme_alloc(void *old, size_t size); /* realloc that never returns NULL */
char *np_theme_copy(const char *text);
void np_theme_free(np_theme_t *theme); /* whatever its count */
/* Fills levels[] from the theme.xml files. After a failure `level_count` levels are good and
 * `*failed` is the folder that is not. */
const char *np_theme_read_stack(np_theme_load_t *load, const char *folder, const char **failed);

/* np_theme_file.c */
const char *np_theme_read(np_theme_load_t *load, const char *path, size_t limit, char **bytes,
                          size_t *length);
/* Parses one XML file of a theme: no document type, no entities of its own, no network. `url` is
 * its name for libxslt, `dict` may be NULL. */
const char *np_theme_parse(np_theme_load_t *load, const char *path, const char *url,
                           xmlDictPtr dict, xmlDocPtr *doc);
/* The level whose folder holds `real`, or -1. */
int np_theme_level_of(const np_theme_t *theme, const char *real);
/* Calls `each` for every file below `folder`, sorted by name within a folder; hidden files and
 * editors' backups are left out. `path` is relative to `folder`. A folder that does not exist is
 * empty. */
typedef const char *np_theme_file_fn(void *baton, const char *full, const char *path);
const char *np_theme_walk(const char *folder, np_theme_file_fn *each, void *baton,
                          apr_pool_t *pool);
np_theme_print_t np_theme_fingerprint(const char *folder);
uint64_t np_theme_hash(uint64_t hash, const void *bytes, size_t length); /* FNV-1a */
#define NP_THEME_HASH_START UINT64_C(0xcbf29ce484222325)

/* np_theme_sheet.c */
const char *np_theme_load_sheets(np_theme_load_t *load);
const char *np_theme_sheet_name(const np_theme_t *theme, const char *url);

/* np_theme_lint.c: a sentence that starts with `shown` and the line. */
const char *np_theme_lint(xmlDocPtr doc, const char *shown, apr_pool_t *pool);
int np_theme_is_xslt(const xmlNode *node, const char *name); /* name NULL: any XSLT element */

/* np_theme_messages.c, np_theme_assets.c */
const char *np_theme_load_messages(np_theme_load_t *load);
const char *np_theme_load_assets(np_theme_load_t *load);

/* np_theme_report.c: fixed size, because it is filled inside callbacks of a page being made. */
typedef struct np_theme_report_t {
    char place[64]; /* URL of the sheet of the first error, "" when unknown */
    long line;
    char cause[512];    /* what libxslt said about that place */
    char messages[512]; /* xsl:message, and what came without a place */
    char xpath[256];    /* what the XPath compiler said first */
    int later;          /* a second error began: consequences, not kept */
} np_theme_report_t;

#if LIBXML_VERSION >= 21200
typedef const xmlError *np_theme_xml_error_t;
#else
typedef xmlError *np_theme_xml_error_t;
#endif

void np_theme_report_init(np_theme_report_t *report);
/* For xsltSetTransformErrorFunc and for the error handler of an XPath context. */
void np_theme_report_line(void *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void np_theme_report_xpath(void *report, np_theme_xml_error_t error);
void np_theme_report_xpath_limit(np_theme_report_t *report);
const char *np_theme_report_sentence(const np_theme_report_t *report, const np_theme_t *theme,
                                     apr_pool_t *pool);

#endif
