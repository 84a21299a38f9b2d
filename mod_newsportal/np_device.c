/* np_device.c - see np_device.h. Called by mod_newsportal_device.c (decisions) and np_page.c (the
 * switch).
 *
 * A User-Agent is searched for known words, once, from left to right. What each word says is added
 * up, and the strongest has the last word: a crawler that plays a phone is a crawler, a tablet
 * whose browser calls itself "Mobile" is a tablet. A browser that says none of these words gets the
 * page that it asked for; so a word that is missing here costs a reader one tap on the switch and
 * nothing else.
 */
#include "np_device.h"

#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>

/* ---- The words ---------------------------------------------------------------------------------
 */

#define PHONE 1u
#define LARGER 2u /* no phone, though it may say "Mobile": tablets, desktops, televisions */
#define CRAWLER 4u
/* Where the word must begin or end as a word of its own: no letter and no digit there. */
#define BEGINS 8u
#define ENDS 16u

typedef struct word_t {
    const char *text; /* lower case */
    unsigned says;
} word_t;

#define NO_MORE                                                                                    \
    {                                                                                              \
        NULL, 0                                                                                    \
    }

/* By first letter. Only words that some browser needs: most phones say "Mobile" as well. */
/* clang-format off */
static const word_t with_b[] = {
    {"bingpreview", CRAWLER}, {"bot", CRAWLER | ENDS}, {"bravia", LARGER}, NO_MORE};
static const word_t with_c[] = {{"crawl", CRAWLER}, NO_MORE};
static const word_t with_d[] = {{"docomo", PHONE}, NO_MORE};
static const word_t with_f[] = {{"facebookexternalhit", CRAWLER}, NO_MORE};
static const word_t with_g[] = {
    {"google-", CRAWLER}, {"googleother", CRAWLER}, {"gt-p", LARGER} /* Galaxy Tab */, NO_MORE};
static const word_t with_i[] = {{"iphone", PHONE}, NO_MORE};
static const word_t with_m[] = {
    {"macintosh;", LARGER} /* an iPad that asks for desktop pages */, {"maui", PHONE} /* MediaTek */,
    {"midp", PHONE}, {"mitv", LARGER}, {"mobi", PHONE | BEGINS | ENDS},
    {"mobile", PHONE | BEGINS | ENDS}, {"mobile vr", LARGER}, NO_MORE};
static const word_t with_n[] = {{"nokia", PHONE}, NO_MORE};
static const word_t with_o[] = {{"opera mini", PHONE}, NO_MORE};
static const word_t with_p[] = {
    {"pad", LARGER | ENDS} /* iPad, MatePad, MediaPad, MI PAD */,
    {"pc;", LARGER | BEGINS}, {"phone;", PHONE} /* HarmonyOS */, NO_MORE};
static const word_t with_s[] = {
    {"sm-p", LARGER}, {"sm-t", LARGER}, {"sm-x", LARGER} /* Galaxy Tab */, {"spider", CRAWLER}, NO_MORE};
static const word_t with_t[] = {{"tablet", LARGER}, {"tv", LARGER | BEGINS | ENDS}, NO_MORE};
static const word_t with_u[] = {{"ucweb", PHONE}, {"up.browser", PHONE}, NO_MORE};
static const word_t with_w[] = {
    {"web preview", CRAWLER}, {"windows ce", PHONE}, {"windows phone", PHONE}, NO_MORE};
/* Where to complain: no browser for people names an address, nearly every crawler does. */
static const word_t with_colon[] = {{"://", CRAWLER}, NO_MORE};

static const word_t *const by_letter[26] = {
    ['b' - 'a'] = with_b, ['c' - 'a'] = with_c, ['d' - 'a'] = with_d, ['f' - 'a'] = with_f,
    ['g' - 'a'] = with_g, ['i' - 'a'] = with_i, ['m' - 'a'] = with_m, ['n' - 'a'] = with_n,
    ['o' - 'a'] = with_o, ['p' - 'a'] = with_p, ['s' - 'a'] = with_s, ['t' - 'a'] = with_t,
    ['u' - 'a'] = with_u, ['w' - 'a'] = with_w};
/* clang-format on */

/* ---- Reading ------------------------------------------------------------------------------------
 */

/* What follows the word, in any case, when the text begins with it; else NULL. */
static const char *after_word(const char *text, const char *end, const char *word)
{
    for (; *word; text++, word++) {
        if (text == end || apr_tolower(*text) != *word)
            return NULL;
    }
    return text;
}

/* There are phones called CUBOT, and they would be crawlers. */
static int is_cubot(const char *agent, const char *bot)
{
    return bot - agent >= 2 && apr_tolower(bot[-2]) == 'c' && apr_tolower(bot[-1]) == 'u';
}

static int fits(const char *agent, const char *here, const char *end, const word_t *word)
{
    const char *after = after_word(here, end, word->text);

    if (after == NULL)
        return 0;
    if ((word->says & BEGINS) && here > agent && apr_isalnum(here[-1]))
        return 0;
    if ((word->says & ENDS) && after < end && apr_isalpha(*after))
        return 0;
    return strcmp(word->text, "bot") != 0 || !is_cubot(agent, here);
}

static const word_t *words_with(char c)
{
    int letter = apr_tolower(c) - 'a';

    if (c == ':')
        return with_colon;
    return letter >= 0 && letter < 26 ? by_letter[letter] : NULL;
}

np_device_e np_device_read(const char *agent)
{
    const char *here, *end;
    unsigned said = 0;

    if (agent == NULL)
        return NP_DEVICE_OTHER;
    end = agent + strnlen(agent, NP_DEVICE_LOOKS_AT);
    for (here = agent; here < end; here++) {
        const word_t *word;

        for (word = words_with(*here); word && word->text; word++) {
            if (fits(agent, here, end, word))
                said |= word->says;
        }
    }
    if (said & CRAWLER)
        return NP_DEVICE_CRAWLER;
    return (said & PHONE) && !(said & LARGER) ? NP_DEVICE_PHONE : NP_DEVICE_OTHER;
}

int np_device_is_phone(const char *hint, const char *agent)
{
    np_device_e device = np_device_read(agent);

    if (device == NP_DEVICE_CRAWLER)
        return 0;
    if (hint && strcmp(hint, "?1") == 0)
        return 1;
    if (hint && strcmp(hint, "?0") == 0)
        return 0;
    return device == NP_DEVICE_PHONE;
}

/* ---- The readers' choice
 * -------------------------------------------------------------------------- */

static np_view_e view_of(const char *word, apr_size_t length)
{
    if (length == strlen("desktop") && memcmp(word, "desktop", length) == 0)
        return NP_VIEW_DESKTOP;
    if (length == strlen("mobile") && memcmp(word, "mobile", length) == 0)
        return NP_VIEW_MOBILE;
    return NP_VIEW_UNSAID;
}

np_view_e np_view_parse(const char *word)
{
    return word ? view_of(word, strlen(word)) : NP_VIEW_UNSAID;
}

np_view_e np_view_of_cookies(const char *cookies)
{
    np_view_e view = NP_VIEW_UNSAID;

    while (cookies && *cookies && view == NP_VIEW_UNSAID) {
        apr_size_t length;

        cookies += strspn(cookies, "; \t");
        length = strcspn(cookies, ";");
        if (strncmp(cookies, "view=", 5) == 0)
            view = view_of(cookies + 5, strcspn(cookies + 5, "; \t"));
        cookies += length;
    }
    return view;
}

const char *np_view_address(apr_pool_t *pool, const char *address, np_view_e view)
{
    return apr_pstrcat(pool, address, strchr(address, '?') ? "&" : "?",
                       view == NP_VIEW_MOBILE ? "view=mobile" : "view=desktop", NULL);
}

#define COOKIE(word) "view=" word "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"

const char *np_view_cookie(np_view_e view, int is_secure)
{
    if (view == NP_VIEW_MOBILE)
        return is_secure ? COOKIE("mobile") "; Secure" : COOKIE("mobile");
    return is_secure ? COOKIE("desktop") "; Secure" : COOKIE("desktop");
}
