"""Marked work for the chapter on layers and batches."""

import itertools
from random import Random

from classroom.assignment import Asked, Assignment
from classroom.assignments.elementwise_operators import SQUASHERS
from classroom.questions import Choice, Explain, Numbers, Program, Question, WrongLine


def a_batch_entry_by_entry(draw: Random) -> Question:
    """Find the slopes of a loss by a layer's weights, with a slip in one line."""
    name = draw.choice(["tanh", "sigmoid", "sin"])
    function, slope, typed, value, slope_value = SQUASHERS[name]
    g, answer_letter = draw.choice(["g", "d"]), draw.choice(["h", "a"])
    slip = draw.choice(["index", "wrong point", "inner derivative"])
    X, Z, G = (0.8, -1.1), (0.5, -0.4), (1.3, 0.6)  # column k of X; column j of Z and of G
    turned, w, c = -0.35, 0.7, 1.9
    h = [value(z) for z in Z]
    d = [slope_value(z) for z in Z]
    middle, middle_values = slope.format("z_{ij}"), d
    if slip == "wrong point":
        middle = slope.format(f"{answer_letter}_{{ij}}")
        middle_values = [slope_value(one) for one in h]
    by_z, by_z_values = (
        rf"{g}_{{ij}} \, {middle}",
        [a * b for a, b in zip(G, middle_values, strict=True)],
    )
    if slip == "inner derivative":
        by_z, by_z_values = f"{g}_{{ij}}", list(G)
    entry, entries = ("x_{ki}", (turned, c)) if slip == "index" else ("x_{ik}", X)
    true_by_z = [a * b for a, b in zip(G, d, strict=True)]
    answer = {
        "index": "x_ik",
        "wrong point": typed.format("z_ij"),
        "inner derivative": f"{g}_ij {typed.format('z_ij')}",
    }[slip]
    letters = f"x_ik x_ki z_ij {answer_letter}_ij {g}_ij w_kj"
    H = answer_letter.upper()
    return WrongLine.of(
        draw,
        rf"A layer takes a batch $X$ to $Z = X W + \mathbf{{1}} \mathbf{{b}}^T$ and ${H}$, whose "
        f"entries are ${answer_letter}_{{ij}} = {function.format('z_{ij}')}$. The slopes of a loss "
        rf"$L$ by the entries of ${H}$ are known: "
        rf"${g}_{{ij}} = \frac{{\partial L}}{{\partial {answer_letter}_{{ij}}}}$. Somebody looks "
        "for the slope by one weight.",
        (
            (
                rf"{answer_letter}_{{ij}} = {function.format('z_{ij}')}, \quad "
                r"z_{ij} = \sum_l x_{il} w_{lj} + b_j",
                0,
                0,
            ),
            (
                rf"\frac{{\partial {answer_letter}_{{ij}}}}{{\partial z_{{ij}}}} = {middle}",
                d[0],
                middle_values[0],
            ),
            (rf"\frac{{\partial L}}{{\partial z_{{ij}}}} = {by_z}", true_by_z[0], by_z_values[0]),
            (rf"\frac{{\partial z_{{ij}}}}{{\partial w_{{kj}}}} = {entry}", X[0], entries[0]),
            (
                rf"\frac{{\partial L}}{{\partial w_{{kj}}}} = \sum_{{i=1}}^N {by_z} \, {entry}",
                sum(a * b for a, b in zip(true_by_z, X, strict=True)),
                sum(a * b for a, b in zip(by_z_values, entries, strict=True)),
            ),
        ),
        slip,
        answer,
        letters,
        {
            "x_ik": X[0],
            "x_ki": turned,
            "z_ij": Z[0],
            f"{answer_letter}_ij": h[0],
            f"{g}_ij": G[0],
            "w_kj": w,
        },
    )


def what_a_layer_costs(draw: Random) -> Question:
    """Predict shapes, multiplications and memory of a layer and its backward pass."""
    N, n, m = draw.sample([20, 30, 50, 70, 110], 3)
    classes = draw.choice([3, 5, 10])
    wrong_right = draw.choice([0.2, 0.3, 0.6])
    size = draw.choice([4, 8])
    return Numbers.of(
        rf"A layer takes a batch $X$ of ${N}$ examples with ${n}$ inputs to "
        rf"$Z = X W + \mathbf{{1}} \mathbf{{b}}^T$ with ${m}$ outputs, and $G$ is the derivative "
        "of a loss by $Z$. An entry of a product of matrices costs as many multiplications as it "
        "has terms; shapes are pairs such as `(3, 5)`.",
        (
            ("weights", "the shape of the derivative of the loss by $W$", (n, m)),
            ("inputs", "the shape of the derivative of the loss by $X$", (N, n)),
            ("by_weights", "the multiplications that the derivative by $W$ takes, with $G$ known",
             N * n * m),
            ("together", "the multiplications of the derivatives by $W$, by $X$ and by the bias "
             "together, with $G$ known (a sum of rows takes none)", 2 * N * n * m),
            ("full", f"the bytes of the derivative of all entries of $Z$ by all entries of $X$, "
             f"${size}$ for each number", size * N * m * N * n),
            ("filled", "how many of its entries are not zero, if no weight is zero", N * m * n),
            ("softmax", f"the loss is the mean over the batch of the cross-entropy with softmax of "
             f"${classes}$ scores, and the right class of an example has the probability "
             f"${wrong_right}$: the slope of the loss by the score of this class of this example",
             (wrong_right - 1) / N),
            ("row", "the sum of the slopes by all scores of this example", 0),
        ),
        {"weights": (m, n), "inputs": (n, N)},
        {"together": 3 * N * n * m, "filled": N * m},
        {"softmax": wrong_right - 1, "row": 1},
        {"full": size * N * m * n, "softmax": wrong_right / N, "by_weights": n * m},
    )  # fmt: skip


def back_through_layers(draw: Random) -> Question:
    """Go back through any number of layers with a whole batch."""
    kind = draw.choice(["tanh", "rectifier", "sine", "leaky"])
    stored = draw.choice(["columns", "rows"])
    name = draw.choice(["backward", "gradients"])
    said, forward, slope = {
        "tanh": (r"\tanh(z)", "np.tanh(Z)", "(1 - np.tanh(Z) ** 2)"),
        "rectifier": (r"\max(0, z)", "np.maximum(Z, 0)", "(Z > 0)"),
        "sine": (r"\sin(z)", "np.sin(Z)", "np.cos(Z)"),
        "leaky": (r"\max(0.1 z, z)", "np.maximum(0.1 * Z, Z)", "np.where(Z > 0, 1, 0.1)"),
    }[kind]
    columns = stored == "columns"
    product, handed = ("X @ W + b", "G @ W.T") if columns else ("X @ W.T + b", "G @ W")
    by_W = "X.T @ G" if columns else "G.T @ X"
    code = f"""
        import numpy as np


        def {name}(layers, X, G):
            kept = []
            for W, b in layers:
                Z = {product}
                kept.append((W, X, Z))
                X = {forward}
            found = []
            for W, X, Z in reversed(kept):
                G = G * {slope}
                found.append(({by_W}, G.sum(axis=0)))
                G = {handed}
            return found[::-1]
    """
    slow = f"""
        def {name}(layers, X, G):
            def f(layers):
                Y = X
                for W, b in layers:
                    Z = {product.replace("X", "Y")}
                    Y = {forward}
                return np.sum(G * Y)

            found = []
            for k, (W, b) in enumerate(layers):
                before, after = layers[:k], layers[k + 1 :]
                by_W = differences(lambda W: f([*before, (W, b), *after]), W)
                by_b = differences(lambda b: f([*before, (W, b), *after]), b)
                found.append((by_W, by_b))
            return found
    """

    def inputs(examples, *widths):
        def make(rng):
            layers = []
            for n, m in itertools.pairwise(widths):
                W = rng.normal(size=(n, m) if columns else (m, n)) / n**0.5
                layers.append((W, rng.normal(size=m)))
            X = rng.normal(size=(examples, widths[0]))
            return layers, X, rng.normal(size=(examples, widths[-1]))

        return make

    shape = "(n, m)" if columns else "(m, n)"
    formula = r"X W + \mathbf{1} \mathbf{b}^T" if columns else r"X W^T + \mathbf{1} \mathbf{b}^T"
    return Program.of(
        rf"Each layer takes a batch $X$, an example in each row, to $Z = {formula}$ and then "
        f"takes ${said}$ of each entry. `layers` is a list of any length of pairs `(W, b)`, with "
        f"`W` of shape `{shape}` and `b` of shape `(m,)` for $n$ inputs and $m$ outputs; the layer "
        "that runs first stands first. `X` goes into the first layer, and `G` is the derivative of "
        "a loss by the last layer's answers, in their shape. Return a list of pairs, one for each "
        "layer in the same order: the derivatives of the loss by its `W` and by its `b`, in their "
        "shapes.",
        f"{name}(layers, X, G)",
        code,
        slow,
        (inputs(5, 3, 7), inputs(7, 5, 11, 3), inputs(5, 7, 13, 11, 3)),
        inputs(64, 200, 210, 190, 50),
        (
            (f"G = G * {slope}\n", "pass\n", 0.0),
            (f"G = {handed}", f"G = ({handed}) / len(G)", 0.25 / 3),
            ("G.sum(axis=0)", "G.mean(axis=0)", 0.0),
            ("return found[::-1]", "return found", 0.25 / 3),
            ("G.sum(axis=0)", "G.sum()", 0.0),
        ),
    )


def which_gradient(draw: Random) -> Question:
    """Choose the loss of a batch that has a given derivative by the weights."""
    a, b = draw.sample([2, 3, 4, 5, 6], 2)
    T = draw.choice(["T", "Y", "S"])
    return Choice.of(
        draw,
        rf"Which loss has the derivative ${2 * a} X^T (X W - {T}) + {2 * b} W$ by $W$? The norm of "
        "a matrix is the root of the sum of its squared entries.",
        rf"{a} \lVert X W - {T} \rVert^2 + {b} \lVert W \rVert^2",
        [
            rf"{2 * a} \lVert X W - {T} \rVert^2 + {2 * b} \lVert W \rVert^2",
            rf"{a} \lVert X^T W - {T} \rVert^2 + {b} \lVert W \rVert^2",
            rf"{b} \lVert X W - {T} \rVert^2 + {a} \lVert W \rVert^2",
            rf"{a} \lVert X W - {T} \rVert^2 + {b} \lVert X W \rVert^2",
        ],
    )


def where_the_batch_goes(draw: Random) -> Question:
    """Explain where the sum over the examples is, and which derivatives have none."""
    n = draw.choice([32, 64, 128])
    return Explain(
        prompt=(
            f"A batch has ${n}$ examples of ${n}$ inputs. A program computes the derivative of the "
            "loss by $W$ as $X G$ in place of $X^T G$, and raises no error. Explain in at most "
            "eight sentences why none is raised, where the sum over the examples is in $X^T G$ and "
            "in the derivative by the bias, and why there is none in the derivative by $X$."
        ),
        rubric=(
            f"X is square, {n} by {n}, so both products exist; other sizes would show it (1)",
            "the dimension that vanishes is the batch: weights and bias serve all examples (1)",
            "row i of X is used for example i alone, so nothing is added up there (1)",
        ),
        wrong=(),
    )


assignment = Assignment(
    "layers_and_batches",
    "Layers and batches: marked work",
    (
        Asked(a_batch_entry_by_entry, 5, ("ex-layers-outer", "ex-layers-mistake")),
        Asked(what_a_layer_costs, 4, ("ex-layers-count", "ex-layers-smoothing")),
        Asked(back_through_layers, 6, ("ex-layers-hands", "ex-layers-bias")),
        Asked(which_gradient, 3, ("ex-layers-norms",)),
        Asked(where_the_batch_goes, 3, ("ex-layers-mistake", "ex-layers-bias")),
    ),
)
