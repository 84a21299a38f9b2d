"""Runs `apache2 -t` on small configurations, with the real module or with the probe.

NEWSPORTAL_MODULE names the module (default build/mod_newsportal.so), NEWSPORTAL_PRELOAD a library that
has to be loaded first (a sanitizer's), NEWSPORTAL_HTTPD the server.
"""
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
SOURCES = ROOT / "mod_newsportal"
MODULE = pathlib.Path(os.environ.get("NEWSPORTAL_MODULE") or "build/mod_newsportal.so")
PRELOAD = os.environ.get("NEWSPORTAL_PRELOAD", "")
HTTPD = os.environ.get("NEWSPORTAL_HTTPD") or "/usr/sbin/apache2"
THEME = ROOT / "htdocs" / "themes" / "default"


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


class Result:
    def __init__(self, process):
        self.ok = process.returncode == 0
        self.text = process.stderr
        # Of the probe: one dictionary for each server, by its name.
        self.sites = {}
        for line in process.stdout.splitlines():
            if line.startswith("{"):
                site = json.loads(line)
                self.sites[site["server"]] = site


class Configtest:
    """configtest(lines) writes a configuration that ends with these lines, and tests it."""

    def __init__(self, folder, module, preload=""):
        self.folder = folder
        self.module = module
        self.preload = preload
        self.modules = output("apxs", "-q", "LIBEXECDIR")[0]

    def __call__(self, *lines, theme=THEME):
        head = [
            f'ServerRoot "{self.folder}"',
            f'DefaultRuntimeDir "{self.folder}"',
            "ServerName main.test",
            "Listen 127.0.0.1:8199",
            f'PidFile "{self.folder}/httpd.pid"',
            f'ErrorLog "{self.folder}/error.log"',
        ]
        for name in ("mpm_event", "authz_core", "authz_host", "alias"):
            head.append(f'LoadModule {name}_module "{self.modules}/mod_{name}.so"')
        head.append(f'LoadModule newsportal_module "{self.module}"')
        if theme:
            head.append(f'NewsPortalTheme "{theme}"')
        config = self.folder / "httpd.conf"
        config.write_text("\n".join([*head, *lines, ""]), "utf-8", "surrogateescape")
        environment = dict(os.environ, LC_ALL="C")
        if self.preload:
            environment["LD_PRELOAD"] = self.preload
        return Result(subprocess.run([HTTPD, "-t", "-f", str(config)], capture_output=True, text=True,
                                     env=environment, errors="replace", timeout=60))


@pytest.fixture(scope="session")
def module():
    path = MODULE if MODULE.is_absolute() else ROOT / MODULE
    assert path.exists(), f"{path} is missing: build it, or name it in NEWSPORTAL_MODULE"
    return path


@pytest.fixture
def configtest(tmp_path, module):
    return Configtest(tmp_path, module, PRELOAD)


@pytest.fixture(scope="session")
def probe_module(tmp_path_factory):
    target = tmp_path_factory.mktemp("probe") / "mod_newsportal.so"
    rooms = ("mod_newsportal_config", "mod_newsportal_directives", "mod_newsportal_values", "mod_newsportal_secret",
             "np_app", "np_mourning", "np_digest", "np_form", "np_submission", "np_error", "np_filter", "np_route", "np_time", "np_text", "np_message", "np_message_text",
             "np_buffer")
    sources = [HERE / "probe.c", *[SOURCES / f"{room}.c" for room in rooms]]
    flags = ["-isystem", *output("apxs", "-q", "INCLUDEDIR"), *output("apr-1-config", "--includes", "--cppflags")]
    libraries = output("pkg-config", "--cflags", "--libs", "icu-i18n", "icu-uc", "libxml-2.0", "nettle")
    build = subprocess.run(["gcc", "-std=gnu11", "-g", "-fPIC", "-shared", f"-I{SOURCES}", *flags, "-o", target,
                            *sources, *libraries], capture_output=True, text=True)
    assert build.returncode == 0, build.stderr
    return target


@pytest.fixture
def probe(tmp_path, probe_module):
    return Configtest(tmp_path, probe_module)
