"""The channel tree: what is refused, and how lists, places and the log follow it."""
import pytest


def places(portal):
    """code -> codes of the path, from the channel up."""
    codes = dict(portal.run("SELECT CONCAT('channel:', id), code FROM channel"))
    return {code: [codes[step] for step in path.split(",")] for code, path in portal.run("SELECT code, path FROM channel_place")}


def test_places(portal):
    assert places(portal) == {"news": ["news"], "local": ["local", "news"], "area": ["area", "local", "news"], "life": ["life"]}


@pytest.mark.parametrize("code", ["a", "7up", "a-b-c", "x" * 32, "2021a", "1-2"])
def test_good_codes(portal, code):
    portal.insert("channel", name="名", code=code)


@pytest.mark.parametrize("code", ["", "A", "a_b", "a b", "-a", "a-", "2021", "a/b", "a.b", "a\n", "%41"])
def test_malformed_codes_are_refused(portal, code):
    with portal.refused("a-z"):
        portal.insert("channel", name="名", code=code)
    with portal.refused("a-z"):
        portal.run("UPDATE channel SET code = %s WHERE code = 'life'", (code,))


def test_codes_that_are_not_ascii_are_refused(portal):
    with portal.refused("code", number=1366):
        portal.insert("channel", name="名", code="新闻")


@pytest.mark.parametrize("typed", ["生活", "life ", " life"])
def test_the_parent_may_be_typed_as_a_name(portal, typed):
    portal.insert("channel", name="名", code="neu", parent=typed)
    portal.run("UPDATE channel SET parent = %s WHERE code = 'local'", (typed,))
    assert set(portal.run("SELECT HEX(parent) FROM channel WHERE code IN ('neu', 'local')")) == {(b"life".hex().upper(),)}
    assert places(portal)["area"] == ["area", "local", "life"]


def test_too_long_codes_are_refused(portal):
    with portal.refused("code", number=1406):
        portal.insert("channel", name="名", code="x" * 33)


@pytest.mark.parametrize("word", ["m", "tag", "tags", "latest", "search", "hotline", "copyright", "plaza", "page", "media", "account",
                                  "themes", "error", "manual", "assets", "api", "static", "newsportal-status"])
def test_reserved_words_are_refused_at_the_top_only(portal, word):
    with portal.refused("portal itself"):
        portal.insert("channel", name="名", code=word)
    below = portal.insert("channel", name="名", code=word, parent="news")
    with portal.refused("portal itself"):
        portal.run("UPDATE channel SET parent = NULL WHERE id = %s", (below,))
    with portal.refused("portal itself"):
        portal.run("UPDATE channel SET code = %s WHERE code = 'life'", (word,))


@pytest.mark.parametrize("columns, words", [
    ({"name": ""}, "Title or name"), ({"name": "　"}, "Title or name"), ({"parent": "nowhere"}, "no such parent"), ({"parent": "没有"}, "no such parent"),
    ({"parent": "own", "code": "own"}, "own parent"), ({"language": "x y"}, "Language")])
def test_refused(portal, columns, words):
    with portal.refused(words):
        portal.insert("channel", **({"name": "名", "code": "neu"} | columns))
    assert "neu" not in places(portal)


@pytest.mark.parametrize("code, parent", [("news", "news"), ("news", "local"), ("news", "area"), ("local", "area")])
def test_rings_are_refused(portal, code, parent):
    before = places(portal)
    with portal.refused("parent"):
        portal.run("UPDATE channel SET parent = %s WHERE code = %s", (parent, code))
    assert places(portal) == before


def test_five_levels_and_no_more(portal):
    portal.insert("channel", name="四", code="four", parent="area")
    portal.insert("channel", name="五", code="five", parent="four")
    with portal.refused("five levels"):
        portal.insert("channel", name="六", code="six", parent="five")
    with portal.refused("five levels"):
        portal.run("UPDATE channel SET parent = 'life' WHERE code = 'news'")
    portal.run("UPDATE channel SET parent = 'life' WHERE code = 'local'")
    assert places(portal)["five"] == ["five", "four", "area", "local", "life"]
    with portal.refused("five levels"):
        portal.run("UPDATE channel SET parent = 'five' WHERE code = 'news'")


def test_an_empty_parent_is_none(portal):
    portal.insert("channel", name="名", code="top", parent="")
    portal.run("UPDATE channel SET parent = '' WHERE code = 'local'")
    assert portal.run("SELECT parent FROM channel WHERE code IN ('top', 'local')") == [(None,), (None,)]
    assert places(portal)["area"] == ["area", "local"]


def test_moving_a_branch_moves_the_rows_of_its_articles(portal):
    one = portal.article(channel="area", tags="甲")
    two = portal.article(channel="local")
    other = portal.article(channel="news")
    draft = portal.article(channel="area", state="draft")
    portal.log()
    portal.run("UPDATE channel SET parent = 'life' WHERE code = 'local'")
    name = {code: f"channel:{portal.channel_id(code)}" for code in ("news", "local", "area", "life")}
    assert portal.lists(one) == sorted(["site", "tag:甲", name["area"], name["local"], name["life"]])
    assert portal.lists(two) == sorted(["site", name["local"], name["life"]])
    assert portal.lists(other) == sorted(["site", name["news"]])
    assert portal.lists(draft) == []
    assert portal.log() == {("channel", str(portal.channel_id("local"))), ("navigation", ""),
                            ("list", name["news"]), ("list", name["life"]),
                            ("redirect", "/news/local/"), ("redirect", "/news/local/area/")}
    portal.run("UPDATE channel SET parent = NULL WHERE code = 'local'")
    assert portal.lists(one) == sorted(["site", "tag:甲", name["area"], name["local"]])


def test_renaming_a_code_takes_articles_and_slots_along(portal):
    article = portal.article(channel="area", tags="甲")
    draft = portal.article(channel="area", state="draft")
    portal.insert("slot", name="头条", code="lead", channel="area")
    before = portal.lists()
    portal.log()
    portal.run("UPDATE channel SET code = 'quarter' WHERE code = 'area'")
    assert portal.run("SELECT DISTINCT channel FROM article") == [("quarter",)]
    assert portal.run("SELECT channel FROM slot") == [("quarter",)]
    assert portal.lists() == before
    # Where a cascade fires triggers, the articles may be logged too.
    log = portal.log() - {("article", str(article)), ("article", str(draft))} - {("list", name) for name in before}
    assert log == {("channel", str(portal.channel_id("quarter"))), ("navigation", ""), ("slot", "lead"),
                   ("slots", "area"), ("slots", "quarter"), ("redirect", "/news/local/area/")}
    portal.run("UPDATE article SET channel = 'life'")
    assert portal.lists(article) == sorted(["site", "tag:甲", f"channel:{portal.channel_id('life')}"])


def test_a_code_with_channels_below_cannot_change(portal):
    with portal.refused("below"):
        portal.run("UPDATE channel SET code = 'xx' WHERE code = 'news'")


@pytest.mark.parametrize("change, navigation", [
    ("name = '新名'", True), ("sort_order = 5", True), ("language = 'ko'", True), ("description = 'x'", False), ("notice = 'x'", False)])
def test_log(portal, change, navigation):
    portal.run(f"UPDATE channel SET {change} WHERE code = 'life'")
    expected = {("channel", str(portal.channel_id("life")))} | ({("navigation", "")} if navigation else set())
    assert portal.log() == expected


def test_insert_and_delete_are_logged(portal):
    number = portal.insert("channel", name="名", code="neu", parent="life")
    assert portal.log() == {("channel", str(number)), ("navigation", "")}
    portal.run("DELETE FROM channel WHERE code = 'neu'")
    assert portal.log() == {("channel", str(number)), ("navigation", "")}
    assert "neu" not in places(portal)


def test_used_channels_cannot_be_deleted(portal):
    with portal.refused("below"):
        portal.run("DELETE FROM channel WHERE code = 'local'")
    portal.article(channel="area", state="draft")
    with portal.refused("articles"):
        portal.run("DELETE FROM channel WHERE code = 'area'")
    portal.insert("slot", name="头条", code="lead", channel="life")
    with portal.refused("slots"):
        portal.run("DELETE FROM channel WHERE code = 'life'")


def test_the_number_is_fixed(portal):
    with portal.refused("number"):
        portal.run("UPDATE channel SET id = 999 WHERE code = 'life'")


def test_code_ref_follows_whatever_is_written(portal):
    portal.run("UPDATE channel SET code_ref = 'nonsense' WHERE code = 'life'")
    portal.insert("channel", name="名", code="neu", code_ref="other")
    assert portal.run("SELECT 1 FROM channel WHERE code <> code_ref") == []
