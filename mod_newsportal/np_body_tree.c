/* np_body_tree.c - where things stand in the new tree. Keeps the stack of open source elements and
 * turns it into output elements: implied ones are added (tbody, tr, li, ul), strays are moved to
 * where a browser would show them, and nothing is made before it has content, so that empty
 * elements never come into being. Called by the readers (np_body_html, _markdown, _text); text and
 * inline elements are np_body_run's work.
 *
 * The invariant everything rests on: what is made here, written out and parsed by any HTML parser,
 * comes back as the same events. A paragraph, heading, dt, caption or pre holds only inline
 * content; no inline element ever holds a block.
 */
#include "np_body_parts.h"

#include <stddef.h>
#include <string.h>

static np_body_entry_t *top_block(np_body_tree_t *tree)
{
    return &tree->stack[tree->block];
}

/* ------------------------------------------------------------------ stack */

/* A full stack is a source deeper than the limit; the reader stops at the next opportunity. */
static np_body_entry_t *push(np_body_tree_t *tree, np_body_entry_e kind, const np_body_tag_t *tag,
                             const np_body_attribute_t *attributes)
{
    np_body_entry_t *entry;

    if (tree->count == NP_BODY_STACK) {
        tree->too_deep = 1;
        return NULL;
    }
    entry = &tree->stack[tree->count];
    memset(entry, 0, sizeof(*entry));
    entry->kind = kind;
    entry->tag = tag;
    entry->attributes = attributes;
    entry->serial = ++tree->serial;
    entry->below = (short)tree->block;
    entry->hoist = -1;
    if (kind == NP_ENTRY_BLOCK)
        tree->block = tree->count;
    tree->count++;
    return entry;
}

static np_body_place_e place_of(np_body_role_e role)
{
    switch (role) {
    case NP_TAG_HEADING:
    case NP_TAG_DT:
    case NP_TAG_CAPTION:
        return NP_PLACE_TEXT;
    case NP_TAG_PRE:
        return NP_PLACE_PRE;
    case NP_TAG_LIST:
        return NP_PLACE_LIST;
    case NP_TAG_DL:
        return NP_PLACE_DL;
    case NP_TAG_TABLE:
        return NP_PLACE_TABLE;
    case NP_TAG_ROWS:
        return NP_PLACE_ROWS;
    case NP_TAG_ROW:
        return NP_PLACE_ROW;
    case NP_TAG_LI:
    case NP_TAG_DD:
    case NP_TAG_CELL:
    case NP_TAG_FIGURE:
    case NP_TAG_FIGCAPTION:
        return NP_PLACE_MIXED;
    default:
        return NP_PLACE_FLOW;
    }
}

static void push_block(np_body_tree_t *tree, const np_body_tag_t *tag,
                       const np_body_attribute_t *attributes, int parent, int hoist)
{
    np_body_entry_t *entry = push(tree, NP_ENTRY_BLOCK, tag, attributes);

    if (entry == NULL)
        return;
    entry->place = place_of(tag->role);
    entry->parent = (short)parent;
    entry->hoist = (short)hoist;
    entry->depth = (short)(tree->stack[parent].depth + 1);
    entry->no_heading = tree->stack[parent].no_heading ||
                        (tag->role == NP_TAG_CELL && strcmp(tag->output, "th") == 0);
}

static int push_implied(np_body_tree_t *tree, const char *name, int parent, int hoist)
{
    push_block(tree, np_body_tag(name), NULL, parent, hoist);
    tree->stack[tree->block].implied = !tree->too_deep;
    return tree->block;
}

static void pop(np_body_tree_t *tree)
{
    np_body_entry_t *entry = &tree->stack[tree->count - 1];

    if (entry->kind == NP_ENTRY_GAP)
        np_body_run_gap(tree);
    else if (entry->kind == NP_ENTRY_BLOCK || entry->kind == NP_ENTRY_PARA)
        np_body_run_end(tree);
    if (entry->kind == NP_ENTRY_BLOCK)
        tree->block = entry->below;
    tree->count--;
}

static int top_is_implied(const np_body_tree_t *tree)
{
    return tree->stack[tree->count - 1].implied;
}

/* ----------------------------------------------------------- output nodes */

xmlNodePtr np_body_tree_before(const np_body_tree_t *tree, int parent, int hoist)
{
    const np_body_entry_t *entry = &tree->stack[parent];

    if (hoist >= 0 && tree->stack[hoist].node != NULL)
        return tree->stack[hoist].node;
    /* A figcaption stays first or last: what follows one in the middle goes in front of it. */
    if (entry->tag->role == NP_TAG_FIGURE && entry->caption != NULL && entry->caption->prev != NULL)
        return entry->caption;
    return NULL;
}

void np_body_tree_place(xmlNodePtr parent, xmlNodePtr before, xmlNodePtr node)
{
    if (before != NULL)
        xmlAddPrevSibling(before, node);
    else
        xmlAddChild(parent, node);
}

/* An implied li or dd goes on with the last one: `<ul><li>a</li><ul>` nests under a. */
static int continues_last(np_body_entry_t *entry, const np_body_entry_t *parent)
{
    np_body_role_e role = entry->tag->role;
    xmlNodePtr last = parent->node->last;

    if (!entry->implied || last == NULL || (role != NP_TAG_LI && role != NP_TAG_DD) ||
        np_body_tag((const char *)last->name)->role != role)
        return 0;
    entry->node = last;
    return 1;
}

void np_body_tree_make_node(np_body_tree_t *tree, int index)
{
    np_body_entry_t *entry = &tree->stack[index], *parent = &tree->stack[entry->parent];
    xmlNodePtr before;

    if (entry->node != NULL)
        return;
    np_body_tree_make_node(tree, entry->parent);
    if (continues_last(entry, parent))
        return;
    entry->node = xmlNewDocNode(parent->node->doc, NULL, (const xmlChar *)entry->tag->output, NULL);
    np_body_attributes_set(entry->node, entry->attributes, !entry->id_used);
    entry->id_used = 1;
    before = np_body_tree_before(tree, entry->parent, entry->hoist);
    if (entry->tag->role == NP_TAG_CAPTION)
        before = parent->node->children;
    np_body_tree_place(parent->node, before, entry->node);
    if (entry->tag->role == NP_TAG_CAPTION || entry->tag->role == NP_TAG_FIGCAPTION)
        parent->caption = entry->node;
    if (entry->tag->role == NP_TAG_HEADING)
        APR_ARRAY_PUSH(tree->headings, xmlNodePtr) = entry->node;
}

/* --------------------------------------------------------------- parents */

static int is_table_part(np_body_place_e place)
{
    return place == NP_PLACE_TABLE || place == NP_PLACE_ROWS || place == NP_PLACE_ROW;
}

static int table_of(const np_body_tree_t *tree, int index)
{
    while (tree->stack[index].place != NP_PLACE_TABLE)
        index = tree->stack[index].parent;
    return index;
}

/* A list that began with a stray li ends where something else comes. */
static void end_implied_list(np_body_tree_t *tree)
{
    while (top_is_implied(tree) &&
           (top_block(tree)->place == NP_PLACE_LIST || top_block(tree)->place == NP_PLACE_DL))
        pop(tree);
}

int np_body_tree_flow(np_body_tree_t *tree, int *hoist)
{
    np_body_entry_t *entry;
    int index;

    *hoist = -1;
    end_implied_list(tree);
    entry = top_block(tree);
    if (entry->place == NP_PLACE_LIST)
        return push_implied(tree, "li", tree->block, -1);
    if (entry->place == NP_PLACE_DL)
        return push_implied(tree, "dd", tree->block, -1);
    if (!is_table_part(entry->place))
        return tree->block;
    index = table_of(tree, tree->block);
    *hoist = index;
    return tree->stack[index].parent;
}

/* The open element `entry` is over although the source has not closed it: whatever still comes for
 * it opens a new one behind its successor, so that the order of the text stays. */
static void supersede(np_body_tree_t *tree, int index)
{
    np_body_run_end(tree);
    tree->stack[index].id_used = 1;
    if (tree->stack[index].tag->role != NP_TAG_CAPTION) /* a table has one only */
        tree->stack[index].node = NULL;
}

static void end_implied(np_body_tree_t *tree, np_body_role_e role)
{
    while (top_is_implied(tree) && tree->stack[tree->count - 1].tag->role == role)
        pop(tree);
}

/* Elements of text-only blocks: their own beginning and end are word breaks. */
static int refuse_block(np_body_tree_t *tree, const np_body_tag_t *tag)
{
    np_body_place_e place = top_block(tree)->place;

    if (place != NP_PLACE_TEXT && place != NP_PLACE_PRE)
        return 0;
    np_body_run_gap(tree);
    push(tree, NP_ENTRY_GAP, tag, NULL);
    return 1;
}

/* Of an element that has to do as a paragraph: what a paragraph may have, which stands last. */
static const np_body_attribute_t *common(const np_body_attribute_t *list)
{
    while (list != NULL && strcmp(list->name, "lang") != 0 && strcmp(list->name, "dir") != 0 &&
           strcmp(list->name, "id") != 0)
        list = list->next;
    return list;
}

static void open_para(np_body_tree_t *tree, const np_body_tag_t *tag,
                      const np_body_attribute_t *attributes)
{
    if (refuse_block(tree, tag))
        return;
    np_body_run_end(tree);
    end_implied_list(tree);
    push(tree, NP_ENTRY_PARA, tag, attributes);
}

/* ------------------------------------------------------ blocks in the flow */

/* `inside` is how many levels the element needs below itself to be of use. */
static void open_flow(np_body_tree_t *tree, const np_body_tag_t *tag,
                      const np_body_attribute_t *attributes, int inside)
{
    int parent, hoist;

    if (refuse_block(tree, tag))
        return;
    np_body_run_end(tree);
    parent = np_body_tree_flow(tree, &hoist);
    if (tree->stack[parent].depth + 1 + inside > NP_BODY_BLOCK_DEPTH ||
        (tag->role == NP_TAG_HEADING && tree->stack[parent].no_heading))
        push(tree, NP_ENTRY_PARA, tag, common(attributes));
    else
        push_block(tree, tag, attributes, parent, hoist);
}

static void open_hr(np_body_tree_t *tree, const np_body_tag_t *tag)
{
    int parent, hoist;

    if (refuse_block(tree, tag))
        return;
    np_body_run_end(tree);
    parent = np_body_tree_flow(tree, &hoist);
    np_body_tree_make_node(tree, parent);
    np_body_tree_place(
        tree->stack[parent].node, np_body_tree_before(tree, parent, hoist),
        xmlNewDocNode(tree->stack[parent].node->doc, NULL, (const xmlChar *)"hr", NULL));
    push(tree, NP_ENTRY_NONE, tag, NULL);
}

static void open_figcaption(np_body_tree_t *tree, const np_body_tag_t *tag,
                            const np_body_attribute_t *attributes)
{
    np_body_entry_t *block = top_block(tree);

    if (block->tag->role != NP_TAG_FIGURE || block->caption != NULL ||
        block->depth + 1 > NP_BODY_BLOCK_DEPTH) {
        open_para(tree, tag, attributes);
        return;
    }
    np_body_run_end(tree);
    push_block(tree, tag, attributes, tree->block, -1);
}

/* ------------------------------------------------------------------ lists */

/* li, dt, dd: `list` is the place their parent has, `implied` what is made when there is none. */
static void open_item(np_body_tree_t *tree, const np_body_tag_t *tag,
                      const np_body_attribute_t *attributes, np_body_place_e list,
                      const char *implied)
{
    np_body_entry_t *block = top_block(tree);
    int parent, hoist;

    if (block->tag != NULL && block->place != list && tree->stack[block->parent].place == list) {
        if (top_is_implied(tree)) {
            pop(tree);
        } else { /* `<li>a<span><li>b`: a sibling */
            supersede(tree, tree->block);
            push_block(tree, tag, attributes, block->parent, -1);
            return;
        }
    }
    if (top_block(tree)->place == list) {
        np_body_run_end(tree);
        push_block(tree, tag, attributes, tree->block, -1);
        return;
    }
    if (refuse_block(tree, tag))
        return;
    np_body_run_end(tree);
    parent = np_body_tree_flow(tree, &hoist);
    if (tree->stack[parent].depth + 2 > NP_BODY_BLOCK_DEPTH) {
        push(tree, NP_ENTRY_PARA, tag, common(attributes));
        return;
    }
    parent = push_implied(tree, implied, parent, hoist);
    push_block(tree, tag, attributes, parent, -1);
}

/* ----------------------------------------------------------------- tables */

/* The innermost open part of the table that row or cell belongs to, or -1 outside of tables. */
static int table_part(const np_body_tree_t *tree)
{
    int index = tree->block;
    np_body_role_e role = tree->stack[index].tag->role;

    if (role == NP_TAG_CELL || role == NP_TAG_CAPTION)
        index = tree->stack[index].parent;
    return is_table_part(tree->stack[index].place) ? index : -1;
}

static void leave_cell(np_body_tree_t *tree)
{
    np_body_role_e role = top_block(tree)->tag->role;

    if (role == NP_TAG_CELL || role == NP_TAG_CAPTION)
        supersede(tree, tree->block);
    else
        np_body_run_end(tree);
}

static void open_rows(np_body_tree_t *tree, const np_body_tag_t *tag,
                      const np_body_attribute_t *attributes)
{
    if (table_part(tree) < 0) {
        open_para(tree, tag, NULL);
        return;
    }
    leave_cell(tree);
    end_implied(tree, NP_TAG_ROW);
    end_implied(tree, NP_TAG_ROWS);
    push_block(tree, tag, attributes, table_of(tree, table_part(tree)), -1);
}

/* The rows element for a new row, made when the source left it out. */
static int rows_for_row(np_body_tree_t *tree)
{
    int index = table_part(tree);

    while (tree->stack[index].place == NP_PLACE_ROW)
        index = tree->stack[index].parent;
    return tree->stack[index].place == NP_PLACE_TABLE ? push_implied(tree, "tbody", index, -1)
                                                      : index;
}

static void open_row(np_body_tree_t *tree, const np_body_tag_t *tag,
                     const np_body_attribute_t *attributes)
{
    if (table_part(tree) < 0) {
        open_para(tree, tag, NULL);
        return;
    }
    leave_cell(tree);
    end_implied(tree, NP_TAG_ROW);
    push_block(tree, tag, attributes, rows_for_row(tree), -1);
}

/* Cells are made even when they stay empty: they hold their column. */
static void open_cell(np_body_tree_t *tree, const np_body_tag_t *tag,
                      const np_body_attribute_t *attributes)
{
    int row = table_part(tree);

    if (row < 0) {
        open_para(tree, tag, NULL);
        return;
    }
    leave_cell(tree);
    if (tree->stack[row].place != NP_PLACE_ROW)
        row = push_implied(tree, "tr", rows_for_row(tree), -1);
    push_block(tree, tag, attributes, row, -1);
    if (!tree->too_deep)
        np_body_tree_make_node(tree, tree->block);
}

static void open_caption(np_body_tree_t *tree, const np_body_tag_t *tag,
                         const np_body_attribute_t *attributes)
{
    if (is_table_part(top_block(tree)->place)) {
        np_body_run_end(tree);
        end_implied(tree, NP_TAG_ROW);
        end_implied(tree, NP_TAG_ROWS);
    }
    if (top_block(tree)->place == NP_PLACE_TABLE && top_block(tree)->caption == NULL)
        push_block(tree, tag, attributes, tree->block, -1);
    else
        open_para(tree, tag, attributes);
}

/* ------------------------------------------------------- inline elements */

static int has(const np_body_attribute_t *list, const char *name)
{
    for (; list != NULL; list = list->next)
        if (strcmp(list->name, name) == 0)
            return 1;
    return 0;
}

/* An a without address, a span that says nothing, a time without its date. */
static int is_pointless(const np_body_tag_t *tag, const np_body_attribute_t *attributes)
{
    if (!(tag->attributes & NP_BODY_NEEDED))
        return 0;
    return attributes == NULL ||
           ((tag->attributes & NP_BODY_DATETIME) && !has(attributes, "datetime"));
}

static void open_image(np_body_tree_t *tree, const np_body_tag_t *tag,
                       const np_body_attribute_t *attributes)
{
    if (has(attributes, "src"))
        np_body_run_image(tree, attributes);
    else
        tree->report->dropped++;
    push(tree, NP_ENTRY_NONE, tag, NULL);
}

/* ----------------------------------------------------------------- events */

static void open_inline(np_body_tree_t *tree, const np_body_tag_t *tag,
                        const np_body_attribute_t *attributes)
{
    switch (tag->role) {
    case NP_TAG_BR:
        np_body_run_br(tree);
        push(tree, NP_ENTRY_NONE, tag, NULL);
        break;
    case NP_TAG_WBR:
        np_body_run_wbr(tree);
        push(tree, NP_ENTRY_NONE, tag, NULL);
        break;
    case NP_TAG_IMG:
        open_image(tree, tag, attributes);
        break;
    case NP_TAG_INLINE:
    case NP_TAG_ONCE:
    case NP_TAG_A:
    case NP_TAG_RUBY:
    case NP_TAG_RT:
        end_implied_list(tree);
        push(tree, is_pointless(tag, attributes) ? NP_ENTRY_NONE : NP_ENTRY_INLINE, tag,
             attributes);
        break;
    default:
        tree->report->dropped += tag->role == NP_TAG_UNKNOWN;
        push(tree, NP_ENTRY_NONE, tag, NULL);
        break;
    }
}

static void open_block(np_body_tree_t *tree, const np_body_tag_t *tag,
                       const np_body_attribute_t *attributes)
{
    switch (tag->role) {
    case NP_TAG_PARA: /* a div is of use only where it says something about language */
        if (strcmp(tag->name, "p") != 0 && (has(attributes, "lang") || has(attributes, "dir")))
            open_flow(tree, tag, attributes, 0);
        else
            open_para(tree, tag, attributes);
        break;
    case NP_TAG_LIST:
    case NP_TAG_DL:
        open_flow(tree, tag, attributes, 1);
        break;
    case NP_TAG_TABLE:
        open_flow(tree, tag, attributes, 3);
        break;
    case NP_TAG_LI:
        open_item(tree, tag, attributes, NP_PLACE_LIST, "ul");
        break;
    case NP_TAG_DT:
    case NP_TAG_DD:
        open_item(tree, tag, attributes, NP_PLACE_DL, "dl");
        break;
    case NP_TAG_CAPTION:
        open_caption(tree, tag, attributes);
        break;
    case NP_TAG_ROWS:
        open_rows(tree, tag, attributes);
        break;
    case NP_TAG_ROW:
        open_row(tree, tag, attributes);
        break;
    case NP_TAG_CELL:
        open_cell(tree, tag, attributes);
        break;
    case NP_TAG_FIGCAPTION:
        open_figcaption(tree, tag, attributes);
        break;
    case NP_TAG_HR:
        open_hr(tree, tag);
        break;
    default:
        open_flow(tree, tag, attributes, 0);
        break;
    }
}

void np_body_tree_open(np_body_tree_t *tree, const char *name, const char **attributes)
{
    const np_body_tag_t *tag;
    const np_body_attribute_t *list = NULL;

    tree->too_deep |= ++tree->source_depth > NP_BODY_SOURCE_DEPTH;
    if (tree->too_deep)
        return;
    tag = np_body_tag(name);
    if (tree->skip > 0 || tag->role == NP_TAG_SKIP) {
        tree->report->dropped += tree->skip == 0;
        tree->skip++;
        return;
    }
    if (tag->output != NULL)
        list = np_body_attributes(tag, attributes, tree->ids, &tree->report->dropped, tree->pool);
    if (tag->role >= NP_TAG_PARA && tag->role <= NP_TAG_HR)
        open_block(tree, tag, list);
    else
        open_inline(tree, tag, list);
}

/* Events are well nested, so what is closed is the topmost entry that the source opened. */
void np_body_tree_close(np_body_tree_t *tree)
{
    if (tree->too_deep)
        return;
    tree->source_depth--;
    if (tree->skip > 0) {
        tree->skip--;
        return;
    }
    while (tree->count > 1 && top_is_implied(tree))
        pop(tree);
    if (tree->count > 1)
        pop(tree);
}

void np_body_tree_text(np_body_tree_t *tree, const char *bytes, apr_size_t length)
{
    if (!tree->too_deep && tree->skip == 0)
        np_body_run_text(tree, bytes, length);
}

/* ------------------------------------------------------------ begin, end */

np_body_tree_t *np_body_tree_make(xmlNodePtr parent, np_body_report_t *report, apr_pool_t *pool)
{
    static const np_body_tag_t body = {"", NULL, NP_TAG_BLOCK, 0};
    np_body_tree_t *tree = apr_palloc(pool, sizeof(*tree));

    memset(tree, 0, offsetof(np_body_tree_t, stack));
    tree->pool = pool;
    tree->report = report;
    tree->ids = np_body_ids_make(pool);
    tree->headings = apr_array_make(pool, 16, sizeof(xmlNodePtr));
    np_buffer_init(&tree->run.text);
    np_buffer_init(&tree->run.gap);
    memset(&tree->stack[0], 0, sizeof(tree->stack[0]));
    tree->stack[0].kind = NP_ENTRY_BLOCK;
    tree->stack[0].place = NP_PLACE_FLOW;
    tree->stack[0].tag = &body;
    tree->stack[0].node = parent;
    tree->stack[0].hoist = -1;
    tree->count = 1;
    return tree;
}

/* The page has the h1: the highest heading of the body becomes h2, the others keep their distance.
 */
static void shift_headings(apr_array_header_t *headings)
{
    int i, highest = '6', level;

    for (i = 0; i < headings->nelts; i++) {
        level = APR_ARRAY_IDX(headings, i, xmlNodePtr)->name[1];
        highest = level < highest ? level : highest;
    }
    for (i = 0; i < headings->nelts && highest != '2'; i++) {
        xmlNodePtr heading = APR_ARRAY_IDX(headings, i, xmlNodePtr);
        xmlChar name[3] = "h0";

        level = heading->name[1] - highest + '2';
        name[1] = (xmlChar)(level > '6' ? '6' : level);
        xmlNodeSetName(heading, name);
    }
}

void np_body_tree_finish(np_body_tree_t *tree)
{
    while (tree->count > 1)
        pop(tree);
    np_body_run_end(tree);
    shift_headings(tree->headings);
    np_buffer_free(&tree->run.text);
    np_buffer_free(&tree->run.gap);
}
