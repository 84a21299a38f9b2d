/* np_body_detect.c - decides what `auto` is: HTML, Markdown or text. Called by np_body.c.
 *
 * HTML: begins with a tag we know (or <!doctype, <!--), or has the end tag of a block or a <br> or
 * <p> somewhere and no Markdown. Markdown: has at least one thing that nobody types by accident (a
 * heading `# `, a fence, a link or picture, **strong**, a table rule), or two list or quote lines
 * in a row. Numbered lines are no sign: Chinese news text is full of them and they read well as
 * they are. All else is text.
 */
#include "np_body_parts.h"

#include <string.h>
#include <strings.h>

typedef struct line_t {
    const char *start;
    const char *end;
} line_t;

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    return p;
}

/* ------------------------------------------------------------------- HTML */

/* Role of the tag that begins at p ("<name" or "</name", then white space, "/" or ">"). */
static np_body_role_e tag_at(const char *p, const char *end)
{
    char name[16];
    size_t length = 0;

    p += p + 1 < end && p[1] == '/' ? 2 : 1;
    for (; p < end && length < sizeof(name) - 1; p++) {
        if (is_letter(*p))
            name[length++] = (char)(*p | 32);
        else if (length > 0 && ((*p >= '0' && *p <= '9') || *p == ':'))
            name[length++] = *p;
        else
            break;
    }
    name[length] = '\0';
    if (p == end || length == 0 || strchr(" \t\n/>", *p) == NULL)
        return NP_TAG_UNKNOWN;
    return np_body_tag(name)->role;
}

static int begins_with_markup(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\n'))
        p++;
    if (end - p < 3 || *p != '<')
        return 0;
    if (strncmp(p, "<!--", 4) == 0 || (end - p > 9 && strncasecmp(p, "<!doctype", 9) == 0))
        return 1;
    return tag_at(p, end) != NP_TAG_UNKNOWN;
}

static int is_block_sign(const char *p, const char *end)
{
    np_body_role_e role = tag_at(p, end);

    if (role == NP_TAG_BR)
        return 1;
    if (p[1] == '/')
        return role >= NP_TAG_PARA && role < NP_TAG_HR;
    return role == NP_TAG_PARA && (p[1] == 'p' || p[1] == 'P');
}

static int holds_markup(const char *p, const char *end)
{
    for (; (p = memchr(p, '<', (size_t)(end - p))) != NULL; p++)
        if (end - p > 2 && is_block_sign(p, end))
            return 1;
    return 0;
}

/* --------------------------------------------------------------- Markdown */

static int is_heading(const line_t *line)
{
    const char *p = line->start;

    while (p < line->end && *p == '#')
        p++;
    return p > line->start && p - line->start <= 6 && p < line->end && *p == ' ' &&
           skip_blanks(p, line->end) < line->end;
}

static int is_fence(const line_t *line)
{
    return line->end - line->start >= 3 && strncmp(line->start, "```", 3) == 0;
}

/* |---|:--:| below a table's head; md4c wants three dashes too. */
static int is_table_rule(const line_t *line)
{
    const char *p = skip_blanks(line->start, line->end);
    int bars = 0, dashes = 0;

    for (; p < line->end; p++) {
        bars += *p == '|';
        dashes += *p == '-';
        if (strchr("|-: \t", *p) == NULL)
            return 0;
    }
    return bars > 0 && dashes > 2;
}

/* [text](address) or ![text](address), the address without blanks. */
static int has_link(const line_t *line)
{
    const char *p = line->start;

    while ((p = memchr(p, '[', (size_t)(line->end - p))) != NULL) {
        const char *close = memchr(p, ']', (size_t)(line->end - p)), *address;

        if (close == NULL)
            return 0;
        p++;
        if (line->end - close < 4 || close[1] != '(')
            continue;
        for (address = close + 2; address < line->end && *address != ')' && *address != ' ';)
            address++;
        if (address < line->end && address > close + 2 &&
            (*address == ')' || address[1] == '"' || address[1] == '\''))
            return 1;
    }
    return 0;
}

/* **strong** on one line, without a blank inside of the stars. */
static int has_strong(const line_t *line)
{
    const char *p, *open = NULL;

    for (p = line->start; p + 1 < line->end; p++) {
        if (p[0] != '*' || p[1] != '*')
            continue;
        if (open != NULL && p > open + 2 && p[-1] != ' ' && p[-1] != '*')
            return 1;
        open = p + 2 < line->end && p[2] != ' ' && p[2] != '*' ? p : NULL;
        p++;
    }
    return 0;
}

static int is_item(const line_t *line)
{
    const char *p = skip_blanks(line->start, line->end);

    if (p == line->end || strchr("-*+>", *p) == NULL)
        return 0;
    return line->end - p > 2 && p[1] == ' ' && p[2] != ' ' ? *p : 0;
}

typedef struct signs_t {
    int strong; /* at least one sign nobody types by accident */
    int blank;  /* a blank line stands between two others */
} signs_t;

static signs_t read_signs(const char *source, const char *end)
{
    signs_t signs = {0, 0};
    int last_item = 0, lines = 0, was_blank = 0;

    while (source < end) {
        const char *stop = memchr(source, '\n', (size_t)(end - source));
        line_t line = {source, stop != NULL ? stop : end};
        int item = is_item(&line);

        if (skip_blanks(line.start, line.end) == line.end) {
            was_blank = lines > 0;
        } else {
            signs.blank |= was_blank;
            was_blank = 0;
            lines++;
        }
        signs.strong |= is_heading(&line) || is_fence(&line) || is_table_rule(&line) ||
                        has_link(&line) || has_strong(&line) || (item != 0 && item == last_item);
        last_item = item;
        source = stop != NULL ? stop + 1 : end;
    }
    return signs;
}

np_body_format_e np_body_detect(const char *source, apr_size_t length, np_body_lines_e *line_ends)
{
    const char *end = source + length;
    signs_t signs;

    *line_ends = NP_LINES_JOIN;
    if (begins_with_markup(source, end))
        return NP_BODY_HTML;
    signs = read_signs(source, end);
    if (signs.strong) {
        *line_ends = signs.blank ? NP_LINES_BREAK : NP_LINES_PARAGRAPH;
        return NP_BODY_MARKDOWN;
    }
    return holds_markup(source, end) ? NP_BODY_HTML : NP_BODY_TEXT;
}
