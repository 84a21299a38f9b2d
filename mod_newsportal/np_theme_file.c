/* np_theme_file.c - the theme room's view of the file system: reading with limits, parsing XML
 * without its dangers, walking folders, fingerprints.
 *
 * Theme files are edited while the portal runs, by people and by programs: a file may be empty,
 * half written, a gigabyte, a named pipe, a link to elsewhere. Every one of these ends in a
 * sentence, none in waiting or in reading without end.
 *
 * Must not: know XSLT or what the files mean. Called by the other files of the room.
 */
#include "np_theme_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <apr_strings.h>

uint64_t np_theme_hash(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;

    while (length-- > 0)
        hash = (hash ^ *byte++) * UINT64_C(0x100000001b3);
    return hash;
}

static const char *read_open_file(int file, const char *path, size_t limit, char **bytes,
                                  size_t *length, apr_pool_t *pool)
{
    struct stat status;
    size_t size;
    size_t used = 0;

    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return apr_psprintf(pool, "%s: is not an ordinary file", path);
    if ((uint64_t)status.st_size > limit)
        return apr_psprintf(
            pool, "%s: has %" APR_UINT64_T_FMT " bytes; at most %" APR_SIZE_T_FMT " are read", path,
            (apr_uint64_t)status.st_size, limit);
    size = (size_t)status.st_size;
    *bytes = apr_palloc(pool, size + 1);
    while (used < size) {
        ssize_t got = read(file, *bytes + used, size - used);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return apr_psprintf(pool, "%s: cannot be read (%s)", path, strerror(errno));
        if (got == 0)
            break; /* cut while we read: what is there is judged, the next look sees the rest */
        used += (size_t)got;
    }
    (*bytes)[used] = '\0';
    *length = used;
    return NULL;
}

/* O_NONBLOCK so that opening a named pipe does not wait for a writer. */
const char *np_theme_read(np_theme_load_t *load, const char *path, size_t limit, char **bytes,
                          size_t *length)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    const char *error;
    uint64_t hash;

    *bytes = NULL;
    *length = 0;
    if (file < 0)
        return apr_psprintf(load->pool, "%s: cannot be opened (%s)", path, strerror(errno));
    error = read_open_file(file, path, limit, bytes, length, load->pool);
    close(file);
    if (error != NULL)
        return error;
    hash = np_theme_hash(NP_THEME_HASH_START, path, strlen(path));
    /* A sum, because assets and sheets are read in no promised order. */
    load->theme->digest += np_theme_hash(hash, *bytes, *length);
    return NULL;
}

typedef struct {
    char message[256];
    int line;
} xml_complaint_t;

/* Only the first complaint counts: the rest of the file is then read out of step. */
static void complain(xml_complaint_t *complaint, int line, const char *message)
{
    if (complaint->message[0] != '\0')
        return;
    snprintf(complaint->message, sizeof(complaint->message), "%.*s", (int)strcspn(message, "\n"),
             message);
    complaint->line = line;
}

static void on_xml_error(void *context, np_theme_xml_error_t error)
{
    xmlParserCtxtPtr parser = context;

    if (error->level >= XML_ERR_ERROR)
        complain(parser->_private, error->line, error->message ? error->message : "broken XML");
}

/* A document type is where entities, default attributes and other files come in. The parser is
 * stopped before it reads any of it. */
static void on_doctype(void *context, const xmlChar *name, const xmlChar *public_id,
                       const xmlChar *system_id)
{
    xmlParserCtxtPtr parser = context;

    (void)name;
    (void)public_id;
    (void)system_id;
    complain(parser->_private, xmlSAX2GetLineNumber(parser),
             "DOCTYPE is not available in a theme; write characters themselves or as &#...;");
    xmlStopParser(parser);
}

static xmlDocPtr parse_bytes(const char *bytes, size_t length, const char *url, xmlDictPtr dict,
                             xml_complaint_t *complaint)
{
    /* NOCDATA as libxslt wants it; NOERROR because errors go to our handler, not to the log. */
    const int options =
        XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    xmlParserCtxtPtr parser;
    xmlDocPtr doc;

    if (length == 0) {
        complain(complaint, 1, "the file is empty");
        return NULL;
    }
    parser = xmlNewParserCtxt();
    if (parser == NULL)
        abort();
    parser->_private = complaint;
    parser->sax->serror = on_xml_error;
    parser->sax->internalSubset = on_doctype;
    if (dict != NULL) {
        xmlDictFree(parser->dict);
        parser->dict = dict;
        xmlDictReference(dict);
    }
    doc = xmlCtxtReadMemory(parser, bytes, (int)length, url, NULL, options);
    if (doc == NULL)
        complain(complaint, 1, "this is not XML");
    xmlFreeParserCtxt(parser);
    if (complaint->message[0] == '\0')
        return doc;
    xmlFreeDoc(doc);
    return NULL;
}

const char *np_theme_parse(np_theme_load_t *load, const char *path, const char *url,
                           xmlDictPtr dict, xmlDocPtr *doc)
{
    xml_complaint_t complaint = {"", 0};
    char *bytes;
    size_t length;
    const char *error = np_theme_read(load, path, NP_THEME_FILE_BYTES, &bytes, &length);

    *doc = NULL;
    if (error != NULL)
        return error;
    *doc = parse_bytes(bytes, length, url, dict, &complaint);
    if (*doc == NULL)
        return apr_psprintf(load->pool, "%s, line %d: %s", path, complaint.line, complaint.message);
    return NULL;
}

int np_theme_level_of(const np_theme_t *theme, const char *real)
{
    int level;

    for (level = 0; level < theme->level_count; level++) {
        const char *folder = theme->levels[level].real;
        size_t length = strlen(folder);

        if (strncmp(real, folder, length) == 0 && real[length] == '/')
            return level;
    }
    return -1;
}

/* ---- walking ---- */

typedef struct {
    np_theme_file_fn *each;
    void *baton;
    apr_pool_t *pool;
    int left;
} walk_t;

/* What editors and version control leave beside the files: not part of a theme, and coming and
 * going with every save. */
static int is_ignored(const char *name)
{
    size_t length = strlen(name);

    return name[0] == '.' || name[length - 1] == '~' || (name[0] == '#' && name[length - 1] == '#');
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static const char *list_folder(const char *folder, apr_array_header_t *names, apr_pool_t *pool)
{
    DIR *stream = opendir(folder);
    struct dirent *entry;

    if (stream == NULL)
        return errno == ENOENT
                   ? NULL
                   : apr_psprintf(pool, "%s: cannot be opened (%s)", folder, strerror(errno));
    /* cppcheck-suppress readdirCalled ; safe on a stream of one's own, readdir_r is deprecated */
    while (names->nelts <= NP_THEME_FILES && (entry = readdir(stream)) != NULL) {
        if (!is_ignored(entry->d_name))
            APR_ARRAY_PUSH(names, char *) = apr_pstrdup(pool, entry->d_name);
    }
    closedir(stream);
    qsort(names->elts, (size_t)names->nelts, sizeof(char *), by_name);
    return NULL;
}

static const char *walk_folder(walk_t *walk, const char *folder, const char *prefix, int depth)
{
    apr_array_header_t *names = apr_array_make(walk->pool, 32, sizeof(char *));
    const char *error = list_folder(folder, names, walk->pool);
    int i;

    if (depth > NP_THEME_FOLDER_DEPTH)
        return apr_psprintf(walk->pool,
                            "%s: folders are nested more than %d deep; a link may lead back up",
                            folder, NP_THEME_FOLDER_DEPTH);
    for (i = 0; i < names->nelts && error == NULL; i++) {
        const char *name = APR_ARRAY_IDX(names, i, char *);
        const char *full = apr_pstrcat(walk->pool, folder, "/", name, NULL);
        const char *path = apr_pstrcat(walk->pool, prefix, name, NULL);
        struct stat status;

        if (walk->left-- <= 0)
            return apr_psprintf(walk->pool, "%s: the theme has more than %d files", folder,
                                NP_THEME_FILES);
        if (stat(full, &status) == 0 && S_ISDIR(status.st_mode))
            error = walk_folder(walk, full, apr_pstrcat(walk->pool, path, "/", NULL), depth + 1);
        else
            error = walk->each(walk->baton, full, path);
    }
    return error;
}

const char *np_theme_walk(const char *folder, np_theme_file_fn *each, void *baton, apr_pool_t *pool)
{
    walk_t walk = {each, baton, pool, NP_THEME_FILES};

    return walk_folder(&walk, folder, "", 0);
}

/* ---- fingerprint ---- */

static int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Time of change (ctime) as well as of modification: a file made readable again keeps its
 * modification time. */
static const char *print_file(void *baton, const char *full, const char *path)
{
    np_theme_print_t *print = baton;
    struct stat status;
    int64_t facts[5];
    int i;

    (void)path;
    memset(facts, 0, sizeof(facts));
    if (stat(full, &status) == 0) {
        facts[0] = nanoseconds(status.st_mtim);
        facts[1] = nanoseconds(status.st_ctim);
        facts[2] = (int64_t)status.st_size;
        facts[3] = (int64_t)status.st_ino;
        facts[4] = (int64_t)status.st_dev;
    }
    for (i = 0; i < 2; i++) {
        if (facts[i] > print->newest)
            print->newest = facts[i];
    }
    print->value = np_theme_hash(print->value, full, strlen(full));
    print->value = np_theme_hash(print->value, facts, sizeof(facts));
    return NULL;
}

/* Follows theme.xml from folder to folder each time: what makes a broken theme good again may be
 * a parent folder that was not there before. */
np_theme_print_t np_theme_fingerprint(const char *folder)
{
    np_theme_print_t print = {NP_THEME_HASH_START, 0};
    np_theme_load_t load = {NULL, NULL, NULL, NULL};
    const char *failed = NULL;
    const char *error;
    int i;

    apr_pool_create_unmanaged_ex(&load.pool, NULL, NULL);
    load.theme = np_theme_alloc(NULL, sizeof(*load.theme));
    memset(load.theme, 0, sizeof(*load.theme));
    np_theme_read_stack(&load, folder, &failed);
    for (i = 0; i < load.theme->level_count; i++) {
        error = np_theme_walk(load.theme->levels[i].folder, print_file, &print, load.pool);
        if (error != NULL)
            print.value = np_theme_hash(print.value, error, strlen(error));
    }
    if (failed != NULL) {
        print_file(&print, failed, "");
        np_theme_walk(failed, print_file, &print, load.pool);
    }
    np_theme_free(load.theme);
    apr_pool_destroy(load.pool);
    return print;
}
