"""How far apart two numbers may be that count as one: every tolerance of the package.

Numbers are compared entry by entry, each in its own size. A bound taken from the largest
entry would let an entry a million times smaller be anything at all: a wrong sign would pass,
and a check that cannot fail proves nothing. So a bound has three parts, each with its reason:

* a part of the entry itself, for the digits that a computation loses (`COMPUTED` and its kin);
* the error that a measurement states for that entry, where one was measured;
* a floor for round-off, since a computation with numbers near 1 leaves 1e-17 where 0 belongs.
  The floor is all that looks at other entries. It counts where an entry is 0, or below it in
  both arrays; otherwise it is never more than `SHARE` of the entry.

Conventions
-----------
Relative tolerances are parts of the larger of the two numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# Round-off of a computation with well-conditioned matrices of a few hundred entries.
COMPUTED = 1e-12
# The same derivative by another formula, at a point that nobody chose for its round-off.
REFORMULATED = 1e-9
# A measurement whose error estimate is lost: ten times what is promised for the scale of f.
MEASURED = 1e-8
# What an answer loses that computes in half or single precision (keys: bytes of a number).
PRECISION = {2: 3e-2, 4: 3e-4, 8: REFORMULATED}
# A number typed with three or four digits: to be called rounded rather than wrong.
ROUNDED = 1e-3

# Terms that cancel leave the round-off of the terms: of all that a computation may lose, this part
# of it, relative to the largest entry (1e-14 where 1e-12 may be lost).
ROUND_OFF = 1e-2
# No entry above this is taken for round-off, however large the others are, unless one is 0.
NEGLIGIBLE = 1e-13
# Round-off of numbers near 1, where all that is left of them is 0: so much of what may be lost.
NOTHING = 1e-3
# What is told apart in any case: the floor may hide no more than this of an entry.
SHARE = 1e-4
# An error of so much of an entry still tells a thousandth of it from the entry.
TOLD = 4e-4


def floor(a: ArrayLike, b: ArrayLike, *, relative: float = COMPUTED) -> Array:
    """Return what counts as round-off in each entry of two arrays of one shape.

    Parameters
    ----------
    a, b : array_like, of one shape
        Finite numbers.
    relative : float, optional
        The part of an entry that may be lost.

    Returns
    -------
    ndarray, of the same shape
        Where either entry is 0, ``ROUND_OFF * relative`` of the largest entry of both arrays, or
        ``NOTHING * relative`` if that is more (1e-15 where 1e-12 may be lost). Elsewhere the same
        part of the largest entry, but at most `NEGLIGIBLE`, and at most `SHARE` of an entry that
        is larger than this.

    Examples
    --------
    >>> floor([1.0, 0.0, 1e-12], [1.0, 1e-16, 2e-12])
    array([1.e-14, 1.e-14, 2.e-16])
    """
    a, b = np.abs(np.asarray(a, dtype=float)), np.abs(np.asarray(b, dtype=float))
    larger = np.maximum(a, b)
    of_largest = ROUND_OFF * relative * larger.max(initial=0.0)
    round_off = min(of_largest, NEGLIGIBLE)
    nothing = NOTHING * min(relative, MEASURED)
    own = np.where(larger <= round_off, round_off, np.minimum(round_off, SHARE * larger))
    return np.where(np.minimum(a, b) == 0, max(of_largest, nothing), own)


def bound(
    a: ArrayLike, b: ArrayLike, *, relative: float = COMPUTED, error: ArrayLike = 0.0
) -> Array:
    """Return how far apart each two entries may be that count as one number.

    Parameters
    ----------
    a, b : array_like, of one shape
        Finite numbers.
    relative : float, optional
        The part of the larger entry that may be lost.
    error : array_like, optional
        What a measurement states as its error, for all entries or for each.

    Returns
    -------
    ndarray, of the same shape
        ``relative * max(|a|, |b|) + floor(a, b) + error``.

    Examples
    --------
    >>> np.array_str(bound([2e6, 1.0, 0.0], [2e6, 1.1, 0.0]), precision=1)
    '[2.0e-06 1.2e-12 2.0e-08]'
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    larger = np.maximum(np.abs(a), np.abs(b))
    return relative * larger + floor(a, b, relative=relative) + np.asarray(error, dtype=float)


def close(
    a: ArrayLike, b: ArrayLike, *, relative: float = COMPUTED, error: ArrayLike = 0.0
) -> bool:
    """Tell whether two arrays have one shape and, entry by entry, the same finite numbers.

    Parameters
    ----------
    a, b : array_like
        Numbers. Arrays of different shapes are never close, however they broadcast, nor is
        anything that is empty or holds NaN or infinity.
    relative, error : optional
        As for `bound`.

    Returns
    -------
    bool

    Examples
    --------
    >>> close([2e6, 1.0, 3.0], [2e6, 1.1, 3.0])
    False
    >>> close([1.0, 0.3, 0.0], [1.0, 0.1 + 0.2, 1e-16])
    True
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape or not a.size or not (np.isfinite(a) & np.isfinite(b)).all():
        return False
    return bool((np.abs(a - b) <= bound(a, b, relative=relative, error=error)).all())


def is_nothing(size: ArrayLike, largest: float) -> NDArray[np.bool_]:
    """Tell which sizes are 0, or round-off of numbers as large as the largest.

    Parameters
    ----------
    size : array_like
        Sizes of entries, none negative.
    largest : float
        The largest size among the entries that they stand beside.

    Returns
    -------
    ndarray of bool, of the shape of `size`

    Examples
    --------
    >>> is_nothing([0.0, 1e-17, 1e-9], 1e9).tolist()
    [True, True, False]
    """
    return np.asarray(size) <= min(ROUND_OFF * COMPUTED * largest, NEGLIGIBLE)


def resolves(value: ArrayLike, error: ArrayLike) -> NDArray[np.bool_]:
    """Tell for each entry whether its stated error leaves it a value that can be compared.

    Parameters
    ----------
    value : array_like
        Finite numbers.
    error : array_like
        The error stated for all entries or for each.

    Returns
    -------
    ndarray of bool, of the shape of `value`
        Whether the error is at most `TOLD` of the entry. (A claim that an entry is 0 needs
        less: see `mathlib.witnesses.agreement`.)

    Examples
    --------
    >>> resolves([1e9, 1e-9, 2.0], [1e-3, 1e-3, 1e-9]).tolist()
    [True, False, True]
    """
    return np.asarray(error) <= TOLD * np.abs(np.asarray(value, dtype=float))
