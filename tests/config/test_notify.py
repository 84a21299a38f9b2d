"""NewsPortalNotify and the directives beside it: what the sender is going to be told, and what stops the start."""
import os

import pytest

from conftest import ROOT

ON = ("NewsPortalEngine On", "NewsPortalBaseURL https://www.example.org")
FROM = "NewsPortalNotifyFrom portal@example.org"
PROGRAM = "NewsPortalNotify program /bin/true -i"


def secret(folder, name="secret", text="hunter2\n"):
    path = folder / name
    path.write_text(text)
    os.chmod(path, 0o600)
    return path


@pytest.mark.parametrize("line, made", [
    (PROGRAM, {"notify": 1, "notify_program": "/bin/true", "notify_url": None}),
    ("NewsPortalNotify smtp://Mail.Example", {"notify": 2, "notify_url": "smtp://mail.example:25", "notify_local": 0, "notify_program": None}),
    ("NewsPortalNotify smtps://mail.example", {"notify": 2, "notify_url": "smtps://mail.example:465", "notify_local": 0}),
    ("NewsPortalNotify smtp://[::1]:2525", {"notify_url": "smtp://[::1]:2525", "notify_local": 1}),
    ("NewsPortalNotify smtp://127.0.0.1", {"notify_url": "smtp://127.0.0.1:25", "notify_local": 1}),
    ("NewsPortalNotify smtps://localhost", {"notify_url": "smtps://localhost:465", "notify_local": 0}),
    ("NewsPortalNotify smtp://localhost.example.org", {"notify_local": 0}),
    ("NewsPortalNotify smtp://mail.example /bin/true", {"notify_ca": "/bin/true"}),
])
def test_ways(probe, line, made):
    result = probe(*ON, line, FROM)
    assert result.ok, result.text
    site = result.sites["main.test"]
    assert {name: site[name] for name in made} == made
    assert (site["notify_from"], site["notify_user"], site["notify_db_user"]) == ("portal@example.org", None, "newsportal_sender")
    assert site["notify_password"] == site["notify_db_password"] == ""


def test_passwords(probe):
    result = probe(*ON, PROGRAM, FROM, f"NewsPortalNotifyAccount me file:{secret(probe.folder)}",
                   "NewsPortalNotifyDatabase other exec:/bin/echo hunter3")
    assert result.ok, result.text
    site = result.sites["main.test"]
    assert (site["notify_user"], site["notify_password"]) == ("me", "hunter2")
    assert (site["notify_db_user"], site["notify_db_password"]) == ("other", "hunter3")


def test_a_virtual_host_takes_it_back(probe):
    result = probe(*ON, PROGRAM, FROM, "NewsPortalNotifyAccount me exec:/bin/echo x",
                   "<VirtualHost *:1>\nServerName host.test\nNewsPortalNotify off\n</VirtualHost>",
                   "<VirtualHost *:1>\nServerName other.test\nNewsPortalNotifyAccount none\n</VirtualHost>")
    assert result.ok, result.text
    assert result.sites["host.test"]["notify"] == 0
    assert result.sites["other.test"]["notify"] == 1 and result.sites["other.test"]["notify_user"] is None


def test_off_reads_no_password(probe):
    assert probe(*ON, "NewsPortalNotifyDatabase a file:/nonexistent", "NewsPortalNotifyAccount a file:/nonexistent").ok


@pytest.mark.parametrize("lines, why", [
    ((PROGRAM,), "NewsPortalNotifyFrom is missing; give the mail address"),
    ((FROM, "NewsPortalNotify program /nonexistent/sendmail"), 'NewsPortalNotify: "/nonexistent/sendmail" is not accepted; give the path of a program'),
    ((FROM, "NewsPortalNotify smtp://a /nonexistent.pem"), 'NewsPortalNotify: "/nonexistent.pem" cannot be read; give a file of CA'),
    ((FROM, PROGRAM, "NewsPortalNotifyAccount a file:/nonexistent"), "NewsPortalNotifyAccount: /nonexistent cannot be read"),
    ((FROM, PROGRAM, "NewsPortalNotifyDatabase a exec:/bin/false"), "NewsPortalNotifyDatabase: /bin/false gave no password"),
])
def test_what_stops_the_start(configtest, lines, why):
    result = configtest(*ON, *lines)
    assert not result.ok and why in result.text, result.text


@pytest.mark.parametrize("directive", ["NewsPortalNotifyAccount", "NewsPortalNotifyDatabase"])
@pytest.mark.parametrize("value", ["me hunter2", "me", "me file:hunter2", "hunter2", "", "me none hunter2", "'' exec:/bin/true"])
def test_no_password_in_the_configuration(configtest, directive, value):
    result = configtest(f"{directive} {value}")
    assert not result.ok and directive in result.text
    assert "hunter2" not in result.text.replace(f"{directive} {value}", "")


def test_account_for_a_mail_server_needs_a_password(configtest):
    assert not configtest("NewsPortalNotifyAccount me none").ok
    assert configtest("NewsPortalNotifyAccount none").ok and configtest("NewsPortalNotifyDatabase me none").ok


THEME = '<theme name="%s" parent="%s"/>'


def theme(folder, **texts):
    """A child of the default theme with mail of its own."""
    themes = folder / "themes"
    (themes / "mine" / "mail").mkdir(parents=True, exist_ok=True)
    if not (themes / "default").exists():
        (themes / "default").symlink_to(ROOT / "htdocs" / "themes" / "default")
    (themes / "mine" / "theme.xml").write_text(THEME % ("mine", "default"))
    for name, text in texts.items():
        (themes / "mine" / "mail" / f"{name}.txt").write_text(text)
    return themes / "mine"


def test_texts_of_a_child_theme_are_checked(configtest, tmp_path):
    mine = theme(tmp_path, en="[case-new]\nSubject: {name}\n\nText\n")
    lines = (*ON, PROGRAM, FROM, "NewsPortalLanguage en", "NewsPortalTimeZone +08:00")
    result = configtest(*lines, theme=mine)
    assert not result.ok and "NewsPortalNotify: " in result.text and "mail/en.txt, line 2: in braces only {site}, {base}" in result.text, result.text
    mine = theme(tmp_path, en="[case-new]\nSubject: Hello\n\nText\n")
    result = configtest(*lines, theme=mine)
    assert result.ok, result.text
