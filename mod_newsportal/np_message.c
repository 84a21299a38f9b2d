/* np_message.c - see np_message.h. */
#include "np_message.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <apr_base64.h>
#include <apr_strings.h>
#include <apr_time.h>
#include "np_text.h"

#define DIGITS "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define ATEXT LETTERS DIGITS "!#$%&'*+-/=?^_`{|}~" /* RFC 5322 3.2.3 */
#define LOCAL_MOST 64                              /* RFC 5321 4.5.3.1 */
#define ADDRESS_MOST 254
#define WORD_BYTES 42   /* of text in one encoded word: 56 of base64, under the 75 of RFC 2047 2 */
#define BASE64_BYTES 57 /* of text in one line of 76 */

/* ---- Addresses ---------------------------------------------------------------------------------
 */

/* Parts of `characters` with single dots between them. */
static int is_dotted(const char *text, size_t length, const char *characters)
{
    size_t i;

    for (i = 0; i < length; i++) {
        if (text[i] == '.' ? i == 0 || i + 1 == length || text[i + 1] == '.'
                           : strchr(characters, text[i]) == NULL)
            return 0;
    }
    return length > 0;
}

int np_message_address(const char *text)
{
    const char *at = strchr(text, '@');
    const char *label;

    if (at == NULL || *text == '-' || at - text > LOCAL_MOST || strlen(text) > ADDRESS_MOST)
        return 0;
    if (!is_dotted(text, (size_t)(at - text), ATEXT) ||
        !is_dotted(at + 1, strlen(at + 1), LETTERS DIGITS "-"))
        return 0;
    for (label = at + 1; label; label = strchr(label, '.')) {
        size_t length = strcspn(label += *label == '.', ".");

        if (length > 63 || label[0] == '-' || label[length - 1] == '-')
            return 0;
    }
    return 1;
}

/* ---- Headers -----------------------------------------------------------------------------------
 */

static int is_ascii(const char *text)
{
    for (; *text; text++)
        if (*text < ' ' || *text > '~')
            return 0;
    return 1;
}

/* Encoded words of whole characters (RFC 2047 5), one a line: every reader of mail joins them. */
static void add_encoded(np_buffer_t *out, const char *text, const char *eol)
{
    char word[4 * WORD_BYTES];

    while (*text) {
        size_t length = strlen(text);

        if (length > WORD_BYTES)
            for (length = WORD_BYTES; ((unsigned char)text[length] & 0xC0) == 0x80;)
                length--;
        apr_base64_encode(word, text, (int)length);
        np_buffer_add_text(out, "=?UTF-8?B?");
        np_buffer_add_text(out, word);
        np_buffer_add_text(out, "?=");
        text += length;
        if (*text) {
            np_buffer_add_text(out, eol);
            np_buffer_add_char(out, ' ');
        }
    }
}

/* A text as it is would have to be told from encoded words and folded; short ASCII is neither. */
static void add_text_header(np_buffer_t *out, const char *name, const char *text, const char *eol)
{
    np_buffer_add_text(out, name);
    if (is_ascii(text) && strstr(text, "=?") == NULL && strlen(text) < 64)
        np_buffer_add_text(out, text);
    else
        add_encoded(out, text, eol);
    np_buffer_add_text(out, eol);
}

/* Name and address; a quoted string when it is ASCII (RFC 5322 3.2.4). */
static void add_from(np_buffer_t *out, const np_message_from_t *from, const char *eol)
{
    np_buffer_add_text(out, "From: ");
    if (is_ascii(from->name) && strpbrk(from->name, "\"\\") == NULL && strlen(from->name) < 64) {
        np_buffer_add_char(out, '"');
        np_buffer_add_text(out, from->name);
        np_buffer_add_char(out, '"');
    } else {
        add_encoded(out, from->name, eol);
        np_buffer_add_text(out, eol);
    }
    np_buffer_add_text(out, " <");
    np_buffer_add_text(out, from->address);
    np_buffer_add_text(out, ">");
    np_buffer_add_text(out, eol);
}

/* When the row was made, not when it is sent: every try makes the same message. */
static void add_date(np_buffer_t *out, apr_int64_t created, const char *eol)
{
    apr_time_exp_t time;
    char line[64];

    apr_time_exp_gmt(&time, apr_time_from_sec(created));
    snprintf(line, sizeof(line), "Date: %s, %d %s %d %02d:%02d:%02d +0000",
             apr_day_snames[time.tm_wday], time.tm_mday, apr_month_snames[time.tm_mon],
             time.tm_year + 1900, time.tm_hour, time.tm_min, time.tm_sec);
    np_buffer_add_text(out, line);
    np_buffer_add_text(out, eol);
}

static void add_id(np_buffer_t *out, const np_message_t *message, const char *host, const char *eol)
{
    char line[80];

    snprintf(line, sizeof(line), "Message-ID: <outbox.%" APR_INT64_T_FMT ".%" APR_INT64_T_FMT "@",
             message->id, message->created);
    np_buffer_add_text(out, line);
    np_buffer_add_text(out, host);
    np_buffer_add_text(out, ">");
    np_buffer_add_text(out, eol);
}

static void add_headers(np_buffer_t *out, const np_message_t *message,
                        const np_message_from_t *from, const char *subject, np_message_form_e form)
{
    const char *eol = form == NP_MESSAGE_SMTP ? "\r\n" : "\n";
    const char *const fixed[] = {
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        form == NP_MESSAGE_SMTP ? "Content-Transfer-Encoding: base64"
                                : "Content-Transfer-Encoding: 8bit",
    };
    size_t i;

    add_from(out, from, eol);
    np_buffer_add_text(out, "To: <");
    np_buffer_add_text(out, message->recipient);
    np_buffer_add_text(out, ">");
    np_buffer_add_text(out, eol);
    add_text_header(out, "Subject: ", subject, eol);
    add_date(out, message->created, eol);
    add_id(out, message, from->host, eol);
    for (i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
        np_buffer_add_text(out, fixed[i]);
        np_buffer_add_text(out, eol);
    }
    np_buffer_add_text(out, eol);
}

/* ---- The message -------------------------------------------------------------------------------
 */

/* The text's lines end in CR LF before they are encoded (RFC 2045 6.8). */
static void add_base64(np_buffer_t *out, const char *body)
{
    char line[2 * BASE64_BYTES];
    np_buffer_t text;
    size_t done;

    np_buffer_init(&text);
    for (; *body; body++) {
        if (*body == '\n')
            np_buffer_add_char(&text, '\r');
        np_buffer_add_char(&text, *body);
    }
    for (done = 0; done < text.length; done += BASE64_BYTES) {
        size_t part = text.length - done < BASE64_BYTES ? text.length - done : BASE64_BYTES;

        apr_base64_encode(line, text.data + done, (int)part);
        np_buffer_add_text(out, line);
        np_buffer_add_text(out, "\r\n");
    }
    out->failed |= text.failed;
    np_buffer_free(&text);
}

/* The payload's number=...: digits only, as the database writes it; NULL for anything else. */
static const char *number_of(const char *payload, apr_pool_t *pool)
{
    static const char name[] = "number=";
    size_t length;

    while (payload && strncmp(payload, name, sizeof(name) - 1) != 0) {
        payload = strchr(payload, '\n');
        if (payload)
            payload++;
    }
    if (payload == NULL)
        return NULL;
    payload += sizeof(name) - 1;
    length = strspn(payload, DIGITS);
    if (length == 0 || length > 20 || (payload[length] != '\0' && payload[length] != '\n'))
        return NULL;
    return apr_pstrmemdup(pool, payload, length);
}

const char *np_message_write(np_buffer_t *out, const np_message_t *message,
                             const np_message_from_t *from, const np_texts_t *texts,
                             np_message_form_e form, apr_pool_t *pool)
{
    const np_text_t *text = np_texts_get(texts, message->kind);
    np_text_values_t values = {from->name, from->base_url, number_of(message->payload, pool)};
    np_buffer_t subject, body;

    if (!np_message_address(message->recipient))
        return "the recipient is no plain mail address";
    if (text == NULL)
        return "the theme has no text for this kind of message";
    if (values.number == NULL)
        return "the payload has no number";
    np_buffer_init(&subject);
    np_buffer_init(&body);
    np_texts_fill(&subject, text->subject, &values);
    np_texts_fill(&body, text->body, &values);
    if (!subject.failed && !body.failed) {
        add_headers(out, message, from, subject.data, form);
        if (form == NP_MESSAGE_SMTP)
            add_base64(out, body.data);
        else
            np_buffer_add_text(out, body.data);
    }
    out->failed |= subject.failed | body.failed;
    np_buffer_free(&subject);
    np_buffer_free(&body);
    return NULL;
}

/* ---- What was answered -------------------------------------------------------------------------
 */

/* Where `word` stands in `text`, in any case; NULL for nowhere. */
static const char *find(const char *text, const char *word)
{
    size_t length = strlen(word);

    for (; *text; text++)
        if (strncasecmp(text, word, length) == 0)
            return text;
    return NULL;
}

static const char *without(apr_pool_t *pool, const char *text, const char *word)
{
    const char *found;

    while (*word && (found = find(text, word)) != NULL)
        text = apr_pstrcat(pool, apr_pstrmemdup(pool, text, (apr_size_t)(found - text)),
                           "\xE2\x80\xA6", found + strlen(word), NULL);
    return text;
}

/* Words with an @ go whole: a server may name another address of the same person. */
static const char *without_addresses(apr_pool_t *pool, const char *text)
{
    const char *at;

    while ((at = strchr(text, '@')) != NULL) {
        const char *begin = at, *end = at;

        while (begin > text && begin[-1] != ' ')
            begin--;
        end += strcspn(end, " ");
        text = apr_pstrcat(pool, apr_pstrmemdup(pool, text, (apr_size_t)(begin - text)),
                           "\xE2\x80\xA6", end, NULL);
    }
    return text;
}

const char *np_message_error(apr_pool_t *pool, const char *bytes, apr_size_t length,
                             const char *recipient)
{
    apr_size_t first = 0;
    const char *text;
    char *line, *at;

    while (length > 0 && strchr("\r\n \t", *bytes) != NULL)
        bytes++, length--;
    while (first < length && bytes[first] != '\n' && bytes[first] != '\0')
        first++;
    line = apr_pstrdup(pool, np_text_clean(pool, apr_pstrmemdup(pool, bytes, first), first, NULL));
    text = without_addresses(pool, line);
    /* "user anna unknown": the part before the @ by itself, if it is more than a letter or two. */
    line = apr_pstrdup(pool, recipient);
    at = strchr(line, '@');
    if (at)
        *at = '\0';
    if (strlen(line) >= 3)
        text = without(pool, text, line);
    text = np_text_excerpt(pool, text, NP_MESSAGE_ERROR_MOST - 1);
    return *text ? text : "no reason was given";
}
