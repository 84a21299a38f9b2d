/* np_coding.h - content codings: which one a reader gets (RFC 9110 12.5.3), and the compressing.
 *
 * gzip by zlib (RFC 1952), br by libbrotli (RFC 7932). Must not: know httpd, entries.
 */
#ifndef NP_CODING_H
#define NP_CODING_H

#include <apr.h>

/* How the bytes are coded (RFC 9110 8.4.1). */
typedef enum { NP_CODING_IDENTITY, NP_CODING_GZIP, NP_CODING_BR, NP_CODING_COUNT } np_coding_e;

/* "gzip", "br"; NULL for identity. */
const char *np_coding_name(np_coding_e coding);

/* The coding to send for an Accept-Encoding header (NULL for none): of the acceptable ones with the
 * highest weight br, then gzip, then identity. Something that is refused all the same
 * ("identity;q=0" alone) gets identity: a page is better than a 406. Never allocates. */
np_coding_e np_coding_choose(const char *accept);

/* The coded bytes (malloc) and their number; NULL when they are not fewer, or memory is out. */
char *np_coding_encode(np_coding_e coding, const char *bytes, apr_size_t length,
                       apr_size_t *coded_length);

#endif
