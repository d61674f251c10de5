"""Numbers: evaluation, compiled functions and their source, and errors that say what to do."""

import inspect

import numpy as np
import pytest

import mathlib as ml
from mathlib.evaluation.evaluate import on_lists

A = ml.matrix("A", "m", "n")
Q = ml.matrix("Q", "n", "n")
S = ml.matrix("S", "n", "n", symmetric=True)
X = ml.matrix("X", "m", "n")
W = ml.matrix("W", "n", "k")
x, w, p = ml.vectors("x w p", "n")
y, b = ml.vectors("y b", "m")
t = ml.scalar("t")


def body(e, *arguments):
    """The lines of the generated function after it has checked its arguments."""
    lines = e.compile(*arguments).source.splitlines()[2:]
    return "\n".join(line.strip() for line in lines)


SOURCES = {
    "matrix-vector first": (X.T @ X @ w, (X, w), "return X.T @ (X @ w)"),
    "vector from the left": (y @ X @ Q, (X, Q, y), "return Q.T @ (X.T @ y)"),
    "gradient": (
        ml.gradient(ml.sum((X @ w - y) ** 2), w),
        (X, w, y),
        "return 2.0 * (X.T @ ((X @ w) - y))",
    ),
    "no diagonal matrix is multiplied": (ml.diag(x) @ Q, (x, Q), "return Q * x[:, None]"),
    "no diagonal matrix is added": (
        ml.derivative(ml.softmax(x), x),
        (x,),
        "t1 = softmax(x)\nreturn add_diagonal((-t1)[:, None] * t1, t1)",
    ),
    "no matrix is inverted for two vectors": (
        ml.derivative(x @ ml.inv(Q) @ w, Q),
        (x, w, Q),
        "return np.linalg.solve(Q, -w) * np.linalg.solve(Q.T, x)[:, None]",
    ),
    "a matrix is inverted once where it is wanted": (
        ml.derivative(ml.logdet(Q) + x @ ml.inv(Q) @ w, Q),
        (x, w, Q),
        "t1 = np.linalg.inv(Q)\nreturn t1.T - ((t1 @ w) * (t1.T @ x)[:, None])",
    ),
    "columns are stacked by reshaping": (ml.vec(X @ Q), (X, Q), "return (Q.T @ X.T).reshape(-1)"),
    "Kronecker products within others are unfolded from the outside": (
        ml.kron(x, ml.kron(y, w)),
        (x, y, w),
        "return (np.multiply.outer(w, y * x[:, None]).transpose(1, 2, 0)).reshape(-1)",
    ),
    "no Kronecker product is built to be multiplied": (
        ml.kron(Q, X) @ ml.vector("v", "n*n"),
        (Q, X, ml.vector("v", "n*n")),
        "n = Q.shape[1]\nreturn ((v.reshape(n, n).T @ Q.T).T @ X.T).reshape(-1)",
    ),
    "common parts once": (
        ml.tanh(X @ w) * ml.exp(X @ w),
        (X, w),
        "t1 = X @ w\nreturn np.exp(t1) * np.tanh(t1)",
    ),
    "a weighted square is a square": (
        ml.hessian(ml.sum(ml.softplus(X @ w)), w),
        (X, w),
        "t1 = sigmoid(X @ w)\nt2 = np.sqrt(t1 * (1.0 - t1))[:, None] * X\nreturn t2.T @ t2",
    ),
    "tensors that are added lie in memory alike": (
        ml.hessian(x @ ml.inv(Q) @ w, Q),
        (x, Q, w),
        "t1 = np.linalg.inv(Q)\nt2 = t1.T @ x\nt3 = t1 @ w\n"
        "t4 = np.multiply.outer(t3 * t2[:, None], t1).transpose(0, 2, 3, 1)\n"
        "t5 = np.multiply.outer(t1.T, t3[:, None] * t2).transpose(0, 2, 3, 1)\n"
        "return t4 + t5",
    ),
    "a mask that is multiplied is not converted": (
        ml.gradient(y @ ml.relu(X @ w), w),
        (X, w, y),
        "return X.T @ (y * ((X @ w) > 0.0))",
    ),
}


@pytest.mark.parametrize(("e", "arguments", "source"), SOURCES.values(), ids=SOURCES)
def test_source(e, arguments, source):
    assert body(e, *arguments) == source


def test_a_compiled_function_takes_its_arguments_in_order(rng):
    values = rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=4)
    f = (A @ x + b).compile(A, x, b)
    assert list(inspect.signature(f).parameters) == ["A", "x", "b"]
    np.testing.assert_allclose(f(*values), values[0] @ values[1] + values[2])


def test_it_is_compiled_once():
    J = ml.jacobian(ml.tanh(A @ x), x)
    assert J.compile(A, x) is J.compile(A, x)


def cofactors(value):
    """The derivative of a determinant by its definition, minor by minor."""
    minors = [
        [np.linalg.det(np.delete(np.delete(value, i, 0), j, 1)) for j in range(len(value))]
        for i in range(len(value))
    ]
    return np.array(minors) * (-1) ** np.add.outer(range(len(value)), range(len(value)))


@pytest.mark.parametrize("rank", [3, 2, 1, 0])
def test_the_gradient_of_a_determinant_has_a_value_where_there_is_no_inverse(rank, rng):
    value = rng.normal(size=(3, rank)) @ rng.normal(size=(rank, 3))
    found = ml.gradient(ml.det(Q), Q).evaluate(Q=value)
    np.testing.assert_allclose(found, cofactors(value), atol=1e-12)
    found = ml.gradient(ml.det(Q) ** 2 - t * ml.det(Q), Q).evaluate(Q=value, t=2)
    expected = (2 * np.linalg.det(value) - 2) * cofactors(value)
    np.testing.assert_allclose(found, expected, atol=1e-12)


@pytest.mark.parametrize(
    "value",
    [[[1, 2], [2, 4]], [[0, 1], [0, 0]], [[1, 2, 3], [2, 4, 6], [0, 1, 1]], np.zeros((3, 3))],
)
def test_the_gradient_of_a_determinant_that_is_exactly_0_has_its_signs(value):
    with pytest.raises(np.linalg.LinAlgError):
        np.linalg.inv(value)
    found = ml.gradient(ml.det(Q), Q).evaluate(Q=value)
    np.testing.assert_allclose(found, cofactors(np.array(value)), atol=1e-12)


def test_lists_and_integers_are_taken():
    assert (x**-1).evaluate(x=[1, 2, 4]).tolist() == [1, 0.5, 0.25]
    np.testing.assert_array_equal((A @ x).compile(A, x)([[1, 2]], [3, 4]), [11])


def test_a_result_shares_no_memory_with_an_argument(rng):
    value = rng.normal(size=(3, 3))
    for e in (Q, Q.T, ml.diag(Q), ml.vec(Q), ml.vec(Q.T), ml.derivative(Q @ x, x), Q + 0 * Q):
        found = e.compile(Q, x)(value, np.ones(3)) if x in e.symbols else e.evaluate(Q=value)
        assert not np.shares_memory(found, value)
        found[...] = 0
        assert value.all()


def test_a_diagonal_is_not_written_into_what_others_use(rng):
    value, vector = rng.normal(size=(3, 3)), rng.normal(size=3)
    kept = value.copy()
    e = (ml.diag(x) - Q.T) @ (ml.diag(x) + Q) + ml.tanh(-Q) + ml.tanh(Q.T)
    found = e.evaluate(Q=value, x=vector)
    D = np.diag(vector)
    np.testing.assert_allclose(
        found, (D - kept.T) @ (D + kept) + np.tanh(-kept) + np.tanh(kept.T), atol=1e-12
    )
    np.testing.assert_array_equal(value, kept)


def test_a_result_can_be_written_to():
    found = ml.derivative(ml.sum(x), x).evaluate(x=[1, 2, 3])
    found[0] = 5
    assert found.tolist() == [5, 1, 1]


def test_a_derivative_takes_what_has_dropped_out():
    J = ml.derivative(A @ x + b, x)
    value = np.arange(6.0).reshape(2, 3)
    for values in ({"A": value}, {"A": value, "x": [1, 2, 3]}, {"A": value, "b": [0, 0], "n": 3}):
        np.testing.assert_array_equal(J.evaluate(**values), value)
    np.testing.assert_array_equal(J.compile(A, x, b)(value, np.ones(3), np.ones(2)), value)


def test_dimensions_are_taken_by_name():
    np.testing.assert_array_equal(ml.derivative(x, x).evaluate(n=2), np.eye(2))
    f = ml.derivative(ml.mean(x), x).compile()
    np.testing.assert_array_equal(f(n=4), [0.25] * 4)


def test_a_matrix_object_is_taken_as_an_array():
    square = np.array([[1.0, 2.0], [3.0, 4.0]]).view(np.matrix)
    np.testing.assert_array_equal((Q * Q).compile(Q)(square), [[1, 4], [9, 16]])


def test_scalars_give_arrays_without_axes():
    found = (t**2).evaluate(t=3)
    assert isinstance(found, np.ndarray)
    assert found.shape == ()


@pytest.mark.parametrize("size", [-1000.0, -30.0, 0.0, 30.0, 1000.0])
def test_large_arguments_do_not_overflow(size):
    at = {"x": [size, 0.0, -size]}
    with np.errstate(all="raise", under="ignore"):
        sigmoid = ml.sigmoid(x).evaluate(**at)
        softplus = ml.softplus(x).evaluate(**at)
        softmax = ml.softmax(x).evaluate(**at)
        logarithm = ml.log(ml.softmax(x)).evaluate(**at)
    np.testing.assert_allclose(sigmoid[0] + sigmoid[2], 1)
    np.testing.assert_allclose(softplus[0] - softplus[2], size)
    np.testing.assert_allclose(softmax.sum(), 1)
    assert np.all(np.isfinite(logarithm))


#: Logarithms of what rounds to 0 or overflows, and roots of it: at large arguments, by hand.
STABLE = {
    "log(sigmoid)": (ml.log(ml.sigmoid(t)), lambda z: -np.logaddexp(0, -z)),
    "log(1 - sigmoid)": (ml.log(1 - ml.sigmoid(t)), lambda z: -np.logaddexp(0, z)),
    "log(sigmoid of a difference)": (
        ml.log(ml.sigmoid(3 - 2 * t)),
        lambda z: -np.logaddexp(0, 2 * z - 3),
    ),
    "log of a multiple": (
        ml.log(ml.sigmoid(t) / 3),
        lambda z: -np.logaddexp(0, -z) - np.log(3),
    ),
    "log of a product": (
        ml.log(ml.sigmoid(t) * ml.sigmoid(2 * t)),
        lambda z: -np.logaddexp(0, -z) - np.logaddexp(0, -2 * z),
    ),
    "log of a power": (ml.log(ml.sigmoid(t) ** 3), lambda z: -3 * np.logaddexp(0, -z)),
    "log(1 - tanh²)": (
        ml.log(1 - ml.tanh(t) ** 2),
        lambda z: 2 * (np.log(2) - np.abs(z) - np.log1p(np.exp(-2 * np.abs(z)))),
    ),
    "log(1 + exp)": (ml.log(1 + ml.exp(t)), lambda z: np.logaddexp(0, z)),
    "log(softmax)": (
        ml.log(ml.softmax(t * ml.vector("c", 3))),
        lambda z: z * np.arange(3) - np.logaddexp.reduce(z * np.arange(3)),
    ),
    "root of exp": (ml.sqrt(ml.exp(t)), lambda z: np.exp(z / 2)),
    "power of exp": (ml.exp(t) ** -0.25, lambda z: np.exp(-z / 4)),
    "softplus": (ml.softplus(t), lambda z: np.logaddexp(0, z)),
    "slope of log(sigmoid)": (
        ml.derivative(ml.log(ml.sigmoid(t)), t),
        lambda z: 1 / (1 + np.exp(z)),
    ),
    "cross-entropy": (
        -(ml.log(ml.sigmoid(t)) + 3 * ml.log(1 - ml.sigmoid(t))),
        lambda z: np.logaddexp(0, -z) + 3 * np.logaddexp(0, z),
    ),
    "1/sigmoid": (1 / ml.sigmoid(t), lambda z: 1 + np.exp(-z)),
}


#: Others have no better form, and are computed as they are written.
PLAIN = {
    "three terms": (ml.log(2 + ml.exp(t) + ml.sin(t)), lambda z: np.log(2 + np.exp(z) + np.sin(z))),
    "another constant": (ml.log(3 - ml.sigmoid(t)), lambda z: np.log(3 - 1 / (1 + np.exp(-z)))),
    "another function": (ml.log(1 + ml.cos(t)), lambda z: np.log(1 + np.cos(z))),
    "a difference": (ml.log(1 - ml.cos(t)), lambda z: np.log(1 - np.cos(z))),
    "a multiple": (ml.log(3 * ml.cos(t)), lambda z: np.log(3 * np.cos(z))),
    "another power": (ml.log(1 - ml.tanh(t) ** 3), lambda z: np.log(1 - np.tanh(z) ** 3)),
}


@pytest.mark.parametrize("name", PLAIN)
def test_logarithms_that_look_alike_have_their_own_values(name):
    e, expected = PLAIN[name]
    for found in (e.evaluate(t=0.7), e.compile(t)(0.7), on_lists(e, {"t": 0.7})):
        np.testing.assert_allclose(found, expected(0.7), rtol=1e-12)


def test_an_identity_and_merged_axes_may_stand_alone():
    e = ml.tanh(ml.eye("n") + ml.kron(ml.eye("n"), ml.ones(1, 1)))
    np.testing.assert_allclose(e.evaluate(n=3), np.tanh(2 * np.eye(3)))
    np.testing.assert_allclose(e.compile()(n=3), np.tanh(2 * np.eye(3)))


@pytest.mark.parametrize("z", [-1000.0, -720.0, -30.0, 0.3, 30.0, 1000.0])
@pytest.mark.parametrize("name", STABLE)
def test_what_rounds_to_0_or_overflows_on_the_way_has_its_value(name, z):
    e, expected = STABLE[name]
    values = {"t": z} | ({"c": [0.0, 1.0, 2.0]} if "softmax" in name else {})
    symbols = [s for s in (t, ml.vector("c", 3)) if s.name in values]
    with np.errstate(over="ignore", divide="ignore"):
        wanted = expected(z)
        ways = e.evaluate(**values), e.compile(*symbols)(*values.values())
    for found in (*ways, np.array(on_lists(e, values))):
        np.testing.assert_allclose(
            found, wanted, rtol=1e-12, atol=0 if z < 0 and "softmax" not in name else 1e-15
        )


@pytest.mark.parametrize(
    ("f", "row", "expected"),
    [
        (ml.logsumexp, [-np.inf, -np.inf], -np.inf),
        (ml.logsumexp, [-np.inf, 2.0], 2.0),
        (ml.logsumexp, [np.inf, 2.0], np.inf),
        (ml.logsumexp, [np.nan, 2.0], np.nan),
        (ml.softmax, [-np.inf, 2.0], [0.0, 1.0]),
        (ml.softmax, [np.inf, 0.0], [np.nan, np.nan]),
        (ml.softmax, [-np.inf, -np.inf], [np.nan, np.nan]),
    ],
)
def test_infinite_entries_give_what_scipy_gives(f, row, expected):
    e = f(x)
    for found in (e.evaluate(x=row), e.compile(x)(row), on_lists(e, {"x": row})):
        np.testing.assert_array_equal(found, expected)


def test_a_small_sigmoid_keeps_its_digits():
    np.testing.assert_allclose(ml.sigmoid(t).evaluate(t=-100.0), np.exp(-100.0), rtol=1e-12)


def test_symbols_may_be_called_like_temporary_names(rng):
    t1, t2 = ml.vectors("t1 t2", "n")
    e = ml.tanh(t1 * t2) * ml.exp(t1 * t2) * t1
    one, two = rng.normal(size=(2, 3))
    np.testing.assert_allclose(
        e.evaluate(t1=one, t2=two), np.tanh(one * two) * np.exp(one * two) * one
    )


def test_a_minus_sign_is_raised_with_its_base():
    assert ((-x) ** 1.5).evaluate(x=[-4.0, -9.0]).tolist() == [8.0, 27.0]
    assert ((-(x * w)) ** 0.75).evaluate(x=[-16.0], w=[1.0]).tolist() == [8.0]


def test_masks_are_numbers(rng):
    u, v = rng.normal(size=(2, 3))
    both = ((x > 0) - (w > 0)) + (x > 0) * (w > 0)
    expected = (u > 0) * 1.0 - (v > 0) * 1.0 + (u > 0) * (v > 0)
    np.testing.assert_array_equal(both.evaluate(x=u, w=v), expected)
    assert (x > 0).evaluate(x=u).dtype == float


ERRORS = {
    "missing": (lambda: (A @ x).evaluate(A=np.ones((2, 3))), ValueError, "no value for x"),
    "unknown": (
        lambda: (A @ x).evaluate(A=np.ones((2, 3)), x=np.ones(3), z=1),
        TypeError,
        "unknown name z: the expression has A, x, and the dimensions m, n",
    ),
    "axes": (
        lambda: (A @ x).evaluate(A=np.ones((2, 3)), x=np.ones((3, 1))),
        ValueError,
        r"x must have shape \(n,\), but its shape is \(3, 1\)",
    ),
    "sizes": (
        lambda: (A @ x).evaluate(A=np.ones((2, 3)), x=np.ones(4)),
        ValueError,
        r"x must have shape \(n,\), but its shape is \(4,\), and n is 3 in A",
    ),
    "a size that would broadcast": (
        lambda: ml.gradient(ml.sum(x * w), x).compile(x, w)(np.ones(3), np.ones(1)),
        ValueError,
        r"w must have shape \(n,\), but its shape is \(1,\), and n is 3 in x",
    ),
    "a dimension": (
        lambda: (A @ x).evaluate(A=np.ones((2, 3)), x=np.ones(3), n=4),
        ValueError,
        r"A must have shape \(m, n\), but its shape is \(2, 3\), and n is 4 in n=4",
    ),
    "a number as dimension": (
        lambda: ml.vector("v", 3).evaluate(v=[1, 2]),
        ValueError,
        r"v must have shape \(3,\), but its shape is \(2,\)",
    ),
    "joined axes": (
        lambda: (ml.vec(A) + ml.vector("v", "m*n")).evaluate(A=np.ones((2, 3)), v=np.ones(5)),
        ValueError,
        r"v must have shape \(m\*n,\), but its shape is \(5,\), and m\*n is 6",
    ),
    "a missing dimension of joined axes": (
        lambda: ml.kron(x, ml.ones("k")).evaluate(x=np.ones(3)),
        ValueError,
        "no value for the dimension k; no array shows it",
    ),
    "a missing dimension": (
        lambda: ml.eye("n").evaluate(),
        ValueError,
        "no value for the dimension n; no array shows it",
    ),
    "complex numbers": (
        lambda: x.evaluate(x=np.array([1j, 2])),
        TypeError,
        "x must be an array of real numbers",
    ),
    "words": (lambda: x.evaluate(x=["a", "b"]), TypeError, "x must be an array of real numbers"),
    "ragged": (lambda: A.evaluate(A=[[1, 2], [3]]), TypeError, "A must be an array of real"),
    "not symmetric": (
        lambda: ml.derivative(x @ S @ x, x).evaluate(x=[1, 2], S=[[1, 2], [3, 4]]),
        ValueError,
        "S is declared symmetric, but its value is not",
    ),
    "compile without": (
        lambda: (A @ x).compile(A),
        ValueError,
        r"x is an argument that is missing: compile\(A, x\)",
    ),
    "compile without any": (
        lambda: (A @ x).compile(),
        ValueError,
        r"A, x are arguments that are missing: compile\(A, x\)",
    ),
    "compile twice": (lambda: (A @ x).compile(A, x, x), ValueError, "an argument is given twice"),
    "compile with a stranger": (
        lambda: (A @ x).compile(A, x, y),
        ValueError,
        r"y \(m,\) is not one of A \(m, n\), x \(n,\)",
    ),
    "compile with a namesake": (
        lambda: (A @ x).compile(A, ml.vector("x", "m")),
        ValueError,
        r"x \(m,\) is not one of A \(m, n\), x \(n,\)",
    ),
    "compile with words": (lambda: (A @ x).compile("A", "x"), TypeError, "compile takes symbols"),
    "no inverse": (
        lambda: (ml.inv(Q) @ x).evaluate(Q=[[1, 2], [2, 4]], x=[1, 1]),
        np.linalg.LinAlgError,
        r"Q⁻¹ x has no value here: a matrix in it has no inverse",
    ),
    "components of joined axes": (
        lambda: ml.vec(A).components(m=2),
        ValueError,
        r"needs a size for n: components\(n=3\)",
    ),
    "components": (lambda: x.components(m=2), ValueError, r"needs a size for n: components\(n=3\)"),
}


@pytest.mark.parametrize(("misuse", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_misuse_says_what_to_do(misuse, kind, message):
    with pytest.raises(kind, match=message):
        misuse()
