"""Writing a notice, following it with the code, asking for a contact, reporting: what is taken, refused and shown; that a
contact stands in no page but the one for who asked, and in no log. The way of forms in general: test_205_forms.py."""
import re

import pytest

from forms import form_at, form_in, notice, post, problems, receipt, stamp
from lib import html
from portal import limit, wait_until
from relay import Relay

NEW = "/plaza/new/jobs/"
OURS = [("Sec-Fetch-Site", "same-origin")]
GOOD = {"title": "招周末店员一名", "text": "整理书架，会两种话最好，周六周日。", "f_side": "招聘", "days": "15", "name": "张某", "phone": "0400-555-8881"}


@pytest.fixture(scope="module")
def portal(servers):
    database = servers.database("plaza-forms")
    database.run("UPDATE setting SET value = '1000' WHERE code IN ('desk_hour_address', 'desk_contact_address', 'desk_code_tries')")
    return servers.portal("plaza-forms", database, NewsPortalFormLimit=(6000, 60000))


def filled(portal, path=NEW, **fields):
    return form_at(portal, path).fill(**(GOOD | fields))


def confirmed(portal, path=NEW, **fields):
    response = filled(portal, path, **fields).send(portal)
    assert response.status == 200, (response, problems(response))
    return form_in(response)


def written(portal, live=False, **fields):
    """A notice; (number, code)."""
    number, code = receipt(portal, confirmed(portal, **fields).send(portal))
    if live:
        portal.database.run("UPDATE plaza_notice SET state = 'live' WHERE id = %s", number)
    return number, code


def notices(portal):
    return portal.database.run("SELECT COUNT(*) FROM plaza_notice")[0][0]


def row_of(portal, number, columns):
    return portal.database.run(f"SELECT {columns} FROM plaza_notice WHERE id = %s", number)[0]


# ---- Writing -----------------------------------------------------------------------------------------

@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
def test_from_the_category_to_the_receipt(portal, prefix):
    choose = portal.page(prefix + "/plaza/new/")
    links = [link.get("href") for link in choose.xpath("//ul[@class='categories']//a")]
    assert len(links) == 6 and links[0] == prefix + NEW
    form = form_at(portal, links[0])
    assert [name for name in form.fields if name.startswith("f_")] == ["f_side", "f_pay", "f_people", "f_start"]
    boxes = portal.page(links[0])
    assert [boxes.xpath(f"//input[@name='{name}']")[0].get("inputmode") for name in ("f_pay", "f_people", "title")] == ["decimal", "numeric", None]
    form.fill(**GOOD | {"region": "north", "text": "周末店员\n来电 13812345678 也行。", "f_pay": "3800.50", "f_people": "2", "f_start": "2027-01-05",
                        "email": "zhang@plaza.example"})
    response = form.send(portal)
    public = html.Page(response).text_of("//section[@class='sent']")
    assert "13812345678" not in public and "****" in public and "3800.50" in public and "招聘" in public
    assert "0400-555-8881" not in public and "zhang@" not in public
    number, code = receipt(portal, form_in(response).send(portal))
    assert row_of(portal, number, "title, category, region, state, suspect, DATEDIFF(ends_at, CURDATE())") == \
        ("招周末店员一名", "jobs", "north", "new", 0, 15)
    text = row_of(portal, number, "text")[0]
    assert "13812345678" not in text and "\r" not in text
    assert dict(portal.database.run("SELECT field, value FROM plaza_value WHERE notice_id = %s", number)) == \
        {"side": "招聘", "pay": "3800.50", "people": "2", "start": "2027-01-05"}
    assert portal.database.run("SELECT name, phone, email FROM plaza_contact WHERE notice_id = %s", number) == \
        (("张某", "0400-555-8881", "zhang@plaza.example"),)
    assert portal.get(f"/plaza/notice/{number}/").status == 404   # an editor looks first


def test_numbers_in_typed_text_are_covered(portal):
    number, _ = receipt(portal, confirmed(
        portal, "/plaza/new/lost/", f_side="招领", f_day="2026-11-01", f_place="渡口，电13812345678").send(portal))
    value = portal.database.run("SELECT value FROM plaza_value WHERE notice_id = %s AND field = 'place'", number)[0][0]
    assert "13812345678" not in value and "****" in value


def test_twice_the_same_is_one_notice(portal):
    form = confirmed(portal, title="双击提交的信息")
    first, second = form.send(portal), form.send(portal)
    (number, code), (again, other) = receipt(portal, first), receipt(portal, second)
    assert number == again and code != other
    assert portal.database.run("SELECT COUNT(*) FROM plaza_notice WHERE title = '双击提交的信息'") == ((1,),)


def test_back_from_the_confirmation(portal):
    form = form_in(confirmed(portal, f_pay="100").fill(change="1").send(portal))
    assert (form.fields["title"], form.fields["f_side"], form.fields["f_pay"], form.fields["days"]) == (GOOD["title"], "招聘", "100", "15")
    assert "until" not in form.fields
    again = form_in(form.fill(days="30").send(portal))
    number, _ = receipt(portal, again.send(portal))
    assert row_of(portal, number, "DATEDIFF(ends_at, CURDATE())") == (30,)


@pytest.mark.parametrize("fields, refused", [
    ({"title": ""}, ["title"]), ({"title": "短"}, ["title"]), ({"title": "长" * 61}, ["title"]), ({"text": ""}, ["text"]),
    ({"text": "字" * 2001}, ["text"]), ({"f_side": ""}, ["f_side"]), ({"f_side": "跳舞"}, ["f_side"]), ({"f_pay": "much"}, ["f_pay"]),
    ({"f_pay": "1.234"}, ["f_pay"]), ({"f_pay": "-1"}, ["f_pay"]), ({"f_people": "two"}, ["f_people"]), ({"f_start": "2026-02-30"}, ["f_start"]),
    ({"region": "nowhere"}, ["region"]), ({"days": ""}, ["days"]), ({"days": "61"}, ["days"]), ({"days": "9999"}, ["days"]), ({"name": ""}, ["name"]),
    ({"phone": "", "email": ""}, ["phone"]), ({"phone": "call me"}, ["phone"]), ({"email": "nobody"}, ["email"]),
])
def test_problems_come_back_beside_the_field(portal, fields, refused):
    before = notices(portal)
    answer = filled(portal, **fields).send(portal)
    assert answer.status == 422 and problems(answer) == refused and notices(portal) == before
    page = html.Page(answer)
    assert page.xpath(f"//div[@role='alert']//a[@href='#plaza-new-{refused[0]}']")
    kept = form_in(answer).fields
    assert all(kept.get(name) == value for name, value in GOOD.items() if name not in fields)


def test_a_mail_address_alone_is_a_contact(portal):
    assert written(portal, phone="", email="li@plaza.example")[0]


def test_fields_that_the_form_does_not_have_change_nothing(portal):
    number, _ = receipt(portal, confirmed(portal).fill(state="live", approved_at="2020-01-01", suspect="0", id="1", cover="1", f_colour="red").send(portal))
    assert row_of(portal, number, "state, approved_at, cover") == ("new", None, None)
    assert portal.database.run("SELECT COUNT(*) FROM plaza_value WHERE notice_id = %s", number) == ((1,),)


@pytest.mark.parametrize("until", ["", "2020-01-01", "2099-01-01", "2026-02-30", "soon", "x" * 40])
def test_an_end_that_was_tampered_with_is_refused(portal, until):
    before = notices(portal)
    answer = confirmed(portal).fill(until=until).send(portal)
    assert answer.status == 422 and notices(portal) == before
    assert form_in(answer).fields["title"] == GOOD["title"]


PATHS = [NEW, "/plaza/follow/", "/plaza/contact/", "/plaza/report/"]


@pytest.mark.parametrize("path", PATHS)
def test_what_is_refused_before_it_is_read(portal, path):
    assert post(portal, path, "title=x", [("Sec-Fetch-Site", "cross-site")]).status == 403
    assert portal.request("POST", path, OURS + [("Content-Type", "multipart/form-data; boundary=x")], "title=x").status == 415
    assert post(portal, path, "text=" + "x" * 65536).status == 413
    assert post(portal, path, "title=%zz").status == 400
    assert portal.request("PUT", path, OURS)["Allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize("path", ["/plaza/", "/plaza/jobs/", "/plaza/notice/1/", "/plaza/new/", "/plaza/feed.xml", "/plaza/receipt/"])
def test_pages_take_no_forms(portal, path):
    assert post(portal, path, "a=1").status == 405


@pytest.mark.parametrize("path, form", [(NEW, "plaza-new"), ("/plaza/follow/", "plaza-follow"), ("/plaza/report/", "plaza-report")])
def test_an_old_stamp_asks_once_more(portal, path, form):
    answer = post(portal, path, f"ticket={stamp(form, 13 * 3600)}&code=x&reason=xyz&notice=1")
    assert answer.status == 422 and "没有丢失" in notice(answer)


def test_the_database_counts_and_the_form_is_kept(portal):
    portal.database.run("UPDATE setting SET value = '0' WHERE code = 'desk_hour_total'")
    try:
        answer = confirmed(portal, title="预算之外的信息").send(portal)
        assert answer.status == 429 and 1 <= int(answer["Retry-After"]) <= 3600
        form = form_in(answer)
        assert form.fields["title"] == "预算之外的信息" and form.fields["f_side"] == "招聘"
    finally:
        portal.database.run("UPDATE setting SET value = '100000' WHERE code = 'desk_hour_total'")
    assert receipt(portal, form.send(portal))[0]


@pytest.mark.logs("NP01")
def test_the_form_is_kept_while_the_database_is_away(servers):
    database = servers.database("plaza-away")
    away = servers.portal("plaza-away", database)
    first, last = filled(away, title="库不在时", f_pay="77"), confirmed(away, title="库不在时", f_pay="77")
    database.stop()
    for form in (first, last):
        answer = form.send(away)
        assert answer.status == 503 and int(answer["Retry-After"]) > 0 and "no-store" in answer["Cache-Control"]
        kept = form_in(answer).fields
        assert {name: kept[name] for name in ("title", "f_side", "f_pay", "phone")} == {"title": "库不在时", "f_side": "招聘", "f_pay": "77", "phone": GOOD["phone"]}
    assert kept["client_id"] == last.fields["client_id"] and kept["until"] == last.fields["until"]
    for path in PATHS[1:]:
        assert post(away, path, f"ticket={stamp(path.strip('/').replace('/', '-'), 9)}&code=7KQ2MD9X7KQ2MD9X&notice=1&reason=spam").status == 503
    servers.close_portal(away)


# ---- The code ----------------------------------------------------------------------------------------

def opened(portal, code, **fields):
    return form_at(portal, "/plaza/follow/").fill(code=code, **fields).send(portal)


def test_a_notice_is_followed_renewed_and_taken_back(portal):
    number, code = written(portal, live=True, title="查询码能看的信息")
    answer = opened(portal, code)
    assert answer.status == 200 and "no-store" in answer["Cache-Control"]
    page = html.Page(answer)
    assert "查询码能看的信息" in page.text_of("//section[@class='sent']") and page.xpath(f"//a[@href='/plaza/notice/{number}/']")
    renew, withdraw = form_in(answer, 0), form_in(answer, 1)
    assert (renew.fields["step"], withdraw.fields["step"]) == ("renew", "withdraw")
    done = renew.fill(days="60").send(portal)
    assert done.status == 200 and "已延期" in notice(done)
    assert row_of(portal, number, "DATEDIFF(ends_at, CURDATE())") == (60,)
    unsure = withdraw.send(portal)
    assert unsure.status == 422 and row_of(portal, number, "state") == ("live",)
    assert problems(unsure) == ["sure"]
    gone = form_in(unsure, 1).fill(sure="1").send(portal)
    assert gone.status == 200 and row_of(portal, number, "state") == ("withdrawn",)
    assert not html.Page(gone).xpath("//form[@method='post']")
    wait_until(lambda: portal.get(f"/plaza/notice/{number}/").status == 410, limit(1), "410")
    assert renew.send(portal).status == 422


@pytest.mark.logs("NP01")
def test_the_database_goes_between_taking_back_and_looking(servers):
    """The word of what the notice has become gets lost: a page tells what can be told, and no child ends by it."""
    database = servers.database("plaza-lost")
    relay = Relay(servers.workspace / "plaza-lost.sock", database.socket)
    site = servers.portal("plaza-lost", database, NewsPortalDBHost=f"unix:{relay.path}")
    try:
        number, code = written(site, live=True, title="答复丢在路上的信息")
        withdraw = form_in(opened(site, code), 1).fill(sure="1")
        relay.lose = b"withdrawn"
        answer = withdraw.send(site)
        assert relay.lost == 1 and answer.status in (422, 503) and "no-store" in answer["Cache-Control"] and notice(answer)
        assert row_of(site, number, "state") == ("withdrawn",)
    finally:
        servers.close_portal(site)
        relay.close()


def test_wrong_and_unknown_codes_look_alike(portal):
    _, code = written(portal)
    unknown = "7KQ2MD9X7KQ2MD9" # with each possible end: one has the right check character, all are nobody's
    answers = [opened(portal, wrong) for wrong in [*(unknown + end for end in "2346789ABCDEF"), "x", code[:-1] + ("2" if code[-1] != "2" else "3")]]
    assert {answer.status for answer in answers} == {404}
    texts = {re.sub(r"[0-9a-f]{32}", "", answer.text) for answer in answers}
    assert len(texts) == 1
    assert opened(portal, "").status == 422


def test_guessing_is_budgeted(servers):
    database = servers.database("plaza-guess")
    guess = servers.portal("plaza-guess", database, NewsPortalFormLimit=(6000, 60000))
    answers = [opened(guess, "7KQ2MD9X7KQ2MD9X") for _ in range(8)]
    assert [answer.status for answer in answers[:5]] == [404] * 5
    assert answers[-1].status == 429 and int(answers[-1]["Retry-After"]) >= 1
    assert "输错查询码" in answers[-1].text and "没有丢失" not in answers[-1].text   # the code is typed again


# ---- Contact -----------------------------------------------------------------------------------------

def asked(portal, number):
    return form_at(portal, f"/plaza/notice/{number}/", 0).send(portal)


def test_a_contact_is_shown_to_who_asks_and_nowhere_else(portal):
    number, _ = written(portal, live=True, name="秘密联系人", phone="0400-555-9993", email="secret9@plaza.example")
    wait_until(lambda: portal.get(f"/plaza/notice/{number}/").status == 200, limit(1), "live")
    answer = asked(portal, number)
    assert answer.status == 200 and "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"] and answer["ETag"] is None
    page = html.Page(answer)
    assert page.xpath("//a[@href='tel:04005559993']") and page.xpath("//a[@href='mailto:secret9@plaza.example']") and "秘密联系人" in answer.text
    assert portal.database.run("SELECT contact_shown FROM plaza_tally WHERE notice_id = %s", number) == ((1,),)
    for prefix in ("", "/m"):
        for path in ("/plaza/", "/plaza/jobs/", f"/plaza/notice/{number}/", "/plaza/feed.xml", "/plaza/contact/", "/"):
            for view in ("", "?view=model"):
                text = portal.get(prefix + path + view).text
                assert not re.search("0400-?555-?9993|secret9@|秘密联系人", text)
    for log in ("access.log", "error.log"):
        text = (portal.apache.folder / log).read_text("utf-8", "replace")
        assert not re.search("0400-?555-?9993|secret9@|秘密联系人", text)


@pytest.mark.parametrize("number, status", [("4", 404), ("5", 404), ("6", 404), ("7", 404), ("8", 404), ("99999", 404), ("", 422), ("x", 422), ("-1", 422), ("0", 422)])
def test_there_is_no_contact_of_what_is_not_shown(portal, number, status):
    answer = form_at(portal, "/plaza/contact/").fill(notice=number).send(portal)
    assert answer.status == status and not re.search("0400-555-777|秘密", answer.text)


def test_asking_changes_nothing_by_get(portal):
    before = portal.database.run("SELECT SUM(contact_shown) FROM plaza_tally")
    answer = portal.get("/plaza/contact/?notice=1&step=send")
    assert answer.status == 200 and "0400-555-7771" not in answer.text
    assert portal.database.run("SELECT SUM(contact_shown) FROM plaza_tally") == before


def test_asking_is_budgeted(servers):
    database = servers.database("plaza-asking")
    asking = servers.portal("plaza-asking", database, NewsPortalFormLimit=(6000, 60000))
    database.run("UPDATE setting SET value = '3' WHERE code = 'desk_contact_address'")
    answers = [asked(asking, 1) for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert int(answers[3]["Retry-After"]) >= 1 and "0400-555-7771" not in answers[3].text


# ---- Reports -----------------------------------------------------------------------------------------

def reported(portal, number, reason="虚假信息"):
    return form_at(portal, f"/plaza/notice/{number}/", 1).fill(reason=reason).send(portal)


def test_reports_hide_a_notice_until_somebody_looked(portal):
    number, _ = written(portal, live=True, title="将被举报的信息")
    wait_until(lambda: portal.get(f"/plaza/notice/{number}/").status == 200, limit(1), "live")
    form = form_at(portal, f"/plaza/notice/{number}/", 1).fill(reason="虚假信息")
    first = form.send(portal)
    assert first.status == 200 and "举报已收到" in notice(first)
    again = form.send(portal)
    assert again.status == 429 and int(again["Retry-After"]) >= 1   # one reader is no crowd
    assert portal.get(f"/plaza/notice/{number}/").status == 200
    for other in "ab":
        assert portal.database.run("SELECT web_plaza_report(%s, NOW(), %s, '虚假')", other * 64, number) == (("ok",),)
    wait_until(lambda: portal.get(f"/plaza/notice/{number}/").status == 404, limit(1), "hidden")
    wait_until(lambda: "将被举报的信息" not in portal.get("/plaza/jobs/").text, limit(1), "not listed")
    portal.database.run("UPDATE plaza_report SET checked = 1 WHERE notice_id = %s", number)
    wait_until(lambda: portal.get(f"/plaza/notice/{number}/").status == 200, limit(1), "back")


def test_a_program_that_fills_every_field_reports_nothing(portal):
    number, _ = written(portal, live=True, title="被程序举报的信息")
    wait_until(lambda: portal.get(f"/plaza/notice/{number}/").status == 200, limit(1), "live")
    answer = form_at(portal, f"/plaza/notice/{number}/", 1).fill(reason="buy now", website="http://spam.example/").send(portal)
    assert answer.status == 422 and notice(answer) and form_in(answer).fields["reason"] == "buy now"
    assert portal.database.run("SELECT COUNT(*) FROM plaza_report WHERE notice_id = %s", number) == ((0,),)


@pytest.mark.parametrize("fields, refused", [({"reason": ""}, ["reason"]), ({"reason": "x" * 301}, ["reason"]), ({"notice": ""}, ["notice"]), ({"notice": "two"}, ["notice"])])
def test_reports_need_a_reason_and_a_number(portal, fields, refused):
    answer = form_at(portal, "/plaza/report/").fill(**{"notice": "1", "reason": "虚假信息"} | fields).send(portal)
    assert answer.status == 422 and problems(answer) == refused


def test_what_is_away_cannot_be_reported(portal):
    answer = form_at(portal, "/plaza/report/").fill(notice="6", reason="虚假信息").send(portal)
    assert answer.status == 404 and "已经不在" in notice(answer)
