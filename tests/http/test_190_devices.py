"""NewsPortalMobileRedirect: phones are led from desktop pages to their mobile twins, readers may choose, crawlers and
everybody else get the page they asked for; pages stay the same for everyone."""
from html import escape
import re

import cached
import pytest
from lxml import etree

from lib.agents import ANDROID, GOOGLEBOT, IPAD, IPHONE, LINUX, agents
from lib.apache import ROOT, request_bytes
from portal import ERRORS, PAGES, UNKNOWN_QUERIES, comparable, odd_headers

ARTICLE = PAGES["article"]
PHONE = [("User-Agent", IPHONE)]
DESKTOP = [("User-Agent", LINUX)]
COOKIE = "view={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"


@pytest.fixture(scope="module")
def portal(servers, database):
    return cached.cached_portal(servers, "devices", database, NewsPortalMobileRedirect="On")


def with_view(path, view):
    return path + ("&" if "?" in path else "?") + "view=" + view


def assert_found(response, address):
    """A redirect that nobody may keep."""
    assert response.status == 302, response
    assert response.location == address
    assert response["Cache-Control"] == "private, no-store"
    assert response["ETag"] is None and response["Age"] is None
    assert response["Content-Type"].lower() == "text/html; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff" and response["Content-Security-Policy"]
    assert response["Content-Length"] is not None and response["Content-Encoding"] is None


def assert_led(response, address):
    """A phone that was sent to the mobile twin; no choice is remembered."""
    assert_found(response, address)
    assert re.split(", *", response["Vary"]) == ["Sec-CH-UA-Mobile", "User-Agent", "Cookie"]
    assert response["Set-Cookie"] is None


def assert_page(response):
    assert response.status == 200 and response["Set-Cookie"] is None, response
    assert response["Vary"] == "Accept-Encoding"


# ---- who is led ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PAGES)
def test_a_phone_is_led_to_the_twin_of_every_page(portal, kind):
    path = PAGES[kind]
    response = portal.get(path, PHONE)
    assert_led(response, portal.base + "/m" + path)
    assert f'href="{escape(portal.base + "/m" + path)}"'.encode() in response.body
    head = portal.head(path, PHONE)
    assert head.status == 302 and head.location == response.location and head.body == b""
    assert_page(portal.get("/m" + path, PHONE))
    assert_page(portal.get(path, DESKTOP))


def test_every_agent_of_the_table(portal):
    """The answer is that of the unit test; what one reader is told reaches no other."""
    wrong = []
    with portal.apache.connection() as connection:
        for what, name, agent in agents():
            connection.send(request_bytes("GET", ARTICLE, portal.apache.authority, [("User-Agent", agent)], close=False))
            response = connection.read()
            expected = 302 if what == "phone" else 200
            if response.status != expected:
                wrong.append((what, name, response.status))
            if response["Connection"] == "close":
                pytest.fail("the connection was closed")
    assert not wrong


HINTS = [
    ("?1", LINUX, True), ("?1", None, True), ("?0", IPHONE, False), ("?0", ANDROID, False), ("?1", ANDROID, True),
    ("?1", GOOGLEBOT, False), (None, GOOGLEBOT, False), ("1", LINUX, False), ("?2", IPHONE, True), ("", IPHONE, True),
    (None, IPAD, False), (None, None, False), ("?1, ?1", LINUX, False),
]


@pytest.mark.parametrize("hint, agent, led", HINTS, ids=[f"{hint}-{(agent or 'none')[13:45]}" for hint, agent, _ in HINTS])
def test_the_hint_goes_before_the_agent(portal, hint, agent, led):
    headers = [(name, value) for name, value in (("Sec-CH-UA-Mobile", hint), ("User-Agent", agent)) if value is not None]
    response = portal.get(ARTICLE, headers)
    assert response.status == (302 if led else 200)


def test_odd_agents(portal):
    for agent in ("", " ", "\x7f", "iPhone\t", "%s%n" * 100, "x" * 8000, "M" * 7000 + " iPhone", "é中文".encode()):
        assert portal.get(ARTICLE, [("User-Agent", agent)]).status in (200, 302, 400)
    assert portal.get(ARTICLE, [("User-Agent", "x " * 3000 + "iPhone")]).status == 200, "beyond what is looked at"
    assert portal.get(ARTICLE, [("User-Agent", "iPhone " + "x " * 3000)]).status == 302


@pytest.mark.parametrize("method, status", [("POST", 405), ("PUT", 405), ("DELETE", 405), ("OPTIONS", 200)])
def test_only_get_and_head(portal, method, status):
    for path in (ARTICLE, with_view(ARTICLE, "mobile")):
        response = portal.request(method, path, PHONE)
        assert response.status == status and response["Set-Cookie"] is None and response.location is None


@pytest.mark.parametrize("path", ["/themes/default/theme.xml", "/pictures/bridge.svg", "/no/such/place.php", "/error/404.html",
                                  "/latest/?before=yesterday"])
def test_what_is_no_page_is_not_led(portal, path):
    for target in (path, with_view(path, "mobile")):
        assert portal.get(target, PHONE).status == portal.get(target, DESKTOP).status != 302


def test_a_mobile_page_is_never_left(portal):
    for path in PAGES.values():
        for headers in (PHONE, DESKTOP, [*DESKTOP, ("Cookie", "view=desktop")], [("Sec-CH-UA-Mobile", "?0")]):
            assert_page(portal.get("/m" + path, headers))


# ---- where to ------------------------------------------------------------------------------------------


def test_position_is_kept_and_nothing_unknown(portal):
    path = PAGES["latest-older"]
    for query in UNKNOWN_QUERIES:
        assert_led(portal.get(path + "&" + query, PHONE), portal.base + "/m" + path)
        assert_led(portal.get("/?" + query, PHONE), portal.base + "/m/")


def test_other_spellings_end_at_the_page(portal):
    for path, page in (("/News", "/m/news/"), ("/news", "/m/news/"), ("/2024/5/18/1.html", "/m" + ARTICLE),
                       ("/2001/01/01/1.html", "/m" + ARTICLE), ("/old/news", "/m/news/")):
        response, hops = portal.get(path, PHONE), 0
        while response.status in (301, 302) and hops < 3:
            response, hops = portal.get(portal.path_of(response.location), PHONE), hops + 1
            last = response
        assert hops and last.status == 200, path
        assert last.body == portal.get(page).body


def test_errors_are_told_on_the_mobile_page(portal):
    path, status = ERRORS["withdrawn"]
    response = portal.get(path, PHONE)
    assert_led(response, portal.base + "/m" + path)
    assert portal.get("/m" + path, PHONE).status == status


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "portal.test.evil.example", "evil.example@portal.test"])
def test_no_host_of_the_request_is_led_to(portal, host):
    for path in (ARTICLE, with_view(ARTICLE, "mobile"), with_view("/m/", "desktop")):
        response = portal.get(path, PHONE, host=host)
        assert response.status in (400, 421) and response.location is None and response["Set-Cookie"] is None


def test_nothing_of_the_request_is_in_the_redirect(portal):
    decisive = ("User-Agent", "Cookie", "Sec-CH-UA-Mobile")
    headers = [header for header in odd_headers() if header[0] not in decisive][:90]  # httpd takes 100
    plain = portal.get(ARTICLE, PHONE)
    odd = portal.get(ARTICLE + "?x=canary&next=//evil.example/%0d%0aX-Injected:1", [*PHONE, *headers])
    assert comparable(odd) == comparable(plain) and odd.body == plain.body
    for target in ("//evil.example/", "/%0d%0aSet-Cookie:x=1/", "/tag/%0d%0a/", "/tag/%22%3E/", "/\\evil.example/", "/%2fevil.example/"):
        location = portal.get(target, PHONE).location
        assert location is None or re.fullmatch(re.escape(portal.base) + r"/m/[!-~]*", location), location


# ---- the readers' choice --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PAGES)
def test_the_choice_leads_to_the_twin_and_is_remembered(portal, kind):
    path = PAGES[kind]
    for headers in (PHONE, DESKTOP, [("User-Agent", GOOGLEBOT)]):
        for asked in (path, "/m" + path):
            response = portal.get(with_view(asked, "desktop"), headers)
            assert_found(response, portal.base + path)
            assert response["Set-Cookie"] == COOKIE.format("desktop")
            response = portal.get(with_view(asked, "mobile"), headers)
            assert_found(response, portal.base + "/m" + path)
            assert response["Set-Cookie"] == COOKIE.format("mobile")


def test_the_choice_wins_over_the_device(portal):
    for device in (PHONE, DESKTOP, [("Sec-CH-UA-Mobile", "?1")], [("User-Agent", GOOGLEBOT)]):
        assert_page(portal.get(ARTICLE, [*device, ("Cookie", "a=1; view=desktop; b=2")]))
        assert_led(portal.get(ARTICLE, [*device, ("Cookie", "a=1; view=mobile; b=2")]), portal.base + "/m" + ARTICLE)
    for cookie in ("view=", "view=tablet", "review=desktop", "View=desktop", "view=desktop%20", "x"):
        assert portal.get(ARTICLE, [*PHONE, ("Cookie", cookie)]).status == 302
        assert portal.get(ARTICLE, [*DESKTOP, ("Cookie", cookie)]).status == 200


def test_a_phone_walks_to_the_desktop_page_and_back(portal):
    """As a browser would: by the links on the pages, with the cookie it was given."""
    cookie, path, seen = [], ARTICLE, []
    for _ in range(2):
        response = portal.get(path, [*PHONE, *cookie])
        while response.status == 302:
            if response["Set-Cookie"]:
                cookie = [("Cookie", response["Set-Cookie"].partition(";")[0])]
            path = portal.path_of(response.location)
            response = portal.get(path, [*PHONE, *cookie])
        assert response.status == 200
        seen.append(path)
        path = switch_of(portal, path)
    response = portal.get(path, [*PHONE, *cookie])
    assert response["Set-Cookie"] == COOKIE.format("mobile") and response.location == portal.base + "/m" + ARTICLE
    assert seen == ["/m" + ARTICLE, ARTICLE]


@pytest.mark.parametrize("view", ["Mobile", "tablet", "", "mobile%00", "mobile/", "%6Dobil", "html"])
def test_other_words_are_unknown(portal, view):
    assert portal.get(with_view(ARTICLE, view), DESKTOP).status == 200
    assert_led(portal.get(with_view(ARTICLE, view), PHONE), portal.base + "/m" + ARTICLE)


def test_an_escaped_word_is_the_word(portal):
    assert portal.get(ARTICLE + "?%76iew=%6Dobile", DESKTOP).status == 302


def test_the_first_word_counts(portal):
    assert portal.get(ARTICLE + "?view=desktop&view=mobile", PHONE).location == portal.base + ARTICLE


def test_secure_where_readers_come_by_https(servers, database):
    portal = servers.portal("devices-https", database, NewsPortalMobileRedirect="On", NewsPortalBaseURL="https://portal.test")
    try:
        response = portal.get(with_view(ARTICLE, "desktop"), PHONE)
        assert_found(response, "https://portal.test" + ARTICLE)
        assert response["Set-Cookie"] == COOKIE.format("desktop") + "; Secure"
        assert_led(portal.get(ARTICLE, PHONE), "https://portal.test/m" + ARTICLE)
    finally:
        servers.close_portal(portal)


# ---- the switch -----------------------------------------------------------------------------------------


def model_of(portal, path):
    response = portal.get(with_view(path, "model"), DESKTOP)
    assert response["Content-Type"].startswith("application/xml"), response
    return etree.fromstring(response.body)


def switch_of(portal, path):
    return model_of(portal, path).find("address").get("switch")


def test_the_switch_says_the_choice(portal):
    schema = etree.RelaxNG(etree.parse(str(ROOT / "htdocs" / "themes" / "page.rng")))
    for path in PAGES.values():
        for asked, switch in ((path, with_view("/m" + path, "mobile")), ("/m" + path, with_view(path, "desktop"))):
            model = model_of(portal, asked)
            schema.assertValid(model)
            address = model.find("address")
            assert address.get("switch") == switch
            assert address.get("canonical") == portal.base + path and address.get("alternate") == portal.base + "/m" + path
    for path, _ in ERRORS.values():
        if path != ERRORS["no-page"][0]:
            assert switch_of(portal, path) == "/m/?view=mobile"
            assert switch_of(portal, "/m" + path) == "/?view=desktop"


def test_the_model_is_shown_to_phones_too(portal):
    assert portal.get(with_view(ARTICLE, "model"), PHONE)["Content-Type"].startswith("application/xml")


# ---- the cache ------------------------------------------------------------------------------------------


def test_pages_are_the_same_for_everyone(portal):
    """Whoever asks, in whatever order: a page is the page, and comes from memory."""
    with cached.Children(portal) as children:
        children.warm([ARTICLE, "/m" + ARTICLE])
        for pid in children.pids:
            wanted = children.get(pid, ARTICLE, DESKTOP)
            for headers in ([], DESKTOP, [("User-Agent", GOOGLEBOT)], [("User-Agent", IPAD)],
                            [*PHONE, ("Cookie", "view=desktop")], [("Sec-CH-UA-Mobile", "?0"), ("User-Agent", ANDROID)]):
                assert children.get(pid, ARTICLE, PHONE).status == 302
                response = children.get(pid, ARTICLE, headers)
                assert_page(response)
                assert response.body == wanted.body and comparable(response) == comparable(wanted)
                assert cached.is_hit(response)


def test_a_known_copy_is_confirmed_or_left(portal):
    """A browser that has the desktop page: 304 as ever, unless it is a phone that wants the other one."""
    tag = portal.get(ARTICLE, DESKTOP)["ETag"]
    known = ("If-None-Match", tag)
    response = portal.get(ARTICLE, [*DESKTOP, known])
    assert response.status == 304 and response["ETag"] == tag and response["Set-Cookie"] is None
    assert portal.get(ARTICLE, [*PHONE, known, ("Cookie", "view=desktop")]).status == 304
    assert_led(portal.get(ARTICLE, [*PHONE, known]), portal.base + "/m" + ARTICLE)
    assert_led(portal.get(ARTICLE, [*PHONE, ("If-Modified-Since", "Mon, 01 Jan 2035 00:00:00 GMT")]), portal.base + "/m" + ARTICLE)
    assert_found(portal.get(with_view(ARTICLE, "desktop"), [*PHONE, known]), portal.base + ARTICLE)
    mobile = portal.get("/m" + ARTICLE, PHONE)["ETag"]
    assert mobile != tag and portal.get("/m" + ARTICLE, [*PHONE, ("If-None-Match", mobile)]).status == 304


def test_a_redirect_asks_neither_cache_nor_database(portal):
    before = cached.counters(portal)
    for _ in range(20):
        assert portal.get("/2023/03/01/1031.html", PHONE).status == 302
    after = cached.counters(portal)
    for name in ("hits", "misses", "renders"):
        assert sum(cached.numbers(before, name)) == sum(cached.numbers(after, name)), name


def test_access_rules_come_first(servers, database):
    portal = servers.portal("devices-closed", database, NewsPortalMobileRedirect="On",
                            extra='<Location "/news/">\n    Require all denied\n</Location>')
    try:
        for path in ("/news/", with_view("/news/", "mobile")):
            response = portal.get(path, PHONE)
            assert response.status == 403 and response["Set-Cookie"] is None and response.location is None
        assert portal.get(ARTICLE, PHONE).status == 302
    finally:
        servers.close_portal(portal)


# ---- off, as by default ---------------------------------------------------------------------------------


def test_off_means_off(site):
    plain = site.get(ARTICLE)
    for headers in (PHONE, [("Sec-CH-UA-Mobile", "?1")], [("Cookie", "view=mobile")], [*PHONE, ("Cookie", "view=mobile")]):
        for target in (ARTICLE, with_view(ARTICLE, "mobile"), with_view(ARTICLE, "desktop")):
            response = site.get(target, headers)
            assert_page(response)
            assert response.body == plain.body
    assert "view=" not in plain.text
    assert site.get(with_view("/m" + ARTICLE, "desktop"), PHONE).body == site.get("/m" + ARTICLE).body
