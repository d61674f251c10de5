"""Which rule the outermost step of a function takes, said of this function.

Factors that stand still are passed over, for they are no difficulty; what follows is said in the
words of a first course: sum, product, quotient, power, chain.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.expression import Expression
from mathlib.teaching.checking.verdict import Verdict
from mathlib.teaching.diagnosis.held_parts import is_denominator
from mathlib.teaching.diagnosis.of_expression import ExpressionQuestion
from mathlib.teaching.diagnosis.of_function import FunctionQuestion
from mathlib.teaching.diagnosis.question import Question


def rule_of_step(y: Expression, x: nodes.Symbol) -> str:
    """Return what the outermost step of a function asks for; empty if the variable is not in it.

    Examples
    --------
    >>> import mathlib as ml
    >>> x, w = ml.scalar("x"), ml.vector("w", "n")
    >>> print(rule_of_step(7 * x**2 * ml.sin(x), x))
    Here x² and sin(x) are multiplied, and both move with x: the product rule has a term for each.
    >>> print(rule_of_step(ml.log(3 * x), x))
    Here log is taken of 3 x: its slope at 3 x, times the slope of 3 x (the chain rule).
    >>> print(rule_of_step(5 * x**3, x))
    Here x is raised to a power: the exponent comes down, and one less is left as exponent.
    >>> print(rule_of_step(ml.sum(ml.tanh(w)), w))
    Here tanh is taken of w: what is its slope there?
    """
    while isinstance(y, nodes.Product) and len(_moving(y, x)) == 1:
        (part,) = _moving(y, x)
        if len(_places(y, x)) > 1:
            return _of_square(y, part, x)
        y = part
    if x not in y.symbols:
        return ""
    match y:
        case nodes.Sum():
            return _of_sum(y, x)
        case nodes.Product():
            return _of_product(y, x)
        case nodes.Power():
            return _of_power(y, x)
    return _of_function(y, x) if y is not x else f"Here {x} is only multiplied: what stays?"


def _moving(e: Expression, x: nodes.Symbol) -> list[Expression]:
    """Return what is in a node and moves with the variable, each once, in the written order."""
    written = str(e)
    return sorted({*_places(e, x)}, key=lambda part: (written.find(str(part)), str(part)))


def _places(e: Expression, x: nodes.Symbol) -> list[Expression]:
    return [child for child in e.children if x in child.symbols]


def _of_sum(y: nodes.Sum, x: nodes.Symbol) -> str:
    terms = [abs(c) * term for c, term in y.terms if x in term.symbols]
    if len(terms) > 1:
        return f"Here {_listed(terms)} are terms of a sum: each is differentiated by {x} alone."
    return f"Here only {terms[0]} moves with {x}: what is added to it has the slope 0."


def _of_square(y: nodes.Product, part: Expression, x: nodes.Symbol) -> str:
    if part is x:
        return f"Here {x} stands in {y} twice: each place gives a term, with the other held still."
    return f"Here {part} stands in {y} twice: by the chain rule, its own slope is a factor of all."


def _of_product(y: nodes.Product, x: nodes.Symbol) -> str:
    moving = _moving(y, x)
    above = [part for part in moving if not is_denominator(part)]
    below = [power(part, -1) for part in moving if is_denominator(part)]
    if above and below:
        return (
            f"Here {_listed(above)} is divided by {_listed(below)}, and both move with {x}: "
            "the quotient rule has a term for each."
        )
    return (
        f"Here {_listed(moving)} are multiplied, and {'both' if len(moving) == 2 else 'all'} move "
        f"with {x}: the product rule has a term for each."
    )


def _of_power(y: nodes.Power, x: nodes.Symbol) -> str:
    raised = "squared" if y.exponent == 2 else "raised to a power"
    left = "the exponent comes down, and one less is left as exponent"
    if y.base is x:
        return f"Here {x} is {raised}: {left}."
    return f"Here {y.base} is {raised}: {left}; times the slope of {y.base} (the chain rule)."


def _of_function(y: Expression, x: nodes.Symbol) -> str:
    name = getattr(y, "name", None) or type(y).__name__.lower()
    inner = _moving(y, x)
    if name == "raise_to":
        return f"Here {x} moves the exponent of {y}: what is the slope of such a power?"
    if inner == [x]:
        return f"Here {name} is taken of {x}: what is its slope there?"
    if len(inner) > 1:
        return f"Here {name} is taken of {_listed(inner)}: for each of them there is a term."
    (part,) = inner
    return (
        f"Here {name} is taken of {part}: its slope at {part}, times the slope of {part} "
        "(the chain rule)."
    )


def _listed(parts: list[Expression]) -> str:
    *first, last = map(str, parts)
    return f"{', '.join(first)} and {last}" if first else last


def with_rule(verdict: Verdict, question: Question, at: Mapping[str, Any] | None) -> Verdict:
    """Add the rule that is due, and the derivative in letters if numbers were asked for."""
    asked = question.expressed if isinstance(question, FunctionQuestion) else question
    if not isinstance(asked, ExpressionQuestion):
        return verdict
    in_numbers = at is not None or asked is not question
    formula = asked.derivative.text(layout=asked.layout) if in_numbers else ""
    return verdict._replace(rule=rule_of_step(asked.y, asked.x), formula=formula)
