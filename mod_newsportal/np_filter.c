/* np_filter.c - see np_filter.h. */
#include "np_filter.h"

#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "np_text.h"
#include "np_time.h"

#define FIELD "f-"
#define CODE_LENGTH 32
#define VALUE_LENGTH 200 /* characters, as the database has it */

enum { PART_VALUE, PART_FROM, PART_TO };

static int is_code(const char *text, apr_size_t length, int hyphens)
{
    apr_size_t i;

    if (length == 0 || length > CODE_LENGTH)
        return 0;
    for (i = 0; i < length; i++) {
        if (!apr_islower(text[i]) && !apr_isdigit(text[i]) && text[i] != (hyphens ? '-' : '_'))
            return 0;
    }
    return 1;
}

/* A code holds no hyphen: what comes behind one is the part. Returns -1 for no code with a part. */
static int split_name(const char **field, const char *name, apr_pool_t *pool)
{
    apr_size_t length = strcspn(name, "-");
    const char *rest = name + length;

    if (!is_code(name, length, 0))
        return -1;
    *field = apr_pstrmemdup(pool, name, length);
    if (*rest == '\0')
        return PART_VALUE;
    if (strcmp(rest, "-from") == 0)
        return PART_FROM;
    return strcmp(rest, "-to") == 0 ? PART_TO : -1;
}

static int is_digits(const char *text, apr_size_t length)
{
    apr_size_t i;

    for (i = 0; i < length; i++) {
        if (!apr_isdigit(text[i]))
            return 0;
    }
    return length > 0;
}

/* "2026-11-25" as 20261125; 0 for what is no day. */
static int read_date(apr_int64_t *bound, const char *text)
{
    np_date_t date = {0};
    np_civil_t civil;

    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-' || !is_digits(text, 4) ||
        !is_digits(text + 5, 2) || !is_digits(text + 8, 2))
        return 0;
    date.year = (int)apr_atoi64(text);
    date.month = (int)apr_atoi64(text + 5);
    date.day = (int)apr_atoi64(text + 8);
    *bound = date.year * 10000 + date.month * 100 + date.day;
    return np_civil_join(&date, &civil);
}

/* A number is one of at most nine digits, without those that say nothing. */
static int read_bound(apr_int64_t *bound, int *is_date, const char *text)
{
    *is_date = 0;
    while (text[0] == '0' && apr_isdigit(text[1]) && strchr(text, '-') == NULL)
        text++;
    if (strlen(text) <= 9 && is_digits(text, strlen(text))) {
        *bound = apr_atoi64(text);
        return 1;
    }
    *is_date = 1;
    return read_date(bound, text);
}

/* The filter of that field; a new one stands where the order of codes wants it. NULL: no room. */
static np_filter_t *find_or_add(np_filters_t *filters, const char *field)
{
    int i = 0, last;

    while (i < filters->count && strcmp(filters->items[i].field, field) < 0)
        i++;
    if (i < filters->count && strcmp(filters->items[i].field, field) == 0)
        return &filters->items[i];
    if (filters->count == NP_FILTERS_MOST)
        return NULL;
    for (last = filters->count++; last > i; last--)
        filters->items[last] = filters->items[last - 1];
    memset(&filters->items[i], 0, sizeof(filters->items[i]));
    filters->items[i].field = field;
    return &filters->items[i];
}

/* Both bounds of a field are of one kind, and a field has bounds or a value. */
static int set_bound(np_filter_t *filter, int *has, apr_int64_t *bound, const char *text)
{
    int had = filter->has_from || filter->has_to;
    int is_date;

    if (*has || filter->value || !read_bound(bound, &is_date, text) ||
        (had && filter->is_date != is_date))
        return 0;
    filter->is_date = is_date;
    *has = 1;
    return 1;
}

static int set_value(np_filter_t *filter, const char *value)
{
    if (filter->value || filter->has_from || filter->has_to || np_text_length(value) > VALUE_LENGTH)
        return 0;
    filter->value = value;
    return 1;
}

static int read_region(np_filters_t *filters, const char *value)
{
    if (filters->region || !is_code(value, strlen(value), 1))
        return 0;
    filters->region = value;
    return 1;
}

int np_filters_read(np_filters_t *filters, const char *name, const char *value, apr_pool_t *pool)
{
    const char *field = NULL;
    np_filter_t *filter;
    int is_region = strcmp(name, "region") == 0;
    int part;

    if (!is_region && strncmp(name, FIELD, strlen(FIELD)) != 0)
        return 1;
    if (value == NULL || *value == '\0')
        return 1;
    if (is_region)
        return read_region(filters, value);
    part = split_name(&field, name + strlen(FIELD), pool);
    filter = part < 0 ? NULL : find_or_add(filters, field);
    if (filter == NULL)
        return 0;
    if (part == PART_VALUE)
        return set_value(filter, value);
    return part == PART_FROM ? set_bound(filter, &filter->has_from, &filter->from, value)
                             : set_bound(filter, &filter->has_to, &filter->to, value);
}

const np_filter_t *np_filters_find(const np_filters_t *filters, const char *field)
{
    int i;

    for (i = 0; filters && i < filters->count; i++) {
        if (strcmp(filters->items[i].field, field) == 0)
            return &filters->items[i];
    }
    return NULL;
}

void np_filters_drop(np_filters_t *filters, const char *field)
{
    int i, kept = 0;

    for (i = 0; i < filters->count; i++) {
        if (strcmp(filters->items[i].field, field) != 0)
            filters->items[kept++] = filters->items[i];
    }
    filters->count = kept;
}

int np_filters_count(const np_filters_t *filters)
{
    return filters ? filters->count + (filters->region != NULL) : 0;
}

const char *np_filter_bound(const np_filter_t *filter, apr_int64_t bound, apr_pool_t *pool)
{
    if (filter->is_date)
        return apr_psprintf(pool, "%04d-%02d-%02d", (int)(bound / 10000), (int)(bound / 100 % 100),
                            (int)(bound % 100));
    return apr_psprintf(pool, "%" APR_INT64_T_FMT, bound);
}

static const char *add_parameter(const char *text, const char *name, const char *value,
                                 apr_pool_t *pool)
{
    return apr_pstrcat(pool, text, *text ? "&" : "", name, "=", np_text_escape(pool, value), NULL);
}

const char *np_filters_text(const np_filters_t *filters, apr_pool_t *pool)
{
    const char *text = "";
    int i;

    if (filters == NULL)
        return text;
    if (filters->region)
        text = add_parameter(text, "region", filters->region, pool);
    for (i = 0; i < filters->count; i++) {
        const np_filter_t *filter = &filters->items[i];
        const char *name = apr_pstrcat(pool, FIELD, filter->field, NULL);

        if (filter->value)
            text = add_parameter(text, name, filter->value, pool);
        if (filter->has_from)
            text = add_parameter(text, apr_pstrcat(pool, name, "-from", NULL),
                                 np_filter_bound(filter, filter->from, pool), pool);
        if (filter->has_to)
            text = add_parameter(text, apr_pstrcat(pool, name, "-to", NULL),
                                 np_filter_bound(filter, filter->to, pool), pool);
    }
    return text;
}
