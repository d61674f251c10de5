"""An expression computed as it was written: by NumPy's functions, with nothing simplified.

`Expression.evaluate` computes the canonical form. If a simplification is wrong, everything that is
made from that form agrees with it. So whatever proves a result has to start from what was
written instead: `as_written` follows the notes that every operation leaves on its result (see
`mathlib.symbolic.writings`) and calls one NumPy function for each. It shares no rule with the
engine. Symbols stand for their values; what nobody wrote, such as the formula of a derivative, is
computed from its own parts.

`wrong_step` asks more: that every operation that was ever noted in an expression, one at a time,
gives what its canonical form gives. The latest way of writing a node is not enough for that: if two
functions are taken for one, both have the same node, and only one of them is the last.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

import numpy as np

from mathlib.evaluation.disturbance import Disturb, disturbing
from mathlib.evaluation.numpy_operations import of_parts, operate
from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Expression, topological_order
from mathlib.symbolic.index_nodes import IndexSymbol
from mathlib.symbolic.shapes import Dimension
from mathlib.symbolic.writings import Writing, written_symbols

Values = Mapping[str, Any]
Step = tuple[Expression, Writing | None]
#: How far, relative to all that is involved, rounding may take one operation.
ROUNDING = 1e-7

#: What is known to every digit, and would mean something else if it were not.
EXACT = (nodes.Constant, nodes.Size, IndexSymbol)
JUMPS = ("greater", "greater_equal", "step", "at_least_zero", "sign")


def as_written(e: Expression, values: Values) -> np.ndarray:
    """Return the value of an expression as it was written last.

    Parameters
    ----------
    e : Expression
        Of any shape.
    values : mapping of str to array
        An array for every symbol, and a number for every dimension that no array shows. A way of
        writing that has further symbols, which cancelled, is followed only if they have values.

    Returns
    -------
    ndarray
        In the shape of the expression; nan where it has no value as it is written.

    Examples
    --------
    >>> import mathlib as ml
    >>> x = ml.vector("x", "n")
    >>> y = x / x
    >>> y.evaluate(x=[2, 0, 3])
    array([1., 1., 1.])
    >>> as_written(y, {"x": [2.0, 0.0, 3.0]})
    array([ 1., nan,  1.])
    """
    return AsWritten(e, values)(values)


def _inverts_more(note: Writing, node: Expression) -> bool:
    """Say whether a way of writing has inverses that cancelled: then it has fewer values."""
    operands = [part for part in note.operands if isinstance(part, Expression)]
    return any(map(_inverts, operands)) and not _inverts(node)


def _inverts(e: Expression) -> bool:
    return any(isinstance(part, nodes.Inverse) for part in topological_order(e))


class AsWritten:
    """An expression read as it was written last, to be computed at many points like one given.

    A step is a node and the note by which it is read, None for its own parts. The note of an
    operand is older than that of the result, so that no step comes back to itself; they are ordered
    without recursion, operands first. What was noted of the whole after a given number is not read.
    """

    def __init__(self, e: Expression, values: Values, before: float = inf):
        self.within = _Within(e, values)
        self.steps: dict[Step, list[Any]] = {}
        waiting = [self._step(e.body, before)]
        self.root = waiting[0]
        while waiting:
            step = waiting[-1]
            parts = [] if step in self.steps else self._parts(step)
            missing = [p for p in parts if isinstance(p, tuple) and p not in self.steps]
            waiting += missing
            if not missing:
                self.steps.setdefault(waiting.pop(), parts)

    def _step(self, node: Expression, before: float) -> Step:
        notes = (note for note in self.within.notes(node) if note.number < before)
        return node, next(notes, None)

    def _parts(self, step: Step) -> list[Any]:
        """Return what a step takes: other steps, and numbers. A symbol is what it is."""
        node, note = step
        if note is None:
            return [(child, None) for child in node.children]
        return [
            (operand, None)
            if isinstance(operand, nodes.Symbol)
            else self._step(operand, note.number)
            if isinstance(operand, Expression)
            else operand
            for operand in note.operands
        ]

    def __call__(self, values: Values, disturb: Disturb | None = None) -> np.ndarray:
        """Return the value at a point; each step may be disturbed, as rounding disturbs it."""
        arrays, sizes = self.within.split(values)
        done: dict[Step, Any] = {}
        with np.errstate(all="ignore"):
            for step, parts in self.steps.items():
                found = [done[part] if isinstance(part, tuple) else part for part in parts]
                node, note = step
                if note is None:
                    done[step] = of_parts(node, found, arrays, sizes)
                else:
                    done[step] = operate(note, found, sizes)
                if disturb is not None and not isinstance(node, EXACT):
                    done[step] = disturb(done[step], found)
        return np.asarray(done[self.root], dtype=float)


def wrong_step(e: Expression, values: Values) -> str | None:
    """Return an operation whose result has another value than its canonical form, or None.

    Everything from which the expression was ever written is tried, where that has a finite value
    whose digits are good: a matrix that was multiplied by its inverse may have none here.

    Examples
    --------
    >>> import mathlib as ml
    >>> a = ml.scalar("a", positive=True)
    >>> wrong_step(ml.sqrt(2 * a), {"a": 3.0}) is None
    True
    """
    within = _Within(e, values)
    notes = [(node, note) for node in _history(e.body, within) for note in within.notes(node)]
    arrays, sizes = within.split(values)
    roots = [o for node, note in notes for o in (node, *note.operands) if isinstance(o, Expression)]
    order = topological_order(e.body, *roots)

    def computed(disturb: Disturb | None = None) -> dict[Expression, Any]:
        found: dict[Expression, Any] = {}
        for part in order:
            children = [found[child] for child in part.children]
            found[part] = of_parts(part, children, arrays, sizes)
            if disturb is not None and not isinstance(part, EXACT):
                found[part] = disturb(found[part], children)
        return found

    def operated(note: Writing, values: Mapping[Expression, Any]) -> Any:
        return operate(note, [values.get(o, o) for o in note.operands], sizes)

    with np.errstate(all="ignore"):
        canonical = computed()
        for node, note in notes:
            parts = [canonical.get(o, o) for o in note.operands]
            found = operated(note, canonical)
            if _same(found, canonical[node], note, parts):
                continue
            again = [computed(disturbing(np.random.default_rng(k))) for k in range(3)]
            if all(_same(operated(note, other), found, note, parts) for other in again):
                options = [f"{name}={value}" for name, value in note.options]
                listed = ", ".join([*map(str, note.operands), *options])
                return f"{note.operation}({listed}) is not {node}"
    return None


def _history(e: Expression, within: _Within) -> list[Expression]:
    """Return everything from which an expression is made or was ever written."""
    seen, waiting = {e}, [e]
    while waiting:
        node = waiting.pop()
        operands = [o for note in within.notes(node) for o in note.operands]
        new = {o for o in (*node.children, *operands) if isinstance(o, Expression)} - seen
        seen |= new
        waiting += new
    return sorted(seen, key=lambda node: node.serial)


class _Within:
    """The symbols with which an expression was written, as far as they have values.

    Constants and symbols are parts of many expressions, and have notes that are none of this one's
    business. So only those notes count that need no other symbols.
    """

    def __init__(self, e: Expression, values: Values):
        own = [s for s in e.symbols if s.name in values]
        known = {d: n for s in own for d, n in zip(s.shape, np.shape(values[s.name]), strict=False)}
        self.symbols = frozenset(s for s in written_symbols(e) if _fits(s, values, known))
        self.dimensions = frozenset(values).union(*(s.dimensions for s in self.symbols))

    def notes(self, node: Expression) -> list[Writing]:
        """Return the notes on a node that can be computed, the latest first."""
        return [
            note
            for note in node.writings
            if note.symbols <= self.symbols
            and note.dimensions <= self.dimensions
            and not _inverts_more(note, node)
        ]

    def split(self, values: Values) -> tuple[dict[str, np.ndarray], dict[Dimension, int]]:
        """Return the arrays of symbols, and the sizes of dimensions."""
        arrays = {s.name: np.asarray(values[s.name], dtype=float) for s in self.symbols}
        sizes: dict[Dimension, int] = {d: v for d, v in values.items() if d not in arrays}
        for s in self.symbols:
            sizes |= zip(s.shape, arrays[s.name].shape, strict=True)
        return arrays, sizes


def _fits(symbol: nodes.Symbol, values: Values, known: Mapping[Dimension, int]) -> bool:
    """Say whether a value is that of a symbol, and not of another one with its name."""
    shape, sizes = np.shape(values.get(symbol.name, 0)), {**known}
    if symbol.name not in values or len(shape) != len(symbol.shape):
        return False
    for d, n in zip(symbol.shape, shape, strict=True):
        sizes.setdefault(d, values.get(d, n) if isinstance(d, str) else d)
    return shape == tuple(sizes[d] for d in symbol.shape)


def _same(found, canonical, note, parts):
    """Compare where the operation has a value; a jump between nearly equal numbers is no news.

    What has no value as it is written may have one when it is simplified, as x / x at 0.
    """
    found, canonical = np.asarray(found, dtype=float), np.asarray(canonical, dtype=float)
    if found.shape != canonical.shape:
        return False
    finite = np.isfinite(found)
    if note.operation in JUMPS:
        left, right = np.broadcast_arrays(*(*parts, 0)[:2])
        finite &= ~np.isclose(left, right, rtol=1e-9, atol=1e-9)
    sizes = [np.abs(np.asarray(v, dtype=float)) for v in (found, canonical, *parts)]
    scale = max((v[np.isfinite(v)].max(initial=0) for v in sizes), default=0)
    return bool((np.abs(found - canonical)[finite] <= ROUNDING * max(1, scale)).all())
