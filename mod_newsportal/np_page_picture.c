/* np_page_picture.c - pictures in the models of pages: which address, which smaller sizes, and
 * until when.
 *
 * A file that editors named by its path keeps that address, and httpd sends it, unless smaller
 * sizes can be made of it: then it is addressed as /media/..., like what was uploaded.
 *
 * Must not: open anything but the file itself. Called by the np_page_*.c files and np_list.c.
 */
#include "np_page.h"

#include <string.h>
#include "np_media.h"

static int has_ended(const np_page_t *page, const np_rows_t *rows, int row, int column)
{
    return !np_rows_is_null(rows, row, column + NP_PICTURE_UNTIL) &&
           np_rows_int(rows, row, column + NP_PICTURE_UNTIL) <= page->request->now;
}

void np_page_depend_picture(np_page_t *page, const np_rows_t *rows, int row, int column)
{
    if (!has_ended(page, rows, row, column))
        np_page_until_cell(page, rows, row, column + NP_PICTURE_UNTIL);
}

int np_page_has_picture(const np_page_t *page, const np_rows_t *rows, int row, int column)
{
    if (has_ended(page, rows, row, column))
        return 0;
    return *np_rows_text(rows, row, column + NP_PICTURE_PATH) != '\0' ||
           (strlen(np_rows_text(rows, row, column + NP_PICTURE_HASH)) == NP_MEDIA_HASH &&
            np_media_of_mime(np_rows_text(rows, row, column + NP_PICTURE_TYPE)) != NP_MEDIA_NONE);
}

/* 1 when smaller ones can be made. */
static int is_sized(const np_site_t *site, np_media_type_e type)
{
    return site->media.folder && site->media.program && np_media_is_sized(type);
}

/* The name below /media/; 0 for a file that httpd sends. */
static int find_name(np_media_name_t *name, const np_page_t *page, const np_rows_t *rows, int row,
                     int column)
{
    const np_site_t *site = page->request->site;
    const char *path = np_rows_text(rows, row, column + NP_PICTURE_PATH);
    np_media_file_t file;

    memset(name, 0, sizeof(*name));
    if (*path) {
        if (site->media.folder == NULL || site->media.program == NULL ||
            !np_media_file_look(&file, NULL, site->media.root, path, page->pool) ||
            !np_media_is_sized(file.type) || file.size > NP_MEDIA_MOST)
            return 0;
        memcpy(name->hash, file.hash, sizeof(name->hash));
        name->type = file.type;
    } else {
        memcpy(name->hash, np_rows_text(rows, row, column + NP_PICTURE_HASH), NP_MEDIA_HASH);
        name->type = np_media_of_mime(np_rows_text(rows, row, column + NP_PICTURE_TYPE));
    }
    return 1;
}

/* Only what is smaller than the picture; which it is, nobody knows without its width. */
static void add_sizes(const np_page_t *page, xmlNodePtr picture, apr_int64_t id,
                      np_media_name_t name, apr_int64_t width)
{
    const int *smaller;

    if (!is_sized(page->request->site, name.type))
        return;
    for (smaller = np_media_widths; *smaller && *smaller < width; smaller++) {
        xmlNodePtr size = np_model_add(picture, "size");

        name.width = *smaller;
        np_model_set_int(size, "width", *smaller);
        np_model_set(size, "href", np_media_path(id, &name, page->pool));
    }
}

xmlNodePtr np_page_add_picture(const np_page_t *page, xmlNodePtr parent, const np_rows_t *rows,
                               int row, int column)
{
    static const char *const numbers[] = {"width", "height", "focus-x", "focus-y"};
    apr_int64_t id = np_rows_int(rows, row, column + NP_PICTURE_ID);
    int i, is_ours;
    np_media_name_t name;
    xmlNodePtr picture;

    if (!np_page_has_picture(page, rows, row, column))
        return NULL;
    is_ours = find_name(&name, page, rows, row, column);
    /* A document may be uploaded, and be the cover of an article by mistake. */
    if (name.type == NP_MEDIA_PDF)
        return NULL;
    picture = np_model_add(parent, "picture");
    np_model_set(picture, "src",
                 is_ours ? np_media_path(id, &name, page->pool)
                         : np_page_file_address(np_rows_text(rows, row, column), page->pool));
    np_model_set(picture, "alt", np_rows_text(rows, row, column + NP_PICTURE_ALT));
    for (i = 0; i < 4; i++) {
        apr_int64_t number = np_rows_int(rows, row, column + NP_PICTURE_WIDTH + i);

        if (number > 0 || (i >= 2 && !np_rows_is_null(rows, row, column + NP_PICTURE_WIDTH + i)))
            np_model_set_int(picture, numbers[i], number);
    }
    if (is_ours)
        add_sizes(page, picture, id, name, np_rows_int(rows, row, column + NP_PICTURE_WIDTH));
    return picture;
}
