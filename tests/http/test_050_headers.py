"""Headers that protect readers, on every status, also on httpd's own refusals."""
import re

import pytest

from lib.apache import request_bytes
from portal import ERRORS, PAGES

LONG = "/" + "a" * 9000


def answers(site):
    """(name, response, method) of every status that a client can provoke."""
    for kind, path in PAGES.items():
        yield kind, site.get(path), "GET"
        yield "m-" + kind, site.get("/m" + path), "GET"
    for name, (path, _) in ERRORS.items():
        yield name, site.get(path), "GET"
        yield "m-" + name, site.get("/m" + path), "GET"
    yield "moved", site.get("/News"), "GET"
    yield "moved-table", site.get("/old/news"), "GET"
    tag = site.get("/")["ETag"]
    yield "not-modified", site.get("/", [("If-None-Match", tag)]), "GET"
    yield "precondition", site.get("/", [("If-Match", '"x"')]), "GET"
    yield "method", site.request("POST", "/"), "POST"
    yield "trace", site.request("TRACE", "/"), "TRACE"
    yield "options", site.request("OPTIONS", "/"), "OPTIONS"
    yield "bad-escape", site.get("/%zz"), "GET"
    yield "slash", site.get("/a%2Fb"), "GET"
    yield "null", site.get("/a%00b"), "GET"
    yield "asset-missing", site.get("/themes/default/assets/nothing.css"), "GET"
    yield "folder", site.get("/themes/"), "GET"
    yield "no-host", site.apache.raw(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), "GET"
    yield "bad-header", site.apache.raw(b"GET / HTTP/1.1\r\nHost: portal.test\r\nA B: c\r\n\r\n"), "GET"
    yield "long-line", site.get(LONG), "GET"
    yield "long-header", site.get("/", [("X-Long", "x" * 9000)]), "GET"
    yield "many-headers", site.get("/", [(f"X-{number}", "1") for number in range(150)]), "GET"
    yield "version", site.apache.raw(request_bytes("GET", "/", "portal.test").replace(b"HTTP/1.1", b"HTTP/3.7")), "GET"
    yield "expectation", site.get("/", [("Expect", "the-impossible")]), "GET"
    yield "length", site.get("/", [("Content-Length", "x")]), "GET"
    yield "encoding", site.get("/", [("Transfer-Encoding", "zip")]), "GET"


@pytest.fixture(scope="module")
def all_answers(site):
    return list(answers(site))


def check(all_answers, test):
    bad = [f"{name} ({response.status}): {problem}" for name, response, method in all_answers
           for problem in test(response, method)]
    assert not bad, "\n".join(bad)


def test_there_are_enough_statuses(all_answers):
    seen = {response.status for _, response, _ in all_answers}
    assert {200, 301, 304, 400, 404, 405, 410, 412, 414, 451} <= seen, sorted(seen)
    assert not [name for name, response, _ in all_answers if response.status >= 500 and response.status != 501
                and name != "version"]


def test_content_security_policy(all_answers):
    def problems(response, method):
        values = response.all("Content-Security-Policy")
        if len(values) != 1:
            yield f"{len(values)} policies"
            return
        policy = dict((part.split(None, 1) + [""])[:2] for part in values[0].split(";") if part.strip())
        for directive in ("default-src", "object-src", "base-uri", "frame-ancestors", "form-action"):
            if directive not in policy:
                yield f"no {directive} in {values[0]}"
        if policy.get("object-src", "").strip() != "'none'" or policy.get("base-uri", "").strip() != "'none'":
            yield values[0]
        if re.search(r"unsafe|\*|data:.*script|http:", policy.get("script-src", policy.get("default-src", "*"))):
            yield values[0]
        if "unsafe" in values[0]:
            yield values[0]
    check(all_answers, problems)


def test_no_sniffing_and_referrer(all_answers):
    def problems(response, method):
        if response.all("X-Content-Type-Options") != ["nosniff"]:
            yield f"X-Content-Type-Options {response.all('X-Content-Type-Options')}"
        values = response.all("Referrer-Policy")
        if len(values) != 1 or values[0] not in ("strict-origin-when-cross-origin", "same-origin", "no-referrer",
                                                 "strict-origin"):
            yield f"Referrer-Policy {values}"
    check(all_answers, problems)


def test_type_with_charset_and_language(all_answers):
    def problems(response, method):
        if response.status == 304 or not response.body:
            return
        kind = response["Content-Type"] or ""
        if kind.lower() != "text/html; charset=utf-8":
            yield f"Content-Type {kind!r}"
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", response["Content-Language"] or ""):
            yield f"Content-Language {response['Content-Language']!r}"
    check(all_answers, problems)


def test_no_cookie_and_no_other_surprise(all_answers):
    known = {"date", "server", "content-type", "content-length", "content-language", "connection", "keep-alive",
             "etag", "cache-control", "vary", "content-security-policy", "x-content-type-options", "referrer-policy",
             "location", "link", "allow", "accept-ranges", "last-modified", "retry-after", "cache-status", "age",
             "permissions-policy", "cross-origin-opener-policy", "cross-origin-resource-policy",
             "strict-transport-security", "x-frame-options", "upgrade", "transfer-encoding", "origin-agent-cluster",
             "x-permitted-cross-domain-policies", "expires",
             "server-timing"}  # for local clients only: test_090_model.py

    def problems(response, method):
        for name, value in response.headers:
            if name.lower() not in known:
                yield f"{name}: {value}"
    check(all_answers, problems)


def test_single_values(all_answers):
    def problems(response, method):
        for name in ("ETag", "Location", "Content-Type", "Content-Language", "Content-Length", "Cache-Control",
                     "Retry-After", "Link", "Vary", "Allow"):
            if len(response.all(name)) > 1:
                yield f"{name} {response.all(name)}"
    check(all_answers, problems)


def test_error_pages_are_themed(all_answers):
    """httpd's bare English error text is never shown where our ErrorDocument can stand."""
    def problems(response, method):
        if response.status >= 400 and method != "HEAD":
            if b"<html lang=" not in response.body:
                yield f"not themed: {response.body[:100]!r}"
            if b"Apache" in response.body:
                yield "names the server"
    check([item for item in all_answers if item[0] not in
           ("no-host", "bad-header", "long-line", "long-header", "many-headers", "version", "length", "encoding")],
          problems)


class TestForbidden:
    """Access control of httpd holds for portal pages, and its 403 is a page of ours."""

    @pytest.fixture(scope="class")
    def portal(self, servers, database):
        portal = servers.portal("forbidden", database, extra="""
            <Location "/culture/">
                Require all denied
            </Location>
            <Location "/2024/05/17/2.html">
                Require all denied
            </Location>
            <LocationMatch "^/m/page/">
                Require ip 192.0.2.1
            </LocationMatch>""")
        yield portal
        servers.close_portal(portal)

    @pytest.mark.parametrize("path", ["/culture/", "/2024/05/17/2.html", "/m/page/about/", "/culture/?before=x",
                                      "/culture/x/y"])
    def test_denied(self, portal, path):
        for method in ("GET", "HEAD", "POST"):
            response = portal.request(method, path)
            assert response.status == 403
            check([("403", response, method)], lambda response, method: [
                name for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")
                if len(response.all(name)) != 1])
        assert b"<html lang=" in portal.get(path).body
        assert "图书馆" not in portal.get(path).text

    def test_the_rest_is_open(self, portal):
        for path in ("/", "/news/", "/page/about/", "/2024/05/18/1.html", "/m/culture/"):
            assert portal.get(path).status == 200

    def test_a_model_is_denied_too(self, portal):
        assert portal.get("/latest/?view=model").status == 200
        assert portal.get("/culture/?view=model").status == 403

