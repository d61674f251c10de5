"""An operation that was noted, done again with other operands.

Most operations are called as they are noted. Here are those that take their parts in another order,
or under another name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mathlib.symbolic import functions
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indexing import index_of, item
from mathlib.symbolic.writings import Writing


def repeated(note: Writing, operands: list[Any]) -> Expression:
    """Do what a note says with other operands."""
    if note.operation == "transpose" and not note.options:
        return operands[0].T
    function = AGAIN.get(note.operation) or getattr(functions, note.operation)
    return function(*operands, **dict(note.options))


def _take_along_axis(
    x: Expression, *vectors: Expression, axis: int, places: Any = None
) -> Expression:
    return functions.take_along_axis(x, vectors[0] if vectors else places, axis)


AGAIN: dict[str, Callable[..., Expression]] = {
    "power": functions.raise_to,
    "general_expm": functions.expm,
    "matrix_power": lambda x, n: functions.matrix_power(x, n),
    "item": lambda x, *vectors, index: item(x, index_of(index, vectors)),
    "take_along_axis": _take_along_axis,
    "one_hot": lambda t, dimensions: functions.one_hot(t, *dimensions),
    "einsum": lambda *operands, subscripts: functions.einsum(subscripts, *operands),
    "stack": lambda *parts, axis: functions.stack(parts, axis),
    "concatenate": lambda *parts, axis: functions.concatenate(parts, axis),
    "reshape": lambda x, dimensions: functions.reshape(x, dimensions),
}
