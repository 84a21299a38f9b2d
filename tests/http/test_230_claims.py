"""A claim by form: filled in, its addresses looked up, confirmed, sent, followed with the code; what is refused; that nobody
sees the contact, and that a claim alone hides nothing."""
import time
import urllib.parse

import pytest

from cached import Children
from forms import Form, form_at, form_in, notice, post, problems, receipt, stamp
from lib import html
from portal import limit, wait_until

CLAIM, FOLLOW = "/copyright/claim/", "/copyright/follow/"
STORY = "/2024/05/18/1.html"
CANARIES = {"name": "CANARYPERSON", "phone": "13712345678", "email": "canary@contact.example"}
HEADERS = [("Sec-Fetch-Site", "same-origin")]


@pytest.fixture(scope="module")
def portal(servers):
    """With its own database: budgets are counted there."""
    database = servers.database("claims")
    database.run("UPDATE setting SET value = '1000' WHERE code IN ('desk_hour_address', 'desk_code_tries')")
    return servers.portal("claims", database, NewsPortalFormLimit=(6000, 60000))


def filled(portal, path=CLAIM, **fields):
    return form_at(portal, path).fill(**({"right": "copyright", "work": "《晨雾》", "addresses": STORY, "statement": "照片由我拍摄，首发于去年。",
                                          "claimant": "某摄影社", "phone": "0433-555666"} | fields))


def confirmed(portal, **fields):
    response = filled(portal, **fields).send(portal)
    assert response.status == 200, (response, problems(response))
    return form_in(response)


def words(element):
    return "".join(element.itertext())


def in_every_child(portal):
    """What the story's address answers a second after a change, by several connections."""
    time.sleep(limit(1))
    return {portal.get(STORY).status for _ in range(8)}


def claims(portal):
    return portal.database.run("SELECT COUNT(*) FROM claim")[0][0]


# ---- The way that works ------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", ["", "/m"])
def test_a_claim_is_checked_confirmed_sent_and_followed(portal, variant):
    addresses = [f"{portal.base}{STORY}", f"{portal.base}/m{STORY}?from=x#y", "/pictures/bridge.svg", "/latest/", "/tag/x/",
                 "https://other.example/2024/05/18/1.html", "/2024/05/18/99999.html", "随便写的", "/2024/05/01/13.html",
                 f"{portal.base}@other.example/2024/05/18/1.html"]
    response = filled(portal, variant + CLAIM, addresses="\n".join(["", *addresses, " "]), public="1", **CANARIES).send(portal)
    assert response.status == 200 and "no-store" in response["Cache-Control"]
    items = html.Page(response).xpath("//ul[@class='claim-items']/li")
    assert [item.get("class") for item in items] == ["is-article", "is-article", "is-picture", "is-list", "is-list", "is-other", "is-unknown",
                                                     "is-unknown", "is-article", "is-other"]
    assert "大桥" in words(items[0]) and "雨后的长河大桥" in words(items[2])
    assert "秘密" not in words(items[8]) and "已到期" not in words(items[8]), "what readers cannot see has no title"
    assert "某摄影社" in html.Page(response).text_of("//section[@class='sent']")
    number, code = receipt(portal, form_in(response).send(portal))
    row = portal.database.run("SELECT c.work, c.right_kind, c.state, c.source, c.claimant, c.claimant_public, c.suspect, p.name, p.phone, p.email "
                              "FROM claim AS c JOIN claim_contact AS p ON p.claim_id = c.id WHERE c.id = %s", number)
    assert row == (("《晨雾》", "copyright", "received", "form", "某摄影社", 1, 0, *CANARIES.values()),)
    kept = portal.database.run("SELECT address, item_kind FROM claim_item WHERE claim_id = %s ORDER BY id", number)
    assert [kind for _, kind in kept] == ["article", "article", "media", "unknown", "unknown", "unknown", "unknown", "unknown", "article", "unknown"]
    assert kept[5][0] == "other: https://other.example/2024/05/18/1.html"
    assert portal.get(STORY).status == 200 and portal.database.run("SELECT COUNT(*) FROM removal WHERE restored_at IS NULL") == ((2,),)

    opened = form_at(portal, variant + FOLLOW).fill(code=code.lower()[:4] + " " + code[4:]).send(portal)
    assert opened.status == 200 and "no-store" in opened["Cache-Control"] and opened["ETag"] is None
    page = html.Page(opened)
    assert "《晨雾》" in page.source and str(number) in page.text_of("//section[@class='sent']/h2")
    assert len(page.xpath("//ul[@class='claim-items']/li")) == len(addresses)
    assert not [canary for canary in CANARIES.values() if canary in page.source]
    portal.database.run("UPDATE claim SET state = 'removed', cause = '已核实' WHERE id = %s", number)
    try:
        page = html.Page(form_at(portal, variant + FOLLOW).fill(code=code).send(portal))
        assert "已核实" in page.source and "已移除" in page.source and "现已不显示" in page.source
        assert in_every_child(portal) == {451}, "removed by one word of the desk"
    finally:
        portal.database.run("DELETE FROM claim WHERE id = %s", number)
    assert in_every_child(portal) == {200}


def test_addresses_as_browsers_copy_them(portal):
    """Other letters escaped, a scheme in capitals: the picture is found, and the desk reads its name. No line becomes two."""
    portal.database.run("INSERT INTO media (title, path) VALUES ('雾', 'pictures/晨雾 1.jpg')")
    escaped = "/pictures/" + urllib.parse.quote("晨雾 1.jpg")
    typed = [portal.base + escaped, escaped + "?size=2#x", portal.base.replace("http", "HTTP") + "/pictures/bridge.svg",
             "/pictures/%e6%9", "/pictures/a%0a/pictures/bridge.svg", "/pictures/bridge.svg%3Fx"]
    response = filled(portal, addresses="\n".join(typed)).send(portal)
    items = html.Page(response).xpath("//ul[@class='claim-items']/li")
    assert [item.get("class") for item in items] == ["is-picture"] * 3 + ["is-unknown"] * 3
    number, _ = receipt(portal, form_in(response).send(portal))
    rows = portal.database.run("SELECT item_kind, address FROM claim_item WHERE claim_id = %s ORDER BY id", number)
    assert [kind for kind, _ in rows] == ["media"] * 3 + ["unknown"] * 3
    assert [address for _, address in rows][1] == "/pictures/晨雾 1.jpg" and [address for _, address in rows][3:] == typed[3:]


def test_nobody_sees_who_is_to_be_asked(portal):
    number, code = receipt(portal, confirmed(portal, work="CANARYWORK", statement="CANARYSTATEMENT 十个字以上的陈述", claimant="CANARYCLAIMANT",
                                             public="1", **CANARIES).send(portal))
    secrets = [*CANARIES.values(), "CANARYWORK", "CANARYSTATEMENT", "CANARYCLAIMANT"]  # nobody has looked at the claim yet
    paths = ["/copyright/", "/copyright/ledger/", "/copyright/ledger.csv", "/copyright/ledger.json", CLAIM, FOLLOW, "/", STORY]
    for path in paths:
        for prefix in ("", "/m"):
            for view in ("", "?view=model"):
                text = portal.get(prefix + path + view).text
                assert not [secret for secret in secrets if secret in text], path
    wait_until(lambda: f"\r\n{number}," in portal.get("/copyright/ledger.csv").text, limit(1), "in the ledger")
    for log in ("access.log", "error.log"):
        text = (portal.apache.folder / log).read_text("utf-8", "replace")
        assert not [secret for secret in [*secrets, code] if secret in text]
    web = portal.database.connect(user="newsportal_web", database=portal.database.name)
    try:
        with web.cursor() as cursor, pytest.raises(Exception, match="denied"):
            cursor.execute("SELECT * FROM claim_contact")
    finally:
        web.close()
    log = portal.database.run("SELECT GROUP_CONCAT(item) FROM change_log")[0][0]
    assert not [secret for secret in secrets if secret in (log or "")]


def test_a_doubled_claim_is_one(portal):
    form, before = confirmed(portal, work="双击的投诉"), claims(portal)
    (number, code), (again, other) = receipt(portal, form.send(portal)), receipt(portal, form.send(portal))
    assert number == again and code != other and claims(portal) == before + 1
    for one in (code, other):
        assert html.Page(form_at(portal, FOLLOW).fill(code=one).send(portal)).xpath("//section[@class='sent']")


def test_back_from_the_confirmation_keeps_every_word(portal):
    fields = {"work": "回去改", "addresses": "/a\n/b", "public": "1", "email": "a@example.org", "name": "王"}
    answer = confirmed(portal, **fields).fill(change="1").send(portal)
    assert answer.status == 200 and not problems(answer)
    form = form_in(answer)
    assert {name: form.fields[name] for name in fields} == fields


def test_a_filled_trap_is_stored_marked_and_not_in_the_ledger(portal):
    number, _ = receipt(portal, form_in(filled(portal, website="http://spam.example/").send(portal)).send(portal))
    assert portal.database.run("SELECT suspect FROM claim WHERE id = %s", number) == ((1,),)
    time.sleep(limit(1))
    assert f"\r\n{number}," not in portal.get("/copyright/ledger.csv").text


# ---- What is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize("fields, refused", [
    ({"right": "nothing"}, ["right"]), ({"right": ""}, ["right"]), ({"work": ""}, ["work"]), ({"work": "长" * 201}, ["work"]),
    ({"addresses": ""}, ["addresses"]), ({"addresses": " \n "}, ["addresses"]), ({"addresses": "\n".join(["/a"] * 51)}, ["addresses"]),
    ({"statement": "短"}, ["statement"]), ({"statement": "字" * 4001}, ["statement"]), ({"claimant": ""}, ["claimant"]),
    ({"phone": ""}, ["phone"]), ({"phone": "call me"}, ["phone"]), ({"phone": "", "email": "nobody"}, ["email"]),
    ({"public": "2"}, ["public"])])
def test_problems_come_back_beside_the_field(portal, fields, refused):
    before = claims(portal)
    answer = filled(portal, name="赵 & <b>", **fields).send(portal)
    assert answer.status == 422 and problems(answer) == refused and claims(portal) == before
    assert form_in(answer).fields["name"] == "赵 & <b>" and "no-store" in answer["Cache-Control"] and answer["ETag"] is None
    assert html.Page(answer).xpath(f"//div[@role='alert']//a[@href='#copyright-claim-{refused[0]}']")


def test_what_lacks_a_contact_is_not_sent_even_if_confirmed(portal):
    form, before = confirmed(portal), claims(portal)
    answer = form.fill(phone="", email="").send(portal)
    assert answer.status == 422 and claims(portal) == before
    assert problems(answer) == ["phone"]


def test_fifty_addresses_and_a_mail_address_are_enough(portal):
    number, _ = receipt(portal, confirmed(portal, phone="", email="x@example.org", addresses="\n".join([STORY] * 50)).send(portal))
    assert portal.database.run("SELECT COUNT(*) FROM claim_item WHERE claim_id = %s AND item_kind = 'article'", number) == ((50,),)


@pytest.mark.parametrize("path", [CLAIM, FOLLOW, "/copyright/counter/"])
@pytest.mark.parametrize("headers, kind, body, status", [
    ([("Sec-Fetch-Site", "cross-site")], None, "work=x", 403), ([("Origin", "https://evil.example")], None, "work=x", 403),
    (HEADERS, "text/plain", "work=x", 415), (HEADERS, "multipart/form-data; boundary=x", "x", 415),
    (HEADERS, None, "work=%zz", 400), (HEADERS, None, "work=1&work=2", 400), (HEADERS, None, "x=" + "y" * 65536, 413),
    (HEADERS, None, "work=x", 422)])
def test_refusals(portal, path, headers, kind, body, status):
    before = claims(portal)
    answer = post(portal, path, body, headers) if kind is None else portal.request("POST", path, headers + [("Content-Type", kind)], body)
    assert answer.status == status and claims(portal) == before
    assert html.Page(answer).text_of("//h1") and "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("ticket", ["", "0" * 32, stamp("copyright-claim", 13 * 3600), stamp("hotline-new", 60)])
def test_an_old_stamp_asks_once_more(portal, ticket):
    answer = filled(portal, ticket=ticket, addresses="/a\n/b").send(portal)
    assert answer.status == 422 and "没有丢失" in notice(answer) and form_in(answer).fields["addresses"] == "/a\n/b"
    assert form_in(answer).send(portal).status == 200


def test_the_form_is_kept_when_too_much_comes(portal):
    portal.database.run("UPDATE setting SET value = '0' WHERE code = 'desk_hour_total'")
    try:
        answer = confirmed(portal, work="预算之外").send(portal)
        assert answer.status == 429 and 1 <= int(answer["Retry-After"]) <= 3600
        form = form_in(answer)
        assert form.fields["work"] == "预算之外" and html.Page(answer).xpath("//ul[@class='claim-items']/li")
    finally:
        portal.database.run("UPDATE setting SET value = '100000' WHERE code = 'desk_hour_total'")
    assert receipt(portal, form.send(portal))[0]


@pytest.mark.logs("NP01")
def test_the_form_is_kept_while_the_database_is_away(servers):
    database = servers.database("claims-away")
    away = servers.portal("claims-away", database)
    form, following = confirmed(away, work="库不在时"), form_at(away, FOLLOW).fill(code="ABCD-EFGH-JKMN-PQRS")
    database.stop()
    answer = form.send(away)
    assert answer.status == 503 and int(answer["Retry-After"]) > 0
    kept = form_in(answer)
    assert (kept.fields["work"], kept.fields["client_id"]) == ("库不在时", form.fields["client_id"])
    assert following.send(away).status == 503
    database.start()
    answers = []
    wait_until(lambda: answers.append(kept.send(away)) or answers[-1].status == 303, limit(10), "sent", 0.2)
    assert database.run("SELECT COUNT(*) FROM claim WHERE work = '库不在时'") == ((1,),)


# ---- Codes -------------------------------------------------------------------------------------------


def test_wrong_and_unknown_codes_look_alike(portal):
    answers = [form_at(portal, FOLLOW).fill(ticket=stamp("copyright-follow", 100), code=code).send(portal)
               for code in ("ABCD", "7KQ2MD9X7KQ2MD9X", "x" * 60)]
    assert {answer.status for answer in answers} == {404}
    assert len({html.Page(answer).text_of("//main") for answer in answers}) == 1
    assert all("ABCD" not in answer.text for answer in answers)


def test_nothing_stands_open_for_the_next_one(portal):
    _, code = receipt(portal, confirmed(portal, work="只给我看").send(portal))
    assert "只给我看" in form_at(portal, FOLLOW).fill(code=code).send(portal).text
    for _ in range(10):
        answer = form_at(portal, FOLLOW).fill(code="7KQ2MD9X7KQ2MD9X").send(portal)
        assert answer.status == 404 and "只给我看" not in answer.text
    assert "只给我看" not in portal.get(FOLLOW).text


def test_guessing_is_stopped(servers, portal):
    portal.database.run("UPDATE setting SET value = '5' WHERE code = 'desk_code_tries'")
    try:
        answers = [form_at(portal, FOLLOW).fill(code=f"7KQ2MD9X7KQ2MD{i:02d}").send(portal) for i in range(8)]
        assert answers[-1].status == 429 and int(answers[-1]["Retry-After"]) > 0
        assert portal.get(FOLLOW).status == 200
    finally:
        portal.database.run("UPDATE setting SET value = '1000' WHERE code = 'desk_code_tries'")


def test_the_empty_forms_are_the_same_for_everyone(portal):
    for path in (CLAIM, FOLLOW, "/copyright/counter/"):
        first, second = portal.get(path), portal.get(path, [("Cookie", "newsportal-receipt=1.2.3")])
        assert first.body == second.body and first["ETag"] == second["ETag"] and second["Set-Cookie"] is None
        assert Form(html.Page(first)).action == path


# ---- Who objects -------------------------------------------------------------------------------------

COUNTER = "/copyright/counter/"
GONE = ["/2024/05/18/1.html", "/pictures/bridge.svg"]


def seen(portal, status):
    """Every child knows whether what GONE names is there."""
    with Children(portal) as children:
        for address in GONE:
            children.until(address, lambda response: response.status == status, limit(1))


@pytest.fixture
def removed(portal):
    """Two claims: one holds the story back, the other the picture. -> their numbers."""
    numbers = []
    for address in GONE:
        portal.database.run("INSERT INTO claim (work, statement, claimant) VALUES ('雾', '陈述', '某社')")
        numbers.append(portal.database.run("SELECT MAX(id) FROM claim")[0][0])
        portal.database.run("INSERT INTO claim_item (address, claim_id) VALUES (%s, %s)", address, numbers[-1])
        portal.database.run("UPDATE claim SET state = 'removed' WHERE id = %s", numbers[-1])
    seen(portal, 451)
    yield numbers
    for number in numbers:
        portal.database.run("DELETE FROM claim WHERE id = %s", number)
    assert portal.database.run("SELECT (SELECT COUNT(*) FROM claim_counter), (SELECT COUNT(*) FROM claim_counter_contact)") == ((0, 0),)
    seen(portal, 200)


def objecting(portal, path=COUNTER, **fields):
    return form_at(portal, path).fill(**({"addresses": "\n".join(GONE), "statement": "照片是我拍的，授权书已交编辑部。", "name": "供稿人许某",
                                          "phone": "0433-555777"} | fields))


def objected(portal, **fields):
    response = objecting(portal, **fields).send(portal)
    assert response.status == 200, (response, problems(response))
    return form_in(response)


def sent(portal, form):
    """Sends it; the number of the receipt, which has no code."""
    response = form.send(portal)
    assert response.status == 303 and response["Location"].endswith("/copyright/countered/"), (response, problems(response))
    page = html.Page(portal.get(response["Location"], [("Cookie", response["Set-Cookie"].split(";")[0])]))
    assert not page.xpath("//p[@class='receipt-code']") and page.xpath("//main//a[contains(@href, '/copyright/ledger/')]")
    return int("".join(filter(str.isdigit, page.text_of("//p[@class='standfirst']"))))


def counters(portal):
    return portal.database.run("SELECT COUNT(*) FROM claim_counter")[0][0]


@pytest.mark.parametrize("variant", ["", "/m"])
def test_an_objection_is_reached_checked_sent_and_taken_over_by_the_desk(portal, removed, variant):
    for page in (portal.get(variant + STORY), portal.get(variant + "/copyright/")):
        assert page.status in (451, 200) and html.Page(page).xpath(f"//main//a[@href='{variant}{COUNTER}']")
    addresses = f"{portal.base}/m{GONE[0]}?x=1#y\n\n {GONE[1]} "
    response = objecting(portal, variant + COUNTER, addresses=addresses, **CANARIES).send(portal)
    assert response.status == 200 and "no-store" in response["Cache-Control"]
    items = html.Page(response).xpath("//ul[@class='claim-items']/li")
    assert [item.get("class") for item in items] == ["is-article", "is-picture"]
    assert "大桥" not in html.Page(response).text_of("//section[@class='sent']"), "what is removed has no title"
    number = sent(portal, form_in(response))
    rows = portal.database.run("SELECT k.id, k.claim_id, k.state, k.suspect, k.addresses, p.name, p.phone, p.email FROM claim_counter AS k "
                               "JOIN claim_counter_contact AS p ON p.counter_id = k.id ORDER BY k.id")
    assert rows == tuple((number + i, claim, "received", 0, "\n".join([addresses.split("\n")[0], GONE[1]]), *CANARIES.values())
                         for i, claim in enumerate(removed))
    assert portal.get(STORY).status == 451 and portal.database.run("SELECT counter_at FROM claim WHERE id = %s", removed[0]) == ((None,),)
    assert "反通知" not in html.Page(portal.get("/copyright/ledger/")).text_of("//main//ul[@class='rows ledger']"), "nothing is said before the desk accepts"

    portal.database.run("UPDATE claim_counter SET state = 'accepted' WHERE id = %s", number)
    assert portal.database.run("SELECT counter_statement, counter_at IS NOT NULL FROM claim WHERE id = %s", removed[0]) == (("照片是我拍的，授权书已交编辑部。", 1),)
    wait_until(lambda: "反通知" in html.Page(portal.get("/copyright/ledger/")).text_of("//main//ul[@class='rows ledger']"), limit(1), "in the ledger")
    assert portal.get(STORY).status == 451, "nothing comes back by it"
    for path in ("/copyright/", "/copyright/ledger/", "/copyright/ledger.csv", "/copyright/ledger.json", COUNTER, STORY):
        for view in ("", "?view=model"):
            text = portal.get(path + view).text
            assert "授权书" not in text and not [canary for canary in CANARIES.values() if canary in text]


@pytest.mark.parametrize("fields, refused", [
    ({"addresses": ""}, ["addresses"]), ({"addresses": "\n".join(GONE[:1] * 11)}, ["addresses"]), ({"addresses": "/" + "a" * 2000}, ["addresses"]),
    ({"statement": "短"}, ["statement"]), ({"statement": "字" * 4001}, ["statement"]), ({"name": ""}, ["name"]), ({"name": "长" * 121}, ["name"]),
    ({"phone": ""}, ["phone"]), ({"phone": "call me"}, ["phone"]), ({"phone": "", "email": "nobody"}, ["email"]),
    ({"addresses": "/latest/", "phone": ""}, ["addresses", "phone"])])
def test_problems_of_an_objection_come_back_beside_the_field(portal, removed, fields, refused):
    answer = objecting(portal, **fields).send(portal)
    found = problems(answer)
    assert answer.status == 422 and set(found) <= set(refused) and found and counters(portal) == 0
    assert form_in(answer).fields["addresses"] == fields.get("addresses", "\n".join(GONE)) and "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["/2024/05/17/2.html", "/latest/", "https://other.example/2024/05/18/1.html", "/pictures/nothing.jpg", "随便写的"])
def test_what_no_claim_has_removed_is_named_beside_the_field(portal, removed, address):
    answer = objecting(portal, addresses=f"{GONE[0]}\n{address}").send(portal)
    assert answer.status == 422 and problems(answer) == ["addresses"] and counters(portal) == 0
    told = html.Page(answer).text_of("//p[@id='copyright-counter-addresses-problem']")
    assert told.endswith("：" + address), told


def test_what_came_back_before_it_was_sent_is_named_too(portal, removed):
    form = objected(portal)
    portal.database.run("UPDATE claim SET state = 'restored' WHERE id = %s", removed[1])
    answer = form.send(portal)
    assert answer.status == 422 and problems(answer) == ["addresses"] and counters(portal) == 0
    assert GONE[1] in html.Page(answer).text_of("//p[@id='copyright-counter-addresses-problem']")


def test_a_desks_own_removal_is_no_claims(portal):
    """A removal that the desk entered by itself has no claim to object to."""
    portal.database.run("INSERT INTO removal (item_kind, item_id, cause) VALUES ('article', 1, '法院')")
    number = portal.database.run("SELECT MAX(id) FROM removal")[0][0]
    try:
        assert problems(objecting(portal, addresses=STORY).send(portal)) == ["addresses"]
    finally:
        portal.database.run("UPDATE removal SET restored_at = NOW() WHERE id = %s", number)


def test_a_doubled_objection_is_one_even_when_the_item_is_back(portal, removed):
    form = objected(portal)
    first = sent(portal, form)
    portal.database.run("UPDATE claim SET state = 'restored' WHERE id = %s", removed[0])
    assert sent(portal, form) == first and counters(portal) == 2


def test_an_objection_that_a_program_filled_in_is_marked_and_last(portal, removed):
    sent(portal, form_in(objecting(portal, website="http://spam.example/").send(portal)))
    sent(portal, objected(portal, statement="这一份是人写的，请看。"))
    assert [row[0] for row in portal.database.run("SELECT suspect FROM v_claim_counter")] == [0, 0, 1, 1]


def test_an_objection_is_kept_when_too_much_comes(portal, removed):
    portal.database.run("UPDATE setting SET value = '0' WHERE code = 'desk_hour_total'")
    try:
        answer = objected(portal).send(portal)
        assert answer.status == 429 and 1 <= int(answer["Retry-After"]) <= 3600 and counters(portal) == 0
        form = form_in(answer)
        assert html.Page(answer).xpath("//ul[@class='claim-items']/li")
    finally:
        portal.database.run("UPDATE setting SET value = '100000' WHERE code = 'desk_hour_total'")
    assert sent(portal, form)


@pytest.mark.parametrize("ticket", ["", "0" * 32, stamp("copyright-counter", 13 * 3600), stamp("copyright-claim", 60)])
def test_an_objection_with_an_old_stamp_asks_once_more(portal, removed, ticket):
    answer = objecting(portal, ticket=ticket).send(portal)
    assert answer.status == 422 and "没有丢失" in notice(answer) and form_in(answer).send(portal).status == 200
