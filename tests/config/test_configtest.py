"""`apache2 -t` with the real module: every wrong value is refused by a sentence, every right one passes."""
import os
import re

import pytest

from conftest import ROOT
from reference import CONF, TABLE, in_use, lines_shown

ON = ("NewsPortalEngine On", "NewsPortalBaseURL https://www.example.org")


def times(least, most, below, above):
    wrong = ["0", "5", "", "s", "-1s", "+1s", "1.5s", "1 s", "1sec", "2m", "2mississippi", "1S", "0x1s", "1e3s",
             "99999999999999999999s", below, above]
    return {"right": [least, most], "wrong": wrong}


LONG_LABEL = "a" * 64 + ".example"
LONG_NAME = ".".join(["a" * 63] * 4) + ".aa"

CASES = {
    "NewsPortalEngine": {"right": ["On", "off", "ON"], "wrong": ["yes", "1", ""]},
    "NewsPortalDBHost": {
        "right": ["db.example.org", "db:3307", "127.0.0.1:1", "[::1]", "[2001:db8::5]:65535", "unix:/run/db.sock",
                  "a b c d e f g h", "unix:" + "/" + "x" * 106],
        "wrong": ["", "db:", "db:0", "db:65536", "db:x", "db:3306x", "unix:", "unix:relative", "unix:/" + "x" * 107,
                  "-db", "db-", "a..b", ".a", "a.", "db.example.org/path", "user@db", "1.2.3.400", "1.2.3", "::1", "[::1",
                  "[::g]", "[::1]3306", "[]", "数据库", LONG_LABEL, LONG_NAME]},
    "NewsPortalDBName": {"right": ["n", "news-portal_2", "新闻", "x" * 64],
                         "wrong": ["", " ", "a/b", "a\\\\b", "a.b", "a`b", "x" * 65]},
    "NewsPortalDBUser": {"right": ["u", "x" * 80], "wrong": ["", "  ", "x" * 81]},
    "NewsPortalDBTLS": {"right": ["off", "require", "verify", "VERIFY", "verify ca.pem"],
                        "wrong": ["on", "", "verified", "off ca.pem", "require ca.pem"]},
    "NewsPortalDBPool": {"right": ["1", "256", "008"],
                         "wrong": ["0", "257", "-1", "+1", "1.0", "8 ", "0x8", "eight", "", "4294967297",
                                   "99999999999999999999"]},
    "NewsPortalDBConnectTimeout": times("100ms", "30s", "99ms", "31s"),
    "NewsPortalDBReadTimeout": times("100ms", "1min", "99ms", "61s"),
    "NewsPortalDBStatementTimeout": times("10ms", "60s", "9ms", "2min"),
    "NewsPortalDBPoolWait": times("1ms", "10s", "0ms", "10001ms"),
    "NewsPortalDBMaxAge": times("1s", "24h", "999ms", "25h"),
    "NewsPortalPageTimeout": times("100ms", "60s", "99ms", "1h"),
    "NewsPortalSiteName": {"right": ["云鹿在线", "A", "云" * 100],
                           "wrong": ["", " ", "云" * 101, "a\tb", b"bad \xff byte", b"\xed\xa0\x80"]},
    "NewsPortalBaseURL": {
        "right": ["http://a", "https://www.example.org", "HTTPS://WWW.Example.ORG/", "http://127.0.0.1:8080",
                  "http://[::1]:8080", "https://xn--fiqs8s.example"],
        "wrong": ["", "www.example.org", "//www.example.org", "ftp://a", "http://", "https:///", "http://a/news",
                  "http://a//", "http://a?x=1", "http://a/#x", "http://a#", "http://user@a", "http://user:pw@a",
                  "http://a:0", "http://a:65536", "http://a:", "http://a b", "http://中国.example", "http://a_b",
                  "http://-a", "http://a.", "http://1.2.3", "http:/a", "https//a", "http://[::1", "http://a\\\\b"]},
    "NewsPortalLanguage": {"right": ["zh-Hans", "ko", "en-GB", "ZH-hant-tw", "kok"],
                           "wrong": ["", "z", "zh_CN", "zh-", "-zh", "zh--cn", "chinese", "zh-Hans.xml", "../zh", "zh-a",
                                     "zh-abcdefghi", "中文", "zh" + "-abcdefgh" * 4]},
    "NewsPortalTimeZone": {"right": ["Asia/Shanghai", "Asia/Seoul", "+08:00", "-03:30", "UTC"],
                           "wrong": ["", "Asia/Nowhere", "Peking", "+25:00", "+8", "08:00", "+08:60"]},
    "NewsPortalTheme": {"right": ["/some/folder", "relative", "/some/folder/"], "wrong": [""]},
    "NewsPortalThemeURL": {"right": ["/themes", "/themes/", "/a/b-c_d.e~f"],
                           "wrong": ["", "/", "themes", "//", "/a//b", "/../a", "/a/..", "/.a", "/a?b", "/a b", "/主题",
                                     "/a%20b", "http://cdn.example", "/" + "a" * 200]},
    "NewsPortalMobile": {"right": ["off", "path", "Path", "host m.example.org"],
                         "wrong": ["", "on", "sms", "host", "path /m", "off m.example.org", "host http://m.example.org",
                                   "host m.example.org:8080", "host -m", "host ''"]},
    "NewsPortalMobileRedirect": {"right": ["On", "off", "ON"], "wrong": ["yes", "1", "", "auto"]},
    "NewsPortalNotice": {"right": ["版权所有", "致电 {phone} 或 {phone}。", "见{form}{phone}{form}", "none", "NONE", "字" * 1000],
                         "wrong": ["", " ", "{Phone}", "{phone", "phone}", "{}", "{{phone}}", "字" * 1001, "a\tb", b"\xff"]},
    "NewsPortalPhone": {"right": ["0400-555-0142", "+86 433 555 0142", "110", "none", "0433—5550142"],
                        "wrong": ["", "12", "call us", "-", " ", "1" * 41, b"123\xff"]},
    "NewsPortalHotlinePhone": {"right": ["12345", "None"], "wrong": ["", "1", "no", "1" * 41]},
    "NewsPortalOperator": {
        "right": ["https://www.example.org/", "http://a", "https://a/b?c=d&e=%E4%BA%91#f"],
        "wrong": ["", "a", "/about/", "mailto:a@b.c", "https://", "https://a/b c", "https://a/<b>", "https://a/%", "https://a/%zz",
                  "https://a/%2", "https://a/云", "https://u@a/", "https://a/[b]", "https://a/" + "b" * 500]},
    "NewsPortalPageSize": {"right": ["list 1", "front 100", "BLOCK 6"],
                           "wrong": ["list 0", "list 101", "list ten", "feed 10", "list ''", "'' 10", "front -1"]},
    "NewsPortalApp": {
        "right": ["none", "NONE", "name 云鹿新闻", "Name 'Yunlu News'", "name " + "云" * 60, "icon /pictures/app.png?v=1",
                  "icon https://cdn.example/app.png", "ios https://apps.apple.com/app/id1", "android http://a/b.apk",
                  "harmony https://appgallery.example/x#y", "page /page/app/", "page https://a/%E4%BA%91", "token YunluNews",
                  "token a-b", "token " + "x" * 60],
        "wrong": ["", "name", "app x", "none x", "name '\t'", "name " + "云" * 61, "name ''", "icon app.png",
                  "icon http://cdn.example/app.png", "icon //cdn.example/app.png", "icon /a<b", "icon /云.png", "icon /%zz",
                  "icon javascript:alert(1)", "icon data:image/png;base64,x", "ios /page/app/", "ios itms-apps://x", "ios apps.apple.com",
                  "android market://details?id=x", "android https://u@a/", "harmony ftp://a/", "page page/app/", "page //evil.example/",
                  "page /" + "a" * 500, "token ab", "token 'two\twords'", "token yunlu/1", "token 云鹿新闻", "token " + "x" * 61,
                  "token ''"]},
    "NewsPortalMourning": {
        "right": ["none", "None", "2026-12-13", "2026-12-13 2026-12-13", "2027-04-04 2027-04-06", "2024-02-29"],
        "wrong": ["", "never", "2026-12-13 none", "none 2026-12-13", "2026-12-32", "2023-02-29", "2026-13-01", "2026-1-1",
                  "2026/12/13", "20261213", "13.12.2026", "12-13", "2026-12-14 2026-12-13", "2026-12-13 today",
                  "2026-12-13T00:00:00", "0000-01-01", "今天"]},
    "NewsPortalModelView": {"right": ["off", "local", "Local"], "wrong": ["on", "", "all", "127.0.0.1"]},
    "NewsPortalCache": {"right": ["off", "1M", "64m", "64G", "1024K"],
                        "wrong": ["", "on", "0", "64", "1023K", "65G", "64MB", "M", "-1M", "1.5G", "64 M", "99999999999G"]},
    "NewsPortalCacheWait": times("1ms", "4s", "0ms", "11s"),
    "NewsPortalCacheLifetime": times("1s", "24h", "999ms", "25h"),
    "NewsPortalCacheStale": times("1s", "720h", "999ms", "721h"),
    "NewsPortalChangesInterval": times("20ms", "60s", "19ms", "61s"),
    "NewsPortalChangesWindow": times("1s", "24h", "999ms", "25h"),
    "NewsPortalMaxAge": {"right": ["all 0s", "front 1s 10min", "ARTICLE 24h 24h", "tags 0ms"],
                         "wrong": ["all 1", "all 25h", "all 1s 25h", "error 1s", "page 1s", "front 1s -1s", "all 1s soon"]},
    "NewsPortalStaleWhileRevalidate": times("0s", "24h", "-1s", "25h"),
    "NewsPortalStaleIfError": times("0s", "24h", "-1s", "25h"),
    "NewsPortalStore": {"right": ["off", "/var/cache/portal 1M", "relative 10G"],
                        "wrong": ["", "on", "/var/cache/portal", "/var/cache/portal 1", "/var/cache/portal 1023K"]},
    "NewsPortalMediaCache": {"right": ["off", "/var/cache/pictures 1M", "relative 10G", "relative 1M none", "relative 1M /bin/true"],
                             "wrong": ["", "on", "/var/cache/pictures", "/var/cache/pictures 1", "/var/cache/pictures 1023K",
                                       "/var/cache/pictures 1M vipsthumbnail"]},
    "NewsPortalFormLimit": {"right": ["1 1", "6000 60000"], "wrong": ["0 1", "1 0", "6001 1", "1 60001", "a 1", "1 b"]},
    "NewsPortalNotify": {"right": ["off", "OFF", "program /bin/true", "program /bin/true -i x", "Program /bin/true", "smtp://mail.example",
                                   "smtps://mail.example:465", "SMTP://[::1]:2525", "smtp://127.0.0.1:25 /bin/true"],
                         "wrong": ["", "on", "off x", "program", "program true", "program ''", "sendmail", "smtp:", "smtp://", "smtp://a:0", "smtp://a/",
                                   "smtp://a:65536", "smtp://u:p@a", "smtp://a?x", "http://a", "smtp://a b c", "mail.example:25",
                                   "lmtp://a"]},
    "NewsPortalNotifyFrom": {"right": ["none", "NONE", "portal@example.org", "a.b+c@x-y.example"],
                             "wrong": ["", "portal", "@example.org", "a@", "-a@b", "a@b@c", "a b@c", "A <a@b>", "<a@b>", "名@b", "a@b,c@d",
                                       "a@b.", b"a@\xff"]},
}
# Words, not one quoted value.
SPLIT = {"NewsPortalDBHost", "NewsPortalDBTLS", "NewsPortalMobile", "NewsPortalPageSize", "NewsPortalMaxAge", "NewsPortalStore",
         "NewsPortalMediaCache", "NewsPortalFormLimit", "NewsPortalApp", "NewsPortalMourning", "NewsPortalNotify"}
SECRETS = {"NewsPortalDBPassword", "NewsPortalFormKey", "NewsPortalNotifyAccount", "NewsPortalNotifyDatabase"}   # test_password.py, test_notify.py


def line(name, value):
    if isinstance(value, bytes):
        value = value.decode("utf-8", "surrogateescape")
    return f"{name} {value}" if name in SPLIT and value else f'{name} "{value}"'


def every(kind):
    return [pytest.param(name, value, id=f"{name}-{str(value)[:30]}") for name, case in CASES.items() for value in case[kind]]


def test_every_directive_has_cases():
    assert set(CASES) == set(TABLE) - SECRETS


@pytest.mark.parametrize("name, value", every("right"))
def test_right_value_passes(configtest, name, value):
    result = configtest("NewsPortalBaseURL http://a", line(name, value))
    assert result.ok and "Syntax OK" in result.text, result.text


@pytest.mark.parametrize("name, value", every("wrong"))
def test_wrong_value_is_refused(configtest, name, value):
    result = configtest(line(name, value))
    row = TABLE[name]
    assert not result.ok, "accepted"
    assert "Syntax error on line" in result.text
    assert name in result.text and row.accepted in result.text
    if not value or "''" in str(value):
        return  # httpd itself refuses an empty argument, with our help text
    accepted = f"give {row.accepted} ({name} {row.syntax}; default: {row.default})"
    assert f'is not accepted; {accepted}' in result.text
    if not isinstance(value, bytes) and value.isascii() and value.isprintable() and "\\" not in value:
        shown = value if len(value) <= 200 else value[:200] + "..."
        assert f'{name}: "{shown}" is not accepted' in result.text  # else httpd's log escapes it


@pytest.mark.parametrize("name", [name for name in TABLE if TABLE[name].arguments != "TAKE_ARGV"])
@pytest.mark.parametrize("arguments", ["", " a b c"])
def test_wrong_number_of_arguments(configtest, name, arguments):
    result = configtest(name + arguments)
    assert not result.ok
    assert name in result.text and TABLE[name].accepted in result.text


def test_more_than_eight_hosts(configtest):
    result = configtest("NewsPortalDBHost a b c d e f g h ninth")
    assert not result.ok and 'NewsPortalDBHost: "ninth" is not accepted' in result.text


LITERAL = [name for name in TABLE if name not in
           {"NewsPortalSiteName", "NewsPortalBaseURL", "NewsPortalOperator", "NewsPortalPageSize"}]


@pytest.mark.parametrize("name", LITERAL)
def test_default_may_be_written_down(configtest, name):
    result = configtest(f"{name} {TABLE[name].default}", theme=None)
    assert result.ok, result.text


def test_unknown_directive_is_refused(configtest):
    result = configtest("NewsPortalEngines On")
    assert not result.ok and "NewsPortalEngines" in result.text


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("section", ["Location /", "Directory /"])
def test_server_context_only(configtest, name, section):
    result = configtest(f"<{section}>", f"{name} x", f"</{section.split()[0]}>")
    assert not result.ok
    assert f"{name} not allowed in <{section.split()[0]}> context" in result.text


# ---- Checks across directives: with the engine on


CROSS = [
    (["NewsPortalEngine On"], "main server: NewsPortalBaseURL is missing; give"),
    ([*ON, "NewsPortalLanguage ko"], "main server: NewsPortalTimeZone is missing; give"),
    ([*ON, 'NewsPortalNotice "call {phone}"'], "main server: NewsPortalNotice has {phone}, but NewsPortalPhone is missing"),
    ([*ON, 'NewsPortalNotice "call {phone}"', 'NewsPortalPhone none'], "NewsPortalPhone is missing"),
    ([*ON, "NewsPortalMobile host WWW.example.org"], "NewsPortalMobile and NewsPortalBaseURL name the same host"),
    ([*ON, "NewsPortalMobile off", "NewsPortalMobileRedirect On"], "NewsPortalMobileRedirect needs mobile pages; give"),
    ([*ON, "NewsPortalApp ios https://a/"], "NewsPortalApp has no name; give NewsPortalApp name"),
    ([*ON, "NewsPortalApp name x"], "NewsPortalApp has no address; give at least one of"),
    ([*ON, "NewsPortalApp name x", "NewsPortalApp icon /x.png", "NewsPortalApp token xyz"], "NewsPortalApp has no address; give"),
    ([*ON, "NewsPortalApp token xyz"], "NewsPortalApp has no address; give"),
    ([*ON, "NewsPortalApp name x", "NewsPortalApp ios https://a/", "NewsPortalApp none", "NewsPortalApp page /x/"],
     "NewsPortalApp has no name; give"),
    ([*ON, "NewsPortalDBStatementTimeout 3s"], "NewsPortalDBStatementTimeout must be shorter than NewsPortalDBReadTimeout"),
    ([*ON, "NewsPortalPageTimeout 2s"], "NewsPortalDBStatementTimeout must be shorter than NewsPortalPageTimeout"),
    ([*ON, "NewsPortalDBPoolWait 5s"], "NewsPortalDBPoolWait must be shorter than NewsPortalPageTimeout"),
    ([*ON, "NewsPortalTheme nowhere"], 'nowhere" is not accepted; give a folder that holds a theme.xml'),
    ([*ON, "NewsPortalDBTLS verify missing.pem"], 'missing.pem" cannot be read'),
]


@pytest.mark.parametrize("lines, sentence", CROSS, ids=[sentence[:50] for _, sentence in CROSS])
def test_values_that_do_not_fit_together(configtest, lines, sentence):
    result = configtest(*lines)
    assert not result.ok
    assert sentence in result.text
    assert configtest(*[line.replace("NewsPortalEngine On", "NewsPortalEngine Off") for line in lines]).ok, \
        "checked although the engine is off"


@pytest.mark.parametrize("lines", [
    ON,
    [*ON, "NewsPortalLanguage ko", "NewsPortalTimeZone +09:00"],
    [*ON, 'NewsPortalNotice "call {phone}"', "NewsPortalPhone 0400-555-0142"],
    [*ON, "NewsPortalMobile host m.example.org"],
    [*ON, "NewsPortalDBStatementTimeout 2999ms"],
    [*ON, "NewsPortalMobile host m.example.org", "NewsPortalMobileRedirect On"],
    [*ON, "NewsPortalMobile off", "NewsPortalMobileRedirect Off"],
    [*ON, "NewsPortalApp page /page/app/", "NewsPortalApp name x"],
    [*ON, "NewsPortalApp name x", "NewsPortalApp none"],
    [*ON, "NewsPortalMourning 2026-12-13", "NewsPortalMourning none", "NewsPortalMourning 2027-04-04 2027-04-06"],
    ["NewsPortalEngine Off", 'NewsPortalNotice "call {phone}"'],
])
def test_values_that_fit_together(configtest, lines):
    result = configtest(*lines)
    assert result.ok, result.text


def test_ca_file_relative_to_server_root(configtest):
    (configtest.folder / "ca.pem").write_text("-----BEGIN CERTIFICATE-----\n")
    result = configtest(*ON, "NewsPortalDBTLS verify ca.pem")
    assert result.ok, result.text


def test_fault_names_its_virtual_host(configtest):
    result = configtest(
        "<VirtualHost *:8199>", "ServerName good.test", *ON, "</VirtualHost>",
        "<VirtualHost *:8199>", "ServerName bad.test", "NewsPortalEngine On", "</VirtualHost>")
    assert not result.ok
    place = re.search(r"virtual host bad\.test \((.*):(\d+)\): NewsPortalBaseURL is missing", result.text)
    assert place, result.text
    written = (configtest.folder / "httpd.conf").read_text().splitlines()
    assert place[1] == str(configtest.folder / "httpd.conf")
    assert written[int(place[2])] == "ServerName bad.test"


def test_fault_of_a_theme_names_its_virtual_host(configtest):
    """Themes are compiled after the directives were checked; their sentences begin in the same way."""
    broken = configtest.folder / "broken"
    broken.mkdir()
    (broken / "theme.xml").write_text("<theme")
    for line, fault in ((f'NewsPortalTheme "{broken}"', "NewsPortalTheme: "), ("NewsPortalLanguage eo", "NewsPortalLanguage: ")):
        result = configtest(
            "<VirtualHost *:8199>", "ServerName good.test", *ON, "</VirtualHost>",
            "<VirtualHost *:8199>", "ServerName bad.test", *ON, "NewsPortalTimeZone UTC", line, "</VirtualHost>")
        assert not result.ok
        place = re.search(r"virtual host bad\.test \(.*httpd\.conf:(\d+)\): " + fault + r"\S", result.text)
        assert place, result.text
        written = (configtest.folder / "httpd.conf").read_text().splitlines()
        assert written[int(place[1])] == "ServerName bad.test"
        result = configtest(*ON, "NewsPortalTimeZone UTC", line)
        assert not result.ok and f"main server: {fault}" in result.text, result.text


# ---- What is allowed and cannot be meant

NAMED = {
    "main server": ([*ON, "NewsPortalMobile host m.test"], False),
    "no name": (["<VirtualHost *:8199>", "ServerName www.test", *ON, "NewsPortalMobile host m.test", "</VirtualHost>"], True),
    "ServerAlias": (["<VirtualHost *:8199>", "ServerName www.test", "ServerAlias x.test M.test", *ON,
                     "NewsPortalMobile host m.test", "</VirtualHost>"], False),
    "wild ServerAlias": (["<VirtualHost *:8199>", "ServerName www.test", "ServerAlias *.test", *ON,
                          "NewsPortalMobile host m.test", "</VirtualHost>"], False),
    "ServerName": (["<VirtualHost *:8199>", "ServerName m.test", *ON, "NewsPortalMobile host m.test", "</VirtualHost>"], False),
    "path": (["<VirtualHost *:8199>", "ServerName www.test", *ON, "</VirtualHost>"], False),
}


@pytest.mark.parametrize("case", NAMED)
def test_a_mobile_host_without_its_name_is_doubted(configtest, case):
    lines, doubted = NAMED[case]
    result = configtest(*lines)
    assert result.ok and "Syntax OK" in result.text
    assert ("NP0005: virtual host www.test" in result.text and "add ServerAlias m.test" in result.text) == doubted, result.text
    assert "NP0005" not in result.text or doubted


# ---- conf/newsportal.conf


def test_conf_as_shipped(configtest):
    result = configtest(f'Include "{CONF}"', theme=None)
    assert result.ok, result.text


def test_conf_with_every_line_in_use(configtest):
    password = configtest.folder / "password"
    password.write_text("secret\n")
    os.chmod(password, 0o600)
    text = CONF.read_text("utf-8")
    assert "/usr/share/newsportal/themes" in text and "/etc/newsportal/password" in text
    text = text.replace("/usr/share/newsportal/themes", str(ROOT / "htdocs" / "themes"))
    text = text.replace("/etc/newsportal/password", str(password))
    text = in_use(text)
    assert text.count("\nNewsPortal") == lines_shown() >= len(TABLE)
    assert "\n<VirtualHost" in text and "\n    ErrorDocument 404" in text
    result = configtest(text, theme=None)
    assert result.ok, result.text
