"""Several witnesses, one value: they agree, or the error says how they differ.

Conventions
-----------
The first witness is what the others are compared with. Values agree when no entry differs
by more than a small part of the largest entry: 1e-7 of it where something was measured (a
witness whose name starts with ``measured``), 1e-12 where everything was computed.
"""

import re
from collections import Counter
from collections.abc import Mapping
from math import prod

import numpy as np
import sympy as sp

from mathlib.witnesses.sympy_components import entry_names, written_out

# A measurement is good to 1e-9 of the scale of f, and a derivative may be smaller than that.
MEASURED = 1e-7
# Round-off of a computation with well-conditioned matrices.
COMPUTED = 1e-12
# Where every entry is below this the tolerance falls no further, so that 1e-17 can stand for 0.
FLOOR = 1e-3
# A number typed with three or four digits: to be called rounded rather than wrong.
ROUNDED = 1e-3


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
        If they disagree: by shape, transposed, by sign, by rounding, by a factor, in one or
        more entries.
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
        raise TypeError(f"agree needs at least two named witnesses, {_example(witnesses)}")
    if _unanswered(claim, witnesses):
        return "not answered yet"
    first, *others = _values(witnesses, at)
    for other in others:
        difference = _difference(first, other, _tolerance(witnesses))
        if difference:
            raise AssertionError(_about(claim) + difference)
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
    (first, expected), (other, value) = _values(witnesses, at)
    difference = _difference((first, expected), (other, value), _tolerance(witnesses))
    if not difference:
        raise AssertionError(f"{_about(claim)}{other} agrees with {first}, but should differ")
    return f"{first} ≠ {other}: " + difference.removeprefix(f"{other} disagrees with {first}: ")


def _check_claim(claim):
    if claim is None:
        return
    if not isinstance(claim, str):
        raise TypeError("every witness needs a name, such as by_hand=..., measured=...")
    if not re.fullmatch(r"[a-z]\d+(-\d+)?", claim):
        raise ValueError(f"the id of a claim looks like 'r14' or 'r10-2', not {claim!r}")


def _about(claim):
    return f"{claim}: " if claim else ""


def _example(witnesses):
    return f"by_hand=... and measured=..., say, but got: {', '.join(witnesses) or 'none'}"


def _unanswered(claim, witnesses):
    missing = [name for name, value in witnesses.items() if value is ...]
    if missing and claim:
        raise ValueError(f"{claim}: {missing[0]} is '...'; a claim is checked with values only")
    return bool(missing)


def _tolerance(witnesses):
    return MEASURED if any(name.startswith("measured") for name in witnesses) else COMPUTED


def _values(witnesses, at):
    """Return the names of the witnesses and their values, as arrays of finite numbers."""
    given = _given({} if at is None else at)
    read = {name: _read(name, value, at or {}) for name, value in witnesses.items()}
    if not any(hasattr(value, "evaluate") for value in witnesses.values()):
        _check_used(given, {s.name for array in read.values() for s in _symbols(array)})
    numbers = {name: number for _, entries in given for name, number in entries.items()}
    values = {name: _evaluated(name, array, numbers) for name, array in read.items()}
    return _fitted(values, {n for n, w in witnesses.items() if isinstance(w, sp.MatrixBase)})


def _given(at):
    """Return the names in `at`, each with the values of its entries by their names."""
    if not isinstance(at, Mapping):
        raise TypeError(f"at maps names to numbers, as in at={{'x': [1, 2]}}, but it is {at!r}")
    given = []
    for key, value in at.items():
        if not isinstance(key, str | sp.Symbol):
            raise TypeError(f"at maps names or symbols to numbers, but {key!r} is neither")
        name = f"at[{str(key)!r}]"
        array = _evaluated(name, _read(name, value, {}), {})
        names = entry_names(str(key), array.shape)
        given.append((str(key), dict(zip(names, array.ravel().tolist(), strict=True))))
    for name, count in Counter(name for _, entries in given for name in entries).items():
        if count > 1:
            raise ValueError(f"at gives {count} values to {name}")
    return given


def _check_used(given, symbols):
    for name, entries in given:
        if not symbols & entries.keys():
            raise ValueError(f"at gives a value to {name}, which no witness uses")


def _read(name, value, at):
    """Return a witness as an array of numbers, or of SymPy expressions."""
    if hasattr(value, "evaluate"):
        value = value.evaluate(**{str(key): number for key, number in at.items()})
    return written_out(value, name)


def _symbols(array):
    return {s for entry in array.flat if isinstance(entry, sp.Expr) for s in entry.free_symbols}


def _evaluated(name, array, numbers):
    """Replace all symbols by their numbers; refuse what is then not finite and real."""
    symbols = _symbols(array)
    for missing in sorted({s.name for s in symbols} - numbers.keys()):
        raise ValueError(f"{name} needs a value for {missing}; give it in at={{{missing!r}: ...}}")
    if symbols or array.dtype == object:
        values = {s: numbers[s.name] for s in symbols}
        flat = [_number(name, entry.subs(values)) for entry in array.flat]
        array = np.array(flat).reshape(array.shape)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds NaN or infinity")
    return array


def _number(name, expression):
    try:
        number = complex(expression)
    except TypeError:
        raise ValueError(f"{name} holds {expression}, which is not a number to SymPy") from None
    if abs(number.imag) > COMPUTED * abs(number):
        raise ValueError(f"{name} holds {expression}, which is not real")
    return number.real


def _fitted(values, matrices):
    """Let SymPy's rows and columns stand for vectors if there is one, and 1 x 1 for a number."""
    shapes = [value.shape for name, value in values.items() if name not in matrices]
    target = shapes[0] if shapes else (0, 0)
    for name in matrices:
        if 1 in values[name].shape and len(target) < 2 and values[name].size == prod(target):
            values[name] = values[name].reshape(target)
    return list(values.items())


def _difference(first, other, tolerance):
    """Say in a sentence how `other` differs from `first`, None if it does not."""
    (first, expected), (other, value) = first, other
    if value.shape != expected.shape:
        hint = _hint(value.shape, expected.shape)
        return f"{other} has shape {value.shape}, {first} has {expected.shape}{hint}"
    within = tolerance * max(np.abs(expected).max(), np.abs(value).max(), FLOOR)
    wrong = np.abs(value - expected) > within
    if not wrong.any():
        return None
    how = _cause(expected, value, within, wrong) + _instance(expected, value, within, wrong)
    return f"{other} disagrees with {first}: {how}"


def _hint(shape, expected):
    if shape == expected[::-1]:
        return " (transposed?)"
    if [n for n in shape if n > 1] == [n for n in expected if n > 1]:
        return " (if the numbers are what counts, .ravel() makes vectors of both)"
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
    if (np.abs(value - expected) <= ROUNDED * np.abs(expected).max()).all():
        return "nearly the same (rounded?), "
    if explained(factor * expected) and _tells(factor, expected, within):
        return f"a factor of {factor:.6g}, "
    return f"{wrong.sum()} of {wrong.size} entries, " if wrong.sum() > 1 else ""


def _tells(factor, expected, within):
    """Any two numbers differ by a factor: only a whole one, or 1 over it, tells something."""
    if abs(factor) < 1e-9 or f"{factor:.6g}" == "1":
        return False
    whole = max(abs(factor), 1 / abs(factor))
    return (np.abs(expected) > within).sum() > 1 or abs(whole - round(whole)) < 1e-6


def _instance(expected, value, within, wrong):
    index = tuple(map(int, np.argwhere(wrong)[0]))
    where = f"at {index if len(index) > 1 else f'entry {index[0]}'} " if index else ""
    # Six digits read best; a difference that hides behind them is shown with as many as it needs.
    for digits in (6, 8, 13):
        came, wanted = (_text(array[index], within, digits) for array in (value, expected))
        if came != wanted:
            break
    return f"{where}it is {came}, not {wanted}"


def _text(number, within, digits):
    return "0" if abs(number) <= within else f"{number:.{digits}g}"
