"""Marked work for the chapter on partial derivatives."""

from random import Random

from classroom.assignment import Asked, Assignment
from classroom.questions import Choice, Explain, Numbers, Program, Question, WrongLine


def the_gradient_of_a_loss(draw: Random) -> Question:
    """Find the gradient of a squared error by two parameters, with a slip in one line."""
    p, q, target = draw.choice([2, 3, 4]), draw.choice([3, 5, 7]), draw.choice([1, 2, 6])
    slip = draw.choice(["sign", "factor", "inner derivative"])
    w, b = 1.2, 0.7
    e = w**p * b - q * b**2 - target
    by_w, by_b = p * w ** (p - 1) * b, w**p - 2 * q * b
    power = f"{p} w" if p == 2 else f"{p} w^{p - 1}"
    inner_b, inner_b_value = rf"w^{p} - {2 * q} b", by_b
    if slip == "sign":
        inner_b, inner_b_value = rf"w^{p} + {2 * q} b", w**p + 2 * q * b
    if slip == "factor":
        inner_b, inner_b_value = rf"w^{p} - {q} b", w**p - q * b
    loss_w, loss_w_value = rf"2 e \cdot {power} b", 2 * e * by_w
    if slip == "inner derivative":
        loss_w, loss_w_value = "2 e", 2 * e
    loss_b, loss_b_value = rf"2 e \, ({inner_b})", 2 * e * inner_b_value
    answer = f"2 e * {power} b" if slip == "inner derivative" else f"w^{p} - {2 * q} b"
    return WrongLine.of(
        draw,
        f"A loss is $L(w, b) = (w^{p} b - {q} b^2 - {target})^2$. Somebody looks for its gradient. "
        "What stands inside the square has the name $e$.",
        (
            (rf"L = e^2, \quad e = w^{p} b - {q} b^2 - {target}", 0, 0),
            (rf"\frac{{\partial e}}{{\partial w}} = {power} b", by_w, by_w),
            (rf"\frac{{\partial e}}{{\partial b}} = {inner_b}", by_b, inner_b_value),
            (rf"\frac{{\partial L}}{{\partial w}} = {loss_w}", 2 * e * by_w, loss_w_value),
            (rf"\frac{{\partial L}}{{\partial b}} = {loss_b}", 2 * e * by_b, loss_b_value),
            (
                rf"\nabla L = \begin{{bmatrix}} {loss_w} & {loss_b} \end{{bmatrix}}",
                2 * e * by_w + 3.7 * 2 * e * by_b,
                loss_w_value + 3.7 * loss_b_value,
            ),
        ),
        slip,
        answer,
        "w b e",
        {"w": w, "b": b, "e": e},
    )


def planes_and_directions(draw: Random) -> Question:
    """Predict values on a tangent plane, slopes along directions, and a broadcast shape."""
    k, height = draw.choice([1, 2, 3, 5]), draw.choice([4, 7, 11])
    n, closer = draw.choice([3, 5, 7, 11]), draw.choice([4, 5, 10])
    weights = draw.choice([17, 42, 640])
    first, second = draw.sample([3 * k, 4 * k], 2)
    value = height + 0.2 * first - 0.1 * second
    return Numbers.of(
        f"A differentiable function $f(x, y)$ has at $(1, 2)$ the value ${height}$ and the "
        rf"gradient $\begin{{bmatrix}} {first} & {second} \end{{bmatrix}}$. Shapes are pairs such "
        "as `(3, 5)`.",
        (
            ("plane", "the height of its tangent plane above $(1.2, 1.9)$", value),
            ("steepest", "the largest slope that $f$ has there along any direction", 5 * k),
            ("downhill", "the smallest slope that it has there along any direction", -5 * k),
            (
                "along",
                r"its slope along $\mathbf{u} = (4/5, -3/5)$",
                (4 * first - 3 * second) / 5,
            ),
            (
                "gap",
                "$f$ is curved there, and has all second derivatives. The step from $(1, 2)$ is "
                f"made ${closer}$ times shorter: about how many times smaller does the gap between "
                "$f$ and the plane become?",
                closer**2,
            ),
            (
                "shape",
                f"parameters of shape `({n}, 1)` less a row of shape `(1, {n})`: the shape that "
                "NumPy gives",
                (n, n),
            ),
            (
                "entries",
                f"the number of second derivatives that a function of ${weights}$ numbers has, "
                "each pair of mixed ones counted once, for they are equal",
                weights * (weights + 1) // 2,
            ),
        ),
        {"plane": height + 0.2 * first + 0.1 * second, "gap": closer},
        {"steepest": 7 * k, "downhill": -7 * k},
        {"downhill": 0, "shape": (n, 1), "entries": weights**2},
        {"along": (4 * first + 3 * second) / 5},
    )


def the_gradient_of_a_long_chain(draw: Random) -> Question:
    """Return the gradient of a function of any number of inputs, each of which meets another."""
    p, step = draw.choice([2, 3, 4]), draw.choice([1, 2, 3])
    kind = draw.choice(["product", "sine", "difference"])
    term, forward, by_first, by_second = {
        "product": (
            rf"x_i^{p} \, x_{{i+{step}}}",
            f"a**{p} * b",
            f"{p} * a ** {p - 1} * b",
            f"a**{p}",
        ),
        "sine": (
            rf"x_i^{p} \sin x_{{i+{step}}}",
            f"a**{p} * np.sin(b)",
            f"{p} * a ** {p - 1} * np.sin(b)",
            f"a**{p} * np.cos(b)",
        ),
        "difference": (
            rf"(x_i - {p} x_{{i+{step}}})^2",
            f"(a - {p} * b) ** 2",
            f"2 * (a - {p} * b)",
            f"-{2 * p} * (a - {p} * b)",
        ),
    }[kind]
    code = f"""
        import numpy as np


        def gradient(x):
            a, b = x[:-{step}], x[{step}:]
            slopes = np.zeros(len(x))
            slopes[:-{step}] += {by_first}
            slopes[{step}:] += {by_second}
            return slopes
    """
    slow = f"""
        def gradient(x):
            def f(x):
                a, b = x[:-{step}], x[{step}:]
                return np.sum({forward})

            return differences(f, x)
    """

    def inputs(size):
        return lambda rng: (rng.uniform(0.5, 2, size=size),)

    return Program.of(
        rf"A function of $n$ numbers adds up the terms ${term}$ for $i = 1, 2, \dots, n - {step}$. "
        "Given a point $\\mathbf{x}$ as an array of shape `(n,)`, return the gradient of the "
        "function there, an array of the same shape.",
        "gradient(x)",
        code,
        slow,
        (inputs(7), inputs(9), inputs(12)),
        inputs(100_003),
        (
            (f"slopes[{step}:] +=", f"slopes[:-{step}] +=", 0.0),
            (f"slopes[{step}:] +=", f"slopes[{step}:] =", 0.0),
            (f"slopes[:-{step}] += {by_first}", "pass", 0.0),
            ("return slopes", "return slopes[:, None]", 0.0),
        ),
    )


def which_function(draw: Random) -> Question:
    """Choose the function that has a given gradient."""
    a, b = draw.sample([2, 3, 4, 5], 2)
    c = draw.choice([3, 5, 7])
    gradient = rf"{a} x^{a - 1} y^{b} + {c} & {b} x^{a} y^{b - 1} - 1"
    return Choice.of(
        draw,
        "Which function of $(x, y)$ has the gradient "
        rf"$\begin{{bmatrix}} {gradient} \end{{bmatrix}}$?".replace("^1 ", " "),
        f"x^{a} y^{b} + {c} x - y",
        [
            f"x^{a} y^{b} - x + {c} y",
            f"x^{b} y^{a} + {c} x - y",
            f"x^{a} y^{b} + {c} x + y",
            f"x^{a} + y^{b} + {c} x - y",
        ],
    )


def a_step_that_grows(draw: Random) -> Question:
    """Explain what becomes of a column less a row."""
    n = draw.choice([2, 3, 4])
    return Explain(
        prompt=(
            f"Somebody keeps ${n}$ parameters in an array of shape `({n}, 1)` and the gradient in "
            f"one of shape `(1, {n})`. A step of training subtracts the gradient times the "
            "learning rate. Explain in at most eight sentences what NumPy makes of it, why no "
            "error is raised, and how the program can be made safe."
        ),
        rubric=(
            f"says that the result has the shape ({n}, {n}), every parameter less every slope (1)",
            "names broadcasting: the column is repeated across, the row down (1)",
            "gives arrays of one axis, or a check that a step keeps the shape (1)",
        ),
        wrong=(),
    )


assignment = Assignment(
    "partial_derivatives",
    "Partial derivatives: marked work",
    (
        Asked(the_gradient_of_a_loss, 5, ("ex-partial-neuron", "ex-partial-mistake")),
        Asked(planes_and_directions, 4, ("ex-partial-direction", "ex-partial-plane")),
        Asked(the_gradient_of_a_long_chain, 6, ("ex-partial-build",)),
        Asked(which_function, 3, ("ex-partial-recall",)),
        Asked(a_step_that_grows, 3, ("ex-partial-broadcast", "ex-partial-train")),
    ),
)
