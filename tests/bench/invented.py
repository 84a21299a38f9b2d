"""Articles of an invented region, the same every time for the same seed, and what stands around them.

Knows no database; generate.py enters it. Called by generate.py and the scenarios.
"""
import bisect
import datetime
import itertools
import random
from collections import namedtuple

import vocabulary as words

BEGIN = datetime.datetime(2014, 1, 1, 6, 0, 0)
SPAN = 10 * 365 * 86400       # seconds over which articles are spread
FUTURE = datetime.datetime(2037, 1, 1, 8, 0, 0)
TAGS = 2000
TAGS_PER_ARTICLE = 5

Article = namedtuple("Article", "id title channel body summary tags state published_at expires_at source author removed")


class Content:
    """Everything that stands around the articles, and articles() itself. With `plain` every article is
    there for readers and no tag is an alias of another; otherwise some are drafts, withdrawn, scheduled,
    expired or removed. `aged`: the share of articles that are not simply live."""

    def __init__(self, seed=7, plain=False, aged=0.06, tags=TAGS):
        self.seed, self.plain, self.aged = seed, plain, aged
        dice = random.Random(f"around {seed}")
        names = [place + topic for topic in words.TOPICS for place in words.PLACES]
        dice.shuffle(names)
        self.tags = names[:tags]
        # Few tags are frequent and many are rare, as in any newsroom.
        self.weights = list(itertools.accumulate(1 / (n + 20) for n in range(tags)))
        # The second of each pair is an alias of the first; targets are no aliases themselves.
        pairs = [] if plain else [(n, n + 1) for n in range(0, tags // 10, 10)]
        self.aliases = {self.tags[alias]: self.tags[target] for target, alias in pairs}
        self.described = [name for name in self.tags[:tags // 10] if name not in self.aliases]
        self.parents = {code: parent for code, _, parent in words.CHANNELS}
        self.codes = list(self.parents)
        self.paragraphs = self._make_paragraphs(dice)

    def sentence(self, dice):
        return dice.choice(words.PATTERNS).format(
            place=dice.choice(words.PLACES), topic=dice.choice(words.TOPICS), who=dice.choice(words.WHO),
            deed=dice.choice(words.DEEDS), when=dice.choice(words.WHEN), so=dice.choice(words.THEREFORE),
            said=dice.choice(words.SAID))

    def _make_paragraphs(self, dice):
        """A stock of paragraphs: an article takes some of them, which is much faster than new ones."""
        return ["".join(self.sentence(dice) for _ in range(dice.randrange(3, 7))) for _ in range(4000)]

    def body_of(self, dice, paragraphs):
        return "\n\n".join([self.sentence(dice), *dice.choices(self.paragraphs, k=paragraphs)])

    def _tags(self, dice):
        picked = dict.fromkeys(bisect.bisect(self.weights, dice.random() * self.weights[-1])
                               for _ in range(TAGS_PER_ARTICLE))
        while len(picked) < TAGS_PER_ARTICLE:
            picked[dice.randrange(len(self.tags))] = None
        return [self.tags[min(n, len(self.tags) - 1)] for n in picked]

    def articles(self, count):
        """Articles 1 to `count` by time of publishing."""
        dice = random.Random(f"articles {self.seed}")
        step = SPAN / count
        for number in range(1, count + 1):
            at = BEGIN + datetime.timedelta(seconds=int((number - 1 + dice.random()) * step))
            place, topic = dice.choice(words.PLACES), dice.choice(words.TOPICS)
            title = dice.choice(words.HEADS).format(place=place, topic=topic) + f"（{number}）"
            body = self.body_of(dice, dice.randrange(3, 9))
            channel, tags = dice.choice(self.codes), self._tags(dice)
            state, expires, removed = "live", None, False
            fate = dice.random() / self.aged if self.aged and not self.plain else 1
            if fate < 0.15:
                state = "draft"
            elif fate < 0.35:
                state = "withdrawn"
            elif fate < 0.5:
                at = FUTURE + datetime.timedelta(minutes=number)
            elif fate < 0.7:
                expires = at + datetime.timedelta(days=30)
            elif fate < 0.8:
                expires = FUTURE + datetime.timedelta(minutes=number)
            elif fate < 1:
                removed = True
            yield Article(number, title, channel, body, body[:60], tags, state, at, expires,
                          dice.choice(words.SOURCES), dice.choice(words.AUTHORS), removed)

    def lists_of(self, article, channel_ids):
        """Names of the lists an article stands in, as portal_write_listing makes them."""
        if article.state != "live" or article.removed:
            return []
        lists, channel = ["site"], article.channel
        while channel:
            lists.append(f"channel:{channel_ids[channel]}")
            channel = self.parents[channel]
        return lists + list(dict.fromkeys("tag:" + self.aliases.get(tag, tag) for tag in article.tags))
