"""Load: runs wrk and h2load, reads what they print, refuses a figure that hides errors.

A run is a dictionary: requests per second, latencies in microseconds, requests. Refused is raised when a
status was above 399, a connection broke, time ran out, or responses were not as long as the one that was
verified before: a page that turned into a redirect or half a page is fast, and worth nothing.
"""
import json
import pathlib
import random
import re
import subprocess

from servers import HERE, Cores

UNITS = {"us": 1.0, "ms": 1e3, "s": 1e6, "m": 6e7}


class Refused(Exception):
    """A figure that must not be used."""


class Load:
    """The two generators, on the cores that belong to them."""

    def __init__(self, cores, folder):
        self.cores = cores
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def _run(self, command, seconds):
        done = subprocess.run([*Cores.command(self.cores.load), *command], capture_output=True, text=True,
                              timeout=seconds * 3 + 60, check=False)
        if done.returncode != 0:
            raise Refused(f"{command[0]} ended with {done.returncode}: {done.stderr or done.stdout}")
        return done.stdout

    def wrk_command(self, url, seconds, connections=32, paths=None, headers=()):
        """With `paths` (a file with one path a line) wrk asks for these instead of `url`."""
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(HERE / "wrk.lua")]
        for name, value in headers:
            command += ["-H", f"{name}: {value}"]
        return [*command, url, "--", str(paths) if paths else ""]

    def wrk(self, url, seconds, size=None, **keywords):
        """`size`: bytes of one response on the wire, None where they differ."""
        return read_wrk(self._run(self.wrk_command(url, seconds, **keywords), seconds), size)

    def warm(self, url, seconds, **keywords):
        """Load whose figures nobody wants: pages are asked for so that caches have them."""
        self._run(self.wrk_command(url, seconds, **keywords), seconds)

    def start_wrk(self, url, seconds, **keywords):
        """In the background; read_wrk() reads what it leaves on its output."""
        return subprocess.Popen([*Cores.command(self.cores.load), *self.wrk_command(url, seconds, **keywords)],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def h2load(self, url, seconds, body, clients=8, streams=4, headers=()):
        """HTTP/2 over TLS. `body`: bytes of each response's body. A short run shows that they come; in a
        timed one h2load also counts bytes of what it does not count as requests."""
        command = ["h2load", "-t1", f"-c{clients}", f"-m{streams}"]
        for name, value in headers:
            command += ["-H", f"{name}: {value}"]
        few = clients * streams * 2
        read_h2load(self._run([*command, f"-n{few}", url], 10), body)
        return read_h2load(self._run([*command, f"-D{seconds}", url], seconds))


def read_wrk(text, size=None):
    """wrk.lua prints the figures as one line of JSON."""
    found = re.search(r"^JSON (.*)$", text, re.M)
    if not found:
        raise Refused(f"wrk printed no figures: {text[-500:]}")
    run = json.loads(found[1])
    errors = {name: run.pop(name) for name in ("connect", "read", "write", "timeout", "status")}
    if any(errors.values()) or not run["requests"]:
        raise Refused(f"wrk met errors: {errors} in {run['requests']} requests")
    check_size(run["bytes"] / run["requests"], size)
    return {"rps": run["requests"] / (run.pop("duration_us") / 1e6), **run}


def check_size(mean, size):
    # What was under way when the run ended makes the mean a little larger or smaller.
    if size and not 0.97 < mean / size < 1.03:
        raise Refused(f"responses had {mean:.0f} bytes instead of {size}")


def wire_size(response):
    """Bytes of a response as HTTP/1.1 sends it."""
    return len(f"{response.version} {response.status} {response.reason}\r\n\r\n") + len(response.body) \
        + sum(len(name) + len(value) + 4 for name, value in response.headers)


def duration(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * UNITS[unit]


def read_h2load(text, body=None):
    requests = re.search(r"^requests: (\d+) total, \d+ started, (\d+) done, (\d+) succeeded, (\d+) failed, (\d+) errored, "
                         r"(\d+) timeout", text, re.M)
    status = re.search(r"^status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", text, re.M)
    finished = re.search(r"^finished in ([\d.]+\w+), ([\d.]+) req/s", text, re.M)
    times = re.search(r"^time for request: +(\S+) +(\S+) +(\S+)", text, re.M)
    traffic = re.search(r"^traffic: .*?\((\d+)\) data$", text, re.M)
    if not (requests and status and finished and times and traffic) or "Application protocol: h2" not in text:
        raise Refused(f"h2load: not what was expected: {text[-800:]}")
    if any(int(number) for number in requests.groups()[3:]) or any(int(number) for number in status.groups()[1:]) \
            or int(requests[3]) == 0:
        raise Refused(f"h2load met errors: {requests[0]}; {status[0]}")
    check_size(int(traffic[1]) / int(requests[3]), body)
    return {"rps": float(finished[2]), "mean_us": duration(times[3]), "max_us": duration(times[2]), "requests": int(requests[3])}


def zipf_sequence(paths, length, seed=1, exponent=1.0):
    """`length` draws from `paths`, the first being the most popular."""
    dice = random.Random(f"zipf {seed}")
    order = list(paths)
    dice.shuffle(order)
    return dice.choices(order, weights=[1 / (rank ** exponent) for rank in range(1, len(order) + 1)], k=length)


def write_paths(path, paths):
    path = pathlib.Path(path)
    path.write_text("\n".join(paths) + "\n", encoding="utf-8")
    return path
