"""Derivations by differentials: as people write them, on a screen, and every line proved."""

import dataclasses
import re
from random import Random

import pytest
from asked_derivatives import ASKED
from hypothesis import given, strategies as st
from identities import IDENTITIES
from random_expressions import Builder, variables
from trials import examples

import mathlib as ml

A, B, X, F, L = ml.matrices("A B X F L", "n", "n")
P, S, T = ml.matrices("P S T", "n", "n", symmetric=True)
x, y, w = ml.vectors("x y w", "n")
M, D, Y = ml.matrix("M", "m", "n"), ml.matrix("D", "N", "n"), ml.matrix("Y", "N", "k")
K, C, U = ml.matrix("K", "n", "m"), ml.matrix("C", "m", "n"), ml.matrix("U", "n", "k")
V, W, Z = ml.matrix("V", "k", "p"), ml.matrix("W", "n", "k"), ml.matrix("Z", "N", "p")
b = ml.vector("b", "m")
q, t, lam = ml.scalars("q t lam")
N = ml.sum(ml.ones("N"))

RESIDUAL = ml.eye("n") - K @ C
KERNEL = q**2 * A + t * ml.eye("n")
Q, KEYS, VALUES = ml.matrix("Q", "a", "d"), ml.matrix("J", "c", "d"), ml.matrix("H", "c", "e")
G = ml.matrix("G", "a", "e")
WEIGHTS = ml.softmax(Q @ KEYS.T / ml.sqrt(ml.sum(ml.ones("d"))))
CENTRED = D - ml.outer(ml.ones("N"), ml.mean(D, axis=0))
BATCH_NORM = CENTRED / ml.sqrt(ml.mean(CENTRED**2, axis=0) + 1)
E = ml.matrix("E", "N", "n")
NETWORK = ml.sum((ml.sigmoid(D @ W) @ V - Z) ** 2)

CASES = {
    "the gain of a Kalman filter": (ml.trace(RESIDUAL @ P @ RESIDUAL.T), K),
    "a Gaussian likelihood": (N * ml.logdet(L) - ml.sum((D @ L) ** 2), L),
    "an entrywise product in a quadratic form": ((x * y) @ A @ (x * y), x),
    "a ratio of quadratic forms": ((w @ B @ w) / (w @ A @ w), w),
    "a ratio of traces": (ml.trace(ml.inv(U.T @ S @ U) @ (U.T @ T @ U)), U),
    "a masked factorisation": (ml.sum(Y.T @ Y * (U.T @ A @ U) ** 2), U),
    "the logarithm of a quadratic form": (ml.log(x @ A @ x), x),
    "the evidence of a Gaussian process": (ml.logdet(KERNEL) + y @ ml.inv(KERNEL) @ y, q),
    "cross-entropy": (-ml.sum(Y * ml.log(ml.softmax(D @ W))), W),
    "an inverse in a trace": (ml.trace(A @ ml.inv(X)), X),
    "a determinant": (ml.det(F), F),
    "a norm": (ml.norm(M @ x - b), x),
    "principal components": (ml.sum((D - D @ U @ U.T) ** 2), U),
    "a symmetric factorisation": (ml.sum((A - U @ U.T) ** 2), U),
    "attention": (ml.sum(G * (WEIGHTS @ VALUES)), Q),
    "attention by the keys": (ml.sum(G * (WEIGHTS @ VALUES)), KEYS),
    "ridge regression": (ml.sum((b - M @ x) ** 2) + lam * x @ x, x),
    "Poisson regression": (b @ (M @ x) - ml.sum(ml.exp(M @ x)), x),
    "two Gaussians": (ml.trace(ml.inv(S) @ A) + y @ ml.inv(S) @ y + ml.logdet(S), S),
    "the first layer of two": (NETWORK, W),
    "the second layer of two": (NETWORK, V),
    "batch norm": (ml.sum(E * BATCH_NORM), D),
    "an elastic energy": (ml.trace(F.T @ F) / ml.det(F) ** 2 + ml.log(ml.det(F)) ** 2, F),
    "a projection": (y @ M.T @ ml.inv(M @ M.T) @ M @ y, M),
    "a log-determinant": (ml.logdet(ml.eye("m") + M @ A @ M.T), M),
    "an inverse by a number": (ml.inv(A + t * B), t),
    "softmax of scores": (ml.softmax(A @ x), x),
    "a product with a matrix in the middle": (M @ X @ M.T, X),
    "a layer": (ml.sigmoid(D @ W), W),
    "logsumexp": (ml.logsumexp(M @ x), x),
    "a constant": (ml.trace(A), X),
    "the variable": (X, X),
    "a scalar": (t * ml.sin(t), t),
}
by_name = pytest.mark.parametrize(("whole", "by"), CASES.values(), ids=CASES)


def derived(whole, by, layout="numerator"):
    return ml.derivation(whole, by, layout, detail="differentials")


def lines(derivation):
    return [f"{step.text()} | {step.rule}" for step in derivation.steps]


@by_name
@pytest.mark.parametrize("layout", ["numerator", "denominator"])
def test_every_line_holds(whole, by, layout):
    derivation = derived(whole, by, layout)
    assert re.match(r"(all \d+ lines hold|the line holds)", derivation.check())
    assert derivation.result == ml.derivative(whole, by)


@by_name
def test_it_stays_on_a_screen(whole, by):
    derivation = derived(whole, by)
    assert len(derivation.steps) <= 15
    assert max(map(len, str(derivation).splitlines())) <= 110


@by_name
def test_of_a_number_the_derivative_is_read_off(whole, by):
    if not whole.shape:
        last = derived(whole, by).steps[-1]
        assert last.by is by
        assert last.expression.shape == by.shape


def test_an_inverse_in_a_trace():
    assert lines(derived(ml.trace(A @ ml.inv(X)), X)) == [
        "M = X⁻¹ | intermediate variable",
        "f = tr(A M) | function of these variables",
        "dM = -M dX M | the derivative of an inverse",
        "df = tr(A dM) | a linear function",
        "= -tr(A M dX M) | substitute dM",
        "= -tr(M A M dX) | the cyclic property of the trace",
        "∂f/∂X = -Mᵀ Aᵀ Mᵀ | read off the derivative",
        "= -X⁻ᵀ Aᵀ X⁻ᵀ | substitute the intermediate variables",
    ]


def test_a_norm():
    assert lines(derived(ml.norm(M @ x - b), x)) == [
        "r = M x - b | intermediate variable",
        "f = ‖r‖ | function of these variables",
        "dr = M dx | a matrix times the variable",
        "df = rᵀ dr / ‖r‖ | the power rule",
        "= rᵀ M dx / ‖r‖ | substitute dr",
        "∂f/∂x = rᵀ M / ‖r‖ | read off the derivative",
        "= (M x - b)ᵀ M / ‖M x - b‖ | substitute the intermediate variables",
    ]


def test_an_entrywise_product_goes_round_in_a_trace():
    found = lines(derived(ml.sum((ml.sigmoid(D @ W) - Y) ** 2), W))
    assert found[9:11] == [
        "= 2 tr(Rᵀ (H ⊙ (𝟏 𝟏ᵀ - H) ⊙ dZ)) | substitute dH",
        "= 2 tr((H ⊙ R ⊙ (𝟏 𝟏ᵀ - H))ᵀ dZ) | the entrywise product in a trace",
    ]


def test_a_quotient_by_the_quotient_rule():
    assert "df = du / v - u dv / v² | the quotient rule" in lines(
        derived((w @ B @ w) / (w @ A @ w), w)
    )


def test_names_that_are_taken_are_not_given():
    f, M, dN = ml.scalar("f"), ml.matrix("M", "n", "n"), ml.matrix("dN", "n", "n")
    derivation = derived(f * ml.trace(M @ ml.inv(X) @ dN), X)
    assert {"f", "M", "N"}.isdisjoint(name.name for name in derivation.names)
    assert derivation.check()


def test_another_symbol_called_dx_is_refused():
    dX = ml.matrix("dX", "n", "n")
    with pytest.raises(
        ValueError, match="dX is the change of X in a differential, and here a symbol"
    ):
        derived(ml.trace(X @ dX), X)


def test_the_rules_are_marked_and_the_ways_of_writing_are_not():
    html = derived(ml.trace(A @ ml.inv(X)), X)._repr_html_()
    assert 'data-rule="the derivative of an inverse"' in html
    assert 'data-rule="substitute' not in html
    assert 'data-rule="read off' not in html
    assert "dM" in html


# ------------------------------------------------------------------- which way is taken by itself


def test_a_number_by_a_matrix_is_derived_by_differentials():
    derivation = ml.derivation(ml.trace(A @ ml.inv(X)), X)
    assert derivation.detail == "differentials"
    assert "[" not in str(derivation)
    assert ml.derivation(ml.trace(A @ ml.inv(X)), X, detail="rules").detail == "rules"


@pytest.mark.parametrize(
    ("whole", "by"), [(ml.logdet(X), X), (ml.trace(A @ X), X), (M @ x, x), (ml.inv(X), X)], ids=str
)
def test_where_rules_do_with_two_axes_or_nothing_else_helps_they_are_kept(whole, by):
    assert ml.derivation(whole, by).detail == "rules"


# ----------------------------------------------------------------------------- every line holds


@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda identity: identity.key)
def test_every_line_of_the_identities_holds(identity):
    function, _ = identity.function_and_derivative()
    derivation = derived(function, identity.symbols()[identity.by])
    assert re.match(r"(all \d+ lines hold, .*|the line holds: it) is", derivation.check(points=1))
    assert max(map(len, str(derivation).splitlines())) <= 110


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.title)
def test_every_line_of_what_is_asked_holds_and_fits_a_screen(asked):
    symbols = asked.symbols()
    y, x = asked.function(ml, **symbols), symbols[asked.by]
    derivation = derived(ml.gradient(y, x) if asked.order == 2 else y, x)
    assert re.match(r"(all \d+ lines hold|the line holds)", derivation.check(points=1))
    text = str(derivation).splitlines()
    assert len(text) <= 20
    assert max(map(len, text)) <= 110


def test_a_number_less_a_named_part_gets_no_name_of_its_own():
    z = ml.vector("z", "n")
    derivation = derived(-ml.sum(ml.log(1 - ml.sigmoid(A @ z))), z)
    assert not any(step.text().endswith(" = 𝟏 - r") for step in derivation.steps)
    assert "f = -𝟏ᵀ log(𝟏 - r)" in str(derivation)


@examples(25)
@given(st.integers(0, 2**32))
def test_every_line_of_a_random_derivation_holds(seed):
    random = Random(seed)
    e = Builder(random).build(random.choice([(), ("n",), ("m", "n"), ("n", "n")])).symbolic
    for symbol in variables(e)[:1]:
        assert derived(e, symbol).check(points=1)


@pytest.mark.parametrize("mistake", [lambda e: 2 * e, lambda e: e + 1], ids=["twice", "one more"])
def test_a_wrong_line_is_named_with_its_rule(mistake):
    derivation = derived(ml.log(ml.det(X)) + ml.trace(A @ ml.inv(X)), X)
    for k, step in enumerate(derivation.steps):
        broken = dataclasses.replace(step, expression=mistake(step.expression))
        steps = (*derivation.steps[:k], broken, *derivation.steps[k + 1 :])
        named = rf"line {k + 1}, {re.escape(step.text())}, by {step.rule}, is not equal to "
        with pytest.raises(AssertionError, match=named):
            dataclasses.replace(derivation, steps=steps).check(points=1)


def test_a_transposed_differential_is_found():
    derivation = derived(ml.trace(A @ ml.inv(X)), X)
    step = derivation.steps[2]
    broken = dataclasses.replace(step, expression=step.expression.T)
    steps = (*derivation.steps[:2], broken, *derivation.steps[3:])
    with pytest.raises(
        AssertionError, match="line 3, dM = -M dX M, by the derivative of an inverse"
    ):
        dataclasses.replace(derivation, steps=steps).check()
