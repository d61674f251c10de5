"""Several witnesses, one value: they agree, or the error says how they differ.

Conventions
-----------
The first witness is what the others are compared with. Values agree when no entry differs
by more than a small part of the largest entry: 1e-7 of it where something was measured (a
witness whose name starts with ``measured``), 1e-12 where everything was computed.
"""

import re
from typing import NamedTuple

import numpy as np
import sympy as sp

from mathlib.components import entry_names

# A measurement is good to 1e-9 of the scale of f, and a derivative may be smaller than that.
MEASURED = 1e-7
# Round-off of a computation with well-conditioned matrices.
COMPUTED = 1e-12
# Where every entry is below this the tolerance falls no further, so that 1e-17 can stand for 0.
FLOOR = 1e-3


class Witness(NamedTuple):
    """A named value, and whether it was a SymPy matrix (which cannot help having two axes)."""

    name: str
    value: np.ndarray
    is_matrix: bool


def agree(claim=None, /, *, at=None, **witnesses):
    """Say that all witnesses have one value, or raise an error that says how they differ.

    Parameters
    ----------
    claim : str, optional
        The id of the claim that is checked, such as ``"r14"`` or ``"r10-2"``.
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
        If they disagree: by shape, transposed, by sign, by a factor, in one or more entries.
    TypeError, ValueError
        If a witness is not made of finite numbers, if a symbol is left without a value, if
        `at` names what no witness uses, if a claim's witness is ``...``.

    Notes
    -----
    Entries may differ by 1e-7 of the largest (or of 1e-3, if that is larger) where the name
    of a witness starts with ``measured``, and by 1e-12 of it otherwise.

    Examples
    --------
    >>> x1, x2, x3 = sp.symbols("x1:4")
    >>> by_algebra = sp.Matrix([[x2, x1, 0], [0, 1, 1]])
    >>> agree(by_hand=[[6, 5, 0], [0, 1, 1]], by_algebra=by_algebra, at={"x": [5, 6, 7]})
    'by_hand = by_algebra'
    """
    _check_claim(claim)
    if len(witnesses) < 2:
        raise TypeError(f"agree needs two named witnesses or more, {_example(witnesses)}")
    if _unanswered(claim, witnesses):
        return "not answered yet"
    first, *others = _called(witnesses, at)
    for other in others:
        difference = _difference(first, other, _tolerance(witnesses))
        if difference:
            verb = (
                ""
                if difference.startswith(other.name)
                else f"{other.name} disagrees with {first.name}: "
            )
            raise AssertionError(f"{claim}: " * bool(claim) + verb + difference)
    return " = ".join(witnesses)


def differ(claim=None, /, *, at=None, **witnesses):
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
        If the two agree.
    TypeError, ValueError
        As for `agree`.

    Examples
    --------
    >>> differ(by_hand=[[1, 2, 3], [2, 4, 6]], measured=[[1, 2, 3], [2.5, 4, 6]])
    'by_hand ≠ measured: at (1, 0) it is 2.5, not 2'
    """
    _check_claim(claim)
    if len(witnesses) != 2:
        raise TypeError(f"differ needs exactly two named witnesses, {_example(witnesses)}")
    if _unanswered(claim, witnesses):
        return "not answered yet"
    first, other = _called(witnesses, at)
    difference = _difference(first, other, _tolerance(witnesses))
    if not difference:
        prefix = f"{claim}: " * bool(claim)
        raise AssertionError(f"{prefix}{other.name} agrees with {first.name}, but should not")
    return f"{first.name} ≠ {other.name}: {difference}"


def _check_claim(claim):
    if claim is None:
        return
    if not isinstance(claim, str):
        raise TypeError("every witness needs a name, such as by_hand=..., measured=...")
    if not re.fullmatch(r"[a-z]\d+(-\d+)?", claim):
        raise ValueError(f"a claim's id looks like 'r14' or 'r10-2', not {claim!r}")


def _example(witnesses):
    came = ", ".join(witnesses) or "none"
    return f"such as by_hand=..., measured=..., but what came was: {came}"


def _unanswered(claim, witnesses):
    missing = [name for name, value in witnesses.items() if value is ...]
    if missing and claim:
        raise ValueError(f"{claim}: {missing[0]} is '...'; a claim needs a value to be checked")
    return bool(missing)


def _tolerance(witnesses):
    return MEASURED if any(name.startswith("measured") for name in witnesses) else COMPUTED


def _called(witnesses, at):
    """Turn what was given into witnesses with numbers for values."""
    given = _given(at or {})
    read = {name: _read(name, value, at or {}) for name, value in witnesses.items()}
    symbols = {s.name for array in read.values() for s in _free_symbols(array)}
    unused = [key for key, entries in given.items() if not symbols & entries.keys()]
    if unused and not any(hasattr(value, "evaluate") for value in witnesses.values()):
        raise ValueError(f"at gives a value to {unused[0]}, which no witness uses")
    numbers = {name: number for entries in given.values() for name, number in entries.items()}
    return [
        Witness(name, _numbers(name, array, numbers), isinstance(witnesses[name], sp.MatrixBase))
        for name, array in read.items()
    ]


def _given(at):
    """Return, for each name in `at`, the value of each of its entries by the entry's name."""
    given = {}
    for key, value in at.items():
        if not isinstance(key, str | sp.Symbol):
            raise TypeError(f"at maps names or symbols to numbers, but {key!r} is neither")
        array = _numbers(f"at[{str(key)!r}]", _read(f"at[{str(key)!r}]", value, {}), {})
        names = entry_names(str(key), array.shape)
        given[str(key)] = dict(zip(names, map(sp.Float, array.flat), strict=True))
    return given


def _read(name, value, at):
    """Return a witness as an array of floats, or of SymPy expressions."""
    if hasattr(value, "evaluate"):
        value = value.evaluate(**{str(key): number for key, number in at.items()})
    try:
        array = np.array(value)
    except ValueError:
        raise ValueError(f"{name} must be an array, but its rows differ in length") from None
    if array.dtype.kind in "biuf":
        return array.astype(float)
    if array.dtype.kind != "O":
        raise TypeError(f"{name} must be real numbers or SymPy expressions, not {value!r}")
    if not array.size:
        raise ValueError(f"{name} is empty")
    for index in np.ndindex(array.shape):
        array[index] = _expression(name, array[index])
    return array


def _expression(name, entry):
    try:
        expression = sp.sympify(entry, strict=True)
    except sp.SympifyError:
        expression = None
    if not isinstance(expression, sp.Expr):
        raise TypeError(f"{name} must be real numbers or SymPy expressions, not {entry!r}")
    return expression


def _free_symbols(array):
    return {s for entry in array.flat if isinstance(entry, sp.Basic) for s in entry.free_symbols}


def _numbers(name, array, numbers):
    """Replace all symbols by their numbers; refuse what is then not finite and real."""
    symbols = _free_symbols(array)
    unknown = sorted(s.name for s in symbols if s.name not in numbers)
    if unknown:
        raise ValueError(f"{name} needs a value for {unknown[0]}: at={{{unknown[0]!r}: ...}}")
    values = {s: numbers[s.name] for s in symbols}
    if array.dtype == object:
        flat = [_number(name, entry.subs(values)) for entry in array.flat]
        array = np.array(flat).reshape(array.shape)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds NaN or infinity")
    return array


def _number(name, expression):
    try:
        number = complex(expression)
    except TypeError:
        raise ValueError(
            f"{name} holds {expression}, which SymPy cannot turn into a number"
        ) from None
    if number.imag:
        raise ValueError(f"{name} holds {expression}, which is not real")
    return number.real


def _difference(first, other, tolerance):
    """Say how `other` differs from `first`, None if it does not."""
    expected, value = _fitted(first, other), _fitted(other, first)
    if expected.shape != value.shape:
        return f"{other.name} has shape {value.shape}, {first.name} has {expected.shape}" + (
            _shape_hint(value.shape, expected.shape)
        )
    within = tolerance * max(np.abs(expected).max(), np.abs(value).max(), FLOOR)
    wrong = np.abs(value - expected) > within
    if not wrong.any():
        return None
    return _cause(expected, value, within, wrong) + _example_entry(expected, value, within, wrong)


def _fitted(witness, other):
    """Let a SymPy row or column stand for a vector, and a 1 x 1 matrix for a number."""
    value, target = witness.value, other.value
    stands_in = witness.is_matrix and 1 in value.shape and target.ndim < 2
    return value.reshape(target.shape) if stands_in and value.size == target.size else value


def _shape_hint(shape, expected):
    if shape == expected[::-1]:
        return " (transposed?)"
    if [n for n in shape if n > 1] == [n for n in expected if n > 1]:
        return " (.ravel() makes a vector of either)"
    return ""


def _cause(expected, value, within, wrong):
    """Name the one cause that explains every difference, if there is one."""

    def explained(by):
        return by.shape == value.shape and (np.abs(value - by) <= within).all()

    largest = np.unravel_index(np.abs(expected).argmax(), expected.shape)
    factor = value[largest] / expected[largest] if expected[largest] else 0.0
    if explained(expected.T):
        return "transposed, "
    if explained(-expected):
        return "opposite sign, "
    if explained(factor * expected) and _telling(factor, expected, within):
        return f"a factor of {factor:.6g}, "
    return f"{wrong.sum()} of {wrong.size} entries, " if wrong.sum() > 1 else ""


def _telling(factor, expected, within):
    """Any two numbers differ by a factor: alone, only a whole number (or one over it) tells."""
    if abs(factor) < 1e-6 or abs(factor - 1) < 1e-6:
        return False
    whole = max(abs(factor), 1 / abs(factor))
    return (np.abs(expected) > within).sum() > 1 or abs(whole - round(whole)) < 1e-6


def _example_entry(expected, value, within, wrong):
    index = tuple(map(int, np.argwhere(wrong)[0]))
    where = f"at {index if len(index) > 1 else index[0]} " if index else ""
    pairs = [[_text(v[index], within, digits) for v in (value, expected)] for digits in (6, 10, 16)]
    came, wanted = next((pair for pair in pairs if pair[0] != pair[1]), pairs[-1])
    return f"{where}it is {came}, not {wanted}"


def _text(number, within, digits):
    return "0" if abs(number) <= within else f"{number:.{digits}g}"
