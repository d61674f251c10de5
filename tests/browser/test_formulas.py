"""Formulas are set where the reader is first, and everywhere in the end.

The script sets those near the window at once, and the others a few at a time, between which it lets
the page answer. Here it is kept from the others until a test lets it go on.
"""

import pytest

LONG = "chapters/rules.html"
TOPIC = "traces"  # far down the page
#: A pause without a length is one between a few formulas and the next.
HOLD = """
    const later = window.setTimeout, held = [];
    window.setTimeout = (run, ...rest) => (rest.length ? later(run, ...rest) : held.push(run));
    window.goOn = () => { window.setTimeout = later; held.forEach((run) => run()); };
"""
ALL_SET = "() => { goOn(); return MathJax.startup.promise; }"
UNSET = """() => [...document.querySelectorAll(".math")].filter(
    (formula) => !formula.querySelector("mjx-container"))"""
#: Of the formulas in the window, whether there are some, and all are set.
READABLE = f"""() => {{
    const inside = (box) => box.width && box.bottom > 0 && box.top < innerHeight;
    const seen = (formula) => inside(formula.getBoundingClientRect())
        && formula.checkVisibility({{visibilityProperty: true}});  // what is folded is hidden
    const unset = new Set(({UNSET})());
    const here = [...document.querySelectorAll(".math")].filter(seen);
    return here.length > 0 && here.every((formula) => !unset.has(formula));
}}"""
TOP = f"() => document.getElementById('{TOPIC}').getBoundingClientRect().top"
SIZES = "formulas => [...new Set(formulas.map(formula => formula.style.fontSize))]"


@pytest.fixture
def held(browser, bases):
    """Open the longest page at a place, and wait until what is seen is set, and no more is."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(HOLD)

    def opened(place=""):
        page.goto(f"{bases['http']}/{LONG}{place}")
        page.wait_for_function(READABLE)
        assert page.evaluate(UNSET)
        return page

    yield opened
    page.close()


def test_what_is_scrolled_to_is_set(held):
    page = held()
    page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    page.wait_for_function(READABLE)
    assert page.evaluate(UNSET)


def test_all_is_set_in_the_end(held):
    page = held()
    page.evaluate(ALL_SET)
    assert page.evaluate(UNSET) == []


def test_paper_shows_all_formulas(held):
    page = held()
    page.pdf()
    assert page.evaluate(UNSET) == []


def test_rules_are_found_before_all_are_set(held):
    page = held()
    page.get_by_label("with the word").fill("determinant")
    page.wait_for_function(READABLE)
    found = page.locator("table.rules tr:visible mjx-container")
    assert found.count() > 3
    page.evaluate(ALL_SET)
    page.get_by_role("button", name="Show all").click()
    page.locator(f"#{TOPIC}").scroll_into_view_if_needed()
    page.wait_for_function(READABLE)
    # Set while it has no box, a formula would be smaller than the others.
    assert len(page.locator("table.rules mjx-container").evaluate_all(SIZES)) == 1


@pytest.mark.parametrize("anchoring", ["auto", "none"])
def test_a_link_leads_to_its_place_though_lines_above_it_grow(held, anchoring):
    page = held(f"#{TOPIC}")
    page.add_style_tag(content=f"* {{ overflow-anchor: {anchoring} }}")  # not all browsers have it
    before = page.evaluate(TOP)
    page.evaluate(ALL_SET)
    assert 0 <= before < 200
    assert page.evaluate(TOP) == pytest.approx(before, abs=2)


def test_who_has_moved_on_is_not_called_back(held):
    page = held(f"#{TOPIC}")
    page.mouse.move(600, 500)
    page.mouse.wheel(0, -3000)
    page.wait_for_function(f"() => ({TOP})() > 2000")
    page.evaluate(ALL_SET)
    assert page.evaluate(TOP) > 2000
