/* np_error.c - see np_error.h. Called by every room; calls nobody. */
#include "np_error.h"

#include <stdarg.h>
#include <apr_strings.h>

np_error_t *np_error_make(apr_pool_t *pool, int status, const char *code, const char *format, ...)
{
    np_error_t *error = apr_palloc(pool, sizeof(*error));
    va_list arguments;

    error->status = status;
    error->code = code;
    va_start(arguments, format);
    error->detail = apr_pvsprintf(pool, format, arguments);
    va_end(arguments);
    return error;
}
