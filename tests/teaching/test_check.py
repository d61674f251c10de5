"""`ml.check`: every form of a right answer is right, no wrong one raises or is told the number."""

import re
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

import mathlib as ml
from mathlib.symbolic.expression import Expression

X, w, t = ml.matrix("X", "m", "n"), ml.vector("w", "n"), ml.vector("t", "m")
b = ml.scalar("b")
LOSS = ml.sum((X @ w + b - t) ** 2)
AT = {
    "X": np.array([[1.5, -0.7, 3.1], [0.4, 2.2, -1.3], [2.6, 0.9, 0.3], [-1.1, 1.7, 0.6]]),
    "w": np.array([0.8, -1.4, 0.35]),
    "t": np.array([0.2, 1.6, -0.9, 2.4]),
    "b": 0.45,
}
GRADIENT = 2 * AT["X"].T @ (AT["X"] @ AT["w"] + AT["b"] - AT["t"])


@pytest.mark.parametrize(
    "answer",
    [
        GRADIENT,
        GRADIENT.tolist(),
        tuple(GRADIENT),
        GRADIENT[None, :],
        GRADIENT[:, None],
        [Fraction(entry) for entry in GRADIENT],
        np.round(GRADIENT, 9),
        [sp.Float(entry, 17) for entry in GRADIENT],
        sp.Matrix(GRADIENT.tolist()),
        2 * X.T @ (X @ w + b - t),
        "2 Xᵀ(Xw + b - t)",
        "2*X.T @ (X@w + b - t)",
        "2 (X w + b - t)ᵀ X",
        lambda X, w, b, t: 2 * X.T @ (X @ w + b - t),
        lambda **v: 2 * v["X"].T @ (v["X"] @ v["w"] + v["b"] - v["t"]),
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_a_right_answer_is_right_in_every_form(answer):
    assert ml.check(answer, LOSS, w, at=AT)
    assert str(ml.check(answer, LOSS, w, at=AT)) == "right"


@pytest.mark.parametrize(
    "answer", [6, 6.0, [6], [[6]], np.array(6), Fraction(6), sp.Integer(6), "6", "2*3", True * 6]
)
def test_a_number_is_right_in_every_form(answer):
    assert ml.check(answer, lambda x: x**2, 3.0)
    assert ml.check(answer, 6)
    assert ml.check(answer, sp.Integer(6))


s = ml.scalar("s")
TYPED = [
    (LOSS, w, "dL/dw = 2 X^T (Xw + b - t)."),
    (LOSS, w, r"2 X^{\top} \left(X w + b - t\right)"),
    (LOSS, w, r"2 \cdot X^{T}(Xw + b - t)"),
    (LOSS, w, "2 X^⊤ (X w + b - t)"),
    (LOSS, w, "2 * np.dot(X.T, np.dot(X, w) + b - t)"),
    (LOSS, w, "2 XᵀXw + 2 Xᵀ(b𝟏) - 2 Xᵀt"),
    (ml.exp(-(s**2) / 2), s, "-s e^(-s^2/2)"),
    (ml.exp(-(s**2) / 2), s, "-s e^{-s^2/2}"),
    (ml.sqrt(1 + s**4), s, r"\frac{2 s^3}{\sqrt{1 + s^{4}}}"),
    (ml.sqrt(1 + s**4), s, "2 s³ / √(1 + s⁴)"),
    (s**2 * ml.sin(s), s, r"2 s \sin(s) + s^2 \cos s"),
]


@pytest.mark.parametrize(("y", "x", "typed"), TYPED)
def test_what_is_copied_from_elsewhere_is_read(y, x, typed):
    assert str(ml.check(typed, y, x)) == "right"
    assert not ml.check(f"3 ({typed.split('=')[-1].rstrip('.')})", y, x)


@pytest.mark.parametrize(
    "typed",
    [
        "[[24, 0.5, 16], [1, 5, 0]]",
        "array([[24, 0.5, 16], [1, 5, 0]])",
        "np.array([[24, 1/2, 4**2], [1, 5, 0]])",
        "[24, 0.5, 16; 1, 5, 0]",
        "((24, 0.5, 16), (1, 5, 0))",
        "[24 0.5 16; True 5 False]",
    ],
)
def test_lists_are_read_however_they_are_written(typed):
    assert ml.check(typed, [[24, 0.5, 16], [1, 5, 0]])
    assert not ml.check(typed, [[24, 0.5, 16], [1, 5, 3]])
    assert ml.check(typed, [[24, 0.5], [16, 1], [5, 0]]).kind == "shape"


def test_truth_is_a_number_too():
    assert ml.check([1, 0, 1], np.array([True, False, True]))
    assert ml.check([True, False, True], [1, 0, 1])
    assert ml.check("[True, False, True]", [1, 0, 1])
    assert ml.check([sp.true, sp.false, sp.true], [1, 0, 1])


def test_letters_of_sympy_are_read_where_they_are_numbers():
    s, u = sp.symbols("s u")
    S, U = ml.scalars("s u")
    assert ml.check(2 * s * u, S**2 * U, S)
    assert ml.check(sp.cos(s) * u, ml.sin(S) * U, S)
    verdict = ml.check(15 * s**2 - 2, lambda x: 5 * x**3 - 2 * x, 2.0)
    assert verdict.kind == "unread"
    assert "SymPy's letters (s)" in str(verdict)


def test_what_is_right_at_the_point_is_right():
    """Of a neuron that is off, a layer that is all on, targets that sum to 1."""
    p, z = ml.vector("p", "n"), ml.vector("z", "n")
    loss = -ml.sum(p * ml.log(ml.softmax(z)))
    at = {"p": [0.2, 0.5, 0.3], "z": [1.2, -0.4, 0.7]}
    verdict = ml.check(ml.softmax(z) - p, loss, z, at=at)
    assert verdict
    assert str(verdict) == "right, as the entries of p sum to 1 here"
    assert not ml.check(ml.softmax(z) - p, loss, z)
    assert not ml.check(ml.softmax(z) + p, loss, z, at=at)


def test_what_is_right_only_at_the_point_is_said_to_be():
    x = ml.vector("x", "n")
    at = {"x": np.array([1.4, 0.3, 2.6])}
    verdict = ml.check(ml.ones("n"), ml.sum(ml.relu(x)), x, at=at)
    assert verdict
    assert str(verdict).startswith("right at this point, though not everywhere. Elsewhere: ")


@pytest.mark.parametrize("nothing", [..., None])
def test_no_answer_is_no_answer_yet(nothing):
    for verdict in (ml.check(nothing, LOSS, w, at=AT), ml.check(nothing, [1, 2])):
        assert str(verdict) == "not answered yet"
        assert verdict.kind == "unanswered"
        assert not verdict


class Deceptive:
    """Cannot be made a number, and says so in its own way."""

    def __float__(self):
        raise KeyError("nothing")


GARBAGE = [
    Deceptive(),
    "a" * 10_000,
    "(" * 500,
    "X.T X",
    "50 %",
    "0,5 kg",
    ["1,5", "2", "3"],
    {"w": [1, 2, 3]},
    "",
    "?",
    "2 X (",
    "no idea",
    "[1, 2",
    [],
    {},
    {1, 2, 3},
    [[1, 2], [3]],
    [None, 1],
    ["a", "b"],
    b"2",
    object(),
    int,
    np,
    float("nan"),
    [np.inf, 1, 2],
    2j,
    [1j, 2, 3],
    np.ma.masked_array([1.0, 2, 3], [True, False, False]),
    lambda: 1 / 0,
    lambda X: X.nothing,
    lambda **_: "text",
    ml.ones("q"),
    ml.vector("z", "n"),
    [w, w],
    sp.Symbol("q"),
    10**400,
    [10**400, 1, 2],
    np.array("2019", dtype="datetime64"),
    Expression,
    range(0),
    (n for n in range(3)),
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda g: f"{type(g).__name__} {str(g)[:20]}")
def test_nothing_that_can_be_typed_raises(garbage):
    questions = [
        (LOSS, w, AT),
        (LOSS, w, None),
        (lambda v: v @ v, np.array([1.0, 2.0, 3.0]), None),
        ([4.0, 5.0, 7.0], None, None),
        (3.5, None, None),
    ]
    for y, x, at in questions:
        verdict = ml.check(garbage, y, x, at=at)
        assert not verdict
        assert verdict.kind
        assert re.search(r"\w+ \w+", str(verdict))
        assert len(str(verdict)) <= 400
        assert all(isinstance(verdict.hint(k), str) for k in (1, 2, 3))


WRONG = [
    ([-4.25, 5.5, 7.75], "the first entry has the wrong sign"),
    ([4.25, 5.5, 8.75], "the third entry is too large"),
    ([4.25, 5.0, 7.0], "the second entry is too small, and it is not the only one"),
    ([4.25, 7.75, 5.5], "The numbers are right, and stand in the wrong places"),
    ([-4.25, -5.5, -7.75], "The sign is wrong"),
    ([8.5, 11, 15.5], "Every entry is twice too large"),
    ([21.25, 27.5, 38.75], "Every entry is five times too large"),
    ([3.4, 4.4, 6.2], "Every entry is too small, by the same factor"),
    ([4.3, 5.5, 7.8], "Nearly: it seems to be rounded"),
    ([4.25, 5.5], "Your answer is a list of 2 numbers, and a list of 3 numbers is wanted"),
    (4.25, "Your answer is a single number, and a list of 3 numbers is wanted"),
]


@pytest.mark.parametrize(("answer", "sentence"), WRONG)
def test_what_is_wrong_is_said_without_the_number(answer, sentence):
    verdict = ml.check(answer, [4.25, 5.5, 7.75])
    assert sentence in str(verdict)
    assert not verdict
    assert "4.25" not in str(verdict)
    assert "7.75" not in str(verdict)


def test_a_place_in_a_matrix_is_counted_in_words():
    right = np.arange(6.0).reshape(2, 3) + 1
    wrong = right.copy()
    wrong[1, 2] = 9
    said = "Not right: the entry in the second row and the third column is too large."
    assert str(ml.check(wrong, right)) == said
    assert ml.check(right.T, right).kind == "layout"


def test_brackets_and_turned_rows_are_told_from_wrong_numbers():
    right = np.array([[24.0, 0.5, 16.0], [1.5, 5.0, 0.0]])
    turned = right.T.copy()
    turned[2, 0] = 4
    said = "Its rows are columns, and when they are turned: Not right: the entry in the first row"
    assert str(ml.check(turned, right)).startswith(said)
    assert "two pairs of brackets" in str(
        ml.check([24.0, 0.5, 17.5], lambda x: [24 * x[0] + x[1] / 2 + 17.5 * x[2]], [1.0, 3.0, 5.0])
    )


def test_a_size_that_is_a_number_of_the_formula_is_not_named():
    z = ml.vector("z", "n")
    at = {"z": np.array([2.5, -1.4, 0.6])}
    assert "n" not in str(ml.check(8 * at["z"] ** 2, ml.sum(z**3), z, at=at)).split()
    two = {"z": np.array([2.5, -1.4])}
    assert " n " not in str(ml.check(8 * two["z"], ml.sum(z**2), z, at=two))


def test_the_value_comes_on_request():
    verdict = ml.check([1, 2, 3], LOSS, w, at=AT)
    assert np.allclose(verdict.reveal(), GRADIENT)
    assert "answer" in verdict.hint(3)
    assert str(ml.check(X.T @ (X @ w + b - t), LOSS, w).reveal()) == "2 (X w + b 𝟏 - t)ᵀ X"
    with pytest.raises(ValueError, match="there are hints 1, 2 and 3, not 4"):
        verdict.hint(4)


def test_one_number_for_a_formula_is_not_two_mistakes():
    x = ml.scalar("x")
    for number in (30, "30", "6", 0.5, "--2"):
        assert "Two mistakes" not in str(ml.check(number, 5 * x**3 - 2 * x + 7, x))


def test_rounding_is_taken_where_it_is_asked_for():
    assert ml.check(0.61, 0.60653, digits=2)
    assert ml.check(0.607, 0.60653, digits=2)
    assert not ml.check(0.62, 0.60653, digits=2)
    assert ml.check(0.61, 0.60653).kind == "rounded"
    assert ml.check(0.900000000005, 0.9)


def test_where_letters_are_asked_for_numbers_are_refused_in_a_sentence():
    s = ml.scalar("s")
    for three in (3, [3], "3", [[3.0]]):
        assert ml.check(three, 3 * s + 7, s)
    for numbers in ([1, 2, 3], 1, "1"):
        assert "A formula is wanted here: type it with the letters X, b, t, w" in str(
            ml.check(numbers, LOSS, w)
        )


def test_what_is_wrong_with_the_exercise_raises():
    with pytest.raises(ValueError, match="layout is"):
        ml.check(1, LOSS, w, layout="rows")
    with pytest.raises(TypeError):
        ml.check(1, "loss", w)
    with pytest.raises(ValueError, match="no value for X, b, t"):
        ml.check([1, 2, 3], LOSS, w, at={"w": [1, 2, 3]})


def test_the_reader_s_arrays_are_left_as_they_are():
    at = {name: np.copy(value) for name, value in AT.items()}

    def in_place(X, w, b, t):
        w *= 0
        X += 1
        return w

    assert not ml.check(in_place, LOSS, w, at=at)
    assert all(np.array_equal(at[name], AT[name]) for name in AT)


def test_of_one_number_no_reason_is_certain():
    verdict = ml.check(3.0, lambda v: v**2, 3.0)
    assert verdict.kind == "factor 2"
    assert str(verdict).startswith("Perhaps: ")
    assert not str(ml.check([3.0, 5.0, 7.5], lambda v: v @ v, [3.0, 5.0, 7.5])).startswith(
        "Perhaps"
    )


def test_what_is_told_by_many_a_rule_is_told_by_none():
    """Of 1, or of a single number with sums in it, the place is named and no reason."""
    s = ml.scalar("s")
    assert ml.check(1, ml.sin(s) ** 2, s, at={"s": 0.3}).kind == "place"
    assert ml.check(-1, 5 * s**3 - 2 * s, s, at={"s": 2.3}).kind == "place"


def test_where_the_derivative_vanishes_the_numbers_decide():
    z = ml.scalar("z")
    y = ml.sigmoid(7 * z**2 - 4)
    inner = 1 / (1 + np.exp(-(7 * 2.6**2 - 4)))
    assert ml.check(14 * 2.6 * inner * (1 - inner), y, z, at={"z": 2.6})
    assert not ml.check(1e-3, y, z, at={"z": 2.6})


def test_a_formula_is_right_only_where_that_can_be_told():
    """Where a function is flat every formula gives 0; that is no proof of this one."""
    flat = ml.relu(ml.dot(w, ml.vector("x", "n")) - 10**30)
    J = ml.derivative(flat, w)
    for answer in (J, -1 * J, 0 * J):
        assert not ml.check(answer, flat, w)
    assert "vanishes" in str(ml.check(J, flat, w))


def test_a_small_part_of_a_formula_counts():
    decayed = ml.sum((X @ w - t) ** 2) + 1e-8 * (w @ w)
    assert ml.check(2 * X.T @ (X @ w - t) + 2e-8 * w, decayed, w)
    for small in (0, -2e-8):
        wrong = 2 * X.T @ (X @ w - t) + small * w
        assert not ml.check(wrong, decayed, w)
        assert not ml.check(wrong, decayed, w, at={k: AT[k] for k in "Xwt"})


def test_of_one_number_the_ratio_is_not_told():
    for answer in (4.3 * np.pi * 36, np.pi * 36):
        verdict = ml.check(answer, lambda t: 4 / 3 * np.pi * (6 + 0.5 * t) ** 3, 0.0)
        assert "times" not in str(verdict)
        assert re.fullmatch(r"Not right: it is too (large|small)\.", str(verdict))


def test_every_hint_is_about_what_is_wrong():
    assert "How many numbers" in ml.check([1.0, 2.0], 3.5).hint()
    assert "outputs" in ml.check([1.0, 2.0], lambda v: v @ v, [1.0, 3.0, 5.0]).hint()
    assert "formula in quotes" in ml.check("?", 3.5).hint()
    assert "entry alone" in ml.check([1.0, 2.5, 7.0], [1.0, 2.0, 7.0]).hint()
    assert ml.check([2.0, 1.0, 7.0], [1.0, 2.0, 7.0]).kind == "swapped entries"
    assert "one by one" in ml.check([1.0, 2.5], [1.0, 2.0]).hint(2)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("Xᵀ diag(t)", "layout"),
        ("diag(t)", "chain rule"),
        ("diag(w)", "shape"),
        ("t wᵀ X", "unread"),
    ],
)
def test_a_typed_formula_of_another_shape_is_told_what_is_wrong(typed, kind):
    assert ml.check(typed, t * (X @ w), w).kind == kind
    assert ml.check("diag(t) X", t * (X @ w), w).right
