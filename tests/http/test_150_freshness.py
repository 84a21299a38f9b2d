"""A committed change is on every page that it touches, in every child, within a second; what it does not touch stays
where it is. Time alone does the same: what begins or ends at a second switches on that second, without a write.

Both directions are judged against a portal without a cache on the same database: an edit must renew the pages that
look different there, and may renew only those that this file allows."""
import dataclasses
import itertools
import random
import re
import threading
import time

import pytest

from cached import (GUARD, LONG, MARKER, PROMISE, TOKENS, CacheStatus, Children, cached_portal, is_hit,
                    marker_statement, settle, shows, slow_down, uncached_twin)
from lib.fault_proxy import FaultProxy
from portal import limit

INSERT_21 = ("INSERT INTO article (id, title, channel, body, summary, tags, cover, state, published_at, source) VALUES "
             "(21, '河边的早晨', 'culture', '太阳升起来了。', '一篇短文', '大桥,甲', 1, 'live', '2024-05-16 10:00:00', '沿江日报')")
INSERT_22 = ("INSERT INTO article (id, title, channel, body, tags, state, published_at) VALUES "
             "(22, '山上的傍晚', 'culture', '太阳落下去了。', '甲', 'live', '2024-05-15 12:00:00')")
CONTENT = [
    INSERT_21, INSERT_22,
    "INSERT INTO slot (code, name, channel, capacity) VALUES ('culture-top', '文化置顶', 'culture', 1)",
    "INSERT INTO placement (slot, article_id, title, position) VALUES ('culture-top', 2, '', 1)",
]

PAGES = {
    "front": "/",
    "latest": "/latest/", "latest-2": "/latest/?before=20240513120000-8", "latest-deep": "/latest/?before=20230301080500-1025",
    "news": "/news/", "city": "/news/city/", "river": "/news/city/river/", "culture": "/culture/", "koreo": "/koreo/",
    "english": "/english/", "board": "/board/", "empty": "/empty/",
    "archive": "/records/", "archive-2": "/records/?before=20230301080700-1038",
    "archive-deep": "/records/?before=20230301080500-1025",
    "tag-bridge": "/tag/%E5%A4%A7%E6%A1%A5/", "tag-jia": "/tag/%E7%94%B2/", "tag-yi": "/tag/%E4%B9%99/",
    "tag-wifi": "/tag/Wi-Fi/", "tag-archive": "/tag/%E6%A1%A3%E6%A1%88/",
    "tag-archive-deep": "/tag/%E6%A1%A3%E6%A1%88/?before=20230301080500-1025", "tags": "/tags/",
    "article-1": "/2024/05/18/1.html", "article-2": "/2024/05/17/2.html", "article-3": "/2024/05/16/3.html",
    "article-4": "/2024/05/18/4.html", "article-5": "/2024/05/18/5.html", "article-6": "/2024/05/15/6.html",
    "article-7": "/2024/05/14/7.html", "article-21": "/2024/05/16/21.html", "article-22": "/2024/05/15/22.html",
    "article-1020": "/2023/03/01/1020.html", "article-40": "/2024/05/20/40.html",
    "index": "/archive/", "may": "/2024/05/", "march": "/2023/03/", "june": "/2024/06/",
    "day-15": "/2024/05/15/", "day-16": "/2024/05/16/", "day-20": "/2024/05/20/",
    "day-march": "/2023/03/01/", "day-march-2": "/2023/03/01/?before=20230301080500-1025",
    "about": "/page/about/", "annai": "/page/annai/", "secret": "/page/secret/",
    "redirect": "/old/news", "withdrawn": "/2024/05/01/14.html",
}
PATHS = {(name, prefix): prefix + path for name, path in PAGES.items() for prefix in ("", "/m")}
ALL = frozenset(PAGES)


@pytest.fixture(scope="module")
def database(servers):
    database = servers.database("fresh")
    database.edit(*CONTENT, marker_statement("at first"))
    return database


@pytest.fixture(scope="module")
def portal(servers, database):
    return cached_portal(servers, "fresh", database)


@pytest.fixture(scope="module")
def brisk(servers, database):
    """Children that look more often than by default: for tests of which pages a change touches, not of how soon."""
    with Children(cached_portal(servers, "brisk", database, NewsPortalChangesInterval="40ms")) as children:
        yield children


@pytest.fixture(scope="module")
def twin(servers, brisk):
    with Children(uncached_twin(servers, brisk.portal, "fresh-twin"), host=brisk.host) as twin:
        yield twin


@pytest.fixture(scope="module")
def children(portal):
    with Children(portal) as children:
        yield children


# ---- which pages an edit touches -----------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Edit:
    """`shows`: pages that look different afterwards. `may`: pages that may be made anew although they do not."""
    name: str
    do: tuple
    undo: tuple
    shows: str
    may: object = ""
    before: tuple = ()

    @property
    def must(self):
        return set(self.shows.split())

    @property
    def allowed(self):
        return ALL if self.may is ALL else self.must | set(self.may.split())


# The calendar of May stands on all of them. Which articles are related, and what a calendar counts, is asked of the
# model in test_155; here most of it is "may", whatever a theme makes of it.
MAY = "may day-15 day-16 day-20"
# Pages that show article 21 (or 22) or its neighbours: what they say of it is not told apart in the log.
SHOW_21 = "front latest culture tag-bridge tag-jia article-21 article-2 article-22"
SHOW_22 = "front latest culture tag-jia article-22 article-21 article-7"
SHOW_1 = "front latest news city river tag-bridge tag-wifi article-1 article-3 article-4 article-5"
PICTURE = "front latest news city river culture tag-bridge tag-jia tag-wifi article-1 article-21"
PICTURE_MAY = "article-22 day-16"
PICTURE_IN_TEXT = PICTURE + " article-3"   # which shows the file in its text
MAY_21 = "article-1 article-22 day-16"
CULTURE = "front latest culture tag-bridge tag-jia article-2 article-7 article-21 article-22"
REMOVE_21 = "INSERT INTO removal (item_kind, item_id, cause) VALUES ('article', 21, '测试删除')"
RESTORE_21 = "UPDATE removal SET restored_at = NOW() WHERE item_kind = 'article' AND item_id = 21 AND restored_at IS NULL"
REMOVE_PICTURE = "INSERT INTO removal (item_kind, item_id, cause) VALUES ('media', 1, '测试删除')"
RESTORE_PICTURE = "UPDATE removal SET restored_at = NOW() WHERE item_kind = 'media' AND item_id = 1 AND restored_at IS NULL"


def set_21(what, back):
    return (f"UPDATE article SET {what} WHERE id = 21",), (f"UPDATE article SET {back}, revised_at = NULL WHERE id = 21",)


def update(table, key, what, back):
    return (f"UPDATE {table} SET {what} WHERE {key}",), (f"UPDATE {table} SET {back} WHERE {key}",)


EDITS = [
    Edit("title", *set_21("title = '河边的黄昏'", "title = '河边的早晨'"), SHOW_21 + " article-1 day-16", MAY_21),
    Edit("body", *set_21("body = '月亮升起来了。'", "body = '太阳升起来了。'"), "article-21", SHOW_21 + " " + MAY_21),
    Edit("summary", *set_21("summary = '一篇长文'", "summary = '一篇短文'"),
         "latest culture tag-bridge tag-jia article-21", SHOW_21 + " " + MAY_21),
    Edit("source address", *set_21("source_url = 'https://daily.example/21'", "source_url = ''"), "article-21", SHOW_21 + " " + MAY_21),
    Edit("author", *set_21("author = '王某'", "author = ''"), "article-21", SHOW_21 + " " + MAY_21),
    Edit("cover taken off", *set_21("cover = NULL", "cover = 1"),
         "front latest culture tag-bridge tag-jia article-21", SHOW_21 + " " + MAY_21),
    Edit("retagged", *set_21("tags = '甲,乙'", "tags = '大桥,甲'"), "tag-bridge tag-yi tags article-21", SHOW_21 + " " + MAY_21),
    Edit("article moved to another channel", *set_21("channel = 'board'", "channel = 'culture'"),
         SHOW_21 + " board article-6", MAY_21),
    Edit("withdrawn", *set_21("state = 'withdrawn'", "state = 'live'"), SHOW_21 + " tags article-1 may day-15 day-16",
         "latest-2 " + MAY),
    Edit("removed", (REMOVE_21,), (RESTORE_21,), SHOW_21 + " tags", "latest-2 article-1 " + MAY),
    Edit("restored", (RESTORE_21,), (), SHOW_21 + " tags", "latest-2 article-1 " + MAY, before=(REMOVE_21,)),
    Edit("deleted", ("DELETE FROM article WHERE id = 22",), (INSERT_22,), SHOW_22 + " tags", "latest-2 " + MAY),
    Edit("published anew", ("INSERT INTO article (id, title, channel, body, tags, state, published_at) VALUES "
                            "(40, '新发布', 'city', '文。', '甲,新', 'live', '2024-05-20 10:00:00')",),
         ("DELETE FROM article WHERE id = 40",), "front latest latest-2 news city tag-jia tags article-40 article-21 article-22 " + MAY),
    Edit("published among the old", ("INSERT INTO article (id, title, channel, body, tags, state, published_at) VALUES "
                                     "(41, '补录', 'records', '文。', '档案', 'live', '2023-03-01 08:04:30')",),
         ("DELETE FROM article WHERE id = 41",), "archive-deep tag-archive-deep latest-deep", "tags march day-march day-march-2"),
    Edit("given another time", ("UPDATE article SET published_at = '2024-05-18 12:00:00' WHERE id = 22",),
         ("UPDATE article SET published_at = '2024-05-15 12:00:00' WHERE id = 22",), SHOW_22 + " article-2",
         "latest-2 tags " + MAY),
    Edit("given an end far away", ("UPDATE article SET expires_at = '2098-01-01 00:00:00' WHERE id = 22",),
         ("UPDATE article SET expires_at = NULL WHERE id = 22",), "",
         SHOW_22 + " latest-2 tags " + MAY),
    Edit("scheduled", ("INSERT INTO article (id, title, channel, body, tags, state, published_at) VALUES "
                       "(42, '以后再说', 'culture', '文。', '甲', 'live', '2098-01-01 00:00:00')",),
         ("DELETE FROM article WHERE id = 42",), "",
         # These look upwards without an end: they must learn of the moment at which it will stand there.
         "front latest latest-2 culture article-2 article-21 article-22 tag-jia tags index may"),
    Edit("draft saved", ("INSERT INTO article (id, title, channel, body, tags) VALUES (43, '草稿', 'culture', '文', '甲,大桥')",),
         ("DELETE FROM article WHERE id = 43",), ""),
    Edit("draft edited", *update("article", "id = 10", "title = '草稿二', body = '改了', tags = '甲'",
                                 "title = '草稿不可见', body = '秘密草稿正文', tags = '草稿标签'"), ""),
    Edit("saved without a change", *update("article", "id = 21", "title = '河边的早晨'", "title = '河边的早晨'"), ""),
    Edit("translation added", ("INSERT INTO article (id, title, channel, body, state, published_at, translation_group) "
                               "VALUES (30, 'The bridge, again', 'english', 'Text.', 'live', '2024-05-10 10:00:00', 500)",),
         ("DELETE FROM article WHERE id = 30",), "article-1 article-4 article-5 english front latest-2",
         "latest tags march day-march day-march-2 " + MAY),  # the next newer day of March's is now that one
    Edit("translation retitled", *update("article", "id = 5", "title = 'Bridge open'",
                                         "title = 'Bridge opens: crossing the river takes five minutes', revised_at = NULL"),
         "article-5 article-1 article-4 front latest english"),
    Edit("channel moved", *update("channel", "code = 'river'", "parent = 'culture'", "parent = 'city'"),
         "news city river culture article-1", ALL),
    Edit("channel renamed", *update("channel", "code = 'culture'", "name = '文艺'", "name = '文化'"),
         "front culture article-2 article-21", ALL),
    Edit("channel's notice", *update("channel", "code = 'culture'", "notice = '本栏目声明。'", "notice = ''"),
         "article-2 article-21 article-22", CULTURE),
    Edit("channel's description", *update("channel", "code = 'culture'", "description = '新的简介'", "description = ''"),
         "culture", CULTURE),
    Edit("navigation's order", *update("channel", "code = 'board'", "sort_order = 1", "sort_order = 70"),
         "front news article-1 about", ALL),
    Edit("new channel", ("INSERT INTO channel (name, code) VALUES ('新栏目', 'fresh')",),
         ("DELETE FROM channel WHERE code = 'fresh'",), "front about article-2", ALL),
    Edit("tag's description", *update("tag", "name = '大桥'", "description = '新的说明。'", "description = '与长河大桥有关的报道。'"),
         "tag-bridge", "article-1 article-21 tags"),
    Edit("tag made an alias", ("INSERT INTO tag (name, alias_of) VALUES ('甲', '大桥')",), ("DELETE FROM tag WHERE name = '甲'",),
         "tag-jia tag-bridge tags article-21 article-22", SHOW_21 + " " + SHOW_22 + " article-1 day-15 day-16"),
    Edit("tags merged", *update("tag", "name = 'Wi-Fi'", "alias_of = '大桥'", "alias_of = NULL"), "tag-wifi tags article-1",
         SHOW_1 + " article-21"),
    Edit("placed on the front page", ("INSERT INTO placement (slot, article_id, title, position) VALUES ('headline', 22, '头条', 0)",),
         ("DELETE FROM placement WHERE slot = 'headline' AND article_id = 22",), "front"),
    Edit("placed on a channel", ("INSERT INTO placement (slot, article_id, title, position) VALUES ('culture-top', 22, '置顶', 0)",),
         ("DELETE FROM placement WHERE slot = 'culture-top' AND article_id = 22",), "culture"),
    Edit("placement retitled", *update("placement", "slot = 'headline' AND article_id = 1", "title = '换了题'",
                                       "title = '大桥头条替换标题'"), "front"),
    Edit("slot's capacity", *update("slot", "code = 'headline'", "capacity = 1", "capacity = 3"), "front"),
    Edit("new slot", ("INSERT INTO slot (code, name, channel, capacity) VALUES ('board-top', '公告置顶', 'board', 1)",),
         ("DELETE FROM slot WHERE code = 'board-top'",), "board"),
    Edit("source's address", *update("source", "name = '沿江日报'", "url = 'https://new.example/'", "url = 'https://daily.example/'"),
         "article-1 article-21"),
    Edit("picture's text", *update("media", "id = 1", "alt = '雪中的大桥'", "alt = '雨后的长河大桥'"), PICTURE, PICTURE_MAY),
    Edit("picture's caption", *update("media", "id = 1", "caption = '新图说'", "caption = '通车首日的长河大桥'"),
         "article-1 article-21", PICTURE + " " + PICTURE_MAY),
    Edit("picture removed", (REMOVE_PICTURE,), (RESTORE_PICTURE,), PICTURE_IN_TEXT, PICTURE_MAY),
    Edit("picture restored", (RESTORE_PICTURE,), (), PICTURE_IN_TEXT, PICTURE_MAY, before=(REMOVE_PICTURE,)),
    Edit("static page", *update("page", "code = 'about'", "body = '新的正文'", "body = '旧的正文'"), "about"),
    Edit("static page published", *update("page", "code = 'secret'", "state = 'live'", "state = 'draft'"), "secret"),
    Edit("link", *update("link", "kind = 'friend'", "name = '新邻居'", "name = '友邻门户'"), "front", ALL),
    Edit("redirect", *update("redirect", "path_from = '/old/news'", "path_to = '/culture/'", "path_to = '/news/'"), "redirect"),
    Edit("redirect where nothing was", ("INSERT INTO redirect (path_from, path_to) VALUES ('/2024/05/20/40.html', '/board/')",),
         ("DELETE FROM redirect WHERE path_from = '/2024/05/20/40.html'",), "article-40"),
    Edit("three things in one transaction",
         ("UPDATE article SET title = '三之一' WHERE id = 1020", "UPDATE page SET body = '三之二' WHERE code = 'annai'",
          "UPDATE redirect SET path_to = '/board/' WHERE path_from = '/old/news'"),
         ("UPDATE article SET title = '资料第20号', revised_at = NULL WHERE id = 1020",
          "UPDATE page SET body = '안내' WHERE code = 'annai'",
          "UPDATE redirect SET path_to = '/news/' WHERE path_from = '/old/news'"),
         "article-1020 annai redirect archive-deep tag-archive-deep latest-deep", "day-march-2"),
    Edit("correction", ("INSERT INTO correction (text, article_id, corrected_at) VALUES ('原文把“早晨”误作“黄昏”。', 21, '2024-05-17 09:00:00')",),
         ("DELETE FROM correction",), "article-21"),
    Edit("correction for later", ("INSERT INTO correction (text, article_id, corrected_at) VALUES ('以后更正', 21, '2098-05-17 09:00:00')",),
         ("DELETE FROM correction",), "", "article-21"),
]


def face(response):
    """What a reader sees of an answer."""
    return response.status, response.location, response.body


def test_every_name_in_the_table_is_a_page():
    for edit in EDITS:
        assert edit.must <= ALL and edit.allowed <= ALL, edit.name


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name.replace(" ", "-"))
def test_an_edit_reaches_its_pages_and_no_others(database, brisk, twin, edit):
    children = brisk
    if edit.before:
        database.edit(*edit.before)
    try:
        settle(children, database)
        before = children.warm([*PATHS.values(), MARKER])
        token = f"edit-{next(TOKENS)}"
        committed = database.edit(*edit.do, marker_statement(token))
        children.until(MARKER, shows(token), GUARD)
        took = time.monotonic() - committed
        [reference] = twin.pids
        expected = {path: twin.get(reference, path) for path in PATHS.values()}
        lost, needless, changed = [], [], set()
        for pid, (key, path) in itertools.product(children.pids, PATHS.items()):
            response = children.get(pid, path)
            status = CacheStatus(response)
            if face(expected[path]) != face(before[pid, path]):
                changed.add(key[0])
            if face(response) != face(expected[path]):
                lost.append(f"{path}: {status}")
            elif not status.fresh:
                assert status.made and status.stored, status
                if key[0] not in edit.allowed:
                    needless.append(f"{path}: {status}")
        assert not lost, f"{len(lost)} pages do not show the change:\n" + "\n".join(lost[:20])
        assert not needless, f"{len(needless)} pages were made anew for nothing:\n" + "\n".join(needless[:40])
        assert changed <= edit.allowed, f"the table forgets {sorted(changed - edit.allowed)}"
        assert edit.must <= changed, f"nothing to see on {sorted(edit.must - changed)}"
        assert took < PROMISE, f"seen after {took:.2f} s"
    finally:
        if edit.undo:
            database.edit(*edit.undo)


def test_what_was_undone_is_as_before(database, brisk, twin):
    """After all these edits, every page of every child is what an uncached portal shows."""
    settle(brisk, database)
    [reference] = twin.pids
    for path in PATHS.values():
        expected = face(twin.get(reference, path))
        assert {face(response) for response in brisk.each(path).values()} == {expected}, path


# ---- how fast ---------------------------------------------------------------------------------------


def test_a_dozen_edits_are_each_seen_within_a_second(database, children):
    times = []
    for number in range(12):
        committed = database.edit(("UPDATE article SET title = %s WHERE id = 22", f"第{number}次改题"))
        children.until(PAGES["article-22"], shows(f"第{number}次改题"), GUARD)
        times.append(time.monotonic() - committed)
    database.edit("UPDATE article SET title = '山上的傍晚', revised_at = NULL WHERE id = 22")
    print("seconds until seen in both children:", " ".join(f"{value:.2f}" for value in sorted(times)))
    assert max(times) < PROMISE, sorted(times)


def test_many_edits_at_once_are_seen_within_a_second(database, children):
    """500 articles in one statement: each page of them, each list."""
    run = database.run
    run("INSERT INTO article (id, title, channel, body, state, published_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
        "SELECT i + 1 FROM n WHERE i < 500) SELECT 5000 + i, CONCAT('一批之', i), 'board', '文。', 'live', "
        "'2022-01-01 08:00:00' + INTERVAL i MINUTE FROM n")
    try:
        settle(children, database)
        paths = [f"/2022/01/01/{5000 + number}.html" for number in range(1, 500, 50)]
        children.warm(paths)
        committed = database.edit("UPDATE article SET author = '全体作者' WHERE id BETWEEN 5001 AND 5500")
        for path in paths:
            children.until(path, shows("全体作者"), GUARD)
        assert time.monotonic() - committed < PROMISE
    finally:
        run("DELETE FROM article WHERE id BETWEEN 5001 AND 5500")


# ---- commits that come late, and logs that lose their memory -------------------------------------------------


def retitle(cursor, number, title):
    cursor.execute("UPDATE article SET title = %s WHERE id = %s", (title, number))


def archive_path(number):
    return f"/2023/03/01/{number}.html"


@pytest.fixture
def sessions(database):
    opened = []

    def open_one():
        opened.append(database.session())
        return opened[-1]
    yield open_one
    for one in opened:
        one.rollback()
        one.close()
    database.run("UPDATE article SET title = CONCAT('资料第', id - 1000, '号'), revised_at = NULL WHERE channel = 'records'")


@pytest.mark.parametrize("hold", [0.2, 0.9, 2.5])
def test_a_commit_behind_a_later_number(database, children, sessions, hold):
    """Its rows in the log have lower numbers than rows that were seen long before."""
    children.warm([archive_path(1011), archive_path(1012)])
    early = sessions()
    retitle(early.cursor(), 1011, f"早写晚交{hold}")
    for number in range(3):
        database.edit(("UPDATE article SET title = %s WHERE id = 1012", f"晚写早交{hold}-{number}"))
        children.until(archive_path(1012), shows(f"晚写早交{hold}-{number}"))
    time.sleep(hold)
    for response in children.warm([archive_path(1011)]).values():
        assert "早写晚交" not in response.text
    early.commit()
    children.until(archive_path(1011), shows(f"早写晚交{hold}"))


def test_sixteen_writers_commit_in_another_order(database, children, sessions):
    dice = random.Random(16)
    numbers = list(range(1011, 1027))
    children.warm([archive_path(number) for number in numbers] + ["/records/?before=20230301080700-1038"])
    writers = {number: sessions() for number in numbers}
    for number, writer in writers.items():
        retitle(writer.cursor(), number, f"乱序{number}")
    committed = {}
    for number in dice.sample(numbers, len(numbers)):
        writers[number].commit()
        committed[number] = time.monotonic()
        time.sleep(dice.choice([0, 0.01, 0.1, 0.3]))
        for seen, at in list(committed.items()):
            late = time.monotonic() - at
            if late > PROMISE:
                assert all("乱序" in response.text for response in children.each(archive_path(seen)).values()), (seen, late)
    for number, at in committed.items():
        children.until(archive_path(number), shows(f"乱序{number}"), max(0.01, at + PROMISE - time.monotonic()))


def test_rolled_back_numbers_hold_nothing_up(database, children, sessions):
    children.warm([archive_path(1030), archive_path(1034)])
    for number in range(25):
        loser = sessions()
        retitle(loser.cursor(), 1030, "不会提交")
        if number % 5 == 0:
            database.edit(("UPDATE article SET title = %s WHERE id = 1034", f"照常提交{number}"))
            children.until(archive_path(1034), shows(f"照常提交{number}"))
        loser.rollback()
    settle(children, database)
    assert all(is_hit(response) and "不会提交" not in response.text
               for response in children.each(archive_path(1030)).values())


@pytest.mark.logs(r"\bNP01\d\d\b")
class TestLogThatLostItsMemory:
    def root(self, database, *statements):
        connection = database.connect(database=database.name)
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()

    def test_truncated(self, database, children, sessions):
        children.warm([archive_path(1015), "/tags/"])
        self.root(database, "TRUNCATE TABLE change_log")
        committed = database.edit("UPDATE article SET title = '清空之后' WHERE id = 1015")
        children.until(archive_path(1015), shows("清空之后"))
        assert time.monotonic() - committed < PROMISE
        database.edit("UPDATE article SET title = '清空之后又改' WHERE id = 1015")
        children.until(archive_path(1015), shows("清空之后又改"))

    def test_truncated_and_filled_beyond_where_it_was(self, database, children, sessions):
        """Within one poll: the numbers have passed the old ones when the watcher looks again."""
        top = database.run("SELECT COALESCE(MAX(id), 0) FROM change_log")[0][0]
        children.warm([archive_path(1016)])
        self.root(database, "TRUNCATE TABLE change_log",
                  f"UPDATE {database.name}.article SET title = '清空又填满' WHERE id = 1016",
                  "INSERT INTO change_log (kind, item) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                  f"WHERE i < {min(top, 900) + 20}) SELECT 'media', 900000 + i FROM n")
        children.until(archive_path(1016), shows("清空又填满"), GUARD)

    def test_restored_from_a_dump(self, database, children, sessions):
        """The log ends lower than it did and the content is another, without a row that says so."""
        for _ in range(3):
            database.edit("UPDATE article SET title = '转储之前', revised_at = NULL WHERE id = 1017")
        settle(children, database)
        children.warm([archive_path(1017), "/records/"])
        top = database.run("SELECT MAX(id) FROM change_log")[0][0]
        self.root(database, "SET @newsportal_bulk = 1", "UPDATE article SET title = '来自转储' WHERE id = 1017",
                  f"DELETE FROM change_log WHERE id > {top - 2}", f"ALTER TABLE change_log AUTO_INCREMENT = {top - 1}")
        children.until(archive_path(1017), shows("来自转储"))
        database.edit("UPDATE article SET title = '转储之后' WHERE id = 1017")
        children.until(archive_path(1017), shows("转储之后"))

    def test_lists_were_rebuilt(self, database, children, sessions):
        children.warm(["/records/", "/about-nothing/", archive_path(1018)])
        self.root(database, "SET @newsportal_bulk = 1", "UPDATE article SET title = '整批装入' WHERE id = 1018",
                  "SET @newsportal_bulk = NULL", "CALL portal_rebuild_listing()")
        children.until(archive_path(1018), shows("整批装入"))
        settle(children, database)
        for path in ("/tags/", "/m/board/"):
            for response in children.each(path).values():
                assert response.status == 200
        assert all(map(is_hit, children.each("/m/board/").values())), "once, not for ever"

    def test_more_rows_at_once_than_anybody_reads(self, database, children, sessions):
        children.warm([archive_path(1019), "/english/"])
        committed = database.edit(
            "UPDATE article SET title = '大水之前' WHERE id = 1019",
            "INSERT INTO change_log (kind, item) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) "
            "SELECT 'article', a.i * 1000 + b.i + 10000000 FROM n AS a JOIN n AS b WHERE a.i <= 20")
        children.until(archive_path(1019), shows("大水之前"), GUARD)
        assert time.monotonic() - committed < limit(2)
        settle(children, database)
        database.edit("UPDATE article SET title = '大水之后' WHERE id = 1019")
        children.until(archive_path(1019), shows("大水之后"))
        children.warm(["/english/"])


# ---- a change while a page is being made -------------------------------------------------------------------


class TestOvertaken:
    @pytest.fixture(scope="class")
    def proxy(self, servers, database):
        with FaultProxy(str(servers.workspace / "overtaken.sock"), database.socket) as proxy:
            yield proxy

    @pytest.fixture(scope="class")
    def slow(self, servers, database, proxy):
        portal = cached_portal(servers, "overtaken", database, children=1, NewsPortalDBHost=f"unix:{proxy.listen_path}",
                               NewsPortalCacheWait="4s")
        with Children(portal) as children:
            children.warm([archive_path(1040)])
        yield portal
        proxy.set("none")
        servers.close_portal(portal)

    def test_a_page_that_was_overtaken_is_not_kept(self, database, slow, proxy):
        """At whatever moment of the rendering the change is committed, a second later nobody gets the old page."""
        seen, seconds = [], 0.6
        for number, phase in enumerate((0.02, 0.2, 0.5, 0.9, 1.3)):
            slow_down(proxy, slow, seconds, archive_path(1020 + 2 * number))
            article, answers = 1001 + 3 * number, []  # no neighbours: those show each other's titles
            path = archive_path(article)
            reader = threading.Thread(target=lambda path=path, answers=answers: answers.append(slow.get(path, timeout=30)))
            reader.start()
            time.sleep(phase * seconds)
            committed = database.edit(("UPDATE article SET title = %s WHERE id = %s", f"赶上{number}", article))
            reader.join()
            status = CacheStatus(answers[0])
            old = f"赶上{number}" not in answers[0].text
            seen.append(f"{phase} of {answers[0].elapsed / seconds:.2f}: {'old' if old else 'new'}, {status.text}")
            proxy.set("none")
            time.sleep(max(0.0, committed + PROMISE - time.monotonic()))
            for _ in range(2):
                assert f"赶上{number}" in slow.get(path, timeout=30).text, f"lost at {phase}: {status}"
        print("\n".join(seen))
        assert [line for line in seen if line.endswith("old, newsportal; fwd=miss")], f"no change came in between: {seen}"
        database.run("UPDATE article SET title = CONCAT('资料第', id - 1000, '号'), revised_at = NULL WHERE channel = 'records'")

    def test_an_unrelated_change_does_not_matter(self, database, slow, proxy):
        slow_down(proxy, slow, 0.8, archive_path(1042))
        answers = []
        reader = threading.Thread(target=lambda: answers.append(slow.get(archive_path(1045), timeout=30)))
        reader.start()
        time.sleep(0.3)
        database.edit("UPDATE article SET title = '无关' WHERE id = 22")
        reader.join()
        database.edit("UPDATE article SET title = '山上的傍晚', revised_at = NULL WHERE id = 22")
        assert CacheStatus(answers[0]).text == "newsportal; fwd=miss; stored"


# ---- what time alone changes ---------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Boundary:
    """At `second` (seconds since 1970) the text `token` appears on, or leaves, the pages of `group`."""
    second: int
    token: str
    appears: bool
    group: int
    path: str = None


GROUP = 20  # boundaries on one list page


def make_boundaries(count, span, first_second, dice):
    found = []
    for number in range(count):
        kind = ("publish", "expire", "from", "until")[number % 4]
        second = first_second + dice.randrange(span)
        day = {"publish": time.strftime("/%Y/%m/%d/", time.gmtime(second + 8 * 3600)), "expire": "/2024/06/01/"}.get(kind)
        found.append((kind, Boundary(second, f"到点{number:03d}号", kind in ("publish", "from"), number // GROUP,
                                     day and f"{day}{8000 + number}.html")))
    return found


def write_boundaries(database, found):
    """Channels due-0, due-1 ..., each with a slot; articles 8000 and on. One transaction."""
    statements = []
    for group in sorted({boundary.group for _, boundary in found}):
        statements += [f"INSERT INTO channel (name, code) VALUES ('到点{group}', 'due-{group}')",
                       f"INSERT INTO slot (code, name, channel, capacity) VALUES ('due-{group}', '到点{group}', 'due-{group}', 30)"]
    for number, (kind, boundary) in enumerate(found):
        at = f"FROM_UNIXTIME({boundary.second})"
        published, end, title = "'2024-06-01 08:00:00'", "NULL", f"常在{number}"
        if kind in ("publish", "expire"):
            published, end = (at, "NULL") if kind == "publish" else (published, at)
            title = boundary.token
        statements.append(f"INSERT INTO article (id, title, channel, body, state, published_at, expires_at) VALUES "
                          f"({8000 + number}, '{title}', 'due-{boundary.group}', '文。', 'live', {published}, {end})")
        if kind in ("from", "until"):
            window = ("visible_from", "visible_until")[kind == "until"]
            statements.append(f"INSERT INTO placement (slot, article_id, title, {window}) VALUES "
                              f"('due-{boundary.group}', {8000 + number}, '{boundary.token}', {at})")
    database.edit(*statements)


def remove_boundaries(database):
    database.edit("DELETE FROM placement WHERE slot LIKE 'due-%'", "DELETE FROM slot WHERE code LIKE 'due-%'",
                  "DELETE FROM article WHERE channel LIKE 'due-%'", "DELETE FROM channel WHERE code LIKE 'due-%'")


class Observer(threading.Thread):
    """Reads pages of one child again and again and notes what was seen between which moments."""

    def __init__(self, children, pid, boundaries, groups, end):
        super().__init__(daemon=True)
        self.children, self.pid, self.boundaries, self.end = children, pid, boundaries, end
        self.pages = [f"{prefix}/due-{group}/" for group in groups for prefix in ("", "/m")]
        self.early, self.late, self.made, self.faults, self.looks = {}, {}, {}, [], 0

    def look(self, path):
        began = time.time()
        response = self.children.get(self.pid, path)
        ended = time.time()
        self.looks += 1
        if not is_hit(response):
            self.made[path] = self.made.get(path, 0) + 1
        return began, response, ended

    def run(self):
        try:
            while time.time() < self.end:
                for path in self.pages:
                    began, response, ended = self.look(path)
                    present = set(re.findall(r"到点\d{3}号", response.text))
                    group = int(re.search(r"due-(\d+)", path)[1])
                    for boundary in self.boundaries:
                        if boundary.group == group:
                            self.note(boundary, path, began, ended, boundary.token in present)
                near = [boundary for boundary in self.boundaries if boundary.path and abs(boundary.second - time.time()) < 1.5]
                for boundary in near[:8]:
                    began, response, ended = self.look(boundary.path)
                    self.note(boundary, boundary.path, began, ended, response.status == 200)
        except Exception as fault:  # shown by the test, which waits for this thread
            self.faults.append(repr(fault))

    def note(self, boundary, path, began, ended, present):
        """Sights of the new state before its second, and of the old one after it, each with its distance."""
        if ended < boundary.second and present == boundary.appears:
            self.early.setdefault((path, boundary), []).append(boundary.second - ended)
        if began >= boundary.second and present != boundary.appears:
            self.late.setdefault((path, boundary), []).append(began - boundary.second)

    def broken_promises(self):
        for (path, boundary), times in self.early.items():
            yield f"{path}: {boundary} {max(times):.3f} s too early"
        for (path, boundary), times in self.late.items():
            if max(times) > PROMISE:
                yield f"{path}: {boundary} still the old state after {max(times):.3f} s, seen {len(times)} times"


def test_time_alone_switches_pages_on_the_second(servers, database):
    """F21: publishing, ends, placements from and until, none with a write when its moment comes."""
    count, span = (500, 60) if LONG else (40, 12)
    portal = cached_portal(servers, "due", database, NewsPortalPageSize=[("list", 100), ("front", 12), ("block", 4)])
    found = make_boundaries(count, span, int(time.time()) + (12 if LONG else 8), random.Random(21))
    boundaries = [boundary for _, boundary in found]
    groups = sorted({boundary.group for boundary in boundaries})
    try:
        write_boundaries(database, found)
        with Children(portal) as children:
            settle(children, database)
            children.warm([f"{prefix}/due-{group}/" for group in groups for prefix in ("", "/m")])
            pids = children.pids
        assert time.time() < min(boundary.second for boundary in boundaries), "all lie ahead"
        before = database.run("SELECT MAX(id) FROM change_log")
        observers = []
        for pid in pids:
            own = Children(portal)
            own.reach()
            observers.append(Observer(own, pid, boundaries, groups, max(item.second for item in boundaries) + PROMISE + 0.5))
        for observer in observers:
            observer.start()
        for observer in observers:
            observer.join()
            observer.children.close()
        faults = [f"child {observer.pid}: {fault}" for observer in observers
                  for fault in (*observer.faults, *observer.broken_promises())]
        assert not faults, f"{len(faults)}:\n" + "\n".join(faults[:20])
        assert database.run("SELECT MAX(id) FROM change_log") == before, "nobody wrote"
        for observer in observers:
            assert observer.looks > 20 * span / (8 if LONG else 1), "looked often enough"
            for path, times in observer.made.items():
                if "due-" in path:
                    moments = {item.second for item in boundaries if f"/due-{item.group}/" in path}
                    assert times <= len(moments) + 1, f"{path} was made {times} times for {len(moments)} moments"
        late = [max(times) for observer in observers for times in observer.late.values()]
        print(f"{len(boundaries)} boundaries; the old state was seen after its second {len(late)} times, at most "
              f"{max(late, default=0):.3f} s after")
    finally:
        remove_boundaries(database)
        servers.close_portal(portal)
