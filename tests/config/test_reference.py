"""The directive table in C, conf/newsportal.conf and the manual say the same; nothing is forgotten."""
import re

import html5lib
import pytest
from lxml import etree

from conftest import ROOT, SOURCES
from reference import CONF, CONFIG_C, DIRECTIVES_C, MANUAL, STRUCT_H, TABLE, from_conf, from_manual

# Directives whose default is no value that could be written down.
NO_LITERAL = {"NewsPortalSiteName", "NewsPortalBaseURL", "NewsPortalOperator", "NewsPortalPageSize"}
# conf/newsportal.conf shows an example instead of the default.
EXAMPLE = NO_LITERAL | {"NewsPortalEngine", "NewsPortalDBPassword", "NewsPortalNotice", "NewsPortalPhone",
                        "NewsPortalHotlinePhone", "NewsPortalApp", "NewsPortalMourning"}


def test_table_is_read():
    assert len(TABLE) >= 26
    assert all(name.startswith("NewsPortal") for name in TABLE)


def test_manual_agrees_with_table():
    assert list(from_manual().items()) == [(name, (row.syntax, row.default)) for name, row in TABLE.items()]


def test_conf_agrees_with_table():
    assert list(from_conf()) == list(TABLE)
    for name, (syntax, default, _) in from_conf().items():
        assert (syntax, default) == (TABLE[name].syntax, TABLE[name].default), name


def test_conf_mentions_no_other_directive():
    assert set(re.findall(r"NewsPortal[A-Z]\w*", CONF.read_text("utf-8"))) <= set(TABLE)


def test_conf_shows_defaults():
    for name, (_, default, values) in from_conf().items():
        if name == "NewsPortalPageSize":
            assert ", ".join(values) == default
        elif name not in EXAMPLE:
            assert values == [default], name


def test_conf_is_all_comments():
    lines = CONF.read_text("utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == ["<IfModule newsportal_module>", "</IfModule>"]


@pytest.mark.parametrize("name", TABLE)
def test_number_of_arguments_fits_syntax(name):
    words = TABLE[name].syntax.split()
    assert TABLE[name].arguments == {
        "NewsPortalDBHost": "TAKE_ARGV",
        "NewsPortalDBPassword": "TAKE_ARGV", "NewsPortalFormKey": "TAKE_ARGV",
        "NewsPortalDBTLS": "TAKE12",
        "NewsPortalMobile": "TAKE12",
        "NewsPortalApp": "TAKE12",
        "NewsPortalMourning": "TAKE12",
        "NewsPortalMaxAge": "TAKE23",
        "NewsPortalStore": "TAKE12",
        "NewsPortalMediaCache": "TAKE123",
        "NewsPortalNotify": "TAKE_ARGV",
        "NewsPortalNotifyAccount": "TAKE_ARGV",
        "NewsPortalNotifyDatabase": "TAKE_ARGV",
    }.get(name, f"TAKE{len(words)}")


def members():
    struct = re.search(r"typedef struct np_config_t \{(.*?)\} np_config_t;", STRUCT_H, re.S)[1]
    struct = re.sub(r"/\*.*?\*/", "", struct, flags=re.S)
    found = re.findall(r"^\s*(.+?[ *])(\w+);", struct, re.M)
    assert len(found) == struct.count(";")
    return {name: "*" in kind for kind, name in found if name != "site"}


@pytest.mark.parametrize("member", members())
def test_member_is_set_up_merged_and_used(member):
    pointer = members()[member]
    unset = "NULL" if pointer else "UNSET"
    initial = re.search(r"unset_config = \{(.*?)\};", CONFIG_C, re.S)[1]
    defaults = re.search(r"defaults = \{(.*?)\};", CONFIG_C, re.S)[1]
    assert (re.search(rf"\.{member} = (\{{+.*)?UNSET", initial) is None) == pointer, "not unset at the beginning"
    assert f"INHERIT({member}, {unset});" in CONFIG_C or f"INHERIT({member}." in CONFIG_C, "not merged"
    assert f".{member} = " in defaults or f"full->{member} ?" in CONFIG_C or f"!full->{member}" in CONFIG_C, \
        "has no default"
    assert re.search(rf"(np_config_own\(cmd->server\)|config)->{member}\b", DIRECTIVES_C), "no directive sets it"
    assert re.search(rf"full(->|\.){member}\b", CONFIG_C), "nobody uses it"


def test_manual_page_has_a_place_for_each():
    """test_manual.py looks at the rest of the page."""
    tree = html5lib.parse((MANUAL.parent / "mod_newsportal.html").read_bytes(), namespaceHTMLElements=False)
    assert set(TABLE) <= {element.get("id") for element in tree.iter()}


def test_log_codes_are_in_the_manual():
    rows = etree.parse(str(MANUAL)).xpath("//section[@id='log-codes']//tr[td]")
    listed = [row[0].text for row in rows]
    used = {code for file in SOURCES.glob("*.[ch]") for code in re.findall(r"\bNP[0-9]{4}\b", file.read_text("utf-8"))}
    assert listed == sorted(set(listed))
    assert used - set(listed) == set(), "logged, but not explained in the manual"
    assert set(listed) - used == set(), "explained in the manual, but never logged"
    assert all(cell.text.strip() for row in rows for cell in row)


def test_status_numbers_are_in_the_manual():
    """Every row of the table in np_status.c, in its order."""
    rows = etree.parse(str(MANUAL)).xpath("//section[@id='status']//table[tr/th = 'Name']//tr[td]")
    table = (SOURCES / "np_status.c").read_text("utf-8")
    table = table[table.index("np_status_rows[] = {"):table.index("np_status_row_count")]
    names = re.findall(r"^    (?:ONE|KINDS)\((\w+),", table, re.M)
    assert len(names) == len(re.findall(r"^ *[A-Z]+\(", table, re.M)) > 40
    assert [row[0].text for row in rows] == names
    assert all("".join(row[1].itertext()).strip().endswith(".") for row in rows)


def test_kinds_of_pages_are_listed():
    """Whoever adds a route adds its name wherever kinds of pages are told."""
    routes = re.findall(r'\{NP_ROUTE_[A-Z_]+, "([a-z-]+)", [^,]+,\s*([A-Z_ |0]+)\}', (SOURCES / "np_route.c").read_text("utf-8"))
    assert len(routes) == (SOURCES / "np_route.h").read_text("utf-8").count("    NP_ROUTE_") - 1  # without NP_ROUTE_COUNT
    manual = etree.parse(str(MANUAL))
    status = "".join(manual.xpath("//section[@id='status']//tr[td[1] = 'kinds']/td[2]")[0].itertext())
    assert set(re.findall(r"[a-z-]+", status.partition(":")[2])) == {name for name, _ in routes} | {"other"}
    kept = {name for name, flags in routes if not re.search(r"INTERNAL|PRIVATE|FILE\b", flags)}
    usage = manual.xpath("//directivesynopsis[name = 'NewsPortalMaxAge']/usage/p[1]//code/text()")
    assert set(usage) - {"max-age", "s-maxage"} == kept
    listed = re.search(r"by kind\n# of page \((.*?)\)", CONF.read_text("utf-8"), re.S)[1]
    assert set(re.findall(r"[a-z-]+", listed)) == kept


def test_load_file_fits_module():
    identifier = etree.parse(str(MANUAL)).findtext("identifier")
    text = (ROOT / "conf" / "newsportal.load").read_text("utf-8")
    assert re.search(rf"^LoadModule {identifier} \S+/mod_newsportal\.so$", text, re.M)
    assert re.search(r"^# Depends: alias$", text, re.M)
