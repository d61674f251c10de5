"""What goes wrong in single entries, while all others are right.

Whoever fills in a list may have one slip in one entry, or two entries in each other's place. These
candidates look at the answer, to see which entries are meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import numpy as np

from mathlib.teaching.diagnosis.candidate import Candidate, Point
from mathlib.teaching.diagnosis.comparison import wrong_entries

Array = np.ndarray
Index = tuple[int, ...]

# Two amounts are the same up to this part of them.
SAME = 1e-7
# So many entries have other places than one another's.
LEAST = 3
#: What may have become of one entry, and how that is said.
SLIPS: dict[str, Callable[[float], float]] = {
    "has the wrong sign": lambda entry: -entry,
    "is twice as large as it should be": lambda entry: 2 * entry,
    "is half of what it should be": lambda entry: entry / 2,
    "is 1 over what it should be": lambda entry: 1 / entry if entry else np.nan,
}


def in_entries(p: Point) -> list[Candidate]:
    """Return what comes of slips in the entries that are wrong at a point."""
    if p.answer.shape != p.right.shape:
        return []
    wrong = [tuple(map(int, index)) for index in np.argwhere(wrong_entries(p))]
    if len(wrong) == 1 and p.right.size > 1:
        place = _named(wrong[0])
        return [
            Candidate(
                ("entry", wrong[0], said),
                "one entry",
                f"All entries are right but {place}, which {said}.",
                _with_slip(wrong[0], slip),
            )
            for said, slip in SLIPS.items()
        ]
    if len(wrong) == 2:
        said = f"{_named(wrong[0])} and {_named(wrong[1])} have changed places."
        key = ("swapped", *wrong)
        changed = Candidate(key, "swapped entries", said[0].upper() + said[1:], _swapped(*wrong))
        return [changed, *moved(p)]
    return []


def moved(p: Point) -> Iterator[Candidate]:
    """Yield what comes of an amount that stands in another entry, as a target of the wrong class.

    It is the same amount at every point, for two entries that are wrong by chance are not.
    """
    if p.answer.shape != p.right.shape or p.right.size < LEAST:
        return
    wrong = [tuple(map(int, index)) for index in np.argwhere(wrong_entries(p))]
    if len(wrong) != 2:
        return
    first, second = wrong
    given = p.answer.astype(float)
    amount = (given - p.right)[first]
    if abs(amount + (given - p.right)[second]) > SAME * abs(amount):
        return
    said = "What is due in one entry stands in another: two are off by the same amount."

    def change(changed: Array) -> None:
        changed[first] += amount
        changed[second] -= amount

    yield Candidate(("moved", first, second), "another entry", said, _changed(change))


def in_other_places() -> Candidate:
    """Return what comes of writing the right entries in another order."""

    def evaluate(p: Point) -> Array | None:
        if p.answer.shape != p.right.shape or p.right.size < LEAST:
            return None
        places = np.argsort(np.argsort(p.answer, axis=None))
        return np.sort(p.right, axis=None)[places].reshape(p.right.shape)

    said = "The entries are right, but they stand in the wrong places."
    return Candidate("other places", "swapped entries", said, evaluate)


def _named(index: Index) -> str:
    return f"entry {index[0] if len(index) == 1 else list(index)}"


def _with_slip(index: Index, slip: Callable[[float], float]) -> Callable[[Point], Array | None]:
    def change(changed: Array) -> None:
        changed[index] = slip(changed[index])

    return _changed(change)


def _swapped(first: Index, second: Index) -> Callable[[Point], Array | None]:
    def change(changed: Array) -> None:
        changed[first], changed[second] = changed[second], changed[first]

    return _changed(change)


def _changed(change: Callable[[Array], None]) -> Callable[[Point], Array | None]:
    """Return what changes a copy of the derivative, if it has these entries."""

    def evaluate(p: Point) -> Array | None:
        changed = p.right.copy()
        with suppress(IndexError):
            change(changed)
            return changed
        return None

    return evaluate
