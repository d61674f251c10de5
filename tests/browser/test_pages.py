"""Every built page, as a reader's browser shows it."""

from collections import namedtuple

import pytest
from sphinx_external_toc.parsing import parse_toc_yaml

from tools.notebooks import ROOT

PAGES = [*sorted(parse_toc_yaml(ROOT / "_toc.yml")), "search"]
#: Served or from a folder, light or dark, at the width of a desktop or of a phone.
VISITS = [("http", "light", 1280), ("file", "dark", 390)]
Seen = namedtuple("Seen", "outside errors unset_tex too_wide idle_stops violations")

# Formulas are set when the book is built: no TeX is left where one was.
UNSET_TEX = r"""() => [...document.querySelectorAll(".math, .tex2jax_process")].filter(
    part => /\\[([]/.test(part.textContent)).map(part => part.textContent)"""
# A formula is a stop for the keyboard only where it scrolls.
IDLE_STOPS = """() => [...document.querySelectorAll("mjx-container[tabindex]")].filter(
    formula => formula.scrollWidth <= formula.clientWidth).length"""


@pytest.fixture(
    scope="module",
    params=[(page, *visit) for page in PAGES for visit in VISITS],
    ids=lambda param: "-".join(map(str, param)),
)
def seen(request, browser, bases, violations, too_wide):
    """Visit a page and return what there is to complain of."""
    name, base, mode, width = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=mode)
    outside, errors = [], []
    page.on("request", lambda r: r.url.startswith((bases[base], "data:")) or outside.append(r.url))
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{bases[base]}/{name}.html", wait_until="load")
    complaints = violations(page)
    unset, idle = page.evaluate(UNSET_TEX), page.evaluate(IDLE_STOPS)
    yield Seen(outside, errors, unset, too_wide(page), idle, complaints)
    page.close()


def test_the_page_asks_nothing_of_the_outside(seen):
    assert seen.outside == []


def test_the_page_runs_without_an_error(seen):
    assert seen.errors == []


def test_all_mathematics_is_set(seen):
    assert seen.unset_tex == []


def test_the_page_does_not_scroll_sideways(seen):
    assert seen.too_wide <= 0


def test_no_formula_stops_the_keyboard_for_nothing(seen):
    assert seen.idle_stops == 0


def test_the_page_can_be_used_by_everyone(seen):
    assert seen.violations == []
