"""Parts that are picked, joined, chosen, reshaped and convolved: NumPy's meanings."""

import numpy as np
import pytest
from measured_values import Values

import mathlib as ml

SIZES = {"m": 7, "n": 5, "k": 3}
x, z, y = ml.vector("x", "n"), ml.vector("z", "n"), ml.vector("y", 11)
X, Z = ml.matrix("X", "m", "n"), ml.matrix("Z", "m", "n")
A, B = ml.matrix("A", 3, "n"), ml.matrix("B", 5, "n")
T, w = ml.tensor("T", "k", "m", "n"), ml.vector("w", 3)
v, s = ml.vector("v", "m*n"), ml.scalar("s")
AT = Values((x, z, y, X, Z, A, B, T, w, v, s), SIZES)

PICKED = {
    "the first": lambda x, y, X, T: x[0],
    "the last": lambda x, y, X, T: x[-1],
    "of a number of entries": lambda x, y, X, T: y[-4],
    "a row": lambda x, y, X, T: X[2],
    "a column": lambda x, y, X, T: X[:, -1],
    "an entry of a matrix": lambda x, y, X, T: X[3, 1],
    "rows": lambda x, y, X, T: X[1:3],
    "columns from the end": lambda x, y, X, T: X[:, -2:],
    "a block": lambda x, y, X, T: X[1:4, :2],
    "every second": lambda x, y, X, T: y[::2],
    "neighbours": lambda x, y, X, T: y[1:] * y[:-1],
    "reversed": lambda x, y, X, T: x[::-1],
    "rows reversed": lambda x, y, X, T: X[::-1] @ x,
    "backwards": lambda x, y, X, T: x[3:0:-1],
    "backwards to the first": lambda x, y, X, T: y[4::-2],
    "backwards from the last": lambda x, y, X, T: y[:5:-1],
    "a part of a part": lambda x, y, X, T: y[2:9][1:4][::-1],
    "one of a part": lambda x, y, X, T: X[1:4][1] @ x,
    "of a tensor": lambda x, y, X, T: T[1, :, -1],
    "with dots": lambda x, y, X, T: T[..., 2],
    "with a new axis": lambda x, y, X, T: X[None, 2, :, None],
    "a list": lambda x, y, X, T: X[[3, 0, 3]],
    "a list of columns": lambda x, y, X, T: X[:, [1, -1]],
    "two lists": lambda x, y, X, T: X[[0, 2, 2], [1, 0, 3]],
    "lists across": lambda x, y, X, T: X[np.array([[0], [3]]), [1, 0, 3]],
    "a list and a number": lambda x, y, X, T: T[0, :, [1, 4, 4]],
    "lists apart": lambda x, y, X, T: T[[0, 2], 1:3, [1, 4]],
    "lists side by side": lambda x, y, X, T: T[1:3, [6, 0, 6], [1, 4, -1]],
    "a list of lists": lambda x, y, X, T: y[[[0, 5, 10], [1, 1, 2]]],
    "of an array": lambda x, y, X, T: X[np.array([4, 0, 4, 1])],
    "a range": lambda x, y, X, T: y[range(1, 11, 3)],
    "a list of a list": lambda x, y, X, T: y[[3, 0, 3, 8]][[2, 0, 1]],
    "a slice of a list": lambda x, y, X, T: y[[3, 0, 3, 8]][1:3] * y[[7, 2, 1]][::-1][:2],
    "squares of a list": lambda x, y, X, T: X[[0, 2, 5]].T @ X[[0, 2, 5]],
    "of a sum": lambda x, y, X, T: (X @ x + 1)[1:3],
    "of a function": lambda x, y, X, T: (x**2)[1] / x[0] ** 3,
    "squares of a part": lambda x, y, X, T: (x[:2] ** 2).sum() * x[1],
    "products of parts": lambda x, y, X, T: X[1:3].T @ X[1:3],
    "all of it": lambda x, y, X, T: x[:] + x[...],
}


@pytest.mark.parametrize("name", PICKED)
def test_an_index_picks_what_it_picks_in_numpy(name):
    f = PICKED[name]
    AT.check(f(x, y, X, T), f(*(AT.at[letter] for letter in "xyXT")))


JOINED = {
    "stack": lambda a, m: m.stack([a.x, a.z]),
    "stack at the end": lambda a, m: m.stack([a.x, 2 * a.z, a.x], axis=-1),
    "stack of matrices": lambda a, m: m.stack([a.X, a.Z], axis=1),
    "concatenate numbers of entries": lambda a, m: m.concatenate([a.y, a.w, a.y[:2]]),
    "concatenate one dimension": lambda a, m: m.concatenate([a.x, a.z, a.x * a.z]),
    "concatenate rows": lambda a, m: m.concatenate([a.A, a.B]),
    "concatenate columns": lambda a, m: m.concatenate([a.X, a.Z], axis=1),
    "concatenate along the last": lambda a, m: m.concatenate([a.X, a.X], axis=-1),
    "vstack": lambda a, m: m.vstack([a.A, a.x, a.B]),
    "vstack of vectors": lambda a, m: m.vstack([a.x, a.z]),
    "hstack": lambda a, m: m.hstack([a.X, a.Z]),
    "hstack of vectors": lambda a, m: m.hstack([a.y, a.w]),
    "block": lambda a, m: m.block([[a.X, a.Z], [a.Z, a.X]]),
    "one row of blocks": lambda a, m: m.block([a.x, a.z]),
    "a network of joined inputs": lambda a, m: m.tanh(m.concatenate([a.w, a.y]) * 0.3),
}


class Namespace:
    """Values or symbols by their letters."""

    def __init__(self, values):
        self.__dict__.update(values)


SYMBOLS = Namespace({e.name: e for e in (x, z, y, X, Z, A, B, T, w, v, s)})


@pytest.mark.parametrize("name", JOINED)
def test_expressions_are_joined_as_in_numpy(name):
    AT.check(JOINED[name](SYMBOLS, ml), JOINED[name](Namespace(AT.at), np))


RESHAPED = {
    "ravel": (X, ("m*n",), 35),
    "ravel of a tensor": (T, "k*m*n", -1),
    "two axes merged": (T, ("k", -1), (3, 35)),
    "the first two merged": (T, ("k*m", "n"), (21, 5)),
    "split": (v, ("m", "n"), (7, 5)),
    "a new axis": (X, ("m", 1, "n"), (7, 1, 5)),
    "a scalar to a vector": (s, (1,), (1,)),
    "as it is": (X, ("m", "n"), (7, 5)),
    "merged and split": (X, ("n", "m"), (5, 7)),
    "numbers": (ml.vector("q", 12), (2, -1, 3), (2, 2, 3)),
}


@pytest.mark.parametrize(("e", "symbolic", "numeric"), RESHAPED.values(), ids=RESHAPED)
def test_axes_are_merged_and_split_as_in_numpy(e, symbolic, numeric):
    at = Values((e,), SIZES)
    wanted = at.at[e.name].reshape(numeric)
    at.check(ml.reshape(e, symbolic), wanted)
    if isinstance(symbolic, tuple):
        assert e.reshape(*symbolic) is e.reshape(symbolic)
    at.check(ml.sin(e.ravel()), np.sin(at.at[e.name].ravel()))


CHOSEN = {
    "where": lambda a, m: m.where(a.x > a.z, a.x**2, a.z),
    "where with numbers": lambda a, m: m.where(a.X > 0, a.X, 0.1 * a.X),
    "where with rows": lambda a, m: m.where(a.x > 0, a.X, a.Z * a.x),
    "where it is not 0": lambda a, m: m.where(a.x, a.z, 3.0),
    "both conditions": lambda a, m: m.where((a.x > 0) * (a.z > 0), a.x, a.z**2),
    "clip": lambda a, m: m.clip(a.X, -0.5, 0.7),
    "clip from below": lambda a, m: m.clip(a.x, 0.1, None) * a.x,
    "cumsum": lambda a, m: m.cumsum(a.x) ** 2,
    "cumsum of columns": lambda a, m: m.cumsum(a.X, axis=0),
    "cumsum of rows": lambda a, m: m.cumsum(a.X, axis=-1),
    "diff": lambda a, m: m.diff(a.y),
    "flip": lambda a, m: m.flip(a.X, axis=1) @ m.flip(a.x),
    "roll": lambda a, m: m.roll(a.x, 2) * a.z,
    "roll of rows": lambda a, m: m.roll(a.X, -1, axis=0) @ a.x,
    "roll of columns": lambda a, m: m.roll(a.X, 3, axis=1) - a.X,
    "roll of a number of entries": lambda a, m: m.roll(m.roll(a.y, 13), -4) + a.y,
    "roll and back": lambda a, m: m.roll(a.x, 1) @ m.roll(m.roll(a.x, 2), -3),
    "take along an axis": lambda a, m: m.take_along_axis(
        a.A, np.array([[1, 0], [4, 4], [2, 2]]), axis=1
    ),
    "take along the rows": lambda a, m: m.take_along_axis(a.A, np.array([[2], [0], [2]]), 0),
    "take": lambda a, m: m.take(a.X, [0, -1, 2], axis=1),
    "take one": lambda a, m: m.take(a.x, 2) * a.x,
}


@pytest.mark.parametrize("name", CHOSEN)
def test_entries_are_chosen_and_added_up_as_in_numpy(name):
    AT.check(CHOSEN[name](SYMBOLS, ml), CHOSEN[name](Namespace(AT.at), np))


@pytest.mark.parametrize("mode", ["full", "same", "valid"])
@pytest.mark.parametrize("name", ["convolve", "correlate"])
@pytest.mark.parametrize("size", [1, 2, 3, 4, 11])
def test_convolutions_are_numpys(name, mode, size):
    kernel = ml.vector("u", size)
    at = Values((y, kernel), {})
    wanted = getattr(np, name)(at.at["y"], at.at["u"], mode)
    at.check(getattr(ml, name)(y, kernel, mode), wanted)


def test_a_kernel_may_be_the_longer_in_a_convolution():
    at = Values((w, y), {})
    at.check(ml.convolve(w, y, "valid"), np.convolve(at.at["w"], at.at["y"], "valid"))


def test_as_much_as_there_was_is_known_of_any_dimension():
    AT.check(ml.convolve(x, w, "same"), np.convolve(AT.at["x"], AT.at["w"], "same"))


@pytest.mark.parametrize(
    ("stride", "padding"), [(1, 0), (2, 1), ((2, 1), (0, 2)), ((1, 3), 1)], ids=str
)
def test_conv2d_multiplies_every_window_by_the_kernels(stride, padding):
    images, kernels = ml.tensor("I_", "N", "C", 7, 5), ml.tensor("K", "O", "C", 3, 2)
    at = Values((images, kernels), {"N": 3, "C": 2, "O": 5})
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    top, left = padding if isinstance(padding, tuple) else (padding, padding)
    padded = np.pad(at.at["I_"], [(0, 0), (0, 0), (top, top), (left, left)])
    rows = range(0, padded.shape[2] - 2, down)
    columns = range(0, padded.shape[3] - 1, right)
    wanted = np.zeros((3, 5, len(rows), len(columns)))
    for a, i in enumerate(rows):
        for b, j in enumerate(columns):
            window = padded[:, :, i : i + 3, j : j + 2]
            wanted[:, :, a, b] = np.einsum("ncpq,ocpq->no", window, at.at["K"])
    at.check(ml.conv2d(images, kernels, stride, padding), wanted)


TEXTS = {
    "an entry": (x[0], "x[0]"),
    "a slope by an entry": (ml.gradient(x[2] ** 2, x), "2 x[2] I[2]"),
    "a part of a product": ((X @ x)[1:3], "X[1:3] x"),
    "a part of a bracket": ((X @ x + 1)[-2:], "(X x + 𝟏)[-2:]"),
    "columns": (X[:, 1:3], "X[:, 1:3]"),
    "every second": (y[::2], "y[::2]"),
    "neighbours": (y[1:] - y[:-1], "y[1:] - y[:10]"),
    "ones": (ml.ones("n")[1:3] * s, "s 𝟏"),
    "turned twice": (x[::-1][::-1], "x"),
    "a part of a part": (y[2:9][1], "y[3]"),
    "a list": (X[[0, 2, 2]], "X[[0, 2, 2]]"),
    "a list of columns": (X[:, [0, 4, 1]] @ w, "X[:, [0, 4, 1]] w"),
    "a slope by a list": (ml.gradient(ml.sum(x[[0, 2, 2]]), x), "I[[0, 2, 2]]ᵀ 𝟏"),
    "rolled": (ml.roll(x, 1) - x, "roll(x, 1) - x"),
    "rolled back": (ml.gradient(ml.roll(x, 1) @ z, x), "roll(z, -1)"),
    "rolled columns": (ml.roll(X, 2, axis=1), "roll(X, 2, axis=1)"),
    "chosen": (ml.where(x > 0, x, 2 * z), "where([x > 0], x, 2 z)"),
}


@pytest.mark.parametrize(("e", "text"), TEXTS.values(), ids=TEXTS)
def test_it_reads_as_numpy_is_written(e, text):
    assert str(e) == text


def test_a_convolution_reads_in_letters():
    e = ml.correlate(y, w)
    assert e.index_notation() == "Σ_j,k [k = i + j] w[j] y[k]"
    padded = ml.conv2d(ml.tensor("Y", "N", "C", 7, 7), ml.tensor("K", "O", "C", 3, 3), 2, 1)
    assert "= 2 k + q - 1]" in padded.index_notation()
    assert x[3].index_notation() == "x[3]"


ERRORS = {
    "an open slice": (lambda: x[1:], ValueError, r"\[1:\] picks depends on the size of n"),
    "ends from two sides": (lambda: x[1:-1], ValueError, "both ends from one side"),
    "no step": (lambda: x[::0], ValueError, r"\[::0\] picks"),
    "outside": (lambda: y[11], IndexError, "y has no entry 11 along an axis of length 11"),
    "an empty slice": (lambda: y[3:3], IndexError, "picks nothing"),
    "a mask": (lambda: x[x > 0], TypeError, "an index is made of whole numbers.*indices.*where"),
    "half an entry": (lambda: x[0.5], TypeError, "whole numbers"),
    "half a slice": (lambda: x[0.5:], TypeError, "a slice is made of whole numbers"),
    "lists that do not fit": (lambda: X[[0, 1], [0, 1, 2]], ValueError, "arrays of one index"),
    "truth values": (lambda: X[[True, False]], TypeError, "an index is made of whole numbers"),
    "an empty list": (lambda: X[[]], TypeError, "an index is made of whole numbers"),
    "a list outside": (lambda: y[[0, 11]], IndexError, "y has no entry 11 along an axis of"),
    "a roll by halves": (lambda: ml.roll(x, 0.5), TypeError, "by a whole number, not by 0.5"),
    "a roll without an axis": (lambda: ml.roll(X, 1), ValueError, "roll needs an axis"),
    "two dimensions": (
        lambda: ml.concatenate([x, ml.vector("u", "m")]),
        ValueError,
        "length of n and m together is not known",
    ),
    "other shapes": (lambda: ml.concatenate([X, x]), ValueError, "differ in more than axis 0"),
    "nothing": (lambda: ml.concatenate([]), ValueError, "one expression at least"),
    "shapes that differ": (lambda: ml.stack([x, X]), ValueError, "expressions of one shape"),
    "another number of entries": (lambda: X.reshape("n", "n"), ValueError, "transpose first"),
    "two unknowns": (lambda: X.reshape(-1, -1), ValueError, "one dimension may be -1"),
    "no axis": (lambda: ml.cumsum(X), ValueError, "cumsum needs an axis"),
    "take without an axis": (lambda: ml.take(X, 0), ValueError, "take needs an axis"),
    "a kernel of any size": (lambda: ml.convolve(x, z), ValueError, "size of a kernel is a number"),
    "how long": (lambda: ml.convolve(x, w), ValueError, 'mode="same"'),
    "a mode": (lambda: ml.convolve(y, w, "half"), ValueError, "mode is one of"),
    "a long kernel": (lambda: ml.correlate(w, y), ValueError, "not the longer"),
    "a matrix": (lambda: ml.convolve(X, w), ValueError, "takes two vectors"),
    "images": (lambda: ml.conv2d(T, T), ValueError, r"conv2d takes images \(N, C, H, W\)"),
    "a stride": (
        lambda: ml.conv2d(ml.tensor("I_", 1, 1, 5, 5), ml.tensor("K", 1, 1, 3, 3), 0),
        ValueError,
        "stride is a whole number from 1 on",
    ),
    "a large kernel": (
        lambda: ml.conv2d(ml.tensor("I_", 1, 1, 3, 3), ml.tensor("K", 1, 1, 5, 5)),
        ValueError,
        "does not fit into 3",
    ),
}


@pytest.mark.parametrize(("misuse", "error", "message"), ERRORS.values(), ids=ERRORS)
def test_misuse_says_what_to_do(misuse, error, message):
    with pytest.raises(error, match=message):
        misuse()


def test_an_entry_that_is_not_there_is_refused_when_values_come():
    for e in (x[7], x[2:9], x[-7]):
        with pytest.raises(IndexError, match="is picked along an axis of length 5"):
            e.evaluate(x=np.ones(5))
        with pytest.raises(IndexError, match="is picked along an axis of length 5"):
            e.compile(x)(np.ones(5))


def test_derivations_hold_and_slips_are_named():
    e = ml.sum((X[1:3] @ x) ** 2)
    assert "hold" in ml.derivation(e, x).check()
    wrong = ml.diagnose(X[1:3].T @ (X[1:3] @ x), e, x)
    assert not wrong.right
    assert ml.diagnose(2 * X[1:3].T @ (X[1:3] @ x), e, x).right
    assert "hold" in ml.derivation(ml.sum(ml.where(x > 0, x**2, x)), x).check()
    assert "hold" in ml.derivation(ml.sum(ml.convolve(y, w) ** 2), w).check()
