"""The link that shows an article before readers can see it: to whoever has it, as it will look, and to nobody else."""
import re

import pytest
from lxml import etree

from cached import cached_portal
from lib import html
from portal import assert_unavailable

PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


@pytest.fixture(scope="module")
def database(servers):
    return servers.database("preview")


@pytest.fixture(scope="module")
def portal(servers, database):
    """Everything that could keep a page or its address is on: the cache, the store, the log's smallest details."""
    folder = servers.workspace / "preview" / "pages"
    return cached_portal(servers, "preview", database, extra="LogLevel newsportal:trace8\n", NewsPortalStore=(str(folder), "64M"))


@pytest.fixture
def article(database):
    """Writes an article and returns its number; takes it out of everybody's sight afterwards."""
    written = []

    def write(**columns):
        row = {"title": "渡轮码头改造方案公布", "channel": "river", "summary": "", "tags": "大桥,交通", "cover": 1, "author": "林一舟",
               "body": "方案说,南岸的候船厅将保留。\n\n工程分两期。", "state": "draft", "published_at": None} | columns
        connection = database.session()
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO article ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values()))
            written.append(cursor.lastrowid)
        connection.commit()
        connection.close()
        return written[-1]
    yield write
    for number in written:
        database.run("DELETE FROM article WHERE id = %s", number)


def path_of(database, number):
    (key,), = database.run("SELECT preview_key FROM article WHERE id = %s", number)
    assert re.fullmatch("[0-9a-f]{40}", key)
    return f"/preview/{number}-{key}/"


def assert_private(response):
    for name, value in PRIVATE.items():
        assert response[name] == value, (name, response[name])


def assert_unknown(response):
    assert response.status == 404
    assert_private(response)
    assert response["Cache-Status"] == "newsportal; fwd=bypass"


@pytest.mark.parametrize("variant", ["", "/m"])
def test_a_draft_is_shown_and_says_what_it_is(portal, database, article, variant):
    path = path_of(database, article())
    response = portal.get(variant + path)
    page = html.Page(response)
    assert response.status == 200
    assert_private(response)
    assert page.text_of("//main//h1") == "渡轮码头改造方案公布"
    assert page.text_of("//p[@class='preview-bar']")== "预览 — 尚未发布"
    assert page.xpath("//meta[@name='robots'][@content='noindex']")
    assert not page.xpath("//link[@rel='canonical' or @rel='alternate'] | //meta[starts-with(@property, 'og:')]")
    twin = path if variant else "/m" + path
    assert twin in page.xpath("//a[contains(@class, 'switch')]/@href") or twin in page.xpath("//a/@href")
    assert portal.get(variant + path.rstrip("/")).status == 200


@pytest.mark.parametrize("variant", ["", "/m"])
def test_it_looks_as_the_page_will(portal, database, article, variant):
    """But for the address, which a draft has none of to copy."""
    number = article(published_at="2024-05-16 09:30:00", title="同一个样子", body="第一段。\n\n![图](/pictures/bridge.svg)")
    path = path_of(database, number)

    def content(page):
        for node in page.xpath("//main//*[contains(@class, 'copy-address')]"):
            node.getparent().remove(node)
        return etree.tostring(page.xpath("//main")[0], encoding="unicode")
    draft = content(portal.page(variant + path))
    database.run("UPDATE article SET state = 'live' WHERE id = %s", number)
    public = portal.page(f"{variant}/2024/05/16/{number}.html")
    assert not public.xpath("//p[@class='preview-bar']")
    assert draft == content(public)


def test_a_draft_without_an_hour_shows_the_present_one(portal, database, article):
    page = portal.page(path_of(database, article()) + "?view=model")
    published = page.source.partition("<published")[2].partition("</published>")[0]
    (now,), = database.run("SELECT DATE_FORMAT(NOW(), '%Y-%m-%dT%H')")
    assert now in published, published


def test_every_edit_is_there_at_once(portal, database, article):
    number = article()
    path = path_of(database, number)
    for words in ("第一稿", "第二稿", "第三稿"):
        database.run("UPDATE article SET title = %s WHERE id = %s", words, number)
        response = portal.get(path)
        assert html.Page(response).text_of("//main//h1") == words
        assert response["Cache-Status"] == "newsportal; fwd=bypass"


@pytest.mark.parametrize("variant", ["", "/m"])
def test_when_live_the_link_leads_to_the_page(portal, database, article, variant):
    number = article(published_at="2024-05-16 09:30:00")
    path = path_of(database, number)
    database.run("UPDATE article SET state = 'live' WHERE id = %s", number)
    response = portal.get(variant + path)
    assert response.status == 302 and response.location == f"{portal.base}{variant}/2024/05/16/{number}.html"
    assert_private(response)
    assert portal.get(f"{variant}/2024/05/16/{number}.html").status == 200


def test_a_scheduled_one_is_shown_before_its_hour(portal, database, article):
    number = article(state="live", published_at="2099-01-01 08:00:00")
    database.run("CALL preview(%s)", number)
    page = portal.page(path_of(database, number))
    assert page.xpath("//p[@class='preview-bar']") and page.xpath("//main//time[starts-with(@datetime, '2099-01-01T08:00')]")
    assert portal.get(f"/2099/01/01/{number}.html").status == 404


def test_what_opens_nothing_is_one_answer(portal, database, article):
    """Wrong, ended, withdrawn, replaced, another's number, no key at all: the same bytes."""
    number, other = article(), article(title="另一篇")
    good = path_of(database, number)
    withdrawn, ended, replaced = (article() for _ in range(3))
    paths = [path_of(database, each) for each in (withdrawn, ended, replaced)]
    database.run("UPDATE article SET state = 'withdrawn' WHERE id = %s", withdrawn)
    database.run("UPDATE setting SET value = '0' WHERE code = 'preview_hours'")
    database.run("UPDATE article SET title = '改过' WHERE id = %s", ended)
    database.run("UPDATE setting SET value = '72' WHERE code = 'preview_hours'")
    database.run("CALL preview(%s)", replaced)
    paths += [good[:-2] + ("0/" if good[-2] != "0" else "1/"), good.replace(f"/{number}-", f"/{other}-"), good.replace(good[-9:], good[-9:].upper()) if good[-9:].upper() != good[-9:] else good[:-2] + "/",
              good.replace(f"/{number}-", f"/0{number}-"), good.replace("-", "%2D-"), good[:-1] + "%0A/", f"/preview/{number}/",
              f"/preview/{number}-/", "/preview/x/", "/preview/%27%20OR%201=1/", "/preview/" + "9" * 250 + "/"]
    answers = [portal.get(path) for path in paths]
    for response in answers:
        assert_unknown(response)
    assert len({response.body for response in answers}) == 1
    assert portal.get(good).status == 200


def test_a_wrong_key_costs_no_more_than_a_page_that_is_not_there(servers, database, article):
    """Statements that the database runs for each, with no cache and no watcher to disturb the count."""
    portal = servers.portal("preview-cost", database, NewsPortalCache="off")

    def cost(path):
        def executed():
            return int(database.run("SHOW GLOBAL STATUS LIKE 'Com_stmt_execute'")[0][1])
        assert portal.get(path).status == 404
        before = executed()
        for _ in range(5):
            assert portal.get(path).status == 404
        return executed() - before
    assert cost("/preview/7-" + "0" * 40 + "/") <= cost("/2024/05/18/99999.html")


@pytest.mark.logs("NP0130")
def test_nothing_keeps_the_key(servers, portal, database, article):
    """Logs, page store, status; the table of redirects is not asked either. The access log has every address."""
    number = article(body="<div>" * 600 + "深" + "</div>" * 600, title="很深")
    path = path_of(database, number)
    key = path.split("-")[1].strip("/")
    database.run("INSERT INTO redirect (path_from, path_to) VALUES (%s, '/news/')", f"/preview/1-{key}/")
    assert portal.get(path).status == 200 and portal.get(f"/preview/1-{key}/").status == 404
    database.run("DELETE FROM redirect WHERE path_to = '/news/'")
    assert portal.get("/newsportal-status?json").status == 200 and key not in portal.get("/newsportal-status").text
    assert "no such preview" in portal.apache.log()
    assert key not in portal.apache.log() and key in portal.apache.access_log()
    assert portal.get("/tags/").status == 200
    portal.apache.stop()
    try:
        kept = [path for path in (servers.workspace / "preview" / "pages").rglob("*") if path.is_file()]
        assert len(kept) > 1 and not any(key.encode() in path.read_bytes() for path in kept)
    finally:
        portal.start()


def test_the_connection_forgets_the_key(servers, database, article):
    """What a later request of the same session could read in web_preview: nothing."""
    portal = servers.portal("preview-forgets", database, NewsPortalDBPool="1")
    path = path_of(database, article())
    database.sql("SET GLOBAL log_output = 'TABLE'")
    database.sql("SET GLOBAL general_log = 1")
    try:
        assert portal.get(path).status == 200
        said = [row[0] for row in database.run(
            "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE command_type = 'Execute' "
            "AND argument LIKE '%%portal_preview(%%' ORDER BY event_time")]
    finally:
        database.sql("SET GLOBAL general_log = 0")
    assert len(said) == 2 and "portal_preview(''" in said[1].replace(" ", ""), said


def test_one_connection_opens_one_after_the_other(servers, database, article):
    """Statements that are prepared once must not keep the first key."""
    portal = servers.portal("preview-turns", database, NewsPortalDBPool="1")
    titles = ("甲稿", "乙稿", "丙稿")
    paths = {title: path_of(database, article(title=title, tags=title)) for title in titles}
    for title in titles * 3:
        page = portal.page(paths[title])
        assert page.text_of("//main//h1") == title and page.xpath("//main//a[text() = $title]", title=title)


@pytest.mark.parametrize("method,status", [("POST", 405), ("DELETE", 405), ("HEAD", 200)])
def test_methods(portal, database, article, method, status):
    response = portal.request(method, path_of(database, article()))
    assert response.status == status
    assert_private(response)


@pytest.mark.logs(r"\bNP01\d\d\b")
def test_without_a_database_it_says_so(servers):
    portal = servers.portal("preview-down")
    response = portal.get("/preview/7-" + "0" * 40 + "/")
    assert_unavailable(response)
    assert_private(response)
