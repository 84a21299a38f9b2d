"""A database with content, and a portal that serves it: the two things that the HTTP tests start."""
import pathlib
import time

from lib import apache, html
from lib.apache import SLOW, Apache
from lib.mariadb import MariaDB

HERE = pathlib.Path(__file__).parent
NAME = "newsportal"

SITE_NAME = "长河新闻网"
NOTICE = "本作品中使用的图片等内容,如涉及版权,请致电。确认后将第一时间删除。联系电话:{phone}。"
NOTICE_PHONE = "0433—1234567"
HOTLINE_PHONE = "0433 7654321"
OPERATOR = "https://operator.example/"

# One path of each kind of page, in the languages of the test content.
PAGES = {
    "front": "/",
    "latest": "/latest/",
    "latest-older": "/latest/?before=20240513120000-8",
    "channel": "/news/",
    "channel-deep": "/news/city/river/",
    "channel-empty": "/empty/",
    "channel-older": "/archive/?before=20230301080500-1025",
    "channel-newer": "/archive/?after=20230301080500-1025",
    "channel-ko": "/koreo/",
    "channel-en": "/english/",
    "article": "/2024/05/18/1.html",
    "article-markdown": "/2024/05/17/2.html",
    "article-html": "/2024/05/16/3.html",
    "article-ko": "/2024/05/18/4.html",
    "article-en": "/2024/05/18/5.html",
    "article-bare": "/2024/05/15/6.html",
    "article-hostile": "/2024/05/14/7.html",
    "tag": "/tag/%E5%A4%A7%E6%A1%A5/",
    "tag-older": "/tag/%E6%A1%A3%E6%A1%88/?before=20230301080500-1025",
    "tags": "/tags/",
    "static": "/page/about/",
    "static-ko": "/page/annai/",
}
ERRORS = {
    "unknown": ("/2024/05/18/99999.html", 404),
    "no-page": ("/no/such/place.php", 404),
    "withdrawn": ("/2024/05/01/14.html", 410),
    "expired": ("/2024/05/01/13.html", 410),
    "removed": ("/2024/05/01/15.html", 451),
    "bad-position": ("/latest/?before=yesterday", 400),
}
LANGUAGE = {"channel-ko": "ko", "channel-en": "en", "article-ko": "ko", "article-en": "en", "static-ko": "ko"}


def limit(seconds):
    """A limit of time; wider for a sanitizer build."""
    return seconds * SLOW


def wait_until(condition, timeout, what, step=0.02):
    """Polls until the condition is true; returns the seconds that took."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > timeout:
            raise AssertionError(f"not within {timeout} s: {what}")
        time.sleep(step)
    return time.monotonic() - began


class Database(MariaDB):
    """A private server with the schema installed and, unless `content` is None, content entered."""

    def __init__(self, folder, content="content.sql", name=NAME):
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True)
        apache.open_way(folder / "x")
        super().__init__(folder)
        self.name = name
        self.start()
        self.install(name)
        if content:
            self.enter(HERE / content)

    def session(self):
        """A connection of the database's owner, in the portal's civil time, without autocommit."""
        return self.connect(database=self.name, autocommit=False,
                            init_command="SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci, time_zone = '+08:00'")

    def enter(self, path):
        """Runs the statements of a file in one transaction."""
        connection = self.session()
        try:
            with connection.cursor() as cursor:
                for statement in split_sql(path.read_text("utf-8")):
                    cursor.execute(statement)
            connection.commit()
        finally:
            connection.close()

    def run(self, statement, *values):
        """Runs one statement, committed; returns the rows."""
        connection = self.session()
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                rows = cursor.fetchall()
            connection.commit()
            return rows
        finally:
            connection.close()


    def edit(self, *statements):
        """Several statements, each a text or (text, value, ...), in one transaction; returns when it was committed."""
        connection = self.session()
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    text, *values = (statement,) if isinstance(statement, str) else statement
                    cursor.execute(text, values or None)
            connection.commit()
            return time.monotonic()
        finally:
            connection.close()


def split_sql(text):
    """Statements of a file in which each ends with a semicolon at the end of a line."""
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";\n") if part.strip()]


def directives(database, base_url, **settings):
    """Configuration of a portal. A setting None leaves a directive out; a list of tuples repeats it."""
    values = {
        "NewsPortalEngine": "On",
        "NewsPortalDBHost": f"unix:{database.socket}" if database else "unix:/nonexistent/db.sock",
        "NewsPortalDBName": database.name if database else NAME,
        "NewsPortalSiteName": SITE_NAME,
        "NewsPortalBaseURL": base_url,
        "NewsPortalTheme": "{htdocs}/themes/default",
        "NewsPortalNotice": NOTICE,
        "NewsPortalPhone": NOTICE_PHONE,
        "NewsPortalHotlinePhone": HOTLINE_PHONE,
        "NewsPortalOperator": OPERATOR,
        "NewsPortalPageSize": [("list", 10), ("front", 12), ("block", 4)],
        "NewsPortalModelView": "local",
    } | settings
    lines = []
    for name, value in values.items():
        for words in value if isinstance(value, list) else [value]:
            if words is not None:
                lines.append(f"{name} {quote(words)}")
    return "\n".join(lines)


def quote(words):
    return " ".join('"' + str(word).replace("\\", "\\\\").replace('"', '\\"') + '"'
                    for word in (words if isinstance(words, tuple) else (words,)))


class Portal:
    """An Apache with one portal. `extra` is more httpd configuration, `settings` more directives."""

    def __init__(self, folder, database=None, extra="", apache_options=None, host="portal.test", **settings):
        self.name = pathlib.Path(folder).name
        self.database = database
        self.apache = Apache(folder, host=host, **(apache_options or {}))
        self.base = f"http://{host}:{self.apache.port}"
        self.apache.extra = directives(database, self.base, **settings) + "\n" + extra
        self.apache.write_config()

    def start(self, ready=True):
        self.apache.start()
        return self

    def request(self, *arguments, **keywords):
        return self.apache.request(*arguments, **keywords)

    def get(self, target, headers=(), **keywords):
        return self.apache.get(target, headers, **keywords)

    def head(self, target, headers=(), **keywords):
        return self.apache.head(target, headers, **keywords)

    def page(self, target, status=200, headers=(), **keywords):
        response = self.get(target, headers, **keywords)
        assert response.status == status, f"{target}: {response.status} {response.body[:300]!r}"
        return html.Page(response)

    def path_of(self, address):
        """The path of an absolute address of this portal."""
        assert address.startswith(self.base + "/"), address
        return address[len(self.base):]
