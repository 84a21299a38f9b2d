/* mod_newsportal.h - the module's private header: one section per file of the httpd side.
 *
 * These files may include httpd's headers; np_*.h may not. Includes point one way:
 *
 *     mod_newsportal.c ─▶ device, form ─▶ input, child, output, config ─▶ np_serve.h ─▶ np_respond.h ─▶ the rest
 *     mod_newsportal_status.c ─▶ shared ─▶ np_status.h, which stands alone
 */
#ifndef MOD_NEWSPORTAL_H
#define MOD_NEWSPORTAL_H

#include <httpd.h>
#include <http_config.h>
#include <http_log.h>
#include <apr_buckets.h>

#include "mod_newsportal_config.h"
#include "np_serve.h"
#include "np_status.h"

/* The one symbol that httpd looks for; everything else is hidden (-fvisibility=hidden). */
extern __attribute__((visibility("default"))) module AP_MODULE_DECLARE_DATA newsportal_module;

/* r->handler of a request that is a page of the portal. */
#define NP_HANDLER "newsportal"
/* What SetHandler names for the status pages. */
#define NP_STATUS_HANDLER "newsportal-status"

/*** mod_newsportal_child.c: what the parent prepares and what each child process runs ***/

/* check_config: settings and themes of every virtual host; an httpd status. */
int np_child_check_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp,
                          server_rec *server);

/* post_config: what only a start needs and no configtest: the page stores' folders, the secret of keys. */
int np_child_post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *server);

/* child_init: database pool, theme slot, cache and threads of each portal. */
void np_child_init(apr_pool_t *pchild, server_rec *server);

/* The portal of this virtual host, NULL when there is none. Valid in a child after np_child_init. */
const np_portal_t *np_child_portal(const server_rec *server);

/* The portals of the whole server, NULL after the last one; virtual hosts that share one count once. In
 * httpd's order: the main server, then virtual hosts from the last to the first. Valid after
 * np_child_check_config. */
const np_site_t *np_child_site(int index);

/*** mod_newsportal_notify.c: the sender of messages, a process of its own ***/

void np_notify_register_hooks(void);

/* check_config, once for each portal that sends messages: its texts and the program. NULL, or a
 * sentence that names the directive. */
const char *np_notify_check(const np_site_t *site, const np_theme_t *theme, apr_pool_t *pconf);

/* Adds what the portal's sender counts; like the numbers of children that have ended they belong to
 * no child. */
void np_notify_add_numbers(int portal, np_numbers_t *numbers);

/*** mod_newsportal_input.c: from request_rec to np_request_t ***/

/* NULL when the request cannot concern a portal (no path). request->route is NULL when its path is
 * none of the portal's. Lives in r->pool. */
np_request_t *np_input_read(request_rec *r, const np_site_t *site);

/* 1 when the client's address is a loopback one. */
int np_input_is_local(const request_rec *r);

/* The value of the first parameter of that name in the query, decoded, in r->pool; NULL when there
 * is none that is text. For what is decided about a request and never reaches a page. */
const char *np_input_parameter(const request_rec *r, const char *name);

/* The cookie that takes a receipt to its page (np_desk.h). */
#define NP_RECEIPT_COOKIE "newsportal-receipt"

/*** mod_newsportal_form.c: a POST ***/

/* Reads what was sent into request->submission; what is not taken becomes request->refusal (403, 413, 415, 400, 429). Returns OK, or an
 * httpd status when the client has gone. */
int np_form_receive(request_rec *r, const np_portal_t *portal, np_request_t *request);

/*** mod_newsportal_device.c: phones and mobile pages ***/

/* 1 when the reader was led to the other twin of the page: the answer has been sent. */
int np_device_lead(request_rec *r, const np_request_t *request);

/*** mod_newsportal_bucket.c: bytes of an entry on their way ***/

/* Takes a reference of its own. */
apr_bucket *np_bucket_create(np_coded_t *coded, apr_bucket_alloc_t *list);

/*** mod_newsportal_output.c: from an entry to the wire ***/

/* The headers that every response of a portal carries, whoever makes it. */
void np_output_set_security_headers(request_rec *r);

/* Bytes on their way: a bucket at the end of a brigade; the brigade's end and all of it to the filters, which
 * returns OK whatever became of the client. */
void np_output_append(apr_bucket_brigade *brigade, apr_bucket *bucket);
int np_output_pass(request_rec *r, apr_bucket_brigade *brigade);

/* Gives back the caller's reference to an entry when the request ends. */
void np_output_hold(request_rec *r, np_entry_t *entry);

/* Answers OPTIONS (RFC 9110 9.3.7): which methods a page knows. */
void np_output_send_options(request_rec *r, const np_request_t *request);

/* Answers 302 to an absolute address, for this reader and this time only (no-store). */
void np_output_send_found(request_rec *r, const np_request_t *request, const char *address);

/* Sends a response and takes over the reference to its entry. Returns what a handler returns. */
int np_output_send(request_rec *r, const np_portal_t *portal, const np_request_t *request,
                   const np_served_t *served);

/*** mod_newsportal_media.c: the bytes of pictures, and files that must not be sent ***/

/* Sends the picture that a 200 of the media route stands for, and takes over the reference to its entry.
 * Returns what a handler returns. */
int np_media_send(request_rec *r, const np_portal_t *portal, const np_request_t *request,
                  const np_served_t *served);

/* 1 when the file that httpd is about to send is a picture that was removed or whose licence has ended:
 * `request` then asks for that picture, and np_media_refuse answers. */
int np_media_is_gone(const request_rec *r, const np_portal_t *portal, np_request_t *request);

/* Answers such a request: as the picture's own address does, or with the bare status if that cannot be
 * known now. */
int np_media_refuse(request_rec *r, const np_portal_t *portal, np_request_t *request);

/*** mod_newsportal_shared.c: the memory in which all processes count ***/

void np_shared_register_hooks(void);

/* To be called by a child when it starts, once for each portal (np_child_site's index): where this
 * process counts for it. Zeroed; never NULL; written with np_count and np_count_set by any thread. When
 * there is no place in the shared memory it lies in `pchild` and is shown nowhere (NP0003 is logged). */
np_counters_t *np_status_claim(int portal, apr_pool_t *pchild);

/* The numbers of all portals and processes at this moment, in `pool`; 0 when there is no such memory. */
int np_status_read(np_status_t *status, apr_pool_t *pool);

/*** mod_newsportal_status.c: the handler newsportal-status, and the section of mod_status ***/

void np_status_register_hooks(void);

#endif
