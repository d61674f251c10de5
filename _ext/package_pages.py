"""The package, name by name: its page is made from the docstrings, and the others lead there.

On every page the first use in code of each public name, such as ``ml.agree``, becomes a link to
what that name does. Nothing is added to the notebooks; in
JupyterLab, Shift-Tab shows the same text.
"""

import re
import sys
from pathlib import Path

from docutils import nodes

PAGE = "chapters/package"
#: ``ml.name`` as Pygments writes it.
USE = re.compile(
    r'(<span class="n">ml</span><span class="o">\.</span>)(<span class="n[bf]?">(\w+)</span>)'
)


def public_names():
    """Return the names that the page describes: those of `mathlib` itself."""
    import mathlib

    return frozenset(mathlib.__all__)


def link_first_uses(body, page, names):
    """Link the first use of each name in the code of a page.

    Parameters
    ----------
    body : str
        The page as HTML.
    page : str
        The address of the page that describes the names, seen from this one.
    names : set of str

    Returns
    -------
    str
        The page with the links.
    """
    waiting = set(names)

    def linked(found):
        before, word, name = found.groups()
        if name not in waiting:
            return found.group()
        waiting.remove(name)
        return f'<a class="package-name" href="{page}#mathlib.{name}">{before}{word}</a>'

    return USE.sub(linked, body)


def add_links(app, pagename, templatename, context, doctree):
    """Link the first uses on a page that has code, unless it is the description itself."""
    if "body" not in context or pagename == PAGE or PAGE not in app.env.found_docs:
        return
    address = app.builder.get_relative_uri(pagename, PAGE)
    context["body"] = link_first_uses(context["body"], address, public_names())


def drop_unknown_types(app, env, node, contnode):
    """Let the words of a docstring that say a type, ``array_like``, be words and no lost links."""
    if node.get("refdomain") == "py" and node.get("reftype") in ("class", "obj"):
        return nodes.literal("", node.astext()) if node.get("reftype") == "obj" else contnode
    return None


def setup(app):
    """Register with Sphinx, and let it find the package of this tree, wherever it is called."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    app.connect("html-page-context", add_links)
    app.connect("missing-reference", drop_unknown_types)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
