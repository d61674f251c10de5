"""The operators of expressions, and a sentence for what arrays can and expressions cannot.

The operators have NumPy's meanings. NumPy itself hands them over: ``np.float64(2) * x`` asks
`__array_ufunc__`, and ``np.dot(a, x)`` asks `__array_function__`, before either makes an array of
objects out of an expression. What is imported, is imported when it is called: the functions are
built on expressions.
"""

from __future__ import annotations

import sys
from typing import Any, NoReturn

#: The names that NumPy's functions have here, where they differ.
NAMES = {
    "linalg.norm": "norm",
    "linalg.inv": "inv",
    "linalg.det": "det",
    "slogdet": "logdet",
    "absolute": "abs",
    "fabs": "abs",
    "identity": "eye",
}
#: Functions of NumPy that mean an operator: what is to be written instead.
SIGNS = {"transpose": "x.T"}


class Operators:
    """What an expression does between operators; mixed into it."""

    text: Any
    symbols: Any
    shape: Any

    def __add__(self, other):
        return _functions().add(self, other)

    def __radd__(self, other):
        return _functions().add(other, self)

    def __sub__(self, other):
        return _functions().subtract(self, other)

    def __rsub__(self, other):
        return _functions().subtract(other, self)

    def __neg__(self):
        return _functions().negative(self)

    def __pos__(self):
        return self

    def __mul__(self, other):
        return _functions().multiply(self, other)

    def __rmul__(self, other):
        return _functions().multiply(other, self)

    def __truediv__(self, other):
        return _functions().divide(self, other)

    def __rtruediv__(self, other):
        return _functions().divide(other, self)

    def __matmul__(self, other):
        return _functions().matmul(self, other)

    def __rmatmul__(self, other):
        return _functions().matmul(other, self)

    def __pow__(self, exponent):
        return _functions().raise_to(self, exponent)

    def __rpow__(self, base):
        return _functions().raise_to(base, self)

    def __abs__(self):
        return _functions().abs(self)

    def __gt__(self, other):
        return _functions().greater(self, other)

    def __lt__(self, other):
        return _functions().greater(other, self)

    def __ge__(self, other):
        return _functions().greater_equal(self, other)

    def __le__(self, other):
        return _functions().greater_equal(other, self)

    # ------------------------------------------------------------------- what cannot be done

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"{self} has no truth value: comparisons of expressions are expressions, 0 or 1. "
            "Evaluate it first, or compare objects with =="
        )

    def __float__(self) -> NoReturn:
        raise TypeError(f"{self} is an expression, not a number yet; {self._how_to_evaluate()}")

    __int__ = __index__ = __complex__ = __float__

    def __getitem__(self, index):
        from mathlib.symbolic import indexing

        return indexing.item(self, index)

    def __iter__(self) -> NoReturn:
        raise TypeError(
            f"{self} is not iterable: its entries have no values yet, and its dimensions no "
            f"sizes; {self._how_to_evaluate()}"
        )

    def __len__(self) -> NoReturn:
        raise TypeError(
            f"the length of {self} is not a number yet, its shape is {self.shape}; as an "
            "expression it is ml.sum(ml.ones(...))"
        )

    def __mod__(self, other) -> NoReturn:
        raise TypeError("% and // have no derivative worth the name, and expressions lack them")

    __rmod__ = __floordiv__ = __rfloordiv__ = __divmod__ = __rdivmod__ = __mod__

    def __array__(self, *_, **__) -> NoReturn:
        raise TypeError(f"{self} is an expression, not an array yet; {self._how_to_evaluate()}")

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        name = {"power": "raise_to", "true_divide": "divide"}.get(ufunc.__name__, ufunc.__name__)
        arithmetic = ("add", "subtract", "multiply", "divide", "raise_to", "negative")
        if method == "__call__" and not options and name in (*arithmetic, "matmul", "greater"):
            return getattr(_functions(), name)(*inputs)
        if method == "__call__" and name in ("less", "less_equal", "greater_equal"):
            if name == "greater_equal":
                return _functions().greater_equal(*inputs)
            return getattr(_functions(), name.replace("less", "greater"))(*reversed(inputs))
        raise TypeError(_instead(ufunc.__name__))

    def __array_function__(self, function, types, arguments, options) -> NoReturn:
        module = function.__module__.removeprefix("numpy").lstrip(".")
        raise TypeError(_instead(f"{module}.{function.__name__}".lstrip(".")))

    def _sympy_(self) -> NoReturn:
        raise sys.modules["sympy"].SympifyError(
            f"{self} is an expression of mathlib: use its functions, such as ml.sin, or write out "
            "its entries for SymPy with components()"
        )

    def _how_to_evaluate(self):
        values = ", ".join(f"{name}=..." for name in sorted(s.name for s in self.symbols))
        return f"give it values: evaluate({values})"


def _instead(name):
    """Return what to use instead of a function of NumPy."""
    short = name.rpartition(".")[2]
    ours = NAMES.get(name, NAMES.get(short, short))
    if short in SIGNS:
        what = f"write {SIGNS[short]}"
    elif ours in _functions().__all__:
        what = f"use ml.{ours}"
    else:
        what = "there is no such function for expressions"
    return f"np.{name} takes arrays, and this is an expression: {what}, or evaluate it first"


def _functions():
    from mathlib.symbolic import functions

    return functions
