/* np_form.h - a form as a browser posts it: application/x-www-form-urlencoded in UTF-8, nothing else.
 *
 * Strict where the URL standard (url.spec.whatwg.org, 5.1) is lenient: what no browser sends is refused and not
 * repaired, so that nothing ambiguous goes on to the database. No multipart: no file is ever taken from the public.
 * Must not: know which fields a form has, httpd, the database. Called by the httpd side with a body that it has read.
 */
#ifndef NP_FORM_H
#define NP_FORM_H

#include "np_error.h"

#define NP_FORM_BYTES_MAX 65536 /* of a body; larger is 413 */
#define NP_FORM_FIELDS_MAX 64   /* more is 400 */
#define NP_FORM_NAME_MAX 40     /* bytes of a field's name */

typedef struct np_form_t np_form_t;

/* 1 when the Content-Type (NULL: none was sent) is that of a form in UTF-8: parameters other than charset are refused,
 * case and quotes are free (RFC 9110, 8.3.1). */
int np_form_type(const char *content_type);

/* Reads a body. Names are [a-z][a-z0-9_]*; values are text (np_text_valid) whose line ends became LF; no name comes
 * twice. On failure an error for the reader: 413 too large, 400 not a form. The form and its strings live in `pool`. */
np_error_t *np_form_parse(np_form_t **form, apr_pool_t *pool, const char *body, apr_size_t length);

/* The value of a field as it was sent, "" included; NULL when the form does not have it. */
const char *np_form_value(const np_form_t *form, const char *name);

/* The value without white space at its ends (ASCII and U+3000); "" when the form does not have it. */
const char *np_form_text(const np_form_t *form, const char *name, apr_pool_t *pool);

/* How many fields there are, and the name of one: what a page does not know is refused by who knows the page. */
int np_form_count(const np_form_t *form);
const char *np_form_name(const np_form_t *form, int index);

#endif
