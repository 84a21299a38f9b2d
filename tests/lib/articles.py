"""Generates a portal of any size, the same every time: channels, tags, pictures, sources, slots and articles.

    articles.generate(connection, 100_000)

Articles are loaded on the bulk path (@newsportal_bulk, see sql/schema/03_routines.sql) and their lists made at the end by
portal_rebuild_listing(). `now` of the generated portal is NOW: five articles in a hundred are scheduled after it.
"""
import datetime
import itertools
import random

NOW = datetime.datetime(2026, 6, 1, 12, 0, 0)

TOP_CHANNELS = [("新闻", "news"), ("民生", "life"), ("文化", "culture"), ("旅游", "travel"), ("조선말", "korean")]
WORDS = ["江畔", "山城", "口岸", "稻田", "冰雪", "社区", "学校", "公交", "长廊", "参展", "开放", "修缮", "丰收", "节日", "合作",
         "거리", "마을", "축제", "시장", "학교", "열차", "강변"]
SENTENCE = "沿江步道今天向市民开放，沿线增设了座椅和照明，周边居民说傍晚散步方便多了。"


def channels(cursor):
    """A tree of 35 channels, three levels deep; returns all codes."""
    codes = []
    for order, (name, code) in enumerate(TOP_CHANNELS):
        cursor.execute("INSERT INTO channel (name, code, sort_order) VALUES (%s, %s, %s)", (name, code, order))
        codes.append(code)
        for second in range(2):
            below = f"{code}-{second}"
            cursor.execute("INSERT INTO channel (name, code, parent, sort_order) VALUES (%s, %s, %s, %s)",
                           (f"{name}{second}", below, code, second))
            codes.append(below)
            for third in range(2):
                cursor.execute("INSERT INTO channel (name, code, parent) VALUES (%s, %s, %s)",
                               (f"{name}{second}{third}", f"{below}-{third}", below))
                codes.append(f"{below}-{third}")
    return codes


def generate(connection, count, tags=3000, seed=7):
    dice = random.Random(seed)
    with connection.cursor() as cursor:
        codes = channels(cursor)
        cursor.executemany("INSERT INTO media (title, path, alt, width, height) VALUES (%s, %s, %s, 1200, 800)",
                           [(f"图{n}", f"pictures/{n}.jpg", f"图片{n}") for n in range(1, 501)])
        cursor.execute("SELECT MIN(id) FROM media")
        first_media = cursor.fetchone()[0]
        sources = [f"江城日报{n}" for n in range(40)]
        cursor.executemany("INSERT INTO source (name, url) VALUES (%s, %s)",
                           [(name, "https://paper.example/") for name in sources])
        vocabulary = [f"{dice.choice(WORDS)}{dice.choice(WORDS)}{n}" for n in range(tags)]
        # Few tags are frequent and many are rare, as in any newsroom.
        weights = list(itertools.accumulate(1 / (n + 5) for n in range(tags)))
        cursor.executemany("INSERT INTO tag (name, description) VALUES (%s, '说明')", [(name,) for name in vocabulary[:200]])
        cursor.execute("SET @newsportal_bulk = 1")
        connection.begin()
        rows, body = [], SENTENCE * 6
        for n in range(count):
            at = NOW - datetime.timedelta(minutes=dice.randrange(-100 * 1440, 2000 * 1440) if n % 20 else -n % 50000)
            kind = dice.random()
            state = "live" if kind < 0.94 else ("draft" if kind < 0.96 else "review" if kind < 0.98 else "withdrawn")
            expires = at + datetime.timedelta(days=dice.randrange(1, 3000)) if dice.random() < 0.03 else None
            rows.append((f"{dice.choice(WORDS)}{dice.choice(WORDS)}{dice.choice(WORDS)}{n}", dice.choice(codes), body,
                         "摘要" + SENTENCE[:40], ",".join(dict.fromkeys(dice.choices(vocabulary, cum_weights=weights, k=dice.randrange(0, 6)))),
                         first_media + dice.randrange(500) if dice.random() < 0.5 else None, state, at, expires,
                         dice.choice(sources), n // 2 if n % 50 < 2 else None))
            if len(rows) == 2000 or n == count - 1:
                cursor.executemany("INSERT INTO article (title, channel, body, summary, tags, cover, state, published_at, "
                                   "expires_at, source, translation_group) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                                   rows)
                rows.clear()
        connection.commit()
        cursor.execute("SET @newsportal_bulk = NULL")
        cursor.execute("CALL portal_rebuild_listing()")
        for code, channel, capacity in (("lead", "", 5), ("side", "", 8), ("news-lead", "news", 3)):
            cursor.execute("INSERT INTO slot (name, code, channel, capacity) VALUES (%s, %s, %s, %s)",
                           (code, code, channel, capacity))
            cursor.execute("SELECT id FROM article WHERE state = 'live' ORDER BY id LIMIT %s", (capacity * 20,))
            cursor.executemany("INSERT INTO placement (slot, article_id, position) VALUES (%s, %s, %s)",
                               [(code, row[0], place) for place, row in enumerate(cursor.fetchall())])
        cursor.executemany("INSERT INTO page (title, code, body, state) VALUES (%s, %s, 'x', 'live')",
                           [(f"页{n}", f"page-{n}") for n in range(20)])
        cursor.executemany("INSERT INTO link (name, url, sort_order) VALUES (%s, 'https://friend.example/', %s)",
                           [(f"友链{n}", n) for n in range(30)])
        cursor.executemany("INSERT INTO redirect (path_from, path_to) VALUES (%s, '/news/')",
                           [(f"/old/{n}.html",) for n in range(2000)])
        cursor.execute("ANALYZE TABLE article, article_tag, listing, media, tag, source, placement, slot, page, link, redirect, "
                       "channel")
        cursor.fetchall()
    connection.commit()
