"""Portals beside each other, mobile pages on a host, HTTP/2, the other MPMs, restarts under load."""
import os
import re
import shutil
import signal
import subprocess
import threading
import time

import pytest

from lib.apache import Truncated, request_bytes
from lib.html import Page
from portal import PAGES, PATIENT, directives, limit, wait_until

ARTICLE = "/2024/05/18/1.html"


# ---- two portals in one Apache --------------------------------------------------------------------


class TestTwoPortals:
    """Two virtual hosts with two databases, languages, zones and themes; and one without a portal."""

    @pytest.fixture(scope="class")
    def second_database(self, servers):
        database = servers.database("second", content=None)
        database.run("INSERT INTO channel (id, name, code, language) VALUES (1, '소식', 'news', ''), (2, '섬', 'island', '')")
        database.run("INSERT INTO article (id, title, channel, body, tags, state, published_at, author) VALUES "
                     "(1, '섬마을 등대 축제', 'island', '등대에 불이 켜졌다.', '등대', 'live', '2024-05-18 06:22:00', '박섬')")
        return database

    @pytest.fixture(scope="class")
    def server(self, servers, database, second_database):
        portal = servers.portal("two", database, start=False)
        port, htdocs = portal.apache.port, portal.apache.htdocs
        child = htdocs / "themes" / "island"
        (child / "assets" / "css").mkdir(parents=True)
        (child / "theme.xml").write_text('<theme name="island" parent="default"/>\n')
        (child / "assets" / "css" / "theme.css").write_text(":root { --accent: #046; }\n")
        first = directives(database, f"http://first.test:{port}", NewsPortalMobile=("host", "m.first.test"),
                           **PATIENT)
        second = directives(second_database, f"http://second.test:{port}", NewsPortalLanguage="ko",
                            NewsPortalTimeZone="Asia/Seoul", NewsPortalSiteName="섬 소식", NewsPortalNotice="섬 알림 {phone}",
                            NewsPortalTheme="{htdocs}/themes/island", NewsPortalMobile="off", NewsPortalModelView="off",
                            NewsPortalPhone=None, NewsPortalHotlinePhone=None, **PATIENT)
        # The main server has no portal of its own here; it only sets a phone for all to inherit.
        portal.apache.extra = f"""
            NewsPortalPhone "0400-555-0142"
            <VirtualHost *:{port}>
                ServerName plain.test
            </VirtualHost>
            <VirtualHost *:{port}>
                ServerName first.test
                ServerAlias m.first.test
                {first}
            </VirtualHost>
            <VirtualHost *:{port}>
                ServerName second.test
                {second}
            </VirtualHost>"""
        portal.apache.write_config()
        portal.start()
        self.port = port
        yield portal
        servers.close_portal(portal)

    def get(self, server, host, path, **keywords):
        return server.get(path, host=f"{host}:{server.apache.port}", **keywords)

    def test_each_has_its_own_pages(self, server):
        first, second = Page(self.get(server, "first.test", ARTICLE)), Page(self.get(server, "second.test", ARTICLE))
        assert first.text_of("//h1") == "长河大桥正式通车 两岸往来只需五分钟" and first.lang == "zh-Hans"
        assert second.text_of("//h1") == "섬마을 등대 축제" and second.lang == "ko"
        assert "2024-05-18T06:22:00+08:00" in first.datetimes()
        assert "2024-05-18T06:22:00+09:00" in second.datetimes()
        assert "섬 알림 0400-555-0142" in second.text and "0433" not in second.source
        assert "tel:04005550142" not in first.links() and "tel:04331234567" in first.links()
        assert first.canonical() == f"http://first.test:{server.apache.port}{ARTICLE}"
        assert second.canonical() == f"http://second.test:{server.apache.port}{ARTICLE}"

    def test_they_do_not_mix_under_parallel_requests(self, server):
        """Alternating on one connection and on many: no page of one has a byte of the other."""
        faults = []

        def reader(number):
            with server.apache.connection() as connection:
                for step in range(60):
                    host, word, never = (("first.test", "长河大桥", "섬마을"), ("second.test", "섬마을", "长河大桥"))[(step + number) % 2]
                    connection.send(request_bytes("GET", ARTICLE, f"{host}:{server.apache.port}", close=False))
                    text = connection.read().text
                    if word not in text or never in text:
                        faults.append((host, text[:200]))
        threads = [threading.Thread(target=reader, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not faults

    def test_child_theme_and_its_assets(self, server):
        page = Page(self.get(server, "second.test", "/"))
        sheets = page.links("//link[@rel='stylesheet']/@href")
        assert any("/themes/island/assets/css/theme.css?v=" in sheet for sheet in sheets), sheets
        assert any("/themes/default/assets/css/" in sheet for sheet in sheets)
        for sheet in sheets:
            assert self.get(server, "second.test", sheet).status == 200
        assert "island" not in self.get(server, "first.test", "/").text

    def test_no_mobile_twin_where_it_is_off(self, server):
        page = Page(self.get(server, "second.test", ARTICLE))
        assert page.mobile_twin() is None
        assert not [href for href in page.links() if href.startswith("/m/")]
        assert self.get(server, "second.test", "/m/").status == 404
        assert self.get(server, "second.test", "/m" + ARTICLE).status == 404

    def test_settings_of_one_do_not_leak(self, server):
        assert b"<page " not in self.get(server, "second.test", "/?view=model").body
        assert b"<page " in self.get(server, "first.test", "/?view=model").body

    def test_a_host_without_a_portal_is_plain_httpd(self, server):
        response = self.get(server, "plain.test", "/")
        assert response.status in (403, 404)
        assert "Content-Security-Policy" not in dict(response.headers)
        assert self.get(server, "plain.test", ARTICLE).status == 404

    def test_mobile_by_host(self, server):
        port = server.apache.port
        desktop = Page(self.get(server, "first.test", ARTICLE))
        mobile = Page(self.get(server, "m.first.test", ARTICLE))
        assert desktop.mobile_twin() == f"http://m.first.test:{port}{ARTICLE}"
        assert mobile.canonical() == f"http://first.test:{port}{ARTICLE}"
        assert f"http://m.first.test:{port}{ARTICLE}" in desktop.links(), "visible switch"
        assert f"http://first.test:{port}{ARTICLE}" in mobile.links(), "visible switch"
        assert desktop.source != mobile.source
        for page in (desktop, mobile):
            assert not [href for href in page.links() if href.startswith("/m/")]

    def test_mobile_host_keeps_its_host_in_redirects(self, server):
        port = server.apache.port
        assert self.get(server, "m.first.test", "/News").location == f"http://m.first.test:{port}/news/"
        assert self.get(server, "m.first.test", "/old/news").location == f"http://m.first.test:{port}/news/"
        assert self.get(server, "first.test", "/News").location == f"http://first.test:{port}/news/"
        assert self.get(server, "first.test", "/m/").status == 404
        assert self.get(server, "m.first.test", "/m/").status == 404

    def test_mobile_host_pages(self, server):
        for path in PAGES.values():
            for host in ("first.test", "m.first.test"):
                assert self.get(server, host, path).status == 200, (host, path)


# ---- HTTP/2 -----------------------------------------------------------------------------------------


class TestHttp2:
    @pytest.fixture(scope="class")
    def portal(self, servers, database):
        portal = servers.portal("h2", database, apache_options={"modules": ["http2"]}, extra="Protocols h2c http/1.1", **PATIENT)
        yield portal
        servers.close_portal(portal)

    def run(self, *command):
        if not shutil.which(command[0]):
            pytest.fail(f"{command[0]} is missing: Debian package nghttp2-client")
        return subprocess.run(command, capture_output=True, timeout=60, check=True).stdout

    def test_same_page(self, portal):
        url = f"http://127.0.0.1:{portal.apache.port}"
        for path in (ARTICLE, "/m/", "/records/?before=20230301080500-1025", "/nothing/"):
            body = self.run("nghttp", f"-H:authority: {portal.apache.authority}", url + path)
            assert body == portal.get(path).body

    def test_headers(self, portal):
        url = f"http://127.0.0.1:{portal.apache.port}{ARTICLE}"
        plain_please = "-Haccept-encoding: identity"  # nghttp asks for gzip by itself
        text = self.run("nghttp", "-v", "-n", f"-H:authority: {portal.apache.authority}", plain_please,
                        url).decode("utf-8", "replace")
        text = re.sub(r"\x1b\[[0-9;]*m", "", text)
        plain = portal.get(ARTICLE)
        assert ":status: 200" in text
        for name in ("ETag", "Content-Security-Policy", "Content-Language", "Cache-Control", "Content-Length"):
            assert f"{name.lower()}: {plain[name]}" in text, name
        text = self.run("nghttp", "-v", "-n", f"-H:authority: {portal.apache.authority}",
                        f"-Hif-none-match: {plain['ETag']}", url).decode("utf-8", "replace")
        assert ":status: 304" in re.sub(r"\x1b\[[0-9;]*m", "", text)

    def test_many_streams(self, portal):
        url = f"http://127.0.0.1:{portal.apache.port}"
        text = self.run("h2load", "-n", "200", "-c", "2", "-m", "8", f"--header=:authority: {portal.apache.authority}",
                        url + ARTICLE, url + "/", url + "/m/tags/").decode()
        status = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", text)
        assert status and status.groups() == ("200", "0", "0", "0"), text


# ---- other MPMs ----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("mpm", ["prefork", "worker"])
def test_other_mpm(servers, database, mpm):
    portal = servers.portal(mpm, database, apache_options={"mpm": mpm})
    try:
        for _ in range(3):
            for path in PAGES.values():
                assert portal.get(path).status == 200
        tag = portal.get(ARTICLE)["ETag"]
        assert portal.get(ARTICLE, [("If-None-Match", tag)]).status == 304
        portal.apache.graceful()
        assert portal.get(ARTICLE).status == 200
        assert portal.apache.graceful_stop() < limit(5)
    finally:
        servers.close_portal(portal)


def test_all_mpms_and_children_say_the_same(servers, database, site):
    """Validators are made from content: another child or another server gives the same."""
    other = servers.portal("other", database, NewsPortalBaseURL=site.base, apache_options={"mpm": "worker"})
    try:
        host = site.apache.authority
        for path in (ARTICLE, "/", "/m/records/"):
            first, second = site.get(path), other.get(path, host=host)
            assert (first["ETag"], first.body) == (second["ETag"], second.body)
    finally:
        servers.close_portal(other)


# ---- restarts ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_graceful_restarts_lose_nothing(servers, database):
    """Fifty graceful restarts under light load: every request is answered, nothing piles up."""
    portal = servers.portal("restarts", database)
    stop, counts, faults = threading.Event(), [0] * 3, []

    def reader(number):
        paths = [ARTICLE, "/", "/m/latest/"]
        while not stop.is_set():
            try:
                response = portal.get(paths[number], timeout=10)
                if response.status != 200 or not response.body.rstrip().endswith(b"</html>"):
                    faults.append(repr(response))
                counts[number] += 1
            except (OSError, Truncated) as fault:
                faults.append(repr(fault))
            time.sleep(0.02)

    before = connections(database)
    threads = [threading.Thread(target=reader, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    try:
        for turn in range(50):
            portal.apache.graceful()
            time.sleep(0.15)
            wait_until(lambda turn=turn: min(counts) > turn, limit(60), "every reader has had an answer since")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not faults, faults[:5]
    wait_until(lambda: len(portal.apache.children()) <= 5, limit(10), "old children have ended")
    children = len(portal.apache.children())
    wait_until(lambda: connections(database) <= before + 9 * children, limit(6), "old connections have ended")
    assert portal.apache.graceful_stop() < limit(9)
    wait_until(lambda: connections(database) <= before, limit(6), "all connections have ended")
    servers.close_portal(portal)


def connections(database):
    return database.run("SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'newsportal_web'")[0][0]


def test_a_killed_child_is_replaced(servers, database):
    portal = servers.portal("killed", database)
    try:
        for _ in range(2):
            victim = portal.apache.children()[0]
            os.kill(victim, signal.SIGKILL)
            wait_until(lambda: victim not in portal.apache.children() and len(portal.apache.children()) >= 2,
                       limit(4), "another child")
            for _ in range(10):
                assert portal.get(ARTICLE).status == 200
    finally:
        servers.close_portal(portal)
