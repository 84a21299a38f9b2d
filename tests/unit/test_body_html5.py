"""What np_body makes must mean the same to any HTML5 parser.

Every source of the corpus goes through body_tool twice: once for the HTML, once for the tree that
was meant. html5lib, which follows the HTML5 algorithm to the letter, reads the HTML as the content
of a <div>; its tree must be ours, node by node, and the parser must find nothing to complain about.

BODY_TOOL names the program; else it is looked for in NEWSPORTAL_BUILD (default: build).
"""

import os
import pathlib
import random
import subprocess

import html5lib
import pytest

HERE = pathlib.Path(__file__).resolve().parent
BUILD = os.environ.get("NEWSPORTAL_BUILD", str(HERE.parent.parent / "build"))
TOOL = os.environ.get("BODY_TOOL", os.path.join(BUILD, "unit", "body_tool"))
CORPUS = HERE / "data" / "body"
HTML = "http://www.w3.org/1999/xhtml"


def run(source, *arguments):
    done = subprocess.run([TOOL, *arguments], input=source, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def dump(element, depth, lines):
    """An element's children in the format of body_tool -t."""
    pad = "| " + "  " * depth
    if element.text:
        lines.append(f'{pad}"{element.text}"')
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else "comment"
        assert tag.startswith("{" + HTML + "}"), f"foreign content: {tag}"
        lines.append(f"{pad}<{tag.split('}')[1]}>")
        for name in sorted(child.attrib):
            lines.append(f'{pad}  {name}="{child.attrib[name]}"')
        dump(child, depth + 1, lines)
        if child.tail:
            lines.append(f'{pad}"{child.tail}"')


def html5_tree(html):
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=True)
    fragment = parser.parseFragment(html, container="div")
    lines = []
    dump(fragment, 0, lines)
    return "".join(line + "\n" for line in lines), parser.errors


def compare(source, body_format):
    html = run(source, body_format)
    meant = run(source, "-t", body_format)
    tree, errors = html5_tree(html)
    assert tree == meant, html
    assert errors == [], html
    assert run(html.encode("utf-8"), "html") == html


def corpus():
    formats = {".html": "html", ".md": "markdown", ".txt": "text", ".auto": "auto"}
    for path in sorted(CORPUS.iterdir()):
        for case in path.read_text(encoding="utf-8").split("\n%%\n"):
            name, rest = case.split("\n", 1)
            source = ("\n" + rest).split("\n=>\n")[0][1:]
            yield pytest.param(source.encode("utf-8"), formats[path.suffix],
                               id=f"{path.name}-{name.removeprefix('case: ')}")


@pytest.mark.parametrize("source,body_format", corpus())
def test_corpus(source, body_format):
    compare(source, body_format)


PIECES = (
    "<p> </p> <div> </div> <b> </b> <i> </i> <a> <a_href=/x> </a> <span_lang=ko> </span> <ul> </ul> <ol> </ol> "
    "<li> </li> <dl> </dl> <dt> </dt> <dd> </dd> <table> </table> <caption> </caption> <tbody> <thead> "
    "</tbody> <tr> </tr> <td> </td> <th> </th> <h1> </h1> <h3> </h3> <pre> </pre> <blockquote> "
    "</blockquote> <figure> </figure> <figcaption> </figcaption> <ruby> </ruby> <rt> </rt> <rp> <img_src=/a> "
    "<br> <br> <hr> <wbr> <div_lang=ko> <section> <em> </em> <code> </code> <q> </q> <sub> </sub> <del> "
    "</del> <svg> </svg> <select> </select> <template> </template> <font> </font> <center> </center> "
    "<form> <option> <script> </script> <style> </style> <title> </title> <textarea> </textarea> <body> <html> "
    "x 中 글 &nbsp; &lt; \u3000 \u3000\u3000 \n \n <!-- --> "
).replace(" \u3000 ", " \u3000 ").split(" ")


@pytest.mark.parametrize("seed", range(150))
def test_tag_soup(seed):
    """Known pieces in every wrong order; the seed makes each case the same on every machine."""
    dice = random.Random(seed)
    soup = "".join(dice.choice(PIECES).replace("_", " ") + dice.choice(["", "", "t", " "])
                   for _ in range(dice.randint(5, 60)))
    compare(soup.encode("utf-8"), "html")
