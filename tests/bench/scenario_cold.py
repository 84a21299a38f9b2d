"""cold: pages that are made anew for every request. mod_newsportal without its cache against WordPress.

The same articles, channels and tags, one database server, Apache's event MPM on both sides. 4 connections.
"""
import datetime
import urllib.parse

import apache
from content import Archive
from load import Load, write_paths
from rounds import alternate, plain_table, table
from servers import Database, Everything, Failure
from wordpress import Fpm, WordPress
from wordpress_database import OFFSET

ARTICLES = 2000
KINDS = ("article", "channel", "tag", "front page")


class Cold:
    def __init__(self, bench):
        self.bench, self.cores, self.say = bench, bench.cores, bench.say
        self.load = Load(self.cores, bench.folder / "cold-load")
        self.seconds = bench.seconds(quick=2, full=5)

    def run(self):
        folder = self.bench.folder / "cold"
        with Everything() as running:
            database = running.add(Database(folder / "db", self.cores))
            archive = Archive(database, "cold", ARTICLES, plain=True, say=self.say)
            self.portal = running.add(apache.Portal(folder / "portal", self.cores, database, "cold", cache="off"))
            fpm = running.add(Fpm(folder / "fpm", self.cores))
            self.say("cold: installing WordPress")
            self.wordpress = running.add(WordPress(folder / "wordpress", self.cores, fpm, database, archive.content, ARTICLES))
            self.say(f"cold: {self.wordpress.summary}")
            self.pages = self.choose_pages(archive)
            database.settle()
            self.verify(archive)
            tables = [self.compare(kind) for kind in KINDS]
            return [*tables, self.facts()]

    # ---- pages of both ---------------------------------------------------------------------------

    def choose_pages(self, archive):
        """{kind: {server: [(path, text that must be on the page)]}}"""
        articles = archive.article_paths(40 if self.bench.quick else 200)
        newest = archive.rows("SELECT title FROM article ORDER BY published_at DESC LIMIT 1")[0][0]
        pages = {"article": {"portal": articles, "wordpress": [(self.wordpress_path(path), title) for path, title in articles]},
                 "front page": {"portal": [("/", newest)], "wordpress": [("/", newest)]},
                 "channel": {"portal": [], "wordpress": []}, "tag": {"portal": [], "wordpress": []}}
        for code, number in archive.rows("SELECT code, id FROM channel"):
            title = self.newest_in(archive, f"channel:{number}")
            path = archive.channel_path(code)
            pages["channel"]["portal"].append((path, title))
            # With addresses that end in .html, WordPress's own have no slash at the end.
            pages["channel"]["wordpress"].append(("/category" + path.rstrip("/"), title))
        for name in archive.content.tags[:20 if self.bench.quick else 100]:
            title = self.newest_in(archive, f"tag:{name}")
            path = f"/tag/{urllib.parse.quote(name)}"
            pages["tag"]["portal"].append((path + "/", title))
            pages["tag"]["wordpress"].append((path, title))
        return pages

    @staticmethod
    def wordpress_path(path):
        folder, _, name = path.rpartition("/")
        return f"{folder}/{int(name.split('.')[0]) + OFFSET}.html"

    @staticmethod
    def newest_in(archive, name):
        return archive.rows("SELECT a.title FROM listing AS l JOIN article AS a ON a.id = l.article_id WHERE l.list = %s "
                            "ORDER BY l.published_at DESC LIMIT 1", name)[0][0]

    def servers(self):
        return {"portal": self.portal, "wordpress": self.wordpress}

    def verify(self, archive):
        """Every page is there and shows what it has to, on both."""
        for kind, pages in self.pages.items():
            for name, server in self.servers().items():
                for path, text in pages[name]:
                    response = server.get(path)
                    if response.status != 200 or text not in response.text:
                        raise Failure(f"cold: {name}: {kind} {path}: {response} {response.location or ''}, without {text!r}")
        counts = self.wordpress.database.sql(
            "SELECT (SELECT COUNT(*) FROM wp_posts WHERE post_status = 'publish' AND post_type = 'post'), "
            "(SELECT COUNT(*) FROM wp_term_taxonomy WHERE taxonomy = 'post_tag'), (SELECT COUNT(*) FROM wp_term_relationships)",
            database="wordpress")[0]
        if counts != (ARTICLES, len(archive.content.tags), ARTICLES * 6):
            raise Failure(f"cold: WordPress holds {counts}")
        self.wordpress.check_opcache()
        self.say(f"cold: {sum(len(pages['portal']) for pages in self.pages.values())} pages checked on both")

    # ---- figures ---------------------------------------------------------------------------------

    def compare(self, kind):
        cases = {}
        for name, server in self.servers().items():
            paths = write_paths(self.load.folder / f"{name}-{kind.replace(' ', '-')}", [path for path, _ in self.pages[kind][name]])
            cases[server.name] = lambda server=server, paths=paths: \
                self.load.wrk(server.url, self.seconds, paths=paths, connections=4)
        self.say(f"cold: {kind}")
        return table(f"{kind}, {ARTICLES:,} articles", alternate(cases, self.bench.rounds, self.say), "mod_newsportal")

    def facts(self):
        rows = [["memory of Apache and PHP (PSS), MB", *(server.memory() / 2 ** 20 for server in self.servers().values())]]
        for kind in KINDS:
            rows.append([f"bytes of a page: {kind}", *(len(server.get(self.pages[kind][name][0][0]).body)
                                                       for name, server in self.servers().items())])
        return plain_table("Size", ["", "mod_newsportal", "WordPress"], rows,
                           [f"{self.wordpress.summary}, opcache, 8 PHP processes; {datetime.date.today():%Y-%m}."])


def run(bench):
    return Cold(bench).run()
