/* np_store_journal.c - what was removed, in the order in which the children heard of it.
 *
 *     newsportal-removals 0123456789abcdef      the generation of this journal
 *     7f3a9c51d2e84b06 001637822400             key, and the time, for people who look at it
 *
 * Keys of one portal are those of its changes, mixed with its site; one stands for all of its
 * pages.
 *
 * A page carries the place at which the journal ended before its database snapshot began. A line
 * with one of its keys behind that place means that the page may show what is removed. Clocks have
 * no part in it, so setting one brings nothing back.
 *
 * Why that holds with several children, whatever the order in which they hear of a removal: the
 * line is written after the removal was committed. A page whose snapshot does not know the removal
 * began before the commit, so its place is before the line, whichever child wrote either. Each
 * child writes its own line (the first one counts, the others are harmless), so a child that dies
 * takes nothing with it that another has not seen.
 *
 * A new journal has a new generation, and pages of another generation are refused. That is the
 * answer to everything else: a journal that has become too long, was deleted, or could not be
 * written. A child that still writes into the old file while another puts a new one in its place
 * notices it and writes again; nothing is lost in between, because pages that carry the new
 * generation began after it was there.
 *
 * Must not: know pages. Called by np_store.c and, for the first journal, by np_store_folder.c.
 */
#include "np_store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <apr_general.h>
#include <apr_time.h>
#include "np_text.h"

#define HEAD_FORMAT "newsportal-removals %016llx\n"
#define HEAD_WORD 20 /* bytes before the number */
#define HEAD_SIZE 37
#define LINE_FORMAT "%016llx %012llu\n"
#define TIMES 1000000000000ULL /* twelve digits: lines have one length */
#define LINE_SIZE 30
#define JOURNAL_MOST 1048576     /* bytes: 35,000 lines; then a new one is begun */
#define JOURNAL_READABLE 4194304 /* beyond that it was not written by us */
#define APPEND_TRIES 8

int np_store_journal_init(np_store_journal_t *journal)
{
    memset(journal, 0, sizeof(*journal));
    return pthread_mutex_init(&journal->lock, NULL);
}

void np_store_journal_free(np_store_journal_t *journal)
{
    free(journal->lines);
    pthread_mutex_destroy(&journal->lock);
}

/* A descriptor and where the journal ends, or -1 and errno. */
static int journal_open(np_store_note_t *note, struct stat *info, int folder, int flags)
{
    char head[HEAD_SIZE];
    int file = openat(folder, NP_STORE_JOURNAL, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    int good;

    if (file < 0) {
        if (errno == ELOOP)
            errno = EBADMSG;
        return -1;
    }
    good = fstat(file, info) == 0 && S_ISREG(info->st_mode) &&
           pread(file, head, HEAD_SIZE, 0) == HEAD_SIZE &&
           memcmp(head, HEAD_FORMAT, HEAD_WORD) == 0 &&
           np_text_hexadecimal(&note->generation, head + HEAD_WORD) &&
           head[HEAD_SIZE - 1] == '\n' && note->generation != 0;
    if (!good) {
        close(file);
        errno = EBADMSG;
        return -1;
    }
    note->position = (apr_uint64_t)info->st_size;
    return file;
}

/* A line that another child has written but not yet brought to the disk may vanish with the power,
 * and a later line would take its place, below a note that counted it. So it is brought there. */
int np_store_journal_note(np_store_note_t *note, int folder)
{
    np_store_note_t found;
    struct stat info;
    int error = 0, file = journal_open(&found, &info, folder, O_RDONLY);

    if (file < 0)
        return errno;
    if ((found.generation != note->generation || found.position != note->position) &&
        fdatasync(file) != 0)
        error = errno;
    close(file);
    if (!error)
        *note = found;
    return error;
}

/* ---- Writing ------------------------------------------------------------------------------------
 */

static int head_write(int folder, char name[NP_STORE_NEW_SIZE])
{
    unsigned long long generation = 0;
    char head[HEAD_SIZE + 1];
    int error, file = np_store_new_open(name, folder);

    if (file < 0)
        return errno;
    do {
        error = apr_generate_random_bytes((unsigned char *)&generation, sizeof(generation));
    } while (!error && generation == 0);
    snprintf(head, sizeof(head), HEAD_FORMAT, generation);
    if (!error)
        error = np_store_write_all(file, head, HEAD_SIZE);
    return np_store_new_sync(name, folder, file, error);
}

/* The folder is synced, too: after a power failure the old journal must not be back, because lines
 * written to the new one would be missing in it. */
int np_store_journal_renew(int folder)
{
    char name[NP_STORE_NEW_SIZE];
    int error = head_write(folder, name);

    if (!error)
        error = np_store_new_place(name, folder, NP_STORE_JOURNAL);
    if (error)
        unlinkat(folder, NP_STORE_JOURNAL, 0); /* needs no space */
    if (fsync(folder) != 0 && !error)
        error = errno;
    return error;
}

/* 1 when the file that was written is the journal still. */
static int is_current(int folder, const struct stat *written)
{
    struct stat info;

    return fstatat(folder, NP_STORE_JOURNAL, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
           info.st_dev == written->st_dev && info.st_ino == written->st_ino;
}

/* One write for all lines: the kernel keeps writes of several children apart. */
static int lines_write(int file, const char *lines, size_t length)
{
    ssize_t written;

    do {
        written = write(file, lines, length);
    } while (written < 0 && errno == EINTR);
    if (written < 0)
        return errno;
    if ((size_t)written != length)
        return ENOSPC;
    return fdatasync(file) != 0 ? errno : 0;
}

static int append(int folder, const char *lines, size_t length)
{
    int tries;

    for (tries = 0; tries < APPEND_TRIES; tries++) {
        np_store_note_t note;
        struct stat info;
        int error, file = journal_open(&note, &info, folder, O_RDWR | O_APPEND);

        if (file < 0) /* a new one says more than the lines would */
            return errno == ENOENT || errno == EBADMSG ? np_store_journal_renew(folder) : errno;
        error = lines_write(file, lines, length);
        close(file);
        if (error)
            return error;
        if (!is_current(folder, &info))
            continue;
        return note.position + length > JOURNAL_MOST ? np_store_journal_renew(folder) : 0;
    }
    return EAGAIN;
}

int np_store_journal_append(int folder, apr_uint64_t site, const np_key_t *keys, int count)
{
    unsigned long long now = (unsigned long long)apr_time_sec(apr_time_now());
    size_t size = (size_t)count * LINE_SIZE;
    char *lines, *line;
    int i, error;

    if (size > JOURNAL_MOST / 2) /* so many that a new journal is shorter */
        return np_store_journal_renew(folder);
    lines = malloc(size + 1);
    if (lines == NULL)
        return ENOMEM;
    line = lines;
    for (i = 0; i < count; i++, line += LINE_SIZE)
        snprintf(line, LINE_SIZE + 1, LINE_FORMAT, (unsigned long long)(keys[i] ^ site),
                 now % TIMES);
    error = append(folder, lines, size);
    free(lines);
    return error;
}

/* ---- Reading ------------------------------------------------------------------------------------
 */

static int line_compare(const void *left, const void *right)
{
    const np_store_line_t *a = left, *b = right;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}

/* A line that is cut short or mixed with another (a crash while writing) may have named any key. */
static void lines_parse(np_store_journal_t *journal, const char *text, size_t length)
{
    size_t at = HEAD_SIZE;

    while (at < length) {
        const char *line = text + at, *newline = memchr(line, '\n', length - at);
        size_t end = newline ? (size_t)(newline - text) + 1 : length;
        np_store_line_t *read = &journal->lines[journal->count];

        if (newline && end - at == LINE_SIZE && line[16] == ' ' &&
            np_text_hexadecimal(&read->key, line)) {
            read->end = end;
            journal->count++;
        } else
            journal->refuse_before = end;
        at = end;
    }
    if (journal->count)
        qsort(journal->lines, journal->count, sizeof(*journal->lines), line_compare);
}

/* 0 when it cannot be read. Under the journal's lock. */
static int journal_load(np_store_journal_t *journal, int file, np_store_note_t note)
{
    size_t size = (size_t)note.position;
    char *text;
    int good;

    free(journal->lines);
    journal->known.generation = 0;
    journal->refuse_before = 0;
    journal->count = 0;
    journal->lines = NULL;
    if (note.position > JOURNAL_READABLE)
        return 0;
    text = malloc(size);
    journal->lines = malloc((size / LINE_SIZE + 1) * sizeof(*journal->lines));
    good = text && journal->lines && np_store_read_all(file, text, size) == (apr_ssize_t)size;
    if (good) {
        lines_parse(journal, text, size);
        journal->known = note;
    }
    free(text);
    return good;
}

static int was_removed(const np_store_journal_t *journal, apr_uint64_t position, np_key_t key)
{
    size_t low = 0, high = journal->count;

    while (low < high) { /* to the first line with a larger key */
        size_t middle = low + (high - low) / 2;

        if (journal->lines[middle].key <= key)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && journal->lines[low - 1].key == key && journal->lines[low - 1].end > position;
}

/* Under the journal's lock. A page that has seen more of the journal than there is belongs to
 * another state of the folder. */
static int allows(const np_store_journal_t *journal, np_store_note_t note, apr_uint64_t site,
                  const np_key_t *keys, int count)
{
    int i;

    if (note.position > journal->known.position || note.position < journal->refuse_before)
        return 0;
    if (was_removed(journal, note.position, NP_STORE_EVERYTHING ^ site))
        return 0;
    for (i = 0; i < count; i++)
        if (was_removed(journal, note.position, keys[i] ^ site))
            return 0;
    return 1;
}

int np_store_journal_allows(np_store_journal_t *journal, int folder, np_store_note_t note,
                            apr_uint64_t site, const np_key_t *keys, int count)
{
    np_store_note_t now;
    struct stat info;
    int allowed, file = journal_open(&now, &info, folder, O_RDONLY);

    if (file < 0)
        return 0;
    pthread_mutex_lock(&journal->lock);
    allowed = now.generation == note.generation;
    if (allowed &&
        (journal->known.generation != now.generation || journal->known.position != now.position))
        allowed = journal_load(journal, file, now);
    if (allowed)
        allowed = allows(journal, note, site, keys, count);
    pthread_mutex_unlock(&journal->lock);
    close(file);
    return allowed;
}
