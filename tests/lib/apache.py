"""A private Apache httpd for tests, and an HTTP client that changes nothing on the way.

Apache runs in a folder of its own, on a free loopback port, as an unprivileged user when the tests
run as root. The client writes the bytes it is given and hands back what came: no normalised path,
no added header, no redirect followed, no body decoded. It is strict about framing: a body shorter
than its Content-Length, or a chunk that ends early, is an error (Truncated), because half a page
with status 200 is what the module must never send.

Environment: NEWSPORTAL_MODULE (the module, default build/mod_newsportal.so), NEWSPORTAL_PRELOAD
(LD_PRELOAD for httpd, for a module built with a sanitizer), NEWSPORTAL_HTTPD (default
/usr/sbin/apache2), NEWSPORTAL_RUN_AS (user when run as root, default www-data or nobody).
"""
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULE = pathlib.Path(os.environ.get("NEWSPORTAL_MODULE") or ROOT / "build" / "mod_newsportal.so")
HTTPD = os.environ.get("NEWSPORTAL_HTTPD") or "/usr/sbin/apache2"
HTTPD_MODULES = pathlib.Path(os.environ.get("NEWSPORTAL_HTTPD_MODULES") or "/usr/lib/apache2/modules")
PRELOAD = os.environ.get("NEWSPORTAL_PRELOAD", "")
# A sanitizer build is several times slower; limits of time in the tests are multiplied by this.
SLOW = 5.0 if PRELOAD else 1.0

# Never acceptable in an error log, whatever a test declares.
CRASH = re.compile(
    r"Segmentation fault|signal (?:4|6|7|8|11)\b|Aborted|Bus error|Assertion.*failed|assertion.*failed"
    r"|AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error:|pool concurrency check"
    r"|glibc detected|double free|corrupted size|malloc\(\)|free\(\): |stack smashing|undefined symbol"
    r"|AH00050|AH00051|AH00052|AH00546|AH00287|\bBUG\b")
# What httpd itself logs about bad requests that never reach the module: an answer, not a fault.
HTTPD_REFUSALS = re.compile(r"AH01630|AH00126|AH10244|AH02426|AH02427|AH02430|AH00128|AH00135|AH00038")
# Counters left by an older build of the same folder are replaced: libgcov says so.
STALE_COVERAGE = re.compile(r"^libgcov profiling error:.*different checksum$")
LEVEL = re.compile(r"^\[[^\]]*\] \[(?P<module>[a-z0-9_]*):(?P<level>[a-z0-9]+)\] ")


def unprivileged():
    """(name, uid, gid) to run servers as; None when the tests are not root themselves."""
    if os.getuid() != 0:
        return None
    for name in filter(None, (os.environ.get("NEWSPORTAL_RUN_AS"), "www-data", "nobody")):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return name, entry.pw_uid, entry.pw_gid
    raise RuntimeError("no unprivileged user to run httpd as: set NEWSPORTAL_RUN_AS")


def give_away(path):
    """Makes a path and all below it belong to the user that servers run as."""
    user = unprivileged()
    path = pathlib.Path(path)
    for item in [path, *path.rglob("*")] if path.is_dir() else [path]:
        if user:
            os.chown(item, user[1], user[2], follow_symlinks=False)


def open_way(path):
    """Lets other users walk through the folders that lead to a path (pytest makes them 0700)."""
    for parent in pathlib.Path(path).resolve().parents:
        mode = parent.stat().st_mode
        if parent.stat().st_uid == os.getuid() and not mode & 0o001 and str(parent) != "/":
            parent.chmod(mode | 0o011)


def let_coverage_be_written():
    """A module built with coverage counters writes them beside its objects, as the user httpd runs as."""
    if PRELOAD and unprivileged():
        open_way(MODULE.parent / "x")
        MODULE.parent.chmod(0o777)
        for counters in MODULE.parent.glob("*.gcda"):
            counters.chmod(0o666)


def reserve_port():
    """(port, socket): a port that nobody else is given while the socket is open. It does not listen and lets itself be
    bound beside (SO_REUSEADDR), so httpd, which asks for the same, may have the port whenever it starts."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    return held.getsockname()[1], held


def free_port():
    """A port that is free now."""
    port, held = reserve_port()
    held.close()
    return port


class Truncated(Exception):
    """The connection ended before the message did."""


class Response:
    """status, reason, headers as a list of (name, value) in order, body as bytes."""

    def __init__(self, status, reason, headers, body, version="HTTP/1.1"):
        self.status, self.reason, self.headers, self.body = status, reason, headers, body
        self.version = version
        self.elapsed = None

    def all(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def header(self, name):
        """The only value of a header, None when it is absent; two are an error."""
        values = self.all(name)
        assert len(values) <= 1, f"{name} was sent {len(values)} times: {values}"
        return values[0] if values else None

    __getitem__ = header

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def location(self):
        return self.header("Location")

    def __repr__(self):
        return f"<{self.status} {self.reason} {len(self.body)} bytes>"


class Connection:
    """One TCP connection. send() any bytes, read() one response."""

    def __init__(self, address, timeout=10.0):
        self.socket = socket.create_connection(address, timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def _more(self):
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            data = b""
        self.buffer += data
        return bool(data)

    def _line(self):
        while b"\r\n" not in self.buffer:
            if not self._more():
                raise Truncated(f"connection closed in the middle of a line: {self.buffer[:200]!r}")
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line

    def _exactly(self, count):
        while len(self.buffer) < count:
            if not self._more():
                raise Truncated(f"{len(self.buffer)} bytes of {count}")
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def read(self, method="GET"):
        status_line = self._line().decode("latin-1")
        match = re.fullmatch(r"(HTTP/1\.[01]) (\d{3}) ?(.*)", status_line)
        if not match:
            raise Truncated(f"no status line: {status_line!r}")
        headers = []
        while True:
            line = self._line().decode("latin-1")
            if not line:
                break
            name, colon, value = line.partition(":")
            assert colon and re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name), f"bad header line {line!r}"
            headers.append((name, value.strip(" \t")))
        response = Response(int(match[2]), match[3], headers, b"", match[1])
        if method == "HEAD" or response.status in (204, 304) or response.status < 200:
            return response
        if response["Transfer-Encoding"]:
            response.body = self._chunks()
        elif response["Content-Length"] is not None:
            response.body = self._exactly(int(response["Content-Length"]))
        else:
            while self._more():
                pass
            response.body, self.buffer = self.buffer, b""
        return response

    def _chunks(self):
        body = b""
        while True:
            size = int(self._line().split(b";")[0], 16)
            if size == 0:
                while self._line():
                    pass
                return body
            body += self._exactly(size)
            if self._exactly(2) != b"\r\n":
                raise Truncated("chunk without its end")


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode("utf-8")


def request_bytes(method, target, host, headers=(), body=b"", close=True):
    """A request exactly as given; only Host (unless None), Content-Length and Connection are ours."""
    lines = [as_bytes(method) + b" " + as_bytes(target) + b" HTTP/1.1"]
    if host is not None:
        lines.append(b"Host: " + as_bytes(host))
    for name, value in headers:
        lines.append(as_bytes(name) + b": " + as_bytes(value))
    if body:
        lines.append(b"Content-Length: %d" % len(body))
    if close:
        lines.append(b"Connection: close")
    return b"\r\n".join(lines) + b"\r\n\r\n" + as_bytes(body)


class ApacheError(Exception):
    pass


BASE = """
ServerRoot "{folder}"
DefaultRuntimeDir "{folder}"
PidFile "{folder}/httpd.pid"
Listen 127.0.0.1:{port}
ServerName {host}
{modules}
LoadModule newsportal_module "{module}"
TypesConfig /dev/null
AddType text/css .css
AddType text/javascript .js
AddType image/svg+xml .svg
AddType image/png .png
AddType font/woff2 .woff2
ErrorLog "{folder}/error.log"
LogLevel {log_level}
CustomLog "{folder}/access.log" "%v %h \\"%r\\" %>s %B %D"
DocumentRoot "{folder}/www"
Alias /themes/ "{htdocs}/themes/"
KeepAliveTimeout 5
Timeout 10
{mpm_tuning}
<Directory />
    Require all denied
    AllowOverride None
    Options None
</Directory>
<Directory "{folder}/www">
    Require all granted
</Directory>
<DirectoryMatch "^{htdocs}/themes/[^/]+/assets(/|$)">
    Require all granted
</DirectoryMatch>
{recommended}
{extra}
"""

MPM_TUNING = {
    "event": "StartServers 2\nServerLimit 4\nMinSpareThreads 2\nMaxSpareThreads 64\n"
             "ThreadsPerChild 16\nThreadLimit 16\nMaxRequestWorkers 64\nGracefulShutdownTimeout 8",
    "worker": "StartServers 2\nServerLimit 4\nMinSpareThreads 2\nMaxSpareThreads 64\n"
              "ThreadsPerChild 16\nThreadLimit 16\nMaxRequestWorkers 64\nGracefulShutdownTimeout 8",
    "prefork": "StartServers 3\nMinSpareServers 1\nMaxSpareServers 5\nServerLimit 16\n"
               "MaxRequestWorkers 16\nGracefulShutdownTimeout 8",
}


def recommended():
    """What conf/newsportal.conf recommends beside our own directives: so the recommendation is tested."""
    text = (ROOT / "conf" / "newsportal.conf").read_text("utf-8")
    lines = re.findall(r"^#? *((?:ErrorDocument \d+ /\S+)|(?:StrictHostCheck \w+))$", text, re.M)
    assert lines, "conf/newsportal.conf recommends no ErrorDocument"
    return "\n".join(lines)


class Apache:
    """One httpd. `extra` is configuration text; {port}, {folder} and {htdocs} in it are filled in."""

    def __init__(self, folder, extra="", mpm="event", modules=(), host="portal.test",
                 log_level="notice newsportal:info", env=None, htdocs=None, mpm_tuning=None):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        open_way(self.folder / "x")
        self.htdocs = pathlib.Path(htdocs) if htdocs else self.folder / "htdocs"
        self.extra, self.mpm, self.host, self.log_level = extra, mpm, host, log_level
        self.modules = ("authz_core", "authz_host", "mime", "headers", "alias", *modules)
        self.env = env or {}
        self.mpm_tuning = mpm_tuning or MPM_TUNING[mpm]
        self.port, self._reserved = reserve_port()
        self.process = None
        self._log_position = 0
        self._stderr_position = 0
        if not htdocs:
            copy_htdocs(self.htdocs)
        shutil.copytree(ROOT / "tests" / "models" / "pictures", self.folder / "www" / "pictures", dirs_exist_ok=True)
        self.write_config()

    # ---- life ------------------------------------------------------------------------------------

    def write_config(self):
        module = self.folder / "mod_newsportal.so"
        if not module.exists() and MODULE.exists():
            shutil.copy(MODULE, module)
            module.chmod(0o755)
            shutil.copy(MODULE.parent / "newsportal-notify", self.folder / "newsportal-notify")
            let_coverage_be_written()
        fill = {"port": str(self.port), "folder": str(self.folder), "htdocs": str(self.htdocs)}
        extra = re.sub(r"\{(port|folder|htdocs)\}", lambda match: fill[match[1]], self.extra)
        loads = [f"mpm_{self.mpm}", *self.modules]
        text = BASE.format(
            modules="\n".join(f'LoadModule {name}_module "{HTTPD_MODULES}/mod_{name}.so"' for name in loads),
            module=module, host=self.host, log_level=self.log_level, mpm_tuning=self.mpm_tuning,
            extra=extra, recommended=recommended(), **fill)
        (self.folder / "httpd.conf").write_text(text)
        give_away(self.folder)

    def _environment(self):
        keep = ("PATH", "HOME", "GCOV_PREFIX", "GCOV_PREFIX_STRIP", "MALLOC_PERTURB_", "MALLOC_CHECK_")
        environment = {name: os.environ[name] for name in keep if name in os.environ}
        environment["LANG"] = "C"
        if PRELOAD:
            environment["LD_PRELOAD"] = PRELOAD
            environment["ASAN_OPTIONS"] = os.environ.get(
                "ASAN_OPTIONS", "detect_leaks=0:abort_on_error=1:handle_segv=1:detect_odr_violation=0")
            environment["UBSAN_OPTIONS"] = os.environ.get("UBSAN_OPTIONS", "print_stacktrace=1")
        return environment | self.env

    def _popen(self, *arguments, **keywords):
        # A session of its own: when httpd stops it sends SIGTERM to its whole process group.
        keywords["start_new_session"] = True
        user = unprivileged()
        if user:
            keywords |= {"user": user[1], "group": user[2], "extra_groups": []}
        return subprocess.Popen([HTTPD, "-f", str(self.folder / "httpd.conf"), *arguments],
                                cwd=self.folder, env=self._environment(), stdin=subprocess.DEVNULL,
                                **keywords)

    def configtest(self):
        """(exit code, what httpd said)."""
        process = self._popen("-t", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output = process.communicate(timeout=30)[0].decode("utf-8", "replace")
        return process.returncode, output

    def start(self, timeout=15.0):
        assert self.process is None, "already running"
        with open(self.folder / "stderr.log", "ab") as stderr:
            self.process = self._popen("-D", "FOREGROUND", stdout=stderr, stderr=stderr)
        end = time.monotonic() + timeout * SLOW
        while time.monotonic() < end:
            if self.process.poll() is not None:
                self.process = None
                raise ApacheError("httpd did not start:\n" + self._file("stderr.log") + self._file("error.log"))
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.02)
                continue
            if "resuming normal operations" in self._file("error.log"):
                return self
            time.sleep(0.02)
        self.kill()
        raise ApacheError("httpd did not come up in time:\n" + self._file("error.log"))

    def stop(self, number=signal.SIGTERM, timeout=20.0):
        """Ends httpd and waits; returns the seconds it took."""
        if self.process is None:
            return 0.0
        began = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ApacheError(f"httpd did not stop within {timeout} s") from None
        self.process = None
        return time.monotonic() - began

    def graceful_stop(self, timeout=20.0):
        return self.stop(signal.SIGWINCH, timeout)

    def graceful(self, timeout=15.0):
        """A graceful restart; returns when the new generation has begun."""
        before = self._file("error.log").count("resuming normal operations")
        self.process.send_signal(signal.SIGUSR1)
        end = time.monotonic() + timeout * SLOW
        while self._file("error.log").count("resuming normal operations") == before:
            if time.monotonic() > end or self.process.poll() is not None:
                raise ApacheError("graceful restart failed:\n" + self.log()[-3000:])
            time.sleep(0.005)

    def kill(self):
        """Last resort: httpd and its children."""
        if self.process is None:
            return
        for pid in [*self.children(), self.process.pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        self.process = None

    def children(self):
        pid = self.process.pid
        try:
            return [int(child) for child in
                    pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except FileNotFoundError:
            return []

    # ---- logs ------------------------------------------------------------------------------------

    def _file(self, name):
        try:
            return (self.folder / name).read_text("utf-8", "replace")
        except FileNotFoundError:
            return ""

    def log(self):
        return self._file("error.log")

    def access_log(self):
        return self._file("access.log")

    def log_mark(self):
        """A place in the error log; log_since() gives the lines after it."""
        try:
            return (self.folder / "error.log").stat().st_size
        except FileNotFoundError:
            return 0

    def log_since(self, mark):
        try:
            with open(self.folder / "error.log", "rb") as file:
                file.seek(mark)
                return file.read().decode("utf-8", "replace").splitlines()
        except FileNotFoundError:
            return []

    def wait_for_log(self, pattern, mark=0, timeout=5.0):
        end = time.monotonic() + timeout
        while True:
            found = [line for line in self.log_since(mark) if re.search(pattern, line)]
            if found or time.monotonic() > end:
                return found
            time.sleep(0.02)

    def unexpected_log_lines(self, allowed=()):
        """Lines since the last call that no clean run has: crashes, and warnings or worse of anybody."""
        position = self._log_position
        self._log_position = self.log_mark()
        bad = []
        for line in self.log_since(position):
            match = LEVEL.match(line)
            if CRASH.search(line):
                bad.append(line)
            elif not match:
                bad.append(line)
            elif match["level"] in ("warn", "error", "crit", "alert", "emerg"):
                own = match["module"] == "newsportal"
                if not own and HTTPD_REFUSALS.search(line):
                    continue
                if not any(re.search(pattern, line) for pattern in allowed):
                    bad.append(line)
        stderr = self._file("stderr.log")
        new, self._stderr_position = stderr[self._stderr_position:], len(stderr)
        return bad + [line for line in new.splitlines() if line.strip() and not STALE_COVERAGE.search(line)]

    # ---- requests --------------------------------------------------------------------------------

    @property
    def address(self):
        return "127.0.0.1", self.port

    @property
    def authority(self):
        return f"{self.host}:{self.port}"

    def connection(self, timeout=10.0):
        try:
            return Connection(self.address, timeout)
        except ConnectionRefusedError:
            state = "not started" if self.process is None else f"exit code {self.process.poll()}"
            raise ApacheError(f"{self.folder.name} refuses connections ({state}):\n{self.log()[-2000:]}") from None

    def raw(self, data, method="GET", timeout=10.0):
        """Sends any bytes on a connection of its own and reads one response."""
        with self.connection(timeout) as connection:
            connection.send(data)
            return connection.read(method)

    def request(self, method, target, headers=(), body=b"", host="", timeout=10.0):
        host = self.authority if host == "" else host
        began = time.monotonic()
        response = self.raw(request_bytes(method, target, host, headers, body), method, timeout)
        response.elapsed = time.monotonic() - began
        return response

    def get(self, target, headers=(), **keywords):
        return self.request("GET", target, headers, **keywords)

    def head(self, target, headers=(), **keywords):
        return self.request("HEAD", target, headers, **keywords)


def copy_htdocs(target):
    """A private copy of htdocs that any user may read."""
    shutil.copytree(ROOT / "htdocs", target, dirs_exist_ok=True)
    for item in [target, *target.rglob("*")]:
        item.chmod(0o755 if item.is_dir() else 0o644)
