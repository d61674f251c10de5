"""Functions of a whole matrix, or along its last axis, of arrays of SymPy's expressions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import sympy as sp

#: An array of SymPy expressions.
Entries = np.ndarray


def entrywise(f: Callable[..., sp.Expr], *arrays: Entries) -> Entries:
    """Apply a function to every entry."""
    return as_entries(np.vectorize(f, otypes=[object])(*arrays))


def _softmax(array: Entries) -> Entries:
    weights = entrywise(sp.exp, array)
    return weights / weights.sum(axis=-1, keepdims=True)


def _logsumexp(array: Entries) -> Entries:
    return entrywise(sp.log, as_entries(entrywise(sp.exp, array).sum(axis=-1)))


def _hardmax(row: Entries) -> Entries:
    """Return 1 where an entry is greater than those before it and at least those after."""
    first = [[x > y for y in row[:k]] + [x >= y for y in row[k + 1 :]] for k, x in enumerate(row)]
    return as_entries([sp.Piecewise((1, sp.And(*said)), (0, True)) for said in first])


def _determinant(rows: Sequence[Sequence[sp.Expr]]) -> sp.Expr:
    """Return the determinant, row by row; minors of the same columns are worked out once."""

    @cache
    def minor(first: int, columns: tuple[int, ...]) -> sp.Expr:
        if not columns:
            return sp.Integer(1)
        terms = [
            (-1) ** k * rows[first][column] * minor(first + 1, columns[:k] + columns[k + 1 :])
            for k, column in enumerate(columns)
        ]
        return sp.Add(*terms)

    return minor(0, tuple(range(len(rows))))


def _inverse(array: Entries) -> Entries:
    """Return the transposed cofactors over the determinant."""
    rows = array.tolist()
    determinant = _determinant(rows)
    if determinant == 0:
        raise ZeroDivisionError
    inverse = np.empty(array.shape, dtype=object)
    for i, j in np.ndindex(array.shape):
        others = [row[:j] + row[j + 1 :] for k, row in enumerate(rows) if k != i]
        inverse[j, i] = (-1) ** (i + j) * _determinant(others) / determinant
    return inverse


#: Functions of a whole matrix, or along the last axis, by the kinds of `MatrixFunction` nodes.
MATRIX_FUNCTIONS: dict[str, Callable[[Entries], Entries]] = {
    "inv": _inverse,
    "det": lambda array: as_entries(_determinant(array.tolist())),
    "logdet": lambda array: as_entries(sp.log(sp.Abs(_determinant(array.tolist())))),
    "softmax": _softmax,
    "logsumexp": _logsumexp,
    "hardmax": lambda array: np.apply_along_axis(_hardmax, -1, array),
    "max": lambda array: as_entries(np.apply_along_axis(lambda row: sp.Max(*row), -1, array)),
    "min": lambda array: as_entries(np.apply_along_axis(lambda row: sp.Min(*row), -1, array)),
}


def as_entries(entries: Any) -> Entries:
    """Return an array of expressions."""
    return np.array(entries, dtype=object)


def of_matrix(kind: str, array: Entries) -> Entries:
    """Return a function of a matrix, or along its last axis, by the kind of its node."""
    if kind not in MATRIX_FUNCTIONS:
        raise ValueError(f"{kind} has no entries that can be written out; evaluate it instead")
    return MATRIX_FUNCTIONS[kind](array)
