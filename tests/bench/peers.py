"""The peers of the hot scenario: what else can answer the same page, and how each is set up at its best.

Each peer answers the same body with the same headers as mod_newsportal (but for those that are its own,
such as ETag and Server), as plain bytes and compressed with gzip. Compression is never paid for at the
time of the request, for no peer: compressed forms are made before (static files, memory) or kept by the
cache. Called by scenario_hot.py.
"""
import gzip
import shutil
import subprocess

from apache import DEFLATE, Apache, Portal, big_cache
from servers import HERE, Failure, Server, free_port

# Headers that every server sets in its own way.
OWN = {"date", "server", "etag", "content-length", "content-type", "content-encoding", "accept-ranges", "connection", "keep-alive",
       "last-modified", "transfer-encoding", "server-timing", "age", "cache-status", "upgrade", "via", "x-varnish"}


def common_headers(response):
    """What the portal says beside the bytes: other peers say it too."""
    return [(name, value) for name, value in response.headers if name.lower() not in OWN]


def quoted(value):
    """As an argument of a directive."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def header_lines(headers):
    return "\n".join(f"Header set {name} {quoted(value)}" for name, value in headers)


def write_pages(folder, pages):
    """Bodies by path as files, each with its compressed form beside it."""
    for path, body in pages.items():
        file = folder / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        file.with_name(file.name + ".gz").write_bytes(gzip.compress(body, 6, mtime=0))
    return folder


STATIC = """
DocumentRoot "{folder}/www"
<Directory "{folder}/www">
    Require all granted
</Directory>
AddEncoding gzip .gz
RewriteEngine On
RewriteCond %{HTTP:Accept-Encoding} gzip
RewriteRule \\.html$ %{REQUEST_URI}.gz [L]
"""


class StaticApache(Apache):
    """Files of the same Apache. Pre-compressed ones are chosen by a rewrite rule: measured against
    MultiViews of mod_negotiation it was faster, and mod_deflate compresses anew each time."""

    def __init__(self, folder, cores, pages, headers, settings="", **more):
        super().__init__(folder, cores, STATIC + header_lines(headers) + "\n" + settings, ["rewrite"], **more)
        write_pages(self.folder / "www", pages)


class InMemoryApache(Apache):
    """The ceiling: one page in a handler's memory (mod_inmemory.c)."""

    def __init__(self, folder, cores, path, body, headers, **more):
        lines = [f"InMemoryHeader {name} {quoted(value)}" for name, value in headers]
        super().__init__(folder, cores, "\n".join(['InMemoryPage ' + path + ' "{folder}/page" "{folder}/page.gz"', *lines]),
                         [f'inmemory_module "{folder}/mod_inmemory.so"'], **more)
        build_inmemory(self.folder)
        write_pages(self.folder, {"/page": body})


def build_inmemory(folder):
    shutil.copy(HERE / "mod_inmemory.c", folder)
    done = subprocess.run(["apxs", "-c", "-Wc,-O2", "mod_inmemory.c"], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure(f"mod_inmemory.c: {done.stdout}{done.stderr}")
    shutil.copy(folder / ".libs" / "mod_inmemory.so", folder / "mod_inmemory.so")


class OpenToCaches(Portal):
    """A portal that lets caches in front of it keep pages for an hour; compresses for those that ask. It says
    nothing of a cache of its own: Age then tells that the one in front had the page."""

    def __init__(self, folder, cores, database, name, base):
        extra = 'Header set Cache-Control "public, max-age=3600"\nHeader unset Age\nHeader unset Cache-Status\n' + DEFLATE
        super().__init__(folder, cores, database, name, cache=big_cache(), base=base, extra=extra, modules=["filter", "deflate"])


SHMCB = """
CacheSocache "shmcb:{folder}/cache/shmcb(67000000)"
CacheSocacheMaxSize 200000
CacheEnable socache "/"
"""
DISK = """
CacheRoot "{folder}/cache"
CacheEnable disk "/"
"""


class CacheApache(Apache):
    """mod_cache in front of the portal, as quick handler. Its store in shared memory (shmcb) takes 64 MB at
    most, and of many pages of one site it keeps a few only (of 500 pages, 9 MB, none was found again when
    they were asked for in turn); so many pages are measured with its store on disk."""

    name = "mod_cache"

    def __init__(self, folder, cores, backend, store=SHMCB, **more):
        super().__init__(folder, cores, f'CacheQuickHandler On\n{store}\nProxyPass "/" "{backend.url}/"\n',
                         ["proxy", "proxy_http", "cache", "cache_disk", "cache_socache", "socache_shmcb"], **more)
        (self.folder / "cache").mkdir()


class Varnish(Server):
    """Keeps both forms, as the portal sends them: with its own gzip support it would decompress each time
    for clients that want plain bytes."""

    name = "Varnish"

    def __init__(self, folder, cores, backend):
        super().__init__(folder, cores)
        (self.folder / "bench.vcl").write_text(f"""vcl 4.1;
backend default {{ .host = "127.0.0.1"; .port = "{backend.port}"; }}
sub vcl_backend_fetch {{ set bereq.http.Host = "127.0.0.1:{backend.port}"; }}
sub vcl_backend_response {{ set beresp.ttl = 1h; }}
""")

    def command(self):
        return ["/usr/sbin/varnishd", "-F", "-j", "none", "-n", str(self.folder / "work"), "-a", f"127.0.0.1:{self.port}",
                "-f", str(self.folder / "bench.vcl"), "-s", "malloc,512m", "-p", "http_gzip_support=off", "-T", "none"]


class Nginx(Server):
    """Static files with gzip_static and open_file_cache."""

    name = "nginx"

    def __init__(self, folder, cores, pages, headers, tls=None):
        super().__init__(folder, cores)
        self.tls_port = free_port() if tls else None
        write_pages(self.folder / "www", pages)
        lines = [f"add_header {name} '{value}' always;" if "'" not in value else f'add_header {name} "{value}" always;'
                 for name, value in headers if name.lower() != "vary"]
        listen_tls = ""
        if tls:
            shutil.copy(tls, self.folder / "certificate.pem")
            listen_tls = (f"listen 127.0.0.1:{self.tls_port} ssl http2; ssl_certificate certificate.pem; "
                          "ssl_certificate_key certificate.pem;")
        (self.folder / "nginx.conf").write_text(f"""
daemon off;
worker_processes {len(cores.servers)};
pid {self.folder}/nginx.pid;
error_log {self.folder}/nginx-error.log warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_timeout 60;
    keepalive_requests 1000000000;
    open_file_cache max=20000 inactive=10m;
    open_file_cache_valid 10m;
    types {{ text/html html; }}
    charset utf-8;
    gzip_static on;
    gzip_vary on;
    client_body_temp_path {self.folder}/t1;
    proxy_temp_path {self.folder}/t2;
    fastcgi_temp_path {self.folder}/t3;
    uwsgi_temp_path {self.folder}/t4;
    scgi_temp_path {self.folder}/t5;
    server {{
        listen 127.0.0.1:{self.port};
        {listen_tls}
        root {self.folder}/www;
        server_tokens off;
        {chr(10).join(lines)}
    }}
}}
""")

    def command(self):
        return ["/usr/sbin/nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"),
                "-e", str(self.folder / "nginx-start.log")]
