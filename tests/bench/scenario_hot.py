"""hot: pages that have been made before. mod_newsportal's cache against all else that could send the bytes.

One page of 24 KB, with and without gzip; 304; many pages by popularity; HTTP/2 over TLS. 32 connections
that stay open, in HTTP/2 8 connections with 4 streams each.
"""
import gzip
import subprocess
import time

import apache
import peers
from content import Archive
from load import Load, Refused, wire_size, write_paths, zipf_sequence
from rounds import alternate, table
from servers import Database, Everything, Failure, free_port

GZIP = [("Accept-Encoding", "gzip")]


class Hot:
    def __init__(self, bench):
        self.bench, self.cores, self.say = bench, bench.cores, bench.say
        self.load = Load(self.cores, bench.folder / "hot-load")
        self.urls = 500 if bench.quick else 5000
        self.seconds = bench.seconds(quick=1, full=4)

    def run(self):
        folder = self.bench.folder / "hot"
        with Everything() as running:
            database = running.add(Database(folder / "db", self.cores))
            self.archive = Archive(database, "hot", self.urls * 11 // 10, say=self.say)
            self.start_portal(running, folder, database)
            self.take_pages()
            self.start_peers(running, folder, database)
            self.verify()
            tables = [self.one_page(), self.one_page(GZIP), self.not_modified(), self.mixed(), self.http2()]
            if not self.bench.quick:
                tables[4:4] = [self.mixed(GZIP)]
                tables.append(self.http2(GZIP))
            for server in running.servers[1:]:
                if isinstance(server, apache.Apache) and server.crashes():
                    raise Failure(f"{server.name}: {server.crashes()}")
            return tables

    # ---- who takes part --------------------------------------------------------------------------

    def start_portal(self, running, folder, database):
        """The portal compresses itself if it can, else mod_deflate does."""
        tls = self.tls = apache.certificate(self.bench.folder)
        arguments = {"cache": apache.big_cache(), "tls": tls}
        self.portal = running.add(apache.Portal(folder / "portal", self.cores, database, "hot", **arguments))
        self.path, self.title = self.archive.page_of_24k(self.portal)
        self.deflate = self.portal.get(self.path, GZIP)["Content-Encoding"] != "gzip"
        if self.deflate:
            self.portal.stop()
            self.portal = running.add(apache.Portal(folder / "portal-deflate", self.cores, database, "hot", extra=apache.DEFLATE,
                                                    modules=["filter", "deflate"], **arguments))

    def take_pages(self):
        """What the portal answers is what everybody answers."""
        self.answer = self.portal.get(self.path)
        if self.answer.status != 200 or self.title not in self.answer.text:
            raise Failure(f"{self.path}: {self.answer.status}")
        self.paths = [path for path, _ in self.archive.article_paths(self.urls)]
        self.pages = {self.path: self.answer.body}
        for number, path in enumerate(self.paths, 1):
            response = self.portal.get(path)
            if response.status != 200:
                raise Failure(f"{path}: {response.status}")
            self.pages[path] = response.body
            if number % 1000 == 0:
                self.say(f"hot: pages taken {100 * number // len(self.paths)} %")
        self.sequence = write_paths(self.load.folder / "zipf", zipf_sequence(self.paths, 50000))
        self.everything = write_paths(self.load.folder / "all", self.paths)

    def start_peers(self, running, folder, database):
        headers, tls, pages = peers.common_headers(self.answer), self.tls, self.pages
        static = {name: running.add(peers.StaticApache(folder / f"static{number}", self.cores, pages, headers, settings, tls=tls))
                  for number, (name, settings) in enumerate([
                      ("Apache, static file", ""),
                      ("Apache, static file, EnableMMAP Off", "EnableMMAP Off"),
                      ("Apache, static file, EnableMMAP Off, EnableSendfile On", "EnableMMAP Off\nEnableSendfile On")])}
        backend = self.backend = running.add(peers.OpenToCaches(folder / "backend", self.cores, database, "hot", self.portal.url))
        self.peers = {
            "mod_newsportal": self.portal, **static,
            "Apache, bytes in a handler's memory": running.add(
                peers.InMemoryApache(folder / "memory", self.cores, self.path, self.answer.body, headers, tls=tls)),
            "Apache, mod_cache (shmcb)": running.add(peers.CacheApache(folder / "cache", self.cores, backend, tls=tls)),
            "Apache, mod_cache (disk)": running.add(peers.CacheApache(folder / "disk", self.cores, backend, peers.DISK, tls=tls)),
            "Varnish": running.add(peers.Varnish(folder / "varnish", self.cores, backend)),
            "nginx, static file": running.add(peers.Nginx(folder / "nginx", self.cores, pages, headers, tls=tls)),
        }

    # ---- checks before anything is timed ---------------------------------------------------------

    def verify(self):
        wanted = {name.lower() for name, _ in peers.common_headers(self.answer)}
        for name, server in self.peers.items():
            for headers in ([], GZIP):
                self.verify_page(name, server, headers, wanted)
            tag = server.get(self.path)["ETag"]
            if server.get(self.path, [("If-None-Match", tag)]).status != 304:
                raise Failure(f"{name}: no 304 for {tag}")
            if getattr(server, "tls_port", None):
                self.verify_http2(name, server)
        self.verify_refusals()
        self.say(f"hot: {len(self.peers)} servers answer the same {len(self.answer.body):,} bytes")

    def verify_refusals(self):
        """A run that goes wrong gives no figure: an unknown page, half a page, nobody there."""
        size = self.size_of(self.portal, [])
        for url, wanted in ((self.portal.url + "/no/such/page.html", None), (self.portal.url + self.path, 2 * size),
                            (f"http://127.0.0.1:{free_port()}/", None)):
            try:
                self.load.wrk(url, 1, wanted, connections=2)
            except Refused:
                continue
            raise Failure(f"a run that had to be refused was not: {url}")

    def verify_page(self, name, server, headers, wanted):
        keeps = name == "Varnish" or "mod_cache" in name
        for _ in range(40):
            response = server.get(self.path, headers)
            if not keeps or response["Age"] is not None:
                break
            time.sleep(0.05)  # mod_cache puts a page away some time after it was sent
        coding = response["Content-Encoding"]
        body = gzip.decompress(response.body) if coding == "gzip" else response.body
        if response.status != 200 or body != self.answer.body or coding != ("gzip" if headers else None):
            raise Failure(f"{name} does not answer the page: {response}, {headers}, {response.headers}, same: {body == self.answer.body}")
        missing = wanted - {key.lower() for key, _ in response.headers}
        if missing:
            raise Failure(f"{name} does not send {missing}")
        if keeps and response["Age"] is None:
            raise Failure(f"{name} does not keep the page: {response.headers}")

    def verify_http2(self, name, server):
        done = subprocess.run(["nghttp", "--no-verify-peer", self.tls_url(server)], capture_output=True, check=False, timeout=30)
        if done.stdout != self.answer.body:
            raise Failure(f"{name} does not answer the page over HTTP/2: {done.stderr[-300:]}")

    def tls_url(self, server):
        return f"https://127.0.0.1:{server.tls_port}{self.path}"

    # ---- the tables ------------------------------------------------------------------------------

    def compare(self, title, cases, notes=()):
        self.say(f"hot: {title}")
        if not apache.knows_cache():
            notes = [*notes, "This module has no page cache: every page of mod_newsportal was made anew."]
        return table(title, alternate(cases, self.bench.rounds, self.say), "mod_newsportal", notes=notes)

    def one_page(self, headers=()):
        cases = {}
        for name, server in (self.main_peers() if headers else self.all_but_disk()).items():
            size = self.size_of(server, headers)
            cases[name] = lambda server=server, size=size: self.load.wrk(server.url + self.path, self.seconds, size, headers=headers)
        notes = []
        if headers:
            notes = ["Static files: compressed before and chosen by a rewrite rule (Apache) or gzip_static (nginx)."]
            if self.deflate:
                notes.append("mod_newsportal's page was compressed by mod_deflate at each request.")
        return self.compare("One page of 24 KB" + (", gzip" if headers else ""), cases, notes)

    def size_of(self, server, headers):
        with server.connection() as connection:
            return wire_size(server.ask(connection, self.path, headers))

    def all_but_disk(self):
        """mod_cache's store on disk is for many pages only."""
        return {name: server for name, server in self.peers.items() if "disk" not in name}

    def main_peers(self):
        """One static Apache is enough where files are not the subject."""
        return {name: server for name, server in self.all_but_disk().items() if "EnableMMAP" not in name}

    def not_modified(self):
        cases = {}
        for name, server in self.main_peers().items():
            headers = [("If-None-Match", server.get(self.path)["ETag"])]
            size = self.size_of(server, headers)
            cases[name] = lambda server=server, size=size, headers=headers: \
                self.load.wrk(server.url + self.path, self.seconds, size, headers=headers)
        return self.compare("304 Not Modified", cases)

    def mixed(self, headers=()):
        cases = {}
        for name, server in self.peers.items():
            if isinstance(server, peers.InMemoryApache) or "EnableMMAP" in name or "shmcb" in name:
                continue
            self.spot_check(name, server, headers)
            self.fill(server, headers)
            cases[name] = lambda server=server: self.load.wrk(server.url, self.seconds, paths=self.sequence, headers=headers)
        return self.compare(f"{len(self.paths):,} pages by popularity (Zipf)" + (", gzip" if headers else ""), cases)

    def fill(self, server, headers):
        """Every page once or more before it counts, in both children of a server that has two."""
        if server is self.portal or isinstance(server, (peers.CacheApache, peers.Varnish)):
            self.load.warm(server.url, self.bench.seconds(quick=2, full=10), paths=self.everything, headers=headers)

    def spot_check(self, name, server, headers):
        for path in self.paths[::max(1, len(self.paths) // 20)]:
            response = server.get(path, headers)
            body = gzip.decompress(response.body) if headers else response.body
            if response.status != 200 or body != self.pages[path]:
                raise Failure(f"{name} does not answer {path}")

    def http2(self, headers=()):
        cases = {}
        for name, server in self.main_peers().items():
            if getattr(server, "tls_port", None):
                size = len(server.get(self.path, headers).body)
                cases[name] = lambda server=server, size=size: \
                    self.load.h2load(self.tls_url(server), self.seconds, size, headers=headers)
        return self.compare("One page of 24 KB over HTTP/2 and TLS" + (", gzip" if headers else ""), cases,
                            ["Varnish does not speak TLS."])


def run(bench):
    return Hot(bench).run()
