"""A question about an expression: where it is asked, and which candidates are tried in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from math import inf
from typing import Any

import numpy as np

from mathlib.evaluation.arguments import dimension_names
from mathlib.evaluation.as_written import as_written, wrong_step
from mathlib.symbolic import nodes
from mathlib.symbolic.constants import is_zero
from mathlib.symbolic.derivative import derivative
from mathlib.symbolic.expression import Expression, topological_order
from mathlib.teaching.diagnosis.answers import (
    WITHOUT_INVERSE,
    UnusableError,
    called,
    check_symbols,
    numbers,
    without_value,
)
from mathlib.teaching.diagnosis.candidate import Candidate, Point
from mathlib.teaching.diagnosis.comparison import is_known
from mathlib.teaching.diagnosis.question import CHOSEN, Question
from mathlib.teaching.diagnosis.rounding import Evaluator
from mathlib.teaching.diagnosis.rule_mutations import numbers_in
from mathlib.teaching.diagnosis.slopes import contradicts, error_of_measuring, slopes_around
from mathlib.teaching.diagnosis.stages import Stages
from mathlib.teaching.sample_points import is_regular, places

Array = np.ndarray

# At a random point, rounding the inputs may move the derivative by this times as much.
MAX_CONDITION = 32
# Two values of what is differentiated that are the same but for rounding.
SAME = 1e-12
# How far from a point at which a derivative is 0 it should not be.
FURTHER = 1e-2


class ExpressionQuestion(Question):
    """A derivative of an expression."""

    def __init__(self, y: Expression, x: nodes.Symbol, layout: str):
        super().__init__(y.body, x, layout)
        # Deriving writes, too: how the reader wrote comes before that.
        self.noted = max([note.number + 1 for note in self.y.writings[:1]], default=inf)
        self.derivative = derivative(y, x)
        self.outputs, self.rank = len(y.shape), len(y.shape + x.shape)
        self.name = x.name
        self.symbols = sorted(self.y.symbols | {x}, key=lambda s: s.name)

    # ------------------------------------------------------------------------------- points

    def points(self, answer: Any, at: Mapping[str, Any] | None) -> list[Point]:
        """Take the answer where it was computed, and at random points if it has values there."""
        given = [] if at is None else [self._checked(at)]
        if isinstance(answer, Expression):
            check_symbols(answer, self.symbols)
        elif not callable(answer) and numbers(answer).ndim and not given:
            listed = ", ".join(f"{s.name!r}: ..." for s in self.symbols)
            raise ValueError(
                "an array can be judged only where it was computed; give the values of all symbols "
                f"in at={{{listed}}}"
            )
        if isinstance(answer, Expression) or callable(answer) or not given:
            sizes = self.sizes_of(given[0]) if given and callable(answer) else {}
            given += self._places(sizes)
        points = [self.point(values, answer) for values in given]
        self._prove(points[-1])
        return points

    def _prove(self, p: Point) -> None:
        """Refuse to judge where what was written does not have the derivative that is judged by.

        Nothing of it is simplified: no answer may be called wrong because a simplification is.
        """

        def written(x: Array) -> Array:
            return as_written(self.y, {**p.values, self.name: x})

        if contradicts(written, p.values[self.name], p.right):
            raise UnusableError(
                f"{self.y} is not what was written: its derivative is not the one that is measured "
                "there. Nothing can be judged by it; please report the formula."
            )

    def _checked(self, at: Mapping[str, Any]) -> dict[str, Any]:
        """Return copies of the reader's values, once they fit."""
        try:
            with np.errstate(all="ignore"):
                self.derivative.evaluate(**at)
        except np.linalg.LinAlgError as error:
            raise UnusableError(f"There is no derivative at this point: {error}") from None
        names = {s.name for s in self.symbols}
        return {n: np.array(v, dtype=float) if n in names else int(v) for n, v in at.items()}

    def _places(self, sizes: Mapping[str, int]) -> list[dict[str, Any]]:
        """Return random points at which the derivative can be told from 0, or else any."""
        names = dimension_names(self.derivative)
        inverted = (nodes.Inverse, nodes.Determinant)
        regular = any(isinstance(e, inverted) for e in topological_order(self.y))
        found = places(
            names, self.symbols, self.x, sizes, regular, self._is_settled, self._is_clear
        )
        if not found:
            found = places(
                names, self.symbols, self.x, sizes, regular, self._is_finite, self._is_finite
            )
        if found:
            return found
        raise ValueError(f"no random values at which {self.y} is finite; give some in at")

    def _is_settled(self, values: dict[str, Any]) -> bool:
        """Whether single precision can compute the derivative here, or it is 0."""
        J = self._evaluator(values).value(self.derivative)
        rounded = {n: v if isinstance(v, int) else np.float32(v) for n, v in values.items()}
        change = np.abs(J - self._evaluator(rounded).value(self.derivative)).max()
        allowed = MAX_CONDITION * np.finfo(np.float32).eps / 2 * np.abs(J).max()
        return bool(change <= allowed) and self._is_finite(values)

    def _is_clear(self, values: dict[str, Any]) -> bool:
        """Whether the derivative here stands clear of what rounding leaves."""
        return is_known(self.point(values, self.derivative))

    def _is_finite(self, values: dict[str, Any]) -> bool:
        if not is_regular(self.y, self._evaluator(values).value):
            return False
        if wrong := wrong_step(self.y, values):
            raise AssertionError(f"{self.y} is not what was written: {wrong}")
        evaluator = self._evaluator(values)
        found = evaluator.value(self.y), evaluator.magnitude(self.derivative)
        return all(np.isfinite(array).all() for array in found)

    def _evaluator(self, values: Mapping[str, Any]) -> Evaluator:
        return Evaluator(values, self.sizes_of(values))

    def sizes_of(self, values: Mapping[str, Any]) -> dict[str, int]:
        """Return the sizes of dimensions that the values show, or give by name."""
        shapes = [(s.shape, np.shape(values.get(s.name, ()))) for s in self.symbols]
        sizes = {d: n for shape, size in shapes for d, n in zip(shape, size, strict=False)}
        given = {d: n for d, n in values.items() if d not in {s.name for s in self.symbols}}
        return {str(d): n for d, n in (sizes | given).items()}

    def point(self, values: Mapping[str, Any], answer: Any) -> Point:
        """Return the derivative and the answer at a point."""
        x, expressions = values[self.name], self._evaluator(values)

        def along(function: Callable[[Mapping[str, Any]], Array]) -> Callable[[Array], Array]:
            return lambda moved: function({**values, self.name: moved})

        right, magnitude, error = self._truth(expressions)
        for index in np.argwhere(~np.isfinite(right))[:1]:
            where = f"at {tuple(map(int, index))} " if len(index) else ""
            raise UnusableError(
                f"The derivative is not finite at this point: {where}it is {right[*index]}."
            )
        if isinstance(answer, Expression):
            given = expressions.value(answer)
            if not np.isfinite(given).all():
                inverted = not is_regular(answer, expressions.value)
                raise UnusableError(
                    WITHOUT_INVERSE if inverted else without_value(self.symbols, values)
                )
            given = numbers(given)
            if given.shape == right.shape:
                magnitude = np.maximum(magnitude, expressions.magnitude(answer))
        else:
            names = [s.name for s in self.symbols]
            given = numbers(called(answer, values, names) if callable(answer) else answer)
        answered = self.in_numerator(given)
        if not callable(answer) and not isinstance(answer, Expression):
            error = error + error_of_measuring(along(self.value), x, right, answered)
        slopes = slopes_around(along(self._slope), x) if expressions.kinks(self.y) else None
        if slopes is not None:
            error = np.where(slopes[0] < slopes[1], np.inf, error)
        sizes = self.sizes_of(values) | {str(n): n for n in self._numbers}
        return Point(values, sizes, right, error, magnitude, given, answered, expressions, slopes)

    def _truth(self, expressions: Evaluator) -> tuple[Array, Array, Array]:
        """Return the derivative at a point, its magnitude, and its error."""
        right = expressions.value(self.derivative)
        return right, expressions.magnitude(self.derivative), np.zeros(right.shape)

    def is_told(self, points: list[Point]) -> bool:
        """Whether a right answer is told from a wrong one: some derivative is known not to be 0.

        Where it is 0 for sure that can be told as well: by form; because masks make it 0, or what
        is differentiated is stationary, at the reader's own point; or because what is
        differentiated does not change with the variable.
        """
        if super().is_told(points) or is_zero(self.derivative.body):
            return True
        if len(points) == 1:
            return not points[0].magnitude.any() or self._is_stationary(points[0])
        return any(p.magnitude.any() for p in points) and all(map(self._is_constant, points))

    def _is_stationary(self, p: Point) -> bool:
        """Whether the derivative is not 0 a little further on, as it is where a sigmoid is flat."""
        x = np.asarray(p.values[self.name], dtype=float)
        aside = FURTHER * (1 + np.abs(x)) * np.random.default_rng(0).choice([-1, 1], x.shape)
        return self._is_clear({**p.values, self.name: x + aside})

    def _is_constant(self, p: Point) -> bool:
        assert p.expressions is not None
        moved = {**p.values, self.name: np.asarray(p.values[self.name]) / 7}
        gap = np.abs(p.value(self.y) - self._evaluator(moved).value(self.y))
        return bool((gap <= SAME * p.expressions.magnitude(self.y)).all())

    def chosen(self, p: Point, index: tuple[int, ...]) -> str:
        """Say which slope is taken at a kink."""
        names = [e.name for e in topological_order(self.y) if isinstance(e, nodes.Function)]
        said = [text for name, text in CHOSEN.items() if name in names]
        return " and ".join(said) if said else super().chosen(p, index)

    def value(self, values: Mapping[str, Any]) -> Array:
        """Return what is differentiated."""
        return self._evaluator(values).value(self.y)

    def _slope(self, values: Mapping[str, Any]) -> Array:
        return self._evaluator(values).value(self.derivative)

    @cached_property
    def _numbers(self) -> list[int]:
        """The whole numbers in what is differentiated, but 1 and 2."""
        found = (n for e in topological_order(self.y) for n in numbers_in(e))
        return sorted({abs(int(n)) for n in found if n % 1 == 0} - {0, 1, 2})

    def _generic(self) -> Point | None:
        """Return a random point, at which nothing is special; None if there is none."""
        try:
            return self.point(self._places({})[0], self.derivative)
        except ValueError:
            return None

    def stages(self, points: list[Point]) -> Iterator[Iterable[Candidate]]:
        """Yield classes of candidates, the simplest mistakes first."""
        return self._stages(points).all()

    def single(self, points: list[Point]) -> Iterable[Iterable[Candidate]]:
        """Return what one broken rule or slip leads to, whatever else comes to the same here."""
        return self._stages(points).single()

    def _stages(self, points: list[Point]) -> Stages:
        return Stages(self, points, cache(self._generic))
