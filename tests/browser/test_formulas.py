"""Formulas stand on the page from the start: set, still, in their lines, and copied as TeX."""

import re

import pytest

LONG = "chapters/rules.html"
CHAPTERS = ["chapters/jacobian.html", "chapters/chain_rule.html"]
#: Sums up how far what is seen jumps while a page is loaded, as browsers measure it.
SHIFT = """
    window.shift = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""
#: What stands before or after a formula and should be in one line with it, and is not.
APART = """() => [...document.querySelectorAll("article .glued")].filter((glued) => {
    if (!glued.checkVisibility()) return false;
    const range = document.createRange();
    const formula = glued.querySelector(".math").getBoundingClientRect();
    const texts = [...glued.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    return texts.some((text) => {
        range.selectNode(text);
        const { top, bottom } = range.getBoundingClientRect();
        return bottom <= formula.top || top >= formula.bottom;
    });
}).map((glued) => glued.textContent)"""
#: Punctuation that follows a formula and is not held beside it.
LOOSE = r"""() => [...document.querySelectorAll("article span.math")].filter((formula) =>
    !formula.closest(".glued") && /^[.,;:!?)]/.test(formula.nextSibling?.data ?? "")).length"""
SMALL = """() => [...document.querySelectorAll("mjx-container")].filter((formula) =>
    formula.checkVisibility() && !(formula.offsetWidth && formula.offsetHeight)).length"""


@pytest.fixture(params=[1280, 390])
def page(request, browser):
    """Return a page at the width of a desktop or of a phone."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", [*CHAPTERS, LONG, "chapters/sheet.html", "chapters/coverage.html"])
def test_nothing_moves_while_a_page_is_loaded(page, bases, name):
    page.add_init_script(SHIFT)
    page.goto(f"{bases['http']}/{name}", wait_until="networkidle")
    assert page.evaluate("() => shift") < 0.05


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_line_begins_with_the_punctuation_after_a_formula(page, bases, name):
    page.goto(f"{bases['http']}/{name}")
    assert page.locator(".glued").count() > 30
    assert page.evaluate(APART) == []
    assert page.evaluate(LOOSE) == 0


def test_without_scripts_formulas_are_set(browser, bases):
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{bases['file']}/{CHAPTERS[0]}")
    assert page.locator("mjx-container").count() > 300
    assert page.locator(".math", has_text=re.compile(r"\\[(\[]")).count() == 0
    context.close()


def test_every_formula_has_a_size(page, bases):
    page.goto(f"{bases['http']}/{LONG}")
    assert page.evaluate(SMALL) == 0


def copied(page):
    """Return what is on the clipboard after the keys that copy."""
    page.keyboard.press("ControlOrMeta+c")
    return page.evaluate("() => navigator.clipboard.readText()")


def select(page, selector):
    page.evaluate(
        "selector => getSelection().selectAllChildren(document.querySelector(selector))", selector
    )


def test_a_copied_text_keeps_its_formulas(page, bases):
    page.goto(f"{bases['http']}/{CHAPTERS[0]}")
    select(page, "#a-layer-asks-for-a-table > p")
    assert r"In short: $\mathbf{y} = \tanh(W \mathbf{x})$, where row $i$ of $W$" in copied(page)


def test_a_copied_display_is_a_display_with_its_number(page, bases):
    page.goto(f"{bases['http']}/{CHAPTERS[0]}")
    select(page, "#equation-r24")
    number, tex = copied(page).strip().split("\n", 1)
    assert re.fullmatch(r"✓ \(3\.\d+\)", number)
    assert re.fullmatch(r"\$\$.*y_2 &?= 2 x_1 \+ x_2\^8.*\$\$", tex.strip(), re.DOTALL)


def test_a_formula_that_is_clicked_is_copied_alone(page, bases):
    page.goto(f"{bases['http']}/{CHAPTERS[0]}")
    page.locator("#a-layer-asks-for-a-table p mjx-container").nth(3).click()
    assert copied(page) == r"$\mathbf{y} = \tanh(W \mathbf{x})$"


def test_a_text_without_formulas_is_copied_as_ever(page, bases):
    page.goto(f"{bases['http']}/{CHAPTERS[0]}")
    page.evaluate(
        "() => addEventListener('copy', event => (window.left = !event.defaultPrevented))"
    )
    select(page, "h1")
    page.keyboard.press("ControlOrMeta+c")
    assert page.evaluate("() => left")
