"""A check is a ribbon under its display; its code is a click away, and one switch shows all."""

import pytest

CHAPTER = "chapters/scalar_derivatives.html"
ERRATA = "chapters/errata.html"
CHECKS = "details.check"
SWITCH = "Show the code of every check"


@pytest.fixture
def context(browser):
    """Return a browser's memory of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context, bases):
    """Return a chapter, from a server: a folder has no memory that lasts."""
    page = context.new_page()
    page.goto(f"{bases['http']}/{CHAPTER}")
    return page


def opened(page):
    """Tell of each check whether its code is seen."""
    return [cell.is_visible() for cell in page.locator(f"{CHECKS} .cell_input").all()]


def test_the_first_check_shows_its_code_and_the_others_their_verdict(page):
    assert opened(page)[0]
    assert not any(opened(page)[1:])
    verdicts = page.locator(f"{CHECKS} > summary")
    assert all(verdict.is_visible() for verdict in verdicts.all())
    assert "✓ by hand = by algebra = measured" in " ".join(verdicts.nth(5).inner_text().split())


def test_a_check_is_opened_by_the_keyboard(page):
    page.locator(f"{CHECKS} > summary").nth(3).focus()
    page.keyboard.press("Enter")
    assert opened(page)[3]


def test_one_switch_shows_all_and_is_remembered_on_the_next_page(page, context, bases):
    page.get_by_role("switch", name=SWITCH).check()
    assert all(opened(page))
    page.goto(f"{bases['http']}/{ERRATA}")
    assert all(opened(page))
    page.get_by_role("switch", name=SWITCH).uncheck()
    other = context.new_page()
    other.goto(f"{bases['http']}/{CHAPTER}")
    assert opened(other).count(True) == 1


def test_without_scripts_a_check_is_opened_all_the_same(browser, bases):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{bases['file']}/{CHAPTER}")
    page.locator(f"{CHECKS} > summary").nth(3).click()
    assert page.locator(f"{CHECKS} .cell_input").nth(3).is_visible()
    assert page.get_by_role("switch").count() == 0
    context.close()


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_is_false_on_purpose_looks_false(page, bases, media, mode):
    page.emulate_media(color_scheme=mode, media=media)
    page.goto(f"{bases['http']}/{ERRATA}")
    false = page.locator("div.math.false")
    assert false.count() >= 10
    for display in false.all():
        assert display.get_by_text("✗ false").is_visible()
        bar = display.evaluate("display => getComputedStyle(display).borderLeftColor")
        red, green, blue = (int(part) for part in bar[4:-1].split(","))
        assert red > 1.4 * max(green, blue)


def test_paper_shows_the_verdicts(page):
    page.emulate_media(media="print")
    assert all(verdict.is_visible() for verdict in page.locator(f"{CHECKS} .verdict").all())
    assert not page.get_by_text(SWITCH).is_visible()


def test_the_number_of_a_display_leads_to_its_claim(page):
    page.locator("#equation-r9 a.claim").click()
    row = page.locator("tr:target")
    assert row.locator("td").first.inner_text() == "R9"
    assert row.is_visible()
