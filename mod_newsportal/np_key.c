/* np_key.c - see np_key.h: keys and the notes of one page, as far as the store needs them here.
 * To be replaced by the whole one when branches are merged. */
#include "np_key.h"

#include <stdio.h>
#include <string.h>
#include <apr_siphash.h>

static unsigned char secret_key[NP_KEY_SECRET_SIZE];

void np_key_secret(const unsigned char secret[NP_KEY_SECRET_SIZE])
{
    memcpy(secret_key, secret, sizeof(secret_key));
}

apr_uint64_t np_key_hash(const void *bytes, apr_size_t length)
{
    return apr_siphash24(bytes, length, secret_key);
}

np_key_t np_key(const char *kind, const char *item)
{
    apr_uint64_t parts[2] = {np_key_hash(kind, strlen(kind)), np_key_hash(item, strlen(item))};
    np_key_t key = np_key_hash(parts, sizeof(parts));

    return key ? key : 1;
}

np_key_t np_key_number(const char *kind, apr_int64_t id)
{
    char item[24];

    snprintf(item, sizeof(item), "%lld", (long long)id);
    return np_key(kind, item);
}
