"""Derive sixty functions of vectors, matrices and tensors here and with tensorgrad, in one run.

``make bench-tensorgrad`` prints for each function how long both take from its symbols to its
derivative, and whether the derivative has the numbers that are measured; at the end, how many are
right and the median ratio of the times. tensorgrad computes with named tensors, which PyTorch has
given up since: `benchmarks/tensorgrad.txt` names the versions that go together.
"""

import statistics
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import sympy as sp
import tensorgrad as tg
import tensorgrad.functions as F
import torch
from tensorgrad.extras.evaluate import evaluate, evaluate_function

import mathlib as ml

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from tensor_derivatives import DERIVATIVES, KNOWN, SIZES

from mathlib.symbolic.unknown_functions import unknown_names

REPEATS = 5
#: The unknown functions of the list and their derivatives, by the names that tensorgrad gives them.
NUMERIC = {
    "f": lambda u: torch.sin(u) + u**2 / 3,
    "D_0f": lambda u: torch.cos(u) + 2 * u / 3,
    "D_0D_0f": lambda u: -torch.sin(u) + 2 / 3,
    "g": lambda u: torch.exp(u / 5) - u**3 / 7,
    "D_0g": lambda u: torch.exp(u / 5) / 5 - 3 * u**2 / 7,
}


@evaluate_function.register
def _(signature: tg.tensor.FunctionSignature, u):
    return NUMERIC[signature.name](u.rename(None)).rename(*u.names)


def size(dimension):
    """Return the symbol of a dimension: a name, or a number."""
    return sp.Symbol(f"d{dimension}" if isinstance(dimension, int) else dimension)


def edges(dimensions):
    """Name the edges of a variable after its dimensions; the second of a name ends in 2."""
    found = {}
    for k, d in enumerate(dimensions):
        before = dimensions[:k].count(d)
        found[f"{size(d)}{before + 1 if before else ''}"] = size(d)
    return found


def inverse(Q):
    """Return the inverse; that of tensorgrad is named so that equal edges cancel."""
    return F.inverse(Q).rename(n="n2", n2="n")


def normalised(x, dim):
    """Return what is centred and has variance 1, nearly."""
    centred = x - F.mean(x, dim, keepdims=True)
    return centred / F.sqrt(F.mean(centred * centred, dim, keepdims=True) + 1)


def logistic(X, w, y):
    """Return the loss of logistic regression."""
    return F.sum(F.log(1 + F.exp(-(y * (X @ w)))))


def cross_entropy(x, t):
    """Return the cross-entropy as tensorgrad's documentation writes it."""
    e = F.exp(x)
    return -(t @ F.log(e / F.sum(e)))


def norm(A):
    """Return the root of the sum of squares."""
    return F.sqrt(F.frobenius2(A))


def unknown(name, x):
    """Return a function of every entry of which nothing is known."""
    return tg.function(name, {}, (x,))


def attention(Q, K, V, mask=0):
    """Return the sum of squares of what the queries take of the values."""
    scores = F.dot(Q, K, "k") / 3 + mask
    return F.frobenius2(F.dot(F.softmax(scores, "p"), V.rename(m="v"), "p"))


def heads(X, W, U, V):
    """Return self-attention over heads, each with weights of its own."""
    S, T = X.rename(p="s"), X.rename(p="t")
    shares = F.softmax(F.dot(S @ W, T @ U, "k") / 9, "t")
    return F.sum(F.tanh(F.dot(shares, T @ V, "t")))


def windows(X, K):
    """Return the cross-correlation of images and kernels, whose edges are named apart."""
    sizes = {f"d{k}": size(k) for k in (3, 5, 7)}
    rows = F.Convolution(row=sizes["d7"], p=sizes["d3"], u=sizes["d5"])
    columns = F.Convolution(column=sizes["d5"], q=sizes["d3"], v=sizes["d3"])
    return X @ rows @ columns @ K


#: Every function of the list as tensorgrad's users write it, and the edges of its axes in order.
TENSORGRAD = {
    "quadratic form": (lambda x, A: x @ A @ x.rename(n="n2"), ""),
    "least squares": (lambda X, w, y: F.frobenius2(X @ w - y), ""),
    "least squares by data": (lambda X, w, y: F.frobenius2(X @ w - y), ""),
    "linear trace": (lambda A, U, M: A @ U @ M, ""),
    "quadratic trace": (lambda X, C: X @ C @ X.rename(m="m2"), ""),
    "bilinear in inverse": (lambda a, Q, b: a @ inverse(Q) @ b.rename(n="n2"), ""),
    "log determinant": (lambda Q: F.log(F.det(Q)), ""),
    "determinant": (lambda Q: F.det(Q), ""),
    "sigmoid layer": (lambda M, x, c: F.sigmoid(M @ x + c), "m"),
    "softmax": (lambda x: F.softmax(x, "m"), "m"),
    "cross-entropy": (cross_entropy, ""),
    "cross-entropy, Hessian": (cross_entropy, ""),
    "logistic regression, Hessian": (logistic, ""),
    "norm": (lambda x: norm(x), ""),
    "norm, Hessian": (lambda x: norm(x), ""),
    "ReLU layer by weights": (lambda M, x, c: F.relu(M @ x + c), "m"),
    "log-sum-exp, Hessian": (lambda x: F.log(F.sum(F.exp(x))), ""),
    "A B A": (
        lambda A, B: A.rename(n="a") @ B.rename(n="a", m="b") @ A.rename(m="b"),
        "m n",
    ),
    "inverse": (inverse, "n n2"),
    "trace of cube": (
        lambda A: A.rename(m2="a") @ A.rename(m="a", m2="b") @ A.rename(m="b", m2="m"),
        "",
    ),
    "log determinant, Hessian": (lambda Q: F.log(F.det(Q)), ""),
    "ReLU network's loss": (lambda X, W, Y: F.frobenius2(Y - F.relu(X @ W)), ""),
    "direction": (lambda x: x / norm(x), "m"),
    "layer norm": (lambda x: normalised(x, "m"), "m"),
    "attention by form": (
        lambda X, A: F.softmax(X @ A @ X.rename(m="m2", n="n2"), "m2"),
        "m m2",
    ),
    "Kronecker product": (lambda A, B: A @ B.rename(n="row"), "m row n k"),
    "diag(x) A x": (lambda x, A: x * (A @ x.rename(m="m2")), "m"),
    "greatest entry": (lambda x: F.max(x), ""),
    "Frobenius norm": (norm, ""),
    "Rayleigh quotient of inverse": (
        lambda x, Q: (x @ inverse(Q) @ x.rename(n="n2")) / (x @ x),
        "",
    ),
    "trilinear form": (lambda T, x, y, z: T @ x @ y @ z, ""),
    "cubic form, Hessian": (
        lambda T, x: T @ x @ x.rename(m="m2") @ x.rename(m="m3"),
        "",
    ),
    "tensor regression": (lambda T, x, Y: F.frobenius2(T @ x - Y), ""),
    "form of four axes": (lambda C, W: C @ W @ W.rename(m="m2", n="n2"), ""),
    "form of four axes, Hessian": (lambda C, W: C @ W @ W.rename(m="m2", n="n2"), ""),
    "CP decomposition": (lambda T, A, B, C: F.frobenius2(T - F.sum(A * B * C, "p")), ""),
    "Tucker decomposition by core": (
        lambda T, G, A, B, C: F.frobenius2(
            T - G.rename(k="a", m="b", n="c") @ A.rename(k="a") @ B.rename(m="b") @ C.rename(n="c")
        ),
        "",
    ),
    "tensor train by middle": (
        lambda T, A, B, C: F.frobenius2(T - A.rename(n="a") @ B.rename(n="a") @ C),
        "",
    ),
    "tensor sketch": (lambda S, R, x: (S @ x) * (R @ x), "k"),
    "batch of products": (lambda T, U: F.sum(F.tanh(F.dot(T, U, "k") / 9)), ""),
    "greatest of every row": (lambda X, w: w @ F.max(X, "n"), ""),
    "greatest along middle": (lambda T: F.max(T, "n"), "m k"),
    "greatest of a tensor": (lambda T: F.pow(F.max(T), 2), ""),
    "embeddings": (lambda H, E, Y: F.frobenius2(H @ E - Y), ""),
    "classes": (lambda H, X, W: -F.sum(H * F.log_softmax(X @ W, "k")), ""),
    "picked of every row": (lambda H, X: F.frobenius2(F.sum(H * X, "k")), ""),
    "window": (
        lambda x, y: F.frobenius2(
            x @ F.window(d11=size(11), d7=size(7), start=1) * y
            - x @ F.window(d11=size(11), d7=size(7), start=4)
        ),
        "",
    ),
    "concatenation": (
        lambda x, y, t: F.frobenius2(
            F.tanh(F.concat(x.rename(d3="d8"), y.rename(d5="d8"), dim="d8", size=size(8))) - t
        ),
        "",
    ),
    "convolution of a signal": (
        lambda x, w: x @ F.Convolution(d11=size(11), d5=size(5), d7=size(7)) @ w,
        "d7",
    ),
    "convolution by signal": (
        lambda x, w: F.frobenius2(
            F.relu(x @ F.Convolution(d11=size(11), d5=size(5), d7=size(7)) @ w)
        ),
        "",
    ),
    "convolution of images": (
        lambda X, K: windows(
            X.rename(d7="row", d5="column"),
            K.rename(d5="o", d3="p", d32="q"),
        ),
        "d3 o u v",
    ),
    "convolutional layer": (
        lambda X, K: F.frobenius2(
            F.relu(windows(X.rename(d7="row", d5="column"), K.rename(d3="p", d32="q")))
        ),
        "",
    ),
    "attention over heads by queries": (attention, ""),
    "masked attention by keys": (lambda Q, K, V, M: attention(Q, K, V, M), ""),
    "heads with weights": (heads, ""),
    "layer norm of sequences": (lambda X, Y: Y @ normalised(X, "k"), ""),
    "GELU network": (lambda X, W, V, Y: F.frobenius2(F.gelu(X @ W) @ V - Y), ""),
    "unknown layer": (lambda A, x: unknown("f", A @ x), "m"),
    "unknown of a norm, Hessian": (lambda x: unknown("f", x @ x), ""),
    "unknown inside unknown": (lambda A, x: F.sum(unknown("f", unknown("g", A @ x))), ""),
}


class Peer:
    """A derivative by tensorgrad: its variables, and the derivative with its axes in order."""

    def __init__(self, case):
        self.variables, given = {}, {}
        for name, shape, known in case.declarations():
            picks = "one_hot" in known  # by positions, which tensorgrad calls an index
            variable = tg.Variable(name, **edges(shape[:-1] if picks else shape))
            self.variables[name] = variable
            given[name] = F.one_hot(variable, size(shape[-1])) if picks else variable
        function, axes = TENSORGRAD[case.key]
        derivative, by = function(**given), self.variables[case.by]
        self.axes = axes.split()
        for k in range(case.order):
            new = {edge: f"{edge}_{k}_by" for edge in by.edges}
            derivative = derivative.grad(by, new)
            self.axes += new.values()
        self.derivative = derivative.full_simplify()

    def evaluate(self, case, values):
        """Return the numbers of the derivative."""
        at = {}
        for name, _, known in case.declarations():
            value = values[name].argmax(axis=-1) if "one_hot" in known else values[name]
            names = tuple(self.variables[name].edges) or None
            tensor = torch.tensor(value, dtype=torch.float32)  # some of its constants are
            at[self.variables[name]] = tensor.refine_names(*names) if names else tensor
        sizes = {size(d): n for d, n in SIZES.items()} | {size(k): k for k in range(1, 12)}
        found = evaluate(self.derivative, at, sizes)
        return (found.align_to(*self.axes) if self.axes else found).rename(None).numpy()


def timed(make):
    """Return what is made, and the median time that it takes."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        made = make()
        times.append(time.perf_counter() - start)
    return made, statistics.median(times)


def measured(case, values):
    """Return the derivative as it is measured, and how far measuring may be off."""
    x = values[case.by]

    def function(at):
        return case.numeric(values | {case.by: at})

    if case.order == 1:
        return ml.measure(function, x, full_output=True)
    fine, coarse = (second_differences(function, x, step) for step in (1e-3, 2e-3))
    return (4 * fine - coarse) / 3, 1e-7


def second_differences(function, x, step):
    """Return the Hessian of a function by its values around a point."""
    moves = step * np.eye(x.size).reshape(x.size, *x.shape)
    found = [
        [
            function(x + a + b) - function(x + a - b) - function(x - a + b) + function(x - a - b)
            for b in moves
        ]
        for a in moves
    ]
    return np.reshape(found, x.shape * 2) / (4 * step**2)


def right(found, truth, error, precision):
    """Tell whether a derivative has the numbers that are measured."""
    found = found.reshape(truth.shape)  # tensorgrad's Kronecker product has its axes side by side
    return bool(np.all(np.abs(found - truth) <= precision * np.abs(truth).max() + 10 * error))


def compared(case):
    """Derive one function with both, and return times and verdicts."""
    values = case.sample(np.random.default_rng(1))
    ours, our_time = timed(case.derivative)
    known = {name: KNOWN[name](ml) for name in unknown_names(ours)}
    truth = measured(case, values)
    found = ours.evaluate(**values, **known)
    row = {"key": case.key, "engine": our_time, "right": right(found, *truth, 1e-7)}
    try:
        theirs, row["tensorgrad"] = timed(lambda: Peer(case))
        row["tensorgrad right"] = right(theirs.evaluate(case, values), *truth, 1e-4)
    except Exception as error:  # of every kind
        print(f"{case.key}: {type(error).__name__}: {error}")
    return row


def main():
    """Print the table, and the counts and the median below it."""
    warnings.filterwarnings("ignore", message="Named tensors")
    rows = []
    for case in DERIVATIVES:
        row = compared(case)
        rows.append(row)
        peer = 1e3 * row.get("tensorgrad", float("nan"))
        verdicts = [row["right"], row.get("tensorgrad right", False)]
        print(
            f"{case.key:34}{1e3 * row['engine']:8.2f} ms {'wrong'[5 * verdicts[0] :]:6}"
            f"{peer:9.2f} ms {'wrong'[5 * verdicts[1] :]:6}"
        )
    ratios = [row["tensorgrad"] / row["engine"] for row in rows if "tensorgrad" in row]
    for name in ("right", "tensorgrad right"):
        print(f"{name}: {sum(row.get(name, False) for row in rows)} of {len(rows)}")
    print(
        f"tensorgrad / engine: median {statistics.median(ratios):.1f}, "
        f"from {min(ratios):.1f} to {max(ratios):.1f}"
    )


if __name__ == "__main__":
    main()
