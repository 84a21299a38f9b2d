/* np_message_text.c - see np_message_text.h. */
#include "np_message_text.h"

#include <string.h>
#include <apr_strings.h>
#include "np_text.h"

#define SUBJECT "Subject: "
#define SUBJECT_MOST 200 /* characters */
#define LINE_MOST 900 /* bytes; with what is filled in no line is over the 998 of RFC 5322 2.1.1   \
                       */

/* What the triggers and functions of sql/schema put into the outbox (portal_send). */
static const char *const kinds[] = {
    "case-new",    "case-note",     "case-receipt",   "case-reply",
    "case-joined", "claim-receipt", "notice-receipt",
};

np_texts_t *np_texts_create(apr_pool_t *pool)
{
    np_texts_t *texts = apr_palloc(pool, sizeof(*texts));

    texts->list = apr_array_make(pool, 8, sizeof(np_text_t));
    return texts;
}

const np_text_t *np_texts_get(const np_texts_t *texts, const char *kind)
{
    int i;

    for (i = 0; i < texts->list->nelts; i++) {
        const np_text_t *text = &APR_ARRAY_IDX(texts->list, i, np_text_t);

        if (strcmp(text->kind, kind) == 0)
            return text;
    }
    return NULL;
}

const char *np_texts_missing(const np_texts_t *texts)
{
    size_t i;

    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (np_texts_get(texts, kinds[i]) == NULL)
            return kinds[i];
    return NULL;
}

/* ---- Names in braces ---------------------------------------------------------------------------
 */

static const char *value_of(const np_text_values_t *values, const char *name, size_t length)
{
    if (length == 4 && memcmp(name, "site", 4) == 0)
        return values->site;
    if (length == 4 && memcmp(name, "base", 4) == 0)
        return values->base;
    if (length == 6 && memcmp(name, "number", 6) == 0)
        return values->number;
    return NULL;
}

void np_texts_fill(np_buffer_t *out, const char *text, const np_text_values_t *values)
{
    while (*text) {
        size_t plain = strcspn(text, "{");
        size_t name = text[plain] ? strcspn(text + plain + 1, "}") : 0;
        const char *value = text[plain] ? value_of(values, text + plain + 1, name) : NULL;

        np_buffer_add(out, text, plain);
        text += plain;
        if (value) {
            np_buffer_add_text(out, value);
            text += name + 2;
        } else if (*text) {
            np_buffer_add_char(out, *text++);
        }
    }
}

/* 1 when every brace of the line belongs to a name that there is. */
static int braces_fit(const char *line)
{
    static const np_text_values_t any = {"", "", ""};

    while (*(line += strcspn(line, "{}"))) {
        size_t length = strcspn(line + 1, "}");

        if (*line != '{' || line[1 + length] != '}' || value_of(&any, line + 1, length) == NULL)
            return 0;
        line += length + 2;
    }
    return 1;
}

/* ---- Reading a file ----------------------------------------------------------------------------
 */

typedef struct reading_t {
    np_texts_t *texts;
    apr_pool_t *pool;
    const char *file;
    int number; /* of the line */
    np_text_t text;
    np_buffer_t body;
    int is_known; /* the kind is there already: read to be checked, and dropped */
    enum { BEFORE, KIND, SUBJECT_READ, BODY } place;
} reading_t;

static const char *fault(const reading_t *reading, const char *what)
{
    return apr_psprintf(reading->pool, "%s, line %d: %s", reading->file, reading->number, what);
}

/* "[case-new]" */
static int is_kind(const char *line)
{
    size_t length = line[0] == '[' ? strspn(line + 1, "abcdefghijklmnopqrstuvwxyz-") : 0;

    return length > 0 && length <= 24 && strcmp(line + 1 + length, "]") == 0;
}

static const char *end_message(reading_t *reading)
{
    apr_size_t length = reading->body.length;

    if (reading->place == BEFORE)
        return NULL;
    while (length > 0 && reading->body.data[length - 1] == '\n')
        length--;
    if (reading->place != BODY || length == 0)
        return fault(reading, apr_psprintf(reading->pool,
                                           "the message [%s] above needs a line that begins with "
                                           "\"Subject: \", an empty line, and a text",
                                           reading->text.kind));
    if (!reading->is_known) {
        reading->text.body = apr_pstrcat(
            reading->pool, apr_pstrmemdup(reading->pool, reading->body.data, length), "\n", NULL);
        APR_ARRAY_PUSH(reading->texts->list, np_text_t) = reading->text;
    }
    reading->body.length = 0;
    return NULL;
}

/* A kind twice in one file is a slip; one that an earlier file has is what a parent is for. */
static const char *begin_message(reading_t *reading, const char *line, int before)
{
    const np_text_t *first = (const np_text_t *)(const void *)reading->texts->list->elts;
    const np_text_t *known;

    reading->text.kind = apr_pstrmemdup(reading->pool, line + 1, strlen(line) - 2);
    known = np_texts_get(reading->texts, reading->text.kind);
    if (known && known - first >= before)
        return fault(reading, apr_psprintf(reading->pool, "the message %s is there twice", line));
    reading->is_known = known != NULL;
    reading->place = KIND;
    return NULL;
}

static const char *read_line(reading_t *reading, const char *line, int before)
{
    const char *failure;

    if (is_kind(line)) {
        failure = end_message(reading);
        return failure ? failure : begin_message(reading, line, before);
    }
    if (reading->place == BEFORE)
        return *line == '\0' || *line == '#'
                   ? NULL
                   : fault(reading, "only comments that begin with # may stand before the first "
                                    "message, which begins with a kind such as [case-new]");
    if (strlen(line) > LINE_MOST)
        return fault(reading, "the line is longer than 900 bytes");
    if (!braces_fit(line))
        return fault(reading, "in braces only {site}, {base} and {number} are known");
    if (reading->place == BODY) {
        np_buffer_add_text(&reading->body, line);
        np_buffer_add_char(&reading->body, '\n');
        return NULL;
    }
    if (reading->place == SUBJECT_READ) {
        reading->place = BODY;
        return *line == '\0' ? NULL : fault(reading, "after the subject comes an empty line");
    }
    if (strncmp(line, SUBJECT, strlen(SUBJECT)) != 0 || line[strlen(SUBJECT)] == '\0' ||
        np_text_length(line) > SUBJECT_MOST)
        return fault(reading, "here a line that begins with \"Subject: \" is accepted, at most 200 "
                              "characters");
    reading->text.subject = apr_pstrdup(reading->pool, line + strlen(SUBJECT));
    reading->place = SUBJECT_READ;
    return NULL;
}

const char *np_texts_add(np_texts_t *texts, const char *bytes, apr_size_t length, const char *file)
{
    apr_pool_t *pool = texts->list->pool;
    reading_t reading = {.texts = texts, .pool = pool, .file = file};
    int before = texts->list->nelts;
    const char *failure = NULL;
    char *rest;

    if (length > NP_TEXTS_FILE_MOST || !np_text_valid(bytes, length))
        return apr_psprintf(pool, "%s: is not text in UTF-8 of at most %d bytes", file,
                            NP_TEXTS_FILE_MOST);
    rest = apr_pstrmemdup(pool, bytes, length);
    if (strncmp(rest, "\xEF\xBB\xBF", 3) == 0)
        rest += 3; /* an editor's mark of UTF-8 */
    np_buffer_init(&reading.body);
    while (*rest && failure == NULL) {
        size_t line = strcspn(rest, "\n");
        char *next = rest + line + (rest[line] == '\n');

        rest[line] = '\0';
        if (line > 0 && rest[line - 1] == '\r')
            rest[line - 1] = '\0';
        reading.number++;
        failure = strpbrk(rest, "\r\t")
                      ? fault(&reading, "tabs and lone carriage returns are not accepted")
                      : read_line(&reading, rest, before);
        rest = next;
    }
    if (failure == NULL)
        failure = end_message(&reading);
    np_buffer_free(&reading.body);
    return failure;
}
