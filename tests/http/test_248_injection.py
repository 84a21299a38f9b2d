"""SQL injection, looked for by sqlmap in every parameter there is: parts of paths, the query, cookies and headers, each field of each form and of
each step of it. Only with NEWSPORTAL_LONG, and with sqlmap installed (Debian: sqlmap): hundreds of requests a parameter.

Always: that the lists below name every address with parameters (np_route.c), every form and every field that pages have."""
import itertools
import re
import shutil
import subprocess
import urllib.parse
import uuid

import pytest

from cached import LONG
from forms import Form, post, receipt, stamp
from lib import html
from lib.mariadb import ROOT

SQLMAP = shutil.which("sqlmap")
long = pytest.mark.skipif(not (LONG and SQLMAP), reason="only with NEWSPORTAL_LONG and sqlmap")

# The star is where sqlmap puts its own.
PATHS = ["/2024/05/18/1*.html", "/2024*/05*/18*/1.html", "/2024*/05/", "/2024/05*/18*/", "/2024/05/18/?before=20240518080000-1*",
         "/tag/%E5%A4%A7%E6%A1%A5*/", "/tag/%E6%A1%A3%E6%A1%88/?before=20230301080500-1025*", "/page/about*/", "/news*/city*/",
         "/records/?after=20230301080500-1025*", "/preview/abc*/", "/media/1*/a*.png", "/latest/?before=20240513120000-8*",
         "/hotline/list/?before=20240506100200-2*", "/hotline/agency/roads*/", "/hotline/agency/roads/?after=20240506100200-2*",
         "/hotline/region/north*/", "/hotline/region/north/?before=20240506100200-2*", "/hotline/kind/ask*/",
         "/hotline/kind/ask/?before=20240506100200-2*", "/hotline/state/open*/", "/hotline/state/open/?before=20240506100200-2*",
         "/hotline/search/?q=%E8%B7%AF%E7%81%AF*", "/hotline/search/?q=%E8%B7%AF%E7%81%AF&before=20240506100200-2*", "/hotline/case/1*/",
         "/hotline/league/2024-05*.html", "/hotline/league/2024-05*.csv", "/hotline/league/2024*-05.json", "/plaza/new/jobs*/", "/plaza/notice/1*/",
         "/plaza/jobs*/", "/plaza/jobs/?region=north*", "/plaza/jobs/?f-side=%E6%8B%9B%E8%81%98*", "/plaza/jobs/?f-pay-from=2000*&f-pay-to=9000*",
         "/plaza/jobs/?f-start-from=2024-01-01*&f-start-to=2030-01-01*", "/plaza/jobs/?f-pay*-from=2000",
         "/plaza/jobs/?before=20261120100000-2*", "/copyright/ledger/?before=20240507090000-3*",
         "/copyright/ledger.csv?before=20240507090000-3*", "/copyright/ledger.json?before=20240507090000-3*",
         "/m*/news/", "/m/hotline/search/?q=%E8%B7%AF%E7%81%AF*", "/m/plaza/jobs/?region=north*", "/nothing*", "/old/bridge.htm*", "/?view=model*",
         "/plaza/feed.xml?before=x*"]

# Forms and their steps: address, fields. {words} in values: what was sent and approved before (fixture portal).
CASE = {"kind": "ask", "agency": "roads", "region": "north", "title": "桥上的灯", "text": "北岸大桥上的灯什么时候修好?", "private": "1", "name": "孙某",
        "phone": "13812345678", "email": "sun@example.org", "website": ""}
CLAIM = {"right": "copyright", "work": "《晨雾》", "addresses": "/2024/05/18/1.html", "statement": "照片由我拍摄，首发于去年。", "claimant": "某摄影社",
         "public": "1", "name": "孙某", "phone": "0433-555666", "email": "sun@example.org", "website": ""}
NOTICE = {"title": "招周末店员一名", "text": "整理书架，会两种话最好，周六周日。", "f_side": "招聘", "f_pay": "3800.50", "f_people": "2", "f_start": "2027-01-05",
          "region": "north", "days": "15", "name": "张某", "phone": "0400-555-8881", "email": "sun@example.org", "website": ""}
COUNTER = {"addresses": "/pictures/countered.jpg", "statement": "照片由我拍摄，投诉人并无权利。", "name": "孙某", "phone": "0433-555666", "email": "sun@example.org", "website": ""}
FORMS = {
    "case": ("/hotline/new/", CASE | {"step": ""}),
    "case-send": ("/hotline/new/", CASE | {"step": "send", "client_id": "", "change": ""}),
    "case-change": ("/hotline/new/", CASE | {"step": "send", "client_id": "", "change": "1"}),
    "join": ("/hotline/join/", {"case": "{case}"}),
    "join-send": ("/hotline/join/", {"case": "{case}", "email": "sun@example.org", "step": "send", "client_id": "", "website": ""}),
    "follow": ("/hotline/follow/", {"code": "{case-code}", "website": ""}),
    "note": ("/hotline/follow/", {"code": "{case-code}", "text": "补充：灯杆编号是三十一。", "step": "note", "client_id": "", "website": ""}),
    "rate": ("/hotline/follow/", {"code": "{rated-code}", "solved": "yes", "score": "4", "step": "rate", "website": ""}),
    "claim": ("/copyright/claim/", CLAIM | {"step": ""}),
    "claim-send": ("/copyright/claim/", CLAIM | {"step": "send", "client_id": "", "change": ""}),
    "counter": ("/copyright/counter/", COUNTER | {"step": ""}),
    "counter-send": ("/copyright/counter/", COUNTER | {"step": "send", "client_id": "", "change": ""}),
    "claim-follow": ("/copyright/follow/", {"code": "{claim-code}", "website": ""}),
    "notice": ("/plaza/new/jobs/", NOTICE | {"step": ""}),
    "notice-send": ("/plaza/new/jobs/", NOTICE | {"step": "send", "client_id": "", "until": "{until}", "change": ""}),
    "notice-follow": ("/plaza/follow/", {"code": "{notice-code}", "website": ""}),
    "renew": ("/plaza/follow/", {"code": "{notice-code}", "days": "10", "step": "renew", "website": ""}),
    "withdraw": ("/plaza/follow/", {"code": "{withdrawn-code}", "sure": "1", "step": "withdraw", "website": ""}),
    "contact": ("/plaza/contact/", {"notice": "{notice}", "website": ""}),
    "report": ("/plaza/report/", {"notice": "{notice}", "reason": "虚假信息，电话打不通", "website": ""}),
}
RECEIPTS = ["/hotline/receipt/", "/hotline/joined/", "/copyright/receipt/", "/copyright/countered/", "/plaza/receipt/"]
SENT = {"case": "case-send", "rated": "case-send", "claim": "claim-send", "notice": "notice-send", "withdrawn": "notice-send"}


def ticket(path):
    return stamp("-".join(path.strip("/").split("/")[:2]), 60)


class Known:
    """What stands in the portal for the forms to be about: numbers and codes."""

    def __init__(self, portal):
        self.portal, self.words = portal, {"until": ""}
        first = self.send("notice")
        self.words["until"] = next(form for form in forms_of(first) if form.action == "/plaza/new/jobs/").fields["until"]
        for word, name in SENT.items():
            number, code = receipt(portal, self.send(name, private=None) if name == "case-send" else self.send(name))
            self.words |= {word: str(number), word + "-code": code}
        for number in (self.words["case"], self.words["rated"]):
            portal.database.run("UPDATE hotline_case SET approved_at = '2024-05-06 12:00:00' WHERE id = %s", number)
        portal.database.run("INSERT INTO hotline_reply (case_id, kind, text) VALUES (%s, 'final', '修好了')", self.words["rated"])
        portal.database.run("UPDATE plaza_notice SET state = 'live' WHERE state = 'new'")
        portal.database.run("UPDATE plaza_category SET report_limit = 65535")
        portal.database.run("INSERT INTO media (title, path) VALUES ('被投诉的照片', 'pictures/countered.jpg')")
        portal.database.run("INSERT INTO claim_item (address, claim_id) VALUES ('/pictures/countered.jpg', %s)", self.words["claim"])
        portal.database.run("DELETE FROM claim_item WHERE claim_id = %s AND item_kind = 'article'", self.words["claim"])
        portal.database.run("UPDATE claim SET state = 'removed' WHERE id = %s", self.words["claim"])

    def fields(self, name):
        path, fields = FORMS[name]
        values = {field: self.words[value[1:-1]] if value.startswith("{") else value for field, value in fields.items()}
        if "client_id" in values:   # digits alone, so that sqlmap's random one is a UUID, too
            values["client_id"] = re.sub("[a-f]", lambda letter: str(ord(letter[0]) - ord("a")), str(uuid.uuid4()))
        return path, {"ticket": ticket(path)} | values

    def send(self, name, **changes):
        path, fields = self.fields(name)
        return post(self.portal, path, urllib.parse.urlencode({field: value for field, value in (fields | changes).items() if value is not None}))


def without_budgets(servers, name, **settings):
    """A portal with its own database, whose desks and module refuse nobody for having sent much."""
    database = servers.database(name)
    database.run("UPDATE setting SET value = '999999' WHERE code LIKE 'desk_%%' AND value REGEXP '^[0-9]+$'")
    return Known(servers.portal(name, database, NewsPortalFormLimit=(6000, 60000), **settings))


@pytest.fixture(scope="module")
def known(servers):
    return without_budgets(servers, "injection")


@pytest.fixture
def portal(known):
    return known.portal


# ---- Nothing is forgotten ----------------------------------------------------------------------------

def routes():
    """(pattern, flags) of the module's routes that the outside can ask for."""
    source = (ROOT / "mod_newsportal" / "np_route.c").read_text("utf-8")
    found = re.findall(r'\{NP_ROUTE_[A-Z_]+, "[a-z-]+", "([^"]+)",\s*([A-Z_ |0]+)\}', source)
    assert len(found) > 40
    return [route for route in found if "INTERNAL" not in route[1]]


def is_of(pattern, path):
    expression = "".join("[^?]+" if part.startswith("{path") else "[^/?]+" if part.startswith("{") else re.escape(part)
                         for part in re.split(r"(\{[a-z]+\})", pattern))
    return re.fullmatch(expression, path)


@pytest.mark.parametrize("pattern, flags", routes(), ids=lambda value: value if "/" in value else "")
def test_every_address_is_in_the_lists(pattern, flags):
    mine = [path for path in PATHS if is_of(pattern, path.partition("?")[0].replace("*", ""))]
    if "{" in pattern:
        assert any("*" in path.partition("?")[0] for path in mine), "no path with a star in the part that is a parameter"
    for flag, names in (("PAGED", ("before", "after")), ("SEARCH", ("q",)), ("FILTERED", ("region", "f-side", "f-pay-from", "f-pay-to"))):
        if flag in flags:
            asked = {name for path in mine for name, value in urllib.parse.parse_qsl(path.partition("?")[2]) if "*" in value}
            assert asked & set(names) if flag == "PAGED" else asked >= set(names), (flag, asked)
    if "FORM" in flags:
        assert any(is_of(pattern, path) for path, _ in FORMS.values())
    if "RECEIPT" in flags:
        assert pattern in RECEIPTS


def forms_of(response):
    page = html.Page(response)
    return [Form(page, index) for index in range(len(page.xpath("//form[@method='post']")))]


def test_every_field_is_in_the_lists(known):
    """Of the empty forms, and of all that the pages after them have."""
    pages = [known.portal.get(path) for path in {path for path, _ in FORMS.values() if path != "/hotline/join/"}]
    pages += [known.portal.get(f"/hotline/case/{known.words['case']}/"), known.portal.get(f"/plaza/notice/{known.words['notice']}/")]
    pages += [known.send(name) for name in FORMS if name not in ("withdraw", "rate")]
    found = [form for page in pages if page.status in (200, 422) for form in forms_of(page)]
    assert {form.action for form in found} == {path for path, _ in FORMS.values()}
    for form in found:
        listed = set(itertools.chain.from_iterable(fields for path, fields in FORMS.values() if path == form.action))
        assert set(form.fields) - {None, "ticket"} <= listed, form.action
    assert sum(len(form.fields) for form in found) > 100


# ---- sqlmap ------------------------------------------------------------------------------------------

def sqlmap(portal, path, *options):
    place = portal.apache.folder / "sqlmap"
    run = subprocess.run(
        [SQLMAP, "--batch", "--disable-coloring", "--flush-session", f"--output-dir={place}", "--level=2", "--risk=2", "--threads=2", "--dbms=MySQL",
         "--time-sec=2", "--ignore-stdin", "--ignore-code=*", "--ignore-redirects", "--headers=Sec-Fetch-Site: same-origin", "-u", f"http://127.0.0.1:{portal.apache.port}{path}",
         f"--host={portal.apache.authority}", *options], capture_output=True, text=True, timeout=1800, check=False)
    assert "all tested parameters do not appear to be injectable" in run.stdout, run.stdout[-3000:]
    assert "identified the following injection point" not in run.stdout
    tested = re.findall(r"testing for SQL injection on (.*)", run.stdout)
    print(f"{path}: {len(tested)} parameters, {requests(portal)} requests so far")
    return tested


def requests(portal):
    with (portal.apache.folder / "access.log").open("rb") as log:
        return sum(1 for _ in log)


@long
@pytest.mark.logs("NP0")
@pytest.mark.parametrize("path", PATHS)
def test_addresses(portal, path):
    assert len(sqlmap(portal, path)) == path.count("*")


@long
@pytest.mark.logs("NP0")
@pytest.mark.parametrize("name", FORMS)
def test_forms(known, name):
    """A new number for each request, or all but the first would be the same form sent again; then the number itself."""
    path, fields = known.fields(name)
    own = [field for field in ("client_id",) if field in fields]
    data = f"--data={urllib.parse.urlencode(fields)}"
    tested = sqlmap(known.portal, path, data, "--skip=" + ",".join(["ticket", *own]), *(f"--randomize={field}" for field in own))
    if own:
        tested += sqlmap(known.portal, path, data, "-p", "client_id")
    assert len(tested) == len(fields) - 1, tested


@long
@pytest.mark.logs("NP0")
@pytest.mark.parametrize("path, field", [("/hotline/new/", "case"), ("/copyright/follow/", "claim-follow")])
def test_stamps(known, path, field):
    _, fields = known.fields(field)
    assert sqlmap(known.portal, path, f"--data={urllib.parse.urlencode(fields)}", "-p", "ticket")


@long
@pytest.mark.logs("NP0")
@pytest.mark.parametrize("path", RECEIPTS)
def test_cookies_of_receipts(known, path):
    name, _, value = known.send("case-send")["Set-Cookie"].split(";")[0].partition("=")
    assert sqlmap(known.portal, path, f"--cookie={name}={value}*")


@long
@pytest.mark.logs("NP0")
@pytest.mark.parametrize("path", ["/", "/m/hotline/list/"])
def test_headers(portal, path):
    assert len(sqlmap(portal, path, "--user-agent=Mozilla*", "--referer=http://portal.test/*", "--cookie=view=mobile*")) >= 3
