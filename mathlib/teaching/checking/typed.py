"""What a reader typed, as something that can be judged, or a sentence for a beginner.

People answer with whatever is at hand: numbers, lists, fractions, the engine's letters, SymPy's, a
function, or a line of text in the notation of the page. Each is brought to one of three forms that
are judged alike: an array of numbers, an expression, or a function.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, ValuesView
from contextlib import suppress
from itertools import islice
from typing import Any

import numpy as np

from mathlib.reading.formulas import read
from mathlib.reading.spellings import spellings
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol
from mathlib.teaching.checking.lists import SIZES, TRUTHS, list_in
from mathlib.teaching.checking.text import formula_in
from mathlib.teaching.diagnosis.answers import numbers

Array = np.ndarray
BARS = re.compile(r"(?<!\|)\|\s*(\w+)\s*\|(?!\|)")
POWER_OF_E = re.compile(r"(?<![^\W\d])([eE])\s*(?:\^|\*\*|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])")
#: A 1 that stands beside something, and not in a number.
ONES = re.compile(r"(?<=[^\W\d]) 1(?![\w.ᵀ])|(?<=[ᵀ)'])\s?1(?![\w.ᵀ])")
#: As many numbers are taken from what yields them one by one; nobody asks for more.
MOST = 10_000


class UnreadError(Exception):
    """What was typed is no answer; says what to type instead."""


def understood(
    answer: Any, symbols: Mapping[str, Symbol], shape: tuple[Any, ...] | None
) -> Array | Expression | Callable[..., Any]:
    """Return an answer as an array, an expression, or a function.

    Raises
    ------
    UnreadError
        If it is none of these.
    """
    if isinstance(answer, str):
        return _read(answer, symbols, shape)
    if isinstance(answer, list | tuple) and _holds(answer, str):
        return _read(str(answer).replace("'", "").replace('"', ""), symbols, shape)
    if isinstance(answer, Expression):
        return answer
    if _is_sympy(answer):
        return _of_sympy(answer, symbols, shape)
    if isinstance(answer, type) or (callable(answer) and hasattr(answer, "__path__")):
        raise UnreadError(f"{answer!r} is no answer: type a number, a list, or a formula.")
    if callable(answer):
        return answer
    return as_numbers(answer)


def as_numbers(answer: Any) -> Array:
    """Return an answer as an array of finite real numbers.

    Examples
    --------
    >>> as_numbers([[1, 2], [3, 4.5]])
    array([[1. , 2. ],
           [3. , 4.5]])
    """
    if isinstance(answer, set | dict):
        raise UnreadError("Your answer has no order: type a list, such as [1, 2].")
    if _holds(answer, Expression):
        raise UnreadError(
            "Your answer is a list of expressions: give one expression, or the numbers at the "
            "point."
        )
    if isinstance(answer, Iterator | ValuesView):
        answer = [*islice(answer, MOST)]
    if isinstance(answer, complex) or getattr(answer, "dtype", np.dtype(int)).kind == "c":
        answer = _real(np.asarray(answer))
    try:
        return numbers(answer)
    except (TypeError, OverflowError):
        raise UnreadError(
            "Your answer is not made of numbers: type a number, or a list of numbers whose rows "
            "are equally long."
        ) from None


def _real(answer: Array) -> Array:
    """Return the real part of complex numbers that have no other."""
    if answer.imag.any():
        raise UnreadError("Your answer is complex, and a derivative of real numbers is real.")
    return answer.real


def _read(text: str, symbols: Mapping[str, Symbol], shape: tuple[Any, ...] | None) -> Any:
    """Return the expression, or the numbers, that a line of text writes."""
    is_value = not symbols and shape is not None
    if is_value and text.strip().lower() in TRUTHS:
        return as_numbers(TRUTHS[text.strip().lower()])
    if is_value and shape and (sizes := SIZES.fullmatch(text.strip())):
        return as_numbers([float(size) for size in sizes.groups()])
    try:
        try:
            formula = _formula(formula_in(text), symbols, shape)
        except ValueError as unfit:
            formula = _otherwise(formula_in(text), symbols, shape, unfit)
        is_formula = formula.symbols or formula.shape or not _has_no_letters(text)
        if not is_formula and shape and (listed := list_in(text, number_in)):
            return as_numbers(listed)  # [1 -2] is printed so by NumPy
        return formula if is_formula else as_numbers(formula.evaluate())
    except ValueError as error:
        with suppress(ValueError):
            numbers = list_in(text, number_in)
            if numbers is not None:
                return as_numbers(numbers)
        if text.strip().startswith("lambda") and not symbols:
            raise UnreadError("A function is given itself: type it without quotes.") from None
        raise UnreadError(f"Your answer cannot be read: {error}.") from None


def _otherwise(
    text: str, symbols: Mapping[str, Symbol], shape: tuple[Any, ...] | None, unfit: ValueError
) -> Expression:
    """Read a formula that does not fit as it is read at first.

    A dot between vectors is the inner product, or else works on entries; 1 behind a matrix or
    before one is a number, or else the vector of ones. And what is of another
    shape than was asked for is an answer still, and a wrong one.
    """
    readings = text.replace("·", "⊙"), ONES.sub(" 𝟏", text)
    for reading, wanted in (*((reading, shape) for reading in readings), (text, None)):
        with suppress(ValueError):
            return _formula(reading, symbols, wanted)
    raise unfit


def number_in(word: str) -> float:
    """Return the number that a word writes."""
    return float(_formula(formula_in(word), {}, ()).evaluate())


def _has_no_letters(text: str) -> bool:
    """Whether a text is a number: 2 x / x is a formula, and 2 is none."""
    with suppress(ValueError):
        _formula(formula_in(text), {}, ())
        return True
    return False


def _formula(text: str, symbols: Mapping[str, Symbol], shape: tuple[Any, ...] | None) -> Expression:
    """Return the formula that a text writes, in which e^ is the exponential if e is no letter."""
    for name in BARS.findall(text):
        shape_between = symbols[name].shape if name in symbols else ()
        if len(shape_between) == 2 and len({*shape_between}) == 1:
            raise ValueError(f"|{name}| can be read in two ways: write det({name}), or abs({name})")
    powers = {*POWER_OF_E.findall(text)} - symbols.keys()
    euler = {letter: as_expression(np.e) for letter in powers}
    return read(text, *symbols.values(), shape=shape, **euler)


def _is_sympy(answer: Any) -> bool:
    """Say whether an answer is SymPy's; who typed one has imported it."""
    sympy = sys.modules.get("sympy")
    if sympy is None:
        return False
    kinds = sympy.Basic, sympy.MatrixBase
    return isinstance(answer, kinds) or _holds(answer, kinds)


def _holds(answer: Any, kinds: Any) -> bool:
    """Say whether a list, however nested, holds one of these."""
    if isinstance(answer, list | tuple):
        return any(isinstance(entry, kinds) or _holds(entry, kinds) for entry in answer)
    return False


def _of_sympy(answer: Any, symbols: Mapping[str, Symbol], shape: tuple[Any, ...] | None) -> Any:
    """Return what SymPy's answer is: numbers, or a formula in letters that are known here."""
    import sympy

    if isinstance(answer, sympy.Poly):
        answer = answer.as_expr()
    entries = sympy.Array(answer if isinstance(answer, list | tuple) else [answer])
    if isinstance(answer, sympy.MatrixBase):
        entries = sympy.Array(answer.tolist())
    if not entries.free_symbols:
        values = np.array(entries.applyfunc(_as_float).tolist(), dtype=float)
        alone = not isinstance(answer, list | tuple | sympy.MatrixBase)
        return as_numbers(values[0] if alone else values)
    letters = {str(letter) for letter in entries.free_symbols}
    scalars = {name for name, symbol in symbols.items() if not symbol.shape}
    scalars |= {name for name, meant in spellings(symbols).items() if meant in scalars}
    if isinstance(answer, sympy.Expr) and letters <= scalars:
        return _read(str(answer), symbols, shape)
    names = ", ".join(sorted(letters))
    raise UnreadError(
        f"Your answer is in SymPy's letters ({names}), and nothing here has these names as "
        "numbers: give the numbers at the point, or type the formula as text, in quotes."
    )


def _as_float(entry: Any) -> float:
    """Return a number of SymPy's; true is 1."""
    if getattr(entry, "is_real", True) is False:
        raise UnreadError(f"Your answer has {entry} in it, and real numbers are wanted.")
    return float(entry.evalf()) if hasattr(entry, "evalf") else float(bool(entry))
