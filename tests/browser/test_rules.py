"""The search of the rules and the printed sheet, as a reader meets them."""

import re

import pytest
from playwright.sync_api import expect

from tools.rules import KINDS, rules

ROWS = "table.rules tbody tr"
#: Formulas that have no size.
FLAT = """rows => rows.flatMap(row => [...row.querySelectorAll("mjx-container")])
    .filter(formula => !formula.offsetWidth).length"""
#: The printable part of a page with margins of 8 mm, in pixels of 1/96 inch.
PAPER = {"A4": (733, 1062), "Letter": (755, 995)}
#: What stands on the sheet and reaches beyond its cell, or beyond the sheet.
CUT = """sheet => {
    const inside = (part, whole) => {
        const [a, b] = [part.getBoundingClientRect(), whole.getBoundingClientRect()];
        return a.left >= b.left - 1 && a.right <= b.right + 1
            && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
    };
    const formulas = [...sheet.querySelectorAll("mjx-container")];
    return [
        ...formulas.filter(formula => !inside(formula, formula.closest("td, p"))),
        ...[...sheet.querySelectorAll("td, th, p")].filter(
            part => !inside(part, sheet) || part.scrollWidth > part.clientWidth + 1),
    ].map(part => part.textContent);
}"""


@pytest.fixture(scope="module", params=["http", "file"])
def opened(request, browser, bases):
    """Open the rules, from a server and from a folder."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(f"{bases[request.param]}/chapters/rules.html")
    page.locator("rule-search form").wait_for()
    yield page
    page.close()


@pytest.fixture
def search(opened):
    """The opened page with all rules shown."""
    yield opened
    assert opened.errors == []
    opened.get_by_role("button", name="Show all").click()


def shown(page):
    """The names of the rules that are seen, after a look at what the search says of them."""
    names = page.locator(f"{ROWS}:visible strong").all_inner_texts()
    # It is said a moment later, once for several keys.
    expect(page.get_by_role("status")).to_have_text(f"{len(names)} of {len(rules())} rules")
    return names


def names(condition):
    """The names of the rules of the data that a condition picks."""
    return [rule.name for rule in rules() if condition(rule)]


def test_all_rules_are_shown_at_first(search):
    assert shown(search) == names(lambda rule: True)


@pytest.mark.parametrize("above", KINDS)
def test_rules_are_found_by_what_is_differentiated_by_what(search, above):
    search.get_by_label("Derivative of").select_option(above)
    assert shown(search) == names(lambda rule: rule.kind.startswith(f"{above} by "))
    for below in KINDS:
        search.get_by_label("by", exact=True).select_option(below)
        assert shown(search) == names(lambda rule, below=below: rule.kind == f"{above} by {below}")


@pytest.mark.parametrize(
    ("words", "some"),
    [
        ("softmax", "cross-entropy after softmax"),
        ("LOG det", "log det of a Gram matrix"),
        ("twice norm", "length, twice (Hessian)"),
        ("traces", "trace of a square"),
        ("mse", "mean squared error"),
        ("attention", "softmax"),
        ("layernorm", "deviations from the mean (centring)"),
        ("batchnorm", "deviations from the mean (centring)"),
        ("A^T", "transpose times vector"),
        ("Aᵀ", "transpose times vector"),
        ("xᵀAx", "quadratic form"),
        ("||x||", "length (Euclidean norm)"),
        ("‖x‖", "length (Euclidean norm)"),
    ],
)
def test_rules_are_found_by_their_words(search, words, some):
    search.get_by_label("with the word").fill(words)
    found = shown(search)
    assert some in found
    assert len(found) < len(rules()) / 4


def test_a_search_without_an_answer_says_so(search):
    search.get_by_label("with the word").fill("quaternion")
    assert shown(search) == []
    # The laws are not searched; what is not here stays.
    assert search.locator("h2:visible").all_inner_texts() == ["What is not here"]
    assert search.get_by_text("No rule is called so.").is_visible()
    search.get_by_role("button", name="Show all").click()
    assert shown(search) == names(lambda rule: True)
    assert not search.get_by_text("No rule is called so.").is_visible()


def test_what_is_asked_stands_in_the_address_and_is_asked_again(browser, bases):
    page = browser.new_page()
    page.goto(f"{bases['http']}/chapters/rules.html?q=trace&by=matrix")
    found = shown(page)
    assert "trace of a square" in found
    assert len(found) < len(rules()) / 4
    page.get_by_label("with the word").fill("log det")
    page.get_by_label("Derivative of").select_option("number")
    assert page.url.endswith("rules.html?q=log+det&by=matrix&of=number")
    found = shown(page)
    page.reload()
    assert shown(page) == found
    page.get_by_role("button", name="Show all").click()
    assert page.url.endswith("rules.html")
    page.close()


def test_every_rule_has_a_link_that_leads_to_it(search):
    links = search.locator(f"{ROWS} a.rule-link")
    assert links.count() == len(rules()) == len(set(links.evaluate_all("all => all.map(String)")))
    search.get_by_label("with the word").fill("determinant")
    search.evaluate("location.hash = 'rule-trace-of-a-square'")
    row = search.locator("tr:target")
    expect(row).to_be_in_viewport()
    assert row.locator("strong").inner_text() == "trace of a square"
    search.evaluate("location.hash = ''")


def test_the_keyboard_is_enough(search):
    search.get_by_label("Derivative of").focus()
    search.keyboard.press("v")
    search.keyboard.press("Tab")
    search.keyboard.press("m")
    search.keyboard.press("Tab")
    search.keyboard.type("inv")
    expect(search.locator(f"{ROWS}:visible")).to_have_count(1)  # keys take a moment
    assert shown(search) == ["solution of linear equations"]
    search.keyboard.press("Enter")  # must not leave the page
    search.keyboard.press("Tab")
    search.keyboard.press("Enter")
    expect(search.locator(f"{ROWS}:visible")).to_have_count(len(rules()))
    assert shown(search) == names(lambda rule: True)


def test_formulas_survive_the_search(search):
    search.get_by_label("with the word").fill("determinant")
    search.get_by_label("with the word").fill("")
    assert search.locator(ROWS).evaluate_all(FLAT) == 0


def test_a_link_to_a_hidden_topic_shows_it(search):
    search.get_by_label("with the word").fill("determinant")
    assert not search.locator("section#traces").is_visible()
    search.evaluate("location.hash = 'traces'")
    search.locator("section#traces").wait_for()
    assert shown(search) == names(lambda rule: True)


def test_without_scripts_all_rules_are_shown(browser, bases):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{bases['file']}/chapters/rules.html")
    assert page.locator(f"{ROWS}:visible").count() == len(rules())
    assert page.locator("rule-search *").count() == 0
    context.close()


def pages(pdf):
    """How many pages a PDF of Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.fixture
def open_page(browser, bases):
    """Open a page of the reference."""
    page = browser.new_page(color_scheme="dark")  # paper is light all the same

    def visit(name):
        page.goto(f"{bases['file']}/chapters/{name}.html")
        return page

    yield visit
    page.close()


def test_the_search_can_be_used_by_everyone(open_page, violations, too_wide):
    page = open_page("rules")  # which is looked at with all its rules in test_pages.py
    page.set_viewport_size({"width": 390, "height": 900})
    page.get_by_label("with the word").fill("determinant")
    assert violations(page) == []
    assert too_wide(page) <= 0


@pytest.mark.parametrize("paper", PAPER)
def test_the_sheet_is_two_pages(open_page, paper):
    assert pages(open_page("sheet").pdf(format=paper)) == 2


def test_pages_are_counted(open_page):
    assert pages(open_page("rules").pdf(format="A4")) > 5


@pytest.mark.parametrize("paper", PAPER)
def test_nothing_on_the_sheet_is_cut(open_page, paper):
    page = open_page("sheet")
    width, height = PAPER[paper]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="print")
    sheet = page.locator("div.sheet")
    assert sheet.locator("tbody tr").count() == 60
    assert sheet.evaluate(CUT) == []
    box = sheet.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["height"] <= 2 * height
    assert page.locator("h1, .screen-only, header").locator("visible=true").count() == 0
