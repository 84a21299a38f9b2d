/* np_json.c - see np_json.h. */
#include "np_json.h"

void np_json_text(np_json_t *json, const char *value)
{
    const char *hex = "0123456789abcdef";

    np_buffer_add_char(json->out, '"');
    for (; *value; value++) {
        unsigned char c = (unsigned char)*value;

        if (c == '"' || c == '\\') {
            np_buffer_add_char(json->out, '\\');
            np_buffer_add_char(json->out, *value);
        } else if (c < 0x20) {
            np_buffer_add_text(json->out, "\\u00");
            np_buffer_add_char(json->out, hex[c >> 4]);
            np_buffer_add_char(json->out, hex[c & 15]);
        } else
            np_buffer_add_char(json->out, *value);
    }
    np_buffer_add_char(json->out, '"');
    json->comma = 1;
}

void np_json_literal(np_json_t *json, const char *value)
{
    np_buffer_add_text(json->out, value);
    json->comma = 1;
}

void np_json_element(np_json_t *json)
{
    if (json->comma)
        np_buffer_add_char(json->out, ',');
}

void np_json_key(np_json_t *json, const char *name)
{
    np_json_element(json);
    np_json_text(json, name);
    np_buffer_add_char(json->out, ':');
}

void np_json_begin(np_json_t *json, char bracket)
{
    np_buffer_add_char(json->out, bracket);
    json->comma = 0;
}

void np_json_end(np_json_t *json, char bracket)
{
    np_buffer_add_char(json->out, bracket);
    json->comma = 1;
}
