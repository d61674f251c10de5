"""Names reach a part wherever it stands, and what is written with them has the same value."""

from random import Random

import numpy as np
import pytest
from random_expressions import SIZES, Builder, variables
from trials import seeds

import mathlib as ml
from mathlib.evaluation.arguments import dimension_names
from mathlib.evaluation.conforming_values import conforming
from mathlib.symbolic.expression import topological_order
from mathlib.symbolic.replacement import Replacement, core, new_symbol

x, w, u, v = ml.vectors("x w u v", "n")
t = ml.scalar("t")
X, G = ml.matrices("X G", "m", "n")
A, B = ml.matrices("A B", "n", "n")

UNIT = w / ml.norm(w)
DISTANCE = 1 + 2 * ((u - v) @ (u - v)) / ((1 - u @ u) * (1 - v @ v))
ROWS = ml.norm(X, axis=1)
MEAN = ml.mean(X, axis=0)
DEVIATION = ml.sqrt(ml.mean((X - MEAN) ** 2, axis=0) + 1e-5)

REACHED = {
    "a unit vector": (
        ml.gradient((x @ w / ml.norm(w) - t) ** 2, w),
        {"u": UNIT},
        "2 (uᵀ x - t) (x - (uᵀ x) u) / ‖w‖",
    ),
    "and its length": (
        ml.gradient((x @ w / ml.norm(w) - t) ** 2, w),
        {"u": UNIT, "r": ml.norm(w)},
        "2 (uᵀ x - t) (x - (uᵀ x) u) / r",
    ),
    "norms of rows": (
        ml.gradient(ml.sum(G * X / ROWS[:, None]), X),
        {"r": ROWS},
        "diag(𝟏 ⊘ r) G - diag(((G ⊙ X) 𝟏) ⊘ r∘³) X",
    ),
    "norms of rows with an axis kept": (
        ml.gradient(ml.sum(G * X / ROWS[:, None]), X),
        {"r": ml.norm(X, axis=1, keepdims=True)},
        "diag(𝟏 ⊘ r) G - diag(((G ⊙ X) 𝟏) ⊘ r∘³) X",
    ),
    "rows of length 1": (
        ml.gradient(ml.sum(G * X / ROWS[:, None]), X),
        {"U": X / ROWS[:, None], "r": ROWS},
        "diag(𝟏 ⊘ r) (G - diag((G ⊙ U) 𝟏) U)",
    ),
    "terms of a longer sum": (
        DISTANCE + ml.sqrt(DISTANCE**2 - 1),
        {"z": DISTANCE},
        "sqrt(z² - 1) + z",
    ),
    "a root within a root's sum": (
        ml.log(DISTANCE + ml.sqrt(DISTANCE**2 - 1)),
        {"z": DISTANCE, "s": ml.sqrt(DISTANCE**2 - 1)},
        "log(s + z)",
    ),
    "a deviation": (
        ml.gradient(ml.sum(G * (X - MEAN) / DEVIATION), G),
        {"sigma": DEVIATION, "mu": MEAN},
        "(X - 𝟏 muᵀ) diag(𝟏 ⊘ sigma)",
    ),
    "a deviation and its powers": (
        ml.gradient(ml.sum(G * (X - MEAN) / DEVIATION), X),
        {"sigma": DEVIATION, "C": X - MEAN},
        "G diag(𝟏 ⊘ sigma) + 𝟏 𝟏ᵀ (C diag(((C ⊙ G)ᵀ 𝟏) ⊘ sigma∘³) / m - G diag(𝟏 ⊘ sigma)) / m"
        " - C diag(((C ⊙ G)ᵀ 𝟏) ⊘ sigma∘³) / m",
    ),
    "factors of a longer product": (x @ A @ w * ml.tanh(A @ w), {"h": A @ w}, "(hᵀ x) tanh(h)"),
    "a product and a sum with it": (
        x * (A @ w) + A.T @ (A @ w - x),
        {"h": A @ w - x, "s": A @ w},
        "s ⊙ x + Aᵀ h",
    ),
    "a matrix turned round": (ml.tanh(A.T + B.T) @ (A + B), {"M": A + B}, "tanh(M)ᵀ M"),
    "a trace": (ml.trace(A @ B) * x, {"M": A @ B}, "tr(M) x"),
    "powers of a part": ((A @ w) ** 3 * x, {"h": A @ w}, "h∘³ ⊙ x"),
}


@pytest.mark.parametrize(("e", "names", "text"), REACHED.values(), ids=REACHED)
def test_names_reach_a_part_that_is_no_node(e, names, text):
    assert e.text(names=names) == text


KEPT = {
    "a label that others have too": (ml.sum((A @ x) * w * u) * x, {"q": w @ u}, "((u ⊙ w)ᵀ A x) x"),
    "another ratio of terms": (2 * u + v + w, {"s": u + v}, "2 u + v + w"),
    "another power": (ml.sum(x**3) * x, {"q": x @ x}, "(𝟏ᵀ x∘³) x"),
    "what is under no root": (t * ml.sqrt(t + 3), {"r": ml.sqrt(t)}, "t sqrt(t + 3)"),
}


@pytest.mark.parametrize(("e", "names", "text"), KEPT.values(), ids=KEPT)
def test_what_is_no_part_keeps_its_form(e, names, text):
    assert e.text(names=names) == text


def values_of(e, builder):
    """Return the values of symbols and dimensions that an expression takes."""
    values = {symbol.name: builder.values[symbol.name] for symbol in e.symbols}
    return values | {d: SIZES[d] for d in dimension_names(e)}


def test_a_part_is_not_looked_for_in_its_own_inverse():
    # A factor that is taken out of a power makes it smaller, or naming would never end.
    whole = x * ml.norm(w) * ml.sqrt(t**2 + 1)
    inverse = x / ml.norm(w) ** 3 / ml.sqrt(t**2 + 1) ** 5
    assert str(Replacement({new_symbol("p", whole): whole})(inverse)) == str(inverse)
    spread = ml.std(x)
    J = ml.derivative((x - ml.mean(x)) / spread, x)
    assert "‖c‖" in J.text(names={"c": x - ml.mean(x), "s": spread})


@pytest.mark.parametrize("seed", seeds(150, 5000))
def test_parts_at_random_are_replaced_without_changing_the_value(seed):
    random = Random(seed)
    builder = Builder(random)
    e = builder.build(random.choice([(), ("n",), ("m", "n")])).symbolic
    if variables(e):
        by = random.choice(variables(e))
        e = ml.derivative(e, by).formula.with_symmetry if random.random() < 0.7 else e
    whole = [n for n in topological_order(e) if n.symbols and n.children and len(n.shape) < 3]
    chosen = random.sample(whole, min(len(whole), 3))
    parts = {new_symbol(f"part{k}", part): core(part) for k, part in enumerate(chosen)}
    named = Replacement(parts)
    written = named(e)
    values = values_of(e, builder)
    known = {s: np.asarray(part.evaluate(**values_of(part, builder))) for s, part in parts.items()}
    if not all(np.isfinite(value).all() for value in known.values()):
        return
    values |= {s.name: conforming(s, value) for s, value in known.items()}

    def value(formula):
        sizes = {d: SIZES[d] for d in dimension_names(formula)}
        return formula.evaluate(**{s.name: values[s.name] for s in formula.symbols}, **sizes)

    expected = value(e)
    scale = max(1, np.abs(expected).max())
    np.testing.assert_allclose(value(written), expected, rtol=1e-7, atol=1e-8 * scale)
    for symbol in parts:
        np.testing.assert_allclose(
            value(named.definition(symbol)), values[symbol.name], rtol=1e-7, atol=1e-8
        )
