"""growth: what pages cost that are made anew when the archive is ten and a hundred times as large.

The databases exist side by side in one server, each with an Apache of its own, and are asked in turn.
One connection, so that a page's time is what is measured and not a queue. The pages asked for are spread
over the whole archive and have been asked for before: the database has their rows in memory.
"""
import shutil
import time

import apache
from content import Archive
from load import Load, write_paths
from rounds import alternate, plain_table, table
from servers import Database, Everything, Failure
from statements import Statements

KINDS = ("article", "channel, far down", "tag", "front page")


class Growth:
    def __init__(self, bench):
        self.bench, self.cores, self.say = bench, bench.cores, bench.say
        self.load = Load(self.cores, bench.folder / "growth-load")
        self.seconds = bench.seconds(quick=1, full=4)
        self.counts = [1000, 10000] if bench.quick else [10000, 100000, 1000000]

    def run(self):
        folder = self.bench.folder / "growth"
        # An archive takes 4.5 KB an article, and as much again while it is loaded and logged.
        needed = sum(self.counts) * 9000
        if shutil.disk_usage(self.bench.folder).free < needed:
            raise Failure(f"growth needs {needed / 2 ** 30:.0f} GB in {self.bench.folder}: name another folder with --folder")
        with Everything() as running:
            database = running.add(Database(folder / "db", self.cores))
            self.archives = {count: Archive(database, f"n{count}", count, say=self.say) for count in self.counts}
            self.portals = {count: running.add(self.portal(folder / f"portal-{count}", count)) for count in self.counts}
            self.pages = {count: self.choose_pages(archive) for count, archive in self.archives.items()}
            database.settle()
            self.verify()
            tables = [self.compare(kind) for kind in KINDS]
            memory = {count: portal.memory() for count, portal in self.portals.items()}
            rows = {count: Statements(database).count(lambda count=count: self.portal(folder / f"counting-{count}", count),
                                                      {kind: self.pages[count][kind][0] for kind in KINDS}) for count in self.counts}
            return [*tables, self.facts(memory, rows)]

    def portal(self, folder, count):
        return apache.Portal(folder, self.cores, self.archives[count].server, f"n{count}", cache="off")

    def choose_pages(self, archive):
        return {"article": [path for path, _ in archive.article_paths(900)], "channel, far down": archive.deep_paths(),
                "tag": archive.tag_paths(200), "front page": ["/"]}

    def verify(self):
        for count, portal in self.portals.items():
            title = self.archives[count].article_paths(1)[0][1]
            if title not in portal.get(self.pages[count]["article"][0]).text:
                raise Failure(f"growth: {count}: the article does not show its title")
            for kind in KINDS:
                for path in self.pages[count][kind][:100]:
                    response = self.patiently(portal, path)
                    if response.status != 200:
                        raise Failure(f"growth: {count}: {path}: {response}\n{portal.log()[-1000:]}")
            deep = portal.get(self.pages[count]["channel, far down"][0]).text
            if deep.count(".html") < 20:
                raise Failure(f"growth: {count}: the page far down has no articles")

    def patiently(self, portal, path):
        """What is read from the disk for the first time may take longer than the module allows a statement."""
        for _ in range(5):
            response = portal.get(path)
            if response.status != 503:
                break
            self.say(f"growth: {path}: 503, once more in a second. {portal.log()[-300:]}")
            time.sleep(1)
        return response

    def compare(self, kind):
        cases = {}
        for count, portal in self.portals.items():
            paths = write_paths(self.load.folder / f"{count}-{KINDS.index(kind)}", self.pages[count][kind])
            self.load.warm(portal.url, self.bench.seconds(quick=1, full=3), paths=paths, connections=4)
            cases[f"{count:,} articles"] = lambda portal=portal, paths=paths: \
                self.load.wrk(portal.url, self.seconds, paths=paths, connections=1)
        self.say(f"growth: {kind}")
        first = f"{self.counts[0]:,} articles"
        return table(kind, alternate(cases, self.bench.rounds, self.say), first, key="p50_us", ratio=f"time, against {first}")

    def facts(self, memory, rows):
        columns = ["articles", "loaded in s", "database MB", "Apache MB (PSS)"]
        for kind in KINDS:
            columns.append(f"{kind}: statements/rows")
        cells = [[count, self.archives[count].seconds, self.archives[count].file_bytes() / 2 ** 20, memory[count] / 2 ** 20,
                  *(f"{rows[count][kind][0]}/{rows[count][kind][1]:,}" for kind in KINDS)] for count in self.counts]
        return plain_table("Size, and rows examined for one page", columns, cells)


def run(bench):
    return Growth(bench).run()
