"""Which statements a page costs, and how many rows the database looks at for it: from MariaDB's slow log.

With long_query_time = 0 the server writes every statement of the sessions that begin then, with the rows
examined. So the pages are asked of a portal of its own, started for that. Called by scenario_growth.py.
"""
import re
import time

from servers import Everything, Failure

ENTRY = re.compile(r"^# User@Host: (\w+)\[.*?^# Query_time:.*?Rows_examined: (\d+)(.*?)(?=^# User@Host|\Z)", re.M | re.S)


class Statements:
    def __init__(self, database):
        self.database = database
        self.log = database.folder / "slow.log"

    def count(self, make_portal, pages):
        """{kind: (statements, rows examined)} for one request of each page."""
        self._switch("SET GLOBAL slow_query_log_file = '%s', GLOBAL long_query_time = 0, GLOBAL slow_query_log = 1" % self.log)
        try:
            with Everything() as running:
                portal = running.add(make_portal())
                with portal.connection() as connection:
                    # One connection is one child's; the first page also pays for connections and statements.
                    for path in pages.values():
                        portal.ask(connection, path)
                    return {kind: self._one(portal, connection, path) for kind, path in pages.items()}
        finally:
            self._switch("SET GLOBAL slow_query_log = 0, GLOBAL long_query_time = 10")

    def _switch(self, statement):
        self.database.sql(statement)

    def _one(self, portal, connection, path):
        before = self.log.stat().st_size
        response = portal.ask(connection, path)
        time.sleep(0.2)
        with open(self.log, "rb") as file:
            file.seek(before)
            text = file.read().decode("utf-8", "replace")
        found = [(int(rows), rest) for user, rows, rest in ENTRY.findall(text) if user == "newsportal_web" and "SELECT" in rest.upper()]
        if response.status != 200 or not found:
            raise Failure(f"no statement of {path} is in the slow log ({response})")
        return len(found), sum(rows for rows, _ in found)
