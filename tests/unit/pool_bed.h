/* pool_bed.h - what the tests of a room without a database need: cmocka, and a pool for a test or for a group of tests
 * (set_up and tear_down). */
#ifndef POOL_BED_H
#define POOL_BED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <apr_general.h>
#include <apr_strings.h>

static apr_pool_t *pool;

static inline int set_up(void **state)
{
    (void)state;
    return apr_initialize() || apr_pool_create(&pool, NULL);
}

static inline int tear_down(void **state)
{
    (void)state;
    apr_pool_destroy(pool);
    apr_terminate();
    return 0;
}

#endif
