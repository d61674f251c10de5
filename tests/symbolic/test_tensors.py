"""Tensors of any number of axes: products by letters and in batches, axes in another order."""

import numpy as np
import pytest

import mathlib as ml

RNG = np.random.default_rng(11)
SIZES = {"b": 3, "m": 5, "n": 7, "k": 11}
T, U = ml.tensor("T", "b", "m", "n"), ml.tensor("U", "b", "n", "k")
A, B, S = ml.matrix("A", "m", "n"), ml.matrix("B", "n", "k"), ml.tensor("S", "b", "n", "n")
x, z, one = ml.vector("x", "n"), ml.vector("z", "b"), ml.tensor("one", 1, "m", "n")
SYMBOLS = (T, U, A, B, S, x, z, one)
AT = {s.name: RNG.normal(size=[SIZES.get(d, d) for d in s.shape]) for s in SYMBOLS}


def at(e):
    return {s.name: AT[s.name] for s in sorted(e.symbols, key=lambda s: s.name)}


def assert_value_and_derivatives(e, wanted):
    """Compare the value, and the derivative by every symbol, computed in two ways."""
    found = e.evaluate(**at(e))
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found, wanted, rtol=1e-11, atol=1e-12)
    symbols = sorted(e.symbols, key=lambda s: s.name)
    np.testing.assert_allclose(e.compile(*symbols)(*at(e).values()), wanted, atol=1e-11)
    for by in symbols:
        derivative = ml.derivative(e, by)
        measured = ml.measure(lambda v, by=by: e.evaluate(**{**at(e), by.name: v}), AT[by.name])
        assert derivative.shape == e.shape + by.shape
        for value in (
            derivative.evaluate(**at(e)),
            derivative.compile(*symbols)(*at(e).values()),
        ):
            np.testing.assert_allclose(value, measured, rtol=1e-6, atol=1e-7)


MATMUL = {
    "a batch with a batch": (T, U),
    "a batch with a matrix": (T, B),
    "a matrix with a batch": (A, U),
    "a batch with a vector": (T, x),
    "a vector with a batch": (x, U),
    "a batch of one": (one, U),
    "matrices": (A, B),
}


@pytest.mark.parametrize("pair", MATMUL.values(), ids=MATMUL)
def test_matmul_is_numpys(pair):
    wanted = np.matmul(*(AT[s.name] for s in pair))
    assert_value_and_derivatives(pair[0] @ pair[1], wanted)
    assert_value_and_derivatives(ml.tanh(pair[0] @ pair[1]), np.tanh(wanted))


EINSUM = {
    "a batch of products": ("bij,bjk->bik", T, U),
    "without an arrow": ("bij,bjk", T, U),
    "by the alphabet": ("ba,ca", ml.matrix("A", "m", "n"), B.T),
    "spaces": (" b i j , b j k -> i k ", T, U),
    "a diagonal": ("bii->bi", S),
    "a trace": ("bii->b", S),
    "a trace without an arrow": ("bii", S),
    "transposed": ("bij->jib", T),
    "summed": ("bij->", T),
    "three operands": ("bij,bjk,b->ik", T, U, z),
    "dots": ("...ij,...jk->...ik", T, U),
    "dots in one": ("...ij,j->i...", T, x),
    "dots without an arrow": ("...ij,jk", T, B),
    "dots that are repeated": ("...ij,...jk->...ik", T, B),
    "a length of 1": ("bij,bjk->bik", one, U),
    "an outer product": ("b,j->bj", z, x),
}


@pytest.mark.parametrize("case", EINSUM.values(), ids=EINSUM)
def test_einsum_is_numpys(case):
    subscripts, *operands = case
    arrays = [e.evaluate(**at(e)) for e in operands]
    assert_value_and_derivatives(ml.einsum(*case), np.einsum(subscripts, *arrays))


TENSORDOT = [(T, U, ([0, 2], [0, 1])), (T, A, 2), (T, B, 1), (A, x, 1), (z, x, 0), (T, U, (2, 1))]


@pytest.mark.parametrize("case", TENSORDOT, ids=str)
def test_tensordot_is_numpys(case):
    left, right, axes = case
    wanted = np.tensordot(AT[left.name], AT[right.name], axes)
    assert_value_and_derivatives(ml.tensordot(left, right, axes), wanted)


ARRANGED = {
    "reversed": lambda T, m: T.T,
    "transpose": lambda T, m: m.transpose(T),
    "in an order": lambda T, m: m.transpose(T, (1, -1, 0)),
    "by the method": lambda T, m: T.transpose(1, 2, 0),
    "by the method, in a tuple": lambda T, m: T.transpose((1, 2, 0)),
    "by the method, reversed": lambda T, m: T.transpose(),
    "exchanged": lambda T, m: m.swapaxes(T, 0, -1),
    "exchanged by the method": lambda T, m: T.swapaxes(1, 2),
    "moved": lambda T, m: m.moveaxis(T, 0, -1),
    "two moved": lambda T, m: m.moveaxis(T, (0, 1), (-1, 0)),
    "a new axis": lambda T, m: m.expand_dims(T, -1),
    "two new axes": lambda T, m: m.expand_dims(T, (0, -2)),
    "squeezed": lambda T, m: m.squeeze(m.expand_dims(T, (0, -2))),
    "one squeezed": lambda T, m: m.squeeze(m.expand_dims(T, (0, 2)), axis=0),
    "summed over two": lambda T, m: T.sum(axis=(0, -1)),
    "a mean that is kept": lambda T, m: T - T.mean(axis=(0, 2), keepdims=True),
    "the greatest of a matrix": lambda T, m: T.max(axis=(1, 2)),
    "entry by entry": lambda T, m: m.sin(T) * T**2,
    "a norm along an axis": lambda T, m: m.sqrt((T**2).sum(axis=1)),
}


@pytest.mark.parametrize("name", ARRANGED)
def test_axes_are_arranged_as_in_numpy(name):
    assert_value_and_derivatives(ARRANGED[name](T, ml), ARRANGED[name](AT["T"], np))


@pytest.mark.parametrize("axis", [0, 1, -1, (0, 2)], ids=str)
def test_softmax_and_logsumexp_of_a_tensor(axis):
    total = np.exp(AT["T"]).sum(axis=axis, keepdims=True)
    assert_value_and_derivatives(ml.softmax(T, axis), np.exp(AT["T"]) / total)
    assert_value_and_derivatives(ml.logsumexp(T, axis, keepdims=True), np.log(total))


def test_attention_over_heads_is_the_same_by_letters_and_by_batches():
    Q = ml.tensor("Q", "h", "m", "d")
    K, V = (ml.tensor(name, "h", "n", "d") for name in "KV")
    by_letters = ml.einsum("hij,hjd->hid", ml.softmax(ml.einsum("hid,hjd->hij", Q, K) / 2), V)
    assert ml.softmax(Q @ K.mT / 2) @ V is by_letters
    values = {s.name: RNG.normal(size=(3, {"m": 5, "n": 7}[s.shape[1]], 2)) for s in (Q, K, V)}
    slope = ml.gradient(ml.sum(by_letters**2), K)
    measured = ml.measure(
        lambda k: ml.sum(by_letters**2).evaluate(**{**values, "K": k}), values["K"]
    )
    np.testing.assert_allclose(slope.evaluate(**values), measured, rtol=1e-6, atol=1e-7)


TEXTS = {
    "a product": (ml.einsum("bij,bjk->bik", T, U), "Σ_p T[i,j,p] U[i,p,l]"),
    "a matrix": (ml.einsum("ij,jk->ik", A, B), "A B"),
    "softmax": (ml.softmax(T, axis=1), "softmax_j(T[i,j,k])"),
    "logsumexp": (ml.logsumexp(T), "logsumexp_i(logsumexp_j(logsumexp_k(T[i,j,k])))"),
    "the greatest": (ml.max(T, axis=1), "max_k(T[i,k,j])"),
    "softmax on a diagonal": (
        ml.einsum("bii->bi", ml.softmax(S)),
        "softmax_k(S[i,j,k])[j]",
    ),
}


@pytest.mark.parametrize(("e", "text"), TEXTS.values(), ids=TEXTS)
def test_it_reads_in_letters(e, text):
    assert str(e) == text
    assert e.latex()


ERRORS = {
    "no letters": (lambda: ml.einsum(T, "bij"), TypeError, "takes its letters first"),
    "too few operands": (lambda: ml.einsum("ij,jk", A), ValueError, "letters for 2 operands"),
    "too few letters": (lambda: ml.einsum("ij->", T), ValueError, r"shape \(b, m, n\): a letter"),
    "no letter": (lambda: ml.einsum("i1,1k", A, B), ValueError, "named by letters"),
    "two sizes": (lambda: ml.einsum("ij,jk", A, A), ValueError, "j stands for two.*n and m"),
    "an output of nothing": (lambda: ml.einsum("ij->ik", A), ValueError, "each letter of the"),
    "an output twice": (lambda: ml.einsum("ij->ii", A), ValueError, "stands once"),
    "a batch that does not fit": (lambda: T @ S.T, ValueError, "multiplied by @|do not fit"),
    "what does not meet": (lambda: T @ T, ValueError, "n, to be the last but one.*m"),
    "axes that do not meet": (lambda: ml.tensordot(A, A, 1), ValueError, "cannot meet"),
    "too many axes": (lambda: ml.tensordot(A, A, 3), ValueError, "3 axes cannot meet"),
    "an axis left out": (lambda: T.transpose(0, 1), ValueError, "leave out some of"),
    "a long axis": (lambda: ml.squeeze(A, 0), ValueError, "only an axis of length 1"),
}


@pytest.mark.parametrize(("misuse", "error", "message"), ERRORS.values(), ids=ERRORS)
def test_misuse_says_what_to_do(misuse, error, message):
    with pytest.raises(error, match=message):
        misuse()
