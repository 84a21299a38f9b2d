/* np_store.c - takes the place of the page store until that is built: nothing is stored. */
#include "np_store.h"
apr_status_t np_store_prepare(const char *f, unsigned char s[16], int u, int g, apr_pool_t *p)
{
    (void)f;
    (void)s;
    (void)u;
    (void)g;
    (void)p;
    return APR_ENOTIMPL;
}
np_store_t *np_store_create(const np_store_config_t *c, np_counters_t *n, np_log_fn *l, void *b,
                            apr_pool_t *p)
{
    (void)c;
    (void)n;
    (void)l;
    (void)b;
    (void)p;
    return NULL;
}
void np_store_put(np_store_t *s, np_entry_t *e)
{
    (void)s;
    (void)e;
}
void np_store_removed(np_store_t *s, const np_key_t *k, int c)
{
    (void)s;
    (void)k;
    (void)c;
}
np_entry_t *np_store_get(np_store_t *s, const char *k, apr_size_t l, apr_time_t n,
                         apr_interval_time_t m)
{
    (void)s;
    (void)k;
    (void)l;
    (void)n;
    (void)m;
    return NULL;
}
void np_store_run(np_store_t *s)
{
    (void)s;
}
void np_store_stop(np_store_t *s)
{
    (void)s;
}
