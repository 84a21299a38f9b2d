/* np_body_run.c - writes the text of one paragraph (or heading, cell, item) with its inline
 * elements. Called by np_body_tree, which decides in which block the text stands.
 *
 * Everything is lazy. An inline element of the source is only a wish: it is opened in the output
 * when something visible comes, as often as blocks interrupt it, and never when nothing comes.
 * Blank characters wait in a gap until something visible follows; so paragraphs begin and end
 * without them, and the blank between two elements stands outside of both.
 */
#include "np_body_parts.h"

#include <string.h>

typedef unsigned char byte;

/* ------------------------------------------------------------- characters */

#define BLANK_SPACE 1  /* collapses to one space */
#define BLANK_KEPT 2   /* no-break and wide spaces: stay, but not at either end */
#define BLANK_INDENT 3 /* U+3000 */
#define CONTROL 4      /* C1 control: windows-1252 in disguise */
#define IGNORED 5      /* DEL */

/* Bytes that can begin one of the above. */
static const byte suspicious[256] = {['\t'] = 1, ['\n'] = 1, ['\r'] = 1, [' '] = 1, [0x7F] = 1,
                                     [0xC2] = 1, [0xE2] = 1, [0xE3] = 1, [0xEF] = 1};

/* What the character at p is, 0 for a visible one. *length is only set for the others. */
static int classify(const byte *p, const byte *end, size_t *length)
{
    *length = 1;
    if (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')
        return BLANK_SPACE;
    if (*p == 0x7F)
        return IGNORED;
    *length = 2;
    if (*p == 0xC2 && end - p >= 2)
        return p[1] < 0xA0 ? CONTROL : p[1] == 0xA0 ? BLANK_KEPT : 0;
    *length = 3;
    if (end - p < 3)
        return 0;
    if (*p == 0xE2 && p[1] == 0x80 && p[2] <= 0x8B) /* U+2000..200B */
        return BLANK_KEPT;
    if (*p == 0xE3 && p[1] == 0x80 && p[2] == 0x80)
        return BLANK_INDENT;
    return *p == 0xEF && p[1] == 0xBB && p[2] == 0xBF ? BLANK_KEPT : 0; /* U+FEFF */
}

/* What browsers show for &#128; to &#159; (WHATWG HTML, 13.2.5.80). */
static const char *windows_1252(byte low)
{
    static const char *const characters[32] = {
        "\u20AC", "",       "\u201A", "\u0192", "\u201E", "\u2026", "\u2020", "\u2021",
        "\u02C6", "\u2030", "\u0160", "\u2039", "\u0152", "",       "\u017D", "",
        "",       "\u2018", "\u2019", "\u201C", "\u201D", "\u2022", "\u2013", "\u2014",
        "\u02DC", "\u2122", "\u0161", "\u203A", "\u0153", "",       "\u017E", "\u0178"};

    return characters[low & 31];
}

/* Chinese and Japanese have no spaces between words, so a line end in the source is none either
 * (CSS Text 3, 4.1.3); Korean has them. 2: such a character; 1: quotes, dashes and dots used by
 * all; 0: others. A line end vanishes when both sides together make 3. */
static int join_class(const byte *p, size_t length)
{
    unsigned c;

    if (length == 4)
        return p[0] == 0xF0 && p[1] >= 0xA0 ? 2 : 0; /* planes 2 and 3 */
    if (length != 3)
        return 0;
    c = (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
    if (c == 0x2014 || c == 0x2026 || (c >= 0x2018 && c <= 0x201D))
        return 1;
    if (c >= 0x3130 && c <= 0x318F) /* Hangul letters */
        return 0;
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
                   (c >= 0xFF01 && c <= 0xFF60)
               ? 2
               : 0;
}

static size_t lead_length(byte lead)
{
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

static int join_first(const byte *p, const byte *end)
{
    size_t length = lead_length(*p);

    return (size_t)(end - p) >= length ? join_class(p, length) : 0;
}

static int join_last(const byte *start, const byte *end)
{
    const byte *p = end - 1;

    while (p > start && (*p & 0xC0) == 0x80)
        p--;
    return join_class(p, (size_t)(end - p));
}

/* ------------------------------------------------------- writing to nodes */

static void add_node(np_body_run_t *run, xmlNodePtr node)
{
    if (run->depth > 0)
        xmlAddChild(run->open[run->depth - 1].node, node);
    else if (run->base == run->container)
        np_body_tree_place(run->base, run->before, node);
    else
        xmlAddChild(run->base, node);
}

static void flush(np_body_run_t *run)
{
    if (run->text.length == 0)
        return;
    add_node(run, xmlNewDocTextLen(run->base->doc, (const xmlChar *)run->text.data,
                                   (int)run->text.length));
    run->text.length = 0;
}

static void close_to(np_body_run_t *run, int depth)
{
    if (run->depth > depth) {
        flush(run);
        run->depth = depth;
    }
}

static xmlNodePtr new_element(const np_body_run_t *run, const char *name)
{
    return xmlNewDocNode(run->container->doc, NULL, (const xmlChar *)name, NULL);
}

static void clear_gap(np_body_run_t *run)
{
    run->gap.length = 0;
    run->newline = 0;
    run->indents = 0;
    run->breaks = 0;
}

/* -------------------------------------------------------- begin of a run */

static void new_paragraph(np_body_run_t *run, int with_id)
{
    run->base = new_element(run, "p");
    np_body_attributes_set(run->base, run->attributes, with_id);
    np_body_tree_place(run->container, run->before, run->base);
    run->is_paragraph = 1;
}

/* Text in a p or div of the source becomes a p; the innermost of them that has attributes gives
 * them. In a figure only a real p counts: a div there is usually the picture's frame. */
static int paragraph_wanted(np_body_tree_t *tree, int parent, np_body_entry_t **giver)
{
    const np_body_entry_t *block = &tree->stack[parent];
    int wanted = block->place == NP_PLACE_FLOW, i;

    *giver = NULL;
    if (!wanted && block->place != NP_PLACE_MIXED)
        return 0;
    for (i = tree->count - 1; i > parent; i--) {
        np_body_entry_t *entry = &tree->stack[i];

        if (entry->kind != NP_ENTRY_PARA)
            continue;
        if (block->tag->role != NP_TAG_FIGURE || strcmp(entry->tag->output, "p") == 0)
            wanted = 1;
        if (*giver == NULL && entry->attributes != NULL)
            *giver = entry;
    }
    return wanted;
}

static int is_inline(const xmlNode *node)
{
    np_body_role_e role;

    if (node == NULL)
        return 0;
    if (node->type != XML_ELEMENT_NODE)
        return 1;
    role = np_body_tag((const char *)node->name)->role;
    return role < NP_TAG_PARA || role > NP_TAG_HR;
}

static void begin(np_body_tree_t *tree)
{
    np_body_run_t *run = &tree->run;
    np_body_entry_t *giver;
    int hoist, parent = np_body_tree_flow(tree, &hoist);
    np_body_place_e place = tree->stack[parent].place;

    np_body_tree_make_node(tree, parent);
    run->active = 1;
    run->container = run->base = tree->stack[parent].node;
    run->before = np_body_tree_before(tree, parent, hoist);
    run->is_paragraph = 0;
    run->most_breaks = place == NP_PLACE_TEXT ? 1 : 2;
    if (paragraph_wanted(tree, parent, &giver)) {
        run->attributes = giver != NULL ? giver->attributes : NULL;
        new_paragraph(run, giver == NULL || !giver->id_used);
        if (giver != NULL)
            giver->id_used = 1;
    } else if (place == NP_PLACE_MIXED &&
               is_inline(run->before != NULL ? run->before->prev : run->base->last)) {
        run->solid =
            1; /* goes on behind other text; what was between them left nothing but a break */
        run->breaks = 1;
    }
}

/* -------------------------------------------------------- inline elements */

static int find_role(const np_body_tree_t *tree, const short *wanted, int count,
                     np_body_role_e role)
{
    while (count-- > 0)
        if (tree->stack[wanted[count]].tag->role == role)
            return count;
    return -1;
}

static int has_name(const np_body_tree_t *tree, const short *wanted, int count, const char *name)
{
    while (count-- > 0)
        if (strcmp(tree->stack[wanted[count]].tag->output, name) == 0)
            return 1;
    return 0;
}

/* Adds one open element of the source to the list, if HTML lets it stand there: links do not nest
 * (the inner one wins, as in browsers), b in b is b, and rt stands in ruby directly. */
static int add_wanted(const np_body_tree_t *tree, short *wanted, int count, int index)
{
    const np_body_tag_t *tag = tree->stack[index].tag;
    int found;

    if (tag->role == NP_TAG_A && (found = find_role(tree, wanted, count, NP_TAG_A)) >= 0) {
        memmove(wanted + found, wanted + found + 1, sizeof(*wanted) * (size_t)(count - found - 1));
        count--;
    }
    if ((tag->role == NP_TAG_ONCE || tag->role == NP_TAG_RUBY) &&
        has_name(tree, wanted, count, tag->output))
        return count;
    if (tag->role == NP_TAG_RT) {
        if ((found = find_role(tree, wanted, count, NP_TAG_RUBY)) < 0)
            return count;
        count = found + 1;
    }
    if (count < NP_BODY_INLINE_DEPTH)
        wanted[count++] = (short)index;
    return count;
}

/* An anchor or span that had nothing but its id is needed once only. */
static int is_spent(const np_body_run_t *run, const np_body_entry_t *entry)
{
    const np_body_attribute_t *list = entry->attributes;
    int i;

    if (!entry->id_used || !(entry->tag->attributes & NP_BODY_NEEDED) || list == NULL ||
        list->next != NULL || strcmp(list->name, "id") != 0)
        return 0;
    for (i = 0; i < run->depth; i++)
        if (run->open[i].serial == entry->serial)
            return 0;
    return 1;
}

static int list_wanted(const np_body_tree_t *tree, short *wanted)
{
    int count = 0, i;

    for (i = 1; i < tree->count; i++)
        if (tree->stack[i].kind == NP_ENTRY_INLINE && !is_spent(&tree->run, &tree->stack[i]))
            count = add_wanted(tree, wanted, count, i);
    return count;
}

/* Closes what is no longer wanted; returns how many of the wanted ones are open. */
static int close_unwanted(np_body_tree_t *tree, const short *wanted, int count)
{
    np_body_run_t *run = &tree->run;
    int common = 0;

    while (common < count && common < run->depth &&
           run->open[common].serial == tree->stack[wanted[common]].serial)
        common++;
    close_to(run, common);
    return common;
}

static void open_wanted(np_body_tree_t *tree, const short *wanted, int from, int count)
{
    np_body_run_t *run = &tree->run;

    if (from < count)
        flush(run);
    for (; from < count; from++) {
        np_body_entry_t *entry = &tree->stack[wanted[from]];
        xmlNodePtr node = new_element(run, entry->tag->output);

        np_body_attributes_set(node, entry->attributes, !entry->id_used);
        entry->id_used = 1;
        add_node(run, node);
        run->open[run->depth].serial = entry->serial;
        run->open[run->depth].node = node;
        run->depth++;
    }
}

/* ------------------------------------------------------- what comes before */

/* Two breaks, or one and the indent of a Chinese paragraph, are how people without a p key write
 * paragraphs. */
static int is_paragraph_end(const np_body_run_t *run)
{
    return run->is_paragraph && (run->breaks > 1 || (run->breaks == 1 && run->indents > 1));
}

static void write_gap(np_body_run_t *run, int join)
{
    int i;

    if (run->breaks > 0) {
        flush(run);
        for (i = 0; i < run->breaks && i < run->most_breaks; i++)
            add_node(run, new_element(run, "br"));
    } else if (!(run->newline && run->gap.length == 1 && run->join + join > 2)) {
        np_buffer_add(&run->text, run->gap.data, run->gap.length);
    }
    clear_gap(run);
}

/* In pre all of the gap counts but what stands in front of the first line. */
static void write_pre_gap(np_body_run_t *run)
{
    size_t start = 0, i;

    if (!run->solid)
        for (i = 0; i < run->gap.length; i++)
            if (run->gap.data[i] == '\n')
                start = i + 1;
    if (run->gap.length > start)
        np_buffer_add(&run->text, run->gap.data + start, run->gap.length - start);
    clear_gap(run);
}

static int in_pre(const np_body_tree_t *tree)
{
    return tree->stack[tree->block].place == NP_PLACE_PRE;
}

/* Something visible comes: makes the block, writes the gap, opens the inline elements. */
static void prepare(np_body_tree_t *tree, int join)
{
    np_body_run_t *run = &tree->run;
    short wanted[NP_BODY_INLINE_DEPTH];
    int count, common;

    if (!run->active)
        begin(tree);
    if (run->synced == tree->stack[tree->count - 1].serial && run->solid && run->gap.length == 0 &&
        run->breaks == 0)
        return;
    if (is_paragraph_end(run)) {
        close_to(run, 0);
        flush(run);
        new_paragraph(run, 0);
        clear_gap(run);
        run->solid = 0;
    }
    count = list_wanted(tree, wanted);
    common = close_unwanted(tree, wanted, count);
    if (in_pre(tree))
        write_pre_gap(run);
    else if (run->solid)
        write_gap(run, join);
    open_wanted(tree, wanted, common, count);
    run->synced = tree->stack[tree->count - 1].serial;
    run->solid = 1;
}

/* ------------------------------------------------------------------ events */

static void write_visible(np_body_tree_t *tree, const byte *start, const byte *end)
{
    prepare(tree, join_first(start, end));
    np_buffer_add(&tree->run.text, (const char *)start, (size_t)(end - start));
    tree->run.join = join_last(start, end);
}

static void add_blank(np_body_run_t *run, const byte *p, size_t length, int class)
{
    if (!run->solid)
        return;
    if (class != BLANK_SPACE) {
        np_buffer_add(&run->gap, (const char *)p, length);
        run->indents += class == BLANK_INDENT;
        return;
    }
    run->newline |= *p == '\n';
    if (run->breaks == 0 && (run->gap.length == 0 || run->gap.data[run->gap.length - 1] != ' '))
        np_buffer_add_char(&run->gap, ' ');
}

static void pre_text(np_body_tree_t *tree, const byte *p, const byte *end)
{
    while (p < end) {
        const byte *start = p;

        while (p < end && (*p == ' ' || *p == '\n' || *p == '\t'))
            p++;
        np_buffer_add(&tree->run.gap, (const char *)start, (size_t)(p - start));
        for (start = p; p<end && * p> ' ' && *p != 0x7F && *p != 0xC2;)
            p++;
        if (p > start)
            write_visible(tree, start, p);
        if (p < end && *p == 0xC2 && end - p > 1) {
            if (p[1] >= 0xA0)
                write_visible(tree, p, p + 2);
            p += 2;
        } else if (p < end && (*p < ' ' || *p >= 0x7F) && *p != '\n' && *p != '\t') {
            p++; /* CR, DEL */
        }
    }
}

void np_body_run_text(np_body_tree_t *tree, const char *bytes, apr_size_t length)
{
    const byte *p = (const byte *)bytes, *end = p + length, *start = p;
    size_t width;
    int class;

    if (in_pre(tree)) {
        pre_text(tree, p, end);
        return;
    }
    while (p < end) {
        if (!suspicious[*p] || (class = classify(p, end, &width)) == 0) {
            p++; /* tails of longer characters are never suspicious */
            continue;
        }
        if (p > start)
            write_visible(tree, start, p);
        if (class == CONTROL) {
            const byte *character = (const byte *)windows_1252(p[1]);
            size_t size = strlen((const char *)character);

            if (size > 0)
                write_visible(tree, character, character + size);
        } else if (class != IGNORED) {
            add_blank(&tree->run, p, width, class);
        }
        p += width;
        start = p;
    }
    if (p > start)
        write_visible(tree, start, p);
}

void np_body_run_image(np_body_tree_t *tree, const np_body_attribute_t *attributes)
{
    xmlNodePtr image;

    prepare(tree, 0);
    flush(&tree->run);
    image = new_element(&tree->run, "img");
    np_body_attributes_set(image, attributes, 1);
    add_node(&tree->run, image);
    tree->run.join = 0;
}

void np_body_run_br(np_body_tree_t *tree)
{
    np_body_run_t *run = &tree->run;

    if (in_pre(tree)) {
        np_buffer_add_char(&run->gap, '\n');
    } else if (run->solid) {
        int breaks = run->breaks;

        clear_gap(run);
        run->breaks = breaks < 2 ? breaks + 1 : 2;
    }
}

/* Stands only behind something, and opens nothing: a place to break needs no bold. */
void np_body_run_wbr(np_body_tree_t *tree)
{
    np_body_run_t *run = &tree->run;
    short wanted[NP_BODY_INLINE_DEPTH];

    if (!run->solid || run->breaks > 0)
        return;
    close_unwanted(tree, wanted, list_wanted(tree, wanted));
    run->synced = 0;
    if (in_pre(tree))
        write_pre_gap(run);
    else
        write_gap(run, 0);
    flush(run);
    add_node(run, new_element(run, "wbr"));
    run->join = 0;
}

void np_body_run_gap(np_body_tree_t *tree)
{
    np_body_run_t *run = &tree->run;

    if (in_pre(tree)) {
        if (run->solid &&
            (run->gap.length == 0 || memchr(run->gap.data, '\n', run->gap.length) == NULL))
            np_buffer_add_char(&run->gap, '\n');
    } else if (run->solid && run->breaks == 0 && run->gap.length == 0) {
        np_buffer_add_char(&run->gap, ' ');
    }
}

void np_body_run_end(np_body_tree_t *tree)
{
    np_body_run_t *run = &tree->run;

    if (run->active)
        close_to(run, 0);
    flush(run);
    clear_gap(run);
    run->active = 0;
    run->solid = 0;
    run->join = 0;
    run->synced = 0;
    run->attributes = NULL;
}
