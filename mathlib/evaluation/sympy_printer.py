"""An expression written out for small dimensions: its entries as SymPy expressions.

SymPy's own derivative of these entries (`sympy_jacobian`) is a witness that shares no rule with
`derivative`. Nothing is simplified on the way: every entry is what the definition says.
"""

from math import prod

import numpy as np
import sympy as sp

from mathlib.symbolic import nodes
from mathlib.symbolic.expression import dimension_factors, topological_order
from mathlib.witnesses.sympy_components import entry_names

FUNCTIONS = {
    "exp": sp.exp,
    "log": sp.log,
    "sin": sp.sin,
    "cos": sp.cos,
    "tanh": sp.tanh,
    "sigmoid": lambda x: 1 / (1 + sp.exp(-x)),
    "softplus": lambda x: sp.log(1 + sp.exp(x)),
    "relu": lambda x: sp.Max(0, x),
    "abs": sp.Abs,
    "sign": sp.sign,
    "step": lambda x: sp.Piecewise((1, x > 0), (0, True)),
    "maximum": sp.Max,
    "minimum": sp.Min,
}


def components(e, sizes):
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
        If the size of a dimension is missing.

    Examples
    --------
    >>> import mathlib as ml
    >>> (ml.matrix("A", "m", "n") @ ml.vector("x", "n")).components(m=2, n=3)
    Matrix([
    [A11*x1 + A12*x2 + A13*x3],
    [A21*x1 + A22*x2 + A23*x3]])
    """
    values = {}
    for node in topological_order(e.body):
        shape = tuple(_size(dimension, sizes) for dimension in node.shape)
        values[node] = _written(node, values, shape, sizes)
    entries = values[e.body]
    if entries.ndim == 0:
        return entries.item()
    return sp.Matrix(entries) if entries.ndim < 3 else sp.Array(entries.tolist())


def _size(dimension, sizes):
    factors = dimension_factors(dimension)
    for factor in factors:
        if isinstance(factor, str) and factor not in sizes:
            raise ValueError(f"components needs a size for {factor}: components({factor}=3)")
    return prod(sizes.get(factor, factor) for factor in factors)


def _written(node, values, shape, sizes):
    """Return the array of a node's entries, given those of its children."""
    parts = [values[child] for child in node.children]
    match node:
        case nodes.Symbol():
            known = {"positive": True} if node.nonnegative else {"real": True}
            names = entry_names(node.name, shape)
            return _array([sp.Symbol(name, **known) for name in names]).reshape(shape)
        case nodes.Size():
            return _array(sp.Integer(_size(node.dimension, sizes)))
        case nodes.Identity():
            return _array(sp.eye(shape[0]).tolist())
        case nodes.MergeAxes():
            return _array(sp.eye(shape[0]).tolist()).reshape(shape)
        case nodes.Power():
            return _array(parts[0] ** sp.Rational(node.exponent))
        case nodes.Function():
            return _array(np.vectorize(FUNCTIONS[node.name], otypes=[object])(*parts))
        case nodes.Inverse():
            return _array(sp.Matrix(parts[0]).inv().tolist())
        case nodes.LogDeterminant():
            return _array(sp.log(sp.Matrix(parts[0]).det()))
        case nodes.Determinant():
            return _array(sp.Matrix(parts[0]).det())
        case nodes.LogSumExp() | nodes.Softmax():
            return _exponentials(node, parts[0])
        case nodes.Sum():
            scaled = (sp.Rational(c) * part for (c, _), part in zip(node.terms, parts, strict=True))
            return _array(sum(scaled))
    return _contracted(node, parts, shape)


def _exponentials(node, base):
    weights = _array(np.vectorize(sp.exp, otypes=[object])(base))
    total = weights.sum(axis=-1, keepdims=True)
    if isinstance(node, nodes.Softmax):
        return weights / total
    return _array(np.vectorize(sp.log, otypes=[object])(_array(total)[..., 0]))


def _contracted(node, parts, shape):
    """Return a product, summed over its summed labels."""
    operands = [_array(np.full(shape, sp.Rational(node.coefficient))), list(range(len(shape)))]
    for part, (_, labels) in zip(parts, node.factors, strict=True):
        operands += [part, list(labels)]
    return _array(np.einsum(*operands, list(range(len(shape)))))


def _array(entries):
    return np.array(entries, dtype=object)
