"""Measured derivatives have the promised accuracy, and what has no derivative is refused."""

import math
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, strategies as st
from trials import examples

from mathlib.witnesses.finite_differences import measure

# Lopsided, so that a transposed answer cannot pass.
A = np.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.5]])
B = np.array([[0.3, -1.2], [2.0, 0.7], [-0.4, 1.1]])
# Invertible, its determinant positive, and not symmetric.
P = np.array([[2.0, 1.0, -0.5], [0.0, 3.0, 1.5], [1.0, -1.0, 2.5]])
P_INVERSE = np.linalg.inv(P)
x3 = np.array([0.7, -1.3, 0.2])
x2 = np.array([1.5, -0.4])


def relu(z):
    return np.maximum(z, 0)


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


def unit(shape, *index):
    array = np.zeros(shape)
    array[index] = 1
    return array


def case(name, f, x, derivative):
    return pytest.param(f, x, derivative, id=name)


SMOOTH = [
    case("constant", lambda x: 3.0, x3, np.zeros(3)),
    case("identity of a number", lambda x: x, 0.3, 1),
    case("cubic", lambda x: x**3 - 2 * x, 1.7, 3 * 1.7**2 - 2),
    case("sin", np.sin, 2.0, np.cos(2.0)),
    case("exp of a large number", np.exp, 10.0, np.exp(10.0)),
    case("exp of a very large number", np.exp, 700.0, np.exp(700.0)),
    case("x @ x", lambda x: x @ x, x3, 2 * x3),
    case("A @ x", lambda x: A @ x, x3, A),
    case("elementwise product", lambda x: x * x3, x3[::-1], np.diag(x3)),
    case("softmax", softmax, x3, np.diag(softmax(x3)) - np.outer(softmax(x3), softmax(x3))),
    case("vector of a number", lambda t: np.array([t, t * t]), 1.5, [1, 3]),
    case("matrix of a number", lambda t: t * t * A, 1.5, 3 * A),
    case("bilinear form by its matrix", lambda X: x2 @ X @ x3, A, np.outer(x2, x3)),
    case("A @ X", lambda X: A @ X, B, np.einsum("ik,jl->ijkl", A, np.eye(2))),
    case("transpose", np.transpose, A, np.einsum("il,jk->ijkl", np.eye(3), np.eye(2))),
    case("det", np.linalg.det, P, np.linalg.det(P) * P_INVERSE.T),
    case("inverse", np.linalg.inv, P, -np.einsum("ik,lj->ijkl", P_INVERSE, P_INVERSE)),
    case("sin of a large number", np.sin, 1e6, np.cos(1e6)),
    case("square of a large number", np.square, 1e6, 2e6),
    case("log of a small number", np.log, 1e-6, 1e6),
    case("reciprocal of a small number", lambda x: 1 / x, -1e-6, -1e12),
    case("cos of a small number", np.cos, 1e-6, -np.sin(1e-6)),
    case("exp of almost nothing", np.exp, 1e-14, 1),
    case(
        "mixed scales",
        lambda x: np.sin(x[0]) * x[1],
        [1e-6, 1e6],
        [1e6 * np.cos(1e-6), np.sin(1e-6)],
    ),
    case("zeros among large entries", lambda x: x[0] * x[1], [0.0, 1e6], [1e6, 0]),
    case("zeros among small entries", lambda x: np.log(x[0] + x[1]), [0.0, 1e-4], [1e4, 1e4]),
    case("all zeros", lambda x: np.exp(A @ x), np.zeros(3), A),
    case("fourth power at 0", lambda x: x**4, 0.0, 0),
]
#: What the complex step cannot do: slogdet takes the absolute value, np.linalg.norm too.
REAL_ONLY = [
    case("log det", lambda X: np.linalg.slogdet(X)[1], P, P_INVERSE.T),
    case("norm", np.linalg.norm, x3, x3 / np.linalg.norm(x3)),
    case("a function of math", lambda x: math.sin(x), 1.1, math.cos(1.1)),
    case("relu beside its kink", relu, [1e-4, -1e-4, 2.0], np.diag([1, 0, 1])),
]


def scale_of(f, x, derivative):
    """Return the scale of f as the docstring of measure defines it, for each entry."""
    per_entry = np.abs(f(np.asarray(x, dtype=float)[()])).max() / np.maximum(1, np.abs(x))
    return np.maximum(np.abs(derivative).max(), per_entry)


# Accuracy


@pytest.mark.parametrize(("f", "x", "derivative"), SMOOTH + REAL_ONLY)
def test_central_differences_keep_their_promise(f, x, derivative):
    measured, estimate = measure(f, x, full_output=True)
    error = np.abs(measured - np.asarray(derivative))
    assert np.shape(measured) == np.shape(estimate) == np.shape(derivative)
    assert (error <= 1e-9 * scale_of(f, x, derivative)).all()
    assert (error <= estimate).all()
    assert (estimate <= 1e-8 * scale_of(f, x, derivative)).all()


@pytest.mark.parametrize(("f", "x", "derivative"), SMOOTH)
def test_the_complex_step_keeps_its_promise(f, x, derivative):
    measured, estimate = measure(f, x, method="complex", full_output=True)
    error = np.abs(measured - np.asarray(derivative))
    assert np.shape(measured) == np.shape(estimate) == np.shape(derivative)
    assert (error <= 1e-14 * scale_of(f, x, derivative)).all()
    assert (error <= estimate).all()


#: Smooth functions of one number, with their derivatives.
ACTIVATIONS = [
    (np.sin, np.cos),
    (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    (lambda z: np.sqrt(1 + z * z), lambda z: z / np.sqrt(1 + z * z)),
    (lambda z: np.log(1 + np.exp(z)), lambda z: 1 / (1 + np.exp(-z))),
    (lambda z: z * z, lambda z: 2 * z),
    (lambda z: 1 / (1 + z * z), lambda z: -2 * z / (1 + z * z) ** 2),
]


class Network:
    """Layers of random weights, each followed by a smooth function."""

    def __init__(self, activations, rng):
        sizes = rng.integers(1, 6, size=len(activations) + 1)
        self.activations = activations
        self.weights = [rng.normal(size=(m, n)) / n for n, m in pairwise(sizes)]
        self.x = rng.normal(size=sizes[0])

    def __call__(self, x):
        """Return the output of the last layer."""
        for W, (g, _) in zip(self.weights, self.activations, strict=True):
            x = g(W @ x)
        return x

    def jacobian(self):
        """Multiply the layers' Jacobians, as the chain rule says."""
        x, J = self.x, np.eye(len(self.x))
        for W, (g, slope) in zip(self.weights, self.activations, strict=True):
            J = slope(W @ x)[:, None] * (W @ J)
            x = g(W @ x)
        return J


@examples(150)
@given(st.lists(st.sampled_from(ACTIVATIONS), min_size=1, max_size=3), st.integers(0, 2**32 - 1))
def test_both_methods_keep_their_promise_on_random_networks(activations, seed):
    f = Network(activations, np.random.default_rng(seed))
    J = f.jacobian()
    scale = np.maximum(1, scale_of(f, f.x, J))  # the layers compute with numbers near 1
    for method, promise in [("central", 1e-9), ("complex", 1e-14)]:
        measured, estimate = measure(f, f.x, method=method, full_output=True)
        error = np.abs(measured - J)
        assert (error <= promise * scale).all()
        assert (error <= estimate + 1e-15 * scale).all(), "J itself is rounded"


def test_a_large_constant_drowns_digits_and_the_estimate_says_so():
    for constant in [1e6, 1e9, 1e12]:
        measured, estimate = measure(lambda x, c=constant: c + np.sin(x), 1.0, full_output=True)
        error = abs(measured - np.cos(1.0))
        assert error <= estimate
        assert 1e-15 * constant < estimate < 1e-11 * constant


def test_single_precision_is_seen_in_the_estimate():
    def single(x):
        return np.sin(np.float32(x))

    measured, estimate = measure(single, 1.0, full_output=True)
    assert abs(measured - np.cos(1.0)) <= estimate
    assert 1e-6 < estimate < 1e-2


def test_a_hessian_can_be_measured_twice():
    def f(x):
        return np.exp(x[0] * x[1]) + x[2] ** 3

    H = measure(lambda x: measure(f, x), x3)
    a, b, c = x3
    e = np.exp(a * b)
    exact = [[b * b * e, (1 + a * b) * e, 0], [(1 + a * b) * e, a * a * e, 0], [0, 0, 6 * c]]
    np.testing.assert_allclose(H, exact, atol=1e-6)


# Shapes and types


@pytest.mark.parametrize("x_shape", [(), (3,), (1,), (2, 3), (2, 3, 4)])
@pytest.mark.parametrize("f_shape", [(), (5,), (5, 2)])
def test_axes_are_those_of_the_output_then_those_of_the_input(x_shape, f_shape, rng):
    weights = rng.normal(size=f_shape + x_shape)
    x = rng.normal(size=x_shape)

    def linear(x):
        return np.tensordot(weights, x, axes=len(x_shape))

    measured = measure(linear, x)
    assert np.shape(measured) == f_shape + x_shape
    np.testing.assert_allclose(measured, weights, atol=1e-11)


@pytest.mark.parametrize("method", ["central", "complex"])
def test_scalar_of_scalar_is_a_float(method):
    assert isinstance(measure(np.sin, 1, method=method), float)
    slope, error = measure(np.sin, 1, method, full_output=True)
    assert isinstance(slope, float)
    assert type(error) is float
    assert repr(slope) == repr(float(slope))


@pytest.mark.parametrize("x", [[1, 2, 3], (1, 2, 3), np.array([1, 2, 3]), np.float32([1, 2, 3])])
def test_integers_lists_and_single_precision_become_floats(x):
    np.testing.assert_allclose(measure(lambda x: x @ x / 2, x), [1, 2, 3], atol=1e-12)


def test_f_may_return_a_list():
    measured = measure(lambda x: [x[0] * x[1], x[1]], [2, 3])
    np.testing.assert_allclose(measured, [[3, 2], [0, 1]], atol=1e-11)


@pytest.mark.parametrize("method", ["central", "complex"])
def test_f_may_spoil_its_argument(method):
    x = x3.copy()

    def spoil(x):
        x *= x
        return x

    np.testing.assert_allclose(measure(spoil, x, method=method), np.diag(2 * x3), atol=1e-11)
    assert (x == x3).all()


def test_f_may_return_the_same_array_every_time():
    result = np.empty(2)
    np.testing.assert_allclose(measure(lambda x: np.dot(A, x, out=result), x3), A, atol=1e-11)


def test_steps_stay_in_the_domain():
    np.testing.assert_allclose(measure(np.log, [0.01, 3.0]), np.diag([100, 1 / 3]), atol=1e-7)
    assert measure(math.log, 0.01) == pytest.approx(100, rel=1e-9)
    almost = P - (np.linalg.eigvals(P).real.min() - 0.1) * np.eye(3)
    inverse = np.linalg.inv(almost)
    np.testing.assert_allclose(
        measure(lambda X: np.trace(np.linalg.inv(X)), almost), -(inverse @ inverse).T, rtol=1e-7
    )


def test_nothing_is_printed_or_warned_where_a_step_leaves_the_domain(recwarn, capsys):
    measure(np.log, 0.01)
    assert not recwarn.list
    assert capsys.readouterr() == ("", "")


# Kinks


@pytest.mark.parametrize(
    ("f", "x", "message"),
    [
        (relu, 0.0, "f(x) has a kink at x = 0: its slope is 0 on the left and 1 on the right"),
        (abs, 0.0, "f(x) has a kink at x = 0: its slope is -1 on the left and 1 on the right"),
        (
            lambda x: np.where(x > 0, x, 0.01 * x),
            [1.0, 0.0],
            "f(x)[1] has a kink at x[1] = 0: its slope is 0.01 on the left and 1 on the right",
        ),
        (
            lambda X: relu(X - 2) @ [1, 10],
            [[5, 7], [2, 7], [7, 2]],
            "f(x)[1] has a kink at x[1, 0] = 2: its slope is 0 on the left and 1 on the right",
        ),
        (
            lambda x: np.sin(x) + 0.001 * np.abs(x - 1.5),
            1.5,
            "kink at x = 1.5: its slope is 0.0697 on the left and 0.0717 on the right",
        ),
        (
            np.max,
            [3.0, 1.0, 3.0],
            "kink at x[0] = 3: its slope is 0 on the left and 1 on the right",
        ),
        (np.linalg.norm, np.zeros(3), "kink at x[0] = 0: its slope is -1 on the left and 1"),
    ],
)
@pytest.mark.parametrize("method", ["central", "complex"])
def test_a_kink_is_refused_with_its_place_and_both_slopes(f, x, message, method):
    with pytest.raises(ValueError, match=re.escape(message)):
        measure(f, x, method=method)


def test_the_refusal_of_a_kink_says_what_to_do():
    with pytest.raises(ValueError, match=r"measure away from it \(a slope that is chosen, .*relu"):
        measure(relu, 0)


@pytest.mark.parametrize("f", [np.floor, np.cbrt, lambda x: np.where(x > 3, 1.0, 0.0)])
def test_a_jump_is_refused(f):
    x = 0.0 if f is np.cbrt else 3.0
    with pytest.raises(
        ValueError, match=rf"f\(x\) has no slope at x = {x:g}: what is measured grows"
    ):
        measure(f, x)


def test_noise_is_refused(rng):
    with pytest.raises(ValueError, match=r"f\(x\) has no slope at x = 1: .* or in noise; measure"):
        measure(lambda x: rng.normal(), 1.0)


@pytest.mark.parametrize("x", [1.0, -1.0, 0.1, 1e3, 1e-3])
@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("distance", [0.3, 1e-2, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10, 1e-13])
def test_a_kink_nearby_is_stepped_around_or_refused_but_never_halved(distance, side, x):
    def f(t):
        return np.sin(t) + relu(t - x + side * distance * abs(x))

    try:
        measured = measure(f, x)
    except ValueError as refusal:
        measured = refusal
    if isinstance(measured, ValueError):
        assert distance < 1e-5
        assert "has a kink" in str(measured)
    else:
        assert measured == pytest.approx(np.cos(x) + (side > 0), rel=1e-7, abs=1e-7)


def test_a_smooth_corner_is_no_kink():
    assert measure(lambda x: relu(x) ** 2, 0.0) == pytest.approx(0, abs=1e-8)
    assert measure(lambda x: x * abs(x), 0.0) == pytest.approx(0, abs=1e-8)
    huber = measure(lambda x: np.where(abs(x) < 1, x * x / 2, abs(x) - 0.5), 1.0)
    assert huber == pytest.approx(1, abs=1e-6)


def test_a_kink_in_a_network_far_from_its_input(rng):
    W, b = rng.normal(size=(4, 3)), rng.normal(size=4)
    x = np.linalg.solve(W[:3], -b[:3])  # where the first three units switch
    with pytest.raises(ValueError, match=r"f\(x\) has a kink at x\[0\]"):
        measure(lambda x: relu(W @ x + b).sum(), x)


# The complex step and its traps


@pytest.mark.parametrize(
    "f",
    [
        np.abs,
        np.linalg.norm,
        lambda x: x.conj() @ x,
        lambda x: x.real**2,
        lambda x: np.sqrt(np.abs(x) ** 2 + 1),
        lambda x: np.linalg.slogdet(np.outer(x, x) + np.eye(3))[1],
        lambda x: np.where(x > 0, x.real, -x),
    ],
)
def test_a_lost_imaginary_part_is_refused(f):
    with pytest.raises(ValueError, match=r"abs, np\.linalg\.norm, conj.*use method='central'$"):
        measure(f, x3, method="complex")


def test_the_refusal_shows_both_values():
    with pytest.raises(
        ValueError, match=r"the complex step gives 0 where differences give 1: f loses"
    ):
        measure(np.abs, 2.0, method="complex")


def fill(x):
    result = np.empty(3)
    result[:] = x
    return result


@pytest.mark.parametrize(
    "f", [lambda x: math.sin(x[0]), lambda x: float(x[0]), fill, lambda x: math.exp(x @ x)]
)
def test_what_cannot_take_complex_numbers_is_refused(f, recwarn):
    with pytest.raises(TypeError, match=r"f cannot take complex numbers .*use method='central'"):
        measure(f, x3, method="complex")
    assert not recwarn.list


def test_what_keeps_the_imaginary_part_is_not():
    measured = measure(lambda x: np.where(x > 0, x, 0), x3, method="complex")
    np.testing.assert_array_equal(measured, np.diag([1, 0, 1]))


def test_a_shape_that_depends_on_complex_x_is_refused():
    with pytest.raises(ValueError, match=r"has shape \(\), but for complex x its shape is \(3,\)"):
        measure(lambda x: x if np.iscomplexobj(x) else x.sum(), x3, method="complex")


# Misuse


@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        (["one", "two"], TypeError, r"x must be .* numbers, not \['one', 'two'\]"),
        (["1", "2"], TypeError, r"x must be .* numbers, not \['1', '2'\]"),
        (None, TypeError, "x must be .* numbers, not None"),
        ([1, None], TypeError, r"x must be .* numbers, not \[1, None\]"),
        ([[1, 2], [3]], TypeError, r"x must be .* numbers, not \[\[1, 2\], \[3\]\]"),
        ([1j], TypeError, r"x must be .* real numbers, not \[1j\]"),
        ([], ValueError, r"x has shape \(0,\): there is nothing to differentiate"),
        ([[1, 2, np.nan]], ValueError, r"x must be finite, but x\[0, 2\] is nan"),
        (np.inf, ValueError, "x must be finite, but x is inf"),
    ],
)
def test_x_must_be_finite_numbers(x, error, message):
    with pytest.raises(error, match=message):
        measure(np.sum, x)


@pytest.mark.parametrize(
    ("f", "error", "message"),
    [
        (lambda x: None, TypeError, r"f\(x\) must be a number or an array of numbers, not None"),
        (lambda x: "much", TypeError, r"f\(x\) must be .* real numbers, not 'much'"),
        (lambda x: 1j * x, TypeError, r"f\(x\) must be .* real numbers, not array"),
        (lambda x: np.sqrt(x), ValueError, r"f\(x\) must be finite, but f\(x\)\[1\] is nan"),
        (lambda x: np.log(x * 0), ValueError, r"f\(x\) must be finite, but f\(x\)\[0\] is -inf"),
        (lambda x: x[x > 9], ValueError, r"f\(x\) has shape \(0,\): there is nothing"),
        (lambda x: x[x > x3], ValueError, r"f\(x\) has shape"),
    ],
)
def test_f_must_return_finite_numbers(f, error, message):
    with pytest.raises(error, match=message):
        measure(f, x3)


def test_f_must_keep_its_shape():
    with pytest.raises(
        ValueError, match=r"f\(x\) has shape \(3,\), but near x its shape is \(2,\)"
    ):
        measure(lambda x: x[x >= 1], [1.0, 2.0, 3.0])


@pytest.mark.parametrize("f", [np.sqrt, math.sqrt, lambda x: x if x >= 0 else np.nan])
def test_the_edge_of_the_domain_is_refused(f):
    with pytest.raises(ValueError, match=r"f is not finite on both sides of x = 0, .* move x away"):
        measure(f, 0.0)


def test_an_error_of_f_at_x_itself_comes_through():
    with pytest.raises(ValueError, match="mismatch"):
        measure(lambda x: A @ x, x2)


def test_f_comes_first():
    with pytest.raises(TypeError, match=r"f must be a function of x, .*, not \[1, 2\]"):
        measure([1, 2], np.sum)


def test_the_method_is_one_of_two():
    with pytest.raises(ValueError, match="method must be 'central' or 'complex', not 'forward'"):
        measure(np.sum, x3, method="forward")
