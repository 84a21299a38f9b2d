"""Claims and notices through the web account."""
import datetime
import uuid

import pytest

from test_desks import NOW, Desk, desk, key  # noqa: F401  (desk is a fixture)


def claim(desk, code="c", client=None, **more):
    row = {"right_kind": "copyright", "suspect": 0, "work": "照片", "statement": "是我拍的", "claimant": "某社", "claimant_public": 0,
           "addresses": "/a", "name": "张", "phone": "1", "email": ""} | more
    return desk.call("web_claim_submit", client or str(uuid.uuid4()), key(code), key("home"), NOW, *row.values())


def test_a_claim_by_form_hides_nothing_and_one_word_hides_all(portal, desk):
    article = portal.article(published_at="2021-11-18 06:22:00", tags="甲")
    picture = portal.insert("media", title="图", path="pictures/a.jpg")
    address = f"https://www.example.com/2021/11/18/{article}.html"
    assert desk.call("web_claim_resolve", address) == f"article:{article}"
    assert desk.call("web_claim_resolve", "/pictures/a.jpg") == f"media:{picture}"
    assert desk.call("web_claim_resolve", "/nowhere") == desk.call("web_claim_resolve", "") == ""
    answer = claim(desk, addresses=f"{address}\n/pictures/a.jpg\n\n/nowhere")
    number = int(answer[4:])
    assert portal.lists(article) != [] and portal.run("SELECT COUNT(*) FROM removal") == [(0,)]
    assert portal.run("SELECT item_kind, item_id FROM claim_item ORDER BY id") == [("article", article), ("media", picture), ("unknown", 0)]
    portal.log()
    portal.run("UPDATE claim SET state = 'hidden' WHERE id = %s", (number,))
    assert {("removal", f"article:{article}"), ("removal", f"media:{picture}"), ("claims", "")} <= portal.log()
    assert portal.lists(article) == []
    assert portal.run("SELECT cause, claimant FROM web_article_fate", connection=desk.connection)[0][1] == ""
    portal.run("UPDATE claim SET state = 'removed', claimant_public = 1 WHERE id = %s", (number,))
    assert portal.run("SELECT claimant FROM web_article_fate", connection=desk.connection) == [("某社",)]
    portal.run("UPDATE claim SET state = 'restored' WHERE id = %s", (number,))
    assert portal.lists(article) != [] and portal.run("SELECT COUNT(*) FROM removal WHERE restored_at IS NULL") == [(0,)]
    assert portal.run("SELECT removal_id FROM media") == [(None,)]


@pytest.fixture
def our_hosts(portal):
    def name(base="", mobile=""):
        for code, value in (("base_url", base), ("mobile_url", mobile)):
            portal.run("UPDATE setting SET value = %s WHERE code = %s", (value, code))
    yield name
    name()


FOREIGN = ["https://evil.example", "HTTP://Evil.Example:8080", "https://www.example.com.evil.example", "https://www.example.com@evil.example",
           "https://www.example.com:x@evil.example", "https://evil.example?https://www.example.com", "https://evil-www.example.com", "https://ｗww.example.com",
           "https://www.éxample.com", "http://[::1]"]


@pytest.mark.parametrize("base, mobile, ours, foreign", [
    ("", "", FOREIGN, []),
    ("https://www.example.com", "", ["", "/m", "http://www.example.com", " HTTPS://WWW.Example.com:8443", "https://www.example.com/m", "https://m.example.com",
                                     "https://m.www.example.com"], [*FOREIGN, "https://mobile.example.com", "https://example.com"]),
    ("https://www.example.com:8443", "https://touch.example.com", ["", "https://www.example.com", "https://touch.example.com"],
     [*FOREIGN, "https://m.example.com"]),
    ("http://[::1]:8080", "", ["http://[::1]:8080", "http://[::1]"], ["http://[::2]", "https://www.example.com"])], ids=["unknown", "m", "mobile", "number"])
def test_an_address_of_another_site_is_not_ours(portal, desk, our_hosts, base, mobile, ours, foreign):
    """As the form has it: marked, and it removes nothing, although a picture of ours has that path."""
    picture = portal.insert("media", title="图", path="pictures/bridge.svg")
    number = portal.insert("claim", work="w", statement="s", claimant="c", source="letter")
    our_hosts(base, mobile)
    for host in ours:
        if "?" in host:
            continue
        address = f"{host}/pictures/bridge.svg"
        assert desk.call("web_claim_resolve", address) == f"media:{picture}", host
        item = portal.insert("claim_item", address=address, claim_id=number)
        assert portal.run("SELECT address, item_kind, item_id FROM claim_item WHERE id = %s", (item,)) == [(address, "media", picture)], host
    before = portal.run("SELECT COUNT(*) FROM claim_item WHERE item_kind <> 'unknown'")
    for host in foreign:
        address = f"{host}/pictures/bridge.svg"
        assert desk.call("web_claim_resolve", address) == "", host
        item = portal.insert("claim_item", address=address, claim_id=number)
        for _ in range(2):
            assert portal.run("SELECT address, item_kind, item_id FROM claim_item WHERE id = %s", (item,)) == [(f"other: {address}", "unknown", 0)], host
            portal.run("UPDATE claim_item SET item_id = 0 WHERE id = %s", (item,))
    assert portal.run("SELECT COUNT(*) FROM claim_item WHERE item_kind <> 'unknown'") == before


def test_an_address_of_another_site_that_is_corrected(portal, our_hosts):
    picture = portal.insert("media", title="图", path="pictures/bridge.svg")
    number = portal.insert("claim", work="w", statement="s", claimant="c", source="letter")
    our_hosts("https://www.example.com")
    portal.run("UPDATE claim SET state = 'hidden' WHERE id = %s", (number,))
    item = portal.insert("claim_item", address="https://evil.example/pictures/bridge.svg", claim_id=number)
    assert portal.run("SELECT COUNT(*) FROM removal") == [(0,)]
    portal.run("UPDATE claim_item SET address = 'https://evil.example/' WHERE id = %s", (item,))
    assert portal.run("SELECT address, item_kind FROM claim_item") == [("other: https://evil.example/", "unknown")]
    portal.run("UPDATE claim_item SET address = 'https://www.example.com/pictures/bridge.svg' WHERE id = %s", (item,))
    assert portal.run("SELECT item_id FROM removal WHERE restored_at IS NULL") == [(picture,)]
    long = portal.insert("claim_item", address="https://evil.example/" + "a" * 479, claim_id=number)
    assert portal.run("SELECT LENGTH(address) FROM claim_item WHERE id = %s", (long,)) == [(500,)]


def test_a_hundred_removals_in_one_claim(portal, desk):
    articles = [portal.article(title=f"文{n}") for n in range(50)]
    for part in range(2):
        answer = claim(desk, code=f"c{part}", addresses="\n".join(f"/2021/11/18/{article}.html" for article in articles[part::2]))
        portal.run("UPDATE claim SET state = 'removed' WHERE id = %s", (int(answer[4:]),))
    assert portal.lists() == [] and portal.run("SELECT COUNT(*) FROM removal WHERE restored_at IS NULL") == [(50,)]


def test_the_ledger_names_a_claimant_only_where_it_may(portal, desk):
    shown, hushed = int(claim(desk, code="a", claimant="公开者", claimant_public=1)[4:]), int(claim(desk, code="b", claimant="不公开者")[4:])
    suspect = int(claim(desk, code="s", suspect=1)[4:])
    portal.run("SET timestamp = UNIX_TIMESTAMP('2026-03-04 08:00:00')")
    portal.run("UPDATE claim SET state = 'rejected' WHERE id = %s", (shown,))
    portal.run("SET timestamp = DEFAULT")
    assert portal.run("SELECT id, state, days, items, claimant FROM web_claim_ledger ORDER BY id", connection=desk.connection) == \
        [(shown, "rejected", 2, 0, "公开者"), (hushed, "received", None, 0, "")]
    for state, listed in (("rejected", 0), ("removed", 1), ("restored", 1)):   # a person had filled in the trap, after all
        portal.run("UPDATE claim SET state = %s WHERE id = %s", (state, suspect))
        assert portal.run("SELECT COUNT(*) FROM web_claim_ledger WHERE id = %s", (suspect,), connection=desk.connection) == [(listed,)], state
    assert desk.call("web_code_ok", "claim", key("b"), key("home")) == f"open:{hushed}"
    assert portal.run("SELECT work, state, due_at FROM web_opened_claim", connection=desk.connection) == \
        [("照片", "received", datetime.datetime(2026, 3, 3, 9))]


def test_a_doubled_claim_is_one(portal, desk):
    client = str(uuid.uuid4())
    number = claim(desk, client=client, addresses="/a")[4:]
    assert claim(desk, code="second", client=client, addresses="/a") == f"again:{number}"
    assert claim(desk, code="o", right_kind="other") != "bad" and claim(desk, code="d", right_kind="nothing") == "bad"


def counter(desk, client=None, **more):
    row = {"suspect": 0, "statement": "照片是我拍的", "addresses": "/pictures/a.jpg", "name": "许", "phone": "1", "email": ""} | more
    return desk.call("web_claim_counter", client or str(uuid.uuid4()), key("home"), NOW, *row.values())


def held(portal, desk, code, *addresses):
    """A claim that holds addresses back; its number."""
    number = int(claim(desk, code=code, addresses="\n".join(addresses))[4:])
    portal.run("UPDATE claim SET state = 'hidden' WHERE id = %s", (number,))
    return number


def test_a_counter_statement_goes_to_every_claim_that_holds_something_back(portal, desk):
    first, *_ = [portal.insert("media", title="图", path=f"pictures/{name}.jpg") for name in "abc"]
    one, two = held(portal, desk, "1", "/pictures/a.jpg", "/pictures/b.jpg"), held(portal, desk, "2", "/pictures/a.jpg")
    rejected = held(portal, desk, "3", "/pictures/c.jpg")
    portal.run("UPDATE claim SET state = 'rejected' WHERE id = %s", (rejected,))
    assert desk.call("web_claim_removed", "https://www.example.com/m/pictures/a.jpg?x#y") == f"media:{first}"
    assert [desk.call("web_claim_removed", address) for address in ("/pictures/c.jpg", "/pictures/none.jpg", "", "/latest/")] == [""] * 4
    assert counter(desk, addresses="/pictures/a.jpg\n/pictures/c.jpg") == counter(desk, addresses="\n \n/nowhere") == "none"
    assert counter(desk, phone="", email="") == "bad" and portal.run("SELECT COUNT(*) FROM claim_counter") == [(0,)]
    for more in ({"statement": " "}, {"name": ""}, {"addresses": "\n"}):
        with portal.refused("must not be empty"):
            counter(desk, **more)
    portal.log()
    client = str(uuid.uuid4())
    answer = counter(desk, client, addresses="/pictures/a.jpg\n/pictures/b.jpg")
    number = int(answer.removeprefix("new:"))
    assert counter(desk, client, addresses="/pictures/a.jpg\n/pictures/b.jpg") == f"again:{number}" and counter(desk, client) == "taken"
    assert desk.call("web_outcome", client) == f"counter:{number}"
    assert portal.run("SELECT claim_id, state FROM claim_counter ORDER BY id") == [(one, "received"), (two, "received")]
    assert portal.run("SELECT name, phone FROM claim_counter_contact") == [("许", "1")] * 2
    assert portal.log() == set() and portal.run("SELECT counter_at FROM web_claim_ledger WHERE counter_at IS NOT NULL", connection=desk.connection) == []
    assert portal.run("SELECT COUNT(*) FROM receipt WHERE desk <> 'claim'") == [(0,)]
    portal.run("UPDATE claim SET counter_statement = '来信' WHERE id = %s", (two,))
    portal.run("UPDATE claim_counter SET state = 'accepted' WHERE claim_id = %s", (two,))
    assert portal.run("SELECT counter_statement, counter_at IS NOT NULL, state FROM claim WHERE id = %s", (two,)) == [("来信\n\n照片是我拍的", 1, "hidden")]
    assert ("claims", "") in portal.log()
    portal.run("DELETE FROM claim WHERE id = %s", (two,))
    assert portal.run("SELECT claim_id FROM claim_counter") == [(one,)] and portal.run("SELECT counter_id FROM claim_counter_contact") == [(number,)]


def test_contacts_of_counter_statements_are_forgotten_with_the_claims(portal, desk):
    portal.insert("media", title="图", path="pictures/a.jpg")
    number = held(portal, desk, "1", "/pictures/a.jpg")
    assert counter(desk).startswith("new:") and counter(desk, suspect=1).startswith("new:")
    contacts = lambda: portal.run("CALL forget_personal(100)") and portal.run("SELECT COUNT(*) FROM claim_counter_contact")[0][0]  # noqa: E731
    portal.run("UPDATE claim_counter SET received_at = NOW() - INTERVAL 400 DAY")
    assert contacts() == 2, "the claim came today"
    portal.run("UPDATE claim SET received_at = NOW() - INTERVAL 400 DAY")
    assert contacts() == 1, "the claim has not ended, and a person wrote this one"
    portal.run("UPDATE claim SET state = 'removed' WHERE id = %s", (number,))
    assert contacts() == 1, "it ended today"
    portal.run("UPDATE claim SET decided_at = NOW() - INTERVAL 400 DAY WHERE id = %s", (number,))
    portal.run("UPDATE claim_counter SET received_at = NOW()")
    assert contacts() == 1, "it came today"
    portal.run("UPDATE claim_counter SET received_at = NOW() - INTERVAL 400 DAY")
    assert contacts() == 0 and portal.run("SELECT statement FROM claim_counter") == [("照片是我拍的",)] * 2


def notice(desk, code="n", client=None, **more):
    row = {"category": "jobs", "region": "huawan", "language": "", "ends_at": "2026-04-01 00:00:00", "suspect": 0, "title": "招人",
           "text": "招两人", "fields": "side=招聘\npay=4500", "name": "王", "phone": "13600000000", "email": ""} | more
    return desk.call("web_plaza_submit", client or str(uuid.uuid4()), key(code), key("home"), NOW, *row.values())


def live(portal, number):
    portal.run("UPDATE plaza_notice SET state = 'live' WHERE id = %s", (number,))
    portal.run("UPDATE plaza_notice SET approved_at = approved_at WHERE id = %s", (number,))


def test_a_notice_from_form_to_list(portal, desk):
    portal.run("SET timestamp = UNIX_TIMESTAMP('2026-03-02 08:00:00')")
    number = int(notice(desk)[4:])
    assert portal.run("SELECT * FROM web_plaza_notice", connection=desk.connection) == []
    portal.log()
    live(portal, number)
    assert portal.log() == {("notice", str(number)), ("notices", "jobs"), ("notices", "")}
    assert portal.run("SELECT title, category, region FROM web_plaza_notice", connection=desk.connection) == [("招人", "jobs", "huawan")]
    assert portal.run("SELECT field, value, number_value FROM web_plaza_value ORDER BY field", connection=desk.connection) == \
        [("pay", "4500", 4500), ("side", "招聘", None)]
    contact = lambda now=NOW: desk.call("web_plaza_contact", key("reader"), now, number)  # noqa: E731
    assert contact() == "王\n13600000000\n" and contact("2026-04-01 00:00:00") == "none"
    assert portal.run("SELECT contact_shown FROM plaza_tally") == [(1,)]
    portal.run("UPDATE setting SET value = '2' WHERE code = 'desk_contact_address'")
    assert contact().startswith("busy:")
    portal.run("UPDATE setting SET value = '20' WHERE code = 'desk_contact_address'")
    assert desk.call("web_plaza_renew", key("n"), key("home"), "2026-03-10 00:00:00", "2026-04-20 00:00:00") == "ok"
    with portal.refused("within the next 60 days"):
        desk.call("web_plaza_renew", key("n"), key("home"), "2026-03-10 00:00:00", "2030-04-20 00:00:00")
    assert desk.call("web_plaza_renew", key("n"), key("home"), "2026-05-21 00:00:00", "2026-06-01 00:00:00") == "gone"
    assert desk.call("web_plaza_withdraw", key("n"), key("home")) == "ok" and desk.call("web_plaza_withdraw", key("n"), key("home")) == "gone"
    assert portal.run("SELECT * FROM web_plaza_notice", connection=desk.connection) == []
    assert portal.run("SELECT id, state FROM web_plaza_fate", connection=desk.connection) == [(number, "withdrawn")]
    assert contact() == "none"
    portal.run("SET timestamp = DEFAULT")


def test_a_notice_that_is_not_right_leaves_nothing(portal, desk):
    for words, more in (("The field “招聘或求职” is missing", {"fields": "pay=1"}), ("“月薪（元）” is not right", {"fields": "side=招聘\npay=x"}),
                        ("no such field", {"fields": "side=招聘\nx=1"}), ("within the next 60 days", {"ends_at": "2026-08-01"}),
                        ("No such category", {"category": "nothing"}), ("No such region", {"region": "nowhere"})):
        with portal.refused(words):
            notice(desk, **more)
    for table in ("plaza_notice", "plaza_value", "plaza_contact", "receipt", "submission", "submission_budget"):
        assert portal.run(f"SELECT * FROM {table}") == [], table


def test_three_reports_hide_until_all_are_checked(portal, desk):
    portal.run("SET timestamp = UNIX_TIMESTAMP('2026-03-02 08:00:00')")
    number = int(notice(desk)[4:])
    live(portal, number)
    portal.run("SET timestamp = DEFAULT")
    report = lambda who: desk.call("web_plaza_report", key(who), NOW, number, "假的")  # noqa: E731
    shown = lambda: len(portal.run("SELECT * FROM web_plaza_notice", connection=desk.connection))  # noqa: E731
    assert report("a") == "ok" and report("a").startswith("busy:") and report("b") == "ok" and shown() == 1
    portal.log()
    assert report("c") == "ok" and shown() == 0
    assert ("removal", f"notice:{number}") in portal.log()
    assert desk.call("web_plaza_contact", key("x"), NOW, number) == "none"
    portal.run("UPDATE plaza_report SET checked = 1 LIMIT 2")
    assert shown() == 0
    portal.run("UPDATE plaza_report SET checked = 1")
    assert shown() == 1 and ("notices", "jobs") in portal.log()
    assert report("d") == "ok" and shown() == 1


@pytest.mark.parametrize("where, index", [("", "listed"), ("category = 'services' AND ", "by_category")])
def test_lists_of_notices_are_index_ranges(portal, desk, where, index):
    """Keyset paging: the twenty before a place, newest first, read backwards from the index without sorting."""
    portal.run("UPDATE setting SET value = '9999' WHERE code LIKE 'desk\\_hour%%'", ())
    for n in range(60 if portal.server.is_mariadb else 300):   # of sixty rows MySQL rightly reads all
        category, region = ("services" if n % 6 == 0 else "secondhand"), ("huawan" if n % 5 == 0 else "")
        notice(desk, code=n, category=category, region=region, fields="side=转让" if category == "secondhand" else "", title=f"第{n}条")
    portal.run("UPDATE plaza_notice SET state = 'live'")
    portal.run("ANALYZE TABLE plaza_notice, plaza_tally")
    plan = portal.run(f"EXPLAIN SELECT id, title FROM web_plaza_notice WHERE {where}approved_at <= NOW() AND ends_at > '2026-03-02' "
                      "AND (approved_at, id) < (NOW(), 1000000) ORDER BY approved_at DESC, id DESC LIMIT 20")
    assert "filesort" not in str(plan) and index == plan[0][5 if portal.server.is_mariadb else 6], str(plan)
