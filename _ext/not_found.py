"""Make the page that a server shows for an address that does not exist.

It is shown under any address, in whatever folder, so its own addresses must start at the book's
(``BOOK_URL``, see `addresses`).
"""

BODY = """
<section>
<h1>There is no such page</h1>
<p>The address leads nowhere in this book; perhaps the page has another name now.</p>
<form class="bd-search d-flex align-items-center" action="search.html" role="search">
<input class="form-control" type="search" name="q" aria-label="Search the book"
 placeholder="Search the book">
<button class="btn" type="submit">Search</button>
</form>
<ul>
<li><a href="index.html">The start of the book</a></li>
<li><a href="chapters/rules.html">The rules</a>, to look up a derivative</li>
<li><a href="chapters/coverage.html">The table of claims</a>, with every equation of the book</li>
</ul>
</section>
"""


def make_page(app):
    """Give Sphinx one page more."""
    yield "404", {"title": "There is no such page", "body": BODY}, "page.html"


def start_at_the_book(app, pagename, templatename, context, doctree):
    """Let the addresses of the page start at the book's own."""
    if pagename == "404" and app.config.html_baseurl:
        base = f'<base href="{app.config.html_baseurl.rstrip("/")}/">'
        context["metatags"] = context.get("metatags", "") + base


def setup(app):
    """Register with Sphinx."""
    app.connect("html-collect-pages", make_page)
    app.connect("html-page-context", start_at_the_book)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
