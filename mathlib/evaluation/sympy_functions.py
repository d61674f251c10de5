"""Functions of every entry, as SymPy knows them."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

#: Functions of every entry, by the names of `Function` nodes.
FUNCTIONS: dict[str, Callable[..., sp.Expr]] = {
    "exp": sp.exp,
    "log": sp.log,
    "sin": sp.sin,
    "cos": sp.cos,
    "tanh": sp.tanh,
    "tan": sp.tan,
    "arcsin": sp.asin,
    "arccos": sp.acos,
    "arctan": sp.atan,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "arcsinh": sp.asinh,
    "arccosh": sp.acosh,
    "arctanh": sp.atanh,
    "log1p": lambda x: sp.log(1 + x),
    "expm1": lambda x: sp.exp(x) - 1,
    "erf": sp.erf,
    "lgamma": sp.loggamma,
    "digamma": sp.digamma,
    "polygamma": sp.polygamma,
    "sigmoid": lambda x: 1 / (1 + sp.exp(-x)),
    "softplus": lambda x: sp.log(1 + sp.exp(x)),
    "relu": lambda x: sp.Max(0, x),
    "abs": sp.Abs,
    "sign": sp.sign,
    "at_least_zero": lambda x: sp.Piecewise((1, x >= 0), (0, True)),
    "step": lambda x: sp.Piecewise((1, x > 0), (0, True)),
    "raise_to": lambda x, y: x**y,
    "where": lambda c, x, y: sp.Piecewise((x, sp.Ne(c, 0)), (y, True)),
    "maximum": sp.Max,
    "minimum": sp.Min,
}
