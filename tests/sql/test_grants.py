"""Who may do what, both ways: each account does what it must and is refused everything else."""
import pymysql
import pytest

import desks

TABLES = ["article", "article_history", "article_link", "article_tag", "change_log", "channel", "channel_place", "correction",
          "item_history", "link", "listing", "media", "page", "placement", "problem", "redirect", "removal", "reserved_word",
          "schema_version", "setting", "slot", "source", "staff", "tag", "tag_gate", "transition", "word"]
VIEWS = ["web_article", "web_article_fate", "web_article_tag", "web_change_log", "web_channel", "web_correction", "web_link",
         "web_listing", "web_media", "web_media_content", "web_media_fate", "web_media_path", "web_page", "web_placement",
         "web_preview", "web_preview_tag", "web_redirect", "web_schema_version", "web_slot", "web_source", "web_tag"] + desks.WEB
DESK = ["v_article_history", "v_channel_history", "v_correction_history", "v_link_history", "v_media_history", "v_my_articles",
        "v_page_history", "v_placement_history", "v_preview", "v_problems", "v_recent_changes", "v_review", "v_schedule",
        "v_slot_history", "v_tag_history", "v_today"]

REPORTER = {"article": "siu", "media": "siu", "tag": "si", "source": "si", "channel": "s", "article_tag": "s", "listing": "s",
            "slot": "s", "placement": "s", "correction": "s", "page": "s", "link": "s", "schema_version": "s", "transition": "s", "word": "s",
            "problem": "s"}
EDITOR = REPORTER | {name: "siud" for name in ("article", "media", "tag", "source", "placement", "correction", "page", "link")}
CHIEF = EDITOR | {name: "siud" for name in ("channel", "slot", "redirect")} | \
    {"removal": "siu", "reserved_word": "s", "channel_place": "s", "change_log": "s", "word": "siud", "problem": "su", "setting": "s", "staff": "s"}
RIGHTS = {"newsportal_web": {}, "reporter": REPORTER, "editor": EDITOR, "chief": CHIEF, "officer": {"schema_version": "s"},
          "admin": CHIEF | {"reserved_word": "sid", "staff": "siud", "transition": "sid", "setting": "su"}}
DENIED = {1142, 1143, 1044, 1045, 1227, 1370}
KEYS = {"article": "id", "media": "id", "tag": "id", "source": "id", "channel": "id", "article_tag": "article_id", "listing": "article_id",
        "slot": "capacity", "placement": "id", "correction": "id", "page": "title", "link": "id", "schema_version": "version", "removal": "id",
        "redirect": "id", "reserved_word": "word", "channel_place": "channel_id", "change_log": "id", "tag_gate": "gate",
        "article_history": "id", "item_history": "id", "article_link": "article_id", "problem": "code", "setting": "code", "staff": "account",
        "transition": "role", "word": "id"}


def outcome(portal, user, statement):
    """None, or the number of the error."""
    connection = portal.server.connect(user, "portal", autocommit=False)
    try:
        portal.run(statement, connection=connection)
        return None
    except pymysql.MySQLError as error:
        return error.args[0]
    finally:
        connection.rollback()
        connection.close()


@pytest.mark.parametrize("user", RIGHTS)
@pytest.mark.parametrize("table", TABLES)
def test_tables(portal, user, table):
    rights, key = RIGHTS[user].get(table, ""), KEYS[table]
    statements = {"s": f"SELECT {key} FROM {table} WHERE {key} = 0", "i": f"INSERT INTO {table} ({key}) SELECT 0 FROM DUAL WHERE 1 = 0",
                  "u": f"UPDATE {table} SET {key} = 0", "d": f"DELETE FROM {table}"}
    for right, statement in statements.items():
        got = outcome(portal, user, statement)
        if right in rights:
            assert got not in DENIED, (statement, got)
        else:
            assert got in DENIED, (statement, got)


@pytest.mark.parametrize("user", RIGHTS)
@pytest.mark.parametrize("statement", [
    "TRUNCATE TABLE article", "TRUNCATE TABLE listing", "DROP TABLE article", "DROP VIEW web_article", "DROP TRIGGER article_after_insert",
    "ALTER TABLE article ADD x INT", "CREATE TABLE x (a INT)", "CREATE VIEW x AS SELECT 1", "CREATE INDEX x ON article (title)",
    "CREATE TRIGGER x BEFORE INSERT ON article FOR EACH ROW SET @a = 1", "CREATE PROCEDURE x() SELECT 1", "DROP DATABASE portal",
    "CREATE USER x@localhost", "SELECT 1 INTO OUTFILE '/tmp/x'", "LOAD DATA INFILE '/etc/passwd' INTO TABLE article",
    "GRANT SELECT ON article TO newsportal_web@localhost", "SELECT * FROM mysql.user", "CALL portal_apply_removal('article', 1, 1, 0)",
    "CALL portal_write_listing(1, 0, NULL, '', NULL, NULL, 1, 'news', '', NOW(), NULL)", "LOCK TABLES article WRITE",
    "CALL portal_unlist('site', NOW(), 1, NULL)", "SELECT portal_tags('a')", "SET GLOBAL log_bin_trust_function_creators = 1"])
def test_nobody_changes_structure_or_reaches_outside(portal, user, statement):
    got = outcome(portal, user, statement)
    assert got in DENIED | {1290, 1410, 1419, 1148}, got


def test_what_the_web_account_calls_works_as_prepared_statements_do(portal):
    """The module prepares once a connection and executes again and again. MySQL 9.7 asks the caller for rights to the
    tables of such a function if it declares a cursor with a lock."""
    functions = portal.run("SELECT specific_name, COUNT(*) FROM information_schema.parameters WHERE specific_schema = 'portal' AND "
                           "ordinal_position > 0 AND (specific_name LIKE 'web\\_%%' OR specific_name IN ('portal_prune', 'portal_preview')) "
                           "AND routine_type = 'FUNCTION' GROUP BY specific_name")
    assert ("portal_prune", 2) in functions and len(functions) > 10
    for name, count in functions:
        call = f"SELECT {name}({', '.join(['NULL'] * count)})"
        connection = portal.server.connect("newsportal_web", "portal")
        portal.run(f"PREPARE again FROM '{call}'", connection=connection)
        for statement in ("EXECUTE again", call, "EXECUTE again", "EXECUTE again"):
            try:
                portal.run(statement, connection=connection)
            except pymysql.MySQLError as error:
                assert error.args[0] not in DENIED, (call, error)
        connection.close()


def test_web_reads_every_view_and_only_those(portal):
    for view in VIEWS:
        assert outcome(portal, "newsportal_web", f"SELECT * FROM {view} LIMIT 1") is None
        for statement in (f"DELETE FROM {view}", f"UPDATE {view} SET {'id = 0' if view == 'web_article' else '1 = 1'}"):
            assert outcome(portal, "newsportal_web", statement) in DENIED | {1064}
    assert outcome(portal, "newsportal_web", "INSERT INTO web_tag (name) VALUES ('x')") in DENIED
    grants = [row[0] for row in portal.run("SHOW GRANTS FOR newsportal_web@localhost") if "`portal`" in row[0]]
    assert len(grants) == len(VIEWS) + 2 + len(desks.FUNCTIONS)
    assert sum(grant.startswith("GRANT EXECUTE ON FUNCTION `portal`.`portal_preview`") for grant in grants) == 1
    assert sum(grant.startswith("GRANT SELECT ON `portal`.`web_") for grant in grants) == len(VIEWS)
    assert sum(grant.startswith("GRANT EXECUTE ON FUNCTION `portal`.`portal_prune`") for grant in grants) == 1


@pytest.mark.parametrize("user", RIGHTS)
def test_the_web_prunes_and_nobody_else(portal, user):
    got = outcome(portal, user, "SELECT portal_prune(3600, 10)")
    assert got is None if user == "newsportal_web" else got in DENIED


@pytest.mark.parametrize("view", DESK)
def test_tools_can_describe_what_the_newsroom_looks_at(portal, view):
    """Adminer asks both before it shows a view."""
    for statement in (f"SHOW CREATE VIEW {view}", f"SHOW FULL COLUMNS FROM {view}", f"SELECT * FROM {view} LIMIT 1"):
        assert outcome(portal, "reporter", statement) is None, statement
        assert outcome(portal, "newsportal_web", statement) in DENIED, statement


def test_web_sees_no_draft(portal):
    for state in ("draft", "review"):
        portal.article(state=state, title="secret", tags="secret")
    portal.insert("removal", item_id=portal.article(title="secret", tags="secret"), cause="c", claimant="secret")
    portal.insert("page", title="secret", code="secret", body="secret")
    web = portal.server.connect("newsportal_web", "portal")
    for view in VIEWS:
        if view != "web_change_log":   # it names tags and pages as keys, to nobody but the module
            assert "secret" not in str(portal.run(f"SELECT * FROM {view}", connection=web)), view
    web.close()


def test_a_reporters_day(portal):
    reporter = portal.server.connect("reporter", "portal")
    article = portal.insert("article", reporter, title="标题", channel="area", body="正文", tags="甲、乙")
    portal.run("UPDATE article SET state = 'review' WHERE id = %s", (article,), connection=reporter)
    assert portal.tags(article) == ["甲", "乙"]
    reporter.close()


def test_a_chiefs_day(portal):
    chief = portal.server.connect("chief", "portal")
    portal.insert("channel", chief, name="名", code="neu", parent="life")
    article = portal.article(chief, channel="neu", tags="甲")
    portal.run("UPDATE channel SET parent = 'news' WHERE code = 'neu'", connection=chief)
    portal.insert("removal", chief, item_id=article, cause="c")
    assert portal.lists() == []
    portal.run("UPDATE removal SET restored_at = NOW()", connection=chief)
    portal.run("DELETE FROM article WHERE id = %s", (article,), connection=chief)
    portal.insert("tag", chief, name="乙", alias_of="甲")
    portal.run("DELETE FROM tag", connection=chief)
    portal.run("DELETE FROM channel WHERE code = 'neu'", connection=chief)
    chief.close()


def test_an_admin_hands_out_roles_and_rebuilds(portal):
    portal.run("CREATE USER newcomer@localhost")
    try:
        admin = portal.server.connect("admin", "portal")
        portal.run("CALL portal_rebuild_listing()", connection=admin)
        portal.run("GRANT newsportal_reporter TO newcomer@localhost", connection=admin)
        admin.close()
        assert any("newsportal_reporter" in row[0] for row in portal.run("SHOW GRANTS FOR newcomer@localhost"))
    finally:
        portal.run("DROP USER newcomer@localhost")
    assert outcome(portal, "chief", "GRANT newsportal_reporter TO editor@localhost") is not None
