"""Articles: what is refused, and what follows from each change: article_tag, listing and change_log."""
import datetime

import pymysql
import pytest


def channels(portal, *codes):
    return sorted(f"channel:{portal.channel_id(code)}" for code in codes)


def lists(portal, *codes, tags=()):
    return sorted(["site"] + channels(portal, *codes) + [f"tag:{tag}" for tag in tags])


def logged(names):
    return {("list", name) for name in names}


# -- tags -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed, tidy", [
    ("", []),
    ("长江", ["长江"]),
    ("长江,大桥", ["长江", "大桥"]),
    ("长江、大桥，民生;冰雪；口岸", ["长江", "大桥", "民生", "冰雪", "口岸"]),
    ("  长江 ,　大桥　、\u00a0民生\u00a0", ["长江", "大桥", "民生"]),
    (",,、长江，；", ["长江"]),
    ("长江,长江 , 长江", ["长江"]),
    ("ABC,abc,ＡＢＣ,Abc", ["ABC"]),
    ("new york,두만강 축제", ["new york", "두만강 축제"]),
    ("江　畔", ["江 畔"]),
    ("𠮷,𡈽", ["𠮷", "𡈽"]),
    ("😀,🎉", ["😀", "🎉"]),
    ("C++,C#,１５％", ["C++", "C#", "１５％"]),
    ("5G?", ["5G?"]),
    ("长" * 64, ["长" * 64]),
    (",".join(f"t{n}" for n in range(30)), [f"t{n}" for n in range(30)]),
])
def test_tags_are_split_and_tidied(portal, typed, tidy):
    article = portal.article(tags=typed)
    assert portal.tags(article) == tidy
    assert portal.run("SELECT tags FROM article")[0][0] == ",".join(tidy)
    assert portal.lists(article) == lists(portal, "news", tags=tidy)


@pytest.mark.parametrize("typed, words", [
    ("长" * 65, "64"),
    ("好," + "x" * 65, "64"),
    ("长江\n大桥", "commas"),
    ("a\tb", "commas"),
    ("a\x00b", "commas"),
    ("a\x7f", "commas"),
    ("5G/6G", "slashes (/ or \\)"),
    ("5G?/6G", "slashes"),
    ("a\\b", "slashes"),
    ("..", "dots"),
    (",".join(f"t{n}" for n in range(31)), "30"),
])
def test_bad_tags_are_refused(portal, typed, words):
    article = portal.article(tags="好")
    with portal.refused(words):
        portal.article(tags=typed)
    with portal.refused(words):
        portal.run("UPDATE article SET tags = %s", (typed,))
    assert portal.tags(article) == ["好"]


def test_tag_edit_touches_only_what_changed(portal):
    article = portal.article(tags="甲,乙,丙", channel="local")
    portal.log()
    portal.run("UPDATE article SET tags = '丙,丁,甲' WHERE id = %s", (article,))
    assert portal.tags(article) == ["丙", "丁", "甲"]
    assert portal.lists(article) == lists(portal, "local", "news", tags=["丙", "丁", "甲"])
    assert portal.log() == {("article", str(article))} | logged(["tag:乙", "tag:丁"])


def test_a_tag_spelled_anew_is_spelled_anew_everywhere(portal):
    article = portal.article(tags="abc")
    portal.run("UPDATE article SET tags = 'ABC'")
    assert portal.tags(article) == ["ABC"]
    assert portal.lists(article) == lists(portal, "news", tags=["ABC"])


def test_tags_of_a_draft_are_split_but_listed_nowhere(portal):
    article = portal.article(tags="甲,乙", state="draft", published_at=None)
    assert portal.tags(article) == ["甲", "乙"]
    assert portal.lists(article) == []
    assert portal.run("SELECT * FROM web_article_tag") == []


# -- life of an article -----------------------------------------------------------------------------------


def test_title_channel_and_body_are_enough(portal):
    article = portal.insert("article", title="标题", channel="area", body="正文")
    row = portal.run("SELECT state, published_at, body_format, row_version FROM article")[0]
    assert row == ("draft", None, "auto", 1)
    assert portal.log() == {("article", str(article))}


def test_insert_live(portal):
    article = portal.article(channel="area", tags="甲", expires_at="2030-01-01")
    expected = lists(portal, "area", "local", "news", tags=["甲"])
    assert portal.lists(article) == expected
    assert portal.log() == {("article", str(article))} | logged(expected)
    at, end = portal.run("SELECT DISTINCT published_at, expires_at FROM listing")[0]
    assert (at, end) == (datetime.datetime(2021, 11, 18, 6, 22), datetime.datetime(2030, 1, 1))


def test_draft_goes_live_and_is_withdrawn(portal):
    article = portal.article(state="draft", tags="甲")
    portal.log()
    portal.run("UPDATE article SET state = 'live'")
    expected = lists(portal, "news", tags=["甲"])
    assert portal.lists(article) == expected
    assert portal.log() == {("article", str(article))} | logged(expected)
    portal.run("UPDATE article SET state = 'withdrawn'")
    assert portal.lists(article) == []
    assert portal.log() == {("article", str(article)), ("removal", f"article:{article}")} | logged(expected)


def test_scheduled_articles_are_listed_for_readers_to_filter(portal):
    article = portal.article(published_at="2099-01-01")
    assert portal.lists(article) == lists(portal, "news")


def test_schedule_change_moves_every_row(portal):
    article = portal.article(channel="local", tags="甲,乙")
    portal.log()
    portal.run("UPDATE article SET published_at = '2022-02-02 02:02:02'")
    expected = lists(portal, "local", "news", tags=["甲", "乙"])
    assert portal.lists(article) == expected
    assert portal.run("SELECT DISTINCT published_at FROM listing") == [(datetime.datetime(2022, 2, 2, 2, 2, 2),)]
    assert portal.log() == {("article", str(article))} | logged(expected)


@pytest.mark.parametrize("end", ["2030-01-01", None])
def test_expiry_change_reaches_every_row(portal, end):
    article = portal.article(channel="local", tags="甲", expires_at="2025-01-01")
    portal.log()
    portal.run("UPDATE article SET expires_at = %s", (end,))
    rows = portal.run("SELECT DISTINCT expires_at FROM listing")
    assert rows == [(end and datetime.datetime(2030, 1, 1),)]
    assert portal.log() == {("article", str(article))} | logged(lists(portal, "local", "news", tags=["甲"]))


def test_move_to_another_channel(portal):
    article = portal.article(channel="area", tags="甲")
    portal.log()
    portal.run("UPDATE article SET channel = 'life'")
    assert portal.lists(article) == lists(portal, "life", tags=["甲"])
    changed = channels(portal, "area", "local", "news", "life")
    assert portal.log() == {("article", str(article))} | logged(changed)


def test_move_within_a_branch_logs_only_the_lists_that_changed(portal):
    article = portal.article(channel="area")
    portal.log()
    portal.run("UPDATE article SET channel = 'local'")
    assert portal.lists(article) == lists(portal, "local", "news")
    assert portal.log() == {("article", str(article))} | logged(channels(portal, "area"))


def test_everything_at_once(portal):
    article = portal.article(channel="area", tags="甲,乙", expires_at="2030-01-01")
    portal.run("UPDATE article SET channel = 'life', tags = '乙,丙', published_at = '2020-01-01', expires_at = NULL")
    assert portal.tags(article) == ["乙", "丙"]
    assert portal.lists(article) == lists(portal, "life", tags=["乙", "丙"])
    assert portal.run("SELECT DISTINCT published_at, expires_at FROM listing") == [(datetime.datetime(2020, 1, 1), None)]


def test_delete(portal):
    article = portal.article(channel="area", tags="甲")
    expected = portal.lists(article)
    portal.log()
    portal.run("DELETE FROM article")
    assert portal.lists() == [] and portal.run("SELECT * FROM article_tag") == []
    assert portal.log() == {("article", str(article)), ("removal", f"article:{article}")} | logged(expected)


def test_other_edits_log_the_article_alone(portal):
    article = portal.article(tags="甲")
    portal.log()
    portal.run("UPDATE article SET title = '新标题', body = '新正文', cover = NULL")
    assert portal.log() == {("article", str(article))}


def test_a_save_without_a_change_changes_nothing(portal):
    portal.article(tags="甲,乙")
    portal.run("UPDATE article SET row_version = 7")
    before = portal.run("SELECT row_version, updated_at FROM article")
    portal.log()
    portal.run("UPDATE article SET title = title, tags = '甲、 乙', row_version = 99, updated_at = '2001-01-01'")
    assert portal.run("SELECT row_version, updated_at FROM article") == before
    assert portal.log() == set()


@pytest.mark.parametrize("change", [
    "title = 'ABC'", "title = 'abc '", "body = 'X'", "summary = 's'", "title_short = 's'", "title_kicker = 'k'", "author = 'a'",
    "editor = 'e'", "source = 's'", "source_url = 'https://a.example/'", "notice = 'n'", "language = 'ko'", "translation_group = 3",
    "body_format = 'html'", "tags = 'x'", "state = 'review'", "expires_at = '2040-01-01'", "published_at = '2021-11-18 06:22:01'",
    "channel = 'life'"])
def test_every_column_counts_as_a_change(portal, change):
    article = portal.article(title="abc", body="x")
    portal.run("UPDATE article SET updated_at = '2001-01-01' WHERE 0")
    portal.log()
    portal.run(f"UPDATE article SET {change}")
    assert portal.run("SELECT row_version FROM article") == [(2,)]
    assert ("article", str(article)) in portal.log()


def test_rollback_takes_everything_back(portal):
    article = portal.article(tags="甲")
    portal.log()
    before = portal.lists()
    portal.connection.begin()
    portal.run("UPDATE article SET tags = '乙', channel = 'life'")
    portal.article(tags="丙")
    portal.run("DELETE FROM article WHERE id = %s", (article,))
    portal.connection.rollback()
    assert portal.lists() == before and portal.tags(article) == ["甲"] and portal.log() == set()


@pytest.mark.parametrize("change,revised", [
    ("body = 'y'", True), ("title = 'ABC'", True), ("summary = 's'", True),
    ("tags = 'x'", False), ("author = 'a'", False), ("channel = 'life'", False), ("state = 'withdrawn'", False),
    ("body = 'y', revised_at = '2022-01-01 10:00:00'", "2022-01-01 10:00:00")])
def test_readers_are_told_of_a_revision_of_what_they_read(portal, change, revised):
    portal.article(title="abc", body="x")
    assert portal.run("SELECT revised_at FROM article") == [(None,)]
    portal.run(f"UPDATE article SET {change}")
    (value,), = portal.run("SELECT revised_at FROM article")
    assert str(value) == revised if isinstance(revised, str) else (value is not None) == revised


def test_work_before_going_live_is_no_revision(portal):
    portal.article(state="draft")
    portal.run("UPDATE article SET body = 'y'")
    portal.run("UPDATE article SET body = 'z', state = 'live'")
    assert portal.run("SELECT revised_at FROM article") == [(None,)]
    portal.run("UPDATE article SET body = 'zz'")
    portal.run("UPDATE article SET revised_at = NULL")
    assert portal.run("SELECT revised_at FROM article") == [(None,)]


def test_insert_select_replace_and_upsert(portal):
    portal.article(tags="甲")
    portal.run("INSERT INTO article (title, channel, body, tags, state, published_at) "
               "SELECT title, 'life', body, '乙', state, published_at FROM article")
    portal.run("REPLACE INTO article (id, title, channel, body, tags) SELECT MIN(id), 't', 'news', 'b', '丁' FROM article")
    last = portal.run("SELECT MAX(id) FROM article")[0][0]
    portal.run("INSERT INTO article (id, title, channel, body) VALUES (%s, 't', 'news', 'b') "
               "ON DUPLICATE KEY UPDATE tags = '戊'", (last,))
    assert portal.lists() == sorted(["site", f"channel:{portal.channel_id('life')}", "tag:戊"])
    assert sorted(row[0] for row in portal.run("SELECT name FROM article_tag")) == sorted(["丁", "戊"])


# -- refusals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns, words", [
    ({"title": ""}, "Title"),
    ({"title": "  　 "}, "Title"),
    ({"title": "a\nb"}, "Title"),
    ({"published_at": None}, "published_at"),
    ({"expires_at": "2021-11-18 06:22:00"}, "expires_at"),
    ({"expires_at": "2020-01-01"}, "expires_at"),
    ({"channel": "nowhere"}, "No such channel: give its code"),
    ({"channel": ""}, "No such channel"),
    ({"channel": "　 "}, "No such channel"),
    ({"channel": "NEWS"}, "No such channel"),
    ({"channel": "没有"}, "No such channel"),
    ({"channel": "长" * 60}, "No such channel"),
    ({"body": ""}, "body is empty"),
    ({"body": " \r\n\t　\u00a0"}, "body is empty"),
    ({"cover": 77777}, "no picture"),
    ({"body": "x" * (4 * 1024 * 1024 + 1)}, "4 MB"),
    ({"source_url": "javascript:alert(1)"}, "http"),
    ({"source_url": "//evil.example/"}, "http"),
    ({"source_url": "https://a.example/ x"}, "http"),
    ({"language": "chinese!"}, "Language"),
    ({"language": "zh\n"}, "Language"),
])
def test_refused(portal, columns, words):
    portal.article(title="gut")
    with portal.refused(words):
        portal.article(**columns)
    assignments = ", ".join(f"{name} = %s" for name in columns)
    with portal.refused(words):
        portal.run(f"UPDATE article SET {assignments}", list(columns.values()))
    assert portal.run("SELECT title, row_version FROM article") == [("gut", 1)]


def test_a_session_without_strict_mode_makes_no_title_empty(portal):
    article = portal.article()
    portal.run("SET sql_mode = ''")
    for statement in ("UPDATE article SET title = NULL", "UPDATE channel SET name = NULL WHERE code = 'life'"):
        with portal.refused("write one line"):
            portal.run(statement)
    assert portal.run("SELECT title FROM article WHERE id = %s", (article,)) == [("标题",)]


@pytest.mark.parametrize("columns", [
    {"state": "draft", "published_at": None}, {"state": "review", "published_at": None},
    {"state": "withdrawn", "published_at": None}, {"expires_at": "2021-11-18 06:22:01"},
    {"body": "x" * (4 * 1024 * 1024)}, {"body": " " * 3000 + "。"}, {"body": " 文"},
    {"body": "", "state": "draft"}, {"body": "", "state": "review"}, {"body": " ", "state": "withdrawn"}, {"source_url": "https://a.example/b?c=d"}, {"language": "zh-Hans"},
    {"state": "draft", "published_at": None, "expires_at": "2020-01-01"}])
def test_accepted(portal, columns):
    portal.article(**columns)


def test_a_live_article_cannot_lose_its_date(portal):
    portal.article()
    with portal.refused("published_at"):
        portal.run("UPDATE article SET published_at = NULL")


def test_published_at_is_never_filled_in(portal):
    portal.article(state="draft", published_at=None)
    with portal.refused("published_at"):
        portal.run("UPDATE article SET state = 'live'")
    assert portal.run("SELECT published_at FROM article") == [(None,)]


def test_the_number_is_fixed(portal):
    portal.article()
    with portal.refused("number"):
        portal.run("UPDATE article SET id = id + 1")


@pytest.mark.parametrize("typed", ["life", "life ", " life", "　life\u00a0", "生活", " 生活 "])
def test_a_channels_code_or_name_with_blanks_around_becomes_the_code(portal, typed):
    article = portal.article(channel=typed)
    assert portal.run("SELECT HEX(channel) FROM article") == [(b"life".hex().upper(),)]
    assert portal.lists(article) == lists(portal, "life")
    portal.run("UPDATE article SET channel = 'news'")
    portal.run("UPDATE article SET channel = %s", (typed,))
    assert portal.run("SELECT HEX(channel) FROM article") == [(b"life".hex().upper(),)]
    assert portal.lists(article) == lists(portal, "life")


def test_a_blank_after_the_code_is_no_change(portal):
    portal.article(channel="news")
    portal.run("UPDATE article SET channel = 'news '")
    assert portal.run("SELECT HEX(channel), row_version FROM article") == [(b"news".hex().upper(), 1)]


def test_a_name_that_two_channels_have_is_no_channel(portal):
    portal.insert("channel", name="生活", code="life-two", parent="news")
    with portal.refused("No such channel"):
        portal.article(channel="生活")
    portal.article(channel="life-two")


# -- removal ----------------------------------------------------------------------------------------------


def fate(portal, article):
    return portal.run("SELECT state, removed_at IS NOT NULL, cause, claimant FROM web_article_fate WHERE id = %s", (article,))


def test_removal_takes_effect_at_once_and_restoring_brings_everything_back(portal):
    article = portal.article(channel="local", tags="甲")
    before = portal.run("SELECT * FROM listing ORDER BY list")
    portal.log()
    portal.insert("removal", item_id=article, cause="权利人要求", claimant="某社")
    assert portal.lists(article) == []
    assert portal.run("SELECT id FROM web_article") == []
    assert fate(portal, article) == [("live", 1, "权利人要求", "")]
    assert portal.log() == {("removal", f"article:{article}"), ("article", str(article))} | logged(row[0] for row in before)
    portal.run("UPDATE removal SET restored_at = NOW()")
    assert portal.run("SELECT * FROM listing ORDER BY list") == before
    assert fate(portal, article) == [("live", 0, None, "")] or fate(portal, article) == [("live", 0, None, None)]
    assert portal.log() == {("article", str(article))} | logged(row[0] for row in before)


def test_claimant_is_shown_only_if_public(portal):
    article = portal.article()
    portal.insert("removal", item_id=article, cause="c", claimant="某社", claimant_public=1)
    assert fate(portal, article) == [("live", 1, "c", "某社")]


def test_a_removed_article_stays_removed_whatever_is_edited(portal):
    article = portal.article(tags="甲")
    portal.insert("removal", item_id=article, cause="c")
    portal.run("UPDATE article SET removal_id = NULL")
    portal.run("UPDATE article SET state = 'draft'")
    portal.run("UPDATE article SET state = 'live', tags = '乙', channel = 'life', published_at = '2022-01-01'")
    assert portal.lists() == [] and portal.run("SELECT removal_id IS NOT NULL FROM article") == [(1,)]
    portal.run("UPDATE removal SET restored_at = NOW()")
    assert portal.lists(article) == lists(portal, "life", tags=["乙"])


def test_nobody_is_removed_by_hand(portal):
    article = portal.article()
    portal.run("UPDATE article SET removal_id = 5")
    assert portal.run("SELECT removal_id FROM article") == [(None,)] and portal.lists(article)


def test_two_removals_need_two_restorings(portal):
    article = portal.article()
    first = portal.insert("removal", item_id=article, cause="a")
    second = portal.insert("removal", item_id=article, cause="b")
    portal.run("UPDATE removal SET restored_at = NOW() WHERE id = %s", (second,))
    assert portal.lists() == [] and fate(portal, article)[0][2] == "a"
    portal.run("DELETE FROM removal WHERE id = %s", (first,))
    assert portal.lists(article) == lists(portal, "news")


def test_removal_undone_and_done_again(portal):
    article = portal.article()
    portal.insert("removal", item_id=article, cause="a", restored_at="2022-01-01")
    assert portal.lists(article)
    portal.run("UPDATE removal SET restored_at = NULL")
    assert portal.lists(article) == []


def test_a_deleted_article_comes_back_removed(portal):
    article = portal.article()
    portal.insert("removal", item_id=article, cause="a")
    portal.run("DELETE FROM article")
    portal.article(id=article)
    assert portal.lists(article) == []


def test_media_removal(portal):
    media = portal.insert("media", title="图", path="pictures/a.jpg")
    portal.log()
    portal.insert("removal", item_kind="media", item_id=media, cause="c")
    assert portal.run("SELECT id FROM web_media") == []
    assert portal.log() == {("removal", f"media:{media}"), ("media", str(media)), ("file", "pictures/a.jpg")}
    portal.run("UPDATE media SET removal_id = NULL")
    assert portal.run("SELECT id FROM web_media") == []
    portal.log()
    portal.run("DELETE FROM removal")
    assert portal.run("SELECT id FROM web_media") == [(media,)]
    assert portal.log() == {("media", str(media)), ("file", "pictures/a.jpg")}


def seen(portal):
    return [row[0] for row in portal.run("SELECT id FROM web_media ORDER BY id")]


def in_force(portal):
    return [row[0] for row in portal.run("SELECT removal_id FROM media ORDER BY id")]


PNG = b"\x89PNG\r\n\x1a\n"
FILES = pytest.mark.parametrize("file, another", [({"path": "pictures/a.jpg"}, {"path": "pictures/b.jpg"}),
                                                  ({"content": PNG + b"a"}, {"content": PNG + b"b"})], ids=["file", "upload"])


@FILES
def test_a_removal_takes_all_rows_of_the_file(portal, file, another):
    one, two, three = (portal.insert("media", title=title, **file) for title in "图그E")
    stays = portal.insert("media", title="别的", **another)
    portal.log()
    removal = portal.insert("removal", item_kind="media", item_id=two, cause="c", claimant="某人", claimant_public=1)
    logged = {("file", file["path"])} if "path" in file else set()
    rows = {("media", str(number)) for number in (one, two, three)}
    assert portal.log() == rows | {("removal", f"media:{number}") for number in (one, two, three)} | logged
    assert seen(portal) == [stays] and in_force(portal) == [removal] * 3 + [None]
    assert portal.run("SELECT id, cause, claimant FROM web_media_fate WHERE removed_at IS NOT NULL ORDER BY id") == [
        (number, "c", "某人") for number in (one, two, three)]
    portal.run("UPDATE media SET removal_id = NULL")
    assert seen(portal) == [stays]
    portal.run("CALL portal_rebuild_listing()")
    assert seen(portal) == [stays] and in_force(portal) == [removal] * 3 + [None]
    portal.log()
    portal.run("UPDATE removal SET restored_at = NOW()")
    assert portal.log() == rows | logged and seen(portal) == [one, two, three, stays]
    portal.run("UPDATE removal SET restored_at = NULL")
    assert seen(portal) == [stays]
    portal.run("DELETE FROM removal")
    assert seen(portal) == [one, two, three, stays]


@FILES
def test_two_removals_of_one_file(portal, file, another):
    """Each row names its own where it has one; the file comes back when none is in force any more."""
    one, two, three = (portal.insert("media", title=title, **file) for title in "图그E")
    first, second = (portal.insert("removal", item_kind="media", item_id=number, cause="c") for number in (one, two))
    assert in_force(portal) == [first, second, first]
    portal.run("UPDATE removal SET restored_at = NOW() WHERE id = %s", (first,))
    assert in_force(portal) == [second] * 3
    portal.run("UPDATE removal SET restored_at = NULL WHERE id = %s", (first,))
    assert in_force(portal) == [first, second, second]
    portal.run("DELETE FROM removal WHERE id = %s", (second,))
    assert in_force(portal) == [first] * 3
    portal.run("DELETE FROM removal")
    assert seen(portal) == [one, two, three]


@FILES
def test_rows_that_get_a_removed_file_later(portal, file, another):
    one, two = portal.insert("media", title="图", **file), portal.insert("media", title="别的", **another)
    removal = portal.insert("removal", item_kind="media", item_id=one, cause="c")
    new = portal.insert("media", title="新", **file)
    (column, value), (_, other) = *file.items(), *another.items()
    portal.log()
    portal.run(f"UPDATE media SET {column} = %s WHERE id = %s", (value, two))
    assert portal.log() == {("media", str(two)), ("removal", f"media:{two}")}
    assert in_force(portal) == [removal] * 3 and seen(portal) == []
    portal.run(f"UPDATE media SET {column} = %s WHERE id = %s", (other, two))
    assert seen(portal) == [two]
    with portal.refused("another row"):
        portal.run(f"UPDATE media SET {column} = %s WHERE id = %s", (other, one))
    portal.run("UPDATE media SET caption = 'x'")
    assert in_force(portal) == [removal, None, removal]
    portal.run("DELETE FROM media WHERE id = %s", (one,))
    last = portal.insert("media", title="又", **file)
    portal.run("CALL portal_rebuild_listing()")
    assert in_force(portal) == [None, removal, removal] and seen(portal) == [two]
    portal.run("UPDATE removal SET restored_at = NOW()")
    assert seen(portal) == [two, new, last]
    portal.run(f"UPDATE media SET {column} = %s WHERE id = %s", (other, new))


def test_a_claim_removes_all_rows_of_its_picture(portal):
    numbers = [portal.insert("media", title=title, path="pictures/bridge.svg") for title in "图그E"]
    claim = portal.insert("claim", work="w", statement="s", claimant="c", source="letter")
    portal.insert("claim_item", address=f"/media/{numbers[2]}", claim_id=claim)
    for state, expected in (("hidden", []), ("rejected", numbers), ("removed", []), ("restored", numbers)):
        portal.run("UPDATE claim SET state = %s WHERE id = %s", (state, claim))
        assert seen(portal) == expected, state


@pytest.mark.parametrize("columns, words", [
    ({"item_id": 999999, "cause": "c"}, "check"), ({"item_kind": "media", "item_id": 999999, "cause": "c"}, "check"),
    ({"cause": ""}, "cause"), ({"cause": "　"}, "cause")])
def test_bad_removals_are_refused(portal, columns, words):
    row = {"item_id": portal.article()} | columns
    with portal.refused(words):
        portal.insert("removal", **row)


def test_a_removal_keeps_its_item(portal):
    one, two = portal.article(), portal.article()
    portal.insert("removal", item_id=one, cause="c")
    with portal.refused("another row"):
        portal.run("UPDATE removal SET item_id = %s", (two,))
    with portal.refused("cause"):
        portal.run("UPDATE removal SET cause = ' '")


# -- what readers may see ---------------------------------------------------------------------------------


def test_fate_leaks_no_draft(portal):
    draft, review = portal.article(state="draft"), portal.article(state="review")
    unborn = portal.article(state="withdrawn", published_at=None)
    withdrawn, live = portal.article(state="withdrawn"), portal.article()
    assert sorted(row[0] for row in portal.run("SELECT id FROM web_article_fate")) == [withdrawn, live]
    assert portal.run("SELECT id FROM web_article") == [(live,)]
    assert draft and review and unborn


def test_drafts_pages_are_hidden(portal):
    portal.insert("page", title="t", code="about", body="b")
    assert portal.run("SELECT code FROM web_page") == []
    portal.run("UPDATE page SET state = 'live'")
    assert portal.run("SELECT code FROM web_page") == [("about",)]


# -- bulk path --------------------------------------------------------------------------------------------


def test_bulk_path_checks_but_writes_no_lists_until_the_rebuild(portal):
    portal.run("SET @newsportal_bulk = 1")
    article = portal.article(tags="甲、乙", channel="area")
    with portal.refused("published_at"):
        portal.article(published_at=None)
    assert portal.lists() == [] and portal.tags(article) == [] and portal.log() == set()
    portal.run("SET @newsportal_bulk = NULL")
    portal.run("CALL portal_rebuild_listing()")
    assert portal.lists(article) == lists(portal, "area", "local", "news", tags=["甲", "乙"])
    assert portal.tags(article) == ["甲", "乙"] and portal.log() == {("all", "")}


def test_rebuild_needs_the_right(portal):
    connection = portal.server.connect("editor", "portal")
    with pytest.raises(pymysql.MySQLError) as caught:
        portal.run("CALL portal_rebuild_listing()", connection=connection)
    assert caught.value.args[0] == 1370
    connection.close()
