"""Let the number of a display say whether it is checked, and lead to the table of claims.

What is false on purpose says so beside its number, where those see it who skim, print or listen.
"""

import re
from html import escape, unescape

from docutils import nodes

from tools.claims import Display, is_false, row_id, rows

TABLE = "chapters/coverage"
DISPLAY = re.compile(
    r'<div class="(?P<classes>math [^"]*)" id="equation-(?P<label>[^"]+)">\s*'
    r'<span class="eqno">(?P<number>\([^)<]+\))(?P<rest>.*?)</div>',
    re.DOTALL,
)
FALSE, CHECKED, DEFINED = "✗ false", "✓", ""
SAYS = {
    FALSE: "False on purpose, and shown to fail",
    CHECKED: "Checked",
    DEFINED: "A definition",
}


def mark(display, row):
    """Return what stands beside the number of a display.

    Examples
    --------
    >>> from tools.claims import Row
    >>> mark(Display("e3", "0 = 1", "sums"), Row("e3", "refuted", "a slip"))
    '✗ false'
    >>> mark(Display("e3-2", "0 = 0", "sums"), Row("e3", "refuted", "a slip"))
    '✓'
    """
    if row.sort == "definition":
        return DEFINED
    return FALSE if is_false(display, row) else CHECKED


def with_claims(body, claims, table):
    """Return a page whose numbered displays lead to their claims.

    Parameters
    ----------
    body : str
        The page as HTML, with TeX in its displays.
    claims : dict of str to tools.claims.Row
        The claims by their ids.
    table : str
        The address of the table of claims, seen from the page.

    Returns
    -------
    str
        A display that belongs to no claim stays as it is.
    """

    def linked(found):
        row = claims.get(row_id(found["label"]))
        if row is None:
            return found.group()
        said = mark(Display(found["label"], unescape(found["rest"]), ""), row)
        classes = f"{found['classes']} false" if said == FALSE else found["classes"]
        title = escape(f"{SAYS[said]}: {row.statement}. To the table of claims")
        shown = f'<b class="verdict">{said}</b> {found["number"]}' if said else found["number"]
        return (
            f'<div class="{classes}" id="equation-{found["label"]}">\n<span class="eqno">'
            f'<a class="claim" href="{table}#claim-{row.id}" title="{title}">{shown}</a>'
            f"{found['rest']}</div>"
        )

    return DISPLAY.sub(linked, body)


def add_links(app, pagename, templatename, context, doctree):
    """Link the numbers of a page, where the book has a table of claims."""
    if "body" in context and TABLE in app.env.found_docs:
        claims = {row.id: row for row in rows()}
        table = app.builder.get_relative_uri(pagename, TABLE)
        context["body"] = with_claims(context["body"], claims, table)


def name_rows(app, doctree, docname):
    """Give each row of the table of claims its place, to which the numbers lead."""
    if docname != TABLE:
        return
    for row in doctree.findall(nodes.row):
        id_ = row[0].astext().lower()
        if re.fullmatch(r"[a-z]\d+", id_):
            row["ids"].append(f"claim-{id_}")


def setup(app):
    """Register with Sphinx."""
    app.connect("html-page-context", add_links)
    app.connect("doctree-resolved", name_rows)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
