"""The editors' handbook: the same in both languages, true about the schema's names, and complete about its refusals."""
import re

import pytest

from conftest import ROOT
from test_manual import FOLDER, HANDBOOK, PAGES, png_size, rows, source

SCHEMA = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "sql" / "schema").glob("*.sql")))
TOPICS = sorted({name.rsplit(".", 1)[0] for name in HANDBOOK})


def test_each_page_is_there_in_both_languages():
    assert HANDBOOK == sorted(f"{topic}.{language}" for topic in TOPICS for language in ("zh", "en"))
    for language in ("zh", "en"):
        order = source(f"editors/index.{language}").xpath("//page/text()")
        assert len(order) == 14 and sorted(f"editors/{name}" for name in order) == [topic for topic in TOPICS if topic != "editors/index"]


def shape(name):
    """What a translation keeps: sections, pictures, tables, and the names of tables, columns, views and states."""
    tree = source(name)
    codes = {code for code in tree.xpath("//code/text()") if re.fullmatch(r"[a-z_0-9]+", code)}
    links = [re.sub(r"\.(zh|en)\.html", ".html", link) for link in tree.xpath("//section//a/@href")]
    return (tree.xpath("//section/@id"), tree.xpath("//img/@src"), [len(table.findall("tr")) for table in tree.iter("table")],
            tree.xpath("//page/text()"), sorted(links), codes)


@pytest.mark.parametrize("topic", TOPICS)
def test_languages_say_the_same(topic):
    assert shape(f"{topic}.zh") == shape(f"{topic}.en")
    for language, tongue in (("zh", "zh-Hans"), ("en", "en")):
        page = PAGES[f"{topic}.{language}"]
        assert page.xpath("string(/html/@lang)") == tongue
        other = {"zh": "en", "en": "zh"}[language]
        assert f"{topic.partition('/')[2]}.{other}.html" in page.xpath("//header//a/@href")


@pytest.mark.parametrize("topic", TOPICS)
def test_chinese_has_no_blank_where_a_line_of_the_source_ends(topic):
    text = PAGES[f"{topic}.zh"].xpath("//main//text()[not(ancestor::pre)]")
    assert [piece for piece in text if re.search(r"[\u3000-\u9fff\uff00-\uffef]\s+[\u3000-\u9fff\uff00-\uffef]", piece)] == []


# Words of tools, of the command line and of examples.
OTHERS = {"mariadb", "mysql", "newsportal", "news", "302", "301", "v_", "demo_officer", "demo_copyright"}


@pytest.mark.parametrize("name", HANDBOOK)
def test_names_are_those_of_the_schema(name):
    """Tables, columns, views, states, procedures: whatever is one small word in <code>."""
    known = set(re.findall(r"[a-z_0-9]+", re.sub(r"--.*", "", SCHEMA)))
    words = {code for code in source(name).xpath("//code/text()") if re.fullmatch(r"[a-z_0-9]+", code)}
    assert words - known - OTHERS == set()
    called = set(re.findall(r"CALL (\w+)", " ".join(source(name).getroot().itertext())))
    assert called <= set(re.findall(r"^PROCEDURE (\w+)", SCHEMA, re.M))
    views = {word for word in words if re.match("v_.", word)}
    assert views <= set(re.findall(r"^VIEW (\w+)", SCHEMA, re.M))


def test_every_view_of_the_desk_has_its_line():
    listed = [row[0] for row in rows(source("editors/work-views.zh"), "//section[@id = 'views']")]
    views = re.findall(r"^VIEW (v_\w+)", (ROOT / "sql" / "schema" / "07_desk_views.sql").read_text("utf-8"), re.M)
    assert sorted(listed) == sorted(view for view in views if not view.endswith("_history"))


DESKS = ("hotline", "copyright", "plaza", "personal-data")


def test_every_view_of_the_public_desks_is_explained():
    told = set(re.findall(r"v_[a-z_]+", " ".join("".join(source(f"editors/{page}.zh").getroot().itertext()) for page in DESKS)))
    views = re.findall(r"^VIEW (v_\w+)", (ROOT / "sql" / "schema" / "29_desk_views.sql").read_text("utf-8"), re.M)
    assert len(views) > 15 and [view for view in views if view not in told] == []
    listed = [row[0] for row in rows(source("editors/hotline.zh"), "//section[@id = 'inbox']")]
    assert sorted(listed) == sorted(view for view in views if view.startswith("v_hotline_"))


def test_limits_and_settings_are_those_of_a_new_portal():
    begins = (ROOT / "sql" / "schema" / "24_desk_data.sql").read_text("utf-8")
    kinds = re.findall(r"\('[^']+', '(\w+)', (\d+), (\d+), \d+\)", begins)
    said = [(re.match(r"\w+", row[0], re.A)[0], *row[1:]) for row in rows(source("editors/hotline.en"), "//section[@id = 'deadlines']")]
    assert len(kinds) == 5 and said == kinds
    settings = re.findall(r"\('((?:desk|claim)_\w+)', '(\d+)'", begins)
    assert sorted(tuple(row[:2]) for row in rows(source("editors/personal-data.en"), "//section[@id = 'settings']")) == sorted(settings)


def test_states_are_those_of_the_schema():
    states = re.search(r"state +ENUM\(([^)]*)\) NOT NULL DEFAULT 'draft'\s+COMMENT '状态 / State \[draft, review", SCHEMA)[1]
    assert [row[0] for row in rows(source("editors/publishing.en"), "//section[@id = 'states']")] == re.findall(r"\w+", states)


# ---- Refusals


def told(arguments):
    """The sentence that CONCAT(arguments) makes, with an ellipsis for whatever is put in."""
    pieces = re.findall(r"\w+\((?:[^()']|'[^']*')*\)|'([^']*)'|(\w+)", arguments)
    return "".join(text or "…" for text, _ in pieces)


def refusals():
    """(Chinese, English) of every sentence with which the schema refuses."""
    found = [text.replace("\\\\", "\\") for text in re.findall(r"MESSAGE_TEXT =\s*'([^']*)'", SCHEMA)]
    found += [told(arguments) for arguments in re.findall(r"CALL portal_refuse\(CONCAT\(((?:[^';]|'[^']*')*)\)\);", SCHEMA)]
    return {(chinese + "。", english) for chinese, english in (sentence.split("。 / ") for sentence in found)}


def test_every_refusal_is_recognised():
    """Whatever is written in another way than the two that refusals() reads would be missed."""
    assert len(re.findall(r"MESSAGE_TEXT =", SCHEMA)) == len(re.findall(r"MESSAGE_TEXT =\s*'", SCHEMA)) + 1, "portal_refuse alone says a variable"
    assert len(re.findall(r"CALL portal_refuse\(", SCHEMA)) == len(re.findall(r"CALL portal_refuse\(CONCAT\((?:[^';]|'[^']*')*\)\);", SCHEMA)) > 5
    assert told("portal_known_as(who), '于', DATE_FORMAT(at_time, '%m-%d %H:%i'), '改过'") == "…于…改过"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_handbook_and_schema_have_the_same_refusals(language):
    table = rows(source(f"editors/refusals.{language}"), "//table[@class = 'refusals']")
    sentences = [row[0] for row in table]
    wanted = [pair[("zh", "en").index(language)] for pair in refusals()]
    assert sorted(sentences) == sorted(wanted), "a sentence of sql/schema has no line in the handbook, or the other way round"
    assert [row for row in table if len(row[1]) < 4] == [], "and says what to do"


# ---- Pictures


@pytest.mark.parametrize("picture", sorted({src for name in HANDBOOK for src in PAGES[name].xpath("//img/@src")}))
def test_picture_is_shown_as_it_is(picture):
    path = FOLDER / "editors" / picture
    assert path.stat().st_size <= 200 * 1024
    for name in HANDBOOK:
        for image in PAGES[name].xpath("//img[@src = $src]", src=picture):
            assert (int(image.get("width")), int(image.get("height"))) == png_size(path)
            assert len(image.get("alt")) > (20 if name.endswith(".zh") else 40)
