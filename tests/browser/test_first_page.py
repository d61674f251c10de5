"""The first page: three ways in, and a check that a visitor may break."""

import pytest
from playwright.sync_api import expect

SHIFT = """
    window.shift = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=str)
def page(request, browser, bases):
    """Open the first page, on a desktop or on a phone."""
    width, mode = request.param
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=mode)
    page.add_init_script(SHIFT)
    page.goto(f"{bases['http']}/index.html")
    yield page
    page.close()


def values(check):
    """Return the numbers that the three witnesses give, as they are shown."""
    return [cell.split("= ")[-1] for cell in check.locator("dd").all_inner_texts()]


def put(check, x):
    """Move to a place."""
    check.get_by_role("slider").fill(str(x))


@pytest.mark.parametrize(
    ("changes", "x", "mark", "said"),
    [
        ([], 0.7, "✓", "by hand = by algebra = measured"),
        (["factor: one more"], 1.2, "✗", "The factor in front must be the old exponent, 3."),
        (["exponent: one more"], 1.2, "✗", "The exponent falls by one, from 3 to 2; here it is 3."),
        (["exponent: one more"], 1.0, "✓", "Equal here, by luck: move x. One point can mislead."),
        (
            ["factor: one less", "exponent: one less"],
            1.5,
            "✗",
            "measured disagrees with by hand: it is 6.750, not 3.000",
        ),
    ],
)
def test_the_check_says_what_is_wrong_with_a_formula(page, changes, x, mark, said):
    check = page.locator("live-check")
    for name in changes:
        check.get_by_role("button", name=name).click()
    put(check, x)
    expect(check.locator(".said")).to_have_text(f"{mark} {said}")
    by_hand, by_algebra, measured = values(check)
    assert by_algebra == measured == f"{3 * x**2:.3f}"
    assert (by_hand == measured) == (mark == "✓")


def test_the_keyboard_is_enough_to_break_it_and_to_mend_it(page):
    check = page.locator("live-check")
    check.get_by_role("button", name="factor: one less").focus()
    page.keyboard.press("Enter")
    expect(check.locator(".verdict")).to_have_text("✗")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(check.locator(".verdict")).to_have_text("✓")


def test_numbers_stay_where_they_can_be_drawn(page):
    less = page.get_by_role("button", name="exponent: one less")
    for _ in range(4):
        less.click()
    expect(page.locator("[data-name=exponent]")).to_have_text("0")
    assert values(page.locator("live-check"))[0] == "3.000"


def test_three_ways_lead_in_and_are_seen_at_once(page):
    links = page.locator(".ways a")
    assert links.all_inner_texts() == ["Start reading", "Look up a rule", "Check my gradient"]
    assert all(link.bounding_box()["y"] < 700 for link in links.all())


def test_the_numbers_are_those_of_the_book(page):
    numbers = [int(number) for number in page.locator("[data-count]").all_inner_texts()]
    assert len(numbers) == 4
    assert min(numbers) > 10


def test_the_check_moves_nothing_and_can_be_used_by_everyone(page, violations, too_wide):
    page.get_by_role("button", name="factor: one more").click()
    assert page.evaluate("() => shift") < 0.05
    assert violations(page) == []
    assert too_wide(page) <= 0


def test_without_scripts_the_page_says_what_the_check_finds(browser, bases):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{bases['file']}/index.html")
    assert "✓ by hand = by algebra = measured" in page.locator("live-check").inner_text()
    context.close()
