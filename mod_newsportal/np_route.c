/* np_route.c - see np_route.h. Called by mod_newsportal_input.c (match) and the pages (links). */
#include "np_route.h"

#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "np_text.h"

const np_route_t np_routes[] = {
    {NP_ROUTE_FRONT, "front", "/", 0},
    {NP_ROUTE_LATEST, "latest", "/latest/", NP_ROUTE_PAGED},
    {NP_ROUTE_TAGS, "tags", "/tags/", 0},
    {NP_ROUTE_TAG, "tag", "/tag/{name}/", NP_ROUTE_PAGED},
    {NP_ROUTE_STATIC, "static", "/page/{code}/", 0},
    {NP_ROUTE_ERROR, "error", "/error/{id}.html", NP_ROUTE_INTERNAL},
    {NP_ROUTE_ARTICLE, "article", "/{year}/{month}/{day}/{id}.html", 0},
    {NP_ROUTE_ARCHIVE, "archive", "/archive/", 0},
    {NP_ROUTE_MONTH, "month", "/{year}/{month}/", 0},
    {NP_ROUTE_DAY, "day", "/{year}/{month}/{day}/", NP_ROUTE_PAGED},
    {NP_ROUTE_PREVIEW, "preview", "/preview/{key}/", NP_ROUTE_PRIVATE},
    {NP_ROUTE_MEDIA, "media", "/media/{id}/{name}", NP_ROUTE_FILE},
    {NP_ROUTE_HOTLINE, "hotline", "/hotline/", 0},
    {NP_ROUTE_HOTLINE_LIST, "hotline-list", "/hotline/list/", NP_ROUTE_PAGED},
    {NP_ROUTE_HOTLINE_AGENCY, "hotline-agency", "/hotline/agency/{code}/", NP_ROUTE_PAGED},
    {NP_ROUTE_HOTLINE_REGION, "hotline-region", "/hotline/region/{code}/", NP_ROUTE_PAGED},
    {NP_ROUTE_HOTLINE_KIND, "hotline-kind", "/hotline/kind/{code}/", NP_ROUTE_PAGED},
    {NP_ROUTE_HOTLINE_STATE, "hotline-state", "/hotline/state/{code}/", NP_ROUTE_PAGED},
    {NP_ROUTE_HOTLINE_SEARCH, "hotline-search", "/hotline/search/", NP_ROUTE_PAGED | NP_ROUTE_SEARCH},
    {NP_ROUTE_HOTLINE_CASE, "hotline-case", "/hotline/case/{id}/", 0},
    {NP_ROUTE_HOTLINE_LEAGUE, "hotline-league", "/hotline/league/", 0},
    {NP_ROUTE_HOTLINE_LEAGUE_CSV, "hotline-csv", "/hotline/league.csv", 0},
    {NP_ROUTE_HOTLINE_LEAGUE_JSON, "hotline-json", "/hotline/league.json", 0},
    {NP_ROUTE_HOTLINE_MONTH, "hotline-month", "/hotline/league/{year}-{month}.html", 0},
    {NP_ROUTE_HOTLINE_MONTH_CSV, "hotline-month-csv", "/hotline/league/{year}-{month}.csv", 0},
    {NP_ROUTE_HOTLINE_MONTH_JSON, "hotline-month-json", "/hotline/league/{year}-{month}.json", 0},
    {NP_ROUTE_HOTLINE_NEW, "hotline-new", "/hotline/new/", NP_ROUTE_FORM},
    {NP_ROUTE_HOTLINE_RECEIPT, "hotline-receipt", "/hotline/receipt/", NP_ROUTE_PRIVATE | NP_ROUTE_RECEIPT},
    {NP_ROUTE_PLAZA, "plaza", "/plaza/", 0},
    {NP_ROUTE_PLAZA_FEED, "plaza-feed", "/plaza/feed.xml", NP_ROUTE_FEED},
    {NP_ROUTE_PLAZA_NOTICE, "plaza-notice", "/plaza/notice/{id}/", 0},
    {NP_ROUTE_PLAZA_CHOOSE, "plaza-choose", "/plaza/new/", 0},
    {NP_ROUTE_PLAZA_NEW, "plaza-new", "/plaza/new/{code}/", NP_ROUTE_FORM},
    {NP_ROUTE_PLAZA_RECEIPT, "plaza-receipt", "/plaza/receipt/", NP_ROUTE_PRIVATE | NP_ROUTE_RECEIPT},
    {NP_ROUTE_PLAZA_FOLLOW, "plaza-follow", "/plaza/follow/", NP_ROUTE_FORM},
    {NP_ROUTE_PLAZA_CONTACT, "plaza-contact", "/plaza/contact/", NP_ROUTE_FORM},
    {NP_ROUTE_PLAZA_REPORT, "plaza-report", "/plaza/report/", NP_ROUTE_FORM},
    {NP_ROUTE_PLAZA_LIST, "plaza-list", "/plaza/{code}/", NP_ROUTE_PAGED | NP_ROUTE_FILTERED},
    {NP_ROUTE_COPYRIGHT, "copyright", "/copyright/", 0},
    {NP_ROUTE_COPYRIGHT_LEDGER, "copyright-ledger", "/copyright/ledger/", NP_ROUTE_PAGED},
    {NP_ROUTE_COPYRIGHT_CSV, "copyright-csv", "/copyright/ledger.csv", NP_ROUTE_PAGED},
    {NP_ROUTE_COPYRIGHT_JSON, "copyright-json", "/copyright/ledger.json", NP_ROUTE_PAGED},
    {NP_ROUTE_COPYRIGHT_CLAIM, "copyright-claim", "/copyright/claim/", NP_ROUTE_FORM},
    {NP_ROUTE_COPYRIGHT_RECEIPT, "copyright-receipt", "/copyright/receipt/",
     NP_ROUTE_PRIVATE | NP_ROUTE_RECEIPT},
    {NP_ROUTE_COPYRIGHT_FOLLOW, "copyright-follow", "/copyright/follow/", NP_ROUTE_FORM},
    {NP_ROUTE_COPYRIGHT_COUNTER, "copyright-counter", "/copyright/counter/", NP_ROUTE_FORM},
    {NP_ROUTE_COPYRIGHT_COUNTERED, "copyright-countered", "/copyright/countered/",
     NP_ROUTE_PRIVATE | NP_ROUTE_RECEIPT},
    {NP_ROUTE_HOTLINE_FOLLOW, "hotline-follow", "/hotline/follow/", NP_ROUTE_FORM},
    {NP_ROUTE_HOTLINE_JOIN, "hotline-join", "/hotline/join/", NP_ROUTE_FORM},
    {NP_ROUTE_HOTLINE_JOINED, "hotline-joined", "/hotline/joined/", NP_ROUTE_PRIVATE | NP_ROUTE_RECEIPT},
    {NP_ROUTE_CHANNEL, "channel", "/{path}/", NP_ROUTE_PAGED},
};

/* First path segments that belong to other things, now or planned: never a channel. The database
 * refuses them as channel codes too (table reserved_word). */
static const char *const reserved_segments[] = {
    "account", "api",    "archive", "assets", "copyright", "error",  "feed",
    "hotline", "latest", "m",       "manual", "media",     "page",   "plaza",
    "preview", "search", "static",  "tag",    "tags",      "themes", NULL,
};

#define MAX_CHANNEL_DEPTH 5
#define MAX_ID_DIGITS 18 /* fits apr_int64_t without overflow */

static int is_reserved(const char *segment, apr_size_t length)
{
    const char *const *word;

    for (word = reserved_segments; *word; word++) {
        if (strlen(*word) == length && strncasecmp(*word, segment, length) == 0)
            return 1;
    }
    return 0;
}

/* Reads 1 to `most` digits; returns the rest of the text or NULL. */
static const char *take_number(apr_int64_t *number, const char *text, int most)
{
    int digits = 0;

    for (*number = 0; apr_isdigit(*text) && digits < most; text++, digits++)
        *number = *number * 10 + (*text - '0');
    return digits > 0 && !apr_isdigit(*text) ? text : NULL;
}

static const char *take_int(int *number, const char *text, int most)
{
    apr_int64_t value;

    text = take_number(&value, text, most);
    *number = (int)value;
    return text;
}

static const char *lower(apr_pool_t *pool, const char *text, apr_size_t length)
{
    char *copy = apr_pstrmemdup(pool, text, length);
    char *c;

    for (c = copy; *c; c++)
        *c = (char)apr_tolower(*c);
    return copy;
}

/* Length of one code segment (letters, digits, inner hyphens), 0 when there is none. */
static apr_size_t code_length(const char *text)
{
    apr_size_t length = 0;

    while (apr_isalnum(text[length]) || (text[length] == '-' && length > 0))
        length++;
    return length > 32 || (length > 0 && text[length - 1] == '-') ? 0 : length;
}

static const char *take_code(const char **code, const char *text, apr_pool_t *pool)
{
    apr_size_t length = code_length(text);

    if (length == 0)
        return NULL;
    *code = lower(pool, text, length);
    return text + length;
}

static const char *take_path(const char **path, const char *text, apr_pool_t *pool)
{
    const char *end = text;
    int depth;

    for (depth = 1; depth <= MAX_CHANNEL_DEPTH; depth++) {
        apr_size_t length = code_length(end);

        if (length == 0 || (depth == 1 && is_reserved(end, length)))
            return NULL;
        end += length;
        if (end[0] != '/' || end[1] == '\0')
            break;
        end++;
    }
    *path = lower(pool, text, (apr_size_t)(end - text));
    return end;
}

static const char *take_name(const char **name, const char *text, apr_pool_t *pool)
{
    apr_size_t length = strcspn(text, "/");

    if (length == 0 || length > 256)
        return NULL;
    *name = apr_pstrmemdup(pool, text, length);
    return text + length;
}

/* Reads the value of one {placeholder}; returns the rest of the text or NULL. */
static const char *take_param(np_params_t *params, const char *field, const char *text,
                              apr_pool_t *pool)
{
    switch (field[0]) {
    case 'i':
        return take_number(&params->id, text, MAX_ID_DIGITS);
    case 'y':
        return take_int(&params->year, text, 4);
    case 'm':
        return take_int(&params->month, text, 2);
    case 'd':
        return take_int(&params->day, text, 2);
    case 'n':
        return take_name(&params->name, text, pool);
    case 'c':
        return take_code(&params->code, text, pool);
    case 'k':
        return take_name(&params->key, text, pool);
    default:
        return take_path(&params->path, text, pool);
    }
}

static int match_pattern(np_params_t *params, const char *pattern, const char *path,
                         apr_pool_t *pool)
{
    memset(params, 0, sizeof(*params));
    while (*pattern) {
        if (*pattern == '{') {
            path = take_param(params, pattern + 1, path, pool);
            if (path == NULL)
                return 0;
            pattern = strchr(pattern, '}') + 1;
        } else if (*pattern == *path) {
            pattern++, path++;
        } else {
            /* "/news" for "/news/": the page's canonical address will tell the difference. */
            return strcmp(pattern, "/") == 0 && *path == '\0';
        }
    }
    return *path == '\0';
}

const np_route_t *np_route_match(np_params_t *params, const char *path, apr_pool_t *pool)
{
    const np_route_t *route;

    for (route = np_routes; route < np_routes + NP_ROUTE_COUNT; route++) {
        if (match_pattern(params, route->pattern, path, pool))
            return route;
    }
    return NULL;
}

int np_route_is_private(const np_route_t *route)
{
    return route && (route->flags & NP_ROUTE_PRIVATE);
}

static const char *param_text(const np_params_t *params, const char *field, apr_pool_t *pool)
{
    switch (field[0]) {
    case 'i':
        return apr_psprintf(pool, "%" APR_INT64_T_FMT, params->id);
    case 'y':
        return apr_psprintf(pool, "%04d", params->year);
    case 'm':
        return apr_psprintf(pool, "%02d", params->month);
    case 'd':
        return apr_psprintf(pool, "%02d", params->day);
    case 'n':
        return np_text_escape(pool, params->name);
    case 'c':
        return params->code;
    case 'k':
        return np_text_escape(pool, params->key);
    default:
        return params->path;
    }
}

static const char *with_query(const char *path, const np_params_t *params, apr_pool_t *pool)
{
    const char *query = np_filters_text(params->filters, pool);

    if (params->query && *params->query)
        query = apr_pstrcat(pool, "q=", np_text_escape(pool, params->query), NULL);
    if (*query)
        path = apr_pstrcat(pool, path, "?", query, NULL);
    if (params->position.from == NP_FROM_NEWEST)
        return path;
    return apr_pstrcat(pool, path, *query ? "&" : "?",
                       params->position.from == NP_FROM_BEFORE ? "before=" : "after=",
                       np_position_text(&params->position, pool), NULL);
}

const char *np_route_path(np_route_e route, const np_params_t *params, apr_pool_t *pool)
{
    const char *pattern = np_routes[route].pattern;
    const char *path = "";

    while (*pattern) {
        apr_size_t literal = strcspn(pattern, "{");

        path = apr_pstrcat(pool, path, apr_pstrmemdup(pool, pattern, literal), NULL);
        pattern += literal;
        if (*pattern) {
            path = apr_pstrcat(pool, path, param_text(params, pattern + 1, pool), NULL);
            pattern = strchr(pattern, '}') + 1;
        }
    }
    return params ? with_query(path, params, pool) : path;
}

const char *np_position_text(const np_position_t *position, apr_pool_t *pool)
{
    np_date_t date;

    np_civil_split(position->published, &date);
    return apr_psprintf(pool, "%04d%02d%02d%02d%02d%02d-%" APR_INT64_T_FMT, date.year, date.month,
                        date.day, date.hour, date.minute, date.second, position->id);
}

/* Exactly `digits` digits; NULL otherwise. */
static const char *fixed_number(int *number, const char *text, int digits)
{
    for (*number = 0; digits > 0; digits--, text++) {
        if (!apr_isdigit(*text))
            return NULL;
        *number = *number * 10 + (*text - '0');
    }
    return text;
}

int np_position_parse(np_position_t *position, np_from_e from, const char *text)
{
    static const int digits[] = {4, 2, 2, 2, 2, 2};
    np_date_t date = {0};
    int *const parts[] = {&date.year, &date.month,  &date.day,
                          &date.hour, &date.minute, &date.second};
    apr_size_t i;

    for (i = 0; i < sizeof(digits) / sizeof(digits[0]); i++) {
        text = fixed_number(parts[i], text, digits[i]);
        if (text == NULL)
            return 0;
    }
    if (*text++ != '-' || *text == '0')
        return 0;
    text = take_number(&position->id, text, MAX_ID_DIGITS);
    if (text == NULL || *text || !np_civil_join(&date, &position->published))
        return 0;
    position->from = from;
    return 1;
}
