"""Signs and fractions where a person would write them."""

import pickle

import pytest

import mathlib as ml

# Dimensions that no other test has: how brackets were written elsewhere is not read here.

A, x, b, m = ml.matrix("A", "l", "h"), ml.vector("x", "h"), ml.vector("b", "l"), ml.vector("c", "h")
S, C, W = (ml.matrix(name, "h", "h", symmetric=True) for name in "SCW")
N, t = ml.scalars("N t")
w = ml.vector("w", "h")
u = w / ml.norm(w)

TEXTS = {
    "under a logarithm": (ml.gradient(-ml.sum(ml.log(b - A @ x)), x), "Aᵀ (𝟏 ⊘ (b - A x))"),
    "under a logarithm, the other way round": (
        ml.gradient(-ml.sum(ml.log(A @ x - b)), x),
        "-Aᵀ (𝟏 ⊘ (A x - b))",
    ),
    "a number less a square": (ml.gradient(-ml.log(1 - x @ x), x), "2 x / (1 - ‖x‖²)"),
    "a square less a number": (ml.gradient(-ml.log(x @ x - 1), x), "-2 x / (‖x‖² - 1)"),
    "under a square": (ml.sum((b - A @ x) ** 2), "‖b - A x‖²"),
    "in a quadratic form": ((m - x) @ C @ (m - x), "(c - x)ᵀ C (c - x)"),
    "under a cube": (ml.sum((m - x) ** 3), "𝟏ᵀ (c - x)∘³"),
    "a minus goes into a bracket": (-(A.T @ (A @ x - b)), "Aᵀ (b - A x)"),
    "also where a scalar is drawn out of it": (
        N * ml.inv(S) @ W - N * ml.inv(S) @ C @ ml.inv(S) @ W,
        "N (S⁻¹ - S⁻¹ C S⁻¹) W",
    ),
    "into the bracket that is something less its part": (
        ml.gradient((x @ u - t) ** 2, w),
        "2 (wᵀ x / ‖w‖ - t) (x / ‖w‖ - (wᵀ x) w / ‖w‖³)",
    ),
    "a fraction goes back into a bracket": (2 * (x + m / 100) * t, "2 t (x + c / 100)"),
    "a small one stays in front": (t * (x + m / 2), "t (2 x + c) / 2"),
    "a whole one in front": ((x + m / 100) * t / 50 * 100, "2 t (x + c / 100)"),
    "a subtracted bracket stays as it was written": (
        x * t - (x @ (w - m)) * w,
        "t x - ((w - c)ᵀ x) w",
    ),
    "two brackets": ((t**2 - 1) * (t - N), "(t - N) (t² - 1)"),
    "two brackets of three": (-(t**2 - 1) * (t - N) * (t - 3), "(1 - t²) (t - 3) (t - N)"),
    "all is subtracted": (-t - 1, "-t - 1"),
    "a scalar meets its like in front": (t**2 * (x / t - m / t), "t (x - c)"),
    "a fraction below": (1 / (t * (x @ m / t + 1)), "1 / (cᵀ x + t)"),
    "a fraction of every entry below": (x / (t * (x**2 / t + 1)), "x ⊘ (x∘² + t 𝟏)"),
    "a denominator under a root": (ml.sum(ml.sqrt(x**2 + 0.001)), "𝟏ᵀ sqrt(x∘² + 𝟏 / 1000)"),
    "a root beside a long number": (3.14159265 * x / ml.sqrt(2), "2.22144 x"),
    "one below in a sum of entries": (ml.sum(x / (m + t)), "𝟏ᵀ (x ⊘ (c + t 𝟏))"),
    "ones beside what is summed": (A.T @ ml.ones("l") - A.T @ b, "Aᵀ (𝟏 - b)"),
    "a scalar drawn out of matrices that share more": (
        ml.diag(x) / t - ml.outer(x, x) / t,
        "(diag(x) - x xᵀ) / t",
    ),
    "no number is torn apart": (x @ C @ x - m @ x, "xᵀ C x - cᵀ x"),
    "one below": (1 / t - 1, "1 / t - 1"),
    "a root below": (ml.gradient(ml.arccosh(t), t), "1 / sqrt(t² - 1)"),
}


@pytest.mark.parametrize(("e", "text"), TEXTS.values(), ids=TEXTS)
def test_text(e, text):
    assert str(e) == text


def test_what_nobody_wrote_has_the_sign_in_which_it_is_kept():
    e = ml.sum((b - A @ x) ** 2)
    assert str(pickle.loads(pickle.dumps(e))) in ("‖A x - b‖²", "‖b - A x‖²")


def test_the_sign_is_that_of_the_function_that_is_differentiated():
    """Two functions with one bracket, each written in its own way."""
    first, second = -ml.sum(ml.log(m - 3 * x)), -ml.sum((3 * x - m) ** -1)
    assert str(ml.gradient(first, x)) == "3 (𝟏 ⊘ (c - 3 x))"
    assert str(ml.gradient(second, x)) == "3 (𝟏 ⊘ (3 x - c)∘²)"


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
def test_names_keep_the_sign(layout):
    J = ml.derivative(ml.log(b - A @ x), x)
    assert "(b - z)" in J.text(layout, names={"z": A @ x})


def test_a_bracket_has_the_sign_of_its_latest_writing_also_of_one_that_comes_again():
    A, u, b = ml.matrix("A", "l", "h"), ml.vector("u", "h"), ml.vector("b", "l")
    for _ in range(2):
        assert str(ml.sum((b - A @ u) ** 2)) == "‖b - A u‖²"
        assert str(ml.sum((A @ u - b) ** 2)) == "‖A u - b‖²"
