/* np_buffer.c - see np_buffer.h. Called by np_html and np_theme. */
#include "np_buffer.h"

#include <stdlib.h>
#include <string.h>

void np_buffer_init(np_buffer_t *buffer)
{
    memset(buffer, 0, sizeof(*buffer));
}

/* Doubling keeps the number of moves logarithmic; 8 KiB holds most small pages at once. */
static int reserve(np_buffer_t *buffer, size_t more)
{
    size_t wanted = buffer->length + more + 1;
    size_t capacity = buffer->capacity ? buffer->capacity : 8192;
    char *data;

    if (buffer->failed || wanted < more) {
        buffer->failed = 1;
        return 0;
    }
    if (wanted <= buffer->capacity)
        return 1;
    while (capacity < wanted)
        capacity *= 2;
    data = realloc(buffer->data, capacity);
    if (data == NULL) {
        buffer->failed = 1;
        return 0;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return 1;
}

void np_buffer_add(np_buffer_t *buffer, const char *bytes, size_t length)
{
    if (!reserve(buffer, length))
        return;
    if (length)
        memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void np_buffer_add_text(np_buffer_t *buffer, const char *text)
{
    np_buffer_add(buffer, text, strlen(text));
}

void np_buffer_add_char(np_buffer_t *buffer, char c)
{
    np_buffer_add(buffer, &c, 1);
}

char *np_buffer_take(np_buffer_t *buffer, size_t *length)
{
    char *data = buffer->data;

    *length = buffer->length;
    np_buffer_init(buffer);
    return data;
}

void np_buffer_free(np_buffer_t *buffer)
{
    free(buffer->data);
    np_buffer_init(buffer);
}
