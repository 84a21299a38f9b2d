/* np_request.c - see np_request.h. Called by np_serve.c, np_respond.c and the httpd side. */
#include "np_request.h"

int np_request_is_private(const np_request_t *request)
{
    return request->refusal == 0 && (request->submission || np_route_is_private(request->route));
}
