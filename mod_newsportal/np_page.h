/* np_page.h - the frame that all pages share, and the table of pages.
 *
 * A page is a row in the table (np_page.c), a file np_page_<kind>.c and a template of the theme. It
 * has two steps, because a connection is given back before anything is rendered:
 *
 *     load   runs the page's queries in the snapshot of this request, keeps rows in page->data, says
 *            the canonical address, the language and the channel it stands in; or returns an error
 *            (404, 410, 451)
 *     build  adds title, description, breadcrumb and content to the model; cannot fail
 *
 * np_respond.c drives both. Must not: know httpd, write HTML.
 */
#ifndef NP_PAGE_H
#define NP_PAGE_H

#include <libxml/tree.h>
#include "np_channel.h"
#include "np_controls.h"
#include "np_db.h"
#include "np_model.h"
#include "np_query_table.h"
#include "np_request.h"
#include "np_table.h"

/* What an error page says beyond its status; page.rng, element error. */
typedef struct np_failure_t {
    const char *reason; /* "unknown", "withdrawn", ...; NULL: from the status */
    int has_removed_at;
    np_civil_t removed_at;
    const char *cause, *claimant; /* public texts, may be NULL */
    const char *way, *way_name;   /* address of a list that leads on, and its name; NULL: none */
    const char *item; /* what was removed: "article", "picture"; NULL: not known */
} np_failure_t;

/* What the act of a page decided (np_desk.h); all zero where nothing was sent. */
typedef struct np_reply_t {
    int status;             /* 200, 404, 422, 429; 0: 200 */
    const char *see_other;  /* path of a page to be led to (303) instead; NULL: none */
    const char *receipt;    /* sealed, for the cookie of that page; NULL: none */
    int retry_after;        /* seconds; 0 for none */
    const char *notice;     /* reason, for a message; NULL: none */
    apr_int64_t seconds;    /* that the notice speaks of */
    np_controls_t *controls; /* of the form on the page; NULL: none */
    int is_confirm;         /* it is shown for confirmation */
    const char *client_id;  /* that it carries; NULL: none */
    int is_stale;           /* it gets a new stamp */
} np_reply_t;

typedef struct np_page_t {
    const np_request_t *request;
    apr_pool_t *pool;
    np_db_conn_t *conn; /* during load; NULL afterwards */
    const np_theme_t *theme;

    /* The frame: set before the page's own load, NULL when the database could not be asked. */
    const np_channels_t *channels;
    const np_rows_t *links;

    /* Set by the page's load. */
    void *data;
    const char *canonical;       /* path as np_route_path gives it; NULL: this page has none */
    const char *twin;            /* its path in the other variant; NULL: the canonical one */
    const char *moved;           /* path of the page to be led to (302) instead; NULL: none */
    int is_preview;              /* readers cannot see it yet */
    const char *language;        /* of the page's messages; the site's unless changed */
    const np_channel_t *channel; /* whose navigation entry is current; NULL for none */
    int noindex;
    np_failure_t failure;

    /* Of no page but a file: its type, and the text that is the answer instead of HTML; else NULL. */
    const char *ticket, *ticket_type;
    const char *link; /* value of a Link header; else NULL */

    np_reply_t reply;

    /* What the page is made of, noted by whoever loads rows (np_key.h). */
    np_keys_t keys;

    /* Set by the page's build: what the log should know although the page is shown; else NULL. */
    const np_error_t *warning;
} np_page_t;

typedef struct np_page_kind_t {
    np_route_e route;
    const char *kind; /* page.rng, page/@kind */
    np_error_t *(*load)(np_page_t *page);
    void (*build)(np_page_t *page, xmlNodePtr root);
} np_page_kind_t;

const np_page_kind_t *np_page_kind(np_route_e route); /* NULL for the error route */

/* What a page does with a form, a row for each route that takes one (NP_ROUTE_FORM). `act` runs before `load`, with a connection outside
 * any snapshot; it decides page->reply, or fails. `controls` makes the form that was sent, without a database. */
typedef struct np_page_act_t {
    np_route_e route;
    np_error_t *(*act)(np_page_t *page);
    np_controls_t *(*controls)(np_page_t *page);
} np_page_act_t;

const np_page_act_t *np_page_act(np_route_e route); /* NULL: the route takes no form */

/* What every page needs: the channels first in each snapshot, and last the links, once the page's
 * language is known. */
np_error_t *np_page_load_frame(np_page_t *page);
np_error_t *np_page_load_links(np_page_t *page);

/* Adds <page> attributes, site, theme and address; `kind` and `status` as in page.rng. */
void np_page_build_head(np_page_t *page, xmlNodePtr root, const np_theme_t *theme,
                        const char *kind, int status);
/* Adds links: the last element of a model. */
void np_page_build_foot(np_page_t *page, xmlNodePtr root);

/* Runs a query of sql/queries; the variable arguments are its np_value_t parameters in order. */
np_error_t *np_page_query(np_rows_t **rows, np_page_t *page, int query, ...);
/* The same with the parameters in an array, for queries that have many. */
np_error_t *np_page_query_values(np_rows_t **rows, np_page_t *page, int query,
                                 const np_value_t *values);

/* Notes that the page was made from an item of the change log; `item` may be "*". */
void np_page_depend(np_page_t *page, const char *kind, const char *item);
void np_page_depend_number(np_page_t *page, const char *kind, apr_int64_t id);
/* Notes what a cell says: an item's number, or a moment at which the page changes. Nothing for null. */
void np_page_depend_cell(np_page_t *page, const char *kind, const np_rows_t *rows, int row,
                         int column);
void np_page_until_cell(np_page_t *page, const np_rows_t *rows, int row, int column);

/* 1 when an address typed by an editor may stand in @href or Location: http(s), or a path of ours
 * (RFC 3986 4.2: one slash, since two begin another host). */
int np_page_is_link(const char *address);

/* Shows an article: `rows` is one row of article_by_id, or of preview_article, which has the same
 * columns; `tags` is the query that finds its tags, with the columns of article_tags. For
 * np_page_article_build. An article that no hour has been set for looks as if published now. */
np_error_t *np_page_article_show(np_page_t *page, const np_rows_t *rows, int tags);

/* "No such page" (404, reason unknown). */
np_error_t *np_page_unknown(np_page_t *page);

/* Addresses, escaped and ready for @href. np_page_href is for this page's variant; np_page_absolute
 * gives scheme and host too, for a variant. `path` as np_route_path gives it. */
const char *np_page_href(const np_page_t *page, const char *path);
const char *np_page_absolute(const np_page_t *page, np_variant_e variant, const char *path);
const char *np_page_copyright_href(const np_page_t *page); /* the desk's page for rights holders */
const char *np_page_channel_path(const np_page_t *page, const np_channel_t *channel);
const char *np_page_article_path(const np_page_t *page, apr_int64_t id, np_civil_t published);

/* Own language, else the channel's, else the site's. `channel` may be NULL. */
const char *np_page_language(const np_page_t *page, const char *own, const np_channel_t *channel);

/* Of what readers and offices write without saying in which language: own, else by its letters
 * (np_text_language), else the site's; the site's own tag, such as zh-Hans, where it is that. */
const char *np_page_language_of(const np_page_t *page, const char *own, const char *text);

/* Adds such text as np_model_add_text does, with @lang where that is not the page's. */
void np_page_add_words(const np_page_t *page, xmlNodePtr parent, const char *name,
                       const char *text);

/* A moment that the database keeps in UTC (TIMESTAMP), on the portal's clock. */
np_civil_t np_page_civil(const np_page_t *page, np_civil_t utc);

void np_page_add_channel(const np_page_t *page, xmlNodePtr parent, const np_channel_t *channel);

/* The channel tree; then, on pages that stand somewhere, the breadcrumb from the top channel down to
 * `last` (NULL: directly below the front page). Between description and content. */
void np_page_add_navigation(const np_page_t *page, xmlNodePtr root);
void np_page_add_breadcrumb(const np_page_t *page, xmlNodePtr root, const np_channel_t *last);

/* The address of a file below the document root, typed by people: each segment is escaped. */
const char *np_page_file_address(const char *path, apr_pool_t *pool);

/* The columns of a picture, in the order in which all queries have them. */
enum {
    NP_PICTURE_PATH,
    NP_PICTURE_ALT,
    NP_PICTURE_WIDTH,
    NP_PICTURE_HEIGHT,
    NP_PICTURE_FOCUS_X,
    NP_PICTURE_FOCUS_Y,
    NP_PICTURE_HASH,
    NP_PICTURE_TYPE,
    NP_PICTURE_UNTIL,
    NP_PICTURE_ID,
    NP_PICTURE__COLUMNS
};

/* In load: the page changes when the licence of the picture ends that begins at `column`. */
void np_page_depend_picture(np_page_t *page, const np_rows_t *rows, int row, int column);
/* 1 when there is one that may be shown now. */
int np_page_has_picture(const np_page_t *page, const np_rows_t *rows, int row, int column);
/* The picture whose columns begin at `column`, with its smaller sizes where they can be made. Returns NULL
 * and adds nothing when the row has none, or its licence has ended. */
xmlNodePtr np_page_add_picture(const np_page_t *page, xmlNodePtr parent, const np_rows_t *rows,
                               int row, int column);

/* <body> from the column `source` and the format column after it (np_body.h). A body that could not be
 * shown whole is a warning for the log. */
xmlNodePtr np_page_add_body(np_page_t *page, xmlNodePtr parent, const np_rows_t *rows, int source);

/* For a page that is a table to take away (np_table.h): the file, instead of HTML. */
np_error_t *np_page_csv(np_page_t *page, const np_table_t *table);
np_error_t *np_page_json(np_page_t *page, const np_table_t *table, const np_table_member_t *members,
                         int member_count);
/* The build of such a page: there is nothing to build. */
void np_page_no_build(np_page_t *page, xmlNodePtr root);

/* The code of the page row that holds the copyright desk's policy. Its address is the desk's. */
#define NP_COPYRIGHT_CODE "copyright"

/* The pages; each in a file of its name. */
np_error_t *np_page_front_load(np_page_t *page);
void np_page_front_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_channel_load(np_page_t *page);
void np_page_channel_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_latest_load(np_page_t *page);
void np_page_latest_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_article_load(np_page_t *page);
void np_page_article_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_tag_load(np_page_t *page);
void np_page_tag_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_tags_load(np_page_t *page);
void np_page_tags_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_static_load(np_page_t *page);
void np_page_static_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_archive_load(np_page_t *page);
void np_page_archive_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_month_load(np_page_t *page);
void np_page_month_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_day_load(np_page_t *page);
void np_page_day_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_preview_load(np_page_t *page); /* built by np_page_article_build */
np_error_t *np_page_media_load(np_page_t *page);
void np_page_media_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_hotline_load(np_page_t *page);
void np_page_hotline_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_hotline_list_load(np_page_t *page); /* of all cases, an agency, a region, a kind, a state */
void np_page_hotline_list_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_hotline_search_load(np_page_t *page);
void np_page_hotline_search_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_hotline_case_load(np_page_t *page);
void np_page_hotline_case_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_hotline_league_load(np_page_t *page); /* of the year, or of one month */
void np_page_hotline_league_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_hotline_new_act(np_page_t *page);
np_controls_t *np_page_hotline_new_controls(np_page_t *page);
np_error_t *np_page_hotline_new_load(np_page_t *page);
void np_page_hotline_new_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_hotline_csv_load(np_page_t *page);
np_error_t *np_page_hotline_json_load(np_page_t *page);
np_error_t *np_page_copyright_load(np_page_t *page);
void np_page_copyright_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_copyright_ledger_load(np_page_t *page);
void np_page_copyright_ledger_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_copyright_csv_load(np_page_t *page);
np_error_t *np_page_copyright_json_load(np_page_t *page);
np_error_t *np_page_copyright_claim_act(np_page_t *page);
np_controls_t *np_page_copyright_claim_controls(np_page_t *page);
np_error_t *np_page_copyright_claim_load(np_page_t *page);
void np_page_copyright_claim_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_copyright_follow_act(np_page_t *page);
np_controls_t *np_page_copyright_follow_controls(np_page_t *page);
np_error_t *np_page_copyright_follow_load(np_page_t *page);
void np_page_copyright_follow_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_copyright_counter_act(np_page_t *page);
np_controls_t *np_page_copyright_counter_controls(np_page_t *page);
np_error_t *np_page_copyright_counter_load(np_page_t *page);
void np_page_copyright_counter_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_hotline_follow_act(np_page_t *page);
np_controls_t *np_page_hotline_follow_controls(np_page_t *page);
np_error_t *np_page_hotline_follow_load(np_page_t *page);
void np_page_hotline_follow_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_hotline_join_act(np_page_t *page);
np_controls_t *np_page_hotline_join_controls(np_page_t *page);
np_error_t *np_page_hotline_join_load(np_page_t *page);
void np_page_hotline_join_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_receipt_load(np_page_t *page); /* of all desks */
void np_page_receipt_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_plaza_load(np_page_t *page);
void np_page_plaza_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_plaza_list_load(np_page_t *page);
void np_page_plaza_list_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_plaza_notice_load(np_page_t *page);
void np_page_plaza_notice_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_plaza_choose_load(np_page_t *page);
void np_page_plaza_choose_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_plaza_new_act(np_page_t *page);
np_controls_t *np_page_plaza_new_controls(np_page_t *page);
np_error_t *np_page_plaza_new_load(np_page_t *page);
void np_page_plaza_new_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_plaza_follow_act(np_page_t *page);
np_controls_t *np_page_plaza_follow_controls(np_page_t *page);
np_error_t *np_page_plaza_follow_load(np_page_t *page);
void np_page_plaza_follow_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_plaza_contact_act(np_page_t *page);
np_controls_t *np_page_plaza_contact_controls(np_page_t *page);
np_error_t *np_page_plaza_contact_load(np_page_t *page);
void np_page_plaza_contact_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_plaza_report_act(np_page_t *page);
np_controls_t *np_page_plaza_report_controls(np_page_t *page);
np_error_t *np_page_plaza_report_load(np_page_t *page);
void np_page_plaza_report_build(np_page_t *page, xmlNodePtr root);
np_error_t *np_page_plaza_feed_load(np_page_t *page); /* no page: page->ticket is the feed */
void np_page_plaza_feed_build(np_page_t *page, xmlNodePtr root);
void np_page_error_build(np_page_t *page, xmlNodePtr root, int status);

#endif
