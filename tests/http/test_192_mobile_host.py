"""NewsPortalMobile host: desktop and mobile pages under two names, every kind of page under both; redirects and errors
keep the name; no other name is answered; and NewsPortalMobileRedirect between the two."""
import cached
import pytest
from lxml import etree

from lib.agents import GOOGLEBOT, IPAD, IPHONE, LINUX
from lib.apache import ROOT, request_bytes
from lib.html import Page
from portal import ERRORS, PAGES, UNKNOWN_QUERIES, comparable

ARTICLE = PAGES["article"]
MOBILE = "m.portal.test"
PHONE = [("User-Agent", IPHONE)]
DESKTOP = [("User-Agent", LINUX)]


class Pair:
    """One portal under its two names."""

    def __init__(self, portal):
        self.portal = portal
        self.port = portal.apache.port
        self.bases = {"desktop": portal.base, "mobile": f"http://{MOBILE}:{self.port}"}
        self.names = {"desktop": portal.apache.authority, "mobile": f"{MOBILE}:{self.port}"}

    def get(self, variant, path, headers=(), **keywords):
        return self.portal.get(path, headers, host=self.names[variant], **keywords)

    def model(self, variant, path):
        response = self.get(variant, path + ("&" if "?" in path else "?") + "view=model", DESKTOP)
        assert response["Content-Type"].startswith("application/xml"), response
        return etree.fromstring(response.body)


def pair_of(servers, database, name, **settings):
    return Pair(cached.cached_portal(servers, name, database, NewsPortalMobile=("host", MOBILE), **settings))


@pytest.fixture(scope="module")
def pair(servers, database):
    return pair_of(servers, database, "mobile-host")


@pytest.fixture(scope="module")
def led(servers, database):
    return pair_of(servers, database, "mobile-host-led", NewsPortalMobileRedirect="On")


@pytest.fixture(scope="module")
def schema():
    return etree.RelaxNG(etree.parse(str(ROOT / "htdocs" / "themes" / "page.rng")))


# ---- pages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("variant", ["desktop", "mobile"])
def test_every_page_under_both_names(pair, schema, variant, kind):
    path, bases = PAGES[kind], pair.bases
    other = {"desktop": "mobile", "mobile": "desktop"}[variant]
    model = pair.model(variant, path)
    schema.assertValid(model)
    assert model.get("variant") == variant
    address = model.find("address")
    assert dict(address.attrib) == {"canonical": bases["desktop"] + path, "alternate": bases["mobile"] + path,
                                    "switch": bases[other] + path} | {name: "yes" for name in address.keys() if name == "noindex"}
    assert model.find("site").get("home") == "/"
    page = Page(pair.get(variant, path))
    assert page.response.status == 200
    if variant == "desktop":
        assert page.mobile_twin() == bases["mobile"] + path
    assert page.canonical() == bases["desktop"] + path
    assert bases[other] + path in page.links(), "the visible switch"
    hosts = {href.split("/")[2] for href in page.links() if href.startswith(("http:", "//")) and "portal.test" in href}
    assert hosts <= {pair.names["desktop"], pair.names["mobile"]}
    assert not [href for href in page.links() if href == "/m" or href.startswith("/m/")]


def test_every_link_of_a_page_is_a_page_of_its_variant(pair):
    """Followed as a reader would: relative to the host that the page came from."""
    for variant in ("desktop", "mobile"):
        paths = {href for kind in ("front", "channel", "article", "latest", "tags")
                 for href in Page(pair.get(variant, PAGES[kind])).links() if href.startswith("/") and "#" not in href}
        assert len(paths) > 20
        for path in sorted(paths):
            response = pair.get(variant, path)
            assert response.status == 200, (variant, path, response)
            if response["Content-Type"].startswith("text/html"):
                assert pair.bases["desktop"] + path.split("?")[0] in response.text


def test_the_two_never_mix(pair):
    """Asked for in turn on one connection, from memory: each name has its own page and its own tag."""
    wanted = {variant: pair.get(variant, ARTICLE) for variant in pair.names}
    assert wanted["desktop"].body != wanted["mobile"].body and wanted["desktop"]["ETag"] != wanted["mobile"]["ETag"]
    with pair.portal.apache.connection() as connection:
        for step in range(40):
            variant = ("desktop", "mobile")[step % 2]
            connection.send(request_bytes("GET", ARTICLE, pair.names[variant], close=False))
            assert connection.read().body == wanted[variant].body
    for variant, other in (("desktop", "mobile"), ("mobile", "desktop")):
        assert pair.get(variant, ARTICLE, [("If-None-Match", wanted[variant]["ETag"])]).status == 304
        assert pair.get(variant, ARTICLE, [("If-None-Match", wanted[other]["ETag"])]).status == 200


@pytest.mark.parametrize("host", [MOBILE, MOBILE.upper(), MOBILE + ":1", MOBILE + ":443"])
def test_the_mobile_name_in_other_words(pair, host):
    response = pair.portal.get(ARTICLE, host=host)
    assert response.status == 200 and response.body == pair.get("mobile", ARTICLE).body


def test_absolute_form_names_the_variant(pair):
    """RFC 9112 3.2.2: the target's host counts, whatever Host says."""
    response = pair.portal.get(pair.bases["mobile"] + ARTICLE)
    assert response.status == 200 and response.body == pair.get("mobile", ARTICLE).body


def test_without_host_it_is_the_desktop(pair):
    response = pair.portal.apache.raw(f"GET {ARTICLE} HTTP/1.0\r\n\r\n".encode())
    assert response.status == 200 and response.body == pair.get("desktop", ARTICLE).body


def test_assets_are_there_under_both_names(pair):
    for variant in pair.names:
        page = Page(pair.get(variant, "/"))
        sheets = page.links("//link[@rel='stylesheet']/@href")
        assert sheets
        for sheet in sheets:
            assert pair.get(variant, sheet).status == 200


# ---- redirects and errors -----------------------------------------------------------------------------


@pytest.mark.parametrize("asked, leads", [
    ("/News", "/news/"), ("/news", "/news/"), ("/old/news", "/news/"), ("/2001/01/01/1.html", ARTICLE), ("/2024/5/18/1.html", ARTICLE)])
def test_redirects_keep_the_name(pair, asked, leads):
    for variant in pair.names:
        for target in (asked, asked + "?x=1"):
            response = pair.get(variant, target)
            assert response.status == 301 and response.location == pair.bases[variant] + leads, (variant, response)


@pytest.mark.parametrize("name", ERRORS)
def test_errors_under_both_names(pair, schema, name):
    path, status = ERRORS[name]
    for variant, other in (("desktop", "mobile"), ("mobile", "desktop")):
        response = pair.get(variant, path)
        assert response.status == status
        page = Page(response)
        assert page.canonical() is None and page.mobile_twin() is None
        assert pair.bases[other] + "/" in page.links(), "the visible switch"
        if name != "no-page":
            model = pair.model(variant, path)
            schema.assertValid(model)
            assert model.get("variant") == variant and model.find("address").get("switch") == pair.bases[other] + "/"


def test_errors_of_httpd_itself_keep_the_variant(pair):
    bodies = {variant: pair.get(variant, "/%zz") for variant in pair.names}
    assert {response.status for response in bodies.values()} == {400}
    assert bodies["desktop"].body != bodies["mobile"].body
    assert (pair.bases["desktop"] + "/").encode() in bodies["mobile"].body


def test_there_is_no_prefix(pair):
    for variant in pair.names:
        for path in ("/m/", "/m", "/m" + ARTICLE):
            assert pair.get(variant, path).status == 404


def test_methods(pair):
    for variant in pair.names:
        host = pair.names[variant]
        assert pair.portal.request("POST", ARTICLE, host=host).status == 405
        assert pair.portal.request("OPTIONS", ARTICLE, host=host)["Allow"] == "GET, HEAD, OPTIONS"
        head = pair.portal.head(ARTICLE, host=host)
        assert comparable(head) == comparable(pair.get(variant, ARTICLE)) and head.body == b""


# ---- other names -------------------------------------------------------------------------------------------


FOREIGN = ["evil.example", "m.evil.example", "evil.example:80", "mm.portal.test", "m.portal.test.evil.example", "portal.test.m",
           "x.m.portal.test", "m-portal.test", "192.0.2.7", "[2001:db8::1]"]


@pytest.mark.parametrize("host", FOREIGN)
def test_an_unknown_name_is_refused(pair, led, host):
    for one in (pair, led):
        for path in (ARTICLE, "/", "/News", "/old/news", "/?view=mobile", "/?view=desktop", "/nothing/"):
            for headers in (PHONE, DESKTOP):
                response = one.portal.get(path, headers, host=host)
                assert response.status == 421, (path, response)
                assert response.location is None and response["Set-Cookie"] is None
                assert host.strip("[]").split(":")[0] not in response.text
                assert f'href="{one.bases["desktop"]}/"'.encode() in response.body, "the way home"


def test_the_way_to_mobile_pages_from_an_unknown_name(pair, led):
    response = pair.portal.get("/", host="evil.example")
    assert f'href="{pair.bases["mobile"]}/"'.encode() in response.body
    response = led.portal.get("/", host="evil.example")
    assert f'href="{led.bases["desktop"]}/?view=mobile"'.encode() in response.body


# ---- phones ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PAGES)
def test_a_phone_is_led_to_the_mobile_host(led, kind):
    path = PAGES[kind]
    response = led.get("desktop", path, PHONE)
    assert response.status == 302 and response.location == led.bases["mobile"] + path
    assert response["Set-Cookie"] is None and response["Cache-Control"] == "private, no-store"
    assert led.get("mobile", path, PHONE).status == 200
    for headers in (DESKTOP, [("User-Agent", IPAD)], [("User-Agent", GOOGLEBOT)], [*PHONE, ("Cookie", "view=desktop")],
                    [*PHONE, ("Sec-CH-UA-Mobile", "?0")]):
        response = led.get("desktop", path, headers)
        assert response.status == 200 and response["Set-Cookie"] is None
        assert led.get("mobile", path, headers).status == 200


def test_unknown_parameters_are_left_behind(led):
    for query in UNKNOWN_QUERIES:
        assert led.get("desktop", "/news/?" + query, PHONE).location == led.bases["mobile"] + "/news/"


@pytest.mark.parametrize("kind", PAGES)
def test_the_switch_is_followed_on_the_desktop_host(led, schema, kind):
    path = PAGES[kind]
    for variant, other in (("desktop", "mobile"), ("mobile", "desktop")):
        model = led.model(variant, path)
        schema.assertValid(model)
        address = model.find("address")
        assert address.get("switch") == led.bases["desktop"] + path + ("&" if "?" in path else "?") + "view=" + other
        assert address.get("canonical") == led.bases["desktop"] + path
        assert address.get("alternate") == led.bases["mobile"] + path


def test_only_the_desktop_host_remembers(led):
    """No cookie of the whole domain, and none of the mobile host: it is led to the other one with the choice."""
    for view in ("desktop", "mobile"):
        response = led.get("desktop", f"/latest/?view={view}", PHONE)
        assert response.status == 302 and response.location == led.bases[view] + "/latest/"
        assert response["Set-Cookie"].startswith(f"view={view}; Path=/;") and "Domain" not in response["Set-Cookie"]
        response = led.get("mobile", f"/latest/?view={view}", PHONE)
        assert response.status == 302 and response.location == led.bases["desktop"] + f"/latest/?view={view}"
        assert response["Set-Cookie"] is None


def test_a_phone_walks_to_the_desktop_page_and_back(led):
    """With a cookie jar for each host, as browsers keep them."""
    jars, address, seen = {"desktop": None, "mobile": None}, led.bases["desktop"] + PAGES["latest-older"], []
    for _ in range(3):
        for _ in range(4):
            variant = "mobile" if address.startswith(led.bases["mobile"]) else "desktop"
            path = address[len(led.bases[variant]):]
            response = led.get(variant, path, [*PHONE, *([("Cookie", jars[variant])] if jars[variant] else [])])
            if response["Set-Cookie"]:
                jars[variant] = response["Set-Cookie"].partition(";")[0]
            if response.status != 302:
                break
            address = response.location
        assert response.status == 200
        seen.append(address)
        address = led.model(variant, path).find("address").get("switch")
    path = PAGES["latest-older"]
    assert seen == [led.bases["mobile"] + path, led.bases["desktop"] + path, led.bases["mobile"] + path]
    assert jars == {"desktop": "view=mobile", "mobile": None}


def test_pages_are_the_same_with_and_without_phones(led):
    for variant in led.names:
        plain = led.get(variant, ARTICLE, DESKTOP)
        for headers in ([], [("User-Agent", GOOGLEBOT)], [*DESKTOP, ("Cookie", "view=desktop")]):
            response = led.get(variant, ARTICLE, headers)
            assert response.body == plain.body and comparable(response) == comparable(plain)


# ---- behind virtual hosts ------------------------------------------------------------------------------------


@pytest.mark.logs("NP0005")
def test_a_mobile_host_that_another_virtual_host_answers(servers, database):
    """Without ServerAlias httpd gives the name to the first virtual host, which is another site: it refuses the name
    and shows nothing of either. The log says what is missing."""
    portal = servers.portal("mobile-host-lost", database, start=False)
    port, own = portal.apache.port, portal.apache.extra
    first = own.replace(portal.base, f"http://first.test:{port}")
    second = own.replace(portal.base, f"http://second.test:{port}") + f"\nNewsPortalMobile host {MOBILE}"
    portal.apache.extra = (f"<VirtualHost *:{port}>\nServerName first.test\n{first}\n</VirtualHost>\n"
                           f"<VirtualHost *:{port}>\nServerName second.test\n{second}\n</VirtualHost>")
    portal.apache.write_config()
    portal.start()
    try:
        response = portal.get(ARTICLE, host=f"{MOBILE}:{port}")
        assert response.status == 421
        assert portal.get(ARTICLE, host=f"second.test:{port}").status == 200
        assert f"add ServerAlias {MOBILE}" in portal.apache.log()
    finally:
        servers.close_portal(portal)
