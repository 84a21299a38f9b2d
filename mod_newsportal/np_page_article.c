/* np_page_article.c - one article, or why it cannot be seen any more.
 * Called through the table in np_page.c. */
#include "np_list.h"

#include <string.h>
#include <apr_strings.h>
#include "np_body.h"
#include "np_gone_picture.h"
#include "np_related.h"
#include "np_text.h"

#define DESCRIPTION_CHARACTERS 120

typedef struct article_t {
    const np_rows_t *rows; /* article_by_id, one row */
    np_civil_t published;
    const np_rows_t *tags, *translations, *corrections;
    np_neighbours_t neighbours;
    np_related_t related;
    np_gone_pictures_t gone;
} article_t;

/* ---- Load --------------------------------------------------------------------------------- */

/* An article that was public tells the truth about what became of it; a draft, or one whose hour
 * has not come, does not exist. */
static np_error_t *load_fate(np_page_t *page, apr_int64_t id)
{
    np_civil_t now = page->request->now;
    np_rows_t *rows;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_ARTICLE_FATE, np_value_int(id));

    if (error)
        return error;
    if (rows->count == 0 || np_rows_is_null(rows, 0, ARTICLE_FATE_PUBLISHED_AT))
        return np_page_unknown(page);
    if (np_rows_int(rows, 0, ARTICLE_FATE_PUBLISHED_AT) > now) {
        np_page_until_cell(page, rows, 0, ARTICLE_FATE_PUBLISHED_AT);
        return np_page_unknown(page);
    }
    if (!np_rows_is_null(rows, 0, ARTICLE_FATE_REMOVED_AT)) {
        page->failure.reason = "removed";
        page->failure.item = "article";
        page->failure.has_removed_at = 1;
        page->failure.removed_at =
            np_page_civil(page, np_rows_int(rows, 0, ARTICLE_FATE_REMOVED_AT));
        page->failure.cause = np_rows_text(rows, 0, ARTICLE_FATE_CAUSE);
        page->failure.claimant = np_rows_text(rows, 0, ARTICLE_FATE_CLAIMANT);
        return np_error_make(page->pool, 451, NULL, "article %" APR_INT64_T_FMT " was removed", id);
    }
    page->failure.reason =
        strcmp(np_rows_text(rows, 0, ARTICLE_FATE_STATE), "live") == 0 ? "expired" : "withdrawn";
    return np_error_make(page->pool, 410, NULL, "article %" APR_INT64_T_FMT " is %s", id,
                         page->failure.reason);
}

/* The translations shown, and one that joins the group or whose hour comes. */
static np_error_t *depend_on_translations(const np_rows_t *shown, np_page_t *page,
                                          apr_int64_t group, apr_int64_t id)
{
    np_rows_t *rows;
    np_error_t *error;
    int row;

    np_page_depend_number(page, "translation", group);
    for (row = 0; row < shown->count; row++) {
        np_page_depend_cell(page, "article", shown, row, ARTICLE_TRANSLATIONS_ID);
        np_page_until_cell(page, shown, row, ARTICLE_TRANSLATIONS_EXPIRES_AT);
    }
    error = np_page_query(&rows, page, NP_QUERY_TRANSLATION_NEXT, np_value_int(group),
                          np_value_int(id), np_value_civil(page->request->now));
    if (error == NULL)
        np_page_until_cell(page, rows, 0, TRANSLATION_NEXT_AT);
    return error;
}

static np_error_t *load_translations(article_t *article, np_page_t *page, apr_int64_t id)
{
    np_value_t now = np_value_civil(page->request->now);
    apr_int64_t group = np_rows_int(article->rows, 0, ARTICLE_BY_ID_TRANSLATION_GROUP);
    np_rows_t *rows;
    np_error_t *error;

    if (np_rows_is_null(article->rows, 0, ARTICLE_BY_ID_TRANSLATION_GROUP))
        return NULL;
    error = np_page_query(&rows, page, NP_QUERY_ARTICLE_TRANSLATIONS, np_value_int(group),
                          np_value_int(id), now, now);
    if (error)
        return error;
    article->translations = rows;
    return depend_on_translations(rows, page, group, id);
}

static np_error_t *load_tags(article_t *article, np_page_t *page, apr_int64_t id, int query)
{
    np_rows_t *rows;
    np_error_t *error = np_page_query(&rows, page, query, np_value_int(id));
    int row;

    if (error)
        return error;
    article->tags = rows;
    for (row = 0; row < rows->count; row++) {
        np_page_depend(page, "tag", np_rows_text(rows, row, ARTICLE_TAGS_TAG_FOLDED));
        np_page_depend(page, "tag", np_rows_text(rows, row, ARTICLE_TAGS_NAME_FOLDED));
    }
    return NULL;
}

/* A correction may be written for a later hour. */
static np_error_t *load_corrections(article_t *article, np_page_t *page, apr_int64_t id)
{
    np_rows_t *rows;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_CORRECTION_LIST, np_value_int(id));
    int row;

    np_page_depend_number(page, "correction", id);
    if (error)
        return error;
    article->corrections = rows;
    for (row = 0; row < rows->count; row++) {
        if (np_rows_int(rows, row, CORRECTION_LIST_CORRECTED_AT) > page->request->now)
            np_page_until_cell(page, rows, row, CORRECTION_LIST_CORRECTED_AT);
    }
    return NULL;
}

static const char *article_language(const article_t *article, const np_page_t *page)
{
    return np_page_language(page, np_rows_text(article->rows, 0, ARTICLE_BY_ID_LANGUAGE),
                            page->channel);
}

/* All that stands below the text. */
static np_error_t *load_surroundings(article_t *article, np_page_t *page, apr_int64_t id, int tags)
{
    np_list_name_t list = np_list_name(page->channel ? page->channel->list : "site");
    np_error_t *error = load_corrections(article, page, id);

    if (error == NULL)
        error = load_tags(article, page, id, tags);
    if (error == NULL)
        error = load_translations(article, page, id);
    if (error == NULL)
        error = np_related_load(&article->related, page, article->tags, id,
                                article_language(article, page));
    if (error)
        return error;
    return np_list_load_neighbours(&article->neighbours, page, list, article->published, id);
}

/* The article's own row, what it takes from its source and from the channels above it. */
static void depend_on_article(np_page_t *page, const np_rows_t *rows)
{
    const np_channel_t *channel;

    for (channel = page->channel; channel; channel = channel->parent)
        np_page_depend_number(page, "channel", channel->id);
    np_page_depend_cell(page, "media", rows, 0, ARTICLE_BY_ID_COVER);
    np_page_depend_picture(page, rows, 0, ARTICLE_BY_ID_PICTURE);
    np_page_depend(page, "source", np_rows_text(rows, 0, ARTICLE_BY_ID_SOURCE_FOLDED));
    np_page_until_cell(page, rows, 0, ARTICLE_BY_ID_EXPIRES_AT);
    if (!np_rows_is_null(rows, 0, ARTICLE_BY_ID_EXPIRES_AT))
        page->keys.over_at = np_rows_int(rows, 0, ARTICLE_BY_ID_EXPIRES_AT);
}

/* Pictures that were removed, of the cover and of the text. */
static np_error_t *load_gone(article_t *article, np_page_t *page)
{
    const np_rows_t *rows = article->rows;

    np_gone_pictures_init(&article->gone, page->pool);
    if (!np_rows_is_null(rows, 0, ARTICLE_BY_ID_COVER) &&
        np_rows_is_null(rows, 0, ARTICLE_BY_ID_PICTURE_ID))
        np_gone_pictures_add(&article->gone, np_rows_int(rows, 0, ARTICLE_BY_ID_COVER));
    np_gone_pictures_scan(&article->gone, page, np_rows_text(rows, 0, ARTICLE_BY_ID_BODY));
    return np_gone_pictures_load(&article->gone, page);
}

np_error_t *np_page_article_show(np_page_t *page, const np_rows_t *rows, int tags)
{
    article_t *article = apr_pcalloc(page->pool, sizeof(*article));
    np_error_t *error;

    article->rows = rows;
    article->published = np_rows_is_null(rows, 0, ARTICLE_BY_ID_PUBLISHED_AT)
                             ? page->request->now
                             : np_rows_int(rows, 0, ARTICLE_BY_ID_PUBLISHED_AT);
    page->data = article;
    page->channel =
        np_channels_by_code(page->channels, np_rows_text(rows, 0, ARTICLE_BY_ID_CHANNEL));
    page->language = np_page_language(page, "", page->channel);
    depend_on_article(page, rows);
    error = load_gone(article, page);
    if (error)
        return error;
    return load_surroundings(article, page, np_rows_int(rows, 0, ARTICLE_BY_ID_ID), tags);
}

np_error_t *np_page_article_load(np_page_t *page)
{
    apr_int64_t id = page->request->params.id;
    np_value_t now = np_value_civil(page->request->now);
    np_rows_t *rows;
    np_error_t *error;

    np_page_depend_number(page, "article", id);
    error = np_page_query(&rows, page, NP_QUERY_ARTICLE_BY_ID, np_value_int(id), now, now);
    if (error)
        return error;
    if (rows->count == 0)
        return load_fate(page, id);
    page->canonical =
        np_page_article_path(page, id, np_rows_int(rows, 0, ARTICLE_BY_ID_PUBLISHED_AT));
    return np_page_article_show(page, rows, NP_QUERY_ARTICLE_TAGS);
}

/* ---- Build -------------------------------------------------------------------------------- */

static void add_source(const np_rows_t *rows, xmlNodePtr content)
{
    const char *url = np_rows_text(rows, 0, ARTICLE_BY_ID_SOURCE_URL);
    xmlNodePtr source =
        np_model_add_text(content, "source", np_rows_text(rows, 0, ARTICLE_BY_ID_SOURCE));

    /* Typed by people: anything but http(s) is text, not a link. */
    if (source && np_page_is_link(url))
        np_model_set(source, "href", url);
}

_Static_assert(ARTICLE_BY_ID_PICTURE_ID == ARTICLE_BY_ID_PICTURE + NP_PICTURE_ID &&
                   ARTICLE_BY_ID_PICTURE_HASH == ARTICLE_BY_ID_PICTURE + NP_PICTURE_HASH,
               "picture columns");

static void add_picture(np_page_t *page, const np_rows_t *rows, xmlNodePtr content)
{
    xmlNodePtr picture = np_page_add_picture(page, content, rows, 0, ARTICLE_BY_ID_PICTURE);

    if (picture == NULL) {
        const article_t *article = page->data;

        np_gone_pictures_place(&article->gone, page, content,
                               np_rows_int(rows, 0, ARTICLE_BY_ID_COVER));
        return;
    }
    np_model_add_text(picture, "caption", np_rows_text(rows, 0, ARTICLE_BY_ID_PICTURE_CAPTION));
    np_model_add_text(picture, "credit", np_rows_text(rows, 0, ARTICLE_BY_ID_PICTURE_CREDIT));
}

static void add_phone(const np_page_t *page, xmlNodePtr notice)
{
    const char *phone = page->request->site->notice_phone;
    const char *tel = np_text_tel(page->pool, phone);

    if (tel)
        np_model_set(np_model_add_text(notice, "phone", phone), "tel", tel);
}

static void add_form(const np_page_t *page, xmlNodePtr notice)
{
    np_model_set(np_model_add(notice, "form"), "href", np_page_copyright_href(page));
}

/* What editors may write in a notice, and what becomes of it. */
static const struct {
    const char *text;
    void (*add)(const np_page_t *page, xmlNodePtr notice);
} placeholders[] = {{"{phone}", add_phone}, {"{form}", add_form}};

/* The placeholder at `text`; -1 for none. */
static int placeholder_at(const char *text)
{
    int i;

    for (i = 0; i < (int)(sizeof(placeholders) / sizeof(placeholders[0])); i++) {
        if (strncmp(text, placeholders[i].text, strlen(placeholders[i].text)) == 0)
            return i;
    }
    return -1;
}

static void add_notice(const np_page_t *page, const char *text, xmlNodePtr content)
{
    const char *mark = text;
    xmlNodePtr notice;

    if (*text == '\0')
        return;
    notice = np_model_add(content, "notice");
    while ((mark = strchr(mark, '{')) != NULL) {
        int found = placeholder_at(mark);

        if (found < 0) {
            mark++;
            continue;
        }
        np_model_append_text(notice, text, (apr_size_t)(mark - text));
        placeholders[found].add(page, notice);
        text = mark += strlen(placeholders[found].text);
    }
    np_model_append_text(notice, text, strlen(text));
}

static const char *notice_text(const np_page_t *page, const np_rows_t *rows)
{
    const char *own = np_rows_text(rows, 0, ARTICLE_BY_ID_NOTICE);

    if (*own)
        return own;
    if (page->channel && *page->channel->notice)
        return page->channel->notice;
    return page->request->site->notice;
}

/* Two tags of an article that the desk has made one since are shown once. */
static int is_repeated(const np_rows_t *rows, int row)
{
    const char *name = np_rows_text(rows, row, ARTICLE_TAGS_NAME_FOLDED);
    int before;

    for (before = 0; before < row; before++) {
        if (strcmp(np_rows_text(rows, before, ARTICLE_TAGS_NAME_FOLDED), name) == 0)
            return 1;
    }
    return 0;
}

static void add_tags(const np_page_t *page, const np_rows_t *rows, xmlNodePtr content)
{
    xmlNodePtr tags;
    int row;

    if (rows->count == 0)
        return;
    tags = np_model_add(content, "tags");
    for (row = 0; row < rows->count; row++) {
        np_params_t params = {0};

        if (is_repeated(rows, row))
            continue;
        params.name = np_rows_text(rows, row, ARTICLE_TAGS_NAME);
        np_model_set(np_model_add_text(tags, "tag", params.name), "href",
                     np_page_href(page, np_route_path(NP_ROUTE_TAG, &params, page->pool)));
    }
}

static void add_translations(const np_page_t *page, const np_rows_t *rows, xmlNodePtr content)
{
    int row;

    for (row = 0; rows && row < rows->count; row++) {
        const np_channel_t *channel = np_channels_by_code(
            page->channels, np_rows_text(rows, row, ARTICLE_TRANSLATIONS_CHANNEL));
        const char *language = np_rows_text(rows, row, ARTICLE_TRANSLATIONS_LANGUAGE);
        const char *path =
            np_page_article_path(page, np_rows_int(rows, row, ARTICLE_TRANSLATIONS_ID),
                                 np_rows_int(rows, row, ARTICLE_TRANSLATIONS_PUBLISHED_AT));
        xmlNodePtr translation = np_model_add_text(
            content, "translation", np_rows_text(rows, row, ARTICLE_TRANSLATIONS_TITLE));

        np_model_set(translation, "lang", np_page_language(page, language, channel));
        np_model_set(translation, "href", np_page_href(page, path));
    }
}

static void add_neighbour(const np_page_t *page, const np_rows_t *rows, int row, const char *name,
                          xmlNodePtr content)
{
    const char *path;

    if (row >= rows->count)
        return;
    path = np_page_article_path(page, np_rows_int(rows, row, LISTING_AROUND_ID),
                                np_rows_int(rows, row, LISTING_AROUND_PUBLISHED_AT));
    np_model_set(np_model_add_text(content, name, np_rows_text(rows, row, LISTING_AROUND_TITLE)),
                 "href", np_page_href(page, path));
}

static void add_corrections(const np_page_t *page, const np_rows_t *rows, xmlNodePtr content)
{
    xmlNodePtr corrections = NULL;
    int row;

    for (row = 0; row < rows->count; row++) {
        np_civil_t at = np_rows_int(rows, row, CORRECTION_LIST_CORRECTED_AT);
        const char *text = np_rows_text(rows, row, CORRECTION_LIST_TEXT);
        xmlNodePtr correction;

        if (at > page->request->now)
            continue;
        if (corrections == NULL)
            corrections = np_model_add(content, "corrections");
        correction =
            np_model_add_date(corrections, "correction", page->request->site->zone, at, page->pool);
        np_model_append_text(correction, text, strlen(text));
    }
}

static void add_dates(const np_page_t *page, const article_t *article, xmlNodePtr content)
{
    const np_rows_t *rows = article->rows;
    const np_zone_t *zone = page->request->site->zone;
    np_civil_t published = article->published;
    np_civil_t revised = np_page_civil(page, np_rows_int(rows, 0, ARTICLE_BY_ID_REVISED_AT));

    np_model_add_date(content, "published", zone, published, page->pool);
    /* A text that was polished before its hour had not been read by anybody. */
    if (!np_rows_is_null(rows, 0, ARTICLE_BY_ID_REVISED_AT) && revised > published)
        np_model_add_date(content, "updated", zone, revised, page->pool);
}

/* Everything above the body; returns nothing, the body comes next. */
static void add_opening(np_page_t *page, const np_rows_t *rows, xmlNodePtr content)
{
    np_model_set_int(content, "id", np_rows_int(rows, 0, ARTICLE_BY_ID_ID));
    np_model_set(content, "lang", article_language(page->data, page));
    np_model_add_text(content, "kicker", np_rows_text(rows, 0, ARTICLE_BY_ID_TITLE_KICKER));
    np_model_add_text(content, "title", np_rows_text(rows, 0, ARTICLE_BY_ID_TITLE));
    add_dates(page, page->data, content);
    if (page->channel)
        np_page_add_channel(page, content, page->channel);
    add_source(rows, content);
    np_model_add_text(content, "author", np_rows_text(rows, 0, ARTICLE_BY_ID_AUTHOR));
    np_model_add_text(content, "editor", np_rows_text(rows, 0, ARTICLE_BY_ID_EDITOR));
    np_model_add_text(content, "summary", np_rows_text(rows, 0, ARTICLE_BY_ID_SUMMARY));
    add_picture(page, rows, content);
}

/* The description may be cut from the body, which comes later in the model: the element is put in
 * its place once its text is known. */
static void add_description(np_page_t *page, const np_rows_t *rows, xmlNodePtr title,
                            xmlNodePtr body)
{
    const char *text = np_rows_text(rows, 0, ARTICLE_BY_ID_SUMMARY);
    xmlNodePtr description;

    if (*text)
        text = np_text_excerpt(page->pool, text, DESCRIPTION_CHARACTERS);
    else
        text = np_body_excerpt(body, DESCRIPTION_CHARACTERS, page->pool);
    description = np_model_add_text(body, "description", text);
    if (description) {
        xmlUnlinkNode(description);
        xmlAddNextSibling(title, description);
    }
}

void np_page_article_build(np_page_t *page, xmlNodePtr root)
{
    article_t *article = page->data;
    const np_rows_t *rows = article->rows;
    xmlNodePtr title = np_model_add_text(root, "title", np_rows_text(rows, 0, ARTICLE_BY_ID_TITLE));
    xmlNodePtr content, body;

    np_page_add_navigation(page, root);
    np_page_add_breadcrumb(page, root, page->channel);
    content = np_model_add(root, "article");
    add_opening(page, rows, content);
    body = np_page_add_body(page, content, rows, ARTICLE_BY_ID_BODY);
    np_gone_pictures_replace(&article->gone, page, body);
    add_corrections(page, article->corrections, content);
    add_notice(page, notice_text(page, rows), content);
    add_tags(page, article->tags, content);
    add_translations(page, article->translations, content);
    np_related_build(&article->related, page, content);
    add_neighbour(page, article->neighbours.rows, article->neighbours.newer, "newer", content);
    add_neighbour(page, article->neighbours.rows, article->neighbours.older, "older", content);
    if (title)
        add_description(page, rows, title, body);
}
