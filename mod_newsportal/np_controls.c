/* np_controls.c - see np_controls.h. */
#include "np_controls.h"

#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "np_model.h"
#include "np_submission.h"
#include "np_time.h"

static const char *const type_names[] = {"line",  "text", "choice", "check", "tel",
                                         "email", "date", "number", "price", "code", "hidden"};

/* ---- Making ---------------------------------------------------------------------------------- */

np_controls_t *np_controls_make(apr_pool_t *pool, const char *name, const np_control_t *items,
                                int count)
{
    np_controls_t *controls = apr_pcalloc(pool, sizeof(*controls));
    int i;

    controls->name = name;
    controls->pool = pool;
    controls->items = apr_array_make(pool, count + 4, sizeof(np_control_t));
    for (i = 0; i < count; i++) {
        np_control_t *control = apr_array_push(controls->items);

        *control = items[i];
        control->value = "";
    }
    return controls;
}

np_control_t *np_controls_append(np_controls_t *controls, const char *name, np_control_e type)
{
    np_control_t *control = apr_array_push(controls->items);

    memset(control, 0, sizeof(*control));
    control->name = name;
    control->type = type;
    control->value = "";
    return control;
}

static np_control_t *at(const np_controls_t *controls, int index)
{
    return &APR_ARRAY_IDX(controls->items, index, np_control_t);
}

np_control_t *np_controls_find(const np_controls_t *controls, const char *name)
{
    int i;

    for (i = 0; i < controls->items->nelts; i++)
        if (strcmp(at(controls, i)->name, name) == 0)
            return at(controls, i);
    return NULL;
}

void np_controls_option(np_controls_t *controls, const char *name, const char *value,
                        const char *label)
{
    np_control_t *control = np_controls_find(controls, name);
    np_option_t *option;

    if (control == NULL)
        return;
    if (control->options == NULL)
        control->options = apr_array_make(controls->pool, 8, sizeof(np_option_t));
    option = apr_array_push(control->options);
    option->value = value;
    option->label = label;
}

/* ---- What was sent --------------------------------------------------------------------------- */

void np_controls_read(np_controls_t *controls, const np_form_t *form)
{
    int i;

    for (i = 0; i < controls->items->nelts; i++)
        at(controls, i)->value = np_form_text(form, at(controls, i)->name, controls->pool);
}

/* Characters of UTF-8 text: all bytes but those that go on. */
static int count_characters(const char *text)
{
    int count = 0;

    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

static int is_option(const np_control_t *control)
{
    int i;

    if (control->options == NULL)
        return 1;
    for (i = 0; i < control->options->nelts; i++)
        if (strcmp(APR_ARRAY_IDX(control->options, i, np_option_t).value, control->value) == 0)
            return 1;
    return 0;
}

static int is_tel(const char *text)
{
    int digits = 0;

    for (; *text; text++) {
        if (apr_isdigit(*text))
            digits++;
        else if (strchr("+-() ", *text) == NULL)
            return 0;
    }
    return digits >= 5 && digits <= 20;
}

/* Not the whole grammar of RFC 5321: what people have, and nothing that could begin a header or an
 * option. */
static int is_email(const char *text)
{
    const char *sign = strchr(text, '@');
    const char *c;

    if (sign == NULL || sign == text || *text == '-' || strchr(sign + 1, '@') ||
        strchr(sign, '.') == NULL || sign[1] == '.' || text[strlen(text) - 1] == '.' ||
        strstr(text, ".."))
        return 0;
    for (c = text; *c; c++)
        if (!apr_isalnum(*c) && strchr(c < sign ? "!#$%&'*+-/=?^_`{|}~." : ".-@", *c) == NULL)
            return 0;
    return 1;
}

static int is_date(const char *text)
{
    np_date_t date = {0};
    np_civil_t civil;
    int i;

    for (i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? text[i] != '-' : !apr_isdigit(text[i]))
            return 0;
    date.year = (int)apr_atoi64(text);
    date.month = (text[5] - '0') * 10 + text[6] - '0';
    date.day = (text[8] - '0') * 10 + text[9] - '0';
    return text[10] == '\0' && np_civil_join(&date, &civil);
}

static const char *number_problem(const np_control_t *control)
{
    apr_size_t length = strlen(control->value);
    apr_int64_t number = apr_atoi64(control->value);

    if (length > 15 || strspn(control->value, "0123456789") != length)
        return "bad";
    return number < control->least || (control->most && number > control->most) ? "bad" : NULL;
}

/* As the database takes it. */
static int is_price(const char *text)
{
    apr_size_t whole = strspn(text, "0123456789");
    const char *rest = text + whole;

    if (whole < 1 || whole > 10)
        return 0;
    return *rest == '\0' || (*rest == '.' && strspn(rest + 1, "0123456789") == strlen(rest + 1) &&
                             strlen(rest + 1) >= 1 && strlen(rest + 1) <= 2);
}

static int is_one_line(const char *text)
{
    return strpbrk(text, "\n\t") == NULL;
}

/* Of a value that is not empty. */
static const char *kind_problem(const np_control_t *control)
{
    const char *value = control->value;

    switch (control->type) {
    case NP_CONTROL_CHOICE:
        return is_option(control) ? NULL : "bad";
    case NP_CONTROL_CHECK:
        return strcmp(value, "1") == 0 ? NULL : "bad";
    case NP_CONTROL_TEL:
        return is_tel(value) ? NULL : "bad";
    case NP_CONTROL_EMAIL:
        return is_email(value) ? NULL : "bad";
    case NP_CONTROL_DATE:
        return is_date(value) ? NULL : "bad";
    case NP_CONTROL_NUMBER:
        return number_problem(control);
    case NP_CONTROL_PRICE:
        return is_price(value) ? NULL : "bad";
    case NP_CONTROL_TEXT:
        return NULL;
    default:
        return is_one_line(value) ? NULL : "bad";
    }
}

static const char *find_problem(const np_control_t *control)
{
    int length = count_characters(control->value);

    if (length == 0)
        return control->required ? "missing" : NULL;
    if (control->type != NP_CONTROL_NUMBER) {
        if (control->most && length > control->most)
            return "long";
        if (length < control->least)
            return "short";
    }
    return kind_problem(control);
}

int np_controls_check(np_controls_t *controls)
{
    int i;

    for (i = 0; i < controls->items->nelts; i++) {
        np_control_t *control = at(controls, i);

        if (control->problem == NULL) {
            control->problem = find_problem(control);
            controls->problems += control->problem != NULL;
        }
    }
    return controls->problems;
}

void np_controls_refuse_part(np_controls_t *controls, const char *name, const char *problem,
                             const char *culprit)
{
    np_control_t *control = np_controls_find(controls, name);

    if (control && control->problem == NULL) {
        control->problem = problem;
        control->culprit = culprit;
        controls->problems++;
    }
}

void np_controls_refuse(np_controls_t *controls, const char *name, const char *problem)
{
    np_controls_refuse_part(controls, name, problem, NULL);
}

const char *np_controls_value(const np_controls_t *controls, const char *name)
{
    const np_control_t *control = np_controls_find(controls, name);

    return control ? control->value : "";
}

int np_controls_is_set(const np_controls_t *controls, const char *name)
{
    return *np_controls_value(controls, name) != '\0';
}

/* ---- The model ------------------------------------------------------------------------------- */

static void add_options(xmlNodePtr element, const np_control_t *control)
{
    int i;

    for (i = 0; i < control->options->nelts; i++) {
        const np_option_t *option = &APR_ARRAY_IDX(control->options, i, np_option_t);
        xmlNodePtr child = np_model_add(element, "option");

        np_model_set(child, "value", option->value);
        if (strcmp(option->value, control->value) == 0)
            np_model_set(child, "selected", "yes");
        if (option->label)
            np_model_append_text(child, option->label, strlen(option->label));
    }
}

/* What can't be changed needs no more than its value. */
static void add_control(xmlNodePtr form, const np_control_t *control, int is_hidden)
{
    xmlNodePtr element;

    is_hidden = is_hidden || control->type == NP_CONTROL_HIDDEN;
    if (is_hidden && *control->value == '\0')
        return;
    element = np_model_add(form, "control");
    np_model_set(element, "name", control->name);
    np_model_set(element, "type", type_names[is_hidden ? NP_CONTROL_HIDDEN : control->type]);
    if (!is_hidden) {
        if (control->least)
            np_model_set_int(element, "least", control->least);
        if (control->most)
            np_model_set_int(element, "most", control->most);
        np_model_set(element, "required", control->required ? "yes" : NULL);
        np_model_set(element, "autocomplete",
                     control->autocomplete ? control->autocomplete : "off");
        np_model_set(element, "problem", control->problem);
        np_model_set(element, "culprit", control->culprit);
        np_model_add_text(element, "label", control->label);
        np_model_add_text(element, "hint", control->hint);
    }
    if (is_hidden || control->type != NP_CONTROL_CODE)
        np_model_add_text(element, "value", control->value);
    if (!is_hidden && control->options)
        add_options(element, control);
}

xmlNodePtr np_controls_add(const np_controls_t *controls, xmlNodePtr parent,
                           const np_form_place_t *place)
{
    xmlNodePtr form = np_model_add(parent, "form");
    int i;

    np_model_set(form, "name", controls->name);
    np_model_set(form, "action", place->action);
    np_model_set(form, "ticket", place->ticket);
    np_model_set(form, "step", place->step);
    np_model_set(form, "client-id", place->client_id);
    np_model_set(form, "confirm", place->is_hidden ? "yes" : NULL);
    if (controls->problems)
        np_model_set_int(form, "problems", controls->problems);
    for (i = 0; i < controls->items->nelts; i++)
        add_control(form, at(controls, i), place->is_hidden);
    return form;
}
