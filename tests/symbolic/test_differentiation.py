"""Derivatives: axes, kinks, symmetric symbols, depth, and errors that say what to do."""

import numpy as np
import pytest

import mathlib as ml
from mathlib.evaluation.numpy_printer import FUNCTIONS
from mathlib.evaluation.sympy_printer import FUNCTIONS as WRITTEN_OUT
from mathlib.printing.kinds import KINDS
from mathlib.symbolic import functions
from mathlib.symbolic.expression import topological_order
from mathlib.symbolic.local_jacobians import PARTIALS

A = ml.matrix("A", "m", "n")
Q = ml.matrix("Q", "n", "n")
S = ml.matrix("S", "n", "n", symmetric=True)
x, y = ml.vectors("x y", "n")
b = ml.vector("b", "m")
t = ml.scalar("t")


def test_every_function_of_entries_has_a_rule_a_notation_and_code():
    others = {"sigmoid"}  # written without a template of its own
    assert PARTIALS.keys() == FUNCTIONS.keys() | others == WRITTEN_OUT.keys()
    assert PARTIALS.keys() <= KINDS.keys()


#: Between which sizes a function has a value and a slope.
DOMAINS = dict.fromkeys(("arcsin", "arccos", "arctanh", "log1p"), (0.2, 0.9))
DOMAINS |= {"arccosh": (1.2, 3), **dict.fromkeys(("lgamma", "digamma", "polygamma"), (0.2, 0.9))}


@pytest.mark.parametrize("name", sorted(PARTIALS))
def test_a_rule_is_what_is_measured(name, rng):
    function = getattr(functions, name)
    first = ml.vector("x", "n", positive=True) if name == "raise_to" else x
    symbols = [first, y][: len(PARTIALS[name])]
    if name == "polygamma":  # its order is a number
        symbols, function = [x], lambda x: functions.polygamma(2, x)
    if name == "where":  # its first argument is a condition
        symbols, function = [x, y], lambda x, y: functions.where(x > y, x, y**2)
    expression = function(*symbols)
    signs = [1, 1, 1] if name in ("log", "raise_to", "arccosh") else [1, -1, 1]
    least, most = DOMAINS.get(name, (0.2, 2))
    values = {s.name: rng.uniform(least, most, size=3) * signs for s in symbols}
    for symbol in symbols:
        measured = ml.measure(
            lambda v, symbol=symbol: expression.evaluate(**{**values, symbol.name: v}),
            values[symbol.name],
        )
        found = ml.derivative(expression, symbol).evaluate(**values)
        np.testing.assert_allclose(found, measured, rtol=1e-7, atol=1e-9)


AXES = {
    "scalar by scalar": (t**2, t, ()),
    "scalar by vector": (x @ y, x, ("n",)),
    "scalar by matrix": (b @ A @ x, A, ("m", "n")),
    "vector by scalar": (t * x, t, ("n",)),
    "vector by vector": (A @ x, x, ("m", "n")),
    "vector by matrix": (A @ x, A, ("m", "m", "n")),
    "matrix by scalar": (t * A, t, ("m", "n")),
    "matrix by vector": (ml.outer(b, x), x, ("m", "n", "n")),
    "matrix by matrix": (A.T, A, ("n", "m", "m", "n")),
    "independent": (A @ x, y, ("m", "n")),
}


@pytest.mark.parametrize(("e", "by", "shape"), AXES.values(), ids=AXES)
def test_axes_are_outputs_then_inputs(e, by, shape):
    assert ml.derivative(e, by).shape == shape


def test_a_derivative_of_what_is_independent_is_zero():
    J = ml.derivative(A @ x, y)
    np.testing.assert_array_equal(J.evaluate(A=np.ones((2, 3)), x=[1, 2, 3], n=3), np.zeros((2, 3)))


@pytest.mark.parametrize("function", [ml.relu, abs, ml.sign, lambda z: z > 0])
def test_derivative_is_zero_at_a_kink_or_a_jump(function):
    J = ml.derivative(function(x), x)
    np.testing.assert_array_equal(J.evaluate(x=[0.0, 0.0, 0.0]), np.zeros((3, 3)))


def test_where_a_maximum_is_reached_twice_one_of_the_two_gives_the_derivative():
    at = {"x": [1.0, 1.0, 1.0], "y": [1.0, 1.0, 1.0]}
    by_x, by_y = (ml.derivative(ml.maximum(x, y), v).evaluate(**at) for v in (x, y))
    np.testing.assert_array_equal(by_x + by_y, np.eye(3))


def test_a_symmetric_symbol_has_independent_entries():
    assert ml.derivative(x @ S @ y, S) == ml.outer(x, y)
    assert ml.derivative(x @ S.T @ y, S) == ml.outer(y, x)
    assert ml.derivative(ml.trace(S @ S), S) == 2 * S


def test_symmetry_is_used_after_the_derivative_only(rng):
    def f(S):
        return x @ ml.inv(S) @ y + ml.logdet(S)

    value = rng.normal(size=(3, 3))
    value = value @ value.T + np.eye(3)
    at = {"x": rng.normal(size=3), "y": rng.normal(size=3)}
    measured = ml.measure(lambda v: f(Q).evaluate(**at, Q=v), value)  # entries move by themselves
    found = ml.derivative(f(S), S).evaluate(**at, S=value)
    np.testing.assert_allclose(found, measured, rtol=1e-7)


def test_mixed_second_derivatives_are_transposes():
    f = ml.sum(ml.tanh(A @ x) * b)
    one = ml.derivative(ml.derivative(f, x), b)
    two = ml.derivative(ml.derivative(f, b), x)
    assert two == one.T


def test_a_hessian_is_symmetric():
    H = ml.hessian(ml.sum(ml.softplus(A @ x)) * ml.norm(x), x)
    assert H.T == H


def test_a_derivative_is_an_expression():
    J = ml.jacobian(A @ x, x)
    assert J @ x == A @ x
    assert (J.T + 0) == A.T
    assert ml.derivative(J @ (x * x), x) == 2 * A @ ml.diag(x)


def test_gradient_and_derivative_are_equal_and_hash_alike():
    f = ml.sum((A @ x - b) ** 2)
    assert ml.gradient(f, x) == ml.derivative(f, x)
    assert len({ml.gradient(f, x), ml.derivative(f, x)}) == 1
    assert hash(ml.derivative(f, x)) == hash(ml.derivative(f, x).formula)


def test_a_derivative_with_a_symmetric_symbol_equals_several_formulas_and_hashes_like_none():
    D = ml.derivative(x @ S @ x, x)
    assert D == D.formula == x @ S + S @ x
    assert 2 * (S @ x) == D
    with pytest.raises(TypeError, match=r"equals several formulas.*its \.formula is"):
        hash(D)


def network(depth):
    h = ml.vector("x", "d0")
    for k in range(1, depth + 1):
        W, c = ml.matrix(f"W{k}", f"d{k}", f"d{k - 1}"), ml.vector(f"b{k}", f"d{k}")
        h = ml.tanh(W @ h + c)
    return ml.sum((h - ml.vector("y", f"d{depth}")) ** 2), ml.matrix("W1", "d1", "d0")


def test_a_deep_network_costs_parts_in_proportion_to_its_depth():
    sizes = {depth: len(topological_order(ml.gradient(*network(depth)).body)) for depth in (8, 32)}
    assert sizes[32] < 5 * sizes[8]


def test_a_very_deep_network_is_derived_and_computed(rng):
    f, W = network(100)
    arguments = sorted(f.symbols, key=lambda symbol: symbol.name)
    values = {s.name: rng.normal(size=[3 + (d != "d0") for d in s.shape]) for s in arguments}
    found = ml.gradient(f, W).compile(*arguments)(*values.values())
    assert found.shape == (4, 3)


@pytest.mark.parametrize("layer", [lambda h: ml.inv(Q + ml.diag(h)) @ x, lambda h: x + 1 / h])
def test_many_layers_of_inverses_or_powers_are_computed(layer):
    h = x
    for _ in range(300):
        h = layer(h)
    at = {"Q": 5 * np.eye(3), "x": np.arange(1.0, 4)}
    at = {symbol.name: at[symbol.name] for symbol in h.symbols}
    assert np.isfinite(h.evaluate(**at)).all()


def residual(depth):
    h = x
    for k in range(depth):
        h = h + ml.tanh(ml.matrix(f"W{k}", "n", "n") @ h)
    return h


def test_a_residual_network_does_not_multiply_out():
    sizes = {
        depth: len(topological_order(ml.jacobian(residual(depth), x).body)) for depth in (4, 16)
    }
    assert sizes[16] < 6 * sizes[4]


ERRORS = {
    "gradient of a vector": (
        lambda: ml.gradient(A @ x, x),
        ValueError,
        r"gradient takes a scalar, but A x has shape \(m,\); use jacobian",
    ),
    "hessian of a matrix": (
        lambda: ml.hessian(A, x),
        ValueError,
        r"hessian takes a scalar, but A has shape \(m, n\); use derivative twice",
    ),
    "jacobian of a scalar": (
        lambda: ml.jacobian(x @ y, x),
        ValueError,
        r"jacobian takes a vector by a vector, but xᵀ y has shape \(\).*use gradient",
    ),
    "jacobian by a matrix": (
        lambda: ml.jacobian(A @ x, A),
        ValueError,
        r"jacobian takes a vector by a vector.*A has shape \(m, n\); use derivative",
    ),
    "by an expression": (
        lambda: ml.derivative(A @ x, 2 * x),
        TypeError,
        r"a derivative is taken by a symbol, not by the expression 2 x; name it",
    ),
    "by a name": (lambda: ml.derivative(x, "x"), TypeError, r"taken by a symbol, not by str"),
    "of a function": (lambda: ml.derivative(np.sin, x), TypeError, r"for a function, measure it"),
    "by a namesake": (
        lambda: ml.derivative(A @ x, ml.vector("x", "m")),
        ValueError,
        r"x names two symbols, of shapes \(m,\) and \(n,\)",
    ),
}


@pytest.mark.parametrize(("misuse", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_misuse_says_what_to_do(misuse, kind, message):
    with pytest.raises(kind, match=message):
        misuse()


@pytest.mark.parametrize("number", [3, 0.5, np.int64(3), np.float32(0.5)])
def test_a_number_has_the_derivative_0(number):
    np.testing.assert_array_equal(ml.derivative(number, x).evaluate(x=[1.0, 2, 3]), np.zeros(3))


def test_a_part_of_a_power_can_have_a_name():
    z, g = ml.scalars("z g")
    p = ml.sigmoid(z)
    text = ml.gradient((1 - p) ** g * ml.exp(z), z).text(names={"p": p})
    assert "(1 - p)^g" in text
    assert "sigmoid" not in text
