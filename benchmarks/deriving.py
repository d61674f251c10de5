"""Time how long it takes to derive: the standard identities against SymPy, and deep networks."""

import statistics
import sys
import timeit
from pathlib import Path

import sympy as sp

import mathlib as ml

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from identities import IDENTITIES

REPEATS = 5
DEPTHS = (2, 4, 8, 16, 32, 64)


def shape_in_sympy(shape):
    """Return rows and columns as SymPy symbols; a vector is a column."""
    rows, columns = (*shape, 1)[:2] if len(shape) < 2 else shape
    return tuple(
        sp.Symbol(d, positive=True, integer=True) if d != 1 else 1 for d in (rows, columns)
    )


#: Each identity as SymPy users write it, with matrix symbols; those that it cannot say are absent.
SYMPY = {
    "art01": lambda A, x: A * x,
    "art02": lambda x, y: x + y,
    "art03": lambda x, y: sp.HadamardProduct(x, y),
    "art06": lambda x, z: z * x,
    "art09": lambda w, x, b: w.T * x,
    "art11": lambda x: x.applyfunc(lambda t: sp.Max(t, 0)),
    "art14": lambda A, x: (A * x).applyfunc(sp.sin),
    "mc070": lambda a, X, b: a.T * X * b,
    "mc071": lambda a, X, b: a.T * X.T * b,
    "mc077": lambda b, X, c: b.T * X.T * X * c,
    "mc078": lambda B, b, C, E, d, x: (B * x + b).T * C * (E * x + d),
    "mc081": lambda A, x: x.T * A * x,
    "mc083": lambda X, b, c, C: (X * b + c).T * C * (X * b + c),
    "mc129": lambda x, a: sp.sqrt(((x - a).T * (x - a))[0, 0]),
    "mc132": lambda X: sp.Trace(X.T * X),
    "mc099": lambda X: sp.Trace(X),
    "mc101": lambda A, X, B: sp.Trace(A * X * B),
    "mc102": lambda A, X, B: sp.Trace(A * X.T * B),
    "mc106": lambda X: sp.Trace(X * X),
    "mc117": lambda X, B, C: sp.Trace(X.T * B * X * C),
    "mc121": lambda X: sp.Trace(X * X * X),
    "mc124": lambda A, X, B: sp.Trace(A * X.I * B),
    "mc126": lambda X, C, A: sp.Trace((X.T * C * X).I * A),
    "mc061": lambda a, X, b: a.T * X.I * b,
    "mc049": lambda X: sp.Determinant(X),
    "mc060": lambda X: X.I,
    "mcXb": lambda X, b: X * b,
    "ml01": lambda X, w, y: (X * w - y).T * (X * w - y),
    "ml02": lambda X, w, y: (X * w - y).T * (X * w - y),
    "ml09": lambda G, X, W, b: sp.Trace(G.T * (X * W + sp.OneMatrix(X.rows, 1) * b.T)),
    "ml11": lambda A, U, V: sp.Trace((A - U * V).T * (A - U * V)),
    "ml13": lambda A, x: (x.T * A * x) * (x.T * x).I,
}


def median_time(make, function):
    """Return the median time of a call, on something made afresh for each."""
    times = []
    for _ in range(REPEATS):
        made = make()
        times.append(timeit.timeit(lambda made=made: function(*made), number=1))
    return statistics.median(times)


def derive_by_sympy(identity):
    """Return the time that SymPy takes, or None if it gives no answer."""
    symbols = {
        name: sp.MatrixSymbol(name, *shape_in_sympy(shape)) if shape else sp.Symbol(name)
        for name, shape in identity.dimensions().items()
    }

    def derive(function):
        derivative = function.diff(symbols[identity.by])
        return derivative.diff(symbols[identity.by]) if identity.order == 2 else derivative

    def make():
        sp.core.cache.clear_cache()
        return (SYMPY[identity.key](**symbols),)

    try:
        return median_time(make, derive) if answers(derive(*make())) else None
    except Exception:  # SymPy's failures are of every kind
        return None


def answers(derivative):
    """Tell whether SymPy differentiated, or handed the task back as it was."""
    return not derivative.has(sp.Derivative)


def derive_by_engine(identity):
    """Return the time that the engine takes to the matrix form, in which SymPy's answers stand."""

    def make():
        symbols = identity.symbols()
        return identity.symbolic(**symbols), symbols[identity.by]

    def derive(function, by):
        derivative = ml.derivative(function, by)
        return str(ml.derivative(derivative, by) if identity.order == 2 else derivative)

    return median_time(make, derive)


def network(depth):
    """Return a network's loss and its first weight matrix."""
    h = ml.vector("x", "d0")
    for k in range(1, depth + 1):
        W, b = ml.matrix(f"W{k}", f"d{k}", f"d{k - 1}"), ml.vector(f"b{k}", f"d{k}")
        h = ml.tanh(W @ h + b)
    return ml.sum((h - ml.vector("y", f"d{depth}")) ** 2), ml.matrix("W1", "d1", "d0")


def deriving():
    """Time every identity."""
    return [
        {
            "identity": identity.key,
            "engine": derive_by_engine(identity),
            "sympy": derive_by_sympy(identity) if identity.key in SYMPY else None,
        }
        for identity in IDENTITIES
    ]


def deepening():
    """Time the derivative of a deep network by its first weights."""
    return [
        {"depth": depth, "engine": median_time(lambda d=depth: network(d), ml.derivative)}
        for depth in DEPTHS
    ]
