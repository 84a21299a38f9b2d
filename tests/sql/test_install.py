"""The installer, and what stack and style ask of every table, column and sentence."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import pymysql
import pytest

import desks
from mariadb import MariaDB

SQL = pathlib.Path(__file__).resolve().parents[2] / "sql"
TABLES = ["article", "article_history", "article_link", "article_tag", "change_log", "channel", "channel_place", "correction",
          "item_history", "link", "listing", "media", "page", "placement", "problem", "redirect", "removal", "reserved_word",
          "schema_version", "setting", "slot", "source", "staff", "tag", "tag_gate", "transition", "word"]
VIEWS = ["web_article", "web_article_fate", "web_article_tag", "web_change_log", "web_channel", "web_correction", "web_link",
         "web_listing", "web_media", "web_media_content", "web_media_fate", "web_media_path", "web_page", "web_placement", "web_preview", "web_preview_tag", "web_redirect", "web_schema_version",
         "web_slot", "web_source", "web_tag"]
DESK = ["v_article_history", "v_channel_history", "v_correction_history", "v_link_history", "v_media_history", "v_my_articles",
        "v_page_history", "v_placement_history", "v_preview", "v_problems", "v_recent_changes", "v_review", "v_schedule",
        "v_slot_history", "v_tag_history", "v_today"]

BEFORE_DESKS = DESK
TABLES, VIEWS, DESK = TABLES + desks.TABLES, VIEWS + desks.WEB, DESK + desks.PEOPLE


def definitions(server, database):
    """Everything that an installation makes, as text."""
    with server.connect(database="information_schema") as connection, connection.cursor() as cursor:
        found = []
        for query in ("SELECT table_name, column_name, column_type, column_comment, column_default FROM columns WHERE table_schema = %s",
                      "SELECT trigger_name, action_statement FROM triggers WHERE trigger_schema = %s",
                      "SELECT routine_name, routine_definition, last_altered FROM routines WHERE routine_schema = %s",
                      "SELECT table_name, security_type, definer FROM views WHERE table_schema = %s"):
            cursor.execute(query, (database,))
            found += sorted(cursor.fetchall(), key=str)
        cursor.execute("SELECT user, host, SUM(1) FROM mysql.tables_priv GROUP BY user, host ORDER BY 1, 2")
        return found + list(cursor.fetchall())


def drop(server, *databases):
    for database in databases:
        server.sql(f"DROP DATABASE IF EXISTS `{database}`")


def test_second_run_changes_nothing_and_says_so(installed):
    before = definitions(installed, "portal")
    done = installed.install("portal")
    assert "nothing to do" in done.stdout
    assert definitions(installed, "portal") == before


def test_two_portals_on_one_server(installed):
    drop(installed, "second_portal")
    done = installed.install("second_portal")
    assert "Installed version" in done.stdout and "schema/01_tables.sql" in done.stdout
    installed.sql("INSERT INTO channel (name, code) VALUES ('名', 'only-here')", database="second_portal")
    web = installed.connect("newsportal_web", "second_portal")
    with web.cursor() as cursor:
        cursor.execute("SELECT code FROM web_channel")
        assert cursor.fetchall() == (("only-here",),)
    web.close()
    assert ("only-here",) not in installed.sql("SELECT code FROM channel", database="portal")
    drop(installed, "second_portal")


def test_the_owners_rights_end_at_the_database(installed):
    """An underscore in a database name is a wildcard for GRANT unless it is quoted."""
    drop(installed, "a_b", "axb")
    installed.install("a_b")
    grants = " ".join(row[0] for row in installed.sql("SHOW GRANTS FOR newsportal_owner@localhost"))
    assert r"`a\\_b`.*" in grants or r"`a\_b`.*" in grants
    assert "ALL PRIVILEGES" not in grants and "DROP" not in grants and "CREATE" not in grants and "ALTER" not in grants
    drop(installed, "a_b")


def test_database_that_is_not_empty_is_left_alone(installed):
    drop(installed, "foreign_data")
    installed.sql("CREATE DATABASE foreign_data")
    installed.sql("CREATE TABLE t (a INT)", database="foreign_data")
    done = installed.install("foreign_data", check=False)
    assert done.returncode != 0 and "neither empty nor a complete portal" in done.stderr and done.stderr.count("\n") == 1
    assert installed.sql("SHOW TABLES", database="foreign_data") == [("t",)]
    drop(installed, "foreign_data")


@pytest.mark.parametrize("options, words", [
    (["--password=secret"], "--defaults-extra-file"), (["-psecret"], "--defaults-extra-file"),
    (["--web-auth=open"], "accepts only none"), (["--web-password-file=/nonexistent/file"], "Cannot read"),
    (["--web-host=a'b"], "no host name"), (["--socket=/nonexistent/db.sock"], "Cannot talk to the server")])
def test_wrong_options_are_refused_in_one_sentence(installed, options, words):
    done = installed.install("never_made", *options, check=False)
    assert done.returncode != 0 and words in done.stderr and done.stderr.count("\n") == 1
    assert installed.sql("SHOW DATABASES LIKE 'never_made'") == []


@pytest.mark.parametrize("name", ["bad name", "a`b", "a;b", "a.b"])
def test_wrong_database_names_are_refused(installed, name):
    assert "may hold letters" in installed.install(name, check=False).stderr


def test_without_a_database_there_is_help():
    done = subprocess.run(["sh", str(SQL / "install.sh")], capture_output=True, text=True)
    assert done.returncode != 0 and "Usage:" in done.stderr


def test_web_account_is_locked_until_it_has_a_password(installed, tmp_path):
    drop(installed, "locked_portal")
    done = installed.install("locked_portal", "--web-host=127.0.0.7")
    assert "locked: run this again" in done.stdout
    assert "locked: run this again" in installed.install("locked_portal", "--web-host=127.0.0.7").stdout
    show = "SHOW CREATE USER 'newsportal_web'@'127.0.0.7'"
    assert "ACCOUNT LOCK" in installed.sql(show)[0][0]
    password = tmp_path / "password"
    password.write_text("it's a \\ \"secret\" 密\nsecond line\n")
    done = installed.install("locked_portal", "--web-host=127.0.0.7", f"--web-password-file={password}")
    assert "is locked" not in done.stdout
    assert "nothing to do" in done.stdout and "secret" not in done.stdout + done.stderr
    assert "ACCOUNT LOCK" not in installed.sql(show)[0][0]
    installed.sql("DROP USER 'newsportal_web'@'127.0.0.7'")
    drop(installed, "locked_portal")


def test_the_lines_for_a_person_are_enough(installed):
    """Every run prints what to type; typed like that, it makes a reporter who can open the database and write."""
    out = installed.install("portal").stdout
    assert re.search(r"default time zone is \S+; editors' NOW\(\) follows it", out)
    line = re.search(r"A person with a role: (.*;) \(or", out)[1]
    for statement in line.split(";")[:-1]:
        installed.sql(statement.replace("'...'", "''"))
    try:
        anna = installed.connect("anna", "portal")
        with anna.cursor() as cursor:
            cursor.execute("INSERT INTO tag (name) VALUES ('安娜')")
            cursor.execute("SHOW TABLES")
            assert ("article",) in cursor.fetchall()
            with pytest.raises(pymysql.MySQLError):
                cursor.execute("DELETE FROM tag")
        anna.close()
    finally:
        installed.sql("DROP USER anna@localhost")
        installed.sql("DELETE FROM tag WHERE name = '安娜'", database="portal")


def test_a_password_from_a_file_opens_the_account(installed, tmp_path):
    password = tmp_path / "password"
    password.write_text("it's a \\ \"secret\" 密\n")
    try:
        installed.install("portal", f"--web-password-file={password}")
        installed.connect("newsportal_web", "portal", password="it's a \\ \"secret\" 密".encode()).close()
        with pytest.raises(pymysql.MySQLError):
            installed.connect("newsportal_web", "portal")
    finally:
        installed.install("portal")
    installed.connect("newsportal_web", "portal").close()


def test_owner_cannot_sign_in(installed):
    with pytest.raises(pymysql.MySQLError) as caught:
        installed.connect("newsportal_owner", "portal")
    assert caught.value.args[0] in (4151, 3118, 1045)


def test_everything_belongs_to_the_owner(installed):
    for table, column, schema in (("triggers", "definer", "trigger_schema"), ("routines", "definer", "routine_schema"),
                                  ("views", "definer", "table_schema")):
        assert installed.sql(f"SELECT DISTINCT {column} FROM information_schema.{table} WHERE {schema} = 'portal'") == \
            [("newsportal_owner@localhost",)]


def test_refresh_heals_lost_triggers_and_rights(installed):
    drop(installed, "worn")
    installed.install("worn")
    whole = definitions(installed, "worn")
    installed.sql("DROP TRIGGER article_after_insert", database="worn")
    installed.sql("DROP VIEW web_page", database="worn")
    installed.sql("INSERT INTO channel (name, code) VALUES ('名', 'news')", database="worn")
    installed.sql("INSERT INTO article (title, channel, body, state, published_at) VALUES ('t', 'news', 'b', 'live', NOW())", database="worn")
    done = installed.install("worn", "--refresh", "--web-auth=none")
    assert "Refreshed" in done.stdout
    names = lambda rows: [row[0] for row in rows]  # noqa: E731
    assert names(definitions(installed, "worn")) == names(whole)
    assert len(installed.sql("SELECT * FROM listing", database="worn")) == 2
    drop(installed, "worn")


@pytest.fixture
def copy(tmp_path):
    """A copy of sql/ to add upgrade steps to."""
    shutil.copytree(SQL, tmp_path / "sql")
    return tmp_path / "sql"


def run(server, copy, database):
    return subprocess.run(["sh", str(copy / "install.sh"), f"--socket={server.socket}", f"--user={server.superuser}", database],
                          capture_output=True, text=True)


def test_upgrade_by_numbered_steps(installed, copy):
    drop(installed, "aged")
    installed.install("aged")
    now = int((SQL / "schema" / "version").read_text())
    wider, wrong = f"{now + 1:03}_wider", f"{now + 2:03}_wrong"
    (copy / "schema" / "version").write_text(f"{now + 2}\n")
    (copy / "upgrade" / "001_never_run.sql").write_text("DROP TABLE article;\n")
    (copy / "upgrade" / f"{wider}.sql").write_text("ALTER TABLE source MODIFY name VARCHAR(90) NOT NULL COMMENT 'x';\n")
    (copy / "upgrade" / f"{wrong}.sql").write_text("ALTER TABLE nonsense ADD x INT;\n")
    done = run(installed, copy, "aged")
    assert done.returncode != 0 and f"upgrade/{wrong}.sql failed" in done.stderr
    assert installed.sql("SELECT version FROM schema_version", database="aged") == [(now + 1,)]
    (copy / "upgrade" / f"{wrong}.sql").write_text("ALTER TABLE source ADD x INT;\n")
    done = run(installed, copy, "aged")
    assert done.returncode == 0 and wider not in done.stdout and f"Upgraded aged to version {now + 2}" in done.stdout
    assert installed.sql("SELECT version FROM web_schema_version", database="aged") == [(now + 2,)]
    assert "nothing to do" in run(installed, copy, "aged").stdout
    (copy / "schema" / "version").write_text(f"{now + 1}\n")
    assert "newer than these files" in run(installed, copy, "aged").stderr
    drop(installed, "aged")


def shapes(server, database):
    """Every table as the server would make it again, without its counter."""
    tables = [row[0] for row in server.sql("SHOW FULL TABLES WHERE table_type = 'BASE TABLE'", database=database)]
    return {name: re.sub(r" AUTO_INCREMENT=\d+", "", server.sql(f"SHOW CREATE TABLE `{name}`", database=database)[0][1])
            for name in tables}


# What step 005 and the files behind it brought, taken back: a database of version 4.
BACK_TO_4 = [f"DROP VIEW {name}" for name in desks.PEOPLE + desks.WEB] + [f"DROP TABLE {name}" for name in desks.TABLES] + \
    ["DELETE FROM setting WHERE code LIKE 'desk%' OR code LIKE 'claim%'", "ALTER TABLE staff DROP COLUMN agencies",
     "ALTER TABLE article DROP COLUMN form_version, DROP KEY expires_at, DROP KEY cover", "ALTER TABLE page DROP COLUMN form_version",
     "ALTER TABLE media DROP KEY path, DROP KEY content_hash",
     "UPDATE schema_version SET version = 4"]


@pytest.mark.parametrize("done_before", [[], BACK_TO_4[-1:], BACK_TO_4[60:]], ids=["whole", "again", "half"])
def test_upgrade_from_version_4(installed, done_before):
    drop(installed, "fourth", "fresh")
    installed.install("fresh")
    installed.install("fourth")
    installed.sql("INSERT INTO staff (name, account) VALUES ('李', 'li')", database="fourth")
    drop_new_triggers(installed, "fourth")
    for statement in done_before or BACK_TO_4:
        installed.sql(statement, database="fourth")
    done = installed.install("fourth")
    assert "Upgrading fourth from version 4 to" in done.stdout and "upgrade/005_desks.sql" in done.stdout
    assert shapes(installed, "fourth") == shapes(installed, "fresh")
    names = [[row[0] for row in definitions(installed, database)] for database in ("fourth", "fresh")]
    assert names[0] == names[1]
    for table in ("setting", "work_calendar", "hotline_kind", "plaza_category", "plaza_field"):
        rows = [installed.sql(f"SELECT * FROM {table} ORDER BY 1, 2, 3", database=database) for database in ("fourth", "fresh")]
        assert rows[0] == rows[1] and rows[0], table
    assert installed.sql("SELECT name, agencies FROM staff WHERE account = 'li'", database="fourth") == [("李", "")]
    assert "nothing to do" in installed.install("fourth").stdout
    drop(installed, "fourth", "fresh")


def test_forms_after_the_upgrade_from_version_4(installed):
    """A row of before has its version in both columns, and nothing else of it has changed: a form opened after the upgrade is not stale,
    one that was overtaken is."""
    drop(installed, "forms")
    installed.install("forms")
    installed.sql("INSERT INTO channel (name, code) VALUES ('名', 'news')", database="forms")
    installed.sql("INSERT INTO article (title, channel, body) VALUES ('一', 'news', 'b'), ('二', 'news', 'b')", database="forms")
    installed.sql("INSERT INTO page (title, code, body) VALUES ('页', 'about', 'b')", database="forms")
    for number in range(2):
        installed.sql(f"UPDATE article SET body = 'b{number}' WHERE id = 1", database="forms")
    installed.sql("UPDATE page SET body = 'c'", database="forms")
    drop_new_triggers(installed, "forms")
    # What the rules of today would refuse, of a time when nobody asked; and a number that is too large for the column.
    installed.sql("UPDATE article SET title = '', row_version = 65536 + 7, updated_at = '2020-01-01 00:00:00' WHERE id = 2", database="forms")
    installed.sql("UPDATE article SET updated_at = '2020-01-01 00:00:00' WHERE id = 1", database="forms")
    installed.sql("UPDATE page SET updated_at = '2020-01-01 00:00:00'", database="forms")
    for statement in BACK_TO_4:
        installed.sql(statement, database="forms")
    before = [installed.sql(f"SELECT * FROM {table}", database="forms") for table in ("article_history", "item_history")]
    installed.install("forms")
    assert [installed.sql(f"SELECT * FROM {table}", database="forms") for table in ("article_history", "item_history")] == before
    rows = "SELECT row_version, form_version + 0, DATE_FORMAT(updated_at, '%Y') FROM "
    assert installed.sql(rows + "article ORDER BY id", database="forms") == [(3, 3, "2020"), (65543, 7, "2020")]
    assert installed.sql(rows + "page", database="forms") == [(2, 2, "2020")]
    for change in ("article SET author = '李', form_version = b'11' WHERE id = 1", "page SET title = '新', form_version = b'10' WHERE code = 'about'"):
        installed.sql(f"UPDATE {change}", database="forms")
        with pytest.raises(pymysql.MySQLError, match="请另存您的文字后重新打开"):
            installed.sql("UPDATE " + change.replace("李", "王").replace("新", "旧"), database="forms")
    drop(installed, "forms")


# What step 004 and the files behind it brought, taken back: a database of version 3. Routines are made anew anyhow.
BACK_TO_3 = [f"DROP TABLE {name}" for name in ("article_history", "article_link", "item_history", "problem", "setting", "staff", "transition",
                                               "word")] + \
    [f"DROP VIEW {name}" for name in BEFORE_DESKS + ["web_preview", "web_preview_tag"]] + [
        "ALTER TABLE channel DROP COLUMN review_levels", "ALTER TABLE page DROP COLUMN updated_by, DROP COLUMN row_version, DROP COLUMN form_version",
        "ALTER TABLE media DROP KEY alt, DROP KEY licence_until, DROP KEY removal_id, DROP KEY path, DROP KEY content_hash, DROP COLUMN licence_until, DROP COLUMN content_hash, "
        "MODIFY COLUMN content_type VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' "
        "COMMENT '类型 / Type [of an uploaded file: image/jpeg, image/png, image/webp]'",
        "ALTER TABLE article DROP KEY created_by, DROP KEY problem, DROP KEY preview_until, DROP COLUMN reviewed, DROP COLUMN title_original, DROP COLUMN created_by, "
        "DROP COLUMN updated_by, DROP COLUMN submitted_by, DROP COLUMN submitted_at, DROP COLUMN reviewed_by, DROP COLUMN reviewed_at, "
        "DROP COLUMN published_by, DROP COLUMN released_at, DROP COLUMN preview_key, DROP COLUMN preview_until, DROP COLUMN problem, "
        "DROP COLUMN problems, DROP COLUMN form_version, DROP KEY expires_at, DROP KEY cover", "UPDATE schema_version SET version = 3"]


def drop_new_triggers(server, database):
    for (name,) in server.sql("SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = %s", (database,)):
        server.sql(f"DROP TRIGGER {name}", database=database)


@pytest.mark.parametrize("done_before", [[], BACK_TO_3[-1:], BACK_TO_3[10:]], ids=["whole", "again", "half"])
def test_upgrade_from_version_3(installed, done_before):
    """And over its own result, and over half of it: a step that broke off."""
    drop(installed, "third", "fresh")
    installed.install("fresh")
    installed.install("third")
    installed.sql("INSERT INTO channel (name, code) VALUES ('名', 'news')", database="third")
    installed.sql("INSERT INTO article (title, channel, body, state, published_at) VALUES ('t', 'news', 'b', 'live', '2021-01-01')", database="third")
    installed.sql("INSERT INTO page (title, code, body) VALUES ('t', 'about', 'b')", database="third")
    drop_new_triggers(installed, "third")
    for statement in done_before or BACK_TO_3:
        installed.sql(statement, database="third")
    done = installed.install("third")
    assert "Upgrading third from version 3 to" in done.stdout and "upgrade/004_newsroom.sql" in done.stdout
    assert shapes(installed, "third") == shapes(installed, "fresh")
    names = [[row[0] for row in definitions(installed, database)] for database in ("third", "fresh")]
    assert names[0] == names[1]
    for table in ("transition", "setting", "problem", "staff"):
        rows = [installed.sql(f"SELECT * FROM {table} ORDER BY 1, 2", database=database) for database in ("third", "fresh")]
        assert rows[0] == rows[1] and rows[0], table
    installed.sql("UPDATE article SET title = 'neu'", database="third")
    assert installed.sql("SELECT row_version, updated_by FROM article", database="third") == [(2, "root")]
    assert installed.sql("SELECT old_value, new_value FROM v_article_history WHERE field = 'title'", database="third") == [("t", "neu")]
    assert "nothing to do" in installed.install("third").stdout
    drop(installed, "third", "fresh")


# What step 003 and the files behind it brought, taken back: a database of version 2.
BACK_TO_2 = ["DROP VIEW web_correction", "DROP PROCEDURE portal_check_correction", "DROP TABLE correction",
             "ALTER TABLE link MODIFY kind ENUM('footer','friend','app') NOT NULL DEFAULT 'friend' "
             "COMMENT '类别 / Kind [footer line, friend sites, apps]', COMMENT='链接 / Links [footer, friend sites, apps]'",
             "DELETE FROM reserved_word WHERE word = 'archive'", "UPDATE schema_version SET version = 2"]


@pytest.mark.parametrize("done_before", [[], BACK_TO_2[-1:]], ids=["whole", "again"])
def test_upgrade_from_version_2(installed, done_before):
    """And once more over its own result: a step that broke off after its last statement."""
    drop(installed, "second", "fresh")
    installed.install("fresh")
    installed.install("second")
    installed.sql("INSERT INTO link (name, url, kind) VALUES ('友', '/a', 'friend'), ('应', '/b', 'app')", database="second")
    for statement in done_before or BACK_TO_2:
        installed.sql(statement, database="second")
    done = installed.install("second")
    assert "Upgrading second from version 2 to" in done.stdout and "upgrade/003_corrections.sql" in done.stdout
    assert shapes(installed, "second") == shapes(installed, "fresh")
    names = [[row[0] for row in definitions(installed, database)] for database in ("second", "fresh")]
    assert names[0] == names[1]
    assert installed.sql("SELECT kind FROM link ORDER BY id", database="second") == [("friend",), ("app",)]
    for database in ("second", "fresh"):
        assert installed.sql("SELECT COUNT(*) FROM reserved_word WHERE word = 'archive'", database=database) == [(1,)]
    drop(installed, "second", "fresh")


# What step 002 and the files behind it brought, taken back: a database of version 1.
BACK_TO_1 = BACK_TO_2[:-1] + [
             "DROP FUNCTION portal_prune", "DROP PROCEDURE portal_unlist", "DROP VIEW web_change_log",
             "CREATE VIEW web_change_log AS SELECT id, kind, item, CAST(at AS DATETIME) AS at FROM change_log",
             "ALTER TABLE change_log DROP COLUMN position", "ALTER TABLE listing DROP KEY expires_at",
             "UPDATE schema_version SET version = 1"]


@pytest.mark.parametrize("broken_off", [None, "ALTER TABLE change_log ADD COLUMN position DATETIME NULL DEFAULT NULL COMMENT {} AFTER item",
                                        "ALTER TABLE listing ADD KEY expires_at (expires_at)"])
def test_upgrade_from_version_1(installed, broken_off):
    drop(installed, "first", "fresh")
    installed.install("fresh")
    installed.install("first")
    installed.sql("INSERT INTO channel (name, code) VALUES ('名', 'news')", database="first")
    for end in ("NULL", "'2022-01-01'", "'2999-01-01'"):
        installed.sql("INSERT INTO article (title, channel, body, tags, state, published_at, expires_at) "
                      f"VALUES ('t', 'news', 'b', '甲', 'live', '2021-01-01', {end})", database="first")
    log = installed.sql("SELECT id, kind, item FROM change_log ORDER BY id", database="first")
    for statement in BACK_TO_1:
        installed.sql(statement, database="first")
    grants = [row[0] for row in installed.sql("SHOW GRANTS FOR newsportal_web@localhost")]
    assert not any("`first`.`portal_prune`" in grant for grant in grants)
    if broken_off:
        comment = re.search(r"position DATETIME NULL DEFAULT NULL\s+COMMENT ('[^']*')", (SQL / "schema" / "01_tables.sql").read_text())
        installed.sql(broken_off.format(comment[1]), database="first")
    done = installed.install("first")
    assert "Upgrading first from version 1 to" in done.stdout and "upgrade/002_page_cache.sql" in done.stdout
    assert shapes(installed, "first") == shapes(installed, "fresh")
    names = [[row[0] for row in definitions(installed, database)] for database in ("first", "fresh")]
    assert names[0] == names[1]
    rows = installed.sql("SELECT id, kind, item, position FROM change_log ORDER BY id", database="first")
    assert rows[:len(log)] == [(*row, None) for row in log] and [row[1] for row in rows[len(log):]] == ["all"]
    assert installed.sql("SELECT COUNT(*) FROM listing", database="first") == [(9,)]
    assert installed.sql("SELECT folded FROM web_change_log ORDER BY id DESC LIMIT 1", database="first") == [("",)]
    web = installed.connect("newsportal_web", "first")
    with web.cursor() as cursor:
        cursor.execute("SELECT portal_prune(3600, 100)")
        assert cursor.fetchone() == (3,)
    web.close()
    assert installed.sql("SELECT COUNT(*) FROM listing", database="first") == [(6,)]
    assert "nothing to do" in installed.install("first").stdout
    drop(installed, "first", "fresh")


def test_a_refresh_leaves_every_web_account_its_rights(installed):
    """Those that connect from elsewhere are not named in the run, and their function was made anew."""
    drop(installed, "many_webs")
    installed.install("many_webs", "--web-host=127.0.0.8")
    installed.install("many_webs", "--refresh", "--web-auth=none")
    for host in ("127.0.0.8", "localhost"):
        grants = [row[0] for row in installed.sql(f"SHOW GRANTS FOR 'newsportal_web'@'{host}'") if "`many_webs`" in row[0]]
        assert len(grants) == len(VIEWS) + len(desks.FUNCTIONS) + 2 and any("portal_prune" in grant for grant in grants), grants
    installed.sql("DROP USER 'newsportal_web'@'127.0.0.8'")
    drop(installed, "many_webs")


def test_an_installation_that_broke_off_is_recognised(installed, copy):
    drop(installed, "broken")
    (copy / "schema" / "05_channel_triggers.sql").write_text("SELECT nonsense;\n")
    done = run(installed, copy, "broken")
    assert done.returncode != 0 and "05_channel_triggers.sql failed" in done.stderr and done.stderr.count("\n") == 1
    done = run(installed, copy, "broken")
    assert done.returncode != 0 and "broke off" in done.stderr
    drop(installed, "broken")


def test_works_from_any_folder_with_spaces(installed, copy, tmp_path):
    drop(installed, "elsewhere")
    moved = tmp_path / "a folder"
    os.rename(copy, moved)
    assert run(installed, moved, "elsewhere").returncode == 0
    drop(installed, "elsewhere")


def test_binary_log():
    """With the binary log on: advice about its format, a clear sentence for an account that may not make triggers."""
    folder = tempfile.mkdtemp(prefix="np-log-")
    os.chmod(folder, 0o755)
    server = MariaDB(folder + "/db", ["--log-bin=log", "--server-id=1", "--binlog-format=MIXED"])
    try:
        server.start()
        assert "set binlog_format=ROW" in server.install("logged").stdout
        server.sql("CREATE USER helper@localhost")
        server.sql("GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, TRIGGER ON *.* TO helper@localhost")
        server.superuser = "helper"
        done = server.install("refused", check=False)
        assert done.returncode != 0 and "log_bin_trust_function_creators = 1" in done.stderr
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_version_is_the_modules(installed):
    version = int((SQL / "schema" / "version").read_text())
    header = (SQL.parent / "mod_newsportal" / "np_query.h").read_text()
    assert re.search(r"#define NP_SCHEMA_VERSION (\d+)", header)[1] == str(version)
    assert installed.sql("SELECT version FROM web_schema_version", database="portal") == [(version,)]


# -- tables and columns -----------------------------------------------------------------------------------


def columns(server):
    return server.sql("SELECT table_name, column_name, ordinal_position, data_type, column_comment, column_default, is_nullable, extra, "
                      "collation_name FROM information_schema.columns WHERE table_schema = 'portal' AND table_name IN "
                      f"({', '.join(repr(name) for name in TABLES)}) ORDER BY table_name, ordinal_position")


def test_tables_and_views(installed):
    found = installed.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'portal' ORDER BY 1")
    assert sorted(row[0] for row in found) == sorted(TABLES + VIEWS + DESK)


def test_every_table_and_column_explains_itself_in_two_languages(installed):
    tables = installed.sql("SELECT table_name, table_comment FROM information_schema.tables "
                           "WHERE table_schema = 'portal' AND table_type = 'BASE TABLE'")
    for name, comment in tables + [(f"{row[0]}.{row[1]}", row[4]) for row in columns(installed)]:
        assert re.fullmatch(r"[^/\[\]]*[\u4e00-\u9fff][^/\[\]]* / [A-Z][^\[\]/]*( \[[^\[\]]+\])?", comment), (name, comment)


def test_charset_engine_and_collations(installed):
    assert installed.sql("SELECT DISTINCT engine, table_collation FROM information_schema.tables WHERE table_schema = 'portal' "
                         "AND table_type = 'BASE TABLE'") == [("InnoDB", "utf8mb4_unicode_520_ci")]
    assert {row[8] for row in columns(installed)} == {None, "ascii_bin", "utf8mb4_bin", "utf8mb4_unicode_520_ci"}
    for row in columns(installed):
        if row[1] in ("code", "language", "word") and row[0] not in ("channel_place", "word"):
            assert row[8] == "ascii_bin", row


def test_the_human_name_comes_first(installed):
    """Tools label a reference with the first text column, DBeaver with one whose name holds title or name."""
    by_table = {}
    for row in columns(installed):
        by_table.setdefault(row[0], []).append(row)
    for table in ("article", "channel", "tag", "slot", "placement", "source", "media", "page", "link"):
        texts = [row[1] for row in by_table[table] if row[8] is not None]
        assert texts[0] in ("title", "name"), table
        likely = sorted(name for name in texts if re.search("title|name|label|display", name))
        assert likely[0] == texts[0], table


def test_typing_title_channel_and_body_is_enough(installed):
    needed = {(row[0], row[1]) for row in columns(installed)
              if row[6] == "NO" and row[5] is None and "auto_increment" not in row[7]}
    assert {name for table, name in needed if table == "article"} == {"title", "channel", "body"}
    assert {name for table, name in needed if table == "channel"} == {"name", "code"}


def test_foreign_keys_offer_lists(installed):
    keys = installed.sql("SELECT table_name, column_name, referenced_table_name, referenced_column_name FROM "
                         "information_schema.key_column_usage WHERE table_schema = 'portal' AND referenced_table_name IS NOT NULL")
    assert set(keys) == {("article", "channel", "channel", "code_ref"), ("channel", "parent", "channel", "code_ref"),
                         ("placement", "slot", "slot", "code_ref")}


def test_views_run_as_the_owner_and_merge(installed):
    for view in VIEWS:
        text = installed.sql(f"SHOW CREATE VIEW {view}", database="portal")[0][1]
        assert "ALGORITHM=MERGE" in text and "SQL SECURITY DEFINER" in text


# -- sentences --------------------------------------------------------------------------------------------


def sentences():
    for path in sorted((SQL / "schema").glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"MESSAGE_TEXT =\s*'([^']*)'", text)
        # One more refuses with a sentence made on the spot; tests/sql/cases holds what it says.
        assert len(found) == text.count("SIGNAL SQLSTATE") - text.count("MESSAGE_TEXT = sentence"), path
        yield from ((path.name, sentence) for sentence in found)


@pytest.mark.parametrize("where, sentence", sorted(set(sentences())))
def test_refusals_are_short_and_in_two_languages(where, sentence):
    assert len(sentence) <= 128
    chinese, english = sentence.split("。 / ")
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert re.fullmatch(r"[A-Z_a-z][\x20-\x7e]*[.]", english)


def test_there_are_many_refusals():
    assert len(set(sentences())) > 40
