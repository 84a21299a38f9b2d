/* np_notify.c - see np_notify.h. A setting is "name=value" and a NUL; lists repeat the name. */
#include "np_notify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>

/* Where a setting lies. */
typedef struct field_t {
    const char *name;
    size_t place;
    enum { TEXT, NUMBER, TIME } type;
} field_t;

#define FIELD(name, member, type)                                                                  \
    {                                                                                              \
        name, offsetof(np_notify_t, member), type                                                  \
    }

static const field_t fields[] = {
    FIELD("url", settings.url, TEXT),
    FIELD("ca", settings.ca, TEXT),
    FIELD("local", settings.is_local, NUMBER),
    FIELD("from", settings.from, TEXT),
    FIELD("user", settings.user, TEXT),
    FIELD("password", settings.password, TEXT),
    FIELD("site", from.name, TEXT),
    FIELD("base", from.base_url, TEXT),
    FIELD("host", from.host, TEXT),
    FIELD("db-name", db.database, TEXT),
    FIELD("db-user", settings.db_user, TEXT),
    FIELD("db-password", settings.db_password, TEXT),
    FIELD("db-ca", db.tls_ca, TEXT),
    FIELD("db-connect", db.connect_timeout, TIME),
    FIELD("db-read", db.read_timeout, TIME),
    FIELD("db-statement", db.statement_timeout, TIME),
    FIELD("db-age", db.max_age, TIME),
    FIELD("log-level", log_level, NUMBER),
    FIELD("parent", parent, NUMBER),
};
#define FIELDS (sizeof(fields) / sizeof(fields[0]))

/* ---- Writing -----------------------------------------------------------------------------------
 */

static void add(np_buffer_t *out, const char *name, const char *value)
{
    if (value == NULL)
        return;
    np_buffer_add_text(out, name);
    np_buffer_add_char(out, '=');
    np_buffer_add(out, value, strlen(value) + 1);
}

static void add_number(np_buffer_t *out, const char *name, apr_int64_t number)
{
    char text[24];

    snprintf(text, sizeof(text), "%" APR_INT64_T_FMT, number);
    add(out, name, text);
}

static void add_host(np_buffer_t *out, const np_db_host_t *host)
{
    if (host->socket) {
        add(out, "db-socket", host->socket);
    } else {
        add(out, "db-host", host->name);
        add_number(out, "db-port", host->port);
    }
}

void np_notify_write(np_buffer_t *out, const np_notify_t *notify)
{
    const char *base = (const char *)notify;
    const char *const *word;
    size_t i;
    int n;

    add_number(out, "way", notify->settings.way);
    for (word = notify->settings.words; word && *word; word++)
        add(out, "word", *word);
    for (i = 0; i < FIELDS; i++) {
        const void *place = base + fields[i].place;

        if (fields[i].type == TEXT)
            add(out, fields[i].name, *(const char *const *)place);
        else
            add_number(out, fields[i].name,
                       fields[i].type == TIME ? *(const apr_interval_time_t *)place
                                              : *(const int *)place);
    }
    add_number(out, "db-tls", notify->db.tls);
    for (n = 0; n < notify->db.host_count; n++)
        add_host(out, &notify->db.hosts[n]);
    for (n = 0; n < notify->texts->list->nelts; n++) {
        const np_text_t *text = &APR_ARRAY_IDX(notify->texts->list, n, np_text_t);

        add(out, "kind", text->kind);
        add(out, "subject", text->subject);
        add(out, "body", text->body);
    }
}

/* ---- Reading -----------------------------------------------------------------------------------
 */

typedef struct reading_t {
    np_notify_t *notify;
    apr_array_header_t *words, *hosts;
    np_text_t text;
} reading_t;

static int read_field(np_notify_t *notify, const char *name, const char *value)
{
    char *base = (char *)notify;
    size_t i;

    for (i = 0; i < FIELDS; i++) {
        void *place = base + fields[i].place;

        if (strcmp(fields[i].name, name) != 0)
            continue;
        if (fields[i].type == TEXT)
            *(const char **)place = value;
        else if (fields[i].type == TIME)
            *(apr_interval_time_t *)place = apr_atoi64(value);
        else
            *(int *)place = (int)apr_atoi64(value);
        return 1;
    }
    return 0;
}

static int read_host(reading_t *reading, const char *name, const char *value)
{
    np_db_host_t host = {NULL, NULL, 3306};

    if (strcmp(name, "db-socket") == 0)
        host.socket = value;
    else if (strcmp(name, "db-host") == 0)
        host.name = value;
    else if (strcmp(name, "db-port") == 0 && reading->hosts->nelts > 0)
        APR_ARRAY_IDX(reading->hosts, reading->hosts->nelts - 1, np_db_host_t).port =
            (int)apr_atoi64(value);
    else
        return 0;
    if (host.socket || host.name)
        APR_ARRAY_PUSH(reading->hosts, np_db_host_t) = host;
    return 1;
}

static int read_text(reading_t *reading, const char *name, const char *value)
{
    if (strcmp(name, "kind") == 0)
        reading->text.kind = value;
    else if (strcmp(name, "subject") == 0)
        reading->text.subject = value;
    else if (strcmp(name, "body") == 0)
        reading->text.body = value;
    else
        return 0;
    if (strcmp(name, "body") == 0)
        APR_ARRAY_PUSH(reading->notify->texts->list, np_text_t) = reading->text;
    return 1;
}

static int read_one(reading_t *reading, const char *name, const char *value)
{
    np_notify_t *notify = reading->notify;

    if (strcmp(name, "way") == 0)
        notify->settings.way = (np_notify_way_e)apr_atoi64(value);
    else if (strcmp(name, "db-tls") == 0)
        notify->db.tls = (np_tls_e)apr_atoi64(value);
    else if (strcmp(name, "word") == 0)
        APR_ARRAY_PUSH(reading->words, const char *) = value;
    else
        return read_host(reading, name, value) || read_text(reading, name, value) ||
               read_field(notify, name, value);
    return 1;
}

/* What no configuration says: of a program with one connection and nobody waiting. */
static void complete(reading_t *reading)
{
    np_notify_t *notify = reading->notify;
    np_db_config_t *db = &notify->db;

    APR_ARRAY_PUSH(reading->words, const char *) = NULL;
    notify->settings.words = (const char *const *)(const void *)reading->words->elts;
    notify->from.address = notify->settings.from;
    db->hosts = (const np_db_host_t *)(const void *)reading->hosts->elts;
    db->host_count = reading->hosts->nelts;
    db->user = notify->settings.db_user;
    db->password = notify->settings.db_password;
    db->pool_size = 1;
    db->write_timeout = db->read_timeout;
    db->acquire_timeout = db->read_timeout;
    db->lease_timeout = 3 * db->read_timeout;
}

int np_notify_read(np_notify_t *notify, const char *bytes, apr_size_t length, apr_pool_t *pool)
{
    reading_t reading = {.notify = notify,
                         .words = apr_array_make(pool, 4, sizeof(const char *)),
                         .hosts = apr_array_make(pool, 4, sizeof(np_db_host_t))};
    char *rest = apr_pstrmemdup(pool, bytes, length), *end = rest + length;

    memset(notify, 0, sizeof(*notify));
    notify->texts = np_texts_create(pool);
    if (length == 0 || end[-1] != '\0')
        return 0;
    while (rest < end) {
        char *next = rest + strlen(rest) + 1, *value = strchr(rest, '=');

        if (value == NULL)
            return 0;
        *value = '\0';
        if (!read_one(&reading, rest, value + 1))
            return 0;
        rest = next;
    }
    complete(&reading);
    return notify->settings.from && notify->settings.db_user && notify->settings.db_password &&
           notify->from.name && notify->from.base_url && notify->from.host && notify->db.database &&
           notify->db.host_count > 0 && np_texts_missing(notify->texts) == NULL &&
           (notify->settings.way == NP_NOTIFY_PROGRAM ? reading.words->nelts > 1
                                                      : notify->settings.url != NULL);
}
