"""What a function takes from where it was written: arrays, and other functions.

To read a function as an expression, the arrays that it names must be symbols too, for ``-V @ x``
is computed from ``V`` before the variable comes into play. So the function is made anew, with other
things under the names that it uses; the reader's own is left as it is.
"""

from __future__ import annotations

import dis
import inspect
from collections.abc import Callable, Mapping
from types import CellType, FunctionType
from typing import Any

import numpy as np


def parameter(f: Callable[..., Any]) -> str:
    """Return what a function calls its argument.

    Examples
    --------
    >>> parameter(lambda t: t**2), parameter(np.arctan)
    ('t', 'x')
    """
    return next(iter(inspect.signature(f).parameters)) if isinstance(f, FunctionType) else "x"


def unpacked(f: Callable[..., Any], count: int) -> list[str]:
    """Return the names under which a function unpacks so many numbers at once, if it does.

    Examples
    --------
    >>> def neuron(p):
    ...     w, b = p
    ...     return np.tanh(2 * w + b)
    >>> unpacked(neuron, 2), unpacked(neuron, 3)
    (['w', 'b'], [])
    """
    if not isinstance(f, FunctionType):
        return []
    steps = list(dis.get_instructions(f))
    for k, step in enumerate(steps):
        if step.opname == "UNPACK_SEQUENCE" and step.argval == count:
            stored = [name for s in steps[k + 1 : k + 1 + count] for name in np.ravel(s.argval)]
            return [str(name) for name in stored[:count]]
    return []


def brought_along(f: Callable[..., Any]) -> dict[str, np.ndarray]:
    """Return the arrays that a function and those that it calls find under names of their own."""
    arrays: dict[str, np.ndarray] = {}
    for g in _with_helpers(f):
        for name, value in _named(g).items():
            if isinstance(value, np.ndarray) and value.ndim and value.dtype.kind in "iuf":
                arrays.setdefault(name, value)
    return arrays


def with_others(f: Callable[..., Any], others: Mapping[str, Any]) -> Callable[..., Any]:
    """Return a function that finds other things under these names, and so do its helpers."""
    if not isinstance(f, FunctionType):
        return f
    _, *helpers = _with_helpers(f)
    scope: dict[str, Any] = {}
    for g in (*helpers, f):
        scope |= g.__globals__
    scope |= others
    scope |= {g.__name__: _made_anew(g, scope, others) for g in helpers}
    return _made_anew(f, scope, others)


def _made_anew(f: FunctionType, scope: dict[str, Any], others: Mapping[str, Any]) -> FunctionType:
    cells = zip(f.__code__.co_freevars, f.__closure__ or (), strict=True)
    closure = tuple(CellType(others[name]) if name in others else cell for name, cell in cells)
    defaults = tuple(others.get(name, value) for name, value in _defaults(f).items())
    return FunctionType(f.__code__, scope, f.__name__, defaults, closure)


def _named(f: FunctionType) -> dict[str, Any]:
    found = inspect.getclosurevars(f)
    return {**found.globals, **found.nonlocals, **_defaults(f)}


def _defaults(f: FunctionType) -> dict[str, Any]:
    """Return the values of arguments that need not be given."""
    names = f.__code__.co_varnames[: f.__code__.co_argcount]
    values = f.__defaults__ or ()
    return dict(zip(names[len(names) - len(values) :], values, strict=True))


def _with_helpers(f: Callable[..., Any]) -> list[FunctionType]:
    """Return a function and those that it calls from the same module, each once."""
    found: list[FunctionType] = [f] if isinstance(f, FunctionType) else []
    for g in found:
        for helper in _named(g).values():
            if (
                isinstance(helper, FunctionType)
                and helper.__module__ == f.__module__
                and helper not in found
            ):
                found.append(helper)
    return found
