"""Change in the finished pages what the theme's templates write and do not ask about.

* The theme loads the script of Font Awesome, 1.5 MB, before anything of a page is seen. Its style
  sheet draws the same icons from a font, so the script is not needed. The book's own font, 3 KB
  (`assets/icons.woff2`), holds the icons that are used; `assets/book.css` sets it before the
  theme's, which a browser fetches only for an icon that the book's lacks.
* An icon is a sign in the font's private range, which a screen reader would try to read.
* Without scripts the theme has no colours until a mode is chosen: a page is light until then.
* A notebook is downloaded, and not shown as text in a window of its own.
* What unfolds the pages below a page in the contents says so to a screen reader, and its sign is
  one that every font has.
"""

import re
from pathlib import Path

CHANGES = [
    (r'\s*<!-- So that users can add custom icons -->\s*<script src="[^"]*"></script>', ""),
    (r'<i (?=class="(?:fa|fas|fab|theme-switch)\b)', '<i aria-hidden="true" '),
    (r'(<html [^>]*data-theme=)"auto"', r'\1"light"'),
    (
        r">(?P<page>[^<]*)</a><details(?P<open>[^>]*)><summary>(?=<span class=\"toctree-toggle)",
        r'>\g<page></a><details\g<open>><summary aria-label="Pages of: \g<page>">',
    ),
    (r'<i [^>]*class="fa-solid fa-chevron-down"></i>', '<span aria-hidden="true">▾</span>'),
    (r'target="_blank"(\s+class="[^"]*btn-download-[a-z]+-button)', r"download\1"),
]


def changed(html):
    """Return a page as the book wants it.

    Parameters
    ----------
    html : str
        A page as the theme writes it; one that was changed already stays as it is.

    Returns
    -------
    str

    Examples
    --------
    >>> changed('<i class="fa-solid fa-bars"></i>')
    '<i aria-hidden="true" class="fa-solid fa-bars"></i>'
    >>> toggle = '<span class="toctree-toggle"></span>'
    >>> changed(f'<a href="rules.html">The rules</a><details><summary>{toggle}')[43:]
    '<summary aria-label="Pages of: The rules"><span class="toctree-toggle"></span>'
    >>> changed('<html lang="en" data-theme="auto">')
    '<html lang="en" data-theme="light">'
    """
    for pattern, new in CHANGES:
        html = re.sub(pattern, new, html)
    return html


def change_pages(app, exception):
    """Change all pages."""
    if exception or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        page = path.read_text("utf-8")
        if changed(page) != page:
            path.write_text(changed(page), "utf-8")


def setup(app):
    """Register with Sphinx."""
    app.connect("build-finished", change_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
