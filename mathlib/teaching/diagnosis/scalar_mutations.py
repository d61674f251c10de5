"""Slips of beginners: a constant term is kept, an exponent lost, or nothing is differentiated.

"Constants stay" is true of factors; a constant term goes. Who forgets that keeps the number 7 of
``5 x³ + 7``, or ``x²`` where one differentiates by ``y``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, power
from mathlib.symbolic.expression import Expression, topological_order
from mathlib.teaching.diagnosis.candidate import Mutation, Sentence
from mathlib.teaching.diagnosis.index_mutations import with_factors
from mathlib.teaching.diagnosis.recalled_slopes import at_the_inner_slope, of_another_order

HALF = Fraction(1, 2)


def scalar_mutations(y: Expression, x: nodes.Symbol, formula: Expression) -> Iterator[Mutation]:
    """Yield the function itself, and its derivative with a constant kept or an exponent lost.

    Examples
    --------
    >>> import mathlib as ml
    >>> x, y = ml.scalars("x y")
    >>> for mutation in scalar_mutations(x**2 + x**2 * y, y, x**2):
    ...     print(mutation.sentence, "|", mutation.formula)
    This is the function itself, and its derivative is wanted. | x² (y + 1)
    The term x² is kept, though it does not change with y. | 2 x²
    One of the factors x is missing. | x
    """
    if y.shape == formula.shape:
        said = Sentence("This is the function itself, and its derivative is wanted.")
        yield Mutation("f instead of f'", said, y)
    yield from _not_squared(y, x, formula)
    yield from at_the_inner_slope(y, x)
    yield from of_another_order(y, x, formula)
    for node in topological_order(y):
        if isinstance(node, nodes.Sum) and x in node.symbols and node.shape == formula.shape:
            for number, term in node.terms:
                if x not in term.symbols:
                    kept = number * term
                    said = Sentence(
                        "The term {} is kept, though it does not change with {}.", kept, x
                    )
                    yield Mutation("constant kept", said, formula + kept)
    terms = formula.terms if isinstance(formula, nodes.Sum) else [(1, formula)]
    for number, term in terms:
        if isinstance(term, nodes.Power) and abs(term.exponent) > 1:
            one = 1 if term.exponent > 0 else -1
            less = power(term.base, term.exponent - one)
            said = Sentence("One of the factors {} is missing.", power(term.base, one))
            yield Mutation("missing factor", said, add(formula, number * (less - term)))
        for said, less in _with_one_less(term) if len(terms) > 1 else ():
            yield Mutation("missing factor", said, add(formula, number * less, -number * term))


def _not_squared(y: Expression, x: nodes.Symbol, formula: Expression) -> Iterator[Mutation]:
    """Yield the derivative of a quotient of numbers without the square below."""
    below = [f for f, _ in y.factors if isinstance(f, nodes.Power) and f.exponent == -1]
    above = [f for f, _ in y.factors if x in f.symbols and f not in below]
    if above and len(below) == 1 and x in below[0].symbols and not x.shape and not y.shape:
        said = Sentence("The denominator {} is to be squared.", below[0].base)
        yield Mutation("missing factor", said, formula * below[0].base)


def _with_one_less(term: Expression) -> Iterator[tuple[Sentence, Expression]]:
    """Yield one of several terms in which a factor stands once less than it should."""
    for k, (f, labels) in enumerate(term.factors if isinstance(term, nodes.Product) else ()):
        if isinstance(term, nodes.Product) and isinstance(f, nodes.Power) and abs(f.exponent) > 1:
            rest = [*term.factors[:k], *term.factors[k + 1 :]]
            for step in (HALF, 1) if f.exponent.denominator == 2 else (1,):  # of norms also one
                one = step if f.exponent > 0 else -step
                less = with_factors(term, [*rest, (power(f.base, f.exponent - one), labels)])
                missing = power(f.base, one)
                yield Sentence("In the term {}, a factor {} is missing.", term, missing), less
