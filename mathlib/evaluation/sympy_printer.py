"""An expression written out for small dimensions: its entries as SymPy expressions.

SymPy's own derivative of these entries (`sympy_jacobian`) is a witness that shares no rule with
`derivative`. Nothing is simplified on the way: every entry is what the definition says. Products
are contracted pair by pair, or a chain of matrices would have as many terms as paths lead through
it; inverses are minors over determinants, which needs no search for a pivot that is not 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp

from mathlib.evaluation.arguments import accepted_symbols, size_of, whole_size
from mathlib.evaluation.constant_entries import of_constant
from mathlib.evaluation.contraction_path import contraction_path
from mathlib.evaluation.sympy_functions import FUNCTIONS as FUNCTIONS
from mathlib.evaluation.sympy_matrices import Entries, as_entries, entrywise, of_matrix
from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Dimension, Expression, Labels, shape_text, topological_order
from mathlib.symbolic.index_nodes import Gather, IndexSymbol
from mathlib.symbolic.unknown_functions import Applied, refuse_unknown
from mathlib.symbolic.whole_functions import Unknown
from mathlib.witnesses.sympy_components import entry_names


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
            if isinstance(node, IndexSymbol):
                known = {"integer": True, "nonnegative": True}
            names = entry_names(node.name, shape)
            return as_entries([sp.Symbol(name, **known) for name in names]).reshape(shape)
        case nodes.Size():
            return as_entries(sp.Integer(_size(node.dimension, sizes)))
        case Gather():
            places = enumerate([parts[0]] * shape[0])
            rows = [entrywise(lambda at, k=k: sp.KroneckerDelta(k, at), t) for k, t in places]
            return as_entries(rows).reshape(shape)
        case nodes.Constant():
            return as_entries(of_constant(node, shape).astype(int).astype(object))
        case nodes.Power():
            return as_entries(parts[0] ** sp.Rational(node.exponent))
        case Applied():
            return entrywise(lambda *at: _unknown(node, at), *parts)
        case nodes.Function():
            return entrywise(FUNCTIONS[node.name], *parts)
        case Unknown():
            raise refuse_unknown(node)
        case nodes.MatrixFunction():
            return of_matrix(node.kind, parts[0])
        case nodes.Sum():
            scaled = (sp.Rational(c) * part for (c, _), part in zip(node.terms, parts, strict=True))
            return as_entries(sum(scaled))
    return _contracted(node, parts, shape)


def _unknown(node: Applied, at: Sequence[sp.Expr]) -> sp.Expr:
    """Return SymPy's unknown function of this name, differentiated as often, at a place."""
    names = [sp.Dummy() for _ in at]
    slope = sp.Function(node.name)(*names)
    for name, order in zip(names, node.orders, strict=True):
        slope = slope.diff(name, order)
    return slope.subs(dict(zip(names, at, strict=True)))


# ------------------------------------------------------------------------------------ products


def _contracted(node: Any, parts: Sequence[Entries], shape: tuple[int, ...]) -> Entries:
    """Return a product, summed over its summed labels."""
    number = as_entries(np.full(shape, sp.Rational(node.coefficient)))
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
    return as_entries(np.einsum(*arguments, [numbers[label] for label in outputs]))
