"""The manual and the README: made from their sources, valid, no link into nothing, complete about the page model, and a
tour that names what is there."""
import fnmatch
import os
import re
import shutil
import struct
import subprocess

import html5lib
import pytest
from lxml import etree

from conftest import ROOT
from reference import MANUAL as REFERENCE
from reference import TABLE

FOLDER = ROOT / "htdocs" / "manual"
SOURCES = sorted(FOLDER.glob("*.xml"))
NAMES = [source.stem for source in SOURCES]
HANDBOOK = [f"editors/{source.stem}" for source in sorted((FOLDER / "editors").glob("*.xml"))]
EVERY = NAMES + HANDBOOK
THEMES = ROOT / "htdocs" / "themes"
DEFAULT = THEMES / "default"
README = (ROOT / "README.md").read_text("utf-8")
VNU = ROOT / "tests" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
RNG = "{http://relaxng.org/ns/structure/1.0}"
XSL = "{http://www.w3.org/1999/XSL/Transform}"


def source(name):
    return etree.parse(str(FOLDER / f"{name}.xml"))


def page(name):
    return html5lib.HTMLParser(html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False).parse((FOLDER / f"{name}.html").read_bytes())


PAGES = {name: page(name) for name in EVERY}


def rows(tree, table):
    """Rows of a table in a source, each as the texts of its cells."""
    return [["".join(cell.itertext()) for cell in row] for row in tree.xpath(table + "//tr[td]")]


# ---- Each page


def test_pages_are_there():
    assert NAMES == ["admin", "bench", "index", "mod_newsportal", "themes"]
    assert sorted(path.stem for path in FOLDER.glob("*.html")) == NAMES
    assert [f"editors/{path.stem}" for path in sorted((FOLDER / "editors").glob("*.html"))] == HANDBOOK


@pytest.mark.parametrize("name", EVERY)
def test_page_is_up_to_date(name):
    made = subprocess.run(["xsltproc", "--nonet", FOLDER / "style" / "manual.xsl", FOLDER / f"{name}.xml"], capture_output=True)
    assert made.returncode == 0, made.stderr.decode()
    assert made.stdout == (FOLDER / f"{name}.html").read_bytes(), "run: make -f apxs.mk manual"


@pytest.mark.parametrize("name", EVERY)
def test_page_is_html5(name):
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse((FOLDER / f"{name}.html").read_bytes())
    identifiers = PAGES[name].xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    assert len(PAGES[name].xpath("//h1")) == 1
    assert PAGES[name].xpath("//style | //script | //@style | //@*[starts-with(name(), 'on')]") == []
    assert PAGES[name].xpath("//*[not(self::script)]/text()[contains(., '<>')]") == []


def test_pages_please_the_checker():
    if not VNU.exists() or not shutil.which("java"):
        pytest.fail("the HTML checker is missing: conf/demo/deps.sh check installs it")
    checked = subprocess.run(["java", "-jar", VNU, *[FOLDER / f"{name}.html" for name in EVERY]], capture_output=True, text=True)
    assert checked.stderr == ""


@pytest.mark.parametrize("name", NAMES)
def test_every_page_leads_to_all_others(name):
    links = PAGES[name].xpath("//header//nav//a/@href")
    assert sorted(links) == sorted(["editors/index.en.html", *[f"{other}.html" for other in NAMES]])
    assert PAGES[name].xpath("//header//nav//a[@aria-current]/@href") == [f"{name}.html"]


@pytest.mark.parametrize("name", EVERY)
def test_headings_do_not_skip_a_level(name):
    levels = [int(heading.tag[1]) for heading in PAGES[name].xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


# ---- Links and pictures


def missing(folder, links):
    """Those of the relative links that lead nowhere."""
    lost = []
    for link in links:
        if re.match(r"(https?|mailto):", link):
            continue
        path, _, fragment = link.partition("#")
        target = (folder / path).resolve() if path else None
        if target and not target.exists():
            lost.append(link)
        elif fragment:
            name = str(target.relative_to(FOLDER).with_suffix("")) if target and target.is_relative_to(FOLDER) else None
            if name not in PAGES or not PAGES[name].xpath("//*[@id = $id]", id=fragment):
                lost.append(link)
    return lost


@pytest.mark.parametrize("name", EVERY)
def test_links_lead_somewhere(name):
    path = FOLDER / f"{name}.html"
    links = [link if not link.startswith("#") else path.name + link for link in PAGES[name].xpath("//@href")]
    assert len(links) > 10
    assert missing(path.parent, links) == []
    assert missing(path.parent, PAGES[name].xpath("//@src")) == []


def test_a_link_into_nothing_would_be_seen():
    assert missing(FOLDER, ["admin.html#no-such-section", "none.html", "admin.html#backup"]) == ["admin.html#no-such-section", "none.html"]


def test_links_of_the_readme_lead_somewhere():
    links = re.findall(r"\]\(([^)\s]+)\)", README) + re.findall(r'\bsrc="([^"]+)"', README)
    assert len(links) > 10
    assert missing(ROOT, links) == []


def png_size(path):
    head = path.read_bytes()[:26]
    assert head[:8] == b"\x89PNG\r\n\x1a\n", f"{path} is no PNG"
    return struct.unpack(">II", head[16:24])


@pytest.mark.parametrize("picture", sorted(path.name for path in (FOLDER / "images").iterdir()))
def test_picture_is_light_and_described(picture):
    path = FOLDER / "images" / picture
    assert path.stat().st_size <= 200 * 1024
    width, height = png_size(path)
    shown = [image for tree in PAGES.values() for image in tree.xpath("//img[@src = $src]", src=f"images/{picture}")]
    assert shown, "no page shows it"
    for image in shown:
        assert (int(image.get("width")), int(image.get("height"))) == (width, height)
        assert len(image.get("alt")) > 40
    assert re.search(rf'<img src="htdocs/manual/images/{re.escape(picture)}"[^>]* alt="[^"]{{40,}}"', README)


# ---- Theme guide: the page model


def model_name(node):
    """As <say about="..."> names an element or attribute of page.rng."""
    chain = [node, *node.iterancestors()]
    top = next(item for item in chain if item.tag in (RNG + "define", RNG + "start"))
    elements = [item.get("name") for item in reversed(chain) if item.tag == RNG + "element"]
    name = "/".join([top.get("name") or "page", *elements[1:]])
    return f"{name}@{node.get('name')}" if node.tag == RNG + "attribute" else name


CONTRACT = etree.parse(str(THEMES / "page.rng"))
ELEMENTS = [model_name(node) for node in CONTRACT.iter(RNG + "element") if node.get("name")]
ATTRIBUTES = [model_name(node) for node in CONTRACT.iter(RNG + "attribute") if node.get("name")]
GROUPS = [node.get("name") for node in CONTRACT.iter(RNG + "define")
          if node.find(f".//{RNG}attribute") is not None and node.find(f".//{RNG}element") is None and node.get("name") != "href"]


def test_names_in_the_contract_are_unique():
    assert len(ELEMENTS) >= 80 and len(set(ELEMENTS)) == len(ELEMENTS)
    assert len(ATTRIBUTES) > 60 and len(set(ATTRIBUTES)) == len(ATTRIBUTES)


def test_each_element_and_attribute_has_its_sentence():
    says = [say.get("about") for say in source("themes").iter("say")]
    assert len(says) == len(set(says)), "two sentences about one thing"
    wanted = {*ELEMENTS, *ATTRIBUTES, *GROUPS}
    assert wanted - set(says) == set(), "page.rng has it, htdocs/manual/themes.xml says nothing about it"
    # One element of those with @href may say something of its own about it.
    assert {name for name in set(says) - wanted if not name.endswith("@href")} == set(), "page.rng does not have it"
    assert [say.get("about") for say in source("themes").iter("say") if len("".join(say.itertext()).strip()) < 8] == []


@pytest.mark.parametrize("name", ELEMENTS)
def test_element_has_its_entry(name):
    entry = PAGES["themes"].xpath("//section[@id = $id]", id="model-" + name.replace("/", "-"))
    assert len(entry) == 1
    assert "".join(entry[0].find("h3").itertext()) == f"<{name.rpartition('/')[2] if name != 'navigation-channel' else 'channel'}>"
    shown = [code.text for code in entry[0].xpath("dl/div/dt/code")]
    assert [attribute.partition("@")[2] for attribute in ATTRIBUTES if attribute.partition("@")[0] == name] == \
        [attribute for attribute in shown if f"{name}@{attribute}" in ATTRIBUTES]


@pytest.mark.parametrize("name, holds", [
    ("article", "Holds kicker?, title, published, updated?, channel, source?, author?, editor?, summary?, picture? | picture-gone?, body, corrections?, "
                "notice?, tags?, translation*, related?, newer?, older?"),
    ("article-notice", "Holds text | phone* | form*"),
    ("list-pager", "Holds newest?, newer?, older?"),
    ("app", "Holds store+"),
])
def test_what_an_element_holds(name, holds):
    entry = PAGES["themes"].xpath("//section[@id = $id]/p[@class = 'holds']", id=f"model-{name}")[0]
    assert " ".join("".join(entry.itertext()).split()) == holds


def test_an_element_without_a_sentence_stops_the_making(tmp_path):
    tree = source("themes")
    say = tree.xpath("//say[@about = 'article/kicker']")[0]
    say.getparent().remove(say)
    # The style sheet looks for the contract from where it lies itself.
    (tmp_path / "themes.xml").write_bytes(etree.tostring(tree, encoding="utf-8"))
    made = subprocess.run(["xsltproc", "--nonet", FOLDER / "style" / "manual.xsl", tmp_path / "themes.xml"], capture_output=True, text=True)
    assert made.returncode != 0
    assert "article/kicker" in made.stderr


def test_kinds_of_pages():
    kinds = CONTRACT.xpath("//r:element[@name = 'page']/r:attribute[@name = 'kind']//r:value/text()", namespaces={"r": RNG[1:-1]})
    assert [row[0] for row in rows(source("themes"), "//section[@id = 'kinds']")] == kinds


# ---- Theme guide: the default theme, the example


def sheets():
    return sorted(str(path.relative_to(DEFAULT)) for path in (DEFAULT / "xsl").rglob("*.xsl"))


def test_every_sheet_has_its_line():
    named = [name for row in rows(source("themes"), "//section[@id = 'sheets']") for name in row[0].split(", ")]
    assert len(named) == len(set(named))
    assert sorted(named) == sheets()


def default_templates():
    """name: lists of parameters, as the sheets have them (both variants may have one of their own)."""
    found = {}
    for sheet in sheets():
        for template in etree.parse(str(DEFAULT / sheet)).iter(XSL + "template"):
            if template.get("name"):
                found.setdefault(template.get("name"), []).append([param.get("name") for param in template.findall(XSL + "param")])
    return found


NAMED = [(name, row[1]) for row in rows(source("themes"), "//table[@id = 'named-templates']") for name in row[0].split(", ")]


@pytest.mark.parametrize("name, parameters", NAMED, ids=[row[0] for row in NAMED])
def test_named_template_is_as_promised(name, parameters):
    assert name in default_templates(), "the guide promises a template that the default theme does not have"
    for found in default_templates()[name]:
        assert found == parameters.split()


def test_variables_are_there():
    variables = {variable.get("name") for sheet in sheets() for variable in etree.parse(str(DEFAULT / sheet)).getroot().findall(XSL + "variable")}
    promised = {code.text[1:] for code in source("themes").xpath("//section[@id = 'named']//code") if re.fullmatch(r"\$[\w-]+", code.text or "")}
    assert len(promised) >= 5 and promised <= variables


def test_modes_are_there():
    used = {template.get("mode") for sheet in sheets() for template in etree.parse(str(DEFAULT / sheet)).iter(XSL + "template")}
    promised = [mode for row in rows(source("themes"), "//table[@id = 'modes-table']") for mode in row[0].split(", ")]
    assert len(promised) > 5 and set(promised) <= used


EXAMPLES = [example for name in NAMES for example in source(name).iter("example") if (ROOT / (example.get("file") or "-")).is_file()]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.get("file") for example in EXAMPLES])
def test_example_is_the_file(example):
    assert "".join(example.find("pre").itertext()) == (ROOT / example.get("file")).read_text("utf-8"), \
        "copy the file into htdocs/manual/themes.xml and run: make -f apxs.mk manual"


def test_child_theme_is_shown_whole_and_short():
    folder = THEMES / "spring"
    shown = {example.get("file") for example in EXAMPLES}
    assert shown == {str(path.relative_to(ROOT)) for path in folder.rglob("*") if path.is_file()}
    assert sum(len((ROOT / file).read_text("utf-8").splitlines()) for file in shown) < 30


def test_limits_of_a_theme():
    header = (ROOT / "mod_newsportal" / "np_theme_internal.h").read_text("utf-8")
    limits = {name: eval(value) for name, value in re.findall(r"NP_THEME_(\w+) = ([\d <]+)", header)}  # pylint: disable=eval-used
    text = " ".join(PAGES["themes"].xpath("string(//main)").split())
    for name, value, said in [
        ("LEVELS", 8, "At most 8 levels"), ("FILE_BYTES", 1 << 20, "may have 1 MiB"), ("ASSET_BYTES", 1 << 26, "an asset 64 MiB"),
        ("FILES", 10000, "a theme 10,000 files"), ("IMPORT_DEPTH", 16, "At most 16 levels deep"), ("SHEETS", 256, "256 sheets"),
        ("STEPS", 1000000, "a million instructions"), ("XPATH_STEPS", 10000000, "ten million steps of XPath"), ("DEPTH", 1000, "a depth of 1000"),
    ]:
        assert limits[name] == value and said in text, name


# ---- Administrator's guide


def test_numbers_to_watch_exist():
    known = {name for row in rows(etree.parse(str(REFERENCE)), "//section[@id = 'status']") for name in row[0].split(", ")}
    watched = [row[0] for row in rows(source("admin"), "//section[@id = 'watching']")]
    assert len(watched) > 4 and set(watched) <= known


def test_roles_are_those_of_the_schema():
    schema = "".join((ROOT / "sql" / "schema" / name).read_text("utf-8") for name in ("08_roles.sql", "29_roles.sql"))
    roles = re.findall(r"^CREATE ROLE IF NOT EXISTS (\w+);", schema, re.M)
    assert [row[0] for row in rows(source("admin"), "//section[@id = 'accounts']")] == roles
    dropped = re.search(r"DROP ROLE ([^;]+);", (FOLDER / "admin.xml").read_text("utf-8"))[1]
    assert re.split(r",\s+", dropped) == roles


@pytest.mark.parametrize("name", NAMES)
def test_directives_in_examples_exist(name):
    text = (FOLDER / f"{name}.xml").read_text("utf-8")
    # Names of numbers in server-status look alike.
    words = set(re.findall(r"NewsPortal[A-Z]\w+", text)) - {"NewsPortalReady", "NewsPortalLagMs", "NewsPortalDbOpen"}
    assert words <= set(TABLE)


def test_paths_in_the_guides_exist():
    """What an administrator or designer is told to type or open."""
    paths = {path.rstrip(".") for name in NAMES
             for path in re.findall(r"(?<![\w/])(?:sql|conf|tests|htdocs|mod_newsportal)/[\w./*-]+", " ".join(source(name).getroot().itertext()))}
    assert len(paths) > 5
    assert [path for path in paths if not list(ROOT.glob(path.rstrip("/")))] == []


# ---- Reference: what is shown works


def directive_examples():
    for entry in etree.parse(str(REFERENCE)).iter("directivesynopsis"):
        yield entry.findtext("name"), ["".join(example.find("pre").itertext()) for example in entry.iter("example")]


@pytest.mark.parametrize("name, examples", directive_examples(), ids=TABLE)
def test_directive_has_an_example_that_httpd_accepts(name, examples, configtest, tmp_path):
    assert any(re.search(rf"^ *{name} ", example, re.M) for example in examples)
    stand_in = tmp_path / "stand-in"
    stand_in.write_text("secret\n")
    stand_in.chmod(0o600)
    for example in examples:
        lines = example.replace("/usr/share/newsportal/themes", str(THEMES))
        lines = re.sub(r"/etc/newsportal/(password|sender|mail|ca\.pem)", str(stand_in), lines)
        lines = re.sub(r"exec:\S+ cat newsportal", "exec:/bin/echo secret", lines)
        lines = re.sub(r"(?<=^NewsPortalStore )\S+", str(tmp_path / "store"), lines, flags=re.M)
        if "<VirtualHost" not in lines:
            lines = f"<VirtualHost *:8199>\nServerName www.example.org\nNewsPortalEngine On\nNewsPortalBaseURL https://www.example.org\n" \
                    f"{'' if 'NewsPortalPhone' in lines else 'NewsPortalPhone 0400-555-0142'}\n{lines}\n</VirtualHost>"
        result = configtest(lines)
        assert result.ok, f"{example}\n{result.text}"


# ---- README: the tour


def tour():
    """Patterns of the tour's first columns, from the root of the tree."""
    text = README[README.index("## A tour of the tree"):README.index("## Licence")]
    prefix, found = "", []
    for line in text.splitlines():
        if line.startswith("### "):
            names = re.findall(r"`([^`]+)`", line)
            prefix = names[0] if len(names) == 1 and names[0] == "mod_newsportal/" else ""
        elif line.startswith("| ") and not line.startswith("| |"):
            found += [prefix + name for name in re.findall(r"`([^`]+)`", line.split("|")[1])]
    return found


def tree():
    """Every file of the project: what git knows, or in an unpacked archive what lies there and is not built."""
    known = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True) if shutil.which("git") else None
    if known and known.returncode == 0 and known.stdout:
        return [name for name in known.stdout.split("\0") if name and (ROOT / name).exists()]
    found = []
    for folder, folders, files in os.walk(ROOT):
        at = os.path.relpath(folder, ROOT)
        folders[:] = [name for name in folders if name not in ("__pycache__", "node_modules") and
                      not (at == "." and name in (".git", "build", "var"))]
        found += [os.path.normpath(os.path.join(at, name)) for name in files if not name.endswith(".pyc")]
    return [name for name in found if name != ".git"]


def covers(pattern, file):
    """A folder covers what is in it, a C file also its header and its room's internal one."""
    if pattern.endswith("/"):
        return file.startswith(pattern)
    patterns = [pattern]
    if pattern.startswith("mod_newsportal/") and pattern.endswith(".c"):
        patterns.append(pattern[:-1] + "h")
    return any(fnmatch.fnmatchcase(file, wanted) and file.count("/") == wanted.count("/") for wanted in patterns)


# Folders whose files are named one by one; the others' are a group.
ROOMS = {"mod_newsportal/", "sql/", "conf/", "htdocs/", "tests/"}


def test_what_the_tour_names_is_there():
    files = tree()
    assert len(tour()) > 60
    assert [pattern for pattern in tour() if not any(covers(pattern, file) for file in files)] == []


def test_the_tour_leaves_nothing_out():
    patterns = [pattern for pattern in tour() if pattern not in ROOMS]
    assert [file for file in tree() if not any(covers(pattern, file) for pattern in patterns)] == [], \
        "add a line to README.md, or let a line there name the group"


def test_readme_is_short_enough():
    assert len(README.splitlines()) <= 240


def test_make_commands_in_the_readme_exist():
    makefile = (ROOT / "apxs.mk").read_text("utf-8")
    targets = set(re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split())
    used = {word for line in re.findall(r"make -f apxs\.mk ([a-z-]+)", README) for word in [line]}
    assert {"demo", "check", "install"} <= used <= targets
