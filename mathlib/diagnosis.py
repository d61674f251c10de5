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
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np

from mathlib.agreement import FLOOR
from mathlib.derivatives import derivative
from mathlib.evaluation import dimensions
from mathlib.expressions import Expression, graph, shown
from mathlib.measurement import measure
from mathlib.mistakes import Mistake, broken_rules, held_constant, slips
from mathlib.nodes import Determinant, Inverse
from mathlib.slips import (
    Slip,
    layout_slips,
    number_slips,
    reduced,
    shape_slips,
    turned,
    unsummed,
    value_slips,
)

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
# How many pairs of mistakes are tried before an answer is said to be unexplained.
PAIRS = 400

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


class Diagnosis:
    """Whether an answer is right, and if not, why; true if it is right.

    Attributes
    ----------
    right : bool
        Whether it is.
    reasons : tuple of Reason
        Each with `kind`, `sentence` and `hint`, the likeliest first; empty if nothing explains it.
    derivative : Derivative or ndarray
        The right answer; it is never shown unless asked for.
    """

    def __init__(self, right: bool, reasons: tuple[Reason, ...], remark: str, derivative: Any):
        self.right, self.reasons, self.derivative = right, reasons, derivative
        self._remark = remark

    def __bool__(self):
        return self.right

    def __str__(self):
        if not self.reasons:
            return self._remark
        return f"{self.reasons[0].sentence}\n{self.reasons[0].hint}"

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
        If `y` is a function its derivative is measured, and only mistakes that show in the numbers
        are known; an answer that is a function of `x` is then also tried near `x`.

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
    if answer is ...:
        return Diagnosis(False, (), "not answered yet", None)
    make = _Symbolic if isinstance(y, Expression) else _Measured
    question = make(answer, y, x, at, layout)
    return question.diagnosis()


class _Point(NamedTuple):
    """The right derivative, in numerator layout, and the answer, at values of the symbols."""

    values: dict[str, Any]
    right: np.ndarray
    came: np.ndarray


class _UnusableError(Exception):
    """The answer has no numbers that can be compared; says why."""


class _Question:
    """An answer and the derivative that it should be, at one or more points."""

    outputs: int
    derivative: Any
    layout: str
    points: list[_Point]

    def diagnosis(self) -> Diagnosis:
        """Compare, and look for reasons."""
        try:
            self.points = self._points()
        except _UnusableError as error:
            return Diagnosis(False, (), str(error), self.derivative)
        if all(self._is_right(p) for p in self.points):
            return Diagnosis(True, (), "right", self.derivative)
        reasons = self._reasons()
        return Diagnosis(False, reasons, "" if reasons else self._remark(), self.derivative)

    def _laid(self, J):
        """Return a derivative in the layout of the answer."""
        inputs = self.points[0].right.ndim - self.outputs
        turn = self.layout == "denominator" and J.ndim == self.outputs + inputs
        return turned(J, self.outputs) if turn else J

    def _is_right(self, p):
        return self._shape_fits(p.came.shape, p.right) and _close(self._laid(p.right), p.came)

    def _shape_fits(self, shape, right):
        """Whether an answer has the right shape; a row or a column may stand for a vector."""
        if right.ndim > 1:
            return shape == self._laid(right).shape
        lies = (self.outputs == 0) == (self.layout == "numerator")
        matrix = (1, right.size) if lies else (right.size, 1)
        return shape in (right.shape, matrix) or (right.ndim == 0 and set(shape) == {1})

    def _reasons(self):
        for stage in self._stages():
            found = {}
            for make in stage:
                for slip in self._explaining(make):
                    found.setdefault(slip.kind, Reason(*slip[:2], HINTS[slip.kind]))
            if found:
                return tuple(found.values())
        return ()

    def _stages(self):
        """Yield classes of mistakes, simplest first; each makes slips at a point."""
        yield [self._layouts, lambda p: shape_slips(p.right, self.outputs), self._unsummed]

    def _explaining(self, make):
        """Yield the slips that give the answer at every point."""
        first, *others = sorted(self.points, key=lambda p: -np.count_nonzero(p.came))
        for slip in make(first):
            if self._gives(slip, first) and self._tells(slip, first):
                named = [[s for s in make(p) if s.sentence == slip.sentence] for p in others]
                if all(
                    any(self._gives(s, p) for s in slips_there)
                    for p, slips_there in zip(others, named, strict=True)
                ):
                    yield slip

    def _tells(self, slip, p):
        """Whether an array is more than zeros, or ones that come out of many mistakes."""
        V, scale = slip.array, max(np.abs(p.right).max(), FLOOR)
        alike = V.shape == p.right.shape and V.size > 1 and np.ptp(V) <= EXACT * scale
        plain = alike and (slip.double or slip.kind in DULL) and np.ptp(p.right) > EXACT * scale
        return np.abs(V).max() > EXACT * scale and not plain

    def _gives(self, slip, p):
        exact = len(self.points) == 1 and np.count_nonzero(slip.array) < FEW
        return _close(self._laid(slip.array), p.came, EXACT if exact else 0)

    def _layouts(self, p):
        other = "denominator" if self.layout == "numerator" else "numerator"
        yield from layout_slips(p.right, self.outputs, other)
        if p.right.ndim == 1 and p.came.ndim == 2 and not self._shape_fits(p.came.shape, p.right):
            lies, wanted = ("row", "column") if p.came.shape[0] == 1 else ("column", "row")
            sentence = f"This is a {lies}, which is right in {other} layout; here it is a {wanted}."
            yield Slip("layout", sentence, p.right)

    def _unsummed(self, p):
        right = self._laid(p.right)
        if p.came.ndim > right.ndim and any(_close(right, total) for total in unsummed(p.came)):
            yield Slip("batch sum", "A sum is missing: each of its terms stands apart.", p.came)

    def _remark(self):
        """Say that nothing explains the answer, and where it differs first."""
        p = next(p for p in self.points if not self._is_right(p))
        right = self._laid(p.right)
        if not self._shape_fits(p.came.shape, p.right):
            return (
                f"The answer has shape {p.came.shape}; the derivative has {right.shape}"
                f"{self._in_symbols()}."
            )
        came = p.came.reshape(right.shape)
        apart = np.abs(came - right)
        index = tuple(map(int, np.argwhere(apart > _tolerance(right, came))[0]))
        where = f"at {index if len(index) > 1 else f'entry {index[0]}'} " if index else ""
        return (
            f"Not right, and no known mistake explains it: {where}measurement gives "
            f"{self._laid(self._measured(p))[index]:.6g}, the answer has {came[index]:.6g}."
        )


class _Symbolic(_Question):
    """An answer to a question about an expression."""

    def __init__(self, answer, y, x, at, layout):
        self.answer, self.y, self.x, self.at, self.layout = answer, y.body, x, at, layout
        self.derivative, self.known = derivative(y, x), {}
        self.outputs = len(y.shape)
        self.inverted = any(isinstance(e, (Inverse, Determinant)) for e in graph(self.y))
        self.symbols = sorted(self.y.symbols | {x}, key=lambda s: s.name)

    def _points(self):
        places = [] if self.at is None else [dict(_checked(self.at))]
        if isinstance(self.answer, Expression):
            _refuse_strangers(self.answer, self.symbols)
        if isinstance(self.answer, Expression) or callable(self.answer):
            places += self._places()
        elif not places and np.ndim(self.answer):
            raise ValueError(
                "an array can be judged only where it was computed; give the values of all symbols "
                f"in at={{{', '.join(f'{s.name!r}: ...' for s in self.symbols)}}}"
            )
        elif not places:
            places = self._places()
        return [_Point(v, np.asarray(self.derivative.evaluate(**v)), self._came(v)) for v in places]

    def _came(self, values):
        if isinstance(self.answer, Expression):
            return np.asarray(_value(self.answer, values, self.symbols))
        if callable(self.answer):
            return _called(self.answer, values, [s.name for s in self.symbols])
        return _numbers(self.answer)

    def _places(self):
        """Draw values at which everything is finite, in pairs with opposite variables."""
        rng = np.random.default_rng(20240518)
        names = dimensions(self.derivative)
        fixed = _sizes(self.symbols, self.at) if self.at and callable(self.answer) else {}
        found = []
        for k in range(8 * POINTS):
            sizes = dict(zip(names[:: 1 if k % 4 < 2 else -1], PRIMES[-len(names) :], strict=False))
            values = self._drawn(rng, sizes | fixed, positive=k % 8 > 4)
            mirrored = values | {self.x.name: -values[self.x.name]}
            for place in (values,) if self.x.nonnegative else (values, mirrored):
                if self._steady(place):
                    found.append(place)
            if len(found) >= POINTS:
                return found
        if not found:
            raise ValueError(f"no random values at which {self.y} is finite; give some in at")
        return found

    def _drawn(self, rng, sizes, positive):
        values = {d: size for d, size in sizes.items() if d in dimensions(self.derivative)}
        for s in self.symbols:
            value = rng.normal(size=[sizes.get(d, d) for d in s.shape])
            if s.nonnegative or positive:
                value = np.abs(value) + 0.5
            if len(s.shape) == 2 and s.shape[0] == s.shape[1]:
                value = value + value.T if s.declared_symmetric else value
                value = value + 3 * len(value) * np.eye(len(value)) if self.inverted else value
            values[s.name] = value
        return values

    def _steady(self, values):
        """Whether everything is finite here, and single precision can compute it."""
        rounded = {n: v if isinstance(v, int) else np.float32(v) for n, v in values.items()}
        try:
            with np.errstate(all="ignore"):
                value, J = self.y.evaluate(**values), self.derivative.evaluate(**values)
                near = self.derivative.evaluate(**rounded)
        except np.linalg.LinAlgError:
            return False
        finite = np.isfinite(value).all() and np.isfinite(J).all()
        return finite and np.abs(J - near).max() <= STEADY * max(np.abs(J).max(), FLOOR)

    def _stages(self):
        yield from super()._stages()
        broken = self._tried(broken_rules(self.y, self.x))
        yield [self._of_formula(m) for m in broken]
        yield [lambda p: number_slips(p.right, _sizes(self.symbols, p.values))]
        slipped = self._tried(slips(self.derivative.body, self.y))
        yield [self._of_formula(m) for m in slipped]
        yield [self._and_then(m) for m in [*broken, *slipped]]
        yield [self._of_formula(m) for m in self._tried(held_constant(self.y, self.x, 2))]
        pairs = (
            Mistake(first.kind, _both(first.sentence, second.sentence), second.formula, True)
            for first in broken
            for second in slips(first.formula, self.y)
        )
        yield [self._of_formula(m) for m in self._tried(islice(pairs, PAIRS))]

    def _tried(self, mistakes):
        """Return the mistakes whose formulas differ from one another, the first of each."""
        by_formula = {self.derivative.body: None}
        for m in mistakes:
            by_formula.setdefault(m.formula, m)
        return [m for m in by_formula.values() if m]

    def _value(self, formula, p):
        """Evaluate a formula, once at every point."""
        key = formula, id(p)
        if key not in self.known:
            self.known[key] = _value(formula, p.values, self.symbols)
        return self.known[key]

    def _of_formula(self, m):
        def make(p):
            V = self._value(m.formula, p)
            arrays = reduced(V) if m.kind == "batch sum" else [V]
            return (Slip(m.kind, m.sentence, V, m.double) for V in arrays)

        return make

    def _and_then(self, m):
        def make(p):
            V = self._value(m.formula, p)
            if V.shape != p.right.shape:
                return
            for slip in chain(
                layout_slips(V, self.outputs, "another"),
                shape_slips(V, self.outputs),
                number_slips(V, _sizes(self.symbols, p.values)),
            ):
                yield Slip(m.kind, _both(m.sentence, slip.sentence), slip.array, True)

        return make

    def _measured(self, p):
        def f(v):
            return self.y.evaluate(**{**p.values, self.x.name: v})

        try:
            return np.asarray(measure(f, p.values[self.x.name]))
        except ValueError:  # at a kink nothing can be measured
            return p.right

    def _in_symbols(self):
        return f", {shown(self.derivative.shape)} in symbols"


def _both(first, second):
    return f"Two mistakes at once. {first} {second}"


class _Measured(_Question):
    """An answer to a question about a NumPy function."""

    def __init__(self, answer, y, x, at, layout):
        if not callable(y):
            raise TypeError(f"y is an expression or a function of x, not {y!r}")
        if at is not None:
            raise TypeError("at is for expressions; a function is taken at x, an array")
        self.answer, self.y, self.x, self.layout = answer, y, np.array(x, dtype=float), layout
        self.derivative = np.asarray(measure(y, self.x))
        self.outputs = self.derivative.ndim - self.x.ndim

    def _points(self):
        points = [_Point({"x": self.x}, self.derivative, self._came(self.x))]
        rng = np.random.default_rng(20240518)
        for _ in range(2 if callable(self.answer) else 0):
            near = self.x * rng.uniform(0.8, 1.2, self.x.shape)
            try:
                right = np.asarray(measure(self.y, near))
            except ValueError:  # a kink, or the edge of the domain
                continue
            points.append(_Point({"x": near}, right, self._came(near)))
        return points

    def _came(self, x):
        return (
            _called(self.answer, {"x": x}, ["x"])
            if callable(self.answer)
            else _numbers(self.answer)
        )

    def _stages(self):
        yield from super()._stages()
        yield [lambda p: number_slips(p.right, self._sizes()), self._factor]
        yield [lambda p: value_slips(p.right, p.values["x"], np.asarray(self.y(p.values["x"])))]
        yield [self._mask]
        yield [self._two]

    def _sizes(self):
        return {str(n): n for n in sorted({*self.derivative.shape}) if n > 2}

    def _two(self, p):
        first = [
            *layout_slips(p.right, self.outputs, "another"),
            *shape_slips(p.right, self.outputs),
        ]
        for slip in first:
            for number in number_slips(slip.array, self._sizes()):
                yield Slip(slip.kind, _both(slip.sentence, number.sentence), number.array, True)

    def _factor(self, p):
        """A number in front: whole, half a whole, or one divided by such."""
        right = self._laid(p.right)
        if right.shape != p.came.shape or np.count_nonzero(right) < FEW:
            return
        factor = np.vdot(right, p.came) / np.vdot(right, right)
        for number in (factor, 2 * factor, 1 / factor, 2 / factor):
            if 2 < abs(number) < 1e4 and abs(number - round(number)) < EXACT * abs(number):
                much = f"{factor:.6g}" if abs(factor) > 1 else f"1/{1 / factor:.6g}"
                sentence = f"The whole answer is {much} times what it should be."
                yield Slip("factor N", sentence, factor * p.right)

    def _mask(self, p):
        """Where the derivative is 0 the answer is not, and everywhere else it is right."""
        right = self._laid(p.right)
        if right.shape != p.came.shape or self.outputs:
            return
        off = right == 0
        if 1 < off.sum() < off.size - 1 and (p.came[off] != 0).all():
            if _close(right[~off], p.came[~off]):
                sentence = "A mask is missing: the derivative is 0 in entries where this is not."
                yield Slip("mask", sentence, turned(p.came, 0))

    def _measured(self, p):
        return p.right

    def _in_symbols(self):
        return ""


# --------------------------------------------------------------------- what a reader hands over


def _numbers(answer, what="answer"):
    """Return an answer as an array of finite numbers."""
    try:
        array = np.asarray(answer)
        if answer is None or array.dtype.kind not in "biufO":
            raise TypeError
        array = array if array.dtype.kind == "f" else array.astype(float)
    except (TypeError, ValueError, RuntimeError) as error:
        detail = f" ({error})" if str(error) else ""
        raise TypeError(
            f"{what} must be an expression, an array of real numbers, a function that returns "
            f"one, or ..., not {answer!r}{detail}"
        ) from None
    for index in np.argwhere(~np.isfinite(array))[:1]:
        where = f" at {tuple(map(int, index))}" if len(index) else ""
        raise _UnusableError(f"The answer is {array[*index]}{where}: a derivative is finite.")
    return array


def _called(answer, values, symbols):
    """Call an answer with the values of the symbols, or of those that it names."""
    try:
        names = dict(inspect.signature(answer).parameters)
        if len(names) == len(values) == 1:
            came = answer(*values.values())
        else:
            keyed = [n for n, p in names.items() if p.kind is p.VAR_KEYWORD]
            wanted = {*names, *symbols} - {*keyed} if keyed else names
            came = answer(**{n: v for n, v in values.items() if n in wanted})
    except Exception as error:
        raise _UnusableError(
            f"The answer could not be computed: {type(error).__name__}: {error}"
        ) from error
    return _numbers(came, "what the answer returns")


def _checked(at):
    if not isinstance(at, Mapping):
        raise TypeError(f"at maps names to arrays, as in at={{'x': [1, 2]}}, but it is {at!r}")
    return at


def _refuse_strangers(answer, symbols):
    known = {(s.name, s.shape) for s in symbols}
    strange = sorted(f"{s.name} {shown(s.shape)}" for s in answer.symbols)
    strange = [text for text in strange if text not in {f"{n} {shown(s)}" for n, s in known}]
    if strange:
        raise ValueError(
            f"the answer has {', '.join(strange)}, but what is differentiated has "
            f"{', '.join(sorted(f'{n} {shown(s)}' for n, s in known))}"
        )


def _sizes(symbols, values):
    """Return the sizes of dimensions that the values show, or give by name."""
    sizes = {}
    for s in symbols:
        sizes |= dict(zip(s.shape, np.shape(values.get(s.name, ())), strict=False))
    named = {d: n for d, n in values.items() if d not in {s.name for s in symbols}}
    return {str(d): n for d, n in (sizes | named).items()}


def _value(e, values, symbols):
    """Evaluate an expression that need not have all the symbols."""
    known = {s.name for s in e.symbols}
    sizes = {d: n for d, n in _sizes(symbols, values).items() if d in dimensions(e)}
    with np.errstate(all="ignore"):
        return np.asarray(e.evaluate(**sizes, **{n: v for n, v in values.items() if n in known}))


def _tolerance(right, came):
    largest = max(np.abs(right).max(initial=0), FLOOR)
    return ROUNDING.get(came.dtype.itemsize, ROUNDING[8]) * largest


def _close(right, came, relative=0.0):
    """Whether arrays of one shape, but for axes of length 1, have the same numbers."""
    right, came = np.squeeze(right), np.squeeze(came)
    if right.shape != came.shape:
        return False
    allowed = relative * np.abs(right).max(initial=0) or _tolerance(right, came)
    return bool((np.abs(right - came) <= allowed).all())
