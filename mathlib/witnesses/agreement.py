"""Several witnesses, one value: they agree, or the error says how they differ.

A wrong "they agree" is the worst that can happen here, so values are compared entry by entry,
each in its own size, and each pair of witnesses by itself: neither a large entry nor a third
witness that is rough may make the comparison of two others as rough. How far apart two entries may
be, and why, is said in `mathlib.witnesses.tolerances`; what was measured brings its own error,
and where that error drowns an entry the answer is neither yes nor no, but that it cannot be told.
A difference is put into words in `mathlib.witnesses.pairs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from mathlib.witnesses.pairs import Pair, difference, doubt
from mathlib.witnesses.tolerances import COMPUTED, REFORMULATED
from mathlib.witnesses.witness import Witness, read_witnesses


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
        pair = Pair(first, other, relative)
        problem = difference(pair) or doubt(pair)
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
    pair = Pair(first, other, _relative(read))
    found = difference(pair)
    if not found:
        agrees = f"{pair.other.name} agrees with {pair.first.name}, but should differ"
        raise AssertionError(_about(claim) + (doubt(pair) or agrees))
    known = f"{pair.other.name} disagrees with {pair.first.name}: "
    return f"{pair.first.name} ≠ {pair.other.name}: " + found.removeprefix(known)


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
