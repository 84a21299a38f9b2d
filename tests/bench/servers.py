"""A server process of the bench: started as an unprivileged user, on a core of its own, ended by its id.

What all peers have in common. The peers themselves: apache.py, peers.py, wordpress.py.
Environment: NEWSPORTAL_MODULE names the module under test.
"""
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from lib import apache as lib_apache  # noqa: E402
from lib.mariadb import MariaDB  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
free_port = lib_apache.free_port
give_away = lib_apache.give_away
Connection = lib_apache.Connection
request_bytes = lib_apache.request_bytes


class Failure(Exception):
    """The bench cannot go on; the text says why."""


class Cores:
    """Who runs where. Pinned: the load generator has the last core, servers have the others."""

    def __init__(self, pinned):
        cores = sorted(os.sched_getaffinity(0))
        self.pinned = pinned and len(cores) > 1
        self.servers = cores[:-1] if self.pinned else cores
        self.load = cores[-1:] if self.pinned else cores

    @staticmethod
    def command(cores):
        return ["taskset", "-c", ",".join(map(str, cores))]


def tree(pid):
    """A process and all below it."""
    pids = [pid]
    try:
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                pids += tree(int(child))
    except (FileNotFoundError, ProcessLookupError):
        pass
    return pids


def memory_of(pid):
    """Proportional set size of a process and all below it, in bytes."""
    total = 0
    for each in tree(pid):
        try:
            for line in pathlib.Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            pass
    return total


class Server:
    """A command that stays in the foreground. Subclasses write their configuration before start()."""

    name = "server"

    def __init__(self, folder, cores):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.cores = cores
        self.process = None
        self.port = free_port()

    def command(self):
        raise NotImplementedError

    def environment(self):
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C", "HOME": str(self.folder)}

    def start(self):
        give_away(self.folder)
        keywords = {"start_new_session": True, "cwd": self.folder, "env": self.environment(), "stdin": subprocess.DEVNULL}
        user = lib_apache.unprivileged()
        if user:
            keywords |= {"user": user[1], "group": user[2], "extra_groups": []}
        with open(self.folder / "output.log", "ab") as log:
            self.process = subprocess.Popen([*Cores.command(self.cores.servers), *self.command()],
                                            stdout=log, stderr=log, **keywords)
        self.wait_until_ready()
        return self

    def ready(self):
        socket.create_connection(("127.0.0.1", self.port), timeout=1).close()

    def wait_until_ready(self, timeout=30):
        end = time.monotonic() + timeout
        while True:
            try:
                return self.ready()
            except OSError as error:
                if self.process.poll() is not None or time.monotonic() > end:
                    self.stop()
                    raise Failure(f"{self.name} did not start ({error}):\n{self.log()[-3000:]}") from None
                time.sleep(0.05)

    def log(self):
        return "".join(path.read_text("utf-8", "replace") for path in sorted(self.folder.glob("*.log")))

    def stop(self):
        if self.process is None:
            return
        pids = tree(self.process.pid)
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.process.wait()
        self.process = None

    def memory(self):
        return memory_of(self.process.pid)

    # ---- asking ----------------------------------------------------------------------------------

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def connection(self, timeout=30):
        return Connection(("127.0.0.1", self.port), timeout)

    def ask(self, connection, path, headers=()):
        """One request on a connection that stays open."""
        connection.send(request_bytes("GET", path, f"127.0.0.1:{self.port}", headers, close=False))
        return connection.read()

    def get(self, path, headers=()):
        """One request on a connection of its own."""
        with self.connection() as connection:
            return self.ask(connection, path, headers)


class Database(MariaDB):
    """MariaDB with memory for an archive, on the servers' cores."""

    def __init__(self, folder, cores, options=()):
        pathlib.Path(folder).mkdir(parents=True)
        lib_apache.open_way(pathlib.Path(folder) / "x")
        super().__init__(folder, ["--innodb-buffer-pool-size=1G", "--innodb-log-file-size=512M", "--max-connections=300",
                                  "--local-infile=1", *options])
        self.cores = cores

    def start(self, timeout=60):
        super().start(timeout)
        subprocess.run(["taskset", "-acp", ",".join(map(str, self.cores.servers)), str(self.process.pid)],
                       stdout=subprocess.DEVNULL, check=True)
        return self

    def settle(self, longest=120):
        """Waits until what was loaded is on the disk: or writing it would be part of what is measured next."""
        self.sql("SET GLOBAL innodb_max_dirty_pages_pct = 0")
        end = time.monotonic() + longest
        while time.monotonic() < end and int(self.sql("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'")[0][1]) > 200:
            time.sleep(0.2)
        self.sql("SET GLOBAL innodb_max_dirty_pages_pct = 90")


class Everything:
    """Servers that run, to be ended whatever happens: with Everything() as running: running.add(...)."""

    def __init__(self):
        self.servers = []

    def __enter__(self):
        return self

    def add(self, server):
        self.servers.append(server)
        server.start()
        return server

    def __exit__(self, *exception):
        for server in reversed(self.servers):
            server.stop()
