"""The change log row by row: what is logged, where in a list, and what is not logged."""
import unicodedata

import pytest

AT, LATER = "2021-11-18 06:22:00", "2022-02-02 02:02:02"


def ids(portal, *codes):
    return [f"channel:{portal.channel_id(code)}" for code in codes]


def rows(portal, kind):
    """The rows of one kind since the last look, sorted, repeated ones included; the other kinds are thrown away."""
    return sorted((item, position) for found, item, position in portal.log_rows() if found == kind)


def places(names, *positions):
    return sorted((name, position) for name in names for position in positions)


# -- where in a list --------------------------------------------------------------------------------------


def test_a_new_article_is_logged_where_it_stands(portal):
    portal.article(channel="area", tags="甲", published_at=AT)
    assert rows(portal, "list") == places(["site", "tag:甲", *ids(portal, "area", "local", "news")], AT)


def test_a_retimed_article_is_logged_where_it_stood_and_where_it_stands(portal):
    portal.article(channel="local", tags="甲", published_at=AT)
    portal.log()
    portal.run("UPDATE article SET published_at = %s", (LATER,))
    assert rows(portal, "list") == places(["site", "tag:甲", *ids(portal, "local", "news")], AT, LATER)


@pytest.mark.parametrize("end", ["2030-01-01", None])
def test_another_end_is_logged_where_the_article_stands(portal, end):
    portal.article(tags="甲", published_at=AT, expires_at="2025-01-01")
    portal.log()
    portal.run("UPDATE article SET expires_at = %s", (end,))
    assert rows(portal, "list") == places(["site", "tag:甲", *ids(portal, "news")], AT)


def test_a_moved_article_is_logged_in_the_lists_it_left_and_came_to(portal):
    portal.article(channel="area", tags="甲,乙", published_at=AT)
    portal.log()
    portal.run("UPDATE article SET channel = 'news', tags = '乙,丙'")
    assert rows(portal, "list") == places(["tag:甲", "tag:丙", *ids(portal, "area", "local")], AT)


def test_moved_retimed_and_retagged_at_once(portal):
    portal.article(channel="area", tags="甲,乙", published_at=AT)
    portal.log()
    portal.run("UPDATE article SET channel = 'news', tags = '乙,丙', published_at = %s", (LATER,))
    assert rows(portal, "list") == sorted(places(["site", "tag:乙", *ids(portal, "news")], AT, LATER)
                                          + places(["tag:甲", *ids(portal, "area", "local")], AT) + places(["tag:丙"], LATER))


@pytest.mark.parametrize("away", ["UPDATE article SET state = 'withdrawn'", "UPDATE article SET state = 'draft'", "DELETE FROM article",
                                  "INSERT INTO removal (item_id, cause) VALUES (500, 'c')"])
def test_an_article_that_goes_is_logged_where_it_stood(portal, away):
    portal.article(id=500, tags="甲", published_at=AT)
    portal.log()
    portal.run(away)
    assert rows(portal, "list") == places(["site", "tag:甲", *ids(portal, "news")], AT)


def test_a_respelled_tag_is_logged_once_for_each_spelling(portal):
    portal.article(tags="abc", published_at=AT)
    portal.log()
    portal.run("UPDATE article SET tags = 'ABC'")
    assert rows(portal, "list") == places(["tag:abc", "tag:ABC"], AT)


def test_a_moved_channel_is_the_whole_list(portal):
    portal.article(channel="area")
    portal.log()
    portal.run("UPDATE channel SET parent = 'life' WHERE code = 'local'")
    assert rows(portal, "list") == places(ids(portal, "news", "life"), None)


def test_a_merged_tag_is_the_whole_list(portal):
    portal.article(tags="旧名")
    portal.log()
    portal.insert("tag", name="旧名", alias_of="新名")
    assert rows(portal, "list") == places(["tag:旧名", "tag:新名"], None)


@pytest.mark.parametrize("change", ["title = 'x'", "body = 'x'", "cover = NULL, summary = 's'", "language = 'ko'", "translation_group = 5"])
def test_what_moves_nothing_logs_no_list(portal, change):
    portal.article(tags="甲", title="a")
    portal.log()
    portal.run(f"UPDATE article SET {change}")
    assert rows(portal, "list") == []


def test_only_lists_have_a_position(portal):
    article = portal.article(translation_group=5)
    portal.insert("removal", item_id=article, cause="c")
    portal.insert("page", title="t", code="about", body="b", state="live")
    portal.insert("slot", name="头条", code="lead")
    portal.run("UPDATE channel SET name = 'x' WHERE code = 'life'")
    portal.run("DELETE FROM page")
    found = portal.log_rows()
    assert {row[0] for row in found} == {"article", "translation", "list", "removal", "page", "slot", "slots", "channel", "navigation"}
    assert {row[0] for row in found if row[2]} == {"list"}


# -- translations -----------------------------------------------------------------------------------------


def test_translations_follow_every_change_of_an_article_with_a_group(portal):
    article = portal.article(translation_group=7, tags="甲")
    assert rows(portal, "translation") == [("7", None)]
    for change in ("title = 'x'", "state = 'draft'", "state = 'live'", "published_at = '2022-01-01'", "language = 'ko'"):
        portal.run(f"UPDATE article SET {change}")
        assert rows(portal, "translation") == [("7", None)], change
    portal.run("UPDATE article SET translation_group = 8")
    assert rows(portal, "translation") == [("7", None), ("8", None)]
    portal.run("UPDATE article SET translation_group = NULL")
    assert rows(portal, "translation") == [("8", None)]
    portal.run("UPDATE article SET translation_group = 0")
    assert rows(portal, "translation") == [("0", None)]
    portal.run("UPDATE article SET translation_group = NULL")
    assert rows(portal, "translation") == [("0", None)]
    portal.run("UPDATE article SET translation_group = 9")
    portal.log()
    portal.insert("removal", item_id=article, cause="c")
    assert rows(portal, "translation") == [("9", None)]
    portal.run("DELETE FROM article")
    assert rows(portal, "translation") == [("9", None)]


def test_no_translation_is_logged_without_a_group_or_without_a_change(portal):
    article = portal.article(tags="甲")
    portal.run("UPDATE article SET title = 'x', state = 'withdrawn'")
    portal.run("DELETE FROM article WHERE id = %s", (article,))
    assert rows(portal, "translation") == []
    portal.article(translation_group=7)
    portal.log()
    portal.run("UPDATE article SET translation_group = 7, title = title")
    assert portal.log_rows() == []


# -- slots ------------------------------------------------------------------------------------------------


def test_slots_of_a_front(portal):
    portal.insert("slot", name="头条", code="lead")
    assert rows(portal, "slots") == [("", None)]
    portal.insert("slot", name="侧栏", code="side", channel="news")
    assert rows(portal, "slots") == [("news", None)]
    portal.run("UPDATE slot SET capacity = 3 WHERE code = 'side'")
    assert rows(portal, "slots") == [("news", None)]
    portal.run("UPDATE slot SET channel = 'life' WHERE code = 'side'")
    assert rows(portal, "slots") == [("life", None), ("news", None)]
    portal.run("UPDATE slot SET channel = '' WHERE code = 'side'")
    assert rows(portal, "slots") == [("", None), ("life", None)]
    portal.run("DELETE FROM slot WHERE code = 'side'")
    assert rows(portal, "slots") == [("", None)]


def test_placements_are_no_change_of_the_slots(portal):
    portal.insert("slot", name="头条", code="lead")
    portal.log()
    placement = portal.insert("placement", slot="lead", article_id=portal.article())
    portal.run("UPDATE placement SET position = 1 WHERE id = %s", (placement,))
    portal.run("DELETE FROM placement")
    found = portal.log_rows()
    assert ("slot", "lead", None) in found and "slots" not in {row[0] for row in found}


def test_a_correction_is_a_change_of_its_article(portal):
    one, two = portal.article(), portal.article(state="draft")
    portal.log()
    correction = portal.insert("correction", text="把“三成”误作“三倍”。", article_id=one)
    assert portal.log_rows() == [("correction", str(one), None)]
    portal.run("UPDATE correction SET text = '改' WHERE id = %s", (correction,))
    assert portal.log_rows() == [("correction", str(one), None)]
    portal.run("UPDATE correction SET article_id = %s WHERE id = %s", (two, correction))
    assert portal.log() == {("correction", str(one)), ("correction", str(two))}
    portal.run("DELETE FROM correction")
    assert portal.log_rows() == [("correction", str(two), None)]


# -- removals: nothing made from it may be shown any more -------------------------------------------------


@pytest.mark.parametrize("away", ["UPDATE article SET state = 'withdrawn'", "UPDATE article SET state = 'draft'",
                                  "UPDATE article SET state = 'review', title = 'x', channel = 'life'", "DELETE FROM article",
                                  "INSERT INTO removal (item_id, cause) VALUES (500, 'c')"])
def test_a_live_article_that_goes_is_a_removal(portal, away):
    article = portal.article(id=500, tags="甲")
    portal.log()
    portal.run(away)
    found = portal.log_rows()
    assert [row for row in found if row[0] == "removal"] == [("removal", f"article:{article}", None)]
    assert ("article", str(article), None) in found


@pytest.mark.parametrize("state", ["draft", "review", "withdrawn"])
def test_an_article_that_was_not_live_is_no_removal(portal, state):
    article = portal.article(state=state)
    for change in ("UPDATE article SET title = 'x'", "UPDATE article SET state = 'review'", "UPDATE article SET state = 'live'"):
        portal.run(change)
    portal.run("UPDATE article SET title = 'y', channel = 'life', tags = 'x', published_at = '2022-01-01', expires_at = '2023-01-01'")
    assert rows(portal, "removal") == []
    portal.run("UPDATE article SET state = %s", (state,))
    portal.log()
    portal.run("DELETE FROM article WHERE id = %s", (article,))
    assert rows(portal, "removal") == []


def test_a_removed_article_is_not_removed_again_by_edits(portal):
    article = portal.article()
    portal.insert("removal", item_id=article, cause="c")
    portal.log()
    portal.run("UPDATE article SET state = 'withdrawn'")
    portal.run("UPDATE article SET state = 'live'")
    portal.run("UPDATE article SET removal_id = NULL, title = 'x'")
    portal.run("DELETE FROM article")
    assert rows(portal, "removal") == []


@pytest.mark.parametrize("back", ["UPDATE removal SET restored_at = NOW()", "DELETE FROM removal"])
@pytest.mark.parametrize("kind", ["article", "media"])
def test_bringing_back_is_no_removal(portal, kind, back):
    item = portal.article() if kind == "article" else portal.insert("media", title="图", path="a.jpg")
    portal.insert("removal", item_kind=kind, item_id=item, cause="c")
    assert rows(portal, "removal") == [(f"{kind}:{item}", None)]
    portal.run(back)
    found = portal.log_rows()
    assert (kind, str(item), None) in found and "removal" not in {row[0] for row in found}


def test_a_removal_in_force_that_is_edited_is_told_again(portal):
    """Readers see its cause on the page that stands in for the article."""
    article = portal.article()
    portal.insert("removal", item_id=article, cause="c", restored_at="2022-01-01")
    assert rows(portal, "removal") == []
    portal.run("UPDATE removal SET claimant = 'x'")
    assert rows(portal, "removal") == []
    portal.run("UPDATE removal SET restored_at = NULL")
    assert rows(portal, "removal") == [(f"article:{article}", None)]
    portal.run("UPDATE removal SET cause = 'd'")
    assert rows(portal, "removal") == [(f"article:{article}", None)]


def test_deleted_media_is_a_removal(portal):
    media = portal.insert("media", title="图", path="a.jpg")
    portal.run("UPDATE media SET caption = 'x', path = 'b.jpg'")
    assert rows(portal, "removal") == []
    portal.run("DELETE FROM media")
    assert portal.log_rows() == [("media", str(media), None), ("removal", f"media:{media}", None)]


def test_a_live_page_that_goes_is_a_removal(portal):
    portal.insert("page", title="t", code="about", body="b", state="live")
    portal.run("UPDATE page SET body = 'c'")
    assert rows(portal, "removal") == []
    for state in ("draft", "withdrawn"):
        portal.run("UPDATE page SET state = %s", (state,))
        assert portal.log_rows() == [("page", "about", None), ("removal", "page:about", None)]
        portal.run("UPDATE page SET title = 'x'")
        portal.run("UPDATE page SET state = 'live'")
        assert portal.log_rows() == [("page", "about", None)] * 2
    portal.run("UPDATE page SET code = 'contact'")
    assert portal.log_rows() == [("page", "contact", None), ("page", "about", None), ("redirect", "/page/about/", None),
                                  ("removal", "page:about", None)]
    portal.run("DELETE FROM page")
    assert portal.log_rows() == [("redirect", "/page/about/", None), ("page", "contact", None), ("removal", "page:contact", None)]


@pytest.mark.parametrize("state", ["draft", "review", "withdrawn"])
def test_a_page_that_was_not_live_is_no_removal(portal, state):
    portal.insert("page", title="t", code="about", body="b", state=state)
    portal.run("UPDATE page SET code = 'contact', state = 'draft'")
    portal.run("DELETE FROM page")
    assert rows(portal, "removal") == []


# -- folded names -----------------------------------------------------------------------------------------


def folded(portal):
    """(kind, item) -> folded, as the web sees the log."""
    web = portal.web()
    found = {(kind, item): text for kind, item, text in portal.run("SELECT kind, item, folded FROM web_change_log", connection=web)}
    web.close()
    return found


WORDS = ["ABC", "ＡＢＣ", "ａｂｃ", "ABD", "长江", "長江", "두만강", unicodedata.normalize("NFD", "두만강"), "두만", "é", "e", "e\u0301", "ﬁ", "fi",
         "Straße", "STRASSE", "１５％", "15%", "㈱", "(株)", "か", "カ", "ｶ", "が", "𠮷", "吉", "😀", "😁", "a-b", "ab", "C++", "C#",
         "abc ", "abc\u00a0", "abc\u3000\u2003", "abc\u200b", "abc\u2028", " abc", "", " "]


def test_folded_names_are_equal_exactly_where_the_collation_says_so(portal):
    for name in WORDS:
        portal.run("INSERT INTO change_log (kind, item) VALUES ('tag', %s)", (name,))
    found = folded(portal)
    for one in WORDS:
        equal = [name for name in WORDS if portal.run("SELECT %s = %s", (one, name)) == [(1,)]]
        assert [name for name in WORDS if found["tag", name] == found["tag", one]] == equal
        assert portal.ask("tag_by_name", one)[0][3:] == (found["tag", one],) * 2
    assert found["tag", "ABC"] == found["tag", "ａｂｃ"] != found["tag", "ABD"]


@pytest.mark.parametrize("same, other", [
    (["ABC", "ＡＢＣ", "ａｂｃ", "abc", "aBc"], "ABD"), (["长江"], "長江"), (["두만강"], "두만"),
    (["Straße", "STRASSE"], "Strase"), (["new york", "NEW YORK", "new　york"], "newyork"), (["𠮷野"], "吉野"), (["😀"], "😁")])
def test_equal_names_have_equal_folded_names(portal, same, other):
    for name in [*same, other]:
        portal.run("INSERT INTO change_log (kind, item) VALUES ('tag', %s), ('list', %s)", (name, f"tag:{name}"))
        assert portal.run("SELECT %s = %s", (name, same[0])) == [(int(name != other),)]
    found = folded(portal)
    keys = {found[kind, prefix + name] for kind, prefix in (("tag", ""), ("list", "tag:")) for name in same}
    assert len(keys) == 1 and len(keys.copy().pop()) >= 4
    assert found["tag", other] == found["list", f"tag:{other}"] not in keys


def test_the_longest_names_are_folded_whole(portal):
    for name in ("长" * 64, "장" * 64, "ﷺ" * 64):
        portal.run("INSERT INTO change_log (kind, item) VALUES ('tag', %s), ('list', %s)", (name, f"tag:{name}"))
        (expected,), = portal.run("SELECT HEX(WEIGHT_STRING(%s))", (name,))
        assert len(expected) >= 256 and folded(portal)["tag", name] == folded(portal)["list", f"tag:{name}"] == expected


def test_nothing_else_is_folded(portal):
    portal.article(channel="area", tags="甲")
    portal.insert("source", name="日报")
    portal.insert("redirect", path_from="/tag:x", path_to="/")
    found = folded(portal)
    assert {key for key, text in found.items() if text} == {("list", "tag:甲"), ("source", "日报")}


def test_the_log_and_the_pages_fold_alike(portal):
    """What a page of a tag or an article notes is what the log says when the tag changes."""
    article = portal.article(tags="ａｂｃ,두만강,旧名")
    portal.insert("tag", name="旧名", alias_of="新名")
    portal.insert("tag", name="ABC", description="x")
    portal.insert("tag", name="新名")
    logged = folded(portal)
    tags = portal.ask("article_tags", article)
    assert [row[0] for row in tags] == ["ABC", "두만강", "新名"]
    assert [row[1] for row in tags] == [logged["tag", "ABC"], logged["list", "tag:두만강"], logged["tag", "新名"]]
    assert [row[2] for row in tags] == [logged["list", "tag:ａｂｃ"], logged["list", "tag:두만강"], logged["tag", "旧名"]]
    for asked in ("abc", "ＡＢＣ", "Abc ", "abc\u2003\u00a0"):
        assert portal.ask("tag_by_name", asked) == [("ABC", "x", None, logged["tag", "ABC"], logged["tag", "ABC"])]
    assert portal.ask("tag_by_name", "旧名") == [("旧名", "", "新名", logged["tag", "旧名"], logged["tag", "新名"])]
    assert portal.ask("tag_by_name", "두만강") == [(None, None, None, *[logged["list", "tag:두만강"]] * 2)]
    assert portal.ask("tag_spelling", "두만강", "두만강") == [("두만강", logged["list", "tag:두만강"])]
    assert portal.ask("tag_spelling", "没有", "没有") == []
