"""The diagnosis: right answers are right, wrong ones get their reason, and nothing is guessed."""

import random

import numpy as np
import pytest
from identities import IDENTITIES
from misconceptions import MISCONCEPTIONS, relu
from trials import tries
from wrong_answers import wrong_answers

import mathlib as ml
from mathlib.symbolic.expression import Expression

X, A, B = ml.matrix("X", "m", "n"), ml.matrix("A", "n", "n"), ml.matrix("B", "n", "n")
w, x, a = ml.vectors("w x a", "n")
t = ml.vector("t", "m")
LOSS = ml.sum((X @ w - t) ** 2)
KINDS = {
    *("layout", "transpose inside", "outer vs inner", "gradient vs Jacobian", "symmetry assumed"),
    *("missing path", "missing factor", "factor 2", "factor N", "sign", "mask", "chain rule"),
    *("f instead of f'", "f' at the wrong point", "order", "elementwise vs matmul", "batch sum"),
    *("noncommutative", "off-diagonal missing", "norm vs square", "scalar thinking"),
    *("other variable", "swapped entries", "one entry", "extra factor", "number for matrix"),
    *("another part", "convention"),
}


def kind(answer, y, x, **options):
    """Return the kind of the first reason, None if there is none."""
    diagnosis = ml.diagnose(answer, y, x, **options)
    assert not diagnosis.right
    assert {reason.kind for reason in diagnosis.reasons} <= KINDS
    return diagnosis.reasons[0].kind if diagnosis.reasons else None


# -------------------------------------------------------------------------------- how it reads


def test_a_right_answer_reads_right():
    diagnosis = ml.diagnose(2 * (X @ w - t) @ X, LOSS, w)
    assert diagnosis
    assert str(diagnosis) == repr(diagnosis) == "right"
    assert diagnosis.reasons == ()


def test_a_wrong_answer_reads_as_its_first_reason_and_a_hint():
    diagnosis = ml.diagnose(ml.cos(x**2), ml.sum(ml.sin(x**2)), x)
    assert not diagnosis
    first = diagnosis.reasons[0]
    assert first.kind == "chain rule"
    assert str(diagnosis) == f"{first.sentence}\n{first.hint}"


@pytest.mark.parametrize(
    ("answer", "y", "sentence"),
    [
        (ml.sin(x), ml.sum(ml.cos(x)), "The derivative of cos(x) by x has the wrong sign."),
        (ml.sum(x) * ml.ones("n"), ml.sum(x**2), None),
        (ml.relu(x), ml.sum(ml.relu(x)), "relu(x) itself stands where its derivative is"),
        (
            a,
            ml.sum(a * ml.relu(x)),
            "The derivative of relu(x) is missing: a mask of zeros and ones",
        ),
        (2 * x, ml.norm(x), "‖x‖ is treated as its square"),
        (3 * x**3, ml.sum(x**3), "The exponent of x∘³ does not fall by 1"),
        (A @ x, x @ A @ x, "x stands in xᵀ A x more than once; one of these places"),
        (2 * A @ x, x @ A @ x, "A matrix in Aᵀ x is taken as symmetric"),
        (ml.eye("n") / ml.norm(x), x / ml.norm(x), "The denominator ‖x‖ is held constant"),
    ],
)
def test_the_sentence_names_the_place(answer, y, sentence):
    diagnosis = ml.diagnose(answer, y, x)
    if sentence:
        assert sentence in str(diagnosis)
    else:
        assert diagnosis.reasons == ()


def test_a_hint_does_not_show_the_answer():
    diagnosis = ml.diagnose(X.T @ (X @ w - t), LOSS, w)
    right = ml.gradient(LOSS, w)
    assert diagnosis.derivative == right
    assert str(right) not in str(diagnosis)
    assert str(ml.derivative(LOSS, w)) not in str(diagnosis)


def test_what_is_unexplained_is_said_to_be(rng):
    at = {"A": rng.normal(size=(3, 3)), "x": np.array([1.0, 2, 4])}
    right = (at["A"] + at["A"].T) @ at["x"]
    diagnosis = ml.diagnose(right + np.array([0, 0.25, 0]), x @ A @ x, x, at=at)
    assert diagnosis.reasons == ()
    assert "no known mistake explains it: at entry 1 measurement gives" in str(diagnosis)
    assert f"{right[1]:.6g}, the answer has {right[1] + 0.25:.6g}." in str(diagnosis)


def test_a_missing_answer_is_not_wrong_but_missing():
    diagnosis = ml.diagnose(..., LOSS, w)
    assert str(diagnosis) == "not answered yet"
    assert not diagnosis


# -------------------------------------------------------------------------- right answers are right


def rewritten(rng, D):
    """Write a derivative in another way: terms apart, numbers split, parts transposed."""
    number = random.Random(int(rng.integers(1000))).choice([2, 3, 7])
    body = D.body
    return (number * body.T.T - body * (number - 1)).T.T


@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda identity: identity.key)
def test_a_right_answer_is_right_in_every_form(identity, rng):
    y, D = identity.function_and_derivative()
    symbols = identity.symbols()
    by, at = symbols[identity.by], identity.sample(rng)
    value = D.evaluate(**at)
    numeric = D.compile(*symbols.values())

    def single(**values):
        return D.evaluate(**{name: np.float32(value) for name, value in values.items()})

    assert ml.diagnose(D, y, by).right
    assert ml.diagnose(rewritten(rng, D), y, by).right
    assert ml.diagnose(numeric, y, by).right
    assert ml.diagnose(single, y, by).right
    for answer in (value, value.tolist(), value.astype(np.float32), D):
        assert ml.diagnose(answer, y, by, at=at).right


@pytest.mark.parametrize("identity", IDENTITIES[::3], ids=lambda identity: identity.key)
def test_a_measured_derivative_is_right(identity, rng):
    y, _ = identity.function_and_derivative()
    at = identity.sample(rng)
    measured = ml.measure(lambda v: y.evaluate(**{**at, identity.by: v}), at[identity.by])
    assert ml.diagnose(measured, y, identity.symbols()[identity.by], at=at).right


def test_numbers_lists_and_rows_are_right():
    at = {"A": [[1, 2], [3, 5]], "x": [1, 2]}
    for answer in ([12, 25], [[12, 25]], (12.0, 25.0), np.array([12, 25], dtype=np.int8)):
        assert ml.diagnose(answer, x @ A @ x, x, at=at).right
    c = ml.scalar("c")
    assert ml.diagnose(3, 3 * c, c).right
    assert ml.diagnose(6, 3 * c**2, c, at={"c": 1}).right


def test_whatever_numpy_can_read_is_an_array():
    class Tensor:
        def __array__(self, dtype=None, copy=None):
            return np.array([[1.0, 2.0, 4.0], [3.0, 5.0, 6.0]])

    at = {"X": [[1, 2, 4], [3, 5, 6]], "w": [1, 2, 3]}
    assert ml.diagnose(Tensor(), X @ w, w, at=at).right


def test_what_does_not_depend_on_the_variable_has_derivative_zero():
    assert ml.diagnose(0 * x, w @ w, x).right
    assert kind(x, w @ w, x) is None


def test_a_symmetric_matrix_may_be_used_as_one():
    S = ml.matrix("S", "n", "n", symmetric=True)
    assert ml.diagnose(2 * S @ x, x @ S @ x, x).right
    assert ml.diagnose(lambda S, x: 2 * S @ x, x @ S @ x, x).right
    assert kind(S @ x, x @ S @ x, x) == "missing path"


def test_a_function_of_one_argument_may_call_it_anything():
    assert ml.diagnose(lambda v: 2 * v, x @ x, x).right


# ---------------------------------------------------------------------------------------- layouts


def test_layout_of_a_scalar_by_a_vector():
    at = {"x": [1, 2, 3]}
    column = [[2], [4], [6]]
    assert ml.diagnose([[2, 4, 6]], x @ x, x, at=at).right
    assert ml.diagnose(column, x @ x, x, at=at, layout="denominator").right
    assert ml.diagnose([2, 4, 6], x @ x, x, at=at, layout="denominator").right
    diagnosis = ml.diagnose(column, x @ x, x, at=at)
    assert diagnosis.reasons[0].kind == "layout"
    assert "This is a column, which is right in denominator layout." in str(diagnosis)


def test_layout_of_a_vector_by_a_vector():
    assert ml.diagnose(X.T, X @ w, w, layout="denominator").right
    assert "right in denominator layout" in str(ml.diagnose(X.T, X @ w, w))
    assert "right in numerator layout" in str(ml.diagnose(X, X @ w, w, layout="denominator"))


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
def test_a_scalar_by_a_matrix_has_the_shape_of_the_matrix(layout):
    y = t @ X @ w
    assert ml.diagnose(ml.outer(t, w), y, X, layout=layout).right
    diagnosis = ml.diagnose(ml.outer(w, t), y, X, layout=layout)
    assert diagnosis.reasons[0].kind == "layout"
    assert "the convention that gives a scalar by a matrix the shape of the trans" in str(diagnosis)


def test_mistakes_are_found_in_denominator_layout_too():
    y = ml.tanh(X @ w)
    assert kind(X.T, y, w, layout="denominator") == "chain rule"


# -------------------------------------------------------------------------------- wrong answers


@pytest.mark.parametrize("case", MISCONCEPTIONS, ids=lambda case: case.name)
def test_a_misconception_gets_its_kind(case, rng):
    symbols, at = case.symbols(), case.sample(rng)
    y, by = case.function(**symbols), symbols[case.by]
    assert kind(case.wrong, y, by) == case.kind
    assert kind(case.wrong(**at), y, by, at=at) == case.kind


@pytest.mark.parametrize("case", MISCONCEPTIONS, ids=lambda case: case.name)
def test_nothing_that_is_said_gives_the_answer_away(case):
    symbols = case.symbols()
    y, by = case.function(**symbols), symbols[case.by]
    diagnosis = ml.diagnose(case.wrong, y, by)
    formulas = {str(diagnosis.derivative), str(diagnosis.derivative.body)}
    for formula in formulas - {str(symbol) for symbol in symbols.values()}:
        assert formula not in str(diagnosis)
        assert not any(formula in reason.sentence for reason in diagnosis.reasons)


V, P = ml.matrix("V", "k", "m"), ml.matrix("P", "n", "n")
G, c, s, b = ml.matrix("G", "m", "k"), ml.vector("c", "k"), ml.scalar("s"), ml.vector("b", "m")
NET = ml.sum((V @ ml.tanh(X @ w + b) - c) ** 2)
UNSEEN = [
    ("transpose inside", A @ (A @ x - a) * 2, ml.sum((A @ x - a) ** 2), x),
    ("norm vs square", x / ml.norm(x), x @ x, x),
    ("missing factor", 2 * V.T @ (V @ ml.tanh(X @ w + b) - c), NET, b),
    ("f' at the wrong point", ml.diag(1 - (X @ w) ** 2) @ X, ml.tanh(X @ w), w),
    ("f' at the wrong point", 2 * x * ml.cos(x), ml.sum(ml.sin(x**2)), x),
    ("f instead of f'", ml.sigmoid(a @ x) * a, ml.sigmoid(a @ x), x),
    ("missing factor", ml.exp(c), ml.logsumexp(c), c),
    ("off-diagonal missing", -a * (1 - ml.softmax(x)), -ml.sum(a * ml.log(ml.softmax(x))), x),
    ("mask", ml.diag(w > 0) @ A, ml.relu(A @ w), w),
    ("mask", X, ml.relu(X @ w + b), w),
    ("mask", x, ml.relu(w @ x + s), w),
    ("missing path", w, ml.relu(-(w @ x)) + w @ x, x),
    ("order", ml.diag(ml.cos(A @ x)) @ B @ A, B @ ml.sin(A @ x), x),
    ("order", A @ B, B @ A @ x, x),
    ("noncommutative", B @ A.T, ml.sum(B * (A @ P)), P),
    ("elementwise vs matmul", A.T * B, ml.sum(B * (A @ P)), P),
    ("elementwise vs matmul", A @ B, ml.sum(B * (A * P)), P),
    ("scalar thinking", 1 / ml.det(P), ml.logdet(P), P),
    ("scalar thinking", -ml.inv(P) @ ml.inv(P), ml.inv(P), P),
    ("batch sum", 2 * (G + c), ml.sum((G + c) ** 2), c),
    ("batch sum", ml.diag(2 * (X @ w - t)) @ X, LOSS, w),
    ("outer vs inner", a * x, a @ P @ x, P),
    ("outer vs inner", a @ x, a @ P @ x, P),
    ("gradient vs Jacobian", ml.exp(x), ml.exp(x), x),
    ("gradient vs Jacobian", ml.diag(ml.exp(x)), ml.sum(ml.exp(x)), x),
    ("missing path", (A + A.T) @ x / (x @ x), (x @ A @ x) / (x @ x), x),
    ("sign", ml.diag(a / x**2), a / x, x),
    ("factor 2", 2 * x / ml.norm(x), ml.norm(x), x),
    ("symmetry assumed", 2 * X @ A, ml.trace(X @ A @ X.T), X),
    ("factor N", 2 * ml.sum(X @ w - t + s), ml.mean((X @ w - t + s) ** 2), s),
    ("factor N", 2 * s * x, 5 * s * (x @ x), x),
    ("order", A @ ml.diag(ml.cos(A @ x)), ml.sin(A @ x), x),
    (
        "order",
        -ml.cos(B @ ml.cos(A @ x)) @ A @ ml.diag(ml.sin(A @ x)) @ B,
        ml.sum(ml.sin(B @ ml.cos(A @ x))),
        x,
    ),
    ("outer vs inner", (a @ x) / ml.norm(x) * ml.ones("n", "n"), a * ml.norm(x), x),
    ("outer vs inner", (a @ w) * ml.eye("n") + A, A @ x + a * (w @ x), x),
    ("outer vs inner", -(w @ a) * ml.inv(P).T @ ml.inv(P).T, w @ ml.inv(P) @ a, P),
    ("elementwise vs matmul", (B * A).T, ml.trace(A @ P @ B), P),
    ("elementwise vs matmul", 2 * P * A.T, ml.trace(A @ P @ P), P),
    ("missing path", 2 * x * ml.cos(x), ml.sum(x**2 * ml.sin(x)), x),
    ("missing path", ml.cos(x) / (2 * x), ml.sum(ml.sin(x) / x**2), x),
    ("symmetry assumed", ml.det(P) * (2 * ml.inv(P) - ml.diag(ml.diag(ml.inv(P)))), ml.det(P), P),
    ("batch sum", ml.softmax(A, axis=0), ml.sum(P * ml.softmax(A, axis=1)), P),
    ("batch sum", ml.sum(ml.cos(A + x), axis=1), ml.sum(ml.sin(A + x)), x),
    ("scalar thinking", s * ml.det(P) * ml.inv(P).T, ml.det(s * P), P),
    ("noncommutative", 2 * (A @ P).T, ml.trace(A @ P @ P), P),
    ("norm vs square", -2 * x / (x @ x), 1 / ml.norm(x), x),
    ("missing factor", 2 * x / s**2, x @ x / s**3, x),
    ("chain rule", a, ml.sqrt(3 + ml.sin(a @ x)), x),
    ("gradient vs Jacobian", 0 * x, x - ml.mean(x), x),
]


@pytest.mark.parametrize(("expected", "answer", "y", "x"), UNSEEN)
def test_other_slips_get_their_kinds(expected, answer, y, x):
    assert kind(answer, y, x) == expected


def test_two_mistakes_at_once_are_both_named():
    diagnosis = ml.diagnose(-ml.diag(x * ml.cos(x)), x * ml.sin(x), x)
    assert diagnosis.reasons[0].kind == "missing path"
    assert "Two mistakes at once." in str(diagnosis)
    assert "The whole answer has the wrong sign." in str(diagnosis)


def test_one_number_is_not_explained_by_two_mistakes():
    for answer in np.linspace(-2, 2, 17):
        diagnosis = ml.diagnose(answer, s / (1 + s**2), s, at={"s": 0.5})
        assert not diagnosis.right
        assert "Two mistakes" not in str(diagnosis)


def test_answers_that_were_not_known_get_their_kinds():
    answers = list(wrong_answers())
    found = [kind(answer.wrong, answer.y, answer.by) in answer.kinds for answer in answers]
    assert len(answers) > 140
    assert sum(found) >= 0.85 * len(answers)


def test_what_puts_them_right_is_right():
    mended = [answer for answer in wrong_answers() if answer.right is not None]
    assert len(mended) > 130
    assert all(ml.diagnose(answer.right, answer.y, answer.by) for answer in mended)


def garbage(rng, right):
    """Yield answers that no mistake of calculus gives."""
    yield rng.normal(size=right.shape)
    yield right + 0.01 * rng.normal(size=right.shape)
    yield 3.7 * right
    yield np.zeros(right.shape)


@pytest.mark.parametrize("number", [2, 3, 5, 7])
def test_a_number_is_not_taken_for_a_size(number):
    """With n = 3 the factor 3 / n is 1, and an answer without it would be right."""
    x = ml.vector("x", "n")
    assert not ml.diagnose(ml.cos(number * x), ml.mean(ml.sin(number * x)), x).right


def test_garbage_is_not_explained(rng):
    judged = []
    for identity in IDENTITIES[:: tries(by_day=3, by_night=1)]:
        y, D = identity.function_and_derivative()
        at = identity.sample(rng)
        for answer in garbage(rng, right := D.evaluate(**at)):
            if not np.allclose(answer, right):
                judged.append(ml.diagnose(answer, y, identity.symbols()[identity.by], at=at))
    assert len(judged) > 60
    assert not any(judged)
    assert sum(bool(d.reasons) for d in judged) <= 0.02 * len(judged)


# -------------------------------------------------------------------------- functions of NumPy


M = np.arange(1.0, 11).reshape(2, 5) ** 2
POINT = np.array([0.5, -1, 2, -0.3, 0.7])


@pytest.mark.parametrize(
    ("expected", "answer", "f"),
    [
        ("layout", M.T, lambda v: M @ v),
        ("missing path", lambda v: v, lambda v: v @ v),
        ("factor N", 2 * POINT / 11, lambda v: v @ v),
        ("factor N", 2 * POINT * 11, lambda v: v @ v),
        ("sign", -2 * POINT, lambda v: v @ v),
        ("gradient vs Jacobian", M.sum(0), lambda v: M @ v),
        ("gradient vs Jacobian", np.cos(POINT), np.sin),
        ("off-diagonal missing", np.diag(POINT + POINT.sum()), lambda v: v * v.sum()),
        ("norm vs square", 2 * POINT, np.linalg.norm),
        ("f instead of f'", np.sin(POINT), np.sin),
        ("batch sum", M * (M @ POINT)[:, None] * 2, lambda v: ((M @ v) ** 2).sum()),
        ("mask", 2 * POINT, lambda v: (relu(v) ** 2).sum()),
        (None, 2 * POINT + [0, 0, 0, 0, 1], lambda v: v @ v),
    ],
)
def test_a_function_of_numpy_is_measured(expected, answer, f):
    assert kind(answer, f, POINT) == expected


Q, R = np.random.default_rng(1).normal(size=(2, 5, 5))
NUMPY = [
    ("symmetry assumed", lambda v: 2 * Q @ v, lambda v: v @ Q @ v),
    ("missing path", lambda v: Q @ v, lambda v: v @ Q @ v),
    ("order", lambda v: Q @ np.diag(np.cos(Q @ v)) @ R, lambda v: R @ np.sin(Q @ v)),
    ("chain rule", lambda v: np.cos(v**2), lambda v: np.sin(v**2).sum()),
    ("f' at the wrong point", lambda v: v * (1 - v), lambda v: (1 / (1 + np.exp(-v))).sum()),
    ("missing path", lambda v: v * np.cos(v), lambda v: (v * np.sin(v)).sum()),
    ("mask", lambda v: 2 * Q.T @ (relu(Q @ v) + 1), lambda v: ((relu(Q @ v) + 1) ** 2).sum()),
]


@pytest.mark.parametrize(("expected", "answer", "f"), NUMPY)
def test_what_a_function_of_numpy_does_is_read(expected, answer, f):
    assert kind(answer, f, POINT) == expected


def test_a_function_that_cannot_be_read_is_judged_by_its_numbers():
    def f(v):
        return [v[0] * v[1], v[1] * v[2], v[3] * v[4]]

    J = ml.measure(f, POINT)
    assert ml.diagnose(J, f, POINT).right
    assert kind(J.T, f, POINT) == "layout"
    assert kind(2 * J, f, POINT) == "factor 2"


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        (12, "3 · 4 times too large."),
        (6, "2 · 3 times too large."),
        (1 / 7, "7 times too small."),
        (2.5, "5/2 times too large."),
        (-5, "5 times too large, and its sign is wrong."),
    ],
)
def test_a_number_in_front_is_said_as_it_is_read(factor, said):
    def f(X):
        return np.sum(np.sort(X, axis=0) ** 3)

    X = np.linspace(0.3, 1.9, 12).reshape(4, 3)
    assert said in str(ml.diagnose(factor * ml.measure(f, X), f, X))


def test_a_right_gradient_of_a_numpy_function_is_right():
    assert ml.diagnose(lambda v: 2 * v, lambda v: v @ v, POINT).right
    assert ml.diagnose(2 * POINT.astype(np.float32), lambda v: v @ v, POINT).right


# -------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize("answer", ["2x", None, 1j, [[1, 2], [3]], {"x": 1}])
def test_what_is_no_answer_is_refused(answer):
    with pytest.raises(TypeError, match=r"answer must be an expression, an array .*, not "):
        ml.diagnose(answer, x @ x, x, at={"x": [1, 2, 3]})


def test_an_array_needs_its_point():
    with pytest.raises(ValueError, match=r"give the values of all symbols in at=\{'X': ..., 't'"):
        ml.diagnose([1, 2, 3], LOSS, w)


def test_a_missing_or_misshapen_value_is_named():
    with pytest.raises(ValueError, match="no value for X, t"):
        ml.diagnose([1, 2, 3], LOSS, w, at={"w": [1, 2, 3]})
    with pytest.raises(ValueError, match=r"A must have shape \(n, n\), but its shape is \(2, 3\)"):
        ml.diagnose([1, 2, 3], x @ A @ x, x, at={"A": np.ones((2, 3)), "x": [1, 2, 3]})
    with pytest.raises(TypeError, match="unknown name q"):
        ml.diagnose([1, 2, 3], x @ x, x, at={"x": [1, 2, 3], "q": 1})
    with pytest.raises(TypeError, match="at maps names to arrays"):
        ml.diagnose([1, 2, 3], x @ x, x, at=[1, 2, 3])


def test_a_strange_symbol_is_named():
    with pytest.raises(ValueError, match=r"the answer has a \(n,\), but .* has x \(n,\)"):
        ml.diagnose(2 * a, x @ x, x)


def test_an_unknown_layout_is_refused():
    with pytest.raises(ValueError, match="layout is 'numerator' or 'denominator', not 'mixed'"):
        ml.diagnose(2 * x, x @ x, x, layout="mixed")


def test_y_must_be_something_to_differentiate():
    with pytest.raises(TypeError, match="y is an expression or a function of x, not 3"):
        ml.diagnose(2, 3, POINT)
    with pytest.raises(TypeError, match="at is for expressions"):
        ml.diagnose(2 * POINT, np.sum, POINT, at={"x": POINT})


def test_nan_is_wrong_and_said_to_be():
    diagnosis = ml.diagnose([1, np.nan, 3], x @ x, x, at={"x": [1, 2, 3]})
    assert not diagnosis.right
    assert str(diagnosis) == "The answer is nan at (1,), and finite numbers are wanted."


def test_an_error_in_an_answer_is_quoted():
    diagnosis = ml.diagnose(lambda x: x[7], x @ x, x)
    assert not diagnosis.right
    assert "The answer could not be computed: IndexError: index 7 is out of bounds" in str(
        diagnosis
    )


def test_a_wrong_shape_is_said_in_numbers_and_symbols():
    diagnosis = ml.diagnose(np.ones(7), X @ w, w, at={"X": np.ones((2, 3)), "w": [1, 2, 3]})
    assert str(diagnosis) == (
        "The answer has shape (7,); the derivative has (2, 3), (m, n) in symbols."
    )


def test_the_derivative_can_be_asked_for():
    assert isinstance(ml.diagnose(x, x @ x, x).derivative, Expression)
    np.testing.assert_allclose(ml.diagnose(POINT, np.sum, POINT).derivative, np.ones(5))
