"""What an editor changes in the database is on the next page that a reader asks for, once every child has looked into the
change log, as it does within a second (how soon, and which other pages stay as they are: test_150_freshness.py)."""
import time
from urllib.parse import quote

import pytest

PATH = "/2024/05/20/3001.html"


def tag(name, prefix=""):
    return f"{prefix}/tag/{quote(name)}/"


@pytest.fixture
def site(desk):
    return desk


@pytest.fixture
def article(site):
    """A fresh article in channel culture; gone after the test."""
    site.database.run(
        "INSERT INTO article (id, title, channel, body, tags, state, published_at) VALUES "
        "(3001, '编辑前的标题', 'culture', '编辑前的正文。', '甲,乙', 'live', '2024-05-20 10:00:00')")
    yield 3001
    site.database.run("DELETE FROM removal WHERE item_id = 3001")
    site.database.run("DELETE FROM placement WHERE article_id = 3001")
    site.database.run("DELETE FROM article WHERE id = 3001")
    assert site.get(PATH).status == 404


def update(site, what, *values):
    site.database.run(f"UPDATE article SET {what} WHERE id = 3001", *values)


def test_a_title_is_seen_at_once(site, article):
    before = site.get(PATH)
    update(site, "title = '编辑后的标题 <i>&amp;'")
    page = site.page(PATH)
    assert page.text_of("//h1") == "编辑后的标题 <i>&amp;"
    assert page.response["ETag"] != before["ETag"]
    assert site.get(PATH, [("If-None-Match", before["ETag"])]).status == 200
    for list_page in ("/", "/latest/", "/culture/", "/m/culture/", tag("甲")):
        assert "编辑后的标题" in site.page(list_page).text
        assert "编辑前的标题" not in site.page(list_page).source


def test_each_field_is_seen_at_once(site, article):
    for what, seen in (("body = '新正文。'", "新正文。"), ("source = '新来源'", "新来源"), ("author = '新作者'", "新作者"),
                       ("editor = '新责编'", "新责编"), ("notice = '新声明'", "新声明"), ("title_kicker = '新引题'", "新引题")):
        update(site, what)
        for prefix in ("", "/m"):
            assert seen in site.page(prefix + PATH).text, what
    update(site, "summary = '新摘要'")
    assert site.page(PATH).meta("description") == "新摘要"
    update(site, "language = 'ko'")
    assert site.page(PATH).xpath("string((//h1/ancestor-or-self::*/@lang)[last()])") == "ko"


def test_moving_to_another_channel(site, article):
    assert 3001 in site.page("/culture/").article_links()
    update(site, "channel = 'river'")
    assert 3001 not in site.page("/culture/").article_links()
    for path in ("/news/", "/news/city/", "/news/city/river/"):
        assert 3001 in site.page(path).article_links(), path
    assert site.get(PATH).status == 200, "its address stays"
    assert "/news/city/river/" in site.page(PATH).links()


def test_changing_tags(site, article):
    assert site.page(tag("甲")).article_links() == [3001]
    update(site, "tags = '乙,丙、大桥'")
    assert site.get(tag("甲")).status == 404
    for name in ("乙", "丙"):
        assert site.page(tag(name)).article_links() == [3001]
    assert site.page(tag("大桥")).article_links() == [3001, 1]
    tags = [href for href in site.page(PATH).links("//main//a/@href") if href.startswith("/tag/")]
    assert tags == [tag("乙"), tag("丙"), tag("大桥")]
    update(site, "tags = ''")
    assert site.get(tag("乙")).status == 404
    assert not [href for href in site.page(PATH).links("//main//a/@href") if href.startswith("/tag/")]


def test_publish_withdraw_publish_again(site, article):
    update(site, "state = 'withdrawn'")
    assert site.get(PATH).status == 410
    assert 3001 not in site.page("/latest/").article_links()
    assert site.get(tag("甲")).status == 404
    update(site, "state = 'live'")
    assert site.get(PATH).status == 200
    assert site.page("/latest/").article_links()[0] == 3001


def test_a_draft_goes_live(site, article):
    update(site, "state = 'draft'")
    assert site.get(PATH).status in (404, 410)
    update(site, "state = 'live', published_at = '2024-05-21 10:00:00'")
    assert site.get("/2024/05/21/3001.html").status == 200
    assert site.get(PATH).location == site.base + "/2024/05/21/3001.html"
    update(site, "published_at = '2024-05-20 10:00:00'")


def test_expiry(site, article):
    update(site, "expires_at = '2024-06-01 00:00:00'")
    assert site.get(PATH).status == 410
    assert 3001 not in site.page("/culture/").article_links()
    update(site, "expires_at = '2098-01-01 00:00:00'")
    assert site.get(PATH).status == 200
    assert 3001 in site.page("/culture/").article_links()


def test_removal_and_restoring(site, article):
    """One row takes an article off every page at once; restoring brings back the same address."""
    site.database.run("INSERT INTO placement (slot, article_id, position) VALUES ('headline', 3001, 1)")
    before = site.get(PATH)
    time.sleep(1.1)  # a restored article is not an updated one: its date of change must stay
    places = ("/", "/latest/", "/culture/", tag("甲"), "/m/", "/m/latest/", "/m/culture/")
    for path in places:
        assert 3001 in site.page(path).article_links(), path
    site.database.run("INSERT INTO removal (item_kind, item_id, cause, claimant, claimant_public) "
                      "VALUES ('article', 3001, '测试删除', '某社', 1)")
    for prefix in ("", "/m"):
        assert site.get(prefix + PATH).status == 451
        assert site.get(prefix + PATH, [("If-None-Match", before["ETag"])]).status == 451
    for path in places:
        response = site.get(path)
        assert "编辑前的标题" not in response.text, path
    assert site.get(tag("甲")).status == 404
    site.database.run("UPDATE removal SET restored_at = NOW() WHERE item_id = 3001")
    after = site.get(PATH)
    assert (after.status, after.body, after["ETag"]) == (200, before.body, before["ETag"])
    assert 3001 in site.page("/latest/").article_links()


def test_two_removals_need_two_restorings(site, article):
    for cause in ("甲因", "乙因"):
        site.database.run("INSERT INTO removal (item_kind, item_id, cause) VALUES ('article', 3001, %s)", cause)
    site.database.run("UPDATE removal SET restored_at = NOW() WHERE item_id = 3001 AND cause = '甲因'")
    assert site.get(PATH).status == 451
    site.database.run("UPDATE removal SET restored_at = NOW() WHERE item_id = 3001 AND cause = '乙因'")
    assert site.get(PATH).status == 200


def test_channels(site):
    """A new channel, its rename, its move below another, and back."""
    run = site.database.run
    run("INSERT INTO channel (name, code, parent, sort_order) VALUES ('新频道', 'fresh', 'culture', 5)")
    try:
        assert site.page("/culture/fresh/").text_of("//h1") == "新频道"
        run("UPDATE channel SET name = '改名频道' WHERE code = 'fresh'")
        assert site.page("/culture/fresh/").text_of("//h1") == "改名频道"
        assert "改名频道" in site.page("/culture/").text
        run("INSERT INTO article (id, title, channel, body, state, published_at) "
            "VALUES (3002, '频道里的文章', 'fresh', '文。', 'live', '2024-05-20 11:00:00')")
        assert 3002 in site.page("/culture/").article_links()
        run("UPDATE channel SET parent = 'board' WHERE code = 'fresh'")
        assert site.get("/culture/fresh/").status in (301, 404)
        assert site.page("/board/fresh/").article_links() == [3002]
        assert 3002 in site.page("/board/").article_links()
        assert 3002 not in site.page("/culture/").article_links()
        assert "/board/fresh/" in site.page("/2024/05/20/3002.html").links()
    finally:
        run("DELETE FROM article WHERE id = 3002")
        run("DELETE FROM channel WHERE code = 'fresh'")
    assert site.get("/culture/fresh/").status == 404


def test_channel_by_its_leaf_moves_to_its_full_path(site):
    """An address of a channel that moved leads to where it is now, or is unknown; never to a wrong page."""
    response = site.get("/culture/river/")
    assert response.status in (301, 404)
    if response.status == 301:
        assert response.location == site.base + "/news/city/river/"


def test_tag_alias_and_description(site, article):
    site.database.run("INSERT INTO tag (name, description, alias_of) VALUES ('乙', '', '甲')")
    try:
        assert site.get(tag("乙")).location == site.base + tag("甲")
        tags = [href for href in site.page(PATH).links("//main//a/@href") if href.startswith("/tag/")]
        assert set(tags) == {tag("甲")}
    finally:
        site.database.run("DELETE FROM tag WHERE name = '乙'")
    assert site.get(tag("乙")).status == 200


def test_slots(site, article):
    site.database.run("INSERT INTO placement (slot, article_id, title, position) VALUES ('headline', 3001, '头条新题', 0)")
    page = site.page("/")
    assert page.article_links()[0] == 3001 and "头条新题" in page.text
    site.database.run("UPDATE placement SET visible_until = '2024-01-01 00:00:00' WHERE article_id = 3001")
    assert "头条新题" not in site.page("/").text


def test_static_pages(site):
    run = site.database.run
    run("INSERT INTO page (code, title, body, body_format, state) VALUES ('fresh', '新静态页', '正文', 'text', 'draft')")
    try:
        assert site.get("/page/fresh/").status == 404
        run("UPDATE page SET state = 'live' WHERE code = 'fresh'")
        assert site.page("/page/fresh/").text_of("//h1") == "新静态页"
        run("UPDATE page SET body = '**强调**', body_format = 'markdown' WHERE code = 'fresh'")
        assert site.page("/page/fresh/").texts("//main//strong") == ["强调"]
    finally:
        run("DELETE FROM page WHERE code = 'fresh'")
    assert site.get("/page/fresh/").status == 404


def test_redirects(site):
    run = site.database.run
    run("INSERT INTO redirect (path_from, path_to) VALUES ('/html/2011/a.shtml', '/news/')")
    try:
        assert site.get("/html/2011/a.shtml").location == site.base + "/news/"
        assert site.get("/html/2011/a.shtml?x=1").location == site.base + "/news/"
        run("UPDATE redirect SET path_to = '/culture/' WHERE path_from = '/html/2011/a.shtml'")
        assert site.get("/html/2011/a.shtml").location == site.base + "/culture/"
    finally:
        run("DELETE FROM redirect WHERE path_from = '/html/2011/a.shtml'")
    assert site.get("/html/2011/a.shtml").status == 404


def test_links(site):
    site.database.run("INSERT INTO link (name, url, kind) VALUES ('新友链', 'https://new-friend.example/?a=1&b=2', 'friend')")
    try:
        assert "https://new-friend.example/?a=1&b=2" in site.page("/").links()
    finally:
        site.database.run("DELETE FROM link WHERE name = '新友链'")
    assert "新友链" not in site.page("/").text


def test_an_open_transaction_is_not_seen(site, article):
    connection = site.database.session()
    try:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE article SET title = '未提交' WHERE id = 3001")
            assert "未提交" not in site.page(PATH).source
            connection.commit()
            site.seen()
            assert "未提交" in site.page(PATH).source
    finally:
        connection.close()


@pytest.mark.parametrize("body, marker", [("纯文本\n\n第二段", "p"), ("# 标题\n\n- 项\n- 目", "li"), ("<p>段<b>粗</b></p>", "b")])
def test_auto_format(site, article, body, marker):
    update(site, "body = %s, body_format = 'auto'", body)
    assert site.page(PATH).xpath(f"//main//{marker}")


def test_a_large_body_and_many_tags(site, article):
    text = "\n\n".join(f"第{number}段" + "长" * 500 for number in range(400))
    names = [f"标{number}" for number in range(30)]
    update(site, "body = %s, body_format = 'text', tags = %s", text, ",".join(names))
    page = site.page(PATH)
    paragraphs = [item for item in page.texts("//main//p") if item.startswith("第")]
    assert len(paragraphs) == 400
    tags = [href for href in page.links("//main//a/@href") if href.startswith("/tag/")]
    assert tags == [tag(name) for name in names]


@pytest.mark.logs("NP0130: /2024/05/20/3001.html: the body is nested too deeply")
def test_a_body_that_cannot_be_shown_whole_is_in_the_log(site, article):
    update(site, "body = %s, body_format = 'html'", "<p>前面的话。</p>" + "<div><blockquote>" * 400 + "深处")
    mark = site.apache.log_mark()
    assert "前面的话。" in site.page(PATH).text
    assert site.apache.wait_for_log("NP0130", mark)
