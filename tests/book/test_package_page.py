"""The page of the package describes every public name, and the others lead to it."""

import doctest
import inspect
import re

import pytest

import mathlib
from package_pages import link_first_uses
from tools.notebooks import ROOT

PAGE = (ROOT / "chapters" / "package.md").read_text("utf-8")
DESCRIBED = re.findall(r"^\.\. auto(?:function|class):: ([\w.]+)$", PAGE, re.MULTILINE)


def test_every_public_name_is_described_once():
    described = [name.removeprefix("mathlib.") for name in DESCRIBED if name.count(".") == 1]
    assert sorted(described) == sorted(mathlib.__all__)


@pytest.mark.parametrize("name", mathlib.__all__)
def test_every_description_says_what_is_taken_and_returned_and_shows_it(name):
    documented = inspect.getdoc(getattr(mathlib, name))
    assert doctest.DocTestParser().get_examples(documented)
    for section in ("Parameters", "Returns"):
        assert f"\n{section}\n---" in documented, f"{name} has no section {section}"


USE = '<span class="n">ml</span><span class="o">.</span><span class="n">{}</span>'


def test_the_first_use_of_each_name_is_linked_and_no_other():
    body = " ".join(map(USE.format, ["agree", "measure", "agree", "unknown"]))
    linked = link_first_uses(body, "package.html", {"agree", "measure"})
    assert re.findall(r'href="([^"]*)"', linked) == [
        "package.html#mathlib.agree",
        "package.html#mathlib.measure",
    ]
    assert re.sub(r"</?a\b[^>]*>", "", linked) == body
