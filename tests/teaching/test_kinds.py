"""Kinds of mistakes that are found in expressions, arrays and functions of NumPy alike."""

import numpy as np
import pytest
from published_mistakes import TABLE as PUBLISHED
from remembered_slips import OF_NUMPY as REMEMBERED, remembered_slips
from slips_as_typed import slips_as_typed
from students_mistakes import TABLE as STUDENTS
from wrong_answers import wrong_answers

import mathlib as ml

A, B, P = ml.matrices("A B P", "n", "n")
X, W = ml.matrix("X", "m", "n"), ml.matrix("W", "n", "k")
S = ml.matrix("S", "n", "n", symmetric=True)
x, w, g, h, u = ml.vectors("x w g h u", "n")
t = ml.vector("t", "m")
q, s = ml.scalars("q s")
E = ml.eye("n")
M = ml.sum(ml.ones("m"))
MSE = ml.mean((X @ w - t) ** 2)
SIZES = {"m": 5, "n": 3, "k": 7}


def values(*expressions):
    """Draw values for all symbols of expressions."""
    rng, found = np.random.default_rng(7), {}
    symbols = frozenset().union(*(e.symbols for e in expressions))
    for symbol in sorted(symbols, key=lambda s: s.name):
        value = 0.3 + rng.normal(size=[SIZES[d] for d in symbol.shape])
        if len(symbol.shape) == 2 and symbol.shape[0] == symbol.shape[1]:
            value = value + 9 * np.eye(len(value))
        found[symbol.name] = value + value.T if symbol.declared_symmetric else value
    return found


#: A kind, what is said (a part of it), the function, the variable and the wrong derivative.
KINDS = [
    ("other variable", "by w, not by x", q * (x @ w) ** 2, x, 2 * q * (x @ w) * x),
    ("other variable", "by s, not by q", q**2 * s**3, q, 3 * q**2 * s**2),
    ("other variable", "by W, not by X", ml.sum((X @ W) ** 3), X, 3 * X.T @ (X @ W) ** 2),
    ("number for matrix", "belongs on the diagonal", x * (x @ x), x, x @ x + 2 * ml.outer(x, x)),
    ("number for matrix", "look at q I", A @ x + q * x, x, A + q),
    ("number for matrix", "look at 4 I", ml.sin(x) + 4 * x, x, ml.diag(ml.cos(x)) + 4),
    ("missing factor", "factor q is missing", q * (x @ A @ x), x, (A + A.T) @ x),
    (
        "missing factor",
        "factor g is missing",
        ml.sum(g * x / ml.norm(x)),
        x,
        (1 - ml.sum(x) * x / ml.norm(x) ** 2) / ml.norm(x),
    ),
    (
        "extra factor",
        "is one too many",
        ml.sum(ml.softplus(X @ w) - t * (X @ w)),
        w,
        X.T @ ((ml.sigmoid(X @ w) - t) * ml.sigmoid(X @ w) * (1 - ml.sigmoid(X @ w))),
    ),
    (
        "extra factor",
        "divided by s once too often",
        ml.logsumexp(x / s) - g @ x / s,
        x,
        (ml.softmax(x / s) - g) / s**2,
    ),
    (
        "missing factor",
        "denominator uᵀ u is to be squared",
        u @ A @ u / (u @ u),
        u,
        (A + A.T) @ u - 2 * (u @ A @ u) * u / (u @ u),
    ),
    (
        "missing path",
        "slopes are multiplied or divided",
        x @ A @ x / (x @ B @ x),
        x,
        ((A + A.T) @ x) / ((B + B.T) @ x),
    ),
    ("missing path", "slopes are multiplied or divided", ml.sin(s) / s**3, s, ml.cos(s) / s**2 / 3),
    (
        "elementwise vs matmul",
        "an inner product, which is a number",
        (x * g) @ A @ (x * g),
        x,
        g * (A @ (x * g)) + g @ (A.T @ (x * g)),
    ),
    (
        "order",
        "multiplied in the wrong order",
        ml.logdet(P) - ml.sum((X @ P) ** 2),
        P,
        ml.inv(P).T - 2 * P @ X.T @ X,
    ),
    (
        "chain rule",
        "that of w / ‖w‖ by w",
        (x @ w / ml.norm(w) - s) ** 2,
        w,
        2 * (x @ w / ml.norm(w) - s) * x,
    ),
    (
        "chain rule",
        "that of x / ‖x‖ by x",
        ml.sum(ml.sin(A @ (x / ml.norm(x)))),
        x,
        A.T @ ml.cos(A @ x / ml.norm(x)),
    ),
    (
        "missing factor",
        "derivative of softmax(x) is missing",
        -ml.sum(ml.softmax(x) * ml.log(ml.softmax(x))),
        x,
        -ml.log(ml.softmax(x)) - 1,
    ),
    ("mask", "taken as those with x > x / 10", ml.sum(g * ml.maximum(x, x / 10)), x, g),
    ("mask", "taken from the signs of x", ml.relu(w @ x - s), x, w * (x > 0)),
    ("another part", "P stands where P⁻¹ is meant", h @ ml.inv(P) @ g, g, P.T @ h),
    ("another part", "w stands where h is meant", h @ A @ x + w @ x, x, A.T @ w + w),
    ("convention", "entries are independent", ml.logdet(S), S, 2 * ml.inv(S) - ml.inv(S) * E),
    ("convention", "entries are independent", x @ S @ w, S, ml.outer(x, w) + ml.outer(w, x)),
    ("factor N", "m times too small", MSE, w, 2 * X.T @ (X @ w - t) / M**2),
    ("factor N", "m times too large", MSE, w, 2 * X.T @ (X @ w - t)),
]


@pytest.mark.parametrize(("kind", "said", "y", "x", "wrong"), KINDS)
def test_a_kind_is_found_in_letters_numbers_and_functions(kind, said, y, x, wrong):
    at = values(y, x, wrong)
    for answer, options in (
        (wrong, {}),
        (wrong.compile(*sorted(wrong.symbols, key=lambda s: s.name)), {}),
        (wrong.evaluate(**{s.name: at[s.name] for s in wrong.symbols}), {"at": at}),
    ):
        diagnosis = ml.diagnose(answer, y, x, **options)
        assert diagnosis.reasons[0].kind == kind
        assert said in diagnosis.reasons[0].sentence or "at" in options


C = np.array([[2.0, 0.5, 1.0], [0.3, 3.0, 0.7], [0.1, 0.4, 4.0]])
b = np.array([0.7, -1.2, 2.1])
d = np.array([0.4, 3.1, -0.6])
p = np.array([1.3, -0.4, 2.2])


def normalised(v):
    return v / np.linalg.norm(v)


#: A kind, a function of NumPy and a wrong derivative of it.
OF_NUMPY = [
    (
        "chain rule",
        lambda v: (b @ normalised(v) - 3) ** 2,
        lambda v: 2 * (b @ normalised(v) - 3) * b,
    ),
    ("mask", lambda v: np.maximum(b @ v - 9, 0.1 * (b @ v - 9)), lambda v: b),
    ("another part", lambda v: b @ C @ v + d @ v, lambda v: C.T @ d + d),
    ("number for matrix", lambda v: C @ v + 4 * v, lambda v: C + 4),
    ("missing path", lambda v: (v @ C @ v) / (v @ v), lambda v: (C + C.T) @ v / (2 * v)),
    ("swapped entries", lambda v: C @ v @ v, lambda v: ((C + C.T) @ v)[[1, 0, 2]]),
    ("swapped entries", lambda v: C @ v @ v, lambda v: ((C + C.T) @ v)[[1, 2, 0]]),
    ("one entry", lambda v: C @ v @ v, lambda v: ((C + C.T) @ v) * [1, -1, 1]),
    ("one entry", lambda v: np.sin(C @ v), lambda v: np.diag(np.cos(C @ v)) @ C * ONE_DOUBLED),
]
ONE_DOUBLED = np.array([[1, 1, 1], [1, 1, 2], [1, 1, 1]])


@pytest.mark.parametrize(("kind", "f", "wrong"), OF_NUMPY)
def test_a_kind_is_found_in_a_function_of_numpy(kind, f, wrong):
    for answer in (wrong, wrong(p)):
        assert ml.diagnose(answer, f, p).reasons[0].kind == kind


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ([1, 1, -1], "All entries are right but entry 2, which has the wrong sign."),
        ([2, 1, 1], "entry 0, which is twice as large as it should be."),
        ([1, 0.5, 1], "entry 1, which is half of what it should be."),
    ],
)
def test_the_entry_is_named_and_what_became_of_it(change, said):
    assert said in str(ml.diagnose((C + C.T) @ p * change, lambda v: v @ C @ v, p))


def test_entries_that_changed_places_are_named():
    said = str(ml.diagnose(((C + C.T) @ p)[[2, 1, 0]], lambda v: v @ C @ v, p))
    assert "Entry 0 and entry 2 have changed places." in said


# ------------------------------------------------------- in the words of who wrote the function


@pytest.mark.parametrize(
    ("y", "x", "wrong", "said"),
    [
        (
            4 / 3 * np.pi * (6 + 0.5 * s) ** 3,
            s,
            4 * np.pi * (6 + 0.5 * s) ** 2,
            "that of s / 2 + 6 by s",
        ),
        ((2 * s - 3) ** 2 + s**2 / 10, s, 2 * (2 * s - 3) + s / 5, "that of 2 s - 3 by s"),
        (ml.sum(ml.maximum(x, x / 10)), x, ml.ones("n"), "x > x / 10"),
        (
            # letters of its own: the same function is written in the other order elsewhere
            ml.sum((h - B @ g) ** 2),
            g,
            2 * B.T @ (h - B @ g),
            "of h - B g by B g has the wrong sign",
        ),
        (ml.sqrt(2 + 5 * s**2), s, 1 / ml.sqrt(2 + 5 * s**2) / 2, "of 5 s² + 2 by s"),
    ],
)
def test_a_sentence_names_what_was_written(y, x, wrong, said):
    assert said in str(ml.diagnose(wrong, y, x))


# ------------------------------------------------------------------- what is published


def test_published_mistakes_get_their_kinds():
    answers = list(wrong_answers(PUBLISHED))
    assert len(answers) > 120
    found = [ml.diagnose(answer.wrong, answer.y, answer.by) for answer in answers]
    assert not any(found)
    false = [
        (answer, diagnosis)
        for answer, diagnosis in zip(answers, found, strict=True)
        if diagnosis.reasons and diagnosis.reasons[0].kind not in answer.kinds
    ]
    assert not false
    told = [bool(d.reasons) or "has shape" in d.remark for d in found]
    assert sum(told) >= 0.97 * len(answers)


def test_mistakes_of_students_get_their_kinds():
    answers = list(wrong_answers(STUDENTS))
    found = [ml.diagnose(answer.wrong, answer.y, answer.by) for answer in answers]
    assert not any(found)
    named = [
        bool(diagnosis.reasons) and diagnosis.reasons[0].kind in answer.kinds
        for answer, diagnosis in zip(answers, found, strict=True)
    ]
    assert sum(named) >= 0.96 * len(answers)


def test_mistakes_typed_as_text_get_their_kinds():
    found = [(kind, ml.check(answer, y, by).kind) for kind, y, by, answer in slips_as_typed()]
    assert len(found) > 190
    assert [pair for pair in found if pair[0] != pair[1]] == []


def test_slips_that_a_teacher_remembers_get_one_of_the_kinds_that_are_true_of_them():
    asked = [(kinds, (answer, y, by)) for kinds, y, by, answer in remembered_slips()]
    asked += [(kinds.split("/"), (wrong, f, at)) for kinds, f, at, wrong in REMEMBERED]
    assert len(asked) > 290
    found = [(kinds, ml.check(*question)) for kinds, question in asked]
    assert [(kinds, v.kind, str(v)) for kinds, v in found if v.kind not in kinds] == []
