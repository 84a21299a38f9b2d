"""Two at once: what one statement has decided holds when somebody else's comes in between.

One lets his statement stand without a commit, the other one's begins meanwhile, then both commit; what they leave must be as if one had come
after the other. "Old": the second one's transaction has read before the first one's commit, as tools with manual commit let it.
"""
import hashlib
import threading
import uuid

import pymysql
import pytest

from test_claims import claim, notice
from test_desks import NOW, Desk, desk, key  # noqa: F401  (desk is a fixture)
from test_hotline import final, state

AT_ONCE, OLD = "at once", "old"


def both(portal, first, second, way=AT_ONCE, user=None):
    """Runs `second` while `first` has not committed, or in a transaction from before it. The error of the second, or None."""
    one, two = (portal.server.connect(user, "portal", autocommit=False) for _ in range(2))
    failed = []

    def run():
        try:
            portal.run(*second, connection=two)
            two.commit()
        except pymysql.MySQLError as error:
            two.rollback()
            failed.append(error)

    if way == OLD:
        portal.run("START TRANSACTION WITH CONSISTENT SNAPSHOT", connection=two)
    portal.run(*first, connection=one)
    if way == OLD:
        one.commit()
    thread = threading.Thread(target=run)
    thread.start()
    thread.join(0.4)
    one.commit()
    thread.join()
    one.close()
    two.close()
    return failed[0].args if failed else None


# -- hotline ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
def test_two_extensions_are_both_given(portal, desk, way):
    number = desk.case(now="2030-03-04 09:00:00")
    extension = ("INSERT INTO hotline_extension (case_id, work_days, reason) VALUES (%s, 5, '等材料')", (number,))
    assert both(portal, extension, extension, way) is None
    first, second = portal.run("SELECT due_before, due_after FROM hotline_extension ORDER BY id")
    assert second[0] == first[1]
    assert portal.run("SELECT answer_due, extensions FROM hotline_case") == [(second[1], 2)]


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
def test_who_has_given_a_case_away_cannot_give_it_away_again(portal, desk, way):
    portal.run("INSERT INTO agency (name, code) VALUES ('园林处', 'parks')")
    portal.insert("staff", account="officer", agencies="roads")
    number = desk.case()
    transfer = "INSERT INTO v_hotline_transfer (case_id, to_agency, reason) VALUES (%s, %s, '不归我们')"
    refused = both(portal, (transfer, (number, "water")), (transfer, (number, "parks")), way, user="officer")
    assert portal.run("SELECT from_agency, to_agency FROM hotline_transfer ORDER BY id") == [("roads", "water")], refused
    assert portal.run("SELECT agency FROM hotline_case") == [("water",)]
    assert "not of your agency" in refused[1]


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
def test_a_final_reply_answers_the_round_that_it_finds(portal, desk, way):
    number = desk.case(code="c")
    final(portal, number)
    rating = ("SELECT web_hotline_rate(%s, %s, %s, 0, 1)", (key("c"), key("home"), NOW))
    assert both(portal, rating, ("INSERT INTO hotline_reply (text, case_id, kind) VALUES ('再答', %s, 'final')", (number,)), way) is None
    assert portal.run("SELECT round FROM hotline_reply ORDER BY id") == [(0,), (1,)]
    assert state(portal, number) == ("answered", 1)


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
def test_a_closed_case_takes_no_reply(portal, desk, way):
    number = desk.case(code="c")
    final(portal, number)
    refused = both(portal, ("UPDATE hotline_case SET state = 'closed' WHERE id = %s", (number,)),
                   ("INSERT INTO hotline_reply (text, case_id) VALUES ('还有', %s)", (number,)), way)
    assert refused and "takes no more replies" in refused[1]


def test_officers_may_use_prepared_statements(portal, desk):
    """Tools prepare what they send; MySQL asks the sender for rights then to what a function called so locks, but not to what a trigger does."""
    portal.insert("staff", account="officer", agencies="roads")
    number = desk.case(now="2030-03-04 09:00:00")
    officer = portal.server.connect("officer", "portal")
    for statement in ("INSERT INTO v_hotline_extension (case_id, work_days, reason) VALUES (?, 5, 'x')", "INSERT INTO v_hotline_reply (case_id, text) VALUES (?, 'x')",
                      "INSERT INTO v_hotline_transfer (case_id, to_agency, reason) VALUES (?, 'water', 'x')"):
        portal.run(f"PREPARE statement FROM \"{statement}\"", connection=officer)
        portal.run("SET @number = %s", (number,), connection=officer)
        portal.run("EXECUTE statement USING @number", connection=officer)
    officer.close()


def test_twenty_notes_are_enough_whoever_sends_them_at_once(portal, desk):
    number = desk.case(code="c")
    portal.run("INSERT INTO hotline_note (text, case_id, noted_at) VALUES " + ", ".join([f"('x', {number}, '2026-01-01')"] * 19))
    note = "SELECT web_hotline_note(%s, %s, %s, %s, 'x', 'x')"
    both(portal, (note, (str(uuid.uuid4()), key("c"), key("home"), NOW)), (note, (str(uuid.uuid4()), key("c"), key("home"), NOW)))
    assert portal.run("SELECT COUNT(*) FROM hotline_note") == [(20,)]


def at_once(portal, calls):
    """Answers of several web accounts that send at the same moment."""
    answers = []
    start = threading.Barrier(len(calls))

    def call(text, args):
        web = portal.web()
        start.wait()
        try:
            answers.append(portal.run(text, args, connection=web)[0][0])
        except pymysql.MySQLError as error:
            answers.append(error.args)
        web.close()

    threads = [threading.Thread(target=call, args=one) for one in calls]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return answers


def test_five_codes_of_one_form(portal, desk):
    submit = "SELECT web_hotline_submit(%s, %s, %s, %s, 'ask', '', '', 0, 0, 't', 'x', 't', 'x', '', '', '')"
    worst, errors = 0, []
    for _ in range(30):
        client = str(uuid.uuid4())
        answers = at_once(portal, [(submit, (client, key(uuid.uuid4()), key("home"), NOW)) for _ in range(9)])
        errors += [answer for answer in answers if isinstance(answer, tuple)]
        worst = max(worst, portal.run("SELECT COUNT(*) FROM receipt WHERE item_id = (SELECT item_id FROM submission WHERE client_id = %s)", (client,))[0][0])
    assert errors == [] and worst == 5


def test_the_web_account_may_use_prepared_statements(portal, desk):
    """As the module does. Of what a function locks, and all that its triggers might, MySQL asks the web account for rights."""
    address = f"/2021/11/18/{portal.article()}.html"
    form = lambda: (str(uuid.uuid4()), key(uuid.uuid4()), key("home"), NOW)  # noqa: E731
    notice_of = ("jobs", "huawan", "", "2026-04-01 00:00:00", 0, "招人", "招两人", "side=招聘\npay=4500", "王", "1", "")

    def call(function, *values):
        portal.run("PREPARE statement FROM %s", (f"SELECT {function}({', '.join('?' * len(values))})",), connection=desk.connection)
        for n, value in enumerate(values):
            portal.run(f"SET @value{n} = %s", (value,), connection=desk.connection)
        rows = portal.run("EXECUTE statement USING " + ", ".join(f"@value{n}" for n in range(len(values))), connection=desk.connection)
        return str(rows[0][0]).partition(":")[0]

    number = desk.case(code="c")
    final(portal, number)
    assert call("web_hotline_submit", *form(), "ask", "", "", 0, 0, "t", "x", "t", "x", "", "", "") == "new"
    assert call("web_hotline_note", str(uuid.uuid4()), key("c"), key("home"), NOW, "x", "x") == "new"
    assert call("web_hotline_rate", key("c"), key("home"), NOW, 0, 1) == "ok"
    portal.run("UPDATE hotline_case SET approved_at = '2026-01-01'")
    assert call("web_hotline_join", str(uuid.uuid4()), key("home"), NOW, number, "") == "new"
    assert call("web_claim_submit", *form(), "copyright", 0, "w", "s", "c", 0, address, "n", "1", "") == "new"
    portal.run("UPDATE claim SET state = 'removed'")
    assert call("web_claim_counter", str(uuid.uuid4()), key("home"), NOW, 0, "s", address, "n", "1", "") == "new"
    assert call("web_plaza_submit", str(uuid.uuid4()), key("n"), key("home"), NOW, *notice_of) == "new"
    assert call("web_plaza_renew", key("n"), key("home"), NOW, "2026-04-02 00:00:00") == "ok"
    assert call("web_plaza_contact", key("home"), NOW, 1) == call("web_plaza_report", key("home"), NOW, 1, "x") == "none"
    assert call("web_plaza_withdraw", key("n"), key("home")) == "ok"
    assert call("web_code_ok", "plaza", key("n"), key("home")) == "open"
    assert call("portal_prune", 0, 10).isdigit()


# -- claims -----------------------------------------------------------------------------------------------


def removed(portal, article):
    return portal.run("SELECT removal_id IS NOT NULL FROM article WHERE id = %s", (article,)) == [(1,)]


@pytest.fixture
def claimed(portal, desk):
    """A claim with one article, and another article."""
    one, other = portal.article(), portal.article()
    number = int(claim(desk, addresses=f"/2021/11/18/{one}.html")[4:])
    return number, one, other


def act(number, state="removed"):
    return "UPDATE claim SET state = %s WHERE id = %s", (state, number)


def add(number, article):
    return "INSERT INTO claim_item (address, claim_id) VALUES (%s, %s)", (f"/2021/11/18/{article}.html", number)


def matches(portal):
    """Every item of a claim that acts has a removal in force, and every removal in force an item."""
    assert portal.run("SELECT i.id FROM claim_item AS i JOIN claim AS c ON c.id = i.claim_id LEFT JOIN removal AS r ON r.id = i.removal_id "
                      "WHERE i.item_kind <> 'unknown' AND (c.state IN ('confirmed', 'hidden', 'removed')) <> (r.id IS NOT NULL AND r.restored_at IS NULL)") == []
    assert portal.run("SELECT r.id FROM removal AS r LEFT JOIN claim_item AS i ON i.removal_id = r.id WHERE r.restored_at IS NULL AND i.id IS NULL") == []


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
@pytest.mark.parametrize("order", [1, -1])
def test_an_item_that_is_added_while_its_claim_is_decided(portal, claimed, way, order):
    number, one, other = claimed
    assert both(portal, *(act(number), add(number, other))[::order], way) is None
    assert removed(portal, one) and removed(portal, other)
    matches(portal)


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
@pytest.mark.parametrize("order", [1, -1])
def test_an_item_that_is_taken_out_while_its_claim_is_decided(portal, claimed, way, order):
    number, one, other = claimed
    both(portal, *(act(number), ("DELETE FROM claim_item WHERE claim_id = %s", (number,)))[::order], way)
    assert not removed(portal, one)
    matches(portal)


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
@pytest.mark.parametrize("order", [1, -1])
def test_an_item_that_is_found_while_its_claim_is_decided(portal, claimed, way, order):
    number, one, other = claimed
    portal.run("INSERT INTO claim_item (address, claim_id) VALUES ('/nowhere', %s)", (number,))
    found = ("UPDATE claim_item SET item_kind = 'article', item_id = %s WHERE item_kind = 'unknown'", (other,))
    assert both(portal, *(act(number), found)[::order], way) is None
    assert removed(portal, other)
    matches(portal)


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
@pytest.mark.parametrize("order", [1, -1])
def test_an_item_that_is_added_while_its_claim_ends(portal, claimed, way, order):
    number, one, other = claimed
    portal.run(*act(number))
    assert both(portal, *(act(number, "restored"), add(number, other))[::order], way) is None
    assert not removed(portal, one) and not removed(portal, other)
    matches(portal)


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
@pytest.mark.parametrize("order", [1, -1])
def test_an_item_that_is_added_while_its_claim_is_deleted(portal, claimed, way, order):
    number, one, other = claimed
    portal.run(*act(number))
    both(portal, *(("DELETE FROM claim WHERE id = %s", (number,)), add(number, other))[::order], way)
    assert portal.run("SELECT i.id FROM claim_item AS i LEFT JOIN claim AS c ON c.id = i.claim_id WHERE c.id IS NULL") == []
    matches(portal)


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
@pytest.mark.parametrize("kind", ["article", "media"])
def test_one_of_two_removals_that_ends_brings_nothing_back(portal, kind, way):
    item = portal.article() if kind == "article" else portal.insert("media", title="图", path="a.jpg")
    first = portal.insert("removal", item_kind=kind, item_id=item, cause="一")
    assert both(portal, ("INSERT INTO removal (item_kind, item_id, cause) VALUES (%s, %s, '二')", (kind, item)),
                ("UPDATE removal SET restored_at = NOW() WHERE id = %s", (first,)), way) is None
    assert portal.run(f"SELECT removal_id > {first} FROM {kind}") == [(1,)]


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
@pytest.mark.parametrize("kind", ["article", "media"])
def test_two_removals_that_end_bring_it_back(portal, kind, way):
    item = portal.article() if kind == "article" else portal.insert("media", title="图", path="a.jpg")
    first, second = (portal.insert("removal", item_kind=kind, item_id=item, cause=cause) for cause in "一二")
    end = "UPDATE removal SET restored_at = NOW() WHERE id = %s"
    assert both(portal, (end, (second,)), (end, (first,)), way) is None
    assert portal.run(f"SELECT removal_id FROM {kind}") == [(None,)]


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
@pytest.mark.parametrize("order", [1, -1])
def test_a_claim_that_ends_while_another_one_of_the_same_article_is_confirmed(portal, desk, way, order):
    article = portal.article()
    one, other = (int(claim(desk, code=code, addresses=f"/2021/11/18/{article}.html")[4:]) for code in "xy")
    portal.run(*act(one))
    assert both(portal, *(act(other), act(one, "restored"))[::order], way) is None
    assert removed(portal, article)
    matches(portal)


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("upload", ["path", "content"])
def test_another_row_of_a_file_that_is_being_removed(portal, upload, way, order):
    file = {"path": "pictures/a.jpg"} if upload == "path" else {"content": b"\x89PNG\r\n\x1a\n" + bytes(40)}
    number = portal.insert("media", title="图", **file)
    names, values = ", ".join(file), list(file.values())
    row = (f"INSERT INTO media (title, {names}) VALUES ('another', %s)", values)
    removal = ("INSERT INTO removal (item_kind, item_id, cause) VALUES ('media', %s, 'c')", (number,))
    assert both(portal, *(removal, row)[::order], way) is None
    assert portal.run("SELECT title, removal_id IS NULL FROM media ORDER BY id") == [("图", 0), ("another", 0)]


@pytest.mark.parametrize("upload", ["path", "content"])
def test_a_removal_left_open_holds_up_no_other_file(portal, upload):
    """But for one that would stand beside it in the index."""
    picture = b"\x89PNG\r\n\x1a\n"
    numbers = [portal.insert("media", title="t", path=f"{letter}.jpg") for letter in "acegi"] if upload == "path" else \
              [portal.insert("media", title="t", content=picture + bytes([n] * 40)) for n in range(9)]
    portal.run("INSERT INTO media (title, path) VALUES " + ", ".join([f"('t', 'p/{n}.jpg')" for n in range(100)]))
    for n in range(20):
        portal.insert("media", title="t", content=picture + bytes([99] * n + [1] * 40))
    portal.run("ANALYZE TABLE media")
    hashes = [row[0] for row in portal.run("SELECT content_hash FROM media WHERE content_hash <> '' ORDER BY content_hash")]
    if upload == "content":   # the one with the smallest hash: others come behind it
        numbers = [row[0] for row in portal.run("SELECT id FROM media WHERE content_hash = %s", (hashes[0],))]
    one, two = (portal.server.connect(database="portal", autocommit=False) for _ in range(2))
    portal.run("SET SESSION innodb_lock_wait_timeout = 1", connection=two)
    portal.run("INSERT INTO removal (item_kind, item_id, cause) VALUES ('media', %s, 'c')", (numbers[0],), connection=one)
    try:
        for n in range(50):
            content = picture + bytes([7, n] * 30)
            if upload == "path" or hashlib.sha256(content).hexdigest()[:16] > hashes[1]:
                portal.insert("media", two, title="t", content=content)
        for name in ("d.jpg", "zz.jpg", "p/50b.jpg"):
            portal.insert("media", two, title="t", path=name)
        portal.run("UPDATE media SET caption = 'd' WHERE id = %s", (numbers[0] + 1,), connection=two)
    finally:
        for connection in (one, two):
            connection.rollback()
            connection.close()


# -- plaza ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
def test_a_notice_that_its_writer_has_withdrawn_does_not_go_live(portal, desk, way):
    number = int(notice(desk)[4:])
    refused = both(portal, ("SELECT web_plaza_withdraw(%s, %s)", (key("n"), key("home"))),
                   ("UPDATE plaza_notice SET state = 'live' WHERE id = %s", (number,)), way)
    assert portal.run("SELECT state FROM plaza_notice") == [("withdrawn",)] and "was withdrawn" in refused[1]
    portal.run("UPDATE plaza_notice SET state = 'new' WHERE id = %s", (number,))
    portal.run("UPDATE plaza_notice SET state = 'live' WHERE id = %s", (number,))


# -- channels and tags ------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
@pytest.mark.parametrize("second", ["CALL merge_tag('乙', '丙')", "INSERT INTO tag (name, alias_of) VALUES ('乙', '丙')", "CALL rename_tag('乙', '丙')"])
def test_no_alias_of_an_alias(portal, second, way):
    portal.article(tags="甲,乙")
    both(portal, ("INSERT INTO tag (name, alias_of) VALUES ('甲', '乙')", ()), (second, ()), way)
    assert portal.run("SELECT a.name FROM tag AS a JOIN tag AS b ON b.name = a.alias_of WHERE b.alias_of IS NOT NULL") == []


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
@pytest.mark.parametrize("rename", ["UPDATE channel SET code = 'quarter' WHERE code = 'area'", "CALL rename_channel('area', 'quarter')"])
@pytest.mark.parametrize("order", [1, -1])
def test_a_slot_of_a_channel_that_is_renamed(portal, rename, way, order):
    both(portal, *((rename, ()), ("INSERT INTO slot (name, code, channel) VALUES ('头条', 'lead', 'area')", ()))[::order], way)
    assert portal.run("SELECT s.code FROM slot AS s LEFT JOIN channel AS c ON c.code = s.channel WHERE c.code IS NULL") == []


@pytest.mark.parametrize("way", [AT_ONCE, OLD])
@pytest.mark.parametrize("order", [1, -1])
def test_the_staff_of_a_channel_that_is_renamed(portal, way, order):
    both(portal, *(("UPDATE channel SET code = 'quarter' WHERE code = 'area'", ()), ("INSERT INTO staff (account, channels) VALUES ('li', 'area')", ()))[::order], way)
    assert portal.run("SELECT channels FROM staff WHERE account = 'li' AND channels = 'area'") == []
