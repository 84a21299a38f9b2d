/* fuzz_text.c - libFuzzer entry for np_text. Must hold for every input: cleaning gives valid text and
 * changes valid text not at all; folding folded text changes nothing; escaping can be undone; an
 * excerpt is valid and not longer than asked for.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <apr_general.h>
#include <apr_pools.h>

#include "np_text.h"

static apr_pool_t *root;

static void require(int condition)
{
    if (!condition)
        abort();
}

static void check_text(const char *text, apr_pool_t *pool)
{
    const char *folded = np_text_fold(pool, text);
    const char *escaped = np_text_escape(pool, text);
    const char *plain = np_text_unescape(pool, escaped, strlen(escaped), 0);
    const char *excerpt = np_text_excerpt(pool, text, 7);
    const char *tel = np_text_tel(pool, text);

    require(np_text_valid(folded, strlen(folded)));
    require(strcmp(np_text_fold(pool, folded), folded) == 0);
    require(plain != NULL && strcmp(plain, text) == 0);
    require(np_text_valid(excerpt, strlen(excerpt)) && np_text_length(excerpt) <= 8);
    if (tel != NULL) {
        const char *digits = tel + (tel[4] == '+' ? 5 : 4);

        require(strncmp(tel, "tel:", 4) == 0 && strlen(digits) >= 3);
        require(digits[strspn(digits, "0123456789")] == '\0');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *bytes = malloc(size + 1); /* exactly, so that reading too far is found */
    const char *clean, *plain;
    apr_pool_t *pool;
    int replaced;

    if (root == NULL) {
        apr_initialize();
        apr_pool_create(&root, NULL);
    }
    apr_pool_create(&pool, root);
    if (size > 0)
        memcpy(bytes, data, size);
    bytes[size] = '\0';
    clean = np_text_clean(pool, bytes, size, &replaced);
    require(np_text_valid(clean, strlen(clean)));
    require((replaced == 0) == np_text_valid(bytes, size));
    require((replaced == 0) == (clean == bytes));
    check_text(clean, pool);
    plain = np_text_unescape(pool, bytes, size, 1);
    require(plain == NULL || np_text_valid(plain, strlen(plain)));
    free(bytes);
    apr_pool_destroy(pool);
    return 0;
}
