"""The information plaza as readers see it: categories, lists with filters, a notice from its first to its last second, the
feed. What nobody approved, and every contact, is in no byte of any answer."""
import re
import time
import urllib.parse

import pytest
from lxml import etree

from portal import limit, wait_until

SECRETS = ["秘密", "0400-555-777", "secret@plaza"]
ATOM = "{http://www.w3.org/2005/Atom}"
HIRING = urllib.parse.quote("招聘")


def model(site, path, status=200):
    response = site.get(path + ("&" if "?" in path else "?") + "view=model")
    assert response.status == status, response
    return etree.fromstring(response.body)


def numbers(page):
    return [int(notice.get("id")) for notice in page.iter("notice") if notice.get("id")]


@pytest.fixture(scope="module")
def desk(servers):
    """A portal whose notices are changed."""
    database = servers.database("plaza")
    return servers.portal("plaza", database)


# ---- Lists -------------------------------------------------------------------------------------------

@pytest.mark.parametrize("path, expected", [
    ("/plaza/", [3, 2, 1]), ("/plaza/jobs/", [3, 2, 1]), ("/plaza/lost/", []), ("/plaza/events/", []),
    ("/plaza/jobs/?region=north", [3, 1]), ("/plaza/jobs/?region=south", [3, 2]),          # 3 is of everywhere
    (f"/plaza/jobs/?f-side={HIRING}", [3, 1]), ("/plaza/jobs/?f-pay-from=2000", [1]), ("/plaza/jobs/?f-pay-to=3800", [3]),
    ("/plaza/jobs/?f-pay-from=1600&f-pay-to=3801", [3, 1]), ("/plaza/jobs/?f-people-from=2&f-people-to=2", [1]),
    ("/plaza/jobs/?f-start-from=2026-12-01&f-start-to=2026-12-01", [1]), ("/plaza/jobs/?f-start-to=2026-11-30", []),
    (f"/plaza/jobs/?region=north&f-side={HIRING}&f-pay-from=1&f-people-from=1", [1]),
    ("/plaza/jobs/?region=&f-side=&f-pay-from=&f-pay-to=", [3, 2, 1]),
])
def test_lists_show_what_is_asked_for(site, path, expected):
    assert numbers(model(site, path)) == expected
    assert numbers(model(site, "/m" + path)) == expected


def test_the_front_counts_what_has_not_ended(site):
    page = model(site, "/plaza/")
    counts = {category.get("code"): category.get("count") for category in page.iter("category") if category.get("count")}
    assert counts == {"jobs": "3", "housing": "0", "secondhand": "0", "lost": "0", "services": "0", "events": "0"}
    assert [category.get("code") for category in page.find("plaza-page/categories")] == \
        ["jobs", "housing", "secondhand", "lost", "services", "events"]
    assert page.find("site").get("plaza") == "/plaza/"


def test_what_a_notice_says_of_itself(site):
    notice = model(site, "/plaza/jobs/").findall("plaza-list/notices/notice")[-1]
    assert notice.findtext("title") == "书店招<b>店员</b>" and notice.findtext("region") == "北岸"
    assert [(fact.get("code"), fact.text) for fact in notice.findall("fact")] == \
        [("side", "招聘"), ("pay", "3800.50"), ("people", "2"), ("start", "2026-12-01")]
    assert notice.findall("fact")[-1].get("weekday") == "2"


@pytest.mark.parametrize("path", [
    "/plaza/nothing/", "/plaza/notice/7/", "/plaza/notice/99/", "/plaza/notice/x/", "/plaza/new/nothing/",
    "/plaza/jobs/?before=20200101000000-1", "/plaza/jobs/?after=20990101000000-1"])
def test_what_is_not_there(site, path):
    assert site.get(path).status == 404


@pytest.mark.parametrize("query", [
    "f-pay-from=much", "f-pay-from=-1", "f-start-from=2026-02-30", "f-pay-from=1&f-pay-to=2026-01-01", "f-side=a&f-side=b",
    "region=north&region=south", "region=No_Where", "f-side=a&f-side-from=1", "f-a=1&f-b=1&f-c=1&f-d=1&f-e=1", "f-Pay=1", "f-pay-up=1"])
def test_malformed_filters_are_refused(site, query):
    assert site.get("/plaza/jobs/?" + query).status == 400


@pytest.mark.parametrize("query, kept", [
    ("f-colour=red", ""), ("region=nowhere", ""), ("f-side=dance", ""), ("f-pay=3800", ""), ("f-start-from=5", ""), ("f-pay-from=2026-01-01", ""),
    (f"f-side={HIRING}&f-colour=red", f"?f-side={HIRING}"), ("f-colour=red&region=north", "?region=north")])
def test_filters_without_sense_lead_to_the_list_without_them(site, query, kept):
    for prefix in ("", "/m"):
        answer = site.get(prefix + "/plaza/jobs/?" + query)
        assert answer.status == 302 and site.path_of(answer["Location"]) == prefix + "/plaza/jobs/" + kept


def test_one_page_however_it_is_asked_for(site):
    """Order, empty and unknown parameters and leading zeros are no part of the key."""
    first = site.get("/plaza/jobs/?f-pay-from=1500&region=north")
    for query in ("region=north&f-pay-from=1500", "region=north&f-pay-from=01500&f-side=&utm_source=x", "x=1&region=north&f-pay-from=1500&f-pay-to="):
        again = site.get("/plaza/jobs/?" + query)
        assert again.body == first.body and again["ETag"] == first["ETag"]
    # Each child has a cache of its own; an address that nobody asked for yet is found in one that has the page.
    found = [site.get(f"/plaza/jobs/?region=north&f-pay-from=1500&x={number}")["Cache-Status"] for number in range(20)]
    assert any(status.startswith("newsportal; hit") for status in found)
    page = site.page("/plaza/jobs/?f-pay-from=1500&region=north&utm=1")
    assert page.xpath("//link[@rel='canonical']")[0].get("href").endswith("/plaza/jobs/?region=north&f-pay-from=1500")


@pytest.mark.parametrize("query, hidden", [("region=north", False), ("region=north&f-pay-from=1", False), (f"region=north&f-pay-from=1&f-side={HIRING}", True)])
def test_narrow_lists_are_not_for_search_engines(site, query, hidden):
    assert bool(site.page("/plaza/jobs/?" + query).xpath("//meta[@name='robots']")) == hidden


def test_the_filters_are_a_form_that_is_filled_in(site):
    page = site.page(f"/plaza/jobs/?region=south&f-side={HIRING}&f-pay-from=2000")
    form = page.xpath("//form[@method='get']")[0]
    assert form.get("action") == "/plaza/jobs/"
    chosen = {select.get("name"): select.xpath("string(option[@selected]/@value)") for select in form.xpath(".//select")}
    assert chosen == {"region": "south", "f-side": "招聘"}
    assert {box.get("name"): box.get("value") for box in form.xpath(".//input")} == \
        {"f-pay-from": "2000", "f-pay-to": "", "f-people-from": "", "f-people-to": "", "f-start-from": "", "f-start-to": ""}
    assert page.xpath("//details[@class='filters'][@open]")


# ---- A notice ----------------------------------------------------------------------------------------

def test_a_notice(site):
    page = model(site, "/plaza/notice/1/")
    assert page.findtext("title") == "书店招<b>店员</b>" and page.findtext("plaza-notice/text") == "周末两天 & 管饭。\n会两种话最好。"
    assert [item.get("href") for item in page.find("breadcrumb")] == ["/plaza/", "/plaza/jobs/"]
    assert {form.get("action") for form in page.iter("form")} == {"/plaza/contact/", "/plaza/report/"}
    assert [category.get("href") for category in page.find("plaza-notice/notice").iter("category", "region")] == \
        ["/plaza/jobs/", "/plaza/jobs/?region=north"]


def test_an_ended_notice_is_explained_for_some_weeks(site):
    page = model(site, "/plaza/notice/4/")
    assert page.find("plaza-notice").get("ended") == "yes" and page.find("address").get("noindex") == "yes"
    assert not list(page.iter("form"))


@pytest.mark.parametrize("number, status, reason, way", [
    (5, 410, "over", "/plaza/lost/"), (6, 410, "withdrawn", "/plaza/jobs/"), (8, 404, "reported", "/plaza/jobs/")])
def test_what_is_away_leads_on(site, number, status, reason, way):
    for prefix in ("", "/m"):
        error = model(site, f"{prefix}/plaza/notice/{number}/", status).find("error")
        assert error.get("reason") == reason and error.find("way").get("href") == prefix + way
        assert site.page(f"{prefix}/plaza/notice/{number}/", status).xpath(f"//main//a[@href='{prefix}{way}']")


@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
@pytest.mark.parametrize("path", ["/plaza/", "/plaza/jobs/", "/plaza/lost/", "/plaza/feed.xml", "/plaza/new/", "/plaza/contact/",
                                  *(f"/plaza/notice/{number}/" for number in range(1, 9))])
def test_no_secret_in_any_byte(site, prefix, path):
    for view in ("", "?view=model"):
        body = site.get(prefix + path + view).text
        assert not [secret for secret in SECRETS if secret in body]


# ---- Feed --------------------------------------------------------------------------------------------

@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
def test_the_feed(site, prefix):
    answer = site.get(prefix + "/plaza/feed.xml")
    assert answer.status == 200 and answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["ETag"] and answer["Vary"] == "Accept-Encoding"
    feed = etree.fromstring(answer.body)
    assert feed.tag == ATOM + "feed"
    for name in ("id", "title", "updated", "author"):   # RFC 4287, 4.1.1
        assert len(feed.findall(ATOM + name)) == 1, name
    links = {link.get("rel"): link.get("href") for link in feed.findall(ATOM + "link")}
    assert links == {"self": site.base + prefix + "/plaza/feed.xml", "alternate": site.base + prefix + "/plaza/"}
    entries = feed.findall(ATOM + "entry")
    assert [entry.findtext(ATOM + "id") for entry in entries] == [f"{site.base}/plaza/notice/{number}/" for number in (3, 2, 1)]
    assert [entry.find(ATOM + "link").get("href") for entry in entries] == [f"{site.base}{prefix}/plaza/notice/{number}/" for number in (3, 2, 1)]
    for entry in entries:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", entry.findtext(ATOM + "updated"))
        assert entry.find(ATOM + "category").get("term") == "jobs"
    assert entries[2].findtext(ATOM + "title") == "书店招<b>店员</b>"
    assert "周末两天 & 管饭。\n会两种话最好。" in entries[2].findtext(ATOM + "content") and ": 3800.50\n" in entries[2].findtext(ATOM + "content")
    assert feed.findtext(ATOM + "updated") == entries[0].findtext(ATOM + "updated")
    assert site.get(prefix + "/plaza/feed.xml", [("If-None-Match", answer["ETag"])]).status == 304


@pytest.mark.parametrize("path", ["/plaza/", "/plaza/jobs/", "/plaza/notice/1/"])
def test_pages_tell_of_the_feed(site, path):
    for prefix in ("", "/m"):
        link = site.page(prefix + path).xpath("//link[@type='application/atom+xml']")[0]
        assert link.get("href") == prefix + "/plaza/feed.xml" and link.get("title")


# ---- Freshness ---------------------------------------------------------------------------------------

def add(desk, number, **columns):
    """A notice of second-hand things that is live now."""
    values = {"title": f"信息{number}", "text": "正文", "category": "secondhand", "ends": "NOW() + INTERVAL 10 DAY"} | columns
    ends = values.pop("ends")
    desk.database.run(f"INSERT INTO plaza_notice (id, title, text, category, ends_at) VALUES ({number}, %s, %s, %s, {ends})",
                      values["title"], values["text"], values["category"])
    desk.database.run("INSERT INTO plaza_value (notice_id, field, value) VALUES (%s, 'side', '转让')", number)
    desk.database.run("UPDATE plaza_notice SET state = 'live' WHERE id = %s", number)


def shows(desk, path, text):
    return text in desk.get(path).text


PLACES = ["/plaza/", "/plaza/secondhand/", "/m/plaza/secondhand/", "/plaza/feed.xml"]


def test_changes_are_seen_everywhere_within_a_second(desk):
    for path in PLACES:
        assert not shows(desk, path, "信息50")
    add(desk, 50)
    for path in PLACES + ["/plaza/notice/50/"]:
        wait_until(lambda path=path: shows(desk, path, "信息50"), limit(1), path)
    desk.database.run("UPDATE plaza_value SET value = '求购' WHERE notice_id = 50 AND field = 'side'")
    wait_until(lambda: shows(desk, "/plaza/notice/50/", "求购"), limit(1), "the new value")
    desk.database.run("UPDATE plaza_category SET name = '旧货' WHERE code = 'secondhand'")
    wait_until(lambda: shows(desk, "/plaza/notice/50/", "旧货"), limit(1), "the new name")
    desk.database.run("UPDATE plaza_notice SET state = 'withdrawn' WHERE id = 50")
    for path in PLACES:
        wait_until(lambda path=path: not shows(desk, path, "信息50"), limit(1), path)
    wait_until(lambda: desk.get("/plaza/notice/50/").status == 410, limit(1), "410")


def test_a_notice_says_its_language(desk):
    """What its editor says, else what its letters say, else the portal's."""
    def language():
        return desk.page("/plaza/notice/52/").xpath("string(//h1/@lang)")

    add(desk, 52)
    wait_until(lambda: shows(desk, "/plaza/notice/52/", "信息52") and language() == "", limit(1), "the portal's")
    desk.database.run("UPDATE plaza_notice SET title = '자전거 팝니다' WHERE id = 52")
    wait_until(lambda: language() == "ko", limit(1), "Korean")
    desk.database.run("UPDATE plaza_notice SET language = 'en' WHERE id = 52")
    wait_until(lambda: language() == "en", limit(1), "the editor's")
    desk.database.run("UPDATE plaza_notice SET state = 'withdrawn' WHERE id = 52")


def test_a_notice_ends_at_its_second(desk):
    """Nobody says that it did: cached pages end by the clock."""
    add(desk, 51, ends="NOW() + INTERVAL 8 SECOND")
    end = time.monotonic() + 8
    for path in PLACES + ["/plaza/notice/51/"]:
        wait_until(lambda path=path: shows(desk, path, "信息51"), limit(1), path)
    answer = desk.get("/plaza/secondhand/")
    assert int(re.search(r"max-age=(\d+)", answer["Cache-Control"])[1]) <= 8
    wait_until(lambda: shows(desk, "/plaza/", '<span class="count">1</span>'), limit(1), "the count")
    time.sleep(max(0, end - time.monotonic()))
    for path in PLACES:
        wait_until(lambda path=path: not shows(desk, path, "信息51"), limit(1.5), path)
    assert shows(desk, "/plaza/notice/51/", "已经到期")
    wait_until(lambda: not shows(desk, "/plaza/", '<span class="count">1</span>'), limit(1), "no count")


def test_paging_up_and_down(desk):
    for number in range(100, 145):
        desk.database.run("INSERT INTO plaza_notice (id, title, text, category, ends_at) VALUES (%s, %s, '正文', 'services', NOW() + INTERVAL 9 DAY)",
                          number, f"分页{number}")
    desk.database.run("UPDATE plaza_notice SET state = 'live' WHERE category = 'services'")
    wait_until(lambda: shows(desk, "/plaza/services/", "分页144"), limit(1), "the list")
    seen, path, positions = [], "/plaza/services/", []
    while path:
        page = model(desk, path)
        seen.append(numbers(page))
        pager = page.find("plaza-list/notices/pager")
        positions.append(pager)
        path = pager.find("older").get("href") if pager.find("older") is not None else None
    assert [number for part in seen for number in part] == list(range(144, 99, -1)) and len(seen) > 2
    up = positions[-1].find("newer").get("href")
    assert "after=" in up and numbers(model(desk, up)) == seen[-2]
    assert numbers(model(desk, positions[-1].find("newest").get("href"))) == seen[0]
    assert positions[0].find("newer") is None and positions[0].find("newest") is None
