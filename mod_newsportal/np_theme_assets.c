/* np_theme_assets.c - which files lie below assets/ of a theme and its parents, and a hash of each
 * one's content. The hash goes into the file's address, so that browsers may keep it for ever.
 *
 * Must not: serve files (httpd does) or look into them. Called by np_theme.c and mod_newsportal.c.
 */
#include "np_theme_internal.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <apr_strings.h>

typedef struct {
    np_theme_load_t *load;
    int level;
} adding_t;

static np_theme_asset_t *find_asset(const np_theme_t *theme, const char *path)
{
    int i;

    for (i = 0; i < theme->asset_count; i++) {
        if (strcmp(theme->assets[i].path, path) == 0)
            return &theme->assets[i];
    }
    return NULL;
}

/* FNV-1a folded to 32 bits: it tells versions of one file apart, it does not guard against forgery.
 */
static const char *hash_file(np_theme_load_t *load, const char *full, char hash[9])
{
    apr_pool_t *pool = load->pool;
    char *bytes;
    size_t length;
    uint64_t value;
    const char *error;

    /* A pool of its own, or all assets would be in memory at once. */
    apr_pool_create(&load->pool, pool);
    error = np_theme_read(load, full, NP_THEME_ASSET_BYTES, &bytes, &length);
    if (error == NULL) {
        value = np_theme_hash(NP_THEME_HASH_START, bytes, length);
        snprintf(hash, 9, "%08x", (unsigned)((value >> 32) ^ value));
    } else {
        error = apr_pstrdup(pool, error);
    }
    apr_pool_destroy(load->pool);
    load->pool = pool;
    return error;
}

/* Levels come child first: what is there already is the child's own version. */
static const char *add_asset(void *baton, const char *full, const char *path)
{
    adding_t *adding = baton;
    np_theme_load_t *load = adding->load;
    np_theme_t *theme = load->theme;
    np_theme_asset_t *asset;
    char *real;
    int level;

    if (find_asset(theme, path) != NULL)
        return NULL;
    real = realpath(full, NULL);
    level = real != NULL ? np_theme_level_of(theme, real) : 0;
    free(real);
    if (level < 0)
        return apr_psprintf(
            load->pool, "%s: leads outside the folders of the theme; copy the file into assets/",
            full);
    theme->assets =
        np_theme_alloc(theme->assets, sizeof(*asset) * (size_t)(theme->asset_count + 1));
    asset = &theme->assets[theme->asset_count++];
    asset->path = np_theme_copy(path);
    asset->level = adding->level;
    return hash_file(load, full, asset->hash);
}

static int by_path(const void *a, const void *b)
{
    const np_theme_asset_t *left = a;
    const np_theme_asset_t *right = b;

    return strcmp(left->path, right->path);
}

const char *np_theme_load_assets(np_theme_load_t *load)
{
    np_theme_t *theme = load->theme;
    adding_t adding = {load, 0};
    const char *error = NULL;

    for (; adding.level < theme->level_count && error == NULL; adding.level++)
        error = np_theme_walk(
            apr_pstrcat(load->pool, theme->levels[adding.level].folder, "/assets", NULL), add_asset,
            &adding, load->pool);
    if (theme->asset_count > 0)
        qsort(theme->assets, (size_t)theme->asset_count, sizeof(*theme->assets), by_path);
    return error;
}

void np_theme_assets(const np_theme_t *theme, np_theme_asset_fn *each, void *baton)
{
    int i;

    for (i = 0; i < theme->asset_count; i++) {
        const np_theme_asset_t *asset = &theme->assets[i];

        each(baton, asset->path, theme->levels[asset->level].name, asset->hash);
    }
}
