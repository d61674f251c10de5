"""What stands around the text of every page: the buttons of its head, and its foot.

The theme's download menu says ".pdf" where it means the dialog for printing. The foot says what one
may do with the book, how to cite it, and where to report a slip.
"""

from html import escape
from urllib.parse import quote

NOTEBOOK = "download-source-button"
PRINT = "download-pdf-button"
#: Opens every solution, and folds again those that were folded once the page is printed.
WITH_SOLUTIONS = (
    "const folded = document.querySelectorAll('details.solution:not([open])');"
    "folded.forEach(solution => solution.open = true);"
    "print();"
    "folded.forEach(solution => solution.open = false)"
)
LICENCES = (
    "Text and figures "
    '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>, '
    'code <a href="https://opensource.org/license/bsd-3-clause" rel="license">BSD 3-clause</a>.'
)


def head_buttons(groups):
    """Return the buttons of a page's head, the download menu in the book's words.

    Parameters
    ----------
    groups : list of dict
        The theme's buttons, some of which are groups.

    Returns
    -------
    list of dict
    """
    for group in groups:
        if group.get("label") == "download-buttons":
            group["tooltip"] = "Download or print this page"
            group["buttons"] = [new for old in group["buttons"] for new in renamed(old)]
    return groups


def renamed(button):
    """Return a button of the download menu under a name that says what it does."""
    if button["label"] == NOTEBOOK:
        text = "Notebook" if button["text"] == ".ipynb" else "Source file"
        return [button | {"text": text, "tooltip": None}]
    if button["label"] == PRINT:
        with_solutions = button | {
            "javascript": WITH_SOLUTIONS,
            "label": "print-solutions-button",
            "text": "Print with solutions",
            "tooltip": None,
        }
        return [button | {"text": "Print this page", "tooltip": None}, with_solutions]
    return [button]


def foot(title, author, year, repository, page):
    """Return the foot of a page as HTML.

    Parameters
    ----------
    title, author, year : str
        Of the book, for a citation.
    repository : str or None
        Its address, where it has one.
    page : str
        The page's name, which a report of a slip carries.

    Returns
    -------
    str
    """
    bibtex = (
        f"@book{{matrixcalculus{year},\n  title = {{{title}}},\n  author = {{{{{author}}}}},\n"
        f"  year = {{{year}}}\n}}"
    )
    parts = [
        f"<p>{LICENCES}</p>",
        f"<details><summary>How to cite</summary><pre>{escape(bibtex)}</pre></details>",
    ]
    if repository:
        issues = "/-/issues/new?issue[title]=" if "gitlab" in repository else "/issues/new?title="
        address = f"{repository}{issues}{quote(f'A slip in {page}')}"
        parts.append(f'<p><a class="report-slip" href="{escape(address)}">Report a slip</a></p>')
    return "\n".join(parts)


def frame(app, pagename, templatename, context, doctree):
    """Change the head and the foot of a page."""
    context["header_buttons"] = head_buttons(context.get("header_buttons", []))
    config = app.config
    repository = config.html_theme_options.get("repository_url")
    year = config.copyright.split(",")[0]
    context["theme_extra_footer"] = foot(
        config.html_title, config.author, year, repository, pagename
    )


def setup(app):
    """Register with Sphinx, after the theme has made its buttons."""
    app.connect("html-page-context", frame, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
