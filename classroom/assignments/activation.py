"""Marked work for the chapter on the neuron's activation."""

from random import Random

from classroom.assignment import Asked, Assignment
from classroom.assignments.elementwise_operators import SQUASHERS
from classroom.questions import Choice, Explain, Numbers, Program, Question, WrongLine


def a_neuron_and_its_power(draw: Random) -> Question:
    """Find the slopes of a power of a neuron's answer, with a slip in one line."""
    name = draw.choice(["tanh", "sigmoid", "sin"])
    function, slope, typed, value, slope_value = SQUASHERS[name]
    p, c = draw.choice([2, 3, 4]), draw.choice([3, 5, 7])
    slip = draw.choice(["index", "wrong point", "inner derivative", "factor"])
    w, x = (0.6, -0.4, 1.1), (1.5, 0.7, -0.3)
    z = sum(a * b for a, b in zip(w, x, strict=True)) + 0.2
    a, d = value(z), slope_value(z)
    first, first_value = ("x_i", x[0]) if slip == "index" else ("x_j", x[1])
    middle, middle_value = slope.format("z"), d
    if slip == "wrong point":
        middle, middle_value = slope.format("a"), slope_value(a)
    by_w, by_w_value = rf"{middle} \, {first}", middle_value * first_value
    if slip == "inner derivative":
        by_w, by_w_value = middle, middle_value
    power = "a" if p == 2 else f"a^{p - 1}"
    number = c if slip == "factor" else c * p
    outer, outer_value = f"{number} {power}", number * a ** (p - 1)
    answer = {
        "index": "x_j",
        "wrong point": typed.format("z"),
        "inner derivative": f"{typed.format('z')} x_j",
        "factor": f"{c * p} {power}",
    }[slip]
    true_outer = c * p * a ** (p - 1)
    return WrongLine.of(
        draw,
        rf"A neuron answers $a = {function.format('z')}$ with $z = \mathbf{{w}} \cdot \mathbf{{x}} "
        rf"+ b$, and the rest of the network makes $y = {c} a^{p}$ of it. Somebody looks for the "
        "slope of $y$ by the weight $w_j$.",
        (
            (
                rf"z = \sum_i w_i x_i + b, \quad a = {function.format('z')}, \quad y = {c} a^{p}",
                0,
                0,
            ),
            (rf"\frac{{\partial z}}{{\partial w_j}} = {first}", x[1], first_value),
            (rf"\frac{{da}}{{dz}} = {middle}", d, middle_value),
            (rf"\frac{{\partial a}}{{\partial w_j}} = {by_w}", d * x[1], by_w_value),
            (rf"\frac{{dy}}{{da}} = {outer}", true_outer, outer_value),
            (
                rf"\frac{{\partial y}}{{\partial w_j}} = {outer} \, {by_w}",
                true_outer * d * x[1],
                outer_value * by_w_value,
            ),
        ),
        slip,
        answer,
        "x_i x_j z a",
        {"x_i": x[0], "x_j": x[1], "z": z, "a": a},
    )


def silent_neurons(draw: Random) -> Question:
    """Predict which slopes of a layer of rectifiers are zero."""
    n, m = draw.sample([11, 13, 17, 19, 23], 2)
    silent = draw.choice([3, 4, 5, 7])
    depth, alpha = draw.choice([4, 5, 6]), draw.choice([0.1, 0.2, 0.5])
    w = draw.choice([2, 3, 4])
    return Numbers.of(
        f"A layer has ${m}$ neurons with a rectifier each, and ${n}$ inputs $\\mathbf{{x}}$. At "
        f"one example ${silent}$ of the neurons are silent, $z_i < 0$. No weight and no input is "
        "zero. Each neuron has weights and a bias of its own. Shapes are pairs such as `(3, 5)`.",
        (
            ("shape", r"the shape of the Jacobian of the layer by $\mathbf{x}$", (m, n)),
            ("zeros", "the number of zeros in it", silent * n),
            ("weights", "how many weights and biases the layer has", m * n + m),
            (
                "resting",
                "how many of all these weights and biases have the slope zero for *every* output",
                silent * (n + 1),
            ),
            ("mask", r"the sum of all entries of $\operatorname{diag}([\mathbf{z} > \mathbf{0}])$",
             m - silent),
            (
                "leaky",
                f"${depth}$ leaky rectifiers stand in a chain, each after a weight of ${w}$; "
                f"where one is off it lets through ${alpha}$ times its input. All of them are off: "
                "the slope of the last one's output by the first one's input, before its weight",
                (w * alpha) ** depth,
            ),
            ("kink", "the number that this book takes for the slope of the rectifier at zero", 0),
        ),
        {"shape": (n, m), "zeros": silent},
        {"kink": 0.5, "resting": silent * n, "weights": m * n},
        {"mask": silent, "leaky": alpha**depth},
        {"zeros": 0, "resting": 0, "leaky": 0},
    )  # fmt: skip


def deep_and_leaky(draw: Random) -> Question:
    """Go back through layers of leaky rectifiers in which each unit hears its neighbour."""
    alpha, step = draw.choice(["0.1", "0.2", "0.05"]), draw.choice([1, 2, 3])
    share, name = draw.choice(["0.5", "0.25", "-0.5"]), draw.choice(["slopes", "backward"])
    code = f"""
        import numpy as np


        def {name}(v, W, B, x):
            kept = [x]
            sums = []
            for w, b in zip(W, B):
                z = w * x + {share} * np.roll(x, -{step}) + b
                sums.append(z)
                x = np.where(z > 0, z, {alpha} * z)
                kept.append(x)
            by_W, by_B = np.empty(W.shape), np.empty(B.shape)
            for k in reversed(range(len(W))):
                by_z = v * np.where(sums[k] > 0, 1, {alpha})
                by_W[k], by_B[k] = by_z * kept[k], by_z
                v = by_z * W[k] + {share} * np.roll(by_z, {step})
            return by_W, by_B, v
    """
    slow = f"""
        def {name}(v, W, B, x):
            def f(W, B, x):
                for w, b in zip(W, B):
                    z = w * x + {share} * np.roll(x, -{step}) + b
                    x = np.maximum(z, {alpha} * z)
                return v @ x

            by_W = differences(lambda W: f(W, B, x), W)
            by_B = differences(lambda B: f(W, B, x), B)
            return by_W, by_B, differences(lambda x: f(W, B, x), x)
    """

    def inputs(depth, size):
        return lambda rng: (
            rng.normal(size=size),
            rng.normal(size=(depth, size)),
            rng.normal(size=(depth, size)),
            rng.normal(size=size),
        )

    return Program.of(
        "In each layer unit $i$ has one weight $w_i$ for its own input and hears a neighbour as "
        f"well: $z_i = w_i x_i + {share} \\, x_{{i+{step}}} + b_i$, where the positions go round, "
        "so that after the last comes the first. Its answer, which goes to the next layer, is "
        f"leaky: $z_i$ if $z_i > 0$, and ${alpha} z_i$ if not. `W` and `B` have the shape "
        "`(depth, n)`, a row for each layer, and the layer that runs first stands first. Given "
        "also a row `v` and the input `x`, both of shape `(n,)`, let $y$ be `v @ a`, with the "
        "last layer's answers in `a`. Return a triple of arrays: the slopes of $y$ by `W`, by `B` "
        "and by `x`, each of its variable's shape.",
        f"{name}(v, W, B, x)",
        code,
        slow,
        (inputs(1, 5), inputs(2, 7), inputs(4, 5)),
        inputs(30, 2003),
        (
            (f" + {share} * np.roll(by_z, {step})", "", 0.0),
            (f"by_z = v * np.where(sums[k] > 0, 1, {alpha})", "by_z = v", 0.0),
            ("by_z * kept[k], by_z", "by_z * kept[k + 1], by_z", 0.0),
            (f"np.where(sums[k] > 0, 1, {alpha})", "(sums[k] > 0)", 0.0),
        ),
    )


def which_activation(draw: Random) -> Question:
    """Choose the activation with a given slope."""
    a, b = draw.sample([2, 3, 4, 5], 2)
    c = draw.choice([4, 6, 7])
    return Choice.of(
        draw,
        rf"Which activation has, where it has a slope, the slope ${a + b} [z > {c}] - {b}$?",
        rf"{a + b} \max(0, z - {c}) - {b} z",
        [
            rf"{a} \max(0, z - {c}) - {b} z",
            rf"{a + b} \max({c}, -z) - {b} z",
            rf"{a + b} \max(0, z - {c}) + {b} z",
            rf"{a + b} \max(0, {c} z) - {b}",
        ],
    )


def a_dead_neuron(draw: Random) -> Question:
    """Explain why a neuron stays silent, and what a leaky one does."""
    bias = draw.choice([-40, -100, -250])
    return Explain(
        prompt=(
            f"After one long step a rectifier neuron has the bias ${bias}$, and its inputs are "
            "numbers between $-1$ and $1$ with small weights. Explain in at most eight sentences "
            "what its slopes by weights, bias and inputs are on every example, why training does "
            "not bring it back, and what a leaky rectifier changes."
        ),
        rubric=(
            "z is negative on all examples, so all of its slopes are zero (1)",
            "a step is the rate times the slope: with zero nothing ever moves (1)",
            "a leaky one keeps a small slope where it is off, so the bias can come back (1)",
        ),
        wrong=(),
    )


assignment = Assignment(
    "activation",
    "The neuron's activation: marked work",
    (
        Asked(a_neuron_and_its_power, 5, ("ex-activation-value", "ex-activation-itself")),
        Asked(silent_neurons, 4, ("ex-activation-mask", "ex-activation-layer")),
        Asked(deep_and_leaky, 6, ("ex-activation-leaky", "ex-activation-depth")),
        Asked(which_activation, 3, ("ex-activation-choice",)),
        Asked(a_dead_neuron, 3, ("ex-activation-dead",)),
    ),
)
