"""Derivations on the built pages lead to the rules they use; in a notebook they lead nowhere."""

import re
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document

import mathlib as ml
from rule_links import RULES, add_links, link_rules
from tools.claims import read as read_book, row_id, rows
from tools.notebooks import chapters

x = ml.scalar("x")


def page_with(html, page="chapters/practice", kind="html"):
    """Return a page's HTML as the extension leaves it, for a builder of this kind."""
    document = new_document(page)
    document += nodes.raw("", html, format="html")
    builder = SimpleNamespace(
        format=kind, get_relative_uri=lambda docname, target: f"{docname}:{target}.html"
    )
    add_links(SimpleNamespace(builder=builder), document, page)
    (raw,) = document.findall(nodes.raw)
    assert raw["format"] == "html"
    return raw.astext()


@pytest.mark.parametrize(("rule", "home"), RULES.items())
def test_the_book_states_the_rule_where_the_link_leads(rule, home):
    label, page = home
    assert row_id(label) in {row.id for row in rows()}
    displays = read_book(chapters()).displays
    assert (label, page) in {(d.label, f"chapters/{d.chapter}") for d in displays}


def test_every_rule_of_the_table_is_one_that_derivations_name():
    A, v = ml.matrix("A", "m", "n"), ml.vector("x", "n")
    made = [3 * x + x**2 * ml.sin(x), x - x**2, ml.sin(x**2)]
    named = {rule for e in made for step in ml.derivation(e, x).steps for rule in step.rules}
    made = [v, A @ v, ml.sin(A @ v), A @ A.T @ A @ v]
    named |= {rule for e in made for step in ml.derivation(e, v).steps for rule in step.rules}
    named |= set(ml.derivation(3, x).steps[0].rules)
    assert set(RULES) <= named


def test_a_page_links_every_rule_that_the_book_states():
    html = page_with(ml.derivation(x * ml.sin(x**2), x)._repr_html_())
    link = '<a href="chapters/practice:chapters/scalar_derivatives.html#equation-r9">'
    assert f"{link}the product rule</a>" in html
    assert ">the chain rule</a> and <span" in html, "sin has no equation of its own"
    left = re.findall(r'data-rule="(.*?)"', html)
    assert "the derivative of sin" in left
    assert not set(left) & set(RULES)


def test_other_html_and_other_builders_are_left_alone():
    assert page_with("<b>the chain rule</b>") == "<b>the chain rule</b>"
    html = ml.derivation(ml.sin(x**2), x)._repr_html_()
    assert page_with(html, kind="latex") == html


def test_a_link_is_escaped():
    marked = '<span data-rule="the sum rule">the sum rule</span>'
    assert 'href="a&amp;b#equation-r7"' in link_rules(marked, lambda page: "a&b")


def test_no_stored_derivation_holds_a_link():
    for path in chapters():
        assert not re.search(r"<td[^>]*><a href=", path.read_text("utf-8"))
