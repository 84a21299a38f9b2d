"""What the tests ask of a page: parsed by an HTML5 parser, in the words of a reader.

The parser is html5lib (the algorithm that browsers use), so a test sees what a browser sees.
"""
import re
from urllib.parse import urljoin

import html5lib

SPACE = re.compile(r"\s+")


def squeeze(text):
    return SPACE.sub(" ", text or "").strip()


def parse(text):
    builder = html5lib.getTreeBuilder("lxml")
    return html5lib.HTMLParser(builder, namespaceHTMLElements=False).parse(text)


def has_class(name):
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


class Page:
    """A response with status and body, seen as a page."""

    def __init__(self, response):
        self.response = response
        self.source = response.body.decode("utf-8")
        self.tree = parse(self.source)

    def xpath(self, query, **variables):
        return self.tree.xpath(query, **variables)

    def text_of(self, query):
        """Text of the first element found, None when there is none."""
        found = self.xpath(query)
        return squeeze("".join(found[0].itertext())) if found else None

    def texts(self, query):
        return [squeeze("".join(item.itertext())) for item in self.xpath(query)]

    @property
    def lang(self):
        return self.tree.getroot().get("lang")

    @property
    def title(self):
        return self.text_of("//head/title")

    @property
    def text(self):
        """All text in the body, scripts and styles left out."""
        return squeeze(" ".join(self.xpath(
            "//body//text()[not(ancestor::script or ancestor::style or ancestor::template)]")))

    @property
    def main(self):
        return squeeze(" ".join(self.xpath("//main//text()")))

    def links(self, query="//a/@href"):
        return [str(href) for href in self.xpath(query)]

    def relation(self, rel):
        """The only <link rel=...> of that kind in the head, None when there is none."""
        found = [link for link in self.xpath("//head/link[@rel and @href]")
                 if rel in link.get("rel").lower().split()]
        assert len(found) <= 1, f"{len(found)} links with rel={rel}"
        return found[0] if found else None

    def canonical(self):
        link = self.relation("canonical")
        return None if link is None else link.get("href")

    def mobile_twin(self):
        """Address of <link rel=alternate media=...>, the mobile twin that a desktop page names."""
        found = [link.get("href") for link in self.xpath("//head/link[@rel='alternate'][@media]")]
        assert len(found) <= 1, found
        return found[0] if found else None

    def meta(self, name):
        found = self.xpath("//head/meta[@name=$name]/@content", name=name)
        assert len(found) <= 1, f"{len(found)} meta {name}"
        return str(found[0]) if found else None

    def datetimes(self):
        return [str(value) for value in self.xpath("//time/@datetime")]

    def article_links(self, scope="//main"):
        """Ids of the articles linked to, in order, each once."""
        ids = []
        for href in self.xpath(f"{scope}//a/@href"):
            match = re.search(r"/\d{4}/\d{2}/\d{2}/(\d+)\.html$", href)
            if match and int(match[1]) not in ids:
                ids.append(int(match[1]))
        return ids

    def internal_links(self, base):
        """Every address on the same host that the page leads to, absolute path with query."""
        found = set()
        for attribute in ("href", "src"):
            for value in self.xpath(f"//*/@{attribute}"):
                address = urljoin(base, value).split("#")[0]
                if address.startswith(base.rstrip("/") + "/"):
                    found.add(address[len(base.rstrip("/")):])
        return found
