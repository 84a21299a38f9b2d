"""Editors of the change scenario: one at a steady rate, and eight that commit late and roll back.

Called by scenario_change.py, in processes of their own.
"""
import random
import time

import pymysql

from watching import TITLE


def edit_steadily(stop, archive, articles, per_second, seconds):
    """New numbers into titles: [(article, number, time when COMMIT had returned)]."""
    connection = archive.connect()
    edits, begin = [], time.monotonic()
    with connection.cursor() as cursor:
        for number in range(1, int(per_second * seconds) + 1):
            if stop.is_set():
                break
            time.sleep(max(0, begin + number / per_second - time.monotonic()))
            article = articles[number % len(articles)]
            cursor.execute("UPDATE article SET title = %s WHERE id = %s", (TITLE.format(number=number), article))
            connection.commit()
            edits.append((article, number, time.monotonic()))
    connection.close()
    return edits


def update_many(stop, archive, first, last):
    """One statement that touches many rows: (begin, when COMMIT had returned, rows)."""
    del stop
    connection = archive.connect()
    begin = time.monotonic()
    with connection.cursor() as cursor:
        rows = cursor.execute("UPDATE article SET summary = CONCAT('又', LEFT(summary, 50)) WHERE id BETWEEN %s AND %s", (first, last))
    connection.commit()
    connection.close()
    return begin, time.monotonic(), rows


LATE, ROLLED_BACK = 0.02, 0.1  # shares of transactions


def write_wildly(stop, archive, articles, count, seed):
    """`count` committed edits of one's own articles, in transactions of one to four. Some stay open while others
    commit, so that the log's numbers become visible out of order; some are rolled back and leave gaps."""
    dice = random.Random(seed)
    connection = archive.connect()
    done = {"edits": 0, "rolled back": 0, "late": 0}
    with connection.cursor() as cursor:
        while done["edits"] < count and not stop.is_set():
            size = min(dice.randrange(1, 5), count - done["edits"])
            try:
                for _ in range(size):
                    edit(cursor, archive, dice, dice.choice(articles))
                fate = dice.random()
                if fate < LATE:
                    time.sleep(dice.uniform(0.1, 1.5))
                    done["late"] += 1
                if LATE <= fate < LATE + ROLLED_BACK:
                    connection.rollback()
                    done["rolled back"] += size
                    continue
                connection.commit()
            except pymysql.err.OperationalError as error:
                if error.args[0] not in (1205, 1213):  # lock wait, deadlock: an editor tries again
                    raise
                connection.rollback()
                continue
            done["edits"] += size
    connection.close()
    return done


def edit(cursor, archive, dice, article):
    """Mostly a title, now and then what moves the article from list to list."""
    kind = dice.random()
    if kind < 0.8:
        cursor.execute("UPDATE article SET title = %s WHERE id = %s", (TITLE.format(number=dice.randrange(10 ** 9)), article))
    elif kind < 0.87:
        cursor.execute("UPDATE article SET tags = %s WHERE id = %s", (",".join(dice.sample(archive.content.tags[:40], 3)), article))
    elif kind < 0.92:
        cursor.execute("UPDATE article SET channel = %s WHERE id = %s", (dice.choice(archive.content.codes), article))
    elif kind < 0.96:
        cursor.execute("UPDATE article SET published_at = published_at + INTERVAL %s SECOND WHERE id = %s",
                       (dice.randrange(-5, 6), article))
    else:
        cursor.execute("UPDATE article SET state = IF(state = 'live', 'withdrawn', 'live') WHERE id = %s", (article,))
