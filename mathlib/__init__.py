"""Matrix calculus that checks itself: derivatives confirmed by independent witnesses.

The package behind the book *Matrix Calculus You Can Check*. A derivative worked out
by hand is one witness, SymPy's algebra on the written-out components is another, and a
measurement by differences is a third; `agree` says whether they tell the same story.

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

#: The names a chapter may use, and the module each lives in. A module is imported when
#: one of its names is first used, so that no name costs more than it needs.
_HOMES = {
    "agree": "agreement",
    "differ": "agreement",
    "diagnose": "diagnosis",
    "sympy_jacobian": "components",
    "measure": "measurement",
    "exercise": "exercises",
    "derivative": "derivatives",
    "gradient": "derivatives",
    "jacobian": "derivatives",
    "hessian": "derivatives",
    "derivation": "derivations",
    "scalar": "symbols",
    "vector": "symbols",
    "matrix": "symbols",
    "scalars": "symbols",
    "vectors": "symbols",
    "matrices": "symbols",
    "eye": "symbols",
    "ones": "symbols",
    "exp": "functions",
    "log": "functions",
    "sqrt": "functions",
    "sin": "functions",
    "cos": "functions",
    "tanh": "functions",
    "sigmoid": "functions",
    "softplus": "functions",
    "relu": "functions",
    "abs": "functions",
    "sign": "functions",
    "maximum": "functions",
    "minimum": "functions",
    "sum": "functions",
    "mean": "functions",
    "norm": "functions",
    "dot": "functions",
    "outer": "functions",
    "logsumexp": "functions",
    "softmax": "functions",
    "trace": "functions",
    "det": "functions",
    "logdet": "functions",
    "inv": "functions",
    "diag": "functions",
    "vec": "functions",
    "kron": "functions",
}

__all__ = list(_HOMES)


def __getattr__(name):
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    if not name.startswith("_") and find_spec(f"{__name__}.{name}"):
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted(__all__)
