"""The slides in a real browser: all of a chapter's equations and figures, readable, offline."""

import re

import nbformat
import pytest

from tools.handout import numbered_chapters
from tools.notebooks import ROOT
from tools.slides import make_decks

SITE = ROOT / "_build" / "html"
SIZE = {"width": 1280, "height": 720}
READY = "html[data-ready]"
#: What sticks out of its slide, by the number of the slide.
OUTSIDE = """() => [...document.querySelectorAll(".slide")].flatMap((slide, k) => {
  const room = slide.getBoundingClientRect();
  const box = slide.querySelector(".content").getBoundingClientRect();
  const fits = box.left >= room.left && box.right <= room.right + 1 && box.bottom <= room.bottom;
  return fits ? [] : [k + 1];
})"""
SMALLEST = """() => Math.min(
  ...[...document.querySelectorAll(".content")].map((content) => Number(content.style.zoom)))"""
UNSET = """() => [...document.querySelectorAll(".math")]
  .filter((formula) => !formula.querySelector("mjx-container")).length"""


def labels(name):
    """The labels of a chapter's displays, and the names of its figures."""
    notebook = nbformat.read(ROOT / "chapters" / f"{name}.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return re.findall(r"^\$\$ \((\S+)\)", text, re.MULTILINE)


CHAPTERS = [name for name in numbered_chapters() if labels(name)]


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    """The decks of all chapters, cut out of the built book."""
    folder = tmp_path_factory.mktemp("decks") / "slides"
    make_decks(SITE, numbered_chapters(), folder)
    return folder


@pytest.fixture
def opened(decks, browser):
    """A function that opens a deck and returns its page and what it asked for."""
    context = browser.new_context(viewport=SIZE)

    def open_deck(name):
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: asked.append(str(error)))
        page.goto((decks / f"{name}.html").as_uri())
        page.wait_for_selector(READY, state="attached")
        return page, asked

    yield open_deck
    context.close()


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_deck_shows_every_numbered_display_and_asks_nothing_of_the_outside(opened, name):
    page, asked = opened(name)
    shown = page.evaluate("() => [...document.querySelectorAll('.equation .math')].map(m => m.id)")
    assert shown == [f"equation-{label}" for label in labels(name)]
    assert all(url.startswith(("file:", "data:")) for url in asked), asked
    assert page.evaluate(UNSET) == 0
    assert page.locator("a").count() == 0
    assert page.locator("img:not([alt])").count() == 0
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(SMALLEST) >= 0.45  # of formulas of 30 pixels: 13 at least


def test_each_check_is_that_of_its_equation(opened):
    page, _ = opened("jacobian")
    slide = page.locator(".slide:has(#equation-r18)")
    assert '"r18"' in slide.locator(".cell_input").text_content()
    assert "by_hand = by_algebra = measured" in slide.locator(".cell_output").text_content()


def test_keys_and_buttons_turn_the_slides(opened):
    page, _ = opened("jacobian")
    place = page.locator("#place")
    last = place.text_content().split()[-1]
    page.keyboard.press("ArrowRight")
    assert place.text_content() == f"2 of {last}"
    page.locator("#on").click()
    assert page.url.endswith("#3")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert place.text_content() == f"{last} of {last}"
    assert page.locator(".slide:not([inert])").count() == 1


def test_a_slide_is_accessible(opened, violations):
    page, _ = opened("jacobian")
    page.keyboard.press("ArrowRight")
    assert violations(page) == []


def test_on_paper_each_slide_is_a_page(opened):
    page, _ = opened("sums")
    count = page.locator(".slide").count()
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == count
