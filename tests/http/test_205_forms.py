"""The way of a form, at the hotline's: what is taken and from whom, what comes back, what is stored; that nothing of it
is kept in caches and logs. The forms' own rules are tested with their desks."""
import re
import time

import pytest

from forms import FORM_TYPE, OPENS, Form, form_at, form_in, notice, post, problems, receipt, stamp
from lib import html
from portal import limit, wait_until

NEW = "/hotline/new/"
OURS = [("Sec-Fetch-Site", "same-origin")]


@pytest.fixture(scope="module")
def portal(servers):
    """With its own database: budgets are counted there."""
    database = servers.database("forms")
    database.run("UPDATE setting SET value = '1000' WHERE code = 'desk_hour_address'")
    return servers.portal("forms", database, NewsPortalFormLimit=(6000, 60000))


def filled(portal, **fields):
    return form_at(portal, NEW).fill(**({"kind": "ask", "title": "桥上的灯", "text": "北岸大桥上的灯什么时候修好?"} | fields))


def confirmed(portal, **fields):
    response = filled(portal, **fields).send(portal)
    assert response.status == 200, response
    return form_in(response)


def cases(portal):
    return portal.database.run("SELECT COUNT(*) FROM hotline_case")[0][0]


# ---- The way that works ------------------------------------------------------------------------------

@pytest.mark.parametrize("variant", ["", "/m"])
def test_a_form_is_checked_confirmed_and_sent(portal, variant):
    form = form_at(portal, variant + NEW).fill(kind="complain", agency="roads", region="north", title="路面坑洼 13812345678",
                                               text="南街三号门前\n有大坑。我的电话13812345678。", private="1",
                                               name="李某", phone="13812345678", email="li@example.org")
    assert form.action == variant + NEW
    response = form.send(portal)
    page = html.Page(response)
    assert response.status == 200 and "no-store" in response["Cache-Control"]
    public = page.text_of("//section[@class='sent']")
    assert "13812345678" not in public and "****" in public and "南街三号门前" in public
    answer = form_in(response).send(portal)
    number, code = receipt(portal, answer)
    row = portal.database.run("SELECT c.title, c.public_text, c.kind, c.agency, c.region, c.prominence, c.state, c.suspect, p.name, p.phone, "
                              "p.email, p.title_original, p.text_original FROM hotline_case AS c JOIN hotline_person AS p "
                              "ON p.case_id = c.id WHERE c.id = %s", number)[0]
    assert row[2:8] == ("complain", "roads", "north", "code_only", "new", 0)
    assert "13812345678" not in row[0] + row[1] and "\r" not in row[1]
    assert row[8:] == ("李某", "13812345678", "li@example.org", "路面坑洼 13812345678", "南街三号门前\n有大坑。我的电话13812345678。")
    assert portal.database.run("SELECT COUNT(*) FROM receipt WHERE code_hash = SHA2(%s, 256) AND item_id = %s", code, number) == ((1,),)


def test_nobody_confirms_within_three_seconds(portal):
    form, before = confirmed(portal, title="太快了的人"), cases(portal)
    answer = form.send(portal, waits=False)
    assert answer.status == 422 and cases(portal) == before and "太快" in notice(answer)
    again = form_in(answer)
    assert again.fields == form.fields
    time.sleep(3.1)
    assert receipt(portal, again.send(portal, waits=False))[0]


@pytest.mark.parametrize("place", ["first", "last"])
def test_a_filled_trap_is_stored_and_marked(portal, place):
    form = filled(portal, website="http://spam.example/" if place == "first" else "")
    final = form_in(form.send(portal))
    number, _ = receipt(portal, final.fill(website="x").send(portal) if place == "last" else final.send(portal))
    assert portal.database.run("SELECT suspect FROM hotline_case WHERE id = %s", number) == ((1,),)


def test_twice_the_same_is_one_case_with_two_codes(portal):
    form = confirmed(portal, title="双击提交")
    first, second = form.send(portal), form.send(portal)
    (number, code), (again, other) = receipt(portal, first), receipt(portal, second)
    assert number == again and code != other
    assert portal.database.run("SELECT COUNT(*) FROM hotline_case WHERE title = '双击提交'") == ((1,),)
    assert portal.database.run("SELECT COUNT(*) FROM receipt WHERE item_id = %s AND desk = 'hotline'", number) == ((2,),)


def test_a_used_number_with_other_words_is_no_second_case(portal):
    form = confirmed(portal)
    number, _ = receipt(portal, form.send(portal))
    before = cases(portal)
    answer = form.fill(title="别的标题").send(portal)
    assert answer.status == 422 and cases(portal) == before
    fresh = form_in(answer)
    assert fresh.fields["title"] == "别的标题" and fresh.fields["client_id"] != form.fields["client_id"]
    assert receipt(portal, fresh.send(portal))[0] > number


def test_back_from_the_confirmation(portal):
    answer = confirmed(portal, name="王").fill(change="1").send(portal)
    assert answer.status == 200
    form = form_in(answer)
    assert (form.fields["title"], form.fields["name"], form.fields["kind"]) == ("桥上的灯", "王", "ask")
    assert html.Page(answer).xpath("//textarea") and not problems(answer)


# ---- What is refused ---------------------------------------------------------------------------------

@pytest.mark.parametrize("fields, refused", [
    ({"title": ""}, ["title"]), ({"title": " \u3000 "}, ["title"]), ({"title": "短"}, ["title"]), ({"title": "长" * 61}, ["title"]),
    ({"title": "两\n行字行"}, ["title"]), ({"kind": "nothing"}, ["kind"]), ({"kind": None}, ["kind"]), ({"agency": "nobody"}, ["agency"]),
    ({"agency": "ferry"}, ["agency"]), ({"text": ""}, ["text"]), ({"text": "字" * 4001}, ["text"]), ({"email": "nobody"}, ["email"]),
    ({"email": "a@b@c.example"}, ["email"]), ({"email": "-x@example.org"}, ["email"]), ({"phone": "call me"}, ["phone"]),
    ({"private": "2"}, ["private"]), ({"title": "", "text": "", "kind": ""}, ["kind", "title", "text"]),
])
def test_problems_come_back_beside_the_field(portal, fields, refused):
    before = cases(portal)
    answer = filled(portal, name="赵某 & <b>", **fields).send(portal)
    assert answer.status == 422 and problems(answer) == refused and cases(portal) == before
    page = html.Page(answer)
    for field in page.xpath("//*[@aria-invalid='true']"):
        described = field.get("aria-describedby").split()
        assert page.xpath(f"//p[@id='{described[-1]}'][@class='problem']")
        assert page.xpath(f"//div[@role='alert']//a[@href='#{field.get('id')}']")
    assert form_in(answer).fields["name"] == "赵某 & <b>"
    assert "no-store" in answer["Cache-Control"] and answer["ETag"] is None


def test_fields_that_no_form_has_change_nothing(portal):
    form = confirmed(portal).fill(id="1", state="closed", approved_at="2020-01-01", suspect="0", prominence="public", handler="x")
    assert form.fields["kind"] == "ask"
    number, _ = receipt(portal, form.send(portal))
    assert portal.database.run("SELECT state, approved_at, prominence, handler, suspect FROM hotline_case WHERE id = %s", number) == \
        (("new", None, "public", "", 0),)


@pytest.mark.parametrize("headers", [
    [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Origin", "https://evil.example")], [("Origin", "null")],
    [("Referer", "https://evil.example/http://portal.test/")], [], [("Sec-Fetch-Site", "cross-site"), ("Origin", "http://portal.test")]])
def test_other_sites_send_nothing(portal, headers):
    before = cases(portal)
    answer = confirmed(portal).send(portal, headers)
    assert answer.status == 403 and cases(portal) == before
    assert "本站" in html.Page(answer).text_of("//h1/..")


def test_a_browser_without_fetch_metadata_sends_by_origin(portal):
    assert confirmed(portal).send(portal, [("Origin", portal.base)]).status == 303
    assert confirmed(portal).send(portal, [("Referer", portal.base + "/hotline/new/")]).status == 303


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "application/json", "application/x-www-form-urlencoded; charset=gbk", ""])
def test_other_types_are_415(portal, kind):
    answer = portal.request("POST", NEW, OURS + ([("Content-Type", kind)] if kind else []), "title=x")
    assert answer.status == 415 and html.Page(answer).text_of("//h1")


@pytest.mark.parametrize("body", ["title=%zz", "title=%00", "title=%ff", "a=1&a=2", "A=1", "a[]=1", "a=1&", "&".join(f"f{n}=1" for n in range(65))])
def test_what_no_browser_sends_is_400(portal, body):
    assert post(portal, NEW, body).status == 400


def test_too_much_is_413(portal):
    assert post(portal, NEW, "text=" + "x" * 65536).status == 413
    assert post(portal, NEW, "text=" + "x" * 65000).status == 422


def test_chunked_bodies_are_read_and_bounded(portal):
    def chunked(body):
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[n:n + 9000]), body[n:n + 9000]) for n in range(0, len(body), 9000))
        head = f"POST {NEW} HTTP/1.1\r\nHost: {portal.apache.authority}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n" \
               f"{': '.join(FORM_TYPE)}\r\nTransfer-Encoding: chunked\r\n\r\n"
        return portal.apache.raw(head.encode() + chunks + b"0\r\n\r\n", "POST", 10)

    assert chunked(b"title=x").status == 422
    assert chunked(b"text=" + b"x" * 70000).status == 413


@pytest.mark.parametrize("headers, status", [("Content-Type: text/plain\r\nSec-Fetch-Site: same-origin", 415),
                                             (": ".join(FORM_TYPE) + "\r\nSec-Fetch-Site: cross-site", 403),
                                             (": ".join(FORM_TYPE) + "\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site", 403),
                                             (": ".join(FORM_TYPE) + "\r\nOrigin: http://portal.test\r\nOrigin: https://evil.example", 403),
                                             (": ".join(FORM_TYPE) + "\r\nContent-Type: text/plain\r\nSec-Fetch-Site: same-origin", 415)])
def test_what_is_refused_by_its_head_is_not_asked_for_its_body(portal, headers, status):
    """Answered at once, though the body that is promised never comes; the connection ends with it."""
    head = f"POST {NEW} HTTP/1.1\r\nHost: {portal.apache.authority}\r\nContent-Length: 60000\r\nExpect: 100-continue\r\n{headers}\r\n\r\n"
    answer = portal.apache.raw(head.encode(), "POST", limit(5))
    assert answer.status == status and answer["Connection"] == "close"


@pytest.mark.parametrize("path, allowed", [(NEW, "GET, HEAD, POST, OPTIONS"), ("/hotline/", "GET, HEAD, OPTIONS"), ("/hotline/receipt/", "GET, HEAD, OPTIONS")])
def test_methods(portal, path, allowed):
    assert portal.request("PUT", path, OURS).status == 405
    assert portal.request("DELETE", path, OURS)["Allow"] == allowed
    assert portal.request("OPTIONS", path, OURS)["Allow"] == allowed


@pytest.mark.parametrize("ticket", ["", None, "0" * 32, "x", stamp("hotline-new", 12 * 3600 + 60), stamp("hotline-new", -36000), stamp("hotline-join", 60)])
def test_an_old_stamp_asks_once_more(portal, ticket):
    answer = filled(portal, ticket=ticket).send(portal)
    assert answer.status == 422 and "没有丢失" in notice(answer)
    assert form_in(answer).send(portal).status == 200   # confirmed with the new stamp


# ---- Budgets -----------------------------------------------------------------------------------------

def test_the_database_counts_and_the_form_is_kept(servers, portal):
    portal.database.run("UPDATE setting SET value = '0' WHERE code = 'desk_hour_total'")
    try:
        answer = confirmed(portal, title="预算之外").send(portal)
        assert answer.status == 429 and 1 <= int(answer["Retry-After"]) <= 3600
        form = form_in(answer)
        assert form.fields["title"] == "预算之外" and form.fields["step"] == "send"
    finally:
        portal.database.run("UPDATE setting SET value = '100000' WHERE code = 'desk_hour_total'")
    assert receipt(portal, form.send(portal))[0]


def test_nobody_says_by_a_header_whose_budget_it_is(portal):
    before = portal.database.run("SELECT COALESCE(MAX(id), 0) FROM submission_trace")[0][0]
    for n in range(3):
        said = [(name, f"203.0.{n}.7") for name in ("X-Forwarded-For", "X-Real-IP", "CF-Connecting-IP", "True-Client-IP", "Client-IP")]
        assert confirmed(portal).send(portal, OURS + said + [("Forwarded", f"for=203.0.{n}.7")]).status == 303
    assert portal.database.run("SELECT COUNT(*), COUNT(DISTINCT address_key) FROM submission_trace WHERE id > %s AND purpose = 'hotline'", before) == ((3, 1),)


def test_the_module_counts_before_the_database(servers, portal):
    limited = servers.portal("limited", portal.database, NewsPortalFormLimit=(5, 1000), apache_options={"mpm": "event"})
    try:
        answers = [post(limited, NEW, "title=x") for _ in range(40)]
        late = [answer for answer in answers if answer.status == 429]
        assert late and {answer.status for answer in answers} == {422, 429}
        assert all(1 <= int(answer["Retry-After"]) <= 60 for answer in late)
        assert limited.get(NEW).status == 200
    finally:
        servers.close_portal(limited)


# ---- Without a database ------------------------------------------------------------------------------

@pytest.mark.logs("NP01")
def test_the_form_is_kept_while_the_database_is_away(servers):
    database = servers.database("away")
    away = servers.portal("away", database)
    form = confirmed(away, title="库不在时", name="周某")
    open_form = filled(away, title="库不在时")
    database.stop()
    answer = form.send(away)
    assert answer.status == 503 and int(answer["Retry-After"]) > 0 and "no-store" in answer["Cache-Control"]
    kept = form_in(answer)
    assert {name: kept.fields[name] for name in ("title", "name", "client_id", "step")} == \
        {name: form.fields[name] for name in ("title", "name", "client_id", "step")}
    first = open_form.send(away)
    assert first.status == 503 and form_in(first).fields["title"] == "库不在时" and "step" not in form_in(first).fields
    database.start()
    sent = wait_for_success(kept, away)
    database.stop()
    assert receipt(away, sent)[1], "shown without a database"


def wait_for_success(form, portal):
    """Another child may not have noticed yet that the database is back."""
    answers = []
    wait_until(lambda: answers.append(form.send(portal)) or answers[-1].status == 303, limit(10), "sent", 0.2)
    return answers[-1]


# ---- Nothing is kept ---------------------------------------------------------------------------------

def test_the_empty_form_is_the_same_for_everyone(portal):
    first, second = portal.get(NEW), portal.get(NEW, [("Cookie", "newsportal-receipt=1.2.3")])
    assert first.body == second.body and first["ETag"] == second["ETag"] and second["Set-Cookie"] is None
    assert "no-store" not in first["Cache-Control"]
    assert portal.get(NEW, [("If-None-Match", first["ETag"])]).status == 304


def test_a_kept_form_lives_for_the_hour_of_its_stamp(servers, database):
    """Longer, and one child would show another stamp, and so another ETag, than a child that made the page after the
    hour turned. The stamp is open from the hour's first second."""
    portal = servers.portal("hour", database, NewsPortalMaxAge=("all", "12h"))
    for path in (NEW, "/copyright/claim/", "/plaza/new/jobs/", "/hotline/case/2/", "/plaza/notice/1/", "/m/plaza/notice/1/"):
        response, now = portal.get(path), time.time()
        began = now // 3600 * 3600
        left = int(re.search(r"max-age=(\d+)", response["Cache-Control"])[1])
        assert abs(now + left - began - 3600) <= 3, path
        assert int(form_in(response).fields["ticket"][:16], 16) == (began - OPENS) * 10**6, path
    servers.close_portal(portal)


def test_receipts_of_others_can_not_be_made(portal):
    for value in ("", "1", "1.ABC", "1.ABC.", "12.7KQ2MD9X7KQ2MD9X." + "0" * 32, "." * 40, "%00.x.y"):
        page = portal.page("/hotline/receipt/", headers=[("Cookie", "newsportal-receipt=" + value)])
        assert not page.xpath("//p[@class='receipt-code']")
    assert "no-store" in portal.get("/hotline/receipt/")["Cache-Control"]


def test_what_was_sent_is_in_no_log(portal):
    canary = "CANARY77"
    answer = confirmed(portal, title=canary + "标题", text=canary + "正文在此处", name=canary).send(portal)
    number, code = receipt(portal, answer)
    portal.apache.get(NEW)
    for log in ("access.log", "error.log"):
        text = (portal.apache.folder / log).read_text("utf-8", "replace")
        assert canary not in text and code not in text and code[:4] + "-" not in text
    assert not re.search(canary, portal.get("/hotline/list/").text)
