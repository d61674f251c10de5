"""Draw the theme's icons from a font of 3 KB (`assets/icons.woff2`), and not by a script.

The theme loads the script of Font Awesome, 1.5 MB, before anything of a page is seen. Its style
sheet draws the same icons from a font, so the script is not needed. The book's font holds the
icons that are used; `assets/book.css` sets it before the theme's, which a browser fetches only for
an icon that the book's lacks.
"""

import re
from pathlib import Path

SCRIPT = re.compile(
    r'\s*<!-- So that users can add custom icons -->\s*<script src="[^"]*"></script>'
)
#: An icon is a sign in the font's private range, which a screen reader would try to read.
ICON = re.compile(r'<i (?=class="(?:fa|fas|fab|theme-switch)\b)')


def without_script(html):
    """Return a page without the script, and with icons that are not read aloud.

    Parameters
    ----------
    html : str
        A page as the theme writes it; one that was changed already stays as it is.

    Returns
    -------
    str

    Examples
    --------
    >>> without_script('<i class="fa-solid fa-bars"></i>')
    '<i aria-hidden="true" class="fa-solid fa-bars"></i>'
    """
    return ICON.sub('<i aria-hidden="true" ', SCRIPT.sub("", html))


def change_pages(app, exception):
    """Change all pages, for the theme's template does not ask."""
    if exception or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        page = path.read_text("utf-8")
        changed = without_script(page)
        if changed != page:
            path.write_text(changed, "utf-8")


def setup(app):
    """Register with Sphinx."""
    app.connect("build-finished", change_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
