/* mod_newsportal_config.h - the NewsPortal... directives: from httpd's configuration to np_site_t.
 *
 * Reading happens in three steps. While httpd reads its files each directive checks its own value.
 * Then httpd merges every virtual host over the main server: what a host does not set, it inherits.
 * Last, np_config_check fills in the defaults, checks what no directive can check alone, reads the
 * database password and makes the np_site_t that the rest of the module works with.
 *
 * Must not: compile themes, connect to a database, keep anything outside httpd's configuration
 * pools (httpd reads its configuration twice at start and unloads the module in between). Called by
 * mod_newsportal.c and mod_newsportal_child.c. Its four rooms: mod_newsportal_config_internal.h.
 */
#ifndef MOD_NEWSPORTAL_CONFIG_H
#define MOD_NEWSPORTAL_CONFIG_H

#include <httpd.h>
#include <http_config.h>

#include "np_site.h"

/* For the module record; the table is in mod_newsportal_directives.c. */
extern const command_rec np_config_commands[];
void *np_config_create_server(apr_pool_t *pool, server_rec *server);
void *np_config_merge_server(apr_pool_t *pool, void *base, void *over);

/* To be called in the check_config hook for each server of the list (check_config and not
 * post_config, because `apachectl configtest` runs only the first). Returns NULL, also when the
 * engine is off there, or a sentence for the administrator that names the server, the directive and
 * what is accepted. `ptemp` is for scratch memory. */
const char *np_config_check(apr_pool_t *pconf, apr_pool_t *ptemp, server_rec *server);

/* What is allowed and yet cannot be meant, in a sentence as above; NULL when there is nothing. For a
 * server that has a portal; `servers` are all of them, to be checked before. */
const char *np_config_doubt(apr_pool_t *pool, const server_rec *servers, const server_rec *server);

/* "main server", or "virtual host NAME (FILE:LINE)": the beginning of a sentence about a server. */
const char *np_config_server_title(apr_pool_t *pool, const server_rec *server);

/* The portal of this server; NULL when the engine is off there. Valid after np_config_check. */
const np_site_t *np_config_get(const server_rec *server);

/* The value of Cache-Control; without `if_error` nobody may show the page instead of an error. */
const char *np_config_cache_control(apr_pool_t *pool, const np_cache_settings_t *cache,
                                    const np_max_age_t *age, int if_error);

#endif
