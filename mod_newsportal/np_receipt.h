/* np_receipt.h - the code that a citizen gets for what was sent, and with which it is found again.
 *
 * Four groups of four characters, "7KQ2-MD9X-…": 15 random ones and a check character. The alphabet of 29 leaves
 * out what looks alike (0 O, 1 I L, 5 for S, U for V); 29 is a prime, so that the check character finds every single wrong
 * character and every two that changed places. 72 bits of chance: nobody guesses one, and its hash can't be undone.
 * Must not: store or log a code; the database keeps a hash only.
 */
#ifndef NP_RECEIPT_H
#define NP_RECEIPT_H

#include <apr_pools.h>

#define NP_RECEIPT_LENGTH 16 /* characters without hyphens, check character included */

/* A new code in its bare form, from the system's random source; NULL when that fails. */
const char *np_receipt_make(apr_pool_t *pool);

/* The bare form of what somebody typed: spaces, hyphens, full-width forms and small letters are forgiven, and
 * 5 for S and U for V. NULL when
 * it can't be a code: wrong length, a character that no code has, a wrong check character. */
const char *np_receipt_read(apr_pool_t *pool, const char *typed);

/* The form for people, with hyphens. */
const char *np_receipt_show(apr_pool_t *pool, const char *code);

#endif
