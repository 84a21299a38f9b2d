"""Personal data gets nowhere: a canary of its own in every personal column of every row, then a crawl of the whole site, desktop and mobile, pages and
their models, feeds, CSV, JSON, refused, withdrawn and removed ones, and a look into logs, kept pages and all that the accounts of others can read.

NEWSPORTAL_LONG=1: 10,000 rows; otherwise some hundred. Which columns are personal the database says (personal_columns): one that is new has no canary
yet, and fails the test."""
import collections
import contextlib
import hashlib
import re
import urllib.parse
import uuid
import zlib

import pymysql
import pytest

from cached import LONG, STATUS
from forms import form_at, form_in, post, receipt, stamp
from portal import ERRORS, PAGES, limit, wait_until

ROWS = 10_000 if LONG else 300
EACH = ROWS // 5   # cases, notes, joins, claims, notices
CANARY, UNSEEN, PUBLIC = "Kanari", "Verborgen", "Oeffentlich"   # personal; not for readers; for everyone
KEPT = ("change_log", "article_history", "item_history", "submission", "submission_trace", "submission_budget", "receipt", "hotline_gram", "claim_tally")
OTHERS = ("newsportal_web", "newsportal_reporter", "newsportal_editor")
# Text of a personal table that tells nothing of a person, and offices, whose telephones citizens see.
NOT_PERSONAL = {("outbox", "kind"), ("outbox", "payload"), ("outbox", "last_error"), ("agency", "phone"), ("agency", "email")}
DENIED = {1142, 1143, 1044, 1045, 1227, 1356, 1370}


def personal_columns(database):
    """Text columns of tables that say they are personal, and all that are named like what tells who somebody is."""
    return {(table, column) for table, column in database.run(
        "SELECT t.table_name, c.column_name FROM information_schema.tables AS t JOIN information_schema.columns AS c "
        "ON c.table_schema = t.table_schema AND c.table_name = t.table_name WHERE t.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' "
        "AND c.data_type IN ('char', 'varchar', 'text', 'mediumtext', 'longtext', 'varbinary', 'blob') AND (t.table_comment LIKE '%%personal%%' "
        "OR c.column_name REGEXP '^(phone|email|mail|telephone|recipient|contact|address_key|text_original)$' OR t.table_name = 'outbox')")
            if column != "address_key"} - NOT_PERSONAL


def letters(number):
    """Without digits, which would be covered as a telephone's."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05d}")


def code_of(kind, number):
    return hashlib.sha256(f"{kind} {number}".encode()).hexdigest()


class Filler:
    """Rows as the web account enters them."""

    def __init__(self, database):
        self.database = database
        self.web = database.connect(user="newsportal_web", database=database.name, init_command="SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci, time_zone = '+08:00'")
        self.address = "a" * 64

    def call(self, function, *values):
        with self.web.cursor() as cursor:
            cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(values))})", values)
            answer = cursor.fetchone()[0]
        assert answer.startswith("new:"), (function, answer)
        return int(answer[4:])

    def person(self, kind, number):
        return f"{CANARY}{kind}Name{letters(number)}", f"{CANARY}{kind}Phone{letters(number)}", f"{CANARY}{kind}Mail{letters(number)}@example.org"

    def case(self, n):
        return self.call("web_hotline_submit", str(uuid.uuid4()), code_of("case", n), self.address, "2026-01-05 10:00:00", "ask", "roads", "north", 0, 0,
                         f"{PUBLIC} 诉求 {letters(n)}", f"{PUBLIC} 的正文", f"{CANARY}CaseTitle{letters(n)}", f"{CANARY}CaseText{letters(n)} 的原文",
                         *self.person("Case", n))

    def note(self, n):
        return self.call("web_hotline_note", str(uuid.uuid4()), code_of("case", n), self.address, "2026-01-05 11:00:00", f"{UNSEEN}Note{letters(n)} 的补充",
                         f"{CANARY}Note{letters(n)} 的补充")

    def join(self, n, case):
        return self.call("web_hotline_join", str(uuid.uuid4()), self.address, "2026-01-06 11:00:00", case, f"{CANARY}Join{letters(n)}@example.org")

    def claim(self, n):
        address = f"/2023/03/01/{1001 + n}.html" if n < 40 else f"/nowhere/{n}"
        return self.call("web_claim_submit", str(uuid.uuid4()), code_of("claim", n), self.address, "2026-01-05 10:00:00", "copyright", 0,
                         f"{UNSEEN}Work{letters(n)}", f"{UNSEEN}Statement{letters(n)}", f"{UNSEEN}Claimant{letters(n)}", 0, address, *self.person("Claim", n))

    def counter(self, n, address):
        return self.call("web_claim_counter", str(uuid.uuid4()), self.address, "2026-01-06 12:00:00", 0, f"{UNSEEN}Counter{letters(n)}", address,
                         *self.person("Counter", n))

    def notice(self, n, day):
        seen = n % 5 != 4
        return self.call("web_plaza_submit", str(uuid.uuid4()), code_of("notice", n), self.address, f"{day} 09:00:00", "jobs", "north", "", f"{day} 23:00:00", 0,
                         f"{PUBLIC if seen else UNSEEN} 招工 {letters(n)}", "来干活", "side=招聘\npay=3000", *self.person("Notice", n))


def fill(database):
    """All rows, and what the desks make of them; {kind: numbers}."""
    filler = Filler(database)
    day = str(database.run("SELECT CURDATE() + INTERVAL 20 DAY")[0][0])
    cases = [filler.case(n) for n in range(EACH)]
    for n in range(EACH):
        filler.note(n)
    run, first = database.run, cases[0]
    run("UPDATE hotline_case SET approved_at = '2026-01-05 12:00:00' WHERE id >= %s AND id %% 10 <> 9", first)
    open_cases = [number for number, in run("SELECT id FROM hotline_case WHERE id >= %s AND approved_at IS NOT NULL", first)]
    for n in range(EACH):
        filler.join(n, open_cases[n % len(open_cases)])
    for rest, prominence in ((1, "text_hidden"), (2, "code_only"), (3, "hidden")):
        run("UPDATE hotline_case SET prominence = %s, public_reason = '涉及他人' WHERE id >= %s AND id %% 10 = %s", prominence, first, rest)
    for number in cases:
        if number % 10 in (1, 2, 4, 5):
            run("INSERT INTO hotline_reply (case_id, kind, text) VALUES (%s, 'final', '修好了')", number)
    run("UPDATE hotline_case SET state = 'rejected', public_reason = '不属受理范围' WHERE id >= %s AND id %% 10 = 6", first)
    claims = [filler.claim(n) for n in range(EACH)]
    for n, number in enumerate(claims[:60]):
        if n % 4:
            run("UPDATE claim SET state = %s, cause = '已核实' WHERE id = %s", ("removed", "hidden", "rejected")[n % 4 - 1], number)
    counters = [filler.counter(n, "/2023/03/01/1002.html") for n in range(EACH)]
    run("UPDATE claim_counter SET state = 'accepted' WHERE id = %s", counters[0])
    run("UPDATE claim_counter SET state = 'declined' WHERE id = %s", counters[1])
    notices = [filler.notice(n, day) for n in range(EACH)]
    run("UPDATE plaza_notice SET state = 'live' WHERE id >= %s AND title LIKE %s", notices[0], PUBLIC + "%")
    run("UPDATE plaza_notice SET state = 'withdrawn' WHERE id >= %s AND id %% 10 = 3 AND state = 'live'", notices[0])
    run("UPDATE plaza_tally SET is_hidden = 1, reports = 3 WHERE notice_id >= %s AND notice_id %% 10 = 4", notices[0])
    filler.web.close()
    return {"case": cases, "claim": claims, "notice": notices}


@pytest.fixture(scope="module")
def filled(servers):
    """The portal, with a store of pages, and what is in it. Some of it came by form, so that logs have seen it pass."""
    database = servers.database("canaries")
    database.run("UPDATE setting SET value = '999999' WHERE code LIKE 'desk_%%' AND value REGEXP '^[0-9]+$'")
    found = fill(database)
    pages = servers.workspace / "canaries" / "pages"
    portal = servers.portal("canaries", database, extra=STATUS, NewsPortalFormLimit=(6000, 60000), NewsPortalStore=(str(pages), "64M"))
    database.run("INSERT INTO change_log (kind, item) VALUES ('navigation', '')")
    by_form(portal)
    return portal, found


def by_form(portal):
    person = {"name": CANARY + "FormName", "phone": "0400-555-9417", "email": CANARY + "Form@example.org"}
    good = {"/hotline/new/": {"kind": "ask", "title": "码头的灯13912349417", "text": "电话13912349417，请回电。"},
            "/copyright/claim/": {"right": "copyright", "work": UNSEEN, "addresses": "/2024/05/18/1.html", "statement": UNSEEN + "是我的照片", "claimant": UNSEEN},
            "/plaza/new/jobs/": {"title": "招工13912349417", "text": "来电13912349417", "f_side": "招聘", "days": "15"}}
    for path, fields in good.items():
        response = form_at(portal, path).fill(**(person | fields)).send(portal)
        number, code = receipt(portal, form_in(response).send(portal))
        assert code
        follow = {"/hotline/new/": "/hotline/follow/", "/copyright/claim/": "/copyright/follow/", "/plaza/new/jobs/": "/plaza/follow/"}[path]
        assert form_at(portal, follow).fill(code=code).send(portal).status == 200
        # Refused ones pass the logs, too.
        assert form_at(portal, path).fill(**(person | fields | {"email": CANARY})).send(portal).status == 422
        table = {"/hotline/new/": "hotline_case", "/copyright/claim/": "claim", "/plaza/new/jobs/": "plaza_notice"}[path]
        if table == "hotline_case":
            portal.database.run("UPDATE hotline_case SET approved_at = '2026-01-05 12:00:00' WHERE id = %s", number)
        if table == "plaza_notice":
            portal.database.run("UPDATE plaza_notice SET state = 'live' WHERE id = %s", number)
    # An objection has no code.
    answer = form_at(portal, "/copyright/counter/").fill(addresses="/2023/03/01/1002.html", statement=UNSEEN + "是我的照片", **person).send(portal)
    assert form_in(answer).send(portal).status == 303
    answer = form_at(portal, "/copyright/counter/").fill(addresses="/latest/", statement=UNSEEN + "是我的照片", **person).send(portal)
    assert answer.status == 422
    assert post(portal, "/plaza/contact/", urllib.parse.urlencode({"ticket": stamp("plaza-contact", 60), "notice": number})).status == 200


SECRETS = re.compile(rb"(?i)kanari|verborgen|555-?9417|13912349417|" + CANARY.encode().hex().encode())
LINKS = re.compile(rb'(?:href|src|action)="([^"]+)"|<(?:loc|link|id)>([^<]+)<')


class Crawl:
    """Every address that is named or led to, once as a page and once as its model."""

    def __init__(self, portal, seeds):
        self.portal, self.waiting, self.known, self.read = portal, collections.deque(), set(), set()
        self.status, self.hits, self.bytes, self.public = collections.Counter(), [], 0, 0
        for path in seeds:
            self.add(path)

    def add(self, path):
        path = path.partition("#")[0]
        if path.startswith(self.portal.base):
            path = path[len(self.portal.base):] or "/"
        if path.startswith("/") and not path.startswith("//") and path not in self.known:
            self.known.add(path)
            self.waiting.append(path)

    def run(self):
        while self.waiting:
            path = self.waiting.popleft()
            self.look(path, follow=True)
            if not re.search(r"\.(xml|csv|json|css|js|svg|png|txt|webmanifest)|^/(themes|static|manual|media)/", path):
                self.look(path + ("&" if "?" in path else "?") + "view=model", follow=False)
        return self

    def look(self, path, follow):
        response = self.portal.get(path, timeout=limit(20))
        self.status[response.status] += 1
        whole = b"\n".join([*(f"{name}: {value}".encode() for name, value in response.headers), response.body])
        self.bytes += len(whole)
        if response.status == 200:
            self.read.add(path)
        self.public += PUBLIC.encode() in whole
        if found := SECRETS.search(whole):
            self.hits.append((path, found[0]))
        if follow and response.status not in (404, 503):
            for link in LINKS.findall(response.body):
                self.add((link[0] or link[1]).decode("utf-8", "replace").replace("&amp;", "&"))


def seeds(found):
    known = [*PAGES.values(), *(path for path, _ in ERRORS.values()), "/plaza/feed.xml", "/feed.xml", "/sitemap.xml", "/robots.txt", "/hotline/league.csv",
             "/hotline/league.json", "/copyright/ledger.csv", "/copyright/ledger.json", "/hotline/state/open/", "/hotline/state/closed/", "/hotline/kind/ask/",
             "/hotline/region/north/", "/hotline/receipt/", "/hotline/join/", "/hotline/joined/", "/plaza/receipt/", "/copyright/receipt/", "/copyright/counter/", "/copyright/countered/",
             f"/hotline/search/?q={PUBLIC}", *(f"/2023/03/01/{number}.html" for number in range(1001, 1048)),
             *(f"/hotline/case/{number}/" for number in found["case"]), *(f"/plaza/notice/{number}/" for number in found["notice"])]
    return known + ["/m" + path for path in known] + ["/newsportal-status", "/newsportal-status?json", "/newsportal-status?prometheus"]


# ---- Tests, in this order: later ones look at what the crawl has left ------------------------------

def test_every_personal_column_has_canaries(filled):
    database = filled[0].database
    columns = personal_columns(database)
    assert len({table for table, _ in columns}) >= 6 and len(columns) >= 14
    rows = 0
    for table, column in sorted(columns):
        count, distinct = database.run(f"SELECT COUNT(*), COUNT(DISTINCT {column}) FROM {table} WHERE {column} LIKE %s", f"%{CANARY}%")[0]
        assert count >= EACH and (distinct >= EACH), f"{table}.{column} is personal, and the test enters nothing there: {count}"
    for table in {table for table, _ in columns} - {"outbox"}:
        rows += database.run(f"SELECT COUNT(*) FROM {table}")[0][0]
    assert rows >= ROWS


@pytest.mark.slow
@pytest.mark.logs("NP0")
def test_no_answer_has_any(filled):
    portal, found = filled
    crawl = Crawl(portal, seeds(found)).run()
    print(f"{sum(crawl.status.values())} answers {dict(crawl.status)}, {crawl.bytes} bytes, {crawl.public} with public words of the same rows, {len(crawl.hits)} hits")
    assert not crawl.hits, crawl.hits[:20]
    assert {"/newsportal-status", "/newsportal-status?json"} <= crawl.read, "the status page has been looked at, too"
    assert crawl.public > EACH and set(crawl.status) >= {200, 404, 410, 451}
    assert sum(crawl.status.values()) > 4 * EACH


def unpacked(data):
    """A file's bytes, and what is packed in them: pages that are kept are deflated (np_store_file.c)."""
    parts = [data]
    for start in re.finditer(rb"x[\x01\x5e\x9c\xda]", data):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(data[start.start():]))
    return b"\n".join(parts)


def test_no_file_has_any(filled):
    """Logs, and what is kept of pages."""
    portal, _ = filled
    pages = portal.apache.folder / "pages"
    wait_until(lambda: any(PUBLIC.encode() in unpacked(path.read_bytes()) for path in pages.glob("??/*.page")), limit(10), "pages are kept, and can be searched")
    files = [path for path in portal.apache.folder.rglob("*") if path.is_file() and path.suffix != ".so" and path.name != "newsportal-notify"]
    assert {"access.log", "error.log"} <= {path.name for path in files}
    kept = [path for path in files if path.suffix == ".page"]
    for path in [*files, portal.database.log]:
        data = path.read_bytes()
        found = re.search(rb"(?i)kanari|verborgen", unpacked(data) if path in kept else data)
        assert not found, (path, found)
    for name in ("access.log", "error.log"):
        assert "13912349417" not in (portal.apache.folder / name).read_text("utf-8", "replace")
    print(f"{len(files)} files, {len(kept)} of them pages that are kept")


def test_no_search_finds_any(filled):
    portal, _ = filled
    for word in (CANARY, CANARY + "CaseText" + letters(1), UNSEEN, "13912349417"):
        for prefix in ("", "/m"):
            page = portal.page(f"{prefix}/hotline/search/?q={word}")
            assert not page.xpath("//a[contains(@href, '/hotline/case/')]"), word
    assert portal.page(f"/hotline/search/?q={PUBLIC}").xpath("//a[contains(@href, '/hotline/case/')]"), "words that are shown are found"


def test_histories_and_logs_of_the_database_have_none(filled):
    database = filled[0].database
    for table in KEPT:
        rows = database.run(f"SELECT * FROM {table}")
        assert not re.search("(?i)kanari", str(rows)), table
        assert rows or table == "article_history", table


@pytest.mark.parametrize("account", OTHERS)
def test_no_account_of_others_reads_any(filled, account):
    database = filled[0].database
    user = account
    if account != "newsportal_web":
        user = account.removeprefix("newsportal_")
        database.run(f"CREATE USER {user}@localhost IDENTIFIED BY ''")
        database.run(f"GRANT {account} TO {user}@localhost")
        database.run(f"SET DEFAULT ROLE {account} {'FOR' if database.is_mariadb else 'TO'} {user}@localhost")
    connection = database.connect(user=user, database=database.name)
    seen = 0
    try:
        for name, in database.run("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"):
            try:
                with connection.cursor() as cursor:
                    cursor.execute(f"SELECT * FROM {name}")
                    rows = str(cursor.fetchall())
            except pymysql.MySQLError as error:
                assert error.args[0] in DENIED, (name, error)
                continue
            seen += len(rows)
            assert not re.search("(?i)kanari" + ("|verborgen" if account == "newsportal_web" else ""), rows), name
    finally:
        connection.close()
    assert seen > 10_000
