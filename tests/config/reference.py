"""The three places that describe a directive, read into the same form."""
import re

from lxml import etree

from conftest import ROOT, SOURCES

STRUCT_H = (SOURCES / "mod_newsportal_config_internal.h").read_text("utf-8")
CONFIG_C = (SOURCES / "mod_newsportal_config.c").read_text("utf-8")
DIRECTIVES_C = (SOURCES / "mod_newsportal_directives.c").read_text("utf-8")
MANUAL = ROOT / "htdocs" / "manual" / "mod_newsportal.xml"
CONF = ROOT / "conf" / "newsportal.conf"

STRINGS = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
ROW = re.compile(rf'DIRECTIVE\((\w+),\s*"(\w+)",\s*(\w+),\s*{STRINGS},\s*{STRINGS},\s*{STRINGS}\)')


def c_text(literals):
    """The text of one or more C string literals in a row."""
    parts = re.findall(r'"((?:[^"\\]|\\.)*)"', literals)
    return re.sub(r"\\(.)", r"\1", "".join(parts))


class Directive:
    def __init__(self, arguments, accepted, syntax, default):
        self.arguments, self.accepted, self.syntax, self.default = arguments, accepted, syntax, default


def from_table():
    table = DIRECTIVES_C[DIRECTIVES_C.index("np_config_commands[] = {"):]
    table = table[:table.index("{NULL")]
    rows = {name: Directive(arguments, c_text(accepted), c_text(syntax), c_text(default))
            for arguments, name, _, accepted, syntax, default in ROW.findall(table)}
    assert len(rows) == table.count("DIRECTIVE("), "a row of the table is not understood, or stands there twice"
    return rows


def from_manual():
    found = {}
    for entry in etree.parse(str(MANUAL)).iter("directivesynopsis"):
        name, (word, _, syntax) = entry.findtext("name"), entry.findtext("syntax").partition(" ")
        assert word == name and name not in found
        found[name] = (syntax, entry.findtext("default"))
    return found


def in_use(conf):
    """newsportal.conf with every line in use that shows a directive."""
    return re.sub(r"^#(?=[^ \n]|    )", "", conf, flags=re.M)


def from_conf():
    """Syntax, default, and the values of the lines to begin with."""
    found = {}
    pattern = re.compile(r"^# (NewsPortal\w+) (.+)\n# Default: (.+)\n((?:# .+\n)+)((?:#\w.*\n)+)", re.M)
    for name, syntax, default, _, lines in pattern.findall(CONF.read_text("utf-8")):
        assert name not in found
        words = [line[1:].partition(" ") for line in lines.splitlines()]
        assert {word for word, _, _ in words} == {name}, f"another directive below {name}"
        found[name] = (syntax, default, [value for _, _, value in words])
    return found


def lines_shown():
    """How many lines of directives newsportal.conf shows: some directives have several."""
    return sum(len(values) for _, _, values in from_conf().values())


TABLE = from_table()
