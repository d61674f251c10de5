"""Say in each page's head what a link to it should show elsewhere: title, description, picture.

The description is the page's first paragraph. Addresses in these lines must be absolute, so they
are written only where the site's own address is known (``BOOK_URL``, see `addresses`).
"""

import re
import textwrap
from html import escape

from docutils import nodes

PICTURE = "_static/preview.png"
PICTURE_SAYS = "A matrix in brackets with a check mark, beside the title of the book."
LONGEST = 200


def describe(doctree):
    """Return the first paragraph of a page that is plain text, cut at the end of a word.

    Parameters
    ----------
    doctree : docutils.nodes.document
        The page.

    Returns
    -------
    str
        At most `LONGEST` characters; empty where every paragraph holds mathematics, which would
        be read as TeX.
    """
    for paragraph in doctree.findall(nodes.paragraph):
        if not paragraph.next_node(nodes.math):
            text = " ".join(paragraph.astext().split())
            return textwrap.shorten(text, LONGEST, placeholder=" …")
    return ""


def add_previews(app, pagename, templatename, context, doctree):
    """Add the lines to the head of a page."""
    if doctree is None:  # the search page and the index have no text of their own
        return
    title = re.sub(r"<[^>]+>", "", context["title"])
    description = escape(describe(doctree))
    lines = [
        f'<meta name="description" content="{description}">',
        '<meta property="og:type" content="article">',
        f'<meta property="og:site_name" content="{escape(app.config.html_title)}">',
        f'<meta property="og:title" content="{title}">',
        f'<meta property="og:description" content="{description}">',
    ]
    if app.config.html_baseurl:
        site = app.config.html_baseurl.rstrip("/")
        lines += [
            f'<meta property="og:url" content="{site}/{pagename}.html">',
            f'<meta property="og:image" content="{site}/{PICTURE}">',
            f'<meta property="og:image:alt" content="{PICTURE_SAYS}">',
            '<meta name="twitter:card" content="summary_large_image">',
        ]
    context["metatags"] = "\n".join([context.get("metatags", ""), *lines])


def setup(app):
    """Register with Sphinx."""
    app.connect("html-page-context", add_previews)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
