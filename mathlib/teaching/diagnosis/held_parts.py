"""What is said of a path that is left out: in the reader's writing, which place is held constant.

Print draws equal factors together, and ``x * x`` is read as x². Of someone who wrote a product the
one place is held that she wrote, so here the factors stand one by one.
"""

from __future__ import annotations

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.expression import Expression
from mathlib.teaching.diagnosis.candidate import Sentence


def held(node: Expression, part: Expression, x: nodes.Symbol) -> Sentence:
    """Say which path is left out."""
    if isinstance(node, nodes.Softmax):
        return Sentence(
            "In {}, a part of the quotient is held constant: {} is above and below.", node, x
        )
    if is_denominator(part):
        return Sentence(
            "The denominator {} is held constant, though {} is in it.", power(part, -1), x
        )
    if _is_repeated(node, part):
        return Sentence(
            "{} stands in {} more than once; one of these places is held constant.",
            part,
            _factor_by_factor(node),
        )
    if part is x:
        return Sentence(
            "{} stands in {} more than once; one of these places is held constant.", x, node
        )
    return Sentence("In {}, the part {} is held constant, though {} is in it.", node, part, x)


def _is_repeated(node: Expression, part: Expression) -> bool:
    """Whether a part stands in a product more than once, which is no power as it was written."""
    alike = {labels for _, labels in node.factors} == {node.axes}
    return isinstance(node, nodes.Product) and alike and node.children.count(part) > 1


def _factor_by_factor(e: Expression) -> Sentence:
    """Return a product as it was written, where print would draw equal factors together."""
    brackets = ["({})" if isinstance(f, (nodes.Sum, nodes.Product)) else "{}" for f in e.children]
    return Sentence((" ⊙ " if e.shape else " · ").join(brackets), *e.children)


def is_denominator(f: Expression) -> bool:
    """Whether a factor stands below the line."""
    return isinstance(f, nodes.Power) and f.exponent < 0
