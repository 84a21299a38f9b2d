/* np_mask.h - personal numbers in a citizen's words, covered before the words are shown in public.
 *
 * Covers telephone numbers (Chinese and Korean, mobile and fixed), identity numbers (Chinese of 18 and 15 digits,
 * Korean of 13), bank cards, number plates (Chinese and Korean) and e-mail addresses: the beginning stays, so that
 * the text can be read, the rest becomes "****". Checksums and calendars decide (GB 11643, ISO/IEC 7812-1), so that
 * sums of money, dates and case numbers stay. Service numbers (110, 12345, 400-…) are no one's and stay too.
 * It is a first coat: an officer can cover more, or uncover. Must not: know forms, the database.
 */
#ifndef NP_MASK_H
#define NP_MASK_H

#include <apr_pools.h>

/* The text with what was found covered; `text` itself when there is nothing. `*found`, when not NULL, gets the number
 * of places. Time is linear in the text. */
const char *np_mask_text(apr_pool_t *pool, const char *text, int *found);

#endif
