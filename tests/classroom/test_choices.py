"""Each key of a choice is found a second time, from what a student sees and from nothing else.

The options and the derivative that is asked for are read from the page, and every option is
measured by differences: exactly one of them may have the derivative, and it must be the key.
"""

import re

import numpy as np
import pytest

from classroom.assignment import find, names
from classroom.questions import Choice

SEEDS = (31, 4099)
CHOICES = [
    pytest.param(name, number, id=name)
    for name in names()
    for number in range(1, len(find(name).questions) + 1)
    if isinstance(find(name).question(number, SEEDS[0], 0), Choice)
]
#: What LaTeX has and Python has not, in the order in which it is rewritten.
REWRITTEN = [
    (r"\\left|\\right|\\,|\\;", " "),
    (r"\\mathbf\{1\}", "ones"),
    (r"\\mathbf\{(\w)\}", r"\1"),
    (r"\^\{(\w+)\}", r"^\1"),
    (r"\\lVert (.*?) \\rVert\^2", r"square(\1)"),
    (r"(\w)_1\^(\d+) \+ \\dots \+ \1_n\^\2", r"total(\1^\2)"),
    (r"\\sum_\{k=1\}\^\d+ x_k", "total(x)"),
    (r"\\sum_\{k=1\}\^\d+", "total"),
    (r"(\w)_1", r"\1[0]"),
    (r"(\w)_[ik]", r"\1"),  # all entries at once
    (r"\\frac\{(.*?)\}\{(.*?)\}", r"((\1)/(\2))"),
    (r"\\sin\^(\d+)\(", r"power_of_sine(\1, "),
    (r"e\^\{(.*?)\}", r"exp(\1)"),
    (r"\[(\w > \d+)\]", r"(\1)"),
    (r"\\", ""),
]
#: Numbers, names (with an entry, with a transpose), powers; then what may stand between factors.
PIECE = re.compile(r"\d+|[A-Za-z_]+(?:\[0\])?|\^\w+|cdot|[-+*/(),>&]")
FUNCTIONS = {
    "square": lambda A: np.sum(A**2),
    "total": np.sum,
    "power_of_sine": lambda power, u: np.sin(u) ** power,
    "sin": np.sin,
    "cos": np.cos,
    "exp": np.exp,
    "max": np.maximum,
}


def as_python(latex):
    """Write a formula of a question as Python; numbers multiply, letters multiply by matrices."""
    for pattern, text in REWRITTEN:
        latex = re.sub(pattern, text, latex)
    pieces, before = [], ""
    for piece in PIECE.findall(latex):
        if piece == "cdot":
            pieces.append("@")
        elif piece.startswith("^"):
            pieces.append(".T" if piece == "^T" else f"**{piece[1:]}")
        else:
            ends = before[-1:].isalnum() or before[-1:] in (")", "]")
            begins = piece[0].isalnum() or piece == "("
            if ends and begins and before not in (*FUNCTIONS, "cdot"):
                pieces.append("*")
            pieces.append(piece)
        before = piece
    return " ".join(pieces)


def value(latex, letters):
    """Return what a formula of a question is at a point."""
    return eval(as_python(latex), {"__builtins__": {}}, {**FUNCTIONS, **letters})


class Matrix(np.ndarray):
    """A matrix whose product with a matrix is the product of matrices, as on the page."""

    def __mul__(self, other):
        return self @ other if isinstance(other, Matrix) else super().__mul__(other)


def slopes(f, x, step=1e-6):
    """Measure the derivative of a function of numbers in an array; its axes stand last."""
    x = np.asanyarray(x, dtype=float)
    found = []
    for k in range(x.size):
        above, below = x.copy(), x.copy()
        above.flat[k] += step
        below.flat[k] -= step
        found.append((np.asarray(f(above)) - np.asarray(f(below))) / (2 * step))
    return np.moveaxis(np.array(found), 0, -1).reshape((*np.shape(found[0]), *x.shape))


def of_one_number(letter, points=(0.7, 1.3, 4.8, 9.6, 11.3)):
    """Return a pair: what the question says at some points, and what an option has there."""

    def wanted(shown):
        return np.array([value(shown[-1], {letter: at}) for at in points])

    def had(option, _):
        return np.array([slopes(lambda at: value(option, {letter: at}), at) for at in points])

    return wanted, had


X, Y = 0.9, 1.2
W3, X3, ONES = np.array([0.6, -1.1, 0.8]), np.array([1.4, 0.5, 0.9]), np.ones(3)
NUMBERS = dict.fromkeys("tyczsab", 0.7)


def rows_of(shown):
    """Read the matrix that a question shows, at the point (X, Y)."""
    letters = dict(zip("uv" if " u" in shown else "xy", (X, Y), strict=True))
    inside = re.search(r"\\begin\{bmatrix\}(.*)\\end\{bmatrix\}", shown).group(1)
    return np.array(
        [[value(entry, letters) for entry in row.split("&")] for row in inside.split(r"\\")]
    )


def of_two_numbers(option, _):
    """Return the Jacobian of an option, a row for each of its functions."""
    inside = re.fullmatch(r"\((.*,.*)\)", option)
    functions = inside.group(1).split(",") if inside else [option]
    return np.array(
        [slopes(lambda p, f=f: value(f, {"x": p[0], "y": p[1]}), [X, Y]) for f in functions]
    )


def hessian(option, _):
    def gradient(p):
        return slopes(lambda q: value(option, {"u": q[0], "v": q[1]}), p, step=1e-4)

    return slopes(gradient, np.array([X, Y]), step=1e-4)


def entries_wanted(shown):
    (letter,) = set(re.findall(r"(\w)_i", shown[-1])) - {"x"}
    return np.diag(value(shown[-1], {"x": X3, letter: W3}))


def entries_had(option, shown):
    (letter,) = set(re.findall(r"(\w)_i", shown[-1])) - {"x"}
    return slopes(lambda x: value(option, {"x": x, letter: W3}) * ONES, X3)


def matrices(shown):
    rng = np.random.default_rng(11)
    (target,) = set(re.findall("[A-Z]", shown[0])) - set("XWT") or {"T"}
    shapes = {"X": (5, 3), "W": (3, 7), target: (5, 7)}
    return {name: rng.normal(size=shape).view(Matrix) for name, shape in shapes.items()}


def losses_had(option, shown):
    letters = matrices(shown)
    try:
        return slopes(lambda W: value(option, {**letters, "W": W}), letters["W"])
    except ValueError:  # its shapes do not fit, so it is no loss of these matrices
        return None


def totals_had(option, shown):
    def through(x):
        u, v = (value(text.split("=")[1], {"x": x}) for text in shown[:2])
        return value(option, {"x": x, "u": u, "v": v})

    return slopes(through, X)


def totals_wanted(shown):
    u, v = (value(text.split("=")[1], {"x": X}) for text in shown[:2])
    return value(shown[2], {"x": X, "u": u, "v": v})


def expanded_wanted(shown):
    letter = shown[1]
    scale = value(shown[2].removesuffix(" I"), {letter: Y})
    column = value(shown[5], {letter: Y, "x": X3, "ones": ONES})
    return np.column_stack([scale * np.eye(3), column])


def expanded_had(option, shown):
    letter = shown[1]

    def f(both):
        return value(option, {"x": both[:3], letter: both[3], "ones": ONES})

    return slopes(f, [*X3, Y])


#: For each chapter: what the question says the derivative is, and what an option has; both take
#: the formulas that stand between dollars in the prompt.
MEASURED = {
    "activation": of_one_number("z"),
    "chain_rule": of_one_number("x", (0.31, 0.47, 0.73)),
    "scalar_derivatives": of_one_number("x", (0.31, 0.47, 0.73)),
    "elementwise_operators": (entries_wanted, entries_had),
    "jacobian": (lambda shown: rows_of(shown[-1]), of_two_numbers),
    "partial_derivatives": (lambda shown: rows_of(shown[-1]), of_two_numbers),
    "training": (lambda shown: rows_of(shown[-1]), hessian),
    "layers_and_batches": (lambda shown: value(shown[0], matrices(shown)), losses_had),
    "loss": (
        lambda shown: value(shown[0].replace("^T", ""), {**NUMBERS, "w": W3, "x": X3}),
        lambda option, _: slopes(lambda w: value(option, {**NUMBERS, "w": w, "x": X3}), W3),
    ),
    "scalar_expansion": (expanded_wanted, expanded_had),
    "sums": (
        lambda shown: value(shown[-1], {"x": np.linspace(0.3, 1.4, int(shown[1]))}),
        lambda option, shown: slopes(
            lambda x: value(option, {"x": x}), np.linspace(0.3, 1.4, int(shown[1]))
        ),
    ),
    "total_derivative": (totals_wanted, totals_had),
}


@pytest.mark.parametrize(("name", "number"), CHOICES)
def test_the_key_alone_has_the_derivative_that_is_shown(name, number):
    wanted, had = MEASURED[name]
    for seed in SEEDS:
        for question in find(name).variants(number, seed):
            shown = re.findall(r"\$(.*?)\$", question.prompt)
            derivative = np.asarray(wanted(shown))
            fits = []
            for option in question.options:
                found = had(option.strip("$"), shown)
                fits.append(
                    found is not None
                    and np.shape(found) == derivative.shape
                    and np.allclose(found, derivative, rtol=1e-5, atol=1e-5)
                )
            assert fits.count(True) == 1, (question.prompt, question.options, fits)
            assert fits.index(True) == question.right, question.prompt
