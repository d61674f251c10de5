"""A function of NumPy read as an expression: it is called once, with a tracer for its array.

The tracer answers to NumPy's protocols for ufuncs and functions: each call computes the value as
usual, and builds the expression of the same operation beside it. So what depends on values, as a
largest entry that is subtracted, runs as it does with numbers.

Arrays that the function brings along become symbols, called as the function calls them. Functions
that use anything beyond arithmetic, sums and linear algebra cannot be read.
"""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, NoReturn, cast

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from mathlib.symbolic import functions
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol

SAME = (
    *("exp", "log", "log2", "log10", "log1p", "expm1", "sqrt", "square", "reciprocal"),
    *("sin", "cos", "tan", "arcsin", "arccos", "arctan"),
    *("sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh"),
    *("abs", "sign", "maximum", "minimum"),
)
#: What NumPy does, and what it is for expressions.
MEANING = {getattr(np, name): getattr(functions, name) for name in SAME}
MEANING |= {np.sum: functions.sum, np.mean: functions.mean, np.linalg.norm: functions.norm}
MEANING |= {np.outer: functions.outer, np.diag: functions.diag}
MEANING |= {np.linalg.inv: functions.inv, np.linalg.det: functions.det}
MEANING |= {
    np.add: operator.add,
    np.subtract: operator.sub,
    np.multiply: operator.mul,
    np.negative: operator.neg,
    np.power: operator.pow,
    np.true_divide: operator.truediv,
    np.matmul: operator.matmul,
    np.greater: operator.gt,
    np.less: operator.lt,
    np.trace: functions.trace,
    np.dot: operator.matmul,
    np.transpose: lambda e: e.T,
    np.var: lambda e: functions.mean((e - functions.mean(e)) ** 2),
}


class Traced(NamedTuple):
    """An expression, the symbol by which it is differentiated, and the values of the others."""

    expression: Expression
    variable: Symbol
    values: dict[str, np.ndarray]


def traced(f: Callable, x: np.ndarray) -> Traced | None:
    """Return a function of NumPy as an expression, None if it cannot be read.

    Examples
    --------
    >>> A = np.ones((2, 3))
    >>> traced(lambda x: np.sin(A @ x).sum(), np.zeros(3)).expression
    𝟏ᵀ sin(A x)
    """
    try:
        (name, *_), brought = inspect.signature(f).parameters, inspect.getclosurevars(f)
        names = {id(v): k for k, v in {**brought.globals, **brought.nonlocals}.items()}
        context = TraceContext(names)
        symbol = _symbol(name, x)
        result = f(Tracer(symbol, x, context))
        values = {s.name: value for s, value in context.symbols.values()}
        return Traced(result.expression, symbol, values)
    except Exception:  # whatever it is that the function wants, it is not an expression
        return None


def _symbol(name: str, value: np.ndarray) -> Symbol:
    return Symbol(name, value.shape, False, False, False)


class TraceContext:
    """The arrays that a function brings along, and the symbols that stand for them."""

    def __init__(self, names: dict[int, str]):
        self.names = names
        self.symbols: dict[int, tuple[Symbol, np.ndarray]] = {}

    def read(self, operand: Any) -> Any:
        """Return an operand as an expression or a number."""
        if isinstance(operand, Tracer):
            return operand.expression
        if np.ndim(operand) == 0:
            return float(operand)
        key = id(operand)
        name = self.names.get(key, f"c{len(self.symbols) + 1}")
        return self.symbols.setdefault(key, (_symbol(name, operand), operand))[0]


class Tracer(NDArrayOperatorsMixin):
    """Stands for an array in a function that is called, and records what is done to it."""

    def __init__(self, expression: Expression, value: Any, context: TraceContext):
        self.expression, self.value, self._context = expression, np.asarray(value), context

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *operands: Any) -> Tracer:
        return self.__array_function__(ufunc, (), operands, {})

    def __array_function__(
        self, function: Any, _types: Any, operands: Sequence[Any], options: dict[str, Any]
    ) -> Tracer:
        values = [o.value if isinstance(o, Tracer) else o for o in operands]
        expression = MEANING[function](*map(self._context.read, operands), **options)
        return Tracer(expression, function(*values, **options), self._context)

    def __len__(self) -> int:
        return len(self.value)

    def __array__(self, dtype: Any = None, copy: Any = None) -> NoReturn:
        raise TypeError("what NumPy would compute cannot be written down")

    def max(self) -> Any:
        """Return the largest entry, as a number: softmax subtracts it and does not depend on it."""
        return self.value.max()

    def sum(self, axis: int | None = None) -> Tracer:
        """Return the sum."""
        return cast(Tracer, np.sum(self, axis=axis))  # by __array_function__

    def mean(self, axis: int | None = None) -> Tracer:
        """Return the mean."""
        return cast(Tracer, np.mean(self, axis=axis))

    def var(self) -> Tracer:
        """Return the variance."""
        return cast(Tracer, np.var(self))

    def dot(self, other: Any) -> Tracer:
        """Return the product."""
        return np.dot(self, other)

    shape = property(lambda self: self.value.shape)
    ndim = property(lambda self: self.value.ndim)
    size = property(lambda self: self.value.size)
    T = property(np.transpose)
