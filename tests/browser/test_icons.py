"""Icons are drawn from the book's own small font, at the size of the text beside them."""

import pytest

#: Pages that have between them every icon of the book, in its text as well as around it.
PAGES = ["index", "search", "chapters/partial_derivatives", "chapters/resources"]
#: Icons that are seen, with their height: those of the theme and those before a box's title.
SEEN = """() => [...document.querySelectorAll("i[class^=fa], .theme-switch")].filter(
    icon => icon.checkVisibility()).map(icon => icon.getBoundingClientRect())"""
READ_ALOUD = """() => [...document.querySelectorAll("i[class^=fa], .theme-switch")].filter(
    icon => icon.ariaHidden !== "true").length"""
HEAD = ".bd-header-article"


@pytest.fixture(params=PAGES)
def visited(request, browser, bases):
    """Visit a page, and keep what it asked for."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(f"{bases['http']}/{request.param}.html", wait_until="networkidle")
    yield page
    page.close()


def test_neither_the_script_nor_the_whole_font_is_loaded(visited):
    assert [url for url in visited.asked if "fontawesome" in url] == []
    assert any("icons.woff2" in url for url in visited.asked)


def test_icons_have_a_size_and_are_not_read_aloud(visited):
    icons = visited.evaluate(SEEN)
    assert len(icons) >= 3
    assert all(4 < icon["width"] < 30 and 10 < icon["height"] < 30 for icon in icons)
    assert visited.evaluate(READ_ALOUD) == 0


def test_the_icons_of_the_head_are_as_high_as_its_buttons_ask(visited):
    heights = visited.locator(f"{HEAD} :is(.fas, .theme-switch):visible").evaluate_all(
        "icons => icons.map(icon => icon.getBoundingClientRect().height)"
    )
    assert heights
    assert all(18 < height < 26 for height in heights)


def test_without_scripts_the_icons_are_there(browser, bases):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{bases['file']}/index.html")
    page.locator("i.fa-angle-right").wait_for()
    context.close()
