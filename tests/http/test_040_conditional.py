"""Conditional requests and HEAD (RFC 9110, 9.3.2 and 13): right answers to right and to odd questions."""
import re

import pytest

from portal import ERRORS, PAGES, comparable

ARTICLE = "/2024/05/18/1.html"
KINDS = pytest.mark.parametrize("path", [PAGES[kind] for kind in (
    "front", "latest", "channel", "channel-older", "article", "tag", "tags", "static")]
    + ["/m/", "/m" + PAGES["article"]])
# Headers that must be the same on 200 and 304 (RFC 9110, 15.4.5).
KEPT = ("ETag", "Cache-Control", "Vary", "Content-Location", "Expires")


def etag_of(site, path=ARTICLE):
    return site.get(path)["ETag"]


def assert_not_modified(site, path, headers):
    full = site.get(path)
    response = site.get(path, headers=headers)
    assert response.status == 304, f"{headers}: {response}"
    for name in KEPT:
        assert response[name] == full[name], name
    assert response["Content-Length"] in (None, full["Content-Length"])
    assert response["Transfer-Encoding"] is None


@KINDS
def test_strong_validator(site, path):
    first, second = site.get(path), site.get(path)
    assert re.fullmatch(r'"[!#-~]{8,80}"', first["ETag"]), first["ETag"]
    assert first["ETag"] == second["ETag"] and first.body == second.body
    assert first["Cache-Control"] and first["Vary"]
    assert "Accept-Encoding" in first["Vary"]
    assert not {"cookie", "user-agent", "*"} & {item.strip().lower() for item in first["Vary"].split(",")}
    assert first["Content-Length"] == str(len(first.body))
    assert first["Transfer-Encoding"] is None


def test_validators_differ_between_pages(site):
    tags = [etag_of(site, path) for path in PAGES.values()] + [etag_of(site, "/m" + path) for path in PAGES.values()]
    assert len(set(tags)) == len(tags)


@KINDS
def test_unchanged_is_304(site, path):
    tag = etag_of(site, path)
    assert_not_modified(site, path, [("If-None-Match", tag)])


@pytest.mark.parametrize("form", [
    "{tag}", "W/{tag}", "*", '"other", {tag}', '{tag}, "other"', 'W/"a",W/{tag} ,"b"', ' \t{tag}\t ',
    '"a, b", {tag}', ", ,{tag},,", '"other"\t,\t{tag}'])
def test_if_none_match_forms(site, form):
    assert_not_modified(site, ARTICLE, [("If-None-Match", form.format(tag=etag_of(site)))])


@pytest.mark.parametrize("suffix", ["-gzip", "-br"])
def test_if_none_match_with_the_tag_of_a_coding(site, suffix):
    """The reader's copy is the page in another coding: it is told that this very copy is true."""
    tag = etag_of(site)[:-1] + suffix + '"'
    response = site.get(ARTICLE, [("If-None-Match", tag)])
    assert response.status == 304 and response["ETag"] == tag and response.body == b""


def test_if_none_match_in_two_headers(site):
    assert_not_modified(site, ARTICLE, [("If-None-Match", '"x"'), ("If-None-Match", etag_of(site))])


def test_if_none_match_long_list(site):
    tag = etag_of(site)
    filler = ", ".join(f'"{number:032x}"' for number in range(200))
    assert_not_modified(site, ARTICLE, [("If-None-Match", f"{filler}, {tag}")])
    assert site.get(ARTICLE, [("If-None-Match", filler)]).status == 200


@pytest.mark.parametrize("value", [
    '"other"', "unquoted", '"unterminated', "", ",", 'W/', 'w/{tag}', "{bare}", '"{bare}x"', '"x{bare}"',
    "{tag}junk", '"*"', '"-gzip"', '"-gzip-gzip"', "'{bare}'"])
def test_if_none_match_without_match(site, value):
    tag = etag_of(site)
    response = site.get(ARTICLE, [("If-None-Match", value.format(tag=tag, bare=tag.strip('"')))])
    assert response.status == 200 and response.body, value


@pytest.mark.parametrize("value", [
    "yesterday", "Thu, 99 Foo 2024 25:61:61 GMT", "0", "-1", "Thu, 01 Jan 1970 00:00:00 GMT", "", "2024-05-18",
    "Fri, 31 Dec 9999 23:59:59 GMTT"])
@pytest.mark.parametrize("name", ["If-Modified-Since", "If-Unmodified-Since"])
def test_bad_dates_are_ignored(site, name, value):
    if name == "If-Unmodified-Since" and value.startswith("Thu, 01 Jan 1970"):
        return  # a good date, and the page is newer: see below
    response = site.get(ARTICLE, [(name, value)])
    assert response.status == 200 and response.body


def test_if_none_match_wins_over_a_date(site):
    future = ("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")
    assert site.get(ARTICLE, [("If-None-Match", '"other"'), future]).status == 200
    old = ("If-Modified-Since", "Thu, 01 Jan 1970 00:00:01 GMT")
    assert site.get(ARTICLE, [("If-None-Match", etag_of(site)), old]).status == 304


@pytest.mark.parametrize("value, status", [
    ("{tag}", 200), ("*", 200), ('"a", {tag}', 200), ('"other"', 412), ("W/{tag}", 412), ('"a", W/"b"', 412),
    ("unquoted", 412)])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_if_match(site, method, value, status):
    response = site.request(method, ARTICLE, [("If-Match", value.format(tag=etag_of(site)))])
    assert response.status == status
    if method == "GET" and status == 412:
        assert b"</html>" in response.body.lower()


def test_preconditions_do_not_change_other_answers(site):
    """They are evaluated only where the answer would be 200 (RFC 9110, 13.2.1)."""
    for path, status in ERRORS.values():
        for header in (("If-None-Match", "*"), ("If-Match", '"x"'), ("If-None-Match", '"x"')):
            assert site.get(path, [header]).status == status, (path, header)
    assert site.get("/News/", [("If-None-Match", "*")]).status == 301
    assert site.get("/News/", [("If-Match", '"x"')]).status == 301


@pytest.mark.parametrize("path", list(PAGES.values()) + [path for path, _ in ERRORS.values()]
                         + ["/news", "/m/", "/2001/01/01/1.html", "/page/about"])
def test_head_is_get_without_body(site, path):
    get = site.get(path)
    with site.apache.connection() as connection:
        from lib.apache import request_bytes
        connection.send(request_bytes("HEAD", path, site.apache.authority))
        head = connection.read("HEAD")
        assert not connection.buffer and not connection._more(), "HEAD has no body"
    assert head.status == get.status
    assert comparable(head) == comparable(get)
    assert head["Content-Length"] == str(len(get.body))


def test_head_not_modified(site):
    assert site.head(ARTICLE, [("If-None-Match", etag_of(site))]).status == 304


def test_keep_alive_after_304_and_head(site):
    """Framing: what follows on the same connection is not disturbed."""
    from lib.apache import request_bytes
    tag = etag_of(site)
    with site.apache.connection() as connection:
        for method, headers, status in (("GET", [("If-None-Match", tag)], 304), ("HEAD", [], 200), ("GET", [], 200),
                                        ("GET", [("If-Match", '"x"')], 412), ("HEAD", [("If-None-Match", tag)], 304),
                                        ("GET", [], 200)):
            connection.send(request_bytes(method, ARTICLE, site.apache.authority, headers, close=False))
            assert connection.read(method).status == status


def test_range_is_right_or_ignored(site):
    full = site.get(ARTICLE)
    part = site.get(ARTICLE, [("Range", "bytes=0-99")])
    assert part.status in (200, 206)
    assert part.body == (full.body[:100] if part.status == 206 else full.body)
    stale = site.get(ARTICLE, [("Range", "bytes=0-99"), ("If-Range", '"other"')])
    assert stale.status == 200 and stale.body == full.body


class TestWithCompressors:
    """mod_deflate in front of us changes validators; a reader's copy stays a copy."""

    @pytest.fixture(scope="class")
    def portal(self, servers, database):
        portal = servers.portal("deflate", database, apache_options={"modules": ["filter", "deflate"]},
                                extra="AddOutputFilterByType DEFLATE text/html")
        yield portal
        servers.close_portal(portal)

    def test_a_gzip_reader_gets_304(self, portal):
        gzip = ("Accept-Encoding", "gzip")
        first = portal.get(ARTICLE, [gzip])
        assert first.status == 200
        again = portal.get(ARTICLE, [gzip, ("If-None-Match", first["ETag"])])
        assert again.status == 304
        assert again["ETag"] in (first["ETag"], first["ETag"].replace("-gzip", "")), "not -gzip-gzip"
        assert "Accept-Encoding" in first["Vary"] and first["Vary"].count("Accept-Encoding") == 1

    def test_body_fits_its_encoding(self, portal):
        import gzip
        plain = portal.get(ARTICLE)
        response = portal.get(ARTICLE, [("Accept-Encoding", "gzip")])
        body = gzip.decompress(response.body) if response["Content-Encoding"] == "gzip" else response.body
        assert body == plain.body
        assert plain["Content-Encoding"] is None
