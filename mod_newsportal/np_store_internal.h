/* np_store_internal.h - what the files of the page store share.
 *
 *     np_store.c          the public functions; what is noted about the journal; messages
 *     np_store_writer.c   the writer's thread
 *     np_store_queue.c    what waits to be written
 *     np_store_folder.c   the folder: who may own it, its secret, new files in it
 *     np_store_journal.c  removals
 *     np_store_position.c how far the change log is in the journal
 *     np_store_file.c     one page as bytes
 *     np_store_scan.c     sizes and ages of all pages; deletes the oldest
 *
 * The first two use the others, which know nothing of np_store_t; np_store_journal.c, np_store_position.c,
 * np_store_file.c and np_store_scan.c use np_store_folder.c and not each other. All of them open the folder anew for every piece of work and
 * go on from its descriptor: a folder that is deleted, mounted over or made anew is noticed by itself, and
 * one that was swapped for a link or opened for others is refused.
 *
 * Functions that return int and say "errno" give 0 or an errno number.
 */
#ifndef NP_STORE_INTERNAL_H
#define NP_STORE_INTERNAL_H

#include <pthread.h>
#include "np_buffer.h"
#include "np_store.h"

/* Larger bodies are not stored. No page of the portal comes near; it bounds what one read may take. */
#define NP_STORE_BODY_MOST 16777216 /* 16 MiB */
#define NP_STORE_FILE_MOST (NP_STORE_BODY_MOST + 1048576)

/* ---- np_store_folder.c ------------------------------------------------------------------------- */

/* A descriptor, or -1 and errno. EPERM: it belongs to neither us, root nor `uid` (-1: nobody else),
 * or group or others may write to it. A symlink is no folder (ENOTDIR). */
int np_store_folder_open(const char *path, int uid);

/* errno; ENOENT when there is none, EPERM when it cannot be trusted. */
int np_store_secret_read(unsigned char secret[NP_KEY_SECRET_SIZE], int folder, int uid);
/* errno. For a folder that was deleted under a running server and is there again. */
int np_store_secret_write(int folder, const unsigned char secret[NP_KEY_SECRET_SIZE]);

#define NP_STORE_NEW_PREFIX "new."
#define NP_STORE_NEW_SIZE 24 /* "new.", 16 digits, NUL */

/* A new file for us alone under a name that nobody looks for; it becomes visible by renaming. Its
 * descriptor, or -1 and errno. */
int np_store_new_open(char name[NP_STORE_NEW_SIZE], int folder);
/* errno: `error` (how writing went), or that of closing. Closed in any case; deleted unless all is well. */
int np_store_new_close(const char *name, int folder, int file, int error);
/* The same, and the bytes are on disk before the file can get its name: a power failure would otherwise
 * leave an empty file in the place of a good one. */
int np_store_new_sync(const char *name, int folder, int file, int error);
/* errno. Gives the file its name, and makes the name's subfolder ("ab/...") when there is none yet; deletes it
 * when it cannot. */
int np_store_new_place(const char *name, int folder, const char *place);
/* errno; everything is written or it fails. */
int np_store_write_all(int file, const void *bytes, size_t length);
/* Bytes read, fewer than `length` only at the end of the file; -1 and errno. */
apr_ssize_t np_store_read_all(int file, void *bytes, size_t length);

/* ---- np_store_journal.c ------------------------------------------------------------------------ */

#define NP_STORE_JOURNAL "removed"

/* How far the journal had come at some moment. The generation is the journal's own random number: a
 * new journal makes all older notes worthless, and so the pages that carry them. */
typedef struct np_store_note_t {
    apr_uint64_t generation; /* 0: nothing is known */
    apr_uint64_t position;   /* bytes */
} np_store_note_t;

typedef struct np_store_line_t {
    np_key_t key;
    apr_uint64_t end; /* position behind the line */
} np_store_line_t;

/* The journal as it was last read; under a lock of its own, because any request may ask. */
typedef struct np_store_journal_t {
    pthread_mutex_t lock;
    np_store_note_t known;     /* what `lines` were read from */
    np_store_line_t *lines;    /* sorted by key, then end */
    size_t count;
    apr_uint64_t refuse_before; /* a line that cannot be read may have meant any page */
} np_store_journal_t;

int np_store_journal_init(np_store_journal_t *journal); /* errno */
void np_store_journal_free(np_store_journal_t *journal);

/* errno. Where the journal ends now; what is below is safely on disk. ENOENT: there is none. EBADMSG:
 * it is none of ours. `*note` is what is known already. */
int np_store_journal_note(np_store_note_t *note, int folder);

/* errno. Everything that was stored until now is worth nothing from now on. On failure the old journal
 * is gone all the same whenever the folder can be changed at all. */
int np_store_journal_renew(int folder);

#define NP_STORE_EVERYTHING ((np_key_t)0) /* as a key: of every page of the site */

/* errno; on disk when it returns 0. On failure the caller must renew the journal. */
int np_store_journal_append(int folder, apr_uint64_t site, const np_key_t *keys, int count);

/* 1 when nothing with one of these keys was removed after the note was taken, nor everything. */
int np_store_journal_allows(np_store_journal_t *journal, int folder, np_store_note_t note,
                            apr_uint64_t site, const np_key_t *keys, int count);

/* ---- np_store_position.c ----------------------------------------------------------------------- */

/* errno: ENOENT for none, EBADMSG when it is damaged or not ours. */
int np_store_position_read(np_mark_t *mark, int folder, apr_uint64_t site);

/* errno. A later row that is there stays, unless `anew`: it is of a log that is gone. */
int np_store_position_write(int folder, apr_uint64_t site, np_mark_t mark, int anew);

/* ---- np_store_file.c --------------------------------------------------------------------------- */

#define NP_STORE_PAGE_SIZE 24 /* "ab/cdef0123456789.page" and NUL */
#define NP_STORE_PAGE_SUFFIX ".page"

/* The file's name inside the folder, from the hash of site and key; and from that hash. */
apr_uint64_t np_store_page_hash(const char *site, const char *key, size_t length);
void np_store_page_name(char name[NP_STORE_PAGE_SIZE], apr_uint64_t hash);

/* errno: ENOMEM. `buffer` is empty at first and the caller's to free. */
int np_store_page_encode(np_buffer_t *buffer, const char *site, const np_entry_t *entry,
                         np_store_note_t note);

/* The whole file, malloc'ed. errno; EFBIG when it is larger than any page. */
int np_store_page_read(char **bytes, size_t *length, int folder, const char *name);

/* errno: ENOMEM; EBADMSG: damaged, of another version, or not written by us; ENOENT: another page with the
 * same hash. The entry is fresh, `dated` and all; the note is the one it was stored with. */
int np_store_page_decode(np_entry_t **entry, np_store_note_t *note, const char *bytes, size_t length,
                         const char *site, const char *key, size_t key_length);

/* ---- np_store_scan.c --------------------------------------------------------------------------- */

typedef struct np_store_seen_t {
    apr_time_t dated;
    apr_uint64_t hash;
    apr_uint64_t bytes;
} np_store_seen_t;

/* One look at all pages, in small steps. Used by the writer's thread only. */
typedef struct np_store_scan_t {
    enum { NP_SCAN_IDLE, NP_SCAN_LOOK, NP_SCAN_TRIM } phase;
    int first, done;       /* subfolder it began with; how many it has seen */
    apr_uint64_t bytes, pages; /* complete once LOOK is over */
    np_store_seen_t *seen; /* those that may have to go */
    size_t count, room, next;
} np_store_scan_t;

void np_store_scan_begin(np_store_scan_t *scan, int folder);
/* Does a few hundred files. 1 when it is over: then bytes and pages are what the folder holds. */
int np_store_scan_step(np_store_scan_t *scan, int folder, apr_uint64_t limit);
void np_store_scan_end(np_store_scan_t *scan);

/* ---- np_store_queue.c -------------------------------------------------------------------------- */

#define NP_STORE_QUEUE_MOST 1000 /* entries; also bounds a look through all of them to microseconds */

typedef struct np_store_item_t {
    np_entry_t *entry; /* one reference */
    apr_uint64_t hash; /* the entry's: read without touching the entry */
    np_store_note_t note;
    np_tick_t due;
} np_store_item_t;

/* In no order. The caller holds the store's lock. */
typedef struct np_store_queue_t {
    np_store_item_t items[NP_STORE_QUEUE_MOST];
    int count;
} np_store_queue_t;

int np_store_queue_has(const np_store_queue_t *queue, const np_entry_t *entry);
/* Takes over the item's reference; what has no place is given back for releasing. A newer entry takes
 * the place of an older one under the same key, and its due time. */
np_entry_t *np_store_queue_add(np_store_queue_t *queue, const np_store_item_t *item);
/* 1 and the item that has waited longest, if one is due. */
int np_store_queue_take(np_store_queue_t *queue, np_store_item_t *item, np_tick_t now);
/* Drops and releases the entries with one of these keys; all when `keys` is NULL. */
void np_store_queue_drop(np_store_queue_t *queue, const np_key_t *keys, int count);

/* ---- np_store.c, for the writer ---------------------------------------------------------------- */

#define NP_STORE_SAMPLES 128 /* at most one a second: longer than any page takes */

/* From `tick` on, until the next sample, the journal had come at least this far. */
typedef struct np_store_sample_t {
    np_tick_t tick;
    np_store_note_t note;
} np_store_sample_t;

/* What is told at most once in ten minutes. */
enum { NP_SAY_FOLDER, NP_SAY_REMOVAL, NP_SAY_FILE, NP_SAY_COUNT };

struct np_store_t {
    const char *folder, *site;
    apr_uint64_t limit;
    apr_uint64_t site_hash; /* keeps the removals of portals in one folder apart */
    np_counters_t *counters;
    np_log_fn *log;
    void *baton;
    unsigned char secret[NP_KEY_SECRET_SIZE];
    int has_secret;
    np_store_journal_t journal;
    atomic_int lost; /* removals that could not be noted; until it is 0 nothing is stored or shown */

    pthread_mutex_t lock; /* for what follows */
    pthread_cond_t wake;
    np_store_queue_t queue;
    np_store_sample_t samples[NP_STORE_SAMPLES]; /* oldest first */
    int sample_count;
    np_tick_t told[NP_SAY_COUNT];
    int failing; /* NP0140 was told and not taken back */
    np_mark_t reached; /* since the latest np_store_forget; id 0 for nothing */
    int forgets;
    int stopping;
    np_tick_t stopped_at;

    /* The writer's. */
    np_store_scan_t scan;
    np_tick_t scan_at, scanned_at;
    np_tick_t tidy_at;
    np_tick_t position_at; /* `reached` is not written before this */
    np_mark_t kept;        /* what was written of it, after so many forgets */
    int kept_forgets;
    np_tick_t pause, paused_until; /* after failures */
    apr_uint64_t bytes, pages;     /* what the folder holds: of the last scan, with our own since */
    apr_uint64_t written;          /* bytes since the last scan */
};

/* Counts a failure and tells it. */
void np_store_failed(np_store_t *store, const char *what, int error);
/* Takes back what was told. */
void np_store_good(np_store_t *store);
/* Makes the folder usable again if that can be done, and notes how far the journal has come. */
void np_store_tidy(np_store_t *store);
/* Brings what np_store_reached was told into the folder. */
void np_store_position_keep(np_store_t *store, int folder);
/* errno: ENOENT for none; ESTALE: something that it was made from was removed since, it is not to be shown;
 * otherwise as np_store_page_read and np_store_page_decode say. The entry is the caller's to release. */
int np_store_page_load(np_entry_t **entry, np_store_t *store, int folder, const char *name,
                       const char *key, apr_size_t length);
/* 1 for a page that may be stored as things are: nothing is known against it. */
int np_store_is_usable(np_entry_t *entry);

#endif
