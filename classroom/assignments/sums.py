"""Marked work for the chapter on sums."""

from random import Random

from classroom.assignment import Asked, Assignment
from classroom.questions import Choice, Explain, Numbers, Program, Question, WrongLine


def a_mean_of_errors(draw: Random) -> Question:
    """Differentiate a mean of powers of errors by a weight, with a slip in one line."""
    q = draw.choice([2, 4])
    p = draw.choice([2, 3, 5])
    slip = draw.choice(["factor", "inner derivative", "lost mean", "sign"])
    w, b = 1.1, 0.4
    xs, ys = (0.7, -1.2, 2.0), (0.3, 0.8, -0.5)
    errors = [y - w**p * x - b for x, y in zip(xs, ys, strict=True)]
    x, e = xs[0], errors[0]
    pairs = sum(e ** (q - 1) * x for e, x in zip(errors, xs, strict=True))
    power = "e_i" if q == 2 else f"e_i^{q - 1}"
    weight = "w" if p == 2 else f"w^{p - 1}"
    inner_factor, minus = -p, "-"
    if slip == "sign":
        inner_factor, minus = p, ""
    outer_factor = 1 if slip == "factor" else q
    outer = power if slip == "factor" else f"{q} {power}"
    inner = f"{minus}{p} {weight} x_i"
    true_inner, said_inner = -p * w ** (p - 1) * x, inner_factor * w ** (p - 1) * x
    true_outer, said_outer = q * e ** (q - 1), outer_factor * e ** (q - 1)
    both, both_value = rf"{minus}{outer_factor * p} {power} {weight} x_i", said_outer * said_inner
    whole = rf"\frac{{{minus}{outer_factor * p} {weight} S}}{{N}}"
    whole_value = outer_factor * inner_factor * w ** (p - 1) * pairs / 3
    if slip == "inner derivative":
        both, both_value = outer, said_outer
        whole = rf"\frac{{{outer_factor}}}{{N}} \sum_{{i=1}}^N {power}"
        whole_value = q * sum(e ** (q - 1) for e in errors) / 3
    if slip == "lost mean":
        whole, whole_value = f"-{q * p} {weight} S", -q * p * w ** (p - 1) * pairs
    answer = {
        "factor": f"{q} {power}",
        "sign": f"-{p} {weight} x_i",
        "inner derivative": f"-{q * p} {power} {weight} x_i",
        "lost mean": f"-{q * p} {weight} S / N",
    }[slip]
    true_whole = -q * p * w ** (p - 1) * pairs / 3
    return WrongLine.of(
        draw,
        rf"A loss is the mean $C = \frac{{1}}{{N}} \sum_{{i=1}}^N e_i^{q}$ of powers of errors "
        f"$e_i = y_i - w^{p} x_i - b$. Somebody looks for its derivative by $w$. In the last line "
        rf"$S$ stands for the sum $\sum_{{i=1}}^N {power} x_i$, where it is needed.",
        (
            (
                rf"C = \frac{{1}}{{N}} \sum_{{i=1}}^N e_i^{q}, \quad e_i = y_i - w^{p} x_i - b",
                0,
                0,
            ),
            (rf"\frac{{\partial e_i}}{{\partial w}} = {inner}", true_inner, said_inner),
            (rf"\frac{{\partial}}{{\partial e_i}} e_i^{q} = {outer}", true_outer, said_outer),
            (
                rf"\frac{{\partial}}{{\partial w}} e_i^{q} = {both}",
                true_inner * true_outer,
                both_value,
            ),
            (rf"\frac{{\partial C}}{{\partial w}} = {whole}", true_whole, whole_value),
        ),
        "factor" if slip == "lost mean" else slip,
        answer,
        "e_i x_i w S N",
        {"e_i": e, "x_i": x, "w": w, "S": pairs, "N": 3.0},
    )


def axes_and_means(draw: Random) -> Question:
    """Predict shapes, slopes and rates where batches are summed or averaged."""
    examples, inputs, units = draw.sample([20, 30, 50, 70, 110], 3)
    more = draw.choice([4, 10, 16])
    rate = draw.choice([0.02, 0.05, 0.08])
    return Numbers.of(
        f"A batch $X$ has ${examples}$ examples of ${inputs}$ inputs; a layer makes "
        rf"$Z = X W + \mathbf{{1}} \mathbf{{c}}^T$ with ${units}$ units. $G$ is the derivative of "
        "a loss by $Z$, and has its shape. Shapes are pairs such as `(3, 5)`.",
        (
            ("shape", "the shape of $G$", (examples, units)),
            ("axis", r"the axis of $G$ along which it is summed for the derivative by $\mathbf{c}$",
             0),
            ("adds", r"the number of additions that this takes in all", (examples - 1) * units),
            ("sum_slope", "the derivative of the sum of all entries of $X$ by one of them", 1),
            ("mean_slope", "the derivative of the mean of all entries of $X$ by one of them",
             1 / (examples * inputs)),
            ("rate", f"a *sum* over ${examples}$ examples is trained with the rate ${rate}$; the "
             "rate that makes the same steps with their *mean*", rate * examples),
            ("steeper", f"a *sum* over examples gets ${more}$ copies of every example in place of "
             "one: how many times as steep is it?", more),
            ("mean_steeper", "and how many times as steep is the *mean*?", 1),
        ),
        {"axis": 1, "adds": examples * (units - 1)},
        {"rate": rate / examples, "mean_steeper": 1 / more},
        {"shape": (units, examples), "mean_slope": 1 / examples},
        {"sum_slope": examples * inputs, "mean_slope": 1, "mean_steeper": more},
    )  # fmt: skip


def a_sum_over_pairs(draw: Random) -> Question:
    """Return the gradient of a sum over all pairs of entries."""
    p, q = draw.choice([(1, 2), (2, 1), (2, 3), (3, 2), (1, 3), (3, 1)])
    weight = draw.choice([2, 3, 5])
    name = draw.choice(["gradient", "slopes"])

    def said(letter, power):
        return f"x_{letter}" if power == 1 else f"x_{letter}^{power}"

    code = f"""
        import numpy as np


        def {name}(x):
            before = np.cumsum(x**{p}) - x**{p}
            after = np.sum(x**{q}) - np.cumsum(x**{q})
            return {weight} * ({p} * x ** {p - 1} * after + {q} * x ** {q - 1} * before)
    """
    slow = f"""
        def {name}(x):
            def f(x):
                return {weight} * sum(
                    x[i] ** {p} * x[j] ** {q} for i in range(len(x)) for j in range(i + 1, len(x))
                )

            return differences(f, x)
    """

    def inputs(size):
        return lambda rng: (rng.uniform(0.5, 1.5, size=size),)

    return Program.of(
        rf"A function of $\mathbf{{x}}$ adds up ${weight} \, {said('i', p)} \, {said('j', q)}$ "
        "over all pairs of positions $i < j$. (With three entries it has three terms.) Given "
        "$\\mathbf{x}$ as an array of shape `(n,)`, return the gradient, an array of the same "
        "shape. The number of pairs grows with the square of $n$; your program should not.",
        f"{name}(x)",
        code,
        slow,
        (inputs(3), inputs(5), inputs(9)),
        inputs(100_003),
        (
            (f" + {q} * x ** {q - 1} * before", "", 0.0),
            (f"np.cumsum(x**{p}) - x**{p}", f"np.cumsum(x**{p})", 0.0),
            (f"np.sum(x**{q}) - np.cumsum(x**{q})", f"np.sum(x**{q}) - x**{q}", 0.0),
            (f"{weight} * (", "(", 0.0),
        ),
    )


def which_function(draw: Random) -> Question:
    """Choose the sum that has a given row for its derivative."""
    a, b = draw.sample([2, 3, 4, 5], 2)
    n = draw.choice([3, 5, 7])
    return Choice.of(
        draw,
        f"A vector $\\mathbf{{x}}$ has ${n}$ entries. Which number has a derivative by "
        rf"$\mathbf{{x}}$ whose entry $i$ is $\frac{{{a * b}}}{{{n}}} x_i^{{{b - 1}}} + {a}$?",
        rf"\frac{{{a}}}{{{n}}} \sum_{{k=1}}^{{{n}}} (x_k^{b} + {n} x_k)",
        [
            rf"{a} \sum_{{k=1}}^{{{n}}} (x_k^{b} + x_k)",
            rf"\frac{{{a}}}{{{n}}} \sum_{{k=1}}^{{{n}}} (x_k^{b} + {a})",
            rf"\frac{{{b}}}{{{n}}} \sum_{{k=1}}^{{{n}}} (x_k^{a} + {n} x_k)",
            rf"\frac{{1}}{{{n}}} \left( \sum_{{k=1}}^{{{n}}} x_k \right)^{b} + {a}",
        ],
    )


def copied_and_summed(draw: Random) -> Question:
    """Explain why the gradient of a shared parameter is a sum."""
    shared = draw.choice(["bias of a layer", "weight of a unit", "gain of a picture"])
    return Explain(
        prompt=(
            f"A {shared} is one number that meets all $N$ examples (or pixels) of a batch, and the "
            "loss is the mean of a function of each. Explain in at most eight sentences why its "
            "slope is a sum, how the columns of ones on the way forward show it, and what happens "
            r"if the $\frac{1}{N}$ of the mean is forgotten and the learning rate is kept."
        ),
        rubric=(
            "the number is copied to all examples, and each copy moves the loss (1)",
            "what is copied forward is summed back: the ones make the copies and the sum (1)",
            "steps become N times too long, and training may climb or explode (1)",
        ),
        wrong=(),
    )


assignment = Assignment(
    "sums",
    "Sums: marked work",
    (
        Asked(a_mean_of_errors, 5, ("ex-sums-squares", "ex-sums-weighted")),
        Asked(axes_and_means, 4, ("ex-sums-axis", "ex-sums-shape")),
        Asked(a_sum_over_pairs, 6, ("ex-sums-build", "ex-sums-variance")),
        Asked(which_function, 3, ("ex-sums-weighted", "ex-sums-penalty")),
        Asked(copied_and_summed, 3, ("ex-sums-axis",)),
    ),
)
