"""Marked work for the chapter on scalar derivatives."""

import math
from random import Random

from classroom.assignment import Asked, Assignment
from classroom.questions import Choice, Explain, Numbers, Program, Question, WrongLine

#: Functions: in LaTeX, their slope in LaTeX and typed, and both in numbers.
OUTSIDE = {
    "sin": (r"\sin({})", r"\cos({})", "cos(u)", math.sin, math.cos),
    "cos": (r"\cos({})", r"-\sin({})", "-sin(u)", math.cos, lambda u: -math.sin(u)),
    "ln": (r"\ln({})", r"\frac{{1}}{{{}}}", "1 / u", math.log, lambda u: 1 / u),
}


def a_product_with_something_inside(draw: Random) -> Question:
    """Differentiate a power times a nested function, with a slip in one line."""
    name = draw.choice(sorted(OUTSIDE))
    function, slope, typed, value, slope_value = OUTSIDE[name]
    p, q = draw.sample([3, 4, 5], 2)
    slip = draw.choice(["wrong point", "inner derivative", "product rule"])
    x = 1.3
    u = x**q + x
    g, inner, outer = value(u), q * x ** (q - 1) + 1, slope_value(u)
    inner_said = rf"({q} x^{q - 1} + 1)"
    outer_said, outer_value = slope.format("u"), outer
    if slip == "wrong point":
        outer_said, outer_value = slope.format("x"), slope_value(x)
    nested_said, nested_value = rf"{outer_said} \cdot {inner_said}", outer_value * inner
    if slip == "inner derivative":
        nested_said, nested_value = outer_said, outer_value
    nested_bracket = f"({nested_said})" if name == "cos" else nested_said
    whole_said = rf"{p} x^{p - 1} g + x^{p} \cdot {nested_bracket}"
    whole_value = p * x ** (p - 1) * g + x**p * nested_value
    if slip == "product rule":
        whole_said = rf"{p} x^{p - 1} \cdot {nested_bracket}"
        whole_value = p * x ** (p - 1) * nested_value
    answer = {
        "wrong point": typed,
        "inner derivative": f"({typed}) ({q} x^{q - 1} + 1)",
        "product rule": f"{p} x^{p - 1} g + x^{p} ({typed}) ({q} x^{q - 1} + 1)",
    }[slip]
    return WrongLine.of(
        draw,
        f"Somebody differentiates $y = x^{p} \\, {function.format(f'x^{q} + x')}$ for $x > 0$. "
        "The inner functions have the names $u$ and $g$.",
        (
            (rf"y = x^{p} g, \quad g = {function.format('u')}, \quad u = x^{q} + x", 0, 0),
            (rf"\frac{{du}}{{dx}} = {q} x^{q - 1} + 1", inner, inner),
            (rf"\frac{{dg}}{{du}} = {outer_said}", outer, outer_value),
            (rf"\frac{{dg}}{{dx}} = {nested_said}", outer * inner, nested_value),
            (
                rf"\frac{{dy}}{{dx}} = {whole_said}",
                p * x ** (p - 1) * g + x**p * outer * inner,
                whole_value,
            ),
        ),
        slip,
        answer,
        "x u g",
        {"x": x, "u": u, "g": g},
    )


def what_a_step_costs_and_misses(draw: Random) -> Question:
    """Predict quotients, their errors, and what measuring many weights costs."""
    a, x, tenths = draw.choice([2, 3, 5, 7]), draw.choice([1, 2, 3, 4]), draw.choice([1, 2, 5])
    h = tenths / 10
    times = draw.choice([3, 5, 7, 20])
    weights = draw.choice([730, 1210, 4100, 25_000])
    one = a * (2 * x + h)
    central = a * (3 * x**2 + h**2)
    return Numbers.of(
        f"Two functions are $f(x) = {a} x^2$ and $g(x) = {a} x^3$. The one-sided quotient is "
        r"$\frac{f(x + h) - f(x)}{h}$, the central quotient is "
        r"$\frac{g(x + h) - g(x - h)}{2 h}$. Find all of it on paper first.",
        (
            ("one_sided", f"the one-sided quotient of $f$ at $x = {x}$ with $h = {h}$", one),
            ("central", f"the central quotient of $g$ at $x = {x}$ with $h = {h}$", central),
            (
                "better_one_sided",
                f"$h$ is made ${times}$ times smaller: how many times smaller does the error of "
                "the one-sided quotient of $f$ become?",
                times,
            ),
            (
                "better_central",
                f"$h$ is made ${times}$ times smaller: how many times smaller does the error of "
                "the central quotient of $g$ become?",
                times**2,
            ),
            (
                "runs",
                f"a network has ${weights}$ weights; how many runs of it does the central quotient "
                "take for the slopes by all of them?",
                2 * weights,
            ),
            (
                "constant",
                f"the central quotient of $g(x) + {weights}$ at $x = {x}$ with $h = {h}$",
                central,
            ),
        ),
        {"one_sided": 2 * a * x, "central": 3 * a * x**2, "constant": 3 * a * x**2},
        {"better_central": times, "runs": weights},
        {"constant": central + weights},
        {"one_sided": str(one), "runs": weights + 1, "better_one_sided": times**2},
    )


def slopes_of_slopes(draw: Random) -> Question:
    """Differentiate a power times an exponential again and again."""
    p, sign = draw.choice([2, 3, 4]), draw.choice([1, -1])
    name = draw.choice(["slopes", "derivatives"])
    exponent = "x" if sign == 1 else "-x"
    q = draw.choice([2, 3, 5, 7])
    start = f"[0.0] * {p} + [1.0]"
    code = f"""
        import numpy as np


        def {name}(x, m):
            factors = {start}
            factors[0] = {float(q)}
            powers = x ** np.arange({p + 1})
            found = np.empty(m)
            for number in range(m):
                moved = [k * factors[k] for k in range(1, {p + 1})] + [0.0]
                factors = [up {"+" if sign == 1 else "-"} old for up, old in zip(moved, factors)]
                found[number] = np.dot(factors, powers)
            return found * np.exp({exponent})
    """
    slow = f"""
        import sympy as sp


        def {name}(x, m):
            t = sp.Symbol("t")
            f = (t**{p} + {q}) * sp.exp({exponent.replace("x", "t")})
            return np.array([float(sp.diff(f, t, k).subs(t, float(x))) for k in range(1, m + 1)])
    """

    def inputs(count):
        return lambda rng: (float(rng.uniform(0.5, 2)), count)

    return Program.of(
        f"The derivative of $f(x) = (x^{p} + {q}) \\, e^{{{exponent}}}$ is a function, so it can "
        "be differentiated again, and what comes out once more. Every time it is a polynomial "
        f"times $e^{{{exponent}}}$, by the product rule. Given a number $x$ and a whole number "
        "$m$, return an array of shape `(m,)` with the first $m$ of these derivatives at $x$: "
        "$f$ differentiated once, twice, up to $m$ times.",
        f"{name}(x, m)",
        code,
        slow,
        (inputs(1), inputs(3), inputs(6), inputs(9)),
        inputs(20_000),
        (
            (f"found * np.exp({exponent})", "found", 0.0),
            ("up + old" if sign == 1 else "up - old", "up", 0.0),
            ("k * factors[k]", "factors[k]", 0.0),
            ("found[number] =", "found[number - 1] =", 0.0625),
        ),
    )


def which_function(draw: Random) -> Question:
    """Choose the function that has a given derivative."""
    a, b = draw.sample([2, 3, 4, 5, 6], 2)
    kind = draw.choice(["sin", "exp"])
    if kind == "sin":
        right, wrong_inside = rf"x \sin({a} x^{b})", rf"x \cos({a} x^{b})"
        slope = rf"\sin({a} x^{b}) + {a * b} x^{b} \cos({a} x^{b})"
        others = [rf"\sin({a} x^{b})", rf"x^{b} \sin({a} x)", rf"x + \sin({a} x^{b})"]
    else:
        right, wrong_inside = rf"x \, e^{{{a} x^{b}}}", rf"{a * b} x^{b} e^{{{a} x^{b}}}"
        slope = rf"(1 + {a * b} x^{b}) \, e^{{{a} x^{b}}}"
        others = [rf"e^{{{a} x^{b}}}", rf"x^{b} e^{{{a} x}}", rf"x + e^{{{a} x^{b}}}"]
    return Choice.of(
        draw, f"Which function of $x$ has the derivative ${slope}$?", right, [wrong_inside, *others]
    )


def a_factor_tells(draw: Random) -> Question:
    """Explain what a quotient of two slopes tells."""
    a = draw.choice([3, 4, 6])
    return Explain(
        prompt=(
            f"A measured slope of $\\sin(x^{a})$ at $x = 0.9$ and the slope that somebody derived, "
            f"$\\cos(x^{a})$, differ by a factor. Explain in at most eight sentences which rule "
            "was broken, how the factor shows it, and why the measured slope is no proof that a "
            "formula is right everywhere."
        ),
        rubric=(
            "names the chain rule: the slope of the inner function was forgotten (1)",
            f"says that the factor is the inner slope, {a} x^{a - 1} at 0.9, and divides (1)",
            "says that a measurement holds at one point and to some digits only (1)",
        ),
        wrong=(),
    )


assignment = Assignment(
    "scalar_derivatives",
    "Scalar derivatives: marked work",
    (
        Asked(a_product_with_something_inside, 5, ("ex-scalar-product", "ex-scalar-mistake")),
        Asked(what_a_step_costs_and_misses, 4, ("ex-scalar-limit", "ex-scalar-rounding")),
        Asked(slopes_of_slopes, 6, ("ex-scalar-gaussian", "ex-scalar-product")),
        Asked(which_function, 3, ("ex-scalar-quotient", "ex-scalar-powers")),
        Asked(a_factor_tells, 3, ("ex-scalar-mistake",)),
    ),
)
