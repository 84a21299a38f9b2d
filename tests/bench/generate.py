#!/usr/bin/python3
"""Enters invented content of any size into a portal, in one of two ways.

    generate.py --socket /path/db.sock --database newsportal --count 100000

enter() is what editors do: INSERTs, and the triggers write tags and lists. enter_bulk() loads article,
article_tag and listing directly and leaves them as the triggers would; tests/sql/test_bulk.py holds the
two together. Called by the scenarios of the bench. Must not be used on a portal that has content.
"""
import argparse
import itertools
import os
import pathlib
import queue
import sys
import tempfile
import threading
import time

import pymysql

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import vocabulary as words  # noqa: E402
from invented import FUTURE, Content  # noqa: E402


def connect(socket, database):
    return pymysql.connect(unix_socket=socket, user="root", database=database, charset="utf8mb4", local_infile=True,
                           init_command="SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci, time_zone = '+08:00'")


def enter_around(cursor, content):
    """Channels, tags, sources, slots, links and pages; returns the channels' numbers by code."""
    for order, (code, name, parent) in enumerate(words.CHANNELS):
        cursor.execute("INSERT INTO channel (name, code, parent, sort_order) VALUES (%s, %s, %s, %s)",
                       (name, code, parent, order))
    cursor.executemany("INSERT INTO tag (name, description) VALUES (%s, %s)",
                       [(name, f"关于{name}的报道。") for name in content.described])
    cursor.executemany("INSERT INTO tag (name, alias_of) VALUES (%s, %s)", list(content.aliases.items()))
    cursor.executemany("INSERT INTO source (name, url) VALUES (%s, 'https://paper.example/')",
                       [(name,) for name in words.SOURCES])
    cursor.executemany("INSERT INTO slot (name, code, capacity) VALUES (%s, %s, %s)", [("头条", "lead", 5), ("侧栏", "side", 6)])
    cursor.executemany("INSERT INTO link (name, url) VALUES (%s, %s)", [(f"友邻{n}", f"https://neighbour{n}.example/") for n in range(6)])
    cursor.execute("INSERT INTO page (title, code, body, state) VALUES ('关于本站', 'about', '这是一个虚构的门户。', 'live')")
    cursor.execute("SELECT code, id FROM channel")
    return dict(cursor.fetchall())


def enter_placements(cursor, newest):
    """The newest articles in the slots of the front page."""
    cursor.executemany("INSERT INTO placement (slot, article_id, position) VALUES (%s, %s, %s)",
                       [("lead" if n < 5 else "side", article, n) for n, article in enumerate(newest)])


def newest_of(articles):
    return [article.id for article in articles if article.state == "live" and not article.removed
            and article.expires_at is None and article.published_at < FUTURE][-11:][::-1]


COLUMNS = "id, title, channel, body, summary, tags, state, published_at, expires_at, source, author"


def enter(connection, content, count):
    """As editors do it."""
    with connection.cursor() as cursor:
        enter_around(cursor, content)
        articles = list(content.articles(count))
        for article in articles:
            cursor.execute(f"INSERT INTO article ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                           article[:5] + ("、".join(article.tags),) + article[6:11])
        enter_removals(cursor, articles)
        enter_placements(cursor, newest_of(articles))
    connection.commit()


def enter_removals(cursor, articles):
    cursor.executemany("INSERT INTO removal (item_id, cause) VALUES (%s, '应权利人要求')",
                       [(article.id,) for article in articles if article.removed])


# Rows go to the server as text in which \t, \n and \\ have to be written with a backslash.
LOAD = "LOAD DATA LOCAL INFILE '{file}' INTO TABLE {table} CHARACTER SET utf8mb4 ({columns})"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n"})
CHUNK = 10000


def load_rows(cursor, folder, table, columns, lines):
    """Loads lines of text, each a row."""
    path = os.path.join(folder, table + ".tsv")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)
    cursor.execute(LOAD.format(file=path, table=table, columns=columns))
    os.unlink(path)


def article_lines(articles):
    return ["\t".join((str(a.id), a.title, a.channel, a.body.translate(ESCAPES), a.summary.translate(ESCAPES), ",".join(a.tags),
                       a.state, str(a.published_at), str(a.expires_at or "\\N"), a.source, a.author)) + "\n" for a in articles]


class Lists:
    """Rows of listing and article_tag, gathered while articles are loaded, written list by list."""

    def __init__(self, content, channel_ids):
        self.content, self.channel_ids = content, channel_ids
        self.listing, self.tags = {}, []

    def add(self, articles):
        for article in articles:
            row = f"\t{article.published_at}\t{article.id}\t{article.expires_at or chr(92) + 'N'}\n"
            for name in self.content.lists_of(article, self.channel_ids):
                self.listing.setdefault(name, []).append(row)
            self.tags.append("".join(f"{article.id}\t{place}\t{name}\n" for place, name in enumerate(article.tags, 1)))

    def listing_lines(self):
        for name in sorted(self.listing):
            for row in self.listing[name]:
                yield name + row


def enter_bulk(socket, database, content, count, say=print):
    """Loads the same content in a fraction of the time. Articles are made in this thread while another
    feeds them to the server. Their triggers would check what is right by construction, at four times
    the cost: they are dropped and put back in the end."""
    began = time.monotonic()
    connection = connect(socket, database)
    chunks, failures = queue.Queue(maxsize=2), []
    with tempfile.TemporaryDirectory() as folder, connection.cursor() as cursor:
        lists = Lists(content, enter_around(cursor, content))
        connection.commit()
        triggers = take_triggers(cursor)
        loader = threading.Thread(target=load_articles, args=(connection, folder, chunks, failures), daemon=True)
        loader.start()
        removed, newest = [], []
        for articles in chunked(content.articles(count), CHUNK):
            chunks.put(article_lines(articles))
            lists.add(articles)
            removed += [article for article in articles if article.removed]
            newest = (newest_of(articles) + newest)[:11] if len(articles) >= 11 else newest_of(articles) + newest
            if failures:
                break
            done = articles[-1].id
            if done % (CHUNK * 10) == 0 or done == count:
                say(f"{database}: articles {100 * done // count} % ({time.monotonic() - began:.0f} s)")
        chunks.put(None)
        loader.join()
        if failures:
            raise failures[0]
        finish_bulk(cursor, folder, lists, triggers, removed, newest[:11],
                    lambda text: say(f"{database}: {text} ({time.monotonic() - began:.0f} s)"))
        connection.commit()
    connection.close()


def chunked(rows, size):
    while chunk := list(itertools.islice(rows, size)):
        yield chunk


def load_articles(connection, folder, chunks, failures):
    try:
        with connection.cursor() as cursor:
            while (lines := chunks.get()) is not None:
                if not failures:
                    load_rows(cursor, folder, "article", COLUMNS, lines)
                    connection.commit()
    except Exception as error:  # noqa: BLE001 - handed to the thread that waits
        failures.append(error)
        while chunks.get() is not None:
            pass


def finish_bulk(cursor, folder, lists, triggers, removed, newest, say):
    # Into empty tables and without checks, InnoDB sorts whole tables instead of entering row by row.
    cursor.execute("SET unique_checks = 0, foreign_key_checks = 0")
    cursor.connection.commit()
    load_rows(cursor, folder, "article_tag", "article_id, position, name", lists.tags)
    cursor.connection.commit()
    say("tags")
    load_rows(cursor, folder, "listing", "list, published_at, article_id, expires_at", lists.listing_lines())
    cursor.connection.commit()
    cursor.execute("SET unique_checks = 1, foreign_key_checks = 1")
    say("lists")
    put_triggers_back(cursor, triggers)
    # The lists are without removed articles already.
    cursor.execute("SET @newsportal_bulk = 1")
    enter_removals(cursor, removed)
    cursor.execute("SET @newsportal_bulk = NULL")
    enter_placements(cursor, newest)
    cursor.execute("INSERT INTO change_log (kind, item) VALUES ('all', '')")
    cursor.connection.commit()
    cursor.execute("ANALYZE TABLE article, article_tag, listing, tag, channel, placement")
    cursor.fetchall()
    say("triggers and statistics")


def take_triggers(cursor):
    """Drops the triggers of article and returns what makes them again: (sql_mode, statement)."""
    cursor.execute("SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE() "
                   "AND event_object_table = 'article'")
    taken = []
    for (name,) in cursor.fetchall():
        cursor.execute(f"SHOW CREATE TRIGGER {name}")
        taken.append(cursor.fetchone()[1:3])
        cursor.execute(f"DROP TRIGGER {name}")
    return taken


def put_triggers_back(cursor, taken):
    cursor.execute("SELECT @@sql_mode")
    mode = cursor.fetchone()[0]
    for trigger_mode, statement in taken:
        cursor.execute("SET sql_mode = %s", (trigger_mode,))
        cursor.execute(statement)
    cursor.execute("SET sql_mode = %s", (mode,))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--socket", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    enter_bulk(arguments.socket, arguments.database, Content(arguments.seed), arguments.count,
               lambda text: print(text, flush=True))


if __name__ == "__main__":
    main()
