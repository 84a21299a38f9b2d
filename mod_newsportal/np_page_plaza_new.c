/* np_page_plaza_new.c - writing a notice: first its category, then a form with the category's own
 * fields, its confirmation with what everybody will read, sending it. Called through the tables in
 * np_page.c.
 *
 * Personal numbers in what will be public are covered (np_mask.h); the contact goes into a table
 * that no page reads. The database checks everything once more. */
#include "np_desk.h"
#include "np_mask.h"
#include "np_plaza.h"

#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "np_time.h"

#define FIELD "f_"    /* a control of the category's */
#define TEXT_MOST 100 /* characters of a field of free text */

static const np_control_t first_controls[] = {
    {.name = "title", .type = NP_CONTROL_LINE, .least = 4, .most = 60, .required = 1},
};
static const np_control_t last_controls[] = {
    {.name = "region", .type = NP_CONTROL_CHOICE},
    {.name = "text", .type = NP_CONTROL_TEXT, .least = 10, .most = 2000, .required = 1},
    {.name = "days", .type = NP_CONTROL_CHOICE, .required = 1},
    {.name = "name", .type = NP_CONTROL_LINE, .most = 40, .required = 1, .autocomplete = "name"},
    {.name = "phone", .type = NP_CONTROL_TEL, .most = 40, .autocomplete = "tel"},
    {.name = "email", .type = NP_CONTROL_EMAIL, .most = 120, .autocomplete = "email"},
    /* The end, from the confirmation on: a form that is sent again the next day is the same one. */
    {.name = "until", .type = NP_CONTROL_HIDDEN, .most = 19},
};

typedef struct new_page_t {
    const np_rows_t *names;
    const char *category; /* its name */
} new_page_t;

/* ---- Category ----------------------------------------------------------------------------------
 */

np_error_t *np_page_plaza_choose_load(np_page_t *page)
{
    new_page_t *data = apr_pcalloc(page->pool, sizeof(*data));

    page->data = data;
    page->canonical = np_routes[NP_ROUTE_PLAZA_CHOOSE].pattern;
    return np_plaza_load_names(&data->names, page);
}

void np_page_plaza_choose_build(np_page_t *page, xmlNodePtr root)
{
    const new_page_t *data = page->data;
    xmlNodePtr content;

    np_page_add_navigation(page, root);
    np_plaza_add_breadcrumb(page, root, data->names, NULL);
    content = np_model_add(root, "plaza-choose");
    np_plaza_set_links(page, content);
    np_plaza_add_categories(page, content, data->names, NULL, NP_ROUTE_PLAZA_NEW);
}

/* ---- Controls ----------------------------------------------------------------------------------
 */

static void append_all(np_controls_t *controls, const np_control_t *items, apr_size_t count)
{
    apr_size_t i;

    for (i = 0; i < count; i++) {
        np_control_t *control = np_controls_append(controls, items[i].name, items[i].type);

        *control = items[i];
        control->value = "";
    }
}

static np_controls_t *begin(np_page_t *page)
{
    return np_controls_make(page->pool, "plaza-new", first_controls,
                            (int)(sizeof(first_controls) / sizeof(first_controls[0])));
}

static void end(np_controls_t *controls)
{
    append_all(controls, last_controls, sizeof(last_controls) / sizeof(last_controls[0]));
}

/* Without a database nobody knows what fields there are: those that were sent go along. */
np_controls_t *np_page_plaza_new_controls(np_page_t *page)
{
    const np_form_t *form = page->request->submission->form;
    np_controls_t *controls = begin(page);
    int i;

    for (i = 0; i < np_form_count(form); i++) {
        const char *name = np_form_name(form, i);

        if (strncmp(name, FIELD, strlen(FIELD)) == 0)
            np_controls_append(controls, name, NP_CONTROL_HIDDEN);
    }
    end(controls);
    return controls;
}

static np_control_e control_of(const char *type)
{
    if (strcmp(type, "choice") == 0)
        return NP_CONTROL_CHOICE;
    if (strcmp(type, "date") == 0)
        return NP_CONTROL_DATE;
    if (strcmp(type, "price") == 0)
        return NP_CONTROL_PRICE;
    return strcmp(type, "number") == 0 ? NP_CONTROL_NUMBER : NP_CONTROL_LINE;
}

static void append_field(np_controls_t *controls, const np_rows_t *names, int row)
{
    const char *type = np_rows_text(names, row, PLAZA_NAMES_TYPE);
    const char *name =
        apr_pstrcat(controls->pool, FIELD, np_rows_text(names, row, PLAZA_NAMES_CODE), NULL);
    const char *choices = np_rows_text(names, row, PLAZA_NAMES_CHOICES);
    np_control_t *control = np_controls_append(controls, name, control_of(type));

    control->label = np_rows_text(names, row, PLAZA_NAMES_NAME);
    control->required = np_rows_int(names, row, PLAZA_NAMES_REQUIRED) != 0;
    if (control->type == NP_CONTROL_NUMBER)
        control->most = NP_FILTER_LARGEST;
    else if (control->type == NP_CONTROL_PRICE)
        control->most = 13;
    else if (control->type == NP_CONTROL_LINE)
        control->most = TEXT_MOST;
    while (*choices) {
        apr_size_t length = strcspn(choices, "|");
        const char *choice = apr_pstrmemdup(controls->pool, choices, length);

        np_controls_option(controls, name, choice, choice);
        choices += length + (choices[length] == '|');
    }
}

/* 404 for a category that does not exist. */
static np_error_t *load_controls(np_controls_t **controls, np_page_t *page)
{
    new_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    const char *category = page->request->params.code;
    np_error_t *error = np_plaza_load_names(&data->names, page);
    int row;

    page->data = data;
    if (error)
        return error;
    data->category = np_plaza_name(data->names, NP_PLAZA_CATEGORY, category);
    if (data->category == NULL)
        return np_page_unknown(page);
    *controls = begin(page);
    for (row = 0; row < data->names->count; row++) {
        if (np_plaza_is_field(data->names, row, category))
            append_field(*controls, data->names, row);
    }
    end(*controls);
    for (row = 0; row < data->names->count; row++) {
        if (strcmp(np_rows_text(data->names, row, PLAZA_NAMES_WHAT), NP_PLAZA_REGION) == 0)
            np_controls_option(*controls, "region",
                               np_rows_text(data->names, row, PLAZA_NAMES_CODE),
                               np_rows_text(data->names, row, PLAZA_NAMES_NAME));
    }
    np_plaza_add_days(*controls, data->names, category);
    return NULL;
}

/* ---- What was sent -----------------------------------------------------------------------------
 */

/* What the controls alone do not know. */
static void check(np_page_t *page, np_controls_t *controls)
{
    np_controls_read(controls, page->request->submission->form);
    if (!np_controls_is_set(controls, "phone") && !np_controls_is_set(controls, "email"))
        np_controls_refuse(controls, "phone", "missing");
}

static const char *masked(const np_page_t *page, const np_controls_t *controls, const char *name)
{
    return np_mask_text(page->pool, np_controls_value(controls, name), NULL);
}

/* What the fields say: code=value for the database, "Monthly pay: 3800" for people; one a line. */
static const char *fields_text(const np_page_t *page, const np_controls_t *controls, int for_people)
{
    const new_page_t *data = page->data;
    const char *text = "";
    int row;

    for (row = 0; row < data->names->count; row++) {
        const char *code = np_rows_text(data->names, row, PLAZA_NAMES_CODE);
        const char *name = apr_pstrcat(page->pool, FIELD, code, NULL);
        const char *value = np_controls_value(controls, name);

        if (!np_plaza_is_field(data->names, row, page->request->params.code) || *value == '\0')
            continue;
        if (strcmp(np_rows_text(data->names, row, PLAZA_NAMES_TYPE), "text") == 0)
            value = masked(page, controls, name);
        text = for_people
                   ? apr_pstrcat(page->pool, text, np_rows_text(data->names, row, PLAZA_NAMES_NAME),
                                 ": ", value, "\n", NULL)
                   : apr_pstrcat(page->pool, text, code, "=", value, "\n", NULL);
    }
    return text;
}

static const char *until_text(const np_page_t *page, np_civil_t civil)
{
    return apr_pstrmemdup(page->pool, np_time_rfc3339(page->pool, page->request->site->zone, civil),
                          10);
}

/* The end as it was confirmed; what is no day is one that the database refuses. */
static np_civil_t until_of(const np_controls_t *controls)
{
    const char *text = np_controls_value(controls, "until");
    np_date_t date = {0};
    np_civil_t civil = 0;

    if (strlen(text) != 10)
        return 0;
    date.year = (int)apr_atoi64(text);
    date.month = (int)apr_atoi64(text + 5);
    date.day = (int)apr_atoi64(text + 8);
    return np_civil_join(&date, &civil) ? civil : 0;
}

static np_error_t *submit(const char **answer, np_page_t *page, const np_controls_t *controls,
                          const char *code)
{
    const np_value_t values[] = {
        np_desk_client(page),
        np_desk_hash(page, code),
        np_desk_address(page),
        np_desk_now(page),
        np_value_text(page->request->params.code),
        np_value_text(np_controls_value(controls, "region")),
        np_value_text(""),
        np_value_civil(until_of(controls)),
        np_value_int(np_submission_is_suspect(page->request->submission)),
        np_value_text(masked(page, controls, "title")),
        np_value_text(masked(page, controls, "text")),
        np_value_text(fields_text(page, controls, 0)),
        np_value_text(np_controls_value(controls, "name")),
        np_value_text(np_controls_value(controls, "phone")),
        np_value_text(np_controls_value(controls, "email")),
    };

    return np_desk_call(answer, page, NP_QUERY_WEB_PLAZA_SUBMIT, values);
}

/* The end follows from the days when they are confirmed. */
static void set_until(np_page_t *page, np_controls_t *controls)
{
    np_control_t *until = np_controls_find(controls, "until");

    if (!page->reply.is_confirm)
        until->value = "";
    else if (*until->value == '\0')
        until->value =
            until_text(page, np_plaza_days_end(page, np_controls_value(controls, "days")));
}

np_error_t *np_page_plaza_new_act(np_page_t *page)
{
    np_controls_t *controls;
    np_error_t *error = load_controls(&controls, page);
    const char *answer, *code;
    int is_ready;

    if (error)
        return error;
    check(page, controls);
    is_ready = np_desk_is_ready(page, controls);
    if (!is_ready || until_of(controls) == 0) {
        set_until(page, controls);
        if (is_ready)
            np_desk_notice(page, 422, "refused");
        page->reply.controls = controls;
        return NULL;
    }
    code = np_receipt_make(page->pool);
    if (code == NULL)
        return np_error_make(page->pool, 503, "NP0190", "the system gives no random numbers");
    error = submit(&answer, page, controls, code);
    if (error == NULL)
        np_desk_settle(page, controls, answer, NP_ROUTE_PLAZA_RECEIPT, code);
    return error;
}

/* ---- The page ----------------------------------------------------------------------------------
 */

np_error_t *np_page_plaza_new_load(np_page_t *page)
{
    np_controls_t *controls = NULL;
    np_error_t *error = NULL;

    page->canonical = np_route_path(NP_ROUTE_PLAZA_NEW, &page->request->params, page->pool);
    if (page->request->submission == NULL) {
        error = load_controls(&controls, page);
        if (error == NULL)
            np_desk_fill(page, controls);
    }
    return error;
}

void np_page_plaza_new_build(np_page_t *page, xmlNodePtr root)
{
    const new_page_t *data = page->data;
    const np_controls_t *controls = page->reply.controls;
    xmlNodePtr content, preview;

    np_model_add_text(root, "title", data->category);
    content = np_desk_add_form_page(page, root);
    if (!page->reply.is_confirm)
        return;
    preview = np_model_add(content, "preview");
    np_model_add_text(preview, "title", masked(page, controls, "title"));
    np_model_add_text(preview, "text",
                      apr_pstrcat(page->pool, fields_text(page, controls, 1),
                                  masked(page, controls, "text"), NULL));
}
