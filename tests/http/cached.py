"""What the tests of the page cache share: how an answer came about, reading in every child process, knowing that
all children have seen a change, the same portal without a cache, and many readers at once.

The cache lives in each child, so a test that reads "the portal" reads one child, by chance. Children keeps one
connection to each of them. A change is known to be seen when a later one is: settle() changes a static page of its
own and waits until every child shows it.
"""
import contextlib
import itertools
import json
import os
import pathlib
import re
import selectors
import socket
import time

from lib.apache import Connection, Response, Truncated, request_bytes
from portal import limit, wait_until

# A committed change is on every page within this.
PROMISE = limit(1.0)
# More than the promise, for what comes before it (a database that starts, a time-out that must pass).
GUARD = limit(15)
# What the watcher's connection alone says; see FaultProxy.set.
WATCHER = b"web_change_log"
MARKER = "/page/marker/"

LONG = bool(os.environ.get("NEWSPORTAL_LONG"))

KEEP_OPEN = "KeepAliveTimeout 300\nMaxKeepAliveRequests 0\n"
STATUS = '<Location "/newsportal-status">\n    SetHandler newsportal-status\n</Location>\n'


def children_tuning(children=2, threads=16):
    """An event MPM whose number of children does not change."""
    return (f"StartServers {children}\nServerLimit {children}\nThreadsPerChild {threads}\nThreadLimit {threads}\n"
            f"MaxRequestWorkers {children * threads}\nMinSpareThreads 1\nMaxSpareThreads {children * threads * 2}\n"
            "GracefulShutdownTimeout 8")


def cached_portal(servers, name, database, children=2, threads=16, modules=(), extra="", start=True, **settings):
    """A portal with a known number of children and a status page."""
    return servers.portal(name, database, start=start, extra=KEEP_OPEN + STATUS + extra,
                          apache_options={"mpm_tuning": children_tuning(children, threads), "modules": modules},
                          **settings)


def uncached_twin(servers, portal, name):
    """The same portal on the same database with no cache: what a page should be now."""
    return servers.portal(name, portal.database, NewsPortalBaseURL=portal.base, NewsPortalCache="off",
                          extra=KEEP_OPEN, apache_options={"mpm_tuning": children_tuning(1, 16)})


# ---- how an answer came about -----------------------------------------------------------------------


class CacheStatus:
    """The Cache-Status header of one answer (RFC 9211), read strictly."""

    FORM = re.compile(r"newsportal((?:; (?:hit|stored|collapsed|fwd=[a-z-]+|ttl=-?\d+|detail=[a-z-]+))+)")

    def __init__(self, response):
        self.response = response
        self.text = response["Cache-Status"]
        match = self.FORM.fullmatch(self.text or "")
        assert match, f"Cache-Status {self.text!r} of {response}"
        parameters = [part.partition("=")[::2] for part in match[1].split("; ")[1:]]
        found = dict(parameters)
        assert len(found) == len(parameters), self.text
        self.hit, self.stored, self.collapsed = ("hit" in found), ("stored" in found), ("collapsed" in found)
        self.forward, self.detail = found.get("fwd"), found.get("detail")
        self.ttl = int(found["ttl"]) if "ttl" in found else None
        assert self.hit != bool(self.forward), self.text
        assert self.forward in (None, "miss", "stale", "bypass"), self.text

    @property
    def fresh(self):
        """From memory, and true."""
        return self.text == "newsportal; hit"

    @property
    def made(self):
        """Rendered for this very request."""
        return bool(self.forward) and not self.collapsed

    @property
    def older(self):
        """An older copy, shown because the truth was not to be had."""
        return self.hit and not self.fresh

    @property
    def age(self):
        value = self.response["Age"]
        return int(value) if value is not None else None

    def __repr__(self):
        return f"<{self.response.status} {self.text}>"


def is_hit(response):
    return CacheStatus(response).fresh


def assert_older(response, detail, age=None, tolerance=2.0):
    """An older copy that says so, truthfully: Age within a tolerance of `age`, and the same in ttl."""
    status = CacheStatus(response)
    assert response.status == 200 and status.older, status
    assert status.detail == detail, status
    assert status.age is not None and status.age >= 0, response.headers
    assert status.ttl == -status.age, (status, status.age)
    if age is not None:
        assert abs(status.age - age) <= tolerance, f"Age {status.age}, in truth {age:.2f}"
    return status


# ---- every child ------------------------------------------------------------------------------------


def socket_inode(server_port, client_port):
    """The socket at the server's end of a loopback connection."""
    ends = f"0100007F:{server_port:04X}", f"0100007F:{client_port:04X}"
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        words = line.split()
        if (words[1], words[2]) == ends:
            return int(words[9])
    return 0


def holder(apache, connection):
    """The child process that has accepted a connection, None while none has."""
    inode = socket_inode(apache.port, connection.socket.getsockname()[1])
    for pid in apache.children() if inode else []:
        with contextlib.suppress(OSError):
            for entry in os.scandir(f"/proc/{pid}/fd"):
                with contextlib.suppress(OSError):
                    if os.readlink(entry.path) == f"socket:[{inode}]":
                        return pid
    return None


class Children:
    """One kept connection to each child of a portal; opened when needed, found anew when one has ended."""

    def __init__(self, portal, host=None):
        self.portal = portal
        self.apache = portal.apache
        self.host = host or portal.apache.authority
        self.connections = {}

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        for connection in self.connections.values():
            connection.close()
        self.connections = {}

    @property
    def pids(self):
        self.reach()
        return sorted(self.connections)

    def reach(self):
        """A connection to every child that there is now."""
        living = self.apache.children()
        for pid in set(self.connections) - set(living):
            self.connections.pop(pid).close()
        spare, ask = [], request_bytes("OPTIONS", "*", self.host, close=False)
        try:
            for _ in range(2000):
                if set(self.connections) >= set(living):
                    return
                connection = self.apache.connection(timeout=30)
                connection.send(ask)
                connection.read("OPTIONS")
                pid = holder(self.apache, connection)
                if pid and pid not in self.connections:
                    self.connections[pid] = connection
                else:
                    spare.append(connection)  # kept for now, so that its child has less room for the next
                    if len(spare) > 8:
                        spare.pop(0).close()
                living = self.apache.children()
        finally:
            for connection in spare:
                connection.close()
        raise AssertionError(f"of the children {living} only {sorted(self.connections)} answer")

    def get(self, pid, target, headers=(), method="GET"):
        """httpd may end an idle connection when it is short of threads: then another one is opened, once."""
        for attempt in (1, 2):
            if pid not in self.connections:
                self.reach()
            connection = self.connections[pid]
            try:
                began = time.monotonic()
                connection.send(request_bytes(method, target, self.host, headers, close=False))
                response = connection.read(method)
                response.elapsed = time.monotonic() - began
                break
            except (OSError, Truncated):
                self.connections.pop(pid).close()
                if attempt == 2 or connection.buffer:
                    raise
        if (response["Connection"] or "").lower() == "close":
            self.connections.pop(pid).close()
        return response

    def each(self, target, headers=(), method="GET"):
        """{pid: response} of all children."""
        return {pid: self.get(pid, target, headers, method) for pid in self.pids}

    def warm(self, targets, timeout=GUARD):
        """Asks for pages until each comes from the memory of each child; returns {(pid, target): response}."""
        seen, end = {}, time.monotonic() + timeout
        for pid, target in itertools.product(self.pids, targets):
            response = self.get(pid, target)
            while not is_hit(response):
                assert time.monotonic() < end, f"{target} is not stored: {response['Cache-Status']}"
                response = self.get(pid, target)
            seen[pid, target] = response
        return seen

    def until(self, target, condition, timeout=PROMISE, what=None):
        """Polls one page in each child until the condition holds in all; returns the seconds that took."""
        waiting = set(self.pids)

        def done():
            for pid in list(waiting):
                if condition(self.get(pid, target)):
                    waiting.discard(pid)
            return not waiting
        return wait_until(done, timeout, what or f"{target} in every child", step=0.01)


def shows(text):
    return lambda response: text.encode() in response.body


# ---- a change that has been seen --------------------------------------------------------------------

TOKENS = itertools.count(1)


def marker_statement(token):
    return ("REPLACE INTO page (code, title, body, body_format, state) VALUES ('marker', '标记', %s, 'text', 'live')", token)


def settle(children, database, timeout=GUARD):
    """Returns when every child has seen all that was committed before; the seconds from commit to sight."""
    children.warm([MARKER])  # a page that is made for this request would show the token too, and prove nothing
    token = f"token-{os.getpid()}-{next(TOKENS)}"
    committed = database.edit(marker_statement(token))
    children.until(MARKER, shows(token), timeout)
    return time.monotonic() - committed


# ---- a slow database ------------------------------------------------------------------------------


def slow_down(proxy, portal, seconds, path="/2023/03/01/1003.html"):
    """Sets such a delay that a page takes about so many seconds; nobody has asked for `path` before."""
    step = 0.01
    proxy.set(f"delay {step}", spare=WATCHER)
    response = portal.get(path, timeout=60)
    assert response.status == 200 and CacheStatus(response).made, response
    proxy.set("none")
    proxy.set(f"delay {seconds * step / response.elapsed:.4f}", spare=WATCHER)


class Desk:
    """A portal as an editor sees it: when run() returns, every child knows of the change, within the second that is
    promised, so that the next answer is made from it or is a copy that it does not touch."""

    def __init__(self, portal, children):
        self.portal, self.children, self.database = portal, children, self

    def __getattr__(self, name):
        return getattr(self.portal, name)

    def run(self, statement, *values):
        rows = self.portal.database.run(statement, *values)
        if not statement.lstrip().upper().startswith("SELECT"):
            self.seen()
        return rows

    def session(self):
        return self.portal.database.session()

    def seen(self):
        settle(self.children, self.portal.database, PROMISE)


# ---- status page ------------------------------------------------------------------------------------


def counters(portal):
    """The numbers of the status page, of all children together."""
    response = portal.get("/newsportal-status?json")
    assert response.status == 200, response
    return json.loads(response.text)


def numbers(tree, name):
    """Every number of that name in the status, wherever it stands; a list or object of numbers counts as its parts."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == name:
                yield from leaves(value)
            else:
                yield from numbers(value, name)
    elif isinstance(tree, list):
        for item in tree:
            yield from numbers(item, name)


def leaves(value):
    if isinstance(value, (int, float)):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from leaves(item)


# ---- many readers at once ---------------------------------------------------------------------------


def volley(apache, requests, timeout=30.0):
    """Sends all requests (bytes, each with Connection: close) at once, each on its own connection; returns the
    responses in order, each with .elapsed until its last byte. One that was cut off is a Truncated."""
    waiting, answers = selectors.DefaultSelector(), [None] * len(requests)
    buffers, began = [b""] * len(requests), []
    for number, data in enumerate(requests):
        one = socket.create_connection(apache.address, timeout=timeout)
        began.append(time.monotonic())
        one.sendall(data)
        one.setblocking(False)
        waiting.register(one, selectors.EVENT_READ, number)
    end = time.monotonic() + timeout
    while waiting.get_map():
        ready = waiting.select(max(0.0, end - time.monotonic()))
        assert ready, f"{len(waiting.get_map())} of {len(requests)} readers wait for more than {timeout} s"
        for key, _ in ready:
            number = key.data
            try:
                data = key.fileobj.recv(1 << 20)
            except OSError:
                data = b""
            if data:
                buffers[number] += data
                continue
            waiting.unregister(key.fileobj)
            key.fileobj.close()
            answers[number] = parsed(buffers[number], time.monotonic() - began[number])
    return answers


class _Fed:
    """Feeds bytes that have already come to the strict reader of lib.apache."""

    def __init__(self, data):
        self.data = data

    def recv(self, _):
        data, self.data = self.data, b""
        return data


def parsed(data, elapsed, method="GET"):
    reader = Connection.__new__(Connection)
    reader.socket, reader.buffer = _Fed(data), b""
    try:
        response = reader.read(method)
    except Truncated as fault:
        return fault
    response.elapsed = elapsed
    return response


def answered(answers):
    return [answer for answer in answers if isinstance(answer, Response)]
