"""Marked work for the chapter on the total derivative."""

import math
from random import Random

from classroom.assignment import Asked, Assignment
from classroom.assignments.chain_rule import MIDDLE
from classroom.questions import Choice, Explain, Numbers, Program, Question, WrongLine


def three_paths(draw: Random) -> Question:
    """Add up the paths from a variable to a result, with a slip in one line."""
    function, slope, typed, value, slope_value = MIDDLE[draw.choice(sorted(MIDDLE))]
    p, q = draw.sample([2, 3, 4], 2)
    a, b = draw.choice([("u", "v"), ("r", "s"), ("g", "h")])
    slip = draw.choice(["wrong point", "inner derivative", "direct", "through"])
    x = 0.8
    u = x**p
    v = value(u)
    first, first_value = ("2 x" if p == 2 else f"{p} x^{p - 1}"), p * x ** (p - 1)
    outer, outer_value = slope.format(a), slope_value(u)
    if slip == "wrong point":
        outer, outer_value = slope.format("x"), slope_value(x)
    second, second_value = rf"{outer} \cdot {first}", outer_value * first_value
    if slip == "inner derivative":
        second, second_value = outer, outer_value
    power = "2 x" if q == 2 else f"{q} x^{q - 1}"
    direct, direct_value = f"{power} {b}", q * x ** (q - 1) * v
    terms = [direct, first, rf"x^{q} \cdot {second}"]
    values = [direct_value, first_value, x**q * second_value]
    left_out = {"direct": 0, "through": 1}.get(slip)
    if left_out is not None:
        del terms[left_out], values[left_out]
    true_second = slope_value(u) * first_value
    true = direct_value + first_value + x**q * true_second
    inside = typed.format(a)
    answer = {
        "wrong point": f"{inside} * {first}",
        "inner derivative": f"{inside} * {first}",
    }.get(slip, f"{power} {b} + {first} + x^{q} * {inside} * {first}")
    return WrongLine.of(
        draw,
        f"Somebody looks for the slope of $y = x^{q} {b} + {a}$ by $x$, where "
        f"${a} = x^{p}$ and ${b} = {function.format(a)}$. A round $\\partial$ holds the other "
        "letters still; a straight $d$ lets all of them move.",
        (
            (rf"{a} = x^{p}, \quad {b} = {function.format(a)}, \quad y = x^{q} {b} + {a}", 0, 0),
            (rf"\frac{{d{a}}}{{dx}} = {first}", first_value, first_value),
            (rf"\frac{{d{b}}}{{dx}} = {second}", true_second, second_value),
            (rf"\frac{{\partial y}}{{\partial x}} = {direct}", direct_value, direct_value),
            (
                rf"\frac{{\partial y}}{{\partial {a}}} = 1, \quad "
                rf"\frac{{\partial y}}{{\partial {b}}} = x^{q}",
                1 + x**q,
                1 + x**q,
            ),
            (rf"\frac{{dy}}{{dx}} = {' + '.join(terms)}", true, sum(values)),
        ),
        "missing term" if left_out is not None else slip,
        answer,
        f"x {a} {b}",
        {"x": x, a: u, b: v},
    )


def counting_paths(draw: Random) -> Question:
    """Predict how many paths there are, and what it costs to add them up."""
    boxes, arrows = draw.choice([6, 8, 9, 12]), draw.choice([2, 3])
    slopes = draw.sample([0.5, 0.75, 1.25, 1.5], arrows)
    uses = draw.choice([4, 7, 12])
    a, b, c = draw.sample([2, 3, 5, 7, 11], 3)
    step = draw.choice([0.1, 0.2, 0.5])
    total = sum(slopes)
    listed = " and ".join(f"${one}$" for one in slopes)
    return Numbers.of(
        f"In a graph, ${boxes + 1}$ boxes stand in a row, from $x$ to $y$, and ${arrows}$ arrows "
        f"lead from each to the next, with the slopes {listed} every time.",
        (
            ("paths", "how many paths lead from $x$ to $y$", arrows**boxes),
            ("arrows", "how many arrows there are", arrows * boxes),
            (
                "by_paths",
                "how many multiplications of two numbers are made if the slopes along each path "
                "are multiplied, every path from its beginning",
                arrows**boxes * (boxes - 1),
            ),
            ("slope", "the slope of $y$ by $x$", total**boxes),
            (
                "uses",
                f"another graph: $y$ is a function of $u_1, \\dots, u_{{{uses}}}$ and of $x$ "
                "itself, and each $u_i$ is a function of $x$ alone. How many terms has the total "
                "derivative",
                uses + 1,
            ),
            (
                "total",
                rf"there is $u$ with $\frac{{du}}{{dx}} = {a}$, and $f(x, u)$ has at this point "
                rf"$\frac{{\partial f}}{{\partial x}} = {b}$ and "
                rf"$\frac{{\partial f}}{{\partial u}} = {-c}$: the slope of $f$ by $x$ "
                "when $u$ moves along",
                b - a * c,
            ),
            (
                "corner",
                rf"$y = x + x^2$ at $x = {a}$, a step $\Delta x = {step}$: how much more "
                r"is $\frac{\Delta y}{\Delta x}$ than the slope",
                step,
            ),
        ),
        {"paths": arrows * boxes, "arrows": arrows**boxes},
        {"slope": math.prod(slopes) ** boxes, "uses": uses},
        {"total": b, "corner": 0, "by_paths": arrows**boxes},
        {"total": -a * c},
    )


def a_weight_used_at_every_step(draw: Random) -> Question:
    """Return the slopes of a recurrent sum of states by its weight and by all that it read."""
    kind = draw.choice(["sine", "tanh", "exponential"])
    first = draw.choice(["0.5", "-0.3", "0.8"])
    read = draw.choice(["a", "c", "q"])
    said, forward, slope = {
        "sine": (r"\sin z_t", "math.sin(z)", "math.cos(z)"),
        "tanh": (r"\tanh z_t", "math.tanh(z)", "1 - math.tanh(z) ** 2"),
        "exponential": (r"e^{-z_t^2}", "math.exp(-z * z)", "-2 * z * math.exp(-z * z)"),
    }[kind]
    code = f"""
        import math

        import numpy as np


        def slopes(w, {read}):
            states, sums = [{first}], []
            for word in {read}:
                z = w * states[-1] + word
                sums.append(z)
                states.append({forward})
            by_read = np.empty(len({read}))
            by_w, through = 0.0, 0.0
            for t in reversed(range(len({read}))):
                z = sums[t]
                by_state = 1 + w * through
                through = by_state * ({slope})
                by_read[t] = through
                by_w += through * states[t]
            return by_w, by_read
    """
    slow = f"""
        import math


        def slopes(w, {read}):
            def f(w, {read}):
                state, total = {first}, 0.0
                for word in {read}:
                    z = float(w) * state + word
                    state = {forward}
                    total += state
                return total

            by_w = differences(lambda w: f(w, {read}), w)
            return float(by_w), differences(lambda {read}: f(w, {read}), {read})
    """

    def inputs(size):
        return lambda rng: (float(rng.uniform(0.3, 0.9)), rng.normal(size=size))

    return Program.of(
        f"A network with a state of one number starts at $h_0 = {first}$ and reads $n$ numbers "
        f"${read}_1, \\dots, {read}_n$ with the same weight at every step: "
        f"$z_t = w h_{{t-1}} + {read}_t$ and $h_t = {said}$. Its result is the sum of its states, "
        f"$y = h_1 + h_2 + \\dots + h_n$. Given the number `w` and the array `{read}` of shape "
        f"`(n,)`, return a pair: the slope of $y$ by $w$, a number, and an array of shape `(n,)` "
        f"with its slopes by ${read}_1, \\dots, {read}_n$.",
        f"slopes(w, {read})",
        code,
        slow,
        (inputs(2), inputs(5), inputs(9)),
        inputs(60_013),
        (
            ("by_state = 1 + w * through", "by_state = 1", 0.0),
            ("by_state = 1 + w * through", "by_state = 1 + through", 0.0),
            ("by_w += through", "by_w = through", 0.0),
            ("states[t]\n", "states[t + 1]\n", 0.0),
            ("return by_w, by_read", "return by_read, by_w", 0.0),
        ),
    )


def which_function(draw: Random) -> Question:
    """Choose the function whose total derivative is given."""
    a, b = draw.sample([2, 3, 4, 5], 2)
    c = draw.choice([2, 3, 4])
    return Choice.of(
        draw,
        rf"Let $u = x^{a}$ and $v = {b} x$. Which function has the total derivative "
        rf"${a} x^{{{a - 1}}} v + {b} u + {c}$ by $x$?",
        rf"u v + {c} x",
        [rf"u v + {c}", rf"u + v + {c} x", rf"{c} u v", rf"x u v + {c}"],
    )


def what_is_held_still(draw: Random) -> Question:
    """Explain the two meanings of a slope, and a state that is detached."""
    n = draw.choice([2, 3, 20])
    return Explain(
        prompt=(
            f"A recurrent network uses one weight at ${n}$ steps. A program takes the state that "
            "arrives at the last step as a given number, and computes the slope by the weight. "
            "Explain in at most eight sentences which question it answers, which paths it leaves "
            "out, and how a measurement would show it."
        ),
        rubric=(
            "it finds the partial derivative: the state that arrives is held still (1)",
            "the paths through the earlier states are left out; all paths have to be added (1)",
            "the measured slope of the whole program by the weight is another number (1)",
        ),
        wrong=(),
    )


assignment = Assignment(
    "total_derivative",
    "The total derivative: marked work",
    (
        Asked(three_paths, 5, ("ex-total-product", "ex-total-power")),
        Asked(counting_paths, 4, ("ex-total-count", "ex-total-corner")),
        Asked(a_weight_used_at_every_step, 6, ("ex-total-build", "ex-total-residual")),
        Asked(which_function, 3, ("ex-total-thermometer",)),
        Asked(what_is_held_still, 3, ("ex-total-normalise",)),
    ),
)
