"""A factor of all terms that is lost, or one too many.

A factor that one product has is lost by leaving it out; but one that all terms of a sum have
stands in each, and one too many stands nowhere. So a finished formula is multiplied by what it is
made of, and divided by it: as a whole by numbers and by what lies along its axes, and inside by
slopes, which are multiplied once too often where two of them have cancelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from fractions import Fraction

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, power, product
from mathlib.symbolic.expression import Expression, Labels, substitute, topological_order
from mathlib.symbolic.local_jacobians import partials
from mathlib.teaching.diagnosis.candidate import Mutation, Sentence
from mathlib.teaching.diagnosis.index_mutations import with_factors

HALF = Fraction(1, 2)


def factor_mutations(
    formula: Expression, y: Expression, written: Iterable[Expression] = ()
) -> Iterator[Mutation]:
    """Multiply a finished formula by what it is made of, and divide it.

    Here `y` is what it is the derivative of, and `written` are the parts from which that was made.

    Examples
    --------
    >>> import mathlib as ml
    >>> A, x, q = ml.matrix("A", "n", "n"), ml.vector("x", "n"), ml.scalar("q")
    >>> y = q * (x @ A @ x)
    >>> found = factor_mutations(ml.gradient(y, x).body, y)
    >>> print(next(m.sentence for m in found if str(m.formula) == "(A + Aᵀ) x"))
    The factor q is missing.
    """
    nodes_of_both = topological_order(y, formula)
    all_parts = dict.fromkeys([*nodes_of_both, *written])
    parts = [e for e in all_parts if e.symbols or isinstance(e, nodes.Size)]
    parts += _slopes(nodes_of_both)
    for e in parts:
        for labels in _along(e, formula):
            yield from _times(formula, e, labels)
    given = {*topological_order(y)} - {formula}
    inside = [e for e in topological_order(formula) if e not in given]
    for e in reversed(parts):
        for node in inside if e.shape else ():
            for changed in _times_inside(node, e):
                yield Mutation(*_told(formula, e, 1), substitute(formula, {node: changed}))


def _slopes(nodes_of_both: list[Expression]) -> list[Expression]:
    """Return the slopes of functions of entries, and of a softmax as if it were one."""
    found = []
    for e in nodes_of_both:
        if isinstance(e, nodes.Function):
            found += [partial(*e.children) for partial in partials(e)]
        elif isinstance(e, nodes.Softmax):
            found.append(e * (1 - e))
    return [e for e in dict.fromkeys(found) if e.symbols]


def _along(e: Expression, formula: Expression) -> list[Labels]:
    """Return along which axes of a formula a number, a vector or a matrix can multiply it."""
    if e.shape == formula.shape:
        return [] if e is formula else [formula.axes]
    if not e.shape:
        return [()]
    return [(k,) for k, d in enumerate(formula.shape) if e.shape == (d,)]


def _times(formula: Expression, e: Expression, labels: Labels) -> Iterator[Mutation]:
    """Yield a formula divided by what lies along some of its axes, and multiplied by it."""
    size = isinstance(e, nodes.Size)
    for exponent in (-HALF, HALF) if size else (-1, 1):
        with suppress(ZeroDivisionError):
            factor = power(e, exponent), labels
            changed = add(
                *(
                    product(c, [(term, term.axes), factor], formula.axes, formula.shape)
                    for c, term in getattr(formula, "terms", ((1, formula),))
                )
            )
            kind, said = _told(formula, e, exponent)
            yield Mutation("factor N" if size else kind, said, changed)


def _times_inside(node: Expression, e: Expression) -> Iterator[Expression]:
    """Yield a product with one more factor, or a sum with one in all of its products."""
    if isinstance(node, nodes.Product):
        for labels in dict.fromkeys(ls for f, ls in node.factors if f.shape == e.shape):
            yield with_factors(node, [*node.factors, (e, labels)])
    elif isinstance(node, nodes.Sum):
        for terms in zip(*(list(_times_inside(term, e)) for term in node.children), strict=False):
            yield node.rebuild(*terms)


def _told(formula: Expression, e: Expression, exponent: Fraction | int) -> tuple[str, Sentence]:
    """Say whether a factor is lost or too many: by how often it stands in the terms."""
    terms = formula.children if isinstance(formula, nodes.Sum) else (formula,)
    powers = [_exponent(term, e) for term in terms]
    factor = power(e, abs(exponent) if isinstance(exponent, int) else HALF)

    def divides(f: Expression) -> bool:
        return isinstance(f, nodes.Power) and f.base is e and f.exponent < 0

    if exponent < 0:
        if max(powers) >= 0:
            return "missing factor", Sentence("The factor {} is missing.", factor)
        return "extra factor", Sentence("It is divided by {} once too often.", factor)
    if min(powers) < -1:
        return "missing factor", Sentence("The denominator {} is to be squared.", factor)
    if min(powers) < 0 or any(map(divides, topological_order(formula))):
        return "missing factor", Sentence("The denominator {} is missing.", factor)
    return "extra factor", Sentence("The factor {} is one too many.", factor)


def _exponent(term: Expression, e: Expression) -> int:
    """Return to which power something stands as a factor in a term, 0 if it does not."""
    factors = [f for f, _ in term.factors]
    for exponent in (1, -1, -2):
        made_of = {f for f, _ in power(e, exponent).factors if f.symbols or f.dimensions}
        if made_of and made_of <= {*factors}:
            return exponent
    return 0
