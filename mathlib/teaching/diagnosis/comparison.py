"""Where an answer is tried: random values of the symbols, and what an answer is there."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from mathlib.evaluation.arguments import dimension_names
from mathlib.symbolic.expression import Expression, shape_text, topological_order
from mathlib.symbolic.nodes import Determinant, Inverse, Symbol
from mathlib.teaching.diagnosis.array_mutations import Slip
from mathlib.teaching.sample_points import computed, drawn
from mathlib.witnesses.agreement import FLOOR

#: Sizes of dimensions, in the order of their names: more rows than columns, as data have.
PRIMES = (19, 17, 13, 11, 7, 5, 3)
POINTS = 6
# How much a derivative at a random point may change where its inputs are rounded to float32.
STEADY = 1e-6
SEED = 20240518
# What float32 arithmetic loses, and no slip does.
ROUNDING = {2: 3e-2, 4: 3e-4, 8: 1e-5}
# Where nothing but the mistake is between two arrays.
EXACT = 1e-8


# Kinds whose mistakes tell nothing where all entries come out alike: so do many others.
DULL = {"chain rule", "missing factor", "gradient vs Jacobian", "order"}


class UnusableError(Exception):
    """The answer has no numbers that can be compared; says why."""


def places(
    y: Expression, x: Symbol, J: Expression, symbols: list[Symbol], fixed: dict[str, int]
) -> list[dict[str, Any]]:
    """Draw values at which everything is finite, in pairs with opposite variables.

    The sizes of dimensions are primes where `fixed` does not give them.
    """
    rng, names, found = np.random.default_rng(SEED), dimension_names(J), []
    inverted = any(isinstance(e, (Inverse, Determinant)) for e in topological_order(y))
    flip = 1 if x.nonnegative else -1
    for k in range(8 * POINTS):
        order = names[:: 1 if k % 4 < 2 else -1]
        # Other primes every second time: a number in the formula may be one of them.
        primes = PRIMES[-len(names) - k % 2 :]
        known = dict(zip(order, primes, strict=False)) | fixed
        values = {d: known[d] for d in names}
        values |= drawn(symbols, known, rng, positive=k % 8 > 4, regular=inverted)
        opposite = values | {x.name: flip * values[x.name]}
        found += [place for place in (values, opposite) if _steady(y, J, place, symbols)]
        if len(found) >= POINTS:
            return found
    if not found:
        raise ValueError(f"no random values at which {y} is finite; give some in at")
    return found


def _steady(y, J, values, symbols):
    """Whether everything is finite here, and single precision can compute it."""
    rounded = {n: v if isinstance(v, int) else np.float32(v) for n, v in values.items()}
    try:
        with np.errstate(all="ignore"):
            value, slope = value_of(y, values, symbols), J.evaluate(**values)
            change = np.abs(slope - J.evaluate(**rounded)).max()
    except np.linalg.LinAlgError:
        return False
    return np.isfinite(value).all() and change <= STEADY * max(np.abs(slope).max(), FLOOR)


def numbers(answer: Any) -> np.ndarray:
    """Return an answer as an array of finite numbers."""
    try:
        array = np.asarray(answer)
        if answer is None or array.dtype.kind not in "biufO":
            raise TypeError
        array = array if array.dtype.kind == "f" else array.astype(float)
    except (TypeError, ValueError, RuntimeError) as error:
        raise TypeError(
            "the answer must be an expression, an array of real numbers, a function that returns "
            f"one, or ..., not {answer!r} {error}".rstrip()
        ) from None
    for index in np.argwhere(~np.isfinite(array))[:1]:
        where = f" at {tuple(map(int, index))}" if len(index) else ""
        raise UnusableError(f"The answer is {array[*index]}{where}: a derivative is finite.")
    return array


def called(answer: Callable, values: Mapping[str, Any], symbols: list[str]) -> Any:
    """Call an answer with the values of the symbols, or of those that it names."""
    try:
        names = inspect.signature(answer).parameters
        keyed = [n for n, p in names.items() if p.kind is p.VAR_KEYWORD]
        if len(names) == len(symbols) == 1 and not keyed:
            return answer(values[symbols[0]])
        wanted = {*names, *symbols} - {*keyed} if keyed else names
        return answer(**{n: v for n, v in values.items() if n in wanted})
    except Exception as error:
        said = f"The answer could not be computed: {type(error).__name__}: {error}"
        raise UnusableError(said) from error


def refuse_strangers(answer: Expression, symbols: list[Symbol]) -> None:
    """Refuse an answer in symbols that are not among these."""
    known, given = (
        {f"{s.name} {shape_text(s.shape)}" for s in e} for e in (symbols, answer.symbols)
    )
    if given - known:
        raise ValueError(
            f"the answer has {', '.join(sorted(given - known))}, but what is differentiated has "
            f"{', '.join(sorted(known))}"
        )


def sizes_of(symbols: list[Symbol], values: Mapping[str, Any]) -> dict[str, int]:
    """Return the sizes of dimensions that the values show, or give by name."""
    shapes = [(s.shape, np.shape(values.get(s.name, ()))) for s in symbols]
    sizes = {d: n for shape, size in shapes for d, n in zip(shape, size, strict=False)}
    given = {d: n for d, n in values.items() if d not in {s.name for s in symbols}}
    return {str(d): n for d, n in (sizes | given).items()}


def value_of(e: Expression, values: Mapping[str, Any], symbols: list[Symbol]) -> np.ndarray:
    """Evaluate an expression that need not have all the symbols."""
    with np.errstate(all="ignore"):
        return np.asarray(computed(e, sizes_of(symbols, values) | dict(values)))


def tolerance(right: np.ndarray, came: np.ndarray) -> float:
    """Return how far apart numbers may be that are the same but for rounding."""
    return ROUNDING.get(came.dtype.itemsize, ROUNDING[8]) * max(np.abs(right).max(), FLOOR)


def same(right: np.ndarray, came: np.ndarray, exact: bool = False) -> bool:
    """Whether arrays of one shape, but for axes of length 1, have the same numbers."""
    right, came = np.squeeze(right), np.squeeze(came)
    if right.shape != came.shape or not np.isfinite(right).all():
        return False
    allowed = EXACT * max(np.abs(right).max(), FLOOR) if exact else tolerance(right, came)
    return bool((np.abs(right - came) <= allowed).all())


def tells(slip: Slip, right: np.ndarray) -> bool:
    """Whether an array is more than zeros, or equal entries that come out of many mistakes."""
    V, small = slip.array, EXACT * max(np.abs(right).max(), FLOOR)
    if slip.kind == "gradient vs Jacobian" and V.ndim < right.ndim:
        return np.abs(right).max() > small  # what the rows of a softmax sum up to is 0
    if not (slip.double or slip.kind in DULL) or V.shape != right.shape or V.size < 2:
        return np.abs(V).max() > small
    some = np.abs(V[np.abs(V) > small])
    return some.size > 0 and (np.ptp(some) > small or np.ptp(right) <= small < np.abs(right).max())
