"""Two witnesses side by side: which entries differ, what explains it, and how it is said.

In a sentence about two witnesses, the first is the one that is right, and "it" is the other. One
cause that explains every difference is named before any entry is: transposed, the opposite sign,
rounding, a factor. Each is put to the same test of equality as the values were.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mathlib.witnesses.tolerances import (
    MEASURED,
    ROUNDED,
    SHARE,
    bound,
    floor,
    is_nothing,
    resolves,
)
from mathlib.witnesses.witness import Witness

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Pair:
    """Two witnesses, and how far apart their entries may be."""

    def __init__(self, first: Witness, other: Witness, relative: float):
        """Take the errors of both together; a part of each entry is allowed besides."""
        self.first, self.other = first, other
        self.expected, self.value = first.values, other.values
        self.relative = MEASURED if first.guessed or other.guessed else relative
        self.error = np.zeros(first.values.shape)
        for witness in (first, other):
            if witness.error is not None and first.values.shape == other.values.shape:
                self.error = self.error + witness.error

    @property
    def wrong(self) -> Mask:
        """Tell which entries differ."""
        return ~self.same_as(self.expected)

    def same_as(self, expected: Array) -> Mask:
        """Tell which entries of the second witness are these numbers."""
        within = bound(expected, self.value, relative=self.relative, error=self.error)
        return np.abs(self.value - expected) <= within

    def untold(self) -> Mask:
        """Tell which entries are the same only because an error drowns them."""
        larger = np.maximum(np.abs(self.expected), np.abs(self.value))
        # What is claimed to be 0 must be so in the witness that was not measured.
        claims = [np.abs(w.values) for w in (self.first, self.other) if w.error is None]
        claimed = np.maximum.reduce(claims or [larger])
        enough = SHARE * max(larger.max(), 1.0)
        nothing = is_nothing(claimed, larger.max()) & (self.error <= enough)
        return ~self.wrong & ~nothing & ~resolves(larger, self.error)


def difference(pair: Pair) -> str | None:
    """Say in a sentence how the other differs from the first, None if it does not."""
    first, other = pair.first, pair.other
    if other.values.shape != first.values.shape:
        hint = _hint(other.values.shape, first.values.shape)
        shapes = f"has shape {other.values.shape}, {first.name} has {first.values.shape}"
        return f"{other.name} {shapes}{hint}"
    if not pair.wrong.any():
        return None
    return f"{other.name} disagrees with {first.name}: {_cause(pair)}{_instance(pair)}"


def doubt(pair: Pair) -> str | None:
    """Say where two witnesses of one shape cannot be told apart, None if they can."""
    first, other = pair.first, pair.other
    for index in np.argwhere(pair.untold())[:1]:
        at = tuple(map(int, index))
        rough = first if first.error is not None and other.error is None else other
        larger = max(abs(pair.expected[at]), abs(pair.value[at]))
        return (
            f"{rough.name} cannot tell {_place(at) or 'it '}from other numbers: the error of the "
            f"measurement is {pair.error[at]:.2g}, too much for an entry of {larger:.6g}; measure "
            "a smaller f, or that entry alone, or use method='complex'"
        )
    return None


def _hint(shape: tuple[int, ...], expected: tuple[int, ...]) -> str:
    if shape == expected[::-1]:
        return " (transposed?)"
    if [n for n in shape if n > 1] == [n for n in expected if n > 1]:
        return " (if the numbers are what counts, .ravel() makes vectors of both)"
    return ""


def _cause(pair: Pair) -> str:
    """Name the one cause that explains every difference, if there is one."""

    def explained(by: Array) -> bool:
        return by.shape == pair.value.shape and bool(pair.same_as(by).all())

    expected, value = pair.expected, pair.value
    largest = np.unravel_index(np.abs(expected).argmax(), expected.shape)
    factor = value[largest] / expected[largest] if expected[largest] else 0.0
    if explained(expected.T):
        return "transposed, "
    if explained(-expected):
        return "opposite sign, "
    if (np.abs(value - expected) <= ROUNDED * np.abs(expected) + _zero(pair, expected)).all():
        return "nearly the same (rounded?), "
    if explained(factor * expected) and _tells(factor, pair):
        return f"a factor of {factor:.6g}, "
    return f"{pair.wrong.sum()} of {pair.wrong.size} entries, " if pair.wrong.sum() > 1 else ""


def _tells(factor: float, pair: Pair) -> bool:
    """Any two numbers differ by a factor: only a whole one, or 1 over it, tells something."""
    if abs(factor) < 1e-9 or f"{factor:.6g}" == "1":
        return False
    whole = max(abs(factor), 1 / abs(factor))
    some = np.abs(pair.expected) > _zero(pair, pair.expected)
    return bool(some.sum() > 1) or abs(whole - round(whole)) < 1e-6


def _zero(pair: Pair, values: Array) -> Array:
    """Return what each entry of one witness may be where it stands for 0."""
    return floor(values, np.zeros(values.shape), relative=pair.relative) + pair.error


def _instance(pair: Pair) -> str:
    at = tuple(map(int, np.argwhere(pair.wrong)[0]))
    texts = "", ""
    # Six digits read best; a difference that hides behind them is shown with as many as it needs.
    for digits in (6, 8, 13, 17):
        texts = _text(pair, pair.value, at, digits), _text(pair, pair.expected, at, digits)
        if texts[0] != texts[1]:
            break
    return f"{_place(at)}it is {texts[0]}, not {texts[1]}"


def _place(at: tuple[int, ...]) -> str:
    return f"at {at if len(at) > 1 else f'entry {at[0]}'} " if at else ""


def _text(pair: Pair, values: Array, at: tuple[int, ...], digits: int) -> str:
    """Write an entry, as 0 where it is round-off beside the other entries of its witness."""
    return "0" if abs(values[at]) <= _zero(pair, values)[at] else f"{values[at]:.{digits}g}"
