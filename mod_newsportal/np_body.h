/* np_body.h - what an editor wrote becomes a tree that is safe to show.
 *
 * Text, Markdown (md4c) or HTML (libxml2's parser) goes in; a new tree, built from an allow-list and
 * never a filtered copy of the input, comes out as children of a model element. Scripts, styles,
 * svg, math, template, noscript, iframe, form controls and the like disappear with their content;
 * unknown elements disappear but leave their text. The serialised result, parsed again by any HTML5
 * parser, gives the same tree: <p> is split at blocks, nested <a> is unwrapped, table children
 * are put right. Sanitising twice changes nothing.
 *
 * What editors may rely on: in text every line is a paragraph and indents (U+3000) go; in text and
 * Markdown a bare http(s) address becomes a link; in HTML <br><br> begins a new paragraph. Links go
 * to http, https, mailto, tel or within the site (`//host/` is written as https); ids get the prefix
 * "body-". `auto` takes Markdown only for what nobody types by accident, and then keeps line ends.
 *
 * Must not: know httpd, the database, the theme. Called by np_page_article.c and np_page_static.c.
 */
#ifndef NP_BODY_H
#define NP_BODY_H

#include <apr_pools.h>
#include <libxml/tree.h>

/* Raised whenever the same source would give another tree: caches of bodies carry it. */
#define NP_BODY_POLICY_VERSION 1

#define NP_BODY_MAX_BYTES ((apr_size_t)4 << 20) /* larger sources are refused, see np_body_report_t */

typedef enum { NP_BODY_AUTO, NP_BODY_TEXT, NP_BODY_MARKDOWN, NP_BODY_HTML } np_body_format_e;

/* What the editor should hear about (v_problems, log); zero means all is well. */
typedef struct np_body_report_t {
    np_body_format_e format; /* the format that `auto` decided for, never NP_BODY_AUTO */
    int too_large;           /* source over NP_BODY_MAX_BYTES: an empty body was made */
    int truncated;           /* nesting over the parser's depth limit: text after it is missing */
    int dropped;             /* number of elements and attributes that were left out */
} np_body_report_t;

/* "auto", "text", "markdown", "html"; NP_BODY_AUTO for anything else. */
np_body_format_e np_body_format(const char *name);

/* Appends the body made from `source` (UTF-8, `length` bytes) to `parent`. Heading levels are moved
 * so that the highest used becomes h2 (the page has the h1). Scratch memory comes from `pool`.
 * Never fails: bad input gives less output and a report. `report` may be NULL. */
void np_body_add(xmlNodePtr parent, const char *source, apr_size_t length, np_body_format_e format,
                 np_body_report_t *report, apr_pool_t *pool);

/* Plain text of a body already made, at most `characters` code points, for summaries and meta
 * description. Blocks are separated by one space. */
const char *np_body_excerpt(xmlNodePtr parent, apr_size_t characters, apr_pool_t *pool);

#endif
