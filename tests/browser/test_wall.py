"""The wall of claims: one square each, with its state, its formula, and the way to it."""

from collections import Counter

import pytest
from playwright.sync_api import expect

from tools.claims import rows

PAGE = "chapters/coverage.html"


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=str)
def page(request, browser, bases):
    """Open the table of claims, on a desktop or on a phone."""
    width, mode = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=mode)
    page.goto(f"{bases['http']}/{PAGE}")
    yield page
    page.close()


def test_every_claim_has_one_square_that_says_its_state(page):
    squares = page.locator(".wall a")
    names = squares.evaluate_all("squares => squares.map(square => square.ariaLabel)")
    assert Counter(name.partition(",")[0] for name in names) == Counter(
        row.id.upper() for row in rows()
    )
    signs = Counter(text[0] for text in squares.all_text_contents())
    sorts = Counter(row.sort for row in rows())
    assert signs == {
        "✓": sorts["equal"] + sorts["condition"],
        "○": sorts["definition"],
        "✗": sorts["refuted"],
    }
    assert f"{len(names)} claims: {signs['✓']} checked" in page.locator(".wall").inner_text()


def test_a_square_shows_its_formula_to_the_pointer_and_to_the_keyboard(page):
    square = page.locator('.wall a[aria-label^="R9,"]')
    shown = square.locator(".shown")
    expect(shown).not_to_be_visible()
    square.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(shown.locator("mjx-container")).to_be_visible()
    assert "R9, checked" in shown.inner_text()
    page.keyboard.press("Tab")
    expect(shown).not_to_be_visible()
    square.hover()
    expect(shown.locator("mjx-container")).to_be_in_viewport()


def test_a_square_leads_to_its_equation(page):
    page.locator('.wall a[aria-label^="R9,"]').click()
    page.wait_for_url("**/scalar_derivatives.html#equation-r9")
    expect(page.locator("#equation-r9")).to_be_in_viewport()


def test_the_wall_can_be_used_by_everyone(page, violations, too_wide):
    page.locator(".wall a").nth(20).focus()
    assert violations(page) == []
    assert too_wide(page) <= 0
