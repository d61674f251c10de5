"""The derivative, by the chain rule.

Conventions
-----------
The axes of a derivative are those of what is differentiated, then those of the variable:
entry ``[i, j]`` of the derivative of ``y`` by ``x`` is the change of ``y[i]`` per change of
``x[j]``. This is the numerator layout, and what `jax.jacobian` gives.

A *local Jacobian* says how a small change of a part of an expression changes the whole
(`local_jacobians`). The chain rule multiplies them along every path from the whole to the variable
and adds up the paths; a graph of shared parts is walked once, from the whole down (reverse mode)
where the whole has no more axes than the variable, from the variable up (forward mode) where it
has. Each product on the way is brought into canonical form, so that deltas, and factors that are
zero, never travel along a path.

The walk follows Laue, Mitterreiter and Giesen, *Computing higher order derivatives of matrix and
tensor expressions* (NeurIPS 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, product
from mathlib.symbolic.common_factors import factor_out
from mathlib.symbolic.constants import constant
from mathlib.symbolic.expression import Expression, Shape, topological_order
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.local_jacobians import local_jacobians

SEPARATE = 4  # paths to one node that are followed one by one


def jacobian_tensor(
    y: Expression, x: nodes.Symbol, local_jacobians: Callable = local_jacobians
) -> Expression:
    """Return the derivative of `y` by `x` as a bare expression; other rules make mistakes."""
    if x not in y.symbols:
        return constant(0, y.shape + x.shape)
    affected = [node for node in topological_order(y) if x in node.symbols]
    walk = _reverse if len(y.shape) <= len(x.shape) else _forward
    return walk(y, x, affected, local_jacobians)


def _reverse(y, x, affected, local_jacobians):
    """From the whole down: the derivative of `y` by every node in turn."""
    outputs = fresh_labels(len(y.shape))
    paths: dict[Expression, list[Expression]] = {node: [] for node in affected}
    paths[y].append(_identity_tensor(y.shape))
    for node in reversed(affected[affected.index(x) + 1 :]):
        for above in _added_up(paths[node], outputs) if paths[node] else []:
            for part, number, factors, whole_labels, part_labels in local_jacobians(node):
                if part in paths:
                    out, shape = outputs + part_labels, y.shape + part.shape
                    onward = [(above, outputs + whole_labels), *factors]
                    paths[part].append(product(number, onward, out, shape))
    return add(*paths[x]) if paths[x] else constant(0, y.shape + x.shape)


def _added_up(paths, outputs):
    """Paths that lead to one node, as one sum; a few Jacobians go on apart.

    Apart they are products that can simplify; but in a residual network they double from layer to
    layer, so there must not be many.
    """
    if outputs and len(paths) <= SEPARATE:
        return paths
    above = add(*paths)
    if outputs and isinstance(above, nodes.Sum):
        return [factor_out(above, reading=False)]
    return [above]


def _forward(y, x, affected, local_jacobians):
    """From the variable up: the derivative of every node by `x` in turn."""
    found = changes(affected, {x: _identity_tensor(x.shape)}, x.shape, local_jacobians)
    # Rules that are broken on purpose may let nothing through.
    return found.get(y, constant(0, y.shape + x.shape))


def changes(
    nodes: Iterable[Expression],
    known: Mapping[Expression, Expression],
    inputs: Shape = (),
    local_jacobians: Callable = local_jacobians,
) -> dict[Expression, Expression]:
    """Return what nodes, parts first, change by when parts of them change as is known.

    The changes may have further axes, those of the inputs: then they are derivatives.
    """
    ends = fresh_labels(len(inputs))
    found = dict(known)
    for node in nodes:
        if node in found:
            continue
        paths = []
        for part, number, factors, labels, part_labels in local_jacobians(node):
            if part in found:
                onward = [*factors, (found[part], part_labels + ends)]
                paths.append(product(number, onward, labels + ends, node.shape + inputs))
        if paths:
            found[node] = add(*paths)
    return found


def _identity_tensor(shape):
    """Return the derivative of something of this shape by itself: a delta for every axis."""
    if len(shape) < 2:
        return nodes.Identity(*shape) if shape else constant(1)
    i, j = fresh_labels(len(shape)), fresh_labels(len(shape))
    deltas = [(nodes.Identity(d), pair) for d, *pair in zip(shape, i, j, strict=True)]
    return product(1, [(e, tuple(pair)) for e, pair in deltas], i + j)
