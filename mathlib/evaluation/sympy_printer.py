"""An expression written out for small dimensions: its entries as SymPy expressions.

SymPy's own derivative of these entries (`sympy_jacobian`) is a witness that shares no rule with
`derivative`. Nothing is simplified on the way: every entry is what the definition says. Products
are contracted pair by pair, or a chain of matrices would have as many terms as paths lead through
it; inverses are minors over determinants, which needs no search for a pivot that is not 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import sympy as sp

from mathlib.evaluation.arguments import accepted_symbols, size_of, whole_size
from mathlib.evaluation.contraction_path import contraction_path
from mathlib.evaluation.sympy_functions import FUNCTIONS as FUNCTIONS
from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Dimension, Expression, Labels, shape_text, topological_order
from mathlib.witnesses.sympy_components import entry_names

#: An array of SymPy expressions.
Entries = np.ndarray


def components(e: Expression, sizes: Mapping[str, Any]) -> Any:
    """Write the entries of an expression as SymPy expressions.

    Parameters
    ----------
    e : Expression
        Of any shape.
    sizes : mapping of str to int
        A small number for every named dimension.

    Returns
    -------
    SymPy expression, Matrix or Array
        An expression for a scalar; a column for a vector; a matrix for a matrix. The entries of a
        symbol are named as `entry_names` names them, and are real, or positive if it is.

    Raises
    ------
    ValueError
        If the size of a dimension is missing or no positive whole number, or if entries of two
        symbols would be called alike; or if a matrix that is inverted has no inverse.

    Examples
    --------
    >>> import mathlib as ml
    >>> (ml.matrix("A", "m", "n") @ ml.vector("x", "n")).components(m=2, n=3)
    Matrix([
    [A11*x1 + A12*x2 + A13*x3],
    [A21*x1 + A22*x2 + A23*x3]])
    """
    known: dict[Dimension, int] = {d: whole_size(size, d) for d, size in sizes.items()}

    def shape_of(node: Expression) -> tuple[int, ...]:
        return tuple(_size(dimension, known) for dimension in node.shape)

    _refuse_namesakes({s: shape_of(s) for s in accepted_symbols(e) if _sized(s, known)})
    values: dict[Expression, Entries] = {}
    for node in topological_order(e.body):
        parts = [values[child] for child in node.children]
        try:
            values[node] = _entries(node, parts, shape_of(node), known)
        except ZeroDivisionError:
            raise ValueError(
                f"{e} has no components: {node.children[0]} in it has no inverse"
            ) from None
    entries = values[e.body]
    if entries.ndim == 0:
        return entries.item()
    return sp.Matrix(entries) if entries.ndim < 3 else sp.Array(entries.tolist())


def _size(dimension: Dimension, sizes: Mapping[Dimension, int]) -> int:
    try:
        return size_of(dimension, sizes)
    except ValueError:
        missing = next(d for d in str(dimension).split("*") if not d.isdigit() and d not in sizes)
        raise ValueError(
            f"components needs a size for {missing}: components({missing}=3)"
        ) from None


def _sized(symbol: nodes.Symbol, sizes: Mapping[Dimension, int]) -> bool:
    return all(d.isdigit() or d in sizes for axis in symbol.shape for d in str(axis).split("*"))


def _refuse_namesakes(shapes: Mapping[nodes.Symbol, tuple[int, ...]]) -> None:
    """Refuse two symbols whose entries would be one SymPy symbol, or two that look the same."""
    owners: dict[str, nodes.Symbol] = {}
    for symbol, shape in sorted(shapes.items(), key=lambda pair: pair[0].name):
        for name in entry_names(symbol.name, shape):
            other = owners.setdefault(name, symbol)
            if other is not symbol and other.name != symbol.name:
                raise ValueError(
                    f"{name} would be both {_part(other, name)} and {_part(symbol, name)}; give "
                    "one of the two symbols another name"
                )


def _part(symbol: nodes.Symbol, name: str) -> str:
    if symbol.name == name:
        return f"the scalar {name}"
    return f"an entry of {symbol.name} {shape_text(symbol.shape)}"


def _entries(
    node: Expression,
    parts: Sequence[Entries],
    shape: tuple[int, ...],
    sizes: Mapping[Dimension, int],
) -> Entries:
    """Return the array of a node's entries, given those of its children."""
    match node:
        case nodes.Symbol():
            known = {"positive": True} if node.nonnegative else {"real": True}
            names = entry_names(node.name, shape)
            return _array([sp.Symbol(name, **known) for name in names]).reshape(shape)
        case nodes.Size():
            return _array(sp.Integer(_size(node.dimension, sizes)))
        case nodes.Identity() | nodes.MergeAxes():
            return _array(sp.eye(shape[0]).tolist()).reshape(shape)
        case nodes.LowerTriangle():
            return _array([[sp.Integer(j <= i) for j in range(shape[0])] for i in range(shape[0])])
        case nodes.Power():
            return _array(parts[0] ** sp.Rational(node.exponent))
        case nodes.Function():
            return _entrywise(FUNCTIONS[node.name], *parts)
        case nodes.MatrixFunction():
            return MATRIX_FUNCTIONS[node.kind](parts[0])
        case nodes.Sum():
            scaled = (sp.Rational(c) * part for (c, _), part in zip(node.terms, parts, strict=True))
            return _array(sum(scaled))
    return _contracted(node, parts, shape)


# ------------------------------------------------------------------------------------ products


def _contracted(node: Any, parts: Sequence[Entries], shape: tuple[int, ...]) -> Entries:
    """Return a product, summed over its summed labels."""
    number = _array(np.full(shape, sp.Rational(node.coefficient)))
    operands = [(part, labels) for part, (_, labels) in zip(parts, node.factors, strict=True)]
    path = contraction_path(tuple(labels for _, labels in operands), node.axes)
    for i, j, labels in path:
        pair = operands[i], operands[j]
        operands = [operand for k, operand in enumerate(operands) if k not in (i, j)]
        operands.append((_einsum(pair, labels), labels))
    return _einsum([(number, node.axes), *operands], node.axes)


def _einsum(operands: Iterable[tuple[Entries, Labels]], outputs: Labels) -> Entries:
    """Return a product of arrays; its labels are numbered anew, for einsum knows 52."""
    numbers: dict[int, int] = {}
    arguments: list[Any] = []
    for array, labels in operands:
        arguments += [array, [numbers.setdefault(label, len(numbers)) for label in labels]]
    return _array(np.einsum(*arguments, [numbers[label] for label in outputs]))


# -------------------------------------------------------------- functions of a matrix, or a row


def _entrywise(f: Callable[..., sp.Expr], *arrays: Entries) -> Entries:
    return _array(np.vectorize(f, otypes=[object])(*arrays))


def _softmax(array: Entries) -> Entries:
    weights = _entrywise(sp.exp, array)
    return weights / weights.sum(axis=-1, keepdims=True)


def _logsumexp(array: Entries) -> Entries:
    return _entrywise(sp.log, _array(_entrywise(sp.exp, array).sum(axis=-1)))


def _hardmax(row: Entries) -> Entries:
    """Return 1 where an entry is greater than those before it and at least those after."""
    first = [[x > y for y in row[:k]] + [x >= y for y in row[k + 1 :]] for k, x in enumerate(row)]
    return _array([sp.Piecewise((1, sp.And(*said)), (0, True)) for said in first])


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
    "det": lambda array: _array(_determinant(array.tolist())),
    "logdet": lambda array: _array(sp.log(sp.Abs(_determinant(array.tolist())))),
    "softmax": _softmax,
    "logsumexp": _logsumexp,
    "hardmax": lambda array: np.apply_along_axis(_hardmax, -1, array),
    "max": lambda array: _array(np.apply_along_axis(lambda row: sp.Max(*row), -1, array)),
    "min": lambda array: _array(np.apply_along_axis(lambda row: sp.Min(*row), -1, array)),
}


def _array(entries: Any) -> Entries:
    return np.array(entries, dtype=object)
