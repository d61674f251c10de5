"""Mark the entries of the bibliography as what they are to a screen reader: items of a list.

docutils gives them the role ``doc-biblioentry``, which is deprecated and which a list may not hold.
"""


def name_entries(app, pagename, templatename, context, doctree):
    """Give each entry the role of a list's item."""
    if "body" in context:
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


def setup(app):
    """Register with Sphinx."""
    app.connect("html-page-context", name_entries)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
