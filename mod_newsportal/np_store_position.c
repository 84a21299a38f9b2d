/* np_store_position.c - how far the change log is in the journal of removals: for each portal, the
 * row up to which every removal is there.
 *
 *     newsportal-position 00000000000004d2 7f3a9c51d2e84b06 0123456789abcdef
 *                         number           row              seal
 *
 * Any child may write it, because what it says is true whoever says it and stays true: lines are
 * never taken out of the journal, and a new journal refuses every page that the old one could have
 * refused. So an older row is harmless, too; it costs the next watcher some work. A wrong one would
 * bring back what was removed, hence the seal, which needs the server's secret and covers the site.
 *
 * Must not: know pages, read the journal. Called by np_store.c.
 */
#include "np_store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "np_text.h"

#define FORMAT "newsportal-position %016llx %016llx %016llx\n"
#define ID_AT 20
#define ROW_AT 37
#define SIZE 71

#define NAME_SIZE 32

static void name_make(char name[NAME_SIZE], apr_uint64_t site)
{
    snprintf(name, NAME_SIZE, "position.%016llx", (unsigned long long)site);
}

static void text_make(char text[SIZE + 1], apr_uint64_t site, np_mark_t mark)
{
    apr_uint64_t parts[3];

    parts[0] = site;
    parts[1] = (apr_uint64_t)mark.id;
    parts[2] = mark.row;
    snprintf(text, SIZE + 1, FORMAT, (unsigned long long)parts[1], (unsigned long long)mark.row,
             (unsigned long long)np_key_hash(parts, sizeof(parts)));
}

/* Read by making it again: every byte is compared. */
static int text_read(np_mark_t *mark, const char *text, apr_uint64_t site)
{
    char same[SIZE + 1];
    apr_uint64_t id;

    if (!np_text_hexadecimal(&id, text + ID_AT) || !np_text_hexadecimal(&mark->row, text + ROW_AT))
        return 0;
    mark->id = (apr_int64_t)id;
    text_make(same, site, *mark);
    return mark->id > 0 && memcmp(same, text, SIZE) == 0;
}

int np_store_position_read(np_mark_t *mark, int folder, apr_uint64_t site)
{
    char name[NAME_SIZE], text[SIZE + 1];
    struct stat info;
    int file, good;

    name_make(name, site);
    file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0)
        return errno == ELOOP ? EBADMSG : errno;
    good = fstat(file, &info) == 0 && S_ISREG(info.st_mode) &&
           np_store_read_all(file, text, SIZE + 1) == SIZE && text_read(mark, text, site);
    close(file);
    return good ? 0 : EBADMSG;
}

int np_store_position_write(int folder, apr_uint64_t site, np_mark_t mark, int anew)
{
    char fresh[NP_STORE_NEW_SIZE], name[NAME_SIZE], text[SIZE + 1];
    np_mark_t there = {0, 0};
    int error, file;

    if (!anew && np_store_position_read(&there, folder, site) == 0 && there.id >= mark.id)
        return 0;
    text_make(text, site, mark);
    name_make(name, site);
    file = np_store_new_open(fresh, folder);
    if (file < 0)
        return errno;
    error = np_store_new_sync(fresh, folder, file, np_store_write_all(file, text, SIZE));
    return error ? error : np_store_new_place(fresh, folder, name);
}
