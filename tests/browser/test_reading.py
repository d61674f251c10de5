"""A page is read with ease: on any width, without scripts, in forced colours, and on paper."""

from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

from page_frame import foot

CHAPTER = "chapters/jacobian.html"
#: The lengths of the lines of text, but for the last line of each paragraph.
LINES = """() => [...document.querySelectorAll("article section > p")].flatMap((paragraph) => {
    if (!paragraph.checkVisibility() || paragraph.querySelector(".math")) return [];
    const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const lines = [];
    let bottom = 0;
    while (texts.nextNode()) {
        const text = texts.currentNode;
        for (let i = 0; i < text.length; i++) {
            range.setStart(text, i);
            range.setEnd(text, i + 1);
            const box = range.getBoundingClientRect();
            if (!box.width) continue;
            if (box.top >= bottom) {
                lines.push(0);
                bottom = box.bottom;
            }
            lines[lines.length - 1]++;
        }
    }
    return lines.slice(0, -1);
})"""
SIZES = """() => ["h1", "h2", "h3", "p"].map((tag) => {
    const part = [...document.querySelectorAll(`article ${tag}`)].find((p) => p.checkVisibility());
    return parseFloat(getComputedStyle(part).fontSize);
})"""
SCROLLING = r"""() => [...document.querySelectorAll("article *")].filter((part) =>
    part.checkVisibility() && /auto|scroll/.test(getComputedStyle(part).overflowX)
    && part.scrollWidth > part.clientWidth + 1).length"""
GROUND = "() => getComputedStyle(document.querySelector('article pre')).backgroundColor"


@pytest.fixture
def open_page(browser, bases):
    """Open a page of the book in a browser with these properties."""
    contexts = []

    def visit(name, width=1280, **properties):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **properties))
        page = contexts[-1].new_page()
        page.goto(f"{bases['http']}/{name}")
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [1280, 1600])
def test_lines_are_short_enough_to_find_the_next(open_page, width):
    lines = open_page("chapters/how_this_book_checks_itself.html", width).evaluate(LINES)
    lines.sort()
    assert len(lines) > 50
    assert 60 <= lines[len(lines) // 2] <= 75
    assert lines[-1] <= 80  # of narrow letters


@pytest.mark.parametrize("width", [1280, 390])
def test_titles_are_larger_the_more_they_hold(open_page, width):
    sizes = open_page("chapters/practice.html", width).evaluate(SIZES)
    assert all(large > 1.15 * small for large, small in pairwise(sizes))
    assert sizes[-1] >= 17


def test_nearly_nothing_is_read_by_scrolling_sideways_on_a_phone(open_page):
    names = ["scalar_derivatives", "loss", "layers_and_batches", "notation", "practice"]
    boxes = [open_page(f"chapters/{name}.html", 390).evaluate(SCROLLING) for name in names]
    assert sum(boxes) <= 10


def test_tables_of_words_are_cards_on_a_phone(open_page):
    page = open_page("chapters/notation.html", 390)
    (row,) = page.locator("#letters tbody tr").all()[:1]
    cells = [cell.bounding_box() for cell in row.locator("td:visible").all()]
    assert len(cells) > 1
    assert all(box["width"] > 300 for box in cells)
    assert "also seen" in row.locator("td").last.evaluate(
        "cell => getComputedStyle(cell, '::before').content"
    )


def test_a_solution_opens_without_scripts(open_page):
    page = open_page(CHAPTER, java_script_enabled=False)
    fold = page.locator("details.solution").nth(1)
    assert not fold.locator("p").first.is_visible()
    fold.locator("summary").click()
    assert fold.locator("p").first.is_visible()
    assert fold.locator(".cell_input").is_visible()


def test_without_scripts_a_page_has_the_colours_of_the_light_mode(open_page):
    dark = {"java_script_enabled": False, "color_scheme": "dark"}
    assert open_page(CHAPTER, **dark).evaluate(GROUND) == open_page(CHAPTER).evaluate(GROUND)


def test_a_focus_is_seen_in_forced_colours(open_page):
    page = open_page(CHAPTER, forced_colors="active")
    page.locator(".bd-links a").nth(2).focus()
    page.keyboard.press("Tab")
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_paper_is_light_and_the_screen_stays_dark(open_page):
    page = open_page(CHAPTER, color_scheme="dark")
    mode = "() => document.documentElement.dataset.theme"
    page.evaluate(f"() => addEventListener('beforeprint', () => (window.printed = ({mode})()))")
    page.pdf()
    assert page.evaluate("() => printed") == "light"
    assert page.evaluate(mode) == "dark"


def test_the_mode_is_put_back_where_a_reader_chose_it(open_page):
    page = open_page(CHAPTER, color_scheme="light")
    page.evaluate("() => (document.documentElement.dataset.theme = 'dark')")
    page.pdf()
    assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("repository", ["https://github.com/a/b", "https://gitlab.com/a/b"])
def test_a_report_of_a_slip_names_the_page_and_the_equation(open_page, bases, repository):
    page = open_page("404.html")
    name = CHAPTER.removesuffix(".html")

    def with_a_repository(route):
        html = route.fetch().text()
        there = foot("A book", "Someone", "2026", repository, name)
        route.fulfill(
            content_type="text/html", body=html.replace("</article>", f"{there}</article>")
        )

    page.route(f"**/{CHAPTER}", with_a_repository)
    page.goto(f"{bases['http']}/{CHAPTER}#equation-r24")
    link = page.get_by_role("link", name="Report a slip")
    link.evaluate("link => link.addEventListener('click', event => event.preventDefault())")
    for place in ("equation-r24", "exercises"):  # a reader may go on, and report once more
        page.evaluate("place => (location.hash = place)", place)
        link.click()
        (said,) = parse_qs(urlsplit(link.get_attribute("href")).query).values()
        assert said == [f"A slip in {name}, {place}"]


def test_paper_has_the_title_with_its_number_and_no_list_of_contents(open_page):
    page = open_page(CHAPTER)
    page.emulate_media(media="print")
    titles = page.locator("h1:visible")
    assert titles.all_inner_texts() == ["3. The Jacobian"]
    assert not page.locator("#print-main-content").is_visible()


def test_solutions_are_printed_if_the_reader_asks(open_page):
    page = open_page(CHAPTER)
    page.evaluate(
        """() => (window.print = () => (window.open_ = document.querySelectorAll(
            "details.solution[open]").length))"""
    )
    page.get_by_role("button", name="Download or print this page").click()
    page.get_by_role("button", name="Print with solutions").click()
    assert page.evaluate("() => open_") == page.locator("details.solution").count() > 3
    assert page.locator("details.solution[open]").count() == 0


def test_the_notebook_is_downloaded_and_not_shown(open_page):
    page = open_page(CHAPTER)
    page.get_by_role("button", name="Download or print this page").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Notebook").click()
    assert download.value.suggested_filename == "jacobian.ipynb"
