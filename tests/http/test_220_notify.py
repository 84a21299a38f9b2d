"""Messages of the outbox: the sender sends each one once, by a program or a mail server, whatever fails in between; what it
writes into the log tells nobody who was written to."""
import base64
import email
import email.policy
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time

import pytest

from lib import apache
from cached import STATUS
from portal import limit, wait_until

# A server that is stopped right after its start may be in the middle of asking for the list of removed files.
pytestmark = pytest.mark.logs("NP0172")

FROM = "portal@portal.example"
CANARY = "kanari.vogel@reader.example"

# Writes what it gets below FOLDER; a file FOLDER/order says what else it does.
PROGRAM = """#!/bin/sh
folder=%s
order=$(cat "$folder/order" 2>/dev/null)
cat > "$folder/part.$$"
printf '%%s\\n' "$@" > "$folder/arguments"
env > "$folder/environment"
case $order in
fail) echo "not now for $4, nor for kanari.vogel" >&2; exit 75 ;;
nobody) exit 67 ;;
silent) exit 3 ;;
slow) sleep 2 ;;
hang) sleep 120 ;;
esac
mv "$folder/part.$$" "$folder/$(date +%%s%%N).eml"
[ "$order" != kill ] || kill -9 $PPID
"""


@pytest.fixture(scope="module")
def database(servers):
    database = servers.database("notify")
    database.run("CREATE USER IF NOT EXISTS newsportal_sender@localhost IDENTIFIED BY ''")
    database.run("GRANT newsportal_sender TO newsportal_sender@localhost")
    database.run(f"SET DEFAULT ROLE newsportal_sender {'FOR' if database.is_mariadb else 'TO'} newsportal_sender@localhost")
    return database


@pytest.fixture(autouse=True)
def empty(database, mailbox):
    database.run("DELETE FROM outbox")
    mailbox.clear()


class Mailbox:
    """A folder in which a program puts its messages."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.folder.chmod(0o777)
        self.program = self.folder / "program"
        self.program.write_text(PROGRAM % self.folder)
        self.program.chmod(0o755)

    def order(self, word):
        (self.folder / "order").write_text(word)

    def messages(self):
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in sorted(self.folder.glob("*.eml"))]

    def clear(self):
        for path in [*self.folder.glob("*.eml"), *self.folder.glob("part.*"), self.folder / "order"]:
            path.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def mailbox(workspace):
    return Mailbox(workspace / "mailbox")


@pytest.fixture(scope="module")
def portal(servers, database, mailbox):
    return servers.portal("notify", database, NewsPortalNotify=("program", mailbox.program, "an", "argument"), NewsPortalNotifyFrom=FROM,
                          extra=STATUS)




def put(database, kind="case-receipt", recipient=CANARY, payload="number=12"):
    database.run("INSERT INTO outbox (kind, recipient, payload) VALUES (%s, %s, %s)", kind, recipient, payload)
    return database.run("SELECT MAX(id) FROM outbox")[0][0]


def row(database, number):
    return database.run("SELECT tries, sent_at IS NOT NULL, next_try IS NULL, last_error FROM outbox WHERE id = %s", number)[0]


def wait_sent(database, number, timeout=10):
    wait_until(lambda: row(database, number)[1], limit(timeout), "the message is sent")


def again(database):
    database.run("UPDATE outbox SET next_try = NOW() WHERE next_try IS NOT NULL")


def senders(portal):
    """Process ids of senders below this httpd."""
    found = []
    for pid in portal.apache.children():
        try:
            words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0].endswith(b"newsportal-notify"):
            found.append(pid)
    return found


def gone(database):
    """Waits for the sender of a portal that was stopped: it would take the next message, too."""
    wait_until(lambda: not database.run("SELECT 1 FROM information_schema.processlist WHERE user = 'newsportal_sender'"), limit(10),
               "the sender has ended")


def one_sender(portal):
    """Its number; while it is being replaced there may be none."""
    found = []
    wait_until(lambda: found.append(senders(portal)) or len(found[-1]) == 1, limit(10), "there is one sender")
    return found[-1][0]


# -- what is sent ------------------------------------------------------------------------------------------


def test_a_message(portal, database, mailbox):
    number = put(database)
    wait_sent(database, number)
    assert row(database, number) == (1, 1, 1, "")
    message, = mailbox.messages()
    assert (message["To"], message["From"]) == (CANARY, f"长河新闻网 <{FROM}>")
    assert message["Subject"] == "您的诉求已收到，编号 12" and message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == f"<outbox.{number}.{database.run('SELECT UNIX_TIMESTAMP(created_at) FROM outbox')[0][0]}@portal.test>"
    assert abs(message["Date"].datetime.timestamp() - time.time()) < 60
    text = message.get_content()
    assert f"{portal.base}/hotline/\n" in text and "长河新闻网百姓热线" in text and "{" not in text
    assert (mailbox.folder / "arguments").read_text().split("\n") == ["an", "argument", "--", CANARY, ""]
    names = {line.split("=")[0] for line in (mailbox.folder / "environment").read_text().splitlines()}
    assert names <= {"PATH", "LC_ALL", "PWD", "_", "SHLVL", "OLDPWD"}


def test_every_kind_has_a_text_and_its_links_lead_somewhere(portal, database, mailbox):
    kinds = ["case-new", "case-note", "case-receipt", "case-reply", "case-joined", "claim-receipt", "notice-receipt"]
    used = set()
    for path in (apache.ROOT / "sql" / "schema").glob("2*.sql"):
        used |= set(re.findall(r"CALL portal_send(?:_agency)?\('([a-z-]+)'", path.read_text("utf-8")))
    assert used == set(kinds)
    numbers = [put(database, kind, "someone@reader.example", "number=1") for kind in kinds]
    for number in numbers:
        wait_sent(database, number)
    links = set()
    for message in mailbox.messages():
        links |= set(re.findall(rf"{re.escape(portal.base)}(\S+)", message.get_content()))
    assert {"/hotline/", "/hotline/case/1/"} <= links <= {"/hotline/", "/hotline/case/1/", "/copyright/", "/plaza/"}
    assert all(portal.get(link).status == 200 for link in links if link.startswith("/hotline/"))


@pytest.mark.logs("NP0182")
@pytest.mark.parametrize("recipient, payload, why", [
    ("-oQ/tmp@reader.example", "number=1", "the recipient is no plain mail address"),
    ("a@b@reader.example", "number=1", "the recipient is no plain mail address"),
    ("a@reader.example\r\nBcc: b@reader.example", "number=1", "the recipient is no plain mail address"),
    ("a b@reader.example", "number=1", "the recipient is no plain mail address"),
    ("名@reader.example", "number=1", "the recipient is no plain mail address"),
    ("reader.example", "number=1", "the recipient is no plain mail address"),
    (CANARY, "number=1; rm", "the payload has no number"),
    (CANARY, "", "the payload has no number")])
def test_what_cannot_be_sent_is_given_up_at_once(portal, database, mailbox, recipient, payload, why):
    number = put(database, recipient=recipient, payload=payload)
    wait_until(lambda: row(database, number)[2], limit(10), "it is given up")
    assert row(database, number) == (1, 0, 1, why)
    assert mailbox.messages() == [] and not list(mailbox.folder.glob("part.*"))


# -- failures ----------------------------------------------------------------------------------------------


@pytest.mark.logs("NP0181", "NP0182")
def test_tried_again_and_given_up_after_eight(portal, database, mailbox):
    mailbox.order("fail")
    mark = portal.apache.log_mark()
    number = put(database)
    for tries in range(1, 9):
        wait_until(lambda: row(database, number)[0] == tries and row(database, number)[3], limit(10), f"try {tries}")
        wait_until(lambda: portal.apache.wait_for_log(rf"message {number} \(case-receipt\), try {tries}: ", mark, 0), limit(5), "it is told")
        if tries < 8:
            seconds = database.run("SELECT TIMESTAMPDIFF(SECOND, NOW(), next_try) FROM outbox")[0][0]
            wait_until(lambda: database.run("SELECT TIMESTAMPDIFF(SECOND, NOW(), next_try) BETWEEN %s AND %s FROM outbox",
                                            60 * 4 ** (tries - 1) - 20, 60 * 4 ** (tries - 1))[0][0], limit(5), f"back-off {seconds}")
            again(database)
    wait_until(lambda: row(database, number)[2], limit(5), "it is given up")
    tries, sent, over, error = row(database, number)
    assert (tries, sent) == (8, 0) and error == "not now for … nor for …"
    assert database.run("SELECT kind, tries, last_error FROM v_outbox") == ((("case-receipt", 8, error),))


@pytest.mark.logs("NP0182", "NP0181")
@pytest.mark.parametrize("order, over, why", [("nobody", 1, "the program gave up with status 67"),
                                             ("silent", 0, "the program gave up with status 3")])
def test_the_programs_status(portal, database, mailbox, order, over, why):
    mailbox.order(order)
    number = put(database)
    wait_until(lambda: row(database, number)[3], limit(10), "it failed")
    assert row(database, number) == (1, 0, over, why)


@pytest.mark.logs("NP0181")
def test_fails_and_then_goes_out_once(portal, database, mailbox):
    mailbox.order("fail")
    number = put(database)
    wait_until(lambda: row(database, number)[3], limit(10), "it failed")
    mailbox.order("")
    again(database)
    wait_sent(database, number)
    assert row(database, number) == (2, 1, 1, "") and len(mailbox.messages()) == 1


@pytest.mark.logs("NP0180")
def test_a_killed_sender_is_started_again(portal, database, mailbox):
    first = one_sender(portal)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: senders(portal) not in ([], [first]), limit(10), "another sender")
    number = put(database)
    wait_sent(database, number, 20)
    assert len(mailbox.messages()) == 1


@pytest.mark.logs("NP0180")
def test_killed_between_sending_and_noting(portal, database, mailbox):
    """The only way for a message to go out twice: ten minutes later, and recognizably the same."""
    one_sender(portal)
    mailbox.order("kill")
    number = put(database)
    wait_until(mailbox.messages, limit(10), "it was sent")
    mailbox.order("")
    other = put(database)
    wait_sent(database, other, 30)
    assert row(database, number)[:2] == (1, 0)
    assert 300 < database.run("SELECT TIMESTAMPDIFF(SECOND, NOW(), next_try) FROM outbox WHERE id = %s", number)[0][0] <= 600
    again(database)
    wait_sent(database, number, 20)
    ids = [message["Message-ID"] for message in mailbox.messages()]
    assert len(ids) == 3 and len(set(ids)) == 2


@pytest.mark.logs("NP0182")
def test_a_message_that_ends_its_sender_is_given_up(portal, database, mailbox):
    number = put(database)
    database.run("UPDATE outbox SET tries = 8 WHERE id = %s AND sent_at IS NULL", number)
    wait_until(lambda: row(database, number)[2], limit(20), "it is over")
    assert row(database, number)[1] or row(database, number)[3] == "the sender ended in the middle of the last try"


@pytest.mark.slow
@pytest.mark.logs("NP0181")
def test_a_program_that_hangs_is_ended(portal, database, mailbox):
    mailbox.order("hang")
    number = put(database)
    wait_until(lambda: row(database, number)[0] == 1, limit(10), "it is taken")
    assert portal.get("/").status == 200
    wait_until(lambda: row(database, number)[3], limit(45), "it is ended")
    assert row(database, number)[3] == "the program took longer than 30 seconds"


# -- life of the process -----------------------------------------------------------------------------------


def test_a_graceful_restart_keeps_one_sender(portal, database, mailbox):
    before = one_sender(portal)
    mailbox.order("slow")
    number = put(database)
    wait_until(lambda: row(database, number)[0] == 1, limit(10), "it is being sent")
    most = 0
    for _ in range(3):
        portal.apache.graceful()
        most = max(most, len(senders(portal)))
    assert most <= 1, "never two at once"
    wait_sent(database, number)
    wait_until(lambda: senders(portal) not in ([], [before]), limit(10), "the next sender")
    mailbox.order("")
    other = put(database)
    wait_sent(database, other)
    assert one_sender(portal) and len(mailbox.messages()) == 2
    assert row(database, number) == (1, 1, 1, "")


def test_a_hard_restart_keeps_one_sender(portal, database, mailbox):
    before = one_sender(portal)
    mark = portal.apache.log_mark()
    portal.apache.process.send_signal(signal.SIGHUP)
    assert portal.apache.wait_for_log("resuming normal operations", mark, limit(15))
    wait_until(lambda: senders(portal) not in ([], [before]), limit(10), "the next sender")
    number = put(database)
    wait_sent(database, number)
    assert one_sender(portal) and len(mailbox.messages()) == 1


def test_the_sender_follows_a_server_that_is_killed(servers, database, portal):
    portal.apache.stop()
    gone(database)
    other = servers.portal("notify-killed", database, NewsPortalNotify=("program", "/bin/true"), NewsPortalNotifyFrom=FROM)
    one_sender(other)
    children = other.apache.children()
    os.kill(other.apache.process.pid, signal.SIGKILL)
    gone(database)
    for child in children:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            pass
    other.apache.process.wait()
    other.apache.process = None
    servers.close_portal(other)
    (other.apache.folder / "httpd.pid").unlink(missing_ok=True)
    portal.start()


def test_the_sender_has_no_secrets_to_show(servers, database, mailbox, portal, workspace):
    secret = workspace / "notify-secret"
    secret.write_text("hunter2canary\n")
    secret.chmod(0o600)
    user = apache.unprivileged()
    if user:
        os.chown(secret, user[1], user[2])
    portal.apache.stop()
    gone(database)
    database.run("ALTER USER newsportal_sender@localhost IDENTIFIED BY 'hunter2canary'")
    hidden = servers.portal("notify-hidden", database, NewsPortalNotify=("program", mailbox.program), NewsPortalNotifyFrom=FROM,
                            NewsPortalNotifyDatabase=("newsportal_sender", f"file:{secret}"))
    try:
        number = put(database)
        wait_sent(database, number)
        pid = one_sender(hidden)
        for name in ("cmdline", "environ"):
            assert b"hunter2" not in pathlib.Path(f"/proc/{pid}/{name}").read_bytes()
        for child in hidden.apache.children():
            if child != pid:
                links = [os.readlink(link) for link in pathlib.Path(f"/proc/{child}/fd").iterdir()]
                assert not [link for link in links if "newsportal-notify" in link], "readers' processes hold no settings"
                assert not in_memory(child, b"hunter2canary"), "nor what they say"
        assert in_memory(pid, b"hunter2canary") is not False, "the sender itself has it: the search can find it"
        hidden.apache.stop()
        wait_until(lambda: not pathlib.Path(f"/proc/{pid}").exists(), limit(5), "the sender ends with httpd")
    finally:
        servers.close_portal(hidden)
        database.run("ALTER USER newsportal_sender@localhost IDENTIFIED BY ''")
        portal.start()


@pytest.mark.logs("NP010", "NP0183", "NP0181", "NP0180", "NP013")
def test_the_database_goes_and_comes_back(portal, database, mailbox):
    mailbox.order("slow")
    number = put(database)
    wait_until(lambda: row(database, number)[0] == 1, limit(10), "it is being sent")
    database.stop()
    time.sleep(3)
    database.start()
    wait_sent(database, number, 20)
    assert row(database, number) == (1, 1, 1, "") and len(mailbox.messages()) == 1, "sent once, noted when the database was back"


def test_several_senders_share_an_outbox(servers, database, portal, mailbox, workspace):
    """Two machines: every message goes out, and none of them twice."""
    other_box = Mailbox(workspace / "other-mailbox")
    other = servers.portal("notify-other", database, NewsPortalNotify=("program", other_box.program), NewsPortalNotifyFrom=FROM)
    numbers = []
    for _ in range(20):   # the other one may still be starting
        more = [put(database) for _ in range(40)]
        for number in more:
            wait_sent(database, number, 20)
        numbers += more
        if mailbox.messages() and other_box.messages():
            break
    servers.close_portal(other)
    ids = [[message["Message-ID"] for message in box.messages()] for box in (mailbox, other_box)]
    assert sorted(int(text.split(".")[1]) for text in ids[0] + ids[1]) == numbers
    assert ids[0] and ids[1], "both have worked"
    assert database.run("SELECT DISTINCT tries, last_error FROM outbox") == ((1, ""),)


def test_off_leaves_rows_alone(servers, database, mailbox, portal):
    portal.apache.stop()
    gone(database)
    other = servers.portal("notify-off", database)
    number = put(database)
    time.sleep(2)
    assert row(database, number)[0] == 0 and senders(other) == []
    servers.close_portal(other)
    portal.start()
    wait_sent(database, number)


def test_the_status_counts(portal, database, mailbox):
    sent = put(database)
    wait_sent(database, sent)
    text = status(portal)
    assert int(re.search(r"newsportal_notify_sent_total\{[^}]*\} (\d+)", text)[1]) >= 1
    assert re.search(r"newsportal_notify_trouble\{[^}]*\} 0", text)


def in_memory(pid, secret):
    """Whether the bytes lie in what a process can write to; None when this user may not look."""
    try:
        memory = open(f"/proc/{pid}/mem", "rb", 0)
    except PermissionError:
        return None
    with memory:
        for line in pathlib.Path(f"/proc/{pid}/maps").read_text().splitlines():
            first, last = (int(number, 16) for number in line.split()[0].split("-"))
            if line.split()[1].startswith("rw") and last - first < 1 << 28:   # a sanitizer's own maps are of terabytes
                try:
                    memory.seek(first)
                    if secret in memory.read(last - first):
                        return True
                except OSError:
                    pass   # special memory of the kernel's
    return False


def status(portal):
    return portal.get("/newsportal-status?prometheus").text


# -- mail servers ------------------------------------------------------------------------------------------


class MailServer(threading.Thread):
    """Speaks as much SMTP as a client needs. `mode` says how it fails."""

    def __init__(self, context=None):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.context, self.mode, self.messages, self.commands, self.connections = context, "", [], [], 0
        self.start()

    def run(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def close(self):
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass   # closed already
        self.listener.close()

    def serve(self, connection):
        try:
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            self.talk(connection, connection.makefile("rb"))
        except (OSError, ValueError):
            pass
        finally:
            connection.close()

    def talk(self, connection, lines):
        def say(text):
            connection.sendall(text.encode() + b"\r\n")
        if self.mode == "mute":
            time.sleep(90)
        say("220 mail.test ESMTP")
        rcpt = ""
        for line in lines:
            word = line.split(b" ")[0].strip().upper()
            self.commands.append(line.decode().strip())
            if word == b"EHLO":
                connection.sendall(b"250-mail.test\r\n" + (b"250-AUTH PLAIN\r\n" if self.mode == "auth" else b"") + b"250 8BITMIME\r\n")
            elif word == b"AUTH":
                if len(line.split()) < 3:
                    say("334 ")
                    self.commands.append(next(lines).decode().strip())
                say("235 welcome")
            elif word == b"RCPT":
                rcpt = line.decode().strip()
                say({"unknown": f"550 5.1.1 {rcpt[8:]} kanari.vogel unknown", "later": "451 greylisted"}.get(self.mode, "250 ok"))
            elif word == b"DATA":
                if self.mode == "drop":
                    return
                say("354 go on")
                message = b""
                for part in lines:
                    if part == b".\r\n":
                        break
                    message += part
                self.messages.append((rcpt, message))
                say("250 taken")
            elif word == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


@pytest.fixture
def server():
    server = MailServer()
    yield server
    server.close()


@pytest.fixture
def by_mail(servers, database, portal, server):
    """The portal with a mail server instead of the program."""
    portal.apache.stop()
    gone(database)
    other = servers.portal(f"notify-smtp-{server.port}", database, NewsPortalNotify=f"smtp://127.0.0.1:{server.port}", NewsPortalNotifyFrom=FROM)
    yield other
    servers.close_portal(other)
    portal.start()


def test_by_a_mail_server(by_mail, database, server):
    numbers = [put(database), put(database, "case-new", "office@city.example")]
    for number in numbers:
        wait_sent(database, number)
    assert [rcpt for rcpt, _ in server.messages] == [f"RCPT TO:<{CANARY}>", "RCPT TO:<office@city.example>"]
    assert f"MAIL FROM:<{FROM}>" in server.commands[1] and server.connections == 1
    message = email.message_from_bytes(server.messages[0][1], policy=email.policy.default)
    assert message["Subject"] == "您的诉求已收到，编号 12" and "查询码" in message.get_content()
    assert all(len(line) <= 78 for line in server.messages[0][1].split(b"\r\n")) and server.messages[0][1].isascii()


@pytest.mark.logs("NP0181", "NP0182")
@pytest.mark.parametrize("mode, over, why", [
    ("unknown", 1, "550 5.1.1 … … unknown"), ("later", 0, "451 greylisted"), ("drop", 0, None)])
def test_a_mail_server_that_refuses(by_mail, database, server, mode, over, why):
    server.mode = mode
    number = put(database)
    wait_until(lambda: row(database, number)[3], limit(10), "it failed")
    assert row(database, number)[:3] == (1, 0, over)
    assert why is None or row(database, number)[3] == why
    server.mode = ""
    if not over:
        again(database)
        wait_sent(database, number, 20)


@pytest.mark.logs("NP0181")
def test_a_mail_server_that_is_not_there(by_mail, database, server):
    server.close()
    number = put(database)
    wait_until(lambda: row(database, number)[3], limit(10), "it failed")
    assert "connect" in row(database, number)[3].lower() and row(database, number)[:3] == (1, 0, 0)


@pytest.mark.slow
@pytest.mark.logs("NP0181")
def test_a_mail_server_that_hangs(by_mail, database, server):
    server.mode = "mute"
    number = put(database)
    wait_until(lambda: row(database, number)[0] == 1, limit(10), "it is taken")
    began = time.monotonic()
    for _ in range(20):
        assert by_mail.get("/").status == 200
    assert time.monotonic() - began < limit(5)
    wait_until(lambda: row(database, number)[3], limit(75), "it is given up for now")
    assert row(database, number)[:3] == (1, 0, 0)


@pytest.fixture(scope="module")
def certificate(workspace):
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    folder = workspace / "certificate"
    folder.mkdir()
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key.pem",
                    "-out", folder / "cert.pem"], check=True, capture_output=True)
    folder.chmod(0o755)
    (folder / "cert.pem").chmod(0o644)
    return folder


@pytest.mark.logs("NP0181")
def test_tls_is_checked(servers, database, portal, certificate, workspace):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    server = MailServer(context)
    secret = workspace / "mail-secret"
    secret.write_text("hunter3canary\n")
    secret.chmod(0o600)
    user = apache.unprivileged()
    if user:
        os.chown(secret, user[1], user[2])
    server.mode = "auth"
    address = f"smtps://localhost:{server.port}"
    settings = {"NewsPortalNotifyFrom": FROM, "NewsPortalNotifyAccount": ("portal", f"file:{secret}")}
    portal.apache.stop()
    gone(database)
    strict = servers.portal("notify-tls", database, NewsPortalNotify=address, **settings)
    number = put(database)
    wait_until(lambda: row(database, number)[3], limit(10), "it failed")
    assert "certificate" in row(database, number)[3].lower() and server.messages == []
    servers.close_portal(strict)
    trusting = servers.portal("notify-ca", database, NewsPortalNotify=(address, certificate / "cert.pem"), **settings)
    again(database)
    wait_sent(database, number, 20)
    place = next(place for place, line in enumerate(server.commands) if line.startswith("AUTH PLAIN"))
    words = (server.commands[place].split()[2:] or [server.commands[place + 1]])[0]
    assert base64.b64decode(words) == b"\0portal\0hunter3canary"
    servers.close_portal(trusting)
    server.close()
    portal.start()


# -- the log -----------------------------------------------------------------------------------------------


def test_no_log_names_a_recipient(portal, servers, workspace):
    """Last: over everything that the tests above have provoked."""
    logs = "".join(path.read_text("utf-8", "replace") for path in workspace.glob("notify*/*.log"))
    assert "NP018" in logs
    for secret in ("kanari", "vogel", "reader.example", "number=", "hunter"):
        assert secret not in logs, secret
