"""The small tables: tag, slot, placement, source, media, page, link, redirect."""
import pytest

GOOD = {
    "tag": {"name": "甲"},
    "slot": {"name": "头条", "code": "lead"},
    "source": {"name": "日报", "url": "https://a.example/"},
    "media": {"title": "图", "path": "pictures/a.jpg"},
    "page": {"title": "关于", "code": "about", "body": "正文"},
    "link": {"name": "友链", "url": "https://a.example/"},
    "redirect": {"path_from": "/old/1.html", "path_to": "/news/"},
}
LONG = "正" * (4 * 1024 * 1024 // 3 + 1)


@pytest.mark.parametrize("table, columns, words", [
    ("tag", {"alias_of": "甲"}, "alias"), ("tag", {"alias_of": "乙,丙"}, "one tag name"), ("tag", {"alias_of": " 乙"}, "one tag name"),
    ("tag", {"alias_of": "a/b"}, "slashes"),
    ("slot", {"code": "Lead"}, "a-z"), ("slot", {"code": "12"}, "a-z"), ("slot", {"name": ""}, "Title or name"),
    ("slot", {"channel": "nowhere"}, "front page"),
    ("source", {"name": ""}, "Title or name"), ("source", {"url": "a.example"}, "http"),
    ("media", {"title": ""}, "Title"), ("media", {"path": ""}, "upload"), ("media", {"path": "/etc/passwd"}, "document root"),
    ("media", {"path": "a/../../b"}, "document root"), ("media", {"path": "http://a.example/b"}, "document root"),
    ("media", {"path": "a\\b"}, "document root"), ("media", {"content": b"<svg/>"}, "Upload a png"), ("media", {"focus_x": 1001}, "1000"),
    ("page", {"code": "a b"}, "a-z"), ("page", {"title": ""}, "Title"), ("page", {"language": "?"}, "Language"),
    ("page", {"body": LONG}, "4 MB"),
    ("link", {"url": "javascript:alert(1)"}, "/page/about/"), ("source", {"url": "/page/about/"}, "begin with http"), ("link", {"url": "//evil.example"}, "http"), ("link", {"name": ""}, "Title or name"),
    ("redirect", {"path_from": "old"}, "begin with one /"), ("redirect", {"path_from": "//old"}, "begin with one /"),
    ("redirect", {"path_from": "/o ld"}, "begin with one /"), ("redirect", {"path_from": "/old?x=1"}, "begin with one /"),
    ("redirect", {"path_to": "/old/1.html"}, "differ"), ("redirect", {"path_to": "//evil.example/"}, "http"),
    ("redirect", {"path_to": "data:x"}, "http"), ("redirect", {"status": 200}, "301"),
])
def test_refused(portal, table, columns, words):
    with portal.refused(words):
        portal.insert(table, **(GOOD[table] | columns))
    portal.insert(table, **GOOD[table])
    assignments = ", ".join(f"{name} = %s" for name in columns)
    with portal.refused(words):
        portal.run(f"UPDATE {table} SET {assignments}", list(columns.values()))
    assert len(portal.run(f"SELECT * FROM {table}")) == 1


@pytest.mark.parametrize("table, columns", [
    ("link", {"url": "/page/about/"}), ("redirect", {"path_to": "https://new.example/a?b=c#d"}), ("redirect", {"status": 302}),
    ("media", {"path": "", "content": b"\x89PNG\r\n\x1a\n"}), ("source", {"url": ""}), ("slot", {"channel": "news"}),
    ("page", {"language": "ko", "state": "live"}), ("redirect", {"path_from": "/旧/1"}), ("tag", {"alias_of": ""})])
def test_accepted(portal, table, columns):
    portal.insert(table, **(GOOD[table] | columns))


@pytest.mark.parametrize("table, key, other", [
    ("slot", "code", "side"), ("source", "name", "晚报"), ("page", "code", "contact"),
    ("redirect", "path_from", "/old/2.html")])
def test_old_and_new_key_are_logged(portal, table, key, other):
    front = {("slots", "")} if table == "slot" else set()
    portal.insert(table, **GOOD[table])
    assert portal.log() == {(table, GOOD[table][key])} | front
    portal.run(f"UPDATE {table} SET {key} = %s", (other,))
    # A page's old address becomes a redirect.
    moved = {("redirect", "/page/about/")} if table == "page" else set()
    assert portal.log() == {(table, GOOD[table][key]), (table, other)} | front | moved
    portal.run(f"DELETE FROM {table}")
    assert portal.log() == {(table, other)} | front | moved


def test_media_and_links_are_logged(portal):
    media = portal.insert("media", **GOOD["media"])
    portal.insert("link", **GOOD["link"])
    assert portal.log() == {("media", str(media)), ("link", "")}
    portal.run("UPDATE media SET caption = 'x'")
    assert portal.log() == {("media", str(media))}
    portal.run("UPDATE link SET sort_order = 1")
    assert portal.log() == {("link", "")}
    portal.run("DELETE FROM media")
    portal.run("DELETE FROM link")
    assert portal.log() == {("media", str(media)), ("removal", f"media:{media}"), ("link", "")}


@pytest.mark.parametrize("name, words", [("", "Tag name"), ("a,b", "Tag name"), (" a", "Tag name"), ("a/b", "slashes (/ or \\)")])
def test_bad_tag_names_are_refused(portal, name, words):
    with portal.refused(words):
        portal.insert("tag", name=name)
    assert portal.run("SELECT * FROM tag") == []


def test_a_tag_is_respelled_but_not_renamed(portal):
    portal.insert("tag", name="abc", description="x")
    portal.log()
    with portal.refused("set alias_of"):
        portal.run("UPDATE tag SET name = '乙'")
    assert portal.run("SELECT name FROM tag") == [("abc",)] and portal.log() == set()
    portal.run("UPDATE tag SET name = 'ＡＢＣ'")
    assert portal.run("SELECT name FROM tag") == [("ＡＢＣ",)]
    assert portal.log() == {("tag", "abc"), ("tag", "ＡＢＣ")}
    portal.run("DELETE FROM tag")
    assert portal.log() == {("tag", "ＡＢＣ")}


def test_tag_names_are_unique_by_collation(portal):
    portal.insert("tag", name="abc")
    with portal.refused("Duplicate", number=1062):
        portal.insert("tag", name="ＡＢＣ")


def test_aliases_lead_to_a_final_tag(portal):
    portal.insert("tag", name="甲", alias_of="乙")
    with portal.refused("final"):
        portal.insert("tag", name="丙", alias_of="甲")
    with portal.refused("aliases of this one"):
        portal.insert("tag", name="乙", alias_of="丁")
    portal.insert("tag", name="乙")


def test_redirects_make_no_chain(portal):
    portal.insert("redirect", path_from="/a", path_to="/b")
    with portal.refused("final address"):
        portal.insert("redirect", path_from="/b", path_to="/c")
    with portal.refused("final address"):
        portal.insert("redirect", path_from="/c", path_to="/a")
    portal.insert("redirect", path_from="/A", path_to="/b")


def test_placements(portal):
    one, two = portal.article(), portal.article(state="draft")
    portal.insert("slot", **GOOD["slot"])
    portal.insert("slot", name="侧栏", code="side")
    portal.log()
    placement = portal.insert("placement", slot="lead", article_id=one)
    portal.insert("placement", slot="lead", article_id=two)
    assert portal.log() == {("slot", "lead")}
    portal.run("UPDATE placement SET slot = 'side' WHERE id = %s", (placement,))
    assert portal.log() == {("slot", "lead"), ("slot", "side")}
    portal.run("UPDATE slot SET code = 'top' WHERE code = 'lead'")
    assert portal.log() >= {("slot", "lead"), ("slot", "top")}
    assert sorted(portal.run("SELECT slot FROM web_placement")) == [("side",), ("top",)]
    with portal.refused("placements"):
        portal.run("DELETE FROM slot WHERE code = 'top'")
    portal.run("DELETE FROM placement")
    assert portal.log() == {("slot", "side"), ("slot", "top")}
    portal.run("DELETE FROM slot")


def test_corrections(portal):
    """Readers' account sees those of articles that can be read; the time is there without being typed."""
    one, draft = portal.article(), portal.article(state="draft")
    first = portal.insert("correction", text="第一处", article_id=one)
    portal.insert("correction", text="第二处", article_id=draft, corrected_at="2024-05-06 07:08:09")
    with portal.refused("check article_id of the correction"):
        portal.insert("correction", text="无主", article_id=999999)
    with portal.refused("check article_id of the correction"):
        portal.run("UPDATE correction SET article_id = 999999 WHERE id = %s", (first,))
    for blank in ("", " ", "　"):
        with portal.refused("what was wrong"):
            portal.insert("correction", text=blank, article_id=one)
        with portal.refused("what was wrong"):
            portal.run("UPDATE correction SET text = %s WHERE id = %s", (blank, first))
    assert portal.run("SELECT ABS(TIMESTAMPDIFF(SECOND, corrected_at, NOW())) < 60 FROM correction WHERE id = %s", (first,)) == [(1,)]
    web = portal.web()
    assert portal.run("SELECT text, article_id FROM web_correction", connection=web) == [("第一处", one)]
    web.close()
    portal.insert("removal", item_id=one, cause="c")
    assert portal.run("SELECT * FROM web_correction") == []
    portal.run("DELETE FROM article")
    portal.run("UPDATE correction SET text = '改' WHERE id = %s", (first,))
    portal.run("DELETE FROM correction")


@pytest.mark.parametrize("kind", ["service", "hotline", "plaza"])
def test_links_of_the_front_page(portal, kind):
    portal.insert("link", name="服务", url="/page/about/", kind=kind)
    assert portal.run("SELECT kind FROM web_link") == [(kind,)]


@pytest.mark.parametrize("columns, words", [
    ({"slot": "nowhere"}, "no such slot"), ({"article_id": 999999}, "No article"),
    ({"visible_from": "2022-01-02", "visible_until": "2022-01-02"}, "visible_until")])
def test_bad_placements_are_refused(portal, columns, words):
    portal.insert("slot", **GOOD["slot"])
    row = {"slot": "lead", "article_id": portal.article()}
    with portal.refused(words):
        portal.insert("placement", **(row | columns))
    portal.insert("placement", **row)
    assignments = ", ".join(f"{name} = %s" for name in columns)
    with portal.refused(words):
        portal.run(f"UPDATE placement SET {assignments}", list(columns.values()))


ROWS = {"article": {"title": "t", "channel": "news", "body": "b"}, "media": {"title": "t", "path": "a.jpg"}, "channel": {"name": "新", "code": "neu"},
        "tag": {"name": "新"}, "placement": {"slot": "lead", "article_id": 1}, "correction": {"text": "t", "article_id": 1},
        "source": {"name": "新"}, "link": {"name": "新", "url": "/a"}, "redirect": {"path_from": "/a", "path_to": "/b"},
        "removal": {"item_id": 1, "cause": "t"}, "word": {"word": "新"}}


@pytest.mark.parametrize("table", ROWS)
def test_a_wild_number_leaves_room_for_the_next_row(portal, table):
    portal.article(id=1)
    portal.insert("slot", name="头条", code="lead")
    highest = 18446744073709551615 if table in ("article", "media", "correction", "removal") else 4294967295
    with portal.refused("The number is too large"):
        portal.insert(table, id=highest, **ROWS[table])
    assert portal.insert(table, **ROWS[table]) > 0
    if table not in ("article", "media", "channel", "removal"):
        with portal.refused("The number is too large"):
            portal.run(f"UPDATE {table} SET id = {highest}")


def box(kind, content):
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def jpeg(exif):
    """Of a frame 640 wide and 480 high, with nothing in it."""
    app = b"Exif\0\0" + exif
    return b"\xff\xd8\xff\xe1" + (len(app) + 2).to_bytes(2, "big") + app + b"\xff\xc0\x00\x11\x08\x01\xe0\x02\x80\x03" + bytes(9)


def upright(order, value):
    mark, number = {"big": (b"MM", (42).to_bytes(2, "big")), "little": (b"II", (42).to_bytes(2, "little"))}[order]
    return mark + number + (8).to_bytes(4, order) + (1).to_bytes(2, order) + (0x0112).to_bytes(2, order) + (3).to_bytes(2, order) + \
        (1).to_bytes(4, order) + value.to_bytes(2, order) + bytes(6)


PICTURES = {
    "gif": (b"GIF89a" + (300).to_bytes(2, "little") + (200).to_bytes(2, "little") + bytes(9), (300, 200)),
    "webp-extended": (b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + (1599).to_bytes(3, "little") + (899).to_bytes(3, "little") + bytes(9), (1600, 900)),
    "webp-lossless": (b"RIFF\x40\0\0\0WEBPVP8L\x40\0\0\0\x2f" + (1599 | 899 << 14).to_bytes(4, "little") + bytes(9), (1600, 900)),
    "webp-lossy": (b"RIFF\x40\0\0\0WEBPVP8 \x40\0\0\0" + bytes(3) + b"\x9d\x01\x2a" + (1600).to_bytes(2, "little") + (900).to_bytes(2, "little") + bytes(9),
                   (1600, 900)),
    "avif": (box(b"ftyp", b"avif" + bytes(4)) + box(b"meta", b"".join(box(b"ispe", bytes(4) + w.to_bytes(4, "big") + h.to_bytes(4, "big"))
                                                                      for w, h in ((160, 90), (1600, 900), (1600, 900)))), (1600, 900)),
    "avif-cut": (box(b"ftyp", b"avif" + bytes(4)) + bytes(4061) + b"ispe" + bytes(40), (0, 0)),
    "jpeg": (jpeg(upright("big", 1)), (640, 480)), "jpeg-upright": (jpeg(upright("big", 6)), (480, 640)),
    "jpeg-upright-little": (jpeg(upright("little", 8)), (480, 640)), "jpeg-turned": (jpeg(upright("little", 3)), (640, 480))}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_measured(portal, name):
    content, size = PICTURES[name]
    number = portal.insert("media", title="t", content=content)
    assert portal.run("SELECT width, height FROM media WHERE id = %s", (number,)) == [size]
