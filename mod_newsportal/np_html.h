/* np_html.h - writes a libxml2 tree as HTML5 (WHATWG HTML, 13.3 "Serializing HTML fragments").
 *
 * Our own because libxml2's HTML writer knows HTML 4: it inserts a second charset declaration and
 * prints stray end tags (</source>, </wbr>, </track>). Text and attributes are always escaped;
 * comments, processing instructions, CDATA markers, namespaces and the "no escaping" wish of
 * XSLT (disable-output-escaping) are never written: a theme cannot emit raw markup.
 *
 * Must not: repair or filter elements (np_body's work), know the page model.
 */
#ifndef NP_HTML_H
#define NP_HTML_H

#include <libxml/tree.h>
#include "np_buffer.h"

/* Appends `<!DOCTYPE html>`, a newline and the document's root element. Void elements get no end
 * tag; boolean attributes (checked, hidden, ...) are written without a value when the value is empty
 * or equals the name. The text of script and style is raw: in a script whose type is JSON (MIME
 * essence ending in "json") each `<` becomes \u003c; in any other, text that contains `</script`,
 * `</style` or `<!--` in any case is dropped whole. Bytes that are no XML characters were kept out
 * by np_text. */
void np_html_write_document(np_buffer_t *out, xmlDocPtr document);

/* The same for the children of one node, without doctype. */
void np_html_write_children(np_buffer_t *out, xmlNodePtr parent);

#endif
