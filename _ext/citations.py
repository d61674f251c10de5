"""Finish the list of literature: its entries as a screen reader wants them, its addresses as links.

docutils gives the entries the role ``doc-biblioentry``, which is deprecated and which a list may
not hold. The style writes an arXiv number or a DOI as words.
"""

import re

ENTRY = re.compile(r'<div class="citation".*?</div>', re.DOTALL)
ARXIV = re.compile(r"arXiv:(\d{4}\.\d{4,5})")
DOI = re.compile(r"doi[: ](10\.\d{4,}/[^\s<]*\w)")


def with_links(entry):
    """Return an entry of the bibliography with links to where the text is.

    Examples
    --------
    >>> with_links("<p>arXiv:1802.01528.</p>")
    '<p><a href="https://arxiv.org/abs/1802.01528">arXiv:1802.01528</a>.</p>'
    >>> with_links("<p>doi 10.24432/C50P49.</p>")
    '<p><a href="https://doi.org/10.24432/C50P49">doi:10.24432/C50P49</a>.</p>'
    """
    entry = ARXIV.sub(r'<a href="https://arxiv.org/abs/\1">arXiv:\1</a>', entry)
    return DOI.sub(r'<a href="https://doi.org/\1">doi:\1</a>', entry)


def finish_entries(app, pagename, templatename, context, doctree):
    """Give each entry the role of a list's item, and its links."""
    if "body" in context:
        body = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')
        context["body"] = ENTRY.sub(lambda entry: with_links(entry[0]), body)


def setup(app):
    """Register with Sphinx."""
    app.connect("html-page-context", finish_entries)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
