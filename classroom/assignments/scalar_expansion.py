"""Marked work for the chapter on scalar expansion."""

import math
from random import Random

from classroom.assignment import Asked, Assignment
from classroom.questions import Choice, Explain, Numbers, Program, Question, WrongLine

#: What is added up over the entries: in LaTeX, the slope in LaTeX and typed, both in numbers.
ADDED = {
    "square": ("x_{}^2", "2 x_{}", "2 x_{}", lambda x: x**2, lambda x: 2 * x),
    "cube": ("x_{}^3", "3 x_{}^2", "3 x_{}^2", lambda x: x**3, lambda x: 3 * x**2),
    "exponential": ("e^{{x_{}}}", "e^{{x_{}}}", "exp(x_{})", math.exp, math.exp),
    "sine": (r"\sin x_{}", r"\cos x_{}", "cos(x_{})", math.sin, math.cos),
}


def a_number_made_of_the_vector(draw: Random) -> Question:
    """Differentiate a vector by a number that was made of it, with a slip in one line."""
    added, slope, typed, value, slope_value = ADDED[draw.choice(sorted(ADDED))]
    number = draw.choice(["s", "t", "r"])
    slip = draw.choice(["sign", "index", "inner derivative", "missing term"])
    xi, xj = 1.3, 0.6
    s = value(xi) + value(xj) + value(0.9)
    by_s, by_s_value = rf"-\frac{{x_i}}{{{number}^2}}", -xi / s**2
    if slip == "sign":
        by_s, by_s_value = rf"\frac{{x_i}}{{{number}^2}}", xi / s**2
    inner_j, inner_j_value = slope.format("j"), slope_value(xj)
    if slip == "index":
        inner_j, inner_j_value = slope.format("i"), slope_value(xi)
    off, off_value = rf"{by_s} \cdot {inner_j}", by_s_value * inner_j_value
    own_path = rf"{by_s} \cdot {slope.format('i')}"
    own_path_value = by_s_value * slope_value(xi)
    if slip == "inner derivative":
        off, off_value = by_s, by_s_value
    own, own_value = (
        rf"\frac{{1}}{{{number}}} {'+' if slip == 'sign' else ''} {own_path}",
        (1 / s + own_path_value),
    )
    if slip == "missing term":
        own, own_value = rf"\frac{{1}}{{{number}}}", 1 / s
    row_value = own_value + 2.3 * off_value
    answer = {
        "sign": f"-x_i / {number}^2",
        "index": typed.format("j"),
        "inner derivative": f"-x_i {typed.format('j')} / {number}^2",
        "missing term": f"1 / {number} - x_i {typed.format('i')} / {number}^2",
    }[slip]
    true_off, true_own = -xi / s**2 * slope_value(xj), 1 / s - xi / s**2 * slope_value(xi)
    total = rf"{added.format('1')} + \dots + {added.format('n')}"
    return WrongLine.of(
        draw,
        f"A vector is divided by a number that is made of its own entries, ${number} = {total}$. "
        rf"Somebody looks for the Jacobian of $\mathbf{{y}} = \frac{{1}}{{{number}}} \mathbf{{x}}$ "
        r"by $\mathbf{x}$. The letters $i$ and $j$ stand for two different positions.",
        (
            (rf"y_i = \frac{{x_i}}{{{number}}}, \quad {number} = {total}", 0, 0),
            (
                rf"\frac{{\partial {number}}}{{\partial x_j}} = {inner_j}",
                slope_value(xj),
                inner_j_value,
            ),
            (
                rf"\text{{with }} x_i \text{{ held still, }} "
                rf"\frac{{\partial y_i}}{{\partial {number}}} = {by_s}",
                -xi / s**2,
                by_s_value,
            ),
            (rf"\frac{{\partial y_i}}{{\partial x_j}} = {off}, \quad j \ne i", true_off, off_value),
            (rf"\frac{{\partial y_i}}{{\partial x_i}} = {own}", true_own, own_value),
            (
                rf"\text{{row }} i \text{{ of the Jacobian has }} {own} \text{{ in column }} i"
                rf"\text{{ and }} {off} \text{{ in column }} j",
                true_own + 2.3 * true_off,
                row_value,
            ),
        ),
        slip,
        answer,
        f"x_i x_j {number}",
        {"x_i": xi, "x_j": xj, number: s},
    )


def what_is_stretched(draw: Random) -> Question:
    """Predict shapes and values where NumPy stretches arrays."""
    n, m = draw.sample([5, 7, 11, 13], 2)
    height, width, channels = draw.choice([20, 30]), draw.choice([50, 70]), draw.choice([6, 16])
    examples = draw.choice([100, 400])
    pixels = height * width
    return Numbers.of(
        f"In NumPy, `x` has the shape `({n},)`, `c` has the shape `({n}, 1)`, `X` has the shape "
        f"`({m}, {n})`, and $z$ is a number. A layer makes ${channels}$ images of ${height}$ "
        f"times ${width}$ pixels, and adds one bias to all pixels of an image, each image having "
        "a bias of its own. Shapes are pairs such as `(3, 5)`; $\\mathbf{x}$ is a column on the "
        "page.",
        (
            ("outer", "the shape of `c - x` in NumPy", (n, n)),
            ("rows", "the shape of `X * x` in NumPy", (m, n)),
            ("by_vector", r"the shape, on the page, of the derivative of $\mathbf{x} z$ "
             r"by $\mathbf{x}$", (n, n)),
            ("by_number", r"the shape, on the page, of the derivative of $\mathbf{x} + z$ by $z$",
             (n, 1)),
            ("biases", "how many biases the layer has", channels),
            ("ones", "the Jacobian of all pixels of all images by all biases: the number of "
             "entries that are not zero", channels * pixels),
            ("zeros", "and the number of its zeros", channels * pixels * (channels - 1)),
            ("centred", rf"$\mathbf{{x}}$ has ${examples}$ entries: the entries on the diagonal of "
             r"the Jacobian of $\mathbf{x}$ less its mean", 1 - 1 / examples),
        ),
        {"outer": (n, 1), "centred": 1},
        {"by_vector": (n, 1), "by_number": (1, n)},
        {"rows": (n, m), "biases": channels * pixels, "ones": channels, "zeros": 0},
        {"centred": -1 / examples},
    )  # fmt: skip


def a_row_times_a_scaling(draw: Random) -> Question:
    """Multiply a row by the Jacobian of a vector that is scaled by a mean of its own entries."""
    p, c = draw.choice([2, 4]), draw.choice([1, 2, 3])
    power, said = draw.choice(
        [
            ("-1", r"\frac{1}{s} \, \mathbf{x}"),
            ("-0.5", r"\frac{1}{\sqrt{s}} \, \mathbf{x}"),
            ("2", r"s^2 \, \mathbf{x}"),
            ("0.5", r"\sqrt{s} \, \mathbf{x}"),
        ]
    )
    code = f"""
        import numpy as np


        def row(v, x):
            n = len(x)
            s = np.mean(x**{p}) + {c}
            through = (v @ x) * ({power}) * s ** ({power} - 1)
            return v * s ** ({power}) + through * {p} * x ** {p - 1} / n
    """
    slow = f"""
        def row(v, x):
            return differences(lambda x: v @ x * (np.mean(x**{p}) + {c}) ** ({power}), x)
    """

    def inputs(size):
        return lambda rng: (rng.normal(size=size), rng.uniform(0.5, 2, size=size))

    return Program.of(
        rf"A vector is scaled by a number that is made of it: $\mathbf{{y}} = {said}$, where $s$ "
        f"is ${c}$ more than the mean of the entries' powers $x_i^{p}$. Given a row "
        "$\\mathbf{v}$, return the row $\\mathbf{v} J$, where $J$ is the Jacobian of "
        "$\\mathbf{y}$ by "
        "$\\mathbf{x}$. Both arrays have the shape `(n,)`.",
        "row(v, x)",
        code,
        slow,
        (inputs(5), inputs(7), inputs(11)),
        inputs(100_003),
        (
            (f" + through * {p} * x ** {p - 1} / n", "", 0.0),
            (f"x ** {p - 1} / n", f"x ** {p - 1}", 0.0),
            ("(v @ x)", "np.sum(v)", 0.0),
            (f"* s ** ({power} - 1)", "", 0.0),
            (f"through * {p} *", "through *", 0.0),
        ),
    )


def which_function(draw: Random) -> Question:
    """Choose the function with two given derivatives."""
    a, b = draw.sample([2, 3, 4, 5], 2)
    z = draw.choice(["z", "t", "c"])
    return Choice.of(
        draw,
        f"Which function of a vector $\\mathbf{{x}}$ and a number ${z}$ has the Jacobian "
        f"${z}^{a} I$ by $\\mathbf{{x}}$, and by ${z}$ the column "
        rf"${a} {z}^{{{a - 1}}} \mathbf{{x}} + {b} \, \mathbf{{1}}$?",
        rf"{z}^{a} \mathbf{{x}} + {b} {z} \mathbf{{1}}",
        [
            rf"{z}^{a} \mathbf{{x}} + {b} \, \mathbf{{1}}",
            rf"{z}^{a} \mathbf{{x}} + {b} \, \mathbf{{x}}",
            rf"{a} {z} \mathbf{{x}} + {b} {z} \mathbf{{1}}",
            rf"{z}^{a} \mathbf{{1}} + {b} {z} \mathbf{{x}}",
        ],
    )


def a_loss_that_is_not_zero(draw: Random) -> Question:
    """Explain a loss of perfect predictions, or a shared bias."""
    n = draw.choice([30, 64, 200])
    return Explain(
        prompt=(
            f"A network makes ${n}$ predictions in an array of shape `({n}, 1)`; the targets have "
            f"the shape `({n},)`. The loss is `np.mean((predictions - targets) ** 2)`. Explain in "
            "at most eight sentences what is computed, to what number every prediction is drawn "
            "by training with it, and what you would change."
        ),
        rubric=(
            f"NumPy stretches both: every prediction less every target, {n} times {n} numbers (1)",
            "each prediction is compared with all targets, and is drawn to their mean (1)",
            "gives both one shape, or a check of the shape before the loss (1)",
        ),
        wrong=(),
    )


assignment = Assignment(
    "scalar_expansion",
    "Scalar expansion: marked work",
    (
        Asked(a_number_made_of_the_vector, 5, ("ex-expansion-share", "ex-expansion-mistake")),
        Asked(what_is_stretched, 4, ("ex-expansion-shapes", "ex-expansion-broadcast")),
        Asked(a_row_times_a_scaling, 6, ("ex-expansion-build", "ex-expansion-share")),
        Asked(which_function, 3, ("ex-expansion-scale", "ex-expansion-gamma")),
        Asked(a_loss_that_is_not_zero, 3, ("ex-expansion-mistake",)),
    ),
)
