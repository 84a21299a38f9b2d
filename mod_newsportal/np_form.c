/* np_form.c - see np_form.h. */
#include "np_form.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>
#include <strings.h>
#include "np_text.h"

typedef struct {
    const char *name, *value;
} np_field_t;

struct np_form_t {
    int count;
    np_field_t fields[NP_FORM_FIELDS_MAX];
};

static const char *skip_space(const char *at)
{
    return at + strspn(at, " \t");
}

/* `charset=utf-8`, quoted or not, with nothing after it. */
static int is_utf8_charset(const char *at)
{
    static const char name[] = "charset=";
    static const char value[] = "utf-8";
    int quoted;

    if (strncasecmp(at, name, sizeof(name) - 1) != 0)
        return 0;
    at += sizeof(name) - 1;
    quoted = *at == '"';
    at += quoted;
    if (strncasecmp(at, value, sizeof(value) - 1) != 0)
        return 0;
    at += sizeof(value) - 1;
    if (quoted && *at++ != '"')
        return 0;
    return *skip_space(at) == '\0';
}

int np_form_type(const char *content_type)
{
    static const char form[] = "application/x-www-form-urlencoded";
    const char *at;

    if (content_type == NULL || strncasecmp(content_type, form, sizeof(form) - 1) != 0)
        return 0;
    at = skip_space(content_type + sizeof(form) - 1);
    if (*at == '\0')
        return 1;
    return *at == ';' && is_utf8_charset(skip_space(at + 1));
}

static int valid_name(const char *name, apr_size_t length)
{
    apr_size_t i;

    if (length == 0 || length > NP_FORM_NAME_MAX || name[0] < 'a' || name[0] > 'z')
        return 0;
    for (i = 1; i < length; i++)
        if (!(name[i] >= 'a' && name[i] <= 'z') && !(name[i] >= '0' && name[i] <= '9') && name[i] != '_')
            return 0;
    return 1;
}

/* Browsers send CRLF for every line end (HTML, 4.10.21.4); the database and all limits count one character. */
static const char *with_line_feeds(apr_pool_t *pool, const char *text)
{
    char *copy, *to;

    if (strchr(text, '\r') == NULL)
        return text;
    to = copy = apr_pstrdup(pool, text);
    for (; *text != '\0'; text++) {
        if (*text == '\r') {
            *to++ = '\n';
            if (text[1] == '\n')
                text++;
        } else {
            *to++ = *text;
        }
    }
    *to = '\0';
    return copy;
}

static np_error_t *refuse(apr_pool_t *pool, const char *why)
{
    return np_error_make(pool, 400, NULL, "form: %s", why);
}

static np_error_t *add_field(np_form_t *form, apr_pool_t *pool, const char *pair, apr_size_t length)
{
    const char *equals = memchr(pair, '=', length);
    apr_size_t name_length = equals ? (apr_size_t)(equals - pair) : length;
    const char *name, *value;

    if (!valid_name(pair, name_length))
        return refuse(pool, "a field's name is not one of ours");
    if (form->count == NP_FORM_FIELDS_MAX)
        return refuse(pool, "too many fields");
    name = apr_pstrmemdup(pool, pair, name_length);
    if (np_form_value(form, name) != NULL)
        return refuse(pool, "a field comes twice");
    value = equals ? np_text_unescape(pool, equals + 1, length - name_length - 1, 1) : "";
    if (value == NULL)
        return refuse(pool, "a value is not escaped UTF-8 text");
    form->fields[form->count].name = name;
    form->fields[form->count++].value = with_line_feeds(pool, value);
    return NULL;
}

np_error_t *np_form_parse(np_form_t **form, apr_pool_t *pool, const char *body, apr_size_t length)
{
    const char *end = body + length;

    *form = apr_pcalloc(pool, sizeof(**form));
    if (length > NP_FORM_BYTES_MAX)
        return np_error_make(pool, 413, NULL, "form: more than %d bytes", NP_FORM_BYTES_MAX);
    while (body < end) {
        const char *stop = memchr(body, '&', (apr_size_t)(end - body));
        np_error_t *error;

        if (stop == NULL)
            stop = end;
        error = add_field(*form, pool, body, (apr_size_t)(stop - body));
        if (error != NULL)
            return error;
        if (stop + 1 == end)
            return refuse(pool, "ends with &");
        body = stop + 1;
    }
    return NULL;
}

const char *np_form_value(const np_form_t *form, const char *name)
{
    int i;

    for (i = 0; i < form->count; i++)
        if (strcmp(form->fields[i].name, name) == 0)
            return form->fields[i].value;
    return NULL;
}

/* Bytes of the white space at `at`, 0 when there is none. */
static apr_size_t space_at(const char *at)
{
    if (*at == ' ' || *at == '\t' || *at == '\n')
        return 1;
    return strncmp(at, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

const char *np_form_text(const np_form_t *form, const char *name, apr_pool_t *pool)
{
    const char *text = np_form_value(form, name), *at, *end;
    apr_size_t space;

    if (text == NULL)
        return "";
    while ((space = space_at(text)) > 0)
        text += space;
    for (at = end = text; *at != '\0';) {
        space = space_at(at);
        at += space ? space : 1;
        if (space == 0)
            end = at;
    }
    return *end == '\0' ? text : apr_pstrmemdup(pool, text, (apr_size_t)(end - text));
}

int np_form_count(const np_form_t *form)
{
    return form->count;
}

const char *np_form_name(const np_form_t *form, int index)
{
    return form->fields[index].name;
}
