"""A question about a function of NumPy: measured, and read as an expression where that is possible.

What such a function does is traced (see `numpy_tracer`). If the derivative of what was read is the
one that is measured, the answer is judged and explained as that of an expression; otherwise by its
numbers alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from mathlib.symbolic.expression import Expression
from mathlib.teaching.diagnosis.answers import called, numbers
from mathlib.teaching.diagnosis.array_mutations import (
    TIMES_TOO,
    of_right,
    shape_mutations,
    transposed,
)
from mathlib.teaching.diagnosis.candidate import Candidate, Point
from mathlib.teaching.diagnosis.entry_mutations import moved
from mathlib.teaching.diagnosis.entry_tracer import outputs
from mathlib.teaching.diagnosis.numpy_tracer import traced
from mathlib.teaching.diagnosis.of_expression import ExpressionQuestion
from mathlib.teaching.diagnosis.question import Question
from mathlib.teaching.diagnosis.whole_answer import (
    inner_for_outer,
    numbers as number_candidates,
    on_top,
    shapes,
)
from mathlib.teaching.sample_points import SEED
from mathlib.witnesses.finite_differences import measure
from mathlib.witnesses.tolerances import MEASURED

Array = np.ndarray

# A number in front is believed to be whole up to this part of it, and below this size.
WHOLE, LARGEST = 1e-8, 1e4


class FunctionQuestion(Question):
    """A derivative of a function of NumPy."""

    def __init__(self, y: Callable[..., Any], x: Any, layout: str):
        if not callable(y):
            raise TypeError(f"y is an expression or a function of x, not {y!r}")
        super().__init__(y, np.array(x, dtype=float), layout)
        measured = measure(y, self.x, full_output=True)
        self.derivative, self.error = map(np.asarray, measured)
        self.rank, self.outputs = self.derivative.ndim, self.derivative.ndim - self.x.ndim
        self.read = traced(y, self.x)
        self.known = dict(self.read.values) if self.read else {}
        self.name = self.read.variable.name if self.read else "x"
        self.expressed = self._expressed()
        self.one_by_one = None if self.expressed else outputs(y, self.x)

    def _expressed(self) -> ExpressionQuestion | None:
        """Return the question about what the function does, if that could be read."""
        if self.read is None:
            return None
        question = ExpressionQuestion(self.read.expression, self.read.variable, self.layout)
        p = question.point(self._values(self.x), self.derivative)
        gap = np.abs(p.right - self.derivative)
        known = MEASURED * np.abs(self.derivative) + self.error
        return question if (gap <= known).all() else None

    @property
    def letters(self) -> Expression | None:
        """What the function does, in letters, if that could be read."""
        return self.expressed.letters if self.expressed else None

    def _values(self, x: Array) -> dict[str, Any]:
        return self.known | {self.name: x}

    def points(self, answer: Any, at: Mapping[str, Any] | None) -> list[Point]:
        """Take the answer at x, and near it if it is a function."""
        if at is not None:
            raise TypeError("at is for expressions; a function is taken at x, an array")
        if not callable(answer):
            return [self._point(self.x, answer)]
        rng = np.random.default_rng(SEED)
        near = [self.x * rng.uniform(0.8, 1.2, self.x.shape) for _ in range(2)]
        points = [self._point(self.x, answer)]
        for x in near:
            try:
                points.append(self._point(x, answer))
            except ValueError:  # a kink, or the edge of the domain
                continue
        return points

    def _point(self, x: Array, answer: Any) -> Point:
        values = self._values(x)
        if self.expressed:
            return self.expressed.point(values, answer)
        right, error = map(np.asarray, _measured(self.y, x))
        given = numbers(called(answer, values, [self.name]) if callable(answer) else answer)
        sizes = {str(n): n for n in sorted({*right.shape}) if n > 2}
        answered = self.in_numerator(given)
        return Point(values, sizes, right, error, np.abs(right), given, answered)

    def is_told(self, points: list[Point]) -> bool:
        """Whether a right answer is told from a wrong one; the reader chose the point."""
        if self.expressed:
            return self.expressed.is_told(points)
        return super().is_told(points) or not points[0].right.any()

    def value(self, values: Mapping[str, Any]) -> Array:
        """Return what is differentiated."""
        return np.asarray(self.y(np.array(values[self.name])[()]))

    # -------------------------------------------------------------------------------- stages

    def stages(self, points: list[Point]) -> Iterator[Iterable[Candidate]]:
        """Yield what goes wrong in the expression, if there is one, and what shows in numbers."""
        yield [] if self.outputs else [Candidate("mask", "mask", MASK, _unmasked)]
        names = [name for name in points[0].sizes if name.isdigit()]
        if self.expressed:
            yield from self.expressed.stages(points)
        else:
            yield shapes(self)
            yield inner_for_outer(self)
            yield moved(points[0])
        yield [*number_candidates(names), *self._in_front(points[0])]
        yield self._of_value()
        shaped = shape_mutations(self.outputs, self.rank, "another")
        yield (c for m in shaped for c in on_top(of_right(m), self, names, points[0]))

    def single(self, points: list[Point]) -> Iterable[Iterable[Candidate]]:
        """Return what one broken rule or slip leads to, whatever else comes to the same here."""
        return self.expressed.single(points) if self.expressed else ()

    def _in_front(self, p: Point) -> Iterator[Candidate]:
        """Yield a number in front that is whole, or half of a whole one, or one over such."""
        J = p.right
        turns = self.layout == "denominator" and p.given.ndim == self.rank
        given = transposed(p.given, self.x.ndim) if turns else p.given
        if J.shape != given.shape or np.count_nonzero(J) < 4:
            return
        factor = np.vdot(J, given) / np.vdot(J, J)
        for number in (factor, 2 * factor, 1 / factor, 2 / factor) if factor else ():
            if 2 < abs(number) < LARGEST and abs(number - round(number)) < WHOLE * abs(number):
                larger = abs(factor) > 1
                times = Fraction(abs(factor if larger else 1 / factor)).limit_denominator(2)
                said = f"The whole answer is {times} {TIMES_TOO} {'large' if larger else 'small'}"
                sign = ", and its sign is wrong." if factor < 0 else "."
                yield Candidate(
                    ("in front", times), "factor N", said + sign, lambda p: factor * p.right
                )

    def _of_value(self) -> list[Candidate]:
        """Return what comes of taking the value of a function for its derivative, or a factor."""

        def value(p: Point) -> Array:
            return self.value(p.values)

        def length(p: Point) -> float:
            """Return the value if it can be a norm."""
            v = value(p)
            return float(v) if not v.ndim and v > 0 else np.nan

        def slope(p: Point, make: Callable[[Array], Array]) -> Array | None:
            v = value(p)
            return make(v) if v.ndim == 1 and v.shape == self.x.shape else None

        def positive(p: Point) -> Array | None:
            return p.right * (p.values[self.name] > 0) if p.right.shape == self.x.shape else None

        made: Iterable[tuple[str, str, Callable[[Point], Array | None]]] = [
            (
                "norm vs square",
                "A norm is treated as its square.",
                lambda p: 2 * length(p) * p.right,
            ),
            (
                "norm vs square",
                "A square is treated as a norm.",
                lambda p: p.right / (2 * np.sqrt(length(p))),
            ),
            (
                "missing factor",
                "The value of the function is missing.",
                lambda p: p.right / length(p),
            ),
            ("f instead of f'", ITSELF, lambda p: slope(p, np.asarray)),
            ("f instead of f'", ITSELF, lambda p: slope(p, np.diag)),
            ("mask", "The entries at which the variable is not positive are set to 0.", positive),
        ]
        return [Candidate(("value", k), *rest) for k, rest in enumerate(made)]


ITSELF = "The function itself stands where its derivative is wanted."
MASK = "A mask is missing: the derivative is 0 in entries where this is not."


def _unmasked(p: Point) -> Array | None:
    """Return a gradient with the other entries of the answer wherever it is 0."""
    J, given = p.right, p.given
    off = J == 0
    if J.shape == given.shape and 1 < off.sum() < off.size - 1 and given[off].all():
        return np.where(off, given, J)
    return None


def _measured(f: Callable[..., Any], x: Array) -> tuple[Array, Array]:
    """Measure a derivative and its error: by the complex step where `f` can take it."""
    try:
        return measure(f, x, method="complex", full_output=True)
    except (TypeError, ValueError):
        return measure(f, x, full_output=True)
