"""What may be the name of a symbol or of a dimension: whatever can be given a value later.

Values come by name, ``evaluate(x=...)``, so a name must be one that Python takes as a keyword of a
call, and takes as it is written. To refuse it where it is made says so to whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword
from typing import Any

from mathlib.symbolic.constants import is_whole
from mathlib.symbolic.nodes import Symbol
from mathlib.symbolic.shapes import Dimension, dimension_factors, dimension_product, shape_text
from mathlib.symbolic.structure import implied

Names = str | Iterable[str]
#: What only a square matrix can be, and how it is said.
SQUARE = {
    "symmetric": "symmetric",
    "diagonal": "diagonal",
    "lower": "lower triangular",
    "definite": "positive definite",
}


def new_symbol(
    name: str, shape: tuple[Dimension, ...], symmetric: bool, positive: bool, **structure: bool
) -> Symbol:
    """Return the symbol of a name and a shape; refuse what could not be given a value later."""
    identifier = isinstance(name, str) and name.isidentifier()
    why = _unusable(name) if identifier else ""
    if why or not identifier:
        raise ValueError(f"a symbol's name must be a Python identifier, not {name!r}{why}")
    shape = tuple(map(checked_dimension, shape))
    declared = {"symmetric": symmetric, "positive": positive, **structure}
    for assumption, value in declared.items():
        if type(value).__name__ not in ("bool", "bool_"):
            raise TypeError(
                f"{assumption} is True or False for all entries of {name}, not {value!r}"
            )
        if value and assumption in SQUARE and shape[0] != shape[1]:
            raise ValueError(
                f"{name} is {shape_text(shape)}; only a square matrix can be {SQUARE[assumption]}"
            )
    words = implied(word for word, value in structure.items() if value)
    symmetric = bool(symmetric) or bool({"diagonal", "definite"}.intersection(words))
    positive = bool(positive) or "one_hot" in words
    return Symbol(name, shape, symmetric, positive, False, *words)


def separate_names(names: Names) -> list[str]:
    """Return several names, given in one string or one by one."""
    if isinstance(names, str):
        return names.replace(",", " ").split()
    try:
        return list(names)
    except TypeError:
        raise TypeError(
            f"names are given in one string, as in 'x y', or in a list, not as {names!r}"
        ) from None


def checked_dimension(dimension: Any) -> Dimension:
    """Return a dimension in its one form, or say what it should be."""
    if is_whole(dimension):
        dimension = int(dimension)
    factors = dimension_factors(dimension) if type(dimension) in (str, int) else [0]
    if not all(d.isidentifier() if isinstance(d, str) else d > 0 for d in factors):
        raise ValueError(
            "a dimension is a name or a positive whole number, or a product of them such as 'm*n', "
            f"not {dimension!r}"
        )
    for name in factors:
        if isinstance(name, str) and (why := _unusable(name)):
            raise ValueError(f"a dimension cannot be called {name!r}{why}")
    return dimension_product(*factors)


def _unusable(name: str) -> str:
    """Say why no value could be given under a name, as a keyword of `evaluate`; else nothing."""
    if iskeyword(name) or name == "__debug__":
        return f", which is a word of Python: evaluate takes no value under it; use {name}_ instead"
    if not name.isascii():
        from unicodedata import normalize

        if (plain := normalize("NFKC", name)) != name:
            return f", which Python reads as {plain!r}; use that"
    return ""
