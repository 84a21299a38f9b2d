"""The hotline through the web account: submit, follow, note, rate, join; what is listed; deadlines; the league table."""
import datetime
import uuid

import pymysql
import pytest

from test_desks import NOW, Desk, desk, key  # noqa: F401  (desk is a fixture)


def final(portal, number, text="好了", when=None, connection=None):
    values = {"text": text, "case_id": number, "kind": "final"} | ({"replied_at": when} if when else {})
    return portal.insert("hotline_reply", connection, **values)


def state(portal, number):
    return portal.run("SELECT state, round FROM hotline_case WHERE id = %s", (number,))[0]


def approve(portal, number, when="2026-01-01"):
    portal.run("UPDATE hotline_case SET approved_at = %s WHERE id = %s", (when, number))


def test_deadlines_are_work_days_over_the_spring_festival(portal, desk):
    """Friday 13 February 2026; the 14th is worked instead, the 15th to the 23rd are free, the 28th is worked."""
    number = desk.case(kind="help", now="2026-02-13 17:00:00")
    assert portal.run("SELECT accept_due, answer_due FROM hotline_case WHERE id = %s", (number,)) == \
        [(datetime.date(2026, 2, 14), datetime.date(2026, 2, 27))]
    portal.run("SET timestamp = UNIX_TIMESTAMP('2026-02-25 10:00:00')")
    portal.insert("hotline_reply", text="在查", case_id=number)
    assert portal.run("SELECT answer_due, accepted_at FROM hotline_case WHERE id = %s", (number,)) == \
        [(datetime.date(2026, 2, 27), datetime.datetime(2026, 2, 25, 10))]
    portal.insert("hotline_extension", reason="等零件", case_id=number, work_days=2)
    assert portal.run("SELECT answer_due, extensions FROM hotline_case WHERE id = %s", (number,)) == [(datetime.date(2026, 3, 2), 1)]
    portal.run("SET timestamp = UNIX_TIMESTAMP('2026-03-02 10:00:00')")
    final(portal, number)
    assert portal.run("SELECT answer_days, in_time, answered_at FROM hotline_case WHERE id = %s", (number,)) == \
        [(6 + 1, 1, datetime.datetime(2026, 3, 2, 10))]   # 14, 24, 25, 26, 27, 28 February, 2 March
    portal.run("SET timestamp = DEFAULT")


def test_another_kind_gives_no_time_to_who_has_taken_a_case_up_or_is_late(portal, desk):
    """New: the limits of the kind that it is. Afterwards later days need an extension, which has a reason."""
    def dues(number, kind, when):
        portal.run(f"SET timestamp = UNIX_TIMESTAMP('{when} 10:00:00')")
        portal.run("UPDATE hotline_case SET kind = %s WHERE id = %s", (kind, number))
        return [str(day) for day in portal.run("SELECT accept_due, answer_due FROM hotline_case WHERE id = %s", (number,))[0]]

    try:
        number = desk.case(kind="ask", now="2026-03-02 09:00:00")
        assert dues(number, "suggest", "2026-03-02") == ["2026-03-05", "2026-03-30"]
        assert dues(number, "ask", "2026-03-02") == ["2026-03-03", "2026-03-09"]
        for wanted in ("accepted", "new"):   # not by giving it back, either
            portal.run("UPDATE hotline_case SET state = %s WHERE id = %s", (wanted, number))
            assert dues(number, "suggest", "2026-03-02") == ["2026-03-03", "2026-03-09"]
        assert dues(desk.case(kind="ask", now="2026-03-02 09:00:00"), "suggest", "2026-03-10") == ["2026-03-03", "2026-03-09"]
    finally:
        portal.run("SET timestamp = DEFAULT")


def test_a_case_by_phone_is_whole_or_not_there(portal, desk):
    call = "CALL hotline_by_phone('ask', 'roads', 'huawan', '路灯', '路灯不亮', '原话', '赵', '1')"
    portal.run("CREATE TRIGGER full BEFORE INSERT ON hotline_person FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'full'")
    try:
        with pytest.raises(pymysql.MySQLError, match="full"):
            portal.run(call)
        assert portal.run("SELECT COUNT(*) FROM hotline_case") == [(0,)]
    finally:
        portal.run("DROP TRIGGER full")
    number = portal.run(call)[0][0]
    assert portal.run("SELECT case_id, name FROM hotline_person") == [(number, "赵")]


def test_nothing_is_listed_before_approval_and_only_what_may_be_seen(portal, desk):
    web = desk.connection
    number = desk.case(title="标题甲", public_text="正文甲")
    final(portal, number, "答复甲")
    portal.insert("hotline_transfer", reason="不会到", case_id=desk.case(), to_agency="water")
    for view in ("case", "reply", "transfer", "extension", "fate"):
        assert portal.run(f"SELECT * FROM web_hotline_{view}", connection=web) == [], view
    approve(portal, number)
    assert portal.run("SELECT title, public_text, state FROM web_hotline_case", connection=web) == [("标题甲", "正文甲", "answered")]
    assert portal.run("SELECT text, kind, office FROM web_hotline_reply", connection=web) == [("答复甲", "final", "路政处")]
    portal.run("UPDATE hotline_case SET prominence = 'text_hidden', public_reason = '涉及他人' WHERE id = %s", (number,))
    assert portal.run("SELECT title, public_text, public_reason FROM web_hotline_case", connection=web) == [("标题甲", "", "涉及他人")]
    assert portal.run("SELECT text FROM web_hotline_reply", connection=web) == [("",)]
    for prominence in ("code_only", "hidden"):
        portal.run("UPDATE hotline_case SET prominence = %s WHERE id = %s", (prominence, number))
        assert portal.run("SELECT * FROM web_hotline_case", connection=web) == portal.run("SELECT * FROM web_hotline_reply", connection=web) == []
        assert portal.run("SELECT id, prominence, public_reason FROM web_hotline_fate", connection=web) == [(number, prominence, "涉及他人")]


def test_the_change_log_tells_pages(portal, desk):
    portal.log()
    number = desk.case()
    assert portal.log() == {("league", "")}
    approve(portal, number)
    shown = {("case", str(number)), ("cases", ""), ("league", "")}
    assert portal.log() == shown
    portal.insert("hotline_reply", text="在查", case_id=number)
    assert portal.log() == shown
    portal.run("UPDATE hotline_case SET public_text = '涂去' WHERE id = %s", (number,))
    assert portal.log() == shown | {("removal", f"case:{number}")}
    portal.run("UPDATE hotline_case SET prominence = 'hidden', public_reason = 'x' WHERE id = %s", (number,))
    assert portal.log() == shown | {("removal", f"case:{number}")}
    portal.run("UPDATE agency SET phone = '1' WHERE code = 'roads'")
    assert portal.log() == {("agency", "")}


def test_private_wishes_are_kept(portal, desk):
    number = desk.case(code="c", is_private=1, public_text="私事")
    approve(portal, number)
    assert portal.run("SELECT * FROM web_hotline_case", connection=desk.connection) == []
    assert desk.call("web_code_ok", "hotline", key("c"), key("home")) == f"open:{number}"
    assert portal.run("SELECT public_text, prominence FROM web_opened_case", connection=desk.connection) == [("私事", "code_only")]


def test_with_the_code_the_whole_thread(portal, desk):
    number = desk.case(code="c")
    other = desk.case(code="o")
    portal.insert("hotline_reply", text="在查", case_id=number)
    portal.insert("hotline_reply", text="别人的", case_id=other)
    portal.insert("hotline_transfer", reason="归水务", case_id=number, to_agency="water")
    client = str(uuid.uuid4())
    first = desk.call("web_hotline_note", client, key("c"), key("home"), NOW, "电话138****", "电话13800000000")
    assert first.startswith("new:") and desk.call("web_hotline_note", client, key("c"), key("home"), NOW, "x", "电话13800000000") == "again:" + first[4:]
    assert portal.run("SELECT * FROM web_opened_case", connection=desk.connection) == []   # only web_code_ok opens for reading
    assert desk.call("web_hotline_note", client, key("wrong"), key("home"), NOW, "x", "x") == "none"
    assert desk.call("web_code_ok", "hotline", key("c"), key("home")) == f"open:{number}"
    web = desk.connection
    assert portal.run("SELECT text FROM web_opened_reply", connection=web) == [("在查",)]
    assert portal.run("SELECT from_agency, to_agency, reason FROM web_opened_transfer", connection=web) == [("roads", "water", "归水务")]
    assert portal.run("SELECT text FROM web_opened_note", connection=web) == [("电话138****",)]
    portal.run("UPDATE hotline_case SET prominence = 'hidden', public_reason = '诉讼中' WHERE id = %s", (number,))
    assert portal.run("SELECT public_text, public_reason FROM web_opened_case", connection=web) == [("", "诉讼中")]
    for _ in range(19):
        assert desk.call("web_hotline_note", str(uuid.uuid4()), key("c"), key("home"), NOW, "x", str(uuid.uuid4())).startswith("new:")
    assert desk.call("web_hotline_note", str(uuid.uuid4()), key("c"), key("home"), NOW, "x", "y") == "full"


def test_a_thread_of_one_second_is_in_order(portal, desk):
    """Whatever the numbers are that each table gives: what came first stands first, before and after that second too."""
    number = desk.case(code="c")
    for _ in range(3):   # the tables' numbers drift apart
        portal.insert("hotline_reply", text="别的", case_id=desk.case())
    approve(portal, number)
    for second in ("09", "10"):
        portal.run(f"SET timestamp = UNIX_TIMESTAMP('2026-03-04 08:00:{second}')")
        portal.insert("hotline_reply", text=f"在查一{second}", case_id=number)
        portal.insert("hotline_transfer", reason=f"归水务{second}", case_id=number, to_agency="water")
        portal.insert("hotline_reply", text=f"在查二{second}", case_id=number)
        portal.insert("hotline_transfer", reason=f"归路政{second}", case_id=number, to_agency="roads")
        if second == "10":
            portal.insert("hotline_extension", reason="延期", case_id=number, work_days=1)
            final(portal, number, "答复")
    portal.run("SET timestamp = DEFAULT")
    assert desk.call("web_hotline_note", str(uuid.uuid4()), key("c"), key("home"), "2026-03-04 08:00:10", "补充", "补充").startswith("new:")
    texts = ["归水务09", "归路政09", "在查一09", "在查二09", "归水务10", "归路政10", "延期", "在查一10", "在查二10", "答复"]
    assert [row[2] for row in portal.ask("hotline_thread", number, number, number)] == texts
    assert desk.call("web_code_ok", "hotline", key("c"), key("home")) == f"open:{number}"
    assert [row[2] for row in portal.ask("hotline_opened_thread", connection=desk.connection)] == texts + ["补充"]
    portal.insert("staff", name="督办", account="officer", agencies="*")
    officer = portal.server.connect("officer", "portal")
    with officer:
        rows = portal.run("SELECT text FROM v_hotline_thread WHERE case_id = %s ORDER BY at, step, id", (number,), connection=officer)
    assert [row[0] for row in rows] == texts + ["补充"]


def test_not_solved_reopens_once_and_then_goes_to_the_supervisors(portal, desk):
    number = desk.case(code="c")
    rate = lambda solved, score=1: desk.call("web_hotline_rate", key("c"), key("home"), "2026-03-09 08:00:00", solved, score)  # noqa: E731
    assert rate(0) == "early"
    final(portal, number)
    assert desk.call("web_hotline_rate", key("c"), key("home"), NOW, 2, 1) == "bad"
    assert desk.call("web_hotline_rate", key("c"), key("home"), NOW, 1, 6) == "bad"
    assert rate(0) == "ok:reopened" and state(portal, number) == ("reopened", 1)
    assert portal.run("SELECT answer_due, reopened_at FROM hotline_case WHERE id = %s", (number,)) == \
        [(datetime.date(2026, 3, 16), datetime.datetime(2026, 3, 9, 8))]
    assert rate(0) == "ok:reopened" and state(portal, number) == ("reopened", 1), "the same again, whose answer was lost, is answered again"
    assert rate(1) == rate(0, 2) == "rated"
    with portal.refused("No final reply"):
        portal.run("UPDATE hotline_case SET state = 'closed' WHERE id = %s", (number,))   # the final reply was of the first round
    final(portal, number, "再答")
    portal.run("UPDATE hotline_case SET state = 'closed' WHERE id = %s", (number,))
    assert rate(0) == rate(0) == "ok:supervised" and state(portal, number) == ("supervised", 2)
    final(portal, number, "督办答复")
    assert rate(0) == rate(0) == "ok:answered" and rate(1, 5) == "rated" and state(portal, number) == ("answered", 2)
    assert portal.run("SELECT round, solved, score FROM hotline_rating ORDER BY round") == [(0, 0, 1), (1, 0, 1), (2, 0, 1)]


def test_joining(portal, desk):
    number = desk.case()
    join = lambda client, email="": desk.call("web_hotline_join", client, key("home"), NOW, number, email)  # noqa: E731
    assert join(str(uuid.uuid4())) == "none"
    approve(portal, number)
    client = str(uuid.uuid4())
    first = join(client, "neighbour@example.org")
    assert first.startswith("new:") and join(client, "neighbour@example.org") == "again:" + first[4:]
    join(str(uuid.uuid4()))
    assert portal.run("SELECT joins FROM web_hotline_case", connection=desk.connection) == [(2,)]
    portal.run("DELETE FROM outbox")
    final(portal, number)
    assert portal.run("SELECT kind, recipient FROM outbox") == [("case-joined", "neighbour@example.org")]
    assert join(str(uuid.uuid4())) == "none"


def test_the_league_table(portal, desk):
    """Six cases of one agency and month with known figures, one of the next month, one of another agency, one suspect."""
    plan = [("2026-03-02 09:00:00", "2026-03-03 09:00:00", 1), ("2026-03-02 09:00:00", "2026-03-05 09:00:00", 1),
            ("2026-03-02 09:00:00", "2026-03-20 09:00:00", 0), ("2026-03-03 09:00:00", "2026-03-04 09:00:00", None)]
    for received, answered, solved in plan:
        code = str(uuid.uuid4())
        number = desk.case(now=received, code=code)
        final(portal, number, when=answered)
        if solved is not None:
            desk.call("web_hotline_rate", key(code), key("home"), answered, solved, 4)
    desk.case(now="2026-03-04 09:00:00")
    accepted = desk.case(now="2026-03-04 10:00:00")
    portal.run("UPDATE hotline_case SET state = 'accepted' WHERE id = %s", (accepted,))
    desk.case(now="2026-04-01 09:00:00")
    desk.case(now="2026-03-04 09:00:00", agency="water")
    suspect = desk.case(now="2026-03-04 09:00:00", suspect=1)
    portal.run("SET timestamp = UNIX_TIMESTAMP('2026-03-12 09:00:00')")
    rows = portal.run("SELECT agency, month, received, accepted, answered, in_time, median_days, overdue, reopened, rated, solved "
                      "FROM v_hotline_league ORDER BY month, agency")
    portal.run("SET timestamp = DEFAULT")
    assert [tuple(str(cell) for cell in row) for row in rows] == [
        ("roads", "2026-03", "6", "5", "4", "3", "2.0000", "2", "1", "3", "2"),
        ("water", "2026-03", "1", "0", "0", "0", "None", "1", "0", "0", "0"),
        ("roads", "2026-04", "1", "0", "0", "0", "None", "0", "0", "0", "0")]
    assert len(portal.run("SELECT id FROM web_hotline_measure WHERE received_at < '2026-04-01'", connection=desk.connection)) == 7
    portal.run("UPDATE hotline_case SET state = 'accepted' WHERE id = %s", (suspect,))   # a person had filled in the trap, after all
    assert len(portal.run("SELECT id FROM web_hotline_measure WHERE received_at < '2026-04-01'", connection=desk.connection)) == 8
    assert portal.run("SELECT received FROM v_hotline_league WHERE agency = 'roads' AND month = '2026-03'") == [(7,)]


@pytest.mark.parametrize("where, index", [("agency = 'roads' AND ", "by_agency"), ("region = 'huawan' AND ", "by_region"), ("", "listed"),
                                          ("kind = 'ask' AND ", "by_kind")])
def test_lists_of_cases_are_index_ranges(portal, desk, where, index):
    for n in range(60 if portal.server.is_mariadb else 300):   # of sixty rows MySQL rightly reads all
        more = {} if n % 20 else {"agency": "roads", "kind": "ask", "region": "huawan"}
        approve(portal, desk.case(**{"agency": "water", "kind": "praise"} | more), "2026-01-01")
    portal.run("ANALYZE TABLE hotline_case")
    plan = portal.run(f"EXPLAIN SELECT id, title FROM web_hotline_case WHERE {where}approved_at <= '2026-03-02' "
                      "ORDER BY approved_at DESC, id DESC LIMIT 20")
    assert index == plan[0][5 if portal.server.is_mariadb else 6] and "filesort" not in str(plan), plan


def test_safe_updates(portal, desk):
    """Workbench demands a key in every WHERE, of triggers too."""
    number, moved = desk.case(email="a@example.org"), desk.case()
    approve(portal, number)
    portal.run("SET sql_safe_updates = 1")
    try:
        portal.run("UPDATE hotline_case SET state = 'accepted' WHERE id = %s", (number,))
        portal.insert("hotline_transfer", reason="归水务", case_id=moved, to_agency="water")
        final(portal, number)
        portal.run("UPDATE hotline_case SET state = 'closed' WHERE id = %s", (number,))
        portal.run("UPDATE hotline_reply SET text = '改' WHERE case_id = %s", (number,))
        claim = portal.insert("claim", work="w", statement="s", claimant="c")
        portal.insert("claim_item", address=f"/2021/11/18/{portal.article()}.html", claim_id=claim)
        for word in ("hidden", "removed", "restored"):
            portal.run("UPDATE claim SET state = %s WHERE id = %s", (word, claim))
        portal.run("DELETE FROM claim WHERE id = %s", (claim,))
        portal.run("DELETE FROM hotline_case WHERE id = %s", (number,))
    finally:
        portal.run("SET sql_safe_updates = 0")
    assert portal.run("SELECT agency FROM hotline_case") == [("water",)]


def grams(portal, number):
    return {row[0].lower() for row in portal.run("SELECT gram FROM hotline_gram WHERE case_id = %s", (number,))}


# As tests/unit/test_np_gram.c has them: what is typed is cut as what is found.
CUT = [("路灯不亮", "路灯,灯不,不亮"), ("三号路灯 Bus12 不亮", "三号,号路,路灯,bus12,不亮"), ("한글로 씁니다", "한글,글로,씁니,니다"), ("Café ABC 2024年 a", "café,abc,2024"),
       ("江，边。公园", "公园"), ("人人人人", "人人"), ("𠀀𠀁路", "𠀀𠀁,𠀁路"), ("abcdefghijklmnopqrstuvwxyz0123 x", "abcdefghijklmnopqrstuvwx"), ("a b 1 !?%_*", "")]


@pytest.mark.parametrize("text, expected", CUT, ids=[text[:8] for text, _ in CUT])
def test_words_are_cut_as_the_module_cuts_them(portal, desk, text, expected):
    portal.run("CALL portal_index_case(9999, %s)", (text,))
    assert grams(portal, 9999) == set(filter(None, expected.split(",")))
    portal.run("CALL portal_index_case(9999, NULL)")
    assert grams(portal, 9999) == set()


def test_what_is_found_is_what_is_shown(portal, desk):
    number = desk.case(title="江边的灯", public_text="公园北门")
    assert grams(portal, number) == set()
    approve(portal, number)
    assert grams(portal, number) == {"江边", "边的", "的灯", "公园", "园北", "北门"}
    portal.run("UPDATE hotline_case SET public_text = '南门' WHERE id = %s", (number,))
    assert grams(portal, number) == {"江边", "边的", "的灯", "南门"}
    portal.run("UPDATE hotline_case SET prominence = 'text_hidden', public_reason = 'x' WHERE id = %s", (number,))
    assert grams(portal, number) == {"江边", "边的", "的灯"}
    portal.run("DELETE FROM hotline_gram WHERE case_id = %s", (number,))
    portal.run("CALL portal_rebuild_words()")
    assert grams(portal, number) == {"江边", "边的", "的灯"}
    portal.run("UPDATE hotline_case SET prominence = 'code_only' WHERE id = %s", (number,))
    assert grams(portal, number) == set()
    portal.run("UPDATE hotline_case SET prominence = 'public' WHERE id = %s", (number,))
    portal.run("DELETE FROM hotline_case WHERE id = %s", (number,))
    assert grams(portal, number) == set()


def test_nobody_waits_for_somebody_who_approves(portal, desk):
    """An open transaction on one case, and others of the same words are approved, changed, hidden."""
    numbers = [desk.case(title="同样的标题", public_text="同样的正文") for _ in range(4)]
    approve(portal, numbers[1])
    approve(portal, numbers[3])
    first, second = (portal.server.connect(database="portal", autocommit=False) for _ in range(2))
    portal.run("SET SESSION innodb_lock_wait_timeout = 1", connection=second)
    try:
        portal.run("UPDATE hotline_case SET approved_at = '2026-01-02' WHERE id = %s", (numbers[0],), connection=first)
        portal.run("UPDATE hotline_case SET public_text = '别的正文' WHERE id = %s", (numbers[1],), connection=first)
        portal.run("UPDATE hotline_case SET approved_at = '2026-01-02' WHERE id = %s", (numbers[2],), connection=second)
        portal.run("UPDATE hotline_case SET public_text = '别的正文' WHERE id = %s", (numbers[3],), connection=second)
        second.commit()
        first.commit()
    finally:
        first.close()
        second.close()
    assert grams(portal, numbers[0]) == grams(portal, numbers[2]) and grams(portal, numbers[1]) == grams(portal, numbers[3])
