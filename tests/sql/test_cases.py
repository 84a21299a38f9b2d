"""The cases of tests/sql/cases: who types what, and the answer word for word. See the README there."""
import pathlib
import re

import pymysql
import pytest

CASES = pathlib.Path(__file__).parent / "cases"
DENIED = {1142, 1143, 1044, 1045, 1227, 1370}


def cases():
    for path in sorted(CASES.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line and not line.startswith("#") and not line.startswith("who\t"):
                parts = line.split("\t")
                assert 3 <= len(parts) <= 4, f"{path.name}:{number} needs three or four columns"
                yield pytest.param(*parts, *[""] * (4 - len(parts)), id=f"{path.stem}-{number}")


@pytest.fixture(scope="module")
def newsroom(installed):
    """One portal with newsroom.sql in it, and a connection for each person."""
    server, database = installed, "portal_cases"
    server.sql(f"DROP DATABASE IF EXISTS {database}")
    server.install(database)
    server.sql("CREATE USER desk@localhost IDENTIFIED BY ''")
    server.sql("GRANT newsportal_editor TO desk@localhost")
    server.sql(f"SET DEFAULT ROLE newsportal_editor {'FOR' if server.is_mariadb else 'TO'} desk@localhost")
    server.sql("CREATE USER IF NOT EXISTS guest@localhost IDENTIFIED BY ''")
    server.sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {database}.article TO guest@localhost")
    people = {}

    def person(name):
        if name not in people:
            people[name] = server.connect(name, database, autocommit=False)
        return people[name]

    for line in re.split(r"^-- as ", (CASES / "newsroom.sql").read_text(encoding="utf-8"), flags=re.M)[1:]:
        name, text = line.split("\n", 1)
        with person(name).cursor() as cursor:
            for statement in re.split(r";\n", text):
                if statement.strip():
                    cursor.execute(statement)
        person(name).commit()
    yield person
    for connection in people.values():
        connection.close()
    server.sql("DROP USER guest@localhost")
    server.sql("DROP USER desk@localhost")
    server.sql(f"DROP DATABASE {database}")


def said(rows):
    return ";".join(",".join("NULL" if value is None else str(value) for value in row) for row in rows)


def type_it(connection, statements):
    """The answer to the last statement; the others must succeed."""
    with connection.cursor() as cursor:
        for statement in statements[:-1]:
            cursor.execute(statement)
        try:
            cursor.execute(statements[-1])
        except pymysql.MySQLError as error:
            return "denied" if error.args[0] in DENIED else re.sub(r"\d\d-\d\d \d\d:\d\d", "{time}", error.args[1])
    return "ok"


@pytest.mark.parametrize("who, sql, answer, then", cases())
def test_case(newsroom, who, sql, answer, then):
    connection = newsroom(who)
    try:
        assert type_it(connection, sql.split("; ")) == answer
        if answer not in ("ok", "denied"):
            assert len(answer) <= 128
        if then:
            question, expected = then.rsplit(" = ", 1)
            with connection.cursor() as cursor:
                cursor.execute(question)
                assert said(cursor.fetchall()) == expected
    finally:
        connection.rollback()


def test_there_are_many():
    assert len(list(cases())) >= 200
