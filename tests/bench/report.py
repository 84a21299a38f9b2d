"""What comes out of a bench: tables for people, bench.json for machines, bench.html for the manual.

bench.html is what htdocs/manual/bench.xml consists of: the paragraph for its summary, then a section for each
scenario. Paste it there and run `make -f apxs.mk manual`.
"""
import json
import unicodedata
from xml.sax.saxutils import escape

TITLES = {
    "hot": "Pages from memory",
    "cold": "Pages made anew",
    "growth": "From ten thousand to a million articles",
    "change": "From an edit to the page",
}


def number(value):
    """Three digits that count."""
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def milliseconds(value):
    return "-" if value is None else f"{value / 1000:.3g} ms"


def times(ratio):
    if ratio is None:
        return "-"
    return f"{ratio:.2g} times" if ratio < 0.1 else f"{ratio:.2f} times"


def cells(table):
    """(head, rows of text) of any table."""
    if table["kind"] == "plain":
        return table["columns"], [[number(cell) for cell in row] for row in table["rows"]]
    head = ["", "requests/s", table["ratio_head"], "median", "99 %", "spread"]
    rows = []
    for row in table["rows"]:
        if row["refused"]:
            rows.append([row["name"], "refused: " + row["refused"], "", "", "", ""])
            continue
        middle = row["median"]
        ratio = "-" if row["name"] == table["about"] else times(row.get("ratio"))
        rows.append([row["name"], number(middle.get("rps")), ratio,
                     milliseconds(middle.get("p50_us", middle.get("mean_us"))), milliseconds(middle.get("p99_us")),
                     f"{100 * row['spread']:.0f} %"])
    return head, rows


def width(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def as_text(result):
    machine = result["machine"]
    lines = [f"\nmod_newsportal {result['commit'] or ''}, {result['date']}: {machine['cpu']}, {machine['cores']} cores, {result['placement']}"]
    for name, tables in result["scenarios"].items():
        for table in tables:
            head, rows = cells(table)
            regular = [row for row in [head, *rows] if not row[1:2] or not row[1].startswith("refused")]
            widths = [max(width(row[n]) for row in (regular if n else [head, *rows])) for n in range(len(head))]
            lines.append(f"\n{name}: {table['title']}")
            for row in [head, *rows]:
                lines.append("  " + "  ".join((cell + " " * (widths[n] - width(cell))) if n == 0 else " " * (widths[n] - width(cell)) + cell
                                              for n, cell in enumerate(row)).rstrip())
            lines += [f"  ({note})" for note in table["notes"]]
    return "\n".join(lines)


def as_html(result):
    machine = result["machine"]
    versions = "; ".join(f"{name} {version}" for name, version in machine["packages"].items())
    out = [f"<p>{escape(result['date'][:10])}, {escape(machine['cpu'])}, {machine['cores']} cores, {machine['memory_mb'] // 1024} GB, "
           f"{escape(result['placement'])}; {escape(versions)}. Medians of {result['rounds']} alternating rounds; spread is the distance "
           "between the best and the worst of them.</p>"]
    for name, tables in result["scenarios"].items():
        out.append(f'\n<section id="{escape(name)}"><title>{escape(TITLES.get(name, name))}</title>')
        for table in tables:
            head, rows = cells(table)
            out.append(f'<table class="figures">\n<caption>{escape(table["title"])}</caption>')
            out.append("<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>")
            out += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
            out.append("</table>")
            out += [f"<p>{escape(note)}</p>" for note in table["notes"]]
        out.append("</section>")
    return "\n".join(out) + "\n"


def write(result, build):
    (build / "bench.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (build / "bench.html").write_text(as_html(result), encoding="utf-8")


def refusals(result):
    """Why the bench as a whole must not be believed, or has shown a fault: lines of text."""
    lines = []
    for name, tables in result["scenarios"].items():
        for table in tables:
            lines += [f"{name}: {table['title']}: {row['name']}: {row['refused']}" for row in table["rows"]
                      if table["kind"] == "peers" and row["refused"]]
            if table.get("failed"):
                lines.append(f"{name}: {table['title']}: {table['failed']}")
    return lines
