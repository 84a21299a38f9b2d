/* np_page_error.c - the page for everything that is not 200; it works without the database.
 * Called by np_respond.c. */
#include "np_page.h"

static const char *default_reason(int status)
{
    switch (status) {
    case 413:
        return "large";
    case 429:
        return "busy";
    case 401:
    case 403:
        return "forbidden";
    case 421:
        return "host";
    case 404:
        return "unknown";
    case 405:
        return "method";
    case 410:
        return "withdrawn";
    case 451:
        return "removed";
    case 503:
        return "database";
    default:
        return status < 500 ? "request" : "other";
    }
}

static void add_removal(const np_page_t *page, xmlNodePtr content, int status)
{
    const np_failure_t *failure = &page->failure;
    xmlNodePtr removal = np_model_add(content, "removal");

    if (status == 451) {
        if (failure->item)
            np_model_set(removal, "item", failure->item);
        np_model_set(removal, "ledger",
                     np_page_href(page, np_routes[NP_ROUTE_COPYRIGHT_LEDGER].pattern));
        np_model_set(removal, "counter",
                     np_page_href(page, np_routes[NP_ROUTE_COPYRIGHT_COUNTER].pattern));
    }
    if (failure->has_removed_at)
        np_model_add_date(removal, "removed", page->request->site->zone, failure->removed_at,
                          page->pool);
    np_model_add_text(removal, "cause", failure->cause);
    np_model_add_text(removal, "claimant", failure->claimant);
}

void np_page_error_build(np_page_t *page, xmlNodePtr root, int status)
{
    const char *reason = page->failure.reason ? page->failure.reason : default_reason(status);
    xmlNodePtr content;

    if (page->channels)
        np_page_add_navigation(page, root);
    content = np_model_add(root, "error");
    np_model_set(content, "reason", reason);
    /* A case of the hotline that is not public says why, too. */
    if (status == 451 || (page->failure.cause && *page->failure.cause))
        add_removal(page, content, status);
    if (page->failure.way)
        np_model_set(np_model_add_text(content, "way", page->failure.way_name), "href",
                     page->failure.way);
}
