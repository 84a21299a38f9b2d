"""The newsroom as it works: histories, previews, roles by other ways, command lines, bulk edits, dumps, tables that change.

What single statements answer is in cases/; here is what takes several people, clients or servers.
"""
import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time

import pymysql
import pytest

from mariadb import MariaDB



@pytest.fixture
def as_who(portal):
    """Connections of people, by name."""
    people = {}

    def connect(name):
        if name not in people:
            people[name] = portal.server.connect(name, "portal")
        return people[name]
    yield connect
    for connection in people.values():
        connection.close()


def history(portal, article):
    return portal.run("SELECT version, action, field, old_value, new_value FROM v_article_history WHERE article_id = %s ORDER BY id", (article,))


# -- histories --------------------------------------------------------------------------------------------


def test_history_has_every_column_and_no_saves_without_a_change(portal, as_who):
    editor = as_who("editor")
    picture = portal.insert("media", title="图", path="a.jpg", alt="x")
    article = portal.insert("article", editor, title="题", channel="news", body="文")
    values = {"title": "新题", "title_short": "短", "title_kicker": "引", "channel": "life", "body": "新文", "body_format": "html",
              "summary": "摘", "tags": "甲", "cover": picture, "state": "review", "published_at": "2022-01-01 00:00:00",
              "expires_at": "2023-01-01 00:00:00", "source": "晚报", "source_url": "https://a.example/", "title_original": "原", "author": "某",
              "editor": "编", "language": "ko", "translation_group": 5, "notice": "注", "revised_at": "2022-02-02 00:00:00"}
    for name, value in values.items():
        portal.run(f"UPDATE article SET {name} = %s WHERE id = %s", (value, article), connection=editor)
        portal.run(f"UPDATE article SET {name} = %s WHERE id = %s", (value, article), connection=editor)
    found = history(portal, article)
    assert found[0][:3] == (1, "insert", "")
    assert [row[2] for row in found[1:]] == list(values)
    assert [row[4] for row in found[1:]] == [str(value) for value in values.values()]
    assert [row[0] for row in found] == list(range(1, len(values) + 2))
    typed = {row[0] for row in portal.run("SELECT column_name FROM information_schema.columns WHERE table_schema = 'portal' "
                                          "AND table_name = 'article' AND column_comment NOT LIKE '%%[automatic%%'")}
    assert typed <= set(values) | {"id", "reviewed", "removal_id"}, "a column that people type is not in the history"


def test_any_version_comes_back_and_what_was_there_is_kept(portal, as_who):
    editor = as_who("editor")
    article = portal.insert("article", editor, title="一", channel="news", body="文一", tags="甲")
    for word in ("二", "三", "四"):
        portal.run("UPDATE article SET title = %s, body = %s WHERE id = %s", (word, f"文{word}", article), connection=editor)
    portal.run("UPDATE article SET tags = '乙', summary = '摘' WHERE id = %s", (article,), connection=editor)
    for version, title, tags in ((1, "一", "甲"), (2, "二", "甲"), (4, "四", "甲"), (5, "四", "乙"), (7, "二", "甲")):
        portal.run("CALL restore_article(%s, %s)", (article, version), connection=editor)
        assert portal.run("SELECT title, tags FROM article") == [(title, tags)], version
        assert portal.tags(article) == [tags]
    portal.run("DELETE FROM article WHERE id = %s", (article,), connection=editor)
    portal.run("CALL restore_article(%s, 5)", (article,), connection=editor)
    assert portal.run("SELECT title, summary, state, body FROM article") == [("四", "摘", "draft", "文四")]


def test_a_version_comes_back_after_its_channel_was_renamed_and_its_picture_deleted(portal, as_who):
    editor, chief = as_who("editor"), as_who("chief")
    picture = portal.insert("media", editor, title="图", path="pictures/a.jpg")
    article = portal.insert("article", editor, title="一", channel="area", body="文一", cover=picture)
    portal.run("UPDATE article SET title = '二', channel = 'life', cover = NULL WHERE id = %s", (article,), connection=editor)
    portal.run("UPDATE channel SET code = 'quarter' WHERE code = 'area'", connection=chief)
    portal.run("UPDATE channel SET code = 'ward' WHERE code = 'quarter'", connection=chief)
    portal.run("CALL restore_article(%s, 1)", (article,), connection=editor)
    assert portal.run("SELECT title, channel, cover FROM article") == [("一", "ward", picture)]
    # What is gone cannot come back; the words do.
    portal.run("UPDATE article SET title = '三', channel = 'life', cover = NULL WHERE id = %s", (article,), connection=editor)
    portal.run("DELETE FROM channel WHERE code = 'ward'", connection=chief)
    portal.run("DELETE FROM media", connection=editor)
    portal.run("CALL restore_article(%s, 1)", (article,), connection=editor)
    assert portal.run("SELECT title, channel, cover FROM article") == [("一", "life", None)]
    portal.run("DELETE FROM article", connection=editor)
    portal.run("CALL restore_article(%s, 2)", (article,), connection=editor)
    assert portal.run("SELECT title, channel, cover FROM article") == [("二", "life", None)]


def test_history_is_pruned_by_age_and_number_and_the_rest_still_comes_back(portal, as_who):
    editor = as_who("editor")
    article = portal.insert("article", editor, title="v1", channel="news", body="文")
    for number in range(2, 31):
        portal.run("UPDATE article SET title = %s WHERE id = %s", (f"v{number}", article), connection=editor)
    portal.run("DELETE FROM change_log")
    web = portal.web()
    portal.run("UPDATE article_history SET changed_at = NOW() - INTERVAL 500 DAY WHERE version <= 5")
    assert portal.run("SELECT portal_prune(999999, 3)", connection=web) == [(3,)]
    assert portal.run("SELECT portal_prune(999999, 1000)", connection=web) == [(2,)]
    assert portal.run("SELECT portal_prune(999999, 1000)", connection=web) == [(0,)]
    try:
        portal.run("UPDATE setting SET value = '10' WHERE code = 'history_versions'")
        assert portal.run("SELECT portal_prune(999999, 4)", connection=web) == [(4,)]
        assert portal.run("SELECT portal_prune(999999, 1000)", connection=web) == [(11,)]
        assert portal.run("SELECT MIN(version), COUNT(*) FROM article_history") == [(21, 10)]
        with portal.refused("no such version"):
            portal.run("CALL restore_article(%s, 19)", (article,), connection=editor)
        portal.run("CALL restore_article(%s, 20)", (article,), connection=editor)
        assert portal.run("SELECT title FROM article") == [("v20",)]
        portal.run("UPDATE setting SET value = '0' WHERE code IN ('history_versions', 'history_days')")
        portal.run("UPDATE article_history SET changed_at = '2001-01-01'")
        assert portal.run("SELECT portal_prune(999999, 1000)", connection=web) == [(0,)]
    finally:
        portal.run("UPDATE setting SET value = IF(code = 'history_days', '400', '100') WHERE code IN ('history_versions', 'history_days')")
        web.close()


def test_nobody_hides_from_history_behind_the_bulk_switch(portal, as_who):
    chief = as_who("chief")
    portal.run("SET @newsportal_bulk = 1", connection=chief)
    article = portal.article(chief, tags="甲")
    portal.run("UPDATE article SET title = '改'", connection=chief)
    assert len(history(portal, article)) == 3 and portal.lists(article) and portal.tags(article) == ["甲"]


def test_two_people_on_one_article(portal, as_who):
    """A form that sends every column is refused; one that sends the changed column passes, and history has both."""
    editor, chief = as_who("editor"), as_who("chief")
    article = portal.article(editor, title="题", body="文")
    (title, body, version), = portal.run("SELECT title, body, row_version FROM article", connection=chief)
    portal.run("UPDATE article SET body = '编辑的' WHERE id = %s", (article,), connection=editor)
    with portal.refused("editor changed it at"):
        portal.run("UPDATE article SET title = '总编的', body = %s, row_version = %s WHERE id = %s", (body, version, article), connection=chief)
    portal.run("UPDATE article SET title = '总编的' WHERE id = %s", (article,), connection=chief)
    assert portal.run("SELECT title, body, row_version FROM article") == [("总编的", "编辑的", 3)]
    assert {(row[2], row[4]) for row in history(portal, article)} >= {("body", "编辑的"), ("title", "总编的")}


# -- who is who -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host, granted, staff, expected", [
    ("localhost", "newsportal_editor", None, "editor"), ("localhost", "newsportal_chief", "reporter", "reporter"), ("localhost", None, None, ""),
    ("localhost", None, "editor", "editor"), ("%", "newsportal_chief", None, "chief"), ("local%", "newsportal_admin", None, "admin"),
    ("localhost", "np_team", None, "editor"), ("localhost", "newsportal_officer", None, "officer")])
def test_roles_are_found(portal, host, granted, staff, expected):
    portal.run("CREATE ROLE IF NOT EXISTS np_team")
    portal.run("GRANT newsportal_editor TO np_team")
    portal.run("CREATE USER somebody@%s IDENTIFIED BY ''", (host,))
    try:
        if granted:
            portal.run(f"GRANT {granted} TO somebody@'{host}'".replace("%", "%%"), ())
        if staff:
            portal.insert("staff", account="somebody", role=staff)
        found = portal.run("SELECT COALESCE((SELECT role FROM staff WHERE account = 'somebody' AND role <> 'granted'), "
                           "portal_granted_role('somebody', 'localhost'))")
        assert found == [(expected,)]
    finally:
        portal.run("DROP USER somebody@%s", (host,))
        portal.run("DROP ROLE np_team")


def test_the_role_of_the_most_exact_host_counts(portal):
    portal.run("CREATE USER somebody@'%%' IDENTIFIED BY ''", ())
    portal.run("CREATE USER somebody@localhost IDENTIFIED BY ''")
    try:
        portal.run("GRANT newsportal_chief TO somebody@'%%'", ())
        portal.run("GRANT newsportal_reporter TO somebody@localhost")
        assert portal.run("SELECT portal_granted_role('somebody', 'localhost'), portal_granted_role('somebody', '10.0.0.1')") == \
            [("reporter", "chief")]
    finally:
        portal.run("DROP USER somebody@'%%', somebody@localhost", ())


def test_the_same_person_at_another_desk_is_the_same_person(portal):
    """Accounts are compared without their hosts, so nobody reviews an own article from another machine."""
    assert portal.run("SELECT portal_me()") == [("root",)]


# -- previews ---------------------------------------------------------------------------------------------


def key_of(portal, article):
    return portal.run("SELECT CONCAT(id, '-', preview_key) FROM article WHERE id = %s", (article,))[0][0]


def opens(portal, web, key, now="2026-01-01 00:00:00"):
    """What the key opens: the answer, and the title that can then be read."""
    answer = portal.run("SELECT portal_preview(%s, %s)", (key, now), connection=web)[0][0]
    return answer, [row[0] for row in portal.run("SELECT title FROM web_preview", connection=web)]


def test_a_key_opens_one_draft_and_nothing_else(portal, as_who):
    reporter = as_who("reporter")
    one = portal.insert("article", reporter, title="一", channel="news", body="文", tags="甲")
    portal.insert("article", reporter, title="二", channel="news", body="文", tags="乙")
    web = portal.web()
    assert opens(portal, web, "") == ("", [])
    key = key_of(portal, one)
    assert re.fullmatch(r"\d+-[0-9a-f]{40}", key)
    assert opens(portal, web, key) == ("draft", ["一"])
    assert portal.run("SELECT name FROM web_preview_tag", connection=web) == [("甲",)]
    for wrong in (key[:-1] + ("0" if key[-1] != "0" else "1"), key + "0", key.upper() + "A", str(one), f"{one}-", "0-" + "0" * 40, "x" * 200, None,
                  f"{one + 1}{key[key.index('-'):]}", key + "\n"):
        assert opens(portal, web, wrong) == ("", []), wrong
    for direct in (f"SET @newsportal_preview = '{one}'", f"SET @newsportal_preview = '{one}-'"):
        portal.run(direct, connection=web)
        assert portal.run("SELECT title FROM web_preview", connection=web) == []
    for column in ("preview_key", "created_by"):
        with pytest.raises(pymysql.MySQLError):
            portal.run(f"SELECT {column} FROM web_preview", connection=web)
    web.close()


def test_a_key_lives_as_long_as_the_work_and_ends(portal, as_who):
    reporter = as_who("reporter")
    article = portal.insert("article", reporter, title="一", channel="news", body="文")
    web, first = portal.web(), key_of(portal, article)
    portal.run("UPDATE article SET body = '再' WHERE id = %s", (article,), connection=reporter)
    assert key_of(portal, article) == first
    portal.run("SET timestamp = UNIX_TIMESTAMP() + 73 * 3600", connection=web)
    assert opens(portal, web, first) == ("", [])
    portal.run("SET timestamp = DEFAULT", connection=web)
    portal.run("CALL preview(%s)", (article,), connection=reporter)
    second = key_of(portal, article)
    assert second != first and opens(portal, web, first) == ("", []) and opens(portal, web, second) == ("draft", ["一"])
    assert portal.run("SELECT row_version FROM article") == [(2,)]
    portal.run("SET timestamp = UNIX_TIMESTAMP() + 73 * 3600", connection=reporter)
    portal.run("UPDATE article SET body = '三' WHERE id = %s", (article,), connection=reporter)
    assert key_of(portal, article) != second
    web.close()


def test_a_key_leads_to_the_page_once_readers_see_it(portal, as_who):
    editor = as_who("editor")
    article = portal.insert("article", editor, title="一", channel="news", body="文")
    web, key = portal.web(), key_of(portal, article)
    portal.run("UPDATE article SET state = 'live', published_at = '2026-02-03 04:05:06' WHERE id = %s", (article,), connection=editor)
    assert opens(portal, web, key, "2026-02-03 04:05:05") == ("draft", ["一"])
    assert opens(portal, web, key, "2026-02-03 04:05:06") == (f"/2026/02/03/{article}.html", [])
    portal.run("UPDATE article SET expires_at = '2026-03-01' WHERE id = %s", (article,), connection=editor)
    assert opens(portal, web, key, "2026-03-01") == ("draft", ["一"])
    portal.insert("removal", item_id=article, cause="c")
    assert opens(portal, web, key) == ("", [])
    portal.run("DELETE FROM removal")
    portal.run("UPDATE article SET state = 'withdrawn' WHERE id = %s", (article,), connection=editor)
    assert opens(portal, web, key) == ("", [])
    web.close()


def test_the_links_of_v_preview(portal, as_who):
    reporter = as_who("reporter")
    article = portal.insert("article", reporter, title="一", channel="news", body="文")
    key = key_of(portal, article)
    try:
        for base, mobile, expected in (("", "", ("/preview/{}/", "/m/preview/{}/")),
                                       ("https://a.example", "", ("https://a.example/preview/{}/", "https://a.example/m/preview/{}/")),
                                       ("https://a.example", "https://m.a.example", ("https://a.example/preview/{}/", "https://m.a.example/preview/{}/"))):
            portal.run("UPDATE setting SET value = %s WHERE code = 'base_url'", (base,))
            portal.run("UPDATE setting SET value = %s WHERE code = 'mobile_url'", (mobile,))
            assert portal.run("SELECT link, link_mobile FROM v_preview", connection=reporter) == [tuple(text.format(key) for text in expected)]
    finally:
        portal.run("UPDATE setting SET value = '' WHERE code IN ('base_url', 'mobile_url')")


# -- renames ----------------------------------------------------------------------------------------------


def test_a_branch_that_moves_takes_its_addresses_along(portal, as_who):
    chief = as_who("chief")
    portal.insert("link", name="区", url="/news/local/area/")
    portal.run("UPDATE channel SET parent = 'life' WHERE code = 'local'", connection=chief)
    portal.run("UPDATE channel SET code = 'quarter' WHERE code = 'area'", connection=chief)
    portal.run("UPDATE channel SET parent = NULL WHERE code = 'local'", connection=chief)
    assert dict(portal.run("SELECT path_from, path_to FROM redirect")) == {
        "/news/local/": "/local/", "/life/local/": "/local/", "/news/local/area/": "/local/quarter/", "/life/local/area/": "/local/quarter/",
        "/life/local/quarter/": "/local/quarter/"}
    assert portal.run("SELECT url FROM link") == [("/local/quarter/",)]
    assert ("link", "") in portal.log()


def test_a_channel_with_others_below_it_gets_another_code(portal, as_who):
    chief = as_who("chief")
    article = portal.article(channel="area")
    portal.insert("link", name="区", url="/news/local/area/")
    portal.insert("staff", account="somebody", channels="news")
    portal.log()
    portal.run("CALL rename_channel('news', 'topics')", connection=chief)
    portal.run("CALL rename_channel('local', 'near')", connection=chief)
    assert portal.run("SELECT code, parent FROM channel WHERE code IN ('topics', 'near', 'area') ORDER BY id") == \
        [("topics", None), ("near", "topics"), ("area", "near")]
    assert dict(portal.run("SELECT path_from, path_to FROM redirect")) == {
        "/news/": "/topics/", "/news/local/": "/topics/near/", "/topics/local/": "/topics/near/", "/news/local/area/": "/topics/near/area/",
        "/topics/local/area/": "/topics/near/area/"}
    assert portal.run("SELECT url FROM link") == [("/topics/near/area/",)]
    assert portal.run("SELECT channels FROM staff WHERE account = 'somebody'") == [("topics",)]
    assert {f"channel:{portal.channel_id(code)}" for code in ("topics", "near", "area")} <= set(portal.lists(article))
    assert {("redirect", "/news/local/area/"), ("navigation", "")} <= portal.log()
    # All or nothing; afterwards the session is as before.
    with portal.refused("belonged to something else"):
        portal.insert("channel", chief, name="新", code="news")
    portal.insert("channel", chief, name="占", code="taken")
    with portal.refused("Duplicate entry", 1062):
        portal.run("CALL rename_channel('topics', 'taken')", connection=chief)
    assert portal.run("SELECT code FROM channel WHERE parent = 'topics'") == [("near",)]
    with portal.refused("CALL rename_channel"):
        portal.run("UPDATE channel SET code = 'x' WHERE code = 'topics'", connection=chief)
    portal.run("UPDATE channel SET parent = 'life' WHERE code = 'near'", connection=chief)
    assert portal.run("SELECT path_to FROM redirect WHERE path_from = '/news/local/area/'") == [("/life/near/area/",)]


def test_nobody_moves_a_channel_past_its_places(portal, as_who):
    """What rename_channel says to the triggers cannot be said by a session."""
    chief = as_who("chief")
    article = portal.article(channel="area")
    def agree():
        return portal.run("SELECT c.code, above.code FROM channel AS c JOIN channel_place AS p ON p.channel_id = c.id AND p.code = c.code "
                          "LEFT JOIN channel_place AS above ON above.channel_id = p.parent_id ORDER BY c.id") == \
            portal.run("SELECT code, parent FROM channel ORDER BY id")
    for said in ("local>life", "local>local", "nothing>life"):
        portal.run("SET @newsportal_rename = %s", (said,), connection=chief)
        portal.run("UPDATE channel SET parent = NULL WHERE code = 'area'", connection=chief)
        assert agree() and f"channel:{portal.channel_id('news')}" not in portal.lists(article)
        portal.run("UPDATE channel SET parent = 'life' WHERE code = 'area'", connection=chief)
        assert agree() and f"channel:{portal.channel_id('life')}" in portal.lists(article)
        with portal.refused("parent"):
            portal.run("UPDATE channel SET parent = 'nowhere' WHERE code = 'area'", connection=chief)
        portal.run("UPDATE channel SET parent = 'local' WHERE code = 'area'", connection=chief)
        assert agree()
    # Nor by one whose transaction began before another one renamed: for it, the old code is still the place's.
    with contextlib.closing(portal.server.connect("chief", "portal", autocommit=False)) as late:
        portal.run("SELECT * FROM channel", connection=late)
        portal.run("CALL rename_channel('local', 'near')", connection=chief)
        portal.run("UPDATE channel SET parent = NULL WHERE code = 'area'", connection=late)
        late.commit()
    assert agree() and f"channel:{portal.channel_id('news')}" not in portal.lists(article)


def test_an_old_address_is_nobody_elses(portal, as_who):
    chief = as_who("chief")
    portal.run("UPDATE channel SET code = 'quarter' WHERE code = 'area'", connection=chief)
    with portal.refused("belonged to something else"):
        portal.insert("channel", chief, name="新", code="area", parent="local")
    portal.insert("channel", chief, name="新", code="area", parent="life")
    with portal.refused("belonged to something else"):
        portal.run("UPDATE channel SET parent = 'local' WHERE code = 'area'", connection=chief)
    portal.run("DELETE FROM channel WHERE code = 'area'", connection=chief)
    portal.run("UPDATE channel SET code = 'area' WHERE code = 'quarter'", connection=chief)
    assert portal.run("SELECT path_from, path_to FROM redirect") == [("/news/local/quarter/", "/news/local/area/")]


def test_a_redirect_from_a_page_that_moves_gives_way(portal, as_who):
    chief = as_who("chief")
    portal.insert("redirect", chief, path_from="/news/local/area/", path_to="/life/", status=302)
    portal.run("UPDATE channel SET code = 'quarter' WHERE code = 'area'", connection=chief)
    assert portal.run("SELECT path_from, path_to, status FROM redirect") == [("/news/local/area/", "/news/local/quarter/", 301)]


def test_old_addresses_go_with_what_is_deleted(portal, as_who):
    chief = as_who("chief")
    portal.run("UPDATE channel SET code = 'quarter' WHERE code = 'area'", connection=chief)
    portal.insert("page", chief, title="t", code="about", body="b")
    portal.run("UPDATE page SET code = 'us' WHERE code = 'about'", connection=chief)
    portal.insert("redirect", chief, path_from="/old/", path_to="/news/")
    portal.log()
    portal.run("DELETE FROM channel WHERE code = 'quarter'", connection=chief)
    portal.run("DELETE FROM page WHERE code = 'us'", connection=chief)
    assert portal.run("SELECT path_from FROM redirect") == [("/old/",)]
    assert {("redirect", "/news/local/area/"), ("redirect", "/page/about/")} <= portal.log()


def test_tags_are_renamed_and_merged_with_their_lists(portal, as_who):
    editor = as_who("editor")
    article = portal.article(tags="旧")
    portal.insert("tag", name="旧", description="说明")
    portal.run("CALL rename_tag('旧', '新')", connection=editor)
    assert portal.lists(article) == sorted(["site", f"channel:{portal.channel_id('news')}", "tag:新"])
    portal.run("CALL merge_tag('新', '更新')", connection=editor)
    assert "tag:更新" in portal.lists(article) and "tag:新" not in portal.lists(article)
    assert sorted(portal.run("SELECT name, alias_of FROM tag")) == sorted([("旧", "更新"), ("新", "更新")])


# They commit, so they are no cases of cases/.
@pytest.mark.parametrize("calls, tags", [
    (["rename_tag('长江', '大江')"], [("大江", None, "大江"), ("扬子江", "大江", ""), ("长江", "大江", "大江")]),
    (["rename_tag('长江', '大江')", "rename_tag('大江', '长江')"], [("大江", "长江", "大江"), ("扬子江", "长江", ""), ("长江", None, "大江")]),
    (["merge_tag('长江', '扬子江')"], [("扬子江", None, ""), ("长江", "扬子江", "大江")]),
    (["merge_tag('长江', '江')"], [("扬子江", "江", ""), ("长江", "江", "大江")]),
    (["rename_tag('长江', 'abc')", "rename_tag('abc', 'ＡＢＣ')"], [("ＡＢＣ", None, "大江"), ("扬子江", "abc", ""), ("长江", "abc", "大江")])])
def test_tags_change_their_names_and_places(portal, as_who, calls, tags):
    portal.insert("tag", name="长江", description="大江")
    portal.insert("tag", name="扬子江", alias_of="长江")
    for call in calls:
        portal.run(f"CALL {call}", connection=as_who("editor"))
    assert sorted(portal.run("SELECT name, alias_of, description FROM tag")) == sorted(tags)


@pytest.mark.parametrize("statement", ["CALL merge_tag('旧', '新')", "CALL rename_tag('旧', '新')"])
def test_tags_are_merged_wholly_or_not_at_all(portal, as_who, statement):
    """An error at the second of three aliases."""
    portal.insert("tag", name="旧", description="说明")
    for name in ("一", "二", "三"):
        portal.insert("tag", name=name, alias_of="旧")
    article = portal.article(tags="一,二,旧")
    whole = lambda: [portal.run(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in ("tag", "listing", "item_history", "change_log")]  # noqa: E731
    before = whole()
    portal.run("CREATE TRIGGER fault BEFORE UPDATE ON tag FOR EACH ROW BEGIN IF NEW.name = '二' AND NEW.alias_of = '新' THEN "
               "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a fault in the middle'; END IF; END")
    try:
        with portal.refused("a fault in the middle"):
            portal.run(statement, connection=as_who("editor"))
        assert whole() == before
    finally:
        portal.run("DROP TRIGGER fault")
    # Nothing is left open either: another session's save need not wait.
    portal.run("UPDATE tag SET description = 'x' WHERE name = '一'")
    portal.run(statement, connection=as_who("editor"))
    assert {row[0] for row in portal.run("SELECT alias_of FROM tag WHERE name <> '新'")} == {"新"} and "tag:新" in portal.lists(article)


# -- other clients ----------------------------------------------------------------------------------------


def command_line(server, user, statements, *options):
    done = subprocess.run([server.client, "--no-defaults", f"--socket={server.socket}", f"--user={user}", "--default-character-set=utf8mb4", "--batch",
                           *options, "portal"], input=statements, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def test_the_command_line_with_safe_updates(portal):
    """The mode holds for what triggers do as well."""
    article = portal.article(tags="甲,乙")
    portal.insert("staff", account="somebody", channels="area")
    portal.insert("tag", name="丙")
    portal.insert("page", title="t", code="about", body="b")
    everything = f"""
        INSERT INTO article (title, channel, body, tags, state, published_at) VALUES ('t', 'news', '/2021/11/18/{article}.html', '甲', 'live', NOW());
        UPDATE article SET title = 'x', tags = '乙,丙', channel = 'area', body = '新', published_at = '2022-01-01' WHERE id = {article};
        UPDATE article SET state = 'withdrawn' WHERE id = {article};
        CALL restore_article({article}, 1);
        CALL preview(LAST_INSERT_ID());
        UPDATE channel SET code = 'quarter' WHERE code = 'area';
        UPDATE channel SET parent = 'life' WHERE code = 'local';
        UPDATE page SET code = 'us' WHERE code = 'about';
        CALL rename_tag('丙', '丁');
        CALL merge_tag('丁', '甲');
        INSERT INTO removal (item_id, cause) VALUES ({article}, 'c');
        DELETE FROM article WHERE id = {article};
        SELECT * FROM v_problems; SELECT * FROM v_today; SELECT * FROM v_recent_changes;"""
    code, _, errors = command_line(portal.server, "chief", everything, "--safe-updates")
    assert (code, errors) == (0, "")
    assert portal.run("SELECT channels FROM staff WHERE account = 'somebody'") == [("quarter",)]
    code, _, errors = command_line(portal.server, "chief", "UPDATE article SET title = 'x'", "--safe-updates")
    assert code != 0 and "1175" in errors
    code, _, errors = command_line(portal.server, "editor", "UPDATE article SET state = 'live', published_at = NULL WHERE title = 't'")
    assert code != 0 and "发布前请填写发布时间（published_at）。 / Fill in published_at before setting an article live." in errors


def test_one_statement_for_a_thousand_articles(portal, as_who):
    editor = as_who("editor")
    for number in range(1000):
        portal.run("INSERT INTO article (title, channel, body, state, published_at) VALUES (%s, 'area', '文', 'live', '2021-01-01')", (f"t{number}",))
    portal.log()
    portal.run("UPDATE article SET channel = 'life', author = '某', tags = '批'", connection=editor)
    assert portal.run("SELECT COUNT(*), MIN(row_version), MAX(row_version), MIN(updated_by), MAX(updated_by) FROM article") == \
        [(1000, 2, 2, "editor", "editor")]
    assert portal.run("SELECT field, COUNT(*) FROM article_history WHERE action = 'update' GROUP BY field ORDER BY field") == \
        [("author", 1000), ("channel", 1000), ("tags", 1000)]
    assert portal.run("SELECT list, COUNT(*) FROM listing GROUP BY list ORDER BY list") == \
        sorted([(f"channel:{portal.channel_id('life')}", 1000), ("site", 1000), ("tag:批", 1000)])
    assert len({item for kind, item in portal.log() if kind == "article"}) == 1000
    # One that is refused undoes all.
    portal.run("UPDATE article SET expires_at = '2020-01-01', published_at = '2019-01-01' ORDER BY id LIMIT 1", connection=editor)
    with portal.refused("expires_at"):
        portal.run("UPDATE article SET published_at = '2021-01-02'", connection=editor)
    assert portal.run("SELECT COUNT(*) FROM article WHERE published_at = '2021-01-02'") == [(0,)]


# -- dumps and changing tables ----------------------------------------------------------------------------


def test_a_dump_comes_back_on_another_server_under_another_account(portal, as_who):
    """There the owner of triggers and views does not exist until the installer has made it."""
    editor = as_who("editor")
    article = portal.article(editor, title="题", tags="甲")
    portal.run("UPDATE article SET title = '新题'", connection=editor)
    dump = subprocess.run([portal.server.dump, "--no-defaults", f"--socket={portal.server.socket}", "--user=root", "--single-transaction", "--routines",
                           "--triggers", *([] if portal.server.is_mariadb else ["--set-gtid-purged=OFF"]), "portal"],
                          capture_output=True, check=True).stdout
    folder = tempfile.mkdtemp(prefix="np-restore-")
    os.chmod(folder, 0o755)
    other = MariaDB(folder + "/db")
    try:
        other.start()
        other.sql("CREATE USER restorer@localhost IDENTIFIED BY ''")
        other.sql("GRANT ALL PRIVILEGES ON *.* TO restorer@localhost WITH GRANT OPTION")
        other.superuser = "restorer"
        assert "Ready for the dump" in other.install("portal", "--before-restore").stdout
        subprocess.run([other.client, "--no-defaults", f"--socket={other.socket}", "--user=restorer", "--default-character-set=utf8mb4", "portal"],
                       input=dump, check=True)
        other.install("portal", "--refresh", "--web-auth=none")
        other.sql("CREATE USER li@localhost")
        other.sql("GRANT newsportal_editor TO li@localhost")
        other.sql(f"SET DEFAULT ROLE newsportal_editor {'FOR' if other.is_mariadb else 'TO'} li@localhost")
        assert other.sql("SELECT title, row_version, created_by FROM article", database="portal") == [("新题", 2, "editor")]
        other.sql("UPDATE article SET title = '三', tags = '乙'", user="li", database="portal")
        other.sql("CALL restore_article(%s, 1)", (article,), user="li", database="portal")
        assert other.sql("SELECT title, updated_by, row_version FROM article", database="portal") == [("题", "li", 4)]
        assert other.sql("SELECT DISTINCT changed_by FROM v_article_history", user="li", database="portal") == \
            [("editor@localhost",), ("li@localhost",)]
        assert ("tag:甲",) in other.sql("SELECT list FROM listing", database="portal")
        assert other.sql("SELECT title FROM web_article", user="newsportal_web", database="portal") == [("题",)]
        for table, schema in (("triggers", "trigger_schema"), ("routines", "routine_schema"), ("views", "table_schema")):
            assert other.sql(f"SELECT DISTINCT definer FROM information_schema.{table} WHERE {schema} = 'portal'") == \
                [("newsportal_owner@localhost",)]
        with pytest.raises(pymysql.MySQLError) as caught:
            other.sql("DELETE FROM article_history", user="li", database="portal")
        assert caught.value.args[0] == 1142
    finally:
        other.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_a_table_changes_while_editors_work_and_readers_read(portal, as_who):
    """The ALTER gives up soon and tries again, so that nobody queues behind it, and triggers work afterwards."""
    editor = as_who("editor")
    article = portal.article(editor, title="题")
    held = portal.server.connect("editor", "portal", autocommit=False)
    portal.run("UPDATE article SET title = 'open' WHERE id = %s", (article,), connection=held)
    stop, failures, reads = threading.Event(), [], []

    def read():
        web = portal.server.connect("newsportal_web", "portal")
        try:
            while not stop.is_set():
                reads.append(portal.run("SELECT title FROM web_article", connection=web))
        except pymysql.MySQLError as error:
            failures.append(error)
        finally:
            web.close()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    migrator = portal.server.connect(database="portal")
    portal.run("SET SESSION lock_wait_timeout = 1", connection=migrator)
    tries = 0
    try:
        while True:
            tries += 1
            try:
                portal.run("ALTER TABLE article ADD COLUMN added INT NOT NULL DEFAULT 7 AFTER title", connection=migrator)
                break
            except pymysql.MySQLError as error:
                assert error.args[0] == 1205 and tries < 20
                before, end = len(reads), time.monotonic() + 20
                while len(reads) == before:
                    assert time.monotonic() < end, "readers queue behind the ALTER"
                    time.sleep(0.01)
                if tries == 2:
                    held.commit()
        assert tries > 1
        portal.run("UPDATE article SET title = '后', tags = '甲' WHERE id = %s", (article,), connection=editor)
        portal.article(editor, title="再")
        assert [row[4] for row in history(portal, article) if row[2] == "title"] == ["open", "后"]
        assert portal.tags(article) == ["甲"]
    finally:
        stop.set()
        for reader in readers:
            reader.join()
        portal.run("ALTER TABLE article DROP COLUMN added", connection=migrator)
        migrator.close()
        held.close()
    assert failures == []
    portal.run("UPDATE article SET title = '末' WHERE id = %s", (article,), connection=editor)


# -- what tools filter by ----------------------------------------------------------------------------------


@pytest.mark.parametrize("collation", ["utf8mb4_general_ci", "utf8mb4_unicode_ci", "utf8mb4_unicode_520_ci", "utf8mb4_bin"])
def test_work_views_can_be_filtered_by_every_text(portal, as_who, collation):
    """Each tool chooses the collation of its connection; an illegal mix of two (1267) would be an editor's wall."""
    with as_who("chief").cursor() as cursor:
        cursor.execute(f"SET NAMES utf8mb4 COLLATE {collation}")
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'portal' "
                       "AND table_name LIKE 'v\\_%' AND character_set_name IS NOT NULL")
        columns = cursor.fetchall()
        assert len(columns) > 60
        for view, column in columns:
            cursor.execute(f"SELECT COUNT(*), '{view}.{column}' FROM {view} WHERE {column} = 'news' OR {column} LIKE '%%news%%'")
