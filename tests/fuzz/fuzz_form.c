/* fuzz_form.c - libFuzzer entry for what reads a form: np_form, np_controls, np_mask, np_receipt,
 * np_ticket. Must hold for every input: a form is refused or all of its values are valid text
 * without CR; what a control lets through is what its type promises (no line end in what may become
 * a line of a message); covering gives valid text that is not longer; a receipt is read or not; no
 * stamp is ours without the key.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <apr_general.h>
#include <apr_pools.h>
#include <apr_strings.h>

#include "np_controls.h"
#include "np_mask.h"
#include "np_receipt.h"
#include "np_text.h"
#include "np_ticket.h"

#define MOST 100
#define HIGHEST 1000

static apr_pool_t *root;

static void require(int condition)
{
    if (!condition)
        abort();
}

static void check_value(const char *value, apr_pool_t *pool)
{
    static const unsigned char key[NP_TICKET_KEY] = "no reader has it";
    const char *shown = np_mask_text(pool, value, NULL);
    const char *receipt = np_receipt_read(pool, value);

    require(np_text_valid(value, strlen(value)) && strchr(value, '\r') == NULL);
    require(np_text_valid(shown, strlen(shown)) && strlen(shown) <= strlen(value));
    require(receipt == NULL || strlen(receipt) == NP_RECEIPT_LENGTH);
    require(np_ticket_check(value, key, "form", apr_time_from_sec(1800000000), pool) ==
            NP_TICKET_FOREIGN);
    np_form_type(value);
}

/* A value that a control of this type has let through, and that is not empty. */
static void check_good(np_control_e type, const char *value)
{
    require(np_text_length(value) <= MOST);
    require(type == NP_CONTROL_TEXT || strpbrk(value, "\r\n") == NULL);
    if (type == NP_CONTROL_CHOICE)
        require(strcmp(value, "one") == 0);
    if (type == NP_CONTROL_CHECK)
        require(strcmp(value, "1") == 0);
    if (type == NP_CONTROL_EMAIL)
        require(strchr(value, '@') && strpbrk(value, " <>,;\"") == NULL);
    if (type == NP_CONTROL_NUMBER)
        require(apr_atoi64(value) >= 1 && apr_atoi64(value) <= HIGHEST);
    if (type == NP_CONTROL_DATE)
        require(strlen(value) == 10 && strspn(value, "0123456789-") == 10);
}

/* The fields a, b, c ... of the form, one for each type. */
static void check_controls(const np_form_t *form, apr_pool_t *pool)
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    np_controls_t *controls = np_controls_make(pool, "form", NULL, 0);
    int problems, i;

    for (i = NP_CONTROL_LINE; i <= NP_CONTROL_HIDDEN; i++)
        np_controls_append(controls, names[i], (np_control_e)i)->most =
            i == NP_CONTROL_NUMBER ? HIGHEST : MOST;
    np_controls_find(controls, names[NP_CONTROL_NUMBER])->least = 1;
    np_controls_option(controls, names[NP_CONTROL_CHOICE], "one", NULL);
    np_controls_read(controls, form);
    problems = np_controls_check(controls);
    for (i = 0; i < controls->items->nelts; i++) {
        const np_control_t *control = &APR_ARRAY_IDX(controls->items, i, np_control_t);

        if (control->problem)
            problems--;
        else if (*control->value)
            check_good(control->type, control->value);
    }
    require(problems == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool;
    np_form_t *form;
    np_error_t *error;
    int i;

    if (root == NULL) {
        apr_initialize();
        apr_pool_create(&root, NULL);
    }
    apr_pool_create(&pool, root);
    error = np_form_parse(&form, pool, (const char *)data, size);
    require(error == NULL || error->status == 400 || error->status == 413);
    if (error == NULL)
        check_controls(form, pool);
    for (i = 0; error == NULL && i < np_form_count(form); i++)
        check_value(np_form_value(form, np_form_name(form, i)), pool);
    np_mask_text(pool,
                 np_text_clean(pool, apr_pstrmemdup(pool, (const char *)data, size), size, NULL),
                 NULL);
    apr_pool_destroy(pool);
    return 0;
}
