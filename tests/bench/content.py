"""A database of the bench with the generator's content, and what the scenarios ask of it: paths of pages.

Called by the scenarios.
"""
import time
import urllib.parse

import generate
from invented import Content
from servers import Failure

PAGE_BYTES = 24 * 1024


def article_path(article_id, published_at):
    return f"/{published_at:%Y/%m/%d}/{article_id}.html"


class Archive:
    """One database: `count` articles of the generator."""

    def __init__(self, server, name, count, plain=False, say=print):
        self.server, self.name, self.count = server, name, count
        server.install(name)
        self.content = Content(plain=plain)
        began = time.monotonic()
        generate.enter_bulk(server.socket, name, self.content, count, say)
        self.seconds = time.monotonic() - began
        self.reader = self.connect()
        self.reader.autocommit(True)

    def connect(self):
        return generate.connect(self.server.socket, self.name)

    def rows(self, statement, *values):
        with self.reader.cursor() as cursor:
            cursor.execute(statement, values or None)
            return list(cursor.fetchall())

    def execute(self, statement, *values):
        connection = self.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
            connection.commit()
            return cursor.lastrowid
        finally:
            connection.close()

    def file_bytes(self):
        """Bytes of the database's files."""
        return sum(file.stat().st_size for file in (self.server.data / self.name).iterdir())

    # ---- paths -----------------------------------------------------------------------------------

    def article_paths(self, limit):
        """Articles that readers can see, spread evenly over the archive, as (path, title)."""
        step = max(1, self.count // (limit * 11 // 10))
        numbers = list(range(1, self.count + 1, step))
        rows = []
        for start in range(0, len(numbers), 1000):
            some = ",".join(map(str, numbers[start:start + 1000]))
            rows += self.rows(f"SELECT id, published_at, title FROM article WHERE id IN ({some}) AND state = 'live' "
                              "AND removal_id IS NULL AND published_at < NOW() AND expires_at IS NULL ORDER BY id")
        return [(article_path(number, at), title) for number, at, title in rows[:limit]]

    def channel_path(self, code):
        names = []
        while code:
            names.insert(0, code)
            code = self.content.parents[code]
        return "/" + "/".join(names) + "/"

    def deep_paths(self):
        """Channel pages far down: positions between half and nine tenths of a channel's list."""
        paths = []
        for code, number in self.rows("SELECT code, id FROM channel ORDER BY id"):
            listed = self.rows("SELECT COUNT(*) FROM listing WHERE list = %s", f"channel:{number}")[0][0]
            for share in range(50, 91, 10):
                row = self.rows("SELECT published_at, article_id FROM listing WHERE list = %s ORDER BY list DESC, published_at DESC, "
                                "article_id DESC LIMIT %s, 1", f"channel:{number}", listed * share // 100)
                paths += [f"{self.channel_path(code)}?before={at:%Y%m%d%H%M%S}-{article}" for at, article in row]
        return paths

    def tag_paths(self, limit):
        """Tags that have articles, the most frequent ones first in order."""
        names = [name for name in self.content.tags if name not in self.content.aliases
                 and self.rows("SELECT 1 FROM listing WHERE list = %s AND published_at < NOW() LIMIT 1", "tag:" + name)]
        return [f"/tag/{urllib.parse.quote(name)}/" for name in names[::max(1, len(names) // limit)][:limit]]

    # ---- the page of 24 KB -----------------------------------------------------------------------

    def page_of_24k(self, portal):
        """Adds an article whose page has 24 KB, and returns (path, title)."""
        more, size = 1, 0
        for _ in range(6):
            path, title = self._long_article(more)
            size = len(portal.get(path).body)
            if abs(size - PAGE_BYTES) <= 300:
                return path, title
            more += PAGE_BYTES - size
        raise Failure(f"no page of 24 KB: the last one has {size} bytes")

    def _long_article(self, more):
        """An article whose body has about `more` bytes (as HTML) above two paragraphs."""
        paragraphs, length = ["云麓湖的水位今天平稳。", "渡口照常开放。"], 0
        while length < more - 100:
            text = self.content.paragraphs[len(paragraphs)]
            text = text[:max(1, (more - length - len("<p></p>\n")) // 3)]
            paragraphs.append(text)
            length += len(text.encode()) + len("<p></p>\n")
        title = "一篇二十四千字节的报道"
        number = self.execute("INSERT INTO article (title, channel, body, tags, state, published_at) "
                              "VALUES (%s, 'river', %s, %s, 'live', '2023-06-01 08:00:00')",
                              title, "\n\n".join(paragraphs), ",".join(self.content.tags[:5]))
        return f"/2023/06/01/{number}.html", title
