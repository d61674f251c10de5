"""A factor of all terms that is lost, or one too many.

A factor that one product has is lost by leaving it out; but one that all terms of a sum have
stands in each, and one too many stands nowhere. So a finished formula is multiplied by what it is
made of, and divided by it: as a whole by numbers and by what lies along its axes, and inside by
slopes, which are multiplied once too often where two of them have cancelled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

import numpy as np

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.expression import Expression, Labels, Number, substitute, topological_order
from mathlib.symbolic.local_jacobians import partials
from mathlib.teaching.diagnosis.candidate import Candidate, Mutation, Point, Sentence
from mathlib.teaching.diagnosis.comparison import gives
from mathlib.teaching.diagnosis.index_mutations import with_factors

Array = np.ndarray
HALF = Fraction(1, 2)


def in_front(
    formula: Expression, y: Expression, written: Iterable[Expression], p: Point
) -> Iterator[Candidate]:
    """Multiply a finished formula as a whole, and divide it, by numbers and along its axes.

    Here `y` is what it is the derivative of, and `written` are the parts from which that was made.
    There are many of these, so only those are told that give the answer at a point.
    """
    nodes_of_both = topological_order(y, formula)
    parts = [e for e in dict.fromkeys([*nodes_of_both, *written]) if _may_multiply(e)]
    for e in [*parts, *_slopes(nodes_of_both)]:
        for labels in _along(e, formula):
            for exponent in (-HALF, HALF) if isinstance(e, nodes.Size) else (-1, 1):
                evaluate = _times(formula, e, labels, exponent)
                if gives(p, evaluate(p)):
                    kind, said = _told(formula, e, exponent)
                    yield Candidate((e, labels, exponent), kind, said, evaluate)


def one_inside(formula: Expression, y: Expression) -> Iterator[Mutation]:
    """Put one more factor into one of the products in a finished formula.

    Examples
    --------
    >>> import mathlib as ml
    >>> X, w, t = ml.matrix("X", "m", "n"), ml.vector("w", "n"), ml.vector("t", "m")
    >>> y, x = ml.sum(ml.softplus(X @ w) - t * (X @ w)), w
    >>> next(one_inside(ml.gradient(y, x).body, y)).kind
    'extra factor'
    """
    nodes_of_both = topological_order(y, formula)
    given = {*topological_order(y)} - {formula}
    inside = [e for e in topological_order(formula) if e not in given]
    parts = [e for e in given if _may_multiply(e)]
    for e in [*_slopes(nodes_of_both), *sorted(parts, key=lambda e: e.node_count)]:
        for node in inside if e.shape else ():
            for changed in _times_inside(node, e):
                yield Mutation(*_told(formula, e, 1), substitute(formula, {node: changed}))


def _may_multiply(e: Expression) -> bool:
    """Say whether something is more than a number."""
    return bool(e.symbols) or isinstance(e, nodes.Size)


def _slopes(nodes_of_both: list[Expression]) -> list[Expression]:
    """Return the slopes of functions of entries, and of a softmax as if it were one.

    That of a sigmoid is two factors; one of them alone is a slip, too.
    """
    found = []
    for e in nodes_of_both:
        if isinstance(e, nodes.Function):
            found += [partial(*e.children) for partial in partials(e)]
        if isinstance(e, nodes.Softmax) or getattr(e, "name", "") == "sigmoid":
            found += [e * (1 - e), 1 - e]
    return [e for e in dict.fromkeys(found) if e.symbols]


def _along(e: Expression, formula: Expression) -> list[Labels]:
    """Return along which axes of a formula a number, a vector or a matrix can multiply it."""
    if e.shape == formula.shape:
        return [] if e is formula else [formula.axes]
    if not e.shape:
        return [()]
    return [(k,) for k, d in enumerate(formula.shape) if e.shape == (d,)]


def _times(
    formula: Expression, e: Expression, labels: Labels, exponent: Number
) -> Callable[[Point], Array]:
    """Return what computes a formula times a power of what lies along some of its axes."""
    others = tuple(k for k in formula.axes if k not in labels)

    def evaluate(p: Point) -> Array:
        with np.errstate(all="ignore"):
            factor = p.value(e) ** float(exponent)
            return np.asarray(p.value(formula) * np.expand_dims(factor, others))

    return evaluate


def _times_inside(node: Expression, e: Expression) -> Iterator[Expression]:
    """Yield a product with one more factor, or a sum with one in all of its products."""
    if isinstance(node, nodes.Product):
        for labels in dict.fromkeys(ls for f, ls in node.factors if f.shape == e.shape):
            yield with_factors(node, [*node.factors, (e, labels)])
    elif isinstance(node, nodes.Sum):
        for terms in zip(*(list(_times_inside(term, e)) for term in node.children), strict=False):
            yield node.rebuild(*terms)


def _told(formula: Expression, e: Expression, exponent: Number) -> tuple[str, Sentence]:
    """Say whether a factor is lost or too many: by how often it stands in the terms."""
    if isinstance(e, nodes.Size):
        return "factor N", Sentence("The factor {} is missing, or one too many.", power(e, HALF))
    terms = formula.children if isinstance(formula, nodes.Sum) else (formula,)
    powers = [_exponent(term, e) for term in terms]
    factor = power(e, exponent if exponent > 0 else -exponent)

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
