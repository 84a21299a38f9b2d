"""The copyright desk as readers see it: policy, ledger as page, CSV and JSON, what stands where something was removed."""
import csv
import io
import json

import pytest

from cached import Children, Desk, cached_portal
from lib.pictures import phone_jpeg
from portal import NOTICE_PHONE, OPERATOR
from test_190_pictures import address, smaller, upload
from test_200_hotline import model

SECRETS = ["秘密", "13912345678", "canary@claimant.example"]
FILES = ["/copyright/ledger.csv", "/copyright/ledger.json", "/hotline/league.csv", "/hotline/league.json"]


@pytest.fixture(scope="module")
def database(servers):
    return servers.database("copyright")


@pytest.fixture(scope="module")
def portal(servers, database):
    return cached_portal(servers, "copyright", database, NewsPortalMediaCache=("media", "64M"), NewsPortalChangesInterval="20ms")


@pytest.fixture
def desk(portal):
    with Children(portal) as children:
        yield Desk(portal, children)


def rows_of_csv(response):
    assert response.status == 200 and response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response.body.startswith(b"\xef\xbb\xbf")
    text = response.body.decode("utf-8-sig")
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def rows_of_json(response):
    assert response.status == 200 and response["Content-Type"] == "application/json"
    return json.loads(response.body.decode("utf-8"))["rows"]


def claim(database, *addresses, state="removed", **columns):
    """A claim as the desk enters it, decided with one word; its number."""
    columns = {"work": "秘密作品", "statement": "秘密陈述", "claimant": "不公开的权利人", "source": "letter"} | columns
    connection = database.session()
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO claim ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})", list(columns.values()))
            number = cursor.lastrowid
            for address_ in addresses:
                cursor.execute("INSERT INTO claim_item (address, claim_id) VALUES (%s, %s)", (address_, number))
            if state != "received":
                cursor.execute("UPDATE claim SET state = %s WHERE id = %s", (state, number))
        connection.commit()
    finally:
        connection.close()
    return number


@pytest.fixture
def removed(desk):
    """Removes what is at some addresses; everything is back afterwards."""
    numbers = []

    def remove(*addresses, **columns):
        numbers.append(claim(desk.portal.database, *addresses, **columns))
        desk.seen()
        return numbers[-1]
    yield remove
    for number in numbers:
        desk.run("DELETE FROM claim WHERE id = %s", number)


# ---- The desk's page ----------------------------------------------------------------------------------


def test_the_policy_and_the_ways(portal):
    page = model(portal, "/copyright/")
    content = page.find("copyright-page")
    assert content.get("hours") == "24"
    assert content.findtext("policy/title") == "版权声明与侵权通知"
    assert {name: content.get(name) for name in ("policy", "claim", "follow", "ledger")} == {
        "policy": "/copyright/", "claim": "/copyright/claim/", "follow": "/copyright/follow/", "ledger": "/copyright/ledger/"}
    html = portal.page("/copyright/")
    assert html.xpath(f"//main//a[@href='tel:{NOTICE_PHONE.replace('—', '')}']"), "the telephone"
    for prefix in ("", "/m"):
        for name in ("claim", "follow", "ledger"):
            assert portal.page(f"{prefix}/copyright/").xpath(f"//main//a[@href='{prefix}/copyright/{name}/']")


def test_the_policy_has_one_address(portal):
    response = portal.get("/page/copyright/")
    assert response.status == 301 and portal.path_of(response["Location"]) == "/copyright/"


def test_the_policy_and_the_deadline_follow_their_rows(desk):
    before = desk.run("SELECT body FROM page WHERE code = 'copyright'")[0][0]
    assert desk.portal.get("/copyright/").status == 200
    desk.run("UPDATE page SET state = 'draft' WHERE code = 'copyright'")
    try:
        page = model(desk.portal, "/copyright/")
        assert page.find("copyright-page/policy") is None
        assert before not in desk.portal.get("/copyright/").text and len(desk.portal.page("/copyright/").xpath("//main//h2")) == 3
        desk.run("UPDATE setting SET value = '48' WHERE code = 'claim_hours'")
        assert "48 小时" in desk.portal.get("/copyright/").text
    finally:
        desk.run("UPDATE setting SET value = '24' WHERE code = 'claim_hours'")
        desk.run("UPDATE page SET state = 'live' WHERE code = 'copyright'")
    assert before in desk.portal.get("/copyright/").text and "24 小时" in desk.portal.get("/copyright/").text


@pytest.mark.parametrize("prefix", ["", "/m"])
def test_the_notice_below_articles_leads_there(portal, desk, prefix):
    desk.run("UPDATE article SET notice = '见{form}，电话{phone}' WHERE id = 2")
    try:
        page = portal.page(f"{prefix}/2024/05/17/2.html")
        assert page.xpath(f"//p[@class='notice']/a[@href='{prefix}/copyright/']")
    finally:
        desk.run("UPDATE article SET notice = '' WHERE id = 2")


# ---- The ledger -----------------------------------------------------------------------------------------


def test_the_ledger_says_what_may_be_said(portal):
    claims = model(portal, "/copyright/ledger/").findall("copyright-ledger/claims/claim")
    assert [(row.get("number"), row.get("kind"), row.get("items"), row.get("outcome"), row.get("days"), row.findtext("claimant"))
            for row in claims] == [("3", "other", "0", "received", None, None), ("2", "portrait", "0", "received", None, None),
                                   ("1", "copyright", "2", "rejected", "2", "=公开影社")]
    assert claims[2].find("received").get("datetime") == "2024-05-06T09:00:00+08:00"


def test_page_csv_and_json_say_the_same(portal):
    claims = model(portal, "/copyright/ledger/").findall("copyright-ledger/claims/claim")
    table, rows = rows_of_csv(portal.get("/copyright/ledger.csv")), rows_of_json(portal.get("/copyright/ledger.json"))
    assert list(table[0]) == list(rows[0]) == ["number", "received", "kind", "items", "outcome", "days", "restored", "countered", "claimant"]
    assert len(claims) == len(table) == len(rows) == 3
    for on_page, line, row in zip(claims, table, rows):
        assert line["number"] == on_page.get("number") == str(row["number"])
        assert line["received"] == on_page.find("received").get("datetime") == row["received"]
        for name in ("kind", "outcome"):
            assert line[name] == on_page.get(name) == row[name]
        assert (line["days"] or None) == on_page.get("days") and row["days"] == (int(line["days"]) if line["days"] else None)
    assert rows[2]["claimant"] == "=公开影社"
    assert table[2]["claimant"] == "'=公开影社", "a spreadsheet would calculate it"


@pytest.mark.parametrize("path", FILES)
def test_files_are_kept_like_pages(portal, path):
    first = portal.get(path)
    assert first.status == 200 and first["X-Content-Type-Options"] == "nosniff" and first["Content-Security-Policy"]
    answers = [portal.get(path) for _ in range(12)]   # each child has to make it once
    assert "newsportal; hit" in {again["Cache-Status"] for again in answers} and {again.body for again in answers} == {first.body}
    assert portal.get(path, [("If-None-Match", first["ETag"])]).status == 304
    assert len(first.body) < 500 or portal.get(path, [("Accept-Encoding", "gzip")])["Content-Encoding"] == "gzip"
    assert portal.head(path)["Content-Length"] == str(len(first.body))
    assert portal.request("POST", path, [("Content-Type", "text/plain")], "x").status == 405
    assert portal.get(path + "/").status == 404


def test_the_ledger_pages_by_position(desk):
    ids = list(range(101, 126))
    desk.run("INSERT INTO claim (id, work, statement, claimant, received_at) VALUES " +
             ", ".join(f"({number}, '作', '述', '人', '2024-05-0{1 + number // 113} 10:00:00')" for number in ids))
    try:
        seen, path = [], "/m/copyright/ledger/"
        while path:
            page = model(desk.portal, path).find("copyright-ledger/claims")
            seen += [int(row.get("number")) for row in page.findall("claim")]
            older = page.find("pager/older")
            path = older.get("href") if older is not None else None
        assert seen == [3, 2, 1] + ids[::-1]
        assert len(rows_of_csv(desk.portal.get("/copyright/ledger.csv"))) == 28
        assert json.loads(desk.portal.get("/copyright/ledger.json").text)["next"] is None
        part = rows_of_json(desk.portal.get("/copyright/ledger.json?before=20240501100000-105"))
        assert [row["number"] for row in part] == [104, 103, 102, 101]
    finally:
        desk.run(f"DELETE FROM claim WHERE id IN ({', '.join(map(str, ids))})")
    assert len(model(desk.portal, "/copyright/ledger/").findall("copyright-ledger/claims/claim")) == 3


@pytest.mark.parametrize("path, status", [
    ("/copyright/ledger/?before=20200101000000-1", 404), ("/copyright/ledger/?after=20240506090000-1", 404),
    ("/copyright/ledger.csv?before=20200101000000-1", 404), ("/copyright/ledger/?before=x", 400), ("/copyright/nothing/", 404)])
def test_what_is_not_there(portal, path, status):
    assert portal.get(path).status == status


def test_the_ledger_follows_the_desk(desk):
    assert desk.portal.get("/copyright/ledger.csv").status == 200
    number = claim(desk.portal.database, "/2024/05/18/1.html", state="rejected", right_kind="privacy")
    try:
        desk.seen()
        assert rows_of_csv(desk.portal.get("/copyright/ledger.csv"))[0]["outcome"] == "rejected"
        desk.run("UPDATE claim SET claimant_public = 1, claimant = %s WHERE id = %s", '@权利人, "某社"', number)
        assert rows_of_json(desk.portal.get("/copyright/ledger.json"))[0]["claimant"] == '@权利人, "某社"'
        assert rows_of_csv(desk.portal.get("/copyright/ledger.csv"))[0]["claimant"] == "'@权利人, \"某社\""
        assert "@权利人" in desk.portal.get("/copyright/").text
    finally:
        desk.run("DELETE FROM claim WHERE id = %s", number)
    assert "@权利人" not in desk.portal.get("/copyright/ledger/").text


def test_the_league_by_month(desk):
    desk.run("INSERT INTO hotline_case (id, title, public_text, kind, agency) VALUES (70, '今年', '正文', 'ask', 'water')")
    try:
        table, rows = rows_of_csv(desk.portal.get("/hotline/league.csv")), rows_of_json(desk.portal.get("/hotline/league.json"))
        assert [(line["agency"], line["name"], line["received"], line["answered"], line["median_days"]) for line in table] == \
            [("water", "供水处", "1", "0", "")]
        assert rows[0]["received"] == 1 and rows[0]["median_days"] is None and rows[0]["month"] == table[0]["month"]
        row = model(desk.portal, "/hotline/league/").find("hotline-league/row")
        assert row.get("received") == "1"
        page = desk.portal.page("/hotline/league/")
        assert page.xpath("//a[@href='/hotline/league.csv']") and page.xpath("//a[@href='/hotline/league.json']")
    finally:
        desk.run("DELETE FROM hotline_case WHERE id = 70")
    assert rows_of_csv(desk.portal.get("/hotline/league.csv")) == []


def test_one_month_of_the_league(desk):
    """Chosen on the page; page, CSV and JSON show the same rows; a month without cases or to come is unknown."""
    months = ["/hotline/league/2025-02." + end for end in ("html", "csv", "json")]
    assert [desk.portal.get(path).status for path in months] == [404] * 3
    desk.run("INSERT INTO hotline_case (id, title, public_text, kind, agency) VALUES (71, '本月', '正文', 'ask', 'water')")
    desk.run("INSERT INTO hotline_case (id, title, public_text, kind, agency, received_at) VALUES (72, '往年', '正文', 'ask', 'roads', '2025-02-28 23:59:59')")
    try:
        desk.seen()
        chosen = model(desk.portal, "/hotline/league/").findall("hotline-league/month")
        assert len(chosen) == 1 and chosen[0].get("current") is None
        now = chosen[0].get("href")
        for path, agency in ((now, "water"), (months[0], "roads")):
            league = model(desk.portal, path).find("hotline-league")
            table, rows = rows_of_csv(desk.portal.get(league.get("csv"))), rows_of_json(desk.portal.get(league.get("json")))
            assert [(line["agency"], line["received"]) for line in table] == [(agency, "1")]
            assert [(line["agency"], line["received"]) for line in rows] == [(agency, 1)]
            assert [(row.get("name"), row.get("received")) for row in league.findall("row")] == [(table[0]["name"], "1")]
            assert [month.get("href") for month in league.findall("month") if month.get("current")] == [path]
            page = desk.portal.page(path)
            assert page.xpath("//nav/ul[@class='children']/li/a[@aria-current='page']/@href") == [path]
            assert path.rpartition("/")[2].removesuffix(".html") in page.xpath("string(//title)")
        assert desk.portal.get("/hotline/league/2025-2.html")["Location"].endswith(months[0])
        assert desk.portal.get("/m" + months[0]).status == 200
        for path in ("2025-03.html", "2025-13.html", "2025-00.html", "2099-01.csv", "2025-01.json"):
            assert desk.portal.get("/hotline/league/" + path).status == 404, path
    finally:
        desk.run("DELETE FROM hotline_case WHERE id IN (71, 72)")
    desk.seen()
    assert [desk.portal.get(path).status for path in months] == [404] * 3


@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
@pytest.mark.parametrize("path", ["/copyright/", "/copyright/ledger/", "/copyright/claim/", "/copyright/follow/", *FILES])
def test_no_secret_in_any_byte(portal, prefix, path):
    for view in ("", "?view=model"):
        body = portal.get(prefix + path + view).text
        assert not [secret for secret in SECRETS if secret in body]


# ---- What stands where something was removed ---------------------------------------------------------------


STORY = "/2024/05/18/1.html"
SHOWN_ON = ["/", "/news/", "/latest/", "/tag/%E5%A4%A7%E6%A1%A5/", "/2024/05/", "/2024/05/18/", "/tags/"]


def links_to(portal, path, target):
    return bool(portal.page(path).xpath(f"//a[contains(@href, '{target}')]"))


def test_an_article_is_gone_everywhere_and_comes_back(desk, removed):
    portal = desk.portal
    before = {prefix: portal.get(prefix + STORY) for prefix in ("", "/m")}
    showing = [path for path in SHOWN_ON if links_to(portal, path, STORY)]
    assert {"/", "/news/", "/latest/"} <= set(showing)
    number = removed(STORY, claimant="河图影像社", claimant_public=1, cause="照片未经许可")
    for prefix in ("", "/m"):
        response = portal.get(prefix + STORY)
        assert response.status == 451 and response["Link"] == f'<{OPERATOR}>; rel="blocked-by"'
        assert "no-store" in response["Cache-Control"]
        for words in ("文章", "照片未经许可", "河图影像社"):
            assert words in response.text
        page = portal.page(prefix + STORY, 451)
        assert page.xpath(f"//main//a[@href='{prefix}/copyright/ledger/']") and page.xpath("//main//time")
        assert "大桥" not in response.text
        for path in SHOWN_ON:
            assert not links_to(portal, prefix + path, STORY), path
    assert portal.head(STORY).status == 451
    for other in ("/2024/05/17/2.html", "/2024/05/16/3.html"):
        assert not links_to(portal, other, STORY), "neighbours and related stories"
    desk.run("UPDATE claim SET claimant_public = 0 WHERE id = %s", number)
    assert "河图影像社" not in portal.get(STORY).text
    desk.run("UPDATE claim SET state = 'restored' WHERE id = %s", number)
    for prefix in ("", "/m"):
        after = portal.get(prefix + STORY)
        assert after.status == 200 and after.body == before[prefix].body and after["ETag"] == before[prefix]["ETag"]
    assert [path for path in SHOWN_ON if links_to(portal, path, STORY)] == showing
    assert rows_of_csv(portal.get("/copyright/ledger.csv"))[0]["outcome"] == "restored"


@pytest.mark.parametrize("state", ["confirmed", "hidden", "removed"])
def test_each_acting_state_removes_and_rejecting_brings_back(desk, removed, state):
    number = removed(STORY, state=state)
    assert desk.portal.get(STORY).status == 451
    desk.run("UPDATE claim SET state = %s WHERE id = %s", "restored" if state == "removed" else "rejected", number)
    assert desk.portal.get(STORY).status == 200


def test_a_claim_alone_hides_nothing(desk, removed):
    removed(STORY, state="received")
    assert desk.portal.get(STORY).status == 200 and links_to(desk.portal, "/latest/", STORY)


def test_own_retraction_is_410(desk):
    desk.run("UPDATE article SET state = 'withdrawn' WHERE id = 2")
    try:
        response = desk.portal.get("/2024/05/17/2.html")
        assert response.status == 410 and response["Link"] is None
        assert not desk.portal.page("/2024/05/17/2.html", 410).xpath("//main//a[@href='/copyright/ledger/']")
    finally:
        desk.run("UPDATE article SET state = 'live' WHERE id = 2")


def test_only_a_picture_goes(desk, removed):
    portal = desk.portal
    number, path = upload(portal.database, phone_jpeg())
    other, other_path = upload(portal.database, phone_jpeg() + b"\0")
    before = desk.run("SELECT body, body_format, cover FROM article WHERE id = 6")[0]
    text = f"前文。\n\n![图]({path})\n\n- [![链接图](/media/{number}/x.jpg)](/news/)\n\n![另一张]({other_path})\n\n后文。"
    desk.run("UPDATE article SET cover = %s, body = %s, body_format = 'markdown' WHERE id = 6", number, text)
    article = "/2024/05/15/6.html"
    try:
        whole = {prefix: portal.get(prefix + article) for prefix in ("", "/m")}
        sizes = [smaller(path, width) for width in (320, 640)]
        assert all(portal.get(address_).status == 200 for address_ in [path, *sizes])
        claimed = removed(path, cause="照片所有权有争议")
        for prefix in ("", "/m"):
            page = portal.page(prefix + article)
            assert len(page.xpath("//*[@class='gone']")) == 3 and page.xpath("//p[@class='gone']//time")
            assert page.xpath(f"//p[@class='gone']/a[@href='{prefix}/copyright/ledger/']")
            assert "照片所有权有争议" in page.source and "后文" in page.source
            assert not page.xpath(f"//main//img[contains(@src, '/media/{number}/')]")
            assert page.xpath(f"//main//img[contains(@src, '/media/{other}/')]")
            assert not page.xpath("//a//a")
        for address_ in [path, *sizes, smaller(path, 960)]:
            response = portal.get(address_)
            assert response.status == 451 and response["Link"] == f'<{OPERATOR}>; rel="blocked-by"'
            assert response["Content-Type"] == "text/html; charset=utf-8" and "图片" in response.text
        desk.run("UPDATE claim SET state = 'restored' WHERE id = %s", claimed)
        for prefix in ("", "/m"):
            assert portal.get(prefix + article).body == whole[prefix].body
        assert all(portal.get(address_).status == 200 for address_ in [path, *sizes])
    finally:
        desk.run("UPDATE article SET body = %s, body_format = %s, cover = %s WHERE id = 6", *before)


def test_a_file_in_a_text_goes(desk, removed):
    """A picture that is a file is known in texts by its path only."""
    portal = desk.portal
    body = desk.run("SELECT body, body_format FROM article WHERE id = 6")[0]
    (portal.apache.folder / "www" / "pictures").mkdir(exist_ok=True)
    (portal.apache.folder / "www" / "pictures" / "桥 1.jpg").write_bytes(phone_jpeg())
    desk.run("INSERT INTO media (title, path) VALUES ('桥', 'pictures/桥 1.jpg')")
    address_ = "/pictures/%E6%A1%A5%201.jpg"
    desk.run("UPDATE article SET body = %s, body_format = 'html' WHERE id = 6",
             f'<p>前文<img src="{address_}" alt="桥">后文</p><p><img src="{portal.base}{address_}" alt="桥"></p>')
    article = "/2024/05/15/6.html"
    try:
        assert len(portal.page(article).xpath("//main//img[contains(@src, 'pictures')]")) == 2
        assert portal.get(address_).status == 200
        claimed = removed("/pictures/桥 1.jpg")
        page = portal.page(article)
        assert len(page.xpath("//p/span[@class='gone']")) == 2 and not page.xpath("//main//img[contains(@src, 'pictures')]")
        assert portal.get(address_).status == 451
        desk.run("UPDATE claim SET state = 'restored' WHERE id = %s", claimed)
        assert not portal.page(article).xpath("//*[@class='gone']") and portal.get(address_).status == 200
    finally:
        desk.run("UPDATE article SET body = %s, body_format = %s WHERE id = 6", *body)
