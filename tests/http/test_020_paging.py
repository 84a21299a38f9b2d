"""Lists are paged by position: every article is met exactly once, in both directions."""
import re

import pytest

ARCHIVE = list(range(1047, 1000, -1))  # newest first: ten groups of the same second, then by id


def pager(page):
    """Addresses of the pager by their rel: next leads to older articles, prev to newer ones."""
    found = {}
    for rel in ("prev", "next"):
        links = {str(href) for href in page.xpath(f"//a[contains(concat(' ', @rel, ' '), ' {rel} ')]/@href")}
        assert len(links) <= 1, links
        if links:
            found[rel] = links.pop()
    return found


def walk(site, start, direction):
    """Ids of each page met from `start` on, and the addresses. A redirect is followed as a reader would."""
    pages, addresses, path = [], [start], start
    while path:
        response = site.get(path)
        if response.status == 301:
            path = site.path_of(response.location)
            addresses[-1] = path
        page = site.page(path)
        pages.append(page.article_links())
        path = pager(page).get(direction)
        if path:
            assert path not in addresses, f"{path} leads in a circle"
            addresses.append(path)
    return pages, addresses


@pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
def test_older_visits_each_article_once(site, prefix):
    pages, addresses = walk(site, f"{prefix}/records/", "next")
    assert [article for page in pages for article in page] == ARCHIVE
    assert len(pages) == 5 and [len(page) for page in pages] == [10, 10, 10, 10, 7]
    for address in addresses[1:]:
        assert re.fullmatch(re.escape(prefix) + r"/records/\?before=20230301\d{6}-\d+", address), address


def test_newer_visits_each_article_once(site):
    """From the last page back: no article twice, none lost, and the way ends at the first page."""
    _, addresses = walk(site, "/records/", "next")
    pages, back = walk(site, addresses[-1], "prev")
    ids = [article for page in reversed(pages) for article in page]
    assert ids[-7:] == ARCHIVE[-7:]
    without_repeat = list(dict.fromkeys(ids))
    assert without_repeat == ARCHIVE, "order and completeness"
    first = site.page(back[-1])
    assert first.canonical() == site.base + "/records/", "the first page has one address only"


def test_tag_and_latest_page_the_same_way(site):
    pages, _ = walk(site, "/tag/%E6%A1%A3%E6%A1%88/", "next")
    assert [article for page in pages for article in page] == ARCHIVE
    pages, _ = walk(site, "/latest/", "next")
    ids = [article for page in pages for article in page]
    assert ids == [5, 4, 1, 2, 3, 6, 7, 8] + ARCHIVE


def test_first_page_has_no_position(site):
    page = site.page("/records/")
    assert page.canonical() == site.base + "/records/"
    assert "prev" not in pager(page)
    second = site.page(pager(page)["next"])
    assert pager(second)["prev"] == "/records/" or "?after=" in pager(second)["prev"]


def test_a_position_keeps_its_page_when_articles_arrive(desk):
    """What is behind a position does not move when something newer is published."""
    site = desk
    address = pager(site.page("/records/"))["next"]
    before = site.page(address).article_links()
    site.database.run("INSERT INTO article (id, title, channel, body, state, published_at) "
                      "VALUES (1099, '新到资料', 'records', '新。', 'live', '2023-03-01 09:00:00')")
    try:
        assert site.page("/records/").article_links()[0] == 1099
        assert site.page(address).article_links() == before
    finally:
        site.database.run("DELETE FROM article WHERE id = 1099")


@pytest.mark.parametrize("query", [
    "before=20000101000000-1", "after=20240101000000-1", "before=00010101000000-1", "after=99991231235959-1"])
def test_out_of_range_is_404(site, query):
    page = site.page("/records/?" + query, status=404)
    assert page.article_links("//main") == []
    assert page.canonical() is None


@pytest.mark.parametrize("query", ["after=20000101000000-1", "before=20990101000000-1", "before=20230301080901-1",
                                   "after=20230301075959-1", "before=20230301080000-1002"])
def test_a_pager_never_leads_nowhere(site, query):
    """Also on an address that somebody typed, a link to older or newer articles finds some."""
    response = site.get("/records/?" + query)
    assert response.status in (200, 301)
    if response.status == 200:
        for address in pager(site.page("/records/?" + query)).values():
            assert site.get(address).status == 200, address


def test_position_of_a_deleted_article_still_works(site):
    """A position is a place in time, not an article: it need not exist."""
    assert site.page("/records/?before=20230301080500-1024999").article_links()[0] == 1029
    assert site.page("/records/?before=20230301080430-77").article_links()[0] == 1024


def test_twins_keep_the_position(site):
    address = pager(site.page("/records/"))["next"]
    page = site.page(address)
    assert page.canonical() == site.base + address
    assert page.mobile_twin() == site.base + "/m" + address
    assert "/m" + address in page.links()
    assert site.page("/m" + address).article_links() == page.article_links()


@pytest.mark.parametrize("size", [1, 3, 47, 48, 100])
def test_any_page_size(servers, database, size):
    portal = servers.portal(f"size-{size}", database, NewsPortalPageSize=[("list", size)])
    try:
        pages, _ = walk(portal, "/records/", "next") if size > 1 else ([], [])
        if size > 1:
            assert [article for page in pages for article in page] == ARCHIVE
            assert len(pages) == -(-47 // size)
        else:
            assert portal.page("/records/").article_links() == [1047]
    finally:
        servers.close_portal(portal)
