"""Restarts, killed children and floods of addresses: no request is lost, and what is warm stays warm."""
import operator
import os
import random
import re
import shutil
import signal
import subprocess
import threading
import time

import pytest

from cached import (GUARD, LONG, CacheStatus, Children, cached_portal, counters, is_hit, numbers, settle, shows)
from lib.apache import Truncated, request_bytes
from portal import PAGES, limit, wait_until

ARTICLE = "/2024/05/18/1.html"
# After a restart every page is cold, and who waits for one that takes long gets a 503: here nobody shall.
PATIENT = {"NewsPortalCacheWait": "3s"}
WARM = [prefix + PAGES[kind] for kind in ("front", "latest", "channel", "channel-older", "article", "tag", "tags", "static")
        for prefix in ("", "/m")]


@pytest.fixture(scope="module")
def database(servers):
    return servers.database("restarts")


def connections(database):
    return database.run("SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'newsportal_web'")[0][0]


class Load:
    """Readers that count their answers; each on a new connection, so that a restart may end none of them."""

    def __init__(self, portal, readers=4, paths=WARM, pause=0.005):
        self.portal, self.paths, self.pause = portal, paths, pause
        self.stop, self.faults, self.counts, self.odd = threading.Event(), [], [0] * readers, []
        self.threads = [threading.Thread(target=self.read, args=(number,), daemon=True) for number in range(readers)]

    def read(self, number):
        dice = random.Random(number)
        while not self.stop.is_set():
            path = dice.choice(self.paths)
            try:
                response = self.portal.get(path, timeout=20)
            except (OSError, Truncated, AssertionError) as fault:
                self.faults.append(f"{path}: {fault!r}")
                continue
            if response.status != 200 or not response.body.rstrip().endswith(b"</html>"):
                self.odd.append(f"{path}: {response} {response['Cache-Status']}")
            self.counts[number] += 1
            time.sleep(self.pause)

    def go_on(self, answers):
        """Returns when every reader has had so many more answers."""
        wanted = [count + answers for count in self.counts]
        wait_until(lambda: all(map(operator.ge, self.counts, wanted)), limit(60), f"{answers} more answers for every reader")

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *exception):
        self.stop.set()
        for thread in self.threads:
            thread.join()


@pytest.mark.slow
def test_graceful_restarts_under_load(servers, database):
    """P8: every request is answered whole, nothing piles up, no line in the log (conftest.py reads it)."""
    before = connections(database)
    portal = cached_portal(servers, "graceful", database, **PATIENT)
    try:
        with Load(portal) as load:
            for _ in range(100 if LONG else 6):
                portal.apache.graceful()
                time.sleep(2 if LONG else 0.6)
                load.go_on(10)
        assert not load.faults, load.faults[:5]
        assert not load.odd, load.odd[:5]
        wait_until(lambda: len(portal.apache.children()) <= 2, limit(12), "old children have ended")
        wait_until(lambda: connections(database) <= before + 2 * (8 + 2), limit(6), "their connections have ended")
        with Children(portal) as children:
            children.warm(WARM)
            settle(children, database)
        assert portal.apache.graceful_stop() < limit(9)
        wait_until(lambda: connections(database) <= before, limit(6), "all connections have ended")
    finally:
        servers.close_portal(portal)


@pytest.mark.slow
def test_edits_are_seen_across_graceful_restarts(servers, database):
    """Old children, which still answer, and new ones, which begin with nothing: neither shows what is gone."""
    portal = cached_portal(servers, "graceful-edits", database, **PATIENT)
    try:
        with Children(portal) as children:
            children.warm([ARTICLE])
        for number in range(5):
            title = f"重启之间的标题{number}"
            restart = threading.Thread(target=portal.apache.graceful)
            restart.start()
            time.sleep(0.05 * number)
            committed = database.edit(("UPDATE article SET title = %s WHERE id = 1", title))
            restart.join()
            time.sleep(max(0.0, committed + limit(1) - time.monotonic()))
            for _ in range(12):
                assert title in portal.get(ARTICLE).text, number
    finally:
        database.run("UPDATE article SET title = '长河大桥正式通车 两岸往来只需五分钟', revised_at = NULL WHERE id = 1")
        servers.close_portal(portal)


@pytest.mark.slow
@pytest.mark.logs(r"exit signal Killed")
def test_killed_children_are_replaced(servers, database):
    """F18: only its own requests fail; the others go on, and the new child learns of changes like the old one."""
    portal = cached_portal(servers, "killed-children", database, children=3, **PATIENT)
    dice, kills = random.Random(18), 30 if LONG else 4
    try:
        with Children(portal) as children:
            children.warm(WARM)
            with Load(portal) as load:
                for number in range(kills):
                    victim = dice.choice(portal.apache.children())
                    os.kill(victim, signal.SIGKILL)
                    wait_until(lambda victim=victim: victim not in portal.apache.children()
                               and len(portal.apache.children()) == 3, limit(6), "another child")
                    title = f"换了进程之后{number}"
                    committed = database.edit(("UPDATE article SET title = %s WHERE id = 8", title))
                    children.until("/2024/05/13/8.html", shows(title), GUARD)
                    assert time.monotonic() - committed < limit(2)
                    load.go_on(5)
            assert not load.odd, load.odd[:5]
            assert len(load.faults) <= 4 * kills, load.faults[:5]
            children.warm(WARM)
    finally:
        database.run("UPDATE article SET title = '将被转移栏目的文章', revised_at = NULL WHERE id = 8")
        servers.close_portal(portal)


# ---- floods of addresses -------------------------------------------------------------------------------


def flood_targets(count, seed=170):
    """Addresses that nobody asks for twice: unknown ones, other queries, and real pages at positions of all kinds."""
    dice = random.Random(seed)
    for number in range(count):
        kind = number % 5
        if kind == 0:
            yield f"/2024/05/18/{dice.randrange(10**6, 10**9)}.html"
        elif kind == 1:
            yield f"/{dice.choice(['x', 'y', 'tag', 'page'])}{dice.randrange(10**9)}/"
        elif kind == 2:
            yield f"/records/?before=20230301080500-{dice.randrange(1025, 10**9)}"
        elif kind == 3:
            yield f"/tag/{dice.randrange(10**9)}/"
        else:
            yield f"/m/news/?utm={dice.randrange(10**9)}"


def pipeline(portal, targets, batch=20):
    """Many requests on one connection, some ahead of their answers; counts by status."""
    counts = {}
    with portal.apache.connection(60) as connection:
        for begin in range(0, len(targets), batch):
            part = targets[begin:begin + batch]
            connection.send(b"".join(request_bytes("GET", target, portal.apache.authority, close=False) for target in part))
            for _ in part:
                status = connection.read().status
                counts[status] = counts.get(status, 0) + 1
    return counts


@pytest.mark.slow
def test_a_flood_of_random_addresses_keeps_warm_pages_warm(servers, database):
    """What is asked for once must not push out what is asked for again: the hit rate of readers falls by less than 1 %."""
    portal = cached_portal(servers, "flood", database, threads=16, NewsPortalCache="4M")
    count = 1_000_000 if LONG else 20_000
    warm = [*WARM, *(f"/2023/03/01/{number}.html" for number in range(1001, 1021))]
    try:
        with Children(portal) as children:
            for _ in range(3):
                children.warm(warm)
            faults, hits, reads = [], 0, 0

            def flood(number, targets):
                try:
                    seen = pipeline(portal, targets)
                    if set(seen) - {200, 404}:
                        faults.append(f"{number}: {seen}")
                except (OSError, Truncated) as fault:
                    faults.append(repr(fault))

            if LONG and shutil.which("wrk"):
                threads = [threading.Thread(target=wrk_flood, args=(portal, count, faults))]
            else:
                targets = list(flood_targets(count))
                threads = [threading.Thread(target=flood, args=(number, targets[number::4])) for number in range(4)]
            for thread in threads:
                thread.start()
            dice = random.Random(1)
            while any(thread.is_alive() for thread in threads):
                for path in dice.sample(warm, 12):
                    for response in children.each(path).values():
                        hits += is_hit(response)
                        reads += 1
            for thread in threads:
                thread.join()
            assert not faults, faults[:5]
            state = counters(portal)
            for size, bound in zip(numbers(state, "cache_bytes"), numbers(state, "cache_limit"), strict=True):
                assert size <= bound
            rate = hits / reads
            print(f"{count} addresses, {reads} reads of warm pages meanwhile, {100 * rate:.2f} % hits")
            assert reads > 500 and rate > 0.99, f"{hits} of {reads}"
            cold = [path for path in warm for response in children.each(path).values() if not is_hit(response)]
            assert len(cold) <= len(warm) * 2 // 100, cold
    finally:
        servers.close_portal(portal)


def wrk_flood(portal, count, faults):
    """wrk with a script that makes up addresses; for the long run."""
    script = portal.apache.folder / "flood.lua"
    script.write_text("""
        local n = 0
        function setup(thread) thread:set("seed", math.random(1e9)) end
        function init() math.randomseed(seed) end
        function request()
            n = n + 1
            local k, r = n % 5, math.random(1e6, 1e9)
            local path = k == 0 and "/2024/05/18/" .. r .. ".html" or k == 1 and "/x" .. r .. "/"
                or k == 2 and "/records/?before=20230301080500-" .. r or k == 3 and "/tag/" .. r .. "/"
                or "/m/news/?utm=" .. r
            return wrk.format("GET", path)
        end
    """)
    done = 0
    while done < count:
        result = subprocess.run(["wrk", "-t1", "-c4", "-d20s", "-s", str(script), "-H", f"Host: {portal.apache.authority}",
                                 f"http://127.0.0.1:{portal.apache.port}/"], capture_output=True, text=True, timeout=120)
        match = re.search(r"(\d+) requests in", result.stdout)
        if not match or "Socket errors" in result.stdout:
            faults.append(result.stdout + result.stderr)
            return
        done += int(match[1])


def test_a_query_flood_is_one_entry(servers, database):
    """Ten thousand spellings of one page's query make nothing and store nothing."""
    portal = cached_portal(servers, "queries", database, children=1)
    try:
        with Children(portal) as children:
            children.warm(["/news/"])
            before = counters(portal)
            seen = pipeline(portal, [f"/news/?utm_source={number}&x=%{number % 100:02d}" for number in range(10_000 if LONG else 2_000)])
            after = counters(portal)
            assert set(seen) == {200}
            for name in ("renders", "stored", "cache_entries"):
                assert sum(numbers(after, name)) == sum(numbers(before, name)), name
            assert all(CacheStatus(response).fresh for response in children.each("/news/").values())
    finally:
        servers.close_portal(portal)
