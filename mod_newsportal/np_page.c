/* np_page.c - see np_page.h: the table of pages and the frame around every page.
 * Called by np_respond.c and the np_page_*.c files. */
#include "np_page.h"

#include <stdarg.h>
#include <string.h>
#include <apr_strings.h>
#include "np_body.h"
#include "np_device.h"
#include "np_text.h"

static const np_page_kind_t kinds[] = {
    {NP_ROUTE_FRONT, "front", np_page_front_load, np_page_front_build},
    {NP_ROUTE_LATEST, "latest", np_page_latest_load, np_page_latest_build},
    {NP_ROUTE_TAGS, "tags", np_page_tags_load, np_page_tags_build},
    {NP_ROUTE_TAG, "tag", np_page_tag_load, np_page_tag_build},
    {NP_ROUTE_STATIC, "static", np_page_static_load, np_page_static_build},
    {NP_ROUTE_ARTICLE, "article", np_page_article_load, np_page_article_build},
    {NP_ROUTE_ARCHIVE, "archive", np_page_archive_load, np_page_archive_build},
    {NP_ROUTE_MONTH, "archive", np_page_month_load, np_page_month_build},
    {NP_ROUTE_DAY, "archive", np_page_day_load, np_page_day_build},
    {NP_ROUTE_PREVIEW, "article", np_page_preview_load, np_page_article_build},
    {NP_ROUTE_MEDIA, "media", np_page_media_load, np_page_media_build},
    {NP_ROUTE_HOTLINE, "hotline", np_page_hotline_load, np_page_hotline_build},
    {NP_ROUTE_HOTLINE_LIST, "hotline-list", np_page_hotline_list_load, np_page_hotline_list_build},
    {NP_ROUTE_HOTLINE_AGENCY, "hotline-list", np_page_hotline_list_load,
     np_page_hotline_list_build},
    {NP_ROUTE_HOTLINE_REGION, "hotline-list", np_page_hotline_list_load,
     np_page_hotline_list_build},
    {NP_ROUTE_HOTLINE_KIND, "hotline-list", np_page_hotline_list_load, np_page_hotline_list_build},
    {NP_ROUTE_HOTLINE_STATE, "hotline-list", np_page_hotline_list_load, np_page_hotline_list_build},
    {NP_ROUTE_HOTLINE_SEARCH, "hotline-list", np_page_hotline_search_load, np_page_hotline_search_build},
    {NP_ROUTE_HOTLINE_CASE, "hotline-case", np_page_hotline_case_load, np_page_hotline_case_build},
    {NP_ROUTE_HOTLINE_LEAGUE, "hotline-league", np_page_hotline_league_load,
     np_page_hotline_league_build},
    {NP_ROUTE_HOTLINE_MONTH, "hotline-league", np_page_hotline_league_load,
     np_page_hotline_league_build},
    {NP_ROUTE_HOTLINE_NEW, "form", np_page_hotline_new_load, np_page_hotline_new_build},
    {NP_ROUTE_HOTLINE_RECEIPT, "receipt", np_page_receipt_load, np_page_receipt_build},
    {NP_ROUTE_PLAZA, "plaza", np_page_plaza_load, np_page_plaza_build},
    {NP_ROUTE_PLAZA_FEED, "plaza-feed", np_page_plaza_feed_load, np_page_plaza_feed_build},
    {NP_ROUTE_PLAZA_NOTICE, "plaza-notice", np_page_plaza_notice_load, np_page_plaza_notice_build},
    {NP_ROUTE_PLAZA_CHOOSE, "plaza-choose", np_page_plaza_choose_load, np_page_plaza_choose_build},
    {NP_ROUTE_PLAZA_NEW, "form", np_page_plaza_new_load, np_page_plaza_new_build},
    {NP_ROUTE_PLAZA_RECEIPT, "receipt", np_page_receipt_load, np_page_receipt_build},
    {NP_ROUTE_PLAZA_FOLLOW, "form", np_page_plaza_follow_load, np_page_plaza_follow_build},
    {NP_ROUTE_PLAZA_CONTACT, "form", np_page_plaza_contact_load, np_page_plaza_contact_build},
    {NP_ROUTE_PLAZA_REPORT, "form", np_page_plaza_report_load, np_page_plaza_report_build},
    {NP_ROUTE_PLAZA_LIST, "plaza-list", np_page_plaza_list_load, np_page_plaza_list_build},
    {NP_ROUTE_HOTLINE_LEAGUE_CSV, "csv", np_page_hotline_csv_load, np_page_no_build},
    {NP_ROUTE_HOTLINE_LEAGUE_JSON, "json", np_page_hotline_json_load, np_page_no_build},
    {NP_ROUTE_HOTLINE_MONTH_CSV, "csv", np_page_hotline_csv_load, np_page_no_build},
    {NP_ROUTE_HOTLINE_MONTH_JSON, "json", np_page_hotline_json_load, np_page_no_build},
    {NP_ROUTE_COPYRIGHT, "copyright", np_page_copyright_load, np_page_copyright_build},
    {NP_ROUTE_COPYRIGHT_LEDGER, "copyright-ledger", np_page_copyright_ledger_load,
     np_page_copyright_ledger_build},
    {NP_ROUTE_COPYRIGHT_CSV, "csv", np_page_copyright_csv_load, np_page_no_build},
    {NP_ROUTE_COPYRIGHT_JSON, "json", np_page_copyright_json_load, np_page_no_build},
    {NP_ROUTE_COPYRIGHT_CLAIM, "form", np_page_copyright_claim_load, np_page_copyright_claim_build},
    {NP_ROUTE_COPYRIGHT_RECEIPT, "receipt", np_page_receipt_load, np_page_receipt_build},
    {NP_ROUTE_COPYRIGHT_FOLLOW, "form", np_page_copyright_follow_load,
     np_page_copyright_follow_build},
    {NP_ROUTE_COPYRIGHT_COUNTER, "form", np_page_copyright_counter_load,
     np_page_copyright_counter_build},
    {NP_ROUTE_COPYRIGHT_COUNTERED, "receipt", np_page_receipt_load, np_page_receipt_build},
    {NP_ROUTE_HOTLINE_FOLLOW, "form", np_page_hotline_follow_load, np_page_hotline_follow_build},
    {NP_ROUTE_HOTLINE_JOIN, "form", np_page_hotline_join_load, np_page_hotline_join_build},
    {NP_ROUTE_HOTLINE_JOINED, "receipt", np_page_receipt_load, np_page_receipt_build},
    {NP_ROUTE_CHANNEL, "channel", np_page_channel_load, np_page_channel_build},
};

static const np_page_act_t acts[] = {
    {NP_ROUTE_HOTLINE_NEW, np_page_hotline_new_act, np_page_hotline_new_controls},
    {NP_ROUTE_PLAZA_NEW, np_page_plaza_new_act, np_page_plaza_new_controls},
    {NP_ROUTE_PLAZA_FOLLOW, np_page_plaza_follow_act, np_page_plaza_follow_controls},
    {NP_ROUTE_PLAZA_CONTACT, np_page_plaza_contact_act, np_page_plaza_contact_controls},
    {NP_ROUTE_PLAZA_REPORT, np_page_plaza_report_act, np_page_plaza_report_controls},
    {NP_ROUTE_COPYRIGHT_CLAIM, np_page_copyright_claim_act, np_page_copyright_claim_controls},
    {NP_ROUTE_COPYRIGHT_FOLLOW, np_page_copyright_follow_act, np_page_copyright_follow_controls},
    {NP_ROUTE_COPYRIGHT_COUNTER, np_page_copyright_counter_act,
     np_page_copyright_counter_controls},
    {NP_ROUTE_HOTLINE_FOLLOW, np_page_hotline_follow_act, np_page_hotline_follow_controls},
    {NP_ROUTE_HOTLINE_JOIN, np_page_hotline_join_act, np_page_hotline_join_controls},
};

#define MAX_PARAMS 8

const np_page_kind_t *np_page_kind(np_route_e route)
{
    apr_size_t i;

    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (kinds[i].route == route)
            return &kinds[i];
    }
    return NULL;
}

const np_page_act_t *np_page_act(np_route_e route)
{
    apr_size_t i;

    for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        if (acts[i].route == route)
            return &acts[i];
    }
    return NULL;
}

np_error_t *np_page_query_values(np_rows_t **rows, np_page_t *page, int query,
                                 const np_value_t *values)
{
    return np_db_query(rows, page->conn, &np_queries[query], values, page->pool);
}

np_error_t *np_page_query(np_rows_t **rows, np_page_t *page, int query, ...)
{
    np_value_t params[MAX_PARAMS];
    va_list arguments;
    int i;

    va_start(arguments, query);
    for (i = 0; i < np_queries[query].param_count && i < MAX_PARAMS; i++)
        params[i] = va_arg(arguments, np_value_t);
    va_end(arguments);
    return np_page_query_values(rows, page, query, params);
}

int np_page_is_link(const char *address)
{
    if (*address == '/')
        return address[1] != '/' && address[1] != '\\';
    return strncmp(address, "https://", 8) == 0 || strncmp(address, "http://", 7) == 0;
}

np_civil_t np_page_civil(const np_page_t *page, np_civil_t utc)
{
    return np_zone_civil(page->request->site->zone, apr_time_from_sec(utc));
}

np_error_t *np_page_unknown(np_page_t *page)
{
    page->failure.reason = "unknown";
    return np_error_make(page->pool, 404, NULL, "no such page: %s", page->request->path);
}

/* ---- What the page is made of ---------------------------------------------------------------- */

void np_page_depend(np_page_t *page, const char *kind, const char *item)
{
    np_keys_add(&page->keys, np_key(kind, item));
}

void np_page_depend_number(np_page_t *page, const char *kind, apr_int64_t id)
{
    np_keys_add(&page->keys, np_key_number(kind, id));
}

void np_page_depend_cell(np_page_t *page, const char *kind, const np_rows_t *rows, int row,
                         int column)
{
    if (!np_rows_is_null(rows, row, column))
        np_page_depend_number(page, kind, np_rows_int(rows, row, column));
}

void np_page_until_cell(np_page_t *page, const np_rows_t *rows, int row, int column)
{
    if (!np_rows_is_null(rows, row, column))
        np_keys_until(&page->keys, np_rows_int(rows, row, column));
}

/* ---- Tables to take away ---------------------------------------------------------------------- */

static np_error_t *set_file(np_page_t *page, np_buffer_t *text, const char *type)
{
    if (text->failed || text->data == NULL) {
        np_buffer_free(text);
        return np_error_make(page->pool, 500, "NP0122", "out of memory for the page");
    }
    page->ticket = apr_pstrmemdup(page->pool, text->data, text->length);
    page->ticket_type = type;
    np_buffer_free(text);
    return NULL;
}

np_error_t *np_page_csv(np_page_t *page, const np_table_t *table)
{
    np_buffer_t text;

    np_buffer_init(&text);
    np_table_csv(&text, table, page->pool);
    return set_file(page, &text, NP_TABLE_CSV_TYPE);
}

np_error_t *np_page_json(np_page_t *page, const np_table_t *table, const np_table_member_t *members,
                         int member_count)
{
    np_buffer_t text;

    np_buffer_init(&text);
    np_table_json(&text, table, members, member_count, page->pool);
    return set_file(page, &text, NP_TABLE_JSON_TYPE);
}

void np_page_no_build(np_page_t *page, xmlNodePtr root)
{
    (void)page;
    (void)root;
}

/* ---- The frame ------------------------------------------------------------------------------- */

np_error_t *np_page_load_frame(np_page_t *page)
{
    np_rows_t *rows;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_CHANNEL_LIST);

    if (error)
        return error;
    page->channels = np_channels_make(rows, page->pool);
    np_page_depend(page, "navigation", "");
    return NULL;
}

np_error_t *np_page_load_links(np_page_t *page)
{
    np_rows_t *rows;
    np_error_t *error =
        np_page_query(&rows, page, NP_QUERY_LINK_LIST, np_value_text(page->language));

    if (error == NULL)
        page->links = rows;
    np_page_depend(page, "link", "");
    return error;
}

/* ---- Addresses ---------------------------------------------------------------------------- */

static const char *variant_prefix(const np_site_t *site, np_variant_e variant)
{
    return variant == NP_VARIANT_MOBILE ? site->mobile_prefix : "";
}

const char *np_page_href(const np_page_t *page, const char *path)
{
    /* Whoever came by a foreign name is led to the portal's own. */
    if (page->request->refusal == 421)
        return np_page_absolute(page, page->request->variant, path);
    return apr_pstrcat(page->pool, variant_prefix(page->request->site, page->request->variant),
                       path, NULL);
}

const char *np_page_absolute(const np_page_t *page, np_variant_e variant, const char *path)
{
    const np_site_t *site = page->request->site;

    return apr_pstrcat(page->pool, variant == NP_VARIANT_MOBILE ? site->mobile_url : site->base_url,
                       path, NULL);
}

const char *np_page_channel_path(const np_page_t *page, const np_channel_t *channel)
{
    np_params_t params = {0};

    params.path = channel->path;
    return np_route_path(NP_ROUTE_CHANNEL, &params, page->pool);
}

const char *np_page_article_path(const np_page_t *page, apr_int64_t id, np_civil_t published)
{
    np_params_t params = {0};
    np_date_t date;

    np_civil_split(published, &date);
    params.id = id;
    params.year = date.year;
    params.month = date.month;
    params.day = date.day;
    return np_route_path(NP_ROUTE_ARTICLE, &params, page->pool);
}

const char *np_page_copyright_href(const np_page_t *page)
{
    return np_page_href(page, np_routes[NP_ROUTE_COPYRIGHT].pattern);
}

const char *np_page_language(const np_page_t *page, const char *own, const np_channel_t *channel)
{
    if (*own)
        return own;
    if (channel && *channel->language)
        return channel->language;
    return page->request->site->language;
}

const char *np_page_language_of(const np_page_t *page, const char *own, const char *text)
{
    const char *site = page->request->site->language;
    const char *found;

    if (*own)
        return own;
    found = np_text_language(text);
    return found && strncmp(site, found, strlen(found)) != 0 ? found : site;
}

void np_page_add_words(const np_page_t *page, xmlNodePtr parent, const char *name, const char *text)
{
    const char *language = np_page_language_of(page, "", text);
    xmlNodePtr element = np_model_add_text(parent, name, text);

    if (element && strcmp(language, page->language) != 0)
        np_model_set(element, "lang", language);
}

/* ---- Head: page, site, theme, address, navigation ------------------------------------------- */

static void add_phone(xmlNodePtr site, const char *kind, const char *phone, apr_pool_t *pool)
{
    const char *tel = np_text_tel(pool, phone);
    xmlNodePtr element;

    if (tel == NULL)
        return;
    element = np_model_add_text(site, "phone", phone);
    np_model_set(element, "kind", kind);
    np_model_set(element, "tel", tel);
}

static const char *app_address(const np_page_t *page, const char *address)
{
    return *address == '/' ? np_page_href(page, address) : address;
}

static void add_app(const np_page_t *page, xmlNodePtr site, const np_app_t *app)
{
    xmlNodePtr element = np_model_add(site, "app");
    int i;

    np_model_set(element, "name", app->of[NP_APP_NAME]);
    np_model_set(element, "icon", app->of[NP_APP_ICON]);
    np_model_set(element, "token", app->of[NP_APP_TOKEN]);
    for (i = NP_APP_STORES; i < NP_APP_COUNT; i++) {
        xmlNodePtr store;

        if (app->of[i] == NULL)
            continue;
        store = np_model_add(element, "store");
        np_model_set(store, "kind", np_app_words[i]);
        np_model_set(store, "href", app_address(page, app->of[i]));
    }
}

static void add_site(const np_page_t *page, xmlNodePtr root)
{
    const np_site_t *site = page->request->site;
    xmlNodePtr element = np_model_add(root, "site");

    np_model_set(element, "name", site->name);
    np_model_set(element, "lang", site->language);
    np_model_set(element, "url", site->base_url);
    np_model_set(element, "home", np_page_href(page, "/"));
    np_model_set(element, "latest", np_page_href(page, np_routes[NP_ROUTE_LATEST].pattern));
    np_model_set(element, "tags", np_page_href(page, np_routes[NP_ROUTE_TAGS].pattern));
    np_model_set(element, "archive", np_page_href(page, np_routes[NP_ROUTE_ARCHIVE].pattern));
    np_model_set(element, "hotline", np_page_href(page, np_routes[NP_ROUTE_HOTLINE].pattern));
    np_model_set(element, "plaza", np_page_href(page, np_routes[NP_ROUTE_PLAZA].pattern));
    np_model_set(element, "copyright", np_page_copyright_href(page));
    add_phone(element, "notice", site->notice_phone, page->pool);
    add_phone(element, "hotline", site->hotline_phone, page->pool);
    if (site->app)
        add_app(page, element, site->app);
}

typedef struct asset_baton_t {
    const np_page_t *page;
    xmlNodePtr parent;
} asset_baton_t;

static void add_asset(void *baton, const char *path, const char *theme_name, const char *hash)
{
    asset_baton_t *assets = baton;
    xmlNodePtr element = np_model_add(assets->parent, "asset");

    np_model_set(element, "name", path);
    np_model_set(element, "href",
                 apr_pstrcat(assets->page->pool, assets->page->request->site->theme_url, "/",
                             theme_name, "/assets/", path, "?v=", hash, NULL));
}

static void add_theme(const np_page_t *page, xmlNodePtr root, const np_theme_t *theme)
{
    asset_baton_t assets = {page, np_model_add(root, "theme")};

    np_model_set(assets.parent, "name", np_theme_name(theme));
    np_theme_assets(theme, add_asset, &assets);
}

/* The way to the other variant. Where phones are redirected it says that the reader wants it so; it
 * is then followed on the host of the desktop pages, which alone has to know
 * (mod_newsportal_device.c). */
static const char *switch_address(const np_page_t *page, const char *path)
{
    const np_site_t *site = page->request->site;
    int is_mobile = page->request->variant == NP_VARIANT_MOBILE;
    np_variant_e other = is_mobile ? NP_VARIANT_DESKTOP : NP_VARIANT_MOBILE;
    int asks_desktop_host = site->mobile == NP_MOBILE_HOST && site->mobile_redirect;
    const char *address;

    /* Also from a foreign name, where no path of ours leads anywhere. */
    if (site->mobile == NP_MOBILE_HOST || page->request->refusal == 421)
        address = np_page_absolute(page, asks_desktop_host ? NP_VARIANT_DESKTOP : other, path);
    else
        address = apr_pstrcat(page->pool, variant_prefix(site, other), path, NULL);
    if (!site->mobile_redirect)
        return address;
    return np_view_address(page->pool, address, is_mobile ? NP_VIEW_DESKTOP : NP_VIEW_MOBILE);
}

static void add_address(const np_page_t *page, xmlNodePtr root)
{
    const np_site_t *site = page->request->site;
    /* The way to the other variant is open on pages without an address of their own too. */
    const char *path = page->canonical ? page->canonical : page->twin ? page->twin : "/";
    xmlNodePtr element = np_model_add(root, "address");

    if (page->canonical)
        np_model_set(element, "canonical", np_page_absolute(page, NP_VARIANT_DESKTOP, path));
    if (site->mobile != NP_MOBILE_OFF) {
        if (page->canonical)
            np_model_set(element, "alternate", np_page_absolute(page, NP_VARIANT_MOBILE, path));
        np_model_set(element, "switch", switch_address(page, path));
    }
    if (page->noindex)
        np_model_set(element, "noindex", "yes");
}

static xmlNodePtr add_channel_element(const np_page_t *page, xmlNodePtr parent,
                                      const np_channel_t *channel)
{
    xmlNodePtr element = np_model_add(parent, "channel");

    np_model_set(element, "code", channel->code);
    np_model_set(element, "name", channel->name);
    np_model_set(element, "lang", np_page_language(page, channel->language, NULL));
    np_model_set(element, "href", np_page_href(page, np_page_channel_path(page, channel)));
    return element;
}

void np_page_add_channel(const np_page_t *page, xmlNodePtr parent, const np_channel_t *channel)
{
    add_channel_element(page, parent, channel);
}

/* Depth is bounded by np_channels_make, which cuts cycles. */
static void add_navigation_level(const np_page_t *page, xmlNodePtr parent,
                                 const np_channel_t *above)
{
    int i;

    for (i = 0; i < page->channels->count; i++) {
        const np_channel_t *channel = &page->channels->items[i];
        xmlNodePtr element;

        if (channel->parent != above)
            continue;
        element = add_channel_element(page, parent, channel);
        if (page->channel == channel)
            np_model_set(element, "current", "page");
        else if (page->channel && np_channel_is_below(page->channel, channel))
            np_model_set(element, "current", "parent");
        add_navigation_level(page, element, channel);
    }
}

void np_page_build_head(np_page_t *page, xmlNodePtr root, const np_theme_t *theme, const char *kind,
                        int status)
{
    np_model_set(root, "version", "1");
    np_model_set(root, "kind", kind);
    np_model_set(root, "variant",
                 page->request->variant == NP_VARIANT_MOBILE ? "mobile" : "desktop");
    np_model_set(root, "lang", page->language);
    np_model_set_int(root, "status", status);
    if (page->is_preview)
        np_model_set(root, "preview", "yes");
    if (np_mourning_is(&page->request->site->mourning, page->request->now))
        np_model_set(root, "mourning", "yes");
    add_site(page, root);
    add_theme(page, root, theme);
    add_address(page, root);
}

/* ---- Parts that several pages use ----------------------------------------------------------- */

static void add_breadcrumb_item(const np_page_t *page, xmlNodePtr breadcrumb,
                                const np_channel_t *channel)
{
    if (channel->parent)
        add_breadcrumb_item(page, breadcrumb, channel->parent);
    np_model_set(np_model_add_text(breadcrumb, "item", channel->name), "href",
                 np_page_href(page, np_page_channel_path(page, channel)));
}

void np_page_add_navigation(const np_page_t *page, xmlNodePtr root)
{
    add_navigation_level(page, np_model_add(root, "navigation"), NULL);
}

void np_page_add_breadcrumb(const np_page_t *page, xmlNodePtr root, const np_channel_t *last)
{
    xmlNodePtr breadcrumb = np_model_add(root, "breadcrumb");

    if (last)
        add_breadcrumb_item(page, breadcrumb, last);
}

const char *np_page_file_address(const char *path, apr_pool_t *pool)
{
    const char *address = "";

    while (*path == '/')
        path++;
    while (*path) {
        apr_size_t length = strcspn(path, "/");

        if (length)
            address = apr_pstrcat(pool, address, "/",
                                  np_text_escape(pool, apr_pstrmemdup(pool, path, length)), NULL);
        path += length;
        path += *path == '/';
    }
    return address;
}

xmlNodePtr np_page_add_body(np_page_t *page, xmlNodePtr parent, const np_rows_t *rows, int source)
{
    const np_value_t *text = np_rows_cell(rows, 0, source);
    xmlNodePtr body = np_model_add(parent, "body");
    np_body_report_t report;

    np_body_add(body, text->is_null ? "" : text->text, text->is_null ? 0 : text->length,
                np_body_format(np_rows_text(rows, 0, source + 1)), &report, page->pool);
    if (report.too_large || report.truncated)
        page->warning =
            np_error_make(page->pool, 200, "NP0130", "%s: the body is %s; not all of it is shown",
                          page->is_preview ? "a preview" : page->request->path,
                          report.too_large ? "too large" : "nested too deeply");
    return body;
}

void np_page_build_foot(np_page_t *page, xmlNodePtr root)
{
    xmlNodePtr links;
    int i;

    if (page->links == NULL || page->links->count == 0)
        return;
    links = np_model_add(root, "links");
    for (i = 0; i < page->links->count; i++) {
        const char *url = np_rows_text(page->links, i, LINK_LIST_URL);
        xmlNodePtr link;

        if (!np_page_is_link(url))
            continue;
        link = np_model_add_text(links, "link", np_rows_text(page->links, i, LINK_LIST_NAME));
        /* An address of our own follows the variant of the page. */
        np_model_set(link, "kind", np_rows_text(page->links, i, LINK_LIST_KIND));
        np_model_set(link, "href", *url == '/' ? np_page_href(page, url) : url);
    }
}
