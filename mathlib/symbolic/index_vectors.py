"""Positions that are known only when values come: labels, tokens, the ends of edges.

An index vector picks rows, ``E[t]``, or an entry of every row, ``Z[arange("N"), t]``. As a matrix
it is `one_hot`. A derivative is not taken by it, but by what it picks from.
"""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.axes import axis_number
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constants import as_expression, is_whole
from mathlib.symbolic.expression import Expression, Factor
from mathlib.symbolic.index_arrays import IndexArray, index_array, nested, pick_of, refuse_index
from mathlib.symbolic.index_nodes import IndexSymbol, Range
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.names import checked_dimension, new_symbol
from mathlib.symbolic.shapes import Dimension, shape_text
from mathlib.symbolic.writings import written


def indices(name: str, *dimensions: Dimension, below: Dimension) -> IndexSymbol:
    """Return an index vector: a symbol whose entries are positions along an axis.

    Parameters
    ----------
    name : str
        A Python identifier: the keyword under which `evaluate` takes its value.
    *dimensions : str or int
        Its shape: one dimension for a vector, none for a single position, several for a batch.
    below : str or int
        The length of the axis into which it points.

    Returns
    -------
    Symbol, of those dimensions

    Notes
    -----
    A value with an entry that is no whole number, or is not from 0 to `below` - 1, is refused. A
    derivative is not taken by it.

    Examples
    --------
    >>> import mathlib as ml
    >>> E, t = ml.matrix("E", "V", "d"), ml.indices("t", "N", below="V")
    >>> E[t].shape
    ('N', 'd')
    >>> ml.gradient(ml.sum(E[t]), E)
    one_hot(t)ᵀ 𝟏 𝟏ᵀ
    >>> Z, y = ml.matrix("Z", "N", "C"), ml.indices("y", "N", below="C")
    >>> ml.gradient(-ml.sum(ml.log_softmax(Z, axis=1)[ml.arange("N"), y]), Z)
    softmax(Z) - one_hot(y)
    """
    plain = new_symbol(name, dimensions, False, False)
    return IndexSymbol(plain.name, plain.shape, checked_dimension(below))


def arange(dimension: Dimension) -> Expression:
    """Return 0, 1, 2, ... as many as a dimension has values.

    Parameters
    ----------
    dimension : str or int
        How many.

    Returns
    -------
    Expression, shape (dimension,)

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix
    >>> Z, t = matrix("Z", "N", "C"), indices("t", "N", below="C")
    >>> Z[arange("N"), t].shape
    ('N',)
    """
    dimension = checked_dimension(dimension)
    return written(Range(dimension), "arange", dimensions=(dimension,))


def one_hot(t: Any, classes: Dimension | None = None) -> Expression:
    """Return 1 at every position that an array holds and 0 elsewhere, along a new last axis.

    Parameters
    ----------
    t : int, list of int, or Expression made by `indices`
        The positions.
    classes : str or int, optional
        The length of the new axis; of an index vector it is known.

    Returns
    -------
    Expression, of the shape of `t` and `classes`

    Raises
    ------
    ValueError
        If `classes` is missing, or not what the positions are below.

    Examples
    --------
    >>> import mathlib as ml
    >>> t = ml.indices("t", "N", below="C")
    >>> ml.one_hot(t).shape
    ('N', 'C')
    >>> ml.one_hot([2, 0], 3).evaluate()
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    array = IndexArray((), (int(t),), ()) if is_whole(t) else _index_array(t)
    if classes is not None:
        length = checked_dimension(classes)
    elif isinstance(array.base, IndexSymbol):
        length = array.base.below
    else:
        raise ValueError("one_hot needs the number of classes, as in one_hot([2, 0], 3)")
    (label,), labels = fresh_labels(1), fresh_labels(len(array.shape))
    pick = pick_of(array, length, "what is one-hot")
    factors = [(pick, (label, *(labels[k] for k in array.axes)))]
    found = product(1, factors, (*labels, label), (*array.shape, length))
    if isinstance(t, Expression):
        return written(found, "one_hot", t, dimensions=(length,))
    return written(found, "one_hot", dimensions=(length,), places=nested(t))


def take_along_axis(x: Any, indices: Any, axis: int) -> Expression:
    """Return the entries at positions that differ from row to row, as NumPy's `take_along_axis`.

    Parameters
    ----------
    x : Expression
        Of one axis or more.
    indices : list of int, or Expression made by `indices`
        Of as many axes as `x`, with its lengths or 1 on the others: ``t[:, None]`` for one entry of
        every row.
    axis : int
        Along which axis the positions are.

    Returns
    -------
    Expression

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> import mathlib as ml
    >>> Z, t = ml.matrix("Z", "N", "C"), ml.indices("t", "N", below="C")
    >>> ml.take_along_axis(Z, t[:, None], axis=1).shape
    ('N', 1)
    """
    x, array = as_expression(x), _index_array(indices)
    k = axis_number(x, axis)
    if len(array.shape) != len(x.shape):
        raise ValueError(
            f"the positions have shape {shape_text(array.shape)}, and {x} has "
            f"{shape_text(x.shape)}: give them as many axes, as in t[:, None]"
        )
    labels = fresh_labels(len(x.shape))
    shape = list(x.shape)
    shape[k] = array.shape[k]
    (inner,) = fresh_labels(1)
    for j, (mine, theirs) in enumerate(zip(shape, array.shape, strict=True)):
        if mine not in (theirs, 1) and theirs != 1:
            raise ValueError(
                f"the positions have length {theirs} along axis {j}, and {x} has {mine}"
            )
    if any(mine == 1 != theirs for mine, theirs in zip(shape, array.shape, strict=True)):
        raise ValueError(f"{x} has length 1 where the positions are longer; repeat it first")
    at = [l if array.shape[j] == shape[j] else fresh_labels(1)[0] for j, l in enumerate(labels)]
    pick = pick_of(array, x.shape[k], x)
    factors: list[Factor] = [
        (x, (*labels[:k], inner, *labels[k + 1 :])),
        (pick, (inner, *(at[j] for j in array.axes))),
    ]
    found = product(1, factors, labels, tuple(shape))
    if isinstance(indices, Expression):
        return written(found, "take_along_axis", x, indices, axis=k)
    return written(found, "take_along_axis", x, axis=k, places=nested(indices))


def _index_array(t: Any) -> IndexArray:
    array = index_array(t)
    if array is None:
        raise refuse_index(t)
    return array
