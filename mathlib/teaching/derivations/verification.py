"""A derivation proved: every line against the one before it, or against what is measured.

Nothing here knows a rule: expressions are computed at random points, and derivatives are measured
there, of the function as it was written. If a step of simplification were wrong, the canonical form
and its derivative would agree with each other all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice, permutations
from typing import Any, NamedTuple

import numpy as np

from mathlib.evaluation.arguments import dimension_names
from mathlib.evaluation.as_written import as_written, wrong_step
from mathlib.symbolic.constants import is_whole
from mathlib.symbolic.differentials import DifferentialSymbol
from mathlib.symbolic.writings import written_symbols
from mathlib.teaching.derivations.smooth_functions import with_smooth_functions
from mathlib.teaching.derivations.step import Step
from mathlib.teaching.sample_points import (
    PRIMES,
    Point,
    computed,
    drawn,
    is_regular,
    measured,
    measured_along,
    opposite,
)
from mathlib.witnesses.tolerances import MEASURED, REFORMULATED, close

#: How many points are tried, if they fall on kinks or where something is not defined.
TRIALS = 60


class Witness(NamedTuple):
    """What a line claims, how far off it may be, and the point at which it was measured."""

    value: Any
    error: Any
    at: Point


def prove(derivation: Any, points: int) -> str:
    """Prove every line of a derivation; see `Derivation.check`."""
    if not is_whole(points) or points < 1:
        raise ValueError(f"a check takes a whole number of points, at least 1, not {points!r}")
    derivation = with_smooth_functions(derivation)
    found = [*islice(_points(derivation), points)]
    if not found:
        raise ValueError(
            f"{derivation.result.of} cannot be computed and measured at any of {TRIALS} random "
            "points; say where it is defined, with positive=True"
        )
    y = derivation.result.of
    for values, witnesses in found:
        for point in (values, opposite(written_symbols(y), values)):
            if wrong := wrong_step(y, point):
                raise AssertionError(f"{y} is not what was written: {wrong}")
        for number in range(len(derivation.steps)):
            _prove_line(derivation.steps, number, witnesses)
    if len(derivation.steps) == 1:
        return "the line holds: it is what is measured"
    return f"all {len(derivation.steps)} lines hold, and the last is what is measured"


def _prove_line(steps: Sequence[Step], number: int, known: Mapping[tuple, Witness]) -> None:
    step, before = steps[number], steps[number - 1]
    follows = number and (before.of, before.by) == (step.of, step.by)
    witness = known[step.of, step.by]
    found = computed(step.expression, witness.at)
    wanted_by: dict[str, tuple] = {}
    if follows:
        wanted_by[f"line {number}"] = computed(before.expression, witness.at), 0
    if not follows or number == len(steps) - 1:
        name = "what is measured" if step.by is not None else "what it names"
        wanted_by[name] = witness.value, witness.error
    for name, (wanted, error) in wanted_by.items():
        # Terms that cancel, of the size of the largest entry or of 1, leave their round-off.
        cancelled = REFORMULATED * (1 + np.max(np.abs(wanted)))
        if not close(found, wanted, relative=MEASURED, error=10 * np.asarray(error) + cancelled):
            line = f"line {number + 1}, {step.text()}, by {step.rule},"
            raise AssertionError(f"{line} is not equal to {name}")


def _points(derivation) -> Iterator[tuple[Point, dict[tuple, Witness]]]:
    """Yield the values of all symbols, names and sizes at a point, and what is measured there."""
    y = derivation.result.of.body
    by = derivation.result.by
    directions = {s.by for s in derivation.steps if isinstance(s.by, DifferentialSymbol)}
    symbols = sorted({s.name: s for s in (*written_symbols(y), by, *directions)}.values(), key=str)
    sizes = sorted({*dimension_names(y)}.union(*(s.dimensions for s in symbols)))
    claims = dict.fromkeys((step.of, step.by) for step in derivation.steps)
    orders = cycle(permutations(PRIMES, len(sizes)))
    for seed, primes in enumerate(islice(orders, TRIALS)):
        values = dict(zip(sizes, primes, strict=True))
        values |= drawn(symbols, values, np.random.default_rng(seed), positive=seed % 3 == 2)
        try:
            with np.errstate(all="ignore"):
                values |= {s.name: computed(e, values) for s, e in derivation.names.items()}
                if is_regular(y, lambda part: computed(part, values)):  # noqa: B023
                    yield values, {claim: _witness(*claim, values, y) for claim in claims}
        except (ValueError, np.linalg.LinAlgError):  # at a kink, the logarithm of a negative, ...
            continue


def _witness(of, by, values, whole):
    """Return what a line claims, measured at the point.

    A line by an intermediate variable holds for every value of it. Where the value that it has
    lies on a kink whatever the point, as that of an entry that is always 0, another one is taken.
    """
    if by is None:
        return Witness(as_written(of, values), 0, values)
    if isinstance(by, DifferentialSymbol):
        return Witness(*measured_along(of, by, values), values)
    try:
        return Witness(*measured(of, by, values), values)
    except ValueError:
        if by in whole.symbols:
            raise
    aside = np.random.default_rng(0).uniform(0.5, 1, np.shape(values[by.name]))
    moved = values | {by.name: values[by.name] + aside}
    return Witness(*measured(of, by, moved), moved)
