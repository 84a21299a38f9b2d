"""The foundation of the public desks: work days, forms that come twice, codes, budgets, the outbox, forgetting."""
import datetime
import hashlib
import threading
import uuid

import pymysql
import pytest

import desks

NOW = "2026-03-02 09:00:00"   # a Monday


def key(text):
    return hashlib.sha256(str(text).encode()).hexdigest()


class Desk:
    """Short words for what citizens do, through the web account."""

    def __init__(self, portal):
        self.portal = portal
        self.connection = portal.web()

    def call(self, function, *values, connection=None):
        marks = ", ".join(["%s"] * len(values))
        return self.portal.run(f"SELECT {function}({marks})", values, connection=connection or self.connection)[0][0]

    def submit(self, code=None, client=None, address="home", now=NOW, connection=None, **more):
        row = {"kind": "ask", "agency": "roads", "region": "", "is_private": 0, "suspect": 0, "title": "路灯不亮", "public_text": "电话138****",
               "title_original": "路灯不亮", "text_original": "电话13800000000", "name": "", "phone": "", "email": ""} | more
        return self.call("web_hotline_submit", client or str(uuid.uuid4()), key(code or uuid.uuid4()), key(address), now, *row.values(), connection=connection)

    def case(self, **more):
        answer = self.submit(**more)
        assert answer.startswith("new:"), answer
        return int(answer[4:])


@pytest.fixture
def desk(portal):
    portal.run("INSERT INTO agency (name, code, email) VALUES ('路政处', 'roads', 'roads@example.org'), ('水务处', 'water', '')")
    portal.run("INSERT INTO region (name, code) VALUES ('桦湾', 'huawan')")
    portal.run("UPDATE setting SET value = '1000' WHERE code LIKE 'desk\\_hour%%'", ())
    portal.log()
    desk = Desk(portal)
    yield desk
    desk.connection.close()
    portal.run("UPDATE setting SET value = IF(code = 'desk_hour_total', '300', '10') WHERE code LIKE 'desk\\_hour%%'", ())


# -- work days --------------------------------------------------------------------------------------------

OFF = {"2026-01-01": 3, "2026-02-15": 9, "2026-04-04": 3, "2026-05-01": 5, "2026-06-19": 3, "2026-09-25": 3, "2026-10-01": 7}
MADE_UP = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]


def works(day):
    for first, days in OFF.items():
        begin = datetime.date.fromisoformat(first)
        if begin <= day < begin + datetime.timedelta(days):
            return False
    return day.isoformat() in MADE_UP or day.weekday() < 5


def test_the_calendar_of_2026_is_as_announced(portal):
    first = datetime.date(2026, 1, 1)
    days = [first + datetime.timedelta(n) for n in range(365)]
    got = [portal.run("SELECT portal_is_work_day(%s)", (day,))[0][0] for day in days]
    assert [day for day, is_work in zip(days, got) if bool(is_work) != works(day)] == []


def test_adding_and_counting_work_days(portal):
    """Both against a count of our own, from every tenth day of the year, over holidays and days worked instead."""
    for start in (datetime.date(2026, 1, 1) + datetime.timedelta(n) for n in range(0, 330, 10)):
        for wanted in (1, 5, 15):
            day, left = start, wanted
            while left:
                day += datetime.timedelta(1)
                left -= works(day)
            assert portal.run("SELECT portal_add_work_days(%s, %s), portal_work_days(%s, %s)", (start, wanted, start, day)) == [(day, wanted)]
        assert portal.run("SELECT portal_work_days(%s, %s), portal_add_work_days(%s, 0)", (start, start, start)) == [(0, start)]
    assert portal.run("SELECT portal_work_days('2026-03-05', '2026-03-02'), portal_work_days(NULL, '2026-03-02')") == [(0, 0)]


def test_2027_is_marked_as_to_be_confirmed(portal):
    rows = portal.run("SELECT day, is_work, note FROM work_calendar WHERE day >= '2027-01-01'")
    assert len(rows) == 13 and all(row[1] == 0 and "confirm" in row[2] for row in rows)


# -- forms ------------------------------------------------------------------------------------------------


def test_a_doubled_form_is_one_case_and_both_codes_work(portal, desk):
    client = str(uuid.uuid4())
    assert desk.call("web_outcome", client) == ""
    number = desk.case(client=client, code="first")
    assert desk.submit(client=client, code="second") == f"again:{number}"
    assert desk.submit(client=client, code="third", text_original="other") == "taken"
    assert portal.run("SELECT COUNT(*) FROM hotline_case") == [(1,)]
    assert desk.call("web_outcome", client) == f"hotline:{number}"
    for code, answer in (("first", f"open:{number}"), ("second", f"open:{number}"), ("third", "none")):
        assert desk.call("web_code_ok", "hotline", key(code), key("home")) == answer
    assert portal.run("SELECT taken FROM submission_budget WHERE purpose = 'hotline'") == [(1,)]


def test_a_form_sent_twice_at_once_is_one_case(portal, desk):
    client, answers = str(uuid.uuid4()), []

    def send(code):
        web = portal.web()
        answers.append(desk.submit(client=client, code=code, connection=web))
        web.close()

    threads = [threading.Thread(target=send, args=(f"code{n}",)) for n in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    number = portal.run("SELECT id FROM hotline_case")[0][0]
    assert sorted(answers) == [f"again:{number}"] * 3 + [f"new:{number}"]


def test_a_refused_form_leaves_nothing(portal, desk):
    client = str(uuid.uuid4())
    with portal.refused("No such agency"):
        desk.submit(client=client, agency="nowhere")
    with portal.refused("No such kind"):
        desk.submit(client=client, kind="nothing")
    with portal.refused("must not be empty"):
        desk.submit(client=client, title=" 　")
    for table in ("hotline_case", "hotline_person", "submission", "receipt", "submission_trace", "submission_budget", "outbox"):
        assert portal.run(f"SELECT * FROM {table}") == [], table
    assert desk.submit(client=client).startswith("new:")


@pytest.mark.parametrize("more", [{"client": "x"}, {"client": "0" * 36}, {"now": None}])
def test_a_malformed_call_is_bad(desk, more):
    assert desk.submit(**more) == "bad"
    assert desk.call("web_code_ok", "hotline", "x", key("home")) == "bad"
    assert desk.call("web_code_ok", "hotline", key("x"), "") == "bad"


# -- codes and budgets ------------------------------------------------------------------------------------


def test_a_code_opens_its_item_and_nothing_else(portal, desk):
    one, two = desk.case(code="one", public_text="甲"), desk.case(code="two", public_text="乙")
    assert portal.run("SELECT * FROM web_opened_case", connection=desk.connection) == []
    for code, number, text in (("one", one, "甲"), ("two", two, "乙")):
        assert desk.call("web_code_ok", "hotline", key(code), key("home")) == f"open:{number}"
        assert portal.run("SELECT id, public_text FROM web_opened_case", connection=desk.connection) == [(number, text)]
    assert desk.call("web_code_ok", "plaza", key("one"), key("home")) == "none"
    assert portal.run("SELECT * FROM web_opened_case", connection=desk.connection) == []
    assert desk.call("web_code_ok", "hotline", key("one"), key("home")) == f"open:{one}"
    assert desk.call("web_code_ok", "hotline", "", key("home")) == "none"
    assert portal.run("SELECT * FROM web_opened_case", connection=desk.connection) == []
    portal.run("SET @newsportal_code = 'x'' OR 1 = 1'", connection=desk.connection)
    assert portal.run("SELECT * FROM web_opened_case", connection=desk.connection) == []


def test_five_wrong_codes_and_no_more(desk):
    number = desk.case(code="right")
    for guess in range(5):
        assert desk.call("web_code_ok", "hotline", key(guess), key("guesser")) == "none"
    answer = desk.call("web_code_ok", "hotline", key("right"), key("guesser"))
    assert answer.startswith("busy:") and 3500 < int(answer[5:]) <= 3601
    assert desk.call("web_hotline_rate", key("right"), key("guesser"), NOW, 1, 5).startswith("busy:")
    assert desk.call("web_code_ok", "hotline", key("right"), key("another")) == f"open:{number}"


def test_budgets_of_an_address_and_of_the_portal(portal, desk):
    portal.run("UPDATE setting SET value = '2' WHERE code = 'desk_hour_address'")
    portal.run("UPDATE setting SET value = '4' WHERE code = 'desk_hour_total'")
    answers = [desk.submit(address=address).partition(":")[0] for address in ("a", "a", "a", "b", "c", "d", "e")]
    assert answers == ["new", "new", "busy", "new", "new", "busy", "busy"]
    assert portal.run("SELECT purpose, taken, refused FROM submission_budget") == [("hotline", 4, 3)]
    assert portal.run("SELECT COUNT(*) FROM hotline_case") == [(4,)] and portal.run("SELECT COUNT(*) FROM submission") == [(4,)]


def test_the_cap_of_an_hour_is_hard(portal, desk):
    """Eight senders at once, forty forms, a cap of ten: ten are taken, not eleven."""
    portal.run("UPDATE setting SET value = '10' WHERE code = 'desk_hour_total'")
    answers = []

    def flood(who):
        web = portal.web()
        for _ in range(5):
            answers.append(desk.submit(address=who, connection=web).partition(":")[0])
        web.close()

    threads = [threading.Thread(target=flood, args=(n,)) for n in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert answers.count("new") == 10 and answers.count("busy") == 30


def test_open_transactions_make_no_citizen_wait(portal, desk):
    """Somebody edits the agency, the region, the kind, another case, and goes to lunch without saving."""
    number = desk.case()
    portal.run("UPDATE hotline_case SET approved_at = '2026-01-01' WHERE id = %s", (number,))
    idle = portal.server.connect(database="portal", autocommit=False)
    portal.run("UPDATE agency SET name = 'x' WHERE code = 'roads'", connection=idle)
    portal.run("UPDATE region SET name = 'x'", connection=idle)
    portal.run("UPDATE hotline_kind SET name = name, sort_order = 1 WHERE code = 'ask'", connection=idle)
    portal.run("UPDATE hotline_case SET title = 'x' WHERE id = %s", (number,), connection=idle)
    portal.run("INSERT INTO hotline_reply (text, case_id) VALUES ('在办', %s)", (number,), connection=idle)
    portal.run("SET innodb_lock_wait_timeout = 1", connection=desk.connection)
    assert desk.submit(region="huawan").startswith("new:")
    assert desk.call("web_hotline_join", str(uuid.uuid4()), key("home"), NOW, number, "").startswith("new:")
    other = portal.server.connect(database="portal")
    portal.run("SET innodb_lock_wait_timeout = 1", connection=other)
    second = portal.run("SELECT MAX(id) FROM hotline_case")[0][0]
    portal.run("INSERT INTO hotline_reply (text, case_id, kind) VALUES ('好了', %s, 'final')", (second,), connection=other)
    idle.rollback()
    idle.close()
    other.close()


@pytest.mark.parametrize("idle_edit, statement", [
    ("UPDATE setting SET value = '41' WHERE code = 'title_length'",
     "INSERT INTO article (title, channel, body, state, published_at) VALUES ('t', 'news', 'b', 'live', NOW())"),
    ("UPDATE setting SET value = '25' WHERE code = 'claim_hours'", "INSERT INTO claim (work, statement, claimant) VALUES ('w', 's', 'c')"),
    ("INSERT INTO page (title, code, body) VALUES ('t', 'one', 'b')", "INSERT INTO page (title, code, body) VALUES ('t', 'two', 'b')"),
    ("INSERT INTO page (title, code, body) VALUES ('t', 'one', 'b')", "INSERT INTO tag (name) VALUES ('甲')"),
    ("UPDATE plaza_category SET name = 'x' WHERE code = 'jobs'",
     "INSERT INTO plaza_notice (title, text, category, ends_at) VALUES ('t', 'n', 'jobs', NOW() + INTERVAL 3 DAY)"),
    ("UPDATE region SET sort_order = 9", "INSERT INTO plaza_notice (title, text, category, region, ends_at) "
                                         "VALUES ('t', 'n', 'jobs', 'huawan', NOW() + INTERVAL 3 DAY)"),
    ("INSERT INTO work_calendar (name, day) VALUES ('x', '2030-01-01')", "INSERT INTO hotline_case (title, public_text) VALUES ('t', 'x')"),
    ("INSERT INTO claim (work, statement, claimant) VALUES ('w', 's', 'c')", "INSERT INTO claim (work, statement, claimant) VALUES ('w', 's', 'c')"),
    ("INSERT INTO hotline_case (title, public_text) VALUES ('t', 'x')", "INSERT INTO hotline_case (title, public_text) VALUES ('t', 'x')")])
def test_open_transactions_make_no_colleague_wait(portal, desk, idle_edit, statement):
    idle = portal.server.connect(database="portal", autocommit=False)
    portal.run(idle_edit, connection=idle)
    other = portal.server.connect(database="portal", autocommit=False)
    portal.run("SET innodb_lock_wait_timeout = 1", connection=other)
    try:
        portal.run(statement, connection=other)
    finally:
        for connection in (other, idle):
            connection.rollback()
            connection.close()


# -- outbox and forgetting --------------------------------------------------------------------------------


def test_the_outbox(portal, desk):
    number = desk.case(email="citizen@example.org")
    desk.case(suspect=1, email="nobody@example.org")
    assert portal.run("SELECT kind, recipient, payload FROM outbox ORDER BY id") == \
        [("case-new", "roads@example.org", f"number={number}"), ("case-receipt", "citizen@example.org", f"number={number}")]
    portal.run("CREATE USER IF NOT EXISTS sender@localhost IDENTIFIED BY ''")
    portal.run("GRANT newsportal_sender TO sender@localhost")
    portal.run(f"SET DEFAULT ROLE newsportal_sender {'FOR' if portal.server.is_mariadb else 'TO'} sender@localhost")
    sender = portal.server.connect("sender", "portal")
    try:
        taken = portal.run("CALL outbox_take(10)", connection=sender)
        assert [row[1:4] for row in taken] == [("case-new", "roads@example.org", f"number={number}"),
                                               ("case-receipt", "citizen@example.org", f"number={number}")]
        assert portal.run("CALL outbox_take(10)", connection=sender) == []
        portal.run("CALL outbox_done(%s, '')", (taken[0][0],), connection=sender)
        portal.run("CALL outbox_done(%s, '550 no such mailbox')", (taken[1][0],), connection=sender)
        assert portal.run("SELECT sent_at IS NOT NULL, next_try IS NULL, last_error FROM outbox ORDER BY id") == \
            [(1, 1, ""), (0, 0, "550 no such mailbox")]
        assert portal.run("SELECT kind, tries, last_error FROM v_outbox") == [("case-receipt", 1, "550 no such mailbox")]
        for tries in range(2, 9):
            portal.run("UPDATE outbox SET next_try = NOW() WHERE next_try IS NOT NULL")
            assert [row[4] for row in portal.run("CALL outbox_take(10)", connection=sender)] == [tries]
            portal.run("CALL outbox_done(%s, 'again')", (taken[1][0],), connection=sender)
        assert portal.run("SELECT next_try FROM outbox ORDER BY id") == [(None,), (None,)]
        with pytest.raises(pymysql.MySQLError):
            portal.run("SELECT * FROM outbox", connection=sender)
    finally:
        sender.close()
        portal.run("DROP USER sender@localhost")


def test_no_message_is_given_to_two_senders(portal, desk):
    """Senders on several machines, all asking at once: each row goes to one of them, and a turn is wasted on nobody."""
    portal.run("INSERT INTO outbox (kind, recipient, payload) VALUES " + ", ".join(["('case-receipt', 'citizen@example.org', 'number=1')"] * 1500), ())
    portal.run("UPDATE outbox SET next_try = NOW() - INTERVAL 1 HOUR")
    taken = [[] for _ in range(4)]
    start = threading.Barrier(len(taken))

    def send(mine):
        connection = portal.server.connect(database="portal", autocommit=True)
        start.wait()
        while portal.run("SELECT EXISTS (SELECT 1 FROM outbox WHERE next_try <= NOW())", connection=connection)[0][0]:
            mine += [row[0] for row in portal.run("CALL outbox_take(1)", connection=connection)]
        connection.close()

    threads = [threading.Thread(target=send, args=(mine,)) for mine in taken]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    everything = [number for mine in taken for number in mine]
    assert len(everything) == len(set(everything)) == 1500
    assert portal.run("SELECT DISTINCT tries FROM outbox") == [(1,)]


def test_forgetting_is_bounded_and_takes_only_what_had_its_time(portal, desk):
    old, young, running = desk.case(name="旧"), desk.case(name="新"), desk.case(name="在办")
    for number in (old, young):
        portal.run("INSERT INTO hotline_reply (text, case_id, kind) VALUES ('好了', %s, 'final')", (number,))
    portal.run("UPDATE hotline_case SET received_at = NOW() - INTERVAL 800 DAY, answered_at = IF(id = %s, NOW() - INTERVAL 366 DAY, "
               "answered_at) WHERE 1 = 1", (old,))
    portal.run("UPDATE submission_trace SET created_at = NOW() - INTERVAL 8 DAY")
    assert portal.run("CALL forget_personal(2)") == [(2,)]
    assert portal.run("SELECT COUNT(*) FROM submission_trace") == [(1,)]
    assert portal.run("CALL forget_personal(100)") == [(2,)]
    assert portal.run("SELECT name FROM hotline_person ORDER BY case_id") == [("新",), ("在办",)]
    assert portal.run("CALL forget_personal(100)") == [(0,)]
    portal.run("UPDATE submission SET created_at = NOW() - INTERVAL 8 DAY")
    portal.run("UPDATE submission_budget SET hour = hour - INTERVAL 8 DAY")
    assert portal.run("SELECT portal_prune(3600, 100)", connection=desk.connection) == [(4,)]   # three forms, one hour
    assert portal.run("SELECT * FROM submission") == [] and portal.run("SELECT COUNT(*) FROM hotline_case") == [(3,)]
    assert running


def test_forgetting_takes_what_was_added_after_a_case_was_forgotten(portal, desk):
    """Of an old case whose own row has gone, or never was: not solved, notes and joins, answered, a year."""
    number = desk.case(code="alt")
    portal.run("DELETE FROM hotline_person WHERE case_id = %s", (number,))
    portal.run("UPDATE hotline_case SET approved_at = '2026-01-01' WHERE id = %s", (number,))
    assert desk.call("web_hotline_note", str(uuid.uuid4()), key("alt"), key("home"), NOW, "****", "电话13800000000").startswith("new:")
    assert desk.call("web_hotline_join", str(uuid.uuid4()), key("other"), NOW, number, "li@example.org").startswith("new:")
    portal.run("INSERT INTO hotline_reply (text, case_id, kind) VALUES ('好了', %s, 'final')", (number,))
    portal.run("CALL forget_personal(100)")
    assert portal.run("SELECT (SELECT COUNT(*) FROM hotline_note_person), (SELECT COUNT(*) FROM hotline_join_person)") == [(1, 1)]
    portal.run("UPDATE hotline_case SET received_at = NOW() - INTERVAL 800 DAY, answered_at = NOW() - INTERVAL 366 DAY WHERE id = %s", (number,))
    portal.run("CALL forget_personal(100)")
    assert portal.run("SELECT (SELECT COUNT(*) FROM hotline_note_person), (SELECT COUNT(*) FROM hotline_join_person)") == [(0, 0)]


def test_forgetting_takes_what_programs_sent_and_nobody_took_up(portal, desk):
    """A suspect form never ends, because nobody decides it; nor does a report that was looked into."""
    suspect, honest = desk.case(name="程序"), desk.case(name="市民")
    portal.run("UPDATE hotline_case SET suspect = (id = %s), received_at = NOW() - INTERVAL 800 DAY WHERE 1 = 1", (suspect,))
    assert portal.run("SELECT state, suspect FROM hotline_case WHERE id = %s", (suspect,)) == [("new", 1)]
    portal.run("CALL forget_personal(100)")
    assert portal.run("SELECT case_id FROM hotline_person") == [(honest,)]
    for checked, days in ((0, 40), (1, 40), (1, 20)):
        portal.run("INSERT INTO plaza_report (reason, notice_id, checked, reported_at) VALUES ('打13800000000', 1, %s, NOW() - INTERVAL %s DAY)",
                   (checked, days))
    portal.run("UPDATE plaza_report SET reported_at = NOW() - INTERVAL IF(id % 3 = 0, 20, 40) DAY WHERE 1 = 1")
    portal.run("CALL forget_personal(100)")
    assert portal.run("SELECT checked, reported_at > NOW() - INTERVAL 30 DAY FROM plaza_report ORDER BY id") == [(0, 0), (1, 1)]


def test_personal_tables_are_known():
    """Whoever adds a table with personal data adds it to the canary test as well."""
    assert set(desks.PERSONAL) <= set(desks.TABLES)
