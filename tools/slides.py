"""Make a deck of slides for each chapter: its numbered equations with their checks, its figures.

A deck is cut out of the built page, so nothing on it was written twice, and what it shows was
checked where it came from. It is plain HTML with one script, and its formulas are set already, so
it opens from a folder, without a connection.
"""

import shutil
from html import escape

from bs4 import BeautifulSoup

from tools.notebooks import ROOT

LOOK = ROOT / "assets" / "slides"
SHOWN = "div.math[id^=equation-], figure:has(img)"
#: What a line of a derivation begins with, and from how many on its check has a slide of its own.
LINE, LONG = "&=", 5
#: What leads away from a slide, or has no meaning on it.
LINKS, DROPPED = "a", ".headerlink, button, script, .toggle, iframe, template"
DECK = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: slides</title>
<link rel="stylesheet" href="shared/pygments.css">
<link rel="stylesheet" href="shared/formulas.css">
<link rel="stylesheet" href="shared/slides.css">
<script defer src="shared/slides.js"></script>
</head>
<body>
<main>
{slides}
</main>
<nav aria-label="Slides">
<button type="button" id="back" aria-label="Slide before">←</button>
<span id="place" role="status"></span>
<button type="button" id="on" aria-label="Next slide">→</button>
</nav>
</body>
</html>
"""


def make_decks(site, names, target):
    """Make the decks of some chapters of a built site, and what they share, in a new folder.

    A chapter without numbered equations and figures has none.

    Parameters
    ----------
    site : Path
        The folder of the built pages.
    names : list of str
        The names of the chapters.
    target : Path
        The folder of the decks; it must not be there yet.
    """
    shared = target / "shared"
    shutil.copytree(LOOK, shared)
    shutil.copytree(site / "_static" / "mathjax", shared / "mathjax")
    for style in ("pygments.css", "formulas.css"):
        shutil.copy2(site / "_static" / style, shared)
    (target / "images").mkdir()
    for name in names:
        page = BeautifulSoup((site / "chapters" / f"{name}.html").read_text("utf-8"), "html.parser")
        article = page.select_one("article")
        for image in article.select('figure img:not([src^="data:"])'):
            source = site / "chapters" / image["src"]
            shutil.copy2(source, target / "images" / source.name)
            image["src"] = f"images/{source.name}"
        if article.select(SHOWN):
            (target / f"{name}.html").write_text(deck(article), "utf-8", newline="\n")


def deck(article):
    """Return the deck of a chapter from the article of its page."""
    title = words(article.select_one("h1"))
    opening = article.select_one("h1").find_next_sibling("p")
    slides = [slide("h1", title, "opening", [str(cleaned(opening))])]
    for shown in article.select(SHOWN):
        heading = words(shown.find_previous(["h2", "h1"]))
        if shown.name == "figure":
            slides.append(slide("h2", heading, "figure", [picture(shown)]))
            continue
        parts = [equation(shown), check_of(shown)]
        if shown.get_text().count(LINE) < LONG:
            slides.append(slide("h2", heading, "equation", parts))
        else:
            slides += [slide("h2", heading, "equation", [part]) for part in parts if part]
    return DECK.format(title=escape(title), slides="\n".join(slides))


def slide(level, heading, kind, parts):
    """Return one slide."""
    content = "\n".join(filter(None, parts))
    return (
        f'<section class="slide {kind}">\n<{level}>{escape(heading)}</{level}>\n'
        f'<div class="content">\n{content}\n</div>\n</section>'
    )


def words(heading):
    """Return the words of a heading, without its number and its link."""
    heading = cleaned(heading)
    for number in heading.select(".section-number"):
        number.decompose()
    return heading.get_text().strip()


def equation(shown):
    """Return a numbered equation."""
    return str(cleaned(shown))


def check_of(shown):
    """Return the first cell that checks an equation, with what it says; nothing if none does."""
    label = shown["id"].removeprefix("equation-")
    for cell in shown.find_all_next("div", class_="cell"):
        code = cell.select_one(".cell_input")
        if code and f'"{label}"' in code.get_text():
            return str(cleaned(cell))
    return ""


def picture(shown):
    """Return a figure: its picture and its caption, and nothing that moves."""
    caption = shown.select_one("figcaption")
    said = cleaned(caption).decode_contents() if caption else ""
    return f"<figure>{shown.select_one('img')}<figcaption>{said}</figcaption></figure>"


def cleaned(part):
    """Return a copy of a part of a page without links and buttons."""
    copy = BeautifulSoup(str(part), "html.parser")
    for dropped in copy.select(DROPPED):
        dropped.decompose()
    for link in copy.select(LINKS):
        link.unwrap()
    return copy
