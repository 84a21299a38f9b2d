"""Each status where it belongs: unknown, hidden, gone, removed, moved, refused."""
import datetime
import time
from urllib.parse import quote

import pytest

from portal import OPERATOR, limit, wait_until

BOTH = pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
BRIDGE = "/2024/05/18/1.html"


def error_page(site, path, status, **keywords):
    page = site.page(path, status=status, **keywords)
    assert page.response["Content-Type"].lower() == "text/html; charset=utf-8"
    assert page.canonical() is None and page.mobile_twin() is None
    assert len(page.xpath("//h1")) == 1
    home = "/m/" if path.startswith("/m/") else "/"
    assert home in page.links(), "an error page says where to go on"
    assert page.meta("robots") is None or "noindex" in page.meta("robots")
    assert "秘密" not in page.source
    return page


@BOTH
@pytest.mark.parametrize("path", [
    "/2024/05/18/99999.html", "/no-such-channel/", "/news/no-such-child/", "/city/", "/tag/%E6%97%A0%E6%AD%A4/",
    "/page/nothing/", "/page/secret/", "/no/such/place.php", "/favicon-that-is-not.ico", "/index.php", "/m/m/"])
def test_unknown_is_404(site, prefix, path):
    error_page(site, prefix + path, 404)


@BOTH
@pytest.mark.parametrize("path", ["/2024/05/01/10.html", "/2024/05/01/11.html", "/2099/01/01/12.html"],
                         ids=["draft", "review", "scheduled"])
def test_unpublished_is_unknown(site, prefix, path):
    """Nothing tells an unpublished article from one that never was."""
    page = error_page(site, prefix + path, 404)
    never = error_page(site, prefix + "/2024/05/01/99998.html", 404)
    assert page.source == never.source


@BOTH
@pytest.mark.parametrize("path", ["/2024/05/01/13.html", "/2024/05/01/14.html"], ids=["expired", "withdrawn"])
def test_past_is_410(site, prefix, path):
    page = error_page(site, prefix + path, 410)
    assert "已到期的活动预告" not in page.source and "已撤回的报道" not in page.source


@BOTH
def test_removed_is_451(site, prefix):
    page = error_page(site, prefix + "/2024/05/01/15.html", 451)
    assert page.response["Link"] == f'<{OPERATOR}>; rel="blocked-by"'
    assert "图片著作权人要求删除" in page.text and "河图影像社" in page.text
    assert "应权利人要求删除" not in page.source


def test_removed_keeps_the_claimant_private(site):
    page = error_page(site, "/2024/05/01/16.html", 451)
    assert "当事人隐私" in page.text
    assert "不可公开的姓名" not in page.source
    assert page.response["Link"] == f'<{OPERATOR}>; rel="blocked-by"'


def test_errors_are_not_stored(site):
    for path in ("/2024/05/18/99999.html", "/2024/05/01/14.html", "/2024/05/01/15.html"):
        control = site.get(path)["Cache-Control"] or ""
        assert "no-store" in control or "no-cache" in control or "max-age=0" in control or \
            int(control.split("max-age=")[1].split(",")[0]) <= 60, f"{path}: {control!r}"


def test_scheduled_appears_at_its_second(site):
    """404 before, 200 from its second on; no restart, no job, and the lists switch with it."""
    zone = datetime.timezone(datetime.timedelta(hours=8))
    moment = datetime.datetime.now(zone).replace(microsecond=0) + datetime.timedelta(seconds=3)
    path = f"/{moment:%Y/%m/%d}/2001.html"
    site.database.run(
        "INSERT INTO article (id, title, channel, body, tags, state, published_at) "
        "VALUES (2001, '准点发布', 'news', '准点。', '准点', 'live', %s)", moment.strftime("%Y-%m-%d %H:%M:%S"))
    try:
        seen_early = 0
        while datetime.datetime.now(zone) < moment - datetime.timedelta(seconds=0.2):
            assert site.get(path).status == 404
            assert 2001 not in site.page("/latest/").article_links()
            seen_early += 1
            time.sleep(0.05)
        assert seen_early > 3
        late = (moment - datetime.datetime.now(zone)).total_seconds()
        wait_until(lambda: site.get(path).status == 200, limit(late + 1.2), "the article at its second")
        assert datetime.datetime.now(zone) >= moment, "never early"
        assert site.page("/latest/").article_links()[0] == 2001
        assert 2001 in site.page("/news/").article_links()
        assert site.page("/tag/" + quote("准点") + "/").article_links() == [2001]
        assert 2001 in site.page("/").article_links()
    finally:
        site.database.run("DELETE FROM article WHERE id = 2001")


# ---- one address for each page -------------------------------------------------------------------


MOVED = {
    "/2023/01/02/1.html": BRIDGE,
    "/2024/5/18/1.html": BRIDGE,
    "/2024/05/18/01.html": BRIDGE,
    "/0000/00/00/1.html": BRIDGE,
    "/news": "/news/",
    "/News/City/": "/news/city/",
    "/NEWS/CITY/RIVER": "/news/city/river/",
    "/latest": "/latest/",
    "/tags": "/tags/",
    "/page/about": "/page/about/",
    "/page/About/": "/page/about/",
    "/tag/%E5%A4%A7%E6%A1%A5": "/tag/%E5%A4%A7%E6%A1%A5/",
    "/tag/%e5%a4%a7%e6%a1%a5/": None,  # the same address: escapes differ in case only
    "/tag/%E6%A1%A5%E6%A2%81/": "/tag/%E5%A4%A7%E6%A1%A5/",
    "/tag/wi-fi/": "/tag/Wi-Fi/",
    "/tag/%EF%BC%B7%EF%BC%A9-%EF%BC%A6%EF%BC%A9/": "/tag/Wi-Fi/",
    "/old/bridge.htm": BRIDGE,
    "/old/news": "/news/",
}


@BOTH
@pytest.mark.parametrize("path", [path for path, target in MOVED.items() if target])
def test_moved_in_one_hop(site, prefix, path):
    response = site.get(prefix + path)
    assert response.status == 301, response
    assert response.location == site.base + prefix + MOVED[path]
    assert site.get(prefix + MOVED[path]).status == 200, "one hop"
    head = site.head(prefix + path)
    assert (head.status, head.location) == (301, response.location)


def test_escapes_in_another_case_are_the_same_address(site):
    response = site.get("/tag/%e5%a4%a7%e6%a1%a5/")
    assert response.status in (200, 301)


def test_front_page_of_mobile_has_a_slash(site):
    response = site.get("/m")
    assert (response.status, response.location) == (301, site.base + "/m/")


def test_redirect_keeps_known_parameters_and_drops_others(site):
    assert site.get("/Records?before=20230301080500-1025").location == \
        site.base + "/records/?before=20230301080500-1025"
    assert site.get("/Records?utm_source=x&before=20230301080500-1025&fbclid=y").location == \
        site.base + "/records/?before=20230301080500-1025"
    assert site.get("/News?utm_source=x").location == site.base + "/news/"
    assert site.get("/2023/01/02/1.html?from=app%0d%0aX:y").location == site.base + BRIDGE


def test_wrong_date_of_what_is_hidden_tells_nothing(site):
    """A redirect would give away the date of an unpublished article."""
    for number in (10, 11, 12, 99997):
        assert site.get(f"/2001/01/01/{number}.html").status == 404
    assert site.get("/2001/01/01/15.html").status in (451, 301)
    assert site.get("/2001/01/01/14.html").status in (410, 301)


def test_redirect_table_never_sends_away_from_the_portal(site):
    """What a path in the table leads to is a path: no scheme, no host, no header of its own."""
    for path in ("/old/bridge.htm", "/old/news"):
        assert site.get(path).location.startswith(site.base + "/")


# ---- methods -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/news/", BRIDGE, "/m/", "/tags/", "/2024/05/18/99999.html"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "PROPFIND", "MKCOL"])
def test_wrong_method_is_405(site, method, path):
    response = site.request(method, path, body=b"x=1" if method in ("POST", "PUT", "PATCH") else b"")
    assert response.status == 405, response
    allowed = {item.strip() for item in response["Allow"].split(",")}
    assert {"GET", "HEAD"} <= allowed and not allowed & {"POST", "PUT", "DELETE", "PATCH", "TRACE"}
    assert b"</html>" in response.body


def test_trace_is_refused(site):
    response = site.request("TRACE", "/", headers=[("X-Secret", "mirror")])
    assert response.status == 405
    assert b"mirror" not in response.body


def test_options_tells_the_methods(site):
    response = site.request("OPTIONS", "/news/")
    assert response.status in (200, 204, 405)
    allowed = {item.strip() for item in response["Allow"].split(",")}
    assert {"GET", "HEAD"} <= allowed and not allowed & {"POST", "PUT", "DELETE", "PATCH", "TRACE"}


def test_unknown_method_and_connect(site):
    assert site.request("BREW", "/").status in (405, 501)
    assert site.request("CONNECT", "evil.example:443").status in (400, 405, 421)
    assert site.request("get", "/").status in (400, 405, 501)
