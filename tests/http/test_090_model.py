"""?view=model: the page model as XML. Each is valid against htdocs/themes/page.rng, and it is the contract
that the page itself was made from. It is shown to local clients only, and only where it is allowed."""
import subprocess

import pytest
from lxml import etree

from lib.apache import ROOT
from portal import ERRORS, LANGUAGE, PAGES

KIND = {"front": "front", "latest": "latest", "latest-older": "latest", "tag": "tag", "tag-older": "tag", "tags": "tags",
        "static": "static", "static-ko": "static", "archive": "archive", "month": "archive", "day": "archive",
        "day-older": "archive", "hotline": "hotline", "hotline-older": "hotline-list", "hotline-agency": "hotline-list",
        "form-claim": "form", "form-follow": "form", "plaza-filtered": "plaza-list", "plaza-ended": "plaza-notice",
        **{kind: kind for kind in ("hotline-list", "hotline-case", "hotline-league", "copyright", "copyright-ledger", "plaza", "plaza-list",
                                   "plaza-notice", "plaza-choose")},
        **{kind: "form" for kind in ("plaza-new", "plaza-follow", "plaza-contact", "plaza-report")}}


def view(path):
    return path + ("&" if "?" in path else "?") + "view=model"


@pytest.fixture(scope="module")
def schema():
    return etree.RelaxNG(etree.parse(str(ROOT / "htdocs" / "themes" / "page.rng")))


def model_of(site, path, status=200):
    response = site.get(view(path))
    assert response.status == status
    assert response["Content-Type"].lower() == "application/xml; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    return etree.fromstring(response.body)


@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
@pytest.mark.parametrize("kind", PAGES)
def test_model_is_valid(site, schema, kind, prefix):
    model = model_of(site, prefix + PAGES[kind])
    schema.assertValid(model)
    assert model.get("kind") == KIND.get(kind, kind.split("-")[0])
    assert model.get("variant") == ("mobile" if prefix else "desktop")
    assert model.get("lang") == LANGUAGE.get(kind, "zh-Hans")
    assert model.get("status") == "200"
    address = model.find("address")
    assert address.get("canonical") == site.base + PAGES[kind]
    assert address.get("alternate") == site.base + "/m" + PAGES[kind]
    assert address.get("switch") == ("" if prefix else "/m") + PAGES[kind]
    for element in model.iter():
        for name, value in element.attrib.items():
            if name in ("href", "src"):
                assert "view=model" not in value
    for empty in model.xpath("//*[not(node()) and not(@*)]"):
        assert empty.tag in ("br", "hr", "wbr", "td", "th", "pager", "breadcrumb", "navigation", "links", "list",
                             "body", "latest-page", "tag-index", "address", "slot"), f"empty <{empty.tag}>"


@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
@pytest.mark.parametrize("name", [name for name in ERRORS if name != "no-page"])  # httpd's own files: no view
def test_model_of_an_error_is_valid(site, schema, name, prefix):
    path, status = ERRORS[name]
    model = model_of(site, prefix + path, status)
    schema.assertValid(model)
    assert (model.get("kind"), model.get("status")) == ("error", str(status))
    reason = model.find("error").get("reason")
    assert reason == {"bad-position": "request", "bad-filter": "request"}.get(name, name.removeprefix("notice-"))
    assert model.find("address").get("canonical") is None


def test_every_kind_of_page_is_here(site):
    seen = {model_of(site, path).get("kind") for path in PAGES.values()}
    assert seen == {"front", "channel", "article", "tag", "tags", "latest", "archive", "static", "hotline", "hotline-list", "hotline-case",
                    "hotline-league", "form", "copyright", "copyright-ledger", "plaza", "plaza-list", "plaza-notice", "plaza-choose"}


def test_three_languages(site):
    seen = {model_of(site, path).get("lang") for path in PAGES.values()}
    assert seen == {"zh-Hans", "ko", "en"}


def test_a_saved_model_can_be_previewed_with_xsltproc(site, tmp_path):
    """The sheets and a saved model make the page without a server."""
    saved = tmp_path / "model.xml"
    saved.write_bytes(site.get(view("/2024/05/18/1.html")).body)
    sheet = ROOT / "htdocs" / "themes" / "default" / "xsl" / "desktop.xsl"
    result = subprocess.run(["xsltproc", "--nonet", str(sheet), str(saved)], capture_output=True, check=True)
    assert "长河大桥正式通车" in result.stdout.decode()


def test_messages_are_in_the_model(site):
    model = model_of(site, "/koreo/")
    messages = model.find("messages")
    assert messages.get("lang") == "ko" and len(messages) > 20


@pytest.mark.parametrize("query", ["view=MODEL", "view=html", "view=", "view"])
def test_other_views(site, query):
    response = site.get("/tags/?" + query)
    assert response.status in (200, 400)
    if response.status == 200:
        assert response.body == site.get("/tags/").body


class TestWhereItIsNotAllowed:
    @pytest.fixture(scope="class")
    def off(self, servers, database):
        portal = servers.portal("model-off", database, NewsPortalModelView="off")
        yield portal
        servers.close_portal(portal)

    @pytest.fixture(scope="class")
    def remote(self, servers, database):
        portal = servers.portal("model-remote", database, apache_options={"modules": ["remoteip"]},
                                extra="RemoteIPHeader X-Client\nRemoteIPInternalProxy 127.0.0.1")
        yield portal
        servers.close_portal(portal)

    def test_off(self, off):
        for path in ("/", "/2024/05/18/1.html", "/nothing/"):
            assert off.get(view(path)).body == off.get(path).body
            assert off.get(view(path))["Content-Type"].lower() == "text/html; charset=utf-8"

    @pytest.mark.parametrize("client", ["203.0.113.5", "10.1.2.3", "2001:db8::1", "192.168.1.9"])
    def test_not_for_others(self, remote, client):
        header = [("X-Client", client)]
        response = remote.get(view("/tags/"), header)
        assert response["Content-Type"].lower() == "text/html; charset=utf-8"
        assert response.body == remote.get("/tags/", header).body
        assert response["Server-Timing"] is None

    @pytest.mark.parametrize("client", ["127.0.0.1", "127.8.8.8", "::1"])
    def test_for_local_clients(self, remote, client):
        assert remote.get(view("/tags/"), [("X-Client", client)])["Content-Type"].startswith("application/xml")
