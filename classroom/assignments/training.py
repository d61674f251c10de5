"""Marked work for the chapter on training."""

from random import Random

from classroom.assignment import Asked, Assignment
from classroom.questions import Choice, Explain, Numbers, Program, Question, WrongLine


def a_step_on_a_parabola(draw: Random) -> Question:
    """Follow one step of descent on a parabola, with a slip in one line."""
    a, d = draw.choice([2, 3, 5, 7]), draw.choice([1, 4, 6])
    c, rate = draw.choice(["c", "m", "p"]), draw.choice(["r", "h"])
    slip = draw.choice(["factor", "sign", "lost factor"])
    w, low, eta = 2.3, 0.9, 0.07
    number = a if slip == "factor" else 2 * a
    slope, slope_value = rf"{number} (w - {c})", number * (w - low)
    sign, way = ("+", 1) if slip == "sign" else ("-", -1)
    step, step_value = rf"w {sign} {number} {rate} (w - {c})", w + way * eta * slope_value
    shown = a if slip == "lost factor" else number
    factor, factor_value = (
        rf"(1 {sign} {shown} {rate}) (w - {c})",
        ((1 + way * shown * eta) * (w - low)),
    )
    loss = (
        rf"{a} \left( {factor} \right)^2 + {d}",
        a * ((1 - 2 * a * eta) * (w - low)) ** 2 + d,
        a * factor_value**2 + d,
    )
    answer = {
        "factor": f"{2 * a} (w - {c})",
        "sign": f"w - {2 * a} {rate} (w - {c})",
        "lost factor": f"(1 - {2 * a} {rate}) (w - {c})",
    }[slip]
    return WrongLine.of(
        draw,
        rf"A loss with one weight is $f(w) = {a} (w - {c})^2 + {d}$. One step of gradient descent "
        f"with the learning rate ${rate}$ leads from $w$ to $u$. Somebody asks how far from the "
        f"lowest point ${c}$ it ends, and at what loss.",
        (
            (rf"f(w) = {a} (w - {c})^2 + {d}", 0, 0),
            (rf"f'(w) = {slope}", 2 * a * (w - low), slope_value),
            (rf"u = {step}", w - 2 * a * eta * (w - low), step_value),
            (rf"u - {c} = {factor}", (1 - 2 * a * eta) * (w - low), factor_value),
            (rf"f(u) = {loss[0]}", loss[1], loss[2]),
        ),
        "factor" if slip == "lost factor" else slip,
        answer,
        f"w {c} {rate}",
        {"w": w, c: low, rate: eta},
    )


def borders_and_batches(draw: Random) -> Question:
    """Predict the border of the rate, what is left after steps, and how many steps there are."""
    small, times = draw.choice([0.5, 1, 2]), draw.choice([4, 10, 25])
    large = small * times
    part = draw.choice([0.5, 1, 1.5])  # of what one step needs along the steepest direction
    rate = round(part / large, 6)
    steps = draw.choice([2, 3])
    examples, batch = draw.choice([(342, 18), (1400, 35), (960, 24), (500, 20)])
    epochs = draw.choice([5, 12, 30])
    weights = draw.choice([1210, 5000, 86_000])
    slope = draw.choice([-0.003, 17.0, 250.0])
    step = draw.choice([0.1, 0.02, 0.2])
    return Numbers.of(
        f"The Hessian of a quadratic loss has the smallest eigenvalue ${small}$ and the largest "
        f"${large}$. Another training deals out ${examples}$ examples in batches of ${batch}$.",
        (
            ("border", "the rate below which gradient descent converges from every start",
             2 / large),
            ("steep", f"the rate is ${rate}$: the factor by which one step multiplies the distance "
             "along the steepest direction", 1 - part),
            ("flat", f"and by which ${steps}$ steps multiply that along the flattest one",
             (1 - rate * small) ** steps),
            ("condition", "the condition number of the Hessian", large / small),
            ("batches", f"how many steps ${epochs}$ epochs of mini-batches have",
             examples // batch * epochs),
            ("adam", f"the *change* of a weight in Adam's first step with the rate ${step}$, if "
             rf"its slope is ${slope}$ ($\varepsilon$ is taken as zero)",
             -step if slope > 0 else step),
            ("kept", f"how many numbers Adam keeps for ${weights}$ weights beside the weights and "
             "the gradient", 2 * weights),
        ),
        {"border": 1 / large, "condition": large + small},
        {"adam": -step * slope, "kept": weights},
        {"batches": examples * epochs, "flat": 1 - rate * small * steps},
        {"border": 2 / small, "kept": 0},
    )  # fmt: skip


def train_on_batches(draw: Random) -> Question:
    """Train a neuron without rectifier on mini-batches, with momentum or with decay."""
    beta = draw.choice(["0.9", "0.8", "0.5"])
    kind = draw.choice(["momentum", "decay", "average"])
    decay = draw.choice(["0.01", "0.05"])
    name = draw.choice(["train", "descend"])
    said, update, mistake = {
        "momentum": (
            rf"with momentum: $\mathbf{{v}} \leftarrow {beta} \mathbf{{v}} + \mathbf{{g}}$, then "
            r"$\mathbf{w} \leftarrow \mathbf{w} - \eta \mathbf{v}$",
            f"{beta} * v + g",
            f"{beta} * (v + g)",
        ),
        "decay": (
            rf"with momentum and decay: $\mathbf{{v}} \leftarrow {beta} \mathbf{{v}} + "
            rf"\mathbf{{g}} + {decay} \mathbf{{w}}$, then "
            r"$\mathbf{w} \leftarrow \mathbf{w} - \eta \mathbf{v}$",
            f"{beta} * v + g + {decay} * w",
            f"{beta} * v + g",
        ),
        "average": (
            rf"with an average: $\mathbf{{v}} \leftarrow {beta} \mathbf{{v}} + (1 - {beta}) "
            r"\mathbf{g}$, then $\mathbf{w} \leftarrow \mathbf{w} - \eta \mathbf{v}$",
            f"{beta} * v + (1 - {beta}) * g",
            f"{beta} * v + g",
        ),
    }[kind]
    code = f"""
        import numpy as np


        def {name}(w, X, y, rate, batch, epochs):
            w, v = w.copy(), np.zeros(len(w))
            for _ in range(epochs):
                for start in range(0, len(y), batch):
                    rows = slice(start, start + batch)
                    error = X[rows] @ w - y[rows]
                    g = 2 / len(error) * error @ X[rows]
                    v = {update}
                    w = w - rate * v
            return w
    """
    slow = f"""
        def {name}(w, X, y, rate, batch, epochs):
            v = 0 * w
            for _ in range(epochs):
                for k in range(0, len(y), batch):
                    A, t = X[k : k + batch], y[k : k + batch]
                    g = differences(lambda w: np.mean((A @ w - t) ** 2), w)
                    v = {update}
                    w = w - rate * v
            return w
    """

    def inputs(weights, examples, batch, epochs):
        return lambda rng: (
            rng.normal(size=weights),
            rng.normal(size=(examples, weights)) / weights**0.5,
            rng.normal(size=examples),
            0.05,
            batch,
            epochs,
        )

    return Program.of(
        r"A neuron without rectifier and bias answers $\mathbf{w} \cdot \mathbf{x}$, and its loss "
        "is the mean of the squared errors. Train it on mini-batches of the rows of `X`, in their "
        "order: the first `batch` rows, then the next, and so on; the last batch of an epoch may "
        "be shorter, and its mean is over its own rows. After an epoch it starts again with the "
        rf"first row. Each step goes {said}. Here $\mathbf{{g}}$ is the gradient of the batch's "
        r"loss at $\mathbf{w}$, $\eta$ is `rate`, and $\mathbf{v}$ is zero at first and is kept "
        "from epoch to epoch. Given `w` of shape `(n,)`, `X` of shape `(N, n)`, `y` of shape "
        "`(N,)`, the number `rate` and the whole numbers `batch` and `epochs`, return the weights "
        "after all epochs.",
        f"{name}(w, X, y, rate, batch, epochs)",
        code,
        slow,
        (inputs(3, 7, 2, 3), inputs(5, 11, 4, 2), inputs(4, 5, 3, 5)),
        inputs(10_007, 9, 2, 20),
        (
            ("2 / len(error)", "2 / batch", 0.0),
            ("2 / len(error)", "1 / len(error)", 0.0),
            (f"v = {update}", f"v = {mistake}", 0.0),
            ("X[rows] @ w - y[rows]", "y[rows] - X[rows] @ w", 0.0),
            (f"v = {update}", "v = g", 0.0),
        ),
    )


def which_surface(draw: Random) -> Question:
    """Choose the loss that has a given Hessian."""
    a, b = draw.sample([2, 3, 5, 7], 2)
    c = draw.choice([3, 4, 6])
    return Choice.of(
        draw,
        "Which loss of two weights $u$ and $v$ has the Hessian "
        rf"$\begin{{bmatrix}} {2 * a} & {c} \\ {c} & {2 * b} \end{{bmatrix}}$ everywhere?",
        rf"{a} u^2 + {c} u v + {b} v^2 - u",
        [
            rf"{2 * a} u^2 + {c} u v + {2 * b} v^2 - u",
            rf"{b} u^2 + {c} u v + {a} v^2 - u",
            rf"{a} u^2 + {b} v^2 - {c} u",
            rf"{a} u^2 - {c} u v + {b} v^2 - u",
        ],
    )


def a_loss_that_grows(draw: Random) -> Question:
    """Explain what a loss says that grows by a steady factor, and what scaling does."""
    factor = draw.choice([1.2, 1.5, 3])
    return Explain(
        prompt=(
            f"The loss of a neuron without rectifier is ${factor}$ times as large after every step "
            "of gradient descent, and one input is given in millimetres, the other in kilometres. "
            "Explain in at most eight sentences what the learning rate has to do with the largest "
            "eigenvalue of the Hessian, why a smaller rate alone makes the training slow, and what "
            "standardising the inputs changes."
        ),
        rubric=(
            "the rate is above 2 over the largest eigenvalue: the steep part grows (1)",
            "the flat direction has to live with the small rate: a large condition number (1)",
            "standardised inputs make the eigenvalues alike, so one rate suits all (1)",
        ),
        wrong=(),
    )


assignment = Assignment(
    "training",
    "Training: marked work",
    (
        Asked(a_step_on_a_parabola, 5, ("ex-training-steps", "ex-training-border")),
        Asked(borders_and_batches, 4, ("ex-training-border", "ex-training-adam")),
        Asked(train_on_batches, 6, ("ex-training-momentum", "ex-training-even")),
        Asked(which_surface, 3, ("ex-training-newton",)),
        Asked(a_loss_that_grows, 3, ("ex-training-growth",)),
    ),
)
