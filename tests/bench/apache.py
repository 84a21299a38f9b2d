"""Apache for the bench: the same event MPM for every peer, and the portal under test in one of them.

No peer writes an access log. HTTP/1.1 on `port`; with `tls` also HTTP/2 on `tls_port`.
"""
import functools
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from servers import Failure, Server, free_port, give_away, lib_apache

HTTPD = lib_apache.HTTPD
MODULES = lib_apache.HTTPD_MODULES

CONFIGURATION = """
ServerRoot "{folder}"
DefaultRuntimeDir "{folder}"
PidFile "{folder}/httpd.pid"
Mutex "file:{folder}" default
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
{loads}
StartServers {children}
ServerLimit {children}
ThreadsPerChild {threads}
ThreadLimit {threads}
MinSpareThreads 1
MaxSpareThreads {all_threads}
MaxRequestWorkers {all_threads}
MaxConnectionsPerChild 0
KeepAlive On
KeepAliveTimeout 60
MaxKeepAliveRequests 0
Timeout 60
ServerTokens Prod
ErrorLog "{folder}/error.log"
LogLevel warn
TypesConfig /dev/null
AddType text/html .html
AddType text/css .css
AddType image/svg+xml .svg
AddType application/javascript .js
AddCharset utf-8 .html
<Directory />
    Require all denied
    AllowOverride None
    Options None
</Directory>
{body}
{tls}
"""

TLS = """
Listen 127.0.0.1:{tls_port}
<VirtualHost 127.0.0.1:{tls_port}>
    ServerName 127.0.0.1
    SSLEngine on
    SSLCertificateFile "{folder}/certificate.pem"
    Protocols h2 http/1.1
    # Rules of the main server hold here only if asked for.
    <IfModule rewrite_module>
        RewriteEngine On
        RewriteOptions Inherit
    </IfModule>
</VirtualHost>
"""


def certificate(folder):
    """A self-signed certificate and its key, made once for all peers."""
    path = pathlib.Path(folder) / "certificate.pem"
    if not path.exists():
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", "/CN=127.0.0.1", "-keyout", path.with_suffix(".key"), "-out", path],
                       check=True, capture_output=True)
        path.write_text(path.read_text() + path.with_suffix(".key").read_text())
    return path


class Apache(Server):
    """`body` is configuration; {folder}, {port} in it are filled in. Each child has more threads than the
    load has connections: event MPM closes connections that are kept alive when a child's threads are all busy."""

    name = "Apache"

    def __init__(self, folder, cores, body, modules=(), tls=None, children=2, threads=64):
        super().__init__(folder, cores)
        self.tls_port = free_port() if tls else None
        names = ["mpm_event", "authz_core", "mime", "alias", "headers", *(["ssl", "http2"] if tls else []), *modules]
        loads = [f'LoadModule {name}_module "{MODULES}/mod_{name}.so"' if "/" not in name else "LoadModule " + name for name in names]
        fill = {"folder": self.folder, "port": self.port, "tls_port": self.tls_port}
        if tls:
            shutil.copy(tls, self.folder / "certificate.pem")
        (self.folder / "httpd.conf").write_text(CONFIGURATION.format(
            loads="\n".join(loads), body=re.sub(r"\{(folder|port)\}", lambda found: str(fill[found[1]]), body),
            tls=TLS.format(**fill) if tls else "", children=children, threads=threads, all_threads=children * threads, **fill))

    def command(self):
        return [HTTPD, "-f", str(self.folder / "httpd.conf"), "-D", "FOREGROUND"]

    def ready(self):
        super().ready()
        if "resuming normal operations" not in self.log():
            raise ConnectionError("not ready yet")

    def children(self):
        task = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in task.read_text().split()]

    def crashes(self):
        return [line for line in self.log().splitlines() if lib_apache.CRASH.search(line)]


# ---- the portal ----------------------------------------------------------------------------------

PORTAL = """
NewsPortalEngine On
NewsPortalDBHost "unix:{socket}"
NewsPortalDBName {database}
NewsPortalDBPool 16
NewsPortalSiteName "云鹿在线"
NewsPortalBaseURL "{base}"
NewsPortalTimeZone Asia/Shanghai
NewsPortalTheme "{htdocs}/themes/default"
NewsPortalNotice "本网图文如涉及版权，请致电 {phone}，核实后第一时间处理。"
NewsPortalPhone "0400-555-0142"
{cache}
DocumentRoot "{htdocs}"
Alias /themes/ "{htdocs}/themes/"
<Directory "{htdocs}">
    Require all granted
</Directory>
{extra}
"""
DEFLATE = "AddOutputFilterByType DEFLATE text/html"


def module():
    path = lib_apache.MODULE
    if not path.exists():
        raise Failure(f"{path} is missing: run make -f apxs.mk all")
    return path


class Portal(Apache):
    """mod_newsportal. `cache`: None for the module's default, or the argument of NewsPortalCache. `base`: the address
    that pages call themselves by, its own unless another server stands in front."""

    name = "mod_newsportal"

    def __init__(self, folder, cores, database, name, cache=None, base="http://127.0.0.1:{port}", extra="", modules=(),
                 **more):
        folder = pathlib.Path(folder)
        directive = f"NewsPortalCache {cache}" if cache and knows_cache() else ""
        body = PORTAL
        for word, value in {"socket": database.socket if database else "/nonexistent", "database": name, "cache": directive,
                            "extra": extra, "base": base, "htdocs": folder / "htdocs"}.items():
            body = body.replace("{" + word + "}", str(value))
        super().__init__(folder, cores, body, [f'newsportal_module "{folder}/mod_newsportal.so"', *modules], **more)
        shutil.copy(module(), folder / "mod_newsportal.so")
        (folder / "mod_newsportal.so").chmod(0o755)
        lib_apache.copy_htdocs(folder / "htdocs")


def accepts(line):
    """Whether the module under test accepts a directive: asked of httpd -t."""
    folder = tempfile.mkdtemp(prefix="np-bench-t-")
    try:
        server = Apache(os.path.join(folder, "t"), None, f"{line}\n", [f'newsportal_module "{module()}"'])
        give_away(folder)
        done = subprocess.run([HTTPD, "-t", "-f", str(server.folder / "httpd.conf")], capture_output=True, text=True, check=False)
        if done.returncode and "Invalid command" not in done.stderr and "NewsPortalCache" not in done.stderr:
            raise Failure(f"httpd -t: {done.stderr}")
        return done.returncode == 0
    finally:
        shutil.rmtree(folder)


@functools.lru_cache(maxsize=None)
def knows_cache():
    """Whether this module has a page cache."""
    return accepts("NewsPortalCache off")


@functools.lru_cache(maxsize=None)
def big_cache():
    """A size that holds every page of the mixed set, as the directive wants it written; None for the default."""
    if not knows_cache():
        return None
    return next((size for size in ("512m", "512M", "512MB", "536870912") if accepts(f"NewsPortalCache {size}")), None)
