"""Fold what a reader opens when they want it, in one way: an exercise's solution, words and code.

Sphinx's extensions fold a solution's words and its code in two ways, the first by a script. Here
both are one ``<details>``, which needs none. Any other admonition of the class ``dropdown`` is
folded so too.
"""

import re
from html import escape

from docutils import nodes
from sphinx_exercise.nodes import solution_node

EXERCISE = re.compile(r"Exercise [\d.]+\d")


def fold_admonitions(app, doctree, docname):
    """Fold the admonitions of a page that is about to be written."""
    if app.builder.format != "html":
        return
    for box in list(doctree.findall(is_foldable)):
        title = box.next_node(nodes.title)
        summary = title.astext()
        content = [child for child in box if child is not title]
        kind = "fold"
        if isinstance(box, solution_node):
            kind = "fold solution"
            summary = f"Solution of {EXERCISE.search(summary)[0].lower()}"
            content = [inner for section in content for inner in section]
            cell = box.next_node(descend=False, siblings=True)
            if is_hidden_cell(cell):
                cell.parent.remove(cell)
                content.append(shown(cell))
        id_ = f' id="{escape(box["ids"][0])}"' if box["ids"] else ""
        head = f'<details class="{kind}"{id_}><summary>{escape(summary)}</summary>'
        place = box.parent.index(box)
        box.parent[place : place + 1] = [raw(head), *content, raw("</details>")]


def is_foldable(node):
    """Tell whether a node is an admonition to fold."""
    return isinstance(node, nodes.Admonition) and "dropdown" in node["classes"]


def is_hidden_cell(node):
    """Tell whether a node is a cell of code that MyST-NB hides behind a bar of its own."""
    return isinstance(node, nodes.container) and "tag_hide-cell" in node["classes"]


def shown(cell):
    """Return a hidden cell without its bar."""
    cell["classes"].remove("tag_hide-cell")
    inner = [child for bar in cell for child in bar]
    cell.clear()
    cell.extend(inner)
    return cell


def raw(html):
    """Return a node of HTML."""
    return nodes.raw("", html, format="html")


def setup(app):
    """Register with Sphinx, before the checks are folded: what is hidden is none of them."""
    app.connect("doctree-resolved", fold_admonitions, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
