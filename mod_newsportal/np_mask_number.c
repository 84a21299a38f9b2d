/* np_mask_number.c - see np_mask_number.h. */
#include "np_mask_number.h"

#include <string.h>

static int value(const char *digits, int from, int count)
{
    int sum = 0, i;

    for (i = from; i < from + count; i++)
        sum = sum * 10 + (digits[i] - '0');
    return sum;
}

static int begins(const char *digits, const char *with)
{
    return memcmp(digits, with, strlen(with)) == 0;
}

/* A day on which somebody who lives now may have been born. */
static int is_birthday(int year, int month, int day)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1];
}

/* The first `count` groups have these sizes, and there are no others; or it is one group. */
static int grouped(const np_number_t *number, const int *sizes, int count)
{
    return number->groups == 1 ||
           (number->groups == count &&
            memcmp(number->sizes, sizes, sizeof(*sizes) * (unsigned)count) == 0);
}

/* GB 11643: region, birthday, sequence, check character of ISO 7064 MOD 11-2. Birthday and check
 * decide, however it is grouped: 6-8-4, or in fours like a bank card. */
static int is_chinese_identity(const np_number_t *number)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    const char *d = number->digits;
    int sum = 0, i;

    if (number->length != 18 || !is_birthday(value(d, 6, 4), value(d, 10, 2), value(d, 12, 2)))
        return 0;
    for (i = 0; i < 17; i++)
        sum += (d[i] - '0') * weights[i];
    return d[17] == "10X98765432"[sum % 11];
}

/* The form before 1999: no check character, two digits of the year; provinces are 11 to 65. */
static int is_old_chinese_identity(const np_number_t *number)
{
    const char *d = number->digits;

    return number->length == 15 && number->groups == 1 && value(d, 0, 2) >= 11 &&
           value(d, 0, 2) <= 65 &&
           is_birthday(1900 + value(d, 6, 2), value(d, 8, 2), value(d, 10, 2));
}

/* Resident registration number: birthday, a digit for century and sex, six more; those given out
 * since October 2020 have no check digit, so none is asked for. Written 6-7 or as one. */
static int is_korean_identity(const np_number_t *number)
{
    const char *d = number->digits;

    return number->length == 13 && grouped(number, (const int[]){6, 7}, 2) && d[6] >= '1' &&
           d[6] <= '8' && is_birthday(2000 + value(d, 0, 2), value(d, 2, 2), value(d, 4, 2));
}

/* ISO/IEC 7812-1, annex B (Luhn). Cards of people begin with 3 to 6 or, some Chinese ones, 9.
 * Either one group or fours, so that a row of unrelated numbers is none. */
static int is_bank_card(const np_number_t *number)
{
    int sum = 0, i;

    if (number->length < 13 || number->length > 19 || (strchr("34569", number->digits[0]) == NULL))
        return 0;
    for (i = 0; number->groups > 1 && i < number->groups - 1; i++)
        if (number->sizes[i] != 4)
            return 0;
    for (i = 0; i < number->length; i++) {
        int digit = number->digits[number->length - 1 - i] - '0';

        if (number->digits[number->length - 1 - i] == 'X')
            return 0;
        if (i % 2 == 1)
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

/* The number without a country's prefix: 86, 0086, 82, 0082 as a group of their own or run
 * together. */
static np_number_t without_country(const np_number_t *number, const char *country)
{
    np_number_t rest = *number;
    int skip = begins(number->digits, "00") ? 2 : 0;

    if (number->length < skip + 9 || !begins(number->digits + skip, country))
        return rest;
    skip += 2;
    if (number->groups > 1 && number->sizes[0] != skip)
        return rest;
    rest.length -= skip;
    memmove(rest.digits, rest.digits + skip, (unsigned)rest.length);
    if (number->groups > 1) {
        rest.groups--;
        memmove(rest.sizes, rest.sizes + 1, sizeof(*rest.sizes) * (unsigned)rest.groups);
    } else {
        rest.sizes[0] = rest.length;
    }
    return rest;
}

static int is_chinese_mobile(const np_number_t *given)
{
    np_number_t number = without_country(given, "86");

    return number.length == 11 && number.digits[0] == '1' && number.digits[1] >= '3' &&
           (grouped(&number, (const int[]){3, 4, 4}, 3) ||
            grouped(&number, (const int[]){3, 8}, 2) || grouped(&number, (const int[]){7, 4}, 2) ||
            grouped(&number, (const int[]){4, 4, 3}, 3));
}

/* 010-1234-5678, and without its 0 after +82. */
static int is_korean_mobile(const np_number_t *given)
{
    np_number_t number = without_country(given, "82");
    int short_form = number.length < given->length && number.digits[0] == '1';
    int first = short_form ? 2 : 3;
    const char *d = short_form ? number.digits : number.digits + 1;

    if ((!short_form && number.digits[0] != '0') || d[0] != '1' || strchr("016789", d[1]) == NULL)
        return 0;
    return (number.length == first + 8 && grouped(&number, (const int[]){first, 4, 4}, 3)) ||
           (number.length == first + 7 && grouped(&number, (const int[]){first, 3, 4}, 3));
}

/* Fixed lines: area code with its 0 (Chinese 3 or 4 digits, Korean 02 to 064), then 7 or 8 digits
 * in one or two groups. 0400 and 0800 are services. */
static int is_fixed_line(const np_number_t *number)
{
    int area = number->groups > 1 ? number->sizes[0] : number->length == 10 ? 3 : 4;
    int rest = number->length - area;

    if (number->digits[0] != '0' || number->digits[1] == '0' || area < 2 || area > 4 || rest < 7 ||
        rest > 8 || number->groups > 3 || begins(number->digits, "0400") ||
        begins(number->digits, "0800"))
        return 0;
    return number->groups < 3 || (number->sizes[1] >= 3 && number->sizes[2] == 4);
}

int np_number_personal(const np_number_t *number)
{
    return is_chinese_identity(number) || is_old_chinese_identity(number) ||
           is_korean_identity(number) || is_bank_card(number) || is_chinese_mobile(number) ||
           is_korean_mobile(number) || is_fixed_line(number);
}

static int among(unsigned character, const unsigned *list, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
        if (list[i] == character)
            return 1;
    return 0;
}

#define AMONG(character, list) among(character, list, sizeof(list) / sizeof(*(list)))

int np_plate_province(unsigned character)
{
    static const unsigned provinces[] = {
        0x4eac, 0x6d25, 0x6caa, 0x6e1d, 0x5180, 0x8c6b, 0x4e91, 0x8fbd, 0x9ed1, 0x6e58, 0x7696,
        0x9c81, 0x65b0, 0x82cf, 0x6d59, 0x8d63, 0x9102, 0x6842, 0x7518, 0x664b, 0x8499, 0x9655,
        0x5409, 0x95fd, 0x8d35, 0x7ca4, 0x9752, 0x85cf, 0x5ddd, 0x5b81, 0x743c, 0x4f7f,
    };

    return AMONG(character, provinces);
}

int np_plate_suffix(unsigned character)
{
    static const unsigned suffixes[] = {0x6302, 0x5b66, 0x8b66, 0x6e2f, 0x6fb3, 0x9886};

    return AMONG(character, suffixes);
}

int np_plate_syllable(unsigned character)
{
    /* ga na da ra ma, geo neo deo reo meo beo seo eo jeo, go no do ro mo bo so o jo, gu nu du ru mu
     * bu su u ju, a ba sa ja, ha heo ho: those of the plates in use. */
    static const unsigned syllables[] = {
        0xac00, 0xb098, 0xb2e4, 0xb77c, 0xb9c8, 0xac70, 0xb108, 0xb354, 0xb7ec, 0xba38,
        0xbc84, 0xc11c, 0xc5b4, 0xc800, 0xace0, 0xb178, 0xb3c4, 0xb85c, 0xbaa8, 0xbcf4,
        0xc18c, 0xc624, 0xc870, 0xad6c, 0xb204, 0xb450, 0xb8e8, 0xbb34, 0xbd80, 0xc218,
        0xc6b0, 0xc8fc, 0xc544, 0xbc14, 0xc0ac, 0xc790, 0xd558, 0xd5c8, 0xd638, 0xbc30,
    };

    return AMONG(character, syllables);
}
