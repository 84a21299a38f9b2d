"""The citizens' hotline as readers see it: front page, lists, a case with its thread, the league table; what nobody
approved, and whose text is hidden, is in no byte of any answer."""
import urllib.parse

import pytest
from lxml import etree

SECRETS = ["秘密"]


def model(site, path, status=200):
    response = site.get(path + ("&" if "?" in path else "?") + "view=model")
    assert response.status == status, response
    return etree.fromstring(response.body)


def numbers(page, place):
    return [int(case.get("id")) for case in page.findall(place + "/case")]


@pytest.mark.parametrize("path, expected", [
    ("/hotline/list/", [3, 2, 1]), ("/hotline/agency/roads/", [3, 2, 1]), ("/hotline/agency/water/", []),
    ("/hotline/region/north/", [3, 1]), ("/hotline/kind/suggest/", [2]), ("/hotline/kind/praise/", []),
    ("/hotline/list/?before=20240506100300-3", [2, 1]), ("/hotline/list/?before=20240506100200-2", [1]),
    ("/hotline/list/?before=20990506100200-2", [3, 2, 1]), ("/hotline/list/?after=20240506100100-1", [3, 2]),
    ("/hotline/list/?after=20200506100100-1", [3, 2, 1]), ("/hotline/region/north/?after=20240506100100-1", [3]),
    ("/hotline/state/open/", [3, 2]), ("/hotline/state/overdue/", [3, 2]), ("/hotline/state/answered/", [1]), ("/hotline/state/rejected/", []),
    ("/hotline/state/open/?before=20240506100300-3", [2]), ("/m/hotline/state/answered/", [1]),
])
def test_lists_show_what_is_approved(site, path, expected):
    assert numbers(model(site, path), "hotline-list/cases") == expected


@pytest.mark.parametrize("path", [
    "/hotline/agency/nobody/", "/hotline/region/roads/", "/hotline/kind/roads/", "/hotline/case/6/", "/hotline/case/99/",
    "/hotline/list/?before=20200506100200-2", "/hotline/list/?after=20240506100300-3", "/hotline/state/open/?after=20240506100200-2",
    "/hotline/nothing/", "/hotline/state/nothing/", "/hotline/state/new/",
    "/hotline/search/?q=路灯&after=20240506100200-2"])
def test_what_is_not_there(site, path):
    assert site.get(path).status == 404


def test_a_list_pages_both_ways(servers, database):
    """Cases in pages of two: down by `older`, up by `newer`, and the first page has one address."""
    database.run("INSERT INTO hotline_case (id, title, public_text, kind, approved_at) VALUES " + ", ".join(
        f"({number}, '分页', '正文', 'praise', '2024-05-07 10:00:{number - 80:02d}')" for number in range(81, 85)))
    small = servers.portal("hotline-small", database, NewsPortalPageSize=("list", 2))
    try:
        walk(small)
    finally:
        database.run("DELETE FROM hotline_case WHERE id > 80")
        servers.close_portal(small)


def walk(small):
    path, down = "/hotline/list/", []
    while path:
        page = model(small, path)
        down.append((path, numbers(page, "hotline-list/cases")))
        older = page.find("hotline-list/cases/pager/older")
        path = older.get("href") if older is not None else None
    assert [found for _, found in down] == [[84, 83], [82, 81], [3, 2], [1]]
    page = model(small, down[-1][0])
    up = []
    while page.find("hotline-list/cases/pager/newer") is not None:
        page = model(small, page.find("hotline-list/cases/pager/newer").get("href"))
        up.append(numbers(page, "hotline-list/cases"))
    assert up == [[3, 2], [82, 81]]
    assert page.find("hotline-list/cases/pager/newest").get("href") == "/hotline/list/"


def test_a_list_leads_back_to_the_newest(site):
    page = model(site, "/m/hotline/list/?before=20240506100300-3")
    assert page.find("hotline-list/cases/pager/newest").get("href") == "/m/hotline/list/"
    assert page.find("hotline-list/cases/pager/older") is None


def test_the_list_of_an_agency_is_marked(site):
    page = model(site, "/hotline/agency/roads/")
    assert [way.get("code") for way in page.findall("hotline-list/ways/*[@current]")] == ["roads"]
    assert [way.get("code") for way in page.findall("hotline-list/ways/agency")] == ["roads", "water"]   # ferry is not in use
    assert page.findtext("title") == "路政处"
    assert model(site, "/hotline/agency/ferry/").findtext("title") == "旧渡口管理处"


def test_a_case_has_its_thread(site):
    page = model(site, "/hotline/case/1/")
    assert page.findtext("title") == "路灯<b>不亮</b>"
    case = page.find("hotline-case")
    assert case.findtext("text") == "北岸三号路灯\n坏了 & 很黑。"
    assert case.find("case").get("state") == "answered" and case.find("case").get("overdue") is None
    thread = case.find("thread")
    assert sorted(entry.tag for entry in thread) == ["extension", "reply", "reply", "transfer"]
    assert [entry.get("kind") for entry in thread.findall("reply")] == ["interim", "final"]
    assert (thread.findtext("transfer/from"), thread.findtext("transfer/to")) == ("供水处", "路政处")
    assert thread[-1].findtext("text") == "灯已修好。" and thread[-1].findtext("role") == "科长"
    body = site.get("/hotline/case/1/").text
    assert "路灯&lt;b&gt;不亮&lt;/b&gt;" in body and "<b>不亮" not in body


def test_late_cases_say_so(site):
    page = model(site, "/hotline/list/")
    assert {case.get("id"): case.get("overdue") for case in page.findall("hotline-list/cases/case")} == {"1": None, "2": "yes", "3": "yes"}


def test_hidden_text_is_not_shown_but_why(site):
    case = model(site, "/hotline/case/3/").find("hotline-case")
    assert case.get("hidden") == "text" and case.find("text") is None
    assert case.findtext("reason") == "涉及他人隐私"
    assert case.find("thread/reply") is not None and case.find("thread/reply/text") is None


@pytest.mark.parametrize("path, status, reason, cause", [
    ("/hotline/case/4/", 403, "forbidden", "市民要求"), ("/hotline/case/5/", 410, "withdrawn", "含有谩骂")])
def test_cases_that_are_not_public_say_why(site, path, status, reason, cause):
    page = model(site, path, status)
    assert page.find("error").get("reason") == reason
    assert page.findtext("error/removal/cause") == cause
    assert cause in site.get(path).text


@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
@pytest.mark.parametrize("path", ["/hotline/", "/hotline/list/", "/hotline/agency/roads/", "/hotline/league/",
                                  *(f"/hotline/case/{number}/" for number in range(1, 7))])
def test_no_secret_in_any_byte(site, prefix, path):
    for view in ("", "?view=model"):
        body = site.get(prefix + path + view).text
        assert not [secret for secret in SECRETS if secret in body]


def test_the_front_page_shows_the_newest_answers(site):
    page = model(site, "/hotline/")
    assert numbers(page, "hotline-page/answers") == [1]
    assert page.find("hotline-page").get("list") == "/hotline/list/"
    assert page.find("site").get("hotline") == "/hotline/"


def test_figures_are_of_the_last_year(desk):
    """Cases of 2024 are older than a year: the figures begin with one that comes now."""
    before = model(desk.portal, "/hotline/league/").findall("hotline-league/row")
    assert before == [] and model(desk.portal, "/hotline/").find("hotline-page/totals").get("received") == "0"
    desk.run("INSERT INTO hotline_case (id, title, public_text, kind, agency) VALUES (70, '今年', '正文', 'ask', 'water')")
    try:
        row = model(desk.portal, "/hotline/league/").find("hotline-league/row")
        assert (row.get("name"), row.get("received"), row.get("answered"), row.get("median-days")) == ("供水处", "1", "0", None)
        assert model(desk.portal, "/hotline/").find("hotline-page/totals").get("received") == "1"
        assert desk.portal.get("/hotline/case/70/").status == 404
        desk.run("UPDATE hotline_case SET approved_at = '2024-05-06 11:00:00' WHERE id = 70")
        assert numbers(model(desk.portal, "/hotline/list/"), "hotline-list/cases") == [70, 3, 2, 1]
        assert desk.portal.get("/hotline/case/70/").status == 200
        desk.run("UPDATE hotline_case SET prominence = 'hidden', public_reason = '试' WHERE id = 70")
        assert desk.portal.get("/hotline/case/70/").status == 410
        assert numbers(model(desk.portal, "/hotline/list/"), "hotline-list/cases") == [3, 2, 1]
    finally:
        desk.run("DELETE FROM hotline_case WHERE id = 70")
    assert model(desk.portal, "/hotline/league/").findall("hotline-league/row") == []


def test_names_follow_their_rows(desk):
    assert desk.portal.get("/hotline/agency/roads/").status == 200
    desk.run("UPDATE agency SET name = '道路处' WHERE code = 'roads'")
    try:
        assert "道路处" in desk.portal.get("/hotline/case/1/").text
    finally:
        desk.run("UPDATE agency SET name = '路政处' WHERE code = 'roads'")


# ---- Search ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("words, expected", [
    ("路灯", [1]), ("  路灯　不亮 ", [1]), ("灯坏", []), ("路灯 坑洼", []), ("秘密", []), ("<b>", []), ("' OR 1=1 --", []), ("路灯%", [1]), ("路灯*", [1]), ("+路灯 -不亮", [1]),
    ("北岸三号", [1]), ("北岸三号路灯 坏了 很黑", [1]), ("路灯不亮 北岸三号 坏了 汽车", []),
])
def test_search_finds_what_everybody_may_read(site, words, expected):
    page = model(site, "/hotline/search/?q=" + urllib.parse.quote(words))
    assert numbers(page, "hotline-list/cases") == expected
    assert page.find("address").get("noindex") == "yes"


@pytest.mark.parametrize("words", ["", " ", "灯", "a", "!?", None])
def test_too_little_to_look_for(site, words):
    page = model(site, "/hotline/search/" + ("" if words is None else "?q=" + urllib.parse.quote(words)))
    assert page.find("hotline-list").get("short") == "yes" and numbers(page, "hotline-list/cases") == []


@pytest.mark.parametrize("query, status", [("q=a&q=b", 400), ("q=%ff", 400), ("q=%00", 400), ("q", 400), ("q=" + "x" * 3000, 200), ("x=%ff", 200)])
def test_what_no_search_is(site, query, status):
    assert site.get("/hotline/search/?" + query).status == status


def test_one_search_has_one_key(site):
    """However it is written: the same words are one page in the cache, and other parameters change nothing."""
    def tag(query):
        return site.get("/hotline/search/?" + query)["ETag"]

    one = tag("q=%E8%B7%AF%E7%81%AF+abc")
    assert one == tag("q=%E8%B7%AF%E7%81%AF++ABC&utm=1") == tag("x=1&q=%20%E8%B7%AF%E7%81%AF%E3%80%80%EF%BC%A1%EF%BC%A2%EF%BC%A3")
    assert one != tag("q=%E8%B7%AF%E7%81%AF")
    assert site.get("/hotline/list/?q=%E8%B7%AF%E7%81%AF").body == site.get("/hotline/list/").body


def test_what_is_found_follows_the_case(desk):
    """Within its transaction: found when approved, not found when its words changed, or it was hidden."""
    def found(words):
        return numbers(model(desk.portal, "/hotline/search/?q=" + urllib.parse.quote(words)), "hotline-list/cases")

    desk.run("INSERT INTO hotline_case (id, title, public_text, kind) VALUES (71, '한글 제목 Bus2024', '강가의 운동기구', 'ask')")
    try:
        assert found("운동기구") == []
        desk.run("UPDATE hotline_case SET approved_at = '2024-05-06 11:00:00' WHERE id = 71")
        assert found("운동기구") == found("한글 BUS2024") == [71]
        desk.run("UPDATE hotline_case SET public_text = '다른 글' WHERE id = 71")
        assert found("운동기구") == [] and found("다른") == [71]
        desk.run("UPDATE hotline_case SET prominence = 'text_hidden', public_reason = '试' WHERE id = 71")
        assert found("다른") == [] and found("한글") == [71]
        desk.run("UPDATE hotline_case SET prominence = 'hidden' WHERE id = 71")
        assert found("한글") == []
    finally:
        desk.run("DELETE FROM hotline_case WHERE id = 71")


def test_words_carry_their_language(desk):
    """A reader's voice must not read Korean as Chinese: what people write says by its letters what it is (WCAG 3.1.2)."""
    desk.run("INSERT INTO hotline_case (id, title, public_text, kind, agency, approved_at) VALUES "
             "(72, '강변 가로등', '가로등이 켜지지 않아요 (路灯)', 'ask', 'roads', '2024-05-06 11:00:00')")
    desk.run("INSERT INTO hotline_reply (case_id, kind, text) VALUES (72, 'final', '已经修好。')")
    try:
        for prefix in ("", "/m"):
            page = desk.portal.page(prefix + "/hotline/case/72/")
            assert [(words.get("lang"), words.text) for words in page.xpath("//h1 | //*[@class='words']")] == [
                ("ko", "강변 가로등"), ("ko", "가로등이 켜지지 않아요 (路灯)"), (None, "已经修好。")]
            assert {link.get("lang") for link in desk.portal.page(prefix + "/hotline/list/").xpath("//ul[contains(@class, 'cases')]//h2/a")} == {"ko", None}
    finally:
        desk.run("DELETE FROM hotline_case WHERE id = 72")
