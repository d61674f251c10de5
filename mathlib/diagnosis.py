"""Why an answer is wrong: which mistake leads to exactly these numbers.

An answer is compared with the derivative at several random points whose dimensions are distinct
primes, so that a factor 2 is never a factor m. If it differs, mistakes are tried from the simplest
to the rarest: the layout of the whole; one broken rule; a number in front of the whole; one slip in
the finished formula; two of these at once. The first of these classes that explains the answer at
*all* points gives the reasons, and no class is asked once an earlier one has answered. A mistake
that leads to zeros explains nothing. What no mistake explains is said to be unexplained.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from mathlib.agreement import FLOOR
from mathlib.derivatives import derivative
from mathlib.evaluation import dimensions
from mathlib.expressions import Expression, graph, shown
from mathlib.measurement import measure
from mathlib.mistakes import Mistake, broken_rules, held_constant, slips
from mathlib.nodes import Determinant, Inverse
from mathlib.slips import Slip, number_slips, parts, shape_slips, sums, turned, value_slips
from mathlib.tracing import traced

#: Sizes of dimensions, in the order of their names: more rows than columns, as data have.
PRIMES = (19, 17, 13, 11, 7, 5, 3)
POINTS = 6
# What float32 arithmetic loses, and no slip does.
ROUNDING = {2: 3e-2, 4: 3e-4, 8: 1e-5}
# One point with few entries agrees by chance with one of a thousand mistakes, unless it is exact.
EXACT = 1e-8
FEW = 4
# How much a derivative at a random point may change where its inputs are rounded to float32.
STEADY = 1e-6
SEED = 20240518
# How many pairs of mistakes are tried before an answer is said to be unexplained.
PAIRS = 150

# Kinds whose mistakes tell nothing where all entries come out alike: so do many others.
DULL = {"chain rule", "missing factor", "outer vs inner", "gradient vs Jacobian", "order"}

HINTS = {
    "layout": "Which axis belongs to the output, and which to the variable?",
    "transpose inside": "Write one entry with its indices, and see which index is summed.",
    "outer vs inner": "Write one entry with its indices: which of them are left at the end?",
    "gradient vs Jacobian": "How many outputs are there, and how many inputs?",
    "symmetry assumed": "Try a matrix whose entries [0, 1] and [1, 0] differ.",
    "missing path": "Find every place in which the variable stands; each gives a term.",
    "missing factor": "Go through the chain rule once more: each step gives a factor.",
    "factor 2": "Follow the number: where does a square put it, and what becomes of it?",
    "factor N": "Over how many entries is summed, and by what is the sum divided?",
    "sign": "Follow the minus signs one step at a time.",
    "mask": "For which entries is the function flat?",
    "f instead of f'": "What is the slope of that function, and is it the function itself?",
    "f' at the wrong point": "At which value was the function computed on the way forward?",
    "chain rule": "Name the intermediate result, differentiate both steps, and multiply.",
    "order": "Check the shapes of neighbours: which Jacobian comes from the outermost step?",
    "elementwise vs matmul": "Write one entry with its indices: is anything summed?",
    "batch sum": "The variable is used for every example: what becomes of all those effects?",
    "noncommutative": "Keep every matrix on its side of the one that changes.",
    "off-diagonal missing": "Does the first output change when the second input does?",
    "norm vs square": "Is there a root around the sum of squares?",
    "scalar thinking": "Change one entry of the matrix: what happens to the result?",
}


class Reason(NamedTuple):
    """Why an answer is wrong: what kind of mistake, what it is here, and where to look."""

    kind: str
    sentence: str
    hint: str


class Diagnosis(NamedTuple):
    """Whether an answer is right, and if not, why; true if it is right.

    Attributes
    ----------
    right : bool
        Whether it is.
    reasons : tuple of Reason
        Each with `kind`, `sentence` and `hint`, the likeliest first; empty if nothing explains it.
    derivative : Derivative or ndarray
        The right answer; it is never shown unless asked for.
    remark : str
        What there is to say if there are no reasons.
    """

    right: bool
    reasons: tuple[Reason, ...]
    derivative: Any
    remark: str

    def __bool__(self):
        return self.right

    def __str__(self):
        return "\n".join(self.reasons[0][1:]) if self.reasons else self.remark

    __repr__ = __str__


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
        what it does can be written as one (see `mathlib.tracing`), otherwise only those that show
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
    except _UnusableError as error:
        return Diagnosis(False, (), question.derivative, str(error))


class _UnusableError(Exception):
    """The answer has no numbers that can be compared; says why."""


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
        return self._fits(p) and _same(self._laid(p.right), p.came)

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
        for stage in self._stages():
            found = {}
            for make in stage:
                for slip in self._explaining(make, *points):
                    found.setdefault(slip.kind, Reason(*slip[:2], HINTS[slip.kind]))
            if found:
                return tuple(found.values())
        return ()

    def _explaining(self, make, first, *others):
        """Yield the slips that give the answer at every point."""
        exact = not others and np.count_nonzero(first.came) < FEW
        for slip in make(first):
            if _same(self._laid(slip.array), first.came, exact) and _tells(slip, first.right):
                for p in others:
                    alike = (s for s in make(p) if s.sentence == slip.sentence)
                    if not any(_same(self._laid(s.array), p.came) for s in alike):
                        break
                else:
                    yield slip

    def _stages(self):
        """Yield classes of mistakes, simplest first; each makes slips at a point."""
        yield [lambda p: shape_slips(p.right, self.outputs, self.other), self._lying]

    def _lying(self, p):
        """Yield a row for a column, and terms that stand apart where their sum is wanted."""
        if p.right.ndim == 1 and p.came.ndim == 2:
            lies = "row" if p.came.shape[0] == 1 else "column"
            yield Slip(
                "layout", f"This is a {lies}, which is right in {self.other} layout.", p.right
            )
        if any(_same(self._laid(p.right), total) for total in sums(p.came)):
            yield Slip("batch sum", "A sum is missing: each of its terms stands apart.", p.came)

    def _of_two(self, slip, J, sizes):
        """Yield the slips of numbers and layout that may come on top of another."""
        for second in [*number_slips(J, sizes), *shape_slips(J, self.outputs, "another")]:
            yield Slip(slip.kind, _both(slip, second), second.array, True)

    def _remark(self, p):
        """Say that nothing explains the answer, and where it differs first."""
        right = self._laid(p.right)
        if not self._fits(p):
            symbols = getattr(self.derivative, "shape", ())
            symbols = f", {shown(symbols)} in symbols" if isinstance(self.y, Expression) else ""
            return (
                f"The answer has shape {p.came.shape}; the derivative has {right.shape}{symbols}."
            )
        came = p.came.reshape(right.shape)
        index = tuple(map(int, np.argwhere(np.abs(came - right) > _tolerance(right, came))[0]))
        where = f"at {index if len(index) > 1 else f'entry {index[0]}'} " if index else ""
        return (
            f"Not right, and no known mistake explains it: {where}measurement gives "
            f"{self._laid(self.measured(p))[index]:.6g}, the answer has {came[index]:.6g}."
        )


def _both(first, second):
    return f"Two mistakes at once. {first.sentence} {second.sentence}"


class _Symbolic(_Question):
    """A derivative of an expression."""

    def __init__(self, y, x, layout):
        super().__init__(y.body, x, layout)
        self.derivative, self.known = derivative(y, x), {}
        self.outputs, self.rank = len(y.shape), len(y.shape + x.shape)
        self.symbols = sorted(self.y.symbols | {x}, key=lambda s: s.name)

    def points(self, answer, at):
        """Take the answer where it was computed, and at random points if it has values there."""
        places, called = [] if at is None else [at], callable(answer)
        if isinstance(answer, Expression):
            _refuse_strangers(answer, self.symbols)
        elif not called and _numbers(answer).ndim and not places:
            listed = ", ".join(f"{s.name!r}: ..." for s in self.symbols)
            raise ValueError(
                "an array can be judged only where it was computed; give the values of all symbols "
                f"in at={{{listed}}}"
            )
        if isinstance(answer, Expression) or called or not places:
            fixed = _sizes(self.symbols, at) if called and at else {}
            places = [*places, *self._places(fixed)]
        points = [(v, np.asarray(self.derivative.evaluate(**v))) for v in places]
        return [_Point(v, right, self._came(answer, v)) for v, right in points]

    def _came(self, answer, values):
        if isinstance(answer, Expression):
            return _value(answer, values, self.symbols)
        names = [s.name for s in self.symbols]
        return _numbers(_called(answer, values, names) if callable(answer) else answer)

    def _places(self, fixed):
        """Draw values at which everything is finite, in pairs with opposite variables."""
        rng, names, found = np.random.default_rng(SEED), dimensions(self.derivative), []
        inverted = any(isinstance(e, (Inverse, Determinant)) for e in graph(self.y))
        flip = 1 if self.x.nonnegative else -1
        for k in range(8 * POINTS):
            order = names[:: 1 if k % 4 < 2 else -1]
            sizes = dict(zip(order, PRIMES[-len(names) :], strict=False)) | fixed
            values = {d: sizes[d] for d in names}
            for s in self.symbols:
                values[s.name] = _random(rng, s, sizes, inverted, k % 8 > 4)
            opposite = values | {self.x.name: flip * values[self.x.name]}
            found += [place for place in (values, opposite) if self._steady(place)]
            if len(found) >= POINTS:
                break
        if not found:
            raise ValueError(f"no random values at which {self.y} is finite; give some in at")
        return found

    def _steady(self, values):
        """Whether everything is finite here, and single precision can compute it."""
        rounded = {n: v if isinstance(v, int) else np.float32(v) for n, v in values.items()}
        try:
            with np.errstate(all="ignore"):
                y, J = self.y.evaluate(**values), self.derivative.evaluate(**values)
                change = np.abs(J - self.derivative.evaluate(**rounded)).max()
        except np.linalg.LinAlgError:
            return False
        return np.isfinite(y).all() and change <= STEADY * max(np.abs(J).max(), FLOOR)

    def _stages(self):
        yield from super()._stages()
        broken = self._different(broken_rules(self.y, self.x))
        yield [self._makes(m) for m in broken]
        yield [lambda p: number_slips(p.right, _sizes(self.symbols, p.values))]
        slipped = self._different(slips(self.derivative.body, self.y))
        yield [self._makes(m) for m in slipped]
        yield [self._makes(m, self._of_two) for m in [*broken, *slipped]]
        yield [self._makes(m) for m in self._different(held_constant(self.y, self.x, 2))]
        pairs = (
            Mistake(first.kind, _both(first, second), second.formula, True)
            for first in broken
            for second in slips(first.formula, self.y)
        )
        yield [self._makes(m) for m in self._different(islice(pairs, PAIRS))]

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
                self.known[key] = _value(m.formula, p.values, self.symbols)
            V = self.known[key]
            if of_two:
                same = V.shape == p.right.shape
                return of_two(m, V, _sizes(self.symbols, p.values)) if same else ()
            arrays = parts(V) if m.kind == "batch sum" else [V]
            return (Slip(m.kind, m.sentence, array, m.double) for array in arrays)

        return make

    def measured(self, p):
        """Return the derivative as it is measured; at a kink it cannot be."""

        def f(v):
            return self.y.evaluate(**{**p.values, self.x.name: v})

        try:
            return np.asarray(measure(f, p.values[self.x.name]))
        except ValueError:
            return p.right


class _Measured(_Question):
    """A derivative of a function of NumPy."""

    def __init__(self, y, x, layout):
        if not callable(y):
            raise TypeError(f"y is an expression or a function of x, not {y!r}")
        super().__init__(y, np.array(x, dtype=float), layout)
        self.derivative = np.asarray(measure(y, self.x))
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
            return [_Point(self._values(self.x), self.derivative, _numbers(answer))]
        points, rng = [], np.random.default_rng(SEED)
        for x in [self.x, *(self.x * rng.uniform(0.8, 1.2, self.x.shape) for _ in range(2))]:
            try:
                right = np.asarray(measure(self.y, x))
            except ValueError:  # a kink, or the edge of the domain
                continue
            values = self._values(x)
            points.append(_Point(values, right, _numbers(_called(answer, values, [self.name]))))
        return points

    def _values(self, x):
        return self.known | {self.name: x}

    def _expressed(self):
        """Return the question about what the function does, if that could be read."""
        if self.read is None:
            return None
        question = _Symbolic(self.read.expression, self.read.variable, self.layout)
        J = question.derivative.evaluate(**self._values(self.x))
        return question if _same(J, self.derivative) else None

    def _stages(self):
        yield [self._mask]
        yield from (self._expressed() or super())._stages()
        yield [lambda p: number_slips(p.right, self.sizes), self._factor]
        yield [
            lambda p: value_slips(
                p.right, p.values[self.name], np.asarray(self.y(p.values[self.name]))
            )
        ]
        yield [self._twice]

    def _twice(self, p):
        for slip in shape_slips(p.right, self.outputs, "another"):
            yield from self._of_two(slip, slip.array, self.sizes)

    def _factor(self, p):
        """Yield a number in front that is whole, or half a whole, or one divided by such."""
        right = self._laid(p.right)
        if right.shape != p.came.shape or np.count_nonzero(right) < FEW:
            return
        factor = np.vdot(right, p.came) / np.vdot(right, right)
        for number in (factor, 2 * factor, 1 / factor, 2 / factor) if factor else ():
            if 2 < abs(number) < 1e4 and abs(number - round(number)) < EXACT * abs(number):
                said = f"The whole answer is {factor:.6g} times what it should be."
                yield Slip("factor N", said, factor * p.right)

    def _mask(self, p):
        """Yield the answer if it is right but for entries where the derivative is 0."""
        off = p.right == 0
        if self.outputs or p.right.shape != p.came.shape or not 1 < off.sum() < off.size - 1:
            return
        if p.came[off].all() and _same(p.right[~off], p.came[~off]):
            said = "A mask is missing: the derivative is 0 in entries where this is not."
            yield Slip("mask", said, p.came)

    def measured(self, p):
        """Return the derivative as it is measured."""
        return p.right


# --------------------------------------------------------------------- what a reader hands over


def _numbers(answer):
    """Return an answer as an array of finite numbers."""
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
    for index in np.argwhere(~np.isfinite(array))[:1]:
        where = f" at {tuple(map(int, index))}" if len(index) else ""
        raise _UnusableError(f"The answer is {array[*index]}{where}: a derivative is finite.")
    return array


def _called(answer, values, symbols):
    """Call an answer with the values of the symbols, or of those that it names."""
    try:
        names = inspect.signature(answer).parameters
        keyed = [n for n, p in names.items() if p.kind is p.VAR_KEYWORD]
        if len(names) == len(symbols) == 1 and not keyed:
            return answer(values[symbols[0]])
        wanted = {*names, *symbols} - {*keyed} if keyed else names
        return answer(**{n: v for n, v in values.items() if n in wanted})
    except Exception as error:
        said = f"The answer could not be computed: {type(error).__name__}: {error}"
        raise _UnusableError(said) from error


def _refuse_strangers(answer, symbols):
    known, given = ({f"{s.name} {shown(s.shape)}" for s in e} for e in (symbols, answer.symbols))
    if given - known:
        raise ValueError(
            f"the answer has {', '.join(sorted(given - known))}, but what is differentiated has "
            f"{', '.join(sorted(known))}"
        )


# -------------------------------------------------------------------------------------- numbers


def _random(rng, s, sizes, inverted, positive):
    """Draw the value of a symbol; where anything is inverted, matrices are far from singular."""
    value = rng.normal(size=[sizes.get(d, d) for d in s.shape])
    if s.nonnegative or positive:
        value = np.abs(value) + 0.5
    if len(s.shape) == 2 and s.shape[0] == s.shape[1]:
        value = value + value.T if s.declared_symmetric else value
        value = value + 3 * len(value) * np.eye(len(value)) if inverted else value
    return value


def _sizes(symbols, values):
    """Return the sizes of dimensions that the values show, or give by name."""
    shapes = [(s.shape, np.shape(values.get(s.name, ()))) for s in symbols]
    sizes = {d: n for shape, size in shapes for d, n in zip(shape, size, strict=False)}
    given = {d: n for d, n in values.items() if d not in {s.name for s in symbols}}
    return {str(d): n for d, n in (sizes | given).items()}


def _value(e, values, symbols):
    """Evaluate an expression that need not have all the symbols."""
    known = {s.name for s in e.symbols}.union(dimensions(e))
    given = {n: v for n, v in (_sizes(symbols, values) | dict(values)).items() if n in known}
    with np.errstate(all="ignore"):
        return np.asarray(e.evaluate(**given))


def _tolerance(right, came):
    return ROUNDING.get(came.dtype.itemsize, ROUNDING[8]) * max(np.abs(right).max(), FLOOR)


def _same(right, came, exact=False):
    """Whether arrays of one shape, but for axes of length 1, have the same numbers."""
    right, came = np.squeeze(right), np.squeeze(came)
    if right.shape != came.shape:
        return False
    allowed = EXACT * np.abs(right).max() if exact else _tolerance(right, came)
    return bool((np.abs(right - came) <= allowed).all())


def _tells(slip, right):
    """Whether an array is more than zeros, or equal entries that come out of many mistakes."""
    V, small = slip.array, EXACT * max(np.abs(right).max(), FLOOR)
    alike = V.shape == right.shape and V.size > 1 and np.ptp(V) <= small < np.ptp(right)
    return np.abs(V).max() > small and not (alike and (slip.double or slip.kind in DULL))
