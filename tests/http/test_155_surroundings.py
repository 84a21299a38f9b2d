"""What stands around an article - corrections, related stories, the letters of the tag index - and the archive: what the
model says, and that each cached page is made anew when it must and stays where it is when not.

The model is asked with ?view=model, which is no page of the cache; whether the cached page lived on is told by
Cache-Status. So nothing here depends on what a theme makes of the model."""
import time

import pytest
from lxml import etree

from cached import GUARD, MARKER, PROMISE, CacheStatus, Children, cached_portal, is_hit, marker_statement, settle
from portal import wait_until

# Tags: one for all, two that some share, one of a Korean story.
ARTICLES = [
    (61, "天池开山", "news", "", "天池,长白山,旅游", "2024-04-01 08:00:00"),
    (62, "天池封山", "news", "", "天池,长白山", "2024-03-01 08:00:00"),
    (63, "长白山下雪", "city", "", "长白山", "2024-04-02 08:00:00"),
    (64, "旅游旺季", "culture", "", "旅游", "2024-04-03 08:00:00"),
    (65, "백두산 천지", "koreo", "", "天池,长白山,旅游", "2024-04-04 08:00:00"),
    (66, "无关的事", "news", "", "教育", "2024-04-05 08:00:00"),
    (67, "没有标签", "news", "", "", "2024-04-06 08:00:00"),
]
PAGE_61 = "/2024/04/01/61.html"


@pytest.fixture(scope="module")
def database(servers):
    database = servers.database("around")
    database.edit(*(("INSERT INTO article (id, title, channel, body, state, language, tags, published_at) "
                     "VALUES (%s, %s, %s, '文。', 'live', %s, %s, %s)", *row) for row in ARTICLES),
                  "INSERT INTO tag (name, alias_of) VALUES ('天池水', '天池')", marker_statement("at first"))
    return database


@pytest.fixture(scope="module")
def children(servers, database):
    with Children(cached_portal(servers, "around", database, NewsPortalChangesInterval="40ms")) as children:
        yield children


def model(children, path, status=200):
    response = children.portal.get(path + "?view=model")
    assert response.status == status, response
    return etree.fromstring(response.body)


def related(children, path=PAGE_61):
    return [int(teaser.get("id")) for teaser in model(children, path).findall("article/related/teaser")]


def corrections(children, path=PAGE_61):
    return [(element.get("datetime"), element.text) for element in model(children, path).findall("article/corrections/correction")]


def touched(children, database, paths, *statements):
    """The paths whose pages were made anew, in whichever child, after the statements were committed."""
    settle(children, database)
    children.warm(paths)
    committed = database.edit(*statements)
    settle(children, database)
    assert time.monotonic() - committed < PROMISE + GUARD
    return {path for path in paths for response in children.each(path).values() if not is_hit(response)}


# ---- related ----------------------------------------------------------------------------------------------


def test_those_with_more_tags_in_common_come_first(children):
    """Then the newer ones; another language last, however much it shares; never the article itself."""
    assert related(children) == [62, 64, 63, 65]
    assert related(children, "/2024/04/04/65.html") == [61, 62, 64, 63]
    assert related(children, "/m/2024/04/05/66.html") == []
    assert model(children, "/2024/04/06/67.html").find("article/related") is None


def test_related_are_teasers_of_the_variant(children):
    teaser = model(children, "/m" + PAGE_61).find("article/related/teaser")
    assert teaser.get("href") == "/m/2024/03/01/62.html" and teaser.findtext("title") == "天池封山"
    assert teaser.find("published").get("month") == "3" and teaser.find("channel").get("code") == "news"


def test_six_at_most_and_the_best_of_many(children, database):
    """Twenty newer ones with one tag do not push out those that share two."""
    database.run("INSERT INTO article (id, title, channel, body, tags, state, published_at) WITH RECURSIVE n (i) AS "
                 "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) SELECT 700 + i, CONCAT('旅游之', i), 'news', '文', '旅游', "
                 "'live', '2024-04-10 08:00:00' + INTERVAL i MINUTE FROM n")
    try:
        assert related(children) == [62, 720, 719, 718, 717, 716]
    finally:
        database.run("DELETE FROM article WHERE id BETWEEN 700 AND 730")


@pytest.mark.parametrize("away, back", [
    ("UPDATE article SET state = 'withdrawn' WHERE id = 62", "UPDATE article SET state = 'live' WHERE id = 62"),
    ("UPDATE article SET expires_at = '2024-05-01' WHERE id = 62", "UPDATE article SET expires_at = NULL WHERE id = 62"),
    ("UPDATE article SET published_at = '2098-01-01' WHERE id = 62", "UPDATE article SET published_at = '2024-03-01 08:00:00' WHERE id = 62"),
    ("INSERT INTO removal (item_id, cause) VALUES (62, '测试')",
     "UPDATE removal SET restored_at = NOW() WHERE item_id = 62 AND restored_at IS NULL"),
    ("UPDATE article SET tags = '' WHERE id = 62", "UPDATE article SET tags = '天池,长白山' WHERE id = 62"),
])
def test_what_cannot_be_read_is_not_related(children, database, away, back):
    try:
        assert PAGE_61 in touched(children, database, [PAGE_61], away)
        assert related(children) == [64, 63, 65]
    finally:
        database.run(back)
    assert related(children) == [62, 64, 63, 65]


def test_an_article_touches_those_that_share_a_tag_and_no_others(children, database):
    paths = [PAGE_61, "/2024/04/02/63.html", "/2024/04/03/64.html", "/2024/04/05/66.html", "/2024/03/01/62.html", "/m" + PAGE_61,
             "/2024/05/18/1.html"]
    insert = "INSERT INTO article (id, title, channel, body, state, tags, published_at) VALUES (68, '新', 'english', '文', 'live', %s, '2024-05-17 08:00:00')"
    try:
        assert touched(children, database, paths, (insert, "教育局,新词")) == set()
        database.run("DELETE FROM article WHERE id = 68")
        assert touched(children, database, paths, (insert, "旅游,新词")) == {PAGE_61, "/m" + PAGE_61, "/2024/04/03/64.html"}
        assert 68 in related(children)
    finally:
        database.run("DELETE FROM article WHERE id = 68")


def test_an_alias_is_the_tag_it_stands_for(children, database):
    insert = ("INSERT INTO article (id, title, channel, body, state, tags, published_at) "
              "VALUES (69, '同义', 'board', '文', 'live', '天池水', '2024-04-20 08:00:00')")
    try:
        assert touched(children, database, [PAGE_61, "/2024/04/03/64.html"], insert) == {PAGE_61}
        assert related(children)[:4] == [62, 69, 64, 63]
        assert related(children, "/2024/04/20/69.html") == [61, 62, 65]
    finally:
        database.run("DELETE FROM article WHERE id = 69")


def test_a_tag_merged_away_relates_anew(children, database):
    try:
        assert PAGE_61 in touched(children, database, [PAGE_61], "INSERT INTO tag (name, alias_of) VALUES ('旅游', '教育')")
        assert related(children) == [62, 66, 64, 63, 65]
    finally:
        database.run("DELETE FROM tag WHERE name = '旅游'")
    settle(children, database)
    assert related(children) == [62, 64, 63, 65]


def test_a_scheduled_one_appears_at_its_second(children, database):
    settle(children, database)
    at = int(time.time()) + 5
    database.run("INSERT INTO article (id, title, channel, body, state, tags, published_at) "
                 "VALUES (70, '到点', 'english', '文', 'live', '天池', FROM_UNIXTIME(%s))", at)
    try:
        settle(children, database)
        children.warm([PAGE_61])
        assert time.time() < at, "too slow a machine for this test"
        assert 70 not in related(children)
        for pid in children.pids:
            wait_until(lambda one=pid: not is_hit(children.get(one, PAGE_61)), at - time.time() + PROMISE, "made anew")
        assert time.time() >= at
        assert 70 in related(children)
    finally:
        database.run("DELETE FROM article WHERE id = 70")


def test_an_edit_of_a_related_one_is_seen(children, database):
    """Of one that is not shown, nothing is."""
    paths = [PAGE_61, "/2024/04/05/66.html"]
    try:
        assert touched(children, database, paths, "UPDATE article SET title = '改题' WHERE id = 64") == {PAGE_61}
        assert model(children, PAGE_61).xpath("article/related/teaser[@id = 64]/title")[0].text == "改题"
        assert touched(children, database, paths, "UPDATE article SET author = '无名' WHERE id = 2") == set()
    finally:
        database.run("UPDATE article SET title = '旅游旺季', revised_at = NULL WHERE id = 64")
        database.run("UPDATE article SET author = '' WHERE id = 2")


def test_many_tags_are_enough(children, database):
    """Of thirty tags the first eight count."""
    names = [f"标签{number}" for number in range(30)]
    database.edit(("INSERT INTO article (id, title, channel, body, state, tags, published_at) "
                   "VALUES (71, '多', 'news', '文', 'live', %s, '2024-04-21 08:00:00')", ",".join(names)),
                  *(("INSERT INTO article (id, title, channel, body, state, tags, published_at) "
                     "VALUES (%s, '少', 'news', '文', 'live', %s, '2024-04-22 08:00:00')", 72 + number, names[tag])
                    for number, tag in enumerate((0, 7, 8, 29))))
    try:
        assert related(children, "/2024/04/21/71.html") == [73, 72]
    finally:
        database.run("DELETE FROM article WHERE id BETWEEN 71 AND 79")


# ---- corrections ----------------------------------------------------------------------------------------------


def test_corrections_newest_first(children, database):
    database.edit(("INSERT INTO correction (text, article_id, corrected_at) VALUES (%s, 61, '2024-04-02 09:00:00')", "原文“三倍”应为“三成”。<b>&"),
                  "INSERT INTO correction (text, article_id, corrected_at) VALUES ('又一处', 61, '2024-04-03 09:00:00')",
                  "INSERT INTO correction (text, article_id, corrected_at) VALUES ('别处', 62, '2024-04-03 09:00:00')")
    try:
        assert corrections(children) == [("2024-04-03T09:00:00+08:00", "又一处"), ("2024-04-02T09:00:00+08:00", "原文“三倍”应为“三成”。<b>&")]
        element = model(children, "/m" + PAGE_61).find("article/corrections/correction")
        assert element.get("year") == "2024" and element.get("weekday") == "3"
        assert model(children, "/2024/04/02/63.html").find("article/corrections") is None
    finally:
        database.run("DELETE FROM correction")


def test_a_correction_touches_its_article_alone(children, database):
    paths = [PAGE_61, "/m" + PAGE_61, "/2024/03/01/62.html", "/2024/04/02/63.html", "/news/", "/", "/2024/04/01/", "/latest/"]
    insert = ("INSERT INTO correction (text, article_id, corrected_at) VALUES (%s, %s, '2024-04-02 09:00:00')", "一处", 61)
    both = {PAGE_61, "/m" + PAGE_61}
    try:
        assert touched(children, database, paths, insert) == both
        assert touched(children, database, paths, "UPDATE correction SET text = '改过' WHERE article_id = 61") == both
        assert [text for _, text in corrections(children)] == ["改过"]
        assert touched(children, database, paths, "UPDATE correction SET article_id = 62") == both | {"/2024/03/01/62.html"}
        assert touched(children, database, paths, "DELETE FROM correction") == {"/2024/03/01/62.html"}
        assert corrections(children) == []
    finally:
        database.run("DELETE FROM correction")


def test_a_correction_is_seen_within_a_second(servers, database):
    """With the watcher's own interval, in the page of every child."""
    with Children(cached_portal(servers, "around-slow", database)) as children:
        settle(children, database)
        children.warm([PAGE_61])
        committed = database.edit("INSERT INTO correction (text, article_id, corrected_at) VALUES ('快', 61, '2024-04-02 09:00:00')")
        try:
            for pid in children.pids:
                wait_until(lambda one=pid: CacheStatus(children.get(one, PAGE_61)).made, GUARD, "made anew")
            assert time.monotonic() - committed < PROMISE
        finally:
            database.run("DELETE FROM correction")


def test_a_correction_for_later_appears_at_its_second(children, database):
    settle(children, database)
    at = int(time.time()) + 5
    database.run("INSERT INTO correction (text, article_id, corrected_at) VALUES ('到点更正', 61, FROM_UNIXTIME(%s))", at)
    try:
        settle(children, database)
        children.warm([PAGE_61])
        assert time.time() < at, "too slow a machine for this test"
        assert corrections(children) == []
        for pid in children.pids:
            wait_until(lambda one=pid: not is_hit(children.get(one, PAGE_61)), at - time.time() + PROMISE, "made anew")
        assert time.time() >= at
        assert [text for _, text in corrections(children)] == ["到点更正"]
    finally:
        database.run("DELETE FROM correction")


# ---- notice ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("notice, expected", [
    ("请填{form}或致电 {phone}。", ["请填", "form", "或致电 ", "phone", "。"]), ("{form}", ["form"]), ("{form}{form}", ["form", "form"]),
    ("{ {form {forms} {phone", ["{ {form {forms} {phone"]), ("{{form}}", ["{", "form", "}"])])
def test_form_in_a_notice(children, database, notice, expected):
    database.run("UPDATE article SET notice = %s WHERE id = 66", notice)
    try:
        for prefix in ("", "/m"):
            element = model(children, prefix + "/2024/04/05/66.html").find("article/notice")
            parts = [part if isinstance(part, str) else part.tag for part in element.xpath("node()")]
            assert parts == expected
            assert {form.get("href") for form in element.findall("form")} <= {f"{prefix}/copyright/"}
    finally:
        database.run("UPDATE article SET notice = '' WHERE id = 66")


# ---- tags in the order of a dictionary ------------------------------------------------------------------------


def test_letters_of_the_tag_index(children, database):
    names = ["长白山大峡谷", "安图", "Élan", "두만강", "까치", "2024年", "ｆｕｌｌ", "𠮷"]
    database.run("INSERT INTO article (id, title, channel, body, state, tags, published_at) VALUES "
                 "(80, '标签', 'news', '文', 'live', %s, '2024-04-23 08:00:00')", ",".join(names))
    try:
        tags = model(children, "/tags/").findall("tag-index/tag")
        found = {tag.text: tag.get("letter") for tag in tags}
        assert [found[name] for name in names] == ["C", "A", "E", "ㄷ", "ㄱ", "#", "F", "#"]
        letters = [tag.get("letter") for tag in tags]
        once = list(dict.fromkeys(letters))
        assert letters == sorted(letters, key=once.index), "tags of one letter stand together"
        order = [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", *"ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ", "#"]
        assert once == sorted(once, key=order.index)
    finally:
        database.run("DELETE FROM article WHERE id = 80")


# ---- archive --------------------------------------------------------------------------------------------------

ARCHIVE = ["/archive/", "/2024/04/", "/2024/05/", "/2023/03/", "/2024/04/01/", "/2024/04/06/", "/2024/05/18/", "/2023/03/01/",
           "/m/archive/", "/2024/02/"]


def publish(number, at):
    return ("INSERT INTO article (id, title, channel, body, state, published_at) VALUES (%s, '补', 'english', '文', 'live', %s)", number, at)


@pytest.mark.parametrize("at, expected", [
    ("2024-04-03 23:00:00", {"/2024/04/", "/2024/04/01/", "/2024/04/06/"}),
    ("2024-05-18 23:00:00", {"/2024/05/", "/2024/05/18/"}),
    # A month of its own: the index, those on both sides and the month itself, which was no page.
    ("2024-02-10 08:00:00", {"/archive/", "/m/archive/", "/2024/02/", "/2023/03/", "/2023/03/01/"}),
    ("2020-02-10 08:00:00", {"/archive/", "/m/archive/", "/2023/03/", "/2023/03/01/"}),
])
def test_an_article_touches_its_part_of_the_archive(children, database, at, expected):
    settle(children, database)
    for path in ARCHIVE:
        children.each(path)
    try:
        assert touched(children, database, ARCHIVE, publish(90, at)) == expected
        month = model(children, "/" + at[:7].replace("-", "/") + "/")
        day = month.xpath(f"archive-page/calendar/day[@number = {int(at[8:10])}]")[0]
        assert int(day.get("count")) >= 1
        away = touched(children, database, ARCHIVE, "UPDATE article SET state = 'withdrawn' WHERE id = 90")
        assert away == expected
    finally:
        database.run("DELETE FROM article WHERE id = 90")
        settle(children, database)


def test_the_last_article_of_a_day_takes_the_day_with_it(children, database):
    settle(children, database)
    children.warm(["/2024/04/02/"])
    try:
        assert touched(children, database, ["/2024/04/02/"], "UPDATE article SET state = 'withdrawn' WHERE id = 63") == {"/2024/04/02/"}
        assert {response.status for response in children.each("/2024/04/02/").values()} == {404}
        days = {day.get("number"): day.get("count") for day in model(children, "/2024/04/").findall("archive-page/calendar/day")}
        assert days["2"] is None and days["1"] == "1"
    finally:
        database.run("UPDATE article SET state = 'live' WHERE id = 63")


def test_a_day_begins_with_its_first_scheduled_article(children, database):
    """Today was no page, and becomes one at the second at which something is published; the month and the index as well."""
    settle(children, database)
    at = int(time.time()) + 5
    moment = time.gmtime(at + 8 * 3600)
    day, month = time.strftime("/%Y/%m/%d/", moment), time.strftime("/%Y/%m/", moment)
    database.run("INSERT INTO article (id, title, channel, body, state, published_at) "
                 "VALUES (91, '今天', 'english', '文', 'live', FROM_UNIXTIME(%s))", at)
    try:
        settle(children, database)
        children.warm([day, month, "/archive/"])
        assert time.time() < at, "too slow a machine for this test"
        assert children.portal.get(day).status == 404 and month not in model(children, "/archive/").xpath("archive-page/year/month/@href")
        children.until(day, lambda response: response.status == 200, at - time.time() + PROMISE)
        assert time.time() >= at
        children.until(month, lambda response: response.status == 200)
        for pid in children.pids:
            wait_until(lambda one=pid: not is_hit(children.get(one, "/archive/")) or time.time() > at + 1, PROMISE + 1, "made anew")
        assert model(children, "/archive/").xpath("string(archive-page/year/month/@href)") == month
        count = model(children, day).xpath("string(archive-page/calendar/day[@current]/@count)")
        assert count == "1"
    finally:
        database.run("DELETE FROM article WHERE id = 91")
