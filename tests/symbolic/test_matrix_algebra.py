"""Inverses, determinants and their logarithms taken apart, and how repeated matrices are read."""

import numpy as np
import pytest
from readback import laid_out, read

import mathlib as ml

A, B, S = (
    ml.matrix("A", "n", "n"),
    ml.matrix("B", "n", "n"),
    ml.matrix("S", "n", "n", symmetric=True),
)
K, X, C = ml.matrix("K", "k", "k"), ml.matrix("X", "m", "n"), ml.matrix("C", 3, 3)
u, x, w = ml.vector("u", "n"), ml.vector("x", "n"), ml.vector("w", "m")
p, q = ml.vector("p", "n", positive=True), ml.scalar("q")
r = ml.scalar("r", positive=True)
I = ml.eye("n")

SIZES = {"m": 7, "n": 5, "k": 3}
READ = {
    "a diagonal matrix": (ml.inv(ml.diag(p)), "diag(𝟏 ⊘ p)"),
    "a sum of diagonal matrices": (ml.inv(ml.diag(p) + q * I), "diag(𝟏 ⊘ (p + q 𝟏))"),
    "a multiple": (ml.inv(q * A), "A⁻¹ / q"),
    "a multiple by an inner product": (ml.inv(q * A / (x @ u)), "(uᵀ x) A⁻¹ / q"),
    "the opposite": (ml.inv(-A), "-A⁻¹"),
    "a number in every term": (ml.inv((A + A.T) / 2), "2 (A + Aᵀ)⁻¹"),
    "a multiple of the identity": (ml.inv(q * I), "I / q"),
    "a difference keeps its sign": (ml.inv(B - A), "(B - A)⁻¹"),
    "two matrices": (ml.inv(A @ B), "B⁻¹ A⁻¹"),
    "scaled on both sides": (
        ml.inv(ml.diag(x) @ A @ ml.diag(u)),
        "diag(𝟏 ⊘ u) A⁻¹ diag(𝟏 ⊘ x)",
    ),
    "a transposed inverse": (ml.inv(ml.inv(A).T), "Aᵀ"),
    "a Gram matrix is whole": (ml.inv(X.T @ X @ A), "A⁻¹ (Xᵀ X)⁻¹"),
    "a weighted one too": (ml.inv(X.T @ ml.diag(w) @ X), "(Xᵀ diag(w) X)⁻¹"),
    "an entrywise product is whole": (ml.inv(A * B), "(A ⊙ B)⁻¹"),
    "a Kronecker product": (ml.inv(ml.kron(K, A)), "K⁻¹ ⊗ A⁻¹"),
    "one with the identity": (ml.inv(ml.kron(q * K, I)), "(K⁻¹ ⊗ I) / q"),
    "the logarithm of a product": (ml.logdet(q * A @ B), "n log(|q|) + logdet(A) + logdet(B)"),
    "that of a quotient": (ml.logdet(A / q), "logdet(A) - n log(|q|)"),
    "that of an inverse": (ml.logdet(ml.inv(A)), "-logdet(A)"),
    "that of a diagonal matrix": (ml.logdet(ml.diag(p)), "𝟏ᵀ log(p)"),
    "that of a Kronecker product": (ml.logdet(ml.kron(K, A)), "k logdet(A) + n logdet(K)"),
    "the determinant of a product": (ml.det(A @ B @ A), "det(B) det(A)²"),
    "that of a multiple": (ml.det(2 * r * A), "2^n det(A) r^n"),
    "of the opposite": (ml.det(-A / 3), "(1 / 3)^n det(-A)"),
    "that of a multiple of known size": (ml.det(q * C), "q³ det(C)"),
    "that of a transposed inverse": (ml.det(ml.inv(A).T), "1 / det(A)"),
    "a square": (A @ A @ x, "A² x"),
    "an inverse square": (ml.inv(A) @ ml.inv(A), "A⁻²"),
    "the transposed one": (ml.inv(A).T @ ml.inv(A).T @ x, "(A⁻ᵀ)² x"),
    "a fourth power": (ml.trace(A @ A @ A @ A), "tr(A⁴)"),
    "a power of a bracket": (
        X @ ml.inv(X.T @ X + q * I) @ ml.inv(X.T @ X + q * I),
        "X (Xᵀ X + q I)⁻²",
    ),
    "an entrywise product of powers": ((A @ A) * B, "B ⊙ A²"),
    "a row sum": (
        ml.derivative(ml.logdet(X.T @ ml.diag(w) @ X), w),
        "diag(X (Xᵀ diag(w) X)⁻¹ Xᵀ)ᵀ",
    ),
}


def values_for(e):
    """Return random values, positive ones, so that logarithms exist."""
    rng = np.random.default_rng(7)
    found = {}
    for s in e.symbols | (e.of.symbols if e.of is not None else frozenset()):
        size = [d if isinstance(d, int) else SIZES[d] for d in s.shape]
        found[s.name] = rng.uniform(0.3, 2, size)
    return found


@pytest.mark.parametrize(("e", "text"), READ.values(), ids=READ)
def test_what_is_taken_apart_reads_so_and_is_read_back(e, text):
    assert str(e) == text
    values = values_for(e)
    sizes = {d: n for d, n in SIZES.items() if d in e.body.dimensions}
    value = laid_out(
        e.evaluate(**values, **sizes), None if e.of is None else len(e.of.shape), "numerator"
    )
    for formula, latex in ((text, False), (e.latex(), True)):
        found = read(formula, {**SIZES, **values}, value.shape, latex)
        np.testing.assert_allclose(found, value, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("e", "by", "text"),
    [
        (ml.logdet(ml.diag(x)), x, "(𝟏 ⊘ x)ᵀ"),
        (ml.logdet(q * A), q, "n / q"),
        (ml.logdet(ml.kron(K, A)), K, "n K⁻ᵀ"),
        (ml.trace(ml.inv(X.T @ ml.diag(w) @ X)), w, "-diag(X (Xᵀ diag(w) X)⁻² Xᵀ)ᵀ"),
        (ml.sum((S @ ml.diag(x) @ S) * S, axis=1) @ u, x, None),
        (ml.det(q * C), q, "3 q² det(C)"),
        (ml.det(ml.kron(C, A)), C, "n det(C ⊗ A) C⁻ᵀ"),
        (ml.det(ml.kron(C, ml.matrix("F", 5, 5))), C, "5 det(C)⁵ det(F)³ C⁻ᵀ"),
        (ml.det(r * A), r, "n det(A) r^(n - 1)"),
        (ml.det(ml.diag(x)), x, "det(diag(x)) (𝟏 ⊘ x)ᵀ"),
    ],
)
def test_their_derivatives_read_so_and_are_what_is_measured(e, by, text):
    J = ml.derivative(e, by)
    if text is not None:
        assert str(J) == text
    values = values_for(e)
    if "S" in values:
        values["S"] = values["S"] + values["S"].T
    sizes = {d: n for d, n in SIZES.items() if d in e.dimensions and not values_show(e, d)}
    ml.agree(
        by_hand=J.evaluate(**values, **sizes),
        measured=ml.measure(
            lambda v: e.evaluate(**{**values, by.name: v}, **sizes), values[by.name]
        ),
    )


def values_show(e, dimension):
    """Say whether a symbol has an axis of this dimension."""
    return any(dimension in s.shape for s in e.symbols)


@pytest.mark.parametrize(
    ("e", "by"), [(ml.det(ml.diag(x)), "x"), (ml.det(ml.diag(x) @ A), "x"), (ml.det(q * A), "q")]
)
def test_a_determinant_has_a_gradient_where_it_is_0(e, by):
    values = {"x": np.array([0.0, 2, 3]), "A": np.eye(3) + np.arange(9.0).reshape(3, 3), "q": 0.0}
    values = {s.name: values[s.name] for s in e.symbols}
    symbol = next(s for s in e.symbols if s.name == by)
    J = ml.derivative(e, symbol)
    measured = ml.measure(lambda v: e.evaluate(**{**values, by: v}), values[by])
    np.testing.assert_allclose(J.evaluate(**values), measured, atol=1e-7)
    order = sorted(e.symbols, key=str)
    compiled = J.compile(*order)(*(values[s.name] for s in order))
    np.testing.assert_allclose(compiled, measured, atol=1e-7)


def test_row_sums_of_two_different_products_stay_sums():
    G = ml.matrix("G", "m", "n")
    assert str(ml.sum(X * (G @ A), axis=1)) == "(X ⊙ (G A)) 𝟏"


def test_the_sign_over_the_size_is_one_over_the_number():
    assert str(ml.sign(x) / abs(x)) == "𝟏 ⊘ x"
    assert str(ml.sign(x) / abs(u)) == "sign(x) ⊘ |u|"
