"""check_words: what a changed word list finds in articles that nobody saves."""
import re
import time

import pytest


@pytest.fixture
def saving(portal):
    """An editor with an open transaction."""
    connection = portal.server.connect("editor", "portal", autocommit=False)
    yield connection
    connection.close()


@pytest.fixture
def chief(portal):
    connection = portal.server.connect("chief", "portal")
    yield connection
    connection.close()


def call(connection, statement):
    """The lines that a procedure prints."""
    lines = []
    with connection.cursor() as cursor:
        cursor.execute(statement)
        while True:
            lines += [row[0] for row in cursor.fetchall()]
            if not cursor.nextset():
                return lines


def found(portal, number):
    return portal.run("SELECT problem, problems FROM article WHERE id = %s", (number,))[0]


def shown(portal, chief):
    return sorted(portal.run("SELECT CAST(item AS UNSIGNED), detail FROM v_problems WHERE problem LIKE '%词%'", connection=chief))


def test_a_new_word_lists_the_articles_that_have_it(portal, chief):
    blocked = portal.article(title="江边有禁词", body="甲")
    warned = portal.article(title="题", body="文中的示词", tags="甲")
    replaced = portal.article(title="错写在此", body="又是错写")
    tagged = portal.article(title="题", tags="示词")
    draft = portal.article(title="示词", state="draft", published_at=None)
    clean = portal.article(title="干净", body="没有")
    gone = portal.article(title="示词", state="withdrawn")
    portal.run("INSERT INTO word (word, action, replacement, scope) VALUES ('禁词', 'block', '', 'all'), ('示词', 'warn', '', 'all'), "
               "('错写', 'replace', '正写', 'all'), ('没有', 'warn', '', 'title')", connection=chief)
    assert shown(portal, chief) == []
    before = portal.run("SELECT id, title, body, row_version, form_version, updated_at, updated_by, revised_at FROM article ORDER BY id")
    versions = portal.run("SELECT COUNT(*) FROM article_history")
    portal.log()
    call(chief, "CALL check_words(0)")
    assert shown(portal, chief) == sorted([(blocked, "禁词"), (warned, "示词"), (replaced, "错写"), (replaced, "错写"), (tagged, "示词"), (draft, "示词")])
    assert found(portal, blocked) == (1, "title-block:禁词|") and found(portal, warned) == (1, "|body-word:示词")
    assert found(portal, replaced) == (1, "title-word:错写|body-word:错写")
    assert found(portal, clean) == (0, "") and found(portal, gone)[1] == ""
    # Nothing else is changed: no text, no version, no history, no page that readers have.
    assert portal.run("SELECT id, title, body, row_version, form_version, updated_at, updated_by, revised_at FROM article ORDER BY id") == before
    assert portal.run("SELECT COUNT(*) FROM article_history") == versions and portal.log() == set()
    # What a save finds is the same.
    portal.run("UPDATE article SET state = 'withdrawn' WHERE id = %s", (warned,))
    portal.run("UPDATE article SET state = 'live' WHERE id = %s", (warned,))
    assert found(portal, warned) == (1, "|body-word:示词")
    # A word that was struck off lists nothing any more.
    portal.run("DELETE FROM word", connection=chief)
    call(chief, "CALL check_words(0)")
    assert shown(portal, chief) == [] and found(portal, blocked) == (0, "")


def test_other_problems_stay_as_a_save_finds_them(portal, chief):
    dead = portal.article(title="很长" * 30, body="见 /2021/11/18/999.html 和 ![](a.jpg)", source="晚报", summary="锟斤拷")
    as_saved = found(portal, dead)
    assert as_saved[0] == 1 and "source" in as_saved[1] and "body-link:999" in as_saved[1] and "body-mangled" in as_saved[1]
    call(chief, "CALL check_words(0)")
    assert found(portal, dead) == as_saved


def test_it_works_in_pieces_newest_first_and_goes_on_where_it_broke_off(portal, chief):
    portal.run("SET @newsportal_bulk = 1")
    portal.run("INSERT INTO article (title, channel, body, state, published_at) "
               "WITH RECURSIVE counting (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counting WHERE n < 900) "
               "SELECT '示词', 'news', 'b', 'live', '2021-11-18 06:22:00' FROM counting")
    portal.run("SET @newsportal_bulk = NULL")
    oldest, newest = portal.run("SELECT MIN(id), MAX(id) FROM article")[0]
    portal.run("INSERT INTO word (word) VALUES ('示词')", connection=chief)
    lines = call(chief, "CALL check_words(0)")
    assert len(lines) == 3 and "100 articles read, 100 changed" in lines[-1]
    assert portal.run("SELECT COUNT(*) FROM article WHERE problem = 1") == [(900,)]
    number = int(re.search(r"CALL check_words\((\d+)\)", lines[0]).group(1))
    assert oldest < number < newest
    # Only from there on.
    portal.run("DELETE FROM word", connection=chief)
    call(chief, f"CALL check_words({number})")
    assert portal.run("SELECT MIN(id), COUNT(*) FROM article WHERE problem = 1") == [(number + 1, newest - number)]


def test_an_article_that_somebody_is_saving_is_named_not_waited_for(portal, chief, saving):
    first, second = portal.article(title="示词一"), portal.article(title="示词二")
    portal.run("INSERT INTO word (word) VALUES ('示词')", connection=chief)
    portal.run("UPDATE article SET summary = 's' WHERE id = %s", (first,), connection=saving)
    begun = time.monotonic()
    lines = call(chief, "CALL check_words(0)")
    # The server would wait for fifty seconds.
    assert time.monotonic() - begun < 25
    assert re.search(rf"\b{first}\b", lines[-1]) and found(portal, second)[0] == 1 and found(portal, first)[0] == 0
    saving.commit()
    call(chief, "CALL check_words(0)")
    assert found(portal, first) == (1, "title-word:示词|")


def test_the_wish_to_look_again_is_no_way_to_write_what_was_found(portal):
    number = portal.article(title="题")
    editor = portal.server.connect("editor", "portal")
    for typed in ("look", "title-word:x|", ""):
        portal.run("UPDATE article SET problems = %s, problem = 1 WHERE id = %s", (typed, number), connection=editor)
        assert found(portal, number) == (0, "")
    editor.close()


@pytest.mark.parametrize("who, allowed", [("reporter", 0), ("editor", 0), ("officer", 0), ("newsportal_web", 0), ("chief", 1), ("admin", 1)])
def test_the_chief_and_the_administrator_may(portal, who, allowed):
    connection = portal.server.connect(who, "portal")
    if allowed:
        assert len(call(connection, "CALL check_words(0)")) == 1
    else:
        with portal.refused("denied", 1370):
            call(connection, "CALL check_words(0)")
    connection.close()
