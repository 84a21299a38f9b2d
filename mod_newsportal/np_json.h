/* np_json.h - writes JSON (RFC 8259) into a buffer: commas, quotes and escapes are its business.
 *
 * The writer knows one thing, whether something stands before in the object or array that is open.
 * Names and texts are UTF-8 that somebody has checked. Must not: know what is written, keep a
 * stack: who opens closes. Called by np_status_json.c and np_table.c.
 */
#ifndef NP_JSON_H
#define NP_JSON_H

#include "np_buffer.h"

typedef struct np_json_t {
    np_buffer_t *out;
    int comma; /* something stands before in this object or array */
} np_json_t;

/* A value behind a key. An element of an array: np_json_element first. */
void np_json_text(np_json_t *json, const char *value);
void np_json_literal(np_json_t *json, const char *value); /* a number as JSON has it; true, null */

void np_json_key(np_json_t *json, const char *name);
void np_json_element(np_json_t *json);

/* `bracket` is one of { [ and its partner. */
void np_json_begin(np_json_t *json, char bracket);
void np_json_end(np_json_t *json, char bracket);

#endif
