/* np_theme_report.c - turns what libxslt and libxml2 say about a sheet into one sentence with file
 * and line.
 *
 * libxslt reports in pieces: a line "compilation error: file F line N element E", then lines of
 * explanation, perhaps for several errors, of which the later ones mostly follow from the first.
 * The XPath compiler reports through a handler of its own. xsl:message arrives through the same
 * function as errors, without a place.
 *
 * Must not: allocate (it runs inside callbacks), touch process-wide handlers.
 * Called by np_theme.c and np_theme_sheet.c.
 */
#include "np_theme_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>

#define XPATH_LIMIT "an XPath expression takes too many steps for one page"

/* libxslt's words for limits speak to the users of xsltproc. */
static const struct {
    const char *theirs;
    const char *ours;
} phrases[] = {
    {"infinite template recursion", "templates call each other too deeply; one of them has no end"},
    {"Operation limit exceeded", "the sheet takes too many steps for one page; a loop has no end"},
};

void np_theme_report_init(np_theme_report_t *report)
{
    memset(report, 0, sizeof(*report));
}

static void append(char *to, size_t size, const char *text, size_t length)
{
    size_t used = strlen(to);

    if (used > 0 && used + 2 < size) {
        memcpy(to + used, "; ", 3);
        used += 2;
    }
    if (length > size - used - 1)
        length = size - used - 1;
    memcpy(to + used, text, length);
    to[used + length] = '\0';
}

/* "runtime error: file np-theme:3 line 12 element value-of" */
static int take_place(np_theme_report_t *report, const char *text)
{
    const char *file = strstr(text, ": file ");
    const char *line = file != NULL ? strstr(file, " line ") : NULL;
    const char *kind = strstr(text, " error: ");
    size_t length;

    if (kind == NULL && strstr(text, " error") == NULL)
        return 0;
    if (strncmp(text, "runtime error", 13) != 0 && strncmp(text, "compilation error", 17) != 0 &&
        strncmp(text, "error", 5) != 0)
        return 0;
    if (report->place[0] != '\0' || report->cause[0] != '\0') {
        report->later = 1;
        return 1;
    }
    if (line == NULL)
        return 1;
    file += strlen(": file ");
    length = (size_t)(line - file);
    if (length < sizeof(report->place)) {
        memcpy(report->place, file, length);
        report->place[length] = '\0';
        report->line = strtol(line + strlen(" line "), NULL, 10);
    }
    return 1;
}

static void take_line(np_theme_report_t *report, const char *text, size_t length)
{
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\r'))
        length--;
    if (length == 0 || report->later)
        return;
    if (report->place[0] != '\0')
        append(report->cause, sizeof(report->cause), text, length);
    else
        append(report->messages, sizeof(report->messages), text, length);
}

void np_theme_report_line(void *baton, const char *format, ...)
{
    np_theme_report_t *report = baton;
    char text[1024];
    char *line = text;
    va_list arguments;

    va_start(arguments, format);
    /* The analyzer loses sight of va_start when it is given several files.
     * NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    while (*line != '\0') {
        char *end = line + strcspn(line, "\n");
        int more = *end != '\0';

        *end = '\0';
        if (!take_place(report, line))
            take_line(report, line, (size_t)(end - line));
        line = end + more;
    }
}

/* libxml2 hands XPath errors to a context's handler without their text. */
static const char *xpath_words(int code)
{
    switch (code - XML_XPATH_EXPRESSION_OK) {
    case XPATH_OP_LIMIT_EXCEEDED:
        return XPATH_LIMIT;
    case XPATH_RECURSION_LIMIT_EXCEEDED:
        return "the XPath expression is nested too deeply";
    case XPATH_UNDEF_VARIABLE_ERROR:
        return "there is no such variable";
    case XPATH_UNDEF_PREFIX_ERROR:
        return "a prefix is not declared";
    case XPATH_UNKNOWN_FUNC_ERROR:
        return "there is no such function";
    case XPATH_INVALID_ARITY:
        return "a function has too many or too few arguments";
    case XPATH_INVALID_TYPE:
    case XPATH_INVALID_OPERAND:
        return "a value has the wrong type";
    case XPATH_UNFINISHED_LITERAL_ERROR:
    case XPATH_START_LITERAL_ERROR:
        return "a quotation mark is missing";
    case XPATH_UNCLOSED_ERROR:
        return "a closing bracket is missing";
    default:
        return "this is no XPath expression";
    }
}

void np_theme_report_xpath(void *baton, np_theme_xml_error_t error)
{
    np_theme_report_t *report = baton;

    if (report->xpath[0] != '\0')
        return;
    snprintf(report->xpath, sizeof(report->xpath), "%s%s%.120s%s", xpath_words(error->code),
             error->str1 != NULL ? ": `" : "", error->str1 != NULL ? error->str1 : "",
             error->str1 != NULL ? "`" : "");
}

void np_theme_report_xpath_limit(np_theme_report_t *report)
{
    snprintf(report->xpath, sizeof(report->xpath), "%s", XPATH_LIMIT);
}

static const char *in_our_words(const char *text)
{
    size_t i;

    for (i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
        if (strstr(text, phrases[i].theirs) != NULL)
            return phrases[i].ours;
    }
    return text;
}

const char *np_theme_report_sentence(const np_theme_report_t *report, const np_theme_t *theme,
                                     apr_pool_t *pool)
{
    const char *cause = in_our_words(report->cause);
    const char *xpath = report->xpath;
    const char *messages = report->messages;
    const char *place = "";

    if (strncmp(xpath, XPATH_LIMIT, strlen(XPATH_LIMIT)) == 0)
        cause = ""; /* the limit says it all */
    if (report->place[0] != '\0')
        place = apr_psprintf(pool, "%s, line %ld: ", np_theme_sheet_name(theme, report->place),
                             report->line);
    if (messages[0] == '\0' && cause[0] == '\0' && xpath[0] == '\0')
        messages = "libxslt gives no reason";
    return apr_pstrcat(pool, place, messages, messages[0] && cause[0] ? "; " : "", cause,
                       xpath[0] && (messages[0] || cause[0]) ? "; " : "", xpath, NULL);
}
