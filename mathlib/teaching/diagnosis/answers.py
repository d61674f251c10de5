"""What a reader's answer is as an array of numbers, or why it has none."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from mathlib.symbolic.expression import Expression, shape_text
from mathlib.symbolic.nodes import Symbol

NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)

WITHOUT_INVERSE = (
    "The answer has no value at a point where the derivative has one: a matrix that is inverted in "
    "it has no inverse there. Look at its shape: which of the two products Xᵀ X and X Xᵀ has one?"
)


class UnusableError(Exception):
    """There are no numbers that can be compared; says why."""


def numbers(answer: Any) -> np.ndarray:
    """Return an answer as an array of finite numbers.

    Raises
    ------
    TypeError
        If it is not made of real numbers.
    UnusableError
        If it is empty, or some entry is masked or not finite.

    Examples
    --------
    >>> numbers([[1, 2, 4]])
    array([[1., 2., 4.]])
    """
    try:
        array = np.asarray(answer)
        if answer is None or array.dtype.kind not in "biufO":
            raise TypeError
        array = array if array.dtype.kind == "f" else array.astype(float)
    except (TypeError, ValueError, RuntimeError) as error:
        raise TypeError(
            "the answer must be an expression, an array of real numbers, a function that returns "
            f"one, or ..., not {answer!r} {error}".rstrip()
        ) from None
    if np.ma.is_masked(answer):
        raise UnusableError("The answer has masked entries, and these have no value.")
    if not array.size:
        raise UnusableError(f"The answer is empty: its shape is {array.shape}.")
    for index in np.argwhere(~np.isfinite(array))[:1]:
        where = f" at {tuple(map(int, index))}" if len(index) else ""
        raise UnusableError(f"The answer is {array[*index]}{where}, and finite numbers are wanted.")
    return array


def called(answer: Callable[..., Any], values: Mapping[str, Any], symbols: list[str]) -> Any:
    """Call an answer with copies of the values, which it may spoil.

    A function of one argument gets the value of the one symbol, whatever it calls it; others get
    the values of the symbols that they name.

    Raises
    ------
    UnusableError
        If it raises anything.

    Examples
    --------
    >>> called(np.square, {"x": np.array([1.0, 3.0]), "n": 2}, ["x"])
    array([1., 9.])
    """
    copies = {n: v.copy()[()] if isinstance(v, np.ndarray) else v for n, v in values.items()}
    try:
        if len(symbols) == 1 and _takes_one(answer):
            return answer(copies[symbols[0]])
        parameters = inspect.signature(answer).parameters
        keyed = [n for n, p in parameters.items() if p.kind is p.VAR_KEYWORD]
        wanted = {*parameters, *symbols} - {*keyed} if keyed else {*parameters}
        _refuse_unknown(parameters.values(), [*copies])
        return answer(**{n: v for n, v in copies.items() if n in wanted})
    except UnusableError:
        raise
    except Exception as error:
        said = f"The answer could not be computed: {type(error).__name__}: {error}"
        raise UnusableError(said) from error


def _refuse_unknown(parameters: Iterable[inspect.Parameter], names: list[str]) -> None:
    """Refuse a function that needs an argument which has no value here."""
    needed = [p.name for p in parameters if p.default is p.empty and p.kind in NAMED]
    if unknown := [name for name in needed if name not in names]:
        raise UnusableError(
            f"Your function takes {', '.join(unknown)}, which has no value here: call its "
            f"arguments by the letters, {', '.join(names)}."
        )


def _takes_one(f: Callable[..., Any]) -> bool:
    """Whether a function has to be given one argument, whatever its name."""
    if isinstance(f, np.ufunc):
        return f.nin == 1
    try:
        parameters = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):  # some that are written in C do not say what they take
        return True
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        return False
    if [p.kind for p in parameters] == [inspect.Parameter.VAR_POSITIONAL]:
        return True
    needed = [p for p in parameters if p.default is p.empty and p.kind is not p.VAR_POSITIONAL]
    return len(needed) == 1 and needed[0].kind in POSITIONAL


def without_value(symbols: list[Symbol], values: Mapping[str, Any]) -> str:
    """Say where a formula has no value: at which numbers, if there are any."""
    numbers_there = {s.name: float(values[s.name]) for s in symbols if not s.shape}
    place = ", ".join(f"{name} = {value:.3g}" for name, value in numbers_there.items())
    where = f"Where {place}" if place else "At a point that was tried"
    return f"{where}, your formula has no finite value, and the derivative has one."


def check_symbols(answer: Expression, symbols: list[Symbol]) -> None:
    """Refuse an answer in symbols that are not among these."""
    known, given = (
        {f"{s.name} {shape_text(s.shape)}" for s in e} for e in (symbols, answer.symbols)
    )
    if given - known:
        raise ValueError(
            f"the answer has {', '.join(sorted(given - known))}, but what is differentiated has "
            f"{', '.join(sorted(known))}"
        )
