"""The handbook's pages about the desks tell what happens: on the demo's content every example is run from top to bottom, by whom the page says,
and the database accepts or refuses it as the page says.

An example is <example as="who"><pre>statements</pre></example>. Each statement must do something: change a row, or answer at least one
(rows="0": none). <says> is the sentence that the last one is refused with, <gives> the value that the last one answers.
"""
import pathlib
import re

import pymysql
import pytest
from lxml import etree

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = ("hotline", "copyright", "plaza", "personal-data")
# Accounts as conf/demo/demo.sh makes them.
PEOPLE = {"editor": ("demo_editor", "editor"), "chief": ("demo_chief", "chief"), "officer": ("demo_officer", "officer"),
          "copyright": ("demo_copyright", "chief"), "admin": ("demo_admin", "admin"), "supervisor": ("demo_admin", "admin"), "root": ("root", None)}


def examples(language):
    for page in PAGES:
        tree = etree.parse(str(ROOT / "htdocs" / "manual" / "editors" / f"{page}.{language}.xml"))
        yield from ((page, example) for example in tree.iter("example"))


def statements(example):
    text = re.sub(r"--[^\n]*", "", "".join(example.find("pre").itertext()))
    return [statement.strip() for statement in re.findall(r"(?:[^;']|'[^']*')+", text) if statement.strip()]


def load(server, database):
    """As conf/demo/demo.sh fills its database."""
    server.sql(f"DROP DATABASE IF EXISTS {database}")
    server.install(database)
    for account, role in set(PEOPLE.values()) - {("root", None)}:
        for statement in (f"CREATE USER IF NOT EXISTS {account}@localhost IDENTIFIED BY ''", f"GRANT newsportal_{role} TO {account}@localhost",
                          f"SET DEFAULT ROLE newsportal_{role} {'FOR' if server.is_mariadb else 'TO'} {account}@localhost"):
            server.sql(statement)
    server.sql("SET GLOBAL time_zone = '+08:00'")
    for path in sorted((ROOT / "sql" / "demo").glob("*.sql")):
        server.load(path, database)


@pytest.fixture(scope="module", params=["zh", "en"])
def desks(request, server, installed):  # pylint: disable=unused-argument
    """(language, whom to ask): the demo's content, and a connection for each person."""
    database = f"portal_handbook_{request.param}"
    load(server, database)
    open_ones = {}

    def person(name):
        account = PEOPLE[name][0]
        if account not in open_ones:
            open_ones[account] = server.connect(account, database)
        return open_ones[account]

    yield request.param, person
    for connection in open_ones.values():
        connection.close()
    server.sql(f"DROP DATABASE {database}")
    for account, role in set(PEOPLE.values()) - {("root", None)}:
        server.sql(f"DROP USER IF EXISTS {account}@localhost")
    server.sql("DROP USER IF EXISTS portal_mail@localhost, kim@localhost")
    server.sql("SET GLOBAL time_zone = DEFAULT")


def type_it(connection, statement, rows):
    """Runs one statement and sees that it did something; returns the first value that it answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        verb = statement.split()[0]
        if verb in ("SELECT", "CALL") and cursor.description:
            found = cursor.fetchall()
            assert (len(found) == 0) == (rows == "0"), f"{statement}: {found}"
            return str(found[0][0]) if found else None
        if verb in ("INSERT", "UPDATE", "DELETE"):
            assert cursor.rowcount > 0, f"{statement}: no row"
    return None


def follow(person, server, example):
    said, gives = example.findtext("says"), example.findtext("gives")
    connection = person(example.get("as"))
    *before, last = [text if server.is_mariadb else text.replace(" FOR kim@", " TO kim@").replace(" FOR portal_mail@", " TO portal_mail@")
                     for text in statements(example)]
    for statement in before:
        type_it(connection, statement, None)
    if said:
        with pytest.raises(pymysql.MySQLError) as caught:
            type_it(connection, last, None)
        assert said in caught.value.args[1], f"{last}: {caught.value}"
    else:
        answer = type_it(connection, last, example.get("rows"))
        assert gives in (None, answer), f"{last}: {answer}"


def one(person, question):
    with person("root").cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def test_every_example_does_what_its_page_says(desks, server):
    language, person = desks
    run = 0
    for page, example in examples(language):
        try:
            follow(person, server, example)
        except Exception as fault:
            raise AssertionError(f"{page}.{language}: {''.join(example.find('pre').itertext())}") from fault
        run += 1
    assert run > 50
    # Where it all led to.
    assert one(person, "SELECT state, in_time, handler, prominence FROM hotline_case WHERE id = 31") == ("closed", 1, "demo_officer", "public")
    assert one(person, "SELECT state, agency FROM hotline_case WHERE id = 27") == ("new", "affairs")
    assert one(person, "SELECT state, round FROM hotline_case WHERE id = 25") == ("closed", 0)
    assert one(person, "SELECT state FROM claim WHERE id = 13") == ("restored",)
    assert one(person, "SELECT COUNT(*), COUNT(restored_at) FROM removal WHERE item_kind = 'article' AND item_id = 44") == (1, 1)
    assert one(person, "SELECT removal_id FROM article WHERE id = 44") == (None,)
    assert one(person, "SELECT state FROM plaza_notice WHERE id = 41") == ("live",)


def test_languages_have_the_same_examples():
    shapes = [[(page, example.get("as"), example.get("rows"), example.find("says") is not None, example.findtext("gives"),
                [re.sub(r"'[^']*'", "''", text) for text in statements(example)]) for page, example in examples(language)]
              for language in ("zh", "en")]
    assert len(shapes[0]) == len(shapes[1])
    for chinese, english in zip(*shapes):
        # A quote in an English text is two of them.
        assert [re.sub(r"('')+", "''", text) for text in chinese[-1]] == [re.sub(r"('')+", "''", text) for text in english[-1]]
        assert chinese[:-1] == english[:-1]


def test_every_example_says_who_runs_it():
    assert [page for language in ("zh", "en") for page, example in examples(language) if example.get("as") not in PEOPLE] == []
