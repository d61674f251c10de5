"""Derivatives as matrices of vec by vec: what is written, and that it says the right numbers."""

from random import Random

import numpy as np
import pytest
from exchanges import commutation, duplication
from hypothesis import assume, given, strategies as st
from random_expressions import SIZES as RANDOM_SIZES, Builder, variables
from readback import readings
from trials import examples

import mathlib as ml
from mathlib.evaluation.arguments import dimension_names
from mathlib.printing import numbers
from mathlib.printing.printer import TooLongError

SIZES = {"m": 5, "n": 3, "k": 7}
A, B, C = ml.matrices("A B C", "n", "n")
M, N = ml.matrices("M N", "m", "n")
W = ml.matrix("W", "n", "k")
P = ml.matrix("P", "k", "m")
S = ml.matrix("S", "n", "n", symmetric=True)
K, D = ml.matrix("K", "n", "n"), ml.matrix("D", "n", "n", symmetric=True)
V = ml.matrix("V", "n", "n", definite=True)
Z = ml.matrix("Z", 5, 3)
x, z = ml.vectors("x z", "n")
y = ml.vector("y", "m")
d = ml.derivative

KRONECKER = {
    "vector by matrix": (d(M @ x, M), "xᵀ ⊗ I", "x ⊗ I"),
    "transposed vector by matrix": (d(M.T @ y, M), "I ⊗ yᵀ", "I ⊗ y"),
    "matrix by matrix": (d(M @ W, M), "Wᵀ ⊗ I", "W ⊗ I"),
    "from the other side": (d(M @ W, W), "I ⊗ M", "I ⊗ Mᵀ"),
    "both sides": (d(M @ A @ W, A), "Wᵀ ⊗ M", "W ⊗ Mᵀ"),
    "inverse": (d(ml.inv(A), A), "-A⁻ᵀ ⊗ A⁻¹", "-A⁻¹ ⊗ A⁻ᵀ"),
    "square": (d(A @ A, A), "I ⊗ A + Aᵀ ⊗ I", "A ⊗ I + I ⊗ Aᵀ"),
    "cube": (d(A @ A @ A, A), "I ⊗ A² + Aᵀ ⊗ A + (Aᵀ)² ⊗ I", None),
    "of vec": (d(ml.vec(M @ A @ W), A), "Wᵀ ⊗ M", "W ⊗ Mᵀ"),
    "outer product": (d(ml.outer(y, x), x), "I ⊗ y", "I ⊗ yᵀ"),
    "rows scaled": (d(ml.diag(y) @ M, M), "diag(𝟏 ⊗ y)", None),
    "columns scaled": (d(M * x, M), "diag(x ⊗ 𝟏)", None),
    "rows picked": (d(Z[1:3], Z), "I ⊗ I[1:3]", "I ⊗ I[1:3]ᵀ"),
    "a column picked": (d(Z[:, 1], Z), "I[1]ᵀ ⊗ I", "I[1] ⊗ I"),
    "quadratic form of a Gram matrix": (ml.hessian(x @ A @ A.T @ x, A), "2 (I ⊗ (x xᵀ))", None),
    "a trace": (d(ml.trace(A) * A, A), "vec(A) vec(I)ᵀ + tr(A) I", None),
}
COMMUTATION = {
    "transpose": (d(A.T, A), "K", "K"),
    "transpose of a tall matrix": (d(M.T, M), "K[m,n]", "K[n,m]"),
    "vec of a transpose": (d(ml.vec(M.T), M), "K[m,n]", "K[n,m]"),
    "symmetric part": (d((A + A.T) / 2, A), "(I + K) / 2", "(I + K) / 2"),
    "antisymmetric part": (d(A - A.T, A), "I - K", "I - K"),
    "Gram matrix of rows": (d(A @ A.T, A), "(I + K) (A ⊗ I)", "(Aᵀ ⊗ I) (I + K)"),
    "of a tall matrix": (d(M @ M.T, M), "(I + K) (M ⊗ I)", "(Mᵀ ⊗ I) (I + K)"),
    "Gram matrix of columns": (d(M.T @ M, M), "(I + K) (I ⊗ Mᵀ)", "(I ⊗ M) (I + K)"),
    "transposed on the left": (d(M.T @ N, M), "(Nᵀ ⊗ I) K[m,n]", "K[n,m] (N ⊗ I)"),
    "hessian of a trace": (ml.hessian(ml.trace(A @ A), A), "2 K", "2 K"),
    "hessian of log det": (
        ml.hessian(ml.logdet(A), A),
        "-(A⁻¹ ⊗ A⁻ᵀ) K",
        "-K (A⁻ᵀ ⊗ A⁻¹)",
    ),
    "hessian of log det, symmetric": (ml.hessian(ml.logdet(S), S), "-(S⁻¹ ⊗ S⁻¹) K", None),
    "hessian of det": (
        ml.hessian(ml.det(A), A),
        "det(A) (vec(A⁻ᵀ) vec(A⁻ᵀ)ᵀ - (A⁻¹ ⊗ A⁻ᵀ) K)",
        None,
    ),
    "hessian of tr(X A X B)": (
        ml.hessian(ml.trace(C @ A @ C @ B), C),
        "(A ⊗ Bᵀ + B ⊗ Aᵀ) K",
        "K (Aᵀ ⊗ B + Bᵀ ⊗ A)",
    ),
    "hessian of a fourth power": (ml.hessian(ml.sum((M.T @ M) ** 2), M), None, None),
    "outer product of two": (d(ml.outer(y, M @ x), M), "xᵀ ⊗ I ⊗ y", "x ⊗ I ⊗ yᵀ"),
    "K is a symbol": (
        d(M @ K @ M.T, M),
        "(I ⊗ (M K)) commutation[m,n] + (M Kᵀ) ⊗ I",
        None,
    ),
    "by a symbol K": (d(K.T, K), "commutation", "commutation"),
    "projection": (d(M @ ml.inv(M.T @ M) @ M.T, M), None, None),
}
DIAGONAL = {
    "entrywise product": (d(M * N, N), "diag(vec(M))", "diag(vec(M))"),
    "entrywise power": (d(M**3, M), "3 diag(vec(M∘²))", "3 diag(vec(M∘²))"),
    "diagonal part": (d(ml.diag(ml.diag(A)), A), "diag(vec(I))", "diag(vec(I))"),
    "of a product": (
        d(ml.log(A @ B @ A), B),
        "diag(vec((𝟏 𝟏ᵀ) ⊘ (A B A))) (Aᵀ ⊗ A)",
        "(A ⊗ Aᵀ) diag(vec((𝟏 𝟏ᵀ) ⊘ (A B A)))",
    ),
    "of a product of three": (
        d(ml.tanh(P @ M @ W), M),
        "diag(vec(𝟏 𝟏ᵀ - tanh(P M W)∘²)) (Wᵀ ⊗ P)",
        "(W ⊗ Pᵀ) diag(vec(𝟏 𝟏ᵀ - tanh(P M W)∘²))",
    ),
    "of a Gram matrix": (
        d(ml.tanh(M @ M.T), M),
        "diag(vec(𝟏 𝟏ᵀ - tanh(M Mᵀ)∘²)) (I + K) (M ⊗ I)",
        None,
    ),
    "of a transpose": (d(ml.exp(M.T), M), "diag(vec(exp(M)ᵀ)) K[m,n]", None),
    "between products": (
        d(P @ (N * (M @ A)) @ W, M),
        "(Wᵀ ⊗ P) diag(vec(N)) (Aᵀ ⊗ I)",
        "(A ⊗ I) diag(vec(N)) (W ⊗ Pᵀ)",
    ),
    "two layers": (
        d(ml.relu(M @ A) @ W, A),
        "(Wᵀ ⊗ I) diag(vec([M A > 0])) (I ⊗ M)",
        None,
    ),
    "with its transpose": (d(A * A.T, A), "diag(vec(A)) K + diag(vec(Aᵀ))", None),
    "lower triangle": (d(ml.tril(A), A), "diag(vec(tril(𝟏 𝟏ᵀ)))", None),
    "factor of Cholesky": (d(ml.tril(A) @ ml.tril(A).T, A), None, None),
    "diagonal matrix of a vector": (
        d(ml.diag(x), x),
        "diag(vec(I)) (𝟏 ⊗ I)",
        "(𝟏ᵀ ⊗ I) diag(vec(I))",
    ),
    "diagonal matrix in between": (
        d(M @ ml.diag(x) @ W, x),
        "(I ⊗ M) diag(vec(W)) (𝟏 ⊗ I)",
        "(𝟏ᵀ ⊗ I) diag(vec(W)) (I ⊗ Mᵀ)",
    ),
    "diagonal of a matrix": (d(ml.diag(A), A), "(𝟏ᵀ ⊗ I) diag(vec(I))", "diag(vec(I)) (𝟏 ⊗ I)"),
    "diagonal of a quadratic form": (
        d(ml.diag(M @ A @ M.T), M),
        "(𝟏ᵀ ⊗ I) diag(vec(M (A + Aᵀ)))",
        None,
    ),
    "degrees": (d(ml.diag(A @ ml.ones("n")), A), "diag(vec(I)) ((𝟏 𝟏ᵀ) ⊗ I[n×n])", None),
    "rows squared": (d(ml.sum(M**2, axis=1), M), "2 (𝟏ᵀ ⊗ I) diag(vec(M))", None),
    "rows of a product squared": (d(ml.sum((M @ W) ** 2, axis=1), M), None, None),
    "greatest of rows": (d(ml.max(M, axis=1), M), "(𝟏ᵀ ⊗ I) diag(vec(hardmax(M)))", None),
    "log-sum-exp of rows": (d(ml.logsumexp(M, axis=1), M), None, None),
    "softmax of rows": (
        d(ml.softmax(M), M),
        "diag(vec(softmax(M))) (I - ((𝟏 𝟏ᵀ) ⊗ I[m×m]) diag(vec(softmax(M))))",
        None,
    ),
    "softmax of columns": (d(ml.softmax(M, axis=0), M), None, None),
    "softmax of rows of a product": (d(ml.softmax(M @ W), W), None, None),
    "rows normalised": (d(M / ml.norm(M, axis=1, keepdims=True), M), None, None),
    "rows standardised": (d(M / ml.std(M, axis=1, keepdims=True), M), None, None),
    "rows centred": (d(M - ml.mean(M, axis=1, keepdims=True), M), None, None),
    "attention by keys": (d(ml.softmax(M @ N.T) @ M, N), None, None),
    "attention to itself": (d(ml.softmax(M @ M.T) @ M, M), None, None),
    "squared distances": (
        d(
            ml.sum(M**2, axis=1)[:, None] + ml.sum(M**2, axis=1)[None, :] - 2 * M @ M.T,
            M,
        ),
        None,
        None,
    ),
    "running sums": (d(ml.cumsum(M, axis=1), M), "tril(𝟏 𝟏ᵀ) ⊗ I[m×m]", "tril(𝟏 𝟏ᵀ)ᵀ ⊗ I[m×m]"),
}
MIRRORED = {
    "itself, as one number": (d(S, S, structure="shared"), "D Dᵀ", "D Dᵀ"),
    "square": (
        d(S @ S, S, structure="shared"),
        "(I ⊗ S + S ⊗ I) D Dᵀ",
        "D Dᵀ (I ⊗ S + S ⊗ I)",
    ),
    "inverse": (
        d(ml.inv(S), S, structure="shared"),
        "-(S⁻¹ ⊗ S⁻¹) D Dᵀ",
        "-D Dᵀ (S⁻¹ ⊗ S⁻¹)",
    ),
    "vector": (d(S @ x, S, structure="shared"), "(xᵀ ⊗ I) D Dᵀ", "D Dᵀ (x ⊗ I)"),
    "transpose": (d(A @ S.T, S, structure="shared"), "(I ⊗ A) D Dᵀ", None),
    "definite": (d(ml.inv(V), V, structure="shared"), "-(V⁻¹ ⊗ V⁻¹) D Dᵀ", None),
    "projected": (
        d(S @ S, S, structure="projected"),
        "(I ⊗ S + S ⊗ I) (I + K) / 2",
        "(I + K) (I ⊗ S + S ⊗ I) / 2",
    ),
    "D is a symbol": (
        d(D @ D, D, structure="shared"),
        "(I ⊗ D + D ⊗ I) duplication duplicationᵀ",
        None,
    ),
}
CASES = {
    f"{family}: {name}": case
    for family, cases in {
        "Kronecker": KRONECKER,
        "K": COMMUTATION,
        "diag": DIAGONAL,
        "D": MIRRORED,
    }.items()
    for name, case in cases.items()
}


def stacked(array, outputs, layout):
    """Return the matrix of vec by vec, columns stacked: the last axis of each side is slowest."""
    sides = [range(outputs), range(outputs, array.ndim)][:: 1 if layout == "numerator" else -1]
    shape = [int(np.prod([array.shape[k] for k in side])) for side in sides]
    return array.transpose([k for side in sides for k in reversed(side)]).reshape(shape)


def conforming(symbol, rng):
    """Return a value of a symbol, positive for logarithms, of which its declarations are true."""
    value = 0.2 + rng.random([SIZES.get(size, size) for size in symbol.shape])
    if "definite" in symbol.structure:
        return value @ value.T + np.eye(len(value))
    return value + value.T if symbol.declared_symmetric else value


def assert_reads_as(J, values, sizes):
    """Compare what is written in both layouts, as text and in LaTeX, with the numbers."""
    array = J.evaluate(**values, **{d: sizes[d] for d in dimension_names(J)})
    for layout in ("numerator", "denominator"):
        expected = stacked(array, len(J.of.shape), layout)
        for formula, latex in (
            (J.text(layout, vectorized=True), False),
            (J.latex(layout, vectorized=True), True),
        ):
            found = readings(formula, {**sizes, **values}, expected.shape, latex)
            scale = max(1, np.abs(expected).max())
            close = [np.allclose(value, expected, rtol=1e-7, atol=1e-8 * scale) for value in found]
            assert any(close), formula


@pytest.mark.parametrize(("J", "text", "turned"), CASES.values(), ids=CASES)
def test_what_is_written_is_what_is_computed(J, text, turned, rng):
    if text:
        assert J.text(vectorized=True) == text
    if turned:
        assert J.text(vectorized=True, layout="denominator") == turned
    symbols = J.of.symbols | {J.by}
    assert_reads_as(J, {s.name: conforming(s, rng) for s in symbols}, SIZES)


def test_a_slip_is_seen():
    J = d(M.T @ N, M)
    values = {"M": np.arange(15.0).reshape(5, 3), "N": np.arange(15.0).reshape(5, 3) ** 2}
    expected = stacked(J.evaluate(**values), 2, "numerator")
    for wrong in ("(Nᵀ ⊗ I) K[n,m]", "(I ⊗ Nᵀ) K[m,n]", "K[m,n] (Nᵀ ⊗ I)", "Nᵀ ⊗ I"):
        found = readings(wrong, {**SIZES, **values}, expected.shape)
        assert not any(np.allclose(value, expected) for value in found)


@examples(40)
@given(st.integers(0, 2**32))
def test_random_derivatives_read_as_they_compute(seed):
    random = Random(seed)
    builder = Builder(random)
    e = builder.build(random.choice([("n", "k"), ("m", "n"), ("n", "n")]), depth=2).symbolic
    matrices = [s for s in variables(e) if len(s.shape) == 2]
    assume(matrices)
    J = ml.derivative(e, random.choice(matrices))
    try:
        assume(len(J.text(vectorized=True)) < 1000)
    except TooLongError:
        assume(False)
    except ValueError:
        with pytest.raises(ValueError, match="no sum of products of ⊗"):
            J.text(vectorized=True)
        assume(False)
    values = {s.name: builder.values[s.name] for s in J.of.symbols}
    assume(not any(1 in np.shape(value) for value in values.values()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "DIGITS", 17)
        assert_reads_as(J, values, RANDOM_SIZES)


def test_what_has_no_such_form_says_what_to_read():
    with pytest.raises(ValueError, match=r"no sum of products of ⊗.*see its index_notation\(\)"):
        d(ml.reshape(M, ("n", "m")), M).text(vectorized=True)
    with pytest.raises(ValueError, match="vectorized is for a derivative of a matrix or by one"):
        d(M @ x, x).text(vectorized=True)


def test_the_commutation_matrix_exchanges_rows_and_columns(rng):
    exchange = ml.commutation("m", "n")
    assert (str(exchange), str(exchange.T)) == ("K[m,n]", "K[n,m]")
    assert exchange.latex() == "K_{m,n}"
    assert exchange @ ml.vec(M) == ml.vec(M.T)
    assert exchange.T @ exchange == ml.eye("m*n")
    np.testing.assert_array_equal(exchange.evaluate(m=5, n=3), commutation(5, 3))
    a = rng.normal(size=(5, 3))
    stack = a.ravel(order="F")
    np.testing.assert_array_equal(exchange.evaluate(m=5, n=3) @ stack, a.ravel())
    v = ml.vector("v", "m*n")
    compiled = (exchange @ v).compile(v)
    np.testing.assert_array_equal(compiled(stack, m=5, n=3), a.ravel())
    assert str(exchange @ v) == "K[m,n] v"
    assert str(ml.kron(A, K) @ ml.commutation("n", "n")) == "(A ⊗ K) commutation"


def test_the_duplication_matrix_writes_entries_twice(rng):
    twice = ml.duplication(3)
    np.testing.assert_array_equal(twice.evaluate(), duplication(3))
    np.testing.assert_array_equal(np.array(twice.components().tolist(), float), duplication(3))
    h = ml.vector("h", 6)
    below = rng.normal(size=6)
    full = np.zeros((3, 3))
    full[np.triu_indices(3)] = below
    full = full + full.T - np.diag(np.diag(full))
    np.testing.assert_array_equal((twice @ h).evaluate(h=below), full.ravel(order="F"))
    np.testing.assert_array_equal((twice @ h).compile(h)(below), full.ravel(order="F"))
    assert str(twice @ h) == "D h"
    assert ml.derivation(ml.sum((twice @ h) ** 2), h).check()


@pytest.mark.parametrize("rows", ["n", 0, 3.0, True])
def test_a_duplication_matrix_has_a_size_in_numbers(rows):
    with pytest.raises(ValueError, match="duplication takes the number of rows as a positive"):
        ml.duplication(rows)


def test_by_vech_a_derivative_is_that_by_vec_times_d(rng):
    s = rng.normal(size=(3, 3))
    s = s + s.T
    below = s[np.triu_indices(3)]

    def of_vech(h):
        full = (duplication(3) @ h).reshape(3, 3)
        return (full @ full).ravel(order="F")

    J = stacked(d(S @ S, S).evaluate(S=s), 2, "numerator")
    np.testing.assert_allclose(J @ duplication(3), ml.measure(of_vech, below), rtol=1e-7)
