"""Slips with numbers that beginners make: a constant term that is kept, an exponent that is lost.

"Constants stay" is true of factors; a constant term goes. Who forgets that keeps the number 7 of
``5 x³ + 7``, or ``x²`` where one differentiates by ``y``.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.expression import Expression, topological_order
from mathlib.teaching.diagnosis.candidate import Mutation, Sentence


def scalar_mutations(y: Expression, x: nodes.Symbol, formula: Expression) -> Iterator[Mutation]:
    """Yield the derivative with a constant term of the function left in it, or an exponent lost.

    Examples
    --------
    >>> import mathlib as ml
    >>> x, y = ml.scalars("x y")
    >>> for mutation in scalar_mutations(x**2 + x * y**3, y, 3 * x * y**2):
    ...     print(mutation.sentence, mutation.formula)
    The term x² is kept, though it does not change with y. 3 x y² + x²
    >>> for mutation in scalar_mutations(x**2 * y, y, x**2):
    ...     print(mutation.sentence, mutation.formula)
    One of the factors x is missing. x
    """
    for node in topological_order(y):
        if isinstance(node, nodes.Sum) and x in node.symbols and node.shape == formula.shape:
            for number, term in node.terms:
                if x not in term.symbols:
                    kept = number * term
                    said = Sentence(
                        "The term {} is kept, though it does not change with {}.", kept, x
                    )
                    yield Mutation("constant kept", said, formula + kept)
    if isinstance(formula, nodes.Power) and abs(formula.exponent) > 1:
        one = 1 if formula.exponent > 0 else -1
        said = Sentence("One of the factors {} is missing.", power(formula.base, one))
        yield Mutation("missing factor", said, power(formula.base, formula.exponent - one))
