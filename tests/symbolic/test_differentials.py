"""Differentials: how they read, what they are worth in a direction, and what is read off them."""

import pickle
from random import Random

import numpy as np
import pytest
from hypothesis import given, strategies as st
from identities import IDENTITIES
from random_expressions import Builder, variables as free_symbols
from readback import read
from trials import examples

import mathlib as ml
from mathlib.teaching.sample_points import PRIMES, computed, drawn, measured

A, B = ml.matrices("A B", "n", "n")
X, Y = ml.matrices("X Y", "m", "n")
K, C = ml.matrix("K", "n", "m"), ml.matrix("C", "m", "n")
S = ml.matrix("S", "n", "n", symmetric=True)
x, y = ml.vectors("x y", "n")
b = ml.vector("b", "m")
t = ml.scalar("t")

RESIDUAL = ml.eye("n") - K @ C

READ = [
    (x @ A @ x, x, "df = xᵀ (A + Aᵀ) dx"),
    (ml.trace(RESIDUAL @ S @ RESIDUAL.T), K, "df = 2 tr(C S (K C - I)ᵀ dK)"),
    (ml.logdet(S), S, "df = tr(S⁻¹ dS)"),
    (ml.det(A), A, "df = det(A) tr(A⁻¹ dA)"),
    (ml.trace(A), A, "df = tr(dA)"),
    (ml.sum(x), x, "df = 𝟏ᵀ dx"),
    (ml.norm(X @ x - b), x, "df = (X x - b)ᵀ X dx / ‖X x - b‖"),
    (t**2 + ml.sin(t), t, "df = (cos(t) + 2 t) dt"),
    (1 / t, t, "df = -dt / t²"),
    (ml.log(t), t, "df = dt / t"),
    (ml.sin(X @ x), x, "dy = diag(cos(X x)) X dx"),
    (x, x, "dx = dx"),
    (t * x, t, "dy = x dt"),
    (X @ x - b, X, "dy = dX x"),
    (ml.diag(A), A, "dy = diag(dA)"),
    (C @ A @ K, A, "dY = C dA K"),
    (ml.inv(A), A, "dY = -A⁻¹ dA A⁻¹"),
    (A @ A, A, "dY = dA A + A dA"),
    (X.T, X, "dY = dXᵀ"),
    (X * Y, X, "dZ = Y ⊙ dX"),
    (ml.tanh(X), X, "dY = (𝟏 𝟏ᵀ - tanh(X)∘²) ⊙ dX"),
    (ml.kron(A, B), A, "dY = dA ⊗ B"),
    (ml.outer(x, y), (x, y), "dY = dx yᵀ + x dyᵀ"),
    (ml.outer(x, y), (y, x), "dY = x dyᵀ + dx yᵀ"),
    (x @ y, (x, y), "df = yᵀ dx + xᵀ dy"),
    (A @ x, y, "dz = 0"),
]


@pytest.mark.parametrize(("whole", "by", "text"), READ, ids=[text for *_, text in READ])
def test_how_a_differential_reads(whole, by, text):
    assert str(ml.differential(whole, by)) == text


def test_without_variables_every_symbol_changes():
    assert str(ml.differential(x @ y)) == str(ml.differential(x @ y, (x, y)))
    assert [s.name for s in ml.differential(x @ A @ x).directions] == ["dA", "dx"]


def test_it_reads_the_same_in_latex():
    assert ml.differential(ml.logdet(X.T @ X), X).latex().startswith(r"df = 2 \, \operatorname{tr}")
    assert ml.differential(X @ x, x).latex() == r"d\mathbf{y} = X \, d\mathbf{x}"
    x1 = ml.vector("x1", "n")
    assert ml.differential(x1 @ x1).latex() == r"df = 2 \, \mathbf{x}_{1}^T \, d\mathbf{x}_{1}"


def test_what_has_no_matrix_notation_is_written_with_indices():
    P, Q = ml.matrices("P Q", "m", "n")
    whole = ml.sum(ml.outer(ml.diag(A), ml.diag(B)) * A * B * A.T)
    assert "[" not in str(ml.differential(whole, x))
    odd = ml.derivative(ml.sin(P @ A), A)
    text = str(ml.differential(odd, Q if Q in odd.symbols else P))
    assert text.startswith("dY[i,j,k,l] = ")


def test_parts_get_names_where_names_are_given():
    p = ml.softmax(A @ x)
    text = ml.differential(p, x).text(names={"p": p})
    assert text == "dy = (diag(p) A - p pᵀ A) dx"


def test_the_differential_of_a_differential_is_the_second_one():
    second = ml.differential(ml.differential(x @ A @ x, x), x)
    assert str(second) == "d²f = dxᵀ (A + Aᵀ) dx"
    assert str(ml.differential(ml.differential(ml.inv(A), A))) == "d²Y = 2 A⁻¹ dA A⁻¹ dA A⁻¹"


def test_names_that_are_taken_are_not_given():
    f, L = ml.scalars("f L")
    assert str(ml.differential(f * L, f)) == "dg = L df"


# ---------------------------------------------------------------------------- what it is worth


def in_direction(whole, variables, seed, regular=False):
    """Return a differential's value, and the derivatives that are measured, times the changes."""
    differential = ml.differential(whole, variables)
    symbols = sorted({*whole.symbols, *variables}, key=str)
    sizes = dict(
        zip(
            sorted(whole.body.dimensions.union(*(s.dimensions for s in symbols))),
            PRIMES,
            strict=False,
        )
    )
    rng = np.random.default_rng(seed)
    point = sizes | drawn(symbols, sizes, rng, regular=regular)
    changes = drawn(differential.directions, sizes, rng)
    wanted, error = 0, 0
    for variable, direction in zip(variables, differential.directions, strict=True):
        J, margin = measured(whole, variable, point)
        wanted = wanted + np.tensordot(J, changes[direction.name], len(variable.shape))
        error = error + np.tensordot(
            np.broadcast_to(margin, np.shape(J)),
            np.abs(changes[direction.name]),
            len(variable.shape),
        )
    needed = {s.name for s in symbols} | {*sizes}
    values = {name: value for name, value in point.items() if name in needed}
    return differential.evaluate(**values, **changes), wanted, error


@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda identity: identity.key)
def test_in_a_direction_it_is_the_measured_derivative_times_the_direction(identity):
    function, _ = identity.function_and_derivative()
    variable = identity.symbols()[identity.by]
    for seed in range(20):
        try:
            found, wanted, error = in_direction(function, (variable,), seed)
        except (ValueError, np.linalg.LinAlgError):  # at a kink, the log of a negative, ...
            continue
        scale = 1 + np.max(np.abs(wanted))
        np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-7 * scale + np.max(error))
        return
    pytest.fail("no point at which the derivative can be measured")


@examples(60)
@given(st.integers(0, 2**32))
def test_of_random_expressions_it_is_the_derivative_times_the_direction(seed):
    random = Random(seed)
    whole = Builder(random).build(random.choice([(), ("n",), ("m", "n"), ("n", "n")])).symbolic
    variables = free_symbols(whole)
    if not variables:
        return
    differential = ml.differential(whole, variables)
    names = sorted(whole.body.dimensions.union(*(s.dimensions for s in whole.symbols)))
    sizes = dict(zip(names, PRIMES, strict=False))
    rng = np.random.default_rng(seed)
    symbols = sorted(whole.symbols, key=str)
    point = drawn(symbols, sizes, rng, positive=True)
    changes = drawn(differential.directions, sizes, rng)
    with np.errstate(all="ignore"):
        wanted = 0
        for variable, direction in zip(variables, differential.directions, strict=True):
            J = computed(ml.derivative(whole, variable), sizes | point)
            wanted = wanted + np.tensordot(J, changes[direction.name], len(variable.shape))
        found = differential.evaluate(**point, **changes, **sizes)
        compiled = differential.compile(*symbols, *differential.directions)
        again = compiled(*point.values(), *changes.values())
    scale = np.max(np.abs(wanted), initial=0) or 1
    if np.isfinite(scale):
        np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-7 * scale)
        np.testing.assert_allclose(again, wanted, rtol=1e-6, atol=1e-7 * scale)
    str(differential)
    differential.latex()


@pytest.mark.parametrize(("whole", "by", "text"), READ, ids=[text for *_, text in READ])
def test_what_is_read_is_what_it_is_worth(whole, by, text):
    differential = ml.differential(whole, by)
    sizes = {"m": 5, "n": 3}
    symbols = sorted({*whole.symbols, *differential.variables}, key=str)
    rng = np.random.default_rng(7)
    values = drawn(symbols, sizes, rng) | drawn(differential.directions, sizes, rng)
    found = differential.evaluate(
        **values, **{d: size for d, size in sizes.items() if d in whole.body.dimensions}
    )
    right = text.partition(" = ")[2]
    if found.ndim < 3 and right != "0" and "⊗" not in right:
        shape = (*found.shape, 1, 1)[:2]
        read_back = read(right, sizes | values, shape)
        np.testing.assert_allclose(read_back, found.reshape(shape), rtol=1e-9, atol=1e-12)


def test_a_symbol_that_dropped_out_is_given_a_value():
    found = ml.differential(A @ x + y, x).evaluate(
        A=np.eye(3), x=[1, 2, 3], y=[4, 5, 6], dx=[7, 8, 9]
    )
    assert found.tolist() == [7, 8, 9]


def test_no_derivative_with_four_axes_is_made():
    M = ml.matrix("M", "n", "n")
    large = np.eye(300) + 0.001
    found = ml.differential(ml.inv(M) @ M.T, M).evaluate(M=large, dM=large)
    np.testing.assert_allclose(found, np.zeros((300, 300)), atol=1e-9)


def test_the_components_are_those_of_the_change():
    assert str(ml.differential(t**3, t).components()) == "3*dt*t**2"


def test_it_is_pickled():
    differential = ml.differential(x @ A @ x, x)
    assert pickle.loads(pickle.dumps(differential)).formula is differential.formula


# --------------------------------------------------------------------------- what is read off


def test_the_derivative_and_the_gradient_are_read_off():
    differential = ml.differential(x @ A @ x, x)
    assert str(differential.derivative()) == "xᵀ (A + Aᵀ)"
    assert str(differential.gradient()) == "(A + Aᵀ) x"
    assert differential.derivative() == ml.derivative(x @ A @ x, x)


def test_of_several_variables_one_is_named():
    differential = ml.differential(x @ A @ x)
    assert str(differential.gradient(A)) == "x xᵀ"
    with pytest.raises(ValueError, match=r"several variables; say gradient\(A or x\)"):
        differential.gradient()
    with pytest.raises(ValueError, match="y does not change in this differential; its variable is"):
        differential.derivative(y)


def test_only_a_scalar_has_a_gradient():
    with pytest.raises(ValueError, match="gradient takes a scalar"):
        ml.differential(A @ x, x).gradient()


def test_another_symbol_called_dx_is_refused():
    dx = ml.vector("dx", "n")
    with pytest.raises(
        ValueError, match="dx is the change of x in a differential, and here a symbol"
    ):
        ml.differential(x @ dx, x)
    z = ml.vector("x", "dx")
    with pytest.raises(ValueError, match="here a dimension has that name"):
        ml.differential(z @ z, z)


def test_bad_input_is_refused():
    with pytest.raises(TypeError, match="differential takes an expression, not list"):
        ml.differential([1, 2], x)
    with pytest.raises(TypeError, match="a derivative is taken by a symbol, not by the expression"):
        ml.differential(A @ x, A @ x)
    with pytest.raises(TypeError, match="a derivative is taken by a symbol, not by str"):
        ml.differential(A @ x, "x")
