"""What is a number or a formula, and cannot be the answer as it is typed: asked back, not judged.

A decimal comma would be read as a list of two, and ``np.ones(3)`` as a vector of another length,
where the length is open. To call such an answer wrong would mislead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import numpy as np

from mathlib.symbolic.expression import Expression
from mathlib.symbolic.shapes import shape_text
from mathlib.teaching.checking.lists import list_in
from mathlib.teaching.checking.typed import UnreadError, number_in

COMMA = re.compile(r"[-+−]?\d+,\d+")
COMMAS = re.compile(r"(?<![\d,])(\d+),(\d+)(?![\d,])")
THOUSANDS = re.compile(r"[-+−]?\d{1,3}(?:(?:,\d{3}){2,}|(?:[ '’\u00a0\u2009\u202f]\d{3})+)")


def refuse_separators(answer: Any, right: Any) -> None:
    """Refuse marks inside numbers: decimal commas, and what stands between thousands."""
    if not isinstance(answer, str):
        return
    text, shape = answer.strip(), getattr(right, "shape", ())
    if not shape and COMMA.fullmatch(text):
        whole = text.replace(",", "")
        meant = f" (or {whole}, if thousands were meant)" if len(text.split(",")[1]) == 3 else ""
        raise UnreadError(f"A decimal point is a dot: write {text.replace(',', '.')}{meant}.")
    if not shape and THOUSANDS.fullmatch(text):
        written = re.sub(r"[^-+−\d]", "", text)
        raise UnreadError(f"Write a number without marks between its thousands: {written}.")
    dotted = COMMAS.sub(r"\1.\2", text)
    if isinstance(right, np.ndarray) and _size(dotted) == right.size != _size(text):
        raise UnreadError(f"A decimal point is a dot, and a comma parts entries: write {dotted}.")


def refuse_counted(given: Expression, wanted: tuple[Any, ...]) -> None:
    """Refuse a formula that counts what is a letter here, as ``eye(3)`` where n is open."""
    letters = [d for d in wanted if isinstance(d, str)]
    if letters and any(isinstance(d, int) and d > 1 for d in given.shape):
        raise UnreadError(f"Sizes are letters here: write {letters[0]}, as in ones({letters[0]}).")


def refuse_numbers(given: np.ndarray, letters: Iterable[str], shape: tuple[Any, ...]) -> None:
    """Refuse numbers where nothing says at which point they were computed."""
    names = sorted(letters)
    wanted = f"A formula is wanted here: type it with the letters {', '.join(names)}"
    if given.size == 1 and shape:
        raise UnreadError(f"{wanted}. Its shape is {shape_text(shape)}.")
    at_which = ", ".join(f"{name!r}: ..." for name in names)
    raise UnreadError(
        f"{wanted}, as an expression or as text in quotes. Numbers can be judged only where they "
        f"were computed, in at={{{at_which}}}."
    )


def _size(text: str) -> int:
    """Return how many numbers a text lists; 0 if it is no list."""
    with suppress(ValueError):
        found = list_in(text, number_in)
        return 0 if found is None else np.size(found)
    return 0
