"""Several witnesses, one value: they agree, or the error says how they differ.

A wrong "they agree" is the worst that can happen here, so values are compared entry by entry,
each in its own size, and each pair of witnesses by itself: neither a large entry nor a third
witness that is rough may make the comparison of two others as rough. How far apart two entries may
be, and why, is said in `mathlib.witnesses.tolerances`; what was measured brings its own error,
and where that error drowns an entry the answer is neither yes nor no, but that it cannot be told.

Conventions
-----------
In a sentence about two witnesses, the first is the one that is right, and "it" is the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathlib.witnesses.tolerances import (
    COMPUTED,
    MEASURED,
    REFORMULATED,
    ROUNDED,
    SHARE,
    bound,
    floor,
    is_nothing,
    resolves,
)
from mathlib.witnesses.witness import Witness, read_witnesses

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def agree(claim: str | None = None, /, *, at: Any = None, **witnesses: Any) -> str:
    """Say that all witnesses have one value, or raise an error that says how they differ.

    Parameters
    ----------
    claim : str, optional
        A label of what is checked, such as ``"r14"``, with which an error begins.
    at : dict, optional
        Where SymPy (or other) expressions are evaluated: names or symbols to numbers or
        arrays. An array for ``"x"`` stands for the symbols ``x1, x2, ...``, a matrix for
        ``"A"`` stands for ``A11, A12, ...``.
    **witnesses
        Two or more numbers, arrays, nested lists, SymPy expressions, matrices or arrays, or
        objects with a method ``evaluate(**at)``. They may differ in kind but not in shape,
        except that a SymPy matrix of one row or column also stands for a vector, and one of
        a single entry for a number. ``...`` stands for an exercise's missing answer.

    Returns
    -------
    str
        The witnesses' names in the order given: ``'by_hand = by_algebra = measured'``; or
        ``'not answered yet'`` where a witness is ``...``.

    Raises
    ------
    AssertionError
        If two of them disagree: by shape, transposed, by sign, by rounding, by a factor, in one
        or more entries; or if a measurement is too rough to tell.
    TypeError, ValueError
        If a witness is not made of finite numbers, if a symbol is left without a value, if
        `at` names what no witness uses, if a labelled witness is ``...``.

    Notes
    -----
    Two entries may differ by 1e-12 of the larger where everything was computed. Where `measure`
    measured one of the witnesses it is 1e-9, for others may be differences of the reader's own,
    and the error estimate of the entry is added; it travels with what `measure` returns through
    slicing, reshaping, stacking, sums and products. A witness that is called ``measured...`` but
    brings no error may be off by 1e-8 of each entry. Beside large entries a hundredth of this
    part of the largest counts as 0 (but for two numbers other than 0, no more than 1e-13), and
    nothing else is allowed for them. A measurement tells an entry if its error is less than
    1/2500 of it; a 0 may be measured with an error up to 1e-4 of the largest entry (or of 1).

    Examples
    --------
    >>> import sympy as sp
    >>> x1, x2, x3 = sp.symbols("x1:4")
    >>> by_algebra = sp.Matrix([[x2, x1, 0], [0, 1, 1]])
    >>> agree(by_hand=[[6, 5, 0], [0, 1, 1]], by_algebra=by_algebra, at={"x": [5, 6, 7]})
    'by_hand = by_algebra'
    """
    _check_label(claim)
    if len(witnesses) < 2:
        raise TypeError(f"agree needs at least two named witnesses, {_example(witnesses)}")
    if _unanswered(claim, witnesses):
        return "not answered yet"
    read = read_witnesses(witnesses, at)
    relative = _relative(read)
    for first, other in combinations(read, 2):
        pair = _Pair(first, other, relative)
        problem = _difference(pair) or _doubt(pair)
        if problem:
            raise AssertionError(_about(claim) + problem)
    return " = ".join(witnesses)


def differ(claim: str | None = None, /, *, at: Any = None, **witnesses: Any) -> str:
    """Say how two witnesses differ that must not agree: a statement wrong on purpose.

    Parameters
    ----------
    claim, at, **witnesses
        As for `agree`, with exactly two witnesses.

    Returns
    -------
    str
        Such as ``'by_hand ≠ measured: at (1, 0) it is 2.5, not 2'``, where "it" is the second.

    Raises
    ------
    AssertionError
        If the two agree, or if a measurement is too rough to tell.
    TypeError, ValueError
        As for `agree`.

    Examples
    --------
    >>> differ(by_hand=[[1, 2, 3], [2, 4, 6]], measured=[[1, 2, 3], [2.5, 4, 6]])
    'by_hand ≠ measured: at (1, 0) it is 2.5, not 2'
    """
    _check_label(claim)
    if len(witnesses) != 2:
        raise TypeError(f"differ needs exactly two named witnesses, {_example(witnesses)}")
    if _unanswered(claim, witnesses):
        return "not answered yet"
    read = read_witnesses(witnesses, at)
    first, other = read
    pair = _Pair(first, other, _relative(read))
    difference = _difference(pair)
    if not difference:
        agrees = f"{pair.other.name} agrees with {pair.first.name}, but should differ"
        raise AssertionError(_about(claim) + (_doubt(pair) or agrees))
    known = f"{pair.other.name} disagrees with {pair.first.name}: "
    return f"{pair.first.name} ≠ {pair.other.name}: " + difference.removeprefix(known)


def _check_label(claim: Any) -> None:
    if claim is None:
        return
    if not isinstance(claim, str):
        raise TypeError("every witness needs a name, such as by_hand=..., measured=...")
    if not claim.strip():
        raise ValueError("the label of a claim is empty; leave it out, or write one such as 'r14'")


def _about(claim: str | None) -> str:
    return f"{claim}: " if claim else ""


def _example(witnesses: Mapping[str, Any]) -> str:
    return f"by_hand=... and measured=..., say, but got: {', '.join(witnesses) or 'none'}"


def _unanswered(claim: str | None, witnesses: Mapping[str, Any]) -> bool:
    missing = [name for name, value in witnesses.items() if value is ...]
    if missing and claim:
        raise ValueError(f"{claim}: {missing[0]} is '...'; a claim is checked with values only")
    return bool(missing)


def _relative(read: list[Witness]) -> float:
    return REFORMULATED if any(witness.measured for witness in read) else COMPUTED


class _Pair:
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


def _difference(pair: _Pair) -> str | None:
    """Say in a sentence how the other differs from the first, None if it does not."""
    first, other = pair.first, pair.other
    if other.values.shape != first.values.shape:
        hint = _hint(other.values.shape, first.values.shape)
        shapes = f"has shape {other.values.shape}, {first.name} has {first.values.shape}"
        return f"{other.name} {shapes}{hint}"
    if not pair.wrong.any():
        return None
    return f"{other.name} disagrees with {first.name}: {_cause(pair)}{_instance(pair)}"


def _doubt(pair: _Pair) -> str | None:
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


def _cause(pair: _Pair) -> str:
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


def _tells(factor: float, pair: _Pair) -> bool:
    """Any two numbers differ by a factor: only a whole one, or 1 over it, tells something."""
    if abs(factor) < 1e-9 or f"{factor:.6g}" == "1":
        return False
    whole = max(abs(factor), 1 / abs(factor))
    some = np.abs(pair.expected) > _zero(pair, pair.expected)
    return bool(some.sum() > 1) or abs(whole - round(whole)) < 1e-6


def _zero(pair: _Pair, values: Array) -> Array:
    """Return what each entry of one witness may be where it stands for 0."""
    return floor(values, np.zeros(values.shape), relative=pair.relative) + pair.error


def _instance(pair: _Pair) -> str:
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


def _text(pair: _Pair, values: Array, at: tuple[int, ...], digits: int) -> str:
    """Write an entry, as 0 where it is round-off beside the other entries of its witness."""
    return "0" if abs(values[at]) <= _zero(pair, values)[at] else f"{values[at]:.{digits}g}"
