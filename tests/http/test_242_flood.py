"""A flood of forms: budgets hold exactly in all children together, nothing else suffers, no personal data is left of it."""
import concurrent.futures
import urllib.parse
import uuid

from forms import FORM_TYPE, SAME_ORIGIN, stamp
from portal import limit, wait_until


def send(portal, number, client=None):
    body = urllib.parse.urlencode({"ticket": stamp("hotline-new", 60), "step": "send", "client_id": client or uuid.uuid4(),
                                   "kind": "ask", "title": f"洪水第 {number} 份", "text": "同一地址段的很多很多份表单。"})
    return portal.request("POST", "/hotline/new/", SAME_ORIGIN + [FORM_TYPE], body, timeout=limit(20))


def stored(portal):
    return portal.database.run("SELECT COUNT(*) FROM hotline_case WHERE title LIKE '洪水%%'")[0][0]


def test_the_hour_has_one_budget_for_all_children(servers):
    database = servers.database("flood")
    database.run("UPDATE setting SET value = '20' WHERE code = 'desk_hour_total'")
    database.run("UPDATE setting SET value = '999999' WHERE code = 'desk_hour_address'")
    portal = servers.portal("flood", database, NewsPortalFormLimit=(6000, 60000))
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
    portal = servers.portal("same", database, NewsPortalFormLimit=(6000, 60000))
    client = uuid.uuid4()
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: send(portal, 0, client), range(24)))
    assert {answer.status for answer in answers} == {303}
    assert len({answer["Set-Cookie"].split("=")[1].split(".")[0] for answer in answers}) == 1 and stored(portal) == 1
    assert database.run("SELECT COUNT(*) FROM receipt") == ((database.run("SELECT COUNT(*) FROM receipt WHERE item_id = (SELECT MAX(id) FROM hotline_case)")[0][0],),)
