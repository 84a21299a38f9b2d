"""Every kind of page in both variants and three languages through the Nu HTML checker: no error, no warning."""
import json
import os
import pathlib
import subprocess

import pytest

from lib.apache import ROOT
from portal import ERRORS, LANGUAGE, PAGES, SITE_NAME


def checker():
    for path in (os.environ.get("NEWSPORTAL_VNU"), ROOT / "tests/node_modules/vnu-jar/build/dist/vnu.jar"):
        if path and pathlib.Path(path).exists():
            return str(path)
    pytest.fail("the Nu HTML checker is missing: make -f apxs.mk check installs it, or set NEWSPORTAL_VNU")


@pytest.fixture(scope="module")
def english(servers, database):
    return servers.portal("english", database, NewsPortalLanguage="en", NewsPortalTimeZone="Asia/Shanghai",
                          NewsPortalSiteName="River Town News", NewsPortalNotice="Call {phone}.")


@pytest.fixture(scope="module")
def korean(servers, database):
    return servers.portal("korean", database, NewsPortalLanguage="ko", NewsPortalTimeZone="Asia/Seoul",
                          NewsPortalSiteName="강변뉴스", NewsPortalNotice="전화 {phone}")


@pytest.fixture
def no_database(servers):
    portal = servers.portal("no-database", None)
    yield portal
    servers.close_portal(portal)


@pytest.mark.slow
@pytest.mark.logs("NP0101")
def test_nu_html_checker(site, english, korean, no_database, tmp_path):
    saved = {}

    def save(portal, name, response):
        path = tmp_path / f"{portal.name}-{name}.html"
        path.write_bytes(response.body)
        saved[path.name] = response

    for portal in (site, english, korean):
        for prefix, variant in (("", "desktop"), ("/m", "mobile")):
            for kind, path in PAGES.items():
                response = portal.get(prefix + path)
                assert response.status == 200, (portal.name, path)
                save(portal, f"{kind}-{variant}", response)
            for name, (path, status) in ERRORS.items():
                response = portal.get(prefix + path)
                assert response.status == status
                save(portal, f"{name}-{variant}", response)
            save(portal, f"method-{variant}", portal.request("POST", prefix + "/"))
    save(no_database, "desktop", no_database.get("/"))
    save(no_database, "mobile", no_database.get("/m/"))
    save(site, "moved", site.get("/News"))
    assert len(saved) > 170
    result = subprocess.run(["java", "-Xss4m", "-jar", checker(), "--format", "json", "--skip-non-html", str(tmp_path)],
                            capture_output=True, text=True, timeout=120)
    messages = json.loads(result.stderr or result.stdout)["messages"]
    lines = sorted({f"{message['url'].rsplit('/', 1)[-1]}:{message.get('lastLine', 0)}: {message['type']}"
                    f" {message.get('subType', '')}: {message['message']}" for message in messages
                    if message["type"] != "info" or message.get("subType") == "warning"})
    assert not lines, f"{len(lines)} messages:\n" + "\n".join(lines[:60])


def test_a_broken_page_is_found(tmp_path):
    """The check itself works: it complains about a page that is wrong."""
    (tmp_path / "bad.html").write_text("<!DOCTYPE html><html lang=en><title>x</title><p><div></p><img src=x>")
    result = subprocess.run(["java", "-jar", checker(), "--format", "json", str(tmp_path)],
                            capture_output=True, text=True, timeout=60)
    assert json.loads(result.stderr or result.stdout)["messages"]


class TestLanguages:
    """A portal in another language speaks it everywhere: no word of a third language in its frame."""

    def test_english(self, english):
        page = english.page("/2024/05/18/5.html")
        assert page.lang == "en"
        shown = page.text_of("//time[@datetime='2024-05-18T07:30:00+08:00']")
        assert "2024" in shown and "May" in shown and "07:30" in shown
        assert "River Town News" in page.title

    def test_korean(self, korean):
        page = korean.page("/2024/05/18/4.html")
        assert page.lang == "ko"
        assert "2024-05-18T07:00:00+09:00" in page.datetimes()

    def test_each_page_has_its_languages_words(self, site, english, korean):
        words = {"zh-Hans": "首页", "ko": "처음", "en": "Home"}
        for portal, language in ((site, "zh-Hans"), (english, "en"), (korean, "ko")):
            for kind, path in PAGES.items():
                own = LANGUAGE.get(kind, language)
                page = portal.page(path)
                assert page.lang == own, (portal.name, kind)
                assert words[own] in page.text, (portal.name, kind)
                for other, word in words.items():
                    if other != own:
                        assert f">{word}<" not in page.source, (portal.name, kind, word)
        assert SITE_NAME not in english.page("/").source
