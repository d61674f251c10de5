"""Whether an answer is right: entry by entry, at points that tell, and never by accident."""

import numpy as np
import pytest
from identities import IDENTITIES
from trials import tries

import mathlib as ml
from mathlib.symbolic import functions
from mathlib.symbolic.expression import topological_order
from mathlib.symbolic.local_jacobians import PARTIALS
from mathlib.teaching.diagnosis import of_expression, search
from mathlib.teaching.diagnosis.of_expression import ExpressionQuestion
from mathlib.teaching.diagnosis.stages import WORK

A, X = ml.matrix("A", "m", "n"), ml.matrix("X", "m", "n")
P = ml.matrix("P", "n", "n")
w, x, c = ml.vectors("w x c", "n")
t, b = ml.vectors("t b", "m")
s = ml.scalar("s")


def kind(answer, y, x, **options):
    """Return the kind of the first reason, None if there is none."""
    diagnosis = ml.diagnose(answer, y, x, **options)
    assert not diagnosis.right
    return diagnosis.reasons[0].kind if diagnosis.reasons else None


# ------------------------------------------------------------------------------ entry by entry


def scales(rng, n=5):
    """Return numbers from 1e-9 to 1e9."""
    return rng.choice([-1, 1], n) * 10.0 ** rng.uniform(-9, 9, n)


def test_one_entry_that_is_off_by_a_thousandth_of_itself_is_wrong(rng):
    y = c @ x**2 + ml.sum(w * x)
    for _ in range(tries(by_day=20, by_night=2000)):
        at = {name: scales(rng) for name in "cwx"}
        right = ml.gradient(y, x).evaluate(**at)
        wrong = right.copy()
        wrong[rng.integers(5)] *= 1 + rng.choice([-1e-3, 1e-3])
        assert ml.diagnose(right, y, x, at=at).right
        assert not ml.diagnose(wrong, y, x, at=at).right


def test_one_entry_of_a_function_or_an_expression_is_compared_in_its_own_size():
    sizes = ml.vector("d", "n", positive=True)
    y = ml.sum(sizes * x**2) * 1e-9 + 1e9 * ml.sum(c * x)
    assert ml.diagnose(2e-9 * sizes * x + 1e9 * c, y, x).right
    assert not ml.diagnose(2e-9 * sizes * x + 1e9 * c * 1.001, y, x).right
    y = ml.diag(ml.vector("d", "n", positive=True)) @ x * 1e-9
    assert not ml.diagnose(1.001e-9 * ml.diag(sizes), y, x).right

    def off(d, x):
        J = 1e-9 * np.diag(d)
        J[-1, -1] *= 1.001
        return J

    assert not ml.diagnose(off, y, x).right


def test_one_entry_of_a_measured_derivative_is_compared_in_its_own_size(rng):
    d = np.array([1e-9, 1e-3, 1.0, 1e4, 1e9])
    point = np.array([0.5, -1, 2, -0.3, 0.7])
    right = 2 * d * point
    for k in range(5):
        wrong = right.copy()
        wrong[k] *= 1.001
        assert ml.diagnose(right, lambda v: (d * v**2).sum(), point).right
        assert not ml.diagnose(wrong, lambda v: (d * v**2).sum(), point).right


def test_small_derivatives_are_compared_with_themselves():
    tiny = 1e-9 * (x @ x)
    assert ml.diagnose(2e-9 * x, tiny, x).right
    assert not ml.diagnose(3e-9 * x, tiny, x).right
    assert not ml.diagnose(0 * x, tiny, x).right
    at = {"x": [1, 2, 3]}
    assert ml.diagnose(np.float32([2e-7, 4e-7, 6e-7]), 1e-7 * (x @ x), x, at=at).right
    assert kind(np.float32([4e-7, 8e-7, 12e-7]), 1e-7 * (x @ x), x, at=at) == "factor 2"


SQUARES = ml.sum((X @ w - t) ** 2)


@pytest.mark.parametrize(
    ("expected", "answer", "y"),
    [
        ("sign", 2 * X.T @ (X @ w - t) - 2e-5 * w, SQUARES + 1e-5 * ml.sum(w**2)),
        ("missing path", 2 * X.T @ (X @ w - t), SQUARES + 1e-5 * ml.sum(w**2)),
        ("factor 2", 2 * X.T @ (X @ w - t) + 1e-5 * w, SQUARES + 1e-5 * ml.sum(w**2)),
        (
            "missing path",
            ml.gradient(ml.mean((X @ w - t) ** 2), w),
            ml.mean((X @ w - t) ** 2) + 1e-5 * w @ w,
        ),
    ],
)
def test_a_small_term_is_seen(expected, answer, y):
    assert kind(answer, y, w) == expected


def test_what_large_terms_leave_is_not_wrong(rng):
    at = {"X": 1e4 + rng.normal(size=(5, 3)), "w": rng.normal(size=3)}
    at["t"] = at["X"] @ at["w"] + 1e-3 * rng.normal(size=5)
    X_, w_, t_ = at["X"], at["w"], at["t"]
    other_way = 2 * (X_.T @ X_ @ w_ - X_.T @ t_)
    assert ml.diagnose(other_way, SQUARES, w, at=at).right


@pytest.mark.parametrize("identity", IDENTITIES[1::6], ids=lambda identity: identity.key)
def test_single_precision_is_enough_and_seen_in_lists(identity, rng):
    y, D = identity.function_and_derivative()
    by, at = identity.symbols()[identity.by], identity.sample(rng)
    single = D.evaluate(**at).astype(np.float32)
    for answer in (single, single.tolist(), single.astype(float)):
        assert ml.diagnose(answer, y, by, at=at).right


#: Functions whose arguments are not just any numbers.
WITH_CONDITIONS = {
    "polygamma": lambda: ml.polygamma(1, x**2 + 1),
    "raise_to": lambda: (x**2 + 1) ** (c * x),
    "where": lambda: ml.where(x > c, x**2, c * x),
}


@pytest.mark.parametrize("name", sorted(PARTIALS))
def test_the_derivative_of_every_function_is_judged(name):
    """Also where a function occurs in derivatives only."""
    arguments = [x, c * x][: len(PARTIALS[name])]
    make = WITH_CONDITIONS.get(name, lambda: getattr(functions, name)(*arguments))
    y = make()
    diagnosis = ml.diagnose(ml.derivative(y, x), y, x)
    assert diagnosis.right or "vanishes" in str(diagnosis)


# --------------------------------------------------------------------------- points that tell


@pytest.mark.parametrize(
    "y",
    [
        ml.sigmoid(100 * ml.dot(w, x)),
        ml.sigmoid(10**7 * ml.dot(w, x)),
        ml.tanh(50 * (A @ x)),
        ml.tanh(ml.sum((A @ x) ** 2)),
        ml.sum(ml.softmax(1000 * x) * c),
        ml.exp(-1000 * ml.sum((x - c) ** 2)),
        ml.relu(ml.dot(w, x) - 1000),
    ],
    ids=str,
)
def test_where_a_function_is_flat_other_points_are_tried(y):
    J = ml.derivative(y, x)
    assert ml.diagnose(J, y, x).right
    for wrong in (-1 * J, 0.5 * J, 1.001 * J, 0 * J):
        assert not ml.diagnose(wrong, y, x).right


def test_where_no_point_tells_that_is_said():
    y = ml.relu(ml.dot(w, x) - 10**30)
    diagnosis = ml.diagnose(ml.derivative(y, x), y, x)
    assert not diagnosis.right
    assert "The derivative vanishes at every point that was tried" in str(diagnosis)
    assert "give at=..." in str(diagnosis)
    saturated = {"w": np.array([4.0, 1, 2]), "x": np.array([3.0, 1, 2])}
    y = ml.sigmoid(20 * ml.dot(w, x))
    J = ml.derivative(y, x).evaluate(**saturated)
    assert not ml.diagnose(-J - 1e-300, y, x, at=saturated).right


def test_what_is_0_everywhere_is_known_to_be():
    assert ml.diagnose(0 * x, ml.sum(ml.softmax(x)), x).right
    assert ml.diagnose(np.zeros(3), ml.sum(ml.relu(x)), x, at={"x": [-1, -2, -3]}).right
    assert not ml.diagnose(x, ml.sum(ml.softmax(x)), x).right


def test_at_a_stationary_point_0_is_right():
    at = {"x": np.array([1.0, 2, 4])}
    y = ml.sum((x - c) ** 2)
    assert ml.diagnose(np.zeros(3), y, x, at=at | {"c": at["x"]}).right
    assert not ml.diagnose(np.full(3, 1e-9), y, x, at=at | {"c": at["x"]}).right
    assert not ml.diagnose(np.zeros(3), ml.sum(ml.sigmoid(300 * x)), x, at=at).right


def test_zeros_get_no_reason():
    W, Y, d = ml.matrix("W", "n", "n"), ml.matrix("Y", "m", "n"), ml.vector("d", "n")
    y = ml.sum(Y * ml.softmax(ml.exp(X @ W + d)))
    assert kind(0 * W, y, W) is None
    assert kind(0 * w, SQUARES, w) is None


# ----------------------------------------------------------------- nothing finite, nothing there


@pytest.mark.parametrize(
    ("answer", "y", "by", "at", "said"),
    [
        ([1.0, 1.0], ml.norm(x), x, {"x": [0, 0]}, "not finite at this point: at (0,) it is nan"),
        (np.eye(2), ml.sqrt(x), x, {"x": [0, 1]}, "not finite at this point: at (0, 0) it is inf"),
        (np.eye(2), ml.logdet(P), P, {"P": np.zeros((2, 2))}, "no derivative at this point: "),
        ([], x @ x, x, {"x": [1, 2]}, "The answer is empty: its shape is (0,)."),
    ],
)
def test_what_cannot_be_compared_is_said_to_be(answer, y, by, at, said):
    diagnosis = ml.diagnose(answer, y, by, at=at)
    assert not diagnosis.right
    assert said in str(diagnosis)


def test_an_empty_point_is_refused():
    with pytest.raises(ValueError, match="x is empty"):
        ml.diagnose([1.0], x @ x, x, at={"x": []})


def test_nan_is_never_right():
    at = {"x": np.array([np.nan, 1.0])}
    for answer in ([np.nan, 2.0], [1.0, 2.0], 2 * x, lambda x: 2 * x):
        assert not ml.diagnose(answer, x @ x, x, at=at).right
    masked = np.ma.array([2.0, 4.0], mask=[False, True])
    assert "masked" in str(ml.diagnose(masked, x @ x, x, at={"x": [1, 2]}))


# --------------------------------------------------------------------------------------- kinks


@pytest.mark.parametrize(
    ("slopes", "y", "point", "said"),
    [
        ([1.0, 1, 0], ml.relu(x), [0, 1, -2], "any slope from 0 to 1 may stand; here relu'(0) is"),
        ([0.5, 1, 0], ml.relu(x), [0, 1, -2], "any slope from 0 to 1 may stand; here relu'(0) is"),
        ([1.0, 1, -1], ml.abs(x), [0, 1, -2], "any slope from -1 to 1 may stand; here the slope"),
        ([0.3, 1, 0], ml.maximum(x, 1), [1, 2, -2], "any slope from 0 to 1 may stand; here it is"),
        ([0.3, 0, 1], ml.minimum(x, c), [1, 2, -2], "any slope from 0 to 1 may stand; here it is"),
    ],
)
def test_at_a_kink_any_slope_between_may_stand(slopes, y, point, said):
    at = {"x": np.array(point, dtype=float)} | ({"c": np.ones(3)} if c in y.symbols else {})
    diagnosis = ml.diagnose(np.diag(slopes), y, x, at=at)
    assert diagnosis.right
    assert said in str(diagnosis)
    assert "measurement" not in str(diagnosis)
    beside = ml.diagnose(np.diag([2.0, *slopes[1:]]), y, x, at=at)
    assert not beside.right
    assert beside.reasons == ()
    assert "there is a kink" in str(beside)
    assert "and the answer has 2" in str(beside)
    assert not ml.diagnose(np.diag([slopes[0], *slopes[:0:-1]]), y, x, at=at).right


def test_the_slope_that_is_taken_at_a_kink_is_plainly_right():
    diagnosis = ml.diagnose(np.diag([0.0, 1, 0]), ml.relu(x), x, at={"x": [0, 1, -2]})
    assert str(diagnosis) == "right"


# ---------------------------------------------------------------------------- a bounded search


def network(layers):
    """Return the loss of a network, and its first matrix."""
    z = ml.vector("x", "d")
    matrices = [ml.matrix(f"M{k}", "d", "d") for k in range(layers)]
    for k, M in enumerate(matrices):
        z = ml.tanh(M @ z + ml.vector(f"a{k}", "d"))
    return ml.sum(z**2), matrices[0]


@pytest.mark.parametrize("layers", [1, 3, 7])
def test_the_number_of_formulas_that_are_tried_is_bounded(layers, monkeypatch):
    y, M = network(layers)
    tried = []

    def explains(candidate, points):
        key = candidate.key if isinstance(candidate.key, tuple) else (candidate.key,)
        tried.append(key[0])  # the others are arrays made of what it comes to
        return False

    monkeypatch.setattr(search, "explains", explains)
    assert not ml.diagnose(lambda M0, **_: 1.7 * M0, y, M).right
    question = ExpressionQuestion(y, M, "numerator")
    nodes = len(topological_order(question.y, question.derivative.body))
    assert 40 < len({*tried}) * nodes < 4 * WORK


# ------------------------------------------------------------------------- functions as answers


def in_place(X, w, t):
    """Return the gradient of the sum of squares; the residual takes the place of `t`."""
    t *= -1
    t += X @ w
    return 2 * X.T @ t


def test_a_function_may_work_in_place():
    at = {"X": np.ones((3, 2)), "w": np.ones(2), "t": np.zeros(3)}
    assert ml.diagnose(in_place, SQUARES, w).right
    assert ml.diagnose(in_place, SQUARES, w, at=at).right
    np.testing.assert_array_equal(at["t"], np.zeros(3))


def test_a_function_gets_arrays_of_numbers_whatever_was_given():
    k = ml.scalar("k_")
    assert ml.diagnose(lambda k_: 6 * k_, 3 * k**2, k, at={"k_": 1}).right
    at = {"X": [[1, 2], [3, 4], [5, 7]], "w": [1, 2], "t": [1, 2, 3]}
    assert ml.diagnose(in_place, SQUARES, w, at=at).right
    mean = ml.sum(k * ml.ones("n"))
    assert ml.diagnose(lambda n, **_: float(n), mean, k, at={"k_": 2, "n": 5}).right


def test_functions_of_numpy_itself_are_answers():
    point = np.array([0.3, 0.7, 1.1])
    assert ml.diagnose(np.cos, ml.sum(ml.sin(x)), x).right
    assert kind(np.cos, np.sin, point) == "gradient vs Jacobian"
    assert kind(np.sin, ml.sum(ml.cos(x)), x) == "sign"
    assert ml.diagnose(np.exp, lambda v: np.exp(v).sum(), point).right
    two = ml.diagnose(np.add, ml.sum(w * x), x)
    assert "could not be computed: TypeError" in str(two)


def test_a_number_is_no_diagonal_matrix():
    assert ml.diagnose([6.0], lambda v: v @ v, np.array([3.0])).right
    assert str(ml.diagnose(6.0, lambda v: v @ v, np.array([3.0]))) == (
        "The answer has shape (); the derivative has (1,)."
    )


# ------------------------------------------------------------------------------- no false reason


def test_a_term_that_is_left_out_is_no_forgotten_function():
    W, Y, k = ml.matrix("W", "n", "k"), ml.matrix("Y", "m", "k"), ml.scalar("k_")
    ridge = ml.sum((ml.tanh(X @ W) - Y) ** 2) + k * ml.sum(W**2)
    diagnosis = ml.diagnose(2 * k * W, ridge, W)
    assert diagnosis.reasons[0].kind == "missing path"
    assert "the part ‖tanh(X W) - Y‖² is held constant" in str(diagnosis)
    y = ml.sin(s**2) + 3 * ml.exp(s) + ml.cos(s)
    for answer, term in ((-ml.sin(s), "cos(s)"), (3 * ml.exp(s), "3 exp(s)")):
        diagnosis = ml.diagnose(answer, y, s)
        assert diagnosis.reasons[0].kind == "missing path"
        assert f"only {term} is differentiated; the other terms are held" in str(diagnosis)


def test_a_function_that_is_forgotten_is_still_named():
    diagnosis = ml.diagnose(2 * s * ml.cos(s**2), ml.exp(ml.exp(ml.sin(s**2))), s)
    assert diagnosis.reasons[0].kind == "chain rule"
    assert "Only sin(s²) is differentiated: what is done to it is forgotten" in str(diagnosis)


def test_a_sign_is_a_sign_where_few_numbers_tell():
    """An L1 loss has slopes of which each is 1 or -1: many a rule that is broken fits them."""
    y = ml.sum(ml.abs(X @ w - b))
    for seed in range(30):
        rng = np.random.default_rng(seed)
        at = {"X": rng.normal(size=(3, 2)), "w": rng.normal(size=2), "b": rng.normal(size=3)}
        at = {name: np.round(value, 1) for name, value in at.items()}
        wrong = -ml.derivative(y, w).evaluate(**at)
        assert kind(wrong, y, w, at=at) == "sign"


def test_rows_that_are_sums_by_chance_are_not_called_sums():
    at = {"A": np.array([[1.0, 2.0], [3.0, 0.5], [-2.0, -1.0]]), "x": np.array([1.0, 2.0])}
    wrong = np.outer(np.ones(3), at["x"])
    diagnosis = ml.diagnose(wrong, ml.sum(ml.abs(A @ x)), A, at=at)
    assert diagnosis.reasons[0].kind == "sign"
    assert "The derivative of |A x| is missing" in str(diagnosis)


V, T = ml.matrix("V", "n", "k"), ml.matrix("T", "m", "k")
WIDTH = ml.scalar("g", positive=True)
KERNEL = ml.exp(-WIDTH * ml.sum((x - c) ** 2))


@pytest.mark.parametrize(
    ("expected", "answer", "y", "by"),
    [
        ("sign", -1 * ml.gradient(KERNEL, x), KERNEL, x),
        (
            "factor N",
            2 * X.T @ (X @ V - T) + 2 * V,
            ml.mean((X @ V - T) ** 2) + ml.sum(V**2),
            V,
        ),
        (
            "missing factor",
            2 * X.T @ (ml.softmax(X @ V) - T),
            ml.sum((ml.softmax(X @ V) - T) ** 2),
            V,
        ),
    ],
)
def test_common_mistakes_of_practice_are_explained(expected, answer, y, by):
    assert kind(answer, y, by) == expected


@pytest.mark.parametrize("identity", IDENTITIES[::5], ids=lambda identity: identity.key)
def test_what_is_measured_is_right(identity, rng):
    y, _ = identity.function_and_derivative()
    at = identity.sample(rng)
    measured = ml.measure(lambda v: y.evaluate(**{**at, identity.by: v}), at[identity.by])
    assert ml.diagnose(measured, y, identity.symbols()[identity.by], at=at).right


def test_nothing_is_judged_by_a_simplification_that_is_wrong(monkeypatch):
    def as_written(e, values):
        return np.sqrt(2) * e.evaluate(x=values["x"])

    monkeypatch.setattr(of_expression, "as_written", as_written)
    diagnosis = ml.diagnose(2 * x, x @ x, x)
    assert not diagnosis.right
    assert "is not what was written" in str(diagnosis)


GRAM = ml.inv(X.T @ X)
C = ml.matrix("C", "m", "m")


def _of_gram(X):
    return X @ np.linalg.inv(X.T @ X)


@pytest.mark.parametrize(
    ("answer", "y"),
    [
        (
            lambda X, t: 2 * np.outer(t - _of_gram(X) @ X.T @ t, t @ _of_gram(X)),
            t @ X @ GRAM @ X.T @ t,
        ),
        (
            lambda X, C: (np.eye(len(X)) - _of_gram(X) @ X.T) @ (C + C.T) @ _of_gram(X),
            ml.trace(X @ GRAM @ X.T @ C),
        ),
        (lambda X: 2 * np.linalg.pinv(X).T, ml.logdet(X @ X.T)),
        (lambda X: 2 * np.linalg.pinv(X).T, ml.logdet(X.T @ X)),
    ],
    ids=["explained squares", "a projection", "rows", "columns"],
)
def test_right_answers_with_gram_matrices_are_right_where_these_have_full_rank(answer, y):
    assert ml.diagnose(answer, y, X).right
    assert not ml.diagnose(lambda **values: 2 * answer(**values), y, X).right


def test_an_answer_that_inverts_what_has_no_inverse_is_told_so():
    told = ml.diagnose(2 * X @ ml.inv(X.T @ X), ml.logdet(X @ X.T), X)
    assert not told.right
    assert "a matrix that is inverted in it has no inverse" in str(told)


def test_a_part_that_is_all_of_the_function_can_be_held_constant():
    m, z = ml.scalars("m z")
    for y in ((x - m) / z, ml.tanh(c * (x + z)), z * x):
        assert not ml.diagnose(0.7 * ml.derivative(y, z), y, z).right
