"""A derivative that is asked for: whether an answer is right, and what is said of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from mathlib.symbolic.expression import Expression, shape_text
from mathlib.teaching.diagnosis.array_mutations import transposed
from mathlib.teaching.diagnosis.candidate import Candidate, Point
from mathlib.teaching.diagnosis.comparison import is_known, wrong_entries
from mathlib.teaching.diagnosis.result import Diagnosis
from mathlib.teaching.diagnosis.search import search
from mathlib.witnesses.finite_differences import measure

Array = np.ndarray

VANISHES = (
    "The derivative vanishes at every point that was tried, so that nothing can be told from them; "
    "give at=..., a point where it does not."
)
#: What is chosen at a kink.
CHOSEN = {"relu": "relu'(0) is taken as 0", "abs": "the slope of abs at 0 is taken as 0"}


class Question(ABC):
    """A derivative that is asked for, and how to judge answers.

    Attributes
    ----------
    derivative
        The right answer.
    noted : float
        Under which number it was noted how the function was written, at most.
    outputs, rank : int
        How many axes it has for the outputs, and in all.
    name : str
        That of the variable, among the values at a point.
    """

    derivative: Any
    noted: float
    outputs: int
    rank: int
    name: str

    @property
    def letters(self) -> Expression | None:
        """What is differentiated, in letters, if it is known."""
        return self.y if isinstance(self.y, Expression) else None

    def __init__(self, y: Any, x: Any, layout: str):
        self.y, self.x, self.layout = y, x, layout
        self.other = "denominator" if layout == "numerator" else "numerator"

    @abstractmethod
    def points(self, answer: Any, at: Mapping[str, Any] | None) -> list[Point]:
        """Return the answer and the derivative at all points at which they are compared."""

    @abstractmethod
    def stages(self, points: list[Point]) -> Iterator[Iterable[Candidate]]:
        """Yield classes of candidates, the simplest mistakes first."""

    def single(self, points: list[Point]) -> Iterable[Iterable[Candidate]]:
        """Return what one broken rule or slip leads to, whatever else comes to the same here."""
        return ()

    @abstractmethod
    def value(self, values: Mapping[str, Any]) -> Array:
        """Return what is differentiated, at a point."""

    def diagnosis(self, points: list[Point]) -> Diagnosis:
        """Compare at all points, and look for reasons."""
        wrong = [p for p in points if not self.is_right(p)]
        if not wrong:
            known = self.is_told(points)
            return Diagnosis(
                known, (), self.derivative, self._praise(points) if known else VANISHES
            )
        at_kinks = all(self.has_shape(p) and self._only_at_kinks(p) for p in wrong)
        reasons = () if at_kinks else search(self.stages(points), points, self.letters)
        shown = next(filter(is_known, wrong), wrong[0])
        return Diagnosis(False, reasons, self.derivative, "" if reasons else self._remark(shown))

    def is_told(self, points: list[Point]) -> bool:
        """Whether a right answer is told from a wrong one at some point."""
        return any(map(is_known, points))

    def is_right(self, p: Point) -> bool:
        """Whether shape and numbers are right at a point."""
        return self.has_shape(p) and not wrong_entries(p).any()

    def has_shape(self, p: Point) -> bool:
        """Whether the shape is right; a row or a column may stand for a vector."""
        right, shape = self.in_layout(p.right).shape, p.given.shape
        if len(right) != 1 or len(shape) != 2:
            return shape == right or (not right and p.given.size == 1)
        is_row = (self.outputs == 0) == (self.layout == "numerator")
        return shape == ((1, *right) if is_row else (*right, 1))

    def in_layout(self, J: Array) -> Array:
        """Return a derivative in the layout of the answer."""
        return transposed(J, self.outputs) if self._turns(J) else J

    def in_numerator(self, given: Array) -> Array:
        """Return an answer with its axes in the order of numerator layout."""
        return transposed(given, self.rank - self.outputs) if self._turns(given) else given

    def _turns(self, J: Array) -> bool:
        return self.layout == "denominator" and J.ndim == self.rank

    # --------------------------------------------------------------------------- what is said

    def _praise(self, points: list[Point]) -> str:
        """Say that an answer is right; at a kink, that it may be another one."""
        for p in points:
            if p.slopes is not None:
                given = p.answer.reshape(p.right.shape)
                other = (p.slopes[0] != p.slopes[1]) & (given != p.right)
                for index in np.argwhere(other & ~np.isfinite(p.error))[:1]:
                    return f"right: {self._at_kink(p, tuple(map(int, index)))}"
        return "right"

    def _at_kink(self, p: Point, index: tuple[int, ...]) -> str:
        assert p.slopes is not None
        least, greatest = (slope[index] for slope in p.slopes)
        return (
            f"{_where(index)}there is a kink, where any slope from {least:.6g} to {greatest:.6g} "
            f"may stand; here {self.chosen(p, index)}"
        )

    def chosen(self, p: Point, index: tuple[int, ...]) -> str:
        """Say which slope is taken at a kink."""
        return f"it is taken as {p.right[index]:.6g}"

    @staticmethod
    def _only_at_kinks(p: Point) -> bool:
        return bool(np.isinf(p.error[wrong_entries(p)]).all())

    def _remark(self, p: Point) -> str:
        """Say that nothing explains the answer, and where it differs first."""
        right = self.in_layout(p.right)
        if not self.has_shape(p):
            symbols = getattr(self.derivative, "shape", ())
            said = f", {shape_text(symbols)} in symbols" if isinstance(self.y, Expression) else ""
            return f"The answer has shape {p.given.shape}; the derivative has {right.shape}{said}."
        wrong = self.in_layout(wrong_entries(p))
        index = tuple(map(int, np.argwhere(wrong)[0]))
        entry = self._numerator_index(index)
        came = p.given.reshape(right.shape)[index]
        if np.isinf(p.error[entry]):
            return f"Not right: {self._at_kink(p, entry)}, and the answer has {came:.6g}."
        source, value = self._measured(p, entry)
        known, given = _told_apart(value, float(came))
        return (
            f"Not right, and no known mistake explains it: {_where(index)}{source} {known}, "
            f"the answer has {given}."
        )

    def _numerator_index(self, index: tuple[int, ...]) -> tuple[int, ...]:
        """Return where an entry of the answer is in numerator layout."""
        if self.layout == "numerator":
            return index
        return (*index[self.rank - self.outputs :], *index[: self.rank - self.outputs])

    def _measured(self, p: Point, entry: tuple[int, ...]) -> tuple[str, float]:
        """Return one entry of the derivative as it is measured, or as it is known."""
        row, column = entry[: self.outputs], entry[self.outputs :]
        x = np.array(p.values[self.name], dtype=float)

        def f(number: float) -> Array:
            moved = x.copy()
            moved[column] = number
            return self.value({**p.values, self.name: moved})[row]

        try:
            return "measurement gives", float(measure(f, x[column]))
        except ValueError:
            return "the derivative is", float(p.right[entry])


def _where(index: tuple[int, ...]) -> str:
    return f"at {index if len(index) > 1 else f'entry {index[0]}'} " if index else ""


def _told_apart(a: float, b: float) -> tuple[str, str]:
    """Return two numbers as text, with as many digits as it takes to see that they differ."""
    for digits in (6, 9, 12):
        if f"{a:.{digits}g}" != f"{b:.{digits}g}":
            break
    return f"{a:.{digits}g}", f"{b:.{digits}g}"
