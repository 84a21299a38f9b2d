/* np_body_tokens.c - takes HTML apart into tags and text as the HTML5 tokeniser does, and writes it
 * down again in a form that leaves no parser a choice: only elements and attributes that mean
 * something to us, attributes in double quotes, every other "<" escaped, no comments, no doctype,
 * no raw text. Called by np_body_html.c, whose parser then has the nesting to do and nothing else.
 *
 * Why not give the source to libxml2 as it is: it reads HTML 4, so it disagrees with browsers about
 * where a tag ends (<img/src=x>, <![if x]>, --!>), and it compares each attribute of a tag with
 * all others, so that one tag with half a million of them takes minutes. This file is linear.
 *
 * It filters for order, not for safety: safe is what np_body_tree builds.
 */
#include "np_body_parts.h"

#include <string.h>
#include <strings.h>

#define NAME_MAX_LENGTH 31 /* no name that we know is longer */
#define KNOWN_MAX 32       /* attributes that we know */

typedef struct scan_t {
    const char *p;
    const char *end;
    np_buffer_t *out;
    int *dropped;
} scan_t;

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static void skip_blanks(scan_t *scan)
{
    while (scan->p < scan->end && is_blank(*scan->p))
        scan->p++;
}

/* Behind the next `c`, or at the end. */
static void skip_behind(scan_t *scan, char c)
{
    const char *found = memchr(scan->p, c, (size_t)(scan->end - scan->p));

    scan->p = found != NULL ? found + 1 : scan->end;
}

/* The name in lower case; "" when it is too long to be one that we know. */
static void copy_name(char *name, const char *start, const char *end)
{
    size_t length = (size_t)(end - start), i;

    if (length > NAME_MAX_LENGTH)
        length = 0;
    for (i = 0; i < length; i++)
        name[i] = (char)(start[i] >= 'A' && start[i] <= 'Z' ? start[i] + 32 : start[i]);
    name[length] = '\0';
}

static void read_tag_name(scan_t *scan, char *name)
{
    const char *start = scan->p;

    while (scan->p < scan->end && !is_blank(*scan->p) && *scan->p != '/' && *scan->p != '>')
        scan->p++;
    copy_name(name, start, scan->p);
}

/* ------------------------------------------------------------- attributes */

typedef struct value_t {
    const char *start; /* NULL: the tag does not have it */
    size_t length;
} value_t;

/* What follows "=". Returns 0 when the source ends inside of quotes. */
static int read_value(scan_t *scan, value_t *value)
{
    char quote;

    skip_blanks(scan);
    if (scan->p == scan->end)
        return 0;
    quote = *scan->p;
    if (quote == '"' || quote == '\'') {
        const char *close = memchr(scan->p + 1, quote, (size_t)(scan->end - scan->p - 1));

        if (close == NULL)
            return 0;
        value->start = scan->p + 1;
        value->length = (size_t)(close - value->start);
        scan->p = close + 1;
        return 1;
    }
    value->start = scan->p;
    while (scan->p < scan->end && !is_blank(*scan->p) && *scan->p != '>')
        scan->p++;
    value->length = (size_t)(scan->p - value->start);
    return 1;
}

/* One attribute; the first of a name counts. */
static int read_attribute(scan_t *scan, value_t *values)
{
    char name[NAME_MAX_LENGTH + 1];
    const char *start = scan->p++; /* its first character may be "=" */
    value_t value = {"", 0};
    int known;

    while (scan->p < scan->end && !is_blank(*scan->p) && strchr("/>=", *scan->p) == NULL)
        scan->p++;
    copy_name(name, start, scan->p);
    skip_blanks(scan);
    if (scan->p < scan->end && *scan->p == '=') {
        scan->p++;
        if (!read_value(scan, &value))
            return 0;
    }
    known = np_body_attribute_known(name);
    if (known < 0)
        *scan->dropped += !np_body_attribute_is_quiet(name);
    else if (values != NULL && values[known].start == NULL)
        values[known] = value;
    return 1;
}

/* Up to and with ">". Returns 0 when the source ends first: then there is no tag. */
static int read_attributes(scan_t *scan, value_t *values, int *self_closing)
{
    *self_closing = 0;
    for (;;) {
        while (scan->p < scan->end && (is_blank(*scan->p) || *scan->p == '/')) {
            *self_closing = *scan->p == '/';
            scan->p++;
        }
        if (scan->p == scan->end)
            return 0;
        if (*scan->p == '>') {
            scan->p++;
            return 1;
        }
        if (!read_attribute(scan, values))
            return 0;
    }
}

/* ---------------------------------------------------------------- writing */

static void put(scan_t *scan, const char *text)
{
    np_buffer_add_text(scan->out, text);
}

/* Character references are left for the parser; a quote or angle bracket becomes one. */
static void write_value(scan_t *scan, const value_t *value)
{
    const char *p = value->start, *end = p + value->length;

    while (p < end) {
        const char *start = p;

        while (p < end && *p != '"' && *p != '<' && *p != '>')
            p++;
        np_buffer_add(scan->out, start, (size_t)(p - start));
        if (p < end)
            put(scan, *p == '"' ? "&quot;" : *p == '<' ? "&lt;" : "&gt;");
        p += p < end;
    }
}

static void write_start(scan_t *scan, const char *name, const value_t *values)
{
    int i;

    put(scan, "<");
    put(scan, name);
    for (i = 0; i < KNOWN_MAX; i++)
        if (values[i].start != NULL) {
            put(scan, " ");
            put(scan, np_body_attribute_name((apr_size_t)i));
            put(scan, "=\"");
            write_value(scan, &values[i]);
            put(scan, "\"");
        }
    put(scan, ">");
}

static void write_end(scan_t *scan, const char *name)
{
    put(scan, "</");
    put(scan, name);
    put(scan, ">");
}

/* ------------------------------------------------------------------- tags */

static int is_one_of(const char *name, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcmp(*list, name) == 0)
            return 1;
    return 0;
}

/* Elements whose content is text for a browser that runs scripts. All of them go with it. */
static int is_raw(const char *name)
{
    static const char *const names[] = {"script",   "style",    "xmp",      "iframe", "noembed",
                                        "noframes", "noscript", "textarea", "title",  NULL};

    return is_one_of(name, names);
}

/* Of those that go with their content: the ones that have none and no end tag. */
static int is_void(const char *name)
{
    static const char *const names[] = {"area", "base", "frame", "input",
                                        "link", "meta", "param", NULL};

    return is_one_of(name, names);
}

/* Behind the end tag of a raw element, or at the end. */
static void skip_raw(scan_t *scan, const char *name)
{
    size_t length = strlen(name);

    for (;;) {
        skip_behind(scan, '<');
        if ((size_t)(scan->end - scan->p) < length + 2)
            break;
        if (*scan->p == '/' && strncasecmp(scan->p + 1, name, length) == 0 &&
            (is_blank(scan->p[length + 1]) || strchr("/>", scan->p[length + 1]) != NULL)) {
            skip_behind(scan, '>');
            return;
        }
    }
    scan->p = scan->end;
}

static void write_skipped(scan_t *scan, const np_body_tag_t *tag, const value_t *values,
                          int self_closing)
{
    if (is_void(tag->name) || is_raw(tag->name)) {
        ++*scan->dropped;
        if (is_raw(tag->name))
            skip_raw(scan, tag->name);
        return;
    }
    if (strcmp(tag->name, "plaintext") == 0) { /* nothing ends it */
        ++*scan->dropped;
        scan->p = scan->end;
        return;
    }
    write_start(scan, tag->name, values);
    if (self_closing) /* only svg and math may, and of the others nothing would be left either */
        write_end(scan, tag->name);
}

static void start_tag(scan_t *scan)
{
    value_t values[KNOWN_MAX];
    char name[NAME_MAX_LENGTH + 1];
    const np_body_tag_t *tag;
    int self_closing;

    memset(values, 0, sizeof(values));
    read_tag_name(scan, name);
    if (!read_attributes(scan, values, &self_closing)) {
        scan->p = scan->end;
        return;
    }
    tag = np_body_tag(name);
    if (tag->role == NP_TAG_SKIP) {
        write_skipped(scan, tag, values, self_closing && (name[0] == 's' || name[0] == 'm'));
    } else if (tag->output == NULL) {
        *scan->dropped += tag->role == NP_TAG_UNKNOWN;
    } else {
        write_start(scan, tag->output, values);
        if (tag->role == NP_TAG_WBR) /* the parser does not know that it is empty */
            write_end(scan, tag->output);
    }
}

static void end_tag(scan_t *scan)
{
    char name[NAME_MAX_LENGTH + 1];
    const np_body_tag_t *tag;
    int ignored, dropped = *scan->dropped;

    read_tag_name(scan, name);
    if (!read_attributes(scan, NULL, &ignored)) {
        scan->p = scan->end;
        return;
    }
    *scan->dropped = dropped; /* attributes of an end tag mean nothing to anybody */
    tag = np_body_tag(name);
    if (tag->role == NP_TAG_BR)
        put(scan, "<br>");
    else if (tag->role == NP_TAG_SKIP && !is_void(name) && !is_raw(name))
        write_end(scan, tag->name);
    else if (tag->output != NULL && tag->role != NP_TAG_HR && tag->role != NP_TAG_IMG &&
             tag->role != NP_TAG_WBR)
        write_end(scan, tag->output);
}

/* Behind "<!--": ends at "-->" or "--!>", and at once for "<!-->" and "<!--->". */
static void skip_comment(scan_t *scan)
{
    const char *p = scan->p;

    if (p < scan->end && *p == '>') {
        scan->p = p + 1;
        return;
    }
    if (scan->end - p > 1 && p[0] == '-' && p[1] == '>') {
        scan->p = p + 2;
        return;
    }
    for (; (p = memchr(p, '-', (size_t)(scan->end - p))) != NULL; p++) {
        if (scan->end - p > 2 && p[1] == '-' && p[2] == '>') {
            scan->p = p + 3;
            return;
        }
        if (scan->end - p > 3 && p[1] == '-' && p[2] == '!' && p[3] == '>') {
            scan->p = p + 4;
            return;
        }
    }
    scan->p = scan->end;
}

/* Behind "<". */
static void markup(scan_t *scan)
{
    const char *p = scan->p;
    size_t left = (size_t)(scan->end - p);

    if (left > 0 && is_letter(*p)) {
        start_tag(scan);
    } else if (left > 1 && *p == '/' && is_letter(p[1])) {
        scan->p++;
        end_tag(scan);
    } else if (left > 2 && strncmp(p, "!--", 3) == 0) {
        scan->p += 3;
        skip_comment(scan);
    } else if (left > 1 && (*p == '!' || *p == '?' || *p == '/')) {
        skip_behind(scan, '>'); /* doctype, <?xml ...>, <![if x]>, <![CDATA[ ... */
    } else {
        put(scan, "&lt;");
    }
}

void np_body_tokens(np_buffer_t *out, const char *source, apr_size_t length, int *dropped)
{
    scan_t scan = {source, source + length, out, dropped};

    while (scan.p < scan.end) {
        const char *start = scan.p, *found = memchr(start, '<', (size_t)(scan.end - start));

        scan.p = found != NULL ? found : scan.end;
        np_buffer_add(out, start, (size_t)(scan.p - start));
        if (found != NULL) {
            scan.p++;
            markup(&scan);
        }
    }
}
