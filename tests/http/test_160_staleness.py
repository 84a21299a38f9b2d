"""Without a database, warm pages go on and say how old they are; what was never made is a 503; what was removed is
never shown. A watcher that is cut off says so too. Across a restart of Apache the page store does the same."""
import contextlib
import itertools
import math
import os
import signal
import subprocess
import threading
import time

import pytest

from cached import (GUARD, WATCHER, CacheStatus, Children, assert_older, cached_portal, is_hit, marker_statement, settle,
                    shows)
from lib.apache import unprivileged
from lib.fault_proxy import FaultProxy
from portal import PAGES, assert_unavailable, comparable, limit, wait_until

pytestmark = pytest.mark.logs(r"\bNP01\d\d\b")

ARTICLE = "/2024/05/18/1.html"
WARM = [prefix + PAGES[kind] for kind in ("front", "latest", "channel", "channel-older", "article", "article-ko", "tag", "tags",
                                          "static") for prefix in ("", "/m")]
WARM_OTHERS = ["/News", "/2024/05/18/99999.html", "/2024/05/01/14.html", "/2024/05/01/15.html"]
UNVERIFIED_AFTER = 5.0
STALE = 6  # seconds, where a test waits for the end of older copies


@pytest.fixture(scope="module")
def database(servers):
    database = servers.database("stale")
    database.sql("SET GLOBAL innodb_flush_log_at_trx_commit = 1")  # it is going to be killed, and must forget nothing
    database.edit(marker_statement("at first"))
    return database


@pytest.fixture(scope="module")
def proxy(servers, database):
    with FaultProxy(str(servers.workspace / "stale.sock"), database.socket) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def portal(servers, database, proxy):
    """Two children, which reach the database through the proxy only."""
    return through(servers, database, proxy, "stale")


def through(servers, database, proxy, name, **settings):
    return cached_portal(servers, name, database, NewsPortalDBHost=f"unix:{proxy.listen_path}", **settings)


@pytest.fixture
def children(portal, database, proxy):
    """All well at the beginning, and at the end."""
    with Children(portal) as children:
        children.warm(WARM + WARM_OTHERS)
        yield children
        heal(database, proxy)
        back(children)


def heal(database, proxy):
    proxy.set("none")
    database.sigcont()
    with contextlib.suppress(Exception):
        database.run("SELECT 1")
        return
    database.kill()
    database.start()


def back(children):
    """Every child answers from the database again, and knows that its pages are true."""
    children.until("/latest/?before=20230301080500-1025", lambda response: response.status == 200, GUARD)
    children.until(ARTICLE, lambda response: response.status == 200 and CacheStatus(response).fresh, GUARD)


# ---- faults of the database --------------------------------------------------------------------------


def web_accounts(database):
    return [f"'{user}'@'{host}'" for user, host in
            database.run("SELECT user, host FROM mysql.user WHERE user = 'newsportal_web'")]


@contextlib.contextmanager
def killed(database, proxy):
    database.kill()
    try:
        yield
    finally:
        database.start()


@contextlib.contextmanager
def stopped(database, proxy):
    database.sigstop()
    try:
        yield
    finally:
        database.sigcont()


@contextlib.contextmanager
def refusing(database, proxy):
    proxy.set("refuse")
    proxy.drop()
    try:
        yield
    finally:
        proxy.set("none")


@contextlib.contextmanager
def crowded(database, proxy):
    """One connection is allowed to the web account, and the test has it."""
    for account in web_accounts(database):
        database.run(f"ALTER USER {account} WITH MAX_USER_CONNECTIONS 1")
    try:
        with contextlib.closing(only_place(database, proxy)):
            yield
    finally:
        for account in web_accounts(database):
            database.run(f"ALTER USER {account} WITH MAX_USER_CONNECTIONS 0")


def only_place(database, proxy):
    """The connection that is allowed; a limit holds for those that are made after it was set."""
    for _ in range(100):
        proxy.drop()
        with contextlib.suppress(Exception):  # the module was quicker
            return database.connect(user="newsportal_web", database=database.name)
    raise AssertionError("the module has the only connection")


class ColdReader(threading.Thread):
    """Asks for a page that nobody has made, every half a second."""

    def __init__(self, portal):
        super().__init__(daemon=True)
        self.portal, self.answers, self.done = portal, [], threading.Event()

    def run(self):
        while not self.done.wait(0.5):
            began = time.monotonic()
            self.answers.append(self.portal.get(next(COLD), timeout=30))
            self.answers[-1].began = began

    def end(self):
        self.done.set()
        self.join()
        return self.answers


COLD = (f"/records/?before=20230301080500-{number}" for number in itertools.count(2000))


@pytest.mark.slow
@pytest.mark.parametrize("fault, details", [(killed, {"db-down"}), (stopped, {"db-down"}), (refusing, {"db-down"}),
                                            (crowded, {"db-down", "unverified"})],
                         ids=lambda item: getattr(item, "__name__", ""))
def test_warm_pages_go_on(database, proxy, portal, children, fault, details):
    """Status and bytes as before, an Age that tells the truth, marked once nobody has looked for five seconds."""
    before = {path: children.each(path) for path in WARM + WARM_OTHERS}
    mark, marked, looks = portal.apache.log_mark(), 0, 0
    paths = itertools.cycle(WARM + WARM_OTHERS)
    last_true = time.monotonic()
    with fault(database, proxy):
        gone = time.monotonic()
        cold = [ColdReader(portal) for _ in range(3)]
        for reader in cold:
            reader.start()
        while time.monotonic() - gone < UNVERIFIED_AFTER + 2 or marked <= 8:
            for pid in children.pids:
                path = next(paths)
                response, age = children.get(pid, path), time.monotonic() - last_true
                status = CacheStatus(response)
                assert (response.status, response.body) == (before[path][pid].status, before[path][pid].body), path
                assert status.hit and response.elapsed < limit(1), (status, response.elapsed)
                assert abs(status.age - age) < 2, f"Age {status.age}, in truth {age:.2f}"
                if age > UNVERIFIED_AFTER + 1:
                    assert status.older, f"not marked after {age:.2f} s: {status}"
                if status.older:
                    assert status.ttl == -status.age and status.detail in details, status
                    marked += 1
                looks += 1
            time.sleep(0.05)
        refusals = [answer for reader in cold for answer in reader.end()]
        again = time.monotonic()
    for response in refusals:
        assert_unavailable(response)
        assert CacheStatus(response).forward == "miss" and not CacheStatus(response).stored
    cold_times = [response.elapsed for response in refusals]
    late_times = [response.elapsed for response in refusals if response.began - gone > limit(6.5)]
    assert max(cold_times) < limit(5.5) and max(late_times, default=0) < limit(1), cold_times
    children.until(next(COLD), lambda response: response.status == 200, limit(2.5))
    children.until(ARTICLE, lambda response: CacheStatus(response).fresh, limit(2.5))
    print(f"{fault.__name__}: {looks} looks, {marked} marked, cold {min(cold_times):.3f} to {max(cold_times):.3f} s, back after "
          f"{time.monotonic() - again:.2f} s")
    loud = [line for line in portal.apache.log_since(mark) if ":error]" in line or ":warn]" in line]
    assert len(loud) <= 12, f"{len(loud)} lines:\n" + "\n".join(loud[:15])


def test_back_within_a_second(database, proxy, children):
    """A short outage: nobody's page is marked, new pages come within a second of the end."""
    with refusing(database, proxy):
        time.sleep(0.6)
        assert_unavailable(children.portal.get(next(COLD), timeout=20))
        for response in children.each(ARTICLE).values():
            assert response.status == 200 and CacheStatus(response).hit
    again = time.monotonic()
    children.until(next(COLD), lambda response: response.status == 200, GUARD)
    took = time.monotonic() - again
    assert took < limit(1.2), took


def test_a_page_known_to_be_outdated_says_since_when(database, proxy, children):
    """Changed before the database went: the older copy is from then on, not from the outage on."""
    path = PAGES["article-bare"]
    children.warm([path])
    changed = database.edit("UPDATE article SET title = '公告:改过的标题' WHERE id = 6")
    try:
        settle(children, database)
        time.sleep(1.5)
        with refusing(database, proxy):
            for _ in range(3):
                for response in children.each(path).values():
                    status = assert_older(response, "db-down", age=time.monotonic() - changed)
                    assert "改过的标题" not in response.text and status.age >= 1
                time.sleep(0.5)
        children.until(path, shows("改过的标题"), limit(2.5))
    finally:
        database.edit("UPDATE article SET title = '公告:五月停水安排', revised_at = NULL WHERE id = 6")


def test_what_changed_meanwhile_is_seen_afterwards(database, proxy, children):
    """The children cannot reach the database, editors can."""
    path = PAGES["article-en"]
    children.warm([path])
    with refusing(database, proxy):
        database.edit("UPDATE article SET title = 'Changed meanwhile' WHERE id = 5")
        database.edit("INSERT INTO removal (item_kind, item_id, cause) VALUES ('article', 4, '测试删除')")
        time.sleep(0.5)
        assert all("Changed meanwhile" not in response.text for response in children.each(path).values())
    again = time.monotonic()
    try:
        children.until(path, shows("Changed meanwhile"), limit(2.5))
        children.until(PAGES["article-ko"], lambda response: response.status == 451, limit(2.5))
        print(f"seen {time.monotonic() - again:.2f} s after the line came back")
    finally:
        database.edit("UPDATE article SET title = 'Bridge opens: crossing the river takes five minutes', revised_at = NULL "
                      "WHERE id = 5", "UPDATE removal SET restored_at = NOW() WHERE item_id = 4")


# ---- removed is removed ----------------------------------------------------------------------------------


GONE = {  # article or page, its text, the statement that takes it away, the one that brings it back
    "removed": ("/2024/05/22/3161.html", "甲篇机密", "INSERT INTO removal (item_kind, item_id, cause) VALUES ('article', 3161, '测试')"),
    "withdrawn": ("/2024/05/22/3162.html", "乙篇机密", "UPDATE article SET state = 'withdrawn' WHERE id = 3162"),
    "back to draft": ("/2024/05/22/3163.html", "丙篇机密", "UPDATE article SET state = 'draft' WHERE id = 3163"),
    "deleted": ("/2024/05/22/3164.html", "丁篇机密", "DELETE FROM article WHERE id = 3164"),
    "page withdrawn": ("/page/hidden/", "戊页机密", "UPDATE page SET state = 'withdrawn' WHERE code = 'hidden'"),
    "page deleted": ("/page/erased/", "己页机密", "DELETE FROM page WHERE code = 'erased'"),
}


def enter_gone(database):
    for number, name in enumerate("甲乙丙丁", 3161):
        database.run("INSERT INTO article (id, title, channel, body, tags, state, published_at) VALUES "
                     f"({number}, '{name}篇机密', 'board', '{name}篇机密', '机密', 'live', '2024-05-22 10:00:00')")
    for code, name in (("hidden", "戊"), ("erased", "己")):
        database.run(f"INSERT INTO page (code, title, body, state) VALUES ('{code}', '{name}页机密', '{name}页机密', 'live')")


def leave_gone(database):
    database.run("DELETE FROM removal WHERE item_id BETWEEN 3161 AND 3164")
    database.run("DELETE FROM article WHERE id BETWEEN 3161 AND 3164")
    database.run("DELETE FROM page WHERE code IN ('hidden', 'erased')")


@pytest.fixture
def gone(database):
    enter_gone(database)
    yield
    leave_gone(database)


def test_what_was_removed_is_never_an_older_copy(database, proxy, children, gone):
    """The children know of it, nobody has asked since, and now there is no database: nothing is better than that."""
    settle(children, database)
    lists = ["/", "/m/", "/latest/", "/board/", "/tag/%E6%9C%BA%E5%AF%86/"]
    paths = [prefix + path for path, _, _ in GONE.values() for prefix in ("", "/m")]
    for (_, path), response in children.warm(paths + lists).items():
        assert response.status == 200 and "机密" in response.text, path
    database.edit(*(statement for _, _, statement in GONE.values()))
    settle(children, database)
    with refusing(database, proxy):
        for _ in range(2):
            for path in paths + lists:
                for response in children.each(path).values():
                    assert "机密" not in response.text, (path, response["Cache-Status"])
                    assert response.status != 200 or path in lists, (path, response["Cache-Status"])
            for response in children.each(ARTICLE).values():
                assert response.status == 200, "others go on"
    for path in paths:
        children.until(path, lambda response: response.status in (404, 410, 451), limit(2.5))
    for path in lists:
        children.until(path, lambda response: "机密" not in response.text and response.status in (200, 404), limit(2.5))


def test_a_removed_picture_is_on_no_older_copy(database, proxy, children):
    paths = [ARTICLE, "/m" + ARTICLE, "/", "/news/city/river/"]
    for response in children.warm(paths).values():
        assert "pictures/bridge.svg" in response.text
    database.run("INSERT INTO removal (item_kind, item_id, cause) VALUES ('media', 1, '测试')")
    try:
        settle(children, database)
        with refusing(database, proxy):
            for path in paths:
                for response in children.each(path).values():
                    assert "pictures/bridge.svg" not in response.text, (path, response["Cache-Status"])
    finally:
        heal(database, proxy)
        database.run("UPDATE removal SET restored_at = NOW() WHERE item_kind = 'media'")


# ---- ends --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_older_copies_end(servers, database, proxy):
    """An article is not shown beyond its own end, and nothing longer than NewsPortalCacheStale. The rest is."""
    portal = through(servers, database, proxy, "stale-end", NewsPortalCacheStale=f"{STALE}s")
    try:
        database.run("INSERT INTO article (id, title, channel, body, state, published_at, expires_at) VALUES (3165, '将到期', "
                     "'culture', '文。', 'live', '2024-05-22 10:00:00', NOW() + INTERVAL 4 SECOND)")
        [(end,)] = database.run("SELECT UNIX_TIMESTAMP(expires_at) FROM article WHERE id = 3165")
        end, ending, edited = float(end), "/2024/05/22/3165.html", "/2024/05/16/3.html"
        with Children(portal) as children:
            children.warm([ARTICLE, ending, edited, "/m/"])
            changed = database.edit("UPDATE article SET author = '改' WHERE id = 3")
            settle(children, database)
            last_true = time.monotonic()
            with refusing(database, proxy):
                seen = {ending: set(), edited: set(), ARTICLE: set()}
                while time.monotonic() - last_true < STALE + 2:
                    for path in seen:
                        for pid in children.pids:
                            wall, began = time.time(), time.monotonic()
                            response = children.get(pid, path)
                            ended_wall, ended = time.time(), time.monotonic()
                            seen[path].add(response.status)
                            if path == ending and wall >= end + 0.1:
                                assert response.status in (410, 503), (response, response["Cache-Status"])
                            if path == ending and ended_wall < end - 0.1:
                                assert response.status == 200
                            if path == edited and began - changed > STALE + 1.5:
                                assert_unavailable(response)
                            if path == edited and ended - changed < STALE - 0.5:
                                assert_older(response, "db-down", age=ended - changed)
                            if path == ARTICLE and began - last_true > STALE + 1.5:
                                assert response.status == 503, (response["Cache-Status"], response["Age"])
                            if path == ARTICLE and ended - last_true < STALE - 0.5:
                                assert response.status == 200
                    time.sleep(0.1)
                assert all({200, 503} <= statuses | ({503} if path == ending else set()) for path, statuses in seen.items()), seen
            children.until(ARTICLE, lambda response: response.status == 200 and CacheStatus(response).fresh, GUARD)
            children.until(ending, lambda response: response.status == 410, GUARD)
    finally:
        heal(database, proxy)
        database.run("DELETE FROM article WHERE id = 3165")
        database.run("UPDATE article SET author = '周晓' WHERE id = 3")
        servers.close_portal(portal)


# ---- the watcher alone -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_watcher_that_hears_nothing(database, proxy, portal, children):
    """Only its connection is dead: pages are made as ever, copies say that nobody has looked, and then all is true again."""
    path = PAGES["article-en"]
    children.warm([path])
    proxy.set("silent", only=WATCHER)
    last_true = time.monotonic()
    committed = database.edit("UPDATE article SET title = 'Nobody looks' WHERE id = 5")
    marked = 0
    try:
        while time.monotonic() - last_true < UNVERIFIED_AFTER + 2:
            for pid in children.pids:
                response, age = children.get(pid, ARTICLE), time.monotonic() - last_true
                status = CacheStatus(response)
                assert response.status == 200 and status.hit
                assert abs(status.age - age) < 2, f"Age {status.age}, in truth {age:.2f}"
                if age > UNVERIFIED_AFTER + 1:
                    assert_older(response, "unverified")
                    marked += 1
                cold = children.get(pid, next(COLD))
                assert cold.status == 200, "the database is there"
            time.sleep(0.2)
        assert marked >= 4
    finally:
        proxy.set("none")
    again = time.monotonic()
    children.until(path, shows("Nobody looks"), limit(4))
    children.until(ARTICLE, lambda response: CacheStatus(response).fresh, limit(4))
    print(f"committed {again - committed:.1f} s before the line came back, seen {time.monotonic() - again:.2f} s after")
    database.edit("UPDATE article SET title = 'Bridge opens: crossing the river takes five minutes', revised_at = NULL WHERE id = 5")
    settle(children, database)


def test_a_watcher_s_connection_is_replaced(database, proxy, children):
    """Killed by the server's administrator, again and again: changes are seen all the same."""
    for number in range(4):
        for (one,) in database.run("SELECT id FROM information_schema.processlist WHERE user = 'newsportal_web'"):
            with contextlib.suppress(Exception):  # it has ended by itself
                database.run(f"KILL {one}")
        committed = database.edit(("UPDATE page SET title = %s WHERE code = 'annai'", f"안내 {number}"))
        children.until("/page/annai/", shows(f"안내 {number}"), GUARD)
        assert time.monotonic() - committed < limit(2)
    database.edit("UPDATE page SET title = '안내' WHERE code = 'annai'")


# ---- the page store --------------------------------------------------------------------------------------------


def stored_files(folder):
    return sorted(path for path in folder.glob("??/*.page"))


class Stored:
    """A portal with a store, and what it takes to restart it while the database is down."""

    def __init__(self, servers, database, proxy, name, size="16M", folder=None, **settings):
        self.database, self.proxy = database, proxy
        self.folder = folder or servers.workspace / name / "pages"
        self.portal = through(servers, database, proxy, name, NewsPortalStore=(str(self.folder), size), **settings)

    def keep(self, paths):
        """Warms pages and waits until as many are on disk (newer versions of them may be written when Apache stops);
        returns {path: response}."""
        with Children(self.portal) as children:
            children.warm(paths)
            # What was made in the first moments after a start may be in memory only; every page is made anew now.
            self.database.run("INSERT INTO change_log (kind, item) VALUES ('navigation', '')")
            time.sleep(limit(1))
            found = {path: response for (_, path), response in children.warm(paths).items()}
        wanted = len([response for response in found.values() if response.status == 200])
        wait_until(lambda: len(stored_files(self.folder)) >= wanted, GUARD, f"{wanted} pages are on disk")
        return found

    def stop_without_database(self):
        """httpd's event MPM may crash when it is told to stop while a worker puts its connection away (seen in
        apr_os_sock_get below its own shutdown, httpd 2.4.71): the last answer gets a moment to end."""
        self.proxy.set("refuse")
        self.proxy.drop()
        time.sleep(0.2)
        self.portal.apache.stop()

    def restart_without_database(self):
        self.stop_without_database()
        self.portal.apache.start()

    def begin_again(self):
        self.proxy.set("none")


@pytest.fixture(scope="class")
def store(servers, database, proxy):
    stored = Stored(servers, database, proxy, "store", children=1)
    yield stored
    stored.begin_again()
    servers.close_portal(stored.portal)


@pytest.mark.logs(r"exit signal Killed")
class TestStore:
    @pytest.fixture(autouse=True)
    def healed(self, store, database):
        store.begin_again()
        wait_until(lambda: store.portal.get(next(COLD)).status == 200, GUARD, "the database answers")
        yield
        store.begin_again()

    def test_off_by_default(self, portal):
        assert not list(portal.apache.folder.glob("**/*.page"))

    def test_stored_pages_survive_a_restart(self, store, database):
        began = time.monotonic()
        before = store.keep(WARM + WARM_OTHERS)
        tags = {path: store.portal.get(path)["ETag"] for path in WARM}
        store.restart_without_database()
        for path in WARM:
            for _ in range(3):
                response = store.portal.get(path)
                status = CacheStatus(response)
                assert response.body == before[path].body, (path, status)
                assert response.status == 200 and status.older and status.detail in ("store", "db-down"), status
                assert 0 <= status.age <= math.ceil(time.monotonic() - began) and status.ttl == -status.age
                drop = ("cache-control",)
                assert ([item for item in comparable(response) if item[0].lower() not in drop]
                        == [item for item in comparable(before[path]) if item[0].lower() not in drop])
        assert CacheStatus(store.portal.get("/m/tags/")).detail in ("store", "db-down")
        for path in (ARTICLE, "/m/"):
            coded = store.portal.get(path, [("Accept-Encoding", "br")])
            assert coded.status == 200 and coded["Content-Encoding"] == "br"
            assert store.portal.head(path).status == 200
            assert store.portal.get(path, [("If-None-Match", tags[path])]).status == 304
        for path in (next(COLD), *WARM_OTHERS):
            response = store.portal.get(path)
            if path == "/News" and response.status == 301:
                continue  # told by the stored page that it leads to
            assert_unavailable(response)
        store.begin_again()
        back_at = time.monotonic()
        with Children(store.portal) as children:
            for path in (ARTICLE, "/", "/m/tags/"):
                children.until(path, lambda response: not CacheStatus(response).older, GUARD)
            print(f"true pages {time.monotonic() - back_at:.2f} s after the database came back")
            children.warm(WARM)

    def test_the_first_answer_says_that_it_is_from_the_store(self, store, database):
        store.keep([ARTICLE, "/page/annai/"])
        store.restart_without_database()
        assert_older(store.portal.get(ARTICLE), "store")
        assert_older(store.portal.head("/page/annai/"), "store")

    def test_removed_pages_are_not_in_it(self, store, database, gone):
        paths = [path for path, _, _ in GONE.values()]
        lists = ["/board/", "/latest/", "/"]
        with Children(store.portal) as children:
            settle(children, database)
        for response in store.keep([*paths, *lists, ARTICLE]).values():
            assert response.status == 200
        time.sleep(0.3)
        database.edit(*(statement for _, _, statement in GONE.values()))
        with Children(store.portal) as children:
            settle(children, database)
        store.restart_without_database()
        assert store.portal.get(ARTICLE).status == 200
        for path in paths + lists:
            response = store.portal.get(path)
            assert "机密" not in response.text, (path, response["Cache-Status"])
            assert response.status == 503 or path in lists, path

    def test_a_new_child_does_not_empty_it(self, servers, database, proxy):
        """Children come and go with the load. What the others have written stays good."""
        stored = Stored(servers, database, proxy, "store-children", children=2)
        try:
            stored.keep(WARM)
            # Without it the next watcher could not know what was removed meanwhile, and gives the pages up.
            wait_until(lambda: list(stored.folder.glob("position.*")), GUARD, "the place in the change log is on disk")
            # What other tests have removed in the last minute would be told once more by a new watcher, and refuse its pages.
            database.run("DELETE FROM change_log WHERE kind = 'removal'")
            victim = stored.portal.apache.children()[0]
            os.kill(victim, signal.SIGKILL)
            wait_until(lambda: victim not in stored.portal.apache.children() and len(stored.portal.apache.children()) == 2,
                       GUARD, "another child")
            with Children(stored.portal) as children:
                children.warm([ARTICLE])
                settle(children, database)
            stored.restart_without_database()
            assert {path: stored.portal.get(path).status for path in WARM} == {path: 200 for path in WARM}
        finally:
            stored.begin_again()
            servers.close_portal(stored.portal)

    def test_restored_and_shown_again_is_in_it_again(self, store, database):
        path = PAGES["article-ko"]
        store.keep([path])
        database.run("INSERT INTO removal (item_kind, item_id, cause) VALUES ('article', 4, '测试')")
        with Children(store.portal) as children:
            children.until(path, lambda response: response.status == 451, limit(2))
            time.sleep(limit(1))  # the store is careful about what is made right after a removal
            database.run("UPDATE removal SET restored_at = NOW() WHERE item_id = 4")
            children.until(path, lambda response: response.status == 200, limit(2))
            children.warm([path])
        time.sleep(limit(0.3))
        store.restart_without_database()
        response = store.portal.get(path)
        assert response.status == 200 and "장강 대교" in response.text

    @pytest.mark.parametrize("damage", ["truncated", "flipped", "empty", "foreign", "longer", "folder", "other version"])
    def test_damaged_files_are_as_if_they_were_not_there(self, store, database, damage):
        store.keep([*WARM, "/page/about/"])
        time.sleep(limit(0.5))
        mark = store.portal.apache.log_mark()
        store.stop_without_database()
        files = stored_files(store.folder)
        assert len(files) >= len(WARM)
        spoilt = files[::2]
        for path in spoilt:
            spoil(path, damage)
        store.portal.apache.start()
        answers = [store.portal.get(path) for path in WARM for _ in range(2)]
        for path in spoilt:
            with contextlib.suppress(FileNotFoundError):
                path.rmdir() if path.is_dir() else path.unlink()
        statuses = [response.status for response in answers]
        assert set(statuses) == {200, 503}, statuses
        for response in answers:
            if response.status == 200:
                assert CacheStatus(response).older and response.body.rstrip().endswith(b"</html>")
            else:
                assert_unavailable(response)
        lines = [line for line in store.portal.apache.log_since(mark) if "NP014" in line]
        assert 1 <= len(lines) <= 2 * len(store.portal.apache.children()), lines
        store.begin_again()
        wait_until(lambda: all(is_hit(store.portal.get(path)) for path in WARM[:4]), GUARD, "served from the database")


def spoil(path, damage):
    data = path.read_bytes()
    if damage == "truncated":
        path.write_bytes(data[:len(data) // 2])
    elif damage == "flipped":
        middle = len(data) // 2
        path.write_bytes(data[:middle] + bytes([data[middle] ^ 0x20]) + data[middle + 1:])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "foreign":
        path.write_bytes(b"<html>not ours</html>")
    elif damage == "longer":
        path.write_bytes(data + b"more")
    elif damage == "other version":
        path.write_bytes(data[:8] + bytes([data[8] + 1]) + data[9:])
    else:
        path.unlink()
        path.mkdir()


class TestStoreInTrouble:
    """Whatever is wrong with the folder: pages are served, the log says it once."""

    def check(self, portal, children):
        children.warm(WARM)  # what comes before the database has answered is a 503, and so is what a busy machine is late with
        for _ in range(2):
            for path in WARM:
                for response in children.each(path).values():
                    assert response.status == 200
        assert all(is_hit(response) for response in children.each(ARTICLE).values())

    def lines(self, portal, mark):
        return [line for line in portal.apache.log_since(mark) if "NP014" in line or "NP013" in line]

    def test_a_folder_that_cannot_be_written(self, servers, database, proxy):
        stored = Stored(servers, database, proxy, "store-read-only")
        try:
            stored.keep([ARTICLE])
            mark = stored.portal.apache.log_mark()
            for path in [stored.folder, *(item for item in stored.folder.rglob("*") if item.is_dir())]:
                path.chmod(0o500)
            with Children(stored.portal) as children:
                self.check(stored.portal, children)
                for _ in range(20):
                    assert children.portal.get(next(COLD)).status == 200
            wait_until(lambda: self.lines(stored.portal, mark), GUARD, "a line in the log")
            time.sleep(0.5)
            assert len(self.lines(stored.portal, mark)) <= 2 * len(stored.portal.apache.children())
        finally:
            subprocess.run(["chmod", "-R", "u+w", str(stored.folder)], check=True)
            servers.close_portal(stored.portal)

    def test_a_full_file_system(self, servers, database, proxy):
        if os.geteuid() != 0:
            pytest.skip("mounting a small file system takes root")
        mount = servers.workspace / "small"
        mount.mkdir()
        user = unprivileged()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size=128k,uid={user[1]},gid={user[2]},mode=755", "none", str(mount)],
                              capture_output=True)
        if done.returncode:
            pytest.skip("no file system can be mounted here")
        try:
            stored = Stored(servers, database, proxy, "store-full", folder=mount / "pages")
            mark = stored.portal.apache.log_mark()
            try:
                with Children(stored.portal) as children:
                    self.check(stored.portal, children)
                    for _ in range(120):
                        assert children.portal.get(next(COLD)).status == 200
                    self.check(stored.portal, children)
                wait_until(lambda: self.lines(stored.portal, mark), GUARD, "a line in the log")
                assert len(self.lines(stored.portal, mark)) <= 2 * len(stored.portal.apache.children())
            finally:
                servers.close_portal(stored.portal)
        finally:
            subprocess.run(["umount", "-l", str(mount)], check=True)

    def test_the_size_is_a_limit(self, servers, database, proxy):
        stored = Stored(servers, database, proxy, "store-small", size="1M")
        try:
            with Children(stored.portal) as children:
                children.warm([ARTICLE])
                for number in range(500):
                    assert children.get(children.pids[number % 2], next(COLD)).status == 200

            def size():
                total = 0
                for path in stored_files(stored.folder):
                    with contextlib.suppress(FileNotFoundError):  # it made room in this moment
                        total += path.stat().st_size
                return total
            # What one child has written, the other learns from its next look, a second later.
            assert size() <= (1 << 20) * 1.5, size()
            wait_until(lambda: 100_000 < size() <= (1 << 20) * 1.05, limit(5), "the folder is within its limit")
        finally:
            servers.close_portal(stored.portal)

    def test_a_foreign_secret_is_another_store(self, servers, database, proxy):
        """Pages of a folder whose secret was replaced are nobody's."""
        stored = Stored(servers, database, proxy, "store-secret")
        try:
            stored.keep([ARTICLE, "/"])
            time.sleep(limit(0.5))
            stored.stop_without_database()
            secret = stored.folder / "secret"
            secret.write_bytes(os.urandom(len(secret.read_bytes())))
            stored.portal.apache.start()
            assert_unavailable(stored.portal.get(ARTICLE))
            proxy.set("none")
            wait_until(lambda: stored.portal.get(ARTICLE).status == 200, GUARD, "served from the database")
        finally:
            proxy.set("none")
            servers.close_portal(stored.portal)

    def test_two_portals_share_a_folder_and_nothing_else(self, servers, database, proxy):
        first = Stored(servers, database, proxy, "store-first")
        second = Stored(servers, database, proxy, "store-second", folder=first.folder, NewsPortalSiteName="另一个门户")
        try:
            first.keep([ARTICLE])
            second.keep([ARTICLE])
            wait_until(lambda: len(stored_files(first.folder)) >= 2, GUARD, "a file of each")
            time.sleep(limit(0.3))
            for stored in (first, second):
                stored.restart_without_database()
            assert "另一个门户" in second.portal.get(ARTICLE).text
            assert "另一个门户" not in first.portal.get(ARTICLE).text
        finally:
            proxy.set("none")
            for stored in (first, second):
                servers.close_portal(stored.portal)


def test_the_secret_is_nobody_else_s(servers, database, proxy):
    stored = Stored(servers, database, proxy, "store-rights")
    try:
        stored.keep([ARTICLE])
        for path in [stored.folder, *stored.folder.rglob("*")]:
            assert path.stat().st_mode & 0o077 == 0, path
    finally:
        servers.close_portal(stored.portal)
