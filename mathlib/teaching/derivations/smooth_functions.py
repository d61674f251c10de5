"""A derivation with unknown functions, proved with smooth ones in their places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import prod
from typing import Any

from mathlib.symbolic.constant_arrays import ones
from mathlib.symbolic.derivative import Derivative
from mathlib.symbolic.expression import Expression, topological_order
from mathlib.symbolic.functions import cumsum, ravel, sin
from mathlib.symbolic.reductions import sum as total
from mathlib.symbolic.shapes import Shape
from mathlib.symbolic.unknown_functions import unknown_names, with_known
from mathlib.symbolic.whole_functions import Whole


def with_smooth_functions(derivation: Any) -> Any:
    """Return a derivation with a smooth function in the place of every unknown one."""
    y = derivation.result.of
    names = sorted(unknown_names(y))
    if not names:
        return derivation
    known = {name: _of_entries(1 + k / 7) for k, name in enumerate(names)}
    for node in topological_order(y.body):
        if isinstance(node, Whole):
            known[node.name] = _of_wholes(1 + names.index(node.name) / 7, node.value_shape)
    of = with_known(y, known)
    steps = [
        replace(s, expression=with_known(s.expression, known), of=with_known(s.of, known))
        for s in derivation.steps
    ]
    return replace(
        derivation,
        result=Derivative(of, derivation.result.by, derivation.result.is_gradient),
        names={s: with_known(e, known) for s, e in derivation.names.items()},
        steps=tuple(steps),
    )


def _of_entries(frequency: float) -> Callable[..., Expression]:
    """Return a function that is not its own derivative, not odd, and tells its arguments apart."""

    def of_arguments(*arguments: Expression) -> Expression:
        phase = sum((k * z for k, z in enumerate(arguments[1:], 2)), arguments[0])
        return sin(frequency * phase + 0.7) + arguments[0] * prod(arguments) / 4

    return of_arguments


def _of_wholes(frequency: float, shape: Shape) -> Callable[..., Expression]:
    """Return such a function of whole arguments, which also tells their entries apart."""

    def of_arguments(*arguments: Expression) -> Expression:
        flat = [ravel(z) for z in arguments]
        phase = sum((total((k + cumsum(z)) ** 2) / 9 + total(sin(z)) for k, z in enumerate(flat)))
        places: Any = 1
        for axis in range(len(shape)):
            counted = cumsum(ones(shape[axis]))
            places = places + counted[(slice(None), *[None] * (len(shape) - axis - 1))] / 3
        return sin(frequency * phase * places + 0.7) + phase * places / 4

    return of_arguments
