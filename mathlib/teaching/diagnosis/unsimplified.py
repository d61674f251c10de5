"""A function as its reader wrote it: the same operations, with nothing simplified.

``(6 + 0.5 * t) ** 3`` becomes ``(t + 12)³ / 8`` when it is built, and ``maximum(x, x / 10)`` a
multiple of relu. Whoever is told of a slip at t + 12 looks for it in vain. So the steps of the
writing (see `mathlib.symbolic.writings`) are put together once more from bare nodes, which are not
brought into canonical form; rules are broken there, and sentences name what stands there.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import inf
from typing import Any

from mathlib.evaluation.as_written import AsWritten, Values
from mathlib.symbolic import functions, nodes
from mathlib.symbolic.constants import as_expression, is_number, size
from mathlib.symbolic.expression import Expression, Factor, Labels, Number
from mathlib.symbolic.local_jacobians import PARTIALS
from mathlib.symbolic.shapes import Shape, broadcast_shapes
from mathlib.symbolic.writings import Writing
from mathlib.teaching.diagnosis.repetition import repeated

HALF = Fraction(1, 2)


def unsimplified(y: Expression, values: Values, before: float = inf) -> Expression:
    """Return a function as it was written; operations that have no bare node are done as usual.

    Only what was noted of it under a number below `before` counts.

    Examples
    --------
    >>> import mathlib as ml
    >>> t = ml.scalar("t")
    >>> unsimplified((6 + 0.5 * t) ** 3, {"t": 1.0})
    (t / 2 + 6)³
    """
    written = AsWritten(y, values, before)
    new: dict[Any, Any] = {}
    for step, parts in written.steps.items():
        node, note = step
        operands = [new[part] if isinstance(part, tuple) else part for part in parts]
        if not node.symbols:
            new[step] = node
        elif note is None:
            new[step] = node if operands == [*node.children] else node.rebuild(*operands)
        else:
            new[step] = _bare(note, operands, node)
    return new[written.root]


def _bare(note: Writing, operands: list[Any], node: Expression) -> Expression:
    """Return a bare node for what a note says; what it became where nothing of it is bare."""
    make = BARE.get(note.operation)
    if make is not None and not note.options:
        found = make(*map(as_expression, operands))
    elif note.operation in PARTIALS and len(operands) == 1:
        found = nodes.Function(note.operation, (operands[0],), node.nonnegative)
    else:
        old = [getattr(o, "body", o) for o in note.operands]
        found = node if old == operands else repeated(note, operands)
    return found if found.shape == node.shape else node


# --------------------------------------------------------------------------------------- operations


def _stretched(e: Expression, shape: Shape) -> Expression:
    """Return an expression repeated along the axes that it lacks."""
    if e.shape == shape:
        return e
    if is_number(e):
        return nodes.Product(e.coefficient, (), shape)
    return nodes.Product(1, ((e, _last(e, shape)),), shape)


def _last(e: Expression, shape: Shape) -> Labels:
    return tuple(range(len(shape) - len(e.shape), len(shape)))


def _sum(*terms: tuple[Number, Expression]) -> Expression:
    shape = terms[0][1].shape
    for _, term in terms:
        shape = broadcast_shapes(shape, term.shape, "added")
    flat: list[tuple[Number, Expression]] = []
    for c, term in terms:
        e = _stretched(term, shape)
        inner = e.terms if isinstance(e, nodes.Sum) else (_apart(e),)
        flat += [(c * number, unit) for number, unit in inner]
    return nodes.Sum(tuple(flat))


def _apart(e: Expression) -> tuple[Number, Expression]:
    """Return the number in front, and the rest."""
    if isinstance(e, nodes.Product) and e.coefficient not in (0, 1):
        if len(e.factors) == 1 and e.factors[0][1] == e.axes:
            return e.coefficient, e.factors[0][0]
        return e.coefficient, nodes.Product(1, e.factors, e.shape)
    return 1, e


def _times(*factors: Expression) -> Expression:
    """Return a product entry by entry; numbers stand in front."""
    shape: Shape = ()
    for e in factors:
        shape = broadcast_shapes(shape, e.shape, "multiplied")
    number: Number = 1
    left: list[Factor] = []
    for e in factors:
        c, unit = (e.coefficient, None) if is_number(e) else _apart(e)
        number = number * c
        left += [(unit, _last(unit, shape))] if unit is not None else []
    return nodes.Product(number, tuple(left), shape)


def _over(e: Expression, below: Expression) -> Expression:
    if is_number(below) and below.coefficient:
        return _times(nodes.Product(Fraction(1) / below.coefficient, (), ()), e)
    return _times(e, _to_the(below, -1))


def _to_the(e: Expression, exponent: Any) -> Expression:
    number = exponent.coefficient if is_number(exponent) else exponent
    if isinstance(number, Expression):
        return functions.raise_to(e, number)
    return e if number == 1 else nodes.Power(e, number)


def _matrix_product(left: Expression, right: Expression) -> Expression:
    if max(len(left.shape), len(right.shape)) > 2:
        return functions.matmul(left, right)
    rows, columns = left.shape[:-1], right.shape[1:]
    met = len(rows) + len(columns)
    (c, left), (d, right) = _apart(left), _apart(right)  # (-A) x is -A x
    factors = (left, (*range(len(rows)), met)), (right, (met, *range(len(rows), met)))
    return nodes.Product(c * d, factors, rows + columns)


def _total(e: Expression) -> Expression:
    return nodes.Product(1, ((e, e.axes),), ()) if e.shape else e


def _mean(e: Expression) -> Expression:
    counts: list[Factor] = [(nodes.Power(size(d), -1), ()) for d in e.shape]
    return nodes.Product(1, ((e, e.axes), *counts), ())


def _variance(e: Expression) -> Expression:
    return _mean(nodes.Power(_sum((1, e), (-1, _mean(e))), 2))


BARE: dict[str, Callable[..., Expression]] = {
    "add": lambda a, b: _sum((1, a), (1, b)),
    "subtract": lambda a, b: _sum((1, a), (-1, b)),
    "negative": lambda a: _times(as_expression(-1), a),
    "multiply": _times,
    "divide": _over,
    "power": _to_the,
    "matmul": _matrix_product,
    "dot": _matrix_product,
    "sum": _total,
    "mean": _mean,
    "var": _variance,
    "std": lambda a: nodes.Power(_variance(a), HALF),
    "sqrt": lambda a: nodes.Power(a, HALF),
    "norm": lambda a: nodes.Power(_total(nodes.Power(a, 2)), HALF),
    "maximum": lambda a, b: _compared("maximum", a, b),
    "minimum": lambda a, b: _compared("minimum", a, b),
}


def _compared(name: str, a: Expression, b: Expression) -> Expression:
    shape = broadcast_shapes(a.shape, b.shape, "compared")
    return nodes.Function(name, (_stretched(a, shape), _stretched(b, shape)), False)
