"""Turn the names of rules in derivations into links to where the book states them.

The package that writes derivations knows rules by name and marks each one, ``data-rule="the
product rule"``; it knows no book. Which chapter states a rule is said here, and the links are made
when a page is built: a notebook that is opened in JupyterLab then holds no link that leads nowhere.
"""

import re
from html import escape

from docutils import nodes

#: Where the book states a rule: the label of the equation, and its page. One line each.
RULES = {
    "the constant rule": ("r4", "chapters/scalar_derivatives"),
    "the constant factor rule": ("r5", "chapters/scalar_derivatives"),
    "the power rule": ("r6", "chapters/scalar_derivatives"),
    "the sum rule": ("r7", "chapters/scalar_derivatives"),
    "the difference rule": ("r8", "chapters/scalar_derivatives"),
    "the product rule": ("r9", "chapters/scalar_derivatives"),
    "the chain rule": ("r10", "chapters/scalar_derivatives"),
    "the identity": ("r30", "chapters/jacobian"),
    "a matrix times the variable": ("t15", "chapters/jacobian"),
    "the vector chain rule": ("t15-3", "chapters/jacobian"),
}
MARK = re.compile(r'<span data-rule="(?P<rule>[^"]+)">(?P<name>[^<]+)</span>')


def link_rules(html, uri_of):
    """Return a derivation's HTML with the names of the rules as links.

    Parameters
    ----------
    html : str
        A derivation, or any other HTML: that has no marks, and is returned as it is.
    uri_of : callable
        Gives the address of a page of the book, seen from the page that holds the derivation.

    Returns
    -------
    str
        A rule that the book does not state is left as it is.

    Examples
    --------
    >>> marked = '<span data-rule="the chain rule">the chain rule</span>, (m × n)'
    >>> link_rules(marked, lambda page: f"../{page}.html")
    '<a href="../chapters/scalar_derivatives.html#equation-r10">the chain rule</a>, (m × n)'
    >>> link_rules("<b>x</b>", str)
    '<b>x</b>'
    """

    def link(mark):
        if mark["rule"] not in RULES:
            return mark[0]
        label, page = RULES[mark["rule"]]
        return f'<a href="{escape(uri_of(page))}#equation-{label}">{mark["name"]}</a>'

    return MARK.sub(link, html)


def add_links(app, doctree, docname):
    """Put the links into every derivation of a page that is about to be written."""
    if app.builder.format != "html":
        return
    for raw in list(doctree.findall(nodes.raw)):
        if MARK.search(raw.astext()):
            linked = link_rules(
                raw.astext(), lambda page: app.builder.get_relative_uri(docname, page)
            )
            raw.replace_self(nodes.raw("", linked, **raw.attributes))


def setup(app):
    """Register with Sphinx."""
    app.connect("doctree-resolved", add_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
