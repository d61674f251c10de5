"""Marked work for the chapter on elementwise operators."""

import math
from random import Random

from classroom.assignment import Asked, Assignment
from classroom.questions import Choice, Explain, Numbers, Program, Question, WrongLine


def sigmoid(u: float) -> float:
    """Return the sigmoid of a number."""
    return 1 / (1 + math.exp(-u))


#: Functions: in LaTeX, the slope in LaTeX and typed, both in numbers.
SQUASHERS = {
    "tanh": (
        r"\tanh({})",
        r"(1 - \tanh^2({}))",
        "(1 - tanh({})^2)",
        math.tanh,
        lambda u: 1 - math.tanh(u) ** 2,
    ),
    "sin": (r"\sin({})", r"\cos({})", "cos({})", math.sin, math.cos),
    "exp": (r"\exp({})", r"\exp({})", "exp({})", math.exp, math.exp),
    "sigmoid": (
        r"\sigma({})",
        r"\sigma({0}) (1 - \sigma({0}))",
        "sigmoid({0}) (1 - sigmoid({0}))",
        sigmoid,
        lambda u: sigmoid(u) * (1 - sigmoid(u)),
    ),
}


def a_signal_gates_itself(draw: Random) -> Question:
    """Find the Jacobian of a signal that is its own gate, with a slip in one line."""
    name = draw.choice(sorted(SQUASHERS))
    function, slope, typed, value, slope_value = SQUASHERS[name]
    gain = draw.choice(["c", "k", "a"])
    slip = draw.choice(["wrong point", "inner derivative", "product rule"])
    c, x = 0.8, 1.7
    u = c * x
    g, d = value(u), slope_value(u)
    d_said, d_value = slope.format("u_i"), d
    if slip == "wrong point":
        d_said, d_value = slope.format("x_i"), slope_value(x)
    nested, nested_value = rf"{gain}_i \, {d_said}", c * d_value
    if slip == "inner derivative":
        nested, nested_value = d_said, d_value
    whole, whole_value = rf"g_i + x_i \, {nested}", g + x * nested_value
    if slip == "product rule":
        whole, whole_value = nested, nested_value
    answer = {
        "wrong point": typed.format("u_i"),
        "inner derivative": f"{gain}_i {typed.format('u_i')}",
        "product rule": f"g_i + x_i {gain}_i {typed.format('u_i')}",
    }[slip]
    inner = rf"\mathbf{{{gain}}} \odot \mathbf{{x}}"
    true = g + x * c * d
    return WrongLine.of(
        draw,
        "A signal is multiplied by a gate that it makes itself: "
        rf"$\mathbf{{y}} = \mathbf{{x}} \odot {function.format(inner)}$, where the function is "
        f"taken of each entry and $\\mathbf{{{gain}}}$ is held still. Somebody looks for the "
        "Jacobian by $\\mathbf{x}$.",
        (
            (
                rf"y_i = x_i g_i, \quad g_i = {function.format('u_i')}, "
                rf"\quad u_i = {gain}_i x_i",
                0,
                0,
            ),
            (rf"\frac{{\partial u_i}}{{\partial x_i}} = {gain}_i", c, c),
            (rf"\frac{{\partial g_i}}{{\partial u_i}} = {d_said}", d, d_value),
            (rf"\frac{{\partial g_i}}{{\partial x_i}} = {nested}", c * d, nested_value),
            (rf"\frac{{\partial y_i}}{{\partial x_i}} = {whole}", true, whole_value),
            (
                r"\frac{\partial \mathbf{y}}{\partial \mathbf{x}} = \text{the diagonal matrix "
                rf"with the entries }} {whole}",
                true,
                whole_value,
            ),
        ),
        slip,
        answer,
        f"x_i {gain}_i u_i g_i",
        {"x_i": x, f"{gain}_i": c, "u_i": u, "g_i": g},
    )


def what_a_diagonal_saves(draw: Random) -> Question:
    """Predict entries, memory and multiplications of Jacobians that are mostly zeros."""
    n, size = draw.choice([2_000, 3_000, 5_000, 12_000]), draw.choice([4, 8])
    window = draw.choice([3, 5, 7])
    pairs = n * (n + 1) // 2
    return Numbers.of(
        f"A vector $\\mathbf{{x}}$ has ${n}$ entries, and each number takes ${size}$ bytes. Entry "
        "$i$ of $\\mathbf{y}$ is made from entries of $\\mathbf{x}$ as each line says. Nothing is "
        "zero by chance.",
        (
            ("whole", r"$y_i = w_i x_i$: the bytes of all entries of the Jacobian", size * n * n),
            ("kept", r"$y_i = w_i x_i$: the bytes of its diagonal alone", size * n),
            (
                "saved",
                r"$y_i = w_i / x_i$: how many multiplications the product of a row with the whole "
                "matrix takes beyond those of the product with its diagonal alone",
                n * n - n,
            ),
            (
                "running",
                r"$y_i = x_1 + \dots + x_i$: the number of entries that are not zero",
                pairs,
            ),
            (
                "neighbours",
                rf"$y_i = x_i x_{{i+1}} \cdots x_{{i+{window - 1}}}$, and after the last entry "
                "comes the first again: the number of entries that are not zero",
                window * n,
            ),
            (
                "mixed",
                r"$y_i = w_i (x_1 + \dots + x_n)$: the number of zeros in the Jacobian "
                r"by $\mathbf{w}$",
                n * n - n,
            ),
        ),
        {"whole": n * n, "kept": n},
        {"running": n * n, "mixed": 0},
        {"neighbours": n, "saved": n * n},
        {"running": n * (n - 1) // 2, "saved": 0, "mixed": n},
    )


def a_row_times_two_jacobians(draw: Random) -> Question:
    """Multiply a row by the Jacobians of a gate on a running sum."""
    kind = draw.choice(["sine", "square", "exponential", "tanh"])
    back = draw.choice([True, False])
    said, forward, slope = {
        "sine": (r"\sin(s_i)", "np.sin(s)", "np.cos(s)"),
        "square": ("s_i^2", "s**2", "2 * s"),
        "exponential": ("e^{-s_i}", "np.exp(-s)", "-np.exp(-s)"),
        "tanh": (r"\tanh(s_i)", "np.tanh(s)", "(1 - np.tanh(s) ** 2)"),
    }[kind]
    runs = r"s_i = x_i + x_{i+1} + \dots + x_n" if back else r"s_i = x_1 + x_2 + \dots + x_i"
    running = "np.cumsum(x[::-1])[::-1]" if back else "np.cumsum(x)"
    totals = "np.cumsum(inner)" if back else "np.cumsum(inner[::-1])[::-1]"
    gate = draw.choice(["w", "q"])
    code = f"""
        import numpy as np


        def rows(v, {gate}, x):
            s = {running}
            by_gate = v * {forward}
            inner = v * {gate} * {slope}
            return by_gate, {totals}
    """
    slow = f"""
        def rows(v, {gate}, x):
            def f({gate}, x):
                s = {running}
                return np.sum(v * {gate} * {forward})

            return differences(lambda g: f(g, x), {gate}), differences(lambda z: f({gate}, z), x)
    """

    def inputs(size):
        return lambda rng: (
            rng.normal(size=size),
            rng.uniform(0.5, 2, size=size),
            rng.normal(size=size) / math.sqrt(size),
        )

    other = "np.cumsum(inner[::-1])[::-1]" if back else "np.cumsum(inner)"
    return Program.of(
        f"A gate stands behind a running sum: $y_i = {gate}_i \\, {said}$, with ${runs}$. Given "
        f"a row $\\mathbf{{v}}$, return a pair of rows: $\\mathbf{{v}}$ times the Jacobian of "
        f"$\\mathbf{{y}}$ by $\\mathbf{{{gate}}}$, and $\\mathbf{{v}}$ times the Jacobian by "
        "$\\mathbf{x}$. All arrays have the shape `(n,)`.",
        f"rows(v, {gate}, x)",
        code,
        slow,
        (inputs(5), inputs(7), inputs(13)),
        inputs(60_013),
        (
            (totals, other, 0.0),
            (totals, "inner", 0.0),
            (f"return by_gate, {totals}", f"return {totals}, by_gate", 0.0),
            (f"v * {gate} *", "v *", 0.0),
            (f"by_gate, {totals}", "by_gate", 0.0),
        ),
    )


def which_function(draw: Random) -> Question:
    """Choose the function that has a given diagonal Jacobian."""
    a, b = draw.sample([2, 3, 4, 5, 6], 2)
    w = draw.choice(["w", "v", "q"])
    diagonal = rf"-\frac{{{a * b} {w}_i}}{{x_i^{{{b + 1}}}}}"
    return Choice.of(
        draw,
        "Each option gives entry $i$ of a vector $\\mathbf{y}$. Whose Jacobian by "
        f"$\\mathbf{{x}}$ is diagonal, with the entries ${diagonal}$?",
        rf"\frac{{{a} {w}_i}}{{x_i^{b}}}",
        [
            rf"-\frac{{{a} {w}_i}}{{x_i^{b}}}",
            rf"\frac{{{b} {w}_i}}{{x_i^{a}}}",
            rf"\frac{{{a} {w}_i}}{{x_1^{b} + \dots + x_n^{b}}}",
            rf"\frac{{{a} {w}_1}}{{x_i^{b}}} + {w}_i",
        ],
    )


def why_it_is_diagonal(draw: Random) -> Question:
    """Explain when a Jacobian is diagonal, and why an argument for it fails."""
    operator = draw.choice(["the quotient", "the power"])
    return Explain(
        prompt=(
            "Somebody says: for any operator taken entry by entry, the Jacobian of "
            r"$\mathbf{f}(\mathbf{w}) \bigcirc \mathbf{g}(\mathbf{x})$ by $\mathbf{w}$ is "
            r"diagonal, because off the diagonal both slopes are zero, and $0 \bigcirc 0 = 0$. Say "
            f"in at most eight sentences why this argument fails, with {operator} as an example, "
            "and what has to be asked of $\\mathbf{f}$ instead."
        ),
        rubric=(
            "the example: 0/0 is no number, or 0 to the power 0 is 1 (1)",
            "the slope of a combination is not the combination of the slopes (1)",
            "f_i may use no entry but w_i; then output i stands still as w_j moves (1)",
        ),
        wrong=(),
    )


assignment = Assignment(
    "elementwise_operators",
    "Elementwise operators: marked work",
    (
        Asked(a_signal_gates_itself, 5, ("ex-elementwise-blend", "ex-elementwise-mistake")),
        Asked(what_a_diagonal_saves, 4, ("ex-elementwise-count",)),
        Asked(a_row_times_two_jacobians, 6, ("ex-elementwise-build", "ex-elementwise-layer")),
        Asked(which_function, 3, ("ex-elementwise-which",)),
        Asked(why_it_is_diagonal, 3, ("ex-elementwise-mistake",)),
    ),
)
