/* np_letter.c - see np_letter.h. Called by np_page_tags.c. */
#include "np_letter.h"

#include <pthread.h>
#include <string.h>
#include <apr_strings.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

/* Longer names are ordered by what fits; a tag has 64 characters at most. */
#define MAX_UNITS 256
#define MAX_KEY 1024

#define LETTERS 26
#define CONSONANTS 14
#define RANK_OTHER (LETTERS + CONSONANTS)

static const char *const letters[] = {
    "A",  "B",  "C",  "D",  "E",  "F",  "G",  "H",  "I",  "J",  "K",  "L",  "M",  "N",
    "O",  "P",  "Q",  "R",  "S",  "T",  "U",  "V",  "W",  "X",  "Y",  "Z",  "ㄱ", "ㄴ",
    "ㄷ", "ㄹ", "ㅁ", "ㅂ", "ㅅ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ", "#",
};
_Static_assert(sizeof(letters) / sizeof(letters[0]) == RANK_OTHER + 1, "one text for each rank");

/* ---- The dictionary ------------------------------------------------------------------------ */

/* Written once, by open_dictionaries; read by all threads afterwards. NULL when ICU has none. */
static UCollator *alphabet;   /* of all scripts; to it Ø is an O and é an e */
static UCollator *dictionary; /* of Chinese */
static USet *readings;        /* frozen; the characters that have a place of their own in it */
static pthread_once_t dictionaries_once = PTHREAD_ONCE_INIT;

static void open_chinese(void)
{
    UErrorCode error = U_ZERO_ERROR;
    UCollator *found = ucol_open("zh@collation=pinyin", &error);
    USet *tailored;

    /* A warning is the root collation in place of the Chinese one. */
    if (error != U_ZERO_ERROR) {
        ucol_close(found);
        return;
    }
    tailored = ucol_getTailoredSet(found, &error);
    if (U_FAILURE(error)) {
        ucol_close(found);
        return;
    }
    uset_freeze(tailored);
    readings = tailored;
    dictionary = found;
}

static void open_dictionaries(void)
{
    UErrorCode error = U_ZERO_ERROR;
    UCollator *found = ucol_open("", &error);

    if (U_SUCCESS(error)) {
        ucol_setStrength(found, UCOL_PRIMARY);
        alphabet = found;
    }
    open_chinese();
}

/* ---- Readings ------------------------------------------------------------------------------ */

/* A character with two readings stands in the dictionary with one. Where names of places, peoples
 * and frequent words begin with the other, this table lends them a character that has it; the first
 * row that fits counts, a row without `like` says that the dictionary is right. */
static const struct {
    const char *beginning, *like;
} second_readings[] = {
    {"长大", NULL}, {"长老", NULL}, {"长者", NULL}, {"长辈", NULL}, {"长官", NULL}, {"长子", NULL},
    {"长女", NULL}, {"长孙", NULL}, {"长势", NULL}, {"长相", NULL}, {"长高", NULL}, {"长", "常"},
    {"厦门", "下"}, {"朝霞", "招"}, {"朝气", "招"}, {"重庆", NULL}, {"重阳", "虫"}, {"重建", "虫"},
    {"重组", "虫"}, {"重启", "虫"}, {"重新", "虫"}, {"重逢", "虫"}, {"重塑", "虫"}, {"重修", "虫"},
    {"重现", "虫"}, {"重返", "虫"}, {"重温", "虫"}, {"行业", "航"}, {"行情", "航"}, {"行家", "航"},
    {"行长", "航"}, {"乐队", "月"}, {"乐团", "月"}, {"乐器", "月"}, {"乐曲", "月"}, {"调解", "条"},
    {"调整", "条"}, {"调节", "条"}, {"调控", "条"}, {"调味", "条"}, {"藏族", "葬"}, {"藏区", "葬"},
    {"藏文", "葬"}, {"藏语", "葬"}, {"藏药", "葬"}, {"藏历", "葬"}, {"曾经", NULL}, {"曾", "增"},
    {"单县", "善"}, {"传记", "赚"}, {"会计", "快"}, {"校对", "叫"}, {"校准", "叫"}, {"校正", "叫"},
    {"率领", "帅"}, {"率先", "帅"}, {"率队", "帅"}, {"畜牧", "蓄"}, {"畜产", "蓄"}, {"弹性", "谈"},
    {"参茸", "深"}, {"参农", "深"}, {"参业", "深"}, {"参王", "深"}, {"蛤蜊", "革"}, {"番禺", "潘"},
    {"角色", "决"},
};

/* Replaces the first character where the table says so. All of its characters are of one unit. */
static void apply_second_reading(UChar *units, const char *name)
{
    apr_size_t i;

    for (i = 0; i < sizeof(second_readings) / sizeof(second_readings[0]); i++) {
        const char *beginning = second_readings[i].beginning, *like = second_readings[i].like;
        UErrorCode error = U_ZERO_ERROR;

        if (strncmp(name, beginning, strlen(beginning)) != 0)
            continue;
        if (like)
            u_strFromUTF8(units, 1, NULL, like, -1, &error);
        return;
    }
}

/* ---- Letters ------------------------------------------------------------------------------- */

/* The last of the 26 boundaries that is not above the text. For Chinese they are CLDR's own: before
 * the first character of each initial it has U+FDD0 and the capital (UTS 35, part 5, index). */
static int rank_between(const UCollator *order, const UChar *units, int32_t length,
                        const UChar *mark, int32_t mark_length)
{
    UChar boundary[2];
    int rank = RANK_OTHER, i;

    for (i = 0; i < mark_length; i++)
        boundary[i] = mark[i];
    for (i = 0; i < LETTERS; i++) {
        boundary[mark_length - 1] = (UChar)(mark[mark_length - 1] + i);
        if (ucol_strcoll(order, boundary, mark_length, units, length) != UCOL_GREATER)
            rank = i;
    }
    return rank;
}

/* The whole name, because the dictionary knows words whose first character is read otherwise. */
static int rank_of_han(UChar32 first, const UChar *units, int32_t length)
{
    static const UChar mark[] = {0xFDD0, 'A'};

    return dictionary && uset_contains(readings, first)
               ? rank_between(dictionary, units, length, mark, 2)
               : RANK_OTHER;
}

/* Accents, strokes and ligatures are a second thought of the alphabet. What
 * stands behind all forms of Z, as ezh and thorn do, is no letter of the alphabet. */
static int rank_of_latin(UChar32 first, const UChar *units)
{
    static const UChar mark[] = {'a'}, behind_z[] = {0x0292};

    if (first >= 'A' && first <= 'Z')
        return (int)first - 'A';
    if (first >= 'a' && first <= 'z')
        return (int)first - 'a';
    if (alphabet == NULL || ucol_strcoll(alphabet, units, 1, behind_z, 1) != UCOL_LESS)
        return RANK_OTHER;
    return rank_between(alphabet, units, 1, mark, 1);
}

/* The consonant of a composed syllable, or a single one (Unicode 3.12; the letters that NFKC leaves
 * are the 19 initial ones of U+1100). Doubled consonants stand with the plain ones. */
static int rank_of_hangul(UChar32 first)
{
    static const int plain[] = {0, 0, 1, 2, 2, 3, 4, 5, 5, 6, 6, 7, 8, 8, 9, 10, 11, 12, 13};
    UChar32 initial = first >= 0x1100 && first < 0x1113    ? first - 0x1100
                      : first >= 0xAC00 && first <= 0xD7A3 ? (first - 0xAC00) / 588
                                                           : -1;

    return initial < 0 ? RANK_OTHER : LETTERS + plain[initial];
}

static int rank_of(const UChar *units, int32_t length)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar32 first;

    if (length == 0)
        return RANK_OTHER;
    first = units[0];
    if (length > 1 && U16_IS_LEAD(units[0]) && U16_IS_TRAIL(units[1]))
        first = U16_GET_SUPPLEMENTARY(units[0], units[1]);
    if (!u_isalpha(first))
        return RANK_OTHER;
    switch ((int)uscript_getScript(first, &error)) {
    case USCRIPT_HAN:
        return rank_of_han(first, units, length);
    case USCRIPT_LATIN:
        return U_IS_BMP(first) ? rank_of_latin(first, units) : RANK_OTHER;
    case USCRIPT_HANGUL:
        return rank_of_hangul(first);
    default:
        return RANK_OTHER;
    }
}

/* ---- Names --------------------------------------------------------------------------------- */

/* The beginning of the name, full-width and compatibility forms made plain. */
static int32_t units_of(UChar units[MAX_UNITS], const char *name)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
    UChar typed[MAX_UNITS];
    int32_t length = 0, made;
    apr_size_t bytes = 0;

    /* No character has fewer bytes than units. */
    while (bytes < MAX_UNITS && name[bytes])
        bytes++;
    while (bytes && ((unsigned char)name[bytes] & 0xC0) == 0x80)
        bytes--;
    u_strFromUTF8(typed, MAX_UNITS, &length, name, (int32_t)bytes, &error);
    if (U_FAILURE(error))
        return 0;
    made = unorm2_normalize(nfkc, typed, length, units, MAX_UNITS, &error);
    if (U_SUCCESS(error))
        return made;
    u_memcpy(units, typed, length);
    return length;
}

np_letter_t np_letter_of(const char *name, apr_pool_t *pool)
{
    UChar units[MAX_UNITS];
    uint8_t key[MAX_KEY];
    int32_t length = units_of(units, name), size = 0;
    np_letter_t place;

    pthread_once(&dictionaries_once, open_dictionaries);
    if (length > 0)
        apply_second_reading(units, name);
    place.rank = rank_of(units, length);
    place.letter = letters[place.rank];
    if (dictionary)
        size = ucol_getSortKey(dictionary, units, length, key, MAX_KEY);
    place.key = size > 0 && size <= MAX_KEY ? apr_pmemdup(pool, key, (apr_size_t)size) : name;
    return place;
}

int np_letter_compare(const np_letter_t *one, const np_letter_t *other)
{
    return one->rank != other->rank ? one->rank - other->rank : strcmp(one->key, other->key);
}
