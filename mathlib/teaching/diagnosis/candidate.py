"""What a search for reasons handles: points at which answers are compared, and candidates.

A candidate is one mutation of the derivative: what comes out if one thing is done wrong. Its `key`
says what is mutated and how, and is the same at every point; its `sentence` is for the reader
alone. It explains an answer if it gives these numbers at every point.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from mathlib.symbolic.expression import Expression
from mathlib.teaching.diagnosis.rounding import Evaluator

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Point:
    """The derivative and the answer, where the symbols have given values.

    Attributes
    ----------
    values : mapping of str to array
        Of the symbols, and sizes by name.
    sizes : mapping of str to int
        Of the dimensions.
    right : ndarray
        The derivative, in numerator layout.
    error : ndarray, of the same shape
        How far off each of its entries may be: by measurement, or by rounding as soon as it is
        computed in another way.
    magnitude : ndarray, of the same shape
        What rounding is relative to in each of its entries (see `rounding`).
    given : ndarray
        The answer as it came.
    answer : ndarray
        The answer with its axes in the order of numerator layout, if they are as many.
    expressions : Evaluator, optional
        Computes formulas here.
    slopes : pair of ndarray, optional
        Where a kink is here, the least and the greatest slope near it; `error` is infinite in the
        entries in which they differ.
    """

    values: Mapping[str, Any]
    sizes: Mapping[str, int]
    right: Array
    error: Array
    magnitude: Array
    given: Array
    answer: Array
    expressions: Evaluator | None = None
    slopes: tuple[Array, Array] | None = None

    def value(self, formula: Expression) -> Array:
        """Return what a formula comes to here."""
        assert self.expressions is not None
        return self.expressions.value(formula)


@dataclass(frozen=True, eq=False)
class Candidate:
    """One mutation of the derivative.

    Attributes
    ----------
    key : hashable
        What is mutated, and how.
    kind : str
        The kind of mistake.
    sentence : Sentence or str
        What the reader is told.
    evaluate : callable
        Returns the array that it leads to at a point, None where it does not apply.
    compound : bool
        Whether it is two mutations at once.
    """

    key: Hashable
    kind: str
    sentence: Sentence | str
    evaluate: Callable[[Point], Array | None]
    compound: bool = False


class Sentence:
    """What a reader is told; the expressions in it are written out when it is read.

    Hundreds of mutations are tried and one or two are told, and to write a formula takes longer
    than to try it.

    Examples
    --------
    >>> print(Sentence("Look at {}: {} is missing.", ["A", "B", "A"], "C"))
    Look at A, B: C is missing.
    """

    def __init__(self, text: str, *parts: object):
        self.text, self.parts = text, parts

    def __str__(self) -> str:
        return self.text.format(*map(_written, self.parts))


def _written(part: object) -> str:
    """Return a part as text; of a list, everything once."""
    return ", ".join(dict.fromkeys(map(str, part))) if isinstance(part, list) else str(part)


class Mutation(NamedTuple):
    """A mutation of the formula: its kind, what the reader is told, and what it leads to."""

    kind: str
    sentence: Sentence | str
    formula: Expression
    compound: bool = False


def both(first: Sentence | str, second: Sentence | str) -> Sentence:
    """Return the sentence of two mutations at once."""
    return Sentence("Two mistakes at once. {} {}", first, second)
