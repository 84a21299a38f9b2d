/* np_body_parts.h - what the files of the body room share. Private: only np_body*.c may include it.
 *
 * A reader (np_body_html, np_body_markdown, np_body_text) turns the source into three events: open,
 * text, close. np_body_tree keeps the stack of what is open and decides where blocks stand;
 * np_body_run writes text and inline elements; np_body_tags and np_body_attributes are the
 * allow-list; np_body_url judges addresses.
 */
#ifndef NP_BODY_PARTS_H
#define NP_BODY_PARTS_H

#include <apr_hash.h>
#include <apr_pools.h>
#include <apr_tables.h>
#include <libxml/tree.h>

#include "np_body.h"
#include "np_buffer.h"

/* ---------------------------------------------------------------- limits */

#define NP_BODY_SOURCE_DEPTH 256 /* as libxml2's own limit; deeper source ends there */
#define NP_BODY_BLOCK_DEPTH 60   /* the result stays far below the limits of every parser */
#define NP_BODY_INLINE_DEPTH 24
/* Each source element may bring three implied ones (tbody, tr, td). */
#define NP_BODY_STACK (4 * NP_BODY_SOURCE_DEPTH + 8)

/* ---------------------------------------------------------------- names */

/* What an element of the source means to us. */
typedef enum {
    NP_TAG_UNWRAP,  /* nothing: its children count as its parent's */
    NP_TAG_UNKNOWN, /* the same, and the report counts it */
    NP_TAG_SKIP,    /* goes with its content */
    NP_TAG_PARA,    /* p, div, section ...: its text is a paragraph */
    NP_TAG_HEADING,
    NP_TAG_BLOCK, /* blockquote */
    NP_TAG_PRE,
    NP_TAG_FIGURE,
    NP_TAG_FIGCAPTION,
    NP_TAG_LIST,
    NP_TAG_LI,
    NP_TAG_DL,
    NP_TAG_DT,
    NP_TAG_DD,
    NP_TAG_TABLE,
    NP_TAG_CAPTION,
    NP_TAG_ROWS,
    NP_TAG_ROW,
    NP_TAG_CELL,
    NP_TAG_HR,
    NP_TAG_BR,
    NP_TAG_WBR,
    NP_TAG_IMG,
    NP_TAG_INLINE, /* may stand in itself: span, q, sub ... */
    NP_TAG_ONCE,   /* may not: b, em, code ... */
    NP_TAG_A,
    NP_TAG_RUBY,
    NP_TAG_RT
} np_body_role_e;

/* Attributes, as bits of np_body_tag_t.attributes. */
#define NP_BODY_COMMON 0x0001u /* id lang dir */
#define NP_BODY_HREF 0x0002u   /* href title */
#define NP_BODY_IMAGE 0x0004u  /* src alt title width height */
#define NP_BODY_TITLE 0x0008u
#define NP_BODY_CITE 0x0010u
#define NP_BODY_DATETIME 0x0020u
#define NP_BODY_CELL 0x0040u /* colspan rowspan */
#define NP_BODY_SCOPE 0x0080u
#define NP_BODY_OL 0x0100u /* start type reversed */
#define NP_BODY_VALUE 0x0200u
#define NP_BODY_NEEDED 0x8000u /* the element is nothing without one of its attributes */

typedef struct np_body_tag_t {
    const char *name;   /* in the source */
    const char *output; /* in the result; NULL when there is none */
    np_body_role_e role;
    unsigned attributes;
} np_body_tag_t;

/* Never NULL: an unknown name gives a tag with role NP_TAG_UNKNOWN. `name` is in lower case. */
const np_body_tag_t *np_body_tag(const char *name);

/* The names of all known elements. */
const char *np_body_tag_name(apr_size_t index); /* NULL behind the last */

/* ----------------------------------------------------------- attributes */

typedef struct np_body_attribute_t {
    const char *name;
    const char *value;
    struct np_body_attribute_t *next;
} np_body_attribute_t;

typedef struct np_body_ids_t np_body_ids_t; /* ids already given out: each may stand once */
np_body_ids_t *np_body_ids_make(apr_pool_t *pool);

/* The allowed ones of `source` (name, value, ..., NULL; a value may be NULL), values cleaned,
 * always in the same order. `*dropped` grows by those whose loss an editor should know about. */
np_body_attribute_t *np_body_attributes(const np_body_tag_t *tag, const char **source,
                                        np_body_ids_t *ids, int *dropped, apr_pool_t *pool);

/* Place of a name among those that some element may keep, or -1; and the name of a place. */
int np_body_attribute_known(const char *name);
const char *np_body_attribute_name(apr_size_t index);

/* 1 when nobody needs to hear that an attribute of this name is gone. */
int np_body_attribute_is_quiet(const char *name);

/* Sets them on a node; `id` only when `with_id` (an element made twice keeps its id once). */
void np_body_attributes_set(xmlNodePtr node, const np_body_attribute_t *list, int with_id);

/* -------------------------------------------------------------- addresses */

typedef enum { NP_BODY_LINK, NP_BODY_PICTURE } np_body_url_e;

/* The address made safe, or NULL. `*external`, when not NULL, becomes 1 for http and https. */
const char *np_body_url(const char *raw, np_body_url_e use, int *external, apr_pool_t *pool);

/* Length of the bare http(s) address at `p`, 0 when there is none. */
apr_size_t np_body_bare_url(const char *p, const char *end);

/* ------------------------------------------------------------------- tree */

/* What may stand directly in an output element. */
typedef enum {
    NP_PLACE_FLOW,  /* blocks; text becomes p: body, blockquote, div */
    NP_PLACE_MIXED, /* blocks and text: li, dd, th, td, figure, figcaption */
    NP_PLACE_TEXT,  /* text only: headings, dt, caption */
    NP_PLACE_PRE,   /* text only, white space kept */
    NP_PLACE_LIST,
    NP_PLACE_DL,
    NP_PLACE_TABLE,
    NP_PLACE_ROWS,
    NP_PLACE_ROW
} np_body_place_e;

typedef enum {
    NP_ENTRY_NONE,   /* leaves no trace */
    NP_ENTRY_GAP,    /* a block where only text may stand: a word break before and behind it */
    NP_ENTRY_PARA,   /* text in it is a paragraph of its own */
    NP_ENTRY_INLINE, /* wraps whatever text comes while it is open */
    NP_ENTRY_BLOCK   /* an output element, made when its first content comes */
} np_body_entry_e;

typedef struct np_body_entry_t {
    np_body_entry_e kind;
    np_body_place_e place; /* BLOCK: what may stand in it */
    const np_body_tag_t *tag;
    const np_body_attribute_t *attributes;
    unsigned serial;         /* stack places are used again, serials are not */
    short below;             /* index of the BLOCK entry that was on top before this one */
    short parent;            /* BLOCK: the entry whose child it becomes */
    short hoist;             /* BLOCK: the table it is put in front of, or -1 */
    short depth;             /* BLOCK: of the output element below the body */
    unsigned implied : 1;    /* not in the source: nobody will close it */
    unsigned no_heading : 1; /* th and what is in it */
    unsigned id_used : 1;
    xmlNodePtr node;    /* BLOCK: NULL until made */
    xmlNodePtr caption; /* BLOCK: of a table or figure */
} np_body_entry_t;

typedef struct np_body_open_t { /* an inline element that is open in the output */
    unsigned serial;
    xmlNodePtr node;
} np_body_open_t;

/* The text being written: one paragraph, heading, or stretch of inline content in a mixed element.
 */
typedef struct np_body_run_t {
    int active;           /* base is known */
    int solid;            /* something visible was written */
    int is_paragraph;     /* base is a p, which may be split */
    int most_breaks;      /* how many <br> in a row make sense here */
    int join;             /* how the last character takes a line end, see np_body_run.c */
    int breaks;           /* <br> seen since the last visible character */
    int newline;          /* the gap held a line end */
    int indents;          /* U+3000 in the gap */
    unsigned synced;      /* serial of the top entry that open[] was made for, 0 for none */
    xmlNodePtr container; /* holds base when that is a p, else it is base */
    xmlNodePtr before;    /* what is put into the container stands in front of this one, or NULL */
    xmlNodePtr base;      /* text and inline elements become its children */
    const np_body_attribute_t *attributes; /* of the p */
    np_body_open_t open[NP_BODY_INLINE_DEPTH];
    int depth;
    np_buffer_t text; /* belongs to the innermost open element */
    np_buffer_t gap;  /* blank characters that count only if something visible follows */
} np_body_run_t;

typedef struct np_body_tree_t {
    apr_pool_t *pool;
    np_body_report_t *report;
    np_body_ids_t *ids;
    apr_array_header_t *headings; /* xmlNodePtr */
    int count;                    /* entries on the stack; the first is the body itself */
    int block;                    /* index of the topmost BLOCK entry */
    int skip;                     /* depth inside of an element that goes with its content */
    int source_depth;
    int too_deep; /* the reader must stop: everything from here on is ignored */
    unsigned serial;
    np_body_run_t run;
    np_body_entry_t stack[NP_BODY_STACK];
} np_body_tree_t;

np_body_tree_t *np_body_tree_make(xmlNodePtr parent, np_body_report_t *report, apr_pool_t *pool);
void np_body_tree_open(np_body_tree_t *tree, const char *name, const char **attributes);
void np_body_tree_close(np_body_tree_t *tree);
void np_body_tree_text(np_body_tree_t *tree, const char *bytes, apr_size_t length);
void np_body_tree_finish(np_body_tree_t *tree); /* closes all, shifts headings, frees buffers */

/* Between np_body_tree and np_body_run: */
int np_body_tree_flow(np_body_tree_t *tree, int *hoist); /* where content goes now */
void np_body_tree_make_node(np_body_tree_t *tree, int index);
xmlNodePtr np_body_tree_before(const np_body_tree_t *tree, int parent, int hoist);
void np_body_tree_place(xmlNodePtr parent, xmlNodePtr before, xmlNodePtr node);
void np_body_run_text(np_body_tree_t *tree, const char *bytes, apr_size_t length);
void np_body_run_image(np_body_tree_t *tree, const np_body_attribute_t *attributes);
void np_body_run_br(np_body_tree_t *tree);
void np_body_run_wbr(np_body_tree_t *tree);
void np_body_run_gap(np_body_tree_t *tree); /* a block ended where only text may stand */
void np_body_run_end(np_body_tree_t *tree);

/* ---------------------------------------------------------------- readers */

/* `line_ends`: what a single line end means to somebody who never said Markdown. */
typedef enum { NP_LINES_JOIN, NP_LINES_BREAK, NP_LINES_PARAGRAPH } np_body_lines_e;

/* Appends the HTML written anew, see np_body_tokens.c. */
void np_body_tokens(np_buffer_t *out, const char *source, apr_size_t length, int *dropped);

void np_body_read_html(np_body_tree_t *tree, const char *source, apr_size_t length);
void np_body_read_markdown(np_body_tree_t *tree, const char *source, apr_size_t length,
                           np_body_lines_e line_ends);
void np_body_read_text(np_body_tree_t *tree, const char *source, apr_size_t length);

/* Decides for `auto`; *line_ends is for Markdown. */
np_body_format_e np_body_detect(const char *source, apr_size_t length, np_body_lines_e *line_ends);

#endif
