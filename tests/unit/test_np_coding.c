/* test_np_coding.c - which coding a reader gets, and that coded bytes are what they were made from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "np_coding.h"

static void test_choose(void **state)
{
    static const struct {
        const char *accept;
        np_coding_e coding;
    } cases[] = {
        {NULL, NP_CODING_IDENTITY},
        {"", NP_CODING_IDENTITY},
        {"gzip", NP_CODING_GZIP},
        {"x-gzip", NP_CODING_GZIP},
        {"GZIP", NP_CODING_GZIP},
        {"br", NP_CODING_BR},
        {"gzip, deflate", NP_CODING_GZIP},
        {"deflate", NP_CODING_IDENTITY},
        {"gzip, deflate, br", NP_CODING_BR},
        {"gzip, deflate, br, zstd", NP_CODING_BR},
        {"br;q=0.5, gzip;q=0.8", NP_CODING_GZIP},
        {"br;q=0.8, gzip;q=0.8", NP_CODING_BR},
        {"br;q=0, gzip", NP_CODING_GZIP},
        {"br;q=0.000, gzip;q=0", NP_CODING_IDENTITY},
        {"gzip;q=0", NP_CODING_IDENTITY},
        {"gzip ; q=1.0", NP_CODING_GZIP},
        {"gzip;q=1.000", NP_CODING_GZIP},
        {"gzip;q=1.001", NP_CODING_IDENTITY}, /* no weight */
        {"gzip;q=2", NP_CODING_IDENTITY},
        {"gzip;q=0.1234", NP_CODING_IDENTITY},
        {"gzip;q=", NP_CODING_IDENTITY},
        {"gzip;q=x", NP_CODING_IDENTITY},
        {"gzip;level=9;q=0.5", NP_CODING_GZIP},
        {"*", NP_CODING_BR},
        {"*;q=0", NP_CODING_IDENTITY},
        {"*;q=0, gzip", NP_CODING_GZIP},
        {"*, br;q=0", NP_CODING_GZIP},
        {"*;q=0.5, gzip;q=0.7", NP_CODING_GZIP},
        {"identity", NP_CODING_IDENTITY},
        {"identity, gzip;q=0.5", NP_CODING_IDENTITY},
        {"identity;q=0.5, gzip;q=0.5", NP_CODING_GZIP},
        {"identity;q=0, gzip", NP_CODING_GZIP},
        {"identity;q=0", NP_CODING_IDENTITY},
        {"identity;q=0, *;q=0", NP_CODING_IDENTITY},
        {"  ,, gzip , ", NP_CODING_GZIP},
        {",", NP_CODING_IDENTITY},
        {"gzipped", NP_CODING_IDENTITY},
        {"bro", NP_CODING_IDENTITY},
        {"b", NP_CODING_IDENTITY},
        {"gzip;", NP_CODING_GZIP},
        {"gzip;;q=0", NP_CODING_IDENTITY},
        {";q=0", NP_CODING_IDENTITY},
        {"br\t;\tq=0.3,\tgzip;q=0.2", NP_CODING_BR},
        {"gzip;q=0.001", NP_CODING_GZIP},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (np_coding_choose(cases[i].accept) != cases[i].coding)
            fail_msg("\"%s\" gave coding %d", cases[i].accept, np_coding_choose(cases[i].accept));
    }
}

static char *sample(apr_size_t length)
{
    char *text = malloc(length + 1);
    apr_size_t i;

    for (i = 0; i < length; i++)
        text[i] = "<p class=\"teaser\">\xe4\xba\x91\xe9\xb9\xbf</p>\n"[(i * 7 + i / 97) % 26];
    text[length] = '\0';
    return text;
}

static void test_gzip_is_reversible(void **state)
{
    apr_size_t length = 24000, coded_length;
    char *text = sample(length), *plain = malloc(length + 1);
    char *coded = np_coding_encode(NP_CODING_GZIP, text, length, &coded_length);
    z_stream stream;

    (void)state;
    assert_non_null(coded);
    assert_true(coded_length < length / 2);
    memset(&stream, 0, sizeof(stream));
    assert_int_equal(inflateInit2(&stream, 31), Z_OK);
    stream.next_in = (Bytef *)coded;
    stream.avail_in = (uInt)coded_length;
    stream.next_out = (Bytef *)plain;
    stream.avail_out = (uInt)length + 1;
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.total_out, length);
    assert_memory_equal(plain, text, length);
    inflateEnd(&stream);
    free(coded);
    free(plain);
    free(text);
}

static void test_same_bytes_each_time(void **state)
{
    apr_size_t first_length, second_length;
    char *text = sample(5000);
    int coding;

    (void)state;
    for (coding = NP_CODING_GZIP; coding < NP_CODING_COUNT; coding++) {
        char *first = np_coding_encode((np_coding_e)coding, text, 5000, &first_length);
        char *second = np_coding_encode((np_coding_e)coding, text, 5000, &second_length);

        assert_int_equal(first_length, second_length);
        assert_memory_equal(first, second, first_length);
        free(first);
        free(second);
    }
    free(text);
}

static void test_not_smaller_is_none(void **state)
{
    char noise[64];
    apr_size_t length;
    unsigned i, value = 12345;

    (void)state;
    for (i = 0; i < sizeof(noise); i++) {
        value = value * 1103515245u + 12345u;
        noise[i] = (char)(value >> 16);
    }
    assert_null(np_coding_encode(NP_CODING_GZIP, noise, sizeof(noise), &length));
    assert_null(np_coding_encode(NP_CODING_BR, noise, sizeof(noise), &length));
    assert_null(np_coding_encode(NP_CODING_GZIP, "", 0, &length));
    assert_null(np_coding_encode(NP_CODING_BR, "a", 1, &length));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choose),
        cmocka_unit_test(test_gzip_is_reversible),
        cmocka_unit_test(test_same_bytes_each_time),
        cmocka_unit_test(test_not_smaller_is_none),
    };

    return cmocka_run_group_tests_name("np_coding", tests, NULL, NULL);
}
