"""One of two values, entry by entry, as a condition says."""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.canonical_form import broadcast
from mathlib.symbolic.constants import as_expression, is_number
from mathlib.symbolic.elementwise import abs, function, sign
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Constant, Function, Product
from mathlib.symbolic.powers import MASKS
from mathlib.symbolic.shapes import broadcast_shapes
from mathlib.symbolic.writings import written


def where(condition: Any, x: Any, y: Any) -> Expression:
    """Return `x` where a condition holds, and `y` elsewhere, entry by entry.

    The derivative is that of the one that is taken. What is not taken is computed all the same, and
    where its derivative is infinite, the product with 0 is nan, as in other programs: of
    ``where(x > 0, log(x), 0)`` at 0. Keep it finite there: ``log(where(x > 0, x, 1))``.

    Parameters
    ----------
    condition : Expression or number
        A comparison, such as ``x > 0``; whatever is not 0 holds.
    x, y : Expression or number
        The shapes of all three are aligned at their last axes, as NumPy aligns them.

    Returns
    -------
    Expression

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> x = vector("x", "n")
    >>> where(x > 0, x, x / 10).evaluate(x=[-10, 0, 2])
    array([-1.,  0.,  2.])
    """
    parts = [as_expression(part) for part in (condition, x, y)]
    shape = broadcast_shapes(parts[1].shape, parts[2].shape, "chosen from")
    shape = broadcast_shapes(parts[0].shape, shape, "chosen by")
    holds = parts[0] if _is_mask(parts[0]) else abs(sign(parts[0]))
    ends = [e.coefficient for e in parts[1:] if is_number(e)]
    if ends in ([1, 0], [0, 1]):
        chosen = broadcast(holds if ends[0] else 1 - holds, shape)
    else:
        chosen = function("where", *(broadcast(e, shape) for e in (holds, *parts[1:])))
    return written(chosen, "where", *parts)


def _is_mask(e: Expression) -> bool:
    """Say whether all entries are 0 or 1, by what it is made of."""
    if isinstance(e, Product):
        return e.coefficient in (0, 1) and not e.summed and all(map(_is_mask, e.children))
    return isinstance(e, Constant) or (isinstance(e, Function) and e.name in MASKS)
