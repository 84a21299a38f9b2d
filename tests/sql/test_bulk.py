"""The bench's generator: its bulk path leaves the tables as the triggers do."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bench"))
import generate  # noqa: E402
from invented import Content  # noqa: E402

COUNT = 300
# Few tags, so that an alias and its target meet in one article; many articles that are not simply live.
CASES = {"aged": 0.6, "tags": 60}
TABLES = {
    "article": f"SELECT {generate.COLUMNS}, body_format, title_short, row_version, removal_id, cover, revised_at FROM article ORDER BY id",
    "article_tag": "SELECT article_id, position, name FROM article_tag ORDER BY 1, 2",
    "listing": "SELECT HEX(list), published_at, article_id, expires_at FROM listing ORDER BY 1, 2, 3",
    "removal": "SELECT id, item_kind, item_id, cause, restored_at FROM removal ORDER BY id",
    "placement": "SELECT slot, article_id, position FROM placement ORDER BY id",
    "channel_place": "SELECT code, channel_id, parent_id, path FROM channel_place ORDER BY code",
    "tag": "SELECT name, description, alias_of FROM tag ORDER BY name",
    "triggers": "SELECT trigger_name, event_manipulation, action_timing, MD5(action_statement), definer FROM information_schema.triggers "
                "WHERE trigger_schema = DATABASE() ORDER BY 1",
}


@pytest.fixture(scope="module")
def portals(server):
    """(entered by the triggers, loaded in bulk): connections."""
    if not server.is_mariadb:
        pytest.skip("the bench loads into MariaDB only")
    for name in ("slow_way", "bulk_way"):
        server.install(name)
    slow = generate.connect(server.socket, "slow_way")
    generate.enter(slow, Content(**CASES), COUNT)
    generate.enter_bulk(server.socket, "bulk_way", Content(**CASES), COUNT, lambda text: None)
    bulk = generate.connect(server.socket, "bulk_way")
    yield slow, bulk
    for connection, name in ((slow, "slow_way"), (bulk, "bulk_way")):
        connection.close()
        server.sql(f"DROP DATABASE {name}")


def rows(connection, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


@pytest.mark.parametrize("table", TABLES)
def test_same_rows(portals, table):
    slow, bulk = (rows(connection, TABLES[table]) for connection in portals)
    assert slow and bulk == slow


def test_the_content_has_every_case(portals):
    bulk = portals[1]
    kinds = dict(rows(bulk, "SELECT CASE WHEN removal_id IS NOT NULL THEN 'removed' WHEN state <> 'live' THEN state "
                            "WHEN published_at > NOW() THEN 'scheduled' WHEN expires_at < NOW() THEN 'expired' "
                            "WHEN expires_at IS NOT NULL THEN 'ending' ELSE 'live' END AS kind, COUNT(*) FROM article GROUP BY kind"))
    assert set(kinds) == {"removed", "draft", "withdrawn", "scheduled", "expired", "ending", "live"}, kinds
    both = rows(bulk, "SELECT COUNT(*) FROM tag AS t JOIN article_tag AS a ON a.name = t.name "
                      "JOIN article_tag AS b ON b.article_id = a.article_id AND b.name = t.alias_of")
    assert both[0][0] > 0, "no article carries an alias together with its target"


def test_the_rebuild_finds_nothing_to_change(portals):
    bulk = portals[1]
    before = [rows(bulk, TABLES[table]) for table in ("article_tag", "listing", "channel_place")]
    with bulk.cursor() as cursor:
        cursor.execute("CALL portal_rebuild_listing()")
    bulk.commit()
    assert [rows(bulk, TABLES[table]) for table in ("article_tag", "listing", "channel_place")] == before


def test_same_every_time():
    one, two = (list(Content(seed=3).articles(200)) for _ in range(2))
    assert one == two and one != list(Content(seed=4).articles(200))
