"""The table of User-Agent strings that unit and HTTP tests share: tests/unit/data/devices/agents.txt."""
import pathlib

TABLE = pathlib.Path(__file__).resolve().parents[1] / "unit" / "data" / "devices" / "agents.txt"


def agents():
    """(what, name, User-Agent) of every entry, in order."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    found = []
    for head, agent in zip(lines[::2], lines[1::2], strict=True):
        what, _, name = head.partition(" ")
        assert name and agent.startswith("    ") and not head.startswith(" "), (head, agent)
        found.append((what, name, agent[4:]))
    return found


def agent(name):
    """The User-Agent of one entry."""
    return next(text for _, other, text in agents() if other == name)


IPHONE = agent("iPhone, Safari")
ANDROID = agent("Android, Chrome with a reduced User-Agent")
LINUX = agent("Linux, Firefox")
IPAD = agent("iPad, WeChat")
GOOGLEBOT = agent("Googlebot as a phone")
