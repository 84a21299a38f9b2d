/* np_letter.h - under which letter of an index a name stands, and in which order.
 *
 * Letters are A to Z (Latin letters without their accents, and the pinyin initial of Chinese), the
 * 14 plain initial consonants of Korean, and # for everything else: digits, kana, Han characters
 * whose reading nobody has written down. Names are ordered by letter, and below one letter as ICU's
 * dictionary of Chinese has them (CLDR, collation zh): Chinese by pinyin, other scripts after it.
 *
 * The dictionary is opened when it is first asked and serves all threads until the process ends. A
 * machine without ICU's data for Chinese still has letters for Latin and Korean.
 *
 * Must not: know pages, rows, the order of anything but names.
 */
#ifndef NP_LETTER_H
#define NP_LETTER_H

#include <apr_pools.h>

typedef struct np_letter_t {
    const char *letter; /* UTF-8, static: "A", "ㄱ", "#" */
    int rank;           /* A to Z, then Korean, then # */
    const char *key;    /* the dictionary's sort key, ends with a NUL; in the pool */
} np_letter_t;

/* The place of a name (valid UTF-8). Never fails; thread-safe. */
np_letter_t np_letter_of(const char *name, apr_pool_t *pool);

/* Below, equal to or above 0, as strcmp. */
int np_letter_compare(const np_letter_t *one, const np_letter_t *other);

#endif
