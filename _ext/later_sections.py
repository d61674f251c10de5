"""Fold the sections that may be skipped on a first reading.

Such a section begins with an admonition of the class ``later``, which says what it holds and stays
in sight. What follows it in the section is folded. In a notebook the admonition is a remark, and
nothing is folded.
"""

from docutils import nodes

HEAD = '<details class="fold later"><summary>Show this section</summary>'


def fold_sections(app, doctree, docname):
    """Fold what follows a remark of the class ``later`` in its section."""
    if app.builder.format != "html":
        return
    for remark in list(doctree.findall(is_remark)):
        section = remark.parent
        section.insert(section.index(remark) + 1, nodes.raw("", HEAD, format="html"))
        section.append(nodes.raw("", "</details>", format="html"))


def is_remark(node):
    """Tell whether a node says that the rest of its section may be skipped.

    Examples
    --------
    >>> is_remark(nodes.admonition(classes=["later"])), is_remark(nodes.note())
    (True, False)
    """
    return isinstance(node, nodes.Admonition) and "later" in node["classes"]


def setup(app):
    """Register with Sphinx."""
    app.connect("doctree-resolved", fold_sections)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
