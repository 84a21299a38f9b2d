"""Pictures: uploaded ones and files, their addresses and sizes, and that none is seen when it must not be."""
import datetime
import os
import re
import shutil
import threading
import time
import zoneinfo

import pymysql
import pytest

from cached import LONG, PROMISE, Children, cached_portal, counters, numbers, settle
from lib.apache import give_away
from lib.fault_proxy import FaultProxy
from lib.pictures import PDF, PHOTO, PLACE, bomb_png, chunk, gif, jpeg_size, phone_jpeg, png
from portal import limit, wait_until

VIPS = shutil.which("vipsthumbnail")
FOREVER = "public, max-age=31536000, immutable"
NO_SIZE = r"\bNP0171\b"


@pytest.fixture(scope="module")
def database(servers):
    return servers.database("pictures")


@pytest.fixture(scope="module")
def portal(servers, database):
    return cached_portal(servers, "pictures", database, NewsPortalMediaCache=("media", "64M"), NewsPortalChangesInterval="20ms",
                         NewsPortalDBPoolWait="4s")   # many ask at once, on a busy machine, and nobody shall be told 503


@pytest.fixture(scope="module")
def plain(servers, database):
    """No folder of pictures, and no page cache either."""
    return servers.portal("pictures-plain", database, NewsPortalCache="off")


def upload(database, content, **columns):
    """The number of a new row, and the address of its picture."""
    columns = {"title": "图", "alt": "一张图"} | columns | {"content": content}
    connection = database.session()
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO media ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})",
                           list(columns.values()))
            number = cursor.lastrowid
        connection.commit()
    finally:
        connection.close()
    return number, address(database, number)


EXT = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/avif": "avif", "image/gif": "gif",
       "application/pdf": "pdf"}


def address(database, number):
    kind, mark = database.run("SELECT content_type, content_hash FROM media WHERE id = %s", number)[0]
    return f"/media/{number}/{mark}.{EXT[kind]}"


def smaller(path, width):
    stem, _, ext = path.rpartition(".")
    return f"{stem}-{width}.{ext}"


def cover(database, article, number):
    database.run("UPDATE article SET cover = %s WHERE id = %s", number, article)


@pytest.fixture
def photo(database, portal):
    number, path = upload(database, phone_jpeg())
    yield number, path
    database.run("UPDATE article SET cover = NULL WHERE cover = %s", number)


# ---- Uploading --------------------------------------------------------------------------------------


@pytest.mark.parametrize("content, words", [
    (b"<html><script>alert(1)</script>", "only_types"), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "only_types"),
    (b"MZ\x90", "only_types"), (b"BM" + bytes(60), "only_types"), (b"\x89PNG", "only_types")], ids=repr)
def test_refused_uploads(database, content, words):
    sentence = {"only_types": "只能上传 png"}.get(words, words)
    with pytest.raises(pymysql.err.OperationalError) as refusal:
        upload(database, content)
    assert sentence in refusal.value.args[1] and " / " in refusal.value.args[1] and len(refusal.value.args[1]) <= 128


def test_an_upload_may_not_be_larger_than_the_setting(database):
    statement = "INSERT INTO media (title, content) VALUES ('图', CONCAT(X'FFD8FF', REPEAT(' ', %s)))"
    with pytest.raises(pymysql.err.OperationalError, match="10240.* / .*10240 KB: make it smaller"):
        database.run(statement, 10240 * 1024 - 2)
    database.run("UPDATE setting SET value = '1' WHERE code = 'picture_kb'")
    try:
        with pytest.raises(pymysql.err.OperationalError, match="1KB"):
            database.run(statement, 1022)
        database.run(statement, 1021)
    finally:
        database.run("UPDATE setting SET value = '10240' WHERE code = 'picture_kb'")


def test_the_largest_upload_is_served(database, portal, plain):
    """In parts, far below what the database sends at once."""
    database.run("INSERT INTO media (title, content) VALUES ('图', CONCAT('%PDF-', REPEAT('0123456789', 1048575)))")
    number = database.run("SELECT MAX(id) FROM media")[0][0]
    for server in (portal, plain, portal):
        body = server.get(address(database, number), timeout=30).body
        assert body == b"%PDF-" + b"0123456789" * 1048575


@pytest.mark.parametrize("make, kind, mime, size", [
    (lambda: png(40, 30), "png", "image/png", (40, 30)), (PHOTO.read_bytes, "jpg", "image/jpeg", (1600, 900)),
    (gif, "gif", "image/gif", (1, 1)), (lambda: PDF, "pdf", "application/pdf", (0, 0))])
def test_types_and_measures_come_from_the_bytes(database, portal, plain, make, kind, mime, size):
    number, path = upload(database, make(), content_type="text/html")
    assert path.endswith("." + kind)
    assert database.run("SELECT width, height FROM media WHERE id = %s", number) == (size,)
    for server in (portal, plain):
        response = server.get(path)
        assert response.status == 200 and response["Content-Type"] == mime
        assert response["X-Content-Type-Options"] == "nosniff" and response["Cache-Control"] == FOREVER
        assert response["Content-Disposition"] == f'inline; filename="{number}.{kind}"'
        assert response["Set-Cookie"] is None and response["Vary"] is None
        assert ("sandbox" in response["Content-Security-Policy"]) == (kind == "pdf")


def test_hostile_bytes_keep_the_type_they_begin_with(database, portal):
    """HTML behind a PNG's signature; a GIF with a PDF behind it; a PDF stays a document."""
    _, path = upload(database, b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>")
    response = portal.get(path)
    assert (response.status, response["Content-Type"]) == (200, "image/png")
    assert b"script" not in response.body
    _, path = upload(database, gif(PDF))
    response = portal.get(path)
    assert response["Content-Type"] == "image/gif" and b"%PDF" not in response.body
    assert response.body.endswith(b"\x3b") and PLACE not in response.body
    _, path = upload(database, PHOTO.read_bytes()[:5000])
    assert portal.get(path).status == 200


# ---- Sending ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["portal", "plain"])
def test_validators_ranges_and_head(database, request, which):
    server = request.getfixturevalue(which)
    _, path = upload(database, PHOTO.read_bytes())
    for _ in range(2):  # made, and from the folder
        whole = server.get(path)
        assert whole.status == 200 and whole.body == PHOTO.read_bytes()
    tag = whole["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{16}"', tag) and whole["Accept-Ranges"] == "bytes"
    part = server.get(path, [("Range", "bytes=10-19")])
    assert part.status == 206 and part.body == whole.body[10:20]
    assert part["Content-Range"] == f"bytes 10-19/{len(whole.body)}"
    assert server.get(path, [("Range", "bytes=10-19"), ("If-Range", '"other"')]).status == 200
    assert server.get(path, [("Range", f"bytes={len(whole.body)}-")]).status == 416
    same = server.get(path, [("If-None-Match", tag)])
    assert same.status == 304 and same.body == b"" and same["ETag"] == tag and same["Cache-Control"] == FOREVER
    head = server.head(path)
    assert head.status == 200 and head["Content-Length"] == str(len(whole.body)) and head.body == b""
    assert server.request("POST", path).status == 405
    assert server.request("OPTIONS", path)["Allow"] == "GET, HEAD, OPTIONS"


def test_wrong_addresses(database, portal):
    number, path = upload(database, png(20, 20))
    other = re.sub(r"/[0-9a-f]{16}\.", "/0123456789abcdef.", path)
    moved = portal.get(other)
    assert moved.status == 301 and portal.path_of(moved["Location"]) == path
    assert portal.get(path.replace(".png", ".jpg")).status == 301
    for wrong in ("/media/99999999/0123456789abcdef.png", f"/media/{number}/x.png", f"/media/{number}/", f"/media/{number}",
                  smaller(path, 641), smaller(path, 0), path + ".html", path.replace(".png", ".svg").replace("media", "Media")):
        assert portal.get(wrong).status == 404, wrong


def test_a_new_file_has_a_new_address(database, portal):
    number, path = upload(database, png(20, 20))
    assert portal.get(path).status == 200
    database.run("UPDATE media SET content = %s WHERE id = %s", png(21, 20), number)
    new = address(database, number)
    assert new != path and database.run("SELECT width FROM media WHERE id = %s", number) == ((21,),)
    with Children(portal) as children:
        for pid in children.pids:
            wait_until(lambda: children.get(pid, path).status == 301, PROMISE, "the old address leads on")
    assert portal.path_of(portal.get(path)["Location"]) == new and portal.get(new).status == 200


def test_files_of_the_file_system(servers, database, portal):
    folder = portal.apache.folder / "www" / "pictures"
    (folder / "river.svg").write_text('<?xml version="1.0"?>\n<!-- a > b -->\n<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "page.svg").write_text("<html><svg/></html>")
    (folder / "photo.jpg").write_bytes(phone_jpeg())
    (folder / ".secret.png").write_bytes(png(5, 5))
    (folder / "out.png").symlink_to("/etc/hostname")
    give_away(folder)
    found = {}
    for name in ("river.svg", "page.svg", "photo.jpg", ".secret.png", "out.png", "none.png"):
        number = database.edit(("INSERT INTO media (title, path, width, height) VALUES ('图', %s, 1600, 900)", f"pictures/{name}")) and \
            database.run("SELECT MAX(id) FROM media")[0][0]
        ext = name.rpartition(".")[2]
        found[name] = portal.get(f"/media/{number}/0123456789abcdef.{ext}")
    assert {name: response.status for name, response in found.items()} == {
        "river.svg": 301, "page.svg": 404, "photo.jpg": 301, ".secret.png": 404, "out.png": 404, "none.png": 404}
    svg = portal.get(portal.path_of(found["river.svg"]["Location"]))
    assert svg.status == 200 and svg["Content-Type"] == "image/svg+xml" and "sandbox" in svg["Content-Security-Policy"]
    path = portal.path_of(found["photo.jpg"]["Location"])
    assert PLACE not in portal.get(path).body and PLACE in portal.get("/pictures/photo.jpg").body
    # Another file in its place: the old address gives none of its bytes.
    (folder / "photo.jpg").write_bytes(png(9, 9))
    response = portal.get(path)
    assert response.status == 301 and portal.path_of(response["Location"]).endswith(".png")
    (folder / "photo.jpg").unlink()
    wait_until(lambda: portal.get(path).status == 404, limit(8), "it is looked for again")


# ---- Where it was taken -----------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["portal", "plain"])
def test_no_picture_tells_where_it_was_taken(database, request, which):
    server = request.getfixturevalue(which)
    _, path = upload(database, phone_jpeg(turn=6))
    for _ in range(2):
        body = server.get(path).body
        assert PLACE not in body and b"xap" not in body and jpeg_size(body) == (1600, 900)
        # The pixels are the same, and which way is up is still told.
        assert body.endswith(PHOTO.read_bytes()[1000:]) and body[2:4] == b"\xff\xe1" and body[31] == 6
    _, path = upload(database, png(30, 30, extra=chunk(b"tEXt", b"Comment\0" + PLACE) + chunk(b"eXIf", PLACE) + chunk(b"gAMA", bytes(4))))
    body = server.get(path).body
    assert PLACE not in body and b"gAMA" in body and b"IEND" in body


# ---- Smaller sizes ----------------------------------------------------------------------------------

needs_vips = pytest.mark.skipif(VIPS is None, reason="no vipsthumbnail")


@needs_vips
def test_smaller_sizes(database, portal):
    _, path = upload(database, phone_jpeg(turn=6))
    whole = portal.get(path)
    for width, expected in ((320, (320, 569)), (640, (640, 1138)), (1280, (900, 1600))):  # turned; never larger than it is
        response = portal.get(smaller(path, width), timeout=30)
        assert response.status == 200 and response["Cache-Control"] == FOREVER, response.headers
        assert jpeg_size(response.body) == expected
        assert response["Content-Type"] == "image/jpeg" and response["ETag"] == whole["ETag"].replace('"', "", 1).join(('"', ""))[:-1] + f'-{width}"'
        assert PLACE not in response.body and b"Exif" not in response.body
        assert portal.get(smaller(path, width)).body == response.body
        assert portal.get(smaller(path, width), [("If-None-Match", response["ETag"])]).status == 304
        part = portal.get(smaller(path, width), [("Range", "bytes=0-9")])
        assert part.status == 206 and part.body == response.body[:10]
    assert len(portal.get(smaller(path, 320)).body) < len(whole.body) / 2
    _, path = upload(database, png(800, 600))
    response = portal.get(smaller(path, 320), timeout=30)
    assert response["Content-Type"] == "image/png" and response.body[16:24] == bytes((0, 0, 1, 64, 0, 0, 0, 240))
    assert sum(numbers(counters(portal), "media_made")) >= 4


def test_sizes_that_are_not_made(database, portal, plain):
    """No folder: no sizes. A GIF moves; a document has none."""
    _, path = upload(database, gif())
    response = portal.get(smaller(path, 320))
    assert response.status == 301 and portal.path_of(response["Location"]) == path
    _, path = upload(database, PHOTO.read_bytes())
    response = plain.get(smaller(path, 320))
    assert response.status == 301 and plain.path_of(response["Location"]) == path


@needs_vips
def test_pages_offer_the_sizes(database, portal, plain, photo):
    number, path = photo
    database.run("UPDATE media SET width = 1600, height = 900, focus_x = 100, focus_y = 500 WHERE id = %s", number)
    cover(database, 2, number)
    with Children(portal) as children:
        settle(children, database)
    page = portal.page("/2024/05/17/2.html")
    image = page.xpath("//figure//img")[0]
    widths = (320, 640, 960, 1280)
    assert image.get("src") == path and image.get("sizes") and "fx-0" in image.get("class")
    assert image.get("srcset") == ", ".join([*(f"{smaller(path, w)} {w}w" for w in widths), f"{path} 1600w"])
    lazy = [img for img in portal.page("/culture/").xpath("//img") if img.get("src") == path]
    assert lazy and all(img.get("srcset") for img in lazy)
    image = plain.page("/2024/05/17/2.html").xpath("//figure//img")[0]
    assert image.get("src") == path and image.get("srcset") is None
    model = portal.get("/2024/05/17/2.html?view=model").text
    assert model.count("<size ") >= 4


@needs_vips
def test_a_file_with_known_width_has_sizes(database, portal):
    folder = portal.apache.folder / "www" / "pictures"
    shutil.copy(PHOTO, folder / "dawn.jpg")
    give_away(folder)
    database.run("INSERT INTO media (id, title, path, alt, width, height) VALUES (700, '晨', 'pictures/dawn.jpg', '晨', 1600, 900)")
    cover(database, 3, 700)
    try:
        with Children(portal) as children:
            settle(children, database)
        image = portal.page("/2024/05/16/3.html").xpath("//figure//img")[0]
        assert re.fullmatch(r"/media/700/[0-9a-f]{16}\.jpg", image.get("src"))
        assert portal.get(image.get("src")).body == PHOTO.read_bytes()
        response = portal.get(image.get("srcset").split()[0], timeout=30)
        assert response.status == 200 and jpeg_size(response.body) == (320, 180)
    finally:
        cover(database, 3, None)


# ---- Removed ----------------------------------------------------------------------------------------


def remove(database, number):
    database.run("INSERT INTO removal (item_kind, item_id, cause, claimant, claimant_public) "
                 "VALUES ('media', %s, '权利人要求删除', '河图影像社', 1)", number)
    return time.monotonic()


def test_a_removed_picture_is_gone_within_a_second(database, portal, photo):
    number, path = photo
    cover(database, 2, number)
    paths = [path, smaller(path, 320), smaller(path, 640)]
    with Children(portal) as children:
        settle(children, database)
        for pid in children.pids:
            for one in paths:
                assert children.get(pid, one).status == 200
        assert path in portal.get("/2024/05/17/2.html").text
        removed = remove(database, number)
        for pid in children.pids:
            for one in paths:
                wait_until(lambda: children.get(pid, one).status == 451, PROMISE, one)
        assert time.monotonic() - removed < PROMISE + limit(0.5)
        page = portal.page(path, 451)
        assert "权利人要求删除" in page.source and "河图影像社" in page.source
        response = portal.get(path)
        assert 'rel="blocked-by"' in response["Link"] and response["Cache-Control"] == "no-store"
        assert portal.get(path, [("If-None-Match", '"x"')]).status == 451
        assert portal.get(path, [("Range", "bytes=0-9")]).status == 451
        wait_until(lambda: path not in portal.get("/2024/05/17/2.html").text, PROMISE, "the page drops it")
        database.run("UPDATE removal SET restored_at = CURRENT_TIMESTAMP WHERE item_id = %s", number)
        wait_until(lambda: portal.get(path).status == 200, PROMISE, "it is back")


@pytest.mark.parametrize("which", ["portal", "plain"])
def test_a_removed_file_is_gone_under_its_own_path(database, request, which):
    server = request.getfixturevalue(which)
    file = server.apache.folder / "www" / "pictures" / f"taken {which}.svg"
    shutil.copy(server.apache.folder / "www" / "pictures" / "bridge.svg", file)
    give_away(file)
    direct = f"/pictures/taken%20{which}.svg"
    database.run("INSERT INTO media (title, path) VALUES ('图', %s)", f"pictures/taken {which}.svg")
    number = database.run("SELECT MAX(id) FROM media")[0][0]
    with Children(server) as children:
        for pid in children.pids:
            assert children.get(pid, direct).status == 200
        remove(database, number)
        for pid in children.pids:
            wait_until(lambda: children.get(pid, direct).status == 451, PROMISE, direct)
        for spelling in (direct, f"//pictures//taken%20{which}.svg", f"/pictures/./x/../taken%20{which}.svg", direct + "?x=1"):
            response = server.get(spelling)
            assert response.status == 451 and "权利人要求删除" in response.text, spelling
        assert server.head(direct).status == 451 and server.get(direct, [("Range", "bytes=0-9")]).status == 451
        assert server.get("/pictures/bridge.svg").status == 200
        database.run("UPDATE removal SET restored_at = CURRENT_TIMESTAMP WHERE item_id = %s", number)
        for pid in children.pids:
            wait_until(lambda: children.get(pid, direct).status == 200, PROMISE, "it is back")


@pytest.mark.parametrize("kind", ["file", "upload"])
@pytest.mark.parametrize("which", ["portal", "plain"])
def test_a_removal_takes_every_row_of_its_file(database, request, which, kind):
    """One picture, a row of media for each language: where one is removed, no page is left with a picture that breaks."""
    server, first = request.getfixturevalue(which), {"portal": 800, "plain": 810}[which] + (kind == "file") * 4
    name = f"shared-{which}-{kind}.svg"
    shutil.copy(server.apache.folder / "www" / "pictures" / "bridge.svg", server.apache.folder / "www" / "pictures" / name)
    give_away(server.apache.folder / "www" / "pictures" / name)
    rows = range(first, first + 3)
    column, value = ("path", f"pictures/{name}") if kind == "file" else ("content", png(20 + first, 20))
    for number in rows:
        database.run(f"INSERT INTO media (id, title, alt, {column}) VALUES (%s, '图', '图', %s)", number, value)
        database.run("INSERT INTO article (id, title, channel, body, cover, state, published_at) "
                     "VALUES (%s, '同一张图', 'culture', '正文', %s, 'live', '2024-05-12 12:00:00')", number, number)
    addresses = [f"/pictures/{name}"] if kind == "file" else [address(database, number) for number in rows]
    pages = [f"{prefix}/2024/05/12/{number}.html" for prefix in ("", "/m") for number in rows]

    def state(children, pid, path):
        response = children.get(pid, path)
        return ('class="gone"' in response.text, any(one in response.text for one in addresses)) if response.status == 200 else response.status

    with Children(server) as children:
        if which == "portal":
            settle(children, database)

        def all_become(page, status, *statements):
            for statement, *values in statements:
                database.run(statement, *values)
            began = time.monotonic()
            for pid in children.pids:
                for path in pages:
                    wait_until(lambda: state(children, pid, path) == page, PROMISE, f"{path}: {page}")
                for path in addresses:
                    wait_until(lambda: children.get(pid, path).status == status, PROMISE, path)
            assert time.monotonic() - began < PROMISE + limit(0.5)

        remove_row = "INSERT INTO removal (item_kind, item_id, cause) VALUES ('media', %s, '权利人要求删除')"
        restore_row = "UPDATE removal SET restored_at = CURRENT_TIMESTAMP WHERE item_kind = 'media' AND item_id = %s"
        all_become((False, True), 200)
        all_become((True, False), 451, (remove_row, rows[1]))
        all_become((True, False), 451, (remove_row, rows[2]), (restore_row, rows[1]))
        all_become((False, True), 200, ("DELETE FROM removal WHERE item_kind = 'media' AND item_id = %s", rows[2]))


@pytest.mark.logs(r"\bNP01\d\d\b")
def test_removed_files_stay_gone_without_the_database(servers, database):
    with FaultProxy(str(servers.workspace / "pictures.sock"), database.socket) as proxy:
        server = cached_portal(servers, "pictures-fault", database, NewsPortalMediaCache=("media", "8M"),
                               NewsPortalDBHost=f"unix:{servers.workspace / 'pictures.sock'}", NewsPortalDBConnectTimeout="1s")
        www = server.apache.folder / "www" / "pictures"
        shutil.copy(www / "bridge.svg", www / "lost.svg")
        give_away(www)
        database.run("INSERT INTO media (title, path) VALUES ('图', 'pictures/lost.svg')")
        remove(database, database.run("SELECT MAX(id) FROM media")[0][0])
        with Children(server) as children:
            for pid in children.pids:
                wait_until(lambda: children.get(pid, "/pictures/lost.svg").status == 451, PROMISE, "451")
        wait_until(lambda: any("lost.svg" in file.read_text() for file in (server.apache.folder / "media").glob("gone.*")),
                   limit(3), "the list is kept")
        proxy.set("refuse")
        proxy.drop()
        assert server.get("/pictures/lost.svg").status == 451
        server.apache.stop()
        server.apache.start()
        assert server.get("/pictures/lost.svg").status == 451
        assert server.get("/pictures/bridge.svg").status == 200
        proxy.set("none")
        servers.close_portal(server)


# ---- Licences ---------------------------------------------------------------------------------------


def test_an_ended_licence_hides_the_picture(database, portal, photo):
    number, path = photo
    file = portal.apache.folder / "www" / "pictures" / "lapsed.svg"
    shutil.copy(portal.apache.folder / "www" / "pictures" / "bridge.svg", file)
    give_away(file)
    database.run("INSERT INTO media (title, path) VALUES ('图', 'pictures/lapsed.svg')")
    other = database.run("SELECT MAX(id) FROM media")[0][0]
    cover(database, 2, number)
    with Children(portal) as children:
        settle(children, database)
        assert path in portal.get("/2024/05/17/2.html").text and portal.get("/pictures/lapsed.svg").status == 200
        database.run("UPDATE media SET licence_until = '2024-01-31' WHERE id IN (%s, %s)", number, other)
        for pid in children.pids:
            for one in (path, smaller(path, 320), "/pictures/lapsed.svg"):
                wait_until(lambda: children.get(pid, one).status == 410, PROMISE, one)
            wait_until(lambda: path not in children.get(pid, "/2024/05/17/2.html").text, PROMISE, "the page drops it")
        assert portal.page(path, 410).text_of("//h1")
        database.run("UPDATE media SET licence_until = '2099-01-31' WHERE id IN (%s, %s)", number, other)
        wait_until(lambda: portal.get(path).status == 200, PROMISE, "it is back")
        wait_until(lambda: portal.get("/pictures/lapsed.svg").status == 200, PROMISE, "it is back")


def test_nothing_is_kept_beyond_the_last_day_of_a_licence(database, portal, photo):
    """The licence ends when the last day does, to the second, on the portal's clock."""
    number, path = photo
    cover(database, 2, number)
    clock = zoneinfo.ZoneInfo("Asia/Shanghai")
    today = datetime.datetime.now(clock)
    database.run("UPDATE media SET licence_until = %s WHERE id = %s", today.date(), number)
    with Children(portal) as children:
        settle(children, database)

    def left():
        midnight = datetime.datetime.combine(today.date() + datetime.timedelta(days=1), datetime.time(), clock)
        return (midnight - datetime.datetime.now(clock)).total_seconds()

    before = left()
    response = portal.get(path)
    age = int(re.fullmatch(r"public, max-age=(\d+)", response["Cache-Control"])[1])
    assert left() - 1 <= age <= before + 1
    assert path in portal.get("/2024/05/17/2.html").text


@pytest.mark.slow
@pytest.mark.skipif(not LONG, reason="waits for a full minute: NEWSPORTAL_LONG=1")
def test_a_licence_ends_on_the_second(servers, database):
    """A portal whose midnight comes with the next full minute."""
    midnight = (int(time.time()) + 8) // 60 * 60 + 60
    east = 86400 - midnight % 86400
    east = east - 86400 if east > 43200 else east
    zone = f"{'-' if east < 0 else '+'}{abs(east) // 3600:02d}:{abs(east) % 3600 // 60:02d}"
    server = cached_portal(servers, "pictures-midnight", database, NewsPortalTimeZone=zone, NewsPortalMediaCache=("media", "8M"))
    day = datetime.datetime.fromtimestamp(midnight - 1, datetime.timezone(datetime.timedelta(seconds=east))).date()
    file = server.apache.folder / "www" / "pictures" / "midnight.svg"
    shutil.copy(file.with_name("bridge.svg"), file)
    give_away(file)
    number, path = upload(database, PHOTO.read_bytes(), licence_until=day)
    database.run("INSERT INTO media (title, path, licence_until) VALUES ('图', 'pictures/midnight.svg', %s)", day)
    cover(database, 2, number)
    page = "/2024/05/17/2.html"
    try:
        with Children(server) as children:
            settle(children, database)
            for pid in children.pids:
                for one in (path, "/pictures/midnight.svg", page):
                    assert children.get(pid, one).status == 200
                assert path in children.get(pid, page).text
            time.sleep(max(0, midnight - 0.3 - time.time()))
            if time.time() < midnight - 0.1:  # the machine is quick enough for a look
                assert server.get(path).status == 200
            time.sleep(max(0, midnight + 0.02 - time.time()))
            for pid in children.pids:
                assert children.get(pid, path).status == 410
                assert children.get(pid, "/pictures/midnight.svg").status == 410
                assert path not in children.get(pid, page).text
    finally:
        cover(database, 2, None)
        servers.close_portal(server)


# ---- Faults -----------------------------------------------------------------------------------------


@needs_vips
@pytest.mark.logs(NO_SIZE)
def test_a_picture_too_large_to_be_opened(database, portal):
    """Ten bytes of head that promise four hundred million pixels: nobody tries."""
    number, path = upload(database, bomb_png(20_000, 20_000))
    for _ in range(2):
        response = portal.get(smaller(path, 320))
        assert response.status == 200 and response["Cache-Control"] == "no-store" and response.body == portal.get(path).body
    _, path = upload(database, PHOTO.read_bytes()[:300])
    assert portal.get(smaller(path, 320), timeout=30).status == 200


PROGRAM = """#!/bin/sh
# stands for vipsthumbnail: {what}
made=${{7%%\\[*}}
{body}
"""


@pytest.mark.logs(NO_SIZE)
@pytest.mark.parametrize("what, body, said", [
    ("fails", "exit 3", "status 3"),
    ("writes without end", 'exec head -c 200000000 /dev/zero > "$made"', "signal|status"),
    ("takes all memory", "exec /usr/bin/python3 -c 'x = bytearray(3 << 30); open(\"big\", \"w\")'", "status 1"),
    ("makes something else", "echo '<html>' > \"$made\"", "nothing that could be used"),
    ("waits for ever", "exec sleep 60", "longer than 15 seconds")])
def test_a_program_that_misbehaves(servers, database, what, body, said):
    if what == "waits for ever" and not LONG:
        pytest.skip("takes a quarter of a minute: NEWSPORTAL_LONG=1")
    name = "pictures-" + what.replace(" ", "-")
    program = servers.workspace / f"{name}.sh"
    program.write_text(PROGRAM.format(what=what, body=body))
    program.chmod(0o755)
    server = cached_portal(servers, name, database, children=1, NewsPortalMediaCache=("media", "8M", str(program)))
    try:
        _, path = upload(database, PHOTO.read_bytes())
        mark = server.apache.log_mark()
        began = time.monotonic()
        response = server.get(smaller(path, 320), timeout=30)
        assert response.status == 200 and response.body == PHOTO.read_bytes() and response["Cache-Control"] == "no-store"
        line = server.apache.wait_for_log("NP0171", mark, limit(5))
        assert re.search(said, server.apache.log_since(mark) if isinstance(server.apache.log_since(mark), str)
                         else "\n".join(server.apache.log_since(mark))), line
        assert time.monotonic() - began < limit(20)
        # Not tried again at once; nothing of it is left.
        tried = list(numbers(counters(server), "media_make_failures"))
        assert max(tried) == 1
        assert server.get(smaller(path, 320)).body == PHOTO.read_bytes()
        assert list(numbers(counters(server), "media_make_failures")) == tried
        assert not list((server.apache.folder / "media").glob("in.*")) + list((server.apache.folder / "media").glob("out.*"))
    finally:
        servers.close_portal(server)


@pytest.mark.logs(NO_SIZE)
def test_the_program_gets_nothing_of_the_server(servers, database):
    """Limits, environment, open files: what a hostile picture could use if it took the program over."""
    program = servers.workspace / "spy.sh"
    program.write_text("#!/bin/sh\n{ env; ulimit -a; ls -l /proc/self/fd; nice; } > spied 2>&1\nexit 1\n")
    program.chmod(0o755)
    server = cached_portal(servers, "pictures-spy", database, children=1, NewsPortalMediaCache=("media", "8M", str(program)))
    _, path = upload(database, PHOTO.read_bytes())
    server.get(smaller(path, 320), timeout=30)
    text = (server.apache.folder / "media" / "spied").read_text()
    servers.close_portal(server)
    names = set(re.findall(r"^([A-Z_]+)=", text, re.M)) - {"PWD", "OLDPWD", "SHLVL", "_"}
    assert names == {"PATH", "LC_ALL", "VIPS_CONCURRENCY", "VIPS_BLOCK_UNTRUSTED", "MALLOC_ARENA_MAX"}
    assert re.search(r"virtual memory\s+\(kbytes(, -v)?\)\s+1048576|address space.*1048576|vmemory\(kbytes\)\s+1048576", text), text
    assert re.search(r"time\(?.*\b10\b", text) and int(text.split()[-1]) >= 10
    assert not re.search(r"socket:|error\.log|access\.log", text)


@needs_vips
def test_busy_makers_send_the_picture_itself(database, portal):
    """Many at once: each gets a picture at once, and in the end the sizes are there."""
    paths = [upload(database, PHOTO.read_bytes() + bytes([n]))[1] for n in range(3)]
    answers = []

    def ask(path):
        answers.append(portal.get(smaller(path, 640), timeout=30))

    threads = [threading.Thread(target=ask, args=(path,)) for path in paths * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status for answer in answers] == [200] * 12
    for answer in answers:
        assert jpeg_size(answer.body)[0] == (640 if answer["Cache-Control"] == FOREVER else 1600)
    for path in paths:
        wait_until(lambda: portal.get(smaller(path, 640), timeout=30)["Cache-Control"] == FOREVER, limit(20), "made in the end")


@pytest.mark.logs(r"\bNP0170\b", r"\bNP0171\b")
def test_a_folder_that_cannot_be_used(servers, database):
    server = cached_portal(servers, "pictures-unusable", database, children=1, NewsPortalMediaCache=("media", "8M"))
    _, path = upload(database, PHOTO.read_bytes())
    folder = server.apache.folder / "media"
    folder.rename(folder.with_name("aside"))  # at once: the server may be writing there
    folder.write_text("a file in its place")
    for one in (path, smaller(path, 320), path):
        response = server.get(one, timeout=30)
        assert response.status == 200 and response.body == PHOTO.read_bytes()
    folder.unlink()
    servers.close_portal(server)


def test_damaged_files_of_the_folder_are_made_anew(database, portal):
    _, path = upload(database, png(64, 64))
    whole = portal.get(path).body
    kept = [file for file in (portal.apache.folder / "media").glob("??/*.page") if whole in file.read_bytes()]
    assert len(kept) == 1
    assert kept[0].stat().st_mode & 0o777 == 0o600
    for damage in (b"", kept[0].read_bytes()[:-1], b"x" * 400):
        kept[0].write_bytes(damage)
        assert portal.get(path).body == whole


@pytest.mark.slow
def test_the_folder_keeps_within_its_limit(servers, database):
    """What was not used for longest goes."""
    server = cached_portal(servers, "pictures-small", database, children=1, NewsPortalMediaCache=("media", "1M", "none"))
    try:
        noise = [upload(database, b"\xff\xd8\xff\xda\0\x02" + os.urandom(90_000).replace(b"\xff", b"\0"))[1] for _ in range(24)]
        for path in noise:
            assert server.get(path).status == 200

        def size():
            return sum(file.stat().st_size for file in (server.apache.folder / "media").glob("??/*.page"))
        wait_until(lambda: size() <= 1 << 20, limit(15), "within the limit")
        assert server.get(noise[0]).status == 200
    finally:
        servers.close_portal(server)


@pytest.mark.logs(r"\bNP01\d\d\b")
def test_the_database_goes_away(servers, database):
    with FaultProxy(str(servers.workspace / "away.sock"), database.socket) as proxy:
        server = cached_portal(servers, "pictures-away", database, children=1, NewsPortalMediaCache=("media", "8M"),
                               NewsPortalDBHost=f"unix:{servers.workspace / 'away.sock'}", NewsPortalDBConnectTimeout="1s")
        _, known = upload(database, png(50, 50))
        _, unknown = upload(database, png(51, 50))
        with Children(server) as children:
            settle(children, database)
        assert server.get(known).status == 200
        proxy.set("refuse")
        proxy.drop()
        assert server.get(known).status == 200
        response = server.get(unknown)
        assert response.status == 503 and int(response["Retry-After"]) > 0
        proxy.set("none")
        servers.close_portal(server)
