#!/usr/bin/python3
"""Runs every test of the project and ends with the line "N passed, N failed".

Stages run one after another, because the time limits in the fault tests need a quiet machine; only
those without limits run beside each other. Each stage's output goes to BUILD/test-logs/<stage>.log and is shown when something failed. Called by apxs.mk;
`tests/run.py --build build --only http` runs a single stage. `--database` runs what depends most on the database's
flavour; NEWSPORTAL_TEST_DB names the server (tests/lib/mariadb.py).
"""
import argparse
import glob
import itertools
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PYTHON = "/usr/bin/python3"  # Debian's, whatever stands first in PATH
NODE = "/usr/bin/node"
DATABASE_STAGES = ("sql", "http")  # they start their own server, of the flavour of NEWSPORTAL_TEST_DB


class Stage:
    """One command. `kind` says how its cases are counted: pytest, tap (cmocka, node), or exit (one case).
    A stage that runs `beside` others shares the machine with the next one of its kind."""

    def __init__(self, name, kind, command, environment=None, quick=True, beside=False):
        self.name, self.kind, self.command = name, kind, command
        self.environment, self.quick, self.beside = environment or {}, quick, beside


def asan_library():
    return subprocess.run(["gcc", "-print-file-name=libasan.so"], capture_output=True, text=True,
                          check=True).stdout.strip()


def unit_stages(build, label):
    """One stage per test program; those that need a database are started through their wrapper."""
    folder = os.path.join(ROOT, "tests", "unit")
    with_mariadb = os.path.join(folder, "with_mariadb.sh")
    for source in sorted(os.listdir(folder)):
        name, extension = os.path.splitext(source)
        if not name.startswith("test_") or extension != ".c":
            continue
        command = [os.path.join(build, "unit", name)]
        with open(os.path.join(folder, source), encoding="utf-8") as text:
            if "NEWSPORTAL_TEST_SOCKET" in text.read():
                command.insert(0, with_mariadb)
        yield Stage(f"{label}-{name}", "tap", command,
                    {"CMOCKA_MESSAGE_OUTPUT": "TAP", "ASAN_OPTIONS": "detect_leaks=0"},
                    quick=label == "unit")


def pytest_stage(name, paths, environment, quick, only_quick=False, beside=False):
    command = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider",
               *[os.path.join(ROOT, "tests", path) for path in paths]]
    if only_quick:
        command += ["-m", "not slow"]
    return Stage(name, "pytest", command, environment, quick, beside)


def browser_stage(name, pattern, environment):
    """Node's test runner on tests/browser/<pattern>, two files at a time, with a portal started for the stage."""
    folder = os.path.join(ROOT, "tests", "browser")
    return Stage(name, "tap", [os.path.join(folder, "with_portal.py"), NODE, "--test", "--test-reporter=tap",
                               "--test-concurrency=2", *sorted(glob.glob(os.path.join(folder, pattern)))], environment, quick=False)


def all_stages(build, quick):
    plain = {"NEWSPORTAL_MODULE": os.path.join(build, "mod_newsportal.so"), "NEWSPORTAL_BUILD": build}
    sanitized = {
        "NEWSPORTAL_MODULE": os.path.join(build, "sanitize", "mod_newsportal.so"),
        "NEWSPORTAL_BUILD": os.path.join(build, "sanitize"),
        "NEWSPORTAL_PRELOAD": asan_library(),
    }
    yield from unit_stages(build, "unit")
    yield from unit_stages(os.path.join(build, "sanitize"), "unit-sanitized")
    yield pytest_stage("unit-html5", ["unit"], plain, True)
    yield Stage("models", "exit", [os.path.join(ROOT, "tests", "models", "check.sh")])
    yield pytest_stage("config", ["config"], plain, False, beside=True)
    yield pytest_stage("sql", ["sql"], plain, False, beside=True)
    yield pytest_stage("http", ["http"], plain, True, quick)
    yield pytest_stage("http-sanitized", ["http"], sanitized, False)
    yield browser_stage("browser", "test_0[1-7]*.mjs", plain)
    # What changes the content has a portal of its own.
    yield browser_stage("browser-editors", "test_09*.mjs", plain)
    # What measures speed has the machine for itself.
    yield browser_stage("browser-lighthouse", "test_080_*.mjs", plain)


def count_tap(text):
    passed = len(re.findall(r"^ok \d+", text, re.M))
    failed = len(re.findall(r"^not ok \d+", text, re.M))
    return passed, failed, 0


def count_junit(path):
    passed = failed = skipped = 0
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        bad = int(suite.get("failures")) + int(suite.get("errors"))
        left = int(suite.get("skipped"))
        passed += int(suite.get("tests")) - bad - left
        failed += bad
        skipped += left
    return passed, failed, skipped


def run(stage, logs):
    """Runs one stage; returns (passed, failed, skipped)."""
    log_path = os.path.join(logs, stage.name + ".log")
    junit = os.path.join(logs, stage.name + ".xml")
    command = list(stage.command)
    if stage.kind == "pytest":
        if os.path.exists(junit):
            os.unlink(junit)
        command.append("--junitxml=" + junit)
    started = time.monotonic()
    print(f"  {stage.name} ...", flush=True)
    with open(log_path, "w+", encoding="utf-8", errors="replace") as log:
        status = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT,
                                stdin=subprocess.DEVNULL, check=False,
                                umask=0 if "sanitized" in stage.name else -1,
                                env={**os.environ, **stage.environment}).returncode
        log.seek(0)
        text = log.read()
    if stage.kind == "tap":
        counts = count_tap(text)
    elif os.path.exists(junit):
        counts = count_junit(junit)
    else:
        counts = (int(stage.kind == "exit" and status == 0), 0, 0)
    # A program that died, or ran nothing, has failed whatever its lines say.
    if status != 0 and counts[1] == 0 or sum(counts) == 0:
        counts = (counts[0], counts[1] + 1, counts[2])
    print(f"  {stage.name}: {counts[0]} passed, {counts[1]} failed, {counts[2]} skipped"
          f" ({time.monotonic() - started:.0f} s)", flush=True)
    if counts[1]:
        print(text[-12000:])
        print(f"  (whole output: {log_path})", flush=True)
    return counts


def open_coverage(build):
    """httpd runs as an unprivileged user, which has to leave its counters in the build folder."""
    folder = os.path.join(build, "sanitize")
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if name.endswith(".gcda"):
            os.unlink(path)
    os.chmod(folder, 0o777)  # the counters are new files, made by whoever runs first


def report_coverage(build):
    """Line coverage of the module, from the unit and HTTP tests of the sanitized build."""
    result = subprocess.run(["gcovr", "--root", os.path.join(ROOT, "mod_newsportal"),
                             "--object-directory", os.path.join(build, "sanitize"),
                             "--gcov-ignore-parse-errors"],
                            capture_output=True, text=True, cwd=ROOT, check=False)
    print(result.stdout or result.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"))
    parser.add_argument("--quick", action="store_true", help="leave out what takes long")
    parser.add_argument("--only", help="run only stages whose name begins so")
    parser.add_argument("--database", action="store_true", help="only the stages sql and http, one after another")
    arguments = parser.parse_args()
    logs = os.path.join(arguments.build, "test-logs")
    os.makedirs(logs, exist_ok=True)
    totals = [0, 0, 0]
    if arguments.database:
        print(subprocess.run([os.environ["NEWSPORTAL_TEST_DB"], "--no-defaults", "--version"], capture_output=True, text=True,
                             check=True).stdout.strip(), flush=True)
    whole = not (arguments.quick or arguments.only or arguments.database)
    if whole:
        open_coverage(arguments.build)
    stages = [stage for stage in all_stages(arguments.build, arguments.quick)
              if (stage.quick or not arguments.quick)
              and (not arguments.only or stage.name.startswith(arguments.only))
              and (not arguments.database or stage.name in DATABASE_STAGES)]
    with ThreadPoolExecutor(2) as pool:
        for _, group in itertools.groupby(stages, lambda stage: stage.beside or stage.name):
            for counts in pool.map(lambda stage: run(stage, logs), group):
                totals = [sum(pair) for pair in zip(totals, counts)]
    if whole:
        report_coverage(arguments.build)
    tail = f", {totals[2]} skipped" if totals[2] else ""
    print(f"{totals[0]} passed, {totals[1]} failed{tail}")
    return 1 if totals[1] or not totals[0] else 0


if __name__ == "__main__":
    sys.exit(main())
