"""Old addresses, tags under other names, and what may be asked besides GET."""
import pytest

LAST = "/culture/"


@pytest.fixture
def site(desk):
    return desk


@pytest.fixture
def redirects(site):
    """Adds rows to the table; takes them out again."""
    added = []

    def add(path_from, path_to, status=301):
        site.database.run("INSERT INTO redirect (path_from, path_to, status) VALUES (%s, %s, %s)", path_from, path_to,
                          status)
        added.append(path_from)
    yield add
    for path in added:
        site.database.run("DELETE FROM redirect WHERE path_from = %s", path)


# The database refuses a chain that it can see; an escape hides the next link from it.


def test_a_chain_is_one_hop(site, redirects):
    redirects("/first.php", "/second%2ephp")
    redirects("/second.php", "/third/%E6%97%A7")
    redirects("/third/旧", LAST)
    response = site.get("/first.php")
    assert response.status == 301 and response.location == site.base + LAST
    assert site.get("/m/first.php").location == site.base + "/m" + LAST


def test_a_missing_slash_is_no_difference(site, redirects):
    redirects("/former/", LAST)
    assert site.get("/former").location == site.get("/former/").location == site.base + LAST
    assert site.get("/m/former").location == site.base + "/m" + LAST
    assert site.get("/forme").status == 404 and site.get("/former//").status == 404
    redirects("/former", "/news/")
    assert site.get("/former").location == site.base + "/news/" and site.get("/former/").location == site.base + LAST


def test_a_temporary_one_is_not_kept(site, redirects):
    redirects("/today.php", LAST, 302)
    response = site.get("/today.php")
    assert response.status == 302 and response.location == site.base + LAST
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path_from,path_to", [("/loop1.php", "/loop1%2ephp"), ("/loop2.php", "/loop2.php?x=1")])
def test_a_loop_leads_nowhere(site, redirects, path_from, path_to):
    redirects(path_from, path_to)
    assert site.get(path_from).status == 404


def test_an_endless_chain_leads_nowhere(site, redirects):
    for step in range(9):
        redirects(f"/step{step}.php", f"/step{step + 1}%2ephp")
    assert site.get("/step0.php").status == 404
    assert site.get("/step5.php").status == 301


def test_a_page_comes_before_the_table(site, redirects):
    redirects("/culture/", "/news/")
    assert site.get("/culture/").status == 200


def test_a_withdrawn_article_can_lead_on(site, redirects):
    path = "/2024/05/01/14.html"
    assert site.get(path).status == 410
    redirects(path, LAST)
    assert site.get(path).location == site.base + LAST


@pytest.mark.parametrize("path,status", [("/", 200), ("/nothing.png", 404)])
def test_options_only_where_there_is_a_page(site, path, status):
    response = site.request("OPTIONS", path)
    assert response.status == status
    assert ("Allow" in dict(response.headers)) == (status == 200)


def test_a_foreign_name_is_led_home(site):
    response = site.request("GET", "/news/", host="other.example")
    assert response.status == 421
    assert f'href="{site.base}/"'.encode() in response.body
    assert site.request("POST", "/news/", host="other.example").status == 421
    assert site.request("OPTIONS", "/news/", host="other.example").status == 421


def test_an_aliased_tag_brings_its_articles_along(site):
    run = site.database.run
    run("INSERT INTO article (id, title, channel, body, tags, state, published_at) VALUES "
        "(3050, '别名测试', 'culture', '正文。', '别名甲', 'live', '2024-05-20 10:00:00')")
    try:
        run("INSERT INTO tag (name, alias_of) VALUES ('别名甲', '正名乙')")
        response = site.get("/tag/%E5%88%AB%E5%90%8D%E7%94%B2/")
        assert response.status == 301
        page = site.page("/tag/%E6%AD%A3%E5%90%8D%E4%B9%99/")
        assert 3050 in page.article_links()
    finally:
        run("DELETE FROM tag WHERE name = '别名甲'")
        assert 3050 in site.page("/tag/%E5%88%AB%E5%90%8D%E7%94%B2/").article_links()
        run("DELETE FROM article WHERE id = 3050")
