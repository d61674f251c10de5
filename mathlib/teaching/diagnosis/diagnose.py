"""Why an answer is wrong: which mistake leads to exactly these numbers.

An answer is compared with the derivative at several random points whose dimensions are distinct
primes, so that a factor 2 is never a factor m. If it differs, mistakes are tried from the simplest
to the rarest: the layout of the whole; one broken rule; a number in front of the whole; one slip in
the finished formula; two of these at once. The first of these classes that explains the answer at
*all* points gives the reasons, and no class is asked once an earlier one has answered.
Zeros are explained by no mistake, unless they are a sum of the rows of a Jacobian; nor are one
or two numbers by two mistakes at once. What no mistake explains is said to be unexplained.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np

from mathlib.symbolic.differentiation import derivative
from mathlib.symbolic.expression import Expression, shape_text, topological_order
from mathlib.teaching.diagnosis import comparison as trials
from mathlib.teaching.diagnosis.array_mutations import (
    Slip,
    in_front,
    number_slips,
    parts,
    shape_slips,
    sums,
    turned,
    unmasked,
    value_slips,
)
from mathlib.teaching.diagnosis.formula_mutations import misread, slips
from mathlib.teaching.diagnosis.numpy_tracer import traced
from mathlib.teaching.diagnosis.result import HINTS, Diagnosis, Reason
from mathlib.teaching.diagnosis.rule_mutations import (
    Mistake,
    broken_rules,
    held_constant,
    numbers_in,
    reordered,
)
from mathlib.witnesses.finite_differences import measure

# Fewer entries than these agree by chance with one of a thousand mistakes, unless exactly.
FEW = 4
# How many pairs of mistakes are tried before an answer is said to be unexplained; fewer where
# together the arrays have so many entries that this takes long.
PAIRS, WORK = 150, 1_000_000


def diagnose(
    answer: Any,
    y: Any,
    x: Any,
    at: Mapping[str, Any] | None = None,
    layout: str = "numerator",
) -> Diagnosis:
    """Say whether a derivative is right, and if not, which mistake leads to it.

    Parameters
    ----------
    answer : Expression, array_like, number, callable or ...
        The derivative to be judged: an expression in symbols of `y`; an array, which needs `at`;
        a function that takes values by the names of symbols of `y`; or ``...`` as long as there is
        none. Anything that NumPy can make an array of is an array.
    y : Expression or callable
        What was differentiated: an expression, or any NumPy function of one array.
    x : Symbol or array_like
        By what; where `y` is a function, the array at which it is taken.
    at : mapping of str to array_like, optional
        The values of all symbols at which an array was computed. Expressions and functions are
        compared there and at random points.
    layout : {"numerator", "denominator"}
        The layout in which the answer is meant.

    Returns
    -------
    Diagnosis
        Reads as ``right``, as the first reason and its hint, or as the first entry that differs.
        If `y` is a function its derivative is measured. Mistakes are found as in an expression if
        what it does can be written as one (see `numpy_tracer`), otherwise only those that show
        in the numbers. An answer that is a function of `x` is also tried near `x`.

    Raises
    ------
    TypeError
        If `answer`, `y`, `x` or `at` is none of these.
    ValueError
        If an array comes without `at`, a value is missing or does not fit, the answer has symbols
        that `y` has not, or `layout` is no layout.

    Notes
    -----
    Answers may be off by 1e-5 of the largest entry, or by 3e-4 if they are of single precision.
    Takes about 0.1 s, and up to 2 s to say that nothing explains a long answer.

    Examples
    --------
    >>> import mathlib as ml
    >>> X, w, t = ml.matrix("X", "m", "n"), ml.vector("w", "n"), ml.vector("t", "m")
    >>> loss = ml.sum((X @ w - t) ** 2)
    >>> ml.diagnose(2 * X.T @ (X @ w - t), loss, w)
    right
    >>> ml.diagnose(X.T @ (X @ w - t), loss, w)
    The exponent 2 of (X w - t)∘² does not come down as a factor.
    Follow the number: where does a square put it, and what becomes of it?
    """
    if layout not in ("numerator", "denominator"):
        raise ValueError(f"layout is 'numerator' or 'denominator', not {layout!r}")
    if at is not None and not isinstance(at, Mapping):
        raise TypeError(f"at maps names to arrays, as in at={{'x': [1, 2]}}, but it is {at!r}")
    if answer is ...:
        return Diagnosis(False, (), None, "not answered yet")
    question = (_Symbolic if isinstance(y, Expression) else _Measured)(y, x, layout)
    try:
        return question.diagnosis(question.points(answer, at))
    except trials.UnusableError as error:
        return Diagnosis(False, (), question.derivative, str(error))


class _Point(NamedTuple):
    """The right derivative, in numerator layout, and the answer, at values of the symbols."""

    values: Mapping[str, Any]
    right: np.ndarray
    came: np.ndarray


class _Question:
    """A derivative that is asked for, and how to judge answers."""

    def __init__(self, y, x, layout):
        self.y, self.x, self.layout = y, x, layout
        self.other = "denominator" if layout == "numerator" else "numerator"

    def diagnosis(self, points):
        """Compare at all points, and look for reasons."""
        wrong = [p for p in points if not self._is_right(p)]
        reasons = self._reasons(points) if wrong else ()
        remark = "right" if not wrong else "" if reasons else self._remark(wrong[0])
        return Diagnosis(not wrong, reasons, self.derivative, remark)

    def _laid(self, J):
        """Return a derivative in the layout of the answer."""
        turn = self.layout == "denominator" and J.ndim == self.rank
        return turned(J, self.outputs) if turn else J

    def _is_right(self, p):
        return self._fits(p) and trials.same(self._laid(p.right), p.came)

    def _fits(self, p):
        """Whether the shape is right; a row or a column may stand for a vector."""
        right, shape = self._laid(p.right).shape, p.came.shape
        if len(right) != 1 or len(shape) != 2:
            return shape == right or (not right and p.came.size == 1)
        lies = (self.outputs == 0) == (self.layout == "numerator")
        return shape == ((1, *right) if lies else (*right, 1))

    def _reasons(self, points):
        """Return the reasons of the first class of mistakes that has any, one of each kind."""
        points = sorted(points, key=lambda p: -np.count_nonzero(p.came))
        for stage in self._stages(points[0]):
            found = {}
            for make in stage:
                for slip in self._explaining(make, *points):
                    found.setdefault(slip.kind, Reason(*slip[:2], HINTS[slip.kind]))
            if found:
                return tuple(found.values())
        return ()

    def _explaining(self, make, first, *others):
        """Yield the slips that give the answer at every point."""
        entries = FEW if others else np.count_nonzero(first.came)
        for slip in make(first):
            by_chance = slip.double and entries < FEW - 1
            alike = trials.same(self._laid(slip.array), first.came, exact=entries < FEW)
            if alike and trials.tells(slip, first.right) and not by_chance:
                for p in others:
                    again = (s for s in make(p) if s.sentence == slip.sentence)
                    if not any(trials.same(self._laid(s.array), p.came) for s in again):
                        break
                else:
                    yield slip

    def _stages(self, _):
        """Yield classes of mistakes, simplest first; each makes slips at a point."""
        yield [lambda p: shape_slips(p.right, self.outputs, self.other), self._lying]

    def _lying(self, p):
        """Yield a row for a column, and terms that stand apart where their sum is wanted."""
        if p.right.ndim == 1 and p.came.ndim == 2:
            lies = "row" if p.came.shape[0] == 1 else "column"
            said = f"This is a {lies}, which is right in {self.other} layout."
            yield Slip("layout", said, p.right)
        if any(trials.same(self._laid(p.right), total) for total in sums(p.came)):
            yield Slip("batch sum", "A sum is missing: each of its terms stands apart.", p.came)

    def _of_two(self, slip, J, sizes):
        """Yield the slips of numbers and layout that may come on top of another."""
        for second in [*number_slips(J, sizes), *shape_slips(J, self.outputs, "another")]:
            if second.kind != "layout":  # with a transposed factor it is another order
                yield Slip(slip.kind, _both(slip, second), second.array, True)

    def _remark(self, p):
        """Say that nothing explains the answer, and where it differs first."""
        right = self._laid(p.right)
        if not self._fits(p):
            symbols = getattr(self.derivative, "shape", ())
            symbols = (
                f", {shape_text(symbols)} in symbols" if isinstance(self.y, Expression) else ""
            )
            return (
                f"The answer has shape {p.came.shape}; the derivative has {right.shape}{symbols}."
            )
        came = p.came.reshape(right.shape)
        index = tuple(
            map(int, np.argwhere(np.abs(came - right) > trials.tolerance(right, came))[0])
        )
        where = f"at {index if len(index) > 1 else f'entry {index[0]}'} " if index else ""
        return (
            f"Not right, and no known mistake explains it: {where}measurement gives "
            f"{self._measured(p, index):.6g}, the answer has {came[index]:.6g}."
        )

    def _measured(self, p, index):
        """Return one entry of the derivative as it is measured; at a kink it cannot be."""
        start = self.outputs if self.layout == "numerator" else self.rank - self.outputs
        row, column = index[:start], index[start:]
        row, column = (row, column) if self.layout == "numerator" else (column, row)
        x = np.array(p.values[self.name], dtype=float)

        def f(entry):
            moved = x.copy()
            moved[column] = entry
            return self.value({**p.values, self.name: moved})

        try:
            return np.asarray(measure(f, x[column]))[row]
        except ValueError:
            return p.right[*row, *column]


def _both(first, second):
    return f"Two mistakes at once. {first.sentence} {second.sentence}"


class _Symbolic(_Question):
    """A derivative of an expression."""

    def __init__(self, y, x, layout):
        super().__init__(y.body, x, layout)
        self.derivative, self.known = derivative(y, x), {}
        self.outputs, self.rank = len(y.shape), len(y.shape + x.shape)
        self.name = x.name
        self.symbols = sorted(self.y.symbols | {x}, key=lambda s: s.name)

    def points(self, answer, at):
        """Take the answer where it was computed, and at random points if it has values there."""
        given, function = [] if at is None else [at], callable(answer)
        if isinstance(answer, Expression):
            trials.refuse_strangers(answer, self.symbols)
        elif not function and trials.numbers(answer).ndim and not given:
            listed = ", ".join(f"{s.name!r}: ..." for s in self.symbols)
            raise ValueError(
                "an array can be judged only where it was computed; give the values of all symbols "
                f"in at={{{listed}}}"
            )
        if isinstance(answer, Expression) or function or not given:
            fixed = trials.sizes_of(self.symbols, at) if function and at else {}
            given = [*given, *trials.places(self.y, self.x, self.derivative, self.symbols, fixed)]
        points = [(v, np.asarray(self.derivative.evaluate(**v))) for v in given]
        return [_Point(v, right, self._came(answer, v)) for v, right in points]

    def _came(self, answer, values):
        if isinstance(answer, Expression):
            return trials.value_of(answer, values, self.symbols)
        names = [s.name for s in self.symbols]
        return trials.numbers(trials.called(answer, values, names) if callable(answer) else answer)

    def _stages(self, first):
        yield from super()._stages(first)
        broken = self._different(broken_rules(self.y, self.x))
        yield [self._makes(m) for m in broken]
        yield [lambda p: number_slips(p.right, self._numbers(p))]
        found = reordered(self.y, self.x), slips(self.derivative.body, self.y)
        slipped = self._different(chain(*found, misread(self.y, self.x)))
        yield [self._makes(m) for m in slipped]
        yield [self._makes(m, self._of_two) for m in [*broken, *slipped]]
        yield [self._makes(m) for m in self._different(held_constant(self.y, self.x, 2))]
        pairs = (
            Mistake(first.kind, _both(first, second), second.formula, True)
            for first in broken
            for second in slips(first.formula, self.y)
        )
        number = min(PAIRS, WORK // sum(map(np.size, first.values.values())))
        yield [self._makes(m) for m in self._different(islice(pairs, number))]

    def _numbers(self, p):
        """Return the sizes of dimensions, and the numbers in what is differentiated."""
        whole = {
            abs(n)
            for e in topological_order(self.y)
            for n in numbers_in(e)
            if n % 1 == 0 and abs(n) > 2
        }
        return trials.sizes_of(self.symbols, p.values) | {str(n): n for n in sorted(whole)}

    def _different(self, mistakes):
        """Return the mistakes whose formulas differ from one another, the first of each."""
        by_formula = {self.derivative.body: None}
        for m in mistakes:
            by_formula.setdefault(m.formula, m)
        return [m for m in by_formula.values() if m]

    def _makes(self, m, of_two=None):
        """Return what makes the slips of a mistake at a point."""

        def make(p):
            key = m.formula, id(p)
            if key not in self.known:
                self.known[key] = trials.value_of(m.formula, p.values, self.symbols)
            V = self.known[key]
            if of_two:
                same = V.shape == p.right.shape
                return of_two(m, V, trials.sizes_of(self.symbols, p.values)) if same else ()
            arrays = parts(V) if m.kind == "batch sum" else [V]
            return (Slip(m.kind, m.sentence, array, m.double) for array in arrays)

        return make

    def value(self, values):
        """Return what is differentiated."""
        return trials.value_of(self.y, values, self.symbols)


class _Measured(_Question):
    """A derivative of a function of NumPy."""

    def __init__(self, y, x, layout):
        if not callable(y):
            raise TypeError(f"y is an expression or a function of x, not {y!r}")
        self.derivative = np.asarray(measure(y, x))
        super().__init__(y, np.array(x, dtype=float), layout)
        self.rank, self.outputs = self.derivative.ndim, self.derivative.ndim - self.x.ndim
        self.read = traced(y, self.x)
        self.known = self.read.values if self.read else {}
        self.name = self.read.variable.name if self.read else "x"
        self.sizes = {str(n): n for n in sorted({*self.derivative.shape}) if n > 2}

    def points(self, answer, at):
        """Take the answer at x, and near it if it is a function."""
        if at is not None:
            raise TypeError("at is for expressions; a function is taken at x, an array")
        if not callable(answer):
            return [_Point(self._values(self.x), self.derivative, trials.numbers(answer))]
        points, rng = [], np.random.default_rng(trials.SEED)
        for x in [self.x, *(self.x * rng.uniform(0.8, 1.2, self.x.shape) for _ in range(2))]:
            try:
                right = np.asarray(measure(self.y, x))
            except ValueError:  # a kink, or the edge of the domain
                continue
            values = self._values(x)
            points.append(
                _Point(values, right, trials.numbers(trials.called(answer, values, [self.name])))
            )
        return points

    def _values(self, x):
        return self.known | {self.name: x}

    def _expressed(self):
        """Return the question about what the function does, if that could be read."""
        if self.read is None:
            return None
        question = _Symbolic(self.read.expression, self.read.variable, self.layout)
        J = question.derivative.evaluate(**self._values(self.x))
        return question if trials.same(J, self.derivative) else None

    def _stages(self, first):
        yield [] if self.outputs else [lambda p: unmasked(p.right, p.came)]
        yield from (self._expressed() or super())._stages(first)
        yield [lambda p: number_slips(p.right, self.sizes), self._in_front]
        yield [lambda p: value_slips(p.right, p.values[self.name], self.value(p.values))]
        yield [self._twice]

    def value(self, values):
        """Return what is differentiated."""
        return np.asarray(self.y(values[self.name]))

    def _in_front(self, p):
        turn = self.layout == "denominator" and p.came.ndim == self.rank
        return in_front(p.right, turned(p.came, self.x.ndim) if turn else p.came)

    def _twice(self, p):
        for slip in shape_slips(p.right, self.outputs, "another"):
            yield from self._of_two(slip, slip.array, self.sizes)
