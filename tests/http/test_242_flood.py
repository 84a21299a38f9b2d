"""A flood of forms: budgets hold exactly in all children together, of every form there is, nothing else suffers, no personal data is left of it."""
import collections
import concurrent.futures
import time
import urllib.parse
import uuid

import pytest

from cached import cached_portal
from forms import FORM_TYPE, SAME_ORIGIN, stamp
from portal import PATIENT, limit, wait_until
from test_248_injection import FORMS, Known, without_budgets


def send(portal, number, client=None):
    body = urllib.parse.urlencode({"ticket": stamp("hotline-new", 60), "step": "send", "client_id": client or uuid.uuid4(),
                                   "kind": "ask", "title": f"洪水第 {number} 份", "text": "同一地址段的很多很多份表单。"})
    return portal.request("POST", "/hotline/new/", SAME_ORIGIN + [FORM_TYPE], body, timeout=limit(20))


def stored(portal):
    return portal.database.run("SELECT COUNT(*) FROM hotline_case WHERE title LIKE '洪水%%'")[0][0]


@pytest.mark.hour(60)
def test_the_hour_has_one_budget_for_all_children(servers):
    database = servers.database("flood")
    database.run("UPDATE setting SET value = '20' WHERE code = 'desk_hour_total'")
    database.run("UPDATE setting SET value = '999999' WHERE code = 'desk_hour_address'")
    portal = servers.portal("flood", database, NewsPortalFormLimit=(6000, 60000), **PATIENT)
    paths = ("/", "/hotline/", "/hotline/new/", "/m/hotline/list/")
    for path in paths:   # a page that nobody has read yet may take longer than others wait for it
        wait_until(lambda: {portal.get(path).status for _ in range(8)} == {200}, limit(20), path)
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        readers = [pool.submit(portal.get, path) for path in paths * 25]
        answers = [future.result() for future in [pool.submit(send, portal, number) for number in range(200)]]
        read = [future.result() for future in readers]
    assert {answer.status for answer in read} == {200}
    assert stored(portal) == 20
    taken = [answer for answer in answers if answer.status == 303]
    refused = [answer for answer in answers if answer.status == 429]
    assert len(taken) == 20 and len(taken) + len(refused) == 200
    assert all(1 <= int(answer["Retry-After"]) <= 3600 for answer in refused)
    assert database.run("SELECT SUM(taken), SUM(refused) FROM submission_budget WHERE purpose = 'hotline'") == ((20, 180),)


def test_one_range_of_addresses_has_its_own(servers):
    database = servers.database("range")
    database.run("UPDATE setting SET value = '3' WHERE code = 'desk_hour_address'")
    portal = servers.portal("range", database, NewsPortalFormLimit=(6000, 60000))
    assert [send(portal, number).status for number in range(5)] == [303, 303, 303, 429, 429]
    marks = database.run("SELECT DISTINCT address_key FROM submission_trace")
    assert len(marks) == 1 and "127" not in marks[0][0][:3]
    dump = "".join(str(row) for table in ("submission", "submission_trace", "submission_budget", "receipt", "hotline_case", "hotline_person")
                   for row in database.run(f"SELECT * FROM {table}"))
    assert "127.0.0" not in dump, "no address is stored"


def test_the_same_form_many_times_at_once_is_one_case(servers):
    database = servers.database("same")
    portal = servers.portal("same", database, NewsPortalFormLimit=(6000, 60000), **PATIENT)
    client = uuid.uuid4()
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: send(portal, 0, client), range(24)))
    assert {answer.status for answer in answers} == {303}
    assert len({answer["Set-Cookie"].split("=")[1].split(".")[0] for answer in answers}) == 1 and stored(portal) == 1
    assert database.run("SELECT COUNT(*) FROM receipt") == ((database.run("SELECT COUNT(*) FROM receipt WHERE item_id = (SELECT MAX(id) FROM hotline_case)")[0][0],),)


# ---- Every form ----------------------------------------------------------------------------------------

# What a form leaves: how to count it, and the setting that limits one range of addresses.
LEAVES = {
    "case-send": ("COUNT(*) FROM hotline_case", "desk_hour_address"), "join-send": ("COUNT(*) FROM hotline_join", "desk_hour_address"),
    "note": ("COUNT(*) FROM hotline_note", "desk_hour_address"), "claim-send": ("COUNT(*) FROM claim", "desk_hour_address"),
    "counter-send": ("COUNT(*) FROM claim_counter", "desk_hour_address"),
    "notice-send": ("COUNT(*) FROM plaza_notice", "desk_hour_address"), "contact": ("SUM(contact_shown) FROM plaza_tally", "desk_contact_address"),
}
# What counts once, what each sends, and what others are told; who sends the same once more gets the answer that was lost.
ONCE = {"report": ("COUNT(*) FROM plaza_report", [{"reason": f"虚假信息之{n}"} for n in range(24)], 429),
        "rate": ("COUNT(*) FROM hotline_rating", [{"score": str(1 + n % 5)} for n in range(24)], 422)}
WITH_CODE = [name for name, (_, fields) in FORMS.items() if "code" in fields]
LOOKS = {"case", "case-change", "join", "claim", "counter", "notice"}   # leave nothing: the module's budget alone
ENDS = {"renew", "withdraw"}   # change one thing of whoever has the code, to the same each time


@pytest.fixture(scope="module")
def all_forms(servers):
    return without_budgets(servers, "all-forms", **PATIENT)


@pytest.fixture
def known(all_forms):
    """With what was counted so far forgotten."""
    run = all_forms.portal.database.run
    run("DELETE FROM submission_budget")
    run("DELETE FROM submission_trace")
    yield all_forms
    run("UPDATE setting SET value = '999999' WHERE code LIKE 'desk_%%' AND value REGEXP '^[0-9]+$'")


def allow(known, code, value):
    known.portal.database.run("UPDATE setting SET value = %s WHERE code = %s", value, code)


def count(known, what):
    return int(known.portal.database.run(f"SELECT {what}")[0][0] or 0)


def flood(known, name, changes):
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        return list(pool.map(lambda change: known.send(name, **change), changes))


def tells_when(answer):
    return 1 <= int(answer["Retry-After"]) <= 3601


def test_every_form_is_looked_at_here():
    assert set(FORMS) == set(LEAVES) | set(ONCE) | set(WITH_CODE) | LOOKS | ENDS


@pytest.mark.parametrize("name", LEAVES)
def test_the_hours_total_is_exact_for_every_form(known, name):
    what, _ = LEAVES[name]
    most = 5 if name != "contact" else 10
    allow(known, "desk_hour_total", 5 if name != "contact" else 1)   # ten times as many contacts as forms
    before = count(known, what)
    answers = flood(known, name, [{}] * 3 * most)
    refused = [answer for answer in answers if answer.status == 429]
    told_so = collections.Counter(answer.status for answer in answers)
    assert count(known, what) - before == most and len(refused) == 2 * most and told_so[303] + told_so[200] == most, told_so
    assert all(map(tells_when, refused))


@pytest.mark.parametrize("name", LEAVES)
def test_a_range_of_addresses_has_its_own_for_every_form(known, name):
    what, setting = LEAVES[name]
    allow(known, setting, 3)
    before = count(known, what)
    answers = [known.send(name) for _ in range(6)]
    assert [answer.status == 429 for answer in answers] == [False] * 3 + [True] * 3 and count(known, what) - before == 3
    assert all(map(tells_when, answers[3:]))


@pytest.mark.parametrize("name", ONCE)
def test_what_counts_once_counts_once_in_a_flood(known, name):
    what, changes, told = ONCE[name]
    before = count(known, what)
    answers = flood(known, name, changes)
    told_so = collections.Counter((str(change), answer.status) for change, answer in zip(changes, answers))
    taken = {change for change, status in told_so if status == 200}
    assert count(known, what) - before == 1 and len(taken) == 1, told_so
    assert {status for change, status in told_so if change not in taken} == {told} and {status for change, status in told_so if change in taken} == {200}, told_so


@pytest.mark.parametrize("name", WITH_CODE)
def test_guessing_a_code_ends_after_five_in_every_form(known, name):
    allow(known, "desk_code_tries", 5)
    answers = [known.send(name, code="7KQ2MD9X7KQ2MD9X") for _ in range(7)]
    assert [answer.status for answer in answers] == [404] * 5 + [429] * 2 and all(map(tells_when, answers[5:]))
    assert known.send(name).status == 429, "the right one is not looked at, either"


def test_the_module_counts_every_form_before_the_database(servers, all_forms):
    """One budget for all forms of a sender: when it is empty, none is looked at."""
    portal = cached_portal(servers, "all-forms-limited", all_forms.portal.database, children=1, NewsPortalFormLimit=(1, 1000))
    few = Known.__new__(Known)
    few.portal, few.words = portal, all_forms.words
    began = time.monotonic()
    first = few.send("follow")
    answers = [few.send(name) for name in FORMS]
    assert first.status == 200
    passed = [answer for answer in answers if answer.status != 429]
    assert len(passed) <= (time.monotonic() - began) / 60, "one a minute"
    assert all(tells_when(answer) for answer in answers if answer.status == 429)
    servers.close_portal(portal)
