"""After hundreds of random edits, listing and article_tag are exactly what Python makes of the articles."""
import random
import unicodedata

import pymysql
import pytest

WORDS = ["甲", "乙", "丙", "ABC", "abc", "ＡＢＣ", "new york", "江 畔", "서울", "Straße", "x1", "😀"]


def fold(tag):
    """Equal by utf8mb4_unicode_520_ci, for the words above."""
    return unicodedata.normalize("NFKC", tag).casefold()


def tags_of(typed):
    for separator in "、，;；":
        typed = typed.replace(separator, ",")
    found = {}
    for piece in typed.split(","):
        piece = piece.replace("　", " ").strip()
        if piece:
            found.setdefault(fold(piece), piece)
    return list(found.values())


class Model:
    """What the portal should hold, kept by hand in Python."""

    def __init__(self, portal):
        self.parents = dict(portal.run("SELECT code, parent FROM channel"))
        self.ids = dict(portal.run("SELECT code, id FROM channel"))
        self.articles, self.removals, self.aliases = {}, {}, {}

    def path(self, code):
        while code is not None:
            yield f"channel:{self.ids[code]}"
            code = self.parents[code]

    def listing(self):
        rows = set()
        for number, article in self.articles.items():
            if article["state"] == "live" and number not in self.removals.values():
                tags = {f"tag:{fold(self.aliases.get(fold(tag), tag))}" for tag in tags_of(article["tags"])}
                names = ["site", *self.path(article["channel"]), *tags]
                rows |= {(name, article["published_at"], number, article["expires_at"]) for name in names}
        return rows

    def tags(self):
        return {(number, place, tag) for number, article in self.articles.items()
                for place, tag in enumerate(tags_of(article["tags"]), 1)}

    def places(self):
        return {(code, self.ids[code], ",".join(self.path(code))) for code in self.ids}


ENDED = "2024-12-01 00:00:00"


def check(portal, model, pruned=False):
    """`pruned`: rows of articles that have ended may be missing, or may have been left behind by a moved channel."""
    listing = portal.run("SELECT list, CAST(published_at AS CHAR), article_id, CAST(expires_at AS CHAR) FROM listing")
    # Of tags that fall together any may give the list its spelling.
    listing = [(fold(row[0]) if row[0].startswith("tag:") else row[0], *row[1:]) for row in listing]
    assert len(listing) == len(set(listing))
    if pruned:
        assert {row[3] for row in set(listing) ^ model.listing()} <= {ENDED}
    else:
        assert set(listing) == model.listing()
    tags = portal.run("SELECT article_id, position, name FROM article_tag")
    assert set(tags) == model.tags() and len(tags) == len(model.tags())
    assert set(portal.run("SELECT code, channel_id, path FROM channel_place")) == model.places()


def edit(dice, portal, model, pruning):
    """One random edit of portal and model."""
    def columns():
        return {"channel": dice.choice(list(model.ids)), "state": dice.choice(["draft", "live", "live", "live", "withdrawn"]),
                "tags": dice.choice([",", "、", " ; ", "　，"]).join(dice.sample(WORDS, dice.randrange(0, 7))),
                "published_at": f"202{dice.randrange(5)}-0{dice.randrange(1, 9)}-11 0{dice.randrange(9)}:00:00",
                "expires_at": dice.choice([None, None, "2031-01-01 00:00:00", ENDED if pruning else "2032-02-02 02:02:02"])}

    kind = dice.choice(["insert", "insert", "update", "update", "update", "update", "delete", "remove", "restore", "move", "rename",
                        "merge", "merge", "part"] + ["prune"] * 3 * pruning)
    known = list(model.articles)
    if kind == "insert" or not known:
        row = columns()
        model.articles[portal.article(**row)] = row
    elif kind == "update":
        number, row = dice.choice(known), columns()
        row = {name: row[name] for name in dice.sample(list(row), dice.randrange(1, 6))}
        portal.run(f"UPDATE article SET {', '.join(f'{name} = %s' for name in row)} WHERE id = %s", [*row.values(), number])
        model.articles[number].update(row)
    elif kind == "delete":
        number = dice.choice(known)
        portal.run("DELETE FROM article WHERE id = %s", (number,))
        del model.articles[number]
    elif kind == "remove":
        number = dice.choice(known)
        model.removals[portal.insert("removal", item_id=number, cause="c")] = number
    elif kind == "restore" and model.removals:
        removal = dice.choice(list(model.removals))
        portal.run(dice.choice(["UPDATE removal SET restored_at = NOW() WHERE id = %s", "DELETE FROM removal WHERE id = %s"]), (removal,))
        del model.removals[removal]
    elif kind == "move":
        code, parent = dice.choice(list(model.ids)), dice.choice([None, *model.ids])
        try:
            portal.run("UPDATE channel SET parent = %s WHERE code = %s", (parent, code))
        except pymysql.MySQLError as error:
            assert error.args[0] == 1644
        else:
            model.parents[code] = parent
    elif kind == "merge":
        name, target = dice.choice(WORDS), dice.choice(WORDS + ["目标"])
        try:
            portal.run("INSERT INTO tag (name, alias_of) VALUES (%s, %s) ON DUPLICATE KEY UPDATE alias_of = %s", (name, target, target))
        except pymysql.MySQLError as error:
            assert error.args[0] == 1644
            assert fold(name) == fold(target) or fold(target) in model.aliases or \
                fold(name) in map(fold, model.aliases.values())
        else:
            model.aliases[fold(name)] = target
    elif kind == "part" and model.aliases:
        name = dice.choice(list(model.aliases))
        portal.run(dice.choice(["UPDATE tag SET alias_of = NULL WHERE name = %s", "DELETE FROM tag WHERE name = %s"]), (name,))
        del model.aliases[name]
    elif kind == "prune":
        portal.run("SELECT portal_prune(999999, %s)", (dice.randrange(1, 6),))
    elif kind == "rename":
        code = dice.choice([code for code in model.ids if code not in model.parents.values()])
        new = f"c{dice.randrange(10**6)}"
        portal.run("UPDATE channel SET code = %s WHERE code = %s", (new, code))
        model.ids[new], model.parents[new] = model.ids.pop(code), model.parents.pop(code)
        for article in model.articles.values():
            article["channel"] = new if article["channel"] == code else article["channel"]


@pytest.mark.parametrize("pruning", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_edits(portal, seed, pruning):
    dice = random.Random(seed)
    for code, parent in (("a1", "area"), ("l1", "life"), ("l2", "l1")):
        portal.insert("channel", name="名", code=code, parent=parent)
    model = Model(portal)
    for turn in range(300):
        edit(dice, portal, model, pruning)
        if turn % 25 == 0:
            check(portal, model, pruning)
    if pruning:
        portal.run("SELECT portal_prune(999999, 10000)")
        assert model.listing() - {row for row in model.listing() if row[3] != ENDED}
        assert portal.run("SELECT 1 FROM listing WHERE expires_at = %s", (ENDED,)) == []
        portal.run("UPDATE article SET expires_at = NULL WHERE expires_at = %s", (ENDED,))
        for article in model.articles.values():
            article["expires_at"] = None if article["expires_at"] == ENDED else article["expires_at"]
    check(portal, model)
    assert len(model.listing()) > 20 and len(model.tags()) > 20
    portal.run("CALL portal_rebuild_listing()")
    check(portal, model)


def test_rebuild_in_pieces(portal):
    """What is printed at the end of a piece is where it goes on: what was done before is left alone, the rest is made anew."""
    for _ in range(3):
        portal.article(channel="area", tags="甲")
    first, second, third = sorted(row[0] for row in portal.run("SELECT id FROM article ORDER BY id DESC LIMIT 3"))
    good = sorted(portal.lists(), key=str)
    portal.run("UPDATE article_tag SET name = 'junk'")
    portal.run("CALL portal_rebuild_articles(%s)", (second,))
    assert [portal.tags(article) for article in (first, second, third)] == [["junk"], ["甲"], ["甲"]]
    portal.run("CALL portal_rebuild_articles(0)")
    assert sorted(portal.lists(), key=str) == good
    portal.run("DELETE FROM listing WHERE article_id = %s", (second,))
    portal.run("CALL portal_rebuild_lists('site')")
    lists = {row[0] for row in portal.run("SELECT list FROM listing WHERE article_id = %s", (second,))}
    assert lists == {"site", "tag:甲"}, "in order: channels come before"
    portal.run("DELETE FROM change_log")
    portal.run("CALL portal_rebuild_lists('')")
    assert sorted(portal.lists(), key=str) == good
    assert portal.run("SELECT kind FROM change_log") == [("all",)]


def test_rebuild_says_how_far_it_is(portal):
    portal.run("INSERT INTO article (title, channel, body) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) "
               "SELECT 't', 'news', 'b' FROM n AS a JOIN n AS b ON b.i <= 51")
    with portal.connection.cursor() as cursor:
        cursor.execute("CALL portal_rebuild_listing()")
        lines = [cursor.fetchall()[0][0]]
        while cursor.nextset():
            lines += [row[0] for row in cursor.fetchall()]
    assert len(lines) == 2 and "To go on from there: CALL portal_rebuild_articles(" in lines[0] and lines[1].endswith(" lists: all done.")


def test_rebuild_repairs(portal):
    article = portal.article(channel="area", tags="甲,乙")
    removed = portal.article(tags="丙")
    portal.insert("removal", item_id=removed, cause="c")
    good = sorted(portal.lists(article)), portal.tags(article), sorted(portal.run("SELECT * FROM channel_place"))
    portal.run("DELETE FROM listing")
    portal.run("INSERT INTO listing VALUES ('tag:junk', '2020-01-01', 5, NULL)")
    portal.run("UPDATE article_tag SET name = 'junk'")
    portal.run("DELETE FROM channel_place")
    portal.run("CALL portal_rebuild_listing()")
    assert (sorted(portal.lists()), portal.tags(article), sorted(portal.run("SELECT * FROM channel_place"))) == good
