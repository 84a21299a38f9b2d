/* mod_newsportal_bucket.c - a bucket of bytes that belong to an entry of the page cache.
 *
 * Each bucket holds a reference of its own to the entry, so the bytes stay until the last of them
 * is sent or dropped: after the handler has returned, after the entry has left the cache, and on
 * another thread (HTTP/2 passes buckets between connections). Nothing is copied and nothing has to
 * be set aside.
 *
 * Must not: change an entry. Called by mod_newsportal_output.c and httpd's filters.
 */
#include "mod_newsportal.h"

#include <apr_buckets.h>

static np_coded_t *coded_of(const apr_bucket *bucket)
{
    return bucket->data;
}

static apr_status_t bucket_read(apr_bucket *bucket, const char **bytes, apr_size_t *length,
                                apr_read_type_e block)
{
    (void)block;
    *bytes = coded_of(bucket)->bytes + bucket->start;
    *length = bucket->length;
    return APR_SUCCESS;
}

static apr_status_t bucket_split(apr_bucket *bucket, apr_size_t point)
{
    apr_status_t status = apr_bucket_simple_split(bucket, point);

    if (status == APR_SUCCESS)
        np_entry_retain(coded_of(bucket)->entry);
    return status;
}

static apr_status_t bucket_copy(apr_bucket *bucket, apr_bucket **copy)
{
    apr_status_t status = apr_bucket_simple_copy(bucket, copy);

    if (status == APR_SUCCESS)
        np_entry_retain(coded_of(bucket)->entry);
    return status;
}

static void bucket_destroy(void *coded)
{
    np_entry_release(((np_coded_t *)coded)->entry);
}

static const apr_bucket_type_t bucket_type = {
    "NEWSPORTAL",   5,           APR_BUCKET_DATA,
    bucket_destroy, bucket_read, apr_bucket_setaside_noop,
    bucket_split,   bucket_copy,
};

apr_bucket *np_bucket_create(np_coded_t *coded, apr_bucket_alloc_t *list)
{
    apr_bucket *bucket = apr_bucket_alloc(sizeof(*bucket), list);

    APR_BUCKET_INIT(bucket);
    bucket->free = apr_bucket_free;
    bucket->list = list;
    bucket->type = &bucket_type;
    bucket->start = 0;
    bucket->length = coded->length;
    bucket->data = coded;
    np_entry_retain(coded->entry);
    return bucket;
}
