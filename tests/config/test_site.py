"""What the pages get: np_site_t as mod_newsportal_config.c makes it, seen through the probe."""
import datetime
import hashlib
import re

import pytest

from conftest import THEME
from reference import TABLE

ON = ("NewsPortalEngine On", "NewsPortalBaseURL https://www.example.org",
      "NewsPortalFormKey exec:/bin/echo standard")
UNITS = {"ms": 1_000, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000}
OFF, PATH, HOST = range(3)


def site(probe, *lines, **options):
    result = probe(*ON, *lines, **options)
    assert result.ok, result.text
    return result.sites["main.test"]


def microseconds(text):
    number, unit = re.fullmatch(r"(\d+)(\D+)", text).groups()
    return int(number) * UNITS[unit]


def size(text):
    number, unit = re.fullmatch(r"(\d+)([KMG])", text).groups()
    return int(number) << {"K": 10, "M": 20, "G": 30}[unit]


KINDS = ("front", "latest", "tags", "tag", "static", "error", "article", "archive", "month", "day", "preview", "media",
         "hotline", "hotline-list", "hotline-agency", "hotline-region", "hotline-kind", "hotline-state",
         "hotline-search", "hotline-case", "hotline-league", "hotline-csv", "hotline-json",
         "hotline-month", "hotline-month-csv", "hotline-month-json", "hotline-new",
         "hotline-receipt", "plaza", "plaza-feed", "plaza-notice", "plaza-choose", "plaza-new", "plaza-receipt",
         "plaza-follow", "plaza-contact", "plaza-report", "plaza-list", "copyright", "copyright-ledger",
         "copyright-csv", "copyright-json", "copyright-claim", "copyright-receipt", "copyright-follow",
         "copyright-counter", "copyright-countered", "hotline-follow", "hotline-join", "hotline-joined", "channel")

# Directive, field of np_site_t or np_db_config_t, and how the text becomes the field's value.
DEFAULTS = [
    ("NewsPortalDBHost", "hosts", lambda text: [[text.removeprefix("unix:"), 0]]),
    ("NewsPortalDBName", "database", str),
    ("NewsPortalDBUser", "user", str),
    ("NewsPortalDBPassword", "password", {"none": ""}.get),
    ("NewsPortalDBTLS", "tls", ["off", "require", "verify"].index),
    ("NewsPortalDBPool", "pool_size", int),
    ("NewsPortalDBConnectTimeout", "connect_timeout", microseconds),
    ("NewsPortalDBReadTimeout", "read_timeout", microseconds),
    ("NewsPortalDBReadTimeout", "write_timeout", microseconds),
    ("NewsPortalDBStatementTimeout", "statement_timeout", microseconds),
    ("NewsPortalDBPoolWait", "acquire_timeout", microseconds),
    ("NewsPortalDBMaxAge", "max_age", microseconds),
    ("NewsPortalPageTimeout", "lease_timeout", microseconds),
    ("NewsPortalSiteName", "name", {"the host of NewsPortalBaseURL": "www.example.org"}.get),
    ("NewsPortalLanguage", "language", str),
    ("NewsPortalTimeZone", "zone", str),
    ("NewsPortalThemeURL", "theme_url", str),
    ("NewsPortalMobile", "mobile", ["off", "path", "host"].index),
    ("NewsPortalMobileRedirect", "mobile_redirect", ["Off", "On"].index),
    ("NewsPortalNotice", "notice", {"none": ""}.get),
    ("NewsPortalPhone", "notice_phone", {"none": ""}.get),
    ("NewsPortalHotlinePhone", "hotline_phone", {"none": ""}.get),
    ("NewsPortalOperator", "operator_url", {"the front page, NewsPortalBaseURL/": "https://www.example.org/"}.get),
    ("NewsPortalPageSize", "list_size", lambda text: int(re.search(r"list (\d+)", text)[1])),
    ("NewsPortalPageSize", "front_size", lambda text: int(re.search(r"front (\d+)", text)[1])),
    ("NewsPortalPageSize", "block_size", lambda text: int(re.search(r"block (\d+)", text)[1])),
    ("NewsPortalApp", "app", {"none": None}.get),
    ("NewsPortalMourning", "mourning", {"none": []}.get),
    ("NewsPortalModelView", "model_view", ["off", "local"].index),
    ("NewsPortalCache", "cache_limit", lambda text: size(text)),
    ("NewsPortalCacheWait", "cache_wait", microseconds),
    ("NewsPortalCacheLifetime", "cache_lifetime", microseconds),
    ("NewsPortalCacheStale", "cache_stale", microseconds),
    ("NewsPortalChangesInterval", "poll_interval", microseconds),
    ("NewsPortalChangesWindow", "window", microseconds),
    ("NewsPortalMaxAge", "max_ages", {"all 0s 1s": {kind: [0, 1] for kind in KINDS}}.get),
    ("NewsPortalStaleWhileRevalidate", "while_revalidate", lambda text: microseconds(text) // 1_000_000),
    ("NewsPortalStaleIfError", "if_error", lambda text: microseconds(text) // 1_000_000),
    ("NewsPortalStore", "store", {"off": None}.get),
    ("NewsPortalMediaCache", "media", {"off": None}.get),
    ("NewsPortalFormLimit", "form_here", lambda text: int(text.split()[0])),
    ("NewsPortalFormLimit", "form_all", lambda text: int(text.split()[1])),
    ("NewsPortalNotify", "notify", ["off", "program", "smtp"].index),
]


# Read only when messages are sent: test_notify.py.
NOTIFY = ("NewsPortalNotifyFrom", "NewsPortalNotifyAccount", "NewsPortalNotifyDatabase")


def test_defaults_are_those_of_the_table(probe):
    made = site(probe)
    assert {field: made[field] for _, field, _ in DEFAULTS} == \
        {field: value(TABLE[name].default) for name, field, value in DEFAULTS}
    assert made["utc_offset"] == 0
    assert made["tls_ca"] is None
    named = {name for name, _, _ in DEFAULTS}
    assert set(TABLE) - named == {"NewsPortalEngine", "NewsPortalBaseURL", "NewsPortalTheme", "NewsPortalFormKey", *NOTIFY}


def test_engine_is_off_by_default(probe):
    assert TABLE["NewsPortalEngine"].default == "Off"
    assert probe(ON[1]).sites["main.test"] == {"server": "main.test"}


def test_default_theme_is_that_of_the_table(probe):
    folder = TABLE["NewsPortalTheme"].default
    result = probe(*ON, theme=None)
    assert result.ok and result.sites["main.test"]["theme"] == folder or \
        f'NewsPortalTheme: "{folder}" is not accepted' in result.text


def day(first, after):
    """A period as the portal's clock has it: seconds of civil time."""
    return [int(datetime.datetime.fromisoformat(text + "T00:00:00+00:00").timestamp()) for text in (first, after)]


def form_key(secret):
    """np_submission.c, np_form_keys_make."""
    return hashlib.sha256(hashlib.sha256(secret.encode()).digest() + b"t").hexdigest()[:32]


APP = 'NewsPortalApp name "云鹿新闻"\nNewsPortalApp ios https://a/'

# One line each (an app has two at least), and what of the portal it changes.
VALUES = [
    ("NewsPortalDBHost db1 db2:3307 [::1]:1 unix:/x", {"hosts": [["db1", 3306], ["db2", 3307], ["::1", 1], ["/x", 0]]}),
    ("NewsPortalDBName other", {"database": "other"}),
    ("NewsPortalDBUser someone", {"user": "someone"}),
    ("NewsPortalDBPassword exec:/bin/echo pass word", {"password": "pass word"}),
    ("NewsPortalDBTLS require", {"tls": 1}),
    ("NewsPortalDBTLS verify /dev/null", {"tls": 2, "tls_ca": "/dev/null"}),
    ("NewsPortalDBPool 17", {"pool_size": 17}),
    ("NewsPortalDBConnectTimeout 1500ms", {"connect_timeout": 1_500_000}),
    ("NewsPortalDBReadTimeout 1min", {"read_timeout": 60_000_000, "write_timeout": 60_000_000}),
    ("NewsPortalDBStatementTimeout 1s", {"statement_timeout": 1_000_000}),
    ("NewsPortalDBPoolWait 2ms", {"acquire_timeout": 2_000}),
    ("NewsPortalDBMaxAge 24h", {"max_age": 86_400_000_000}),
    ("NewsPortalPageTimeout 4s", {"lease_timeout": 4_000_000}),
    ('NewsPortalSiteName "云鹿 在线"', {"name": "云鹿 在线"}),
    ("NewsPortalLanguage ZH-hant-tw", {"language": "zh-Hant-TW"}),
    ("NewsPortalTimeZone +05:30", {"zone": "+05:30"}),
    ("NewsPortalThemeURL /looks/", {"theme_url": "/looks"}),
    ("NewsPortalMobile off", {"mobile": OFF, "mobile_url": None, "mobile_prefix": ""}),
    ("NewsPortalMobile host M.example.org", {"mobile": HOST, "mobile_url": "https://m.example.org",
                                             "mobile_prefix": "", "mobile_host": "m.example.org"}),
    ("NewsPortalMobileRedirect On", {"mobile_redirect": 1}),
    ('NewsPortalNotice "版权"', {"notice": "版权"}),
    ("NewsPortalPhone 0400-555-0142", {"notice_phone": "0400-555-0142"}),
    ("NewsPortalHotlinePhone 12345", {"hotline_phone": "12345"}),
    ("NewsPortalOperator https://example.net/us", {"operator_url": "https://example.net/us"}),
    ("NewsPortalPageSize list 31", {"list_size": 31}),
    ("NewsPortalPageSize front 32", {"front_size": 32}),
    ("NewsPortalPageSize block 33", {"block_size": 33}),
    (APP, {"app": {"name": "云鹿新闻", "ios": "https://a/", "lines": 7}}),
    ("NewsPortalMourning 2026-12-13 2026-12-14", {"mourning": [day("2026-12-13", "2026-12-15")]}),
    ("NewsPortalModelView local", {"model_view": 1}),
    ("NewsPortalCache 1G", {"cache_limit": 1 << 30}),
    ("NewsPortalCacheWait 1s", {"cache_wait": 1_000_000}),
    ("NewsPortalCacheLifetime 1min", {"cache_lifetime": 60_000_000}),
    ("NewsPortalCacheStale 1h", {"cache_stale": 3_600_000_000}),
    ("NewsPortalChangesInterval 50ms", {"poll_interval": 50_000}),
    ("NewsPortalChangesWindow 1h", {"window": 3_600_000_000}),
    ("NewsPortalMaxAge all 1s", {"max_ages": {kind: [0, 1] if kind in ("error", "preview", "media", "hotline-receipt", "plaza-receipt", "copyright-receipt", "copyright-countered", "hotline-joined") else [1, 1] for kind in KINDS},
                                 "control": "public, max-age=1, s-maxage=1, stale-while-revalidate=1, stale-if-error=600"}),
    ("NewsPortalStaleWhileRevalidate 5s", {"while_revalidate": 5,
                                           "control": "public, max-age=0, s-maxage=1, stale-while-revalidate=5, stale-if-error=600"}),
    ("NewsPortalStaleIfError 0s", {"if_error": 0,
                                   "control": "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=0"}),
    ("NewsPortalStore /some/folder 1M", {"store": "/some/folder", "store_limit": 1 << 20}),
    ("NewsPortalMediaCache /some/folder 1M /bin/true", {"media": "/some/folder", "media_limit": 1 << 20, "media_program": "/bin/true"}),
    ("NewsPortalFormKey exec:/bin/echo other", {"form_key": form_key("other")}),
    ("NewsPortalFormLimit 31 601", {"form_here": 31, "form_all": 601}),
    ("NewsPortalNotify program /bin/true\nNewsPortalNotifyFrom a@b", {
        "notify": 1, "notify_program": "/bin/true", "notify_from": "a@b", "notify_password": "", "notify_db_user": "newsportal_sender",
        "notify_db_password": ""}),
    ("NewsPortalMediaCache /some/folder 1M none", {"media": "/some/folder", "media_limit": 1 << 20, "media_program": None}),
]


@pytest.mark.parametrize("line, changed", VALUES, ids=[line for line, _ in VALUES])
def test_directive_changes_its_own_field_only(probe, line, changed):
    assert site(probe, line) == site(probe) | changed


def test_every_directive_is_seen():
    assert {line.split()[0] for line, _ in VALUES} | \
        {"NewsPortalEngine", "NewsPortalBaseURL", "NewsPortalTheme", *NOTIFY} == set(TABLE)


@pytest.mark.parametrize("line, changed", VALUES, ids=[line for line, _ in VALUES])
def test_virtual_host_inherits_and_overrides(probe, line, changed):
    """Set in the main server: seen in the host. Set in the host: seen there and not in the main server."""
    host = ("<VirtualHost *:8199>", "ServerName host.test")
    plain = site(probe)
    inherited = probe(*ON, line, *host, "</VirtualHost>")
    assert inherited.ok, inherited.text
    assert inherited.sites["host.test"] == plain | changed | {"server": "host.test"}
    overridden = probe(*ON, *host, line, "</VirtualHost>")
    assert overridden.ok, overridden.text
    assert overridden.sites["host.test"] == plain | changed | {"server": "host.test"}
    assert overridden.sites["main.test"] == plain


@pytest.mark.parametrize("line", ["NewsPortalNotice none", "NewsPortalPhone None", "NewsPortalHotlinePhone none",
                                  "NewsPortalApp none", "NewsPortalMourning none", "NewsPortalMobileRedirect Off",
                                  "NewsPortalDBPassword none", "NewsPortalMobile path", "NewsPortalDBTLS off",
                                  "NewsPortalModelView off"])
def test_host_takes_back_what_it_inherits(probe, line):
    main = ('NewsPortalNotice "版权"', "NewsPortalPhone 12345", "NewsPortalHotlinePhone 12345",
            "NewsPortalDBPassword exec:/bin/echo x", "NewsPortalMobile host m.example.org",
            "NewsPortalDBTLS verify /dev/null", "NewsPortalModelView local", *FULL_APP, "NewsPortalMourning 2026-12-13",
            "NewsPortalMobileRedirect On")
    result = probe(*ON, *main, "<VirtualHost *:8199>", "ServerName host.test", line, "</VirtualHost>")
    assert result.ok, result.text
    before, after, plain = result.sites["main.test"], result.sites["host.test"], site(probe)
    different = {field for field in before if before[field] != after[field]} - {"server"}
    assert different, "nothing was taken back"
    assert {field: after[field] for field in different} == {field: plain[field] for field in different}


def test_two_portals(probe):
    result = probe(
        'NewsPortalNotice "© {phone}"', "NewsPortalDBPool 4", "NewsPortalEngine Off",
        "<VirtualHost *:8199>", "ServerName zh.test", "NewsPortalEngine On", "NewsPortalBaseURL http://zh.test:8199",
        "NewsPortalPhone 111", "</VirtualHost>",
        "<VirtualHost *:8199>", "ServerName ko.test", "NewsPortalEngine On", "NewsPortalBaseURL https://ko.test",
        "NewsPortalPhone 222", "NewsPortalLanguage ko", "NewsPortalTimeZone Asia/Seoul", "NewsPortalDBName ko",
        "NewsPortalDBPool 9", "</VirtualHost>",
        "<VirtualHost *:8199>", "ServerName files.test", "</VirtualHost>")
    assert result.ok, result.text
    assert result.sites["main.test"] == {"server": "main.test"}
    assert result.sites["files.test"] == {"server": "files.test"}
    zh, ko = result.sites["zh.test"], result.sites["ko.test"]
    fields = ("base_url", "notice", "notice_phone", "language", "zone", "database", "pool_size", "mobile_url")
    assert [zh[field] for field in fields] == \
        ["http://zh.test:8199", "© {phone}", "111", "zh-Hans", "Asia/Shanghai", "newsportal", 4, "http://zh.test:8199/m"]
    assert [ko[field] for field in fields] == \
        ["https://ko.test", "© {phone}", "222", "ko", "Asia/Seoul", "ko", 9, "https://ko.test/m"]


def test_host_without_phone_of_its_own_is_refused(probe):
    result = probe(
        'NewsPortalNotice "© {phone}"',
        "<VirtualHost *:8199>", "ServerName good.test", *ON, "NewsPortalPhone 111", "</VirtualHost>",
        "<VirtualHost *:8199>", "ServerName bad.test", *ON, "</VirtualHost>")
    assert not result.ok and "virtual host bad.test" in result.text and "NewsPortalPhone is missing" in result.text


def test_engine_off_in_one_host(probe):
    result = probe(*ON, "<VirtualHost *:8199>", "ServerName off.test", "NewsPortalEngine Off", "</VirtualHost>")
    assert result.sites["off.test"] == {"server": "off.test"}
    assert result.sites["main.test"]["host"] == "www.example.org"


@pytest.mark.parametrize("written, base, host", [
    ("HTTPS://WWW.Example.ORG/", "https://www.example.org", "www.example.org"),
    ("https://a.test:443", "https://a.test", "a.test"),
    ("http://a.test:80/", "http://a.test", "a.test"),
    ("http://a.test:443", "http://a.test:443", "a.test"),
    ("http://[2001:DB8::1]:8080", "http://[2001:db8::1]:8080", "[2001:db8::1]"),
])
def test_base_url_in_one_form(probe, written, base, host):
    made = probe("NewsPortalEngine On", f"NewsPortalBaseURL {written}").sites["main.test"]
    assert (made["base_url"], made["host"], made["mobile_url"]) == (base, host, base + "/m")
    assert made["operator_url"] == base + "/"


def test_mobile_host_has_port_of_base_url(probe):
    made = probe("NewsPortalEngine On", "NewsPortalBaseURL http://a.test:8080", "NewsPortalMobile host m.test")
    assert made.sites["main.test"]["mobile_url"] == "http://m.test:8080"


def test_theme_folder_is_absolute(probe):
    (probe.folder / "looks").mkdir()
    (probe.folder / "looks" / "theme.xml").write_text("<theme name='looks' parent=''/>")
    assert site(probe, "NewsPortalTheme looks/")["theme"] == str(probe.folder / "looks")
    assert site(probe)["theme"] == str(THEME)


def test_last_line_counts(probe):
    made = site(probe, "NewsPortalDBPool 4", "NewsPortalDBPool 5", "NewsPortalDBHost a b", "NewsPortalDBHost c")
    assert made["pool_size"] == 5 and made["hosts"] == [["c", 3306]]


# ---- app and mourning ----------------------------------------------------------------------------------------

FULL_APP = ('NewsPortalApp name "云鹿新闻"', "NewsPortalApp icon /app.png", "NewsPortalApp ios https://a/", "NewsPortalApp token Yunlu")
HOST = ("<VirtualHost *:8199>", "ServerName host.test")


def app_of_host(probe, *lines, main=FULL_APP):
    result = probe(*ON, *main, *HOST, *lines, "</VirtualHost>")
    assert result.ok, result.text
    app = result.sites["host.test"]["app"]
    return app and {line: value for line, value in app.items() if line != "lines"}


def test_app_is_inherited_line_by_line(probe):
    whole = {"name": "云鹿新闻", "icon": "/app.png", "ios": "https://a/", "token": "Yunlu"}
    assert app_of_host(probe) == whole
    assert app_of_host(probe, "NewsPortalApp name 운록뉴스") == whole | {"name": "운록뉴스"}
    assert app_of_host(probe, "NewsPortalApp android https://b/") == whole | {"android": "https://b/"}


def test_app_none_takes_back_everything(probe):
    assert app_of_host(probe, "NewsPortalApp none") is None
    assert app_of_host(probe, "NewsPortalApp name y", "NewsPortalApp none") is None
    assert app_of_host(probe, "NewsPortalApp none", "NewsPortalApp name y", "NewsPortalApp page /x/") == {"name": "y", "page": "/x/"}
    assert app_of_host(probe, main=("NewsPortalApp token abc", "NewsPortalApp none", *FULL_APP[::2])) == \
        {"name": "云鹿新闻", "ios": "https://a/"}


def test_later_line_of_an_app_counts(probe):
    assert app_of_host(probe, "NewsPortalApp name y", "NewsPortalApp name z")["name"] == "z"


def test_host_with_half_an_app_is_refused(probe):
    result = probe(*ON, *FULL_APP, *HOST, "NewsPortalApp none", "NewsPortalApp token abc", "</VirtualHost>")
    assert not result.ok and "virtual host host.test" in result.text and "NewsPortalApp has no address" in result.text


def mourning_of_host(probe, *lines):
    result = probe(*ON, "NewsPortalMourning 2026-12-13", "NewsPortalMourning 2027-04-04 2027-04-06", *HOST, *lines,
                   "</VirtualHost>")
    assert result.ok, result.text
    assert result.sites["main.test"]["mourning"] == [day("2026-12-13", "2026-12-14"), day("2027-04-04", "2027-04-07")]
    return result.sites["host.test"]["mourning"]


def test_mourning_is_inherited_as_a_whole(probe):
    assert mourning_of_host(probe) == [day("2026-12-13", "2026-12-14"), day("2027-04-04", "2027-04-07")]
    assert mourning_of_host(probe, "NewsPortalMourning 2028-01-01") == [day("2028-01-01", "2028-01-02")]
    assert mourning_of_host(probe, "NewsPortalMourning none") == []
    assert mourning_of_host(probe, "NewsPortalMourning 2028-01-01", "NewsPortalMourning none", "NewsPortalMourning 2028-02-28 2028-02-29") \
        == [day("2028-02-28", "2028-03-01")]


# ---- cache -------------------------------------------------------------------------------------------------

def test_max_age_of_one_kind(probe):
    made = site(probe, "NewsPortalMaxAge all 10s 1min", "NewsPortalMaxAge article 5min")
    assert made["max_ages"]["article"] == [300, 300]
    assert made["max_ages"]["front"] == made["max_ages"]["channel"] == [10, 60]
    assert made["control"] == "public, max-age=10, s-maxage=60, stale-while-revalidate=1, stale-if-error=600"


def test_max_age_is_inherited_by_kind(probe):
    result = probe(*ON, "NewsPortalMaxAge article 5min 10min",
                   "<VirtualHost *:8199>", "ServerName own.test", "NewsPortalMaxAge front 1s 2s", "</VirtualHost>")
    assert result.ok, result.text
    own = result.sites["own.test"]["max_ages"]
    assert (own["front"], own["article"], own["tag"]) == ([1, 2], [300, 600], [0, 1])


def test_store(probe):
    made = site(probe, "NewsPortalStore /var/cache/portal 2G")
    assert (made["store"], made["store_limit"]) == ("/var/cache/portal", 2 << 30)


def test_the_two_folders_are_not_one(probe):
    result = probe(*ON, "NewsPortalStore /some/folder 1M", "NewsPortalMediaCache /some/folder 1M")
    assert not result.ok and "NewsPortalMediaCache: the folder is that of NewsPortalStore" in result.text


def test_the_program_for_pictures_must_be_there(probe):
    result = probe(*ON, "NewsPortalMediaCache /some/folder 1M /nonexistent/vipsthumbnail")
    assert not result.ok and '"/nonexistent/vipsthumbnail" is not accepted' in result.text


def test_cache_off(probe):
    assert site(probe, "NewsPortalCache off")["cache_limit"] == 0
