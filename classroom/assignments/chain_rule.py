"""Marked work for the chapter on the chain rule of one variable."""

import math
from random import Random

from classroom.assignment import Asked, Assignment
from classroom.questions import Choice, Explain, Numbers, Program, Question, WrongLine

#: Functions: in LaTeX, the slope in LaTeX and typed, both in numbers.
MIDDLE = {
    "sin": (r"\sin {}", r"\cos {}", "cos({})", math.sin, math.cos),
    "exp": (r"e^{{{}}}", r"e^{{{}}}", "exp({})", math.exp, math.exp),
    "tanh": (
        r"\tanh {}", r"(1 - \tanh^2 {})", "(1 - tanh({})^2)", math.tanh,
        lambda u: 1 - math.tanh(u) ** 2,
    ),
}  # fmt: skip
LAST = {
    "ln": (r"\ln {}", r"\frac{{1}}{{{}}}", "1 / {}", lambda u: 1 / u),
    "sqrt": (r"\sqrt{{{}}}", r"\frac{{1}}{{2 \sqrt{{{}}}}}", "1 / (2 sqrt({}))",
             lambda u: 1 / (2 * math.sqrt(u))),
}  # fmt: skip


def four_registers(draw: Random) -> Question:
    """Multiply the slopes of a chain of four instructions, with a slip in one line."""
    name, last = draw.choice(sorted(MIDDLE)), draw.choice(sorted(LAST))
    middle, slope, typed, value, slope_value = MIDDLE[name]
    end, end_slope, end_typed, end_value = LAST[last]
    p, c = draw.choice([2, 3, 5]), draw.choice([2, 3, 7])
    slip = draw.choice(["wrong point", "last at x", "factor", "inner derivative"])
    x = 0.8
    u1 = x**p
    u2 = value(u1)
    u3 = u2**2 + c
    first, first_value = ("2 x" if p == 2 else f"{p} x^{p - 1}"), p * x ** (p - 1)
    second, second_value = slope.format("u_1"), slope_value(u1)
    if slip == "wrong point":
        second, second_value = slope.format("x"), slope_value(x)
    third, third_value = ("u_2", u2) if slip == "factor" else ("2 u_2", 2 * u2)
    fourth, fourth_value = end_slope.format("u_3"), end_value(u3)
    if slip == "last at x":
        fourth, fourth_value = end_slope.format("x"), end_value(x)
    factors = [fourth, third, second, first]
    whole_value = fourth_value * third_value * second_value * first_value
    if slip == "inner derivative":
        factors, whole_value = factors[:3], whole_value / first_value
    whole = r" \cdot ".join(factors)
    true = end_value(u3) * 2 * u2 * slope_value(u1) * first_value
    outer, inside = end_typed.format("u_3"), typed.format("u_1")
    answer = {
        "wrong point": inside,
        "last at x": outer,
        "factor": "2 u_2",
        "inner derivative": f"({outer}) * 2 u_2 * {inside} * {first}",
    }[slip]
    return WrongLine.of(
        draw,
        "Somebody writes a function as four instructions, for $x > 0$, and multiplies the slopes.",
        (
            (
                rf"u_1 = x^{p}, \quad u_2 = {middle.format('u_1')}, \quad u_3 = u_2^2 + {c}, "
                rf"\quad y = {end.format('u_3')}",
                0,
                0,
            ),
            (rf"\frac{{du_1}}{{dx}} = {first}", first_value, first_value),
            (rf"\frac{{du_2}}{{du_1}} = {second}", slope_value(u1), second_value),
            (rf"\frac{{du_3}}{{du_2}} = {third}", 2 * u2, third_value),
            (rf"\frac{{dy}}{{du_3}} = {fourth}", end_value(u3), fourth_value),
            (rf"\frac{{dy}}{{dx}} = {whole}", true, whole_value),
        ),
        "wrong point" if slip == "last at x" else slip,
        answer,
        "x u_1 u_2 u_3",
        {"x": x, "u_1": u1, "u_2": u2, "u_3": u3},
    )


def what_a_chain_costs(draw: Random) -> Question:
    """Predict slopes of deep chains, what they keep, and units that cancel."""
    n, units = draw.choice([40, 75, 120]), draw.choice([4, 5, 6])
    weight = draw.choice([2, 3, 5])
    a, b = draw.sample([4, 6, 8, 12, 15], 2)
    slope = draw.choice([4, 5, 8, 10])
    return Numbers.of(
        f"A chain has ${n}$ instructions, each of which reads the register before it, the first "
        "one reads $x$. All slopes are different, and none is $0$ or $1$.",
        (
            ("factors", r"how many slopes are multiplied for $\frac{dy}{dx}$", n),
            ("products", r"how many multiplications of two numbers this takes", n - 1),
            (
                "backward",
                "going backward, how many multiplications give the slopes of $y$ by *all* "
                f"registers and by $x$ together (the slope by the last register, number ${n - 1}$, "
                "is known from its instruction)",
                n - 1,
            ),
            (
                "largest",
                f"${units}$ units in a row each take $u$ to $\\sigma({weight} u)$; the slope of "
                r"$\sigma$ is at most $\frac{1}{4}$. Multiply what this says of each unit: the "
                "number that the slope of the whole cannot exceed",
                (weight / 4) ** units,
            ),
            (
                "units",
                f"a pump moves ${a}$ litres for each turn, a motor makes ${b}$ turns in a second: "
                "how many litres a second",
                a * b,
            ),
            (
                "inverse",
                f"$y = f(x)$ has the slope ${slope}$ at a point, and $f$ has an inverse: the "
                "slope of $x$ by $y$ there",
                1 / slope,
            ),
        ),
        {"factors": n - 1, "products": n},
        {"largest": weight / 4, "inverse": -slope},
        {"backward": n * (n - 1) // 2, "units": a / b},
        {"largest": weight**units, "backward": str(n - 1), "inverse": slope},
    )


def a_chain_of_any_depth(draw: Random) -> Question:
    """Return the slopes of the end of a chain by all of its registers."""
    kind = draw.choice(["sine", "tanh", "exponential", "fraction"])
    register, weights = draw.choice(["u", "r", "z"]), draw.choice(["w", "c"])
    said, forward, slope = {
        "sine": (r"\sin {}", "math.sin(u)", "math.cos(u)"),
        "tanh": (r"\tanh {}", "math.tanh(u)", "1 - math.tanh(u) ** 2"),
        "exponential": (r"e^{{-{}^2}}", "math.exp(-u * u)", "-2 * u * math.exp(-u * u)"),
        "fraction": (r"\frac{{1}}{{1 + {}^2}}", "1 / (1 + u * u)", "-2 * u / (1 + u * u) ** 2"),
    }[kind]
    code = f"""
        import math

        import numpy as np


        def backward({weights}, x):
            registers = [x]
            for weight in {weights}:
                u = registers[-1]
                registers.append(u + weight * ({forward}))
            slopes = np.empty(len({weights}))
            slope = 1.0
            for k in reversed(range(len({weights}))):
                u = registers[k]
                slope = slope * (1 + {weights}[k] * ({slope}))
                slopes[k] = slope
            return slopes
    """
    slow = f"""
        import math


        def backward({weights}, x):
            def run(u, start):
                for weight in {weights}[start:]:
                    u = u + weight * ({forward})
                return float(u)

            slopes, u = [], x
            for k, weight in enumerate({weights}):
                slopes.append(differences(lambda u: run(u, k), u))
                u = u + weight * ({forward})
            return np.array(slopes)
    """

    def inputs(size):
        return lambda rng: (rng.normal(size=size) / math.sqrt(size), float(rng.uniform(0.5, 1.5)))

    old, new = f"{register}_{{k-1}}", f"{register}_k"
    step = rf"{new} = {old} + {weights}_k \, {said.format(old)}"
    return Program.of(
        f"A chain of $n$ instructions starts with ${register}_0 = x$, a number; instruction $k$ is "
        f"${step}$ for $k = 1, \\dots, n$, and the result is $y = {register}_n$. Given the array "
        f"`{weights}` of shape `(n,)` and the number `x`, return an array of shape `(n,)`: the "
        f"slopes of $y$ by ${register}_0, {register}_1, \\dots, {register}_{{n-1}}$, in this "
        "order. The chain may be very deep.",
        f"backward({weights}, x)",
        code,
        slow,
        (inputs(2), inputs(5), inputs(9)),
        inputs(60_013),
        (
            (f"(1 + {weights}[k] * ({slope}))", f"{weights}[k] * ({slope})", 0.0),
            ("u = registers[k]\n", "u = registers[k + 1]\n", 0.0),
            ("reversed(range", "list(range", 0.0),
            ("u = registers[k]\n", "u = x\n", 0.0),
        ),
    )


def which_function(draw: Random) -> Question:
    """Choose the function that has a given derivative."""
    a, b = draw.sample([2, 3, 4, 5], 2)
    c = draw.choice([1, 3, 7])
    power = "" if a == 2 else f"^{a - 1}"
    return Choice.of(
        draw,
        "Which function of $x$ has the derivative "
        rf"${a * b} x^{{{b - 1}}} \sin{power}(x^{b} + {c}) \cos(x^{b} + {c})$?",
        rf"\sin^{a}(x^{b} + {c})",
        [
            rf"\sin^{b}(x^{a} + {c})",
            rf"\sin((x^{b} + {c})^{a})",
            rf"{a} \sin(x^{b} + {c})",
            rf"x^{b} \sin^{a}(x + {c})",
        ],
    )


def when_one_product_is_all(draw: Random) -> Question:
    """Explain when one product of slopes is the whole answer."""
    f = draw.choice([r"x \ln x", r"x^2 e^x", r"\frac{\sin x}{x}", r"x^3 \cos x"])
    return Explain(
        prompt=(
            f"Somebody differentiates ${f}$ by naming one register for the second factor and "
            "multiplying two slopes, and gets a wrong result. Explain in at most eight sentences "
            "what the chain rule asks of the instructions, where this is broken here, and why the "
            "slope of an outer function has to be taken at the register and not at $x$."
        ),
        rubric=(
            "every instruction must read a single register (or x): one path (1)",
            "the last instruction reads x and the register, so a path is left out (1)",
            "the outer function receives the register's number, and never sees x (1)",
        ),
        wrong=(),
    )


assignment = Assignment(
    "chain_rule",
    "The chain rule: marked work",
    (
        Asked(four_registers, 5, ("ex-chain-name", "ex-chain-nest", "ex-chain-mistake")),
        Asked(what_a_chain_costs, 4, ("ex-chain-balloon", "ex-chain-inverse")),
        Asked(a_chain_of_any_depth, 6, ("ex-chain-build",)),
        Asked(which_function, 3, ("ex-chain-root",)),
        Asked(when_one_product_is_all, 3, ("ex-chain-paths",)),
    ),
)
