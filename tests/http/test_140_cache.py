"""Pages come from memory: found under nothing but their address, made once however many ask, sent whole in the
coding that was asked for. When they are made anew is test_150_freshness.py, what is shown without a database
test_160_staleness.py."""
import base64
import gzip
import hashlib
import os
import re
import signal
import socket
import struct
import threading
import time

import brotli
import pytest

from cached import (GUARD, LONG, PROMISE, CacheStatus, Children, answered, cached_portal, children_tuning, counters, holder,
                    is_hit, numbers, settle, slow_down, uncached_twin, volley)
from lib.apache import Truncated, request_bytes
from lib.fault_proxy import FaultProxy
from portal import ERRORS, PAGES, UNKNOWN_QUERIES, assert_unavailable, comparable, limit, odd_headers, wait_until

ARTICLE = "/2024/05/18/1.html"
FIRST = "/2023/03/01/1001.html"  # in no list of paths above: for waiting until pages are stored at all
BOTH = pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])


@pytest.fixture(scope="module")
def portal(servers, database):
    portal = cached_portal(servers, "cached", database)
    with Children(portal) as children:
        children.warm([FIRST])
    return portal


@pytest.fixture(scope="module")
def children(portal):
    with Children(portal) as children:
        yield children


def request(portal, target, headers=(), method="GET"):
    return request_bytes(method, target, portal.apache.authority, headers)


# ---- made once, then found ----------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_made_once_in_each_child(children, kind, prefix):
    path = prefix + PAGES[kind]
    first, second = children.each(path), children.each(path)
    assert len(first) == 2
    for pid, response in first.items():
        made, found = CacheStatus(response), CacheStatus(second[pid])
        assert (response.status, second[pid].status) == (200, 200)
        assert found.fresh, found
        assert made.text in ("newsportal; fwd=miss; stored", "newsportal; hit"), made
        assert response["Server-Timing"] or made.fresh
        assert second[pid]["Server-Timing"] is None, "nothing was timed"
        assert second[pid].body == response.body and comparable(second[pid]) == comparable(response)
        assert found.age in range(0, 2), "seconds since the change log was looked at"
    assert len({response.body for response in second.values()}) == 1, "children say the same"


def test_the_first_request_is_a_miss(servers, database):
    portal = cached_portal(servers, "first", database, children=1)
    try:
        with Children(portal) as children:
            children.warm([FIRST])
            for path in (ARTICLE, "/", "/m/tags/", "/2024/05/18/99999.html", "/News"):
                for _ in children.pids:
                    assert CacheStatus(portal.get(path)).text == "newsportal; fwd=miss; stored", path
                    assert CacheStatus(portal.get(path)).text == "newsportal; hit", path
    finally:
        servers.close_portal(portal)


@pytest.mark.parametrize("name", ["unknown", "withdrawn", "expired", "removed"])
@BOTH
def test_errors_come_from_memory_too(children, name, prefix):
    path, status = ERRORS[name]
    children.warm([prefix + path])
    for response in children.each(prefix + path).values():
        assert response.status == status and is_hit(response)
        assert response["Cache-Control"] == "no-store"
        assert response["ETag"] is None


@pytest.mark.parametrize("path, leads_to", [
    ("/News", "/news/"), ("/m/NEWS/", "/m/news/"), ("/2001/01/01/1.html", ARTICLE), ("/m/2001/01/01/1.html", "/m" + ARTICLE),
    ("/old/news", "/news/"), ("/tag/%E6%A1%A5%E6%A2%81/", "/tag/%E5%A4%A7%E6%A1%A5/"), ("/page/about", "/page/about/")])
def test_redirects_come_from_memory(children, portal, path, leads_to):
    for response in children.warm([path]).values():
        assert response.status == 301 and response.location == portal.base + leads_to
        assert response["Cache-Control"].startswith("public, max-age=")


def test_the_model_view_is_another_thing(children):
    for pid in children.pids:
        for _ in range(2):
            assert children.get(pid, "/tags/?view=model")["Content-Type"].startswith("application/xml")
            assert children.get(pid, "/tags/")["Content-Type"].startswith("text/html")
        assert is_hit(children.get(pid, "/tags/"))


# ---- the key ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/records/?before=20230301080500-1025", ARTICLE, "/m/tags/", "/page/annai/",
                                  "/2024/05/01/15.html", "/News", "/nothing/here/"])
def test_no_header_changes_key_or_page(children, path):
    """O3: a hundred headers that some framework believes; each finds the same entry, byte for byte."""
    children.warm([path])
    headers = odd_headers()
    assert len(headers) >= 100
    pid = children.pids[0]
    plain = children.get(pid, path)
    for header in headers:
        response = children.get(pid, path, [header])
        assert response.body == plain.body and comparable(response) == comparable(plain), header
        assert is_hit(response), header
    response = children.get(pid, path, headers[:90])
    assert is_hit(response) and response.body == plain.body
    assert children.get(pid, path).body == plain.body


@pytest.mark.parametrize("query", UNKNOWN_QUERIES, ids=lambda query: query[:30])
def test_no_unknown_parameter_changes_key_or_page(children, query):
    pid = children.pids[0]
    for path in ("/records/?", "/2024/05/18/4.html?", "/m/records/?before=20230301080500-1025&"):
        children.warm([path.rstrip("?&")])
        plain = children.get(pid, path.rstrip("?&"))
        response = children.get(pid, path + query)
        assert is_hit(response), (path, response["Cache-Status"])
        assert response.body == plain.body and comparable(response) == comparable(plain)


@pytest.mark.parametrize("host", ["portal.test", "portal.test:1", "PORTAL.TEST", "PoRtAl.TeSt:8080"])
def test_no_spelling_of_the_host_changes_key_or_page(portal, children, host):
    children.warm([ARTICLE, "/m/"])
    for path in (ARTICLE, "/m/"):
        plain, other = portal.get(path), portal.get(path, host=host)
        assert is_hit(other) and other.body == plain.body and comparable(other) == comparable(plain)


@pytest.mark.parametrize("host", ["evil.example", "portal.test.evil.example", "other.test"])
def test_a_foreign_host_gets_no_page(portal, children, host):
    children.warm(["/news/"])
    response = portal.get("/news/", host=host)
    assert response.status in (400, 421) and response.body != portal.get("/news/").body
    assert is_hit(portal.get("/news/"))


@pytest.mark.parametrize("path", ["/%6eews/", "/n%65ws/", "/2024/05/18/%31.html", "/tag/%e5%a4%a7%e6%a1%a5/",
                                  "/page/%61bout/", "/m/%6eews/"])
def test_an_escape_is_the_character(portal, children, path):
    """Another writing of the same path is the same page or leads to it."""
    response = portal.get(path)
    assert response.status in (200, 301)
    target = path if response.status == 200 else portal.path_of(response.location)
    plain = {"/%6eews/": "/news/", "/n%65ws/": "/news/", "/2024/05/18/%31.html": ARTICLE, "/m/%6eews/": "/m/news/",
             "/tag/%e5%a4%a7%e6%a1%a5/": "/tag/%E5%A4%A7%E6%A1%A5/", "/page/%61bout/": "/page/about/"}[path]
    assert portal.get(target).body == portal.get(plain).body


def test_known_parameters_are_other_pages(children):
    """What does belong to the key tells pages apart, also right after each other."""
    paths = [prefix + path for prefix in ("", "/m") for path in PAGES.values()]
    bodies = {}
    for (_, path), response in children.warm(paths).items():
        assert bodies.setdefault(path, response.body) == response.body
    assert len(set(bodies.values())) == len(paths)


def test_a_body_of_a_get_is_no_key(portal, children):
    children.warm(["/news/"])
    plain = portal.get("/news/")
    response = portal.request("GET", "/news/", [("Content-Type", "application/x-www-form-urlencoded")], body=b"before=x")
    assert is_hit(response) and response.body == plain.body


# ---- headers ----------------------------------------------------------------------------------------


def control(response):
    """Cache-Control of a page, read strictly: {directive: seconds}."""
    match = re.fullmatch(r"public, max-age=(\d+), s-maxage=(\d+), stale-while-revalidate=(\d+), stale-if-error=(\d+)",
                         response["Cache-Control"])
    assert match, response["Cache-Control"]
    return dict(zip(("max-age", "s-maxage", "stale-while-revalidate", "stale-if-error"), map(int, match.groups())))


@BOTH
@pytest.mark.parametrize("kind", PAGES)
def test_what_caches_in_front_are_told(children, kind, prefix):
    path = prefix + PAGES[kind]
    for response in children.warm([path]).values():
        assert control(response) == {"max-age": 0, "s-maxage": 1, "stale-while-revalidate": 1, "stale-if-error": 600}
        assert "Accept-Encoding" in [item.strip() for item in response["Vary"].split(",")]
        assert re.fullmatch(r'"[!#-~]{8,80}"', response["ETag"]) and "Set-Cookie" not in dict(response.headers)


@pytest.mark.parametrize("path", ["/latest/?before=yesterday", "/no/such/place.php", "/2024/05/18/99999.html",
                                  "/2024/05/01/14.html", "/2024/05/01/15.html"])
def test_errors_are_not_kept_by_others(portal, path):
    assert "no-store" in portal.get(path)["Cache-Control"]


class TestMaxAge:
    KINDS = {"front": ("10s", "20s"), "latest": ("11s", "21s"), "tags": ("12s", "22s"), "tag": ("13s", "23s"),
             "static": ("14s", "24s"), "article": ("15s", "25s"), "channel": ("16s", "26s"),
             "archive": ("17s", "27s"), "month": ("18s", "28s"), "day": ("19s", "29s")}
    PATHS = {"front": "/", "latest": "/latest/", "tags": "/tags/", "tag": "/tag/%E6%A1%A3%E6%A1%88/",
             "static": "/page/about/", "article": "/2023/03/01/1002.html", "channel": "/records/",
             "archive": "/archive/", "month": "/2023/03/", "day": "/2023/03/01/"}

    @pytest.fixture(scope="class")
    def told(self, servers, database):
        portal = cached_portal(servers, "max-age", database, children=1,
                               NewsPortalMaxAge=[("all", "5s", "6s")] + [(kind, *times) for kind, times in self.KINDS.items()],
                               NewsPortalStaleWhileRevalidate="7s", NewsPortalStaleIfError="8min")
        with Children(portal) as children:
            children.warm([FIRST])
        yield portal
        servers.close_portal(portal)

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_kind_has_its_own(self, told, kind):
        seconds = {name: int(value[:-1]) for name, value in zip(("max-age", "s-maxage"), self.KINDS[kind])}
        for prefix in ("", "/m"):
            for _ in range(2):
                response = told.get(prefix + self.PATHS[kind])
                assert control(response) == seconds | {"stale-while-revalidate": 7, "stale-if-error": 480}

    def test_all_for_the_rest(self, servers, database):
        portal = cached_portal(servers, "max-age-all", database, children=1, NewsPortalMaxAge=("all", "3s", "4s"))
        try:
            for path in self.PATHS.values():
                assert (control(portal.get(path))["max-age"], control(portal.get(path))["s-maxage"]) == (3, 4)
            assert "no-store" in portal.get("/nothing/here/")["Cache-Control"]
        finally:
            servers.close_portal(portal)

    def test_never_beyond_the_next_moment_that_changes_the_page(self, told):
        """An article that ends in six seconds: its page and its lists are promised for no longer."""
        run = told.database.run
        run("INSERT INTO article (id, title, channel, body, state, published_at, expires_at) VALUES (3140, '即将结束', "
            "'board', '文。', 'live', '2024-05-21 10:00:00', NOW() + INTERVAL 6 SECOND)")
        try:
            end = run("SELECT UNIX_TIMESTAMP(expires_at) FROM article WHERE id = 3140")[0][0]
            with Children(told) as children:
                settle(children, told.database)
            looked = 0
            while time.time() < float(end) - 0.2:
                for path in ("/2024/05/21/3140.html", "/board/", "/latest/", "/", "/m/latest/"):
                    before, response = time.time(), told.get(path)
                    if time.time() >= float(end):
                        break
                    for name in ("max-age", "s-maxage"):
                        assert control(response)[name] <= float(end) - before + 1, (path, response["Cache-Control"])
                    looked += 1
                assert control(told.get("/2023/03/01/1002.html"))["max-age"] == 15, "others are not concerned"
                time.sleep(0.3)
            assert looked > 20
            time.sleep(max(0.0, float(end) - time.time()) + 0.05)
            assert told.get("/2024/05/21/3140.html").status == 410
            assert control(told.get("/board/"))["max-age"] == 16
        finally:
            run("DELETE FROM article WHERE id = 3140")
            run("DELETE FROM page WHERE code = 'marker'")


# ---- HEAD, ranges, conditions -------------------------------------------------------------------------


def test_head_makes_the_page_that_get_finds(servers, database):
    portal = cached_portal(servers, "head", database, children=1)
    try:
        with Children(portal) as children:
            children.warm([FIRST])
        for path in (ARTICLE, "/m/", "/News", "/2024/05/01/15.html"):
            head = portal.head(path)
            assert CacheStatus(head).text == "newsportal; fwd=miss; stored", path
            get = portal.get(path)
            assert is_hit(get) and comparable(head) == comparable(get) and get["Content-Length"] == str(len(get.body))
            again = portal.head(path, [("Accept-Encoding", "br")])
            assert is_hit(again)
    finally:
        servers.close_portal(portal)


@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
@pytest.mark.parametrize("value", ["bytes=0-99", "bytes=-50", "bytes=100-", "bytes=0-0", "bytes=5-4", "bytes=999999-",
                                   "bytes=0-9,20-29", "bytes=x", "lines=1-2", "bytes=0-99999999999999999999"])
def test_ranges_are_right_or_ignored(portal, children, coding, value):
    children.warm([ARTICLE])
    full = portal.get(ARTICLE, [("Accept-Encoding", coding)])
    part = portal.get(ARTICLE, [("Accept-Encoding", coding), ("Range", value)])
    assert part.status in (200, 206, 416)
    if part.status == 200:
        assert part.body == full.body
    elif part.status == 206 and (part["Content-Type"] or "").startswith("text/html"):
        match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", part["Content-Range"])
        first, last, length = map(int, match.groups())
        assert length == len(full.body) and part.body == full.body[first:last + 1]
        assert part["ETag"] == full["ETag"] and part["Content-Encoding"] == full["Content-Encoding"]
    other = portal.get(ARTICLE, [("Accept-Encoding", coding), ("Range", value), ("If-Range", '"other"')])
    assert other.status == 200 and other.body == full.body
    assert portal.get(ARTICLE, [("Accept-Encoding", coding)]).body == full.body, "the entry is whole"


SUFFIX = {"identity": "", "gzip": "-gzip", "br": "-br"}


def tag_for(portal, coding, path=ARTICLE):
    return portal.get(path, [("Accept-Encoding", coding)])["ETag"]


@pytest.mark.parametrize("coding", SUFFIX)
@pytest.mark.parametrize("path", [ARTICLE, "/", "/m/", "/tags/", "/records/?before=20230301080500-1025"])
def test_each_coding_has_its_own_strong_validator(portal, children, coding, path):
    children.warm([path])
    base = tag_for(portal, "identity", path)
    assert re.fullmatch(r'"[!#-~]{8,80}"', base)
    assert tag_for(portal, coding, path) == base[:-1] + SUFFIX[coding] + '"'


@pytest.mark.parametrize("coding", SUFFIX)
@pytest.mark.parametrize("form", ["{own}", "{base}", "{gzip}", "{br}", "W/{own}", "*", '"other", {own}', "{gzip}, {br}, {base}",
                                  'W/"a",{own} ,"b"'])
def test_if_none_match_in_each_coding(portal, children, coding, form):
    """Whoever has the page in any coding has the page."""
    children.warm([ARTICLE])
    base = tag_for(portal, "identity")
    tags = {"base": base, "own": tag_for(portal, coding), "gzip": base[:-1] + '-gzip"', "br": base[:-1] + '-br"'}
    full = portal.get(ARTICLE, [("Accept-Encoding", coding)])
    sent = form.format(**tags)
    response = portal.get(ARTICLE, [("Accept-Encoding", coding), ("If-None-Match", sent)])
    assert response.status == 304 and is_hit(response)
    for name in ("Cache-Control", "Vary"):
        assert response[name] == full[name], name
    # The reader is told which of its copies is good (RFC 9111, 4.3.4): its own coding's if it has that.
    if full["ETag"] in sent or sent == "*":
        assert response["ETag"] == full["ETag"]
    else:
        assert response["ETag"] in sent


@pytest.mark.parametrize("coding", SUFFIX)
@pytest.mark.parametrize("form", ['"other"', '"{bare}-deflate"', '"-gzip"', '"-br"', '"{bare}-GZIP"',
                                  "{bare}-gzip", '"x{bare}"'])
def test_if_none_match_without_match(portal, children, coding, form):
    children.warm([ARTICLE])
    bare = tag_for(portal, "identity").strip('"')
    response = portal.get(ARTICLE, [("Accept-Encoding", coding), ("If-None-Match", form.format(bare=bare))])
    assert response.status == 200 and is_hit(response) and response.body


@pytest.mark.parametrize("suffix", ["-gzip", "-br"])
def test_a_tag_in_a_coding_that_this_child_has_not_made_yet(servers, database, suffix):
    """A reader's copy came from another child, or from before a restart: it is told that it is good, by its own name."""
    portal = cached_portal(servers, "tags" + suffix, database, children=1)
    try:
        with Children(portal) as children:
            children.warm([ARTICLE])
        tag = portal.get(ARTICLE)["ETag"][:-1] + suffix + '"'
        for accept in ("identity", "gzip, br"):
            response = portal.get(ARTICLE, [("Accept-Encoding", accept), ("If-None-Match", tag)])
            assert response.status == 304 and response["ETag"] == tag, accept
    finally:
        servers.close_portal(portal)


@pytest.mark.parametrize("coding", SUFFIX)
def test_if_match_in_each_coding(portal, children, coding):
    children.warm([ARTICLE])
    accept = ("Accept-Encoding", coding)
    assert portal.get(ARTICLE, [accept, ("If-Match", tag_for(portal, coding))]).status == 200
    assert portal.get(ARTICLE, [accept, ("If-Match", "*")]).status == 200
    refused = portal.get(ARTICLE, [accept, ("If-Match", '"other"')])
    assert refused.status == 412 and b"</html>" in decoded(refused).lower()
    assert is_hit(portal.get(ARTICLE, [accept]))


# ---- codings ----------------------------------------------------------------------------------------

ANY = {"identity", "gzip", "br"}
CODINGS = [
    (None, {"identity"}), ("", {"identity"}), ("identity", {"identity"}),
    ("gzip", {"gzip"}), ("br", {"br"}), ("gzip, br", {"br"}), ("br, gzip", {"br"}), ("gzip, deflate, br", {"br"}),
    ("gzip, deflate, br, zstd", {"br"}), ("gzip, deflate", {"gzip"}), ("deflate, gzip;q=1.0, *;q=0.5", {"gzip"}),
    ("*", {"br"}), ("*;q=0.1", {"br"}), ("gzip, *;q=0", {"gzip"}), ("identity, *;q=0", {"identity"}),
    ("deflate", {"identity"}), ("compress", {"identity"}), ("zstd", {"identity"}), ("zstd, br;q=0.1", {"br"}),
    ("gzip;q=0", {"identity"}), ("br;q=0", {"identity"}), ("gzip;q=0, br;q=0", {"identity"}),
    ("gzip;q=0.0", {"identity"}), ("gzip;q=0.000", {"identity"}), ("br;q=0, gzip", {"gzip"}), ("gzip;q=0, br", {"br"}),
    ("br;q=0, *", {"gzip"}), ("gzip;q=0, *", {"br"}), ("br;q=0, gzip;q=0, *", {"identity"}),
    ("gzip;q=1.0, br;q=0.9", {"gzip"}), ("gzip;q=0.9, br;q=1", {"br"}), ("gzip;q=0.5, br;q=0.5", {"br"}),
    ("gzip;q=0.501, br;q=0.5", {"gzip"}), ("gzip;q=0.001", {"gzip"}), ("br;q=0.001", {"br"}),
    ("br;q=1.0, gzip;q=0.8, *;q=0.1", {"br"}), ("identity;q=1, gzip;q=0.5", {"identity"}),
    ("identity;q=0.5, gzip;q=0.4, br;q=0.3", {"identity"}), ("identity;q=0.1, gzip;q=0.2", {"gzip"}),
    ("identity;q=0.2, br;q=0.1, gzip;q=0.3", {"gzip"}),
    ("identity;q=0, gzip", {"gzip"}), ("identity;q=0, br", {"br"}), ("identity;q=0, *", {"br"}),
    ("identity;q=0, gzip;q=0.1, br;q=0.2", {"br"}), ("*;q=0, gzip", {"gzip"}), ("*;q=0, identity", {"identity"}),
    ("*;q=0, br;q=0.1, gzip;q=0.2", {"gzip"}), ("gzip;q=1.000", {"gzip"}),
    ("GZIP", {"gzip"}), ("Br", {"br"}), ("gzip;Q=0", {"identity"}), ("gzip;Q=0.5, br;Q=0.4", {"gzip"}),
    ("gzip ;q=1", {"gzip"}), ("gzip; q=0.5, br ; q=0.4", {"gzip"}), ("gzip\t,\tbr;q=0.5", {"gzip"}), (" gzip ", {"gzip"}),
    ("gzip,,br;q=0.5", {"gzip"}), (", gzip", {"gzip"}), (",", {"identity"}), (", ,", {"identity"}),
    ("gzipx", {"identity"}), ("xgzip", {"identity"}), ("brotli", {"identity"}), ("brx, xbr", {"identity"}),
    ("gzip-br", {"identity"}), (", ".join(f"x{number}" for number in range(300)) + ", br", {"br", "identity"}),
    # Not said, or not well formed: any of these is an answer that the reader can read.
    ("x-gzip", {"gzip", "identity"}), ("identity, gzip", {"gzip", "identity"}), ("gzip;q=0, gzip", {"gzip", "identity"}),
    ("gzip;q=2", {"gzip", "identity"}), ("gzip;q=1.001", {"gzip", "identity"}), ("gzip;q=-1", {"gzip", "identity"}),
    ("gzip;q=abc", {"gzip", "identity"}), ("gzip;q=", {"gzip", "identity"}), ("gzip;q", {"gzip", "identity"}),
    ("gzip;level=1", {"gzip", "identity"}), ("gzip br", {"identity", "gzip", "br"}), ("q=1", {"identity"}),
    (";q=1", {"identity"}), ("gzip;q=0.5;q=0", {"gzip", "identity"}), ("gzip;q=1e0", {"gzip", "identity"}),
    ("gzip;q=0.1234", {"gzip", "identity"}), ('"gzip"', {"identity"}), ("*;q=0", ANY | {406}),
    ("identity;q=0", ANY | {406}), ("identity;q=0, *;q=0", ANY | {406}),
]


def decoded(response):
    coding = response["Content-Encoding"]
    return {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[coding](response.body)


@pytest.mark.parametrize("value, expected", CODINGS, ids=lambda item: (str(item) if not isinstance(item, set) else "")[:40])
def test_coding_that_was_asked_for(portal, children, value, expected):
    assert len(CODINGS) >= 40
    children.warm([ARTICLE])
    plain = portal.get(ARTICLE)
    for method in ("GET", "HEAD"):
        response = portal.request(method, ARTICLE, [] if value is None else [("Accept-Encoding", value)])
        if response.status == 406:
            assert 406 in expected
            continue
        coding = response["Content-Encoding"]
        assert response.status == 200 and is_hit(response)
        assert (coding or "identity") in expected, coding
        assert response["ETag"] == plain["ETag"][:-1] + SUFFIX[coding or "identity"] + '"'
        assert [name.strip() for name in response["Vary"].split(",")].count("Accept-Encoding") == 1
        assert response["Transfer-Encoding"] is None
        if method == "GET":
            assert response["Content-Length"] == str(len(response.body))
            assert decoded(response) == plain.body
            assert coding is None or len(response.body) < len(plain.body) // 2
            length = response["Content-Length"]
    assert response.status == 406 or response["Content-Length"] == length


def test_codings_named_in_two_headers(portal):
    response = portal.get(ARTICLE, [("Accept-Encoding", "gzip"), ("Accept-Encoding", "br")])
    assert response["Content-Encoding"] == "br" and decoded(response) == portal.get(ARTICLE).body


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_every_page_and_error_fits_its_coding(portal, coding):
    paths = [prefix + path for prefix in ("", "/m") for path in [*PAGES.values(), *(path for path, _ in ERRORS.values())]]
    for path in paths:
        plain, response = portal.get(path), portal.get(path, [("Accept-Encoding", coding)])
        assert response.status == plain.status
        assert response["Content-Encoding"] in (None, coding)
        assert decoded(response) == plain.body, path
        if plain.status == 200:
            assert response["Content-Encoding"] == coding, path
            assert response["Content-Language"] == plain["Content-Language"]


def test_many_ask_for_a_coding_at_once(servers, database):
    """Compressed by one, meanwhile the others may get it as it is; whole in any case."""
    portal = cached_portal(servers, "codings", database, threads=32)
    try:
        with Children(portal) as children:
            children.warm([ARTICLE])
        plain = portal.get(ARTICLE).body
        requests = [request(portal, ARTICLE, [("Accept-Encoding", ("br", "gzip")[number % 2])]) for number in range(60)]
        answers = volley(portal.apache, requests)
        assert {response.status for response in answers} == {200}
        assert all(decoded(response) == plain for response in answers)
        for number, response in enumerate(volley(portal.apache, requests[:8])):
            assert response["Content-Encoding"] == ("br", "gzip")[number % 2]
    finally:
        servers.close_portal(portal)


@pytest.fixture(scope="module", params=["DEFLATE", "BROTLI_COMPRESS", "BROTLI_COMPRESS;DEFLATE", "by-type"])
def compressing(request, servers, database):
    """httpd's own compressors are configured, as on many servers: they must find nothing to do."""
    extra = ("AddOutputFilterByType DEFLATE text/html\nAddOutputFilterByType BROTLI_COMPRESS text/html"
             if request.param == "by-type" else f"SetOutputFilter {request.param}")
    portal = cached_portal(servers, "compress-" + re.sub(r"\W", "-", request.param.lower()), database, children=1,
                           modules=["filter", "deflate", "brotli"], extra=extra)
    yield portal
    servers.close_portal(portal)


@pytest.mark.parametrize("accept, coding", [
    ("gzip", "gzip"), ("br", "br"), ("gzip, br", "br"), ("identity", None), ("gzip;q=0.1", "gzip"), ("*", "br"),
    ("identity;q=0.5, gzip;q=0.4, br;q=0.3", None)])  # httpd's compressors would think that it wants them
def test_no_page_is_coded_twice(compressing, accept, coding):
    for path in (ARTICLE, "/", "/m/tags/"):
        plain = compressing.get(path)
        for _ in range(2):
            response = compressing.get(path, [("Accept-Encoding", accept)])
            assert decoded(response) == plain.body and plain["Content-Encoding"] is None
            assert response["Content-Encoding"] == coding
            assert response["ETag"] == plain["ETag"][:-1] + SUFFIX[response["Content-Encoding"] or "identity"] + '"'
            assert response["Vary"].count("Accept-Encoding") == 1
            assert response["Content-Length"] == str(len(response.body)), "no chunks of a filter"
            again = compressing.get(path, [("Accept-Encoding", accept), ("If-None-Match", response["ETag"])])
            assert again.status == 304 and again["ETag"] == response["ETag"], "not -gzip-gzip"
            for suffix in ("-gzip", "-br"):
                other = compressing.get(path, [("Accept-Encoding", accept),
                                               ("If-None-Match", plain["ETag"][:-1] + suffix + '"')])
                assert other.status == 304 and other["ETag"].count("-") <= 1


@pytest.mark.parametrize("accept", ["gzip", "br"])
def test_errors_and_redirects_are_coded_once_at_most(compressing, accept):
    for path in ("/2024/05/18/99999.html", "/2024/05/01/15.html", "/News", "/latest/?before=x", "/no/such/place.php"):
        plain = compressing.get(path)
        for _ in range(2):
            response = compressing.get(path, [("Accept-Encoding", accept)])
            assert response.status == plain.status and decoded(response) == plain.body, path


# ---- made once, however many ask -----------------------------------------------------------------------


class TestTogether:
    """A cold page that many ask for at once is made once in each child that they reach."""

    @pytest.fixture(scope="class")
    def proxy(self, servers, database):
        with FaultProxy(str(servers.workspace / "together.sock"), database.socket) as proxy:
            yield proxy

    @pytest.fixture(scope="class")
    def patient(self, servers, database, proxy):
        yield from self.started(servers, database, proxy, "patient", NewsPortalCacheWait="4s")

    @pytest.fixture(scope="class")
    def hasty(self, servers, database, proxy):
        yield from self.started(servers, database, proxy, "hasty")

    def started(self, servers, database, proxy, name, **settings):
        portal = cached_portal(servers, name, database, threads=128, NewsPortalDBHost=f"unix:{proxy.listen_path}", **settings)
        with Children(portal) as children:
            children.warm([FIRST])
        yield portal
        servers.close_portal(portal)

    @pytest.fixture(autouse=True)
    def healed(self, proxy):
        yield
        proxy.set("none")

    def test_all_get_the_one_that_was_made(self, patient, proxy):
        slow_down(proxy, patient, 2.0)
        answers = volley(patient.apache, [request(patient, ARTICLE)] * 200)
        assert {response.status for response in answers} == {200}
        assert len({response.body for response in answers}) == 1
        found = [CacheStatus(response) for response in answers]
        made = [status for status in found if status.made]
        assert 1 <= len(made) <= len(patient.apache.children()), [status.text for status in made]
        assert all(status.text == "newsportal; fwd=miss; stored" for status in made)
        assert sum(status.collapsed for status in found) > 100, "they did wait"
        assert {status.text for status in found} <= {"newsportal; fwd=miss; stored", "newsportal; fwd=miss; collapsed",
                                                     "newsportal; hit"}
        assert is_hit(patient.get(ARTICLE))

    def test_nobody_waits_longer_than_told(self, hasty, proxy):
        """Cold, and the leader takes two seconds: the others are told to come back, soon."""
        slow_down(proxy, hasty, 2.0, "/2023/03/01/1004.html")
        answers = volley(hasty.apache, [request(hasty, "/2024/05/17/2.html")] * 200)
        served = [response for response in answers if response.status == 200]
        refused = [response for response in answers if response.status == 503]
        assert len(served) + len(refused) == 200
        assert sum(CacheStatus(response).made for response in served) == len(served), "the leaders only"
        assert 1 <= len(served) <= len(hasty.apache.children())
        assert_unavailable(refused[0])
        slowest = max(response.elapsed for response in refused)
        assert slowest < min(response.elapsed for response in served), "long before the leaders were done"
        assert slowest < limit(1.2)
        wait_until(lambda: is_hit(hasty.get("/2024/05/17/2.html")), GUARD, "the leader's page was stored")

    def test_an_older_copy_while_the_leader_works(self, hasty, proxy):
        path = "/2024/05/16/3.html"
        with Children(hasty) as children:
            children.warm([path])
            before = hasty.get(path).body
            slow_down(proxy, hasty, 1.5, "/2023/03/01/1005.html")
            hasty.database.run("UPDATE article SET author = '周晓更' WHERE id = 3")
            changed = time.monotonic()
            try:
                time.sleep(PROMISE)  # the watcher, which nothing slows down, has seen it
                answers = volley(hasty.apache, [request(hasty, path)] * 60)
                seen = time.monotonic() - changed
                assert {response.status for response in answers} == {200}
                found = [CacheStatus(response) for response in answers]
                made = [status for status in found if status.made]
                assert 1 <= len(made) <= 2 and all(status.text == "newsportal; fwd=stale; stored" for status in made)
                older = [status for status in found if status.older]
                assert len(older) > 30
                for status in older:
                    assert status.detail == "busy" and status.response.body == before
                    assert status.ttl == -status.age and 0 <= status.age <= seen + 1, status
                    assert status.response.elapsed < limit(1.2)
                for status in found:
                    assert status.older or "周晓更".encode() in status.response.body
                proxy.set("none")
                assert all("周晓更" in response.text for response in children.each(path).values())
            finally:
                hasty.database.run("UPDATE article SET author = '周晓' WHERE id = 3")

    @pytest.mark.logs(r"exit signal Killed")
    def test_the_leader_s_child_is_killed(self, patient, proxy):
        """Its readers lose their connection, all others get the page, and nobody waits for the dead."""
        path = "/2024/05/18/4.html"
        slow_down(proxy, patient, 1.5, "/2023/03/01/1006.html")
        with patient.apache.connection(30) as leader:
            leader.send(request(patient, path))
            wait_until(lambda: holder(patient.apache, leader), limit(2), "a child took it")
            victim = holder(patient.apache, leader)
            others = []
            reader = threading.Thread(target=lambda: others.extend(volley(patient.apache, [request(patient, path)] * 40)))
            reader.start()
            time.sleep(0.4)
            os.kill(victim, signal.SIGKILL)
            with pytest.raises(Truncated):
                leader.read()
            reader.join()
        cut = [answer for answer in others if isinstance(answer, Truncated)]
        whole = answered(others)
        assert len(cut) + len(whole) == 40
        assert {response.status for response in whole} <= {200}
        assert max([response.elapsed for response in whole], default=0) < limit(7)
        proxy.set("none")
        wait_until(lambda: len(patient.apache.children()) == 2 and victim not in patient.apache.children(), GUARD,
                   "another child")
        with Children(patient) as children:
            for response in children.warm([path]).values():
                assert response.status == 200

    def test_the_leader_s_reader_goes_away(self, patient, proxy):
        """Who asked first hangs up: the page is made all the same, for the others."""
        path = "/2024/05/18/5.html"
        slow_down(proxy, patient, 1.0, "/2023/03/01/1007.html")
        with Children(patient) as children:
            pid = children.pids[0]
            with patient.apache.connection(30) as leader:
                leader.send(request(patient, path))
                wait_until(lambda: holder(patient.apache, leader), limit(2), "a child took it")
                pid = holder(patient.apache, leader)
                time.sleep(0.2)
            response = children.get(pid, path)
            assert response.status == 200 and not CacheStatus(response).made
            proxy.set("none")
            assert is_hit(children.get(pid, path))

    def test_different_pages_do_not_wait_for_each_other(self, hasty, proxy):
        """While one page is slow, pages that are there come at once."""
        with Children(hasty) as children:
            children.warm(["/tags/"])
            slow_down(proxy, hasty, 1.5, "/2023/03/01/1008.html")
            slow = threading.Thread(target=lambda: hasty.get("/2023/03/01/1009.html", timeout=30))
            slow.start()
            time.sleep(0.1)
            times = [response.elapsed for _ in range(20) for response in children.each("/tags/").values()]
            assert slow.is_alive(), "measured while it was slow"
            slow.join()
            assert sorted(times)[len(times) // 2] < limit(0.1)


# ---- off, small, guarded -------------------------------------------------------------------------------


def test_without_a_cache(servers, database):
    portal = cached_portal(servers, "no-cache", database, NewsPortalCache="off")
    try:
        for path in (ARTICLE, "/", "/m/tags/", "/News", "/nothing/here/"):
            for _ in range(3):
                assert CacheStatus(portal.get(path)).text == "newsportal; fwd=bypass", path
        response = portal.get(ARTICLE, [("Accept-Encoding", "br")])
        assert response.status == 200 and decoded(response) == portal.get(ARTICLE).body
        assert portal.get(ARTICLE, [("If-None-Match", response["ETag"])]).status == 304
        database.run("UPDATE article SET author = '林一舟二' WHERE id = 1")
        try:
            assert "林一舟二" in portal.get(ARTICLE).text, "on the very next request"
        finally:
            database.run("UPDATE article SET author = '林一舟' WHERE id = 1")
    finally:
        servers.close_portal(portal)


def archive_positions(count):
    """Addresses of list pages, each a page of its own; positions need not be those of an article."""
    return [f"/records/?before=20230301080500-{number}" for number in range(1025, 1025 + count)]


class TestTiny:
    """One megabyte for a thousand pages: never more than that, and what is asked for often stays."""

    @pytest.fixture(scope="class")
    def tiny(self, servers, database):
        portal = cached_portal(servers, "tiny", database, children=1, NewsPortalCache="1M")
        yield portal
        servers.close_portal(portal)

    def test_the_limit_holds(self, tiny):
        with Children(tiny) as children:
            children.warm([FIRST])
            pid, stored, most = children.pids[0], 0, 0
            popular = ["/", ARTICLE, "/tags/"]
            for number, path in enumerate(archive_positions(600)):
                response = children.get(pid, path, [("Accept-Encoding", ("identity", "gzip", "br")[number % 3])])
                assert response.status == 200
                stored += len(response.body)
                for often in popular:
                    assert children.get(pid, often).status == 200
                if number % 20 == 0:
                    state = counters(tiny)
                    size, bound = max(numbers(state, "cache_bytes")), max(numbers(state, "cache_limit"))
                    assert bound == 1 << 20 and size <= bound
                    most = max(most, size)
            assert stored > 3 << 19 and most > 700_000, "it was full"
            assert sum(numbers(counters(tiny), "evicted")) > 50
            for often in popular:
                assert is_hit(children.get(pid, often)), f"{often} is asked for again and again"

    def test_errors_do_not_push_pages_out(self, tiny):
        with Children(tiny) as children:
            children.warm([ARTICLE, "/", "/m/"])
            pid = children.pids[0]
            for number in range(600):
                assert children.get(pid, f"/2024/05/18/{number + 50000}.html").status == 404
            assert all(is_hit(children.get(pid, path)) for path in (ARTICLE, "/", "/m/"))
            state = counters(tiny)
            assert max(numbers(state, "cache_bytes")) <= 1 << 20

    def test_a_page_larger_than_the_cache_is_served(self, tiny):
        body = "\n\n".join(f"第{number}段" + "长" * 500 for number in range(1000))
        tiny.database.run("INSERT INTO article (id, title, channel, body, body_format, state, published_at) VALUES "
                          "(3141, '一部长篇', 'board', %s, 'text', 'live', '2024-05-21 10:00:00')", body)
        try:
            for _ in range(3):
                response = tiny.get("/2024/05/21/3141.html")
                assert response.status == 200 and len(response.body) > 1 << 20
                assert not CacheStatus(response).hit
            assert max(numbers(counters(tiny), "cache_bytes")) <= 1 << 20
        finally:
            tiny.database.run("DELETE FROM article WHERE id = 3141")


class TestGuarded:
    """httpd's access control is asked for each request, also for a page that is in memory."""

    @pytest.fixture(scope="class")
    def guarded(self, servers, database):
        folder = servers.workspace / "guarded-users"
        folder.mkdir()
        digest = base64.b64encode(hashlib.sha1(b"secret").digest()).decode()
        (folder / "users").write_text(f"desk:{{SHA}}{digest}\n")
        (folder / "users").chmod(0o644)
        folder.chmod(0o755)
        portal = cached_portal(servers, "guarded", database, children=1,
                               modules=["auth_basic", "authn_core", "authn_file", "authz_user"], extra=f"""
            <Location "/culture/">
                Require expr "%{{HTTP:X-Pass}} == 'yes'"
            </Location>
            <Location "{ARTICLE}">
                Require expr "%{{HTTP:X-Pass}} == 'yes'"
            </Location>
            <Location "/page/about/">
                AuthType Basic
                AuthName "desk"
                AuthBasicProvider file
                AuthUserFile "{folder}/users"
                Require valid-user
            </Location>""")
        yield portal
        servers.close_portal(portal)

    @pytest.mark.logs("AH01618")  # httpd's: a user that does not exist
    @pytest.mark.parametrize("path, status, key", [
        ("/culture/", 403, ("X-Pass", "yes")), (ARTICLE, 403, ("X-Pass", "yes")),
        ("/page/about/", 401, ("Authorization", "Basic " + base64.b64encode(b"desk:secret").decode()))])
    def test_a_page_in_memory_is_not_for_everybody(self, guarded, path, status, key):
        assert guarded.get(path).status == status
        wait_until(lambda: is_hit(guarded.get(path, [key])), GUARD, "in memory")
        page = guarded.get(path, [key])
        assert page.status == 200
        for headers in ([], [("X-Pass", "no")], [("Authorization", "Basic eDp5")], [("If-None-Match", page["ETag"])]):
            for method in ("GET", "HEAD"):
                response = guarded.request(method, path, headers)
                assert response.status == status, (headers, response)
                assert response["ETag"] is None and page.body[:2000] not in response.body
        assert is_hit(guarded.get(path, [key])), "and the refusals changed nothing"


# ---- slow and vanishing readers ----------------------------------------------------------------------


class TestReaders:
    LONG_PAGE = "/2024/05/21/3142.html"

    @pytest.fixture(scope="class")
    def big(self, servers, database):
        """A page of about 200 KB, in a cache that it can be pushed out of."""
        body = "\n\n".join(f"第{number}段" + "长" * 330 for number in range(200))
        database.run("INSERT INTO article (id, title, channel, body, body_format, state, published_at) VALUES "
                     "(3142, '一篇长文', 'board', %s, 'text', 'live', '2024-05-21 10:00:00')", body)
        portal = cached_portal(servers, "readers", database, NewsPortalCache="2M")
        with Children(portal) as children:
            children.warm([self.LONG_PAGE])
        yield portal
        servers.close_portal(portal)
        database.run("DELETE FROM article WHERE id = 3142")

    def connect(self, portal):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.settimeout(30)
        one.connect(portal.apache.address)
        return one

    def test_slow_readers_keep_what_they_began(self, big, database):
        """F27: more of them than threads. Meanwhile the page changes and is pushed out; they get the old one, whole."""
        whole = big.get(self.LONG_PAGE)
        assert len(whole.body) > 190_000
        slow = [self.connect(big) for _ in range(500 if LONG else 60)]
        try:
            for one in slow:
                one.sendall(request(big, self.LONG_PAGE))
            time.sleep(0.2)
            database.run("UPDATE article SET title = '一篇改过的长文' WHERE id = 3142")
            with Children(big) as children:
                settle(children, database)
                assert all("改过" in response.text for response in children.each(self.LONG_PAGE).values())
                for pid in children.pids:
                    for path in archive_positions(150):
                        assert children.get(pid, path).status == 200
                    response = children.get(pid, ARTICLE)
                    assert response.status == 200 and response.elapsed < limit(1), "threads are free for others"
            open_connections = database.run("SELECT COUNT(*) FROM information_schema.processlist WHERE "
                                            "user = 'newsportal_web' AND command = 'Query'")[0][0]
            assert open_connections <= 2, "no reader holds the database"
            bodies = [b""] * len(slow)
            waiting = set(range(len(slow)))
            while waiting:
                for number in list(waiting):
                    data = slow[number].recv(16384)
                    bodies[number] += data
                    if not data:
                        waiting.discard(number)
            for body in bodies:
                head, _, text = body.partition(b"\r\n\r\n")
                assert head.startswith(b"HTTP/1.1 200") and text == whole.body
        finally:
            for one in slow:
                one.close()

    def test_readers_who_hang_up(self, big):
        """F28: no line in the log, no page lost, nobody else disturbed."""
        with Children(big) as children:
            children.warm([self.LONG_PAGE, ARTICLE])
            before = counters(big)
            for number in range(10_000 if LONG else 1_000):
                one = self.connect(big)
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                one.sendall(request(big, self.LONG_PAGE)[:None if number % 4 else 30])
                if number % 2:
                    one.recv(100)
                one.close()
            assert all(is_hit(response) for path in (self.LONG_PAGE, ARTICLE) for response in children.each(path).values())
            after = counters(big)
            for size, bound in zip(numbers(after, "cache_bytes"), numbers(after, "cache_limit"), strict=True):
                assert size <= bound
            assert sum(numbers(after, "renders")) == sum(numbers(before, "renders"))


def test_no_child_serves_what_another_has_not(portal, children):
    """Each child has a cache of its own and they agree: every page, both children, byte for byte, as without a cache."""
    paths = [prefix + path for prefix in ("", "/m") for path in PAGES.values()]
    for path in paths:
        assert len({(response.status, response.body, response["ETag"]) for response in children.each(path).values()}) == 1


def test_cached_pages_are_the_pages(servers, portal, children):
    """A cache changes when work is done, not what is sent."""
    twin = uncached_twin(servers, portal, "cached-twin")
    try:
        paths = [prefix + path for prefix in ("", "/m") for path in
                 [*PAGES.values(), *(path for path, _ in ERRORS.values()), "/News", "/old/news", "/2001/01/01/1.html"]]
        children.warm([path for path in paths if "yesterday" not in path and ".php" not in path])
        for path in paths:
            made, found = twin.get(path, host=portal.apache.authority), portal.get(path)
            assert (made.status, made.body, comparable(made)) == (found.status, found.body, comparable(found)), path
    finally:
        servers.close_portal(twin)


@pytest.mark.slow
@pytest.mark.parametrize("mpm", ["prefork", "worker"])
def test_other_mpms_have_caches_too(servers, database, mpm):
    tuning = ("StartServers 2\nServerLimit 2\nMinSpareServers 1\nMaxSpareServers 4\nMaxRequestWorkers 2"
              if mpm == "prefork" else children_tuning())
    portal = servers.portal("cache-" + mpm, database, apache_options={"mpm": mpm, "mpm_tuning": tuning})
    try:
        wait_until(lambda: is_hit(portal.get(ARTICLE)), GUARD, "a hit")
        seen = [CacheStatus(portal.get(path)).text for _ in range(6) for path in (ARTICLE, "/", "/m/tags/")]
        assert seen.count("newsportal; hit") >= 6
        assert set(seen) <= {"newsportal; hit", "newsportal; fwd=miss; stored"}
    finally:
        servers.close_portal(portal)
