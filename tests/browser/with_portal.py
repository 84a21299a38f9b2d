#!/usr/bin/python3
"""Runs a command against a portal of its own: the demo with its content, on a free loopback port.

    tests/browser/with_portal.py COMMAND [ARGUMENTS]
    tests/browser/with_portal.py /usr/bin/node --test tests/browser/test_010_walk.mjs

The command finds NEWSPORTAL_URL (the address, the same as the portal's NewsPortalBaseURL), NEWSPORTAL_SITE (what
crawl.mjs found there, JSON), NEWSPORTAL_DATABASE (the socket) and NEWSPORTAL_LOGS (a folder for pictures of failures). NEWSPORTAL_BUILD says
where mod_newsportal.so is (default build). Database, Apache and files are gone afterwards, whatever happened. The exit
status is the command's, or 1 when the portal's error log is not clean.

Content that the demo has no reason to show comes from content.sql.
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from lib.apache import reserve_port  # noqa: E402 (the path comes first)

BUILD = pathlib.Path(os.environ.get("NEWSPORTAL_BUILD") or ROOT / "build").resolve()
NODE = "/usr/bin/node"  # Debian's, whatever stands first in PATH
PATIENCE = 1800  # seconds; a quiet machine needs a tenth of it
DEMO = str(ROOT / "conf" / "demo" / "demo.sh")


def demo(environment, verb, **keywords):
    return subprocess.run([DEMO, verb], env=environment, check=verb != "clean", **keywords)


def load_content(environment):
    """Loads content.sql; returns {status: path} of the pages that it made."""
    with open(HERE / "content.sql", "rb") as content:
        said = demo(environment, "sql", stdin=content, stdout=subprocess.PIPE).stdout.decode("utf-8")
    made = dict(re.findall(r"^(\d{3})\t(/\S+)$", said, re.M))
    if set(made) != {"200", "410", "451"}:
        raise RuntimeError(f"content.sql did not say where its pages are: {said!r}")
    return made


def faults(log):
    """Lines of the error log that no reader may cause. What starts and ends is worth a notice, no more."""
    return [line for line in log.read_text("utf-8", "replace").splitlines()
            if not re.match(r"\[[^\]]*\] \[[a-z0-9_]*:(notice|info|debug|trace\d)\]", line)]


def obey(command, environment):
    """Runs the command, in a process group of its own, so that nothing of it is left; returns its exit status."""
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        print(f"not ok - no end after {PATIENCE} seconds", flush=True)
        return 1
    finally:
        try:
            os.killpg(process.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass


def run(command, folder, scratch):
    port, reserved = reserve_port()  # Apache comes long after the database
    environment = os.environ | {"DEMO_DIR": str(folder), "DEMO_PORT": str(port), "BUILD": str(BUILD)}
    logs = BUILD / "test-logs"
    logs.mkdir(parents=True, exist_ok=True)
    try:
        demo(environment, "start", stdin=subprocess.DEVNULL)
        made = load_content(environment)
        ours = os.environ | {
            "NEWSPORTAL_URL": f"http://127.0.0.1:{port}",
            "NEWSPORTAL_SITE": str(scratch / "site.json"),
            "NEWSPORTAL_WIDE": made["200"],
            "NEWSPORTAL_GONE": f"{made['410']} {made['451']}",
            "NEWSPORTAL_LOGS": str(logs),
            "NEWSPORTAL_DATABASE": str(folder / "db.sock"),
        }
        subprocess.run([NODE, str(HERE / "crawl.mjs")], env=ours, check=True)
        status = obey(command, ours)
        bad = faults(folder / "logs" / "error.log")
        if bad:
            print("unexpected lines in the portal's error log:", *bad[:40], sep="\n")
        return status or int(bool(bad))
    except subprocess.CalledProcessError as fault:
        print(f"not ok - there is no portal to look at: {fault}", flush=True)
        return 1
    finally:
        demo(environment, "clean", stdout=subprocess.DEVNULL)
        reserved.close()


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))
    # Empty and ours: demo.sh gives it to the user that it goes on as. Short, because a socket's name is.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="newsportal-browser-", dir="/tmp"))
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="newsportal-browser-", dir="/tmp"))
    try:
        return run(sys.argv[1:], folder, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
