"""Mistakes of memory, and what is said of them in the reader's own writing."""

import numpy as np
import pytest

import mathlib as ml

u, c = ml.scalars("u c")
g, h = ml.vectors("g h", "n19")
M = ml.matrix("M", "m23", "n19")
N = ml.matrix("N", "n19", "n19")


@pytest.mark.parametrize(
    ("answer", "y", "by", "kind", "said"),
    [
        (
            "1 - tanh(u)",
            ml.tanh(u),
            u,
            "missing factor",
            "1 minus its square, and the square is mi",
        ),
        ("c (1 + tanh(c u)^2)", ml.tanh(c * u), u, "sign", "1 minus its square, and the sign is w"),
        (
            "Mᵀ(1 - tanh(M g))",
            ml.sum(ml.tanh(M @ g)),
            g,
            "missing factor",
            "The slope of tanh(M g)",
        ),
        ("1 + tan(u)", ml.tan(u), u, "missing factor", "1 plus its square, and the square is mis"),
        ("1/cos(u)", ml.tan(u), u, "missing factor", "1 over a square, and the square is miss"),
        ("3/(1 + 3u)", ml.arctan(3 * u), u, "missing factor", "arctan(3 u), the square of 3 u is"),
        ("u exp(u - 1)", ml.exp(u), u, "power rule", "exp(u) is differentiated as if it were"),
        ("u 3^(u-1)", 3**u, u, "power rule", "a power of 3: here the exponent moves"),
        ("-cos(u)", ml.sin(u), u, "sign", "wrong sign"),
        ("sigmoid(u)(1 + sigmoid(u))", ml.sigmoid(u), u, "sign", "itself times 1 minus itself"),
        ("Mᵀ(M g)", ml.sum(ml.softplus(M @ g)), g, "f' at the wrong point", "is sigmoid(M g)"),
        ("cos(3u^2)", ml.sin(u**3), u, "chain rule", "taken at the derivative of u³, not at it"),
        ("12 u^2", u**4, u, "another order", "the second derivative: it is differentiated"),
        ("N + Nᵀ", g @ N @ g, g, "another order", "the second derivative"),
        ("2 u^3 - cos(u)", 6 * u**2 + ml.sin(u), u, "another order", "This is an integral"),
        ("(1 - u^2)/(1 + u^2)", u / (1 + u**2), u, "missing factor", "1 is to be squared"),
        ("3 g", g @ g + h @ g, g, "another part", "g stands where h is meant"),
    ],
)
def test_what_is_recalled_wrongly_is_named(answer, y, by, kind, said):
    verdict = ml.check(answer, y, by)
    assert (verdict.kind, said in str(verdict)) == (kind, True), verdict


def test_a_product_is_named_as_it_was_written():
    q, r = ml.vector("q", "n29"), ml.scalar("r29")
    assert str(ml.check("diag(q)", q * q, q)).startswith("q stands in q ⊙ q more than once")
    assert str(ml.check("r29", r * r, r)).startswith("r29 stands in r29 · r29 more than once")
    said = str(ml.check(lambda p: np.diag(p), lambda p: p * p, np.array([1.3, 0.4])))
    assert said.startswith("p stands in p ⊙ p more than once")
    A = ml.matrix("A", "n29", "n29")
    said = str(ml.check("diag(A q) A", (A @ q) * (A @ q), q))
    assert said.startswith("A q stands in (A q) ⊙ (A q) more than once")


def test_what_is_symmetric_is_one_term_of_which_the_order_may_be_wrong():
    S = ml.matrix("S", "n19", "n19", symmetric=True)
    verdict = ml.check("2 N S S", ml.trace(N @ S @ N.T @ S), N)
    assert verdict.kind == "noncommutative"
    assert "are multiplied in the wrong order" in str(verdict)


HUBER_AT = np.array([0.4, 2.3, -1.7, -0.6])


def huber(v):
    """Squares of small entries, and sizes of large ones."""
    return np.sum(np.where(np.abs(v) < 1, v**2 / 2, np.abs(v) - 0.5))


def test_a_choice_of_numpy_is_read():
    verdict = ml.check(lambda v: v, huber, HUBER_AT)
    assert (verdict.kind, str(verdict)) == (
        "mask",
        "All entries are taken as those with 𝟏 - |v| > 0.",
    )
    assert ml.check(lambda v: np.where(np.abs(v) < 1, v, 1), huber, HUBER_AT).kind == "sign"
    assert ml.check(lambda v: np.where(np.abs(v) < 1, v, np.sign(v)), huber, HUBER_AT)


DATA, TARGETS = np.array([[1.3, -0.4], [0.6, 1.7], [-0.2, 0.8]]), np.array([1.0, 0.3, 2.0])


def test_arrays_among_the_arguments_have_their_names():
    def loss(w, X=DATA, y=TARGETS):
        return np.sum((X @ w - y) ** 2)

    said = str(ml.check(lambda w: DATA.T @ (DATA @ w - TARGETS), loss, np.array([0.3, -0.6])))
    assert said == "The exponent 2 of (X w - y)∘² does not come down as a factor."


def test_a_deviation_is_named_as_what_it_is_made_of():
    def scaled(v):
        return (v - v.mean()) / v.std()

    def constant_deviation(v):
        return (np.eye(4) - 0.25) / v.std()

    verdict = ml.check(constant_deviation, scaled, np.array([0.4, 1.9, -0.7, 2.6]))
    assert "sqrt(‖v - (𝟏ᵀ v / 4) 𝟏‖² / 4) is held constant" in str(verdict)


def test_equal_entries_that_change_with_the_point_are_no_chance():
    def wrong(v):
        return np.ones(3) / np.sum(np.exp(v))

    found = ml.check(wrong, lambda v: np.log(np.sum(np.exp(v))), np.array([0.4, 1.3, -0.7]))
    assert str(found).startswith("The derivative of exp(v) is missing")


def test_an_amount_in_the_wrong_entry_is_seen():
    def entropy(z):
        return -np.log(np.exp(z[1]) / np.sum(np.exp(z)))

    def wrong_class(z):
        return np.exp(z) / np.exp(z).sum() - np.array([0, 0, 1])

    verdict = ml.check(wrong_class, entropy, np.array([0.4, 1.3, -0.7]))
    assert (verdict.kind, verdict.message) == (
        "another entry",
        "What is due in one entry stands in another: two are off by the same amount.",
    )


def test_where_a_formula_has_no_value_is_said():
    verdict = ml.check("sqrt(2 u)", ml.sqrt(u**2 + 9), u)
    assert "Where u = -" in str(verdict)
    assert "your formula has no finite value, and the derivative has one" in str(verdict)


def test_a_number_for_a_formula_is_asked_for_its_shape():
    verdict = ml.check(1, ml.exp(g), g)
    assert verdict.kind == "unread"
    assert str(verdict).endswith("with the letters g. Its shape is (n19, n19).")
    verdict = ml.check("np.ones(3)", ml.sum(g), g)
    assert str(verdict) == "Sizes are letters here: write n19, as in ones(n19)."
    assert ml.check("np.ones(3)", ml.sum(g), g, at={"g": [1.5, 0.4, -2.0]})


@pytest.mark.parametrize("given", [[1, -9, -6], [1.0, 0.0, 4.0]])
def test_one_and_nothing_are_explained_by_no_rule(given):
    verdict = ml.check(given, lambda p: p[0] ** 2 * np.exp(p[1]) + p[2], [1.7, 0.4, 3.1])
    assert (verdict.kind, "Perhaps" in str(verdict)) == ("place", False)


B = ml.matrix("B", "n19", "n19")
ONES = ml.ones("m23")
SQUARES = ml.mean((M @ g - ONES) ** 2)


@pytest.mark.parametrize(
    ("answer", "y", "by", "kind", "said"),
    [
        ("exp(u^2 + u)", ml.exp(u**2 + u), u, "chain rule", "forgotten: that of u² + u by u"),
        ("3u^2 + 2c", u**3 + c**2, u, "other variable", "The derivative by c is added"),
        ("11 u", u**11, u, "power rule", "is to fall by 1, and it is lost"),
        ("1", ml.relu(g @ h + u), u, "mask", "of zeros and ones"),
        ("0.7", ml.relu(g @ h + u), u, "unread", "A formula is wanted here"),
        ("(N B)ᵀ + B N", ml.trace(N @ B @ N), N, "transpose inside", "is transposed"),
        ("inv(N)ᵀ / det(N)", ml.logdet(N), N, "missing factor", "in front, and it cancels"),
        (
            "tanh(g)",
            M @ ml.tanh(g),
            g,
            "shape",
            "of shape (n19,), and an array of shape (m23, n19)",
        ),
        (
            2 * M.T @ (M @ g) / ml.sum(ONES) - 2 * M.T @ ONES,
            SQUARES,
            g,
            "factor N",
            "The number in front of one term is lost",
        ),
    ],
)
def test_a_slip_of_memory_has_its_sentence(answer, y, by, kind, said):
    verdict = ml.check(answer, y, by)
    assert (verdict.kind, said in str(verdict)) == (kind, True), verdict


def test_a_number_is_called_a_length_only_where_something_is_added_up():
    at = {"g": np.array([0.4, 1.3, -0.7]), "u": 0.6}
    y = ml.tanh(u * g)
    wrong = 3 * ml.jacobian(y, g).evaluate(**at)
    assert str(ml.check(wrong, y, g, at=at)) == "The whole answer is 3 times too large."
    y = ml.mean(ml.tanh(u * g))
    wrong = 3 * ml.gradient(y, g).evaluate(**at)
    assert str(ml.check(wrong, y, g, at=at)) == "The whole answer is n19 times too large."


def test_one_entry_among_others_is_not_the_whole_answer():
    verdict = ml.check([-83.0, 8.0], lambda p: p[0] ** 3 * p[1], [2.0, 83 / 12])
    assert str(verdict) == "Not right: the first entry has the wrong sign."


def test_letters_where_numbers_are_wanted_are_named():
    said = "Your answer has letters in it (g), and numbers are wanted."
    assert str(ml.check(g, [3.0, 5.5])) == said


def test_a_text_is_evaluated_without_a_warning():
    assert str(ml.check("log(0)", [3.0])) == "Your answer is -inf, and finite numbers are wanted."
    assert "has no meaning, whatever the size" in str(ml.check("III", 0.75))
