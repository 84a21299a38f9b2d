"""Filling in and sending forms as a browser without script does."""
import ctypes
import hashlib
import re
import time
import urllib.parse

from lib import html

SAME_ORIGIN = [("Sec-Fetch-Site", "same-origin")]
FORM_TYPE = ("Content-Type", "application/x-www-form-urlencoded")


FORM_KEY = "the key of forms in all these tests"
OPENS = 3   # seconds (np_ticket.h)


def stamp(route, age):
    """A stamp as the portal makes it, of a page that was made so many seconds ago (np_ticket.c, np_submission.c)."""
    key = hashlib.sha256(hashlib.sha256(FORM_KEY.encode()).digest() + b"t").digest()[:16]
    siphash = ctypes.CDLL("libaprutil-1.so.0").apr_siphash24
    siphash.restype, siphash.argtypes = ctypes.c_uint64, (ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p)
    made = f"{int((time.time() - age) * 1e6):016x}"
    text = (made + route).encode()
    return f"{made}{siphash(text, len(text), key):016x}"


def age(ticket):
    return time.time() - int(ticket[:16], 16) / 1e6


class Form:
    """A form of a page: its address, and its fields as they are filled in."""

    def __init__(self, page, index=0):
        element = page.xpath("//form[@method='post']")[index]
        self.action = element.get("action")
        self.fields = {}
        for field in element.xpath(".//input|.//textarea|.//select"):
            kind = field.get("type")
            if field.tag == "select":
                chosen = field.xpath(".//option[@selected]") or field.xpath(".//option")
                self.fields[field.get("name")] = chosen[0].get("value") if chosen else ""
            elif field.tag == "textarea":
                self.fields[field.get("name")] = "".join(field.itertext())
            elif kind != "checkbox" or field.get("checked") is not None:
                self.fields[field.get("name")] = field.get("value") or ""

    def fill(self, **fields):
        """None takes a field away."""
        self.fields.update(fields)
        self.fields = {name: value for name, value in self.fields.items() if value is not None}
        return self

    @property
    def body(self):
        return urllib.parse.urlencode({name: value.replace("\n", "\r\n") for name, value in self.fields.items()})

    @property
    def route(self):
        """Routes of forms are named after the first two parts of their addresses."""
        parts = self.action.strip("/").split("/")
        return "-".join(parts[1:3] if parts[0] == "m" else parts[:2])

    def send(self, site, headers=None, waits=True, **keywords):
        """As if somebody had read the page first, unless `waits` is false."""
        ticket = self.fields.get("ticket") or ""
        if waits and re.fullmatch("[0-9a-f]{32}", ticket) and 0 <= age(ticket) < OPENS:
            self.fields["ticket"] = stamp(self.route, 10)
        return post(site, self.action, self.body, headers, **keywords)


def post(site, path, body, headers=None, **keywords):
    return site.request("POST", path, (SAME_ORIGIN if headers is None else headers) + [FORM_TYPE], body, **keywords)


def form_at(site, path, index=0):
    return Form(site.page(path), index)


def form_in(response, index=0):
    return Form(html.Page(response), index)


def problems(response):
    """Names of the fields that were refused."""
    page = html.Page(response)
    return [field.get("name") for field in page.xpath("//*[@aria-invalid='true']")]


def notice(response):
    return html.Page(response).text_of("//*[@role='alert']")


def receipt(site, response):
    """Follows a 303 with its cookie; (number, bare code)."""
    assert response.status == 303, response
    cookie = re.match(r"([a-z-]+=[^;]*); Path=([^;]*); Max-Age=600; HttpOnly; SameSite=Strict", response["Set-Cookie"])
    path = site.path_of(response["Location"])
    assert cookie and cookie[2] == path
    page = site.page(path, headers=[("Cookie", cookie[1])])
    number = re.search(r"\d+", page.text_of("//p[@class='standfirst']"))[0]
    return int(number), page.text_of("//p[@class='receipt-code']").replace("-", "").strip()
