"""Tags that are aliases: which list their articles stand in, what is logged, and that the web's queries agree."""
import pytest


def lists(portal, article):
    return [name[4:] for name in portal.lists(article) if name.startswith("tag:")]


def merge(portal, name, target):
    portal.insert("tag", name=name, alias_of=target)


def test_an_alias_takes_its_articles_to_the_target_and_back(portal):
    old = portal.article(tags="旧名")
    new = portal.article(tags="新名")
    draft = portal.article(tags="旧名", state="draft")
    other = portal.article(tags="甲")
    portal.log()
    merge(portal, "旧名", "新名")
    assert lists(portal, old) == lists(portal, new) == ["新名"]
    assert lists(portal, draft) == [] and lists(portal, other) == ["甲"]
    moved = {("tag", "旧名"), ("list", "tag:旧名"), ("list", "tag:新名"), ("article", str(old))}
    assert portal.log() == moved
    assert portal.tags(old) == ["旧名"]
    portal.run("UPDATE tag SET alias_of = NULL")
    assert lists(portal, old) == ["旧名"] and lists(portal, new) == ["新名"]
    assert portal.log() == moved


def test_another_target(portal):
    article = portal.article(tags="旧名", expires_at="2030-01-01")
    merge(portal, "旧名", "新名")
    portal.log()
    portal.run("UPDATE tag SET alias_of = '最新'")
    assert lists(portal, article) == ["最新"]
    assert portal.log() == {("tag", "旧名"), ("list", "tag:新名"), ("list", "tag:最新"), ("article", str(article))}
    assert portal.run("SELECT COUNT(DISTINCT published_at, expires_at), COUNT(*) FROM listing") == [(1, 3)]


def test_deleting_the_alias_brings_the_list_back(portal):
    article = portal.article(tags="旧名")
    merge(portal, "旧名", "新名")
    portal.log()
    portal.run("DELETE FROM tag")
    assert lists(portal, article) == ["旧名"]
    assert portal.log() == {("tag", "旧名"), ("list", "tag:新名"), ("list", "tag:旧名"), ("article", str(article))}


def test_other_edits_of_an_alias_move_nothing(portal):
    article = portal.article(tags="abc")
    merge(portal, "abc", "新名")
    portal.log()
    portal.run("UPDATE tag SET description = 'x', name = 'ABC', alias_of = '新名'")
    assert lists(portal, article) == ["新名"]
    assert portal.log() == {("tag", "abc"), ("tag", "ABC")}


def test_two_tags_that_fall_together_give_one_row(portal):
    both = portal.article(tags="旧名,甲,新名")
    two = portal.article(tags="旧名,曾用名")
    merge(portal, "旧名", "新名")
    merge(portal, "曾用名", "新名")
    assert lists(portal, both) == sorted(["甲", "新名"]) and lists(portal, two) == ["新名"]
    portal.run("DELETE FROM tag WHERE name = '旧名'")
    assert lists(portal, both) == sorted(["甲", "新名", "旧名"])
    assert lists(portal, two) == sorted(["旧名", "新名"])
    portal.run("DELETE FROM tag")
    assert lists(portal, both) == sorted(["甲", "新名", "旧名"])
    assert lists(portal, two) == sorted(["曾用名", "旧名"])


def test_articles_are_listed_by_the_target_from_the_start(portal):
    merge(portal, "旧名", "新名")
    portal.log()
    article = portal.article(tags="旧名,新名,ＡＢＣ")
    assert lists(portal, article) == sorted(["新名", "ＡＢＣ"])
    assert ("list", "tag:新名") in portal.log() and portal.tags(article) == ["旧名", "新名", "ＡＢＣ"]
    portal.run("UPDATE article SET tags = '新名'")
    assert lists(portal, article) == ["新名"]
    assert ("list", "tag:新名") not in portal.log()
    portal.run("UPDATE article SET tags = '旧名', published_at = '2022-02-02', expires_at = '2033-03-03'")
    assert lists(portal, article) == ["新名"]
    portal.run("UPDATE article SET state = 'withdrawn'")
    assert portal.lists() == []
    portal.run("UPDATE article SET state = 'live'")
    portal.insert("removal", item_id=article, cause="c")
    assert portal.lists() == []
    portal.run("UPDATE removal SET restored_at = NOW()")
    assert lists(portal, article) == ["新名"]
    portal.run("DELETE FROM article")
    assert portal.lists() == []


def test_an_alias_is_found_whatever_its_spelling(portal):
    merge(portal, "abc", "新名")
    assert lists(portal, portal.article(tags="ＡＢＣ")) == ["新名"]
    merge(portal, "xyz", "Abc2")
    assert lists(portal, portal.article(tags="XYZ,ABC2")) == ["Abc2"]


def test_removed_articles_are_moved_when_they_come_back(portal):
    article = portal.article(tags="旧名")
    portal.insert("removal", item_id=article, cause="c")
    merge(portal, "旧名", "新名")
    assert portal.lists() == []
    portal.run("UPDATE removal SET restored_at = NOW()")
    assert lists(portal, article) == ["新名"]


def test_rollback(portal):
    article = portal.article(tags="旧名")
    portal.log()
    portal.connection.begin()
    merge(portal, "旧名", "新名")
    portal.connection.rollback()
    assert lists(portal, article) == ["旧名"] and portal.log() == set()


@pytest.mark.parametrize("count, everything", [(300, False), (301, True)])
def test_a_large_merge_renews_everything(portal, count, everything):
    for _ in range(count):
        portal.article(tags="旧名")
    portal.log()
    merge(portal, "旧名", "新名")
    assert (("all", "") in portal.log()) == everything
    assert portal.run("SELECT list, COUNT(*) FROM listing WHERE list LIKE 'tag:%' GROUP BY list") == [("tag:新名", count)]


def test_rebuild_follows_the_same_rule(portal):
    portal.article(tags="旧名,甲,新名")
    portal.article(tags="旧名", published_at="2020-01-01")
    merge(portal, "旧名", "新名")
    before = portal.run("SELECT * FROM listing ORDER BY list, article_id")
    portal.run("DELETE FROM listing")
    portal.run("DELETE FROM tag_gate WHERE gate > 5")
    portal.run("CALL portal_rebuild_listing()")
    assert portal.run("SELECT * FROM listing ORDER BY list, article_id") == before
    assert portal.run("SELECT COUNT(*) FROM tag_gate") == [(1024,)]


# -- what the web asks ------------------------------------------------------------------------------------


def page(portal, name):
    """The tag page's way: the row of the tag, else a spelling; then the list of the canonical name."""
    (row,) = portal.ask("tag_by_name", name)
    canonical = (row[2] or row[0]) if row[0] else (portal.ask("tag_spelling", name) or [(None,)])[0][0]
    return canonical, [row[0] for row in portal.run("SELECT article_id FROM listing WHERE list = %s ORDER BY 1", (f"tag:{canonical}",))]


def tags_shown(portal, article):
    """An article's tags as its page shows them: those that come again are dropped."""
    shown = {}
    for name, name_folded, _ in portal.ask("article_tags", article):
        shown.setdefault(name_folded, name)
    return list(shown.values())


def test_every_name_of_a_merged_tag_finds_the_same_articles(portal):
    one = portal.article(tags="旧名")
    assert page(portal, "新名") == (None, []) and page(portal, "旧名") == ("旧名", [one])
    merge(portal, "旧名", "新名")
    assert page(portal, "旧名") == page(portal, "新名") == ("新名", [one])   # no row and no article of its own
    two = portal.article(tags="新名,旧名")
    assert page(portal, "旧名") == page(portal, "新名") == ("新名", [one, two])
    portal.insert("tag", name="新名", description="x")
    assert page(portal, "旧名") == page(portal, "新名") == ("新名", [one, two])
    portal.run("DELETE FROM tag WHERE name = '旧名'")
    assert page(portal, "旧名") == ("旧名", [one, two]) and page(portal, "新名") == ("新名", [two])
    assert page(portal, "没有") == (None, [])


def test_a_respelled_target_is_named_as_it_is_now(portal):
    portal.insert("tag", name="abc")
    merge(portal, "旧名", "abc")
    portal.run("UPDATE tag SET name = 'ABC' WHERE name = 'abc'")
    article = portal.article(tags="旧名")
    assert page(portal, "旧名") == page(portal, "Abc") == ("ABC", [article])
    assert tags_shown(portal, article) == ["ABC"]


def test_tags_of_an_article_and_of_the_portal(portal):
    article = portal.article(tags="甲,旧名,新名,乙")
    portal.article(tags="新名")
    merge(portal, "旧名", "新名")
    assert tags_shown(portal, article) == ["甲", "新名", "乙"]
    found = portal.ask("tag_index", "2030-01-01", "2030-01-01")
    assert found[0] == ("新名", 2) and sorted(found[1:]) == sorted([("甲", 1), ("乙", 1)])
