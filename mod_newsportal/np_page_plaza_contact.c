/* np_page_plaza_contact.c - the contact of a notice, for a reader who presses for it, and the
 * report of a notice. Both are forms of one step that stand on the notice's page; here is what they
 * lead to. Called through the tables in np_page.c.
 *
 * A contact is read by one function of the database, counted and budgeted there, and shown on a
 * page that nobody keeps. */
#include "np_desk.h"
#include "np_plaza.h"

#include <string.h>
#include <apr_strings.h>
#include "np_text.h"

/* ---- What both do alike ------------------------------------------------------------------------
 */

/* The words of an answer that is none; a contact has line ends. */
static int refuse(np_page_t *page, np_controls_t *controls, const char *answer)
{
    if (strchr(answer, '\n') || np_desk_is(answer, "ok"))
        return 0;
    page->reply.controls = controls;
    if (np_desk_is(answer, "busy"))
        np_desk_busy(page, np_desk_number(answer));
    else if (np_desk_is(answer, "none"))
        np_desk_notice(page, 404, "away");
    else
        np_desk_notice(page, 422, "refused");
    return 1;
}

/* Asks the database, if what was sent can be asked. `*answer` is NULL when the reader is told why
 * there is none. */
static np_error_t *ask(const char **answer, np_page_t *page, np_controls_t *controls, int query)
{
    np_value_t values[4];
    np_error_t *error;

    *answer = NULL;
    if (!np_desk_is_valid(page, controls) || np_desk_is_trapped(page, controls))
        return NULL;
    values[0] = np_desk_address(page);
    values[1] = np_desk_now(page);
    values[2] = np_value_int(apr_atoi64(np_controls_value(controls, "notice")));
    values[3] = np_value_text(np_controls_value(controls, "reason")); /* only a report has one */
    error = np_desk_call(answer, page, query, values);
    if (error || refuse(page, controls, *answer))
        *answer = NULL;
    return error;
}

static np_error_t *load(np_page_t *page, np_controls_t *(*controls)(np_page_t *))
{
    page->canonical = page->request->route->pattern;
    page->noindex = 1;
    if (page->request->submission == NULL)
        np_desk_fill(page, controls(page));
    return NULL;
}

/* ---- Contact -----------------------------------------------------------------------------------
 */

np_controls_t *np_page_plaza_contact_controls(np_page_t *page)
{
    return np_plaza_contact_controls(page, 0);
}

np_error_t *np_page_plaza_contact_act(np_page_t *page)
{
    const char *answer;
    np_error_t *error =
        ask(&answer, page, np_page_plaza_contact_controls(page), NP_QUERY_WEB_PLAZA_CONTACT);

    if (answer)
        page->data = apr_pstrdup(page->pool, answer);
    return error;
}

np_error_t *np_page_plaza_contact_load(np_page_t *page)
{
    return load(page, np_page_plaza_contact_controls);
}

/* Takes a line off the text. */
static const char *take_line(char **text)
{
    char *line = *text;
    char *end = strchr(line, '\n');

    *text = end ? end + 1 : line + strlen(line);
    if (end)
        *end = '\0';
    return line;
}

void np_page_plaza_contact_build(np_page_t *page, xmlNodePtr root)
{
    char *text = page->data;
    xmlNodePtr content = np_desk_add_form_page(page, root);
    xmlNodePtr contact, phone;
    const char *number;

    if (text == NULL)
        return;
    contact = np_model_add(content, "contact");
    np_model_add_text(contact, "name", take_line(&text));
    number = take_line(&text);
    phone = np_model_add_text(contact, "phone", number);
    if (phone)
        np_model_set(phone, "tel", np_text_tel(page->pool, number));
    np_model_add_text(contact, "email", take_line(&text));
}

/* ---- Report ------------------------------------------------------------------------------------
 */

np_controls_t *np_page_plaza_report_controls(np_page_t *page)
{
    return np_plaza_report_controls(page, 0);
}

np_error_t *np_page_plaza_report_act(np_page_t *page)
{
    const char *answer;
    np_error_t *error =
        ask(&answer, page, np_page_plaza_report_controls(page), NP_QUERY_WEB_PLAZA_REPORT);

    if (answer)
        np_desk_notice(page, 200, "thanks");
    return error;
}

np_error_t *np_page_plaza_report_load(np_page_t *page)
{
    return load(page, np_page_plaza_report_controls);
}

void np_page_plaza_report_build(np_page_t *page, xmlNodePtr root)
{
    np_desk_add_form_page(page, root);
}
