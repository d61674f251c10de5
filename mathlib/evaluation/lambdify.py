"""An expression compiled: written as the source of a NumPy function, and made that function.

The function checks its arguments as `evaluate` does. A check costs more than a small gradient, so
shapes that have been seen to fit are let through at a look.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from keyword import iskeyword
from typing import Any

import numpy as np

from mathlib.evaluation import numpy_arrays, numpy_printer
from mathlib.evaluation.arguments import (
    accepted_symbols,
    cancelled_symbols,
    check_assumptions,
    check_names,
    checked_arguments,
    dimension_names,
    listed,
)
from mathlib.evaluation.numpy_functions import (
    add_diagonal,
    adjugate,
    digamma,
    erf,
    hardmax,
    lgamma,
    logsumexp,
    polygamma,
    sigmoid,
    softmax,
)
from mathlib.evaluation.numpy_picks import gather, inside, picked, scatter, span, windows
from mathlib.evaluation.spectral_functions import SPECTRAL_FUNCTIONS
from mathlib.symbolic.expression import Expression, shape_text
from mathlib.symbolic.index_nodes import IndexSymbol
from mathlib.symbolic.nodes import Symbol

#: What compiled code may call.
HELPERS = {
    f.__name__: f
    for f in (
        softmax,
        logsumexp,
        hardmax,
        gather,
        inside,
        picked,
        scatter,
        span,
        windows,
        sigmoid,
        adjugate,
        add_diagonal,
        erf,
        lgamma,
        digamma,
        polygamma,
    )
}
HELPERS |= SPECTRAL_FUNCTIONS

ARRAY, DOUBLE = np.ndarray, np.dtype(float)


def lambdify(e: Expression, arguments: tuple[Symbol, ...]) -> Callable[..., Any]:
    """Return a NumPy function of the arguments, in their order.

    Parameters
    ----------
    e : Expression
        Of any shape.
    arguments : tuple of Symbol
        At least the symbols of `e`; for a derivative, also those that have dropped out.

    Returns
    -------
    callable
        Takes an array for each argument, and by keyword a number for each dimension that none of
        them shows. Its ``source`` is the Python text that runs. It checks what it is given as
        `evaluate` does, and computes in double precision.

    Raises
    ------
    TypeError
        If an argument is not a symbol.
    ValueError
        If a symbol of `e` is missing among the arguments, or one of them is not in `e`.

    Notes
    -----
    Products are ordered as if all dimensions were large and alike.

    Examples
    --------
    >>> import mathlib as ml
    >>> A, x, b = ml.matrix("A", "m", "n"), ml.vector("x", "n"), ml.vector("b", "m")
    >>> f = ml.sum((A @ x - b) ** 2)
    >>> print(ml.gradient(f, x).compile(A, x, b).source)
    def f(A, x, b):
        A, x, b = fitted(A, x, b)
        return 2.0 * (A.T @ ((A @ x) - b))
    <BLANKLINE>
    """
    for argument in arguments:
        if not isinstance(argument, Symbol):
            raise TypeError(f"compile takes symbols, not {argument!r}")
    if len({*arguments}) < len(arguments):
        raise ValueError(f"an argument is given twice: {', '.join(a.name for a in arguments)}")
    accepted = accepted_symbols(e) | cancelled_symbols(e, [s.name for s in arguments])
    _refuse_strangers(arguments, {s.name: s for s in accepted})
    formula = e.body if e.of is None else e.with_symmetry
    needed = {s.name for s in formula.symbols}
    missing = needed - {s.name for s in arguments}
    if missing:
        which = "is an argument that is" if len(missing) == 1 else "are arguments that are"
        raise ValueError(f"{listed(missing)} {which} missing: compile({listed(needed)})")
    functions = formula.__dict__.setdefault("_functions", {})  # kept with the expression
    key = arguments, dimension_names(e)
    if key not in functions:
        functions[key] = _compiled(formula, *key)
    return functions[key]


def _refuse_strangers(arguments: Sequence[Symbol], known: Mapping[str, Symbol]) -> None:
    """Refuse arguments that are not symbols of the expression."""
    for argument in arguments:
        own = known.get(argument.name)
        if own in (argument, argument.settled_version):
            continue
        came = f"{argument.name} {shape_text(argument.shape)}"
        if own is not None and own.shape == argument.shape:
            raise ValueError(
                f"{came} is declared otherwise (positive, symmetric) in the expression"
            )
        symbols = [f"{s.name} {shape_text(s.shape)}" for s in known.values()]
        raise ValueError(
            f"{came} is not one of {listed(symbols)}"
            if symbols
            else f"{came} is not in the expression, which has no symbols"
        )


def _compiled(
    formula: Expression, arguments: tuple[Symbol, ...], dimensions: tuple[str, ...]
) -> Callable[..., Any]:
    names = _code_names([*(s.name for s in arguments), *dimensions])
    code = numpy_printer.source(
        formula,
        [names[s.name] for s in arguments],
        {names[d]: how for d, how in _shown_sizes(arguments, dimensions, names).items()},
        names,
    )
    counted = [d for d in dimensions if names[d] in code.counted]
    space: dict[str, Any] = {
        "np": np,
        "fitted": _fitting(arguments, counted, dimensions),
        **HELPERS,
    }
    exec(code.text, space)
    function = space["f"]
    function.source = code.text
    return function


def _code_names(names: Sequence[str]) -> dict[str, str]:
    """Return what symbols and dimensions are called in code: their names, where that is possible.

    A keyword cannot be a variable, and what the code calls itself must not be hidden by one.
    """
    own = {*HELPERS, "np", "fitted", "sizes", "__debug__"}
    free = (name for k in count(1) if (name := f"v{k}") not in names)
    return {name: next(free) if name in own or iskeyword(name) else name for name in names}


def _shown_sizes(
    symbols: Sequence[Symbol], dimensions: Sequence[str], names: Mapping[str, str]
) -> dict[str, str | None]:
    """How the size of each dimension is found: on which axis of which argument, if on any."""
    sizes: dict[str, str | None] = dict.fromkeys(dimensions)
    for symbol in reversed(symbols):
        for axis, dimension in enumerate(symbol.shape):
            if dimension in sizes:
                sizes[dimension] = f"{names[symbol.name]}.shape[{axis}]"
    return sizes


def _fitting(
    symbols: Sequence[Symbol], counted: Sequence[str], dimensions: Sequence[str]
) -> Callable[..., Any]:
    """Return a function that makes arrays of the arguments, and refuses those that do not fit.

    It also returns the sizes of the dimensions that are `counted`, which are given by name.
    """
    fitting: set[tuple] = set()  # shapes that have been seen to fit
    assumed = [k for k, s in enumerate(symbols) if s.nonnegative or s.is_declared]
    pointing = any(isinstance(s, IndexSymbol) for s in symbols)  # how far, sizes say

    def fitted(*values: Any, **sizes: Any) -> Any:
        try:
            seen = tuple([v.shape for v in values if v.dtype is DOUBLE and v.__class__ is ARRAY])
        except AttributeError:
            seen = ()
        if counted or sizes or pointing or len(seen) < len(values) or seen not in fitting:
            _check_sizes(sizes, counted, dimensions)
            arrays, known = checked_arguments(symbols, values, sizes, numpy_arrays)
            fitting.add(tuple([array.shape for array in arrays]))
            found = [*arrays, *(known[d] for d in counted)]
            return found if len(found) != 1 else found[0]
        for k in assumed:
            check_assumptions(symbols[k], values[k], numpy_arrays, {})
        return values if len(values) != 1 else values[0]

    return fitted


def _check_sizes(
    sizes: Mapping[str, Any], counted: Sequence[str], dimensions: Sequence[str]
) -> None:
    """Refuse sizes that are missing, or of dimensions that are not there."""
    check_names(sizes, (), dimensions)
    missing = {*counted} - {*sizes}
    if missing:
        example = ", ".join(f"{name}=3" for name in counted)
        raise TypeError(
            f"no value for the dimension {listed(missing)}; no argument shows it, so give it by "
            f"name: {example}"
        )
