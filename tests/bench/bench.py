#!/usr/bin/python3
"""Measures mod_newsportal against its peers. Called by apxs.mk: targets bench and bench-quick.

    bench.py --build BUILD [--quick] [--only hot|cold|growth|change]

Prints a table and writes BUILD/bench.json (machine, versions, every round) and BUILD/bench.html (for the
manual). Ends with 1 when a figure had to be refused or an edit was lost. All servers are the bench's own, on loopback, in a
folder that is removed at the end (--folder, default in /var/tmp: a million articles take 5 GB).

--free lets load generator and servers share all cores; by default the generator has a core of its own.
"""
import argparse
import datetime
import importlib
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import time
import traceback

SCENARIOS = ("hot", "cold", "growth", "change")
ROOT = pathlib.Path(__file__).resolve().parents[2]


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--quick", action="store_true", help="minutes instead of half an hour: small archives, short rounds")
    parser.add_argument("--only", action="append", choices=SCENARIOS)
    parser.add_argument("--seconds", type=int, help="length of each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--free", action="store_true")
    parser.add_argument("--folder", help="where servers keep their files while they run")
    return parser.parse_args()


class Bench:
    """What scenarios need to know: how long, where, on which cores; and say()."""

    def __init__(self, arguments, folder, cores):
        self.quick, self.rounds, self.asked_seconds = arguments.quick, arguments.rounds, arguments.seconds
        self.folder, self.cores = folder, cores
        self.began = time.monotonic()

    def seconds(self, quick, full):
        return self.asked_seconds or (quick if self.quick else full)

    def say(self, text):
        print(f"[{time.monotonic() - self.began:5.0f} s] {text}", flush=True)


def measure(arguments, folder):
    import machine  # noqa: PLC0415 - the module's path is known only now
    import rounds
    import servers
    cores = servers.Cores(not arguments.free)
    bench = Bench(arguments, folder, cores)
    result = {"date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"), "commit": machine.commit(ROOT),
              "machine": machine.facts(), "quick": arguments.quick, "rounds": arguments.rounds,
              "placement": f"servers on core {', '.join(map(str, cores.servers))}, load on core {', '.join(map(str, cores.load))}"
                           if cores.pinned else "servers and load on all cores",
              "scenarios": {}, "seconds": {}}
    if os.getloadavg()[0] > 1:
        bench.say(f"this machine is busy (load {os.getloadavg()[0]:.1f}): the figures below are good for testing the bench only")
    for name in arguments.only or SCENARIOS:
        bench.say(f"{name} ...")
        began = time.monotonic()
        try:
            tables = importlib.import_module(f"scenario_{name}").run(bench)
        except Exception as failure:  # noqa: BLE001 - the other scenarios are worth having
            bench.say(f"{name} failed: {failure if isinstance(failure, servers.Failure) else traceback.format_exc()}")
            tables = [rounds.plain_table("nothing measured", [""], []) | {"failed": f"{type(failure).__name__}: {failure}"}]
        result["scenarios"][name] = tables
        result["seconds"][name] = round(time.monotonic() - began)
    return result


def main():
    arguments = parse()
    build = arguments.build.resolve()
    os.environ.setdefault("NEWSPORTAL_MODULE", str(build / "mod_newsportal.so"))
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
    # A bench that is told to end takes its servers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="np-bench-", dir=arguments.folder or "/var/tmp"))
    folder.chmod(0o755)
    try:
        result = measure(arguments, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    import report
    report.write(result, build)
    print(report.as_text(result))
    refused = report.refusals(result)
    print(f"\n{build}/bench.json, {build}/bench.html; {len(refused)} refused or failed")
    print("".join(f"  {line}\n" for line in refused), end="")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
