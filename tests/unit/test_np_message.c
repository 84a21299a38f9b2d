/* test_np_message.c - messages: their texts, their bytes, who can be a recipient, what a log may say; and the settings
 * that the sender is told. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <apr_general.h>
#include <apr_strings.h>
#include "np_message.h"
#include "np_notify.h"

static apr_pool_t *pool;

static const np_message_from_t from = {"portal@example.org", "云河 \"新闻\"", "https://www.example.org", "www.example.org"};

static const char *add(np_texts_t *texts, const char *text)
{
    return np_texts_add(texts, text, strlen(text), "mail/en.txt");
}

static void good_addresses(void **state)
{
    static const char *const good[] = {"a@b", "anna@example.org", "a.b+c@x-y.example", "o'neil=x@example.org",
                                       "1@2.3", "{x}|y~@example.org"};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_true(np_message_address(good[i]));
}

static void bad_addresses(void **state)
{
    static const char *const bad[] = {
        "", "@", "a", "a@", "@b", "a@b@c", "-a@b", "--", "-@b", "a b@c", "a@b c", "a@b\n", "a@b\r\nBcc: c@d", "a\t@b",
        "\"a\"@b", "a@[127.0.0.1]", "<a@b>", "a@b>", "a,b@c", "a;b@c", "a@b,c@d", ".a@b", "a.@b", "a..b@c", "a@.b", "a@b.",
        "a@b..c", "a@-b", "a@b-", "a@b.-c", "a@b_c", "名@example.org", "a@名.example", "a\x7f@b", "a\x01@b", "a(c)@b", "a:b@c",
        "a\\@b",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b",
        "a@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.b"};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (np_message_address(bad[i]))
            fail_msg("%s is taken for an address", bad[i]);
}

static void texts_are_read(void **state)
{
    np_texts_t *texts = np_texts_create(pool);

    (void)state;
    assert_null(add(texts, "\xEF\xBB\xBF# head\r\n\r\n[case-new]\r\nSubject: New {number}\r\n\r\nOne\r\n\r\nTwo {base}/x\r\n\r\n\r\n"
                           "[other]\nSubject: O\n\nBody # no comment"));
    assert_string_equal(np_texts_get(texts, "case-new")->subject, "New {number}");
    assert_string_equal(np_texts_get(texts, "case-new")->body, "One\n\nTwo {base}/x\n");
    assert_string_equal(np_texts_get(texts, "other")->body, "Body # no comment\n");
    /* What is there stays: a child's text wins over its parent's. */
    assert_null(add(texts, "[other]\nSubject: P\n\nParent\n[case-note]\nSubject: N\n\nNote\n"));
    assert_string_equal(np_texts_get(texts, "other")->body, "Body # no comment\n");
    assert_string_equal(np_texts_get(texts, "case-note")->body, "Note\n");
    assert_string_equal(np_texts_missing(texts), "case-receipt");
    assert_null(np_texts_get(texts, "nothing"));
}

static void texts_are_refused(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"hello\n", "line 1: only comments"},
        {"[a]\nSubject: x\n\n", "line 3: the message [a] above needs"},
        {"[a]\n[b]\n", "line 2: the message [a] above needs"},
        {"[a]\nsubject: x\n\ny\n", "line 2: here a line that begins with"},
        {"[a]\nSubject: \n\ny\n", "line 2: here a line that begins with"},
        {"[a]\nSubject: x\ny\n", "line 3: after the subject comes an empty line"},
        {"[a]\nSubject: {name}\n\ny\n", "line 2: in braces only"},
        {"[a]\nSubject: x\n\ny {\n", "line 4: in braces only"},
        {"[a]\nSubject: x\n\ny }\n", "line 4: in braces only"},
        {"[a]\nSubject: x\n\ny\tz\n", "line 4: tabs"},
        {"[a]\nSubject: x\n\ny\rz\n", "line 4: tabs"},
        {"[a]\nSubject: x\n\ny\n[a]\nSubject: x\n\ny\n", "line 5: the message [a] is there twice"},
        {"[a]\nSubject: x\n\n\xff\n", "is not text in UTF-8"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *why = add(np_texts_create(pool), cases[i].text);

        if (why == NULL || strstr(why, cases[i].why) == NULL || strncmp(why, "mail/en.txt", 11) != 0)
            fail_msg("%s: %s", cases[i].text, why ? why : "accepted");
    }
}

static np_texts_t *some_texts(void)
{
    np_texts_t *texts = np_texts_create(pool);

    assert_null(add(texts, "[plain]\nSubject: Case {number}\n\nSee {base}/{number}/ of {site}.\n"
                           "[long]\nSubject: 一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十 {number}\n\n正文 {number}。\n"));
    return texts;
}

static const char *written(const char *kind, const char *recipient, const char *payload, np_message_form_e form,
                           const char **why)
{
    np_message_t message = {12, 1780000000, kind, recipient, payload};
    np_buffer_t out;
    const char *text;

    np_buffer_init(&out);
    *why = np_message_write(&out, &message, &from, some_texts(), form, pool);
    assert_false(out.failed);
    text = apr_pstrdup(pool, out.data ? out.data : "");
    np_buffer_free(&out);
    return text;
}

static void for_a_program(void **state)
{
    const char *why;

    (void)state;
    assert_string_equal(written("plain", "anna@example.org", "number=7\nmore=x", NP_MESSAGE_PIPE, &why),
                        "From: =?UTF-8?B?5LqR5rKzICLmlrDpl7si?=\n <portal@example.org>\n"
                        "To: <anna@example.org>\n"
                        "Subject: Case 7\n"
                        "Date: Thu, 28 May 2026 20:26:40 +0000\n"
                        "Message-ID: <outbox.12.1780000000@www.example.org>\n"
                        "Auto-Submitted: auto-generated\n"
                        "MIME-Version: 1.0\n"
                        "Content-Type: text/plain; charset=utf-8\n"
                        "Content-Transfer-Encoding: 8bit\n"
                        "\n"
                        "See https://www.example.org/7/ of 云河 \"新闻\".\n");
    assert_null(why);
}

/* No line of a header over 76 characters, every encoded word whole; the text in base64. */
static void for_a_server(void **state)
{
    const char *why, *text = written("long", "anna@example.org", "number=7", NP_MESSAGE_SMTP, &why), *line;

    (void)state;
    assert_null(why);
    assert_non_null(strstr(text, "Subject: =?UTF-8?B?"));
    assert_non_null(strstr(text, "\r\n\r\n5q2j5paHIDfjgIINCg==\r\n"));
    for (line = text; *line; line += strcspn(line, "\n") + 1) {
        assert_true(strcspn(line, "\n") <= 85);
        assert_true(line[strcspn(line, "\n") - 1] == '\r');
    }
    for (line = text; *line; line++)
        assert_true(*line > 0 && *line < 127);
}

static void no_message(void **state)
{
    const char *why;

    (void)state;
    assert_string_equal(written("plain", "a@b\nBcc: c@d", "number=7", NP_MESSAGE_PIPE, &why), "");
    assert_string_equal(why, "the recipient is no plain mail address");
    assert_string_equal(written("other", "a@b", "number=7", NP_MESSAGE_PIPE, &why), "");
    assert_string_equal(why, "the theme has no text for this kind of message");
    assert_string_equal(written("plain", "a@b", "number=7x", NP_MESSAGE_PIPE, &why), "");
    assert_string_equal(written("plain", "a@b", "xnumber=7", NP_MESSAGE_PIPE, &why), "");
    assert_string_equal(written("plain", "a@b", "number=", NP_MESSAGE_PIPE, &why), "");
    assert_string_equal(written("plain", "a@b", "", NP_MESSAGE_PIPE, &why), "");
    assert_string_equal(why, "the payload has no number");
}

static const char *error_of(const char *text)
{
    return np_message_error(pool, text, strlen(text), "Anna.Li@example.org");
}

static void errors_name_nobody(void **state)
{
    const char *lengthy = apr_psprintf(pool, "%0400d", 1);

    (void)state;
    assert_string_equal(error_of("550 5.1.1 <anna.li@EXAMPLE.org> unknown\r\n"), "550 5.1.1 … unknown");
    assert_string_equal(error_of("550 user ANNA.LI of x@y unknown"), "550 user … of … unknown");
    assert_string_equal(error_of("  first\nsecond"), "first");
    assert_string_equal(error_of("@"), "…");
    assert_string_equal(error_of(""), "no reason was given");
    assert_string_equal(error_of("\r\n"), "no reason was given");
    assert_string_equal(error_of("a\xff" "b"), "a\xEF\xBF\xBD" "b");
    assert_true(strlen(error_of(lengthy)) <= NP_MESSAGE_ERROR_MOST + 3);
    /* A name of one letter would be found in every word. */
    assert_string_equal(np_message_error(pool, "a bad day", 9, "a@example.org"), "a bad day");
}

static np_notify_t some_settings(np_texts_t *texts)
{
    static const np_db_host_t hosts[] = {{"/run/db.sock", NULL, 3306}, {NULL, "db.example", 3307}};
    static const char *const words[] = {"/usr/sbin/sendmail", "-i", "", NULL};
    np_notify_t notify = {.settings = {NP_NOTIFY_PROGRAM, words, NULL, NULL, 1, "a@b", "user", "p=w", "sender", "x\ny"},
                          .from = from,
                          .texts = texts,
                          .db = {.hosts = hosts, .host_count = 2, .database = "newsportal", .tls = NP_TLS_VERIFY, .tls_ca = "/ca",
                                 .connect_timeout = 1, .read_timeout = 2000000, .statement_timeout = 3, .max_age = 4},
                          .log_level = 6,
                          .parent = 77};

    return notify;
}

static void settings_arrive(void **state)
{
    static const char *const kinds[] = {"case-new", "case-note", "case-receipt", "case-reply", "case-joined", "claim-receipt",
                                        "notice-receipt"};
    np_texts_t *texts = np_texts_create(pool);
    np_notify_t read, notify = some_settings(texts);
    np_buffer_t out;
    size_t i;

    (void)state;
    for (i = 0; i < 7; i++)
        assert_null(add(texts, apr_psprintf(pool, "[%s]\nSubject: %s\n\nx=%s\n", kinds[i], kinds[i], kinds[i])));
    np_buffer_init(&out);
    np_notify_write(&out, &notify);
    assert_true(np_notify_read(&read, out.data, out.length, pool));
    assert_int_equal(read.settings.way, NP_NOTIFY_PROGRAM);
    assert_string_equal(read.settings.words[0], "/usr/sbin/sendmail");
    assert_string_equal(read.settings.words[2], "");
    assert_null(read.settings.words[3]);
    assert_null(read.settings.url);
    assert_string_equal(read.settings.password, "p=w");
    assert_string_equal(read.db.password, "x\ny");
    assert_string_equal(read.db.user, "sender");
    assert_string_equal(read.from.address, "a@b");
    assert_string_equal(read.db.hosts[0].socket, "/run/db.sock");
    assert_string_equal(read.db.hosts[1].name, "db.example");
    assert_int_equal(read.db.hosts[1].port, 3307);
    assert_int_equal(read.db.tls, NP_TLS_VERIFY);
    assert_string_equal(read.db.tls_ca, "/ca");
    assert_int_equal(read.db.read_timeout, 2000000);
    assert_int_equal(read.db.pool_size, 1);
    assert_int_equal(read.log_level, 6);
    assert_int_equal(read.parent, 77);
    assert_string_equal(np_texts_get(read.texts, "case-joined")->body, "x=case-joined\n");
    /* Cut anywhere it is no settings, or misses what has to be there; never a crash. */
    for (i = 0; i < out.length - 1; i++)
        assert_false(np_notify_read(&read, apr_pmemdup(pool, out.data, out.length), i, pool));
    np_buffer_free(&out);
}

static int begin(void **state)
{
    (void)state;
    apr_initialize();
    return apr_pool_create(&pool, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_addresses),  cmocka_unit_test(bad_addresses), cmocka_unit_test(texts_are_read),
        cmocka_unit_test(texts_are_refused), cmocka_unit_test(for_a_program), cmocka_unit_test(for_a_server),
        cmocka_unit_test(no_message),      cmocka_unit_test(errors_name_nobody), cmocka_unit_test(settings_arrive),
    };

    return cmocka_run_group_tests(tests, begin, NULL);
}
