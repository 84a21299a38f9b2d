/* np_receipt.c - see np_receipt.h. */
#include "np_receipt.h"

#include <apr_general.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>
#include "np_text.h"

static const char alphabet[] = "2346789ABCDEFGHJKMNPQRSTVWXYZ";
#define SYMBOLS 29
#define GROUP 4

/* The weights 1, 2, 3 ... are all different and none is 0 modulo 29: hence what the header
 * promises. */
static char check_character(const char *code)
{
    int sum = 0, i;

    for (i = 0; i < NP_RECEIPT_LENGTH - 1; i++)
        sum += (i + 1) * (int)(strchr(alphabet, code[i]) - alphabet);
    return alphabet[sum % SYMBOLS];
}

/* One symbol, each as likely as the others: bytes from 232 up would prefer the first ones. */
static int random_symbol(char *symbol)
{
    unsigned char byte;

    do {
        if (apr_generate_random_bytes(&byte, 1) != APR_SUCCESS)
            return 0;
    } while (byte >= SYMBOLS * (256 / SYMBOLS));
    *symbol = alphabet[byte % SYMBOLS];
    return 1;
}

const char *np_receipt_make(apr_pool_t *pool)
{
    char *code = apr_pcalloc(pool, NP_RECEIPT_LENGTH + 1);
    int i;

    for (i = 0; i < NP_RECEIPT_LENGTH - 1; i++)
        if (!random_symbol(&code[i]))
            return NULL;
    code[i] = check_character(code);
    return code;
}

const char *np_receipt_read(apr_pool_t *pool, const char *typed)
{
    char code[NP_RECEIPT_LENGTH + 1];
    const char *at;
    int length = 0;

    /* Nobody types more; folding is not for kilobytes. */
    if (strlen(typed) > 200)
        return NULL;
    for (at = np_text_fold(pool, typed); *at != '\0'; at++) {
        char c = (char)apr_toupper(*at);

        if (c == ' ' || c == '-')
            continue;
        if (c == '5')
            c = 'S';
        else if (c == 'U')
            c = 'V';
        if (length == NP_RECEIPT_LENGTH || strchr(alphabet, c) == NULL)
            return NULL;
        code[length++] = c;
    }
    if (length != NP_RECEIPT_LENGTH || code[NP_RECEIPT_LENGTH - 1] != check_character(code))
        return NULL;
    return apr_pstrmemdup(pool, code, NP_RECEIPT_LENGTH);
}

const char *np_receipt_show(apr_pool_t *pool, const char *code)
{
    const char *second = code + GROUP, *third = second + GROUP, *fourth = third + GROUP;

    return apr_psprintf(pool, "%.*s-%.*s-%.*s-%.*s", GROUP, code, GROUP, second, GROUP, third,
                        GROUP, fourth);
}
