/* np_digest.c - see np_digest.h. */
#include "np_digest.h"

#include <string.h>
#include <apr_escape.h>
#include <nettle/hmac.h>
#include <nettle/sha2.h>

void np_digest(unsigned char digest[NP_DIGEST_SIZE], const void *bytes, apr_size_t length)
{
    struct sha256_ctx context;

    sha256_init(&context);
    sha256_update(&context, length, bytes);
    sha256_digest(&context, NP_DIGEST_SIZE, digest);
}

static const char *digits(apr_pool_t *pool, const unsigned char digest[NP_DIGEST_SIZE])
{
    return apr_pescape_hex(pool, digest, NP_DIGEST_SIZE, 0);
}

const char *np_digest_text(apr_pool_t *pool, const char *text)
{
    unsigned char digest[NP_DIGEST_SIZE];

    np_digest(digest, text, strlen(text));
    return digits(pool, digest);
}

const char *np_digest_keyed(apr_pool_t *pool, const unsigned char key[NP_DIGEST_SIZE],
                            const char *text)
{
    unsigned char digest[NP_DIGEST_SIZE];
    struct hmac_sha256_ctx context;

    hmac_sha256_set_key(&context, NP_DIGEST_SIZE, key);
    hmac_sha256_update(&context, strlen(text), (const uint8_t *)text);
    hmac_sha256_digest(&context, NP_DIGEST_SIZE, digest);
    return digits(pool, digest);
}
