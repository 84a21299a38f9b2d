/* np_page_media.c - whether a picture may be seen, and under which address: the answer to
 * /media/... up to the bytes themselves.
 *
 * What comes out is kept and dies like any page: the row of the picture, the end of its licence.
 * Its text is no HTML but says where the bytes are: empty for the database, else the path of the
 * file below the document root. mod_newsportal_media.c sends those.
 *
 * Must not: read a picture. Called by np_respond.c.
 */
#include "np_page.h"

#include <string.h>
#include "np_media.h"

#define FILE_LOOK_EVERY 5 /* seconds */

static np_error_t *load_fate(np_page_t *page, apr_int64_t id)
{
    np_rows_t *rows;
    np_error_t *error = np_page_query(&rows, page, NP_QUERY_MEDIA_FATE, np_value_int(id));

    if (error)
        return error;
    if (rows->count == 0 || np_rows_is_null(rows, 0, MEDIA_FATE_REMOVED_AT))
        return np_page_unknown(page);
    page->failure.reason = "removed";
    page->failure.item = "picture";
    page->failure.has_removed_at = 1;
    page->failure.removed_at = np_page_civil(page, np_rows_int(rows, 0, MEDIA_FATE_REMOVED_AT));
    page->failure.cause = np_rows_text(rows, 0, MEDIA_FATE_CAUSE);
    page->failure.claimant = np_rows_text(rows, 0, MEDIA_FATE_CLAIMANT);
    return np_error_make(page->pool, 451, NULL, "picture %" APR_INT64_T_FMT " was removed", id);
}

/* The last day of a licence ends at midnight of the portal's clock; no copy outlives it. */
static np_error_t *check_licence(np_page_t *page, const np_rows_t *rows, apr_int64_t id)
{
    np_civil_t end = np_rows_int(rows, 0, MEDIA_BY_ID_LICENCE_END);

    if (np_rows_is_null(rows, 0, MEDIA_BY_ID_LICENCE_END))
        return NULL;
    if (end > page->request->now) {
        np_keys_until(&page->keys, end);
        page->keys.over_at = end;
        return NULL;
    }
    page->failure.reason = "expired";
    return np_error_make(page->pool, 410, NULL,
                         "the licence of picture %" APR_INT64_T_FMT " has ended", id);
}

/* 0 when there is nothing that is served. */
static int find_source(np_media_name_t *name, const char **direct, np_page_t *page,
                       const np_rows_t *rows)
{
    const char *path = np_rows_text(rows, 0, MEDIA_BY_ID_PATH);
    const char *hash = np_rows_text(rows, 0, MEDIA_BY_ID_CONTENT_HASH);
    np_media_file_t file;

    if (*path) {
        if (!np_media_file_look(&file, NULL, page->request->site->media.root, path, page->pool))
            return 0;
        /* Nobody tells when a file is replaced. */
        np_keys_until(&page->keys, page->request->now + FILE_LOOK_EVERY);
        memcpy(name->hash, file.hash, sizeof(name->hash));
        name->type = file.type;
        if (file.size > NP_MEDIA_MOST)
            *direct = np_page_file_address(path, page->pool);
        return file.type != NP_MEDIA_NONE && file.size > 0;
    }
    name->type = np_media_of_mime(np_rows_text(rows, 0, MEDIA_BY_ID_CONTENT_TYPE));
    if (strlen(hash) != NP_MEDIA_HASH)
        return 0;
    memcpy(name->hash, hash, sizeof(name->hash));
    return name->type != NP_MEDIA_NONE;
}

np_error_t *np_page_media_load(np_page_t *page)
{
    const np_params_t *params = &page->request->params;
    const np_site_t *site = page->request->site;
    np_media_name_t asked, name = {.width = 0};
    const char *direct = NULL;
    np_rows_t *rows;
    np_error_t *error;

    np_page_depend_number(page, "media", params->id);
    error = np_page_query(&rows, page, NP_QUERY_MEDIA_BY_ID, np_value_int(params->id));
    if (error)
        return error;
    if (rows->count == 0)
        return load_fate(page, params->id);
    error = check_licence(page, rows, params->id);
    if (error)
        return error;
    if (params->name == NULL || !np_media_name_parse(&asked, params->name) ||
        !find_source(&name, &direct, page, rows))
        return np_page_unknown(page);
    if (site->media.folder && site->media.program && np_media_is_sized(name.type))
        name.width = asked.width;
    page->canonical = direct ? direct : np_media_path(params->id, &name, page->pool);
    page->ticket_type = np_media_mime(name.type);
    page->ticket = np_rows_text(rows, 0, MEDIA_BY_ID_PATH);
    return NULL;
}

void np_page_media_build(np_page_t *page, xmlNodePtr root)
{
    (void)page;
    (void)root;
}
