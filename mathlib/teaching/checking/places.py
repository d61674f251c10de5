"""Numbers beside numbers: what is wrong with them, without saying which would be right.

One slip that explains all entries is named before any entry is: the sign, a whole factor, the
order, a transpose. Otherwise the first entry that differs is named, and in which direction. Places
are counted in words, so that no number in a sentence can be taken for the right one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from mathlib.symbolic.shapes import shape_text

Array = np.ndarray
#: Two numbers are the same if they agree to this part of the larger: the digits that one types.
SAME = 1e-6
#: NumPy prints eight decimals.
PRINTED = 5.1e-9
#: What agrees to this part may be a rounded number.
ROUNDED = 2e-2
#: As many entries are right, at least, in a matrix of which it is said that it is turned.
HALF = 0.5
#: Numbers below this part of the largest entry are 0.
NOTHING = 1e-9
ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
]
TIMES = {2: "twice"} | {
    n: f"{word} times"
    for n, word in enumerate(("three", "four", "five", "six", "seven", "eight", "nine", "ten"), 3)
}


class Finding(NamedTuple):
    """What is wrong: the kind of mistake, and a sentence."""

    kind: str
    sentence: str


TRANSPOSED = Finding("layout", "This is the transpose of the right answer: its rows are columns.")


def same(given: Array, right: Array, error: Array | float = 0.0) -> Array:
    """Say which entries are the same numbers."""
    largest = np.abs(right).max(initial=0.0)
    allowed = SAME * np.maximum(np.abs(given), np.abs(right)) + NOTHING * largest + error
    allowed = allowed + (PRINTED if largest > PRINTED / SAME else 0)
    return np.abs(given - right) <= allowed


def shaped(given: Array, right: Array) -> Array | None:
    """Return an answer in the shape of the right one; a row or a column may stand for a vector.

    Examples
    --------
    >>> shaped(np.array([[1.0, 2.0, 3.0]]), np.zeros(3))
    array([1., 2., 3.])
    >>> shaped(np.zeros((2, 3)), np.zeros((3, 2))) is None
    True
    """
    if given.shape == right.shape:
        return given
    vectors = right.ndim <= 1 and given.size == right.size and max(given.ndim, 1) <= 2
    return given.reshape(right.shape) if vectors and sum(n > 1 for n in given.shape) <= 1 else None


def finding(given: Array, right: Array) -> Finding:
    """Say what is wrong with an answer of the right shape."""
    wrong = ~same(given, right)
    rounded = _rounded(given, right)
    if rounded:
        return Finding("rounded", rounded)
    return _one_slip(given, right) or Finding("place", _place(given, right, wrong))


def wrong_shape(given: Array, right: Array, names: Mapping[int, str] | None = None) -> Finding:
    """Say how a shape is wrong; of a formula, with the names of lengths."""
    if _is_transposed(given, right):
        return TRANSPOSED
    if given.ndim == 2 and given.T.shape == right.shape and same(given.T, right).mean() >= HALF:
        turned = finding(given.T, right).sentence
        return Finding("layout", f"Its rows are columns, and when they are turned: {turned}")
    came, wanted = (_form(array, names or {}) for array in (given, right))
    return Finding("shape", f"Your answer is {came}, and {wanted} is wanted.")


def brackets(given: Array, right: Array) -> Finding | None:
    """Return what is wrong if the numbers are right, and stand in too few brackets.

    Examples
    --------
    >>> brackets(np.array([3.0, 5.0]), np.array([[3.0, 5.0]])).sentence
    'The numbers are right; write them as a list of rows, with two pairs of brackets.'
    """
    flat = given.ndim == 1 and right.ndim == 2 and given.size == right.size
    if not flat or not same(given, right.ravel()).all():
        return None
    said = "The numbers are right; write them as a list of rows, with two pairs of brackets."
    return Finding("shape", said)


def _form(array: Array, names: Mapping[int, str]) -> str:
    """Say what kind of thing an array is."""
    if array.size == 1 and array.ndim < 2:
        return "a single number"
    if names:
        return f"an array of shape {shape_text(tuple(names.get(n, n) for n in array.shape))}"
    if array.ndim == 1:
        return f"a list of {array.size} numbers"
    return f"an array of shape {array.shape}"


def _rounded(given: Array, right: Array) -> str:
    """Return a sentence if the numbers are right ones with too few digits."""
    for digits in range(5):
        unit = 0.5 * 10.0**-digits
        if (given == np.round(given, digits)).all() and (np.abs(given - right) <= unit).all():
            close = np.abs(given - right) <= ROUNDED * np.abs(right)
            if close.all():
                return "Nearly: it seems to be rounded. Give six digits, or let Python compute it."
            return ""
    return ""


def _one_slip(given: Array, right: Array) -> Finding | None:
    if same(-given, right).all():
        return Finding("sign", "The sign is wrong.")
    if _is_transposed(given, right):
        return TRANSPOSED
    if given.size > 1 and same(np.sort(given.ravel()), np.sort(right.ravel())).all():
        return Finding("swapped entries", "The numbers are right, and stand in the wrong places.")
    return _by_a_factor(given, right) if given.size > 1 else None


def _by_a_factor(given: Array, right: Array) -> Finding | None:
    """Return what is said if all entries are wrong by the same factor; if it is whole, by which."""
    largest = np.unravel_index(np.abs(right).argmax(), right.shape)
    factor = given[largest] / right[largest] if right.any() else 0.0
    if factor <= 0 or not same(given, factor * right).all():
        return None
    how, times = ("large", factor) if factor > 1 else ("small", 1 / factor)
    for n, word in TIMES.items():
        if same(np.array(times), np.array(n)):
            return Finding(
                "factor 2" if n == 2 else "factor N", f"Every entry is {word} too {how}."
            )
    said = f"Every entry is too {how}, by the same factor."
    return Finding("place", said) if np.count_nonzero(right) > 1 else None


def _is_transposed(given: Array, right: Array) -> bool:
    turned = given.ndim == 2 and given.T.shape == right.shape
    return turned and bool(same(given.T, right).all())


def _place(given: Array, right: Array, wrong: Array) -> str:
    """Name the first entry that differs, and how."""
    index = tuple(map(int, np.argwhere(wrong)[0])) if given.ndim else ()
    how = _how(float(given[index]), float(right[index]))
    others = "" if wrong.sum() == 1 else ", and it is not the only one"
    return f"Not right: {_named(index)} {how}{others}."


def _named(index: tuple[int, ...]) -> str:
    """Return a place in words."""
    if not index:
        return "it"
    if len(index) == 1:
        return f"the {_ordinal(index[0])} entry"
    if len(index) == 2:
        return f"the entry in the {_ordinal(index[0])} row and the {_ordinal(index[1])} column"
    return f"the entry at {index}"


def _ordinal(k: int) -> str:
    return ORDINALS[k] if k < len(ORDINALS) else f"{k + 1}th"


def _how(came: float, wanted: float) -> str:
    if wanted and abs(came + wanted) <= SAME * abs(wanted):
        return "has the wrong sign"
    return "is too large" if came > wanted else "is too small"
