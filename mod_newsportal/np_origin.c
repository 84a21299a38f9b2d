/* np_origin.c - see np_origin.h. */
#include "np_origin.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

/* The address is the origin itself or below it; scheme and host know no case, and neither has a path of ours. */
static int is_of(const char *address, const char *origin, int whole)
{
    size_t length;

    if (origin == NULL)
        return 0;
    length = strlen(origin);
    if (strncasecmp(address, origin, length) != 0)
        return 0;
    return address[length] == '\0' || (!whole && (address[length] == '/' || address[length] == '?'));
}

int np_origin_ours(const char *fetch_site, const char *origin, const char *referer, const char *base, const char *other)
{
    /* "none" is a person who typed the address; a POST is never that. The hosts of desktop and mobile pages are the
     * same site or not, as their names are: only Origin tells whether a cross-host post is ours. */
    if (fetch_site != NULL && strcmp(fetch_site, "same-origin") == 0)
        return 1;
    if (fetch_site != NULL && (origin == NULL || other == NULL))
        return 0;
    if (origin != NULL)
        return is_of(origin, base, 1) || is_of(origin, other, 1);
    return referer != NULL && (is_of(referer, base, 0) || is_of(referer, other, 0));
}
