/* np_theme.h - a theme is a folder; this room compiles it and turns a page model into HTML.
 *
 *     htdocs/themes/<name>/
 *         theme.xml            <theme name="default" parent=""/>; parent names a sibling folder
 *         xsl/desktop.xsl      entry sheet of the desktop variant; may import any file of the
 *         xsl/mobile.xsl       theme and, by relative path, of its parents
 *         messages/<lang>.xml  <messages lang="zh-Hans"><message
 * key="home">首页</message></messages> assets/              served by httpd: style sheets, script,
 * icons, fonts
 *
 * A child theme's own sheets use xsl:import; an entry sheet, message or asset that it does not have
 * is taken from its parent. Messages of a language missing in a child are its parent's, key by key;
 * a key missing in a language falls back to en. "ko-KR" finds ko.xml; a language without any file
 * gets the en texts (and lang="en"). At most 8 levels.
 *
 * A loaded theme (np_theme_t) is immutable and shared by all threads: sheets are compiled once,
 * each page gets its own transform context. A slot holds the current theme of a portal; when files
 * of the theme change, np_theme_slot_refresh compiles the new version and swaps the pointer; if it
 * does not compile, the last good one stays (NP0120).
 *
 * What a sheet may do is limited (the "profile", np_theme_lint.c): XSLT 1.0 with EXSLT common,
 * strings, dates, math, sets; no document(), no func:function or func:script, no xsl:document or
 * exsl:document, no value templates in the attributes of xsl:sort, no disable-output-escaping, no
 * import or include outside the theme's own and its parents' folders, no
 * xsl:processing-instruction, no xsl:comment, no DOCTYPE, no xml:base, no math:random(), no date
 * function without argument (it would read the clock, and pages are cached), no elements but HTML,
 * SVG and MathML; xsl:output says html and UTF-8 or nothing. A sheet that breaks a rule is refused
 * at load with file and line. A page is limited in steps and depth; one that reaches a limit ends
 * with NP0121.
 *
 * Must not: know httpd, the database, or what is in a page. Called by mod_newsportal.c.
 */
#ifndef NP_THEME_H
#define NP_THEME_H

#include <apr_pools.h>
#include <libxml/tree.h>
#include "np_buffer.h"
#include "np_error.h"

typedef struct np_theme_t np_theme_t;
typedef struct np_theme_slot_t np_theme_slot_t;

typedef enum { NP_VARIANT_DESKTOP, NP_VARIANT_MOBILE, NP_VARIANT_COUNT } np_variant_e;

/* Call once before the first load in each process image (every post_config): xmlInitParser and the
 * EXSLT parts of the profile. Never undone (other modules share the libraries). */
void np_theme_init(void);

/* Loads and compiles the theme in `folder` with its parents. Returns NULL and sets `*theme` with
 * one reference, or a sentence for the administrator: file, line, what is wrong. The theme lives in
 * malloc memory; the sentence in `pool`. */
const char *np_theme_load(np_theme_t **theme, const char *folder, apr_pool_t *pool);
void np_theme_retain(np_theme_t *theme);
void np_theme_release(np_theme_t *theme); /* the last release frees it; NULL allowed */

const char *np_theme_name(const np_theme_t *theme);

/* A sentence when `language` has no messages file in the theme or its parents, else NULL. */
const char *np_theme_check_language(const np_theme_t *theme, const char *language,
                                    apr_pool_t *pool);

/* The folders of the theme and its parents, the theme's first; NULL after the last. */
const char *np_theme_folder(const np_theme_t *theme, int level);

/* Calls `each` for every asset: its path below assets/ ("css/portal.css"), the name of the theme in
 * the stack that holds it (child before parent), and 8 hex digits of its content's hash. */
typedef void np_theme_asset_fn(void *baton, const char *path, const char *theme_name,
                               const char *hash);
void np_theme_assets(const np_theme_t *theme, np_theme_asset_fn *each, void *baton);

/* Adds the messages of `language` to the model as its last child (<messages lang=...>) and applies
 * the entry sheet of the variant. The HTML is appended to `out`. `*transform_time` and `*html_time`
 * (microseconds, may be NULL) get the time of the two steps. Errors: 500 NP0121 with the sheet's
 * own message, 500 NP0122 without memory for the page. The model belongs to the caller (its white
 * space may have been stripped by the sheet; a second apply is allowed and replaces the messages).
 */
np_error_t *np_theme_apply(np_theme_t *theme, np_variant_e variant, const char *language,
                           xmlDocPtr model, np_buffer_t *out, apr_interval_time_t *transform_time,
                           apr_interval_time_t *html_time, apr_pool_t *pool);

/* The messages alone, added to a model as above (for ?view=model, so that a saved model can be
 * previewed with xsltproc). */
void np_theme_add_messages(const np_theme_t *theme, const char *language, xmlDocPtr model);

/* One message, for what is no page (a feed's title); "" when no language has it. Lives as long as the theme. */
const char *np_theme_message(const np_theme_t *theme, const char *language, const char *key);

/* Current theme of a portal in one child process. Created with a first version (takes over the
 * caller's reference). get returns a reference that the caller releases. refresh is called once a
 * second by one thread: it looks at the files' times and sizes and reloads when they differ.
 * `log` is called with NP0120 at level 3 for a version that does not load (once per state of the
 * files), at level 5 for a new version in use, and, from any thread that makes a page, with NP0121
 * at level 5 for what xsl:message says. */
np_theme_slot_t *np_theme_slot_create(np_theme_t *theme, const char *folder, np_log_fn *log,
                                      void *baton, apr_pool_t *pool);
np_theme_t *np_theme_slot_get(np_theme_slot_t *slot);
int np_theme_slot_refresh(np_theme_slot_t *slot);

#endif
