"""Marked work for the chapter on the vector chain rule."""

import math
from random import Random

import mathlib as ml
from classroom.assignment import Asked, Assignment
from classroom.assignments.elementwise_operators import SQUASHERS
from classroom.questions import Explain, Numbers, Program, Question, Step, Steps, Wrong, WrongLine

BOLD_X = r"\mathbf{x}"


def two_layers_in_entries(draw: Random) -> Question:
    """Find entry (i, j) of the Jacobian of two layers, with a slip in one line."""
    function, slope, typed, _, slope_value = SQUASHERS[draw.choice(sorted(SQUASHERS))]
    last, first = draw.choice([("A", "B"), ("V", "W"), ("P", "Q")])
    slip = draw.choice(["index", "outer index", "wrong point", "inner derivative"])
    A, B, x = (0.4, -1.3), ((0.7, 1.1), (-0.2, 0.5)), (0.9, 0.3)  # row i of A; B is 2 by 2
    u = [B[l][0] * x[0] + B[l][1] * x[1] for l in range(2)]
    l, j = 0, 1
    turned = {"A": 1.9, "B": B[j][l]}
    inner, inner_values = f"{first}_{{lj}}", [B[0][j], B[1][j]]
    if slip == "index":
        inner, inner_values = f"{first}_{{jl}}", [B[j][0], B[j][1]]
    middle, middle_values = slope.format("u_l"), [slope_value(one) for one in u]
    if slip == "wrong point":
        middle, middle_values = slope.format("x_l"), [slope_value(one) for one in x]
    nested = rf"{middle} \, {inner}"
    nested_values = [m * n for m, n in zip(middle_values, inner_values, strict=True)]
    if slip == "inner derivative":
        nested, nested_values = middle, middle_values
    outer, outer_values = f"{last}_{{il}}", A
    if slip == "outer index":
        outer, outer_values = f"{last}_{{li}}", (turned["A"], 0.6)
    true_nested = [slope_value(u[k]) * B[k][j] for k in range(2)]
    answer = {
        "index": f"{first}_lj",
        "outer index": f"{last}_il",
        "wrong point": typed.format("u_l"),
        "inner derivative": f"{typed.format('u_l')} {first}_lj",
    }[slip]
    letters = f"u_l x_l x_j {last}_il {last}_li {first}_lj {first}_jl"
    return WrongLine.of(
        draw,
        rf"Two layers make $\mathbf{{y}} = {last} \, {function.format(f'{first} ' + BOLD_X)}$, "
        "with the function taken of each entry. Somebody looks for entry $(i, j)$ of the Jacobian "
        "of $\\mathbf{y}$ by $\\mathbf{x}$.",
        (
            (
                rf"y_i = \sum_l {last}_{{il}} g_l, \quad g_l = {function.format('u_l')}, \quad "
                rf"u_l = \sum_k {first}_{{lk}} x_k",
                0,
                0,
            ),
            (rf"\frac{{\partial u_l}}{{\partial x_j}} = {inner}", B[l][j], inner_values[l]),
            (
                rf"\frac{{\partial g_l}}{{\partial u_l}} = {middle}",
                slope_value(u[l]),
                middle_values[l],
            ),
            (
                rf"\frac{{\partial g_l}}{{\partial x_j}} = {nested}",
                true_nested[l],
                nested_values[l],
            ),
            (rf"\frac{{\partial y_i}}{{\partial g_l}} = {outer}", A[l], outer_values[l]),
            (
                rf"\frac{{\partial y_i}}{{\partial x_j}} = \sum_l {outer} \, {nested}",
                sum(a * n for a, n in zip(A, true_nested, strict=True)),
                sum(a * n for a, n in zip(outer_values, nested_values, strict=True)),
            ),
        ),
        "index" if slip == "outer index" else slip,
        answer,
        letters,
        {
            "u_l": u[l],
            "x_l": x[l],
            "x_j": x[j],
            f"{last}_il": A[l],
            f"{last}_li": turned["A"],
            f"{first}_lj": B[l][j],
            f"{first}_jl": turned["B"],
        },
    )


def the_cheap_side(draw: Random) -> Question:
    """Predict shapes and the cost of multiplying a chain of Jacobians from either side."""
    n, k, m = draw.sample([30, 40, 50, 70, 90], 3)
    parts = draw.choice([2, 3, 5])
    left = m + m * k + k * n
    return Numbers.of(
        rf"A chain is $f(u(\mathbf{{h}}(\mathbf{{g}}(\mathbf{{x}}))))$: $\mathbf{{x}}$ has ${n}$ "
        f"entries, $\\mathbf{{g}}$ has ${k}$, $\\mathbf{{h}}$ has ${m}$, $u$ is one number and so "
        "is $f$. Every Jacobian is given as a full matrix. An entry of a product of matrices costs "
        "as many multiplications as it has terms; shapes are pairs such as `(3, 5)`.",
        (
            (
                "inner",
                r"the shape of $\frac{\partial \mathbf{h}}{\partial \mathbf{g}}$",
                (m, k),
            ),
            (
                "bottleneck",
                r"the shape of $\frac{\partial u}{\partial \mathbf{h}}$",
                (1, m),
            ),
            (
                "denominator",
                r"the shape of $\frac{\partial \mathbf{g}}{\partial \mathbf{x}}$ in *denominator* "
                "layout",
                (n, k),
            ),
            ("left", "how many multiplications the whole takes from the left, row first", left),
            (
                "right",
                "how many it takes from the right, the Jacobian of $\\mathbf{g}$ first",
                m * k * n + m * n + n,
            ),
            (
                "many",
                rf"$\mathbf{{g}}$ is run on ${parts}$ inputs, and for each one row of ${k}$ "
                "numbers is multiplied by its own Jacobian: how many multiplications together",
                parts * k * n,
            ),
        ),
        {"inner": (k, m), "denominator": (k, n)},
        {"left": m * k * n + m * n + n, "right": left},
        {"bottleneck": (m, 1), "many": k * n},
        {"left": m * k + k * n, "right": m * k * n, "inner": (m, n)},
    )


def back_through_wide_layers(draw: Random) -> Question:
    """Multiply a row by the Jacobian of any number of layers that are too wide for matrices."""
    kind = draw.choice(["tanh", "sine", "exponential"])
    a, b = draw.choice([("a", "b"), ("p", "q"), ("c", "d")])
    said, forward, slope = {
        "tanh": (r"\tanh({})", "np.tanh(z)", "(1 - np.tanh(z) ** 2)"),
        "sine": (r"\sin({})", "np.sin(z)", "np.cos(z)"),
        "exponential": (r"\exp({})", "np.exp(z)", "np.exp(z)"),
    }[kind]
    code = f"""
        import numpy as np


        def row(v, layers, x):
            kept = []
            for {a}, {b} in layers:
                z = -x + {a} * ({b} @ x)
                kept.append(z)
                x = {forward}
            for ({a}, {b}), z in zip(reversed(layers), reversed(kept)):
                by_z = v * {slope}
                v = -by_z + (by_z @ {a}) * {b}
            return v
    """
    slow = f"""
        def row(v, layers, x):
            def f(x):
                for {a}, {b} in layers:
                    z = -x + {a} * ({b} @ x)
                    x = {forward}
                return v @ x

            return differences(f, x)
    """

    def inputs(size, depth):
        def make(rng):
            layers = [
                (rng.normal(size=size) / math.sqrt(size), rng.normal(size=size) / math.sqrt(size))
                for _ in range(depth)
            ]
            return rng.normal(size=size), layers, 0.5 * rng.normal(size=size)

        return make

    A, B = rf"\mathbf{{{a}}}", rf"\mathbf{{{b}}}"
    inside = rf"{A} \, ({B}^T \mathbf{{x}}) - \mathbf{{x}}"
    return Program.of(
        rf"Each layer takes $\mathbf{{x}}$ to ${said.format(inside)}$, with the function taken of "
        f"each entry; ${B}^T \\mathbf{{x}}$ is a number. `layers` is a list of any length of pairs "
        f"`({a}, {b})` of arrays of shape `(n,)`, the layer that runs first standing first. Given "
        "a row $\\mathbf{v}$ and the input $\\mathbf{x}$, both of shape `(n,)`, return "
        "$\\mathbf{v} J$, where $J$ is the Jacobian of all layers together.",
        "row(v, layers, x)",
        code,
        slow,
        (inputs(3, 1), inputs(5, 2), inputs(7, 4)),
        inputs(20_011, 5),
        (
            (f"(by_z @ {a}) * {b}", f"(by_z @ {b}) * {a}", 0.0),
            ("reversed(layers), reversed(kept)", "layers, kept", 0.25 / 3),
            (f"-by_z + (by_z @ {a}) * {b}", "-by_z", 0.0),
            (f"by_z = v * {slope}", "by_z = v", 0.0),
        ),
    )


def the_jacobians_of_a_chain(draw: Random) -> Question:
    """Type the Jacobians of the parts of a chain, and of the whole."""
    last, first = draw.choice([("A", "B"), ("V", "W"), ("P", "Q")])
    name = draw.choice(["tanh", "sin", "exp", "sigmoid"])
    M, K = ml.matrix(last, "m", "k"), ml.matrix(first, "k", "n")
    u, x, c = ml.vector("u", "k"), ml.vector("x", "n"), ml.vector("c", "k")
    f = getattr(ml, name)
    slope = {
        "tanh": "1 - tanh({})^2",
        "sin": "cos({})",
        "exp": "exp({})",
        "sigmoid": "sigmoid({0}) ⊙ (1 - sigmoid({0}))",
    }[name]
    middle = f"diag({slope.format('u')})"
    whole = f"{last} diag({slope.format(f'{first} x + c')}) {first}"
    shown = r"\sigma" if name == "sigmoid" else rf"\{name}"
    return Steps(
        prompt=(
            f"Two layers make ${last} \\, {shown}({first} \\mathbf{{x}} + \\mathbf{{c}})$; "
            f"${first}$ is $k \\times n$ and ${last}$ is $m \\times k$."
        ),
        steps=(
            Step(
                "inner",
                rf"the Jacobian of ${first} \mathbf{{x}} + \mathbf{{c}}$ by $\mathbf{{x}}$",
                K @ x + c,
                x,
                first,
            ),
            Step(
                "middle",
                rf"the Jacobian of ${shown}(\mathbf{{u}})$ by $\mathbf{{u}}$",
                f(u),
                u,
                middle,
            ),
            Step(
                "whole",
                r"the Jacobian of the whole by $\mathbf{x}$",
                M @ f(K @ x + c),
                x,
                whole,
            ),
        ),
        wrong=(
            Wrong(f'inner = "{first}ᵀ"\nmiddle = "{middle}"\nwhole = "{whole}"', 2 / 3),
            Wrong(f'inner = "{first}"\nmiddle = "u"\nwhole = "{last} {first}"', 1 / 3),
            Wrong(f'inner = {first!r}\nmiddle = "{middle}"\nwhole = 3', 2 / 3),
            Wrong(f'inner = "{last}"\nmiddle = ...\nwhole = "{whole}"', 1 / 3),
        ),
    )


def last_function_first(draw: Random) -> Question:
    """Explain the order of a chain of Jacobians, and the side to begin at."""
    n = draw.choice([2, 3, 5])
    return Explain(
        prompt=(
            f"All layers of a network have ${n}$ units, and a program multiplies their Jacobians "
            "in the order in which the layers run. Explain in at most eight sentences why no error "
            "is raised, which test of shapes would find the mistake, and why a program that trains "
            "a network begins its product at the loss."
        ),
        rubric=(
            "all matrices are square of one size, so every order can be multiplied (1)",
            "the last function stands first; layers of different widths would not fit (1)",
            "the loss has one row, and a row times a matrix is cheap, two matrices are not (1)",
        ),
        wrong=(),
    )


assignment = Assignment(
    "vector_chain_rule",
    "The vector chain rule: marked work",
    (
        Asked(two_layers_in_entries, 5, ("ex-vector-chain-entries", "ex-vector-chain-mistake")),
        Asked(the_cheap_side, 4, ("ex-vector-chain-shapes", "ex-vector-chain-cost")),
        Asked(back_through_wide_layers, 6, ("ex-vector-chain-build", "ex-vector-chain-loss")),
        Asked(the_jacobians_of_a_chain, 3, ("ex-vector-chain-curve",)),
        Asked(last_function_first, 3, ("ex-vector-chain-commute",)),
    ),
)
