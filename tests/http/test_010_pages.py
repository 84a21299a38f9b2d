"""Every kind of page, desktop and mobile: what a reader is shown and where its links lead."""
import re
from urllib.parse import quote

import pytest
from lxml import etree

from portal import LANGUAGE, PAGES, SITE_NAME

BOTH = pytest.mark.parametrize("prefix", ["", "/m"], ids=["desktop", "mobile"])
BRIDGE = "/2024/05/18/1.html"
TAG = "/tag/" + quote("大桥") + "/"


def has_link_row(page, addresses):
    """Whether some list of the page leads to exactly these addresses, in this order."""
    return any([str(href) for href in row.xpath(".//a/@href")] == addresses
               for row in page.xpath("//nav | //ol | //ul"))


@BOTH
@pytest.mark.parametrize("kind", PAGES)
def test_page_is_whole(site, kind, prefix):
    page = site.page(prefix + PAGES[kind])
    assert page.source.startswith("<!DOCTYPE html>")
    assert page.source.rstrip().endswith("</html>")
    assert page.lang == LANGUAGE.get(kind, "zh-Hans")
    assert page.response["Content-Language"] == page.lang
    assert SITE_NAME in page.title
    assert page.meta("viewport")
    assert len(page.xpath("//main")) == 1
    assert len(page.xpath("//h1")) == 1, "one first heading"
    assert page.text_of("//h1")
    assert "\ufffd" not in page.source
    for href in page.links():
        assert not href.startswith(("javascript:", "data:")), href


@BOTH
@pytest.mark.parametrize("kind", PAGES)
def test_twins_name_each_other(site, kind, prefix):
    """Desktop names its mobile twin, the twin its desktop page; a visible link leads across."""
    path = PAGES[kind]
    page = site.page(prefix + path)
    assert page.canonical() == site.base + path
    if prefix:
        assert page.mobile_twin() is None
        assert path in page.links(), "visible switch to desktop"
    else:
        assert page.mobile_twin() == site.base + "/m" + path
        assert "/m" + path in page.links(), "visible switch to mobile"


@BOTH
@pytest.mark.parametrize("kind", PAGES)
def test_links_stay_in_the_variant(site, kind, prefix):
    page = site.page(prefix + PAGES[kind])
    articles = [href for href in page.links() if re.search(r"/\d{4}/\d\d/\d\d/\d+\.html", href)]
    switch = "/m" + PAGES[kind] if not prefix else PAGES[kind]
    for href in articles:
        if href != switch:
            assert href.startswith("/m/") == bool(prefix), href


# In another language's menu; known to who has kept the address; reached by a button's POST.
UNLINKED = ("/page/annai/", PAGES["plaza-ended"], "/plaza/contact/", "/plaza/report/", "/hotline/join/")


def test_every_link_of_every_page_leads_somewhere(site):
    """A crawl from the front page: each internal address answers 200, each page links onwards."""
    seen, waiting = set(), ["/", "/m/"]
    with site.apache.connection() as connection:
        from lib.apache import request_bytes
        from lib.html import Page
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            connection.send(request_bytes("GET", path, site.apache.authority, close=False))
            response = connection.read()
            assert response.status == 200, f"{path}: {response.status}"
            if response["Content-Type"].startswith("text/html"):
                waiting += sorted(Page(response).internal_links(site.base) - seen)
            if response["Connection"] == "close" or response["Keep-Alive"] is None:
                connection.close()
                connection.__init__(site.apache.address)
    for path in PAGES.values():
        if "?" not in path and path not in UNLINKED:
            assert path in seen and "/m" + path in seen, f"no link leads to {path}"
    assert not [path for path in seen if re.search(r"/(1[0-6])\.html", path)], "an invisible article is linked"


# ---- front page ----------------------------------------------------------------------------------


@BOTH
def test_front_page(site, prefix):
    page = site.page(prefix + "/")
    for code, name in (("news", "新闻"), ("culture", "文化"), ("koreo", "한국어"), ("english", "English")):
        assert f"{prefix}/{code}/" in page.links()
        assert name in page.text
    assert f"{prefix}/latest/" in page.links()
    assert f"{prefix}/tags/" in page.links()
    assert page.xpath("//link[@rel='stylesheet']/@href")
    assert "https://neighbour.example/" in page.links()


@BOTH
def test_front_slot_order_override_and_hole(site, prefix):
    """Slot headline: 2, then 1 under another title; the expired third is replaced by the newest."""
    page = site.page(prefix + "/")
    assert page.article_links()[:2] == [2, 1]
    assert "大桥头条替换标题" in page.text
    assert "到期者不应出现" not in page.text and "已到期的活动预告" not in page.text
    assert page.article_links()[2] == 5, "the hole is filled by the newest article"


@BOTH
def test_front_shows_newest_first(site, prefix):
    """Below the slot the newest of the portal, in order of publication."""
    ids = site.page(prefix + "/latest/").article_links()
    assert ids[:7] == [5, 4, 1, 2, 3, 6, 7]
    front = site.page(prefix + "/").article_links()
    assert set(ids[:7]) <= set(front)


def test_front_shows_blocks_of_top_channels(site):
    page = site.page("/")
    for title in ("公告:五月停水安排", "HTML 写成的集市见闻", "资料第47号"):
        assert title in page.text


# ---- channels ------------------------------------------------------------------------------------


@BOTH
def test_channel_lists_its_descendants(site, prefix):
    news = site.page(prefix + "/news/")
    assert set(news.article_links()) == {1, 3}
    assert site.page(prefix + "/news/city/").article_links() == [1, 3]
    assert site.page(prefix + "/news/city/river/").article_links() == [1]
    assert news.text_of("//h1") == "新闻"
    assert "长河市每天发生的事。" in news.text
    assert news.meta("description") == "长河市每天发生的事。"
    assert f"{prefix}/news/city/" in news.links("//main//a/@href"), "its child channel"


@BOTH
def test_channel_breadcrumb(site, prefix):
    page = site.page(prefix + "/news/city/river/")
    home, news, city = f"{prefix}/", f"{prefix}/news/", f"{prefix}/news/city/"
    assert has_link_row(page, [home, news, city])


def test_channel_slot_respects_visible_until(site):
    page = site.page("/news/")
    assert "时限已过" not in page.text
    assert page.article_links()[0] == 3, "placed first, although older"


def test_empty_channel_is_a_page(site):
    page = site.page("/empty/")
    assert page.article_links() == []
    assert page.text_of("//h1") == "空栏目"


def test_channel_navigation_marks_the_current(site):
    page = site.page("/news/city/")
    current = page.xpath("//a[@aria-current]")
    assert {link.get("href") for link in current} & {"/news/city/", "/news/"}


# ---- article -------------------------------------------------------------------------------------


@BOTH
def test_article_has_everything_of_the_seed_page(site, prefix):
    page = site.page(prefix + BRIDGE)
    assert page.text_of("//h1") == "长河大桥正式通车 两岸往来只需五分钟"
    assert page.title.startswith("长河大桥正式通车")
    assert "民生工程" in page.text
    assert has_link_row(page, [f"{prefix}/", f"{prefix}/news/", f"{prefix}/news/city/", f"{prefix}/news/city/river/"])
    assert "2024-05-18T06:22:00+08:00" in page.datetimes()
    shown = page.text_of("//time[@datetime='2024-05-18T06:22:00+08:00']")
    assert re.search(r"2024\s*年\s*0?5\s*月\s*18\s*日", shown) and "06:22" in shown
    assert "沿江日报" in page.text and "https://daily.example/" in page.links()
    assert "林一舟" in page.text and "何知远" in page.text
    body = [text for text in page.texts("//main//p") if text]
    for paragraph in ("长河大桥18日清晨正式通车。首班公交车驶过江面时,桥上已站满了来看日出的市民。",
                      "大桥全长2.4公里,双向六车道,两侧设有步行道。",
                      "“以前过江要坐二十分钟的渡船。”家住南岸的王素云说。"):
        assert paragraph in body
    assert page.meta("description").startswith("历时四年建设")


@BOTH
def test_article_notice_has_a_telephone_link(site, prefix):
    page = site.page(prefix + BRIDGE)
    assert "本作品中使用的图片等内容" in page.text
    assert "{phone}" not in page.source
    link = page.xpath("//main//a[@href='tel:04331234567']")
    assert link and "0433—1234567" in "".join(link[0].itertext())


@BOTH
def test_article_notice_of_channel_and_of_article(site, prefix):
    board = site.page(prefix + "/2024/05/15/6.html")
    assert "公告栏转载须注明出处" in board.main and "本作品中使用的图片等内容" not in board.main
    assert board.xpath("//main//a[@href='tel:04331234567']")
    own = site.page(prefix + "/2024/05/16/3.html")
    assert "本篇图片归集市所有" in own.main and "本作品中使用的图片等内容" not in own.main


@BOTH
def test_article_tags_in_order(site, prefix):
    page = site.page(prefix + BRIDGE)
    tags = [href for href in page.links("//main//a/@href") if href.startswith(f"{prefix}/tag/")]
    assert tags == [f"{prefix}/tag/{quote(name)}/" for name in ("大桥", "交通", "民生", "Wi-Fi")]


@BOTH
def test_article_picture(site, prefix):
    page = site.page(prefix + BRIDGE)
    picture = page.xpath("//main//img[contains(@src, 'pictures/bridge.svg')]")
    assert picture, "the cover picture"
    assert picture[0].get("alt") == "雨后的长河大桥"
    assert (picture[0].get("width"), picture[0].get("height")) == ("1600", "900")
    assert picture[0].get("src").startswith("/")
    assert "通车首日的长河大桥" in page.text and "摄影:林一舟" in page.text


def test_article_translations(site):
    page = site.page(BRIDGE)
    found = {(link.get("href"), link.get("hreflang") or link.get("lang")) for link in page.xpath("//main//a")}
    assert ("/2024/05/18/4.html", "ko") in found
    assert ("/2024/05/18/5.html", "en") in found


def test_article_markdown(site):
    page = site.page("/2024/05/17/2.html")
    assert page.texts("//main//h2")[0] == "开放时间"
    assert "每晚" in page.texts("//main//strong")
    assert [text for text in page.texts("//main//li") if text.startswith(("一楼:", "二楼:"))] \
        == ["一楼:报刊", "二楼:地方文献"]
    assert page.texts("//main//th")[:2] == ["楼层", "座位"]
    assert "https://library.example/hours" in page.links()


def test_article_html_is_cleaned(site):
    page = site.page("/2024/05/16/3.html")
    assert "没亮" in page.texts("//main//b")
    assert TAG in page.links()
    assert "alert" not in page.source and "evil.example" not in page.source and "onclick" not in page.source
    assert "javascript:" not in page.source
    assert page.xpath("//main//img[@src='/pictures/bridge.svg'][@alt='桥']")
    assert [text for text in page.texts("//main//td")] == ["鲤鱼", "12元"]
    assert not page.xpath("//iframe")
    assert len(page.xpath("//h1")) == 1, "the editor's first heading moved down"


@BOTH
def test_hostile_text_stays_text(site, prefix):
    page = site.page(prefix + "/2024/05/14/7.html")
    assert page.text_of("//h1") == '<script>alert("title")</script> & "引号" </title>'
    assert page.title.startswith('<script>alert("title")</script> & "引号" </title>')
    assert "<b>not markup</b>" in page.main and "1 < 2 && 3 > 2" in page.main
    assert "<source>" in page.main and "<author>" in page.main
    assert "<notice> 0433—1234567 {unknown}" in page.main
    assert page.meta("description") == "<img src=x onerror=alert(1)>"
    assert not page.xpath("//*[@onerror] | //main//notice | //main//source | //main//author")
    scripts = page.xpath("//script[not(@src) and not(contains(@type, 'json'))]")
    assert scripts == []
    tags = [href for href in page.links("//main//a/@href") if "/tag/" in href]
    assert tags == [f"{prefix}/tag/{quote(name, safe='')}/" for name in ("<i>斜体", 'a"b&lt')]


@pytest.mark.logs("NP0115")
def test_characters_that_xml_has_not(site):
    """A cell can hold control characters and non-characters; a page shows U+FFFD and stays whole."""
    site.database.run(
        "INSERT INTO article (id, title, channel, body, body_format, state, published_at, source, summary) VALUES "
        "(17, CONCAT('控制字符', _utf8mb4 x'EFBFBE', '标题'), 'culture', CONCAT('前', CHAR(8), '后'), 'text', 'live',"
        " '2024-05-12 12:00:00', CONCAT('来', CHAR(0), CHAR(27), '源'), CONCAT('摘', CHAR(11), '要'))")
    try:
        for prefix in ("", "/m"):
            page = site.page(prefix + "/2024/05/12/17.html")
            assert page.text_of("//h1") == "控制字符\ufffd标题"
            assert "前\ufffd后" in page.main and "来\ufffd\ufffd源" in page.main
            assert not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]", page.source)
        model = etree.fromstring(site.get("/2024/05/12/17.html?view=model").body)
        assert model.findtext("article/title") == "控制字符\ufffd标题"
        assert len([line for line in site.apache.log().splitlines() if "NP0115" in line]) <= 4 * len(site.apache.children())
    finally:
        site.database.run("DELETE FROM article WHERE id = 17")


def test_article_without_extras_has_no_empty_parts(site):
    page = site.page("/2024/05/15/6.html")
    for element in page.xpath("//main//*[self::p or self::span or self::dd or self::figcaption or self::a]"):
        assert "".join(element.itertext()).strip() or element.xpath(".//img|.//svg"), element.attrib


def test_article_neighbours_language(site):
    """A Korean article in a Chinese portal: its page speaks Korean, its links to other languages say so."""
    page = site.page("/2024/05/18/4.html")
    assert page.lang == "ko"
    assert "강변통신" in page.text and "김하나" in page.text
    shown = page.text_of("//time[@datetime='2024-05-18T07:00:00+08:00']")
    assert re.search(r"2024\s*년\s*0?5\s*월\s*18\s*일", shown)


# ---- tags, latest, static ------------------------------------------------------------------------


@BOTH
def test_tag_page(site, prefix):
    page = site.page(prefix + TAG)
    assert "大桥" in page.text_of("//h1")
    assert page.article_links() == [1]
    assert "与长河大桥有关的报道。" in page.text


@BOTH
def test_tag_index(site, prefix):
    page = site.page(prefix + "/tags/")
    links = page.links("//main//a/@href")
    for name in ("大桥", "交通", "档案", "Wi-Fi", "bridge"):
        assert f"{prefix}/tag/{quote(name)}/" in links
    for hidden in ("草稿标签", "未来标签", "删除标签", "桥梁"):
        assert quote(hidden) not in " ".join(links)


@BOTH
def test_latest_page(site, prefix):
    page = site.page(prefix + "/latest/")
    assert page.article_links()[0] == 5
    assert "秘密" not in page.text and "预定在未来发布" not in page.text


@BOTH
def test_static_page(site, prefix):
    page = site.page(prefix + "/page/about/")
    assert page.text_of("//h1") == "关于我们"
    assert "长河市的新闻门户。" in page.main
    assert "我们是谁" in page.texts("//main//h2")


def test_theme_assets_are_served_with_their_hash(site):
    page = site.page("/")
    sheets = page.links("//link[@rel='stylesheet']/@href") + page.links("//script/@src")
    assert sheets
    for address in sheets:
        assert re.fullmatch(r"/themes/[a-z]+/assets/[\w./-]+\?v=[0-9a-f]{8}", address), address
        response = site.get(address)
        assert response.status == 200 and response.body
        assert response["X-Content-Type-Options"] == "nosniff"


def test_theme_sources_are_not_served(site):
    for path in ("/themes/default/xsl/desktop.xsl", "/themes/default/theme.xml", "/themes/page.rng"):
        assert site.get(path).status in (403, 404), path
