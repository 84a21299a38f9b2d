"""`make install` into an empty folder: what is there, and that httpd runs with nothing else."""
import filecmp
import os
import re
import stat
import subprocess

import pytest

from conftest import PRELOAD, ROOT, Configtest, output
from reference import TABLE, in_use, lines_shown

MODULES = output("apxs", "-q", "LIBEXECDIR")[0]
THEMES = TABLE["NewsPortalTheme"].default.rpartition("/")[0]


@pytest.fixture(scope="session")
def install(module):
    """install(NAME=value, ...) runs `make install` with the module as it is, and no other settings."""
    inherited = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MAKEFILES", "DESTDIR", "prefix", "datadir", "docdir",
                 "APACHE_CONF", "BUILD"}
    environment = {name: value for name, value in os.environ.items() if name not in inherited}

    def run(cwd=None, **settings):
        # -o: a source that is newer than the module is no reason to build, the module is what is tested.
        made = subprocess.run(
            ["make", "-f", str(ROOT / "apxs.mk"), "-o", str(module), f"BUILD={module.parent}", "install",
             *[f"{name}={value}" for name, value in settings.items()]],
            capture_output=True, text=True, env=environment, cwd=cwd, timeout=120)
        assert made.returncode == 0, made.stdout + made.stderr
        return made.stdout

    return run


@pytest.fixture(scope="session")
def root(install, tmp_path_factory):
    folder = tmp_path_factory.mktemp("root")
    install(DESTDIR=folder)
    return folder


def below(root, path):
    return root / path.lstrip("/")


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def use_every_line(conf, folder):
    """The text of an installed newsportal.conf with all lines in use and a password file that exists."""
    password = folder / "password"
    password.write_text("secret\n")
    os.chmod(password, 0o600)
    text = conf.read_text("utf-8")
    assert "/etc/newsportal/password" in text
    text = in_use(text).replace("/etc/newsportal/password", str(password))
    assert text.count("\nNewsPortal") == lines_shown()
    assert "\n<VirtualHost" in text and "\n    Alias /themes/" in text
    return text


# ---- Files


@pytest.mark.parametrize("source, target", [
    ("htdocs/themes", THEMES),
    ("htdocs/manual", "/usr/share/doc/newsportal/manual"),
    ("sql", "/usr/share/newsportal/sql"),
])
def test_folder_is_installed_whole(root, source, target):
    made = below(root, target)
    assert files(made) == files(ROOT / source)
    assert filecmp.cmpfiles(ROOT / source, made, files(made), shallow=False) == (files(made), [], [])


@pytest.mark.parametrize("path", [
    f"{THEMES}/page.rng", f"{THEMES}/default/theme.xml", f"{MODULES}/mod_newsportal.so", f"{MODULES}/newsportal-notify", "/usr/share/doc/newsportal/LICENSE",
    "/usr/share/doc/newsportal/README.md",
    *[f"/usr/share/doc/newsportal/manual/{name}" for name in
      ("index.html", "mod_newsportal.html", "themes.html", "admin.html", "bench.html", "style/manual.css", "images/front.png",
       "editors/index.zh.html", "editors/refusals.en.html", "editors/images/adminer-first.png", "images/article-mobile.png")],
    "/etc/apache2/mods-available/newsportal.load", "/etc/apache2/mods-available/newsportal.conf",
])
def test_file_is_there(root, path):
    assert below(root, path).stat().st_size > 0


def test_nothing_lies_elsewhere(root):
    places = ("usr/share/newsportal/themes/", "usr/share/newsportal/sql/", "usr/share/doc/newsportal/", "etc/apache2/mods-available/",
              MODULES.lstrip("/") + "/mod_newsportal.so", MODULES.lstrip("/") + "/newsportal-notify")
    assert [path for path in files(root) if not path.startswith(places)] == []


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_everybody_may_read_and_nobody_else_write(install, tmp_path, umask):
    before = os.umask(umask)
    try:
        install(DESTDIR=tmp_path)
    finally:
        os.umask(before)
    for path in tmp_path.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o755 if path.is_dir() or path.name in ("install.sh", "newsportal-notify") else 0o644), f"{path}: {mode:o}"


def test_readme_names_installed_paths(root):
    paths = set(re.findall(r"/usr/(?:share|lib)/[\w./-]+", (ROOT / "README.md").read_text("utf-8")))
    assert len(paths) >= 3
    assert [path for path in paths if not below(root, path).exists()] == []


def test_links_of_the_installed_readme(root):
    folder = below(root, "/usr/share/doc/newsportal")
    text = (folder / "README.md").read_text("utf-8")
    links = re.findall(r"\]\(([^)\s#]+)", text) + re.findall(r'src="([^"]+)"', text)
    assert "manual/admin.html" in links and "manual/images/front.png" in links
    assert [link for link in links if not (folder / link).exists()] == []


def test_relative_destdir(install, root, tmp_path):
    install(cwd=tmp_path, DESTDIR="stage")
    assert files(tmp_path / "stage") == files(root)


def test_changed_conf_is_kept(install, tmp_path):
    conf = tmp_path / "etc/apache2/mods-available/newsportal.conf"
    conf.parent.mkdir(parents=True)
    conf.write_text("# mine\n")
    said = install(DESTDIR=tmp_path)
    assert conf.read_text() == "# mine\n"
    assert "newsportal.conf.new" in said
    assert "#NewsPortalEngine On" in (conf.parent / "newsportal.conf.new").read_text("utf-8")


# ---- httpd with what was installed


def test_every_line_in_use(root, tmp_path):
    """As a package is built: the files name the paths without DESTDIR."""
    text = use_every_line(below(root, "/etc/apache2/mods-available/newsportal.conf"), tmp_path)
    for folder in (THEMES, "/usr/share/newsportal/sql/install.sh", "/usr/share/doc/newsportal/manual/mod_newsportal.html"):
        assert folder in text and str(root) not in text
    conf = tmp_path / "newsportal.conf"
    conf.write_text(text.replace(THEMES, str(below(root, THEMES))), "utf-8")
    installed = Configtest(tmp_path, below(root, f"{MODULES}/mod_newsportal.so"), PRELOAD)
    result = installed(f'Include "{conf}"', theme=None)
    assert result.ok and "Syntax OK" in result.text, result.text
    os.rename(below(root, THEMES) / "default" / "theme.xml", tmp_path / "theme.xml")
    try:
        result = installed(f'Include "{conf}"', theme=None)
        assert not result.ok and "give a folder that holds a theme.xml" in result.text, "the installed theme is not the one that is used"
    finally:
        os.rename(tmp_path / "theme.xml", below(root, THEMES) / "default" / "theme.xml")


def test_conf_names_module_folder(root):
    text = below(root, "/etc/apache2/mods-available/newsportal.load").read_text()
    assert re.search(rf"^LoadModule newsportal_module {re.escape(MODULES)}/mod_newsportal\.so$", text, re.M)
    assert "# Depends: alias\n" in text


@pytest.fixture
def elsewhere(install, tmp_path):
    """Installed where it is going to run, below a prefix of its own."""
    install(DESTDIR="/", prefix=tmp_path / "opt", APACHE_CONF=tmp_path / "etc", LIBEXECDIR=tmp_path / "modules")
    return tmp_path


def test_another_prefix_runs_as_installed(elsewhere):
    load, conf = (elsewhere / "etc" / "mods-available" / f"newsportal.{kind}" for kind in ("load", "conf"))
    themes = elsewhere / "opt/share/newsportal/themes"
    text = conf.read_text("utf-8")
    assert f"\nNewsPortalTheme {themes}/default\n" in text, "the module would look in its default folder"
    assert f"\n# Default: {THEMES}/default\n" in text, "the module's default is what it was"
    assert text.count(THEMES) == 1
    assert f"LoadModule newsportal_module {elsewhere}/modules/mod_newsportal.so\n" in load.read_text()
    installed = Configtest(elsewhere, elsewhere / "modules" / "mod_newsportal.so", PRELOAD)
    result = installed(f'Include "{load}"', f'Include "{conf}"', "NewsPortalEngine On", "NewsPortalBaseURL https://www.example.org",
                       theme=None)
    assert result.ok, result.text


def test_another_prefix_with_every_line_in_use(elsewhere):
    conf = elsewhere / "etc" / "mods-available" / "newsportal.conf"
    conf.write_text(use_every_line(conf, elsewhere), "utf-8")
    result = Configtest(elsewhere, elsewhere / "modules" / "mod_newsportal.so", PRELOAD)(f'Include "{conf}"', theme=None)
    assert result.ok, result.text
