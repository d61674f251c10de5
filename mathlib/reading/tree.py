"""The tree of a formula."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple


class Tree(NamedTuple):
    """A part of a formula: what it does, with which word or number, to which parts."""

    does: str
    word: Any = None
    parts: tuple[Tree, ...] = ()


def number(text: str) -> Fraction | int:
    """Return a number, a decimal as it is written."""
    value = Fraction(text)
    return int(value) if value.denominator == 1 else value
