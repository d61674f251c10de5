"""Marked work for the chapter on the Jacobian."""

from random import Random

import numpy as np

import mathlib as ml
from classroom.assignment import Asked, Assignment
from classroom.questions import (
    Choice,
    Explain,
    Formula,
    Numbers,
    Program,
    Question,
    Wrong,
    WrongLine,
)
from classroom.questions.programs import DIFFERENCES

#: Functions of one number: in LaTeX, the slope in LaTeX and as people type it.
ACTIVATIONS = {
    "tanh": (r"\tanh", r"1 - \tanh^2(u_i)", r"1 - \tanh^2(x_i)", "1 - tanh({})^2"),
    "exp": (r"\exp", r"\exp(u_i)", r"\exp(x_i)", "exp({})"),
    "sin": (r"\sin", r"\cos(u_i)", r"\cos(x_i)", "cos({})"),
    "sigmoid": (
        r"\sigma", r"\sigma(u_i) (1 - \sigma(u_i))", r"\sigma(x_i) (1 - \sigma(x_i))",
        "sigmoid({0}) (1 - sigmoid({0}))",
    ),
}  # fmt: skip


def a_layer_entry_by_entry(draw: Random) -> Question:
    """Derive the Jacobian of a layer by its entries, with a slip in one of the lines."""
    name = draw.choice(sorted(ACTIVATIONS))
    matrix = draw.choice("WVA")
    symbol, slope, elsewhere, typed = ACTIVATIONS[name]
    entry, turned = f"{matrix}_{{ij}}", f"{matrix}_{{ji}}"
    slip = draw.choice(["index", "inner derivative", "wrong point"])
    inner, outer = (turned if slip == "index" else entry), slope
    if slip == "wrong point":
        outer = elsewhere
    product = outer if slip == "inner derivative" else rf"({outer})\, {inner}"
    row = {
        "index": rf"\operatorname{{diag}}({symbol}'(\mathbf{{u}}))\, {matrix}^T",
        "inner derivative": rf"\operatorname{{diag}}({symbol}'(\mathbf{{u}}))",
        "wrong point": rf"\operatorname{{diag}}({symbol}'(\mathbf{{x}}))\, {matrix}",
    }[slip]
    lines = (
        rf"u_i = \sum_k {matrix}_{{ik}} x_k, \quad y_i = {symbol}(u_i)",
        rf"\frac{{\partial u_i}}{{\partial x_j}} = {inner}",
        rf"\frac{{\partial y_i}}{{\partial u_i}} = {outer}",
        rf"\frac{{\partial y_i}}{{\partial x_j}} = {product}",
        rf"\frac{{\partial \mathbf{{y}}}}{{\partial \mathbf{{x}}}} = {row}",
    )
    u, w = ml.scalar("u_i"), ml.scalar(f"{matrix}_ij")
    right = ml.derivative(getattr(ml, name)(u), u)
    wrong_line, wanted, answer = {
        "index": (2, w, f"{matrix}_ij"),
        "wrong point": (3, right, typed.format("u_i")),
        "inner derivative": (4, right * w, f"({typed.format('u_i')}) {matrix}_ij"),
    }[slip]
    others = [line for line in (2, 3, 4, 5) if line != wrong_line]
    solution = f'slip = "{slip}"\ncorrected = "{answer}"'
    point, other, weight, exchanged = 0.3, 1.9, 0.7, -0.4
    slope_there = {at: float(right.evaluate(u_i=at)) for at in (point, other)}
    inner_value = exchanged if slip == "index" else weight
    outer_value = slope_there[other if slip == "wrong point" else point]
    product_value = outer_value * (1 if slip == "inner derivative" else inner_value)
    product_true = slope_there[point] * weight
    return WrongLine(
        prompt=(
            f"Somebody derives the Jacobian of $\\mathbf{{y}} = {symbol}({matrix} \\mathbf{{x}})$, "
            f"where ${symbol}$ is taken of each entry. In `corrected` write the entries as "
            f"`{matrix}_ij`, `u_i`, `x_j` and so on."
        ),
        lines=lines,
        wrong_line=wrong_line,
        slip=slip,
        wanted=wanted,
        letters=tuple(ml.scalars(f"u_i x_i x_j {matrix}_ij {matrix}_ji {matrix}_ik")),
        answer=answer,
        at={"u_i": point, f"{matrix}_ij": weight},
        values=(
            (0, 0),
            (weight, inner_value),
            (slope_there[point], outer_value),
            (product_true, product_value),
            (product_true, product_value),
        ),
        wrong=(
            Wrong(f"line = {draw.choice(others)}\n{solution}", 0.4),
            Wrong(f'line = {wrong_line}\nslip = "sign"\ncorrected = "{answer}"', 0.8),
            Wrong(f'line = {wrong_line}\nslip = "{slip}"\ncorrected = "{matrix}_ji"', 0.6),
            Wrong(f'line = {wrong_line}\nslip = "{slip}"\ncorrected = "{answer} + 1"', 0.6),
            Wrong(f"line = {float(wrong_line)!r}\nslip = None\ncorrected = 7", 0.4),
        ),
    )


def two_layers(draw: Random) -> Question:
    """Predict shapes and costs for two layers and a loss."""
    n, k, m = draw.sample([7, 11, 13, 17, 19, 23], 3)
    first, second = k * n, m * k
    whole = m * k * n
    row = m * k + k * n
    return Numbers(
        prompt=(
            f"A first layer takes ${n}$ numbers to ${k}$, a second takes those to ${m}$, and a "
            "loss makes one number of them. $J_1$ and $J_2$ are the layers' Jacobians and "
            "$\\mathbf{v}$ is the gradient of the loss by the second layer's outputs, all in "
            "numerator layout. An entry of a product of matrices costs as many multiplications as "
            "it has terms; shapes are pairs such as `(3, 5)`."
        ),
        parts=(
            ("shape_first", "the shape of $J_1$", (k, n)),
            ("shape_both", "the shape of the Jacobian of the two layers together", (m, n)),
            (
                "shape_other",
                "the shape of the derivative of the loss by the first layer's inputs in "
                "*denominator* layout",
                (n, 1),
            ),
            ("whole", "how many multiplications $J_2 J_1$ takes", whole),
            (
                "from_left",
                r"how many multiplications $(\mathbf{v} J_2) J_1$ takes, from the left",
                row,
            ),
            (
                "saved",
                r"how many multiplications $\mathbf{v} (J_2 J_1)$ takes beyond `from_left`",
                whole + m * n - row,
            ),
        ),
        wrong=(
            Wrong(
                f"shape_first = {(n, k)}\nshape_both = {(n, m)}\nshape_other = {(1, n)}\n"
                f"whole = {whole}\nfrom_left = {row}\nsaved = {whole + m * n - row}",
                0.5,
            ),
            Wrong(
                f"shape_first = {(k, n)}\nshape_both = {(m, n)}\nshape_other = {(n, 1)}\n"
                f"whole = {first + second}\nfrom_left = {m * k * n}\nsaved = {whole - row}",
                0.5,
            ),
        ),
    )


def a_row_times_a_jacobian(draw: Random) -> Question:
    """Multiply a row by a Jacobian that is far too large to be written down."""
    step = draw.choice([1, 2, 3])
    shape = draw.choice(["product", "sine", "square"])
    said, ahead, here = {
        "product": (
            f"y_i = x_i\\, x_{{i+{step}}}",
            lambda x, z: x,
            lambda x, z: z,
        ),
        "sine": (
            f"y_i = x_i + \\sin x_{{i+{step}}}",
            lambda x, z: np.cos(z),
            lambda x, z: np.ones_like(x),
        ),
        "square": (
            f"y_i = x_i^2\\, x_{{i+{step}}}",
            lambda x, z: x**2,
            lambda x, z: 2 * x * z,
        ),
    }[shape]
    by_x, by_z, function = {
        "product": ("z", "x", "x * z"),
        "sine": ("np.ones_like(x)", "np.cos(z)", "x + np.sin(z)"),
        "square": ("2 * x * z", "x**2", "x**2 * z"),
    }[shape]
    by_entry = function.replace("z", f"np.roll(x, -{step})")

    def reference(v: np.ndarray, x: np.ndarray) -> np.ndarray:
        z = np.roll(x, -step)
        return v * here(x, z) + np.roll(v * ahead(x, z), step)

    def inputs(size: int):
        return lambda rng: (rng.normal(size=size), rng.uniform(0.5, 2, size=size))

    lines = f"z = np.roll(x, -{step})", f"return v * {by_x} + np.roll(v * {by_z}, {step})"
    head = "import numpy as np\n\n\ndef row(v, x):\n    "
    return Program(
        prompt=(
            f"The function $\\mathbf{{y}} = \\mathbf{{f}}(\\mathbf{{x}})$ has as many outputs as "
            f"inputs: ${said}$, and the positions go round, so that after the last comes the "
            "first. Given a row $\\mathbf{v}$, return the row $\\mathbf{v} J$, where $J$ is the "
            "Jacobian of $\\mathbf{f}$ at $\\mathbf{x}$. Both arrays have the shape `(n,)`."
        ),
        name="row",
        signature="row(v, x)",
        reference=reference,
        inputs=(inputs(5), inputs(7), inputs(31)),
        large=inputs(100_003),
        code=head + "\n    ".join(lines),
        slow=DIFFERENCES
        + f"def row(v, x):\n    return differences(lambda x: v @ ({by_entry}), x)",
        wrong=(
            Wrong(f"{head}{lines[0]}\n    return v * {by_x} + v * {by_z}", 0.0),
            Wrong(f"{head}{lines[0]}\n    return v * {by_x} + np.roll(v * {by_z}, -{step})", 0.0),
            Wrong(f"{head}{lines[0]}\n    return v * {by_x}", 0.0),
            Wrong(f"{head}{lines[0]}\n    return v * {by_x} + {by_z} * np.roll(v, {step})", 0.0),
            Wrong(
                f"{head}n = len(x)\n    J = np.zeros((n, n))\n    for i in range(n):\n"
                f"        k = (i + {step}) % n\n        x_, z = x[i:i+1], x[k:k+1]\n"
                "        J[i, i] += (" + by_x.replace("x)", "x_)").replace("2 * x ", "2 * x_ ")
                + ").item()\n        J[i, k] += ("
                + by_z.replace("x**2", "x_**2").replace("x", "x_") .replace("x__", "x_")
                + ").item()\n    return v @ J",
                0.25,
            ),
        ),
    )  # fmt: skip


def which_function(draw: Random) -> Question:
    """Choose the function that has a given Jacobian."""
    a, b = draw.sample([3, 5, 7], 2)
    right = rf"(x^{a} y,\; x + y^{b})"
    others = [
        rf"(x^{a} y,\; x - y^{b})",
        rf"(x^{a} y,\; {b} y^{b - 1})",
        rf"(x^{a} y + x,\; y^{b})",
        rf"(x + y^{b},\; x^{a} y)",
    ]
    options = [right, *others]
    draw.shuffle(options)
    jacobian = rf"\begin{{bmatrix}} {a} x^{a - 1} y & x^{a} \\ 1 & {b} y^{b - 1} \end{{bmatrix}}"
    place = options.index(right)
    return Choice(
        prompt=f"Which function of $(x, y)$ has the Jacobian ${jacobian}$ in numerator layout?",
        options=tuple(f"${option}$" for option in options),
        right=place,
        wrong=tuple(
            Wrong(f'choice = "{"ABCDE"[k]}"', 0.0) for k in range(len(options)) if k != place
        ),
    )


def scaled_layer(draw: Random) -> Question:
    """Type the Jacobian of a layer whose outputs are scaled."""
    matrix, scale = draw.choice(["W", "V", "A"]), draw.choice(["b", "c", "s"])
    M, x, b = ml.matrix(matrix, "m", "n"), ml.vector("x", "n"), ml.vector(scale, "m")
    return Formula(
        prompt=(
            f"What is the Jacobian of ${scale} \\odot ({matrix} \\mathbf{{x}})$ by "
            f"$\\mathbf{{x}}$, where ${matrix}$ has $m$ rows and $n$ columns and ${scale}$ is a "
            "vector of length $m$?"
        ),
        y=b * (M @ x),
        x=x,
        answer=f"diag({scale}) {matrix}",
        shares={"transpose inside": 0.75, "layout": 0.75},
        wrong=(
            Wrong(f'formula = "{matrix}"', 0.0),
            Wrong(f'formula = "{matrix}ᵀ diag({scale})"', 0.75),
            Wrong("formula = 3", 0.0),
        ),
    )


def what_a_square_hides(draw: Random) -> Question:
    """Explain why a square and symmetric example is a bad test."""
    return Explain(
        prompt=(
            "You test a program that computes Jacobians on $(x_1 x_2^2,\\; x_1^2 x_2)$, and it "
            "passes. Explain in at most eight sentences which mistake this test cannot find, and "
            "give a better test."
        ),
        rubric=(
            "names the mistake: the gradients stand as columns, so the result is the transpose (1)",
            "says why it passes: this Jacobian is symmetric, as both mixed entries are 2 x1 x2 (1)",
            "gives a test with different numbers of inputs and outputs, or without symmetry (1)",
        ),
        wrong=(),
    )


assignment = Assignment(
    "jacobian",
    "The Jacobian: marked work",
    (
        Asked(a_layer_entry_by_entry, 5, ("ex-jacobian-sigmoid", "ex-jacobian-mistake")),
        Asked(two_layers, 4, ("ex-jacobian-shape",)),
        Asked(a_row_times_a_jacobian, 6, ("ex-jacobian-shift", "ex-jacobian-build")),
        Asked(which_function, 2, ("ex-jacobian-polar",)),
        Asked(scaled_layer, 2, ("ex-jacobian-sigmoid", "ex-jacobian-layout")),
        Asked(what_a_square_hides, 3, ("ex-jacobian-mistake",)),
    ),
)
