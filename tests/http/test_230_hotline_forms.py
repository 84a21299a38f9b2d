"""The forms of the hotline: writing with similar cases, following a case with its code, notes and ratings, joining; what is refused,
and that nothing of it gets where others read."""
import re

import pytest

from forms import form_at, form_in, notice, post, problems, receipt, stamp
from lib import html
from relay import Relay
from portal import limit, wait_until

NEW, FOLLOW, JOIN = "/hotline/new/", "/hotline/follow/", "/hotline/join/"
CANARIES = ["KANARIENAME", "13912345678", "kanari@example.org", "KANARIEORIGINAL"]


@pytest.fixture(scope="module")
def portal(servers):
    database = servers.database("hotline-forms")
    database.run("UPDATE setting SET value = '1000' WHERE code IN ('desk_hour_address', 'desk_code_tries')")
    return servers.portal("hotline-forms", database, NewsPortalFormLimit=(6000, 60000))


def write(portal, **fields):
    """A case that has arrived: (number, code)."""
    fields = {"kind": "ask", "title": "码头的栏杆", "text": "码头东侧的栏杆断了两根。"} | fields
    return receipt(portal, form_in(form_at(portal, NEW).fill(**fields).send(portal)).send(portal))


def enter(portal, code, **headers):
    return form_at(portal, FOLLOW).fill(code=code).send(portal, **headers)


def named(response, name):
    """The form of a page that has a control of that name."""
    page = html.Page(response)
    for index, form in enumerate(page.xpath("//form[@method='post']")):
        if form.xpath(f".//*[@name='{name}']"):
            return form_in(response, index)
    return None


def answer(portal, number, text="修好了"):
    portal.database.run("UPDATE hotline_case SET agency = 'roads' WHERE id = %s AND agency = ''", number)
    portal.database.run("INSERT INTO hotline_reply (case_id, kind, text) VALUES (%s, 'final', %s)", number, text)


def state(portal, number):
    return portal.database.run("SELECT state FROM hotline_case WHERE id = %s", number)[0][0]


def approved(portal, **fields):
    number, code = write(portal, **fields)
    portal.database.run("UPDATE hotline_case SET approved_at = '2024-05-06 12:00:00', agency = 'roads' WHERE id = %s", number)
    wait_until(lambda: portal.get(f"/hotline/case/{number}/").status == 200, limit(5), "shown")
    return number, code


# ---- Writing: similar cases --------------------------------------------------------------------------

def test_the_confirmation_shows_similar_cases_that_can_be_joined(portal):
    number, _ = approved(portal, title="江边健身器材损坏", text="江边公园的健身器材坏了，孩子容易受伤。")
    page = html.Page(form_at(portal, NEW).fill(kind="ask", title="健身器材损坏没人修", text="江边的健身器材坏了很久了。").send(portal))
    assert page.xpath(f"//section[@class='similar']//a[@href='/hotline/case/{number}/']")
    other = html.Page(form_at(portal, NEW).fill(kind="ask", title="图书馆几点开门", text="想知道周末的开放时间。").send(portal))
    assert not other.xpath("//section[@class='similar']")
    portal.database.run("UPDATE hotline_case SET prominence = 'hidden', public_reason = '试' WHERE id = %s", number)
    gone = html.Page(form_at(portal, NEW).fill(kind="ask", title="健身器材损坏没人修", text="江边的健身器材坏了很久了。").send(portal))
    assert not gone.xpath("//section[@class='similar']")


def test_what_will_be_public_is_masked(portal):
    page = html.Page(form_at(portal, NEW).fill(kind="ask", title="请回电13912345678", text="身份证 11010519491231002X，车牌 吉A12345。").send(portal))
    public = page.text_of("//section[@class='sent']")
    for personal in ("13912345678", "11010519491231002X", "吉A12345"):
        assert personal not in public
    assert "****" in public


# ---- Following ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("variant", ["", "/m"])
def test_a_code_opens_the_whole_case(portal, variant):
    number, code = write(portal, private="1")
    for typed in (code, code.lower(), "-".join(code[n:n + 4] for n in range(0, len(code), 4)), " " + code + " "):
        response = form_at(portal, variant + FOLLOW).fill(code=typed).send(portal)
        page = html.Page(response)
        assert response.status == 200 and "no-store" in response["Cache-Control"] and response["ETag"] is None
        assert "码头的栏杆" in page.text_of("//article") and "栏杆断了两根" in page.text_of("//article")
        assert "接下来" in page.text_of("//article")
        assert not page.xpath("//article//h2/a"), "not listed: no page to lead to"
    assert state(portal, number) == "new"


def test_wrong_and_unknown_codes_are_alike_in_every_byte(portal):
    def body(code):
        response = form_at(portal, FOLLOW).fill(code=code, ticket=stamp("hotline-follow", 60)).send(portal)
        assert response.status == 404 and code.encode() not in response.body
        return re.sub(rb'name="ticket" value="[0-9a-f]+"', b"", response.body)

    _, code = write(portal)
    swapped = code[:3] + ("A" if code[3] != "A" else "B") + code[4:]
    answers = {body(typed) for typed in ("2345-6789-ABCD-EFGH", swapped, "KURZ", "无此码", "' OR 1=1 --", "A" * 60)}
    assert len(answers) == 1


def test_no_code_and_too_long_ones_come_back(portal):
    assert problems(enter(portal, "")) == ["code"] and enter(portal, "").status == 422
    assert problems(enter(portal, "A" * 61)) == ["code"]


def test_five_wrong_codes_then_none_is_looked_at(servers):
    database = servers.database("hotline-tries")
    site = servers.portal("hotline-tries", database)
    _, code = write(site)
    assert [enter(site, f"WRONG{n}").status for n in range(6)] == [404] * 5 + [429]
    late = enter(site, code)
    assert late.status == 429 and 1 <= int(late["Retry-After"]) <= 3601
    servers.close_portal(site)


def test_a_note_goes_to_the_office_alone(portal):
    number, code = approved(portal)
    form = named(enter(portal, code), "text").fill(text="补充：我的电话是13912345678，KANARIENOTE。")
    first, again = form.send(portal), form.send(portal)
    assert first.status == again.status == 200 and "已经发给" in notice(first)
    assert portal.database.run("SELECT text FROM hotline_note WHERE case_id = %s", number) != ()
    assert portal.database.run("SELECT COUNT(*) FROM hotline_note WHERE case_id = %s", number) == ((1,),)
    assert "KANARIENOTE" in html.Page(first).text_of("//ol[@class='thread']") and "13912345678" not in html.Page(first).text_of("//ol[@class='thread']")
    assert "KANARIENOTE" not in portal.get(f"/hotline/case/{number}/").text


def test_a_short_note_comes_back_as_it_was(portal):
    _, code = write(portal)
    response = named(enter(portal, code), "text").fill(text="短").send(portal)
    assert response.status == 422 and problems(response) == ["text"]
    assert named(response, "text").fields["text"] == "短" and named(response, "text").fields["code"] == code


def test_an_old_page_loses_no_note(portal):
    number, code = write(portal)
    form = named(enter(portal, code), "text").fill(text="从很旧的页面发来的补充", ticket="0" * 32)
    response = form.send(portal)
    assert response.status == 422 and "没有丢失" in notice(response)
    again = named(response, "text")
    assert again.fields["text"] == "从很旧的页面发来的补充"
    assert again.send(portal).status == 200
    assert portal.database.run("SELECT COUNT(*) FROM hotline_note WHERE case_id = %s", number) == ((1,),)


def rate(portal, code, solved, score="3"):
    return named(enter(portal, code), "solved").fill(solved=solved, score=score).send(portal)


def test_a_rating_counts_once_and_not_solved_reopens(portal):
    number, code = write(portal)
    assert named(enter(portal, code), "solved") is None, "nothing to rate yet"
    answer(portal, number)
    form = named(enter(portal, code), "solved")
    empty = form.send(portal)
    assert empty.status == 422 and problems(empty) == ["solved", "score"]
    response = rate(portal, code, "no", "2")
    assert response.status == 200 and "重新办理" in notice(response) and state(portal, number) == "reopened"
    assert form.fill(solved="no", score="1").send(portal).status == 422 and state(portal, number) == "reopened"
    answer(portal, number, "再修")
    assert "督办" in notice(rate(portal, code, "no", "1")) and state(portal, number) == "supervised"


def test_solved_stays_and_can_not_be_said_twice(portal):
    number, code = write(portal)
    answer(portal, number)
    form = named(enter(portal, code), "solved").fill(solved="yes", score="5")
    response = form.send(portal)
    assert response.status == 200 and "谢谢" in notice(response) and named(response, "solved") is None
    again = form.send(portal)
    assert again.status == 200 and "谢谢" in notice(again), "whose answer was lost gets it again"
    second = form.fill(solved="yes", score="4").send(portal)
    assert second.status == 422 and "已经评价过" in notice(second)
    assert portal.database.run("SELECT COUNT(*), MAX(score) FROM hotline_rating WHERE case_id = %s", number) == ((1, 5),)


@pytest.mark.parametrize("fields", [{"score": "6"}, {"score": "0"}, {"solved": "maybe"}, {"score": "5 OR 1"}])
def test_no_other_ratings(portal, fields):
    number, code = write(portal)
    answer(portal, number)
    form = named(enter(portal, code), "solved").fill(**({"solved": "yes", "score": "5"} | fields))
    assert form.send(portal).status == 422
    assert portal.database.run("SELECT COUNT(*) FROM hotline_rating WHERE case_id = %s", number) == ((0,),)


def test_a_connection_is_closed_behind_the_reader(portal):
    """Whatever connection the next request gets: without the code nothing is open."""
    _, code = write(portal, text="KANARIEOPEN 只有查询码能看")
    for _ in range(12):
        assert "KANARIEOPEN" in enter(portal, code).text
        assert "KANARIEOPEN" not in enter(portal, "WRONGCODE").text
        assert "KANARIEOPEN" not in portal.get(FOLLOW).text


# ---- Joining -----------------------------------------------------------------------------------------

def join_button(portal, number):
    return form_at(portal, f"/hotline/case/{number}/")


def test_joining_counts_once_and_the_page_follows(portal):
    number, _ = approved(portal)
    asked = join_button(portal, number).send(portal)
    assert asked.status == 200 and "码头的栏杆" in html.Page(asked).text_of("//section")
    form = form_in(asked).fill(email="kanari@example.org")
    first, second = form.send(portal), form.send(portal)
    assert first.status == second.status == 303
    cookie = first["Set-Cookie"].split(";")[0]
    done = portal.page(portal.path_of(first["Location"]), headers=[("Cookie", cookie)])
    assert str(number) in done.text_of("//p[@class='standfirst']") and done.xpath(f"//a[@href='/hotline/case/{number}/']")
    assert portal.database.run("SELECT COUNT(*) FROM hotline_join WHERE case_id = %s", number) == ((1,),)
    assert portal.database.run("SELECT email FROM hotline_join_person WHERE case_id = %s", number) == (("kanari@example.org",),)
    wait_until(lambda: "另有 1 人附议" in portal.get(f"/hotline/case/{number}/").text, limit(5), "counted")
    assert "kanari@example.org" not in portal.get(f"/hotline/case/{number}/").text


def test_a_program_that_fills_every_field_is_not_counted(portal):
    number, _ = approved(portal)
    form = form_in(join_button(portal, number).send(portal)).fill(website="http://spam.example/")
    answer = form.send(portal)
    assert answer.status == 422 and notice(answer)
    assert portal.database.run("SELECT COUNT(*) FROM hotline_join WHERE case_id = %s", number) == ((0,),)
    assert form_in(answer).send(portal).status == 303


def test_a_wrong_address_comes_back_beside_the_field(portal):
    number, _ = approved(portal)
    form = form_in(join_button(portal, number).send(portal))
    response = form.fill(email="nobody").send(portal)
    assert response.status == 422 and problems(response) == ["email"]
    again = form_in(response)
    assert again.fields["email"] == "nobody" and again.fields["client_id"] == form.fields["client_id"]
    assert again.fill(email="").send(portal).status == 303


@pytest.mark.parametrize("change", ["prominence = 'hidden', public_reason = '试'", "prominence = 'text_hidden', public_reason = '试'", "approved_at = NULL"])
def test_what_is_not_shown_can_not_be_joined(portal, change):
    number, _ = approved(portal)
    form = join_button(portal, number)
    ready = form_in(form.send(portal))
    portal.database.run(f"UPDATE hotline_case SET {change} WHERE id = %s", number)
    for response in (form.send(portal), ready.send(portal)):
        assert response.status == 404 and "码头的栏杆" not in response.text
    assert portal.database.run("SELECT COUNT(*) FROM hotline_join WHERE case_id = %s", number) == ((0,),)


def test_an_answered_case_has_no_button(portal):
    number, _ = approved(portal)
    answer(portal, number)
    wait_until(lambda: not portal.page(f"/hotline/case/{number}/").xpath("//form[@method='post']"), limit(5), "gone")


@pytest.mark.parametrize("case", ["", "0", "99999", "x", "1 OR 1=1", "-1"])
def test_joining_what_is_not_there(portal, case):
    number, _ = approved(portal)
    form = join_button(portal, number).fill(case=case)
    assert form.send(portal).status in (404, 422)


def test_without_a_case_the_way_to_all(portal):
    response = portal.get(JOIN)
    assert response.status == 302 and portal.path_of(response["Location"]) == "/hotline/list/"


# ---- All forms alike ---------------------------------------------------------------------------------

@pytest.mark.parametrize("path", [FOLLOW, JOIN])
def test_what_no_page_of_ours_sends(portal, path):
    assert post(portal, path, "code=x", [("Sec-Fetch-Site", "cross-site")]).status == 403
    assert portal.request("POST", path, [("Sec-Fetch-Site", "same-origin"), ("Content-Type", "text/plain")], "code=x").status == 415
    assert post(portal, path, "code=%zz").status == 400
    assert post(portal, path, "code=" + "x" * 65536).status == 413


@pytest.mark.parametrize("path", [FOLLOW, "/m" + FOLLOW])
def test_the_empty_form_is_kept_and_the_same_for_everyone(portal, path):
    first, second = portal.get(path), portal.get(path + "?code=SECRET&step=note")
    assert first.body == second.body and b"SECRET" not in second.body and "no-store" not in first["Cache-Control"]


@pytest.mark.logs("NP01")
def test_without_a_database_nothing_written_is_lost(servers):
    database = servers.database("hotline-away")
    away = servers.portal("hotline-away", database)
    number, code = approved(away)
    note = named(enter(away, code), "text").fill(text="库不在时写的补充")
    joining = form_in(join_button(away, number).send(away)).fill(email="a@example.org")
    database.stop()
    kept = note.send(away)
    assert kept.status == 503 and int(kept["Retry-After"]) > 0
    again = named(kept, "text")
    assert again.fields["text"] == "库不在时写的补充" and again.fields["client_id"] == note.fields["client_id"]
    held = joining.send(away)
    assert held.status == 503 and form_in(held).fields["email"] == "a@example.org"
    database.start()
    answers = []
    wait_until(lambda: answers.append(again.send(away)) or answers[-1].status == 200, limit(10), "sent", 0.2)
    assert database.run("SELECT COUNT(*) FROM hotline_note WHERE case_id = %s", number) == ((1,),)
    servers.close_portal(away)


@pytest.mark.logs("NP01")
def test_a_lost_answer_makes_no_second_case(servers):
    """The database has committed and its word gets lost on the way: the form finds what it became, by itself or sent again."""
    database = servers.database("hotline-lost")
    relay = Relay(servers.workspace / "lost.sock", database.socket)
    site = servers.portal("hotline-lost", database, NewsPortalDBHost=f"unix:{relay.path}")
    try:
        for turn in range(3):
            title = f"答复丢在路上之{turn}"
            form = form_in(form_at(site, NEW).fill(kind="ask", title=title, text="这样的诉求只能有一件，不能有两件。").send(site))
            relay.lose = b"new:"
            answers = [form.send(site)]
            if answers[0].status != 303:
                assert answers[0].status == 503 and form_in(answers[0]).fields["client_id"] == form.fields["client_id"]
                wait_until(lambda: answers.append(form.send(site)) or answers[-1].status == 303, limit(10), "sent", 0.2)
            assert relay.lost == turn + 1
            number, code = receipt(site, answers[-1])
            assert database.run("SELECT COUNT(*), MAX(id) FROM hotline_case WHERE title = %s", title) == ((1, number),)
            assert title in enter(site, code).text
    finally:
        servers.close_portal(site)
        relay.close()


def test_nothing_personal_gets_where_others_read(portal):
    number, code = write(portal, title="KANARIEORIGINAL 13912345678 标题", text="KANARIETEXT 的正文，电话13912345678。", name="KANARIENAME",
                         phone="13912345678", email="kanari@example.org")
    portal.database.run("UPDATE hotline_case SET title = '改过的标题', public_text = '改过的正文', approved_at = '2024-05-06 12:00:00' "
                        "WHERE id = %s", number)
    enter(portal, code)
    wait_until(lambda: "改过的标题" in portal.get(f"/hotline/case/{number}/").text, limit(5), "changed")
    secrets = CANARIES + ["KANARIETEXT", code, "-".join(code[n:n + 4] for n in range(0, len(code), 4))]
    for path in (f"/hotline/case/{number}/", "/hotline/list/", "/hotline/", "/hotline/search/?q=KANARIETEXT", "/hotline/search/?q=改过的标题", FOLLOW,
                 "/hotline/state/open/", "/m/hotline/list/"):
        for view in ("", ("&" if "?" in path else "?") + "view=model"):
            text = portal.get(path + view).text
            if "q=KANARIETEXT" in path:
                text = text.lower().replace("kanarietext", "")
            assert not [secret for secret in secrets if secret in text], path
    for log in ("access.log", "error.log"):
        text = (portal.apache.folder / log).read_text("utf-8", "replace").replace("q=KANARIETEXT", "")
        assert not [secret for secret in secrets if secret in text], log
