/* np_page_hotline_new.c - writing to the hotline: the form, its confirmation with what will be
 * public, sending it. Called through the tables in np_page.c. */
#include "np_desk.h"
#include "np_hotline.h"
#include "np_mask.h"

static const np_control_t controls_of_new[] = {
    {.name = "kind", .type = NP_CONTROL_CHOICE, .required = 1},
    {.name = "agency", .type = NP_CONTROL_CHOICE},
    {.name = "region", .type = NP_CONTROL_CHOICE},
    {.name = "title", .type = NP_CONTROL_LINE, .least = 4, .most = 60, .required = 1},
    {.name = "text", .type = NP_CONTROL_TEXT, .least = 10, .most = 4000, .required = 1},
    {.name = "private", .type = NP_CONTROL_CHECK},
    {.name = "name", .type = NP_CONTROL_LINE, .most = 40, .autocomplete = "name"},
    {.name = "phone", .type = NP_CONTROL_TEL, .most = 40, .autocomplete = "tel"},
    {.name = "email", .type = NP_CONTROL_EMAIL, .most = 120, .autocomplete = "email"},
};

np_controls_t *np_page_hotline_new_controls(np_page_t *page)
{
    return np_controls_make(page->pool, "hotline-new", controls_of_new,
                            (int)(sizeof(controls_of_new) / sizeof(controls_of_new[0])));
}

/* Agencies in use, regions and kinds, in their order. */
static np_error_t *load_controls(np_controls_t **controls, np_page_t *page)
{
    const np_rows_t *names;
    np_error_t *error = np_hotline_load_names(&names, page);
    int row;

    *controls = np_page_hotline_new_controls(page);
    for (row = 0; error == NULL && row < names->count; row++) {
        if (np_rows_int(names, row, HOTLINE_NAMES_ACTIVE))
            np_controls_option(*controls, np_rows_text(names, row, HOTLINE_NAMES_WHAT),
                               np_rows_text(names, row, HOTLINE_NAMES_CODE),
                               np_rows_text(names, row, HOTLINE_NAMES_NAME));
    }
    return error;
}

/* As it will be read by everybody. */
static const char *masked(const np_page_t *page, const np_controls_t *controls, const char *name)
{
    return np_mask_text(page->pool, np_controls_value(controls, name), NULL);
}

static np_error_t *submit(const char **answer, np_page_t *page, const np_controls_t *controls,
                          const char *code)
{
    const np_value_t values[] = {
        np_desk_client(page),
        np_desk_hash(page, code),
        np_desk_address(page),
        np_desk_now(page),
        np_value_text(np_controls_value(controls, "kind")),
        np_value_text(np_controls_value(controls, "agency")),
        np_value_text(np_controls_value(controls, "region")),
        np_value_int(np_controls_is_set(controls, "private")),
        np_value_int(np_submission_is_suspect(page->request->submission)),
        np_value_text(masked(page, controls, "title")),
        np_value_text(masked(page, controls, "text")),
        np_value_text(np_controls_value(controls, "title")),
        np_value_text(np_controls_value(controls, "text")),
        np_value_text(np_controls_value(controls, "name")),
        np_value_text(np_controls_value(controls, "phone")),
        np_value_text(np_controls_value(controls, "email")),
    };

    return np_desk_call(answer, page, NP_QUERY_WEB_HOTLINE_SUBMIT, values);
}

#define SIMILAR 3

/* For the confirmation: perhaps somebody has said it already. */
typedef struct new_page_t {
    const np_rows_t *names, *similar; /* similar NULL: not looked for */
} new_page_t;

static np_error_t *load_similar(np_page_t *page, const np_controls_t *controls)
{
    new_page_t *data = apr_pcalloc(page->pool, sizeof(*data));
    np_error_t *error =
        np_hotline_similar(&data->similar, page, np_controls_value(controls, "title"),
                           np_controls_value(controls, "text"), SIMILAR);

    page->data = data;
    return error ? error : np_hotline_load_names(&data->names, page);
}

np_error_t *np_page_hotline_new_act(np_page_t *page)
{
    np_controls_t *controls;
    np_error_t *error = load_controls(&controls, page);
    const char *answer, *code;

    if (error)
        return error;
    if (!np_desk_is_ready(page, controls))
        return page->reply.is_confirm ? load_similar(page, controls) : NULL;
    code = np_receipt_make(page->pool);
    if (code == NULL)
        return np_error_make(page->pool, 503, "NP0190", "the system gives no random numbers");
    error = submit(&answer, page, controls, code);
    if (error == NULL)
        np_desk_settle(page, controls, answer, NP_ROUTE_HOTLINE_RECEIPT, code);
    return error;
}

np_error_t *np_page_hotline_new_load(np_page_t *page)
{
    np_controls_t *controls;
    np_error_t *error = NULL;

    page->canonical = np_routes[NP_ROUTE_HOTLINE_NEW].pattern;
    if (page->request->submission == NULL) {
        error = load_controls(&controls, page);
        np_desk_fill(page, controls);
    }
    return error;
}

static void add_similar(const np_page_t *page, xmlNodePtr content, const new_page_t *data)
{
    xmlNodePtr similar;
    int row;

    if (data->similar == NULL || data->similar->count == 0)
        return;
    similar = np_model_add(content, "similar");
    for (row = 0; row < data->similar->count; row++)
        np_hotline_add_head(page, np_model_add(similar, "case"), data->similar, row, data->names);
}

void np_page_hotline_new_build(np_page_t *page, xmlNodePtr root)
{
    xmlNodePtr content = np_desk_add_form_page(page, root);
    const np_controls_t *controls = page->reply.controls;
    xmlNodePtr preview;

    /* Shown again, or without a database, as it is. */
    if (!page->reply.is_confirm)
        return;
    preview = np_model_add(content, "preview");
    np_model_add_text(preview, "title", masked(page, controls, "title"));
    np_model_add_text(preview, "text", masked(page, controls, "text"));
    if (page->data)
        add_similar(page, content, page->data);
}
