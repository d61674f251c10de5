"""What a witness says: numbers of every kind, read as arrays that can be compared.

Everything becomes an array of finite floats before anything is compared, in one place, so that
no comparison has to ask of what kind a witness was, and NaN, masked entries or a lost symbol stop
here with a sentence. What was measured keeps the error of each entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import prod
from typing import Any, NamedTuple

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from mathlib.witnesses.measurement import error_of
from mathlib.witnesses.sympy_components import as_entries, entry_names
from mathlib.witnesses.tolerances import COMPUTED

Array = NDArray[Any]


class Witness(NamedTuple):
    """A witness as it is compared: its name, its values, and their errors if it was measured."""

    name: str
    values: Array
    error: Array | None

    @property
    def measured(self) -> bool:
        """Whether it was measured, by its error or by its name."""
        return self.error is not None or self.name.startswith("measured")

    @property
    def guessed(self) -> bool:
        """Whether it was measured, but its error is lost."""
        return self.measured and self.error is None


def read_witnesses(witnesses: Mapping[str, Any], at: Any) -> list[Witness]:
    """Return the values of all witnesses as arrays of finite numbers.

    Parameters
    ----------
    witnesses : mapping of str to object
        The witnesses by their names, as `agree` takes them.
    at : mapping or None
        Values of symbols, as `agree` takes them.

    Returns
    -------
    list of Witness
        In the order given.

    Raises
    ------
    TypeError, ValueError
        If one is not made of finite numbers, if a symbol is left without a value or has two, if
        `at` names what no witness uses.

    Examples
    --------
    >>> x1, x2, x3 = sp.symbols("x1:4")
    >>> [row] = read_witnesses({"by_algebra": [[x1 * x3, x2, 7]]}, {"x": [2, 3, 5]})
    >>> row.values
    array([[10.,  3.,  7.]])
    """
    given = _given({} if at is None else at)
    read = {name: _read(name, value, at or {}) for name, value in witnesses.items()}
    errors = {name: error_of(value) for name, value in witnesses.items()}
    if not any(hasattr(value, "evaluate") for value in witnesses.values()):
        _check_used(given, {s.name for array in read.values() for s in _symbols(array)})
    numbers = {name: number for _, entries in given for name, number in entries.items()}
    values = {name: _evaluated(name, array, numbers) for name, array in read.items()}
    matrices = {n for n, w in witnesses.items() if isinstance(w, sp.MatrixBase)}
    fitted = _fitted(values, matrices)
    return [Witness(name, fitted[name], errors[name]) for name in witnesses]


def _given(at: Any) -> list[tuple[str, dict[str, float]]]:
    """Return the names in `at`, each with the values of its entries by their names."""
    if not isinstance(at, Mapping):
        raise TypeError(f"at maps names to numbers, as in at={{'x': [1, 2]}}, but it is {at!r}")
    given: list[tuple[str, dict[str, float]]] = []
    for key, value in at.items():
        if not isinstance(key, str | sp.Symbol):
            raise TypeError(f"at maps names or symbols to numbers, but {key!r} is neither")
        name = f"at[{str(key)!r}]"
        array = _evaluated(name, _read(name, value, {}), {})
        names = entry_names(str(key), array.shape)
        given.append((str(key), dict(zip(names, array.ravel().tolist(), strict=True))))
    for name, count in Counter(name for _, entries in given for name in entries).items():
        if count > 1:
            keys = " and ".join(sorted({key for key, entries in given if name in entries}))
            raise ValueError(
                f"at gives {count} values to {name}, by {keys}: an entry of an array has its name "
                "with its index, so that these are one symbol; rename one of them"
            )
    return given


def _check_used(given: list[tuple[str, dict[str, float]]], symbols: set[str]) -> None:
    """Refuse a name of which no entry is used; a derivative need not have them all."""
    for name, entries in given:
        if not symbols & entries.keys():
            raise ValueError(f"at gives a value to {name}, which no witness uses")


def _read(name: str, value: Any, at: Mapping[Any, Any]) -> Array:
    """Return a witness as an array of numbers, or of SymPy expressions."""
    if hasattr(value, "evaluate"):
        value = value.evaluate(**{str(key): number for key, number in at.items()})
    return as_entries(value, name)


def _symbols(array: Array) -> set[sp.Symbol]:
    return {s for entry in array.flat if isinstance(entry, sp.Expr) for s in entry.free_symbols}


def _evaluated(name: str, array: Array, numbers: Mapping[str, float]) -> Array:
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


def _number(name: str, expression: sp.Expr) -> float:
    try:
        number = complex(expression)
    except TypeError:
        raise ValueError(f"{name} holds {expression}, which is not a number to SymPy") from None
    if abs(number.imag) > COMPUTED * abs(number):
        raise ValueError(f"{name} holds {expression}, which is not real")
    return number.real


def _fitted(values: dict[str, Array], matrices: set[str]) -> dict[str, Array]:
    """Let SymPy's rows and columns stand for vectors if there is one, and 1 x 1 for a number."""
    shapes = [value.shape for name, value in values.items() if name not in matrices]
    target = shapes[0] if shapes else (0, 0)
    for name in matrices:
        if 1 in values[name].shape and len(target) < 2 and values[name].size == prod(target):
            values[name] = values[name].reshape(target)
    return values
