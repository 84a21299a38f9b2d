"""Personal data stays where it belongs: a canary in every personal column, looked for in everything that others can read.

And rights both ways: what each account may do to the tables of the desks, and that it may do nothing else.
"""
import uuid

import pymysql
import pytest

import desks
from test_desks import NOW, desk, key  # noqa: F401  (desk is a fixture)
from test_grants import DENIED, RIGHTS, outcome

CANARY = "Kanarienvogel"
MAIL = f"{CANARY}@example.org"

OFFICER = {"agency": "s", "region": "s", "hotline_kind": "s", "work_calendar": "s"}
EDITOR = OFFICER | {"hotline_reply": "s", "hotline_transfer": "s", "hotline_extension": "s", "hotline_rating": "s", "hotline_tally": "s",
                    "hotline_case": "s", "plaza_category": "s", "plaza_field": "s", "plaza_tally": "s", "plaza_notice": "si",
                    "plaza_value": "siud", "plaza_report": "s"}
CHIEF = EDITOR | {name: "siud" for name in ("agency", "region", "work_calendar", "plaza_category", "plaza_field")} | \
    {"hotline_kind": "su", "claim": "si", "claim_counter": "s", "claim_item": "sid", "claim_tally": "s"}
MAY = {"newsportal_web": {}, "reporter": {}, "officer": OFFICER, "editor": EDITOR, "chief": CHIEF, "admin": CHIEF | {"submission_budget": "s"}}
KEYS = {"agency": "name", "region": "name", "work_calendar": "name", "receipt": "code_hash", "submission": "client_id",
        "submission_budget": "purpose", "plaza_category": "name", "plaza_field": "name", "plaza_value": "value", "plaza_tally": "reports",
        "hotline_kind": "sort_order", "hotline_tally": "joins", "hotline_rating": "score", "claim_tally": "items",
        "hotline_person": "name", "claim_contact": "name", "claim_counter_contact": "name", "plaza_contact": "name", "hotline_note_person": "note_id",
        "hotline_join_person": "join_id"}


@pytest.mark.parametrize("user", MAY)
@pytest.mark.parametrize("table", desks.TABLES)
def test_tables_of_the_desks(portal, user, table):
    """By a column that nobody but the rules writes where there is one: rights to update by column must not open the whole row. Who may insert may
    name every column, because forms of tools do; what the rules keep they keep (cases/4_hotline.tsv to 6_plaza.tsv)."""
    rights, column = MAY[user].get(table, ""), KEYS.get(table, "id")
    statements = {"s": f"SELECT {column} FROM {table} LIMIT 1", "i": f"INSERT INTO {table} ({column}) SELECT 0 FROM DUAL WHERE 1 = 0",
                  "u": f"UPDATE {table} SET {column} = {column} WHERE 1 = 0", "d": f"DELETE FROM {table} WHERE 1 = 0"}
    for right, statement in statements.items():
        got = outcome(portal, user, statement)
        assert (got not in DENIED | {1143}) if right in rights else got in DENIED | {1143}, (statement, got)


@pytest.mark.parametrize("user", set(RIGHTS) - {"newsportal_web"})
@pytest.mark.parametrize("function", desks.FUNCTIONS)
def test_functions_of_the_web_account_are_its_own(portal, user, function):
    assert outcome(portal, user, f"SELECT {function}()") in {1370, 1318}


@pytest.mark.parametrize("statement", [
    "CALL portal_forget(1, @n)", "CALL forget_personal(1)", "CALL outbox_take(1)", "CALL outbox_done(1, '')", "CALL outbox_give_up(1, '')", "SELECT portal_opened('hotline')",
    "CALL portal_form_done('x', 'hotline', 'x', 1)", "CALL portal_touch_case(1)", "CALL portal_send('x', 'x', 'x')",
    "CALL hotline_by_phone('ask', '', '', 'a', 'b', 'c', 'd', 'e')", "CALL claim_contact_add(1, '', '', '')", "CALL plaza_contact_add(1, '', '', '')",
    "SELECT portal_agencies()"])
def test_the_web_account_calls_nothing_else(portal, statement):
    assert outcome(portal, "newsportal_web", statement) in DENIED


@pytest.mark.parametrize("view", desks.PEOPLE)
def test_tools_can_describe_what_people_look_at(portal, view):
    """Adminer asks both before it shows a view."""
    for user in ("admin", "chief", "officer", "editor"):
        reads = outcome(portal, user, f"SELECT * FROM {view} LIMIT 1") is None
        for statement in (f"SHOW CREATE VIEW {view}", f"SHOW FULL COLUMNS FROM {view}"):
            got = outcome(portal, user, statement)
            assert got is None if reads else got in DENIED, (user, statement, got)
        assert reads or user != "admin"
    assert outcome(portal, "newsportal_web", f"SELECT * FROM {view} LIMIT 1") in DENIED


@pytest.fixture
def canaries(portal, desk):
    """A canary in every personal column of every personal table."""
    hotline = int(desk.submit(code="c", name=CANARY, phone=CANARY, email=MAIL, title_original=CANARY, text_original=CANARY)[4:])
    portal.run("UPDATE hotline_case SET approved_at = '2026-01-01' WHERE id = %s", (hotline,))
    desk.call("web_hotline_note", str(uuid.uuid4()), key("c"), key("home"), NOW, "masked", CANARY)
    desk.call("web_hotline_join", str(uuid.uuid4()), key("home"), NOW, hotline, MAIL)
    claim = desk.call("web_claim_submit", str(uuid.uuid4()), key("d"), key("home"), NOW, "copyright", 0, "w", "s", CANARY, 0, "/a", CANARY, CANARY,
                      MAIL)
    portal.run("SET timestamp = UNIX_TIMESTAMP('2026-03-02 08:00:00')")
    notice = desk.call("web_plaza_submit", str(uuid.uuid4()), key("e"), key("home"), NOW, "services", "", "", "2026-04-01", 0, "t", "x", "", CANARY,
                       CANARY, MAIL)
    portal.run("UPDATE plaza_notice SET state = 'live'")
    portal.run("INSERT INTO hotline_reply (text, case_id, kind) VALUES ('好了', %s, 'final')", (hotline,))
    portal.run("UPDATE hotline_case SET title = 'x', public_text = 'y', state = 'closed' WHERE id = %s", (hotline,))
    portal.insert("media", title="图", path="pictures/claimed.jpg")
    portal.run("INSERT INTO claim_item (address, claim_id) VALUES ('/pictures/claimed.jpg', %s)", (int(claim[4:]),))
    portal.run("UPDATE claim SET state = 'removed'")
    assert desk.call("web_claim_counter", str(uuid.uuid4()), key("home"), NOW, 0, "s", "/pictures/claimed.jpg", CANARY, CANARY, MAIL).startswith("new:")
    portal.run("SET timestamp = DEFAULT")
    for desk_name, code, answer in (("hotline", "c", f"x:{hotline}"), ("claim", "d", claim), ("plaza", "e", notice)):
        assert answer.partition(":")[2].isdigit(), answer
    return desk


def test_every_personal_column_has_its_canary(portal, canaries):
    for table in desks.PERSONAL:
        for (column,) in portal.run("SELECT column_name FROM information_schema.columns WHERE table_schema = 'portal' AND table_name = %s AND "
                                    "data_type IN ('varchar', 'text')", (table,)):
            if table != "outbox" or column == "recipient":
                found = portal.run(f"SELECT COUNT(*) FROM {table} WHERE {column} LIKE %s", (f"%{CANARY}%",))[0][0]
                assert found, (table, column)


def everything(portal, connection):
    """All that an account can read, table by table."""
    for (name,) in portal.run("SELECT table_name FROM information_schema.tables WHERE table_schema = 'portal' ORDER BY 1", connection=portal.connection):
        try:
            yield name, portal.run(f"SELECT * FROM {name}", connection=connection)
        except pymysql.MySQLError as error:
            assert error.args[0] in DENIED | {1356}, (name, error)


@pytest.mark.parametrize("user", ["newsportal_web", "reporter", "editor"])
def test_no_canary_is_seen(portal, canaries, user):
    connection = portal.server.connect(user, "portal")
    seen = 0
    for name, rows in everything(portal, connection):
        seen += len(rows)
        assert CANARY not in str(rows), name
    assert seen > 30
    connection.close()


@pytest.mark.parametrize("desk_name, code", [("hotline", "c"), ("claim", "d"), ("plaza", "e")])
def test_no_canary_is_seen_with_the_code(portal, canaries, desk_name, code):
    assert canaries.call("web_code_ok", desk_name, key(code), key("home")).startswith("open:")
    for name, rows in everything(portal, canaries.connection):
        assert CANARY not in str(rows), name


def test_no_canary_in_histories_and_logs(portal, canaries):
    for table in ("article_history", "item_history", "change_log", "submission", "submission_trace", "submission_budget", "receipt"):
        rows = portal.run(f"SELECT * FROM {table}")
        assert CANARY not in str(rows) and (rows or table == "article_history"), table


@pytest.mark.parametrize("agencies, allowed", [
    ("", set()), ("water", set()), ("roads", {"v_hotline_person", "v_hotline_note"}), ("copyright", {"v_claim_contact", "v_claim_counter_contact"}), ("plaza", {"v_plaza_contact"}),
    ("*", {"v_hotline_person", "v_hotline_note", "v_claim_contact", "v_claim_counter_contact", "v_plaza_contact"})])
@pytest.mark.parametrize("user", ["officer", "chief", "admin"])
def test_officers_see_their_own_agencys_canaries(portal, canaries, user, agencies, allowed):
    """Chief editors and administrators too: nothing, but what their row in staff says. Who made a claim the desk's editors know."""
    portal.run("INSERT INTO staff (account, agencies) VALUES (%s, %s)", (user, agencies))
    connection = portal.server.connect(user, "portal")
    seen = {name for name, rows in everything(portal, connection) if CANARY in str(rows)}
    connection.close()
    assert seen - {"claim", "v_claims_open", "removal"} == allowed
    assert bool(seen & {"claim"}) == (user != "officer")
