"""A database with content, and a portal that serves it: the two things that the HTTP tests start."""
import pathlib
import time

from forms import FORM_KEY
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
    "form": "/hotline/new/",
    "copyright": "/copyright/",
    "copyright-ledger": "/copyright/ledger/",
    "form-claim": "/copyright/claim/",
    "form-follow": "/copyright/follow/",
    "front": "/",
    "latest": "/latest/",
    "latest-older": "/latest/?before=20240513120000-8",
    "channel": "/news/",
    "channel-deep": "/news/city/river/",
    "channel-empty": "/empty/",
    "channel-older": "/records/?before=20230301080500-1025",
    "channel-newer": "/records/?after=20230301080500-1025",
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
    "archive": "/archive/",
    "month": "/2024/05/",
    "day": "/2024/05/18/",
    "day-older": "/2023/03/01/?before=20230301080500-1025",
    "static": "/page/about/",
    "static-ko": "/page/annai/",
    "hotline": "/hotline/",
    "hotline-list": "/hotline/list/",
    "hotline-agency": "/hotline/agency/roads/",
    "hotline-older": "/hotline/list/?before=20240506100200-2",
    "hotline-case": "/hotline/case/1/",
    "hotline-league": "/hotline/league/",
    "plaza": "/plaza/",
    "plaza-list": "/plaza/jobs/",
    "plaza-filtered": "/plaza/jobs/?region=north&f-pay-from=2000&f-side=%E6%8B%9B%E8%81%98",
    "plaza-notice": "/plaza/notice/1/",
    "plaza-ended": "/plaza/notice/4/",
    "plaza-choose": "/plaza/new/",
    "plaza-new": "/plaza/new/jobs/",
    "plaza-follow": "/plaza/follow/",
    "plaza-contact": "/plaza/contact/",
    "plaza-report": "/plaza/report/",
}
ERRORS = {
    "unknown": ("/2024/05/18/99999.html", 404),
    "no-page": ("/no/such/place.php", 404),
    "withdrawn": ("/2024/05/01/14.html", 410),
    "expired": ("/2024/05/01/13.html", 410),
    "removed": ("/2024/05/01/15.html", 451),
    "bad-position": ("/latest/?before=yesterday", 400),
    "notice-over": ("/plaza/notice/5/", 410),
    "notice-withdrawn": ("/plaza/notice/6/", 410),
    "notice-reported": ("/plaza/notice/8/", 404),
    "bad-filter": ("/plaza/jobs/?f-pay-from=much", 400),
}
LANGUAGE = {"channel-ko": "ko", "channel-en": "en", "article-ko": "ko", "article-en": "en", "static-ko": "ko"}

# Settings of a portal whose readers are told no 503 because a page takes long or the connections to the database are busy.
PATIENT = {"NewsPortalCacheWait": "4s", "NewsPortalDBPoolWait": "4s"}


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

    def __init__(self, folder, content="content.sql", name=NAME, options=()):
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True)
        apache.open_way(folder / "x")
        super().__init__(folder, options)
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
        key = self.apache.folder / "form-key"
        key.write_text(FORM_KEY + "\n", "ascii")
        key.chmod(0o600)
        settings = {"NewsPortalFormKey": f"file:{key}"} | settings
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


# ---- what must not matter ---------------------------------------------------------------------------

UNKNOWN_QUERIES = [
    "x=1", "utm_source=a&utm_medium=b", "", "&", "&&&", "=", "=x", "a&b", "x=%FF", "x=%zz", "x=%00", "Before=x", "BEFORE=x",
    "before[]=x", "x=before=y", "?", "x=1?before=y", ";before=x", "x=1;before=x", "debug=1&XDEBUG_SESSION=1",
    "q=<script>canary</script>", "page=2", "p=1%0d%0aX-Injected:1", "x=" + "y" * 6000, "&".join(f"k{n}=v" for n in range(500))]


def odd_headers():
    """A hundred headers that some framework somewhere believes."""
    value = "canary-evil.example"
    names = """X-Forwarded-Host X-Forwarded-Server X-Forwarded-Proto X-Forwarded-Scheme X-Forwarded-Port X-Forwarded-For
        X-Forwarded-Prefix X-Forwarded-Path X-Forwarded-Ssl X-Forwarded-By X-Forwarded-Uri X-Forwarded Forwarded
        X-Original-URL X-Rewrite-URL X-Original-Host X-Original-URI X-Host X-HTTP-Host-Override X-HTTP-Method-Override
        X-HTTP-Method X-Method-Override X-Real-IP X-Client-IP Client-IP True-Client-IP CF-Connecting-IP
        Fastly-Client-IP X-Cluster-Client-IP X-ProxyUser-Ip X-Remote-IP X-Remote-Addr X-Remote-User Remote-User
        X-Forwarded-User X-Auth-User X-Wap-Profile X-Device X-Device-Type X-UA-Device X-Mobile X-Requested-With
        X-Backend-Host X-Server-Name X-Base-Url X-Base-Path X-Site X-Tenant X-Language X-Locale X-Country
        X-Geo-Country CF-IPCountry Accept-Language Accept-Charset Accept User-Agent Referer Origin Cookie
        Authorization Proxy Proxy-Host Via From Pragma Cache-Control Content-Type Content-Language X-Api-Version
        X-Debug X-Debug-Token X-Preview X-Draft X-Theme X-Variant X-Site-Id X-WAP X-Csrf-Token X-Nonce X-Request-Id
        X-Correlation-Id Traceparent Baggage Sec-Fetch-Site Sec-Fetch-Mode Sec-Fetch-Dest Sec-Purpose Save-Data DPR
        Viewport-Width Width Sec-CH-UA Sec-CH-UA-Mobile Sec-CH-Prefers-Color-Scheme DNT Sec-GPC Surrogate-Capability
        X-Varnish X-Esi X-Sendfile X-Accel-Redirect Max-Forwards OIDC_CLAIM_sub""".split()
    good = {"X-Forwarded-Proto": "https", "X-Forwarded-Scheme": "https", "X-Forwarded-Port": "1234",
            "X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "POST", "X-Method-Override": "PUT",
            "X-Original-URL": "/admin", "X-Rewrite-URL": "/culture/", "Accept-Language": "ko,en;q=0.1",
            "X-Forwarded-For": "203.0.113.7", "User-Agent": "Mozilla/5.0 (iPhone; Mobile) canary",
            "Cookie": "view=mobile; session=canary; lang=ko", "Referer": "http://canary.example/?q=canary",
            "Accept": "application/json", "Forwarded": "for=1.2.3.4;host=canary.example;proto=https",
            "Cache-Control": "no-cache", "Pragma": "no-cache", "Authorization": "Basic Y2FuYXJ5OmNhbmFyeQ==",
            "Origin": "https://canary.example", "X-Forwarded-Prefix": "/canary", "Content-Type": "text/canary"}
    return [(name, good.get(name, value)) for name in names]


# How an answer came about, not what it is; Server-Timing is for local clients of rendered pages only.
PASSING = ("Date", "Connection", "Keep-Alive", "Server-Timing", "Age", "Cache-Status")


def comparable(response):
    return sorted((name, value) for name, value in response.headers if name not in PASSING)


def assert_unavailable(response, language="zh-Hans"):
    """The themed answer while there is no database: never kept, with a time to come back."""
    assert response.status == 503, response
    assert int(response["Retry-After"]) in range(1, 61)
    assert "no-store" in response["Cache-Control"]
    assert response["ETag"] is None
    page = html.Page(response)
    assert page.source.rstrip().endswith("</html>") and page.text_of("//h1")
    assert page.xpath("//link[@rel='stylesheet']"), "themed"
    assert response["Content-Security-Policy"] and response["Content-Language"] == language
