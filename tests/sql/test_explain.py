"""Every query of sql/queries/ uses the index that its head names, on 100,000 articles, without sorting.

The head's lines (mod_newsportal/np_query.h): `-- index: TABLE KEY` as EXPLAIN prints them (KEY|KEY: either, where it depends on how many rows there are), `-- param: NAME TYPE` in the
order of the `?`, and, with a reason in brackets, `-- allow: filesort`, `temporary` or `scan`.
"""
import contextlib
import datetime
import pathlib
import re

import pymysql
import pytest

import articles

QUERIES = sorted((pathlib.Path(__file__).resolve().parents[2] / "sql" / "queries").glob("*.sql"))
ARTICLES = 100_000


@pytest.fixture(scope="module")
def large(server):
    server.install("portal_large")
    connection = server.connect(database="portal_large")
    articles.generate(connection, ARTICLES)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM change_log")
        # Values as marks only: pymysql sends such rows many at a time.
        cursor.executemany("INSERT INTO change_log (id, kind, item) VALUES (%s, %s, %s)",
                           [(number, "article", number) for number in range(1, 60_001)])
        fill_hotline(cursor)
        fill_plaza(cursor)
        cursor.execute("ANALYZE TABLE change_log, listing, hotline_case, hotline_gram, hotline_reply, hotline_transfer, hotline_extension, "
                       "plaza_notice, plaza_value, plaza_tally")
        # A session in which a preview's key was said, without which web_preview has no rows to look for.
        number = sample(connection, "id", "int")
        cursor.execute("UPDATE article SET preview_key = 'new' WHERE id = %s", (number,))
        cursor.execute("SELECT CONCAT(id, '-', preview_key) INTO @newsportal_preview FROM article WHERE id = %s", (number,))
    yield connection
    connection.close()
    server.sql("DROP DATABASE portal_large")


CASES = 4000
# What the functions of the web account are asked with: forms that are refused, so that three times is the same.
WEB = {"client_id": "none", "code_hash": "0" * 64, "address_key": "0" * 64, "desk": "hotline", "email": ""}
GRAMS = ["路灯", "灯不", "不亮", "case"]
KINDS = ["ask", "complain", "suggest", "help", "praise"]


def fill_hotline(cursor):
    """Cases of forty agencies and regions over two years; a third is answered, the last is hidden."""
    for table in ("agency", "region"):
        cursor.executemany(f"INSERT INTO {table} (name, code) VALUES (%s, %s)", [(f"{table} {n}", f"{table}-{n}") for n in range(40)])
    at = [articles.NOW.replace(year=2024) + datetime.timedelta(hours=4 * (number - CASES // 2)) for number in range(CASES)]
    cursor.executemany(
        "INSERT INTO hotline_case (id, title, public_text, kind, agency, region, received_at, approved_at) VALUES (%s, %s, 'text', %s, %s, %s, %s, %s)",
        [(1 + n, "case 路灯不亮" if n % 50 == 0 else "case", KINDS[n % 5], f"agency-{n % 40}", f"region-{n % 37}", at[n], at[n]) for n in range(CASES)])
    cursor.executemany("INSERT INTO hotline_reply (text, case_id, kind) VALUES ('reply', %s, 'final')", [(1 + n,) for n in range(0, CASES, 3)])
    cursor.execute("UPDATE hotline_case SET prominence = 'hidden', public_reason = 'reason' WHERE id = %s", (CASES,))
    # One that is opened with its code in this connection.
    cursor.execute("INSERT INTO receipt (code_hash, desk, item_id) VALUES (SHA2('code', 256), 'hotline', 1)")
    cursor.execute("SET @newsportal_code = SHA2('code', 256)")


def fill_plaza(cursor):
    """Notices of all categories over four years, most of which have ended."""
    codes = ["jobs", "housing", "secondhand", "lost", "services", "events"]
    for first in range(0, CASES, 100):
        at = articles.NOW.replace(year=2024) + datetime.timedelta(hours=10 * (first - CASES // 2))
        cursor.execute("SET timestamp = UNIX_TIMESTAMP(%s)", (at,))
        cursor.executemany(
            "INSERT INTO plaza_notice (id, title, text, category, region, received_at, ends_at) VALUES (%s, 'notice', 'text', %s, %s, %s, %s)",
            [(1 + n, codes[n % 6], f"region-{n % 37}" if n % 5 else "", at, at + datetime.timedelta(days=30)) for n in range(first, first + 100)])
        cursor.executemany("INSERT INTO plaza_value (notice_id, field, value) VALUES (%s, %s, %s)",
                           [(1 + n, field, value) for n in range(first, first + 100) for field, value in {
                               0: [("side", "招聘"), ("pay", str(n))], 1: [("side", "出租"), ("place", "somewhere")], 2: [("side", "转让")],
                               3: [("side", "寻物"), ("day", "2026-01-01"), ("place", "somewhere")], 4: [("price", "5")],
                               5: [("day", "2026-01-01"), ("place", "somewhere")]}[n % 6]])
        cursor.execute("UPDATE plaza_notice SET state = 'live' WHERE id BETWEEN %s AND %s", (first + 1, first + 100))
    cursor.execute("SET timestamp = DEFAULT")
    cursor.execute("UPDATE plaza_notice SET state = 'withdrawn' WHERE id = %s", (CASES,))


def head(text):
    found = {"param": [], "index": [], "column": [], "allow": []}
    for line in text.splitlines():
        match = re.match(r"--\s*(param|index|column|allow):\s*(.*)", line)
        if match:
            found[match[1]].append(match[2])
    found["allow"] = [(re.findall(r"[a-z]+", line.split("(")[0]), "(" in line) for line in found["allow"]]
    return found


def sample(connection, name, kind):
    """A value as the module would bind it, somewhere in the middle of the data."""
    with connection.cursor() as cursor:
        def one(query):
            cursor.execute(query)
            return cursor.fetchone()[0]
        if kind == "civil":
            if name == "oldest":
                return datetime.datetime(1, 1, 1)
            if name.startswith(("first", "last")):   # of a span of time: a month, and as many before it as the number says
                year, month = divmod(2025 * 12 + 2 - int(name.partition("_")[2] or 0), 12)
                end = datetime.datetime(year + (month == 11), (month + 1) % 12 + 1, 1) - datetime.timedelta(seconds=1)
                return datetime.datetime(year, month + 1, 1) if name.startswith("first") else end
            # An hour ago comes a page far down the list; "now" is the generator's.
            return articles.NOW if "now" in name or "expire" in name or "until" in name else articles.NOW.replace(year=2024)
        if kind == "int":
            if name == "limit" or name.endswith("_limit") or name == "count":
                return 20
            if name.startswith(("from_", "to_")) and name != "from_case":   # gaps in the change log
                return int(name.rpartition("_")[2]) * 1000 + (30 if name.startswith("to_") else 0)
            if name == "last":   # of a range that begins in the middle
                return ARTICLES
            if name == "from_case":
                return CASES - 500
            if name == "hits":
                return 2
            if "group" in name:
                return one("SELECT translation_group FROM article WHERE translation_group IS NOT NULL AND state = 'live' LIMIT 1")
            if name.startswith("notice"):
                return 0 if name == "notice_none" else CASES // 2 + 200 + int(name.partition("_")[2] or 0) % 10
            if name.startswith(("least_", "most_")):
                return 0 if name.startswith("least_") else 10**9
            if name == "case_hidden":
                return CASES
            if name.startswith("case"):   # one with a reply
                return CASES // 2 + 1 - (CASES // 2) % 3
            if name == "media":
                return one("SELECT MIN(id) FROM media")
            return one(f"SELECT id FROM article WHERE state = 'live' AND tags <> '' AND id > {ARTICLES // 2} ORDER BY id LIMIT 1")
        if name == "category":
            return "jobs"
        if name.startswith(("field_", "value_")):   # two filters of four
            return {"field_1": "side", "value_1": "招聘", "field_2": "pay"}.get(name.removesuffix("_again"), "")
        if name == "region_again":
            return "region-7"
        if name in WEB:
            return WEB[name]
        if name.startswith("gram_"):   # the rare one first, as the module asks
            return GRAMS[min(int(name.removeprefix("gram_")), len(GRAMS)) - 1]
        if name.startswith("state_"):
            return ["new", "accepted", "reopened", "supervised"][int(name.removeprefix("state_")) - 1]
        if name == "list" or name.startswith("list_again"):
            return "site"
        if name.startswith("list_"):
            return "tag:" + one("SELECT name FROM article_tag ORDER BY article_id LIMIT 1 OFFSET " + name.removeprefix("list_"))
        if name in ("agency", "region"):
            return f"{name}-7"
        if name == "kind":
            return "suggest"
        if name == "channel":
            return ""
        if name == "language":
            return "zh-Hans"
        if name == "code":
            return "page-7"
        if name == "hash":   # the generator's pictures are files
            return ""
        if "path" in name:
            return "/old/700.html"
        return one("SELECT name FROM article_tag ORDER BY article_id LIMIT 1 OFFSET 5000")


def explain(connection, text, values):
    """Rows of EXPLAIN for a statement with bound parameters, through PREPARE as the module does it."""
    text = re.sub(r"^--.*\n", "", text, flags=re.M).strip().rstrip(";")
    with connection.cursor(pymysql.cursors.DictCursor) as cursor:
        for number, value in enumerate(values):
            cursor.execute(f"SET @p{number} = %s", (value,))
        cursor.execute("PREPARE checked FROM %s", ("EXPLAIN " + text,))
        cursor.execute("EXECUTE checked" + (" USING " + ", ".join(f"@p{n}" for n in range(len(values))) if values else ""))
        rows = list(cursor.fetchall())
        cursor.execute("DEALLOCATE PREPARE checked")
    return rows


def test_there_are_queries():
    assert len(QUERIES) > 10


# What the sender of messages asks are procedures: their statements have no plan to show from outside.
CALLS = [path for path in QUERIES if re.search("^CALL ", path.read_text(encoding="utf-8"), re.M)]
PLANS = [path for path in QUERIES if path not in CALLS]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_query(large, path):
    text = path.read_text(encoding="utf-8")
    said = head(text)
    assert text.startswith(f"-- {path.stem}: "), "the head begins with the query's name"
    assert text.count("?") == len(said["param"])
    values = [sample(large, *param.split()) for param in said["param"]]
    variants = [values]
    if "list" in [param.split()[0] for param in said["param"]]:
        # Lists of all sizes: the whole site, a leaf channel, a rare tag.
        place = [param.split()[0] for param in said["param"]].index("list")
        with large.cursor() as cursor:
            cursor.execute("SELECT CONCAT('channel:', id) FROM channel WHERE code = 'life-1-1'")
            leaf = cursor.fetchone()[0]
            cursor.execute("SELECT CONCAT('tag:', name) FROM article_tag GROUP BY name ORDER BY COUNT(*) LIMIT 1")
            rare = cursor.fetchone()[0]
        variants += [values[:place] + [name] + values[place + 1:] for name in (leaf, rare)]
    for bound in variants:
        rows = explain(large, text, bound)
        shown = "\n".join(str(row) for row in rows)
        used = {(row["table"], row["key"]) for row in rows}
        for line in said["index"]:
            table, keys = line.split()
            assert used & {(table, key) for key in keys.split("|")}, f"{line} is not used:\n{shown}"
        assert all(reason for _, reason in said["allow"]), "an allowance needs a reason in brackets"
        allowed = {word for words, _ in said["allow"] for word in words}
        # Sorting the rows of a join goes through a temporary table.
        allowed |= {"temporary"} if "filesort" in allowed else set()
        for row in rows:
            extra = row["Extra"] or ""
            assert "filesort" in allowed or "filesort" not in extra, shown
            assert "temporary" in allowed or "temporary" not in extra, shown
            assert "materialized" not in str(row["select_type"]).lower(), shown
            if row["type"] in ("ALL", "index") and int(row["rows"] or 0) > 1000 and not str(row["table"]).startswith("<derived"):
                assert "scan" in allowed, f"reads a whole table:\n{shown}"


# What the driver takes for each type (mod_newsportal/np_db_statement.c), as numbers of the protocol.
TYPES = {"int": {1, 2, 3, 8, 9}, "civil": {7, 12}, "text": {15, 249, 250, 251, 252, 253, 254}, "bytes": {15, 249, 250, 251, 252, 253, 254}}
BINARY = 63


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_query_runs_again_and_again_as_the_web(server, large, path):
    """Prepared once and executed three times, as the module does; columns of the number and types that the head says."""
    text = path.read_text(encoding="utf-8")
    said = head(text)
    values = [sample(large, *param.split()) for param in said["param"]]
    # Closed also after a failure: the database could not be dropped.
    with contextlib.closing(server.connect("newsportal_web", "portal_large", autocommit=False)) as web, web.cursor() as cursor:
        for number, value in enumerate(values):
            cursor.execute(f"SET @p{number} = %s", (value,))
        cursor.execute("SET timestamp = UNIX_TIMESTAMP()")   # the same second for all three
        cursor.execute("PREPARE checked FROM %s", (re.sub(r"^--.*\n", "", text, flags=re.M).strip(),))
        found = []
        for _ in range(3):
            cursor.execute("EXECUTE checked" + (" USING " + ", ".join(f"@p{n}" for n in range(len(values))) if values else ""))
            found.append(cursor.fetchall())
            fields = cursor._result.fields
            assert len(fields) == len(said["column"])
            for field, column in zip(fields, said["column"]):
                name, kind = column.split()
                assert field.type_code in TYPES[kind], (name, field.type_code)
                assert kind != "text" or field.charsetnr != BINARY, name
        assert found[0] == found[1] == found[2] or path.stem == "prune"

@pytest.mark.parametrize("query, table, key", [
    ("SELECT title, body FROM web_article WHERE id = 50000", "article", "PRIMARY"),
    ("SELECT state, cause FROM web_article_fate WHERE id = 50000", "article", "PRIMARY"),
    ("SELECT name FROM web_article_tag WHERE article_id = 50000 ORDER BY position", "article_tag", "PRIMARY"),
    ("SELECT article_id FROM web_listing WHERE list = 'site' AND published_at <= '2025-01-01' "
     "ORDER BY published_at DESC, article_id DESC LIMIT 20", "listing", "PRIMARY"),
    ("SELECT path_to FROM web_redirect WHERE path_from = '/old/5.html'", "redirect", "path_from"),
    ("SELECT url FROM web_source WHERE name = '江城日报3'", "source", "name"),
    ("SELECT id FROM web_change_log WHERE id > 1 ORDER BY id LIMIT 1000", "change_log", "PRIMARY"),
])
def test_views_merge_and_use_the_tables_indexes(large, query, table, key):
    with large.cursor(pymysql.cursors.DictCursor) as cursor:
        cursor.execute("EXPLAIN " + query)
        rows = cursor.fetchall()
    assert (table, key) in {(row["table"], row["key"]) for row in rows}, rows
    assert all("filesort" not in (row["Extra"] or "") and row["select_type"] == "SIMPLE" for row in rows), rows


@pytest.mark.parametrize("gaps", [1, 16])
@pytest.mark.parametrize("limit", [20, 100_000])
def test_gaps_in_the_change_log_are_ranges_of_its_key(large, gaps, limit):
    """However many of the sixteen are used: rows of the gaps are read and no others."""
    text = next(path for path in QUERIES if path.stem == "change_between").read_text(encoding="utf-8")
    bound = [value for gap in range(16) for value in ((gap * 3000 + 1, gap * 3000 + 10) if gap < gaps else (1, 0))]
    (row,) = explain(large, text, [*bound, limit])
    assert (row["type"], row["key"]) == ("range", "PRIMARY") and int(row["rows"]) < 1000, row
    with large.cursor() as cursor:
        cursor.execute("FLUSH STATUS")
        cursor.execute(re.sub(r"^--.*\n", "", text, flags=re.M).replace("?", "%s"), [*bound, limit])
        assert [found[0] for found in cursor.fetchall()] == \
            [gap * 3000 + number for gap in range(gaps) for number in range(1, 11)][:limit]
        cursor.execute("SHOW SESSION STATUS LIKE 'Handler_read%'")
        assert sum(int(count) for name, count in cursor.fetchall()) < 300


@pytest.mark.parametrize("name, parts, most", [
    ("related_window", 8, 200),   # 16 of each of the eight most frequent tags
    ("archive_months", 24, 60),   # one of each month
    ("archive_edge", 2, 10),
    ("listing_around", 2, 20),
    ("listing_blocks", 5, 250),   # 10 articles with their pictures of each top channel, 100,000 in all
])
def test_what_is_read_of_many_ranges_is_what_is_shown(large, name, parts, most):
    """Whatever the archive's size: rows read, not estimated. Three unused blocks are NULL and cost none."""
    text = next(path for path in QUERIES if path.stem == name).read_text(encoding="utf-8")
    with large.cursor() as cursor:
        cursor.execute("SELECT CONCAT('tag:', name) FROM article_tag GROUP BY name ORDER BY COUNT(*) DESC LIMIT 8")
        tags = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT CONCAT('channel:', id) FROM channel WHERE parent IS NULL")
        channels = [row[0] for row in cursor.fetchall()] + [None] * 3
        bound = []
        for number, (param, kind) in enumerate(line.split() for line in head(text)["param"]):
            index = number // 4
            if param.endswith("_limit"):
                bound.append(16 if name == "related_window" else 10)
            elif kind == "text" and name in ("related_window", "listing_blocks"):
                bound.append((tags if name == "related_window" else channels)[index])
            elif "now" in param or "unexpired" in param:
                bound.append(articles.NOW)
            else:
                bound.append(sample(large, param, kind))
        cursor.execute("FLUSH STATUS")
        cursor.execute(re.sub(r"^--.*\n", "", text, flags=re.M).replace("?", "%s"), bound)
        rows = cursor.fetchall()
        cursor.execute("SHOW SESSION STATUS LIKE 'Handler_read%'")
        read = sum(int(count) for _, count in cursor.fetchall())
    assert len(rows) == {"related_window": 128, "listing_blocks": 50}.get(name, parts)
    assert read <= most, read


def test_the_generator_made_what_it_says(large):
    with large.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM article")
        assert cursor.fetchone()[0] == ARTICLES
        cursor.execute("SELECT COUNT(*) FROM listing WHERE list = 'site'")
        site = cursor.fetchone()[0]
        cursor.execute("SELECT COUNT(*) FROM web_article")
        assert site == cursor.fetchone()[0] > ARTICLES * 0.9


@pytest.mark.parametrize("view", ["v_today", "v_schedule", "v_review", "v_my_articles", "v_recent_changes", "v_preview", "v_problems",
                                  "v_article_history WHERE article_id = 50000", "v_page_history WHERE page = 'page-7'"])
def test_what_the_newsroom_looks_at_is_short(large, view):
    """However large the archive: few rows are read, and a client with --safe-updates may ask."""
    with large.cursor() as cursor:
        cursor.execute("UPDATE article SET author = '某' WHERE id BETWEEN 50000 AND 50300")
        cursor.execute("SET SESSION max_join_size = 1000000")
        try:
            cursor.execute("FLUSH STATUS")
            cursor.execute(f"SELECT * FROM {view}")
            assert len(cursor.fetchall()) <= 1000
            cursor.execute("SHOW SESSION STATUS LIKE 'Handler_read%'")
            assert sum(int(count) for name, count in cursor.fetchall()) < 10_000
        finally:
            cursor.execute("SET SESSION max_join_size = DEFAULT")


def test_procedures_of_the_sender(server, large):
    """Each answers the columns that its head says, to an account that has the sender's role and nothing else."""
    assert {path.stem for path in CALLS} == {"outbox_take", "outbox_done", "outbox_give_up"}
    with large.cursor() as cursor:
        cursor.execute("INSERT INTO outbox (kind, recipient, payload) VALUES ('case-new', 'a@b', 'number=1')")
        number = cursor.lastrowid
        cursor.execute("CREATE USER IF NOT EXISTS sender@localhost IDENTIFIED BY ''")
        cursor.execute("GRANT newsportal_sender TO sender@localhost")
        cursor.execute(f"SET DEFAULT ROLE newsportal_sender {'FOR' if server.is_mariadb else 'TO'} sender@localhost")
        large.commit()
    sender = server.connect("sender", "portal_large", autocommit=True)
    values = {"outbox_take": (1,), "outbox_done": (number, "no"), "outbox_give_up": (number, "never")}
    with sender.cursor() as cursor:
        cursor.execute("SELECT version FROM web_schema_version")
        for name in ("outbox_take", "outbox_done", "outbox_give_up"):
            path, = [path for path in CALLS if path.stem == name]
            said = head(path.read_text(encoding="utf-8"))
            assert len(said["param"]) == len(values[name])
            cursor.execute(re.search("^CALL .*", path.read_text(encoding="utf-8"), re.M)[0].replace("?", "%s"), values[name])
            assert [field.split()[0] for field in said["column"]] == [field[0] for field in cursor.description or []]
            assert name != "outbox_take" or [field.type_code in TYPES[said["column"][n].split()[1]]
                                             for n, field in enumerate(cursor._result.fields)] == [True] * len(said["column"])
    sender.close()
    large.commit()
    with large.cursor() as cursor:
        cursor.execute("SELECT tries, next_try, last_error FROM outbox WHERE id = %s", (number,))
        assert cursor.fetchone() == (1, None, "never")
        cursor.execute("DELETE FROM outbox")
        cursor.execute("DROP USER sender@localhost")
    large.commit()
