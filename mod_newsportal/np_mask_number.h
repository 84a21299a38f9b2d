/* np_mask_number.h - is this number somebody's? The rules of np_mask.c, kind by kind, on digits alone.
 *
 * Must not: know text. Called by np_mask.c.
 */
#ifndef NP_MASK_NUMBER_H
#define NP_MASK_NUMBER_H

#define NP_NUMBER_MAX 24   /* digits looked at; the longest number known has 19, and 86 may stand in front */
#define NP_NUMBER_GROUPS 6 /* groups between single separators: 6222 0000 0000 0000 000 are five */

typedef struct np_number_t {
    char digits[NP_NUMBER_MAX]; /* '0' to '9'; the 18th of an identity number may be 'X' */
    int length;
    int sizes[NP_NUMBER_GROUPS]; /* digits of each group */
    int groups;
} np_number_t;

/* 1 for a telephone, identity or bank card number. */
int np_number_personal(const np_number_t *number);

/* Code points of number plates: the province of a Chinese one (GA 36), the word at its end, the syllable of a Korean one. */
int np_plate_province(unsigned character);
int np_plate_suffix(unsigned character);
int np_plate_syllable(unsigned character);

#endif
