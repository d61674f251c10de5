"""Show what a check found, and fold the code that found it.

In a notebook a check is a cell, and so it stays in JupyterLab. On a page its verdict is what a
reader wants to see: a *ribbon* with the names that agree, or that differ where something is wrong
on purpose. The cell is one click away, and the first of each chapter is open. So are all of the
chapter that is about checks. The imports at the head of a chapter are folded too.
"""

import ast
import re
from html import escape

from docutils import nodes

AGREE = re.compile(r"'(?P<names>\w+(?: = \w+)+)'")
DIFFER = re.compile(r"'(?P<names>\w+ ≠ \w+): (?P<found>.+)'")
#: More names than this are counted.
MOST = 5
#: Here the code of a check is what the text is about.
OPEN_PAGES = {"chapters/how_this_book_checks_itself"}
SET_UP = '<details class="set-up"><summary>Set-up: what this chapter imports</summary>'


def ribbon(text):
    """Return what a check said as HTML, or None for any other output.

    Parameters
    ----------
    text : str
        The output of a cell, as it is printed.

    Examples
    --------
    >>> ribbon("'by_hand = measured'")[:53]
    '<summary class="agrees"><span class="verdict">✓</span'
    >>> ribbon("'held ≠ moving: it is 4, not 3'").count('<span class="chip">')
    2
    >>> ribbon("'not answered yet'")
    """
    text = " ".join(text.split())
    if said := AGREE.fullmatch(text):
        kind, mark, sign, found = "agrees", "✓", "=", ""
    elif said := DIFFER.fullmatch(text):
        kind, mark, sign, found = "differs", "✗", "≠", f": {said['found']}"
    else:
        return None
    return (
        f'<summary class="{kind}"><span class="verdict">{mark}</span>'
        f'<span class="found">{chips(said["names"], sign)}{escape(found)}</span>'
        '<span class="how">code</span></summary>'
    )


def chips(names, sign):
    """Return the names of witnesses with a sign between them, or how many there are.

    Examples
    --------
    >>> chips("by_hand = measured", "=")
    '<span class="chip">by hand</span> = <span class="chip">measured</span>'
    >>> chips("a = b = c = d = e = f = g", "=")
    '<span class="chip">all 7 agree</span>'
    """
    words = [name.replace("_", " ") for name in names.split(f" {sign} ")]
    if len(words) > MOST:
        words = [f"all {len(words)} agree"]
    return f" {sign} ".join(f'<span class="chip">{word}</span>' for word in words)


def is_set_up(code):
    r"""Tell whether code only imports, and chooses the style of figures.

    Examples
    --------
    >>> is_set_up("import numpy as np\nfrom mathlib import figures\nfigures.use_style()")
    True
    >>> is_set_up("import numpy as np\nnp.pi") or is_set_up("")
    False
    """
    try:
        statements = ast.parse(code).body
    except SyntaxError:  # a cell may hold commands of IPython
        return False
    return bool(statements) and all(
        isinstance(statement, ast.Import | ast.ImportFrom)
        or ast.unparse(statement) == "figures.use_style()"
        for statement in statements
    )


def fold_cells(app, doctree, docname):
    """Fold the checks and the imports of a page that is about to be written."""
    if app.builder.format != "html":
        return
    opened = False
    for cell in list(doctree.findall(is_cell)):
        said = ribbon(output(cell))
        if said:
            open_ = " open" if docname in OPEN_PAGES or not opened else ""
            fold(cell, f'<details class="check"{open_}>{said}')
            opened = True
        elif is_set_up(source(cell)):
            fold(cell, SET_UP)


def is_cell(node):
    """Tell whether a node is a cell of code that is not hidden as a whole."""
    return (
        isinstance(node, nodes.container)
        and node.get("nb_element") == "cell_code"
        and "hide-cell" not in node["cell_metadata"].get("tags", [])
    )


def source(cell):
    """Return the code of a cell."""
    return part(cell, "cell_code_source")


def output(cell):
    """Return the text that a cell shows."""
    return part(cell, "cell_code_output")


def part(cell, element):
    """Return the text of a part of a cell; empty where it has none."""
    return "".join(child.astext() for child in cell if child.get("nb_element") == element)


def fold(cell, head):
    """Put a cell behind a bar."""
    parent, place = cell.parent, cell.parent.index(cell)
    parent.insert(place, nodes.raw("", head, format="html"))
    parent.insert(place + 2, nodes.raw("", "</details>", format="html"))


def setup(app):
    """Register with Sphinx."""
    app.connect("doctree-resolved", fold_cells)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
