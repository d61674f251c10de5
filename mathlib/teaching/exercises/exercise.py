"""Practice without end: fresh exercises, each with its answer and with hints in steps.

Nothing is random: a seed means one exercise, on every machine (see `recipe`).
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from mathlib.symbolic.constants import is_whole
from mathlib.symbolic.derivative import Derivative, derivative
from mathlib.symbolic.expression import Expression, substitute
from mathlib.symbolic.nodes import Symbol
from mathlib.teaching.checking.check import check
from mathlib.teaching.checking.verdict import Verdict
from mathlib.teaching.derivations.derivation import Derivation, derivation
from mathlib.teaching.derivations.step import REWRITING, Step
from mathlib.teaching.exercises.question import in_markdown, in_text
from mathlib.teaching.exercises.recipe import DETAILS, Choices, scattered
from mathlib.teaching.exercises.templates import RECIPES
from mathlib.teaching.sample_points import PRIMES, Point, computed, drawn, measured
from mathlib.witnesses.tolerances import MEASURED, SHARE, close

#: How many points are tried, if the answer cannot be measured well at the first.
TRIALS = 60
#: Good enough to look no further: the error of a measurement, relative to the largest slope.
PRECISE = 1e-6


@dataclass(frozen=True)
class Exercise:
    """A question, its answer, and help on the way.

    Attributes
    ----------
    topic, level, seed
        What it was asked for with.
    y, x : Expression, Symbol
        What is to be differentiated, and by what.
    answer : Derivative
        The answer; it is not shown until it is asked for.
    """

    topic: str
    level: int
    seed: int
    y: Expression
    x: Symbol

    @cached_property
    def answer(self) -> Derivative:
        """The answer, found by the rules and measured at a point."""
        answer = derivative(self.y, self.x)
        point, witness, error = self._measured_point()
        found = computed(answer, point)
        if not close(found, witness, relative=MEASURED, error=error):
            raise AssertionError(
                f"{self} The rules give {answer}, but at a random point measured slopes disagree "
                f"with it: {np.asarray(witness)}, not {np.asarray(found)}"
            )
        return answer

    def _measured_point(self) -> tuple[Point, np.ndarray, np.ndarray]:
        """Return a point at which the slopes can be measured well, and what is measured there.

        At a point near a kink, or where a function is so steep or so flat that differences lose
        their digits, a measurement is refused or says that it is coarse: another point is drawn,
        and the best of them taken.
        """
        dimensions = sorted({d for s in self.symbols for d in s.shape if isinstance(d, str)})
        sizes = dict(zip(dimensions, PRIMES, strict=False))
        best: tuple = (SHARE, None)
        for trial in range(TRIALS):
            rng = np.random.default_rng([self.seed, trial])
            point = sizes | drawn(self.symbols, sizes, rng, regular=True)
            try:
                witness, error = measured(self.y, self.x, point)
            except ValueError:
                continue
            coarse = np.max(error) / max(np.max(np.abs(witness)), np.finfo(float).tiny)
            best = min(best, (coarse, (point, witness, error)), key=lambda found: found[0])
            if coarse <= PRECISE:
                break
        if best[1] is None:
            raise ValueError(f"{self} The slopes can be measured at none of {TRIALS} random points")
        return best[1]

    @property
    def symbols(self) -> list[Symbol]:
        """The symbols of the question, by the alphabet: capitals first."""
        return sorted(self.y.symbols, key=lambda symbol: symbol.name)

    def derivation(self) -> Derivation:
        """Return the way to the answer, step by step."""
        return derivation(self.y, self.x, detail=DETAILS.get(self.topic, "rules"))

    def check(
        self, answer: Any, at: Mapping[str, Any] | None = None, layout: str = "numerator"
    ) -> Verdict:
        """Say whether an answer is right, and if not, where or why.

        Parameters
        ----------
        answer : object
            Whatever one types: a formula in the exercise's symbols, also as text, or the numbers
            that it is at one point.
        at : mapping of str to array_like, optional
            The values of all symbols at which an array was computed.
        layout : {"numerator", "denominator"}
            The layout in which the answer is meant.

        Examples
        --------
        >>> fresh = exercise("jacobian", level=1, seed=7)
        >>> fresh
        Differentiate 3 A x + 7 y by x, where A (m, n), x (n,), y (m,).
        >>> A, x, y = fresh.symbols
        >>> fresh.check(3 * A), fresh.check("3 A")
        (right, right)
        >>> values = {"A": np.ones((3, 2)), "x": np.ones(2), "y": np.ones(3)}
        >>> fresh.check(np.full((3, 2), 3.0), at=values)
        right
        """
        return check(answer, self.y, self.x, at, layout)

    def hint(self, step: int = 1) -> str | Derivation:
        """Return help: 1 names the rules, 2 shows how to begin, 3 the whole derivation.

        The second hint ends with the first derivative on the way. Where one rule gives the answer
        at a stroke, that line would be the answer: then it only shows what an entry of it is.

        Raises
        ------
        ValueError
            If there is no such hint.
        """
        if step not in (1, 2, 3):
            raise ValueError(f"an exercise has hints 1, 2 and 3, not {step!r}")
        way = self.derivation()
        if step == 1:
            found = (rule for line in way.steps if line.by is not None for rule in line.rules)
            *first, last = [rule for rule in dict.fromkeys(found) if rule not in REWRITING]
            return f"You need {', '.join(first)}{' and ' if first else ''}{last}."
        return self._beginning(way) if step == 2 else way

    def _beginning(self, way: Derivation) -> Derivation:
        """Return the first lines of a derivation; something is left to be done after them."""
        begun = next(k for k, line in enumerate(way.steps) if line.by is not None)
        if self._gives_away(way.steps[begun], way):
            way, begun = derivation(self.y, self.x, detail="components"), 0
        return replace(way, steps=way.steps[: begun + 1])

    def _gives_away(self, line: Step, way: Derivation) -> bool:
        """Say whether a line is the answer, or comes to it without another derivative."""
        value = substitute(line.expression, dict(way.names.items()))
        return not line.unfinished and value.with_symmetry is way.result.with_symmetry

    def __str__(self):
        return in_text(self.y, self.x, self.symbols)

    __repr__ = __str__

    def _repr_markdown_(self):
        return in_markdown(self.y, self.x, self.symbols)


def exercise(topic: str, level: int = 1, seed: int = 0) -> Exercise:
    """Make a fresh exercise.

    Parameters
    ----------
    topic : str
        A word of mathematics, such as ``"jacobian"``; an unknown one is answered with the list.
    level : int
        From 1, one rule at a time, to 3.
    seed : int
        Which one, from 0; the same seed makes the same exercise on every machine.

    Returns
    -------
    Exercise
        With `check(answer)`, `hint(1)` to `hint(3)`, and the checked `answer` itself.

    Raises
    ------
    ValueError
        If there is no such topic or level, or the seed is below 0.
    TypeError
        If the seed is not a whole number.

    Notes
    -----
    A level of a topic has between some hundred and some thousand exercises; seeds go through
    all of them before one comes again.

    Examples
    --------
    >>> fresh = exercise("vector_chain_rule", level=2, seed=1)
    >>> fresh
    Differentiate 9 B sigmoid(6 A x) by x, where A (m, n), B (k, m), x (n,).
    """
    if not isinstance(topic, str) or topic not in RECIPES:
        raise ValueError(f"there is no topic {topic!r}; choose from: {', '.join(RECIPES)}")
    recipes = dict(enumerate(RECIPES[topic], start=1))
    if not is_whole(level) or level not in recipes:
        raise ValueError(f"{topic} has levels 1 to {len(recipes)}, not {level!r}")
    try:
        seed = operator.index(seed)
    except TypeError:
        raise TypeError(f"a seed is a whole number, not {seed!r}") from None
    if seed < 0:
        raise ValueError(f"seeds begin with 0, but this one is {seed}")
    make = recipes[level]
    y, x = make(Choices(scattered(seed, make)))
    return Exercise(topic, level, seed, y, x)
