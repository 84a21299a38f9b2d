"""Faults of what the module stands on: the database, the connection to it, the theme's files.

Each class has its own httpd with one child process, so that "one log line" means one. There is no cache, because this is
about what happens when the database must be asked; what warm pages do meanwhile is in test_160_staleness.py.
"""
import concurrent.futures
import os
import re
import shutil
import statistics
import threading
import time

import pytest

from lib.apache import Truncated
from lib.html import Page
from portal import PAGES, assert_unavailable, limit, wait_until
from relay import Relay

ARTICLE = "/2024/05/18/1.html"
ONE_CHILD = ("StartServers 1\nServerLimit 1\nMinSpareThreads 1\nMaxSpareThreads 32\nThreadsPerChild 32\n"
             "ThreadLimit 32\nMaxRequestWorkers 32\nGracefulShutdownTimeout 8")
pytestmark = pytest.mark.logs(r"\bNP01\d\d\b")


@pytest.fixture(scope="module")
def own_database(servers):
    """A server that tests may kill. Always running when a test begins."""
    return servers.database("faults")


@pytest.fixture
def running(own_database):
    yield own_database
    own_database.sigcont()
    if not is_up(own_database):
        own_database.start()


def is_up(database):
    try:
        return bool(database.run("SELECT 1"))
    except Exception:  # whatever the client raises, the server does not answer
        return False


@pytest.fixture(scope="module")
def portal(servers, own_database):
    portal = servers.portal("faults", own_database, NewsPortalCache="off", apache_options={"mpm_tuning": ONE_CHILD})
    wait_until(lambda: portal.get("/").status == 200, limit(3), "first page")
    return portal


def in_parallel(count, work):
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(work, number) for number in range(count)]]


def recovered(portal, path=ARTICLE):
    return portal.get(path).status == 200


# ---- down, killed, back ----------------------------------------------------------------------------


@pytest.mark.slow
class TestDatabaseDown:
    def test_absent_at_start(self, servers, running):
        running.stop()
        portal = servers.portal("absent", running, NewsPortalCache="off", apache_options={"mpm_tuning": ONE_CHILD})
        try:
            code, output = portal.apache.configtest()
            assert code == 0 and "Syntax OK" in output
            assert_unavailable(portal.get("/"))
            times = []
            for path in ["/", ARTICLE, "/m/", "/news/", "/nothing/", "/tags/"] * 5:
                response = portal.get(path)
                assert_unavailable(response)
                times.append(response.elapsed)
            assert statistics.median(times) < limit(0.05), times
            assert portal.page("/m/", status=503).lang == "zh-Hans"
            assert portal.head("/").status == 503
            lines = [line for line in portal.apache.log().splitlines() if "NP0101" in line and ":error]" in line]
            assert len(lines) == 1, lines
            sheet = Page(portal.get("/")).links("//link[@rel='stylesheet']/@href")[0]
            assert portal.get(sheet).status == 200, "files need no database"
            assert portal.get("/themes/default/assets/not-there.css").status == 404
            running.start()
            took = wait_until(lambda: recovered(portal), limit(1), "full service after the database accepts")
            assert took < limit(1)
            assert all(portal.get(path).status == 200 for path in PAGES.values())
        finally:
            servers.close_portal(portal)

    def test_killed_and_restarted(self, portal, running):
        assert recovered(portal)
        mark = portal.apache.log_mark()
        running.kill()
        answers = [portal.get(ARTICLE) for _ in range(20)]
        for response in answers:
            assert_unavailable(response)
        assert max(response.elapsed for response in answers[:5]) < limit(2)
        assert statistics.median(response.elapsed for response in answers[5:]) < limit(0.05)
        down = [line for line in portal.apache.log_since(mark) if "NP0101" in line and ":error]" in line]
        assert 1 <= len(down) <= 2, down
        running.start()
        wait_until(lambda: recovered(portal), limit(1), "service after the restart")
        loud = [line for line in portal.apache.log_since(mark) if re.search(r":(notice|warn|error)\]", line)]
        assert len(loud) <= 6, "the log is not flooded"

    def test_killed_under_load(self, portal, running):
        """Readers get whole pages or a 503, never half a page, never a hang."""
        stop, answers, faults = threading.Event(), [], []

        def reader(number):
            paths = [ARTICLE, "/", "/news/", "/records/?before=20230301080500-1025"]
            while not stop.is_set():
                try:
                    response = portal.get(paths[number % 4])
                    answers.append((response.status, response.elapsed, response.body.rstrip().endswith(b"</html>")))
                except (OSError, Truncated, AssertionError) as fault:
                    faults.append(repr(fault))
                time.sleep(0.01)

        threads = [threading.Thread(target=reader, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(3):
            time.sleep(0.3)
            running.kill()
            time.sleep(0.2)
            running.start()
        wait_until(lambda: recovered(portal), limit(2), "service after the last restart")
        stop.set()
        for thread in threads:
            thread.join()
        assert not faults, faults[:3]
        assert {status for status, _, _ in answers} == {200, 503}
        assert all(whole for _, _, whole in answers)
        assert max(elapsed for _, elapsed, _ in answers) < limit(5)

    def test_graceful_restart_while_down(self, portal, running):
        running.stop()
        portal.apache.graceful()
        wait_until(lambda: portal.get("/").status == 503, limit(3), "an answer from the new child")
        running.start()
        wait_until(lambda: recovered(portal), limit(2), "service after the database accepts")


@pytest.mark.slow
class TestDatabaseHangs:
    def test_stopped_for_ten_seconds(self, portal, running):
        assert recovered(portal)
        running.sigstop()
        began, answers = time.monotonic(), []
        try:
            def reader(number):
                while time.monotonic() - began < 10:
                    response = portal.get([ARTICLE, "/", "/news/"][number % 3], timeout=15)
                    answers.append((time.monotonic() - began, response))
                    time.sleep(0.1)
            in_parallel(12, reader)
        finally:
            running.sigcont()
        assert {response.status for _, response in answers} == {503}
        for response in {response.body: response for _, response in answers}.values():
            assert_unavailable(response)
        assert max(response.elapsed for _, response in answers) < limit(5)
        late = [response.elapsed for at, response in answers if at > 6]
        assert len(late) > 50, "no thread is stuck"
        assert statistics.median(late) < limit(0.05) and max(late) < limit(1), "refused at once when DOWN"
        wait_until(lambda: recovered(portal), limit(1.5), "service after the database goes on")
        assert all(portal.get(ARTICLE).status == 200 for _ in range(20))

    def test_graceful_stop_while_the_database_hangs(self, servers, running):
        portal = servers.portal("hang-stop", running, NewsPortalCache="off", apache_options={"mpm_tuning": ONE_CHILD})
        try:
            assert recovered(portal)
            running.sigstop()
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                waiting = [pool.submit(self._try, portal) for _ in range(8)]
                time.sleep(0.3)
                took = portal.apache.graceful_stop()
                assert took < limit(8)
                for future in waiting:
                    assert future.result() in (503, "closed")
        finally:
            running.sigcont()
            servers.close_portal(portal)

    def test_stop_while_the_database_hangs(self, servers, running):
        portal = servers.portal("hang-term", running, NewsPortalCache="off", apache_options={"mpm_tuning": ONE_CHILD})
        try:
            assert recovered(portal)
            running.sigstop()
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                waiting = [pool.submit(self._try, portal) for _ in range(4)]
                time.sleep(0.2)
                assert portal.apache.stop() < limit(5)
                [future.result() for future in waiting]
        finally:
            running.sigcont()
            servers.close_portal(portal)

    @staticmethod
    def _try(portal):
        try:
            return portal.get(ARTICLE, timeout=15).status
        except (OSError, Truncated):
            return "closed"


# ---- limits, kills, locks --------------------------------------------------------------------------


def web_accounts(database):
    return [f"'{user}'@'{host}'" for user, host in
            database.run("SELECT user, host FROM mysql.user WHERE user = 'newsportal_web'")]


def web_connections(database):
    return [row[0] for row in database.run(
        "SELECT id FROM information_schema.processlist WHERE user = 'newsportal_web'")]


def kill_all(database):
    """KILL for every connection of the web account; returns how many."""
    ids = web_connections(database)
    for number in ids:
        try:
            database.run(f"KILL {number}")
        except Exception as fault:  # 1094: it has ended by itself
            assert "1094" in str(fault), fault
    return len(ids)


class TestServerLimits:
    def test_killed_idle_connections_are_invisible(self, portal, running):
        killed = 0
        for number in range(60):
            if number % 10 == 0:
                assert all(response.status == 200 for response in in_parallel(6, lambda _: portal.get(ARTICLE)))
            killed += kill_all(running)
            response = portal.get([ARTICLE, "/", "/tags/"][number % 3])
            assert response.status == 200, number
        assert killed >= 60

    def test_idle_time_of_the_server_is_invisible(self, portal, running):
        running.run("SET GLOBAL wait_timeout = 1")
        try:
            kill_all(running)
            assert portal.get(ARTICLE).status == 200
            time.sleep(2.2)
            assert portal.get(ARTICLE).status == 200
        finally:
            running.run("SET GLOBAL wait_timeout = 28800")

    def test_connection_limit(self, portal, running):
        """Too many connections means busy, not down: what can be served is served."""
        for account in web_accounts(running):
            running.run(f"ALTER USER {account} WITH MAX_USER_CONNECTIONS 2")
        try:
            kill_all(running)
            answers = in_parallel(24, lambda _: portal.get(ARTICLE)) + in_parallel(24, lambda _: portal.get("/"))
            assert {response.status for response in answers} <= {200, 503}
            for response in answers:
                if response.status == 503:
                    assert_unavailable(response)
            assert max(response.elapsed for response in answers) < limit(2)
            assert len([1 for response in answers if response.status == 200]) >= 2
            assert len(web_connections(running)) <= 2
        finally:
            for account in web_accounts(running):
                running.run(f"ALTER USER {account} WITH MAX_USER_CONNECTIONS 0")
        wait_until(lambda: all(response.status == 200 for response in in_parallel(16, lambda _: portal.get(ARTICLE))),
                   limit(4), "all served again", step=0.2)

    def test_pool_is_a_limit(self, portal, running):
        in_parallel(30, lambda _: portal.get("/"))
        assert len(web_connections(running)) <= 8 + 1, "NewsPortalDBPool, and the keeper"

    @pytest.mark.slow
    def test_locked_table(self, portal, running):
        """An editor's forgotten lock: readers get a 503 in time, and pages again when it ends."""
        connection = running.session()
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLES {running.name}.article WRITE")
                response = portal.get(ARTICLE, timeout=15)
                assert_unavailable(response)
                assert response.elapsed < limit(5)
                cursor.execute("UNLOCK TABLES")
        finally:
            connection.close()
        wait_until(lambda: recovered(portal), limit(2), "service after the lock")

    def test_an_editors_row_lock_disturbs_nobody(self, portal, running):
        connection = running.session()
        try:
            with connection.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("SELECT * FROM article FOR UPDATE")
                cursor.execute("UPDATE channel SET description = 'x' WHERE code = 'culture'")
                for path in (ARTICLE, "/", "/culture/", "/tags/"):
                    response = portal.get(path)
                    assert response.status == 200 and response.elapsed < limit(1)
        finally:
            connection.rollback()
            connection.close()

    def test_wrong_schema_version(self, portal, running):
        version = running.run("SELECT MAX(version) FROM schema_version")[0][0]
        mark = portal.apache.log_mark()
        running.run("UPDATE schema_version SET version = version + 1000")
        try:
            kill_all(running)
            # The test before may have left a back-off, during which nobody dials and nobody can see the version.
            wait_until(lambda: assert_unavailable(portal.get(ARTICLE)) or
                       portal.apache.wait_for_log("NP0110", mark, timeout=0.2), limit(6), "NP0110 in the log")
        finally:
            running.run("UPDATE schema_version SET version = version - 1000")
        assert running.run("SELECT MAX(version) FROM schema_version")[0][0] == version
        wait_until(lambda: recovered(portal), limit(6), "service with the right schema", step=0.2)

    def test_missing_view(self, portal, running):
        """Someone drops what the module reads: an error page, a log line, and no crash."""
        text = running.run("SHOW CREATE VIEW web_link")[0][1]
        running.run("DROP VIEW web_link")
        try:
            response = portal.get(ARTICLE)
            assert response.status in (500, 503)
            assert response.body.rstrip().endswith(b"</html>")
            assert portal.get("/").status in (500, 503)
        finally:
            running.run(text)
            for account in web_accounts(running):
                try:
                    running.run(f"GRANT SELECT ON {running.name}.web_link TO {account}")
                except Exception:  # granted through a role there
                    pass
        wait_until(lambda: recovered(portal), limit(6), "service with the view", step=0.2)

    def test_a_column_changes_its_type(self, portal, running):
        """The columns a statement brings are checked: no shifted, no misread page."""
        running.run("ALTER TABLE article ADD COLUMN note_of_the_desk VARCHAR(20) DEFAULT '' AFTER title")
        try:
            response = portal.get(ARTICLE)
            assert response.status == 200
            assert Page(response).text_of("//h1") == "长河大桥正式通车 两岸往来只需五分钟"
        finally:
            running.run("ALTER TABLE article DROP COLUMN note_of_the_desk")
        wait_until(lambda: recovered(portal), limit(2), "service after the change")


# ---- a bad line to the database ----------------------------------------------------------------------


class TestBadLine:
    @pytest.fixture(scope="class")
    def relay(self, servers, own_database):
        relay = Relay(servers.workspace / "relay.sock", own_database.socket)
        yield relay
        relay.close()

    @pytest.fixture(scope="class")
    def far(self, servers, own_database, relay):
        portal = servers.portal("far", own_database, NewsPortalCache="off", NewsPortalDBHost=f"unix:{relay.path}",
                                apache_options={"mpm_tuning": ONE_CHILD})
        yield portal
        servers.close_portal(portal)

    @pytest.fixture(autouse=True)
    def healed(self, far, relay):
        relay.heal()
        wait_until(lambda: recovered(far), limit(3), "service over the relay")
        yield
        relay.heal()

    def reset(self, far, relay):
        relay.heal()
        wait_until(lambda: recovered(far), limit(3), "service over the relay")

    @pytest.mark.slow
    def test_cut_anywhere(self, far, relay, own_database):
        """The stream of a page is cut after every twentieth part: a whole page or a 503."""
        whole = far.get(ARTICLE).body
        before = relay.connections
        kill_all(own_database)
        far.get(ARTICLE)
        assert relay.connections > before
        for position in [1, 50, 100, 200, 400] + list(range(700, 12000, 550)):
            relay.heal()
            relay.cut_after = position
            response = far.get(ARTICLE, timeout=12)
            assert response.status in (200, 503), position
            assert response.elapsed < limit(5)
            if response.status == 200:
                assert response.body == whole, position
            else:
                assert response.body.rstrip().endswith(b"</html>") and response["ETag"] is None
            relay.cut_after = None
            wait_until(lambda: recovered(far), limit(3), f"service after a cut at {position}")

    @pytest.mark.slow
    def test_dripping_server(self, far, relay):
        """One byte every 50 ms never trips a read timeout: the deadline of our own does."""
        relay.drip = 0.05
        answers = in_parallel(4, lambda _: far.get(ARTICLE, timeout=15))
        for response in answers:
            assert_unavailable(response)
            assert response.elapsed < limit(5.5)
        self.reset(far, relay)

    @pytest.mark.slow
    def test_silent_server(self, far, relay):
        relay.silent = True
        response = far.get(ARTICLE, timeout=15)
        assert_unavailable(response)
        assert response.elapsed < limit(5)
        self.reset(far, relay)

    def test_bad_bytes_become_replacement_characters(self, far, relay):
        """GBK bytes, lone surrogates and overlong forms in a cell: U+FFFD, a whole page, one log line."""
        old = "长河大桥正式通车".encode()
        for bad in ("长河大桥".encode("gbk") + b"\xff" * 16, b"\xed\xa0\x80" * 8, b"\xc0\xaf" * 12, b"\xf4\x90\x80\x80" * 6,
                    b"\x01\x02\x1b\x08" * 6, b"\xef\xbf\xbe" * 8):
            assert len(bad) == len(old)
            mark = far.apache.log_mark()
            relay.replace, relay.replaced = (old, bad), 0
            for prefix in ("", "/m"):
                page = far.page(prefix + ARTICLE)
                assert relay.replaced
                assert "\ufffd" in page.text_of("//h1") and "两岸往来只需五分钟" in page.text_of("//h1")
                assert not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]", page.source)
                assert page.source.rstrip().endswith("</html>")
            for path in ("/", "/latest/", "/news/"):
                assert far.get(path).status == 200
            lines = [line for line in far.apache.log_since(mark) if "NP0115" in line]
            assert len(lines) <= 4, "once per query per minute"
            relay.replace = None
        assert "NP0115" in far.apache.log()
        self.reset(far, relay)

    def test_a_model_with_bad_bytes_is_well_formed(self, far, relay):
        from lxml import etree
        relay.replace = ("长河大桥正式通车".encode(), b"\xff\xfe\x00\x01]]>" + b"<&\x0b\x1f" * 4 + b"x")
        etree.fromstring(far.get(ARTICLE + "?view=model").body)
        self.reset(far, relay)

    def test_garbage_from_the_server(self, far, relay, own_database):
        """A greeting and results that make no sense end in a 503."""
        kill_all(own_database)
        relay.replace = (b"mysql_native_password", b"canary_native_passwor")
        response = far.get(ARTICLE, timeout=12)
        assert response.status in (200, 503)
        self.reset(far, relay)
        relay.replace = (b"published_at", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
        assert far.get(ARTICLE, timeout=12).status in (200, 500, 503)
        self.reset(far, relay)


# ---- theme ---------------------------------------------------------------------------------------


class TestTheme:
    @pytest.fixture(scope="class")
    def themed(self, servers, own_database):
        portal = servers.portal("theme", own_database, apache_options={"mpm_tuning": ONE_CHILD})
        yield portal
        servers.close_portal(portal)

    @pytest.fixture
    def sheet(self, themed):
        path = themed.apache.htdocs / "themes/default/xsl/desktop.xsl"
        good = path.read_bytes()
        yield path
        path.chmod(0o644)
        path.write_bytes(good)
        time.sleep(0.01)
        os.utime(path)

    @pytest.mark.slow
    @pytest.mark.parametrize("damage", ["syntax", "empty", "forbidden", "unreadable", "missing", "unknown-instruction"])
    def test_broken_while_running(self, themed, sheet, damage):
        """The last good version stays, the log says which file and line, and it heals by itself."""
        before = themed.get(ARTICLE).body
        mark = themed.apache.log_mark()
        good = sheet.read_bytes()
        if damage == "syntax":
            sheet.write_bytes(good + b"\n<oops>")
        elif damage == "empty":
            sheet.write_bytes(b"")
        elif damage == "forbidden":
            sheet.write_bytes(good.replace(b"</xsl:stylesheet>",
                              b"<xsl:template name='x'><xsl:copy-of select=\"document('/etc/passwd')\"/></xsl:template></xsl:stylesheet>"))
        elif damage == "unreadable":
            sheet.chmod(0)
        elif damage == "missing":
            sheet.unlink()
        else:
            sheet.write_bytes(good.replace(b"</xsl:stylesheet>",
                              b"<xsl:template name='x'><xsl:no-such-thing/></xsl:template></xsl:stylesheet>"))
        lines = themed.apache.wait_for_log("NP0120", mark, limit(4))
        assert lines, "the log names the fault"
        assert "desktop.xsl" in lines[0]
        if damage in ("syntax", "forbidden", "unknown-instruction"):
            assert re.search(r"desktop\.xsl, line \d+", lines[0]), lines[0]
        for _ in range(5):
            assert themed.get(ARTICLE).body == before
        time.sleep(1.2)
        assert len([line for line in themed.apache.log_since(mark) if "NP0120" in line]) <= 2, "said once"
        if damage not in ("unreadable", "missing"):
            code, output = themed.apache.configtest()
            assert code != 0 and "desktop.xsl" in output, output
        if damage == "missing":
            sheet.write_bytes(good)
        sheet.chmod(0o644)
        sheet.write_bytes(good)
        os.utime(sheet)
        words = themed.apache.htdocs / "themes/default/messages/zh-Hans.xml"
        text = words.read_text("utf-8")
        try:
            words.write_text(text.replace("首页", "修复之后"), "utf-8")
            wait_until(lambda: "修复之后" in themed.get(ARTICLE).text, limit(4), "the theme healed by itself")
        finally:
            words.write_text(text, "utf-8")
        wait_until(lambda: themed.get(ARTICLE).body == before, limit(4), "the page as before")

    @pytest.mark.slow
    def test_a_good_change_is_taken(self, themed):
        path = themed.apache.htdocs / "themes/default/messages/zh-Hans.xml"
        good = path.read_text("utf-8")
        assert "首页" in good
        try:
            path.write_text(good.replace("首页", "门户正门"), "utf-8")
            wait_until(lambda: "门户正门" in themed.get(ARTICLE).text, limit(3), "the new word")
        finally:
            path.write_text(good, "utf-8")
        wait_until(lambda: "门户正门" not in themed.get(ARTICLE).text, limit(3), "the old word")

    @pytest.mark.slow
    def test_a_changed_style_sheet_gets_a_new_address(self, themed):
        old = Page(themed.get("/")).links("//link[@rel='stylesheet']/@href")[0]
        path = themed.apache.htdocs / old.lstrip("/").split("?")[0]
        path.write_text(path.read_text("utf-8") + "\n/* changed */\n", "utf-8")
        wait_until(lambda: old not in themed.get("/").text, limit(3), "a new hash")

    def test_configtest_names_file_and_line(self, servers, own_database):
        portal = servers.portal("theme-bad", own_database, start=False)
        sheet = portal.apache.htdocs / "themes/default/xsl/mobile.xsl"
        sheet.write_bytes(sheet.read_bytes() + b"\n<oops>")
        code, output = portal.apache.configtest()
        assert code != 0
        assert re.search(r"mobile\.xsl, line \d+", output), output
        shutil.rmtree(portal.apache.htdocs / "themes/default")
        code, output = portal.apache.configtest()
        assert code != 0 and "NewsPortalTheme" in output and "default" in output
