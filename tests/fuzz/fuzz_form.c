/* fuzz_form.c - libFuzzer entry for np_form, np_mask and np_receipt. Must hold for every input: a form is refused or
 * all of its values are valid text without CR; covering gives valid text that is not longer; a receipt is read or not.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <apr_general.h>
#include <apr_pools.h>
#include <apr_strings.h>

#include "np_form.h"
#include "np_mask.h"
#include "np_receipt.h"
#include "np_text.h"

static apr_pool_t *root;

static void require(int condition)
{
    if (!condition)
        abort();
}

static void check_value(const char *value, apr_pool_t *pool)
{
    const char *shown = np_mask_text(pool, value, NULL);
    const char *receipt = np_receipt_read(pool, value);

    require(np_text_valid(value, strlen(value)) && strchr(value, '\r') == NULL);
    require(np_text_valid(shown, strlen(shown)) && strlen(shown) <= strlen(value));
    require(receipt == NULL || strlen(receipt) == NP_RECEIPT_LENGTH);
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
    for (i = 0; error == NULL && i < np_form_count(form); i++)
        check_value(np_form_value(form, np_form_name(form, i)), pool);
    np_mask_text(pool, np_text_clean(pool, apr_pstrmemdup(pool, (const char *)data, size), size, NULL), NULL);
    apr_pool_destroy(pool);
    return 0;
}
