"""The search for reasons: candidates stage by stage, from the simplest mistake to the rarest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

import numpy as np

from mathlib.symbolic.expression import Expression
from mathlib.teaching.diagnosis.candidate import Candidate, Point
from mathlib.teaching.diagnosis.comparison import explains, is_zero
from mathlib.teaching.diagnosis.hints import hint
from mathlib.teaching.diagnosis.result import Reason

# How many stages take the answer as a whole.
WHOLE = 2


def search(
    stages: Iterable[Iterable[Candidate]], points: list[Point], y: Expression | None
) -> tuple[Reason, ...]:
    """Return the reasons that the first stage gives which has any, one of each kind.

    `y` is the function in letters, if it could be read; the hints speak of what stands in it.
    A stage ends the search because what is simpler is likelier: an answer that has the wrong sign
    throughout is also what two rarer mistakes make of it together, and the reader made one. The
    point with the most entries that are not 0 is asked first: there a candidate fails soonest.
    """
    points = sorted(points, key=lambda p: -np.count_nonzero(p.given))
    if all(map(is_zero, points)):  # only what is summed as a whole may come to 0
        stages = islice(stages, WHOLE)
    for stage in stages:
        found: dict[str, Reason] = {}
        for candidate in stage:
            if candidate.kind not in found and explains(candidate, points):
                kind = candidate.kind
                found[kind] = Reason(kind, str(candidate.sentence), hint(kind, y))
        if found:
            return tuple(sorted(found.values(), key=lambda reason: _rank(reason.kind, found)))
    return ()


def _rank(kind: str, found: Mapping[str, Reason]) -> int:
    """Return how soon a kind is told, of several that come to the same.

    Of two equal paths, one that is left out comes to the same as one with its sign turned; readers
    leave out. An inner derivative that is a number, or a mask, is forgotten more often than that
    number is lost; a square that is taken for a norm says more than that a slope is missing.
    """
    if kind == "norm vs square":
        return 0
    after = {"sign": {"missing path"}, "chain rule": {"mask"}}
    if kind in ("factor 2", "factor N"):
        return 3 if {"mask", "chain rule"} & {*found} else 1
    return 2 if after.get(kind, set()) & {*found} else 1
