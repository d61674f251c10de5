"""Count what the first page tells of: ``<b data-count="rules"></b>`` gets its number.

A chapter that changes may change a number, so the page is then written again.
"""

import csv
import re

from tools.claims import read
from tools.notebooks import ROOT, chapters
from tools.rules import rules

PAGE = "index"
PLACE = re.compile(r'(<b data-count="(\w+)">)(</b>)')


def counts():
    """Return the numbers of the book by their names."""
    sources = [path.read_text("utf-8") for path in chapters()]
    with (ROOT / "mathlib" / "data" / "errata.csv").open(encoding="utf-8", newline="") as file:
        slips = len(list(csv.DictReader(file)))
    return {
        "equations": sum(display.label is not None for display in read(chapters()).displays),
        "rules": len(rules()),
        "exercises": sum(source.count("{exercise} ") for source in sources),
        "slips": slips,
    }


def fill(app, pagename, templatename, context, doctree):
    """Write the numbers into the page that asks for them."""
    if PLACE.search(context.get("body", "")):
        numbers = counts()
        context["body"] = PLACE.sub(
            lambda place: f"{place[1]}{numbers[place[2]]}{place[3]}", context["body"]
        )


def read_again(app, env, added, changed, removed):
    """Read the page again where another has changed."""
    return [PAGE] if (added or changed or removed) and PAGE in env.found_docs else []


def setup(app):
    """Register with Sphinx."""
    app.connect("html-page-context", fill)
    app.connect("env-get-outdated", read_again)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
