"""Give every rule of the page of rules a place of its own, and a link to it that can be copied."""

from docutils import nodes

PAGE = "chapters/rules"


def place(name):
    """Return the id of a rule.

    Examples
    --------
    >>> place("logarithm of the determinant (log det)")
    'rule-logarithm-of-the-determinant-log-det'
    """
    return f"rule-{nodes.make_id(name)}"


def add_places(app, doctree, docname):
    """Add the places and the links to the page that is about to be written."""
    if docname != PAGE or app.builder.format != "html":
        return
    for table in doctree.findall(nodes.table):
        if "rules" in table["classes"]:
            for row in table.next_node(nodes.tbody).findall(nodes.row):
                name = row.next_node(nodes.strong)
                id_ = place(name.astext())
                row["ids"].append(id_)
                link = (
                    f'<a class="rule-link" href="#{id_}"'
                    f' aria-label="Link to this rule: {name.astext()}">#</a>'
                )
                name.parent.insert(name.parent.index(name) + 1, nodes.raw("", link, format="html"))


def setup(app):
    """Register with Sphinx."""
    app.connect("doctree-resolved", add_places)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
