"""Marked work for the chapter on the loss."""

from random import Random

from classroom.assignment import Asked, Assignment
from classroom.questions import Choice, Explain, Numbers, Program, Question, WrongLine


def a_loss_entry_by_entry(draw: Random) -> Question:
    """Find the slope of a neuron's loss by one weight, with a slip in one line."""
    p = draw.choice([2, 4, 6])
    error, target = draw.choice([("v", "y"), ("r", "t"), ("d", "y")])
    slip = draw.choice(["index", "sign", "factor", "inner derivative"])
    x, other, t = 1.4, -0.7, 0.2
    z = 0.9
    e = t - z
    first, first_value = (f"x_{'{ji}'}", other) if slip == "index" else ("x_{ij}", x)
    masked, masked_value = rf"[z_i > 0] \, {first}", first_value
    minus, sign = ("", 1) if slip == "sign" else ("-", -1)
    by_w, by_w_value = rf"{minus}[z_i > 0] \, {first}", sign * masked_value
    power = f"{error}_i" if p == 2 else f"{error}_i^{p - 1}"
    number = 1 if slip == "factor" else p
    outer = power if number == 1 else f"{p} {power}"
    square, square_value = (
        rf"{minus}{outer} \, [z_i > 0] \, {first}",
        (number * e ** (p - 1) * by_w_value),
    )
    if slip == "inner derivative":
        square, square_value = outer, p * e ** (p - 1)
    answer = {
        "index": "x_ij",
        "sign": "-[z_i > 0] x_ij",
        "factor": f"-{p} {power} [z_i > 0] x_ij",
        "inner derivative": f"-{p} {power} [z_i > 0] x_ij",
    }[slip]
    true = -p * e ** (p - 1) * x
    return WrongLine.of(
        draw,
        rf"The loss of a neuron is $C = \frac{{1}}{{N}} \sum_{{i=1}}^N {error}_i^{p}$. Somebody "
        "looks for its slope by the weight $w_j$. No $z_i$ is zero; $[z_i > 0]$ is one where the "
        "condition holds, else zero.",
        (
            (
                rf"z_i = \sum_k w_k x_{{ik}} + b, \quad u_i = \max(0, z_i), \quad "
                rf"{error}_i = {target}_i - u_i",
                0,
                0,
            ),
            (rf"\frac{{\partial z_i}}{{\partial w_j}} = {first}", x, first_value),
            (rf"\frac{{\partial u_i}}{{\partial w_j}} = {masked}", x, masked_value),
            (rf"\frac{{\partial {error}_i}}{{\partial w_j}} = {by_w}", -x, by_w_value),
            (
                rf"\frac{{\partial}}{{\partial w_j}} {error}_i^{p} = {square}",
                true,
                square_value,
            ),
            (
                rf"\frac{{\partial C}}{{\partial w_j}} = \frac{{1}}{{N}} \sum_{{i=1}}^N "
                rf"\left( {square} \right)",
                true,
                square_value,
            ),
        ),
        slip,
        answer,
        f"x_ij x_ji z_i {error}_i",
        {"x_ij": x, "x_ji": other, "z_i": z, f"{error}_i": e},
    )


def who_has_a_say(draw: Random) -> Question:
    """Predict which examples act on a neuron, by how much, and what measuring would cost."""
    examples, silent = draw.choice([(8, 3), (10, 4), (20, 7)])
    error, entry = draw.choice([3, -2, 5]), draw.choice([4, -6, 7])
    weights = draw.choice([12, 30, 64])
    share = 2 * error * entry / examples
    return Numbers.of(
        rf"A neuron with a rectifier has ${weights}$ weights and a bias, and its loss is the mean "
        f"square error over ${examples}$ examples. On ${silent}$ of them it is clipped, "
        f"$z_i < 0$, and no answer is exact. "
        f"Example 1 is active, its output less its target is ${error}$, and its "
        f"second input is ${entry}$. Shapes are pairs such as `(3, 5)`.",
        (
            ("matrix", "the shape of the matrix $X$ of all inputs", (examples, weights)),
            ("row", r"the shape of $\frac{\partial C}{\partial \mathbf{w}}$ in numerator layout",
             (1, weights)),
            ("say", "how many examples have a part in the slopes of the loss", examples - silent),
            ("part", "what example 1 adds to the slope of the loss by $w_2$", share),
            ("bias", "what example 1 adds to the slope of the loss by the bias",
             2 * error / examples),
            ("clipped", "what a clipped example adds to any slope, though its answer is wrong", 0),
            ("runs", "how many times the loss is computed if each of its slopes, that of the bias "
             "too, is measured by a central quotient", 2 * (weights + 1)),
            ("sum", "the part of example 1 in the slope by $w_2$ if the loss is the *sum* of the "
             "squares", 2 * error * entry),
        ),
        {"part": -share, "bias": -2 * error / examples},
        {"say": examples, "clipped": share, "runs": 2 * weights},
        {"part": share / 2, "bias": error / examples, "sum": error * entry},
        {"row": (weights, 1), "matrix": (weights, examples)},
    )  # fmt: skip


def a_loss_of_few_inputs(draw: Random) -> Question:
    """Find the gradient of a loss whose examples name the few inputs that are not zero."""
    decay = draw.choice(["0.01", "0.1", "0.5"])
    kind = draw.choice(["rectifier", "leaky", "none"])
    half = draw.choice([True, False])
    said, forward, slope = {
        "rectifier": (r"\max(0, z_i)", "np.maximum(z, 0)", "(z > 0)"),
        "leaky": (r"\max(0.1 z_i, z_i)", "np.maximum(0.1 * z, z)", "np.where(z > 0, 1, 0.1)"),
        "none": ("z_i", "z", "np.ones(len(z))"),
    }[kind]
    front = r"\frac{1}{2 N}" if half else r"\frac{1}{N}"
    over = "/ 2" if half else ""
    two = "1" if half else "2"
    code = f"""
        import numpy as np


        def gradient(w, b, places, values, y):
            z = np.sum(w[places] * values, axis=1) + b
            by_z = {two} / len(y) * ({forward} - y) * {slope}
            by_w = {float(decay) * 2} * w
            np.add.at(by_w, places, by_z[:, None] * values)
            return by_w, np.sum(by_z)
    """
    slow = f"""
        def gradient(w, b, places, values, y):
            def f(w, b):
                z = np.sum(w[places] * values, axis=1) + b
                return np.mean(({forward} - y) ** 2) {over} + {decay} * np.sum(w**2)

            return differences(lambda w: f(w, b), w), differences(lambda b: f(w, b), b)[()]
    """

    def inputs(weights, examples, filled):
        return lambda rng: (
            rng.normal(size=weights),
            float(rng.normal()),
            rng.integers(weights, size=(examples, filled)),
            rng.normal(size=(examples, filled)),
            rng.normal(size=examples),
        )

    return Program.of(
        "Most inputs of an example are zero, so only the others are kept: row $i$ of `places` "
        "holds the positions (from 0) of the inputs of example $i$ that are not zero, row $i$ of "
        "`values` holds these inputs. If a position stands twice in a row, both inputs count. "
        rf"With $z_i = \mathbf{{w}} \cdot \mathbf{{x}}_i + b$ the loss is "
        rf"${front} \sum_{{i=1}}^N ({said} - y_i)^2 + {decay} \, \mathbf{{w}} \cdot \mathbf{{w}}$. "
        "Given `w` of shape `(n,)`, the number `b`, `places` and `values` of shape `(N, k)`, and "
        "`y` of shape `(N,)`, return a pair: the slopes by the weights, of shape `(n,)`, and the "
        "slope by the bias, a number. No matrix of $N$ times $n$ numbers will fit.",
        "gradient(w, b, places, values, y)",
        code,
        slow,
        (inputs(5, 31, 3), inputs(7, 37, 2), inputs(3, 29, 4)),
        inputs(40_009, 5003, 12),
        (
            (f"{two} / len(y)", f"{two}", 0.0),
            ("np.add.at(by_w, places, by_z[:, None] * values)",
             "by_w[places] += by_z[:, None] * values", 0.0),
            (f"{float(decay) * 2} * w", "np.zeros(len(w))", 0.0),
            (f"({forward} - y)", f"(y - {forward})", 0.0),
            ("np.sum(by_z)", "np.mean(by_z)", 0.0),
        ),
    )  # fmt: skip


def which_loss(draw: Random) -> Question:
    """Choose the loss of one active example that has a given derivative."""
    a, b = draw.sample([2, 3, 4, 5, 6], 2)
    target = draw.choice(["y", "t"])
    inside = rf"{target} - \mathbf{{w}} \cdot \mathbf{{x}}"
    return Choice.of(
        draw,
        "Which loss of one example, without rectifier and bias, has the derivative "
        rf"${2 * a} (\mathbf{{w}} \cdot \mathbf{{x}} - {target}) \, \mathbf{{x}}^T "
        rf"+ {2 * b} \mathbf{{w}}^T$ by $\mathbf{{w}}$?",
        rf"{a} ({inside})^2 + {b} \, \mathbf{{w}} \cdot \mathbf{{w}}",
        [
            rf"{b} ({inside})^2 + {a} \, \mathbf{{w}} \cdot \mathbf{{w}}",
            rf"{2 * a} ({inside})^2 + {2 * b} \, \mathbf{{w}} \cdot \mathbf{{w}}",
            rf"-{a} ({inside})^2 + {b} \, \mathbf{{w}} \cdot \mathbf{{w}}",
            rf"{a} ({inside})^2 + {2 * b} \, \mathbf{{w}} \cdot \mathbf{{x}}",
        ],
    )


def a_wrong_answer_without_a_say(draw: Random) -> Question:
    """Explain why the mask is needed, and what its absence does."""
    n = draw.choice([2, 3, 4])
    return Explain(
        prompt=(
            f"Of a neuron's examples, ${n}$ are answered with zero though their targets are large. "
            "A program computes the slopes of the loss as the mean of twice the error times the "
            "input, over all examples. Explain in at most eight sentences what these examples add "
            "to its result, what they should add, and how a measurement shows the mistake."
        ),
        rubric=(
            "they add twice their error times their input, a large number (1)",
            "they should add nothing: on the level part the output does not move (1)",
            "the measured slopes differ; without these examples both would agree (1)",
        ),
        wrong=(),
    )


assignment = Assignment(
    "loss",
    "The loss: marked work",
    (
        Asked(a_loss_entry_by_entry, 5, ("ex-loss-one", "ex-loss-mistake")),
        Asked(who_has_a_say, 4, ("ex-loss-active", "ex-loss-silent")),
        Asked(a_loss_of_few_inputs, 6, ("ex-loss-build", "ex-loss-decay")),
        Asked(which_loss, 3, ("ex-loss-half", "ex-loss-decay")),
        Asked(a_wrong_answer_without_a_say, 3, ("ex-loss-silent",)),
    ),
)
