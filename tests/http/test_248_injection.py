"""SQL injection, looked for by sqlmap in every parameter there is: parts of paths, the query, each field of each form. Only with
NEWSPORTAL_LONG, and with sqlmap installed (Debian: sqlmap): thousands of requests a place."""
import shutil
import subprocess
import urllib.parse
import uuid

import pytest

from cached import LONG
from forms import stamp

SQLMAP = shutil.which("sqlmap")
pytestmark = pytest.mark.skipif(not (LONG and SQLMAP), reason="only with NEWSPORTAL_LONG and sqlmap")

# The star is where sqlmap puts its own.
PATHS = ["/2024/05/18/1*.html", "/2024*/05/", "/tag/%E5%A4%A7%E6%A1%A5*/", "/page/about*/", "/news*/", "/preview/abc*/", "/media/1/a*.png",
         "/latest/?before=20240513120000-8*", "/records/?after=20230301080500-1025*", "/hotline/agency/roads*/", "/hotline/region/north*/",
         "/hotline/kind/ask*/", "/hotline/case/1*/", "/hotline/list/?before=20240506100200-2*", "/nothing*", "/?view=model*"]
FORMS = {
    "/hotline/new/": {"kind": "ask", "agency": "roads", "region": "north", "title": "桥上的灯", "text": "北岸大桥上的灯什么时候修好?", "private": "1",
                      "name": "孙某", "phone": "13812345678", "email": "sun@example.org"},
}


@pytest.fixture(scope="module")
def portal(servers):
    database = servers.database("injection")
    database.run("UPDATE setting SET value = '999999' WHERE code LIKE 'desk_%%' AND value REGEXP '^[0-9]+$'")
    return servers.portal("injection", database, NewsPortalFormLimit=(6000, 60000))


def sqlmap(portal, path, *options):
    place = portal.apache.folder / "sqlmap"
    run = subprocess.run(
        [SQLMAP, "--batch", "--disable-coloring", "--flush-session", f"--output-dir={place}", "--level=2", "--risk=2", "--threads=2", "--dbms=MySQL",
         "--time-sec=2", "--ignore-code=*", "--headers=Sec-Fetch-Site: same-origin", "-u", f"http://127.0.0.1:{portal.apache.port}{path}",
         f"--host={portal.apache.authority}", *options], capture_output=True, text=True, timeout=1800, check=False)
    assert "all tested parameters do not appear to be injectable" in run.stdout, run.stdout[-3000:]
    assert "identified the following injection point" not in run.stdout


@pytest.mark.logs("NP0")
@pytest.mark.parametrize("path", PATHS)
def test_addresses(portal, path):
    sqlmap(portal, path)


@pytest.mark.logs("NP0")
@pytest.mark.parametrize("step", ["", "send"])
@pytest.mark.parametrize("path", FORMS)
def test_forms(portal, path, step):
    parts = path.strip("/").split("/")
    fields = {"ticket": stamp("-".join(parts[:2]), 60), "step": step, "client_id": str(uuid.uuid4())} | FORMS[path]
    sqlmap(portal, path, f"--data={urllib.parse.urlencode(fields)}", "--skip=ticket")
