"""NewsPortalMourning: pages lose their colour with the first second of a day and get it back with the first second after
another, in every process, with no write and no restart.

A day begins at midnight of NewsPortalTimeZone, and an offset is a time zone: the tests choose the one whose midnight is
the next full minute.
"""
import datetime
import re
import time

import cached
import pytest
from lxml import etree

from lib.apache import ROOT
from portal import ERRORS, PAGES, assert_unavailable, limit

# Time to start three servers and to fill their memories.
PREPARE = limit(20)

SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="../../default/xsl/{variant}.xsl"/>
  <xsl:template match="/">
    <html lang="{{page/@lang}}">
      <head><title>-</title><link rel="stylesheet" href="/x.css"/></head>
      <body><h1><xsl:value-of select="concat('mourning:', page/@mourning, ';')"/></h1></body>
    </html>
  </xsl:template>
</xsl:stylesheet>
"""


def grey(response):
    return re.search(rb"mourning:(yes|);", response.body)[1] == b"yes"


def day(moment):
    return moment.strftime("%Y-%m-%d")


def mourner(servers, name, database, mourning, children=2, **settings):
    """A portal with a theme that says whether the model says so."""
    portal = cached.cached_portal(servers, name, database, children=children, start=False, NewsPortalMourning=mourning,
                                  NewsPortalTheme="{htdocs}/themes/mourner", **settings)
    theme = portal.apache.htdocs / "themes" / "mourner"
    (theme / "xsl").mkdir(parents=True)
    (theme / "theme.xml").write_text('<theme name="mourner" parent="default"/>\n')
    for variant in ("desktop", "mobile"):
        (theme / "xsl" / f"{variant}.xsl").write_text(SHEET.format(variant=variant))
    portal.apache.write_config()
    return portal.start()


# ---- the moment itself ------------------------------------------------------------------------------------


class Midnight:
    """The next full minute that leaves time to prepare, the zone in which it is midnight, and the day that begins."""

    def __init__(self):
        self.at = (int(time.time() + PREPARE) // 60 + 1) * 60
        minutes = self.at // 60 % 1440
        offset = -minutes if minutes < 12 * 60 + 59 else 1440 - minutes
        self.zone = f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"
        self.begins = datetime.datetime.fromtimestamp(self.at + offset * 60, datetime.timezone.utc)
        assert (self.begins.hour, self.begins.minute, self.begins.second) == (0, 0, 0)

    def day(self, distance=0):
        return day(self.begins + datetime.timedelta(days=distance))


PATHS = [PAGES["front"], ARTICLE := PAGES["article"], "/m" + PAGES["front"], "/m" + ARTICLE, PAGES["tags"], PAGES["latest-older"],
         ERRORS["withdrawn"][0], ERRORS["unknown"][0], "/m" + ERRORS["removed"][0], ERRORS["bad-position"][0],
         "/News", "/%zz"]


def each(children):
    """{(child, path): response}; a redirect has no looks."""
    found = {}
    for pid in children.pids:
        for path in PATHS:
            response = children.get(pid, path)
            if response.status not in (301, 308):
                found[pid, path] = response
    return found


class Watch:
    """Reads pages of all children in turn and notes what was seen when."""

    def __init__(self, portal, before):
        self.portal, self.before = portal, before
        self.children = cached.Children(portal)
        self.seen = 0

    def warm(self):
        self.old = each(self.children)
        for response in self.old.values():
            assert grey(response) == self.before, response
        for _ in range(2):
            again = each(self.children)
        hits = [key for key, response in again.items() if response["Cache-Status"] and cached.is_hit(response)]
        assert len(hits) >= len(again) - 2 * len(self.children.pids), "from memory"

    def look(self, midnight):
        """What was asked for after midnight has the new look, what came before it the old one."""
        for pid in self.children.pids:
            for path in PATHS[:4]:
                asked = time.time()
                response = self.children.get(pid, path)
                if asked >= midnight.at:
                    assert grey(response) != self.before, f"{path} {asked - midnight.at:.3f} s after midnight"
                elif time.time() < midnight.at:
                    assert grey(response) == self.before, f"{path} {midnight.at - asked:.3f} s before midnight"
                self.seen += 1

    def check_after(self):
        for (pid, path), response in each(self.children).items():
            assert grey(response) != self.before, path
            old = self.old[pid, path]
            if response.status == 200:
                assert response["ETag"] != old["ETag"]
                known = self.children.get(pid, path, [("If-None-Match", old["ETag"])])
                assert known.status == 200 and grey(known) != self.before, "a browser's copy is not confirmed"


@pytest.mark.slow
@pytest.mark.logs("NP0101", "NP0102")
def test_pages_turn_grey_and_back_at_midnight(servers, database):
    """Two portals on the same content at the same midnight: one begins to mourn, one ends; and one without a database,
    whose only page is made once."""
    midnight = Midnight()
    settings = {"NewsPortalTimeZone": midnight.zone, "NewsPortalMaxAge": ("all", "1h")}
    begins = mourner(servers, "mourning-begins", database, [(midnight.day(), midnight.day(1)), (midnight.day(30),)], **settings)
    ends = mourner(servers, "mourning-ends", database, [(midnight.day(-3), midnight.day(-2)), (midnight.day(-1),)], **settings)
    alone = mourner(servers, "mourning-alone", None, midnight.day(), children=1, **settings)
    watches = [Watch(begins, False), Watch(ends, True)]
    for watch in watches:
        watch.warm()
    assert_unavailable(alone.get(ARTICLE))
    assert not grey(alone.get(ARTICLE)) and not grey(alone.get("/"))
    assert time.time() < midnight.at, "the preparations took too long"

    # Nobody may keep a page beyond midnight.
    for watch in watches:
        asked = time.time()
        control = watch.portal.get(ARTICLE)["Cache-Control"]
        ages = [int(age) for age in re.findall(r"(?:max-age|s-maxage)=(\d+)", control)]
        assert len(ages) == 2 and all(0 < age <= midnight.at - asked + 1 for age in ages), (control, midnight.at - asked)

    time.sleep(max(0, midnight.at - 1 - time.time()))
    while time.time() < midnight.at + 1:
        for watch in watches:
            watch.look(midnight)
    for watch in watches:
        assert watch.seen >= 16
        watch.check_after()
    response = alone.get(ARTICLE)
    assert_unavailable(response)
    assert grey(response) and grey(alone.get("/"))
    control = begins.get(ARTICLE)["Cache-Control"]
    assert "max-age=3600, s-maxage=3600" in control, "until the next boundary"
    for portal in (begins, ends, alone):
        servers.close_portal(portal)


# ---- today -------------------------------------------------------------------------------------------------


def in_zone(hours):
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=hours)))


@pytest.fixture(scope="module")
def today(servers, database):
    """A period around today, so that no midnight of the test's run ends it."""
    now = in_zone(8)
    return mourner(servers, "mourning-today", database,
                   (day(now - datetime.timedelta(days=1)), day(now + datetime.timedelta(days=1))))


@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
def test_every_page_mourns(today, prefix):
    for path in [*PAGES.values(), *[path for path, _ in ERRORS.values()]]:
        assert grey(today.get(prefix + path)), path
    for path in ("/%zz", "/error/404.html"):
        assert grey(today.get(path)), path
    assert grey(today.request("POST", "/"))
    assert grey(today.get("/", host="evil.example"))


def test_the_model_says_so(today):
    schema = etree.RelaxNG(etree.parse(str(ROOT / "htdocs" / "themes" / "page.rng")))
    for path in [*PAGES.values(), ERRORS["withdrawn"][0], ERRORS["bad-position"][0]]:
        model = etree.fromstring(today.get(path + ("&" if "?" in path else "?") + "view=model").body)
        schema.assertValid(model)
        assert model.get("mourning") == "yes"


def test_the_civil_day_of_the_portal_counts(servers, database):
    """Where the day is another one than in UTC at this moment, and will be for an hour."""
    there = datetime.datetime.now(datetime.timezone.utc)
    hours, zone = (14, "+14:00") if there.hour >= 11 else (-12, "-12:00")
    here = in_zone(hours)
    assert day(here) != day(there)
    for mourning, expected in ((day(here), True), (day(there), False)):
        portal = mourner(servers, f"mourning-zone-{expected}", database, mourning, children=1, NewsPortalTimeZone=zone)
        try:
            assert grey(portal.get("/")) == expected
        finally:
            servers.close_portal(portal)


def test_an_ordinary_day_has_no_sign_of_it(site):
    model = etree.fromstring(site.get("/?view=model").body)
    assert model.get("mourning") is None
