"""What is collected and cancelled: blocks as powers, brackets that vanish, scalars in front."""

import numpy as np
import pytest

import mathlib as ml

(x, y, w), b, X = ml.vectors("x y w", "n"), ml.vector("b", "m"), ml.matrix("X", "m", "n")
(A, B), q, N = ml.matrices("A B", "n", "n"), ml.scalar("q"), ml.scalar("N")
centred = x - ml.mean(x)
Z = ml.matrix("Z", "m", "n")
centred_rows = Z - ml.mean(Z, axis=1, keepdims=True)

ZERO = {
    "a quotient of equals": ml.derivative((x @ x) / (x @ x), x),
    "the sum of what is centred": ml.sum(centred),
    "the sum of what is normalised": ml.derivative(ml.sum(centred / ml.norm(centred)), x),
    "layer norm": ml.derivative(ml.sum(centred / ml.sqrt(ml.mean(centred**2) + 1e-5)), x),
    "layer norm of rows": ml.sum(
        centred_rows / ml.sqrt(ml.mean(centred_rows**2, axis=1, keepdims=True) + 1e-5)
    ),
    "batch norm": ml.sum((Z - ml.mean(Z, axis=0)) / ml.std(Z, axis=0)),
}


@pytest.mark.parametrize("e", ZERO.values(), ids=ZERO)
def test_what_is_0_reads_as_0(e):
    assert str(e) == "0"


TEXTS = {
    "equal vectors added": (
        ml.hessian(ml.sum(((X @ x) ** 2 - b) ** 2), x),
        "4 Xᵀ diag(3 (X x)∘² - b) X",
    ),
    "a norm beside a scalar under a fraction": (
        ml.derivative(ml.log(q * ml.sum(x**2)), q),
        "1 / q",
    ),
    "norms under a root": (ml.sqrt((x @ x) * (y @ y)), "‖x‖ ‖y‖"),
    "the norm of a multiple": (ml.norm(ml.norm(x) * y), "‖x‖ ‖y‖"),
    "a scalar drawn out": (q * x + q * y, "q (x + y)"),
    "a scalar drawn out of matrices": (
        ml.derivative(q * (ml.logdet(A) + ml.trace(ml.inv(A) @ B)), A),
        "q (A⁻¹ - A⁻¹ B A⁻¹)ᵀ",
    ),
    "a scalar drawn out of a bracket": ((N * A - N * B) @ x, "N (A - B) x"),
    "a mask drawn out": (
        ml.derivative(ml.relu((x - y) @ (x - y) - (x - w) @ (x - w) + 1), x),
        "2 [‖x - y‖² + 1 - ‖x - w‖² > 0] (w - y)ᵀ",
    ),
    "a mask of what is 0 there": ((x > 0) * ml.relu(x), "relu(x)"),
    "a sign times its number": (x**3 * ml.sign(x), "x∘² ⊙ |x|"),
    "a choice of 1 and 0": (ml.where(x > 0, 1, 0), "[x > 0]"),
    "a choice of 0 and 1": (ml.where(x < 0, 0, 1), "[x ≥ 0]"),
    "the rest of a mask": (q * (1 - (x > 0)), "q [x ≤ 0]"),
    "a scalar under a square": ((q * (A @ x)) ** 2, "q² (A x)∘²"),
    "the reader's sum stays": (ml.sum(X @ x - b), "𝟏ᵀ (X x - b)"),
}


@pytest.mark.parametrize(("e", "text"), TEXTS.values(), ids=TEXTS)
def test_text(e, text):
    assert str(e) == text


def test_equal_vectors_in_a_product_are_a_power():
    assert (A @ x) * (A @ x) is (A @ x) ** 2
    assert (A @ x) * y / (A @ x) is y
    assert (A @ x) * (B @ x) != (A @ x) ** 2


def test_a_root_of_a_product_that_may_be_negative_stays_one():
    e = ml.sqrt((x @ y) * (y @ w))
    value = e.evaluate(x=[1.0, 0, 0], y=[-1.0, 0, 0], w=[1.0, 0, 0])
    np.testing.assert_allclose(value, 1.0)


def test_a_denominator_is_drawn_out_only_if_it_is_the_last():
    w, v = ml.vectors("w v", "n")
    q = ml.scalar("q", positive=True)
    cosine = w @ v / (ml.norm(w) * ml.norm(v))
    assert str(ml.derivative(cosine, v)) == "(w / (‖v‖ ‖w‖) - (vᵀ w) v / (‖w‖ ‖v‖³))ᵀ"
    assert str(w / q + v / q) == "(v + w) / q"


M, z = ml.matrix("M", "m", "n"), ml.vector("z", "m")
CUBES = (M @ x) ** 3
SUM_OF_CUBES = {
    "a square": (ml.sum(CUBES) * ml.sum(CUBES), "(𝟏ᵀ (M x)∘³)²"),
    "a cube": (ml.sum(CUBES) ** 2 * ml.sum(CUBES), "(𝟏ᵀ (M x)∘³)³"),
    "a quotient": (ml.sum(CUBES) / ml.sum(CUBES), "1"),
    "beside another vector": (ml.sum(CUBES) * ml.sum(CUBES * z), "(𝟏ᵀ (M x)∘³) ((M x)∘³)ᵀ z"),
    "of lengths": (ml.sum((M @ x) ** 2) * ml.sum((M @ x) ** 2), "‖M x‖⁴"),
}


@pytest.mark.parametrize("name", SUM_OF_CUBES)
def test_a_power_that_is_added_up_is_no_power_of_its_sum(name, rng):
    product, text = SUM_OF_CUBES[name]
    assert str(product) == text
    values = {"M": rng.normal(size=(5, 3)), "x": rng.normal(size=3), "z": rng.normal(size=5)}
    cubes = (values["M"] @ values["x"]) ** 3
    expected = {
        "a square": cubes.sum() ** 2,
        "a cube": cubes.sum() ** 3,
        "a quotient": 1,
        "beside another vector": cubes.sum() * (cubes @ values["z"]),
        "of lengths": np.sum((values["M"] @ values["x"]) ** 2) ** 2,
    }[name]
    named = {symbol.name: values[symbol.name] for symbol in product.symbols}
    np.testing.assert_allclose(product.evaluate(**named), expected)
