/* np_respond.c - see np_respond.h. Called by np_serve.c. */
#include "np_respond.h"

#include <stdlib.h>
#include <string.h>
#include <apr_escape.h>
#include <apr_strings.h>
#include "np_buffer.h"
#include "np_desk.h"
#include "np_page.h"
#include "np_redirect.h"
#include "np_text.h"

#define HTML_TYPE "text/html; charset=utf-8"
#define RETRY_AFTER 5 /* seconds: the database is asked again four times a second */
#define RETRY_WITHIN apr_time_from_msec(1000)

/* Everything that the steps of one response share. */
typedef struct story_t {
    const np_portal_t *portal;
    const np_request_t *request;
    np_response_t *response;
    np_page_t page;
    np_redirect_t redirect;
    const np_page_kind_t *kind; /* NULL: no page, an error page follows */
    const np_page_act_t *act;   /* NULL: nothing was sent */
    np_theme_t *theme;
} story_t;

/* ---- Load: inside the snapshot -------------------------------------------------------------- */

static np_error_t *load_page(story_t *story)
{
    np_page_t *page = &story->page;
    np_error_t *error = np_page_load_frame(page);
    np_error_t *fault = NULL;

    if (error)
        return error;
    error = story->kind ? story->kind->load(page) : np_page_unknown(page);
    /* What nobody else may know is not looked for in the table of redirects. */
    if (error && (error->status == 404 || error->status == 410) &&
        !np_route_is_private(story->request->route))
        fault = np_redirect_find(&story->redirect, page);
    if (fault == NULL && (error == NULL || error->status < 500))
        fault = np_page_load_links(page);
    /* The database failed after the page had found its own reason: the page must not say that one.
     */
    if (fault)
        memset(&page->failure, 0, sizeof(page->failure));
    return fault ? fault : error;
}

/* The page as it is before anything was loaded. */
static void reset_page(story_t *story)
{
    memset(&story->page, 0, sizeof(story->page));
    story->page.request = story->request;
    story->page.pool = story->request->pool;
    story->page.language = story->request->site->language;
    story->page.theme = story->theme;
    np_keys_init(&story->page.keys, story->request->pool);
    np_keys_until(&story->page.keys,
                  np_mourning_next(&story->request->site->mourning, story->request->now));
    memset(&story->redirect, 0, sizeof(story->redirect));
}

/* Before the snapshot, because what is done must be seen in it. Whoever is led on needs none. */
static np_error_t *act_and_load(story_t *story)
{
    np_page_t *page = &story->page;
    np_error_t *error = NULL;

    if (story->act)
        error = story->act->act(page);
    if (error || page->reply.see_other)
        return error;
    error = np_db_snapshot_begin(page->conn, page->pool);
    return error ? error : load_page(story);
}

static np_error_t *load_once(story_t *story)
{
    np_page_t *page = &story->page;
    np_db_t *db = story->act ? story->portal->form_db : story->portal->db;
    np_error_t *error = np_db_acquire(&page->conn, db, page->pool);

    if (error)
        return error;
    error = act_and_load(story);
    np_db_release(page->conn);
    page->conn = NULL;
    return error;
}

/* A connection that was killed between two queries loses the snapshot: the page begins anew, once,
 * in a new one. Not after a timeout, which has cost the reader enough. */
static np_error_t *load(story_t *story)
{
    apr_time_t start = apr_time_now();
    np_error_t *error = load_once(story);

    if (error && error->code && strcmp(error->code, "NP0103") == 0 &&
        apr_time_now() - start < RETRY_WITHIN) {
        reset_page(story);
        error = load_once(story);
    }
    story->response->timing.queries = apr_time_now() - start;
    return error;
}

/* ---- Redirects ------------------------------------------------------------------------------ */

/* A moved page needs no theme. */
const char *np_respond_moved_text(apr_pool_t *pool, const char *language, const char *address)
{
    return apr_pstrcat(
        pool, "<!DOCTYPE html>\n<html lang=\"", language,
        "\"><head><meta charset=\"utf-8\"><title>→</title></head><body><p><a href=\"",
        apr_pescape_entity(pool, address, 0), "\">→</a></p></body></html>\n", NULL);
}

static void respond_moved(np_response_t *response, const np_page_t *page, const char *target,
                          int status)
{
    response->status = status;
    response->location = np_redirect_address(page, target);
    response->receipt = page->reply.receipt;
    response->body = strdup(np_respond_moved_text(page->pool, page->language, response->location));
    response->length = response->body ? strlen(response->body) : 0;
}

/* 1 when the request's address is not the page's own: other spelling, date, slash, or position. */
static int is_elsewhere(const story_t *story)
{
    const char *canonical = story->page.canonical;
    const char *path =
        canonical ? np_text_unescape(story->page.pool, canonical, strcspn(canonical, "?"), 0)
                  : NULL;

    return path && story->request->submission == NULL && strcmp(path, story->request->path) != 0;
}

/* ---- Build and render: the connection is gone ------------------------------------------------ */

/* The database is gone, and what somebody wrote is not. */
static int is_kept(const story_t *story, const np_error_t *error)
{
    return story->act && error && error->status >= 500;
}

static xmlDocPtr build_model(story_t *story, const np_error_t *error)
{
    np_page_t *page = &story->page;
    const np_page_kind_t *kind = error ? NULL : story->kind;
    apr_time_t start = apr_time_now();
    xmlDocPtr model = np_model_create("page", page->pool);
    xmlNodePtr root = xmlDocGetRootElement(model);

    if (error || story->act) {
        page->twin = page->twin ? page->twin : page->canonical;
        page->canonical = NULL;
        page->noindex = 1;
    }
    np_page_build_head(page, root, story->theme, kind ? kind->kind : is_kept(story, error) ? "form" : "error",
                       story->response->status);
    if (kind)
        kind->build(page, root);
    else if (is_kept(story, error))
        np_desk_add_form_page(page, root);
    else if (error)
        np_page_error_build(page, root, error->status);
    np_page_build_foot(page, root);
    story->response->timing.model = apr_time_now() - start;
    return model;
}

static void respond_model(story_t *story, xmlDocPtr model)
{
    np_response_t *response = story->response;
    xmlChar *text = NULL;
    int length = 0;

    np_theme_add_messages(story->theme, story->page.language, model);
    xmlDocDumpMemoryEnc(model, &text, &length, "UTF-8");
    response->content_type = "application/xml; charset=utf-8";
    response->body = malloc((size_t)length + 1);
    if (response->body && text) {
        memcpy(response->body, text, (size_t)length);
        response->length = (apr_size_t)length;
    }
    xmlFree(text);
}

/* No page, but a feed; or where a file is, whose bytes are sent by whoever receives the answer. */
static void respond_ticket(np_response_t *response, const np_page_t *page)
{
    response->content_type = page->ticket_type;
    response->link = page->link;
    response->body = strdup(page->ticket);
    response->length = response->body ? strlen(response->body) : 0;
}

/* The last resort, when no theme can speak: words of all languages, because nobody knows whose. */
static void respond_plain(np_response_t *response)
{
    static const char text[] =
        "<!DOCTYPE html>\n<html lang=\"zh-Hans\"><head><meta charset=\"utf-8\">"
        "<title>暂时无法显示</title></head><body><h1>暂时无法显示 · 잠시 후 다시</h1>"
        "<p>请稍后再试。 잠시 후 다시 시도해 주십시오. Please try again in a moment."
        "</p></body></html>\n";

    response->content_type = HTML_TYPE;
    response->body = strdup(text);
    response->length = response->body ? strlen(text) : 0;
}

static void render(story_t *story, const np_error_t *error)
{
    np_response_t *response = story->response;
    xmlDocPtr model = build_model(story, error);
    np_error_t *failure;
    np_buffer_t html;

    if (story->request->want_model) {
        respond_model(story, model);
        return;
    }
    np_buffer_init(&html);
    failure =
        np_theme_apply(story->theme, story->request->variant, story->page.language, model, &html,
                       &response->timing.theme, &response->timing.html, story->page.pool);
    if (failure == NULL && html.failed)
        failure = np_error_make(story->page.pool, 500, "NP0122", "out of memory for the page");
    if (failure) {
        np_buffer_free(&html);
        /* A page that is gone stays gone without its words; any other is a fault of ours. */
        if (response->status < 400)
            response->status = failure->status;
        response->error = failure;
        respond_plain(response);
        return;
    }
    response->body = np_buffer_take(&html, &response->length);
    if (response->error == NULL)
        response->error = story->page.warning;
}

/* ---- The story ------------------------------------------------------------------------------ */

static void begin(story_t *story, np_response_t *response, const np_portal_t *portal,
                  const np_request_t *request)
{
    memset(response, 0, sizeof(*response));
    memset(story, 0, sizeof(*story));
    story->portal = portal;
    story->request = request;
    story->response = response;
    story->theme = np_theme_slot_get(portal->themes);
    reset_page(story);
    if (request->route)
        story->kind = np_page_kind(request->route->id);
    if (request->route && request->submission)
        story->act = np_page_act(request->route->id);
}

static void note_error(np_response_t *response, const story_t *story, np_error_t *error)
{
    response->status = error->status;
    response->error = error;
    if (error->status == 503)
        response->retry_after = RETRY_AFTER;
    if (error->status == 451)
        response->link = apr_psprintf(story->page.pool, "<%s>; rel=\"blocked-by\"",
                                      story->request->site->operator_url);
}

static void note_reply(np_response_t *response, const np_reply_t *reply)
{
    if (reply->status)
        response->status = reply->status;
    response->retry_after = reply->retry_after;
}

/* What the cache has to know of the answer. */
static void note_origin(np_response_t *response, const story_t *story, const np_request_t *request)
{
    const np_page_t *page = &story->page;

    response->keys = apr_pmemdup(request->pool, &page->keys, sizeof(page->keys));
    if (response->status == 200 && page->canonical && request->submission == NULL) {
        response->path = request->path;
        response->canonical = np_page_absolute(page, request->variant, page->canonical);
    }
}

/* What a receipt says comes with the request: it is shown without the frame. */
static np_error_t *do_without(story_t *story, const np_error_t *error)
{
    reset_page(story);
    story->response->error = error;
    return story->kind->load(&story->page);
}

void np_respond(np_response_t *response, const np_portal_t *portal, const np_request_t *request)
{
    story_t story;
    np_error_t *error;

    begin(&story, response, portal, request);
    response->status = 200;
    response->content_type = HTML_TYPE;
    story.page.failure.reason = request->refusal_reason;
    if (request->refusal)
        error = np_error_make(request->pool, request->refusal, NULL, "refused");
    else
        error = load(&story);

    if (error && error->status >= 500 && request->route && (request->route->flags & NP_ROUTE_RECEIPT))
        error = do_without(&story, error);

    if (error && error->status < 500 && story.redirect.target) {
        respond_moved(response, &story.page, story.redirect.target, story.redirect.status);
    } else if (error == NULL && story.page.reply.see_other) {
        respond_moved(response, &story.page, story.page.reply.see_other, 303);
    } else if (error == NULL && story.page.moved) {
        respond_moved(response, &story.page, story.page.moved, 302);
    } else if (error == NULL && is_elsewhere(&story)) {
        respond_moved(response, &story.page, story.page.canonical, 301);
    } else if (error == NULL && story.page.ticket) {
        respond_ticket(response, &story.page);
    } else {
        if (error)
            note_error(response, &story, error);
        else
            note_reply(response, &story.page.reply);
        if (is_kept(&story, error))
            np_desk_keep(&story.page, story.act->controls(&story.page));
        if (response->status < 500 || request->refusal || story.act)
            render(&story, error);
    }
    response->language = story.page.language;
    note_origin(response, &story, request);
    np_theme_release(story.theme);
}
