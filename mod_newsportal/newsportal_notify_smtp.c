/* newsportal_notify_smtp.c - hands a message to a mail server (RFC 5321) by libcurl.
 *
 * To another machine always in TLS, with its certificate checked (RFC 8314, or STARTTLS, RFC 3207);
 * to this machine itself in the clear. One connection for messages that follow each other.
 *
 * Must not: be linked into httpd; follow the environment's proxies; wait longer than
 * NOTIFY_SMTP_TIME. Called by newsportal_notify.c, which has one thread.
 */
#include "newsportal_notify.h"

#include <string.h>
#include <apr_strings.h>
#include <curl/curl.h>

typedef struct upload_t {
    const np_buffer_t *bytes;
    size_t done;
    int is_rcpt;      /* the last command was RCPT: what is answered is about the recipient */
    int rcpt_status;  /* of its answer */
    char answer[256]; /* the last line that the server sent, with its end */
    size_t answer_length;
} upload_t;

static CURL *curl; /* kept, because it holds the connection */

static size_t give(char *room, size_t size, size_t count, void *data)
{
    upload_t *upload = data;
    size_t left = upload->bytes->length - upload->done;
    size_t part = left < size * count ? left : size * count;

    memcpy(room, upload->bytes->data + upload->done, part);
    upload->done += part;
    return part;
}

static int is_refused(const upload_t *upload)
{
    return upload->answer_length > 3 && (upload->answer[0] == '4' || upload->answer[0] == '5');
}

/* The dialogue, without the message: which command was refused, and in which words. */
static int overhear(CURL *handle, curl_infotype type, char *line, size_t length, void *data)
{
    upload_t *upload = data;

    (void)handle;
    if (type == CURLINFO_HEADER_OUT)
        upload->is_rcpt = length > 5 && strncmp(line, "RCPT ", 5) == 0;
    /* The first refusal is the reason; after it we only say goodbye. */
    if (type != CURLINFO_HEADER_IN || is_refused(upload))
        return 0;
    if (upload->is_rcpt && length > 3)
        upload->rcpt_status = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    upload->answer_length = length < sizeof(upload->answer) ? length : sizeof(upload->answer);
    memcpy(upload->answer, line, upload->answer_length);
    return 0;
}

static void set_server(const np_notify_t *notify, apr_pool_t *pool)
{
    const np_notify_settings_t *settings = &notify->settings;

    /* The path is the name that we say EHLO with. */
    curl_easy_setopt(curl, CURLOPT_URL,
                     apr_pstrcat(pool, settings->url, "/", notify->from.host, NULL));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     settings->is_local ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (settings->ca)
        curl_easy_setopt(curl, CURLOPT_CAINFO, settings->ca);
    if (settings->user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, settings->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, settings->password);
    }
}

static void set_limits(void)
{
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)NOTIFY_CONNECT_TIME);
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)NOTIFY_SMTP_TIME / 2);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)NOTIFY_SMTP_TIME);
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L); /* leave a resolver that hangs behind */
    curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, 30L);
}

static struct curl_slist *set_message(const np_notify_t *notify, const char *recipient,
                                      upload_t *upload, apr_pool_t *pool)
{
    struct curl_slist *recipients =
        curl_slist_append(NULL, apr_pstrcat(pool, "<", recipient, ">", NULL));

    curl_easy_setopt(curl, CURLOPT_MAIL_FROM,
                     apr_pstrcat(pool, "<", notify->settings.from, ">", NULL));
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, upload);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, overhear);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, upload);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    return recipients;
}

/* Where the server said no, its own words; else the library's. */
static const char *reason(CURLcode code, const upload_t *upload, const char *detail,
                          const char *recipient, apr_pool_t *pool)
{
    if (is_refused(upload))
        return np_message_error(pool, upload->answer, upload->answer_length, recipient);
    if (*detail == '\0')
        detail = curl_easy_strerror(code);
    return np_message_error(pool, detail, strlen(detail), recipient);
}

/* RFC 5321 4.2.1: a 5yz about the recipient will be the same tomorrow. Other refusals (of us, of
 * our password) are the administrator's to end. */
static notify_outcome_e outcome_of(const upload_t *upload)
{
    if (upload->rcpt_status / 10 == 55)
        return NOTIFY_NEVER;
    if (is_refused(upload))
        return NOTIFY_LATER;
    return NOTIFY_BROKEN;
}

notify_outcome_e notify_by_smtp(const char **error, const np_notify_t *notify,
                                const char *recipient, const np_buffer_t *bytes, apr_pool_t *pool)
{
    char detail[CURL_ERROR_SIZE] = "";
    upload_t upload = {.bytes = bytes};
    struct curl_slist *recipients;
    CURLcode code;

    if (curl == NULL &&
        (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || (curl = curl_easy_init()) == NULL)) {
        *error = "no memory for a connection";
        return NOTIFY_BROKEN;
    }
    set_server(notify, pool);
    set_limits();
    recipients = set_message(notify, recipient, &upload, pool);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);
    code = curl_easy_perform(curl);
    curl_easy_reset(curl); /* forgets what lies on this stack, and keeps the connection */
    curl_slist_free_all(recipients);
    if (code == CURLE_OK)
        return NOTIFY_SENT;
    *error = reason(code, &upload, detail, recipient, pool);
    return outcome_of(&upload);
}
