"""What was acknowledged is there, once: citizens send forms while the database and the web server are killed again and
again. A client sends the same form, with its number, until it gets its receipt, as a person with a back button does.

NEWSPORTAL_LONG=1: 10,000 forms across 200 kills of the database and 50 of httpd; otherwise a sample of that."""
import collections
import os
import random
import signal
import threading
import time
import urllib.parse
import uuid

import pytest

from cached import LONG
from forms import FORM_TYPE, SAME_ORIGIN, stamp
from lib.apache import ApacheError, Truncated
from portal import limit, wait_until

FORMS, DATABASE_KILLS, HTTPD_KILLS = (10_000, 200, 50) if LONG else (400, 6, 3)
CLIENTS = 8
PATIENCE = 1800 if LONG else 180


def title_of(form):
    """Without digits, some of which would be covered as a telephone's or a card's."""
    return "第 " + form.hex.translate(str.maketrans("0123456789", "ghijklmnop")) + " 号"


class Citizens:
    """Threads that share the forms to be sent."""

    def __init__(self, portal):
        self.portal = portal
        self.lock = threading.Lock()
        self.waiting = [uuid.uuid4() for _ in range(FORMS)]
        self.numbers = {}   # UUID: numbers on all receipts for it
        self.answers = collections.Counter()
        self.over = time.monotonic() + limit(PATIENCE)
        self.threads = [threading.Thread(target=self.run, args=(seed,)) for seed in range(CLIENTS)]

    @property
    def done(self):
        return len(self.numbers)

    def run(self, seed):
        dice = random.Random(seed)
        while time.monotonic() < self.over:
            with self.lock:
                if not self.waiting:
                    return
                form = self.waiting.pop()
            self.deliver(form, dice)

    def deliver(self, form, dice):
        wanted = 2 if dice.random() < 0.1 else 1   # some click once more although all was well
        numbers = []
        while len(numbers) < wanted and time.monotonic() < self.over:
            status, cookie = self.send(form)
            self.answers[status] += 1
            if status == 303:
                numbers.append(int(cookie.split("=")[1].split(".")[0]))
            else:
                time.sleep(dice.uniform(0.02, 0.2))
        if len(numbers) == wanted:
            with self.lock:
                self.numbers[form] = numbers

    def send(self, form):
        body = urllib.parse.urlencode({
            "ticket": stamp("hotline-new", 60), "step": "send", "client_id": form, "kind": "ask", "title": title_of(form),
            "text": "服务器忽然断电，这份表单会不会丢?", "name": "孙某"})
        try:
            answer = self.portal.request("POST", "/hotline/new/", SAME_ORIGIN + [FORM_TYPE], body, timeout=10)
        except (OSError, ApacheError, Truncated):
            return "lost", None
        assert answer.status in (303, 503), answer
        return answer.status, answer["Set-Cookie"]


def children_of(portal):
    return [pid for pid in portal.apache.children() if pid != portal.apache.process.pid]


def kill_database(database):
    database.kill()
    time.sleep(random.uniform(0, 0.3))
    database.start()


def kill_httpd(portal, turn):
    """In turn the whole server, whose readers get no answer for a while, and one child."""
    if turn % 2:
        pids = children_of(portal)
        if pids:
            os.kill(random.choice(pids), signal.SIGKILL)
    else:
        portal.apache.kill()
        portal.apache.start()


@pytest.mark.slow
@pytest.mark.logs("NP0", "AH00", "exit signal", "error", "warn")
def test_acknowledged_is_there_once(servers):
    database = servers.database("crash", options=["--innodb-flush-log-at-trx-commit=1"])
    database.run("UPDATE setting SET value = '999999' WHERE code IN ('desk_hour_total', 'desk_hour_address')")
    portal = servers.portal("crash", database, NewsPortalFormLimit=(6000, 60000))
    before = database.run("SELECT COUNT(*) FROM hotline_case")[0][0]
    citizens = Citizens(portal)
    for thread in citizens.threads:
        thread.start()
    kills = ["database"] * DATABASE_KILLS + ["httpd"] * HTTPD_KILLS
    random.shuffle(kills)
    for turn, victim in enumerate(kills):
        share = FORMS * turn // (len(kills) + 1)   # spread over the forms, whatever the machine's pace
        wait_until(lambda: citizens.done >= share or not any(map(threading.Thread.is_alive, citizens.threads)),
                   limit(PATIENCE), "forms go on between kills")
        kill_database(database) if victim == "database" else kill_httpd(portal, kills[:turn].count("httpd"))
    for thread in citizens.threads:
        thread.join(limit(PATIENCE))
    print(f"{citizens.done} of {FORMS} forms, answers {dict(citizens.answers)}, kills {collections.Counter(kills)}")
    assert citizens.done == FORMS, "every form got its receipt in the end"
    stored = dict(database.run("SELECT id, title FROM hotline_case"))
    missing = [form for form, numbers in citizens.numbers.items() if stored.get(numbers[0]) != title_of(form)]
    doubled = [form for form, numbers in citizens.numbers.items() if len(set(numbers)) > 1]
    assert not missing and not doubled
    assert len(stored) - before == FORMS
    assert database.run("SELECT COUNT(*) FROM hotline_person AS p JOIN hotline_case AS c ON c.id = p.case_id WHERE p.name = '孙某'")[0][0] == FORMS
    assert citizens.answers["lost"] and citizens.answers[503], "the kills were felt"
