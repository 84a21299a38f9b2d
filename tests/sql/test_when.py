"""The queries that say when time alone changes a page, and those that follow the change log."""
import datetime

import pytest

NOW = "2024-06-01 12:00:00"


def at(text):
    return text and datetime.datetime.fromisoformat(text)


def one(rows):
    (row,) = rows
    return row


# -- the next moment --------------------------------------------------------------------------------------


def test_the_next_article_of_a_list(portal):
    for published in ("2024-05-01", NOW, "2024-06-01 12:00:01", "2024-07-01"):
        portal.article(published_at=published, tags="甲")
    portal.article(published_at="2024-06-01 12:00:01", state="draft", tags="乙")
    assert portal.ask("listing_next", "site", NOW) == [(at("2024-06-01 12:00:01"),)]
    assert portal.ask("listing_next", "tag:甲", "2024-06-01 12:00:01") == [(at("2024-07-01"),)]
    assert portal.ask("listing_next", "tag:甲", "2024-07-01") == portal.ask("listing_next", "tag:乙", NOW) == []


def placement_next(portal, channel="", now=NOW):
    return one(portal.ask("placement_next", channel, now, now, now, now))[0]


def test_the_next_moment_of_the_slots(portal):
    assert placement_next(portal) is None
    portal.insert("slot", name="头条", code="lead")
    portal.insert("slot", name="侧栏", code="side", channel="news")
    article = portal.article(published_at="2024-01-01")
    portal.insert("placement", slot="lead", article_id=article)
    assert placement_next(portal) is None
    for columns, moment in (({"visible_until": "2024-12-01"}, "2024-12-01"), ({"visible_from": "2024-11-01"}, "2024-11-01"),
                            ({"visible_from": "2024-01-01", "visible_until": "2024-10-01"}, "2024-10-01"),
                            ({"visible_from": "2024-01-01", "visible_until": "2024-02-01"}, "2024-10-01"),
                            ({"visible_from": NOW}, "2024-10-01")):
        portal.insert("placement", slot="lead", article_id=article, **columns)
        assert placement_next(portal) == at(moment), columns
    assert placement_next(portal, now="2024-10-01") == at("2024-11-01")
    assert placement_next(portal, now="2024-12-01") is None
    assert placement_next(portal, "news") is None


@pytest.mark.parametrize("published, expires, moment", [
    ("2024-01-01", None, None), ("2024-07-01", None, "2024-07-01"), ("2024-01-01", "2024-08-01", "2024-08-01"),
    ("2024-07-01", "2024-08-01", "2024-07-01"), ("2024-01-01", NOW, None), (NOW, None, None), ("2024-01-01", "9998-01-01", "9998-01-01")])
def test_the_next_moment_of_a_placed_article(portal, published, expires, moment):
    portal.insert("slot", name="侧栏", code="side", channel="news")
    article = portal.article(published_at=published, expires_at=expires)
    portal.insert("placement", slot="side", article_id=article)
    assert placement_next(portal, "news") == at(moment)
    portal.run("UPDATE article SET state = 'draft'")
    assert placement_next(portal, "news") is None


def test_a_placement_begins_whatever_its_article_is(portal):
    portal.insert("slot", name="侧栏", code="side", channel="news")
    portal.insert("placement", slot="side", article_id=portal.article(state="draft"), visible_from="2024-07-01")
    assert placement_next(portal, "news") == at("2024-07-01")


def test_placed_articles_whether_they_can_be_seen_or_not(portal):
    """Their changes change the page: a draft that goes live, one that is restored."""
    portal.insert("slot", name="侧栏", code="side", channel="news")
    portal.insert("slot", name="头条", code="lead")
    live, draft, over = portal.article(), portal.article(state="draft"), portal.article()
    for article in (live, draft, live):
        portal.insert("placement", slot="side", article_id=article, visible_from="2024-07-01")
    portal.insert("placement", slot="side", article_id=over, visible_until=NOW)
    portal.insert("placement", slot="lead", article_id=over, visible_until="2024-07-01")
    assert sorted(set(portal.ask("placement_articles", "news", NOW))) == [(live,), (draft,)]
    assert portal.ask("placement_articles", "", NOW) == [(over,)]
    assert portal.ask("placement_articles", "life", NOW) == []


def test_the_next_translation(portal):
    def ask(now=NOW):
        return one(portal.ask("translation_next", 7, own, now))[0]
    own = portal.article(translation_group=7, published_at="2024-06-02")
    assert ask() is None
    portal.article(translation_group=7, published_at="2024-09-01")
    portal.article(translation_group=7, published_at="2024-08-01")
    portal.article(translation_group=7, published_at="2024-05-01")
    portal.article(translation_group=7, published_at="2024-07-01", state="draft")
    portal.article(translation_group=8, published_at="2024-07-01")
    assert ask() == at("2024-08-01") and ask("2024-08-01") == at("2024-09-01") and ask("2024-09-01") is None


def test_what_the_tag_index_is_made_from(portal):
    assert portal.ask("tag_index_range", NOW, NOW) == [(None, None, 0)]
    portal.article(published_at="2024-06-02")
    portal.article(published_at="2023-01-01", expires_at="2024-06-01")
    assert portal.ask("tag_index_range", NOW, NOW) == [(None, None, 0)]
    portal.article(published_at="2024-02-01")
    assert portal.ask("tag_index_range", NOW, NOW) == [(at("2024-02-01"), None, 1)]
    portal.article(published_at="2024-01-01", expires_at="2024-09-01")
    portal.article(published_at="2024-03-01", expires_at="2024-08-01")
    assert portal.ask("tag_index_range", NOW, NOW) == [(at("2024-01-01"), at("2024-08-01"), 3)]


def test_the_tag_index_looks_at_a_thousand(portal):
    portal.run("INSERT INTO listing (list, published_at, article_id, expires_at) "
               "WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 990) "
               "SELECT 'site', TIMESTAMP'2024-01-01 00:00:00' + INTERVAL a.n MINUTE, a.n + 1, IF(a.n < 10, '2024-07-01', '2024-08-01') FROM n AS a "
               "UNION ALL SELECT 'site', TIMESTAMP'2023-01-01 00:00:00' + INTERVAL b.n MINUTE, b.n + 1, '2024-06-15' FROM n AS b WHERE b.n < 20")
    try:
        assert portal.ask("tag_index_range", NOW, NOW) == [(at("2023-01-01 00:11:00"), at("2024-06-15"), 1000)]
    finally:
        portal.run("DELETE FROM listing")


# -- columns for the next moment --------------------------------------------------------------------------


def test_rows_tell_cover_and_end(portal):
    cover = portal.insert("media", title="图", path="a.jpg")
    end = at("2999-01-01")
    article = portal.article(cover=cover, expires_at=end, translation_group=7)
    other = portal.article(translation_group=7, cover=cover)
    portal.insert("slot", name="头条", code="lead")
    portal.insert("placement", slot="lead", article_id=article)
    assert portal.ask("article_by_id", article, NOW, NOW)[0][-3:-1] == (cover, end)
    for listed in (portal.ask("listing_before", "site", "0001-01-01", NOW, NOW, other + 1, NOW, 9),
                   portal.ask("listing_after", "site", "2020-01-01", "2020-01-01", 0, NOW, NOW, 9)):
        assert {row[0]: row[-2:] for row in listed} == {article: (cover, end), other: (cover, None)}
    assert portal.ask("placement_list", "", NOW, NOW, NOW, NOW)[0][-2:] == (cover, end)
    assert portal.ask("article_translations", 7, other, NOW, NOW)[0][-1] == end
    # A cover that was removed is named still: the page changes when it comes back.
    portal.insert("removal", item_kind="media", item_id=cover, cause="c")
    row = portal.ask("article_by_id", article, NOW, NOW)[0]
    assert row[16] is None and row[-3] == cover


# -- the change log ---------------------------------------------------------------------------------------


NO_NUMBER = 2**63 - 1  # above all


def fill(portal, *numbers):
    for number in numbers:
        portal.insert("change_log", id=number, kind="article", item=number)


def between(portal, *gaps, limit=1000):
    bound = [number for gap in list(gaps) + [(1, 0)] * (16 - len(gaps)) for number in gap]
    return [row[0] for row in portal.ask("change_between", *bound, limit)]


@pytest.fixture
def base(portal):
    """A number that no row has had, so that fixed distances from it can be used."""
    portal.article()
    (number,), = portal.run("SELECT MAX(id) FROM change_log")
    portal.log()
    return number + 1000


def test_the_end_of_the_log(portal, base):
    assert portal.ask("change_latest", NO_NUMBER, 5) == []
    fill(portal, base, base + 1, base + 7)
    latest = portal.ask("change_latest", NO_NUMBER, 2)
    assert [row[0] for row in latest] == [base + 7, base + 1]
    assert [row[0] for row in portal.ask("change_latest", base + 7, 9)] == [base + 1, base]
    for _, logged, now in latest:
        assert datetime.timedelta(0) <= now - logged < datetime.timedelta(minutes=5)


def test_the_clock_of_the_log_is_utc(portal, base):
    portal.run("SET time_zone = '+09:00'")
    fill(portal, base)
    (_, logged, now), = portal.ask("change_latest", NO_NUMBER, 1)
    assert now - logged < datetime.timedelta(minutes=5)
    assert abs(now - datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)) < datetime.timedelta(minutes=5)


def test_rows_after_a_row(portal, base):
    fill(portal, base, base + 1, base + 7)
    portal.run("INSERT INTO change_log (id, kind, item, position) VALUES (%s, 'list', 'tag:ABC', '2024-01-01')", (base + 9,))
    rows = portal.ask("change_after", base, 9)
    logged = portal.ask("change_latest", base + 10, 1)[0][1]
    assert all(logged - row[5] < datetime.timedelta(minutes=5) for row in rows)
    assert [row[:5] for row in rows] == [
        (base + 1, "article", str(base + 1), "", None), (base + 7, "article", str(base + 7), "", None),
        (base + 9, "list", "tag:ABC", portal.run("SELECT HEX(WEIGHT_STRING('abc'))")[0][0], at("2024-01-01"))]
    assert [row[0] for row in portal.ask("change_after", base, 2)] == [base + 1, base + 7]
    assert portal.ask("change_after", base + 9, 9) == []


def test_removals_between_two_rows(portal, base):
    fill(portal, base, base + 4)
    kinds = {1: ("removal", "article:7"), 2: ("list", "site"), 3: ("all", ""), 5: ("removal", "page:about"), 6: ("removal", "x")}
    for distance, (kind, item) in kinds.items():
        portal.insert("change_log", id=base + distance, kind=kind, item=item)
    rows = portal.ask("change_removals", base, base + 6, 9)
    assert [row[:5] for row in rows] == [(base + distance, *kinds[distance], "", None) for distance in (1, 3, 5, 6)]
    assert [row[0] - base for row in portal.ask("change_removals", base, base + 6, 2)] == [1, 3]
    assert [row[0] - base for row in portal.ask("change_removals", base + 1, base + 5, 9)] == [3, 5]
    assert portal.ask("change_removals", base + 6, NO_NUMBER, 9) == []


def test_rows_in_gaps(portal, base):
    fill(portal, *range(base, base + 100, 3))
    assert between(portal) == []
    assert between(portal, (base, base)) == [base]
    assert between(portal, (base + 1, base + 2)) == []
    assert between(portal, (base + 31, base + 40), (base + 5, base + 9)) == [base + 6, base + 9, base + 33, base + 36, base + 39]
    assert between(portal, (base, base + 99), limit=3) == [base, base + 3, base + 6]
    sixteen = [(base + 6 * gap, base + 6 * gap + 2) for gap in range(16)]
    assert between(portal, *sixteen) == [start for start, _ in sixteen]
