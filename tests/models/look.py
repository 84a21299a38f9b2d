#!/usr/bin/python3
"""look.py - looks at previewed pages for what a pattern search cannot see: ids, heading order, calendars,
stories that stand twice, corrections, mourning, the app. Called by check.sh with the preview's folder; prints
each fault, exit status 1 if any. Standard library only."""
import json
import pathlib
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from urllib.parse import unquote

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
MODELS = pathlib.Path(__file__).parent


class Tree(HTMLParser):
    """The page as ElementTree elements; xsltproc's stray end tags are passed over."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.root = ET.Element("root")
        self.open = [self.root]
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        item = ET.SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})
        if "href" in item.attrib:  # xsltproc escapes what the module leaves alone
            item.set("href", unquote(item.get("href")))
        if tag not in VOID:
            self.open.append(item)

    def handle_endtag(self, tag):
        if tag in [item.tag for item in self.open]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        last = self.open[-1]
        if len(last):
            last[-1].tail = (last[-1].tail or "") + data
        else:
            last.text = (last.text or "") + data


def text(item):
    return "".join(item.itertext())


def classes(item):
    return item.get("class", "").split()


def faults_of(html, model):
    page = model.getroot()
    root = html.find("html")
    main = html.find(".//main")
    ids = [item.get("id") for item in html.iter() if item.get("id")]
    for double in {each for each in ids if ids.count(each) > 1}:
        yield f"id {double} twice"
    for item in html.iter():
        for name in ("aria-labelledby", "for", "data-copy"):
            if item.get(name) and item.get(name) not in ids:
                yield f"{name}={item.get(name)} leads nowhere"
        if item.tag == "a" and item.get("href", "").startswith("#") and item.get("href")[1:] not in ids:
            yield f"{item.get('href')} leads nowhere"

    level = 0
    for item in main.iter():
        if item.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            if int(item.tag[1]) > level + 1 and not (level == 0 and page.find("front") is not None):
                yield f"heading {item.tag} '{text(item)}' after level {level}"
            level = int(item.tag[1])

    for row in html.iterfind(".//table[@class='calendar']/tbody/tr"):
        if sum(int(cell.get("colspan", 1)) for cell in row) != 7:
            yield "a week of the calendar has not seven days"
    days = [text(day) for day in html.iterfind(".//table[@class='calendar']/tbody//b")]
    if days != [day.get("number") for day in page.iterfind("archive-page/calendar/day")]:
        yield f"the calendar shows {days}"

    # A story in a slot is not listed again below it; on mobile only lists leave it out.
    desktop = page.get("variant") == "desktop"
    if page.find("channel-page") is not None or (desktop and page.find("front") is not None):
        slots = [item.get("href") for item in page.iterfind("*/slot/teaser")]
        links = [item.get("href") for item in main.iter("a")]
        for href in set(slots):
            if links.count(href) > slots.count(href):
                yield f"{href} stands in a slot and again below"
        for href in {item.get("href") for item in page.iterfind("channel-page/list/teaser")}:
            if href not in links:
                yield f"{href} is not shown"

    corrections = [item.text for item in page.iterfind("article/corrections/correction")]
    if corrections:
        shown = [text(item) for item in html.iter() if "corrections" in classes(item)]
        graph = [json.loads(text(item)) for item in html.iter("script") if item.get("type") == "application/ld+json"]
        story = graph[0]["@graph"][0]
        if not all(each in shown[0] for each in corrections):
            yield "a correction is not shown"
        if [each["text"] for each in story["correction"]] != corrections:
            yield "the corrections for machines differ"
        if story["dateModified"] < page.find("article/corrections/correction").get("datetime"):
            yield "the story was corrected after its date of change"
    for related in page.iterfind("article/related/teaser"):
        if related.get("href") not in [item.get("href") for item in main.iter("a")]:
            yield f"related story {related.get('href')} is not shown"
    form = page.find("article/notice/form")
    if form is not None and form.get("href") not in [item.get("href") for item in main.iter("a")]:
        yield "the form of the notice is not linked"

    if desktop:
        if (page.get("mourning") == "yes") != ("mourning" in classes(root)):
            yield "mourning in the model and on the page differ"
        app = page.find("site/app")
        if (app.get("token") if app is not None else None) != root.get("data-app"):
            yield "the app's token is not on the page"
        for kind in ("service", "plaza", "hotline"):
            for link in page.iterfind(f"links/link[@kind='{kind}']"):
                if page.find("front") is not None and link.get("href") not in [item.get("href") for item in main.iter("a")]:
                    yield f"{kind} link {link.text} is not on the front page"
    for tag in page.iterfind("tag-index/tag"):
        if unquote(tag.get("href")) not in [item.get("href") for item in main.iter("a")]:
            yield f"tag {tag.text} is not shown"


def main():
    count = 0
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.html")):
        if path.stem == "index":
            continue
        for fault in faults_of(Tree(path.read_text()).root, ET.parse(MODELS / f"{path.stem}.xml")):
            print(f"{path.stem}: {fault}")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
