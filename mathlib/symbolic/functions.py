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
from mathlib.symbolic.exponentials import exp, log, logsumexp
from mathlib.symbolic.extrema import hardmax, max, min
from mathlib.symbolic.general_powers import general_power, raise_to
from mathlib.symbolic.linear_algebra import det, diag, inv, logdet, trace, vec
from mathlib.symbolic.logistic import sigmoid, softplus
from mathlib.symbolic.norms import norm
from mathlib.symbolic.rearrangements import (
    expand_dims,
    moveaxis,
    squeeze,
    swapaxes,
    transpose,
)
from mathlib.symbolic.reductions import mean, std, sum, var
from mathlib.symbolic.softmaxes import log_softmax, softmax
from mathlib.symbolic.tensor_products import einsum, tensordot
from mathlib.symbolic.triangles import tril, triu

__all__ = [
    "abs",
    "add",
    "at_least_zero",
    "cos",
    "det",
    "diag",
    "divide",
    "dot",
    "einsum",
    "exp",
    "expand_dims",
    "general_power",
    "greater",
    "greater_equal",
    "hardmax",
    "inv",
    "kron",
    "log",
    "log_softmax",
    "logdet",
    "logsumexp",
    "matmul",
    "max",
    "maximum",
    "mean",
    "min",
    "minimum",
    "moveaxis",
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
    "squeeze",
    "std",
    "step",
    "subtract",
    "sum",
    "swapaxes",
    "tanh",
    "tensordot",
    "trace",
    "transpose",
    "tril",
    "triu",
    "var",
    "vec",
]
