"""One private database server for all of tests/sql; one portal in it, emptied before each test."""
import contextlib
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time

import pymysql
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import clock  # noqa: E402
from mariadb import MariaDB  # noqa: E402

QUERIES = pathlib.Path(__file__).resolve().parents[2] / "sql" / "queries"
ROLES = ("reporter", "editor", "chief", "officer", "admin")


@pytest.fixture(scope="session")
def server():
    folder = tempfile.mkdtemp(prefix="np-sql-")
    os.chmod(folder, 0o755)
    database = MariaDB(folder + "/db")
    try:
        database.start()
        yield database
    finally:
        database.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def installed(server):
    server.install("portal")
    for role in ROLES:
        server.sql(f"CREATE USER {role}@localhost IDENTIFIED BY ''")
        server.sql(f"GRANT newsportal_{role} TO {role}@localhost")
        server.sql(f"SET DEFAULT ROLE newsportal_{role} {'FOR' if server.is_mariadb else 'TO'} {role}@localhost")
    return server


class Portal:
    """The portal under test and short words for what the tests do again and again."""

    def __init__(self, server):
        self.server = server
        self.connection = server.connect(database="portal")

    def run(self, text, args=None, connection=None):
        with (connection or self.connection).cursor() as cursor:
            cursor.execute(text, args)
            return list(cursor.fetchall())

    def insert(self, table, connection=None, **columns):
        names = ", ".join(columns)
        marks = ", ".join(["%s"] * len(columns))
        with (connection or self.connection).cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(columns.values()))
            return cursor.lastrowid

    def article(self, connection=None, **columns):
        row = {"title": "标题", "channel": "news", "body": "正文", "state": "live", "published_at": "2021-11-18 06:22:00"}
        row.update(columns)
        return self.insert("article", connection, **row)

    def lists(self, article=None, connection=None):
        """Names of the lists an article stands in, or of every list."""
        where = "" if article is None else f" WHERE article_id = {article}"
        return sorted(row[0] for row in self.run(f"SELECT list FROM listing{where}", connection=connection))

    def tags(self, article):
        return [row[0] for row in self.run("SELECT name FROM article_tag WHERE article_id = %s ORDER BY position", (article,))]

    def log(self):
        """The change log since the last call, as a set of (kind, item)."""
        return {row[:2] for row in self.log_rows()}

    def log_rows(self):
        """The change log since the last call, row by row: (kind, item, position as text or None)."""
        rows = self.run("SELECT kind, item, CAST(position AS CHAR) FROM change_log ORDER BY id")
        self.run("DELETE FROM change_log")
        return rows

    def channel_id(self, code):
        return self.run("SELECT id FROM channel WHERE code = %s", (code,))[0][0]

    def ask(self, query, *values, connection=None):
        """Runs a query of sql/queries/ as the web account with the web's time zone."""
        web = connection or self.web()
        text = re.sub(r"^--.*\n", "", (QUERIES / f"{query}.sql").read_text(encoding="utf-8"), flags=re.M)
        try:
            return self.run(text.replace("%", "%%").replace("?", "%s"), values, connection=web)
        finally:
            if connection is None:
                web.close()

    def web(self):
        connection = self.server.connect("newsportal_web", "portal")
        self.run("SET time_zone = '+00:00'", connection=connection)
        return connection

    @contextlib.contextmanager
    def refused(self, words, number=1644):
        """The statement inside must be refused by a sentence holding `words`."""
        with pytest.raises(pymysql.MySQLError) as caught:
            yield
        assert caught.value.args[0] == number, caught.value
        assert words in caught.value.args[1]

    def await_purge(self):
        """Until the server itself has taken away what was deleted: till then a deleted row is still something to lock."""
        if self.server.is_mariadb:   # makes it hurry, and waits for as long as anybody reads an old state
            hurry = self.server.connect(database="portal", read_timeout=60)
            self.run("SET GLOBAL innodb_max_purge_lag_wait = 0", connection=hurry)
            hurry.close()
        else:   # the length of its history is otherwise seldom brought up to date
            self.run("SET GLOBAL innodb_purge_rseg_truncate_frequency = 1")
        history = ("SHOW GLOBAL STATUS LIKE 'Innodb_history_list_length'" if self.server.is_mariadb else
                   "SELECT name, count FROM information_schema.innodb_metrics WHERE name = 'trx_rseg_history_len'")
        end = time.monotonic() + 60
        while int(self.run(history)[0][1]) > 0:
            assert time.monotonic() < end, "the server purges nothing"
            time.sleep(0.02)

    def empty(self):
        for table in ("claim", "hotline_case", "plaza_notice", "submission", "submission_budget", "submission_trace", "outbox", "receipt"):
            self.run(f"DELETE FROM {table}")
        self.run("DELETE FROM staff WHERE role <> 'system'")
        for table in ("agency", "region"):
            self.run(f"DELETE FROM {table}")
        for table in ("removal", "placement", "correction", "slot", "article", "media", "tag", "source", "page", "link", "redirect"):
            self.run(f"DELETE FROM {table}")
        while self.run("SELECT id FROM channel LIMIT 1"):
            leaves = self.run("SELECT id FROM channel WHERE code NOT IN (SELECT parent FROM channel WHERE parent IS NOT NULL)")
            for (leaf,) in leaves:
                self.run("DELETE FROM channel WHERE id = %s", (leaf,))
        assert self.run("SELECT * FROM listing") == [] and self.run("SELECT * FROM article_tag") == []
        assert self.run("SELECT * FROM channel_place") == [] and self.run("SELECT * FROM article_link") == []
        for table in ("redirect", "change_log", "article_history", "item_history", "word"):
            self.run(f"DELETE FROM {table}")
        self.run("DELETE FROM staff WHERE role <> 'system'")


@pytest.fixture
def portal(installed):
    """news > local > area, and life; no articles. The hour, by which budgets are counted, does not turn in a test, nor does the day."""
    portal = Portal(installed)
    portal.empty()
    clock.stay_in_the_hour(10)
    for number, name, code, parent in ((1, "新闻", "news", None), (2, "本地", "local", "news"), (3, "社区", "area", "local"),
                                       (4, "生活", "life", None)):
        portal.insert("channel", id=number, name=name, code=code, parent=parent)
    portal.log()
    yield portal
    portal.connection.close()
