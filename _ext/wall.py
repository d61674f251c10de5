"""Show the claims of the book as a wall: one square for each, in the order of the pages.

A square says whether its claim is checked, a definition, or false on purpose; it shows the formula
under the pointer or the focus, and leads to it. It needs no script. The page holds the place,
``<div class="wall"></div>``, and the table of claims below it.
"""

from collections import Counter
from html import escape

from tools.claims import read, row_id
from tools.notebooks import chapters

PAGE = "chapters/coverage"
PLACE = '<div class="wall"></div>'
#: For each sort of claim: its state, and the sign in its square.
STATES = {
    "equal": ("checked", "✓"),
    "condition": ("checked", "✓"),
    "definition": ("a definition", "○"),
    "refuted": ("false on purpose, and shown to fail", "✗"),
}
HINT = "Point at a square, or reach it with the Tab key, and its formula is shown here."


def square(row, display, address):
    r"""Return the square of a claim as HTML, with the TeX of its formula.

    Examples
    --------
    >>> from tools.claims import Display, Row
    >>> row, display = Row("r6", "equal", "a power"), Display("r6", "a < b", "sums")
    >>> made = square(row, display, "sums.html#equation-r6")
    >>> made.partition(">✓")[0]
    '<li><a class="equal" href="sums.html#equation-r6" aria-label="R6, checked: a power"'
    >>> r"\(\displaystyle" in made and "a &lt; b" in made
    True
    """
    state, sign = STATES[row.sort]
    name = escape(f"{row.id.upper()}, {state}: {row.statement}")
    tex = display.latex.strip()
    if "&" in tex or r"\\" in tex:
        tex = rf"\begin{{aligned}}{tex}\end{{aligned}}" if r"\begin" not in tex else tex
    formula = f"\\(\\displaystyle\n{escape(tex, quote=False)}\\)"
    return (
        f'<li><a class="{row.sort}" href="{escape(address)}" aria-label="{name}">{sign}<span\n'
        f'class="shown"><b>{name}</b><span class="math notranslate nohighlight">{formula}</span>'
        "</span></a></li>"
    )


def wall(book, uri_of):
    """Return the wall of a book as HTML.

    Parameters
    ----------
    book : tools.claims.Book
    uri_of : callable
        Gives the address of a page, seen from the one with the wall.

    Returns
    -------
    str
    """
    rows = {row.id: row for row in book.rows}
    first = {}
    for display in book.displays:
        if display.label:
            first.setdefault(row_id(display.label), display)
    counted = Counter(STATES[rows[id_].sort][0].partition(",")[0] for id_ in first)
    total = ", ".join(f"{counted[state]} {state}" for state in ("checked", "false on purpose"))
    squares = [
        square(rows[id_], shown, f"{uri_of(f'chapters/{shown.chapter}')}#equation-{shown.label}")
        for id_, shown in first.items()
    ]
    return (
        f'<div class="wall"><p><b>{len(first)} claims: {total},'
        f" {counted['a definition']} definitions.</b></p><ul>{''.join(squares)}</ul>"
        f'<p class="hint">{HINT}</p></div>'
    )


def build_wall(app, pagename, templatename, context, doctree):
    """Build the wall on the page that holds its place."""
    if pagename == PAGE:
        html = wall(read(chapters()), lambda page: app.builder.get_relative_uri(PAGE, page))
        context["body"] = context["body"].replace(PLACE, html)


def read_again(app, env, added, changed, removed):
    """Read the page again where another has changed: a formula may have."""
    return [PAGE] if (added or changed or removed) and PAGE in env.found_docs else []


def setup(app):
    """Register with Sphinx."""
    app.connect("html-page-context", build_wall)
    app.connect("env-get-outdated", read_again)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
