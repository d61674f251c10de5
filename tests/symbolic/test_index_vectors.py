"""Rows and entries picked by positions that are known only when values come."""

import copy
import pickle

import numpy as np
import pytest
import sympy as sp
from measured_values import Values

import mathlib as ml
from mathlib.evaluation.evaluate import on_lists

SIZES = {"N": 7, "C": 5, "d": 3, "b": 4}
E, Z, W = ml.matrix("E", "C", "d"), ml.matrix("Z", "N", "C"), ml.matrix("W", "d", "C")
u, H = ml.vector("u", "C"), ml.tensor("H", "b", "N", "C")
t, s = (ml.indices(name, "N", below="C") for name in "ts")
r, k = ml.indices("r", "b", "N", below="C"), ml.indices("k", below="C")
q = ml.indices("q", "b", below="N")
AT = Values((E, Z, W, u, H, t, s, r, k, q), SIZES)


class Namespace:
    """Values or symbols by their letters."""

    def __init__(self, values):
        self.__dict__.update(values)


def rows(m, n):
    """Return 0, 1, ... for every row."""
    return m.arange("N" if m is ml else n)


PICKED = {
    "rows": lambda a, m: a.E[a.t],
    "columns": lambda a, m: a.Z[:, a.t],
    "entries of a vector": lambda a, m: a.u[a.t] ** 2,
    "one entry of every row": lambda a, m: a.Z[rows(m, 7), a.t],
    "entries of a matrix": lambda a, m: (a.E @ a.E.T)[a.t, a.s],
    "differences along edges": lambda a, m: a.E[a.t] - a.E[a.s],
    "one row": lambda a, m: a.E[a.k],
    "one entry": lambda a, m: a.u[a.k] * a.u[a.t],
    "a batch": lambda a, m: a.E[a.r],
    "entries of a batch": lambda a, m: a.H[:, rows(m, 7), a.t],
    "a row of every matrix": lambda a, m: a.H[m.arange("b" if m is ml else 4), a.q],
    "a row of an axis": lambda a, m: a.H[1, :, a.t],
    "positions of positions": lambda a, m: a.E[a.t][[2, 0, 2]],
    "rows of a product": lambda a, m: m.tanh(a.E[a.t] @ a.W),
    "a product of rows": lambda a, m: (a.E @ a.W)[a.t],
    "taken": lambda a, m: m.take(a.E, a.t, axis=0),
    "taken along an axis": lambda a, m: m.take_along_axis(a.Z, a.t[:, None], axis=1),
    "taken along an axis of a batch": lambda a, m: m.take_along_axis(a.H, a.r[:, :, None], 2),
    "sums of squares": lambda a, m: m.sum(a.E[a.t] ** 2, axis=1),
    "masked by a position": lambda a, m: a.Z * (a.t[:, None] > 1),
    "cross entropy": lambda a, m: -m.mean(a.Z[rows(m, 7), a.t] - m.log(m.sum(m.exp(a.Z), axis=1))),
}


@pytest.mark.parametrize("name", PICKED)
def test_positions_pick_what_they_pick_in_numpy(name):
    symbols = Namespace({e.name: e for e in (E, Z, W, u, H, t, s, r, k, q)})
    AT.check(PICKED[name](symbols, ml), PICKED[name](Namespace(AT.at), np))


def test_one_hot_is_rows_of_the_identity():
    AT.check(ml.one_hot(t) @ E, AT.at["E"][AT.at["t"]])
    AT.check(ml.one_hot(r), np.eye(5)[AT.at["r"]])
    AT.check(ml.one_hot(k, "C") * u, np.eye(5)[AT.at["k"]] * AT.at["u"])
    AT.check(ml.one_hot([3, 0, 3], "C") @ E, AT.at["E"][[3, 0, 3]])
    AT.check(ml.one_hot(2, 5), np.eye(5)[2])
    AT.check(ml.arange("N") * Z[:, 0], np.arange(7) * AT.at["Z"][:, 0])


LOSS = -ml.sum(ml.log_softmax(Z, axis=1)[ml.arange("N"), t])
TEXTS = {
    "rows": (E[t], "E[t]", "E[t[i],j]"),
    "columns": (Z[:, t], "Z[:, t]", "Z[i,t[j]]"),
    "a scatter": (ml.gradient(ml.sum(E[t] ** 2), E), "2 one_hot(t)ᵀ E[t]", None),
    "one of a row": (ml.sum(Z[ml.arange("N"), t]), "tr(one_hot(t) Zᵀ)", "Σ_i Z[i,t[i]]"),
    "cross entropy": (ml.gradient(LOSS, Z), "softmax(Z) - one_hot(t)", None),
    "alone": (ml.one_hot(t), "one_hot(t)", "[j = t[i]]"),
    "a row": (E[k], "E[k]", "E[k,i]"),
    "four axes": (ml.derivative(E[t], E), None, "∂Y[i,j]/∂E[k,l] = δ[j,l] [k = t[i]]"),
    "by way of others": (Z[q][:, t] @ u[t], "Z[q][:, t] u[t]", "Σ_j Z[q[i],t[j]] u[t[j]]"),
}


@pytest.mark.parametrize(("e", "text", "entries"), TEXTS.values(), ids=TEXTS)
def test_it_reads_as_it_is_typed(e, text, entries):
    assert text is None or str(e) == text
    assert entries is None or e.index_notation() == entries


def test_it_is_written_in_latex():
    assert E[t].latex() == r"E_{\mathbf{t}}"
    assert E[t].index_notation(latex=True) == "E_{t_{i}, j}"
    assert ml.one_hot(t).latex() == r"\operatorname{one\_hot}\left(\mathbf{t}\right)"


BAD = {
    "beyond": [0, 1, 5, 0, 0, 0, 0],
    "negative": [0, 1, -1, 0, 0, 0, 0],
    "a half": [0, 1, 0.5, 0, 0, 0, 0],
    "no number": [0, 1, np.nan, 0, 0, 0, 0],
    "infinite": [0, 1, np.inf, 0, 0, 0, 0],
}


@pytest.mark.parametrize("value", BAD.values(), ids=BAD)
def test_what_is_no_position_is_refused(value):
    e, rows = E[t], AT.at["E"]
    said = r"t holds positions, whole numbers from 0 to 4, but entry 2 is"
    compiled = e.compile(E, t)
    for way in (
        lambda: e.evaluate(E=rows, t=value),
        lambda: on_lists(e, {"E": rows.tolist(), "t": value}),
        lambda: compiled(rows, np.array(value)),
        lambda: ml.gradient(ml.sum(e), E).evaluate(E=rows, t=value),
    ):
        with pytest.raises(ValueError, match=said):
            way()


def test_a_size_that_nothing_shows_is_asked_for():
    assert ml.one_hot(t).evaluate(t=[0, 2], C=3).tolist() == [[1, 0, 0], [0, 0, 1]]
    with pytest.raises(ValueError, match="whole numbers from 0 to C - 1, but entry 0 is -1"):
        ml.one_hot(t).evaluate(t=[-1, 2])
    with pytest.raises(ValueError, match="no value for the dimension C"):
        ml.one_hot(t).evaluate(t=[1, 2])


ERRORS = {
    "by positions": (lambda: ml.derivative(E[t], t), TypeError, "no derivative is taken by t"),
    "another axis": (lambda: E[:, t], ValueError, r"t holds positions below C.*length d there"),
    "lengths that differ": (lambda: Z[q, t], ValueError, "index arrays of one index"),
    "an expression": (lambda: E[t + 1], TypeError, r"an index is made of.*expression of shape \(N"),
    "no classes": (lambda: ml.one_hot([0, 2]), ValueError, "needs the number of classes"),
    "other classes": (lambda: ml.one_hot(t, "d"), ValueError, "t holds positions below C"),
    "no positions": (lambda: ml.one_hot(u), TypeError, "an index is made of whole numbers"),
    "a range of others": (lambda: E[ml.arange("N")], ValueError, r"arange\(N\) has N entries"),
    "too few axes": (lambda: ml.take_along_axis(Z, t, 1), ValueError, "give them as many axes"),
    "other lengths": (
        lambda: ml.take_along_axis(Z, [[0], [1]], 1),
        ValueError,
        "the positions have length 2 along axis 0, and Z has N",
    ),
    "no name": (lambda: ml.indices("2", "N", below="C"), ValueError, "must be a Python identifier"),
    "no end": (lambda: ml.indices("t", "N", below=0), ValueError, "a dimension is a name or a"),
}


@pytest.mark.parametrize(("misuse", "error", "message"), ERRORS.values(), ids=ERRORS)
def test_misuse_says_what_to_do(misuse, error, message):
    with pytest.raises(error, match=message):
        misuse()


def test_derivations_hold_and_slips_are_named():
    f = ml.sum((E[t] @ W - Z) ** 2)
    assert "hold" in ml.derivation(f, E).check()
    assert "hold" in ml.derivation(LOSS, Z).check()
    assert ml.diagnose(2 * ml.one_hot(t).T @ (E[t] @ W - Z) @ W.T, f, E).right
    assert ml.diagnose(ml.softmax(Z, axis=1) - ml.one_hot(t), LOSS, Z).right
    wrong = ml.diagnose(ml.one_hot(t) - ml.softmax(Z, axis=1), LOSS, Z)
    assert (wrong.right, wrong.reasons[0].kind) == (False, "sign")
    assert not ml.diagnose(lambda Z, t: np.eye(Z.shape[1])[t.astype(int)], LOSS, Z).right


def test_sympy_writes_it_out():
    found = E[t].components(C=2, d=1, N=1)
    E1, E2 = sp.symbols("E11 E21", real=True)
    (place,) = found.free_symbols - {E1, E2}
    assert [found[0].subs(place, at) for at in (0, 1)] == [E1, E2]


def test_they_are_pickled_and_one_object():
    assert pickle.loads(pickle.dumps(E[t])) is E[t]
    assert copy.deepcopy(t) is t is ml.indices("t", "N", below="C")
    assert ml.one_hot(t) @ E is E[t]
    assert ml.one_hot(t) * ml.one_hot(t) is ml.one_hot(t)
    assert ml.sum(ml.one_hot(t), axis=1) is ml.ones("N")


def test_ten_thousand_rows_are_picked_and_put_back_without_zeros():
    rng = np.random.default_rng(1)
    table, tokens = rng.normal(size=(20_000, 32)), rng.integers(0, 20_000, size=10_000)
    tokens[:2] = 5
    slope = ml.gradient(ml.sum(E[t] ** 2), E)
    wanted = np.zeros_like(table)
    np.add.at(wanted, tokens, 2 * table[tokens])  # a matrix of zeros and ones takes 1.6 GB
    np.testing.assert_allclose(slope.evaluate(E=table, t=tokens), wanted)
    np.testing.assert_allclose(slope.compile(E, t)(table, tokens), wanted)
