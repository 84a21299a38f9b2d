"""The status pages: what every process counts, in every format, and who may see it."""
import json
import os
import re
import signal

import html5lib
import pytest

from lib.apache import ROOT
from lib.html import Page
from portal import PAGES, SITE_NAME, directives, limit, wait_until

PATH = "/newsportal-status"
ARTICLE = PAGES["article"]
OPENMETRICS = ("application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
               "text/plain;version=0.0.4;q=0.3,*/*;q=0.2")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def location():
    """The <Location> as conf/newsportal.conf has it."""
    text = (ROOT / "conf" / "newsportal.conf").read_text("utf-8")
    block = re.search(r'^#<Location "/newsportal-status">\n(?:#    .+\n)+#</Location>\n', text, re.M)[0]
    return re.sub("^#", "", block, flags=re.M)


# X-Forwarded-For makes a client of this machine one from elsewhere.
EXTRA = location() + """
RemoteIPHeader X-Forwarded-For
RemoteIPInternalProxy 127.0.0.1
<Location "/server-status">
    SetHandler server-status
</Location>
"""
OPTIONS = {"modules": ["remoteip", "status"]}
ELSEWHERE = [("X-Forwarded-For", "203.0.113.9")]


@pytest.fixture(scope="module")
def portal(servers, database):
    return servers.portal("status", database, extra=EXTRA, apache_options=OPTIONS)


def status(portal, **keywords):
    response = portal.get(PATH + "?json", **keywords)
    assert response.status == 200 and response["Content-Type"] == "application/json", response
    return json.loads(response.body)


def one(portal):
    """The only portal of the server."""
    portals = status(portal)["portals"]
    assert len(portals) == 1
    return portals[0]


def ready(portal):
    wait_until(lambda: status(portal)["ready"], limit(5), "ready")


# ---- formats --------------------------------------------------------------------------------------------


class TestFormats:
    @pytest.mark.parametrize("target, accept, kind", [
        (PATH, None, "text/html; charset=utf-8"),
        (PATH, BROWSER, "text/html; charset=utf-8"),
        (PATH, "*/*", "text/html; charset=utf-8"),
        (PATH, "text/plain", "text/html; charset=utf-8"),
        (PATH, "application/json;q=0", "text/html; charset=utf-8"),
        (PATH + "?nothing=json", None, "text/html; charset=utf-8"),
        (PATH, "application/json", "application/json"),
        (PATH, "text/html;q=0.5, Application/JSON ; q=0.9", "application/json"),
        (PATH + "?json", BROWSER, "application/json"),
        (PATH + "?x=1&json=1", None, "application/json"),
        (PATH, OPENMETRICS, "text/plain; version=0.0.4; charset=utf-8"),
        (PATH, "text/plain; version=0.0.4", "text/plain; version=0.0.4; charset=utf-8"),
        (PATH + "?prometheus", "application/json", "text/plain; version=0.0.4; charset=utf-8"),
        (PATH + "?html", "application/json", "text/html; charset=utf-8"),
    ])
    def test_negotiation(self, portal, target, accept, kind):
        response = portal.get(target, [("Accept", accept)] if accept else [])
        assert response.status == 200 and response["Content-Type"] == kind

    @pytest.mark.parametrize("target", [PATH, PATH + "?json", PATH + "?prometheus"])
    def test_headers(self, portal, target):
        response = portal.get(target)
        assert response["Cache-Control"] == "no-store"
        assert response["Vary"] == "Accept"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        head = portal.head(target)
        assert head.status == 200 and head.body == b""
        assert head["Content-Type"] == response["Content-Type"]
        assert int(head["Content-Length"]) > 500

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "NONSENSE"])
    def test_other_methods(self, portal, method):
        response = portal.request(method, PATH, body=b"x=1" if method in ("POST", "PUT") else b"")
        assert response.status == 405 and response["Allow"] == "GET, HEAD"

    def test_json(self, portal):
        ready(portal)
        found = status(portal)
        assert list(found) == ["ready", "finished_children", "portals"]
        only = one(portal)
        assert only["name"] == SITE_NAME and only["base_url"] == portal.base and only["ready"] is True
        assert {child["pid"] for child in only["children"]} <= set(portal.apache.children())
        assert len(only["children"]) >= 2
        names = set(only["sum"])
        for child in only["children"]:
            assert set(child) == names | {"pid", "generation", "age_s"}
            assert child["age_s"] > 0 and child["generation"] == 0
        for name, value in only["sum"].items():
            if name not in ("hit_rate", "lag_ms", "db_state", "db_schema", "kinds"):
                assert type(value) is int and value >= 0, name
        assert list(only["sum"]["kinds"]) == ["front", "latest", "tags", "tag", "static", "error", "article", "archive",
                                                   "month", "day", "preview", "media", "hotline", "hotline-list",
                                                   "hotline-agency", "hotline-region", "hotline-kind", "hotline-state",
                                                   "hotline-search", "hotline-case", "hotline-league", "hotline-csv",
                                                   "hotline-json", "hotline-month", "hotline-month-csv",
                                                   "hotline-month-json", "hotline-new", "hotline-receipt", "plaza", "plaza-feed",
                                                   "plaza-notice", "plaza-choose", "plaza-new", "plaza-receipt",
                                                   "plaza-follow", "plaza-contact", "plaza-report", "plaza-list",
                                                   "copyright", "copyright-ledger", "copyright-csv", "copyright-json",
                                                   "copyright-claim", "copyright-receipt", "copyright-follow", "copyright-counter", "copyright-countered",
                                                   "hotline-follow", "hotline-join", "hotline-joined", "channel", "other"]

    def test_prometheus(self, portal):
        ready(portal)
        text = portal.get(PATH + "?prometheus").text
        number = r"(?:0|[1-9]\d*)(?:\.\d{6})?"
        labels = r'\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z]+="(?:[^"\\\n]|\\["\\n])*")*\}'
        sample = re.compile(rf"(newsportal_[a-z0-9_]+)(?:{labels})? {number}")
        series, current, kinds = set(), None, {}
        assert text.endswith("\n")
        lines = text[:-1].split("\n")
        for index, line in enumerate(lines):
            if line.startswith("# HELP "):
                current = re.fullmatch(r"# HELP (newsportal_[a-z0-9_]+) [A-Z0-9].*[^.]\.", line)[1]
                assert current not in kinds, "described twice"
                kinds[current] = re.fullmatch(rf"# TYPE {current} (counter|gauge)", lines[index + 1])[1]
            elif not line.startswith("# TYPE "):
                match = sample.fullmatch(line)
                assert match and match[1] == current, line
                assert line.rpartition(" ")[0] not in series, "a series twice"
                series.add(line.rpartition(" ")[0])
        for name, kind in kinds.items():
            assert (kind == "counter") == name.endswith("_total"), name
        assert f'newsportal_ready{{portal="{portal.base}"}}' in series
        assert f'newsportal_renders_total{{portal="{portal.base}",kind="article"}}' in series
        for child in one(portal)["children"]:
            assert f'newsportal_database_state{{portal="{portal.base}",child="{child["pid"]}"}}' in series

    def test_page(self, portal):
        ready(portal)
        response = portal.get(PATH)
        html5lib.HTMLParser(strict=True).parse(response.body, transport_encoding="utf-8")
        page = Page(response)
        assert page.lang == "en"
        assert f"{SITE_NAME} is ready. The database is up." in page.text_of("//main/p[1]")
        assert not page.xpath("//@style | //style | //script | //link | //img | //a | //@*[starts-with(name(), 'on')]")
        captions = page.texts("//table/caption")
        assert len(captions) == len(set(captions)) >= 8
        for table in page.xpath("//table"):
            widths = {len(row) for row in table.iter("tr")}
            assert len(widths) == 1, table.findtext("caption")
            assert all(row[0].tag == "th" and row[0].get("scope") for row in table.iter("tr"))
        pids = page.texts("//table[caption = 'Database']/tbody/tr/th")
        assert pids == [str(child["pid"]) for child in one(portal)["children"]] + ["ended"]


# ---- access ---------------------------------------------------------------------------------------------


class TestAccess:
    def test_require_local_of_the_configuration(self, portal):
        assert portal.get(PATH).status == 200
        for target in (PATH, PATH + "?json", PATH + "?prometheus"):
            response = portal.get(target, ELSEWHERE)
            assert response.status == 403
            assert b"db_open" not in response.body and b"database_open" not in response.body
        assert portal.get(ARTICLE, ELSEWHERE).status == 200, "only the status is closed"

    def test_any_host_name(self, portal):
        assert status(portal, host=f"127.0.0.1:{portal.apache.port}")["portals"]
        assert portal.get(ARTICLE, host=f"127.0.0.1:{portal.apache.port}").status == 421

    def test_without_a_location_it_is_no_page(self, site):
        assert site.get(PATH).status == 404
        assert site.get(PATH + "?json").status == 404

    def test_other_paths_are_the_portals(self, portal):
        assert portal.get("/newsportal-statuses/").status == 404
        assert portal.get("/newsportal/").status == 404


class TestHosts:
    """One page about all portals of the server, whichever virtual host is asked."""

    @pytest.fixture(scope="class")
    def server(self, servers, database):
        portal = servers.portal("status-hosts", database, start=False)
        port = portal.apache.port
        first, second = (directives(database, f"http://{name}.test:{port}", NewsPortalSiteName=f'{name} <&"\\> 云',
                                    NewsPortalCache="off")
                         for name in ("first", "second"))
        portal.apache.extra = f"""
            {location()}
            <VirtualHost *:{port}>
                ServerName plain.test
            </VirtualHost>
            <VirtualHost *:{port}>
                ServerName first.test
                {first}
            </VirtualHost>
            <VirtualHost *:{port}>
                ServerName second.test
                {second}
            </VirtualHost>"""
        portal.apache.write_config()
        portal.start()
        yield portal
        servers.close_portal(portal)

    def test_all_portals_everywhere(self, server):
        port = server.apache.port
        # httpd lists virtual hosts from the last to the first.
        for host in ("plain.test", "first.test", "second.test"):
            found = status(server, host=f"{host}:{port}")
            assert [portal["base_url"] for portal in found["portals"]] == [f"http://second.test:{port}", f"http://first.test:{port}"]
            assert [portal["name"] for portal in found["portals"]] == ['second <&"\\> 云', 'first <&"\\> 云']

    def test_headers_where_there_is_no_portal(self, server):
        response = server.get(PATH, host=f"plain.test:{server.apache.port}")
        assert response.status == 200 and "default-src 'none'" in response["Content-Security-Policy"]
        html5lib.HTMLParser(strict=True).parse(response.body, transport_encoding="utf-8")
        assert Page(response).texts("//h2") == ['second <&"\\> 云', 'first <&"\\> 云']

    def test_each_portal_counts_for_itself(self, server):
        port = server.apache.port
        before = acquired(server)
        for _ in range(3):
            assert server.get(ARTICLE, host=f"first.test:{port}").status == 200
        wait_until(lambda: acquired(server) == [before[0], before[1] + 3], limit(5), "counted for the first portal only")


def acquired(server):
    return [portal["sum"]["db_acquired"] for portal in status(server)["portals"]]


def test_a_server_without_a_portal(servers):
    server = servers.portal("status-none", start=False, extra=location(), NewsPortalEngine="Off")
    server.start()
    try:
        found = status(server)
        assert found["ready"] is False and found["portals"] == []
        html5lib.HTMLParser(strict=True).parse(server.get(PATH).body, transport_encoding="utf-8")
    finally:
        servers.close_portal(server)


# ---- counting -------------------------------------------------------------------------------------------


class TestCounting:
    @pytest.fixture
    def fresh(self, servers, database):
        # Without a cache each page asks the database.
        portal = servers.portal("status-fresh", database, extra=EXTRA, apache_options=OPTIONS, NewsPortalCache="off")
        yield portal
        servers.close_portal(portal)

    def test_ready_without_a_request(self, fresh):
        """Nobody asks for a page before the server is known to be ready."""
        ready(fresh)
        wait_until(lambda: all(child["db_schema"] == "fits" for child in one(fresh)["children"]), limit(5), "each child has looked")
        total = one(fresh)["sum"]
        assert total["db_acquired"] == 0 and total["db_connects"] == len(one(fresh)["children"])
        assert total["db_state"] == "up"

    def test_pages_are_counted_and_summed(self, fresh):
        for _ in range(20):
            assert fresh.get(ARTICLE).status == 200
        wait_until(lambda: one(fresh)["sum"]["db_acquired"] == 20, limit(5), "all counted")
        found = one(fresh)
        assert len(found["children"]) >= 2
        for name in ("db_acquired", "db_open", "db_connects"):
            assert sum(child[name] for child in found["children"]) == found["sum"][name]
        assert found["sum"]["db_open"] >= 2

    def test_a_killed_childs_numbers_are_kept(self, fresh):
        for _ in range(20):
            assert fresh.get(ARTICLE).status == 200
        wait_until(lambda: one(fresh)["sum"]["db_acquired"] == 20, limit(5), "all counted")
        victim = max(one(fresh)["children"], key=lambda child: child["db_acquired"])
        assert victim["db_acquired"] > 0
        os.kill(victim["pid"], signal.SIGKILL)
        totals = []

        def is_replaced():
            found = status(fresh)
            totals.append(found["portals"][0]["sum"]["db_acquired"])
            pids = [child["pid"] for child in found["portals"][0]["children"]]
            return found["finished_children"] == 1 and victim["pid"] not in pids and len(pids) >= 2

        wait_until(is_replaced, limit(10), "the child is replaced")
        assert set(totals) == {20}, "no number is lost or counted twice at any time"
        living = sum(child["db_acquired"] for child in one(fresh)["children"])
        assert living == 20 - victim["db_acquired"]
        ended = Page(fresh.get(PATH)).xpath("//table[caption='Database']/tbody/tr[th='ended']")[0]
        assert str(victim["db_acquired"]) in [cell.text for cell in ended]

    def test_a_graceful_restart_begins_anew(self, fresh):
        assert fresh.get(ARTICLE).status == 200
        wait_until(lambda: one(fresh)["sum"]["db_acquired"] == 1, limit(5), "counted")
        fresh.apache.graceful()
        wait_until(lambda: {child["generation"] for child in one(fresh)["children"]} == {1}, limit(10), "new generation")
        ready(fresh)
        assert one(fresh)["sum"]["db_acquired"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("mpm", ["prefork", "worker", "event"])
def test_children_that_end_by_themselves(servers, database, mpm):
    """MaxConnectionsPerChild: many processes begin and end; every page stays counted, once."""
    portal = servers.portal(f"status-{mpm}", database, NewsPortalCache="off", apache_options={"mpm": mpm},
                            extra=location() + "MaxConnectionsPerChild 6")
    try:
        for _ in range(60):
            assert portal.get(ARTICLE).status == 200
        wait_until(lambda: status(portal)["finished_children"] >= 5, limit(20), "children have ended")
        wait_until(lambda: one(portal)["sum"]["db_acquired"] == 60, limit(10), "every page is counted")
        # One may end between the two looks.
        wait_until(lambda: {child["pid"] for child in one(portal)["children"]} <= set(portal.apache.children()),
                   limit(10), "only living children are listed")
    finally:
        servers.close_portal(portal)


@pytest.mark.logs("NP0101")
def test_without_a_database(servers):
    portal = servers.portal("status-down", None, extra=location())
    try:
        wait_until(lambda: one(portal)["sum"]["db_state"] == "down", limit(10), "down")
        found = status(portal)
        assert found["ready"] is False and found["portals"][0]["ready"] is False
        assert found["portals"][0]["sum"]["db_schema"] == "unknown"
        assert found["portals"][0]["sum"]["db_errno"] == 2002 and found["portals"][0]["sum"]["db_failed"] >= 2
        assert f'newsportal_ready{{portal="{portal.base}"}} 0\n' in portal.get(PATH + "?prometheus").text
        assert "is not ready. The database is down" in Page(portal.get(PATH)).text_of("//main/p[1]")
    finally:
        servers.close_portal(portal)


@pytest.mark.slow
@pytest.mark.logs("NP0110")
def test_a_schema_that_does_not_fit(servers):
    """Not ready although the database is up; ready again after the upgrade, without a request."""
    own = servers.database("status-schema", content=None)
    portal = servers.portal("status-schema", own, extra=location(), NewsPortalCache="off")
    ready(portal)
    own.run("UPDATE schema_version SET version = version + 1000")
    wait_until(lambda: portal.get("/").status == 503 and not status(portal)["ready"], limit(15), "seen", step=0.2)
    assert one(portal)["sum"]["db_schema"] == "differs" and one(portal)["sum"]["db_state"] == "up"
    assert "another version than this module needs" in Page(portal.get(PATH)).text_of("//main/p[1]")
    own.run("UPDATE schema_version SET version = version - 1000")
    ready(portal)
    servers.close_portal(portal)
    own.stop()


# ---- server-status --------------------------------------------------------------------------------------


class TestServerStatus:
    def test_section(self, portal):
        ready(portal)
        text = portal.get("/server-status").body.decode("ascii")
        section = re.search(r"<h2>mod_newsportal</h2>\n<p>(.*?)</p>", text)[1]
        assert section.startswith(f"{portal.base} is ready. The database is up. ")

    def test_auto(self, portal):
        ready(portal)
        lines = portal.get("/server-status?auto").text.splitlines()
        own = dict(line.split(": ") for line in lines if line.startswith("NewsPortal"))
        assert own["NewsPortalReady"] == "1" and own["NewsPortalPortals"] == "1"
        assert int(own["NewsPortalDbOpen"]) >= 1 and own["NewsPortalDbState"] == "0"
        assert {"NewsPortalHits", "NewsPortalRenders", "NewsPortalCacheBytes"} <= set(own)
        assert all(re.fullmatch(r"[A-Za-z]+", name) and value.isdigit() for name, value in own.items())

    def test_not_without_extended_data(self, servers, database):
        server = servers.portal("status-short", database, extra=EXTRA + "ExtendedStatus Off", apache_options=OPTIONS)
        try:
            assert "NewsPortal" not in server.get("/server-status?auto").text
            assert "mod_newsportal</h2>" not in server.get("/server-status").body.decode("latin-1")
        finally:
            servers.close_portal(server)


# ---- what other parts count -----------------------------------------------------------------------------


class TestWiredWithTheCache:
    def test_hits_and_misses(self, portal):
        before = one(portal)["sum"]
        for _ in range(10):
            assert portal.get("/latest/").status == 200
        after = one(portal)["sum"]
        assert after["hits"] + after["misses"] == before["hits"] + before["misses"] + 10
        assert after["misses"] > before["misses"] and after["hits"] > before["hits"]
        assert 0 < after["hit_rate"] < 1

    def test_renders_by_kind(self, portal):
        before = one(portal)["sum"]["kinds"]
        assert portal.get("/tags/").status == 200
        wait_until(lambda: one(portal)["sum"]["kinds"]["tags"]["renders"] > before["tags"]["renders"], limit(3), "a render")
        kind = one(portal)["sum"]["kinds"]["tags"]
        assert all(kind[name] > 0 for name in ("queries_ms", "model_ms", "theme_ms", "html_ms"))
        assert kind["queries_ms"] == pytest.approx(kind["queries_us"] / kind["renders"] / 1000, abs=0.001)

    def test_not_modified(self, portal):
        before = one(portal)["sum"]["not_modified"]
        tag = portal.get(ARTICLE)["ETag"]
        assert portal.get(ARTICLE, [("If-None-Match", tag)]).status == 304
        assert one(portal)["sum"]["not_modified"] == before + 1

    def test_cache_gauges(self, portal):
        assert portal.get(ARTICLE).status == 200
        total = one(portal)["sum"]
        assert 0 < total["cache_bytes"] <= total["cache_limit"]
        assert total["cache_entries"] > 0 and total["stored"] > 0

    def test_watcher_keeps_up(self, portal):
        wait_until(lambda: one(portal)["sum"]["lag_ms"] is not None, limit(5), "the first poll")
        assert one(portal)["sum"]["lag_ms"] < 2000 * limit(1)
        polls = one(portal)["sum"]["polls"]
        wait_until(lambda: one(portal)["sum"]["polls"] > polls, limit(5), "another poll")
