"""How an error goes through an operation of NumPy: the rules, for values and errors that are plain.

The errors of a sum add up. A product ``(a ± da) (b ± db)`` is off by at most
``da |b| + |a| db + da db``; a quotient likewise, as long as its denominator is told from 0. These
are bounds, not averages: every entry may be off by its whole error at once. An operation without a
rule here gives None, "not known", which is never the same as no error.
"""

from __future__ import annotations

from typing import Any

import numpy as np

# Functions of NumPy that only move entries, and what they move: the error is moved alike.
MOVING = (
    np.stack,
    np.concatenate,
    np.column_stack,
    np.vstack,
    np.hstack,
    np.reshape,
    np.ravel,
    np.transpose,
    np.squeeze,
    np.expand_dims,
    np.moveaxis,
    np.swapaxes,
    np.diagonal,
    np.diag,
    np.flip,
    np.copy,
    np.atleast_1d,
    np.atleast_2d,
)
# The methods of an array that only move its entries.
MOVING_METHODS = (
    "reshape",
    "ravel",
    "flatten",
    "transpose",
    "squeeze",
    "swapaxes",
    "diagonal",
    "copy",
)


def propagated(
    ufunc: Any,
    method: str,
    inputs: list[Any],
    errors: list[Any],
    options: dict[str, Any],
) -> Any:
    """Return the error of a result, None where there is no rule.

    `inputs` are plain numbers or arrays, and `errors` theirs, None for what is exact.

    Examples
    --------
    >>> propagated(np.multiply, "__call__", [np.array([2.0, -3.0]), 5.0], [0.1, None], {}).tolist()
    [0.5, 0.5]
    """
    if not all(map(_is_number, inputs)):
        return None
    options = {
        key: value for key, value in options.items() if value is not None and value is not True
    }
    if method == "reduce" and ufunc is np.add and options.keys() <= {"axis", "keepdims"}:
        return np.add.reduce(errors[0], **options)
    if method != "__call__" or options:
        return None
    if ufunc in (np.negative, np.positive):
        return errors[0]
    if len(inputs) != 2:
        return None
    (a, b), (da, db) = map(np.abs, inputs), (0.0 if e is None else e for e in errors)
    with np.errstate(all="ignore"):
        if ufunc in (np.add, np.subtract):
            return da + db
        if ufunc is np.multiply:
            return da * b + a * db + da * db
        if ufunc is np.true_divide:
            return np.where(b > 2 * db, (da + a / b * db) / (b - db), np.inf)
        if ufunc is np.matmul:
            da, db = np.broadcast_to(da, a.shape), np.broadcast_to(db, b.shape)
            return da @ b + a @ db + da @ db
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) or (
        isinstance(value, np.ndarray) and value.dtype.kind in "biuf"
    )
