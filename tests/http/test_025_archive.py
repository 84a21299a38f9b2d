"""The archive: years and months, a month's calendar, a day's list, as the page model has them; which addresses exist, and
which lead to them. What is asked of the model here holds for every theme."""
import datetime

import pytest
from lxml import etree

from lib.apache import ROOT

DAYS = {(2023, 3): {1: 47}, (2024, 5): {13: 1, 14: 1, 15: 1, 16: 1, 17: 1, 18: 3}}
LINES = range(1047, 1000, -1)


def model(site, path, status=200):
    response = site.get(path + ("&" if "?" in path else "?") + "view=model")
    assert response.status == status, response
    return etree.fromstring(response.body)


def period(element):
    return None if element is None else dict(element.attrib)


@pytest.fixture(scope="module")
def schema():
    return etree.RelaxNG(etree.parse(str(ROOT / "htdocs" / "themes" / "page.rng")))


@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
def test_the_index_has_each_month_with_articles(site, prefix):
    page = model(site, prefix + "/archive/")
    years = page.findall("archive-page/year")
    assert [(year.get("number"), [(month.get("number"), month.get("href")) for month in year]) for year in years] == [
        ("2024", [("5", f"{prefix}/2024/05/")]), ("2023", [("3", f"{prefix}/2023/03/")])]
    assert page.find("title") is None and len(page.find("breadcrumb")) == 0
    assert page.find("site").get("archive") == f"{prefix}/archive/"
    assert page.find("site").get("copyright") == f"{prefix}/copyright/"


@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
@pytest.mark.parametrize("year, month", DAYS)
def test_a_month_is_a_calendar(site, prefix, year, month):
    page = model(site, f"{prefix}/{year}/{month:02}/")
    calendar = page.find("archive-page/calendar")
    assert (calendar.get("year"), calendar.get("month")) == (str(year), str(month))
    assert calendar.get("href") == f"{prefix}/{year}/{month:02}/"
    for number, day in enumerate(calendar, start=1):
        assert day.get("number") == str(number) and day.get("current") is None
        assert day.get("weekday") == str(datetime.date(year, month, number).isoweekday())
        count = DAYS[year, month].get(number)
        assert day.get("count") == (str(count) if count else None)
        assert day.get("href") == (f"{prefix}/{year}/{month:02}/{number:02}/" if count else None)
    assert len(calendar) == 31
    assert page.find("archive-page/list") is None


def test_months_lead_to_the_next_that_has_articles(site):
    page = model(site, "/2024/05/")
    assert period(page.find("archive-page/older")) == {"href": "/2023/03/", "year": "2023", "month": "3"}
    assert page.find("archive-page/newer") is None
    page = model(site, "/m/2023/03/")
    assert period(page.find("archive-page/newer")) == {"href": "/m/2024/05/", "year": "2024", "month": "5"}
    assert page.find("archive-page/older") is None


def test_a_day_has_its_list_and_the_month_around_it(site):
    page = model(site, "/2024/05/18/")
    assert [teaser.get("id") for teaser in page.findall("archive-page/list/teaser")] == ["5", "4", "1"]
    assert len(page.find("archive-page/list/pager")) == 0
    days = page.findall("archive-page/calendar/day")
    assert len(days) == 31 and [day.get("number") for day in days if day.get("current")] == ["18"]
    assert days[17].get("current") == "page" and days[12].get("href") == "/2024/05/13/"
    assert page.find("archive-page/newer") is None
    assert period(page.find("archive-page/older")) == {"href": "/2024/05/17/", "year": "2024", "month": "5", "day": "17"}
    assert page.find("address").get("canonical") == site.base + "/2024/05/18/"


def test_days_lead_over_gaps_and_months(site):
    page = model(site, "/2024/05/13/")
    assert page.find("archive-page/older").get("href") == "/2023/03/01/"
    assert page.find("archive-page/newer").get("href") == "/2024/05/14/"
    page = model(site, "/m/2023/03/01/")
    assert period(page.find("archive-page/newer")) == {"href": "/m/2024/05/13/", "year": "2024", "month": "5", "day": "13"}
    assert page.find("archive-page/older") is None


@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
def test_a_full_day_is_paged_both_ways(site, prefix):
    """47 articles in ten groups of the same second, ten on a page: each is met once, and the day is not left."""
    path, pages, addresses = f"{prefix}/2023/03/01/", [], []
    while path:
        page = model(site, path)
        pages.append([int(teaser.get("id")) for teaser in page.findall("archive-page/list/teaser")])
        addresses.append(path)
        assert page.find("address").get("canonical") == site.base + path.removeprefix(prefix)
        older = page.find("archive-page/list/pager/older")
        path = older is not None and older.get("href")
        assert path not in addresses
    assert [number for page in pages for number in page] == list(LINES) and [len(page) for page in pages] == [10, 10, 10, 10, 7]
    assert all(address.startswith(f"{prefix}/2023/03/01/?before=2023") for address in addresses[1:])
    back, path = [], addresses[-1]
    while path:
        page = model(site, path)
        back = [int(teaser.get("id")) for teaser in page.findall("archive-page/list/teaser")] + back
        newer = page.find("archive-page/list/pager/newer")
        path = newer is not None and newer.get("href")
    assert list(dict.fromkeys(back)) == list(LINES)
    assert model(site, addresses[1]).find("archive-page/list/pager/newest").get("href") == f"{prefix}/2023/03/01/"


@pytest.mark.parametrize("query, status", [
    ("before=20230301080500-1025", 200), ("before=20230301235959-99999999", 200), ("before=20990101000000-1", 200),
    ("after=20230228235959-1", 200), ("after=20000101000000-1", 200),
    ("before=20230301000000-1", 404), ("before=20230228235959-1", 404), ("after=20230302000000-1", 404),
    ("after=20240101000000-1", 404), ("before=yesterday", 400)])
def test_positions_of_a_day_stay_in_it(site, query, status):
    page = model(site, f"/2023/03/01/?{query}", status)
    assert {teaser.get("href")[:12] for teaser in page.findall("archive-page/list/teaser")} <= {"/2023/03/01/"}
    if status == 200:
        assert page.findall("archive-page/list/teaser")
        for link in page.find("archive-page/list/pager"):
            assert site.get(link.get("href")).status in (200, 301)


@pytest.mark.parametrize("path, target", [
    ("/archive", "/archive/"), ("/2024/5/", "/2024/05/"), ("/2024/05", "/2024/05/"), ("/2024/5", "/2024/05/"),
    ("/2024/5/18", "/2024/05/18/"), ("/2023/3/1/", "/2023/03/01/"), ("/2023/03/01", "/2023/03/01/")])
@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
def test_other_spellings_lead_to_the_page(site, prefix, path, target):
    response = site.get(prefix + path)
    assert (response.status, response.location) == (301, site.base + prefix + target)


def test_a_position_survives_the_redirect(site):
    response = site.get("/2023/3/1?before=20230301080500-1025")
    assert (response.status, response.location) == (301, site.base + "/2023/03/01/?before=20230301080500-1025")


@pytest.mark.parametrize("path", [
    "/2024/06/", "/2024/04/", "/2024/05/12/", "/2024/05/19/", "/2099/01/", "/2099/01/01/", "/2024/13/", "/2024/00/", "/0000/05/",
    "/2024/05/00/", "/2024/05/32/", "/2023/02/29/", "/2024/05/01/", "/2024/", "/9999/12/", "/9999/12/31/", "/archive/2024/",
    "/24/05/", "/2024/05/18/x/", "/2024/05/x/"])
@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
def test_what_has_no_articles_is_no_page(site, prefix, path):
    """Among them days whose only article is removed, withdrawn, over or still to come."""
    response = site.get(prefix + path)
    assert response.status == 404, response


def test_models_are_valid(site, schema):
    for prefix in ("", "/m"):
        for path in ("/archive/", "/2024/05/", "/2023/03/", "/2024/05/18/", "/2023/03/01/?before=20230301080500-1025"):
            page = model(site, prefix + path)
            schema.assertValid(page)
            assert page.get("kind") == "archive"
            address = page.find("address")
            assert address.get("canonical") == site.base + path and address.get("alternate") == site.base + "/m" + path
            assert address.get("switch") == ("" if prefix else "/m") + path


@pytest.fixture(scope="module")
def old_portal(servers):
    """Articles of four centuries, far apart: the index leaps over the gaps."""
    database = servers.database("old")
    database.run("INSERT INTO article (id, title, channel, body, state, published_at) VALUES "
                 "(51, '旧闻', 'news', '文', 'live', '1912-02-29 23:59:59'), (52, '旧闻', 'news', '文', 'live', '1912-03-01 00:00:00'), "
                 "(53, '古', 'news', '文', 'live', '1604-12-31 12:00:00'), (54, '近', 'news', '文', 'live', '2021-05-31 23:59:59'), "
                 "(55, '近', 'news', '文', 'live', '2021-06-01 00:00:00')")
    return servers.portal("old", database)


def test_the_index_finds_what_is_far_away(old_portal):
    page = model(old_portal, "/archive/")
    found = [(int(year.get("number")), [int(month.get("number")) for month in year]) for year in page.findall("archive-page/year")]
    assert found == [(2024, [5]), (2023, [3]), (2021, [6, 5]), (1912, [3, 2]), (1604, [12])]
    for href in page.xpath("archive-page/year/month/@href"):
        assert old_portal.get(href).status == 200, href
    page = model(old_portal, "/1912/02/29/")
    assert page.find("archive-page/newer").get("href") == "/1912/03/01/"
    assert page.find("archive-page/older").get("href") == "/1604/12/31/"
    assert len(page.findall("archive-page/calendar/day")) == 29
    assert model(old_portal, "/2021/05/31/").find("archive-page/newer").get("href") == "/2021/06/01/"


def test_an_empty_portal_has_an_empty_archive(servers):
    database = servers.database("nothing", content=None)
    portal = servers.portal("nothing", database)
    assert len(model(portal, "/archive/").find("archive-page")) == 0
    assert portal.get("/2024/05/").status == 404
