"""The example on the first page answers what the page says it answers."""

import re

import numpy as np
import sympy as sp

import mathlib as ml
from tools.notebooks import ROOT


def test_the_example_gives_the_answer_that_is_shown():
    page = (ROOT / "index.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (shown,) = re.findall(r"```text\n(.*?)\n```", page, re.DOTALL)
    names = {"np": np, "sp": sp, "ml": ml}
    definitions, question = code.split("\n\n")
    exec(definitions, names)
    assert repr(eval(question, names)) == shown
