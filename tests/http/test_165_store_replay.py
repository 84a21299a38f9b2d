"""What was removed while Apache was stopped is in no journal of the page store: the next start learns it from the change
log, and gives up no more than it must. Pages that nobody has asked for since are then not shown without a database."""
import re
import time

import pytest

from cached import GUARD, Children, assert_older, counters, marker_statement, numbers, settle
from lib.fault_proxy import FaultProxy
from portal import assert_unavailable, limit, wait_until
from test_160_staleness import ARTICLE, GONE, Stored, enter_gone, leave_gone, stored_files

pytestmark = pytest.mark.logs(r"\bNP01\d\d\b")

WINDOW = 1  # seconds; a start reads the rows of two windows in any case, and what is older must be asked for
LISTS = ["/board/", "/latest/", "/"]
PATHS = [path for path, _, _ in GONE.values()]


@pytest.fixture(scope="module")
def database(servers):
    database = servers.database("replay")
    database.edit(marker_statement("at first"))
    return database


@pytest.fixture(scope="module")
def proxy(servers, database):
    with FaultProxy(str(servers.workspace / "replay.sock"), database.socket) as proxy:
        yield proxy


@pytest.fixture
def store(servers, database, proxy, request):
    """Pages are in the store, and Apache is stopped. Nothing that is removed is missing in the journal so far."""
    enter_gone(database)
    stored = Stored(servers, database, proxy, f"replay-{request.node.name.replace('_', '-')}",
                    NewsPortalChangesWindow=f"{WINDOW}s")
    try:
        for response in stored.keep([ARTICLE, *PATHS, *LISTS]).values():
            assert response.status == 200
        with Children(stored.portal) as children:
            settle(children, database)
        stop(stored)
        yield stored
    finally:
        proxy.set("none")
        servers.close_portal(stored.portal)
        leave_gone(database)


def position(store):
    """The number of the row of the change log up to which removals are in the journal; None without one."""
    found = list(store.folder.glob("position.*"))
    assert len(found) <= 1, found
    return int(re.fullmatch(r"newsportal-position ([0-9a-f]{16}) [0-9a-f]{16} [0-9a-f]{16}\n", found[0].read_text())[1], 16) if found else None


def newest(database):
    return database.run("SELECT MAX(id) FROM change_log")[0][0]


def stop(store):
    store.portal.apache.stop()


def begin(store):
    mark = store.portal.apache.log_mark()
    store.portal.apache.start()
    assert store.portal.apache.wait_for_log("resuming normal operations", mark, GUARD)


def grow_old(database):
    """Everything committed before is older than what a start reads in any case; a younger row stands above it."""
    time.sleep(2 * WINDOW + 2.2)
    database.edit(marker_statement(f"at {time.monotonic()}"))
    time.sleep(2 * WINDOW + 2.2)


def start_unasked(store, database):
    """Apache with a database, whom nobody asks for a page, until its watchers have come to the end of the log."""
    store.proxy.set("none")
    begin(store)
    wait_until(lambda: position(store) == newest(database), GUARD, "a watcher has come to the newest row")
    wait_until(lambda: sum(numbers(counters(store.portal), "polls")) >= 20, GUARD, "the others have, too")


def without_database(store):
    store.proxy.set("refuse")
    store.proxy.drop()
    stop(store)
    begin(store)


def journal(store):
    return (store.folder / "removed").read_text().splitlines()


def keys(lines):
    return {line.split()[0] for line in lines if not line.startswith("newsportal")}


@pytest.mark.slow
def test_removed_while_apache_was_stopped(store, database):
    files, before, lines = stored_files(store.folder), position(store), journal(store)
    assert before and len(files) >= len([ARTICLE, *PATHS, *LISTS])
    database.edit(*(statement for _, _, statement in GONE.values()))
    grow_old(database)
    start_unasked(store, database)
    assert position(store) > before
    written = journal(store)
    assert written[:len(lines)] == lines, "the same journal, or no page of it would be shown"
    removals = database.run("SELECT COUNT(*) FROM change_log WHERE kind = 'removal' AND id > %s", before)[0][0]
    assert removals >= len(GONE)
    assert removals <= len(written) - len(lines) <= removals * len(store.portal.apache.children())
    without_database(store)
    assert stored_files(store.folder) == files, "they are there, and must not be shown"
    assert_older(store.portal.get(ARTICLE), "store")
    for path in PATHS:
        assert_unavailable(store.portal.get(path))
    for path in LISTS:
        response = store.portal.get(path)
        assert "机密" not in response.text, (path, response["Cache-Status"])
    assert sum(numbers(counters(store.portal), "store_refused")) >= len(PATHS)
    # The next start has nothing of that to tell again.
    store.proxy.set("none")
    stop(store)
    begin(store)
    with Children(store.portal) as children:
        settle(children, database)
    marker = keys(lines)
    assert journal(store)[:len(written)] == written
    assert len(keys(written) - marker) == len(GONE)
    assert keys(journal(store)[len(written):]) <= marker


@pytest.mark.slow
def test_without_its_place_everything_is_given_up(store, database):
    [file] = store.folder.glob("position.*")
    database.edit(GONE["removed"][2])
    grow_old(database)
    file.write_bytes(file.read_bytes().replace(b"0", b"1", 1))
    start_unasked(store, database)
    without_database(store)
    for path in (GONE["removed"][0], ARTICLE):
        assert_unavailable(store.portal.get(path))


@pytest.mark.slow
def test_another_log_is_another_truth(store, database):
    """It was emptied and has grown beyond the old place: nobody knows what had been removed."""
    before = position(store)
    database.edit(GONE["removed"][2])
    time.sleep(1.1)  # rows are told apart by their second
    database.run("TRUNCATE change_log")
    database.edit(*(marker_statement(f"{number}") for number in range(before + 5)))
    grow_old(database)
    start_unasked(store, database)
    without_database(store)
    for path in (GONE["removed"][0], ARTICLE):
        assert_unavailable(store.portal.get(path))


def test_a_start_gives_up_nothing(store, database):
    """Children that begin, begin again or are added leave the pages of the others alone."""
    start_unasked(store, database)
    store.portal.apache.graceful()
    with Children(store.portal) as children:
        settle(children, database)
    wait_until(lambda: len(store.portal.apache.children()) <= 2, limit(15), "old children have ended")
    without_database(store)
    for path in (ARTICLE, PATHS[0]):
        assert_older(store.portal.get(path), "store")
