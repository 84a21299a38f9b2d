/* test_np_media.c - pictures without a server: types, names, what is taken out, the folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <apr_general.h>
#include <apr_strings.h>

#include "np_media.h"
#include "np_media_clean.h"
#include "np_media_make.h"

static apr_pool_t *pool;
static np_counters_t counters;
static int logged;

static int begin(void **state)
{
    (void)state;
    apr_initialize();
    apr_pool_create(&pool, NULL);
    return 0;
}

static int end(void **state)
{
    (void)state;
    apr_pool_destroy(pool);
    return 0;
}

static void log_line(void *baton, int level, const char *code, const char *message)
{
    (void)baton, (void)level, (void)code, (void)message;
    logged++;
}

/* ---- Types -------------------------------------------------------------------------------------- */

#define BYTES(text) text, sizeof(text) - 1

static void test_types(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
        int is_file;
        np_media_type_e type;
    } cases[] = {
        {BYTES("\x89PNG\r\n\x1a\n"), 0, NP_MEDIA_PNG},
        {BYTES("\x89PNG\r\n\x1a"), 0, NP_MEDIA_NONE},
        {BYTES("\xff\xd8\xff\xe0"), 0, NP_MEDIA_JPEG},
        {BYTES("\xff\xd8"), 0, NP_MEDIA_NONE},
        {BYTES("GIF89a"), 0, NP_MEDIA_GIF},
        {BYTES("GIF87a%PDF-1.4"), 0, NP_MEDIA_GIF},
        {BYTES("GIF88a"), 0, NP_MEDIA_NONE},
        {BYTES("RIFF\0\0\0\0WEBPVP8 "), 0, NP_MEDIA_WEBP},
        {BYTES("RIFF\0\0\0\0WAVE"), 0, NP_MEDIA_NONE},
        {BYTES("\0\0\0\x20" "ftypavif"), 0, NP_MEDIA_AVIF},
        {BYTES("\0\0\0\x20" "ftypheic"), 0, NP_MEDIA_NONE},
        {BYTES("%PDF-1.7"), 0, NP_MEDIA_PDF},
        {BYTES(" %PDF-1.7"), 0, NP_MEDIA_NONE},
        {BYTES("<svg>"), 0, NP_MEDIA_NONE},
        {BYTES("<svg>"), 1, NP_MEDIA_SVG},
        {BYTES("\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- <html> --><svg xmlns='x'/>"), 1, NP_MEDIA_SVG},
        {BYTES("<!DOCTYPE svg PUBLIC ''>\n<svg "), 1, NP_MEDIA_SVG},
        {BYTES("<svgx>"), 1, NP_MEDIA_NONE},
        {BYTES("<svg"), 1, NP_MEDIA_NONE},
        {BYTES("<html><svg>"), 1, NP_MEDIA_NONE},
        {BYTES("<!-- <svg>"), 1, NP_MEDIA_NONE},
        {BYTES(""), 1, NP_MEDIA_NONE},
        {BYTES("\0\0\0"), 1, NP_MEDIA_NONE},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *copy = malloc(cases[i].length); /* so that a read behind the end is seen */

        assert_true(copy || cases[i].length == 0);
        if (cases[i].length)
            memcpy(copy, cases[i].bytes, cases[i].length);
        assert_int_equal(np_media_sniff(copy, cases[i].length, cases[i].is_file), cases[i].type);
        free(copy);
    }
    assert_int_equal(np_media_of_mime("image/webp"), NP_MEDIA_WEBP);
    assert_int_equal(np_media_of_mime("text/html"), NP_MEDIA_NONE);
    assert_int_equal(np_media_of_mime(""), NP_MEDIA_NONE);
}

static void test_names(void **state)
{
    static const char *const good[] = {"0123456789abcdef.jpg", "0123456789abcdef-320.png",
                                       "0123456789abcdef-1280.webp", "ffffffffffffffff.pdf"};
    static const char *const bad[] = {"", "0123456789abcdef", "0123456789abcde.jpg", "0123456789abcdef0.jpg",
                                      "0123456789ABCDEF.jpg", "0123456789abcdef-.jpg", "0123456789abcdef-321.jpg",
                                      "0123456789abcdef-0320.jpg", "0123456789abcdef--320.jpg", "0123456789abcdef.html",
                                      "0123456789abcdef.jpg.html", "0123456789abcdef-99999999999.jpg", "../../etc/passwd",
                                      "0123456789abcdef.JPG", "0123456789abcdef."};
    np_media_name_t name;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_true(np_media_name_parse(&name, good[i]));
        assert_string_equal(np_media_name_text(&name, pool), good[i]);
    }
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(np_media_name_parse(&name, bad[i]));
    np_media_name_parse(&name, good[1]);
    assert_string_equal(np_media_path(7, &name, pool), "/media/7/0123456789abcdef-320.png");
}

/* ---- Cleaning ----------------------------------------------------------------------------------- */

#define PLACE "47N 012E"
#define EXIF                                                                                       \
    "\xff\xe1\0\x36" "Exif\0\0II*\0\x08\0\0\0\x02\0" "\x12\x01\3\0\1\0\0\0\6\0\0\0"                \
    "\x25\x88\4\0\1\0\0\0\x2e\0\0\0" "\0\0\0\0" PLACE
#define HEAD "\xff\xd8\xff\xe0\0\7JFIF\0"
#define SCAN "\xff\xda\0\4\1\2" "ab\xff\0" "cd\xff\xd0" "e"

static void test_jpeg(void **state)
{
    static const char photo[] = HEAD EXIF "\xff\xe2\0\x0eMPF\0" PLACE "\xff\xfe\0\x0a" PLACE "\xff\xdb\0\5xyz" SCAN
                                "\xff\xc4\0\3t" SCAN "\xff\xd9" "\xff\xd8" EXIF;
    static const char turn[] = HEAD "\xff\xe1\0\x22" "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\6\0\0\0\0\0\0";
    static const char rest[] = "\xff\xdb\0\5xyz" SCAN "\xff\xc4\0\3t" SCAN "\xff\xd9";
    char *bytes = malloc(sizeof(photo) - 1);
    apr_size_t length, cut;

    (void)state;
    memcpy(bytes, photo, sizeof(photo) - 1);
    length = np_media_clean(NP_MEDIA_JPEG, bytes, sizeof(photo) - 1);
    assert_int_equal(length, sizeof(turn) - 1 + sizeof(rest) - 1);
    assert_memory_equal(bytes, turn, sizeof(turn) - 1);
    assert_memory_equal(bytes + sizeof(turn) - 1, rest, sizeof(rest) - 1);
    /* Once more changes nothing. */
    assert_int_equal(np_media_clean(NP_MEDIA_JPEG, bytes, length), length);
    free(bytes);
    /* Wherever it is cut, nothing is read behind the end and no place is left in it. */
    for (cut = 0; cut < sizeof(photo) - 1; cut++) {
        bytes = malloc(cut ? cut : 1);
        memcpy(bytes, photo, cut);
        length = np_media_clean(NP_MEDIA_JPEG, bytes, cut);
        assert_true(length <= cut);
        assert_null(memmem(bytes, length, PLACE, 8));
        free(bytes);
    }
}

/* Every cut, and every byte changed, of a file of each type: no reads or writes outside (sanitizers
 * look), and never longer. */
static void hurt(np_media_type_e type, const char *file, size_t size)
{
    static const unsigned char values[] = {0, 1, 0x7f, 0x80, 0xff};
    size_t at, i;

    for (at = 0; at <= size; at++) {
        char *bytes = malloc(at ? at : 1);

        memcpy(bytes, file, at);
        assert_true(np_media_clean(type, bytes, at) <= at);
        free(bytes);
    }
    for (at = 0; at < size; at++) {
        for (i = 0; i < sizeof(values); i++) {
            char *bytes = malloc(size);

            memcpy(bytes, file, size);
            bytes[at] = (char)values[i];
            assert_true(np_media_clean(type, bytes, size) <= size);
            free(bytes);
        }
    }
}

static void check(np_media_type_e type, const char *file, size_t size, const char *wanted, size_t wanted_size)
{
    char *bytes = malloc(size);
    apr_size_t length;

    memcpy(bytes, file, size);
    length = np_media_clean(type, bytes, size);
    assert_int_equal(length, wanted_size);
    assert_memory_equal(bytes, wanted, wanted_size);
    free(bytes);
    hurt(type, file, size);
}

static void test_others(void **state)
{
    (void)state;
    check(NP_MEDIA_PNG,
          BYTES("\x89PNG\r\n\x1a\n" "\0\0\0\1IHDRx0123" "\0\0\0\4eXIfGPS!0123" "\0\0\0\0gAMA0123" "\0\0\0\2tEXtab0123"
                "\0\0\0\1IDATy0123" "\0\0\0\0IEND0123" "behind"),
          BYTES("\x89PNG\r\n\x1a\n" "\0\0\0\1IHDRx0123" "\0\0\0\0gAMA0123" "\0\0\0\1IDATy0123" "\0\0\0\0IEND0123"));
    check(NP_MEDIA_WEBP,
          BYTES("RIFF\x3e\0\0\0WEBP" "VP8X\x0a\0\0\0\x3c" "012345678" "VP8 \3\0\0\0abc\0" "EXIF\3\0\0\0GPS\0" "XMP \2\0\0\0ab"),
          BYTES("RIFF\x22\0\0\0WEBP" "VP8X\x0a\0\0\0\x30" "012345678" "VP8 \3\0\0\0abc\0"));
    check(NP_MEDIA_GIF,
          BYTES("GIF89a\1\0\1\0\x80\0\0" "abcdef" "\x21\xfe\3GPS\0" "\x21\xff\x0bXMP DataXMP\2ab\0"
                "\x21\xff\x0bNETSCAPE2.0\3\1\0\0\0" "\x21\xf9\4\0\0\0\0\0" "\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0" "\x3b%PDF-"),
          BYTES("GIF89a\1\0\1\0\x80\0\0" "abcdef" "\x21\xff\x0bNETSCAPE2.0\3\1\0\0\0" "\x21\xf9\4\0\0\0\0\0"
                "\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0" "\x3b"));
    hurt(NP_MEDIA_JPEG, BYTES(HEAD EXIF "\xff\xdb\0\5xyz" SCAN "\xff\xd9"));
    check(NP_MEDIA_PDF, BYTES("%PDF-1.4 as it is"), BYTES("%PDF-1.4 as it is"));
}

static void test_measures(void **state)
{
    apr_uint64_t width, height;

    (void)state;
    assert_true(np_media_measures(&width, &height, NP_MEDIA_PNG, BYTES("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\1\x40\0\0\0\xf0")));
    assert_int_equal(width, 320);
    assert_int_equal(height, 240);
    assert_true(np_media_measures(&width, &height, NP_MEDIA_JPEG, BYTES(HEAD "\xff\xff\xc2\0\x11\x08\0\xf0\1\x40\3")));
    assert_int_equal(width, 320);
    assert_int_equal(height, 240);
    assert_false(np_media_measures(&width, &height, NP_MEDIA_JPEG, BYTES(HEAD "\xff\xc4\0\2\xff")));
    assert_true(np_media_measures(&width, &height, NP_MEDIA_WEBP,
                                  BYTES("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\1\0\xef\0\0")));
    assert_int_equal(width, 320);
    assert_int_equal(height, 240);
    assert_false(np_media_measures(&width, &height, NP_MEDIA_GIF, BYTES("GIF89a\1\0\1\0")));
}

/* ---- The folder --------------------------------------------------------------------------------- */

static char *new_folder(void)
{
    char *path = apr_pstrdup(pool, "/tmp/np-media-XXXXXX");

    assert_non_null(mkdtemp(path));
    return path;
}

static void drop_folder(const char *path)
{
    char command[200];

    snprintf(command, sizeof(command), "rm -rf '%s'", path);
    assert_int_equal(system(command), 0);
}

static void assert_kept(np_media_folder_t *folder, const char *key, const char *wanted)
{
    apr_off_t offset, length;
    char bytes[100];
    int file = np_media_folder_find(folder, key, &offset, &length);

    assert_true(file >= 0);
    assert_int_equal(length, strlen(wanted));
    assert_int_equal(pread(file, bytes, sizeof(bytes), offset), length);
    assert_memory_equal(bytes, wanted, strlen(wanted));
    close(file);
}

static void test_folder(void **state)
{
    char *path = new_folder();
    apr_off_t offset, length;
    np_media_folder_t *folder;

    (void)state;
    assert_int_equal(np_media_folder_prepare(path, -1, -1), APR_SUCCESS);
    folder = np_media_folder_create(path, 1 << 20, &counters, log_line, NULL, pool);
    assert_int_equal(np_media_folder_find(folder, "1 7/a", &offset, &length), -1);
    np_media_folder_put(folder, "1 7/a", "first", 5);
    np_media_folder_put(folder, "1 7/b", "second", 6);
    assert_kept(folder, "1 7/a", "first");
    assert_kept(folder, "1 7/b", "second");
    np_media_folder_put(folder, "1 7/a", "anew", 4);
    assert_kept(folder, "1 7/a", "anew");
    /* Nothing, and what would fill an eighth of it, is not kept. */
    np_media_folder_put(folder, "1 7/c", "", 0);
    assert_int_equal(np_media_folder_find(folder, "1 7/c", &offset, &length), -1);
    np_media_folder_put(folder, "1 7/d", calloc(1, 200000), 200000);
    assert_int_equal(np_media_folder_find(folder, "1 7/d", &offset, &length), -1);
    /* Others may not write into it. */
    assert_int_equal(chmod(path, 0777), 0);
    assert_int_equal(np_media_folder_find(folder, "1 7/a", &offset, &length), -1);
    assert_int_equal(np_media_folder_prepare(path, -1, -1), EPERM);
    logged = 0;
    np_media_folder_put(folder, "1 7/a", "more", 4);
    np_media_folder_put(folder, "1 7/a", "more", 4);
    assert_int_equal(logged, 1);
    drop_folder(path);
}

static void test_folder_is_bounded(void **state)
{
    char *path = new_folder(), key[20];
    static char bytes[10000];
    np_media_folder_t *folder = np_media_folder_create(path, 200000, &counters, log_line, NULL, pool);
    apr_off_t offset, length;
    int i, kept = 0;

    (void)state;
    for (i = 0; i < 50; i++) {
        snprintf(key, sizeof(key), "key %d", i);
        np_media_folder_put(folder, key, bytes, sizeof(bytes));
    }
    for (i = 0; i < 100; i++)
        np_media_folder_tick(folder);
    for (i = 0; i < 50; i++) {
        int file;

        snprintf(key, sizeof(key), "key %d", i);
        file = np_media_folder_find(folder, key, &offset, &length);
        if (file >= 0) {
            kept++;
            close(file);
        }
    }
    assert_in_range(kept, 10, 19);
    assert_true(np_count_get(&counters.media_bytes) <= 200000);
    drop_folder(path);
}

/* ---- Files below the root ----------------------------------------------------------------------- */

static void write_file(const char *root, const char *name, const char *text)
{
    int file = open(apr_pstrcat(pool, root, "/", name, NULL), O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
}

static void test_files(void **state)
{
    char *root = new_folder();
    np_media_file_t file, again;

    (void)state;
    write_file(root, "a.png", "GIF89a");
    write_file(root, ".hidden.gif", "GIF89a");
    assert_int_equal(mkdir(apr_pstrcat(pool, root, "/sub", NULL), 0700), 0);
    write_file(root, "sub/b.gif", "GIF89a");
    assert_int_equal(symlink("sub/b.gif", apr_pstrcat(pool, root, "/inside.gif", NULL)), 0);
    assert_int_equal(symlink("/etc/passwd", apr_pstrcat(pool, root, "/outside.gif", NULL)), 0);
    assert_true(np_media_file_look(&file, NULL, root, "a.png", pool));
    assert_int_equal(file.type, NP_MEDIA_GIF);
    assert_int_equal(strlen(file.hash), NP_MEDIA_HASH);
    assert_true(np_media_file_look(&again, NULL, root, "a.png", pool));
    assert_string_equal(file.hash, again.hash);
    write_file(root, "a.png", "GIF89a!");
    assert_true(np_media_file_look(&again, NULL, root, "a.png", pool));
    assert_string_not_equal(file.hash, again.hash);
    assert_true(np_media_file_look(&file, NULL, root, "sub/b.gif", pool));
    assert_true(np_media_file_look(&file, NULL, root, "inside.gif", pool));
    assert_false(np_media_file_look(&file, NULL, root, "outside.gif", pool));
    assert_false(np_media_file_look(&file, NULL, root, ".hidden.gif", pool));
    assert_false(np_media_file_look(&file, NULL, root, "../etc/passwd", pool));
    assert_false(np_media_file_look(&file, NULL, root, "sub", pool));
    assert_false(np_media_file_look(&file, NULL, root, "none.gif", pool));
    assert_false(np_media_file_look(&file, NULL, root, "", pool));
    drop_folder(root);
}

/* ---- Making ------------------------------------------------------------------------------------- */

static void test_making(void **state)
{
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\1\x40\0\0\0\xf0";
    static const char bomb[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\1\0\0\0\1\0\0";
    char *path = new_folder(), *made, why[120];
    int folder = open(path, O_RDONLY | O_DIRECTORY);
    apr_size_t length;

    (void)state;
    assert_int_equal(np_media_make(&made, &length, why, folder, "/bin/false", "k", NP_MEDIA_PNG, 320, png, sizeof(png) - 1),
                     NP_MADE_REFUSED);
    assert_null(made);
    assert_non_null(strstr(why, "status 1"));
    assert_int_equal(np_media_make(&made, &length, why, folder, "/bin/true", "k", NP_MEDIA_PNG, 320, png, sizeof(png) - 1),
                     NP_MADE_REFUSED);
    assert_non_null(strstr(why, "nothing that could be used"));
    assert_int_equal(np_media_make(&made, &length, why, folder, "/nonexistent", "k", NP_MEDIA_PNG, 320, png, sizeof(png) - 1),
                     NP_MADE_REFUSED);
    assert_non_null(strstr(why, "cannot be run"));
    assert_int_equal(np_media_make(&made, &length, why, folder, "/bin/true", "k", NP_MEDIA_PNG, 320, bomb, sizeof(bomb) - 1),
                     NP_MADE_REFUSED);
    assert_non_null(strstr(why, "65536 by 65536"));
    close(folder);
    drop_folder(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),      cmocka_unit_test(test_names),
        cmocka_unit_test(test_jpeg),       cmocka_unit_test(test_others),
        cmocka_unit_test(test_measures),   cmocka_unit_test(test_folder),
        cmocka_unit_test(test_folder_is_bounded), cmocka_unit_test(test_files),
        cmocka_unit_test(test_making),
    };

    return cmocka_run_group_tests_name("np_media", tests, begin, end);
}
