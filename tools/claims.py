"""What the book claims, where each claim is displayed, and what checks it.

    python -m tools.claims            print the table of coverage; fail where a claim is not proved
    python -m tools.claims --write    write that table into the book's page

A *claim* is a row of `claims.csv`, one statement with an id such as ``r14``. A chapter displays it
as an equation with that label, ``$$ ... $$ (r14)``, or several: ``(r14)``, ``(r14-2)``. In the same
chapter a visible call ``ml.agree("r14", by_hand=..., by_algebra=..., measured=...)`` checks it.
The sort of a claim says what the check must be:

equal
    Two witnesses or more beside the value found by hand.
condition
    A shape or a condition, checked as what it says.
refuted
    Wrong on purpose: ``ml.differ`` shows that it fails. What is right instead has the same id with
    a suffix, ``(e1-2)``, and is checked as an equal claim.
definition
    Nothing to check.

The tests also read each display itself, and prove it as it stands on the page; which of them
cannot be read, and why, is said in ``tools/page_reader/displays.toml``, and repeated below the
table.
"""

import argparse
import ast
import csv
import re
import sys
import tomllib
from collections import Counter, namedtuple

import nbformat

from tools.notebooks import ROOT, chapters
from tools.pages import filled

ROWS = ROOT / "tools" / "claims.csv"
READING = ROOT / "tools" / "page_reader" / "displays.toml"
PAGE = ROOT / "chapters" / "coverage.md"
BEGIN, END = "<!-- table of claims: tools/claims.py writes it -->", "<!-- end of the table -->"

#: The first letter of an id says what the claim belongs to.
KINDS = {
    "r": "Claims of the article",
    "t": "Further topics",
    "m": "Laws of measuring",
    "e": "Claims on slips of the article",
}

Row = namedtuple("Row", "id sort statement")
Display = namedtuple("Display", "label latex chapter")
Check = namedtuple("Check", "label verb witnesses chapter")
Book = namedtuple("Book", "rows displays checks")
Problem = namedtuple("Problem", "id sentence")

DISPLAY = re.compile(r"\$\$(?P<latex>.+?)\$\$(?:[ \t]*\((?P<label>[^)\s]+)\))?", re.DOTALL)
# d/dx and dy/dx, their partial kin, and the nabla: an equation with one of these claims something.
DERIVATIVE = re.compile(
    r"\\[dt]?frac\{\s*(d|\\partial\b)[^=]*?\}\{\s*\1(?!\})|\\nabla|\\lim", re.DOTALL
)


def rows():
    """Return every claim of the book, in order."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file)]


def read(notebooks):
    """Return what notebooks claim and check.

    Parameters
    ----------
    notebooks : list of Path

    Returns
    -------
    Book
        All rows of `claims.csv`, with the displays and checks of these notebooks.
    """
    displayed, checked = [], []
    for path in notebooks:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                displayed += displays(cell.source, path.stem)
            elif cell.cell_type == "code":
                checked += checks(cell.source, path.stem)
    return Book(rows(), displayed, checked)


def displays(markdown, chapter):
    """Return the equations displayed in a cell's text, those without a label included."""
    return [Display(m["label"], m["latex"], chapter) for m in DISPLAY.finditer(markdown)]


def checks(code, chapter):
    """Return the calls in a cell's code that check a claim by its label."""
    return [
        Check(
            label=node.args[0].value,
            verb=node.func.attr,
            witnesses=[keyword.arg for keyword in node.keywords if keyword.arg != "at"],
            chapter=chapter,
        )
        for node in ast.walk(ast.parse(code))
        if is_check(node)
    ]


def is_check(node):
    """Tell whether a node of the syntax tree is ``ml.agree("...", ...)`` or ``ml.differ``."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("agree", "differ")
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
    )


def row_id(label):
    """Return the id of the claim that a label belongs to: ``r14`` for ``r14-2``."""
    return label.partition("-")[0]


def is_refuted(display, row):
    """Tell whether a display is one that ``ml.differ`` checks; what is right has a suffix."""
    return row.sort == "refuted" and display.label == row.id


def is_false(display, row):
    r"""Tell whether a display says what is false: one with ``\ne`` is refuted, and true."""
    return is_refuted(display, row) and r"\ne" not in display.latex


def problems(book):
    """Say all that keeps the claims of a book from being proved.

    Parameters
    ----------
    book : Book

    Returns
    -------
    list of Problem
        Empty when every claim is displayed and checked.
    """
    known = {row.id: row for row in book.rows}
    found = [unlabelled(d) for d in book.displays if not d.label and claims_a_derivative(d)]
    labelled = [display for display in book.displays if display.label]
    for label, count in Counter(display.label for display in labelled).items():
        if count > 1:
            found.append(Problem(row_id(label), f"{label} labels {count} equations, not one"))
    for display in labelled:
        row = known.get(row_id(display.label))
        found += unproved(display, row, book.checks) if row else [unknown(display)]
    shown = {row_id(display.label) for display in labelled}
    for row in book.rows:
        if row.id not in shown:
            found.append(Problem(row.id, f"{row.id} ({row.statement}) is displayed nowhere"))
    places = {(display.label, display.chapter) for display in labelled}
    return found + [astray(c) for c in book.checks if (c.label, c.chapter) not in places]


def claims_a_derivative(display):
    """Tell whether an equation says what a derivative is."""
    return "=" in display.latex and DERIVATIVE.search(display.latex) is not None


def unlabelled(display):
    """Return the problem of a derivative that is displayed without a label."""
    latex = " ".join(display.latex.split())
    return Problem(None, f"{display.chapter}: a displayed derivative has no label: {latex}")


def unknown(display):
    """Return the problem of a label that belongs to no claim."""
    sentence = f"{display.chapter}: the equation {display.label} belongs to no claim of {ROWS.name}"
    return Problem(None, sentence)


def astray(check):
    """Return the problem of a check that names no equation of its chapter."""
    sentence = f"{check.chapter}: a check names {check.label}, but no equation there is so labelled"
    return Problem(row_id(check.label), sentence)


def unproved(display, row, checks):
    """Return what is missing from the checks of one displayed claim."""
    if row.sort == "definition":
        return []
    verb = "differ" if is_refuted(display, row) else "agree"
    needed = 3 if row.sort == "equal" or (row.sort == "refuted" and verb == "agree") else 2
    mine = [c for c in checks if (c.label, c.chapter) == (display.label, display.chapter)]
    where = f"{display.chapter}: {display.label}"
    if not any(check.verb == verb for check in mine):
        call = f'ml.{verb}("{display.label}", ...)'
        return [Problem(row.id, f"{where} is displayed, but no {call} checks it there")]
    if all(len(check.witnesses) < needed for check in mine):
        return [Problem(row.id, f"{where} is checked by fewer than {needed} witnesses")]
    return []


def unread():
    """Return why a display cannot be read from the page, for the labels of those that cannot."""
    entries = tomllib.loads(READING.read_text("utf-8"))
    return {label: entry["unread"] for label, entry in entries.items() if "unread" in entry}


def table(book):
    """Return the table of coverage, and what could not be read, as lines of Markdown."""
    reasons = unread()
    lines = [
        "| claim | what it says | shown and checked | witnesses | read |",
        "|---|---|---|---|---|",
    ]
    for row in book.rows:
        labels = [d.label for d in book.displays if d.label and row_id(d.label) == row.id]
        names = [name for check in book.checks if check.label in labels for name in check.witnesses]
        links = ", ".join(f"{{eq}}`{label}`" for label in labels)
        said = ", ".join(name.replace("_", " ") for name in dict.fromkeys(names)) or row.sort
        read = "no" if reasons.keys() & labels else "yes" if labels else ""
        lines.append(f"| {row.id.upper()} | {row.statement} | {links} | {said} | {read} |")
    return [*lines, "", *reading(book, reasons)]


def reading(book, reasons):
    """Say how many displays are read from the page, and why the others are not."""
    labels = [display.label for display in book.displays if display.label]
    missing = [label for label in labels if label in reasons]
    count = f"Displays read from the page: {len(labels) - len(missing)} of {len(labels)}."
    return [count, "", *(f"* {{eq}}`{label}` is not read: {reasons[label]}" for label in missing)]


def summary(book):
    """Return one line for each kind of claim: how many of how many are proved."""
    unproved_ids = {problem.id for problem in problems(book)}
    lines = []
    for letter, kind in KINDS.items():
        ids = {r.id for r in book.rows if r.id.startswith(letter) and r.sort != "definition"}
        lines.append(f"{kind} proved: {len(ids - unproved_ids)} of {len(ids)}")
    return lines


def written(page, lines):
    """Return the text of the page with the table of coverage between its two marks."""
    return filled(page, (BEGIN, END), lines, PAGE.name)


def main(arguments=None):
    """Run the command line and return its exit code."""
    parser = argparse.ArgumentParser(description="Say which claims of the book are proved.")
    parser.add_argument("--write", action="store_true", help="write the table into the book")
    options = parser.parse_args(arguments)

    book = read(chapters())
    page = PAGE.read_text("utf-8")
    fresh = written(page, table(book))
    complaints = [problem.sentence for problem in problems(book)]
    if options.write:
        PAGE.write_text(fresh, "utf-8", newline="\n")
    elif fresh != page:
        complaints.append(f"{PAGE.name} is not up to date. Run: make refresh")
    print(*summary(book), *complaints, sep="\n")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
