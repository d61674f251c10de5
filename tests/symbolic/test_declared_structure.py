"""What is declared of a symbol: used in results, checked in values, and kept by derivatives."""

import copy
import pickle

import numpy as np
import pytest

import mathlib as ml
from mathlib.evaluation.conforming_values import conforming, is_scalable
from mathlib.evaluation.evaluate import on_lists

SIZES = {"m": 7, "n": 5}
x, u = ml.vectors("x u", "n")
A, X, q = ml.matrix("A", "n", "n"), ml.matrix("X", "m", "n"), ml.scalar("q")
y = ml.vector("y", "n", sums_to=1)
t = ml.vector("t", "n", positive=True, sums_to=1)
o = ml.vector("o", "n", one_hot=True)
P = ml.matrix("P", "m", "n", rows_sum_to=1)
Y = ml.matrix("Y", "m", "n", one_hot=True)
D = ml.matrix("D", "n", "n", diagonal=True)
L = ml.matrix("L", "n", "n", lower=True)
Q = ml.matrix("Q", "m", "n", orthogonal=True)
U = ml.matrix("U", "n", "n", orthogonal=True)
S = ml.matrix("S", "n", "n", symmetric=True)
E = ml.matrix("E", "n", "n", definite=True)
DECLARED = [y, t, o, P, Y, D, L, Q, U, E]

READ = {
    "cross entropy": (ml.gradient(-ml.sum(t * ml.log(ml.softmax(x))), x), "softmax(x) - t"),
    "of a one-hot row": (
        ml.derivative(-ml.sum(Y * ml.log(ml.softmax(X))), X),
        "softmax(X) - Y",
    ),
    "its Hessian": (
        ml.hessian(-o @ ml.log(ml.softmax(x)), x),
        "diag(softmax(x)) - softmax(x) softmax(x)ᵀ",
    ),
    "a sum": (ml.sum(y), "1"),
    "sums of rows": (ml.sum(P, axis=1), "𝟏"),
    "a mixture": (y @ ml.ones("n") * x, "x"),
    "a square of one-hot": (o * o, "o"),
    "the columns": (Q.T @ Q @ x, "x"),
    "not the rows": (Q @ Q.T @ X, "Q Qᵀ X"),
    "the rows of a square": (U @ U.T @ x, "x"),
    "a length": (ml.norm(Q @ x), "‖x‖"),
    "the length of a matrix": (ml.norm(Q @ A), "‖A‖"),
    "the length of its own": (ml.sum(Q**2), "n"),
    "an inverse": (ml.inv(U) @ x, "Uᵀ x"),
    "its logarithm": (ml.logdet(U), "0"),
    "a trace": (ml.trace(Q @ A @ Q.T), "tr(A)"),
    "a diagonal matrix": (D.T @ x, "D x"),
    "one put together again": (ml.diag(ml.diag(D)), "D"),
    "the inverse of a diagonal matrix": (ml.inv(D).T, "D⁻¹"),
    "the lower triangle": (ml.tril(L), "L"),
    "definite is symmetric": (E.T, "E"),
}


@pytest.mark.parametrize(("e", "text"), READ.values(), ids=READ)
def test_what_is_declared_is_used_in_results(e, text):
    assert str(e) == text


def values_of(e, seed=3):
    """Return random values that are what their symbols are declared to be."""
    rng = np.random.default_rng(seed)
    found = {}
    for s in e.symbols if e.of is None else e.of.symbols:
        value = rng.normal(size=[SIZES[d] for d in s.shape])
        value = np.abs(value) + 0.1 if s.nonnegative else value
        found[s.name] = conforming(s, value + value.T if s.declared_symmetric else value)
    return found


@pytest.mark.parametrize(("e", "text"), READ.values(), ids=READ)
def test_and_the_value_is_the_same(e, text):
    everything = values_of(e) | SIZES

    def value(e):
        known = {s.name for s in e.symbols} | e.dimensions
        return e.evaluate(**{name: v for name, v in everything.items() if name in known})

    np.testing.assert_allclose(value(e.body), value(e.with_symmetry), rtol=1e-9, atol=1e-12)


WRONG = {
    "a sum": (y, [0.3, 0.3, 0.3], "y is declared to sum to 1, but its entries do not sum to 1"),
    "a row": (P, [[0.5, 0.5], [0.2, 0.3]], "but row 1 does not sum to 1"),
    "halves": (o, [0.5, 0.5, 0.0], "o is declared one-hot, but entry 0 is neither 0 nor 1"),
    "two of them": (o, [1.0, 1.0, 0.0], "o is declared one-hot, but its entries do not sum to 1"),
    "a row of two": (Y, [[1.0, 0.0], [1.0, 1.0]], "Y is declared one-hot, but row 1 does not sum"),
    "minus 1": (
        Y,
        [[2.0, -1.0], [0.0, 1.0]],
        r"Y is declared one-hot, but entry \(0, 0\) is neither",
    ),
    "no number": (P, [[np.nan, 0.5], [0.5, 0.5]], "but row 0 does not sum to 1"),
    "no number off the diagonal": (D, [[1.0, np.nan], [0.0, 1.0]], r"entry \(0, 1\), off the"),
    "no more than rounding": (D, [[1e6, 1e-3], [1e-3, 2.0]], r"entry \(0, 1\), off the diagonal"),
    "off the diagonal": (D, [[1.0, 2.0], [2.0, 1.0]], r"D is declared diagonal, but entry \(0, 1"),
    "above": (L, [[1.0, 2.0], [0.0, 1.0]], r"entry \(0, 1\), above the diagonal, is not 0"),
    "a long column": (Q, [[1.0, 0.0], [0.0, 1.1]], "column 1 is not of length 1"),
    "aslant": (Q, [[1.0, 0.6], [0.0, 0.8]], "columns (1 and 0|0 and 1) are not orthogonal"),
    "too many columns": (Q, [[1.0, 0.0]], "its 2 columns have 1 entries"),
    "indefinite": (E, [[1.0, 2.0], [2.0, 1.0]], "E is declared positive definite, but it has an"),
    "not symmetric": (
        E,
        [[2.0, 1.0], [0.0, 2.0]],
        "E is declared positive definite, and so symmetric, but",
    ),
}


@pytest.mark.parametrize(("symbol", "value", "said"), WRONG.values(), ids=WRONG)
def test_values_that_are_not_so_are_refused(symbol, value, said):
    e = 2 * symbol
    with pytest.raises(ValueError, match=said):
        e.evaluate(**{symbol.name: value})
    with pytest.raises(ValueError, match=said):
        on_lists(e, {symbol.name: value})
    f = e.compile(symbol)
    with pytest.raises(ValueError, match=said):
        f(np.array(value))


def test_what_rounding_leaves_off_a_diagonal_is_taken():
    left, values, _ = np.linalg.svd(np.arange(9.0).reshape(3, 3) + np.eye(3))
    nearly = left.T @ (left * values @ left.T) @ left
    assert np.any(nearly - np.diag(np.diag(nearly)))
    found = D.evaluate(D=nearly)
    np.testing.assert_array_equal(found, nearly)
    large = np.column_stack([1e6 * np.ones(5), 1 - 1e6 * np.ones(5)]).astype(np.float32)
    np.testing.assert_array_equal(P.evaluate(P=large), large)


@pytest.mark.parametrize(("symbol", "value", "said"), WRONG.values(), ids=WRONG)
def test_they_are_refused_at_every_door(symbol, value, said):
    q = ml.scalar("q")
    f, at = q**2 * ml.sum(symbol), {"q": 3.0, symbol.name: np.array(value)}
    for door in (
        lambda: ml.derivative(f, q).evaluate(**at),
        lambda: ml.differential(f, q).evaluate(**at, dq=1.0),
        lambda: ml.diagnose(1.0, f, q, at=at),
        lambda: ml.check(1.0, f, q, at=at),
        lambda: ml.agree(one=f, two=f, at=at),
    ):
        with pytest.raises(ValueError, match=rf"{said}|holds NaN or infinity"):
            door()


@pytest.mark.parametrize("symbol", DECLARED, ids=str)
def test_values_that_are_so_are_taken_also_in_single_precision(symbol):
    (value,) = values_of(symbol).values()
    single = value.astype(np.float32)
    for given in (value, single):
        assert np.array_equal(symbol.evaluate(**{symbol.name: given}), given)
        compiled = (2 * symbol).compile(symbol)
        compiled(given)
        np.testing.assert_allclose(compiled(given), 2 * given)
    opposite = -value
    if is_scalable(symbol):
        symbol.evaluate(**{symbol.name: opposite})
    else:
        with pytest.raises(ValueError, match="is declared"):
            symbol.evaluate(**{symbol.name: opposite})


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda: ml.vector("z", "n", sums_to=2), ValueError, "to sum to 1, not to 2"),
        (lambda: ml.matrix("Z", "m", "n", rows_sum_to=0), ValueError, "to sum to 1, not to 0"),
        (lambda: ml.vector("z", "n", one_hot=3), TypeError, "one_hot is True or False"),
        (lambda: ml.matrix("Z", "m", "n", lower=True), ValueError, "can be lower triangular"),
        (lambda: ml.matrix("Z", "m", "n", diagonal=True), ValueError, "can be diagonal"),
        (lambda: ml.matrix("Z", "m", "n", definite=True), ValueError, "can be positive definite"),
    ],
)
def test_declarations_that_make_no_sense_are_refused(make, error, said):
    with pytest.raises(error, match=said):
        make()


@pytest.mark.parametrize("symbol", DECLARED, ids=str)
def test_a_symbol_is_what_it_is_declared_to_be(symbol):
    assert pickle.loads(pickle.dumps(symbol)) is symbol
    assert copy.deepcopy(symbol) is symbol
    plain = [ml.vector, ml.matrix][len(symbol.shape) - 1](symbol.name, *symbol.shape)
    assert plain is not symbol
    with pytest.raises(ValueError, match="with different assumptions"):
        plain + symbol


def test_several_are_declared_alike():
    first, second = ml.vectors("first second", "n", sums_to=1)
    assert str(ml.sum(first) + ml.sum(second)) == "2"
    V, W = ml.matrices("V W", "n", "n", orthogonal=True)
    assert str(V.T @ V @ W @ W.T) == "I"


# ----------------------------------------------------------- derivatives by what is declared


def test_by_itself_every_entry_moves_alone():
    assert str(ml.gradient(ml.sum(y) ** 2, y)) == "2 𝟏"
    assert str(ml.derivative(ml.sum(Q**2), Q)) == "2 Q"


STRUCTURED = {
    "shared, symmetric": (x @ S @ x, S, "shared", "2 x xᵀ - diag(x∘²)"),
    "projected, symmetric": (ml.trace(A @ S), S, "projected", "A / 2 + Aᵀ / 2"),
    "projected, definite": (x @ E @ x, E, "projected", "x xᵀ"),
    "shared, diagonal": (ml.logdet(D), D, "shared", "D⁻¹"),
    "projected, diagonal": (x @ D @ u, D, "projected", "diag(u ⊙ x)"),
    "shared, lower": (x @ L @ u, L, "shared", "tril(x uᵀ)"),
    "projected, a sum": (x @ y, y, "projected", "x - (𝟏ᵀ x) 𝟏 / n"),
    "projected, rows": (ml.sum(X * P), P, "projected", "X - X 𝟏 𝟏ᵀ / n"),
    "projected, columns": (ml.trace(Q.T @ X), Q, "projected", "X - Q (Qᵀ X + Xᵀ Q) / 2"),
}


@pytest.mark.parametrize(("f", "by", "how", "text"), STRUCTURED.values(), ids=STRUCTURED)
def test_a_derivative_within_the_structure(f, by, how, text):
    G = ml.gradient(f, by, structure=how)
    assert str(G) == text
    assert pickle.loads(pickle.dumps(G)) == G
    assert ml.derivative(f, by, structure=how) == G


def shared(size, word):
    """Yield the directions in which one number of a matrix moves."""
    for i in range(size):
        for j in range(i + 1):
            direction = np.zeros((size, size))
            if word == "symmetric" or i == j or word == "lower":
                direction[i, j] = 1
                if word == "symmetric":
                    direction[j, i] = 1
                yield (i, j), direction


@pytest.mark.parametrize(
    ("by", "word"), [(S, "symmetric"), (E, "symmetric"), (D, "diagonal"), (L, "lower")]
)
def test_shared_is_what_is_measured_when_equal_entries_move_together(by, word):
    f = ml.logdet(by + 9 * ml.eye("n")) + x @ by @ A @ by @ u
    values = {**values_of(f), by.name: values_of(by)[by.name]}
    G = ml.derivative(f, by, structure="shared").evaluate(**values)
    plain = ml.matrix("plain", "n", "n")
    g = ml.logdet(plain + 9 * ml.eye("n")) + x @ plain @ A @ plain @ u
    others = {name: v for name, v in values.items() if name != by.name}
    seen = np.zeros(G.shape)
    for place, direction in shared(5, word):
        slope = ml.measure(
            lambda h, d=direction: g.evaluate(plain=values[by.name] + h * d, **others), 0.0
        )
        seen[place] = slope
        if word == "symmetric":
            seen[place[::-1]] = slope
    np.testing.assert_allclose(G, seen, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("by", [S, E, D, L, y, P, Q], ids=str)
def test_projected_lies_within_and_agrees_with_the_derivative_there(by):
    other = ml.matrix("Z", *by.shape) if len(by.shape) == 2 else x
    f = ml.sum(other * ml.sin(by))
    values = values_of(f)
    G = ml.derivative(f, by).evaluate(**values)
    projected = ml.gradient(f, by, structure="projected")
    H = projected.evaluate(**values)
    # What is left out is at right angles to every direction within; twice is as once.
    left = np.sum((G - H) * H)
    assert abs(left) < 1e-9 * np.sum(G * G)
    if "sums_to_1" in by.structure:
        np.testing.assert_allclose(H.sum(axis=-1), 0, atol=1e-12)
    if "orthogonal" in by.structure:
        tangent = values["Q"].T @ H
        np.testing.assert_allclose(tangent + tangent.T, 0, atol=1e-12)
    if by.declared_symmetric:
        np.testing.assert_allclose(H, H.T, atol=1e-12)


@pytest.mark.parametrize(
    ("by", "how", "said"),
    [
        (A, "shared", "A is not declared to be symmetric or the like"),
        (o, "projected", "one_hot, sums_to_1, have no space around them"),
        (Q, "shared", "the entries of Q, declared orthogonal, share no number"),
        (S, "symmetric", "structure is one of 'independent', 'shared', 'projected', not 'symm"),
    ],
)
def test_a_structure_that_is_not_there_is_refused(by, how, said):
    with pytest.raises(ValueError, match=said):
        ml.derivative(ml.sum(by**3), by, structure=how)


# ----------------------------------------------------------------------- judged and derived


def test_answers_that_use_what_is_declared_are_right():
    loss = -ml.sum(t * ml.log(ml.softmax(x)))
    assert ml.diagnose(ml.softmax(x) - t, loss, x).right
    assert ml.diagnose(lambda x, t: np.exp(x) / np.exp(x).sum() - t, loss, x).right
    assert ml.diagnose(t - ml.softmax(x), loss, x).reasons[0].kind == "sign"
    rows = -ml.sum(Y * ml.log(ml.softmax(X)))
    assert ml.diagnose(ml.softmax(X) - Y, rows, X).right
    assert ml.diagnose(2 * x, ml.sum((Q @ x) ** 2), x).right
    assert ml.diagnose(ml.inv(D), ml.logdet(D), D).right
    assert ml.equal(Q.T @ (Q @ x), x)


@pytest.mark.parametrize(
    ("f", "by"),
    [
        (-ml.sum(t * ml.log(ml.softmax(x))), x),
        (ml.sum((Q @ x - X @ u) ** 2), x),
        (ml.logdet(E) + x @ ml.inv(E) @ x, E),
        (ml.logdet(L) + x @ L @ u, L),
        (ml.sum(Y * X), X),
    ],
    ids=str,
)
def test_derivations_hold(f, by):
    assert "hold" in ml.derivation(f, by).check()
