"""Matrix calculus that checks itself: derivatives confirmed by independent witnesses.

The package behind the book *Matrix Calculus You Can Check*. A derivative worked out
by hand is one witness, SymPy's algebra on the written-out components is another, and a
measurement by differences is a third; `agree` says whether they tell the same story.

The package stands in wings, each of which imports only what its line names:

=============  ==================================================================  ================
wing           what it is                                                          imports
=============  ==================================================================  ================
`witnesses`    `measure`, `sympy_jacobian`, `agree`: what derivatives are          nothing of the
               checked by, on any functions of NumPy and SymPy                     engine
`symbolic`     the engine: expressions with symbolic shapes, their derivatives     nothing
`printing`     matrix notation and index notation, as text and as LaTeX            symbolic
`reading`      a typed formula as an expression: printing backwards                symbolic
`evaluation`   numbers: an interpreter, compiled functions, SymPy's components     symbolic
`teaching`     derivations step by step, diagnoses of answers, exercises           all of the above
`figures`      draws on the axes it is given                                       nothing
`data`         the data sets of the book                                           nothing
=============  ==================================================================  ================

Conventions
-----------
A vector is an array of shape ``(n,)``: neither ``(n, 1)`` nor ``(1, n)``.
Derivatives use numerator layout: the axes of the output, then those of the variable.

Examples
--------
>>> import mathlib as ml
>>> A = [[1, 0, 2], [0, 3, 4]]
>>> ml.agree(by_hand=A, measured=ml.measure(lambda x: A @ x, [5, 6, 7]))
'by_hand = measured'
"""

from importlib import import_module
from importlib.util import find_spec

#: Said here alone: the distribution takes it from here, and so does whoever runs a copied tree.
__version__ = "0.1.0"

#: The names a chapter may use, and the module each lives in. A module is imported when
#: one of its names is first used, so that no name costs more than it needs.
_HOMES = {
    "agree": "witnesses.agreement",
    "differ": "witnesses.agreement",
    "check": "teaching.checking.check",
    "diagnose": "teaching.diagnosis.diagnose",
    "sympy_jacobian": "witnesses.sympy_components",
    "measure": "witnesses.finite_differences",
    "dataset": "data",
    "exercise": "teaching.exercises.exercise",
    "derivative": "symbolic.derivative",
    "gradient": "symbolic.derivative",
    "jacobian": "symbolic.derivative",
    "hessian": "symbolic.derivative",
    "differential": "symbolic.differentials",
    "derivation": "teaching.derivations.derivation",
    "scalar": "symbolic.symbols",
    "vector": "symbolic.symbols",
    "matrix": "symbolic.symbols",
    "scalars": "symbolic.symbols",
    "vectors": "symbolic.symbols",
    "matrices": "symbolic.symbols",
    "tensor": "symbolic.symbols",
    "eye": "symbolic.constant_arrays",
    "ones": "symbolic.constant_arrays",
    "function": "symbolic.unknown_functions",
    "equal": "evaluation.equality",
    "read": "reading.formulas",
    "exp": "symbolic.exponentials",
    "log": "symbolic.exponentials",
    "sqrt": "symbolic.elementwise",
    "sin": "symbolic.elementwise",
    "cos": "symbolic.elementwise",
    "tanh": "symbolic.elementwise",
    "tan": "symbolic.trigonometric",
    "arcsin": "symbolic.trigonometric",
    "arccos": "symbolic.trigonometric",
    "arctan": "symbolic.trigonometric",
    "sinh": "symbolic.trigonometric",
    "cosh": "symbolic.trigonometric",
    "arcsinh": "symbolic.trigonometric",
    "arccosh": "symbolic.trigonometric",
    "arctanh": "symbolic.trigonometric",
    "erf": "symbolic.special_functions",
    "lgamma": "symbolic.special_functions",
    "digamma": "symbolic.special_functions",
    "polygamma": "symbolic.special_functions",
    "log1p": "symbolic.special_functions",
    "expm1": "symbolic.special_functions",
    "log2": "symbolic.special_functions",
    "log10": "symbolic.special_functions",
    "logsigmoid": "symbolic.activations",
    "silu": "symbolic.activations",
    "gelu": "symbolic.activations",
    "elu": "symbolic.activations",
    "leaky_relu": "symbolic.activations",
    "huber": "symbolic.activations",
    "softsign": "symbolic.activations",
    "clip": "symbolic.comparisons",
    "square": "symbolic.general_powers",
    "reciprocal": "symbolic.general_powers",
    "sigmoid": "symbolic.logistic",
    "softplus": "symbolic.logistic",
    "relu": "symbolic.elementwise",
    "abs": "symbolic.elementwise",
    "sign": "symbolic.elementwise",
    "maximum": "symbolic.comparisons",
    "minimum": "symbolic.comparisons",
    "sum": "symbolic.reductions",
    "mean": "symbolic.reductions",
    "var": "symbolic.reductions",
    "std": "symbolic.reductions",
    "norm": "symbolic.norms",
    "max": "symbolic.extrema",
    "min": "symbolic.extrema",
    "hardmax": "symbolic.extrema",
    "einsum": "symbolic.tensor_products",
    "block": "symbolic.joining",
    "concatenate": "symbolic.joining",
    "hstack": "symbolic.joining",
    "stack": "symbolic.joining",
    "vstack": "symbolic.joining",
    "ravel": "symbolic.reshaping",
    "reshape": "symbolic.reshaping",
    "conv2d": "symbolic.convolutions",
    "convolve": "symbolic.convolutions",
    "correlate": "symbolic.convolutions",
    "cumsum": "symbolic.neighbours",
    "diff": "symbolic.neighbours",
    "flip": "symbolic.neighbours",
    "where": "symbolic.choices",
    "take": "symbolic.indexing",
    "take_along_axis": "symbolic.index_vectors",
    "indices": "symbolic.index_vectors",
    "arange": "symbolic.index_vectors",
    "one_hot": "symbolic.index_vectors",
    "roll": "symbolic.neighbours",
    "tensordot": "symbolic.tensor_products",
    "transpose": "symbolic.rearrangements",
    "swapaxes": "symbolic.rearrangements",
    "moveaxis": "symbolic.rearrangements",
    "expand_dims": "symbolic.rearrangements",
    "squeeze": "symbolic.rearrangements",
    "dot": "symbolic.arithmetic",
    "outer": "symbolic.arithmetic",
    "logsumexp": "symbolic.exponentials",
    "softmax": "symbolic.softmaxes",
    "log_softmax": "symbolic.softmaxes",
    "trace": "symbolic.linear_algebra",
    "det": "symbolic.linear_algebra",
    "logdet": "symbolic.linear_algebra",
    "inv": "symbolic.linear_algebra",
    "matrix_power": "symbolic.solving",
    "solve": "symbolic.solving",
    "pinv": "symbolic.solving",
    "cholesky": "symbolic.spectral",
    "expm": "symbolic.spectral",
    "logm": "symbolic.spectral",
    "sqrtm": "symbolic.spectral",
    "eigvalsh": "symbolic.spectral",
    "lambda_max": "symbolic.spectral",
    "tril": "symbolic.triangles",
    "triu": "symbolic.triangles",
    "diag": "symbolic.linear_algebra",
    "vec": "symbolic.linear_algebra",
    "commutation": "symbolic.vectorization",
    "duplication": "symbolic.vectorization",
    "kron": "symbolic.arithmetic",
}

#: What people call functions that have another name here.
_CALLED = {
    **{f"a{name}": f"arc{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{f"ar{name}": f"arc{name}" for name in ("sinh", "cosh", "tanh")},
    **dict.fromkeys(("gammaln", "loggamma"), "lgamma"),
    **dict.fromkeys(("psi", "trigamma"), "polygamma"),
    "log_sigmoid": "logsigmoid",
    "swish": "silu",
    **dict.fromkeys(("clamp", "hardtanh"), "clip"),
    **dict.fromkeys(("expit", "logistic"), "sigmoid"),
    "ln": "log",
}

__all__ = list(_HOMES)


def __getattr__(name):
    if name in _HOMES:
        with import_module(f"{__name__}.symbolic.libraries").needed_for(name):
            return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    if not name.startswith("_") and find_spec(f"{__name__}.{name}"):
        return import_module(f"{__name__}.{name}")
    called = f"; {_CALLED[name]} is what it is called here" if name in _CALLED else ""
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}{called}")


def __dir__():
    return sorted(__all__)
