"""Every function of expressions, under its public name."""

from mathlib.symbolic.arithmetic import (
    add,
    divide,
    dot,
    kron,
    matmul,
    multiply,
    negative,
    outer,
    subtract,
)
from mathlib.symbolic.comparisons import (
    at_least_zero,
    greater,
    greater_equal,
    maximum,
    minimum,
    step,
)
from mathlib.symbolic.elementwise import (
    abs,
    cos,
    relu,
    sign,
    sin,
    sqrt,
    tanh,
)
from mathlib.symbolic.exponentials import exp, log, logsumexp, raise_to, softmax
from mathlib.symbolic.linear_algebra import det, diag, inv, logdet, trace, vec
from mathlib.symbolic.logistic import sigmoid, softplus
from mathlib.symbolic.reductions import mean, norm, sum

__all__ = [
    "abs",
    "add",
    "at_least_zero",
    "cos",
    "det",
    "diag",
    "divide",
    "dot",
    "exp",
    "greater",
    "greater_equal",
    "inv",
    "kron",
    "log",
    "logdet",
    "logsumexp",
    "matmul",
    "maximum",
    "mean",
    "minimum",
    "multiply",
    "negative",
    "norm",
    "outer",
    "raise_to",
    "relu",
    "sigmoid",
    "sign",
    "sin",
    "softmax",
    "softplus",
    "sqrt",
    "step",
    "subtract",
    "sum",
    "tanh",
    "trace",
    "vec",
]
