"""portal_prune: what goes and what stays, that it is bounded, alone, and in nobody's way, and that pruned articles come back."""
import threading

import pymysql
import pytest

DAYS = 24 * 3600


def prune(portal, seconds=DAYS, most=1000, connection=None):
    (row,) = portal.ask("prune", seconds, most, connection=connection)
    return row[0]


def old_row(portal, seconds, item="x"):
    """A row of the change log that is so many seconds old."""
    portal.run("INSERT INTO change_log (kind, item, at) VALUES ('link', %s, NOW() - INTERVAL %s SECOND)", (item, seconds))


def items(portal):
    return [row[0] for row in portal.run("SELECT item FROM change_log ORDER BY id")]


def ended(portal, hours=60, **columns):
    """A live article that ended so many hours ago by UTC."""
    (end,), = portal.run("SELECT UTC_TIMESTAMP() - INTERVAL %s MINUTE", (int(hours * 60),))
    return portal.article(expires_at=end, **columns)


def rows(portal):
    return sorted(portal.run("SELECT HEX(list), CAST(published_at AS CHAR), article_id, CAST(expires_at AS CHAR) FROM listing"), key=str)


def exact(portal):
    """listing is what a rebuild makes of the articles."""
    before = rows(portal)
    portal.run("CALL portal_rebuild_listing()")
    assert rows(portal) == before


# -- the change log ---------------------------------------------------------------------------------------


def test_old_rows_go_and_young_ones_stay(portal):
    for seconds, item in ((3 * DAYS, "a"), (2 * DAYS, "b"), (DAYS + 60, "c"), (DAYS - 60, "d"), (0, "e")):
        old_row(portal, seconds, item)
    assert prune(portal) == 3 and items(portal) == ["d", "e"]
    assert prune(portal) == 0 and items(portal) == ["d", "e"]
    assert prune(portal, 60) == 1 and items(portal) == ["e"]


def test_the_newest_row_stays_however_old(portal):
    for item in "abc":
        old_row(portal, 9 * DAYS, item)
    assert prune(portal, 0) == 2 and items(portal) == ["c"]
    assert prune(portal, 0) == 0 and items(portal) == ["c"]


def test_an_empty_log_and_no_lists(portal):
    assert prune(portal, 0) == 0


def test_the_oldest_go_first_and_no_more_than_asked_for(portal):
    for number in range(10):
        old_row(portal, 9 * DAYS, str(number))
    assert prune(portal, most=3) == 3 and items(portal) == list("3456789")
    assert prune(portal, most=4) == 4 and items(portal) == list("789")
    assert prune(portal, most=4) == 2 and items(portal) == ["9"]


@pytest.mark.parametrize("seconds, most, gone", [(0, 0, 0), (0, -5, 0), (0, None, 0), (-100, 2, 2), (None, 2, 2), (2147483647, 9, 0)])
def test_odd_bounds(portal, seconds, most, gone):
    for _ in range(5):
        old_row(portal, 9 * DAYS)
    assert prune(portal, seconds, most) == gone


def test_log_and_lists_share_the_bound(portal):
    ended(portal)
    portal.log()
    for _ in range(4):
        old_row(portal, 9 * DAYS)
    assert prune(portal, most=4) == 4 and len(portal.lists()) == 1
    ended(portal, channel="area")
    assert prune(portal, most=2) == 2 and len(portal.lists()) == 4


@pytest.mark.parametrize("zone", ["+13:00", "-12:00", "+00:00"])
def test_the_sessions_zone_does_not_matter(portal, zone):
    for seconds, item in ((DAYS + 300, "old"), (DAYS - 300, "young"), (0, "newest")):
        old_row(portal, seconds, item)
    gone, stays = ended(portal, 36.1), ended(portal, 35.9)
    web = portal.web()
    portal.run("SET time_zone = %s", (zone,), connection=web)
    assert prune(portal, connection=web) == 1 + 2
    assert items(portal)[:2] == ["young", "newest"]
    assert portal.lists(gone) == [] and len(portal.lists(stays)) == 2
    web.close()


def reads(portal, connection):
    return sum(int(row[1]) for row in portal.run("SHOW SESSION STATUS LIKE 'Handler_read%%'", connection=connection))


def test_a_long_log_of_young_rows_is_not_read_whole(portal):
    """Nor are lists whose articles have no end, or one to come."""
    portal.run("INSERT INTO change_log (kind, item) WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 900) "
               "SELECT 'link', a.n FROM n AS a JOIN n AS b ON b.n < 10")
    portal.run("INSERT INTO listing (list, published_at, article_id, expires_at) "
               "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 900) "
               "SELECT CONCAT('x', b.n), '2020-01-01', a.n, IF(b.n < 5, NULL, '2999-01-01') FROM n AS a JOIN n AS b ON b.n < 10")
    portal.run("INSERT INTO listing VALUES ('x', '2020-01-01', 1, '2021-01-01')")
    web = portal.web()
    try:
        before = reads(portal, web)
        assert prune(portal, most=20, connection=web) == 1
        assert reads(portal, web) - before < 200
    finally:
        web.close()
        portal.run("DELETE FROM listing")


# -- the lists --------------------------------------------------------------------------------------------


def test_ended_articles_leave_the_lists_and_nothing_else(portal):
    gone = ended(portal, channel="area", tags="甲")
    stays = [ended(portal, 30, tags="甲"), portal.article(tags="甲"), portal.article(expires_at="2999-01-01", tags="甲"),
             portal.article(published_at="2998-01-01", expires_at="2999-01-01")]
    portal.log()
    assert prune(portal) == 5
    assert portal.lists(gone) == [] and all(portal.lists(article) for article in stays)
    assert portal.tags(gone) == ["甲"] and portal.run("SELECT COUNT(*) FROM web_article") == [(5,)]
    assert portal.log_rows() == []   # readers did not see it before


@pytest.mark.parametrize("most", [1, 2, 3, 1000])
def test_a_rebuild_lists_them_again_and_they_are_pruned_again(portal, most):
    for channel in ("area", "life"):
        ended(portal, channel=channel, tags="甲,乙")
    portal.article()
    for _ in range(2):
        portal.run("CALL portal_rebuild_listing()")
        assert len(portal.lists()) == 6 + 4 + 2
        portal.log()
        found = []
        while not found or found[-1]:
            found.append(prune(portal, most=most))
        assert sum(found) == 10 and max(found) <= most and len(portal.lists()) == 2


BACK = {
    "no end": "UPDATE article SET expires_at = NULL",
    "later end": "UPDATE article SET expires_at = '2999-01-01'",
    "and other tags": "UPDATE article SET expires_at = NULL, tags = '乙,丙'",
    "and another time": "UPDATE article SET expires_at = NULL, published_at = '2022-02-02'",
    "and another channel": "UPDATE article SET expires_at = NULL, channel = 'life'",
    "all at once": "UPDATE article SET expires_at = NULL, channel = 'local', tags = '丙,甲', published_at = '2022-02-02', title = 'x'",
}


@pytest.mark.parametrize("most", [0, 1, 3, 1000])
@pytest.mark.parametrize("back", BACK)
def test_an_article_that_gets_a_new_end_stands_in_its_lists_again(portal, back, most):
    """Whether none, some or all of its rows were pruned."""
    article = ended(portal, channel="area", tags="甲,乙")
    portal.log()
    assert prune(portal, most=most) == min(most, 6)
    portal.run(BACK[back])
    lists = portal.lists(article)
    assert len(lists) >= 4 and prune(portal) == 0
    exact(portal)
    assert portal.lists(article) == lists


MEANWHILE = {
    "title": "UPDATE article SET title = 'x' WHERE id = 700",
    "tags": "UPDATE article SET tags = '乙,丙' WHERE id = 700",
    "time": "UPDATE article SET published_at = '2022-02-02' WHERE id = 700",
    "channel": "UPDATE article SET channel = 'life' WHERE id = 700",
    "one channel up": "UPDATE article SET channel = 'local' WHERE id = 700",
    "withdrawn": "UPDATE article SET state = 'withdrawn' WHERE id = 700",
    "removed": "INSERT INTO removal (item_id, cause) VALUES (700, 'c')",
    "channel moved": "UPDATE channel SET parent = 'life' WHERE code = 'area'",
    "parent moved": "UPDATE channel SET parent = 'life' WHERE code = 'local'",
    "tag merged": "INSERT INTO tag (name, alias_of) VALUES ('甲', '乙')",
    "tag merged away": "INSERT INTO tag (name, alias_of) VALUES ('乙', '新')",
}


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_edits_of_a_pruned_article(portal, meanwhile, most):
    """Whatever happens to it between, at the end it stands where it should and nothing is left over."""
    ended(portal, id=700, channel="area", tags="甲,乙")
    other = portal.article(channel="area", tags="甲,乙")
    portal.log()
    assert prune(portal, most=most) == most
    portal.run(MEANWHILE[meanwhile])
    portal.run("UPDATE channel SET parent = 'news' WHERE code = 'area'")
    portal.run("UPDATE article SET channel = 'local', state = 'live' WHERE id = 700")
    portal.run("UPDATE article SET channel = 'area' WHERE id = 700")
    portal.run("UPDATE removal SET restored_at = NOW()")
    portal.run("UPDATE article SET expires_at = NULL WHERE id = 700")
    assert len(portal.lists(700)) >= 4 and len(portal.lists(other)) >= 4
    prune(portal)   # rows that a moved channel left behind have an end still
    exact(portal)


@pytest.mark.parametrize("statement", ["UPDATE channel SET parent = 'local' WHERE code = 'area'",
                                       "UPDATE article SET channel = 'local' WHERE id = 700"])
def test_rows_left_behind_are_in_nobodys_way(portal, statement):
    """A channel takes along what stands in its own list. If that row alone was pruned, the one above stays where it was until
    it is pruned too; then the article may come there again."""
    ended(portal, id=700, channel="area", tags="甲")
    portal.run("DELETE FROM listing WHERE list = %s", (f"channel:{portal.channel_id('area')}",))
    portal.run("UPDATE channel SET parent = 'life' WHERE code = 'area'")
    assert f"channel:{portal.channel_id('local')}" in portal.lists(700)
    portal.run("UPDATE article SET expires_at = '2999-01-01' WHERE id = 700")
    portal.run(statement)
    prune(portal)
    exact(portal)


def test_a_pruned_article_is_deleted(portal):
    article = ended(portal, tags="甲")
    portal.log()
    assert prune(portal) == 3
    portal.run("DELETE FROM article")
    assert portal.lists(article) == [] and ("list", "tag:甲") in portal.log()


# -- alone ------------------------------------------------------------------------------------------------


def free(portal):
    return portal.run("SELECT IS_FREE_LOCK('newsportal_prune:portal')") == [(1,)]


def test_only_one_at_a_time(portal):
    for _ in range(3):
        old_row(portal, 9 * DAYS)
    other = portal.server.connect(database="portal")
    assert portal.run("SELECT GET_LOCK('newsportal_prune:portal', 0)", connection=other) == [(1,)]
    assert prune(portal) == 0 and len(items(portal)) == 3
    portal.run("SELECT RELEASE_LOCK('newsportal_prune:portal')", connection=other)
    other.close()
    assert prune(portal) == 2 and free(portal)


def test_the_name_is_released_after_an_error(portal):
    ended(portal)
    portal.log()
    web = portal.web()
    portal.run("CREATE TRIGGER in_the_way BEFORE DELETE ON listing FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'stop'")
    try:
        with portal.refused("stop"):
            prune(portal, connection=web)
        assert free(portal)
    finally:
        portal.run("DROP TRIGGER in_the_way")
    assert prune(portal, connection=web) == 2 and free(portal)
    web.close()


def test_a_database_with_the_longest_name(portal):
    name = "p" * 64
    portal.server.install(name)
    try:
        web = portal.server.connect("newsportal_web", name)
        assert portal.run("SELECT portal_prune(0, 10)", connection=web) == [(0,)]
        web.close()
    finally:
        portal.server.sql(f"DROP DATABASE `{name}`")


# -- in nobody's way --------------------------------------------------------------------------------------


@pytest.fixture
def two(portal):
    """Two editors' connections with autocommit off; the newest article but one of all lists has ended, and it alone."""
    portal.article(id=701, tags="甲", published_at="2021-01-01 10:00:00")
    ended(portal, id=702, tags="甲,独", published_at="2023-01-01 10:00:00")
    portal.article(id=703, tags="甲", published_at="2024-01-01 10:00:00")
    ended(portal, id=704, tags="乙", channel="life", published_at="2024-02-01 10:00:00")
    portal.log()
    connections = [portal.server.connect(database="portal", autocommit=False) for _ in range(2)]
    for connection in connections:
        portal.run("SET SESSION innodb_lock_wait_timeout = 1", connection=connection)
    yield connections
    for connection in connections:
        connection.rollback()
        connection.close()


HELD = {
    "new end": "UPDATE article SET expires_at = '2999-01-01' WHERE id = 702",
    "no end": "UPDATE article SET expires_at = NULL WHERE id = 702",
    "time": "UPDATE article SET published_at = '2022-01-01' WHERE id = 702",
    "tags": "UPDATE article SET tags = '丙' WHERE id = 702",
    "channel": "UPDATE article SET channel = 'life' WHERE id = 702",
    "withdrawn": "UPDATE article SET state = 'withdrawn' WHERE id = 702",
    "deleted": "DELETE FROM article WHERE id = 702",
    "removed": "INSERT INTO removal (item_id, cause) VALUES (702, 'c')",
    "tag merged": "INSERT INTO tag (name, alias_of) VALUES ('独', '新')",
    "channel moved": "UPDATE channel SET parent = 'life' WHERE code = 'local'",
    "another article": "UPDATE article SET published_at = '2025-01-01', tags = '独,甲' WHERE id = 703",
    "new article": "INSERT INTO article (title, channel, body, tags, state, published_at) "
                   "VALUES ('t', 'news', 'b', '独,甲', 'live', '2023-01-01 10:00:00')",
}
# Beside each of 702's rows in each of its lists, where a lock on the gap that it left would be.
BESIDE = [f"INSERT INTO article (title, channel, body, tags, state, published_at) VALUES ('t', '{channel}', 'b', '{tags}', 'live', '{at}')"
          for channel, tags in (("news", "甲"), ("news", "独"), ("news", "丙"), ("life", "乙,新"))
          for at in ("2022-12-31", "2023-01-01 10:00:00", "2023-01-02", "2099-01-01")]


@pytest.fixture
def reader(portal):
    connection = portal.server.connect(database="portal", autocommit=False)
    yield connection
    connection.close()


@pytest.mark.parametrize("pruned", [None, "and its rows are marked as deleted", "and its rows are gone"])
@pytest.mark.parametrize("name", [name for name in HELD if name != "channel moved"])   # that one reads a list with locks
def test_an_open_edit_of_an_ended_article_makes_no_editor_wait(portal, two, reader, name, pruned):
    first, second = two
    if pruned:
        if "marked" in pruned:   # as long as somebody may still read them
            portal.run("START TRANSACTION WITH CONSISTENT SNAPSHOT", connection=reader)
        assert prune(portal) == 4 + 3
        if "gone" in pruned:
            portal.await_purge()
    portal.run(HELD[name], connection=first)
    statements = [text for text in BESIDE if name != "tag merged" or not set("独新") & set(text)]   # those are being merged
    for statement in statements:
        try:
            portal.run(statement, connection=second)
        except pymysql.MySQLError as error:
            pytest.fail(f"after [{name}] left open, [{statement}] got {error}")
    second.commit()
    first.commit()
    portal.run("UPDATE article SET expires_at = NULL")
    prune(portal)
    exact(portal)


@pytest.mark.parametrize("name", HELD)
def test_pruning_waits_for_no_editor(portal, two, name):
    """What an editor holds is left for later; what nobody holds goes."""
    first, second = two
    portal.run(HELD[name], connection=first)
    portal.run("INSERT INTO change_log (kind, item) VALUES ('link', '')", connection=second)
    web = portal.web()
    portal.run("SET SESSION innodb_lock_wait_timeout = 1", connection=web)
    old_row(portal, 9 * DAYS)
    old_row(portal, 0)
    if portal.server.is_mariadb:
        assert prune(portal, connection=web) >= 1 + 3   # the old row of the log, 704's three
        assert portal.lists(704) == []
    else:   # MySQL waits in routines, see portal_lock_place; it must give up whole
        try:
            prune(portal, connection=web)
        except pymysql.MySQLError as error:
            assert error.args[0] == 1205 and len(portal.lists(704)) == 3
    web.close()
    second.commit()
    first.commit()
    prune(portal)
    assert len(portal.lists(702)) == (4 if name in ("new end", "no end") else 0)
    portal.run("UPDATE article SET expires_at = NULL")
    exact(portal)


def test_what_was_read_is_looked_at_again_before_it_goes(portal, two):
    """An editor gave the article a new end after the snapshot that pruning reads."""
    first, second = two
    portal.run("SELECT COUNT(*) FROM listing", connection=first)
    portal.run("UPDATE article SET expires_at = '2999-01-01' WHERE id = 702", connection=second)
    second.commit()
    try:
        portal.run("SELECT portal_prune(86400, 1000)", connection=first)
    except pymysql.MySQLError as error:
        # MariaDB 11.6 and later refuse what changed since the snapshot.
        assert error.args[0] == 1020
        first.rollback()
    first.commit()
    assert len(portal.lists(702)) == 4
    prune(portal)
    portal.run("UPDATE article SET expires_at = NULL")
    exact(portal)


def test_pruning_makes_no_editor_wait(portal, two):
    """Even in a transaction that stays open, which the module never has: it locks the rows that go and nothing else."""
    first, second = two
    assert portal.run("SELECT portal_prune(86400, 1000)", connection=first) == [(7,)]
    for statement in BESIDE + ["UPDATE article SET published_at = '2023-01-01 10:00:00' WHERE id = 703",
                               "UPDATE article SET expires_at = '2020-01-01', published_at = '2019-01-01' WHERE id = 701"]:
        try:
            portal.run(statement, connection=second)
        except pymysql.MySQLError as error:
            pytest.fail(f"[{statement}] got {error}")
    second.commit()
    first.commit()


def test_pruning_among_editors(portal, server):
    """Four that prune and four that edit: no error, nothing twice, and exact lists at the end."""
    for number in range(40):
        ended(portal, id=800 + number, channel=("area", "life")[number % 2], tags=f"甲,w{number % 4}")
    errors, editing = [], threading.Event()

    def edit(number):
        connection = server.connect(database="portal", autocommit=False)
        try:
            for turn in range(10):
                article = 800 + turn * 4 + number
                portal.run("UPDATE article SET expires_at = %s, tags = '甲,乙' WHERE id = %s",
                           ((None, "2999-01-01")[turn % 2], article), connection=connection)
                portal.run("UPDATE article SET published_at = '2022-01-01' WHERE id = %s", (article,), connection=connection)
                connection.commit()
        except pymysql.MySQLError as error:
            errors.append(error)
        finally:
            connection.close()

    def keep_pruning():
        web = portal.web()
        try:
            while not editing.is_set():
                assert 0 <= prune(portal, 0, 5, web) <= 5
        except pymysql.MySQLError as error:
            errors.append(error)
        finally:
            web.close()

    editors = [threading.Thread(target=edit, args=(number,)) for number in range(4)]
    pruners = [threading.Thread(target=keep_pruning) for _ in range(4)]
    for thread in pruners + editors:
        thread.start()
    for thread in editors:
        thread.join()
    editing.set()
    for thread in pruners:
        thread.join()
    assert errors == []
    assert portal.run("SELECT COUNT(DISTINCT article_id) FROM listing WHERE list = 'site'") == [(40,)]
    exact(portal)
