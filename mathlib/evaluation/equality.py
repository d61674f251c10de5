"""Whether two expressions are equal, asked of numbers where their forms differ.

Two numbers that were computed in two ways differ by rounding. How far rounding may take each is
found by trying: everything is computed again with every step disturbed a little, and how far the
results move is what their digits are worth there (Vignes, *Discrete stochastic arithmetic*, 2004).
So an inverse of a matrix that has none is worth nothing, a difference of one part in 10¹² is seen
where the digits are good, and each entry is judged by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np

import mathlib.symbolic.trigonometric as trigonometric
from mathlib.evaluation.as_written import AsWritten
from mathlib.evaluation.disturbance import UNDERFLOW, disturbing
from mathlib.evaluation.trial_points import trial_points
from mathlib.symbolic import nodes
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.expression import Expression, refuse_double_names, topological_order
from mathlib.symbolic.shapes import shape_text
from mathlib.symbolic.unknown_functions import unknown_names, with_known

#: So many points are tried at least, and at most; and as many must agree.
LEAST, MOST, AGREED = 16, 96, 4
#: How often; a difference is looked at more closely before it is believed.
TIMES, MORE_TIMES = 3, 12
#: How much further than it was seen to move a result may move, and how far it may before it says
#: nothing: so much of its size, or of 1.
FURTHER, WORTHLESS = 4, 1e-6


class UndecidedError(ValueError):
    """It is not known whether two expressions are equal."""


def equal(a: Any, b: Any) -> bool:
    """Say whether two expressions are equal: have the same value wherever both have one.

    Exact where they have one canonical form. Where the forms differ, as those of ``(s + t) * x``
    and ``s * x + t * x``, both are computed as they are written, at random points of several sizes,
    which an equality of analytic functions survives only if it holds. An unknown function stands
    for any.

    Parameters
    ----------
    a, b : Expression or number
        Of one shape.

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        If the shapes differ; and if it is not known: where too few points were found at which both
        can be computed, or where they agree but a condition such as ``x > 5`` was met at all points
        or at none.

    Examples
    --------
    >>> import mathlib as ml
    >>> x, (s, t) = ml.vector("x", "n"), ml.scalars("s t")
    >>> (s + t) * x == s * x + t * x
    False
    >>> equal((s + t) * x, s * x + t * x)
    True
    >>> equal((s + t) * x, s * x - t * x)
    False
    """
    a, b = as_expression(a), as_expression(b)
    if a.shape != b.shape:
        raise ValueError(
            f"shapes {shape_text(a.shape)} and {shape_text(b.shape)} differ, so the question does "
            "not arise; sum or transpose one of them first"
        )
    if a is b or a.with_symmetry is b.with_symmetry:
        return True
    refuse_double_names(a.symbols | b.symbols)
    return _Comparison(*_with_functions(a, b)).verdict()


def _with_functions(*expressions: Expression) -> list[Expression]:
    """Return expressions with an analytic function of no other property for each unknown one."""
    names = sorted(frozenset().union(*map(unknown_names, expressions)))
    known = {name: _anonymous(k) for k, name in enumerate(names, start=1)}
    return [with_known(e, known) if known else e for e in expressions]


def _anonymous(k: int):
    def function(*arguments: Expression) -> Expression:
        weighted = sum(((k + j) * u / 7 for j, u in enumerate(arguments, start=1)), start=k / 3)
        return trigonometric.arctan(weighted) + weighted**2 / (5 + k)

    return function


class _Comparison:
    """Two expressions, and what has been seen of them."""

    def __init__(self, a: Expression, b: Expression):
        self.a, self.b = a, b
        self.conditions = _conditions(a, b)
        cases = [(e, sign) for e in self.conditions for sign in (-1.0, 1.0) if _may_be(e, sign)]
        self.unseen = {frozenset(pair) for pair in product(cases, repeat=2)}
        self.unseen = {pair for pair in self.unseen if len({e for e, _ in pair}) == len(pair)}
        self.read: dict[Expression, AsWritten] = {}
        self.agreed = 0

    def verdict(self) -> bool:
        """Compare at points until it is known, or cannot be."""
        points = trial_points(self.a, self.b, bends=self.conditions, number=MOST)
        for k, point in enumerate(points):
            if k >= LEAST and self.agreed >= AGREED and not self.unseen:
                break
            known, differ, undefined = self._compared(point, np.random.default_rng(k))
            if differ.any():
                return False
            if known.any():
                self.agreed += 1
                self._see(point, known | undefined)
        if self.agreed < AGREED:
            raise UndecidedError(
                f"it is not known whether {self.a} and {self.b} are equal: of {MOST} random points "
                f"there are {self.agreed} at which both can be computed"
            )
        for cases in sorted(filter(_are_possible, self.unseen), key=len):
            said = [f"{e} is {'positive' if sign > 0 else 'negative'}" for e, sign in cases]
            raise UndecidedError(
                f"it is not known whether {self.a} and {self.b} are equal: they are at "
                f"{self.agreed} random points, at none of which {' and '.join(sorted(said))}"
            )
        return True

    def _value(self, e: Expression, point: Mapping[str, Any], disturb=None) -> np.ndarray:
        if e not in self.read:
            self.read[e] = AsWritten(e, point)
        try:
            return self.read[e](point, disturb)
        except np.linalg.LinAlgError:
            return np.array(np.nan)

    def _compared(
        self, point: Mapping[str, Any], rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return which entries have digits that say something, which differ, which have none."""
        left, right = self._value(self.a, point), self._value(self.b, point)
        with np.errstate(all="ignore"):
            apart = np.abs(left - right)
            sizes = np.maximum(np.abs(left), np.abs(right))
            moved = np.zeros(np.shape(apart))
            for times in (TIMES, MORE_TIMES):
                for _ in range(times):
                    for e, value in ((self.a, left), (self.b, right)):
                        again = self._value(e, point, disturbing(rng))
                        moved = np.maximum(moved, np.abs(again - value))
                allowed = FURTHER * moved + 16 * np.finfo(float).eps * sizes
                known = np.isfinite(apart) & (allowed <= WORTHLESS * np.maximum(sizes, 1))
                known &= (sizes > 0) | (moved == 0) | (moved > UNDERFLOW)
                if not (apart > allowed)[known].any():
                    break
        return known, known & (apart > allowed), np.isnan(left) | np.isnan(right)

    def _see(self, point: Mapping[str, Any], judged: np.ndarray) -> None:
        """Note which conditions were met at entries that are judged, and which two together."""
        signs: dict[Expression, np.ndarray] = {}
        for e in self.conditions if self.unseen else ():
            found = np.sign(self._value(e, point))
            signs[e] = found[judged] if found.shape == judged.shape else found.ravel()
        for e, other in product(signs, repeat=2):
            alike = e.shape == other.shape  # then together means at one entry
            pairs = {*(zip if alike else product)(signs[e].tolist(), signs[other].tolist())}
            for sign, further in pairs:
                cases = product(
                    [(e, s) for s in _sides(sign)], [(other, s) for s in _sides(further)]
                )
                self.unseen.difference_update(map(frozenset, cases))


def _sides(sign: float) -> tuple[float, ...]:
    """Return on which sides a sign is: what is 0 at a random point ends there."""
    return (sign,) if sign else (-1.0, 1.0)


def _may_be(e: Expression, sign: float) -> bool:
    """Say whether it is not known that no entry of an expression has a sign."""
    return not (-sign * e).nonnegative


def _are_possible(cases: frozenset[tuple[Expression, float]]) -> bool:
    """Say whether nothing forbids that cases are met together: they have no symbol in common."""
    parts = [e.symbols for e, _ in cases]
    return len(frozenset().union(*parts)) == sum(map(len, parts))


def _conditions(*expressions: Expression) -> list[Expression]:
    """Return what has to be positive somewhere and negative somewhere for all to have been seen."""
    found: dict[Expression, None] = {}
    for node in topological_order(*expressions):
        if isinstance(node, nodes.Function):
            if node.name in ("maximum", "minimum"):
                found[node.children[0] - node.children[1]] = None
            elif node.name in ("relu", "abs", "step", "sign", "at_least_zero"):
                found[node.children[0]] = None
    return [e for e in found if e.symbols]
