"""Functions of eigenvalues and singular values, triangular factors, powers, solving."""

import numpy as np
import pytest
from readback import laid_out, read

import mathlib as ml
from mathlib.evaluation.as_written import AsWritten
from mathlib.symbolic.spectral_nodes import Eigenvectors

x, u, b = ml.vector("x", "n"), ml.vector("u", "n"), ml.vector("b", "m")
A, B, X = ml.matrix("A", "n", "n"), ml.matrix("B", "n", "k"), ml.matrix("X", "m", "n")
S = ml.matrix("S", "n", "n", symmetric=True)
E = ml.matrix("E", "n", "n", definite=True)
V = Eigenvectors(S.settled_version)


@pytest.fixture
def values(rng):
    """Return values: E with eigenvalues far from 0 and from one another."""
    found = {
        s.name: rng.normal(size=[{"m": 7, "n": 5, "k": 3}[d] for d in s.shape]) for s in SYMBOLS
    }
    found["S"] = found["S"] + found["S"].T
    Q = np.linalg.qr(found["E"])[0]
    found["E"] = (Q * [0.7, 1.3, 2.1, 3.4, 5.0]) @ Q.T
    found["X"] = np.linalg.qr(found["X"])[0] * [0.7, 1.3, 2.1, 3.4, 5.0] @ Q
    return found


SYMBOLS = (x, u, b, A, B, X, S, E)

DERIVATIVES = {
    "a power": (ml.trace(ml.matrix_power(A, 3)), A, "3 (Aᵀ)²"),
    "an inverse power": (ml.trace(ml.matrix_power(A, -1)), A, "-(A⁻ᵀ)²"),
    "solved": (x @ ml.solve(A, u), A, "-A⁻ᵀ x uᵀ A⁻ᵀ"),
    "a pseudo-inverse": (ml.sum(ml.pinv(X) @ b), X, None),
    "one of rows": (u @ ml.pinv(B.T, rank="rows") @ B.T @ x, B, None),
    "trace of the exponential": (ml.trace(ml.expm(S)), S, "expm(S)"),
    "trace of any exponential": (ml.trace(ml.expm(A)), A, "expm(A)ᵀ"),
    "along a line": (ml.trace(ml.expm(ml.sum(x * u) * A)), x, None),
    "of a product": (ml.trace(ml.expm(A @ X.T @ X)), X, None),
    "trace of the logarithm": (ml.trace(ml.logm(E)), E, "E⁻¹"),
    "entropy": (ml.trace(E @ ml.logm(E)), E, "logm(E) + I"),
    "trace of the root": (ml.trace(ml.sqrtm(E)), E, "sqrtm(E)⁻¹ / 2"),
    "inside": (ml.trace(ml.sqrtm(X.T @ X)), X, "X sqrtm(Xᵀ X)⁻¹"),
    "weighted exponential": (ml.trace(A @ ml.expm(S)), S, None),
    "weighted logarithm": (x @ ml.logm(E) @ u, E, None),
    "weighted root": (x @ ml.sqrtm(E) @ u, E, None),
    "the whole exponential": (ml.expm(S), S, None),
    "squares of eigenvalues": (ml.sum(ml.eigvalsh(S) ** 2), S, "2 S"),
    "exponentials of them": (ml.sum(ml.exp(ml.eigvalsh(S))), S, "expm(S)"),
    "their cubes": (ml.sum(ml.eigvalsh(S) ** 3), S, None),
    "eigenvalues": (ml.eigvalsh(S), S, None),
    "the largest": (
        ml.lambda_max(S),
        S,
        "leading_eigenvector(S) leading_eigenvector(S)ᵀ",
    ),
    "the largest of a Gram matrix": (ml.lambda_max(X.T @ X), X, None),
    "the nuclear norm": (ml.norm(X, "nuc"), X, "polar(X)"),
    "the nuclear norm of a product": (ml.norm(X @ A, "nuc"), A, "Xᵀ polar(X A)"),
    "the spectral norm": (ml.norm(X, 2), X, "leading_dyad(X)"),
    "the least stretch": (ml.norm(X, -2), X, "least_dyad(X)"),
    "a transposed one": (ml.norm(X.T, "nuc"), X, "polar(Xᵀ)ᵀ"),
    "Frobenius": (ml.norm(X, "fro"), X, "X / ‖X‖"),
    "a triangular factor": (ml.cholesky(E), E, None),
    "the determinant of one": (ml.logdet(ml.cholesky(E)), E, "E⁻¹ / 2"),
    "its diagonal": (ml.sum(ml.log(ml.diag(ml.cholesky(E)))), E, "E⁻¹ / 2"),
    "a factor applied": (x @ ml.cholesky(E) @ u, E, None),
    "white noise": (ml.sum((ml.inv(ml.cholesky(E)) @ x) ** 2), E, None),
}


@pytest.mark.parametrize(("f", "by", "text"), DERIVATIVES.values(), ids=DERIVATIVES)
def test_derivatives_are_what_is_measured_read_so_and_are_read_back(f, by, text, values):
    J = ml.derivative(f, by)
    if text is not None:
        assert str(J) == text
    at = {s.name: values[s.name] for s in f.symbols}
    value = J.evaluate(**at)
    written = AsWritten(f, at)
    measured, error = ml.measure(
        lambda v: written({**at, by.name: v}), at[by.name], full_output=True
    )
    assert (np.abs(value - measured) <= 1e-6 * (1 + np.abs(measured)) + 10 * error).all()
    order = sorted(f.symbols, key=str)
    np.testing.assert_allclose(J.compile(*order)(*(at[s.name] for s in order)), value, atol=1e-12)
    if value.ndim == 2:
        for formula, latex in ((J.text(), False), (J.latex(), True)):
            found = read(formula, at, value.shape, latex)
            np.testing.assert_allclose(found, laid_out(value, 0, "numerator"), rtol=1e-7, atol=1e-9)


SAME = {
    "L Lᵀ": (ml.cholesky(S) @ ml.cholesky(S).T, "S"),
    "a power of 0": (ml.matrix_power(A, 0), "I"),
    "a negative power": (ml.matrix_power(A, -2), "A⁻²"),
    "a matrix solved for": (ml.solve(A, B), "A⁻¹ B"),
    "independent columns": (ml.pinv(X), "(Xᵀ X)⁻¹ Xᵀ"),
    "independent rows": (ml.pinv(X, rank="rows"), "Xᵀ (X Xᵀ)⁻¹"),
    "a square one": (ml.pinv(A), "A⁻¹"),
}


@pytest.mark.parametrize(("e", "text"), SAME.values(), ids=SAME)
def test_what_they_come_to(e, text):
    assert str(e) == text


def test_they_are_numpys(values):
    at = {"S": values["S"], "E": values["E"], "X": values["X"], "A": values["A"]}
    w, U = np.linalg.eigh(at["S"])
    np.testing.assert_allclose(ml.expm(S).evaluate(S=at["S"]), (U * np.exp(w)) @ U.T)
    root = ml.sqrtm(E).evaluate(E=at["E"])
    np.testing.assert_allclose(root @ root, at["E"])
    np.testing.assert_allclose(ml.expm(ml.logm(E)).evaluate(E=at["E"]), at["E"])
    for ord in ("nuc", 2, -2, "fro", 1, -1):
        np.testing.assert_allclose(
            ml.norm(X, ord).evaluate(X=at["X"]), np.linalg.norm(at["X"], ord)
        )
    np.testing.assert_allclose(ml.pinv(X).evaluate(X=at["X"]), np.linalg.pinv(at["X"]))
    np.testing.assert_allclose(
        ml.matrix_power(A, -3).evaluate(A=at["A"]), np.linalg.matrix_power(at["A"], -3)
    )


@pytest.mark.parametrize("size", [0.0, 1e-3, 1.0, 30.0])
def test_any_exponential(size, values):
    a = size * values["A"] / np.linalg.norm(values["A"], 2)
    w, P = np.linalg.eig(a)
    expected = ((P * np.exp(w)) @ np.linalg.inv(P)).real if size else np.eye(5)
    np.testing.assert_allclose(ml.expm(A).evaluate(A=a), expected, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(ml.trace(ml.expm(A)).evaluate(A=a), np.trace(expected), rtol=1e-9)
    symmetric = a + a.T
    w, P = np.linalg.eigh(symmetric)
    expected = (P * np.exp(w)) @ P.T
    np.testing.assert_allclose(ml.expm(A).evaluate(A=symmetric), expected, rtol=1e-8, atol=1e-9)


def test_solving_computes_no_inverse():
    source = ml.solve(A, x).compile(A, x).source
    assert "solve" in source
    assert "inv" not in source


REFUSED = {
    "no symmetric matrix": (lambda: ml.logm(A), ValueError, "logm takes a symmetric matrix, and A"),
    "no trace": (
        lambda: ml.derivative(ml.expm(A) @ x, A),
        ValueError,
        r"the derivative of expm\(A\) has a closed form within a trace",
    ),
    "no square matrix": (
        lambda: ml.cholesky(X),
        ValueError,
        "cholesky takes a square matrix",
    ),
    "half a power": (lambda: ml.matrix_power(A, 0.5), TypeError, "a whole number of times"),
    "no power of a rectangle": (lambda: ml.matrix_power(X, 2), ValueError, "square matrix"),
    "another rank": (lambda: ml.pinv(X, rank="full"), ValueError, "rank is 'columns' or 'rows'"),
    "a vector": (lambda: ml.pinv(x), ValueError, r"pinv takes a matrix, not \(n,\)"),
    "a second derivative": (
        lambda: ml.hessian(ml.lambda_max(S), S),
        ValueError,
        r"the derivative of leading_eigenvector\(S\) is not known here",
    ),
    "components": (lambda: ml.expm(S).components(n=3), ValueError, "expm has no entries that can"),
    "no factor": (
        lambda: ml.cholesky(S).evaluate(S=[[1.0, 2.0], [2.0, 1.0]]),
        np.linalg.LinAlgError,
        "no value here",
    ),
}


@pytest.mark.parametrize(("make", "error", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_known_is_refused_in_a_sentence(make, error, said):
    with pytest.raises(error, match=said):
        make()


def test_a_sum_that_is_symmetric_need_not_be_declared():
    assert str(ml.expm((A + A.T) / 2)) == "expm(A / 2 + Aᵀ / 2)"
    assert str(ml.logm(X.T @ X + ml.eye("n"))) == "logm(Xᵀ X + I)"


def test_second_derivatives_of_a_triangular_factor(values):
    f = ml.sum((ml.inv(ml.cholesky(E)) @ x) ** 2)
    H = ml.hessian(f, x).evaluate(E=values["E"], x=values["x"])
    np.testing.assert_allclose(H, 2 * np.linalg.inv(values["E"]))
    first = ml.derivative(x @ ml.cholesky(E) @ u, E)
    second = ml.derivative(first, x).evaluate(**{n: values[n] for n in "Exu"})
    measured = ml.measure(lambda v: first.evaluate(E=values["E"], x=v, u=values["u"]), values["x"])
    np.testing.assert_allclose(second, measured, atol=1e-7)


@pytest.mark.parametrize(
    "name", ["trace of the exponential", "entropy", "the spectral norm", "a factor applied"]
)
def test_derivations_hold(name):
    f, by, _ = DERIVATIVES[name]
    assert "hold" in ml.derivation(f, by).check()


def test_answers_are_judged():
    def polar(X):
        left, _, right = np.linalg.svd(X, full_matrices=False)
        return left @ right

    norm = ml.norm(X, "nuc")
    assert ml.diagnose(polar, norm, X).right
    assert ml.diagnose(lambda X: polar(X).T, norm, X).reasons[0].kind == "layout"
    assert ml.diagnose(ml.expm(S), ml.trace(ml.expm(S)), S).right
    assert ml.diagnose(ml.logm(E), ml.trace(E @ ml.logm(E)), E).reasons[0].kind == "missing path"


def test_names_make_it_readable():
    J = ml.derivative(ml.trace(A @ ml.expm(S)), S)
    assert "V (" in J.text(names={"V": V})
