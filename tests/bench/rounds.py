"""Rounds: every case once, then all again in the other direction, three times; and what is made of it.

A table is a dictionary: title, notes, and rows with every round's figures, their medians and the ratio of
medians to the row that the table is about. A row with a refused run has no figure at all.
"""
import statistics

from load import Refused


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def alternate(cases, rounds, say):
    """`cases`: {name: function that makes one run}. Returns {name: [run of each round]}; a refused run is
    {"refused": why}."""
    runs = {name: [] for name in cases}
    for number in range(rounds):
        for name in list(cases)[::-1 if number % 2 else 1]:
            try:
                run = cases[name]()
            except Refused as why:
                run = {"refused": str(why)}
            runs[name].append(run)
            say(f"  round {number + 1}: {name}: {brief(run)}")
    return runs


def brief(run):
    if "refused" in run:
        return "REFUSED " + run["refused"]
    return ", ".join(f"{value:,.0f} {name}" if abs(value) >= 100 else f"{value:.3g} {name}"
                     for name, value in run.items() if name in ("rps", "p50_us", "p99_us", "mean_us"))


def table(title, runs, about, key="rps", notes=(), ratio=None):
    """`about`: the row that others are compared with. Ratio: by how much `about` is better; `ratio` is what
    stands above it. With key="rps" more is better, else less."""
    rows = []
    for name, each in runs.items():
        row = {"name": name, "rounds": each, "refused": next((run["refused"] for run in each if "refused" in run), None)}
        if not row["refused"]:
            row["median"] = {field: median(each, field) for field in each[0] if isinstance(each[0][field], (int, float))}
            spread = [run[key] for run in each]
            row["spread"] = (max(spread) - min(spread)) / row["median"][key]
        rows.append(row)
    base = next((row for row in rows if row["name"] == about and not row["refused"]), None)
    for row in rows:
        if base and not row["refused"]:
            pair = (base["median"][key], row["median"][key])
            row["ratio"] = pair[0] / pair[1] if key == "rps" else pair[1] / pair[0]
    return {"title": title, "kind": "peers", "key": key, "about": about, "ratio_head": ratio or f"{about} is",
            "notes": list(notes), "rows": rows}


def plain_table(title, columns, rows, notes=()):
    """Figures that are no comparison of peers: a list of column names, and rows of cells."""
    return {"title": title, "kind": "plain", "columns": list(columns), "rows": [list(row) for row in rows], "notes": list(notes)}
