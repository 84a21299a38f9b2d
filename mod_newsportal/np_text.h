/* np_text.h - text as it comes from people and wires: UTF-8 checking, folding, cutting, URL
 * escapes.
 *
 * All text inside the module is valid UTF-8 made of XML 1.0 characters; this room is where foreign
 * bytes become that. Strings returned live in the pool given. Unicode work (NFKC, case folding) is
 * ICU's. Must not: know httpd, HTML, SQL.
 */
#ifndef NP_TEXT_H
#define NP_TEXT_H

#include <apr_pools.h>

/* 1 when the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, no code point
 * above U+10FFFF) and every character is an XML 1.0 Char (so no NUL and no C0 but TAB, LF, CR). */
int np_text_valid(const char *bytes, apr_size_t length);

/* The bytes as valid text: each ill-formed sequence (maximal subpart, Unicode 3.9) or forbidden
 * character becomes one U+FFFD. Returns `bytes` itself, uncopied, when nothing had to change and
 * `bytes[length]` is NUL. `*replaced`, when not NULL, gets the number of replacements. */
const char *np_text_clean(apr_pool_t *pool, const char *bytes, apr_size_t length, int *replaced);

/* Number of characters (code points) of valid UTF-8. */
apr_size_t np_text_length(const char *text);

/* The first `characters` code points, with U+2026 appended when something was cut; white space runs
 * become one space and the ends are trimmed. Never cuts inside a code point. */
const char *np_text_excerpt(apr_pool_t *pool, const char *text, apr_size_t characters);

/* NFKC, then Unicode case folding (UTR 15, UAX 31): what makes two spellings the same word. */
const char *np_text_fold(apr_pool_t *pool, const char *text);

/* The language that the letters of valid UTF-8 text speak for: "ko" with more Hangul, "zh" with more
 * Han characters; NULL where there is neither (ISO 639; scripts as in UAX 24). Between the two
 * languages of a bilingual region that is enough: Korean of our day has hardly any Han. */
const char *np_text_language(const char *text);

/* Percent-encoding of one path segment or query value (RFC 3986 2.1): everything but unreserved. */
const char *np_text_escape(apr_pool_t *pool, const char *text);

/* Strict decoding (RFC 3986 2.1): NULL on `%zz`, `%00`, or when the result is not np_text_valid.
 * `+` stays `+` unless `plus_is_space`. */
const char *np_text_unescape(apr_pool_t *pool, const char *text, apr_size_t length,
                             int plus_is_space);

/* A telephone number as a `tel:` address (RFC 3966): digits and a leading + only, from whatever
 * people write ("0433—8157607" gives "tel:04338157607"); NULL when fewer than 3 digits. */
const char *np_text_tel(apr_pool_t *pool, const char *phone);

/* 1 and the number when `text` begins with sixteen digits as %016llx writes them (no capitals);
 * what follows is no matter. */
int np_text_hexadecimal(apr_uint64_t *number, const char *text);

#endif
