"""Servers for the HTTP tests: one MariaDB and one Apache for most of them, others on demand.

Everything lives in one folder below the system's temporary folder and is removed at the end
(NEWSPORTAL_KEEP=1 keeps it). After each test the error logs of all running Apaches are read: a line
that a clean run does not have fails the test, unless the test declares it:

    @pytest.mark.logs("NP0101")        lines of level warn or worse that match may appear
    @pytest.mark.slow                  left out by check-quick
    @pytest.mark.hour(60)              takes about so many seconds, in which the hour must not turn; others: 10
"""
import os
import pathlib
import shutil
import sys
import tempfile
import time

import pytest

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parents[1])]

import cached  # noqa: E402
from lib import apache, clock  # noqa: E402
from portal import Database, Portal, limit  # noqa: E402


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes more than about two seconds")
    config.addinivalue_line("markers", "logs(*patterns): lines that the test provokes in the error log")
    config.addinivalue_line("markers", "hour(seconds): how long the hour must not turn for")


def pytest_sessionstart(session):
    if session.config.option.collectonly:
        return
    for path in (apache.MODULE, pathlib.Path(apache.HTTPD)):
        if not path.exists():
            pytest.exit(f"{path} does not exist: build first (make -f apxs.mk), or set NEWSPORTAL_MODULE", 2)


@pytest.fixture(scope="session")
def workspace():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="newsportal-http-"))
    folder.chmod(0o755)
    yield folder
    if os.environ.get("NEWSPORTAL_KEEP"):
        print(f"\nkept: {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)


SERVERS = pytest.StashKey()


class Servers:
    """Makes databases and portals; remembers them for the log check and for the end."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.portals = []
        self.databases = []

    def database(self, name, content="content.sql", **options):
        database = Database(self.workspace / f"db-{name}", content, **options)
        self.databases.append(database)
        return database

    def portal(self, name, database=None, start=True, **settings):
        portal = Portal(self.workspace / name, database, **settings)
        self.portals.append(portal)
        if start:
            portal.start()
        return portal

    def close_portal(self, portal):
        if portal in self.portals:
            self.portals.remove(portal)
        portal.apache.stop()

    def close(self):
        for portal in self.portals:
            portal.apache.kill()
        for database in self.databases:
            database.stop()


@pytest.fixture(scope="session")
def all_servers(request, workspace):
    servers = Servers(workspace)
    request.session.stash[SERVERS] = [servers]
    yield servers
    servers.close()


@pytest.fixture(scope="module")
def servers(request, workspace, all_servers):
    """Servers of one test file: what it starts ends with it."""
    servers = Servers(workspace)
    request.session.stash[SERVERS].append(servers)
    yield servers
    request.session.stash[SERVERS].remove(servers)
    servers.close()


@pytest.fixture(scope="session")
def database(all_servers):
    return all_servers.database("main")


@pytest.fixture(scope="session")
def site(all_servers, database):
    """The portal that most tests read. Who changes its content puts it back."""
    try:
        return all_servers.portal("site", database)
    except apache.ApacheError as fault:
        pytest.exit(f"no test can run: {fault}", 2)


@pytest.fixture(scope="module", autouse=True)
def earlier_changes_seen(all_servers):
    """What the files before this one changed, and put back, is on every page of every child."""
    if all_servers.portals:
        time.sleep(cached.PROMISE)


@pytest.fixture(scope="session")
def desk(all_servers, database):
    """A portal with an editor in front of it: what is changed through it has been seen when the change returns."""
    portal = cached.cached_portal(all_servers, "desk", database, NewsPortalChangesInterval="20ms")
    with cached.Children(portal) as children:
        yield cached.Desk(portal, children)
    database.run("DELETE FROM page WHERE code = 'marker'")


@pytest.fixture(autouse=True)
def one_hour(request):
    """Budgets are counted by the full hour, stamps of kept forms are of it, and the portal's days begin with one. What
    happens when it turns has tests of its own, with clocks of their own; no other test has that moment in its middle."""
    mark = request.node.get_closest_marker("hour")
    clock.stay_in_the_hour(limit(mark.args[0] if mark else 10))


@pytest.fixture(autouse=True)
def clean_log(request):
    yield
    allowed = [pattern for mark in request.node.iter_markers("logs") for pattern in mark.args]
    bad = [f"{portal.name}: {line}" for servers in request.session.stash.get(SERVERS, [])
           for portal in servers.portals for line in portal.apache.unexpected_log_lines(allowed)]
    assert not bad, "unexpected lines in the error log:\n" + "\n".join(bad[:40])
