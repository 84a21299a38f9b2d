"""Bad input: exact answers, never a 5xx, nothing of it in a header, nothing unkeyed in a page."""
import random
import re

import pytest

from lib.apache import request_bytes
from portal import PAGES, UNKNOWN_QUERIES, comparable, odd_headers

BRIDGE = "/2024/05/18/1.html"


@pytest.mark.parametrize("path", [
    b"/%FF/", b"/tag/%FF/", b"/tag/%C0%AF/", b"/tag/%ED%A0%80/", b"/tag/%F4%90%80%80/", b"/tag/%E5%A4/",
    b"/tag/\xff/", b"/tag/\xc0\xaf/", b"/news/%C0%AF/", b"/%C3%28", b"/page/%80/"],
    ids=lambda path: path.decode("latin-1").encode("ascii", "backslashreplace").decode())
def test_invalid_utf8_is_404_or_400(site, path):
    for prefix in (b"", b"/m"):
        assert site.get(prefix + path).status in (400, 404)


def test_raw_utf8_is_the_same_page_or_refused(site):
    response = site.get("/tag/大桥/".encode())
    assert response.status in (200, 301, 400)
    if response.status == 301:
        assert response.location == site.base + "/tag/%E5%A4%A7%E6%A1%A5/"


@pytest.mark.parametrize("path, status", [
    ("/a%00b", {400, 404}), ("/news/%00", {400, 404}), (BRIDGE + "%00.css", {400, 404}), ("/tag/%00/", {400, 404}),
    ("/a%2Fb", {404}), ("/news%2Fcity/", {404}), ("/tag/a%2Fb/", {404}), ("/%2e%2e%2fetc", {400, 404}),
    ("/%zz", {400}), ("/tag/%zz/", {400}), ("/%", {400}), ("/news/%4", {400}), ("/%u5927", {400}),
    ("//", {404, 301}), ("//news/", {404, 301}), ("/news//", {404, 301}), ("/news//city/", {404, 301}),
    ("//evil.example/news", {404}), ("/m//", {404, 301}), ("/m//evil.example/", {404}),
    ("/news;x/", {404}), ("/news/;x", {404}), (BRIDGE + ";x", {404}), (BRIDGE + ";jsessionid=1.css", {404}),
    ("/news./", {404}), ("/news/.", {301, 404}), (BRIDGE + ".", {404}), (BRIDGE + "%20", {404}),
    ("/news%20/", {404}), ("/news/%2e", {301, 404}), ("/news/../culture/", {301, 404}),
    ("/news/%2e%2e/culture/", {301, 404}), ("/../etc/passwd", {400, 404}), ("/%2e%2e/%2e%2e/etc/passwd", {400, 404}),
    (BRIDGE + "/", {404}), (BRIDGE + "/x.css", {404}), ("/news/x.css", {404}), ("/news/index.html", {404}),
    ("/page/about/x.js", {404}), ("/page/about.css", {404}), ("/tags/x", {404}), ("/latest/feed", {404}),
    ("/2024/05/18/1.htm", {404}), ("/2024/05/18/1.HTML", {404, 301}), ("/2024/05/18/-/", {404}), ("/2024/05/18/-1.html", {404}),
    ("/2024/05/18/1e1.html", {404}), ("/2024/05/18/0x1.html", {404}), ("/2024/05/18/0.html", {404}),
    ("/2024/05/18/99999999999999999999999999.html", {404}), ("/2024/05/18/9223372036854775808.html", {404}),
    ("/2024/05/18/18446744073709551617.html", {404}), ("/20240/05/18/1.html", {404}), ("/2024/05/18/%31.html", {200, 301}),
    ("/tag//", {404, 301}), ("/tag/", {404}), ("/page/", {404}), ("/tag/%20/", {404}), ("/tag/%09/", {404, 400}),
    ("/tag/%0a/", {404, 400}), ("/tag/%1b%5b31m/", {404, 400}), ("/tag/%C2%85/", {404, 400}), ("/tag/./", {301, 404}),
    ("/tag/%2e/", {301, 404}), ("/tag/%2e%2e/", {301, 404}), ("/tag/'%20OR%201=1--%20/", {404}), ("/tag/%25/", {404}), ("/tag/_/", {404}),
    ("/tag/%5c/", {404}), ("/news\\city/", {404}), ("/page/about'--/", {404}), ("/error/404.html", {404}),
    ("/error/503.html", {404}), ("/m/error/500.html", {404}), ("/M/", {404, 301}), ("/m/m/news/", {404}),
    ("/NEWS/../..//", {400, 404}), ("/~root/", {404}), ("/.git/config", {403, 404}), ("/.htaccess", {403, 404}),
    ("/themes/../../etc/passwd", {400, 403, 404}), ("/themes/default/assets/..%2f..%2ftheme.xml", {400, 404}),
])
def test_odd_path(site, path, status):
    response = site.get(path)
    assert response.status in status, response
    if response.status == 301:
        assert response.location.startswith(site.base + "/") and site.get(site.path_of(response.location)).status == 200
    assert site.head(path).status == response.status


@pytest.mark.parametrize("length", [255, 257, 1000, 4000, 8000])
def test_overlong_path_is_404(site, length):
    assert site.get("/" + "a" * length).status == 404
    assert site.get("/tag/" + "%E5%A4%A7" * (length // 9) + "/").status in (404, 414)
    assert site.get("/" + "a/" * (length // 2)).status == 404
    assert site.get("/2024/05/18/" + "1" * length + ".html").status == 404


def test_too_long_for_httpd_is_414(site):
    assert site.get("/" + "a" * 20000).status == 414


# ---- host ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "portal.test.evil.example", "evil.example:80", "192.0.2.1", "[2001:db8::1]",
                                  "m.portal.test", "xportal.test"])
def test_unknown_host(site, host):
    response = site.get("/", host=host)
    assert response.status in (400, 421), response
    assert host.split(":")[0] not in response.text or host in "portal.test"


@pytest.mark.parametrize("host", ["portal.test@evil.example", "evil.example/portal.test", "portal test", "portal.test:x",
                                  "portal.test:99999999", "", "portal.test, evil.example", "portal.test\\", "<script>",
                                  "..", "portal..test"])
def test_malformed_host(site, host):
    data = request_bytes("GET", "/", None, [("Host", host)])
    response = site.apache.raw(data)
    assert response.status in (400, 421), response
    assert b"evil.example" not in response.body


def test_two_hosts(site):
    data = request_bytes("GET", "/", "evil.example", [("Host", site.apache.authority)])
    assert site.apache.raw(data).status == 400


@pytest.mark.parametrize("host", ["portal.test", "portal.test:1", "PORTAL.TEST", "portal.test.", "127.0.0.1", "localhost"])
def test_a_good_host_in_other_words(site, host):
    """Whatever the reader's proxy says, addresses come from the configuration."""
    response = site.get("/", host=host)
    assert response.status in ((200,) if host.lower().startswith("portal.test") and host[-1] != "." else (200, 400, 421))
    if response.status == 200:
        assert response.body == site.get("/").body


def test_http_1_0_without_host(site):
    response = site.apache.raw(b"GET / HTTP/1.0\r\n\r\n")
    assert response.status in (200, 400, 421)
    if response.status == 200:
        assert response.body == site.get("/").body


def test_absolute_form(site):
    assert site.get(site.base + "/news/").status == 200
    assert site.get("http://evil.example/news/").status in (400, 403, 404, 421)
    assert site.get("http://user:pass@portal.test/news/").status in (400, 421)
    assert site.get("ftp://portal.test/news/").status in (400, 403, 404, 421, 200)
    assert site.get("news/").status == 400
    assert site.get("*").status == 400
    assert site.request("OPTIONS", "*").status in (200, 204, 400)


# ---- query ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [
    "before=20230301080500-1025&before=20230301080500-1025", "before=20230301080500-1025&after=20230301080500-1025",
    "before=", "before=x", "before=20230301080500", "before=20230301080500-", "before=-1",
    "before=20230301080500-x", "before=20230301080500-1025x", "before=20230301080500-01025",
    "before=20231301080500-1", "before=20230230080500-1", "before=20230301250500-1", "before=20230301086000-1",
    "before=20230301080560-1", "before=20230301080500-99999999999999999999", "before=20230301080500--1",
    "before=+20230301080500-1", "before=%20230301080500-1025", "before=20230301080500-1025%00",
    "before=20230301080500-1025%20", "before=20230301080500-1025%0d%0aX:1", "after=", "after=x",
    "before=%zz", "before=%FF", "before=20230301080500%2D1025&before=x",
    "before=9999999999999999999999-1", "before=20230301080500-1025/"])
def test_bad_position_is_400(site, query):
    for path in ("/records/", "/m/latest/", "/tag/%E6%A1%A3%E6%A1%88/"):
        response = site.get(f"{path}?{query}")
        assert response.status == 400, (path, response)
        assert b"</html>" in response.body


@pytest.mark.parametrize("query", ["before", "after", "be%66ore=x", "before=20230301080500%2D1025"])
def test_a_position_in_odd_writing(site, query):
    """Understood, refused or ignored, but never another page under the plain page's name."""
    response = site.get(f"/records/?{query}")
    assert response.status in (200, 400)
    if response.status == 200 and "1025" not in query:
        assert response.body == site.get("/records/").body


@pytest.mark.parametrize("query", UNKNOWN_QUERIES)
def test_unknown_parameters_change_nothing(site, query):
    plain = site.get("/records/")
    response = site.get(f"/records/?{query}")
    assert response.status == 200
    assert response.body == plain.body
    assert response["ETag"] == plain["ETag"]


def test_a_body_of_a_get_is_ignored(site):
    plain = site.get("/news/")
    for headers, body in (([("Content-Type", "application/x-www-form-urlencoded")], b"before=x&id=1"),
                          ([], b"\x00\xff" * 5000)):
        response = site.request("GET", "/news/", headers, body=body)
        assert response.status == 200 and response.body == plain.body
    chunked = request_bytes("GET", "/news/", site.apache.authority, [("Transfer-Encoding", "chunked")])
    response = site.apache.raw(chunked + b"5\r\nhello\r\n0\r\n\r\n")
    assert response.status == 200 and response.body == plain.body


def test_smuggling_shapes_are_refused(site):
    authority = site.apache.authority.encode()
    for head in (b"Content-Length: 5\r\nTransfer-Encoding: chunked", b"Content-Length: 5\r\nContent-Length: 6",
                 b"Transfer-Encoding: chunked, identity", b"Content-Length: +5", b"Content-Length: 0x5",
                 b"Transfer-Encoding : chunked", b" folded: x"):
        response = site.apache.raw(b"GET /news/ HTTP/1.1\r\nHost: " + authority + b"\r\n" + head + b"\r\n\r\n0\r\n\r\n")
        assert response.status in (400, 501) or response["Connection"] == "close", head


# ---- nothing leaks from the request into the page -------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/records/?before=20230301080500-1025", BRIDGE, "/m/tags/", "/2024/05/01/15.html",
                                  "/nothing/here/", "/News"])
def test_unkeyed_headers_change_nothing(site, path):
    plain = site.get(path)
    headers = odd_headers()
    assert len(headers) >= 100
    with site.apache.connection() as connection:
        for name, value in headers:
            connection.send(request_bytes("GET", path, site.apache.authority, [(name, value)], close=False))
            response = connection.read()
            assert response.status == plain.status, name
            assert response.body == plain.body, name
            assert comparable(response) == comparable(plain), name
            if response["Connection"] == "close":
                connection.close()
                connection.__init__(site.apache.address)
    everything = site.get(path, headers[:90])
    assert everything.body == plain.body and b"canary" not in everything.body


@pytest.mark.parametrize("path", [
    "/{}/", "/tag/{}/", "/page/{}/", "/news/{}", "/2024/05/18/1.html?x={}", "/news?x={}", "/News?before={}",
    "/records/?before={}", "/2001/01/01/1.html?{}", "/old/news?{}", "/m/{}", "/themes/default/assets/{}.css"])
@pytest.mark.parametrize("text", ["%0d%0aX-Injected:%20yes", "%0aSet-Cookie:a=b", "%0d%0a%0d%0a<html>canary",
                                  "%E5%98%8A%E5%98%8DX-Injected:yes", "x%09y", "%22%3E%3Cscript%3Ecanary", "%1b%5b2J"])
def test_nothing_is_injected(site, path, text):
    response = site.get(path.format(text))
    assert response.status < 500
    assert not response.all("X-Injected") and not response.all("Set-Cookie")
    for name, value in response.headers:
        assert not re.search(r"canary|X-Injected|[\x00-\x08\x0b-\x1f\x7f]", value), (name, value)
    assert b"<script>canary" not in response.body and b"<html>canary" not in response.body


def test_error_pages_do_not_repeat_the_address(site):
    for path in ("/canaryword/", "/tag/canaryword/", "/canaryword.php?canaryword=1", "/latest/?before=canaryword"):
        assert b"canaryword" not in site.get(path).body


def test_log_has_one_line_for_one_event(site):
    mark = site.apache.log_mark()
    site.get("/tag/%0a[error]%20forged/", [("User-Agent", "x\x1b[31m"), ("Referer", "y\x7f")])
    assert not [line for line in site.apache.log_since(mark) if "forged" in line and not line.startswith("[")]


# ---- noise ---------------------------------------------------------------------------------------


def random_targets(count, seed=20240518):
    """Addresses that are nearly right, and others that are not at all."""
    dice = random.Random(seed)
    pieces = ["", "m", "news", "city", "river", "culture", "archive", "records", "tag", "tags", "latest", "page", "about", "2024", "05",
              "18", "1.html", "4.html", "99.html", "error", "404.html", "themes", "default", "assets", "大桥", "%E5%A4%A7",
              "%FF", "%00", "%2F", "%2e%2e", "..", ".", ";x", "%zz", "a" * 40, "<b>", "'", "\"", "\\", "%0a", "index.php",
              "é", "\x7f", "한국어", "😀", "-", "0", "00", "-1", "18446744073709551616"]
    keys = ["before", "after", "view", "x", "", "before%00", "q", "utm"]
    values = ["20230301080500-1025", "20240518062200-1", "model", "html", "", "x", "%FF", "-", "1" * 40, "20230230000000-1"]
    for _ in range(count):
        path = "/" + "/".join(dice.choice(pieces) for _ in range(dice.randint(0, 6)))
        if dice.random() < 0.6:
            path += "/"
        if dice.random() < 0.5:
            path += "?" + "&".join(f"{dice.choice(keys)}={dice.choice(values)}" for _ in range(dice.randint(1, 3)))
        if dice.random() < 0.3:
            position = dice.randrange(1, len(path) + 1)
            path = path[:position] + chr(dice.choice([0x21, 0x25, 0x3B, 0x40, 0x5B, 0x7E, 0x2F, 0x3F, 0x23])) + path[position:]
        target = path.encode()
        if dice.random() < 0.1:
            position = dice.randrange(1, len(target) + 1)
            target = target[:position] + bytes([dice.randrange(0x21, 0x100)]) + target[position:]
        yield target


@pytest.mark.slow
def test_random_addresses_never_fail(site):
    connection, counts = None, {}
    for target in random_targets(2000):
        if connection is None:
            connection = site.apache.connection()
        method = "HEAD" if hash(len(target)) % 5 == 0 else "GET"
        connection.send(request_bytes(method, target, site.apache.authority, close=False))
        response = connection.read(method)
        counts[response.status] = counts.get(response.status, 0) + 1
        assert response.status < 500, (target, response)
        assert not response.all("Set-Cookie")
        if response.status == 301:
            assert response.location.startswith(site.base + "/"), (target, response.location)
        if response["Connection"] == "close" or not response["Keep-Alive"]:
            connection.close()
            connection = None
    if connection:
        connection.close()
    assert counts.get(200, 0) > 20 and counts.get(404, 0) > 200 and counts.get(400, 0) > 20, counts


def test_pages_stay_the_same_after_all_this(site):
    """Nothing of the noise above stuck to anything."""
    for path in PAGES.values():
        assert site.get(path).status == 200
