/* np_buffer.h - a growing byte buffer on malloc.
 *
 * Used for finished pages: malloc and not a pool, because the bytes outlive the request that made
 * them (output still being sent, and the page cache). Must not: know HTML or HTTP.
 */
#ifndef NP_BUFFER_H
#define NP_BUFFER_H

#include <stddef.h>

typedef struct np_buffer_t {
    char *data;      /* malloc'ed, always NUL-terminated once anything was added; NULL when empty */
    size_t length;   /* bytes used, without the NUL */
    size_t capacity; /* bytes allocated */
    int failed;      /* an allocation failed: contents are incomplete and must not be sent */
} np_buffer_t;

void np_buffer_init(np_buffer_t *buffer);
void np_buffer_add(np_buffer_t *buffer, const char *bytes, size_t length);
void np_buffer_add_text(np_buffer_t *buffer, const char *text);
void np_buffer_add_char(np_buffer_t *buffer, char c);

/* Hands the bytes to the caller, who frees them with free(3); the buffer is empty again. */
char *np_buffer_take(np_buffer_t *buffer, size_t *length);
void np_buffer_free(np_buffer_t *buffer);

#endif
