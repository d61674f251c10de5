"""What is read: exact text and LaTeX, layouts, names, indices and Kronecker products."""

import numpy as np
import pytest
from readback import read

import mathlib as ml
from mathlib.printing import printer
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.indices import fresh_labels

A, X = ml.matrices("A X", "m", "n")
Q, R = ml.matrices("Q R", "n", "n")
W = ml.matrix("W", "n", "k")
S = ml.matrix("S", "n", "n", symmetric=True)
x, z, w = ml.vectors("x z w", "n")
y, b = ml.vectors("y b", "m")
s, t = ml.scalars("s t")
loss = ml.sum((X @ w - y) ** 2)

TEXTS = {
    "product": (A @ x + b, "A x + b"),
    "transposed product": ((A @ W).T, "Wᵀ Aᵀ"),
    "quadratic form": (x @ Q @ x, "xᵀ Q x"),
    "outer product": (ml.outer(x, z), "x zᵀ"),
    "entrywise": (x * z / w, "(x ⊙ z) ⊘ w"),
    "entrywise powers": (x**2 * z**-3, "x∘² ⊘ z∘³"),
    "fractional powers": ((x @ z) ** 1.5 * x**0.5, "(xᵀ z)^(3/2) sqrt(x)"),
    "scalar expansion": (x + s, "x + s 𝟏"),
    "a row added to all rows": (A + x, "A + 𝟏 xᵀ"),
    "numbers": (2.5 * x - z / 3, "5 x / 2 - z / 3"),
    "a decimal": (3.14159265 * x, "3.14159265 x"),
    "sum": (ml.sum(x), "𝟏ᵀ x"),
    "sum along an axis": (ml.sum(A, axis=1), "A 𝟏"),
    "mean": (ml.mean(x), "𝟏ᵀ x / n"),
    "nothing": (0 * x, "0"),
    "bars within bars": (ml.abs(s * ml.abs(s + 1)), "|s (|s + 1|)|"),
    "norms": (ml.norm(x) + ml.sum(A**2), "‖x‖ + ‖A‖²"),
    "trace": (ml.trace(Q @ R.T), "tr(Q Rᵀ)"),
    "determinants": (ml.det(Q) * ml.logdet(R), "det(Q) logdet(R)"),
    "inverses": (ml.inv(Q.T @ R) @ x, "R⁻¹ Q⁻ᵀ x"),
    "diagonals": (ml.diag(x) @ A.T @ ml.diag(y), "diag(x) Aᵀ diag(y)"),
    "diagonal of a matrix": (ml.diag(Q), "diag(Q)"),
    "indicator": (x > z, "[x - z > 0]"),
    "maximum": (ml.maximum(x, z), "max(x, z)"),
    "softmax": (ml.softmax(A @ x), "softmax(A x)"),
    "sum of rows of a product": (ml.sum((A @ W) * (A @ W), axis=1), "(A W)∘² 𝟏"),
    "equal scalars": (ml.trace(Q + s) * ml.trace(Q + s) * x, "tr(Q + s 𝟏 𝟏ᵀ)² x"),
    "diagonal matrices added": (ml.diag(x) + ml.diag(z), "diag(x + z)"),
    "multiples of the identity": ((s + 1) * ml.eye("n") - ml.eye("n"), "s I"),
    "a scalar's function repeated": (ml.exp(s + 0 * x) * z, "exp(s) z"),
    "vec": (ml.vec(A.T @ A @ W), "vec(Aᵀ A W)"),
    "vec of a diagonal": (ml.vec(ml.diag(x)), "vec(diag(x))"),
    "vec of the identity": (ml.vec(ml.eye("n")), "vec(I)"),
    "vecs added": (ml.vec(Q) + ml.vec(R.T), "vec(Q + Rᵀ)"),
    "functions of a vec": (ml.relu(ml.vec(A)) + ml.norm(ml.vec(A)), "relu(vec(A)) + ‖vec(A)‖ 𝟏"),
    "Kronecker product": (-2 * ml.kron(A @ W, Q), "-2 ((A W) ⊗ Q)"),
    "Kronecker product of many": (
        ml.kron(A, ml.kron(W, Q)) @ ml.ones("n*n*k"),
        "(A 𝟏) ⊗ ((W 𝟏) ⊗ (Q 𝟏))",
    ),
    "Kronecker product times a vector": (
        s * ml.kron(A, W) @ ml.vector("v", "n*k"),
        "s (A ⊗ W) v",
    ),
    "Kronecker product between others": (
        ml.kron(A, ml.eye("k")) @ ml.matrix("M", "n*k", "n*k") @ ml.kron(Q, W.T),
        "(A ⊗ I) M (Q ⊗ Wᵀ)",
    ),
    "Kronecker products within another": (
        ml.kron(
            ml.tanh(ml.kron(Q, R)) @ ml.kron(R, Q) @ ml.matrix("M", "n*n", "m"),
            ml.kron(ml.kron(A, W), Q),
        ),
        "(tanh(Q ⊗ R) (R ⊗ Q) M) ⊗ ((A ⊗ W) ⊗ Q)",
    ),
    "Kronecker product of vectors": (ml.kron(x, y), "x ⊗ y"),
    "columns repeated": (ml.kron(ml.ones("k"), x), "𝟏 ⊗ x"),
    "zero": (x - x, "0"),
    "factors pulled out": (A @ (ml.outer(x, z) + ml.outer(z, x)), "A (x zᵀ + z xᵀ)"),
    "minus taken in": (-(ml.exp(x) - z) * w, "w ⊙ (z - exp(x))"),
    "a row of a derivative": (ml.derivative(loss, w), "2 (X w - y)ᵀ X"),
    "gradient": (ml.gradient(loss, w), "2 Xᵀ (X w - y)"),
    "hessian": (ml.hessian(loss, w), "2 Xᵀ X"),
    "by a matrix": (ml.derivative(y @ X @ w, X), "y wᵀ"),
    "symmetric": (ml.derivative(x @ S @ x, x), "2 xᵀ S"),
    "logistic": (
        ml.hessian(ml.sum(ml.softplus(X @ w)), w),
        "Xᵀ diag(sigmoid(X w) ⊙ (𝟏 - sigmoid(X w))) X",
    ),
}


@pytest.mark.parametrize(("e", "text"), TEXTS.values(), ids=TEXTS)
def test_text(e, text):
    assert str(e) == text


LATEX = {
    "bold vectors": (A @ x, r"A \, \mathbf{x}"),
    "fraction": (x / ml.norm(x), r"\frac{\mathbf{x}}{\left\lVert \mathbf{x} \right\rVert}"),
    "inverse transposed": (ml.inv(Q).T @ x, r"Q^{-T} \, \mathbf{x}"),
    "entrywise": (x * z**2, r"\mathbf{x} \odot \mathbf{z}^{\circ 2}"),
    "brackets": ((Q + R) @ x, r"\left(Q + R\right) \, \mathbf{x}"),
    "ones and indicator": ((x > 0) + 1, r"\left[\mathbf{x} > 0\right] + \mathbf{1}"),
    "greek and subscripts": (
        ml.scalar("eta") * ml.vector("mu", 3) + ml.vector("w_out", 3) * ml.scalar("x1"),
        r"x_{1} \, \mathbf{w}_{\text{out}} + \eta \, \boldsymbol{\mu}",
    ),
    "vec and Kronecker product": (
        ml.vec(A) + ml.kron(x, y),
        r"\mathbf{x} \otimes \mathbf{y} + \operatorname{vec}\left(A\right)",
    ),
    "long names": (ml.vector("logits", 3) * ml.scalar("loss"), r"\mathrm{loss} \, \mathbf{logits}"),
    "bars within bars": (
        ml.abs(s * ml.abs(s + 1)),
        r"\left\lvert s \, \left(\left\lvert s + 1 \right\rvert\right) \right\rvert",
    ),
    "logdet": (ml.logdet(Q), r"\log \left\lvert \det\left(Q\right) \right\rvert"),
    "logdet squared": (
        ml.logdet(Q) ** 2,
        r"\left(\log \left\lvert \det\left(Q\right) \right\rvert\right)^{2}",
    ),
    "row": (ml.derivative(loss, w), r"2 \, \left(X \, \mathbf{w} - \mathbf{y}\right)^T \, X"),
}


@pytest.mark.parametrize(("e", "latex"), LATEX.values(), ids=LATEX)
def test_latex(e, latex):
    assert e.latex() == latex
    assert e._repr_latex_() == f"${latex}$"


@pytest.mark.parametrize("dimensions", ["N n h k", "N d h k", "a b c d", "z y x w"])
def test_names_of_dimensions_turn_nothing_round(dimensions):
    N, n, h, k = dimensions.split()
    X, W = ml.matrix("X", N, n), ml.matrix("W", n, h)
    V, Y = ml.matrix("V", h, k), ml.matrix("Y", N, k)
    loss = ml.sum((ml.relu(X @ W) @ V - Y) ** 2)
    assert str(ml.gradient(loss, W)) == "2 Xᵀ (((relu(X W) V - Y) Vᵀ) ⊙ [X W > 0])"
    assert str(ml.relu(W.T @ X.T) @ Y) == "relu(X W)ᵀ Y"


FEWEST_TRANSPOSES = {
    "a sum of all entries": (ml.sum(A), "𝟏ᵀ A 𝟏"),
    "a function of a product": (b @ ml.relu(A @ R), "relu(A R)ᵀ b"),
    "a function of a transpose": (x @ ml.relu(R.T @ Q), "relu(Qᵀ R) x"),
    "an entrywise product": ((Q * R.T).T, "R ⊙ Qᵀ"),
    "an entrywise quotient": (((Q * R.T) / (1 + Q.T**2)).T, "(R ⊙ Qᵀ) ⊘ (Q∘² + 𝟏 𝟏ᵀ)"),
    "entrywise powers": ((Q.T @ R) ** 2 @ x, "(Qᵀ R)∘² x"),
    "an inverse": (ml.inv(ml.tanh(S @ ml.diag(x)) + ml.eye("n")) @ z, "(tanh(S diag(x)) + I)⁻¹ z"),
}


@pytest.mark.parametrize(("e", "text"), FEWEST_TRANSPOSES.values(), ids=FEWEST_TRANSPOSES)
def test_as_few_transposes_as_may_be(e, text):
    assert str(e) == text


LAYOUTS = {
    "scalar by scalar": (ml.derivative(t**2 * s, t), "2 s t", "2 s t"),
    "scalar by vector": (ml.derivative(x @ Q @ z, z), "xᵀ Q", "Qᵀ x"),
    "gradient": (ml.gradient(x @ Q @ z, z), "Qᵀ x", "Qᵀ x"),
    "vector by scalar": (ml.derivative(t * x, t), "x", "xᵀ"),
    "vector by vector": (ml.derivative(A @ x, x), "A", "Aᵀ"),
    "scalar by matrix": (ml.derivative(y @ X @ w, X), "y wᵀ", "y wᵀ"),
    "matrix by scalar": (ml.derivative(t * A, t), "A", "A"),
    "chain": (
        ml.derivative(ml.tanh(A @ ml.exp(x)), x),
        "diag(𝟏 - tanh(A exp(x))∘²) A diag(exp(x))",
        "diag(exp(x)) Aᵀ diag(𝟏 - tanh(A exp(x))∘²)",
    ),
}


@pytest.mark.parametrize(("e", "numerator", "denominator"), LAYOUTS.values(), ids=LAYOUTS)
def test_layouts(e, numerator, denominator):
    assert e.text() == e.text(layout="numerator") == numerator
    assert e.text(layout="denominator") == denominator


SIZED = {
    "determinant": (ml.logdet(s * ml.eye("n") + 1), "logdet(s I[n×n] + 𝟏 𝟏ᵀ)"),
    "trace": (ml.trace(ml.inv(s + ml.eye("n"))), "tr((I[n×n] + s 𝟏 𝟏ᵀ)⁻¹)"),
    "norm": (ml.norm(s * ml.eye("n") + 1), "‖s I[n×n] + 𝟏 𝟏ᵀ‖"),
    "ones alone": (
        ml.sum((s - ml.cumsum(ml.ones("n"))) ** 2),
        "‖s 𝟏[n] - tril(𝟏[n] 𝟏[n]ᵀ) 𝟏[n]‖²",
    ),
    "Kronecker product": (ml.kron(ml.ones("n", "n"), ml.eye("m")), "(𝟏 𝟏ᵀ) ⊗ I[m×m]"),
    "of a size in numbers": (ml.logdet(s * ml.eye(5) + 1), "logdet(s I[5×5] + 𝟏 𝟏ᵀ)"),
    "told by a neighbour": (ml.logdet(Q + ml.eye("n")), "logdet(Q + I)"),
    "told by a vector": (ml.norm(x - s), "‖x - s 𝟏‖"),
    "told by the whole": (ml.outer(ml.ones("m"), x), "𝟏 xᵀ"),
}


@pytest.mark.parametrize(("e", "text"), SIZED.values(), ids=SIZED)
def test_a_size_is_written_where_nothing_else_tells_it(e, text):
    assert e.text() == text
    values = {"s": 0.7, "n": 3, "m": 5, "x": [1.0, 2.0, 4.0]}
    values["Q"] = np.arange(9.0).reshape(3, 3) ** 2
    named = {name for symbol in e.symbols for name in [symbol.name]} | {*e.dimensions}
    value = e.evaluate(**{name: v for name, v in values.items() if name in named})
    shape = value.shape or (1, 1)
    np.testing.assert_allclose(read(text, values, shape), value.reshape(shape))
    np.testing.assert_allclose(read(e.latex(), values, shape, latex=True), value.reshape(shape))


def test_an_unknown_layout_is_refused():
    with pytest.raises(ValueError, match="layout is 'numerator' or 'denominator', not 'mixed'"):
        A.text(layout="mixed")


NAMES = {
    "softmax": (ml.derivative(ml.softmax(x), x), {"p": ml.softmax(x)}, "diag(p) - p pᵀ"),
    "residual": (ml.gradient(loss, w), {"r": X @ w - y}, "2 Xᵀ r"),
    "residual turned round": (ml.gradient(loss, w), {"r": y - X @ w}, "-2 Xᵀ r"),
    "layer in layer": (
        ml.jacobian(ml.tanh(Q @ ml.tanh(R @ x)), x),
        {"h": ml.tanh(R @ x), "g": ml.tanh(Q @ ml.tanh(R @ x))},
        "diag(𝟏 - g∘²) Q diag(𝟏 - h∘²) R",
    ),
    "a term": (ml.tanh(A @ x + b), {"z": A @ x}, None),
}


@pytest.mark.parametrize(("e", "names", "text"), list(NAMES.values())[:-1], ids=list(NAMES)[:-1])
def test_intermediate_names(e, names, text):
    assert e.text(names=names) == text


def test_a_name_that_is_taken_is_refused():
    with pytest.raises(ValueError, match="x is a symbol of the expression; give its part another"):
        ml.tanh(A @ x).text(names={"x": A @ x})


INDICES = {
    "product": (A @ x, "Σ_j A[i,j] x[j]", r"\sum_{j} A_{ij} \, x_{j}"),
    "identity": (
        ml.derivative(x, x),
        "∂x[i]/∂x[j] = δ[i,j]",
        r"\frac{\partial x_{i}}{\partial x_{j}} = \delta_{ij}",
    ),
    "three axes": (
        ml.derivative(A @ x, A),
        "∂y[i]/∂A[j,k] = δ[i,j] x[k]",
        r"\frac{\partial y_{i}}{\partial A_{jk}} = \delta_{ij} \, x_{k}",
    ),
    "four axes": (
        ml.derivative(ml.inv(Q), Q),
        "∂Y[i,j]/∂Q[k,l] = -(Q⁻¹)[i,k] (Q⁻¹)[l,j]",
        r"\frac{\partial Y_{ij}}{\partial Q_{kl}} = "
        r"-\left(Q^{-1}\right)_{ik} \, \left(Q^{-1}\right)_{lj}",
    ),
    "nested sums": (
        ml.gradient(loss, w),
        "∂f/∂w[i] = 2 (Σ_j X[j,i] (Σ_k X[j,k] w[k] - y[j]))",
        r"\frac{\partial f}{\partial w_{i}} = "
        r"2 \, \left(\sum_{j} X_{ji} \, \left(\sum_{k} X_{jk} \, w_{k} - y_{j}\right)\right)",
    ),
    "joined axes": (
        ml.vec(A),
        "Σ_j,k δ[i,(k,j)] A[j,k]",
        r"\sum_{jk} \delta_{i,(k,j)} \, A_{jk}",
    ),
    "functions": (ml.relu(x) / t, "relu(x[i]) / t", None),
}


@pytest.mark.parametrize(("e", "text", "latex"), INDICES.values(), ids=INDICES)
def test_index_notation(e, text, latex):
    assert e.index_notation() == text
    if latex:
        assert e.index_notation(latex=True) == latex


def entangled():
    """A matrix whose indices no matrix product can say: every pair of four indices meets."""
    i, j, k, l = fresh_labels(4)
    return product(1, [(Q, (i, k)), (R, (i, l)), (R, (j, k)), (Q, (j, l)), (S, (k, l))], (i, j))


def test_what_has_no_matrix_form_is_read_in_indices():
    assert str(entangled()) == "Σ_k,l Q[i,k] Q[j,l] R[i,l] R[j,k] S[k,l]"
    assert "softmax(A W)[i,j]" in str(ml.derivative(ml.softmax(A @ W), W))


def test_a_function_of_what_has_no_matrix_form_is_read_in_indices_inside():
    text = str(ml.det(entangled()) * ml.inv(entangled()) @ x)
    inside = "Σ_p,q Q[k,p] Q[l,q] R[k,q] R[l,p] S[p,q]"
    assert text == f"Σ_j (({inside})⁻¹)[i,j] det({inside}) x[j]"


def nested(depth):
    """Solve with a matrix that holds the solution of the layer below."""
    layers = [x]
    for _ in range(depth):
        layers.append(ml.inv(Q + ml.diag(ml.sin(layers[-1]))) @ x)
    return layers


def test_what_is_nested_too_deeply_to_be_written_asks_for_names():
    layers = nested(300)
    for written in (layers[-1].text, layers[-1].latex, layers[-1].index_notation):
        with pytest.raises(RecursionError, match=r"nested too deeply.*or let names='auto' find"):
            written(names={})
        assert "where" in written()
    assert layers[-1].text(names={"h": ml.sin(layers[-2])}) == "(diag(h) + Q)⁻¹ x"


def test_letters_of_indices_avoid_symbols():
    assert (ml.scalar("i") * x).index_notation() == "i x[j]"


def test_a_sum_over_more_letters_than_the_alphabet_has():
    many = Q @ x
    for _ in range(25):
        many = Q @ many
    assert "i1" in many.index_notation()


def test_an_entry_of_a_name_with_a_digit_has_one_subscript_at_a_time():
    W, x = ml.matrix("W1", "m", "n"), ml.vector("x", "n")
    assert (W @ x).index_notation(latex=True) == r"\sum_{j} {W_{1}}_{ij} \, x_{j}"


def residual_gradient(blocks):
    """Return a gradient that is short in memory; written out it grows fourfold with each block."""
    v = h = ml.vector("x", "n")
    for k in range(blocks):
        h = h + ml.tanh(ml.matrix(f"W{k}", "n", "n") @ h)
    return ml.gradient(ml.sum(h), v)


def test_what_would_take_a_million_characters_is_written_in_names():
    long = residual_gradient(9)
    for written in (long.text, long.latex, long.index_notation):
        with pytest.raises(ValueError, match=r"2?e\+06 characters.*or let names='auto' find them"):
            written(names={})
        assert len(written()) < 5000
    assert repr(long) == str(long) == long.text() == long.text(names="auto")
    assert long._repr_latex_() == f"${long.latex(names='auto')}$"


def test_what_is_too_long_even_in_names_is_not_written(monkeypatch):
    monkeypatch.setattr(printer, "LONGEST", 500)
    long = residual_gradient(9)
    assert str(long) == "<an expression of shape (n,), too long to be written out>"
    assert repr(long) == str(long)
    assert long._repr_latex_() is None
    for written in (long.text, long.latex, long.index_notation):
        with pytest.raises(ValueError, match=r"more than 5e\+02 are not written; give names"):
            written()


def test_what_is_long_but_can_be_read_is_written():
    assert 10_000 < len(residual_gradient(6).text()) < 100_000


@pytest.mark.parametrize(
    ("e", "text"),
    [
        (ml.mean(ml.vector("v", "i")), "Σ_j v[j] / i"),
        (ml.matrix("M", "i", "j") @ ml.vector("v", "j"), "Σ_l M[k,l] v[l]"),
        (ml.diag(ml.vector("v", "i*j")), "δ[k,l] v[k]"),
    ],
)
def test_an_index_is_no_letter_of_a_dimension(e, text):
    assert e.index_notation() == text


def test_a_name_for_a_part_is_no_dimension():
    v = ml.vector("v", "n")
    with pytest.raises(ValueError, match="n is a dimension of the expression"):
        ml.exp(v @ v).text(names={"n": v @ v})


@pytest.mark.parametrize(
    ("e", "text"),
    [
        (ml.max(A), "max(A)"),
        (ml.max(A, axis=1), "max(A, axis=1)"),
        (ml.min(A, axis=0), "min(A, axis=0)"),
        (ml.max(A @ W, axis=-1), "max(A W, axis=1)"),
        (ml.logsumexp(A), "logsumexp(A)"),
        (ml.logsumexp(A, axis=0), "logsumexp(A, axis=0)"),
        (ml.sum(ml.logsumexp(A, axis=1)), "𝟏ᵀ logsumexp(A, axis=1)"),
    ],
)
def test_what_is_taken_along_an_axis_says_so(e, text, rng):
    assert e.text() == text
    assert ml.read(text, *e.symbols) == e
    values = {"A": rng.normal(size=(5, 3)), "W": rng.normal(size=(3, 7)), "m": 5, "n": 3, "k": 7}
    named = {symbol.name for symbol in e.symbols}
    value = e.evaluate(**{name: v for name, v in values.items() if name in named}).reshape(-1, 1)
    np.testing.assert_allclose(read(text, values, value.shape), value)
    np.testing.assert_allclose(read(e.latex(), values, value.shape, latex=True), value)
