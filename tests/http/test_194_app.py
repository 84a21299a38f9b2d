"""NewsPortalApp: what pages know of the portal's app. The pages are the same inside the app and outside."""
import pytest
from lxml import etree

from lib.agents import ANDROID, IPHONE, LINUX
from lib.apache import ROOT
from portal import ERRORS, PAGES, comparable

ARTICLE = PAGES["article"]
APP = [("name", "云鹿新闻 <&> \"운록\""), ("token", "YunluNews"), ("harmony", "https://appgallery.example/x?id=C1&y=2"),
       ("ios", "https://apps.example/app/id1"), ("icon", "/pictures/bridge.svg"), ("page", "/page/about/"),
       ("android", "http://app.example/yunlu.apk")]


@pytest.fixture(scope="module")
def portal(servers, database):
    return servers.portal("app", database, NewsPortalApp=APP)


def model_of(portal, path, **keywords):
    response = portal.get(path + ("&" if "?" in path else "?") + "view=model", **keywords)
    assert response["Content-Type"].startswith("application/xml"), response
    return etree.fromstring(response.body)


@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
def test_every_model_has_it(portal, prefix):
    schema = etree.RelaxNG(etree.parse(str(ROOT / "htdocs" / "themes" / "page.rng")))
    for path in [*PAGES.values(), *[path for name, (path, _) in ERRORS.items() if name != "no-page"]]:
        model = model_of(portal, prefix + path)
        schema.assertValid(model)
        app = model.find("site/app")
        assert dict(app.attrib) == {"name": APP[0][1], "icon": "/pictures/bridge.svg", "token": "YunluNews"}
        assert [(store.get("kind"), store.get("href")) for store in app] == [
            ("ios", "https://apps.example/app/id1"), ("android", "http://app.example/yunlu.apk"),
            ("harmony", "https://appgallery.example/x?id=C1&y=2"), ("page", prefix + "/page/about/")]


def test_from_a_foreign_name_it_leads_home(portal):
    app = model_of(portal, "/", host="other.example").find("site/app")
    assert app.find("store[@kind='page']").get("href") == portal.base + "/page/about/"


def test_the_least_of_it(servers, database):
    portal = servers.portal("app-least", database, NewsPortalApp=[("name", "云鹿"), ("page", "https://app.example/")])
    try:
        app = model_of(portal, "/").find("site/app")
        assert dict(app.attrib) == {"name": "云鹿"}
        assert [dict(store.attrib) for store in app] == [{"kind": "page", "href": "https://app.example/"}]
    finally:
        servers.close_portal(portal)


def test_pages_are_the_same_inside_the_app(portal):
    plain = portal.get(ARTICLE)
    for agent in (IPHONE + " YunluNews/3.1", ANDROID + " YunluNews", LINUX, "YunluNews"):
        response = portal.get(ARTICLE, [("User-Agent", agent)])
        assert response.body == plain.body and comparable(response) == comparable(plain)


def test_without_it_there_is_none(site):
    for path in PAGES.values():
        assert model_of(site, path).find("site/app") is None
