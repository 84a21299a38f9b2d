/* np_digest.h - SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104) of text, as the database writes
 * them.
 *
 * The work is libnettle's; here are only the two forms that the portal needs: small hexadecimal
 * digits, ready for a column, and bytes, ready as a key. Must not: be used for passwords (a fast
 * hash is the wrong one for what people choose).
 */
#ifndef NP_DIGEST_H
#define NP_DIGEST_H

#include <apr_pools.h>

#define NP_DIGEST_SIZE 32 /* bytes; twice as many digits */

/* Of `length` bytes. */
void np_digest(unsigned char digest[NP_DIGEST_SIZE], const void *bytes, apr_size_t length);

/* SHA-256 of a text: 64 digits in `pool`. */
const char *np_digest_text(apr_pool_t *pool, const char *text);

/* The same with a key of NP_DIGEST_SIZE bytes (HMAC). */
const char *np_digest_keyed(apr_pool_t *pool, const unsigned char key[NP_DIGEST_SIZE],
                            const char *text);

#endif
