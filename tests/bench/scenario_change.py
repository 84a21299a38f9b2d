"""change: how soon readers see what editors commit, and whether anything gets lost.

First a steady editor while readers take all they can get, and in the middle one UPDATE of very many rows.
Then eight writers whose transactions commit late, out of order or not at all. Pages are looked at in each
child process on a connection of its own. Without a page cache everything is seen at once: then this shows
only that the scenario itself works.
"""
import statistics
import time
import urllib.parse

import apache
import editing
import watching
from content import Archive, article_path
from load import Load, Refused, read_wrk, write_paths, zipf_sequence
from rounds import plain_table
from servers import Database, Everything, Failure
from watching import Worker

EDITED = 20          # articles that the steady editor changes
PER_SECOND = 50
WRITERS = 8
WILD_SECONDS = 360  # no batch of the eight writers begins after this
SETTLED = 5.0        # seconds after which a page that is still old counts as lost


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def age(ages, share):
    return f"{1000 * percentile(ages, share):.0f} ms" if ages else "-"


class Change:
    def __init__(self, bench):
        self.bench, self.cores, self.say = bench, bench.cores, bench.say
        self.load = Load(self.cores, bench.folder / "change-load")
        self.count = 10000 if bench.quick else 100000
        self.many = self.count // 2
        self.seconds = 14 if bench.quick else 60
        self.wild_edits, self.batches = (2000, 4) if bench.quick else (100000, 10)

    def run(self):
        folder = self.bench.folder / "change"
        with Everything() as running:
            database = running.add(Database(folder / "db", self.cores))
            self.archive = Archive(database, "change", self.count, plain=True, say=self.say)
            self.portal = running.add(apache.Portal(folder / "portal", self.cores, database, "change", cache=apache.big_cache()))
            self.reference = running.add(apache.Portal(folder / "reference", self.cores, database, "change", cache="off",
                                                       base=self.portal.url))
            database.settle()
            self.children = self.portal.children()
            if len(self.children) != 2:
                raise Failure(f"the portal has {len(self.children)} children")
            tables = [*self.steady(), self.wild()]
            if self.portal.children() != self.children or self.portal.crashes():
                raise Failure(f"change: a child ended: {self.portal.crashes()}")
        if not apache.knows_cache():
            for table in tables:
                table["notes"].append("This module has no page cache: every page was made anew.")
        return tables

    # ---- a steady editor, all readers, one large UPDATE ------------------------------------------

    def steady(self):
        articles, warm = self.choose()
        paths = self.load.folder / "warm"
        write_paths(paths, zipf_sequence(warm, 20000))
        self.warm_up(warm)
        self.say(f"change: {PER_SECOND} edits a second for {self.seconds} s, an UPDATE of {self.many:,} rows in the middle")
        wrk = self.load.start_wrk(self.portal.url, self.seconds + 4, paths=paths)
        pages = list(articles.values())
        lookers = [Worker(self.cores, watching.see_numbers, self.portal, pid, pages) for pid in self.children]
        timers = [Worker(self.cores, watching.time_pages, self.portal, pid, warm, 100) for pid in self.children]
        time.sleep(2)
        begin = time.monotonic()
        editor = Worker(self.cores, editing.edit_steadily, self.archive, list(articles), PER_SECOND, self.seconds)
        time.sleep(self.seconds / 2)
        update = Worker(self.cores, editing.update_many, self.archive, 1, self.many).result(stop=False)
        self.say(f"change: {update[2]:,} rows in {update[1] - update[0]:.1f} s")
        edits = editor.result(stop=False)
        end = time.monotonic()
        time.sleep(SETTLED)
        seen = [looker.result() for looker in lookers]
        timed = [timer.result() for timer in timers]
        load = self.finish(wrk)
        return [self.staleness(articles, edits, seen, update, load), self.storm(timed, update, begin, end)]

    def warm_up(self, warm):
        """Every page once in each child."""
        for pid in self.children:
            child = watching.Child(self.portal, pid)
            for path in warm:
                child.get(path)

    @staticmethod
    def finish(wrk):
        """The readers' load: a run, or why it is refused."""
        output, errors = wrk.communicate(timeout=60)
        try:
            return read_wrk(output) if wrk.returncode == 0 else {"refused": errors}
        except Refused as why:
            return {"refused": str(why)}

    def choose(self):
        """Articles to be edited, and pages that nobody touches: none of the rows of the UPDATE."""
        rows = self.archive.rows("SELECT id, published_at FROM article WHERE id > %s ORDER BY id LIMIT 1000", self.many + 100)
        articles = {number: article_path(number, at) for number, at in rows[:EDITED]}
        for number in articles:
            self.archive.execute("UPDATE article SET title = %s WHERE id = %s", watching.TITLE.format(number=0), number)
        return articles, [article_path(number, at) for number, at in rows[EDITED + 50:EDITED + 550]]

    def staleness(self, articles, edits, seen, update, load):
        """Seconds from COMMIT until a page first shows the edit or a later one, for each child."""
        ages, during, lost = [], [], 0
        for numbers, *_ in seen:
            for article, number, committed in edits:
                first = next((when for when, shown in numbers[articles[article]] if shown >= number), None)
                if first is None:
                    lost += 1
                    continue
                ages.append(max(0.0, first - committed))
                if update[0] <= committed <= update[1] + 1:
                    during.append(ages[-1])
        older = sum(each[1] for each in seen)
        looks = statistics.mean(each[2] for each in seen)
        span = edits[-1][2] - edits[0][2] + SETTLED + 2
        rows = [["edits", len(edits), ""], ["edits a second", len(edits) / (edits[-1][2] - edits[0][2]), ""],
                ["readers' requests a second", load.get("rps", "-"), ""],
                *([f"seen after: {name}", age(ages, share), age(during, share)] for name, share in
                  (("median", 0.5), ("99 %", 0.99), ("longest", 1))),
                ["never seen", lost, ""], ["older again after newer", older, ""]]
        table = plain_table("From COMMIT to the page", ["", "all", "during the UPDATE"], rows,
                            [f"Each page was looked at every {1000 * span / looks:.0f} ms in each of two child processes."])
        if lost or older:
            table["failed"] = f"{lost} edits never seen, {older} pages older again"
        elif "refused" in load:
            table["failed"] = load["refused"]
        self.note_bad(table, [answer for each in seen for answer in each[3]])
        table["data"] = {"ages_s": [round(age, 4) for age in ages], "update": [update[1] - update[0], update[2]]}
        return table

    @staticmethod
    def note_bad(table, bad):
        if bad:
            table["failed"] = "; ".join(filter(None, [table.get("failed"), f"{len(bad)} bad answers, such as {bad[:3]}"]))

    def storm(self, timed, update, begin, end):
        """Pages that the UPDATE does not touch, under full load."""
        samples = [sample for each, _ in timed for sample in each]
        windows = {"before": (begin, update[0]), "during, and 2 s after": (update[0], update[1] + 2), "after": (update[1] + 2, end)}
        rows = []
        for name, (first, last) in windows.items():
            times = [took for when, took in samples if first <= when < last]
            if len(times) < 100:
                rows.append([name, len(times), "-", "-", "-"])
                continue
            rows.append([name, len(times), *(f"{1000 * percentile(times, share):.3g} ms" for share in (0.5, 0.99, 1))])
        table = plain_table(f"Pages that an UPDATE of {update[2]:,} rows does not touch", ["", "looks", "median", "99 %", "longest"], rows)
        self.note_bad(table, [answer for _, bad in timed for answer in bad])
        return table

    # ---- eight writers, late commits, rollbacks --------------------------------------------------

    def wild(self):
        articles = self.archive.rows("SELECT id, published_at FROM article ORDER BY published_at DESC LIMIT 200")
        numbers = [number for number, _ in articles]
        paths = ["/", "/latest/", *(self.archive.channel_path(code) for code in self.archive.content.codes),
                 *(f"/tag/{urllib.parse.quote(name)}/" for name in self.archive.content.tags[:40]),
                 *(article_path(number, at) for number, at in articles)]
        # Tag pages exist for as long as an article has the tag: readers look at the others.
        steady_paths = [path for path in paths if not path.startswith("/tag/")]
        self.say(f"change: {self.wild_edits:,} edits by {WRITERS} writers")
        totals, wrong, slowest, checks, bad_answers, writing = {}, [], 0.0, 0, [], 0.0
        end = time.monotonic() + WILD_SECONDS
        for batch in range(self.batches):
            began = time.monotonic()
            if began > end:
                self.say("change: this machine is too slow for the rest of the edits")
                break
            readers = [Worker(self.cores, watching.keep_reading, self.portal, pid, steady_paths) for pid in self.children]
            writers = [Worker(self.cores, editing.write_wildly, self.archive, numbers[writer::WRITERS],
                              -(-self.wild_edits // self.batches // WRITERS), f"{batch} {writer}") for writer in range(WRITERS)]
            for writer in writers:
                for name, value in writer.result(stop=False).items():
                    totals[name] = totals.get(name, 0) + value
            settled = time.monotonic()
            writing += settled - began
            for reader in readers:
                bad_answers += reader.result()
            count, bad, longest = self.check_all(paths, settled)
            checks, slowest = checks + count, max(slowest, longest)
            wrong += bad
            self.say(f"change: {100 * (batch + 1) // self.batches} %, {count} pages compared, {len(bad)} wrong")
        rows = [["edits committed", totals["edits"]], ["edits rolled back", totals["rolled back"]],
                ["transactions held open for up to 1.5 s", totals["late"]], ["edits a second", totals["edits"] / writing],
                ["pages compared with the database", checks], ["pages still wrong after 5 s", len(wrong)],
                ["longest until all pages were right", f"{slowest:.2f} s"]]
        table = plain_table(f"{WRITERS} writers that commit late, out of order or not at all", ["", ""], rows)
        if wrong:
            table["failed"] = f"{len(wrong)} pages still wrong after {SETTLED} s, such as {wrong[:3]}"
        self.note_bad(table, bad_answers)
        return table

    def check_all(self, paths, settled):
        """Every page in each child against what a portal without a cache makes of the database now:
        (pages compared, those that stayed wrong, seconds until the last was right)."""
        wanted = {}
        for path in paths:
            response = self.reference.get(path)
            wanted[path] = (response.status, response.location, response.body)
        self.check_reference(wanted)
        wrong, longest = [], 0.0
        for pid in self.children:
            child = watching.Child(self.portal, pid)
            for path in paths:
                while self.look(child, path) != wanted[path]:
                    if time.monotonic() - settled > SETTLED:
                        wrong.append((pid, path))
                        break
                    time.sleep(0.05)
                    longest = time.monotonic() - settled
        return len(paths) * len(self.children), wrong, longest

    @staticmethod
    def look(child, path):
        response = child.get(path)
        return response.status, response.location, response.body

    def check_reference(self, wanted):
        """The portal without a cache shows what the table holds, so it may be compared with."""
        titles = dict(self.archive.rows("SELECT id, title FROM article WHERE state = 'live' ORDER BY published_at DESC LIMIT 200"))
        found = 0
        for path, (status, _, body) in wanted.items():
            number = path.rsplit("/", 1)[-1].removesuffix(".html")
            if status == 200 and number.isdigit() and int(number) in titles:
                found += 1
                if titles[int(number)].encode() not in body:
                    raise Failure(f"change: {path} does not show {titles[int(number)]} even without a cache")
        if found < 50:
            raise Failure(f"change: only {found} articles could be compared with the table")


def run(bench):
    return Change(bench).run()
