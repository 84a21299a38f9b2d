"""Looks at pages of one child process, again and again, in a process of its own: when was what seen?

A connection stays with the child that accepted it, so connections are opened until one belongs to the
child that is wanted; which it is says /proc. Called by scenario_change.py.
"""
import multiprocessing
import os
import pathlib
import random
import re
import time

from servers import Failure, lib_apache

NUMBER = re.compile(rb"<h1[^>]*>[^<]*?\xe7\xac\xac(\d+)\xe6\xac\xa1")  # 第N次, in the page's heading
EVERY = 0.04  # seconds between two looks at the same page
TITLE = "第{number}次修订的标题"


def owner(port, client_port, pids):
    """Which of the processes holds the server's end of a connection."""
    wanted = (f":{port:04X}", f":{client_port:04X}")
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1].endswith(wanted[0]) and fields[2].endswith(wanted[1]):
            name = f"socket:[{fields[9]}]"
            for pid in pids:
                for entry in os.scandir(f"/proc/{pid}/fd"):
                    try:
                        if os.readlink(entry.path) == name:
                            return pid
                    except FileNotFoundError:
                        pass
    return None


def connect_to(server, pid, path="/robots.txt"):
    """A connection that the child `pid` answers."""
    others = []
    try:
        for _ in range(200):
            connection = server.connection()
            server.ask(connection, path)
            if owner(server.port, connection.socket.getsockname()[1], [pid]) == pid:
                return connection
            others.append(connection)
        raise Failure(f"no connection reached the child {pid}")
    finally:
        for connection in others:
            connection.close()


class Child:
    """Requests that one child answers; connects again when httpd closed a connection that was idle."""

    def __init__(self, server, pid):
        self.server, self.pid = server, pid
        self.connection = connect_to(server, pid)

    def get(self, path):
        try:
            return self.server.ask(self.connection, path)
        except (lib_apache.Truncated, OSError):
            self.connection.close()
            self.connection = connect_to(self.server, self.pid)
            return self.server.ask(self.connection, path)


class Worker:
    """A function in a process of its own, on the load's cores: work(stop, *arguments) returns what result()
    gives. Fork, so that servers and archives need not be copied."""

    fork = multiprocessing.get_context("fork")

    def __init__(self, cores, work, *arguments):
        self.stop_event = self.fork.Event()
        self.receiver, sender = self.fork.Pipe(duplex=False)
        self.process = self.fork.Process(target=self._run, args=(cores, sender, work, arguments), daemon=True)
        self.process.start()
        sender.close()

    def _run(self, cores, sender, work, arguments):
        os.sched_setaffinity(0, cores.load)
        try:
            os.nice(-10)  # what is measured is the server, not waiting for the load generator's core
        except PermissionError:
            pass
        try:
            sender.send((work(self.stop_event, *arguments), None))
        except BaseException as error:  # noqa: BLE001 - told to the parent
            sender.send((None, f"{type(error).__name__}: {error}"))

    def result(self, stop=True, timeout=600):
        if stop:
            self.stop_event.set()
        if not self.receiver.poll(timeout):
            self.process.kill()
            raise Failure("a worker of the bench did not end")
        value, error = self.receiver.recv()
        self.process.join()
        if error:
            raise Failure(f"a worker of the bench failed: {error}")
        return value


def see_numbers(stop, server, pid, paths):
    """For each page when each number was first seen: {path: [(time, number)]}, how often pages were older than
    before, the looks taken at each page, and answers that were no such page."""
    child = Child(server, pid)
    seen, older, looks, bad = {path: [] for path in paths}, 0, 0, []
    while not stop.is_set():
        began = time.monotonic()
        for path in paths:
            response = child.get(path)
            found = NUMBER.search(response.body)
            if response.status != 200 or not found:
                bad.append(f"{path}: {response}")
                continue
            number = int(found[1])
            last = seen[path][-1][1] if seen[path] else -1
            if number > last:
                seen[path].append((time.monotonic(), number))
            elif number < last:
                older += 1
        looks += 1
        time.sleep(max(0, began + EVERY - time.monotonic()))
    return seen, older, looks, bad


def time_pages(stop, server, pid, paths, per_second):
    """[(when, seconds that a page took)], at a steady rate, whatever the pages take; and bad answers."""
    child = Child(server, pid)
    dice, samples, due, bad = random.Random(pid), [], time.monotonic(), []
    while not stop.is_set():
        due += 1 / per_second
        time.sleep(max(0, due - time.monotonic()))
        response = child.get(dice.choice(paths))
        if response.status != 200:
            bad.append(str(response))
        # From when it was due: a page that holds up the next ones counts for them too, for a second at most.
        now = time.monotonic()
        samples.append((due, now - due))
        due = max(due, now - 1)
    return samples, bad


def keep_reading(stop, server, pid, paths):
    """Asks for pages all the time, so that there is something in the cache that a change must reach."""
    child, dice, bad = Child(server, pid), random.Random(pid), []
    while not stop.is_set():
        response = child.get(dice.choice(paths))
        if response.status not in (200, 410):
            bad.append(str(response))
    return bad
