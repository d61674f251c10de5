"""A function of NumPy read as an expression: it is called once, with a tracer for its array.

The tracer answers to NumPy's protocols for ufuncs and functions: each call computes the value as
usual, and builds the expression of the same operation beside it. So what depends on values, as a
largest entry that is subtracted, runs as it does with numbers.

Arrays that the function brings along become symbols, called as the function calls them. What uses
anything beyond arithmetic, sums and linear algebra cannot be read; what takes its array apart into
numbers is read by `entry_tracer`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from mathlib.symbolic import functions
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol
from mathlib.teaching.diagnosis.brought_along import brought_along, parameter, with_others

SAME = (
    *("exp", "log", "log2", "log10", "log1p", "expm1", "sqrt", "square", "reciprocal"),
    *("sin", "cos", "tan", "arcsin", "arccos", "arctan"),
    *("sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh"),
    *("abs", "sign", "maximum", "minimum"),
    *("add", "subtract", "multiply", "negative", "greater", "greater_equal"),
    *("sum", "mean", "var", "std", "outer", "dot", "trace", "diag", "cumsum", "diff"),
    *("where", "clip", "flip", "tril", "triu", "kron"),
)
#: What NumPy does, and what it is for expressions.
MEANING: dict[Any, Callable[..., Any]] = {
    getattr(np, name): getattr(functions, name) for name in SAME
}
MEANING |= {np.linalg.norm: functions.norm, np.linalg.inv: functions.inv}
MEANING |= {np.linalg.det: functions.det, np.linalg.solve: functions.solve}
MEANING |= {
    np.power: operator.pow,
    np.true_divide: operator.truediv,
    np.matmul: operator.matmul,
    np.less: operator.lt,
    np.less_equal: operator.le,
    np.transpose: lambda e: e.T,
    np.inner: functions.dot,
    np.vdot: functions.dot,
    np.logaddexp: lambda a, b: functions.log(functions.exp(a) + functions.exp(b)),
    np.hypot: lambda a, b: functions.sqrt(a**2 + b**2),
}
#: Methods of an array that do what the function of this name does.
METHODS = ("sum", "mean", "var", "std", "dot", "trace", "cumsum")


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
    >>> traced(lambda x: np.exp(-A @ x), np.zeros(3)).expression
    exp(-A x)
    """
    for result, symbol, context in results(f, x):
        if isinstance(result, Tracer):
            return Traced(result.expression, symbol, context.values_in(result.expression))
    return None


def results(f: Callable, x: np.ndarray) -> Iterator[tuple[Any, Symbol, TraceContext]]:
    """Yield what a function makes of a tracer, with the symbol and where its arrays are kept.

    At first there are symbols for what the function brings along; if it cannot do with them, its
    arrays.
    """
    for symbolic in (True, False):
        try:
            brought = brought_along(f)
            symbol = _symbol(parameter(f), x)
            context = TraceContext({id(array): name for name, array in brought.items()}, symbol)
            others = {name: context.tracer(array) for name, array in brought.items()}
            result = (with_others(f, others) if symbolic else f)(Tracer(symbol, x, context))
        except Exception:  # whatever it is that the function wants, it is not an expression
            continue
        yield result, symbol, context


def _symbol(name: str, value: np.ndarray) -> Symbol:
    return Symbol(name, value.shape, False, False, False)


class TraceContext:
    """The variable, and the arrays that a function brings along with symbols for them."""

    def __init__(self, names: dict[int, str], variable: Symbol):
        self.names, self.variable = names, variable
        self.symbols: dict[int, tuple[Symbol, np.ndarray]] = {}

    def tracer(self, array: np.ndarray) -> Tracer:
        """Return what stands for an array that is brought along."""
        return Tracer(self.read(array), array, self)

    def values_in(self, *expressions: Expression) -> dict[str, np.ndarray]:
        """Return the arrays whose symbols stand in some expressions."""
        used = {s.name for e in expressions for s in e.symbols}
        return {s.name: array for s, array in self.symbols.values() if s.name in used}

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
    ) -> Any:
        values = [o.value if isinstance(o, Tracer) else o for o in operands]
        if function in (np.max, np.min):
            return function(*values, **options)
        expression = MEANING[function](*map(self._context.read, operands), **options)
        return type(self)(expression, function(*values, **options), self._context)

    def __len__(self) -> int:
        return len(self.value)

    def __array__(self, dtype: Any = None, copy: Any = None) -> NoReturn:
        raise TypeError("what NumPy would compute cannot be written down")

    def __getitem__(self, index: Any) -> Tracer:
        part = self.value[index]
        if any(
            symbol.shape and symbol is self._context.variable for symbol in self.expression.symbols
        ):
            raise TypeError("what is taken out of the variable is read entry by entry")
        return type(self)(self.expression[index], part, self._context)

    def max(self) -> Any:
        """Return the largest entry, as a number: softmax subtracts it and does not depend on it."""
        return self.value.max()

    shape = property(lambda self: self.value.shape)
    ndim = property(lambda self: self.value.ndim)
    size = property(lambda self: self.value.size)
    T = property(np.transpose)


def _method(name: str) -> Callable[..., Any]:
    return lambda self, *arguments, **options: getattr(np, name)(self, *arguments, **options)


for _name in METHODS:
    setattr(Tracer, _name, _method(_name))
