"""A chapter that runs in the tests' own process, so that they can look into it."""

import ast
from collections import Counter

import matplotlib as mpl
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest

import mathlib

#: How often each chapter has run in this process.
RUNS = Counter()


def run(source, namespace):
    """Run a cell as a notebook does, and return the value of its last line."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "a cell", "exec"), namespace)
    return last and eval(compile(ast.Expression(last.value), "a cell", "eval"), namespace)


def run_chapter(path, listen):
    """Yield each code cell of a chapter after it has run, with the names that it found.

    `listen` is told the claim, the point and the witnesses of every call to ``ml.agree``. The look
    that a chapter sets, of its figures and of NumPy's numbers, ends with it.
    """
    RUNS[path.stem] += 1
    agree, namespace = mathlib.agree, {}

    def agree_and_tell(claim=None, /, *, at=None, **witnesses):
        listen(claim, at, witnesses)
        return agree(claim, at=at, **witnesses)

    with pytest.MonkeyPatch.context() as patch, np.printoptions(), mpl.rc_context():
        patch.setattr(mathlib, "agree", agree_and_tell)
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                before = {**namespace}
                run(cell.source, namespace)
                yield cell, before, namespace
    plt.close("all")
